"""Contradictions: what rules each other out and what does not; looking at groups finds what looking at pairs does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import few_values

from factlog.claims import NOVALUE, SOMEVALUE, Claim, Item, Quantity, When
from factlog.claims.contradictions import contradict, contradictory


def claim(name: str = "a", value: Any = "Ukraine", **fields: Any) -> Claim:
    """A claim of X about the war."""
    return Claim(name, **{"subject": "war", "predicate": "started by", "value": value, "claimant": "X", **fields})


def against(value: Any = "Russia", **fields: Any) -> Claim:
    """A claim of Y about the same."""
    return claim("b", value, **{"claimant": "Y", **fields})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (claim(), against()),
        (claim(claimant=None), against()),
        (claim(), against("UKRAINE", polarity="denied")),
        (claim(), against("ukraine", force="denial")),
        (claim(polarity="denied"), against("Ukraine")),
        (claim(force="denial", polarity="denied"), against()),
        (claim(value=1), against(2)),
        (claim(value=1), against(1.0)),
        (claim(value=True), against(False)),
        (claim(value=NOVALUE), against()),
        (claim(value=NOVALUE), against(5)),
        (claim(value=Item("Ukraine", "Q212")), against(Item("Ukraine", "Q159"))),
        (claim(value=Item("Ukraine")), against(Item("Russia"))),
        (claim(value=Item("Ukraine", "Q212")), against(Item("ウクライナ", "Q212"), polarity="denied")),
        (claim(value=Quantity(24, "hour")), against(Quantity(25, "HOUR"))),
        (claim(value=When("2025")), against(When("2025-01"))),
        (claim(value=When("2025-01-01T00:00Z")), against(When("2025-01-01T09:00+09:00"), polarity="denied")),
        (claim(force="opinion"), against(force="prediction")),
        (claim(until="2024"), against(since="2024-06")),
        (claim(since="2024"), against()),
        (claim(since="2020", until="2024"), against(since="2023", until="2030")),
        (claim(since="2024", until="2024"), against(since="2024-12-31")),
        (claim(qualifiers={"place": "Kyiv"}), against(qualifiers={"place": "Kyiv"})),
        (claim(said="2014"), against(said="2025")),
        (claim(modality="doubtful"), against()),
    ],
)
def test_contradict(one: Claim, other: Claim) -> None:
    """Another claimant's other value, or the denial of the same, at a time that overlaps, rules a claim out."""
    assert contradict(one, other)
    assert contradict(other, one)
    assert {each.id for pair in contradictory([one, other]) for each in pair} == {"a", "b"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (claim(), against(claimant="X")),
        (claim(claimant=None), against(claimant=None)),
        (claim(), against("UKRAINE")),
        (claim(), against(subject="another war")),
        (claim(), against(predicate="ended by")),
        (claim(), against(exclusive=False)),
        (claim(exclusive=False), against(exclusive=False)),
        (claim(), against(["Russia", "Belarus"], exclusive=False)),
        (claim(), against(value=[])),
        (claim(), against(SOMEVALUE)),
        (claim(value=SOMEVALUE), against(NOVALUE)),
        (claim(), against(polarity="denied")),
        (claim(polarity="denied"), against(polarity="denied")),
        (claim(), against(force="question")),
        (claim(), against("Ukraine", force="question", polarity="denied")),
        (claim(force="denial", polarity="denied"), against("Ukraine")),
        (claim(value="1"), against(1)),
        (claim(value=True), against(1)),
        (claim(value=Item("Ukraine", "Q212")), against("Russia")),
        (claim(value=Item("Ukraine", "Q212")), against(Item("Russia"))),
        (claim(value=Quantity(24, "hour")), against(Quantity(1, "day"))),
        (claim(value=Quantity(24, "hour")), against(24)),
        (claim(until="2023"), against(since="2024")),
        (claim(since="2025-01-02"), against(until="2025-01-01")),
        (claim(qualifiers={"place": "Kyiv"}), against()),
        (claim(qualifiers={"place": "Kyiv"}), against(qualifiers={"place": "Moscow"})),
        (claim(qualifiers={"n": 1}), against(qualifiers={"n": True})),
        (claim(qualifiers={"n": 1}), against(qualifiers={"n": 1.0})),
        (claim(qualifiers={"day": "2025"}), against(qualifiers={"day": When("2025")})),
    ],
)
def test_do_not_contradict(one: Claim, other: Claim) -> None:
    """Who holds it too, what is not about the same, cannot be compared or was at another time rules nothing out."""
    assert not contradict(one, other)
    assert not contradict(other, one)
    assert not list(contradictory([one, other]))


def _windows(ends: list[str | None]) -> dict[str, Any]:
    return (
        dict(zip(("since", "until"), sorted(ends, key=str), strict=True)) if all(ends) else {"since": ends[0], "until": None}
    )


stands = st.builds(
    lambda fields, window: {**fields, **window},
    st.fixed_dictionaries(
        {
            "value": few_values,
            "claimant": st.sampled_from([None, "X", "Y"]),
            "polarity": st.sampled_from(["affirmed", "affirmed", "denied"]),
            "force": st.sampled_from(["assertion", "assertion", "denial", "question"]),
            "qualifiers": st.sampled_from([{}, {}, {"n": 1}, {"n": True}, {"m": 1, "n": 1}]),
            "exclusive": st.sampled_from([None, None, False]),
            "subject": st.sampled_from(["war", "war", "peace"]),
        }
    ),
    st.lists(st.sampled_from([None, "2024", "2025", "2025-06", "2026"]), min_size=2, max_size=2).map(_windows),
)


@settings(max_examples=300)
@given(st.lists(stands, max_size=8))
def test_groups_find_what_pairs_do(given: list[dict[str, Any]]) -> None:
    """The claims for which a contradiction is shown are those that a look at every pair finds, and each pair is one."""
    claims = [claim(f"c{number}", **fields) for number, fields in enumerate(given)]
    shown = list(contradictory(claims))
    assert all(contradict(one, other) for one, other in shown)
    assert {one.id for one, _ in shown} == {one.id for one in claims for other in claims if contradict(one, other)}


@given(stands, stands)
def test_symmetric(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Two claims contradict each other or not, whichever comes first, and none contradicts itself."""
    first, second = claim("a", **one), claim("b", **other)
    assert contradict(first, second) == contradict(second, first)
    assert not contradict(first, first)
    if contradict(first, second):
        assert first.claimant != second.claimant
        assert not contradict(first, second.revise(claimant=first.claimant))
        assert not contradict(first, second.revise(force="question"))
        assert not contradict(first, second.revise(subject="another"))


def test_a_pair_for_each() -> None:
    """Each claim that is contradicted is shown once, however many contradict it."""
    claims = [claim(f"c{number}", number, claimant=f"X {number}") for number in range(300)]
    assert [one.id for one, _ in contradictory(claims)] == [each.id for each in claims]
