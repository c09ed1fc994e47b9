"""The clause of an English sentence in which a word stands: whom it begins with, and where its verb is."""

from __future__ import annotations

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.line import BE, BEFORE_TIME, MODAL, Line, Part
from factlog.articles.speech.english.phrases import FAR, INSIDE, LEADING, Phrases
from factlog.articles.speech.english.verbs import AMBIGUOUS, PLAIN, THIRDS, WORDS, Form
from factlog.articles.speech.telling import UNCLEAR, Who

_LONGEST_TIME = 7
"""How many words a time has that is set apart before a subject."""
_CONTENT = words("what whether how why")
"""What opens a clause that a verb or a noun before it has for its object."""
_ADDRESSING = words("wrote written writes spoke spoken speaks testified responded replied tweeted posted appealed")
_NEAR = 12
"""How many words somebody may be named with who is written to."""
_BACK = 120
"""How many words back a clause's beginning is looked for."""


class Clauses:
    """The clauses of a line, as far as can be told from their left."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.line: Line = phrases.line

    def first(self) -> Who:
        """Who the first clause begins with that is not set before another one."""
        return self._read(self._behind_leading(self._dateline(len(self.line)), len(self.line)), len(self.line))[0]

    def main(self, before: int) -> tuple[Who, int]:
        """Who the clause begins with in which a place stands, and its first finite verb."""
        return self._read(self._clause(before), before)

    def _read(self, begin: int, before: int) -> tuple[Who, int]:
        """Who a clause begins with at a place, and its first finite verb."""
        line = self.line
        if line.low(begin) in ("there", "here") and line.part(begin + 1) is Part.COMMA:
            begin += 2
        if line.part(begin) is Part.PRONOUN:
            return self.phrases.who(begin, begin), begin + 1
        end = begin
        last = begin
        while (
            end < min(before, begin + FAR)
            and line.part(end) in INSIDE | {Part.CONJUNCTION}
            and not (end > begin and self._turns(end, begin, last))
        ):
            last = last if line.part(end) is Part.ADVERB else end
            end += 1
        if end == begin or line.part(begin) in LEADING - {Part.PREPOSITION}:
            return UNCLEAR, end
        verb = self._behind_relative(end, before) if line.part(end) in (Part.THAT, Part.RELATIVE) else end
        if line.part(end) is Part.COMMA and end == before - 1:
            return self.phrases.read(begin, last).who, end  # Ann Lee, saying that it rained, left
        if (listed := self._behind_list(begin, end)) is not None:
            return self.phrases.who(begin, listed - 1), listed
        if line.part(end) is Part.COMMA:
            # what is set apart behind the subject ends with a comma that the verb follows
            behind = (place + 1 for place in range(end, before - 1) if line.part(place) is Part.COMMA)
            verb = next((place for place in behind if self._turns(self._behind_adverbs(place), begin, last)), before)
        if verb >= before:
            return UNCLEAR, verb
        who = self.phrases.read(begin, last).who
        apposed = self.phrases.apposed(who, begin, end) if line.part(end) is Part.COMMA else None
        return (apposed[0] if apposed else who), verb

    def _behind_list(self, begin: int, comma: int) -> int | None:
        """The verb behind a list of names whose first one ends before a comma: Ann Lee, Bob Ray and Carl Orr left."""
        line, place, joined = self.line, comma, False
        while line.part(place) is Part.COMMA and line.part(begin) is Part.NAME and place - begin < FAR:
            place += 1 + (line.part(place + 1) is Part.CONJUNCTION)
            joined = line.part(place - 1) is Part.CONJUNCTION
            if line.part(place) is not Part.NAME:
                return None
            first = place
            while line.part(place) in INSIDE | {Part.CONJUNCTION} and not (
                place > first and self._turns(place, first, place - 1)
            ):
                joined = joined or line.part(place) is Part.CONJUNCTION
                place += 1
            if joined:
                return place if self._turns(place, first, place - 1) else None
        return None

    def subject(self, place: int) -> Who:
        """The subject of the clause before a place; unclear where another clause comes between."""
        line = self.line
        who, following = self.main(place)
        if line.part(place - 2) is Part.PARTICIPLE and self.opened(following, place):
            return UNCLEAR  # after accusers emerged, claiming
        if line.low(following) in BE and line.low(following - 1) == "it":
            return UNCLEAR  # It is worth noting that Ann Lee left, saying
        if line.low(following) in MODAL or place - following > 2 * FAR:
            return UNCLEAR
        closed = line.part(place - 1) is Part.COMMA or line.low(place - 1) == "by"
        end = place
        if closed:  # took up the idea that it rained, saying: all up to the comma belongs to that
            content = (at for at in range(following, place) if line.part(at) is Part.THAT or line.low(at) in _CONTENT)
            end = next(content, place)
        left = closed and line.part(place) is Part.CONJUNCTION
        return UNCLEAR if any(self._divides(at, end, left=left) for at in range(following, end)) else who

    def addresses(self, place: int, left: int) -> bool:
        """Whether somebody writes or speaks to whom a verb stands behind: wrote to the board suggesting that, or to suggest that."""
        verb = self.main(place)[1]
        verb += self.line.part(verb) is Part.AUXILIARY
        return verb < left < verb + _NEAR and self.line.low(verb) in _ADDRESSING and not self.opened(verb, left)

    def opened(self, begin: int, end: int) -> bool:
        """Whether a preposition stands between that may open a clause: before, after."""
        return any(self.line.low(at) in BEFORE_TIME for at in range(begin, end))

    def _divides(self, at: int, end: int, *, left: bool) -> bool:
        """Whether another clause begins at a word. ``left``: a clause with who is left by a comma before and."""
        line = self.line
        part = line.part(at)
        if part in (Part.RELATIVE, Part.THAT):
            return not left  # attacked rules that help others, and called for
        stretch = range(at + 1, next((place for place in range(at + 1, end) if line.ends(place)), end))
        if part is Part.OPENER:
            return any(
                line.finite(place) or line.part(place) is Part.PRONOUN or line.low(place) in THIRDS or self._came(place)
                for place in stretch
            )
        verbal = (Part.VERB, Part.PARTICIPLE, Part.AUXILIARY, Part.ADVERB)
        joins = part is Part.CONJUNCTION and not (line.part(at + 1) in verbal or line.low(at + 1) in WORDS)
        acts = (line.finite(at) or (line.low(at) in THIRDS and line.part(at - 1) is Part.NAME) for at in range(at + 1, end))
        return joins and any(acts)

    def _came(self, place: int) -> bool:
        """Whether the past of a verb stands behind a name: when Ann Lee arrived."""
        past = self.line.part(place) is Part.PARTICIPLE and not self.line.low(place).endswith("ing")
        return past and self.line.part(place - 1) is Part.NAME

    def _behind_relative(self, relative: int, before: int) -> int:
        """The verb of a clause whose subject a clause with who or that tells more of: the second one behind that word."""
        line = self.line
        verbs = (Part.AUXILIARY, Part.VERB, Part.PARTICIPLE)
        first = next((place for place in range(relative + 1, before) if line.part(place) in verbs), before)
        while line.part(first + 1) in (*verbs, Part.ADVERB):
            first += 1  # that has never included
        for place in range(first + 1, before):
            if line.finite(place):
                return place
            if line.part(place) not in INSIDE:
                break
        return before

    def _behind_adverbs(self, place: int) -> int:
        while self.line.part(place) is Part.ADVERB:
            place += 1
        return place

    def _turns(self, place: int, first: int, last: int) -> bool:
        """Whether the verb of a clause stands there whose subject is between two words, as far as can be told from the left."""
        line = self.line
        if line.names(place):
            return False
        low, part, before = line.low(place), line.part(place), line.part(last)
        word = WORDS.get(low)
        if line.finite(place):
            return True
        if word is not None and part is not Part.NAME:
            said = word.form is Form.FINITE and (
                low not in AMBIGUOUS or (before is Part.NAME and line.low(place + 1) == "by")
            )
            if said or (word.form is Form.PLAIN and (line.plural(last) or line.plural(first))):
                return True
        several = line.plural(last) or line.plural(first)
        if part is Part.NOUN and several and (line.low(place + 1) == "to" or low in PLAIN or not line.capital(last)):
            return line.low(place + 1) == "to" or low in PLAIN  # anarchists refuse to, critics oppose; but Fitts reacts
        if part is Part.NOUN and before in (Part.NOUN, Part.NAME, Part.ADVERB) and not line.low(last).endswith(("'s", "s'")):
            return low in THIRDS and line.part(place + 1) not in (Part.AUXILIARY, Part.VERB, Part.COMMA, Part.MARK)
        if part is Part.PARTICIPLE and not low.endswith("ing") and before in (Part.NOUN, Part.NAME, Part.ADVERB):
            return line.low(place + 1) != "by"
        return False

    def _clause(self, before: int) -> int:
        """Where the clause begins in which a place stands, without what is set apart before its subject."""
        return self._behind_leading(self._joint(before) or self._dateline(before), before)

    def _joint(self, before: int) -> int:
        """Where the clause begins in which a place stands, behind what joins it to another one; 0 where nothing does."""
        line = self.line
        far = max(0, before - _BACK)
        for place in range(before - 1, far, -1):
            joined = place - (line.part(place) is Part.OPENER and line.part(place - 1) is Part.CONJUNCTION)  # , but when
            opens = line.part(place) in (Part.OPENER, Part.CONJUNCTION) and line.part(joined - 1) is Part.COMMA
            opens = opens or (line.low(place) == "but" and line.part(place + 1) is Part.NAME)
            if line.tokens[place].text in ";:" or (
                opens
                and line.part(place + 1) in (Part.NAME, Part.NOUN, Part.DETERMINER, Part.PRONOUN)
                and self._has_verb(place + 1, before)
                and (line.part(place) is Part.OPENER or self._has_verb(far, place))
            ):
                return place + 1
        return 0

    def _behind_leading(self, begin: int, before: int) -> int:
        """The place behind what is set apart before a subject: In May, Ann Lee; When Ann Lee came, she."""
        line = self.line
        if line.quoted(begin) and self.phrases.spoken(begin):
            begin += 1  # “It rains,” Lee sang before asking
        for _ in range(4):
            while line.part(year := begin + (line.low(begin) == "and")) is Part.NUMBER and line.part(year + 1) is Part.COMMA:
                begin = year + 2  # On 15 December, 2015, the board; In 2007, 2009, and 2011, the board
            while line.part(begin) is Part.ADVERB:
                begin += 1 + (line.part(begin + 1) is Part.COMMA)
            telling = line.part(begin) is Part.PARTICIPLE and line.low(begin) in WORDS  # Asked whether it rained, Lee left
            subordinate = line.part(begin) is Part.OPENER or line.low(begin) in BEFORE_TIME | {"as"} or telling
            if line.part(begin) not in LEADING and not self.phrases.is_time(begin, before):
                break
            far = min(begin + (25 if line.part(begin) in LEADING else _LONGEST_TIME), before)
            comma = next((place for place in range(begin, far) if line.pauses(place) and not self._in_date(place)), None)
            if comma is None and subordinate:
                return begin + 1  # When Ann Lee left
            if comma is None or (not subordinate and any(line.finite(place) for place in range(begin + 1, comma))):
                break
            begin = comma + 1 + 2 * self._places(comma)
        return begin

    def _in_date(self, comma: int) -> bool:
        """Whether a comma stands within a day: the May 2, 2015 issue of it."""
        line = self.line
        return line.part(comma - 1) is line.part(comma + 1) is Part.NUMBER and line.part(comma + 2) is not Part.COMMA

    def _places(self, comma: int) -> bool:
        """Whether a comma stands within a place that is set apart: In Ames, Iowa, on Sunday, the senator."""
        line = self.line
        named = (
            line.part(comma - 1) is Part.NAME and line.part(comma + 1) is Part.NAME and line.part(comma + 2) is Part.COMMA
        )
        return named and line.part(comma + 3) in (Part.PREPOSITION, Part.DETERMINER, Part.PRONOUN)

    def _dateline(self, before: int) -> int:
        """The place behind the names that stand before a report and a dash: SELMA, N.C., May 2 — Ann Lee."""
        for place in range(1, min(8, before)):
            if self.line.tokens[place].text in "—–-":
                return place + 1
            if self.line.part(place) not in (Part.NAME, Part.COMMA, Part.NUMBER):
                break
        return 0

    def _has_verb(self, begin: int, end: int) -> bool:
        return any(self.line.finite(place) or self.line.low(place) in WORDS for place in range(begin, end))
