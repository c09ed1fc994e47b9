"""A tree of files as it stood: that of a commit, with some files laid over it where no commit has exactly this state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import attrs

from factlog.errors import CorruptError
from factlog.store.port import BlobId, CommitId, Difference, Store


class File(NamedTuple):
    """A file's path and bytes."""

    path: str
    data: bytes


@attrs.frozen
class Tree:
    """The files of ``commit`` (none where it is None), changed by ``overlay`` (None: the file is not there)."""

    store: Store
    commit: CommitId | None
    overlay: tuple[tuple[str, BlobId | None], ...] = ()

    def find(self, paths: Iterable[str]) -> dict[str, BlobId]:
        """Those of the paths that are files, with their blobs."""
        wanted = dict.fromkeys(paths)
        found = self.store.find(self.commit, wanted) if self.commit else {}
        return _laid_over(found, {path: blob for path, blob in self.overlay if path in wanted})

    def entries(self, folder: str) -> dict[str, BlobId]:
        """All files of a folder, with their blobs, by path."""
        found = self.store.entries(self.commit, folder) if self.commit else {}
        inside = {path: blob for path, blob in self.overlay if path.startswith(f"{folder}/")}
        return dict(sorted(_laid_over(found, inside).items()))

    def read(self, entries: Mapping[str, BlobId]) -> Iterator[File]:
        """The files of the entries, in their order."""
        found = self.store.read(entries.values())
        for path in entries:
            try:
                yield File(path, next(found))
            except CorruptError as problem:
                raise CorruptError(f"{path}: {problem}", file=path) from problem


def differences(before: Tree, after: Tree) -> list[Difference]:
    """The files that differ between two trees of one store, by path."""
    rows: dict[str, Difference] = {}
    if before.commit and after.commit and before.commit != after.commit:
        rows = {row.path: row for row in before.store.differences(before.commit, after.commit)}
    elif before.commit is None or after.commit is None:
        for folder in ("claims", "sources"):
            old, new = before.entries(folder), after.entries(folder)
            rows |= {path: Difference(path, old.get(path), new.get(path)) for path in old.keys() | new.keys()}
    if laid := [path for path, _ in (*before.overlay, *after.overlay)]:
        old, new = before.find(laid), after.find(laid)
        rows |= {path: Difference(path, old.get(path), new.get(path)) for path in laid}
    return [rows[path] for path in sorted(rows) if rows[path].before != rows[path].after]


def _laid_over(found: dict[str, BlobId], overlay: Mapping[str, BlobId | None]) -> dict[str, BlobId]:
    kept = {path: blob for path, blob in found.items() if path not in overlay}
    return kept | {path: blob for path, blob in overlay.items() if blob is not None}
