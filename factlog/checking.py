"""Checking a log: git's own rules first, then factlog's, file by file. For people who edit by hand, and their CI."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from factlog.chronicle import Chronicle
from factlog.claims.claim import all_citations
from factlog.claims.codec import encode
from factlog.errors import CorruptError, StoreError
from factlog.layout import (
    CLAIMS,
    SOURCES,
    check_format,
    claim_from,
    claim_of,
    source_from,
    source_of,
    source_path,
)
from factlog.moments import moment
from factlog.store.port import BlobId, CommitId, Store
from factlog.store.tree import File, Tree


@attrs.frozen
class Problem:
    """One thing that is wrong, and the file it is wrong in (None: the repository itself)."""

    file: str | None
    message: str

    def __str__(self) -> str:
        return self.message


def problems(store: Store, chronicle: Chronicle) -> Iterator[Problem]:
    """Everything that is wrong with a log, from the repository to the newest claim."""
    yield from (Problem(path, message) for path, message in store.verify())
    tip = store.tip()
    if tip is None:
        return
    tree = Tree(store, tip)
    try:
        check_format(tree, str(store))
        entries = {folder: tree.entries(folder) for folder in (CLAIMS, SOURCES)}
    except StoreError as problem:
        yield Problem(problem.file, str(problem))
        return
    for folder, files in entries.items():
        for path, blob in files.items():
            yield from _file_problems(tree, folder, path, blob, entries[SOURCES])
    try:
        yield from _order_problems(store, chronicle, tip)
    except StoreError as problem:
        yield Problem(problem.file, str(problem))


def _file_problems(tree: Tree, folder: str, path: str, blob: BlobId, sources: dict[str, BlobId]) -> Iterator[Problem]:
    known = claim_of(path) if folder == CLAIMS else source_of(path)
    if known is None:
        yield Problem(path, f"{path}: expected {folder}/<id>.json, and nothing else below {folder}")
        return
    try:
        file = File(path, next(tree.store.read([blob])))
        if folder == SOURCES:
            canonical = encode(source_from(file))
        else:
            claim = claim_from(file)
            canonical = encode(claim)
            for missing in sorted({citation.source_id for citation in all_citations(claim)}):
                if source_path(missing) not in sources:
                    yield Problem(path, f"{path}: expected a file {source_path(missing)}, which it cites")
    except CorruptError as problem:
        yield Problem(path, str(problem))
        return
    if canonical != file.data:
        yield Problem(path, f"{path}: expected canonical JSON (record it again, or see docs/documents.md)")


def _order_problems(store: Store, chronicle: Chronicle, tip: CommitId) -> Iterator[Problem]:
    """The claims whose ``taken`` goes back: a moment would then be answered with the later version."""
    taken = {stamp.id: stamp.taken for stamp in chronicle.stamps(tip)}
    in_order = sorted(taken.values()) == list(taken.values())
    last: dict[str, int] = {}
    for commit, rows in () if in_order else store.touched(tip, [CLAIMS]):
        for row in rows:
            if last.get(row.path, 0) > taken[commit]:
                yield Problem(
                    row.path,
                    f"{row.path}: expected taken not to go back, commit {commit[:10]} was taken "
                    f"{moment(taken[commit]):%Y-%m-%dT%H:%M:%SZ}, before the version that it replaces",
                )
            last[row.path] = max(taken[commit], last.get(row.path, 0))
