"""Ids: what names a claim or a source for good, and is a safe path on every file system.

An id is one to four segments of ``[a-z0-9][a-z0-9._-]*`` joined by ``/``, 200 characters at most. No segment ends in
``.``, ``.lock`` (git's) or ``.json`` (the log's own), and none is a device name of Windows before its first dot.
Words in any script live in the fields; :func:`make_id` makes an id from a name.
"""

from __future__ import annotations

import re
from typing import NewType

from factlog.claims.text import folded, kind, shown, text
from factlog.errors import InvalidIdError

ClaimId = NewType("ClaimId", str)
SourceId = NewType("SourceId", str)
ArticleId = NewType("ArticleId", str)

MAX_ID = 200
MAX_SEGMENTS = 4
MAX_ARTICLE_ID = 180  # the ids of its sentences are longer by a segment

_CHARACTERS = "[a-z0-9][a-z0-9._-]*"
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICE = "(?:con|prn|aux|nul|com[0-9]|lpt[0-9])"
_SEGMENT = rf"(?!{_DEVICE}(?:[./]|\Z)){_CHARACTERS}(?<!\.)(?<!\.lock)(?<!\.json)"
_ID = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT}){{0,{MAX_SEGMENTS - 1}}}")


def claim_id(value: str) -> ClaimId:
    """The text as a claim's id; raises InvalidIdError where it is not one.

    >>> claim_id("trump/who-started-the-war")
    'trump/who-started-the-war'
    """
    _check(value)
    return ClaimId(str(value))


def source_id(value: str) -> SourceId:
    """The text as a source's id; raises InvalidIdError where it is not one."""
    _check(value)
    return SourceId(str(value))


def article_id(value: str) -> ArticleId:
    """The text as an article's id: at most three segments, none but the first called ``text``; raises InvalidIdError.

    >>> article_id("enwiki/12")
    'enwiki/12'
    """
    _check(value)
    segments = value.split("/")
    if len(segments) >= MAX_SEGMENTS or len(value) > MAX_ARTICLE_ID:
        raise InvalidIdError(
            f"expected an article's id of at most {MAX_SEGMENTS - 1} segments and {MAX_ARTICLE_ID} characters, "
            f"got {shown(value)}"
        )
    if "text" in segments[1:]:  # it would lie where another article has its text
        raise InvalidIdError(f"expected an article's id without the segment 'text', got {shown(value)}")
    return ArticleId(value)


def make_id(*names: str) -> ClaimId:
    """An id from names in any script, a segment for each.

    Letters outside ASCII are transliterated; since that loses what told two names apart, a short hash of the
    name follows it then. The same names always give the same id.

    >>> make_id("Donald Trump", "Who started the war?")
    'donald-trump/who-started-the-war'
    >>> make_id("ゼレンスキー")
    'zerensuki-67f6f0'
    """
    return claim_id("/".join(slug(name) for name in names))


def slug(name: str, limit: int = 48) -> str:
    """One segment of an id from a name, at most ``limit`` characters and never empty."""
    from hashlib import sha256

    from anyascii import anyascii  # its tables take longer to import than all of this package

    name = folded(text(name))
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")
    if words and len(words) <= limit and name.isascii() and not re.fullmatch(_DEVICE, words):
        return words
    digest = sha256(name.encode()).hexdigest()[:6]
    return f"{words[: limit - 7].strip('-')}-{digest}".lstrip("-")


def _check(value: str) -> None:
    if not isinstance(value, str):
        raise InvalidIdError(f"expected an id, got {kind(value)}")
    if len(value) > MAX_ID or not _ID.fullmatch(value):
        raise _refusal(value)


def _refusal(value: str) -> InvalidIdError:
    segments = value.split("/")
    if len(value) > MAX_ID or len(segments) > MAX_SEGMENTS:
        return InvalidIdError(
            f"expected an id of at most {MAX_SEGMENTS} segments and {MAX_ID} characters, got {shown(value)}"
        )
    for segment in segments:
        if not re.fullmatch(_CHARACTERS, segment):
            return InvalidIdError(
                f"expected an id of segments like 'trump/who-started-the-war' (a-z, 0-9, '.', '_', '-'), got {shown(value)}"
            )
        if not _ID.fullmatch(segment):
            return InvalidIdError(f"expected an id without the segment {segment!r}, which some systems reserve")
    raise AssertionError
