"""Many who ask while one records, in threads and processes: each answer is that of one whole snapshot."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from log.logs import claim, git
from store.handmade import environment

import factlog
from factlog import Claim, FactLog

ROUNDS = 25


def state(number: int) -> list[Claim]:
    """Three claims that always change together."""
    return [claim(name, number, text={"en": f"round {number} of many"}) for name in ("a", "b", "c")]


def one_snapshot(log: FactLog) -> int:
    """The number of the snapshot that all answers of a query are from."""
    found = {each.value for each in log.claims.where(subject="sky").all()}
    assert len(found) == 1, found
    assert log.claims.where(subject="sky").count() == 3
    (number,) = found
    assert isinstance(number, int)
    return number


def together(*runs: Callable[[], None]) -> None:
    """Runs these in threads; raises the first of their errors."""
    problems: list[BaseException] = []

    def guarded(run: Callable[[], None]) -> None:
        try:
            run()
        except BaseException as problem:  # noqa: BLE001  # raised again below
            problems.append(problem)

    threads = [threading.Thread(target=guarded, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


_READER = """
import sys, factlog
log = factlog.open(sys.argv[1])
last = 0
while last < int(sys.argv[2]):
    found = {claim.value for claim in log.claims.where(subject="sky").all()}
    assert len(found) == 1, found
    (number,) = found
    assert number >= last, (number, last)
    last = number
    assert log.claims.text("round many").count() == 3
    assert len(log.sql("SELECT DISTINCT \\"values\\" FROM claims")) == 1
"""


def test_processes(log: FactLog, path: Path) -> None:
    """Readers in other processes see whole snapshots, one after the other and none twice backwards."""
    log.record(state(0), taken="2025-01-01")
    command = [sys.executable, "-c", _READER, str(path), str(ROUNDS)]
    readers = [subprocess.Popen(command, stderr=subprocess.PIPE, env=environment()) for _ in range(4)]
    for number in range(1, ROUNDS + 1):
        log.record(state(number), taken="2025-01-01")
    for reader in readers:
        told = reader.communicate()[1]
        assert reader.returncode == 0, told.decode()


def test_threads(log: FactLog) -> None:
    """Threads that share a log see whole snapshots while one of them records."""
    log.record(state(0), taken="2025-01-01")

    def read() -> None:
        last = 0
        while last < ROUNDS:
            number = one_snapshot(log)
            assert number >= last
            last = number

    def write() -> None:
        for number in range(1, ROUNDS + 1):
            log.record(state(number), taken="2025-01-01")

    together(write, read, read, read)


def test_first_question_of_many(log: FactLog) -> None:
    """Many who find no index at once build it once, and all are answered."""
    log.record(state(7), taken="2025-01-01")
    together(*[lambda: _check(one_snapshot(log) == 7)] * 8)
    assert len([name for name in os.listdir(log.index().parent) if name.endswith(".sqlite")]) == 1


def _check(right: bool) -> None:
    assert right


def test_built_anew_under_readers(log: FactLog, path: Path) -> None:
    """Who is in the midst of a question finishes it, while the index is built anew by somebody else."""
    log.record(state(1), taken="2025-01-01")
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            assert one_snapshot(log) == 1
            assert len(log.sql("SELECT id FROM claims")) == 3

    def build() -> None:
        try:
            for _ in range(15):
                connection = sqlite3.connect(log.index())
                connection.execute("PRAGMA user_version = 0")
                connection.close()
                with factlog.open(path) as other:
                    assert one_snapshot(other) == 1
        finally:
            done.set()

    together(build, read, read, read)


def test_threads_that_come_and_go(log: FactLog, path: Path) -> None:
    """What a thread has opened ends with it."""
    log.record(state(1), taken="2025-01-01")
    assert one_snapshot(log) == 1
    before = opened(path)
    for _ in range(20):
        together(lambda: _check(one_snapshot(log) == 1))
    assert len(opened(path)) < len(before) + 5  # SQLite keeps one for the next who opens it


def opened(path: Path) -> list[str]:
    """The files of the index that this process has open."""
    found = (os.readlink(entry) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink())
    return sorted(name for name in found if str(path) in name and ".sqlite" in name)


def test_fork(log: FactLog) -> None:
    """A fork asks on its own, while the one that it was forked from goes on."""
    log.record(state(1), taken="2025-01-01")
    assert one_snapshot(log) == 1
    child = os.fork()
    if child == 0:
        status = 1
        try:
            assert one_snapshot(log) == 1
            log.record(state(2), taken="2025-01-02")
            status = 0 if one_snapshot(log) == 2 else 2
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert one_snapshot(log) == 2
    log.record(state(3), taken="2025-01-03")
    assert one_snapshot(log) == 3


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be written, by nobody."""
    if subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a folder read-only")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], capture_output=True, check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("indexed", [False, True], ids=["no index", "an index"])
def test_read_only(log: FactLog, path: Path, indexed: bool) -> None:
    """A log that cannot be written to is asked as any other, its index in a folder that goes with the log."""
    log.record(state(1), taken="2025-01-01")
    if indexed:
        log.index()
    log.close()
    with read_only(path):
        before = sorted(os.listdir(path))
        other = factlog.open(path)
        assert one_snapshot(other) == 1
        assert len(other.sql("SELECT id FROM claims")) == 3
        place = other.index()
        assert place.exists()
        assert path not in place.parents
        other.close()
        del other
        assert not place.exists()
        assert sorted(os.listdir(path)) == before


def test_no_room(log: FactLog, path: Path) -> None:
    """Where the index cannot be kept, an error of factlog's says so."""
    log.record(state(1), taken="2025-01-01")
    (path / "factlog-main.lock").unlink(missing_ok=True)
    (path / "factlog-main.lock").mkdir()
    for ask in (one_snapshot, FactLog.index, lambda log: log.sql("SELECT 1"), lambda log: log.claims.known_at("2030").exists()):
        with pytest.raises(factlog.StoreError, match="index"):
            ask(log)


def test_branches(log: FactLog, path: Path) -> None:
    """Each branch has an index of its own, and a snapshot of another branch is told from one of this."""
    log.record(state(1), taken="2025-01-01")
    git(path, "branch", "other/branch", "main")
    log.record(state(2), taken="2025-01-02")
    with factlog.open(path, branch="other/branch") as other:
        other.record(state(3), taken="2025-01-03")
        assert (one_snapshot(log), one_snapshot(other)) == (2, 3)
        assert log.index() != other.index()
        with pytest.raises(factlog.InvalidError, match="open its own branch"):
            log.claims.at("other/branch").where(subject="sky").all()
        with pytest.raises(factlog.InvalidError):
            log.claims.at(other.latest())
