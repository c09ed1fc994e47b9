"""What the git store promises beyond the port: pickling, forks, threads, and no process left behind or waited for."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import subprocess
import threading
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from store import handmade
from store.handmade import Entry

import factlog
from factlog import Claim, FactLog, NotALogError
from factlog.errors import CorruptError
from factlog.store.git import GitStore
from factlog.store.port import CommitId, Draft

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def claim(name: str, value: str = "blue") -> Claim:
    return Claim(name, subject="sky", predicate="colour", value=value)


@pytest.fixture
def git_dir(tmp_path: Path) -> Path:
    """Where a log lies that holds one claim, ``a``."""
    with factlog.init(tmp_path / "log.git") as made:
        made.record([claim("a")], taken="2025-02-20")
    return tmp_path / "log.git"


@pytest.fixture
def log(git_dir: Path) -> Iterator[FactLog]:
    """The log, opened."""
    with factlog.open(git_dir) as opened:
        yield opened


@pytest.fixture
def store(git_dir: Path) -> Iterator[GitStore]:
    """The store of the log, opened a second time."""
    opened = GitStore.open(git_dir)
    yield opened
    opened.close()


def in_child(work: Callable[[], None], seconds: int = 10) -> None:
    """Does something in a fork of this process, which is ended where it takes too long; raises AssertionError."""
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)
        status = 1
        with suppress(BaseException):
            try:
                work()
                status = 0
            except BaseException:  # noqa: BLE001  # whatever it is, the parent has to hear of it
                traceback.print_exc()
        os._exit(status)
    _, ended = os.waitpid(child, 0)
    assert not os.WIFSIGNALED(ended), f"the child hung for {seconds} s"
    assert os.WEXITSTATUS(ended) == 0, "the child failed: see its error stream"


def children() -> set[str]:
    """The processes of this one."""
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    return {row for row in found.stdout.splitlines() if "git " in row and "ps -o" not in row}


def test_pickle(store: GitStore) -> None:
    """A pickled store is the same store, and opens nothing until it is asked."""
    tip = store.tip()
    data = pickle.dumps(store)
    before = children()
    copy = pickle.loads(data)
    assert children() == before
    assert copy == store
    assert hash(copy) == hash(store)
    assert copy.tip() == tip
    with copy.writing() as writer:
        assert writer.tip == tip
    copy.close()


def test_pickle_of_a_store_that_is_gone(store: GitStore, git_dir: Path) -> None:
    """A pickled store whose repository is gone says so when it is asked."""
    copy = pickle.loads(pickle.dumps(store))
    git_dir.rename(git_dir.with_name("elsewhere.git"))
    with pytest.raises(factlog.StoreError):
        copy.tip()


def test_pickle_of_what_is_returned(log: FactLog) -> None:
    """A log, and a snapshot of it, can be sent to another process."""
    snapshot = pickle.loads(pickle.dumps(log.latest()))
    assert snapshot == log.latest()
    assert snapshot["a"] == claim("a")
    copy = pickle.loads(pickle.dumps(log))
    assert copy.record([claim("b")])["b"] == log.latest()["b"]
    copy.close()


def test_other_stores(store: GitStore, git_dir: Path) -> None:
    """Stores of other branches, and other things, are not equal to it."""
    handmade.git(git_dir, "branch", "other", "main")
    assert store == GitStore.open(git_dir, "main")
    assert store != GitStore.open(git_dir, "other")
    assert store != "refs/heads/main"


def test_fork(log: FactLog) -> None:
    """After a fork, parent and child each read for themselves, as often as they like."""
    state = log.latest()

    def work() -> None:
        for _ in range(20):
            assert log.latest() == state
            assert log.latest()["a"].value == "blue"

    in_child(work)
    work()
    in_child(work)


def test_fork_that_closes(log: FactLog) -> None:
    """A child can close the log that its parent reads from, at once, and the parent reads on."""
    assert log.latest()["a"].value == "blue"
    in_child(log.close, seconds=4)
    assert log.latest()["a"].value == "blue"


def test_fork_that_records(log: FactLog) -> None:
    """A child can record, and the parent sees it."""
    log.latest()["a"]

    def work() -> None:
        with log:
            log.record([claim("b")])

    in_child(work)
    log.record([claim("c")])
    assert list(log.latest()) == ["a", "b", "c"]


def test_fork_while_another_thread_reads(log: FactLog) -> None:
    """A child of a process whose threads read and wait can read."""
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        assert log.latest()["a"].value == "blue"
        reading.set()
        done.wait(20)
        assert log.latest()["a"].value == "blue"

    def work() -> None:
        with log:
            assert log.latest()["a"].value == "blue"

    thread = threading.Thread(target=read)
    thread.start()
    assert reading.wait(10)
    try:
        in_child(work)
    finally:
        done.set()
        thread.join()


def test_fork_while_writing(store: GitStore) -> None:
    """A child that lives on does not keep the right to write that its parent has given back."""
    with store.writing():
        child = os.fork()
        if child == 0:
            signal.alarm(10)
            time.sleep(10)
            os._exit(0)
    try:

        def write() -> None:
            with store.writing():
                pass

        in_child(write, seconds=3)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_no_process_left(git_dir: Path) -> None:
    """A closed log has no process running, nor has one that nobody holds any more, read and recorded in threads too."""
    before = children()
    with factlog.open(git_dir) as log:
        threads = [threading.Thread(target=lambda: list(log.latest().values())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        log.record([claim("b")])
        next(iter(log.changes))
        assert "b" in log.latest()
    assert children() == before
    other = factlog.open(git_dir)
    assert other.latest()["b"].id == "b"
    assert children() != before
    del other
    assert children() == before


def test_no_file_left_open(git_dir: Path) -> None:
    """Opening, reading, failing and closing again and again does not use up the files that a process may open."""

    def once() -> None:
        with factlog.open(git_dir) as log:
            assert log.latest()["a"].id == "a"
            log.record([claim("b", str(time.monotonic()))])
            with pytest.raises(factlog.NotFoundError):
                log.at("nothing")

    once()
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for _ in range(5):
        once()
    assert (len(os.listdir("/proc/self/fd")) if before else 0) == before


def test_close_after_damage(store: GitStore) -> None:
    """A store that met damage can be closed, also while the error is looked at, and read again."""
    tip = store.tip()
    oid = store.blob_id(b"nothing")
    with pytest.raises(CorruptError) as caught:
        list(store.read([oid]))
    store.close()
    assert str(caught.value)
    assert store.tip() == tip


def test_close_after_a_crash(store: GitStore, git_dir: Path) -> None:
    """A store whose git crashed can be closed while the error is looked at, and read again."""
    handmade.loosen(git_dir)
    tip = store.tip()
    assert tip is not None
    (blob,) = store.entries(tip, "claims").values()
    whole = handmade.loose(git_dir, blob).read_bytes()
    handmade.loose(git_dir, blob).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorruptError) as caught:
        list(store.read([blob]))
    store.close()
    assert str(caught.value)
    handmade.loose(git_dir, blob).write_bytes(whole)
    assert len(list(store.read([blob]))) == 1


def test_git_that_was_killed(store: GitStore) -> None:
    """Where somebody kills the git that reading keeps open, one question fails at most, and the next is answered."""
    tip = store.tip()
    for row in children():
        with suppress(ProcessLookupError):
            os.kill(int(row.split()[0]), signal.SIGKILL)
    with suppress(CorruptError):
        store.tip()
    assert store.tip() == tip


def test_warnings_do_not_pile_up(store: GitStore, git_dir: Path) -> None:
    """However often git warns of a name that two things have, it is never waited for."""
    tip = store.tip()
    handmade.git(git_dir, "update-ref", "refs/tags/main", "HEAD")

    def work() -> None:
        for _ in range(100):
            assert store.resolve("main") == tip

    in_child(work, seconds=10)


def test_a_tag_with_the_name_of_the_branch(store: GitStore, git_dir: Path) -> None:
    """A tag that is called as the branch's whole name is not taken for it, and reading never waits because of it."""
    tip = store.tip()
    other = handmade.commit(git_dir, {"x": b"1"})
    handmade.git(git_dir, "update-ref", "refs/tags/refs/heads/main", other)

    def work() -> None:
        for _ in range(1700):
            assert store.tip() == tip

    in_child(work, seconds=10)


def test_a_tag_is_not_the_branch(tmp_path: Path) -> None:
    """A tag that is called as the whole name of an empty log's branch is refused: git would take it for the branch."""
    with factlog.init(tmp_path / "log.git"):
        pass
    other = handmade.commit(tmp_path / "log.git", {"x": b"1"})
    handmade.git(tmp_path / "log.git", "update-ref", "refs/tags/refs/heads/main", other)
    with pytest.raises(NotALogError, match="refs/tags/refs/heads/main"):
        factlog.open(tmp_path / "log.git")


def test_damage_does_not_pile_up(store: GitStore, git_dir: Path) -> None:
    """However much git says about damage, it is never waited for."""
    data = {f"claims/{number}.json": b"%d" % number for number in range(900)}
    tip = CommitId(handmade.push(git_dir, data))
    handmade.loosen(git_dir)
    for body in data.values():
        handmade.loose(git_dir, store.blob_id(body)).write_bytes(b"x")

    def work() -> None:
        for path in data:
            with suppress(CorruptError):
                store.find(tip, [path])
        with suppress(CorruptError):
            store.find(tip, list(data)[:499])

    in_child(work, seconds=10)


@pytest.mark.parametrize("more", [0, 501])
def test_links_are_no_files(store: GitStore, git_dir: Path, more: int) -> None:
    """Symlinks and submodules are no files, however they are asked for; what was a file is then gone."""
    before = CommitId(
        handmade.push(git_dir, {"claims/link.json": b"1", "claims/module.json": b"2", "claims/run.json": b"3"})
    )
    other = store.tip()
    assert other is not None
    files = {
        "claims/link.json": Entry("120000", b"/etc/passwd"),
        "claims/module.json": Entry("160000", other.encode()),
        "claims/run.json": Entry("100755", b"4"),
    }
    tip = CommitId(handmade.push(git_dir, files))
    present = {"claims/run.json": store.blob_id(b"4")}
    assert store.find(tip, [*files, *map(str, range(more))]) == present
    listed = store.entries(tip, "claims")
    assert {path for path in listed if path in files} == set(present)
    after = {row.path: row.after for row in store.differences(before, tip)}
    assert after == dict.fromkeys(files) | present
    assert {row.path: row.after for _, rows in store.touched(tip, only=[tip]) for row in rows} == after


def test_links_are_replaced(store: GitStore, git_dir: Path) -> None:
    """A file can be written where a symlink or a submodule is."""
    tip = store.tip()
    assert tip is not None
    handmade.push(git_dir, {"claims/link.json": Entry("120000", b"x"), "claims/module.json": Entry("160000", tip.encode())})
    with store.writing() as writer:
        files: list[tuple[str, bytes | None]] = [("claims/link.json", b"1"), ("claims/module.json", b"2")]
        new = writer.write([Draft("A <>", "A <>", 1, "files", files)])
    assert store.find(new, ["claims/link.json", "claims/module.json"]) == {
        "claims/link.json": store.blob_id(b"1"),
        "claims/module.json": store.blob_id(b"2"),
    }


def test_private_refs(store: GitStore, git_dir: Path) -> None:
    """A writer leaves no ref but the branch, and no file that git does not want."""
    for number in range(3):
        with store.writing() as writer:
            writer.write([Draft("A <>", "A <>", 1, "x", [("a", b"%d" % number)])])
    assert handmade.line(git_dir, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert [path.name for path in git_dir.rglob("*") if path.suffix in (".keep", ".lock") or "tmp" in path.name] == [
        "factlog.lock"
    ]
    assert not (git_dir / "factlog.writing").exists()


def test_private_refs_of_others(store: GitStore, git_dir: Path) -> None:
    """Other people's refs and kept packs stay when a writer clears what a crashed one left."""
    handmade.git(git_dir, "update-ref", "refs/factlog/other", "HEAD")
    kept = git_dir / "objects" / "pack" / "pack-other.keep"
    kept.write_bytes(b"my own\n")
    (git_dir / "factlog.writing").touch()
    with store.writing() as writer:
        writer.write([Draft("A <>", "A <>", 1, "x", [("a", b"1")])])
    assert kept.exists()
    assert "refs/factlog/other" in handmade.line(git_dir, "for-each-ref", "--format=%(refname)")


@pytest.mark.parametrize("hash_name", ["sha1", "sha256"])
def test_object_formats(tmp_path: Path, hash_name: str) -> None:
    """A log may lie in a repository of either of git's hashes."""
    where = tmp_path / "log.git"
    handmade.git(tmp_path, "init", "-q", "--bare", "-b", "main", f"--object-format={hash_name}", str(where))
    with factlog.open(where) as log:
        log.record([claim("a")], taken="2025-02-20")
        log.record([claim("a", "red"), claim("b")], taken="2025-02-21")
        before = log.latest()
        assert log.record([claim("b")], taken="2025-02-22") == before
        assert [len(version.commit) for version in log.history("a")] == [64 if hash_name == "sha256" else 40] * 2
        assert [str(change.kinds and change.id) for change in log.diff("2025-02-20", "2025-02-21")] == ["a", "b"]
        assert len(log.at("2025-02-20")) == 1
        assert log.check() == ()
    with factlog.open(where) as again:
        assert again.latest() == before
    handmade.git(where, "fsck", "--strict")


def test_many_versions_take_little_room(tmp_path: Path) -> None:
    """Versions of files that differ by a line are kept as differences, however many are written at once."""
    lines = [hashlib.sha256(b"%d" % number).hexdigest().encode() for number in range(1000)]

    def packed(name: str, count: int) -> int:
        factlog.init(tmp_path / name).close()
        store = GitStore.open(tmp_path / name)
        with store.writing() as writer:
            writer.write(versions(count), dense=True)
        store.close()
        return sum(pack.stat().st_size for pack in (tmp_path / name / "objects" / "pack").glob("*.pack"))

    def versions(count: int) -> Iterator[Draft]:
        for number in range(count):
            large = b"\n".join([*lines[:number], b"%d" % number, *lines[number:]])
            small = b"\n".join([*lines[:number], b"%d" % number, *lines[number:200]])
            yield Draft("A <>", "A <>", 1, "more", [("large", large), ("small", small)])

    few, many = packed("few.git", 20), packed("many.git", 120)
    assert many - few < len(zlib.compress(b"\n".join(lines)))
