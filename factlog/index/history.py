"""What commits changed, read from git in pieces that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from factlog.claims.canonical import MAX_BYTES
from factlog.errors import CorruptError
from factlog.index.reading import LOST
from factlog.layout import CLAIMS, ROOM, SOURCES, claim_of, portions, source_of
from factlog.store.port import BlobId, CommitId, Difference, Store

FEW = 64
"""Commits up to which trees are compared here, without starting a git for it."""
_AT_ONCE = 250  # files that are read and written together: while they are, git looks for the next ones
_FAR = 2**63 - 1


class Entry(NamedTuple):
    """A file that a commit changed, as it left it: whose it is, and its blob, None where it removed the file."""

    folder: str
    name: str
    blob: BlobId | None
    place: int
    taken: int


class Chunk(NamedTuple):
    """Snapshots that begin here, files that they or the last one before changed, and what these hold, if anything."""

    snapshots: list[tuple[Any, ...]]
    entries: list[Entry]
    data: list[bytes | None]


def chunks(store: Store, commits: Sequence[CommitId], after: CommitId | None, place: int) -> Iterator[Chunk]:
    """What commits, oldest first, that follow ``after`` changed; its place is ``place``."""
    snapshots: list[tuple[Any, ...]] = []
    files = _files(store, commits, after, place, snapshots)
    while entries := list(islice(files, _AT_ONCE)):
        found = _read(store, [entry.blob for entry in entries if entry.blob])
        read = ((entry, next(found) if entry.blob else None) for entry in entries)
        for some in portions(read, _AT_ONCE, ROOM, lambda row: len(row[1] or b"")):
            yield Chunk(snapshots.copy(), [entry for entry, _ in some], [data for _, data in some])
            snapshots.clear()
    yield Chunk(snapshots, [], [])


def _files(
    store: Store, commits: Sequence[CommitId], after: CommitId | None, place: int, snapshots: list[tuple[Any, ...]]
) -> Iterator[Entry]:
    """What the commits changed; of each commit the sources first, which its claims cite. Adds to the snapshots."""
    told = store.commits(commits)
    for commit, found in _differences(store, commits, after):
        described = next(told)
        assert described.id == commit
        place, taken, recorded = place + 1, _second(described.taken), _second(described.recorded)
        snapshots.append((place, commit, taken, recorded, described.author, described.message))
        sources = ((SOURCES, source_of(row.path), row) for row in found)
        claims = ((CLAIMS, claim_of(row.path), row) for row in found)
        for folder, name, row in chain(sources, claims):
            if name is not None:
                yield Entry(folder, name, row.after, place, taken)


def _differences(
    store: Store, commits: Sequence[CommitId], after: CommitId | None
) -> Iterator[tuple[CommitId, list[Difference]]]:
    """What each of the commits changed; one that changed nothing that is of interest has an empty list."""
    if after is not None and len(commits) <= FEW:
        for commit in commits:
            yield commit, store.differences(after, commit)
            after = commit
        return
    only = commits if after is not None else None
    expected = iter(commits)
    # of all paths: for some only, git would look through the whole history before it says a word
    for commit, found in store.touched(commits[-1], only=only):
        for passed in expected:
            if passed == commit:
                break
            yield passed, []
        yield commit, found
    yield from ((commit, []) for commit in expected)


def _read(store: Store, blobs: list[BlobId]) -> Iterator[bytes]:
    """The bytes of each blob, as far as it can be read and is not too large to be a claim's or a source's."""
    read = 0
    try:
        for data in store.read(blobs):
            read += 1
            yield _fitting(data)
    except CorruptError:
        for blob in blobs[read:]:
            try:
                yield _fitting(next(store.read([blob])))
            except CorruptError:
                yield LOST


def _fitting(data: bytes) -> bytes:
    return data if len(data) <= MAX_BYTES else LOST


def _second(told: int) -> int:
    """A commit's second, as SQLite can hold it; somebody's commit may tell any number."""
    return max(-_FAR, min(told, _FAR))
