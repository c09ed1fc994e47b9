"""Canonical JSON: the same object always gives the same bytes, and only what is meant comes back in."""

from __future__ import annotations

import json
import pickle
import unicodedata
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import claims, sources, texts

from factlog.claims import (
    NOVALUE,
    SOMEVALUE,
    Assessment,
    Citation,
    Claim,
    Extractor,
    Item,
    Link,
    Name,
    Quantity,
    Source,
    When,
)
from factlog.claims.canonical import parse
from factlog.claims.codec import decode_claim, decode_source, encode
from factlog.errors import InvalidDocumentError, InvalidError

# The law of canonical bytes


@given(claims())
@settings(max_examples=150, deadline=None)
def test_claims_come_back(claim: Claim) -> None:
    """What was written reads back as the same claim, and is written again as the same bytes."""
    data = encode(claim)
    for read in (decode_claim(data), decode_claim(data, sharing=True)):
        assert read == claim
        assert encode(read) == data


@given(claims())
@settings(max_examples=50, deadline=None)
def test_what_is_read_does_not_change_either(claim: Claim) -> None:
    """A claim that was read is a claim like one that was made: of that class, and frozen with all that it holds."""
    read = decode_claim(encode(claim))
    things: list[Any] = [read, *read.citations, *read.links, *read.assessments]
    for thing in things:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(thing, attrs.fields(type(thing))[0].name, None)
    assert type(read) is Claim
    assert pickle.loads(pickle.dumps(read)) == read  # our own


@given(sources)
@settings(max_examples=200, deadline=None)
def test_sources_come_back(source: Source) -> None:
    """What was written reads back as the same source, and is written again as the same bytes."""
    data = encode(source)
    assert decode_source(data) == source
    assert encode(decode_source(data)) == data


@given(claims())
@settings(max_examples=100, deadline=None)
def test_the_form_of_the_bytes(claim: Claim) -> None:
    """Bytes are UTF-8 in NFC with two-space indent, in the order of the model, and end with one newline."""
    text = encode(claim).decode()
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("}\n")
    document = json.loads(text)
    assert text == json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    order = (
        *("id", "subject", "predicate", "values", "polarity", "text", "qualifiers", "claimant", "said", "force", "modality"),
        *("since", "until", "due", "criteria", "exclusive", "rank", "rank_reason", "citations", "links", "assessments"),
        *("tags", "extractor"),
    )
    assert list(document) == [name for name in order if name in document]


@given(claims())
@settings(max_examples=100, deadline=None)
def test_defaults_are_left_out(claim: Claim) -> None:
    """No default, null or empty collection is written."""

    def leaves(node: Any) -> None:
        assert node not in (None, {}, [])
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            leaves(child)

    document = json.loads(encode(claim))
    leaves(document)
    defaults = {"polarity": "affirmed", "force": "assertion", "rank": "normal"}
    assert not any(document.get(name) == default for name, default in defaults.items())
    if "exclusive" in document:
        assert document["exclusive"] is (len(claim.values) > 1)


FULL = Claim(
    "trump/who-started-the-war",
    subject="2022 Russian invasion of Ukraine",
    predicate="started by",
    value=[
        "Ukraine",
        1,
        1.0,
        True,
        1e22,
        When("2025-02~"),
        Item("Ukraine", "Q212"),
        Item("ウクライナ"),
        Quantity(24, "hour"),
        Quantity(0.5),
    ],
    polarity="denied",
    text={"ja": "始めるべき\nではなかった", "en": 'You should have "never" started it.\t\\'},
    qualifiers={"place": SOMEVALUE, "by": NOVALUE},
    claimant="Donald Trump",
    said="2025-02-18T04:39Z",
    force="promise",
    modality="doubtful",
    since="2022-02-24",
    until="2025",
    due="../2025-04-30",
    criteria="signed",
    rank="deprecated",
    rank_reason="superseded",
    citations=[
        Citation(
            Source("sky", title="not written here"),
            retrieved=When("2025-02-20"),
            quote="q",
            locator="p. 3",
            stance="refutes",
            archive_url="https://a.org",
            archived=When("2025-02-21"),
            capture="0123456789abcdef" * 4,
        ),
        Citation("bbc"),
    ],
    links=[Link("retracts", "trump/who-started-the-war"), Link("contradicts", "a/b")],
    assessments=[
        Assessment("PolitiFact", "false", scheme="Truth-O-Meter", decided=When("2025-02-19"), citations=(Citation("pf"),)),
    ],
    tags=["war", "talks"],
    extractor=Extractor("reader", "1.0"),
)

GOLDEN = """{
  "id": "trump/who-started-the-war",
  "subject": "2022 Russian invasion of Ukraine",
  "predicate": "started by",
  "values": [
    "Ukraine",
    1,
    1.0,
    true,
    1e+22,
    {
      "date": "2025-02~"
    },
    {
      "item": "Ukraine",
      "id": "Q212"
    },
    {
      "item": "ウクライナ"
    },
    {
      "amount": 24,
      "unit": "hour"
    },
    {
      "amount": 0.5
    }
  ],
  "polarity": "denied",
  "text": {
    "en": "You should have \\"never\\" started it.\\t\\\\",
    "ja": "始めるべき\\nではなかった"
  },
  "qualifiers": {
    "by": {
      "snaktype": "novalue"
    },
    "place": {
      "snaktype": "somevalue"
    }
  },
  "claimant": "Donald Trump",
  "said": "2025-02-18T04:39Z",
  "force": "promise",
  "modality": "doubtful",
  "since": "2022-02-24",
  "until": "2025",
  "due": "../2025-04-30",
  "criteria": "signed",
  "rank": "deprecated",
  "rank_reason": "superseded",
  "citations": [
    {
      "source": "bbc"
    },
    {
      "source": "sky",
      "retrieved": "2025-02-20",
      "quote": "q",
      "locator": "p. 3",
      "stance": "refutes",
      "archive_url": "https://a.org",
      "archived": "2025-02-21",
      "capture": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    }
  ],
  "links": [
    {
      "type": "contradicts",
      "target": "a/b"
    },
    {
      "type": "retracts",
      "target": "trump/who-started-the-war"
    }
  ],
  "assessments": [
    {
      "assessor": "PolitiFact",
      "outcome": "false",
      "scheme": "Truth-O-Meter",
      "decided": "2025-02-19",
      "citations": [
        {
          "source": "pf"
        }
      ]
    }
  ],
  "tags": [
    "talks",
    "war"
  ],
  "extractor": {
    "name": "reader",
    "version": "1.0"
  }
}
"""

GOLDEN_SOURCE = """{
  "id": "reuters-2025-02-21",
  "title": "会談",
  "author": [
    {
      "family": "Braže",
      "given": "Baiba"
    },
    {
      "literal": "Reuters"
    }
  ],
  "publisher": "Reuters",
  "issued": "2025-02-21",
  "language": "en",
  "extra": {
    "n": [
      null,
      true,
      1.0,
      ""
    ],
    "note": "x"
  }
}
"""


def test_golden_claim() -> None:
    """The bytes of a claim are these, for as long as a log is kept."""
    assert encode(FULL).decode() == GOLDEN
    assert decode_claim(GOLDEN.encode()) == FULL


def test_golden_source() -> None:
    """The bytes of a source are these, for as long as a log is kept."""
    source = Source(
        "reuters-2025-02-21",
        title="会談",
        author=[Name(family="Braže", given="Baiba"), "Reuters"],
        publisher="Reuters",
        issued="2025-02-21",
        language="en",
        extra={"note": "x", "n": [None, True, 1.0, ""]},
    )
    assert encode(source).decode() == GOLDEN_SOURCE
    assert decode_source(GOLDEN_SOURCE.encode()) == source


@pytest.mark.parametrize("text", ["\u2028", "\u2029", "/", "<script>", "\U0001f1fa", "\u00e9", "\\u0041", '"', "\\"])
def test_text_is_written_as_it_is(text: str) -> None:
    """Only quotes, backslashes, newlines and tabs are escaped."""
    claim = Claim("a", subject=f"x{text}", predicate="p")
    assert json.loads(encode(claim))["subject"] == f"x{text}"
    assert "\\u" not in encode(claim).decode().replace("\\\\u", "")
    assert decode_claim(encode(claim)) == claim


@pytest.mark.parametrize(
    "layout", [{"indent": None}, {"indent": 7}, {"sort_keys": True}, {"ensure_ascii": True}, {"separators": (",", ":")}]
)
def test_the_layout_does_not_matter_on_the_way_in(layout: dict[str, Any]) -> None:
    """A file that somebody laid out otherwise reads as the same claim, and is written canonically."""
    data = json.dumps(json.loads(GOLDEN), **layout).encode()
    assert encode(decode_claim(data)).decode() == GOLDEN


def test_defaults_may_be_written_by_hand() -> None:
    """A default that somebody wrote is left out when the claim is written again."""
    data = (
        b'{"id": "a", "subject": "s", "predicate": "p", "polarity": "affirmed", "exclusive": true, "tags": [], "text": {}}'
    )
    assert encode(decode_claim(data)) == encode(Claim("a", subject="s", predicate="p"))


@pytest.mark.parametrize(
    "fields",
    [
        {"tags": [f"tag {n}" for n in range(1500)]},
        {"citations": [Citation(f"source-{n}") for n in range(1500)]},
        {"qualifiers": {f"q{n}": n for n in range(1500)}},
        {"assessments": [Assessment(f"assessor {n}", "true") for n in range(1500)]},
        {"value": list(range(900))},
        {"value": 10**999},
        {"text": {"en": "x" * 99_999}},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_can_be_made_can_be_read(fields: dict[str, Any]) -> None:
    """A claim that is too long for the log is refused when it is made or written, never only when it is read."""
    try:
        claim = Claim("a", subject="s", predicate="p", **fields)
        data = encode(claim)
    except InvalidError:
        return
    assert decode_claim(data) == claim


def test_decomposed_text_is_normalised_on_the_way_in() -> None:
    """Text that is not in NFC reads as text that is."""
    data = '{"id": "a", "subject": "e\u0301", "predicate": "p", "qualifiers": {"e\u0301": "か\u3099"}}'.encode()
    assert decode_claim(data) == Claim("a", subject="é", predicate="p", qualifiers={"é": "が"})


# Strictness


def refused(document: Any, cls: type = Claim) -> InvalidDocumentError:
    """The error that reading the document raises."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    decode: Callable[[bytes], object] = decode_claim if cls is Claim else decode_source
    with pytest.raises(InvalidDocumentError) as caught:
        decode(data)
    str(caught.value).encode()
    assert caught.value.problems
    return caught.value


MINIMAL: dict[str, Any] = {"id": "a", "subject": "s", "predicate": "p"}
CITED: dict[str, Any] = {"source": "sky"}
JSON_TYPES: dict[str, Any] = {
    "null": None,
    "text": "x y!",
    "empty": "",
    "true": True,
    "int": 7,
    "float": 3.9,
    "list": ["x"],
    "object": {"x": 1},
}
ACCEPTED_TYPES: dict[str, AbstractSet[str]] = {
    **dict.fromkeys(("subject", "predicate", "claimant", "criteria", "rank_reason"), frozenset({"text"})),
    **dict.fromkeys(
        ("id", "said", "since", "until", "due", "polarity", "force", "modality", "rank", "extractor"), frozenset[str]()
    ),
    **dict.fromkeys(("text", "citations", "links", "assessments"), frozenset[str]()),
    "values": {"list"},
    "tags": {"list"},
    "qualifiers": {"object"},
    "exclusive": {"true"},
}
WRONG_TYPES = [
    (field, name)
    for field, accepted in ACCEPTED_TYPES.items()
    for name in JSON_TYPES
    if name not in accepted and name != "null"
]


@pytest.mark.parametrize(("field", "name"), WRONG_TYPES, ids=lambda value: str(value))
def test_wrong_types_of_every_field(field: str, name: str) -> None:
    """A wrong type is refused in every field, with the field as the path, and nothing is coerced."""
    for path, message in refused(MINIMAL | {field: JSON_TYPES[name]}).problems:
        assert path.startswith(field)
        assert "expected" in message


@pytest.mark.parametrize(
    "field", ["id", "subject", "predicate", "values", "text", "qualifiers", "exclusive", "polarity", "tags", "citations"]
)
def test_null_is_no_value(field: str) -> None:
    """Null is refused where a field cannot be unknown; it never becomes the text 'None'."""
    assert refused(MINIMAL | {field: None}).problems[0][0].startswith(field)


@pytest.mark.parametrize("field", ["claimant", "said", "criteria", "modality", "extractor", "rank_reason", "since"])
def test_null_never_becomes_text(field: str) -> None:
    """Where a field may be unknown, null is refused or means just that."""
    try:
        claim = decode_claim(json.dumps(MINIMAL | {field: None}).encode())
    except InvalidDocumentError:
        return
    assert claim == Claim("a", subject="s", predicate="p")


@pytest.mark.parametrize("field", ["id", "subject", "predicate"])
def test_missing_fields(field: str) -> None:
    """A field that a claim needs is missed by its name."""
    problem = refused({name: value for name, value in MINIMAL.items() if name != field})
    assert field in str(problem)


PLACES: list[tuple[dict[str, Any], str]] = [
    ({"subject": ""}, "subject"),
    ({"subject": "a\u0000"}, "subject"),
    ({"subject": "a\u202e"}, "subject"),
    ({"subject": "\ud800"}, "subject"),
    ({"subject": "Z" + "\u0301" * 30}, "subject"),
    ({"id": "A b"}, "id"),
    ({"said": "yesterday"}, "said"),
    ({"said": "2025-02-30"}, "said"),
    ({"values": ["x", ""]}, "values[1]"),
    ({"values": [None]}, "values[0]"),
    ({"values": [["x"]]}, "values[0]"),
    ({"values": [{}]}, "values[0]"),
    ({"values": [{"date": "soon"}]}, "values[0]"),
    ({"values": [{"date": 2025}]}, "values[0]"),
    ({"values": [{"date": "2025", "x": 1}]}, "values[0]"),
    ({"values": [{"item": 1}]}, "values[0]"),
    ({"values": [{"item": "x", "qid": "Q1"}]}, "values[0]"),
    ({"values": [{"amount": "24"}]}, "values[0]"),
    ({"values": [{"amount": True}]}, "values[0]"),
    ({"values": [{"amount": 1, "unit": 1}]}, "values[0]"),
    ({"values": [{"amount": 1, "item": "x"}]}, "values[0]"),
    ({"values": [{"snaktype": "value"}]}, "values[0]"),
    ({"values": [{"snaktype": "somevalue", "x": 1}]}, "values[0]"),
    ({"values": [{"__class__": "os.system"}]}, "values[0]"),
    ({"text": {"en": 1}}, "text"),
    ({"text": {"en": None}}, "text"),
    ({"text": {"e n": "x"}}, "text"),
    ({"qualifiers": {"a": None}}, "qualifiers"),
    ({"qualifiers": {"": 1}}, "qualifiers"),
    ({"qualifiers": {"a": {"date": "soon"}}}, "qualifiers"),
    ({"polarity": "yes"}, "polarity"),
    ({"tags": ["x", 1]}, "tags[1]"),
    ({"citations": ["sky"]}, "citations[0]"),
    ({"citations": [CITED, {"source": "S K Y"}]}, "citations[1].source"),
    ({"citations": [{"source": {"id": "sky"}}]}, "citations[0].source"),
    ({"citations": [{"retrieved": "2025"}]}, "citations[0]"),
    ({"citations": [CITED | {"retrieved": "soon"}]}, "citations[0].retrieved"),
    ({"citations": [CITED | {"quote": 1}]}, "citations[0].quote"),
    ({"citations": [CITED | {"stance": "no"}]}, "citations[0].stance"),
    ({"citations": [CITED | {"capture": "abc"}]}, "citations[0].capture"),
    ({"citations": [CITED | {"url": "x"}]}, "citations[0]"),
    ({"links": [{"type": "likes", "target": "a"}]}, "links[0].type"),
    ({"links": [{"type": "restates", "target": "A"}]}, "links[0].target"),
    ({"links": [{"type": "restates"}]}, "links[0]"),
    ({"assessments": [{"assessor": "x"}]}, "assessments[0]"),
    ({"assessments": [{"assessor": "x", "outcome": True}]}, "assessments[0].outcome"),
    (
        {"assessments": [{"assessor": "x", "outcome": "y", "citations": [CITED, {"source": 1}]}]},
        "assessments[0].citations[1].source",
    ),
    ({"extractor": {"name": 1}}, "extractor.name"),
    ({"extractor": {"name": "x", "v": "1"}}, "extractor"),
    ({"values": ["a", "b"], "exclusive": True}, "exclusive"),
    ({"since": "2025", "until": "2024"}, "until"),
]


@pytest.mark.parametrize(("fields", "path"), PLACES, ids=[str(fields)[:50] for fields, _ in PLACES])
def test_problems_say_where_they_are(fields: dict[str, Any], path: str) -> None:
    """Every problem comes with its path in the document."""
    problems = refused(MINIMAL | fields).problems
    assert len(problems) == 1
    assert problems[0][0].startswith(path), problems


def each(field: str, *wrong: Any) -> list[tuple[dict[str, Any], str]]:
    """A case for each wrong value of the field."""
    return [({field: value}, field) for value in wrong]


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        *(case for name in ("title", "url", "type", "derived_from") for case in each(name, "", 1, True, ["x"], {})),
        *each("issued", "soon", 2025, {"date-parts": [[2025]]}),
        *each("author", "Reuters", {}, ["Reuters"], [{"family": 1}], [{"nickname": "x"}], [{}]),
        *each("extra", [], "x", {"x": "\x00"}, {"": 1}, {"title": "x"}),
        ({"id": "A b"}, "id"),
    ],
    ids=str,
)
def test_sources_are_strict_too(fields: dict[str, Any], path: str) -> None:
    """What is wrong with a source is refused, with its path."""
    problems = refused({"id": "s"} | fields, Source).problems
    assert len(problems) == 1
    assert problems[0][0].startswith(path), problems


@pytest.mark.parametrize(
    ("document", "key"),
    [
        (MINIMAL | {"note": "x"}, "note"),
        (MINIMAL | {"value": "x"}, "value"),
        (MINIMAL | {"Subject": "x"}, "Subject"),
        (MINIMAL | {"citations": [CITED | {"url": "x"}]}, "url"),
        (MINIMAL | {"__proto__": {}}, "__proto__"),
        (MINIMAL | {"": 1}, "''"),
    ],
)
def test_unknown_keys(document: dict[str, Any], key: str) -> None:
    """A key that the model does not know is refused by its name."""
    assert key in refused(document).problems[0][1]


@pytest.mark.parametrize(
    "data",
    [
        b'{"id": "a", "subject": "s", "subject": "t", "predicate": "p"}',
        b'{"id": "a", "subject": "s", "predicate": "p", "id": "a"}',
        b'{"id": "a", "subject": "s", "predicate": "p", "text": {"en": "x", "en": "y"}}',
        b'{"id": "a", "subject": "s", "predicate": "p", "values": [{"date": "2025", "date": "2026"}]}',
        b'{"id": "a", "sub\\u006aect": "s", "subject": "t", "predicate": "p"}',
    ],
)
def test_duplicate_keys(data: bytes) -> None:
    """A key that stands twice is refused, and named."""
    assert "twice" in str(refused(data))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" * 2000, "-" + "9" * 10_000])
@pytest.mark.parametrize(
    "place", ['"values": [{}]', '"qualifiers": {{"x": {}}}', '"values": [{{"amount": {}}}]', '"exclusive": {}']
)
def test_numbers_that_are_none(number: str, place: str) -> None:
    """NaN, infinities and numbers of thousands of digits are refused."""
    refused(f'{{"id": "a", "subject": "s", "predicate": "p", {place.format(number)}}}'.encode())


def test_long_whole_numbers_are_exact() -> None:
    """A whole number beyond floating precision comes back digit by digit."""
    claim = Claim("a", subject="s", predicate="p", value=10**400 + 1)
    assert decode_claim(encode(claim)).value == 10**400 + 1


NOT_JSON: dict[str, bytes] = {
    "nothing": b"",
    "space": b"  \n",
    "words": b"claim",
    "two documents": b'{"id": "a"} {"id": "b"}',
    "single quotes": b"{'id': 'a'}",
    "trailing comma": b'{"id": "a",}',
    "comment": b'{"id": "a"} // no',
    "latin-1": '{"id": "a", "subject": "é"}'.encode("latin-1"),
    "utf-16": '{"id": "a"}'.encode("utf-16"),
    "bom": b"\xef\xbb\xbf" + GOLDEN.encode(),
    "overlong": b'{"id": "\xc0\xaf"}',
    "encoded surrogate": b'{"id": "\xed\xa0\x80"}',
    "raw newline": b'{"id": "a\nb"}',
    "raw null": b'{"id": "a\x00b"}',
    "git conflict": b"<<<<<<< HEAD\n" + GOLDEN.encode(),
}


@pytest.mark.parametrize("data", NOT_JSON.values(), ids=NOT_JSON)
def test_not_json(data: bytes) -> None:
    """What is not one JSON document in UTF-8 is refused."""
    assert "expected" in str(refused(data))


@pytest.mark.parametrize("document", [None, 1, 1.5, True, "x", [], [MINIMAL], {}], ids=str)
def test_not_an_object(document: Any) -> None:
    """What is JSON but no claim is refused."""
    assert "expected" in str(refused(document))


def test_truncated() -> None:
    """A document that ends anywhere before its end is refused."""
    data = GOLDEN.strip().encode()
    for end in range(0, len(data), 7):
        refused(data[:end])


@pytest.mark.parametrize("surrogate", ["\\ud800", "\\udfff", "\\udc00\\ud800", "x\\ud83dx"])
@pytest.mark.parametrize(
    "place",
    ['"subject": "{}"', '"subject": "s", "qualifiers": {{"{}": 1}}', '"subject": "s", "text": {{"{}": "x"}}', '"{}": 1'],
)
def test_lone_surrogates(surrogate: str, place: str) -> None:
    """Half of a character is refused, as a value and as a key."""
    refused(f'{{"id": "a", "predicate": "p", {place.format(surrogate)}}}'.encode())


def test_pairs_of_surrogates_are_characters() -> None:
    """A character that JSON escapes as a pair is read."""
    assert decode_claim(b'{"id": "a", "subject": "\\ud83c\\udde6", "predicate": "p"}').subject == "\U0001f1e6"


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
@pytest.mark.parametrize("core", [b"1", b"[]", b"{}"])
def test_depth(opening: bytes, closing: bytes, core: bytes) -> None:
    """JSON may be 32 deep and no deeper, whether or not its innermost part is empty."""
    inner = 0 if core == b"1" else 1
    assert parse(opening * (32 - inner) + core + closing * (32 - inner)) is not None
    with pytest.raises(InvalidDocumentError, match="deep"):
        parse(opening * (33 - inner) + core + closing * (33 - inner))


@pytest.mark.parametrize("depth", [1_000, 100_000, 500_000])
@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_great_depth(depth: int, opening: bytes) -> None:
    """However deep a document goes, it is refused and nothing overflows."""
    with pytest.raises(InvalidDocumentError):
        parse(opening * (depth // len(opening)))


def test_size() -> None:
    """A file of more than a mebibyte is refused, to read and to write."""
    with pytest.raises(InvalidDocumentError, match="bytes"):
        decode_claim(b" " * (1 << 20) + encode(FULL))
    assert decode_claim(encode(FULL) + b" " * 1000) == FULL
    with pytest.raises(InvalidError, match="bytes") as caught:
        encode(Claim("x/y", subject="s", predicate="p", text={f"en-{n}": "会" * 90_000 for n in range(5)}))
    assert caught.value.claim == "x/y"


# Problems


def test_all_problems_at_once() -> None:
    """Every problem of a document is told at once, each with its path."""
    wrong = {
        "id": "A",
        "subject": "",
        "said": "soon",
        "values": ["x", None],
        "citations": [{"source": "sky", "retrieved": "soon"}, {"source": 1}],
        "links": [{"type": "likes", "target": "a"}],
        "note": "x",
    }
    problem = refused(wrong)
    paths = [path for path, _ in problem.problems]
    expected = ["id", "subject", "said", "values[1]", "citations[0].retrieved", "citations[1].source", "links[0].type"]
    assert set(expected) <= set(paths)
    assert len(paths) >= len(expected) + 2  # predicate is missing, note is unknown
    assert all(path in str(problem) for path in expected)
    assert "note" in str(problem)
    assert "predicate" in str(problem)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"text": {"e n": "x"}}, "text"),
        ({"citations": [CITED | {"capture": "abc"}]}, "citations[0]"),
        ({"values": ["a", "a"]}, "values"),
    ],
)
def test_problems_of_form_are_told_with_those_of_type(fields: dict[str, Any], path: str) -> None:
    """What only shows once a field has the right type is told at once with what is wrong elsewhere."""
    problem = refused(MINIMAL | {"said": "soon"} | fields)
    assert "said" in [place for place, _ in problem.problems]
    assert path in str(problem)


def test_at_most_twenty_problems() -> None:
    """Beyond twenty, it is said that there are more."""
    problem = refused(MINIMAL | {"tags": [1] * 50})
    assert [path for path, _ in problem.problems] == [f"tags[{n}]" for n in range(20)]
    assert "more" in str(problem)
    assert "tags[20]" not in str(problem)


def test_the_file_is_named() -> None:
    """Where the name of the file is known, the error starts with it."""
    with pytest.raises(InvalidDocumentError, match=r"^claims/a\.json: ") as caught:
        decode_claim(b"{", file="claims/a.json")
    assert caught.value.file == "claims/a.json"
    with pytest.raises(InvalidDocumentError, match=r"^sources/s\.json: id") as caught:
        decode_source(b'{"id": 1}', file="sources/s.json")
    assert caught.value.file == "sources/s.json"


def test_a_path_may_hold_anything() -> None:
    """The name of a qualifier that looks like a path does not confuse the path of the problem."""
    ((path, message),) = refused(MINIMAL | {"qualifiers": {"a @ $b": None}}).problems
    assert path.startswith("qualifiers")
    assert "@ $" not in message


# Hostile input

HOSTILE: dict[str, Callable[[], bytes]] = {
    "many keys, one twice": lambda: b"{" + b",".join(b'"%06d":0' % n for n in range(20_000)) + b',"019999":1}',
    "many unknown keys": lambda: json.dumps(MINIMAL | {str(n): 0 for n in range(80_000)}).encode(),
    "many wrong tags": lambda: json.dumps(MINIMAL | {"tags": [1] * 200_000}, separators=(",", ":")).encode(),
    "many wrong values": lambda: json.dumps(MINIMAL | {"values": [None] * 200_000}, separators=(",", ":")).encode(),
    "many empty citations": lambda: json.dumps(MINIMAL | {"citations": [{}] * 200_000}, separators=(",", ":")).encode(),
    "many values": lambda: json.dumps(MINIMAL | {"values": list(range(150_000))}, separators=(",", ":")).encode(),
    "many qualifiers": lambda: json.dumps(MINIMAL | {"qualifiers": {f"q{n}": n for n in range(50_000)}}).encode(),
    "marks": lambda: json.dumps(MINIMAL | {"subject": "Z" + "\u0301" * 400_000}, ensure_ascii=False).encode(),
    "long date": lambda: json.dumps(MINIMAL | {"said": "2025/" * 150_000}).encode(),
    "long id": lambda: json.dumps(MINIMAL | {"id": "a/" * 400_000}).encode(),
    "long number": lambda: b'{"id": ' + b"9" * 1_000_000 + b"}",
    "long fraction": lambda: b'{"id": 0.' + b"9" * 1_000_000 + b"}",
    "exponents": lambda: b"[" + b"1e308," * 100_000 + b"1]",
    "escapes": lambda: b'"' + b"\\u0000" * 150_000 + b'"',
    "brackets": lambda: b"[" * 1_000_000,
    "strings": lambda: b'["' * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_done_with_quickly(name: str) -> None:
    """A mebibyte made to take long is read or refused within seconds, with a short message."""
    data = HOSTILE[name]()
    assert len(data) <= 1 << 20
    message, problems = "", 0
    try:
        decode_claim(data)
    except InvalidDocumentError as problem:
        message, problems = str(problem), len(problem.problems)
    assert len(message) < 20_000
    assert problems <= 20


_json: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
_keys = st.sampled_from(
    [
        "id",
        "subject",
        "predicate",
        "values",
        "text",
        "citations",
        "said",
        "links",
        "tags",
        "extractor",
        "source",
        "item",
        "amount",
    ]
)


@given(
    st.dictionaries(
        _keys,
        st.one_of(_json, st.dictionaries(_keys, _json, max_size=3), st.lists(st.dictionaries(_keys, _json, max_size=3))),
    )
)
@settings(max_examples=200, deadline=None)
def test_any_json_is_read_or_refused(document: Any) -> None:
    """Whatever JSON comes in, it is a claim that comes back the same, or an error of our own."""
    for decode in (decode_claim, decode_source):
        try:
            thing = decode(json.dumps(document).encode())
        except InvalidDocumentError as problem:
            str(problem).encode()
        else:
            assert decode(encode(thing)) == thing


@given(st.binary(max_size=60))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever bytes come in, the error is one of our own."""
    with pytest.raises(InvalidDocumentError):
        decode_claim(data)
