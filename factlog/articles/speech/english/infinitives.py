"""Infinitives that tell what somebody says: led critics to conclude, wrote to the board to suggest, was the first to argue."""

from __future__ import annotations

from typing import NamedTuple

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.clauses import Clauses
from factlog.articles.speech.english.complements import complement
from factlog.articles.speech.english.line import BE, MODAL, NEGATION, Line
from factlog.articles.speech.english.names import is_silent
from factlog.articles.speech.english.phrases import INSIDE, Phrases, Subject
from factlog.articles.speech.english.reported import Complement
from factlog.articles.speech.english.subjects import Subjects
from factlog.articles.speech.english.verbs import Word
from factlog.articles.speech.telling import Who

_MOVING = words(
    "lead leads led leading cause caused causing prompt prompts prompted prompting inspired inspiring spurred spurring"
    " provoked provoking"
)
"""What makes somebody do something: led critics to conclude."""
_RANKS = words("first only last")
_NEAR = 12
"""How many words may stand between an infinitive and whom it is told of."""


class Infinitive(NamedTuple):
    """Who says something in an infinitive, what, and where that begins."""

    who: Who
    reported: Complement
    begin: int


class Infinitives:
    """The verbs of a line behind to."""

    def __init__(self, phrases: Phrases, subjects: Subjects, clauses: Clauses) -> None:
        self.phrases = phrases
        self.subjects = subjects
        self.clauses = clauses
        self.line: Line = phrases.line

    def at(self, place: int, to: int, word: Word) -> Infinitive | None:
        """What a verb tells that stands behind to."""
        reported = complement(self.line, place, word)
        if reported is None:
            return None
        if self.clauses.addresses(place, to):
            return Infinitive(self.clauses.subject(to), reported, to)
        found = self._ranked(to) or self._moved(to)
        return None if found is None or is_silent(found.who) else Infinitive(found.who, reported, found.begin)

    def _ranked(self, to: int) -> Subject | None:
        """Who is the first, or the only one: was among the first to argue that."""
        near = range(to - 1, max(-1, to - _NEAR), -1)
        be = next((at for at in near if self.line.part(at) not in INSIDE), to)
        if self.line.low(be) not in BE or all(self.line.low(at) not in _RANKS for at in range(be, to)):
            return None
        left, passed = self.line.skipped(be)
        return None if passed & (NEGATION | MODAL) else self.subjects.before(left, be)

    def _moved(self, to: int) -> Subject | None:
        """Whom something leads to do it: led critics to conclude that, prompting Lee to remark."""
        near = range(to - 1, max(-1, to - _NEAR), -1)
        mover = next((at for at in near if self.line.ends(at) or self.line.low(at) in _MOVING), to)
        if self.line.low(mover) not in _MOVING or mover == to - 1:
            return None
        _, passed = self.line.skipped(mover - 1)
        who = self.phrases.who(mover + 1, to - 1)
        return None if passed & (NEGATION | MODAL | BE) else Subject(who, mover + 1)
