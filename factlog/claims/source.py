"""Sources: bibliographic records in the terms of CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

import attrs

from factlog.claims.fields import FrozenDict, each, frozen_json, placed, refuse, thawed
from factlog.claims.ids import SourceId, slug, source_id
from factlog.claims.text import folded, kind, optional_text, text
from factlog.claims.values import number
from factlog.claims.when import When, optional_when
from factlog.errors import InvalidError, InvalidIdError

MAX_EXTRA_DEPTH = 8


@attrs.frozen(kw_only=True, field_transformer=placed)
class Name:
    """A person's name in parts, or an organisation's as ``literal``."""

    family: str | None = attrs.field(default=None, converter=optional_text)
    given: str | None = attrs.field(default=None, converter=optional_text)
    dropping_particle: str | None = attrs.field(default=None, converter=optional_text)
    non_dropping_particle: str | None = attrs.field(default=None, converter=optional_text)
    suffix: str | None = attrs.field(default=None, converter=optional_text)
    literal: str | None = attrs.field(default=None, converter=optional_text)

    def __attrs_post_init__(self) -> None:
        if self.literal is None and self.family is None and self.given is None:
            raise refuse(self, "family", "expected a family name, a given name or a literal")

    def __str__(self) -> str:
        if self.literal is not None:
            return self.literal
        parts = self.given, self.dropping_particle, self.non_dropping_particle, self.family, self.suffix
        return " ".join(part for part in parts if part)


def name(given: Name | str | Mapping[str, str]) -> Name:
    """A name; text is taken as a literal, a mapping in CSL's spelling or in Python's."""
    if isinstance(given, Name):
        return given
    if isinstance(given, str):
        return Name(literal=given)
    if not isinstance(given, Mapping):
        raise InvalidError(f"expected a name, got {kind(given)}")
    parts = {str(part).replace("-", "_"): value for part, value in given.items()}
    if unknown := sorted(parts.keys() - {field.name for field in attrs.fields(Name)}):
        raise InvalidError(f"expected the parts of a name (family, given, literal, …), got {unknown[0]!r}")
    return Name(**parts)


_names = each(name, many="names")


def _authors(given: Name | str | Mapping[str, str] | Sequence[Name | str | Mapping[str, str]]) -> tuple[Name, ...]:
    return (name(given),) if isinstance(given, str | Name | Mapping) else _names(given)


def _id(given: str | None) -> SourceId:
    # Without one, __attrs_post_init__ derives it from the other fields.
    return SourceId("") if given is None else source_id(given)


def _extra(given: Mapping[str, Any]) -> FrozenDict[str, Any]:
    if not isinstance(given, Mapping):
        raise InvalidError(f"expected a mapping of CSL fields, got {kind(given)}")
    clash = {field.name for field in attrs.fields(Source)} | {"DOI", "ISBN", "ISSN", "URL", "container-title"}
    if taken := sorted(clash & given.keys()):
        raise InvalidError(f"expected other CSL fields than the source's own, got {taken[0]!r}")
    frozen = frozen_json(_normal(given, MAX_EXTRA_DEPTH))
    assert isinstance(frozen, FrozenDict)
    return frozen


def _normal(given: Any, depth: int) -> Any:
    """Plain JSON with its text in normal form; empty text and null are kept as found."""
    if depth == 0:
        raise InvalidError(f"expected CSL fields nested at most {MAX_EXTRA_DEPTH} deep")
    if isinstance(given, Mapping):
        found = {text(key): _normal(item, depth - 1) for key, item in given.items()}
        if len(found) != len(given):
            raise InvalidError("expected each key once: two of them are the same in Unicode's normal form")
        return found
    if isinstance(given, list | tuple):
        return [_normal(item, depth - 1) for item in given]
    if given is None or given == "" or isinstance(given, bool):
        return given
    return number(given) if isinstance(given, int | float) else text(given)


def _exact(extra: Any) -> str:
    return repr(thawed(extra))


class SourceFields(TypedDict, total=False):
    """What :meth:`Source.revise` takes."""

    type: str | None
    title: str | None
    author: Name | str | Mapping[str, str] | Sequence[Name | str | Mapping[str, str]]
    container_title: str | None
    publisher: str | None
    issued: str | date | None
    url: str | None
    doi: str | None
    isbn: str | None
    issn: str | None
    volume: str | None
    issue: str | None
    page: str | None
    language: str | None
    derived_from: str | None
    extra: Mapping[str, Any]


@attrs.frozen(field_transformer=placed)
class Source:
    """A bibliographic record, such as an article, a post or a broadcast.

    The fields are CSL's in Python's spelling; ``extra`` keeps every other CSL field as found. ``derived_from`` is the
    agency, release or source that it repeats: sources with the same origin are not independent. ``issued`` is the day of
    publication (EDTF). Without an id, one is derived from what identifies it: URL, DOI, ISBN, else title plus site or date.

    >>> Source(url="https://www.reuters.com/world/in-reversal", title="In reversal").id
    'www.reuters.com-2640a2ee89'
    """

    id: SourceId = attrs.field(default=None, converter=_id)
    type: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    title: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    author: tuple[Name, ...] = attrs.field(default=(), kw_only=True, converter=_authors)
    container_title: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    publisher: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    issued: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    url: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    doi: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    isbn: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    issn: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    volume: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    issue: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    page: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    language: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    derived_from: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    extra: FrozenDict[str, Any] = attrs.field(default=FrozenDict(), kw_only=True, converter=_extra, eq=_exact)

    def __attrs_post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", self._derived_id())

    @property
    def _label(self) -> str:
        return f"source {self.id!r}" if getattr(self, "id", "") else "source"

    @property
    def origin(self) -> str:
        """What it is grouped by where independence counts: ``derived_from``, else itself."""
        return self.derived_from or self.id

    def revise(self, **changes: Unpack[SourceFields]) -> Source:
        """A copy with these fields changed.

        >>> Source("sky", title="Disappointed").revise(publisher="Sky News").publisher
        'Sky News'
        """
        return attrs.evolve(self, **changes)

    def _derived_id(self) -> SourceId:
        if self.url:
            host, key = _address(self.url)
            return _hashed(host, key)
        if self.doi:
            return _hashed("doi", self.doi.lower())
        if self.isbn and (digits := re.sub("[^0-9X]", "", self.isbn.upper())):
            return _hashed("isbn", digits)
        place = self.container_title or self.publisher or self.issued
        if self.title and place:
            return _hashed(slug(self.title), f"{folded(self.title)}\n{folded(place)}")
        raise refuse(self, "id", "expected an id, or a url, doi or isbn, or a title with a site or a date to derive it from")


def _address(url: str) -> tuple[str, str]:
    """The host of a URL, for a reader, and what tells two addresses apart."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
    except ValueError:  # no URL by RFC 3986, but what was found
        return "url", url
    host = re.sub(r"[^a-z0-9.-]", "", parts.netloc.lower()).strip(".-")
    return host or "url", f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}"


def _hashed(readable: str, key: str) -> SourceId:
    from hashlib import sha256

    candidate = f"{readable[:80].rstrip('.-')}-{sha256(key.encode()).hexdigest()[:10]}"
    try:
        return source_id(candidate)
    except InvalidIdError:  # con.org is a host, and a device on Windows
        return source_id(f"www.{candidate}")
