"""Brackets and quotation marks: which one closes which.

One pass from left to right, with a stack. A closing mark closes the nearest open one of its kind, and what was opened in
between stays unpaired; an opening mark that nothing closes pairs with nothing, so that it swallows nothing. Straight quotes
say by the spaces around them whether they open or close.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_BRACKETS = dict(zip("([{（［｛〔【〖〈", ")]}）］｝〕】〗〉", strict=True))
_QUOTES = dict(zip("「『｢《“‘", "」』｣》”’", strict=True))
_OPENING = frozenset((*_BRACKETS, *"「『｢《"))
_CLOSERS = {close: open_ for open_, close in (_BRACKETS | _QUOTES).items()}
_BEFORE_OPENING = "([{（［｛〔【〈「『｢《“‘«„-–—―/：、，。"
_BEFORE_SPACED = frozenset("([{,:–—-")
_AFTER_CLOSING = ")]}）］｝〕】〉」』｣》”’»“.,;:!?…。、，．！？；：-–—―/"
_FREE_BEFORE = rf'(?:(?<=\A")|(?<=[\s{re.escape(_BEFORE_OPENING)}]"))'
_FREE_AFTER = rf"(?=[\s{re.escape(_AFTER_CLOSING)}]|\Z)"
# A set of characters first: the sweep then tries nothing at all others. Within a word, what may be an apostrophe is one.
_MARK = re.compile(
    "[()\\[\\]{}<>（）［］｛｝〔〕【】〖〗〈〉「」『』｢｣《》“”„‟«»\"＂'`‘’‚]"
    r"(?:(?<=[^'`‘’‚\"])|(?<=`)`|(?<=')'|(?<=[^\"])(?<![^\W_].(?=[^\W_]))"
    rf"|{_FREE_BEFORE}(?!{_FREE_AFTER})(?P<opens>)|(?<=\")(?!{_FREE_BEFORE}){_FREE_AFTER}(?P<closes>)|(?<=\"))",
    re.DOTALL,
)
_OPENS, _CLOSES = _MARK.groupindex["opens"], _MARK.groupindex["closes"]
"""Straight quotation marks of which the spaces around them leave no doubt."""


class Pair(NamedTuple):
    """An opening mark at ``start``, what it encloses (``inner`` to ``outer``), and a closing mark up to ``end``."""

    start: int
    inner: int
    outer: int
    end: int
    mark: str

    @property
    def quotes(self) -> bool:
        """Whether it is a quotation, not a bracket."""
        return self.mark not in _BRACKETS and self.mark not in "<《"


class Marks(NamedTuple):
    """The pairs of a text in the order in which they open, and where closing marks end that close nothing."""

    pairs: list[Pair]
    strays: dict[int, int]


_NO_MARKS = Marks([], {})


def match(text: str) -> Marks:
    """The pairs of brackets and quotation marks in a text, nested ones included.

    >>> [text[pair.start : pair.end] for text in ["「a（b）」c「d"] for pair in match(text).pairs]
    ['「a（b）」', '（b）']
    """
    if text.isalnum() or not (found := list(_MARK.finditer(text))):
        return _NO_MARKS
    matcher = _Matcher(text)
    for mark in found:
        start, end = mark.span()
        sign, told = mark[0], mark.lastindex
        if sign in _OPENING or told == _OPENS:
            matcher.opening(sign, start, end)
        elif told == _CLOSES:
            matcher.close(sign, start, end)
        else:
            _TAKEN[sign](matcher, sign, start, end)
    return matcher.marks()


class _Matcher:
    """The open marks so far: a stack of (key, start, end of the mark, the mark), and how many of each key are on it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[tuple[str, int, int, str]] = []
        self.open: dict[str, int] = {}
        self.pairs: list[Pair] = []
        self.strays: dict[int, int] = {}
        self.two_spaces: bool | None = None

    def marks(self) -> Marks:
        self.pairs.sort()
        if not self.pairs and self.stack and self.stack[0][0] in "\"'":
            # The only quotation mark of a text, after the end of a sentence, closes what began before the text
            _, start, end, _ = self.stack[0]
            if _spaced(self.text, start, end):
                self.strays[start] = end
        return Marks(self.pairs, self.strays)

    def opening(self, mark: str, start: int, end: int) -> None:
        self.stack.append((mark, start, end, mark))
        self.open[mark] = self.open.get(mark, 0) + 1

    def closing(self, mark: str, start: int, end: int) -> None:
        self.close(_CLOSERS[mark], start, end)

    def _push(self, key: str, start: int, end: int, mark: str) -> None:
        self.stack.append((key, start, end, mark))
        self.open[key] = self.open.get(key, 0) + 1

    def close(self, key: str, start: int, end: int, *, top: bool = False) -> bool:
        if not self.open.get(key) or (top and self.stack[-1][0] != key):
            self.strays[start] = end
            return False
        while True:
            found, opened, inner, mark = self.stack.pop()
            self.open[found] -= 1
            if found == key:
                self.pairs.append(Pair(opened, inner, start, end, mark))
                return True

    def angle(self, mark: str, start: int, end: int) -> None:
        if mark == "<" and self.text[end : end + 1].isalpha():
            self._push("<", start, end, mark)
        elif mark == ">" and self.open.get("<"):
            self.close("<", start, end)

    def curly(self, mark: str, start: int, end: int) -> None:
        """Marks that open in one language and close in another: „a“ and “a”, «a» and »a«, ”a”."""
        text = self.text
        low, high, key = ("„", "“", "“") if mark in "“”„‟" else ("‚", "‘", "‘") if mark in "‘’‚" else ("»", "«", "«")
        if mark == low and mark != "»":
            self._push(low, start, end, mark)
        elif self.open.get(low) and (mark == "«" or mark in "“‘”’"):
            self.close(low, start, end)
        elif mark == high or mark == "‟":
            self._push(key, start, end, mark)
        elif self.open.get(key):
            self.close(key, start, end, top=mark == "’")
        elif mark in "”»" and _opens(text, start, end):
            self._push(key if mark == "”" else low, start, end, mark)
        else:
            self.strays[start] = end

    def straight(self, mark: str, start: int, end: int) -> None:
        key = '"' if mark in ('"', "''", "``", "＂") else "'"
        if (mark in ("``", "`") and not self.open.get(key)) or self._straight_opens(key, start, end):
            self._push(key, start, end, mark)
        else:
            self.close(key, start, end, top=key == "'")

    def _straight_opens(self, key: str, start: int, end: int) -> bool:
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        free_before = not before or before.isspace() or before in _BEFORE_OPENING
        free_after = not after or after.isspace() or after in _AFTER_CLOSING
        if free_before != free_after:
            return free_before
        if not (free_before and _spaced(text, start, end)):
            return not self.open.get(key)
        return self._spaced_opens(key, start, end)

    def _spaced_opens(self, key: str, start: int, end: int) -> bool:
        """For a mark between spaces (`` " Day One " ,``), what stands around it decides."""
        before, after = self.text[max(0, start - 12) : start].rstrip(), self.text[end : end + 12].lstrip()
        if not after or (after[0] in _AFTER_CLOSING and not after.startswith("..")) or after[0] in "\"'":
            return not after and not self.open.get(key)
        if not self.open.get(key):
            return not (before[-1:] in (".", "!", "?") and self._outside(start, end))
        if after[0].islower():
            return False
        return before[-1:].islower() or before[-1:] in _BEFORE_SPACED

    def _outside(self, start: int, end: int) -> bool:
        """Whether a mark after the end of a sentence still belongs to it: typists of two spaces put these after the mark."""
        text = self.text
        if text[start - 2 : start].isspace() or text[end : end + 2].isspace():
            return False
        if self.two_spaces is None:
            self.two_spaces = ".  " in text
        return self.two_spaces


def _spaced(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isspace() and text[end : end + 1].isspace()


def _opens(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1].isspace() or text[start - 1] in _BEFORE_OPENING) and text[end : end + 1].isalnum()


_TAKEN: dict[str, Callable[[_Matcher, str, int, int], None]] = {
    **dict.fromkeys(_CLOSERS, _Matcher.closing),
    **dict.fromkeys("<>", _Matcher.angle),
    **dict.fromkeys("“”„‟«»‘’‚", _Matcher.curly),
    **dict.fromkeys(("``", "''", *"\"＂'`"), _Matcher.straight),
}
"""What takes each of the marks that do not open for certain."""
