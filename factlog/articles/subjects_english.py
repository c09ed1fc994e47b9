"""Who an English verb of saying has for its subject, or behind a preposition: the noun phrase there, from end to end.

A phrase counts only where it was read to both of its ends. Between two connecting words or marks a clause has one finite verb:
so what stands there before a verb of saying is its subject, with all that is tied to it (a participle's words, of …, who …),
or something that this grammar does not know. Then it is unclear who speaks.
"""

from __future__ import annotations

from typing import NamedTuple

from factlog.articles.abbreviations import words
from factlog.articles.line_english import ARTICLES, BE, BEFORE_TIME, Line, Part
from factlog.articles.names_english import is_proper, phrase, speaks
from factlog.articles.nouns_english import DATES, TIME, is_role, may_be_role
from factlog.articles.telling import UNCLEAR, Named, Who
from factlog.articles.verbs_english import AMBIGUOUS, PLAIN, THIRDS, WORDS, Form, Takes

_INSIDE = frozenset((Part.DETERMINER, Part.NUMBER, Part.NAME, Part.NOUN, Part.PARTICIPLE, Part.PREPOSITION, Part.ADVERB))
"""What a noun phrase is made of."""
_LEADING = frozenset((Part.PREPOSITION, Part.ADVERB, Part.PARTICIPLE, Part.OPENER))
"""What words begin with that are set apart: before the subject, or between it and its verb."""
_PLACING = words("in on with to into over about against than")
_FAR = 60
"""How many words back a subject is looked for."""


class Subject(NamedTuple):
    """Who is named, and at which word that begins."""

    who: Who
    begin: int


class Subjects:
    """The subjects of a line's verbs."""

    def __init__(self, line: Line) -> None:
        self.line = line

    # -- before a verb --------------------------------------------------------------------------------------------

    def before(self, left: int, verb: int) -> Subject | None:
        """The subject that ends right before a verb; None where no subject stands there."""
        part = self.line.part(left)
        if part in (Part.RELATIVE, Part.THAT):
            return self._antecedent(left)
        if part is Part.COMMA:
            return self._parted(left, verb)
        if part is Part.PRONOUN:
            return Subject(self._who(left, left), left)
        if part in _INSIDE:
            return self._phrase(left)
        return None

    def _phrase(self, end: int) -> Subject:
        """The noun phrase that ends there, back to where its clause begins."""
        begin = self._stretch(end)
        while begin < end and self.line.part(begin) is Part.ADVERB:
            begin += 1
        opening = self.line.part(begin - 1)
        if opening is Part.THAT and (self.line.part(begin) is Part.PARTICIPLE or self.line.low(begin) in THIRDS):
            return self._antecedent(begin - 1) or Subject(UNCLEAR, begin)  # a study that appeared in Nature found
        if opening is Part.RELATIVE and not self._own_subject(begin, end):
            return self._antecedent(begin - 1) or Subject(UNCLEAR, begin)
        if opening in (Part.AUXILIARY, Part.VERB, Part.NEGATION, Part.PRONOUN) or self.line.finite(begin - 1):
            return self._behind_verb(begin, end)
        if (opening is Part.QUOTATION and not self._spoken(begin - 1)) or self._after(begin, end) is not None:
            return Subject(UNCLEAR, begin)
        if opening is Part.CONJUNCTION:
            return self._joined(begin, end)
        if opening is Part.COMMA and begin == end and self._dates(end) and self.line.part(begin - 2) is Part.NAME:
            return self._phrase(begin - 2)  # the Legal Metrology Rules, 2011
        if opening is Part.COMMA and (listed := self._listed(begin, end)) is not None:
            return listed
        return self._read(begin, end)

    def _stretch(self, end: int) -> int:
        """Where the words begin, up to one, among which no other clause, no finite verb and no mark stands."""
        begin = end
        while end - begin < _FAR and not (begin < end and self.line.finite(begin)):
            if self.line.part(begin) not in _INSIDE and not self._within_name(begin):
                break
            begin -= 1
        return begin + 1

    def _within_name(self, place: int) -> bool:
        """Whether a quotation is part of what something is called: the 2010 “Eurobarometer” survey."""
        return (
            self.line.quoted(place)
            and not self.line.long(place)
            and not self._spoken(place)
            and self.line.part(place - 1) in (Part.DETERMINER, Part.NUMBER)
            and self.line.part(place + 1) is Part.NOUN
        )

    def _own_subject(self, begin: int, end: int) -> bool:
        """Whether words behind which are the subject of its clause: which scholars say; not which makes seeds."""
        if self.line.low(begin - 1) == "who":
            return False
        return self.line.part(begin) in (Part.DETERMINER, Part.NAME) or (begin == end and self.line.plural(begin))

    def _spoken(self, place: int) -> bool:
        """Whether a quotation ends as one does before the words that tell who spoke it."""
        return self.line.sentence.quotations[self.line.tokens[place].quotation].text.endswith((",", "!", "?", ".", "—"))

    def _behind_verb(self, begin: int, end: int) -> Subject:
        """What stands behind another verb: the subject of what that one says (Ann thinks Bob said), or the end of a clause with who."""
        place = begin - 1
        word = WORDS.get(self.line.low(place))
        if word is not None and Takes.BARE in word.takes and word.form is not Form.ING:
            return self._read(begin, end)
        if (after := self._after(begin - 1, end)) is not None:
            return self._read(after, end)  # was retracted after the university said
        while self.line.part(place) in _INSIDE | {Part.AUXILIARY, Part.VERB, Part.NEGATION} and end - place < _FAR:
            place -= 1
        if self.line.low(place) in ("who", "which", "that"):
            return self._antecedent(place) or Subject(UNCLEAR, begin)
        return Subject(UNCLEAR, begin)

    def _after(self, begin: int, end: int) -> int | None:
        """The last word behind a place that may open a clause of its own, or another phrase: after, since."""
        return next((place for place in range(end - 1, begin, -1) if self.line.low(place) in BEFORE_TIME), None)

    def _joined(self, begin: int, end: int) -> Subject:
        """What stands behind and: a subject of its own if the clause before has its verb, else the last of several subjects."""
        line = self.line
        conjunction = begin - 1
        if line.low(conjunction) in ("but", "yet", "nor") or not conjunction:
            return self._read(begin, end)
        last = conjunction - 1
        oxford = line.part(last) is Part.COMMA
        if oxford:
            last -= 1
        first = self._stretch(last) if line.part(last) in _INSIDE else last + 1
        if line.quoted(last) or line.part(last) is Part.PRONOUN or first > last:
            return self._read(begin, end) if line.quoted(last) or oxford else Subject(UNCLEAR, begin)
        opening = line.part(first - 1)
        if self._dates(last) and self._dates(begin):
            return self._read(first, end)  # a survey in 2009 and 2010 found
        if line.finite(first - 1) or self._dates(last) or (oxford and not self._listable(first, last)):
            return self._read(begin, end)
        spoken = opening is Part.QUOTATION and self._spoken(first - 1)
        if opening in (Part.AUXILIARY, Part.VERB, Part.NEGATION, Part.RELATIVE, Part.PRONOUN, Part.QUOTATION) and not spoken:
            return Subject(UNCLEAR, begin)
        heads = first == 1 or self.line.ends(first - 2)  # But Ann Lee and Bob Ray said
        if (opening is Part.CONJUNCTION and not heads) or self._maybe_finite(first, last):
            return Subject(UNCLEAR, begin)
        if opening is Part.COMMA and (listed := self._listed(first, end)) is not None:
            return listed
        return self._read(first, end)

    def _dates(self, place: int) -> bool:
        """Whether a time ends there: left on 3 April 2014 and Ann Lee said."""
        return self.line.part(place) is Part.NUMBER or self.line.low(place) in TIME

    def _maybe_finite(self, begin: int, end: int) -> bool:
        """Whether words may have a finite verb among them: behind it, and joins two clauses."""
        return any(
            self.line.part(place) is Part.PARTICIPLE
            and place > begin
            and not self.line.low(place).endswith("ing")
            and self.line.part(place - 1) in (Part.NOUN, Part.NAME)
            and self.line.low(place + 1) not in ("by", "in", "from", "on", "with")
            for place in range(begin, end + 1)
        )

    def _listed(self, begin: int, end: int) -> Subject | None:
        """A list whose last two stand behind a comma: Millstone, Brunner and Mayer; unclear where what is before may be of it."""
        line = self.line
        if not any(line.part(place) is Part.CONJUNCTION for place in range(begin, end)):
            return None
        first = begin
        while line.part(first - 1) is Part.COMMA and line.part(first - 2) in _INSIDE:
            element = self._stretch(first - 2)
            if not self._listable(element, first - 2):
                break
            first = element
            if line.part(first) is Part.NUMBER or any(line.low(place) in _PLACING for place in range(first, begin)):
                return Subject(UNCLEAR, begin)
        return Subject(self._who(first, end), first) if first < begin else None

    def _listable(self, begin: int, end: int) -> bool:
        """Whether words may be one of a list, and are not set apart before a subject: In May, Today, Last year."""
        return (
            begin <= end
            and self.line.part(begin) not in _LEADING
            and not self._dates(end)
            and self.line.part(begin - 1) in (Part.COMMA, Part.MARK, Part.THAT, Part.OPENER)
        )

    def _antecedent(self, relative: int) -> Subject | None:
        """Whom a clause with who or that is about: the phrase right before it."""
        end = relative - 1
        if self.line.part(end) is Part.COMMA:
            end -= 1
        if self.line.part(end) not in _INSIDE:
            return None
        begin = end
        while begin > 0 and not self._begins(begin):
            begin -= 1
        if self.line.low(begin) == "it":
            begin += 2  # it was Churchill who said
        who = self._who(begin, end)
        if not is_proper(who) and self.line.low(begin - 1) in BE and self.line.part(begin - 2) in _INSIDE | {Part.PRONOUN}:
            return self.before(begin - 2, begin - 1)  # Ann Lee is a lawyer who has said
        if self.line.low(relative) not in ("who", "whom"):
            if self._exemplified(begin):
                return Subject(UNCLEAR, begin)  # groups such as A and B that have: all of them, or B
            placed = self.line.low(begin - 1) in ("in", "at", "from")  # in the United States that
            return self._described(who, begin) if who.name and speaks(who) and not placed else None
        placed = self.line.low(begin - 1) in ("on", "in", "at", "from", "for") and may_be_role(self.line.low(begin - 2))
        if placed:
            return Subject(UNCLEAR, begin)  # Democrats on Capitol Hill, who
        if who.name and not is_proper(who) and not speaks(who):
            named = next((at + 1 for at in range(end, begin, -1) if self.line.low(at) == "of"), begin)
            if is_proper(tail := self._who(named, end)):
                return Subject(tail, named)  # in the tradition of Nestor Makhno who argued
            if not may_be_role(self.line.low(end)):
                return Subject(UNCLEAR, begin)
        return self._described(who, begin)

    def _exemplified(self, begin: int) -> bool:
        """Whether words before a phrase give examples, of which it may be the last."""
        inside = _INSIDE | {Part.COMMA, Part.CONJUNCTION}
        place = begin - 1
        while self.line.part(place) in inside and begin - place < 30:
            if self.line.low(place) == "such":
                return True
            place -= 1
        return False

    def _begins(self, place: int) -> bool:
        """Whether a phrase that someone describes with who begins there."""
        before = self.line.part(place - 1)
        low = self.line.low(place - 1)
        if before is Part.PREPOSITION:
            if self.line.capital(place) and self.line.capital(place - 2) and low == "for":
                return False  # the Center for Food Safety
            return low != "of" and self.line.part(place) is not Part.NUMBER  # the 7th to 8th century
        if before is Part.PARTICIPLE:
            return self.line.part(place - 2) is not Part.DETERMINER
        return before not in _INSIDE or self.line.finite(place - 1)

    def _described(self, who: Who, begin: int) -> Subject:
        """Whom a description behind a comma describes: Ann Lee, founder of the club who left, said."""
        described = not is_proper(who) or self.line.part(begin) is Part.DETERMINER  # Diogenes, the Cynic, who
        if not described or self.line.part(begin - 1) is not Part.COMMA or self.line.part(begin - 2) not in _INSIDE:
            return Subject(who, begin)
        outer = self._phrase(begin - 2)
        if is_proper(outer.who):
            return Subject(_titled(outer.who, who), outer.begin)
        return Subject(UNCLEAR if is_proper(who) and outer.who.named is Named.UNCLEAR else who, begin)

    # -- a subject that commas part from its verb ------------------------------------------------------------------

    def _parted(self, comma: int, verb: int) -> Subject | None:
        """The subject where a comma stands before the verb: Rubio, who left, said; the mayor, Ann Lee, said; A, B, and C say."""
        opening = self._opening(comma)
        if opening is None:
            word = WORDS.get(self.line.low(verb))
            if word is None or word.form is not Form.FINITE or word.takes & (Takes.NAMING | Takes.OBJECT):
                return None  # a form of individualism, called “egoism”
            alone = self.line.part(comma - 1) in _INSIDE and self._stretch(comma - 1) == 0 and comma < 20
            return self._read(0, comma - 1) if alone else Subject(UNCLEAR, comma)
        if self.line.part(opening - 1) is Part.PRONOUN:
            return Subject(self._who(opening - 1, opening - 1), opening - 1)
        outer = self._phrase(opening - 1)
        if opening + 1 == comma or self.line.part(opening + 1) in _LEADING | {Part.RELATIVE, Part.NUMBER} or self.line.low(opening + 1) == "then":
            return outer
        open_list = any(self.line.low(place) in ("such", "including", "like") for place in range(outer.begin, opening))
        if outer.who.named is not Named.UNCLEAR and (open_list or self.line.low(opening + 1) in ("and", "or")):
            return Subject(self._who(outer.begin, comma - 1), outer.begin)
        behind = self._before_comma(opening + 1)
        inner = self._who(opening + 1, behind - 1)
        if is_proper(outer.who) and (title := self._title(opening + 1, behind)) is not None:
            return Subject(Who(Named.NAME, outer.who.span, outer.who.name, outer.who.role or title), outer.begin)
        place = behind == opening + 2 or self.line.low(opening + 1) in ("new", "north", "south", "west", "east")
        if place and self.line.part(opening - 1) is Part.NAME and self.line.part(opening - 2) is Part.PREPOSITION:
            return Subject(UNCLEAR, outer.begin) if self.line.low(opening - 2) == "of" else outer  # a group in Lynchburg, Virginia
        if is_proper(inner) and not is_proper(outer.who) and self.line.part(outer.begin) in (Part.DETERMINER, Part.NOUN, Part.NAME):
            return Subject(_titled(inner, outer.who, self._text(outer.begin, opening - 1)), outer.begin)
        described = outer.who.named is Named.NAME and not is_proper(outer.who) and self.line.part(opening + 1) is Part.DETERMINER
        return outer if described else Subject(UNCLEAR, outer.begin)

    def _title(self, begin: int, end: int) -> str | None:
        """What words between commas say that somebody is: a professor at Yale who left; Democrat of California."""
        stop = next((place for place in range(begin, end) if self.line.part(place) in (Part.RELATIVE, Part.THAT)), end)
        described = self.line.part(begin) is Part.NOUN or self.line.low(begin) in ("a", "an", "the", "one", "another")
        ends = not self.line.capital(stop - 1) and may_be_role(self.line.low(stop - 1))  # Clinton's top backer
        if stop == begin or not (described or ends or may_be_role(self.line.low(begin))):
            return None
        return self._text(begin + (self.line.low(begin) in ("a", "an", "the")), stop - 1)

    def _text(self, begin: int, end: int) -> str:
        return self.line.sentence.at(self.line.tokens[begin].start, self.line.tokens[end].end)

    def _opening(self, closing: int) -> int | None:
        """The comma that opens what ends with this one: the first behind a phrase that may be the subject."""
        line = self.line
        found = None
        end, place = closing, closing - 1
        while place > 0 and closing - place < _FAR and line.part(place) is not Part.MARK:
            if line.part(place) is not Part.COMMA:
                place -= 1
                continue
            if not self._set_apart(place + 1, end) or line.part(place - 1) not in _INSIDE | {Part.PRONOUN}:
                break
            if line.part(place - 1) is Part.PRONOUN:
                return place
            begin = self._stretch(place - 1)
            if line.part(begin) in _LEADING and not (line.part(begin) is Part.ADVERB and begin < place - 1):
                if found is not None or line.part(begin - 1) is not Part.COMMA:
                    break  # In May, Rubio, who left, said
                end, place = place, begin - 1  # Rubio, 53, of Miami, who left, said
                continue
            found = place
            if line.part(begin - 1) is not Part.COMMA:
                break
            end, place = place, begin - 1
        return found

    def _set_apart(self, begin: int, end: int) -> bool:
        """Whether words between commas are no clause of their own, for want of a verb or by their who or as."""
        opens = self.line.part(begin) in (Part.RELATIVE, Part.OPENER, Part.PREPOSITION) or self.line.low(begin).endswith("ing")
        end = next((place for place in range(begin, end) if self.line.part(place) is Part.RELATIVE), end)
        return opens or not any(self.line.finite(place) for place in range(begin, end))

    def _before_comma(self, begin: int) -> int:
        """The first comma from a word on."""
        return next((place for place in range(begin, len(self.line)) if self.line.ends(place)), len(self.line))

    # -- the subject of a clause -----------------------------------------------------------------------------------

    def main(self, before: int) -> tuple[Who, int]:
        """Who the clause begins with in which a place stands, and its first finite verb."""
        line = self.line
        begin = self._clause(before)
        if line.low(begin) in ("there", "here") and line.part(begin + 1) is Part.COMMA:
            begin += 2
        if line.part(begin) is Part.PRONOUN:
            return self._who(begin, begin), begin + 1
        end = begin
        last = begin
        while end < before and line.part(end) in _INSIDE | {Part.CONJUNCTION} and not (end > begin and self._turns(end, begin, last)):
            last = last if line.part(end) is Part.ADVERB else end
            end += 1
        if end == begin or line.part(begin) in _LEADING - {Part.PREPOSITION}:
            return UNCLEAR, end
        verb = end
        if line.part(end) is Part.COMMA:
            # what is set apart behind the subject ends with a comma that the verb follows
            behind = (place + 1 for place in range(end, before - 1) if line.part(place) is Part.COMMA)
            verb = next((place for place in behind if self._turns(self._behind_adverbs(place), begin, last)), before)
        return (self._read(begin, last).who if verb < before and line.part(end) is not Part.RELATIVE else UNCLEAR), verb

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
            said = word.form is Form.FINITE and low not in AMBIGUOUS
            if said or (word.form is Form.PLAIN and (line.plural(last) or line.plural(first))):
                return True
        if part is Part.NOUN and (line.plural(last) or line.plural(first)):
            return line.low(place + 1) == "to" or low in PLAIN  # anarchists refuse to, critics oppose
        if part is Part.NOUN and before in (Part.NOUN, Part.NAME, Part.ADVERB) and not line.low(last).endswith(("'s", "s'")):
            return low in THIRDS and line.part(place + 1) not in (Part.AUXILIARY, Part.VERB, Part.COMMA, Part.MARK)
        if part is Part.PARTICIPLE and not low.endswith("ing") and before in (Part.NOUN, Part.NAME, Part.ADVERB):
            return line.low(place + 1) != "by"
        return False

    def _clause(self, before: int) -> int:
        """Where the clause begins in which a place stands, without what is set apart before its subject."""
        line = self.line
        begin = 0
        for place in range(before - 1, 0, -1):
            opens = line.part(place) in (Part.OPENER, Part.CONJUNCTION) and line.part(place - 1) is Part.COMMA
            if line.tokens[place].text in ";:" or (
                opens
                and line.part(place + 1) in (Part.NAME, Part.NOUN, Part.DETERMINER, Part.PRONOUN)
                and self._has_verb(place + 1, before)
                and (line.part(place) is Part.OPENER or self._has_verb(0, place))
            ):
                begin = place + 1
                break
        if not begin:
            begin = self._dateline(before)
        for _ in range(4):
            if line.part(begin) is Part.NUMBER and line.part(begin + 1) is Part.COMMA:
                begin += 2  # On 15 December, 2015, the board
            while line.part(begin) is Part.ADVERB:
                begin += 1 + (line.part(begin + 1) is Part.COMMA)
            subordinate = line.part(begin) is Part.OPENER or line.low(begin) in BEFORE_TIME | {"as"}
            if line.part(begin) not in _LEADING and not self._is_time(begin, before):
                break
            comma = next((place for place in range(begin, min(begin + 25, before)) if line.part(place) is Part.COMMA), None)
            if comma is None or (not subordinate and any(line.finite(place) for place in range(begin + 1, comma))):
                break
            begin = comma + 1
        return begin

    def _dateline(self, before: int) -> int:
        """The place behind the names that stand before a report and a dash: SELMA, N.C. — Ann Lee."""
        for place in range(1, min(8, before)):
            if self.line.tokens[place].text in "—–-":
                return place + 1
            if self.line.part(place) not in (Part.NAME, Part.COMMA):
                break
        return 0

    def _has_verb(self, begin: int, end: int) -> bool:
        return any(self.line.finite(place) or self.line.low(place) in WORDS for place in range(begin, end))

    # -- behind a word ---------------------------------------------------------------------------------------------

    def forward(self, begin: int) -> tuple[Who | None, int]:
        """Who is named from a word on, and the word behind that."""
        place = begin
        while self.line.part(place) in _INSIDE | {Part.CONJUNCTION} and place - begin < 25 and not self._stops(place, begin):
            place += 1
        if self.line.part(begin) is Part.PRONOUN:
            return self._who(begin, begin), begin + 1
        while place > begin and self.line.part(place - 1) in (Part.PREPOSITION, Part.CONJUNCTION):
            place -= 1
        if place == begin:
            return None, begin
        who = self._who(begin, place - 1)
        if (who.name or "").lower() in DATES:
            return None, begin  # said Tuesday
        if is_proper(who) and self.line.part(place) is Part.COMMA:
            closing = self._before_comma(place + 1)
            inner = self._who(place + 1, closing - 1) if self._is_description(place + 1, closing) else UNCLEAR
            if inner.named is not Named.UNCLEAR:
                return _titled(who, inner), closing
        return who, place

    def _stops(self, place: int, begin: int) -> bool:
        """Whether a phrase that goes on from the left ends before a word."""
        line = self.line
        part = line.part(place)
        if place == begin:
            return part is Part.PREPOSITION
        before = line.part(place - 1)
        if part is Part.PREPOSITION:
            small = not any(line.capital(at) for at in range(begin, place))
            if line.low(place) == "to":
                return not (line.capital(place - 1) and line.capital(place + 1))
            return line.low(place) not in ("of", "for", "by", "at") and not (small and line.low(place) in ("in", "from", "on", "with"))
        if part is Part.DETERMINER:
            return before not in (Part.PREPOSITION, Part.CONJUNCTION, Part.DETERMINER)
        if part is Part.CONJUNCTION:
            return not (line.capital(place - 1) and line.capital(place + 1)) and not (line.part(place + 1) is Part.NOUN and before is Part.NOUN)
        if part in (Part.ADVERB, Part.PARTICIPLE):
            return before is not Part.DETERMINER and (part is Part.ADVERB or not line.low(place + 1) == "by")
        return line.finite(place)

    def _is_description(self, begin: int, end: int) -> bool:
        """Whether words between commas tell who somebody is."""
        words = [self.line.low(place) for place in range(begin, end)]
        return (
            bool(words)
            and len(words) < 20
            and all(self.line.part(place) in _INSIDE | {Part.CONJUNCTION} for place in range(begin, end))
            and not any(self.line.finite(place) or self._verbal(place) for place in range(begin, end))
            and self.line.part(begin) in (Part.DETERMINER, Part.NOUN)
            and any(map(is_role, words))
        )

    def _verbal(self, place: int) -> bool:
        """Whether a word that may be a noun may be a verb as well."""
        low = self.line.low(place)
        return self.line.part(place) is Part.NOUN and (low in WORDS or low in PLAIN or low in THIRDS) and not is_role(low)

    # -- reading a phrase ------------------------------------------------------------------------------------------

    def phrase(self, begin: int, end: int) -> Subject:
        """The words from one place to another, as a subject."""
        return self._read(begin, end)

    def _read(self, begin: int, end: int) -> Subject:
        """The subject among words that end before a verb, behind those that are set before it without a comma."""
        if self.line.low(begin) == "as" and begin < end:
            begin += 1  # as Ann Lee explained
        adverbial = self.line.part(begin) is Part.PREPOSITION or self._is_time(begin, end)
        if adverbial or (self.line.part(begin) is Part.PARTICIPLE and self.line.part(begin + 1) in (Part.PREPOSITION, Part.DETERMINER)):
            start = self._behind_adverbial(begin, end)
            return Subject(UNCLEAR, begin) if start is None else Subject(self._who(start, end), start)
        return Subject(self._who(begin, end), begin)

    def _is_time(self, begin: int, end: int) -> bool:
        return self.line.low(begin) in TIME | {"last", "this", "that", "one"} and any(
            self.line.low(place) in TIME for place in range(begin + 1, min(begin + 2, end))
        )

    def _behind_adverbial(self, begin: int, end: int) -> int | None:
        """Where the subject begins behind a preposition's words without a comma: In a 2016 review Domingo; in May the board."""
        line = self.line
        clause = line.low(begin) in BEFORE_TIME  # after the court said
        starts = [place for place in range(begin + 2, end + 1) if self._starts(place)]
        if clause and (not starts or (len(starts) == 1 and is_role(line.low(starts[0] - 1)))):
            return begin + 1
        if len(starts) != 1:
            return None
        return starts[0] - (line.part(starts[0]) is Part.NAME and is_role(line.low(starts[0] - 1)))

    def _starts(self, place: int) -> bool:
        """Whether another phrase starts right behind the end of one: In a 2016 review | Domingo, in 2007 | farmers."""
        before, part = self.line.part(place - 1), self.line.part(place)
        if before not in (Part.NOUN, Part.NAME, Part.NUMBER, Part.PRONOUN, Part.ADVERB):
            return False
        if part is Part.NAME:
            return before is not Part.NAME or self.line.low(place - 1) in TIME
        year = before is Part.NUMBER and (self.line.part(place - 2) is Part.PREPOSITION or self.line.low(place - 2) in TIME)
        described = any(self.line.part(at) is Part.DETERMINER for at in range(max(0, place - 4), place))
        return part is Part.DETERMINER or (part is Part.NOUN and year and not described and self.line.low(place) not in TIME)

    def _who(self, begin: int, end: int) -> Who:
        """Who a run of words names; unclear where they are no single phrase."""
        line = self.line
        while begin < end and line.part(begin) is Part.ADVERB:
            begin += 1
        if line.low(begin) == "such":
            return UNCLEAR
        for place in range(begin + 1, end + 1):
            adjoins = line.part(place - 1) in (Part.NOUN, Part.NAME, Part.NUMBER)
            exempt = line.low(place) in ("such", "all", "each") or line.low(place + 1) in TIME - ARTICLES
            if line.part(place) is Part.DETERMINER and adjoins and not exempt:
                return UNCLEAR
        found = phrase(line.tokens[begin : end + 1], line.sentence)
        if found is None:
            return UNCLEAR
        return Who(found.named, (found.start, found.end), found.name, found.role)


def _titled(who: Who, title: Who, written: str | None = None) -> Who:
    """Somebody with the role that a description gives."""
    return Who(Named.NAME, who.span, who.name, who.role or title.role or title.name or written)
