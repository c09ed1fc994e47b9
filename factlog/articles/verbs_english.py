"""English verbs of saying, in the forms in which they report."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Form(StrEnum):
    """Which form of a verb stands in a text."""

    FINITE = "finite"  # said, says
    PLAIN = "plain"  # say: finite only behind a plural
    ING = "ing"


class Takes(StrEnum):
    """What a verb is followed by where it reports."""

    CLAUSE = "clause"  # that, a quotation, an inverted subject
    BARE = "bare"  # also a clause without that
    FINDING = "finding"  # only of people and what they write: a study found that
    NAMING = "naming"  # a quotation: called it “…”
    JUDGING = "judging"  # what somebody says of something: criticised the plan
    PROMISING = "promising"  # also an infinitive: promised to


class Word(NamedTuple):
    """A form of a verb."""

    lemma: str
    form: Form
    takes: Takes


_LEMMAS = {
    Takes.BARE: "say claim argue believe think admit insist maintain allege report announce reveal add acknowledge concede confirm deny warn suspect feel hold state note explain conclude predict estimate",
    Takes.CLAUSE: (
        "write declare reply respond remark comment tweet post assert contend observe tell ask testify complain emphasize emphasise stress"
        " recall joke quip reiterate caution recommend propose mention counter clarify ask joke lament muse opine retort rule inform assure remind advise"
        " object agree proclaim affirm underline underscore highlight cite express boast hint imply elaborate exclaim shout wonder urge demand stipulate"
        " hypothesize hypothesise speculate theorize theorise specify answer interject continue forecast disclose recount protest summarize summarise surmise concur"
    ),
    Takes.FINDING: "find suggest show indicate demonstrate determine",
    Takes.NAMING: "call describe label dub brand characterize characterise term refer deem consider",
    Takes.JUDGING: "criticize criticise praise denounce condemn dismiss reject accuse blame hail commend slam lambast deride laud applaud",
    Takes.PROMISING: "promise vow pledge threaten swear",
}
_IRREGULAR = {
    "say": "said", "think": "thought", "feel": "felt", "hold": "held", "write": "wrote", "tell": "told", "find": "found", "swear": "swore", "post": "posted",
    "rule": "ruled", "refer": "referred", "show": "showed", "forecast": "forecast", "recount": "recounted", "agree": "agreed",
}  # fmt: skip
_PARTICIPLES = {"written": "write", "sworn": "swear", "shown": "show"}
_DOUBLED = {
    "admit": "admitt",
    "label": "labell",
    "dub": "dubb",
    "quip": "quipp",
    "slam": "slamm",
    "refer": "referr",
    "brand": "brand",
}
# As a noun or an adjective the form is too common: it counts only behind a name or a pronoun of one
AMBIGUOUS = frozenset(
    "claims reports notes states comments remarks posts rules answers objects highlights estimates forecasts adds terms calls labels demands hints shows finds"
    " cautions counters urges protests brands holds rejects recounts complaints".split()
)
_PLAINS = "say argue believe think insist maintain contend suggest assert conclude write deny warn recommend propose admit state allege claim note acknowledge predict"


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
        found[written] = Word(lemma, Form.FINITE, found[_past(lemma)].takes)
    for lemma in _PLAINS.split():
        found[lemma] = Word(lemma, Form.PLAIN, found[_past(lemma)].takes)
    return found


WORDS = _words()
"""The verbs of saying by every form in which they report."""

INVERTED = frozenset(
    "said says wrote writes asked asks replied added explained argued noted tweeted remarked announced declared claimed observed recalled stated insisted warned commented"
    " concluded continued joked quipped responded complained testified answered admitted exclaimed shouted".split()
)
"""The forms that may stand before their subject, behind what is said: “…,” said Rubio."""
TOLD = frozenset("tell ask inform assure remind warn advise promise urge caution answer".split())
"""The verbs that may name first whom somebody speaks to."""
DOCUMENTS = frozenset(
    "study studies review reviews report reports paper papers analysis analyses survey surveys poll polls article articles research researchers researcher scientist scientists"
    " author authors investigation investigators panel committee commission assessment trial trials meta-analysis team group inquiry experts economists economist court judge jury"
    " academy institute agency association foundation council letter statement editorial book experiment experiments letter dossier audit evaluation critics scholars scholar historians"
    " historian analysts analyst body one editors publication publications document documents census".split()
)
"""Whose finding or suggesting something is a report: people, and what they write."""
