"""Reading objects: one ``git cat-file`` for each thread, kept open, every byte checked against its hash."""

from __future__ import annotations

import hashlib
import os
import threading
import time
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from factlog.errors import CorruptError, GitError
from factlog.store import commands

MAX_OBJECT = 256 << 20
"""The largest object that is read, in bytes."""
_KEPT = 2000  # commits
_SMALL = 1 << 14  # bytes of a commit that is kept
_AT_ONCE = 200  # names whose request fits into a pipe, so that neither side waits for the other
_ROOM = 1 << 24  # bytes that are read before some are handed on
_ENTRIES = 250_000  # of trees that are kept


class Object(NamedTuple):
    """An object of git's: its id, its type and its bytes."""

    id: str
    type: str
    data: bytes


class Reader:
    """Objects by name. Each thread, and each process after a fork, speaks to a git of its own."""

    def __init__(self, git_dir: Path) -> None:
        self._git_dir = git_dir
        self._commits: dict[str, bytes] = {}  # what an id stands for never changes
        self._trees: dict[str, dict[str, tuple[str, str]]] = {}
        self._entries = 0  # in these
        self._local = threading.local()
        self._all: weakref.WeakSet[commands.Process] = weakref.WeakSet()

    def contents(self, names: Iterable[str]) -> Iterator[Object | None]:
        """The object that each name stands for, None where there is none."""
        wanted = list(names)
        place, at_once = 0, _AT_ONCE
        while asked := wanted[place : place + at_once]:
            found = self._answers(asked)
            place += len(found)
            taken = sum(len(answer.data) for answer in found if answer)
            at_once = min(_AT_ONCE, len(found) * (2 if taken < _ROOM // 2 else 1))  # asking for too many costs a new git
            yield from found

    def _answers(self, asked: list[str]) -> list[Object | None]:
        """What the first of these names stand for, as many as there is room for."""
        process = self._process()
        found: list[Object | None] = []
        taken = 0
        try:
            process.stdin.write("".join(f"contents {name}\n" for name in asked).encode())
            process.stdin.flush()
            while len(found) < len(asked) and taken < _ROOM:
                answer = self._answer(process, asked[len(found)])
                found.append(answer)
                taken += len(answer.data) if answer else 0
        except BaseException as problem:  # its next answer would be to another question
            self._local.process = None
            said = process.kill()
            if isinstance(problem, BrokenPipeError | ValueError):
                message = f"expected to read {asked[0]} from {self._git_dir}: {said or 'git cat-file ended'}"
                raise CorruptError(message, file=str(self._git_dir)) from problem
            raise
        if len(found) < len(asked):  # nobody is to wait for the other answers, however large
            self._restart()
        return found

    def tip(self, ref: str) -> Object | None:
        """The commit that a ref names, None where there is no such ref; raises CorruptError where it is missing."""
        (found,) = self.contents([ref])
        if found is None:
            if not any((self._git_dir / name).exists() for name in (ref, "packed-refs", "reftable")):
                return None  # where a ref may be, there is nothing: no need to ask git once more
            # There is no such ref, or no such object, or somebody put packs together at this moment.
            try:
                oid = commands.run(self._git_dir, "rev-parse", "--verify", "--quiet", ref).decode().strip()
            except GitError:
                return None
            found = self.existing(oid, "commit")
        if found.type != "commit":
            raise CorruptError(
                f"expected {ref} of {self._git_dir} to be a commit, got a {found.type}", file=str(self._git_dir)
            )
        return found

    def existing(self, oid: str, kind: str) -> Object:
        """The object of an id; raises CorruptError where it is not there, or of another type."""
        for pause in (0, 0, 0.02, 0.05, 0.1, 0.2, 0.4):
            (found,) = self.contents([oid])
            if found is not None and found.type == kind:
                return found
            # Somebody else's repack may have moved it: look again with fresh eyes before it is called missing.
            time.sleep(pause)
            self._restart()
        raise CorruptError(f"expected {kind} {oid} in {self._git_dir}", file=str(self._git_dir))

    def commit(self, commit: str) -> bytes:
        """The bytes of a commit; raises CorruptError where it is missing or damaged."""
        known = self._commits.get(commit)
        if known is None:
            known = self.existing(commit, "commit").data
            if len(known) <= _SMALL:
                if len(self._commits) >= _KEPT:
                    self._commits.clear()
                self._commits[commit] = known
        return known

    def tree(self, tree: str) -> dict[str, tuple[str, str]]:
        """The entries of a tree object: the mode and the id for each name; raises CorruptError where it is damaged."""
        known = self._trees.get(tree)
        if known is None:
            known = _entries(self.existing(tree, "tree").data, len(tree) // 2)
            self._entries += len(known) + 1
            if self._entries > _ENTRIES:
                self._trees.clear()
                self._entries = len(known) + 1
            self._trees[tree] = known
        return known

    def close(self) -> None:
        """Ends the processes; the next question starts another."""
        for process in list(self._all):
            process.kill()
        self._all.clear()
        self._local = threading.local()

    def _answer(self, process: commands.Process, name: str) -> Object | None:
        header = process.stdout.readline().decode(errors="replace").rstrip("\n")
        if not header:
            raise BrokenPipeError
        if header.endswith((" missing", " ambiguous")):
            return None
        oid, kind, length = header.split(" ")
        size = int(length)
        if size > MAX_OBJECT:
            raise CorruptError(f"expected objects of at most {MAX_OBJECT:,} bytes, {oid} has {size:,}", file=name)
        data = process.stdout.read(size)
        process.stdout.read(1)
        if len(data) != size or object_id(kind, data, oid) != oid:
            raise CorruptError(f"expected object {oid} to match its hash: {self._git_dir} is damaged", file=name)
        return Object(oid, kind, data)

    def _restart(self) -> None:
        process: commands.Process | None = getattr(self._local, "process", None)
        if process is not None and self._local.pid == os.getpid():
            process.kill()
        self._local.process = None

    def _process(self) -> commands.Process:
        process: commands.Process | None = getattr(self._local, "process", None)
        if process is None or self._local.pid != os.getpid():
            process = commands.Process(self._git_dir, "cat-file", "--batch-command")
            self._local.process, self._local.pid = process, os.getpid()
            self._all.add(process)
        return process


def object_id(kind: str, data: bytes, like: str) -> str:
    """The id of an object, by the hash of a repository in which ``like`` is an id (SHA-1, or SHA-256 where it is long)."""
    header = f"{kind} {len(data)}\0".encode()
    digest = hashlib.sha1(header, usedforsecurity=False) if len(like) == 40 else hashlib.sha256(header)
    digest.update(data)  # which may be large: it is not copied behind its header
    return digest.hexdigest()


def _entries(data: bytes, width: int) -> dict[str, tuple[str, str]]:
    """``mode name NUL id`` again and again."""
    found = {}
    place = 0
    while place < len(data):
        end = data.index(b"\0", place)
        mode, _, name = data[place:end].partition(b" ")
        place = end + 1 + width
        found[name.decode(errors="surrogateescape")] = mode.decode(errors="replace"), data[end + 1 : place].hex()
    return found


def shown(name: str) -> str:
    """A name for a message: short, and safe on a terminal."""
    return ascii(name) if len(name) <= 80 else f"{name[:77]!a}…"
