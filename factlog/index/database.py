"""The index's file: found, opened, brought up to date and built anew. One writer at a time; readers wait for nobody.

Each build has a file of its own (``factlog-main.1.sqlite``, then ``.2``): SQLite finds the log of what it has written by
the file's name, so that one name must never mean two files. The newest counts.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import re
import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import attrs

from factlog.claims.claim import Claim
from factlog.claims.source import Source
from factlog.errors import StoreError
from factlog.index.build import Builder
from factlog.index.rows import compared
from factlog.index.schema import FORMAT, INDEXES, TABLES, VIEWS
from factlog.layout import Lately
from factlog.store.port import CommitId, Store

# SQLite might think that a scan is as cheap as an index that has nothing in it
_LAST = """SELECT oid, place, NOT EXISTS (SELECT 1 FROM version INDEXED BY version_unread WHERE state = 2)
        AND NOT EXISTS (SELECT 1 FROM source_version INDEXED BY source_version_unread WHERE state = 2)
    FROM snapshot ORDER BY place DESC LIMIT 1"""
_SET_WORDS = "INSERT INTO words (words, rank) VALUES (?, ?)"
_WORDS_BUILDING = (("hashsize", 4 << 20), ("automerge", 0), ("crisismerge", 1999))  # all parts are merged once, at the end
_WORDS_LATER = (("automerge", 4), ("crisismerge", 16))  # as by default
_LOGGER = logging.getLogger("factlog")
_LARGE = 32 << 20  # bytes of SQLite's log from which on they are moved into its file
_NEAR = 64  # commits that are walked back one by one before git is asked for all of them
_WAIT = 600.0  # seconds


@attrs.frozen
class Memory:
    """What was read before with the sources that a commit has: claims by their documents, sources by their ids."""

    claims: Lately[bytes, Claim] = attrs.field(factory=lambda: Lately(1 << 22))
    sources: Lately[str, Source] = attrs.field(factory=lambda: Lately(1 << 22))


class NotInLineError(Exception):
    """A commit is not in the store's line."""


@attrs.frozen
class View:
    """A consistent view of the index: the places of the commits that were asked for, and of the last one.

    ``whole`` tells whether each claim and each source of the log, at whatever moment, can be read. To be used in a ``with``
    statement, at whose end it is given up.
    """

    connection: sqlite3.Connection
    places: tuple[int, ...]
    last: int
    whole: bool

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")


class Index:
    """The index of a store's line of commits. Usable from several threads, and after a fork."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._local = threading.local()
        self._open: weakref.WeakSet[_Opened] = weakref.WeakSet()
        self._temporary: Path | None = None
        self._making = threading.Lock()
        self._keeping = _Keeping(store)
        self.memory = lru_cache(maxsize=4)(lambda _: Memory())
        """What was read before with the sources of a commit, to be added to: it never changes."""
        self._checkpoints = threading.Lock()

    def __reduce__(self) -> tuple[type[Index], tuple[Store]]:
        return Index, (self._store,)

    def reading(self, *commits: CommitId, tip: CommitId | None = None) -> View:
        """A view in which all these commits stand; what is new is read first.

        With ``tip``, that of the store, the index is brought there even where it holds these commits: the branch may have
        been moved back.
        Raises NotInLineError where one of them is not in the store's line, StoreError where the index cannot be kept.
        """
        with self._keeping:
            begun = self._begin(commits, tip)
            if begun is None:
                self.update()
                begun = self._begin(commits, None)
            if begun is None and self._in_line(commits):  # what should be there cannot be found
                self.rebuild("a snapshot is missing")
                begun = self._begin(commits, None)
        if begun is None:
            raise NotInLineError(commits)
        return begun

    def update(self) -> None:
        """Brings the index to the tip, or builds it where it is missing, damaged, of another format or history."""
        with self._locked() as place:
            try:
                connection = self._connection()
                if connection is not None and self._advance(connection):
                    self._checkpoint()
                    return
            except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
                if not damaged(problem):
                    raise
                self._tell(problem)
            self._build(place)

    def rebuild(self, why: object) -> None:
        """Builds the index anew, and says so."""
        with self._keeping, self._locked() as place:
            self._tell(why)
            self._build(place)

    def file(self) -> Path:
        """The SQLite file, brought up to date; raises StoreError where it cannot be kept."""
        with self._keeping:
            self.update()
        newest = _newest(self._place())
        assert newest is not None
        return newest

    def close(self) -> None:
        """Closes the connections; the next question opens another."""
        for opened in list(self._open):
            opened.close()
        self._local = threading.local()

    # Within

    def _in_line(self, commits: tuple[CommitId, ...]) -> bool:
        tip = self._store.tip()
        return tip is not None and set(commits) <= {stamp.id for stamp in self._store.stamps(tip)}

    def _tell(self, why: object) -> None:
        _LOGGER.warning("factlog: the index of %s is built anew: it was damaged (%s)", self._store, why)

    def _begin(self, commits: tuple[CommitId, ...], tip: CommitId | None) -> View | None:
        """Begins to read, if all the commits are there, and the tip is the last."""
        try:
            connection = self._connection()
            if connection is None:
                return None
            if connection.in_transaction:  # somebody was interrupted
                connection.execute("ROLLBACK")
            connection.execute("BEGIN")
            oid, last, whole = connection.execute(_LAST).fetchone() or (None, 0, True)
            places = {oid: last} if tip is None or tip == oid else {}
            for commit in commits if places else ():
                if commit not in places:
                    found = connection.execute("SELECT place FROM snapshot WHERE oid = ?", (commit,)).fetchone()
                    places |= {commit: found[0]} if found else {}
        except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
            if not damaged(problem):
                raise
            self.rebuild(problem)
            return None
        if not all(commit in places for commit in commits):
            connection.execute("ROLLBACK")
            return None
        return View(connection, tuple([places[commit] for commit in commits]), last, bool(whole))

    def _advance(self, connection: sqlite3.Connection) -> bool:
        """Adds what is new up to the tip; whether that could be done."""
        tip = self._store.tip()
        last = connection.execute("SELECT place, oid FROM snapshot ORDER BY place DESC LIMIT 1").fetchone()
        if tip is None or last is None:
            return tip is None and last is None
        if tip == last[1]:
            return True
        new = self._since(tip, CommitId(last[1]))
        if new is None:  # history was rewritten
            return False
        connection.execute("BEGIN IMMEDIATE")
        try:
            builder = Builder(connection, self._store)
            builder.add(new, CommitId(last[1]))
            builder.settle()
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return True

    def _checkpoint(self) -> None:
        """Moves what SQLite has in its log into its file, where it is much: beside whoever asks, since disks are slow."""
        file: Path = self._local.opened.file
        if not self._checkpoints.locked() and file.with_name(f"{file.name}-wal").stat().st_size > _LARGE:
            threading.Thread(target=self._checkpointed, args=(file,)).start()

    def _checkpointed(self, file: Path) -> None:
        with self._checkpoints, contextlib.suppress(sqlite3.Error):  # whoever writes next tries again
            connection = _connected(file, "rw")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            connection.close()

    def _since(self, tip: CommitId, known: CommitId) -> list[CommitId] | None:
        """The commits after a known one, oldest first; None where it is not among their ancestors."""
        found: list[CommitId] = []
        at: CommitId | None = tip
        while at is not None and at != known and len(found) < _NEAR:
            found.append(at)
            at = self._store.commit(at).parent
        if at == known:
            return found[::-1]
        if at is None:
            return None
        try:
            later = [stamp.id for stamp in self._store.stamps(tip, after=known)]
        except StoreError:  # what was known is gone
            return None
        return later if later and self._store.commit(later[0]).parent == known else None

    def _build(self, place: Path) -> None:
        """Builds the next file beside the newest, gives it its name when it is whole, and removes the older ones."""
        making = place.with_name(f"{place.name}.new")
        _remove(making)
        number = _number(newest) if (newest := _newest(place)) else 0
        connection = _connected(making, "rwc")
        try:
            connection.executescript(  # a page is as large as what a disk loses at once: SQLite sees that it is gone
                "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -49152;"
            )
            connection.execute("BEGIN")
            with ThreadPoolExecutor(1) as beside:
                tip = self._store.tip()
                line = beside.submit(self._store.stamps, tip) if tip else None  # git looks for it while tables are made
                for statements in (TABLES, VIEWS):
                    _each(connection, statements)
            connection.executemany(_SET_WORDS, _WORDS_BUILDING)
            builder = Builder(connection, self._store)
            if line:
                builder.add([stamp.id for stamp in line.result()], None)
            _each(connection, INDEXES)
            builder.settle()
            # Else a later record, of a single claim, might be the one after which SQLite merges all the parts that are left
            connection.execute("INSERT INTO words (words) VALUES ('optimize')")
            connection.executemany(_SET_WORDS, _WORDS_LATER)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.execute("COMMIT")
            connection.executescript("PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA journal_mode = WAL;")
        finally:
            connection.close()
        descriptor = os.open(making, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)
        made = place.with_name(f"{place.name}.{number + 1}.sqlite")
        _remove(made)  # what somebody who deleted a file of this name has left of it would be taken for the new one's
        making.rename(made)
        for older in _files(place):
            if _number(older) <= number:
                _remove(older)

    def _connection(self) -> sqlite3.Connection | None:
        """This thread's connection to the newest file, None where there is none of this format."""
        opened: _Opened | None = getattr(self._local, "opened", None)
        if opened is not None and opened.pid == os.getpid() and os.access(opened.file, os.F_OK):
            return opened.connection
        newest = _newest(self._place())
        self._local.opened = opened = None
        while newest is not None and opened is None:
            try:
                opened = _Opened(newest)
            except sqlite3.OperationalError:
                if newest.exists():
                    raise
                newest = _newest(self._place())  # somebody has built the next one meanwhile
        if opened is None or opened.connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            return None
        opened.connection.executescript(
            "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 0;"
            "PRAGMA journal_size_limit = 0;"
        )
        self._open.add(opened)
        self._local.opened = opened
        return opened.connection

    def _place(self) -> Path:
        """Where the files lie and how their names begin: beside the store or, where that cannot be, in a folder for now."""
        place = self._store.beside
        if place is not None and os.access(place.parent, os.W_OK):
            return place
        with self._making:
            if self._temporary is None:
                folder = tempfile.mkdtemp(prefix="factlog-")
                weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
                self._temporary = Path(folder) / "factlog"
        return self._temporary

    @contextlib.contextmanager
    def _locked(self) -> Iterator[Path]:
        """The right to write, held by one among threads and processes."""
        place = self._place()
        descriptor = os.open(place.with_name(f"{place.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield place
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)


class _Keeping:
    """Raises StoreError for whatever SQLite or the system has against keeping the index of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(problem, (sqlite3.DatabaseError, UnicodeDecodeError, OSError)) and not isinstance(problem, StoreError):
            raise StoreError(f"expected to keep the index of {self._store}: {problem}") from problem


class IndexDamagedError(sqlite3.DatabaseError):
    """Something in the index does not match what git holds; no user sees it."""


def damaged(problem: Exception, *, ours: bool = True) -> bool:
    """Whether SQLite says that the file is not whole; ``ours`` where the statement was known to be right."""
    if not isinstance(problem, sqlite3.DatabaseError) or isinstance(problem, IndexDamagedError):
        return isinstance(problem, UnicodeDecodeError | IndexDamagedError)  # the first: a message that names what is damaged
    code = getattr(problem, "sqlite_errorcode", 0)
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return True
    return ours and str(problem).startswith(("no such ", "malformed ", "Could not decode "))


class _Opened:
    """A connection that is closed when the thread whose it is ends, or turns to another file."""

    def __init__(self, file: Path) -> None:
        self.connection = _connected(file, "rw")
        self.file, self.pid = file, os.getpid()

    def close(self) -> None:
        """Closes it, but not in a fork: it is the parent's."""
        if self.pid == os.getpid():
            self.connection.close()

    def __del__(self) -> None:
        if hasattr(self, "pid"):
            self.close()


def _connected(file: Path, mode: str) -> sqlite3.Connection:
    found = sqlite3.connect(
        f"{file.as_uri()}?mode={mode}",
        uri=True,
        timeout=_WAIT,
        isolation_level=None,
        cached_statements=256,
        check_same_thread=False,
    )
    found.create_function("compared", 2, compared, deterministic=True)
    return found


def _each(connection: sqlite3.Connection, statements: str) -> None:
    """Runs statements within the transaction, which ``executescript`` would end."""
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _files(place: Path) -> list[Path]:
    pattern = re.compile(re.escape(place.name) + r"\.(\d{1,9})\.sqlite")
    try:
        return [place.with_name(name) for name in os.listdir(place.parent) if pattern.fullmatch(name)]
    except OSError:
        return []


def _number(file: Path) -> int:
    return int(file.name.rsplit(".", 2)[1])


def _newest(place: Path) -> Path | None:
    return max(_files(place), key=_number, default=None)


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        file.with_name(name).unlink(missing_ok=True)
