"""Machines that refuse: full disks, read-only ones, limits. And what git makes of a log that has grown."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from store.handmade import environment, git, line

import factlog
from factlog import BranchError, Claim, DiskFullError, FactLog, ReadOnlyError


def claim(name: str, value: str = "blue", **text: str) -> Claim:
    return Claim(name, subject="sky", predicate="colour", value=value, text=text)


def noise(size: int) -> str:
    """Text that does not compress well."""
    return random.Random(size).randbytes(size // 2).hex()


def mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine does not let us mount: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    where = tmp_path / "disk"
    where.mkdir()
    try:
        mount("-t", "tmpfs", "-o", "size=2m", "factlog-test", str(where))
    except FileNotFoundError:
        pytest.skip("this machine has no mount")
    try:
        yield where
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


@contextlib.contextmanager
def filled(disk: Path, left: int) -> Iterator[None]:
    """The disk with only so many bytes left."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    size = max(0, free.f_bavail * free.f_frsize - left)
    with filler.open("wb") as file:
        file.write(b"x" * size)
    try:
        yield
    finally:
        filler.unlink()


def junk(where: Path) -> list[str]:
    """What lies about half done."""
    odd = [
        path for path in where.rglob("*") if path.name.startswith(("tmp_", "fast_import_crash")) or path.suffix == ".keep"
    ]
    return [str(path.relative_to(where)) for path in odd] + git(where, "for-each-ref", "refs/factlog").decode().split()


def test_disk_full(disk: Path) -> None:
    """However little room is left, a record is there or is refused as such; the log is unchanged then, and works again."""
    where = disk / "log.git"
    with factlog.init(where) as log:
        log.record([claim("a")], taken="2025-02-20")
        refused = recorded = 0
        for left in [*range(0, 16 * 4096, 4096), 100_000, 200_000, 300_000]:
            before = log.latest()
            big = claim("big", str(left), en=noise(70_000), ja=noise(70_001))
            with filled(disk, left):
                try:
                    log.record([big], taken="2025-02-21")
                    recorded += 1
                except DiskFullError:
                    refused += 1
                    assert log.latest() == before
                    assert dict(log.latest()) == dict(before)
            assert log.record([claim("small", str(left))], taken="2025-02-21")["small"].value == str(left)
            assert junk(where) == []
        assert refused >= 10
        assert recorded >= 1
        assert log.check() == ()
        git(where, "fsck", "--strict")


def test_disk_full_of_a_small_record(disk: Path) -> None:
    """Page by page, also where the objects fit and the branch does not, the outcome is one of the two."""
    where = disk / "log.git"
    with factlog.init(where) as log:
        log.record([claim("a")], taken="2025-02-20")
        outcomes = []
        for left in range(0, 14 * 4096, 4096):
            before = log.latest()
            with filled(disk, left):
                try:
                    log.record([claim("b", str(left))], taken="2025-02-21")
                    outcomes.append(True)
                except DiskFullError:
                    outcomes.append(False)
                    assert log.latest() == before
            assert log.record([claim("c", str(left))], taken="2025-02-21")["c"].value == str(left)
            assert junk(where) == []
        assert set(outcomes) == {True, False}
        git(where, "fsck", "--strict")


def test_init_on_a_full_disk(disk: Path) -> None:
    """A log that cannot be made is refused as such."""
    with filled(disk, 0), pytest.raises(DiskFullError):
        factlog.init(disk / "log.git")


def test_disk_full_and_consolidation(disk: Path) -> None:
    """Where there is no room to put packs together, recording goes on for as long as there is room for it."""
    where = disk / "log.git"
    with factlog.init(where) as log:
        for number in range(39):
            log.record([claim("a", str(number), en=noise(20_000 + number))], taken="2025-02-20")
        with filled(disk, 150_000):
            for number in range(4):
                log.record([claim("b", str(number))], taken="2025-02-20")
        log.record([claim("c")], taken="2025-02-20")
        assert sorted(log.latest()) == ["a", "b", "c"]
        assert len(log.history("a")) == 39
        assert junk(where) == []
        assert log.check() == ()


LIMITED = """
import resource, sys, factlog
with factlog.open(sys.argv[1]) as log:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    try:
        log.record([factlog.Claim("big", subject="x", predicate="y", text={"en": sys.stdin.read()})])
    except factlog.DiskFullError as problem:
        print("refused", sorted(log.latest()))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(sorted(log.record([factlog.Claim("small", subject="x", predicate="y")])))
"""


def run(script: str, *arguments: str, said: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        input=said,
        env=environment() | {"HOME": "/nonexistent", "PYTHONPATH": str(Path(factlog.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def test_file_size_limit(where: Path, log: FactLog) -> None:
    """A limit on the size of files is a full disk: the log is unchanged, and works again without the limit."""
    assert run(LIMITED, str(where), said=noise(100_000)) == "refused ['a']\n['a', 'small']\n"
    assert junk(where) == []
    assert log.check() == ()


def test_read_only_disk(disk: Path) -> None:
    """On a read-only disk everything can be asked and nothing recorded; it works again when it can be written to."""
    where = disk / "log.git"
    with factlog.init(where) as log:
        log.record([claim("a")], taken="2025-02-20")
        before = dict(log.latest())
    try:
        mount("-o", "remount,ro", str(disk))
        with factlog.open(where) as log:
            assert dict(log.latest()) == before
            assert len(log.history("a")) == 1
            assert dict(log.at("2025-02-20")) == before
            assert log.check() == ()
            with pytest.raises(ReadOnlyError, match="write"):
                log.record([claim("b")])
            with pytest.raises(ReadOnlyError):
                factlog.init(disk / "other.git")
            assert dict(log.latest()) == before
    finally:
        mount("-o", "remount,rw", str(disk))
    with factlog.open(where) as log:
        assert sorted(log.record([claim("b")])) == ["a", "b"]
    assert junk(where) == []


def as_nobody(work: Callable[[], None]) -> None:
    """Does something in a fork of this process that belongs to another user; raises AssertionError where it failed."""
    child = os.fork()
    if child == 0:
        status = 1
        with contextlib.suppress(BaseException):
            try:
                signal.alarm(20)
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
                work()
                status = 0
            except BaseException:  # noqa: BLE001  # whatever it is, the parent has to hear of it
                traceback.print_exc()
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0, "see the error stream"


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.parametrize("locked", [True, False], ids=["with a lock file", "without"])
def test_log_of_another_user(log: FactLog, where: Path, locked: bool) -> None:
    """Who may read a log but not write to it can ask everything, and is told why it cannot be recorded on."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    assert len(log.latest()) == 1
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        theirs = Path(shutil.copytree(where, Path(folder) / "log.git"))
        if not locked:
            (theirs / "factlog.lock").unlink()

        def work() -> None:
            with factlog.open(theirs) as opened:
                assert sorted(opened.latest()) == ["a"]
                assert len(opened.history("a")) == 1
                assert opened.check() == ()
                with pytest.raises(ReadOnlyError, match="write"):
                    opened.record([claim("b")])
            with pytest.raises(ReadOnlyError):
                factlog.init(Path(folder) / "other.git")

        as_nobody(work)
        with factlog.open(theirs) as opened:
            assert sorted(opened.record([claim("b")])) == ["a", "b"]


def test_read_only_folders(where: Path, log: FactLog) -> None:
    """Folders that may not be written to make a log that can be read only."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folders = [where, *(path for path in where.rglob("*") if path.is_dir())]
    (where / "factlog.lock").unlink()
    for folder in folders:
        folder.chmod(0o555)
    try:
        with pytest.raises(ReadOnlyError):
            log.record([claim("b")])
        assert sorted(log.latest()) == ["a"]
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert sorted(log.record([claim("b")])) == ["a", "b"]


# Branches that are checked out


def test_checked_out(where: Path, log: FactLog, tmp_path: Path) -> None:
    """A clone with a work tree can be read; its checked-out branch is not recorded on, another one is."""
    git(tmp_path, "clone", "-q", str(where), "clone")
    clone = tmp_path / "clone"
    with factlog.open(clone) as checked_out:
        assert dict(checked_out.latest()) == dict(log.latest())
        assert len(checked_out.history("a")) == 1
        before = line(clone, "rev-parse", "HEAD")
        with pytest.raises(BranchError, match="checked out"):
            checked_out.record([claim("b")])
        assert line(clone, "rev-parse", "HEAD") == before
        assert git(clone, "status", "--porcelain") == b""
    git(clone, "branch", "other")
    with factlog.open(clone / ".git", "other") as other:
        assert sorted(other.record([claim("b")])) == ["a", "b"]
    assert git(clone, "status", "--porcelain") == b""
    git(clone, "checkout", "-q", "other")
    with factlog.open(clone, "other") as other, pytest.raises(BranchError, match="checked out"):
        other.record([claim("c")])


def test_checked_out_in_a_worktree(where: Path, log: FactLog, tmp_path: Path) -> None:
    """A branch of a bare log that a linked work tree has checked out is not recorded on."""
    git(where, "branch", "other")
    git(where, "worktree", "add", "-q", str(tmp_path / "tree"), "other")
    with factlog.open(where, "other") as other:
        with pytest.raises(BranchError, match="checked out"):
            other.record([claim("b")])
        assert sorted(other.latest()) == ["a"]
    assert sorted(log.record([claim("b")])) == ["a", "b"]


def test_checked_out_without_a_commit(tmp_path: Path) -> None:
    """A new repository with a work tree is not recorded on, though its branch is not born yet."""
    git(tmp_path, "init", "-q", "-b", "main", "work")
    with factlog.open(tmp_path / "work") as log:
        assert len(log.latest()) == 0
        with pytest.raises(BranchError):
            log.record([claim("a")])


# A log that has grown


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A log of a hundred records, and the most packs that it ever had."""
    where = tmp_path_factory.mktemp("grown") / "log.git"
    most = 0
    with factlog.init(where) as log:
        for number in range(100):
            log.record([claim(f"story/{number % 10}", str(number))], taken="2025-02-20")
            most = max(most, len(list((where / "objects" / "pack").glob("*.pack"))))
    return where, most


def test_packs_are_put_together(grown: tuple[Path, int]) -> None:
    """After a hundred records there never were more than some forty packs, and there is a commit-graph with filters."""
    where, most = grown
    assert most <= 45
    graphs = list((where / "objects" / "info").glob("commit-graph*/*.graph")) + list(
        (where / "objects" / "info").glob("commit-graph")
    )
    assert graphs
    assert any(b"BIDX" in graph.read_bytes() for graph in graphs)
    git(where, "commit-graph", "verify", "--no-progress")
    assert junk(where) == []
    assert [path.name for path in where.iterdir() if path.name.startswith("factlog")] == ["factlog.lock"]


def test_nothing_is_lost_by_it(grown: tuple[Path, int]) -> None:
    """All hundred versions are there, and git finds nothing wrong."""
    where, _ = grown
    with factlog.open(where) as log:
        assert sum(len(log.history(f"story/{number}")) for number in range(10)) == 100
        assert [log.latest()[f"story/{number}"].value for number in range(10)] == [str(number) for number in range(90, 100)]
        assert log.check() == ()
    git(where, "fsck", "--strict")
    assert git(where, "count-objects", "-v").startswith(b"count: 0\n")


def test_clone(grown: tuple[Path, int], tmp_path: Path) -> None:
    """A plain clone has the files, and is a log as well."""
    where, _ = grown
    git(tmp_path, "clone", "-q", f"file://{where}", "clone")
    assert json.loads((tmp_path / "clone" / "claims" / "story" / "3.json").read_text())["id"] == "story/3"
    assert sorted(path.name for path in (tmp_path / "clone").iterdir()) == [".git", "claims", "factlog.json"]
    git(tmp_path, "clone", "-q", "--bare", f"file://{where}", "bare.git")
    with factlog.open(where) as log, factlog.open(tmp_path / "clone") as clone, factlog.open(tmp_path / "bare.git") as bare:
        assert dict(clone.latest()) == dict(bare.latest()) == dict(log.latest())
        assert len(clone.history("story/1")) == 10
        assert "new" in bare.record([claim("new")])
        assert bare.check() == ()


def test_log_reads_well(where: Path, log: FactLog) -> None:
    """``git log -p`` shows who recorded what and why, and readable JSON, one field a line, in any script."""
    log.record(
        [
            claim("a", "赤い"),
            Claim("trump/war", subject="war", predicate="started by", value="Ukraine", text={"ja": "会談"}),
        ],
        message="Red, it says",
        author="Ann Ž. <ann@example.org>",
        taken="2025-02-21",
    )
    said = git(where, "log", "-p", "--date=short", "--format=%an <%ae> %ad %s").decode()
    assert "Ann Ž. <ann@example.org> 2025-02-21 Red, it says" in said
    assert '+    "赤い"' in said or '+  "values": "赤い"' in said or '+  "values": ["赤い"]' in said
    assert '+  "subject": "war",' in said
    assert "会談" in said
    assert "\\u" not in said
    assert "No newline at end of file" not in said
    removed = [
        row
        for row in git(where, "log", "-p", "-1", "--", "claims/a.json").decode().splitlines()
        if row.startswith("-") and row[1] != "-"
    ]
    assert len(removed) == 1
    assert git(where, "log", "-1", "--format=%cn", "HEAD").strip()
