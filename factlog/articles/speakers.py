"""Who is meant: the speakers that sentences name by a part of a name, by he or 同氏, or not at all, as one article tells.

Only what is certain is resolved. A part of a name is joined to the fuller name that the article gives if only one fits; a
pronoun, a role alone and a subject that is left out mean the one person of whom the sentence before speaks, if it speaks of
one person only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from factlog.articles import names_english, names_japanese, speech_english, speech_japanese, verbs_english
from factlog.articles.memo import Memo
from factlog.articles.revision import Revision
from factlog.articles.telling import MAX_TEXT, UNCLEAR, Named, Telling, Who, masked

ROOM = 4_000_000
"""How many characters of sentences are remembered between revisions."""

LOOK_BACK = 50
"""How many sentences back somebody is remembered by a role."""

_KANA = re.compile("[\u3041-\u30ff]")
_WORD = re.compile("[a-z]+")
_OPENING = re.compile(r"(?:\w+,? ){0,2}")
"""What may stand before a pronoun at the head of a sentence and names nobody."""
_COLON = re.compile("[:：] ?[“\"'‘«„]")
_BESIDE_VERBS = frozenset(("according", "words", "view", "opinion"))
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
    """Whether an English sentence has a verb of saying, or what stands for one, or a quotation behind a colon."""
    words = _WORD.findall(text.lower())
    return (
        not _BESIDE_VERBS.isdisjoint(words)
        or " put it" in text
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


class Names:
    """The full names of an article, by what they end with.

    >>> names = Names([("Donald Trump", "Marco Rubio"), ("Ann Lee", "Bob Lee")])
    >>> names.fullest("Trump"), names.fullest("Lee"), names.fullest("Putin")
    ('Donald Trump', 'Lee', 'Putin')
    """

    def __init__(self, mentions: Iterable[tuple[str, ...]]) -> None:
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
        self._speakers: dict[int, dict[int, str | None]] = {}

    @cached_property
    def _tellings(self) -> list[tuple[Telling, ...]]:
        return TELLINGS.many(self.texts)

    @cached_property
    def names(self) -> Names:
        """The full names that the article gives."""
        return NAMES[tuple(filter(None, MENTIONS.many(self.texts)))]

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
            return self._fullest(who.name)
        if who.named is Named.POSSIBLE and who.name:
            return self.names.known(who.name)
        if who.named is Named.PRONOUN:
            return self._meant(place, telling)
        if who.named is Named.ROLE:
            return self._holder(place, who.role) or who.name or self._same(place, who.role)
        if who.named is Named.NOBODY and telling.depth == 0:
            return self._continued(place)
        return None

    def _fullest(self, name: str) -> str:
        """The fullest form of a name. The first word of it must not be one that the article has in small letters too."""
        fuller = self.names.fullest(name)
        if fuller != name and f" {name.lower()} " in self._whole:
            return name  # Anarchists, of an article that has anarchists too
        first = fuller.split(" ")[0]
        if fuller != name and first.endswith(("s", "ing", "ed")) and f" {first.lower()} " in self._whole:
            return name
        if fuller == name and "の" in name and _japanese(name):
            return self.names.known(name.rpartition("の")[2]) or name
        return fuller

    def _holder(self, place: int, role: str | None) -> str | None:
        """The one person to whom the article gives a role, if the same block has spoken of that person before."""
        folded = (role or "").casefold()
        found = {name for other, names in self._holders.items() if folded and other.endswith(folded) for name in names}
        if len(found) != 1:
            return None
        person = found.pop()
        for before in range(place - 1, max(-1, place - LOOK_BACK), -1):
            if self.sentences[before].block != self.sentences[place].block:
                break
            if any(telling.who.name and self._fullest(telling.who.name) == person for telling in self._tellings[before]):
                return person
        return None

    def _same(self, place: int, role: str | None) -> str | None:
        """Whom 同省, 同社 mean: the speaker of the sentence before, if its name says that it is one."""
        said = self._continued(place)
        return said if said is not None and role and said.endswith(role) else None

    @cached_property
    def _holders(self) -> dict[str, set[str]]:
        """Whom the article gives which role."""
        found: dict[str, set[str]] = {}
        for tellings in filter(None, self._tellings):
            for who in (telling.who for telling in tellings):
                if who.named is Named.NAME and who.role and who.name and who.role != who.name:
                    found.setdefault(who.role.casefold(), set()).add(self._fullest(who.name))
        return found

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
            if telling.who.span and not _OPENING.fullmatch(self.texts[place], 0, telling.who.span[0]):
                return None
            fitting = _several(said) if pronoun == "they" else telling.carried and not self._is_person(said or "")
            return said if said and fitting else None
        if (earlier := self._earlier(place, telling)) is not None:
            return earlier
        if before is None:
            return None
        person = said if said is not None and self._is_person(said) else self._subject(before)
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
        if person is None or not self._is_person(person):
            return None
        return None if self._others(place, person) else person

    def _others(self, place: int, person: str) -> set[str]:
        """The other persons whom a sentence names, by a full name or by a part of one that the article knows."""
        text = self.texts[place]
        parts = [] if _japanese(text) else re.findall(r"\b[A-Z][\w’'-]*\w", text)
        names = [part.removesuffix("'s").removesuffix("’s") for part in parts]
        known = {full for name in names if (full := self._fullest(name)) != name}
        found = {self._fullest(name) for name in MENTIONS[text]} | known
        return {name for name in found if self._is_person(name) and name not in person and person not in name}

    def _subject(self, place: int) -> str | None:
        """The person whom a sentence begins with."""
        who = SUBJECTS[self.texts[place]]
        if who.named is not Named.NAME or not who.name:
            return None
        full = self.names.fullest(who.name)
        if who.role:
            return full
        return full if self._is_person(full) and (" " in full or self._is_proper(full)) else None

    def _is_proper(self, word: str) -> bool:
        """Whether a single word is a name: capitalised within a sentence too, and never without the capital."""
        return f" {word.lower()} " not in self._whole and _within_sentence(self._whole, f" {word}")

    @cached_property
    def _whole(self) -> str:
        return " ".join(self.texts)

    def _is_person(self, name: str) -> bool:
        """Whether a speaker is somebody of whom one says he or she."""
        if any(name in names for names in self._holders.values()):
            return True
        if not name or _japanese(name):
            return names_japanese.is_full(name)
        return names_english.is_person(name)
