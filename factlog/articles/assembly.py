"""A page, whatever it was read from, made into a revision: sentences with their notes, numbered notes, sections, anomalies.

What a block's text says is kept for the next revision: blocks that did not change are not cut again, and those that did not
move give the very same sentences. Quotations and values are found when somebody asks for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import repeat

from factlog.articles.labels import labelled
from factlog.articles.later import Later
from factlog.articles.plaintext.notes import is_notes
from factlog.articles.revision import (
    MAX_SENTENCES,
    Anomaly,
    Block,
    Cut,
    FoundValue,
    Note,
    Page,
    Quotation,
    Revision,
    Section,
    Sentence,
)
from factlog.articles.safety import safe
from factlog.articles.sentences import split
from factlog.articles.sentences.found import values
from factlog.articles.sentences.quotations import quotations
from factlog.claims.text import MAX_TEXT
from factlog.claims.when import When

_WORD = 20
MAX_SENTENCE = 10_000
"""What is longer is no sentence, and is not searched for quotations and values."""


def assemble(
    page: Page,
    *,
    text: str,
    taken: When | None = None,
    revision_id: str | None = None,
    contributor: str | None = None,
    comment: str | None = None,
    url: str | None = None,
    anomalies: tuple[Anomaly, ...] = (),
    format: str | None = None,  # noqa: A002  # as the revision calls it
    number: str | None = None,
) -> Revision:
    """The revision that a page is; what is not known of the revision is taken from the page.

    >>> from factlog.articles.revision import Marker
    >>> block = Block("It rained. It stopped.", markers=(Marker(10, "a"),))
    >>> page = Page((block,), (Note("a", "Doe"),), "Rain")
    >>> revision = assemble(page, text="…")
    >>> [(sentence.text, sentence.notes) for sentence in revision.sentences], revision.notes[0].number
    ([('It rained.', (0,)), ('It stopped.', ())], 1)
    """
    places = {note.key: place for place, note in enumerate(page.notes)}
    sentences: list[Sentence] = []
    for index, block in enumerate(labelled(page.blocks)):
        noted = tuple([places.get(marker.note) for marker in block.markers]) if block.markers else ()
        cut = block.cut
        if cut is None or cut.place != index or cut.noted != noted or cut.language != page.language:
            cut = block.cut = _cut(block, page.language, index, noted)
        sentences += cut.sentences
        if len(sentences) > MAX_SENTENCES:
            del sentences[MAX_SENTENCES:]
            anomalies = (*anomalies, Anomaly("too-many-sentences", f"more than {MAX_SENTENCES:,}: the others are not read"))
            break
    return Revision(
        page.title,
        page.language,
        tuple(sentences),
        notes := _numbered(page.notes),
        _sections(page),
        Later(_anomalies, anomalies, page, notes),
        taken or page.taken,
        revision_id,
        contributor,
        comment,
        url or page.url,
        text,
        format,
        number,
    )


class _Content:
    """What a sentence says beside its words."""

    __slots__ = ("_language", "_quotations", "_text", "_values")

    def __init__(self, text: str, language: str | None) -> None:
        self._text = text
        self._language = language

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        try:
            return self._quotations
        except AttributeError:
            self._quotations: tuple[Quotation, ...] = quotations(self._text)
            return self._quotations

    @property
    def values(self) -> tuple[FoundValue, ...]:
        try:
            return self._values
        except AttributeError:
            self._values: tuple[FoundValue, ...] = values(self._text, self._language)
            return self._values


def _cut(block: Block, language: str | None, place: int, noted: tuple[int | None, ...]) -> Cut:
    """The sentences of a block at a position, with the notes that its markers name."""
    text, section, label, kind = block.text, block.section, block.label, block.kind
    if (before := block.cut) is not None and (older := before.before) is not None and older.fits(language, place, noted):
        older.before, before.before = before, None
        return older
    if before is not None and before.language == language:  # it moved, or its notes did
        before.before = None
        said = [(one.text, one._quotations, one._values) for one in before.sentences]
    else:
        before = None
        spans = split(text, language)
        if noted and (forced := _forced(block)):
            spans = _apart(spans, forced)
        said = [_said(text[start:end], language) for start, end in spans]
    cited = _cited(block, [one for one, _, _ in said], noted) if noted else _NONE
    sentences = [
        Sentence(one, section, label, kind, place, notes, quoted, found, pages)
        for (one, quoted, found), (notes, pages) in zip(said, cited, strict=False)
    ]
    return Cut(language, place, noted, sentences, before)


_Said = tuple[str, _Content | tuple[Quotation, ...], _Content | tuple[FoundValue, ...]]


def _said(text: str, language: str | None) -> _Said:
    """A sentence's text, and what tells its quotations and its values."""
    if len(text) <= _WORD and text.isalnum():  # a word or a number, as in most cells: it is looked at once
        return text, quotations(text), values(text, language)
    content = _Content(text, language) if len(text) <= MAX_SENTENCE else ()
    return text, content, content


_Uses = tuple[tuple[int, ...], tuple[tuple[int, str], ...]]
"""The notes of a sentence, and those with a page."""


def _cited(block: Block, sentences: list[str], noted: tuple[int | None, ...]) -> Iterable[_Uses]:
    """For each sentence the notes whose markers touch it, each once, and the pages that these name."""
    if not sentences:
        return _NONE
    notes: list[dict[int, list[str]]] = [{} for _ in sentences]
    ends: list[int] = []
    for one in sentences:  # nothing but blanks stands between them
        ends.append(block.text.index(one, ends[-1] if ends else 0) + len(one))
    for marker, note in zip(block.markers, noted, strict=True):
        if note is not None:
            touched = notes[min(bisect_left(ends, _behind(block.text, marker.offset)), len(ends) - 1)]
            pages = touched.setdefault(note, [])
            if marker.locator and (page := safe(marker.locator)) and page.text not in pages:
                pages.append(page.text)
    return [(tuple(touched), _pages(touched)) for touched in notes]


def _pages(touched: dict[int, list[str]]) -> tuple[tuple[int, str], ...]:
    return tuple([(note, ", ".join(pages)[:MAX_TEXT]) for note, pages in touched.items() if pages])


_NONE: Iterable[_Uses] = repeat(((), ()))


def _behind(text: str, offset: int) -> int:
    """The offset moved back over blanks: a marker belongs to what stands before it."""
    while offset > 0 and text[offset - 1 : offset] == " ":
        offset -= 1
    return offset


def _forced(block: Block) -> tuple[int, ...]:
    """Where a marker alone stands between two sentences: ``… ended.[1]The …``."""
    text = block.text
    return tuple(
        marker.offset
        for marker in block.markers
        if text[marker.offset - 1 : marker.offset] in (".", "!", "?") and text[marker.offset : marker.offset + 1].isupper()
    )


def _apart(spans: list[tuple[int, int]], forced: tuple[int, ...]) -> list[tuple[int, int]]:
    """The spans, cut at these places as well."""
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        for cut in forced:
            if start < cut < end:
                apart.append((start, cut))
                start = cut
        apart.append((start, end))
    return apart


def _numbered(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The notes with their numbers, by position in their group."""
    counts: dict[str | None, int] = {}
    numbered: list[Note] = []
    for note in notes:
        number = counts[note.group] = counts.get(note.group, 0) + 1
        if note.number != number:
            note = Note(note.key, note.raw, note.cited, note.group, number, note.backlinks, note.explanatory)
        numbered.append(note)
    return tuple(numbered)


def _sections(page: Page) -> tuple[Section, ...]:
    """The headings of a page, each once, in their order, without those that have nothing but a list of notes under them."""
    found: dict[tuple[str, ...], None] = {}
    with_text: set[tuple[str, ...]] = set()
    last = None
    for block in page.blocks:
        if block.section is not last:
            last = block.section
            with_text.add(last)
    for path in page.headings:
        if is_notes(path[-1]) and path not in with_text:
            continue
        for depth in range(1, len(path) + 1):
            found.setdefault(path[:depth])
    return tuple(Section(path[-1], len(path), path) for path in found)


def _anomalies(given: tuple[Anomaly, ...], page: Page, notes: tuple[Note, ...]) -> tuple[Anomaly, ...]:
    return tuple(dict.fromkeys((*given, *page.anomalies, *_problems(notes))))


def _problems(notes: tuple[Note, ...]) -> list[Anomaly]:
    """What is wrong with the references, each with the number of its note."""
    found: list[Anomaly] = []
    for note in notes:
        for cited in note.cited:
            for problem in cited.problems:
                named = f"{note.group} {note.number}" if note.group else str(note.number)
                found.append(Anomaly(problem.code, f"note {named}: {problem.detail}" if problem.detail else f"note {named}"))
    return found
