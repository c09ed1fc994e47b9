"""Revisions read from whatever holds them: plain text, wikitext, HTML, answers of the API, exports."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import attrs

from factlog.articles import api, dumps, extra, plaintext, wikitext
from factlog.articles.assembly import assemble
from factlog.articles.cleaning import language_of
from factlog.articles.decoding import decoded
from factlog.articles.dumps import Limits, RawRevision, Report
from factlog.articles.packed import chunks
from factlog.articles.revision import LATE, SUPPRESSED, Anomaly, Page, Revision
from factlog.claims.text import kind
from factlog.errors import InvalidDocumentError, InvalidError, NotFoundError

MAX_SIZE = 64 << 20
"""The largest document that :func:`read` takes unless told otherwise, in bytes once unpacked (characters for text)."""


class Format(StrEnum):
    """What an article may be written in."""

    PLAIN = "plain"
    WIKITEXT = "wikitext"
    HTML = "html"
    API = "api"
    DUMP = "dump"


_SUFFIXES = {
    ".wikitext": Format.WIKITEXT, ".wiki": Format.WIKITEXT, ".mediawiki": Format.WIKITEXT, ".html": Format.HTML,
    ".htm": Format.HTML, ".xhtml": Format.HTML, ".json": Format.API, ".xml": Format.DUMP,
}  # fmt: skip
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|section|div|p|h[1-6]|ol|ul|table|meta|title)\b", re.IGNORECASE
)
_DUMP = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,1000}>\s{0,100})?<(?:(?:mediawiki|page)\b|!DOCTYPE\s{1,9}(?!html))"
)
_WIKI = re.compile(
    r"\[\[[^\[\]\n]{1,300}\]\]|\{\{[^{}\n]{1,80}[|}\n]|<ref[ >/]|'''|^\{\||^#(?:redirect|転送)", re.IGNORECASE | re.MULTILINE
)
_HEAD = 50_000
_NO_WORDS = re.compile(r"\{\{[^{}]*\}\}|<[^<>]*>|\bhttps?:[^\s|\]]*")
"""What tells nothing of a wikitext's language: templates (sources are in any language), tags, addresses."""
_NO_TEXT = re.compile(r"[\s\ufeff]{0,1000}")


def read(
    given: str | bytes | Path,
    *,
    format: str | None = None,  # noqa: A002  # what else would one call it
    language: str | None = None,
    limit: int = MAX_SIZE,
) -> Revision:
    r"""The revision that a text, bytes or a file holds; of several, the newest.

    A str is text, a Path is a file (also packed with gzip, bzip2 or xz). Without a format (``plain``, ``wikitext``,
    ``html``, ``api``, ``dump``), it is told by looking; without a language, by what the document says, else by its script.

    >>> revision = read("It rained.[1] It stopped.\n\nNotes\n^ Doe, J. (2025). “Rain”. CNN. Retrieved 2 May 2025.")
    >>> [(sentence.text, sentence.notes) for sentence in revision.sentences]
    [('It rained.', (0,)), ('It stopped.', ())]

    Raises InvalidDocumentError, with the position, for what cannot be read or is larger than ``limit``.
    """
    if limit < 1:
        raise InvalidError(f"expected a limit above zero, got {limit}")
    chosen = None if format is None else _format(format)
    if isinstance(given, Path):
        _check_file(given)
        with _in_file(given):
            return _read_file(given, chosen, language, limit)
    if isinstance(given, bytes):
        _check_size(len(given), limit, "bytes")
        text, anomalies = decoded(given)
    elif isinstance(given, str):
        _check_size(len(given), limit, "characters")
        text, anomalies = given.removeprefix("\ufeff"), ()
    else:
        raise InvalidError(f"expected text, bytes or a Path, got {kind(given)}")
    return _read_text(text, chosen or format_of(text), language, anomalies)


def format_of(text: str) -> Format:
    """What a text looks like.

    >>> [str(format_of(text)) for text in ("{{Infobox}} '''A'''", "<p>A", '{"query": {}}', "<mediawiki>", "A [1]")]
    ['wikitext', 'html', 'api', 'dump', 'plain']
    """
    head = text[:_HEAD]
    blank = _NO_TEXT.match(head)
    start = blank.end() if blank else 0
    if (head[start : start + 1] == "{" and head[start : start + 2] not in ("{{", "{|")) or re.match(
        r"\[\s*\{\s*\"", head[start:][:100]
    ):
        return Format.API
    if _DUMP.match(head, start):
        return Format.DUMP
    if _HTML.match(head, start) or (head.startswith("<", start) and _HTML.search(head, start, start + 5000)):
        return Format.HTML
    return Format.WIKITEXT if _WIKI.search(head) else Format.PLAIN


def revisions(
    path: str | Path,
    *,
    language: str | None = None,
    limits: Limits | None = None,
    on_problem: Report | None = None,
) -> Iterator[Revision]:
    """The revisions of an export, or of an answer of the API, in their order, each as soon as it is read.

    ``on_problem`` is told of pages and revisions that are skipped. A revision that is older than the one before it, of the
    same page, carries the anomaly ``older-than-predecessor``. Raises InvalidDocumentError for what is neither.
    """
    last: RawRevision | None = None
    report: Callable[[Anomaly], None] = on_problem or (lambda _: None)
    for raw in _raw(Path(path), limits, report):
        late: tuple[Anomaly, ...] = ()
        if last is not None and last.title == raw.title and last.taken and raw.taken and raw.taken < last.taken:
            late = (Anomaly(LATE, f"{raw.taken} after {last.taken}"),)
        last = raw
        try:
            yield _revision(raw, language, late)
        except InvalidDocumentError as problem:
            report(Anomaly("bad-revision", f"{raw.title}, revision {raw.revision_id}: {problem}"[:300]))


def _raw(path: Path, limits: Limits | None, report: Report) -> Iterator[RawRevision]:
    _check_file(path)
    head = next(chunks(path, size=_HEAD), b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] not in (b"{", b"["):
        return dumps.revisions(path, limits=limits, on_problem=report)
    with _in_file(path):
        return iter(api.from_answer(_unpacked(path, api.MAX_ANSWER)))


@contextmanager
def _in_file(path: Path) -> Iterator[None]:
    """What is wrong with a document names the file that holds it."""
    try:
        yield
    except InvalidDocumentError as problem:
        if problem.file:
            raise
        raise InvalidDocumentError(f"{path}: {problem}", problems=problem.problems, file=str(path)) from problem


def _format(given: str) -> Format:
    try:
        return Format(given)
    except ValueError:
        raise InvalidError(f"expected a format ({', '.join(Format)}), got {given!r}") from None


def _check_size(size: int, limit: int, unit: str) -> None:
    if size > limit:
        raise InvalidDocumentError(
            f"expected at most {limit:,} {unit}, got {size:,} (position {limit:,}); set limit= for more"
        )


def _check_file(path: Path) -> None:
    if not os.path.isfile(path):
        raise NotFoundError(f"expected an article's file, found none at {path}", file=str(path))


def _unpacked(path: Path, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for chunk in chunks(path):
        size += len(chunk)
        _check_size(size, limit, "bytes")
        parts.append(chunk)
    return b"".join(parts)


def _read_file(path: Path, chosen: Format | None, language: str | None, limit: int) -> Revision:
    head = next(chunks(path, size=_HEAD), b"")
    if chosen is Format.DUMP or (chosen is None and _DUMP.match(head.decode(errors="replace").lstrip("\ufeff \t\r\n"))):
        return _newest(dumps.revisions(path, limits=Limits(total=limit)), language)
    text, anomalies = decoded(_unpacked(path, limit))
    suffixes = [suffix for suffix in path.suffixes[-2:] if suffix not in (".gz", ".bz2", ".xz")]
    by_name = _SUFFIXES.get(suffixes[-1].lower()) if suffixes else None
    by_look = format_of(text)
    # A name may mislead (an HTML page saved as .xml); it decides only where the look says nothing
    if chosen is None:
        chosen = by_name if by_look is Format.PLAIN and by_name in (Format.WIKITEXT, Format.HTML) else by_look
    return _read_text(text, chosen, language, anomalies)


def _read_text(text: str, chosen: Format, language: str | None, anomalies: tuple[Anomaly, ...]) -> Revision:
    if chosen is Format.API:
        return _newest(iter(api.from_answer(text)), language)
    if chosen is Format.DUMP:
        return _newest(dumps.revisions_in(text.encode("utf-8", "replace")), language)
    if not text.strip():
        anomalies = (*anomalies, Anomaly("empty"))
    page, revision_id = _page(text, chosen, None, language)
    return assemble(page, text=text, revision_id=revision_id, anomalies=anomalies, format=chosen)


def reread(revision: Revision) -> Revision:
    r"""The revision with its sentences, notes and sections read from its text once more, as when it was read first.

    >>> revision = read("It rained.[1] It stopped.\n\nNotes\n^ Doe, J. (2025). “Rain”. CNN. Retrieved 2 May 2025.")
    >>> reread(attrs.evolve(revision, sentences=(), notes=())) == revision
    True
    """
    chosen = _format(revision.format) if revision.format else format_of(revision.text)
    page, _ = _page(revision.text, chosen, revision.title, revision.language)
    made = assemble(page, text=revision.text)
    return attrs.evolve(revision, sentences=made.sentences, notes=made.notes, sections=made.sections)


def _page(text: str, chosen: Format, title: str | None, language: str | None) -> tuple[Page, str | None]:
    """The page that a text in this format makes, and the number of the revision where it says it."""
    if chosen is Format.HTML:
        try:
            from factlog.articles import html
        except ModuleNotFoundError as problem:
            raise extra.missing(problem) from problem
        return html.rendered(text, title=title, language=language) if text.strip() else (Page((), (), title, language), None)
    if chosen is Format.WIKITEXT:
        return wikitext.page(text, title=title, language=language or _language(text)), None
    return plaintext.page(text, language=language), None  # it finds its title in the text


def _language(text: str) -> str | None:
    """The language of a wikitext, by its words; by its markup too where it has few."""
    return language_of(_NO_WORDS.sub("", text[:_HEAD])) or language_of(text)


def _newest(found: Iterator[RawRevision], language: str | None) -> Revision:
    """The newest of several revisions, the later one of the file where they tell no time."""
    newest: RawRevision | None = None
    for raw in found:
        if newest is None or (raw.taken or "") >= (newest.taken or ""):
            newest = raw
    if newest is None:
        raise InvalidDocumentError("expected a revision, got a document without one")
    return _revision(newest, language, ())


def _revision(raw: RawRevision, language: str | None, more: tuple[Anomaly, ...]) -> Revision:
    text = raw.text or ""
    anomalies = (*raw.anomalies, *more)
    if raw.text is None:
        anomalies = (*anomalies, Anomaly(SUPPRESSED))
    elif not text.strip():
        anomalies = (*anomalies, Anomaly("empty"))
    known = language or raw.language
    chosen = Format.HTML if raw.format == "text/html" else Format.WIKITEXT
    page, _ = _page(text, chosen, raw.title, known)
    return assemble(
        page,
        text=text,
        taken=raw.taken,
        revision_id=raw.revision_id,
        contributor=raw.contributor,
        comment=raw.comment,
        url=raw.url,
        anomalies=anomalies,
        format=chosen,
        number=f"{raw.wiki}/{raw.page_id}" if raw.wiki and raw.page_id else None,
    )
