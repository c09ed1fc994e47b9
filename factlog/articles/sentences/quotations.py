"""Quotations within a sentence, with their extent, nested ones included."""

from __future__ import annotations

from factlog.articles.revision import Quotation
from factlog.articles.sentences.brackets import Pair, match

MAX_DEPTH = 16
"""Quotations nested deeper than this are left out: nobody quotes so, and what is hostile stays cheap."""


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a sentence, in the order in which they begin.

    >>> text = "彼は「『なぜ?』と聞いた」と言い、「知らない」と答えた。"
    >>> [(quotation.text, quotation.depth) for quotation in quotations(text)]
    [('『なぜ?』と聞いた', 0), ('なぜ?', 1), ('知らない', 0)]
    >>> [quotation.text for quotation in quotations("It's the “war of ‘others’”, he said.")]
    ['war of ‘others’', 'others']

    Brackets that are no quotation marks are looked into; a mark that nothing closes opens nothing.
    """
    found: list[Quotation] = []
    open_ends: list[int] = []
    for pair in match(text).pairs:
        if not pair.quotes or not _is_quotation(text, pair):
            continue
        while open_ends and open_ends[-1] <= pair.start:
            open_ends.pop()
        if len(open_ends) <= MAX_DEPTH:
            found.append(_quotation(text, pair, len(open_ends)))
            open_ends.append(pair.end)
    return tuple(found)


def _quotation(text: str, pair: Pair, depth: int) -> Quotation:
    return Quotation(text[pair.inner : pair.outer].strip(), pair.start, pair.end, depth)


def _is_quotation(text: str, pair: Pair) -> bool:
    """Not two apostrophes (``the '90s and the dogs' home``), and not empty."""
    if not text[pair.inner : pair.outer].strip():
        return False
    if pair.mark not in "'`‘":
        return True
    following = text[pair.end : pair.end + 1]
    decade = text[pair.inner : pair.inner + 2].isdigit() and text[pair.inner + 2 : pair.inner + 3] == "s"
    return not decade and not following.isalnum() and not text[pair.inner].isspace()
