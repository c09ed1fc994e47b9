"""A clause that is reported in English without that, or with one: whether it begins behind a verb, by its own verb."""

from __future__ import annotations

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.line import BEFORE_TIME, Line, Part
from factlog.articles.speech.english.nouns import DATES, TIME
from factlog.articles.speech.english.verbs import PLAIN, THIRDS

_PRESENT = PLAIN | THIRDS
_LITTLE = words("same much little more so things something yes no nothing goodbye hello")
_LENDING = 6
"""How many words back a verb may have what it says."""
_VERBAL = (Part.AUXILIARY, Part.VERB, Part.PARTICIPLE)
_CONDITIONS = words("if when while although because")


def opens(line: Line, that: int) -> bool:
    """Whether that opens a clause: not said that., nor said that in 1990."""
    return not line.ends(that + 1) or line.quoted(that + 2) or line.part(that + 1) is Part.COMMA


def relates(line: Line, that: int) -> bool:
    """Whether that stands for the noun before it: in the journal that first published it."""
    following = that + 1
    while line.part(following) is Part.ADVERB:
        following += 1
    if line.low(following).endswith("ing"):
        return False  # said that leaving was hard
    return line.part(following) in _VERBAL or line.low(following) in _PRESENT


def lent(line: Line, verb: int) -> bool:
    """Whether a clause around a verb lends it what it says: a system which critics say is unjust; , a move critics say is."""
    near = range(max(0, verb - _LENDING), verb)
    return line.part(verb + 1) is Part.AUXILIARY and any(
        line.part(at) is Part.RELATIVE or line.low(at) in ("that", "what") or apposes(line, at) for at in near
    )


def apposes(line: Line, at: int) -> bool:
    """Whether what stands behind a comma there is told of what happened: boats left, a move that."""
    return line.low(at) in ("a", "an", "something") and line.part(at - 1) is Part.COMMA


def behind_time(line: Line, at: int) -> int:
    """The place behind a day: said on Sunday the plan was dead."""
    place = at + 1
    if line.low(at) in DATES and line.low(at) != "may":
        return at + 1 if line.low(at + 1) not in ("afternoon", "morning", "evening", "night") else at + 2
    if line.low(at) not in ("on", "in"):
        return at
    while line.low(place) in TIME or line.part(place) is Part.NUMBER:
        place += 1
    return place if place > at + 1 else at


def is_clause(line: Line, at: int) -> bool:
    """Whether a phrase stands there with an auxiliary right behind it: found the letter had been lost."""
    place = at
    while line.part(place) in (Part.DETERMINER, Part.NAME, Part.NOUN, Part.NUMBER):
        place += 1
    return place > at and line.part(place) is Part.AUXILIARY


def stands(line: Line, at: int, *, surely: bool) -> bool:
    """Whether a clause stands there, without that. ``surely``: behind say, with which hardly anything else stands."""
    part = line.part(at)
    if surely and (opened := _opened(line, at)) is not None:
        return opened
    if part is Part.PRONOUN and not (surely and line.low(at + 1) == "of"):
        return not line.ends(at + 1) and line.part(at + 1) is not Part.PREPOSITION
    if part not in (Part.PRONOUN, Part.NAME, Part.DETERMINER, Part.NUMBER, Part.NOUN, Part.PARTICIPLE):
        return False
    place = at
    if part is Part.NAME and any(line.quoted(near) and line.starts_small(near) for near in (at + 1, at + 2)):
        return True  # revealed Ann Lee “is lost”
    for place in range(at + 1, min(at + (24 if surely else 12), len(line))):
        if _is_verb(line, place, surely=surely):
            return True
        aside = surely and line.part(place) is Part.COMMA and line.part(place + 1) is not Part.CONJUNCTION
        if not aside and _is_end(line, place, surely=surely):
            break
    # behind say, a few words more than a phrase has are a clause, whose verb is not known
    return surely and place > at + 4 and line.low(at + (line.low(at) == "the")) not in _LITTLE


def _opened(line: Line, at: int) -> bool | None:
    """Whether a clause behind say begins with what is no subject: if they win; about twenty left; by then he was tired."""
    part = line.part(at)
    if line.low(at) in _CONDITIONS:
        return True
    if part is Part.ADVERB or line.low(at) == "about":
        return stands(line, at + 1, surely=True)
    gerund = line.low(at) in ("having", "being")
    if part is Part.AUXILIARY and not gerund:
        return line.part(at - 1) is Part.ADVERB  # said too much was lost
    if part is not Part.PREPOSITION and not gerund:
        return None
    near = range(at + 1, min(at + 16, len(line)))
    end = next((place for place in near if line.ends(place) or line.part(place) is Part.RELATIVE), at + 16)
    if line.part(end) is Part.COMMA and line.part(end + 1) in (Part.DETERMINER, Part.NAME, Part.PRONOUN, Part.NOUN):
        near = range(at + 1, min(end + 10, len(line)))  # said by leaving early, the board had lost
        end = len(line)
    return any(line.finite(place) and (place < end or line.part(place - 1) is Part.PRONOUN) for place in near)


def _is_verb(line: Line, place: int, *, surely: bool) -> bool:
    part = line.part(place)
    if line.low(place) in THIRDS and part is Part.NOUN and line.part(place + 1) is Part.NUMBER:
        return line.part(place - 1) in (Part.NOUN, Part.NAME) and not line.plural(place - 1)  # its engine uses 20% less
    if part in (Part.AUXILIARY, Part.VERB, Part.NEGATION) or line.finite(place) or _agrees(line, place):
        return True
    past = line.low(place).endswith("ed") and not line.capital(place)
    named = past and line.capital(place - 1) and line.low(place + 1) != "by"  # suggests Ann Lee retreated from it
    acts = past and line.part(place - 1) is Part.NOUN and line.part(place + 1) in (Part.NOUN, Part.PRONOUN)
    ended = surely and part is Part.PARTICIPLE and not line.low(place).endswith("ing")
    return named or acts or ended or (surely and (past or part is Part.QUOTATION))


def _is_end(line: Line, place: int, *, surely: bool) -> bool:
    """Whether a clause that had no verb so far is none."""
    part = line.part(place)
    other = part in (Part.THAT, Part.RELATIVE, Part.OPENER) or line.low(place) in BEFORE_TIME | {"as"}
    return line.ends(place) or (other and not surely)


def _agrees(line: Line, place: int) -> bool:
    """Whether a word in -s stands between a singular and what only a verb has behind it: anarchism advocates structures."""
    before = line.low(place - 1)
    return (
        line.part(place) is Part.NOUN
        and line.plural(place)
        and line.part(place - 1) in (Part.NOUN, Part.NAME)
        and (before.endswith(("ism", "ity", "ion", "ment", "ness")) or line.low(place).endswith(("ates", "izes", "ifies")))
        and line.part(place + 1) in (Part.NOUN, Part.NAME, Part.DETERMINER, Part.PARTICIPLE)
    )
