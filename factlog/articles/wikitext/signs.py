"""Signs: the characters by which the stages of the wikitext reader speak to each other within a text.

They are private-use characters and noncharacters of Unicode, so no article needs them; what a text brings of its own of
the first kind is removed before anything else is read. A note's marker is three characters: :data:`MARK` and an index.
"""

from __future__ import annotations

import re

MARK = "\ue000"
"""Before an index: a note's marker stands here."""
HIDDEN = "\ue001"
"""Before an index: a note's marker stood in something that is not text, such as an infobox."""
PAGE = "\ue002"
"""Before an index: the page of the marker before it (``{{rp}}``)."""
DROPPED = "\ue003"
"""A template stood here that is no text."""
CAPTION, CAPTION_END = "\ue004", "\ue005"
QUOTE, QUOTE_END = "\ue006", "\ue007"
LABEL = "\ue008"
"""Around a label at the head of a line."""
FLAG = "\ue009"
"""A flag stood here."""

ANY = re.compile("[\ue000-\ue01f]")
SPLIT = re.compile("([\ue000-\ue01f](?:(?<=[\ue003-\ue01f])|(?<=[\ue000-\ue002])..))", re.DOTALL)
_OTHERS = (HIDDEN, PAGE, DROPPED, CAPTION, CAPTION_END, QUOTE, QUOTE_END, LABEL, FLAG)
USES = re.compile("([\ue000\ue001])(..)", re.DOTALL)
MARKS = re.compile("\ue000..", re.DOTALL)

_DIGITS = 0xE800
_BASE = 4096

# What carries meaning in wikitext, where it is meant as itself (in <nowiki>): a noncharacter stands in for it.
_MEANT = "<>[]{}|'*#:;=_~&-!+/"
NEUTRAL = str.maketrans({character: chr(0xFDD0 + index) for index, character in enumerate(_MEANT)} | {"\n": " "})
RESTORED = str.maketrans({chr(0xFDD0 + index): character for index, character in enumerate(_MEANT)})
STANDS_IN = re.compile("[\ufdd0-\ufdef]")
PIPE = NEUTRAL[ord("|")]
"""A bar that separates nothing."""


def digits(index: int) -> str:
    """The index as the two characters that follow a sign.

    >>> number(digits(70_000))
    70000
    """
    return chr(_DIGITS + index // _BASE % _BASE) + chr(_DIGITS + index % _BASE)


def number(written: str) -> int:
    """The index that :func:`digits` wrote."""
    return (ord(written[0]) - _DIGITS) * _BASE + ord(written[1]) - _DIGITS


def apart(text: str) -> list[str]:
    """A text in pieces: what stands between signs, and every second one a sign, with its index if it has one.

    >>> apart(f"a{MARK}{digits(7)}b{DROPPED}") == ["a", MARK + digits(7), "b", DROPPED, ""]
    True
    """
    if any(map(text.__contains__, _OTHERS)):
        return SPLIT.split(text)
    first, *others = text.split(MARK)
    pieces = [first]
    for other in others:
        pieces += MARK + other[:2], other[2:]
    return pieces


def indices(text: str) -> list[int]:
    """The indices of the notes whose markers stand in a text, hidden or not, in their order.

    >>> indices(f"a{MARK}{digits(7)}b{HIDDEN}{digits(2)}")
    [7, 2]
    """
    if HIDDEN in text:
        return [number(index) for _, index in USES.findall(text)]
    return [number(after) for after in text.split(MARK)[1:]]


def hidden(text: str) -> str:
    """The markers of a text that will not be shown."""
    return "".join(HIDDEN + index for _, index in USES.findall(text)) if MARK in text or HIDDEN in text else ""


def neutral(text: str) -> str:
    """The text with stand-ins for what carries meaning in wikitext."""
    return text.translate(NEUTRAL)


def restored(text: str) -> str:
    """The text without stand-ins.

    >>> restored(neutral("'''{{not|a|template}}'''"))
    "'''{{not|a|template}}'''"
    """
    return text if text.isascii() or not STANDS_IN.search(text) else text.translate(RESTORED)
