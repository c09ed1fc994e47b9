"""Differences inside a sentence: whole words, in languages with and without spaces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factlog.articles.comparison import words
from factlog.articles.comparison.words import Op, content, opcodes, spans, tokens
from factlog.errors import FactlogError


def marked(old: str, new: str) -> str:
    signs = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}
    return "".join(signs[span.op].format(span.text) for span in spans(old, new))


CASES = [
    ("He went home.", "He ran home.", "He [-went-]{+ran+} home."),
    ("He went home.", "He went.", "He went[- home-]."),
    ("a big red house", "a small green house", "a [-big red-]{+small green+} house"),
    ("会談は18日に始まった。", "会談は19日に始まった。", "会談は[-18-]{+19+}日に始まった。"),
    ("トランプは認めた。", "プーチンは認めた。", "[-トランプ-]{+プーチン+}は認めた。"),
    ("会談が始まった。", "首脳会談が始まった。", "{+首脳+}会談が始まった。"),
    ("राम का जन्म हुआ", "राम जी का जन्म हुआ", "राम {+जी +}का जन्म हुआ"),
    ("1,234 people", "1,235 people", "[-1,234-]{+1,235+} people"),
]


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=[case[2] for case in CASES])
def test_what_a_reader_sees(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_vowel_signs_stay_with_their_letters() -> None:
    assert [token for token in tokens("बृहस्पति की") if token != " "] == ["बृहस्पति", "की"]
    assert all(not token.startswith("ี") for token in tokens("ศรีราชา"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_spans_are_both_texts(old: str, new: str) -> None:
    found = spans(old, new)
    assert "".join(span.text for span in found if span.op is not Op.INSERT) == old
    assert "".join(span.text for span in found if span.op is not Op.DELETE) == new
    assert all(span.text for span in found)
    assert all(one.op is not other.op for one, other in pairwise(found))


@given(st.text(max_size=60))
def test_the_tokens_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_content_has_no_punctuation() -> None:
    assert content("“Well,” he said — twice.") == ("well", "he", "said", "twice")


def test_sequences_too_long_to_compare_are_one_replacement() -> None:
    assert opcodes(["a"] * 30_000, ["b"] * 30_000) == [("replace", 0, 30_000, 0, 30_000)]
    assert len(spans("a b " * 100_000, "b c " * 100_000)) >= 2


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rapidfuzz", None)
    words.distance.cache_clear()
    with pytest.raises(FactlogError, match=r"need rapidfuzz, of the extra"):
        spans("a b", "a c")
    monkeypatch.undo()
    words.distance.cache_clear()
