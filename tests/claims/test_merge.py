"""The merge of one claim or source that two people changed at once, field by field."""

from __future__ import annotations

import json
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from strategies import forks, sources

from factlog.claims import Assessment, Citation, Claim, Extractor, Link, Quantity, Source, When
from factlog.claims.codec import encode
from factlog.claims.fields import thawed
from factlog.claims.merge import Conflict, merge, refuse
from factlog.errors import ConflictError


def claim(**fields: Any) -> Claim:
    return Claim("x/y", **({"subject": "war", "predicate": "started by", "value": "Ukraine"} | fields))


def source(**fields: Any) -> Source:
    return Source("sky", **fields)


SKY, BBC, AFP = Citation("sky", retrieved=When("2025-02-20")), Citation("bbc"), Citation("afp")
FALSE, TRUE = Assessment("PolitiFact", "false"), Assessment("AFP", "true")
CONTRADICTS, RESTATES = Link("contradicts", "a/b"), Link("restates", "m/n")

MERGED: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("different fields", {}, {"value": "Russia"}, {"said": "2025-02-21"}, {"value": "Russia", "said": "2025-02-21"}),
    ("the same change", {}, {"value": "Russia"}, {"value": "Russia"}, {"value": "Russia"}),
    (
        "the same and more",
        {},
        {"value": "Russia", "said": "2025"},
        {"value": "Russia", "due": "2026"},
        {"value": "Russia", "said": "2025", "due": "2026"},
    ),
    ("cleared and changed", {"said": "2025", "due": "2026"}, {"said": None}, {"due": "2027"}, {"said": None, "due": "2027"}),
    ("both cleared", {"said": "2025"}, {"said": None}, {"said": None, "tags": ["x"]}, {"said": None, "tags": ["x"]}),
    ("tags", {"tags": ["war"]}, {"tags": ["war", "a"]}, {"tags": ["b", "war"]}, {"tags": ["a", "b", "war"]}),
    ("the same tag", {}, {"tags": ["a"]}, {"tags": ["a", "b"]}, {"tags": ["a", "b"]}),
    (
        "a tag added, another removed",
        {"tags": ["war", "x"]},
        {"tags": ["war"]},
        {"tags": ["war", "x", "y"]},
        {"tags": ["war", "y"]},
    ),
    ("all tags removed", {"tags": ["a", "b"]}, {"tags": ["a"]}, {"tags": ["b"]}, {"tags": []}),
    (
        "citations",
        {"citations": [SKY]},
        {"citations": [SKY, BBC]},
        {"citations": [SKY, AFP]},
        {"citations": [SKY, BBC, AFP]},
    ),
    ("first citations", {}, {"citations": [BBC]}, {"citations": [AFP]}, {"citations": [AFP, BBC]}),
    (
        "a citation changed, another added",
        {"citations": [SKY]},
        {"citations": [Citation("sky", retrieved=When("2025-02-22"))]},
        {"citations": [SKY, BBC]},
        {"citations": [Citation("sky", retrieved=When("2025-02-22")), BBC]},
    ),
    (
        "a citation removed, another added",
        {"citations": [SKY]},
        {"citations": []},
        {"citations": [SKY, BBC]},
        {"citations": [BBC]},
    ),
    ("links", {}, {"links": [CONTRADICTS]}, {"links": [RESTATES]}, {"links": [CONTRADICTS, RESTATES]}),
    ("assessments", {}, {"assessments": [FALSE]}, {"assessments": [TRUE]}, {"assessments": [FALSE, TRUE]}),
    (
        "more assessments",
        {"assessments": [FALSE]},
        {"assessments": [FALSE, TRUE]},
        {"assessments": [FALSE], "due": "2026"},
        {"assessments": [FALSE, TRUE], "due": "2026"},
    ),
    (
        "languages",
        {"text": {"en": "a"}},
        {"text": {"en": "a", "ja": "あ"}},
        {"text": {"en": "b"}},
        {"text": {"en": "b", "ja": "あ"}},
    ),
    (
        "a language removed",
        {"text": {"en": "a", "ja": "あ"}},
        {"text": {"en": "a"}},
        {"text": {"en": "b", "ja": "あ"}},
        {"text": {"en": "b"}},
    ),
    ("qualifiers", {}, {"qualifiers": {"a": 1}}, {"qualifiers": {"b": True}}, {"qualifiers": {"a": 1, "b": True}}),
    ("values follow exclusive", {}, {"value": ["a", "b"]}, {"tags": ["x"]}, {"value": ["a", "b"], "tags": ["x"]}),
]


@pytest.mark.parametrize(("base", "theirs", "yours", "merged"), [row[1:] for row in MERGED], ids=[row[0] for row in MERGED])
def test_merged(base: dict[str, Any], theirs: dict[str, Any], yours: dict[str, Any], merged: dict[str, Any]) -> None:
    """What two people changed in different places is had together, whoever comes first."""
    start = claim(**base)
    one, other = start.revise(**theirs), start.revise(**yours)
    expected = start.revise(**merged)
    assert merge(start, one, other) == (expected, ())
    assert merge(start, other, one)[1] == ()
    both = merge(start, other, one)[0]
    assert both is not None
    assert attrs.evolve(both, assessments=()) == attrs.evolve(expected, assessments=())
    assert set(both.assessments) == set(expected.assessments)


CONFLICTS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], list[tuple[str, Any, Any, Any]]]] = [
    ("a value", {}, {"value": "Russia"}, {"value": "China"}, [("values", ("Ukraine",), ("Russia",), ("China",))]),
    ("1 and True", {"value": 0}, {"value": 1}, {"value": True}, [("values", (0,), (1,), (True,))]),
    ("1 and 1.0", {"value": 0}, {"value": Quantity(1)}, {"value": 1}, [("values", (0,), ({"amount": 1},), (1,))]),
    ("a date", {"said": "2025"}, {"said": "2026"}, {"said": "2027"}, [("said", "2025", "2026", "2027")]),
    ("a date that there was not", {}, {"said": "2026"}, {"said": "2027"}, [("said", None, "2026", "2027")]),
    ("cleared and changed", {"said": "2025"}, {"said": None}, {"said": "2027"}, [("said", "2025", None, "2027")]),
    ("changed and cleared", {"said": "2025"}, {"said": "2026"}, {"said": None}, [("said", "2025", "2026", None)]),
    (
        "wording of one language",
        {"text": {"en": "a"}},
        {"text": {"en": "b"}},
        {"text": {"en": "c"}},
        [("text", {"en": "a"}, {"en": "b"}, {"en": "c"})],
    ),
    (
        "a language removed and changed",
        {"text": {"en": "a"}},
        {"text": {}},
        {"text": {"en": "c"}},
        [("text", {"en": "a"}, None, {"en": "c"})],
    ),
    (
        "one qualifier",
        {},
        {"qualifiers": {"a": 1}},
        {"qualifiers": {"a": 1.0}},
        [("qualifiers", None, {"a": 1}, {"a": 1.0})],
    ),
    (
        "one citation",
        {"citations": [BBC]},
        {"citations": [Citation("bbc", retrieved=When("2025"))]},
        {"citations": [Citation("bbc", retrieved=When("2026"))]},
        [
            (
                "citations",
                ({"source": "bbc"},),
                ({"source": "bbc", "retrieved": "2025"},),
                ({"source": "bbc", "retrieved": "2026"},),
            )
        ],
    ),
    (
        "a citation removed and changed",
        {"citations": [BBC]},
        {"citations": []},
        {"citations": [Citation("bbc", retrieved=When("2026"))]},
        [("citations", ({"source": "bbc"},), None, ({"source": "bbc", "retrieved": "2026"},))],
    ),
    (
        "an extractor",
        {},
        {"extractor": Extractor("a")},
        {"extractor": Extractor("b")},
        [("extractor", None, {"name": "a"}, {"name": "b"})],
    ),
    (
        "two fields, and one that merges",
        {},
        {"value": "Russia", "due": "2026", "tags": ["a"]},
        {"value": "China", "due": "2027", "tags": ["b"]},
        [("due", None, "2026", "2027"), ("values", ("Ukraine",), ("Russia",), ("China",))],
    ),
]


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "expected"), [row[1:] for row in CONFLICTS], ids=[row[0] for row in CONFLICTS]
)
def test_conflicts(
    base: dict[str, Any], theirs: dict[str, Any], yours: dict[str, Any], expected: list[tuple[str, Any, Any, Any]]
) -> None:
    """What both changed in one field, in different ways, is a conflict that tells claim, field, base, theirs and yours."""
    start = claim(**base)
    merged, conflicts = merge(start, start.revise(**theirs), start.revise(**yours))
    assert merged is None
    found = sorted(
        (conflict.field or "", *map(exactly, (conflict.base, conflict.theirs, conflict.yours))) for conflict in conflicts
    )
    assert found == sorted((field, *map(exactly, sides)) for field, *sides in expected)
    assert {conflict.id for conflict in conflicts} == {"x/y"}


def exactly(side: Any) -> str:
    """A side as text in which 1, True and 1.0 differ."""
    return json.dumps(thawed(side), sort_keys=True)


def test_each_claim_valid_but_not_both_together() -> None:
    """Where both changes together make no claim, that is a conflict and not an error."""
    start = claim(since="2020", until="2026")
    merged, conflicts = merge(start, start.revise(since="2025"), start.revise(until="2021"))
    assert merged is None
    assert [conflict.id for conflict in conflicts] == ["x/y"]
    assert conflicts[0].theirs != conflicts[0].yours


def test_removed_on_one_side() -> None:
    """A claim that one side removed and the other changed is a conflict of the whole claim."""
    start, changed = claim(), claim(value="Russia")
    for theirs, yours in ((None, changed), (changed, None)):
        merged, (conflict,) = merge(start, theirs, yours)
        assert merged is None
        assert (conflict.id, conflict.field) == ("x/y", None)
        assert (conflict.theirs is None) is (theirs is None)
        assert (conflict.yours is None) is (yours is None)
        assert conflict.base == json.loads(encode(start)) | {"values": ("Ukraine",)}
        assert "x/y" in str(conflict)


def test_removed_where_nothing_else_changed() -> None:
    """A claim that one side removed and the other left alone is removed."""
    assert merge(claim(), None, claim()) == (None, ())
    assert merge(claim(), claim(), None) == (None, ())
    assert merge(claim(), None, None) == (None, ())


def test_added_on_both_sides() -> None:
    """A claim that both sides added is merged where they agree and a conflict where they do not."""
    assert merge(None, claim(), claim()) == (claim(), ())
    assert merge(None, None, claim()) == (claim(), ())
    assert merge(None, claim(), None) == (claim(), ())
    assert merge(None, claim(tags=["a"]), claim(tags=["b"])) == (claim(tags=["a", "b"]), ())
    merged, conflicts = merge(None, claim(), claim(value="Russia"))
    assert merged is None
    assert [(conflict.field, conflict.base) for conflict in conflicts] == [("values", None)]


def test_two_uses_of_one_source_removed_one_each() -> None:
    """Where each side removes another use of one source, neither use comes back."""
    one, other = Citation("sky", quote="A"), Citation("sky", quote="B")
    start = claim(citations=[one, other])
    merged, conflicts = merge(start, start.revise(citations=[other]), start.revise(citations=[one]))
    assert conflicts or (merged is not None and merged.citations == ())


def test_two_uses_of_one_source_added() -> None:
    """Where each side adds another use of one source, both are kept or it is a conflict; none is lost."""
    one, other = Citation("sky", quote="A"), Citation("sky", quote="B")
    merged, conflicts = merge(claim(), claim(citations=[one]), claim(citations=[other]))
    assert conflicts or (merged is not None and set(merged.citations) == {one, other})


def test_one_assessment_mended_in_two_ways() -> None:
    """Assessments are append-only: where each side rewrites the same one otherwise, it is a conflict."""
    start = claim(assessments=[FALSE])
    theirs, yours = (
        start.revise(assessments=[Assessment("PolitiFact", "true")]),
        start.revise(assessments=[Assessment("PolitiFact", "half")]),
    )
    merged, conflicts = merge(start, theirs, yours)
    assert (merged, [conflict.field for conflict in conflicts]) == (None, ["assessments"])


# Sources


def test_sources_merge_as_claims_do() -> None:
    """The fields of a source merge one by one, and conflict one by one."""
    start = source(title="A", publisher="Sky News")
    merged, conflicts = merge(start, start.revise(title="B"), start.revise(language="en"))
    assert (merged, conflicts) == (source(title="B", publisher="Sky News", language="en"), ())
    merged, conflicts = merge(start, start.revise(title="B"), start.revise(title="C"))
    assert merged is None
    assert conflicts == (Conflict("sky", "title", "A", "B", "C"),)


def test_other_fields_of_a_source() -> None:
    """Other CSL fields merge one by one, and those that hold null stay."""
    start = source(extra={"note": None, "x": 1})
    theirs, yours = start.revise(extra={"note": None, "x": 1, "a": 1}), start.revise(extra={"note": None, "x": 1, "b": 2})
    assert merge(start, theirs, yours) == (source(extra={"note": None, "x": 1, "a": 1, "b": 2}), ())


# What is said of conflicts


def test_the_error() -> None:
    """The error tells every claim and field with all three sides, and what to do."""
    start = claim(said="2025")
    _, conflicts = merge(start, start.revise(value="Russia", said="2026"), start.revise(value="中国", said=None))
    error = refuse(conflicts)
    assert isinstance(error, ConflictError)
    assert error.conflicts == conflicts
    assert (error.claim, error.field) == ("x/y", conflicts[0].field)
    for word in ("x/y", "values", "Ukraine", "Russia", "中国", "said", "2025", "2026", "absent"):
        assert word in str(error)


def test_long_sides_are_cut() -> None:
    """A conflict about long text is told in a line."""
    start = claim(text={"en": "a"})
    _, (conflict,) = merge(start, start.revise(text={"en": "b" * 10_000}), start.revise(text={"en": "c" * 10_000}))
    assert len(str(conflict)) < 400
    assert conflict.theirs == {"en": "b" * 10_000}


# Laws


@given(forks())
@settings(max_examples=100, deadline=None)
def test_one_side_changed(fork: tuple[Claim, Claim, Claim]) -> None:
    """Where one side changed nothing, the other side's version holds; the same change twice is had once."""
    base, theirs, yours = fork
    assert merge(base, theirs, base) == (theirs, ())
    assert merge(base, base, yours) == (yours, ())
    assert merge(base, yours, yours) == (yours, ())
    assert merge(None, None, yours) == (yours, ())


@given(forks())
@settings(max_examples=150, deadline=None)
def test_whoever_comes_first(fork: tuple[Claim, Claim, Claim]) -> None:
    """Both orders give the same claim, but for the order of assessments, or the same conflicts with the sides changed."""
    base, theirs, yours = fork
    merged, conflicts = merge(base, theirs, yours)
    other, mirrored = merge(base, yours, theirs)
    assert {attrs.evolve(conflict, theirs=conflict.yours, yours=conflict.theirs) for conflict in mirrored} == set(conflicts)
    assert (merged is None) is bool(conflicts)
    if merged is not None and other is not None:
        assert attrs.evolve(merged, assessments=()) == attrs.evolve(other, assessments=())
        assert sorted(map(repr, merged.assessments)) == sorted(map(repr, other.assessments))


@given(forks())
@settings(max_examples=100, deadline=None)
def test_nothing_is_made_up_or_lost(fork: tuple[Claim, Claim, Claim]) -> None:
    """A field that one side changed has that side's value; what each added is kept; no item comes from nowhere."""
    base, theirs, yours = fork
    merged, _ = merge(base, theirs, yours)
    if merged is None:
        return
    for field in ("subject", "values", "polarity", "claimant", "said", "force", "due", "criteria", "rank", "extractor"):
        old, their, your, new = (repr(getattr(side, field)) for side in (base, theirs, yours, merged))
        assert new == (your if their == old else their)
    for field in ("tags", "links", "citations", "assessments"):
        before, their_items, your_items, new_items = (set(getattr(side, field)) for side in (base, theirs, yours, merged))
        assert new_items == (their_items & your_items) | (their_items - before) | (your_items - before)


@given(forks())
@settings(max_examples=50, deadline=None)
def test_conflicts_of_their_own(fork: tuple[Claim, Claim, Claim]) -> None:
    """Conflicts can be pickled and hashed, and print as a line each."""
    for conflict in merge(*fork)[1]:
        assert pickle.loads(pickle.dumps(conflict)) == conflict
        assert hash(conflict) == hash(pickle.loads(pickle.dumps(conflict)))
        assert conflict.id in str(conflict)


@given(sources, sources)
@settings(max_examples=100, deadline=None)
def test_sources_keep_the_laws(one: Source, other: Source) -> None:
    """The laws hold for sources too."""
    base, changed = source(title="A"), attrs.evolve(one, id="sky")
    assert merge(base, changed, base) == (changed, ())
    assert merge(base, base, changed) == (changed, ())
    second = attrs.evolve(other, id="sky")
    assert bool(merge(base, changed, second)[1]) is bool(merge(base, second, changed)[1])
