"""A telling: what one sentence by itself shows of somebody's saying something, before the article is asked who that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice

import attrs

from factlog.articles.revision import Quotation
from factlog.articles.sentences.brackets import Pair, match
from factlog.articles.sentences.quotations import quotations

_BLANKS = re.compile("  +")
HIDDEN = "\ue000"
"""Stands for each character of a quotation."""
ASIDE = "\ue001"
"""Stands for each character of what is in brackets."""
MAX_TEXT = 4_000
"""Longer sentences are not searched."""
MAX_VERBS = 60
"""Nor those with more verbs of saying: nobody says so much in one sentence, and what is hostile stays cheap."""


_SHORTEST = 15
"""Shorter brackets tell nothing."""
_MOST = 4
"""How many brackets of a sentence are read: nobody tells so much aside, and what is hostile stays cheap."""


class Named(StrEnum):
    """How a sentence names who speaks."""

    NAME = "name"
    """By a name, or a description that stands for itself."""
    PRONOUN = "pronoun"
    """By a word for somebody who was named before: he, she, 彼, 同氏."""
    ROLE = "role"
    """By a role alone, of somebody who was named before: the minister, 同大統領."""
    POSSIBLE = "possible"
    """By a phrase that is a name only if the article knows it as one."""
    NOBODY = "nobody"
    """Not at all: the subject is left out."""
    UNCLEAR = "unclear"
    """In a way that is not understood, or by a word for nobody in particular."""


@attrs.frozen
class Who:
    """A speaker as a sentence names one: the place of the whole phrase, the name in it and the role."""

    named: Named
    span: tuple[int, int] | None = None
    name: str | None = None
    role: str | None = None


NOBODY = Who(Named.NOBODY)
UNCLEAR = Who(Named.UNCLEAR)


@attrs.frozen
class Telling:
    """One saying: who, with which verb at ``place``, which quotations, and whether words are reported as well.

    ``depth`` counts the tellings within whose words this one stands. ``carried`` says that the sentence goes on with the
    speaker of the one before (also, またさらに). ``dated`` is where words stand that date it.
    """

    who: Who
    verb: str
    place: int
    quotations: tuple[int, ...] = ()
    indirect: bool = True
    depth: int = 0
    carried: bool = False
    dated: tuple[int, int] | None = None


@attrs.frozen
class Masked:
    """A sentence of which the insides of quotations and brackets are hidden, every character by one sign."""

    text: str
    plain: str
    quotations: tuple[Quotation, ...]

    def at(self, start: int, end: int) -> str:
        """What the sentence has there, without brackets' insides."""
        if ASIDE not in self.text[start:end]:
            return self.plain[start:end].strip()
        kept = (" " if self.text[place] == ASIDE else self.plain[place] for place in range(start, end))
        return _BLANKS.sub(" ", "".join(kept)).strip()


def masked(text: str) -> Masked:
    """A sentence with its outermost quotations and its brackets hidden.

    >>> masked("He (the king) said “no”.").text.replace(HIDDEN, "q").replace(ASIDE, "a")
    'He aaaaaaaaaa said qqqq.'
    """
    found = quotations(text)
    hidden = _unquoted(text, found)
    brackets = [(pair.start, pair.end, ASIDE) for pair in _outermost(match(hidden).pairs)]
    return Masked(_hide(hidden, brackets), text, found)


def asides(sentence: Masked) -> Iterator[Masked]:
    """What stands in a sentence's brackets, at its place in an else blank text.

    >>> [aside.text.strip() for aside in asides(masked("It rained (as Ann Lee said)."))]
    ['as Ann Lee said']
    """
    if ASIDE not in sentence.text:
        return
    hidden = _unquoted(sentence.plain, sentence.quotations)
    pairs = match(hidden).pairs
    long = (pair for pair in _outermost(pairs) if pair.end - pair.start > _SHORTEST)
    for pair in islice(long, _MOST):
        start, end = pair.start + 1, pair.end - 1
        nested = _outermost(inner for inner in pairs if start <= inner.start and inner.end <= end)
        inside = _hide(hidden, [(inner.start, inner.end, ASIDE) for inner in nested])[start:end]
        yield Masked(" " * start + inside + " " * (len(hidden) - end), sentence.plain, sentence.quotations)


def _outermost(pairs: Iterable[Pair]) -> list[Pair]:
    kept: list[Pair] = []
    for pair in pairs:
        if pair.mark in "([（［〔【" and (not kept or pair.start >= kept[-1].end):
            kept.append(pair)
    return kept


def _unquoted(text: str, found: tuple[Quotation, ...]) -> str:
    """The text without its quotations, and without what it has itself of the signs that hide."""
    text = text.replace(HIDDEN, " ").replace(ASIDE, " ")
    return _hide(text, [(quotation.start, quotation.end, HIDDEN) for quotation in found if quotation.depth == 0])


def _hide(text: str, spans: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    last = 0
    for start, end, sign in spans:
        parts += [text[last:start], sign * (end - start)]
        last = end
    return "".join([*parts, text[last:]])
