"""What an English verb of saying reports: the words behind it that show that it reports at all."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english import content
from factlog.articles.speech.english.line import ARTICLES, OBJECTS, OWNED, Line, Part
from factlog.articles.speech.english.nouns import DATES, TIME
from factlog.articles.speech.english.phrases import LEADING
from factlog.articles.speech.english.verbs import LIKENING, TOLD, WORDS, Form, Takes, Word

_OBJECTIONS = words(
    "allegation allegations claim claims accusation accusations charge charges report reports rumor rumors rumour rumours involvement"
    " wrongdoing responsibility any criticism criticisms suggestion suggestions argument arguments idea ideas notion proposal proposals theory concern concerns fear fears"
)
_FEELINGS = words(
    "concern concerns doubt doubts support regret hope hopes fear fears view views opinion opinions skepticism scepticism disappointment"
    " sentiment sentiments belief beliefs desire wish idea conviction satisfaction dissatisfaction preference sympathy outrage confidence opposition misgivings reservations dismay admiration interest alarm frustration anger surprise gratitude sorrow resentment remorse shock relief worry worries intention determination willingness"
)
_SURELY = words("say insist opine reckon")
"""Verbs with which hardly anything stands but a clause."""
_BELIEVING = words("believe believes believed think thinks")
"""Those of which that holds unless a preposition or a pronoun is their object. (Thought is a noun as well.)"""
_KEEPING = words("observe hold maintain establish allow")
_DESCRIBING = words("describe characterize characterise")
_AGREEING = words("agree disagree")
_WRITING = words("write reply respond remark comment tweet assert contend recall maintain complain joke caution speculate")
"""Verbs with which a clause stands without that only where its verb follows its subject: wrote the harbour was closed."""
_MEASURED = words("well soon long far early late recently many much part")
"""What as stands before where it likens nothing: as well as, as soon as."""
_CALLING = words("call label brand dub term deem consider judge")
_JUDGING = words("denounce estimate")
"""Verbs that judge also where nothing is set beside what they judge."""
_MERITS = words(
    "importance fact role dangers risks benefits authenticity validity accuracy truth wisdom value necessity need motives effectiveness efficacy reliability credibility legality"
    " legitimacy constitutionality fairness relevance usefulness sincerity morality integrity authorship existence significance"
)
"""What somebody questions who says something of it: its value; not a suspect."""
_OF_WORDS = (
    dict.fromkeys(words("reject dismiss refute rebut"), _OBJECTIONS - {"any"})
    | dict.fromkeys(words("question doubt dispute challenge contest"), _OBJECTIONS - {"any"} | _MERITS)
    | dict.fromkeys(words("emphasize emphasise underline underscore highlight"), _MERITS)
)
"""What single verbs have for their object where they report."""
_SELF = words("himself herself itself themselves")
_LISTENERS = words("him her them us me it reporters journalists")
_MENTIONING = words("wrote writes posted announced recalled cited recorded records")
_ABOUT = {
    lemma: words(prepositions)
    for lemmas, prepositions in {
        "argue": "for against",
        "complain boast": "about of",
        "warn": "about of against",
        "call": "for on upon",
        "comment remark elaborate": "on upon",
        "agree disagree": "with",
        "object allude admit confess testify": "to",
        "speak": "of about",
        "protest preach": "against",
        "apologize apologise appeal plead ask": "for",
        "hint marvel": "at",
        "inquire enquire wonder": "about",
        "dissent": "from",
        "disapprove": "of",
    }.items()
    for lemma in lemmas.split()
}
"""What single verbs report with a preposition."""
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
LINKING = {
    lemma: words(links)
    for lemmas, links in {
        "attribute ascribe liken": "to",
        "compare": "to",
        "equate": "with",
        "credit": "with for",
        "estimate": "at",
        "describe characterize characterise portray depict interpret attack cite denounce label brand": "as",
        "reject dismiss": "as grounds",
    }.items()
    for lemma in lemmas.split()
}
"""What stands behind the object of a verb by which it is judged: likened it to, rejected it on the grounds."""
_THINGS = frozenset((Part.NAME, Part.DETERMINER, Part.QUOTATION, Part.NOUN, Part.PARTICIPLE, Part.NUMBER))
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


class _Verb(NamedTuple):
    """A verb of saying, and where what it is followed by begins: behind whom somebody speaks to, and behind adverbs."""

    line: Line
    place: int
    at: int
    word: Word


def complement(line: Line, place: int, word: Word) -> Complement | None:
    """What the verb at a place reports; None where it reports nothing."""
    verb = _Verb(line, place, _begin(line, place, word), word)
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


def _said(verb: _Verb) -> Complement | None:
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


def _bare(verb: _Verb) -> Complement | None:
    """A clause without that: said it rained; wrote she was ill; informed him the harbour would close."""
    line, at, lemma = verb.line, verb.at, verb.word.lemma
    if line.quoted(at) or (Takes.OBJECT in verb.word.takes and line.low(at) == "the" and _when(line, at)):
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


def _resumed(verb: _Verb) -> Complement | None:
    """What is reported behind words between commas: notes, in her book, that; said, as he left, “…”."""
    line = verb.line
    if line.part(verb.at) is not Part.COMMA or not (line.part(verb.at + 1) in LEADING or line.low(verb.at + 1) == "as"):
        return None
    mark = line.tokens[verb.at].text
    for place in range(verb.at + 2, min(verb.at + _REACH, len(line))):
        if line.tokens[place].text == mark:
            return _said(verb._replace(at=place + 1))
        if line.part(place) is Part.MARK or line.quoted(place):
            return None
    return None


def _idiom(verb: _Verb) -> Complement | None:
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


def _about(verb: _Verb) -> Complement | None:
    """What a verb reports with a preposition of its own: argued for, called on."""
    heads = verb.place < 2 and verb.line.low(verb.place) in ("comments", "remarks")  # Reader comments on it were few
    prepositions = _ABOUT.get(verb.word.lemma, ()) if not heads else ()
    begins = (verb.place + 1, verb.at + (verb.line.low(verb.at) == "both"))
    about = (at for at in begins if verb.line.low(at) in prepositions and verb.line.low(at + 1) not in DATES)
    return next((Complement(Kind.JUDGED, at) for at in about), None)


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
    return any(line.low(place) in _OBJECTIONS or line.low(place).endswith("ing") for place in range(at, at + 4))


def _named(verb: _Verb) -> Complement | None:
    """The quotation behind called it, described him as."""
    line = verb.line
    if line.low(verb.place + 1 + (line.low(verb.place + 1) == "to")) in _SELF and verb.word.lemma not in _DESCRIBING:
        return None  # refers to herself as
    directly = verb.word.lemma in _DESCRIBING and line.low(verb.place + 1) == "as"
    if (directly or (verb.word.lemma == "call" and line.quoted(verb.place + 1))) and not _asks_back(verb):
        return None  # an homage described as “unique”, a dance called “frog”
    likened = verb.word.lemma not in LIKENING
    behind = verb.at
    for place in range(verb.at, min(verb.at + _REACH, len(line))):
        if line.part(place) is Part.COMMA and line.part(place + 1) is Part.RELATIVE:
            behind = next(
                (at + 1 for at in range(place + 1, len(line)) if line.ends(at)), place
            )  # the plan, which passed, as
        if place < behind:
            continue
        likened = likened or line.low(place) == "as"
        if line.quoted(place):
            return Complement(Kind.NAMED, place) if likened and not line.title(line.tokens[place]) else None
        clause = line.part(place) in (Part.AUXILIARY, Part.VERB)  # a frog called Ann was named the “frogamander”
        other = clause or (verb.word.lemma in LIKENING and line.part(place) is Part.CONJUNCTION)
        if other or (line.ends(place) and line.tokens[place].text != ":"):
            return None
    return None


def _asks_back(verb: _Verb) -> bool:
    """Whether what a verb is about stands before it: what Lee described as, which Lee described as."""
    return any(
        verb.line.part(at) is Part.RELATIVE or verb.line.low(at) in ("what", "that")
        for at in range(max(0, verb.place - 10), verb.place)
    )


def _called(verb: _Verb) -> Complement | None:
    """What somebody is called without quotation marks: called Ann Lee a liar, described the plan as a farce."""
    line, at = verb.line, verb.at
    if verb.word.lemma not in _CALLING:
        return None
    for place in range(at + 1, min(at + _REACH, len(line))):
        adjoins = line.part(place - 1) in (Part.NAME, Part.NOUN) or line.low(place - 1) in _LISTENERS | OWNED
        if adjoins and (
            line.low(place) in ("a", "an", "one") or (line.low(place) == "the" and line.low(place + 1) not in TIME)
        ):
            return Complement(Kind.JUDGED, at)
        if line.low(place) == "to" or line.ends(place) or line.finite(place) or line.part(place) is Part.ADVERB:
            return None
    return None


def _linked(verb: _Verb) -> Complement | None:
    """What somebody judges by what is set beside it: described the plan as a farce, likened it to, credited him with."""
    line, links = verb.line, LINKING.get(verb.word.lemma, ())
    for place in range(verb.at, min(verb.at + _REACH, len(line)) if links else 0):
        if line.ends(place):
            return None
        clause = line.low(place) == "as" and (line.part(place + 1) is Part.PRONOUN or line.low(place + 1) in _MEASURED)
        if line.low(place) in links and not clause and line.low(place - 1) != "as":
            own = place > verb.place + 1 or _asks_back(verb)
            return Complement(Kind.JUDGED, verb.at) if own else None
    return None


def _when(line: Line, at: int) -> bool:
    """Whether a time stands there: Tuesday, the following year."""
    end = at + (line.low(at) in ARTICLES)
    while line.low(end) in TIME:
        end += 1
    return line.low(end - 1) in TIME - ARTICLES and line.part(end) not in (Part.NOUN, Part.NAME, Part.NUMBER)


def _judged(verb: _Verb) -> Complement | None:
    """What somebody judges. What is rejected has to be somebody's word, or its worth: one rejects a claim, and capitalism."""
    line = verb.line
    at = verb.at if line.part(verb.at) in _THINGS else verb.place + 1
    if verb.word.lemma in _OF_WORDS:
        quoted = line.quoted(at) and not line.title(line.tokens[at])
        near = range(at, at + (4 if line.low(at) not in OBJECTS else 0))  # dismissed him for fear of storms
        found = quoted or any(line.low(place) in _OF_WORDS[verb.word.lemma] for place in near)
    elif verb.word.lemma in LINKING.keys() - _JUDGING:
        found = False
    elif Takes.CLAUSE in verb.word.takes and _when(line, at):
        found = False  # a plan announced the following year
    else:
        found = line.part(at) in _THINGS or line.low(at) in ("him", "them", "it", "that", "how")
    return Complement(Kind.JUDGED, at) if found else None


def _promised(verb: _Verb) -> Complement | None:
    """What somebody promises to do; what somebody agrees to only in quotation marks."""
    line, at = verb.line, verb.at
    if line.low(at) != "to" or line.low(at + 1) in OBJECTS or line.part(at + 1) in (Part.DETERMINER, Part.NAME):
        return None  # the toys promised to him
    if line.quoted(at + 1):
        return Complement(Kind.QUOTE, at + 1)
    return Complement(Kind.TO, at) if verb.word.lemma != "agree" else None


def _beyond(verb: _Verb) -> Complement | None:
    """What is reported behind an adverbial: said on Monday that, wrote in 1842: “…”."""
    line, at = verb.line, verb.at
    adverbial = _adverbial(line, at)
    for place in range(at, min(at + _REACH, len(line))):
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


def _introduced(verb: _Verb, mark: int, *, adverbial: bool) -> Complement | None:
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


_FRAMES: tuple[tuple[Takes, Callable[[_Verb], Complement | None]], ...] = (
    (Takes.CLAUSE, _said),
    (Takes.CLAUSE, _bare),
    (Takes.CLAUSE, _resumed),
    (Takes.CLAUSE, _idiom),
    (Takes.CLAUSE | Takes.NAMING | Takes.ABOUT, _about),
    (Takes.CLAUSE, _beyond),
    (Takes.NAMING, _named),
    (Takes.NAMING, _called),
    (Takes.CLAUSE | Takes.NAMING | Takes.OBJECT, _linked),
    (Takes.OBJECT, _judged),
    (Takes.INFINITIVE, _promised),
)
"""What a verb of each kind may be followed by, in the order in which it is looked for."""


@cache
def _frames(takes: Takes) -> tuple[Callable[[_Verb], Complement | None], ...]:
    return tuple([read for kind, read in _FRAMES if kind & takes])
