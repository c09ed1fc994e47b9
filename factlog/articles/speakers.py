"""Who is meant: the speakers that sentences name by a part of a name, by he or 同氏, or not at all, as one article tells.

Only what is certain is resolved. A part of a name is joined to the fuller name that the article gives if only one fits; a
pronoun, a role alone and a subject that is left out mean the one person of whom the sentence before speaks, if it speaks of
one person only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache, wraps
from itertools import chain
from operator import ne
from typing import Any, TypeVar

from factlog.articles import names_english, names_japanese, speech_english, speech_japanese, verbs_english
from factlog.articles.memo import Memo, alike, shared
from factlog.articles.revision import Sentence
from factlog.articles.telling import MAX_TEXT, UNCLEAR, Named, Telling, Who, masked

T = TypeVar("T")
V = TypeVar("V")

ROOM = 4_000_000
"""How many characters of sentences are remembered between revisions."""

LOOK_BACK = 50
"""How many sentences back somebody is remembered by a role."""

_KANA = re.compile("[\u3041-\u30ff]")
_WORD = re.compile("[a-z]+")
_COLON = re.compile("[:：] ?[“\"'‘«„]")
_MAY_TELL_JA = re.compile("に(?:よ[れるり]|言わせれ|いわせれ)|では|と|こと[をも]|旨|[」』”][をな]")


def _japanese(text: str) -> bool:
    return _KANA.search(text) is not None


def _tellings(text: str) -> tuple[Telling, ...]:
    if len(text) > MAX_TEXT:
        return ()
    if _japanese(text):
        return speech_japanese.tellings(masked(text)) if _MAY_TELL_JA.search(text) else ()
    return speech_english.tellings(masked(text)) if _may_tell(text) else ()


def _may_tell(text: str) -> bool:
    """Whether an English sentence has a verb of saying, or a quotation behind a colon."""
    words = _WORD.findall(text.lower())
    return (
        "according" in words
        or " put it" in text
        or " words of " in text
        or not verbs_english.WORDS.keys().isdisjoint(words)
        or _COLON.search(text) is not None
    )


def _mentions(text: str) -> tuple[str, ...]:
    if len(text) > MAX_TEXT:
        return ()
    return names_japanese.fuller(text) if _japanese(text) else names_english.fuller(text)


def _subject(text: str) -> Who:
    return UNCLEAR if _japanese(text) or len(text) > MAX_TEXT else speech_english.subject(masked(text))


def _weigh(text: str) -> int:
    return len(text) + 200


TELLINGS: Memo[str, tuple[Telling, ...]] = Memo(_tellings, weigh=_weigh, room=ROOM)
MENTIONS: Memo[str, tuple[str, ...]] = Memo(_mentions, weigh=_weigh, room=ROOM)

SUBJECTS: Memo[str, Who] = Memo(_subject, weigh=_weigh, room=ROOM)
"""What sentences say by themselves, kept for the next revision."""


def _whole_blocks(old: Sequence[bool], new: Sequence[bool], head: int, tail: int) -> tuple[int, int]:
    """How many of the first and the last sentences that two revisions share make whole blocks in both.

    Of each sentence the rows say whether a block begins with it.
    """
    head, tail = alike(old, new, head), alike(reversed(old), reversed(new), tail)
    while head and not all(side[head] for side in (old, new) if head < len(side)):
        head -= 1
    while tail and not (old[-tail] and new[-tail]):
        tail -= 1
    return head, tail


def _spliced(old: Sequence[T], head: int, middle: Sequence[T], tail: int) -> list[T]:
    """What stands between the first and the last things of an old row, put in the place of what stood there."""
    return [*old[:head], *middle, *old[len(old) - tail :]]


class Names:
    """The full names of an article, by what they end with.

    >>> names = Names([("Donald Trump", "Marco Rubio"), ("Ann Lee", "Bob Lee")])
    >>> names.fullest("Trump"), names.fullest("Lee"), names.fullest("Putin")
    ('Donald Trump', 'Lee', 'Putin')
    """

    def __init__(self, mentions: Sequence[tuple[str, ...]]) -> None:
        self.mentions = mentions
        by_part: dict[str, dict[str, None]] = {}
        self._full = dict.fromkeys(name for several in mentions for name in several)
        for name in self._full:
            for part in _parts(name):
                by_part.setdefault(part, {})[name] = None
        self._by_part = {part: list(names) for part, names in by_part.items()}
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
        shortest = [
            name for name in names if not any(other != name and _key(name).endswith(" " + _key(other)) for other in names)
        ]
        plain: dict[str, str] = {}
        for name in shortest:
            plain.setdefault(re.sub(r"\b\w\. ", "", name), name)
        return list(plain.values())


def _weigh_names(mentions: tuple[tuple[str, ...], ...]) -> int:
    return sum(map(len, mentions)) * 40


NAMES: Memo[tuple[tuple[str, ...], ...], Names] = Memo(Names, weigh=_weigh_names, room=ROOM)
"""The names of articles that mention the same ones: what a revision does not change costs nothing."""


def _within_sentence(text: str, word: str) -> bool:
    """Whether a word stands in a text behind another one, not first in a sentence."""
    place = text.find(word)
    while place >= 0:
        behind = text[place + len(word) : place + len(word) + 1]
        if not behind.isalnum() and (text[place - 1].islower() or text[place - 1] in ",;"):
            return True
        place = text.find(word, place + 1)
    return False


def _several(name: str | None) -> bool:
    """Whether a speaker is more than one: Millstone, Brunner and Mayer; several officials."""
    return name is not None and (" and " in name or (name.endswith("s") and name.split()[-1].islower()))


def _key(name: str) -> str:
    return re.sub(r"[・＝=]", " ", name).casefold()


@lru_cache(maxsize=16_384)
def _parts(name: str) -> tuple[str, ...]:
    """What a name may be called by: what it ends with; of one in Chinese characters, what it begins with."""
    words = _key(name).split(" ")
    if len(words) == 1 and not name.isascii():
        return tuple([name[:length] for length in range(1, len(name))])
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
    """

    def __init__(self, names: Names, tellings: Iterable[Sequence[Telling]], texts: Sequence[str]) -> None:
        self.answers: dict[tuple[Callable[[Cast, str], Any], str], Any] = {}
        self._names = names
        self._texts = texts
        self._read = False  # whether an answer took looking at the words of the whole article
        self._holders: dict[str, set[str]] = {}
        for who in (telling.who for several in tellings for telling in several):
            if who.named is Named.NAME and who.role and who.name and who.role != who.name:
                self._holders.setdefault(who.role.casefold(), set()).add(self.fullest(who.name))

    def answers_like(self, other: Cast) -> bool:
        """Whether it answers whatever the other one was asked as that did."""
        if self._names is other._names and self._holders == other._holders and not other._read:
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
        first = fuller.split(" ")[0]
        if fuller != name and first.endswith(("s", "ing", "ed")) and f" {first.lower()} " in self._whole:
            return name
        if fuller == name and "の" in name and _japanese(name):
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
        if not name or _japanese(name):
            return names_japanese.is_full(name)
        return names_english.is_person(name)

    @_remembered
    def is_proper(self, word: str) -> bool:
        """Whether a single word is a name: capitalised within a sentence too, and never without the capital."""
        return f" {word.lower()} " not in self._whole and _within_sentence(self._whole, f" {word}")

    @cached_property
    def _whole(self) -> str:
        self._read = True
        return " ".join(self._texts)


class Article:
    """One revision's sentences, and who speaks in them.

    ``last`` is the revision before: what both have in common at the beginning and at the end is not looked at again.
    """

    def __init__(self, sentences: Sequence[Sentence], last: Article | None = None) -> None:
        self.sentences = sentences
        self.texts = [sentence.text for sentence in sentences]
        head, tail = shared(last.texts, self.texts) if last else (0, 0)
        middle = self.texts[head : len(sentences) - tail]
        self._tellings: list[tuple[Telling, ...]] = _spliced(
            last._tellings if last else [], head, TELLINGS.many(middle), tail
        )
        self._mentions: list[tuple[str, ...]] = []
        if any(self._tellings):  # names are for those who speak
            known = last._mentions if last else []
            self._mentions = _spliced(known, head, MENTIONS.many(middle if known else self.texts), tail)
        named = tuple(filter(None, self._mentions))
        self.names: Names = last.names if last and last.names.mentions == named else NAMES[named]
        self.cast: Cast = Cast(self.names, filter(None, self._tellings), self.texts)
        self._speakers: dict[int, dict[int, str | None]] = {}
        blocks = [sentence.block for sentence in sentences]
        self._begins = list(map(ne, blocks, [None, *blocks]))
        self._shift = len(sentences) - len(last.sentences) if last else 0
        same = last is not None and self.cast.answers_like(last.cast)
        self._head, self._tail = _whole_blocks(last._begins, self._begins, head, tail) if last and same else (0, 0)

    def before(self, place: int) -> int | None:
        """Where a sentence stood in the revision before, if all that says who speaks in it is as it was there."""
        if place < self._head:
            return place
        return place - self._shift if place >= len(self.sentences) - self._tail else None

    def tellings(self) -> Iterable[tuple[int, Sequence[Telling]]]:
        """The sentences that tell of somebody's saying something."""
        return ((place, found) for place, found in enumerate(self._tellings) if found)

    def speaker(self, place: int, number: int) -> str | None:
        """Who speaks in a telling of a sentence, in the fullest form; None where that is not certain."""
        known = self._speakers.setdefault(place, {})
        if number not in known:
            known[number] = None  # a sentence never waits for itself
            known[number] = self._resolved(place, self._tellings[place][number])
        return known[number]

    def _resolved(self, place: int, telling: Telling) -> str | None:
        who = telling.who
        if who.named is Named.NAME and who.name:
            return self.cast.fullest(who.name)
        if who.named is Named.POSSIBLE and who.name:
            return self.cast.known(who.name)
        if who.named is Named.PRONOUN:
            return self._meant(place, telling)
        if who.named is Named.ROLE:
            return self._holder(place, who.role) or who.name or self._same(place, who.role)
        if who.named is Named.NOBODY and telling.depth == 0:
            return self._continued(place)
        return None

    def _holder(self, place: int, role: str | None) -> str | None:
        """The one person to whom the article gives a role, if the same block has spoken of that person before."""
        found = self.cast.holders(role or "")
        if len(found) != 1:
            return None
        (person,) = found
        for before in range(place - 1, max(-1, place - LOOK_BACK), -1):
            if self.sentences[before].block != self.sentences[place].block:
                break
            if any(telling.who.name and self.cast.fullest(telling.who.name) == person for telling in self._tellings[before]):
                return person
        return None

    def _same(self, place: int, role: str | None) -> str | None:
        """Whom 同省, 同社 mean: the speaker of the sentence before, if its name says that it is one."""
        said = self._continued(place)
        return said if said is not None and role and said.endswith(role) else None

    def _before(self, place: int) -> int | None:
        """The sentence before, of the same block."""
        if place == 0 or self.sentences[place - 1].block != self.sentences[place].block:
            return None
        return place - 1

    def _only_speaker(self, place: int) -> str | None:
        """The one certain speaker of a sentence."""
        tellings = self._tellings[place]
        found = {self.speaker(place, number) for number, telling in enumerate(tellings) if telling.depth == 0}
        return found.pop() if len(found) == 1 else None

    def _continued(self, place: int) -> str | None:
        """The speaker of the sentence before, where a sentence leaves its subject out."""
        before = self._before(place)
        return None if before is None else self._only_speaker(before)

    def _meant(self, place: int, telling: Telling) -> str | None:
        """Whom he, she or 同氏 means: the one person of the sentence so far, or of the one before; they and it by who spoke there."""
        pronoun = self.texts[place][slice(*telling.who.span)].lower() if telling.who.span else ""
        before = self._before(place)
        said = None if before is None else self._only_speaker(before)
        if pronoun in ("they", "it"):
            fitting = _several(said) if pronoun == "they" else telling.carried and not self.cast.is_person(said or "")
            return said if said and fitting else None
        if (earlier := self._earlier(place, telling)) is not None:
            return earlier
        if before is None:
            return None
        person = said if said is not None and self.cast.is_person(said) else self._subject(before)
        if person is None:
            return None
        goes_on = telling.carried and person == said
        return person if goes_on or not self._others(before, person) else None

    def _earlier(self, place: int, telling: Telling) -> str | None:
        """The one person who speaks before in the same sentence, where it names nobody else."""
        before = [
            number for number, other in enumerate(self._tellings[place]) if other.place < telling.place and other.depth == 0
        ]
        found = {self.speaker(place, number) for number in before} or {self._subject(place)}
        person = found.pop() if len(found) == 1 else None
        if person is None or not self.cast.is_person(person):
            return None
        return None if self._others(place, person) else person

    def _others(self, place: int, person: str) -> set[str]:
        """The other persons whom a sentence names, by a full name or by a part of one that the article knows."""
        text = self.texts[place]
        parts = [] if _japanese(text) else re.findall(r"\b[A-Z][\w’'-]*\w", text)
        names = [part.removesuffix("'s").removesuffix("’s") for part in parts]
        known = {full for name in names if (full := self.cast.fullest(name)) != name}
        found = {self.cast.fullest(name) for name in MENTIONS[text]} | known
        return {name for name in found if self.cast.is_person(name) and name not in person and person not in name}

    def _subject(self, place: int) -> str | None:
        """The person whom a sentence begins with."""
        who = SUBJECTS[self.texts[place]]
        if who.named is not Named.NAME or not who.name:
            return None
        full = self.cast.known(who.name) or who.name
        if who.role:
            return full
        return full if self.cast.is_person(full) and (" " in full or self.cast.is_proper(full)) else None
