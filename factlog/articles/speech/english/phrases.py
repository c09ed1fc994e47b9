"""English noun phrases: whom a run of words names, and where such a run begins and ends.

A phrase counts only where it was read to both of its ends: of two phrases side by side, and of words that are no phrase,
nobody is named.
"""

from __future__ import annotations

from typing import NamedTuple

from factlog.articles.speech.english.line import ARTICLES, BEFORE_TIME, OWNED, Line, Part
from factlog.articles.speech.english.names import is_proper, phrase
from factlog.articles.speech.english.nouns import DATES, TIME, UNITS, is_role
from factlog.articles.speech.english.verbs import PLAIN, THIRDS, WORDS
from factlog.articles.speech.telling import UNCLEAR, Named, Who

INSIDE = frozenset((Part.DETERMINER, Part.NUMBER, Part.NAME, Part.NOUN, Part.PARTICIPLE, Part.PREPOSITION, Part.ADVERB))
"""What a noun phrase is made of."""
LEADING = frozenset((Part.PREPOSITION, Part.ADVERB, Part.PARTICIPLE, Part.OPENER))
"""What words begin with that are set apart: before the subject, or between it and its verb."""
FAR = 60
"""How many words back a subject is looked for."""


class Subject(NamedTuple):
    """Who is named, and at which word that begins."""

    who: Who
    begin: int


class Phrases:
    """The noun phrases of a line."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def stretch(self, end: int) -> int:
        """Where the words begin, up to one, among which no other clause, no finite verb and no mark stands."""
        begin = end
        while end - begin < FAR and not (begin < end and (self.line.finite(begin) or self.line.pauses(begin))):
            if self.line.part(begin) not in INSIDE and not self._within_name(begin):
                break
            begin -= 1
        return begin + 1

    def _within_name(self, place: int) -> bool:
        """Whether a quotation is part of what something is called: the 2010 “Eurobarometer” survey."""
        return (
            self.line.quoted(place)
            and not self.line.long(place)
            and not self.spoken(place)
            and self.line.part(place - 1) in (Part.DETERMINER, Part.NUMBER)
            and self.line.part(place + 1) is Part.NOUN
        )

    def spoken(self, place: int) -> bool:
        """Whether a quotation ends as one does before the words that tell who spoke it: with a mark, or hidden."""
        return not self.line.sentence.quotations[self.line.tokens[place].quotation].text[-1:].isalnum()

    def dates(self, place: int) -> bool:
        """Whether a time ends there: left on 3 April 2014 and Ann Lee said."""
        return self.line.part(place) is Part.NUMBER or self.line.low(place) in TIME

    def is_time(self, begin: int, end: int) -> bool:
        """Whether a time begins there: last year, this month; hours later, two years ago, five years after it."""
        if self.line.part(begin) in (Part.NUMBER, Part.DETERMINER) and self.line.low(begin + 2) in BEFORE_TIME:
            return self.line.low(begin + 1) in UNITS
        near = range(begin, min(begin + 5, end))
        later = next((place for place in near if self.line.low(place) in ("later", "earlier", "ago", "afterwards")), begin)
        if later > begin and any(self.line.low(place) in TIME - ARTICLES for place in range(begin, later)):
            return self.line.part(later + 1) is Part.COMMA
        run = next((place for place in near if self.line.low(place) not in TIME | {"one"}), begin + 5)
        return begin + 1 < end and any(self.line.low(place) in UNITS for place in range(begin, run))

    def ends_at(self, begin: int) -> int:
        """The first comma from a word on."""
        return next((place for place in range(begin, len(self.line)) if self.line.ends(place)), len(self.line))

    def text(self, begin: int, end: int) -> str:
        """The words from one place to another, as written."""
        return self.line.sentence.at(self.line.tokens[begin].start, self.line.tokens[end].end)

    def read(self, begin: int, end: int) -> Subject:
        """The subject among words that end before a verb, behind those that are set before it without a comma."""
        if self.line.low(begin) == "as" and begin < end:
            begin += 1  # as Ann Lee explained
        adverbial = self.line.part(begin) is Part.PREPOSITION or self.is_time(begin, end)
        if adverbial or (
            self.line.part(begin) is Part.PARTICIPLE and self.line.part(begin + 1) in (Part.PREPOSITION, Part.DETERMINER)
        ):
            start = self._behind_adverbial(begin, end)
            return Subject(UNCLEAR, begin) if start is None else Subject(self.who(start, end), start)
        return Subject(self.who(begin, end), begin)

    def _behind_adverbial(self, begin: int, end: int) -> int | None:
        """Where the subject begins behind a preposition's words without a comma: In a 2016 review Domingo; in May the board."""
        line = self.line
        clause = line.low(begin) in BEFORE_TIME  # after the court said
        starts = [place for place in range(begin + 2, end + 1) if self.starts(place)]
        starts = starts[:1] + [
            place for place in starts[1:] if not is_role(line.low(place - 1))
        ]  # In 2010 Kobe mayor Ann Lee
        if clause and (not starts or (len(starts) == 1 and is_role(line.low(starts[0] - 1)))):
            return begin + 1
        if len(starts) != 1:
            return None
        return starts[0] - (line.part(starts[0]) is Part.NAME and is_role(line.low(starts[0] - 1)))

    def starts(self, place: int) -> bool:
        """Whether another phrase starts right behind the end of one: In a 2016 review | Domingo, in 2007 | farmers."""
        before, part = self.line.part(place - 1), self.line.part(place)
        if before not in (Part.NOUN, Part.NAME, Part.NUMBER, Part.PRONOUN, Part.ADVERB):
            return False
        if part is Part.NAME and self.line.low(place) not in DATES:
            return before is not Part.NAME or self.line.low(place - 1) in TIME
        year = before is Part.NUMBER and (self.line.part(place - 2) is Part.PREPOSITION or self.line.low(place - 2) in TIME)
        described = any(self.line.part(at) is Part.DETERMINER for at in range(max(0, place - 4), place))
        return part is Part.DETERMINER or (part is Part.NOUN and year and not described and self.line.low(place) not in TIME)

    def who(self, begin: int, end: int) -> Who:
        """Who a run of words names; unclear where they are no single phrase."""
        line = self.line
        while begin < end and line.part(begin) is Part.ADVERB:
            begin += 1
        if line.low(begin) == "such" and line.low(begin + 1) == "as":
            return UNCLEAR
        for place in range(begin + 1, end + 1):
            adjoins = line.part(place - 1) in (Part.NOUN, Part.NAME, Part.NUMBER)
            exempt = line.low(place) in ("such", "all", "each") or line.low(place + 1) in TIME - ARTICLES
            exempt = exempt or line.low(place - 2) == "to"  # a review to cut the number of ports
            if line.part(place) is Part.DETERMINER and adjoins and not exempt:
                return UNCLEAR
        found = phrase(line.tokens[begin : end + 1], line.sentence)
        if found is None:
            return UNCLEAR
        return Who(found.named, (found.start, found.end), found.name, found.role)

    def forward(self, begin: int) -> tuple[Who | None, int]:
        """Who is named from a word on, and the word behind that."""
        place = begin
        while self.line.part(place) in INSIDE | {Part.CONJUNCTION} and place - begin < 25 and not self._stops(place, begin):
            place += 1
        if self.line.part(begin) is Part.PRONOUN:
            return self.who(begin, begin), begin + 1
        while place > begin and self.line.part(place - 1) in (Part.PREPOSITION, Part.CONJUNCTION):
            place -= 1
        if place == begin:
            return None, begin
        who = self.who(begin, place - 1)
        if (who.name or "").lower() in DATES:
            return None, begin  # said Tuesday
        if self.line.part(place) is not Part.COMMA:
            return who, place
        return self.apposed(who, begin, place) or self._listed(who, begin, place) or (who, place)

    def _listed(self, who: Who, begin: int, comma: int) -> tuple[Who, int] | None:
        """Those whom a list of names names that a comma or the sentence ends: by Lee, Ray, and Orr."""
        place, joined = comma, False
        while is_proper(who) and self.line.part(place) is Part.COMMA and not joined and place - begin < FAR:
            place += 1
            while self.line.part(place) in (Part.NAME, Part.CONJUNCTION):
                joined = joined or self.line.part(place) is Part.CONJUNCTION
                place += 1
        return (self.who(begin, place - 1), place) if joined and self.line.ends(place) and place < len(self.line) else None

    def apposed(self, who: Who, begin: int, comma: int) -> tuple[Who, int] | None:
        """Whom a second phrase behind a comma tells more of: Ann Lee, a professor; the mayor of Kobe, Ann Lee."""
        closing = self.ends_at(comma + 1)
        if is_proper(who):
            title = self.who(comma + 1, closing - 1) if self._is_description(comma + 1, closing) else UNCLEAR
            return None if title.named is Named.UNCLEAR else (titled(who, title), closing)
        begins = comma + 1 + (self.line.low(comma + 1) == "the")
        named = closing > begins + 1 and all(self.line.part(place) is Part.NAME for place in range(begins, closing))
        inner = self.who(begins, closing - 1) if named else UNCLEAR
        return (titled(inner, who, self.text(begin, comma - 1)), closing) if is_proper(inner) else None

    def _stops(self, place: int, begin: int) -> bool:
        """Whether a phrase that goes on from the left ends before a word."""
        line = self.line
        part = line.part(place)
        if place == begin:
            return part is Part.PREPOSITION
        before = line.part(place - 1)
        if part is Part.PREPOSITION:
            small = not any(line.capital(at) for at in range(begin, place))
            if line.low(place) == "for" and line.low(place + 1) in OWNED:
                return True  # by sailors for its cost
            if line.low(place) == "to":
                return not (line.capital(place - 1) and line.capital(place + 1 + (line.low(place + 1) == "the")))
            return line.low(place) not in ("of", "for", "by", "at") and not (
                small and line.low(place) in ("in", "from", "on", "with")
            )
        if part is Part.DETERMINER:
            return before not in (Part.PREPOSITION, Part.CONJUNCTION, Part.DETERMINER)
        if part is Part.CONJUNCTION:
            return not (line.capital(place - 1) and line.capital(place + 1)) and not (
                line.part(place + 1) is before and before in (Part.NOUN, Part.NUMBER)
            )
        if part in (Part.ADVERB, Part.PARTICIPLE):
            return before is not Part.DETERMINER and (part is Part.ADVERB or line.low(place + 1) != "by")
        return line.finite(place)

    def _is_description(self, begin: int, end: int) -> bool:
        """Whether words between commas tell who somebody is."""
        words = [self.line.low(place) for place in range(begin, end)]
        return (
            bool(words)
            and len(words) < 20
            and all(self.line.part(place) in INSIDE | {Part.CONJUNCTION} for place in range(begin, end))
            and not any(self.line.finite(place) or self._verbal(place) for place in range(begin, end))
            and self.line.part(begin) in (Part.DETERMINER, Part.NOUN)
            and any(map(is_role, words))
        )

    def _verbal(self, place: int) -> bool:
        """Whether a word that may be a noun may be a verb as well."""
        low = self.line.low(place)
        return self.line.part(place) is Part.NOUN and (low in WORDS or low in PLAIN or low in THIRDS) and not is_role(low)


def titled(who: Who, title: Who, written: str | None = None) -> Who:
    """Somebody with the role that a description gives."""
    return Who(Named.NAME, who.span, who.name, who.role or title.role or title.name or written)
