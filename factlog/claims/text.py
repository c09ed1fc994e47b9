"""What text may hold: NFC, newlines and tabs, and nothing that hides or reorders what a reader sees.

Refused are control characters, bidirectional embeddings, overrides and isolates (Unicode TR 36, "Trojan Source"), lone
surrogates, and stacks of combining marks: normalising a long run of those takes quadratic time (UAX 15, section 13).
"""

from __future__ import annotations

import re
import unicodedata

from factlog.errors import InvalidError

MAX_TEXT = 100_000
"""The longest text of one field, in characters."""
MAX_MARKS = 15
"""The longest run of combining marks on one character."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def text(value: str) -> str:
    r"""The text, in NFC.

    >>> text("Mierin\u0327a") == "Mieri\u0146a"
    True
    >>> text("")
    Traceback (most recent call last):
        ...
    factlog.errors.InvalidError: expected text, got an empty string (leave out what is unknown)

    Raises InvalidError for anything but a string that a reader can trust.
    """
    if not isinstance(value, str):
        raise InvalidError(f"expected text, got {kind(value)}")
    if not value or value.isspace():
        raise InvalidError("expected text, got an empty string (leave out what is unknown)")
    if len(value) > MAX_TEXT:
        raise _too_long(value)
    if not value.isprintable() and (found := _FORBIDDEN.search(value)):  # none of them is printable
        name = unicodedata.name(found[0], "control character")
        raise InvalidError(f"expected text without U+{ord(found[0]):04X} ({name.lower()}), found at {found.start()}")
    plain = str.__str__(value)  # of a subclass, an enum say, the text alone
    if plain.isascii():
        return plain
    _check_marks(plain)
    normal = unicodedata.normalize("NFC", plain)
    if normal != plain:  # it may be longer now, with more marks (UAX 15, section 9), and will be read again
        if len(normal) > MAX_TEXT:
            raise _too_long(normal)
        _check_marks(normal)
    return normal


def optional_text(value: str | None) -> str | None:
    """As :func:`text`; None where nothing is known."""
    return None if value is None else text(value)


def folded(value: str) -> str:
    """The form in which two wordings of one name compare: NFKC and casefold."""
    return value.casefold() if value.isascii() else unicodedata.normalize("NFKC", value).casefold()


def kind(value: object) -> str:
    """What a value is, in words for a message."""
    names: dict[type, str] = {str: "text", bool: "a boolean", int: "a whole number", float: "a number", list: "a list"}
    names |= {dict: "an object", tuple: "a list", type(None): "nothing (null)"}
    if type(value) in (int, float, bool):
        return f"{names[type(value)]} ({shown(value)})"
    return names.get(type(value), f"a {type(value).__name__}")


def shown(value: object) -> str:
    """The value for a message: short, quoted, and safe on a terminal."""
    if isinstance(value, int) and value.bit_length() > 256:
        return "a very large number"  # its digits would take quadratic time
    shown = ascii(value) if isinstance(value, str) and _FORBIDDEN.search(value) else repr(value)
    return shown if len(shown) <= 80 else shown[:77] + "..."


def visible(value: str) -> str:
    r"""The text as a terminal may show it: U+FFFD stands for each character that :func:`text` refuses.

    >>> visible("one\x1b[2J")
    'one\ufffd[2J'
    """
    return _FORBIDDEN.sub("\ufffd", value)


def _too_long(value: str) -> InvalidError:
    return InvalidError(f"expected at most {MAX_TEXT:,} characters, got {len(value):,}")


def _check_marks(value: str) -> None:
    if not any(map(unicodedata.combining, value)):
        return
    run = 0
    for index, character in enumerate(value):
        run = run + 1 if unicodedata.combining(character) else 0
        if run > MAX_MARKS:
            raise InvalidError(f"expected at most {MAX_MARKS} combining marks in a row, found more at {index}")
