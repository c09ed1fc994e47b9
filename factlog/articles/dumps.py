"""Revisions out of MediaWiki's export XML, any version of its schema, streaming.

The format is that of https://www.mediawiki.org/wiki/Help:Export; expat reads it. A document type is refused, and with it
every entity of its own. What is not well formed inside one page costs this page: reading goes on at the next ``<page>``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.parsers import expat

import attrs

from factlog.articles.packed import CHUNK, chunks
from factlog.articles.revision import Anomaly
from factlog.claims.when import When
from factlog.errors import InvalidDateError, InvalidDocumentError


@attrs.frozen(kw_only=True)
class RawRevision:
    """One state of a page as MediaWiki keeps it, before anybody has read its text.

    ``text`` is None where it is suppressed, deleted, or not in the file (a stub); ``wiki`` and ``language`` are what the
    export says of itself. ``url`` is the page's address.
    """

    title: str | None = None
    page_id: str | None = None
    namespace: int | None = None
    wiki: str | None = None
    language: str | None = None
    revision_id: str | None = None
    parent_id: str | None = None
    taken: When | None = None
    contributor: str | None = None
    comment: str | None = None
    minor: bool = False
    sha1: str | None = None
    model: str | None = None
    format: str | None = None
    redirect: str | None = None
    url: str | None = None
    text: str | None = attrs.field(default=None, repr=False)
    anomalies: tuple[Anomaly, ...] = ()


@attrs.frozen(kw_only=True)
class Limits:
    """What a reader of dumps takes: bytes once unpacked, characters of a text and of any other element, depth, problems."""

    total: int | None = None
    text: int = 20_000_000
    element: int = 100_000
    depth: int = 100
    problems: int = 1000


Report = Callable[[Anomaly], None]


def revisions(path: str | Path, *, limits: Limits | None = None, on_problem: Report | None = None) -> Iterator[RawRevision]:
    """The revisions of an export file, in its order, each as soon as it is complete; plain or packed.

    ``on_problem`` is told of every page, or revision, that is skipped. Raises InvalidDocumentError, with the position, for
    what is no export, at the end of a truncated one, and past a limit; what was complete before has been given then.
    """
    yield from _revisions(str(path), chunks(path), limits, on_problem)


def revisions_in(
    document: bytes, *, limits: Limits | None = None, on_problem: Report | None = None
) -> Iterator[RawRevision]:
    """As :func:`revisions`, of an export that is at hand (unpacked)."""
    pieces = (document[start : start + CHUNK] for start in range(0, len(document), CHUNK))
    yield from _revisions("export", pieces, limits, on_problem)


def _revisions(
    name: str, pieces: Iterable[bytes], limits: Limits | None, on_problem: Report | None
) -> Iterator[RawRevision]:
    reader = _Reader(name, limits or Limits(), on_problem or (lambda _: None))
    try:
        for piece in pieces:
            reader.feed(piece)
            yield from reader.taken()
        reader.close()
    except InvalidDocumentError:
        yield from reader.taken()
        raise
    yield from reader.taken()


# Where character data counts, by the element around it.
_WANTED = {
    "siteinfo": frozenset(("dbname", "base")),
    "page": frozenset(("title", "ns", "id")),
    "revision": frozenset(("id", "parentid", "timestamp", "comment", "model", "format", "sha1", "text")),
    "contributor": frozenset(("username", "ip")),
}
_INNER = {"mediawiki": {"siteinfo", "page"}, "page": {"revision"}, "revision": {"contributor"}}
# expat keeps a tag until it is complete, and looks at it again with every chunk: no tag is that long.
_LONGEST_TAG = 4 << 20


class _Refused(Exception):  # noqa: N818  # a signal out of expat's handlers, never seen by a caller
    """Why a handler will not go on: with the whole file, or with this page."""

    def __init__(self, message: str, *, whole: bool = False):
        super().__init__(message)
        self.whole = whole


class _Reader:
    """Takes bytes, gives revisions. ``place`` is how many bytes of the file the present parser has not seen."""

    def __init__(self, name: str, limits: Limits, report: Report):
        self.name, self.limits, self.report = name, limits, report
        self.seen = 0
        self.begun = self.fragment = self.resuming = False
        self.tail = b""
        self.problems = 0
        self.site: dict[str, str] = {}
        self.done: list[RawRevision] = []
        self._start(0)

    def _start(self, place: int, root: bytes = b"") -> None:
        """A fresh parser for what follows this place of the file."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 18
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.StartDoctypeDeclHandler = self._doctype
        self.parser = parser
        self.stack: list[str] = []
        self.skipped = 0
        self.page: dict[str, Any] = {}
        self.revision: dict[str, Any] = {}
        self.pieces: list[str] = []
        self.room = 0
        self.place = place - len(root)
        if root:
            parser.Parse(root, False)

    def taken(self) -> list[RawRevision]:
        """The revisions that have become complete since the last call."""
        done, self.done = self.done, []
        return done

    def feed(self, chunk: bytes) -> None:
        if not self.begun:
            self.begun = True
            if chunk.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<page"):
                # pages without the root around them, as some tools cut them
                self.fragment = True
                self._start(0, b"<mediawiki>")
                chunk = chunk.removeprefix(b"\xef\xbb\xbf")
        begin = self.seen
        self.seen += len(chunk)
        if self.limits.total is not None and self.seen > self.limits.total:
            raise self._error(f"more than {self.limits.total:,} bytes once unpacked", self.seen)
        self._parse(chunk, begin)
        if self.seen - self.place - self.parser.CurrentByteIndex > _LONGEST_TAG and not self.resuming:
            raise self._error("a tag of more than a few kilobytes", self.seen)

    def _parse(self, chunk: bytes, begin: int) -> None:
        """Parses, and again behind each page that is not well formed."""
        while True:
            if self.resuming:
                begin, chunk = begin - len(self.tail), self.tail + chunk
                start = chunk.find(b"<page")
                if start < 0:
                    self.tail = chunk[-4:]  # it may begin with "<pag"
                    return
                self.resuming, self.tail = False, b""
                begin, chunk = begin + start, chunk[start:]
                self._start(begin, b"<mediawiki>")
            try:
                self.parser.Parse(chunk, False)
                return
            except (expat.ExpatError, _Refused) as problem:
                at = self._failed(problem)
            skip = max(at - begin, 0) + 1
            begin, chunk = begin + skip, chunk[skip:]

    def _failed(self, problem: expat.ExpatError | _Refused) -> int:
        """Reports what is wrong and resumes at the next page, where there can be one; gives the place in the file."""
        at = self.place + max(
            self.parser.ErrorByteIndex if isinstance(problem, expat.ExpatError) else self.parser.CurrentByteIndex, 0
        )
        message = expat.errors.messages.get(getattr(problem, "code", 0), str(problem))
        if getattr(problem, "whole", False) or "page" not in self.stack:
            raise self._error(message, at)
        self._problem("bad-page", f"{self.page.get('title', 'a page')}: {message} at byte {at:,}")
        self.resuming = True
        return at

    def _problem(self, code: str, detail: str) -> None:
        self.problems += 1
        if self.problems > self.limits.problems:
            raise self._error(f"more than {self.limits.problems:,} pages that cannot be read", self.seen)
        self.report(Anomaly(code, detail[:300]))

    def _error(self, message: str, at: int) -> InvalidDocumentError:
        return InvalidDocumentError(
            f"{self.name}: expected MediaWiki's export XML, got {message} at byte {at:,}", file=self.name
        )

    def close(self) -> None:
        """The end of the file."""
        if self.resuming:
            return
        try:
            self.parser.Parse(b"</mediawiki>" if self.fragment else b"", True)
        except (expat.ExpatError, _Refused) as problem:
            message = "nothing" if not self.seen else f"its end too early ({problem})"
            raise self._error(message, self.seen) from None

    # expat's handlers

    def _doctype(self, *_: object) -> None:
        raise _Refused("a document type, which exports do not have", whole=True)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        stack = self.stack
        if self.skipped:
            self.skipped += 1
            if self.skipped > self.limits.depth:
                raise _Refused(f"elements nested more than {self.limits.depth} deep")
            return
        around = stack[-1] if stack else ""
        if name in _WANTED.get(around, ()):
            stack.append(name)
            self.pieces = []
            self.room = self.limits.text if name == "text" else self.limits.element
            self.parser.CharacterDataHandler = self._characters
            if name == "text":
                self.revision["attributes"] = attributes
        elif name in _INNER.get(around, ()):
            stack.append(name)
            if name == "page":
                self.page = {}
            elif name == "revision":
                self.revision = {}
            elif name == "contributor" and "deleted" in attributes:
                self.revision["contributor"] = None
        elif not around:
            self._root(name, attributes)
        else:
            self._marked(around, name, attributes)
            self.skipped = 1

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "mediawiki":
            raise _Refused(f"a document of {name!r}", whole=True)
        self.stack.append(name)
        if language := attributes.get("xml:lang"):
            self.site["language"] = language

    def _marked(self, around: str, name: str, attributes: dict[str, str]) -> None:
        """Elements that say what they say by being there."""
        if around == "revision" and name == "minor":
            self.revision["minor"] = True
        elif around == "page" and name == "redirect":
            self.page["redirect"] = attributes.get("title")
        elif around == "text":
            raise _Refused(f"<{name}> inside a text")

    def _characters(self, data: str) -> None:
        if self.skipped:
            return
        self.room -= len(data)
        if self.room >= 0:
            self.pieces.append(data)
        else:
            self.pieces.clear()

    def _closed(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        stack = self.stack
        stack.pop()
        if not stack:
            return
        around = stack[-1]
        if name in _WANTED.get(around, ()):
            self.parser.CharacterDataHandler = None
            value = None if self.room < 0 else "".join(self.pieces)
            self.pieces = []
            self._value(around, name, value)
        elif name == "revision":
            self._complete()

    def _value(self, around: str, name: str, value: str | None) -> None:
        if value is None:
            kind = "text" if name == "text" else "element"
            self.revision["too long"] = f"<{name}> of more than {getattr(self.limits, kind):,} characters"
        elif around == "revision":
            self.revision[name] = value
        elif around == "contributor":
            self.revision["contributor"] = value
        elif around == "page":
            self.page[name] = value
        else:
            self.site[name] = value

    def _complete(self) -> None:
        """A revision has come to its end."""
        found, page = self.revision, self.page
        if "too long" in found:
            number = found.get("id", "?")
            self._problem("too-long", f"{page.get('title', 'a page')}, revision {number}: {found['too long']}")
            return
        when, anomalies = moment(found.get("timestamp"))
        title = page.get("title") or None
        if title is None:
            anomalies += (Anomaly("no-title"),)
        number = page.get("ns", "")
        self.done.append(
            RawRevision(
                title=title,
                page_id=page.get("id"),
                namespace=int(number) if number.removeprefix("-").isdecimal() and len(number) < 9 else None,
                wiki=self.site.get("dbname"),
                language=self.site.get("language"),
                revision_id=found.get("id"),
                parent_id=found.get("parentid"),
                taken=when,
                contributor=found.get("contributor"),
                comment=found.get("comment") or None,
                minor="minor" in found,
                sha1=found.get("sha1") or None,
                model=found.get("model"),
                format=found.get("format"),
                redirect=page.get("redirect"),
                url=self._address(title),
                text=_text(found),
                anomalies=anomalies,
            )
        )

    def _address(self, title: str | None) -> str | None:
        """The page's address, from that of the wiki's main page."""
        base = self.site.get("base", "")
        if title is None or "/" not in base:
            return None
        if "address" not in self.page:
            self.page["address"] = f"{base.rpartition('/')[0]}/{quote(title.replace(' ', '_'), safe='/:(),;@!*')}"
        address: str = self.page["address"]
        return address


def _text(found: dict[str, Any]) -> str | None:
    attributes = found.get("attributes", {})
    text: str | None = found.get("text")
    if "deleted" in attributes:
        return None
    # a stub says how long the text is and has none
    return None if not text and attributes.get("bytes", "0") != "0" else text


_TIMESTAMP = "timestamp: "


def moment(timestamp: str | None) -> tuple[When | None, tuple[Anomaly, ...]]:
    """MediaWiki's time stamp as a date, and what is wrong with it."""
    if timestamp is None:
        return None, (Anomaly("no-timestamp"),)
    try:
        return When(timestamp.strip()), ()
    except InvalidDateError:
        return None, (Anomaly("impossible-date", f"{_TIMESTAMP}{timestamp[:80]}"),)


def is_timestamp(anomaly: Anomaly) -> bool:
    """Whether the date that does not exist is a revision's own time."""
    return anomaly.code == "impossible-date" and anomaly.detail.startswith(_TIMESTAMP)
