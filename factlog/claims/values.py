"""What a claim can hold as its value, and when two values can be compared.

The terms are Wikidata's: an item stands for a thing, a quantity has a unit, ``SOMEVALUE`` says that there is a value
that nobody knows, ``NOVALUE`` that there is none (https://www.wikidata.org/wiki/Help:Statements#Unknown_or_no_values).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from enum import Enum, StrEnum
from typing import Any

import attrs

from factlog.claims.fields import MAX_ITEMS, placed
from factlog.claims.text import folded, kind, optional_text, text
from factlog.claims.when import When
from factlog.errors import InvalidError

MAX_DIGITS = 1000
"""The longest whole number: converting longer ones takes quadratic time."""


class Special(Enum):
    """The two values that are not one."""

    SOMEVALUE = "somevalue"
    NOVALUE = "novalue"

    def __repr__(self) -> str:
        return self.name

    def __str__(self) -> str:
        return {"somevalue": "some value", "novalue": "no value"}[self.value]


SOMEVALUE = Special.SOMEVALUE
"""There is a value, but it is unknown."""
NOVALUE = Special.NOVALUE
"""There is no value, for certain."""


def number(value: float) -> int | float:
    """A whole or floating number that JSON can carry."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidError(f"expected a number, got {kind(value)}")
    if isinstance(value, int):
        if abs(value) >= 10**MAX_DIGITS:
            raise InvalidError(f"expected a whole number of at most {MAX_DIGITS} digits")
        return int(value)
    if not math.isfinite(value):
        raise InvalidError(f"expected a finite number, got {value}")
    return float(value) or 0.0  # minus zero is zero


def exact(value: Any) -> Any:
    """A key under which 1, 1.0 and True, or a date and its text, differ, as they do in the file."""
    if isinstance(value, tuple):
        return tuple([exact(item) for item in value])
    return (type(value).__name__, value)


@attrs.frozen(field_transformer=placed)
class Item:
    """A thing, by its label and, where it has one, its id in a knowledge base (a Wikidata QID, say).

    >>> print(Item("Ukraine", "Q212"))
    Ukraine
    """

    label: str = attrs.field(converter=text)
    id: str | None = attrs.field(default=None, converter=optional_text)

    def __str__(self) -> str:
        return self.label


@attrs.frozen(field_transformer=placed)
class Quantity:
    """An amount and its unit.

    >>> print(Quantity(24, "hour"))
    24 hour
    """

    amount: int | float = attrs.field(converter=number, eq=exact)
    unit: str | None = attrs.field(default=None, converter=optional_text)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}" if self.unit else str(self.amount)


Value = str | int | float | bool | When | Item | Quantity | Special
GivenValue = Value | date
"""What may be given for one: a ``date`` or ``datetime`` becomes a :class:`When`."""


def value(given: GivenValue) -> Value:
    """One value. A date given as text is text: write ``When("2025-02-18")`` for the date."""
    if type(given) is str:  # as most are
        return text(given)
    if isinstance(given, bool | When | Item | Quantity | Special):
        return given
    if isinstance(given, str):
        return text(given)
    if isinstance(given, date):
        return When(given)
    if isinstance(given, int | float):
        return number(given)
    raise InvalidError(f"expected text, a number, a boolean, a date, an Item or a Quantity, got {kind(given)}")


def values(given: GivenValue | Sequence[GivenValue] | None) -> tuple[Value, ...]:
    """One value or several, each at most once."""
    if given is None:
        return ()
    if not isinstance(given, (list, tuple)):
        return (value(given),)  # type: ignore[arg-type]  # value() refuses what is not one
    if len(given) > MAX_ITEMS:
        raise InvalidError(f"expected at most {MAX_ITEMS:,} values, got {len(given):,}")
    found = tuple([value(item) for item in given])
    if len(found) > 1 and len({exact(item) for item in found}) != len(found):
        raise InvalidError("expected each value once")
    return found


class Comparison(StrEnum):
    """How two values stand to each other."""

    SAME = "same"
    DIFFERENT = "different"
    UNCOMPARABLE = "uncomparable"


def compare(one: Value, other: Value) -> Comparison:
    """Whether two values say the same thing: items by id, text by NFKC and casefold, numbers and dates exactly.

    Values of different types and quantities of different units cannot be compared, nor can items of different
    labels of which one has no id. A special value differs from every other.

    >>> compare("Ukraine", "UKRAINE"), compare(Item("Ukraine", "Q212"), Item("ウクライナ", "Q212"))
    (<Comparison.SAME: 'same'>, <Comparison.SAME: 'same'>)
    >>> compare("24", 24)
    <Comparison.UNCOMPARABLE: 'uncomparable'>
    """
    if type(one) is type(other) is str:  # as most are
        return _verdict(folded(one) == folded(other))
    if isinstance(one, Special) or isinstance(other, Special):
        return Comparison.SAME if one is other else Comparison.DIFFERENT
    if scale(one) != scale(other):
        return Comparison.UNCOMPARABLE
    if isinstance(one, Item) and isinstance(other, Item):
        return _compare_items(one, other)
    if isinstance(one, When) and isinstance(other, When):
        return _verdict(one.same_span(other))
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return _verdict(exact(one.amount) == exact(other.amount))
    return _verdict(exact(one) == exact(other))


def scale(value: Value) -> str:
    """What a value can be compared with: values on the same scale."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, Quantity):
        return f"quantity in {folded(value.unit or '')}"
    return type(value).__name__.lower()


def _compare_items(one: Item, other: Item) -> Comparison:
    if one.id and other.id:
        return _verdict(one.id == other.id)
    if folded(one.label) == folded(other.label):
        return Comparison.SAME
    return Comparison.DIFFERENT if one.id is other.id is None else Comparison.UNCOMPARABLE


def _verdict(same: bool) -> Comparison:
    return Comparison.SAME if same else Comparison.DIFFERENT
