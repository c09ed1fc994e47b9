"""Dates, durations, counts and quantities in sentences."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factlog.articles.sentences.found import values


def found(text: str, language: str) -> list[tuple[str, Any, str]]:
    return [(value.raw, value.value, value.kind) for value in values(text, language)]


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("2025年2月18日", "2025-02-18", "date", None),
        ("２０２５年２月", "2025-02", "date", None),
        ("二〇二五年", "2025", "date", None),
        ("令和7年3月1日", "2025-03-01", "date", None),
        ("平成元年", "1989", "date", None),
        ("紀元前44年", "-0043", "date", None),
        ("1990年代", "199X", "date", None),
        ("20世紀", "19XX", "date", None),
        ("2月22日", "XXXX-02-22", "date", None),
        ("24時間", "PT24H", "duration", None),
        ("100日", "P100D", "duration", None),
        ("3年間", "P3Y", "duration", None),
        ("2時間半", "PT2H30M", "duration", None),
        ("1年半", "P1Y6M", "duration", None),
        ("6ヶ月", "P6M", "duration", None),
        ("半年", "P6M", "duration", None),
        ("三人", 3, "count", "人"),
        ("2人", 2, "count", "人"),
        ("5か国", 5, "count", "か国"),
        ("1万2000人", 12000, "count", "人"),
        ("1,234.5km", 1234.5, "quantity", "km"),
        ("12.5%", 12.5, "quantity", "%"),
        ("５０％", 50, "quantity", "%"),
        ("3億5000万ドル", 350_000_000, "quantity", "dollar"),
        ("1兆円", 10**12, "quantity", "JPY"),
    ],
)
def test_japanese(text: str, value: Any, kind: str, unit: str | None) -> None:
    (one,) = values(f"それは{text}であった。", "ja")
    assert (one.raw, one.value, one.kind, one.unit) == (text, value, kind, unit)


@pytest.mark.parametrize(
    "text",
    [
        "数千人",
        "十数人",
        "数年間",
        "第二次大戦",
        "十分に",
        "一部の",
        "バルト三国",
        "2回目",
        "二、三人",
        "2、3日",
        "万一",
        "2025年13月40日間",
    ],
)
def test_what_is_uncertain_in_japanese_has_no_value(text: str) -> None:
    assert [value for value in values(f"それは{text}である。", "ja") if value.kind in ("count", "duration")] == []


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("18 February 2025", "2025-02-18", "date"),
        ("February 18, 2025", "2025-02-18", "date"),
        ("Feb. 2025", "2025-02", "date"),
        ("18 February", "XXXX-02-18", "date"),
        ("2025-02-18", "2025-02-18", "date"),
        ("the 1990s", "199X", "date"),
        ("the 20th century", "19XX", "date"),
        ("24 hours", "PT24H", "duration"),
        ("100 days", "P100D", "duration"),
        ("three years", "P3Y", "duration"),
        ("a three-year", "P3Y", "duration"),
        ("twenty-one weeks", "P21W", "duration"),
        ("1,200 soldiers", 1200, "count"),
        ("three American delegates", 3, "count"),
        ("5 million people", 5_000_000, "count"),
        ("55 percent", 55, "quantity"),
        ("12.5%", 12.5, "quantity"),
        ("$2.5 million", 2_500_000, "quantity"),
        ("1,234.5 km", 1234.5, "quantity"),
        ("€3bn", 3_000_000_000, "quantity"),
    ],
)
def test_english(text: str, value: Any, kind: str) -> None:
    (one,) = values(f"It took {text} then.", "en")
    assert (one.value, one.kind) == (value, kind)
    assert one.raw in text


@pytest.mark.parametrize(
    "text", ["several thousand people", "a few years", "COVID-19", "an F-16", "dozens of men", "31 February 2025"]
)
def test_what_is_uncertain_in_english_has_no_value(text: str) -> None:
    assert not [
        value
        for value in values(f"It was {text} then.", "en")
        if value.kind in ("count", "duration") or value.value == "2025-02-31"
    ]


def test_years_are_dates_where_the_words_say_so() -> None:
    assert found("In 2022 the 2021 Geneva summit had 2000 people.", "en") == [
        ("2022", "2022", "date"),
        ("2021", "2021", "date"),
        ("2000 people", 2000, "count"),
    ]


def test_numbers_in_other_languages_follow_their_own_marks() -> None:
    assert found("Es kostet 1.234.567,5 und 12,5 %.", "de") == [
        ("1.234.567,5", 1234567.5, "number"),
        ("12,5 %", 12.5, "quantity"),
    ]
    assert found("Всего 1 234 567,5 и 12 000 % в 2015 475 раз.", "ru") == [
        ("1 234 567,5", 1234567.5, "number"),
        ("12 000 %", 12000, "quantity"),
        ("2015", 2015, "number"),
        ("475", 475, "number"),
    ]
    assert [raw for raw, *_ in found("телефон 495 123 45 67", "ru")] == ["495", "123", "45", "67"]
    assert found("sarakat 1.234 na 56", "sw") == [("56", 56, "number")]


def test_raw_is_the_text_as_written() -> None:
    text = "会談は２０２５年２月１８日に、３人で行われた。"
    assert all(text[value.start : value.end] == value.raw for value in values(text, "ja"))


@given(
    st.text(
        alphabet=st.sampled_from(list("0123456789０９,.万億千百十一二三数年月日人%時間半 -$mkMayJunthree\u0301")),
        max_size=60,
    ),
    st.sampled_from(["ja", "en", "de", "sw", None]),
)
def test_values_are_in_order_and_where_they_say(text: str, language: str | None) -> None:
    last = 0
    for value in values(text, language):
        assert last <= value.start < value.end <= len(text)
        assert text[value.start : value.end] == value.raw
        last = value.end


@pytest.mark.parametrize(
    "unit", ["1,", "1", "1 ", "一", "1万", "2025年", "three ", "5 km ", "Jan 1 ", "$1", "1.", "1-", "時間"]
)
def test_hostile_text_is_cheap(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    values(text, "ja")
    values(text, "en")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("from 3–5 May 2021", "en", [("3–5 May 2021", "2021-05-03/2021-05-05", "date")]),
        ("on May 3-5, 2021", "en", [("May 3-5, 2021", "2021-05-03/2021-05-05", "date")]),
        ("the 2011 census and 2,011 elections", "en", [("2011", "2011", "date"), ("2,011 elections", 2011, "count")]),
        ("about 50–60 people, 2000 soldiers", "en", [("2000 soldiers", 2000, "count")]),
        ("in No. 5 of Vol. 12 the Boeing 747 flew", "en", []),
        ("50〜60人と3.5tの米", "ja", [("3.5t", 3.5, "quantity")]),
        ("im Jahr 1990", "de", [("1990", 1990, "number")]),
    ],
)
def test_ranges_years_of_things_and_numbers_that_are_names(text: str, language: str, expected: list[Any]) -> None:
    assert found(text, language) == expected


def test_a_speed_is_no_length() -> None:
    assert [(one.value, one.unit) for one in values("時速600キロで300キロ進んだ。", "ja")] == [(600, "km/h"), (300, "km")]
