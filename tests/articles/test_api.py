"""Answers of MediaWiki's API."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import material

from factlog.articles.api import from_answer
from factlog.articles.revision import Anomaly
from factlog.errors import InvalidDocumentError

ONE = {"revid": 5, "parentid": 4, "minor": "", "user": "U", "timestamp": "2010-01-01T00:00:00Z", "comment": "c", "sha1": "s"}
TWO = ONE | {"minor": True}


def query(*revisions: dict[str, Any], version: int = 2, **page: Any) -> str:
    whole = {"pageid": 12, "ns": 0, "title": "A", "revisions": list(revisions)} | page
    return json.dumps({"query": {"pages": {"12": whole} if version == 1 else [whole]}})


@pytest.mark.parametrize(
    "answer",
    [
        query(ONE | {"*": "text", "contentmodel": "wikitext", "contentformat": "text/x-wiki"}, version=1),
        query(
            ONE | {"slots": {"main": {"*": "text", "contentmodel": "wikitext", "contentformat": "text/x-wiki"}}}, version=1
        ),
        query(TWO | {"content": "text", "contentmodel": "wikitext", "contentformat": "text/x-wiki"}),
        query(TWO | {"slots": {"main": {"content": "text", "contentmodel": "wikitext", "contentformat": "text/x-wiki"}}}),
    ],
)
def test_both_versions_of_the_format(answer: str) -> None:
    (found,) = from_answer(answer)
    assert (found.title, found.page_id, found.namespace, found.revision_id, found.parent_id) == ("A", "12", 0, "5", "4")
    assert (found.taken, found.contributor, found.comment, found.minor, found.sha1) == (
        "2010-01-01T00:00:00Z",
        "U",
        "c",
        True,
        "s",
    )
    assert (found.text, found.model, found.format, found.anomalies) == ("text", "wikitext", "text/x-wiki", ())
    assert from_answer(answer.encode("utf-16")) == (found,)


def test_suppressed_revisions_have_no_text() -> None:
    hidden = {
        "revid": 5,
        "timestamp": "2010-01-01T00:00:00Z",
        "userhidden": True,
        "commenthidden": True,
        "slots": {"main": {"texthidden": True}},
    }
    (found,) = from_answer(query(hidden))
    assert (found.text, found.contributor, found.comment, found.minor) == (None, None, None, False)


def test_parse_output() -> None:
    parsed = {"title": "A", "pageid": 1, "revid": 5}
    assert [one.text for one in from_answer(json.dumps({"parse": parsed | {"text": {"*": "<p>a</p>"}}}))] == ["<p>a</p>"]
    (html,) = from_answer(json.dumps({"parse": parsed | {"text": "<p>a</p>"}}))
    (wikitext,) = from_answer(json.dumps({"parse": parsed | {"text": "<p>a</p>", "wikitext": "a"}}))
    assert (html.text, html.format, wikitext.text, wikitext.format) == ("<p>a</p>", "text/html", "a", "text/x-wiki")


def test_lists_of_answers_and_of_pages() -> None:
    answer = json.loads(query(TWO | {"content": "a"}))
    assert len(from_answer(json.dumps([answer, answer]))) == 2
    assert len(from_answer(json.dumps(answer["query"]["pages"]))) == 1


def test_the_rest_api() -> None:
    (found,) = from_answer(
        '{"id": 1, "title": "A", "latest": {"id": 5, "timestamp": "2010-01-01T00:00:00Z"}, "source": "a"}'
    )
    assert (found.text, found.revision_id, found.taken) == ("a", "5", "2010-01-01T00:00:00Z")


def test_missing_pages_give_nothing() -> None:
    assert from_answer('{"query": {"pages": [{"title": "A", "missing": true}]}}') == ()


def test_halves_of_characters_are_mended_and_reported() -> None:
    (found,) = from_answer(query(TWO | {"content": "a\ud800b"}))
    assert found.text == "a\ufffdb"
    assert found.anomalies == (Anomaly("lone-surrogates"),)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        "5",
        '"text"',
        "{",
        '{"query": {}}',
        '{"query": {"pages": 5}}',
        '{"error": {"code": "nosuchpage", "info": "x"}}',
        "[" * 100_000,
        b"\xff\xfe\x00",
        '{"id": "a", "subject": "b"}',
    ],
)
def test_what_is_no_answer_is_refused(answer: str | bytes) -> None:
    with pytest.raises(InvalidDocumentError):
        from_answer(answer)


def test_long_answers_are_refused() -> None:
    with pytest.raises(InvalidDocumentError, match="at most 10"):
        from_answer(query(), limit=10)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "query",
                    "pages",
                    "revisions",
                    "slots",
                    "main",
                    "content",
                    "*",
                    "revid",
                    "parse",
                    "text",
                    "timestamp",
                    "title",
                ]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@given(junk)
def test_no_json_breaks_the_reader(value: Any) -> None:
    for answer in (value, {"query": {"pages": value}}, {"query": {"pages": [{"revisions": value}]}}, {"parse": value}):
        with contextlib.suppress(InvalidDocumentError):
            from_answer(json.dumps(answer))


def test_real_answers_of_both_versions_say_the_same() -> None:
    folder = material("api")
    one, two = (from_answer((folder / f"rio_grande_40rev_formatversion{version}.json").read_bytes()) for version in (1, 2))
    assert one == two
    assert len(one) == 40
    assert all(found.text and found.taken for found in one)
