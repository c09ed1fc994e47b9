"""Alignment: every sentence once, moves as few as can be, splits and merges, and no blow-up."""

from __future__ import annotations

import random
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factlog.articles.comparison.align import ALIGNED, ALONE, ALONE_LISTED, AMONG, NEAR, Group, align
from factlog.articles.comparison.similarity import SURE, similarity
from factlog.articles.comparison.unchanged import increasing
from factlog.articles.revision import BlockKind, Sentence

ALPHA = "Alpha signed the treaty in the old town hall."
BETA = "Beta refused to come because of the weather."
GAMMA = "Gamma published a long report about the harvest."
DELTA = "Delta sent two boats and a letter of protest."
FERRY = "The ferry was sold because nobody paid for its repair."
RECAST = "Since it could not be repaired, the ferry went to a buyer."


def sentences(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> tuple[Sentence, ...]:
    return tuple(Sentence(text, kind=kind) for text in texts)


def pairs(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...], bool]]:
    return [(group.old, group.new, group.moved) for group in align(sentences(*old), sentences(*new)).pairs()]


def test_the_same_sentences_are_pairs_in_order() -> None:
    found = align(sentences(ALPHA, BETA), sentences(ALPHA, BETA))
    assert (found.head, found.tail, found.groups) == (2, 0, ())


def test_an_insertion_moves_nothing() -> None:
    assert pairs((ALPHA, BETA), (ALPHA, GAMMA, BETA)) == [((0,), (0,), False), ((), (1,), False), ((1,), (2,), False)]


def test_a_repeated_sentence_is_matched_as_often_as_it_stands_there() -> None:
    found = pairs((ALPHA, BETA, ALPHA), (ALPHA, ALPHA, BETA, ALPHA))
    assert sum(1 for old, new, _ in found if old and new) == 3
    assert sum(1 for old, _, _ in found if not old) == 1
    assert not any(moved for *_, moved in found)


def test_the_fewest_sentences_are_moved() -> None:
    found = pairs((ALPHA, BETA, GAMMA, DELTA), (DELTA, ALPHA, BETA, GAMMA))
    assert [(old, new) for old, new, moved in found if moved] == [((3,), (0,))]


def test_a_reworded_sentence_is_a_pair() -> None:
    assert pairs((ALPHA, BETA), (ALPHA, BETA.replace("weather", "snow"))) == [((0,), (0,), False), ((1,), (1,), False)]


def test_a_sentence_that_moved_and_was_reworded_is_found_again() -> None:
    found = pairs((ALPHA, BETA, GAMMA, DELTA), (GAMMA, DELTA.replace("two", "three"), ALPHA.replace("old", "new"), BETA))
    assert {(old, new) for old, new, _ in found} == {((0,), (2,)), ((1,), (3,)), ((2,), (0,)), ((3,), (1,))}
    assert sum(moved for *_, moved in found) == 2


def test_unrelated_sentences_are_not_a_pair() -> None:
    assert sorted(pairs((ALPHA,), ("Rain fell over Paris on Monday.",))) == [((), (0,), False), ((0,), (), False)]


def test_less_is_asked_of_what_is_left_over_between_the_same_neighbours() -> None:
    """Least where it is as many on both sides, in order, and in one section."""
    old, new = "The harbour is the largest of its kind on the Rhone.", "Large ships enter its port from the Rhone."
    one, other = "In May the council met about the old bridge.", "The bridge was what all spoke of at the council."
    assert ALIGNED <= similarity(one, other) < AMONG <= similarity(old, new) < ALONE_LISTED
    changed = ALPHA.replace("old", "new"), new, other, GAMMA.replace("long", "short")
    assert pairs((ALPHA, old, one, GAMMA), changed) == [((n,), (n,), False) for n in range(4)]
    found = pairs((ALPHA, "Rain fell over Paris.", one, old, GAMMA), changed)
    assert [group for group in found if not all(group[:2])] == [((1,), (), False), ((2,), (), False), ((), (2,), False)]
    for texts, groups in (((old, new), 1), ((one, other), 2)):
        there, here = (Sentence(text, section=(name,)) for text, name in zip(texts, ("Lyon", "Riga"), strict=True))
        assert len(align([there], [here]).groups) == groups


def test_least_is_asked_of_one_sentence_in_the_place_of_one() -> None:
    """Where two stand in the place of two, the same words are too few."""
    assert ALONE <= similarity(FERRY, RECAST) < ALIGNED
    assert len(pairs((ALPHA, FERRY, GAMMA), (ALPHA, RECAST, GAMMA))) == 3
    assert len(pairs((ALPHA, FERRY, "Rain fell over Paris.", GAMMA), (ALPHA, RECAST, DELTA, GAMMA))) == 6


def test_a_sentence_in_the_place_of_another_is_it_where_their_heading_was_renamed_too() -> None:
    """A neighbour shows which heading became which."""
    there = [Sentence(text, section=("Boats",)) for text in (ALPHA, FERRY)]
    here = [Sentence(text, section=("Ships",)) for text in (ALPHA, RECAST)]
    assert len(align(there, here).groups) == 1
    elsewhere = attrs.evolve(here[1], section=("Trains",))
    assert len(align(there, [here[0], elsewhere]).groups) == 2


def test_what_is_left_beside_a_pair_is_alone_there() -> None:
    """One of two sentences that is sure enough lets the other stand for the one in its place."""
    one, other = "In May the council met about the old bridge.", "The bridge was what all spoke of at the council."
    assert similarity(FERRY, RECAST) < ALIGNED <= similarity(one, other)
    assert len(pairs((ALPHA, FERRY, one, GAMMA), (ALPHA, RECAST, other, GAMMA))) == 4


def test_a_split_comes_before_what_stands_in_the_place_of_another() -> None:
    """A sentence that went where the first part of a split came is not it, though they share a word."""
    whole = "The company bought a tug from the yard, and its captains trained for a year in the delta."
    parts = "The company bought a tug from the yard.", "Its captains trained for a year in the delta."
    gone = "A boat left from Lyon before dawn."
    assert ALONE <= similarity(gone, parts[0]) < ALIGNED
    found = pairs((ALPHA, gone, whole, BETA), (ALPHA, *parts, BETA))
    assert ((1,), (), False) in found
    assert ((2,), (1, 2), False) in found


def test_an_item_under_another_label_is_not_the_one_that_says_the_same() -> None:
    """Each label keeps its own sentence, whatever others say."""
    old, new = (
        [Sentence(text, kind=BlockKind.ITEM, label=label) for label, text in zip(("Key", "Text"), said, strict=True)]
        for said in (("a number", "four bytes"), ("four bytes", "four bytes"))
    )
    assert list(align(old, new).pairs()) == [Group((0,), (0,)), Group((1,), (1,))]


def test_an_item_alone_between_the_same_neighbours_is_another_one_unless_its_label_is_the_same() -> None:
    items = [Sentence(text, kind=BlockKind.ITEM) for text in ("Port of Lyon (closed)", "Mill of Lyon, on the Rhone")]
    assert ALONE <= similarity(items[0].text, items[1].text) < ALONE_LISTED
    assert len(align(items[:1], items[1:]).groups) == 2
    assert len(align(*([attrs.evolve(item, label="Sight")] for item in items)).groups) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("Site", "Official site"), ("Harbour.org (closed)", "Harbour.org: news of boats, storms and lost anchors")],
    ids=["all its words", "its head"],
)
def test_an_item_that_stands_for_another_and_has_all_its_words_or_its_head_is_the_same(old: str, new: str) -> None:
    items = [Sentence(text, kind=BlockKind.ITEM) for text in (old, new)]
    assert similarity(old, new) < ALONE_LISTED
    assert len(align(items[:1], items[1:]).groups) == 1


def test_what_stands_in_the_place_of_an_item_comes_before_what_is_a_little_more_like_it_elsewhere() -> None:
    old = "Ports of Latvia", "Ports of Hungary", "Ports of Norway"
    new = "Ports of Hunland", "Ports of Latvia", "Ports of Ireland", "Ports of Norway"
    assert similarity(old[1], new[0]) > similarity(old[1], new[2])
    listed = (sentences(*side, kind=BlockKind.ITEM) for side in (old, new))
    assert [group for group in align(*listed).pairs() if group.old == (1,)] == [Group((1,), (2,))]


WHOLE = "Rubio led the delegation of the United States and Lavrov spoke for the Russian Federation in the palace."
PARTS = ("Rubio led the delegation of the United States.", "Lavrov spoke for the Russian Federation in the palace.")


def test_a_split() -> None:
    assert pairs((ALPHA, WHOLE, BETA), (ALPHA, *PARTS, BETA))[1] == ((1,), (1, 2), False)


def test_a_merge() -> None:
    assert pairs((ALPHA, *PARTS, BETA), (ALPHA, WHOLE, BETA))[1] == ((1, 2), (1,), False)


def test_a_split_in_three_parts_in_japanese() -> None:
    whole = "代表団は月曜日に首都へ到着し、火曜日に宮殿で会談を行い、水曜日の朝に共同声明を発表した。"
    parts = ("代表団は月曜日に首都へ到着した。", "火曜日に宮殿で会談を行った。", "水曜日の朝に共同声明を発表した。")
    assert pairs((whole,), parts) == [((0,), (0, 1, 2), False)]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        (
            "The old mill by the river burned down in the night of the great storm.",
            (
                "The old mill by the river had fed two villages since the war and was sold to a brewer.",
                "It burned down in the night of the great storm.",
            ),
        ),
        (
            "The council sold the old ferry and repaired the lighthouse with money that sailors from Lyon had sent.",
            (
                "The council sold the old ferry.",
                "Sailors had sent money from Lyon, so that now the lighthouse could be repaired.",
            ),
        ),
        (
            "Совет продал старый паром и починил маяк на средства, присланные моряками из Лиона.",
            ("Совет продал старый паром.", "Моряки прислали средства из Лиона, чтобы починить старую башню."),
        ),
        (
            "港の灯台は百年前に建てられ、嵐の夜に崩れ落ちた。",
            ("港の灯台は百年前に建てられた。", "船乗りたちの寄付で長く守られてきたその塔も、ある嵐の夜に崩れ落ちた。"),
        ),
    ],
    ids=["English", "another order", "other forms", "Japanese"],
)
def test_a_split_whose_parts_say_much_more(whole: str, parts: tuple[str, str]) -> None:
    """A neighbour that says what the other part leaves of the whole is a part of it."""
    assert pairs((ALPHA, whole, BETA), (ALPHA, *parts, BETA))[1] == ((1,), (1, 2), False)
    assert pairs((ALPHA, *parts, BETA), (ALPHA, whole, BETA))[1] == ((1, 2), (1,), False)


def test_a_word_that_a_neighbour_happens_to_have_is_no_merge() -> None:
    """Least of all in a script whose words are many characters."""
    old = ("เรือข้ามฟากบรรทุกผู้โดยสารในฤดูท่องเที่ยวใหม่", "สภาอนุมัติงบประมาณแปลกประหลาดในสมัยประชุม")
    found = pairs((ALPHA, *old, BETA), (ALPHA, "เรือข้ามฟากบรรทุกผู้โดยสารในฤดูท่องเที่ยวแปลกประหลาด", BETA))
    assert [(old, new) for old, new, _ in found][1:3] == [((1,), (1,)), ((2,), ())]


def test_an_addition_beside_a_rewording_is_no_split() -> None:
    found = pairs((ALPHA, BETA), (ALPHA.replace("old", "new"), GAMMA, BETA))
    assert [(old, new) for old, new, _ in found] == [((0,), (0,)), ((), (1,)), ((1,), (2,))]


def test_cells_of_a_region_are_paired_by_position() -> None:
    old, new = (sentences(*cells, kind=BlockKind.CELL) for cells in (("Name", "27", "0", "29"), ("Name", "34", "0", "36")))
    found = [(group.old, group.new) for group in align(old, new).pairs()]
    assert found == [((place,), (place,)) for place in range(4)]


def cells(*rows: str) -> list[Sentence]:
    return [Sentence(text, kind=BlockKind.CELL) for row in rows for text in row.split("|")]


def test_a_number_in_a_table_is_paired_within_its_row() -> None:
    """Whatever equal numbers stand in other rows."""
    old, new = cells("Lyon|0|1|2", "Riga|1|1|0"), cells("Lyon|1|1|3", "Riga|2|1|0")
    assert list(align(old, new).pairs()) == [Group((n,), (n,)) for n in range(8)]
    longer = align(old, cells("Lyon|0|1|2", "Oslo|1|1|1", "Riga|1|2|0"))
    assert [group.new for group in longer.pairs() if not group.old] == [(4,), (5,), (6,), (7,)]
    numbers = align(cells("1|2|3", "4|5|6"), cells("4|5|6", "7|8|9"))
    assert [group.old for group in numbers.pairs() if group.old and group.new] == [(3,), (4,), (5,)]


def test_a_row_that_moved_is_known_by_neighbouring_cells() -> None:
    """Where one of them has a word; numbers alone say nothing."""
    rows = "2001|Gulls|Ann", "2003|Salt|Roy", "2007|Piers|Eve"
    found = align(cells(*rows), cells(rows[1], rows[0], rows[2]))
    assert all(group.old and group.new for group in found.pairs())
    assert sum(group.moved for group in found.pairs()) == 3
    bare = align(cells("7|8", "Oslo", "1|2", "Riga"), cells("Oslo", "1|2", "Riga", "7|8"))
    assert not [group for group in bare.pairs() if group.moved]


def test_a_short_cell_does_not_move() -> None:
    old = sentences("10", ALPHA, BETA, GAMMA)
    new = sentences(ALPHA, BETA, GAMMA, "10")
    assert not any(group.moved for group in align(old, new).pairs())


@given(st.lists(st.integers(0, 30)))
def test_a_longest_increasing_chain(numbers: list[int]) -> None:
    chain = [numbers[place] for place in sorted(increasing(numbers))]
    assert all(one < other for one, other in pairwise(chain))
    best = [1] * len(numbers)
    for place, number in enumerate(numbers):
        best[place] = 1 + max((best[before] for before in range(place) if numbers[before] < number), default=0)
    assert len(chain) == max(best, default=0)


WORDS = ["alpha", "beta", "gamma", "delta", "the", "a", "会談", "は", "18", "日"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
sides = st.lists(texts, max_size=9)


@given(sides, sides)
@settings(max_examples=300)
def test_every_sentence_stands_in_one_group(old: list[str], new: list[str]) -> None:
    found = list(align(sentences(*old), sentences(*new)).pairs())
    assert sorted(place for group in found for place in group.old) == list(range(len(old)))
    assert sorted(place for group in found for place in group.new) == list(range(len(new)))
    assert all(min(len(group.old), len(group.new)) <= 1 for group in found)


@given(sides, sides)
@settings(max_examples=300)
def test_the_other_direction_gives_the_same_groups(old: list[str], new: list[str]) -> None:
    there = align(sentences(*old), sentences(*new))
    back = align(sentences(*new), sentences(*old))
    assert set(back.pairs()) == {Group(group.new, group.old, group.moved) for group in there.pairs()}
    assert set(there.inverted().pairs()) == set(back.pairs())


def test_similarity_tells_edits_from_strangers() -> None:
    assert similarity(ALPHA, ALPHA) == pytest.approx(1)
    assert similarity(ALPHA, ALPHA.replace("old", "new")) > 0.75
    assert similarity(ALPHA, GAMMA) < 0.35
    assert similarity("会談は首都で行われた。", "輸出は三年続けて減少した。") < 0.4
    assert similarity("Riverbanks", "Riverbank") > SURE > similarity("Iran", "Iraq")
    boats = "เรือลำใหญ่เข้าจอดที่ท่าเรือเก่าในตอนเช้า"
    assert similarity(boats, "ชาวนาเก็บเกี่ยวข้าวได้น้อยกว่าปีก่อนมาก") < ALONE
    assert similarity(boats, "เรือลำเล็กเข้าจอดที่ท่าเรือใหม่ในตอนเช้า") > NEAR


def made_up(seed: int, count: int, vocabulary: int = 3_000) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(f"w{chance.randrange(vocabulary)}" for _ in range(22)) for _ in range(count)]


@pytest.mark.parametrize("vocabulary", [40, 3_000])
def test_ten_thousand_strange_sentences_are_aligned_in_time(vocabulary: int) -> None:
    old, new = sentences(*made_up(1, 10_000, vocabulary)), sentences(*made_up(2, 10_000, vocabulary))
    assert len(align(old, new).groups) >= 10_000


def test_ten_thousand_equal_cells_are_aligned_in_time() -> None:
    old, new = sentences(*["0"] * 10_000, "x"), sentences("y", *["0"] * 9_999, "z")
    align(old, new)
