"""Many at once: writers, somebody else's git, somebody else's pushes. Nothing that was acknowledged is lost."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from store.handmade import environment, git, line, push

import factlog
from factlog import Claim, FactLog
from factlog.claims.codec import encode
from factlog.store.git import GitStore
from factlog.store.port import Draft
from factlog.store.writer import GitWriter

WRITER = str(Path(__file__).with_name("writer.py"))


def claim(name: str, value: str = "blue") -> Claim:
    return Claim(name, subject="sky", predicate="colour", value=value)


def writers(where: Path, count: int, records: int, patience: int = 0) -> list[subprocess.Popen[str]]:
    return [
        subprocess.Popen(
            [sys.executable, WRITER, str(where), f"p{number}", str(records), "10", str(patience)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        for number in range(count)
    ]


def finished(processes: list[subprocess.Popen[str]]) -> dict[str, list[int]]:
    """The numbers that each process was acknowledged; expects that none failed."""
    told = {}
    said = [process.communicate(timeout=60) for process in processes]
    for number, (process, (out, err)) in enumerate(zip(processes, said, strict=True)):
        assert not err, err
        assert process.returncode == 0
        told[f"p{number}"] = [int(row) for row in out.split()]
    return told


def test_many_writers(where: Path, log: FactLog) -> None:
    """Eight processes that record ten times each, and all of them one claim as well, lose no version of any."""
    told = finished(writers(where, 8, 10))
    names = {f"{name}/{number}" for name, numbers in told.items() for number in numbers}
    assert len(names) == 80
    assert set(log.latest()) == names | {"a", "shared"}
    versions = log.history("shared")
    assert {version.message for version in versions} == {name.replace("/", " ") for name in names}
    assert len(versions) == 80
    assert versions[-1].claim == log.latest()["shared"]
    assert len(GitStore.open(where).stamps(versions[-1].commit)) == 81
    git(where, "fsck", "--strict")


@contextlib.contextmanager
def again_and_again(where: Path, *commands: list[str]) -> Iterator[list[int]]:
    """Somebody else's git, run all the time; gives the list of its exit statuses."""
    enough = threading.Event()
    ran: list[int] = []

    def work() -> None:
        while not enough.is_set():
            for command in commands:
                done = subprocess.run(["git", *command], cwd=where, env=environment(), capture_output=True, check=False)
                ran.append(done.returncode)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield ran
    finally:
        enough.set()
        thread.join()


@pytest.mark.parametrize(
    "commands",
    [[["gc", "-q", "--prune=now"]], [["repack", "-a", "-d", "-q"], ["prune", "--expire=now"], ["pack-refs", "--all"]]],
    ids=["gc", "repack"],
)
def test_somebody_cleans_up(where: Path, log: FactLog, commands: list[list[str]]) -> None:
    """Somebody who prunes and repacks all the time takes nothing away that was acknowledged."""
    with again_and_again(where, *commands) as ran:
        told = finished(writers(where, 2, 25, patience=9))
    assert len(ran) >= 3
    names = {f"{name}/{number}" for name, numbers in told.items() for number in numbers}
    assert len(names) == 50
    assert set(log.latest()) == names | {"a", "shared"}
    assert len(log.history("shared")) == 50
    git(where, "fsck", "--strict")
    git(where, "gc", "-q", "--prune=now")
    assert set(log.latest()) == names | {"a", "shared"}


def test_reading_while_somebody_cleans_up(where: Path, log: FactLog) -> None:
    """Who reads while somebody repacks and prunes never finds anything missing that is there."""
    log.record([claim("b")])
    until = time.monotonic() + 3
    commands = [["repack", "-a", "-d", "-q"], ["prune", "--expire=now"], ["pack-refs", "--all", "--prune"]]
    with again_and_again(where, *commands), factlog.open(where) as reader:
        number = 0
        while time.monotonic() < until:
            number += 1
            with contextlib.suppress(factlog.GitError):  # its pack was pruned while it was written
                log.record([claim("b", str(number))])
            for some in (log, reader):
                snapshot = some.latest()
                assert sorted(snapshot) == ["a", "b"]
                assert [snapshot[name].subject for name in snapshot] == ["sky", "sky"]
                assert len(some.history("a")) == 1
    assert number > 5


@pytest.mark.parametrize("dense", [False, True])
def test_a_repack_that_began_before(where: Path, log: FactLog, dense: bool) -> None:
    """A repack that looked when nothing led to a claim's bytes, and deletes packs later, does not take them away."""
    tip = line(where, "rev-parse", "HEAD")
    log.record([claim("b", "once")], taken="2025-02-21")
    git(where, "update-ref", "refs/heads/main", tip)  # as an attempt that failed leaves it: nothing leads there
    packs = where / "objects" / "pack"
    seen = list(packs.glob("pack-*"))
    git(where, "pack-objects", "-q", "--all", str(packs / "pack-repacked"))
    draft = Draft(
        author="A <>",
        committer="A <>",
        taken=1740182400,
        message="b again",
        files=[("claims/b.json", encode(claim("b", "once")))],
    )
    with contextlib.closing(GitStore.open(where)) as store, store.writing() as writer:
        writer.write([draft], dense=dense)
    for path in seen:
        path.chmod(0o600)
        path.unlink()
    git(where, "fsck", "--strict")
    with factlog.open(where) as again:
        assert again.latest()["b"].value == "once"
        assert again.latest()["a"].value == "blue"


def test_what_was_there_unreachable(where: Path, log: FactLog) -> None:
    """Bytes that lie about unreachable, from an attempt that failed, say, are not relied upon: a repack may take them."""
    tip = line(where, "rev-parse", "HEAD")
    log.record([claim("b", "once")], taken="2025-02-21")
    git(where, "update-ref", "refs/heads/main", tip)  # its objects are there still, and nothing leads to them
    store = GitStore.open(where)

    def files() -> Iterator[tuple[str, bytes | None]]:
        yield "claims/b.json", encode(claim("b", "once"))
        yield "captures/aa/large", random.Random(1).randbytes(4_000_000)  # more than waits in any buffer
        time.sleep(0.1)
        git(where, "repack", "-a", "-d", "-q")

    draft = Draft(author="A <>", committer="A <>", taken=1740182400, message="b again", files=files())
    acknowledged = True
    try:
        with store.writing() as writer:
            writer.write([draft])
    except factlog.StoreError:
        acknowledged = False
    store.close()
    git(where, "fsck", "--strict", "--connectivity-only")
    assert acknowledged == ("b" in log.latest())
    assert sorted(log.record([claim("b", "once")])) == ["a", "b"]
    assert log.latest()["b"].value == "once"


class Meddler:
    """Somebody who moves the branch between a writer's reading and writing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *pushes: object) -> None:
        self.left = list(pushes)
        write = GitWriter.write

        def meddled(writer: GitWriter, drafts: object) -> object:
            if self.left:
                self.left.pop(0)()  # type: ignore[operator]
            return write(writer, drafts)  # type: ignore[arg-type]

        monkeypatch.setattr(GitWriter, "write", meddled)


def test_pushed_in_between(where: Path, log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody pushed between reading and writing stays, however often, and the record comes on top of it."""
    documents = [{f"claims/pushed/{number}.json": encode(claim(f"pushed/{number}"))} for number in range(3)]
    meddler = Meddler(monkeypatch, *[lambda files=files: push(where, files) for files in documents])
    snapshot = log.record([claim("b")])
    assert meddler.left == []
    assert sorted(snapshot) == ["a", "b", "pushed/0", "pushed/1", "pushed/2"]
    assert line(where, "rev-list", "--count", "HEAD") == "5"
    assert log.check() == ()


def test_pushed_from_a_clone(where: Path, log: FactLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone can be pushed from between reading and writing, as it can at any other time."""
    git(tmp_path, "clone", "-q", str(where), "clone")
    clone = tmp_path / "clone"
    (clone / "claims" / "by-hand.json").write_bytes(encode(claim("by-hand")))
    git(clone, "add", ".")
    git(clone, "commit", "-q", "-m", "By hand")
    Meddler(monkeypatch, lambda: git(clone, "push", "-q", "origin", "main"))
    assert sorted(log.record([claim("b")])) == ["a", "b", "by-hand"]
    assert [version.message for version in log.history("by-hand")] == ["By hand"]


def test_the_same_claim_was_pushed(where: Path, log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the pushed claim is the recorded one, the last writer wins without a base, and both versions are there."""
    Meddler(monkeypatch, lambda: push(where, {"claims/a.json": encode(claim("a", "pushed"))}))
    log.record([claim("a", "recorded")])
    assert [version.claim and version.claim.value for version in log.history("a")] == ["blue", "pushed", "recorded"]


def test_conflict_in_between(where: Path, log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a base, what was pushed in between conflicts as if it had been there before, and stays."""
    base = log.latest()
    Meddler(monkeypatch, lambda: push(where, {"claims/a.json": encode(claim("a", "pushed"))}))
    with pytest.raises(factlog.ConflictError) as caught:
        log.record([claim("a", "recorded")], base=base)
    assert [(conflict.id, conflict.field) for conflict in caught.value.conflicts] == [("a", "values")]
    assert log.latest()["a"].value == "pushed"


def test_taken_went_on_in_between(where: Path, log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim does not go back before what was pushed in between either."""
    pushed = {"claims/a.json": encode(claim("a", "pushed"))}
    Meddler(monkeypatch, lambda: push(where, pushed, author=b"Hand <hand@example.org> 1750000000 +0000"))
    with pytest.raises(factlog.TakenError):
        log.record([claim("a", "recorded")], taken="2025-02-21")
    assert log.latest()["a"].value == "pushed"


def test_pushed_all_the_time(where: Path, log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer who never wins gives up with an error that says so, and the pushes are all there."""

    def one(number: int) -> None:
        push(where, {f"claims/pushed/{number}.json": encode(claim(f"pushed/{number}"))})

    meddler = Meddler(monkeypatch, *[lambda number=number: one(number) for number in range(30)])
    with pytest.raises(factlog.ConflictError, match="moved"):
        log.record([claim("b")])
    pushed = 30 - len(meddler.left)
    assert pushed >= 10
    meddler.left.clear()
    assert len(log.record([claim("b")])) == pushed + 2


def test_replayed_in_between(where: Path, log: FactLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay that lost the race is one error, and none of it is there."""
    with factlog.init(tmp_path / "other.git") as other:
        snapshots = [other.record([claim("b", str(number))], taken=f"2025-03-0{number}") for number in range(1, 5)]
        Meddler(monkeypatch, lambda: push(where, {"claims/pushed.json": encode(claim("pushed"))}))
        with pytest.raises(factlog.ConflictError, match="moved"):
            log.replay(snapshots)
        assert sorted(log.latest()) == ["a", "pushed"]
        assert sorted(log.replay(snapshots)) == ["a", "b", "pushed"]


def test_readers_see_whole_snapshots(where: Path, log: FactLog) -> None:
    """Who reads while others record sees each snapshot whole: two claims recorded together are always alike."""
    log.record([claim("x", "0"), claim("y", "0")])
    done = threading.Event()

    def write() -> None:
        for number in range(1, 25):
            log.record([claim("x", str(number)), claim("y", str(number))])
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = set()
    with factlog.open(where) as reader:
        while not done.is_set():
            snapshot = reader.latest()
            assert snapshot["x"].value == snapshot["y"].value
            seen.add(snapshot["x"].value)
            assert {version.message for version in reader.history("x")}
    thread.join()
    assert len(seen) > 3


def test_waiting_is_fair_enough(log: FactLog) -> None:
    """No thread among several waits for seconds."""
    waited: list[float] = []

    def write(name: str) -> None:
        for number in range(5):
            before = time.monotonic()
            log.record([claim(f"{name}/{number}")])
            waited.append(time.monotonic() - before)

    threads = [threading.Thread(target=write, args=(f"t{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(log.latest()) == 31
    assert max(waited) < 5
