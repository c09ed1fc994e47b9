"""Documents that nobody would write but to do harm: something comes of each, and the laws hold (see tests/hostile.py)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hostile import Document, check, documents, pieces
from hypothesis import given, settings
from hypothesis import strategies as st

from factlog import articles
from factlog.articles.revision import MAX_SENTENCES, Anomaly
from factlog.articles.wikitext import notes as wikinotes
from factlog.articles.wikitext import references as wikireferences
from factlog.errors import FactlogError

SIZE = 20_000
DOCUMENTS = {document.name: document for document in documents(SIZE)}
soup = st.lists(st.sampled_from(pieces()), max_size=40).map("".join)


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_revision_or_a_typed_error_comes_of_it(document: Document) -> None:
    """Whatever is read gives revisions that keep the laws, or an error of factlog's own."""
    if document.format == "dump":
        assert isinstance(document.content, str)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "export.xml"
            path.write_bytes(document.content.encode())
            try:
                assert all(revision.title for revision in articles.revisions(path))
            except FactlogError as problem:
                assert str(problem)  # noqa: PT017  # either is an answer
    check(document.content, None, document.format, "en")


@settings(deadline=None)
@given(soup, soup, st.integers(0, 200), st.sampled_from(["wikitext", "plain", "html", "api", "dump", None]))
def test_anything_is_read_alike_cold_and_warm(old: str, more: str, place: int, chosen: str | None) -> None:
    """An edited document reads as it would had nobody read the one before it."""
    check(old, old[:place] + more + old[place + len(more) :], chosen, "en")


def test_sentences_beyond_the_bound_are_dropped_and_reported() -> None:
    """A list of more items than any article has is read up to the bound."""
    revision = articles.read("* It rained.\n" * (MAX_SENTENCES + 1), format="wikitext", language="en")
    assert len(revision.sentences) == MAX_SENTENCES
    assert "too-many-sentences" in {anomaly.code for anomaly in revision.anomalies}


@pytest.mark.parametrize("unit", ["It rained.<ref>Doe {}, 2025.</ref>\n\n", "It rained.{{{{efn|Doe {}}}}}\n\n"])
def test_notes_beyond_the_bound_are_dropped_and_reported(unit: str) -> None:
    """An article has as many notes as the bound says, and its sentences name none of the others."""
    count = wikireferences.MAX_NOTES + 5
    revision = articles.read("".join(map(unit.format, range(count))), format="wikitext", language="en")
    assert len(revision.notes) == wikireferences.MAX_NOTES
    assert [len(sentence.notes) for sentence in revision.sentences[-6:]] == [1, 0, 0, 0, 0, 0]
    assert Anomaly("too-many-notes", "more than 10,000: the others are not read") in revision.anomalies


@pytest.mark.parametrize("unit", ["<ref>a {}</ref>", "{{{{efn|a {}}}}}", "{{{{sfn|Doe|{}}}}}"])
def test_references_of_a_line_beyond_the_bound_are_dropped_and_reported(unit: str) -> None:
    """A line with more references than anybody could read names the first of them."""
    count = wikinotes.MAX_USES + 5
    revision = articles.read("It rained." + "".join(map(unit.format, range(count))), format="wikitext", language="en")
    (sentence,) = revision.sentences
    assert sentence.text == "It rained."
    assert len(sentence.notes) == wikinotes.MAX_USES
    assert "too-many-notes" in {anomaly.code for anomaly in revision.anomalies}


def test_marks_of_one_element_combine_with_the_letter_of_another() -> None:
    """A text is in NFC wherever its elements end."""
    (sentence,) = articles.read("<p>It is a caf<b>e</b>\u0301.</p>", format="html", language="en").sentences
    assert sentence.text == "It is a caf\u00e9."
