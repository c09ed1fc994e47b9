"""Reading objects: one ``git cat-file`` for each thread, kept open, every byte checked against its hash."""

from __future__ import annotations

import hashlib
import os
import threading
import weakref
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from factlog.errors import CorruptError
from factlog.store import commands

MAX_OBJECT = 256 << 20
"""The largest object that is read, in bytes."""
_AT_ONCE = 200  # names whose request fits into a pipe, so that neither side waits for the other


class Object(NamedTuple):
    """An object of git's: its id, its type and its bytes."""

    id: str
    type: str
    data: bytes


class Reader:
    """Objects by name. Each thread, and each process after a fork, speaks to a git of its own."""

    def __init__(self, git_dir: Path) -> None:
        self._git_dir = git_dir
        self._local = threading.local()
        self._all: weakref.WeakSet[commands.Process] = weakref.WeakSet()

    def contents(self, names: Iterable[str]) -> Iterator[Object | None]:
        """The object that each name stands for, None where there is none."""
        return self._ask("contents", names)

    def ids(self, names: Iterable[str], kind: str) -> Iterator[str | None]:
        """The id of the object of that type that each name stands for, None where there is none."""
        return (found.id if found and found.type == kind else None for found in self._ask("info", names))

    def close(self) -> None:
        """Ends the processes; the next question starts another."""
        for process in list(self._all):
            process.kill()
        self._all.clear()
        self._local = threading.local()

    def _ask(self, command: str, names: Iterable[str]) -> Iterator[Object | None]:
        remaining = iter(names)
        while asked := list(islice(remaining, _AT_ONCE)):
            process = self._process()
            try:
                process.stdin.write("".join(f"{command} {name}\n" for name in asked).encode())
                process.stdin.flush()
                found = [self._answer(process, name, command == "contents") for name in asked]
            except BrokenPipeError as problem:
                self._local.process = None
                said = process.kill() or "git cat-file ended"
                raise CorruptError(f"expected to read {asked[0]} from {self._git_dir}: {said}") from problem
            except BaseException:  # its next answer would be to another question
                self._local.process = None
                process.kill()
                raise
            yield from found

    def _answer(self, process: commands.Process, name: str, with_data: bool) -> Object | None:
        header = process.stdout.readline().decode(errors="replace").rstrip("\n")
        if not header:
            raise BrokenPipeError
        if header.endswith((" missing", " ambiguous")):
            return None
        oid, kind, size = header.split(" ")
        if not with_data:
            return Object(oid, kind, b"")
        if int(size) > MAX_OBJECT:
            raise CorruptError(f"expected objects of at most {MAX_OBJECT:,} bytes, {oid} has {int(size):,}", file=name)
        data = process.stdout.read(int(size))
        process.stdout.read(1)
        if len(data) != int(size) or object_id(kind, data, oid) != oid:
            raise CorruptError(f"expected object {oid} to match its hash: {self._git_dir} is damaged", file=name)
        return Object(oid, kind, data)

    def _process(self) -> commands.Process:
        process: commands.Process | None = getattr(self._local, "process", None)
        if process is None or self._local.pid != os.getpid():
            process = commands.Process(self._git_dir, "cat-file", "--batch-command")
            self._local.process, self._local.pid = process, os.getpid()
            self._all.add(process)
        return process


def object_id(kind: str, data: bytes, like: str) -> str:
    """The id of an object, by the hash of a repository in which ``like`` is an id (SHA-1, or SHA-256 where it is long)."""
    digest = hashlib.sha1(usedforsecurity=False) if len(like) == 40 else hashlib.sha256()
    digest.update(f"{kind} {len(data)}\0".encode())
    digest.update(data)
    return digest.hexdigest()
