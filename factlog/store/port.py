"""The port: what the rest of factlog asks of a store, and the few records that cross it.

A store holds one line of commits, each a full tree of files, and moves its tip by compare-and-swap. Every store passes
the same contract suite (tests/store/test_contract.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, NewType, Protocol

import attrs

CommitId = NewType("CommitId", str)
BlobId = NewType("BlobId", str)


class TipMovedError(Exception):
    """Somebody else moved the tip since it was read: read it again. No user sees it."""


class Stamp(NamedTuple):
    """A commit and its two times, in seconds since 1970."""

    id: CommitId
    taken: int
    recorded: int


@attrs.frozen
class Commit:
    """What a commit says of itself: ``taken`` is what it describes, ``recorded`` when it was made (seconds since 1970)."""

    id: CommitId
    parent: CommitId | None
    author: str
    taken: int
    recorded: int
    message: str


class Difference(NamedTuple):
    """A file that differs between two trees; None where there is none."""

    path: str
    before: BlobId | None
    after: BlobId | None


@attrs.frozen
class Draft:
    """A commit to be made: the files that it writes, or removes where the bytes are None.

    ``author`` and ``committer`` are written ``Name <address>``; ``taken`` is in seconds since 1970.
    """

    author: str
    committer: str
    taken: int
    message: str
    files: Iterable[tuple[str, bytes | None]]


class Writer(Protocol):
    """The right to move the tip, held by one writer at a time."""

    @property
    def tip(self) -> CommitId | None:
        """The tip as it stands."""

    def write(self, drafts: Iterable[Draft], *, dense: bool = False) -> CommitId:
        """Adds the commits on top of ``tip``, all or none, and gives the new tip once it is on the disk.

        ``dense``: many versions of the same files are to come, and are worth keeping as the differences between them.
        Raises TipMovedError where somebody moved the tip without asking for this right; nothing has changed then.
        """


class Store(Protocol):
    """A line of commits. Reading takes no lock and sees one consistent state for each commit."""

    @property
    def beside(self) -> Path | None:
        """How the paths begin of files that belong to this line and are no part of it; None where they have no place."""

    def tip(self) -> CommitId | None:
        """The newest commit; None before the first."""

    def resolve(self, revision: str) -> CommitId:
        """The commit that a revision names; raises SnapshotNotFoundError."""

    def stamps(self, tip: CommitId, *, after: CommitId | None = None) -> list[Stamp]:
        """The commits up to ``tip`` along first parents, oldest first; only those that follow ``after``."""

    def touched(
        self, tip: CommitId, paths: Sequence[str] = (), *, only: Sequence[CommitId] | None = None
    ) -> Iterator[tuple[CommitId, list[Difference]]]:
        """The commits up to ``tip`` (or ``only`` these) that changed one of the paths or folders, oldest first."""

    def commit(self, commit: CommitId) -> Commit:
        """What a commit says of itself; raises CorruptError where it is missing."""

    def commits(self, ids: Iterable[CommitId]) -> Iterator[Commit]:
        """What each of the commits says of itself."""

    def differences(self, before: CommitId, after: CommitId) -> list[Difference]:
        """The files that differ between two commits, by path."""

    def entries(self, commit: CommitId, folder: str) -> dict[str, BlobId]:
        """All files of a folder at a commit, by path."""

    def find(self, commit: CommitId, paths: Iterable[str]) -> dict[str, BlobId]:
        """Those of the paths that are files at a commit."""

    def read(self, blobs: Iterable[BlobId]) -> Iterator[bytes]:
        """The bytes of each blob, checked against their hash; raises CorruptError."""

    def blob_id(self, data: bytes) -> BlobId:
        """The id that the bytes have, or would have, in this store."""

    def writing(self) -> AbstractContextManager[Writer]:
        """The right to move the tip; waits until nobody else holds it."""

    def verify(self) -> list[tuple[str | None, str]]:
        """What is wrong with the store itself: a sentence each, and the path of the file where there is one."""

    def close(self) -> None:
        """Gives back what reading took; the store can be read again afterwards."""
