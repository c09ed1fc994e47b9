"""Queries on changes: what became of claims from one version to the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Self

import attrs

from factlog.claims.changes import Axis, Kind
from factlog.claims.claim import Claim
from factlog.claims.fields import FrozenDict
from factlog.claims.source import Source
from factlog.claims.text import shown
from factlog.claims.when import When
from factlog.errors import InvalidDateError, InvalidError
from factlog.index.condition import AnyOf, Context, Test, asked, known_name
from factlog.index.moment import HasGround
from factlog.index.query import Query, claims_of
from factlog.moments import last_second, moment
from factlog.store.port import CommitId
from factlog.version import RecordedChange

FIELDS = tuple("value" if field.name == "values" else field.name for field in attrs.fields(Claim))
"""The fields of a claim that a change can touch."""
_KIND = "{kinds} IN (SELECT list FROM member WHERE name = {})"
_FIELD = "v.fields IN (SELECT list FROM member WHERE name = {})"
# Of the version after the change, or of the one before it.
_EITHER_TERM = """v.version IN (
    SELECT version FROM version WHERE {0} = (SELECT term FROM term WHERE name = {{}})
    UNION SELECT n.version FROM version AS o JOIN version AS n ON n.claim = o.claim AND n.place = o.next_place
    WHERE o.{0} = (SELECT term FROM term WHERE name = {{}}))"""
_EITHER_SOURCE = """v.version IN (
    SELECT version FROM citation WHERE source = (SELECT source FROM source WHERE id = {})
    UNION SELECT n.version FROM citation JOIN version AS o USING (version)
        JOIN version AS n ON n.claim = o.claim AND n.place = o.next_place
    WHERE source = (SELECT source FROM source WHERE id = {}))"""
_NOBODY = "(v.state = 1 AND v.claimant IS NULL) OR (b.state = 1 AND b.claimant IS NULL)"


@attrs.frozen(repr=False)
class Changes(Query[RecordedChange]):
    """The changes of a log, in the order in which they were recorded."""

    _from = """version AS v JOIN claim AS v_id USING (claim) JOIN snapshot ON snapshot.place = v.place
        LEFT JOIN version AS b ON b.version = v.previous"""
    _orders = FrozenDict(
        {
            "id": "v_id.id",
            "taken": "v.taken",
            "recorded": "snapshot.recorded",
            "said": "coalesce(v.said_low, b.said_low)",
            "story": "coalesce(v.said_low, v.taken)",
        }
    )
    _what = "change"
    _columns = ("id", "kinds", "axis", "before", "after", "edits", "commit", "taken", "recorded", "author", "message")

    def of(self, *kinds: Kind | str) -> Self:
        """Of one of these kinds. Raises InvalidError, which tells the nearest names, for another."""
        names = [known_name(kind, [member.value for member in Kind], "kind") for kind in kinds]
        return self._and(AnyOf(tuple(Test(_KIND, (name,)) for name in names)))

    def on(self, axis: Axis | str) -> Self:
        """With a kind on an axis: speaker, world, record or unsure."""
        name = known_name(axis, [member.value for member in Axis], "axis")
        return self.of(*(kind for kind in Kind if kind.axis == name))

    def by(self, claimant: str | None) -> Self:
        """Of claims that a claimant held before or holds after; None: that the record itself asserts."""
        if claimant is None:
            return self._and(Test(_NOBODY))
        return self._and(Test(_EITHER_TERM.format("claimant"), (asked(claimant, "claimant"),) * 2))

    def about(self, subject: str) -> Self:
        """Of claims that are about a subject, before or after."""
        return self._and(Test(_EITHER_TERM.format("subject"), (asked(subject, "subject"),) * 2))

    def claim(self, id: str) -> Self:  # noqa: A002  # the field's name
        """Of one claim."""
        return self._and(Test("v_id.id = {}", (asked(id, "id"),)))

    def field(self, name: str) -> Self:
        """That touch a field of the claim; what is added or removed touches all that are set."""
        known = known_name("value" if name == "values" else name, FIELDS, "field")
        return self._and(Test(_FIELD, ("values" if known == "value" else known,)))

    def citing(self, source: Source | str) -> Self:
        """Of claims that cite a source, before or after."""
        name = source.id if isinstance(source, Source) else asked(source, "source")
        return self._and(Test(_EITHER_SOURCE, (name, name)))

    def author(self, name: str) -> Self:
        """That somebody recorded: ``Name <address>``, or the name alone."""
        wanted = asked(name, "author")
        return self._and(
            Test("snapshot.author = {} OR substr(snapshot.author, 1, length({}) + 2) = {}", (wanted, wanted, f"{wanted} <"))
        )

    def between(self, a: str | date | HasGround, b: str | date | HasGround) -> Self:
        """In snapshots taken from the start of ``a`` to the end of ``b``."""
        start, end = self._span(a)[0], self._span(b)[1]
        if start > end:
            raise InvalidDateError(f"expected an interval that begins before it ends, got {shown(a)} and {shown(b)}")
        return self._and(Test("v.taken BETWEEN {} AND {}", (start, end)))

    def _span(self, when: str | date | HasGround) -> tuple[float, float]:
        if isinstance(when, str | date):
            last = last_second(when)
            if last is None:
                raise InvalidDateError(f"expected a date or a snapshot as the end of an interval, got {shown(when)}")
            return When(when).earliest, last
        taken = getattr(when, "taken", None)
        if taken is None:
            raise InvalidError(f"expected a date or a snapshot as the end of an interval, got {shown(when)}")
        return taken.timestamp(), taken.timestamp()

    def _scope(self, context: Context) -> str:
        scope = "v.kinds IS NOT NULL AND v.place <= :place"
        return scope if context.taken is None else f"{scope} AND v.taken <= :taken"

    def _load(self, context: Context, keys: list[Any]) -> Iterator[RecordedChange]:
        wanted = context.bind(json.dumps(keys))
        rows = context.execute(
            f"""SELECT v.version, CASE b.state WHEN 1 THEN b.version END, CASE v.state WHEN 1 THEN v.version END, members,
                    oid, v.taken, recorded, author, message
                FROM {self._from} JOIN list ON list.list = {context.kinds}
                WHERE v.version IN (SELECT value FROM json_each({wanted}))"""
        )
        versions = [version for row in rows for version in row[1:3] if version is not None]
        claims = dict(zip(versions, claims_of(context, versions), strict=True))
        found = {row[0]: _change(claims, row[1:]) for row in rows}
        yield from (found[key] for key in keys)

    def _document(self, item: RecordedChange) -> dict[str, Any]:
        return item.to_dict()

    def _id(self, item: RecordedChange) -> str:
        return item.id

    def _groups(self, item: RecordedChange, field: str) -> Iterable[Any]:
        known_name(field, ("kind", "axis", "claimant", "id", "author"), "field")
        match field:
            case "kind":
                return item.ordered_kinds
            case "claimant":
                return sorted(item.claimants, key=str)
        return (getattr(item, field),)


def _change(claims: dict[int, Claim], row: tuple[Any, ...]) -> RecordedChange:
    before, after, kinds, oid, taken, recorded, author, message = row
    return RecordedChange(
        claims[before] if before is not None else None,
        claims[after] if after is not None else None,
        frozenset(map(Kind, json.loads(kinds))),
        CommitId(oid),
        moment(taken),
        moment(recorded),
        author,
        message,
    )
