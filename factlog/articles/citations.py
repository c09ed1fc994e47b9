"""References read into sources: citation templates (CS1 and its relatives), free text, and what a source is itself by."""

from __future__ import annotations

from collections.abc import Mapping

from factlog.articles.revision import Cited
from factlog.claims.source import Source


def from_template(name: str, parameters: Mapping[str, str], *, language: str | None = None) -> Cited | None:
    """What a citation template says; None where it is not one (``sfn``, ``efn``, ``refn`` and the like are not).

    ``parameters`` are as written (wikitext); positional ones have the names ``1``, ``2`` and so on.
    """
    raise NotImplementedError


def from_text(raw: str, *, language: str | None = None) -> tuple[Cited, ...]:
    """The sources that a free-text note names; none where it names none that a reader can tell."""
    raise NotImplementedError


def identity(source: Source) -> str:
    """What a source is itself by, as text to compare: URL, DOI, ISBN, else title plus site or date."""
    raise NotImplementedError
