"""Who says what in one English sentence: said, told, according to, “…,” said Rubio, was criticised by.

Every verb of saying is looked at with the words around it: what it is followed by shows whether it reports (that, a
quotation, a clause), what stands before it who speaks. Only what the words show is taken; what they leave open is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from factlog.articles.names_english import (
    DETERMINERS,
    INSTITUTIONS,
    OWNED,
    PARTICLES,
    PERSONAL,
    STARTERS,
    VAGUE,
    Phrase,
    Token,
    phrase,
    tokens,
)
from factlog.articles.telling import UNCLEAR, Masked, Named, Telling, Who
from factlog.articles.verbs_english import AMBIGUOUS, DOCUMENTS, INVERTED, TOLD, WORDS, Form, Takes, Word

_BE = frozenset("is are was were be been being 's 're".split())
_HAVE = frozenset("has have had having".split())
_MODAL = frozenset(
    "would could may might will must should can cannot shall ought to did does do didn't doesn't don't couldn't wouldn't won't can't if".split()
)
_NEGATION = frozenset("not never hasn't haven't hadn't isn't wasn't".split())
_ADVERBS = frozenset(
    "also later then further once repeatedly often always still again already ever even just instead first famously himself herself themselves itself".split()
)
_CLAUSE = frozenset(
    "that because although though while whereas when if as but so until unless whether where how why what since after before than or nor yet however"
    " once whenever wherever".split()
)
_AUXILIARY = _BE | _HAVE | _MODAL
_PREPOSITIONS = frozenset(
    "in on at during for after before by from with under over within to of about through throughout against into upon via following since until".split()
)
_RELATIVE = frozenset("who which".split())
_OBJECTIONS = frozenset(
    "allegation allegations claim claims accusation accusations charge charges report reports rumor rumors rumour rumours involvement wrongdoing responsibility any".split()
)
_PLACED = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4}")
_TITLE_WORDS = frozenset("a an the of and in on for to with from by at or as is".split())
_WORKS = frozenset(
    "book novel essay article film movie album song poem play magazine newspaper journal series show programme program work memoir autobiography treatise pamphlet".split()
)
_TEXTS = frozenset(
    "statement statements letter report article decision ruling tweet post release memo op-ed essay paper message email editorial blog comment note speech opinion verdict".split()
)
_IRREGULAR = frozenset(
    "wrote led met went chose came took gave made began held won lost left ran became got kept saw spoke sent sold grew brought bought built broke drew fell fought put set cut let quit rose sat"
    " stood struck taught threw understood wore has had is was were are does did".split()
)
_NO_SPEAKERS = frozenset(
    "system systems calendar reckoning law laws rule rules plan plans principle principles method methods type size age need needs custom customs schedule formula definition standard standards"
    " criteria chapter section article order degree number amount level tradition traditions".split()
)
_REACH = 16
"""How many words behind a verb may stand before what it reports."""


class _Complement(NamedTuple):
    """What a verb reports: in which way, and from which token on."""

    kind: str
    at: int


def tellings(sentence: Masked) -> tuple[Telling, ...]:
    """The tellings of a sentence, in the order of their verbs."""
    return tuple(sorted(_Reading(sentence).run(), key=lambda telling: telling.place))


def subject(sentence: Masked) -> Who:
    """Who or what a sentence begins with, where that is a name."""
    return _Reading(sentence).main(len(sentence.text))[0]


class _Found(NamedTuple):
    """A telling as it is found: its tokens, before quotations are given to it."""

    verb: int
    written: str
    who: Who
    complement: _Complement
    inner: bool
    carried: bool
    begin: int


class _Reading:
    """One sentence as tokens, and the tellings found so far."""

    def __init__(self, sentence: Masked) -> None:
        self.sentence = sentence
        outermost = {quotation.start: number for number, quotation in enumerate(sentence.quotations) if quotation.depth == 0}
        self.tokens = tokens(sentence.text, outermost)
        self.found: list[_Found] = []

    def run(self) -> Iterator[Telling]:
        for place, token in enumerate(self.tokens):
            if word := WORDS.get(token.low):
                self._verb(place, word)
            elif token.low == "according" and self._low(place + 1) == "to":
                self._according(place)
            elif token.text == ":" and self._quoted(place + 1):
                self._colon(place)
        taken = self._given()
        for number, found in enumerate(self.found):
            yield self._telling(found, taken[number])

    # Tokens

    def _low(self, place: int) -> str:
        return self.tokens[place].low if 0 <= place < len(self.tokens) else ""

    def _quoted(self, place: int) -> bool:
        return 0 <= place < len(self.tokens) and self.tokens[place].quotation >= 0

    def _ends(self, place: int) -> bool:
        """Whether a stretch ends here: a mark, or nothing."""
        return not 0 <= place < len(self.tokens) or (not self.tokens[place].word and not self._quoted(place))

    def _capital(self, place: int) -> bool:
        return 0 <= place < len(self.tokens) and self.tokens[place].capital

    # Verbs

    def _verb(self, place: int, word: Word) -> None:
        left, passed = self._skipped(place - 1)
        if (
            _NEGATION & passed
            or (_MODAL & passed and word.form is not Form.PLAIN)
            or self._low(left) in ("to", "the", "a", "an")
        ):
            return
        if word.form is Form.PLAIN and (passed & _AUXILIARY or not self._plural(left)):
            return
        if self.tokens[place].low in AMBIGUOUS and not (
            self._capital(left) or self._low(left)[:1].isdigit() or self._low(left) in (*PERSONAL, *_RELATIVE, "it")
        ):
            return
        if self.tokens[place].low in AMBIGUOUS and self.tokens[left].low.endswith(("'s", "'")):
            return
        if word.form is Form.FINITE and passed & _BE:
            self._passive(place, left, word)
            return
        complement = self._complement(place, word)
        if word.form is Form.ING and not passed & _BE:
            if complement is not None:
                self._participle(place, left, complement)
            return
        if self._is_inverted(place, left):
            self._inverted(place)
            return
        if complement is None:
            return
        who, begin = self._subject(left, place)
        if who is None:
            return
        if word.takes is Takes.FINDING and not self._may_find(who):
            return
        self._add(place, who, complement, begin)

    def _skipped(self, left: int) -> tuple[int, set[str]]:
        """The place before the auxiliaries and adverbs of a verb, and which these are."""
        passed: set[str] = set()
        while left >= 0:
            low = self.tokens[left].low
            adverb = low in _ADVERBS or (low.endswith("ly") and not self.tokens[left].capital and len(low) > 4)
            if not adverb and low not in _AUXILIARY and low not in _NEGATION:
                break
            passed.add(low)
            left -= 1
        return left, passed

    def _plural(self, left: int) -> bool:
        """Whether a plain form is a verb here: behind a plural, not behind to, a modal or an adjective."""
        low = self._low(left)
        return low in ("they", "we", "who", "some", "others", "many", "scholars", "critics", "people") or (
            low.endswith("s") and not low.endswith(("ss", "'s", "us", "is")) and len(low) > 3
        )

    def _complement(self, place: int, word: Word) -> _Complement | None:
        at = place + 1
        if word.lemma in TOLD:
            at = self._addressed(at)
        direct = at
        while self._low(at) in _ADVERBS or (self._low(at).endswith("ly") and not self._capital(at)):
            at += 1
        if self._low(at) == "that" and word.takes not in (Takes.NAMING, Takes.JUDGING):
            return _Complement("that", at)
        if word.takes is Takes.NAMING:
            return self._named(at)
        if word.takes is Takes.JUDGING:
            starts = self._capital(at) or self._low(at) in DETERMINERS | OWNED | {"him", "her", "them"}
            return _Complement("judged", at) if starts else None
        if word.lemma in ("ask", "wonder", "question", "inquire") and self._low(at) in ("if", "whether"):
            return _Complement("that", at)
        if word.lemma == "argue" and self._low(at + (self._low(at) == "both")) in ("for", "against"):
            return _Complement("judged", at)
        if (word.takes is Takes.PROMISING or (word.lemma == "claim" and self._low(at + 1) in ("have", "be"))) and self._low(
            at
        ) == "to":
            return _Complement("to", at)
        if self._quoted(at) and not (
            self._title(self.tokens[at])
            and self._low(place) in ("wrote", "writes", "posted", "announced", "recalled", "cited")
        ):
            return _Complement("quote", at)
        if word.takes is Takes.BARE and self._clause(at, strong=word.lemma == "say"):
            return _Complement("bare", at)
        if word.lemma == "deny" and self._denied(at):
            return _Complement("judged", at)
        if (
            word.lemma in ("declare", "proclaim", "pronounce")
            and self._low(at) in DETERMINERS | OWNED
            and (named := self._named(at))
        ):
            return named
        return self._beyond(direct, word) or (_Complement("aside", at) if self._is_aside(place) else None)

    def _addressed(self, at: int) -> int:
        """The place behind whom somebody speaks to."""
        if self._low(at) in ("him", "her", "them", "us", "me", "it", "reporters", "journalists"):
            return at + 1
        for place in range(at, min(at + 10, len(self.tokens))):
            if self._low(place) in ("that", "to", "if", "whether") or self._quoted(place) or self._ends(place):
                return place if place > at and not (self._ends(place) and self.tokens[place].text not in ",:") else at
        return at

    def _named(self, at: int) -> _Complement | None:
        """The quotation behind called it, described him as."""
        for place in range(at, min(at + 12, len(self.tokens))):
            if self._quoted(place):
                return None if self._title(self.tokens[place]) else _Complement("named", place)
            if self._ends(place) and self.tokens[place].text not in ":":
                return None
        return None

    def _title(self, token: Token) -> bool:
        """Whether a quotation looks like the title of a work or a name: all words of weight begin with capitals."""
        words = re.findall(r"[^\W\d_][\w'’-]*", self.sentence.quotations[token.quotation].text)
        weighty = [word for word in words if word.lower() not in _TITLE_WORDS]
        return len(words) >= 2 and bool(weighty) and all(word[0].isupper() for word in weighty)

    def _clause(self, at: int, *, strong: bool) -> bool:
        """Whether a clause begins here, without that."""
        low = self._low(at)
        if low in ("he", "she", "it", "they", "we", "i", "there") or (
            strong and low in ("this", "these", "those", "no", "some", "all")
        ):
            return True
        if not (
            self._capital(at)
            or low in DETERMINERS | OWNED | {"such"}
            or (strong and at < len(self.tokens) and self.tokens[at].word and low not in ("to", "of", *_PREPOSITIONS))
        ):
            return False
        for place in range(at + 1, min(at + 12, len(self.tokens))):
            low = self._low(place)
            if low in _BE | _HAVE | _MODAL - {"to", "if"}:
                return True
            if strong and low.endswith("ed") and not self._capital(place):
                return True
            if strong and self._quoted(place):
                return True
            if self._ends(place) or low in ("that", "which", "who", "to"):
                return strong and low not in ("which", "who") and place > at + 1 and not self._ends(place)
        return False

    def _denied(self, at: int) -> bool:
        return any(self._low(place) in _OBJECTIONS or self._low(place).endswith("ing") for place in range(at, at + 4))

    def _beyond(self, at: int, word: Word) -> _Complement | None:
        """What is reported behind an adverbial: said on Monday that, wrote in 1842: “…”."""
        adverbial = (
            self._low(at) in _PREPOSITIONS
            and (self._low(at) != "to" or self._capital(at + 1) or self._low(at + 1) in DETERMINERS)
        ) or self._low(at) in ("yesterday", "today", "later")
        for place in range(at, min(at + _REACH, len(self.tokens))):
            token = self.tokens[place]
            if token.low == "that":
                return _Complement("that", place) if adverbial and word.takes is not Takes.NAMING else None
            if token.text in ",:" and self._quoted(place + 1):
                return _Complement("quote", place + 1) if place == at or adverbial or token.text == ":" else None
            if (
                token.text == ":"
                and place + 1 >= len(self.tokens)
                and (adverbial or place == at)
                and word.takes is not Takes.PROMISING
            ):
                return _Complement("that", place + 1)
            if token.text == "," and place == at and self._low(place + 1) == "that":
                return _Complement("that", place + 1)
            if self._quoted(place) or (self._ends(place) and token.text != ","):
                return None
            if token.text == "," and not (adverbial and place - at < 8):
                return None
        return None

    # Subjects

    def _is_inverted(self, place: int, left: int) -> bool:
        if self._low(place) not in INVERTED or left != place - 1:
            return False
        behind = self._quoted(left) or (self._low(left) == "," and self._quoted(left - 1))
        if not behind or not (
            self._capital(place + 1) or self._low(place + 1) in DETERMINERS | PERSONAL or self._plural(place + 1)
        ):
            return False
        return True

    def _inverted(self, place: int) -> None:
        who, end = self._forward(place + 1)
        if who is not None:
            self._add(place, who, _Complement("before", end), place)

    def _is_aside(self, place: int) -> bool:
        """Whether a verb ends a remark about who speaks: “…,” Rubio said. It rained, officials said."""
        if not (self._ends(place + 1) or self._low(place + 1) in ("in", "on", "at", "during", "after", "of")):
            return False
        left, _ = self._skipped(place - 1)
        begin = self._begin(left)
        if begin > left:
            return False
        behind = self._quoted(begin - 1) or (self._low(begin - 1) == "," and begin > 1)
        return behind and self._low(place) in INVERTED

    def _begin(self, end: int) -> int:
        """Where the stretch of words begins that ends with this one: behind a mark, a quotation, a word that opens a clause."""
        begin = end
        verbs = {found.verb for found in self.found}
        while begin >= 0 and begin not in verbs:
            low = self.tokens[begin].low
            if self._ends(begin) or self._quoted(begin) or low in _CLAUSE or low in _RELATIVE:
                break
            if low == "and" and not self._joint(begin, end) and not self._one_phrase(begin):
                break
            begin -= 1
        return begin + 1

    def _one_phrase(self, conjunction: int) -> bool:
        """Whether and stands within the phrase that the sentence begins with, for want of a verb before it."""
        if self._low(conjunction - 1)[:1].isdigit() and self._low(conjunction + 1)[:1].isdigit():
            return True
        first = self.tokens[0]
        if (
            conjunction > 25
            or not (first.low in DETERMINERS or first.capital)
            or first.low in _PREPOSITIONS | _CLAUSE | PERSONAL | VAGUE - DETERMINERS
        ):
            return False
        return not any(
            low in _AUXILIARY - {"to"} | _IRREGULAR | _RELATIVE
            or self.tokens[place].text in ",;:"
            or (low in WORDS and place > 0)
            or (low.endswith("ed") and place > 0)
            or self._quoted(place)
            for place in range(conjunction)
            for low in [self._low(place)]
        )

    def _joint(self, place: int, end: int) -> bool:
        """Whether and joins two subjects: Van der Maaten and Hinton, the Food and Drug Administration."""
        if not self._capital(place - 1):
            return (
                self._low(place - 1).endswith("s")
                and not any(self._capital(at) for at in range(place, end + 1))
                and place - 1 <= 3
            )
        return self._capital(place + 1)

    def _subject(self, left: int, verb: int) -> tuple[Who | None, int]:
        """Who the words before a verb name, and where these begin; None where no subject stands there."""
        if left < 0:
            return None, 0
        low = self._low(left)
        if low in _RELATIVE:
            antecedent = left - 1 if self._low(left - 1) != "," else left - 2
            return self._region(self._begin(antecedent), antecedent)
        if low in ("and", "but", "or", "then"):
            return self._coordinated(left, verb)
        if low == ",":
            return self._apposed(left, verb)
        if self._quoted(left) or not self.tokens[left].word:
            return None, left
        if len(low) == 4 and low.isdigit() and self._low(left - 1) == "," and self._capital(left - 2):
            left -= 2  # the Legal Metrology Rules, 2011
        begin = self._begin(left)
        if begin > left:
            return (UNCLEAR, left) if low not in _CLAUSE else (None, left)
        if self._low(begin - 1) == "," and (listed := self._listed(begin, left)) is not None:
            return self._region(listed, left)
        return self._region(begin, left)

    def _listed(self, begin: int, left: int) -> int | None:
        """Where a list of names begins whose last two and joins: Millstone, Brunner and Mayer."""
        conjunction = next((place for place in range(begin, left) if self._low(place) == "and"), None)
        if conjunction is None or not all(
            self.tokens[place].capital or place == conjunction for place in range(begin, left + 1)
        ):
            return None
        first = begin
        while self._low(first - 1) == "," and self._capital(first - 2):
            first -= 2
            while first > 0 and self._capital(first - 1) and self.tokens[first - 1].text not in STARTERS:
                first -= 1
        return first if first < begin else None

    def _region(self, begin: int, end: int) -> tuple[Who | None, int]:
        """Who a stretch of words names that ends right before a verb."""
        words = self.tokens[begin : end + 1]
        if not words:
            return UNCLEAR, begin
        found = phrase(words, self.sentence.text)
        if words[0].low in _PREPOSITIONS and (found is None or found.start == words[0].start):
            found = self._behind_adverbial(words)
        return self._who(found), begin

    def _behind_adverbial(self, words: list[Token]) -> Phrase | None:
        """The subject behind a preposition's words without a comma: In a 2016 review Domingo."""
        last = len(words)
        while last > 0 and (words[last - 1].capital or words[last - 1].low in PARTICLES):
            last -= 1
        if (
            last < len(words)
            and words[last - 1].low not in _PREPOSITIONS | DETERMINERS | OWNED | _WORKS
            and not words[last - 1].low.endswith("'s")
        ):
            return phrase(words[last:], self.sentence.text)
        starts = [
            place
            for place in range(2, len(words))
            if words[place].low in DETERMINERS and words[place - 1].low not in _PREPOSITIONS
        ]
        return phrase(words[starts[-1] :], self.sentence.text) if starts else None

    def _who(self, found: Phrase | None) -> Who:
        if found is None:
            return UNCLEAR
        return Who(found.named, (found.start, found.end), found.name, found.role)

    def _apposed(self, comma: int, verb: int) -> tuple[Who | None, int]:
        """Who speaks where a comma stands before the verb: Rubio, the secretary of state, said; In May, Rubio, who left, said."""
        opening = comma - 1
        while opening >= 0 and (self.tokens[opening].text not in ",;:" and comma - opening < 40):
            opening -= 1
        if WORDS[self._low(verb)].takes in (Takes.NAMING, Takes.JUDGING) and opening < 1:
            return None, comma  # a form of individualism, called “egoism”
        if opening < 1 and WORDS[self._low(verb)].form is Form.FINITE and self._begin(comma - 1) == 0 and comma < 8:
            return self._region(0, comma - 1)  # a comma too many: A 2014 review, concluded
        if opening < 1 or self._low(opening) != ",":
            return (None, comma) if WORDS[self._low(verb)].form is Form.ING else (UNCLEAR, comma)
        begin = self._begin(opening - 1)
        outer, _ = self._region(begin, opening - 1)
        words = self.tokens[opening + 1 : comma]
        if not words or outer is None:
            return UNCLEAR, begin
        aside = (
            words[0].low in _RELATIVE | _PREPOSITIONS | _CLAUSE
            or words[0].low.endswith(("ing", "ly", "ed"))
            or words[0].text[0].isdigit()
            or words[0].low == "then"
        )
        if aside:
            return (
                (outer, begin)
                if outer.named is not Named.UNCLEAR and self.tokens[begin].low not in _PREPOSITIONS
                else (UNCLEAR, begin)
            )
        inner, _ = self._region(opening + 1, comma - 1)
        named = [who for who in (outer, inner) if who is not None and who.name and self._is_proper(who)]
        if len(named) != 1 or inner is None:
            return UNCLEAR, begin
        other = inner if named[0] is outer else outer
        return Who(Named.NAME, named[0].span, named[0].name, named[0].role or other.role or other.name), begin

    def _is_proper(self, who: Who) -> bool:
        words = (who.name or "").split()
        return bool(words) and all(word[0].isupper() or word in PARTICLES for word in words)

    def _coordinated(self, left: int, verb: int) -> tuple[Who | None, int]:
        """The subject of a verb behind and: the one of the verb before it."""
        if self.found and self.found[-1].who.named is not Named.UNCLEAR and not self._marked(self.found[-1].verb, left, ";"):
            return self.found[-1].who, left
        who, following = self.main(self.tokens[left].start)
        inner = any(self._low(place) in _CLAUSE | _RELATIVE for place in range(following, left))
        return (UNCLEAR if inner else who), left

    def _marked(self, begin: int, end: int, marks: str) -> bool:
        return any(self.tokens[place].text in marks for place in range(begin, end))

    def _participle(self, place: int, left: int, complement: _Complement) -> None:
        """Adds saying that, stating: “…”, whose subject is the one of the clause before."""
        low = self._low(left)
        who: Who | None
        if low == "as" and self._low(left - 1) in ("quoted", "cited", "reported"):
            before, passed = self._skipped(left - 2)
            who, begin = self._subject(before, left - 1) if passed & _BE else (UNCLEAR, left)
        elif self._capital(left) and self._low(self._begin(left)) == "with":
            begin = self._begin(left)
            who = self._who(phrase(self.tokens[begin + 1 : left + 1], self.sentence.text))
        elif low not in (",", "by", "and") and low not in _TEXTS and not self._quoted(left):
            return
        elif (
            self.found
            and not self._marked(self.found[-1].verb, place, ";")
            and self.found[-1].complement.kind != "before"
            and not self.found[-1].inner
        ):
            who, begin = self.found[-1].who, left
        else:
            who, following = self.main(self.tokens[place].start)
            begin = left
            if self._low(following) == "," and self._low(following + 1) in _RELATIVE:
                following = next((at for at in range(following + 1, place) if self._low(at) == ","), place)
            if any(
                self._low(at) in _RELATIVE
                or self._low(at) in ("that", "because", "if", "but", "while")
                or (self._low(at) == "and" and not self._capital(at - 1))
                for at in range(following, place)
            ):
                who = UNCLEAR
        if who is not None:
            self._add(place, who, complement, begin, follows=True)

    def main(self, before: int) -> tuple[Who, int]:
        """Who the clause begins with in which a place stands, and the token behind that."""
        end = next((place for place, token in enumerate(self.tokens) if token.start >= before), len(self.tokens))
        begin = 0
        for place in range(end - 1, 0, -1):
            opens = self._low(place) in ("though", "although", "while", "whereas", "but", "and", "when", "because", "after")
            if self.tokens[place].text == ";" or (
                opens
                and self._low(place - 1) == ","
                and (self._capital(place + 1) or self._low(place + 1) in DETERMINERS | PERSONAL | {"drummer"})
            ):
                begin = place + 1
                break
        for _ in range(3):
            low = self._low(begin)
            comma = next((place for place in range(begin, min(begin + 25, end)) if self.tokens[place].text == ","), None)
            if comma is None or not (
                low in _PREPOSITIONS | _CLAUSE
                or self.tokens[begin].text in STARTERS - {"The", "A", "An", "He", "She", "It", "They"}
                or low.endswith("ly")
            ):
                break
            begin = comma + 1
        if self._low(begin) in _PREPOSITIONS:
            return UNCLEAR, begin
        who, following = self._forward(begin)
        return who or UNCLEAR, following

    def _forward(self, begin: int) -> tuple[Who | None, int]:
        """Who is named from a token on, and the token behind it."""
        place = begin
        named = False
        while place < len(self.tokens) and place - begin < 14:
            token = self.tokens[place]
            low = token.low
            if not token.word or low in _CLAUSE | _RELATIVE | _AUXILIARY:
                break
            if place > begin and not token.capital and not self._describes(place):
                break
            if (
                low in ("in", "on", "at", "during", "with", "by", "from", "after", "before")
                and place > begin
                and (named or low != "at")
            ):
                break
            if low == "and" and not (self._capital(place - 1) and self._capital(place + 1)):
                break
            named = named or (token.capital and place > 0)
            if place > begin and low.endswith("ly") and not token.capital:
                break
            place += 1
        if place == begin:
            return None, begin
        return self._who(phrase(self.tokens[begin:place], self.sentence.text)), place

    def _describes(self, place: int) -> bool:
        """Whether a word in small letters may stand within a name or a description, and is not the verb behind it."""
        low = self._low(place)
        if low in ("called", "named") and self._capital(place + 1 + (self._low(place + 1) == "the")):
            return True
        if low.endswith("ed") and len(low) > 4:
            return self._low(place - 1) in DETERMINERS
        return low not in _IRREGULAR and low not in WORDS

    # Tellings

    def _passive(self, place: int, left: int, word: Word) -> None:
        """Adds was criticised by the board, was described by critics as “…”; without by nobody is named."""
        if word.takes is Takes.FINDING or self._low(left) in _RELATIVE:
            return
        for at in range(place + 1, min(place + 12, len(self.tokens))):
            if self.tokens[at].text in ",;.:" or self._low(at) in _CLAUSE - {"as"}:
                return
            if self._low(at) == "by" and not self._low(at + 1).endswith("ing"):
                who, end = self._forward(at + 1)
                if who is not None and who.name and (self._is_proper(who) or who.name.split()[-1].lower() in DOCUMENTS):
                    self._add(place, who, _Complement("passive", end), place)
                return

    def _may_find(self, who: Who) -> bool:
        """Whether somebody finds: a person, an institution, a study; not an image that suggests."""
        if who.named in (Named.PRONOUN, Named.ROLE):
            return True
        words = re.split(r" (?:of|in|on|for|from|by|about|with|at) ", who.name or "")[0].split()
        if words[-1:] == ["group"] or words[-1:] == ["team"]:
            return True
        return bool(words) and (
            self._is_proper(who)
            or words[-1].lower() in DOCUMENTS
            or not INSTITUTIONS.isdisjoint(words)
            or words[-1].lower() in ("investigation", "investigations", "institute")
        )

    def _according(self, place: int) -> None:
        low = self._low(place + 2)
        who, end = self._forward(place + 2)
        if who is None or low in OWNED | VAGUE:
            return
        if any(self._low(at) in _NO_SPEAKERS for at in range(place + 2, end)) or self._low(place + 2) in (
            "chapter",
            "article",
            "section",
        ):
            return
        plain = (
            not self._capital(place + 2)
            and low not in DETERMINERS
            and not self._low(end - 1).endswith("s")
            and not low[:1].isdigit()
        )
        if who.named is Named.NAME and plain:
            return  # according to plan
        self._add(place, who, _Complement("source", end), place)

    def _colon(self, place: int) -> None:
        """Adds Rubio: “…” and As Rubio put it: “…”."""
        if place == 0 or self._begin(place - 1) != 0:
            return
        words = self.tokens[:place]
        if all(word.capital for word in words) and len(words) <= 4 and words[0].text not in STARTERS:
            self._add(place, self._who(phrase(words, self.sentence.text)), _Complement("quote", place + 1), 0)

    def _add(self, place: int, who: Who, complement: _Complement, begin: int, *, follows: bool = False) -> None:
        inner = not follows and complement.kind not in ("source", "before", "aside") and self._within(begin)
        carried = "also" in (self._low(at) for at in range(max(0, place - 3), place + 1)) or self._low(place) in (
            "added",
            "adds",
            "continued",
        )
        self.found.append(
            _Found(
                place,
                self.tokens[place].text if complement.kind != "source" else "according to",
                who,
                complement,
                inner,
                carried,
                begin,
            )
        )

    def _within(self, begin: int) -> bool:
        """Whether words stand within what an earlier verb reports: its that-clause has not been left by ; or , while."""
        for found in reversed(self.found):
            if found.complement.kind in ("that", "bare") and found.complement.at <= begin:
                between = range(found.complement.at, begin)
                left = any(
                    self.tokens[place].text == ";"
                    or (
                        self.tokens[place].text == ","
                        and self._low(place + 1) in ("while", "whereas", "but", "and", "though", "although")
                    )
                    for place in between
                )
                coordinated = self._low(begin) in ("and", "but", "or", "then") and begin + 1 < len(self.tokens)
                return not left and not coordinated
        return False

    def _given(self) -> list[list[int]]:
        """Which quotations belong to which telling, by the nearest verb that reaches them."""
        given: list[list[int]] = [[] for _ in self.found]
        order = sorted(range(len(self.found)), key=lambda number: self.found[number].verb)
        for place, token in enumerate(self.tokens):
            if token.quotation < 0:
                continue
            owner = self._owner(place, order)
            if owner is not None:
                given[owner].append(token.quotation)
        return given

    def _owner(self, place: int, order: list[int]) -> int | None:
        before = [number for number in order if self.found[number].verb < place]
        after = [number for number in order if self.found[number].verb > place]
        for number in after:
            found = self.found[number]
            if (
                found.complement.kind in ("before", "aside")
                and not self._marked(place + 1, found.verb, ";.")
                and (not before or found.verb - place < 8)
            ):
                return number
            if found.complement.kind in ("quote", "that") and self._opens(place, found.begin):
                return number
            break
        for number in reversed(before):
            found = self.found[number]
            kind = found.complement.kind
            if kind in ("quote", "named") and place >= found.complement.at:
                return number if place == found.complement.at or not self._named_thing(place) else None
            if kind == "before":
                return number
            if kind == "passive":
                return number if place < found.complement.at or self._low(place - 1) in ("as", ":", "for") else None
            if kind == "judged":
                return number if self._low(place - 1) in ("as", ":", ",", "for", "of") else None
            if kind in ("that", "bare", "to") and place >= found.complement.at:
                return None if self._named_thing(place) else number
            if kind == "source":
                continue
        return None

    def _opens(self, place: int, begin: int) -> bool:
        """Whether a quotation stands right before a subject, with or without its comma: “We go,” Lavrov said, “and stay.”"""
        inside = self.sentence.quotations[self.tokens[place].quotation].text
        return (
            begin == place + 2 and self._low(place + 1) == "," or (begin == place + 1 and inside.endswith((",", "!", "?")))
        )

    def _named_thing(self, place: int) -> bool:
        """Whether a quotation is a name or a title of something, not words of the speaker's."""
        return self._title(self.tokens[place]) or self._low(place - 1) in (
            "called",
            "named",
            "titled",
            "entitled",
            "dubbed",
            "known",
            "term",
            "word",
            "phrase",
            "song",
            "film",
            "book",
            "album",
            "episode",
            "essay",
            "article",
        )

    def _telling(self, found: _Found, quoted: list[int]) -> Telling:
        token = self.tokens[found.verb]
        source = any(other.complement.kind == "source" for other in self.found) and found.complement.kind != "source"
        kind = found.complement.kind
        direct = kind in ("quote", "before", "aside", "named") and bool(quoted)
        return Telling(
            found.who,
            found.written,
            token.start,
            tuple(quoted),
            indirect=not direct,
            depth=int(found.inner) + int(source),
            carried=found.carried,
            dated=self._dated(found),
        )

    def _dated(self, found: _Found) -> tuple[int, int] | None:
        """Where a day stands at the beginning of the sentence, or between the verb and what it reports."""
        text = self.sentence.text
        if (begins := re.match(r"On (?=[\dA-Z])", text)) and (day := _PLACED.match(text, begins.end())) and found.verb < 25:
            return day.span()
        if found.complement.kind in ("that", "quote", "bare"):
            behind = self.tokens[found.verb].end
            until = self.tokens[found.complement.at].start if found.complement.at < len(self.tokens) else len(text)
            for day in _PLACED.finditer(text, behind, until):
                return day.span() if text[behind : day.start()].rstrip().endswith(" on") else None
        return None
