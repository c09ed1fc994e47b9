"""``replay`` and ``export``: whole snapshots, one after the other, in and out."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from log.logs import REUTERS, SKY, cited, claim, git, refs, tip

import factlog
from factlog import Axis, FactLog, Kind, Snapshot
from factlog.claims import ClaimId
from factlog.formats.documents import Document, dumps, read

RIYADH = Path(__file__).parents[2] / "snapshots" / "riyadh-2025"
STARTED = ClaimId("trump/who-started-the-war")


def folder_of(folder: Path, *documents: Document) -> Path:
    """A folder of snapshot documents."""
    folder.mkdir()
    for document in documents:
        (folder / f"{document.taken}.json".replace(":", "-")).write_bytes(dumps(document))
    return folder


def story() -> list[Document]:
    """Three documents: two claims, one of them changed, one of them gone."""
    return [
        Document(taken="2025-02-20", message="One", author="Ann <ann@example.org>", claims=[cited("a"), claim("b")]),
        Document(taken="2025-02-21", message="Two", sources=[SKY], claims=[cited("a", "red"), claim("b")]),
        Document(taken="2025-02-22T09:30:00Z", sources=[SKY], claims=[cited("a", "red")]),
    ]


def values(snapshot: Snapshot) -> dict[str, object]:
    """The claims' values, by id."""
    return {str(name): held.value for name, held in snapshot.items()}


def answers(log: FactLog) -> list[object]:
    """What a log says at each moment at which a snapshot was taken, and of each claim."""
    moments = sorted({snapshot.taken for snapshot in log.snapshots() if snapshot.taken})
    states = [(taken, dict(log.at(taken)), list(log.at(taken).sources), log.at(taken).message) for taken in moments]
    histories = [[(version.taken, version.claim) for version in log.history(name)] for name in log.latest()]
    return [states, histories, [str(change) for change in log.changes]]


def test_replay_of_documents(log: FactLog, path: Path) -> None:
    """Documents become one commit each, with their moments, messages and authors; the last snapshot is returned."""
    snapshot = log.replay(story())
    assert snapshot == log.latest()
    assert values(snapshot) == {"a": "red"}
    assert git(path, "log", "--reverse", "--format=%at", "main").split() == ["1740009600", "1740096000", "1740216600"]
    first = next(log.snapshots())
    assert (first.message, first.author) == ("One", "Ann <ann@example.org>")
    assert values(log.at("2025-02-20")) == {"a": "blue", "b": "blue"}
    assert values(log.at("2025-02-21")) == {"a": "red", "b": "blue"}
    assert log.latest()[ClaimId("a")].citations[0].source == SKY
    assert log.check() == ()
    git(path, "fsck", "--strict")


def test_replay_of_a_folder(log: FactLog, tmp_path: Path) -> None:
    """A folder is read in the order of ``taken``, whatever its files are called; text and paths name it alike."""
    folder = folder_of(tmp_path / "docs", *story())
    (folder / "2025-02-20.json").rename(folder / "z.json")
    (folder / "README.md").write_text("not a document")
    log.replay(str(folder))
    with factlog.init(tmp_path / "other.git") as other:
        other.replay(story())
        assert answers(log) == answers(other)


def test_replay_of_snapshots_of_another_log(log: FactLog, tmp_path: Path) -> None:
    """The snapshots of another log can be replayed: claims, sources, moments, messages and authors are the same."""
    with factlog.init(tmp_path / "other.git") as other:
        other.record([cited("a"), claim("b")], taken="2025-02-20", message="One", author="Ann <ann@example.org>")
        other.record([REUTERS.revise(title="Old")], taken="2025-02-21")
        other.record([cited("a", "red", REUTERS), REUTERS], remove=["b"], taken="2025-02-22")
        log.replay(other.snapshots())
        assert answers(log) == answers(other)
        assert [(one.author, one.taken) for one in log.snapshots()] == [(one.author, one.taken) for one in other.snapshots()]


def test_removal(log: FactLog) -> None:
    """A claim that the previous document held and this one does not is removed, and comes back as restored."""
    log.replay([*story(), Document(taken="2025-02-23", claims=[cited("a", "red"), claim("b")])])
    assert [version.claim for version in log.history("b")] == [claim("b"), None, claim("b")]
    assert [change.kinds for change in log.changes if change.id == "b"] == [{Kind.ADDED}, {Kind.REMOVED}, {Kind.RESTORED}]


def test_claims_that_no_document_ever_held(log: FactLog) -> None:
    """Claims of the log that no document ever held, another story's, stay as they are; their sources too."""
    log.record([cited("other"), claim("a", "old")], taken="2025-02-01")
    log.replay(story())
    assert values(log.latest()) == {"a": "red", "other": "blue"}
    log.replay([Document(taken="2025-02-24", claims=[claim("c")])])
    assert set(log.latest()) == {"a", "other", "c"}


def test_same_state_again(log: FactLog, path: Path) -> None:
    """A document that changes nothing makes no commit, and a replay of no documents returns the present snapshot."""
    assert log.replay([]) == log.latest()
    assert refs(path) == ""
    first, *_ = story()
    log.replay([first, Document(taken="2025-02-21", claims=first.claims)])
    assert git(path, "rev-list", "--count", "main") == "1"
    before = tip(path)
    assert log.replay([first]).commit == before == tip(path)
    assert log.replay([]).commit == before


def test_replay_after_other_stories(log: FactLog) -> None:
    """A story older than what the log holds can be replayed into it: other claims' moments do not matter."""
    log.record([claim("new")], taken="2026-01-01")
    log.replay(story())
    assert values(log.at("2025-02-21")) == {"a": "red", "b": "blue"}
    assert values(log.at("2026")) == {"a": "red", "new": "blue"}


class Unlucky:
    """A stream of documents that ends in an exception of its own."""

    def __iter__(self) -> Iterator[Document]:
        yield from story()
        raise RuntimeError("the network is gone")


@pytest.mark.parametrize(
    "last",
    [
        Document(taken="2025-02-19", claims=[cited("a", "green")]),
        Document(claims=[claim("c")]),
        Document(taken="2025-03", claims=[claim("c")]),
        Document(taken="1969-01-01", claims=[claim("c")]),
        Document(taken="2025-03-01", claims=[cited("c", source="nowhere")]),
        Document(taken="2025-03-01", claims=[claim("c"), claim("c", "red")]),
    ],
    ids=["taken goes back", "no taken", "a month", "before 1970", "unknown source", "twice"],
)
def test_all_or_nothing(log: FactLog, path: Path, last: Document) -> None:
    """Where one document is refused none is recorded, and the log records on."""
    log.record([claim("before")], taken="2025-02-01")
    before = refs(path)
    with pytest.raises(factlog.FactlogError):
        log.replay([*story(), last])
    assert refs(path) == before
    assert list(log.latest()) == ["before"]
    log.replay(story())
    assert set(log.latest()) == {"a", "before"}
    assert log.check() == ()


def test_a_stream_that_breaks(log: FactLog, path: Path) -> None:
    """Where the stream itself fails its error comes through, and nothing is recorded."""
    with pytest.raises(RuntimeError, match="network"):
        log.replay(Unlucky())
    assert refs(path) == ""
    assert dict(log.replay(story()))
    assert log.check() == ()


def test_memory_is_bounded(log: FactLog, path: Path) -> None:
    """A stream of 2,000 snapshots goes through one by one: none of them is kept."""
    alive: weakref.WeakSet[Document] = weakref.WeakSet()
    most = 0

    def stream() -> Iterator[Document]:
        nonlocal most
        start = datetime(2025, 1, 1, tzinfo=UTC)
        for number in range(2_000):
            taken = (start + timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
            document = Document(taken=taken, claims=[claim("a", number), claim(f"b/c{number % 10}", number)])
            alive.add(document)
            most = max(most, len(alive))
            yield document
            del document

    log.replay(stream())
    assert most <= 4
    assert git(path, "rev-list", "--count", "main") == "2000"
    assert log.at("2025-01-02T00:00:00Z")["a"].value == 24


# Export


def test_export_then_replay(log: FactLog, tmp_path: Path) -> None:
    """What is exported and replayed gives the same answers at every moment."""
    log.replay(story())
    log.record([cited("d", "green", REUTERS)], taken="2025-02-24", message="Later")
    written = log.export(tmp_path / "out")
    assert [file.name for file in written] == [
        "2025-02-20.json",
        "2025-02-21.json",
        "2025-02-22T09-30-00Z.json",
        "2025-02-24.json",
    ]
    assert sorted((tmp_path / "out").iterdir()) == sorted(written)
    with factlog.init(tmp_path / "copy.git") as copy:
        copy.replay(tmp_path / "out")
        assert answers(copy) == answers(log)
        assert [path.read_bytes() for path in copy.export(tmp_path / "again")] == [path.read_bytes() for path in written]


def test_export_of_overlapping_stories(log: FactLog, tmp_path: Path) -> None:
    """Where stories overlap, the export is in the order of ``taken``, and answers the same at every moment."""
    log.record([cited("a")], taken="2025-02-20")
    log.record([claim("b")], taken="2025-02-10")
    log.record([cited("a", "red", REUTERS)], taken="2025-02-22")
    log.record([], remove=["b"], taken="2025-02-21")
    written = log.export(tmp_path / "out")
    assert [file.name for file in written] == [f"2025-02-{day}.json" for day in (10, 20, 21, 22)]
    with factlog.init(tmp_path / "copy.git") as copy:
        copy.replay(tmp_path / "out")
        for day in ("2025-02-10", "2025-02-15", "2025-02-20", "2025-02-21", "2025-02-22", "2025"):
            assert dict(copy.at(day)) == dict(log.at(day))


def test_export_of_one_moment(log: FactLog, tmp_path: Path) -> None:
    """With ``at`` one document is written, of the state at that moment."""
    log.replay(story())
    (written,) = log.export(tmp_path / "out", at="2025-02-21")
    document = read(written)
    assert {held.id: held.value for held in document.claims} == {"a": "red", "b": "blue"}
    assert list(document.sources) == [SKY]
    assert document.taken == "2025-02-21"
    with pytest.raises(factlog.SnapshotNotFoundError):
        log.export(tmp_path / "none", at="2025-02-19")


def test_export_of_a_citation_whose_source_came_later(log: FactLog, tmp_path: Path) -> None:
    """A corrected source goes into the export, and the claim that cites it can be replayed."""
    log.record([cited("a")], taken="2025-02-20")
    log.record([SKY.revise(title="Content")], taken="2025-02-21")
    log.export(tmp_path / "out")
    with factlog.init(tmp_path / "copy.git") as copy:
        copy.replay(tmp_path / "out")
        assert answers(copy) == answers(log)


# The Riyadh record


def test_riyadh(log: FactLog, tmp_path: Path) -> None:
    """The Riyadh record replays into a log that tells reversal, deferral and resolution, and exports as it was."""
    log.replay(RIYADH)
    (change,) = log.diff("2025-02-20", "2025-02-22").about(STARTED)
    assert (set(change.kinds), change.axis) == ({Kind.REVERSED}, Axis.SPEAKER)
    assert log.at("2025-02-20")[STARTED].value == "Ukraine"
    assert log.latest()[STARTED].value == "Russia"
    assert STARTED not in log.at("2025-02-19")
    kinds = {kind for change in log.changes for kind in change.kinds}
    assert {"reversed", "deferred", "resolved"} <= kinds
    assert log.check() == ()
    written = log.export(tmp_path / "out")
    assert {file.name for file in written} == {file.name for file in RIYADH.iterdir()}
    for file in written:
        assert read(file).claims == read(RIYADH / file.name).claims
    with factlog.init(tmp_path / "copy.git") as copy:
        copy.replay(tmp_path / "out")
        assert answers(copy) == answers(log)
