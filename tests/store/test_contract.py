"""What every store promises: one suite, passed by the git store and by its in-memory twin."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from store.backends import Backend, InGit, InMemory

from factlog import Citation, Claim, FactLog, Kind, Source
from factlog.errors import CorruptError, SnapshotNotFoundError
from factlog.store.port import BlobId, CommitId, Difference, Draft, Stamp, Store, TipMovedError, Writer

ANN = "Ann Ž. <ann@example.org>"
BOB = "Bob <>"

Files = Mapping[str, bytes | None]


class StrangeError(Exception):
    """Something that went wrong in the code of a caller."""


@pytest.fixture(params=["git", "memory"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """A new store of each kind."""
    made: Backend = InGit(tmp_path) if request.param == "git" else InMemory()
    yield made
    made.store.close()


@pytest.fixture
def store(backend: Backend) -> Store:
    """The store of the backend."""
    return backend.store


def draft(files: Files, taken: int = 1740000000, message: str = "a message", author: str = ANN) -> Draft:
    return Draft(author=author, committer=BOB, taken=taken, message=message, files=list(files.items()))


def write(store: Store, *drafts: Draft | Files) -> CommitId:
    with store.writing() as writer:
        return writer.write([one if isinstance(one, Draft) else draft(one) for one in drafts])


def contents(store: Store, commit: CommitId, folder: str) -> dict[str, bytes]:
    entries = store.entries(commit, folder)
    return dict(zip(entries, store.read(entries.values()), strict=True))


def line(store: Store, count: int) -> list[CommitId]:
    """As many commits, each of which writes its number to ``claims/a.json``."""
    write(store, *({"claims/a.json": b"%d" % number} for number in range(count)))
    tip = store.tip()
    assert tip is not None
    return [stamp.id for stamp in store.stamps(tip)]


# The tip, and what commits say


def test_empty(store: Store) -> None:
    """An empty store has no tip and nothing wrong with it."""
    assert store.tip() is None
    assert store.verify() == []


def test_tip(store: Store) -> None:
    """The tip is the commit that was written last."""
    first = write(store, {"a": b"1"})
    assert store.tip() == first
    second = write(store, {"a": b"2"})
    assert store.tip() == second != first


def test_commits(store: Store) -> None:
    """A commit says who made it, what it describes, when it was recorded, why, and what came before."""
    before = int(time.time())
    one = write(store, draft({"a": b"1"}, taken=0, message="Brīvība\n\n  会談 <x>\n\ttwo", author=ANN))
    two = write(store, draft({"a": b"2"}, taken=4102444800, message="", author=BOB))
    first, second = store.commits([one, two])
    assert (first.id, first.parent, first.author, first.taken) == (one, None, ANN, 0)
    assert first.message == "Brīvība\n\n  会談 <x>\n\ttwo"
    assert before <= first.recorded <= second.recorded <= time.time()
    assert (second.id, second.parent, second.author, second.taken) == (two, one, BOB, 4102444800)
    assert second.message == ""


def test_commits_as_asked(store: Store) -> None:
    """Commits come in the order asked for, as often as asked for."""
    one, two, three = line(store, 3)
    asked = [three, one, one, two]
    assert [commit.id for commit in store.commits(asked)] == asked
    assert list(store.commits([])) == []


def test_unknown_commit(store: Store) -> None:
    """A commit that is not there is damage."""
    write(store, {"a": b"1"})
    with pytest.raises(CorruptError):
        list(store.commits([CommitId("0" * 40)]))


def test_stamps(store: Store) -> None:
    """Stamps are oldest first by parenthood, whatever the dates say."""
    taken = [5, 3, 9, 3]
    write(store, *(draft({"a": b"%d" % number}, taken=second) for number, second in enumerate(taken)))
    tip = store.tip()
    assert tip is not None
    stamps = store.stamps(tip)
    assert all(isinstance(stamp, Stamp) for stamp in stamps)
    assert [stamp.taken for stamp in stamps] == taken
    assert stamps[-1].id == tip
    assert [(commit.id, commit.taken, commit.recorded) for commit in store.commits(stamp.id for stamp in stamps)] == stamps
    assert store.stamps(stamps[1].id) == stamps[:2]


def test_stamps_after(store: Store) -> None:
    """Only what follows a commit can be asked for; nothing follows the tip."""
    commits = line(store, 4)
    assert [stamp.id for stamp in store.stamps(commits[3], after=commits[1])] == commits[2:]
    assert store.stamps(commits[3], after=commits[3]) == []
    assert store.stamps(commits[1], after=commits[3]) == []


# What changed


def test_touched(store: Store) -> None:
    """Each commit comes with the files that it added, changed and removed, oldest first."""
    one = write(store, {"claims/a.json": b"1", "claims/b/c.json": b"2"})
    two = write(store, {"claims/a.json": b"3", "sources/d.json": b"4"})
    three = write(store, {"claims/b/c.json": None})
    blob = {data: store.blob_id(data) for data in (b"1", b"2", b"3", b"4")}
    assert list(store.touched(three)) == [
        (one, [Difference("claims/a.json", None, blob[b"1"]), Difference("claims/b/c.json", None, blob[b"2"])]),
        (two, [Difference("claims/a.json", blob[b"1"], blob[b"3"]), Difference("sources/d.json", None, blob[b"4"])]),
        (three, [Difference("claims/b/c.json", blob[b"2"], None)]),
    ]
    assert [commit for commit, _ in store.touched(two)] == [one, two]


def test_touched_paths(store: Store) -> None:
    """Paths and folders choose commits, and the files shown of them, by their whole names."""
    one = write(store, {"claims/a.json": b"1", "claims/a/b.json": b"1", "claims/ab.json": b"1"})
    two = write(store, {"claims/a/b.json": b"2", "claims/ab.json": b"2"})
    three = write(store, {"claims/ab.json": b"3", "other": b"3"})

    def asked(*paths: str) -> list[tuple[CommitId, list[str]]]:
        return [(commit, [row.path for row in rows]) for commit, rows in store.touched(three, paths)]

    assert asked("claims/a.json") == [(one, ["claims/a.json"])]
    assert asked("claims/a") == [(one, ["claims/a/b.json"]), (two, ["claims/a/b.json"])]
    assert asked("other", "claims/a.json") == [(one, ["claims/a.json"]), (three, ["other"])]
    assert [commit for commit, _ in asked("claims")] == [one, two, three]
    assert asked("claims/*", "nothing", ":/other", ":(glob)claims/**") == []


def test_touched_many_paths(store: Store) -> None:
    """Any number of paths can be asked for."""
    tip = write(store, {"claims/a.json": b"1"}, {"claims/b.json": b"1"})
    paths = [f"claims/long-name-of-a-claim-{number:06}.json" for number in range(5000)]
    assert [[row.path for row in rows] for _, rows in store.touched(tip, [*paths, "claims/b.json"])] == [["claims/b.json"]]


def test_touched_only(store: Store) -> None:
    """Of some commits alone, those that changed one of the paths."""
    one = write(store, {"claims/a.json": b"1"})
    two = write(store, {"claims/b.json": b"1"})
    three = write(store, {"claims/a.json": b"2"})
    assert [commit for commit, _ in store.touched(three, only=[one, three])] == [one, three]
    assert [commit for commit, _ in store.touched(three, ["claims/b.json"], only=[one, two, three])] == [two]
    assert [commit for commit, _ in store.touched(three, ["claims"], only=[one, two])] == [one, two]
    assert list(store.touched(three, only=[])) == []
    assert list(store.touched(three, ["claims"], only=[])) == []


def test_touched_many_commits(store: Store) -> None:
    """Any number of commits can be asked for."""
    commits = line(store, 600)
    assert [commit for commit, _ in store.touched(commits[-1], ["claims/a.json"], only=commits[1:])] == commits[1:]
    assert [commit for commit, _ in store.touched(commits[-1], ["claims/a.json"])] == commits


def test_touched_nothing(backend: Backend) -> None:
    """A commit that changed nothing does not come."""
    store = backend.store
    one = write(store, {"claims/a.json": b"1"})
    empty = backend.commit({}, [one])
    backend.move(empty)
    two = write(store, {"claims/a.json": b"2"})
    assert [commit for commit, _ in store.touched(two)] == [one, two]
    assert [commit for commit, _ in store.touched(two, only=[one, empty, two])] == [one, two]
    assert [stamp.id for stamp in store.stamps(two)] == [one, empty, two]


def test_merges(backend: Backend) -> None:
    """Merged commits do not come; the merge comes with what it brought to its first parent."""
    store = backend.store
    one = write(store, {"claims/a.json": b"1", "claims/b.json": b"1"})
    two = write(store, {"claims/a.json": b"2"})
    side = backend.commit({"claims/b.json": b"side"}, [one])
    merge = backend.commit({"claims/b.json": b"side"}, [two, side])
    backend.move(merge)
    three = write(store, {"claims/a.json": b"3"})
    expected = [Difference("claims/b.json", store.blob_id(b"1"), store.blob_id(b"side"))]
    assert [stamp.id for stamp in store.stamps(three)] == [one, two, merge, three]
    assert [commit for commit, _ in store.touched(three)] == [one, two, merge, three]
    assert [commit for commit, _ in store.touched(three, ["claims/b.json"])] == [one, merge]
    assert dict(store.touched(three))[merge] == expected
    assert list(store.touched(three, ["claims/b.json"], only=[two, merge, three])) == [(merge, expected)]
    assert store.commit(merge).parent == two


def test_merge_that_took_the_other_side(backend: Backend) -> None:
    """A merge that threw its own line's change away does not hide that change."""
    store = backend.store
    one = write(store, {"claims/a.json": b"1"})
    two = write(store, {"claims/a.json": b"2"})
    side = backend.commit({"claims/b.json": b"side"}, [one])
    merge = backend.commit({"claims/a.json": b"1", "claims/b.json": b"side"}, [two, side])
    assert [commit for commit, _ in store.touched(merge, ["claims/a.json"])] == [one, two, merge]


def test_touched_halfway(store: Store) -> None:
    """Who stops halfway leaves nothing behind that is in the way."""
    commits = line(store, 50)
    for _ in range(5):
        assert [commit for commit, _ in islice(store.touched(commits[-1]), 2)] == commits[:2]
    assert [commit for commit, _ in store.touched(commits[-1])] == commits


def test_differences(store: Store) -> None:
    """Two commits differ in the files added, changed and removed, by path, in either direction."""
    one = write(store, {"claims/a.json": b"1", "claims/a/b.json": b"1", "claims/a-b.json": b"1", "kept": b"1"})
    two = write(store, {"claims/a.json": b"2", "claims/a/b.json": None, "claims/a-b.json": b"2", "sources/ä.json": b"2"})
    blob, other = store.blob_id(b"1"), store.blob_id(b"2")
    expected = [
        Difference("claims/a-b.json", blob, other),
        Difference("claims/a.json", blob, other),
        Difference("claims/a/b.json", blob, None),
        Difference("sources/ä.json", None, other),
    ]
    assert store.differences(one, two) == expected
    assert store.differences(two, one) == [Difference(row.path, row.after, row.before) for row in expected]
    assert store.differences(one, one) == []


def test_there_and_back(store: Store) -> None:
    """Commits far apart with the same files do not differ, and a file that moves is one removed and one added."""
    one = write(store, {"claims/a.json": b"long enough to be taken for a rename\n" * 20})
    two = write(store, {"claims/a.json": None, "claims/b.json": b"long enough to be taken for a rename\n" * 20})
    three = write(store, {"claims/b.json": None, "claims/a.json": b"long enough to be taken for a rename\n" * 20})
    assert store.differences(one, three) == []
    assert [(row.path, row.before is None) for row in store.differences(one, two)] == [
        ("claims/a.json", False),
        ("claims/b.json", True),
    ]


# What is there


def test_entries(store: Store) -> None:
    """A folder's files come by path, at any depth, and no other folder's."""
    files = {f"claims/{name}": name.encode() for name in ("z.json", "a.json", "a/b.json", "a/c/d.json", "a-b.json")}
    tip = write(store, files | {"claimsx/a": b"x", "claim": b"y", "factlog.json": b"{}"})
    assert contents(store, tip, "claims") == files
    assert list(store.entries(tip, "claims")) == sorted(files)
    assert list(store.entries(tip, "claims/a")) == ["claims/a/b.json", "claims/a/c/d.json"]
    assert store.entries(tip, "claims/nothing") == store.entries(tip, "sources") == store.entries(tip, "factlog.json") == {}


def test_entries_as_they_stood(store: Store) -> None:
    """An older commit holds what it held, and an emptied folder nothing."""
    one = write(store, {"claims/a.json": b"1"})
    two = write(store, {"claims/a.json": None, "b": b"1"})
    assert contents(store, one, "claims") == {"claims/a.json": b"1"}
    assert store.entries(two, "claims") == {}


@pytest.mark.parametrize("more", [0, 499, 501, 2500])
def test_find(store: Store, more: int) -> None:
    """Few paths or many, files are found, once each and in the order asked for; folders and what is not there are not."""
    files = {f"claims/a/{number:04}.json": b"%d" % number for number in range(60)} | {
        "factlog.json": b"{}",
        "claims/ä b": b"x",
    }
    tip = write(store, files)
    absent = [f"claims/b/{number:04}.json" for number in range(more)]
    asked = [*reversed(files), *absent, "claims", "claims/a", "claims/a/0001.json", "nothing", "claims/a/0001.json/x"]
    found = store.find(tip, iter(asked))
    assert found == {path: store.blob_id(data) for path, data in files.items()}
    assert list(found) == list(reversed(files))
    assert store.find(tip, []) == {}


ODD_PATHS = [
    *("", "/", "/b", "./b", "claims/../b", "claims/", "claims//a.json", "claims/*", ":b", ":/b", "--help", "b ", " b"),
    *("b\n", "claims/a.json\ninfo HEAD", "b\x00", "\x00", "\ud800", "\udcff", "x" * 70_000),
]


@pytest.mark.parametrize("more", [0, 501])
@pytest.mark.parametrize("path", ODD_PATHS, ids=lambda path: ascii(path[:30]))
def test_find_nothing_that_a_path_is_not(store: Store, more: int, path: str) -> None:
    """A path is never a pattern, a command or a way out."""
    tip = write(store, {"claims/a.json": b"1", "b": b"2"})
    blob = store.blob_id(b"1")
    assert store.find(tip, [path, "claims/a.json", *map(str, range(more))]) == {"claims/a.json": blob}
    assert list(store.read([blob])) == [b"1"]


def test_read(store: Store) -> None:
    """Bytes come back as they were written, whatever they are, in the order and as often as asked for."""
    data = [b"", b"\n", b"\0\xff" * 9, "会談\r\n".encode(), b"x" * 3_000_000, b"blob 3\0abc", b"done\n"]
    write(store, {f"f/{number}": body for number, body in enumerate(data)})
    blobs = [store.blob_id(body) for body in data]
    assert list(store.read(blobs)) == data
    assert list(store.read([blobs[3], blobs[0], blobs[3]])) == [data[3], data[0], data[3]]
    assert list(store.read([])) == []


def test_read_many(store: Store) -> None:
    """Many blobs are read as they are asked for; readings that take turns do not mix."""
    data = [b"%d" % number for number in range(1000)]
    write(store, {f"f/{number:04}": body for number, body in enumerate(data)})
    blobs = [store.blob_id(body) for body in data]
    pairs = zip(store.read(blobs), store.read(reversed(blobs)), strict=True)
    assert list(pairs) == list(zip(data, reversed(data), strict=True))


@pytest.mark.parametrize("blob", ["0" * 40, "nothing", ""])
def test_read_nothing(store: Store, blob: str) -> None:
    """A blob that is not there is damage, and what comes before it is read."""
    write(store, {"a": b"1"})
    reading = store.read([store.blob_id(b"1"), BlobId(blob)])
    with pytest.raises(CorruptError):
        list(reading)
    assert list(store.read([store.blob_id(b"1")])) == [b"1"]


def test_read_a_commit(store: Store) -> None:
    """A commit is no blob."""
    tip = write(store, {"a": b"1"})
    with pytest.raises(CorruptError):
        list(store.read([BlobId(tip)]))


def test_blob_id(store: Store) -> None:
    """The id of bytes is known before they are written, and the same bytes have one id."""
    before = store.blob_id(b"1"), store.blob_id(b"2")
    tip = write(store, {"claims/a.json": b"1", "claims/b.json": b"2", "claims/c.json": b"1"})
    assert tuple(store.entries(tip, "claims").values()) == (before[0], before[1], before[0])
    assert before[0] != before[1]


def test_resolve(store: Store) -> None:
    """A commit is named by its id, by HEAD, by its branch, and by the way back from there."""
    one, two, three = line(store, 3)
    assert [store.resolve(name) for name in (two, "HEAD", "main", "refs/heads/main")] == [two, three, three, three]
    assert [store.resolve(name) for name in ("HEAD~1", "main~2", f"{three}~1~1")] == [two, one, one]


@pytest.mark.parametrize(
    "revision",
    [
        "nothing",
        "HEAD~9",
        "0" * 40,
        "",
        " ",
        "-",
        "--all",
        "--output=x",
        "-p",
        "HEAD\n",
        "HEAD\0",
        "HEAD\ninfo HEAD",
        "\ud800",
        "x" * 100_000,
    ],
)
def test_resolve_nothing(store: Store, revision: str) -> None:
    """What names no commit, whatever it looks like, is not found; the next question is answered."""
    tip = write(store, {"a": b"1"})
    with pytest.raises(SnapshotNotFoundError):
        store.resolve(revision)
    assert store.resolve("HEAD") == store.tip() == tip


def test_resolve_in_an_empty_store(store: Store) -> None:
    """An empty store has no commit to name."""
    for name in ("HEAD", "main"):
        with pytest.raises(SnapshotNotFoundError):
            store.resolve(name)


def test_resolve_a_blob(store: Store) -> None:
    """A blob is no commit."""
    write(store, {"a": b"1"})
    for name in (store.blob_id(b"1"), "HEAD:a", "HEAD^{tree}"):
        with pytest.raises(SnapshotNotFoundError):
            store.resolve(name)


# Writing


def test_write(store: Store) -> None:
    """A commit adds and replaces what it names, removes what it says, and keeps the rest."""
    write(store, {"claims/a.json": b"1", "claims/b.json": b"1", "claims/c/d.json": b"1"})
    tip = write(store, {"claims/a.json": b"2", "claims/c/d.json": None, "claims/not-there.json": None})
    assert contents(store, tip, "claims") == {"claims/a.json": b"2", "claims/b.json": b"1"}


def test_write_many(store: Store) -> None:
    """Many commits written at once are a line, each on top of the one before."""
    base = write(store, {"claims/a.json": b"0"})
    tip = write(store, *(draft({"claims/a.json": b"%d" % n, f"claims/{n}.json": b"x"}, taken=n) for n in range(1, 20)))
    stamps = store.stamps(tip)
    assert len(stamps) == 20
    assert stamps[0].id == base
    assert [stamp.taken for stamp in stamps[1:]] == list(range(1, 20))
    assert [len(store.entries(stamp.id, "claims")) for stamp in stamps] == list(range(1, 21))


@pytest.mark.parametrize("room", [1000, 1 << 25])
def test_write_densely(store: Store, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """Versions of large and small files, written as their differences, are what they were given as, commit by commit."""
    monkeypatch.setattr("factlog.store.writer._ROOM", room)
    write(store, {"claims/a.json": b"0", "claims/b.json": b"0"})
    large = [b"".join(b"%d %d\n" % (number, line * (number % 7 == 0)) for line in range(3000)) for number in range(8)]
    given: list[Files] = []
    for n in range(600):
        changing = {"claims/a.json": b"%d " % n * (n % 40), f"claims/{n % 5}/c.json": b"" if n % 11 else b"%d" % n}
        given.append({**changing, "claims/b.json": large[n // 90 + n % 2] if n % 3 else None})
    with store.writing() as writer:
        tip = writer.write((draft(files, taken=n) for n, files in enumerate(given, start=1)), dense=True)
    expected: dict[str, bytes] = {}
    for stamp, files in zip(store.stamps(tip)[1:], given, strict=True):
        expected |= {path: data for path, data in files.items() if data is not None}
        expected = {path: data for path, data in expected.items() if files.get(path, b"") is not None}
        assert contents(store, stamp.id, "claims") == expected
    assert store.verify() == []


def test_write_twice(store: Store) -> None:
    """One writer can write more than once; its tip is what it wrote last."""
    with store.writing() as writer:
        assert writer.tip is None
        one = writer.write([draft({"a": b"1"})])
        assert writer.tip == one == store.tip()
        two = writer.write([draft({"b": b"2"})])
        assert writer.tip == two == store.tip()
    assert store.commit(two).parent == one


def test_not_written(store: Store) -> None:
    """Who has the right to write need not."""
    tip = write(store, {"a": b"1"})
    with store.writing() as writer:
        assert writer.tip == tip
    with pytest.raises(StrangeError), store.writing():
        raise StrangeError
    assert store.tip() == tip
    assert write(store, {"a": b"2"}) == store.tip()


def test_tip_moved(backend: Backend) -> None:
    """Where somebody moved the tip since, nothing is written and the other's tip stays; the next writer goes on from it."""
    store = backend.store
    one = write(store, {"claims/a.json": b"1"})
    with store.writing() as writer:
        foreign = backend.commit({"claims/b.json": b"foreign"}, [one])
        backend.move(foreign)
        assert writer.tip == one
        with pytest.raises(TipMovedError):
            writer.write([draft({"claims/a.json": b"2"})])
    assert store.tip() == foreign
    tip = write(store, {"claims/a.json": b"2"})
    assert contents(store, tip, "claims") == {"claims/a.json": b"2", "claims/b.json": b"foreign"}
    assert store.verify() == []


def test_tip_appeared(backend: Backend) -> None:
    """Two first commits do not follow each other: the later one is told."""
    store = backend.store
    with store.writing() as writer:
        foreign = backend.commit({"claims/b.json": b"foreign"}, [])
        backend.move(foreign)
        with pytest.raises(TipMovedError):
            writer.write([draft({"claims/a.json": b"1"})])
    assert store.tip() == foreign


def test_tip_moved_while_writing(backend: Backend) -> None:
    """The tip is compared when it is moved, not when the writing began."""
    store = backend.store
    one = write(store, {"claims/a.json": b"1"})
    foreign = backend.commit({"claims/b.json": b"foreign"}, [one])

    def drafts() -> Iterator[Draft]:
        yield draft({"claims/a.json": b"2"})
        backend.move(foreign)
        yield draft({"claims/a.json": b"3"})

    with store.writing() as writer, pytest.raises(TipMovedError):
        writer.write(drafts())
    assert store.tip() == foreign


@pytest.mark.parametrize("error", [StrangeError, KeyboardInterrupt, GeneratorExit])
@pytest.mark.parametrize("written", [0, 1, 3])
@pytest.mark.parametrize("size", [10, 2_000_000])
@pytest.mark.parametrize("dense", [False, True])
def test_all_or_none(store: Store, error: type[BaseException], written: int, size: int, dense: bool) -> None:
    """Where the commits to write cannot all be had, none is written, and the error is the caller's own."""
    tip = write(store, {"claims/a.json": b"1"})

    def files() -> Iterator[tuple[str, bytes | None]]:
        yield "claims/b.json", b"half"
        raise error

    def drafts() -> Iterator[Draft]:
        for number in range(written):
            yield draft({"claims/a.json": b"%d" % number * size})
        yield Draft(ANN, BOB, 1, "broken", files())

    with pytest.raises(error), store.writing() as writer:
        writer.write(drafts(), dense=dense)
    assert store.tip() == tip
    assert contents(store, tip, "claims") == {"claims/a.json": b"1"}
    assert contents(store, write(store, {"claims/c.json": b"2"}), "claims") == {"claims/a.json": b"1", "claims/c.json": b"2"}


def test_all_or_none_of_the_first(store: Store) -> None:
    """A first commit that fails leaves the store empty."""

    def drafts() -> Iterator[Draft]:
        yield draft({"a": b"1"})
        raise StrangeError

    with pytest.raises(StrangeError), store.writing() as writer:
        writer.write(drafts())
    assert store.tip() is None
    assert store.verify() == []


def test_reading_while_writing(store: Store) -> None:
    """Readers take no lock, and see the state before until the new one is there."""
    one = write(store, {"claims/a.json": b"1"})
    seen: list[tuple[CommitId | None, dict[str, bytes]]] = []

    def drafts() -> Iterator[Draft]:
        yield draft({"claims/a.json": b"2"})
        seen.append((store.tip(), contents(store, one, "claims")))
        yield draft({"claims/a.json": b"3"})

    with store.writing() as writer:
        two = writer.write(drafts())
    assert seen == [(one, {"claims/a.json": b"1"})]
    assert contents(store, two, "claims") == {"claims/a.json": b"3"}


def test_one_writer_at_a_time(store: Store) -> None:
    """The right to write is held by one at a time; the others wait."""
    entered = threading.Event()

    def second() -> CommitId | None:
        entered.set()
        with store.writing() as writer:
            return writer.tip

    with ThreadPoolExecutor(1) as pool:
        with store.writing() as writer:
            waiting = pool.submit(second)
            assert entered.wait(5)
            time.sleep(0.05)
            assert not waiting.done()
            tip = writer.write([draft({"a": b"1"})])
        assert waiting.result(timeout=5) == tip


def in_threads(count: int, work: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(work, number) for number in range(count)]:
            done.result(timeout=60)


def test_reading_in_threads(store: Store) -> None:
    """Threads that read at once each get what they asked for."""
    data = {f"claims/{number}.json": b"%d" % number * 50 for number in range(300)}
    tip = write(store, data)
    blobs = {store.blob_id(body): body for body in data.values()}

    def work(number: int) -> None:
        mine = list(blobs)[number::2]
        for _ in range(5):
            assert list(store.read(mine)) == [blobs[blob] for blob in mine]
            assert list(store.find(tip, list(data)[number:40])) == list(data)[number:40]
            assert store.tip() == tip

    in_threads(8, work)


def test_writing_in_threads(store: Store) -> None:
    """Threads that write at once lose nothing."""

    def work(number: int) -> None:
        for turn in range(4):
            write(store, {f"claims/{number}-{turn}.json": b"x"})

    in_threads(6, work)
    tip = store.tip()
    assert tip is not None
    assert len(store.stamps(tip)) == len(store.entries(tip, "claims")) == 24
    assert store.verify() == []


def test_close(store: Store) -> None:
    """A closed store can be read and written again."""
    tip = write(store, {"a": b"1"})
    for _ in range(3):
        store.close()
        store.close()
        assert store.tip() == tip
        assert list(store.read([store.blob_id(b"1")])) == [b"1"]
    store.close()
    assert write(store, {"a": b"2"}) == store.tip()


def test_verify(backend: Backend) -> None:
    """Something that is missing is told, by its id."""
    store = backend.store
    write(store, {"a": b"1", "b": b"2"})
    assert store.verify() == []
    backend.lose(store.blob_id(b"1"))
    said = store.verify()
    assert said
    assert any(store.blob_id(b"1") in sentence for _, sentence in said)


def test_lost(backend: Backend) -> None:
    """A blob whose bytes are lost is damage; the others are read."""
    store = backend.store
    tip = write(store, {"claims/a.json": b"1", "claims/b.json": b"2"})
    backend.lose(store.blob_id(b"1"))
    with pytest.raises(CorruptError):
        list(store.read([store.blob_id(b"1")]))
    assert list(store.entries(tip, "claims")) == ["claims/a.json", "claims/b.json"]
    assert list(store.read([store.blob_id(b"2")])) == [b"2"]


# The log over any store


def riyadh(log: FactLog) -> None:
    """The two records of the example."""
    sky = Source("sky-2025-02-19", title="…", publisher="Sky News", issued="2025-02-19", language="en")
    started = Claim(
        "trump/who-started-the-war",
        subject="2022 Russian invasion of Ukraine",
        predicate="started by",
        value="Ukraine",
        claimant="Donald Trump",
        said="2025-02-18",
        text={"en": "You should have never started it."},
        citations=[Citation(sky, retrieved="2025-02-20")],
    )
    log.record([started], message="Trump blames Ukraine", taken="2025-02-20")
    reuters = Source("reuters-2025-02-21", title="…", publisher="Reuters", issued="2025-02-21", language="en")
    reversal = started.revise(
        value="Russia",
        said="2025-02-21",
        text={"en": "Russia attacked, but …"},
        citations=[Citation(reuters, retrieved="2025-02-22")],
    )
    log.record([reversal], message="Trump reverses", taken="2025-02-22")


def test_example(store: Store) -> None:
    """The example of the design says the same over every store."""
    log = FactLog(store)
    assert len(log.latest()) == 0
    riyadh(log)
    (change,) = log.diff("2025-02-20", "2025-02-22")
    assert change.kinds == {Kind.REVERSED}
    assert str(change).split() == ["trump/who-started-the-war", "reversed", "Ukraine", "→", "Russia"]
    assert log.at("2025-02-21")["trump/who-started-the-war"].value == "Ukraine"
    versions = log.history("trump/who-started-the-war")
    assert [(version.taken.day, version.claim and version.claim.value) for version in versions] == [
        (20, "Ukraine"),
        (22, "Russia"),
    ]
    assert log.blame("trump/who-started-the-war")["values"].taken.day == 22
    assert log.blame("trump/who-started-the-war")["claimant"].taken.day == 20
    assert log.check() == ()


def test_overlapping_stories(store: Store) -> None:
    """A backfill about another story does not change any answer about this one, over every store."""
    log = FactLog(store)
    riyadh(log)
    other = Claim("weather/riga", subject="Riga", predicate="weather", value="rain")
    log.record([other], taken="2025-02-21")
    assert dict(log.at("2025-02-21")) == {
        "weather/riga": other,
        "trump/who-started-the-war": log.history("trump/who-started-the-war")[0].claim,
    }
    (change,) = [change for change in log.diff("2025-02-20", "2025-02-22") if change.id.startswith("trump/")]
    assert change.kinds == {Kind.REVERSED}


def test_pushed_in_between(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's push between reading and writing is kept, and the record applied on top of it."""
    store = backend.store
    log = FactLog(store)
    riyadh(log)
    document = b'{\n  "id": "weather/oslo",\n  "subject": "Oslo",\n  "predicate": "weather"\n}\n'
    pushes: Iterator[Files] = iter([{"claims/weather/oslo.json": document}, {"claims/trump/who-started-the-war.json": None}])
    writing = store.writing

    @contextlib.contextmanager
    def meddled() -> Iterator[Writer]:
        with writing() as writer:
            if writer.tip and (push := next(pushes, None)):
                backend.move(backend.commit(push, [writer.tip]))
            yield writer

    monkeypatch.setattr(store, "writing", meddled)
    claim = Claim("weather/riga", subject="Riga", predicate="weather", value="rain")
    snapshot = log.record([claim], taken="2025-02-23")
    assert sorted(snapshot) == ["weather/oslo", "weather/riga"]
    assert [version.message for version in log.history("weather/oslo")] == ["by hand"]
    assert [version.claim is None for version in log.history("trump/who-started-the-war")] == [False, False, True]
