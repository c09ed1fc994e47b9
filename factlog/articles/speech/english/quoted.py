"""Whose words the quotations of an English sentence are, of those whom it lets speak; or nobody's, as a title's are."""

from __future__ import annotations

from collections.abc import Sequence

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.constructions import Found
from factlog.articles.speech.english.line import BE, Line, Part
from factlog.articles.speech.english.reported import Kind
from factlog.articles.speech.english.verbs import WORDS

_NAMED_BY = words(
    "called named titled entitled dubbed known term word phrase song film book album episode essay article terms words"
)
_LEAVING = words("while whereas but though although")


class Quoted:
    """The quotations of a line, and the tellings that may have them."""

    def __init__(self, line: Line, found: Sequence[Found]) -> None:
        self.line = line
        self.found = found

    def given(self) -> list[list[int]]:
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
        """Whose words a quotation has: those of the verb right behind it, else of the nearest before that reaches it, else a source's."""
        before = [number for number in order if self.found[number].verb < place]
        behind = next((number for number in order if self.found[number].verb > place), None)
        if behind is not None and self._reaches_back(self.found[behind], place, alone=not before):
            return behind
        for number in reversed(before):
            if self.found[number].reported.kind is not Kind.SOURCE:
                if self._reaches(self.found[number], place):
                    return number
                break
        sources = [number for number in order if self.found[number].reported.kind is Kind.SOURCE]
        if len(sources) == 1 and not self._named_thing(place) and self.in_scope(self.found[sources[0]], place):
            return sources[0]
        return None

    def in_scope(self, source: Found, place: int) -> bool:
        """Whether a place is in the part of the sentence for which a source stands."""
        return not self.line.marked(min(source.verb, place), max(source.verb, place), ";")

    def _reaches_back(self, found: Found, place: int, *, alone: bool) -> bool:
        """Whether a quotation belongs to a verb behind it: “…,” Rubio said; “We go,” Lavrov said, “and”."""
        kind = found.reported.kind
        if kind is Kind.ASIDE and self.line.low(place - 1) in _NAMED_BY:
            return False  # the term “libertarian”, he notes
        if kind in (Kind.BEFORE, Kind.ASIDE):
            return not self.line.marked(place + 1, found.verb, ";.") and (alone or found.verb - place < 8)
        return kind in (Kind.QUOTE, Kind.THAT) and self._opens(place, found.begin)

    def _reaches(self, found: Found, place: int) -> bool:
        """Whether a quotation belongs to a verb before it."""
        kind, at = found.reported
        before = self.line.low(place - 1)
        if self.line.marked(found.verb, place, ";") and kind is not Kind.BEFORE:
            return False
        if kind is Kind.BEFORE:
            return True
        if kind is Kind.PASSIVE:
            return place < at or before in ("as", ":", "for") or self.line.low(place - 2) == "as"
        if kind is Kind.JUDGED:
            titled = self.line.title(self.line.tokens[place])
            return place == at or (before in ("as", ":", ",", "for", "of") and not titled)
        if place < at:
            return False
        return (place == at and kind in (Kind.QUOTE, Kind.NAMED)) or not self._named_thing(place)

    def _opens(self, place: int, begin: int) -> bool:
        """Whether a quotation stands right before a subject, with or without its comma."""
        inside = self.line.sentence.quotations[self.line.tokens[place].quotation].text
        return (begin == place + 2 and self.line.low(place + 1) == ",") or (
            begin == place + 1 and not self.line.ends(begin) and inside.endswith((",", "!", "?"))
        )

    def _named_thing(self, place: int) -> bool:
        """Whether a quotation is a name, a title or a term, not words of the speaker's: a kind of “freedom” that."""
        line = self.line
        short = len(line.sentence.quotations[line.tokens[place].quotation].text.split()) < 3
        if line.title(line.tokens[place]) or (line.low(place - 1) in _NAMED_BY and not line.long(place)):
            return True
        before = place - 1
        while line.part(before) in (Part.DETERMINER, Part.ADVERB, Part.NEGATION):
            before -= 1
        judges = line.low(before) in BE or line.low(before) in ("as", ":", ",", "than", "to") or line.low(before) in WORDS
        whole = line.part(before) is Part.THAT and line.ends(place + 1)
        return short and not judges and not whole

    def all_quoted(self, found: Found) -> bool:
        """Whether no word is reported but those in quotation marks."""
        kind, at = found.reported
        if kind in (Kind.QUOTE, Kind.BEFORE, Kind.ASIDE, Kind.NAMED):
            return True
        if kind is Kind.THAT:
            at += 1
        elif kind is Kind.PASSIVE:
            return self.line.quoted(at + 1) or self.line.quoted(at + 2)
        elif kind is not Kind.SOURCE and kind is not Kind.BARE:
            return False
        if kind is Kind.SOURCE:
            end = len(self.line) - 1
            last = end - (self.line.part(end) is Part.MARK)
            if self.line.quoted(last) and self.line.part(last - 1) is Part.COMMA and found.verb < last:
                return True
        at += self.line.marked(at, min(at + 1, len(self.line)), ",:")  # concluded that, “…”; according to Lee: “…”
        if not self.line.quoted(at):
            return False
        following = at + 1
        while self.line.part(following) in (Part.COMMA, Part.CONJUNCTION):
            following += 1
        ends = self.line.part(at + 1) is Part.MARK or self.line.low(at + 1) in _LEAVING
        return ends or (following > at + 1 and self.line.low(following) in WORDS)
