"""What an English verb of saying reports: the words behind it that show that it reports at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english import content, judgements
from factlog.articles.speech.english.judgements import OBJECTIONS
from factlog.articles.speech.english.line import ARTICLES, OBJECTS, Line, Part
from factlog.articles.speech.english.nouns import DATES, TIME
from factlog.articles.speech.english.phrases import LEADING
from factlog.articles.speech.english.reported import REACH, Complement, Kind, Verb, is_when
from factlog.articles.speech.english.verbs import TOLD, WORDS, Form, Takes, Word

_FEELINGS = words(
    "concern concerns doubt doubts support regret hope hopes fear fears view views opinion opinions skepticism scepticism disappointment"
    " sentiment sentiments belief beliefs desire wish idea conviction satisfaction dissatisfaction preference sympathy outrage confidence opposition misgivings reservations dismay admiration interest alarm frustration anger surprise gratitude sorrow resentment remorse shock relief worry worries intention determination willingness"
)
_SURELY = words("say insist opine reckon")
"""Verbs with which hardly anything stands but a clause."""
_BELIEVING = words("believe believes believed think thinks")
"""Those of which that holds unless a preposition or a pronoun is their object. (Thought is a noun as well.)"""
_KEEPING = words("observe hold maintain establish allow")
_AGREEING = words("agree disagree")
_WRITING = words("write reply respond remark comment tweet assert contend recall maintain complain joke caution speculate")
"""Verbs with which a clause stands without that only where its verb follows its subject: wrote the harbour was closed."""
_LISTENERS = words("him her them us me it reporters journalists")
_MENTIONING = words("wrote writes posted announced recalled cited recorded records")
_WONDERING = words(
    "ask wonder inquire enquire debate explain describe question recall recount tell state note mention reveal discuss"
)
_INQUIRING = words("ask wonder inquire enquire question explain")
_QUESTIONS = words("if whether why how")
_MORE_QUESTIONS = words("what who when where which")
"""What questions begin with that are asked: of other verbs what they are about (recalled what he had seen)."""
_CLAIMED = words("responsibility credit victory")
_RETELLING = words("report recall admit acknowledge deny recount describe mention suggest propose recommend advise")
"""Verbs that report what somebody did, or might do, with a participle: recalled seeing a light, proposed leaving it."""
_ASKING = words("ask tell urge advise warn beg recommend implore instruct petition exhort entreat")
HOLDING = words("consider believe think hold judge deem declare proclaim assert estimate")
"""Verbs with which something is held, or said, to be something."""
_VOICING = words("express voice convey state declare")


def complement(line: Line, place: int, word: Word) -> Complement | None:
    """What the verb at a place reports; None where it reports nothing."""
    verb = Verb(line, place, _begin(line, place, word), word)
    if word.lemma == "point" and line.low(place + 1) != "out":
        return None
    found = (read(verb) for read in _frames(word.takes))
    return next(filter(None, found), None)


def _begin(line: Line, place: int, word: Word) -> int:
    at = place + 1 + (word.lemma == "point")
    at = _addressed(line, at) if word.lemma in TOLD else at
    while line.part(at) is Part.ADVERB or (line.low(at) in DATES and line.part(at + 1) is Part.PREPOSITION):
        at += 1  # called Tuesday for
    if line.part(at) is Part.COMMA and line.part(at + 1) is Part.ADVERB and line.part(at + 2) is Part.COMMA:
        at += 3  # believes, primarily, that
    return at


def _addressed(line: Line, at: int) -> int:
    """The place behind whom somebody speaks to."""
    if line.low(at) in _LISTENERS and not (line.low(at) == "her" and line.part(at + 1) is Part.NOUN):
        return at + 1
    for place in range(at, min(at + 10, len(line))):
        if place > at and line.part(place) is Part.PRONOUN and line.part(place + 1) in (Part.AUXILIARY, Part.VERB):
            return place  # told The Post he was
        if (
            line.low(place) in ARTICLES | {"every", "all", "no"}
            and line.part(place - 1) in (Part.NAME, Part.NOUN)
            and place > at
        ):
            return place  # told the Post every claim was
        if (
            line.low(place) in ("that", "to")
            or line.low(place) in _QUESTIONS | _MORE_QUESTIONS
            or line.quoted(place)
            or line.ends(place)
        ):
            return place if place > at and not (line.ends(place) and line.tokens[place].text not in ",:") else at
    return at


def _said(verb: Verb) -> Complement | None:
    """That, or a quotation, right behind the verb."""
    line, at = verb.line, verb.at
    if line.part(at) is Part.THAT and (content.opens(line, at) or line.unclosed(at + 1)):
        return Complement(Kind.THAT, at)
    if line.unclosed(at):
        return Complement(Kind.THAT, at)
    if not line.quoted(at):
        return None
    goes_on = line.part(at + 1) in (Part.NOUN, Part.PREPOSITION) and not line.long(at)
    if verb.word.lemma in _KEEPING and line.starts_small(at):
        return None  # observes “the principle”
    entitled = (line.low(verb.place) in _MENTIONING or goes_on) and line.title(line.tokens[at])
    return None if entitled else Complement(Kind.QUOTE, at)


def _bare(verb: Verb) -> Complement | None:
    """A clause without that: said it rained; wrote she was ill; informed him the harbour would close."""
    line, at, lemma = verb.line, verb.at, verb.word.lemma
    if line.quoted(at) or (Takes.OBJECT in verb.word.takes and line.low(at) == "the" and is_when(line, at)):
        return None
    personal = line.part(at) is Part.PRONOUN and line.part(at + 1) in (Part.AUXILIARY, Part.VERB, Part.PARTICIPLE)
    if personal and lemma != "see":
        return Complement(Kind.BARE, at)
    addressed = lemma in TOLD and at > verb.place + 1
    if lemma in _WRITING:
        return Complement(Kind.BARE, at) if content.is_clause(line, at) else None
    if not (Takes.BARE in verb.word.takes or addressed or lemma == "rule"):
        return None
    clause = content.behind_time(line, at)
    if lemma == "find" and line.part(clause) is not Part.PRONOUN and not content.is_clause(line, clause):
        return None  # found the letter that was lost
    object_ = line.part(at) is Part.PREPOSITION or line.low(at) in OBJECTS
    surely = lemma in _SURELY or (line.low(verb.place) in _BELIEVING and not object_)
    found = content.stands(line, clause, surely=surely) or content.lent(line, verb.place)
    return Complement(Kind.BARE, clause) if found else None


def _resumed(verb: Verb) -> Complement | None:
    """What is reported behind words between commas: notes, in her book, that; said, as he left, “…”."""
    line = verb.line
    if line.part(verb.at) is not Part.COMMA or not (line.part(verb.at + 1) in LEADING or line.low(verb.at + 1) == "as"):
        return None
    mark = line.tokens[verb.at].text
    for place in range(verb.at + 2, min(verb.at + REACH, len(line))):
        if line.tokens[place].text == mark:
            return _said(verb._replace(at=place + 1))
        if line.part(place) is Part.MARK or line.quoted(place):
            return None
    return None


def _idiom(verb: Verb) -> Complement | None:
    """What single verbs report in ways of their own: asked whether, explained how, claimed to have, denied any."""
    line, at, lemma = verb.line, verb.at, verb.word.lemma
    low = line.low(at)
    if lemma in _WONDERING and (low in _QUESTIONS or (lemma in _INQUIRING and low in _MORE_QUESTIONS)):
        return Complement(Kind.THAT, at)
    held = lemma in HOLDING and _to_be(line, at)
    if held or (low == "to" and lemma == "claim" and line.low(at + 1) in ("have", "be")):
        return Complement(Kind.TO, at)
    if lemma in _ASKING and ((at > verb.place + 1 and low == "to") or _asked(line, at)):
        return Complement(Kind.TO, at)
    if (lemma == "claim" and low in _CLAIMED) or (lemma in _RETELLING and _did(line, at)):
        return Complement(Kind.JUDGED, at)
    if lemma == "deny" and _denied(line, at):
        return Complement(Kind.JUDGED, at)
    return _expressed(line, at) if lemma in _VOICING else None


def _expressed(line: Line, at: int) -> Complement | None:
    """What is expressed: concern about, the view that."""
    feeling = next((near for near in range(at, at + 4) if line.low(near) in _FEELINGS), None)
    if feeling is None:
        return None
    return Complement(Kind.THAT, feeling + 1) if line.part(feeling + 1) is Part.THAT else Complement(Kind.JUDGED, at)


def _asked(line: Line, at: int) -> bool:
    """Whether somebody is asked to do something: urged the board to resign."""
    for place in range(at, min(at + 9, len(line))):
        if line.low(place) == "to":
            return place > at and line.part(place + 1) not in (Part.DETERMINER, Part.NAME)
        if line.ends(place) or line.finite(place) or line.quoted(place):
            return False
    return False


def _to_be(line: Line, at: int) -> bool:
    """Whether something is held to be something: considers contracts to be binding."""
    for place in range(at + 1, min(at + 14, len(line))):
        if line.low(place) == "to" and line.low(place + 1) in ("be", "have"):
            return True
        if line.ends(place) or line.finite(place) or line.part(place) in (Part.THAT, Part.RELATIVE):
            return False
    return False


def _did(line: Line, at: int) -> bool:
    """Whether a participle stands there with what only a verb has behind it: seeing a light; not growing losses."""
    behind = (Part.DETERMINER, Part.PRONOUN, Part.NAME, Part.PREPOSITION, Part.THAT, Part.PARTICIPLE)
    own = line.part(at) is Part.PARTICIPLE and line.low(at).endswith("ing")
    return line.low(at) == "having" or (own and (line.part(at + 1) in behind or line.low(at + 1) in OBJECTS))


def _denied(line: Line, at: int) -> bool:
    return any(line.low(place) in OBJECTIONS or line.low(place).endswith("ing") for place in range(at, at + 4))


def _beyond(verb: Verb) -> Complement | None:
    """What is reported behind an adverbial: said on Monday that, wrote in 1842: “…”."""
    line, at = verb.line, verb.at
    adverbial = _adverbial(line, at)
    for place in range(at, min(at + REACH, len(line))):
        text = line.tokens[place].text
        if line.part(place) is Part.THAT:
            own = (
                adverbial and verb.word.lemma not in _AGREEING and line.low(at) != "by" and not content.relates(line, place)
            )
            return Complement(Kind.THAT, place) if own else None  # one agrees with the view that
        if _tells(line, place) or (line.low(place) == "as" and place > at):
            return None  # elaborated on it, saying: “…”; mentioned in the beginning as proof that
        if adverbial and place > at and verb.word.lemma in _WONDERING and line.low(place) in _QUESTIONS:
            return Complement(Kind.THAT, place)
        if line.quoted(place) and not line.title(line.tokens[place]):  # acknowledged on “Meet the Press” that
            return Complement(Kind.QUOTE, place) if adverbial and place > at and line.long(place) else None
        if text in ",:" and (introduced := _introduced(verb, place, adverbial=adverbial)):
            return introduced
        if line.ends(place) and not (text == "," and adverbial and place - at < 12):
            return None
    return None


def _adverbial(line: Line, at: int) -> bool:
    """Whether when, where or whom to is told there: on Monday, in a letter, this week, yesterday."""
    if line.low(at) == "to":
        return line.part(at + 1) in (Part.NAME, Part.DETERMINER) or line.low(at + 1) in _LISTENERS
    this = line.low(at) in ("this", "last", "earlier") and (line.low(at + 1) in TIME or line.low(at + 1) == "past")
    return this or line.part(at) is Part.PREPOSITION or line.low(at) in DATES | {"yesterday", "today", "later"}


def _tells(line: Line, place: int) -> bool:
    """Whether another verb of saying stands there: elaborated on the plan, saying."""
    word = WORDS.get(line.low(place))
    return word is not None and word.form is Form.ING and Takes.CLAUSE in word.takes


def _introduced(verb: Verb, mark: int, *, adverbial: bool) -> Complement | None:
    """What a comma or a colon introduces: a quotation; that, or what follows in the next paragraph."""
    line, directly = verb.line, mark == verb.at
    colon = line.tokens[mark].text == ":"
    if line.quoted(mark + 1) and not colon and line.title(line.tokens[mark + 1]):
        return None
    if line.quoted(mark + 1) or line.unclosed(mark + 1):
        kind = Kind.QUOTE if line.quoted(mark + 1) else Kind.THAT
        return Complement(kind, mark + 1) if directly or adverbial or colon else None
    last = colon and mark + 1 >= len(line) and Takes.INFINITIVE not in verb.word.takes
    if (last and (adverbial or directly)) or (directly and not colon and line.low(mark + 1) == "that"):
        return Complement(Kind.THAT, mark + 1)
    return None


_FRAMES: tuple[tuple[Takes, Callable[[Verb], Complement | None]], ...] = (
    (Takes.CLAUSE, _said),
    (Takes.CLAUSE, _bare),
    (Takes.CLAUSE, _resumed),
    (Takes.CLAUSE, _idiom),
    (Takes.CLAUSE | Takes.NAMING | Takes.ABOUT, judgements.about),
    (Takes.CLAUSE, _beyond),
    (Takes.NAMING, judgements.named),
    (Takes.NAMING, judgements.called),
    (Takes.CLAUSE | Takes.NAMING | Takes.OBJECT, judgements.linked),
    (Takes.OBJECT, judgements.judged),
    (Takes.INFINITIVE, judgements.promised),
)
"""What a verb of each kind may be followed by, in the order in which it is looked for."""


@cache
def _frames(takes: Takes) -> tuple[Callable[[Verb], Complement | None], ...]:
    return tuple([read for kind, read in _FRAMES if kind & takes])
