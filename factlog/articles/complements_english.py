"""What an English verb of saying reports: the words behind it that show that it reports at all."""

from __future__ import annotations

from typing import NamedTuple

from factlog.articles.line_english import ADVERBS, BE, HAVE, MODAL, PREPOSITIONS, Line
from factlog.articles.names_english import DETERMINERS, OWNED, TIME
from factlog.articles.verbs_english import TOLD, Takes, Word

_OBJECTIONS = frozenset(
    "allegation allegations claim claims accusation accusations charge charges report reports rumor rumors rumour rumours involvement wrongdoing responsibility any".split()
)
_MENTIONING = frozenset("wrote writes posted announced recalled cited".split())
_REACH = 16
"""How many words behind a verb may stand before what it reports."""


class Complement(NamedTuple):
    """What a verb reports: in which way, and from which token on."""

    kind: str
    at: int


def complement(line: Line, place: int, word: Word) -> Complement | None:
    """What the verb at a place reports; None where it reports nothing."""
    at = place + 1
    if word.lemma in TOLD:
        at = _addressed(line, at)
    direct = at
    while line.low(at) in ADVERBS or (line.low(at).endswith("ly") and not line.capital(at)):
        at += 1
    if line.low(at) == "that" and word.takes not in (Takes.NAMING, Takes.JUDGING):
        return Complement("that", at)
    if word.takes is Takes.NAMING:
        return _named(line, at)
    if word.takes is Takes.JUDGING:
        starts = line.capital(at) or line.low(at) in DETERMINERS | OWNED | {"him", "her", "them"}
        return Complement("judged", at) if starts else None
    named = line.title(line.tokens[at]) and line.low(place) in _MENTIONING if line.quoted(at) else False
    if line.quoted(at) and not named:
        return Complement("quote", at)
    if word.takes is Takes.BARE and _clause(line, clause := _behind_time(line, at), strong=word.lemma == "say"):
        return Complement("bare", clause)
    return _idiom(line, at, word) or _beyond(line, direct, word)


def _behind_time(line: Line, at: int) -> int:
    """The place behind a day: said on Sunday the plan was dead."""
    place = at + 1
    if line.low(at) not in ("on", "in"):
        return at
    while line.low(place) in TIME or line.low(place)[:1].isdigit():
        place += 1
    return place if place > at + 1 else at


def _idiom(line: Line, at: int, word: Word) -> Complement | None:
    """What single verbs report in ways of their own: asked whether, argued for, promised to, claimed to have, denied any."""
    low, following = line.low(at), line.low(at + 1)
    if word.lemma in ("ask", "wonder") and low in ("if", "whether"):
        return Complement("that", at)
    if word.lemma == "argue" and (low in ("for", "against") or (low == "both" and following in ("for", "against"))):
        return Complement("judged", at)
    if low == "to" and (word.takes is Takes.PROMISING or (word.lemma == "claim" and following in ("have", "be"))):
        return Complement("to", at)
    if word.lemma == "deny" and _denied(line, at):
        return Complement("judged", at)
    if word.lemma in ("declare", "proclaim") and low in DETERMINERS | OWNED:
        return _named(line, at)
    return None


def _addressed(line: Line, at: int) -> int:
    """The place behind whom somebody speaks to."""
    if line.low(at) in ("him", "her", "them", "us", "me", "it", "reporters", "journalists"):
        return at + 1
    for place in range(at, min(at + 10, len(line.tokens))):
        if line.low(place) in ("that", "to", "if", "whether") or line.quoted(place) or line.ends(place):
            return place if place > at and not (line.ends(place) and line.tokens[place].text not in ",:") else at
    return at


def _named(line: Line, at: int) -> Complement | None:
    """The quotation behind called it, described him as."""
    for place in range(at, min(at + 12, len(line.tokens))):
        if line.quoted(place):
            return None if line.title(line.tokens[place]) else Complement("named", place)
        if line.ends(place) and line.tokens[place].text != ":":
            return None
    return None


def _clause(line: Line, at: int, *, strong: bool) -> bool:
    """Whether a clause begins here, without that."""
    low = line.low(at)
    if low in ("he", "she", "it", "they", "we", "i", "there") or (
        strong and low in ("this", "these", "those", "no", "some", "all")
    ):
        return True
    if not (
        line.capital(at)
        or low in DETERMINERS | OWNED | {"such"}
        or (strong and at < len(line.tokens) and line.tokens[at].word and low not in ("to", "of", *PREPOSITIONS))
    ):
        return False
    for place in range(at + 1, min(at + 12, len(line.tokens))):
        low = line.low(place)
        if low in BE | HAVE | MODAL - {"to", "if"}:
            return True
        if strong and low.endswith("ed") and not line.capital(place):
            return True
        if strong and line.quoted(place):
            return True
        if line.ends(place) or low in ("that", "which", "who", "to"):
            return strong and low not in ("which", "who") and place > at + 1 and not line.ends(place)
    return False


def _denied(line: Line, at: int) -> bool:
    return any(line.low(place) in _OBJECTIONS or line.low(place).endswith("ing") for place in range(at, at + 4))


def _beyond(line: Line, at: int, word: Word) -> Complement | None:
    """What is reported behind an adverbial: said on Monday that, wrote in 1842: “…”."""
    adverbial = (
        line.low(at) in PREPOSITIONS and (line.low(at) != "to" or line.capital(at + 1) or line.low(at + 1) in DETERMINERS)
    ) or line.low(at) in ("yesterday", "today", "later")
    for place in range(at, min(at + _REACH, len(line.tokens))):
        token = line.tokens[place]
        if token.low == "that":
            return Complement("that", place) if adverbial and word.takes is not Takes.NAMING else None
        if token.text in ",:" and line.quoted(place + 1):
            return Complement("quote", place + 1) if place == at or adverbial or token.text == ":" else None
        if (
            token.text == ":"
            and place + 1 >= len(line.tokens)
            and (adverbial or place == at)
            and word.takes is not Takes.PROMISING
        ):
            return Complement("that", place + 1)
        if token.text == "," and place == at and line.low(place + 1) == "that":
            return Complement("that", place + 1)
        if line.quoted(place) or (line.ends(place) and token.text != ","):
            return None
        if token.text == "," and not (adverbial and place - at < 8):
            return None
    return None
