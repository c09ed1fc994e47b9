"""Rendered MediaWiki pages and Parsoid's HTML, read into pages with lxml (the extra ``articles``).

Nothing is fetched and no entity is declared; nesting is bounded. What is no text of the article is left out: navigation,
infoboxes, messages, edit links, contents, mathematics.

Anomalies: ``uncited-note``, ``marker-without-note``, ``backlink-without-marker``, ``marker-without-backlink``, ``redirect``,
``nested-too-deep``, ``empty-note``, ``control-characters``, ``combining-marks``, and those of the citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from factlog.articles.cleaning import Cleaner, folded
from factlog.articles.html import head as htmlhead
from factlog.articles.html import notes as htmlnotes
from factlog.articles.revision import BLOCKS, MAX_SENTENCES, Anomaly, Block, BlockKind, Marker, Note, Page
from factlog.articles.sentences.abbreviations import words
from factlog.errors import InvalidDocumentError

MAX_DEPTH = 250
MAX_NOTES = 10_000
"""More notes than any article has are not read."""
_BLOCKS = {
    "p": BlockKind.PARAGRAPH, "div": BlockKind.PARAGRAPH, "section": BlockKind.PARAGRAPH, "li": BlockKind.ITEM,
    "dd": BlockKind.ITEM, "dt": BlockKind.ITEM, "td": BlockKind.CELL, "th": BlockKind.CELL,
    "caption": BlockKind.CAPTION, "figcaption": BlockKind.CAPTION, "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.PARAGRAPH, "ul": BlockKind.PARAGRAPH, "ol": BlockKind.PARAGRAPH, "dl": BlockKind.PARAGRAPH,
    "table": BlockKind.PARAGRAPH, "tr": BlockKind.PARAGRAPH, "tbody": BlockKind.PARAGRAPH,
    "thead": BlockKind.PARAGRAPH, "figure": BlockKind.PARAGRAPH, "center": BlockKind.PARAGRAPH,
    "body": BlockKind.PARAGRAPH, "main": BlockKind.PARAGRAPH, "article": BlockKind.PARAGRAPH,
    "hr": BlockKind.PARAGRAPH,
}  # fmt: skip
_DROPPED_TAGS = words(
    """
        script style noscript math nav header footer form input button select textarea svg img audio video
        iframe object rt rp link meta head title
        """
)
_DROPPED = words(
    """
    mw-editsection navbox navbox-styles toc noprint metadata ambox mbox-small sistersitebox hatnote printfooter
    mw-jump-link infobox sidebar vertical-navbox navbar catlinks mw-indicators shortdescription mwe-math-element
    mw-empty-elt mw-cite-backlink Z3988 stub mw-authority-control authority-control mw-headline-number portal
    portalbox tright-portal mw-ref-hidden nomobile cs1-maint sortkey geo-nondefault geo-multi-punct dablink
    rellink vector-header-container mw-toc
    """
)
_NO_CLASSES: frozenset[str] = frozenset()
_CAPTIONS = frozenset(("thumbcaption", "gallerytext"))
MAX_ATTRIBUTES = 1_000
"""How many attributes of one tag are read; libxml2 takes time with their square."""
_VALUE = r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]*+)"""
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
_TAG = re.compile(
    "<!--(?:[^-]|-(?!->))*+|<[!?][^>]*+|</(?![a-z])[^>]*+|"
    + "|".join(rf"<{name}\b[^>]*+(?:[^<]|<(?!/{name}))*+" for name in _RAW)
    + rf"|</?[a-z](?:[^>=]|{_VALUE})*+",
    re.IGNORECASE,
)
_FEW = re.compile(rf"(<[^\s/=]*+(?:[\s/]*+(?:[^\s/=]++(?:{_VALUE})?+|{_VALUE})){{0,{MAX_ATTRIBUTES}}}+).*", re.DOTALL)
"""What stands in angle brackets, and of it what has so many attributes."""
_LABEL = re.compile(r"([^:：。!?！？「」“”\"]{1,40}?)\s?[:：]\s*(?=\S)")


class Rendered(NamedTuple):
    """A page and the number of its revision."""

    page: Page
    revision_id: str | None = None


def page(text: str, *, title: str | None = None, language: str | None = None) -> Page:
    """The page that an HTML document, or a part of one, makes.

    >>> read = page('<h2>War</h2><p>Kyiv held.<sup class="reference"><a href="#cite_note-1">[1]</a></sup> It stood.</p>'
    ...             '<ol class="references"><li id="cite_note-1"><a href="#cite_ref-1">^</a> Doe, 2025.</li></ol>')
    >>> [(block.section, block.text, block.markers[0].offset) for block in read.blocks], read.notes[0].raw
    ([(('War',), 'Kyiv held. It stood.', 10)], 'Doe, 2025.')
    """
    return rendered(text, title=title, language=language).page


def rendered(text: str, *, title: str | None = None, language: str | None = None) -> Rendered:
    """As :func:`page`, with the number of the revision where the document says it."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(_with_few_attributes(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise InvalidDocumentError(f"expected HTML: {problem}") from None
    if root is None:
        raise InvalidDocumentError("expected HTML, got a document without an element")
    reader = _Reader(root, language)
    return Rendered(reader.page(title, root), htmlhead.revision(root, text))


def _with_few_attributes(text: str) -> str:
    """The document without the attributes of a tag that nobody could have written.

    >>> len(_with_few_attributes(f"<p class='a > b' {'c ' * 5000}>Kyiv.</p>"))
    2024
    """
    if all(len(tag) <= 2 * MAX_ATTRIBUTES for tag in _TAG.findall(text)):
        return text
    return _TAG.sub(lambda tag: _FEW.sub(r"\1", tag[0]) if len(tag[0]) > 2 * MAX_ATTRIBUTES else tag[0], text)


class _Reader:
    """Walks the content of a document and gathers its blocks and notes."""

    def __init__(self, root: Any, language: str | None) -> None:
        self.content = htmlhead.content(root)
        self.language = language or htmlhead.language(self.content)
        self.cleaner = Cleaner()
        self.blocks: list[Block] = []
        self.section: tuple[str, ...] = ()
        self.sections: list[tuple[str, ...]] = []
        self.buffer = _Buffer()
        self.kinds: list[BlockKind] = [BlockKind.PARAGRAPH]
        self.term: str | None = None
        self.problems: list[Anomaly] = []

    def page(self, title: str | None, root: Any) -> Page:
        self._walk()
        self._flush()
        notes = self._notes()
        known = {note.key for note in notes}
        blocks = tuple(_known(block, known) for block in self.blocks)
        anomalies = [*self.problems, *self._about(notes), *self.cleaner.anomalies()]
        head = root.find(".//head")
        return Page(
            blocks,
            notes,
            title or htmlhead.title(root),
            self.language,
            htmlhead.taken(root),
            htmlhead.url(head),
            tuple(dict.fromkeys(anomalies)),
            tuple(self.sections),
        )

    def _walk(self) -> None:
        """Depth first, with a stack of its own: the elements that were entered, each with those in it that are still to come."""
        path: list[tuple[Any, Iterator[Any]]] = []
        if self._enter(self.content):
            path.append((self.content, iter(self.content)))
        while path and len(self.blocks) <= MAX_SENTENCES:
            element, coming = path[-1]
            child = next(coming, None)
            if child is None:
                path.pop()
                self._leave(element)
            elif len(path) >= MAX_DEPTH:
                self.problems = self.problems or [Anomaly("nested-too-deep")]
                element = child
            elif isinstance(child.tag, str) and self._enter(child):
                path.append((child, iter(child)))
                continue
            else:
                element = child
            if element is not self.content and element.tail:
                self.buffer.add(self.cleaner.line(element.tail))

    def _enter(self, element: Any) -> bool:
        """Whether to look into an element; what is read as a whole, or dropped, is not."""
        tag, given = element.tag, element.get("class")
        classes = frozenset(given.split()) if given else _NO_CLASSES
        if (tag == "sup" and "reference" in classes) or "mw-ref" in classes:
            return self._marker(element)
        if (tag == "ol" and "references" in classes) or tag in _DROPPED_TAGS or classes & _DROPPED or _invisible(element):
            return False
        if tag == "cite" and "citation" in classes:  # a reference in full is no sentence
            return False
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return self._heading(element, int(tag[1]))
        if "redirectMsg" in classes:
            self.problems.append(Anomaly("redirect", folded(htmlnotes.shown(element))[:200]))
            return False
        if tag in _BLOCKS:
            self._flush()
            outer = self.kinds[-1]
            kind = BlockKind.CAPTION if classes & _CAPTIONS else _BLOCKS[tag]
            self.kinds.append(outer if kind is BlockKind.PARAGRAPH and tag != "table" else kind)
        elif tag == "br":
            self.buffer.add(" ")
        elif tag in ("b", "strong") or "flagicon" in classes:
            self.buffer.emphasis(is_flag="flagicon" in classes)
        if element.text:
            self.buffer.add(self.cleaner.line(element.text))
        return True

    def _leave(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            if tag == "dt":
                self._term(element)
            self._flush()
            self.kinds.pop()
        elif tag in ("b", "strong"):
            self.buffer.emphasis_ends()

    def _term(self, element: Any) -> None:
        """A term labels its definitions; alone, it is an item."""
        self.term = folded(self.buffer.text()) or None
        following = element.getnext()
        if following is not None and following.tag == "dd":
            marks = self.buffer.marks
            self.buffer = _Buffer()
            for mark in marks:
                self.buffer.mark(mark.note)

    def _marker(self, element: Any) -> bool:
        keys = htmlnotes.note_links(element)
        for key in keys:
            self.buffer.mark(key)
        if not keys:
            locator = folded(htmlnotes.shown(element)).strip(": []")
            self.buffer.locate(locator[:40])
        return False

    def _heading(self, element: Any, level: int) -> bool:
        self._flush()
        text = folded(self.cleaner.line(htmlnotes.shown(element)))
        if level > 1 and text:
            self.section = (*self.section[: level - 2], text)
            self.sections.append(self.section)
        return False

    def _flush(self) -> None:
        buffer = self.buffer
        if buffer.is_untouched:
            return
        self.buffer = _Buffer()
        text = buffer.text()
        if buffer.is_joined:  # cleaned again: a mark may combine with a letter of another element
            text = self.cleaner.line(text)
        if not text:
            return
        label, cut = buffer.label(text)
        kind = self.kinds[-1]
        if kind is not BlockKind.ITEM:
            self.term = None
        elif label is None and self.term is not None and self.term != text:
            label = self.term
        text = text[cut:]
        self.blocks.append(BLOCKS[text, kind, self.section, label, buffer.markers(cut, len(text))])

    def _notes(self) -> tuple[Note, ...]:
        """The notes of all lists; one list after the other, each in its order."""
        groups, full = _groups(self.content), htmlnotes.FullReferences(self.content, self.language)
        found: dict[str, Note] = {}
        for items in self.content.iter("ol"):
            if "references" in (items.get("class") or "").split():
                for item in items.iterchildren("li"):
                    if item.get("id") and len(found) < MAX_NOTES:
                        group = items.get("data-mw-group") or groups.get(item.get("id"))
                        note = htmlnotes.note(item, group or None, self.language, self.cleaner, full)
                        found.setdefault(note.key, note)
        return tuple(found.values())

    def _about(self, notes: tuple[Note, ...]) -> list[Anomaly]:
        """What is wrong between markers and notes; markers in what is left out count as well."""
        uses: dict[str, int] = {}
        for element in self.content.iter("sup", "span"):
            if {"reference", "mw-ref"} & set((element.get("class") or "").split()):
                for key in htmlnotes.note_links(element):
                    uses[key] = uses.get(key, 0) + 1
        found = [Anomaly("marker-without-note", key) for key in uses.keys() - {note.key for note in notes}]
        for number, note in enumerate(notes, start=1):
            count = uses.get(note.key, 0)
            detail = f"note {number}: {note.backlinks} backlinks, {count} markers"
            if not note.raw:
                found.append(Anomaly("empty-note", f"note {number}"))
            if not count:
                found.append(Anomaly("uncited-note", f"note {number}"))
            elif count < note.backlinks:
                found.append(Anomaly("backlink-without-marker", detail))
            elif count > note.backlinks:
                found.append(Anomaly("marker-without-backlink", detail))
        return sorted(found, key=lambda anomaly: anomaly.code)


class _Mark:
    """A marker in the text that is being gathered."""

    def __init__(self, offset: int, note: str) -> None:
        self.offset = offset
        self.note = note
        self.locator: str | None = None


class _Buffer:
    """The text of a block while it is gathered: white space folded, offsets of markers kept."""

    __slots__ = ("_blank", "_is_flagged", "_label_from", "_label_to", "_length", "_parts", "marks")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blank = True
        self.marks: list[_Mark] = []
        self._label_from: int | None = None
        self._label_to: int | None = None
        self._is_flagged = False

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was added, nor any emphasis begun."""
        return not self._parts and self._label_from is None

    @property
    def is_joined(self) -> bool:
        """Whether its text is of several parts."""
        return len(self._parts) > 1

    def add(self, text: str) -> None:
        whole = " ".join(text.split())
        if not whole:
            if text and not self._blank:
                self._put(" ")
            return
        if text[0].isspace() and not self._blank:
            self._put(" ")
        self._put(whole)
        if text[-1].isspace():
            self._put(" ")

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._blank = text[-1] == " "

    def text(self) -> str:
        return "".join(self._parts).rstrip()

    def mark(self, note: str) -> None:
        self.marks.append(_Mark(self._length - (self._blank and self._length > 0), note))

    def markers(self, cut: int, length: int) -> tuple[Marker, ...]:
        """The markers in the text from a cut on, which is so long."""
        return tuple([Marker(min(max(0, mark.offset - cut), length), mark.note, mark.locator) for mark in self.marks])

    def locate(self, locator: str) -> None:
        if self.marks and locator and any(character.isdigit() for character in locator):
            self.marks[-1].locator = locator

    def emphasis(self, *, is_flag: bool) -> None:
        if self._length == 0:
            self._is_flagged = self._is_flagged or is_flag
            self._label_from = 0

    def emphasis_ends(self) -> None:
        if self._label_from == 0 and self._label_to is None:
            self._label_to = self._length

    def label(self, text: str) -> tuple[str | None, int]:
        """A label in bold, or after a flag, before a colon: and where the text after it begins."""
        if self._label_from is None or (found := _LABEL.match(text)) is None:
            return None, 0
        bold = self._label_to is not None and found.end(1) <= self._label_to <= found.end()
        return (found[1], found.end()) if bold or self._is_flagged else (None, 0)


def _invisible(element: Any) -> bool:
    style = element.get("style")
    return bool(style) and "display:none" in style.replace(" ", "").lower()


def _known(block: Block, known: set[str]) -> Block:
    markers = tuple([marker for marker in block.markers if marker.note in known]) if block.markers else ()
    return block if markers == block.markers else BLOCKS[block.text, block.kind, block.section, block.label, markers]


def _groups(content: Any) -> dict[str, str]:
    """The group of each note, by what its markers show: ``[note 1]``."""
    groups: dict[str, str] = {}
    for element in content.iter("sup", "span"):
        if {"reference", "mw-ref"} & set((element.get("class") or "").split()):
            shown = folded(htmlnotes.shown(element)).strip("[]")
            name = shown.rstrip("0123456789").strip()
            for key in htmlnotes.note_links(element):
                if name and len(name) < 20 and (shown[-1:].isdigit() or len(name) == 1):
                    groups.setdefault(key, name if shown[-1:].isdigit() else "lower-alpha")
    return groups
