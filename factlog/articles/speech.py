"""Speech: who says what, in which role and with which verb, as far as a revision's sentences say so.

An extractor finds it. It is a small protocol, so that anybody's model can stand in for factlog's own rules; what it made
is marked with its name and version (:class:`factlog.Claim`'s ``extractor``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import attrs

from factlog.articles.revision import Revision
from factlog.claims.when import When


@attrs.frozen
class Speech:
    """One quotation or report of a revision.

    ``sentence`` is its position in ``Revision.sentences``; ``quotation`` that of a direct quotation in the sentence's
    ``quotations``, None for indirect speech. ``speaker`` is the name in the fullest form that the article gives, ``written``
    the form that stands here; ``speaker`` is None where it is not certain who speaks (``unsure``). ``said`` is the day or
    second of the utterance where the sentence dates it. ``depth`` counts the speeches that this one is told within: 0 where
    the article itself tells it.
    """

    sentence: int
    quotation: int | None = None
    speaker: str | None = None
    written: str | None = None
    role: str | None = None
    verb: str | None = None
    said: When | None = None
    depth: int = 0

    @property
    def direct(self) -> bool:
        """Whether the words are quoted."""
        return self.quotation is not None

    @property
    def unsure(self) -> bool:
        """Whether it is not certain who speaks."""
        return self.speaker is None


class Extractor(Protocol):
    """Finds speech in a revision. Its name and version mark what it made."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def version(self) -> str:
        """Another version may find other speakers: that is ``re-extracted``, never a speaker's change."""

    def speeches(self, revision: Revision) -> Iterable[Speech]:
        """The quotations and reports of a revision, in order."""


def claimants(revision: Revision, extractor: Extractor) -> tuple[str | None, ...]:
    """For every sentence of a revision who holds it: the one certain speaker of its outermost speech.

    None where nobody speaks, where several do, and where it is not certain who does. What is told within somebody's
    speech, or quoted within a quotation, is that speaker's to hold and says nothing here.
    """
    speakers: dict[int, set[str | None]] = {}
    for speech in extractor.speeches(revision):
        quotations = revision.sentences[speech.sentence].quotations
        nested = speech.quotation is not None and quotations[speech.quotation].depth > 0
        if not nested and speech.depth == 0:
            speakers.setdefault(speech.sentence, set()).add(speech.speaker)
    found: list[str | None] = [None] * len(revision.sentences)
    for place, several in speakers.items():
        if len(several) == 1:
            found[place] = several.pop()
    return tuple(found)
