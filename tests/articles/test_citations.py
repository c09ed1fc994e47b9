"""Citation templates read into sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import templates

from factlog.articles.citations import from_template
from factlog.articles.revision import Anomaly, Cited, Dated
from factlog.claims import Name, Source
from factlog.claims.codec import decode_source, encode


def cite(name: str, /, **parameters: str) -> Cited:
    """The template with these parameters (``_`` for ``-``)."""
    cited = from_template(name, {key.replace("_", "-"): value for key, value in parameters.items()})
    assert cited is not None
    return cited


def texts(value: Any) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def told(cited: Cited) -> set[str]:
    """Everything that a reference says, word for word, beside what is kept."""
    found = set(texts(decode_plain(cited.source)))
    found |= {text for text in (cited.citation.quote, cited.citation.locator, cited.citation.archive_url) if text}
    return found | {date.raw for date in (cited.issued, cited.retrieved, cited.archived) if date}


def decode_plain(source: Source) -> Any:
    return json.loads(encode(source))


def test_a_web_page() -> None:
    cited = cite(
        "cite web",
        url="https://example.org/news/1",
        title="Talks begin",
        last="Doe",
        first="Jane",
        website="[[Example News]]",
        publisher="Example Ltd",
        date="20 February 2025",
        access_date="21 February 2025",
        archive_url="https://web.archive.org/web/20250222000000/https://example.org/news/1",
        archive_date="2025-02-22",
        language="English",
        url_status="live",
        quote="They began.",
    )
    source = cited.source
    assert source == Source(
        source.id,
        type="webpage",
        title="Talks begin",
        author=Name(family="Doe", given="Jane"),
        container_title="Example News",
        publisher="Example Ltd",
        issued="2025-02-20",
        url="https://example.org/news/1",
        language="en",
    )
    assert cited.issued == Dated("20 February 2025", source.issued)
    assert (cited.citation.retrieved, cited.citation.archived, cited.citation.quote) == (
        "2025-02-21",
        "2025-02-22",
        "They began.",
    )
    assert cited.citation.archive_url == "https://web.archive.org/web/20250222000000/https://example.org/news/1"
    assert dict(cited.kept) == {"website": "[[Example News]]", "language": "English", "url-status": "live"}
    assert cited.problems == ()


def test_a_chapter_of_a_book() -> None:
    cited = cite(
        "Cite book",
        last1="Roe",
        first1="A.",
        author2="Collective",
        editor1_last="Moe",
        editor1_first="B.",
        chapter="Chapter",
        title="Whole",
        series="Series",
        edition="2nd",
        location="Kyiv",
        publisher="House",
        year="2001",
        isbn="978-4-00-310101-8",
        pages="12–14",
        orig_year="1927",
    )
    source = cited.source
    assert (source.type, source.title, source.container_title, source.page) == ("chapter", "Chapter", "Whole", "12–14")
    assert source.author == (Name(family="Roe", given="A."), Name(literal="Collective"))
    assert source.extra["editor"][0]["family"] == "Moe"
    assert source.extra["collection-title"] == "Series"
    assert source.extra["publisher-place"] == "Kyiv"
    assert source.extra["original-date"]["raw"] == "1927"
    assert source.issued == "2001"


def test_a_paper() -> None:
    cited = cite(
        "cite journal",
        vauthors="Roe A, Moe BC",
        title="T",
        journal="J",
        volume="12",
        issue="3",
        page="4",
        doi="https://doi.org/10.1/x",
        pmid="7",
    )
    source = cited.source
    assert [name.family for name in source.author] == ["Roe", "Moe"]
    assert (source.container_title, source.volume, source.issue, source.doi) == ("J", "12", "3", "10.1/x")
    assert source.extra["PMID"] == "7"
    assert cited.kept["doi"] == "https://doi.org/10.1/x"


def test_japanese_parameters() -> None:
    cited = cite(
        "和書",
        姓="山田",
        名="太郎",
        姓2="鈴木",
        名2="花子",
        書籍="本",
        出版社="社",
        日付="令和7年2月20日",
        閲覧日="2025年2月21日",
    )
    assert [(name.family, name.given) for name in cited.source.author] == [("山田", "太郎"), ("鈴木", "花子")]
    assert (cited.source.title, cited.source.publisher, cited.source.issued) == ("本", "社", "2025-02-20")
    assert (cited.citation.retrieved, cited.problems) == ("2025-02-21", ())


def test_russian_templates() -> None:
    cited = cite("книга", автор="Иванов И.", заглавие="Книга", издательство="Наука", год="1990", страниц="5", isbn="")
    assert (cited.source.title, cited.source.publisher, cited.source.issued) == ("Книга", "Наука", "1990")
    assert cited.kept["страниц"] == "5"


@pytest.mark.parametrize(
    "name", ["sfn", "efn", "refn", "harvnb", "r", "rp", "reflist", "Infobox person", "citation needed", "cite quote", ""]
)
def test_other_templates_are_no_references(name: str) -> None:
    assert from_template(name, {"title": "T"}) is None


def test_a_template_that_says_nothing_is_none() -> None:
    assert from_template("cite web", {"title": " ", "url": ""}) is None


def test_misspelled_parameters_are_kept_and_reported() -> None:
    cited = cite("cite web", url="https://example.org", ttle="T", acess_date="2 May 2010", zzzzzzzz="?")
    assert cited.problems == (
        Anomaly("unknown-parameter", "ttle (title?)"),
        Anomaly("unknown-parameter", "acess-date (access-date?)"),
        Anomaly("unknown-parameter", "zzzzzzzz"),
    )
    assert dict(cited.kept) == {"ttle": "T", "acess-date": "2 May 2010", "zzzzzzzz": "?"}
    assert cited.source.title is None
    assert cited.retrieved is None


def test_impossible_dates_are_reported_and_stay_unknown() -> None:
    cited = cite(
        "cite web", url="https://example.org", date="31 November 2010", accessdate="5 May 1066", archive_date="n.d."
    )
    assert [problem.code for problem in cited.problems] == ["impossible-date", "impossible-date"]
    assert (cited.source.issued, cited.citation.retrieved, cited.citation.archived) == (None, None, None)
    assert cited.issued == Dated("31 November 2010")
    assert cited.retrieved == Dated("5 May 1066")
    assert cited.archived == Dated("n.d.")


def test_dates_in_parts_are_put_together() -> None:
    assert cite("cite web", url="https://example.org", day="5", month="June", year="2010").source.issued == "2010-06-05"
    assert cite("cite web", url="https://example.org", date="5 June", year="2010").source.issued == "2010-06-05"
    assert cite("cite web", url="https://example.org", date="6月5日", year="2010").source.issued == "2010-06-05"
    assert (
        cite("cite web", url="https://example.org", accessdate="5 June", accessyear="2010").citation.retrieved
        == "2010-06-05"
    )


@pytest.mark.parametrize(
    ("parts", "issued"),
    [
        ({"year": "2001", "month": "5"}, "2001-05"),
        ({"year": "2001年", "month": "5月"}, "2001-05"),
        ({"year": "2001", "month": "5", "day": "3"}, "2001-05-03"),
        ({"year": "2001年", "date": "5月3日"}, "2001-05-03"),
        ({"year": "2001", "date": "5"}, None),
        ({"year": "2001", "day": "3"}, None),
        ({"date": "2001年5月3日（木曜日）"}, "2001-05-03"),
    ],
)
def test_dates_in_parts_as_japanese_templates_have_them(parts: dict[str, str], issued: str | None) -> None:
    """A year and a month in figures are put together, as a date with 年; a day without its month is no date."""
    assert cite("cite book", title="港", **parts).source.issued == issued


def test_a_retrieval_date_in_parts_as_japanese_templates_have_it() -> None:
    """A year and a day of the year, in two parameters, are the date of retrieval."""
    cited = cite("cite web", url="https://example.org", accessyear="2007", accessmonthday="5月3日")
    assert cited.citation.retrieved == "2007-05-03"


@pytest.mark.parametrize(
    ("last", "first", "site", "expected"),
    [
        ("Amt", "Auswärtiges", "German Federal Foreign Office", "Auswärtiges Amt"),
        ("Staff", "Al Jazeera", "Al Jazeera", "Al Jazeera Staff"),
        ("Staff", "Local Paper", "The Local Paper", None),
        ("Russia", "U. S. Mission", "U.S. Embassy", "U.S. Mission Russia"),
        ("Staff", "CNN", None, "CNN Staff"),
        ("Staff", "Leopold", "Poezja", None),
        ("Press", "William H.", None, None),
        ("Church", "Alonzo", None, None),
    ],
)
def test_organisations_cut_in_two_are_mended_where_certain(
    last: str, first: str, site: str | None, expected: str | None
) -> None:
    cited = from_template(
        "cite web", {"last": last, "first": first, "website": site or "", "title": "T", "url": "https://example.org"}
    )
    assert cited is not None
    assert cited.source.author == (Name(literal=expected) if expected else Name(family=last, given=first),)
    assert ("organisation-as-person" in [problem.code for problem in cited.problems]) is bool(expected)


def test_an_archive_address_in_the_place_of_the_page_is_told_apart() -> None:
    cited = cite("cite web", url="https://web.archive.org/web/20150227031841/http://example.org/a", title="T")
    assert cited.source.url == "http://example.org/a"
    assert cited.citation.archive_url == "https://web.archive.org/web/20150227031841/http://example.org/a"
    assert cited.archived == Dated("20150227031841", cited.citation.archived)
    assert cited.citation.archived == "2015-02-27"


def test_what_repeats_an_agency_says_so() -> None:
    assert cite("cite news", title="T", newspaper="N", agency="Reuters").source.derived_from == "Reuters"


def test_what_nothing_identifies_gets_an_id_of_its_words() -> None:
    one, same, other = (
        cite("cite book", title=title, accessdate=day) for title, day in [("A", "2010"), ("A", "2011"), ("B", "2010")]
    )
    assert one.source.id == same.source.id != other.source.id
    assert [problem.code for problem in one.problems] == ["unidentified-source"]


def test_a_tweet_has_the_address_of_its_number() -> None:
    assert (
        cite("cite tweet", user="someone", number="12345", title="T").source.url
        == "https://twitter.com/someone/status/12345"
    )


def test_markup_is_taken_out_and_kept() -> None:
    cited = cite(
        "cite web", url="https://example.org/?a=1&amp;copy=2", title="''A'' &amp; [[B|b]] {{!}} {{lang|ja|日本}}<!-- x -->"
    )
    assert cited.source.title == "A & b | 日本"
    assert cited.source.url == "https://example.org/?a=1&copy=2"
    assert set(cited.kept) == {"title", "url"}


def test_hidden_characters_are_taken_out_and_reported() -> None:
    cited = cite("cite web", url="https://example.org", title="A\u202eB\u200b", last="x\u0301" + "\u0301" * 50)
    assert cited.source.title == "AB"
    assert [problem.code for problem in cited.problems] == ["hidden-characters", "hidden-characters"]


def test_every_parameter_of_real_templates_is_found_again() -> None:
    """100 % of the parameters on which two parsers agree: each value stands in a field, or is kept as found."""
    number = 0
    for language, name, parameters in templates():
        cited = from_template(name, parameters, language=language)
        if cited is None:
            assert not name.lower().startswith(("cite ", "citation")) or not any(map(str.strip, parameters.values()))
            continue
        said = told(cited)
        for key, value in parameters.items():
            number += 1
            assert not value.strip() or value.strip() in said or cited.kept[key.strip()] == value.strip(), (name, key, value)
    assert number > 20_000


def test_real_dates_are_read() -> None:
    dated = [
        date
        for language, name, parameters in templates()
        if (cited := from_template(name, parameters, language=language))
        for date in (cited.issued, cited.retrieved, cited.archived)
        if date
    ]
    assert sum(date.when is not None for date in dated) >= 0.99 * len(dated)


NAMES = ["cite web", "Cite book", "和書", "citation", "cite tweet", "книга", "internetquelle", "sfn"]
KEYS = [
    "url",
    "title",
    "last",
    "first",
    "last2",
    "author",
    "date",
    "year",
    "accessdate",
    "archive-url",
    "isbn",
    "doi",
    "vauthors",
    "閲覧日",
    "x",
]


@given(
    st.sampled_from(NAMES), st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), st.text(max_size=60), max_size=8)
)
def test_whatever_stands_in_a_template_is_read(name: str, parameters: dict[str, str]) -> None:
    cited = from_template(name, parameters)
    if cited is not None:
        assert decode_source(encode(cited.source)) == cited.source
        said = told(cited)
        for value in parameters.values():
            assert not value.strip() or value.strip() in said or value.strip() in cited.kept.values()


@pytest.mark.parametrize(
    "hostile",
    [
        "[[" * 50_000,
        "{{a|" * 25_000,
        "[http:// " * 10_000,
        "<!--" * 25_000,
        "<ref" * 25_000,
        "&#" * 50_000,
        ";" * 100_000,
        "1 " * 50_000,
    ],
)
@pytest.mark.parametrize("key", ["title", "url", "author", "date", "vauthors", "archive-url", "isbn", "doi"])
def test_hostile_values_cost_linear_time(key: str, hostile: str) -> None:
    from_template("cite web", {key: hostile, "title" if key != "title" else "url": "https://example.org"})


def test_many_hostile_parameters_cost_linear_time() -> None:
    cited = from_template("cite web", {f"auhtor{'x' * (number % 9)}{number}": "v" for number in range(20_000)})
    assert cited is not None
    assert len(cited.problems) <= 21


@pytest.mark.parametrize("letter", ["x", "\U0001d160", "x\u0301", "\ufb2c", "㋿", " x"])
@pytest.mark.parametrize(
    "key", ["title", "url", "author", "last", "first", "website", "date", "archive-url", "doi", "quote", "user"]
)
def test_values_longer_than_a_claim_may_hold_are_kept(key: str, letter: str) -> None:
    long = letter * 100_000
    parameters = {"title": "T", "last": "L", "first": "F", "url": "https://example.org", "number": "5"} | {key: long}
    cited = from_template("cite tweet", parameters)
    assert cited is not None
    assert cited.kept.get(key) == long.strip() or long in told(cited)


@pytest.mark.parametrize("names", [(" ", ""), ("", " "), (" a", "a"), ("a", " a"), (" a", "a ")])
def test_names_that_differ_in_white_space_lose_no_value(names: tuple[str, str]) -> None:
    """Of two parameters whose names differ in white space only, both values are kept."""
    cited = from_template("cite web", {names[0]: "first", names[1]: "second"})
    assert cited is not None
    assert set(cited.kept.values()) == {"first", "second"}
