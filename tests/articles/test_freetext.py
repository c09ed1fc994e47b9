"""Notes in free text read into sources."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import material

from factlog.articles.citations import from_text
from factlog.articles.revision import Cited
from factlog.claims import Name, Source
from factlog.claims.codec import decode_source, encode

# The thirty notes of the article that started the project, by hand: authors, title (its beginning), site, via, issued,
# retrieved, language, ISSN, pages.
Row = tuple[tuple[str, ...], str, str | None, str | None, str | None, str | None, str | None, str | None, str | None]
RIYADH: list[Row] = [
    (
        (),
        'U.S., Russia agree to "begin working on a path"',
        "www.cbsnews.com",
        None,
        "2025-02-18",
        "2025-02-19",
        "en",
        None,
        None,
    ),
    (
        ("Walsh, Nick Paton",),
        "US-Russia summit ends in a partial",
        "CNN",
        None,
        "2025-02-18",
        "2025-02-20",
        "en",
        None,
        None,
    ),
    (
        ("Sauer, Pjotr", "Harding, Luke", "Smith, David"),
        "US and Russia agree to explore",
        "The Guardian",
        None,
        "2025-02-18",
        "2025-02-20",
        "en",
        "0261-3077",
        None,
    ),
    ((), "Russia and US agree to work toward", "AP News", None, "2025-02-18", "2025-02-20", "en", None, None),
    ((), "Donald J. Trump (@realDonaldTrump)", "Truth Social", None, None, "2025-02-20", "en", None, None),
    ((), "In phone call with Putin", "PBS News", None, "2025-02-13", "2025-02-20", "en", None, None),
    (("Kent, Lauren",), "Barred from US-Russia talks", "CNN", None, "2025-02-17", "2025-02-23", "en", None, None),
    (
        (),
        "Ukraine Interactive map",
        "Ukraine Interactive map - Ukraine Latest news on live map - liveuamap.com",
        None,
        None,
        "2025-02-20",
        "en",
        None,
        None,
    ),
    (
        (),
        "Russia Massing Thousands Of Troops",
        "RFE/RL's Ukrainian Service -RadioFreeEurope/RadioLiberty",
        None,
        "2024-11-06",
        "2025-02-23",
        "en",
        None,
        None,
    ),
    ((), "Trump's promise to end", "NBC News", None, "2025-01-17", "2025-02-20", "en", None, None),
    ((), "JD Vance attacks Europe", "www.bbc.com", None, "2025-02-15", "2025-02-20", "en", None, None),
    ((), "Vance turns on European allies", "CNN", None, "2025-02-14", "2025-02-20", "en", None, None),
    ((), "US Secretary of State Marco Rubio says", "Euronews", None, "2025-02-17", "2025-02-23", None, None, None),
    ((), "Donald Trump says he's 'disappointed'", "Sky News", None, "2025-02-19", "2025-02-20", "en", None, None),
    (
        ("Bose, Nandita", "Holland, Steve"),
        "In reversal, Trump says",
        "Reuters",
        None,
        "2025-02-21",
        "2025-02-22",
        None,
        None,
        None,
    ),
    (
        ("U.S. Mission Russia",),
        "Secretary Rubio’s Meeting",
        "U.S. Embassy & Consulates in Russia",
        None,
        "2025-02-18",
        "2025-02-23",
        "en",
        None,
        None,
    ),
    ((), "Who was at the table", "www.bbc.com", None, "2025-02-18", "2025-02-20", "en", None, None),
    (
        ("Porter, Catherine", "Erlanger, Steven"),
        "European Leaders Meet in Paris",
        "The New York Times",
        None,
        "2025-02-17",
        "2025-02-20",
        "en",
        "0362-4331",
        None,
    ),
    (("TLDR Daily",), "US-Russia Talks on Ukraine Begin", None, "YouTube", "2025-02-18", "2025-02-21", None, None, None),
    ((), "US and Russia float Trump-Putin talks", "POLITICO", None, "2025-02-19", "2025-02-21", "en", None, None),
    ((), "Trump tells Putin, Zelenskyy to 'get together'", "Deutsche Welle", None, "2025-02-22", None, None, None, None),
    (("Al Jazeera Staff",), "US-Russia Talks: Five takeaways", "Al Jazeera", None, None, "2025-02-23", "en", None, None),
    (
        ("Dixon, Robyn", "O'Grady, Siobhan", "Ilyushina, Mary", "Belton, Catherine"),
        "Feud with Trump has Ukraine",
        "The Washington Post",
        None,
        "2025-02-23",
        None,
        None,
        None,
        "A1, A14",
    ),
    (
        (),
        "PM call with President Zelenskyy of Ukraine: 19 February 2025",
        "GOV.UK",
        None,
        None,
        "2025-02-23",
        "en",
        None,
        None,
    ),
    ((), "I'll back Ukraine in talks", "www.bbc.com", None, "2025-02-23", "2025-02-23", "en", None, None),
    (
        (),
        "Minister Radosław Sikorski speaks",
        "Ministry of Foreign Affairs Republic of Poland",
        None,
        None,
        "2025-02-23",
        "en",
        None,
        None,
    ),
    (
        (),
        "EU Foreign Affairs Council to discuss",
        "Ministry for Foreign Affairs",
        None,
        None,
        "2025-02-23",
        "en",
        None,
        None,
    ),
    (("Kruuse, Merilin",), "OSCE PA Winter Meeting", "Riigikogu", None, "2025-02-20", "2025-02-23", "en", None, None),
    (
        ("Auswärtiges Amt",),
        "Foreign Minister Annalena Baerbock",
        "German Federal Foreign Office",
        None,
        None,
        "2025-02-23",
        "en",
        None,
        None,
    ),
    ((), "Saeima Speaker and Lithuanian", "saeima.lv", None, None, "2025-02-23", "en", None, None),
]


def _shown(name: Name) -> str:
    return name.literal or f"{name.family}, {name.given}"


def _row(cited: Cited) -> tuple[Any, ...]:
    source = cited.source
    authors = tuple(map(_shown, source.author))
    via = source.extra.get("via")
    return (
        authors,
        source.container_title,
        via,
        source.issued,
        cited.citation.retrieved,
        source.language,
        source.issn,
        source.page,
    )


def _notes() -> list[str]:
    text = material("riyadh-2025-ja-weblio.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line.startswith("- ^")]


def test_the_thirty_notes_of_the_riyadh_article() -> None:
    """Every field of every note, and nothing that is not there."""
    notes = _notes()
    assert len(notes) == len(RIYADH) == 30
    for raw, (authors, title, *fields) in zip(notes, RIYADH, strict=True):
        (cited,) = from_text(raw, language="ja")
        assert _row(cited) == (authors, *fields)
        assert cited.source.title is not None
        assert cited.source.title.startswith(title)
        begin = raw.index("“") + 1 if "“" in raw else raw.index(title)
        assert raw[begin:].startswith(cited.source.title)
        assert raw[begin + len(cited.source.title)] in "”."
        assert (cited.source.publisher, cited.source.volume, cited.source.issue, cited.source.url) == (
            None,
            None,
            None,
            None,
        )
        assert dict(cited.kept) == {}


def one(raw: str, language: str | None = None) -> Cited:
    (cited,) = from_text(raw, language=language)
    return cited


def test_english_news() -> None:
    cited = one(
        "Doe, Jane; Roe, R. J. (20 February 2025). \"The 'long' talks\". Example News. "
        "Archived from the original on 21 February 2025. Retrieved 22 February 2025."
    )
    assert _row(cited) == (("Doe, Jane", "Roe, R. J."), "Example News", None, "2025-02-20", "2025-02-22", None, None, None)
    assert cited.source.title == "The 'long' talks"
    assert cited.citation.archived == "2025-02-21"


def test_english_book_and_paper() -> None:
    book = one("Doe, Jane (2005). The Long Talks. New York: Example House. p. 12. ISBN 978-0-306-40615-7.").source
    assert (book.title, book.publisher, book.extra["publisher-place"], book.page) == (
        "The Long Talks",
        "Example House",
        "New York",
        "12",
    )
    paper = one(
        'Doe, J. D. (1953). "Structure". Example Journal. 171 (4356): 737–738. doi:10.1000/171737a0. PMID 13054692.'
    ).source
    assert (paper.container_title, paper.volume, paper.issue, paper.page) == ("Example Journal", "171", "4356", "737–738")
    assert (paper.doi, paper.extra["PMID"]) == ("10.1000/171737a0", "13054692")


@pytest.mark.parametrize(
    "raw",
    [
        "Smith, John. ''Ports of old''. London: Quay Press, 1999. p. 45",
        "Smith, John (1999). ''Ports of old''. London: Quay Press. p. 45.",
        "John Smith, ''Ports of old'' (London: Quay Press, 1999), p. 45.",
    ],
)
def test_an_english_book_by_hand(raw: str) -> None:
    """A name behind a place and a colon, right after an italic title, is the publisher of a book and no site."""
    source = one(raw, "en").source
    assert (source.title, source.publisher, source.container_title) == ("Ports of old", "Quay Press", None)
    assert (str(source.issued), source.page, source.extra["publisher-place"]) == ("1999", "45", "London")


def test_japanese_web_page_with_archive() -> None:
    cited = one(
        "“会談” (中国語). 通信社 (2015年2月1日). オリジナルの2015年2月27日時点におけるアーカイブ。2016年3月1日閲覧。"
    )
    assert _row(cited) == ((), "通信社", None, "2015-02-01", "2016-03-01", "zh", None, None)
    assert cited.citation.archived == "2015-02-27"
    assert (
        one("「会談」通信社、2014年4月3日時点のオリジナルよりアーカイブ。2016年3月1日閲覧。").citation.archived
        == "2014-04-03"
    )


def test_japanese_books() -> None:
    book = one("山田太郎・鈴木花子編著『長い会談』例出版、東京、2000年3月、16-18頁。")
    assert [name.literal for name in book.source.author] == ["山田太郎", "鈴木花子"]
    assert (book.source.title, book.source.publisher, book.source.page) == ("長い会談", "例出版", "16-18")
    assert book.source.issued == "2000-03"
    part = one("佐藤一郎「第一章」『長い会談』山田太郎編、例出版、2000年、16頁。").source
    assert (part.title, part.container_title, part.publisher) == ("第一章", "長い会談", "例出版")
    assert part.extra["editor"][0]["literal"] == "山田太郎"


def test_links_and_bare_addresses() -> None:
    link = one("[http://example.org/a?x=1&amp;y=2 会談の結果] [[例新聞]] 2008年2月20日 2008年2月21日閲覧")
    assert (link.source.url, link.source.title, link.source.container_title) == (
        "http://example.org/a?x=1&y=2",
        "会談の結果",
        "例新聞",
    )
    assert (link.source.issued, link.citation.retrieved) == ("2008-02-20", "2008-02-21")
    assert one("see https://example.org/a_(b)).").source.url == "https://example.org/a_(b)"
    assert one("https://web.archive.org/web/20150227031841/http://example.org/").source.url == "http://example.org/"


def test_wikitext_by_hand() -> None:
    book = one(
        "Doe, Jane, ed., ''The Long Talks'', New York: Example House, 1980, {{ISBN|978-0-306-40615-7}}, p. 412."
    ).source
    assert (book.title, book.author, book.extra["editor"][0]["family"]) == ("The Long Talks", (), "Doe")
    assert (book.isbn, book.page, book.issued) == ("978-0-306-40615-7", "412", "1980")
    page = one("[https://example.org/x.html 會談]，[[Example|例報]]，2018年11月7日").source
    assert (page.title, page.container_title, page.issued) == ("會談", "例報", "2018-11-07")
    assert one("[http://example.org/c?a=1 http://example.org/c?]").source.title is None


def test_who_passed_it_on() -> None:
    assert one("例放送 (2025年2月18日). 会談始まる. YouTubeより2025年2月21日閲覧。").source.extra["via"] == "YouTube"
    assert one('"Title". Example Post. 5 May 1999. p. 3 – via Newspapers.com.').source.extra["via"] == "Newspapers.com"


def test_two_references_in_one_note() -> None:
    found = from_text("“A”. B. 2025年2月20日閲覧。 “C”. D. 2025年2月23日閲覧。")
    assert [cited.source.title for cited in found] == ["A", "C"]
    assert [
        cited.source.title for cited in from_text('"Aa". Bb. Retrieved 2 May 2010.\n"Cc". Dd. Retrieved 3 May 2010.')
    ] == ["Aa", "Cc"]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "^ a b",
        "後に別の町になった。",
        "条文では、「日本語を用いる。」と定められている。",
        "「会談」という語は3回使われている。",
        'He said "I will not go" in 1999.',
        "See the article on talks for more.",
        "会談も参照。",
    ],
)
def test_what_only_explains_is_no_source(raw: str) -> None:
    assert from_text(raw, language="ja") == ()


@given(st.text(alphabet="“”「」『』\"().,。、:[]{}'<&;^ 0123456789年月日閲覧ISBNdoi:pRetrieved\n", max_size=200))
def test_no_note_breaks_the_reader(raw: str) -> None:
    for cited in from_text(raw):
        assert decode_source(encode(cited.source)) == cited.source


@given(st.text(max_size=100))
def test_no_text_breaks_the_reader(raw: str) -> None:
    for cited in from_text(f"“{raw}”. Site. 2025年2月20日閲覧。"):
        assert isinstance(cited.source, Source)


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "「",
        "『",
        '"',
        "[http://",
        "[http://a.b ",
        "2025年",
        "閲覧。",
        "(2025年1月1日)",
        "Retrieved 1 May 2010. ",
        "A. ",
        "p. 1, ",
        "より",
        ". ",
        "''",
    ],
)
def test_hostile_notes_cost_linear_time(piece: str) -> None:
    from_text(piece * 20_000)
    from_text(f"{piece * 500}“T”. S. 2025年2月20日閲覧。")
