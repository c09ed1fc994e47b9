"""Laws over articles of our own making: every form says the same, and every planned edit is told, with nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from drafts import SKELETONS, Draft, draft
from editing import Editor, Told, with_parts
from forms import FORMS
from hypothesis import given, settings
from hypothesis import strategies as st

from factlog import articles
from factlog.articles import ArticleDiff, Revision

SEEDS = st.integers(0, 2**32)
LANGUAGES = st.sampled_from(sorted(SKELETONS))
OF_SOURCES = frozenset(("source-edited", "retrieved-refreshed", "retrieved-removed", "section-renamed"))
"""Kinds that are told once, with whatever sentences they concern."""


def says(revision: Revision) -> list[tuple[tuple[str, ...], str, tuple[str | None, ...]]]:
    """Heading, text and titles of the sources of each sentence."""
    titles = [tuple(cited.source.title for cited in note.cited) for note in revision.notes]
    return [
        (one.section, one.text, tuple(title for place in one.notes for title in titles[place])) for one in revision.sentences
    ]


def intended(given_draft: Draft) -> list[tuple[tuple[str, ...], str, tuple[str | None, ...]]]:
    return [
        ((heading,) if heading else (), one.text, tuple(given_draft.references[key].title for key in one.cites))
        for heading, found in given_draft.sections
        for one in found
    ]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, language=LANGUAGES)
def test_every_form_says_what_the_draft_says(form: str, seed: int, language: str) -> None:
    """Sentences, headings, markers, sources with all their fields; and nothing is reported as wrong."""
    made = draft(Random(seed), language)
    revision = articles.read(FORMS[form](made))
    assert says(revision) == intended(made)
    assert (revision.language, revision.anomalies) == (language, ())
    found = {cited.source.title: cited for note in revision.notes for cited in note.cited}
    for reference in (made.references[key] for key in made.cited()):
        cited = found[reference.title]
        assert reference.site in (cited.source.container_title, cited.source.publisher)
        assert str(cited.source.issued) == reference.issued.isoformat()
        assert str(cited.citation.retrieved) == str(reference.retrieved)
        assert [(name.family, name.given) for name in cited.source.author] == (
            [reference.author] if reference.author else []
        )
        assert cited.source.url == (None if form == "text" else reference.url)


def told(found: ArticleDiff) -> Counter[Told]:
    return Counter(
        (change.kind.value, (), (), change.detail.field)
        if change.kind.value in OF_SOURCES
        else (change.kind.value, change.before, change.after, None)
        for change in found
    )


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, language=LANGUAGES, count=st.integers(1, 12))
def test_every_planned_edit_is_told_and_nothing_else(form: str, seed: int, language: str, count: int) -> None:
    """One change for each edit, of its kind, with its sentences; and none between a revision and itself."""
    random = Random(seed)
    before = with_parts(random, draft(random, language))
    editor = Editor(random, before)
    editor.edit(count, with_urls=form != "text")
    old, new = (articles.read(FORMS[form](one)) for one in (before, editor.draft))
    assert told(articles.diff(old, new)) == Counter(editor.told)
    assert not articles.diff(new, articles.read(FORMS[form](editor.draft))).changes


def test_a_page_and_its_wikitext_say_the_same() -> None:
    """Lists, terms, quotations, tables, captions, infobox refs, short references, explanatory notes, free-text notes."""
    folder = Path(__file__).parent
    page, wikitext = (articles.read(folder / f"strike.{suffix}") for suffix in ("html", "wikitext"))
    assert [(one.section, one.kind, one.label, one.text) for one in page.sentences] == [
        (one.section, one.kind, one.label, one.text) for one in wikitext.sentences
    ]
    assert says(page) == says(wikitext)
    assert not articles.diff(wikitext, page).changes
    assert not articles.diff(page, wikitext).changes
    short = next(note for note in page.notes if note.raw.startswith("Field 1988"))
    assert (short.cited[0].source.title, short.cited[0].citation.locator) == ("Salt and Steam", "12")


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, language=LANGUAGES)
def test_markup_alone_is_no_change(seed: int, language: str) -> None:
    """Names of refs, notes defined in the list, links and the order of notes give nothing."""
    made = draft(Random(seed), language)
    plain, renamed, listed = (
        articles.read(text) for text in (FORMS["wikitext"](made), FORMS["renamed"](made), FORMS["list-defined"](made))
    )
    assert not articles.diff(plain, renamed).changes
    assert not articles.diff(plain, listed).changes
