"""Text: NFC, newlines and tabs, and nothing that hides or reorders what a reader sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from factlog.claims import Claim
from factlog.errors import FactlogError, InvalidError


def kept(text: str) -> str:
    """What a claim keeps of the text."""
    return Claim("a", subject=text, predicate="p").subject


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Ukraine",
            "ウクライナ",
            "キーウ",
            "停戦協議\n二日目",
            "a\tb",
            "Baiba Braže",
            "Путин",
            "محمد",
            "हिन्दी",
            "ไทย",
            "👩🏽‍🚀",
            "🇺🇦",
        ),
        *("x", "0", "-", "'", '"quoted"', "back\\slash", "\u200e mark", "non\u00a0breaking", " padded ", "﷽", "\U0010ffff"),
    ],
)
def test_kept(text: str) -> None:
    """Words in any script are kept as they are, with newlines and tabs."""
    assert kept(text) == text


@pytest.mark.parametrize(
    ("given_", "text"),
    [("Mierin\u0327a", "Mieri\u0146a"), ("か\u3099", "が"), ("e\u0301", "é"), ("\u1112\u1161\u11ab", "한"), ("\u212b", "Å")],
)
def test_normal_form(given_: str, text: str) -> None:
    """Text is kept in NFC."""
    assert kept(given_) == text


def test_compatibility_characters_stay() -> None:
    """Half-width and full-width letters are kept, since NFC leaves them alone."""
    assert kept("ｶﾅＡ①") == "ｶﾅＡ①"


@pytest.mark.parametrize("text", ["", " ", "\n", "\t\n ", "\u3000", "\u00a0"])
def test_empty_text_is_refused(text: str) -> None:
    """Unknown is None and never an empty string."""
    with pytest.raises(InvalidError, match="empty"):
        kept(text)


FORBIDDEN = [
    *(chr(code) for code in range(0x20) if chr(code) not in "\n\t"),
    *(chr(code) for code in range(0x7F, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *("\ud800", "\udbff", "\udc00", "\udfff"),
]


@pytest.mark.parametrize("character", FORBIDDEN, ids=[f"U+{ord(character):04X}" for character in FORBIDDEN])
def test_hidden_characters_are_refused(character: str) -> None:
    """Control characters, bidi overrides and lone surrogates are refused, by their code, wherever they stand."""
    for text in (character, f"war{character}", f"{character}war", f"w{character}ar"):
        with pytest.raises(InvalidError, match=f"U\\+{ord(character):04X}|empty") as caught:
            kept(text)
        str(caught.value).encode()  # the message itself can be printed
        assert character not in str(caught.value)


def test_stacked_marks() -> None:
    """Thirty combining marks on one letter are refused, a few are writing."""
    assert kept("Z\u0323\u0304\u0301") == unicodedata.normalize("NFC", "Z\u0323\u0304\u0301")
    with pytest.raises(InvalidError, match="combining"):
        kept("Z" + "\u0301" * 30)
    with pytest.raises(InvalidError, match="combining"):
        kept("war Z" + "\u0316\u0301" * 15 + " of words")


def test_marks_are_counted_per_letter() -> None:
    """Many letters with a mark each are fine, however many they are."""
    text = "e\u0301" * 1000
    assert kept(text) == "é" * 1000


@pytest.mark.parametrize("text", ["\u0301" * 100_000, "Z" + "\u0301\u0316" * 40_000, "a" * 10_000_000, "\u200d" * 5_000_000])
def test_hostile_text_is_refused_quickly(text: str) -> None:
    """Text made to take long is refused before it does."""
    with pytest.raises(InvalidError):
        kept(text)


def test_long_text_is_kept() -> None:
    """A long passage is text like any other."""
    passage = "会談 " * 10_000 + "."
    assert kept(passage) == passage


@pytest.mark.parametrize("value", [None, 1, 1.5, True, b"war", ["war"], {"en": "war"}, object(), 10**50])
def test_other_types_are_refused(value: object) -> None:
    """Nothing is turned into text."""
    with pytest.raises(InvalidError, match="expected text"):
        kept(value)  # type: ignore[arg-type]


@given(texts)
@settings(max_examples=200)
def test_kept_once_normalised(text: str) -> None:
    """Text is brought into NFC once, and then stays as it is."""
    assert kept(text) == unicodedata.normalize("NFC", text)
    assert kept(kept(text)) == kept(text)


@given(st.text(st.characters(), max_size=20))
@settings(max_examples=300)
def test_every_text_is_kept_or_refused(text: str) -> None:
    """Whatever Unicode brings is kept in NFC or refused with an error of our own."""
    try:
        result = kept(text)
    except FactlogError as problem:
        str(problem).encode()
    else:
        assert result == unicodedata.normalize("NFC", text)
        result.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufb2c" * 40_000, "expected at most 100,000 characters, got 120,000"),
        ("\ufb2c" + "\u05b0" * 15, "combining marks"),
        ("a" + "\u0344" * 15, "combining marks"),
    ],
)
def test_what_normal_form_makes_longer(text: str, expected: str) -> None:
    """Text that Unicode's normal form makes too long, or piles too high, is refused: it could not be read again."""
    with pytest.raises(InvalidError, match=expected):
        kept(text)


@given(st.text(st.sampled_from("a\u0301\u0344\u05b0\ufb2c\u0958\u0f73"), max_size=40))
def test_what_is_kept_is_kept_again(text: str) -> None:
    """Text that is kept is kept as it is when it is read again."""
    try:
        once = kept(text)
    except InvalidError:
        return
    assert kept(once) == once
