"""Values: what a claim can hold, and when two of them can be compared."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import values

from factlog.claims import NOVALUE, SOMEVALUE, Claim, Item, Quantity, When, classify
from factlog.claims.codec import encode
from factlog.claims.values import Comparison, compare
from factlog.errors import InvalidError


def holding(value: Any, **fields: Any) -> Claim:
    return Claim("a", subject="s", predicate="p", value=value, **fields)


DIFFERENT: list[Any] = [
    *(1, 1.0, True, 0, 0.0, False, "1", "1.0", "true", "True", "", 10**30, 1e30, 0.1, -1, -1.0),
    *("2025", When("2025"), 2025, 2025.0, When("2025-01"), When("2025~")),
    *(Item("Ukraine"), Item("Ukraine", "Q212"), Item("ウクライナ", "Q212"), Item("Q212"), "Ukraine", "UKRAINE", "Q212"),
    *(Quantity(1), Quantity(1.0), Quantity(1, "hour"), Quantity(1.0, "hour"), Quantity(1, "day")),
    *(SOMEVALUE, NOVALUE, "somevalue", "novalue", "some value", "no value"),
]
KEPT = [value for value in DIFFERENT if value != ""]


@pytest.mark.parametrize("value", KEPT, ids=repr)
def test_kept_as_given(value: Any) -> None:
    """A value is kept with its type."""
    claim = holding(value)
    assert type(claim.value) is type(value)
    assert claim.value == value
    assert claim.values == (value,)


def test_values_of_different_types_are_different() -> None:
    """1, True, 1.0 and "1", a date and its text, an item and its label make different claims."""
    for one, other in combinations(KEPT, 2):
        assert holding(one) != holding(other), (one, other)
        assert encode(holding(one)) != encode(holding(other)), (one, other)
        assert classify(holding(one), holding(other)).kinds, (one, other)
    assert len({holding(value) for value in KEPT}) == len(KEPT)


@pytest.mark.parametrize("value", [-0.0, 0.0])
def test_minus_zero_is_zero(value: float) -> None:
    """There is one floating zero."""
    assert encode(holding(value)) == encode(holding(0.0))
    assert holding(value) == holding(0.0)


@pytest.mark.parametrize(
    "value",
    [
        *(float("nan"), float("inf"), float("-inf"), 10**1001, b"war", {"a": 1}, {"a"}, object(), 1j, [None], [[1]], [b"x"]),
        *("", " ", "\x00", "a\u202eb", "\ud800", [""], ["a", "\x00"], range(3)),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_refused(value: Any) -> None:
    """What JSON cannot carry, or a reader cannot trust, is no value, and the error says in which claim."""
    with pytest.raises(InvalidError, match="claim 'a', field value") as caught:
        holding(value)
    assert (caught.value.claim, caught.value.field) == ("a", "values")


@pytest.mark.parametrize(
    ("given_", "count"), [(None, 0), ([], 0), ((), 0), ("a", 1), (["a"], 1), (("a", "b"), 2), ([1, 1.0, True], 3)]
)
def test_one_or_several(given_: Any, count: int) -> None:
    """``value=`` takes one value, several or none."""
    assert len(holding(given_).values) == count


def test_the_only_value() -> None:
    """``.value`` is the only one, None where there is none, and an error that names the claim where there are several."""
    assert holding("a").value == "a"
    assert holding([]).value is None
    with pytest.raises(InvalidError, match="claim 'a'") as caught:
        _ = holding(["a", "b"]).value
    assert caught.value.claim == "a"


def test_dates_are_made_of_dates_only() -> None:
    """A ``date`` or ``datetime`` becomes a date; text that reads as a date stays text."""
    assert holding(date(2025, 2, 18)).value == When("2025-02-18")
    assert type(holding(date(2025, 2, 18)).value) is When
    assert holding(datetime(2025, 2, 18, 4, 39, tzinfo=UTC)).value == When("2025-02-18T04:39:00Z")
    assert type(holding("2025-02-18").value) is str


def test_text_is_kept_in_normal_form() -> None:
    """Text as a value, a label or a unit is kept in NFC."""
    assert holding("e\u0301").value == "é"
    assert Item("e\u0301", "Q1").label == "é"
    assert Quantity(1, "e\u0301").unit == "é"


class Place(StrEnum):
    KYIV = "キーウ"


def test_text_of_another_class_becomes_text() -> None:
    """A subclass of text makes the same claim as plain text, since its bytes are the same."""
    assert encode(holding(Place.KYIV)) == encode(holding("キーウ"))
    assert holding(Place.KYIV) == holding("キーウ")
    assert type(holding(Place.KYIV).value) is str


@pytest.mark.parametrize(
    "make",
    [
        lambda: Item(""),
        lambda: Item("Ukraine", ""),
        lambda: Item(None),  # type: ignore[arg-type]
        lambda: Item("Ukraine", 212),  # type: ignore[arg-type]
        lambda: Quantity("24"),  # type: ignore[arg-type]
        lambda: Quantity(True),
        lambda: Quantity(None),  # type: ignore[arg-type]
        lambda: Quantity(float("nan")),
        lambda: Quantity(10**1001),
        lambda: Quantity(24, ""),
        lambda: Quantity(24, 1),  # type: ignore[arg-type]
    ],
)
def test_items_and_quantities_check_their_parts(make: Any) -> None:
    """An item needs a label, a quantity a number; an empty part is refused, and the field named."""
    with pytest.raises(InvalidError, match=r"(item|quantity), field (label|id|amount|unit): expected"):
        make()


def test_words() -> None:
    """Values print as a reader would say them."""
    printed = [str(value) for value in (Item("Ukraine", "Q212"), Quantity(24, "hour"), Quantity(0.5), SOMEVALUE, NOVALUE)]
    assert printed == ["Ukraine", "24 hour", "0.5", "some value", "no value"]
    assert (repr(SOMEVALUE), repr(NOVALUE)) == ("SOMEVALUE", "NOVALUE")


COMPARED = [
    ("same", "Ukraine", "Ukraine"),
    ("same", "Ukraine", "UKRAINE"),
    ("same", "straße", "STRASSE"),
    ("same", "ｶﾞ", "ガ"),
    ("same", "①", "1"),
    ("different", "Ukraine", "Russia"),
    ("different", "Kyiv", "Kiev"),
    ("same", Item("Ukraine", "Q212"), Item("ウクライナ", "Q212")),
    ("different", Item("Ukraine", "Q212"), Item("Ukraine", "Q159")),
    ("same", Item("Ukraine"), Item("UKRAINE")),
    ("different", Item("Ukraine"), Item("Russia")),
    ("uncomparable", Item("Ukraine", "Q212"), Item("Russia")),
    ("same", 1, 1),
    ("different", 1, 2),
    ("different", 0.1, 0.2),
    ("uncomparable", 1, "1"),
    ("uncomparable", 1, True),
    ("uncomparable", 1.0, True),
    ("uncomparable", 24, Quantity(24)),
    ("uncomparable", "Ukraine", Item("Ukraine", "Q212")),
    ("uncomparable", "2025", When("2025")),
    ("uncomparable", 2025, When("2025")),
    ("same", True, True),
    ("different", True, False),
    ("same", When("2025-02-18T13:00:00+09:00"), When("2025-02-18T04:00:00Z")),
    ("different", When("2025-02-18"), When("2025-02-19")),
    ("different", When("2025"), When("2025~")),
    ("same", Quantity(24, "hour"), Quantity(24, "hour")),
    ("different", Quantity(24, "hour"), Quantity(100, "hour")),
    ("uncomparable", Quantity(24, "hour"), Quantity(24, "day")),
    ("uncomparable", Quantity(24, "hour"), Quantity(24)),
    ("same", SOMEVALUE, SOMEVALUE),
    ("same", NOVALUE, NOVALUE),
    ("different", SOMEVALUE, NOVALUE),
    ("different", NOVALUE, "Ukraine"),
    ("different", 5, SOMEVALUE),
    ("different", Quantity(5, "day"), NOVALUE),
]


@pytest.mark.parametrize(("verdict", "one", "other"), COMPARED, ids=lambda value: str(value))
def test_compare(verdict: str, one: Any, other: Any) -> None:
    """Items compare by id, text by NFKC and casefold; other types and other units cannot be compared."""
    assert compare(one, other) == compare(other, one) == verdict


def test_whole_and_floating_numbers_are_not_the_same() -> None:
    """1 and 1.0 never say the same thing."""
    assert compare(1, 1.0) is not Comparison.SAME
    assert compare(Quantity(1, "h"), Quantity(1.0, "h")) is not Comparison.SAME


@given(values, values)
@settings(max_examples=200)
def test_laws_of_comparison(one: Any, other: Any) -> None:
    """Comparison is symmetric, and every value says the same thing as itself."""
    assert compare(one, other) is compare(other, one)
    assert compare(one, one) is Comparison.SAME


@given(st.lists(values, min_size=1, max_size=1))
@settings(max_examples=100)
def test_values_of_their_own(given_: list[Any]) -> None:
    """A value can be pickled and hashed."""
    (value,) = holding(given_).values
    twin = pickle.loads(pickle.dumps(value))
    assert (type(twin), twin, hash(twin)) == (type(value), value, hash(value))


def test_values_stay_as_they_are() -> None:
    """Items and quantities do not change."""
    with pytest.raises(AttributeError):
        Item("Ukraine").label = "Russia"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Quantity(1).amount = 2  # type: ignore[misc]


def test_too_many_values_are_refused() -> None:
    """A claim with thousands of values is refused, not kept slowly."""
    with pytest.raises(InvalidError, match="values"):
        holding([*range(5000)])


@pytest.mark.parametrize("given_", [["a", "a"], [1, 2, 1], ["é", "e\u0301"], [Item("a"), Item("a")]])
def test_a_value_stands_once(given_: list[Any]) -> None:
    """Values are a set: the same one twice is refused."""
    with pytest.raises(InvalidError, match="once"):
        holding(given_)
