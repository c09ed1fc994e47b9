"""Revisions and their differences as JSON, as lines of text, and as one HTML page that needs nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rich.text import Text

from factlog.articles.comparison.changes import ArticleChange, ArticleDiff
from factlog.articles.comparison.kinds import ArticleKind
from factlog.articles.comparison.words import Op, Span, spans
from factlog.articles.revision import Cited, Dated, Note, Revision, Sentence
from factlog.articles.speech import RULES, Extractor, Speech, attributed, by_sentence
from factlog.claims.claim import Claim
from factlog.claims.source import Name
from factlog.claims.when import When

# What a terminal, or an eye, could take for something else: controls, bidi marks and overrides, invisible characters
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_STYLES = {
    ArticleKind.ADDED: "green",
    ArticleKind.REMOVED: "red",
    ArticleKind.MOVED: "blue",
    ArticleKind.SECTION_RENAMED: "blue",
}


# JSON


def revision_document(revision: Revision, extractor: Extractor = RULES) -> dict[str, Any]:
    """A revision as plain JSON: title, language, taken, sentences, notes, anomalies; None for what is not there.

    Quotations have the speakers that the extractor finds; ``reports`` are who else is said to say something, in other words.
    """
    revision = attributed(revision, extractor)
    speeches = by_sentence(revision, extractor)
    return {
        "title": revision.title,
        "language": revision.language,
        "taken": revision.taken and str(revision.taken),
        "sentences": [
            _sentence(sentence, revision.notes, speeches.get(place, ())) for place, sentence in enumerate(revision.sentences)
        ],
        "notes": [_note(note) for note in revision.notes],
        "anomalies": [{"code": anomaly.code, "detail": anomaly.detail} for anomaly in revision.anomalies],
    }


def _sentence(sentence: Sentence, notes: tuple[Note, ...], speeches: Iterable[Speech]) -> dict[str, Any]:
    return {
        "section": sentence.section[-1] if sentence.section else None,
        "label": sentence.label,
        "text": sentence.text,
        "notes": [notes[place].number for place in sentence.notes if place < len(notes)],
        "quotes": [
            {"text": quotation.text, "speaker": quotation.speaker, "role": quotation.role, "verb": quotation.verb}
            for quotation in sentence.quotations
        ],
        "reports": [
            {"speaker": speech.speaker, "role": speech.role, "verb": speech.verb} for speech in speeches if not speech.direct
        ],
        "values": [{"raw": value.raw, "value": value.value} for value in sentence.values],
    }


def _note(note: Note) -> dict[str, Any]:
    cited = note.cited[0] if note.cited else None
    return {"number": note.number} | _cited(cited) | {"backlinks": note.backlinks, "raw": note.raw}


def _cited(cited: Cited | None) -> dict[str, Any]:
    source = cited and cited.source
    return {
        "authors": [_author(name) for name in source.author] if source else [],
        "title": source and source.title,
        "container": source and source.container_title,
        "via": source and cited and (source.extra.get("via") or cited.kept.get("via")),
        "issued": source and cited and (_date(source.issued) or _raw(cited.issued)),
        "retrieved": cited and (_date(cited.citation.retrieved) or _raw(cited.retrieved)),
        "language": source and source.language,
        "issn": source and source.issn,
        "pages": source and source.page,
        "url": source and source.url,
        "archive_url": cited and cited.citation.archive_url,
    }


def _date(when: When | None) -> str | None:
    return None if when is None else str(when)


def _raw(dated: Dated | None) -> str | None:
    return _date(dated.when) if dated else None


def _author(name: Name) -> dict[str, str | None]:
    if name.literal is not None:
        return {"literal": name.literal}
    return {"family": name.family, "given": name.given}


# Text


def revision_lines(revision: Revision) -> Iterator[Text]:
    """The sentences of a revision under their headings, with the numbers of their notes, then the notes and anomalies."""
    yield Text(visible(revision.title or "untitled"), "bold")
    section: tuple[str, ...] = ()
    for sentence in revision.sentences:
        if sentence.section != section:
            section = sentence.section
            yield Text(visible(" / ".join(section)), "bold")
        numbers = "".join(f"[{revision.notes[place].number}]" for place in sentence.notes if place < len(revision.notes))
        label = f"{sentence.label}: " if sentence.label else ""
        yield Text.assemble("  ", visible(label + sentence.text), (numbers, "dim"))
    for note in revision.notes:
        yield Text(f"  [{note.number}] {visible(note.raw)}", "dim")
    for anomaly in revision.anomalies:
        yield Text(f"  {anomaly.code}: {visible(anomaly.detail)}", "yellow")


def statement_lines(claims: Iterable[Claim]) -> Iterator[Text]:
    """The claims that an article offers: who holds what, and since when where that is said."""
    for claim in claims:
        said = f" ({claim.said})" if claim.said else ""
        yield Text.assemble(
            (visible(f"{claim.claimant}{said}"), "bold"), f": {visible(next(iter(claim.text.values()), ''))}"
        )


def diff_lines(diff: ArticleDiff) -> Iterator[Text]:
    """The changes under their headings, one a line; deletions as ``[-…-]`` and insertions as ``{+…+}``.

    >>> from factlog.articles.comparison.changes import diff
    >>> old, new = (Revision("T", "en", (Sentence(text),), ()) for text in ("30 people died.", "35 people died."))
    >>> for line in diff_lines(diff(old, new)):
    ...     print(line.plain)
    value-changed        [-30-]{+35+} people died.
    """
    section: str | None = None
    for change in diff:
        if change.section != section:
            section = change.section
            yield Text(visible(section or diff.new.title or "(lead)"), "bold")
        yield from _change_lines(change)
    if not diff.changes:
        yield Text("nothing changed", "dim")


def _change_lines(change: ArticleChange) -> Iterator[Text]:
    kind = (f"{change.kind.value:<20} ", _STYLES.get(change.kind, "magenta"))
    flags = (f" ({', '.join(sorted(change.flags))})" if change.flags else "", "dim")
    if _about_sentences(change):
        yield Text.assemble(kind, *(_marked(span) for span in _words(change)), flags)
    else:
        yield Text.assemble(kind, visible(_story(change)), flags)
        yield from (Text(f"{'':<20} {visible(text)}", "dim") for text in change.after or change.before)


def _about_sentences(change: ArticleChange) -> bool:
    """Whether the sentences themselves changed, and not what they rest on or where they stand."""
    about_others = change.kind in (ArticleKind.MOVED, ArticleKind.SECTION_RENAMED) or change.detail.field == "note"
    return not change.detail.source and not about_others


def _story(change: ArticleChange) -> str:
    """The source and the field that a change is about, before and after."""
    detail = change.detail
    pieces = [detail.source, detail.field if detail.source or detail.field == "note" else None]
    if detail.old is not None or detail.new is not None:
        pieces.append(f"{detail.old or 'nothing'} → {detail.new or 'nothing'}")
    return ", ".join(piece for piece in pieces if piece)


def _words(change: ArticleChange) -> tuple[Span, ...]:
    """The sentences of a change with what differs in them."""
    before, after = (_joined(side) for side in (change.before, change.after))
    if before and after:
        return spans(before, after)
    return (Span(Op.INSERT, after),) if after else (Span(Op.DELETE, before),)


def _joined(texts: Iterable[str]) -> str:
    joined = ""
    for text in texts:
        gap = " " if joined and ord(joined[-1]) < 0x2E80 else ""
        joined += gap + text
    return joined


def _marked(span: Span) -> tuple[str, str]:
    text = visible(span.text)
    if span.op is Op.EQUAL:
        return text, ""
    return (f"[-{text}-]", "red strike") if span.op is Op.DELETE else (f"{{+{text}+}}", "green")


def visible(text: str) -> str:
    r"""A text with controls and invisible characters written out, so that it shows what it is.

    >>> print(visible("harm\u202eless"))
    harm<U+202E>less
    """
    return _UNSAFE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


# HTML

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }}
body {{ color: #1a1a1a; background: #fff }}
h1 {{ font-size: 1.5rem; line-height: 1.3 }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #ccc }}
.change {{ margin: .9rem 0; padding-left: .8rem; border-left: 3px solid #bbb; overflow-wrap: anywhere }}
.kind {{ display: block; font-size: .8rem; color: #555 }}
.change p {{ margin: .1rem 0 }}
.source {{ font-size: .9rem }}
.cited {{ color: #555; font-size: .9rem }}
ins {{ background: #d8f5dd; color: #0a4a1c; text-decoration: none; border-bottom: 2px solid #2b8a3e }}
del {{ background: #fbe0e0; color: #7a1212 }}
.added {{ border-color: #2b8a3e }} .removed {{ border-color: #c92a2a }} .moved, .section-renamed {{ border-color: #1c5fb0 }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e6e6e6; background: #161616 }} .kind, .cited {{ color: #aaa }} h2 {{ border-color: #444 }}
  ins {{ background: #12351c; color: #b5efc3 }} del {{ background: #451b1b; color: #f3b9b9 }}
}}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{summary}</p>
{body}
</body>
</html>
"""


def diff_html(diff: ArticleDiff) -> str:
    """The changes as one HTML page, without scripts and without anything from elsewhere."""
    title = diff.new.title or diff.old.title or "Changes"
    body: list[str] = []
    section: str | None = None
    for change in diff:
        if change.section != section:
            section = change.section
            body.append(f'<h2 dir="auto">{_escaped(section or title)}</h2>')
        body.append(_change_html(change))
    language = diff.new.language or diff.old.language or ""
    return _PAGE.format(
        language=_escaped(language), title=_escaped(title), summary=_escaped(_summary(diff)), body="\n".join(body)
    )


def _summary(diff: ArticleDiff) -> str:
    taken = [str(revision.taken) for revision in (diff.old, diff.new) if revision.taken]
    period = f" from {taken[0]} to {taken[1]}" if len(taken) == 2 else ""
    count = f"{len(diff)} change{'s' if len(diff) != 1 else ''}" if diff.changes else "Nothing changed"
    return f"{count}{period}."


def _change_html(change: ArticleChange) -> str:
    flags = f" ({', '.join(sorted(change.flags))})" if change.flags else ""
    parts = [f'<div class="change {change.kind.value}"><span class="kind">{change.kind.value}{flags}</span>']
    if _about_sentences(change):
        parts.append(f'<p dir="auto">{"".join(map(_span_html, _words(change)))}</p>')
    else:
        if story := _story_html(change):
            parts.append(f'<p class="source" dir="auto">{story}</p>')
        parts += [f'<p class="cited" dir="auto">{_escaped(text)}</p>' for text in change.after or change.before]
    return "\n".join([*parts, "</div>"])


def _story_html(change: ArticleChange) -> str:
    detail = change.detail
    field = detail.field if detail.source or detail.field == "note" else None
    told = ", ".join(_escaped(piece) for piece in (detail.source, field) if piece)
    if detail.old is None and detail.new is None:
        return told
    changed = "".join(map(_span_html, spans(detail.old or "", detail.new or "")))
    return f"{told}: {changed}" if told else changed


def _span_html(span: Span) -> str:
    text = _escaped(span.text)
    return text if span.op is Op.EQUAL else f"<del>{text}</del>" if span.op is Op.DELETE else f"<ins>{text}</ins>"


def _escaped(text: str) -> str:
    return html.escape(visible(text))
