"""A logical line of wikitext, read: what kind of line it is, its plain text, and where its notes are marked.

What comes out depends on nothing but the line, so it is remembered: a line that two revisions share is read once. Lines that
nobody knows yet are looked at together: a few sweeps over all of them (references, links, templates, emphasis) leave nothing
but text of most, and those have been read with that. The others get a close look, one by one, when they are asked for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import attrs

from factlog.articles.characters import has_controls, is_tidy, visible, wanted
from factlog.articles.memo import Memo
from factlog.articles.revision import Anomaly, Block
from factlog.articles.wikitext.lines import loose_ends
from factlog.articles.wikitext.markup import expanded, simple, without_markup
from factlog.articles.wikitext.notes import MAX_USES, Reading, Template, Use
from factlog.articles.wikitext.signs import (
    ANY,
    CAPTION,
    CAPTION_END,
    DROPPED,
    FLAG,
    LABEL,
    MARK,
    PAGE,
    QUOTE,
    QUOTE_END,
    SPLIT,
    apart,
    indices,
    number,
    restored,
)
from factlog.articles.wikitext.tags import without_references

_CAPTIONS = re.compile(f"{CAPTION}([^{CAPTION}{CAPTION_END}]*){CAPTION_END}")
_LABELLED = re.compile(
    rf"^([*#:;]*[ \t]*(?:{FLAG}\s*)?)'''([^'\n:：{LABEL}]{{1,80}}?)(?:'''[ \t]*[:：]|[:：][ \t]*''')", re.MULTILINE
)
_HEADED = re.compile(rf"[*#:;]*[ \t]*(?:{FLAG}\s*)?'''")
"""A line at whose head there may be a label in bold."""
_FLAGGED = re.compile(rf"^([*#:;]*\s*){FLAG}\s*([^\n:：。{FLAG}{LABEL}]{{1,60}}?)\s*[:：]", re.MULTILINE)
_OLD_NOTE = re.compile(
    r"[*#:;\s]*\{\{\s*note(?: label)?\s*\|\s*([^|{}]*)[^{}]*\}\}(?:\{\{cite-note[^{}]*\}\})?(.*)", re.IGNORECASE | re.DOTALL
)
_EMPTIED = re.compile(
    rf" ?(?:（[\s、,;]{{0,9}}{DROPPED}[\s、,;{DROPPED}]{{0,99}}）|\([\s,;]{{0,9}}{DROPPED}[\s,;{DROPPED}]{{0,99}}\))"
)
_SPECIAL = frozenset("*#:;=|!{ -") | {""}  # how a line begins that is not, or may not be, one of a paragraph
_TABLE_ENDS = re.compile(r"[\s:]*\{\|")


class Mark(NamedTuple):
    """A note's marker before the character at ``offset``."""

    offset: int
    use: Use
    locator: str | None


@attrs.define(eq=False)
class Piece:
    """A part of a logical line: ``shape`` is what it does in the page, ``depth`` a heading's level or an item's nesting.

    Shapes: text, item, definition (an item after ``:``), term, heading, blank, cell, header, row, table, table-end,
    table-caption, caption (of a picture), quote, quote-end, bang (a line with ``!``, which is a header within tables only).
    """

    shape: str
    text: str = ""
    marks: tuple[Mark, ...] = ()
    label: str | None = None
    depth: int = 0
    block: Block | None = None  # the last one that was made of it alone


@attrs.define(eq=False)
class Line:
    """A line and, once it is read, what it brings to its page; ``loose`` is what it opens or closes beyond its ends."""

    raw: str
    loose: tuple[str, ...]
    is_read: bool = False
    has_notes: bool = False  # whether it uses or defines notes, or has full references
    pieces: tuple[Piece, ...] = ()
    uses: tuple[Use, ...] = ()
    definitions: tuple[Use, ...] = ()
    cites: tuple[Template, ...] = ()
    problems: tuple[Anomaly, ...] = ()


_BLANK = (Piece("blank"),)


def _line(raw: str) -> Line:
    return Line(raw, () if "\n" in raw else loose_ends(raw))


def _lines(raws: list[str]) -> list[Line]:
    """Lines, looked at together in a few sweeps; those that are simple, as most are, have been read with that."""
    reading = Reading()
    together = "\n".join(raws)
    is_controlled = has_controls(together)
    left = without_markup(without_references(together, reading)).split("\n")
    return [
        Line(raw, loose_ends(raw))
        if (text := simple(rest)) is None
        or ((is_controlled or not raw.isascii()) and not is_tidy(raw))
        or ("'''" in raw and _LABELLED.match(raw))
        or (MARK in text and text.count(MARK) > MAX_USES)
        else _simple_line(raw, text, reading)
        for raw, rest in zip(raws, left, strict=True)
    ]


def _simple_line(raw: str, text: str, reading: Reading) -> Line:
    """A line, read, of which nothing is left but its text and the signs of its notes."""
    if text.isascii() or text.isprintable():
        return Line(raw, (), True, False, _plain_pieces(text) if raw and not raw.isspace() else _BLANK)
    if text == DROPPED:  # categories and other languages stand on lines of their own, and old articles have many of both
        return Line(raw, (), True)
    pieces = _Pieces(reading)
    pieces.read(_mended(text, reading, has_entities=False))
    uses = tuple([reading.uses[index] for index in indices(text)])
    return Line(raw, (), True, bool(uses), tuple(pieces.found), uses)


LINES: Memo[str, Line] = Memo(_line, weigh=len, room=4_000_000, make_all=_lines)
"""The lines of before, by their wikitext."""


def read(line: Line) -> None:
    """Reads a line, unless that was done before.

    >>> read(line := LINES["* '''Kyiv''' is [[Ukraine]]'s capital."])
    >>> [(piece.shape, piece.text) for piece in line.pieces]
    [('item', "Kyiv is Ukraine's capital.")]
    """
    raw = line.raw
    if not raw or raw.isspace():
        line.pieces = _BLANK
    elif "{{" in raw and (note := _OLD_NOTE.fullmatch(raw)) is not None:
        label = f"note:{note[1].strip()}"
        explanatory = "label" in raw[: note.start(1)].lower()
        line.definitions = (Use(label, label, body=restored(note[2].strip()), explanatory=explanatory),)
        line.has_notes = True
    else:
        _read(line, raw)
    line.is_read = True


def _read(line: Line, raw: str) -> None:
    reading = Reading()
    is_clean, has_entities = is_tidy(raw), "&" in raw
    text = raw if is_clean else wanted(raw, reading.problems)
    if "'''" in raw and ("\n" in raw or _HEADED.match(raw) is not None):
        text = _LABELLED.sub(rf"\1{LABEL}\2{LABEL}", text)
    text = expanded(text, reading)
    if not text.isascii():
        text = _mended(text, reading, has_entities=has_entities)
    if MARK not in text and text.isprintable():
        line.pieces = _plain_pieces(text)
    else:
        pieces = _Pieces(reading, has_odd_space=has_entities or not is_clean)
        pieces.read(text)
        line.pieces = tuple(pieces.found)
    if reading.uses:
        line.uses = tuple([reading.uses[index] for index in indices(text)] + reading.loose_uses)
    # Nothing empty is kept: the garbage collector would look at it again and again.
    if reading.definitions:
        line.definitions = tuple(reading.definitions)
    if reading.cites:
        line.cites = tuple(reading.cites)
    line.has_notes = bool(line.uses or line.definitions or line.cites)
    if reading.problems:
        line.problems = tuple(dict.fromkeys(reading.problems))


def _plain_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a line without signs, and without white space but blanks."""
    first = text[0:1]
    if first not in _SPECIAL:
        return (Piece("text", _folded(text)),)
    if not text:
        return ()
    if first == "*" and (content := text.lstrip("*")) and content[0] not in "#:;":
        return (Piece("item", folded, (), None, len(text) - len(content)),) if (folded := _folded(content)) else ()
    pieces = _Pieces(None)
    pieces.one(text)
    return tuple(pieces.found)


def _mended(text: str, reading: Reading, *, has_entities: bool) -> str:
    """The text without what expanding it left behind: empty brackets, flags that label, characters that entities wrote."""
    if DROPPED in text:
        text = _EMPTIED.sub(DROPPED, text)
    if FLAG in text:
        text = _FLAGGED.sub(rf"\1{LABEL}\2{LABEL}", text)
    return visible(text, reading.problems) if has_entities else text


def _folded(text: str) -> str:
    """Printable text in NFC, with single blanks, which are all the white space that it has."""
    return _composed(text.strip() if "  " not in text else " ".join(text.split()))


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class _Pieces:
    """The pieces of one logical line, which may have become several lines."""

    def __init__(self, reading: Reading | None, *, has_odd_space: bool = False) -> None:
        self.reading = reading  # None where there are no signs, and no white space but blanks
        self.has_odd_space = has_odd_space
        self.found: list[Piece] = []

    def read(self, text: str) -> None:
        if CAPTION in text:
            for caption in _CAPTIONS.findall(text):
                self.add("caption", " ".join(part.removeprefix("* ") for part in caption.split("\n")))  # <li>
            text = _CAPTIONS.sub(DROPPED, text)
        if "\n" not in text:
            self.one(text)
            return
        for part in text.split("\n"):
            if part and not part.isspace():
                self.one(part)
            elif self.found and self.found[-1].shape != "blank":
                self.found.append(_BLANK[0])

    def one(self, text: str) -> None:
        """Reads one line."""
        first = text[:1]
        if first in "*#:;":
            if first == ":" and _TABLE_ENDS.match(text):
                self.found.append(Piece("table"))
            elif first:
                self.item(text)
        elif first == "=":
            self.heading(text)
        elif first in "|!{ \t" and (stripped := text.lstrip()):
            self.special(text, stripped)
        elif text.startswith("----"):
            self.add("text", text.lstrip("-"))
        elif text == QUOTE:
            self.found.append(Piece("quote"))
        elif text == QUOTE_END:
            self.found.append(Piece("quote-end"))
        else:
            self.add("text", text)

    def special(self, text: str, stripped: str) -> None:
        """Reads a line that may belong to a table."""
        if stripped[0] == "|":
            if stripped.startswith("|}"):
                self.found.append(Piece("table-end"))
                self.add("text", stripped[2:])
            elif stripped.startswith("|-"):
                self.found.append(Piece("row"))
            elif stripped.startswith("|+"):
                self.add("table-caption", stripped[2:].rpartition("|")[2])
            else:
                self.cells(stripped[1:].split("||"))
        elif stripped.startswith("{|"):
            self.found.append(Piece("table"))
        elif stripped[0] == "!":
            if text.startswith("!"):
                self.add("bang", text)
            self.cells(stripped[1:].replace("!!", "||").split("||"), "header")
        else:
            self.add("text", text)

    def cells(self, cells: list[str], shape: str = "cell") -> None:
        """Adds the cells of a row, without their attributes."""
        for cell in cells:
            attributes, bar, content = cell.partition("|")
            content = content if bar else attributes
            if content and not content.isspace():
                if content.lstrip()[:1] in "*#" and bar:
                    self.found.append(Piece(shape))
                self.add(shape, content)
            else:
                self.found.append(Piece(shape))

    def heading(self, text: str) -> None:
        stripped = text.rstrip()
        while stripped[-3:-2] == MARK:  # a marker after the closing signs
            stripped = stripped[:-3].rstrip()
        depth = min(len(stripped) - len(stripped.lstrip("=")), len(stripped) - len(stripped.rstrip("=")), 6)
        if not depth or len(stripped) <= 2 * depth:
            self.add("text", text)
        else:
            self.add("heading", stripped[depth:-depth], depth)

    def item(self, text: str) -> None:
        content = text.lstrip("*#:;")
        depth = len(text) - len(content)
        kind = text[depth - 1]
        if kind != ";":
            self.add("definition" if kind == ":" else "item", content, depth)
            return
        term, definition = _cut(content)
        self.add("term", term.strip().rstrip(":："), depth)
        if definition:
            self.add("definition", definition, depth)

    def add(self, shape: str, text: str, depth: int = 0) -> None:
        """Adds a piece, unless there is nothing in it."""
        marks: tuple[Mark, ...] = ()
        label = None
        if self.reading is None:
            if text := _folded(text):
                self.found.append(Piece(shape, text, (), None, depth))
            return
        text = " ".join(text.split()) if self.has_odd_space or "  " in text else text.strip()
        if not text.isascii():
            if LABEL in text:
                label, text = _labelled(text)
            text, marks = _marked(text, self.reading)
            if label and (not text or shape == "term"):  # it labels nothing on this line
                marks = tuple(mark._replace(offset=mark.offset + len(label)) for mark in marks)
                label, text = None, f"{label}{text}"
        if text or marks:
            self.found.append(Piece(shape, text, marks, label, depth))


def _cut(content: str) -> tuple[str, str]:
    """A term and its definition on one line."""
    position = content.find(":")
    while position >= 0 and content.startswith("//", position + 1):
        position = content.find(":", position + 1)
    return (content, "") if position < 0 else (content[:position], content[position + 1 :])


def _labelled(text: str) -> tuple[str | None, str]:
    before, sign, rest = text.partition(LABEL)
    label, _, after = rest.partition(LABEL)
    if ANY.sub("", before).strip() or not sign:
        return None, text.replace(LABEL, "")
    label = restored(SPLIT.sub("", label)).strip()
    return unicodedata.normalize("NFC", label) or None, before + after.replace(LABEL, "").lstrip()


def _marked(text: str, reading: Reading) -> tuple[str, tuple[Mark, ...]]:
    """The text without signs, in NFC, and where the markers of notes stood."""
    marks: list[Mark] = []
    pieces: list[str] = []
    length, ended = 0, True  # whether what stands so far ends in a blank
    for index, part in enumerate(apart(text)):
        if index % 2 == 0:
            if not part:
                continue
            if ended and part[0] == " ":
                part = part[1:]
            if pieces and part[:1] in _HUGGING and ended and length:
                pieces[-1] = pieces[-1][:-1]
                length -= 1
            if part:
                part = _composed(restored(part))
                pieces.append(part)
                length += len(part)
                ended = part[-1] == " "
        elif part[0] == MARK:
            # A marker after a blank belongs to what stands before the blank.
            use = reading.uses[number(part[1:])]
            marks.append(Mark(length - (ended and length > 0), use, use.locator))
        elif part[0] == PAGE and marks:
            offset, use, _ = marks[-1]
            marks[-1] = Mark(offset, use, reading.pages[number(part[1:])] or use.locator)
    out = _composed("".join(pieces).rstrip())
    size = len(out)
    return out, tuple([mark if mark.offset <= size else mark._replace(offset=size) for mark in marks])


_HUGGING = frozenset(".,;:!?、。，．；：！？…)）]」』")
