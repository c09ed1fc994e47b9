"""Where sentences end, by language; hostile text costs time in proportion to its length."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import material

from factlog.articles.sentences import MAX_PARAGRAPH, split


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


JAPANESE = [
    ["雨が降った。", "風も吹いた。"],
    ["彼は「帰る。もう遅い。」と述べた。", "皆が驚いた。"],
    ["議長は「（静かに）聞け。『なぜ?』と問うな。」とし、「以上だ。」と結んだ。"],
    ["売り上げは3.5%増えた(前年は2.1%だった。)。", "利益は減った。"],
    ["本当か？", "誰も知らない！", "「はい！」と答えた。"],
    ["けいおん！の続編が出た。", "Yahoo!ニュースが報じた。"],
    ["閉じない「括弧がある。", "次の文は別だ。"],
    ["余った」括弧がある。", "次の文は別だ。"],
    ["入れ子の（「壊れた）括弧」でも終わる。", "次も読める。"],
    ["会議は終わった。", "（写真は前日。）", "議長が閉会を告げた。"],
    ["米国のJ・D・ヴァンス氏が来た．", "会談した．"],
    ["曲は「モーニング。」を含む。", "終わり"],
]
CHINESE = [
    ["他说：“我不去。”", "第二天他走了。"],
    ["“我不去。”他说。", "她笑了。"],
    ["我们去看《谁？我！》好吗？", "好！"],
    ["第一句……还没完。", "第二句！"],
]
ENGLISH = [
    ["He kept ships, esp. “The Gull” and incl. The Tern vs. A Heron.", "Nobody came."],
    ["Dr. Who met Gen. Lee at 5 p.m. in St. Louis.", "They left."],
    ["Prices rose 3.5% to $1.20.", "Nobody cared."],
    ["J. R. Smith wrote it.", "He was tired."],
    ["It fell to No. 5 in Jan. 2020 (cf. p. 33).", "Then it rose."],
    ["“Is it true? I doubt it.”", "She left."],
    ["“Go away!” she said.", "He did not."],
    ["He said (and this is odd. Very odd.) that he would go.", "He stayed."],
    ["He left an (unclosed bracket here.", "It swallows nothing."],
    ["He left an “unclosed quotation here.", "It swallows nothing."],
    ["Well... maybe not.", "Hmm...", "No."],
    ["The U.S. Senate met.", "It lasted until 3 a.m. on 5 May 2020, i.e. for hours."],
    ["1. First of all.", "2. Then the rest."],
    ["a) one", "b) two", "c) three"],
    ["See example.com for more.", "Or write to a.b@example.com now."],
    ["He works for Acme Inc. in Paris.", "She works for Acme Inc.", "They met there."],
    ["It ended.[1][2]", "It began again. [3]", "Nobody knew."],
]
OTHERS = [
    ("de", ["Am 12. Juni kam Dr. Meier z. B. nach Bonn.", "„Gut. Sehr gut.“", "Er blieb."]),
    ("fr", ["M. Dupont est parti.", "« Pourquoi ? »", "Nul ne sait."]),
    ("ru", ["В 2020 г. он уехал в г. Москву.", "«Зачем? Не знаю.»", "Никто не понял."]),
    ("uk", ["У 2020 р. він поїхав.", "Ніхто не знав."]),
    ("es", ["El Sr. López salió.", "¿Por qué?", "Nadie lo sabe."]),
    ("hi", ["वह गया।", "वह नहीं आया।"]),
    ("hi", ["बी.ए. के बाद पं. रमेश ५ कि.मी. दूर ए. पी. जोशी के पास गए।", "नाव डूबी है.", "वह आई."]),
    ("hi", ["नाव आई... और चली गई।", "सब सोए।"]),
    ("th", ["เรือออกวันที่ 5 เม.ย. จาก จ. ตรัง ไปหา ดร. มานะที่ รร. ริมน้ำ ใน พ.ศ. 2500.", "ไม่มีใครรู้"]),
    ("ar", ["ماذا حدث؟", "لا أحد يعرف."]),
    ("hy", ["Մութ է:", "Գնում եմ։"]),
]


@pytest.mark.parametrize("expected", JAPANESE)
def test_japanese_ends_at_full_stops_outside_brackets(expected: list[str]) -> None:
    assert sentences("".join(expected), "ja") == expected


@pytest.mark.parametrize("expected", CHINESE)
def test_chinese(expected: list[str]) -> None:
    assert sentences("".join(expected), "zh") == expected


@pytest.mark.parametrize("expected", ENGLISH)
def test_english(expected: list[str]) -> None:
    assert sentences(" ".join(expected), "en") == expected


@pytest.mark.parametrize(("language", "expected"), OTHERS)
def test_other_languages(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


def test_without_a_language_the_script_decides() -> None:
    assert sentences("雨だ。風だ。", None) == ["雨だ。", "風だ。"]
    assert sentences("It rains. It blows.", None) == ["It rains.", "It blows."]


def test_an_empty_line_always_ends_a_sentence() -> None:
    assert sentences("No stop here\n\nNext paragraph") == ["No stop here", "Next paragraph"]
    assert sentences("") == []
    assert sentences(" \n ") == []


@given(
    st.text(alphabet=st.sampled_from(list("aA1 .!?。！？「」『』（）()“”‘’\"'«»„`<>[]•\n,…いAと\u0301\u202e")), max_size=80),
    st.sampled_from(["en", "ja", "zh", "de", "hy", "el", None]),
)
def test_spans_are_in_order_and_leave_out_nothing_but_blanks(text: str, language: str | None) -> None:
    spans = split(text, language)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    "unit", ["«a. »", "“a. ", "「。", "。」", "``a. ", "''a. ", "A. ", '"', "(", "1. a ", "a.b.", "…", ". ", "[1]"]
)
@pytest.mark.parametrize("length", [MAX_PARAGRAPH - 10, 1_000_000])
def test_hostile_text_is_cheap(unit: str, length: int) -> None:
    text = unit * (length // len(unit))
    split(text, "en")
    split(text, "ja")


def _cases(path: Path) -> list[tuple[str, list[str]]]:
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    found = []
    for case in "\n".join(lines).split("\n==="):
        text, bar, expected = case.partition("\n---")
        if bar:
            found.append((text.strip(), [" ".join(line.split()) for line in expected.strip().split("\n") if line.strip()]))
    return found


@pytest.mark.parametrize(
    ("language", "missed"),
    [
        *[
            (language, 0)
            for language in ("en", "am", "ar", "bg", "da", "de", "el", "es", "fi", "he", "hi", "it", "kk", "mr")
        ],
        *[(language, 0) for language in ("my", "pa", "pl", "pt", "sk", "uk", "ur", "zh")],
        *[("hy", 1), ("ml", 1), ("nl", 1)],
    ],
)
def test_the_segmentation_sets(language: str, missed: int) -> None:
    cases = _cases(material("segmentation") / f"sentencex_{language}.txt")
    wrong = [text for text, expected in cases if [" ".join(one.split()) for one in sentences(text, language)] != expected]
    assert cases
    assert len(wrong) <= missed, wrong


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", ["Порт открыли в 1991 г.", "Он стоял пустым."]),
        ("ru", ["В 1991 г. Москва строила порт и т. д.", "В 1992 г. всё кончилось."]),
        ("ru", ["Президент Дж. Байден прибыл в Женеву.", "Его ждал Ю. В. Петров."]),
        ("ru", ["Здесь живёт 5 млн чел.", "Из них 70 % в городах."]),
        ("uk", ["Порт відкрили у 1991 р.", "Він стояв порожнім."]),
        ("en", ["The law was Vermont's.", "They can't.", "He left."]),
        ("en", ["Yu. Gagarin met Chas. Brown.", "They spoke."]),
        ("hi", ["पृथ्वी गोल है।", "यहाँ पानी है।>"]),
        ("en", ["他说：“走。”", "她笑了。"]),
    ],
)
def test_abbreviations_possessives_and_loose_signs(language: str, expected: list[str]) -> None:
    """Years and units end a sentence before a word that begins one; signs alone are none; Han text is read as such."""
    assert sentences((" " if language != "en" or expected[0].isascii() else "").join(expected), language) == expected
