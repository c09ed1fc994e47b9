"""Dates as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factlog.articles.citations.dates import MAX_RAW, Reading, read
from factlog.claims import When


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2025-02-20", "2025-02-20"),
        ("2013-6-20", "2013-06-20"),
        ("2014-08", "2014-08"),
        ("2005", "2005"),
        ("2025-02-18T04:39:00Z", "2025-02-18T04:39:00Z"),
        ("20 February 2025", "2025-02-20"),
        ("February 20, 2025", "2025-02-20"),
        ("20 Feb. 2025", "2025-02-20"),
        ("1st June 2010", "2010-06-01"),
        ("Tuesday, 3 June 2014", "2014-06-03"),
        ("2025 February 20", "2025-02-20"),
        ("20-Feb-2025", "2025-02-20"),
        ("June 2010", "2010-06"),
        ("Sept. 2010", "2010-09"),
        ("July 18, 2007b", "2007-07-18"),
        ("2009b", "2009"),
        ("2006 04 06", "2006-04-06"),
        ("20250220", "2025-02-20"),
        ("20150227031841", "2015-02-27"),
        ("2010-06-01 12:30 (UTC)", "2010-06-01"),
        ("2025年2月20日", "2025-02-20"),
        ("2025年 2月 20日（木）", "2025-02-20"),
        ("2010年6月", "2010-06"),
        ("2010年", "2010"),
        ("２０１０年１月１日", "2010-01-01"),
        ("令和7年2月20日", "2025-02-20"),
        ("平成元年1月", "1989-01"),
        ("昭和64年1月7日", "1989-01-07"),
        ("民國99年3月", "2010-03"),
        ("2009/04", "2009-04"),
        ("2011/12/9", "2011-12-09"),
        ("2013.2.12 00:01", "2013-02-12"),
        ("30 五月 2010", "2010-05-30"),
        ("2010년 3월 4일", "2010-03-04"),
        ("18 февраля 2025 г.", "2025-02-18"),
        ("20.02.2025", "2025-02-20"),
        ("20. Februar 2025", "2025-02-20"),
        ("6 जुलाई 2014", "2014-07-06"),
        ("६ जुलाई २०१४", "2014-07-06"),
        ("20 กุมภาพันธ์ 2568", "2025-02-20"),
        ("20 ก.พ. 2568", "2025-02-20"),
        ("2 ธันวาคม พ.ศ. 2555", "2012-12-02"),
        ("2 ธันวาคม 2012", "2012-12-02"),
        ("Spring 2020", "2020-21"),
        ("Winter 2010/2011", "2010-24"),
        ("c. 2005", "2005~"),
        ("約2005年", "2005~"),
        ("2005?", "2005?"),
        ("1990s", "199X"),
        ("1990年代", "199X"),
        ("2010–2012", "2010/2012"),
        ("2010–12", "2010/2012"),
        ("June–July 2010", "2010-06/2010-07"),
        ("July/August 2010", "2010-07/2010-08"),
        ("3–5 June 2010", "2010-06-03/2010-06-05"),
        ("June 3–5, 2010", "2010-06-03/2010-06-05"),
        ("30 June – 2 July 2010", "2010-06-30/2010-07-02"),
        ("2010年6月1日-5日", "2010-06-01/2010-06-05"),
        ("25/12/2015", "2015-12-25"),
        ("12/25/2015", "2015-12-25"),
        ("05/05/2015", "2015-05-05"),
    ],
)
def test_a_date_becomes_edtf(raw: str, expected: str) -> None:
    assert read(raw) == Reading(When(expected))


@pytest.mark.parametrize(
    "raw", ["", " ", "n.d.", "undated", "不明", "03/04/2015", "16.05.13", "2月21日", "20-0802010", "soon", "2005 (1999)"]
)
def test_what_is_not_certain_stays_unread(raw: str) -> None:
    assert read(raw) == Reading(None)


@pytest.mark.parametrize(
    "raw", ["31 November 2010", "2010-02-30", "2010-13-01", "32 June 2010", "平成22年2月30日", "0000-01-01"]
)
def test_an_impossible_date_is_told_from_no_date(raw: str) -> None:
    assert read(raw) == Reading(None, impossible=True)


def test_the_language_decides_what_words_cannot() -> None:
    assert read("01-07-2015").when is None
    assert read("01-07-2015", "ru").when == "2015-07-01"
    assert read("2010/11", "ja").when == "2010-11"
    assert read("2010/11", "en").when == "2010/2011"
    assert read("12 2568").when is None


@given(st.text(max_size=MAX_RAW * 2), st.sampled_from([None, "en", "ja", "th", "ru"]))
def test_no_text_breaks_the_reader(raw: str, language: str | None) -> None:
    reading = read(raw, language)
    assert reading.when is None or isinstance(reading.when, When)


@given(st.dates())
def test_every_day_is_read_in_every_way(day) -> None:  # type: ignore[no-untyped-def]
    year = f"{day.year:04}"
    english = f"{day.day} {day:%B} {year}"
    assert read(day.isoformat()).when == day.isoformat()
    if day.year >= 1000:
        assert read(english).when == day.isoformat()
        assert read(f"{day:%B} {day.day}, {year}").when == day.isoformat()
        assert read(f"{year}年{day.month}月{day.day}日").when == day.isoformat()


def test_long_texts_are_refused_at_once() -> None:
    assert read("1 " * 500_000) == Reading(None)
