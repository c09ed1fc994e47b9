"""Who is meant: the speakers that sentences name by a part of a name, by he or 同氏, or not at all, as one article tells.

Only what is certain is resolved. A part of a name is joined to the fuller name that the article gives if only one fits; a
pronoun, a role alone and a subject that is left out mean the one person of whom the sentence before speaks, if it speaks of
one person only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter, ne
from typing import TypeVar

from factlog.articles.memo import Memo, alike, shared
from factlog.articles.revision import Sentence
from factlog.articles.speech.cast import NAMES, Cast, Names
from factlog.articles.speech.english import mentions as mentions_english
from factlog.articles.speech.english import names as names_english
from factlog.articles.speech.english import sentence as speech_english
from factlog.articles.speech.english import sources as sources_english
from factlog.articles.speech.english import verbs as verbs_english
from factlog.articles.speech.japanese import names as names_japanese
from factlog.articles.speech.japanese import sentence as speech_japanese
from factlog.articles.speech.japanese import verbs as verbs_japanese
from factlog.articles.speech.telling import MAX_TEXT, UNCLEAR, Named, Telling, Who, masked

T = TypeVar("T")

ROOM = 4_000_000
"""How many characters of sentences are remembered between revisions."""

LOOK_BACK = 50
"""How many sentences back somebody is remembered by a role."""

_CHAIN = 6
"""How many sentences in a row somebody is only he or she in."""

_WORD = re.compile("[a-z]+")
_OPENING = re.compile(
    r"(?:[“\"][^“”\"]*[”\"],? )?(?:[Uu]nlike [^,]{1,60}, )?"
    r"(?:(?:\w+,? ){0,2}|(?:In|At|On|During|After|By|For|From|With|Since|Until|Throughout|Following)(?: [a-z\d][\w-]*){1,8},? )"
)
"""What may stand before a pronoun at the head of a sentence and names nobody: a quotation, two words, when or where."""
_LEVEL = re.compile(
    r"(?:\b(?:as|because|since|when|while|after|before|although|though|where|until|once|and|but|what|which|whom)|[;,])[\s\ue000”\"]*$"
)
"""What stands before a pronoun that begins a clause beside the first one, and so has its subject most often."""
_SEPARATING = " ;,—–"
_JOINING = frozenset("and but because as while though although".split())
_OWNERS = re.compile(r"(?:^|, )(?:[A-Z]?[a-z]+ )?([A-Z][\w-]+(?: [A-Z][\w.-]+)*)['’]s ")
"""Those whose something a clause begins with, behind a preposition or not."""
_HIM = frozenset(("he", "him", "his", "himself"))
_HER = frozenset(("she", "her", "hers", "herself"))
_PLURAL = re.compile("(?:ist|ian|ant|ent|ite|er)s$")
"""What the names of many end with, also with a capital: Marxists."""
_ANY_BODY = ("団体", "機関", "組織", "紙", "誌", "書")
"""What one calls a body or a paper, whatever its name ends with: 同団体, 同紙."""
_COLON = re.compile("[:：] ?[“\"'‘«„]")
_MAY_TELL_JA = re.compile(
    rf"に(?:よ[れるり]|言わせれ|いわせれ)|では|と|こと[をも]|旨|よう|[」』”][をな]|を(?:{verbs_japanese.STATED})"
)


def _tellings(text: str) -> tuple[Telling, ...]:
    if len(text) > MAX_TEXT:
        return ()
    if names_japanese.is_japanese(text):
        return speech_japanese.tellings(masked(text)) if _MAY_TELL_JA.search(text) else ()
    return speech_english.tellings(masked(text)) if _may_tell(text) else ()


def _may_tell(text: str) -> bool:
    """Whether an English sentence has a verb of saying, or what stands for one, or a quotation behind a colon."""
    words = _WORD.findall(text.lower())
    return (
        not sources_english.WORDS.isdisjoint(words)
        or " put it" in text
        or not verbs_english.WORDS.keys().isdisjoint(words)
        or _COLON.search(text) is not None
    )


def _mentions(text: str) -> tuple[str, ...]:
    if len(text) > MAX_TEXT:
        return ()
    return names_japanese.fuller(text) if names_japanese.is_japanese(text) else mentions_english.fuller(text)


def _subject(text: str) -> Who:
    return UNCLEAR if names_japanese.is_japanese(text) or len(text) > MAX_TEXT else speech_english.subject(masked(text))


def _actors(text: str) -> tuple[str, ...]:
    return () if len(text) > MAX_TEXT else speech_english.actors(masked(text))


def _weigh(text: str) -> int:
    return len(text) + 200


TELLINGS: Memo[str, tuple[Telling, ...]] = Memo(_tellings, weigh=_weigh, room=ROOM)
MENTIONS: Memo[str, tuple[str, ...]] = Memo(_mentions, weigh=_weigh, room=ROOM)

ACTORS: Memo[str, tuple[str, ...]] = Memo(_actors, weigh=_weigh, room=ROOM)
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


def spliced(old: Sequence[T], head: int, middle: Sequence[T], tail: int) -> list[T]:
    """What stands between the first and the last things of an old row, put in the place of what stood there."""
    return [*old[:head], *middle, *old[len(old) - tail :]]


def _several(name: str | None) -> bool:
    """Whether a speaker is more than one: Millstone, Brunner and Mayer; several officials."""
    if name is None:
        return False
    last = name.split()[-1]
    plural = last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return " and " in name or plural or _PLURAL.search(name) is not None


def _clause(text: str) -> str:
    """What stands before a word, without the mark or the conjunction between."""
    text = text.rstrip(_SEPARATING)
    last = text.rpartition(" ")[2]
    return text.removesuffix(last).rstrip(_SEPARATING) if last in _JOINING else text


def _is_of_another(text: str, pronoun: str) -> bool:
    """Whether a sentence speaks of him, and of no her, where she is asked for; or the other way round."""
    words = set(_WORD.findall(text.lower()))
    own, other = (_HIM, _HER) if pronoun in _HIM else (_HER, _HIM)
    return pronoun in own and words.isdisjoint(own) and not words.isdisjoint(other)


def _plainly(verb: str) -> bool:
    """Whether a verb tells somebody's words and no more: said, not denied, which answers somebody."""
    word = verbs_english.WORDS.get(verb.lower())
    return word is not None and word.lemma in verbs_english.SAYING


_text = attrgetter("text")
_block = attrgetter("block")
_quoted = attrgetter("_quotations")  # as they stand, so that nobody looks for them


class Article:
    """One revision's sentences, what each tells, and who speaks in them.

    ``last`` is the revision before: what both have in common at the beginning and at the end is not looked at again. Of the
    first ``head`` and the last ``tail`` sentences all that says who speaks in them is as it was there.
    """

    def __init__(self, sentences: Sequence[Sentence], last: Article | None = None) -> None:
        self.sentences = sentences
        self.texts = list(map(_text, sentences))
        head, tail = shared(last.texts, self.texts) if last else (0, 0)
        middle = self.texts[head : len(sentences) - tail]
        self._tellings: list[tuple[Telling, ...]] = spliced(
            last._tellings if last else [], head, TELLINGS.many(middle), tail
        )
        self._mentions: list[tuple[str, ...]] = []
        if any(self._tellings):  # names are for those who speak
            known = last._mentions if last else []
            self._mentions = spliced(known, head, MENTIONS.many(middle if known else self.texts), tail)
        named = tuple(filter(None, self._mentions))
        self.names: Names = last.names if last and last.names.mentions == named else NAMES[named]
        self.cast: Cast = Cast(self.names, filter(None, self._tellings), self.texts, last.cast if last else None, middle)
        self._speakers: dict[int, dict[int, str | None]] = {}
        blocks = list(map(_block, sentences))
        self._begins = list(map(ne, blocks, [None, *blocks]))
        self._quoted = list(map(_quoted, sentences))
        self.head = self.tail = 0
        if last is not None and self.cast.answers_like(last.cast):
            head = alike(last._quoted, self._quoted, head)
            tail = alike(reversed(last._quoted), reversed(self._quoted), tail)
            self.head, self.tail = _whole_blocks(last._begins, self._begins, head, tail)

    def tellings(self, place: int) -> Sequence[Telling]:
        """What a sentence tells of somebody's saying something."""
        return self._tellings[place]

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
        if said is None or not role:
            return None
        fits = not self.cast.is_person(said) if role in _ANY_BODY else said.endswith(role)
        return said if fits else None

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

    def _reports_of(self, place: int) -> bool:
        """Whether a sentence reports what one says according to another."""
        tellings = self._tellings[place]
        return len(tellings) > 1 and any(telling.verb.lower() == "according to" for telling in tellings)

    def _continued(self, place: int) -> str | None:
        """The speaker of the sentence before, where a sentence leaves its subject out."""
        before = self._before(place)
        return None if before is None else self._only_speaker(before)

    def _meant(self, place: int, telling: Telling) -> str | None:
        """Whom he, she or 同氏 means: the one person of the sentence so far, or of the one before; they and it by who spoke there."""
        pronoun = self.texts[place][slice(*telling.who.span)].lower() if telling.who.span else ""
        before = self._before(place)
        said = None if before is None or self._reports_of(before) else self._only_speaker(before)
        if pronoun in ("they", "it"):
            if telling.who.span and not _OPENING.fullmatch(self.texts[place], 0, telling.who.span[0]):
                return self._beside(place, telling, pronoun)
            if pronoun == "they":
                return said if _several(said) else None
            return said if said and self._single(said) else self._body(self.texts[before]) if before is not None else None
        if (earlier := self._earlier(place, telling)) is not None:
            return earlier
        if before is None:
            return None
        person = said if said is not None and self.cast.is_person(said) else self._acting(before, pronoun)
        if person is None or _is_of_another(self.texts[before], pronoun):
            return None
        opens = telling.who.span is not None and _OPENING.fullmatch(self.texts[place], 0, telling.who.span[0]) is not None
        if person == said and telling.carried:
            return person
        goes_on = person == said and opens and self._goes_on(before, telling)
        goes_on = goes_on or (opens and self._begins_with(before, pronoun))
        rivals = ACTORS[self.texts[before]] if goes_on else self._named(before, quoted=not opens)
        if not opens and telling.who.span:
            rivals = (*rivals, *self._named(place, until=telling.who.span[0]))
        return None if self._others(rivals, person) else person

    def _goes_on(self, before: int, telling: Telling) -> bool:
        """Whether a sentence only goes on telling what the one said who speaks in the sentence before, not what another answered."""
        told = (other for other in self._tellings[before] if other.depth == 0)
        return all(_plainly(other.verb) for other in (telling, *told))

    def _beside(self, place: int, telling: Telling, pronoun: str) -> str | None:
        """Whom they or it means in a clause beside the first one: those who speak or act in that, several or a body."""
        text = self.texts[place][: telling.who.span[0] if telling.who.span else 0]
        found = {
            self.speaker(place, number) for number, other in enumerate(self._tellings[place]) if other.place < len(text)
        }
        clause = _clause(text)
        if len(found) > 1 or not _LEVEL.search(text):
            return None
        if pronoun == "it":
            name = found.pop() if found else self._body(clause)
            return name if name and self._single(name) else None
        name = (found or {SUBJECTS[clause].name}).pop()
        return name if name and (_several(name) or name.endswith("s")) else None

    def _body(self, text: str) -> str | None:
        """The body or the text that a sentence begins with: the report was written in May."""
        who = SUBJECTS[text]
        body = who.name if who.named is Named.NAME and names_english.speaks(who) else who.role
        return body if body and self._single(body) else None

    def _single(self, name: str) -> bool:
        """Whether a speaker is one body or text, of which one says it."""
        return not (_several(name) or self.cast.is_person(name))

    def _earlier(self, place: int, telling: Telling) -> str | None:
        """The one person who speaks or acts before in the same sentence, where nobody else does."""
        before = [
            number for number, other in enumerate(self._tellings[place]) if other.place < telling.place and other.depth == 0
        ]
        text = self.texts[place][: telling.who.span[0] if telling.who.span else telling.place]
        found = {self.speaker(place, number) for number in before} or {self._owner(text) or self._subject(_clause(text))}
        person = found.pop() if len(found) == 1 else None
        if person is None or not self.cast.is_person(person):
            return None
        level = not names_japanese.is_japanese(text) and _LEVEL.search(text) is not None
        others = self._acting_beside(text, person) if level else self._others(self._named(place), person)
        return None if others else person

    def _acting_beside(self, text: str, person: str) -> set[str]:
        """The others who act in words, by any name that may be a person's."""
        found = {self.cast.fullest(name) for name in ACTORS[text]}
        return {name for name in found if self.cast.is_person(name) and name not in person and person not in name}

    def _owner(self, text: str) -> str | None:
        """The person whose something a sentence begins with, before a pronoun: In Ann Lee's view, she; Ann Lee's book sold, and she."""
        owners = _OWNERS.findall(text)
        if len(owners) != 1 or not _LEVEL.search(text):
            return None
        first, _, rest = owners[0].partition(" ")
        person = self._person(rest if first in names_english.STARTERS and rest else owners[0])
        return person if person and not self._others(MENTIONS[text], person) else None

    def _named(self, place: int, *, quoted: bool = True, until: int | None = None) -> Iterable[str]:
        """The persons whom a sentence may name up to a place, in its quotations or not, by a name or by a part of one that the article knows."""
        text = self.texts[place] if quoted or not self.sentences[place].quotations else masked(self.texts[place]).text
        text = text[:until]
        parts = [] if names_japanese.is_japanese(text) else re.findall(r"\b[A-Z][\w’'-]*\w", text)
        names = (*MENTIONS[text], *(part.removesuffix("'s").removesuffix("’s") for part in parts))
        things = {name for name in MENTIONS[text] if mentions_english.is_thing(name, text)}
        return [name for name in names if self.cast.fullest(name) not in things]

    def _others(self, names: Iterable[str], person: str) -> set[str]:
        """The other persons among names, which may be parts of names that the article knows."""
        found = {self.cast.fullest(name) for name in names}
        return {
            name for name in found if " " in name and self.cast.is_person(name) and name not in person and person not in name
        }

    def _acting(self, place: int, pronoun: str) -> str | None:
        """The person whom a sentence begins with; where it begins with the same pronoun, who acts before, and is named there alone."""
        first = place
        for _ in range(_CHAIN):
            before = self._before(place)
            if before is None or not self._begins_with(place, pronoun):
                break
            place = before
        said = None if place == first else self._only_speaker(place)
        person = said if said and self.cast.is_person(said) else self._subject(self.texts[place])
        if person is None and (span := SUBJECTS[self.texts[place]].span) is not None:
            person = self._owner(self.texts[place][: span[0]])  # In Ann Lee's book, she
        if place == first or person is None:
            return person
        rivals = chain(self._named(place), *(ACTORS[self.texts[other]] for other in range(place + 1, first)))
        return None if self._others(rivals, person) else person

    def _begins_with(self, place: int, pronoun: str) -> bool:
        """Whether a sentence has a pronoun for its subject."""
        who = SUBJECTS[self.texts[place]]
        return who.span is not None and self.texts[place][slice(*who.span)].lower() == pronoun

    def _subject(self, text: str) -> str | None:
        """The person whom a sentence begins with, or whose something."""
        who = SUBJECTS[text]
        if who.named is not Named.NAME or not who.name:
            return None
        name = re.split("['’]s ", who.name, maxsplit=1)[0]  # Ann Lee's report
        return self.cast.known(name) or name if who.role else self._person(name)

    def _person(self, name: str) -> str | None:
        """The person whom a name names, for certain."""
        full = self.cast.known(name) or name
        named = " " in full or self.cast.is_proper(full)
        return full if named and self.cast.is_person(full) else None
