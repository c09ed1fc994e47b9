"""Writers that are killed: nothing that was acknowledged is lost, and nothing that they leave is in the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from store.handmade import environment, git, line

import factlog
from factlog import Claim, FactLog

WRITER = str(Path(__file__).with_name("writer.py"))


def claim(name: str, value: str = "blue") -> Claim:
    return Claim(name, subject="sky", predicate="colour", value=value)


def junk(where: Path) -> list[str]:
    """The files and refs that a writer should not leave behind."""
    odd = (".lock", ".keep", ".new")
    files = [
        str(path.relative_to(where))
        for path in where.rglob("*")
        if path.is_file()
        and (path.suffix in odd or path.name.startswith(("tmp_", ".tmp-", "fast_import_", "factlog.writing")))
        and path.name != "factlog.lock"
    ]
    return files + git(where, "for-each-ref", "--format=%(refname)", "refs/factlog").decode().split()


class Nursery:
    """Processes that record, each quickly started, and killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, WRITER, "nursery"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
        )

    def start(self, where: Path, name: str, size: int, acknowledged: Path) -> int:
        """Starts a process that records without end, and gives its id."""
        assert self._process.stdin
        acknowledged.touch()
        self._process.stdin.write("\t".join([str(where), name, "1000000", str(size), str(acknowledged)]) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def ended(self) -> None:
        """Waits until it has ended."""
        assert self._line() == "ended\n"

    def close(self) -> None:
        """Ends the nursery."""
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    """A nursery of writers."""
    made = Nursery()
    yield made
    made.close()


@pytest.mark.parametrize("kill", [os.kill, os.killpg], ids=["the writer", "the writer and its git"])
@pytest.mark.parametrize("size", [0, 90_000], ids=["small", "large"])
def test_killed(
    where: Path, log: FactLog, nursery: Nursery, tmp_path: Path, kill: Callable[[int, int], None], size: int
) -> None:
    """Kill a writer at any moment: what it acknowledged is there, the next record works at once, git finds nothing wrong."""
    chance = random.Random(f"{kill.__name__} {size}")
    rounds, until, turn = 15, time.monotonic() + 5, 0
    recorded = 0
    while turn < rounds and time.monotonic() < until:
        acknowledged = tmp_path / f"acknowledged-{turn}"
        process = nursery.start(where, f"w{turn}", size, acknowledged)
        if turn % 2:  # half of them while they start, half of them well on their way
            while not acknowledged.read_text() and time.monotonic() < until + 5:
                time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.12))
        with suppress(ProcessLookupError):
            kill(process, signal.SIGKILL)
        nursery.ended()
        snapshot = log.record([claim("after", str(turn))], remove=[] if turn == 0 else ["gone"])
        log.record([claim("gone")])
        told = [int(number) for number in acknowledged.read_text().split()]
        recorded += len(told)
        present = set(log.latest())
        assert {f"w{turn}/{number}" for number in told} <= present
        assert sum(name.startswith(f"w{turn}/") for name in present) <= len(told) + 1
        assert snapshot["after"].value == str(turn)
        assert junk(where) == []
        turn += 1
    assert turn >= 5
    assert recorded
    git(where, "fsck", "--strict")
    assert log.check() == ()


LEFT = [
    *("HEAD.lock", "refs/heads/main.lock", "packed-refs.lock", "packed-refs.new", "objects/info/commit-graph.lock"),
    *(
        "objects/info/commit-graphs/commit-graph-chain.lock",
        "objects/info/commit-graphs/tmp_graph_x1",
        "refs/factlog/tmp/ab12.lock",
    ),
    *("objects/pack/tmp_pack_x1", "objects/pack/tmp_idx_x1", "objects/pack/tmp_rev_x1", "objects/pack/.tmp-1-pack-ab.pack"),
    *("objects/pack/multi-pack-index.lock", "fast_import_crash_1"),
]


@pytest.mark.parametrize(
    "names", [[name] for name in LEFT] + [LEFT], ids=lambda names: names[0] if len(names) == 1 else "all"
)
def test_left(where: Path, log: FactLog, names: list[str]) -> None:
    """What the git of a crashed writer left is not in the way of the next record, and is gone after it."""
    (where / "factlog.writing").touch()
    for name in names:
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_bytes(b"")
    log.record([claim("b")])
    assert junk(where) == []
    assert sorted(log.latest()) == ["a", "b"]


@pytest.mark.parametrize("said", [b"fast-import\n", b"fast-import", b""])
def test_kept_pack(where: Path, log: FactLog, said: bytes) -> None:
    """A pack that a killed fast-import kept is kept no more; one that is half announced is not either."""
    (where / "factlog.writing").touch()
    (pack,) = (where / "objects" / "pack").glob("*.pack")
    pack.with_suffix(".keep").write_bytes(said)
    log.record([claim("b")])
    assert junk(where) == []


def test_private_ref_left(where: Path, log: FactLog) -> None:
    """A private ref that a killed writer left is gone after the next record, packed or not."""
    for name in ("loose", "packed"):
        git(where, "update-ref", f"refs/factlog/tmp/{name}", "HEAD")
        (where / "factlog.writing").touch()
        if name == "packed":
            git(where, "pack-refs", "--all")
        log.record([claim(name)])
        assert junk(where) == []


def test_locks_of_others(where: Path, log: FactLog) -> None:
    """Where no writer crashed, somebody else's lock is not broken: the record is refused in time, and the log unchanged."""
    (where / "refs" / "heads" / "main.lock").touch()
    before = log.latest()
    with pytest.raises(factlog.StoreError, match="lock"):
        log.record([claim("b")])
    assert (where / "refs" / "heads" / "main.lock").exists()
    assert log.latest() == before
    (where / "refs" / "heads" / "main.lock").unlink()
    assert sorted(log.record([claim("b")])) == ["a", "b"]
    assert junk(where) == []


def test_own_lock_file_left(where: Path, log: FactLog) -> None:
    """The writers' lock is the lock, not its file: the file of a writer long gone means nothing."""
    (where / "factlog.lock").write_text("12345\n")
    assert sorted(log.record([claim("b")])) == ["a", "b"]


def test_failed_record_leaves_nothing(where: Path, log: FactLog) -> None:
    """A record that is refused leaves no sign of itself."""
    before = line(where, "rev-parse", "HEAD")
    with pytest.raises(factlog.TakenError):
        log.record([claim("a", "red")], taken="2025-02-19")
    with pytest.raises(factlog.SourceNotFoundError):
        log.record([claim("b").cite(factlog.Citation("nothing"))])
    assert line(where, "rev-parse", "HEAD") == before
    assert junk(where) == []
