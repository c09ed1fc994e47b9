"""What an English verb judges, or speaks of, where it reports: criticised the plan, called it a farce, objected to it."""

from __future__ import annotations

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.line import ARTICLES, OBJECTS, OWNED, Part
from factlog.articles.speech.english.nouns import DATES, TIME
from factlog.articles.speech.english.reported import REACH, Complement, Kind, Verb, is_when
from factlog.articles.speech.english.verbs import LIKENING, PLAIN, WORDS, Takes

OBJECTIONS = words(
    "allegation allegations claim claims accusation accusations charge charges report reports rumor rumors rumour rumours involvement"
    " wrongdoing responsibility any criticism criticisms suggestion suggestions argument arguments idea ideas notion proposal proposals theory concern concerns fear fears"
)
_DESCRIBING = words("describe characterize characterise")
_MEASURED = words("well soon long far early late recently many much part")
"""What as stands before where it likens nothing: as well as, as soon as."""
_CALLING = words("call label brand dub term deem consider judge declare proclaim pronounce")
_QUALITIES = ("able", "ible", "ical", "ous", "ful", "less")
"""What adjectives end with."""
_JUDGING = words("denounce estimate")
"""Verbs that judge also where nothing is set beside what they judge."""
_MERITS = words(
    "importance fact role dangers risks benefits authenticity validity accuracy truth wisdom value necessity need motives effectiveness efficacy reliability credibility legality"
    " legitimacy constitutionality fairness relevance usefulness sincerity morality integrity authorship existence significance"
)
"""What somebody questions who says something of it: its value; not a suspect."""
_OF_WORDS = (
    dict.fromkeys(words("reject dismiss refute rebut"), OBJECTIONS - {"any"})
    | dict.fromkeys(words("question doubt dispute challenge contest"), OBJECTIONS - {"any"} | _MERITS)
    | dict.fromkeys(words("emphasize emphasise underline underscore highlight"), _MERITS)
)
"""What single verbs have for their object where they report."""
_SELF = words("himself herself itself themselves")
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
        "apologize apologise appeal plead": "for",
        "hint marvel": "at",
        "inquire enquire wonder": "about",
        "dissent": "from",
        "disapprove": "of",
    }.items()
    for lemma in lemmas.split()
}
"""What single verbs report with a preposition."""
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


def about(verb: Verb) -> Complement | None:
    """What a verb reports with a preposition of its own: argued for, called on."""
    heads = verb.place < 2 and verb.line.low(verb.place) in ("comments", "remarks")  # Reader comments on it were few
    prepositions = _ABOUT.get(verb.word.lemma, ()) if not heads else ()
    begins = (verb.place + 1, verb.at + (verb.line.low(verb.at) == "both"))
    about = (at for at in begins if verb.line.low(at) in prepositions and verb.line.low(at + 1) not in DATES)
    return next((Complement(Kind.JUDGED, at) for at in about), None)


def named(verb: Verb) -> Complement | None:
    """The quotation behind called it, described him as."""
    line = verb.line
    if line.low(verb.place + 1 + (line.low(verb.place + 1) == "to")) in _SELF and verb.word.lemma not in _DESCRIBING:
        return None  # refers to herself as
    directly = verb.word.lemma in _DESCRIBING and line.low(verb.place + 1) == "as"
    if (directly or (verb.word.lemma == "call" and line.quoted(verb.place + 1))) and not _asks_back(verb):
        return None  # an homage described as “unique”, a dance called “frog”
    likened = verb.word.lemma not in LIKENING
    behind = verb.at
    for place in range(verb.at, min(verb.at + REACH, len(line))):
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
        joins = line.part(place) is Part.CONJUNCTION and (not likened or line.low(place + 1) in WORDS)
        other = clause or joins
        if other or (line.ends(place) and line.tokens[place].text != ":"):
            return None
    return None


def _asks_back(verb: Verb) -> bool:
    """Whether what a verb is about stands before it: what Lee described as, which Lee described as."""
    return any(
        verb.line.part(at) is Part.RELATIVE or verb.line.low(at) in ("what", "that")
        for at in range(max(0, verb.place - 10), verb.place)
    )


def called(verb: Verb) -> Complement | None:
    """What somebody is called without quotation marks: called Ann Lee a liar, described the plan as a farce."""
    line, at = verb.line, verb.at
    if verb.word.lemma not in _CALLING:
        return None
    for place in range(at + 1, min(at + REACH, len(line))):
        adjoins = line.part(place - 1) in (Part.NAME, Part.NOUN) or line.low(place - 1) in OBJECTS | OWNED | {"it"}
        noun = line.low(place) == "one" or (line.low(place) in ARTICLES and line.low(place + 1) not in TIME)
        quality = line.low(place).endswith(_QUALITIES) and line.part(place + 1) not in (Part.NOUN, Part.NAME)
        if adjoins and (noun or (quality and not line.capital(place))):
            return Complement(Kind.JUDGED, at)
        if line.low(place) == "to" or line.ends(place) or line.finite(place) or line.part(place) is Part.ADVERB:
            return None
    return None


def linked(verb: Verb) -> Complement | None:
    """What somebody judges by what is set beside it: described the plan as a farce, likened it to, credited him with."""
    line, links = verb.line, LINKING.get(verb.word.lemma, ())
    for place in range(verb.at, min(verb.at + REACH, len(line)) if links else 0):
        if line.ends(place):
            return None
        clause = line.low(place) == "as" and (line.part(place + 1) is Part.PRONOUN or line.low(place + 1) in _MEASURED)
        clause = clause or (line.low(place) == "to" and line.low(place + 1) in PLAIN | WORDS.keys())  # compared them to see
        if line.low(place) in links and not clause and line.low(place - 1) != "as":
            own = place > verb.place + 1 or _asks_back(verb)
            return Complement(Kind.JUDGED, verb.at) if own else None
    return None


def judged(verb: Verb) -> Complement | None:
    """What somebody judges. What is rejected has to be somebody's word, or its worth: one rejects a claim, and capitalism."""
    line = verb.line
    at = verb.at if line.part(verb.at) in _THINGS else verb.place + 1
    if verb.word.lemma in _OF_WORDS:
        quoted = line.quoted(at) and not line.title(line.tokens[at])
        near = range(at, at + (4 if line.low(at) not in OBJECTS else 0))  # dismissed him for fear of storms
        found = quoted or any(line.low(place) in _OF_WORDS[verb.word.lemma] for place in near)
    elif verb.word.lemma in LINKING.keys() - _JUDGING:
        found = False
    elif Takes.CLAUSE in verb.word.takes and is_when(line, at):
        found = False  # a plan announced the following year
    else:
        found = line.part(at) in _THINGS or line.low(at) in ("him", "them", "it", "that", "how")
    return Complement(Kind.JUDGED, at) if found else None


def promised(verb: Verb) -> Complement | None:
    """What somebody promises to do; what somebody agrees to only in quotation marks."""
    line, at = verb.line, verb.at + (verb.line.part(verb.at) is Part.NEGATION)
    if line.low(at) != "to" or line.low(at + 1) in OBJECTS or line.part(at + 1) in (Part.DETERMINER, Part.NAME):
        return None  # the toys promised to him
    if line.quoted(at + 1):
        return Complement(Kind.QUOTE, at + 1)
    return Complement(Kind.TO, at) if verb.word.lemma != "agree" else None
