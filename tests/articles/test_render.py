"""Renderings: JSON as promised, lines for a terminal, and a page that cannot do anything."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from handmade import note, revision, sentence, value
from hypothesis import given
from hypothesis import strategies as st

from factlog.articles.comparison.changes import diff
from factlog.articles.render import diff_html, diff_lines, revision_document, revision_lines, visible
from factlog.articles.revision import Anomaly, Note, Revision
from factlog.errors import InvalidError

TEXT = "Alpha said “we came” on 3 May."


def whole() -> Revision:
    first = sentence(
        TEXT + "[1]", ("Talks", "Reactions"), label="Latvia", values=(value("3 May", "XXXX-05-03", TEXT, "date"),)
    )
    cited = note(
        "Talks begin",
        container_title="News",
        url="https://example.org/a",
        author=[{"family": "Doe", "given": "Ann"}, "Reuters"],
        issued="2025-02-18",
        retrieved="2025-02-20",
        page="A1",
    )
    made = revision(first, "Beta came.", notes=[cited, Note("plain", "See elsewhere.", number=2)])
    return Revision("Talks", "en", made.sentences, made.notes, anomalies=(Anomaly("uncited-note", "2"),))


def test_a_revision_as_json() -> None:
    document = revision_document(whole())
    assert list(document) == ["title", "language", "taken", "sentences", "notes", "anomalies"]
    assert document["taken"] is None
    assert document["sentences"][0] == {
        "section": "Reactions",
        "label": "Latvia",
        "text": TEXT,
        "notes": [1],
        "quotes": [{"text": "we came", "speaker": "Alpha", "role": None, "verb": "said"}],
        "reports": [],
        "values": [{"raw": "3 May", "value": "XXXX-05-03"}],
    }
    assert document["sentences"][1]["section"] is None
    first, second = document["notes"]
    assert first["authors"] == [{"family": "Doe", "given": "Ann"}, {"literal": "Reuters"}]
    assert {
        name: first[name] for name in ("title", "container", "issued", "retrieved", "pages", "url", "via", "archive_url")
    } == {
        "title": "Talks begin",
        "container": "News",
        "issued": "2025-02-18",
        "retrieved": "2025-02-20",
        "pages": "A1",
        "url": "https://example.org/a",
        "via": None,
        "archive_url": None,
    }
    assert second == {
        **dict.fromkeys(
            ("title", "container", "via", "issued", "retrieved", "language", "issn", "pages", "url", "archive_url")
        ),
        "number": 2,
        "authors": [],
        "backlinks": 0,
        "raw": "See elsewhere.",
    }
    assert document["anomalies"] == [{"code": "uncited-note", "detail": "2"}]
    assert json.loads(json.dumps(document)) == document


OLD = revision(
    sentence("30 people came.[1]", ("Talks",)), sentence("It rained.", ("Talks",)), notes=[note("One", publisher="CNN")]
)
NEW = revision(
    sentence("35 people came.[1]", ("Talks",)),
    notes=[note("One", publisher="CNN", retrieved="2025-02-20", issued="2025-02-18")],
)


def test_a_diff_as_json() -> None:
    assert diff(OLD, NEW).to_dicts() == [
        {
            "kind": "value-changed",
            "before": ["30 people came."],
            "after": ["35 people came."],
            "section": "Talks",
            "detail": {"old": "30", "new": "35"},
        },
        {
            "kind": "source-edited",
            "before": ["30 people came."],
            "after": ["35 people came."],
            "section": "Talks",
            "detail": {"source": "One", "field": "issued", "old": None, "new": "2025-02-18"},
        },
        {
            "kind": "retrieved-added",
            "before": ["30 people came."],
            "after": ["35 people came."],
            "section": "Talks",
            "detail": {"source": "One", "field": "retrieved", "old": None, "new": "2025-02-20"},
        },
        {"kind": "removed", "before": ["It rained."], "after": [], "section": "Talks", "detail": {}},
    ]


def test_a_diff_as_lines() -> None:
    assert [line.plain for line in diff_lines(diff(OLD, NEW))] == [
        "Talks",
        "value-changed        [-30-]{+35+} people came.",
        "source-edited        One, issued, nothing → 2025-02-18",
        "                     35 people came.",
        "retrieved-added      One, retrieved, nothing → 2025-02-20",
        "                     35 people came.",
        "removed              [-It rained.-]",
    ]
    assert [line.plain for line in diff_lines(diff(OLD, OLD))] == ["nothing changed"]
    assert str(diff(OLD, NEW)) == "\n".join(line.plain for line in diff_lines(diff(OLD, NEW)))


def test_changes_of_some_kinds() -> None:
    """Changes are chosen by their kinds, and a kind that there is not is refused with those that there are."""
    found = diff(OLD, NEW)
    kinds = {change.kind for change in found}
    assert [change for kind in sorted(kinds) for change in found.of(kind)] == sorted(found, key=lambda change: change.kind)
    assert found.of(*(kind.value for kind in kinds)) == found.changes
    with pytest.raises(InvalidError, match=r"expected kinds of changes \(added, .*, got 'reversed'"):
        found.of("added", "reversed")


def test_flags_are_told() -> None:
    found = diff(revision("Alpha did start it."), revision("Alpha did not start it."))
    assert found.to_dicts()[0]["flags"] == ["polarity-flipped"]
    assert "(polarity-flipped)" in next(line.plain for line in diff_lines(found) if "reworded" in line.plain)
    assert "polarity-flipped" in diff_html(found) == found.to_html()


def test_a_revision_as_lines() -> None:
    assert [line.plain for line in revision_lines(whole())] == [
        "Talks",
        "Talks / Reactions",
        "  Latvia: Alpha said “we came” on 3 May.[1]",
        "",
        "  Beta came.",
        "  [1] " + whole().notes[0].raw,
        "  [2] See elsewhere.",
        "  uncited-note: 2",
    ]


def test_what_cannot_be_seen_is_written_out() -> None:
    assert visible("a\x1b[31m\u202eb\u200b") == "a<U+001B>[31m<U+202E>b<U+200B>"
    assert visible("キーウ\tको") == "キーウ\tको"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    assert not parser.open
    return parser


ALLOWED = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "div", "span", "p", "ins", "del"}


def test_a_diff_as_a_page() -> None:
    page = diff_html(diff(OLD, NEW))
    assert "<del>30</del><ins>35</ins> people came." in page
    assert "<h2" in page
    assert set(tags(page).seen) <= ALLOWED
    assert "Nothing changed" in diff_html(diff(OLD, OLD))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{body}", "</title><b>", "&lt;b&gt;"]
)
def test_nothing_in_an_article_becomes_markup(text: str) -> None:
    old = Revision(text, None, (sentence("It rained.", (text,)), sentence(f"Said {text}.", (text,))), ())
    new = Revision(text, text, (sentence(f"Wrote {text}.", (text,)), sentence("x", (text,))), (note(text, publisher=text),))
    page = diff_html(diff(old, new))
    found = tags(page)
    assert set(found.seen) <= ALLOWED
    assert set(found.attributes) <= {"lang", "charset", "name", "content", "http-equiv", "class", "dir"}


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_make_a_page(old: str, new: str) -> None:
    page = diff_html(diff(revision(sentence(old)), revision(sentence(new))))
    assert set(tags(page).seen) <= ALLOWED
    page.encode()


def test_a_change_of_an_explanatory_note_shows_the_note() -> None:
    """What it said and says, and the sentence that it explains."""
    old, new = (
        revision("It rained.[1]", notes=[Note("n", f"By the {word} calendar.", group="注", explanatory=True)])
        for word in ("old", "new")
    )
    lines = [line.plain for line in diff_lines(diff(old, new))]
    assert lines[-2:] == [f"{'reworded':<20} note, By the old calendar. → By the new calendar.", f"{'':<20} It rained."]
    assert "note: By the <del>old</del><ins>new</ins> calendar." in diff_html(diff(old, new))
