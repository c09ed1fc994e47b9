"""Queries on claims, and on their versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Self, TypeVar

import attrs

from factlog.claims.claim import Claim, Force, Modality, Polarity, Rank, Stance
from factlog.claims.codec import to_document
from factlog.claims.fields import FrozenDict, boolean
from factlog.claims.source import Source
from factlog.claims.text import shown
from factlog.claims.values import Value
from factlog.claims.when import When
from factlog.errors import InvalidError
from factlog.index.condition import (
    AnyOf,
    Condition,
    Context,
    Contradicted,
    Overdue,
    Test,
    Words,
    asked,
    clock,
    is_value,
    known_name,
    valid_at,
    value_range,
    whole,
)
from factlog.index.query import Query, claims_of
from factlog.layout import CLAIMS, claim_of, claims_in
from factlog.moments import last_second, moment
from factlog.store.port import CommitId
from factlog.version import Version

T = TypeVar("T")

_CITES = "v.version IN (SELECT version FROM citation WHERE assessment IS NULL AND {})"
_ISSUED = "EXISTS (SELECT 1 FROM citation JOIN source_version AS s USING (source) WHERE citation.version = v.version "
_ISSUED += "AND citation.assessment IS NULL AND s.state = 1 AND {cited} AND {})"
_SOURCE_IS = "source = (SELECT source FROM source WHERE id = {})"
_DOCUMENT = "v.version IN (SELECT version FROM document WHERE json_extract(data, '$.{}') = {{}})"
_TERM = "v.{} = (SELECT term FROM term WHERE name = {{}})"
_MEMBER = "v.{} IN (SELECT list FROM member WHERE name = {{}})"
_NAMED: Mapping[str, tuple[type[Force | Modality | Polarity | Rank], str]] = {
    "force": (Force, "coalesce(v.force, 'assertion') = {}"),
    "polarity": (Polarity, "coalesce(v.polarity, 'affirmed') = {}"),
    "modality": (Modality, "v.modality = {}"),
    "rank": (Rank, "coalesce(v.rank, 'normal') = {}"),
}
_EQUAL = {
    "id": "v_id.id = {}",
    "subject": _TERM.format("subject"),
    "predicate": _TERM.format("predicate"),
    "claimant": _TERM.format("claimant"),
    "said": "v.said = {}",
    "since": "v.since = {}",
    "until": "v.until = {}",
    "due": "v.due = {}",
    "language": _MEMBER.format("languages"),
    "tag": _MEMBER.format("tags"),
    "criteria": _DOCUMENT.format("criteria"),
    "rank_reason": _DOCUMENT.format("rank_reason"),
    "extractor": _DOCUMENT.format("extractor.name"),
    "source": _CITES.format(_SOURCE_IS),
    "publisher": _ISSUED.replace("{})", "s.publisher = {})"),
}
_UNSET = {
    "claimant": "v.claimant IS NULL",
    "said": "v.said IS NULL",
    "since": "v.since IS NULL",
    "until": "v.until IS NULL",
    "due": "v.due IS NULL",
    "modality": "v.modality IS NULL",
    "language": "v.languages IS NULL",
    "tag": "v.tags IS NULL",
    "source": "v.version NOT IN (SELECT version FROM citation WHERE assessment IS NULL)",
    "criteria": "v.version IN (SELECT version FROM document WHERE json_extract(data, '$.criteria') IS NULL)",
    "rank_reason": "v.version IN (SELECT version FROM document WHERE json_extract(data, '$.rank_reason') IS NULL)",
    "extractor": "v.version IN (SELECT version FROM document WHERE json_extract(data, '$.extractor') IS NULL)",
}
_SINGULAR: Mapping[str, str] = {"values": "value", "tags": "tag"}
_DATES = ("said", "since", "until", "due")
FIELDS = (*_EQUAL, *_NAMED, "value", "exclusive", "stance")
"""What :meth:`Claims.where` takes."""
_INDEPENDENT = """(SELECT count(DISTINCT coalesce(
    (SELECT s.origin FROM source_version AS s WHERE s.source = citation.source AND s.state = 1 AND {cited}), source.id))
    FROM citation JOIN source USING (source)
    WHERE citation.version = v.version AND assessment IS NULL AND (stance IS NULL OR stance = 'supports'))"""
_ORDERS: Mapping[str, str] = FrozenDict(
    {
        "id": "v_id.id",
        "said": "v.said_low",
        "since": "v.since_low",
        "until": "v.until_high",
        "due": "v.due_low",
        "taken": "v.taken",
        "recorded": "(SELECT recorded FROM snapshot WHERE snapshot.place = v.place)",
        "subject": "(SELECT name FROM term WHERE term = v.subject)",
        "predicate": "(SELECT name FROM term WHERE term = v.predicate)",
        "claimant": "(SELECT name FROM term WHERE term = v.claimant)",
    }
)


_COLUMNS = tuple(field.name for field in attrs.fields(Claim))


@attrs.frozen(repr=False)
class OfClaims(Query[T]):
    """The conditions that claims and their versions share."""

    _from = "version AS v JOIN claim AS v_id USING (claim)"
    _orders = _ORDERS

    def by(self, claimant: str | None) -> Self:
        """Held by a claimant; None: asserted by the record itself."""
        return self.where(claimant=claimant)

    def about(self, subject: str) -> Self:
        """About a subject."""
        return self.where(subject=subject)

    def predicate(self, name: str) -> Self:
        """With a predicate."""
        return self.where(predicate=name)

    def under(self, prefix: str) -> Self:
        """Whose id begins with a prefix, such as ``trump/``."""
        wanted = asked(prefix, "prefix") if prefix != "" else prefix
        return self._and(Test("substr(v_id.id, 1, length({})) = {}", (wanted, wanted)))

    def tagged(self, tag: str) -> Self:
        """With a tag."""
        return self.where(tag=tag)

    def text(self, words: str) -> Self:
        """In whose wording, in one language or another, each of the words occurs, be it as a part of a longer one.

        Letters compare without regard to case and width (NFKC, casefold), as do Japanese words, which no blank separates.
        Signs are signs: there are no operators. Unless ordered otherwise, what fits best comes first (BM25). Raises
        InvalidError for a word of a single character.
        """
        return self._and(Words.of(words))

    def where(self, /, **fields: Any) -> Self:
        """With these fields equal to these values; None: not set; a list: one of its members.

        Fields are id, subject, predicate, claimant, value, polarity, force, modality, said, since, until, due, criteria,
        exclusive, rank, rank_reason, tag, language, extractor (its name), and of a citation source (or its id), publisher,
        stance (unset counts as support). Values compare as :func:`factlog.claims.values.compare` has it, dates as written.
        Raises InvalidError for another field or name.
        """
        return self._and(*(_field(name, given) for name, given in fields.items()))

    def value(self, *, min: Value | date | None = None, max: Value | date | None = None) -> Self:  # noqa: A002  # as in independent_sources
        """With a number, a quantity (of one unit) or a date between two others, both included."""
        return self._and(value_range(min, max))

    def citing(self, source: Source | str) -> Self:
        """That cite a source."""
        return self.where(source=source)

    def independent_sources(self, *, min: int | None = None, max: int | None = None) -> Self:  # noqa: A002  # the field's words
        """Which so many independent sources support: those that repeat one agency or release count once."""
        limits = [(sign, limit) for sign, limit in ((">=", min), ("<=", max)) if limit is not None]
        if not limits:
            raise InvalidError("expected min or max, got neither")
        return self._and(
            *(Test(f"{_INDEPENDENT} {sign} {{}}", (whole(limit, "independent_sources"),)) for sign, limit in limits)
        )

    def said(
        self, *, before: str | date | None = None, after: str | date | None = None, on: str | date | None = None
    ) -> Self:
        """Said certainly before a date begins, after it ends, or within it."""
        return self._and(clock("{}", "v.said_low", "v.said_high", before=before, after=after, on=on))

    def due(
        self, *, before: str | date | None = None, after: str | date | None = None, on: str | date | None = None
    ) -> Self:
        """Due certainly before a date begins, after it ends, or within it."""
        return self._and(clock("{}", "v.due_low", "v.due_high", before=before, after=after, on=on))

    def issued(
        self, *, before: str | date | None = None, after: str | date | None = None, on: str | date | None = None
    ) -> Self:
        """That cite a source which was published certainly before a date begins, after it ends, or within it."""
        return self._and(clock(_ISSUED, "s.issued_low", "s.issued_high", before=before, after=after, on=on))

    def retrieved(
        self, *, before: str | date | None = None, after: str | date | None = None, on: str | date | None = None
    ) -> Self:
        """With a citation that was retrieved certainly before a date begins, after it ends, or within it."""
        return self._and(clock(_CITES, "retrieved_low", "retrieved_high", before=before, after=after, on=on))

    def taken(
        self, *, before: str | date | None = None, after: str | date | None = None, on: str | date | None = None
    ) -> Self:
        """Whose version was taken before a date begins, after it ends, or within it."""
        return self._and(clock("{}", "v.taken", "v.taken", before=before, after=after, on=on))

    def recorded(
        self, *, before: str | date | None = None, after: str | date | None = None, on: str | date | None = None
    ) -> Self:
        """Whose version was recorded before a date begins, after it ends, or within it."""
        recorded = "(SELECT recorded FROM snapshot WHERE snapshot.place = v.place)"
        return self._and(clock("{}", recorded, recorded, before=before, after=after, on=on))

    def valid_at(self, when: str | date) -> Self:
        """Whose window, from ``since`` to ``until``, is not certainly over before a date, nor begins after it."""
        return self._and(valid_at(when))


@attrs.frozen(repr=False)
class Claims(OfClaims[Claim]):
    """The claims of a log or a snapshot: all of them, or those that fulfil every condition."""

    _default_order = "v_id.id"
    _what = "claim"
    _columns = _COLUMNS

    def overdue(self, at: str | date | None = None) -> Self:
        """Whose due date has certainly passed, and which nobody has assessed.

        ``at`` is the moment by which it has passed: by default that of the query, else now.
        """
        second = last_second(at) if at is not None else None
        if at is not None and second is None:
            raise InvalidError(f"expected a date by which claims are due, got {shown(at)}", field="at")
        return self._and(Overdue(second))

    def contradicted(self) -> Self:
        """Which another one contradicts.

        That is an exclusive claim of another claimant about the same, at an overlapping time, with other values (see
        :mod:`factlog.claims.contradictions`), or a link of the type ``contradicts``, from here or to here.
        """
        return self._and(Contradicted())

    def __iter__(self) -> Iterator[Claim]:
        trees = self._trees()
        return claims_in(*trees) if trees else super().__iter__()

    def count(self) -> int:
        """How many there are."""
        trees = self._trees()
        return sum(1 for path in trees[0].entries(CLAIMS) if claim_of(path)) if trees else super().count()

    def _trees(self) -> Any:
        """Where all can be read without an index: none need be built for somebody who wants everything."""
        plain = not self._conditions and not self._order and self._limit is None
        return self._ground.whole(self._state()) if plain else None

    def _scope(self, context: Context) -> str:
        return f"v.state = 1 AND {context.visible()}"

    def _load(self, context: Context, keys: list[Any]) -> Iterator[Claim]:
        return iter(claims_of(context, keys))

    def _document(self, item: Claim) -> dict[str, Any]:
        return to_document(item)

    def _row(self, item: Claim) -> dict[str, Any]:
        return _spelled_out(item)

    def _id(self, item: Claim) -> str:
        return item.id

    def _groups(self, item: Claim, field: str) -> Iterable[Any]:
        return claim_groups(item, field)


@attrs.frozen(repr=False)
class Versions(OfClaims[Version]):
    """Versions of claims, past and present, oldest first."""

    _what = "version"
    _columns = ("id", "commit", "taken", "recorded", *_COLUMNS[1:])

    def _scope(self, context: Context) -> str:
        return within(context)

    def _load(self, context: Context, keys: list[Any]) -> Iterator[Version]:
        claims = claims_of(context, keys)
        wanted = context.bind(json.dumps(keys))
        told = {
            row[0]: row[1:]
            for row in context.execute(
                f"""SELECT version, oid, v.taken, recorded, author, message FROM version AS v JOIN snapshot USING (place)
                    WHERE version IN (SELECT value FROM json_each({wanted}))"""
            )
        }
        for key, claim in zip(keys, claims, strict=True):
            oid, taken, recorded, author, message = told[key]
            yield Version(claim.id, claim, CommitId(oid), moment(taken), moment(recorded), author, message)

    def _document(self, item: Version) -> dict[str, Any]:
        return {
            "id": item.id,
            "commit": item.commit,
            "taken": f"{item.taken:%Y-%m-%dT%H:%M:%SZ}",
            "recorded": f"{item.recorded:%Y-%m-%dT%H:%M:%SZ}",
            "claim": to_document(item.claim) if item.claim else None,
        }

    def _row(self, item: Version) -> dict[str, Any]:
        return self._document(item) | (_spelled_out(item.claim) if item.claim else {})

    def _id(self, item: Version) -> str:
        return item.id

    def _groups(self, item: Version, field: str) -> Iterable[Any]:
        return claim_groups(item.claim, field) if item.claim else ()


def _spelled_out(claim: Claim) -> dict[str, Any]:
    """The document of a claim, with what is as by default too."""
    defaults = {name: getattr(claim, name).value for name in ("polarity", "force", "rank")}
    return defaults | {"exclusive": claim.exclusive} | to_document(claim)


def within(context: Context) -> str:
    """That a version was recorded and taken not after the moment."""
    held = "v.state = 1 AND v.place <= :place"
    return held if context.taken is None else f"{held} AND v.taken <= :taken"


def _field(name: str, given: Any) -> Condition:
    name = known_name(_spelled(name), FIELDS, "field")
    if isinstance(given, (list, tuple, set, frozenset)):
        return AnyOf(tuple(_field(name, member) for member in given))
    if name == "value":
        return is_value(given)
    if given is None:
        if name not in _UNSET:
            raise InvalidError(f"expected a value for {name}, which is always set", field=name)
        return Test(_UNSET[name])
    if name == "exclusive":
        return Test("v.exclusive = {}", (int(boolean(given)),))
    if name == "stance":
        stance = known_name(given, [member.value for member in Stance], "stance")
        return Test(_CITES.format("coalesce(stance, 'supports') = {}"), (stance,))
    if name in _NAMED:
        names, template = _NAMED[name]
        return Test(template, (known_name(given, [member.value for member in names], name),))
    if isinstance(given, Source) and name == "source":
        given = given.id
    return Test(_EQUAL[name], (str(When(given)) if name in _DATES else asked(given, name),))


def _spelled(name: Any) -> Any:
    """A field's name, in the singular where one member of it is asked for."""
    return _SINGULAR.get(name, name) if isinstance(name, str) else name


def claim_groups(claim: Claim, field: str) -> Iterable[Any]:
    """The groups of a field that a claim belongs to."""
    field = known_name(_spelled(field), FIELDS, "field")
    match field:
        case "value":
            return claim.values or (None,)
        case "tag":
            return claim.tags or (None,)
        case "language":
            return claim.text.keys() or (None,)
        case "extractor":
            return (claim.extractor.name if claim.extractor else None,)
        case "source":
            return dict.fromkeys(citation.source_id for citation in claim.citations) or (None,)
        case "publisher":
            sources = [citation.source for citation in claim.citations if isinstance(citation.source, Source)]
            return dict.fromkeys(source.publisher for source in sources) or (None,)
        case "stance":
            return dict.fromkeys(citation.stance or Stance.SUPPORTS for citation in claim.citations) or (None,)
    return (getattr(claim, field),)
