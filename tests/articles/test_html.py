"""Rendered HTML."""

from __future__ import annotations

import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import material

from factlog.articles import html
from factlog.articles.revision import BlockKind, Page
from factlog.errors import InvalidDocumentError

MARK = '<sup id="cite_ref-{0}" class="reference"><a href="#cite_note-{0}">[{0}]</a></sup>'
COINS = (
    "ctx_ver=Z39.88-2004&amp;rft.genre=unknown&amp;rft.jtitle=CNN&amp;rft.atitle=Rain+falls&amp;rft.date=2025-05-05"
    "&amp;rft.aulast=Doe&amp;rft.aufirst=Jane&amp;rft_id=https%3A%2F%2Fexample.org%2Frain"
)
# ruff: noqa: E501
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Rain - Wikipedia</title><link rel="canonical" href="https://en.example.org/wiki/Rain">
</head><body><nav>Menu</nav><h1 id="firstHeading">Rain</h1><div id="mw-content-text" lang="en"><div class="mw-parser-output">
<table class="infobox"><tr><td>Kind</td><td>Weather{MARK.format(1)}</td></tr></table><style>p {{}}</style>
<p>Rain&#160;<b>fell</b>.{MARK.format(1)} It stopped.{MARK.format(2)}<sup class="reference nowrap"><span>:&#8202;12</span></sup></p>
<h2><span class="mw-headline">Causes</span><span class="mw-editsection">[edit]</span></h2>
<ul><li><b>France</b>: it said “no”.</li><li>Item two<sup class="noprint">[citation needed]</sup></li></ul>
<dl><dt>Spain</dt><dd>It said yes.</dd></dl>
<div class="mw-heading"><h3>Table</h3></div>
<table class="wikitable"><caption>Falls</caption><tr><th>Day</th><td>5 May<br>2025</td></tr></table>
<blockquote><p>Quoted words.</p></blockquote><div style="display: none">Hidden</div>
<h2>References</h2><div class="reflist"><ol class="references">
<li id="cite_note-1"><span class="mw-cite-backlink">^ <a href="#cite_ref-1">a</a> <a href="#cite_ref-1-1">b</a></span>
<span class="reference-text"><cite class="citation web cs1">Doe, Jane (5 May 2025). <a class="external text" href="https://example.org/rain">"Rain falls"</a>.
<i>CNN</i><span class="reference-accessdate">. Retrieved <span class="nowrap">6 May</span> 2025</span>.</cite><span class="Z3988" title="{COINS}"></span></span></li>
<li id="cite_note-2"><span class="mw-cite-backlink"><a href="#cite_ref-2">^</a></span> <span class="reference-text">See below.</span></li>
<li id="cite_note-3"><span class="mw-cite-backlink"><a href="#cite_ref-3">^</a></span> <span class="reference-text">Nobody cites this.</span></li>
</ol></div><div class="navbox">Navigation</div></div></div>
<ul><li id="footer-info-lastmod"> This page was last edited on 7 May 2025, at 10:00<span>&#160;(UTC)</span>.</li></ul></body></html>"""
PARSOID = """<!DOCTYPE html><html prefix="dc: http://purl.org/dc/terms/" about="https://en.example.org/wiki/Special:Redirect/revision/77">
<head><meta property="dc:modified" content="2025-05-07T10:00:00.000Z"/><title>Rain</title></head><body lang="en" class="mw-parser-output">
<section data-mw-section-id="0"><p>Rain fell.<sup about="#mwt1" class="mw-ref reference" id="cite_ref-a_1-0" rel="dc:references" typeof="mw:Extension/ref">
<a href="./Rain#cite_note-a-1"><span class="mw-reflink-text">[1]</span></a></sup></p></section>
<section data-mw-section-id="1"><h2 id="Notes">Notes</h2><div class="mw-references-wrap" typeof="mw:Extension/references">
<ol class="mw-references references"><li about="#cite_note-a-1" id="cite_note-a-1"><a href="./Rain#cite_ref-a_1-0" rel="mw:referencedBy">
<span class="mw-linkback-text">↑ </span></a> <span id="mw-reference-text-cite_note-a-1" class="mw-reference-text">Doe, 2025.</span></li></ol></div></section></body></html>"""


def test_a_rendered_page() -> None:
    page = html.page(PAGE)
    assert (page.title, page.language, page.url, page.taken) == (
        "Rain",
        "en",
        "https://en.example.org/wiki/Rain",
        "2025-05-07T10:00Z",
    )
    assert [(block.kind, block.section, block.label, block.text) for block in page.blocks] == [
        (BlockKind.PARAGRAPH, (), None, "Rain fell. It stopped."),
        (BlockKind.ITEM, ("Causes",), "France", "it said “no”."),
        (BlockKind.ITEM, ("Causes",), None, "Item two"),
        (BlockKind.ITEM, ("Causes",), "Spain", "It said yes."),
        (BlockKind.CAPTION, ("Causes", "Table"), None, "Falls"),
        (BlockKind.CELL, ("Causes", "Table"), None, "Day"),
        (BlockKind.CELL, ("Causes", "Table"), None, "5 May 2025"),
        (BlockKind.QUOTE, ("Causes", "Table"), None, "Quoted words."),
    ]
    assert [(marker.offset, marker.note, marker.locator) for marker in page.blocks[0].markers] == [
        (10, "cite_note-1", None),
        (22, "cite_note-2", "12"),
    ]


def test_notes_and_their_metadata() -> None:
    first, second, third = html.page(PAGE).notes
    (cited,) = first.cited
    assert (first.backlinks, cited.source.title, cited.source.url, cited.source.issued) == (
        2,
        "Rain falls",
        "https://example.org/rain",
        "2025-05-05",
    )
    assert (str(cited.source.author[0]), cited.source.container_title, cited.citation.retrieved) == (
        "Jane Doe",
        "CNN",
        "2025-05-06",
    )
    assert (second.raw, second.cited, third.backlinks) == ("See below.", (), 1)


def test_markers_in_what_is_left_out_count() -> None:
    assert [(anomaly.code, anomaly.detail) for anomaly in html.page(PAGE).anomalies] == [("uncited-note", "note 3")]


def test_parsoid() -> None:
    page, revision_id = html.rendered(PARSOID)
    assert (page.title, page.taken, revision_id) == ("Rain", "2025-05-07T10:00:00Z", "77")
    assert [(block.text, [marker.note for marker in block.markers]) for block in page.blocks] == [
        ("Rain fell.", ["cite_note-a-1"])
    ]
    assert [(note.raw, note.backlinks) for note in page.notes] == [("Doe, 2025.", 1)]
    assert page.anomalies == ()


def test_groups() -> None:
    text = '<p>Rain.<sup class="reference"><a href="#cite_note-x">[note 1]</a></sup></p><ol class="references"><li id="cite_note-x"><a href="#cite_ref-x">^</a> Wet.</li></ol>'
    (note,) = html.page(text).notes
    assert (note.group, note.explanatory) == ("note", True)


def test_a_redirect() -> None:
    page = html.page(
        '<div class="mw-parser-output"><div class="redirectMsg"><p>Redirect to:</p><a href="/wiki/B">B</a></div></div>'
    )
    assert [anomaly.code for anomaly in page.anomalies] == ["redirect"]


@pytest.mark.parametrize("text", ["", "  ", "<!-- only a comment -->"])
def test_what_is_no_document(text: str) -> None:
    with pytest.raises(InvalidDocumentError):
        html.page(text)


def test_nesting_is_bounded() -> None:
    page = html.page("<p>before</p>" + "<div>" * 10_000 + "deep" + "</div>" * 10_000)
    assert page.blocks[0].text == "before"
    assert "nested-too-deep" in [anomaly.code for anomaly in page.anomalies]


@pytest.mark.parametrize("before", ["", "<!-- <x a='-->", "<script>a<b c='</script>", "<? <x a='?>", "</x a='> <y b=\"' >"])
@pytest.mark.parametrize("apart", [" ", "/", "\n"])
def test_attributes_of_one_tag_are_bounded(before: str, apart: str) -> None:
    """A tag of very many attributes has the first of them, wherever it hides, and its text is read."""
    attributes = apart.join(f'a{n}="b > c"' for n in range(5_000))
    page = html.page(f"<p>One.</p>{before}<p class='x' {attributes}>Two.</p><p>Three.")
    assert [block.text for block in page.blocks] == ["One.", "Two.", "Three."]
    short = html.page("<p class='hatnote' " + attributes + ">Hidden.</p><p title='a > b'>Shown.</p>")
    assert [block.text for block in short.blocks] == ["Shown."]


def test_entities_and_dtds_declare_nothing() -> None:
    text = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "yy">]><p>a &x; &y; b</p>'
    assert "root:" not in str(html.page(text))


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<p>",
        "<a ",
        "<!--",
        "<![",
        "<b>",
        "<li>",
        "<table><tr><td>",
        '<sup class="reference">',
        "&amp;",
        "[1]",
        "<p class='",
        "<p a=",
        "<script>",
        "</p a='",
    ],
)
def test_hostile_markup_is_cheap(unit: str) -> None:
    text = "<p>a" + unit * (300_000 // len(unit))
    html.page(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<li>",
                "<dt>",
                "<dd>",
                "<h2>x</h2>",
                "a. ",
                MARK.format(1),
                "<b>",
                "</b>",
                ": ",
                "<ol class=references>",
                "<li id=cite_note-1>",
                "\u202e",
                "<td>",
                " ",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_markup_makes_a_page(text: str) -> None:
    page = html.page("<div>" + text)
    assert isinstance(page, Page)
    for block in page.blocks:
        assert all(0 <= marker.offset <= len(block.text) for marker in block.markers)


@pytest.mark.parametrize(
    ("name", "notes", "markers", "retrieved"),
    [("en_mozilla", 72, 76, 55), ("en_tsne", 12, 13, 2), ("en_wikipedia4", 80, 81, 64)],
)
def test_real_pages(name: str, notes: int, markers: int, retrieved: int) -> None:
    page = html.page(lzma.decompress(material(f"html/{name}.html.xz").read_bytes()).decode())
    assert len(page.notes) == notes
    assert sum(len(block.markers) for block in page.blocks) == markers
    assert sum(note.cited[0].citation.retrieved is not None for note in page.notes if note.cited) == retrieved
    assert page.anomalies == ()


def test_what_stands_in_a_note_is_its_own_text() -> None:
    """Markers in it are left out; only names of languages are languages; links and italics part title from site."""
    items = (
        f"Some say so.{MARK.format(2)}",
        '<cite class="citation report cs1"><i>Census</i> (Report). Board.<span class="Z3988" title="rft.btitle=Census"></span></cite>',
        '<a class="external text" href="https://b.example/2">Wages</a> <i>The Post</i>. Retrieved 6 May 2019.',
    )
    notes = "".join(
        f'<li id="cite_note-{number}"><span class="reference-text">{item}</span></li>'
        for number, item in enumerate(items, 1)
    )
    first, second, third = html.page(f'<p>A.</p><ol class="references">{notes}</ol>').notes
    assert first.raw == "Some say so."
    assert second.cited[0].source.language is None
    source = third.cited[0].source
    assert (source.title, source.container_title, source.url) == ("Wages", "The Post", "https://b.example/2")


def test_what_metadata_leaves_out_is_read_from_the_text() -> None:
    """When a page was read, and on which site it stands, is taken from what is shown where the metadata does not say it."""
    metadata = "ctx_ver=Z39.88-2004&amp;rft.genre=unknown&amp;rft.btitle=%E6%B8%AF&amp;rft.date=2025-05-01"
    page = html.page(
        '<p>港は開いた<sup class="reference"><a href="#cite_note-1">[1]</a></sup>。</p><ol class="references"><li id="cite_note-1">'
        '<span class="reference-text"><cite class="citation web">“<a class="external text" href="https://a.example/1">港</a>”. '
        f'北浜新聞 (2025年5月1日). 2025年5月2日閲覧。</cite><span class="Z3988" title="{metadata}"></span></span></li></ol>',
        language="ja",
    )
    ((cited,),) = (note.cited for note in page.notes)
    source = cited.source
    assert (source.title, source.container_title, str(source.issued), source.url) == (
        "港",
        "北浜新聞",
        "2025-05-01",
        "https://a.example/1",
    )
    assert str(cited.citation.retrieved) == "2025-05-02"


def test_a_reference_in_full_is_no_sentence() -> None:
    """A list of literature is made of sources."""
    assert not html.page('<ul><li><cite class="citation book cs1">Doe, J. <i>Rain</i>. Quay.</cite></li></ul>').blocks
