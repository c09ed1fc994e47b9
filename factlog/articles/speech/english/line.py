"""One English sentence as a line of words, each with the part that it plays as far as it and its neighbours show."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.nouns import DATES, EPITHETS, PARTICLES, TIME, UNITS
from factlog.articles.speech.english.verbs import WORDS, Form
from factlog.articles.speech.telling import ASIDE, HIDDEN, Masked


class Part(StrEnum):
    """What a word is. English has its small words in closed classes; what is in none of them is a noun until more is known."""

    QUOTATION = "quotation"
    COMMA = "comma"  # or a dash: they set apart
    MARK = "mark"  # any other, and what is outside of the sentence
    DETERMINER = "determiner"
    PRONOUN = "pronoun"  # one that can be a subject
    RELATIVE = "relative"  # who, which
    THAT = "that"
    OPENER = "opener"  # what opens a clause within a sentence: because, while, where
    CONJUNCTION = "conjunction"
    PREPOSITION = "preposition"
    AUXILIARY = "auxiliary"
    NEGATION = "negation"
    ADVERB = "adverb"
    NUMBER = "number"
    NAME = "name"  # written with a capital
    VERB = "verb"  # a finite verb and nothing else: wrote, began
    PARTICIPLE = "participle"  # that, or the past of a verb: published, led, arguing
    NOUN = "noun"  # or an adjective, or a verb that is not known as one


BE = words("is are was were be been being am 's 're 'm isn't aren't wasn't weren't")
HAVE = words("has have had having 've 'd hasn't haven't hadn't")
DO = words("does do did")
MODAL = words(
    "would could may might will 'll must should can cannot shall ought didn't doesn't don't couldn't wouldn't won't can't"
)
NEGATION = words(
    "not never hasn't haven't hadn't isn't aren't wasn't weren't didn't doesn't don't couldn't wouldn't won't can't"
)
PRONOUNS = words("he she they it")
VAGUE = words(
    "it they we i you this that these those some others many most several one who which what there everyone somebody someone nobody"
    " anyone people both all half few another each such former latter him her them himself herself itself"
)
OBJECTS = words("him them me us")
OWNED = words("his her its their our my your")
ARTICLES = words("the a an")
DETERMINERS = ARTICLES | words(
    "that this these those some many several most other another any each every all both no such one two three four five six"
    " seven eight nine ten various numerous certain few"
)
BEFORE_TIME = words("before after since until till")
"""Prepositions that open clauses as well."""

_CLOSED = {
    Part.DETERMINER: DETERMINERS - {"that"} | OWNED,
    Part.PRONOUN: PRONOUNS | words("we i you there someone somebody everyone nobody anyone anybody everybody none"),
    Part.RELATIVE: words("who which whom whose"),
    Part.OPENER: words(
        "because although though while whereas when if than so unless whether where how why what once whenever wherever whilst whereby lest"
    ),
    Part.CONJUNCTION: words("and or but nor yet"),
    Part.PREPOSITION: BEFORE_TIME
    | words(
        "in on at during for by from with under over within to of about through throughout against into upon via following as like"
        " among amongst between without near behind toward towards despite beyond across around along above below outside inside per"
        " regarding concerning including unlike off onto besides alongside amid due out up down"
    ),
    Part.AUXILIARY: BE | HAVE | DO | MODAL,
    Part.NEGATION: NEGATION - BE - HAVE - MODAL,
    Part.ADVERB: words(
        "also earlier later then further repeatedly often always still again already ever even just instead first famously himself herself themselves"
        " itself however moreover furthermore thus therefore meanwhile nevertheless nonetheless hence now today yesterday perhaps only"
        " soon sometimes too very quite rather almost indeed consequently likewise otherwise afterwards more most much here elsewhere"
        " additionally well similarly eventually recently finally originally initially subsequently previously notably both either neither back ago"
    )
    - {"most", "both"},
}
_PARTS = {word: part for part, several in _CLOSED.items() for word in several}
_PARTS["that"] = Part.THAT
_FINITE = words(
    "withdrew undertook overtook forbade forgave mistook sprang shrank drank bore strove overcame overthrew"
    " wrote went chose took gave began became saw spoke grew drew fell rose sat threw wore knew says arose ate blew drove flew forgot"
    " froze hid rode sang sank shook spoke stole swam swore tore woke came ran"
)
_PASTS = words(
    "led met made won held lost left got kept sent sold brought bought built broke fought put cut let quit stood struck taught"
    " understood said told found felt thought shown known given taken written seen drawn grown spent meant heard read sought"
    " caught dealt laid paid fed bred born begun done gone become come run overthrown"
    " shut hit set split beat spread fled hung lent lit swept swung stuck slid bound chosen fallen forgotten frozen hidden ridden"
    " shaken stolen sworn torn worn broken eaten beaten flown driven risen sung sunk thrown blown withdrawn undertaken forbidden"
)
_ROUGHLY = words("about over around under")
"""Prepositions that before a number only say that it is a rough one."""
_COUNTING = words("half two three four five six seven eight nine ten hundreds dozens thousands")
_YEAR = re.compile(r"[12]\d{3}s?")
_EACH = words("a an each every this")
_OCCASIONS = words("occasion occasions time times interview interviews point turn particular general fact part")
_IN_TWO = {"because": "of", "prior": "to", "thanks": "to", "owing": "to", "contrary": "to"}
"""What is a preposition with another one behind it."""
_NO_PAST = words("need indeed speed breed seed feed weed red bed hundred sacred naked exceed proceed succeed biased")
_NO_ADVERB = words(
    "family assembly reply supply ally monopoly italy july bully rally anomaly fly lily jelly belly daily weekly monthly early"
    " kelly sally emily billy molly holly polly beverly kimberly wally dolly nelly shelly"
)
_NO_ING = words(
    "king thing nothing something anything everything during spring string ring wing being morning evening building meeting"
    " posting filing listing briefing recording painting drawing hearing"
)
_TIMES = _OCCASIONS | DATES - {"may"}


class Token(NamedTuple):
    """A word, a number, a mark or a whole quotation (then ``quotation`` is its position)."""

    text: str
    start: int
    end: int
    low: str
    part: Part
    quotation: int = -1

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is."""
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        """Whether all of it is written in capitals: WHO."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum() or self.text in "&$€£¥"


_TOKEN = re.compile(
    rf"(?P<plain>[a-z]{{2,}}(?= ))|(?P<quote>{HIDDEN}+)|(?P<aside>{ASIDE}+)|(?P<word>(?:[^\W\d_]\.){{2,}}|[A-Z]\.(?= [A-Z])|(?<=[a-z] )[A-Z]\.(?= [a-z])|al\.(?=,? ?[a-z{ASIDE}])|[A-Z][\w-]{{0,6}}\.(?=,)|[Vv]s\.|v\.(?= [A-Z])|Nos?\.(?= \d)|(?:Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Gen|Prof|St|Jr|Sr|Rev|Col|Lt|Capt)\."
    r"|&|[^\W\d_][\w]*(?:[-'’‐./][\w]+)*['’]?|§?(?:\d[\w.,:–-]*\w|\d)%?)|(?P<mark>[^\w\s])"
)


_CONTRACTED = re.compile(r"(he|she|it|they|we|i|you|there|who)('(?:s|re|ve|d|ll|m))")


def tokens(text: str, starts: dict[int, int]) -> list[Token]:
    """The tokens of a masked sentence, without what is in brackets; ``starts`` has the quotations by their places."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "aside":
            continue
        start, end = match.span()
        if kind != "quote":
            low, part = _word(match[0], not found)
            if "'" in low and (apart := _CONTRACTED.fullmatch(low)):  # he's, they've
                cut = start + apart.end(1)
                found.append(Token(text[start:cut], start, cut, *_word(text[start:cut], not found)))
                found.append(Token(text[cut:end], cut, end, apart[2], Part.AUXILIARY))
            else:
                found.append(Token(match[0], start, end, low, part))
            continue
        places = sorted(place for place in starts if start <= place < end)
        for place, following in zip(places, [*places[1:], end], strict=True):
            found.append(Token(HIDDEN, place, following, HIDDEN, Part.QUOTATION, starts[place]))
    return _first_mended(
        [_particle(found, place) if token.low in _AMONG_NAMES else token for place, token in enumerate(found)]
    )


_AMONG_NAMES = PARTICLES | _IN_TWO.keys() | _ROUGHLY | words("that et al al. the i v v. vs vs.")
"""The words of which the neighbours tell what part they play."""


def _particle(found: list[Token], place: int) -> Token:
    """A word, as part of a name if it is a small one within a name: Van der Maaten."""
    token = found[place]
    if token.part is Part.THAT and place and found[place - 1].part is Part.PREPOSITION and found[place - 1].low != "out":
        return token._replace(part=Part.DETERMINER)  # in that update
    if (token.low in ("et", "al", "al.") and place and found[place - 1].part is Part.NAME) or (token.low == "al." and place):
        return token._replace(part=Part.NAME)  # Dona et al.
    if token.low in ("v", "v.", "vs", "vs.") and place and found[place - 1].part is Part.NAME:
        return token._replace(part=Part.NAME)  # Lee v Ray
    if token.low in _IN_TWO and found[place + 1 : place + 2] and found[place + 1].low == _IN_TWO[token.low]:
        return token._replace(part=Part.PREPOSITION)
    if token.low == "the" and place and found[place - 1].part is Part.NAME and found[place + 1 : place + 2]:
        epithet = found[place + 1].capital and found[place + 1].low in EPITHETS
        return token._replace(part=Part.NAME) if epithet else token  # Pliny the Younger
    if token.low in _ROUGHLY and found[place + 1 : place + 2] and _counts(found[place + 1]):
        return token._replace(part=Part.ADVERB)  # over 200 sailors
    if token.text == "I" and place and found[place - 1].part is Part.NAME:
        return token._replace(part=Part.NAME)  # World War I
    if token.low not in PARTICLES or token.capital or not 0 < place < len(found) - 1:
        return token
    following = found[place + 1]
    within = (following.capital or following.low in PARTICLES) and found[place - 1].word and token.low not in ("a", "y", "e")
    return token._replace(part=Part.NAME) if within else token


def _counts(token: Token) -> bool:
    """Whether a number stands there that counts things, and is no year."""
    return token.low in _COUNTING or (token.part is Part.NUMBER and not _YEAR.fullmatch(token.low))


def _first_mended(found: list[Token]) -> list[Token]:
    """With the first word of a sentence, which has its capital anyway, told from its neighbour: United Nations, Beijing said."""
    if len(found) < 2 or found[0].part is not Part.PARTICIPLE:
        return found
    first, following = found[0], found[1]
    name = following.part in (
        (Part.AUXILIARY, Part.VERB) if first.low.endswith("ing") else (Part.NAME, Part.AUXILIARY, Part.VERB)
    )
    return [first._replace(part=Part.NAME), *found[1:]] if name else found


@lru_cache(maxsize=4_096)
def _word(text: str, first: bool) -> tuple[str, Part]:
    """A word in small letters, and the part that it plays by itself, first in a sentence or not."""
    low = text.lower().replace("’", "'")
    return low, _part(text, low, first=first)


def _part(text: str, low: str, *, first: bool) -> Part:
    initial = text[0]
    if not initial.isalnum():
        if text == "&":
            return Part.CONJUNCTION
        if initial == "§" and len(text) > 1:
            return Part.NUMBER
        return Part.COMMA if text in ",—–―-" else Part.NUMBER if text in "$€£¥" else Part.MARK
    if initial.isdigit():
        return Part.NUMBER
    if initial.isupper() and (text != "I" if not first else text.isupper() and len(text) > 1):
        return Part.NAME
    if part := _PARTS.get(low):
        return part
    if low in _FINITE:
        return Part.VERB
    if low.endswith("ly") and low not in _NO_ADVERB and len(low) > 4 and not (first and text == "Italy"):
        return Part.ADVERB
    past = low in _PASTS or (low.endswith("ed") and low not in _NO_PAST and len(low) > 4)
    if past or (low.endswith("ing") and low not in _NO_ING and len(low) > 4):
        return Part.PARTICIPLE
    return Part.NAME if initial.isupper() else Part.NOUN


class Line:
    """The words of a sentence; a place outside has none."""

    def __init__(self, sentence: Masked) -> None:
        self.sentence = sentence
        outermost = {quotation.start: number for number, quotation in enumerate(sentence.quotations) if quotation.depth == 0}
        self.tokens = tokens(sentence.text, outermost)
        for place, token in enumerate(self.tokens) if outermost else ():
            if token.quotation >= 0 and self._entitled(place):
                self.tokens[place] = token._replace(part=Part.NOUN)

    def __len__(self) -> int:
        return len(self.tokens)

    def low(self, place: int) -> str:
        """The word in small letters."""
        return self.tokens[place].low if 0 <= place < len(self.tokens) else ""

    def part(self, place: int) -> Part:
        """The part that the word plays; outside, and of any mark but a comma and a dash, a mark's."""
        return self.tokens[place].part if 0 <= place < len(self.tokens) else Part.MARK

    def quoted(self, place: int) -> bool:
        """Whether a quotation stands there."""
        return self.part(place) is Part.QUOTATION

    def ends(self, place: int) -> bool:
        """Whether a stretch ends here: a mark, or nothing."""
        return self.part(place) in (Part.COMMA, Part.MARK)

    def capital(self, place: int) -> bool:
        """Whether a word with a capital stands there."""
        return 0 <= place < len(self.tokens) and self.tokens[place].capital

    def marked(self, begin: int, end: int, marks: str) -> bool:
        """Whether one of these marks stands between two places."""
        return any(token.text in marks for token in self.tokens[max(0, begin) : max(0, end)])

    def skipped(self, left: int) -> tuple[int, set[str]]:
        """The place before the auxiliaries and adverbs of a verb, and which these are."""
        passed: set[str] = set()
        while True:
            if self.part(left) in (Part.AUXILIARY, Part.ADVERB, Part.NEGATION) or self._beside(left):
                passed.add(self.low(left))
                left -= 1
            elif (opening := self._interrupted(left)) is not None or (opening := self._dated(left)) is not None:
                left = opening - 1
            else:
                return left, passed

    def _interrupted(self, closing: int) -> int | None:
        """The comma that opens what stands within a verb, up to the comma that closes it: has, however, said; and, in May, said."""
        if self.part(closing) is not Part.COMMA:
            return None
        for place in range(closing - 2, max(0, closing - 16), -1):
            if self.part(place) is Part.COMMA:
                begins = self.part(place + 1) in (Part.ADVERB, Part.PREPOSITION, Part.PARTICIPLE)
                within = self.part(place - 1) in (Part.AUXILIARY, Part.CONJUNCTION, Part.RELATIVE)
                return place if begins and within else None
            if self.part(place) is Part.MARK or self.finite(place):
                return None
        return None

    def _dated(self, place: int) -> int | None:
        """Where a time begins that stands between what is no subject and the verb: who in 2004 ruled, and on two occasions said."""
        if self.part(place) is not Part.NUMBER and self.low(place) not in _TIMES:
            return None
        opening = next((at for at in range(place - 1, place - 5, -1) if self.low(at) in ("on", "in", "at")), 0)
        behind = self.part(opening - 1) in (Part.RELATIVE, Part.CONJUNCTION, Part.COMMA)
        return opening if opening and behind else None

    def _beside(self, place: int) -> bool:
        """Whether a word that is more than an adverb stands before a verb as one: once said, has long said, both said."""
        low = self.low(place)
        if low in ("long", "since"):
            return self.part(place - 1) is Part.AUXILIARY
        return low in ("once", "both", "all") and self.part(place - 1) in (Part.NAME, Part.NOUN, Part.PRONOUN)

    def plural(self, place: int) -> bool:
        """Whether a word is a plural: farmers, critics, people."""
        low = self.low(place)
        return low in ("they", "we", "who", "some", "others", "many", "people", "men", "women", "police") or (
            low.endswith("s") and not low.endswith(("ss", "'s", "us", "is")) and len(low) > 3
        )

    def finite(self, place: int) -> bool:
        """Whether a finite verb stands there for certain: was, wrote; rejected the plan; a word that no noun phrase could have."""
        part = self.part(place)
        if part is Part.AUXILIARY:
            return self.low(place) not in ("be", "been", "being", "having")
        if part is Part.PARTICIPLE:
            return not self.low(place).endswith("ing") and self._governs(place)
        return part is Part.VERB or (part is Part.NOUN and self._governs(place))

    def names(self, place: int) -> bool:
        """Whether a participle stands there that gives a name: a group called The Network."""
        return (
            self.low(place) in _NAMING
            and self.part(place - 1) is Part.NOUN
            and self.capital(place + 1 + (self.low(place + 1) == "the"))
        )

    def _entitled(self, place: int) -> bool:
        """Whether a quotation is a title within a phrase: the authors of “A Guide to Ports”, the song “Ports”."""
        before = self.part(place - 1)
        within = before in (Part.PREPOSITION, Part.DETERMINER, Part.NOUN) or self.low(place - 1).endswith(("'s", "s'"))
        return within and not self.long(place) and self.title(self.tokens[place])

    def _governs(self, place: int) -> bool:
        """Whether a word stands behind a noun and before something that only a verb can have behind it."""
        before, following = self.part(place - 1), self.part(place + 1)
        if self.low(place - 1).endswith(("'s", "s'")):
            return False  # Lee's debut the year before
        if following is Part.THAT and self.low(place) in WORDS and self.part(place) is Part.NOUN:
            return WORDS[self.low(place)].form is Form.FINITE and before is not Part.DETERMINER
        dated = self.low(place + 1) in DATES and self.low(place + 1) != "may"  # the report published Tuesday
        if dated or self.low(place + 1) == "such" or self.low(place) in TIME or self.names(place):
            return False
        if self.low(place + 1) in _EACH and self.low(place + 2) in UNITS:
            return False  # adding jobs a month
        return before in (Part.NOUN, Part.NAME, Part.PRONOUN, Part.RELATIVE, Part.ADVERB, Part.COMMA) and (
            following in (Part.DETERMINER, Part.PRONOUN)
            or self.low(place + 1) in OBJECTS
            or (self.part(place) is Part.PARTICIPLE and following in (Part.NAME, Part.QUOTATION, Part.NUMBER, Part.THAT))
        )

    def pauses(self, place: int) -> bool:
        """Whether a comma stands there, or a quotation with one within its marks."""
        quotation = self.tokens[place].quotation if 0 <= place < len(self.tokens) else -1
        return self.part(place) is Part.COMMA or (quotation >= 0 and self.sentence.quotations[quotation].text.endswith(","))

    def unclosed(self, place: int) -> bool:
        """Whether a quotation opens that the sentence does not close: it goes on in the next one."""
        return self.part(place) is Part.MARK and place < len(self.tokens) and self.tokens[place].text in '“„«"'

    def starts_small(self, place: int) -> bool:
        """Whether a quotation begins within a sentence."""
        return self.sentence.quotations[self.tokens[place].quotation].text[:1].islower()

    def long(self, place: int) -> bool:
        """Whether a quotation is too long for a title or a term."""
        return self.sentence.quotations[self.tokens[place].quotation].text.count(" ") > 4

    def title(self, token: Token) -> bool:
        """Whether a quotation looks like the title of a work or a name: all words of weight begin with capitals."""
        found = re.findall(r"[^\W\d_][\w'’-]*", self.sentence.quotations[token.quotation].text)
        weighty = [word for word in found if word.lower() not in _TITLE_WORDS]
        shouted = len(weighty) > 1 and all(word.isupper() for word in weighty)
        return bool(weighty) and len(weighty) < 12 and not shouted and all(word[0].isupper() for word in weighty)


_NAMING = words("called named titled entitled dubbed known")
_TITLE_WORDS = words("a an the of and in on for to with from by at or as is v vs")
