"""Reading in a process of its own changes nothing of what the index holds, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import factlog
from factlog import Citation, Claim, FactLog, Source
from factlog.claims.codec import encode
from factlog.index import build, history, worker
from factlog.index.reading import Changed, Reading
from factlog.index.worker import Worker
from factlog.layout import CLAIMS, SOURCES

AUTHOR = "Index Test <test@example.org>"
VERSIONS = 12


@pytest.fixture
def log(tmp_path: Path) -> Iterator[FactLog]:
    """A log in which each claim changes often, some are removed, and sources come to repeat an agency."""
    with factlog.init(tmp_path / "test.git") as made:
        for version in range(VERSIONS):
            origin = "AP" if version > VERSIONS // 2 else None
            sources = [Source(f"s-{n}", title=f"Report {n}", derived_from=origin) for n in range(3)]
            claims = [_claim(n, version) for n in range(20)]
            removed = [f"c/{n}" for n in range(20, 23)] if version % 3 == 2 else []
            others = [_claim(n, version) for n in range(20, 23)] if version % 3 == 0 else []
            made.record([*sources, *claims, *others], remove=removed, taken=f"2025-02-{version + 1:02}", author=AUTHOR)
        yield made


def _claim(n: int, version: int) -> Claim:
    return Claim(
        f"c/{n}",
        subject=f"Subject {n % 4}",
        predicate="went",
        value=[f"way {(n + version) % 3}", 10**30 + n, True],
        claimant=f"Speaker {n % 5}",
        said=f"2025-01-{1 + version // 2:02}",
        text={"en": f"They went {version}", "ja": f"行った{n}"},
        citations=[Citation(f"s-{k}", retrieved="2025-02-01~") for k in range(1 + (n + version) % 3)],
    )


def tables(log: FactLog) -> dict[str, list[Any]]:
    """All rows of an index that is built anew."""
    for older in log.index().parent.glob("factlog-*"):
        older.unlink()
    log.close()
    with sqlite3.connect(log.index()) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in names.fetchall()}


def children() -> list[int]:
    """The processes that read for this one, ended ones included to which nobody has said goodbye."""
    told = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    rows = [line.split(maxsplit=1) for line in told.stdout.splitlines()]
    return [int(pid) for pid, command in rows if "factlog.index.worker" in command or "python" in command]


def asked() -> Iterator[list[Changed]]:
    """Files, some at a time: claims whose sources come to repeat an agency between one version and the next."""
    before: dict[str, bytes | None] = {}
    for version in range(VERSIONS):
        origin = "AP" if version % 4 > 1 else None
        files = [
            Changed(SOURCES, f"s-{n}", None, encode(Source(f"s-{n}", title="T", derived_from=origin))) for n in range(3)
        ]
        for n in range(20):
            claim = _claim(n, version)
            files.append(Changed(CLAIMS, claim.id, before.get(claim.id), encode(claim)))
            before[claim.id] = encode(claim)
        yield [*files, Changed(CLAIMS, "c/bad", None, b"{"), Changed(CLAIMS, "c/gone", before["c/1"], None)]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are handed to a process from the first one on."""
    monkeypatch.setattr(worker, "_MANY", 0)
    monkeypatch.setattr(worker, "_PATIENCE", 60.0)


def test_the_same_rows(log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that a process helped to build holds, row for row, what one holds that was built without."""
    monkeypatch.setattr(worker, "_MANY", 1 << 30)
    alone = tables(log)
    monkeypatch.setattr(worker, "_MANY", 0)
    assert tables(log) == alone
    monkeypatch.setattr(history, "_AT_ONCE", 7)
    assert tables(log) == alone
    for room in (0, 20_000):  # what was written lately is forgotten each time, or at times
        monkeypatch.setattr(build, "ROOM", room)
        assert tables(log) == alone
    monkeypatch.setattr(worker, "_PATIENCE", 0.0)  # it takes over somewhere on the way, or never
    assert tables(log) == alone
    assert not children()


def test_files_are_read_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once there are many files, a process reads them, as they would be read here; then it is gone."""
    monkeypatch.setattr(worker, "_MANY", 100)
    reading = Reading({})
    with Worker({}) as reader:
        told = [(files, reader.read(files)) for files in asked()]
        assert len(children()) == 1
        assert [rows.result() for _, rows in told] == [reading.read(files) for files, _ in told]
    assert not children()


@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_is_killed(signalled: signal.Signals) -> None:
    """Where the process is killed, what it has not told is read here, and nothing else is."""
    reading = Reading({})
    with Worker({}) as reader:
        for number, files in enumerate(asked()):
            if number == VERSIONS // 2:
                (child,) = children()
                os.kill(child, signalled)
            assert reader.read(files).result() == reading.read(files)
    assert not children()


def test_an_interrupt_is_for_the_one_who_asks() -> None:
    """The process reads on where Ctrl-C reaches it as well; it ends with the one who asked."""
    some, more = list(asked())[:2]
    with contextlib.suppress(KeyboardInterrupt), Worker({}) as reader:
        reader.read(some).result()
        (child,) = children()
        os.kill(child, signal.SIGINT)
        assert reader.read(more).result()
        assert children() == [child]
        raise KeyboardInterrupt
    assert not children()


@pytest.mark.parametrize("program", ["", "/nowhere/python3", "/bin/cat", None])
def test_no_python_to_be_started(monkeypatch: pytest.MonkeyPatch, program: str | None) -> None:
    """Where this Python is part of another program, or its file is gone, nothing is started and files are read here."""
    monkeypatch.setattr(sys, "executable", program)
    reading = Reading({})
    with Worker({}) as reader:
        for files in asked():
            assert reader.read(files).result() == reading.read(files)
            assert not children()


def test_a_python_without_factlog(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where what was started says nothing, or something else, files are read here."""
    reading = Reading({})
    for command in ("", "print('Welcome to this Python!')", "import sys; sys.stdin.read()"):
        monkeypatch.setattr(worker, "_COMMAND", command)
        monkeypatch.setattr(worker, "_PATIENCE", 1.0)
        with Worker({}) as reader:
            for files in list(asked())[:2]:
                assert reader.read(files).result() == reading.read(files)
        assert not children()


def test_a_program_without_a_main_guard(log: FactLog) -> None:
    """A script that builds an index at its top level, in a thread too, is not run a second time."""
    place = log.index().parent
    assert not children()
    for older in place.glob("factlog-*"):
        older.unlink()
    script = f"""
import threading
import factlog, factlog.index.worker
factlog.index.worker._MANY, factlog.index.worker._PATIENCE = 0, 60
print("begun")
def build():
    with factlog.open({str(place)!r}) as log:
        print(log.sql("SELECT count(*) FROM versions").rows[0][0])
thread = threading.Thread(target=build)
thread.start()
thread.join()
"""
    ran = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True)
    found = log.sql("SELECT count(*) FROM versions").rows[0][0]
    assert (ran.stdout.split(), ran.stderr) == (["begun", str(found)], "")
