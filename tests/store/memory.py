"""The in-memory twin of the git store: dictionaries, and compare-and-swap. It shows what the port asks, and no more."""

from __future__ import annotations

import contextlib
import hashlib
import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from factlog.errors import CorruptError, SnapshotNotFoundError
from factlog.store.port import BlobId, Commit, CommitId, Difference, Draft, Stamp, TipMovedError

Files = dict[str, BlobId]


@attrs.frozen(eq=False)
class Kept:
    """A commit as the twin keeps it: what it says of itself, all its parents, all its files."""

    commit: Commit
    parents: tuple[CommitId, ...]
    files: Files


class MemoryStore:
    """A line of commits in dictionaries, gone with the process. Its ids look like nothing that git has."""

    def __init__(self) -> None:
        self._tip: CommitId | None = None
        self._kept: dict[CommitId, Kept] = {}
        self._blobs: dict[BlobId, bytes] = {}
        self._right = threading.Lock()

    def __repr__(self) -> str:
        return "MemoryStore()"

    # What the port asks

    @property
    def beside(self) -> None:
        """Nothing lies beside what is kept in memory."""

    def tip(self) -> CommitId | None:
        """The newest commit; None before the first."""
        return self._tip

    def resolve(self, revision: str) -> CommitId:
        """The commit that a revision names: an id, HEAD or main, and any number of ``~n``; raises SnapshotNotFoundError."""
        found = re.fullmatch(r"(?P<name>[^~]+)(?P<back>(~\d+)*)", revision)
        named = (
            self._tip
            if found and found["name"] in ("HEAD", "main", "refs/heads/main")
            else CommitId(found["name"])
            if found
            else None
        )
        for _ in range(sum(map(int, re.findall(r"\d+", found["back"])))) if found else ():
            named = self._kept[named].commit.parent if named in self._kept else None
        if named is None or named not in self._kept:
            raise SnapshotNotFoundError(f"expected a date or a revision of {self}, got {revision!r}")
        return named

    def stamps(self, tip: CommitId, *, after: CommitId | None = None) -> list[Stamp]:
        """The commits up to ``tip`` along first parents, oldest first; only those that follow ``after``."""
        before = {commit.id for commit in self._line(after)}
        return [Stamp(commit.id, commit.taken, commit.recorded) for commit in self._line(tip) if commit.id not in before]

    def touched(
        self, tip: CommitId, paths: Sequence[str] = (), *, only: Sequence[CommitId] | None = None
    ) -> Iterator[tuple[CommitId, list[Difference]]]:
        """The commits up to ``tip`` (or ``only`` these) that changed one of the paths or folders, oldest first."""
        for commit in self.commits(only) if only is not None else self._line(tip):
            rows = _differences(self._files(commit.parent), self._files(commit.id))
            if paths:
                rows = [row for row in rows if any(row.path == path or row.path.startswith(f"{path}/") for path in paths)]
            if rows:
                yield commit.id, rows

    def commit(self, commit: CommitId) -> Commit:
        """What a commit says of itself."""
        if commit not in self._kept:
            raise CorruptError(f"expected commit {commit} in {self}")
        return self._kept[commit].commit

    def commits(self, ids: Iterable[CommitId]) -> Iterator[Commit]:
        """What each of the commits says of itself."""
        return map(self.commit, ids)

    def differences(self, before: CommitId, after: CommitId) -> list[Difference]:
        """The files that differ between two commits, by path."""
        return _differences(self._files(before), self._files(after))

    def entries(self, commit: CommitId, folder: str) -> dict[str, BlobId]:
        """All files of a folder at a commit, by path."""
        return {path: blob for path, blob in sorted(self._files(commit).items()) if path.startswith(f"{folder}/")}

    def find(self, commit: CommitId, paths: Iterable[str]) -> dict[str, BlobId]:
        """Those of the paths that are files at a commit."""
        files = self._files(commit)
        return {path: files[path] for path in paths if path in files}

    def read(self, blobs: Iterable[BlobId]) -> Iterator[bytes]:
        """The bytes of each blob; raises CorruptError."""
        for blob in blobs:
            if blob not in self._blobs:
                raise CorruptError(f"expected blob {blob} in {self}")
            yield self._blobs[blob]

    def blob_id(self, data: bytes) -> BlobId:
        """The id that the bytes have, or would have, in this store."""
        return BlobId(f"blob:{hashlib.blake2b(data, digest_size=9).hexdigest()}")

    @contextlib.contextmanager
    def writing(self) -> Iterator[MemoryWriter]:
        """The right to move the tip; waits until nobody else holds it."""
        with self._right:
            yield MemoryWriter(self)

    def verify(self) -> list[tuple[str | None, str]]:
        """The blobs that are missing, a sentence each."""
        wanted = {blob for kept in self._kept.values() for blob in kept.files.values()}
        return [(None, f"missing blob {blob}") for blob in sorted(wanted - self._blobs.keys())]

    def close(self) -> None:
        """Nothing was taken."""

    # What somebody else does, who does not ask for the right

    def keep(self, files: Mapping[str, bytes | None], parents: Sequence[CommitId], commit: Commit | None = None) -> CommitId:
        """Keeps a commit of these files laid over those of its first parent; the tip does not move."""
        new = CommitId(f"commit:{len(self._kept)}")
        state = dict(self._files(parents[0] if parents else None))
        for path, data in files.items():
            state.pop(path, None)
            if data is not None:
                state[path] = self.blob_id(data)
                self._blobs[state[path]] = data
        said = commit or Commit(new, None, "Hand <hand@example.org>", 1740000000, 1740000000, "by hand")
        said = attrs.evolve(said, id=new, parent=parents[0] if parents else None)
        self._kept[new] = Kept(said, tuple(parents), state)
        return new

    def swap(self, before: CommitId | None, after: CommitId) -> None:
        """Moves the tip, if it is still where it was; raises TipMovedError."""
        if self._tip != before:
            raise TipMovedError(f"expected the tip to stay at {before}: somebody moved it")
        self._tip = after

    def lose(self, blob: BlobId) -> None:
        """Loses the bytes of a blob."""
        del self._blobs[blob]

    # Within

    def _files(self, commit: CommitId | None) -> Files:
        if commit is None:
            return {}
        if commit not in self._kept:
            raise CorruptError(f"expected commit {commit} in {self}")
        return self._kept[commit].files

    def _line(self, tip: CommitId | None) -> list[Commit]:
        found = []
        while tip is not None:
            found.append(self.commit(tip))
            tip = found[-1].parent
        return found[::-1]


class MemoryWriter:
    """One writer, who holds the right to move the tip."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.tip = store.tip()

    def write(self, drafts: Iterable[Draft], *, dense: bool = False) -> CommitId:  # noqa: ARG002  # nothing is dense here
        """Adds the commits; see :class:`factlog.store.port.Writer`."""
        new, now = self.tip, int(time.time())
        for draft in drafts:
            said = Commit(CommitId(""), None, draft.author, draft.taken, now, draft.message.rstrip("\n"))
            new = self._store.keep(dict(draft.files), [new] if new else [], said)
        if new is None:
            raise ValueError("expected a commit to write")
        self._store.swap(self.tip, new)
        self.tip = new
        return new


def _differences(before: Files, after: Files) -> list[Difference]:
    rows = (Difference(path, before.get(path), after.get(path)) for path in sorted(before.keys() | after.keys()))
    return [row for row in rows if row.before != row.after]
