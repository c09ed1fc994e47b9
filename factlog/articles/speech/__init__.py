"""Speech: who says what, in which role and with which verb, as far as a revision's sentences say so.

An extractor finds it. It is a small protocol, so that anybody's model can stand in for factlog's own rules; what it made
is marked with its name and version (:class:`factlog.Claim`'s ``extractor``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import is_
from typing import Protocol

import attrs

from factlog.articles.citations import dates
from factlog.articles.memo import Latest
from factlog.articles.revision import Quotation, Revision, Sentence
from factlog.articles.speech.speakers import TELLINGS, Article, spliced
from factlog.articles.speech.telling import Named, Telling
from factlog.claims.fields import with_checked
from factlog.claims.text import kind
from factlog.claims.when import When
from factlog.errors import InvalidError


@attrs.frozen
class Speech:
    """One quotation or report of a revision.

    ``sentence`` is its position in ``Revision.sentences``; ``quotation`` that of a direct quotation in the sentence's
    ``quotations``, None for indirect speech. ``speaker`` is the name in the fullest form that the article gives, ``written``
    the form that stands here; ``speaker`` is None where it is not certain who speaks (``unsure``). ``said`` is the day or
    second of the utterance where the sentence dates it. ``depth`` counts the speeches that this one is told within: 0 where
    the article itself tells it.
    """

    sentence: int
    quotation: int | None = None
    speaker: str | None = None
    written: str | None = None
    role: str | None = None
    verb: str | None = None
    said: When | None = None
    depth: int = 0

    @property
    def direct(self) -> bool:
        """Whether the words are quoted."""
        return self.quotation is not None

    @property
    def unsure(self) -> bool:
        """Whether it is not certain who speaks."""
        return self.speaker is None


class Extractor(Protocol):
    """Finds speech in a revision. Its name and version mark what it made."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def version(self) -> str:
        """Another version may find other speakers: that is ``re-extracted``, never a speaker's change."""

    def speeches(self, revision: Revision) -> Iterable[Speech]:
        """The quotations and reports of a revision, in order."""


@attrs.frozen
class Rules:
    """factlog's own extractor: what sentences say in Japanese and English, by rules that a reader can follow.

    >>> from factlog import articles
    >>> revision = articles.read("Marco Rubio met the press. “It will rain,” Rubio said. He left.")
    >>> [(speech.sentence, speech.speaker, speech.written, speech.verb) for speech in Rules().speeches(revision)]
    [(1, 'Marco Rubio', 'Rubio', 'said')]
    """

    name: str = attrs.field(default="factlog", init=False)
    version: str = attrs.field(default="1", init=False)

    def speeches(self, revision: Revision) -> Iterator[Speech]:
        """The quotations and reports of a revision, in order."""
        return chain.from_iterable(_heard(revision).speeches().values())


RULES: Extractor = Rules()
"""The extractor that is used where nobody names another."""


@attrs.frozen(eq=False)
class _Heard:
    """The speeches of a revision and who holds its sentences, both by the places of these."""

    article: Article
    claimants: list[str | None]
    _speeches: list[tuple[Speech, ...]]

    @classmethod
    def of(cls, sentences: Sequence[Sentence], last: _Heard | None) -> _Heard:
        """Finds what a revision does not have in common with the last one."""
        article = Article(sentences, last.article if last else None)
        head, tail = article.head, article.tail
        fresh = range(head, len(sentences) - tail)
        speeches = [_in_sentence(article, place, article.tellings(place)) for place in fresh]
        holders = [
            claimant(sentences[place], several) if several else None for place, several in zip(fresh, speeches, strict=True)
        ]
        return cls(
            article,
            spliced(last.claimants if last else [], head, holders, tail),
            spliced(last._speeches if last else [], head, speeches, tail),
        )

    def is_of(self, sentences: Sequence[Sentence]) -> bool:
        """Whether it is what these very sentences say."""
        own = self.article.sentences
        return len(own) == len(sentences) and all(map(is_, own, sentences))

    def speeches(self) -> dict[int, tuple[Speech, ...]]:
        """The speeches of the sentences that have any; they name the place where they stand now."""
        return {place: _placed(several, place) for place, several in enumerate(self._speeches) if several}


def _placed(speeches: tuple[Speech, ...], place: int) -> tuple[Speech, ...]:
    if speeches[0].sentence == place:
        return speeches
    return tuple([with_checked(speech, sentence=place) for speech in speeches])


_RECENT = 3
"""How many revisions are remembered: edits are often undone."""
_LATEST: Latest[tuple[_Heard, ...]] = Latest()


def _heard(revision: Revision) -> _Heard:
    """What factlog's own rules find."""
    recent = _LATEST.value or ()
    heard = next((one for one in recent if one.is_of(revision.sentences)), None)
    if heard is None:
        heard = _Heard.of(revision.sentences, recent[0] if recent else None)
    _LATEST.value = (heard, *[one for one in recent if one is not heard])[:_RECENT]
    return heard


def _in_sentence(article: Article, place: int, tellings: Sequence[Telling]) -> tuple[Speech, ...]:
    """The speeches of a sentence, in order."""
    if not tellings:
        return ()
    sentence = article.sentences[place]
    found = [speech for number, telling in enumerate(tellings) for speech in _speeches(article, place, number, telling)]
    count = len(sentence.quotations)
    outermost = [speech for speech in found if speech.quotation is None or speech.quotation < count]
    return tuple(sorted([*outermost, *_nested(sentence, outermost, article)], key=_order))


def _speeches(article: Article, place: int, number: int, telling: Telling) -> Iterator[Speech]:
    """What one telling of a sentence says: a speech for each quotation, and one for what is reported."""
    speaker = article.speaker(place, number)
    text = article.texts[place]
    who = telling.who
    written = None if who.named is Named.UNCLEAR or who.span is None else who.name or text[slice(*who.span)]
    said = _said(article, place, telling)
    for quotation in (*telling.quotations, *([None] if telling.indirect else [])):
        yield Speech(place, quotation, speaker, written, who.role, telling.verb, said, telling.depth)


def _order(speech: Speech) -> tuple[bool, int]:
    return speech.quotation is None, speech.quotation or 0


def _said(article: Article, place: int, telling: Telling) -> When | None:
    """The day of an utterance where the sentence gives it; the same day (同日) is the one of the sentence before."""
    if telling.dated is None:
        return None
    raw = article.texts[place][slice(*telling.dated)]
    if raw != "同日":
        return dates.read(raw).when
    before = (
        article.texts[place - 1] if place and article.sentences[place - 1].block == article.sentences[place].block else ""
    )
    days = set(re.findall(r"\d{4}年\d{1,2}月\d{1,2}日", before))
    return dates.read(days.pop()).when if len(days) == 1 else None


def _nested(sentence: Sentence, outermost: list[Speech], article: Article) -> Iterator[Speech]:
    """The quotations within quotations of which the words of the outer one say who speaks."""
    quotations = sentence.quotations
    if all(quotation.depth == 0 for quotation in quotations):
        return
    for speech in outermost:
        if speech.quotation is None:
            continue
        outer = quotations[speech.quotation]
        inner = [number for number, other in enumerate(quotations) if outer.start < other.start and other.end < outer.end]
        for telling in TELLINGS[outer.text] if inner else ():
            name = telling.who.name
            speaker = (article.cast.known(name) or name) if telling.who.named is Named.NAME and name else None
            for number in telling.quotations:
                if number < len(inner) and quotations[inner[number]].depth == outer.depth + 1:
                    yield Speech(speech.sentence, inner[number], speaker, name, telling.who.role, telling.verb, depth=1)


def claimants(revision: Revision, extractor: Extractor = RULES) -> tuple[str | None, ...]:
    """For every sentence of a revision who holds it: the one certain speaker of its outermost speech.

    None where nobody speaks, where several do, and where it is not certain who does. What is told within somebody's
    speech, or quoted within a quotation, is that speaker's to hold and says nothing here.
    """
    if type(extractor) is Rules:
        return tuple(_heard(revision).claimants)
    told = by_sentence(revision, extractor)
    return tuple([claimant(sentence, told.get(place, ())) for place, sentence in enumerate(revision.sentences)])


def claimant(sentence: Sentence, speeches: Iterable[Speech]) -> str | None:
    """Who holds a sentence of which these are the speeches."""
    speakers = {
        speech.speaker
        for speech in speeches
        if speech.depth == 0 and (speech.quotation is None or sentence.quotations[speech.quotation].depth == 0)
    }
    return speakers.pop() if len(speakers) == 1 else None


def by_sentence(revision: Revision, extractor: Extractor = RULES) -> Mapping[int, Sequence[Speech]]:
    """The speeches of a revision, by the sentences in which they stand.

    Raises InvalidError where an extractor names a sentence or a quotation that is not there.
    """
    if type(extractor) is Rules:
        return _heard(revision).speeches()
    found: defaultdict[int, list[Speech]] = defaultdict(list)
    sentences = revision.sentences
    for speech in extractor.speeches(revision):
        if not isinstance(speech, Speech):
            raise InvalidError(f"extractor {extractor.name!r}: expected a Speech, got {kind(speech)}")
        if not 0 <= speech.sentence < len(sentences):
            raise InvalidError(
                f"extractor {extractor.name!r}: expected one of {len(sentences)} sentences, got {speech.sentence}"
            )
        if speech.quotation is not None and not 0 <= speech.quotation < len(sentences[speech.sentence].quotations):
            raise InvalidError(
                f"extractor {extractor.name!r}: sentence {speech.sentence} has no quotation {speech.quotation}"
            )
        found[speech.sentence].append(speech)
    return found


def attributed(revision: Revision, extractor: Extractor = RULES) -> Revision:
    """The revision with the speaker, role and verb of its quotations filled in, as far as they are certain.

    >>> from factlog import articles
    >>> revision = attributed(articles.read("“It will rain,” said Marco Rubio."))
    >>> revision.sentences[0].quotations[0].speaker
    'Marco Rubio'
    """
    sentences = list(revision.sentences)
    for place, speeches in by_sentence(revision, extractor).items():
        told = {speech.quotation: speech for speech in reversed(speeches) if speech.direct}
        quotations = sentences[place].quotations
        if told:
            spoken = tuple(_by(quotation, told.get(number)) for number, quotation in enumerate(quotations))
            sentences[place] = attrs.evolve(sentences[place], quotations=spoken)
    return attrs.evolve(revision, sentences=tuple(sentences))


def _by(quotation: Quotation, speech: Speech | None) -> Quotation:
    if speech is None:
        return quotation
    return attrs.evolve(quotation, speaker=speech.speaker, role=speech.role, verb=speech.verb)
