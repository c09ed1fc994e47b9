"""Citation templates read into sources (https://en.wikipedia.org/wiki/Help:Citation_Style_1 and its relatives).

Every value is found again: word for word in a field, or in ``Cited.kept`` under the parameter's own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from factlog.articles import languages
from factlog.articles.citations import dates
from factlog.articles.citations.identities import archived_page, made
from factlog.articles.citations.inline import address, plain
from factlog.articles.citations.parameters import Template, nearest, role, template
from factlog.articles.citations.persons import MAX_NAMES, csl_name, person, vancouver
from factlog.articles.revision import Anomaly, Cited, Dated
from factlog.articles.safety import safe
from factlog.claims.claim import Citation
from factlog.claims.fields import FrozenDict
from factlog.claims.source import Name, Source
from factlog.claims.text import MAX_TEXT
from factlog.claims.when import When

MAX_PROBLEMS = 20
"""The most anomalies that one reference reports."""
WEB = (When("1990").earliest, When("2100").latest)
"""Nobody retrieved or archived anything before the web, and nothing was issued after this century."""

MAX_NAME = 2_000
MAX_ADDRESS = 10_000

_ADDRESSES = frozenset(("url", "chapter-url", "archive-url"))
_PARTS = frozenset(("last", "first"))
_GROUPS = frozenset(("author", "editor", "translator", "interviewer", "contributor", "illustrator"))
# What holds chapters or entries of its own: there the title is that of the whole.
_WHOLES = frozenset(
    ("book", "chapter", "entry-encyclopedia", "entry-dictionary", "report", "paper-conference", "thesis", "map")
)
_NUMBERED = frozenset(("post", "report", "patent", "document", "thesis"))
_DEFAULT_SITES = {"cite arxiv": "arXiv", "cite biorxiv": "bioRxiv", "cite medrxiv": "medRxiv", "cite ssrn": "SSRN"}
_DEFAULT_SITES |= {"cite citeseerx": "CiteSeerX", "cite newspaper the times": "The Times"}
_DOI_PREFIX = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)


def read(name: str, parameters: Mapping[str, str], *, language: str | None = None) -> Cited | None:
    """What a citation template says; None where it is not one, or says nothing."""
    kind = template(name)
    if kind is None:
        return None
    reading = _Reading(name, kind, language)
    taken: set[str] = set()
    for key, value in parameters.items():
        if value and (value := value.strip()):
            bare = key.strip()
            # of names that differ in white space only, the one without it counts, or the first; all are kept
            known_as = key if bare in taken or (key != bare and parameters.get(bare, "").strip()) else bare
            taken.add(known_as)
            reading.take(known_as, value)
    return reading.cited() if reading.found else None


class _Reading:
    """One template: its values by role as they come in, and what they make together."""

    def __init__(self, name: str, kind: Template, language: str | None):
        self.name = " ".join(name.replace("_", " ").split()).lower()
        self.kind = kind
        self.language = language
        self.found: list[tuple[str, str, bool]] = []
        self.values: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.people: dict[str, dict[int, dict[str, str]]] = {}
        self.problems: list[Anomaly] = []

    def report(self, code: str, detail: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Anomaly(code, detail[:200]))

    def take(self, key: str, raw: str) -> None:
        """Takes one parameter; the first of several with one role counts, the others are kept."""
        known = role(key, self.kind.dialect)
        self.found.append((key, raw, known is None or known.name == "kept"))
        if known is None:
            self._unknown(key)
            return
        if known.name == "kept":
            self.keys.setdefault(f"kept {key}", raw)
            return
        value = safe(address(raw) if known.name in _ADDRESSES else plain(raw))
        group, _, part = known.name.rpartition("-")
        of_person = part in _PARTS or known.name in _GROUPS
        if value is None or len(value.text) > (
            MAX_NAME if of_person else MAX_ADDRESS if known.name in _ADDRESSES else MAX_TEXT
        ):
            return  # no name, no address is that long: it is kept as found
        if value.changed:
            self.report("hidden-characters", key)
        if of_person:
            group, part = (group or "author", part) if part in _PARTS else (known.name, "name")
            self.people.setdefault(group, {}).setdefault(known.number, {}).setdefault(part, value.text)
        elif known.name not in self.values:
            self.values[known.name] = value.text
            self.keys[known.name] = key

    def _unknown(self, key: str) -> None:
        if not self.kind.strict:
            return
        near = nearest(key, self.kind.dialect)
        self.report("unknown-parameter", f"{key} ({near}?)" if near else key)

    def cited(self) -> Cited:
        issued = self._date("date", self._written("date", "year", "month", "day"))
        retrieved = self._date("access-date", self._written("access-date", "access-year", "access-month"), on_the_web=True)
        archived = self._date("archive-date", self.values.get("archive-date"), on_the_web=True)
        fields = self._fields()
        fields["issued"] = issued.when if issued else None
        archive_url = self.values.get("archive-url")
        page = archived_page(archive_url or fields["url"] or "")
        if page is not None:
            if archive_url is None:
                archive_url, fields["url"] = fields["url"], page.url
            fields["url"] = fields["url"] or page.url
            archived = archived or (Dated(page.stamp, page.taken) if page.taken else None)
        source, identified = made(fields, "\n".join(f"{key}={raw}" for key, raw, _ in self.found))
        if not identified:
            self.report("unidentified-source", source.title or self.name)
        citation = Citation(
            source,
            retrieved=retrieved.when if retrieved else None,
            quote=self.values.get("quote"),
            locator=self.values.get("at"),
            archive_url=archive_url,
            archived=archived.when if archived else None,
        )
        kept = self._kept(source, citation, (issued, retrieved, archived))
        return Cited(source, citation, issued, retrieved, archived, kept, tuple(self.problems))

    def _fields(self) -> dict[str, Any]:
        """The fields of the source, as keyword arguments, without its dates."""
        values = self.values
        container = values.get("container") or _DEFAULT_SITES.get(self.name)
        fields: dict[str, Any] = {
            "type": self.kind.type,
            "publisher": values.get("publisher"),
            "derived_from": values.get("agency"),
            "url": values.get("url") or values.get("chapter-url") or self._post(),
            "doi": _DOI_PREFIX.sub("", values["doi"], count=1) or None if "doi" in values else None,
            "isbn": values.get("isbn"),
            "issn": values.get("issn"),
            "volume": values.get("volume"),
            "page": values.get("page"),
        }
        extra: dict[str, Any] = {role[1:]: value for role, value in values.items() if role[0] == "="}
        self._titles(fields, extra, container)
        self._numbers(fields, extra)
        fields["language"] = self._spoken()
        outlets = (fields["container_title"], fields["publisher"])
        fields["author"] = self._names("author", outlets)
        for group in ("editor", "translator", "interviewer", "contributor", "illustrator"):
            if names := self._names(group, outlets):
                extra[group] = [csl_name(name) for name in names]
        if "director" in values:
            extra["director"] = [{"literal": values["director"]}]
        if "via" in values:
            extra["via"] = values["via"]
        if "original-date" in extra:
            extra["original-date"] = {"raw": extra["original-date"]}
        fields["extra"] = extra
        return fields

    def _titles(self, fields: dict[str, Any], extra: dict[str, Any], container: str | None) -> None:
        title, chapter, series = (self.values.get(role) for role in ("title", "chapter", "series"))
        if title is None:
            title = plain(self.keys.get("kept script-title", "")) or None
            title = safe_text(title)
        if chapter and (self.kind.type in _WHOLES or self.kind.type is None):
            title, container = chapter, container or title
            if self.kind.type == "book":
                fields["type"] = "chapter"
        elif chapter:
            extra["section"] = chapter
        if series and self.kind.type == "broadcast" and container is None:
            container = series
        elif series:
            extra["collection-title"] = series
        fields["title"], fields["container_title"] = title, container

    def _numbers(self, fields: dict[str, Any], extra: dict[str, Any]) -> None:
        issue, number = self.values.get("issue"), self.values.get("number")
        if number is not None and (self.kind.type in _NUMBERED or issue is not None):
            extra["number"] = number
        else:
            issue = issue or number
        fields["issue"] = issue

    def _post(self) -> str | None:
        """The address of a post, which ``cite tweet`` makes of its user and its number."""
        user, number = self.keys.get("kept user"), self.values.get("number")
        if self.name != "cite tweet" or not user or not number or len(user) > 50:
            return None
        if not (user.replace("_", "") + number).isalnum() or len(number) > 50:
            return None
        return f"https://twitter.com/{user}/status/{number}"

    def _spoken(self) -> str | None:
        given = self.values.get("language")
        return (languages.tag(given) or given) if given else None

    def _names(self, group: str, outlets: tuple[str | None, ...]) -> tuple[Name, ...]:
        found: list[Name] = []
        slots = self.people.get(group, {})
        for number in sorted(slots)[:MAX_NAMES]:
            parts = slots[number]
            if "last" in parts:
                name, mended = person(parts["last"], parts.get("first"), outlets=outlets)
                if mended:
                    self.report("organisation-as-person", f"{parts['last']}, {parts.get('first')}")
                found.append(name)
            elif "name" in parts:
                found += _several(parts["name"])
            else:
                found.append(Name(literal=parts["first"]))
        for style in ("vauthors", "coauthors") if group == "author" else ("veditors",) if group == "editor" else ():
            if text := self.values.get(style):
                found += vancouver(text) if style[0] == "v" else _several(text)
        return tuple(found)

    def _written(self, date: str, year: str, *parts: str) -> str | None:
        """A date as written, put together where it stands in several parameters: ``5 May 2001``, else ``2001年5月5日``."""
        whole, its_year, *finer = (self.values.get(role) for role in (date, year, *parts))
        if whole is not None:
            if not its_year or dates.read(whole, self.language).when is not None:
                return whole
            finer = [whole]
        written = " ".join(piece for piece in (*reversed(finer), its_year) if piece)
        if its_year:
            units = "月日" if whole is None else ("",)  # a bare number beside a year is a month, as a date it may be a day
            east = [
                f"{piece}{unit if piece.isdecimal() else ''}" for piece, unit in zip(finer, units, strict=False) if piece
            ]
            for joined in (written, f"{its_year.removesuffix('年')}年{''.join(east)}"):
                if dates.read(joined, self.language).when is not None:
                    return joined
        return whole or written or None

    def _date(self, role: str, raw: str | None, *, on_the_web: bool = False) -> Dated | None:
        if raw is None:
            return None
        when, impossible = dates.read(raw, self.language)
        if when is not None and (when.earliest > WEB[1] or (on_the_web and when.latest < WEB[0])):
            when, impossible = None, True
        if impossible:
            self.report("impossible-date", f"{self.keys.get(role, role)}={raw}")
        return Dated(raw, when)

    def _kept(self, source: Source, citation: Citation, dated: tuple[Dated | None, ...]) -> FrozenDict[str, str]:
        told = set(_texts(source))
        told |= {text for text in (citation.quote, citation.locator, citation.archive_url) if text}
        told |= {date.raw for date in dated if date}
        return FrozenDict({key: raw for key, raw, always in self.found if always or raw not in told})


def safe_text(value: str | None) -> str | None:
    """The text without what no claim may hold; None where nothing is left."""
    cleaned = safe(value) if value else None
    return cleaned.text if cleaned else None


def _several(text: str) -> list[Name]:
    parts = [part.strip() for part in text.split(";")] if ";" in text else [text]
    return [Name(literal=part) for part in parts[:MAX_NAMES] if part]


def _texts(source: Source) -> Iterator[str]:
    """Every text of a source."""
    for text in (source.title, source.container_title, source.publisher, source.url, source.derived_from, source.page):
        if text:
            yield text
    for text in (source.doi, source.isbn, source.issn, source.volume, source.issue, source.language):
        if text:
            yield text
    for name in source.author:
        yield from (part for part in (name.literal, name.family, name.given, name.suffix) if part)
    for value in source.extra.values():
        yield from _inside(value)


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value.values()
    else:
        for item in value:
            yield from _inside(item)
