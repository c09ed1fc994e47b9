"""Sources: bibliographic records in the terms of CSL-JSON."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import given, settings
from strategies import sources

from factlog.claims import Name, Source
from factlog.claims.codec import encode
from factlog.errors import InvalidDateError, InvalidError, InvalidIdError

TEXT_FIELDS = (
    *("type", "title", "container_title", "publisher", "url", "doi", "isbn", "issn", "volume", "issue", "page", "language"),
    "derived_from",
)


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_text_fields(field: str) -> None:
    """Each field of text is kept in NFC, None where it is unknown, and refused, by its name, where it is not text."""
    assert getattr(Source("s"), field) is None
    assert getattr(Source("s", **{field: "e\u0301会談"}), field) == "é会談"  # type: ignore[arg-type]
    for wrong in ("", " ", 7, 1.5, True, ["x"], b"x", "a\x00", "a\u202eb", "\ud800"):
        with pytest.raises(InvalidError, match=f"source 's', field {field}: expected") as caught:
            Source("s", **{field: wrong})  # type: ignore[arg-type]
        assert (caught.value.claim, caught.value.field) == ("s", field)


def test_issued_is_a_date() -> None:
    """The day of publication is an EDTF date."""
    assert Source("s", issued="2025-02~").issued == "2025-02~"
    with pytest.raises(InvalidDateError, match="source 's', field issued"):
        Source("s", issued="last week")


@pytest.mark.parametrize("id_", ["", "A", "a b", "con", "a.json", 1, "a/b/c/d/e"])
def test_the_id_is_checked(id_: Any) -> None:
    """A source's id follows the rules of ids."""
    with pytest.raises(InvalidIdError, match="expected an id"):
        Source(id_)


# Ids that are derived

IDENTITIES: list[dict[str, Any]] = [
    {"url": "https://www.reuters.com/world/in-reversal"},
    {"doi": "10.1000/182"},
    {"isbn": "978-3-16-148410-0"},
    {"title": "In reversal", "container_title": "Reuters"},
    {"title": "In reversal", "publisher": "Reuters"},
    {"title": "In reversal", "issued": "2025-02-21"},
    {"title": "会談", "publisher": "読売新聞"},
]


@pytest.mark.parametrize("fields", IDENTITIES, ids=lambda fields: "+".join(fields))
def test_derived_id(fields: dict[str, Any]) -> None:
    """Without an id, a source gets one from its URL, DOI, ISBN, else title plus site or date, and always the same."""
    source = Source(**fields)
    assert source.id
    assert Source(source.id).id == source.id
    assert Source(**fields) == source
    assert Source(**fields, language="en", page="3").id == source.id


def test_derived_ids_differ() -> None:
    """Different identities give different ids."""
    assert len({Source(**fields).id for fields in IDENTITIES[:3] + IDENTITIES[5:]}) == 5
    urls = [
        "https://a.org/x",
        "https://a.org/y",
        "https://b.org/x",
        "https://a.org/x?id=1",
        "https://a.org/x?id=2",
        "https://a.org/",
    ]
    assert len({Source(url=url).id for url in urls}) == len(urls)
    titles = ["会談", "会谈", "In reversal", "In reversal 2"]
    assert len({Source(title=title, publisher="p").id for title in titles}) == len(titles)


def test_url_before_doi_before_isbn_before_title() -> None:
    """The stronger identity decides."""
    url, doi, isbn = (IDENTITIES[place] for place in range(3))
    title = IDENTITIES[3]
    assert Source(**url, **doi, **isbn, **title).id == Source(**url).id
    assert Source(**doi, **isbn, **title).id == Source(**doi).id
    assert Source(**isbn, **title).id == Source(**isbn).id


def test_an_id_given_stays() -> None:
    """An id that is given is not replaced by a derived one."""
    assert Source("sky", url="https://news.sky.com/x").id == "sky"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"url": "https://News.Sky.com/x"}, {"url": "https://news.sky.com/x"}),
        ({"doi": "10.1000/ABC"}, {"doi": "10.1000/abc"}),
        ({"isbn": "978-3-16-148410-0"}, {"isbn": "9783161484100"}),
        ({"title": "In Reversal", "publisher": "REUTERS"}, {"title": "in reversal", "publisher": "Reuters"}),
    ],
)
def test_the_writing_of_an_identity_does_not_matter(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Hosts and DOIs have no case, ISBNs no hyphens, and titles compare folded."""
    assert Source(**one).id == Source(**other).id


@pytest.mark.parametrize(
    "url",
    [
        *("https://con.org/a", "https://aux.tv/", "https://prn.fm/x", "https://nul.example/", "http://com1.net/"),
        *(
            "https://会談.jp/記事",
            "https://user:pw@example.org:8080/a?b#c",
            "www.example.org/no-scheme",
            "urn:isbn:3161484100",
        ),
        *(
            "https://-x.org/",
            "https://_x_.org/",
            "https://a.json/",
            "https://x.lock/",
            "mailto:a@b.c",
            "x",
            "https://" + "a" * 300 + ".org/",
        ),
        *("https://[::1]/a", "http://[x", "http://]", "https://exa\nmple.org/", "//", "?", "会談"),
    ],
)
def test_any_url_gives_an_id(url: str) -> None:
    """Whatever stands as a URL, the source gets an id that a log can keep."""
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", Source(url=url).id)


@pytest.mark.parametrize(
    "fields", [{}, {"title": "In reversal"}, {"publisher": "Reuters"}, {"issued": "2025"}, {"language": "en"}]
)
def test_without_an_identity_an_id_is_needed(fields: dict[str, Any]) -> None:
    """Where nothing identifies a source, the error says what would."""
    with pytest.raises(InvalidError, match="source, field id: expected an id"):
        Source(**fields)


def test_an_isbn_without_digits_names_the_field() -> None:
    """An ISBN that identifies nothing is refused with the name of a field."""
    with pytest.raises(InvalidError) as caught:
        Source(isbn="unknown")
    assert caught.value.field in ("isbn", "id")


def test_an_isbn_without_digits_does_not_hide_the_title() -> None:
    """Where an ISBN identifies nothing, title and site do."""
    assert Source(isbn="unknown", title="T", publisher="P").id == Source(title="T", publisher="P").id


def test_other_fields_that_are_one_in_unicode_are_refused() -> None:
    """Two other fields of one name in NFC are refused instead of one being lost."""
    with pytest.raises(InvalidError, match="source 's', field extra: expected"):
        Source("s", extra={"é": 1, "e\u0301": 2})


# Authors

NAMES: list[tuple[Any, list[str]]] = [
    ("Reuters", ["Reuters"]),
    (["Reuters", "AP"], ["Reuters", "AP"]),
    (Name(family="Braže", given="Baiba"), ["Baiba Braže"]),
    ({"family": "Braže", "given": "Baiba"}, ["Baiba Braže"]),
    ([{"literal": "読売新聞"}, Name(family="Trump", given="Donald", suffix="Jr.")], ["読売新聞", "Donald Trump Jr."]),
    ({"family": "Gaulle", "given": "Charles", "non-dropping-particle": "de"}, ["Charles de Gaulle"]),
    ({"family": "Beethoven", "given": "Ludwig", "dropping_particle": "van"}, ["Ludwig van Beethoven"]),
    ([], []),
]


@pytest.mark.parametrize(("author", "printed"), NAMES, ids=lambda value: repr(value)[:30])
def test_authors(author: Any, printed: list[str]) -> None:
    """Authors are names in parts, in CSL's spelling or Python's, or text taken as it stands."""
    assert [str(name) for name in Source("s", author=author).author] == printed


@pytest.mark.parametrize(
    "author",
    [
        None,
        1,
        [None],
        [1],
        [[]],
        "",
        {"family": ""},
        {},
        {"nickname": "x"},
        {"family": 1},
        {"suffix": "Jr."},
        {"family", "given"},
    ],
)
def test_wrong_authors(author: Any) -> None:
    """What is not a name is refused, and the field named."""
    with pytest.raises(InvalidError, match="source 's', field author") as caught:
        Source("s", author=author)
    assert caught.value.field == "author"


def test_authors_keep_their_order() -> None:
    """The first author stays the first."""
    assert Source("s", author=["B", "A"]) != Source("s", author=["A", "B"])


# Every other CSL field


def test_other_fields_are_kept_as_found() -> None:
    """Every other CSL field is kept, in whatever JSON it came."""
    extra: dict[str, Any] = {
        "note": "x",
        "original-date": {"date-parts": [[2025, 2, 18]]},
        "n": None,
        "e": "",
        "t": True,
        "f": 1.0,
        "l": [],
    }
    source = Source("s", extra=extra)
    assert {key: source.extra[key] for key in ("note", "n", "e", "t", "f")} == {
        "note": "x",
        "n": None,
        "e": "",
        "t": True,
        "f": 1.0,
    }
    assert source.extra["original-date"]["date-parts"] == ((2025, 2, 18),)
    assert hash(source) == hash(Source("s", extra=dict(reversed(extra.items()))))


def test_other_fields_tell_numbers_apart() -> None:
    """1, True and 1.0 are different in other fields too."""
    twins = [Source("s", extra={"x": value}) for value in (1, True, 1.0, "1", [1], [True])]
    assert len(set(twins)) == len({encode(twin) for twin in twins}) == len(twins)


def test_other_fields_are_written_in_normal_form() -> None:
    """A source's bytes are NFC throughout, as every file of a log."""
    assert encode(Source("s", extra={"note": "e\u0301"})) == encode(Source("s", extra={"note": "é"}))
    assert encode(Source("s", extra={"e\u0301": ["x"]})) == encode(Source("s", extra={"é": ["x"]}))


@pytest.mark.parametrize(
    "extra",
    [
        *(
            None,
            [],
            "x",
            1,
            {1: "x"},
            {"": "x"},
            {"x": b"y"},
            {"x": {"y"}},
            {"x": float("nan")},
            {"x": [float("inf")]},
            {"x": "\x00"},
        ),
        *({"x": {"y": "\u202e"}}, {"x": {"\ud800": 1}}, {"x": object()}, {"x": 10**1001}, {"a\x00": 1}),
        *(
            {"title": "x"},
            {"container_title": "x"},
            {"container-title": "x"},
            {"URL": "x"},
            {"DOI": "x"},
            {"ISSN": "x"},
            {"ISBN": "x"},
        ),
        *({"id": "x"}, {"issued": "x"}, {"author": []}, {"derived_from": "x"}),
    ],
    ids=lambda extra: ascii(extra)[:30],
)
def test_wrong_other_fields(extra: Any) -> None:
    """What is not JSON that a reader can trust, or is a field of its own, is refused."""
    with pytest.raises(InvalidError, match="source 's', field extra: expected"):
        Source("s", extra=extra)


def test_deep_other_fields_are_refused() -> None:
    """Nesting without end is refused."""
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(InvalidError, match="deep"):
        Source("s", extra={"x": deep})


# The object


def test_origin() -> None:
    """A source that repeats another counts under what it repeats."""
    assert Source("sky").origin == "sky"
    assert Source("sky", derived_from="AP").origin == Source("bbc", derived_from="AP").origin == "AP"


def test_revise() -> None:
    """A revised source is a copy with the same id and other fields."""
    sky = Source("sky", title="Disappointed", language="en")
    revised = sky.revise(title="Very disappointed", language=None, issued="2025-02-19")
    assert revised == Source("sky", title="Very disappointed", issued="2025-02-19")
    assert sky.title == "Disappointed"


def test_a_derived_id_stays_when_revised() -> None:
    """A source keeps its id, whatever it was derived from."""
    source = Source(url="https://example.org/a")
    assert source.revise(url="https://example.org/b").id == source.id


@given(sources)
@settings(max_examples=100)
def test_values_of_their_own(source: Source) -> None:
    """A source can be pickled and hashed, does not change, and equals its copy."""
    twin = pickle.loads(pickle.dumps(source))
    assert (twin, hash(twin), encode(twin)) == (source, hash(source), encode(source))
    with pytest.raises(AttributeError):
        source.title = "x"  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        source.extra["x"] = 1  # type: ignore[index]


@given(sources, sources)
@settings(max_examples=100)
def test_equality_is_equality_of_bytes(one: Source, other: Source) -> None:
    """Two sources are equal if and only if their canonical bytes are."""
    assert (one == other) is (encode(one) == encode(other))
