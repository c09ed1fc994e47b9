"""Changes: every rule and every kind of the design's table from both sides, and the laws that all changes keep."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import claims, pairs

from factlog.claims import (
    NOVALUE,
    SOMEVALUE,
    Assessment,
    Axis,
    Change,
    Citation,
    Claim,
    Extractor,
    Item,
    Kind,
    Link,
    Quantity,
    Source,
    When,
    classify,
)
from factlog.claims.codec import encode
from factlog.errors import ConflictError

ID = "trump/who-started-the-war"
SKY = Citation("sky", retrieved=When("2025-02-20"))
REUTERS = Citation("reuters", retrieved=When("2025-02-22"))
BBC = Citation("bbc", retrieved=When("2025-02-21"))
AP_1 = Citation(Source("ap-1", derived_from="AP"))
AP_2 = Citation(Source("ap-2", derived_from="AP"))

SPOKEN: dict[str, Any] = {
    "subject": "2022 Russian invasion of Ukraine",
    "predicate": "started by",
    "value": "Ukraine",
    "claimant": "Donald Trump",
    "said": "2025-02-18",
    "text": {"en": "You should have never started it."},
    "citations": [SKY],
}
ANEW: dict[str, Any] = {"said": "2025-02-21", "text": {"en": "Russia attacked."}, "citations": [REUTERS]}
RECORDED: dict[str, Any] = {"subject": "Ukraine", "predicate": "president", "value": "A", "citations": [SKY]}


class Row(NamedTuple):
    """One case: what holds on both sides, what changes, and the kinds that come of it."""

    name: str
    kinds: str
    after: dict[str, Any]
    before: Mapping[str, Any] = MappingProxyType({})
    axis: str | None = None


def table(*rows: Row) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=[row.name for row in rows])


def check(row: Row, base: dict[str, Any], anew: dict[str, Any]) -> None:
    """Asserts the exact kinds, the axis of the first, and the laws, for one row."""
    before = Claim(ID, **(base | dict(row.before)))
    after = Claim(ID, **(base | dict(row.before) | anew | row.after))
    change = classify(before, after)
    kinds = {Kind(name) for name in row.kinds.split()}
    assert change.kinds == kinds
    first = next((kind for kind in Kind if kind in kinds), None)
    assert change.axis == (first.axis if first else None)
    if row.axis:
        assert change.axis == row.axis
    assert change.apply(before) == after
    assert change.invert().apply(after) == before


# The table of kinds

AXES = {
    "speaker": "retracted reinterpreted denied reversed revised widened narrowed hedged strengthened qualified unqualified "
    "advanced deferred deadline-set deadline-dropped reiterated",
    "world": "succeeded ended resolved re-resolved corroborated weakened re-retrieved contested",
    "record": "added removed restored reworded translated corrected redated reattributed re-ranked retagged "
    "re-sourced re-extracted",
    "unsure": "unsure",
}


def test_the_kinds_in_their_order() -> None:
    """The kinds and axes are those of the design's table, in its order."""
    assert [kind.value for kind in Kind] == [kind for kinds in AXES.values() for kind in kinds.split()]
    assert [axis.value for axis in Axis] == list(AXES)
    assert {kind.value: kind.axis.value for kind in Kind} == {
        kind: axis for axis, kinds in AXES.items() for kind in kinds.split()
    }


# Rule 1: another claimant, another subject or predicate


@table(
    Row("claimant", "reattributed", {"claimant": "J. D. Vance"}, axis="record"),
    Row(
        "claimant and all else",
        "reattributed",
        ANEW | {"claimant": "J. D. Vance", "value": "Russia", "tags": ["x"], "polarity": "denied"},
    ),
    Row("claimant and subject", "reattributed", {"claimant": "J. D. Vance", "subject": "the war"}),
    Row("claimant becomes known", "reattributed", {"claimant": "J. D. Vance", "value": "Russia"}, {"claimant": None}),
    Row("claimant becomes unknown", "reattributed", ANEW | {"claimant": None, "value": "Russia"}),
    Row("with an assessment, alone", "reattributed", {"claimant": "x", "assessments": [Assessment("AFP", "false")]}),
    Row("subject, the same utterance", "corrected", {"subject": "the war"}, axis="record"),
    Row("predicate, the same utterance", "corrected", {"predicate": "begun by"}),
    Row("subject, a new utterance", "unsure", ANEW | {"subject": "the war"}, axis="unsure"),
    Row("subject and value, a new utterance", "unsure", ANEW | {"subject": "the war", "value": "Russia"}),
    Row("predicate and polarity, a new utterance", "unsure", ANEW | {"predicate": "begun by", "polarity": "denied"}),
    Row("subject, unclear", "unsure", {"subject": "the war", "said": None}),
    Row("subject and value, the same utterance", "corrected", {"subject": "the war", "value": "Russia"}),
    Row("the same claimant", "reversed", ANEW | {"value": "Russia"}, axis="speaker"),
)
def test_rule_1(row: Row) -> None:
    """Another claimant is reattributed, alone; another subject or predicate is corrected or unsure; no speaker kinds."""
    check(row, SPOKEN, {})


# Rule 2: one utterance or two


class Said(NamedTuple):
    """Two ``said``, with what else differs between the reports, and the case that it makes."""

    case: str
    before: str | None
    after: str | None
    differing: str = "wording and citations"


SAID = [
    Said("new", "2025-02-18", "2025-02-21"),
    Said("new", "2025-02-18", "2025-02-21", "wording"),
    Said("new", "2025-02-18", "2025-02-21", "citations"),
    Said("unclear", "2025-02-18", "2025-02-21", "nothing"),
    Said("new", "2025-02-18", "2025-02-19T00:00:00Z"),
    Said("new", "2025-02-18T04:00:00Z", "2025-02-18T04:00:01Z"),
    Said("new", "2025-02", "2025-03"),
    Said("new", "../2024-11-05", "2025-01"),
    Said("new", "2025-01-20/2025-01-25", "2025-01-26"),
    Said("new", "2025-02-18", "2025-02-18T23:30:00-01:00"),
    Said("unclear", "2025-02-21", "2025-02-18"),
    Said("unclear", "2025-02-18", "2025-02"),
    Said("unclear", "2025-02", "2025-02-21"),
    Said("unclear", "2025-01-20/2025-01-25", "2025-01-25"),
    Said("unclear", "2025-02-18", "2025-02-21?"),
    Said("unclear", "2025-02-18", "2025-02-21~"),
    Said("unclear", "2025-02-18", "2025-02-21%"),
    Said("unclear", "2025-02-18~", "2025-02-21"),
    Said("unclear", "2025-02-18/..", "2025-02-21"),
    Said("unclear", "2025-02-18", "2025-02-19T00:30:00+01:00"),
    Said("unclear", None, "2025-02-21"),
    Said("unclear", "2025-02-18", None),
    Said("same", None, None),
    Said("same", None, None, "nothing"),
    Said("same", "2025-02-18", "2025-02-18"),
    Said("same", "2025-02-18T04:00:00Z", "2025-02-18T04:00:00Z"),
    Said("same", "2025-02-18~", "2025-02-18~"),
    Said("same", "2025-02", "2025-02", "wording"),
    Said("same", "2025-02", "2025-02", "citations"),
    Said("same", "2025-02", "2025-02", "nothing"),
    Said("unclear", "2025-02", "2025-02"),
    Said("unclear", "2025", "2025"),
    Said("unclear", "../2024-11-05", "../2024-11-05"),
    Said("same", "../2024-11-05", "../2024-11-05", "wording"),
]


@pytest.mark.parametrize("row", SAID, ids=[f"{row.before} to {row.after}, other {row.differing}" for row in SAID])
def test_rule_2(row: Said) -> None:
    """The utterance is new, the same or unclear by both ``said``, the wording and the citations."""
    before = Claim(ID, **(SPOKEN | {"said": row.before}))
    differing = {"text": ANEW["text"]} if "wording" in row.differing else {}
    differing |= {"citations": ANEW["citations"]} if "citations" in row.differing else {}
    change = classify(before, before.revise(value="Russia", said=row.after, **differing))
    tell = {"new": Kind.REVERSED, "same": Kind.CORRECTED, "unclear": Kind.UNSURE}
    assert [case for case, kind in tell.items() if kind in change.kinds] == [row.case]


@table(
    Row(
        "the same instant, written in another zone",
        "redated",
        {"said": "2025-02-18T13:00:00+09:00"},
        {"said": "2025-02-18T04:00:00Z"},
    ),
    Row(
        "and another value",
        "redated corrected",
        {"said": "2025-02-18T13:00:00+09:00", "value": "Russia"},
        {"said": "2025-02-18T04:00:00Z"},
    ),
)
def test_instants_compare_in_utc(row: Row) -> None:
    """One instant in two zones is the same utterance."""
    check(row, SPOKEN, {})


# Rule 3: a new utterance

SELF = {name: Link(name, ID) for name in ("retracts", "reinterprets", "contradicts", "supersedes", "restates")}
OTHER = {name: Link(name, "other/claim") for name in ("retracts", "reinterprets", "supersedes")}
CERTAIN = ("certain", "probable", "possible", "doubtful")


@table(
    Row("nothing else changed", "reiterated", {}),
    Row("only the wording", "reiterated", {"citations": [SKY]}),
    Row("only the citations", "reiterated", {"text": SPOKEN["text"]}),
    Row("other languages", "reiterated", {"text": {"ja": "ロシアが攻撃した。"}}),
    Row("more support is no corroboration", "reiterated", {"citations": [SKY, REUTERS, BBC]}),
    Row("the same value written otherwise", "reiterated", {"value": "UKRAINE"}),
    Row(
        "the same item in another language",
        "reiterated",
        {"value": Item("ウクライナ", "Q212")},
        {"value": Item("Ukraine", "Q212")},
    ),
    Row("the same values in another order", "reiterated", {"value": ["b", "a"]}, {"value": ["a", "b"]}),
    Row("not without another value", "reversed", {"value": "Russia"}),
)
def test_reiterated(row: Row) -> None:
    """Reiterated is a new utterance in which nothing changed but wording and citations."""
    check(row, SPOKEN, ANEW)


@table(
    Row("retracts itself", "retracted", {"links": [SELF["retracts"]]}),
    Row("reinterprets itself", "reinterpreted", {"links": [SELF["reinterprets"]]}),
    Row("retracts and reverses", "retracted reversed", {"links": [SELF["retracts"]], "value": "Russia"}, axis="speaker"),
    Row("retracts another claim", "revised", {"links": [OTHER["retracts"]]}),
    Row("reinterprets another claim", "revised", {"links": [OTHER["reinterprets"]]}),
    Row("another type of link to itself", "revised", {"links": [SELF["supersedes"]]}),
    Row("had retracted before", "reiterated", {}, {"links": [SELF["retracts"]]}),
    Row(
        "had retracted before, now reinterprets",
        "reinterpreted",
        {"links": list(map(SELF.get, ("retracts", "reinterprets")))},
        {"links": [SELF["retracts"]]},
    ),
    Row("the retraction vanished", "revised", {"links": []}, {"links": [SELF["retracts"]]}),
    Row(
        "retracts, and another link that no kind names",
        "retracted revised",
        {"links": [SELF["retracts"], OTHER["supersedes"]]},
    ),
)
def test_retracted_reinterpreted(row: Row) -> None:
    """A link that retracts or reinterprets the claim's own id was added."""
    check(row, SPOKEN, ANEW)


@table(
    Row("the force is now denial", "denied", {"force": "denial"}),
    Row("it wins over reversed", "denied", {"force": "denial", "polarity": "denied"}),
    Row("a denial without values", "denied", {"force": "denial"}, {"value": None}),
    Row("a denial before and after", "reiterated", {}, {"force": "denial"}),
    Row("no longer a denial", "revised", {"force": "assertion"}, {"force": "denial"}),
    Row("another force", "revised", {"force": "opinion"}),
    Row("a denial of other values", "revised", {"force": "denial", "value": "Russia"}),
    Row("a denial under other qualifiers", "unsure qualified", {"force": "denial", "qualifiers": {"alone": True}}),
    Row("a denial of what cannot be compared", "unsure", {"force": "denial", "value": 1}),
)
def test_denied(row: Row) -> None:
    """Denied: the force is now denial, of the same values; it wins over reversed."""
    check(row, SPOKEN, ANEW)


@table(
    Row("text", "reversed", {"value": "Russia"}, axis="speaker"),
    Row("items", "reversed", {"value": Item("Russia", "Q159")}, {"value": Item("Ukraine", "Q212")}),
    Row("items of one label", "reversed", {"value": Item("Georgia", "Q1428")}, {"value": Item("Georgia", "Q230")}),
    Row("booleans", "reversed", {"value": False}, {"value": True}),
    Row("a value to none", "reversed", {"value": NOVALUE}),
    Row("none to a value", "reversed", {"value": "Russia"}, {"value": NOVALUE}),
    Row("a number to none", "reversed", {"value": NOVALUE}, {"value": 5}),
    Row("a date to none", "reversed", {"value": NOVALUE}, {"value": When("2025")}),
    Row("the opposite polarity", "reversed", {"polarity": "denied"}),
    Row("affirmed after all", "reversed", {"polarity": "affirmed"}, {"polarity": "denied"}),
    Row("the opposite polarity of a number", "reversed", {"polarity": "denied"}, {"value": 5}),
    Row("the opposite polarity, written otherwise", "reversed", {"polarity": "denied", "value": "UKRAINE"}),
    Row(
        "the opposite polarity of several values",
        "reversed",
        {"polarity": "denied", "value": ["b", "a"]},
        {"value": ["a", "b"]},
    ),
    Row(
        "with more in addition",
        "reversed hedged revised",
        {"value": "Russia", "modality": "possible", "tags": ["x"]},
        {"modality": "certain"},
    ),
    Row("promises too", "reversed", {"value": "no"}, {"value": "yes", "force": "promise"}),
    Row("overlapping windows", "reversed", {"value": "Russia"}, {"since": "2022", "until": "2025"}),
    Row("windows open at one end", "reversed", {"value": "Russia"}, {"since": "2022"}),
    Row(
        "windows that overlap in part",
        "reversed revised",
        {"value": "Russia", "since": "2023"},
        {"since": "2022", "until": "2024"},
    ),
)
def test_reversed(row: Row) -> None:
    """Reversed: the same values with the opposite polarity, or another only value (text, item, boolean, none)."""
    check(row, SPOKEN, ANEW)


@table(
    Row("the same instant", "corrected reworded re-sourced", {"value": "Russia", "said": "2025-02-18"}),
    Row("both denied", "revised", {"value": "Russia", "polarity": "denied"}, {"polarity": "denied"}),
    Row("values and polarity both differ", "revised", {"value": "Russia", "polarity": "denied"}),
    Row("not exclusive before", "revised", {"value": "Russia", "exclusive": True}, {"exclusive": False}),
    Row("not exclusive after", "revised", {"value": "Russia", "exclusive": False}),
    Row("exclusive on neither side", "revised", {"value": "Russia"}, {"exclusive": False}),
    Row("another number", "revised", {"value": 6}, {"value": 5}),
    Row("another floating number", "revised", {"value": 0.6}, {"value": 0.5}),
    Row("another date", "revised", {"value": When("2026")}, {"value": When("2025")}),
    Row("another quantity of one unit", "revised", {"value": Quantity(100, "day")}, {"value": Quantity(30, "day")}),
    Row("from some value", "revised", {"value": "Russia"}, {"value": SOMEVALUE}),
    Row("from some value to none", "revised", {"value": NOVALUE}, {"value": SOMEVALUE}),
    Row("to some value", "revised", {"value": SOMEVALUE}),
    Row("a question before", "revised", {"value": "Russia"}, {"force": "question"}),
    Row("a question after", "revised", {"value": "Russia", "force": "question"}),
    Row("a denial before and after", "revised", {"value": "Russia"}, {"force": "denial"}),
    Row("a window after only", "unsure", {"value": "Russia", "since": "2022"}),
    Row("a window before only", "unsure", {"value": "Russia", "until": None}, {"until": "2025"}),
    Row(
        "disjoint windows", "unsure", {"value": "Russia", "since": "2024", "until": None}, {"since": "2020", "until": "2023"}
    ),
    Row(
        "the opposite polarity in another window",
        "unsure",
        {"polarity": "denied", "since": "2024", "until": None},
        {"until": "2023"},
    ),
    Row("other qualifiers", "unsure qualified", {"value": "Russia", "qualifiers": {"in": "2014"}}),
    Row(
        "the opposite polarity under other qualifiers",
        "unsure qualified",
        {"polarity": "denied", "qualifiers": {"alone": True}},
    ),
    Row("values of different types", "unsure", {"value": 1}, axis="unsure"),
    Row("a number and a boolean", "unsure", {"value": True}, {"value": 1}),
    Row("a date and its text", "unsure", {"value": "2026"}, {"value": When("2025")}),
    Row("quantities of different units", "unsure", {"value": Quantity(100, "day")}, {"value": Quantity(24, "hour")}),
    Row("an item and text", "unsure", {"value": "Russia"}, {"value": Item("Ukraine", "Q212")}),
)
def test_not_reversed(row: Row) -> None:
    """Where a guard is not met, nobody is said to have reversed himself."""
    check(row, SPOKEN, ANEW)


@table(
    Row("criteria", "revised", {"criteria": "a ceasefire"}),
    Row("rank", "revised", {"rank": "deprecated"}),
    Row("tags", "revised", {"tags": ["war"]}),
    Row("since", "revised", {"since": "2022"}),
    Row("until, of somebody's claim", "revised", {"until": "2026"}),
    Row("a window that moved", "revised", {"since": "2022"}, {"since": "2014"}),
    Row("an extractor", "revised", {"extractor": Extractor("reader")}),
    Row("exclusive", "revised", {"exclusive": False}),
    Row("several values that neither contain each other", "revised", {"value": ["b", "c"]}, {"value": ["a", "b"]}),
    Row(
        "an assessment mended",
        "revised",
        {"assessments": [Assessment("AFP", "true")]},
        {"assessments": [Assessment("AFP", "false")]},
    ),
    Row("an assessment withdrawn", "revised", {"assessments": []}, {"assessments": [Assessment("AFP", "false")]}),
    Row("named by another kind", "widened", {"value": ["Ukraine", "Russia"]}),
)
def test_revised(row: Row) -> None:
    """Whatever no other speaker kind names is revised."""
    check(row, SPOKEN, ANEW)


@table(
    Row("values grew", "widened", {"value": ["Ukraine", "Russia"]}),
    Row("values shrank", "narrowed", {"value": "Ukraine", "exclusive": False}, {"value": ["Ukraine", "Russia"]}),
    Row("a first value", "widened", {"value": "Ukraine"}, {"value": None}),
    Row("no value any more", "narrowed", {"value": None}),
    Row("grew, written otherwise", "widened", {"value": ["b", "A", "c"]}, {"value": ["a", "b"]}),
    Row("grew by another type", "widened", {"value": ["a", 1]}, {"value": ["a"], "exclusive": False}),
    Row("both", "revised", {"value": ["a", "c"]}, {"value": ["a", "b"]}),
    Row(
        "grew with the opposite polarity",
        "revised",
        {"value": ["a", "b"], "polarity": "denied"},
        {"value": ["a"], "exclusive": False},
    ),
    Row("grew under other qualifiers", "unsure qualified", {"value": ["Ukraine", "Russia"], "qualifiers": {"in": "2022"}}),
)
def test_widened_narrowed(row: Row) -> None:
    """Values grew or shrank by inclusion."""
    check(row, SPOKEN, ANEW)


@table(
    *(Row(f"{one} to {other}", "hedged", {"modality": other}, {"modality": one}) for one, other in pairwise(CERTAIN)),
    *(Row(f"{other} to {one}", "strengthened", {"modality": one}, {"modality": other}) for one, other in pairwise(CERTAIN)),
    Row("far down", "hedged", {"modality": "doubtful"}, {"modality": "certain"}),
    Row("from unset", "revised", {"modality": "doubtful"}),
    Row("to unset", "revised", {"modality": None}, {"modality": "certain"}),
    Row("the same", "reiterated", {}, {"modality": "certain"}),
)
def test_hedged_strengthened(row: Row) -> None:
    """Modality fell or rose; from or to unset gives neither."""
    check(row, SPOKEN, ANEW)


@table(
    Row("grew", "qualified", {"qualifiers": {"alone": True}}),
    Row("grew beside another", "qualified", {"qualifiers": {"alone": True, "in": "2022"}}, {"qualifiers": {"in": "2022"}}),
    Row("shrank", "unqualified", {"qualifiers": {}}, {"qualifiers": {"alone": True}}),
    Row("replaced", "qualified unqualified", {"qualifiers": {"in": "2014"}}, {"qualifiers": {"in": "2022"}}),
    Row(
        "replaced by its equal of another type",
        "qualified unqualified",
        {"qualifiers": {"n": True}},
        {"qualifiers": {"n": 1}},
    ),
    Row("the same", "reiterated", {}, {"qualifiers": {"alone": True}}),
)
def test_qualified_unqualified(row: Row) -> None:
    """Qualifiers grew or shrank; a replaced one gives both."""
    check(row, SPOKEN, ANEW)


@table(
    Row("later", "deferred", {"due": "2025-04-30"}, {"due": "2025-01-21"}),
    Row("earlier", "advanced", {"due": "2025-01-21"}, {"due": "2025-04-30"}),
    Row("later year", "deferred", {"due": "2026"}, {"due": "2025"}),
    Row("appeared", "deadline-set", {"due": "2025-04-30"}),
    Row("vanished", "deadline-dropped", {"due": None}, {"due": "2025-04-30"}),
    Row("overlapping, finer", "revised", {"due": "2025-04-30"}, {"due": "2025"}),
    Row("overlapping, coarser", "revised", {"due": "2025"}, {"due": "2025-04-30"}),
    Row("the same", "reiterated", {}, {"due": "2025-04-30"}),
    Row("later, and reversed", "deferred reversed", {"due": "2026", "polarity": "denied"}, {"due": "2025"}),
)
def test_deadlines(row: Row) -> None:
    """Due moved earlier or later (not where the two overlap), appeared or vanished."""
    check(row, SPOKEN, ANEW)


# Rule 4: the same utterance


@table(
    Row("other wording", "reworded", {"text": {"en": "You should never have started it."}}, axis="record"),
    Row("a language more", "translated", {"text": {"en": SPOKEN["text"]["en"], "ja": "始めるべきではなかった。"}}),
    Row("a language less", "translated", {"text": {}}),
    Row("another language", "translated", {"text": {"ja": "始めるべきではなかった。"}}),
    Row("both", "reworded translated", {"text": {"en": "x", "ja": "あ"}}),
    Row("the same wording, another order", "", {"text": {"ja": "あ", "en": "a"}}, {"text": {"en": "a", "ja": "あ"}}),
)
def test_reworded_translated(row: Row) -> None:
    """Other wording in a language both have; another set of languages; both may apply."""
    check(row, SPOKEN, {})


@table(
    Row("another value", "corrected", {"value": "Russia"}, axis="record"),
    Row("the opposite polarity", "corrected", {"polarity": "denied"}),
    Row("a denial", "corrected", {"force": "denial"}),
    Row("modality", "corrected", {"modality": "doubtful"}, {"modality": "certain"}),
    Row("qualifiers", "corrected", {"qualifiers": {"alone": True}}),
    Row("due", "corrected", {"due": "2026"}, {"due": "2025"}),
    Row("since", "corrected", {"since": "2022"}),
    Row("until, of somebody's claim", "corrected", {"until": "2026"}),
    Row("criteria", "corrected", {"criteria": "x"}),
    Row("exclusive", "corrected", {"exclusive": False}),
    Row("a link that retracts itself", "corrected", {"links": [SELF["retracts"]]}),
    Row("value written otherwise", "corrected", {"value": "UKRAINE"}),
    Row("1 and True", "corrected", {"value": True}, {"value": 1}),
    Row(
        "an assessment mended",
        "corrected",
        {"assessments": [Assessment("AFP", "true")]},
        {"assessments": [Assessment("AFP", "false")]},
    ),
    Row(
        "an archive of a citation",
        "corrected",
        {"citations": [Citation("sky", retrieved=When("2025-02-20"), archive_url="x")]},
    ),
    Row("value and wording", "corrected reworded", {"value": "Russia", "text": {"en": "x"}}),
    Row("an extractor that there was not", "corrected", {"extractor": Extractor("reader", "1")}),
    Row("nothing", "", {}),
)
def test_corrected(row: Row) -> None:
    """On the same utterance, any difference that no record kind names is corrected."""
    check(row, SPOKEN, {})


@table(
    Row("rank", "re-ranked", {"rank": "deprecated"}),
    Row("rank and its reason", "re-ranked", {"rank": "deprecated", "rank_reason": "withdrawn"}),
    Row("a tag more", "retagged", {"tags": ["war"]}),
    Row("a tag less", "retagged", {"tags": ["war"]}, {"tags": ["war", "talks"]}),
    Row("tags in another order", "", {"tags": ["b", "a"]}, {"tags": ["a", "b"]}),
    Row("rank and tags", "re-ranked retagged", {"rank": "preferred", "tags": ["x"]}),
)
def test_re_ranked_retagged(row: Row) -> None:
    """Another rank, other tags: the record's own order of things."""
    check(row, SPOKEN, {})


QUOTED = Citation("sky", retrieved=When("2025-02-20"), quote="never")


@table(
    Row("another source", "re-sourced", {"citations": [REUTERS]}, axis="record"),
    Row("another quote", "re-sourced", {"citations": [QUOTED]}),
    Row("another locator", "re-sourced", {"citations": [Citation("sky", retrieved=When("2025-02-20"), locator="p. 3")]}),
    Row("one that only mentions", "re-sourced", {"citations": [SKY, Citation("bbc", stance="mentions")]}),
    Row("a second of one agency", "re-sourced", {"citations": [AP_1, AP_2]}, {"citations": [AP_1]}),
    Row("another of the same agency", "re-sourced", {"citations": [AP_2]}, {"citations": [AP_1]}),
    Row("one more that is independent", "corroborated", {"citations": [SKY, REUTERS]}),
    Row("another order", "", {"citations": [SKY, REUTERS]}, {"citations": [REUTERS, SKY]}),
    Row(
        "the source itself for its id", "", {"citations": [Citation(Source("sky", title="T"), retrieved=When("2025-02-20"))]}
    ),
    Row("with another value", "re-sourced corrected", {"citations": [REUTERS], "value": "Russia"}),
)
def test_re_sourced(row: Row) -> None:
    """Other citations, or another quote or locator in one, unless support rose or fell."""
    check(row, SPOKEN, {})


CAPTURED = {"citations": [Citation("sky", capture="0" * 64)], "extractor": Extractor("reader", "1")}


@table(
    Row("another version of the extractor", "re-extracted", {"extractor": Extractor("reader", "2")}),
    Row("with another value", "re-extracted corrected", {"extractor": Extractor("reader", "2"), "value": "Russia"}),
    Row("with other wording", "re-extracted reworded", {"extractor": Extractor("reader", "2"), "text": {"en": "x"}}),
    Row("with another said", "re-extracted redated", {"extractor": Extractor("reader", "2"), "said": "2025-02-19"}),
    Row(
        "other captures",
        "corrected",
        {"extractor": Extractor("reader", "2"), "citations": [Citation("sky", capture="1" * 64)]},
    ),
    Row("the same version", "", {"extractor": Extractor("reader", "1")}),
    Row("no extractor any more", "corrected", {"extractor": None}),
)
def test_re_extracted(row: Row) -> None:
    """Another extractor version on the same captures."""
    check(row, SPOKEN | CAPTURED, {})


def test_another_reading_of_the_same_captures_is_no_new_utterance() -> None:
    """An extractor that reads another value and day from the same captures mends the record; nobody reversed himself."""
    before = Claim(ID, **(SPOKEN | CAPTURED))
    after = before.revise(value="Russia", said="2025-02-21", text={"en": "x"}, extractor=Extractor("reader", "2"))
    assert classify(before, after).kinds == {Kind.RE_EXTRACTED, Kind.CORRECTED, Kind.REDATED, Kind.REWORDED}
    elsewhere = after.revise(citations=[Citation("reuters", capture="1" * 64)])
    assert Kind.REVERSED in classify(before, elsewhere).kinds


# Rule 5: unclear


@table(
    Row("said became known", "redated", {"said": "2025-02-18"}, {"said": None}, axis="record"),
    Row("said became unknown", "redated", {"said": None}),
    Row("said earlier", "redated", {"said": "2025-02-17"}),
    Row("said later, the same report", "redated", {"said": "2025-02-19"}),
    Row("said finer", "redated", {"said": "2025-02-18"}, {"said": "2025-02"}),
    Row("said doubted", "redated", {"said": "2025-02-18?"}),
    Row("said earlier, another value", "unsure", {"said": "2025-02-17", "value": "Russia"}, axis="unsure"),
    Row("said earlier, other wording", "unsure", {"said": "2025-02-17", "text": {"en": "x"}}),
    Row("said earlier, other tags", "unsure", {"said": "2025-02-17", "tags": ["x"]}),
    Row("said earlier, other citations", "unsure", {"said": "2025-02-17", "citations": [REUTERS]}),
    Row("said became known, another value", "unsure", ANEW | {"value": "Russia"}, {"said": None}),
    Row("one article that reports both", "unsure", {"said": "2025-02-21", "value": "Russia"}),
    Row(
        "some day of one year", "unsure", {"value": "Russia", "text": {"en": "x"}, "citations": [REUTERS]}, {"said": "2025"}
    ),
    Row(
        "some day of one year, nothing but the report",
        "unsure",
        {"text": {"en": "x"}, "citations": [REUTERS]},
        {"said": "2025"},
    ),
)
def test_rule_5(row: Row) -> None:
    """Where the utterance is unclear: redated if only ``said`` differs, else unsure."""
    check(row, SPOKEN, {})


# Rule 6: the world


@table(
    Row("another value, a later since", "succeeded", {"value": "B", "since": "2024"}, {"since": "2020"}, axis="world"),
    Row(
        "later since, other citations",
        "succeeded re-sourced",
        {"value": "B", "since": "2024", "citations": [REUTERS]},
        {"since": "2020"},
    ),
    Row("more values, a later since", "succeeded", {"value": ["A", "B"], "since": "2024"}, {"since": "2020"}),
    Row("another number, a later since", "succeeded", {"value": 2, "since": "2024"}, {"value": 1, "since": "2020"}),
    Row("a later since, the same value", "corrected", {"since": "2024"}, {"since": "2020"}),
    Row("an earlier since", "corrected", {"value": "B", "since": "2019"}, {"since": "2020"}),
    Row("an overlapping since", "corrected", {"value": "B", "since": "2020-05"}, {"since": "2020"}),
    Row("since that only now is known", "corrected", {"value": "B", "since": "2024"}),
    Row("without since", "corrected", {"value": "B"}, axis="record"),
    Row("on other citations", "unsure re-sourced", {"value": "B", "citations": [REUTERS]}),
    Row(
        "on other citations, the same since", "unsure re-sourced", {"value": "B", "citations": [REUTERS]}, {"since": "2020"}
    ),
    Row("the same value on other citations", "re-sourced", {"citations": [REUTERS]}),
    Row("under other qualifiers", "unsure corrected", {"value": "B", "qualifiers": {"acting": True}}),
    Row("the same value written otherwise", "corrected", {"value": "a"}),
)
def test_succeeded(row: Row) -> None:
    """Without claimant: succeeded from a later since; unsure on other citations; else corrected."""
    check(row, RECORDED, {})


def test_values_under_other_qualifiers_do_not_succeed_each_other() -> None:
    """Values are compared only under equal qualifiers, else it is unsure, with a later since as well."""
    before = Claim(ID, **(RECORDED | {"since": "2020"}))
    kinds = classify(before, before.revise(value="B", since="2024", qualifiers={"acting": True})).kinds
    assert Kind.UNSURE in kinds
    assert Kind.SUCCEEDED not in kinds


@table(
    Row("until was set", "ended", {"until": "2025"}, axis="world"),
    Row(
        "until was set and another value succeeds",
        "ended succeeded",
        {"until": "2025", "value": "B", "since": "2024"},
        {"since": "2020"},
    ),
    Row("until was moved", "corrected", {"until": "2026"}, {"until": "2025"}),
    Row("until was cleared", "corrected", {"until": None}, {"until": "2025"}),
)
def test_ended(row: Row) -> None:
    """Without claimant, until was set."""
    check(row, RECORDED, {})


@table(
    Row(
        "another value of a record with dates of utterance",
        "unsure",
        ANEW | {"value": "B"},
        {"said": "2025-02-18", "text": {"en": "x"}},
    ),
    Row(
        "succeeded on a later day",
        "succeeded",
        ANEW | {"value": "B", "since": "2024"},
        {"said": "2025-02-18", "since": "2020"},
    ),
    Row("reiterated", "reiterated", ANEW, {"said": "2025-02-18"}),
    Row("hedged", "hedged", ANEW | {"modality": "doubtful"}, {"said": "2025-02-18", "modality": "certain"}),
)
def test_nobody_reverses_a_claim_without_claimant(row: Row) -> None:
    """Another value of a claim that nobody utters is no speaker's."""
    check(row, RECORDED, {})


FALSE = Assessment("PolitiFact", "false", scheme="meter")
TRUE = Assessment("PolitiFact", "true", scheme="meter", decided=When("2025-03"))
OTHERS = Assessment("AFP", "true", scheme="meter")
UNSCHEMED = Assessment("PolitiFact", "true")


@table(
    Row("a first assessment", "resolved", {"assessments": [FALSE]}, axis="world"),
    Row("one more by the same on the same scheme", "re-resolved", {"assessments": [FALSE, TRUE]}, {"assessments": [FALSE]}),
    Row("one more by another", "resolved", {"assessments": [FALSE, OTHERS]}, {"assessments": [FALSE]}),
    Row("one more by the same on another scheme", "resolved", {"assessments": [FALSE, UNSCHEMED]}, {"assessments": [FALSE]}),
    Row("both", "resolved re-resolved", {"assessments": [FALSE, OTHERS, TRUE]}, {"assessments": [FALSE]}),
    Row("removed", "corrected", {"assessments": []}, {"assessments": [FALSE]}),
    Row("in another order", "corrected", {"assessments": [OTHERS, FALSE]}, {"assessments": [FALSE, OTHERS]}),
    Row("with other tags", "resolved retagged", {"assessments": [FALSE], "tags": ["x"]}),
    Row("on a new utterance", "resolved reversed", ANEW | {"assessments": [FALSE], "value": "Russia"}, axis="speaker"),
    Row("on a new utterance, alone", "resolved", ANEW | {"assessments": [FALSE]}),
    Row("on an unclear one", "resolved unsure", {"said": None, "value": "Russia", "assessments": [FALSE]}),
    Row("with another subject", "resolved corrected", {"subject": "x", "assessments": [FALSE]}),
)
def test_resolved(row: Row) -> None:
    """An assessment was added; one by the same assessor on the same scheme stood before."""
    check(row, SPOKEN, {})


@table(
    Row("one more", "corroborated", {"citations": [SKY, REUTERS]}, axis="world"),
    Row("one more that says so", "corroborated", {"citations": [SKY, Citation("bbc", stance="supports")]}),
    Row("a first", "corroborated", {"citations": [SKY]}, {"citations": []}),
    Row("one fewer", "weakened", {"citations": [SKY]}, {"citations": [SKY, REUTERS]}),
    Row("none left", "weakened", {"citations": []}),
    Row("two of an agency for one", "corroborated", {"citations": [SKY, AP_1, AP_2]}),
    Row("one of an agency less", "re-sourced", {"citations": [SKY, AP_1]}, {"citations": [SKY, AP_1, AP_2]}),
    Row("one replaced", "re-sourced", {"citations": [REUTERS]}),
    Row("support withdrawn", "weakened", {"citations": [Citation("sky", retrieved=When("2025-02-20"), stance="mentions")]}),
    Row("a second use of one source", "re-sourced", {"citations": [SKY, QUOTED]}),
    Row("on an unclear utterance", "unsure", {"said": None, "citations": [SKY, REUTERS]}),
    Row("with another value", "corroborated corrected", {"value": "Russia", "citations": [SKY, REUTERS]}),
)
def test_corroborated_weakened(row: Row) -> None:
    """On the same utterance, independent sources that support rose or fell; then not also re-sourced."""
    check(row, SPOKEN, {})


LATER = Citation("sky", retrieved=When("2025-02-23"))


@table(
    Row("read later", "re-retrieved", {"citations": [LATER]}, axis="world"),
    Row("read later, among others", "re-retrieved", {"citations": [LATER, BBC]}, {"citations": [SKY, BBC]}),
    Row("read later, and one more", "re-retrieved corroborated", {"citations": [LATER, BBC]}),
    Row("read later, one replaced", "re-retrieved re-sourced", {"citations": [LATER, BBC]}, {"citations": [SKY, REUTERS]}),
    Row("read earlier", "corrected", {"citations": [Citation("sky", retrieved=When("2025-02-19"))]}),
    Row("another source read later", "re-sourced", {"citations": [Citation("bbc", retrieved=When("2025-02-23"))]}),
    Row("read on a day that was not known", "corrected", {"citations": [SKY]}, {"citations": [Citation("sky")]}),
    Row("read on a day that is not known now", "corrected", {"citations": [Citation("sky")]}),
    Row("perhaps later", "corrected", {"citations": [Citation("sky", retrieved=When("2025-02"))]}),
)
def test_re_retrieved(row: Row) -> None:
    """A citation carries a later retrieval."""
    check(row, SPOKEN, {})


REFUTING = Citation("bbc", stance="refutes")
REFUTING_2 = Citation("afp", stance="refutes")
CONTRADICTING = Link("contradicts", "other/claim")


@table(
    Row("first refuting citation", "contested re-sourced", {"citations": [SKY, REFUTING]}, axis="world"),
    Row("first contradicting link", "contested", {"links": [CONTRADICTING]}),
    Row("both", "contested re-sourced", {"citations": [SKY, REFUTING], "links": [CONTRADICTING]}),
    Row(
        "second refuting citation", "re-sourced", {"citations": [SKY, REFUTING, REFUTING_2]}, {"citations": [SKY, REFUTING]}
    ),
    Row("a link after a refuting citation", "corrected", {"links": [CONTRADICTING]}, {"citations": [SKY, REFUTING]}),
    Row(
        "second contradicting link", "corrected", {"links": [CONTRADICTING, SELF["contradicts"]]}, {"links": [CONTRADICTING]}
    ),
    Row(
        "a source turned to refute",
        "contested weakened",
        {"citations": [Citation("sky", retrieved=When("2025-02-20"), stance="refutes")]},
    ),
    Row("one that mentions", "re-sourced", {"citations": [SKY, Citation("bbc", stance="mentions")]}),
    Row("a link that supersedes", "corrected", {"links": [OTHER["supersedes"]]}),
    Row("contradicting link and another", "contested corrected", {"links": [CONTRADICTING, OTHER["supersedes"]]}),
    Row("no longer contested", "re-sourced", {"citations": [SKY]}, {"citations": [SKY, REFUTING]}),
    Row("on a new utterance", "contested reversed", ANEW | {"value": "Russia", "links": [CONTRADICTING]}, axis="speaker"),
)
def test_contested(row: Row) -> None:
    """First refuting citation or contradicting link."""
    check(row, SPOKEN, {})


def test_a_refuted_repetition_is_a_repetition_all_the_same() -> None:
    """A new utterance in which only wording and citations changed is reiterated, also where a citation refutes it."""
    before = Claim(ID, **SPOKEN)
    kinds = classify(before, before.revise(**(ANEW | {"citations": [REFUTING]}))).kinds
    assert Kind.REITERATED in kinds


# Existence, order, words


def test_added_and_removed() -> None:
    """A claim that two snapshots do not both hold was added or removed."""
    claim = Claim(ID, **SPOKEN)
    added, removed = classify(None, claim), classify(claim, None)
    assert (set(added.kinds), added.axis, str(added.id)) == ({Kind.ADDED}, Axis.RECORD, ID)
    assert (set(removed.kinds), removed.axis, str(removed.id)) == ({Kind.REMOVED}, Axis.RECORD, ID)
    assert added.apply(None) == claim
    assert removed.apply(claim) is None
    assert added.invert() == removed
    assert removed.invert() == added


def test_two_versions_of_one_claim() -> None:
    """No version on either side, or versions of two claims, are a mistake of the caller."""
    with pytest.raises(ValueError, match="expected"):
        classify(None, None)
    with pytest.raises(ValueError, match="expected two versions of one claim"):
        classify(Claim("a", subject="s", predicate="p"), Claim("b", subject="s", predicate="p"))


def test_the_first_kind_gives_the_axis() -> None:
    """The axis is that of the first kind in the table's order, whatever else changed."""
    before = Claim(ID, **SPOKEN)
    after = before.revise(**ANEW, value="Russia", links=[SELF["retracts"]], assessments=[FALSE])
    change = classify(before, after)
    assert change.ordered_kinds == (Kind.RETRACTED, Kind.REVERSED, Kind.RESOLVED)
    assert change.axis is Axis.SPEAKER
    assert classify(before, before).axis is None


def test_the_riyadh_record() -> None:
    """Trump reversed himself on who started the war, and deferred the promise to end it."""
    before = Claim(ID, **SPOKEN)
    change = classify(before, before.revise(value="Russia", **ANEW))
    assert (set(change.kinds), change.axis) == ({Kind.REVERSED}, Axis.SPEAKER)
    assert str(change) == f"{ID}  reversed  Ukraine → Russia"
    promise = Claim(
        *("trump/end-the-war",),
        subject="the war",
        predicate="ended by",
        value=True,
        claimant="Donald Trump",
        force="promise",
        said="../2024-11-05",
        due="2025-01-21",
        text={"en": "In 24 hours."},
        citations=[SKY],
    )
    deferral = classify(
        promise, promise.revise(said="2025-01", due="2025-04-30", text={"en": "In 100 days."}, citations=[REUTERS])
    )
    assert (set(deferral.kinds), deferral.axis) == ({Kind.DEFERRED}, Axis.SPEAKER)
    assert "2025-01-21 → 2025-04-30" in str(deferral)
    prevented = Claim(ID, **(SPOKEN | {"predicate": "could have been prevented by", "exclusive": False}))
    more = classify(prevented, prevented.revise(value=["Ukraine", "United States"], **ANEW))
    assert more.kinds == {Kind.WIDENED}


DESCRIBED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, ANEW | {"value": "Russia"}, "Ukraine → Russia"),
    ({}, ANEW | {"polarity": "denied"}, "Ukraine → not Ukraine"),
    ({"value": 1}, {"value": True}, "1 → True"),
    ({"value": 1}, {"value": 1.0}, "1 → 1.0"),
    ({"due": "2025"}, ANEW | {"due": "2026"}, "2025 → 2026"),
    ({}, ANEW | {"due": "2026"}, "nothing → 2026"),
    ({}, {"text": {"en": "x"}}, "You should have never started it. → x"),
    ({"text": {"en": "x", "ja": "あ"}}, {"text": {"en": "x"}}, "あ → nothing"),
    ({"text": {"en": "x"}}, {"text": {"en": "x", "ja": "あ"}}, "nothing → あ"),
    ({}, {"citations": [REUTERS]}, "-sky +reuters"),
    ({}, {"citations": [LATER]}, "2025-02-20 → 2025-02-23"),
    (
        {"citations": [Citation(Source("sky", title="T"), retrieved=When("2025-02-20"))]},
        {"citations": [LATER]},
        "2025-02-20 → 2025-02-23",
    ),
    ({}, {"assessments": [FALSE]}, "false (PolitiFact)"),
    ({}, {"tags": ["a", "b"]}, "nothing → a, b"),
    ({}, {"qualifiers": {"alone": True}}, "alone"),
    ({}, {"rank": "deprecated"}, "normal → deprecated"),
    ({"value": None, "text": {"en": "word " * 100}}, {"polarity": "denied"}, "…"),
    (
        {"text": {"en": "word " * 20 + "ends"}},
        {"text": {"en": "word " * 20 + "goes on"}},
        "…word word word word ends → …word word word word goes on",
    ),
]


@pytest.mark.parametrize(("before", "after", "words"), DESCRIBED, ids=[words for _, _, words in DESCRIBED])
def test_in_a_line(before: dict[str, Any], after: dict[str, Any], words: str) -> None:
    """A change prints as one line: the id, the kinds, and what tells most, before and after."""
    claim = Claim(ID, **(SPOKEN | before))
    change = classify(claim, claim.revise(**after))
    line = str(change)
    assert line.startswith(f"{ID}  {', '.join(change.ordered_kinds)}  ")
    assert words in line
    assert "\n" not in line
    assert len(line) < 300


def test_added_and_removed_in_a_line() -> None:
    """What came or went prints with what it held."""
    claim = Claim(ID, **SPOKEN)
    assert str(classify(None, claim)) == f"{ID}  added  Ukraine"
    assert str(classify(claim, None)) == f"{ID}  removed  Ukraine"


def test_to_dict() -> None:
    """As JSON, a change has id, kinds, axis, before, after and edits, and no more."""
    before = Claim(ID, **SPOKEN)
    document = classify(before, before.revise(value="Russia", **ANEW)).to_dict()
    assert json.loads(json.dumps(document)) == document
    assert list(document) == ["id", "kinds", "axis", "before", "after", "edits"]
    assert (document["id"], document["kinds"], document["axis"]) == (ID, ["reversed"], "speaker")
    assert document["before"] == json.loads(encode(before))
    added = classify(None, before).to_dict()
    assert (added["before"], added["axis"], added["kinds"]) == (None, "record", ["added"])
    assert classify(before, before).to_dict()["axis"] is None


def test_claimants() -> None:
    """A change knows who held the claim on either side."""
    before = Claim(ID, **SPOKEN)
    assert classify(before, before.revise(claimant="J. D. Vance")).claimants == {"Donald Trump", "J. D. Vance"}
    assert classify(None, before).claimants == {"Donald Trump"}


# Laws


@given(pairs())
@settings(max_examples=150, deadline=None)
def test_apply(pair: tuple[Claim, Claim]) -> None:
    """What a change is applied to becomes its other side: apply(a, diff(a, b)) == b."""
    before, after = pair
    applied = classify(before, after).apply(before)
    assert applied == after
    assert applied is not None
    assert encode(applied) == encode(after)


@given(pairs())
@settings(max_examples=150, deadline=None)
def test_invert(pair: tuple[Claim, Claim]) -> None:
    """A change inverted undoes it, and inverted twice is itself."""
    before, after = pair
    change = classify(before, after)
    assert change.invert().apply(after) == before
    assert change.invert().invert() == change
    assert (change.invert().before, change.invert().after) == (after, before)


@given(pairs())
@settings(max_examples=150, deadline=None)
def test_no_kinds_if_and_only_if_equal_bytes(pair: tuple[Claim, Claim]) -> None:
    """Kinds are empty if and only if the canonical bytes are equal."""
    before, after = pair
    assert (classify(before, after).kinds == frozenset()) is (encode(before) == encode(after))
    assert classify(before, before).kinds == frozenset()
    assert classify(before, before).edits == ()


def is_new(before: Claim, after: Claim) -> bool:
    """Rule 2 in the words of the design."""
    if before.said is None or after.said is None or not (before.said.certain and after.said.certain):
        return False
    return after.said.earliest > before.said.latest and (before.text, before.citations) != (after.text, after.citations)


SPEAKER = {kind for kind in Kind if kind.axis is Axis.SPEAKER}
_VALUES: list[Any] = [
    "Ukraine",
    "Russia",
    "UKRAINE",
    1,
    True,
    1.0,
    NOVALUE,
    SOMEVALUE,
    Quantity(1, "h"),
    Quantity(1, "d"),
    None,
    ["a", "b"],
    ["a"],
]


@st.composite
def spoken_pairs(draw: st.DrawFn) -> tuple[Claim, Claim]:
    """Two versions that differ in what decides about a reversal, much more often than by chance."""

    def version() -> Claim:
        fields: dict[str, Any] = {
            "value": draw(st.sampled_from(_VALUES)),
            "polarity": draw(st.sampled_from(["affirmed", "denied"])),
            "claimant": draw(st.sampled_from(["Donald Trump", "Donald Trump", "Donald Trump", None, "J. D. Vance"])),
            "said": draw(st.sampled_from([None, "2025-02-18", "2025-02-21", "2025-02-21?", "2025-02", "2025"])),
            "text": draw(st.sampled_from([{"en": "A."}, {"en": "B."}])),
            "citations": draw(st.sampled_from([[SKY], [REUTERS]])),
            "force": draw(st.sampled_from(["assertion", "assertion", "denial", "question"])),
            "qualifiers": draw(st.sampled_from([{}, {}, {"in": "2014"}])),
            "since": draw(st.sampled_from([None, None, "2020", "2024"])),
            "until": draw(st.sampled_from([None, None, "2024"])),
            "subject": draw(st.sampled_from(["war", "war", "war", "peace"])),
        }
        return Claim(ID, **{"predicate": "started by"} | fields)

    return version(), version()


@given(st.one_of(spoken_pairs(), pairs()))
@settings(max_examples=250, deadline=None)
def test_never_a_guessed_reversal(pair: tuple[Claim, Claim]) -> None:
    """No speaker kind, least of all reversed, where claimants differ or the utterance is not new."""
    before, after = pair
    kinds = classify(before, after).kinds
    if (
        before.claimant != after.claimant
        or not is_new(before, after)
        or (before.subject, before.predicate) != (after.subject, after.predicate)
    ):
        assert not kinds & SPEAKER
    if Kind.REVERSED in kinds:
        assert before.qualifiers == after.qualifiers
        assert before.claimant is not None
        assert not {Kind.DENIED, Kind.UNSURE} & kinds
        assert before.polarity != after.polarity or (before.exclusive and after.exclusive)
        assert (before.since, before.until) == (after.since, after.until) == (None, None) or (before.since or before.until)


@given(st.one_of(spoken_pairs(), pairs()))
@settings(max_examples=200, deadline=None)
def test_classification_depends_on_the_versions_alone(pair: tuple[Claim, Claim]) -> None:
    """Two versions always give the same kinds, in the order of the table, also after a round through pickle."""
    before, after = pair
    change = classify(before, after)
    again = classify(*pickle.loads(pickle.dumps(pair)))
    assert again == change
    assert hash(again) == hash(change)
    assert list(change.ordered_kinds) == [kind for kind in Kind if kind in change.kinds]
    assert str(again) == str(change)


@given(st.one_of(spoken_pairs(), pairs()))
@settings(max_examples=200, deadline=None)
def test_another_claimant_is_alone(pair: tuple[Claim, Claim]) -> None:
    """Another claimant is reattributed and nothing else; the same claimant never is."""
    before, after = pair
    kinds = classify(before, after).kinds
    assert (kinds == {Kind.REATTRIBUTED}) is (before.claimant != after.claimant)
    assert (Kind.REATTRIBUTED in kinds) is (before.claimant != after.claimant)


@given(spoken_pairs())
@settings(max_examples=200, deadline=None)
def test_a_new_utterance_has_a_name(pair: tuple[Claim, Claim]) -> None:
    """A new utterance gives a speaker kind or unsure, or else the world moved on."""
    before, after = pair
    if before.claimant is None or before.claimant != after.claimant or not is_new(before, after):
        return
    kinds = classify(before, after).kinds
    assert kinds & (SPEAKER | {Kind.UNSURE}) or kinds & {kind for kind in Kind if kind.axis is Axis.WORLD}
    assert not any(kind.axis is Axis.RECORD for kind in kinds)


@given(claims())
@settings(max_examples=60, deadline=None)
def test_changes_of_their_own(claim: Claim) -> None:
    """A change can be pickled and hashed, also once its edits were computed, and does not change."""
    for change in (classify(None, claim), classify(claim, None), classify(claim, claim.revise(tags=["another tag"]))):
        assert change.edits
        twin = pickle.loads(pickle.dumps(change))
        assert (twin, hash(twin), twin.edits) == (change, hash(change), change.edits)
        json.dumps(change.to_dict())
        with pytest.raises(AttributeError):
            change.kinds = frozenset()  # type: ignore[misc]


def test_a_change_fits_its_own_claim_only() -> None:
    """A change is not applied where what it starts from does not stand."""
    before = Claim(ID, **SPOKEN)
    change = classify(before, before.revise(value="Russia"))
    with pytest.raises(ConflictError, match="values"):
        change.apply(before.revise(value="China"))
    with pytest.raises(ConflictError) as caught:
        change.apply(None)
    assert caught.value.claim == ID
    with pytest.raises(ConflictError):
        classify(None, before).apply(before)
    assert change.apply(before.revise(tags=["kept"])) == before.revise(value="Russia", tags=["kept"])


def test_change_is_what_classify_gives() -> None:
    """A change is made of its two versions and their kinds."""
    before = Claim(ID, **SPOKEN)
    assert classify(before, before) == Change(before, before, frozenset())
