"""A page, whatever it was read from, made into a revision: sentences with their notes, numbered notes, sections, anomalies.

What a block's text says (its sentences, their quotations and values) is kept for the next revision: blocks that did not
change are not cut again.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import NamedTuple

from factlog.articles.found import may_hold, values
from factlog.articles.labels import labelled
from factlog.articles.later import later
from factlog.articles.memo import Memo
from factlog.articles.plainnotes import is_notes
from factlog.articles.quotations import may_quote, quotations
from factlog.articles.revision import Anomaly, Block, FoundValue, Note, Page, Quotation, Revision, Section, Sentence
from factlog.articles.sentences import split
from factlog.claims.when import When

MAX_CACHED = 8_000_000
"""How many characters of blocks are remembered between revisions."""


MAX_SENTENCE = 10_000
"""What is longer is no sentence, and is not searched for quotations and values."""


class Cut(NamedTuple):
    """A sentence of a block, wherever the block stands."""

    text: str
    quotations: tuple[Quotation, ...]
    values: tuple[FoundValue, ...]


class Cuts(NamedTuple):
    """The sentences of a block and where each of them ends."""

    sentences: tuple[Cut, ...]
    ends: tuple[int, ...]


_Key = tuple[str, str | None, tuple[int, ...]]


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
        _add(sentences, index, block, page.language, places)
    return Revision(
        page.title,
        page.language,
        tuple(sentences),
        notes := _numbered(page.notes),
        _sections(page),
        tuple(dict.fromkeys((*anomalies, *page.anomalies, *_problems(notes)))),
        taken or page.taken,
        revision_id,
        contributor,
        comment,
        url or page.url,
        text,
    )


def _add(sentences: list[Sentence], index: int, block: Block, language: str | None, places: dict[str, int]) -> None:
    text = block.text
    if not block.markers:
        sentences.extend(
            Sentence(cut.text, block.section, block.label, block.kind, index, (), cut.quotations, cut.values)
            for cut in _CUTS[text, language, ()].sentences
        )
        return
    cuts = _CUTS[text, language, _forced(block)]
    notes: list[list[int]] = [[] for _ in cuts.sentences]
    for marker in block.markers:
        place = places.get(marker.note)
        if place is not None and notes:
            touched = notes[min(bisect_left(cuts.ends, _behind(text, marker.offset)), len(notes) - 1)]
            if place not in touched[-50:]:
                touched.append(place)
    for cut, cited in zip(cuts.sentences, notes, strict=True):
        known = tuple(dict.fromkeys(cited))
        sentences.append(
            Sentence(cut.text, block.section, block.label, block.kind, index, known, cut.quotations, cut.values)
        )


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


def _cuts(key: _Key) -> Cuts:
    text, language, forced = key
    spans: list[tuple[int, int]] = []
    for start, end in split(text, language):
        for cut in forced:
            if start < cut < end:
                spans.append((start, cut))
                start = cut
        spans.append((start, end))
    return Cuts(tuple(_cut(text[start:end], language) for start, end in spans), tuple(end for _, end in spans))


def _cut(text: str, language: str | None) -> Cut:
    if len(text) > MAX_SENTENCE:
        return Cut(text, (), ())
    quoted = later(partial(quotations, text)) if may_quote(text) else ()
    return Cut(text, quoted, later(partial(values, text, language)) if may_hold(text, language) else ())


_CUTS: Memo[_Key, Cuts] = Memo(_cuts, weigh=lambda key: len(key[0]) + 400, room=MAX_CACHED)


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


def _problems(notes: tuple[Note, ...]) -> list[Anomaly]:
    """What is wrong with the references, each with the number of its note."""
    found: list[Anomaly] = []
    for note in notes:
        for cited in note.cited:
            for problem in cited.problems:
                named = f"{note.group} {note.number}" if note.group else str(note.number)
                found.append(Anomaly(problem.code, f"note {named}: {problem.detail}" if problem.detail else f"note {named}"))
    return found
