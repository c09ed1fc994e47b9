"""What an English sentence reports, as a verb of saying shows it: in which way, and where it begins."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from factlog.articles.speech.english.line import ARTICLES, Line, Part
from factlog.articles.speech.english.nouns import TIME, UNITS
from factlog.articles.speech.english.verbs import Word

REACH = 16
"""How many words behind a verb may stand before what it reports."""


class Kind(StrEnum):
    """The way in which words are reported."""

    QUOTE = "quote"  # said: “…”
    THAT = "that"
    BARE = "bare"  # a clause without that
    NAMED = "named"  # called it “…”
    JUDGED = "judged"  # criticised it
    TO = "to"  # promised to
    BEFORE = "before"  # “…,” said Rubio
    ASIDE = "aside"  # It rained, Rubio said.
    PASSIVE = "passive"  # was criticised by
    SOURCE = "source"  # according to


class Complement(NamedTuple):
    """What a verb reports: in which way, and from which token on."""

    kind: Kind
    at: int


class Verb(NamedTuple):
    """A verb of saying, and where what it is followed by begins: behind whom somebody speaks to, and behind adverbs."""

    line: Line
    place: int
    at: int
    word: Word


def is_when(line: Line, at: int) -> bool:
    """Whether a time stands there: Tuesday, the following year."""
    end = at + (line.low(at) in ARTICLES)
    while line.low(end) in TIME:
        end += 1
    told = any(line.low(place) in UNITS for place in range(at, end))
    return told and line.part(end) not in (Part.NOUN, Part.NAME, Part.NUMBER)
