"""Who says what in one English sentence: said, told, according to, “…,” said Rubio, was criticised by.

Every verb of saying is looked at with the words around it: what it is followed by shows whether it reports (that, a
quotation, a clause), what stands before it who speaks. Only what the words show is taken; what they leave open is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from factlog.articles.complements_english import Complement, complement
from factlog.articles.line_english import AUXILIARY, BE, CLAUSE, MODAL, NEGATION, RELATIVE, Line
from factlog.articles.names_english import DETERMINERS, INSTITUTIONS, OWNED, PERSONAL, STARTERS, VAGUE, phrase
from factlog.articles.subjects_english import Subjects, is_proper, who_of
from factlog.articles.telling import MAX_VERBS, UNCLEAR, Masked, Named, Telling, Who
from factlog.articles.verbs_english import AMBIGUOUS, DOCUMENTS, INVERTED, WORDS, Form, Takes, Word

_PLACED = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4}")
_TEXTS = frozenset(
    "statement statements letter report article decision ruling tweet post release memo op-ed essay paper message email editorial blog comment note speech opinion verdict".split()
)
_CARRYING = frozenset("also added adds continued".split())
_LEAVING = frozenset("while whereas but and though although".split())
_NAMED_BY = frozenset(
    "called named titled entitled dubbed known term word phrase song film book album episode essay article".split()
)
_NO_SPEAKERS = frozenset(
    "system systems calendar reckoning law laws rule rules plan plans principle principles method methods type size age need needs custom customs schedule formula definition standard standards"
    " criteria chapter section article order degree number amount level tradition traditions theory theories hypothesis ideology doctrine".split()
)


def _many(head: str) -> bool:
    """Whether a description's last word is one of people or of what they write."""
    return head in DOCUMENTS or (head.endswith("s") and len(head) > 4)


def tellings(sentence: Masked) -> tuple[Telling, ...]:
    """The tellings of a sentence, in the order of their verbs."""
    return tuple(sorted(_Reading(sentence).run(), key=lambda telling: telling.place))


def subject(sentence: Masked) -> Who:
    """Who or what a sentence begins with, where that is a name."""
    return Subjects(Line(sentence)).main(len(sentence.text))[0]


class _Found(NamedTuple):
    """A telling as it is found: its tokens, before quotations are given to it."""

    verb: int
    written: str
    who: Who
    reported: Complement
    inner: bool
    carried: bool
    begin: int


class _Reading:
    """One sentence as a line of words, and the tellings found so far."""

    def __init__(self, sentence: Masked) -> None:
        self.line = Line(sentence)
        self.subjects = Subjects(self.line)
        self.found: list[_Found] = []

    def run(self) -> Iterator[Telling]:
        if sum(token.low in WORDS for token in self.line.tokens) > MAX_VERBS:
            return
        for place, token in enumerate(self.line.tokens):
            if word := WORDS.get(token.low):
                self._verb(place, word)
            elif token.low == "according" and self.line.low(place + 1) == "to":
                self._according(place)
            elif token.low == "words" and self.line.low(place - 2) == "in" and self.line.low(place + 1) == "of":
                self._source(place, place + 2)
            elif token.low == "put" and self.line.low(place + 1) == "it":
                self._put(place)
            elif token.text == ":" and self.line.quoted(place + 1):
                self._colon(place)
        taken = self._given()
        for number, found in enumerate(self.found):
            yield self._telling(found, taken[number])

    def _verb(self, place: int, word: Word) -> None:
        left, passed = self.line.skipped(place - 1)
        if self.line.low(left) == "as" and self.line.low(place + 1) == "by":
            self._source(place, place + 2)  # as reported by Reuters
            return
        if not self._is_verb(place, word, left, passed):
            return
        if word.form is Form.FINITE and passed & BE:
            self._passive(place, left, word)
            return
        reported = complement(self.line, place, word) or self._aside(place)
        if word.form is Form.ING and not passed & BE:
            if reported is not None:
                self._participle(place, left, reported)
        elif self._is_inverted(place, left):
            self._inverted(place)
        elif reported is not None:
            who, begin = self._subject(left, place)
            if who is not None and (word.takes is not Takes.FINDING or self._may_find(who)):
                self._add(place, who, reported, begin)

    def _is_verb(self, place: int, word: Word, left: int, passed: set[str]) -> bool:
        """Whether a form is a verb here that says what was said: not a noun, not what would or did not happen."""
        line = self.line
        if NEGATION & passed or line.low(left) in ("to", "the", "a", "an"):
            return False
        if word.form is Form.PLAIN:
            return not passed & AUXILIARY and (line.plural(left) or self._plural_head(left))
        if MODAL & passed:
            return False
        if line.low(place) not in AMBIGUOUS:
            return True
        before = line.low(left)
        named = line.capital(left) or before[:1].isdigit() or before in (*PERSONAL, *RELATIVE, "it")
        return named and not before.endswith(("'s", "'"))

    def _plural_head(self, left: int) -> bool:
        """Whether the phrase before a verb has a plural for its head: critics of the plan argue."""
        begin = self.subjects.begin(left)
        head = next((place for place in range(begin, left) if self.line.low(place + 1) in ("of", "in", "from")), None)
        return head is not None and self.line.plural(head)

    def _subject(self, left: int, verb: int) -> tuple[Who | None, int]:
        """Who the words before a verb name, and where these begin; None where no subject stands there."""
        if self.line.low(left) in ("and", "but", "or", "then"):
            return self._coordinated(left), left
        return self.subjects.before(left, verb)

    def _is_inverted(self, place: int, left: int) -> bool:
        if self.line.low(place) not in INVERTED or left != place - 1:
            return False
        behind = self.line.quoted(left) or (self.line.low(left) == "," and self.line.quoted(left - 1))
        following = self.line.low(place + 1)
        named = any(self.line.capital(at) for at in range(place + 1, place + 5)) and not self.line.ends(place + 1)
        return behind and (named or following in DETERMINERS | PERSONAL or self.line.plural(place + 1))

    def _inverted(self, place: int) -> None:
        who, end = self.subjects.forward(place + 1)
        if who is not None:
            self._add(place, who, Complement("before", end), place)

    def _aside(self, place: int) -> Complement | None:
        """What stands before a remark about who speaks: “…,” Rubio said. It rained, officials said."""
        behind_it = place + 1
        if self.line.low(place) == "told":
            behind_it = next((at for at in range(place + 2, place + 8) if self.line.ends(at)), place)
        if not (self.line.ends(behind_it) or self.line.low(behind_it) in ("in", "on", "at", "during", "after", "of")):
            return None
        left, _ = self.line.skipped(place - 1)
        if left < 0 or self.line.low(place) not in INVERTED | {"told"}:
            return None
        who, begin = self.subjects.before(left, place)
        if who is None or who.named is Named.UNCLEAR:
            return None
        behind = self.line.quoted(begin - 1) or (self.line.low(begin - 1) == "," and begin > 1)
        return Complement("aside", place + 1) if behind else None

    def _coordinated(self, left: int) -> Who:
        """The subject of a verb behind and: the one of the verb before it."""
        last = self.found[-1] if self.found else None
        if last and last.who.named is not Named.UNCLEAR and not self.line.marked(last.verb, left, ";"):
            return last.who
        who, following = self.subjects.main(self.line.tokens[left].start)
        inner = any(self.line.low(place) in CLAUSE | RELATIVE for place in range(following, left))
        return UNCLEAR if inner else who

    def _participle(self, place: int, left: int, reported: Complement) -> None:
        """Adds saying that, stating: “…”, whose subject is the one of the clause before."""
        line, low = self.line, self.line.low(left)
        last = self.found[-1] if self.found else None
        who: Who | None
        begin = left
        if low == "as":
            quoted = next((at for at in range(left - 1, max(-1, left - 8), -1) if line.low(at) in ("quoted", "cited")), None)
            if quoted is None:
                return
            before, passed = line.skipped(quoted - 1)
            who, begin = self.subjects.before(before, quoted) if passed & BE else (UNCLEAR, left)
        elif line.capital(left) and line.low(self.subjects.begin(left)) == "with":
            begin = self.subjects.begin(left)
            who = who_of(phrase(line.tokens[begin + 1 : left + 1], line.sentence.text))
        elif low not in (",", "by", "and") and low not in _TEXTS and not line.quoted(left):
            return
        elif last and not line.marked(last.verb, place, ";") and last.reported.kind != "before" and not last.inner:
            who = last.who
        else:
            who = self._of_clause(place)
        if who is not None:
            self._add(place, who, reported, begin, follows=True)

    def _of_clause(self, place: int) -> Who:
        """The subject of the clause in which a participle stands; unclear where another clause comes between."""
        line = self.line
        who, following = self.subjects.main(line.tokens[place].start)
        if line.low(following) == "," and line.low(following + 1) in RELATIVE:
            following = next((at for at in range(following + 1, place) if line.low(at) == ","), place)
        for at in range(following, place):
            low = line.low(at)
            if low in ("who", "which", "that", "because", "if", "but", "while") or (
                low == "and" and not line.capital(at - 1)
            ):
                return UNCLEAR
        return who

    def _passive(self, place: int, left: int, word: Word) -> None:
        """Adds was criticised by the board, was described by critics as “…”; without by nobody is named."""
        if word.takes is Takes.FINDING or self.line.low(left) in RELATIVE:
            return
        for at in range(place + 1, min(place + 12, len(self.line.tokens))):
            if self.line.tokens[at].text in ",;.:" or self.line.low(at) in CLAUSE - {"as"}:
                return
            if self.line.low(at) == "by" and not self.line.low(at + 1).endswith("ing"):
                who, end = self.subjects.forward(at + 1)
                if who is not None and who.name and (is_proper(who) or _many(who.name.split()[-1])):
                    self._add(place, who, Complement("passive", end), place)
                return

    def _may_find(self, who: Who) -> bool:
        """Whether somebody finds: a person, an institution, a study; not an image that suggests."""
        if who.named in (Named.PRONOUN, Named.ROLE):
            return True
        words = re.split(r" (?:of|in|on|for|from|by|about|with|at) ", who.name or "")[0].split()
        if words[-1:] == ["group"] or words[-1:] == ["team"]:
            return True
        return bool(words) and (
            is_proper(who)
            or words[-1].lower() in DOCUMENTS
            or not INSTITUTIONS.isdisjoint(words)
            or words[-1].lower() in ("investigation", "investigations", "institute")
        )

    def _according(self, place: int) -> None:
        low = self.line.low(place + 2)
        who, end = self.subjects.forward(place + 2)
        if who is None or low in OWNED | VAGUE:
            return
        if any(self.line.low(at) in _NO_SPEAKERS for at in range(place + 2, end)):
            return
        line = self.line
        bare = low not in DETERMINERS and not line.low(end - 1).endswith("s") and not low[:1].isdigit()
        plain = bare and not any(line.capital(at) for at in range(place + 2, end))
        if who.named is Named.NAME and plain:
            return  # according to plan
        self._add(place, who, Complement("source", end), place)

    def _source(self, place: int, name: int) -> None:
        """Adds as reported by Reuters, in the words of Mark Twain; of the latter also what is quoted right behind."""
        who, end = self.subjects.forward(name)
        if who is not None and who.name:
            quoted = next((at for at in range(end, end + 2) if self.line.quoted(at)), None)
            self._add(place, who, Complement("source", end) if quoted is None else Complement("quote", quoted), place)

    def _put(self, place: int) -> None:
        """Adds as Smith put it."""
        who, begin = self.subjects.before(place - 1, place)
        if who is not None and self.line.low(begin - 1) == "as":
            quoted = next((at for at in range(place + 2, place + 5) if self.line.quoted(at)), None)
            self._add(place, who, Complement("aside", place) if quoted is None else Complement("quote", quoted), begin)

    def _colon(self, place: int) -> None:
        """Adds Rubio: “…” and As Rubio put it: “…”."""
        if place == 0 or self.subjects.begin(place - 1) != 0:
            return
        words = self.line.tokens[:place]
        if all(word.capital for word in words) and len(words) <= 4 and words[0].text not in STARTERS:
            self._add(place, who_of(phrase(words, self.line.sentence.text)), Complement("quote", place + 1), 0)

    def _add(self, place: int, who: Who, reported: Complement, begin: int, *, follows: bool = False) -> None:
        """Adds a telling. ``follows``: its verb stands outside of what the verb before it reports."""
        inner = not follows and reported.kind not in ("source", "before", "aside") and self._within(begin)
        near = {self.line.low(at) for at in range(max(0, place - 3), place + 1)}
        written = "according to" if self.line.low(place) == "according" else self.line.tokens[place].text
        self.found.append(_Found(place, written, who, reported, inner, not _CARRYING.isdisjoint(near), begin))
        self.subjects.verbs.add(place)

    def _within(self, begin: int) -> bool:
        """Whether words stand within what an earlier verb reports: its that-clause has not been left by ; or , while."""
        line = self.line
        for found in reversed(self.found):
            if found.reported.kind not in ("that", "bare") or found.reported.at > begin:
                continue
            left = any(
                line.low(place) == ";" or (line.low(place) == "," and line.low(place + 1) in _LEAVING)
                for place in range(found.reported.at, begin)
            )
            return not left and line.low(begin) not in ("and", "but", "or", "then")
        return False

    def _given(self) -> list[list[int]]:
        """Which quotations belong to which telling, by the nearest verb that reaches them."""
        given: list[list[int]] = [[] for _ in self.found]
        order = sorted(range(len(self.found)), key=lambda number: self.found[number].verb)
        for place, token in enumerate(self.line.tokens):
            if token.quotation < 0:
                continue
            owner = self._owner(place, order)
            if owner is not None:
                given[owner].append(token.quotation)
        return given

    def _owner(self, place: int, order: list[int]) -> int | None:
        """Whose words a quotation has: those of the verb right behind it, else of the nearest verb before that reaches it."""
        before = [number for number in order if self.found[number].verb < place]
        behind = next((number for number in order if self.found[number].verb > place), None)
        if behind is not None and self._reaches_back(self.found[behind], place, alone=not before):
            return behind
        for number in reversed(before):
            if self.found[number].reported.kind != "source":
                return number if self._reaches(self.found[number], place) else None
        return None

    def _reaches_back(self, found: _Found, place: int, *, alone: bool) -> bool:
        """Whether a quotation belongs to a verb behind it: “…,” Rubio said; “We go,” Lavrov said, “and”."""
        if found.reported.kind in ("before", "aside"):
            return not self.line.marked(place + 1, found.verb, ";.") and (alone or found.verb - place < 8)
        return found.reported.kind in ("quote", "that") and self._opens(place, found.begin)

    def _reaches(self, found: _Found, place: int) -> bool:
        """Whether a quotation belongs to a verb before it."""
        kind, at = found.reported
        before = self.line.low(place - 1)
        if kind == "before":
            return True
        if kind == "passive":
            return place < at or before in ("as", ":", "for")
        if kind == "judged":
            return before in ("as", ":", ",", "for", "of")
        if place < at:
            return False
        return (place == at and kind in ("quote", "named")) or not self._named_thing(place)

    def _opens(self, place: int, begin: int) -> bool:
        """Whether a quotation stands right before a subject, with or without its comma."""
        inside = self.line.sentence.quotations[self.line.tokens[place].quotation].text
        return (begin == place + 2 and self.line.low(place + 1) == ",") or (
            begin == place + 1 and inside.endswith((",", "!", "?"))
        )

    def _named_thing(self, place: int) -> bool:
        """Whether a quotation is a name or a title of something, not words of the speaker's."""
        return self.line.title(self.line.tokens[place]) or self.line.low(place - 1) in _NAMED_BY

    def _telling(self, found: _Found, quoted: list[int]) -> Telling:
        token = self.line.tokens[found.verb]
        source = any(other.reported.kind == "source" for other in self.found) and found.reported.kind != "source"
        kind = found.reported.kind
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
        text = self.line.sentence.text
        if (begins := re.match(r"On (?=[\dA-Z])", text)) and (day := _PLACED.match(text, begins.end())) and found.verb < 25:
            return day.span()
        if found.reported.kind in ("that", "quote", "bare"):
            behind = self.line.tokens[found.verb].end
            until = self.line.tokens[found.reported.at].start if found.reported.at < len(self.line.tokens) else len(text)
            for day in _PLACED.finditer(text, behind, until):
                return day.span() if text[behind : day.start()].rstrip().endswith(" on") else None
        return None
