"""Where the sentences of a text in a script with spaces end.

Each full stop, question or exclamation mark is asked, with the word before it and what follows it, whether it ends a
sentence. The words that end in a full stop by themselves are in :mod:`factlog.articles.sentences.abbreviations`.
"""

from __future__ import annotations

import re
from typing import Any

from factlog.articles.sentences import abbreviations as known
from factlog.articles.sentences.brackets import Marks, Pair, match

ENDS = ".!?…‼⁇⁈⁉。！？｡।॥؟۔።፧፨။։"
"""Marks that may end a sentence."""
_SPACED = r"(?:[ \u00a0]{1,2}[.!?…]+(?![\w.]))*"
# Written with one of a set of characters first, the sweep tries nothing at all others.
_RUN = re.compile(f"[{ENDS}][{ENDS}]*{_SPACED}")
_BY_LANGUAGE = {
    "hy": re.compile("[:։][:։]*"),  # the Armenian full stop, also typed as a colon; its "." is a semicolon
    "el": re.compile(r"[.!?…;\u037e][.!?…;\u037e]*(?:[ \u00a0]{1,2}[.!?…]+(?![\w.]))*"),
}
_FULL = frozenset("。！？｡।॥؟۔።፧፨။։")
"""Marks that end a sentence even without a space after them."""
_TOKEN = re.compile(r"[^\s(\[{<（「『“”\"«»„‘'`—–/]+$")
_LETTER = "[^\\W\\d_][\u0900-\u0903\u093a-\u094f]{0,3}"  # with the vowel signs of Devanagari, which are no letters
_DOTTED = re.compile(rf"(?:{_LETTER}){{1,3}}(?:\.(?:{_LETTER}){{1,2}})+")
_THAI_SHORT = re.compile("[\u0e01-\u0e2e]{1,4}")  # consonants without a vowel
_REFERENCES = re.compile(r"(?: ?\[(?:[^\W\d_]{1,12}[ .]{0,2})?\d{1,4}(?:[–,-]\d{1,4})*\])+(?=\s|$|[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ZONE = re.compile(r"[A-Z]{2,4}\b|(?:[A-Z]\.){2,4}")
_CLOSERS = frozenset(")]}）］｝」』”’»«“\"'`")
_OPENERS = frozenset("([{（「『“‘«„\"'`<¿¡")
_NO_START = frozenset(",;:)]}）］」』”’»，；：、%/*=+~")
_LIST = re.compile(
    r"(?:^|(?<=\s))(?:[•⁃‣▪◦][ ]?)?\(?(?P<mark>\d{1,3}|[a-z]|[ivx]{2,5})(?P<close>\.\)|\)|\.)(?=\s)|"
    r"(?:^|(?<=\s))[•⁃‣▪◦](?=[ \d])"
)
_CONTRACTED = frozenset(("s", "t", "d", "m", "ll", "re", "ve"))
"""What stands behind an apostrophe: ``Vermont's``, ``can't``."""
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_LOOK_BACK = 40
_TELLING = known.OF_TIME | known.UNITS | known.TITLES | known.MONTHS | known.POINTERS | known.AFTER_NAMES | known.INTRODUCERS
"""Words of which what stands around them says whether their full stop ends a sentence."""
_LONG = 1 + max(map(len, _TELLING))
_FULL_STOP = re.compile(rf"\.(?:(?<=[a-z]{{{_LONG}}}\.)(?= [A-Z])()|(?![a-z0-9,]|\Z)\.*{_SPACED})")
"""The marks of a text in ASCII that has no others, sought as one character, which is fast. Those that end nothing for certain
are left out; the group tells those that end a sentence for certain: a word longer than all that tell, and a capital."""
_NOTHING: frozenset[Any] = frozenset()


def ends(text: str, language: str) -> list[int]:
    """Where the sentences of a text in a language end, in order; the end of the text may be left out.

    >>> ends("Dr. Lee came. He left. So did I.", "en")
    [13, 22]
    """
    special = known.BY_LANGUAGE.get(language, _NOTHING)
    if text.isascii() and not special and "!" not in text and "?" not in text:
        runs = list(_FULL_STOP.finditer(text))
    else:
        runs = list(_BY_LANGUAGE.get(language, _RUN).finditer(text))
    items = _items(text)
    found = _Stops(text, language, special).ends(runs, items) if runs else []
    return sorted({*items.values(), *found} - {0}) if items else found


class _Stops:
    """The marks of one text, asked one after the other."""

    def __init__(self, text: str, language: str, special: frozenset[str]) -> None:
        self.text = text
        self.language = language
        self.special = special
        self.begin = 0
        self.marks: Marks = match(text)
        self.opening = {pair.start for pair in self.marks.pairs} if self.marks.pairs else _NOTHING

    def ends(self, runs: list[re.Match[str]], items: dict[int, int]) -> list[int]:
        text, pairs = self.text, self.marks.pairs
        hiding = [pair for pair in _outermost(pairs) if _hides(text, pair)] if pairs else pairs
        found: list[int] = []
        at, last, size = 0, len(hiding), len(text)
        for run in runs:
            start, end = run.span()
            if end == size:
                break
            while at < last and hiding[at].end <= start:
                at += 1
            if at < last and hiding[at].start < start:
                stop = self._stop(start, end, hiding[at])
            elif run.lastindex or self._ends_plainly(start, end):
                stop = end
            else:
                stop = self._stop(start, end, None)
            if stop is not None and stop > self.begin and start not in items:
                self.begin = stop
                found.append(stop)
        return found

    def _ends_plainly(self, start: int, end: int) -> bool:
        """Whether it is the end of most sentences, of which nothing else need be asked: a word, a full stop, a capital."""
        text = self.text
        if text[start : end + 1] != ". " or not "A" <= text[end + 1 : end + 2] <= "Z":
            return False
        first = max(self.begin, start - _LOOK_BACK)
        word = text[max(text.rfind(" ", first, start) + 1, first) : start]
        if len(word) < 2 or not word.isalpha() or not word.isascii() or word.isupper():
            return False
        return (bare := word.lower()) not in _TELLING and bare not in self.special

    def _stop(self, start: int, end: int, pair: Pair | None) -> int | None:
        """Where the sentence ends whose last mark is here; None where it goes on."""
        text = self.text
        after = self._past_closers(end, pair)
        if after is None:
            return None
        references = _REFERENCES.match(text, after) if text.startswith((" [", "["), after) else None
        if references:
            after = references.end()
        if after == len(text):
            return after
        rest = after
        while rest < len(text) and text[rest].isspace():
            rest += 1
        if rest == len(text):
            return after
        mark = text[start:end]
        if mark == ". . . ." and after == end and not text[start - 1 : start].isspace():
            return start + 1  # "compounds. . . . The practice": the omission stands at the head of the next sentence
        if rest == after and not (references or mark[-1] in _FULL or self._glued(start, end, rest)):
            return None
        return after if self._begins(start, end, rest, quoted=after > end) else None

    def _past_closers(self, end: int, pair: Pair | None) -> int | None:
        """The end with the closing marks that follow; None inside of a pair."""
        text, after = self.text, end
        while after < len(text):
            blank = after + 1 if text[after] == " " else after
            if blank < len(text) and text[blank] in _CLOSERS and self._closes(blank, pair, spaced=blank > after):
                after = blank + (2 if text[blank : blank + 2] in ("''", "``") else 1)
            else:
                break
        if pair is None:
            return after
        if after < pair.end:
            return None
        own = not text[self.begin : pair.start].strip()
        return after if pair.quotes or own else None

    def _closes(self, index: int, pair: Pair | None, *, spaced: bool) -> bool:
        if pair is not None and index < pair.end:
            return not spaced or index == pair.outer or index + 1 == pair.outer
        return index in self.marks.strays

    def _glued(self, start: int, end: int, rest: int) -> bool:
        """Whether a sentence ends although no space follows: ``last week.The``, where a space was lost."""
        text = self.text
        word = _token(text, start, self.begin)
        following = _WORD.match(text, rest)
        if end - start > 1 or text[start] not in ".!?" or not following or len(following[0]) < 2:
            return False
        begins = following[0][0].isupper() and (following[0][1:].islower() or not word.isascii())
        plain = (word.isalpha() and len(word) > 3) or (word[:1].isdigit() and word.replace(",", "").isdigit())
        beyond = text[following.end() : following.end() + 1]
        return begins and plain and (beyond in (" ", "") or (beyond == "." and following[0].lower() in known.TITLES))

    def _begins(self, start: int, end: int, rest: int, *, quoted: bool) -> bool:
        """Whether what stands at ``rest`` may begin a sentence after that mark."""
        text = self.text
        first = text[rest]
        if (
            (first in _NO_START and rest not in self.opening)
            or (quoted and first == "(")
            or (first in ".!?" and not text[rest + 1 : rest + 2].isalnum())
        ):
            return False
        opened = rest
        while opened < len(text) and (
            text[opened] in _OPENERS or opened in self.opening or (opened > rest and text[opened] == " ")
        ):
            opened += 1
        letter = text[opened : opened + 1]
        mark = text[start:end]
        if letter.islower() and self.language not in ("el", "ka") and mark[-1] not in _FULL:
            return mark == "." and self._before_lower_case(start, rest, opened, quoted=quoted)
        if first in "-–—" and text[rest + 1 : rest + 3].lstrip()[:1].islower():
            return False
        if mark == ".":
            return quoted or not self._abbreviated(start, opened)
        return self._after_mark(mark, start, opened)

    def _before_lower_case(self, start: int, rest: int, opened: int, *, quoted: bool) -> bool:
        """A sentence begins in lower case only with a quotation, and after what can be nothing but an end."""
        text = self.text
        if text[start - 1 : start] in ("(", "[") or _token(text, start, self.begin) == "in":
            return not _number_before(text, start - 2)
        return opened > rest and text[rest] not in "([{" and not quoted and not self._abbreviated(start, opened)

    def _after_mark(self, mark: str, start: int, rest: int) -> bool:
        following = _word(self.text, rest)
        if mark == "!" and _token(self.text, start).lower() in known.SHOUTED:
            return following.lower() in known.STARTERS
        if mark.replace(" ", "").startswith(("...", "…")):
            if (letter := following[:1]) and letter.lower() == letter.upper():  # without capitals nothing tells a beginning
                return False
            return self.language != "en" or following.partition("'")[0].partition("’")[0] != "I"
        return True

    def _abbreviated(self, start: int, rest: int) -> bool:
        """Whether the full stop belongs to the word before it and ends nothing."""
        text = self.text
        word = _token(text, start, self.begin)
        bare = word.lower().strip(".")
        if len(bare) > 1 and bare.isascii() and bare.isalpha() and not word.isupper() and bare not in _TELLING:
            return bare in self.special
        following = _word(text, rest)
        starter = following.lower() in known.STARTERS
        digit = text[rest : rest + 1].isdigit()
        if bare in _CONTRACTED and text[start - len(word) - 1 : start - len(word)] in ("'", "’"):
            return False
        if not bare:
            return text[start - 1 : start].isspace() and self._spaced_title(start)
        if bare in self.special or word.lower() in self.special:
            return not self._ends_all_the_same(word, rest, following)
        if bare.isdigit():
            return self._number(word, start, rest)
        if self._is_short_or_ordinal(word, bare):
            return True
        if bare in known.OF_TIME or (bare in ("m", "c", "d") and self._spaced_time(start)):
            return self._time(start, rest, starter, digit=digit)
        if len(bare) == 1 and bare.isalpha():
            return self._initial(word, start, rest, following)
        if _DOTTED.fullmatch(bare):
            return self._dotted(bare, starter, digit=digit)
        return self._listed(bare, word, start, starter, digit=digit)

    def _is_short_or_ordinal(self, word: str, bare: str) -> bool:
        """Whether it stands for more, being so short in its language, or is a Roman ordinal (``XIV.``)."""
        if self.language == "th" and _THAI_SHORT.fullmatch(bare):
            return True
        if self.language in ("ml", "ta", "te", "kn") and not bare.isascii() and len(bare.rpartition(".")[2]) < 4:
            return True
        return self.language in known.ORDINAL_LANGUAGES and word.isupper() and not word.strip("IVXLC")

    def _ends_all_the_same(self, word: str, rest: int, following: str) -> bool:
        """Whether an abbreviation ends its sentence: ``в 1991 г. Она``, and not ``в 1991 г. Москва``."""
        if word not in known.ENDING.get(self.language, ()) or not following[:1].isupper():
            return False
        is_initial = len(following) == 1 and self._dot_after(rest)
        return not is_initial and following.lower() in known.STARTERS_BY_LANGUAGE[self.language]

    def _listed(self, bare: str, word: str, start: int, starter: bool, *, digit: bool) -> bool:
        if bare in known.UNITS and _number_before(self.text, start - len(word)):
            return digit
        if bare in known.INTRODUCERS:
            return True
        if bare in known.TITLES:
            return not (starter and word.islower() and not digit)
        if bare in known.MONTHS and word[0].isupper():
            return digit
        if bare in known.POINTERS:
            if bare in ("no", "fig", "art", "par", "ill", "op", "rev", "col", "tel", "gen", "max", "temp", "est"):
                return digit or (word[0].isupper() and not starter and bare != "no")
            return not starter
        return bare in known.AFTER_NAMES and not starter

    def _spaced_title(self, start: int) -> bool:
        """``Mr . Robinson``, as tokenisers write it."""
        before = self.text[max(0, start - 12) : start].rstrip()
        word = _token(before, len(before))
        return word.lower() in known.TITLES or word in ("U.S", "U.K")

    def _number(self, word: str, start: int, rest: int) -> bool:
        """A list's number at the start of a sentence, an ordinal, a numbered thing."""
        if self.text[self.begin : start - len(word)].strip(" •⁃‣▪◦(") == "" and len(word) < 4:
            return self.begin == 0
        if self.language in known.ORDINAL_LANGUAGES and len(word) <= 2:
            return _word(self.text, rest).lower() not in _GERMAN_STARTERS
        return False

    def _spaced_time(self, start: int) -> bool:
        return self.text[max(0, start - 5) : start].lower() in (" a. m", " p. m", " b. c", " a. d", " c. e")

    def _time(self, start: int, rest: int, starter: bool, *, digit: bool) -> bool:
        """``At 5 a.m. Mr. Smith`` goes on, ``He came at 5 a.m. Mr. Smith`` does not."""
        text = self.text
        if starter or _ZONE.match(text, rest):
            return not starter
        clause = text[self.begin : start][-200:]
        clause = clause.rpartition(": ")[2].lstrip(" \"“'")
        first = _WORD.match(clause)
        if digit:
            return first is not None and first[0].lower() in ("a", "c", "b") and len(clause) < 6
        return first is not None and first[0].lower() in known.PREPOSITIONS

    def _initial(self, word: str, start: int, rest: int, following: str) -> bool:
        text = self.text
        before = text[max(0, start - len(word) - _LOOK_BACK) : start - len(word)].rstrip()
        previous = _token(before, len(before))
        if word.islower() or (len(following) == 1 and following != "I" and self._dot_after(rest)):
            return True
        if word == "I":
            return not previous.islower()
        if "." in previous and (acronym := _spaced_acronym(before + " " + word)):
            return acronym not in known.ACRONYMS
        strict = following.lower() in known.STARTERS and following.lower() not in ("van", "de", "la", "so", "an")
        return not (strict and previous.islower())

    def _dot_after(self, index: int) -> bool:
        return self.text[index + 1 : index + 2] == "."

    def _dotted(self, bare: str, starter: bool, *, digit: bool) -> bool:
        if bare in known.POINTERS:
            return True
        if bare in known.DEGREES:
            return digit
        return not starter


_GERMAN_STARTERS = known.words(
    """
        der die das ein eine er sie es wir in im am an auf bei mit nach und aber den det en et han hun
        """
)


def _outermost(pairs: list[Pair]) -> list[Pair]:
    kept: list[Pair] = []
    for pair in pairs:
        if not kept or pair.start >= kept[-1].end:
            kept.append(pair)
    return kept


def _hides(text: str, pair: Pair) -> bool:
    """A quotation in single straight quotes may be two apostrophes: then what it encloses ends like no quotation."""
    if pair.mark not in "'`" or text[pair.inner : pair.inner + 1].isspace():
        return True
    return text[: pair.outer][-4:].rstrip()[-1:] in (".", "!", "?", ",", "…")


def _token(text: str, end: int, begin: int = 0) -> str:
    """The word that ends there, full stops within it included; at most forty characters."""
    first = max(begin, end - _LOOK_BACK)
    word = text[max(text.rfind(" ", first, end) + 1, first) : end]
    if word.isalpha():
        return word
    found = _TOKEN.search(text, end - len(word), end)
    return found[0] if found else ""


def _word(text: str, start: int) -> str:
    found = _WORD.match(text, start)
    return found[0] if found else ""


def _number_before(text: str, end: int) -> bool:
    token = text[max(0, end - 12) : end].split()
    return bool(token) and (
        token[-1][-1:].isdigit() or (len(token) > 1 and token[-1].strip(".").lower() in ("sq", "cu", "fl"))
    )


def _spaced_acronym(text: str) -> str:
    letters: list[str] = []
    for part in reversed(text[-_LOOK_BACK:].split(" ")):
        if len(part.strip(".")) != 1 or not part[0].isupper():
            break
        letters.append(part[0].lower())
    return "".join(reversed(letters)) if len(letters) > 2 else ""


def _items(text: str) -> dict[int, int]:
    """Where the marks of an enumeration within the text begin, by the positions in them: ``1. First 2. Second``."""
    first = _LIST.match(text)
    if first is None:
        return {}
    found = [first]
    for mark in _LIST.finditer(text, first.end()):
        if _follows(found[-1], mark):
            found.append(mark)
    lettered = first["mark"] is not None and not first["mark"].isdigit() and first["close"] == "."
    if len(found) < (3 if lettered else 2):
        return {}
    return {index: mark.start() for mark in found for index in range(*mark.span())}


def _follows(before: re.Match[str], mark: re.Match[str]) -> bool:
    one, two = before["mark"], mark["mark"]
    if one is None or two is None:
        return one is two and before[0].strip() == mark[0].strip()
    if before["close"] != mark["close"] or before[0][0].isalnum() != mark[0][0].isalnum():
        return False
    if one.isdigit():
        return two.isdigit() and int(two) == int(one) + 1
    if one in _ROMAN and two in _ROMAN and (len(two) > 1 or one != "h"):
        return _ROMAN.index(two) == _ROMAN.index(one) + 1
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1
