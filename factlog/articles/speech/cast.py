"""The cast of an article: its names and roles, which sentences ask for who is meant by a part of a name or by a role.

What a cast answered is kept: where another revision's cast gives the same answers, sentences that were not touched mean the
same persons, and need not be looked at again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache, wraps
from itertools import chain
from operator import attrgetter, contains
from typing import Any, TypeVar

from factlog.articles.memo import Memo
from factlog.articles.speech.english import mentions as mentions_english
from factlog.articles.speech.japanese import names as names_japanese
from factlog.articles.speech.telling import Named, Telling

V = TypeVar("V")

_MOST = 10_000  # answers that are kept
_JOINTS = str.maketrans("・＝=", "   ")
_INITIAL = re.compile(r"\b\w\. ")

ROOM = 4_000_000
"""How much of what articles name is remembered between revisions, by :func:`_weigh_names`."""


class Names:
    """The full names of an article, by what they end with.

    >>> names = Names([("Donald Trump", "Marco Rubio"), ("Ann Lee", "Bob Lee")])
    >>> names.fullest("Trump"), names.fullest("Lee"), names.fullest("Putin")
    ('Donald Trump', 'Lee', 'Putin')
    """

    def __init__(self, mentions: Sequence[tuple[str, ...]]) -> None:
        self.mentions = mentions
        self._full = dict.fromkeys(chain.from_iterable(mentions))
        self._by_part: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._full:
            for part in _parts(name):
                self._by_part[part].append(name)
        self._known: dict[str, str | None] = {}

    def fullest(self, name: str) -> str:
        """The fuller form of a name, if only one fits; else the name."""
        return self.known(name) or name

    def known(self, name: str) -> str | None:
        """The full form of a name that the article knows for certain."""
        if name not in self._known:
            self._known[name] = self._only(name)
        return self._known[name]

    def _only(self, name: str) -> str | None:
        if name in self._full:
            return name
        if name[:1].islower() or not names_japanese.may_be_short(name):
            return None
        fitting = self._by_part.get(_key(name), [])
        if len(fitting) > 1:
            fitting = self._persons(fitting)
        return fitting[0] if len(fitting) == 1 else None

    def _persons(self, names: Sequence[str]) -> list[str]:
        """Without those that only have a word more before them that is none of the name (Singer Ann Lee), nor initials."""
        keys = set(map(_key, names))
        shortest = [name for name in names if keys.isdisjoint(_endings(name))]
        plain: dict[str, str] = {}
        for name in shortest:
            plain.setdefault(_INITIAL.sub("", name), name)
        return list(plain.values())


def _weigh_names(mentions: tuple[tuple[str, ...], ...]) -> int:
    return sum(map(len, mentions)) * 40


NAMES: Memo[tuple[tuple[str, ...], ...], Names] = Memo(Names, weigh=_weigh_names, room=ROOM)
"""The names of articles that mention the same ones: what a revision does not change costs nothing."""


def _key(name: str) -> str:
    return name.translate(_JOINTS).casefold()


@lru_cache(maxsize=16_384)
def _parts(name: str) -> tuple[str, ...]:
    """What a name may be called by: what it ends with; of one in Chinese characters, what it begins with."""
    if " " not in _key(name) and not name.isascii():
        return tuple([name[:length] for length in range(1, len(name))])
    return _endings(name)


@lru_cache(maxsize=16_384)
def _endings(name: str) -> tuple[str, ...]:
    words = _key(name).split(" ")
    return tuple([" ".join(words[start:]) for start in range(1, len(words))])


def _remembered(answer: Callable[[Cast, str], V]) -> Callable[[Cast, str], V]:
    """A question to a cast, which keeps what it answered."""

    @wraps(answer)
    def question(cast: Cast, asked: str) -> V:
        answers = cast.answers
        if (question, asked) not in answers:
            answers[question, asked] = answer(cast, asked)
        found: V = answers[question, asked]
        return found

    return question


class Cast:
    """Whom an article speaks of: all that its sentences ask of it beyond the block that they stand in.

    ``answers`` are those that it gave; where another revision's cast would give the same ones, the same persons speak.
    ``last`` is the cast of the revision before, and ``fresh`` are the texts of the sentences that are not among that one's.
    """

    def __init__(
        self,
        names: Names,
        tellings: Iterable[Sequence[Telling]],
        texts: Sequence[str],
        last: Cast | None,
        fresh: Sequence[str],
    ) -> None:
        self.answers: dict[tuple[Callable[[Cast, str], Any], str], Any] = {}
        self._names = names
        self._texts = texts
        self._looks: dict[tuple[_Look, str], bool] = {}
        came = _joined(fresh)  # what no sentence had, none has but perhaps one that came
        looks = last._looks.items() if last else ()
        self._missing = {(look, words) for (look, words), found in looks if not found and not look(came, words)}
        self._holders: dict[str, set[str]] = {}
        for who in map(_who, chain.from_iterable(tellings)):
            if who.role and who.name and who.named is Named.NAME and who.role != who.name:
                self._holders.setdefault(who.role.casefold(), set()).add(self.fullest(who.name))

    def answers_like(self, other: Cast) -> bool:
        """Whether it answers whatever the other one was asked as that did."""
        if len(other.answers) > _MOST:
            return False  # to ask anew only what is still asked
        same = self._names is other._names and self._holders == other._holders
        if same and all(self._has(*look) == found for look, found in other._looks.items()):
            self.answers |= other.answers
            return True
        return all(question(self, asked) == answer for (question, asked), answer in other.answers.items())

    @_remembered
    def known(self, name: str) -> str | None:
        """The full form of a name that the article knows for certain."""
        return self._names.known(name)

    @_remembered
    def fullest(self, name: str) -> str:
        """The fullest form of a name. The first word of it must not be one that the article has in small letters too."""
        fuller = self._names.fullest(name)
        if fuller != name and self._has(contains, f" {name.lower()} "):
            return name  # Anarchists, of an article that has anarchists too
        first = fuller.split(" ")[0]
        if fuller != name and first.endswith(("s", "ing", "ed")) and self._has(contains, f" {first.lower()} "):
            return name
        if fuller == name and "の" in name and names_japanese.is_japanese(name):
            return self._names.known(name.rpartition("の")[2]) or name
        return fuller

    @_remembered
    def holders(self, role: str) -> frozenset[str]:
        """The persons to whom the article gives a role."""
        folded = role.casefold()
        of_role = (names for other, names in self._holders.items() if folded and other.endswith(folded))
        return frozenset(chain.from_iterable(of_role))

    @_remembered
    def is_person(self, name: str) -> bool:
        """Whether a speaker is somebody of whom one says he or she."""
        if any(name in names for names in self._holders.values()):
            return True
        if not name or names_japanese.is_japanese(name):
            return names_japanese.is_full(name)
        return mentions_english.is_person(name)

    @_remembered
    def is_proper(self, word: str) -> bool:
        """Whether a single word is a name: never without the capital, and capitalised within a sentence too, if it may be a noun."""
        if self._has(contains, f" {word.lower()} "):
            return False
        return self._has(_within_sentence, f" {word}") or not mentions_english.may_be_noun(word)

    def _has(self, look: _Look, words: str) -> bool:
        """Whether some sentence has words, where one looks for them in this way."""
        found = self._looks.get((look, words))
        if found is None:
            found = (look, words) not in self._missing and look(self._whole, words)
            self._looks[look, words] = found
        return found

    @cached_property
    def _whole(self) -> str:
        return _joined(self._texts)


_Look = Callable[[str, str], bool]
_who = attrgetter("who")


def _joined(texts: Sequence[str]) -> str:
    """All texts in one, with a blank before and behind the words of each, and something between them that is no word."""
    return f" {' | '.join(texts)} "


def _within_sentence(text: str, word: str) -> bool:
    """Whether a word stands in a text behind another one, not first in a sentence."""
    place = text.find(word)
    while place >= 0:
        behind = text[place + len(word) : place + len(word) + 1]
        if not behind.isalnum() and (text[place - 1].islower() or text[place - 1] in ",;"):
            return True
        place = text.find(word, place + 1)
    return False
