"""Writing: objects through one ``git fast-import``, then the branch by compare-and-swap, then the disk, then the answer.

fast-import itself writes a private ref, so that somebody else's ``gc`` in between does not take the new objects for
rubbish; the transaction that moves the branch deletes it. fast-import does not write again what any pack holds already, and
a repack under way may be about to delete that pack, if nothing led to the object when it looked (an attempt that failed may
have left it): such objects are written once more. What a killed writer left is cleared by the next one.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO

from factlog.errors import BranchError, CorruptError, GitError, StoreError
from factlog.store import commands
from factlog.store.lock import Lock, sync_folder, translated
from factlog.store.port import CommitId, Draft, TipMovedError
from factlog.store.reader import Reader

_PRIVATE = "refs/factlog/tmp"
_MANY_PACKS = 40  # above it, finding an object in so many indexes costs more than putting packs together
_MANY_COMMITS = 100  # worth a commit-graph at once: finding a file's history is twenty times as fast with it
_TOGETHER = 25  # commits whose files are put in order
_LARGE = 1 << 14
_RECENT = 4  # large files that are remembered
_LINE = 100  # no line with an id is longer
_ROOM = 1 << 25  # bytes of small files that wait for each other
_DENSE_DEPTH = 250  # differences from one whole file, which is what reading the last one costs
_DENSE_COMPRESSION = 6
_DUPLICATES = re.compile(r"\( *(\d+) duplicates")  # what fast-import tells of each type of object


class GitWriter:
    """One writer, under the lock."""

    def __init__(self, git_dir: Path, ref: str, reader: Reader, lock: Lock, now: int) -> None:
        self._git_dir = git_dir
        self._ref = ref
        self._reader = reader
        self._lock = lock
        self._now = now
        self._written = 0
        if lock.crashed:
            self._clear_locks()
            self._clear()
            with translated(git_dir):
                lock.end()
        self.tip = self._sound_tip()

    def write(self, drafts: Iterable[Draft], *, dense: bool = False) -> CommitId:
        """Adds the commits; see :class:`factlog.store.port.Writer`."""
        private = f"{_PRIVATE}/{os.urandom(8).hex()}"
        with translated(self._git_dir):
            self._lock.begin()
            try:
                new = self._put(drafts, private, dense=dense)
                self._sync_refs()
            except BaseException:
                with contextlib.suppress(StoreError, OSError):  # the sign of a crash stays then, for the next writer
                    self._clear()
                    self._lock.end()
                raise
            self.tip = new
            self._consolidate(many=self._written > _MANY_COMMITS)
            self._lock.end()
        return new

    def _sound_tip(self) -> CommitId | None:
        """The tip, once it and its root tree have been read: git commits on top of damaged packs without a word."""
        tip = self._reader.tip(self._ref)
        if tip is None:
            return None
        root = re.match(rb"tree ([0-9a-f]+)\n", tip.data)
        if root is None:
            raise CorruptError(f"expected {self._ref} of {self._git_dir} to have a tree", file=str(self._git_dir))
        self._reader.tree(root[1].decode())
        return CommitId(tip.id)

    def _put(self, drafts: Iterable[Draft], private: str, *, dense: bool) -> CommitId:
        """Writes the commits, moves the branch to the last of them, and gives that."""
        with (
            NamedTemporaryFile(prefix="fast_import_edges_", dir=self._git_dir) as edges,
            TemporaryFile(prefix="fast_import_answers_", dir=self._git_dir) as answers,
        ):
            config = ("-c", f"pack.compression={_DENSE_COMPRESSION}") if dense else ()
            depth = f"--depth={_DENSE_DEPTH if dense else 0}"
            told = f"--export-pack-edges={edges.name}", f"--cat-blob-fd={answers.fileno()}"
            options = ("--quiet", "--stats", "--done", "--date-format=raw", depth, *told)
            with self._started(*config, "fast-import", *options, inherit=[answers.fileno()]) as importer:
                self._feed(importer, drafts, private, dense=dense)
                with self._started("update-ref", "--stdin") as mover:  # gets ready while fast-import is at work
                    importer.finish()
                    new = _last_of(answers)
                    own = {Path(os.fsdecode(row.rpartition(b":")[0])).name for row in edges}
                    # what was written twice may have been found in a pack of somebody else's, or in this one
                    if set(_DUPLICATES.findall(importer.said)) != {"0"} and self._packs() - own:
                        self._write_what_lies_elsewhere(new, own)
                    sync_folder(self._git_dir / "objects" / "pack")
                    self._move(mover, new, private)
        return new

    def _feed(self, importer: commands.Process, drafts: Iterable[Draft], private: str, *, dense: bool) -> None:
        """Tells fast-import of the commits."""
        commit = partial(_commit, private=private, now=self._now)
        stream = _dense_stream if dense else _stream
        try:
            if self.tip:
                importer.stdin.write(f"reset {private}\nfrom {self.tip}\n\n".encode())
            importer.stdin.writelines(stream(self._counted(drafts), commit))
            importer.stdin.flush()
        except BrokenPipeError:
            importer.finish()  # raises what git said
            raise

    def _write_what_lies_elsewhere(self, new: CommitId, own: set[str]) -> None:
        """Writes the new commits' objects that only packs of others hold into a pack that no repack under way knows.

        Packs are named by what they hold; a random part makes this name a new one.
        """
        known = ("--not", self.tip) if self.tip else ()
        needed = set(commands.run(self._git_dir, "rev-list", "--objects", "--no-object-names", new, *known).split())
        packs = self._git_dir / "objects" / "pack"
        for name in own:
            index = (packs / name).with_suffix(".idx").read_bytes()
            needed.difference_update(row.split()[1] for row in self._started("show-index").tell(index).splitlines())
        if needed:
            given = b"".join(b"%b\n" % name for name in sorted(needed))
            self._started("pack-objects", "--quiet", str(packs / f"pack-{os.urandom(8).hex()}")).tell(given)

    def _started(self, *arguments: str, inherit: Collection[int] = ()) -> commands.Process:
        """A git that keeps the lock, should it outlive this process."""
        return commands.Process(self._git_dir, *arguments, inherit=[self._lock.descriptor, *inherit])

    def _packs(self) -> set[str]:
        return {path.name for path in (self._git_dir / "objects" / "pack").glob("*.pack")}

    def _counted(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        self._written = 0
        for draft in drafts:
            self._written += 1
            yield draft

    def _move(self, mover: commands.Process, new: CommitId, private: str) -> None:
        move = f"update {self._ref} {new} {self.tip}" if self.tip else f"create {self._ref} {new}"
        steps = f"start\n{move}\ndelete {private} {new}\nprepare\ncommit\n"
        try:
            mover.tell(steps.encode())
        except GitError as problem:
            now = self._reader.tip(self._ref)
            if self.tip != (now.id if now else None):
                raise TipMovedError(f"expected {self._ref} to stay at {self.tip}: somebody moved it") from problem
            raise

    def _sync_refs(self) -> None:
        folder = self._git_dir / Path(self._ref).parent
        while folder != self._git_dir.parent and folder.is_dir():
            sync_folder(folder)
            if self.tip is not None:  # the folders above were there already
                break
            folder = folder.parent

    def _clear_locks(self) -> None:
        """Removes the lock files of a git that was killed under a writer of factlog's."""
        with translated(self._git_dir):
            for path in (
                self._git_dir / f"{self._ref}.lock",
                self._git_dir / "HEAD.lock",
                self._git_dir / "packed-refs.lock",
                self._git_dir / "packed-refs.new",
                self._git_dir / "objects" / "pack" / "multi-pack-index.lock",
                *(self._git_dir / "objects" / "info").glob("**/*.lock"),
            ):
                path.unlink(missing_ok=True)

    def _clear(self) -> None:
        """Removes what a killed or failed git left behind; nobody else holds the lock."""
        packs = self._git_dir / "objects" / "pack"
        with translated(self._git_dir):
            for path in (
                *packs.glob("tmp_*"),
                *packs.glob(".tmp-*"),
                *(self._git_dir / "objects" / "info").glob("commit-graphs/tmp_graph_*"),
                *(self._git_dir / _PRIVATE).glob("*.lock"),
                *self._git_dir.glob("fast_import_*"),
                *self._kept(),
            ):
                path.unlink(missing_ok=True)
        left = commands.run(self._git_dir, "for-each-ref", "--format=delete %(refname) %(objectname)", _PRIVATE)
        if left:
            self._started("update-ref", "--stdin").tell(left)

    def _kept(self) -> Iterator[Path]:
        """The signs by which fast-import keeps its packs; an empty one had no time, or no room, to be signed."""
        for keep in (self._git_dir / "objects" / "pack").glob("*.keep"):
            if keep.read_bytes().strip() in (b"fast-import", b""):
                yield keep

    def _consolidate(self, *, many: bool) -> None:
        """Puts packs together once there are many, and extends the commit-graph; a failure costs speed only."""
        scattered = len(self._packs()) > _MANY_PACKS
        if not scattered and not many:
            return
        inherit = [self._lock.descriptor]
        try:
            if scattered:
                commands.run(self._git_dir, "repack", "-d", "-q", "-n", "--geometric=2", inherit=inherit)
            graph = ("commit-graph", "write", "--reachable", "--split", "--changed-paths", "--no-progress")
            commands.run(self._git_dir, *graph, inherit=inherit)
        except StoreError:  # what was recorded is safe; what was half put together only takes room
            with contextlib.suppress(StoreError):
                self._clear()


def _last_of(answers: BinaryIO) -> CommitId:
    """The last of fast-import's answers, which is the id of the last commit."""
    answers.seek(max(0, answers.seek(0, os.SEEK_END) - _LINE))
    return CommitId(answers.read().splitlines()[-1].decode())


_Commit = Callable[[Draft, Iterable[bytes]], Iterator[bytes]]


def _stream(drafts: Iterable[Draft], commit: _Commit) -> Iterator[bytes]:
    """The commits in the language of fast-import (https://git-scm.com/docs/git-fast-import)."""
    for draft in drafts:
        yield from commit(draft, (_change(path, data) for path, data in draft.files))
    yield b"get-mark :1\ndone\n"


def _dense_stream(drafts: Iterable[Draft], commit: _Commit) -> Iterator[bytes]:
    """The same, in an order that serves fast-import, which keeps a file as its difference from the file before.

    Large files go at once, so that git has something to do meanwhile; small ones wait for some others of their path, and so
    do the commits. Where others came between, git is told to look at the file before once more. A small file goes once
    however often it comes back while it waits, a large one if it comes back soon, as it mostly does.
    """
    marks = count(2)
    large: deque[tuple[int, bytes]] = deque(maxlen=_RECENT)
    waiting: list[bytes] = []
    small: dict[bytes, _Row] = {}
    bases: dict[str, tuple[int, int]] = {}
    held = 0
    interrupted = False
    for draft in drafts:
        changes = []
        for path, data in draft.files:
            mark = None
            if data is not None and len(data) >= _LARGE:
                mark = next((number for number, known in large if known == data), None)
                if mark is None:
                    if interrupted and large:
                        yield _goes_on(large[-1][0])
                    interrupted = False
                    yield _blob(mark := next(marks), data)
                    if _RECENT * len(data) < _ROOM:
                        large.append((mark, data))
            elif data is not None:
                if data not in small:
                    small[data] = path, next(marks), data
                    held += len(data)
                mark = small[data][1]
            changes.append(_change(path, data, mark))
        waiting.append(b"".join(commit(draft, changes)))
        held += len(waiting[-1])
        if len(waiting) == _TOGETHER or held > _ROOM:
            yield from _released(small.values(), bases)
            yield from waiting
            waiting.clear()
            small.clear()
            held, interrupted = 0, True
    yield from _released(small.values(), bases)
    yield from waiting
    yield b"get-mark :1\ndone\n"


_Row = tuple[str, int, bytes]  # a small file: path, mark and what it holds


def _released(small: Iterable[_Row], bases: dict[str, tuple[int, int]]) -> Iterator[bytes]:
    """The small files, those of a path together; ``bases`` are the last ones of all paths before, by size and mark.

    What a file is when most of it is gone for once is no neighbour for what it is before and after.
    """
    longest = {path: size for path, (size, _) in bases.items()}
    for path, _, data in small:
        longest[path] = max(len(data), longest.get(path, 0))
    rows = sorted((path, 2 * len(data) > longest[path], mark, data) for path, mark, data in small)
    last = None
    for path, whole, mark, data in rows:
        if whole and path != last and path in bases:
            yield _goes_on(bases[path][1])
        yield _blob(mark, data)
        if whole:
            last = path
            bases[path] = len(data), mark


def _commit(draft: Draft, changes: Iterable[bytes], *, private: str, now: int) -> Iterator[bytes]:
    message = draft.message.rstrip("\n").encode() + b"\n"
    head = [
        f"commit {private}",
        "mark :1",
        f"author {draft.author} {draft.taken} +0000",
        f"committer {draft.committer} {now} +0000",
        f"data {len(message)}",
    ]
    yield "\n".join(head).encode() + b"\n" + message
    yield from changes


def _change(path: str, data: bytes | None, mark: int | None = None) -> bytes:
    if data is None:
        return b"D %b\n" % path.encode()
    if mark is not None:
        return b"M 100644 :%d %b\n" % (mark, path.encode())
    return b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)


def _goes_on(mark: int) -> bytes:
    """Makes fast-import keep the next file as its difference from this one, which it prints besides."""
    return b"cat-blob :%d\n" % mark


def _blob(mark: int, data: bytes) -> bytes:
    return b"blob\nmark :%d\ndata %d\n%b\n" % (mark, len(data), data)


def refuse_checked_out(git_dir: Path, ref: str, bare: bool) -> None:
    """Raises BranchError where a work tree has the branch checked out: its files would seem to be changed."""
    if bare and not (git_dir / "worktrees").is_dir():
        return
    listed = commands.run(git_dir, "for-each-ref", "--format=%(worktreepath)", ref).decode(errors="replace").strip()
    places = "" if bare and listed == str(git_dir) else listed  # a bare repository has no work tree of its own
    head = (git_dir / "HEAD").read_text(errors="replace").strip()
    if places or (not bare and head == f"ref: {ref}"):
        branch = ref.removeprefix("refs/heads/")
        raise BranchError(
            f"expected no work tree to have {branch!r} checked out ({places or git_dir.parent} has): "
            "record in a bare clone, then push or pull",
            file=str(git_dir),
        )
