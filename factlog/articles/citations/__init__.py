"""References read into sources: citation templates (CS1 and its relatives), free text, and what a source is itself by."""

from __future__ import annotations

from collections.abc import Mapping

from factlog.articles.citations import cs1, freetext
from factlog.articles.citations.identities import identity
from factlog.articles.revision import Cited

__all__ = ["from_template", "from_text", "identity"]


def from_template(name: str, parameters: Mapping[str, str], *, language: str | None = None) -> Cited | None:
    """What a citation template says; None where it is not one (``sfn``, ``efn``, ``refn`` and the like are not).

    ``parameters`` are as written (wikitext); positional ones have the names ``1``, ``2`` and so on. Markup is taken out of
    the fields; a parameter whose value is not found again word for word in a field is in ``Cited.kept``.

    >>> cited = from_template("cite web", {"url": "https://example.org/a", "titel": "A", "access-date": "20 February 2025"})
    >>> cited.citation.retrieved, dict(cited.kept), cited.problems[0].detail
    ('2025-02-20', {'titel': 'A'}, 'titel (title?)')
    """
    return cs1.read(name, parameters, language=language)


def from_text(raw: str, *, language: str | None = None) -> tuple[Cited, ...]:
    """The sources that a free-text note names; none where it names none that a reader can tell.

    >>> (cited,) = from_text("Walsh, Nick (2025年2月18日). “Summit ends” (英語). CNN. 2025年2月20日閲覧。")
    >>> cited.source.author[0].family, cited.source.title, cited.source.container_title, cited.source.language
    ('Walsh', 'Summit ends', 'CNN', 'en')
    >>> cited.issued.when, cited.citation.retrieved
    ('2025-02-18', '2025-02-20')
    """
    return freetext.read(raw, language=language)
