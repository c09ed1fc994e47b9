"""Claims: every field, what is refused and how it is said, and how a claim goes on to its next version."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from strategies import citations, claims, pairs

import factlog.claims
from factlog.claims import Assessment, Citation, Claim, Extractor, Item, Link, Quantity, Source, When
from factlog.claims.codec import encode
from factlog.errors import FactlogError, InvalidDateError, InvalidError, InvalidIdError


def claim(**fields: Any) -> Claim:
    return Claim("x/y", **({"subject": "war", "predicate": "started by"} | fields))


FULL: dict[str, Any] = {
    "subject": "2022 Russian invasion of Ukraine",
    "predicate": "started by",
    "value": Item("Ukraine", "Q212"),
    "polarity": "denied",
    "text": {"ja": "始めるべきではなかった。", "en": "You should have never started it."},
    "qualifiers": {"place": "Mar-a-Lago", "number": 1},
    "claimant": "Donald Trump",
    "said": "2025-02-18",
    "force": "opinion",
    "modality": "probable",
    "since": "2022-02-24",
    "until": "2025~",
    "due": "2025-04-30",
    "criteria": "a ceasefire is signed",
    "exclusive": False,
    "rank": "deprecated",
    "rank_reason": "superseded",
    "citations": [Citation("sky", retrieved="2025-02-20"), Citation("bbc")],
    "links": [Link("contradicts", "a/b")],
    "assessments": [Assessment("PolitiFact", "false", scheme="Truth-O-Meter", decided="2025-02-19")],
    "tags": ["war", "talks"],
    "extractor": Extractor("reader", "1.0"),
}

MODEL_ORDER = (
    *("id", "subject", "predicate", "values", "polarity", "text", "qualifiers", "claimant", "said", "force", "modality"),
    *("since", "until", "due", "criteria", "exclusive", "rank", "rank_reason", "citations", "links", "assessments", "tags"),
    "extractor",
)


def test_the_model() -> None:
    """A claim has the fields that the design names, in their order, keyword-only after the id."""
    assert tuple(field.name for field in attrs.fields(Claim)) == MODEL_ORDER
    assert [field.name for field in attrs.fields(Claim) if not field.kw_only] == ["id"]


def test_defaults() -> None:
    """What is not given is None, empty, or what goes without saying."""
    plain = claim()
    for name in ("claimant", "said", "modality", "since", "until", "due", "criteria", "rank_reason", "extractor", "value"):
        assert getattr(plain, name) is None
    for name in ("values", "text", "qualifiers", "citations", "links", "assessments", "tags"):
        assert len(getattr(plain, name)) == 0
    assert (plain.polarity, plain.force, plain.rank, plain.exclusive) == ("affirmed", "assertion", "normal", True)


def test_every_field() -> None:
    """Every field is kept as given, text by language sorted, tags and citations in their canonical order."""
    full = claim(**FULL)
    assert full.value == Item("Ukraine", "Q212")
    assert list(full.text.items()) == [("en", "You should have never started it."), ("ja", "始めるべきではなかった。")]
    assert dict(full.qualifiers) == {"number": 1, "place": "Mar-a-Lago"}
    assert full.tags == ("talks", "war")
    assert [citation.source for citation in full.citations] == ["bbc", "sky"]
    for name in (
        "claimant",
        "said",
        "force",
        "modality",
        "since",
        "until",
        "due",
        "criteria",
        "exclusive",
        "rank",
        "rank_reason",
    ):
        assert getattr(full, name) == FULL[name]
    assert full.links == (Link("contradicts", "a/b"),)
    assert full.assessments == tuple(FULL["assessments"])
    assert full.extractor == Extractor("reader", "1.0")


@pytest.mark.parametrize("name", [name for name in FULL if name not in ("subject", "predicate")])
def test_every_field_counts(name: str) -> None:
    """A claim with one field given differs from one without, in equality and in bytes."""
    given_ = claim(**{name: FULL[name]})
    assert given_ != claim()
    assert encode(given_) != encode(claim())


def each(names: str, *wrong: Any) -> list[tuple[str, Any]]:
    """A case for each wrong value of each field."""
    return [(name, value) for name in names.split() for value in wrong]


WRONG: list[tuple[str, Any]] = [
    *each("subject predicate", None, "", " ", 1, b"x", ["x"], "a\x00", "a\u202e", "\ud800", 10**5000),
    *each("claimant criteria rank_reason", "", 1, True, ["x"], "a\x07", "Z" + "\u0301" * 30),
    *each("said since until due", "", "yesterday", "2025-02-30", 2025, True, ["2025"]),
    *each("polarity", None, "", "yes", True, 1, [], "AFFIRMED", 10**5000),
    *each("force", None, "claim", 1, {}),
    *each("modality", "", "sure", 1, []),
    *each("rank", None, "best", 0),
    *each(
        "text", "war", [("en", "x")], {"en": ""}, {"en": None}, {"en": 1}, {"": "x"}, {"e n": "x"}, {1: "x"}, {"en": "\x00"}
    ),
    *each("qualifiers", "x", [1], {"": 1}, {1: 1}, {"a": None}, {"a": [1]}, {"a": float("nan")}, {"a": ""}, {"\x00": 1}),
    *each("exclusive", "false", 0, 1, "", []),
    *each("citations", None, "sky", ["sky"], [None], {"sky"}, [Source("sky")], Source("sky")),
    *each("links", None, "a/b", ["a/b"], [("contradicts", "a/b")]),
    *each("assessments", None, "false", ["false"], [("PolitiFact", "false")]),
    *each("tags", None, "war", [1], [None], [""], ["a\x00"], {"a": 1}),
    *each("extractor", "reader", ("reader", "1"), {"name": "reader"}),
]


@pytest.mark.parametrize(
    ("name", "wrong"),
    WRONG,
    ids=[f"{name}-{type(wrong).__name__!s}-{place}" for place, (name, wrong) in enumerate(WRONG)],
)
def test_errors_name_the_claim_and_the_field(name: str, wrong: Any) -> None:
    """Whatever is wrong with a field, the error says in which claim and which field, and what was expected."""
    with pytest.raises(InvalidError, match=f"^claim 'x/y', field {name}: expected ") as caught:
        claim(**{name: wrong})
    assert (caught.value.claim, caught.value.field) == ("x/y", name)
    assert len(str(caught.value)) < 400
    str(caught.value).encode()


def test_an_impossible_date_is_an_error_of_dates() -> None:
    """A wrong date and a wrong id are told by the class of the error as well."""
    with pytest.raises(InvalidDateError):
        claim(said="2025-02-30")
    with pytest.raises(InvalidIdError, match=r"^claim, field id: expected an id"):
        Claim("X", subject="s", predicate="p")


def test_until_is_not_before_since() -> None:
    """What is true in the world does not end before it begins."""
    assert claim(since="2025-02-18", until="2025").until == "2025"
    with pytest.raises(InvalidError, match=r"^claim 'x/y', field until: expected"):
        claim(since="2025-02-18", until="2025-02-17")


def test_keys_that_are_one_in_unicode_are_refused() -> None:
    """Two qualifiers of one name in NFC are refused instead of one being lost."""
    with pytest.raises(InvalidError, match=r"^claim 'x/y', field qualifiers: expected"):
        claim(qualifiers={"é": 1, "e\u0301": 2})


def test_mappings_of_another_claim_are_checked_too() -> None:
    """A mapping that another claim has kept is checked as any other where it becomes another field."""
    other = claim(qualifiers={"en": 5})
    with pytest.raises(InvalidError, match=r"^claim 'x/y', field text: expected"):
        claim(text=other.qualifiers)
    assert claim(qualifiers=claim(text={"en": "x"}).text).qualifiers == {"en": "x"}


def test_unknown_fields_are_refused() -> None:
    """A claim has no other fields."""
    with pytest.raises(TypeError):
        claim(note="x")


# Exclusive


@pytest.mark.parametrize(
    ("value", "given_", "exclusive"),
    [
        (None, None, True),
        ("a", None, True),
        (["a", "b"], None, False),
        ("a", False, False),
        ("a", True, True),
        ([], False, False),
        (["a", "b"], False, False),
    ],
)
def test_exclusive(value: Any, given_: bool | None, exclusive: bool) -> None:
    """One value at a time, by default, for at most one value."""
    assert claim(value=value, exclusive=given_).exclusive is exclusive


def test_several_exclusive_values_are_refused() -> None:
    """Several values cannot each be the only one."""
    with pytest.raises(InvalidError, match=r"^claim 'x/y', field exclusive: expected"):
        claim(value=["a", "b"], exclusive=True)


# Revise, cite, assess


def test_revise_changes_only_what_is_named() -> None:
    """The next version has the fields that were named anew and keeps the rest."""
    full = claim(**FULL)
    revised = full.revise(value="Russia", said="2025-02-21", text={"en": "Russia attacked."})
    assert revised == claim(**(FULL | {"value": "Russia", "said": "2025-02-21", "text": {"en": "Russia attacked."}}))
    assert full == claim(**FULL)


@pytest.mark.parametrize("name", [name for name in FULL if name not in ("subject", "predicate", "exclusive", "value")])
def test_revise_takes_every_field(name: str) -> None:
    """Every field can be revised, and clearing it again gives the first version."""
    revised = claim().revise(**{name: FULL[name]})
    assert revised == claim(**{name: FULL[name]})
    blank = getattr(claim(), name)
    assert revised.revise(**{name: blank}) == claim()


def test_revise_refuses_what_is_wrong() -> None:
    """Another id, an unknown field and a wrong value are refused, by claim and field."""
    changes: list[dict[str, Any]] = [
        {"id": "a/b"},
        {"values": ["x"]},
        {"note": "x"},
        {"said": "soon"},
        {"value": ["a", "b"], "exclusive": True},
    ]
    for change in changes:
        with pytest.raises(InvalidError, match=r"^claim 'x/y', field") as caught:
            claim(value="Ukraine").revise(**change)
        assert caught.value.claim == "x/y"


def test_revise_follows_the_number_of_values() -> None:
    """A claim that is exclusive by default can grow; one that was said not to be exclusive stays so."""
    assert claim(value="a").revise(value=["a", "b"]).exclusive is False
    assert claim(value="a").revise(value="b").exclusive is True
    assert claim(value="a", exclusive=False).revise(value="b").exclusive is False
    assert claim(value="a").revise(exclusive=False).exclusive is False
    assert claim(value="a").revise(value=["b", "c"], exclusive=False).values == ("b", "c")


def test_revise_with_nothing_is_the_same() -> None:
    """No change gives an equal claim."""
    assert claim(**FULL).revise() == claim(**FULL)


def test_cite_adds() -> None:
    """Citing adds a citation of another source, quote or locator and keeps the others."""
    cited = (
        claim()
        .cite(Citation("sky"))
        .cite(Citation("bbc"))
        .cite(Citation("sky", quote="x"))
        .cite(Citation("sky", locator="p. 3"))
    )
    assert [(use.source, use.quote, use.locator) for use in cited.citations] == [
        ("bbc", None, None),
        ("sky", None, None),
        ("sky", None, "p. 3"),
        ("sky", "x", None),
    ]


def test_cite_again_replaces() -> None:
    """Citing the same use again, retrieved later, takes the place of the earlier one."""
    cited = claim().cite(Citation("sky", retrieved="2025-02-20")).cite(Citation(Source("sky"), retrieved="2025-02-22"))
    assert [(use.source_id, use.retrieved) for use in cited.citations] == [("sky", "2025-02-22")]


@pytest.mark.parametrize("wrong", [None, "sky", Source("sky"), 1])
def test_cite_takes_citations_only(wrong: Any) -> None:
    """What is not a citation is refused."""
    with pytest.raises(InvalidError, match="expected a Citation"):
        claim().cite(wrong)


def test_assess_appends() -> None:
    """Assessments are appended, and keep their order."""
    first, second = Assessment("PolitiFact", "false"), Assessment("AFP", "true")
    assert claim().assess(first).assess(second).assessments == (first, second)
    with pytest.raises(InvalidError, match=r"^claim 'x/y', field assessments: expected"):
        claim().assess("false")  # type: ignore[arg-type]


# Its parts


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        *(({"source": wrong}, "source") for wrong in (None, "", "Sky News", 1, ["sky"])),
        *(({"retrieved": wrong}, "retrieved") for wrong in ("", "soon", 2025)),
        *(({"quote": wrong}, "quote") for wrong in ("", 1, "a\x00")),
        *(({"locator": wrong}, "locator") for wrong in ("", 3)),
        *(({"stance": wrong}, "stance") for wrong in ("", "denies", True)),
        *(({"archive_url": wrong}, "archive_url") for wrong in ("", 1)),
        *(({"archived": wrong}, "archived") for wrong in ("2025-13",)),
        *(({"capture": wrong}, "capture") for wrong in ("", "abc", "g" * 64, "A" * 64, "a" * 63, "a" * 65, 1)),
    ],
    ids=lambda value: str(value)[:30],
)
def test_wrong_citations(fields: dict[str, Any], field: str) -> None:
    """Each field of a citation is checked, and the error names it and the source."""
    with pytest.raises(InvalidError, match=f"^citation.*, field {field}: expected") as caught:
        Citation(**({"source": "sky"} | fields))
    assert caught.value.field == field


def test_citation_fields() -> None:
    """A citation says which source, retrieved when, which quote, where, for or against, and what was kept of it."""
    capture = "0123456789abcdef" * 4
    citation = Citation(
        *(Source("sky", title="T"),),
        retrieved=date(2025, 2, 20),
        quote="q",
        locator="p. 3",
        stance="refutes",
        archive_url="https://web.archive.org/x",
        archived=datetime(2025, 2, 20, 9, tzinfo=UTC),
        capture=capture,
    )
    assert (citation.source_id, citation.retrieved, citation.quote, citation.locator) == ("sky", "2025-02-20", "q", "p. 3")
    assert (citation.stance, citation.archive_url, citation.archived, citation.capture) == (
        *("refutes", "https://web.archive.org/x", "2025-02-20T09:00:00Z"),
        capture,
    )


@pytest.mark.parametrize(("stance", "supports"), [(None, True), ("supports", True), ("refutes", False), ("mentions", False)])
def test_unset_stance_supports(stance: Any, supports: bool) -> None:
    """A source that is cited without a stance supports."""
    assert Citation("sky", stance=stance).supports is supports


def test_citations_compare_by_the_id_of_their_source() -> None:
    """A citation of a source and one of its id are the same, as their bytes are."""
    one, other = Citation(Source("sky", title="T"), retrieved="2025"), Citation("sky", retrieved="2025")
    assert one == other
    assert hash(one) == hash(other)
    assert encode(claim(citations=one)) == encode(claim(citations=other))
    assert len(claim(citations=[one, other]).citations) == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda: Link("likes", "a/b"),
        lambda: Link("restates", "A"),
        lambda: Assessment("", "false"),
        lambda: Assessment("PolitiFact", ""),
        lambda: Assessment("PolitiFact", True),  # type: ignore[arg-type]
        lambda: Assessment("PolitiFact", "false", scheme=""),
        lambda: Assessment("PolitiFact", "false", decided="soon"),
        lambda: Assessment("PolitiFact", "false", citations=["sky"]),  # type: ignore[list-item]
        lambda: Extractor(""),
        lambda: Extractor("reader", 1),  # type: ignore[arg-type]
    ],
)
def test_wrong_parts(make: Any) -> None:
    """Links, assessments and extractors check their fields and name them."""
    with pytest.raises(InvalidError, match=r"^(link|assessment|extractor), field \w+: expected") as caught:
        make()
    assert caught.value.field


@pytest.mark.parametrize("type_", ["supersedes", "contradicts", "restates", "retracts", "reinterprets", "depends-on"])
def test_link_types(type_: Any) -> None:
    """A link has one of the six types that the design names."""
    assert Link(type_, "a/b").type == type_


# Canonical order


def test_order_does_not_matter_where_there_is_none() -> None:
    """Tags, citations, languages and qualifiers have a canonical order; repeats are kept once."""
    sky, bbc = Citation("sky", retrieved="2025"), Citation("bbc")
    one = claim(tags=["b", "a", "b"], citations=[sky, bbc, sky], text={"ja": "あ", "en": "a"}, qualifiers={"b": 1, "a": 2})
    other = claim(tags=("a", "b"), citations=(bbc, sky), text={"en": "a", "ja": "あ"}, qualifiers={"a": 2, "b": 1})
    assert one == other
    assert encode(one) == encode(other)
    assert claim(tags={"a", "b"}) == claim(tags=["b", "a"])


def test_one_stands_for_a_list_of_one() -> None:
    """One citation, link or assessment may be given without a list."""
    assert claim(citations=Citation("sky"), links=Link("restates", "a"), assessments=Assessment("A", "o")) == claim(
        citations=[Citation("sky")],
        links=[Link("restates", "a")],
        assessments=[Assessment("A", "o")],
    )


# The object


@given(claims())
@settings(max_examples=60, deadline=None)
def test_values_of_their_own(one: Claim) -> None:
    """A claim can be pickled, copied and hashed, and does not change."""
    for twin in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one), one.revise()):
        assert (twin, hash(twin), encode(twin)) == (one, hash(one), encode(one))
    for name in MODEL_ORDER:
        with pytest.raises(AttributeError):
            setattr(one, name, getattr(one, name))
    for mapping in (one.text, one.qualifiers):
        with pytest.raises((AttributeError, TypeError)):
            mapping["x"] = "y"  # type: ignore[index]


@given(pairs())
@settings(max_examples=150, deadline=None)
def test_equality_is_equality_of_bytes(pair: tuple[Claim, Claim]) -> None:
    """Two claims are equal if and only if their canonical bytes are."""
    one, other = pair
    assert (one == other) is (encode(one) == encode(other))
    assert one != other or hash(one) == hash(other)


@given(citations)
@settings(max_examples=100)
def test_citations_of_their_own(citation: Citation) -> None:
    """A citation can be pickled and hashed, and citing it twice is citing it once."""
    twin = pickle.loads(pickle.dumps(citation))
    assert (twin, hash(twin)) == (citation, hash(citation))
    assert claim().cite(citation).cite(twin) == claim().cite(citation)


def test_claims_sort_of_types() -> None:
    """1 in a qualifier and True, or a date and its text, make different claims."""
    twins = [
        claim(qualifiers={"x": value}) for value in (1, True, 1.0, "1", When("2025"), "2025", Quantity(1), Quantity(1.0))
    ]
    assert len(set(twins)) == len(twins)


def test_the_public_face() -> None:
    """Every name that the package says it exports is there, once."""
    assert len(set(factlog.claims.__all__)) == len(factlog.claims.__all__)
    for name in factlog.claims.__all__:
        assert hasattr(factlog.claims, name)


def test_errors_are_builtins_too() -> None:
    """What is wrong with what was given is a FactlogError and a ValueError."""
    assert issubclass(InvalidError, FactlogError)
    assert issubclass(InvalidError, ValueError)
