"""What an English verb of saying reports: the words behind it that show that it reports at all."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from factlog.articles.abbreviations import words
from factlog.articles.line_english import ARTICLES, BEFORE_TIME, OWNED, Line, Part
from factlog.articles.nouns_english import DATES, TIME
from factlog.articles.verbs_english import LIKENING, TOLD, WORDS, Takes, Word

_OBJECTIONS = words(
    "allegation allegations claim claims accusation accusations charge charges report reports rumor rumors rumour rumours involvement"
    " wrongdoing responsibility any criticism criticisms suggestion suggestions argument arguments idea ideas notion proposal proposals theory concern concerns fear fears"
)
_FEELINGS = words(
    "concern concerns doubt doubts support regret hope hopes fear fears view views opinion opinions skepticism scepticism disappointment"
    " sentiment sentiments belief beliefs desire wish idea conviction satisfaction dissatisfaction preference sympathy outrage confidence opposition alarm frustration anger surprise gratitude"
)
_LITTLE = words("the same much little more so things something yes no nothing goodbye hello")
_SELF = words("himself herself itself themselves")
_LISTENERS = words("him her them us me it reporters journalists")
_MENTIONING = words("wrote writes posted announced recalled cited")
_ABOUT = {
    "argue": ("for", "against"),
    "complain": ("about", "of"),
    "warn": ("about", "of", "against"),
    "boast": ("about", "of"),
    "call": ("for", "on"),
}
"""What single verbs report with a preposition."""
_WONDERING = words("ask wonder inquire enquire explain describe question recall recount tell")
_QUESTIONS = words("if whether why how")
_ASKING = words("ask tell urge advise warn beg")
_REACH = 16
"""How many words behind a verb may stand before what it reports."""


class Kind(StrEnum):
    """The way in which words are reported."""

    QUOTE = "quote"  # said: “…”
    THAT = "that"
    BARE = "bare"  # a clause without that
    NAMED = "named"  # called it “…”
    JUDGED = "judged"  # criticised it
    TO = "to"  # promised to
    BEFORE = "before"  # “…,” said Rubio
    ASIDE = "aside"  # It rained, Rubio said.
    PASSIVE = "passive"  # was criticised by
    SOURCE = "source"  # according to


class Complement(NamedTuple):
    """What a verb reports: in which way, and from which token on."""

    kind: Kind
    at: int


def complement(line: Line, place: int, word: Word) -> Complement | None:
    """What the verb at a place reports; None where it reports nothing."""
    takes = word.takes
    at = place + 1
    if word.lemma == "point":
        if line.low(at) != "out":
            return None
        at += 1
    at = _addressed(line, at) if word.lemma in TOLD else at
    while line.part(at) is Part.ADVERB:
        at += 1
    if line.part(at) is Part.COMMA and line.part(at + 1) is Part.ADVERB and line.part(at + 2) is Part.COMMA:
        at += 3  # believes, primarily, that
    found = None
    if Takes.CLAUSE in takes:
        found = _said(line, place, at, word) or _idiom(line, at, word, addressed=at > place + 1) or _beyond(line, at, word)
    elif line.low(at) in _ABOUT.get(word.lemma, ()):
        found = Complement(Kind.JUDGED, at)
    if found is None and takes & Takes.NAMING and line.low(place + 1) not in _SELF:
        found = _named(line, at, word)
        if found is None and _called(line, at, word):
            found = Complement(Kind.JUDGED, at)
    if found is None and takes & Takes.OBJECT and _object(line, at, word):
        found = Complement(Kind.JUDGED, at)
    if found is None and takes & Takes.INFINITIVE and line.low(at) == "to":
        if line.quoted(at + 1):  # agreed to “…”
            found = Complement(Kind.QUOTE, at + 1)
        elif word.lemma != "agree":
            found = Complement(Kind.TO, at)
    return found


def _said(line: Line, place: int, at: int, word: Word) -> Complement | None:
    """What stands right behind the verb: that, a quotation, a clause."""
    if line.part(at) is Part.THAT and _opens_clause(line, at):
        return Complement(Kind.THAT, at)
    if line.quoted(at):
        goes_on = line.part(at + 1) in (Part.NOUN, Part.PREPOSITION) and not line.long(at)
        entitled = (line.low(place) in _MENTIONING or goes_on) and line.title(line.tokens[at])
        return None if entitled else Complement(Kind.QUOTE, at)
    addressed = word.lemma in TOLD and at > place + 1
    if line.part(at) is Part.PRONOUN and line.part(at + 1) in (Part.AUXILIARY, Part.VERB, Part.PARTICIPLE) and word.lemma != "see":
        return Complement(Kind.BARE, at)  # wrote she was ill
    if Takes.BARE in word.takes or addressed or word.lemma == "rule":
        clause = _behind_time(line, at)
        named = line.part(clause) is Part.NAME and line.part(clause + 1) is Part.AUXILIARY
        if word.lemma == "find" and line.part(clause) is not Part.PRONOUN and not named:
            return None  # found the letter that was lost
        if _clause(line, clause, strong=word.lemma == "say") or _gap(line, place):
            return Complement(Kind.BARE, clause)
    return None


def _opens_clause(line: Line, that: int) -> bool:
    """Whether that opens a clause: not said that., nor said that in 1990."""
    return not line.ends(that + 1) or line.quoted(that + 2) or line.part(that + 1) is Part.COMMA


def _gap(line: Line, place: int) -> bool:
    """Whether a clause around the verb lends it what it says: a system which critics say is unjust."""
    return line.part(place + 1) is Part.AUXILIARY and any(
        line.part(at) is Part.RELATIVE or line.low(at) in ("that", "what") for at in range(max(0, place - 5), place)
    )


def _behind_time(line: Line, at: int) -> int:
    """The place behind a day: said on Sunday the plan was dead."""
    place = at + 1
    if line.low(at) in DATES and line.low(at) != "may":
        return at + 1 if line.low(at + 1) not in ("afternoon", "morning", "evening", "night") else at + 2
    if line.low(at) not in ("on", "in"):
        return at
    while line.low(place) in TIME or line.part(place) is Part.NUMBER:
        place += 1
    return place if place > at + 1 else at


def _idiom(line: Line, at: int, word: Word, *, addressed: bool) -> Complement | None:
    """What single verbs report in ways of their own: asked whether, explained how, argued for, claimed to have, denied any."""
    low, following = line.low(at), line.low(at + 1)
    if word.lemma in _WONDERING and low in _QUESTIONS:
        return Complement(Kind.THAT, at)
    if word.lemma == "argue" and low == "both" and following in ("for", "against"):
        return Complement(Kind.JUDGED, at)
    if low == "to" and word.lemma == "claim" and following in ("have", "be"):
        return Complement(Kind.TO, at)
    if word.lemma in ("consider", "believe") and _to_be(line, at):
        return Complement(Kind.TO, at)
    if low in _ABOUT.get(word.lemma, ()):
        return Complement(Kind.JUDGED, at)
    if word.lemma in _ASKING and ((addressed and low == "to") or _asked(line, at)):
        return Complement(Kind.TO, at)
    if word.lemma == "deny" and _denied(line, at):
        return Complement(Kind.JUDGED, at)
    if word.lemma == "express" and (feeling := next((near for near in range(at, at + 4) if line.low(near) in _FEELINGS), None)):
        return Complement(Kind.THAT, feeling + 1) if line.part(feeling + 1) is Part.THAT else Complement(Kind.JUDGED, at)
    return None


def _asked(line: Line, at: int) -> bool:
    """Whether somebody is asked to do something: urged the board to resign."""
    for place in range(at, min(at + 9, len(line))):
        if line.low(place) == "to":
            return place > at and line.part(place + 1) not in (Part.DETERMINER, Part.NAME)
        if line.ends(place) or line.finite(place) or line.quoted(place):
            return False
    return False


def _addressed(line: Line, at: int) -> int:
    """The place behind whom somebody speaks to."""
    if line.low(at) in _LISTENERS and not (line.low(at) == "her" and line.part(at + 1) is Part.NOUN):
        return at + 1
    for place in range(at, min(at + 10, len(line))):
        if place > at and line.part(place) is Part.PRONOUN and line.part(place + 1) in (Part.AUXILIARY, Part.VERB):
            return place  # told The Post he was
        if line.low(place) in ("that", "to", "if", "whether") or line.quoted(place) or line.ends(place):
            return place if place > at and not (line.ends(place) and line.tokens[place].text not in ",:") else at
    return at


def _named(line: Line, at: int, word: Word) -> Complement | None:
    """The quotation behind called it, described him as."""
    likened = word.lemma not in LIKENING
    for place in range(at, min(at + 12, len(line))):
        likened = likened or line.low(place) == "as"
        if line.quoted(place):
            if not likened:
                return None
            return None if line.title(line.tokens[place]) else Complement(Kind.NAMED, place)
        if line.ends(place) and line.tokens[place].text != ":":
            return None
    return None


def _called(line: Line, at: int, word: Word) -> bool:
    """Whether somebody is called something: called Ann Lee a liar, described the plan as a farce."""
    if word.lemma in ("describe", "characterize", "characterise"):
        ends = (place for place in range(at, min(at + 12, len(line))) if line.low(place) == "as" or line.ends(place))
        return line.low(next(ends, -1)) == "as"
    if word.lemma != "call":
        return False
    for place in range(at + 1, min(at + 10, len(line))):
        if (line.low(place) in ARTICLES or line.low(place) == "one") and (line.part(place - 1) in (Part.NAME, Part.NOUN) or line.low(place - 1) in _LISTENERS | OWNED):
            return True
        if line.ends(place) or line.finite(place) or line.part(place) is Part.ADVERB:
            return False
    return False


def _object(line: Line, at: int, word: Word) -> bool:
    """Whether what somebody judges stands there. What is rejected has to be somebody's word: one rejects a claim, and capitalism."""
    if word.lemma in ("reject", "dismiss"):
        return (line.quoted(at) and not line.title(line.tokens[at])) or any(line.low(near) in _OBJECTIONS for near in range(at, at + 4))
    found = line.part(at) in (Part.NAME, Part.DETERMINER, Part.QUOTATION, Part.NOUN, Part.PARTICIPLE, Part.NUMBER)
    return found or line.low(at) in ("him", "them", "it", "that")


def _to_be(line: Line, at: int) -> bool:
    """Whether something is held to be something: considers contracts to be binding."""
    for place in range(at + 1, min(at + 14, len(line))):
        if line.low(place) == "to" and line.low(place + 1) in ("be", "have"):
            return True
        if line.ends(place) or line.finite(place) or line.part(place) in (Part.THAT, Part.RELATIVE):
            return False
    return False


def _clause(line: Line, at: int, *, strong: bool) -> bool:
    """Whether a clause begins here, without that."""
    part = line.part(at)
    if strong and line.low(at) in ("if", "when", "while", "although", "because"):
        return True  # said if they win
    if strong and (part is Part.ADVERB or line.low(at) == "about"):
        return _clause(line, at + 1, strong=True)  # said about twenty people had left
    if part is Part.PRONOUN:
        return not line.ends(at + 1) and line.part(at + 1) is not Part.PREPOSITION
    if part not in (Part.NAME, Part.DETERMINER, Part.NUMBER, Part.NOUN, Part.PARTICIPLE):
        return False
    place = at
    for place in range(at + 1, min(at + (24 if strong else 12), len(line))):
        low = line.low(place)
        if line.part(place) in (Part.AUXILIARY, Part.VERB, Part.NEGATION) or line.finite(place):
            return True
        if strong and low.endswith("ed") and not line.capital(place):
            return True
        if strong and line.quoted(place):
            return True
        if _agrees(line, place):
            return True
        if (line.part(place) is Part.OPENER or low in BEFORE_TIME or low == "as") and not strong:
            return False
        if strong and line.part(place) is Part.COMMA and line.part(place + 1) is not Part.CONJUNCTION:
            continue  # said the programme, run by the board, had failed
        if line.ends(place) or (line.part(place) in (Part.THAT, Part.RELATIVE) and not strong):
            break
    # behind say, a few words more than a phrase has are a clause, whose verb is not known
    return strong and place > at + 4 and line.low(at) not in _LITTLE


def _agrees(line: Line, place: int) -> bool:
    """Whether a word in -s stands between a singular and what only a verb has behind it: anarchism advocates structures."""
    before = line.low(place - 1)
    return (
        line.part(place) is Part.NOUN
        and line.plural(place)
        and line.part(place - 1) in (Part.NOUN, Part.NAME)
        and before.endswith(("ism", "ity", "ion", "ment", "ness"))
        and line.part(place + 1) in (Part.NOUN, Part.NAME, Part.DETERMINER, Part.PARTICIPLE)
    )


def relates(line: Line, that: int) -> bool:
    """Whether that stands for the noun before it: in the journal that first published it."""
    following = that + 1
    while line.part(following) is Part.ADVERB:
        following += 1
    return line.part(following) in (Part.AUXILIARY, Part.VERB, Part.PARTICIPLE)


def _denied(line: Line, at: int) -> bool:
    return any(line.low(place) in _OBJECTIONS or line.low(place).endswith("ing") for place in range(at, at + 4))


def _beyond(line: Line, at: int, word: Word) -> Complement | None:
    """What is reported behind an adverbial: said on Monday that, wrote in 1842: “…”."""
    this = line.low(at) in ("this", "last", "earlier") and (line.low(at + 1) in TIME or line.low(at + 1) == "past")
    adverbial = this or line.part(at) is Part.PREPOSITION or line.low(at) in DATES | {"yesterday", "today", "later"}
    if line.low(at) == "to":
        adverbial = line.part(at + 1) in (Part.NAME, Part.DETERMINER) or line.low(at + 1) in _LISTENERS
    for place in range(at, min(at + _REACH, len(line))):
        text = line.tokens[place].text
        if line.part(place) is Part.THAT:
            own = adverbial and word.lemma != "agree" and line.low(at) != "by" and not relates(line, place)
            return Complement(Kind.THAT, place) if own else None  # one agrees with the view that
        told = line.low(place).endswith("ing") and line.low(place) in WORDS and Takes.CLAUSE in WORDS[line.low(place)].takes
        if told or (line.low(place) == "as" and place > at):
            return None  # elaborated on it, saying: “…”; mentioned in the beginning as proof that
        if line.quoted(place) and place > at and adverbial and not line.title(line.tokens[place]) and line.long(place):
            return Complement(Kind.QUOTE, place)
        if adverbial and place > at and word.lemma in _WONDERING and line.low(place) in _QUESTIONS:
            return Complement(Kind.THAT, place)
        if text in ",:" and line.quoted(place + 1):
            return Complement(Kind.QUOTE, place + 1) if place == at or adverbial or text == ":" else None
        if text == ":" and place + 1 >= len(line) and (adverbial or place == at) and Takes.INFINITIVE not in word.takes:
            return Complement(Kind.THAT, place + 1)
        if text == "," and place == at and line.low(place + 1) == "that":
            return Complement(Kind.THAT, place + 1)
        if line.quoted(place) and line.title(line.tokens[place]):
            continue  # acknowledged on “Meet the Press” that
        if line.quoted(place) or (line.ends(place) and text != ","):
            return None
        if text == "," and not (adverbial and place - at < 8):
            return None
    return None
