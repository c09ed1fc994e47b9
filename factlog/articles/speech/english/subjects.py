"""Who an English verb of saying has for its subject: the noun phrase before it, from end to end.

Between two connecting words or marks a clause has one finite verb: so what stands there before a verb of saying is its
subject, with all that is tied to it (a participle's words, of …, who …), or something that this grammar does not know. Then
it is unclear who speaks.
"""

from __future__ import annotations

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.content import apposes, lent
from factlog.articles.speech.english.line import ARTICLES, BE, BEFORE_TIME, OWNED, VAGUE, Line, Part
from factlog.articles.speech.english.names import STARTERS, is_proper, is_silent, speaks
from factlog.articles.speech.english.nouns import is_role, may_be_role
from factlog.articles.speech.english.phrases import FAR, INSIDE, LEADING, Phrases, Subject, titled
from factlog.articles.speech.english.verbs import INVERTED, THIRDS, WORDS, Form, Takes
from factlog.articles.speech.telling import UNCLEAR, Named, Who

_REGIONS = words("new north south west east")
_EXAMPLES = words("like including notably particularly especially")
"""What examples of somebody stand behind."""
_MET = words("by with to from for")
_PLACING = words("in on with to into over about against than")


class Subjects:
    """The subjects that stand before a line's verbs."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.line: Line = phrases.line

    def before(self, left: int, verb: int) -> Subject | None:
        """The subject that ends right before a verb; None where no subject stands there."""
        found = self._lent(left, verb) or self._before(left, verb)
        unclear = found is None or found.who.named is Named.UNCLEAR
        return (self._exemplifying(left) or found) if unclear else found

    def _lent(self, left: int, verb: int) -> Subject | None:
        """The subject of a clause that only tells more of the noun before it: boats left, a move the board said was wise."""
        if not lent(self.line, verb):
            return None
        begin = self.phrases.stretch(left)
        starts = [place for place in range(begin + 1, left + 1) if self.phrases.starts(place)]
        if len(starts) != 1 or not apposes(self.line, begin):
            return None
        return Subject(self.phrases.who(starts[0], left), starts[0])

    def _exemplifying(self, left: int) -> Subject | None:
        """Those of whom examples are given up to a verb: scholars such as Ann Lee of Kobe and Bob Ray, say; others, like Ann Lee, say."""
        line = self.line
        place = left
        while place > 0 and left - place < FAR and line.part(place) in INSIDE | {Part.COMMA, Part.CONJUNCTION}:
            such = line.low(place) == "such" and line.low(place + 1) == "as"
            if such or line.low(place) in _EXAMPLES:
                end = place - 1 - (line.part(place - 1) is Part.COMMA)
                begin = self.phrases.stretch(end)
                if begin == end and line.low(end) in VAGUE:
                    named = self.phrases.who(place + 1 + such, left - (line.part(left) is Part.COMMA))
                    return Subject(named, begin) if is_proper(named) else None
                several = line.plural(end) and (end == 0 or not line.capital(end)) and line.part(begin) not in LEADING
                return Subject(self.phrases.who(begin, end), begin) if several else None
            if line.finite(place):
                return None
            place -= 1
        return None

    def _before(self, left: int, verb: int) -> Subject | None:
        part = self.line.part(left)
        if part in (Part.RELATIVE, Part.THAT):
            return self._antecedent(left)
        if part is Part.COMMA:
            return self._parted(left, verb)
        if part is Part.PRONOUN:
            return Subject(self.phrases.who(left, left), left)
        if part in INSIDE:
            return self._phrase(left)
        return None

    def _phrase(self, end: int) -> Subject:
        """The noun phrase that ends there, back to where its clause begins."""
        begin = self.phrases.stretch(end)
        opening = self.line.part(begin - 1)
        while begin < end and self.line.part(begin) is Part.ADVERB:
            begin += 1
        if opening is Part.THAT and (self.line.part(begin) is Part.PARTICIPLE or self.line.low(begin) in THIRDS):
            return self._antecedent(begin - 1) or Subject(UNCLEAR, begin)  # a study that appeared in Nature found
        if opening is Part.RELATIVE and not self._own_subject(begin, end):
            return self._antecedent(begin - 1) or Subject(UNCLEAR, begin)
        if opening in (Part.AUXILIARY, Part.VERB, Part.NEGATION, Part.PRONOUN) or self.line.finite(begin - 1):
            return self._behind_verb(begin, end)
        if self.line.marked(max(0, begin - 1), begin, ":") and self._in_title(begin - 1):
            return Subject(UNCLEAR, begin)
        if (opening is Part.QUOTATION and not self.phrases.spoken(begin - 1)) or self._after(begin, end) is not None:
            return Subject(UNCLEAR, begin)
        if opening is Part.CONJUNCTION:
            return self._joined(begin, end)
        if opening is Part.COMMA and begin == end and self.phrases.dates(end) and self.line.part(begin - 2) is Part.NAME:
            return self._phrase(begin - 2)  # the Legal Metrology Rules, 2011
        if opening is Part.COMMA and (apart := self._unclosed(begin) or self._listed(begin, end)) is not None:
            return apart
        return self.phrases.read(begin, end)

    def _in_title(self, colon: int) -> bool:
        """Whether a colon stands within the title of a book: in Ports of Kobe: A History of Harbours."""
        place = colon - 1
        while self.line.capital(place) or self.line.low(place) in ("of", "the", "and"):
            place -= 1
        return place < colon - 1 and self.line.low(place) in ("in", "book") and self.line.capital(colon + 1)

    def _unclosed(self, begin: int) -> Subject | None:
        """Whom a description behind a comma describes that no comma ends: Ann Lee, a friend of the mayor said."""
        line = self.line
        heads = (
            (is_role(line.low(begin)) or line.low(begin) == "head")
            and not line.capital(begin)
            and line.part(begin + 1) is Part.PREPOSITION
        )
        work = line.low(begin) == "in" and line.low(begin + 1) in OWNED
        described = line.low(begin) in ("a", "an") or heads or work  # a friend of the mayor; head of it; in her book Boats
        if not described or line.low(begin - 1) != "," or line.part(begin - 2) not in INSIDE:
            return None
        first = self.phrases.stretch(begin - 2)
        if line.part(first) in LEADING:
            return None
        outer = self.phrases.who(first, begin - 2)
        heads = line.part(first - 1) in (Part.MARK, Part.THAT) or (first == 2 and line.ends(1))  # However, Ann Lee, head of
        return Subject(outer, first) if is_proper(outer) and heads else None

    def _own_subject(self, begin: int, end: int) -> bool:
        """Whether words behind which are the subject of its clause: which scholars say; not which makes seeds."""
        if self.line.low(begin - 1) == "who":  # who Ann Lee says was lost
            return self.line.part(begin) is Part.NAME and self.line.part(end + 2) in (Part.AUXILIARY, Part.VERB)
        return (
            Part.NAME in (self.line.part(begin), self.line.part(end))
            or self.line.part(begin) is Part.DETERMINER
            or (begin == end and self.line.plural(begin))
        )

    def _behind_verb(self, begin: int, end: int) -> Subject:
        """What stands behind another verb: the subject of what that one says (Ann thinks Bob said), or the end of a clause with who."""
        place = begin - 1
        word = WORDS.get(self.line.low(place))
        if word is not None and Takes.BARE in word.takes and word.form is not Form.ING:
            return self.phrases.read(begin, end)
        if (after := self._after(begin - 1, end)) is not None:
            return self.phrases.read(after, end)  # was retracted after the university said
        while self.line.part(place) in INSIDE | {Part.AUXILIARY, Part.VERB, Part.NEGATION} and end - place < FAR:
            place -= 1
        if self.line.low(place) == "who" and self.line.low(place - 1) == "those":
            return Subject(self._those(place - 1, end), place - 1)
        if self.line.low(place) in ("who", "which", "that"):
            return self._antecedent(place) or Subject(UNCLEAR, begin)
        return Subject(UNCLEAR, begin)

    def _those(self, begin: int, end: int) -> Who:
        """Those who are named by what they do: those who favour the plan."""
        span = self.line.tokens[begin].start, self.line.tokens[end].end
        return Who(Named.NAME, span, self.phrases.text(begin, end))

    def _after(self, begin: int, end: int) -> int | None:
        """The last word behind a place that may open a clause of its own, or another phrase: after, since."""
        return next((place for place in range(end - 1, begin, -1) if self.line.low(place) in BEFORE_TIME), None)

    def _joined(self, begin: int, end: int) -> Subject:
        """What stands behind and: a subject of its own if the clause before has its verb, else the last of several subjects."""
        line = self.line
        conjunction = begin - 1
        if line.low(conjunction) in ("but", "yet", "nor") or not conjunction:
            return self.phrases.read(begin, end)
        last = conjunction - 1
        oxford = line.part(last) is Part.COMMA
        if oxford:
            last -= 1
        first = self.phrases.stretch(last) if line.part(last) in INSIDE else last + 1
        if line.quoted(last) or line.part(last) is Part.PRONOUN or first > last:
            return self.phrases.read(begin, end) if line.quoted(last) or oxford else Subject(UNCLEAR, begin)
        opening = line.part(first - 1)
        if self.phrases.dates(last) and self.phrases.dates(begin):
            return self.phrases.read(first, end)  # a survey in 2009 and 2010 found
        if (
            line.finite(first - 1)
            or self.phrases.dates(last)
            or self._acts(first, last)
            or (oxford and not self._listable(first, last))
        ):
            return self.phrases.read(begin, end)
        spoken = opening is Part.QUOTATION and self.phrases.spoken(first - 1)
        if opening in (Part.AUXILIARY, Part.VERB, Part.NEGATION, Part.RELATIVE, Part.PRONOUN, Part.QUOTATION) and not spoken:
            return Subject(UNCLEAR, begin)
        heads = first == 1 or self.line.ends(first - 2)  # But Ann Lee and Bob Ray said
        if (opening is Part.CONJUNCTION and not heads) or self._maybe_finite(first, last):
            return Subject(UNCLEAR, begin)
        if opening is Part.COMMA and (named := self._unclosed(begin)) is not None:
            return named
        if opening is Part.COMMA and (listed := self._listed(first, end)) is not None:
            return listed
        return self.phrases.read(first, end)

    def _acts(self, begin: int, end: int) -> bool:
        """Whether a name is followed by the past of a verb: Ann Lee returned to Kobe and."""
        verb = next((place for place in range(begin, end + 1) if self.line.part(place) is not Part.NAME), end)
        past = self.line.part(verb) is Part.PARTICIPLE and not self.line.low(verb).endswith("ing")
        return begin < verb and past and self.line.low(verb + 1) != "by"

    def _maybe_finite(self, begin: int, end: int) -> bool:
        """Whether words may have a finite verb among them: behind it, and joins two clauses."""
        return any(
            self.line.part(place) is Part.PARTICIPLE
            and place > begin
            and not self.line.low(place).endswith("ing")
            and self.line.part(place - 1) in (Part.NOUN, Part.NAME)
            and (self.line.low(place + 1) not in ("in", "from", "on", "with") or self.line.part(place - 1) is Part.NAME)
            and not any(self.line.low(at) == "by" for at in range(place + 1, min(place + 6, end)))  # issued that day by
            for place in range(begin, end + 1)
        )

    def _listed(self, begin: int, end: int) -> Subject | None:
        """A list whose last two stand behind a comma: Millstone, Brunner and Mayer; unclear where what is before may be of it."""
        line = self.line
        if not any(line.part(place) is Part.CONJUNCTION for place in range(begin, end)):
            return None
        first = begin
        while line.part(first - 1) is Part.COMMA and line.part(first - 2) in INSIDE:
            element = self.phrases.stretch(first - 2)
            if not self._listable(element, first - 2):
                break
            first = element
            unread = line.part(first) is Part.NUMBER or self._maybe_finite(first, begin - 2)
            if unread or any(line.low(place) in _PLACING for place in range(first, begin)):
                return Subject(UNCLEAR, begin)
        return Subject(self.phrases.who(first, end), first) if first < begin else None

    def _listable(self, begin: int, end: int) -> bool:
        """Whether words may be one of a list, and are not set apart before a subject: In May, Today, Last year."""
        return (
            begin <= end
            and self.line.part(begin) not in LEADING
            and not self.phrases.dates(end)
            and self.line.part(begin - 1) in (Part.COMMA, Part.MARK, Part.THAT, Part.OPENER)
            and not any(
                self.line.low(place) in THIRDS and self.line.part(place + 1) is Part.NAME for place in range(begin, end)
            )
        )

    def _antecedent(self, relative: int) -> Subject | None:
        """Whom a clause with who or that is about: the phrase right before it."""
        end = relative - 1 - (self.line.part(relative - 1) is Part.COMMA)
        if self.line.part(end) not in INSIDE or self.phrases.dates(end):
            return None
        begin = end
        while begin > 0 and not self._begins(begin):
            begin -= 1
        if self.line.low(begin) == "it":
            begin += 2  # it was Churchill who said
        who = self.phrases.who(begin, end)
        if begin and (who.name or " ").split(" ")[0] in STARTERS:
            return Subject(UNCLEAR, begin)  # the end of a title: Stay Within You
        if not is_proper(who) and self.line.low(begin - 1) in BE and self.line.part(begin - 2) in INSIDE | {Part.PRONOUN}:
            return self.before(begin - 2, begin - 1)  # Ann Lee is a lawyer who has said
        if self.line.low(relative) in ("who", "whom"):
            if begin == end and self.line.part(begin - 1) is Part.COMMA and self.line.part(begin - 2) is Part.NAME:
                return Subject(UNCLEAR, begin)  # of the museum in Kobe, Japan, who
            return self._person(who, begin, end)
        if self._exemplified(begin):
            return Subject(UNCLEAR, begin)  # groups such as A and B that have: all of them, or B
        placed = (
            self.line.low(begin - 1) in _PLACING | {"at", "from", "by"} and relative == end + 1
        )  # in the United States that
        return self._described(who, begin) if who.name and speaks(who) and not placed else None

    def _person(self, who: Who, begin: int, end: int) -> Subject:
        """Whom who means behind a phrase: of Nestor Makhno who argued, the name; unclear what else may be meant before it."""
        before = self.line.low(begin - 1)
        placed = before in ("from", "for") and may_be_role(self.line.low(begin - 2))
        if placed or (before in ("on", "in", "at") and is_proper(who) and not who.role):
            return Subject(UNCLEAR, begin)  # Democrats on Capitol Hill, who
        if who.name and not is_proper(who) and not speaks(who):
            named = next((at + 1 for at in range(end, begin, -1) if self.line.low(at) == "of"), begin)
            if is_proper(tail := self.phrases.who(named, end)):
                return Subject(tail, named)
            if named > begin and self.line.plural(end):
                return Subject(tail, named)  # the fears of patrons who said
            if not may_be_role(self.line.low(end)):
                return Subject(UNCLEAR, begin)
        return self._described(who, begin)

    def _exemplified(self, begin: int) -> bool:
        """Whether words before a phrase give examples, of which it may be the last."""
        inside = INSIDE | {Part.COMMA, Part.CONJUNCTION}
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
        if self.line.part(place) is Part.DETERMINER and before in (Part.NOUN, Part.NAME):
            return True  # meets a ghost who
        if before is Part.PREPOSITION:
            if self.line.capital(place) and self.line.capital(place - 2) and low == "for":
                return False  # the Center for Food Safety
            return low != "of" and self.line.part(place) is not Part.NUMBER  # the 7th to 8th century
        if before is Part.PARTICIPLE:
            return self.line.part(place - 2) is not Part.DETERMINER
        return before not in INSIDE or self.line.finite(place - 1)

    def _described(self, who: Who, begin: int) -> Subject:
        """Whom a description behind a comma describes: Ann Lee, founder of the club who left, said."""
        described = not is_proper(who) or self.line.part(begin) is Part.DETERMINER  # Diogenes, the Cynic, who
        if not described or self.line.part(begin - 1) is not Part.COMMA or self.line.part(begin - 2) not in INSIDE:
            return Subject(who, begin)
        outer = self._phrase(begin - 2)
        named = begin - 2
        while self.line.part(named - 1) is Part.NAME:
            named -= 1
        behind = self.line.low(named - 1) in BE | INVERTED | _MET or self.line.finite(named - 1)
        if outer.who.named is Named.UNCLEAR and behind:
            outer = self.phrases.read(named, begin - 2)  # the mayor was, or met, Ann Lee, a writer, who said
        if is_proper(outer.who):
            return Subject(titled(outer.who, who), outer.begin)
        return Subject(UNCLEAR if is_proper(who) and outer.who.named is Named.UNCLEAR else who, begin)

    def _parted(self, comma: int, verb: int) -> Subject | None:
        """The subject where a comma stands before the verb: Rubio, who left, said; the mayor, Ann Lee, said; A, B, and C say."""
        opening = self._opening(comma)
        if opening is None:
            return self._alone(comma, verb)
        behind = self.line.part(opening + 1)
        if self.line.part(opening - 1) is Part.PRONOUN:
            return Subject(self.phrases.who(opening - 1, opening - 1), opening - 1)
        outer = self._phrase(opening - 1)
        if behind in LEADING | {Part.RELATIVE, Part.NUMBER, Part.COMMA} or self.line.low(opening + 1) == "then":
            return outer
        open_list = any(self.line.low(place) in ("such", "including", "like") for place in range(outer.begin, opening))
        if outer.who.named is not Named.UNCLEAR and (open_list or self.line.low(opening + 1) in ("and", "or")):
            return Subject(self.phrases.who(outer.begin, comma - 1), outer.begin)
        return self._apposed(outer, opening)

    def _alone(self, comma: int, verb: int) -> Subject | None:
        """The subject before a comma that nothing opens: one too many (A 2014 review, concluded), or what is only called so."""
        word = WORDS.get(self.line.low(verb))
        if word is None or word.form is not Form.FINITE or word.takes & (Takes.NAMING | Takes.OBJECT):
            return None  # a form of individualism, called “egoism”
        alone = self.line.part(comma - 1) in INSIDE and self.phrases.stretch(comma - 1) == 0 and comma < 20
        return self.phrases.read(0, comma - 1) if alone else Subject(UNCLEAR, comma)

    def _apposed(self, outer: Subject, opening: int) -> Subject:
        """Who is meant by two phrases with a comma between: a name and what its bearer is, in either order."""
        behind = self.phrases.ends_at(opening + 1)
        inner = self.phrases.who(opening + 1, behind - 1)
        if is_proper(outer.who) and (title := self._title(opening + 1, behind)) is not None:
            return Subject(titled(outer.who, Who(Named.NAME, role=title)), outer.begin)
        single = behind == opening + 2 or self.line.low(opening + 1) in _REGIONS
        if single and self.line.part(opening - 1) is Part.NAME and self.line.part(opening - 2) is Part.PREPOSITION:
            # a group in Lynchburg, Virginia, said; of Kobe, Japan, or Kobe's mayor, Ann
            return Subject(UNCLEAR, outer.begin) if self.line.low(opening - 2) == "of" else outer
        if is_silent(inner):
            return Subject(inner, outer.begin)  # an extension, the old theory
        proper = is_proper(outer.who)
        if proper and behind == opening + 2 and self.line.tokens[opening + 1].acronym:
            return outer  # Ann Lee, QC
        if self.line.part(opening + 1) is Part.DETERMINER and self.line.low(opening + 1) not in ARTICLES:
            return outer  # his critics, many of them Catholics
        if is_proper(inner) and not proper and self.line.part(outer.begin) in (Part.DETERMINER, Part.NOUN, Part.NAME):
            return Subject(titled(inner, outer.who, self.phrases.text(outer.begin, opening - 1)), outer.begin)
        if proper and self.line.part(opening + 1) is Part.NOUN and not self.line.capital(opening + 1):
            return outer  # Lee, aware of the danger
        described = outer.who.named is Named.NAME and not proper and self.line.part(opening + 1) is Part.DETERMINER
        return outer if described else Subject(UNCLEAR, outer.begin)

    def _title(self, begin: int, end: int) -> str | None:
        """What words between commas say that somebody is: a professor at Yale who left; Democrat of California."""
        stop = next((place for place in range(begin, end) if self.line.part(place) in (Part.RELATIVE, Part.THAT)), end)
        owned = any(
            self.line.low(place).endswith(("'s", "s'")) and may_be_role(self.line.low(place + 1))
            for place in range(begin, min(begin + 4, end - 1))
        )  # Ann Lee's opponent
        described = (
            owned or self.line.part(begin) is Part.NOUN or self.line.low(begin) in ("a", "an", "the", "one", "another")
        )
        heads = (place for place in range(begin + 1, stop) if self.line.part(place) is Part.PREPOSITION)
        head = next(heads, stop) - 1
        ends = not self.line.capital(head) and may_be_role(self.line.low(head))  # Clinton's top backer; NGO adviser on fish
        if stop == begin or not (described or ends or may_be_role(self.line.low(begin))):
            return None
        return self.phrases.text(begin + (self.line.low(begin) in ("a", "an", "the")), stop - 1)

    def _opening(self, closing: int) -> int | None:
        """The comma that opens what ends with this one: the first behind a phrase that may be the subject."""
        line = self.line
        found = None
        end, place = closing, closing - 1
        while place > 0 and closing - place < FAR and line.part(place) is not Part.MARK:
            if line.part(place) is not Part.COMMA:
                place -= 1
                continue
            if not self._set_apart(place + 1, end) or line.part(place - 1) not in INSIDE | {Part.PRONOUN}:
                break
            if line.part(place - 1) is Part.PRONOUN:
                return place
            begin = self._element(place - 1)
            if line.part(begin) in LEADING and not (line.part(begin) is Part.ADVERB and begin < place - 1):
                if found is not None or line.part(begin - 1) is not Part.COMMA:
                    break  # In May, Rubio, who left, said
                end, place = place, begin - 1  # Rubio, 53, of Miami, who left, said
                continue
            found = place
            if line.part(begin - 1) is not Part.COMMA or line.tokens[begin - 1].text != line.tokens[place].text:
                break
            end, place = place, begin - 1
        return found

    def _element(self, end: int) -> int:
        """Where what ends there between two commas begins: curator and director of the museum."""
        begin = self.phrases.stretch(end)
        while self.line.part(begin - 1) is Part.CONJUNCTION and (
            self.line.part(begin - 2) is self.line.part(begin) is Part.NOUN
            or (self.line.low(begin) in ARTICLES and self.line.part(begin - 2) in (Part.NAME, Part.NOUN))
        ):
            begin = self.phrases.stretch(begin - 2)
        return begin

    def _set_apart(self, begin: int, end: int) -> bool:
        """Whether words between commas are no clause of their own, for want of a verb or by their who or as."""
        opens = self.line.part(begin) in (Part.RELATIVE, Part.OPENER, Part.PREPOSITION) or self.line.low(begin).endswith(
            "ing"
        )
        end = next((place for place in range(begin, end) if self.line.part(place) is Part.RELATIVE), end)
        return opens or not any(self.line.finite(place) for place in range(begin, end))
