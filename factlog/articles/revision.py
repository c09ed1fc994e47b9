"""What a reader makes of one state of an article.

Readers (plain text, wikitext, HTML) turn their format into a :class:`Page`: blocks of plain text in which the markers of
notes have become offsets, and the notes. Assembly (:mod:`factlog.articles.assembly`), the same for all formats, cuts the
blocks into sentences and numbers the notes: that is a :class:`Revision`. Nothing here knows a format.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import attrs

from factlog.articles.later import Later, settled
from factlog.articles.memo import Memo
from factlog.claims.claim import Citation, Claim
from factlog.claims.fields import FrozenDict
from factlog.claims.source import Source
from factlog.claims.text import kind
from factlog.claims.when import When
from factlog.errors import InvalidError

if TYPE_CHECKING:
    from factlog.articles.speech import Extractor

MAX_SENTENCES = 100_000
"""How many sentences a revision has; those that follow are not read, and that is reported."""


LATE = "older-than-predecessor"
"""The code of an anomaly: the revision is older than the one before it."""
SUPPRESSED = "no-text"
"""The anomaly of a revision whose text is suppressed, or not in the file."""


class BlockKind(StrEnum):
    """What a block of text is in its article."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"


@attrs.frozen
class Anomaly:
    """Something in an article that is not as it should be, by a documented code (docs/articles.md); never guessed away."""

    code: str
    detail: str = ""


@attrs.frozen
class Dated:
    """A date as written, and what it means where that is certain."""

    raw: str
    when: When | None = None


@attrs.frozen(cache_hash=True)
class Cited:
    """What one reference says: a source, and how it is used.

    ``issued``, ``retrieved`` and ``archived`` keep the dates as written beside what they mean (which is also in ``source``
    and ``citation``). ``kept`` has every parameter that no field of CSL takes, as found; ``problems`` are anomalies of this
    reference (misspelled parameters, impossible dates).
    """

    source: Source
    citation: Citation
    issued: Dated | None = None
    retrieved: Dated | None = None
    archived: Dated | None = None
    kept: Mapping[str, str] = FrozenDict()
    problems: tuple[Anomaly, ...] = ()


@attrs.frozen
class Note:
    """A note (footnote, reference) of an article.

    ``key`` tells it apart within the page: a ref's name with its group, or its position. ``raw`` is its text as found,
    ``group`` what separates explanatory notes from references (``注``), None for references. ``cited`` are the sources that
    it names, none for an explanatory note. ``backlinks`` counts the markers that point to it. ``number`` is given by
    position among the notes of its group, from 1, by assembly.
    """

    key: str
    raw: str
    _cited: tuple[Cited, ...] | Later[tuple[Cited, ...]] = attrs.field(default=(), eq=settled, repr=False)
    group: str | None = None
    number: int | None = None
    backlinks: int = 0
    explanatory: bool = False

    @property
    def cited(self) -> tuple[Cited, ...]:
        """The sources that it names, read when somebody asks for them first."""
        return settled(self._cited)

    def cites_like(self, other: Note) -> bool:
        """Whether both name the same sources in the same way; notes of one wording are not read for that."""
        return self._cited is other._cited or self.cited == other.cited


class Marker(NamedTuple):
    """A marker of a note in a block: before the character at ``offset`` of its text. ``locator`` is its page (``{{rp}}``)."""

    offset: int
    note: str
    locator: str | None = None


@attrs.define
class Block:
    """A run of text: a paragraph, a list item, a block quote, a table cell, a caption.

    ``text`` is plain, in NFC, without markup and markers, white space folded to single blanks. ``label`` is a leading
    label such as ``ウクライナ`` of ``ウクライナ: …``, which is not part of the text. ``section`` is the path of headings.

    Nobody changes a block but assembly, which keeps in ``cut`` what it made of it last: readers that give the same block for
    what did not change save it the work.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    section: tuple[str, ...] = ()
    label: str | None = None
    markers: tuple[Marker, ...] = ()
    cut: Cut | None = attrs.field(default=None, init=False, eq=False, repr=False)


@attrs.define(eq=False)
class Cut:
    """A block cut into sentences, in a language, at a position, with the notes that its markers name.

    ``before`` is how it was cut before, since edits are often undone.
    """

    language: str | None
    place: int
    noted: tuple[int | None, ...]
    sentences: list[Sentence]
    before: Cut | None = None

    def fits(self, language: str | None, place: int, noted: tuple[int | None, ...]) -> bool:
        """Whether it is that of a block there."""
        return self.place == place and self.noted == noted and self.language == language


def _same(key: tuple[str, BlockKind, tuple[str, ...], str | None, tuple[Marker, ...]]) -> Block:
    return Block(*key)


BLOCKS = Memo(_same, weigh=lambda key: len(key[0]) + 800, room=8_000_000)
"""The blocks of before, by their fields, for readers that have no memory of their own."""


@attrs.frozen
class Page:
    """What a reader hands to assembly. ``headings`` are the paths of all headings, those with nothing under them too."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    title: str | None = None
    language: str | None = None
    taken: When | None = None
    url: str | None = None
    _anomalies: tuple[Anomaly, ...] | Later[tuple[Anomaly, ...]] = attrs.field(default=(), eq=settled, repr=False)
    headings: tuple[tuple[str, ...], ...] = ()

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """What is not as it should be; it takes reading all notes."""
        return settled(self._anomalies)


@attrs.frozen
class Quotation:
    """A quotation within a sentence: ``text`` without its marks, from ``start`` to ``end`` with them.

    ``depth`` is 0 for an outermost one. ``speaker``, ``role`` and ``verb`` are None where nobody has looked for them.
    """

    text: str
    start: int
    end: int
    depth: int = 0
    speaker: str | None = None
    role: str | None = None
    verb: str | None = None


@attrs.frozen
class FoundValue:
    """A date (EDTF text), a duration (ISO 8601 text), a count or a quantity (a number and its unit) in a sentence."""

    raw: str
    value: str | int | float
    kind: str
    start: int
    end: int
    unit: str | None = None


class Content(Protocol):
    """What a sentence quotes, and the values in it, found when somebody asks for them first."""

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations."""

    @property
    def values(self) -> tuple[FoundValue, ...]:
        """The values."""


def _quotations(given: tuple[Quotation, ...] | Content) -> tuple[Quotation, ...]:
    return given if isinstance(given, tuple) else given.quotations


def _values(given: tuple[FoundValue, ...] | Content) -> tuple[FoundValue, ...]:
    return given if isinstance(given, tuple) else given.values


class Said(NamedTuple):
    """What a sentence says, wherever it stands; what it quotes and its values need not have been looked for."""

    text: str
    label: str | None
    quotations: tuple[Quotation, ...] | Content
    values: tuple[FoundValue, ...] | Content


@attrs.frozen
class Sentence:
    """A sentence, with the notes (positions in ``Revision.notes``) whose markers touch it.

    ``pages`` has those of the notes whose marker names a page (``{{rp}}``), each with it.
    """

    text: str
    section: tuple[str, ...] = ()
    label: str | None = None
    kind: BlockKind = BlockKind.PARAGRAPH
    block: int = 0
    notes: tuple[int, ...] = ()
    _quotations: tuple[Quotation, ...] | Content = attrs.field(default=(), eq=_quotations, repr=False)
    _values: tuple[FoundValue, ...] | Content = attrs.field(default=(), eq=_values, repr=False)
    pages: tuple[tuple[int, str], ...] = ()

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """What it quotes, found when somebody asks for it first."""
        return _quotations(self._quotations)

    @property
    def values(self) -> tuple[FoundValue, ...]:
        """The dates, durations, counts and quantities in it, found when somebody asks for them first."""
        return _values(self._values)

    @property
    def said(self) -> Said:
        """Its words, its label, and what they quote and their values."""
        return Said(self.text, self.label, self._quotations, self._values)

    def quotes_as(self, other: Sentence) -> bool:
        """Whether it quotes the same as another one; found out without a look where both were read from the same words."""
        return self._quotations is other._quotations or self.quotations == other.quotations

    def citing(self, note: int, citation: Citation) -> Citation:
        """A citation of one of its notes, at the page that the marker names."""
        page = dict(self.pages).get(note)
        return attrs.evolve(citation, locator=page) if page else citation

    def part(self, start: int, end: int) -> Sentence:
        """A stretch of it, without the blanks around, as a sentence; what it quotes and its values are those wholly within.

        >>> Sentence("It rained. He came.").part(10, 19).text
        'He came.'
        """
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        found = _Part(self, start, len(text))
        return Sentence(text, self.section, self.label, self.kind, self.block, self.notes, found, found, self.pages)


_Found = TypeVar("_Found", Quotation, FoundValue)


class _Part:
    """What a stretch of a sentence quotes, and the values in it."""

    def __init__(self, whole: Sentence, start: int, length: int) -> None:
        self._whole, self._start, self._length = whole, start, length

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        return _within(self._whole.quotations, self._start, self._length)

    @cached_property
    def values(self) -> tuple[FoundValue, ...]:
        return _within(self._whole.values, self._start, self._length)


def _within(found: tuple[_Found, ...], start: int, length: int) -> tuple[_Found, ...]:
    """What stands in a stretch of a text, with its places there."""
    kept = [one for one in found if start <= one.start and one.end <= start + length]
    return tuple([attrs.evolve(one, start=one.start - start, end=one.end - start) for one in kept])


@attrs.frozen
class Section:
    """A heading and its depth (1 for a chapter), with the path of headings that leads to it."""

    title: str
    depth: int
    path: tuple[str, ...]


@attrs.frozen
class Revision:
    """One state of an article. ``taken`` is the revision's own time; ``text`` is what it was made from.

    ``format`` is what the text is written in; ``page`` is the wiki's name and the number of the page there
    (``enwiki/12``), where an export or an answer tells them.
    """

    title: str | None
    language: str | None
    sentences: tuple[Sentence, ...]
    notes: tuple[Note, ...]
    sections: tuple[Section, ...] = ()
    _anomalies: tuple[Anomaly, ...] | Later[tuple[Anomaly, ...]] = attrs.field(default=(), eq=settled, repr=False)
    taken: When | None = None
    revision_id: str | None = None
    contributor: str | None = None
    comment: str | None = None
    url: str | None = None
    text: str = attrs.field(default="", repr=False)
    format: str | None = None
    page: str | None = None

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """What is not as it should be, by documented codes; it takes reading all notes."""
        return settled(self._anomalies)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources that its notes name, each once, in their order."""
        found: dict[Any, Source] = {}
        for note in self.notes:
            for cited in note.cited:
                found.setdefault(cited.source.id, cited.source)
        return tuple(found.values())

    def statements(self, *, subject: str | None = None, extractor: Extractor | None = None) -> tuple[Claim, ...]:
        """The sentences with a certain speaker as claims, for an editor to complete; see :mod:`factlog.articles.speech.statements`.

        ``subject`` is the title unless given, ``extractor`` factlog's own rules. Raises InvalidError where there is no title
        and no subject.
        """
        from factlog.articles.speech import RULES  # speech stands on revisions
        from factlog.articles.speech.statements import statements

        return statements(self, subject=subject, extractor=extractor or RULES)


def expect_revision(given: object) -> None:
    """Raises InvalidError for what is no revision, such as the text or the path of one."""
    if not isinstance(given, Revision):
        raise InvalidError(f"expected a Revision, as articles.read gives one, got {kind(given)}")
