"""What holds of the wikitext reader whatever it is given."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factlog.articles.memo import forget
from factlog.articles.revision import Page
from factlog.articles.wikitext import page
from factlog.articles.wikitext.blocks import LINES, Line
from factlog.articles.wikitext.blocks import read as read_line
from factlog.articles.wikitext.lines import loose_ends

FRAGMENTS = [
    *(
        "{{",
        "}}",
        "[[",
        "]]",
        "|",
        "=",
        "{|",
        "|}",
        "|-",
        "|+",
        "||",
        "!",
        "!!",
        "\n",
        "\n\n",
        " ",
        "''",
        "'''",
        "* ",
        "# ",
        ": ",
        "; ",
    ),
    *(
        "== ",
        " ==",
        "<ref>",
        "</ref>",
        "<ref name=a>",
        "<ref name=a/>",
        '<ref group="n" name="b">',
        "<references>",
        "</references>",
    ),
    *(
        "<!--",
        "-->",
        "<nowiki>",
        "</nowiki>",
        "<gallery>",
        "</gallery>",
        "<blockquote>",
        "</blockquote>",
        "<br>",
        "<b>",
        "</b>",
    ),
    *(
        "{{efn|",
        "{{sfn|Doe|2004}}",
        "{{r|a}}",
        "{{rp|5}}",
        "{{quote|",
        "{{lang|ru|",
        "{{cite book|title=T|year=2004|last=Doe}}",
    ),
    *(
        "{{reflist|refs=",
        "{{note|a}}",
        "{{ref|a}}",
        "{{flagicon|X}}",
        "[[File:A.jpg|thumb|",
        "[[Category:X]]",
        "[[ja:X]]",
        "[http://a b]",
    ),
    *(
        "-{",
        "}-",
        "&amp;",
        "&#x200b;",
        "&#xE000;",
        "http://a.b/c",
        "__TOC__",
        "a",
        "b.",
        "戦争。",
        "「引用」",
        "\u200b",
        "\u202e",
        "e\u0301",
    ),
    *(
        "\ue000\ue800\ue801",
        "\ufdd3",
        "\r\n",
        "\x00",
        "\ud800",
        "\U000e0041",
        "\u0301" * 40,
        "#REDIRECT [[X]]",
        "<ref follow=a>",
        "==",
    ),
]

soup = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)

words = st.text("abc 戦争。.", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
closed = st.recursive(
    words,
    lambda inner: st.one_of(
        st.builds("[[{}]]".format, words),
        st.builds("[[x|{}]]".format, words),
        st.builds("{{{{lang|ru|{}}}}}".format, inner),
        st.builds("{{{{infobox|a={}|b={}}}}}".format, inner, inner),
        st.builds("'''{}'''".format, words),
        st.builds("<small>{}</small>".format, inner),
        st.builds("x<ref>{}</ref>".format, words),
        st.builds("{{{{efn|{}}}}}".format, inner),
        st.builds("[http://example.org/a {}]".format, words),
        st.builds("<!-- {} -->".format, words),
        st.builds("{}{}".format, inner, inner),
    ),
    max_leaves=12,
)
MARKUP = re.compile(r"\{\{|\}\}|\[\[|\]\]|''|</?(?:ref|small)|<!--|-->|\[http")


def check(read: Page) -> None:
    """What holds of every page."""
    keys = {note.key for note in read.notes}
    assert len(keys) == len(read.notes)
    for block in read.blocks:
        assert block.text
        assert unicodedata.is_normalized("NFC", block.text)
        assert block.text == " ".join(block.text.split())
        assert not re.search("[\u200b-\u200f\u202a-\u202e\ue000-\uf8ff\ufdd0-\ufdef\x00\ud800]", block.text)
        assert [marker.offset for marker in block.markers] == sorted(marker.offset for marker in block.markers)
        assert all(0 <= marker.offset <= len(block.text) for marker in block.markers)
        assert {marker.note for marker in block.markers} <= keys
    counted = [sum(marker.note == note.key for block in read.blocks for marker in block.markers) for note in read.notes]
    assert all(count <= note.backlinks for count, note in zip(counted, read.notes, strict=True))


@given(soup)
def test_anything_makes_a_page(text: str) -> None:
    check(page(text))


@given(soup)
def test_what_is_remembered_changes_nothing(text: str) -> None:
    warm = page(text)
    forget()
    assert page(text) == warm


@given(closed)
def test_no_markup_of_what_is_closed_is_left(text: str) -> None:
    read = page(text)
    check(read)
    assert not [block.text for block in read.blocks if MARKUP.search(block.text)]
    assert not [anomaly for anomaly in read.anomalies if anomaly.code.startswith("unclosed")]


@given(closed, closed)
def test_paragraphs_do_not_see_each_other(first: str, second: str) -> None:
    both = [block.text for block in page(f"{first}\n\n{second}").blocks]
    assert both == [block.text for part in (first, second) for block in page(part).blocks]


ALONE = [
    *("[", "]", "{", "<", "&amp;", "&nbsp;", "&#91;", "&#8203;", "\t", "\u3000", "\u00a0", "\ue000\ue800\ue800", "\ue003"),
    *("[[de:a]]", "[[a:b|c]]", "[[:a:b]]", "[[a|b]]", "[[File:a.jpg|thumb|b]]", "[http://a.example b]", "-{a}-", "__TOC__"),
    *(
        "{{a}}",
        "{{nbsp}}",
        "{{lang|ru|x}}",
        "{{'}}",
        "{{(}}",
        "{{!}}",
        "{{flag|a}}",
        "{{note|a}}",
        "{{efn|x}}",
        "{{Template:R|a}}",
    ),
    *("<ref>a</ref>", "<ref name=b>{{cite web|title=x}}</ref>", "<ref follow=a>z</ref>", "<ref/>", "<ref name=q />"),
    *("a", "A. ", "é", "e\u0301", "漢。", ":", "：", "(", ")", "  ", "'", "''", "'''", "*", "#", "=", "|", "!"),
]
"""What stands on lines of its own, and what a line looks different for."""


def told(line: Line) -> tuple[object, ...]:
    """What a line brings to its page, by value."""
    pieces = [(each.shape, each.text, each.marks, each.label, each.depth) for each in line.pieces]
    by_value = [(each[:2], [(mark.offset, mark.use.source, mark.locator) for mark in each[2]], each[3:]) for each in pieces]
    used = [[(use.key, use.source) for use in uses] for uses in (line.uses, line.definitions)]
    return by_value, used, [each.parameters for each in line.cites], line.problems, line.has_notes, line.loose


@given(st.lists(st.lists(st.sampled_from(ALONE), max_size=6).map("".join), max_size=6, unique=True))
def test_lines_that_are_looked_at_together_say_what_each_says_when_looked_at_closely(raws: list[str]) -> None:
    forget()
    for line in LINES.many(raws):
        if line.is_read:
            close = Line(line.raw, loose_ends(line.raw))
            read_line(close)
            assert told(line) == told(close)


HOSTILE = {
    "templates opened": "{{" * 250_000,
    "templates opened on lines": "{{a|\n" * 100_000,
    "templates nested": "{{a|" * 10_000 + "x" + "}}" * 10_000,
    "text templates nested": "{{lang|en|" * 10_000 + "x" + "}}" * 10_000,
    "links nested": "[[" * 10_000 + "x" + "]]" * 10_000,
    "links and templates crossed": "{{[[" * 50_000 + "}}" * 50_000 + "]]" * 50_000,
    "references opened": "<ref>" * 100_000,
    "references nested": "<ref>" * 10_000 + "x" + "</ref>" * 10_000,
    "references in templates": "{{a|<ref>b</ref>" * 20_000 + "}}" * 20_000,
    "notes nested": "{{efn|" * 10_000 + "}}" * 10_000,
    "comments opened": "<!--" * 125_000,
    "raw text opened": "<nowiki>" * 60_000,
    "tables opened": "{|\n" * 10_000,
    "tables nested": "{|\n|\n" * 10_000 + "|}\n" * 10_000,
    "one name defined again and again": "".join(f"<ref name=a>{n}</ref>" for n in range(20_000)),
    "one line": "One sentence. " * 35_000,
    "combining marks": "e" + "\u0301\u0323" * 250_000,
    "a long number of a character": "&#" + "9" * 500_000 + ";",
    "apostrophes": "'" * 500_000,
    "brackets": "[http://a " * 50_000,
    "equals signs": "=" * 500_000,
    "parameters": "{{a" + "|b=c" * 120_000 + "}}",
    "names": "{{r" + "|a" * 250_000 + "}}",
    "attributes": '<ref name="' * 45_000,
    "references that are closed": "".join(f"<ref>{n}</ref>" for n in range(35_000)),
    "references with brackets": "<ref>" + "[a]" * 160_000,
    "templates that are closed": "{{a}}" * 100_000,
    "links that are closed": "[[a:b]]" * 70_000,
    "lines that differ": "".join(f"{n:x}\n" for n in range(90_000)),
    "full stops": ". " * 250_000,
    "quotation marks": ' "a' * 150_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_half_a_megabyte_of_anything_takes_less_than_two_seconds(text: str) -> None:
    forget()
    check(page(text))
    forget()
