"""Snapshots: mappings from ids to claims, frozen, hashable, picklable, and the same for ever."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from log.logs import REUTERS, SKY, cited, claim

import factlog
from factlog import ClaimNotFoundError, FactLog, Snapshot, SourceNotFoundError
from factlog.claims import ClaimId

A, B = ClaimId("a"), ClaimId("b/c")


@pytest.fixture
def snapshot(log: FactLog) -> Snapshot:
    """A snapshot of two claims and two sources."""
    log.record([cited("a"), REUTERS], taken="2025-02-19")
    return log.record([claim("b/c", "red")], taken="2025-02-20", message="Red", author="Ann <ann@example.org>")


def test_mapping(snapshot: Snapshot) -> None:
    """A snapshot is a mapping from ids to claims, in the order of ids, and works as a dict of them."""
    assert isinstance(snapshot, Mapping)
    assert list(snapshot) == list(snapshot.keys()) == ["a", "b/c"]
    assert len(snapshot) == 2
    assert snapshot[A] == cited("a")
    assert dict(snapshot) == {A: cited("a"), B: claim("b/c", "red")}
    assert list(snapshot.values()) == [cited("a"), claim("b/c", "red")]
    assert list(snapshot.items()) == [(A, cited("a")), (B, claim("b/c", "red"))]
    assert snapshot.get(B) == claim("b/c", "red")
    assert snapshot.get(ClaimId("nobody")) is None
    assert bool(snapshot)
    match snapshot:
        case {"a": found}:
            assert found.value == "blue"
        case _:
            raise AssertionError


@pytest.mark.parametrize(
    "name", ["nobody", "b", "b/c/d", "", "A", "../a", "a.json", "sky", "a\n", "main:claims/a", None, 1, ("a",)]
)
def test_what_a_snapshot_does_not_hold(snapshot: Snapshot, name: Any) -> None:
    """What is no claim's id is not in a snapshot, of whatever type it is; asking for it raises."""
    assert name not in snapshot
    assert snapshot.get(name) is None
    with pytest.raises(ClaimNotFoundError, match="expected"):
        snapshot[name]
    with pytest.raises(KeyError):
        snapshot[name]


def test_fields(snapshot: Snapshot) -> None:
    """A snapshot knows when it was taken and recorded, its commit, author and message."""
    assert snapshot.taken is not None
    assert snapshot.taken.isoformat() == "2025-02-20T00:00:00+00:00"
    assert snapshot.recorded is not None
    assert snapshot.recorded > snapshot.taken
    assert snapshot.commit is not None
    assert len(snapshot.commit) == 40
    assert (snapshot.author, snapshot.message) == ("Ann <ann@example.org>", "Red")


def test_claims(snapshot: Snapshot) -> None:
    """``claims`` iterates over the claims, by id, as often as one likes, and knows their number."""
    for _ in range(2):
        assert list(snapshot.claims) == [cited("a"), claim("b/c", "red")]
    assert len(snapshot.claims) == 2


def test_sources(snapshot: Snapshot) -> None:
    """``sources`` iterates over the sources by id, counts, finds and contains them."""
    assert list(snapshot.sources) == list(snapshot.sources) == [REUTERS, SKY]
    assert len(snapshot.sources) == 2
    assert snapshot.sources["sky"] == SKY
    assert "sky" in snapshot.sources
    for name in ("a", "nobody", "", "../sky", "SKY"):
        assert name not in snapshot.sources
        with pytest.raises(SourceNotFoundError, match="expected"):
            snapshot.sources[name]
    assert None not in snapshot.sources
    with pytest.raises(KeyError):
        snapshot.sources["nobody"]


def test_frozen(snapshot: Snapshot) -> None:
    """Nothing about a snapshot, its versions or changes can be set or deleted."""
    for name in ("taken", "commit", "message", "claims", "anything"):
        with pytest.raises(AttributeError):
            setattr(snapshot, name, None)
    with pytest.raises(AttributeError):
        del snapshot.message
    with pytest.raises(TypeError):
        snapshot["a"] = claim("a")  # type: ignore[index]


def test_equal_and_hashable(log: FactLog, path: Path, snapshot: Snapshot) -> None:
    """Snapshots of the same state are equal and hash alike, however they were asked for; others are not."""
    with factlog.open(path) as again:
        same = [log.latest(), log.at("2025-02-20"), log.at("main"), log.known_at("2100"), again.latest()]
        assert {snapshot, *same} == {snapshot}
        assert log.at("2025-02-19") != snapshot
        assert snapshot != "a"
        assert snapshot != dict(snapshot)
        assert {snapshot: 1}[again.latest()] == 1


def test_picklable(log: FactLog, snapshot: Snapshot) -> None:
    """Whatever a log returns comes back equal from a pickle, and hashes alike."""
    log.record([], remove=["a"], taken="2025-02-21")
    diff = log.diff("2025-02-19", "2025-02-21")
    between = log.at("2025-02-20")
    things = [snapshot, between, *log.history("a"), diff, *diff, diff.sources, *log.changes, log.blame("b/c")]
    things += [snapshot[A], SKY, *(origin for origin in log.blame("b/c").values())]
    for thing in things:
        copy = pickle.loads(pickle.dumps(thing))
        assert copy == thing
        assert hash(copy) == hash(thing)
        assert type(copy) is type(thing)
    assert dict(pickle.loads(pickle.dumps(snapshot))) == dict(snapshot)


def test_put_together_snapshots(log: FactLog) -> None:
    """A snapshot that no commit has is equal to another of the same state, hashable and picklable, too."""
    log.record([claim("b/c")], taken="2025-02-20")
    log.record([cited("a")], taken="2025-02-10")
    one, other = log.at("2025-02-15"), log.at("2025-02-16")
    assert one.commit is None
    assert (one, hash(one)) == (other, hash(other))
    copy = pickle.loads(pickle.dumps(one))
    assert (copy, hash(copy), dict(copy)) == (one, hash(one), {A: cited("a")})


def test_a_snapshot_stays_what_it_was(log: FactLog, snapshot: Snapshot) -> None:
    """Later records, removals and corrections of sources do not change a snapshot that somebody holds."""
    empty_until_now = log.latest()
    before = (dict(snapshot), list(snapshot.claims), list(snapshot.sources), len(snapshot), hash(snapshot))
    log.record([claim("new"), cited("a", "red")], remove=["b/c"], taken="2025-02-21")
    log.record([SKY.revise(title="Content")], taken="2025-02-22")
    assert (dict(snapshot), list(snapshot.claims), list(snapshot.sources), len(snapshot), hash(snapshot)) == before
    assert dict(empty_until_now) == before[0]
    assert log.at(snapshot) == snapshot


def test_the_empty_snapshot(log: FactLog) -> None:
    """The snapshot of an empty log is empty, stays so, and is equal to another."""
    empty = log.latest()
    assert (len(empty), list(empty), len(empty.claims), len(empty.sources), "a" in empty) == (0, [], 0, 0, False)
    assert (empty, hash(empty)) == (log.latest(), hash(log.latest()))
    assert pickle.loads(pickle.dumps(empty)) == empty
    log.record([claim()], taken="2025-02-20")
    assert dict(empty) == {}
    assert empty != log.latest()


def test_a_closed_log(log: FactLog, snapshot: Snapshot) -> None:
    """A snapshot reads on after its log was closed, and the log can be used again."""
    log.close()
    assert snapshot[A] == cited("a")
    with log as again:
        assert again.latest() == snapshot
    assert log.latest() == snapshot
    log.close()
