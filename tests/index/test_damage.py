"""An index that is missing, damaged, of another format or history is built anew; what is answered is right, or nothing."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from index.test_laws import content
from log.logs import SKY, claim, git, tip
from store.handmade import environment

import factlog
from factlog import Citation, Claim, FactLog, FactlogError, When
from factlog.formats.documents import Document
from factlog.index import schema

COUNT = 60


def fill(log: FactLog, count: int = COUNT) -> None:
    """Some versions of claims, with words, citations and changes."""
    days = (1, 2, 3)
    log.replay(Document(taken=When(f"2025-01-{day:02}"), claims=tuple(held(n, day) for n in range(count))) for day in days)


def held(number: int, day: int) -> Claim:
    """One of these claims."""
    return Claim(
        f"c{number:03}",
        subject=f"subject {number % 7}",
        predicate="colour",
        value=number * day,
        text={"en": f"the colour of number {number} on day {day}"},
        claimant=f"speaker {number % 5}",
        said=f"2025-01-{day:02}",
        tags=[f"tag {number % 3}"],
        citations=[Citation(SKY, retrieved=f"2025-01-{day:02}")],
    )


def answers(log: FactLog) -> tuple[Any, ...]:
    """What some queries find, over every table of the index."""
    return (
        [(each.id, each.value) for each in log.claims.by("speaker 1").at("2025-01-02").all()],
        sorted(log.claims.text("number 11").ids()),
        sorted(log.claims.text("on").ids()),
        [(each.id, sorted(each.kinds)) for each in log.changes.about("subject 2")],
        log.claims.where(value=6).ids(),
        log.claims.tagged("tag 1").retrieved(after="2025-01-02").ids(),
        log.sources.stale(before="2025-01-03").ids(),
        [version.taken for version in log.sources.dependents("sky").limit(70)],
        log.claims.citing("sky").issued(before="2026").ids(),
        log.claims.order_by("-said", "subject").ids(),
    )


def files(path: Path) -> list[Path]:
    """The files of the index."""
    return sorted(found for found in path.iterdir() if ".sqlite" in found.name)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Any, ...], dict[str, list[Any]]]:
    """A log with an index, what it answers, and what the index holds."""
    path = tmp_path_factory.mktemp("whole") / "log.git"
    with factlog.init(path) as log:
        fill(log)
        return path, answers(log), content(log)


@pytest.fixture
def copied(whole: Any, path: Path) -> Path:
    """A copy of that log."""
    shutil.copytree(whole[0], path)
    return path


Damage = Callable[[Path], object]


def _cut(share: float) -> Damage:
    def cut(file: Path) -> None:
        os.truncate(file, int(file.stat().st_size * share))

    return cut


def _over(start: float, length: int, make: Callable[[int], bytes]) -> Damage:
    def over(file: Path) -> None:
        size = file.stat().st_size
        with file.open("r+b") as opened:
            opened.seek(int(size * start) // 4096 * 4096)
            opened.write(make(min(length, size)))

    return over


_DAMAGES: dict[str, Damage] = {
    "deleted": Path.unlink,
    **{f"cut to {share}": _cut(share) for share in (0, 0.001, 0.1, 0.33, 0.5, 0.77, 0.999)},
    **{f"zeroed from {start}": _over(start, 8192, bytes) for start in (0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)},
    "all zeros": _over(0, 1 << 40, bytes),
    **{
        f"noise from {start}": _over(start, 8192, lambda length: random.Random(7).randbytes(length))
        for start in (0, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
    },
    "another file": lambda file: file.write_bytes(b"not a database at all\n" * 100),
    "another database": lambda file: _database(file),
}


def _database(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.executescript(f"CREATE TABLE snapshot (x); PRAGMA user_version = {schema.FORMAT};")
    connection.close()


@pytest.mark.parametrize("damage", _DAMAGES)
def test_damaged(whole: Any, copied: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever was damaged, answers are right, the damage is told once at most, and the index is whole again."""
    (file,) = files(copied)
    _DAMAGES[damage](file)
    with factlog.open(copied) as log:
        assert answers(log) == whole[1]
        assert content(log) == whole[2]
        assert len([record for record in caplog.records if record.name == "factlog"]) <= 1
    with factlog.open(copied) as log:
        log.record([claim("later")], taken="2025-02-01")
        assert log.claims.where(subject="sky").ids() == ("later",)
    assert len(caplog.records) <= 1


@pytest.mark.parametrize("damage", ["cut to 0.5", "zeroed from 0", "noise from 0", "another file"])
def test_damage_is_told(copied: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    """That an index was damaged is said once, as a warning that names the log."""
    (file,) = files(copied)
    _DAMAGES[damage](file)
    with factlog.open(copied) as log:
        log.claims.by("speaker 1").all()
    assert [(record.name, record.levelno) for record in caplog.records] == [("factlog", logging.WARNING)]
    assert str(copied) in caplog.text


@pytest.mark.parametrize("seed", range(6))
def test_noise(whole: Any, copied: Path, seed: int) -> None:
    """Noise over pages all over the file gives right answers, or an error of factlog's; never another one."""
    (file,) = files(copied)
    noise = random.Random(seed)
    data = bytearray(file.read_bytes())
    for _ in range(4):
        start = noise.randrange(len(data) // 4096) * 4096
        data[start : start + 4096] = noise.randbytes(4096)
    file.write_bytes(data)
    with factlog.open(copied) as log:
        assert answers(log) == whole[1]


@pytest.mark.parametrize("seed", range(20))
def test_flipped(copied: Path, seed: int) -> None:
    """A byte that has another value raises nothing but errors of factlog's; SQLite itself does not see each of them."""
    (file,) = files(copied)
    noise = random.Random(seed)
    data = bytearray(file.read_bytes())
    for _ in range(200):
        data[noise.randrange(len(data))] ^= 1 << noise.randrange(8)
    file.write_bytes(data)
    with factlog.open(copied) as log:
        for ask in (answers, content, lambda log: log.claims.contradicted().all()):
            with contextlib.suppress(FactlogError):
                ask(log)


@pytest.mark.parametrize("damage", ["deleted", "cut to 0.5", "noise from 0", "all zeros"])
@pytest.mark.parametrize("suffix", [".sqlite", "-wal", "-shm"])
def test_damaged_log_of_changes(copied: Path, damage: str, suffix: str) -> None:
    """The same holds for what SQLite keeps beside the file, as somebody who was killed leaves it."""
    script = f"import os, factlog; log = factlog.open({str(copied)!r}); "
    script += "log.record([factlog.Claim('later', subject='sky', predicate='p', value=1)], taken='2025-02-01'); "
    script += "log.index(); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script], env=environment(), check=False)
    found = next(file for file in files(copied) if file.name.endswith(suffix))
    _DAMAGES[damage](found)
    with factlog.open(copied) as log, factlog.open(copied) as fresh:
        assert log.claims.where(subject="sky").ids() == ("later",)
        for file in files(copied):
            assert file.exists()
        assert content(log) == content(fresh)


def test_another_format(whole: Any, copied: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An index of another format, older or newer, is built anew without a word."""
    for version in (0, schema.FORMAT + 1, schema.FORMAT - 1):
        (file,) = files(copied)
        connection = sqlite3.connect(file)
        connection.executescript(f"DROP TABLE snapshot; PRAGMA user_version = {version};")
        connection.close()
        with factlog.open(copied) as log:
            assert answers(log) == whole[1]
    assert not caplog.records


def test_kept(copied: Path) -> None:
    """An index that is up to date stays as it is when it is asked, and there is one file of it."""
    (file,) = files(copied)
    before = file.read_bytes(), file.stat().st_mtime_ns
    for _ in range(2):
        with factlog.open(copied) as log:
            answers(log)
    assert files(copied) == [file]
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


# Rewritten history


@pytest.mark.parametrize("later", [2, 80], ids=["a few", "many"])
@pytest.mark.parametrize("rewrite", ["HEAD~1", "HEAD~2", "orphan", "elsewhere"])
def test_rewritten(log: FactLog, path: Path, later: int, rewrite: str) -> None:
    """Where a branch was moved back, or to another history, that is what is answered for."""
    log.record([claim("first")], taken="2025-01-01")
    log.replay(Document(taken=When(f"2025-01-02T00:{n // 60:02}:{n % 60:02}Z"), claims=(held(n, 1),)) for n in range(later))
    assert log.claims.where(predicate="colour").count() == 2
    if rewrite == "orphan":
        new = git(path, "commit-tree", "HEAD^{tree}", "-m", "alone")
    elif rewrite == "elsewhere":
        new = git(path, "commit-tree", "HEAD~1^{tree}", "-p", "HEAD~2", "-m", "elsewhere")
    else:
        new = git(path, "rev-parse", rewrite)
    git(path, "update-ref", "refs/heads/main", new)
    with factlog.open(path) as other:
        for each in (log, other):
            assert each.claims.order_by("id").ids() == tuple(each.latest())
            assert each.sql("SELECT id FROM claims ORDER BY id").rows == tuple((name,) for name in each.latest())
    shutil.copytree(path, path.with_name("copy.git"))
    for file in files(path.with_name("copy.git")):
        file.unlink()
    with factlog.open(path.with_name("copy.git")) as fresh:
        assert content(log) == content(fresh)


def test_branch_gone_and_back(log: FactLog, path: Path) -> None:
    """A branch that has no commit any more has no claims, and has them again when it has."""
    log.record([claim("a")])
    assert log.claims.where(subject="sky").exists()
    before = tip(path)
    git(path, "update-ref", "-d", "refs/heads/main")
    assert not log.claims.where(subject="sky").exists()
    assert not log.sql("SELECT * FROM versions")
    git(path, "update-ref", "refs/heads/main", before)
    assert log.claims.where(subject="sky").exists()
    assert len(log.sql("SELECT * FROM versions")) == 1


# Killed


_BUILDING = """
import sys, time, factlog
log = factlog.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
log.index()
while True:
    log.record([factlog.Claim("count", subject="sky", predicate="count", value=time.time())])
    log.index()
"""


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.06, 0.1, 0.2, 0.4])
def test_killed(whole: Any, copied: Path, delay: float) -> None:
    """A builder that is killed, while it builds or brings up to date, is in nobody's way."""
    for file in files(copied):
        file.unlink()
    process = subprocess.Popen(
        [sys.executable, "-c", _BUILDING, str(copied)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    assert process.stdin
    assert process.stdout
    process.stdout.readline()
    process.stdin.write(b"go\n")
    process.stdin.flush()
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with factlog.open(copied) as log:
        assert answers(log)[0] == whole[1][0]
        assert log.claims.where(predicate="count").ids() == (("count",) if "count" in log.latest() else ())
        with factlog.open(copied) as again:
            assert content(log) == content(again)
        shutil.rmtree(copied.with_name("copy.git"), ignore_errors=True)
        shutil.copytree(copied, copied.with_name("copy.git"), ignore=shutil.ignore_patterns("*.sqlite*"))
        with factlog.open(copied.with_name("copy.git")) as fresh:
            assert content(log) == content(fresh)
    assert not list(copied.glob("*.new"))
