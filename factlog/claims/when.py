"""Dates with their precision: Extended Date/Time Format, level 1 (https://www.loc.gov/standards/datetime/).

A :class:`When` is its own text, kept as written, and knows the first and the last second that it may mean. A time
without seconds is accepted as well; a time without a zone is read as UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple, Self

from factlog.claims.text import kind, shown
from factlog.errors import InvalidDateError

DAY = 86_400
"""The seconds of a day."""

_EXPECTED = "expected a date such as 2025, 2025-02, 2025-02-18, 2025-02-18T04:39:00Z or ../2024-11-05 (EDTF level 1)"
_MAX = 80

_POINT = re.compile(
    r"""(?: (?P<long>Y-?[1-9]\d{4,11})
          | (?P<year>-?\d{4} | \d{3}X | \d{2}XX)
          | (?P<month_year>-?\d{4}) - (?P<month>\d\d|XX)
          | (?P<day_year>-?\d{4}) - (?P<day_month>\d\d|XX) - (?P<day>\d\d|XX)
        ) (?P<doubt>[?~%]?)
      | (?P<date>-?\d{4}-\d\d-\d\d) T (?P<hour>[01]\d|2[0-3]) : (?P<minute>[0-5]\d) (?: : (?P<second>[0-5]\d) )?
        (?: (?P<utc>Z) | (?P<sign>[+-]) (?P<zone_hour>0\d|1[0-4]) (?: : (?P<zone_minute>[0-5]\d) )? )?""",
    re.VERBOSE | re.ASCII,
)


class Span(NamedTuple):
    """The seconds since 1970 (UTC, any year) that a date may mean, both ends included; infinite where it is open."""

    earliest: float
    latest: float
    certain: bool


class When(str):
    """A date as EDTF text; also made from a ``date`` or a ``datetime`` (whose fraction of a second is dropped).

    >>> When("2025-02").latest - When("2025-02").earliest + 1 == 28 * DAY
    True
    >>> When("2025-02-21").begins_after(When("2025-02-18"))
    True
    >>> When("2025-02").certain, When("2025-02~").certain
    (True, False)

    It is a string: ``==`` compares the text as written. ``begins_after``, ``overlaps`` and ``same_span`` compare what it
    means, in UTC. Raises InvalidDateError for what is not a date.
    """

    __slots__ = ()

    def __new__(cls, value: str | date) -> Self:
        """The date as text, checked once."""
        if type(value) is cls:
            return value
        if isinstance(value, datetime):
            moment = value.replace(microsecond=0)
            written = moment.isoformat()
            value = written.removesuffix("+00:00") + "Z" if moment.utcoffset() in (None, UTC.utcoffset(None)) else written
        elif isinstance(value, date):
            value = value.isoformat()
        elif not isinstance(value, str):
            raise InvalidDateError(f"{_EXPECTED}, got {kind(value)}")
        _span(value)
        return super().__new__(cls, value)

    @property
    def earliest(self) -> float:
        """The first second that it may mean, as seconds since 1970 in UTC; minus infinity where it is open."""
        return self._span.earliest

    @property
    def latest(self) -> float:
        """The last second that it may mean; infinity where it is open."""
        return self._span.latest

    @property
    def certain(self) -> bool:
        """False where it carries ``?``, ``~`` or ``%``, or an end that is unknown."""
        return self._span.certain

    @property
    def coarse(self) -> bool:
        """Whether it spans more than a day."""
        return self.latest - self.earliest >= DAY

    def begins_after(self, other: When) -> bool:
        """Whether it begins after the other one has ended, for certain."""
        return self.certain and other.certain and self.earliest > other.latest

    def overlaps(self, other: When) -> bool:
        """Whether both may mean the same second."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def same_span(self, other: When) -> bool:
        """Whether both mean the same, however written (``…T13:00+09:00`` and ``…T04:00Z``)."""
        return self._span == other._span

    @property
    def _span(self) -> Span:
        return _span(str(self))  # as it was asked for when it was made: a cache tells text from what is derived of it

    def __getnewargs__(self) -> tuple[str]:
        return (str(self),)


def when(value: str | date) -> When:
    """The value as a :class:`When`."""
    return When(value)


def optional_when(value: str | date | None) -> When | None:
    """As :func:`when`; None where nothing is known."""
    return None if value is None else When(value)


@lru_cache(maxsize=8192)
def _span(text: str) -> Span:
    if len(text) > _MAX:
        raise InvalidDateError(f"{_EXPECTED}, got {shown(text)}")
    first, slash, last = text.partition("/")
    if not slash:
        return _point(text, text)
    if first in ("", "..") and last in ("", ".."):
        raise InvalidDateError(f"expected an interval with a date at one end at least, got {shown(text)}")
    start = Span(-float("inf"), 0, first == "..") if first in ("", "..") else _point(first, text)
    end = Span(0, float("inf"), last == "..") if last in ("", "..") else _point(last, text)
    if start.earliest > end.latest:
        raise InvalidDateError(f"expected an interval that begins before it ends, got {shown(text)}")
    return Span(start.earliest, end.latest, start.certain and end.certain)


def _point(text: str, whole: str) -> Span:
    found = _POINT.fullmatch(text)
    if found is None:
        raise InvalidDateError(f"{_EXPECTED}, got {shown(whole)}")
    try:
        first, last = _clock(found) if found["date"] else _calendar(found)
    except ValueError as problem:
        raise InvalidDateError(f"expected a date that exists, got {shown(whole)}") from problem
    return Span(first, last, not found["doubt"])


def _clock(found: re.Match[str]) -> tuple[int, int]:
    year, month, day = re.fullmatch(r"(-?\d{4})-(\d\d)-(\d\d)", found["date"]).groups()  # type: ignore[union-attr]  # _POINT holds the same
    start = _day(int(year), int(month), int(day)) * DAY + int(found["hour"]) * 3600 + int(found["minute"]) * 60
    offset = int(found["zone_hour"] or 0) * 3600 + int(found["zone_minute"] or 0) * 60
    start += offset if found["sign"] == "-" else -offset
    if found["second"] is None:
        return start, start + 59
    return start + int(found["second"]), start + int(found["second"])


def _calendar(found: re.Match[str]) -> tuple[int, int]:
    if found["long"]:
        year = int(found["long"][1:])
        return _days((year, 1, 1), (year, 12, 31))
    if found["year"]:
        low, high = int(found["year"].replace("X", "0")), int(found["year"].replace("X", "9"))
        return _days((low, 1, 1), (high, 12, 31))
    year = int(found["month_year"] or found["day_year"])
    month, day = found["month"] or found["day_month"], found["day"]
    if month == "XX" and day not in (None, "XX"):
        raise ValueError(month)
    if month == "XX":
        return _days((year, 1, 1), (year, 12, 31))
    number = int(month)
    if day is None and 21 <= number <= 24:
        return _season(year, number)
    if day in (None, "XX"):
        return _days((year, number, 1), (year, number, _length(year, number)))
    return _days((year, number, int(day)), (year, number, int(day)))


def _season(year: int, season: int) -> tuple[int, int]:
    """Spring and autumn lie within a year on both hemispheres; one of summer and winter straddles its turn on each."""
    if season in (21, 23):
        return _days((year, 1, 1), (year, 12, 31))
    return _days((year - 1, 12, 1), (year + 1, 2, _length(year + 1, 2)))


def _days(first: tuple[int, int, int], last: tuple[int, int, int]) -> tuple[int, int]:
    return _day(*first) * DAY, (_day(*last) + 1) * DAY - 1


def _length(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise ValueError(month)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _day(year: int, month: int, day: int) -> int:
    """The day's number since 1970-01-01 in the proleptic Gregorian calendar, for any year.

    ``datetime`` ends at the year 9999, EDTF does not: the calendar repeats itself every 400 years, of 146,097 days.
    """
    if not 1 <= day <= _length(year, month):
        raise ValueError(day)
    cycles, shifted = divmod(year - 2000, 400)
    return date(2000 + shifted, month, day).toordinal() - 719_163 + cycles * 146_097
