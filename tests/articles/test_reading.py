"""Reading from anything, and what cannot be read."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import json
import lzma
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material import material

from factlog.articles import read, revisions
from factlog.articles.reading import format_of
from factlog.articles.revision import Anomaly, Revision
from factlog.errors import FactlogError, InvalidDocumentError, InvalidError, NotFoundError

PLAIN = "Rain\n\nIt rained.[1] It stopped.\n\nNotes\n^ Doe, J. (2025). “Rain”. CNN. Retrieved 2 May 2025.\n"
WIKITEXT = "'''Rain''' fell.<ref>Doe, 2025.</ref> It [[stop]]ped.\n"
HTML = "<p>It rained. It stopped.</p>"
NEW = {"revid": 2, "timestamp": "2025-05-02T00:00:00Z", "user": "A", "comment": "c"}
OLD = {"revid": 1, "timestamp": "2025-05-01T00:00:00Z", "user": "A", "slots": {"main": {"content": "Old."}}}
REVISIONS = [NEW | {"slots": {"main": {"content": WIKITEXT}}}, OLD]
ANSWER = json.dumps({"query": {"pages": [{"title": "Rain", "pagelanguage": "en", "revisions": REVISIONS}]}})
REVISION = (
    "<revision><id>{}</id><timestamp>{}</timestamp><contributor><username>A</username></contributor>"
    "<text>{}</text></revision>"
)
DUMP = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en">'
    "<page><title>Rain</title><ns>0</ns><id>1</id>"
    + REVISION.format(1, "2025-05-02T00:00:00Z", "It rained.")
    + REVISION.format(2, "2025-05-01T00:00:00Z", "It stopped.")
    + '<revision><id>3</id><timestamp>2025-05-03T00:00:00Z</timestamp><text deleted="deleted"/></revision>'
    + "</page></mediawiki>"
)


def texts(revision: Revision) -> list[str]:
    return [sentence.text for sentence in revision.sentences]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *[(PLAIN, "plain"), (WIKITEXT, "wikitext"), (HTML, "html"), (ANSWER, "api"), (DUMP, "dump"), ("", "plain")],
        *[("\ufeff\n <!DOCTYPE html><html>", "html"), ("{{Infobox|a=b}}", "wikitext"), ("{| class=x\n|}", "wikitext")],
        *[("#REDIRECT [[B]]", "wikitext"), ("== A ==\nIt rained.", "plain"), ("[1] It rained.", "plain")],
        ('<?xml version="1.0"?>\n<mediawiki>', "dump"),
    ],
)
def test_formats_are_told_apart_by_looking(text: str, kind: str) -> None:
    assert format_of(text) == kind


@pytest.mark.parametrize("text", [PLAIN, WIKITEXT, HTML, ANSWER, DUMP])
def test_text_bytes_and_files_packed_or_not_give_the_same(text: str, tmp_path: Path) -> None:
    expected = read(text)
    assert read(text.encode()) == expected
    for suffix, pack in (("", bytes), (".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        path = tmp_path / f"article{suffix}"
        path.write_bytes(pack(text.encode()))
        assert texts(read(path)) == texts(expected)


def test_what_a_revision_says_of_itself() -> None:
    revision = read(ANSWER)
    assert (revision.title, revision.language, revision.revision_id, revision.taken) == (
        "Rain",
        "en",
        "2",
        "2025-05-02T00:00:00Z",
    )
    assert (revision.contributor, revision.comment, revision.text) == ("A", "c", WIKITEXT)
    assert texts(revision) == ["Rain fell.", "It stopped."]
    assert [note.number for note in revision.notes] == [1]
    assert revision == pickle.loads(pickle.dumps(revision))
    hash(revision)


def test_the_format_can_be_said() -> None:
    assert texts(read("'''A''' fell.", format="plain")) == ["'''A''' fell."]
    assert texts(read("'''A''' fell.", format="wikitext")) == ["A fell."]
    with pytest.raises(InvalidError, match="expected a format"):
        read("a", format="pdf")


def test_the_language_can_be_said() -> None:
    assert read("Regen fiel.", language="de").language == "de"
    assert read("雨が降った。").language == "ja"
    assert read("下雨了。").language == "zh"
    assert read("Шёл дождь.").language == "ru"


def test_notes_are_numbered_by_position_in_their_group() -> None:
    revision = read(
        "雨\n\n雨だ[1][注 1]。風だ[2]。\n注釈\n^ 霧も。\n出典\n^ “A” CNN (2025年5月1日)\n^ “B” CNN (2025年5月1日)\n"
    )
    assert [(note.group, note.number) for note in revision.notes] == [("注", 1), (None, 1), (None, 2)]
    assert [sentence.notes for sentence in revision.sentences] == [(1, 0), (2,)]


def test_a_marker_belongs_to_the_sentence_it_touches() -> None:
    text = "Rain\n\nIt rained.[1] It stopped[2]. It dried.[1]The sun came.\n\nNotes\n^ a b Doe.\n^ Roe.\n"
    assert [(sentence.text, sentence.notes) for sentence in read(text).sentences] == [
        ("It rained.", (0,)), ("It stopped.", (1,)), ("It dried.", (0,)), ("The sun came.", ()),
    ]  # fmt: skip


def test_revisions_come_in_their_order_with_what_is_odd(tmp_path: Path) -> None:
    path = tmp_path / "dump.xml.bz2"
    path.write_bytes(bz2.compress(DUMP.encode()))
    first, second, third = revisions(path)
    assert [texts(one) for one in (first, second, third)] == [["It rained."], ["It stopped."], []]
    assert "older-than-predecessor" in [anomaly.code for anomaly in second.anomalies]
    assert "no-text" in [anomaly.code for anomaly in third.anomalies]
    answer = tmp_path / "answer.json"
    answer.write_text(ANSWER, encoding="utf-8")
    assert [one.revision_id for one in revisions(answer)] == ["2", "1"]


def test_one_bad_page_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "dump.xml"
    page = "<page><title>{}</title><ns>0</ns><id>1</id>" + REVISION.format(1, "2025-05-02T00:00:00Z", "{}") + "</page>"
    path.write_text(f"<mediawiki>{page.format('A', 'a &bomb; b')}{page.format('B', 'Fine.')}</mediawiki>", encoding="utf-8")
    problems: list[Anomaly] = []
    assert [one.title for one in revisions(path, on_problem=problems.append)] == ["B"]
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("given", "match"),
    [
        (DUMP[:300], "byte"),
        ('<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "b">]><mediawiki></mediawiki>', "document type"),
        ("<mediawiki></mediawiki>", "without"),
        ('{"query": ', "column"),
        ('{"other": 1}', "expected an answer"),
        ('{"a":' * 100_000, "JSON"),
        (b"\xff\xfea", "utf-16"),
        (b"text\0\0\0\0\0\0\0\0\0", "byte 4"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_position(given: str | bytes, match: str) -> None:
    with pytest.raises(InvalidDocumentError, match=match):
        read(given)


def test_the_limit(tmp_path: Path) -> None:
    for long in ("a" * 11, b"a" * 11):
        with pytest.raises(InvalidDocumentError, match="at most 10"):
            read(long, limit=10)
    bomb = tmp_path / "bomb.bz2"
    bomb.write_bytes(bz2.compress(b"a" * 5_000_000))
    with pytest.raises(InvalidDocumentError, match="at most 1,000,000"):
        read(bomb, limit=1_000_000)
    with pytest.raises(InvalidError, match="above zero"):
        read("a", limit=0)


def test_what_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(NotFoundError):
            read(path)
        with pytest.raises(NotFoundError):
            list(revisions(path))
    with pytest.raises(InvalidError, match="expected text, bytes or a Path"):
        read(5)  # type: ignore[arg-type]  # that is the point


def test_a_damaged_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(PLAIN.encode())[:-12])
    with pytest.raises(InvalidDocumentError, match="byte"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.xml.bz2", bz2.compress(b"<mediawiki><page></page></mediawiki>" * 99)[:-9]),
        ("error.json", b'{"error": {"code": "nosuchrevid"}}'),
        ("zeros.txt", b"\0" * 99),
        ("marked.txt", b"\xff\xfea"),
        ("large.txt", b"x" * 999),
        ("none.xml", b"<mediawiki></mediawiki>"),
    ],
)
def test_what_is_wrong_with_a_file_names_it(name: str, content: bytes, tmp_path: Path) -> None:
    """Whatever is wrong with what a file holds, the error and its message name the file."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidDocumentError, match=name) as caught:
        read(path, limit=500)
    assert caught.value.file == str(path)


def test_what_is_wrong_with_a_reference_is_told_once() -> None:
    """A parameter that no template has is one anomaly, with the number of its note."""
    revision = read(
        "It rained.<ref>{{cite web|title=Rain|url=https://a.example|accesdate=2 May 2024}}</ref>", format="wikitext"
    )
    assert revision.anomalies == (Anomaly("unknown-parameter", "note 1: accesdate (accessdate?)"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_encodings(encoding: str) -> None:
    revision = read("雨の記録\n\n雨が降ったので、カサをさした。\n".encode(encoding))
    assert texts(revision) == ["雨が降ったので、カサをさした。"]
    codes = [anomaly.code for anomaly in revision.anomalies]
    assert codes == (["not-utf-8"] if encoding in ("cp932", "euc_jp") else [])


def test_damaged_bytes_are_read_as_far_as_they_can_be() -> None:
    revision = read("Café\n\nIl est tombé hier. Il a plu à Orléans.".encode("cp1252"))
    assert texts(revision) == ["Il est tombé hier.", "Il a plu à Orléans."]
    assert read("Rain\n\nIt rained “hard”. ".encode() + b"\xff It stopped.").anomalies[0].detail.endswith("replaced")
    declared = '<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")
    assert texts(read(declared)) == ["Łódź"]


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_nothing_is_an_empty_revision(text: str) -> None:
    revision = read(text)
    assert (revision.sentences, [anomaly.code for anomaly in revision.anomalies]) == ((), ["empty"])


def test_a_redirect() -> None:
    assert [anomaly.code for anomaly in read("#REDIRECT [[Rain]]").anomalies] == ["redirect"]


def test_hidden_characters_are_kept_out_and_reported() -> None:
    for text in ("Rain\n\nIt ra\u202ein\u200bed.", "'''It''' ra\u202ein\u200bed.", "<p>It ra\u202ein\u200bed.</p>"):
        revision = read(text)
        assert texts(revision) == ["It rained."]
        assert Anomaly("control-characters", "U+200B, U+202E") in revision.anomalies


@pytest.mark.parametrize(
    "unit",
    [
        *["{{", "[[", "<ref>", "{|\n", "<!--", "<div>", "{{cite web|", "<p>a"],
        *["a[1]\n", "^ a\n", "1. a\n", "「。", "«a. »", "a. ", "\u0301", "x", "\r", "- ^ a b “x”\n"],
    ],
)
@pytest.mark.parametrize("kind", ["plain", "wikitext", "html"])
def test_a_megabyte_of_anything_takes_seconds(unit: str, kind: str) -> None:
    text = unit * (1_000_000 // len(unit))
    with contextlib.suppress(InvalidDocumentError):
        read(text, format=kind)


@settings(max_examples=60)
@given(
    st.one_of(
        st.text(max_size=200),
        st.binary(max_size=200),
        st.lists(st.sampled_from([PLAIN, WIKITEXT, HTML, DUMP[:80], "{", "<", "\0"]), max_size=4).map("".join),
    )
)
def test_anything_is_read_or_refused(given: str | bytes) -> None:
    try:
        revision = read(given)
    except FactlogError:
        return
    assert all(sentence.text for sentence in revision.sentences)
    hash(revision)


def test_real_files() -> None:
    assert (
        read(material("api/rio_grande_40rev_formatversion1.json")).sentences
        == read(material("api/rio_grande_40rev_formatversion2.json")).sentences
    )
    found = list(revisions(material("dumps/anarchism_2006-05_200rev.xml.xz")))
    assert len(found) == 200
    assert all(one.sentences for one in found)


def test_the_language_of_a_wikitext_is_that_of_its_words() -> None:
    """Templates, tags and addresses are in any language."""
    text = "会談は続いた。<ref>{{cite web|url=https://example.org/a|title=The talks go on and on}}</ref>" * 9
    assert (read(text).language, len(read(text).sentences)) == ("ja", 9)


def test_joiners_stay_where_a_script_needs_them() -> None:
    """Persian and Hindi are misspelled without; between other letters they hide."""
    texts = "او می‌رود.", "शान्‍त है।", "Ky\u200civ held."
    assert [read(text, format="plain").sentences[0].text for text in texts] == [*texts[:2], "Kyiv held."]
    assert [bool(read(text, format="plain").anomalies) for text in texts] == [False, False, True]


def test_sections_are_all_headings_but_those_of_notes() -> None:
    """In every format, whether there is text under them or not."""
    wikitext = "== A ==\nIt rained.<ref>Doe</ref>\n=== B ===\n{{main|C}}\n== References ==\n<references />"
    page = (
        '<h2>A</h2><p>It rained.</p><h3>B</h3><h2>References</h2><ol class="references"><li id="cite_note-1">Doe</li></ol>'
    )
    for text in (wikitext, page):
        assert [section.path for section in read(text).sections] == [("A",), ("A", "B")]
