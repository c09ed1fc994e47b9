"""Edits: the structural differences between two versions, as plain paths and values."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import few_values, pairs, texts

from factlog.claims import (
    NOVALUE,
    SOMEVALUE,
    Assessment,
    Citation,
    Claim,
    Extractor,
    Item,
    Link,
    Quantity,
    Source,
    When,
    classify,
)
from factlog.claims.codec import encode, to_document
from factlog.claims.edits import Edit, Operation, apply, edits
from factlog.errors import ConflictError


def claim(**fields: Any) -> Claim:
    return Claim("x/y", **({"subject": "war", "predicate": "started by"} | fields))


def rows(before: Claim | None, after: Claim | None) -> list[tuple[str, tuple[str | int, ...], Any, Any]]:
    """The edits as operation, path, before and after, in plain JSON."""
    found = classify(before, after).edits
    plain = [edit.to_dict() for edit in found]
    return [(edit["operation"], tuple(edit["path"]), edit.get("before"), edit.get("after")) for edit in plain]


def test_one_field() -> None:
    """A field that changed, appeared or vanished is one edit, with its path and both sides."""
    before = claim(said="2025-02-18", claimant="Donald Trump")
    assert rows(before, before.revise(said="2025-02-21")) == [("changed", ("said",), "2025-02-18", "2025-02-21")]
    assert rows(before, before.revise(due="2026")) == [("added", ("due",), None, "2026")]
    assert rows(before, before.revise(said=None)) == [("removed", ("said",), "2025-02-18", None)]
    assert rows(before, before) == []


SKY = Citation("sky", retrieved=When("2025-02-20"))
BBC = Citation("bbc")


@pytest.mark.parametrize(
    ("before", "after", "paths"),
    [
        ({"value": "a"}, {"value": "b"}, ["changed values 0"]),
        ({"value": ["a", "b"]}, {"value": ["a", "b", "c"]}, ["added values 2"]),
        ({"value": Item("a", "Q1")}, {"value": Item("b", "Q1")}, ["changed values 0 item"]),
        ({"value": Quantity(24, "h")}, {"value": Quantity(24)}, ["removed values 0 unit"]),
        ({"value": Item("a")}, {"value": "a"}, ["changed values 0"]),
        ({"text": {"en": "a"}}, {"text": {"en": "b", "ja": "あ"}}, ["changed text en", "added text ja"]),
        ({"text": {"en": "a"}}, {"text": {}}, ["removed text"]),
        ({"qualifiers": {"a": 1}}, {"qualifiers": {"a": 1, "b": 2}}, ["added qualifiers b"]),
        ({"tags": ["b", "c"]}, {"tags": ["a", "b", "c"]}, ["added tags a"]),
        ({"tags": ["a", "b", "c"]}, {"tags": ["b", "c"]}, ["removed tags a"]),
        ({"citations": [SKY]}, {"citations": [BBC, SKY]}, ["added citations bbc"]),
        ({"citations": [BBC, SKY]}, {"citations": [SKY]}, ["removed citations bbc"]),
        (
            {"citations": [SKY]},
            {"citations": [Citation("sky", retrieved=When("2025-02-22"))]},
            ["changed citations sky retrieved"],
        ),
        (
            {"links": [Link("restates", "m/n")]},
            {"links": [Link("contradicts", "a/b"), Link("restates", "m/n")]},
            ["added links contradicts a/b"],
        ),
        (
            {"assessments": [Assessment("A", "x")]},
            {"assessments": [Assessment("A", "x"), Assessment("B", "y")]},
            ["added assessments 1"],
        ),
        (
            {"assessments": [Assessment("A", "x", citations=(SKY,))]},
            {"assessments": [Assessment("A", "x", citations=(BBC, SKY))]},
            ["added assessments 0 citations bbc"],
        ),
        ({"extractor": Extractor("r", "1")}, {"extractor": Extractor("r", "2")}, ["changed extractor version"]),
        ({"value": "a", "exclusive": False}, {"value": "a"}, ["removed exclusive"]),
        ({"value": "a"}, {"value": "b", "polarity": "denied"}, ["added polarity", "changed values 0"]),
    ],
)
def test_paths(before: dict[str, Any], after: dict[str, Any], paths: list[str]) -> None:
    """An edit touches what changed and nothing beside it: inserting at a list's head leaves the other items alone."""
    found = rows(claim(**before), claim(**after))
    assert [" ".join([operation, *map(str, path)]) for operation, path, _, _ in found] == paths


DIFFERENT = [
    1,
    True,
    1.0,
    "1",
    "true",
    0,
    False,
    0.0,
    When("2025"),
    "2025",
    2025,
    SOMEVALUE,
    NOVALUE,
    "novalue",
    Item("1"),
    Quantity(1),
    Quantity(1.0),
]


@pytest.mark.parametrize("one", DIFFERENT, ids=repr)
def test_types_are_told_apart(one: Any) -> None:
    """1, True, 1.0 and "1", a date and its text, each differ by an edit, and applying it gives the other exactly."""
    for other in DIFFERENT:
        before, after = claim(value=one, qualifiers={"n": one}), claim(value=other, qualifiers={"n": other})
        change = classify(before, after)
        assert bool(change.edits) is (one is not other)
        applied = change.apply(before)
        assert applied is not None
        assert encode(applied) == encode(after)


def test_instants_in_two_zones_are_told_apart() -> None:
    """One instant written in two zones is an edit, and a naive time is not one in UTC."""
    for one, other in (
        ("2025-02-18T13:00:00+09:00", "2025-02-18T04:00:00Z"),
        ("2025-02-18T04:00:00", "2025-02-18T04:00:00Z"),
    ):
        assert rows(claim(said=one), claim(said=other)) == [("changed", ("said",), one, other)]


@pytest.mark.parametrize(
    "key",
    [
        "__class__",
        "__x",
        "_x",
        "a.b",
        "a['b']",
        "root",
        "root['x']",
        "[0]",
        '"',
        "'",
        "'\"",
        "\\",
        " x ",
        "会談",
        "a\nb",
        "0",
        "#2",
    ],
)
def test_any_key(key: str) -> None:
    """A key is a key, whatever it looks like, also one that starts with two underscores."""
    before, after = claim(qualifiers={key: 1, "z": 1}), claim(qualifiers={key: 2, "z": 1})
    assert rows(before, after) == [("changed", ("qualifiers", key), 1, 2)]
    assert rows(claim(qualifiers={"z": 1}), after) == [("added", ("qualifiers", key), None, 2)]
    for change in (classify(before, after), classify(claim(), after), classify(after, claim())):
        assert change.apply(change.before) == change.after


def test_a_source_cited_twice() -> None:
    """Two uses of one source have two paths."""
    before = claim(citations=[Citation("sky", quote="a")])
    after = claim(citations=[Citation("sky", quote="a"), Citation("sky", quote="b")])
    ((operation, path, _, citation),) = rows(before, after)
    assert (operation, path[0], citation) == ("added", "citations", {"source": "sky", "quote": "b"})
    assert path[1] != "sky"
    assert classify(before, after).apply(before) == after


def test_a_claim_that_came_or_went() -> None:
    """Every field of a claim that was added or removed is one edit."""
    full = claim(value="a", tags=["t"])
    assert [row[:2] for row in rows(None, full)] == [
        ("added", (name,)) for name in ("id", "predicate", "subject", "tags", "values")
    ]
    assert [row[:2] for row in rows(full, None)] == [
        ("removed", (name,)) for name in ("id", "predicate", "subject", "tags", "values")
    ]


def test_few_keys_in_common() -> None:
    """Mappings that share few of their keys still differ key by key."""
    before = claim(qualifiers={"shared": 1, **{f"a{n}": n for n in range(20)}})
    after = claim(qualifiers={"shared": 2, **{f"b{n}": n for n in range(20)}})
    assert len(rows(before, after)) == 41


def test_many_differences() -> None:
    """No difference is left out, however many there are."""
    before, after = claim(value=list(range(600))), claim(value=[str(n) for n in range(600)])
    change = classify(before, after)
    assert len(change.edits) == 600
    assert change.apply(before) == after


def test_values_are_applied_in_order() -> None:
    """Values added and removed beyond the tenth come back in their order."""
    few, many = claim(value=["a"], exclusive=False), claim(value=["a", *map(str, range(25))])
    assert classify(few, many).apply(few) == many
    assert classify(many, few).apply(many) == few


def test_long_text() -> None:
    """Long text is one edit, found quickly and given whole."""
    before, after = (
        claim(text={"en": "word\n" * 15_000}),
        claim(text={"en": "word\n" * 7_000 + "other\n" + "word\n" * 8_000}),
    )
    assert [row[:2] for row in rows(before, after)] == [("changed", ("text", "en"))]
    assert classify(before, after).apply(before) == after


def test_to_dict() -> None:
    """As JSON, an edit has an operation, a path and the sides that there are."""
    before = claim(citations=[SKY], value=1)
    found = [edit.to_dict() for edit in classify(before, claim(citations=[SKY, BBC], value=True, said="2025")).edits]
    assert found == [
        {"operation": "added", "path": ["citations", "bbc"], "after": {"source": "bbc"}},
        {"operation": "added", "path": ["said"], "after": "2025"},
        {"operation": "changed", "path": ["values", 0], "before": 1, "after": True},
    ]
    assert json.loads(json.dumps(found)) == found
    removed = [edit.to_dict() for edit in classify(claim(said="2025"), claim()).edits]
    assert removed == [{"operation": "removed", "path": ["said"], "before": "2025"}]


def test_in_a_line() -> None:
    """An edit prints as its path and both sides."""
    printed = [str(edit) for edit in classify(claim(value=1, said="2025"), claim(value=2, tags=["あ"])).edits]
    assert printed == ["said: 2025 → nothing", 'tags: nothing → ["あ"]', "values.0: 1 → 2"]


def test_invert() -> None:
    """An edit inverted undoes it."""
    added = Edit(Operation.ADDED, ("due",), None, "2026")
    assert added.invert() == Edit(Operation.REMOVED, ("due",), "2026", None)
    assert Edit(Operation.CHANGED, ("due",), "2025", "2026").invert() == Edit(Operation.CHANGED, ("due",), "2026", "2025")
    assert added.invert().invert() == added


def test_edits_for_another_version() -> None:
    """Edits are not applied where what they start from does not stand."""
    before, after = to_document(claim(value=1, said="2025")), to_document(claim(value=2, said="2025"))
    made = edits(before, after)
    for other in (claim(value=True, said="2025"), claim(value=1.0), claim(), claim(value=3)):
        with pytest.raises(ConflictError, match="values"):
            apply(to_document(other), made)
    with pytest.raises(ConflictError, match="said"):
        apply({"said": "2025"}, [Edit(Operation.ADDED, ("said",), None, "2026")])
    with pytest.raises(ConflictError, match=r"text\.en\.x"):
        apply({"text": {"en": "a"}}, [Edit(Operation.ADDED, ("text", "en", "x"), None, "b")])


@given(pairs())
@settings(max_examples=100, deadline=None)
def test_edits_turn_one_into_the_other(pair: tuple[Claim, Claim]) -> None:
    """Edits lead from one version to the other, inverted they lead back, and they are sorted by path."""
    before, after = pair
    found = classify(before, after).edits
    assert found == classify(before, after).edits
    assert [tuple(map(str, edit.path)) for edit in found] == sorted(tuple(map(str, edit.path)) for edit in found)
    assert len({edit.path for edit in found}) == len(found)
    assert apply(to_document(after), [edit.invert() for edit in reversed(found)]).keys() == to_document(before).keys()
    assert bool(found) is (encode(before) != encode(after))
    assert json.loads(json.dumps([edit.to_dict() for edit in found])) == [edit.to_dict() for edit in found]
    assert pickle.loads(pickle.dumps(found)) == found
    hash(found)


@given(st.dictionaries(texts, few_values, max_size=4), st.dictionaries(texts, few_values, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_qualifiers(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Whatever the names of qualifiers, the edits lead from one set to the other."""
    try:
        before, after = claim(qualifiers=one), claim(qualifiers=other)
    except ValueError:  # two names that are one in NFC
        return
    assert classify(before, after).apply(before) == after


def test_the_source_in_a_citation_is_no_part_of_the_claim() -> None:
    """A source given with a citation stands in its own file: it makes no edit of the claim."""
    assert rows(claim(citations=[Citation(Source("sky", title="A"))]), claim(citations=[Citation("sky")])) == []
