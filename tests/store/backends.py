"""The stores under test, each with a back door for what somebody else does past the port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from store import handmade
from store.memory import MemoryStore

from factlog.store.git import GitStore
from factlog.store.port import BlobId, CommitId, Store


class Backend(Protocol):
    """A store, and what somebody else can do to it."""

    @property
    def store(self) -> Store:
        """The store."""

    def commit(self, files: Mapping[str, bytes | None], parents: Sequence[CommitId]) -> CommitId:
        """Makes a commit of these files laid over those of its first parent; the tip does not move."""

    def move(self, tip: CommitId) -> None:
        """Moves the tip, without asking for the right to."""

    def lose(self, blob: BlobId) -> None:
        """Loses the bytes of a blob."""


class InGit:
    """The git store; somebody else uses plain git."""

    def __init__(self, folder: Path) -> None:
        self.store = GitStore.init(folder / "log.git")

    def commit(self, files: Mapping[str, bytes | None], parents: Sequence[CommitId]) -> CommitId:
        """Makes a commit of these files laid over those of its first parent; no branch moves."""
        return CommitId(handmade.commit(self.store.git_dir, files, parents))

    def move(self, tip: CommitId) -> None:
        """Moves the branch with ``git update-ref``."""
        handmade.git(self.store.git_dir, "update-ref", self.store.ref, tip)

    def lose(self, blob: BlobId) -> None:
        """Removes the object of a blob."""
        handmade.loosen(self.store.git_dir)
        handmade.loose(self.store.git_dir, blob).unlink()


class InMemory:
    """The in-memory twin."""

    def __init__(self) -> None:
        self.store = MemoryStore()

    def commit(self, files: Mapping[str, bytes | None], parents: Sequence[CommitId]) -> CommitId:
        """Makes a commit of these files laid over those of its first parent; the tip does not move."""
        return self.store.keep(files, parents)

    def move(self, tip: CommitId) -> None:
        """Moves the tip."""
        self.store.swap(self.store.tip(), tip)

    def lose(self, blob: BlobId) -> None:
        """Loses the bytes of a blob."""
        self.store.lose(blob)
