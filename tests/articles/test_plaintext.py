"""Plain text copies of articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factlog import articles
from factlog.articles import plaintext
from factlog.articles.labels import labelled
from factlog.articles.revision import Anomaly, BlockKind, Page

COPY = """和平会議
出典: フリー百科事典『ウィキペディア(Wikipedia)』 (2025/04/02 10:15 UTC 版)

会議は2日続いた[1][2]。合意はなかった[注 1]。
経緯
前日、代表団が着いた[1]:12。
反応

甲国: 首相は「残念だ。」と述べた[2]。
乙国: 外相は沈黙した[要出典]。
注釈
- ^ 議長は署名しなかった。
出典
- ^ a b c “Talks end” (英語). CNN (2025年4月1日). 2025年4月2日閲覧。
- ^ a b Doe, Jane (2025年4月2日). “No deal” (英語). The Times
- ^ “Unused” (英語). BBC. 2025年4月2日閲覧。
- 和平会議のページへのリンク
"""


def test_a_copy() -> None:
    page = plaintext.page(COPY)
    assert (page.title, page.language, page.taken) == ("和平会議", "ja", "2025-04-02T10:15Z")
    assert [(block.section, block.label, block.text) for block in labelled(page.blocks)] == [
        ((), None, "会議は2日続いた。合意はなかった。"),
        (("経緯",), None, "前日、代表団が着いた。"),
        (("反応",), "甲国", "首相は「残念だ。」と述べた。"),
        (("反応",), "乙国", "外相は沈黙した。"),
    ]
    assert [(note.group, note.explanatory, note.backlinks) for note in page.notes] == [
        ("注", True, 1),
        (None, False, 3),
        (None, False, 2),
        (None, False, 1),
    ]
    assert page.blocks[1].markers[0].locator == "12"


def test_anomalies_are_named() -> None:
    assert set(plaintext.page(COPY).anomalies) == {
        Anomaly("backlink-without-marker", "note 1: 3 backlinks, 2 markers"),
        Anomaly("missing-retrieval-date", "note 2"),
        Anomaly("uncited-note", "note 3"),
        Anomaly("site-footer", "和平会議のページへのリンク"),
    }


def anomalies(text: str) -> set[str]:
    return {anomaly.code for anomaly in plaintext.page(text).anomalies}


def test_markers_and_notes_that_do_not_match() -> None:
    assert "marker-without-note" in anomalies("A\n\nIt rained.[2]\n\nNotes\n^ Doe.")
    assert "no-notes" in anomalies("A\n\nIt rained.[1] It stopped.")
    assert "marker-without-backlink" in anomalies(
        "A\n\nIt rained.[1] It stopped.[1]\n\nReferences\n^ Doe, J. (2025). “Rain”. CNN."
    )
    assert "empty-note" in anomalies("A\n\nIt rained.[1]\n\nNotes\n^\n")
    assert "empty-note" in anomalies("A\n\nIt rained.[1]\n\nNotes\n- ^\n- ^ Doe.")
    assert "note-number" in anomalies("A\n\nIt rained.[1]\n\nReferences\n3. Doe, J. (2025). “Rain”. CNN.")


def test_an_extract_in_english() -> None:
    text = (
        "= Rain =\n\n- Date: 5 May 2025\n- Place: Nice\n\nRain fell. It stopped.\n\n"
        "== Causes ==\nClouds came.\n=== Deep causes ===\nSea."
    )
    page = plaintext.page(text)
    assert page.title == "Rain"
    assert [(block.kind, block.section, block.label, block.text) for block in labelled(page.blocks)] == [
        (BlockKind.ITEM, (), "Date", "5 May 2025"),
        (BlockKind.ITEM, (), "Place", "Nice"),
        (BlockKind.PARAGRAPH, (), None, "Rain fell. It stopped."),
        (BlockKind.PARAGRAPH, ("Causes",), None, "Clouds came."),
        (BlockKind.PARAGRAPH, ("Causes", "Deep causes"), None, "Sea."),
    ]


def test_an_english_copy() -> None:
    text = (
        "Rain\nFrom Wikipedia, the free encyclopedia\n\nRain fell.[1][a] It is wet.[2]\nCauses\n"
        "Clouds came.[1]\nNotes\n^ Not much.\n"
        'References\n1. ^ a b Doe, Jane (5 May 2025). "Rain". CNN. Retrieved 6 May 2025.\n'
        '2. ^ "Wet". BBC. Retrieved 6 May 2025.\n'
        "This page was last edited on 7 May 2025, at 10:00 (UTC).\n"
    )
    page = plaintext.page(text)
    assert page.taken == "2025-05-07T10:00Z"
    assert [len(block.markers) for block in page.blocks] == [3, 1]
    assert [(note.group, note.backlinks, bool(note.cited)) for note in page.notes] == [
        ("a", 1, False),
        (None, 2, True),
        (None, 1, True),
    ]
    assert {anomaly.code for anomaly in page.anomalies} == {"site-footer"}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Title\n\nThe verdict: it rains. It pours.\n\nNothing else happened here.", [None, None, None]),
        ("Title\n\nLatvia: It agreed.\n\nEstonia: It hoped.", ["Latvia", "Estonia"]),
        ("Title\n\nHe said: it rains.\n\nShe replied: it pours.", [None, None]),
        ("* [[Latvia]]: It agreed.<ref>A</ref>\n* '''Estonia''': It hoped.\n* Nobody came.", ["Latvia", "Estonia", None]),
        ("<ul><li>Latvia: It agreed.</li><li>Estonia: It hoped.</li></ul>", ["Latvia", "Estonia"]),
        ("会談\n\nラトビア：賛成した。\n\nエストニア：期待した。", ["ラトビア", "エストニア"]),
        ("会談\n\n首相はこう述べた：賛成する。\n\n外相はこう語った：反対する。", [None, None]),
    ],
)
def test_a_label_needs_company(text: str, labels: list[str | None]) -> None:
    """One alone is a colon in a sentence, and so is what follows a verb of telling; in every format."""
    assert [one.label for one in articles.read(text).sentences] == labels


def test_brackets_that_are_no_markers_stay() -> None:
    page = plaintext.page("Title\n\nHe wrote “it [the rain] fell in [2014] [...]” then.")
    assert page.blocks[0].text == "He wrote “it [the rain] fell in [2014] [...]” then."


def test_line_ends_of_any_kind_and_characters_that_hide() -> None:
    page = plaintext.page("雨\r\n\r\n雨が\u202e降\u200bった。\r風\u2028止んだ。")
    assert [block.text for block in page.blocks] == ["雨が降った。", "止んだ。"]
    assert page.anomalies == (Anomaly("control-characters", "U+200B, U+202E"),)


def test_nothing() -> None:
    assert plaintext.page("").blocks == ()
    assert plaintext.page("脚注\n").blocks == ()
    assert plaintext.page("雨\n\n脚注\n").notes == ()


_pieces = st.sampled_from(
    [
        "^",
        "- ^ a b ",
        "[1]",
        "[注 2]",
        "[a]",
        "\n",
        "脚注",
        "Notes",
        "出典",
        "雨。",
        "rain. ",
        "A: ",
        "=",
        "== x ==",
        "“t”",
        "- ",
        "1. ",
        "\u202e",
        "\u0301",
        "\ud800",
    ]
)


@given(st.lists(_pieces, max_size=40).map("".join))
def test_any_text_makes_a_page(text: str) -> None:
    page = plaintext.page(text)
    assert isinstance(page, Page)
    keys = [note.key for note in page.notes]
    assert len(keys) == len(set(keys))
    for block in page.blocks:
        assert block.text == " ".join(block.text.split())
        assert all(0 <= marker.offset <= len(block.text) and marker.note in keys for marker in block.markers)


def sentences_of(text: str) -> list[tuple[str, str]]:
    """The innermost heading and the text of each sentence."""
    revision = articles.read(text, format="plain")
    return [(one.section[-1] if one.section else "", one.text) for one in revision.sentences]


@pytest.mark.parametrize("heading", ["References", "Notes and references", "脚注", "อ้างอิง"])
def test_a_list_of_notes_that_has_lost_its_notes(heading: str) -> None:
    """The last line is text, but not where it is the heading of a list of notes in which nothing is left."""
    assert [one.text for one in articles.read(f"Rain\n\nIt rained.\n\n{heading}\n").sentences] == ["It rained."]
    assert [one.text for one in articles.read("Rain\n\nIt rained.\n\nNot for long\n").sentences][1:] == ["Not for long"]


def test_short_lines_in_a_row_are_a_list() -> None:
    """Under the first of them where a text does not follow, under none where one announced them."""
    text = (
        "Strike\n\nThe union had three demands:\nA minimum wage\nAn eight-hour day\nA canteen\n\nAftermath\nNobody won.\n\n"
        "See also\nLabour movement\nGeneral strike\n\nReferences\n^ Doe, J. (2025). “Rain”. CNN. Retrieved 2 May 2025."
    )
    assert sentences_of(text) == [
        ("", "The union had three demands:"),
        *(("", item) for item in ("A minimum wage", "An eight-hour day", "A canteen")),
        ("Aftermath", "Nobody won."),
        ("See also", "Labour movement"),
        ("See also", "General strike"),
    ]


def test_headings_of_headings_stay_headings() -> None:
    text = "Strike\n\nIt rained.\n\nReactions\n\nEurope\nLatvia\nLatvia waited.\nEstonia\nEstonia came."
    assert sentences_of(text) == [("", "It rained."), ("Latvia", "Latvia waited."), ("Estonia", "Estonia came.")]


def test_lines_above_the_lead_are_no_headings() -> None:
    text = "Strike\n\nDate\n3 May\nPlace\nEastport\nResult\nA draw\n\nThe strike was long.\n\nBackground\nWages fell."
    assert sentences_of(text)[-2:] == [("", "The strike was long."), ("Background", "Wages fell.")]


@pytest.mark.parametrize(
    "text",
    [
        "हड़ताल\n\nपहला वाक्य यहाँ है।\n\nदूसरा वाक्य यहाँ है।\n\nतीसरा वाक्य।",
        "罷工\n\n第一句在這裡。\n\n第二句在這裡。\n\n第三句。",
    ],
)
def test_a_short_sentence_is_no_heading_in_any_script(text: str) -> None:
    assert [heading for heading, _ in sentences_of(text)] == ["", "", ""]


def test_full_width_markers() -> None:
    revision = articles.read(
        "会談\n\n会談は続いた［１］［２］。終わった〔注 1〕。\n\n注釈\n^ 説明。\n脚注\n^ 甲。\n^ 乙。", format="plain"
    )
    assert [one.text for one in revision.sentences] == ["会談は続いた。", "終わった。"]
    assert [[revision.notes[place].raw for place in one.notes] for one in revision.sentences] == [
        ["甲。", "乙。"],
        ["説明。"],
    ]


def test_backlinks_in_numbers_and_russian_comments() -> None:
    text = "Порт\n\nПорт стоял[1]. Люди ждали[1][К 1].\n\nКомментарии\n↑ Не все.\nПримечания\n↑ 1 2 Стоун М. Доки."
    revision = articles.read(text, format="plain")
    assert [(note.group, note.raw, note.backlinks) for note in revision.notes] == [
        ("К", "Не все.", 1),
        (None, "Стоун М. Доки.", 2),
    ]
    assert not [one.code for one in revision.anomalies if "backlink" in one.code]


def test_lines_with_tabs_are_rows_of_a_table() -> None:
    """Each part is a cell; markers alone belong to the cell before; a tab after a list's sign makes no row."""
    rows = "Ports\n\nPort\tBoats\tSource\nEastport\t3,000\t[1]\n\n"
    text = f"{rows}•\tA boat.\n1.\tA ship.\n\nReferences\n^\tDoe, J. Boats. 2020."
    revision = articles.read(text, format="plain")
    assert [(one.kind.value, one.text, one.notes) for one in revision.sentences] == [
        *(("cell", cell, ()) for cell in ("Port", "Boats", "Source", "Eastport")),
        ("cell", "3,000", (0,)),
        ("item", "A boat.", ()),
        ("item", "A ship.", ()),
    ]
    assert revision.notes[0].raw == "Doe, J. Boats. 2020."


BARE = """Harbour festival
From Wikipedia, the free encyclopedia

The festival is held in May.[1] Thousands came in 2019.[2]
History[edit]
It began in 1950.[1]:12
{heading}
{sign}"Festival again". The Hour. 3 May 2019. Retrieved 2 January 2020.
{sign}"Mayor on the festival". Port TV. 4 May 2019. Retrieved 2 January 2020.
External links
Official site
"""


@pytest.mark.parametrize("sign", ["", "* ", "- "])
@pytest.mark.parametrize("heading", ["References", "脚注\n[脚注の使い方]", "Notes\n\nReferences[edit]"])
def test_a_list_of_notes_without_arrows_or_numbers(heading: str, sign: str) -> None:
    """Lines under a heading for notes are the notes, by position, where they are as many as the markers count."""
    page = plaintext.page(BARE.format(heading=heading, sign=sign))
    assert [(note.cited[0].source.title, note.backlinks) for note in page.notes] == [
        ("Festival again", 0),
        ("Mayor on the festival", 0),
    ]
    assert [block.text for block in page.blocks][:2] == [
        "The festival is held in May. Thousands came in 2019.",
        "It began in 1950.",
    ]
    assert [len(block.markers) for block in page.blocks][:2] == [2, 1]
    assert page.anomalies == ()


def test_lines_of_another_number_than_the_markers_are_text() -> None:
    """Lines under a heading for notes that may be notes or not are not taken for notes."""
    page = plaintext.page(BARE.format(heading="References", sign="").replace("2019.[2]", "2019.[3]"))
    assert page.notes == ()
    assert {anomaly.code for anomaly in page.anomalies} == {"no-notes", "marker-without-note"}


def test_a_text_without_a_title_has_none() -> None:
    """A text that begins with a sentence has no title, rather than an empty one."""
    assert plaintext.page("It rained. It stopped.").title is None
