"""What the wikitext reader makes of references: where they are marked, what they say, which sources they name."""

from __future__ import annotations

import pytest

from factlog.articles.revision import Block, Note, Page
from factlog.articles.wikitext import page

DOE = "{{cite book |last=Doe |first=Jane |title=Rivers |publisher=Ford |year=2004}}"
ROE = "{{cite book |last1=Doe |first1=Jane |last2=Roe |first2=Ann |title=Seas |publisher=Ford |date=5 May 2005}}"


def codes(read: Page) -> list[str]:
    return [anomaly.code for anomaly in read.anomalies]


def marked(block: Block) -> list[tuple[str, str]]:
    """Each marker's note, with the text before it."""
    return [(block.text[: marker.offset].split()[-1] if marker.offset else "", marker.note) for marker in block.markers]


def titles(note: Note) -> list[str | None]:
    return [cited.source.title for cited in note.cited]


def test_markers_stand_where_the_references_stood() -> None:
    (block,) = page("One.<ref>a</ref> Two<ref name=b>b</ref><ref name='b' />, three. <ref>c</ref> Four.").blocks
    assert block.text == "One. Two, three. Four."
    places = [marker.offset for marker in block.markers]
    assert places == [4, 8, 8, 16]


@pytest.mark.parametrize("written", ['name="a b"', "name='a b'", 'name = "a  b"', 'NAME="a b"'])
def test_names_are_read_in_any_quotes(written: str) -> None:
    read = page(f'One.<ref {written}>Doe.</ref> Two.<ref name="a b"/>')
    assert [(note.key, note.raw, note.backlinks) for note in read.notes] == [(":a b", "Doe.", 2)]
    assert read.anomalies == ()


def test_tags_are_read_in_any_case() -> None:
    assert [note.raw for note in page("One.<REF>Doe.</Ref >").notes] == ["Doe."]


def test_notes_come_in_the_order_of_their_first_markers() -> None:
    read = page(
        "A<ref name=z/> B<ref>y</ref> C<ref name=z>x</ref> D<ref name=w/>\n<references><ref name=w>v</ref></references>"
    )
    assert [note.raw for note in read.notes] == ["x", "y", "v"]
    assert [note.backlinks for note in read.notes] == [2, 1, 1]


def test_a_group_sets_explanations_apart() -> None:
    read = page('A<ref group="注">Because.</ref> B<ref>Doe.</ref> C<ref group="注" name=x>Also.</ref>{{r|x|group=注}}')
    assert [(note.group, note.explanatory, note.raw, note.backlinks) for note in read.notes] == [
        ("注", True, "Because.", 1),
        (None, False, "Doe.", 1),
        ("注", True, "Also.", 2),
    ]
    assert all(note.cited == () for note in read.notes if note.explanatory)


def test_one_name_in_two_groups_is_two_notes() -> None:
    read = page('A<ref name=x>one</ref> B<ref name=x group="注">two</ref>')
    assert [note.raw for note in read.notes] == ["one", "two"]


@pytest.mark.parametrize(
    "listed",
    [
        "<references>\n<ref name=a>Doe.</ref>\n<ref name=b>Roe.</ref>\n</references>",
        "{{reflist|30em|refs=\n<ref name=a>Doe.</ref>\n<ref name=b>Roe.</ref>\n}}",
        "{{脚注リスト|refs=<ref name=a>Doe.</ref><ref name=b>Roe.</ref>}}",
    ],
)
def test_references_may_be_defined_in_a_list(listed: str) -> None:
    read = page(f"One.<ref name=b /> Two.<ref name=a />\n== Notes ==\n{listed}")
    assert [(note.raw, note.backlinks) for note in read.notes] == [("Roe.", 1), ("Doe.", 1)]
    assert [block.text for block in read.blocks] == ["One. Two."]
    assert read.anomalies == ()


def test_a_list_may_have_a_group() -> None:
    read = page('One.<ref name=a group="注"/>\n<references group="注"><ref name=a>Because.</ref></references>')
    assert [(note.group, note.raw, note.backlinks) for note in read.notes] == [("注", "Because.", 1)]


def test_a_listed_note_that_nothing_cites_is_reported_and_comes_last() -> None:
    read = page("<references><ref name=a>Doe.</ref><ref name=b>Roe.</ref></references>\nOne.<ref name=b />")
    assert [(note.raw, note.backlinks) for note in read.notes] == [("Roe.", 1), ("Doe.", 0)]
    assert [(a.code, a.detail) for a in read.anomalies] == [("uncited-note", "a")]


def test_a_name_that_nobody_defines_is_reported() -> None:
    read = page("One.<ref name=a />")
    assert [(a.code, a.detail) for a in read.anomalies] == [("unknown-ref-name", "a")]
    assert [(note.raw, note.backlinks) for note in read.notes] == [("", 1)]


def test_a_name_defined_twice_is_reported_unless_both_say_the_same() -> None:
    assert codes(page("A<ref name=a>x</ref> B<ref name=a>x</ref>")) == []
    read = page("A<ref name=a>x</ref> B<ref name=a>y</ref>")
    assert [(a.code, a.detail) for a in read.anomalies] == [("duplicate-ref-name", "a")]
    assert [note.raw for note in read.notes] == ["x"]


def test_the_same_words_without_a_name_are_notes_of_their_own() -> None:
    read = page("One.<ref>p. 5</ref> Two.<ref>p. 5</ref>\n\nOne.<ref>p. 5</ref>")
    assert [(note.raw, note.backlinks) for note in read.notes] == [("p. 5", 1)] * 3
    assert [marker.note for block in read.blocks for marker in block.markers] == [note.key for note in read.notes]


def test_follow_goes_on_with_a_note() -> None:
    read = page("A<ref name=a>One</ref>, B<ref follow=a>and two.</ref>")
    assert [(note.raw, note.backlinks) for note in read.notes] == [("One and two.", 1)]
    assert codes(page("B<ref follow=zzz>and two.</ref>")) == ["unknown-ref-name"]


def test_extends_gives_details_of_a_note() -> None:
    read = page(f"A<ref name=a>{DOE}</ref>, B<ref extends=a>p. 5</ref>, C<ref name=a details='p. 6' />")
    assert [titles(note) for note in read.notes] == [["Rivers"], ["Rivers"]]
    assert read.notes[1].cited[0].citation.locator == "p. 5"
    assert [marker.locator for marker in read.blocks[0].markers] == [None, None, "p. 6"]


def test_references_in_infoboxes_tables_and_captions_count() -> None:
    read = page(
        "{{Infobox|name=A<ref name=i>Info.</ref>|b={{small|c<ref>Deep.</ref>}}}}\n"
        "{|\n| cell<ref>Cell.</ref>\n| 5 || <ref name=i />\n|}\n"
        "[[File:A.jpg|thumb|A bridge<ref>Caption.</ref>]]\n== Head<ref>Head.</ref> ==\n"
    )
    assert [(note.raw, note.backlinks) for note in read.notes] == [
        ("Info.", 2), ("Deep.", 1), ("Cell.", 1), ("Caption.", 1), ("Head.", 1)
    ]  # fmt: skip
    assert [(block.text, marked(block)) for block in read.blocks] == [
        ("cell", [("cell", read.notes[2].key)]),
        ("5", [("5", ":i")]),
        ("A bridge", [("bridge", read.notes[3].key)]),
    ]


def test_r_names_notes_and_rp_gives_pages() -> None:
    read = page(
        "One.<ref name=a>Doe.</ref>{{rp|5–6}} Two.{{r|a|p=7}} Three.{{r|a|b}}\n"
        "<references><ref name=b>Roe.</ref></references>"
    )
    assert [(marker.note, marker.locator) for marker in read.blocks[0].markers] == [
        (":a", "5–6"), (":a", "7"), (":a", None), (":b", None)
    ]  # fmt: skip
    assert [(note.raw, note.backlinks) for note in read.notes] == [("Doe.", 3), ("Roe.", 1)]


@pytest.mark.parametrize(
    "wikitext",
    [
        "{{efn|Because ''so''.}}",
        "{{efn|1=Because ''so''.}}",
        "{{refn|group=nb|Because ''so''.}}",
        "{{注釈|Because ''so''.}}",
        "{{#tag:ref|Because ''so''.|group=注}}",
        "<ref group=\"lower-alpha\">Because ''so''.</ref>",
    ],
)
def test_explanatory_notes_are_no_sources(wikitext: str) -> None:
    read = page(f"One.{wikitext} Two.")
    (note,) = read.notes
    assert (note.explanatory, note.raw, note.cited) == (True, "Because ''so''.", ())
    assert [marker.offset for marker in read.blocks[0].markers] == [4]


def test_references_within_explanatory_notes_are_notes_too() -> None:
    read = page("One.{{efn|name=x|Because.<ref name=a>Doe, p. 5.</ref>}} Two.{{efn|name=x}} Three.<ref name=a />")
    assert [(note.raw, note.backlinks, note.explanatory) for note in read.notes] == [
        ("Because.<ref name=a>Doe, p. 5.</ref>", 2, True),
        ("Doe, p. 5.", 2, False),
    ]


def test_a_citation_within_an_explanatory_note_is_a_source() -> None:
    (note,) = page(f"One.{{{{efn|As in {DOE}.}}}}").notes
    assert (note.explanatory, titles(note)) == (True, ["Rivers"])


@pytest.mark.parametrize(
    "short", ["{{sfn|Doe|2004|p=5}}", "{{Sfnp|Doe|2004|p=5}}", "{{harv|Doe|2004|p=5}}", "<ref>{{harvnb|Doe|2004|p=5}}</ref>"]
)
@pytest.mark.parametrize("full", [f"* {DOE}", f"Two.<ref>{DOE}</ref>", f"<references><ref name=z>{DOE}</ref></references>"])
def test_short_references_name_the_source_of_the_full_one(short: str, full: str) -> None:
    read = page(f"One.{short}\n\n{full}")
    note = read.notes[0]
    assert titles(note) == ["Rivers"]
    assert note.cited[0].citation.locator == "5"
    assert [marker.note for marker in read.blocks[0].markers] == [note.key]
    assert "unknown-short-reference" not in codes(read)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("{{sfn|Doe|Roe|2005}}", ROE),
        ("{{sfn|X|ref=Custom}}", DOE.replace("|year", "|ref=Custom |year")),
        ("{{sfn|Harbour Board|1999}}", DOE.replace("|year", "|ref={{sfnref|Harbour Board|1999}} |year")),
        ("{{sfn|山田|2004}}", "{{cite book |author=山田太郎 |title=川 |publisher=海 |year=2004}}"),
        ("{{sfnm|1a1=Doe|1y=2004|1p=3|2a1=Doe|2a2=Roe|2y=2005}}", f"{DOE} {ROE}"),
    ],
)
def test_short_references_are_matched_by_authors_and_year_or_by_id(short: str, full: str) -> None:
    read = page(f"One.{short}\n* {full}")
    assert read.notes[0].cited != ()
    assert codes(read) == []


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ("", ["Boats"]),
        ("{{cite book |last=Lee |title=Quays |year=2004}}", ["Boats"]),
        ("{{cite book |last=Doe-Lee |title=Nets |year=2003}}", ["Boats"]),
        ("{{cite book |last=Doe-Lee |title=Nets |publisher=Sea |year=2004}}", []),
        ("{{cite book |last=Doe-Ray |title=Boats |publisher=Sea |year=2004}}", ["Boats"]),
    ],
)
def test_a_part_of_a_name_is_enough_where_only_one_source_of_the_year_has_it(others: str, expected: list[str]) -> None:
    """A short reference by a part of the author's name finds the source of its year whose author has it, if there is one."""
    read = page(
        f"One.{{{{sfn|Doe|2004}}}}\n* {{{{cite book |last=Roe-Doe |title=Boats |publisher=Sea |year=2004}}}}\n* {others}"
    )
    assert titles(read.notes[0]) == expected


def test_the_same_short_reference_is_one_note_and_another_page_another() -> None:
    read = page(f"A{{{{sfn|Doe|2004|p=5}}}} B{{{{sfn|Doe|2004|p=5}}}} C{{{{sfn|Doe|2004|p=6}}}}\n* {DOE}")
    assert [(note.backlinks, note.cited[0].citation.locator) for note in read.notes] == [(2, "5"), (1, "6")]


def test_a_short_reference_to_nothing_is_reported() -> None:
    read = page("A{{sfn|Doe|2004}}")
    assert [(a.code, a.detail) for a in read.anomalies] == [("unknown-short-reference", "Doe 2004")]


def test_old_references_by_template_are_references() -> None:
    read = page("One.{{ref|a}}\n== Notes ==\n# {{note|a}} Doe, Rivers.\n")
    assert [(note.raw, note.backlinks) for note in read.notes] == [("Doe, Rivers.", 1)]
    assert [block.text for block in read.blocks] == ["One."]


def test_one_reference_may_name_several_sources() -> None:
    (note,) = page(f"One.<ref>{DOE} and {ROE}</ref>").notes
    assert titles(note) == ["Rivers", "Seas"]


def test_parameters_reach_the_citation_reader_without_links_and_with_addresses() -> None:
    (note,) = page(
        "One.<ref>{{cite news|url=https://example.org/a?b=c&d|title=A [[b|link]]|work=[[Times|The Times]]}}</ref>"
    ).notes
    source = note.cited[0].source
    assert (source.url, source.title, source.container_title) == ("https://example.org/a?b=c&d", "A link", "The Times")


def test_free_text_reaches_the_citation_reader_with_its_link() -> None:
    (note,) = page("One.<ref>[https://example.org/a A title]. Times. 5 May 2010.</ref>").notes
    assert (note.cited[0].source.url, note.cited[0].source.title) == ("https://example.org/a", "A title")


def test_an_unchanged_reference_is_not_read_twice() -> None:
    old, new = page(f"One.<ref>{DOE}</ref>"), page(f"Another.<ref>{DOE}</ref> One.")
    assert old.notes[0].cited is new.notes[0].cited
    assert old.notes[0].key == new.notes[0].key


@pytest.mark.parametrize(
    ("wikitext", "text", "code"),
    [
        ("One.<ref>Two.\n\nThree.", "One.Two.", "unclosed-ref"),
        ("One.<ref name=a> Two.<ref name=a>Doe.</ref>", "One. Two.", "unclosed-ref"),
        ("One {{two|three\n\nFour.", "One two|three", "unclosed-template"),
        ("{{Two\n| three = {{four|4}}\n | five\n\nOne.", "One.", "unclosed-template"),
        ("One [[two\n\nFour.", "One two", "unclosed-link"),
        ("One.<!-- Two.\n\nFour.", "One.", "unclosed-comment"),
        ("One.<nowiki>'' Two.", "One. Two.", "unclosed-tag"),
        ("{|\n| One.\n\nFour.", "One.", "unclosed-table"),
        ("{|\n| One.\n== Two ==\nFour.", "One.", "unclosed-table"),
    ],
)
def test_what_is_not_closed_is_read_as_well_as_may_be_and_reported(wikitext: str, text: str, code: str) -> None:
    read = page(wikitext)
    assert read.blocks[0].text == text
    assert code in codes(read)


def test_a_heading_ends_an_open_reference() -> None:
    read = page("One.<ref>Two.\n== H ==\nThree.<ref>Doe.</ref> Four.</ref>")
    assert [block.section for block in read.blocks] == [(), ("H",)]
    assert [note.raw for note in read.notes] == ["Doe."]


def test_the_name_of_a_group_may_stand_in_quotation_marks() -> None:
    """As MediaWiki takes it off the attributes of a tag."""
    read = page('A{{efn|group="注"|B}}。C<ref group="注">D</ref>。\n{{Reflist|group="注"|refs=<ref name=x>E</ref>}}')
    assert {note.group for note in read.notes} == {"注"}
