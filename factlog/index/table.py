"""Tables, and SQL over the index: one SELECT at a time, which SQLite itself keeps from doing anything but reading."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from factlog.claims.text import shown
from factlog.errors import FactlogError, InvalidError, StoreError
from factlog.index.database import Index, damaged

if TYPE_CHECKING:
    import pyarrow as pa

MAX_ROWS = 1_000_000
MAX_BYTES = (1 << 20) + (1 << 16)
"""The longest text, row or statement: a document fits, and no step of SQLite's machine takes long over it."""
MAX_MEMORY = 256 << 20
"""The memory that all rows together may take, in bytes."""
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
    """Rows with named columns: iteration gives a mapping for each row.

    Raises InvalidError for that where two columns have one name; ``rows`` has both.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return Table(self.columns, self.rows[place])
        return dict(zip(self._names, self.rows[place], strict=True))

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        names = self._names
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def _names(self) -> tuple[str, ...]:
        """The columns, each of a name of its own."""
        for name in self.columns:
            if self.columns.count(name) > 1:
                raise InvalidError(f"expected a name of its own for each column, got {shown(name)} twice: name one with AS")
        return self.columns

    @classmethod
    def of(cls, columns: Sequence[str], documents: Iterable[Mapping[str, Any]]) -> Table:
        """A table with a row for each document; what is a list or an object there is JSON text in its cell."""
        return cls(tuple(columns), tuple(tuple(_cell(document.get(name)) for name in columns) for document in documents))

    def to_dicts(self) -> list[dict[str, Any]]:
        """An object for each row."""
        return list(map(dict, self))

    def to_arrow(self) -> pa.Table:
        """An Arrow table, which pandas, polars and DuckDB read.

        A column of booleans or numbers, or of bytes, is one in Arrow; every other is text, as dates are. Needs the extra
        ``arrow``; raises FactlogError without it.
        """
        try:
            import pyarrow as pa
        except ModuleNotFoundError as problem:
            raise FactlogError(
                "an Arrow table needs pyarrow: install the extra with pip install '.[arrow]' in a checkout of factlog"
            ) from problem
        cells = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        return pa.Table.from_arrays([_column(pa, list(column)) for column in cells], names=list(self.columns))


def select(index: Index, query: str, parameters: Mapping[str, object], seconds: float) -> Table:
    """What a query finds; raises InvalidError where it is none, would do more than read, or takes too long."""
    if not isinstance(query, str):
        raise InvalidError(f"expected a SELECT, got {shown(query)}", field="query")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        raise InvalidError(f"expected seconds above zero, got {shown(seconds)}", field="seconds")
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
        rows = tuple(_bounded(cursor, query))
        return Table(tuple(column[0] for column in cursor.description), rows)


def _refused(why: str, query: str) -> InvalidError:
    return InvalidError(f"expected a SELECT that SQLite can run: {why}: {_short(query)}", field="query")


def _bounded(rows: Iterable[tuple[Any, ...]], query: str) -> Iterator[tuple[Any, ...]]:
    """The rows; raises InvalidError where they are too many for the memory."""
    memory = 0
    for count, row in enumerate(rows):
        memory += sys.getsizeof(row) + sum(map(sys.getsizeof, row))
        if count == MAX_ROWS or memory > MAX_MEMORY:
            raise _refused(f"it gives more than {MAX_ROWS:,} rows or {MAX_MEMORY >> 20} MiB: use LIMIT", query)
        yield row


def _authorized(action: int, _: str | None, name: str | None, *__: str | None) -> int:
    """Lets statements read and nothing else: not write, attach, load or change settings."""
    if action == sqlite3.SQLITE_FUNCTION and (name or "").lower() in _REFUSED:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READS else sqlite3.SQLITE_DENY


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value) if isinstance(value, str) else value  # of a name or a date, the text alone


def _column(pa: Any, cells: list[Any]) -> Any:
    """The cells as an Arrow array, of text where they are of several types or beyond Arrow's numbers."""
    if any(cell is not None for cell in cells):
        try:
            return pa.array(cells)
        except (pa.ArrowException, OverflowError):
            cells = [cell if cell is None or isinstance(cell, str) else str(cell) for cell in cells]
    return pa.array(cells, pa.string())


def _short(query: str) -> str:
    return query if len(query) <= 200 else f"{query[:200]}…"  # for a message
