"""Laws of speech: whatever a text holds, speech is found without fail, always the same, and in proportion to the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factlog import articles
from factlog.articles.memo import forget
from factlog.articles.revision import Revision, Sentence
from factlog.articles.sentences.quotations import quotations
from factlog.articles.speech import RULES, attributed, claimants
from factlog.articles.speech.telling import MAX_TEXT

_ENGLISH = (
    "Ann Lee|Lee|Rubio|Marco Rubio|the mayor|critics|he|she|they|it|said|told|claimed|denied|called|was|by|that|which|and"
    "|both|once|view|the port's|critics of|such as|who|put it this way"
    "|,|.|:|;|“rain”|“‘no’ means no”|according to|saying|On 3 May 2024|in|also|as|promised to"
    "|\ue000|\ue001|(Rubio said so)| "
).split("|")
_JAPANESE = (
    "アン・リー|外相|市長|港湾局|同氏|彼|は|が|も|の|を|に|と|「雨」|「『否』だ」|述べた|述べ、|主張し、|とした|とし、"
    "|によれば、|と呼び、|批判された|から|によって|また、|2024年5月3日|同日|（「雨」を批判）|という|こと"
    "|。|、|\ue000|\ue001| "
).split("|")
PIECES = st.sampled_from([*_ENGLISH, *_JAPANESE])
TEXTS = (
    st.lists(st.sampled_from(_ENGLISH), max_size=24).map(" ".join)
    | st.lists(st.sampled_from(_JAPANESE), max_size=24).map("".join)
    | st.lists(PIECES, max_size=24).map(" ".join)
    | st.lists(PIECES, max_size=24).map("".join)
    | st.text(max_size=60)
)


LEANING = (
    "Rubio said that it rained.|She added that it was cold.|Marco Rubio left.|Mayor Ann Lee said that she would stay."
    "|The mayor said that it was late.|Lee denied it.|Bob Lee came late.|リー氏は「雨」と述べた。|アン・リーが来た。"
).split("|")
"""Sentences of which one names in full whom another names in part."""


def revision(texts: list[str]) -> Revision:
    sentences = (Sentence(text, block=n // 3, quotations=quotations(text)) for n, text in enumerate(texts))
    return Revision("Harbour", None, tuple(sentences), ())


@settings(max_examples=300)
@given(st.lists(TEXTS, max_size=6))
def test_speech_of_anything(texts: list[str]) -> None:
    """Every speech is of a sentence and a quotation that are there; its speaker is written in the article, word by word."""
    given = revision(texts)
    whole = " ".join(texts)
    for speech in RULES.speeches(given):
        sentence = given.sentences[speech.sentence]
        assert speech.quotation is None or speech.quotation < len(sentence.quotations)
        assert speech.speaker is None or all(word in whole for word in re.split(r"[\s\ue000\ue001]+", speech.speaker))
        assert speech.speaker != ""
    assert len(claimants(given)) == len(given.sentences)
    assert [sentence.text for sentence in attributed(given).sentences] == texts


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_the_same_speech_always(texts: list[str]) -> None:
    """What is remembered from other revisions changes nothing."""
    first = list(RULES.speeches(revision(texts)))
    list(RULES.speeches(revision(["Marco Rubio said that Ann Lee was there.", *texts[::-1]])))
    again = list(RULES.speeches(revision(texts)))
    forget()
    assert first == again == list(RULES.speeches(revision(texts)))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(TEXTS, max_size=3),
    st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2)), max_size=8), min_size=2, max_size=4),
)
def test_speech_in_a_run_of_revisions(texts: list[str], drafts: list[list[tuple[int, int]]]) -> None:
    """Sentences that stay, in whatever blocks they stand, tell what they tell in a revision that nobody read before it."""
    texts = [*texts, *LEANING]
    pool: dict[tuple[int, int], Sentence] = {}
    run = []
    for draft in drafts:
        for number, block in draft:
            text = texts[number % len(texts)]
            pool.setdefault((number, block), Sentence(text, block=block, quotations=quotations(text)))
        run.append(Revision("Harbour", None, tuple(pool[row] for row in sorted(draft, key=lambda row: row[1])), ()))
    run += run[::-1]  # edits are undone
    found = [list(RULES.speeches(revision)) for revision in run]
    for revision, speeches in zip(run, found, strict=True):
        forget()
        assert list(RULES.speeches(revision)) == speeches


@pytest.mark.parametrize(
    ("told", "elsewhere"),
    [
        ("Rubio said that it rained.", ["Nobody came.", "Marco Rubio left.", "Ana Rubio and Marco Rubio left."]),
        ("Weir said that it rained.", ["Wells Weir left.", "Wells Weir left the wells dry."]),
        (
            "Ann Lee said that it rained. The mayor said that it was late.",
            ["Ann Lee left.", "Mayor Ann Lee said that nobody had come.", "Mayor Bob Weir said that nobody had come."],
        ),
        ("Merkel left early. She said that it rained.", ["Then Merkel came.", "Nobody has a merkel there, Merkel knew."]),
    ],
)
def test_what_other_blocks_say(told: str, elsewhere: list[str]) -> None:
    """An untouched block is told anew where another block changes whom it means, and as if nobody had read it before."""
    block = [Sentence(f"{text}.", block=1) for text in told.rstrip(".").split(". ")]
    run = [Revision("Harbour", None, (Sentence(text), *block), ()) for text in [*elsewhere, *elsewhere[::-1]]]
    found = [claimants(revision) for revision in run]
    assert len({speakers[1:] for speakers in found}) > 1
    for revision, speakers in zip(run, found, strict=True):
        forget()
        assert claimants(revision) == speakers


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_one_quotation_has_one_speech(texts: list[str]) -> None:
    """No quotation is given to two speakers."""
    direct = [(speech.sentence, speech.quotation) for speech in RULES.speeches(revision(texts)) if speech.direct]
    assert len(direct) == len(set(direct))


HOSTILE = [
    *(
        "said ",
        "“a” said B ",
        "Aa Bb ",
        "Aa, ",
        "Aa and ",
        "(a) said ",
        "according to ",
        "said that ",
        "was said by ",
        "J. ",
    ),
    *(
        "a who ",
        ", who ",
        "is a man who ",
        "such as A and ",
        "A, and B ",
        ", while A ",
        ", said ",
        "put it: “a” ",
        "- ",
        "vs. ",
    ),
    *("in A's view ", "that was ", "after the a ", "Aa, a man, ", ", and a said ", "1 and 2 "),
    *(": “", "a's ", "AはBと述べ、", "の", "漢字の", "カタカナ", "「あ」と", "「あ」と述べた", "a a は", "Aが「い」と"),
    *("（「あ」を批判）", "Aによれば、", "Aは、", "意を", "・", "「『"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_sentences(piece: str) -> None:
    """A sentence of one thing repeated up to the limit is read to its end, and a longer one is not searched."""
    text = (piece * MAX_TEXT)[: MAX_TEXT - 20]
    found = list(RULES.speeches(revision([text + "は「あ」と述べた。", text + " said Ann Lee."])))
    assert all(speech.sentence < 2 for speech in found)
    assert not list(RULES.speeches(revision([f"Ann Lee said that {text * 2}."])))


def test_an_article_of_one_pronoun_after_another() -> None:
    """Thousands of sentences that each lean on the one before neither overflow nor lose the first speaker."""
    texts = ["Ann Lee said that it rained.", *["She also said that it was cold."] * 3000]
    found = claimants(Revision("Rain", "en", tuple(map(Sentence, texts)), ()))
    assert set(found) == {"Ann Lee"}


def test_reading_does_not_look_for_speech() -> None:
    """A revision as read has no speakers: who wants them asks an extractor."""
    assert articles.read("“It rains,” said Ann Lee.").sentences[0].quotations[0].speaker is None
