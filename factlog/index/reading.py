"""Files as rows: what the index is to hold of a version, told from the bytes before and after alone.

Nothing but the bytes is needed, so that another process can do it as well.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from factlog.claims.canonical import canonical
from factlog.claims.claim import Claim
from factlog.claims.codec import to_document
from factlog.claims.source import Source
from factlog.errors import CorruptError
from factlog.index import rows
from factlog.index.origins import kinds_and_fields
from factlog.layout import CLAIMS, claim_from, claim_path, source_from, source_path
from factlog.store.tree import File

REMOVED, HELD, UNREAD = 0, 1, 2
LOST = b""
"""Stands for the bytes of a file that git cannot read, or that is too large: there is no document in them either."""
_KEPT = 4096  # claims that are kept at hand: often it is the same ones that change
_SMALL = 1 << 13  # bytes of a claim that is kept


class Changed(NamedTuple):
    """A file that a commit changed: whose it is, and its bytes before and after, None where it is not there."""

    folder: str
    name: str
    before: bytes | None
    after: bytes | None


class ClaimRows(NamedTuple):
    """What a version of a claim gives to the tables; empty where it was removed, or cannot be read."""

    state: int
    kinds: tuple[str, ...] | None = None
    fields: tuple[str, ...] | None = None
    terms: tuple[str | None, ...] = ()
    reworded: bool = False
    wording: tuple[bytes, str] | None = None
    """A digest of its wordings, and their text; None where there is none, and where it was not reworded."""
    languages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    columns: tuple[Any, ...] = ()
    values: tuple[tuple[Any, ...], ...] = ()
    citations: tuple[tuple[Any, ...], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    document: bytes | None = None
    """The canonical document, where the file is not in normal form: SQL compares text as it is written."""


class SourceRow(NamedTuple):
    """What a version of a source gives to the tables; empty where it was removed, or cannot be read."""

    state: int
    columns: tuple[Any, ...] = ()
    """What it repeats, its publisher, and what is certain of when it was issued."""
    document: bytes | None = None

    @property
    def origin(self) -> str | None:
        """What it repeats."""
        return self.columns[0] if self.columns else None


Rows = ClaimRows | SourceRow


class Reading:
    """Reads files in the order of their commits; ``origins`` has what each source repeats before the first of them."""

    def __init__(self, origins: dict[str, str]) -> None:
        self.origins = origins
        self._lately = lru_cache(maxsize=_KEPT)(_held)

    def read(self, files: Iterable[Changed]) -> list[Rows]:
        """The rows of each file."""
        return [self._claim(file) if file.folder == CLAIMS else self._source(file) for file in files]

    def learn(self, files: Iterable[Changed], rows: Iterable[Rows]) -> None:
        """Takes over what sources repeat from the rows of files that somebody else has read."""
        for file, row in zip(files, rows, strict=True):
            if isinstance(row, SourceRow):
                self._learn(file.name, row.origin)

    def _learn(self, source: str, origin: str | None) -> None:
        self.origins.pop(source, None)
        if origin:
            self.origins[source] = origin

    def _source(self, file: Changed) -> SourceRow:
        row = SourceRow(REMOVED)
        if file.after is not None:
            try:
                source = source_from(File(source_path(file.name), file.after))
                row = SourceRow(HELD, rows.source(source), _normal(source, file.after))
            except CorruptError:
                row = SourceRow(UNREAD)
        self._learn(file.name, row.origin)
        return row

    def _held(self, name: str, data: bytes | None) -> tuple[Claim | None, int]:
        return _held(name, data) if data and len(data) > _SMALL else self._lately(name, data)

    def _claim(self, file: Changed) -> ClaimRows:
        (before, earlier), (after, state) = self._held(file.name, file.before), self._held(file.name, file.after)
        kinds, fields = None, None
        if UNREAD not in (earlier, state) and HELD in (earlier, state):
            kinds, fields = map(_sorted, kinds_and_fields(before, after, self.origins))
        if after is None:
            return ClaimRows(state, kinds, fields)
        reworded = before is None or before.text != after.text
        return ClaimRows(
            state,
            kinds,
            fields,
            (after.subject, after.predicate, after.claimant),
            reworded,
            rows.wording(after) if reworded and after.text else None,
            tuple(after.text),
            after.tags,
            rows.columns(after),
            tuple([rows.known(rows.held(value)) for value in after.values]),
            tuple([rows.known(row) for row in rows.citations(after)]),
            tuple([(link.type.value, link.target) for link in after.links]),
            _normal(after, file.after),
        )


def _held(name: str, data: bytes | None) -> tuple[Claim | None, int]:
    """The claim that a file holds, and its state."""
    if data is None:
        return None, REMOVED
    try:
        return claim_from(File(claim_path(name), data), sharing=True), HELD
    except CorruptError:
        return None, UNREAD


@lru_cache(maxsize=_KEPT)
def _sorted(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(map(str, names)))


def _normal(body: Claim | Source, data: Any) -> bytes | None:
    if b"\\u" in data or not (data.isascii() or unicodedata.is_normalized("NFC", data.decode())):
        return canonical(to_document(body))
    return None
