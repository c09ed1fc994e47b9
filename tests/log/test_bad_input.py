"""Bad input: one error of factlog's for each, which says what to do, and the log as it was before."""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import pickle
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from log.logs import SKY, cited, claim, git, push, refs, tip

import factlog
from factlog import Assessment, Citation, FactLog, FactlogError, Source
from factlog.formats.documents import Document

FIRST = "2025-02-20"


class Refused(NamedTuple):
    """What somebody does, the error that it must raise, and what its message must name."""

    name: str
    action: Callable[[FactLog, Path], object]
    error: type[FactlogError]
    names: tuple[str, ...]


def write(folder: Path, text: str, name: str = "2025-02-21.json") -> Path:
    """A folder with one document; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def document(**fields: Any) -> str:
    """The text of a snapshot document."""
    return json.dumps({"format": 1, "taken": "2025-02-21", **fields})


BARE = {"id": "b", "subject": "sky", "predicate": "colour"}
STACK = "a" + "\u0301" * 30

REFUSED = [
    # unknown ids
    Refused("history of an unknown id", lambda log, _: log.history("nobody"), factlog.ClaimNotFoundError, ("nobody",)),
    Refused("blame of an unknown id", lambda log, _: log.blame("nobody"), factlog.ClaimNotFoundError, ("nobody",)),
    Refused("unknown id in a snapshot", lambda log, _: log.latest()["nobody"], factlog.ClaimNotFoundError, ("nobody",)),
    Refused(
        "removal of an unknown id", lambda log, _: log.record([], remove=["nobody"]), factlog.ClaimNotFoundError, ("nobody",)
    ),
    Refused("unknown source", lambda log, _: log.sources["nobody"], factlog.SourceNotFoundError, ("nobody",)),
    # unknown moments, and moments before the first snapshot
    Refused("unknown revision", lambda log, _: log.at("no-such-branch"), factlog.SnapshotNotFoundError, ("no-such-branch",)),
    Refused(
        "unknown revision, known_at", lambda log, _: log.known_at("nowhere"), factlog.SnapshotNotFoundError, ("nowhere",)
    ),
    Refused(
        "unknown revision, diff", lambda log, _: log.diff(FIRST, "nowhere"), factlog.SnapshotNotFoundError, ("nowhere",)
    ),
    Refused(
        "unknown base", lambda log, _: log.record([claim()], base="nowhere"), factlog.SnapshotNotFoundError, ("nowhere",)
    ),
    Refused("at before the first", lambda log, _: log.at("2025-02-19"), factlog.SnapshotNotFoundError, ("first",)),
    Refused("known_at before the first", lambda log, _: log.known_at("2001"), factlog.SnapshotNotFoundError, ("first",)),
    Refused(
        "diff before the first", lambda log, _: log.diff("2025-02-19", FIRST), factlog.SnapshotNotFoundError, ("first",)
    ),
    Refused("date that does not exist", lambda log, _: log.at("2025-02-30"), factlog.InvalidDateError, ("2025-02-30",)),
    # taken
    Refused(
        "taken goes back", lambda log, _: log.record([claim(value="red")], taken="2025-02-19"), factlog.TakenError, ("'a'",)
    ),
    Refused(
        "taken of a removal goes back",
        lambda log, _: log.record([], remove=["a"], taken="2025-02-19"),
        factlog.TakenError,
        ("'a'",),
    ),
    Refused(
        "taken before 1970", lambda log, _: log.record([claim("b")], taken="1969-12-31"), factlog.TakenError, ("1969-12-31",)
    ),
    Refused(
        "taken of a month", lambda log, _: log.record([claim("b")], taken="2025-02"), factlog.InvalidDateError, ("2025-02",)
    ),
    Refused(
        "taken is no date", lambda log, _: log.record([claim("b")], taken="today"), factlog.InvalidDateError, ("today",)
    ),
    Refused(
        "taken goes back in a replay",
        lambda log, _: log.replay([Document(taken="2025-02-19", claims=[claim(value="red")])]),
        factlog.TakenError,
        ("'a'",),
    ),
    # sources
    Refused(
        "unknown source cited",
        lambda log, _: log.record([cited("b", source="x")]),
        factlog.SourceNotFoundError,
        ("'b'", "'x'"),
    ),
    Refused(
        "unknown source cited by an assessment",
        lambda log, _: log.record([claim("b").assess(Assessment("Ann", "false", citations=[Citation("x")]))]),
        factlog.SourceNotFoundError,
        ("'b'", "'x'"),
    ),
    Refused(
        "unknown source cited in a replay",
        lambda log, _: log.replay([Document(taken="2025-02-21", claims=[cited("b", source="x")])]),
        factlog.SourceNotFoundError,
        ("'b'", "'x'"),
    ),
    Refused(
        "source cleared by a citation",
        lambda log, _: log.record([cited("b", source=Source("sky", title="Disappointed"))]),
        factlog.SourceChangedError,
        ("'sky'", "publisher"),
    ),
    Refused(
        "source changed by a citation",
        lambda log, _: log.record([cited("b", source=SKY.revise(title="Content"))]),
        factlog.SourceChangedError,
        ("'sky'", "title"),
    ),
    # duplicates
    Refused("claim twice", lambda log, _: log.record([claim("b"), claim("b", "red")]), factlog.DuplicateIdError, ("'b'",)),
    Refused("source twice", lambda log, _: log.record([SKY, SKY.revise(title="C")]), factlog.DuplicateIdError, ("'sky'",)),
    Refused("recorded and removed", lambda log, _: log.record([claim()], remove=["a"]), factlog.DuplicateIdError, ("'a'",)),
    Refused("removed twice", lambda log, _: log.record([], remove=["a", "a"]), factlog.DuplicateIdError, ("'a'",)),
    Refused(
        "claim twice in a document",
        lambda log, _: log.replay([Document(taken="2025-02-21", claims=[claim("b"), claim("b")])]),
        factlog.DuplicateIdError,
        ("'b'",),
    ),
    # ids
    Refused("id with capitals", lambda log, _: log.record([claim("Not An Id")]), factlog.InvalidIdError, ("Not An Id",)),
    Refused("id of a device", lambda log, _: log.record([claim("x/con")]), factlog.InvalidIdError, ("con",)),
    Refused("id of five segments", lambda log, _: log.record([claim("a/b/c/d/e")]), factlog.InvalidIdError, ("a/b/c/d/e",)),
    Refused("id that leads away", lambda log, _: log.history("../a"), factlog.InvalidIdError, ("../a",)),
    Refused("id to remove", lambda log, _: log.record([], remove=["A"]), factlog.InvalidIdError, ("'A'",)),
    Refused("id of a cited source", lambda log, _: log.record([cited("b", source="X")]), factlog.InvalidIdError, ("'X'",)),
    # text
    Refused(
        "control character", lambda log, _: log.record([claim("b", "re\x1bd")]), factlog.InvalidError, ("'b'", "U+001B")
    ),
    Refused(
        "bidi override",
        lambda log, _: log.record([claim("b", subject="s\u202ey")]),
        factlog.InvalidError,
        ("'b'", "subject", "U+202E"),
    ),
    Refused(
        "combining marks", lambda log, _: log.record([claim("b", text={"en": STACK})]), factlog.InvalidError, ("'b'", "text")
    ),
    Refused(
        "lone surrogate",
        lambda log, _: log.record([claim("b", claimant="\ud800")]),
        factlog.InvalidError,
        ("'b'", "claimant"),
    ),
    Refused(
        "control character in a message",
        lambda log, _: log.record([claim("b")], message="a\x00b"),
        factlog.InvalidError,
        ("U+0000",),
    ),
    Refused(
        "bidi override in a message",
        lambda log, _: log.record([claim("b")], message="a\u202eb"),
        factlog.InvalidError,
        ("U+202E",),
    ),
    Refused(
        "line break in an author",
        lambda log, _: log.record([claim("b")], author="A\nB <a@b>"),
        factlog.InvalidError,
        ("author",),
    ),
    Refused("neither claim nor source", lambda log, _: log.record(["a"]), factlog.InvalidError, ("claims and sources",)),  # type: ignore[list-item]
    # documents
    Refused(
        "not JSON",
        lambda log, at: log.replay(write(at / "1", "hello")),
        factlog.InvalidDocumentError,
        ("2025-02-21.json", "JSON"),
    ),
    Refused(
        "truncated JSON",
        lambda log, at: log.replay(write(at / "2", document(claims=[BARE])[:-9])),
        factlog.InvalidDocumentError,
        ("2025-02-21.json", "JSON"),
    ),
    Refused(
        "not UTF-8",
        lambda log, at: log.replay((write(at / "3", ""), (at / "3" / "2025-02-21.json").write_bytes(b'{"a": "\xff"}'))[0]),
        factlog.InvalidDocumentError,
        ("UTF-8",),
    ),
    Refused(
        "unknown keys",
        lambda log, at: log.replay(write(at / "4", document(clams=[]))),
        factlog.InvalidDocumentError,
        ("clams",),
    ),
    Refused(
        "wrong types",
        lambda log, at: log.replay(write(at / "5", document(claims=[{**BARE, "said": 2025, "tags": "war"}]))),
        factlog.InvalidDocumentError,
        ("claims[0].said", "claims[0].tags"),
    ),
    Refused("a list", lambda log, at: log.replay(write(at / "6", "[]")), factlog.InvalidDocumentError, ("2025-02-21.json",)),
    Refused(
        "duplicate keys",
        lambda log, at: log.replay(write(at / "7", '{"format": 1, "format": 1, "taken": "2025-02-21"}')),
        factlog.InvalidDocumentError,
        ("format",),
    ),
    Refused(
        "document of a newer format",
        lambda log, at: log.replay(write(at / "8", json.dumps({"format": 2, "taken": "2025-02-21"}))),
        factlog.InvalidDocumentError,
        ("format",),
    ),
    Refused(
        "no taken", lambda log, at: log.replay(write(at / "9", '{"format": 1}')), factlog.InvalidDocumentError, ("taken",)
    ),
    Refused("empty folder", lambda log, at: log.replay(at / "nothing"), factlog.NotFoundError, ("nothing",)),
    # repositories
    Refused("no repository", lambda _, at: factlog.open(at / "nothing"), factlog.LogNotFoundError, ("nothing",)),
    Refused("a folder without git", lambda _, at: factlog.open(write(at / "10", "")), factlog.LogNotFoundError, ("10",)),
    Refused(
        "a file",
        lambda _, at: factlog.open(write(at / "11", "") / "2025-02-21.json"),
        factlog.LogNotFoundError,
        ("2025-02-21.json",),
    ),
    Refused("a log there already", lambda _, at: factlog.init(at / "log.git"), factlog.LogExistsError, ("log.git",)),
    Refused("a folder with files", lambda _, at: factlog.init(write(at / "12", "")), factlog.LogExistsError, ("12",)),
    Refused(
        "no such branch", lambda _, at: factlog.open(at / "log.git", branch="nowhere"), factlog.BranchError, ("nowhere",)
    ),
    Refused("not a branch", lambda _, at: factlog.open(at / "log.git", branch="../x"), factlog.BranchError, ("../x",)),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FactLog, Path]]:
    """A log of one cited claim, taken on 2025-02-20, which no refused action may change."""
    folder = tmp_path_factory.mktemp("bad")
    with factlog.init(folder / "log.git") as log:
        log.record([cited()], taken=FIRST)
        yield log, folder


def sound(error: FactlogError) -> None:
    """Asserts that an error is a sentence that says what was expected, and survives a pickle."""
    assert "expected" in str(error)
    assert not str(error).startswith(("'", '"', "("))
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_refused(shared: tuple[FactLog, Path], row: Refused) -> None:
    """Bad input raises one error that names what is wrong, and leaves the log as it was."""
    log, folder = shared
    before = refs(folder / "log.git")
    with pytest.raises(FactlogError) as raised:
        row.action(log, folder)
    assert type(raised.value) is row.error
    for name in row.names:
        assert name in str(raised.value)
    sound(raised.value)
    assert refs(folder / "log.git") == before
    assert log.latest()["a"] == cited()


def test_a_log_that_refused_records(shared: tuple[FactLog, Path]) -> None:
    """After everything that it refused, a log is sound and records."""
    log, _ = shared
    assert log.check() == ()
    assert log.record([claim("after")], taken="2025-03-01")["after"] == claim("after")


def test_every_problem_of_a_document_at_once(log: FactLog, path: Path, tmp_path: Path) -> None:
    """All problems of a document are told at once, each with its path, up to twenty of them."""
    wrong = [{**BARE, "id": f"b{n}", "said": 1} for n in range(30)]
    with pytest.raises(factlog.InvalidDocumentError) as raised:
        log.replay(write(tmp_path / "many", document(claims=wrong)))
    problems = raised.value.problems
    assert len(problems) == 20
    assert [place for place, _ in problems] == [f"claims[{n}].said" for n in range(20)]
    assert all("expected" in message for _, message in problems)
    sound(raised.value)
    assert tip(path) == ""
    few = [{**BARE, "said": 1}, {**BARE, "id": "C", "values": "x", "colour": "red"}]
    with pytest.raises(factlog.InvalidDocumentError) as raised:
        log.replay(write(tmp_path / "few", document(claims=few, sources=[{"id": "s", "title": 3}])))
    places = {place for place, _ in raised.value.problems}
    assert {"claims[0].said", "claims[1].id", "claims[1].values", "sources[0].title"} <= places
    assert "colour" in str(raised.value)


def test_one_bad_document_of_a_folder(log: FactLog, path: Path, tmp_path: Path) -> None:
    """A folder whose last document is bad records nothing of the others, and the error names the file."""
    write(tmp_path / "docs", document(taken=FIRST, claims=[BARE]), "2025-02-20.json")
    write(tmp_path / "docs", document(claims=[{**BARE, "values": {}}]))
    with pytest.raises(factlog.InvalidDocumentError) as raised:
        log.replay(tmp_path / "docs")
    assert raised.value.file is not None
    assert raised.value.file.endswith("2025-02-21.json")
    assert refs(path) == ""


# Repositories that are not a log


def foreign(path: Path) -> None:
    """Makes somebody's repository of something else."""
    git(path.parent, "init", "--quiet", "--bare", "--initial-branch=main", str(path))
    push(path, {"README": b"hello\n"})


def test_a_repository_that_is_no_log(path: Path) -> None:
    """A git repository of something else is refused, and stays as it is."""
    foreign(path)
    before = refs(path)
    with pytest.raises(factlog.NotALogError, match="factlog") as raised:
        factlog.open(path)
    sound(raised.value)
    assert refs(path) == before


def test_a_refused_open_leaves_nothing_open(path: Path) -> None:
    """An open that is refused leaves no process and no pipe of git's behind."""
    foreign(path)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with contextlib.suppress(factlog.NotALogError):
            factlog.open(path)
        gc.collect()
    assert [str(warning.message) for warning in warned] == []


def test_a_log_that_borrows_objects(log: FactLog, path: Path, tmp_path: Path) -> None:
    """A repository that reads objects from somewhere else is refused: it is not opened in place with trust."""
    log.record([claim()], taken=FIRST)
    borrowed = tmp_path / "borrowed.git"
    git(tmp_path, "clone", "--quiet", "--bare", "--shared", str(path), str(borrowed))
    with pytest.raises(factlog.NotALogError, match="alternates") as raised:
        factlog.open(borrowed)
    sound(raised.value)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b'{\n  "format": 2\n}\n', factlog.FormatError),
        (b'{\n  "format": "1"\n}\n', factlog.CorruptError),
        (b'{\n  "format": true\n}\n', factlog.CorruptError),
        (b"{", factlog.CorruptError),
        (b"[]", factlog.CorruptError),
        (None, factlog.NotALogError),
    ],
    ids=["too new", "text", "boolean", "truncated", "list", "missing"],
)
def test_the_format_of_a_log(log: FactLog, path: Path, content: bytes | None, error: type[FactlogError]) -> None:
    """A log of a newer format, or whose factlog.json does not hold one, is refused."""
    log.record([claim()], taken=FIRST)
    before = push(path, {"factlog.json": content})
    with pytest.raises(FactlogError) as raised:
        factlog.open(path)
    assert type(raised.value) is error
    assert "factlog" in str(raised.value)
    sound(raised.value)
    assert tip(path) == before


def test_a_log_already_open_that_becomes_too_new(log: FactLog, path: Path) -> None:
    """An open log to which a newer factlog pushed its format is not recorded on."""
    log.record([claim()], taken=FIRST)
    before = push(path, {"factlog.json": b'{\n  "format": 2\n}\n'})
    with pytest.raises(factlog.FormatError) as raised:
        log.record([claim("b")], taken="2025-02-22")
    sound(raised.value)
    assert tip(path) == before


def _truncate_packs(path: Path) -> None:
    for pack in (path / "objects" / "pack").glob("*.pack"):
        pack.chmod(0o644)
        with pack.open("r+b") as file:
            file.truncate(40)


def _lose_objects(path: Path) -> None:
    shutil.rmtree(path / "objects" / "pack")


def _scramble_ref(path: Path) -> None:
    (path / "refs" / "heads" / "main").write_text("1234\n")


@pytest.mark.parametrize("damage", [_truncate_packs, _lose_objects, _scramble_ref])
def test_a_corrupt_repository(log: FactLog, path: Path, damage: Callable[[Path], None]) -> None:
    """A damaged repository raises an error about the store, on opening or at the first question, and is not written to."""
    log.record([cited()], taken=FIRST)
    log.close()
    damage(path)
    ref = (path / "refs" / "heads" / "main").read_text()
    with pytest.raises(factlog.StoreError) as raised, factlog.open(path) as damaged:
        damaged.latest()["a"]
    sound(raised.value)
    with pytest.raises(factlog.StoreError) as raised, factlog.open(path) as damaged:
        damaged.record([claim("b")], taken="2025-02-22")
    sound(raised.value)
    assert (path / "refs" / "heads" / "main").read_text() == ref


# A file pushed by hand


def test_a_claim_that_does_not_parse(log: FactLog, path: Path) -> None:
    """A claim that somebody broke by hand raises, and names its file; every other one reads and records on."""
    log.record([cited(), claim("b")], taken=FIRST)
    push(path, {"claims/b.json": b'{"id": "b", '})
    latest = log.latest()
    assert latest["a"] == cited()
    assert set(latest) == {"a", "b"}
    with pytest.raises(factlog.CorruptError) as raised:
        latest["b"]
    assert raised.value.file == "claims/b.json"
    assert raised.value.claim == "b"
    sound(raised.value)
    before = tip(path)
    with pytest.raises(factlog.CorruptError):
        list(latest.claims)
    with pytest.raises(factlog.CorruptError):
        log.history("b")
    assert tip(path) == before
    after = log.record([claim(value="red")], taken="2025-02-22")
    assert after["a"].value == "red"
    assert [version.claim for version in log.history("a")] == [cited(), claim(value="red")]
    assert log.at(FIRST)["b"] == claim("b")


def test_a_broken_claim_is_mended_by_recording_it(log: FactLog, path: Path) -> None:
    """A claim that does not parse can be recorded anew or removed, with a computed message."""
    log.record([claim(), claim("b")], taken=FIRST)
    push(path, {"claims/a.json": b"{", "claims/b.json": b"{"})
    assert log.record([claim(value="red")], taken="2025-02-22")["a"].value == "red"
    assert list(log.record([], remove=["b"], taken="2025-02-22")) == ["a"]


# The machine


class Full:
    """Something of the operating system's that fails."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.ENOSPC, factlog.DiskFullError), (errno.EDQUOT, factlog.DiskFullError), (errno.EROFS, factlog.ReadOnlyError)],
)
def test_what_the_system_refuses(
    log: FactLog, path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[FactlogError]
) -> None:
    """Where the system has no room or gives no right to write, the error says so and the log is as it was."""
    log.record([cited()], taken=FIRST)
    before = refs(path)
    with monkeypatch.context() as patch:
        patch.setattr("factlog.store.writer.sync_folder", Full(number))
        with pytest.raises(FactlogError) as raised:
            log.record([claim("b")], taken="2025-02-21")
    assert type(raised.value) is error
    assert str(path) in str(raised.value)
    sound(raised.value)
    assert refs(path) == before
    assert log.record([claim("b")], taken="2025-02-21")["b"] == claim("b")
    assert log.check() == ()


SCRIPT = """
import os, subprocess, sys
import factlog
from factlog import Claim

place, what = sys.argv[1:]
def mount(*options):
    if subprocess.run(["mount", *options, place], capture_output=True).returncode:
        sys.exit(77)
mount("-t", "tmpfs", "-o", "size=1m", "tmpfs")
def tip():
    return subprocess.run(["git", "-C", place + "/log.git", "rev-parse", "main"], capture_output=True, text=True).stdout
log = factlog.init(place + "/log.git")
log.record([Claim("a", subject="sky", predicate="colour", value="blue")], taken="2025-02-20")
before = tip()
if what == "read-only":
    mount("-o", "remount,ro")
big = [Claim(f"b{n}", subject=os.urandom(40_000).hex(), predicate="colour") for n in range(50)]
try:
    log.record(big, taken="2025-02-21")
except factlog.FactlogError as error:
    print(type(error).__name__, error)
assert tip() == before, "the log changed"
assert log.latest()["a"].value == "blue"
if what == "full":
    log.record([Claim("c", subject="sky", predicate="colour")], taken="2025-02-21")
    assert log.check() == ()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or not shutil.which("unshare"), reason="needs Linux namespaces")
@pytest.mark.parametrize(("what", "error"), [("full", "DiskFullError"), ("read-only", "ReadOnlyError")])
def test_a_real_disk(tmp_path: Path, what: str, error: str) -> None:
    """On a disk that is really full, or read-only, the error says so, the log is as it was, and small records go on."""
    namespace = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    done = subprocess.run(
        [*namespace, sys.executable, "-c", SCRIPT, str(tmp_path), what], capture_output=True, text=True, check=False
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine does not let tests mount a disk")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{error} expected ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_log_without_the_right_to_write(log: FactLog, path: Path) -> None:
    """A log whose folder may not be written to says so, and reads on."""
    log.record([claim()], taken=FIRST)
    before = refs(path)
    folders = [path, *(folder for folder in path.rglob("*") if folder.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        with pytest.raises(factlog.ReadOnlyError) as raised, factlog.open(path) as other:
            other.record([claim("b")], taken="2025-02-21")
        sound(raised.value)
        assert log.latest()["a"] == claim()
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert refs(path) == before


def test_a_branch_that_a_work_tree_has_checked_out(tmp_path: Path) -> None:
    """Recording on a branch that somebody has checked out is refused: the branch stays where it is."""
    path = tmp_path / "log.git"
    with factlog.init(path) as log:
        log.record([claim()], taken=FIRST)
    work = tmp_path / "work"
    git(tmp_path, "clone", "--quiet", str(path), str(work))
    before = refs(work)
    with factlog.open(work) as checked_out:
        assert checked_out.latest()["a"] == claim()
        with pytest.raises(factlog.BranchError, match="main") as raised:
            checked_out.record([claim("b")], taken="2025-02-21")
    sound(raised.value)
    assert refs(work) == before


def test_a_conflict_is_picklable(log: FactLog, path: Path) -> None:
    """A conflict keeps its claims and fields through a pickle, and the log is as it was."""
    base = log.record([claim()], taken=FIRST)
    log.record([claim(value="red")], taken="2025-02-21")
    before = refs(path)
    with pytest.raises(factlog.ConflictError) as raised:
        log.record([claim(value="green")], base=base, taken="2025-02-22")
    sound(raised.value)
    assert refs(path) == before
