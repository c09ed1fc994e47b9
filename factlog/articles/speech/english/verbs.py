"""English verbs of saying, in the forms in which they report."""

from __future__ import annotations

from enum import Flag, StrEnum, auto
from typing import NamedTuple

from factlog.articles.sentences.abbreviations import words


class Form(StrEnum):
    """Which form of a verb stands in a text."""

    FINITE = "finite"  # said, says
    PLAIN = "plain"  # say: finite only behind a plural
    DONE = "done"  # written: finite only behind has, or is
    ING = "ing"


class Takes(Flag):
    """What a verb is followed by where it reports."""

    CLAUSE = auto()
    """that, a quotation; an inverted subject before them"""
    BARE = auto()
    """a clause without that: said it rained"""
    FOUND = auto()
    """a clause as well, but of those only who find things out, and of what they write: a study found that, not a test"""
    NAMING = auto()
    """a quotation: called it “…”, described it as “…”"""
    OBJECT = auto()
    """what somebody judges: criticised the plan"""
    INFINITIVE = auto()
    """promised to"""
    ABOUT = auto()
    """a preposition and what somebody speaks of: spoke of his fears"""


class Word(NamedTuple):
    """A form of a verb."""

    lemma: str
    form: Form
    takes: Takes


_LEMMAS = {
    Takes.CLAUSE | Takes.BARE: """
        say claim argue believe think insist allege add deny warn suspect feel state conclude opine reckon
        """,
    Takes.CLAUSE | Takes.BARE | Takes.OBJECT: "note admit acknowledge concede explain report announce",
    Takes.CLAUSE
    | Takes.OBJECT: "stress reiterate lament question doubt mention demand forecast foresee prophesy advocate urge\
 emphasize emphasise underline underscore highlight postulate posit point",
    Takes.CLAUSE: """
        write reply respond remark comment tweet post assert contend observe tell ask testify complain hold maintain
        recall joke quip caution allow counter clarify muse retort rule inform assure remind advise
        object affirm cite express boast elaborate exclaim shout wonder
        stipulate hypothesize hypothesise speculate theorize theorise specify answer interject continue disclose recount protest
        summarize summarise surmise concur recognize recognise teach preach whisper mutter yell cry
        inquire enquire reason beg disagree charge fret grumble scream chant repeat reaffirm attest guess conjecture brag
        pronounce decree marvel confess profess avow aver plead implore relate narrate divulge gush rave enthuse scoff sneer
        sigh groan moan whine blurt recollect instruct notify guarantee verify rejoin record petition exhort entreat voice convey confide reflect debate radio telegraph
        """,
    Takes.CLAUSE | Takes.INFINITIVE: "threaten swear agree",
    Takes.CLAUSE | Takes.INFINITIVE | Takes.OBJECT: "promise vow pledge propose",
    Takes.CLAUSE | Takes.NAMING: "declare proclaim consider judge",
    Takes.CLAUSE | Takes.NAMING | Takes.OBJECT: "recommend",
    Takes.CLAUSE | Takes.BARE | Takes.FOUND: """
        find reveal confirm show indicate demonstrate determine discover imply hint establish calculate
        """,
    Takes.CLAUSE | Takes.BARE | Takes.FOUND | Takes.OBJECT: "predict estimate suggest",
    Takes.NAMING: "see view attack call describe label dub brand characterize characterise term refer deem regard define\
 portray depict interpret",
    Takes.OBJECT: """
        criticize criticise praise denounce condemn dismiss reject accuse blame hail commend slam lambast deride laud applaud decry
        mock ridicule rebuke chide dispute challenge contest refute rebut commend compliment congratulate berate castigate
        chastise scold admonish disparage vilify liken attribute ascribe compare equate credit
        """,
    Takes.ABOUT: "speak allude apologize apologise appeal dissent disapprove",
}
_IRREGULAR = {
    "say": "said", "teach": "taught", "see": "saw", "think": "thought", "feel": "felt", "hold": "held", "write": "wrote", "tell": "told", "find": "found", "swear": "swore", "post": "posted",
    "rule": "ruled", "refer": "referred", "foresee": "foresaw", "speak": "spoke", "show": "showed", "forecast": "forecast", "recount": "recounted", "agree": "agreed",
}  # fmt: skip
_PARTICIPLES = {
    "written": "write",
    "foreseen": "foresee",
    "spoken": "speak",
    "sworn": "swear",
    "shown": "show",
    "seen": "see",
}
_DOUBLED = {
    "admit": "admitt",
    "label": "labell",
    "dub": "dubb",
    "quip": "quipp",
    "brag": "bragg",
    "fret": "frett",
    "slam": "slamm",
    "refer": "referr",
    "rebut": "rebutt",
    "aver": "averr",
    "brand": "brand",
}
AMBIGUOUS = words(
    """
    claims reports notes states comments remarks posts rules answers objects highlights estimates forecasts adds terms calls labels demands
    hints shows finds cautions counters urges protests brands holds rejects recounts complaints points views doubts reasons cries
    report claim estimate doubt comment note state tweet post rule object show call view attack term praise answer reply promise vow pledge
    threat label brand complaint reason point counter caution mention forecast remark joke quip boast demand urge protest hint find cite question
    questions reveal blame hail accuse stress highlight add ask complain charge charges chant chants repeat repeats guess guesses conjecture
    decree decrees marvel marvels scream screams rebuke rebukes dispute disputes challenge challenges contest contests
    fret mock advocate advocates record records petition petitions voice voices proposes estimates radio radios telegraph telegraphs reflect reflects debate debates appeal appeals credit credits compare
    """
)
"""The forms that are nouns or adjectives more often: verbs only behind a name, a pronoun, a plural."""


_NOUNS = words("rule term brand")
"""Verbs whose plain form is a noun wherever it stands without to."""


def _past(lemma: str) -> str:
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma in _DOUBLED:
        return _DOUBLED[lemma] + "ed"
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if lemma.endswith("y") and lemma[-2] not in "aeiou" else lemma + "ed"


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")


def _ing(lemma: str) -> str:
    if lemma in _DOUBLED:
        return _DOUBLED[lemma] + "ing"
    return lemma[:-1] + "ing" if lemma.endswith("e") and not lemma.endswith("ee") else lemma + "ing"


def _words() -> dict[str, Word]:
    found: dict[str, Word] = {}
    for takes, lemmas in _LEMMAS.items():
        for lemma in lemmas.split():
            for form, written in ((Form.FINITE, _past(lemma)), (Form.FINITE, _third(lemma)), (Form.ING, _ing(lemma))):
                found[written] = Word(lemma, form, takes)
            if lemma == "label":
                found["labeled"] = found["labelled"]
    for written, lemma in _PARTICIPLES.items():
        found[written] = Word(lemma, Form.DONE, found[_past(lemma)].takes)
    for takes, lemmas in _LEMMAS.items():
        for lemma in lemmas.split():
            if lemma not in _NOUNS:
                found.setdefault(lemma, Word(lemma, Form.PLAIN, takes))
    return found


WORDS = _words()
"""The verbs of saying by every form in which they report."""

LIKENING = words("see view attack regard define refer recommend portray depict interpret")
"""Those that quote only with as: saw it as “…”."""
INVERTED = words(
    """
    said says wrote writes asked asks replied added explained argued noted tweeted remarked announced declared claimed observed recalled
    stated insisted warned commented concluded continued joked quipped responded complained testified answered admitted exclaimed shouted reported
    opined mused thought whispered muttered yelled cried promised predicted
    """
)
"""The forms that may stand before their subject, behind what is said: “…,” said Rubio."""
_OTHERS = words(
    """
    accept achieve act adopt aim allow answer appeal appear apply arrive attack attempt attend avoid base bear beat become begin belong break bring
    build burn buy call care carry cast catch cause celebrate change charge choose cite claim clarify clash close collapse combine come commit
    compare compete complete compose concern conduct confront consider consist contain continue contribute convince create cut deal decide
    defend define deliver demand depend deserve design destroy develop die differ direct disagree discover discuss dismiss divide do draw drive
    earn elaborate embrace emerge emphasize enable encourage end endorse engage enjoy enter establish examine exist expand expect explore express
    extend face fail fall favor favour feature feel fight fill find finish fire focus follow force form found gain gather get give go govern grant
    grow happen hate have head help hire hold hope hurt identify ignore include increase influence inform insist inspire intend introduce invade
    invent invest invite involve issue join keep kill know lack last launch lead learn leave lend let lie like limit link listen live look lose
    love maintain make manage mark mean meet mix modify move name need negotiate object observe obtain occur offer open operate oppose order
    organize organise own participate pass pay perform permit place plan play plead pose possess practice praise prefer prepare present preserve
    prevent proceed produce prohibit promote protect protest prove provide publish pull purchase pursue push put question quit quote raise
    reach react read realize receive recognize reduce refer reflect refuse regard reject relate release rely remain remember remove replace reply
    represent require resemble resign resist resolve respect respond rest result retain retire return reveal review rise rule run save see seek
    seem sell send serve set settle share show sign sing sit sleep speak spend stand start stay stop strike struggle study submit suffer support
    survive take talk teach tell tend threaten throw tour trace trade train travel treat try turn understand use view visit vote wait walk want
    warn wear win wish withdraw witness wonder work write yield
    """
)
THIRDS = frozenset(map(_third, _OTHERS))
"""Forms of common verbs, as they stand behind a singular."""
PLAIN = _OTHERS
"""Forms of common verbs, as they stand behind a plural."""
REMARKING = INVERTED | words(
    "told tells point points pointed say think believe claim argue note suggest report reports shows showed show indicates indicated indicate notes explains found shown"
)
"""The forms that may stand behind their subject in a remark about who speaks: …, critics say."""
SAYING = words(
    "say state note add write announce argue claim explain believe think feel conclude recall report comment remark suggest declare observe"
    " insist emphasize emphasise stress maintain assert contend mention point find reveal"
)
"""The verbs that tell somebody's words and no more: whoever says something so goes on with it, and nobody answers."""
TOLD = words("tell ask inform assure remind warn advise promise urge caution answer teach implore instruct notify")
"""The verbs that may name first whom somebody speaks to."""
