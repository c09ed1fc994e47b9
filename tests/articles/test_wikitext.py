"""What the wikitext reader makes of what authors write: text, sections, items, tables, pictures, quotations, labels."""

from __future__ import annotations

import pytest

from factlog.articles.revision import Block, BlockKind, Page
from factlog.articles.wikitext import page


def texts(wikitext: str) -> list[str]:
    return [block.text for block in page(wikitext).blocks]


def only(wikitext: str) -> Block:
    (block,) = page(wikitext).blocks
    return block


def codes(read: Page) -> list[str]:
    return [anomaly.code for anomaly in read.anomalies]


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("The [[river]] and the [[sea|ocean]].", "The river and the ocean."),
        ("Two [[boat]]s, [[Port (city)|]] too.", "Two boats, Port too."),
        ("See [[:Category:Rivers]] or [[:fr:Fleuve]].", "See Category:Rivers or fr:Fleuve."),
        ("A [[2001: An Odyssey]] and [[w:Delta|delta]].", "A 2001: An Odyssey and delta."),
        ("Read [https://example.org/a the report] now.", "Read the report now."),
        ("Read [[https://example.org/a the report]] now.", "Read the report now."),
        ("A bare https://example.org/a?b=c stays.", "A bare https://example.org/a?b=c stays."),
        ("'''Bold''', ''italic'', '''''both'''''.", "Bold, italic, both."),
        ("One<br>two<br />three", "One two three"),
        ("Five km<sup>2</sup> and <small>small</small> <span style='x'>words</span>.", "Five km2 and small words."),
        ("A &amp; B&nbsp;C &lt;b&gt; &#91;x&#93; &unknown; &", "A & B C <b> [x] &unknown; &"),
        ("Not <nowiki>[[a|link]] or ''mark''</nowiki>.", "Not [[a|link]] or ''mark''."),
        ("Where <math>x_{1} < 2</math> holds.", "Where x_{1} < 2 holds."),
        ("A <!-- hidden -->line.", "A line."),
        ("One line\n<!-- hidden -->\nand its end.", "One line and its end."),
        ("__NOTOC__A line.__目次__", "A line."),
        ("a < b and b > c", "a < b and b > c"),
        ("Tabs\tand  blanks\u3000fold.", "Tabs and blanks fold."),
        ("Cafe\u0301", "Café"),
        ("-{zh-hans:计算机;zh-hant:電腦}-是機器。", "计算机是機器。"),
    ],
)
def test_text_is_what_a_reader_sees(wikitext: str, text: str) -> None:
    assert texts(wikitext) == [text]


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("ロシア（{{lang|ru|Россия}}、{{lang-en|Russia}}）", "ロシア（Россия、Russia）"),
        ("{{仮リンク|橋|en|Bridge}}を渡る。", "橋を渡る。"),
        ("{{仮リンク|橋 (川)|en|Bridge|label=橋}}を渡る。", "橋を渡る。"),
        ("{{nihongo|Bridge|橋|hashi}} is a word.", "Bridge (橋, hashi) is a word."),
        ("{{読み仮名|橋|はし}}", "橋(はし)"),
        ("It is {{convert|5|km|mi}} or {{convert|2|to|3|m}} long.", "It is 5 km or 2 to 3 m long."),
        ("On {{start date|2025|2|18}}, {{dts|18|2|2025}}.", "On 2025-02-18, 2025-02-18."),
        ("A{{nbsp}}B {{ndash}} C{{snd}}D", "A B – C – D"),
        ("{{nowrap|a {{small|b [[c|d]]}}}} e", "a b d e"),
        ("An {{abbr|EU|European Union}} plan{{citation needed|date=May 2025}}.", "An EU plan."),
        ("A plan {{citation needed}}.", "A plan."),
        ("A plan {{unknown|x}} works.", "A plan works."),
        ("{{formatnum:12345}} people", "12345 people"),
        ("橋（{{unknown|x}}、{{Unknown2}}）は (see {{x}}) 長い ({{x}}).", "橋は (see) 長い."),
        ("{{UKR}}と{{Yes}}、{{nom|候補}}", "UKRとYes、候補"),
        ("{{main|Other}}", None),
        ("{{#if: x | y }}", None),
        ("{{Infobox place\n| name = A\n| motto = [[B|b]]\n}}\nText.", "Text."),
        ("{{{parameter|}}}Text.", "Text."),
    ],
)
def test_templates_give_the_argument_that_is_text_and_nothing_else(wikitext: str, text: str | None) -> None:
    assert texts(wikitext) == ([] if text is None else [text])


def test_headings_give_each_block_its_path() -> None:
    read = page("Top.\n== A ==\nOne.\n=== B [[c|C]] ===\nTwo.\n==== D ====\nThree.\n== E ==\nFour.")
    assert [block.section for block in read.blocks] == [(), ("A",), ("A", "B C"), ("A", "B C", "D"), ("E",)]


def test_lines_of_a_paragraph_are_one_block_and_a_blank_line_ends_it() -> None:
    assert texts("One.\nTwo.\n\nThree.\n* Item one\nmore\n* Item two") == [
        "One. Two.",
        "Three.",
        "Item one",
        "more",
        "Item two",
    ]


def test_the_same_line_gives_the_same_block_from_one_revision_to_the_next() -> None:
    old, new = (
        page("== A ==\nOne.\n\nTwo.<ref>x</ref>\n\n'''Three'''."),
        page("== A ==\nOne.\n\nTwo.<ref>x</ref>\n\n'''Four'''."),
    )
    assert old.blocks[0] is new.blocks[0]
    assert old.blocks[1] is new.blocks[1]
    assert old.blocks[2] != new.blocks[2]


def test_list_items_are_items_at_any_depth() -> None:
    read = page("* a\n** b\n*# c\n: d\n#: e")
    assert {block.kind for block in read.blocks} == {BlockKind.ITEM}
    assert [block.text for block in read.blocks] == ["a", "b", "c", "d", "e"]


def test_tables_give_cells_and_captions_without_attributes() -> None:
    read = page(
        '{| class="x"\n|+ style="y" | The table\n! scope="col" | Year !! Where\n|-\n| style="z" | 2024 || [[Kyiv|Kiev]]\n'
        "|-\n| 2025\nand after\n| \n* one\n* two\n|}\nAfter."
    )
    assert [(block.kind, block.text) for block in read.blocks] == [
        (BlockKind.CAPTION, "The table"),
        (BlockKind.CELL, "Year"),
        (BlockKind.CELL, "Where"),
        (BlockKind.CELL, "2024"),
        (BlockKind.CELL, "Kiev"),
        (BlockKind.CELL, "2025 and after"),
        (BlockKind.ITEM, "one"),
        (BlockKind.ITEM, "two"),
        (BlockKind.PARAGRAPH, "After."),
    ]


def test_a_table_in_a_table_belongs_to_its_cell() -> None:
    assert texts("{|\n| a\n{|\n| b\n|}\n| c\n|}\nd") == ["a", "b", "c", "d"]


def test_pictures_give_their_captions_and_icons_nothing() -> None:
    read = page(
        "[[File:A.jpg|thumb|200px|right|A [[bridge|long bridge]].<ref>Doe.</ref>]]A [[Image:F.svg|20px|Flag]] text.\n\n"
        "[[ファイル:B.jpg|サムネイル|説明]]\n[[Category:X]]\n[[ja:橋]]\n\n<gallery>\nFile:C.jpg|Caption ''c''\n</gallery>"
    )
    assert [(block.kind, block.text) for block in read.blocks] == [
        (BlockKind.CAPTION, "A long bridge."),
        (BlockKind.PARAGRAPH, "A text."),
        (BlockKind.CAPTION, "説明"),
        (BlockKind.CAPTION, "Caption c"),
    ]
    assert read.blocks[0].markers[0].offset == len("A long bridge.")


@pytest.mark.parametrize(
    "wikitext",
    [
        *(f"[[File:A.jpg|thumb|One{sign}two.]]" for sign in ("\n", "<br>", "<li>")),
        *(f"<gallery>\nA.jpg|One{sign}two.\n</gallery>" for sign in ("<br>", "<li>", "{{<li>")),
    ],
)
def test_a_caption_is_one_text(wikitext: str) -> None:
    """What would begin a line elsewhere parts the words of a caption, of a picture or in a gallery."""
    (caption,) = page(wikitext).blocks
    assert (caption.kind, caption.text) == (BlockKind.CAPTION, "One two.")


@pytest.mark.parametrize(
    "wikitext",
    [
        "Before.\n<blockquote>Words.</blockquote>\nAfter.",
        "Before.\n\n<blockquote>\nWords.\n</blockquote>\n\nAfter.",
        "Before.\n{{quote|Words.|A speaker|2025}}\nAfter.",
        "Before.\n{{Quote box\n| quote = Words.\n| source = Somebody\n}}\nAfter.",
        "Before.\n{{Cquote|text=Words.}}\nAfter.",
    ],
)
def test_block_quotes_are_quotes(wikitext: str) -> None:
    read = page(wikitext)
    assert [(block.kind, block.text) for block in read.blocks] == [
        (BlockKind.PARAGRAPH, "Before."),
        (BlockKind.QUOTE, "Words."),
        (BlockKind.PARAGRAPH, "After."),
    ]


def test_a_quotations_source_gives_its_notes_to_the_quotation() -> None:
    block = only("{{quote|Words.|Somebody<ref>Doe.</ref>}}")
    assert [marker.offset for marker in block.markers] == [len("Words.")]


@pytest.mark.parametrize(
    "wikitext",
    [
        "* '''ウクライナ''': 参加しない。",
        "* '''ウクライナ：''' 参加しない。",
        "'''[[ウクライナ]]'''：参加しない。",
        "* {{flagicon|UKR}} ウクライナ: 参加しない。",
        "* {{flag|ウクライナ}}: 参加しない。",
        "; ウクライナ : 参加しない。",
        "; ウクライナ\n: 参加しない。",
        ";'''ウクライナ'''：\n:参加しない。",
    ],
)
def test_labels_are_labels_and_not_text(wikitext: str) -> None:
    block = only(wikitext)
    assert (block.label, block.text) == ("ウクライナ", "参加しない。")


def test_bold_without_a_colon_and_a_term_alone_are_text() -> None:
    read = page("'''Kyiv''' is a city.\n\n; A term\n\n{{UKR}} won.")
    assert [(block.label, block.text) for block in read.blocks] == [
        (None, "Kyiv is a city."),
        (None, "A term"),
        (None, "UKR won."),
    ]


def test_each_definition_under_a_term_has_its_label() -> None:
    assert [(block.label, block.text) for block in page("; A\n: one\n: two\n\n: three").blocks] == [
        ("A", "one"),
        ("A", "two"),
        (None, "three"),
    ]


@pytest.mark.parametrize(
    "wikitext", ["#REDIRECT [[Bridge]]", "#redirect: [[Bridge#Long|x]]", "#転送 [[Bridge]]", " \n#REDIRECT[[Bridge]]"]
)
def test_a_redirect_has_no_blocks_and_says_so(wikitext: str) -> None:
    read = page(wikitext, title="T", language="en")
    assert read.blocks == ()
    assert codes(read) == ["redirect"]
    assert read.anomalies[0].detail.startswith("Bridge")


def test_invisible_characters_are_removed_and_reported_once() -> None:
    read = page("A\u200bb \u202ec\u202c.\n\nD\ufeff &#x200b;e\U000e0041.\n\nPlain.")
    assert [block.text for block in read.blocks] == ["Ab c.", "D e.", "Plain."]
    assert codes(read) == ["control-characters"]
    assert "U+202E" in read.anomalies[0].detail


def test_signs_of_the_reader_itself_cannot_be_smuggled_in() -> None:
    read = page("A\ue000\ue800\ue800 b&#xE000;&#xE800;&#xE800; c\ufdd0.<ref>x</ref>")
    assert not set(read.blocks[0].text) & {chr(code) for code in range(0xE000, 0xF900)}
    assert len(read.notes) == 1


def test_a_pile_of_combining_marks_is_cut() -> None:
    read = page("e" + "\u0301\u0323" * 500 + " and e" + "&#x301;" * 500)
    assert all(len(word) <= 17 for word in read.blocks[0].text.split())
    assert codes(read) == ["combining-marks"]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system_are_line_ends(ends: str) -> None:
    assert texts(ends.join(["One.", "", "* Two", "* Three"])) == ["One.", "Two", "Three"]


@pytest.mark.parametrize("wikitext", ["", "\n\n", "   ", "<!-- only -->", "{{nothing}}", "<ref></ref>"])
def test_a_page_without_text_has_no_blocks(wikitext: str) -> None:
    assert page(wikitext).blocks == ()


def test_title_and_language_are_handed_on() -> None:
    read = page("x", title="T", language="ja")
    assert (read.title, read.language) == ("T", "ja")


@pytest.mark.parametrize("reference", ["<ref>x</ref>", "<ref>[http://x y] {{a|b}} [[c|d]]</ref>", '<ref name="a" />'])
def test_what_opens_beside_a_closed_reference_may_end_on_a_later_line(reference: str) -> None:
    """A reference that is closed on its line hides neither the link that goes on around it nor the one that ended before."""
    assert texts(f"See [[Kyiv|the{reference}\ncapital]] now.") == ["See the capital now."]
    assert texts(f"Old ]] and{reference} [[Kyiv|the\n\ncity]].")[0].startswith("Old ]] and")


def test_a_line_that_is_one_link_shows_only_what_is_text() -> None:
    """Categories and other languages on a line of their own give nothing, a link to them what a reader sees."""
    assert texts("[[Category:War|*]]\n[[de:Kiew]] \n\n[[:Category:War]]\n\n[[Kyiv]]") == ["Category:War", "Kyiv"]
