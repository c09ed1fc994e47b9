"""``history``, ``blame`` and ``changes``: every version of a claim, and who brought what it says now."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from log.logs import REUTERS, SKY, cited, claim, push, tip

from factlog import Assessment, Citation, ClaimNotFoundError, FactLog, InvalidIdError, Kind

ANN, BOB = "Ann <ann@example.org>", "Bob <bob@example.org>"


def day(number: int) -> datetime:
    """A day of February 2025."""
    return datetime(2025, 2, number, tzinfo=UTC)


def test_history(log: FactLog) -> None:
    """The history has every version of a claim, oldest first, with the snapshot that brought it; nothing of others."""
    first = log.record([claim()], taken="2025-02-20", message="One", author=ANN)
    log.record([claim("b")], taken="2025-02-21")
    second = log.record([claim(value="red"), claim("b", "red")], taken="2025-02-22", message="Two", author=BOB)
    versions = log.history("a")
    assert [version.claim for version in versions] == [claim(), claim(value="red")]
    assert [version.id for version in versions] == ["a", "a"]
    assert [version.commit for version in versions] == [first.commit, second.commit]
    assert [(version.taken, version.author, version.message) for version in versions] == [
        (day(20), ANN, "One"),
        (day(22), BOB, "Two"),
    ]
    assert [version.recorded for version in versions] == [first.recorded, second.recorded]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        versions[0].message = "Three"  # type: ignore[misc]


def test_history_of_a_removed_claim(log: FactLog) -> None:
    """A removal is a version whose claim is None; a claim that is gone still has its history."""
    log.record([claim()], taken="2025-02-20")
    log.record([], remove=["a"], taken="2025-02-21")
    assert [(version.claim, version.taken) for version in log.history("a")] == [(claim(), day(20)), (None, day(21))]
    log.record([claim(value="red")], taken="2025-02-22")
    assert [version.claim for version in log.history("a")] == [claim(), None, claim(value="red")]


def test_history_of_ids_that_begin_alike(log: FactLog) -> None:
    """A claim whose id begins another's has its own history only."""
    log.record([claim("x"), claim("x/y"), claim("x-y"), claim("x.y")], taken="2025-02-20")
    log.record([claim("x/y", "red"), claim("x.y", "red")], taken="2025-02-21")
    assert [len(log.history(name)) for name in ("x", "x/y", "x-y", "x.y")] == [1, 2, 1, 2]


def test_unknown_ids(log: FactLog) -> None:
    """History and blame of what the log never held raise; blame also of what it no longer holds."""
    for ask in (log.history, log.blame):
        with pytest.raises(ClaimNotFoundError, match="nobody"):
            ask("nobody")
        with pytest.raises(InvalidIdError):
            ask("No Id")
    log.record([claim()], taken="2025-02-20")
    log.record([], remove=["a"], taken="2025-02-21")
    with pytest.raises(ClaimNotFoundError, match="removed"):
        log.blame("a")


def test_blame(log: FactLog) -> None:
    """Blame gives, for every field, the snapshot, author and citations that brought its present value."""
    first = log.record([cited(claimant="Ann")], taken="2025-02-20", author=ANN)
    second = log.record(
        [claim(value="red", claimant="Ann", tags=["sky"], citations=[Citation(REUTERS)])], taken="2025-02-21", author=BOB
    )
    blame = log.blame("a")
    assert list(blame) == ["id", "subject", "predicate", "values", "claimant", "citations", "tags"]
    for field in ("id", "subject", "predicate", "claimant"):
        assert (blame[field].version.commit, blame[field].author, blame[field].taken) == (first.commit, ANN, day(20))
        assert [citation.source for citation in blame[field].citations] == [SKY]
    for field in ("values", "citations", "tags"):
        assert (blame[field].version.commit, blame[field].author, blame[field].taken) == (second.commit, BOB, day(21))
        assert [citation.source for citation in blame[field].citations] == [REUTERS]
    assert blame["values"].value == ("red",)
    assert blame["claimant"].value == "Ann"


def test_blame_of_what_changed_and_changed_back(log: FactLog) -> None:
    """A value that changed and changed back was brought by the version that brought it back."""
    log.record([claim(tags=["sky"])], taken="2025-02-20")
    log.record([claim(value="red", tags=["sky"])], taken="2025-02-21")
    last = log.record([claim(tags=["sky"])], taken="2025-02-22")
    blame = log.blame("a")
    assert blame["values"].version.commit == last.commit
    assert blame["tags"].taken == day(20)


def test_blame_of_a_field_that_was_dropped_and_given_again(log: FactLog) -> None:
    """A field that was left out for a while was brought by the version that gave it again."""
    log.record([claim(claimant="Ann")], taken="2025-02-20")
    log.record([claim()], taken="2025-02-21")
    log.record([claim(claimant="Ann")], taken="2025-02-22")
    assert log.blame("a")["claimant"].taken == day(22)
    assert log.blame("a")["values"].taken == day(20)


def test_blame_of_a_restored_claim(log: FactLog) -> None:
    """After a removal, every field was brought by the version that restored the claim."""
    log.record([claim()], taken="2025-02-20")
    log.record([], remove=["a"], taken="2025-02-21")
    log.record([claim()], taken="2025-02-22")
    assert {origin.taken for origin in log.blame("a").values()} == {day(22)}


def test_blame_of_values_that_python_calls_equal(log: FactLog) -> None:
    """1, True and 1.0 are different values, and each has the version that brought it."""
    for number, value in enumerate((1, True, 1.0, True)):
        log.record([claim(value=value)], taken=f"2025-02-2{number}")
    assert log.blame("a")["values"].taken == day(23)
    assert [type(version.claim.value) for version in log.history("a") if version.claim] == [int, bool, float, bool]


def test_changes(log: FactLog) -> None:
    """``log.changes`` has every change of every claim in the order of recording, whatever was taken when."""
    log.record([claim("a")], taken="2025-02-20")
    log.record([claim("b")], taken="2025-02-10")
    log.record([claim("a", "red"), claim("c")], taken="2025-02-22")
    log.record([SKY], taken="2025-02-22")
    log.record([], remove=["a"], taken="2025-02-23")
    log.record([claim("a")], taken="2025-02-24")
    log.record([], remove=["a"], taken="2025-02-25")
    assert [(change.id, set(change.kinds)) for change in log.changes] == [
        ("a", {Kind.ADDED}),
        ("b", {Kind.ADDED}),
        ("a", {Kind.CORRECTED}),
        ("c", {Kind.ADDED}),
        ("a", {Kind.REMOVED}),
        ("a", {Kind.RESTORED}),
        ("a", {Kind.REMOVED}),
    ]
    restored = [change for change in log.changes if Kind.RESTORED in change.kinds]
    assert [(change.before, change.after, change.axis) for change in restored] == [(None, claim("a"), "record")]


def test_changes_can_be_asked_again(log: FactLog) -> None:
    """``log.changes`` gives the same each time, and what is new after a record."""
    log.record([claim("a")], taken="2025-02-20")
    assert list(log.changes) == list(log.changes)
    log.record([claim("a").assess(Assessment("Ann", "true"))], taken="2025-02-21")
    assert [set(change.kinds) for change in log.changes] == [{Kind.ADDED}, {Kind.RESOLVED}]


def test_history_by_hand(log: FactLog, path: Path) -> None:
    """A version that somebody committed by hand and pushed is in the history, with its author."""
    log.record([claim()], taken="2025-02-20")
    work = push(path, {"claims/a.json": (CLAIM % "red").encode()}, taken="2025-02-21T00:00:00Z")
    versions = log.history("a")
    assert [(version.claim and version.claim.value, version.taken) for version in versions] == [
        ("blue", day(20)),
        ("red", day(21)),
    ]
    assert versions[-1].commit == work == tip(path)
    assert (versions[-1].author, versions[-1].message) == ("Hand <hand@example.org>", "By hand")


CLAIM = """{
  "id": "a",
  "subject": "sky",
  "predicate": "colour",
  "values": [
    "%s"
  ]
}
"""
