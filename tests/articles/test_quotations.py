"""Quotations with their extent, nested ones included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factlog.articles.sentences.quotations import MAX_DEPTH, quotations


def found(text: str) -> list[tuple[str, int]]:
    return [(quotation.text, quotation.depth) for quotation in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("彼は「行く」と述べた。", [("行く", 0)]),
        ("彼は「『なぜ』と『いつ』を問え」とした。", [("『なぜ』と『いつ』を問え", 0), ("なぜ", 1), ("いつ", 1)]),
        ("（「中」も数える）", [("中", 0)]),
        ("「一」「二」『三』", [("一", 0), ("二", 0), ("三", 0)]),
        ("He called it “a ‘real’ war”.", [("a ‘real’ war", 0), ("real", 1)]),
        ('He called it "a war" and "a \'real\' one".', [("a war", 0), ("a 'real' one", 0), ("real", 1)]),
        ("Er nannte es „einen ‚echten‘ Krieg“.", [("einen ‚echten‘ Krieg", 0), ("echten", 1)]),
        ("Il parle d’« une guerre ».", [("une guerre", 0)]),
        ("»Krieg«, sagte er.", [("Krieg", 0)]),
        ("Он сказал: «это „война“».", [("это „война“", 0), ("война", 1)]),
        ("It's the '90s and the dogs' home; rock 'n' roll.", [("n", 0)]),
        ("no quotations (here) [or here]", []),
        ("「閉じない", []),
        ("閉じる」だけ", []),
        ("empty “” and 「 」", []),
    ],
)
def test_quotations(text: str, expected: list[tuple[str, int]]) -> None:
    assert found(text) == expected


def test_the_extent_takes_in_the_marks() -> None:
    text = "彼は「行く」と述べた。"
    (quotation,) = quotations(text)
    assert text[quotation.start : quotation.end] == "「行く」"


def test_nesting_is_bounded() -> None:
    text = "「『" * 100 + "a" + "』」" * 100
    assert max(depth for _, depth in found(text)) == MAX_DEPTH


@given(st.text(alphabet=st.sampled_from(list("a 「」『』“”‘’„“‚\"'«»()[]`.")), max_size=60))
def test_quotations_nest_properly(text: str) -> None:
    open_ends: list[int] = []
    for quotation in quotations(text):
        while open_ends and open_ends[-1] <= quotation.start:
            open_ends.pop()
        assert len(open_ends) == quotation.depth
        assert not open_ends or quotation.end <= open_ends[-1]
        assert quotation.text in text[quotation.start + 1 : quotation.end - 1]
        open_ends.append(quotation.end)
