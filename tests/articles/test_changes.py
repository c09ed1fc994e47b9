"""Changes of an article: each planted edit gives its kind and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import attrs
import pytest
from handmade import note, revision, sentence, value
from hypothesis import given, settings
from hypothesis import strategies as st

from factlog.articles import read
from factlog.articles.comparison.changes import ArticleDiff, diff
from factlog.articles.comparison.kinds import ArticleKind, Flag
from factlog.articles.comparison.variants import folded
from factlog.articles.comparison.wording import compare
from factlog.articles.revision import Note, Quotation, Revision, Sentence
from factlog.articles.speech.attribution import same_person, speakers
from factlog.claims import Kind

ALPHA = "Alpha signed the treaty in the old town hall."
BETA = "Beta refused to come because of the weather."
GAMMA = "Gamma published a long report about the harvest."
DELTA = "Delta sent two boats and a letter of protest."


def kinds(found: ArticleDiff) -> list[str]:
    return [change.kind.value for change in found]


def told(old: str | Sentence, new: str | Sentence, language: str = "en") -> list[tuple[str, str | None, str | None]]:
    """What happened to one sentence."""
    one, other = (sentence(side) if isinstance(side, str) else side for side in (old, new))
    return [(found.kind.value, found.old, found.new) for found in compare(one, other, language)]


def flags(old: str, new: str, language: str = "en") -> set[str]:
    return {flag.value for found in compare(sentence(old), sentence(new), language) for flag in found.flags}


# Sentences


def test_nothing_changed() -> None:
    assert not diff(revision(ALPHA, BETA), revision(ALPHA, BETA)).changes


def test_added_and_removed() -> None:
    found = diff(revision(ALPHA, BETA), revision(ALPHA, GAMMA))
    assert sorted((change.kind.value, change.before, change.after) for change in found) == [
        ("added", (), (GAMMA,)),
        ("removed", (BETA,), ()),
    ]


@pytest.mark.parametrize("nothing", [".", "–", "。"])
def test_punctuation_alone_says_nothing(nothing: str) -> None:
    """It is neither added nor removed; another sign may say something."""
    assert not diff(revision(ALPHA), revision(ALPHA, nothing)).changes
    assert not diff(revision(nothing, ALPHA), revision(ALPHA)).changes
    assert kinds(diff(revision(ALPHA), revision(ALPHA, "●"))) == ["added"]


def test_moved_and_reworded_are_told_separately() -> None:
    found = diff(revision(ALPHA, BETA, GAMMA), revision(BETA, GAMMA, ALPHA.replace("old", "new")))
    assert sorted(kinds(found)) == ["moved", "reworded"]


def test_split_and_merged() -> None:
    whole = "Rubio led the delegation of the United States and Lavrov spoke for the Russian Federation in the palace."
    parts = "Rubio led the delegation of the United States.", "Lavrov spoke for the Russian Federation in the palace."
    there = diff(revision(ALPHA, whole), revision(ALPHA, *parts))
    assert [(change.kind, change.before, change.after) for change in there] == [(ArticleKind.SPLIT, (whole,), parts)]
    back = diff(revision(ALPHA, *parts), revision(ALPHA, whole))
    assert [(change.kind, change.before, change.after) for change in back] == [(ArticleKind.MERGED, parts, (whole,))]


@pytest.mark.parametrize(
    ("old", "new", "kinds_told"),
    [
        ("It rained in Riyadh. nobody came.", "It rained in Riyadh. Nobody came.", ["reworded"]),
        ("It rained in Riyadh. lol Nobody came.", "It rained in Riyadh. Nobody came.", ["reworded"]),
        ("It rained for 2 days. nobody came.", "It rained for 3 days. Nobody came.", ["value-changed", "reworded"]),
        ("It rained in Riyadh.nobody came.", "It rained in Riyadh. Nobody came.", ["split"]),
        ("It rained and nobody came to the talks.", "It rained. Nobody came to the talks.", ["split"]),
    ],
    ids=["case", "something between", "both", "a name", "another stop"],
)
def test_a_stop_that_was_taken_for_none_splits_nothing(old: str, new: str, kinds_told: list[str]) -> None:
    """Where the stop stood before, its sentences are compared one by one; both ways."""
    one, other = read(old, language="en"), read(new, language="en")
    assert (len(one.sentences), len(other.sentences)) == (1, 2)
    assert kinds(diff(one, other)) == kinds_told
    assert kinds(diff(other, one)) == (["merged"] if kinds_told == ["split"] else kinds_told)


def test_the_dots_of_an_abbreviation_are_no_stops_in_thai() -> None:
    """Two paragraphs that became one are one sentence, merged."""
    parts = "เรือข้ามฟากลำใหม่เริ่มเดินทางในปี ค.ศ.2010", "นอกจากนี้ บริษัทยังซื้อเรือบรรทุกข้าวสารลำใหญ่อีกสองลำ"
    old, new = (read(joint.join(parts), format="wikitext", language="th") for joint in ("\n\n", "\n"))
    assert kinds(diff(old, new)) == ["merged"]
    assert kinds(diff(new, old)) == ["split"]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("30 people died.", "35 people died.", ("30", "35")),
        ("会談は2025年2月18日に行われた。", "会談は2025年2月19日に行われた。", ("18", "19")),
        ("The talks began on 3 March 2025.", "The talks began on 4 April 2025.", ("3 March 2025", "4 April 2025")),
        ("कुल १६६ दिन बैठक की।", "कुल 114 दिन बैठक की।", ("१६६", "114")),
        ("ราคา $0.30 ต่อชิ้น", "ราคา ฿10 ต่อชิ้น", ("$0.30", "฿10")),
        ("Он стоит 30 $.", "Он стоит 30 €.", ("30 $", "30 €")),
        ("Родился 12 ноября 1962 года.", "Родился 21 января 1962 года.", ("12 ноября 1962", "21 января 1962")),
        ("He came 2nd of 9.", "He came 3rd of 9.", ("2nd", "3rd")),
        ("Занял 3-е место.", "Занял 4-е место.", ("3-е", "4-е")),
        ("Погибло двадцать пять человек.", "Погибло тридцать человек.", ("двадцать пять", "тридцать")),
        ("В XIX веке он жил.", "В XX веке он жил.", ("XIX", "XX")),
        ("建于十九世纪。", "建于二十世纪。", ("十九", "二十")),
        ("เดือนพฤษภาคม มีสามคน", "เดือนมิถุนายน มีสี่คน", ("พฤษภาคม, สาม", "มิถุนายน, สี่")),
        ("यहाँ पाँच लाख लोग हैं।", "यहाँ छह लाख लोग हैं।", ("पाँच लाख", "छह लाख")),
    ],
    ids=[
        *("count", "Japanese date", "English date", "Devanagari digits", "currency", "another currency", "Russian date"),
        *("ordinal", "Russian ordinal", "Russian words", "century", "Chinese", "Thai", "Hindi"),
    ],
)
def test_value_changed_alone(old: str, new: str, pieces: tuple[str, str]) -> None:
    assert told(old, new) == [("value-changed", *pieces)]


def test_a_value_that_the_reader_found_counts_as_one() -> None:
    old, new = "It lasted five hours.", "It lasted eight hours."
    one = Sentence(old, values=(value("five hours", "PT5H", old, "duration"),))
    other = Sentence(new, values=(value("eight hours", "PT8H", new, "duration"),))
    assert told(one, other) == [("value-changed", "five hours", "eight hours")]


def test_a_quantity_in_two_units_is_one_value() -> None:
    """Another value, in brackets by another unit too, is a value changed; the unit added to the same value is wording."""
    one, other, added = (
        read(f"The wall is {length} long.", language="en").sentences[0]
        for length in ("90 miles", "135 km (84 mi)", "90 miles (145 km)")
    )
    assert told(one, other) == [("value-changed", "90 miles", "135 km, 84 mi")]
    assert told(one, added) == [("reworded", None, None)]


def test_the_same_value_in_other_words_is_a_rewording() -> None:
    old, new = "It began on 18 February 2025.", "It began on February 18, 2025."
    one = Sentence(old, values=(value("18 February 2025", "2025-02-18", old, "date"),))
    other = Sentence(new, values=(value("February 18, 2025", "2025-02-18", new, "date"),))
    assert told(one, other) == [("reworded", None, None)]
    assert told("कुल १६६ दिन।", "कुल 166 दिन।") == [("reworded", None, None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is the 4th of its kind.", "It is the fourth of its kind."),
        ("Twenty-two boats came.", "22 boats came."),
        ("三人来了。", "3人来了。"),
        ("Пришло пять лодок.", "Пришло 5 лодок."),
        ("पाँच नाव आई।", "5 नाव आई।"),
        ("มีเรือสามลำ", "มีเรือ3ลำ"),
    ],
    ids=["ordinal", "English", "Chinese", "Russian", "Hindi", "Thai"],
)
def test_a_number_in_words_and_in_figures_is_the_same_value(old: str, new: str) -> None:
    assert told(old, new) == told(new, old) == [("reworded", None, None)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Население — 25060 человек.", "Население — 25 060 человек.", []),
        ("Население — 25060 человек.", "Население — 25 070 человек.", [("value-changed", "25060", "25 070")]),
        ("It has 25060 people.", "It has 25 060 people.", []),
        ("It has 2 people.", "It has 2 060 people.", [("value-changed", "2", "2 060")]),
    ],
)
def test_the_blanks_between_the_digits_of_a_number_are_white_space(
    old: str, new: str, expected: list[tuple[str, str, str]]
) -> None:
    """They part no words: 25 060 is 25060."""
    language = "en" if old.isascii() else "ru"
    one, other = (read(text, language=language).sentences[0] for text in (old, new))
    assert told(one, other, language) == expected


def test_a_value_changed_beside_other_words_gives_both() -> None:
    found = told("At least 30 people died in the fire.", "As many as 35 people died in the fire.")
    assert [kind for kind, *_ in found] == ["value-changed", "reworded"]


def test_quote_changed_alone() -> None:
    old, new = "議長は「扉は開いている」と述べた。", "議長は「扉は閉じている」と述べた。"
    assert told(old, new, "ja") == [("quote-changed", "扉は開いている", "扉は閉じている")]
    assert told("She said “we won 3 seats” on air.", "She said “we won 4 seats” on air.") == [
        ("quote-changed", "we won 3 seats", "we won 4 seats")
    ]
    assert told("They call it “good”, not “new”.", "They call it “bad”, not “old”.") == [
        ("quote-changed", "good, new", "bad, old")
    ]
    assert told("They call it “good”.", "They call it 「bad」.") == [("quote-changed", "good", "bad")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("“The door is open,” Rubio said on Monday.", "Rubio said on Monday: “The door is open.”"),
        ("議長は「扉は開いている。」と述べた。", "議長は「扉は開いている」と述べた。"),
        ("The word “Anarchy,” he wrote, is old.", "Thus the word “anarchy” is, he wrote, old."),
    ],
)
def test_a_quotation_of_the_same_words_is_no_other_quotation(old: str, new: str) -> None:
    """Its case and its punctuation follow the sentence around it."""
    assert [kind for kind, *_ in told(old, new, "ja" if old[0] == "議" else "en")] == ["reworded"]


def test_a_quotation_in_another_place_is_another_one() -> None:
    """Where one went and one came elsewhere, none changed."""
    old = "The “old” harbour is where all the ships of the town are kept in winter."
    new = "The harbour is where all the ships of the town are kept in winter, or “frozen”."
    assert [kind for kind, *_ in told(old, new)] == ["reworded"]
    assert [kind for kind, *_ in told(old, new.replace("The", "The “new”").replace("“frozen”", "frozen"))] == [
        "quote-changed",
        "reworded",
    ]


def test_a_negation_written_with_its_word_or_apart_from_it_is_a_spelling() -> None:
    assert flags("Вот список нерекомендуемых лодок.", "Вот список не рекомендуемых лодок.", "ru") == {"spelling-variant"}


def test_a_quotation_that_came_or_went_is_a_rewording() -> None:
    assert told("議長は「扉は開いている」と述べた。", "議長は扉は開いていると述べた。", "ja") == [("reworded", None, None)]


def test_attribution_changed_alone() -> None:
    old, new = "ペスコフ報道官は「扉は開いている」と述べた。", "ラブロフ外相は「扉は開いている」と述べた。"
    assert told(old, new, "ja") == [("attribution-changed", "ペスコフ報道官", "ラブロフ外相")]
    old, new = "On Monday, Marco Rubio said that the door was open.", "On Monday, Sergey Lavrov said that the door was open."
    assert told(old, new) == [("attribution-changed", "Marco Rubio", "Sergey Lavrov")]


def test_attribution_by_the_speakers_that_the_reader_found() -> None:
    text = "“The door is open,” came the word from {}."
    one, other = (
        Sentence(text.format(name), quotations=(Quotation("The door is open,", 0, 19, speaker=name),))
        for name in ("Rubio", "Lavrov")
    )
    assert told(one, other) == [("attribution-changed", "Rubio", "Lavrov")]


def test_another_form_of_a_name_is_no_other_speaker() -> None:
    assert told("Marco Rubio said that it rained.", "Rubio said that it rained.") == [("reworded", None, None)]
    assert same_person("the president Macron", "President Macron") is True
    assert told("Most sailors said that it rained.", "Many sailors said that it rained.") == [("reworded", None, None)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("According to Reuters, it rained.", ["Reuters"]),
        ("外務省によると、雨が降った。", ["外務省"]),
        ("外交部发言人表示，谈判将继续。", ["外交部发言人"]),
        ("从另一方面来说，这本小说的名称被称为奇怪。", []),
        ("他们在等，直到会长认为可以，并且认为门已经开了。", ["会长"]),
        ("It rained.", []),
        ("雨が降った。", []),
        ("2025年2月にリヤドでラブロフ外相は会談が続くと述べた。", ["ラブロフ外相"]),
        ("1999年の選挙で新しい首相が就いたが、改革を主張する勢力は残った。", []),
        ("その作品は海の暮らしを表現しており、批判をかわした。", []),
    ],
)
def test_where_speakers_are_named(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in speakers(text)] == names


def test_flags() -> None:
    assert flags("The President came.", "The president came.") == {"case-only"}
    assert flags("The colour was organised.", "The color was organized.") == {"spelling-variant"}
    assert flags("手紙を書いた。", "手紙が書いた。", "ja") == set()
    assert flags("サーバーを使う。", "サーバを使う。", "ja") == {"spelling-variant"}
    assert flags("弹巢", "彈巢", "zh") == {"spelling-variant"}
    assert flags("हिन्दी में लिखा।", "हिंदी में लिखा।", "hi") == {"spelling-variant"}
    assert flags("मेथड होनी चाहिए।", "मेथड होना चाहिए।", "hi") == flags("ข้าวเก่า", "ข่าวเก่า", "th") == set()
    assert flags("Ukraine did start the war.", "Ukraine did not start the war.") == {"polarity-flipped"}
    assert flags("代表団は会談に参加できた。", "代表団は会談に参加できなかった。", "ja") == {"polarity-flipped"}
    assert flags("他参加了会谈。", "他没参加会谈。", "zh") == {"polarity-flipped"}
    assert flags("He went home at night.", "He went to work at night.") == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [("He said, twice, no.", "He said , twice,  no ."), ("会談 は18日", "会談は 18日"), ("A ( b ) c", "A (b) c")],
)
def test_white_space_that_parts_no_words_is_no_change(old: str, new: str) -> None:
    assert told(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("The delegates were invited to the talks.", "The delegates were not invited to the talks.", "en"),
        ("He attended the talks in Riyadh.", "He did not attend the talks in Riyadh.", "en"),
        ("They never met in the harbour.", "They often met in the harbour.", "en"),
        ("They can't meet in the harbour.", "They can meet in the harbour.", "en"),
        ("Он не приехал на переговоры в Женеву.", "Он приехал на переговоры в Женеву.", "ru"),
        ("代表団は招待されていた。", "代表団は招待されていなかった。", "ja"),
    ],
)
def test_a_negated_verb_flips_the_polarity(old: str, new: str, language: str) -> None:
    assert flags(old, new, language) == flags(new, old, language) == {"polarity-flipped"}


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("They share a belief in peace.", "They share a belief in non-violence.", "en"),
        ("It grew out of a movement.", "It grew out of a movement, although not always a peaceful one.", "en"),
        ("Peaceful monks live there.", "Peaceful monks (not necessarily Christians) live there.", "en"),
        ("The ship carried coal.", "The ship carried not only coal.", "en"),
        ("船は石炭を運んだ。", "船は石炭だけでなく鉄も運んだ。", "ja"),
        ("船は沈むだろう。", "船は沈むかもしれない。", "ja"),
        ("他很高兴。", "他非常高兴。", "zh"),
        ("他问船来了。", "他问船是否来了。", "zh"),
        ("जाँचें कि नाव आई है।", "जाँचें कि नाव आई है या नहीं।", "hi"),
        ("ถามว่าเรือมาแล้ว", "ถามว่าเรือมาแล้วหรือไม่", "th"),
    ],
)
def test_a_negation_of_something_else_does_not(old: str, new: str, language: str) -> None:
    assert "polarity-flipped" not in flags(old, new, language)


def test_a_negation_among_many_new_words_is_no_flip() -> None:
    assert (
        flags(
            "It is (without a ruler, a chief, a king).", "It is (without a ruler and without chiefs of any kind, or kings)."
        )
        == set()
    )


def test_folding_long_text_is_bounded() -> None:
    assert folded("a" * 100_000 + "\u0301" * 100_000)


def test_a_changed_label_is_told_once() -> None:
    old = revision(sentence("It agreed.", label="Latvia"), sentence("It hoped.", label="Latvia"))
    new = revision(sentence("It agreed.", label="Estonia"), sentence("It hoped.", label="Estonia"))
    assert kinds(diff(old, new)) == ["reworded"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("* Latvia: It agreed.", "* Latvia: It agreed.\n* Estonia: It hoped for more."),
        ("'''Latvia:''' It agreed in the end.", "Latvia: It agreed in the end."),
    ],
    ids=["an item beside it", "bold"],
)
def test_words_that_become_a_label_are_the_same_words(old: str, new: str) -> None:
    """A label is known by its markup or by the items around it."""
    one, other = (read(f"{ALPHA}\n\n{text}", format="wikitext") for text in (old, new))
    assert {sentence.label for sentence in (*one.sentences, *other.sentences)} >= {"Latvia", None}
    added = ["added"] * (len(other.sentences) - len(one.sentences))
    assert kinds(diff(one, other)) == added


@pytest.mark.parametrize("caption", ["A map<!-- of 1950 --> of the town", "A map of <!-- the -->the town<!-- not done"])
def test_a_comment_in_a_gallery_is_no_change(caption: str) -> None:
    texts = (f"{ALPHA}\n<gallery>\nMap.jpg|{text}\n</gallery>" for text in ("A map of the town", caption))
    assert not diff(*(read(text, format="wikitext") for text in texts)).changes


# Sources

ONE = {"title": "Talks begin", "publisher": "CNN", "retrieved": "2025-02-20"}
TWO = {"title": "Talks end without result", "publisher": "BBC", "retrieved": "2025-02-21"}
THREE = {"title": "Boats arrive in the harbour", "publisher": "AFP", "issued": "2025-02-01"}


def notes(*fields: dict[str, Any]) -> tuple[Note, ...]:
    return tuple(note(number=number, **given) for number, given in enumerate(fields, start=1))


def with_sources(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], *texts: str) -> ArticleDiff:
    return diff(revision(*texts, notes=notes(*old)), revision(*texts, notes=notes(*new)))


def details(found: ArticleDiff) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(change.kind.value, change.detail.field, change.detail.old, change.detail.new) for change in found]


def test_renumbered_notes_are_no_change() -> None:
    old = revision(f"{ALPHA}[1]", f"{BETA}[2][3]", notes=notes(ONE, TWO, THREE))
    new = revision(f"{ALPHA}[3]", f"{BETA}[1][2]", notes=notes(TWO, THREE, ONE))
    assert not diff(old, new).changes


def test_a_sentence_gains_and_loses_a_source() -> None:
    old = revision(f"{ALPHA}[1]", f"{BETA}[2]", notes=notes(ONE, TWO))
    new = revision(f"{ALPHA}[1][3]", BETA, notes=notes(ONE, TWO, THREE))
    found = diff(old, new)
    assert [(change.kind.value, change.detail.source, change.before) for change in found] == [
        ("source-added", "Boats arrive in the harbour", (ALPHA,)),
        ("source-dropped", "Talks end without result", (BETA,)),
    ]


def test_a_source_that_a_new_sentence_brings_is_not_told() -> None:
    old = revision(f"{ALPHA}[1]", notes=notes(ONE))
    new = revision(f"{ALPHA}[1]", f"{BETA}[2]", notes=notes(ONE, TWO))
    assert kinds(diff(old, new)) == ["added"]


def test_a_source_that_no_sentence_cites_is_told_without_one() -> None:
    found = diff(revision(ALPHA, notes=notes(ONE)), revision(ALPHA, notes=notes(ONE, TWO)))
    assert [(change.kind.value, change.before, change.after) for change in found] == [("source-added", (), ())]


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("title", "Talks begin", "Talks begin in Riyadh"),
        ("publisher", "CNN", "Cable News Network"),
        ("issued", "2025-02-18", "2025-02-19"),
        ("url", None, "https://example.org/talks"),
        ("author", "Ann Doe", "Anna Doe"),
        ("page", "A1", "A1, A14"),
        ("language", None, "en"),
        ("derived_from", None, "AFP"),
    ],
)
def test_a_source_was_edited(field: str, old: str | None, new: str | None) -> None:
    base = {"title": "Talks begin", "publisher": "CNN", "issued": "2025-02-18", "retrieved": "2025-02-20"}
    before, after = (base | ({field: given} if given else {}) for given in (old, new))
    found = with_sources([before, TWO], [after, TWO], f"{ALPHA}[1]", f"{BETA}[1][2]")
    assert details(found) == [("source-edited", field, old, new)]
    assert found.changes[0].before == found.changes[0].after == (ALPHA, BETA)


@pytest.mark.parametrize(
    ("field", "parameter"), [("quote", "quote=It rained."), ("locator", "at=Line 2"), ("derived_from", "agency=AFP")]
)
def test_what_a_template_says_of_the_use_of_a_source_is_a_field_of_it(field: str, parameter: str) -> None:
    text = "It rained.<ref>{{{{cite web |url=https://example.org/rain |title=Rain{} }}}}</ref>"
    found = diff(read(text.format("")), read(text.format(f" |{parameter}")))
    assert details(found) == [("source-edited", field, None, parameter.partition("=")[2])]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Doe, Ann. Rain on Hills. Mill Press, 1996, p. 6", "Doe, Ann. ''Rain on Hills''. [[Mill Press]], 1996, p. 6"),
        (
            "*Doe, Ann, [https://example.org/a Rain] read 6 June 2007",
            "* Doe, Ann, [https://example.org/a Rain] read [[6 June]] 2007",
        ),
    ],
    ids=["emphasis", "links and blanks"],
)
def test_markup_in_a_note_is_no_change(old: str, new: str) -> None:
    """Even where a reader knows the parts of a reference only by their markup."""
    one, other = (read(f"It rained.<ref>{note}</ref> It snowed.<ref>{note}, at the end</ref>") for note in (old, new))
    assert one.notes != other.notes
    assert not diff(one, other).changes
    assert not diff(other, one).changes


def test_what_a_note_says_around_its_sources_is_told_as_a_field_of_them() -> None:
    """A reader would miss it otherwise: the sources are the same."""
    text = "It rained.<ref>{} as [https://example.org/rain the gauge] showed, and it was cold that day.</ref>"
    found = diff(read(text.format("Rain fell in May")), read(text.format("Hail fell in May")))
    assert {(change.kind.value, change.detail.field) for change in found} == {("source-edited", "rest")}


def test_the_same_address_is_the_same_source() -> None:
    before, after = (
        {"title": "Old title", "url": "http://www.example.org/a"},
        {"title": "New words", "url": "https://example.org/a/"},
    )
    found = details(with_sources([before], [after], f"{ALPHA}[1]"))
    assert ("source-edited", "title", "Old title", "New words") in found
    assert {kind for kind, *_ in found} == {"source-edited"}


def test_a_short_title_mended_over_the_same_pages_is_the_same_source() -> None:
    """A title of few words says too little by itself: over other pages it is another one."""
    old = {"title": "Rain for Farmer", "page": "104-105", "issued": "1985"}
    new = {"title": "Rain for farmers", "page": "104-105", "publisher": "Mill"}
    assert ("source-edited", "title", old["title"], new["title"]) in details(with_sources([old], [new], f"{ALPHA}[1]"))
    found = with_sources([old], [new | {"page": "7"}], f"{ALPHA}[1]")
    assert sorted(kinds(found)) == ["source-added", "source-dropped"]


def test_a_short_title_on_the_same_host_is_the_same_source() -> None:
    """A link that moved within a site; on another site a short title is another source."""
    old, moved, other = (
        {"title": "Rain", "url": f"https://{place}"}
        for place in ("example.org/", "example.org/rain?id=7", "example.com/rain")
    )
    assert details(with_sources([old], [moved], f"{ALPHA}[1]")) == [("source-edited", "url", old["url"], moved["url"])]
    assert sorted(kinds(with_sources([old], [other], f"{ALPHA}[1]"))) == ["source-added", "source-dropped"]


def test_a_long_title_is_the_same_source_under_another_author() -> None:
    """A short one is another source: many write of rain."""
    long, short = "What the Farmers of the Valley Say of Rain", "Rain on Hills"
    for title, expected in ((long, {"source-edited"}), (short, {"source-added", "source-dropped"})):
        old, new = (
            {"title": title, "author": "Ann Doe"},
            {"title": title, "author": "1) Ann Doe", "url": "https://example.org/a"},
        )
        assert set(kinds(with_sources([old], [new], f"{ALPHA}[1]"))) == expected


def test_another_article_of_the_same_site_and_day_is_another_source() -> None:
    before = {"title": "Talks begin", "publisher": "CNN", "issued": "2025-02-18"}
    after = {"title": "Harvest fails in three provinces", "publisher": "CNN", "issued": "2025-02-18"}
    assert sorted(kinds(with_sources([before], [after], f"{ALPHA}[1]"))) == ["source-added", "source-dropped"]


def test_days_of_retrieval() -> None:
    never = {"title": "Talks begin", "publisher": "CNN"}
    later = ONE | {"retrieved": "2025-02-22"}
    assert details(with_sources([ONE], [later], f"{ALPHA}[1]", f"{BETA}[1]")) == [
        ("retrieved-refreshed", "retrieved", "2025-02-20", "2025-02-22")
    ]
    assert details(with_sources([never], [ONE], f"{ALPHA}[1]")) == [("retrieved-added", "retrieved", None, "2025-02-20")]
    assert details(with_sources([ONE], [never], f"{ALPHA}[1]")) == [("retrieved-removed", "retrieved", "2025-02-20", None)]


def test_one_of_two_citations_of_a_source_was_refreshed() -> None:
    found = with_sources([ONE, ONE], [ONE, ONE | {"retrieved": "2025-02-22"}], f"{ALPHA}[1]", f"{BETA}[2]")
    assert details(found) == [("retrieved-refreshed", "retrieved", "2025-02-20", "2025-02-22")]


def test_a_citation_written_out_again_is_no_change() -> None:
    old = revision(f"{ALPHA}[1]", f"{BETA}[1]", notes=notes(ONE))
    new = revision(f"{ALPHA}[1]", f"{BETA}[2]", notes=notes(ONE, ONE))
    assert not diff(old, new).changes


def test_a_note_without_a_source_that_one_could_tell_is_one_by_its_text() -> None:
    one, other = (
        Note("n", raw) for raw in ("See the minutes of the council, page 3.", "See the minutes of the council, page 4.")
    )
    found = diff(revision(f"{ALPHA}[1]", notes=[one]), revision(f"{ALPHA}[1]", notes=[other]))
    assert details(found) == [("source-edited", "raw", one.raw, other.raw)]


def explained(*raws: str) -> Revision:
    """A sentence with explanatory notes that say this, and one without."""
    found = [Note(raw, raw, explanatory=True, group="注") for raw in raws]
    marks = "".join(f"[{number}]" for number in range(1, len(raws) + 1))
    return revision(f"{ALPHA}{marks}", BETA, notes=found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["In the old calendar."], ["By the new reckoning of years."]),
        (["Counted in the old calendar of the east."], ["Counted in the old calendar of the west."]),
        (["In the old calendar."], []),
        ([], ["In the old calendar."]),
    ],
    ids=["replaced", "edited", "removed", "added"],
)
def test_an_explanatory_note_is_no_source_and_rewords_its_sentence(old: list[str], new: list[str]) -> None:
    """What it said and says is told under the field ``note``, with the sentence that it explains."""
    found = diff(explained(*old), explained(*new))
    assert details(found) == [("reworded", "note", *(side[0] if side else None for side in (old, new)))]
    assert (found.changes[0].before, found.changes[0].detail.source) == ((ALPHA,), None)


def test_an_explanatory_note_in_another_place_or_markup_is_no_change() -> None:
    assert not diff(explained("In the [[calendar|old]] days."), explained("In the [[era|old]] days.")).changes
    assert not diff(explained("One thing.", "Another."), explained("Another.", "One thing.")).changes


def test_a_note_that_is_a_template_nobody_knows_is_a_source_by_the_template() -> None:
    one, other = (Note("n", raw) for raw in ("{{harbour log|gull}}", "{{harbour log|tern}}"))
    found = diff(revision(f"{ALPHA}[1]", notes=[one]), revision(f"{ALPHA}[1]", notes=[other]))
    assert details(found) == [("source-edited", "raw", one.raw, other.raw)]


def test_an_author_that_was_taken_for_a_site_is_the_same() -> None:
    """A short title of the same author is one source, written out."""
    old, new = (
        read(text, format="wikitext", language="en")
        for text in (
            "It rained.<ref>''Collected Poems'', Ann Mary Lee</ref>",
            "It rained.<ref>{{cite book|title=Collected Poems|last=Lee|first=Ann Mary|publisher=Gull Press}}</ref>",
        )
    )
    assert set(kinds(diff(old, new))) == {"source-edited"}


def test_a_source_that_a_sentence_drops_is_told_where_all_notes_stay() -> None:
    """The notes need not change for a marker to go."""
    old = revision(f"{ALPHA}[1]", f"{BETA}[1]", notes=notes(ONE))
    new = revision(f"{ALPHA}[1]", BETA, notes=notes(ONE))
    assert [(change.kind.value, change.before) for change in diff(old, new)] == [("source-dropped", (BETA,))]


def test_links_in_the_text_of_a_note_are_no_change() -> None:
    one, other = (Note("n", raw) for raw in ("See the [[minutes]] of the council.", "See the minutes of the council."))
    assert not diff(revision(f"{ALPHA}[1]", notes=[one]), revision(f"{ALPHA}[1]", notes=[other])).changes


def test_the_order_of_the_parts_of_a_name_is_no_change() -> None:
    before, after = ({"title": "Talks begin today", "publisher": "CNN", "author": name} for name in ("Ann Doe", "Doe, Ann"))
    assert not with_sources([before], [after], f"{ALPHA}[1]").changes


def test_many_sources_replaced_at_once_are_compared_in_time() -> None:
    old = [{"title": f"Report {number} on the harvest", "publisher": "AFP"} for number in range(3_000)]
    new = [{"title": f"Report {number} on the weather", "publisher": "BBC"} for number in range(3_000)]
    assert len(with_sources(old, new, ALPHA)) >= 3_000


# Sections


def under(section: str | None, *texts: str) -> list[Sentence]:
    return [sentence(text, section=(section,) if section else ()) for text in texts]


def test_a_renamed_heading_is_told_once() -> None:
    old = revision(*under("Talks", ALPHA, BETA, GAMMA), *under("Reactions", DELTA))
    new = revision(*under("The summit", ALPHA, BETA, GAMMA), *under("Reactions", DELTA))
    found = diff(old, new)
    assert [(change.kind.value, change.section, change.detail.old, change.detail.new) for change in found] == [
        ("section-renamed", "The summit", "Talks", "The summit")
    ]


def test_a_heading_with_nothing_under_it_is_renamed() -> None:
    text = f"== Talks ==\n{ALPHA}\n== Link ==\n{{{{Main|Sources}}}}\n== End ==\n{BETA}"
    found = diff(read(text), read(text.replace("Link", "Links")))
    assert [(change.kind.value, change.detail.old, change.detail.new) for change in found] == [
        ("section-renamed", "Link", "Links")
    ]


def test_a_heading_that_came_or_went_is_no_renaming() -> None:
    old, new = (
        read(f"== Talks ==\n{ALPHA}\n{{{{Main|Sources}}}}\n{heading}== End ==\n{BETA}") for heading in ("== Links ==\n", "")
    )
    assert not diff(old, new).changes
    assert [section.title for section in old.sections] == ["Talks", "Links", "End"]


def between(heading: str, *texts: str) -> Revision:
    """A page whose second chapter has this heading and these sentences."""
    return read("\n".join(["== Talks ==", ALPHA, f"== {heading} ==", " ".join(texts), "== End ==", DELTA]), language="en")


def test_a_heading_in_another_spelling_is_renamed_whatever_stands_under_it() -> None:
    found = diff(between("East - West", BETA), between("East–West", GAMMA))
    assert sorted(kinds(found)) == ["added", "removed", "section-renamed"]


def test_a_heading_with_other_blanks_is_the_same() -> None:
    assert not diff(between("East – West ( 2020 )", BETA), between("East–West (2020)", BETA)).changes


def test_a_heading_is_renamed_where_little_of_what_stood_under_it_is_left() -> None:
    """It stands where the other one stood, over something of what stood there; over nothing of it, it is another one."""
    old = between("Harvest", BETA, "Rain fell on it.", "Hail came.")
    assert Counter(kinds(diff(old, between("Weather", BETA, GAMMA)))) == {"section-renamed": 1, "removed": 2, "added": 1}
    assert Counter(kinds(diff(old, between("Weather", GAMMA)))) == {"removed": 3, "added": 1}


def test_a_heading_above_others_is_renamed_once() -> None:
    old, new = (
        revision(
            sentence(ALPHA, section=(top,)),
            sentence(BETA, section=(top, "Ukraine")),
            sentence(GAMMA, section=(top, "Latvia")),
        )
        for top in ("Reactions", "Responses")
    )
    assert details(diff(old, new)) == [("section-renamed", "section", "Reactions", "Responses")]


def test_a_new_heading_over_old_sentences_is_no_change() -> None:
    assert not diff(revision(*under(None, ALPHA, BETA)), revision(*under(None, ALPHA), *under("Talks", BETA))).changes


def test_a_sentence_that_went_to_the_next_section_moved() -> None:
    old = revision(*under("Talks", ALPHA, BETA), *under("Reactions", GAMMA))
    new = revision(*under("Talks", ALPHA), *under("Reactions", BETA, GAMMA))
    assert details(diff(old, new)) == [("moved", "section", "Talks", "Reactions")]


# Laws

TEXTS = st.sampled_from(
    [
        ALPHA,
        BETA,
        GAMMA,
        DELTA,
        ALPHA.replace("old", "new"),
        DELTA.replace("two", "three"),
        "12",
        "13",
        "会談は18日に始まった。",
    ]
)
NOTES = st.lists(st.sampled_from([ONE, TWO, THREE, ONE | {"retrieved": "2025-03-01"}]), max_size=4)


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    found = notes(*draw(NOTES))
    cited = st.lists(st.integers(0, max(len(found) - 1, 0)), max_size=2, unique=True) if found else st.just([])
    sections = st.sampled_from([(), ("Talks",), ("Talks", "Reactions"), ("Summit",)])
    made = [
        attrs.evolve(sentence(text, section=draw(sections)), notes=tuple(draw(cited)))
        for text in draw(st.lists(TEXTS, max_size=7))
    ]
    return revision(*made, notes=found)


@given(revisions())
def test_a_revision_against_itself_gives_nothing(given_revision: Revision) -> None:
    copy = attrs.evolve(given_revision, sentences=tuple(map(attrs.evolve, given_revision.sentences)))
    assert not diff(given_revision, copy).changes


def texts(found: ArticleDiff, kind: str) -> Counter[str]:
    return Counter(text for change in found.of(kind) for text in (change.after or change.before))


@given(revisions(), revisions())
@settings(max_examples=300)
def test_what_was_added_is_removed_on_the_way_back(old: Revision, new: Revision) -> None:
    there, back = diff(old, new), diff(new, old)
    assert texts(there, "added") == texts(back, "removed")
    assert texts(there, "removed") == texts(back, "added")
    assert texts(there, "source-added").keys() <= texts(back, "source-dropped").keys() | {one.text for one in new.sentences}


@given(revisions(), revisions())
@settings(max_examples=300)
def test_every_sentence_is_accounted_for_once(old: Revision, new: Revision) -> None:
    found = diff(old, new)
    groups = list(found.alignment.pairs())
    assert sorted(place for group in groups for place in group.old) == list(range(len(old.sentences)))
    assert sorted(place for group in groups for place in group.new) == list(range(len(new.sentences)))
    assert len(found.of("added")) == sum(1 for group in groups if not group.old)
    assert len(found.of("removed")) == sum(1 for group in groups if not group.new)


def test_each_kind_refines_a_kind_of_a_claim_or_none() -> None:
    assert {kind.value for kind in ArticleKind if kind.refines is None} == {"moved", "split", "merged", "section-renamed"}
    assert ArticleKind.RETRIEVED_ADDED.refines is Kind.RE_RETRIEVED
    assert set(Flag) == {"case-only", "spelling-variant", "polarity-flipped"}


def test_the_same_wordings_are_told_anew_where_other_speakers_were_found() -> None:
    """What was told of two wordings before is not told of the same words with other speakers."""
    texts = "“The door is open,” said one of them in May.", "“The door is open,” said one of them in June."
    old, new = map(sentence, texts)
    plain = compare(old, new, "en")
    spoken, changed = (
        Sentence(text, quotations=(Quotation("The door is open,", 0, 19, speaker=name),))
        for text, name in zip(texts, ("Ann Lee", "Bob Roe"), strict=True)
    )
    assert ArticleKind.ATTRIBUTION_CHANGED not in {told.kind for told in plain}
    assert ArticleKind.ATTRIBUTION_CHANGED in {told.kind for told in compare(spoken, changed, "en")}
    assert compare(old, new, "en") == plain
