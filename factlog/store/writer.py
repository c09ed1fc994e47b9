"""Writing: objects through one ``git fast-import``, then the branch by compare-and-swap, then the disk, then the answer.

fast-import itself writes a private ref, so that somebody else's ``gc`` in between does not take the new objects for
rubbish; the transaction that moves the branch deletes it. fast-import does not write again what any pack holds already, so
the private refs and the kept packs of attempts that failed stay until one succeeds: another repack would take away what the
next attempt relies on. What else a killed writer left is cleared by the next one.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from factlog.errors import BranchError, CorruptError, GitError, StoreError
from factlog.store import commands
from factlog.store.lock import Lock, sync_folder, translated
from factlog.store.port import CommitId, Draft, TipMovedError
from factlog.store.reader import Reader

_PRIVATE = "refs/factlog/tmp"
_MANY_PACKS = 40  # above it, finding an object in so many indexes costs more than putting packs together
_MANY_COMMITS = 100  # worth a commit-graph at once: finding a file's history is twenty times as fast with it
_CHUNK = 1 << 20
# Versions of one file lie far apart in git's order where an article was vandalised in between: a wide window finds them.
_DENSE = ("--window=250", "--window-memory=64m", "--depth=50", "--no-reuse-object", "--delta-base-offset", "--compression=9")


class GitWriter:
    """One writer, under the lock."""

    def __init__(self, git_dir: Path, ref: str, reader: Reader, lock: Lock, now: int) -> None:
        self._git_dir = git_dir
        self._ref = ref
        self._reader = reader
        self._lock = lock
        self._now = now
        self._written = 0
        self._fresh: set[str] = set()
        if lock.crashed:
            self._clear_locks()
            self._clear()
            with translated(git_dir):
                lock.fail()
        self.tip = self._sound_tip()

    def write(self, drafts: Iterable[Draft]) -> CommitId:
        """Adds the commits; see :class:`factlog.store.port.Writer`."""
        private = f"{_PRIVATE}/{os.urandom(8).hex()}"
        packs = self._packs()
        with translated(self._git_dir):
            self._lock.begin()
            try:
                new = self._import(drafts, private)
                self._fresh |= self._packs() - packs
                if self._lock.unsettled:
                    self._gather(new)
                sync_folder(self._git_dir / "objects" / "pack")
                if not packs <= self._packs():
                    self._check_whole(new, private)
                self._move(new, private)
                self._sync_refs()
            except BaseException:
                with contextlib.suppress(StoreError, OSError):  # the sign of a crash stays then, for the next writer
                    self._clear()
                    self._lock.fail()
                raise
            self.tip = new
            if self._lock.unsettled:
                self._settle()
            self._consolidate(many=self._written > _MANY_COMMITS)
            self._lock.end()
        return new

    def condense(self, since: CommitId | None) -> None:
        """Packs what came after a commit anew; see :class:`factlog.store.port.Writer`. A failure costs room only.

        fast-import keeps every version of a file whole. The packs that it wrote go once the new one, with deltas, is on the
        disk and holds all that they hold.
        """
        if self.tip is None or self._lock.unsettled:
            return
        folder = self._git_dir / "objects" / "pack"
        try:
            with translated(self._git_dir):
                self._lock.begin()
                dense = f"pack-{self._pack(self.tip, since, folder / 'pack', *_DENSE)}.pack"
                sync_folder(folder)
                held = self._listed(folder / dense)
                for pack in sorted((self._fresh - {dense}) & self._packs()):
                    if self._listed(folder / pack) <= held:
                        for part in (".idx", ".rev", ".pack"):
                            (folder / pack).with_suffix(part).unlink(missing_ok=True)
        except StoreError:
            with contextlib.suppress(StoreError):
                self._clear()
        with translated(self._git_dir):
            self._lock.end()

    def _listed(self, pack: Path) -> set[bytes]:
        """The ids of the objects in a pack."""
        lines = self._said("show-index", given=pack.with_suffix(".idx").read_bytes()).splitlines()
        return {line.split(b" ")[1] for line in lines}

    def _pack(self, new: CommitId, since: CommitId | None, prefix: Path, *options: str) -> str:
        """Writes what came after a commit into a pack, and gives the last part of its name."""
        given = "".join(f"{line}\n" for line in [new, *([f"^{since}"] if since else [])]).encode()
        return self._said("pack-objects", "--revs", "--quiet", *options, str(prefix), given=given).decode().strip()

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

    def _import(self, drafts: Iterable[Draft], private: str) -> CommitId:
        """Has git write the commits, and gives the last of them."""
        options = ("--quiet", "--done", "--date-format=raw", "--depth=0")
        process = commands.Process(self._git_dir, "fast-import", *options, inherit=self._lock.descriptor)
        try:
            buffer = bytearray()
            for piece in _stream(self._counted(drafts), private, self.tip, self._now):
                buffer += piece
                if len(buffer) >= _CHUNK:
                    process.stdin.write(buffer)
                    buffer.clear()
            process.stdin.write(buffer)
        except BrokenPipeError:
            process.finish()  # raises what git said
            raise
        except BaseException:
            process.kill()
            raise
        return CommitId(process.finish().decode().strip())

    def _gather(self, new: CommitId) -> None:
        """Writes all that is new into a pack that no repack under way can know, after an attempt that failed.

        Its objects may lie in a pack that nothing leads to, which such a repack is about to delete. Packs are named by what
        they hold; a random part makes this name a new one.
        """
        self._pack(new, self.tip, self._git_dir / "objects" / "pack" / f"pack-{os.urandom(8).hex()}")

    def _said(self, *arguments: str, given: bytes) -> bytes:
        process = commands.Process(self._git_dir, *arguments, inherit=self._lock.descriptor)
        with contextlib.suppress(BrokenPipeError):  # finish() raises what git said
            process.stdin.write(given)
            process.stdin.flush()
        return process.finish()

    def _packs(self) -> set[str]:
        return {path.name for path in (self._git_dir / "objects" / "pack").glob("*.pack")}

    def _check_whole(self, new: CommitId, private: str) -> None:
        """Raises GitError where somebody's repack took away what fast-import did not write, since it was there."""
        try:
            known = ("--not", self.tip) if self.tip else ()
            commands.run(self._git_dir, "rev-list", "--objects", "--quiet", new, *known)
        except StoreError as problem:
            commands.run(self._git_dir, "update-ref", "-d", private, new)
            message = f"expected {self._git_dir} not to be repacked while it was written to: record again"
            raise GitError(message, file=str(self._git_dir)) from problem

    def _counted(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        self._written = 0
        for draft in drafts:
            self._written += 1
            yield draft

    def _move(self, new: CommitId, private: str) -> None:
        move = f"update {self._ref} {new} {self.tip}" if self.tip else f"create {self._ref} {new}"
        settled = f"delete {private} {new}\n"
        if self._lock.unsettled:
            listed = ("for-each-ref", "--format=delete %(refname) %(objectname)", _PRIVATE)
            settled = commands.run(self._git_dir, *listed).decode()
        try:
            self._said("update-ref", "--stdin", given=f"start\n{move}\n{settled}prepare\ncommit\n".encode())
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
        """Removes the files that a killed or failed git left half written; nobody else holds the lock."""
        packs = self._git_dir / "objects" / "pack"
        with translated(self._git_dir):
            for path in (
                *packs.glob("tmp_*"),
                *packs.glob(".tmp-*"),
                *(self._git_dir / "objects" / "info").glob("commit-graphs/tmp_graph_*"),
                *(self._git_dir / _PRIVATE).glob("*.lock"),
                *self._git_dir.glob("fast_import_crash_*"),
                *(keep for keep in self._kept() if not keep.with_suffix(".pack").exists()),
            ):
                path.unlink(missing_ok=True)

    def _kept(self) -> Iterator[Path]:
        """The signs by which fast-import keeps its packs; an empty one had no time, or no room, to be signed."""
        for keep in (self._git_dir / "objects" / "pack").glob("*.keep"):
            if keep.read_bytes().strip() in (b"fast-import", b""):
                yield keep

    def _settle(self) -> None:
        """Lets go of the packs of earlier attempts: what is needed of them can be reached from the branch now."""
        for keep in self._kept():
            keep.unlink(missing_ok=True)
        self._lock.settle()

    def _consolidate(self, *, many: bool) -> None:
        """Puts packs together once there are many, and extends the commit-graph; a failure costs speed only."""
        scattered = len(self._packs()) > _MANY_PACKS
        if not scattered and not many:
            return
        inherit = self._lock.descriptor
        try:
            if scattered:
                commands.run(self._git_dir, "repack", "-d", "-q", "-n", "--geometric=2", inherit=inherit)
            graph = ("commit-graph", "write", "--reachable", "--split", "--changed-paths", "--no-progress")
            commands.run(self._git_dir, *graph, inherit=inherit)
        except StoreError:  # what was recorded is safe; what was half put together only takes room
            with contextlib.suppress(StoreError):
                self._clear()


def _stream(drafts: Iterable[Draft], private: str, parent: CommitId | None, now: int) -> Iterator[bytes]:
    """The commits in the language of fast-import (https://git-scm.com/docs/git-fast-import)."""
    for number, draft in enumerate(drafts):
        message = draft.message.rstrip("\n").encode() + b"\n"
        head = [
            f"commit {private}",
            "mark :1",
            f"author {draft.author} {draft.taken} +0000",
            f"committer {draft.committer} {now} +0000",
            f"data {len(message)}",
        ]
        yield "\n".join(head).encode() + b"\n" + message
        if number == 0 and parent is not None:
            yield f"from {parent}\n".encode()
        for path, data in draft.files:
            if data is None:
                yield f"D {path}\n".encode()
            else:
                yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data)
    yield b"get-mark :1\ndone\n"


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
