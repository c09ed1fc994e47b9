"""Who an English verb of saying has for its subject."""

from __future__ import annotations

from factlog.articles.line_english import AUXILIARY, BE, CLAUSE, PREPOSITIONS, RELATIVE, Line
from factlog.articles.names_english import (
    DETERMINERS,
    OWNED,
    PARTICLES,
    PERSONAL,
    PRONOUNS,
    ROLES,
    STARTERS,
    VAGUE,
    Phrase,
    Token,
    phrase,
)
from factlog.articles.telling import UNCLEAR, Named, Who
from factlog.articles.verbs_english import WORDS, Form, Takes

_WORKS = frozenset(
    "book novel essay article film movie album song poem play magazine newspaper journal series show programme program work memoir autobiography treatise pamphlet".split()
)
_IRREGULAR = frozenset(
    "wrote led met went chose came took gave made began held won lost left ran became got kept saw spoke sent sold grew brought bought built broke drew fell fought put set cut let quit rose sat"
    " stood struck taught threw understood wore has had is was were are does did".split()
)


class Subjects:
    """The subjects of a line's verbs. ``verbs`` are the places of the tellings found so far: no subject reaches over one."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.verbs: set[int] = set()

    def before(self, left: int, verb: int) -> tuple[Who | None, int]:
        """Who the words before a verb name, and where these begin; None where no subject stands there."""
        if left < 0:
            return None, 0
        low = self.line.low(left)
        if low in RELATIVE:
            antecedent = left - 1 if self.line.low(left - 1) != "," else left - 2
            begin = self.begin(antecedent)
            if self.line.low(begin) == "it" and self.line.low(begin + 1) in BE:
                begin += 2  # it was Churchill who said
            elif self.line.low(begin) in PREPOSITIONS:
                begin += 1
            return self._described(*self.region(begin, antecedent))
        if low == ",":
            return self._apposed(left, verb)
        if self.line.quoted(left) or not self.line.tokens[left].word:
            return None, left
        if len(low) == 4 and low.isdigit() and self.line.low(left - 1) == "," and self.line.capital(left - 2):
            left -= 2  # the Legal Metrology Rules, 2011
        begin = self.begin(left)
        if begin > left:
            return (UNCLEAR, left) if low not in CLAUSE else (None, left)
        return self._among(begin, left)

    def _among(self, begin: int, left: int) -> tuple[Who, int]:
        """Who a stretch of words names that may be the last of a list."""
        if self.line.low(begin - 1) == "and" and self.line.low(begin - 2) == "," and self.line.capital(begin - 3):
            return UNCLEAR, begin  # the Academies of Sciences, Engineering, and Medicine
        if self.line.low(begin - 1) == "," and (listed := self._listed(begin, left)) is not None:
            return self.region(listed, left)
        return self.region(begin, left)

    def _described(self, who: Who, begin: int) -> tuple[Who, int]:
        """Whom a description behind a comma describes: Ann Lee, founder of the club who left, said."""
        if is_proper(who) or self.line.low(begin - 1) != ",":
            return who, begin
        outer, start = self.region(self.begin(begin - 2), begin - 2)
        if outer is not None and is_proper(outer):
            return Who(Named.NAME, outer.span, outer.name, outer.role or who.name), start
        return who, begin

    def begin(self, end: int) -> int:
        """Where the stretch of words begins that ends with this one: behind a mark, a quotation, a word that opens a clause."""
        begin = end
        while begin >= 0 and begin not in self.verbs:
            low = self.line.tokens[begin].low
            such = low == "as" and self.line.low(begin - 1) == "such"
            if self.line.ends(begin) or self.line.quoted(begin) or (low in CLAUSE | RELATIVE and not such):
                break
            if low == "and" and not self._joint(begin, end) and not self._one_phrase(begin):
                break
            begin -= 1
        return begin + 1

    def _one_phrase(self, conjunction: int) -> bool:
        """Whether and stands within the phrase that the sentence begins with, for want of a verb before it."""
        if self.line.low(conjunction - 1)[:1].isdigit() and self.line.low(conjunction + 1)[:1].isdigit():
            return True
        first = self.line.tokens[0]
        if (
            conjunction > 25
            or not (first.low in DETERMINERS or first.capital)
            or first.low in PREPOSITIONS | CLAUSE | PERSONAL | VAGUE - DETERMINERS
        ):
            return False
        return not any(
            low in AUXILIARY - {"to"} | _IRREGULAR | RELATIVE
            or self.line.tokens[place].text in ",;:"
            or (low in WORDS and place > 0)
            or (low.endswith("ed") and self.line.low(place - 1) not in {"", "and", *PREPOSITIONS, *DETERMINERS})
            or self.line.quoted(place)
            for place in range(conjunction)
            for low in [self.line.low(place)]
        )

    def _joint(self, place: int, end: int) -> bool:
        """Whether and joins two subjects: Van der Maaten and Hinton, the Food and Drug Administration."""
        if not self.line.capital(place - 1):
            return (
                self.line.low(place - 1).endswith("s")
                and not any(self.line.capital(at) for at in range(place, end + 1))
                and place - 1 <= 3
            )
        return self.line.capital(place + 1)

    def _listed(self, begin: int, left: int) -> int | None:
        """Where a list of names begins whose last two and joins: Millstone, Brunner and Mayer."""
        conjunction = next((place for place in range(begin, left) if self.line.low(place) == "and"), None)
        if conjunction is None or not all(
            self.line.tokens[place].capital or place == conjunction for place in range(begin, left + 1)
        ):
            return None
        first = begin
        while self.line.low(first - 1) == "," and self.line.capital(first - 2):
            first -= 2
            while first > 0 and self.line.capital(first - 1) and self.line.tokens[first - 1].text not in STARTERS:
                first -= 1
        return first if first < begin else None

    def region(self, begin: int, end: int) -> tuple[Who, int]:
        """Who a stretch of words names that ends right before a verb."""
        words = self.line.tokens[begin : end + 1]
        if not words:
            return UNCLEAR, begin
        if words[-1].low in PRONOUNS:
            words = words[-1:]  # a moustache he described
        found = phrase(words, self.line.sentence.text)
        if words[0].low in PREPOSITIONS and (found is None or found.start == words[0].start):
            found = self._behind_adverbial(words)
        return who_of(found), begin

    def _behind_adverbial(self, words: list[Token]) -> Phrase | None:
        """The subject behind a preposition's words without a comma: In a 2016 review Domingo."""
        last = len(words)
        while last > 0 and (words[last - 1].capital or words[last - 1].low in PARTICLES):
            last -= 1
        if (
            last < len(words)
            and words[last - 1].low not in PREPOSITIONS | DETERMINERS | OWNED | _WORKS
            and not words[last - 1].low.endswith("'s")
        ):
            return phrase(words[last:], self.line.sentence.text)
        starts = [
            place
            for place in range(2, len(words))
            if words[place].low in DETERMINERS and words[place - 1].low not in PREPOSITIONS
        ]
        return phrase(words[starts[-1] :], self.line.sentence.text) if starts else None

    def _apposed(self, comma: int, verb: int) -> tuple[Who | None, int]:
        """Who speaks where a comma stands before the verb: Rubio, the secretary of state, said; In May, Rubio, who left, said."""
        opening = comma - 1
        while opening >= 0 and (self.line.tokens[opening].text not in ",;:" and comma - opening < 40):
            opening -= 1
        word = WORDS.get(self.line.low(verb))
        if word is not None and word.takes in (Takes.NAMING, Takes.JUDGING) and opening < 1:
            return None, comma  # a form of individualism, called “egoism”
        finite = word is not None and word.form is Form.FINITE
        if opening < 1 and finite and self.begin(comma - 1) == 0 and comma < 8:
            return self.region(0, comma - 1)  # a comma too many: A 2014 review, concluded
        if opening < 1 or self.line.low(opening) != ",":
            return (None, comma) if word is not None and word.form is Form.ING else (UNCLEAR, comma)
        begin = self.begin(opening - 1)
        outer, _ = self.region(begin, opening - 1)
        words = self.line.tokens[opening + 1 : comma]
        if not words or outer is None:
            return UNCLEAR, begin
        aside = (
            words[0].low in RELATIVE | PREPOSITIONS | CLAUSE
            or words[0].low.endswith(("ing", "ly", "ed"))
            or words[0].text[0].isdigit()
            or words[0].low in ("then", "along", "together", "like", "including")
        )
        if aside:
            return (
                (outer, begin)
                if outer.named is not Named.UNCLEAR and self.line.tokens[begin].low not in PREPOSITIONS
                else (UNCLEAR, begin)
            )
        inner, _ = self.region(opening + 1, comma - 1)
        named = [who for who in (outer, inner) if who is not None and who.name and is_proper(who)]
        if len(named) != 1 or inner is None:
            return UNCLEAR, begin
        other = inner if named[0] is outer else outer
        return Who(Named.NAME, named[0].span, named[0].name, named[0].role or other.role or other.name), begin

    def main(self, before: int) -> tuple[Who, int]:
        """Who the clause begins with in which a place stands, and the token behind that."""
        end = next((place for place, token in enumerate(self.line.tokens) if token.start >= before), len(self.line.tokens))
        begin = 0
        for place in range(end - 1, 0, -1):
            opens = self.line.low(place) in (
                "though",
                "although",
                "while",
                "whereas",
                "but",
                "and",
                "when",
                "because",
                "after",
            )
            if self.line.tokens[place].text == ";" or (
                opens
                and self.line.low(place - 1) == ","
                and (self.line.capital(place + 1) or self.line.low(place + 1) in DETERMINERS | PERSONAL | {"drummer"})
            ):
                begin = place + 1
                break
        for _ in range(3):
            low = self.line.low(begin)
            comma = next(
                (place for place in range(begin, min(begin + 25, end)) if self.line.tokens[place].text == ","), None
            )
            if comma is None or not (
                low in PREPOSITIONS | CLAUSE
                or self.line.tokens[begin].text in STARTERS - {"The", "A", "An", "He", "She", "It", "They"}
                or low.endswith("ly")
            ):
                break
            begin = comma + 1
        if self.line.low(begin) in PREPOSITIONS:
            return UNCLEAR, begin
        who, following = self.forward(begin, clause=True)
        joint = self.line.low(following) == "and"
        return (UNCLEAR if who is None or joint else who), following

    def forward(self, begin: int, *, clause: bool = False) -> tuple[Who | None, int]:
        """Who is named from a token on, and the token behind it; in a clause, a small word behind a name may be its verb."""
        place = begin
        named = False
        while place < len(self.line.tokens) and place - begin < 14:
            token = self.line.tokens[place]
            low = token.low
            onward = low == "to" and (self.line.capital(place + 1) or self.line.low(place + 1) in DETERMINERS)
            if not token.word or (low in CLAUSE | RELATIVE | AUXILIARY and not onward):
                break
            if place > begin and not token.capital and not self._describes(place):
                break
            verb = clause and low.endswith("s") and low not in ROLES and self.line.capital(place - 1)
            if verb and place > begin and not token.capital and not self.line.low(place - 1).endswith("'s"):
                break
            if (
                low in ("in", "on", "at", "during", "with", "by", "from", "after", "before")
                and place > begin
                and (named or low != "at")
            ):
                break
            if low == "and" and not (self.line.capital(place - 1) and self.line.capital(place + 1)):
                break
            named = named or (token.capital and place > 0)
            if place > begin and low.endswith("ly") and not token.capital:
                break
            place += 1
        if place == begin:
            return None, begin
        return who_of(phrase(self.line.tokens[begin:place], self.line.sentence.text)), place

    def _describes(self, place: int) -> bool:
        """Whether a word in small letters may stand within a name or a description, and is not the verb behind it."""
        low = self.line.low(place)
        if low in ("called", "named") and self.line.capital(place + 1 + (self.line.low(place + 1) == "the")):
            return True
        if low.endswith("ed") and len(low) > 4:
            return self.line.low(place - 1) in DETERMINERS
        return low not in _IRREGULAR and low not in WORDS


def who_of(found: Phrase | None) -> Who:
    """What a phrase says of who speaks."""
    if found is None:
        return UNCLEAR
    return Who(found.named, (found.start, found.end), found.name, found.role)


def is_proper(who: Who) -> bool:
    """Whether somebody is named by a name, all of whose words begin with capitals."""
    words = (who.name or "").split()
    return bool(words) and all(word[0].isupper() or word in PARTICLES for word in words)
