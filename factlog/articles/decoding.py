"""Bytes as text: by a byte order mark, as UTF-8, by what HTML declares of itself, else by what they look like."""

from __future__ import annotations

import codecs
import re

from factlog.articles.revision import Anomaly
from factlog.errors import InvalidDocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s{0,5}=\s{0,5}["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_HEAD = 4096
_TOLERATED = 0.02


def decoded(given: bytes) -> tuple[str, tuple[Anomaly, ...]]:
    """The text of bytes; ``not-utf-8`` where that had to be found out.

    >>> decoded("会談".encode())
    ('会談', ())
    >>> decoded("リヤドで会談した。".encode("shift_jis"))
    ('リヤドで会談した。', (Anomaly(code='not-utf-8', detail='byte 0: read as cp932'),))

    Raises InvalidDocumentError, with the position, for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if given.startswith(mark):
            return _marked(given.removeprefix(mark) if encoding == "utf-8" else given, encoding)
    try:
        return _text(given.decode(), given), ()
    except UnicodeDecodeError as problem:
        place = problem.start
    for encoding in _guesses(given):
        try:
            text = given.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding not in ("cp932", "euc_jp") or _is_japanese(text):
            return _text(text, given), (Anomaly("not-utf-8", f"byte {place:,}: read as {encoding}"),)
    return _mended(given, place)


def _marked(given: bytes, encoding: str) -> tuple[str, tuple[Anomaly, ...]]:
    try:
        return given.decode(encoding), ()
    except UnicodeDecodeError as problem:
        raise InvalidDocumentError(
            f"expected text in {encoding}, which its first bytes announce: {problem.reason} at byte {problem.start:,}"
        ) from None


def _guesses(given: bytes) -> list[str]:
    declared = _DECLARED.search(given, 0, _HEAD)
    named = [declared[1].decode("ascii").lower()] if declared else []
    return [encoding for encoding in named if _is_plain(encoding)] + ["cp932", "euc_jp"]


def _is_plain(encoding: str) -> bool:
    """Whether it is an encoding of text, not one of Python's transformations (``hex``, ``unicode_escape``)."""
    try:
        return (
            codecs.lookup(encoding)._is_text_encoding
            and "escape" not in encoding
            and encoding not in ("idna", "punycode", "utf-7")
        )
    except LookupError:
        return False


def _is_japanese(text: str) -> bool:
    """Bytes of another language happen to decode, but not into kana."""
    foreign = sum(1 for character in text[:_HEAD] if character > "\x7f")
    return foreign > 0 and len(_KANA.findall(text[:_HEAD])) * 5 > foreign


def _mended(given: bytes, place: int) -> tuple[str, tuple[Anomaly, ...]]:
    """A few damaged characters in UTF-8 are replaced; else it is read as Windows-1252, which has all bytes but five."""
    text = given.decode(errors="replace")
    if text.count("\ufffd") <= max(3, _TOLERATED * sum(1 for character in text if character > "\x7f")):
        return _text(text, given), (Anomaly("not-utf-8", f"byte {place:,}: replaced"),)
    return _text(given.decode("cp1252", "replace"), given), (Anomaly("not-utf-8", f"byte {place:,}: read as cp1252"),)


def _text(text: str, given: bytes) -> str:
    """The text, if it is one: a file that is not text has zero bytes."""
    if (count := text.count("\0")) > len(text) // 100 + 5:
        raise InvalidDocumentError(f"expected text, got {count:,} zero bytes, the first at byte {given.find(0):,}")
    return text
