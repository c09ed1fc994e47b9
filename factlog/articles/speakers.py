"""Who is meant: the speakers that sentences name by a part of a name, by he or 同氏, or not at all, as one article tells.

Only what is certain is resolved. A part of a name is joined to the fuller name that the article gives if only one fits; a
pronoun, a role alone and a subject that is left out mean the one person of whom the sentence before speaks, if it speaks of
one person only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from factlog.articles import names_english, names_japanese, speech_english, speech_japanese
from factlog.articles.memo import Memo
from factlog.articles.revision import Revision
from factlog.articles.telling import MAX_TEXT, Named, Telling, masked

ROOM = 4_000_000
"""How many characters of sentences are remembered between revisions."""

_KANA = re.compile("[\u3041-\u30ff]")
_LATIN = re.compile("[A-Za-z]")
_MAY_TELL_EN = re.compile(
    "|".join(sorted((rf"\b{form}\b" for form in speech_english.WORDS), key=len)) + r"|ccording to|[:：] ?[“\"'‘«„]", re.IGNORECASE
)
_MAY_TELL_JA = re.compile("に(?:よ[れるり]|言わせれ|いわせれ)|と|こと[をも]|旨|[」』”][をな]")


def _japanese(text: str) -> bool:
    return _KANA.search(text) is not None


def _tellings(text: str) -> tuple[Telling, ...]:
    if len(text) > MAX_TEXT:
        return ()
    if _japanese(text):
        return speech_japanese.tellings(masked(text)) if _MAY_TELL_JA.search(text) else ()
    return speech_english.tellings(masked(text)) if _LATIN.search(text) and _MAY_TELL_EN.search(text) else ()


def _mentions(text: str) -> tuple[str, ...]:
    if len(text) > MAX_TEXT:
        return ()
    return names_japanese.fuller(text) if _japanese(text) else names_english.fuller(text)


def _weigh(text: str) -> int:
    return len(text) + 200


TELLINGS: Memo[str, tuple[Telling, ...]] = Memo(_tellings, weigh=_weigh, room=ROOM)
MENTIONS: Memo[str, tuple[str, ...]] = Memo(_mentions, weigh=_weigh, room=ROOM)


class Names:
    """The full names of an article, by what they end with.

    >>> names = Names(["President Donald Trump met Marco Rubio.", "Trump left.", "Ann Lee met Bob Lee."])
    >>> names.fullest("Trump"), names.fullest("Lee"), names.fullest("Putin")
    ('Donald Trump', 'Lee', 'Putin')
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = list(texts)

    @cached_property
    def _by_part(self) -> dict[str, list[str]]:
        found: dict[str, dict[str, None]] = {}
        for mentions in MENTIONS.many(self.texts):
            for name in mentions:
                for part in _parts(name):
                    found.setdefault(part, {})[name] = None
        return {part: list(names) for part, names in found.items()}

    def fullest(self, name: str) -> str:
        """The fuller form of a name, if only one fits; else the name."""
        return self.known(name) or name

    def known(self, name: str) -> str | None:
        """The full form of a name that the article knows for certain."""
        if name[:1].islower():
            return None
        key = _key(name)
        fitting = self._by_part.get(key, [])
        if len(fitting) > 1:
            fitting = self._persons(fitting)
        return fitting[0] if len(fitting) == 1 and self._is_name(fitting[0]) else None

    def _persons(self, names: Sequence[str]) -> list[str]:
        """Without those that only have a word more before them that is none of the name (Guitarist Ann Lee), nor initials."""
        shortest = [name for name in names if not any(other != name and _key(name).endswith(" " + _key(other)) for other in names)]
        plain: dict[str, str] = {}
        for name in shortest:
            plain.setdefault(re.sub(r"\b\w\. ", "", name), name)
        return list(plain.values())

    def _is_name(self, name: str) -> bool:
        """Whether its first word is none that the article writes as a common one too."""
        first = name.split(" ")[0]
        return not (first.isascii() and first.isalpha()) or f" {first.lower()} " not in self._whole

    def is_proper(self, word: str) -> bool:
        """Whether a single capitalised word is a name: written so within a sentence, and never without the capital."""
        if not word.isascii() or f" {word.lower()} " in self._whole:
            return not word.isascii()
        return re.search(rf"[a-z,;] {re.escape(word)}\b", self._whole) is not None

    @cached_property
    def _whole(self) -> str:
        return " ".join(self.texts)


def _key(name: str) -> str:
    return re.sub(r"[・＝=]", " ", name).casefold()


def _parts(name: str) -> Iterable[str]:
    """What a name may be called by: what it ends with; of one in Chinese characters, what it begins with."""
    words = _key(name).split(" ")
    if len(words) == 1 and not name.isascii():
        return [name[:length] for length in range(1, len(name))]
    return [" ".join(words[start:]) for start in range(1, len(words))]


class Article:
    """One revision's sentences, and who speaks in them."""

    def __init__(self, revision: Revision) -> None:
        self.sentences = revision.sentences
        self.texts = [sentence.text for sentence in revision.sentences]
        self.names = Names(self.texts)
        self._speakers: dict[int, dict[int, str | None]] = {}

    def tellings(self) -> Iterable[tuple[int, Sequence[Telling]]]:
        """The sentences that tell of somebody's saying something."""
        return ((place, found) for place, found in enumerate(TELLINGS.many(self.texts)) if found)

    def speaker(self, place: int, number: int) -> str | None:
        """Who speaks in a telling of a sentence, in the fullest form; None where that is not certain."""
        known = self._speakers.setdefault(place, {})
        if number not in known:
            known[number] = None  # a sentence never waits for itself
            known[number] = self._resolved(place, TELLINGS[self.texts[place]][number])
        return known[number]

    def _resolved(self, place: int, telling: Telling) -> str | None:
        who = telling.who
        if who.named is Named.NAME and who.name:
            return self._fullest(who.name)
        if who.named is Named.POSSIBLE and who.name:
            return self.names.known(who.name)
        if who.named in (Named.PRONOUN, Named.ROLE):
            return self._meant(place, telling)
        if who.named is Named.NOBODY and telling.depth == 0:
            return self._continued(place)
        return None

    def _fullest(self, name: str) -> str:
        fuller = self.names.fullest(name)
        if fuller == name and "の" in name and _japanese(name):
            return self.names.known(name.rpartition("の")[2]) or name
        return fuller

    def _before(self, place: int) -> int | None:
        """The sentence before, of the same block."""
        if place == 0 or self.sentences[place - 1].block != self.sentences[place].block:
            return None
        return place - 1

    def _only_speaker(self, place: int) -> str | None:
        """The one certain speaker of a sentence."""
        tellings = TELLINGS[self.texts[place]]
        found = {self.speaker(place, number) for number, telling in enumerate(tellings) if telling.depth == 0}
        return found.pop() if len(found) == 1 else None

    def _continued(self, place: int) -> str | None:
        """The speaker of the sentence before, where a sentence leaves its subject out."""
        before = self._before(place)
        return None if before is None else self._only_speaker(before)

    def _meant(self, place: int, telling: Telling) -> str | None:
        """Whom he, she, 同氏 or a role alone means: the one person of the sentence so far, or of the one before."""
        if telling.who.named is Named.PRONOUN and (earlier := self._earlier(place, telling)) is not None:
            return earlier
        before = self._before(place)
        if before is None:
            return None
        said = self._only_speaker(before)
        person = said if said is not None and self._is_person(said, before) else self._subject(before)
        if person is None:
            return None
        others = {self.names.fullest(name) for name in MENTIONS[self.texts[before]]} - {person}
        others = {name for name in others if self._is_person(name, before) and name not in person and person not in name}
        return person if not others or telling.carried else None

    def _earlier(self, place: int, telling: Telling) -> str | None:
        """The one person who speaks before in the same sentence, where it names nobody else."""
        before = [number for number, other in enumerate(TELLINGS[self.texts[place]]) if other.place < telling.place and other.depth == 0]
        found = {self.speaker(place, number) for number in before}
        person = found.pop() if len(found) == 1 else None
        if person is None or not self._is_person(person, place):
            return None
        others = {self.names.fullest(name) for name in MENTIONS[self.texts[place]] if self._is_person(name, place)} - {person}
        return person if all(name in person or person in name for name in others) else None

    def _subject(self, place: int) -> str | None:
        """The person whom a sentence begins with."""
        text = self.texts[place]
        if _japanese(text) or len(text) > MAX_TEXT:
            return None
        who = speech_english.subject(masked(text))
        if who.named is not Named.NAME or not who.name:
            return None
        full = self.names.fullest(who.name)
        if who.role:
            return full
        return full if self._is_person(full, place) and (" " in full or self.names.is_proper(full)) else None

    def _is_person(self, name: str, place: int) -> bool:
        """Whether a speaker is somebody of whom one says he or she."""
        tellings = TELLINGS[self.texts[place]]
        if any(telling.who.role and telling.who.name and self._fullest(telling.who.name) == name for telling in tellings):
            return True
        if _japanese(name):
            return names_japanese.is_full(name)
        return names_english.is_person(name)

