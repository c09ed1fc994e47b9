"""Remarks about who speaks, around what is said in an English sentence: “…,” said Rubio. It rained, officials said."""

from __future__ import annotations

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.complements import complement
from factlog.articles.speech.english.line import ARTICLES, Line, Part
from factlog.articles.speech.english.names import is_proper, speaks
from factlog.articles.speech.english.nouns import DATES, TIME
from factlog.articles.speech.english.phrases import LEADING, Phrases, Subject
from factlog.articles.speech.english.reported import Complement, Kind
from factlog.articles.speech.english.subjects import Subjects
from factlog.articles.speech.english.verbs import INVERTED, REMARKING, TOLD, WORDS, Form, Takes
from factlog.articles.speech.telling import Named, Who

_TALES = words("story stories tale tales truth lie lies joke jokes")
_WHEN = words("in on at during after of this last then earlier later yesterday today") | DATES - {"may"}
"""What may stand behind a remark about who speaks: …, Rubio said on Monday, this month."""


class Remarks:
    """The verbs of a line behind or within what they report."""

    def __init__(self, phrases: Phrases, subjects: Subjects) -> None:
        self.phrases = phrases
        self.subjects = subjects
        self.line: Line = phrases.line

    def inverted(self, place: int, left: int) -> tuple[Who, Complement] | None:
        """Who stands behind a verb that what is said stands before: “…,” said Rubio."""
        if not self._is_inverted(place, left):
            return None
        who, end = self.phrases.forward(place + 1)
        return None if who is None else (who, Complement(Kind.BEFORE, end))

    def _is_inverted(self, place: int, left: int) -> bool:
        """Whether a verb stands between what is said and who says it: “…,” said Rubio; It rained, reported Reuters."""
        line = self.line
        word = WORDS[line.low(place)]
        if left != place - 1 or word.form is not Form.FINITE or not (line.quoted(left) or line.part(left) is Part.COMMA):
            return False
        if line.part(place + 1) not in (Part.NAME, Part.DETERMINER, Part.PRONOUN, Part.NOUN):
            return False
        quotation = next((at for at in (left, left - 1) if line.quoted(at)), None)
        if line.low(place) in INVERTED:
            reported = complement(line, place, word)  # the regent, asked Lee, “Why?”
            active = reported is not None and reported.kind in (Kind.QUOTE, Kind.THAT)
            return quotation is not None or (not active and self._unquoted(place))
        if quotation is None or Takes.CLAUSE not in word.takes or not (quotation < left or self.phrases.spoken(left)):
            return False
        who, end = self.phrases.forward(place + 1)
        return who is not None and speaks(who) and line.ends(end)

    def _unquoted(self, place: int) -> bool:
        """Whether a verb stands before its subject behind words that are not quoted: It rained, said the mayor."""
        who, end = self.phrases.forward(place + 1)
        if who is None or who.named is not Named.NAME or not speaks(who):
            return False
        if is_proper(who) and self.line.ends(end):
            return True
        ends = self.line.ends(end) or self.line.part(end) in (Part.RELATIVE, Part.PREPOSITION)
        return ends and any(self.line.finite(at) for at in range(place))

    def aside(self, place: int) -> Complement | None:
        """What stands before or around a remark about who speaks: “…,” Rubio said. It rained, officials said. As Rubio notes, it rains."""
        low, following = self.line.low(place), self.line.low(place + 1)
        ended = self.line.ends(place + 1) or following in _WHEN
        # Most verbs end no remark, so that nobody need look for their subject
        return self._aside(place) if ended or low in REMARKING or WORDS[low].lemma in TOLD else None

    def _aside(self, place: int) -> Complement | None:
        line = self.line
        word = WORDS[line.low(place)]
        left, _ = line.skipped(place - 1)
        found = self.subjects.before(left, place) if left >= 0 else None
        if found is None or found.who.named is Named.UNCLEAR:
            return None
        before = found.begin - 1
        if Takes.CLAUSE not in word.takes:
            return self._mocking(found, place)
        if word.lemma == "write" and self._treats(place + 1):
            return None
        quoted = line.quoted(before) or (line.part(before) is Part.COMMA and line.quoted(before - 1))
        if quoted and line.low(place) in REMARKING:
            return Complement(Kind.ASIDE, place + 1)
        if word.lemma == "continue":
            return None
        end = self._behind_listener(place) if word.lemma in TOLD else place + 1
        end += line.low(before) == "as" and line.low(end) in ("it", "out")  # As Ann Lee tells it, as she points out
        enclosed = line.part(end) is Part.COMMA
        if not (enclosed or ((quoted or line.low(place) in REMARKING) and (line.ends(end) or line.low(end) in _WHEN))):
            return None
        if line.low(before) == "as":
            ends = line.ends(end) or line.low(end) in _WHEN  # As Ann Lee said in May
            remarks = line.low(place) in REMARKING and ends and line.ends(before - 1)
            return Complement(Kind.ASIDE, place + 1) if remarks else None
        if quoted:
            return Complement(Kind.ASIDE, place + 1)
        if line.part(before) is not Part.COMMA or before < 1 or not self._may_remark(found, place):
            return None
        return Complement(Kind.ASIDE, place + 1) if enclosed or self._is_clause(before) else None

    def _may_remark(self, found: Subject, place: int) -> bool:
        """Whether somebody remarks something, and it is not what was remarked: …, a plan announced earlier this year."""
        return speaks(found.who) or not self.line.low(place).endswith("ed")

    def _mocking(self, found: Subject, place: int) -> Complement | None:
        """A remark with a verb that else has no words behind it: “…,” Rubio mocked."""
        before = found.begin - 1
        spoken = self.line.quoted(before) and self.phrases.spoken(before) and self.line.ends(place + 1)
        return Complement(Kind.ASIDE, place + 1) if spoken and speaks(found.who) else None

    def _treats(self, at: int) -> bool:
        """Whether what somebody wrote about stands there: wrote extensively on ports."""
        manner = at
        while self.line.part(at) is Part.ADVERB:
            at += 1
        return self.line.low(at) in ("about", "of") or (self.line.low(at) == "on" and at > manner)

    def _behind_listener(self, place: int) -> int:
        """The place behind whom somebody tells something: Ann Lee told the Post, it rained."""
        at = place + 1
        while self.line.part(at) in (Part.NAME, Part.DETERMINER, Part.NOUN) and self.line.low(at) not in _TALES:
            at += 1
        return at

    def _is_clause(self, end: int) -> bool:
        """Whether the words up to a comma are a clause, by their verb or their number."""
        line = self.line
        if any(line.finite(at) or (line.quoted(at) and line.long(at)) for at in range(end)):
            return True
        leading = line.part(0) in LEADING or line.low(0) in TIME - ARTICLES
        begin = next((at + 1 for at in range(end) if line.part(at) is Part.COMMA), end) if leading else 0
        return end - begin > 5 and line.part(begin) not in LEADING
