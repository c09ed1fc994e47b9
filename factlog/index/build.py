"""Building the index: commits are read once, in the order of first parents, and become rows."""

from __future__ import annotations

import contextlib
import gc
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import groupby
from sqlite3 import Connection
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

from factlog.claims.changes import Kind
from factlog.claims.claim import Claim
from factlog.claims.codec import decode_claim
from factlog.index.history import FEW, Chunk, Entry, chunks
from factlog.index.origins import kinds_of
from factlog.index.reading import HELD, LOST, REMOVED, UNREAD, Changed, ClaimRows, Rows, SourceRow
from factlog.index.rows import known
from factlog.index.worker import Worker
from factlog.layout import CLAIMS, ROOM, SOURCES
from factlog.store.port import CommitId, Store

T = TypeVar("T")

_NAMES = 50_000  # names whose numbers are kept at hand
_FRAME = 500  # bytes that what is kept at hand of a file takes beside its document

# What is seldom known comes last: a row may be shorter.
_COLUMNS = {
    "claim": "claim id",
    "version": "version claim place taken previous state kinds fields subject predicate claimant wording languages tags "
    "exclusive assessed said said_low said_high force polarity modality rank since since_low until until_high due due_low "
    "due_high",
    "document": "version checksum data",
    "held": "version place type key label unit number low high",
    "citation": "version place source retrieved retrieved_low retrieved_high stance assessment",
    "link": "version type target",
    "words": "rowid text",
    "source_version": "version source place taken state checksum data origin publisher issued_low issued_high",
    "snapshot": "place oid taken recorded author message",
}


@cache
def _insert(table: str, width: int) -> str:
    """The statement for rows of so many columns."""
    columns = _COLUMNS[table].split()[:width]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * width)})"


_UPDATES = {
    "claim": "UPDATE claim SET last = ? WHERE claim = ?",
    "version": "UPDATE version SET next_place = ?, next_taken = ? WHERE version = ?",
    "source": "UPDATE source SET last = ? WHERE source = ?",
    "source_version": "UPDATE source_version SET next_place = ?, next_taken = ? WHERE version = ?",
}
# Changes from or to a version that cites a source.
_RESTING = """
SELECT v.version, v.previous, v.place FROM version AS v JOIN citation USING (version)
    WHERE citation.source = :source AND v.previous IS NOT NULL
UNION
SELECT v.version, v.previous, v.place FROM citation JOIN version AS c USING (version)
    JOIN version AS v ON v.claim = c.claim AND v.place = c.next_place
    WHERE citation.source = :source
"""


# The last version of each of these, as far as it was written.
_LAST = {
    CLAIMS: """
SELECT claim.id, claim.claim, last, taken, state, data, wording FROM json_each(?) AS asked
    CROSS JOIN claim ON claim.id = asked.value JOIN version ON version = last LEFT JOIN document USING (version)
""",
    SOURCES: """
SELECT source.id, source.source, last, taken, state, NULL, NULL FROM json_each(?) AS asked
    CROSS JOIN source ON source.id = asked.value JOIN source_version ON version = last
""",
}
_ORIGINS = """
SELECT id, origin FROM source_version AS v CROSS JOIN source ON source.source = v.source AND last = version
    WHERE origin IS NOT NULL
"""
_ORIGIN = "SELECT origin FROM source_version WHERE source = ? AND place <= ? ORDER BY place DESC LIMIT 1"


_Owner = tuple[str, str]  # a folder, and the name of a claim or a source in it


class _Last(NamedTuple):
    """The last version of a claim or a source: the numbers of both, when it was taken, its state, document and wording."""

    number: int
    version: int | None = None
    taken: int = 0
    state: int = REMOVED
    data: bytes | None = None
    wording: int | None = None
    cited: bool = True
    """Of a source: whether a claim may have cited it before."""


class _Asked(NamedTuple):
    """A chunk on its way: its files, the last versions of what lies in them, as far as written, and its rows when told."""

    chunk: Chunk
    files: list[Changed]
    last: dict[_Owner, _Last]
    told: Future[list[Rows]]


class _Numbers:
    """The numbers of the names in a table, given as they are met."""

    def __init__(self, connection: Connection, table: str, column: str) -> None:
        self._connection = connection
        self._find = f"SELECT {table} FROM {table} WHERE {column} = ?"
        self._add = f"INSERT OR IGNORE INTO {table} ({column}) VALUES (?)"
        self._known: dict[str, int] = {}
        self.added: int | None = None

    def of(self, name: str) -> int:
        """The number of a name; ``added`` is that number where the name is new."""
        self.added = None
        number = self._known.get(name)
        if number is None:
            cursor = self._connection.execute(self._add, (name,))
            if cursor.rowcount == 1:
                number = self.added = cursor.lastrowid
            else:
                (number,) = self._connection.execute(self._find, (name,)).fetchone()
            assert number is not None
            if len(self._known) >= _NAMES:
                self._known.clear()
            self._known[name] = number
        return number


class Builder:
    """Writes commits into an index, within the transaction of its caller, some hundred files at once."""

    def __init__(self, connection: Connection, store: Store) -> None:
        self._connection = connection
        self._store = store
        self._terms = _Numbers(connection, "term", "name")
        self._lists = _Numbers(connection, "list", "members")
        self._source_ids = _Numbers(connection, "source", "id")
        self._last: dict[_Owner, _Last] = {}
        self._room = ROOM
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
        self._updates: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _UPDATES}
        self._next = {
            numbered: self._largest(numbered, table) + 1
            for numbered, table in (("claim", "claim"), ("version", "version"), ("wording", "version"))
        }
        self._next["source_version"] = self._largest("version", "source_version") + 1
        self._reoriginated: dict[int, list[int]] = {}
        self._known_lists: dict[tuple[str, ...], int | None] = {}
        self._origins: dict[str, str] = dict(connection.execute(_ORIGINS))

    def _largest(self, column: str, table: str) -> int:
        found = self._connection.execute(f"SELECT max({column}) FROM {table}").fetchone()
        return found[0] or 0

    def add(self, commits: Sequence[CommitId], after: CommitId | None) -> None:
        """Adds commits, oldest first, that follow ``after``."""
        told = chunks(self._store, commits, after, self._largest("place", "snapshot"))
        with _uncollected(), Worker(self._origins.copy()) as worker:
            asked: _Asked | None = None
            for chunk in told if len(commits) <= FEW else _ahead(told):
                files, last = self._changed(chunk, asked.files if asked else ())
                coming = _Asked(chunk, files, last, worker.read(files))
                if asked:
                    self._write(asked)
                asked = coming
            if asked:
                self._write(asked)

    def _changed(self, chunk: Chunk, unwritten: Sequence[Changed]) -> tuple[list[Changed], dict[_Owner, _Last]]:
        """The files of a chunk, before and after, and the last versions that are written of what lies in them."""
        owners = {entry[:2] for entry in chunk.entries}
        last = {owner: self._last[owner] for owner in owners & self._last.keys()}
        for folder, find in _LAST.items():
            names = json.dumps([name for of, name in owners - last.keys() if of == folder])
            for name, number, version, taken, state, data, wording in self._connection.execute(find, (names,)):
                last[folder, name] = _Last(number, version, taken, state, LOST if state == UNREAD else data, wording)
        held = {owner: found.data for owner, found in last.items()}
        held.update(((file.folder, file.name), file.after) for file in unwritten)
        files = []
        for entry, after in zip(chunk.entries, chunk.data, strict=True):
            owner = entry.folder, entry.name
            files.append(Changed(*owner, held.get(owner), after))
            held[owner] = after
        return files, last

    def _write(self, asked: _Asked) -> None:
        """Writes what was asked for, as soon as it is told."""
        for owner, found in asked.last.items():
            self._last.setdefault(owner, found)  # what the last chunk wrote was not there yet when this one asked
        self._waiting["snapshot"] += asked.chunk.snapshots
        for entry, file, told in zip(asked.chunk.entries, asked.files, asked.told.result(), strict=True):
            if isinstance(told, ClaimRows):
                self._claim(entry, file.after, told)
            else:
                self._source(entry, file.after, told)
        self.flush()
        self._room -= sum(_FRAME + len(file.after or b"") for file in asked.files)
        if self._room < 0:
            self._room = ROOM
            self._last = {entry[:2]: self._last[entry[:2]] for entry in asked.chunk.entries if entry[:2] in self._last}

    def _take(self, table: str) -> int:
        number = self._next[table]
        self._next[table] += 1
        return number

    def _source(self, entry: Entry, data: bytes | None, told: SourceRow) -> None:
        last = self._last.get(entry[:2]) or self._first_of_source(entry.name)
        if data is None and last.version is None:
            return
        version = self._take("source_version")
        document = _checked(told.document or data) if told.state == HELD else (None, None)
        head = version, last.number, entry.place, entry.taken, told.state
        self._waiting["source_version"].append(known((*head, *document, *told.columns)))
        self._follow("source", last, version, entry)
        if self._origins.get(entry.name) != told.origin:
            if last.cited:
                self._reoriginated.setdefault(last.number, []).append(entry.place)
            self._origins.pop(entry.name, None)
            if told.origin:
                self._origins[entry.name] = told.origin
        self._last[entry[:2]] = _Last(last.number, version, entry.taken, told.state, data)

    def _first_of_source(self, name: str) -> _Last:
        number = self._source_ids.of(name)
        return _Last(number, cited=not self._source_ids.added)

    def _claim(self, entry: Entry, data: bytes | None, told: ClaimRows) -> None:
        last = self._last.get(entry[:2])
        if last is None:
            if data is None:
                return
            last = _Last(self._take("claim"))
            self._waiting["claim"].append((last.number, entry.name))
        version = self._take("version")
        kinds, fields = self._list(told.kinds), self._list(told.fields)
        if last.version and last.state == REMOVED and kinds:
            kinds = self._list((Kind.RESTORED,))
        wording = self._wording(told) if told.reworded else last.wording
        head = (version, last.number, entry.place, entry.taken, last.version, told.state, kinds, fields)
        if told.state == HELD:
            self._waiting["version"].append(known((*head, *self._columns(told, wording))))
            self._waiting["document"].append((version, *_checked(told.document or data)))
            self._parts(version, told)
        else:
            self._waiting["version"].append(known(head))
        self._follow("claim", last, version, entry)
        self._last[entry[:2]] = _Last(last.number, version, entry.taken, told.state, data, wording)

    def _columns(self, told: ClaimRows, wording: int | None) -> tuple[Any, ...]:
        return (
            *(None if term is None else self._terms.of(term) for term in told.terms),
            wording,
            self._list(told.languages),
            self._list(told.tags),
            *told.columns,
        )

    def _parts(self, version: int, told: ClaimRows) -> None:
        self._waiting["held"] += [(version, place, *value) for place, value in enumerate(told.values)]
        self._waiting["citation"] += [
            (version, place, self._source_ids.of(source), *rest) for place, (source, *rest) in enumerate(told.citations)
        ]
        self._waiting["link"] += [(version, *link) for link in told.links]

    def _wording(self, told: ClaimRows) -> int | None:
        if told.wording is None:
            return None
        digest, text = told.wording
        number = self._next["wording"]
        if self._connection.execute("INSERT OR IGNORE INTO wording VALUES (?, ?)", (digest, number)).rowcount == 1:
            self._waiting["words"].append((self._take("wording"), text))
            return number
        found = self._connection.execute("SELECT wording FROM wording WHERE digest = ?", (digest,)).fetchone()
        return int(found[0])

    def _list(self, names: tuple[str, ...] | None) -> int | None:
        if not names:
            return None
        number = self._known_lists.get(names)
        if number is None:
            if len(self._known_lists) >= _NAMES:
                self._known_lists.clear()
            number = self._known_lists[names] = self._listed(names)
        return number

    def _listed(self, names: tuple[str, ...]) -> int:
        number = self._lists.of(json.dumps(names, ensure_ascii=False))
        if self._lists.added:
            self._connection.executemany("INSERT INTO member VALUES (?, ?)", ((name, number) for name in names))
        return number

    # Changes

    def settle(self) -> None:
        """Tells the kinds anew of changes whose sources have turned out to repeat another, or not to.

        To be called at the end, when the tables have their indexes.
        """
        affected: dict[tuple[int, int], set[int]] = {}
        for source, places in self._reoriginated.items():
            for version, previous, place in self._connection.execute(_RESTING, {"source": source}):
                affected.setdefault((version, previous), set()).update(later for later in places if later > place)
        self._reoriginated.clear()
        for (version, previous), anew in sorted(affected.items()):
            after, before = self._decoded(version), self._decoded(previous)
            if before is not None and after is not None:
                self._retell(version, before, after, sorted(anew))

    def _retell(self, version: int, before: Claim, after: Claim, places: list[int]) -> None:
        ((told,),) = self._connection.execute("SELECT kinds FROM version WHERE version = ?", (version,))
        ids = {citation.source_id for claim in (before, after) for citation in claim.citations}
        for place in places:
            found = {each: self._connection.execute(_ORIGIN, (self._source_ids.of(each), place)).fetchone() for each in ids}
            told_anew = kinds_of(before, after, {each: row[0] for each, row in found.items() if row and row[0]})
            kinds = self._list(tuple(sorted(told_anew)))
            if kinds != told:
                self._connection.execute("INSERT INTO former VALUES (?, ?, ?)", (version, place, told))
                self._connection.execute("UPDATE version SET kinds = ? WHERE version = ?", (kinds, version))
                told = kinds

    def _decoded(self, version: int) -> Claim | None:
        found = self._connection.execute("SELECT data FROM document WHERE version = ?", (version,)).fetchone()
        return decode_claim(found[0]) if found else None

    def _follow(self, owner: str, last: _Last, version: int, entry: Entry) -> None:
        table = "version" if owner == "claim" else "source_version"
        self._updates[owner].append((version, last.number))
        if last.version is not None:
            self._updates[table].append((entry.place, entry.taken, last.version))
            if entry.taken < last.taken:
                self.flush()
                self._connection.execute(f"UPDATE {table} SET disordered = 1 WHERE {owner} = ?", (last.number,))

    def flush(self) -> None:
        """Writes what waits."""
        for table, waiting in self._waiting.items():
            for width, rows in groupby(waiting, len):
                self._connection.executemany(_insert(table, width), rows)
            waiting.clear()
        for table, statement in _UPDATES.items():
            if updates := self._updates[table]:
                self._connection.executemany(statement, updates)
                updates.clear()


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The items; while one is used, the next one is made."""
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps Python from looking for cycles, which claims do not form: it would take a third of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _checked(document: bytes | None) -> tuple[int, bytes]:
    """A document with what tells whether it is still the same: SQLite does not see what a disk has made of it."""
    assert document is not None
    return crc32(document), document
