"""What reports in an English sentence without a verb of saying: according to, in Lee's view, Lee's claim that, Lee: “…”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.content import is_clause, relates
from factlog.articles.speech.english.line import ARTICLES, BE, MODAL, NEGATION, OWNED, VAGUE, Line, Part
from factlog.articles.speech.english.names import STARTERS, is_adjective, is_proper, is_silent, speaks
from factlog.articles.speech.english.nouns import CUSTOMS, EVIDENCE, SILENT, SPEAKING
from factlog.articles.speech.english.phrases import INSIDE, LEADING, Phrases
from factlog.articles.speech.english.reported import Complement, Kind
from factlog.articles.speech.english.subjects import Subjects
from factlog.articles.speech.english.verbs import INVERTED
from factlog.articles.speech.telling import UNCLEAR, Named, Who

_UTTERING = words(
    "raised raises gave gives made makes held holds issued issues offered offers took takes advanced hold make share shares shared"
)


_APART = (Part.COMMA, Part.MARK, Part.OPENER, Part.THAT, Part.CONJUNCTION)
"""What stands before words that are set apart."""


_PUTTING = words("put puts set sets")
"""What somebody does who gives a view: put forward the view that."""


_VIEWS = words("view opinion")
_NEAR = 12
"""How many words may stand between a noun and what it is said to be."""


class Told(NamedTuple):
    """What is told: at which word, by whom, in which way, and where that begins."""

    place: int
    who: Who
    reported: Complement
    begin: int


class Sources:
    """The words of a line that name whose word something is."""

    def __init__(self, phrases: Phrases, subjects: Subjects) -> None:
        self.phrases = phrases
        self.subjects = subjects
        self.line: Line = phrases.line

    def at(self, place: int) -> Told | None:
        """What the word at a place tells, which is one of those that report."""
        return _BY_WORD[self.line.low(place)](self, place)

    def _according(self, place: int) -> Told | None:
        """According to the harbour board; not according to plan, nor to what is nobody's word."""
        line = self.line
        if line.low(place + 1) != "to":
            return None
        low = line.low(place + 2)
        who, end = self.phrases.forward(place + 2)
        vague = low in VAGUE and end == place + 3
        if who is None or vague or (who.named is Named.UNCLEAR and not who.span):
            return None
        if low in OWNED and who.role is None:
            return None  # according to his lawyer; but to his lawyer Ann Lee
        if self._nobodys(who, place, end):
            return None
        if line.part(end) in (Part.AUXILIARY, Part.VERB) and not is_proper(who):
            who = UNCLEAR
        return Told(place, who, Complement(Kind.SOURCE, end), place)

    def _nobodys(self, who: Who, place: int, end: int) -> bool:
        """Whether what something is according to is nobody's word: a theory, a rule, the structure of hulls."""
        line, low = self.line, self.line.low(place + 2)
        head = next((at for at in range(place + 3, end) if line.part(at) in (Part.PREPOSITION, Part.NUMBER)), end)
        named = any(line.capital(at) and line.low(at).endswith(("'s", "s'")) for at in range(place + 2, head))
        if not named and self._custom(place, head, end):
            return True
        described = line.part(place + 2) in (Part.DETERMINER, Part.NUMBER) or line.plural(head - 1) or low in SPEAKING
        if who.named is Named.NAME and not described and not any(line.capital(at) for at in range(place + 2, end)):
            return True
        if line.part(place - 1) in (Part.VERB, Part.PARTICIPLE) and not named and not self._compiled(head, end):
            return not speaks(who)  # ranked according to their size; but lost according to officials
        dating = line.low(end).endswith("ing") and line.part(end) is Part.PARTICIPLE and line.ends(end + 1)
        return dating or (is_adjective(who) and low == "the")  # according to the academic dating, to the Julian

    def _custom(self, place: int, head: int, end: int) -> bool:
        """Whether it is a custom or a theory: the old ideology by which Ann Lee lives, the labour theory; not Lerman's theory."""
        line = self.line
        silent = (at for at in range(place + 2, head - 1) if line.low(at) in SILENT | CUSTOMS and not line.capital(at))
        if any(line.capital(at + 1) for at in silent) or line.low(end) in SILENT | CUSTOMS:
            return True
        titled = line.capital(head - 1) and not place
        return line.low(head - 1) in SILENT | CUSTOMS and not titled and not self._compiled(head, end)

    def _compiled(self, head: int, end: int) -> bool:
        """Whether it is figures of somebody who is named: data of the Port Board."""
        return self.line.low(head - 1) in EVIDENCE and any(self.line.capital(at) for at in range(head, end))

    def _view(self, place: int) -> Told | None:
        """In the words of Mark Twain, in Twain's view."""
        line = self.line
        if line.low(place + 1) == "of" and line.low(place - 2) == "in":
            return self.named(place, place + 2)
        if line.low(place - 1) in ("his", "her") and line.low(place - 2) == "in":
            apart = place < 3 or line.part(place - 3) in _APART
            owner = Who(Named.PRONOUN, (line.tokens[place - 1].start, line.tokens[place - 1].end))
            return Told(place, owner, Complement(Kind.ASIDE, place + 1), place - 2) if apart else None
        if line.low(place - 1).endswith(("'s", "s'")) and line.capital(place - 1):
            begin = next((at for at in range(place - 1, max(-1, place - 6), -1) if line.low(at) == "in"), None)
            if begin is not None and begin + 1 < place:
                who = self.phrases.read(begin + 1, place - 1).who
                return Told(place, who, Complement(Kind.SOURCE, place + 1), begin)
        return self._claim(place)

    def _claim(self, place: int) -> Told | None:
        """Lee's claim that; Lee's view is that; the view (expressed) by Lee that; gave an opinion that; is of the opinion that."""
        line = self.line
        by = place + 1 + (line.part(place + 1) is Part.PARTICIPLE)
        if line.low(by) == "by":
            who, end = self.phrases.forward(by + 1)
            return self._content(place, who, place, end) if who is not None else None
        at = self._behind_aside(self._predicated(place))
        owner = place - 1
        while owner > place - 4 and line.part(owner) in (Part.NOUN, Part.ADVERB) and not line.low(owner).endswith("'s"):
            owner -= 1
        if line.low(owner).endswith(("'s", "s'")) and line.capital(owner):
            begin = owner
            while line.part(begin - 1) is Part.NAME or (line.low(begin - 1) == "of" and line.part(begin - 2) is Part.NAME):
                begin -= 1  # the Court of Justice's view
            return self._content(place, self.phrases.who(begin, owner), begin, at)
        verb = owner - (line.low(owner) in ARTICLES)
        verb -= line.low(verb) in ("forth", "forward") and line.low(verb - 1) in _PUTTING
        if line.low(verb) in _UTTERING | _PUTTING or (line.low(verb) == "of" and line.low(verb - 1) in BE):
            left, passed = line.skipped(verb - 1 - (line.low(verb) == "of"))
            found = None if passed & (NEGATION | MODAL | BE) else self.subjects.before(left, verb)
            return self._content(place, found.who, found.begin, at) if found is not None else None
        return None

    def _predicated(self, noun: int) -> int:
        """The place of what a noun is said to be, or of what stands behind it: Ann Lee's comment on it was that."""
        at = noun + 1
        while self.line.part(at) in INSIDE and at - noun < _NEAR:
            at += 1
        if self.line.low(at) not in BE:
            return noun + 1
        near = range(at + 1, min(at + 4, len(self.line)))
        return next((place for place in near if self.line.marked(place, place + 1, ":")), at + 1)  # was short: “No.”

    def _behind_aside(self, at: int) -> int:
        """The place behind what is set apart there: Ann Lee's claim, made in a letter, that."""
        if self.line.part(at) is not Part.COMMA or self.line.part(at + 1) not in LEADING:
            return at
        return self.phrases.ends_at(at + 1) + 1

    def _clear(self, place: int) -> Told | None:
        """Lee made it clear that."""
        verb = place - 1 - (self.line.low(place - 1) == "it")
        if self.line.low(verb) not in ("made", "makes"):
            return None
        left, passed = self.line.skipped(verb - 1)
        found = None if passed & (NEGATION | MODAL | BE) else self.subjects.before(left, verb)
        return self._content(verb, found.who, found.begin, place + 1) if found is not None else None

    def _content(self, place: int, who: Who, begin: int, at: int) -> Told | None:
        """What is told where that follows."""
        clause = self.line.low(place) in _VIEWS and is_clause(self.line, at)  # took the view boats should stay
        quoted = at + (self.line.part(at) is Part.COMMA or self.line.marked(at, at + 1, ":"))
        if at > place + 1 and self.line.quoted(quoted) and (quoted > at or self.line.long(quoted)):
            return Told(place, who, Complement(Kind.QUOTE, quoted), begin)
        that = self.line.part(at) is Part.THAT and not relates(self.line, at)
        if not (clause or that) or is_silent(who):
            return None
        return Told(place, who, Complement(Kind.THAT, at), begin)

    def named(self, place: int, name: int) -> Told | None:
        """As reported by Reuters, in the words of Mark Twain; of the latter also what is quoted right behind."""
        who, end = self.phrases.forward(name)
        if who is None or not who.name:
            return None
        quoted = next((at for at in range(end, end + 2) if self.line.quoted(at)), None)
        return Told(place, who, Complement(Kind.SOURCE, end) if quoted is None else Complement(Kind.QUOTE, quoted), place)

    def _put(self, place: int) -> Told | None:
        """As Smith put it; Smith put it this way: “…”."""
        if self.line.low(place + 1) != "it":
            return None
        left = place - 1
        while self.line.part(left) is Part.ADVERB or self.line.low(left) == "so":
            left -= 1  # as Smith so aptly put it
        found = self.subjects.before(left, place)
        colon = next((at for at in range(place + 2, len(self.line) - 1) if self.line.tokens[at].text == ":"), None)
        if found is not None and colon is not None and self.line.quoted(colon + 1):
            return Told(place, found.who, Complement(Kind.QUOTE, colon + 1), found.begin)
        if found is not None and (self.line.low(found.begin) == "as" or self.line.low(found.begin - 1) == "as"):
            begin = found.begin + (self.line.low(found.begin) == "as")
            who = self.phrases.read(begin, left).who
            quoted = next((at for at in range(place + 2, place + 5) if self.line.quoted(at)), None)
            kind = Complement(Kind.ASIDE, place) if quoted is None else Complement(Kind.QUOTE, quoted)
            return Told(place, who, kind, begin)
        return None

    def _colon(self, place: int) -> Told | None:
        """Rubio: “…”."""
        if not self.line.quoted(place + 1):
            return None
        named = self.line.tokens[:place]
        inverted = self.line.low(0) in INVERTED  # Said Ellis: “…”
        if inverted < place <= 4 and all(word.capital for word in named) and named[int(inverted)].text not in STARTERS:
            who = self.phrases.read(int(inverted), place - 1).who
            return Told(0 if inverted else place, who, Complement(Kind.QUOTE, place + 1), 0)
        return None


_BY_WORD: Mapping[str, Callable[[Sources, int], Told | None]] = {
    "according": Sources._according,
    "words": Sources._view,
    "view": Sources._view,
    "opinion": Sources._view,
    "clear": Sources._clear,
    "put": Sources._put,
    ":": Sources._colon,
} | dict.fromkeys(
    words(
        "claim argument assertion contention belief allegation conclusion warning prediction recollection statement suggestion"
        " observation remark admission insistence estimate estimation hypothesis thesis theory notion idea discovery accusation"
        " complaint confession comment response reply answer announcement declaration proposal promise assurance reminder verdict"
        " position stance objection finding interpretation criticism explanation case point possibility"
    ),
    Sources._claim,
)
"""What reports so, by its first word."""
REPORTING = frozenset(_BY_WORD)
WORDS = REPORTING - {"put", ":"}
"""The words by which it is told that a sentence may report so; put and the colon only with others."""
