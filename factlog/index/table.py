"""SQL over the index: one SELECT at a time, which SQLite itself keeps from doing anything but reading."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import attrs

from factlog.claims.text import shown
from factlog.errors import InvalidError
from factlog.index.database import Index

MAX_ROWS = 1_000_000
MAX_BYTES = 16 << 20
"""The longest text, row or statement."""
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
_READS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


@attrs.frozen
class Table(Sequence[Mapping[str, Any]]):
    """Rows with named columns: iteration gives a mapping for each row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return Table(self.columns, self.rows[place])
        return dict(zip(self.columns, self.rows[place], strict=True))

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def select(index: Index, query: str, parameters: Mapping[str, object], seconds: float) -> Table:
    """What a query finds; raises InvalidError where it is none, would do more than read, or takes too long."""
    if not isinstance(query, str):
        raise InvalidError(f"expected a SELECT, got {shown(query)}", field="query")
    file = index.file()
    deadline = time.monotonic() + seconds
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_authorizer(_authorized)
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            cursor = connection.execute(query, parameters)
            if cursor.description is None:
                raise InvalidError(f"expected a SELECT, got {_short(query)}", field="query")
            rows = tuple(cursor.fetchmany(MAX_ROWS + 1))
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as problem:
            said = f"it takes more than {seconds:g} seconds" if "interrupted" in str(problem) else str(problem)
            raise InvalidError(f"expected a SELECT that SQLite can run: {said}: {_short(query)}", field="query") from problem
        if len(rows) > MAX_ROWS:
            raise InvalidError(f"expected at most {MAX_ROWS:,} rows: use LIMIT: {_short(query)}", field="query")
        return Table(tuple(column[0] for column in cursor.description), rows)


def _authorized(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    """Lets statements read and nothing else: not write, attach, load or change settings."""
    if action == sqlite3.SQLITE_FUNCTION and (name or "").lower() in ("load_extension", "fts3_tokenizer"):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY


def _short(query: str) -> str:
    return query if len(query) <= 200 else f"{query[:200]}…"  # for a message
