"""Wikitext, read into a page: a linear scanner of our own, since speed decides.

:mod:`~factlog.articles.wikitext.lines` tells which lines belong together, :mod:`~factlog.articles.wikitext.blocks` reads each of these
logical lines by itself, :mod:`~factlog.articles.wikitext.parts` cuts the page at its headings, and here the lines become blocks
under these. Each step remembers what it did: the same lines in the same section give the same :class:`Block` object again.

Anomalies: ``redirect``, ``unclosed-ref``, ``unclosed-template``, ``unclosed-link``, ``unclosed-comment``,
``unclosed-table``, ``unclosed-tag``, ``nested-too-deep``, ``too-many-notes``, ``unknown-ref-name``,
``duplicate-ref-name``, ``uncited-note``, ``unknown-short-reference``, ``control-characters``, ``combining-marks``, and
those of the citations.
"""

from __future__ import annotations

import itertools
import re

import attrs

from factlog.articles.later import Later
from factlog.articles.memo import Memo
from factlog.articles.revision import MAX_SENTENCES, Anomaly, Block, BlockKind, Marker, Page
from factlog.articles.wikitext.blocks import Line, Piece
from factlog.articles.wikitext.lines import without_comments
from factlog.articles.wikitext.notes import Use
from factlog.articles.wikitext.parts import Part, parts
from factlog.articles.wikitext.references import References, Renamed

_REDIRECT = re.compile(
    r"\s*#(?:redirect|転送|リダイレクト|перенаправление|перенапр|重定向|เปลี่ยนทาง|अनुप्रेषित|पुनर्प्रेषित|weiterleitung|redirection|넘겨주기|تحويل)"
    r"\s{0,9}:?\s{0,9}\[\[([^\[\]|\n]{0,300})",
    re.IGNORECASE,
)
_KINDS = {
    **dict.fromkeys(("item", "definition", "term"), BlockKind.ITEM),
    **dict.fromkeys(("cell", "header"), BlockKind.CELL),
    **dict.fromkeys(("caption", "table-caption"), BlockKind.CAPTION),
}

Section = tuple[str, ...]
Headings = tuple[tuple[int, str], ...]
"""The headings above a place, each with its depth; the depths increase."""
Keys = tuple[tuple[Use, str], ...]
Run = tuple[BlockKind, Section, str | None, Keys, tuple[Piece, ...]]


def page(text: str, *, title: str | None = None, language: str | None = None) -> Page:
    r"""The page that a wikitext makes.

    >>> read = page("== War ==\n'''Kyiv''' held.<ref name=a>Doe, 2025.</ref> It [[siege|stood]].<ref name=a />")
    >>> [(block.section, block.text, [marker.offset for marker in block.markers]) for block in read.blocks]
    [(('War',), 'Kyiv held. It stood.', [10, 20])]
    >>> [(note.key, note.raw, note.backlinks) for note in read.notes]
    [(':a', 'Doe, 2025.', 2)]
    """
    if (redirect := _REDIRECT.match(text)) is not None:
        return Page((), title=title, language=language, anomalies=(Anomaly("redirect", redirect[1].strip()),))
    text, problems = without_comments(text)
    references = References(language)
    blocks: list[Block] = []
    headings: Headings = ()
    sections: list[Section] = []
    for part in parts(text):
        built = _BUILT[part, headings, references.take(part)]
        blocks += built.blocks
        sections += built.sections
        headings = built.headings
        problems += part.problems + built.problems
    notes = references.notes()
    anomalies = Later(_anomalies, problems, references)
    return Page(tuple(blocks), notes, title, language, None, None, anomalies, tuple(sections))


def _anomalies(problems: tuple[Anomaly, ...], references: References) -> tuple[Anomaly, ...]:
    return _gathered(tuple(dict.fromkeys((*problems, *references.anomalies()))))


def _gathered(anomalies: tuple[Anomaly, ...]) -> tuple[Anomaly, ...]:
    """The anomalies, with one for all control characters."""
    controls = sorted({a.detail for a in anomalies if a.code == "control-characters"})
    others = tuple(a for a in anomalies if a.code != "control-characters")
    return (*others, Anomaly("control-characters", ", ".join(controls))) if controls else others


def _block(run: Run) -> Block:
    """The block that pieces make together."""
    kind, section, label, renamed, pieces = run
    keys = dict(renamed)
    text = ""
    markers: list[Marker] = []
    parts: list[str] = []
    length = 0
    for piece in pieces:
        if piece.shape == "term" and len(pieces) > 1:
            label = piece.text
            markers += [Marker(0, keys.get(use, use.key), locator) for _, use, locator in piece.marks]
            continue
        label = label or piece.label
        start = length + 1 if parts else 0
        for offset, use, locator in piece.marks:
            # A marker at the head of a line belongs to the end of the one before.
            place = start + offset if offset or not parts else length
            markers.append(Marker(place, keys.get(use, use.key), locator))
        if piece.text:
            parts.append(piece.text)
            length = start + len(piece.text)
    text = " ".join(parts)
    return Block(text, kind, section, label, tuple(markers))


_BLOCKS: Memo[Run, Block] = Memo(_block, weigh=lambda run: sum(len(piece.text) for piece in run[4]), room=4_000_000)


@attrs.frozen(eq=False)
class Built:
    """The blocks of a part, the headings above what follows it, the sections that begin in it, and what is wrong with it."""

    blocks: tuple[Block, ...]
    headings: Headings
    sections: tuple[Section, ...]
    problems: tuple[Anomaly, ...]


def _built(key: tuple[Part, Headings, Renamed]) -> Built:
    part, headings, renamed = key
    build = _Build(headings)
    keys: dict[int, dict[Use, str]] = {}
    for place, use, name in renamed:
        keys.setdefault(place, {})[use] = name
    for place, line in enumerate(part.lines):
        build.take(line, keys.get(place))
    return build.built()


_BUILT: Memo[tuple[Part, Headings, Renamed], Built] = Memo(_built, weigh=lambda key: key[0].size, room=2_000_000)


class _Build:
    """The blocks of one part of a page as they come."""

    def __init__(self, headings: Headings) -> None:
        self.blocks: list[Block] = []
        self.sections: list[Section] = []
        self.problems: list[Anomaly] = []
        self._headings = headings
        self._section: Section = tuple(text for _, text in headings)
        self._run: list[Piece] = []
        self._renamed: dict[Use, str] = {}
        self._label: str | None = None
        self._tables = 0
        self._quotes = 0

    def take(self, line: Line, renamed: dict[Use, str] | None) -> None:
        """Adds what a logical line brings; ``renamed`` has the keys of notes that are not those of their wording."""
        if renamed:
            self._renamed |= renamed
        for piece in line.pieces:
            shape = piece.shape
            if shape == "text":
                self._run.append(piece)
            elif shape == "blank":
                if self._run:
                    self._flush()
                self._label = None
            elif shape == "item":
                self._single(piece)
            elif shape == "caption":
                self._emit(BlockKind.CAPTION, (piece,))
            else:
                self._other(piece)

    def _other(self, piece: Piece) -> None:
        shape = piece.shape
        if shape == "bang":
            if not self._tables:
                self._run.append(piece)
        elif shape == "header" and not self._tables:
            pass
        elif shape in ("cell", "header"):
            self._flush()
            self._run.append(piece)
        elif shape == "definition":
            self._definition(piece)
        elif shape == "term":
            self._flush()
            self._run.append(piece)
        elif shape == "heading":
            self._heading(piece)
        elif shape == "table-caption":
            self._single(piece)
        else:
            self._flush()
            self._tables = max(self._tables + {"table": 1, "table-end": -1}.get(shape, 0), 0)
            self._quotes = max(self._quotes + {"quote": 1, "quote-end": -1}.get(shape, 0), 0)

    def _single(self, piece: Piece) -> None:
        """Adds a piece that stands by itself."""
        self._flush()
        self._emit(_KINDS[piece.shape], (piece,))

    def _definition(self, piece: Piece) -> None:
        """Adds an item after ``:``, labelled by the term before it."""
        if self._run and self._run[-1].shape == "term":
            term = self._run[-1].text
            self._run.append(piece)
            self._flush()
            self._label = term
        else:
            label = self._label
            self._flush()
            self._run.append(piece)
            self._flush(label)
            self._label = label

    def _heading(self, piece: Piece) -> None:
        self._flush()
        if self._tables:  # nobody meant a table to go on under the next heading
            self._tables = 0
            self.problems.append(Anomaly("unclosed-table"))
        self._quotes = 0
        above = itertools.takewhile(lambda heading: heading[0] < piece.depth, self._headings)
        self._headings = (*above, (piece.depth, piece.text))
        self._section = tuple(text for _, text in self._headings)
        self.sections.append(self._section)

    def _flush(self, label: str | None = None) -> None:
        self._label = None
        if self._run:
            run, self._run = tuple(self._run), []
            first = run[0].shape
            kind = _KINDS.get(run[-1].shape, BlockKind.PARAGRAPH) if first not in ("cell", "header") else BlockKind.CELL
            self._emit(kind, run, label)

    def _emit(self, kind: BlockKind, run: tuple[Piece, ...], label: str | None = None) -> None:
        if kind is BlockKind.PARAGRAPH and self._tables:
            kind = BlockKind.CELL
        if self._quotes and kind is not BlockKind.CAPTION:
            kind = BlockKind.QUOTE
        if len(self.blocks) > MAX_SENTENCES:
            return  # none of what follows is read
        block = self._made(kind, label, run)
        if block.text:
            self.blocks.append(block)
        elif block.markers and kind is BlockKind.CELL and self.blocks and self.blocks[-1].kind is BlockKind.CELL:
            # A column of references speaks of the cells before it.
            last = self.blocks[-1]
            moved = tuple(marker._replace(offset=len(last.text)) for marker in block.markers)
            self.blocks[-1] = attrs.evolve(last, markers=last.markers + moved)
        if self._renamed and not self._run:
            self._renamed = {}

    def _made(self, kind: BlockKind, label: str | None, run: tuple[Piece, ...]) -> Block:
        """The block of a run of pieces, the one of before where it is the same."""
        if self._renamed or len(run) > 1:
            return _BLOCKS[kind, self._section, label, tuple(self._renamed.items()), run]
        (piece,) = run
        block = piece.block
        if (
            block is None
            or block.section != self._section
            or block.kind is not kind
            or block.label != (label or piece.label)
        ):
            markers = (
                tuple([Marker(offset, use.key, locator) for offset, use, locator in piece.marks]) if piece.marks else ()
            )
            block = piece.block = Block(piece.text, kind, self._section, label or piece.label, markers)
        return block

    def built(self) -> Built:
        """Ends the part."""
        self._flush()
        if self._tables:
            self.problems.append(Anomaly("unclosed-table"))
        return Built(tuple(self.blocks), self._headings, tuple(self.sections), tuple(self.problems))
