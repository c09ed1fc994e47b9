"""The store in git: one branch of a repository, read without a checkout."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from factlog.errors import (
    BranchError,
    CorruptError,
    GitError,
    LogExistsError,
    LogNotFoundError,
    NotALogError,
    SnapshotNotFoundError,
    StoreError,
)
from factlog.store import commands
from factlog.store.lock import exclusive, sync_folder, translated
from factlog.store.output import FILE_MODES, commit_from, commits_and_differences, stamp_from
from factlog.store.port import BlobId, Commit, CommitId, Difference, Stamp
from factlog.store.reader import Reader, object_id, shown
from factlog.store.writer import GitWriter, refuse_checked_out

_PLAIN = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
_LOG = ("log", "-z", "--raw", "--no-abbrev", "--format=%H", "--no-notes", "--no-color", "--no-decorate", "--no-mailmap")
_FOLDER = "40000"
_LONG = 100
_REPEATED = 100_000  # files in folders that were met before: what a log holds has its name in it, and differs
MAX_DEPTH = 16
"""The deepest folders that are looked into; an id has four segments at most."""


class GitStore:
    """A branch of a git repository, open for reading, and for recording where nobody has it checked out.

    Picklable, and usable from several threads and after a fork.
    """

    def __init__(self, git_dir: Path, ref: str, *, bare: bool, sha256: bool = False) -> None:
        self.git_dir = git_dir
        self.ref = ref
        self._bare = bare
        self._sha256 = sha256
        self._ref_file = os.path.join(git_dir, ref)  # looked at for every question: a Path would take longer than looking
        self._reader = Reader(git_dir)
        self._tip: CommitId | None = None

    @classmethod
    def init(cls, path: str | os.PathLike[str]) -> GitStore:
        """An empty bare repository, on branch ``main``."""
        commands.check_version()
        git_dir = Path(path).absolute()
        with translated(git_dir):
            if git_dir.exists() and (not git_dir.is_dir() or any(git_dir.iterdir())):
                raise LogExistsError(f"expected nothing at {git_dir}: open it, or choose another path", file=str(git_dir))
            git_dir.mkdir(parents=True, exist_ok=True)
        commands.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--", str(git_dir))
        with translated(git_dir):
            for folder in (git_dir / "objects" / "pack", git_dir / "objects", git_dir / "refs", git_dir, git_dir.parent):
                sync_folder(folder)
        return cls(git_dir, "refs/heads/main", bare=True)

    @classmethod
    def open(cls, path: str | os.PathLike[str], branch: str | None = None) -> GitStore:
        """A branch of the repository at a path, HEAD's by default; nothing is looked for in the folders above it."""
        commands.check_version()
        git_dir = _git_dir(Path(path).absolute())
        config = _checked_config(git_dir)
        if shadows := commands.run(git_dir, "for-each-ref", "--format=%(refname)", *_SHADOWS):
            name = shadows.decode(errors="replace").split("\n")[0]
            raise NotALogError(f"expected no ref such as {name}, which stands in for a branch", file=str(git_dir))
        if branch is None:
            try:
                ref = commands.run(git_dir, "symbolic-ref", "--quiet", "HEAD").decode().strip()
            except GitError as problem:
                raise BranchError(f"expected HEAD of {git_dir} to name a branch: give one", file=str(git_dir)) from problem
        else:
            ref = f"refs/heads/{branch}"
        if not _is_ref(ref):
            raise BranchError(f"expected the name of a branch, got {branch or ref!r}", file=str(git_dir))
        bare = config.get("core.bare", "false").lower() in ("true", "yes", "on", "1")
        store = cls(git_dir, ref, bare=bare, sha256=config.get("extensions.objectformat", "").lower() == "sha256")
        if branch is not None and store.tip() is None:
            store.close()
            raise BranchError(f"expected a branch {branch!r} in {git_dir}: there is none", file=str(git_dir))
        return store

    def __repr__(self) -> str:
        return f"GitStore({str(self.git_dir)!r}, {self.ref!r})"

    def __str__(self) -> str:
        return str(self.git_dir)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GitStore) and (self.git_dir, self.ref) == (other.git_dir, other.ref)

    def __hash__(self) -> int:
        return hash((self.git_dir, self.ref))

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (self.git_dir, self.ref, self._bare, self._sha256)

    @property
    def beside(self) -> Path:
        """How the paths begin of files that belong to this branch, beside the repository's own."""
        branch = quote(self.ref.removeprefix("refs/heads/"), safe="")
        return self.git_dir / f"factlog-{branch if len(branch) < _LONG else sha256(branch.encode()).hexdigest()}"

    def tip(self) -> CommitId | None:
        """The newest commit; None before the first."""
        if self._tip is not None and self._loose() == self._tip:
            return self._tip  # as git was asked before: a loose ref counts before a packed one
        found = self._reader.tip(self.ref)
        self._tip = None if found is None else CommitId(found.id)
        return self._tip

    def _loose(self) -> str | None:
        """What the branch's own file says, where there is one, as git writes it."""
        try:
            descriptor = os.open(self._ref_file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            return os.read(descriptor, 65).decode(errors="replace").removesuffix("\n")
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def resolve(self, revision: str) -> CommitId:
        """The commit that a revision names; raises SnapshotNotFoundError."""
        with contextlib.suppress(StoreError, ValueError):  # ValueError: a null byte, a lone surrogate
            options = ("--verify", "--quiet", "--end-of-options")
            found = commands.run(self.git_dir, "rev-parse", *options, f"{revision}^{{commit}}").decode().strip()
            if re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", found):  # not the negation of one
                return CommitId(found)
        raise SnapshotNotFoundError(f"expected a date or a revision of {self.git_dir}, got {shown(revision)}")

    def stamps(self, tip: CommitId, *, after: CommitId | None = None) -> list[Stamp]:
        """The commits up to ``tip`` along first parents, oldest first; only those that follow ``after``."""
        span = [tip, f"^{after}"] if after else [tip]
        out = commands.run(
            self.git_dir, "log", "--first-parent", "--reverse", "--format=%H %at %ct", "--no-notes", *span, "--"
        )
        return [stamp_from(line) for line in out.decode().splitlines()]

    def touched(
        self, tip: CommitId, paths: Sequence[str] = (), *, only: Sequence[CommitId] | None = None
    ) -> Iterator[tuple[CommitId, list[Difference]]]:
        """The commits up to ``tip`` (or ``only`` these) that changed one of the paths or folders, oldest first."""
        if only is not None and not only:
            return
        walk = ("--no-walk=unsorted", "--stdin") if only is not None else ("--reverse", "--stdin")
        process = commands.Process(self.git_dir, "--literal-pathspecs", *_LOG, *_PLAIN, "--first-parent", *_MERGES, *walk)
        lines = [*(only if only is not None else [tip]), "--", *paths]
        with contextlib.suppress(BrokenPipeError):  # finish() raises what git said
            process.stdin.write("".join(f"{line}\n" for line in lines).encode())
            process.stdin.close()
        yield from (row for row in commits_and_differences(process) if row[1])

    def commit(self, commit: CommitId) -> Commit:
        """What a commit says of itself."""
        return commit_from(commit, self._reader.commit(commit))

    def commits(self, ids: Iterable[CommitId]) -> Iterator[Commit]:
        """What each of the commits says of itself."""
        wanted = list(ids)
        for commit, found in zip(wanted, self._reader.contents(wanted), strict=True):
            if found is None or found.type != "commit":
                found = self._reader.existing(commit, "commit")
            yield commit_from(commit, found.data)

    def differences(self, before: CommitId, after: CommitId) -> list[Difference]:
        """The files that differ between two commits, by path."""
        found: list[Difference] = []
        pairs = [("", self._root(before), self._root(after), 0)]
        walk = _Walk()
        while pairs:
            path, old, new, depth = pairs.pop()
            these, those = (self._reader.tree(tree) if tree else {} for tree in (old, new))
            walk.meet(path, depth, (old, new), len(these) + len(those))
            for name in these.keys() | those.keys():
                entries = [side.get(name, ("", "")) for side in (these, those)]
                if entries[0] == entries[1]:
                    continue
                blobs = [BlobId(oid) if mode in FILE_MODES else None for mode, oid in entries]
                if blobs[0] != blobs[1]:
                    found.append(Difference(f"{path}{name}", *blobs))
                old, new = (oid if mode == _FOLDER else "" for mode, oid in entries)
                if old != new:
                    pairs.append((f"{path}{name}/", old, new, depth + 1))
        return sorted(found)

    def entries(self, commit: CommitId, folder: str) -> dict[str, BlobId]:
        """All files of a folder at a commit, by path."""
        found: dict[str, BlobId] = {}
        mode, top = self._entry(self._root(commit), folder)
        folders = [(folder, top, 1)] if mode == _FOLDER else []
        walk = _Walk()
        while folders:
            path, tree, depth = folders.pop()
            inside = self._reader.tree(tree)
            walk.meet(path, depth, tree, len(inside))
            for name, (mode, oid) in inside.items():
                if mode in FILE_MODES:
                    found[f"{path}/{name}"] = BlobId(oid)
                elif mode == _FOLDER:
                    folders.append((f"{path}/{name}", oid, depth + 1))
        return dict(sorted(found.items()))

    def find(self, commit: CommitId, paths: Iterable[str]) -> dict[str, BlobId]:
        """Those of the paths that are files at a commit."""
        found: dict[str, BlobId] = {}
        root = self._root(commit)
        for path in paths:
            mode, oid = self._entry(root, path)
            if mode in FILE_MODES:
                found[path] = BlobId(oid)
        return found

    def _entry(self, tree: str, path: str) -> tuple[str, str]:
        """The mode and the id of what lies at a path below a tree, both empty where there is nothing."""
        mode, oid = _FOLDER, tree
        for name in path.split("/"):
            mode, oid = self._reader.tree(oid).get(name, ("", "")) if mode == _FOLDER else ("", "")
        return mode, oid

    def _root(self, commit: CommitId) -> str:
        line, _, _ = self._reader.commit(commit).partition(b"\n")
        if not line.startswith(b"tree "):
            raise CorruptError(f"expected commit {commit} in {self.git_dir}", file=str(self.git_dir))
        return line[len(b"tree ") :].decode(errors="replace")

    def read(self, blobs: Iterable[BlobId]) -> Iterator[bytes]:
        """The bytes of each blob, checked against their hash; raises CorruptError."""
        wanted = list(blobs)
        for blob, found in zip(wanted, self._reader.contents(wanted), strict=True):
            if found is None or found.type != "blob":
                found = self._reader.existing(blob, "blob")
            yield found.data

    def blob_id(self, data: bytes) -> BlobId:
        """The id that the bytes have, or would have, in this store."""
        return BlobId(object_id("blob", data, "0" * (64 if self._sha256 else 40)))

    @contextlib.contextmanager
    def writing(self) -> Iterator[GitWriter]:
        """The right to move the tip; waits until nobody else holds it."""
        refuse_checked_out(self.git_dir, self.ref, self._bare)
        with exclusive(self.git_dir) as lock:
            yield GitWriter(self.git_dir, self.ref, self._reader, lock, int(time.time()))

    def verify(self) -> list[tuple[str | None, str]]:
        """What is wrong with the repository itself: fsck's findings, and what is neither file nor folder."""
        found: list[tuple[str | None, str]] = []
        try:
            self._fsck()
        except StoreError as problem:
            found.extend((None, line.strip()) for line in str(problem).splitlines() if line.strip())
        try:
            found.extend(self._odd_entries())
        except CorruptError as problem:
            found.append((None, str(problem)))
        return found

    def _fsck(self) -> None:
        """Has git check the objects from a repository of its own: this one's configuration may hide what it finds."""
        from tempfile import TemporaryDirectory  # takes as long to import as this module

        tip = self.tip()
        with TemporaryDirectory(prefix="factlog-") as folder:
            place = Path(folder)
            form = "sha256" if self._sha256 else "sha1"
            commands.run(None, "init", "--quiet", "--bare", "--template=", f"--object-format={form}", "--", folder)
            options = ("--strict", "--full", "--no-dangling", "--no-progress", "--no-reflogs")
            (place / "own").symlink_to(self.git_dir / "objects")  # a path that needs no quoting
            (place / "objects" / "info").mkdir(exist_ok=True)
            (place / "objects" / "info" / "alternates").write_text(f"{place / 'own'}\n")
            commands.run(place, "fsck", *options, *([tip] if tip else []))
        commands.run(self.git_dir, "for-each-ref", "--format=%(objecttype)")

    def _odd_entries(self) -> Iterator[tuple[str, str]]:
        tip = self.tip()
        folders = [("", self._root(tip), 0)] if tip else []
        walk = _Walk()
        while folders:
            path, tree, depth = folders.pop()
            inside = self._reader.tree(tree)
            walk.meet(path, depth, tree, len(inside))
            for name, (mode, oid) in inside.items():
                if mode == _FOLDER and depth < MAX_DEPTH:
                    folders.append((f"{path}{name}/", oid, depth + 1))
                elif mode not in FILE_MODES:
                    what = {"120000": "a symbolic link", "160000": "a submodule"}.get(mode, f"mode {mode}")
                    yield f"{path}{name}", f"{path}{name}: expected a file, found {what}"

    def close(self) -> None:
        """Gives back what reading took; the store can be read again afterwards."""
        self._reader.close()


class _Walk:
    """Watches a walk through folders: a few objects, each in many places, can pretend to be billions of files."""

    def __init__(self) -> None:
        self._met: set[str | tuple[str, str]] = set()
        self._again = 0

    def meet(self, path: str, depth: int, folder: str | tuple[str, str], size: int) -> None:
        """Takes note of a folder, or a pair of them; raises CorruptError where no log has one so deep, or so often."""
        if depth > MAX_DEPTH:
            raise CorruptError(f"expected folders at most {MAX_DEPTH} deep, found {path}", file=path)
        if folder in self._met:
            self._again += size + 1
            if self._again > _REPEATED:
                raise CorruptError(f"expected folders that differ, found the same again and again, as {path}", file=path)
        self._met.add(folder)


# What git takes for refs/heads/main where there is no such branch.
_SHADOWS = ("refs/refs", "refs/tags/refs", "refs/heads/refs", "refs/remotes/refs")
_MERGES = ("--diff-merges=first-parent",)


def _reopened(git_dir: Path, ref: str, bare: bool, sha256: bool) -> GitStore:
    return GitStore(git_dir, ref, bare=bare, sha256=sha256)


def _git_dir(path: Path) -> Path:
    for candidate in (path, path / ".git"):
        if os.path.isfile(candidate / "HEAD") and os.path.isdir(candidate / "objects"):  # unlike a Path's, these never raise
            return candidate
    if not os.path.exists(path):
        raise LogNotFoundError(f"expected a log at {path}: there is nothing (make one with init)", file=str(path))
    raise LogNotFoundError(f"expected a git repository at {path}: it is none", file=str(path))


def _checked_config(git_dir: Path) -> dict[str, str]:
    """The repository's configuration; refuses what would let it reach beyond itself."""
    for borrowed in ("objects/info/alternates", "objects/info/http-alternates", "shallow", "commondir"):
        if (git_dir / borrowed).exists():
            raise NotALogError(
                f"expected a log that holds all of its own history, {git_dir} has {borrowed}: make a full clone of it",
                file=str(git_dir),
            )
    config = git_dir / "config"
    with translated(git_dir):
        if not config.is_file() or config.stat().st_size > 1 << 20:
            raise NotALogError(f"expected {config} to be a small file", file=str(git_dir))
    rows = commands.run(None, "config", "--file", str(config), "--no-includes", "--list", "-z").decode(errors="replace")
    # A key without a value stands for true.
    values = {key: value if given else "true" for key, given, value in (row.partition("\n") for row in rows.split("\0"))}
    for key in values:
        if re.fullmatch(r"(?s)include(if)?\..*|extensions\.(worktreeconfig|partialclone)|remote\..*\.promisor", key):
            raise NotALogError(f"expected {config} without {key}: it leads out of the repository", file=str(git_dir))
    return values


def _is_ref(ref: str) -> bool:
    """The rules of git-check-ref-format(1), a little stricter."""
    parts = ref.split("/")
    return (
        ref.startswith("refs/heads/")
        and len(ref) <= 250
        and not re.search(r"[\x00-\x20\x7f~^:?*\[\\\ud800-\udfff]|\.\.|@\{", ref)
        and all(part and not part.startswith((".", "-")) and not part.endswith((".", ".lock")) for part in parts)
    )
