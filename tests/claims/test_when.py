"""Dates: EDTF level 1, kept as written, compared by what they may mean."""

from __future__ import annotations

import copy
import pickle
import re
import warnings
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import clock_times, dates, intervals, points

from factlog.claims import When
from factlog.errors import InvalidDateError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from edtf import EDTFParseException, parse_edtf

INFINITE = float("inf")


def seconds(*moment: int) -> float:
    return datetime(*moment, tzinfo=UTC).timestamp()  # type: ignore[arg-type,misc]  # year, month, day and so on


BOUNDS = [
    ("2025", seconds(2025, 1, 1), seconds(2025, 12, 31, 23, 59, 59)),
    ("2025-02", seconds(2025, 2, 1), seconds(2025, 2, 28, 23, 59, 59)),
    ("2024-02", seconds(2024, 2, 1), seconds(2024, 2, 29, 23, 59, 59)),
    ("1900-02", seconds(1900, 2, 1), seconds(1900, 2, 28, 23, 59, 59)),
    ("2000-02", seconds(2000, 2, 1), seconds(2000, 2, 29, 23, 59, 59)),
    ("2025-02-18", seconds(2025, 2, 18), seconds(2025, 2, 18, 23, 59, 59)),
    ("1969-12-31", seconds(1969, 12, 31), -1),
    ("1970-01-01", 0, 86_399),
    ("0001-01-01", seconds(1, 1, 1), seconds(1, 1, 1, 23, 59, 59)),
    ("9999", seconds(9999, 1, 1), seconds(9999, 12, 31, 23, 59, 59)),
    ("202X", seconds(2020, 1, 1), seconds(2029, 12, 31, 23, 59, 59)),
    ("20XX", seconds(2000, 1, 1), seconds(2099, 12, 31, 23, 59, 59)),
    ("2025-XX", seconds(2025, 1, 1), seconds(2025, 12, 31, 23, 59, 59)),
    ("2024-02-XX", seconds(2024, 2, 1), seconds(2024, 2, 29, 23, 59, 59)),
    ("2025-XX-XX", seconds(2025, 1, 1), seconds(2025, 12, 31, 23, 59, 59)),
    ("2025-02-18T04:39:00Z", seconds(2025, 2, 18, 4, 39), seconds(2025, 2, 18, 4, 39)),
    ("2025-02-18T04:39:07", seconds(2025, 2, 18, 4, 39, 7), seconds(2025, 2, 18, 4, 39, 7)),
    ("2025-02-18T04:39Z", seconds(2025, 2, 18, 4, 39), seconds(2025, 2, 18, 4, 39, 59)),
    ("2025-02-18T13:39:00+09:00", seconds(2025, 2, 18, 4, 39), seconds(2025, 2, 18, 4, 39)),
    ("2025-02-17T20:39:00-08", seconds(2025, 2, 18, 4, 39), seconds(2025, 2, 18, 4, 39)),
    ("2025-02-18T10:09:00+05:30", seconds(2025, 2, 18, 4, 39), seconds(2025, 2, 18, 4, 39)),
    ("2025-01-20/2025-02-28", seconds(2025, 1, 20), seconds(2025, 2, 28, 23, 59, 59)),
    ("2025-01~/2025?", seconds(2025, 1, 1), seconds(2025, 12, 31, 23, 59, 59)),
    ("../2024-11-05", -INFINITE, seconds(2024, 11, 5, 23, 59, 59)),
    ("/2024-11-05", -INFINITE, seconds(2024, 11, 5, 23, 59, 59)),
    ("2022-02-24/..", seconds(2022, 2, 24), INFINITE),
    ("2022-02-24/", seconds(2022, 2, 24), INFINITE),
]


@pytest.mark.parametrize(("text", "earliest", "latest"), BOUNDS, ids=[row[0] for row in BOUNDS])
def test_bounds(text: str, earliest: float, latest: float) -> None:
    """A date knows the first and the last second that it may mean, and is kept as written."""
    when = When(text)
    assert (when, when.earliest, when.latest) == (text, earliest, latest)


@pytest.mark.parametrize("year", [1, 4, 100, 400, 1582, 1899, 1900, 1904, 2000, 2023, 2024, 2100, 9999])
def test_leap_years(year: int) -> None:
    """29 February exists in the leap years of the Gregorian calendar only."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    text = f"{year:04}-02-29"
    if leap:
        assert When(text).latest == When(f"{year:04}-02").latest
    else:
        with pytest.raises(InvalidDateError, match="exists"):
            When(text)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("-0001-12-31", "0000-01-01"),
        ("-0004-02-28", "-0004-02-29"),
        ("-0001-02-28", "-0001-03-01"),
        ("9999-12-31", "Y10000"),
        ("-9999", "-9998"),
        ("Y-10000", "-9999"),
        ("Y12399", "Y12400"),
    ],
)
def test_years_beyond_four_digits_and_before_the_common_era(earlier: str, later: str) -> None:
    """The calendar goes on without a gap before the year 0 and after the year 9999."""
    assert When(earlier).latest + 1 == When(later).earliest


def test_long_leap_years() -> None:
    """A long year has the days that its rule gives it."""
    assert When("Y12400").latest - When("Y12400").earliest + 1 == 366 * 86_400
    assert When("Y12300").latest - When("Y12300").earliest + 1 == 365 * 86_400


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "yesterday", "2025 ", " 2025", "2025\n", "18 February 2025", "2025/02/18x", "20250218", "2025-2-18"),
        *("2025-13", "2025-00", "2025-02-30", "2025-02-29", "2025-04-31", "2025-02-00", "2025-02-32", "2025-20"),
        *("2025-25", "2025-41", "25", "225", "02025", "Y2025", "Y02025", "Y99", "202x", "2XXX", "XXXX", "X025", "2025-X2"),
        *("2025-XX-18", "2025-2X", "2025-02-1X", "20X5", "2025?-02", "2025-?02", "2025~?", "2025!", "%2025", "2025-02-18??"),
        *("2025-02-18T", "2025-02-18T04", "2025-02-18T24:00", "2025-02-18T04:60", "2025-02-18T04:39:60Z", "2025-02T04:39Z"),
        *(
            "2025-02-18T04:39:00z",
            "2025-02-18t04:39:00Z",
            "2025-02-18 04:39",
            "2025-02-18T04:39:00+15:00",
            "2025-02-30T04:39Z",
        ),
        *("2025-02-18T04:39:00.5Z", "2025-02-18T04:39:00Z?", "2025-02-18T4:39Z", "2025-02-18T04:39:00 +09:00"),
        *(
            "/",
            "..",
            "../..",
            "//",
            "2025/2026/2027",
            "2025/2024",
            "2025-02-20/2025-02-18",
            "../",
            "/..",
            "2025/x",
            "x/2025",
        ),
        *(
            "../2025-02-30",
            "2025-13/..",
            "...",
            "../2025/..",
            "２０２５",
            "٢٠٢٥",
            "2025−02",
            "2025–02",
            "[2025]",
            "{2025}",
            "2025..2026",
        ),
        *("2025" * 1000, "Y" + "9" * 100, "-", "--2025", "2025-", "-2025-", "2025-02-", "2025-02-18T04:39:00ZZ", "Y1e5"),
    ],
)
def test_refused(text: str) -> None:
    """What is not a date of EDTF level 1, or is one that does not exist, is refused with an example of what is."""
    with pytest.raises(InvalidDateError, match="expected a"):
        When(text)


@pytest.mark.parametrize("given_", [None, 2025, 20.25, True, b"2025", ["2025"]])
def test_other_types_are_refused(given_: object) -> None:
    """Only text, dates and datetimes are dates."""
    with pytest.raises(InvalidDateError, match="expected a date"):
        When(given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        *(("2025", True), ("2025?", False), ("2025~", False), ("2025%", False), ("2025-02~", False), ("2025-02-18?", False)),
        *(("2025-02-18T04:39:00Z", True), ("2025~/2026", False), ("2025/2026?", False), ("2025/2026", True)),
        *(("../2024-11-05", True), ("2022/..", True), ("../2024-11-05?", False), ("/2024", False), ("2024/", False)),
    ],
)
def test_certain(text: str, certain: bool) -> None:
    """``?``, ``~`` and ``%`` make a date uncertain; so does an unknown, but not an open, end."""
    assert When(text).certain is certain


@pytest.mark.parametrize("season", ["2024-21", "2024-22", "2024-23", "2024-24"])
def test_seasons_name_no_hemisphere(season: str) -> None:
    """A season may mean that of either hemisphere, so it is coarser than its three months and touches its year."""
    when = When(season)
    assert when.coarse
    assert when.overlaps(When("2024"))
    assert not when.begins_after(When("2024-01"))
    assert when.begins_after(When("2022"))
    assert when.latest - when.earliest + 1 > 92 * 86_400


@pytest.mark.parametrize(
    ("text", "coarse"),
    [
        *(("2025-02-18", False), ("2025-02-18T04:39Z", False), ("2025-02", True), ("2025", True), ("../2024-11-05", True)),
        *(("2025-02-18/2025-02-19", True), ("2025-02-18/2025-02-18", False), ("2025-02-XX", True), ("2025-02-18~", False)),
    ],
)
def test_coarse(text: str, coarse: bool) -> None:
    """A date is coarse where it spans more than a day."""
    assert When(text).coarse is coarse


@pytest.mark.parametrize(
    ("one", "other", "after"),
    [
        ("2025-02-21", "2025-02-18", True),
        ("2025-02-18", "2025-02-21", False),
        ("2025-02-18", "2025-02-18", False),
        ("2025-02-21", "2025-02", False),
        ("2025-03", "2025-02", True),
        ("2025-02-19", "2025-02-18T23:59:59Z", True),
        ("2025-02-18T23:59:59Z", "2025-02-18", False),
        ("2025-02-18T23:30:00-01:00", "2025-02-18", True),
        ("2025-02-19T00:30:00+01:00", "2025-02-18", False),
        ("2025-01", "../2024-11-05", True),
        ("2025/..", "2024", True),
        ("2025", "2024/..", False),
        ("2025-02-21~", "2025-02-18", False),
        ("2025-02-21", "2025-02-18?", False),
    ],
)
def test_begins_after(one: str, other: str, after: bool) -> None:
    """A date begins after another only for certain, and only after the other has ended, in UTC."""
    assert When(one).begins_after(When(other)) is after


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2025-02", "2025-02-28", True),
        ("2025-02", "2025-03", False),
        ("2025-02~", "2025-02-28", True),
        ("2020/2025", "2025/..", True),
        ("../2024", "2025/..", False),
        ("2025-02-18T23:30:00-01:00", "2025-02-18", False),
    ],
)
def test_overlaps(one: str, other: str, overlap: bool) -> None:
    """Two dates overlap where both may mean the same second, in UTC."""
    assert When(one).overlaps(When(other)) is When(other).overlaps(When(one)) is overlap


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2025-02-18T13:39:00+09:00", "2025-02-18T04:39:00Z", True),
        ("2025-02-18T04:39:00", "2025-02-18T04:39:00Z", True),
        ("2025-02-18T04:39Z", "2025-02-18T04:39:00Z", False),
        ("2025", "2025~", False),
        ("2025", "2025-01/2025-12", True),
        ("2025-02-18", "2025-02-18T00:00:00Z", False),
    ],
)
def test_same_span(one: str, other: str, same: bool) -> None:
    """Instants compare in UTC, however they are written; as text they differ."""
    assert When(one).same_span(When(other)) is same
    assert When(one) != When(other)


@given(points)
@settings(max_examples=40, deadline=None)
def test_points_agree_with_the_oracle(text: str) -> None:
    """Whatever point in time we read, the edtf library reads as well, with the same certainty."""
    theirs = parse_edtf(text)
    flags = ("is_approximate", "is_uncertain", "is_uncertain_and_approximate")
    doubtful = any(getattr(theirs, name, False) for name in flags)
    assert When(text).certain is not doubtful


@given(intervals)
@settings(max_examples=20, deadline=None)
def test_intervals_agree_with_the_oracle(text: str) -> None:
    """Whatever interval we read, the edtf library reads as well."""
    assert parse_edtf(text) is not None
    assert When(text) == text


@given(st.text(alphabet="0123456789-/.X~?%TYZ:+", max_size=14))
@settings(max_examples=150, deadline=None)
def test_the_oracle_refuses_what_is_not_a_date(text: str) -> None:
    """What we read of arbitrary text are dates to the edtf library too, but for what its grammar does not have.

    That is times, and a qualifier beside a season, a long year or unspecified digits. Its intervals have more gaps, so that
    it is asked about each end.
    """
    try:
        When(text)
    except InvalidDateError:
        return
    for end in {*text.split("/")} - {"", ".."}:
        try:
            parse_edtf(end)
        except EDTFParseException:
            assert re.search(r"T|(X|Y|-2[1-4]).*[?~%]", end), text


@pytest.mark.parametrize(
    "text",
    [
        *("1985-04-12", "1985-04", "1985", "1985-04-12T23:20:30", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30-04"),
        *("1985-04-12T23:20:30+04:30", "1964/2008", "2004-06/2006-08", "2004-02-01/2005-02-08", "2004-02-01/2005-02"),
        *("2004-02-01/2005", "2005/2006-02", "Y170000002", "Y-170000002", "2001-21", "1984?", "2004-06~", "2004-06-11%"),
        *("201X", "20XX", "2004-XX", "1985-04-XX", "1985-XX-XX", "1985-04-12/..", "1985-04/..", "1985/..", "../1985-04-12"),
        *("../1985-04", "../1985", "1985-04-12/", "1985-04/", "1985/", "/1985-04-12", "/1985-04", "/1985", "-1985"),
    ],
)
def test_the_examples_of_the_specification(text: str) -> None:
    """Every example of levels 0 and 1 at loc.gov/standards/datetime is a date, to us as to the oracle."""
    assert When(text) == text
    assert parse_edtf(text) is not None


@given(
    st.datetimes(
        timezones=st.one_of(st.just(UTC), st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))))
    )
)
@settings(max_examples=200)
def test_datetimes_come_back(moment: datetime) -> None:
    """A datetime becomes a date to the second, which means the same instant and reads back as itself."""
    when = When(moment)
    whole = moment.replace(microsecond=0)
    expected = (whole - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    assert when.earliest == when.latest == expected
    assert datetime.fromisoformat(when) == whole
    assert When(str(when)) == when
    assert when.certain


@given(st.datetimes())
@settings(max_examples=50)
def test_naive_datetimes_are_utc(moment: datetime) -> None:
    """A datetime without a zone is read as UTC, and says so."""
    assert When(moment) == When(moment.replace(tzinfo=UTC))
    assert When(moment).endswith("Z")


@given(st.dates())
@settings(max_examples=100)
def test_days_come_back(day: date) -> None:
    """A day becomes its ISO text, and spans the day in UTC."""
    when = When(day)
    assert when == day.isoformat()
    assert when.latest - when.earliest == 86_399
    assert when.earliest == (day - date(1970, 1, 1)).days * 86_400


@given(dates, dates)
@settings(max_examples=200)
def test_laws_of_comparison(one: str, other: str) -> None:
    """A date does not end before it begins, does not follow itself, and two are never each after the other."""
    first, second = When(one), When(other)
    assert first.earliest <= first.latest
    assert first.overlaps(first)
    assert first.same_span(first)
    assert not first.begins_after(first)
    assert not (first.begins_after(second) and second.begins_after(first))
    assert not (first.begins_after(second) and first.overlaps(second))


@given(clock_times)
@settings(max_examples=100)
def test_times_last_a_second_or_a_minute(text: str) -> None:
    """A time with seconds means one second, one without means its minute."""
    when = When(text)
    assert when.latest - when.earliest in (0, 59)


@given(dates)
@settings(max_examples=50)
def test_values_of_their_own(text: str) -> None:
    """A date is text that can be copied, pickled and hashed, and making one of it again gives the same."""
    when = When(text)
    for twin in (pickle.loads(pickle.dumps(when)), copy.deepcopy(when), When(when)):
        assert type(twin) is When
        assert (twin, hash(twin), twin.earliest) == (when, hash(when), when.earliest)
    with pytest.raises(AttributeError):
        when.earliest = 0  # type: ignore[misc]
