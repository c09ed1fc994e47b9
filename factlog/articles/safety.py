"""Text of articles as text that a claim may hold (:mod:`factlog.claims.text`): what hides or reorders is taken out."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from factlog.claims.text import MAX_TEXT, text
from factlog.errors import InvalidError

# What claims refuse, and characters of no width that are never needed (joiners are, in Hindi and Persian).
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")

_GROWTH = 3  # how many times as long composing makes a text at most


class Safe(NamedTuple):
    """A text that a claim may hold, and whether something was taken out of it."""

    text: str
    changed: bool = False


def safe(value: str) -> Safe | None:
    r"""The text without what no claim may hold; None where nothing is left.

    >>> safe("Trans\u202eform").text, safe(" ") is None
    ('Transform', True)
    """
    if value.isascii() and value.isprintable():
        return (Safe(value) if len(value) <= MAX_TEXT else Safe(value[:MAX_TEXT], changed=True)) if value.strip() else None
    cleaned = _HIDDEN.sub("", value)[:MAX_TEXT].strip()
    if not cleaned:
        return None
    try:
        return Safe(text(cleaned), cleaned != value)
    except InvalidError:
        # stacks of combining marks: none is worth more than none; or composing makes it too long (UAX 15, section 9)
        bare = "".join(letter for letter in cleaned if not unicodedata.combining(letter))[: MAX_TEXT // _GROWTH].strip()
        return Safe(text(bare), changed=True) if bare else None
