"""Snapshot documents: all claims and sources at one moment, as one JSON file; a folder of them is a history.

A document is an object with ``format`` (1), ``taken`` (a date or a time in UTC), and, where they are known, ``message``,
``author`` (``Name <address>``), ``sources`` and ``claims`` in the form in which a log keeps them (docs/documents.md).
Files of a folder are named ``<taken>.json`` and are read in the order of ``taken``, then of their names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from factlog.claims.canonical import canonical, parse
from factlog.claims.claim import Claim, all_citations
from factlog.claims.codec import FORMAT, from_document, to_document
from factlog.claims.fields import each, instance, placed
from factlog.claims.source import Source
from factlog.claims.text import kind, optional_text, shown
from factlog.claims.when import When, optional_when
from factlog.errors import InvalidDocumentError, NotFoundError

MAX_BYTES = 256 << 20
"""The largest document."""


def _claims(given: Any) -> tuple[Claim, ...]:
    return each(instance(Claim), many="claims", limit=None)(given)


def _sources(given: Any) -> tuple[Source, ...]:
    return each(instance(Source), many="sources", limit=None)(given)


@attrs.frozen(kw_only=True, field_transformer=placed)
class Document:
    """A snapshot as a document holds it.

    ``taken`` is EDTF text: a day or a second. In a document to be recorded it may be left out. ``sources`` are those given
    and those that only the claims' citations hold.
    """

    taken: When | None = attrs.field(default=None, converter=optional_when)
    message: str | None = attrs.field(default=None, converter=optional_text)
    author: str | None = attrs.field(default=None, converter=optional_text)
    sources: tuple[Source, ...] = attrs.field(default=(), converter=_sources)
    claims: tuple[Claim, ...] = attrs.field(default=(), converter=_claims)

    def __attrs_post_init__(self) -> None:
        sources = {source.id: source for source in self.sources}
        known = len(sources)
        for claim in self.claims:
            for citation in all_citations(claim):
                if isinstance(citation.source, Source):
                    sources.setdefault(citation.source.id, citation.source)
        if len(sources) > known:
            object.__setattr__(self, "sources", tuple(sources[source] for source in sorted(sources)))


def read(path: str | os.PathLike[str]) -> Document:
    """The document in a file; raises InvalidDocumentError with every problem, NotFoundError where there is no file."""
    name = os.fspath(path)
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise NotFoundError(f"{name}: expected a readable file ({problem.strerror})", file=name) from problem
    return loads(data, file=name)


def loads(data: bytes, *, file: str | None = None) -> Document:
    """The document in the bytes.

    >>> loads(b'{"format": 1, "taken": "2025-02-20"}').taken
    '2025-02-20'
    """
    found = parse(data, file=file, limit=MAX_BYTES)
    where = f"{file}: " if file else ""
    if not isinstance(found, dict):
        raise InvalidDocumentError(f"{where}expected a snapshot document, got {kind(found)}", file=file)
    version = found.pop("format", None)
    if type(version) is not int or not 1 <= version <= FORMAT:
        message = f"expected a snapshot document of format {FORMAT}, got {shown(version)}"
        raise InvalidDocumentError(where + message, problems=(("format", message),), file=file)
    return from_document(Document, found, file=file)


def dumps(document: Document) -> bytes:
    r"""The canonical bytes of a document.

    >>> dumps(Document(taken="2025-02-20"))
    b'{\n  "format": 1,\n  "taken": "2025-02-20"\n}\n'
    """
    return canonical({"format": FORMAT, **to_document(document)})


def read_folder(folder: str | os.PathLike[str]) -> Iterator[Document]:
    """The documents of a folder, one at a time, in the order of ``taken``."""
    return map(read, paths(folder))


def paths(folder: str | os.PathLike[str]) -> list[Path]:
    """The documents' files, in the order of ``taken``, then of their names.

    Each is parsed here to learn when it was taken, and again when it is read: memory holds one at a time.
    """
    found = sorted(path for path in Path(folder).glob("*.json") if os.path.isfile(path)) if os.path.isdir(folder) else []
    if not found:
        raise NotFoundError(f"{os.fspath(folder)}: expected a folder of snapshot documents (*.json)")
    dated = []
    for path in found:
        taken = read(path).taken
        if taken is None:
            message = "expected taken in every document of a folder, got none"
            raise InvalidDocumentError(f"{path}: {message}", problems=(("taken", message),), file=str(path))
        dated.append((taken.earliest, path.name, path))
    return [path for _, _, path in sorted(dated)]


def file_name(taken: datetime) -> str:
    """The name of the file of a snapshot taken then.

    >>> from datetime import datetime, UTC
    >>> file_name(datetime(2025, 2, 20, tzinfo=UTC)), file_name(datetime(2025, 2, 20, 9, 30, tzinfo=UTC))
    ('2025-02-20.json', '2025-02-20T09-30-00Z.json')
    """
    return f"{taken_text(taken).replace(':', '-')}.json"


def taken_text(taken: datetime) -> str:
    """The moment as EDTF text: a day where it is its first second, else a second in UTC."""
    taken = taken.astimezone(UTC)
    return taken.strftime("%Y-%m-%d" if (taken.hour, taken.minute, taken.second) == (0, 0, 0) else "%Y-%m-%dT%H:%M:%SZ")


def document_of(snapshot: Any) -> Document:
    """The document of a snapshot of a log."""
    return Document(
        taken=taken_text(snapshot.taken),
        message=snapshot.message,
        author=snapshot.author,
        sources=tuple(snapshot.sources),
        claims=tuple(snapshot.claims),
    )
