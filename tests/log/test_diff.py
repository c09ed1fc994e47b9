"""``diff``: what changed between two moments, claim by claim, source by source."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from log.logs import REUTERS, SKY, cited, claim, tip

from factlog import Axis, Change, Claim, ConflictError, Diff, FactLog, InvalidError, Kind, Source
from factlog.claims import ClaimId
from factlog.claims.diff import diff as diff_of

REVERSED = claim("trump/war", "Ukraine", claimant="Trump", said="2025-02-18", text={"en": "You started it."})
PROMISED = claim("trump/end", None, claimant="Trump", said="2025-01", force="promise", due="2025-01-21")


@pytest.fixture
def diff(log: FactLog) -> Diff:
    """A diff of five changes: reversed, deferred, resourced, added and removed."""
    log.record([REVERSED, PROMISED, cited("a"), claim("gone", claimant="Lavrov"), REUTERS], taken="2025-02-20")
    log.record(
        [
            REVERSED.revise(value="Russia", said="2025-02-21", text={"en": "Russia attacked."}),
            PROMISED.revise(due="2025-04-30", said="2025-02", text={"en": "In a hundred days."}),
            claim("a", "red", citations=cited("a").citations),
            claim("new", claimant="Starmer"),
            REUTERS.revise(title="In reversal, Trump says Russia attacked"),
            Source("bbc", title="Starmer"),
        ],
        remove=["gone"],
        taken="2025-02-22",
    )
    return log.diff("2025-02-20", "2025-02-22")


def ids(diff: Diff) -> list[str]:
    """The claims that changed."""
    return [change.id for change in diff]


def test_a_diff_is_a_sequence_of_changes(diff: Diff) -> None:
    """A diff iterates over changes of claims, by id, and counts and indexes them."""
    assert ids(diff) == ["a", "gone", "new", "trump/end", "trump/war"]
    assert all(isinstance(change, Change) for change in diff)
    assert (len(diff), diff[0], diff[-1].id, ids(Diff(tuple(diff[1:3])))) == (
        5,
        next(iter(diff)),
        "trump/war",
        ["gone", "new"],
    )
    assert [set(change.kinds) for change in diff] == [
        {Kind.CORRECTED},
        {Kind.REMOVED},
        {Kind.ADDED},
        {Kind.DEFERRED},
        {Kind.REVERSED},
    ]
    assert (diff[1].before, diff[1].after) == (claim("gone", claimant="Lavrov"), None)
    assert (diff[2].before, diff[2].after) == (None, claim("new", claimant="Starmer"))


@pytest.mark.parametrize(
    ("narrow", "expected"),
    [
        (lambda diff: diff.of("reversed"), ["trump/war"]),
        (lambda diff: diff.of(Kind.REVERSED, "added"), ["new", "trump/war"]),
        (lambda diff: diff.of("hedged"), []),
        (lambda diff: diff.of(), []),
        (lambda diff: diff.on("speaker"), ["trump/end", "trump/war"]),
        (lambda diff: diff.on(Axis.RECORD), ["a", "gone", "new"]),
        (lambda diff: diff.on("world"), []),
        (lambda diff: diff.by("Trump"), ["trump/end", "trump/war"]),
        (lambda diff: diff.by("Lavrov"), ["gone"]),
        (lambda diff: diff.by("Starmer"), ["new"]),
        (lambda diff: diff.by(None), ["a"]),
        (lambda diff: diff.by("Nobody"), []),
        (lambda diff: diff.about("trump/war"), ["trump/war"]),
        (lambda diff: diff.about("trump"), []),
        (lambda diff: diff.by("Trump").of("reversed").on("speaker").about("trump/war"), ["trump/war"]),
    ],
)
def test_filters(diff: Diff, narrow: Callable[[Diff], Diff], expected: list[str]) -> None:
    """A diff narrows by kind, axis, claimant and claim, one after the other."""
    found = narrow(diff)
    assert isinstance(found, Diff)
    assert ids(found) == expected


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("reversd", "reversed"),
        ("Reversed", "reversed"),
        ("hedge", "hedged"),
        ("reworded ", "reworded"),
        ("re-sorced", "re-sourced"),
    ],
)
def test_an_unknown_kind(diff: Diff, given: str, nearest: str) -> None:
    """A kind that there is not is refused with the nearest one."""
    with pytest.raises(InvalidError, match=f"{given}.*{nearest}"):
        diff.of(given)


def test_an_unknown_axis(diff: Diff) -> None:
    """An axis that there is not is refused with the nearest one, or with all of them."""
    with pytest.raises(InvalidError, match="speaker"):
        diff.on("speeker")
    with pytest.raises(InvalidError, match=r"speaker.*world.*record.*unsure"):
        diff.on("xyz")


def test_an_axis_matches_any_kind(log: FactLog) -> None:
    """A change is on the axis of its first kind; asked for an axis, any of its kinds counts."""
    before = claim(text={"en": "Blue."})
    log.record([before], taken="2025-02-20")
    log.record([before.revise(text={"en": "It is blue."}, until="2026")], taken="2025-02-21")
    (change,) = log.diff("2025-02-20", "2025-02-21")
    assert change.kinds == {Kind.ENDED, Kind.REWORDED}
    assert change.axis is Axis.WORLD
    found = log.diff("2025-02-20", "2025-02-21")
    assert [len(found.on(axis)) for axis in ("world", "record", "speaker")] == [1, 1, 0]


def test_group_by(diff: Diff) -> None:
    """A diff groups by kind, axis or a claim's field; each group is a diff."""

    def grouped(field: str) -> Mapping[object, list[str]]:
        groups = diff.group_by(field)
        assert all(isinstance(group, Diff) for group in groups.values())
        return {key: ids(group) for key, group in groups.items()}

    assert grouped("kind") == {
        Kind.CORRECTED: ["a"],
        Kind.REMOVED: ["gone"],
        Kind.ADDED: ["new"],
        Kind.DEFERRED: ["trump/end"],
        Kind.REVERSED: ["trump/war"],
    }
    assert grouped("axis") == {Axis.RECORD: ["a", "gone", "new"], Axis.SPEAKER: ["trump/end", "trump/war"]}
    assert grouped("claimant") == {None: ["a"], "Lavrov": ["gone"], "Starmer": ["new"], "Trump": ["trump/end", "trump/war"]}
    with pytest.raises(InvalidError, match="kind"):
        diff.group_by("colour")


def test_text(diff: Diff) -> None:
    """A diff prints one line a change: the claim, its kinds and what became of it; an empty one prints nothing."""
    lines = str(diff).split("\n")
    assert lines[0] == "a  corrected  blue → red"
    assert lines[3] == "trump/end  deferred  due 2025-01-21 → 2025-04-30"
    assert lines[4] == "trump/war  reversed  Ukraine → Russia"
    assert len(lines) == 5
    assert str(diff.of("hedged")) == ""


def test_json(diff: Diff) -> None:
    """As JSON a diff is a list of id, kinds, axis, before, after and edits."""
    rows = json.loads(diff.to_json())
    assert rows == diff.to_dicts()
    assert [list(row) for row in rows] == [["id", "kinds", "axis", "before", "after", "edits"]] * 5
    row = rows[-1]
    assert (row["id"], row["kinds"], row["axis"]) == ("trump/war", ["reversed"], "speaker")
    assert (row["before"]["values"], row["after"]["values"]) == (["Ukraine"], ["Russia"])
    assert [edit["path"] for edit in row["edits"]] == [["said"], ["text", "en"], ["values", 0]]
    assert (rows[1]["after"], rows[2]["before"]) == (None, None)
    assert json.loads(diff.of("hedged").to_json()) == []


# Sources


def test_sources(diff: Diff) -> None:
    """``Diff.sources`` lists sources added, and edited with what they were; a narrowed diff keeps them."""
    assert [source.id for source in diff.sources.added] == ["bbc"]
    assert diff.sources.removed == ()
    (edited,) = diff.sources.edited
    assert (edited.id, edited.before, edited.fields) == ("reuters", REUTERS, ("title",))
    assert edited.after is not None
    assert edited.after.title == "In reversal, Trump says Russia attacked"
    assert [change.kind for change in diff.sources] == ["added", "edited"]


def test_sources_removed(log: FactLog) -> None:
    """Compared backwards, a source that was added is removed."""
    log.record([claim()], taken="2025-02-20")
    log.record([SKY], taken="2025-02-21")
    assert log.diff("2025-02-21", "2025-02-20").sources.removed == (SKY,)
    assert log.diff("2025-02-20", "2025-02-21").sources.added == (SKY,)


def test_a_source_edited_between_does_not_change_claims(log: FactLog) -> None:
    """Where only a source was edited no claim changed."""
    log.record([cited()], taken="2025-02-20")
    log.record([SKY.revise(title="Content")], taken="2025-02-21")
    found = log.diff("2025-02-20", "2025-02-21")
    assert (len(found), len(found.sources.edited)) == (0, 1)


# Laws


def test_apply_and_invert(log: FactLog, diff: Diff) -> None:
    """A diff turns the state before into the one after, and inverted the one after into the one before."""
    before, after = dict(log.at("2025-02-20")), dict(log.at("2025-02-22"))
    assert diff.apply(before) == after
    assert diff.invert().apply(after) == before
    assert diff.invert().invert().apply(before) == after
    for change in diff:
        assert change.apply(before.get(change.id)) == after.get(change.id)
        assert change.invert().apply(after.get(change.id)) == before.get(change.id)


def test_apply_to_another_state(log: FactLog, diff: Diff) -> None:
    """A diff does not apply to a state that it was not made from."""
    before = dict(log.at("2025-02-20"))
    with pytest.raises(ConflictError, match="another version"):
        diff.about("trump/war").apply({**before, ClaimId("trump/war"): REVERSED.revise(value="NATO")})
    with pytest.raises(ConflictError):
        diff.about("gone").apply({})
    with pytest.raises(ConflictError):
        diff.about("new").apply({ClaimId("new"): claim("new")})


def test_the_same_moment(log: FactLog, diff: Diff) -> None:
    """Two equal states have no changes."""
    for one, other in (("2025-02-20", "2025-02-21"), ("main", "2025-02-22"), ("main", "main")):
        same = log.diff(one, other)
        assert (len(same), len(same.sources), str(same)) == (0, 0, "")
    assert diff


def test_equal_to_the_diff_of_two_states(log: FactLog, diff: Diff) -> None:
    """The diff of two moments has the changes of the two states compared as mappings, forwards and backwards."""
    before, after = dict(log.at("2025-02-20")), dict(log.at("2025-02-22"))
    assert list(diff) == list(diff_of(before, after))
    backwards = log.diff("2025-02-22", "2025-02-20")
    assert [change.edits for change in backwards] == [change.edits for change in diff_of(after, before)]


# Restored


def test_restored(log: FactLog) -> None:
    """A claim that was there and removed before the first moment, and is there at the second, is restored."""
    log.record([claim("a"), claim("b")], taken="2025-02-20")
    log.record([], remove=["a"], taken="2025-02-21")
    log.record([claim("a"), claim("c")], taken="2025-02-22")
    kinds = {change.id: set(change.kinds) for change in log.diff("2025-02-21", "2025-02-22")}
    assert kinds == {"a": {Kind.RESTORED}, "c": {Kind.ADDED}}
    (change,) = log.diff("2025-02-21", "2025-02-22").of("restored")
    assert (change.before, change.axis) == (None, Axis.RECORD)
    assert list(log.diff("2025-02-20", "2025-02-22").of("restored")) == []


def test_restored_of_stories_that_overlap(log: FactLog) -> None:
    """A removal counts from when it was taken, although a backfill about another story was recorded after it."""
    log.record([claim("a"), claim("z")], taken="2025-02-20")
    log.record([], remove=["a"], taken="2025-02-21")
    log.record([claim("b")], taken="2025-02-10")
    log.record([claim("a")], taken="2025-02-23")
    assert [set(change.kinds) for change in log.diff("2025-02-22", "2025-02-23")] == [{Kind.RESTORED}]
    assert [set(change.kinds) for change in log.diff("main~1", "main")] == [{Kind.RESTORED}]
    assert [set(change.kinds) for change in log.diff(log.at("2025-02-22"), log.latest())] == [{Kind.RESTORED}]


def test_added_and_removed_between(log: FactLog) -> None:
    """A claim that the first moment never knew is added, though it was removed and restored in between."""
    log.record([claim("z")], taken="2025-02-20")
    log.record([claim("a")], taken="2025-02-21")
    log.record([], remove=["a"], taken="2025-02-22")
    log.record([claim("a")], taken="2025-02-23")
    assert [set(change.kinds) for change in log.diff("2025-02-20", "2025-02-23")] == [{Kind.ADDED}]
    assert list(log.diff("2025-02-20", "2025-02-22")) == []


def test_added_after_a_state_that_came_back(log: FactLog) -> None:
    """A claim that was removed only later is added, though the log is today as it was at the first moment."""
    log.record([claim("a", 1)], taken="2025-02-20")
    log.record([claim("z")], taken="2025-02-21")
    log.record([claim("a", 2)], taken="2025-02-20")
    log.record([claim("b")], remove=["z"], taken="2025-02-22")
    log.record([], remove=["b"], taken="2025-02-23")
    assert log.at("2025-02-20").commit == log.latest().commit
    assert [(change.id, set(change.kinds)) for change in log.diff("2025-02-20", "2025-02-22")] == [("b", {Kind.ADDED})]


def test_many_claims(log: FactLog, path: Path) -> None:
    """A diff of many claims is right, whatever part of them changed."""
    made: dict[str, Claim] = {f"f{n % 7}/c{n}": claim(f"f{n % 7}/c{n}", n) for n in range(700)}
    log.record(made.values(), taken="2025-02-20")
    log.record([each.revise(value=-1) for each in list(made.values())[::3]], taken="2025-02-21")
    found = log.diff("2025-02-20", "2025-02-21")
    assert ids(found) == sorted(list(made)[::3])
    assert {change.after.value for change in found if change.after} == {-1}
    assert tip(path) == log.latest().commit
