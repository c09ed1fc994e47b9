"""What a source is itself by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factlog.articles.citations import identity
from factlog.articles.citations.identities import archived_page, isbn13
from factlog.claims import Source

PAGE = "http://www.example.org/a/b?id=5"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a/b?id=5",
        "https://m.example.org/a/b/?id=5",
        "//EXAMPLE.org/a/b?id=5#top",
        "https://example.org:443/a/b?id=5&utm_source=x&fbclid=1",
        "https://web.archive.org/web/20150227031841/http://www.example.org/a/b?id=5",
        "https://web.archive.org/web/20150227031841id_/http:/www.example.org/a/b?id=5",
        "https://archive.today/20150227031841/http://www.example.org/a/b?id=5",
        "http://www.example.org/%61/b?id=5",
    ],
)
def test_one_page_however_written(url: str) -> None:
    assert identity(Source("a", url=url)) == identity(Source("b", url=PAGE))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a/b?id=6",
        "http://example.org/a/B?id=5",
        "http://example.com/a/b?id=5",
        "http://example.org/a/b?id=5#!/x",
    ],
)
def test_other_pages(url: str) -> None:
    assert identity(Source("a", url=url)) != identity(Source("b", url=PAGE))


def test_without_address_by_doi_isbn_or_title_and_place() -> None:
    assert identity(Source("a", doi="10.1/X")) == identity(Source("b", doi="10.1/x"))
    assert identity(Source("a", isbn="4-00-310101-4")) == identity(Source("b", isbn="9784003101018"))
    assert identity(Source("a", title="“A – b”", container_title="CNN")) == identity(
        Source("b", title="A - B", container_title="cnn")
    )
    assert identity(Source("a", title="A", issued="2010")) != identity(Source("b", title="A", issued="2011"))
    assert identity(Source("a", title="A")) == "id:a"


def test_archives() -> None:
    assert archived_page("https://example.org/archive/2010/a.html") is None
    page = archived_page("https://archive.ph/2015/example.org/a")
    assert page is not None
    assert (page.url, page.taken) == ("http://example.org/a", None)


def test_isbn() -> None:
    assert isbn13("0-306-40615-2") == isbn13("978-0-306-40615-7") == "9780306406157"
    assert isbn13("097522980X") == "9780975229804"
    assert isbn13("0-306-40615-3") is None
    assert isbn13("X" * 10) is None


@given(st.text(min_size=1, max_size=80))
def test_no_address_breaks_it(text: str) -> None:
    try:
        source = Source("a", url=f"http://{text}")
    except ValueError:
        return
    assert identity(source)
