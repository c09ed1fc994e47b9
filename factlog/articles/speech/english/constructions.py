"""The constructions in which an English sentence tells of somebody's saying something: said, according to, “…,” said Rubio.

Every verb of saying is looked at with the words around it: what it is followed by shows whether it reports (that, a
quotation, a clause), what stands before it who speaks. Only what the words show is taken; what they leave open is unclear.
"""

from __future__ import annotations

from typing import NamedTuple

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.clauses import Clauses
from factlog.articles.speech.english.complements import HOLDING, complement
from factlog.articles.speech.english.infinitives import Infinitives
from factlog.articles.speech.english.judgements import LINKING
from factlog.articles.speech.english.line import (
    BE,
    BEFORE_TIME,
    DO,
    MODAL,
    NEGATION,
    VAGUE,
    Line,
    Part,
)
from factlog.articles.speech.english.names import is_plural, is_proper, is_silent, speaks
from factlog.articles.speech.english.nouns import DATES, may_be_role
from factlog.articles.speech.english.phrases import FAR, INSIDE, Phrases
from factlog.articles.speech.english.predicates import Predicates
from factlog.articles.speech.english.remarks import Remarks
from factlog.articles.speech.english.reported import Complement, Kind
from factlog.articles.speech.english.sources import REPORTING, Sources
from factlog.articles.speech.english.subjects import Subjects
from factlog.articles.speech.english.verbs import AMBIGUOUS, WORDS, Form, Takes, Word
from factlog.articles.speech.telling import UNCLEAR, Named, Who

_WRITINGS = words(
    "statement statements letter report article decision ruling tweet post release memo op-ed essay paper message email editorial blog"
    " comment note speech opinion verdict proclamation declaration announcement book treatise atlas pamphlet poem study petition manifesto review song"
)
_ISSUING = words(
    "issued issue issues released published wrote written posted sent signed gave made delivered filed circulated drafted"
)
_UTTERING = words("saying stating claiming")
_CARRYING = words("also added adds continued")
_LEAVING = words("while whereas but and though although")
_JOINING = words("by and while when before after")
"""What joins a participle to the clause whose subject it has: left after saying."""
_PORTENDING = words("promise threaten")
"""What things do as well as people: rising tides threaten to."""
_CITED = words("quoted cited reported recorded")
_OPEN = words("if unless whether how why")
"""What leaves open whether, or in what way, somebody says something."""
_PLAINLY = words("say think believe claim argue")
_RESULTING = words("suggest indicate show demonstrate imply")
"""Verbs of which a participle tells what something that happened shows."""
_TERMS = words(
    "see view attack define refer term label dub brand consider regard deem portray depict interpret compare credit judge"
)
"""Verbs that give things names and places more often than they judge them, in the passive."""
_ANNOUNCED = words(
    "claim allege announce report state explain predict deny warn ask tell say believe think recommend acknowledge assert argue contend insist reveal express"
)
"""Verbs that say in the passive what somebody said: was announced by the board. (Rivers are maintained, books written.)"""


_PUTTING_FORWARD = words("express propose demand promise pledge recommend suggest urge")


class Found(NamedTuple):
    """A telling as it is found: its tokens, before quotations are given to it."""

    verb: int
    written: str
    who: Who
    reported: Complement
    inner: bool
    carried: bool
    begin: int
    relative: bool
    """Whether its subject is who or which."""


class Constructions:
    """The tellings of a line, as they are found from the left to the right."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.phrases = Phrases(line)
        self.subjects = Subjects(self.phrases)
        self.clauses = Clauses(self.phrases)
        self.predicates = Predicates(self.clauses)
        self.infinitives = Infinitives(self.phrases, self.subjects, self.clauses)
        self.remarks = Remarks(self.phrases, self.subjects)
        self.sources = Sources(self.phrases, self.subjects)
        self.found: list[Found] = []

    def run(self) -> list[Found]:
        """What the line tells, in the order of the words that tell it."""
        for place, token in enumerate(self.line.tokens):
            if token.low in REPORTING and (told := self.sources.at(place)):
                self._add(*told, within=told.reported.kind is Kind.THAT and bool(self.found))
            if word := WORDS.get(token.low):
                self._verb(place, word)
        remark = max((found.verb for found in self.found if found.reported.kind is Kind.ASIDE), default=0)
        return [self._remarked(found, remark) for found in self.found]

    def _remarked(self, found: Found, remark: int) -> Found:
        """A telling, within what somebody remarks behind it if a noun tells it: Lee's claim that it rained was odd, Ray said."""
        noun = found.reported.kind is Kind.THAT and self.line.low(found.verb) in REPORTING
        return found._replace(inner=True) if noun and found.verb < remark else found

    def _verb(self, place: int, word: Word) -> None:
        left, passed = self.predicates.auxiliaries(place)
        if self.line.low(left) == "as" and self.line.low(place + 1) == "by" and Takes.FOUND not in word.takes:
            self._reported_by(place)
            return
        infinitive = self.line.low(left) == "to" and word.form is Form.PLAIN
        if infinitive and (found := self.infinitives.at(place, left, word)):
            self._add(place, *found)
        if not self.predicates.is_verb(place, word, left, passed, told=bool(self.found)):
            return
        if word.form in (Form.FINITE, Form.DONE) and (passed & BE or self._reduced(place, left, word)):
            self._passive(place, left, word)
            return
        reported = complement(self.line, place, word) or self.remarks.aside(place)
        if word.form is Form.ING and not passed & (BE | DO):
            if reported is not None and self._tells(reported, word):
                self._participle(place, left, reported)
        elif inverted := self.remarks.inverted(place, left):
            self._add(place, *inverted, place)
        elif reported is not None:
            self._active(place, left, word, reported, passed)

    def _reported_by(self, place: int) -> None:
        """Adds as reported by Reuters."""
        who, _ = self.phrases.forward(place + 2)
        told = self.sources.named(place, place + 2) if who is not None and speaks(who) else None
        if told is not None:
            self._add(*told)

    def _reduced(self, place: int, left: int, word: Word) -> bool:
        """Whether a passive stands there without is: a frame, described by Lee; a manner described by Lee as."""
        if left != place - 1 or self.line.low(place + 1) != "by":
            return False
        described = self.line.part(left) in (Part.NOUN, Part.NAME) and word.takes & (Takes.NAMING | Takes.OBJECT)
        return bool(described) or self.line.part(left) is Part.COMMA

    def _tells(self, reported: Complement, word: Word) -> bool:
        """Whether a participle tells what somebody says: complaining of it; not noting the time."""
        judged = reported.kind is Kind.JUDGED and Takes.CLAUSE in word.takes and word.lemma not in _PUTTING_FORWARD
        return not judged or self.line.part(reported.at) is Part.PREPOSITION

    def _active(self, place: int, left: int, word: Word, reported: Complement, passed: set[str]) -> None:
        """Adds Rubio said that, critics argue, he called it “…”."""
        line = self.line
        if line.part(left) is Part.CONJUNCTION or ("then" in passed and line.part(left) is Part.COMMA):
            named = line.part(reported.at) in (Part.PRONOUN, Part.DETERMINER, Part.NAME) or word.lemma in _PLAINLY
            if reported.kind is Kind.BARE and not named:
                return  # fascists and suspected sympathisers
            who, begin = self._coordinated(left, singular=word.form is Form.FINITE and line.low(place).endswith("s")), left
        else:
            found = self.subjects.before(left, place)
            if found is None or line.low(found.begin - 1) in _OPEN:
                return
            who, begin = found
        plain = word.form is Form.PLAIN and not passed & DO
        if plain and line.low(place) in AMBIGUOUS and line.low(begin) in ("a", "an"):
            return  # a Reuters report that
        if plain and not (
            is_plural(who) or line.low(begin) in VAGUE or line.low(left) == "others"
            if who.named is Named.NAME
            else line.plural(left) or line.part(left) is Part.CONJUNCTION
        ):
            return
        finds = Takes.FOUND in word.takes or (reported.kind is Kind.TO and word.lemma in _PORTENDING)
        if is_silent(who) or (finds and self._within(begin)):
            return
        if (finds or reported.kind is Kind.JUDGED) and who.named is not Named.UNCLEAR and not speaks(who):
            return
        self._add(place, who, reported, begin)

    def _coordinated(self, left: int, *, singular: bool) -> Who:
        """The subject of a verb behind and: the one of the verb before it, if that is one where the verb has one."""
        last = self.found[-1] if self.found else None
        if last and (last.inner or last.relative):
            return UNCLEAR
        agrees = last is not None and not (singular and is_plural(last.who))
        if last and agrees and last.who.named is not Named.UNCLEAR and not self.line.marked(last.verb, left - 1, ";"):
            return last.who  # notes that it rained; and suggests
        return self._of_relative(left) or self.clauses.subject(left)

    def _of_relative(self, place: int) -> Who | None:
        """Whom a clause with who is about that goes on with and: Ann Lee, who left and said."""
        before = range(place - 1, max(-1, place - FAR), -1)
        relative = next((at for at in before if self.line.ends(at) or self.line.part(at) is Part.RELATIVE), place)
        if self.line.low(relative) != "who":
            return None
        found = self.subjects.before(relative, relative + 1)
        apart = found is not None and (self.line.part(relative - 1) is Part.COMMA or is_proper(found.who))
        return found.who if found and apart else None  # not: examined sailors who smoke and found

    def _participle(self, place: int, left: int, reported: Complement) -> None:
        """Adds saying that, stating: “…”, whose subject is the one of the clause before, or stands right before it."""
        line, low = self.line, self.line.low(left)
        last = self.found[-1] if self.found else None
        who: Who | None
        begin = left
        if low == "as":
            who, begin = self._quoted_as(left)
        elif line.part(left) is Part.COMMA or low in _JOINING or self._writing(left) or line.quoted(left):
            if self._writing(left) and not self._issues(place):
                return  # an editorial telling him to go is nobody's of the sentence
            beside = last is not None and not (last.inner or last.relative or line.marked(last.verb, place, ";"))
            if last and low == "by" and any(line.part(at) is Part.RELATIVE for at in range(last.verb, place)):
                beside = False  # said that it rained, which Ann Lee explained by saying
            who = last.who if last and beside else UNCLEAR if self._accompanied(left) else self.clauses.subject(place)
        elif self.clauses.addresses(place, left):
            who = self.clauses.subject(place)
        elif line.part(left) in (Part.NAME, Part.NOUN):
            who, begin = self._absolute(left)
            if who is None and line.low(place) in _UTTERING and not may_be_role(low) and not line.capital(left):
                who, begin = self.clauses.subject(place), left  # rang the bell saying that
        else:
            return
        if who is None or is_silent(who) or (reported.kind is Kind.JUDGED and who.name and not speaks(who)):
            return
        if who.named is Named.UNCLEAR or self._concludes(place, who):
            self._add(place, who, reported, begin, follows=True)

    def _accompanied(self, left: int) -> bool:
        """Whether a participle has a subject of its own: with officials praising it and vowing to; with critics, among them Lee, saying."""
        line = self.line
        before = range(left - 1, max(0, left - FAR), -1)
        if line.part(left) is Part.COMMA:
            led = next((at for at in before if line.finite(at) or (line.low(at) == "with" and line.ends(at - 1))), 0)
            return line.low(led) == "with"
        if line.part(left) is not Part.CONJUNCTION:
            return False
        other = next((at for at in before if line.ends(at) or line.low(at).endswith("ing")), 0)
        return line.part(other) is Part.PARTICIPLE and line.part(other - 1) in (Part.NAME, Part.NOUN)

    def _concludes(self, place: int, who: Who) -> bool:
        """Whether it is somebody who suggests or shows something, and not what happened: it rained, suggesting that."""
        if WORDS[self.line.low(place)].lemma not in _RESULTING or (self.found and self.found[-1].who == who):
            return True
        return speaks(who) and not (is_proper(who) and " " not in (who.name or ""))

    def _writing(self, left: int) -> bool:
        """Whether a letter or the like stands there: issued a statement, released a report on Monday."""
        while self.line.low(left) in DATES | {"on", "in"} or self.line.part(left) is Part.NUMBER:
            left -= 1
        return self.line.low(left) in _WRITINGS

    def _issues(self, place: int) -> bool:
        """Whether somebody issues what a participle tells the content of: published a letter saying that."""
        verb = self.clauses.main(place)[1]
        while self.line.part(verb) in (Part.AUXILIARY, Part.ADVERB):
            verb += 1
        return self.line.low(verb) in _ISSUING

    def _quoted_as(self, left: int) -> tuple[Who | None, int]:
        """Who is quoted as saying."""
        line = self.line
        quoted = next((at for at in range(left - 1, max(-1, left - 8), -1) if line.low(at) in _CITED), None)
        if quoted is None:
            return None, left
        before, passed = line.skipped(quoted - 1)
        if not passed & (BE | MODAL | NEGATION) and quoted + 1 < left:
            return self.phrases.who(quoted + 1, left - 1), quoted + 1  # the Gazette quoted Ann Lee as saying
        found = self.subjects.before(before, quoted) if passed & BE else None
        return found or (UNCLEAR, left)

    def _absolute(self, left: int) -> tuple[Who | None, int]:
        """Who stands right before a participle: with judges ruling that; , Rubio saying that."""
        leads = next((at for at in range(left - 1, max(-1, left - 8), -1) if self._introduces(at)), None)
        if leads is not None and not self.line.marked(leads, left, ",;"):
            who = self.phrases.who(leads + 1, left)
            return (who if self.line.low(leads) == "with" or speaks(who) else None), leads + 1
        found = self.subjects.before(left, left + 1)
        if found is None:
            return None, left
        begin = found.begin
        apart = self.line.part(begin - 1) is Part.COMMA
        described = self.line.capital(begin - 2) and may_be_role(
            self.line.low(begin)
        )  # with Ann Lee, Head of the Port saying
        return (found.who if apart and speaks(found.who) and not described else None), begin

    def _introduces(self, place: int) -> bool:
        """Whether a preposition stands there behind which somebody may be the subject of a participle: led to critics saying."""
        low, before = self.line.low(place), place - 1
        if low == "to":
            return self.line.low(before) in ("led", "leads", "lead", "leading")
        return low == "with" and (self.line.ends(before) or self.line.part(before) is Part.CONJUNCTION)

    def _passive(self, place: int, left: int, word: Word) -> None:
        """Adds was criticised by the board, was described by critics as “…”; without by nobody is named."""
        judged = word.takes & (Takes.NAMING | Takes.OBJECT) and (Takes.CLAUSE not in word.takes or word.lemma in _TERMS)
        impersonal = Takes.CLAUSE in word.takes and self.line.low(left) == "it"  # it was noted by Ann Lee that
        if not (judged or impersonal or word.lemma in _ANNOUNCED) or self.line.part(left) is Part.RELATIVE:
            return
        far = 12 if judged else 2
        for at in range(place + 1, min(place + far, len(self.line))):
            if self.line.ends(at) or self.line.part(at) is Part.THAT or (self.line.part(at) is Part.OPENER):
                return
            if self.line.low(at) == "by" and not self.line.low(at + 1).endswith("ing"):
                who, end = self.phrases.forward(at + 1)
                likened = self.line.quoted(end) or self._likened(end, word)
                reduced = not self.line.skipped(place - 1)[1] & BE  # a frame, described by Lee as “…”
                termed = (word.lemma in _TERMS or reduced) and not likened
                termed = termed or (impersonal and not judged and not self._reaches_that(end))
                if who is not None and who.name and speaks(who) and not termed:
                    self._add(place, who, Complement(Kind.PASSIVE, end), place)
                return

    def _likened(self, end: int, word: Word) -> bool:
        """Whether what somebody holds something to be stands behind by whom: as a farce, to be a farce, a farce."""
        line = self.line
        if word.lemma in HOLDING:
            return line.part(end) is Part.DETERMINER or (line.low(end) == "to" and line.low(end + 1) in ("be", "have"))
        quoted = line.low(end) == "as" and (line.quoted(end + 1) or line.quoted(end + 2))
        return quoted or (line.low(end) in LINKING.get(word.lemma, ()) and line.part(end + 1) is not Part.PRONOUN)

    def _reaches_that(self, place: int) -> bool:
        """Whether that stands behind a phrase, and behind examples of it: by scholars such as Lee that."""
        inside = INSIDE | {Part.COMMA, Part.CONJUNCTION}
        while self.line.part(place) in inside:
            place += 1
        return self.line.part(place) is Part.THAT

    def _add(
        self, place: int, who: Who, reported: Complement, begin: int, *, follows: bool = False, within: bool = False
    ) -> None:
        """Adds a telling. ``follows``: its verb stands outside of what the verb before it reports; ``within``: inside."""
        outside = follows or reported.kind in (Kind.SOURCE, Kind.BEFORE, Kind.ASIDE)
        near = {self.line.low(at) for at in range(max(0, place - 3), place + 1)}
        text = self.line.tokens[place].text
        written = {"according": "according to", "pointed": "pointed out"}.get(text.lower(), text)
        inner = within or (not outside and self._within(begin))
        relative = self.line.part(self.predicates.auxiliaries(place)[0]) is Part.RELATIVE
        self.found.append(Found(place, written, who, reported, inner, not _CARRYING.isdisjoint(near), begin, relative))

    def _within(self, begin: int) -> bool:
        """Whether words stand within what an earlier verb reports: its that-clause has not been left by ; or , while."""
        line = self.line
        for found in reversed(self.found):
            if found.reported.kind not in (Kind.THAT, Kind.BARE) or found.reported.at > begin:
                continue
            leading = line.part(found.begin - 1) is Part.OPENER or line.low(found.begin - 1) in BEFORE_TIME
            leading = leading and found.begin < 3
            if line.low(found.verb) in REPORTING:  # In spite of Lee's claim that it rained, Ray said
                leading = not any(line.finite(place) for place in range(found.begin))
            left = (leading and line.marked(found.reported.at, begin, ",")) or any(
                line.low(place) in (";", "whereas")
                or (line.low(place) == "while" and line.part(place + 1) is not Part.PARTICIPLE)
                or (line.low(place) == "," and line.low(place + 1) in _LEAVING)
                or (place == begin - 1 and line.quoted(place) and self.phrases.spoken(place))
                for place in range(found.reported.at, begin)
            )
            return not left and line.part(begin) is not Part.CONJUNCTION and line.low(begin) != "then"
        return False
