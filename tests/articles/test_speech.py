"""Who says what in which role, in sentences of our own; where a sentence leaves it open, nobody."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from factlog import articles
from factlog.articles.revision import Revision, Sentence
from factlog.articles.sentences.quotations import quotations
from factlog.articles.speech import RULES, Speech, attributed, claimants
from factlog.articles.speech.cast import Names
from factlog.errors import InvalidError


def revision(*texts: str, blocks: bool = False) -> Revision:
    """A revision of these sentences, all of one block unless they are blocks of their own."""
    sentences = (Sentence(text, block=n if blocks else 0, quotations=quotations(text)) for n, text in enumerate(texts))
    return Revision("Harbour", None, tuple(sentences), ())


def spoken(*texts: str) -> list[tuple[str | None, str | None]]:
    """The speaker and the role of every speech of the last of these sentences; of direct ones first."""
    last = len(texts) - 1
    return [(speech.speaker, speech.role) for speech in RULES.speeches(revision(*texts)) if speech.sentence == last]


def only(*texts: str) -> Speech:
    """The first speech of the last of these sentences."""
    return next(speech for speech in RULES.speeches(revision(*texts)) if speech.sentence == len(texts) - 1)


DIRECT = [
    ("“The harbour stays open,” said Ann Lee.", "Ann Lee", None, "said"),
    ("“The harbour stays open,” Ann Lee told reporters.", "Ann Lee", None, "told"),
    ("Ann Lee wrote on 3 May: “The harbour stays open.”", "Ann Lee", None, "wrote"),
    ("The mayor of Kobe, Ann Lee, said: “The harbour stays open.”", "Ann Lee", "mayor of Kobe", "said"),
    ("Ann Lee, who left early, called the plan “a farce”.", "Ann Lee", None, "called"),
    ("Prime Minister Ann Lee said the plan was “a farce”.", "Ann Lee", "Prime Minister", "said"),
    ("The plan was described by Ann Lee as “a farce”.", "Ann Lee", None, "described"),
    ("Ann Lee was quoted as saying that it was “a farce”.", "Ann Lee", None, "saying"),
    ("As Ann Lee put it, “nobody came”.", "Ann Lee", None, "put"),
    ("In the words of Ann Lee, “nobody came”.", "Ann Lee", None, "words"),
    ("“Nobody came,” the port's director, Ann Lee, told reporters.", "Ann Lee", "port's director", "told"),
    ("It was Ann Lee who said that “nobody came”.", "Ann Lee", None, "said"),
    ("“Nobody came”, recalled shop owner Ann Lee.", "Ann Lee", "shop owner", "recalled"),
    ("“Nobody came,” Ann Lee told the Gazette.", "Ann Lee", None, "told"),
    ("“Nobody came,” said Ann Lee, director of the port.", "Ann Lee", "director of the port", "said"),
    ("Ann Lee, a professor at Kobe who left early, said: “Nobody came.”", "Ann Lee", "professor at Kobe", "said"),
    ("Ann Lee, Bob Ray's top adviser, said: “Nobody came.”", "Ann Lee", "Bob Ray's top adviser", "said"),
    ("Ann Lee, 59, of Kobe, who watched it, said: “Nobody came.”", "Ann Lee", None, "said"),
    (
        "British author, sailor, and activist Ann Lee wrote: “Nobody came.”",
        "Ann Lee",
        "British author, sailor, and activist",
        "wrote",
    ),
    ("Economist Ann Lee wrote: “Nobody came.”", "Ann Lee", "Economist", "wrote"),
    ("The American Ann Lee wrote: “Nobody came.”", "Ann Lee", "American", "wrote"),
    ("Ann Lee went on to call the plan “a farce at best”.", "Ann Lee", None, "call"),
    ("Ann Lee saw the plan as “a farce at best”.", "Ann Lee", None, "saw"),
    ("The plan was attacked by Ann Lee as a “farce at best”.", "Ann Lee", None, "attacked"),
    ("Ann Lee agreed to “keep the harbour open”.", "Ann Lee", None, "agreed"),
    ("Ann Lee put it this way: “Nobody came.”", "Ann Lee", None, "put"),
    ("In Ann Lee's view, the harbour was “closed for good”.", "Ann Lee", None, "view"),
    ("According to Ann Lee, the harbour was “closed for good”.", "Ann Lee", None, "according to"),
    ("Ann Lee praised the plan, saying: “Nobody lost.”", "Ann Lee", None, "saying"),
    ("Said Ann Lee: “Nobody came.”", "Ann Lee", None, "Said"),
    ("市長は「港は開いている」と述べた。", "市長", "市長", "述べた"),
    ("アン・リー市長は、「港は開いている」と強調した。", "アン・リー", "市長", "強調した"),
    ("神戸港のアン・リー港長は「港は開いている」と語った。", "神戸港のアン・リー港長", None, "語った"),
    ("「港は開いている」とアン・リー外相は述べた。", "アン・リー", "外相", "述べた"),
    ("アン・リー氏は自身のSNSに「港は開いている」と投稿した。", "アン・リー", None, "投稿した"),
    ("作家のアン・リーは、この計画を「茶番」と批判した。", "アン・リー", "作家", "批判した"),
    ("アン・リー首相は計画を「茶番」と呼んだ。", "アン・リー", "首相", "呼んだ"),
    ("計画は、ボブ・レイ外相によって「茶番」と批判された。", "ボブ・レイ", "外相", "批判された"),
    ("港湾局は、港を「当面の間」は閉じると発表した。", "港湾局", None, "発表した"),
    ("『毎朝新聞』は「港は閉じる」と報じた。", "毎朝新聞", None, "報じた"),
]


DIRECT += [
    ("田中市長は「港は開いている」と述べた。", "田中", "市長", "述べた"),
    ("田中は「港は開いている」と述べた。", "田中", None, "述べた"),
    ("野中元首相は「港は開いている」と述べた。", "野中", "元首相", "述べた"),
    ("森元首相は「港は開いている」と述べた。", "森", "元首相", "述べた"),
    ("春日大臣は「港は開いている」と述べた。", "春日", "大臣", "述べた"),
    ("市長の竹内は「港は開いている」と述べた。", "竹内", "市長", "述べた"),
    ("佐藤花子都知事は「港は開いている」と述べた。", "佐藤花子", "都知事", "述べた"),
    ("鈴木太郎沖縄県知事は「港は開いている」と述べた。", "鈴木太郎", "沖縄県知事", "述べた"),
    ("石川県知事は「港は開いている」と述べた。", "石川県知事", "県知事", "述べた"),
    ("アン・リー英国大使は「港は開いている」と述べた。", "アン・リー", "英国大使", "述べた"),
    ("首相は日本が「孤立国」だと述べた。", "首相", "首相", "述べた"),
]
"""Names that end like a word for a time, a place or a country, or in front of one."""


@pytest.mark.parametrize(("text", "speaker", "role", "verb"), DIRECT, ids=[row[0][:30] for row in DIRECT])
def test_who_is_quoted(text: str, speaker: str, role: str | None, verb: str) -> None:
    """The speaker of a quotation is found before and behind it, with role and verb as written."""
    found = only(text)
    assert (found.direct, found.speaker, found.role, found.verb) == (True, speaker, role, verb)


REPORTED = [
    ("Ann Lee said that the harbour would close.", "Ann Lee"),
    ("Ann Lee said the harbour would close.", "Ann Lee"),
    ("On Monday Ann Lee told the council that the harbour would close.", "Ann Lee"),
    ("According to the harbour board, thirty boats came.", "harbour board"),
    ("Thirty boats came, according to Ann Lee.", "Ann Lee"),
    ("The harbour, Ann Lee said, would close.", "Ann Lee"),
    ("As reported by the Gazette, the harbour closed.", "Gazette"),
    ("Ministers said on Sunday the harbour was closed.", "Ministers"),
    ("Scholars such as Ann Lee have argued that the harbour was never closed.", "Scholars such as Ann Lee"),
    ("Ann Lee, Bob Ray and Cy Dow argued that it rained.", "Ann Lee, Bob Ray and Cy Dow"),
    ("A 2014 review concluded that the harbour was safe.", "2014 review"),
    ("Critics of the plan argue that it costs too much.", "Critics of the plan"),
    ("Ann Lee promised to resign.", "Ann Lee"),
    ("Ann Lee denied any involvement.", "Ann Lee"),
    ("Both Ann Lee and Bob Ray say other boats are needed.", "Ann Lee and Bob Ray"),
    ("But Mr. Lee and Mr. Ray say other boats are needed.", "Mr. Lee and Mr. Ray"),
    (
        "Critics such as Ann Lee, Bob Ray, and Cy Dow, say that it costs too much.",
        "Critics such as Ann Lee, Bob Ray, and Cy Dow",
    ),
    ("Critics of tariffs and tolls claim that they cost too much.", "Critics of tariffs and tolls"),
    ("Several critics respond that it costs too much.", "Several critics"),
    ("A study by the harbour board, showed that thirty boats came.", "study by the harbour board"),
    ("The Port Authority on Sunday announced it would close.", "Port Authority"),
    ("In recent years the Port Authority has warned that it would close.", "Port Authority"),
    ("In a 2016 review Lee found that the harbour was safe.", "Lee"),
    ("A report that appeared in May found that the harbour was safe.", "report"),
    ("Scientists who work for the port say that it is safe.", "Scientists"),
    ("The plan was in the tradition of Ann Lee who argued for open harbours.", "Ann Lee"),
    ("Ann Lee is a lawyer who has said that the harbour is safe.", "Ann Lee"),
    ("It was called a port, which critics believe is an exaggeration.", "critics"),
    ("The mayor resigned, with judges ruling that she had to.", "judges"),
    ("Sailors avoid the harbour, believing that it is haunted.", "Sailors"),
    ("Ann Lee, believing that it would rain, left.", "Ann Lee"),
    ("Ann Lee closed the harbour and said that it was over.", "Ann Lee"),
    ("Ann Lee said last week that the harbour would close.", "Ann Lee"),
    ("Ann Lee recalls in her book how boats had come.", "Ann Lee"),
    ("Ann Lee asked the board to resign.", "Ann Lee"),
    ("Ann Lee called on the board to resign.", "Ann Lee"),
    ("Ann Lee wrote she was ill.", "Ann Lee"),
    ("Ann Lee pointed out that it rained.", "Ann Lee"),
    ("Ann Lee rejected the claim.", "Ann Lee"),
    ("Ann Lee expressed the hope that it would rain.", "Ann Lee"),
    ("Sailors consider the harbour to be haunted.", "Sailors"),
    ("Ann Lee called the plan a farce.", "Ann Lee"),
    ("The harbour will close for the winter, officials said on Monday.", "officials"),
    ("The harbour would close, said the mayor of Kobe, Ann Lee.", "Ann Lee"),
    ("The plan was criticised by sailors and dockers for its cost.", "sailors and dockers"),
    ("アン・リーによれば、港は閉じるという。", "アン・リー"),
    ("港湾局によると、30隻が来た。", "港湾局"),
    ("アン・リー市長は、港が閉じる可能性があると述べた。", "アン・リー"),
    ("アン・リー市長は、港を閉じることを明らかにした。", "アン・リー"),
    ("アン・リー市長が指摘しているところによると、港は閉じるという。", "アン・リー"),
    ("港湾局の発表では、30隻が来た。", "港湾局"),
    ("港は閉じると毎朝新聞が報じた。", "毎朝新聞"),
    ("アン・リー市長は、港は閉じるとの見解を示した。", "アン・リー"),
    ("専門家は、港はまもなく閉じると指摘している。", "専門家"),
]


@pytest.mark.parametrize(("text", "speaker"), REPORTED, ids=[row[0][:30] for row in REPORTED])
def test_who_is_reported(text: str, speaker: str) -> None:
    """Whose words a sentence reports without quoting is found as well."""
    found = only(text)
    assert (found.direct, found.speaker) == (False, speaker)


NO_SPEECH = [
    "He lived in the “White House” and liked scare quotes.",
    "The film “The Long Way” won a prize.",
    "The so-called “butcher of the north” fled.",
    "An early form, called “egoism,” was known.",
    "It is believed that the ship sank.",
    "From each according to ability.",
    "The said harbour was closed.",
    "The talks began in May, paused, and concluded on 9 October 2011.",
    "Ann Lee would say that it rains.",
    "If Ann Lee said that it rained, nobody heard it.",
    "The theory holds that harbours move.",
    "Evidence suggests that harbours move.",
    "Sailors reject the state.",
    "Ann Lee called herself “a sailor at heart”.",
    "Most sailors refer to the week as “Harbour Week”.",
    "These buoys are referred to as “jet buoys” by sailors.",
    "The goal, as shown by the plan, was open harbours.",
    "The port's stated goal was “to stay open for good”.",
    "A set of new harbour rules that protect boats was passed.",
    "Ann Lee found the letter that was lost.",
    "The union called a march to the harbour.",
    "The harbour is maintained by the Port Authority.",
    "Boats were counted according to the labour theory of harbours.",
    "この政策は「港湾主義」と呼ばれる。",
    "映画『長い道』は大ヒットした。",
    "「港」という言葉には意味がある。",
    "一言で言えば「大転換」に尽きる。",
    "港は市の中心とされている。",
    "アン・リーは港を拠点としている。",
]


@pytest.mark.parametrize("text", NO_SPEECH)
def test_what_is_no_speech(text: str) -> None:
    """Terms in quotation marks, titles, names given to things and impersonal phrases are nobody's speech."""
    assert spoken(text) == []


UNSURE = [
    ("Democrats on Harbour Hill, who said that it rained, left.",),
    ("Groups such as the Port Board and the Dock Club that have said that it rained left.",),
    ("Ann Lee's lawyer left.", "His lawyer said that it rained."),
    ("With more than 30 million in the bank, Ann Lee and Bob Ray said that it rained.",),
    ("The plan was ready.", "He said that it rained."),
    ("Ann Lee met Bob Ray.", "She said that it rained."),
    ("Ann Lee said that Bob Ray had lied.", "He said that it rained."),
    ("港は静かだった。", "彼は「閉じた」と述べた。"),
    ("アン・リーはボブ・レイと会談した。", "同氏は「閉じた」と述べた。"),
    ("港は静かだった。", "港は閉じると述べた。"),
    ("アン・リー外相によれば、ボブ・レイ首相は疲れており、「もう帰りたい」と述べた。",),
    ("鈴木花子議員は、局長が「港は開いている」と言ったことを批判した。",),
]


@pytest.mark.parametrize("texts", UNSURE)
def test_what_is_not_certain_has_no_speaker(texts: tuple[str, ...]) -> None:
    """A pronoun, a subject left out, and a clause between two that might speak: nobody is named."""
    assert [speaker for speaker, _ in spoken(*texts) if speaker not in (None, "アン・リー")] == []
    assert None in [speaker for speaker, _ in spoken(*texts)]


RESOLVED = [
    (("Ann Lee left the room.", "She said that it rained."), "Ann Lee"),
    (("Ann Lee said that it rained.", "She also said that it was cold."), "Ann Lee"),
    (("Marco Rubio met the press.", "Rubio said that it rained."), "Marco Rubio"),
    (("Ann Lee and Bob Ray said that it rained.", "They added that it was cold."), "Ann Lee and Bob Ray"),
    (("アン・リー外相は、雨が降ると述べた。", "また、寒くなるとも述べた。"), "アン・リー"),
    (("アン・リー外相は、雨が降ると述べた。", "同外相は、寒くなるとも述べた。"), "アン・リー"),
    (("港湾局は、雨が降ると発表した。", "同局は、寒くなるとしている。"), "港湾局"),
    (("マルコ・ルビオが着いた。", "ルビオは「雨だ」と述べた。"), "マルコ・ルビオ"),
    (("安倍晋三首相が着いた。", "安倍は「雨だ」と述べた。"), "安倍晋三"),
]


@pytest.mark.parametrize(("texts", "speaker"), RESOLVED)
def test_who_is_meant_where_it_is_certain(texts: tuple[str, ...], speaker: str) -> None:
    """A part of a name is joined to the fuller one; a pronoun or no subject means the one person spoken of before."""
    assert only(*texts).speaker == speaker


def test_a_pronoun_does_not_reach_into_another_block() -> None:
    """Who is meant is looked for in the same paragraph only."""
    found = list(RULES.speeches(revision("Ann Lee left the room.", "She said that it rained.", blocks=True)))
    assert [speech.speaker for speech in found] == [None]


def test_the_same_words_are_heard_anew_where_they_quote_something_else() -> None:
    """A sentence that stood in the revision before tells what it quotes now, not what it quoted there."""
    unquoted = Revision("Harbour", None, (Sentence(text := "Ann Lee said “it rained”."),), ())
    quoted = Revision("Harbour", None, (Sentence(text, quotations=quotations(text)),), ())
    assert [[speech.quotation for speech in RULES.speeches(one)] for one in (unquoted, quoted, unquoted)] == [[], [0], []]


def test_a_name_that_fits_two_persons_stays_as_written() -> None:
    """Where two fuller names fit, neither is taken."""
    assert only("Ann Lee met Bob Lee.", "Lee said that it rained.").speaker == "Lee"


@pytest.mark.parametrize("others", [["Singer Ann Lee"], ["Singer Ann Lee", "Great Singer Ann Lee"], ["Ann B. Lee"]])
def test_a_person_under_longer_names_is_one_person(others: list[str]) -> None:
    """Words before a name that is known without them, and initials, make no other person of it."""
    assert Names([("Ann Lee", *others)]).fullest("Lee") == "Ann Lee"


def test_very_many_persons_of_one_name() -> None:
    """Whom a name means is not asked of every pair of those who bear it: that would take minutes."""
    known = Names([tuple(f"Ann{number} Lee" for number in range(50_000))])
    assert (known.fullest("Lee"), known.fullest("Ann7 Lee")) == ("Lee", "Ann7 Lee")


def test_written_and_fuller_form() -> None:
    """A speech keeps the form that stands there beside the fuller one."""
    found = only("Marco Rubio met the press.", "Rubio said that it rained.")
    assert (found.speaker, found.written) == ("Marco Rubio", "Rubio")


def test_a_speaker_is_carried_over_a_comma_list() -> None:
    """Several quotations and verbs in a row have the speaker who stands before the first."""
    assert spoken("アン・リー外相は「雨だ」、「風だ」と述べ、「雪だ」と語った。") == [("アン・リー", "外相")] * 3
    assert {speaker for speaker, _ in spoken("Ann Lee said “it rains”, and added that “it is cold”.")} == {"Ann Lee"}


def test_two_speakers_of_one_sentence() -> None:
    """Each verb has its own subject, and such a sentence has no claimant."""
    text = "アン・リーが計画を「茶番」と呼び、ボブ・レイが彼女を「夢想家」と批判した。"
    assert [speaker for speaker, _ in spoken(text)] == ["アン・リー", "ボブ・レイ"]
    assert claimants(revision(text)) == (None,)
    text = "Ann Lee said that it rained, while Bob Ray denied that it did."
    assert [speaker for speaker, _ in spoken(text)] == ["Ann Lee", "Bob Ray"]


def test_an_inner_quotation_has_its_own_speaker() -> None:
    """Within a quotation the words of the outer one say who speaks; the sentence is held by the outer speaker."""
    text = "アン・リー外相は「ボブ・レイ首相が『雨だ』と言った」と証言した。"
    found = {speech.quotation: speech.speaker for speech in RULES.speeches(revision(text)) if speech.direct}
    assert found == {0: "アン・リー", 1: "ボブ・レイ"}
    assert claimants(revision(text)) == ("アン・リー",)


def test_what_is_told_within_a_report() -> None:
    """Whom a report lets speak is deeper than who reports, and does not hold the sentence."""
    text = "Ann Lee said that Bob Ray had told her that it rained."
    assert [(speech.speaker, speech.depth) for speech in RULES.speeches(revision(text))] == [("Ann Lee", 0), ("Bob Ray", 1)]
    assert claimants(revision(text)) == ("Ann Lee",)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("On 3 May 2024, Ann Lee said that it rained.",), "2024-05-03"),
        (("Ann Lee said on 3 May 2024 that it rained.",), "2024-05-03"),
        (("Ann Lee said that it rained on 3 May 2024.",), None),
        (("2024年5月3日、アン・リー外相は雨が降ると述べた。",), "2024-05-03"),
        (("アン・リー外相は2024年5月3日、雨が降ると述べた。",), "2024-05-03"),
        (("アン・リー外相は、2024年5月3日から雨が降ると述べた。",), None),
        (("2024年5月3日、会談が始まった。", "アン・リー外相は同日、雨が降ると述べた。"), "2024-05-03"),
        (("会談が始まった。", "アン・リー外相は同日、雨が降ると述べた。"), None),
    ],
)
def test_when_it_was_said(texts: tuple[str, ...], said: str | None) -> None:
    """The day of an utterance is taken where the sentence gives it to the utterance, not to what is said."""
    assert only(*texts).said == said


def test_a_revision_with_its_speakers() -> None:
    """Attributed, a revision has its quotations' speakers, roles and verbs; what nobody speaks stays as it was."""
    text = "“It rains,” said harbour master Ann Lee. The “so-called” harbour is closed."
    quotations = [sentence.quotations[0] for sentence in attributed(articles.read(text)).sentences]
    assert [(quotation.speaker, quotation.role, quotation.verb) for quotation in quotations] == [
        ("Ann Lee", "harbour master", "said"),
        (None, None, None),
    ]


@pytest.mark.parametrize("speech", [Speech(7), Speech(-1), Speech(0, 3), "Ann Lee", None])
def test_an_extractor_that_names_what_is_not_there(speech: Any) -> None:
    """A sentence or a quotation that the revision lacks, and what is no speech, is an error that names the extractor."""

    @attrs.frozen
    class Wrong:
        name: str = "wrong"
        version: str = "0"

        def speeches(self, revision: Revision) -> list[Speech]:
            del revision
            return [speech]

    with pytest.raises(InvalidError, match="extractor 'wrong'"):
        claimants(revision("It rained."), Wrong())
