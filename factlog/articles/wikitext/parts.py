"""The parts of a wikitext between its headings, each in logical lines that have been read.

A part is read without knowing what stands around it, and remembered: an edit costs the parts that it touches. Where
something that opens in one part may close in another, the whole text is one part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from factlog.articles.memo import Memo
from factlog.articles.revision import Anomaly
from factlog.articles.wikitext.blocks import LINES, Line, read
from factlog.articles.wikitext.lines import Reach, reach

MAX_PARTS = 2_000
"""A text that is cut more often has no headings that anybody could read: it is one part."""

MAX_TOGETHER = 1_000_000
"""The lines of so many characters are looked at together before their parts are made; those of longer texts part by part."""

_BEFORE_HEADING = re.compile(r"\n(?==[^\n]*=[ \t]*(?:\n|\Z))")


@attrs.frozen(eq=False)
class Part:
    """Some lines of a page, read; ``noted`` are those with references, by position. ``size`` is in characters."""

    lines: tuple[Line, ...]
    noted: tuple[tuple[int, Line], ...]
    problems: tuple[Anomaly, ...]
    reach: Reach
    size: int

    @property
    def is_headed(self) -> bool:
        """Whether it begins with a heading."""
        pieces = self.lines[0].pieces
        return bool(pieces) and pieces[0].shape == "heading"


def logical_lines(raws: list[str]) -> tuple[list[Line], Reach]:
    r"""The logical lines that lines of wikitext make, and what is open or closed beyond their ends.

    >>> [line.raw for line in logical_lines(["a", "{{d", "|e}}", "f"])[0]]
    ['a', '{{d\n|e}}', 'f']
    """
    lines = LINES.many(raws)
    found = reach(raws, [line.loose for line in lines])
    return (_joined(raws, lines, found.reached) if found.reached else lines), found


def _joined(raws: list[str], lines: list[Line], reached: dict[int, int]) -> list[Line]:
    joined: list[Line] = []
    index = 0
    while index < len(raws):
        if index not in reached:
            joined.append(lines[index])
            index += 1
            continue
        start, end = index, reached[index]
        while index <= end:
            end = max(end, reached.get(index, end))
            index += 1
        joined.append(LINES["\n".join(raws[start:index])])
    return joined


def _part(text: str) -> Part:
    lines, reach = logical_lines(text.split("\n"))
    for line in lines:
        if not line.is_read:
            read(line)
    noted = tuple([(place, line) for place, line in enumerate(lines) if line.has_notes])
    problems = tuple([problem for line in lines if line.problems for problem in line.problems])
    return Part(tuple(lines), noted, problems, reach, len(text))


def _parts(texts: list[str]) -> list[Part]:
    if sum(map(len, texts)) <= MAX_TOGETHER:
        LINES.many([raw for text in texts for raw in text.split("\n")])
    return list(map(_part, texts))


_PARTS: Memo[str, Part] = Memo(_part, weigh=len, room=2_000_000, make_all=_parts)


def parts(text: str) -> list[Part]:
    r"""The parts of a wikitext without comments.

    >>> [len(part.lines) for part in parts("Lead.\n== War ==\nKyiv held.\n== Talks ==\nNone.")]
    [1, 2, 2]
    >>> [len(part.lines) for part in parts("{{a|\n== War ==\n}}")]
    [1]
    """
    cut = _BEFORE_HEADING.split(text)
    if 1 < len(cut) <= MAX_PARTS and _are_apart(found := _PARTS.many(cut)):
        return found
    return [_PARTS[text]]


def _are_apart(found: Sequence[Part]) -> bool:
    """Whether parts do not see each other: nothing that opens in one closes in a later one, and headings part them."""
    opened: set[str] = set()
    for place, part in enumerate(found):
        if (part.reach.closed and not opened.isdisjoint(part.reach.closed)) or (place and not part.is_headed):
            return False
        if part.reach.opened:
            opened |= part.reach.opened
    return True
