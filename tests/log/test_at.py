"""``at`` and ``known_at``: what was held at a moment, and what was known of it then."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from log.logs import SKY, cited, claim, git, tip

import factlog
from factlog import Change, Claim, FactLog, Kind, Snapshot, SnapshotNotFoundError, Source
from factlog.claims import ClaimId
from factlog.claims.diff import diff

State = dict[ClaimId, Claim]


@contextmanager
def clock(now: str) -> Iterator[None]:
    """A clock that stands still at a time in UTC."""
    seconds = datetime.fromisoformat(now).replace(tzinfo=UTC).timestamp()
    with mock.patch("factlog.store.git.time.time", return_value=seconds):
        yield


def values(snapshot: Snapshot) -> dict[str, object]:
    """The claims' values, by id."""
    return {str(name): held.value for name, held in snapshot.items()}


# Before the first snapshot


def test_empty_log(log: FactLog) -> None:
    """An empty log has an empty latest snapshot and empty queries, and no moment."""
    latest = log.latest()
    assert (dict(latest), list(latest.claims), list(latest.sources)) == ({}, [], [])
    assert (latest.commit, latest.taken, latest.recorded) == (None, None, None)
    assert (list(log.claims), list(log.sources), list(log.changes)) == ([], [], [])
    asked: list[Callable[[], object]] = [
        lambda: log.at("2025-02-20"),
        lambda: log.known_at("2025-02-20"),
        lambda: log.diff("2025-02-20", "2025-02-21"),
        lambda: log.at("2025-02-20", known_at="2025-02-20"),
        lambda: log.at("main"),
    ]
    for ask in asked:
        with pytest.raises(SnapshotNotFoundError):
            ask()


def test_before_the_first_snapshot(log: FactLog) -> None:
    """Before the first snapshot was taken ``at`` and ``diff`` raise; before it was recorded ``known_at`` does."""
    with clock("2025-03-01T12:00:00"):
        log.record([claim()], taken="2025-02-20")
    asked: list[Callable[[], object]] = [
        lambda: log.at("2025-02-19"),
        lambda: log.at("2025-02-19T23:59:59Z"),
        lambda: log.diff("2025-02-19", "2025-02-20"),
        lambda: log.diff("2025-02-20", "2025-02-19"),
        lambda: log.known_at("2025-02-28"),
        lambda: log.known_at("2025-03-01T11:59:59Z"),
        lambda: log.at("2025-02-20", known_at="2025-02-28"),
        lambda: log.at("2025-02-19", known_at="2025-03-01"),
    ]
    for ask in asked:
        with pytest.raises(SnapshotNotFoundError):
            ask()
    assert values(log.at("2025-02-20T00:00:00Z")) == {"a": "blue"}
    assert values(log.known_at("2025-03-01T12:00:00Z")) == {"a": "blue"}


# One story


def test_at_is_the_last_version_not_after_the_moment(log: FactLog) -> None:
    """A moment between two snapshots gives the earlier one, as the commit that it is."""
    first = log.record([claim()], taken="2025-02-20", message="One", author="Ann <ann@example.org>")
    second = log.record([claim(value="red")], taken="2025-02-22T10:00:00Z", message="Two")
    for moment in ("2025-02-20", "2025-02-21", "2025-02-22T09:59:59Z"):
        snapshot = log.at(moment)
        assert (values(snapshot), snapshot.commit) == ({"a": "blue"}, first.commit)
        assert (snapshot.author, snapshot.message, snapshot.taken) == (
            "Ann <ann@example.org>",
            "One",
            datetime(2025, 2, 20, tzinfo=UTC),
        )
    for moment in ("2025-02-22T10:00:00Z", "2025-02-22", "2025-02", "2025", "2030-01-01"):
        assert (values(log.at(moment)), log.at(moment).commit) == ({"a": "red"}, second.commit)


def test_two_snapshots_of_one_second(log: FactLog) -> None:
    """Where a claim changed twice at one second, the one recorded later holds."""
    log.record([claim()], taken="2025-02-20")
    log.record([claim(value="red")], taken="2025-02-20")
    assert values(log.at("2025-02-20")) == {"a": "red"}


def test_removal_is_a_version(log: FactLog) -> None:
    """A removed claim is not there from when its removal was taken, and is back when it is recorded again."""
    log.record([claim(), claim("b")], taken="2025-02-20")
    log.record([], remove=["a"], taken="2025-02-22")
    log.record([claim(value="red")], taken="2025-02-24")
    assert values(log.at("2025-02-21")) == {"a": "blue", "b": "blue"}
    assert values(log.at("2025-02-22")) == {"b": "blue"}
    assert values(log.at("2025-02-23")) == {"b": "blue"}
    assert values(log.at("2025-02-24")) == {"a": "red", "b": "blue"}


# Stories that overlap


def test_overlapping_stories(log: FactLog) -> None:
    """Two stories recorded one after the other give, at every moment, each story's own version."""
    for day, value in ((10, "a1"), (14, "a2"), (18, "a3")):
        log.record([claim("a", value)], taken=f"2025-02-{day}")
    for day, value in ((12, "b1"), (16, "b2"), (20, "b3")):
        log.record([claim("b", value)], taken=f"2025-02-{day}")
    assert values(log.at("2025-02-11")) == {"a": "a1"}
    assert values(log.at("2025-02-13")) == {"a": "a1", "b": "b1"}
    assert values(log.at("2025-02-15")) == {"a": "a2", "b": "b1"}
    assert values(log.at("2025-02-17")) == {"a": "a2", "b": "b2"}
    assert values(log.at("2025-02-19")) == {"a": "a3", "b": "b2"}
    assert values(log.at("2025-02-20")) == {"a": "a3", "b": "b3"}
    (change,) = log.diff("2025-02-15", "2025-02-17")
    assert (change.id, change.before and change.before.value, change.after and change.after.value) == ("b", "b1", "b2")


def test_backfill_before_everything(log: FactLog) -> None:
    """A backfill taken before the first snapshot opens the moments before it, and changes no other claim's answers."""
    log.record([claim()], taken="2025-02-20")
    log.record([claim("old")], taken="2010-01-01")
    assert values(log.at("2015")) == {"old": "blue"}
    assert values(log.at("2025-02-20")) == {"a": "blue", "old": "blue"}
    with pytest.raises(SnapshotNotFoundError):
        log.at("2009")


def test_backfilled_removal(log: FactLog) -> None:
    """A removal recorded after another story's later snapshot is found, and the other story is not touched."""
    log.record([claim("b")], taken="2025-02-10")
    log.record([claim("a")], taken="2025-02-20")
    log.record([], remove=["b"], taken="2025-02-15")
    assert values(log.at("2025-02-14")) == {"b": "blue"}
    assert values(log.at("2025-02-15")) == {}
    assert values(log.at("2025-02-20")) == {"a": "blue"}


def test_one_record_of_several_stories(log: FactLog) -> None:
    """A record that touches two claims carries its one moment for both."""
    log.record([claim("a")], taken="2025-02-20")
    log.record([claim("b")], taken="2025-02-10")
    log.record([claim("a", "red"), claim("b", "red")], taken="2025-02-25")
    assert values(log.at("2025-02-15")) == {"b": "blue"}
    assert values(log.at("2025-02-24")) == {"a": "blue", "b": "blue"}
    assert values(log.at("2025-02-25")) == {"a": "red", "b": "red"}


# The commit with exactly that state


def test_commit_is_exact_or_none(log: FactLog, path: Path) -> None:
    """A state that no commit has is a snapshot without commit; where a commit has it, it is named."""
    log.record([claim("a")], taken="2025-02-20")
    last = log.record([claim("b")], taken="2025-02-10")
    assert values(log.at("2025-02-15")) == {"b": "blue"}
    assert log.at("2025-02-15").commit is None
    assert log.at("2025-02-20").commit == last.commit == tip(path)
    assert log.latest().commit == last.commit


def test_commit_of_a_state_that_is_there_again(log: FactLog) -> None:
    """Where stories overlap, a state that is put together but equals that of a commit has that commit."""
    log.record([claim("a")], taken="2025-02-10")
    log.record([claim("c")], taken="2025-02-20")
    log.record([], remove=["c"], taken="2025-02-21")
    last = log.record([claim("b")], taken="2025-02-15")
    assert values(log.at("2025-02-15")) == {"a": "blue", "b": "blue"} == values(log.at(last))
    assert log.at("2025-02-15").commit == last.commit


def test_snapshot_put_together_is_a_moment(log: FactLog) -> None:
    """A snapshot that no commit has can be asked for again, and compared."""
    log.record([claim("a")], taken="2025-02-20")
    log.record([claim("b")], taken="2025-02-10")
    between = log.at("2025-02-15")
    assert dict(log.at(between)) == dict(between)
    assert [change.id for change in log.diff(between, log.latest())] == ["a"]


# Sources


def test_citations_resolve_to_the_source_as_last_recorded(log: FactLog) -> None:
    """A title corrected later is right for the past too: citations of every moment show the source as last recorded."""
    first = log.record([cited()], taken="2025-02-20")
    log.record([cited(value="red")], taken="2025-02-22")
    mended = SKY.revise(title="Disappointed by Ukraine's reaction")
    log.record([mended], taken="2025-02-25")
    for snapshot in (
        log.at("2025-02-20"),
        log.at("2025-02-22"),
        log.latest(),
        log.known_at("main"),
        log.at(str(first.commit)),
    ):
        assert [citation.source for citation in snapshot[ClaimId("a")].citations] == [mended]
    assert [version.claim.citations[0].source for version in log.history("a") if version.claim] == [mended, mended]
    (change,) = log.diff("2025-02-20", "2025-02-22")
    assert [side.citations[0].source for side in (change.before, change.after) if side] == [mended, mended]


def test_a_source_that_was_recorded_after_the_moment(log: FactLog) -> None:
    """A claim backfilled with its source resolves at moments before other snapshots."""
    log.record([claim("a")], taken="2025-02-20")
    log.record([cited("b")], taken="2025-02-10")
    assert log.at("2025-02-15")["b"].citations[0].source == SKY


# What was known


def test_known_at(log: FactLog) -> None:
    """``known_at`` is the log as it stood before the first snapshot recorded after the moment, whatever was taken when."""
    with clock("2025-03-01T12:00:00"):
        first = log.record([claim("a")], taken="2025-02-20")
    with clock("2025-03-03T12:00:00"):
        second = log.record([claim("b")], taken="2025-02-10")
    assert first.recorded == datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert first.taken == datetime(2025, 2, 20, tzinfo=UTC)
    for moment in ("2025-03-01", "2025-03-02", "2025-03-03T11:59:59Z"):
        assert log.known_at(moment).commit == first.commit
    for moment in ("2025-03-03T12:00:00Z", "2025-03", "2025", "2100"):
        assert log.known_at(moment).commit == second.commit


def test_known_at_when_the_clock_went_back(log: FactLog) -> None:
    """Where a clock was wrong, the log as known still ends before the first snapshot recorded after the moment."""
    days = ("2025-03-05", "2025-03-01", "2025-03-09", "2025-03-02")
    for number, day in enumerate(days):
        with clock(f"{day}T00:00:00"):
            log.record([claim("a", number)], taken="2025-02-20")
    with pytest.raises(SnapshotNotFoundError):
        log.known_at("2025-03-04")
    assert values(log.known_at("2025-03-05")) == {"a": 1}
    assert values(log.known_at("2025-03-09")) == {"a": 3}


def test_at_with_known_at(log: FactLog) -> None:
    """``at(when, known_at=…)`` leaves out what entered the log later, though it was taken before."""
    with clock("2025-03-01T12:00:00"):
        log.record([claim("a")], taken="2025-02-20")
    with clock("2025-03-03T12:00:00"):
        log.record([claim("b")], taken="2025-02-10")
    with clock("2025-03-05T12:00:00"):
        log.record([claim("a", "red")], taken="2025-02-21")
    assert values(log.at("2025-02-21", known_at="2025-03-02")) == {"a": "blue"}
    assert values(log.at("2025-02-21", known_at="2025-03-04")) == {"a": "blue", "b": "blue"}
    assert values(log.at("2025-02-21", known_at="2025-03-06")) == {"a": "red", "b": "blue"}
    assert values(log.at("2025-02-20", known_at="2025-03-06")) == {"a": "blue", "b": "blue"}
    assert values(log.at("2025-02-15", known_at="2025-03-06")) == {"b": "blue"}
    with pytest.raises(SnapshotNotFoundError):
        log.at("2025-02-15", known_at="2025-03-02")


def test_known_at_takes_snapshots_and_revisions(log: FactLog) -> None:
    """A snapshot or a revision as ``known_at`` is the log as it stood then."""
    first = log.record([claim("a")], taken="2025-02-20")
    second = log.record([claim("b")], taken="2025-02-10")
    assert values(log.at("2025", known_at=first)) == {"a": "blue"}
    assert values(log.at("2025", known_at="HEAD~1")) == {"a": "blue"}
    assert log.known_at(first).commit == first.commit
    assert log.known_at("main").commit == second.commit


# First parents


def test_along_first_parents(log: FactLog, path: Path) -> None:
    """Where somebody merged, only the line of first parents counts."""
    log.record([claim("a")], taken="2025-02-10")
    work = path.parent / "work"
    git(path.parent, "clone", "--quiet", str(path), str(work))
    git(work, "checkout", "--quiet", "-b", "side")
    (work / "claims" / "b.json").write_bytes((work / "claims" / "a.json").read_bytes().replace(b'"a"', b'"b"'))
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message=Side", environment={"GIT_AUTHOR_DATE": "2025-02-12T00:00:00Z"})
    git(work, "checkout", "--quiet", "main")
    git(
        work,
        "merge",
        "--quiet",
        "--no-ff",
        "--message=Merge",
        "side",
        environment={"GIT_AUTHOR_DATE": "2025-02-14T00:00:00Z"},
    )
    git(work, "push", "--quiet", "origin", "main")
    assert values(log.at("2025-02-13")) == {"a": "blue"}
    assert values(log.at("2025-02-14")) == {"a": "blue", "b": "blue"}
    assert [version.taken.day for version in log.history("b")] == [14]


# Against a naive model


@attrs.frozen
class Step:
    """A record: the claims that it sets (None: removes), when it is taken and when recorded, as days of 2025."""

    changes: dict[str, int | None]
    taken: int
    recorded: int


@attrs.define
class Model:
    """What a log should answer, kept as a list."""

    steps: list[Step] = attrs.field(factory=list)

    def add(self, step: Step) -> bool:
        """Takes a step, with what it changes; False where that is nothing."""
        now = self.state(lambda _: True)
        changes = {
            name: value
            for name, value in step.changes.items()
            if (now[ClaimId(name)].value if ClaimId(name) in now else None) != value
        }
        if changes:
            self.steps.append(attrs.evolve(step, changes=changes))
        return bool(changes)

    def last_taken(self, names: set[str]) -> int:
        """The latest day of these claims' versions."""
        return max([step.taken for step in self.steps if names & step.changes.keys()], default=1)

    def state(self, wanted: Callable[[Step], bool]) -> State:
        """The claims after the steps wanted."""
        found: dict[str, int | None] = {}
        for step in self.steps:
            if wanted(step):
                found |= step.changes
        return {ClaimId(name): claim(name, value) for name, value in sorted(found.items()) if value is not None}

    def known(self, day: int) -> int:
        """How many steps are known on a day."""
        return next((place for place, step in enumerate(self.steps) if step.recorded > day), len(self.steps))

    def at(self, day: int, known: int | None = None) -> State | None:
        """The state at a day; None before the first."""
        steps = self.steps[:known]
        if not any(step.taken <= day for step in steps):
            return None
        return Model(steps).state(lambda step: step.taken <= day)

    def removed(self, name: str, day: int) -> bool:
        """Whether the claim's last version not after the day is a removal."""
        versions = [step.changes[name] for step in self.steps if name in step.changes and step.taken <= day]
        return bool(versions) and versions[-1] is None

    def diff(self, one: int, other: int) -> list[Change]:
        """The changes between two days."""
        before, after = self.at(one), self.at(other)
        assert before is not None
        assert after is not None
        return [
            attrs.evolve(change, kinds=frozenset({Kind.RESTORED}))
            if change.kinds == {Kind.ADDED} and self.removed(change.id, one)
            else change
            for change in diff(before, after)
        ]


NAMES = ("a", "b/c", "b/d")
DAYS = range(1, 6)


def text(day: int) -> str:
    """A day of February 2025."""
    return f"2025-02-{day:02}"


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Records of some claims, taken in any order but each claim's own, recorded in any order."""
    model, steps = Model(), []
    for _ in range(draw(st.integers(1, 7))):
        present = model.state(lambda _: True)
        names = draw(st.sets(st.sampled_from(NAMES), min_size=1, max_size=2))
        changes = {
            name: draw(st.sampled_from([1, 2, None] if ClaimId(name) in present else [1, 2])) for name in sorted(names)
        }
        taken = draw(st.integers(model.last_taken(names), DAYS[-1]))
        step = Step(changes, taken, draw(st.sampled_from(DAYS)))
        if model.add(step):
            steps.append(step)
    return steps


def asked(ask: Callable[[], Snapshot]) -> State | None:
    """The state that a question gives, None where there is no snapshot."""
    try:
        return dict(ask())
    except SnapshotNotFoundError:
        return None


def compare(log: FactLog, model: Model, states: dict[str, State]) -> None:
    """Asserts that the log answers as the model does, at every moment."""
    for day in (0, *DAYS):
        if day == 0:
            assert asked(lambda: log.at("2025-01-31")) is None
            continue
        expected = model.at(day)
        assert asked(lambda day=day: log.at(text(day))) == expected  # type: ignore[misc]
        if expected is not None and (commit := log.at(text(day)).commit) is not None:
            assert states[commit] == expected
        known = model.known(day)
        expected = Model(model.steps[:known]).state(lambda _: True) if known else None
        assert asked(lambda day=day: log.known_at(text(day))) == expected  # type: ignore[misc]
    for day, known in ((2, 4), (4, 2), (5, 3)):
        expected = model.at(day, model.known(known))
        assert asked(lambda day=day, known=known: log.at(text(day), known_at=text(known))) == expected  # type: ignore[misc]
    for one, other in ((1, 3), (3, 1), (2, 4), (3, 5), (4, 5)):
        if model.at(one) is not None and model.at(other) is not None:
            assert list(log.diff(text(one), text(other))) == model.diff(one, other)
    for name in NAMES:
        versions = [(step.changes[name], step.taken) for step in model.steps if name in step.changes]
        if versions:
            found = [(version.claim and version.claim.value, version.taken.day) for version in log.history(name)]
            assert found == versions


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories())
def test_as_a_naive_model(steps: list[Step]) -> None:
    """Whatever is recorded in whatever order, a log answers as a list of its records does."""
    model, states = Model(), {}
    with tempfile.TemporaryDirectory() as folder, factlog.init(Path(folder) / "log.git") as log:
        for step in steps:
            assert model.add(step)
            with clock(f"{text(step.recorded)}T00:00:00"):
                snapshot = log.record(
                    [claim(name, value) for name, value in step.changes.items() if value is not None],
                    remove=[name for name, value in step.changes.items() if value is None],
                    taken=text(step.taken),
                )
            assert snapshot.commit is not None
            states[str(snapshot.commit)] = model.state(lambda _: True)
            assert dict(snapshot) == states[str(snapshot.commit)]
        compare(log, model, states)
        assert log.check() == ()


def test_recorded_sources_count_for_the_commit(log: FactLog) -> None:
    """A record of a source alone is a snapshot of its own, with the claims as they were."""
    first = log.record([claim()], taken="2025-02-20")
    second = log.record([Source("other", title="Other")], taken="2025-02-21")
    assert second.commit != first.commit
    assert values(second) == {"a": "blue"}
    assert log.at("2025-02-20").commit == first.commit
    assert "other" not in log.at("2025-02-20").sources
    assert "other" in log.at("2025-02-21").sources
