"""Queries: questions to a log, put together step by step and asked when somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar
from zlib import crc32

import attrs

from factlog.claims.claim import Claim
from factlog.claims.codec import decode_claim, decode_source
from factlog.claims.fields import FrozenDict, with_checked
from factlog.claims.source import Source
from factlog.errors import InvalidError, NotFoundError
from factlog.index.condition import AllOf, AnyOf, Condition, Context, Not, Words, joined, known_name, whole
from factlog.index.database import IndexDamagedError
from factlog.index.moment import Ground, Moment, State
from factlog.index.table import Table
from factlog.layout import with_sources
from factlog.moments import moment
from factlog.store.port import CommitId

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
_AT_ONCE = 20  # some claims take a mebibyte
_SOURCE = f"""SELECT data, checksum FROM source_version AS s
    WHERE source = (SELECT source FROM source WHERE id = :id) AND state = 1 AND {Context.cited_source()}"""


@attrs.frozen
class Receipt:
    """What an answer was computed on.

    ``commit`` is the last snapshot that was known, ``recorded`` when it was recorded, and ``taken`` the moment up to which
    snapshots were taken (UTC; None: whenever). ``hidden`` counts the versions of claims in the log that lie beyond the
    moment, ``backfilled`` those within it that were recorded later than they were taken.
    """

    commit: CommitId | None = None
    taken: datetime | None = None
    recorded: datetime | None = None
    hidden: int = 0
    backfilled: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: commit, taken, recorded, hidden, backfilled."""
        return {
            "commit": self.commit,
            "taken": f"{self.taken:%Y-%m-%dT%H:%M:%SZ}" if self.taken else None,
            "recorded": f"{self.recorded:%Y-%m-%dT%H:%M:%SZ}" if self.recorded else None,
            "hidden": self.hidden,
            "backfilled": self.backfilled,
        }


class Result(tuple[T, ...]):
    """What a query found: a tuple that can tell its receipt."""

    _ground: Ground
    _state: State | None

    @classmethod
    def of(cls, found: Iterable[T], ground: Ground, state: State | None) -> Result[T]:
        """The result that has found these."""
        result = cls(found)
        result._ground, result._state = ground, state
        return result

    @property
    def receipt(self) -> Receipt:
        """What it was computed on."""
        return receipt(self._ground, self._state)

    def __reduce__(self) -> tuple[Any, ...]:
        return Result.of, (tuple(self), self._ground, self._state)


@attrs.frozen(repr=False)
class Query(Generic[T]):
    """A question. Each method gives a narrower one; nothing is read before somebody iterates, counts or asks for all.

    ``|``, ``&`` and ``~`` combine queries of one kind at one moment. Queries are frozen, hashable and picklable.
    """

    _ground: Ground
    _conditions: tuple[Condition, ...] = attrs.field(default=(), kw_only=True)
    _at: Moment | None = attrs.field(default=None, kw_only=True)
    _known_at: Moment | None = attrs.field(default=None, kw_only=True)
    _order: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    _limit: int | None = attrs.field(default=None, kw_only=True)

    # What each kind of query says of itself

    _from = ""
    """The tables; the row that is found has the alias ``v``."""
    _key = "v.version"
    _orders: ClassVar[Mapping[str, str]] = FrozenDict()
    """What can be ordered by, as SQL."""
    _default_order = "v.version"
    _what = "result"
    _columns: ClassVar[tuple[str, ...]] = ()
    """What a table of what is found has as columns."""

    def _scope(self, context: Context) -> str:
        """Which rows are there at the moment, as SQL."""
        raise NotImplementedError

    def _load(self, context: Context, keys: list[Any]) -> Iterator[T]:
        """What the keys stand for, in their order."""
        raise NotImplementedError

    def _document(self, item: T) -> dict[str, Any]:
        """An item as plain JSON."""
        raise NotImplementedError

    def _row(self, item: T) -> dict[str, Any]:
        """An item as a row of a table: its document, where that is flat and leaves out no default."""
        return self._document(item)

    def _id(self, item: T) -> str:
        raise NotImplementedError

    def _groups(self, item: T, field: str) -> Iterable[Any]:
        """The groups that an item belongs to."""
        raise NotImplementedError

    # Narrowing

    def _and(self, *conditions: Condition) -> Self:
        if self._limit is not None:
            raise InvalidError("expected conditions before .limit()")
        return with_checked(self, _conditions=(*self._conditions, *conditions))

    def at(self, when: Moment) -> Self:
        """As things stood at a moment (``taken``). Raises InvalidError where another moment was asked for before."""
        self._check_moment(self._at, when)
        self._ground.state(when, None)
        return with_checked(self, _at=when)

    def known_at(self, when: Moment) -> Self:
        """As the log stood at a moment (``recorded``). Raises InvalidError as ``at`` does."""
        self._check_moment(self._known_at, when)
        self._ground.state(None, when)
        return with_checked(self, _known_at=when)

    def _check_moment(self, asked: Moment | None, when: Moment) -> None:
        if self._ground.fixed is not None:
            raise InvalidError("expected one moment: this is a snapshot's, ask the log for another")
        if asked is not None and asked != when:
            raise InvalidError(f"expected one moment, got {asked} and {when}")

    def order_by(self, *fields: str) -> Self:
        """In the order of these fields; ``-`` before a name turns it round. What is unknown comes last."""
        for field in fields:
            known_name(field.removeprefix("-") if isinstance(field, str) else field, self._orders, "field to order by")
        return with_checked(self, _order=fields)

    def limit(self, count: int) -> Self:
        """The first so many, of those of an earlier limit."""
        return with_checked(self, _limit=self._capped(whole(count, "limit")))

    def _capped(self, count: int) -> int:
        return count if self._limit is None else min(count, self._limit)

    def __and__(self, other: Self) -> Self:
        self._check_same(other)
        return self._and(*other._conditions)

    def __or__(self, other: Self) -> Self:
        self._check_same(other)
        return with_checked(self, _conditions=(AnyOf.of(_all_of(self._conditions), _all_of(other._conditions)),))

    def __invert__(self) -> Self:
        self._check_same(self)
        return with_checked(self, _conditions=(Not(_all_of(self._conditions)),))

    def _check_same(self, other: Query[Any]) -> None:
        if type(self) is not type(other) or self._ground != other._ground:
            raise InvalidError(f"expected two queries on the {self._what}s of one log or snapshot to combine")
        if (self._at, self._known_at) != (other._at, other._known_at):
            raise InvalidError("expected one moment: the two queries are about different ones")
        if self._limit is not None or other._limit is not None:
            raise InvalidError("expected queries without .limit() to combine")

    # Asking

    def __iter__(self) -> Iterator[T]:
        state = self._state()
        keys = iter(self._ground.read(state, self._keys, list[Any]()))
        while chunk := list(islice(keys, _AT_ONCE)):
            yield from self._ground.read(state, partial(self._loaded, chunk), list[T]())

    def __len__(self) -> int:
        return self.count()

    def __bool__(self) -> bool:
        return self.exists()

    def all(self) -> Result[T]:
        """Everything that is found, with the receipt."""
        state = self._state()
        run = lambda context: list(self._load(context, self._keys(context)))  # noqa: E731
        return Result.of(self._ground.read(state, run, []), self._ground, state)

    def one(self) -> T:
        """The only one; raises NotFoundError where there is none, InvalidError where there are several."""
        found = self.limit(2).all()
        if not found:
            raise NotFoundError(f"expected one {self._what}, found none")
        if len(found) > 1:
            raise InvalidError(
                f"expected one {self._what}, found several: {self._id(found[0])}, {self._id(found[1])}"
                f"{', …' if self.count() > 2 else ''}"  # more than the two that are told
            )
        return found[0]

    def first(self) -> T | None:
        """The first one; None where there is none."""
        return next(iter(self.limit(1).all()), None)

    def count(self) -> int:
        """How many there are."""

        def run(context: Context) -> int:
            statement = self._select(context, "1", ordered=False)
            return int(context.execute(f"SELECT count(*) FROM ({statement})")[0][0])

        return self._ground.read(self._state(), run, 0)

    def exists(self) -> bool:
        """Whether there is one."""
        one = self.limit(1)
        run = lambda context: bool(context.execute(one._select(context, "1", ordered=False)))  # noqa: E731
        return self._ground.read(self._state(), run, False)

    def ids(self) -> tuple[str, ...]:
        """The ids of what is found, in its order, each once."""
        run = lambda context: [row[0] for row in context.execute(self._select(context, "v_id.id"))]  # noqa: E731
        return tuple(dict.fromkeys(self._ground.read(self._state(), run, [])))

    def group_by(self, field: str) -> Mapping[Any, Result[T]]:
        """What is found, by the value of a field; where that is a list, each stands under every member of it.

        Groups come in the order in which they are met.
        """
        result = self.all()
        groups: dict[Any, list[T]] = {}
        for item in result:
            for group in self._groups(item, field):
                groups.setdefault(group, []).append(item)
        return FrozenDict({group: Result.of(items, result._ground, result._state) for group, items in groups.items()})

    def receipt(self) -> Receipt:
        """What an answer at this moment is computed on."""
        return receipt(self._ground, self._state())

    def to_dicts(self) -> list[dict[str, Any]]:
        """Plain JSON, one object for each."""
        return [self._document(item) for item in self]

    def to_table(self) -> Table:
        """A table with the same columns for every query of its kind; structured fields are JSON text."""
        return Table.of(self._columns, map(self._row, self))

    def to_arrow(self) -> pa.Table:
        """The table in Arrow, which pandas, polars and DuckDB read: see :meth:`factlog.index.table.Table.to_arrow`."""
        return self.to_table().to_arrow()

    # Within

    def _state(self) -> State | None:
        return self._ground.state(self._at, self._known_at)

    def _loaded(self, keys: list[Any], context: Context) -> list[T]:
        return list(self._load(context, keys))

    def _keys(self, context: Context) -> list[Any]:
        return [row[0] for row in context.execute(self._select(context, self._key))]

    def _select(self, context: Context, columns: str, *, ordered: bool = True) -> str:
        words = [part for part in self._conditions if isinstance(part, Words)]
        ranked = words[0] if words and ordered and not self._order else None
        parts = [part.sql(context) for part in self._conditions if part is not ranked]
        source, order = self._from, [self._default_order]
        if ranked:
            source = f"words CROSS JOIN {source}"
            parts = [f"words MATCH {ranked.match(context)}", "v.wording = words.rowid", *parts]
            order = ["words.rank", *order]
        for field in reversed(self._order):
            name = self._orders[field.removeprefix("-")]
            order.insert(0, f"{name} {'DESC' if field.startswith('-') else 'ASC'} NULLS LAST")
        where = joined("AND", [*parts, self._scope(context)])
        statement = f"SELECT {columns} FROM {source} WHERE {where}"
        if ordered:
            statement += f" ORDER BY {', '.join(order)}"
        return statement + (f" LIMIT {self._limit}" if self._limit is not None else "")


def _all_of(conditions: tuple[Condition, ...]) -> Condition:
    return conditions[0] if len(conditions) == 1 else AllOf(conditions)


def receipt(ground: Ground, state: State | None) -> Receipt:
    """The receipt of a state; what a branch that was moved back held does not count."""
    if state is not None:
        ground.index.file()
    return ground.read(state, _receipt, Receipt())


def _receipt(context: Context) -> Receipt:
    ((commit, recorded),) = context.execute("SELECT oid, recorded FROM snapshot WHERE place = :place")
    ((hidden, backfilled),) = context.execute(
        """SELECT count(*) - coalesce(sum(seen), 0), coalesce(sum(seen AND recorded > taken), 0) FROM (
               SELECT v.place <= :place AND (:taken IS NULL OR v.taken <= :taken) AS seen, v.taken, snapshot.recorded
               FROM version AS v JOIN snapshot USING (place))"""
    )
    taken = moment(context.taken) if context.taken is not None else None
    return Receipt(CommitId(commit), taken, moment(recorded), hidden, backfilled)


def checked(data: bytes, checksum: int) -> bytes:
    """The bytes of a document, if they are what was written."""
    if type(data) is not bytes or crc32(data) != checksum:
        raise IndexDamagedError("a document does not match its checksum")
    return data


def sources_of(context: Context, ids: Iterable[str]) -> dict[str, Source]:
    """The sources of these ids, as citations of the moment show them."""

    def found(missing: list[str]) -> Iterator[tuple[str, Source, int]]:
        for name in missing:
            stored = context.connection.execute(_SOURCE, {"id": name, "cited": context.cited}).fetchone()
            if stored:
                yield name, decoded_source(checked(*stored)), len(stored[0])

    return context.memory.sources.of(list(ids), found)


def claims_of(context: Context, versions: Iterable[int]) -> list[Claim]:
    """The claims that versions hold, with the sources of the moment."""

    def found(missing: list[bytes]) -> Iterator[tuple[bytes, Claim, int]]:
        claims = with_sources(map(decode_claim, missing), partial(sources_of, context))
        return zip(missing, claims, map(len, missing), strict=True)

    read = context.connection.execute
    stored = [read("SELECT data, checksum FROM document WHERE version = ?", (version,)).fetchone() for version in versions]
    if None in stored:
        raise IndexDamagedError("a document is missing")
    documents = [checked(data, checksum) for data, checksum in stored]
    claims = context.memory.claims.of(documents, found)
    return [claims[document] for document in documents]


def decoded_source(data: bytes) -> Source:
    """The source that a document holds; those of small ones, as most are, are remembered."""
    return _remembered_source(data) if len(data) <= _SMALL else decode_source(data)


_SMALL = 1 << 12  # bytes
_remembered_source = lru_cache(maxsize=4096)(decode_source)
