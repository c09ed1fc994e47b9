"""Diffs: all changes between two states, to filter, group, print, apply and undo."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import claims

from factlog.claims import Axis, Citation, Claim, ClaimId, Kind, Source
from factlog.claims.diff import Diff, SourceChange, SourceDiff, diff
from factlog.errors import ConflictError, InvalidError

SKY, REUTERS = Citation("sky"), Citation("reuters")


def claim(id_: str, **fields: Any) -> Claim:
    return Claim(
        id_, **({"subject": "war", "predicate": "p", "value": "Ukraine", "claimant": "Ann", "said": "2025-02-18"} | fields)
    )


def state(*held: Claim) -> dict[ClaimId, Claim]:
    return {one.id: one for one in held}


ANEW: dict[str, Any] = {"said": "2025-02-21", "text": {"en": "x"}, "citations": [REUTERS]}
BEFORE = state(claim("same"), claim("reversed"), claim("gone", claimant="Bob"), claim("tagged"))
AFTER = state(
    claim("same"),
    claim("reversed", value="Russia", tags=["x"], **ANEW),
    claim("new", claimant=None),
    claim("tagged", tags=["x"], citations=[SKY]),
)
DIFF = diff(BEFORE, AFTER)


def ids(found: Diff) -> list[str]:
    return [change.id for change in found]


def test_what_changed() -> None:
    """A diff holds the changes by id and leaves out what is equal."""
    assert ids(DIFF) == ["gone", "new", "reversed", "tagged"]
    assert [set(change.kinds) for change in DIFF] == [
        {Kind.REMOVED},
        {Kind.ADDED},
        {Kind.REVERSED, Kind.REVISED},
        {Kind.RETAGGED, Kind.CORROBORATED},
    ]
    assert (len(DIFF), DIFF[0].id, [change.id for change in DIFF[1:3]]) == (4, "gone", ["new", "reversed"])
    assert len(diff(BEFORE, BEFORE)) == 0


def test_filters() -> None:
    """A diff narrows by kind, axis, claimant and claim; an axis matches any kind on it, a claimant either side."""
    assert ids(DIFF.of("reversed")) == ids(DIFF.of(Kind.REVERSED)) == ["reversed"]
    assert ids(DIFF.of("added", "removed")) == ["gone", "new"]
    assert ids(DIFF.on("record")) == ids(DIFF.on(Axis.RECORD)) == ["gone", "new", "tagged"]
    assert ids(DIFF.on("world")) == ["tagged"]
    assert ids(DIFF.by("Bob")) == ["gone"]
    assert ids(DIFF.by(None)) == ["new"]
    assert ids(DIFF.about("new")) == ["new"]
    assert ids(DIFF.by("Ann").on("speaker").of("revised")) == ["reversed"]
    moved = diff(state(claim("a")), state(claim("a", claimant="Bob")))
    assert ids(moved.by("Ann")) == ids(moved.by("Bob")) == ["a"]


@pytest.mark.parametrize("wrong", ["reverse", "nothing like it", "", 1])
def test_unknown_kinds(wrong: Any) -> None:
    """An unknown kind or axis is refused with those that there are."""
    with pytest.raises(InvalidError, match="expected a kind of change, got"):
        DIFF.of(wrong)
    with pytest.raises(InvalidError, match=r"expected a axis|expected an axis"):
        DIFF.on(wrong)


def test_a_near_miss_gets_a_hint() -> None:
    """A misspelt kind is answered with the kind that was meant."""
    with pytest.raises(InvalidError, match="reversed"):
        DIFF.of("reversd")


def test_groups() -> None:
    """A diff groups by kind, by axis or by a field of the claim; a change of several kinds stands in each."""
    assert {key: ids(group) for key, group in DIFF.group_by("kind").items()} == {
        Kind.REMOVED: ["gone"],
        Kind.ADDED: ["new"],
        Kind.REVERSED: ["reversed"],
        Kind.REVISED: ["reversed"],
        Kind.RETAGGED: ["tagged"],
        Kind.CORROBORATED: ["tagged"],
    }
    assert {key: ids(group) for key, group in DIFF.group_by("axis").items()} == {
        Axis.RECORD: ["gone", "new", "tagged"],
        Axis.SPEAKER: ["reversed"],
        Axis.WORLD: ["tagged"],
    }
    assert {key: ids(group) for key, group in DIFF.group_by("claimant").items()} == {
        "Bob": ["gone"],
        None: ["new"],
        "Ann": ["reversed", "tagged"],
    }
    with pytest.raises(InvalidError, match="group by"):
        DIFF.group_by("colour")


def test_words_and_json() -> None:
    """A diff prints a line for each change, and gives a list of plain JSON."""
    assert str(DIFF).splitlines()[2] == "reversed  reversed, revised  Ukraine → Russia"
    assert len(str(DIFF).splitlines()) == 4
    assert json.loads(DIFF.to_json()) == DIFF.to_dicts()
    assert [list(one) for one in DIFF.to_dicts()] == [["id", "kinds", "axis", "before", "after", "edits"]] * 4


def test_sources() -> None:
    """Sources that were added, removed and edited are told with the fields that differ."""
    old, new = Source("s", title="A", publisher="P"), Source("s", title="B", language="en")
    found = SourceDiff((SourceChange(None, old), SourceChange(old, None), SourceChange(old, new)))
    assert (found.added, found.removed, found.edited) == ((old,), (old,), (SourceChange(old, new),))
    assert [change.kind for change in found] == ["added", "removed", "edited"]
    assert found[2].fields == ("title", "publisher", "language")
    assert [str(change) for change in found] == [
        "s  source added",
        "s  source removed",
        "s  source edited  title, publisher, language",
    ]
    assert (len(found), len(found[:2]), found[0].id) == (3, 2, "s")
    undone = Diff(sources=found).invert().sources
    assert (undone.added, undone.removed, undone[2].after) == ((old,), (old,), old)


states = st.lists(claims(), max_size=3).map(lambda held: state(*held))


@given(states, states)
@settings(max_examples=50)
def test_laws(before: dict[ClaimId, Claim], after: dict[ClaimId, Claim]) -> None:
    """apply(a, diff(a, b)) == b, invert undoes, and a diff can be pickled and hashed."""
    found = diff(before, after)
    assert found.apply(before) == after
    assert found.invert().apply(after) == before
    assert (len(found) == 0) is (before == after)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(pickle.loads(pickle.dumps(found))) == hash(found)


def test_a_diff_fits_its_own_state() -> None:
    """A diff is not applied where what it starts from does not stand."""
    with pytest.raises(ConflictError):
        DIFF.apply({})
