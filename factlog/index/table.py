"""SQL over the index: one SELECT at a time, which SQLite itself keeps from doing anything but reading."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import attrs

from factlog.claims.text import shown
from factlog.errors import InvalidError, StoreError
from factlog.index.database import Index, damaged

MAX_ROWS = 1_000_000
MAX_BYTES = (1 << 20) + (1 << 16)
"""The longest text, row or statement: a document fits, and no step of SQLite's machine takes long over it."""
MAX_TOTAL = 256 << 20
"""The bytes of all texts that are found together."""
MAX_PATTERN = 256
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
_READS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}

_REFUSED = {"load_extension", "fts3_tokenizer", "printf", "format"}  # the last two can take any time in one step


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
    for last in (False, True):
        file = index.file()
        try:
            return _run(file, query, parameters, seconds)
        except sqlite3.DatabaseError as problem:
            if not damaged(problem, ours=False):
                said = f"it takes more than {seconds:g} seconds" if "interrupted" in str(problem) else str(problem)
                raise _refused(said, query) from problem
            if last:
                raise StoreError(f"expected to read the index {file}: {problem}", file=str(file)) from problem
            index.rebuild(problem)
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as problem:
            raise _refused(str(problem), query) from problem
    raise AssertionError


def _run(file: Path, query: str, parameters: Mapping[str, object], seconds: float) -> Table:
    deadline = time.monotonic() + seconds
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM json_each('[]'), json_tree('[]')")  # SQLite declares them as if it made tables
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, MAX_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, MAX_PATTERN)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.set_authorizer(_authorized)
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        cursor = connection.execute(query, parameters)
        if cursor.description is None:
            raise _refused("it gives no rows", query)
        rows: list[tuple[Any, ...]] = []
        size = 0
        for row in cursor:
            rows.append(row)
            size += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
            if len(rows) > MAX_ROWS or size > MAX_TOTAL:
                raise _refused(f"it gives more than {MAX_ROWS:,} rows or {MAX_TOTAL >> 20} MiB: use LIMIT", query)
        return Table(tuple(column[0] for column in cursor.description), tuple(rows))


def _refused(why: str, query: str) -> InvalidError:
    return InvalidError(f"expected a SELECT that SQLite can run: {why}: {_short(query)}", field="query")


def _authorized(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    """Lets statements read and nothing else: not write, attach, load or change settings."""
    if action == sqlite3.SQLITE_FUNCTION and (name or "").lower() in _REFUSED:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY


def _short(query: str) -> str:
    return query if len(query) <= 200 else f"{query[:200]}…"  # for a message
