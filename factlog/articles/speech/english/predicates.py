"""Whether a verb of saying is one in an English sentence, and what belongs to it: has also said; not the reports were lost."""

from __future__ import annotations

from factlog.articles.sentences.abbreviations import words
from factlog.articles.speech.english.clauses import Clauses
from factlog.articles.speech.english.content import lent, relates
from factlog.articles.speech.english.line import BE, HAVE, MODAL, NEGATION, OBJECTS, VAGUE, Line, Part
from factlog.articles.speech.english.names import is_plural
from factlog.articles.speech.english.verbs import AMBIGUOUS, THIRDS, Form, Word

_ONWARD = words(
    "went goes go tend tends tended continue continues continued come comes came begin begins began used proceed proceeds proceeded"
)
"""Verbs that with to say only how another one goes on: tends to argue, went on to say."""
_REPUTED = words("said reported known thought believed alleged supposed reputed rumoured rumored")
"""Participles that with to say only on whose word: is said to have asked."""
_STARTING = words("started starts start began begins begin kept keeps keep")
"""Verbs that with a participle say only how that goes on: started saying."""
_AFTERWARDS = words("later subsequently eventually afterwards")
_HELPING = words("help helps helped helping")
"""What stands before a verb and is no subject: which helps explain."""
_ADJECTIVES = ("ian", "ean", "ish", "ese", "ic", "ist", "al")


class Predicates:
    """The words of a line as verbs."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.line: Line = clauses.line

    def auxiliaries(self, place: int) -> tuple[int, set[str]]:
        """The place before a verb and all that belongs to it, and what that is: has also said, went on to say."""
        line = self.line
        left, passed = line.skipped(place - 1)
        onward = left - 1 - (line.low(left - 1) == "on")
        if line.low(left) == "to" and line.low(onward) in _ONWARD | _REPUTED:
            before, further = line.skipped(onward - 1)
            if line.low(onward) in _ONWARD or further & BE:
                left, passed = before, passed | further - BE | {"did"}
        if [line.low(at) for at in range(left - 3, left + 1)] == ["so", "far", "as", "to"]:
            left, further = line.skipped(left - 5)  # has gone so far as to say
            passed |= further | {"did"}
        if line.low(left) in _STARTING and line.low(place).endswith("ing"):
            left, further = line.skipped(left - 1)
            passed |= further | {"did"}
        if "would" in passed and passed & (_AFTERWARDS | {"did"}):
            passed = passed - {"would"} | {"did"}  # would later say
        return left, passed

    def is_verb(self, place: int, word: Word, left: int, passed: set[str], *, told: bool) -> bool:
        """Whether a form is a verb here that says what was said, behind others that do or not: not what would or did not happen."""
        line = self.line
        if NEGATION & passed or MODAL & passed or line.low(left) in _HELPING | {"to"} or (line.capital(place) and place > 0):
            return False
        if self._qualifies(place, left) or (word.form is Form.DONE and not passed & (BE | HAVE)):
            return False
        return line.low(place) not in AMBIGUOUS or self._governs(place, word, left, told=told)

    def _qualifies(self, place: int, left: int) -> bool:
        """Whether a form stands with the noun behind it: the said port, Lee's stated goal, 20 pledged delegates, Aristotelian thought."""
        line = self.line
        owned = line.part(left) is Part.DETERMINER and line.low(left) not in VAGUE
        counted = (
            line.part(left) is Part.NUMBER and line.part(place) is Part.PARTICIPLE and line.part(place + 1) is Part.NOUN
        )
        thought = line.low(place) == "thought" and line.ends(place + 1) and line.low(left).endswith(_ADJECTIVES)
        several = line.low(place).endswith("s") and line.part(left) is Part.NOUN and line.part(place + 1) is Part.THAT
        if several and relates(line, place + 1):
            return True  # crude jokes that were old
        return owned or counted or thought or line.low(left).endswith(("'s", "s'"))

    def _governs(self, place: int, word: Word, left: int, *, told: bool) -> bool:
        """Whether a form that is a noun more often has a subject, or an object, as only a verb has."""
        line = self.line
        if line.part(left) is Part.PARTICIPLE or self._is_noun(place, word):
            return False  # citing reports that
        told = told or line.part(left) is not Part.CONJUNCTION or line.part(left - 1) is Part.COMMA
        told = told or (
            word.form is Form.PLAIN and is_plural(self.clauses.main(left)[0])
        )  # critics point to it and claim that
        if told and self._tells(place, left):
            return True
        if line.part(left) is Part.CONJUNCTION and line.low(place + 1) in OBJECTS | {"it"}:
            return True  # fears the king and calls him a tyrant
        that = line.part(place + 1) is Part.THAT
        if that and relates(line, place + 1) and line.capital(left):
            return False  # the Clean Harbour Act rules that could change
        several = line.plural(left) and word.form is not Form.FINITE
        governs = line.finite(place) and not that  # the maker claims its boats float
        named = line.capital(left) or line.part(left) in (Part.PRONOUN, Part.RELATIVE) or several or governs
        return (named or (line.part(left) is Part.NUMBER and that)) and not line.low(left).endswith("'")

    def _is_noun(self, place: int, word: Word) -> bool:
        """Whether what stands behind shows a noun: the reports were lost, a report gives hope, states admitted, states like it."""
        line = self.line
        following, low = line.part(place + 1), line.low(place + 1)
        third = word.form is Form.FINITE and not line.low(place).endswith("ed")
        described = third and ((following is Part.PARTICIPLE and not low.endswith("ing")) or low == "like")
        verb = (following in (Part.AUXILIARY, Part.VERB) and not lent(line, place)) or low in THIRDS
        return described or verb

    def _tells(self, place: int, left: int) -> bool:
        """Whether what somebody says stands right behind: that, a long quotation, out, to have."""
        line = self.line
        if line.part(place + 1) is Part.THAT and not relates(line, place + 1):
            return True
        quoted = line.unclosed(place + 1) or (line.quoted(place + 1) and line.long(place + 1))
        described = line.part(left - 1) in (Part.DETERMINER, Part.NUMBER)
        claimed = line.low(place + 1) == "to" and line.low(place + 2) in ("have", "be")
        return (quoted and described) or claimed or line.low(place + 1) == "out"
