"""Revisions made by hand: sentences with ``[1]`` markers, and notes as title, site, day of retrieval."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from factlog.articles.revision import Cited, FoundValue, Note, Quotation, Revision, Sentence
from factlog.claims.claim import Citation
from factlog.claims.source import Source

_QUOTE = re.compile("「([^」]*)」|“([^”]*)”")
_MARKER = re.compile(r"\[(\d+)\]")


def sentence(marked: str, section: tuple[str, ...] = (), **more: Any) -> Sentence:
    """A sentence of a text in which ``[1]`` cites the first note; quotations are found by their marks."""
    notes = tuple(int(number) - 1 for number in _MARKER.findall(marked))
    text = _MARKER.sub("", marked)
    quotations = tuple(
        Quotation(match[1] or match[2], match.start(), match.end())
        for match in _QUOTE.finditer(text)
        if match[1] or match[2]
    )
    return Sentence(text, section=section, notes=notes, quotations=quotations, **more)


def note(title: str | None = None, *, retrieved: str | None = None, number: int = 1, **fields: Any) -> Note:
    """A note that cites one source."""
    source = Source("given", title=title, **fields)
    raw = repr((title, retrieved, sorted(fields.items())))
    return Note(f"note-{number}", raw, (Cited(source, Citation(source, retrieved=retrieved)),), number=number)


def revision(*sentences: str | Sentence, notes: Sequence[Note] = (), language: str = "en") -> Revision:
    """A revision of these sentences, in the lead unless they say otherwise."""
    made = tuple(one if isinstance(one, Sentence) else sentence(one) for one in sentences)
    return Revision("Talks", language, made, tuple(notes))


def value(raw: str, meaning: str | float, text: str, kind: str = "count") -> FoundValue:
    """A value where it first stands in a text."""
    start = text.index(raw)
    return FoundValue(raw, meaning, kind, start, start + len(raw))
