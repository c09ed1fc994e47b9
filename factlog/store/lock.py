"""The writers' lock: one writer at a time among threads and processes, and a sign of the one that was killed.

``flock`` waits in line, which compare-and-swap alone does not: under load a loser there may lose for half a minute. The
file descriptor is handed to git, so that a git that outlives its killed parent keeps the lock until it is done.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from factlog.errors import DiskFullError, ReadOnlyError, StoreError


class Lock:
    """The lock while it is held; ``crashed`` tells that the last holder was killed in the middle."""

    def __init__(self, descriptor: int, git_dir: Path) -> None:
        self.descriptor = descriptor
        self._writing = git_dir / "factlog.writing"
        self.crashed = self._writing.exists()

    def begin(self) -> None:
        """Leaves the sign that something is half done."""
        self._writing.touch()

    def end(self) -> None:
        """Takes the sign away: nothing is half done."""
        self._writing.unlink(missing_ok=True)


@contextlib.contextmanager
def exclusive(git_dir: Path) -> Iterator[Lock]:
    """Holds the lock of a repository; raises ReadOnlyError where it may not be written to."""
    with translated(git_dir):
        descriptor = os.open(git_dir / "factlog.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        with translated(git_dir):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield Lock(descriptor, git_dir)
    finally:
        # Closing is not enough: a child that this process forked meanwhile holds the same lock.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


@contextlib.contextmanager
def translated(git_dir: Path) -> Iterator[None]:
    """Says what the operating system refused in factlog's errors."""
    try:
        yield
    except StoreError:
        raise
    except OSError as problem:
        said = f"{git_dir}: {problem.strerror}"
        if problem.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise ReadOnlyError(f"expected to be allowed to write to {said}", file=str(git_dir)) from problem
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(f"expected room on the disk for {said}", file=str(git_dir)) from problem
        raise StoreError(f"expected to write to {said}", file=str(git_dir)) from problem


def sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk: fsync of a file does not promise that."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
