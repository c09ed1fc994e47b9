"""Building the index: commits are read once, in the order of first parents, and become rows."""

from __future__ import annotations

import contextlib
import gc
import json
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from sqlite3 import Connection
from typing import Any, NamedTuple, TypeVar

from factlog.claims.changes import Kind
from factlog.claims.claim import Claim
from factlog.claims.codec import canonical, decode_claim, to_document
from factlog.claims.source import Source
from factlog.errors import CorruptError
from factlog.index import rows
from factlog.index.origins import kinds_and_fields, kinds_of
from factlog.layout import CLAIMS, SOURCES, claim_from, claim_of, source_from, source_of
from factlog.store.port import BlobId, CommitId, Difference, Store
from factlog.store.tree import File

T = TypeVar("T")

_AT_ONCE = 500  # files that are read and written together: while they are, git looks for the next ones
_FEW = 64  # commits up to which trees are compared here, without starting a git for it
_FAR = 2**63 - 1
_KEPT = 30_000  # claims whose last version is kept at hand
_NAMES = 50_000  # names whose numbers are kept at hand
_REMOVED, _HELD, _UNREAD = 0, 1, 2

_VERSION = (
    "version, claim, place, taken, previous, state, kinds, fields, subject, predicate, claimant, wording, languages, tags, "
    "force, polarity, modality, rank, exclusive, assessed, said, said_low, said_high, since, since_low, until, until_high, "
    "due, due_low, due_high"
).split(", ")
_SOURCE = "version, source, place, taken, state, origin, publisher, issued_low, issued_high, blob, data".split(", ")


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


_INSERTS = {
    "version": _insert("version", _VERSION),
    "document": _insert("document", ("version", "blob", "data")),
    "held": _insert("held", ("version", "place", "type", "key", "label", "unit", "number", "low", "high")),
    "citation": _insert(
        "citation",
        ("version", "place", "source", "assessment", "stance", "retrieved", "retrieved_low", "retrieved_high"),
    ),
    "link": _insert("link", ("version", "type", "target")),
    "words": _insert("words", ("rowid", "text")),
    "source_version": _insert("source_version", _SOURCE),
    "snapshot": _insert("snapshot", ("place", "oid", "taken", "recorded", "author", "message")),
}
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


_ORIGIN = "SELECT origin FROM source_version WHERE source = ? AND place <= ? ORDER BY place DESC LIMIT 1"


class _Last(NamedTuple):
    """The last version of a claim or a source: the numbers of both, when it was taken, and what it held."""

    number: int
    version: int | None = None
    taken: int = 0
    state: int = _REMOVED
    wording: int | None = None
    body: Claim | None = None
    cited: bool = True
    """Of a source: whether a claim may have cited it before."""


class _Row(NamedTuple):
    """A file that a commit changed: whose it is, and what it is after that."""

    folder: str
    name: str
    path: str
    blob: BlobId | None
    place: int
    taken: int


class _Chunk(NamedTuple):
    """Snapshots that begin here, files that they or the last one before changed, and what those hold that are there."""

    snapshots: list[tuple[Any, ...]]
    rows: list[_Row]
    data: list[bytes | CorruptError]


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
    """Writes commits into an index, within the transaction of its caller.

    Rows wait in memory until some thousand are there. What they are about is kept at hand for longer than that, so that
    nobody looks for it in the tables before it is written.
    """

    def __init__(self, connection: Connection, store: Store) -> None:
        self._connection = connection
        self._store = store
        self._terms = _Numbers(connection, "term", "name")
        self._lists = _Numbers(connection, "list", "members")
        self._source_ids = _Numbers(connection, "source", "id")
        self._claim_ids = _Numbers(connection, "claim", "id")
        self._last: dict[str, OrderedDict[str, _Last]] = {CLAIMS: OrderedDict(), SOURCES: OrderedDict()}
        self._waiting: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _INSERTS}
        self._updates: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _UPDATES}
        self._next = {table: self._count(table) + 1 for table in ("version", "source_version")}
        self._reoriginated: dict[int, list[int]] = {}
        self._known_lists: dict[tuple[str, ...], int | None] = {}
        self._origins: dict[str, str] = dict(
            connection.execute(
                "SELECT id, origin FROM source JOIN source_version ON version = last WHERE origin IS NOT NULL"
            )
        )

    def _count(self, table: str) -> int:
        column = "place" if table == "snapshot" else "version"
        found = self._connection.execute(f"SELECT max({column}) FROM {table}").fetchone()
        return found[0] or 0

    def add(self, commits: Sequence[CommitId], after: CommitId | None) -> None:
        """Adds commits, oldest first, that follow ``after``."""
        chunks = self._chunks(commits, after, self._count("snapshot"))
        with _uncollected():
            for chunk in chunks if len(commits) <= _FEW else _ahead(chunks):
                self._add(chunk)
                self.flush()

    def _add(self, chunk: _Chunk) -> None:
        self._waiting["snapshot"] += chunk.snapshots
        data = iter(chunk.data)
        for row in chunk.rows:
            body = next(data) if row.blob else None
            if row.folder == CLAIMS:
                self._claim(row, body)
            else:
                self._source(row, body)

    def _chunks(self, commits: Sequence[CommitId], after: CommitId | None, place: int) -> Iterator[_Chunk]:
        """What the commits that follow a place changed, read in pieces that fit into memory; the tables are left alone."""
        snapshots: list[tuple[Any, ...]] = []
        files = self._files(commits, after, place, snapshots)
        while rows := list(islice(files, _AT_ONCE)):
            yield _Chunk(snapshots.copy(), rows, list(self._read([row.blob for row in rows if row.blob])))
            snapshots.clear()
        yield _Chunk(snapshots, [], [])

    def _files(
        self, commits: Sequence[CommitId], after: CommitId | None, place: int, snapshots: list[tuple[Any, ...]]
    ) -> Iterator[_Row]:
        """What the commits changed; of each commit the sources first, which its claims cite. Adds to the snapshots."""
        told = self._store.commits(commits)
        for commit, found in self._differences(commits, after):
            described = next(told)
            assert described.id == commit
            place, taken, recorded = place + 1, _second(described.taken), _second(described.recorded)
            snapshots.append((place, commit, taken, recorded, described.author, described.message))
            sources = ((SOURCES, source_of(row.path), row) for row in found)
            claims = ((CLAIMS, claim_of(row.path), row) for row in found)
            for folder, name, row in chain(sources, claims):
                if name is not None:
                    yield _Row(folder, name, row.path, row.after, place, taken)

    def _differences(
        self, commits: Sequence[CommitId], after: CommitId | None
    ) -> Iterator[tuple[CommitId, list[Difference]]]:
        """What each of the commits changed; one that changed nothing that is of interest has an empty list."""
        if after is not None and len(commits) <= _FEW:
            for commit in commits:
                yield commit, self._store.differences(after, commit)
                after = commit
            return
        only = commits if after is not None else None
        expected = iter(commits)
        # of all paths: for some only, git would look through the whole history before it says a word
        for commit, found in self._store.touched(commits[-1], only=only):
            for passed in expected:
                if passed == commit:
                    break
                yield passed, []
            yield commit, found
        yield from ((commit, []) for commit in expected)

    def _read(self, blobs: list[BlobId]) -> Iterator[bytes | CorruptError]:
        """The bytes of each blob, or what is wrong with it."""
        try:
            yield from list(self._store.read(blobs))
        except CorruptError:
            for blob in blobs:
                try:
                    yield next(self._store.read([blob]))
                except CorruptError as problem:
                    yield problem

    def _take(self, table: str) -> int:
        number = self._next[table]
        self._next[table] += 1
        return number

    def _normal(self, body: Claim | Source, data: Any, blob: BlobId | None) -> tuple[bytes, bytes]:
        """The document's id, and the document: SQL compares text as it is written, so that it is kept in normal form."""
        if b"\\u" in data or not (data.isascii() or unicodedata.is_normalized("NFC", data.decode())):
            data = canonical(to_document(body))
            blob = self._store.blob_id(data)
        return packed(blob), data

    def _source(self, row: _Row, data: bytes | CorruptError | None) -> None:
        last = self._last_of(row)
        if data is None and last.version is None:
            return
        body, state = _body(source_from, row.path, data)
        version = self._take("source_version")
        columns = rows.source_columns(body) if body else dict.fromkeys(_SOURCE[5:9])
        kept = self._normal(body, data, row.blob) if body else (None, None)
        self._waiting["source_version"].append((version, last.number, row.place, row.taken, state, *columns.values(), *kept))
        self._follow("source", last, version, row)
        if self._origins.get(row.name) != columns["origin"]:
            if last.cited:
                self._reoriginated.setdefault(last.number, []).append(row.place)
            self._origins.pop(row.name, None)
            if columns["origin"]:
                self._origins[row.name] = columns["origin"]
        self._keep(row, _Last(last.number, version, row.taken, state))

    def _claim(self, row: _Row, data: bytes | CorruptError | None) -> None:
        last = self._last_of(row)
        if data is None and last.version is None:
            return
        body, state = _body(claim_from, row.path, data)
        version = self._take("version")
        kinds, fields = self._change(last, body, state)
        head = (version, last.number, row.place, row.taken, last.version, state, kinds, fields)
        wording = self._wording(body, last) if body else None
        if body:
            self._waiting["version"].append((*head, *self._columns(body, wording)))
            self._waiting["document"].append((version, *self._normal(body, data, row.blob)))
            self._parts(version, body)
        else:
            self._waiting["version"].append((*head, *([None] * (len(_VERSION) - len(head)))))
        self._follow("claim", last, version, row)
        self._keep(row, _Last(last.number, version, row.taken, state, wording, body))

    def _columns(self, claim: Claim, wording: int | None) -> tuple[Any, ...]:
        return (
            self._terms.of(claim.subject),
            self._terms.of(claim.predicate),
            self._terms.of(claim.claimant) if claim.claimant is not None else None,
            wording,
            self._list(claim.text),
            self._list(claim.tags),
            *rows.names(claim),
            *rows.dates(claim),
        )

    def _parts(self, version: int, claim: Claim) -> None:
        self._waiting["held"].extend((version, place, *rows.held(value)) for place, value in enumerate(claim.values))
        self._waiting["citation"].extend(
            (version, place, self._source_ids.of(source), *rest)
            for place, (source, *rest) in enumerate(rows.citations(claim))
        )
        self._waiting["link"].extend((version, link.type.value, link.target) for link in claim.links)

    def _wording(self, claim: Claim, last: _Last) -> int | None:
        if not claim.text:
            return None
        if last.wording and last.body is not None and last.body.text == claim.text:
            return last.wording
        digest, text = rows.wording(claim)
        cursor = self._connection.execute("INSERT OR IGNORE INTO wording (digest) VALUES (?)", (digest,))
        if cursor.rowcount == 1:
            self._waiting["words"].append((cursor.lastrowid, text))
            return cursor.lastrowid
        found = self._connection.execute("SELECT wording FROM wording WHERE digest = ?", (digest,)).fetchone()
        return int(found[0])

    def _list(self, members: Iterable[str]) -> int | None:
        names = tuple(sorted(members))
        if names not in self._known_lists:
            if len(self._known_lists) >= _NAMES:
                self._known_lists.clear()
            self._known_lists[names] = self._listed(names)
        return self._known_lists[names]

    def _listed(self, names: tuple[str, ...]) -> int | None:
        if not names:
            return None
        number = self._lists.of(json.dumps(names, ensure_ascii=False))
        if self._lists.added:
            self._connection.executemany("INSERT INTO member VALUES (?, ?)", ((name, number) for name in names))
        return number

    # Changes

    def _change(self, last: _Last, after: Claim | None, state: int) -> tuple[int | None, int | None]:
        """The lists of the kinds and of the fields of a change; none where a side of it cannot be read."""
        if _UNREAD in (state, last.state):
            return None, None
        before = last.body
        if before is None and after is None:
            return None, None
        kinds, fields = kinds_and_fields(before, after, self._origins)
        if before is None and last.version:
            kinds = frozenset({Kind.RESTORED})
        return self._list(kinds), self._list(fields)

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
            kinds = self._list(kinds_of(before, after, {each: row[0] for each, row in found.items() if row and row[0]}))
            if kinds != told:
                self._connection.execute("INSERT INTO former VALUES (?, ?, ?)", (version, place, told))
                self._connection.execute("UPDATE version SET kinds = ? WHERE version = ?", (kinds, version))
                told = kinds

    # What is known already

    def _last_of(self, row: _Row) -> _Last:
        return self._last[row.folder].get(row.name) or self._looked_up(row.folder, row.name)

    def _looked_up(self, folder: str, name: str) -> _Last:
        """What was written of it before; what still waits to be written is kept at hand."""
        ids, table = (self._claim_ids, "version") if folder == CLAIMS else (self._source_ids, "source_version")
        number = ids.of(name)
        if ids.added:
            return _Last(number, cited=False)
        owner = "claim" if folder == CLAIMS else "source"
        wording = "wording" if folder == CLAIMS else "NULL"
        found = self._connection.execute(
            f"SELECT last, taken, state, {wording} FROM {owner} JOIN {table} ON version = last WHERE {owner}.{owner} = ?",
            (number,),
        ).fetchone()
        if found is None:
            return _Last(number)
        version, taken, state, wording = found
        return _Last(number, version, taken, state, wording, self._decoded(version) if folder == CLAIMS else None)

    def _decoded(self, version: int) -> Claim | None:
        found = self._connection.execute("SELECT data FROM document WHERE version = ?", (version,)).fetchone()
        return decode_claim(found[0]) if found else None

    def _keep(self, row: _Row, last: _Last) -> None:
        kept = self._last[row.folder]
        kept[row.name] = last
        kept.move_to_end(row.name)
        if len(kept) > _KEPT:
            kept.popitem(last=False)

    def _follow(self, owner: str, last: _Last, version: int, row: _Row) -> None:
        table = "version" if owner == "claim" else "source_version"
        self._updates[owner].append((version, last.number))
        if last.version is not None:
            self._updates[table].append((row.place, row.taken, last.version))
            if row.taken < last.taken:
                self.flush()
                self._connection.execute(f"UPDATE {table} SET disordered = 1 WHERE {owner} = ?", (last.number,))

    def flush(self) -> None:
        """Writes what waits."""
        for table, statement in _INSERTS.items():
            if waiting := self._waiting[table]:
                self._connection.executemany(statement, waiting)
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


def _second(told: int) -> int:
    """A commit's second, as SQLite can hold it; somebody's commit may tell any number."""
    return max(-_FAR, min(told, _FAR))


def packed(blob: BlobId | None) -> bytes:
    """A blob's id as the index keeps it: in bytes, of a hash written in hexadecimal."""
    assert blob is not None
    try:
        return bytes.fromhex(blob)
    except ValueError:  # a store of another kind
        return blob.encode()


def _body(read: Any, path: str, data: bytes | CorruptError | None) -> tuple[Any, int]:
    """What a file holds and its state."""
    if data is None:
        return None, _REMOVED
    if isinstance(data, CorruptError):
        return None, _UNREAD
    try:
        return read(File(path, data)), _HELD
    except CorruptError:
        return None, _UNREAD
