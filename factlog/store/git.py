"""The store in git: one branch of a repository, read without a checkout."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

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
from factlog.store.port import BlobId, Commit, CommitId, Difference, Stamp
from factlog.store.reader import Reader, object_id
from factlog.store.writer import GitWriter, refuse_checked_out

_PLAIN = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
_LOG = ("log", "-z", "--raw", "--no-abbrev", "--format=%H", "--no-notes", "--no-color", "--no-decorate", "--no-mailmap")
_FILES = ("100644", "100755")
_FEW = 500  # paths, above which one listing is cheaper than a question for each


class GitStore:
    """A branch of a git repository, open for reading, and for recording where nobody has it checked out.

    Picklable, and usable from several threads and after a fork.
    """

    def __init__(self, git_dir: Path, ref: str, *, bare: bool, sha256: bool = False) -> None:
        self.git_dir = git_dir
        self.ref = ref
        self._bare = bare
        self._sha256 = sha256
        self._reader = Reader(git_dir)

    @classmethod
    def init(cls, path: str | os.PathLike[str]) -> GitStore:
        """An empty bare repository, on branch ``main``."""
        git_dir = Path(path).absolute()
        with translated(git_dir):
            if git_dir.exists() and (not git_dir.is_dir() or any(git_dir.iterdir())):
                raise LogExistsError(f"expected nothing at {git_dir}: open it, or choose another path", file=str(git_dir))
            git_dir.parent.mkdir(parents=True, exist_ok=True)
        commands.run(None, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", "--", str(git_dir))
        with translated(git_dir):
            for folder in (git_dir / "objects" / "pack", git_dir / "objects", git_dir / "refs", git_dir, git_dir.parent):
                sync_folder(folder)
        return cls(git_dir, "refs/heads/main", bare=True)

    @classmethod
    def open(cls, path: str | os.PathLike[str], branch: str | None = None) -> GitStore:
        """A branch of the repository at a path, HEAD's by default; nothing is looked for in the folders above it."""
        git_dir = _git_dir(Path(path).absolute())
        config = _checked_config(git_dir)
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
            raise BranchError(f"expected a branch {branch!r} in {git_dir}: there is none", file=str(git_dir))
        return store

    def __repr__(self) -> str:
        return f"GitStore({str(self.git_dir)!r}, {self.ref!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GitStore) and (self.git_dir, self.ref) == (other.git_dir, other.ref)

    def __hash__(self) -> int:
        return hash((self.git_dir, self.ref))

    def __reduce__(self) -> tuple[Any, ...]:
        return _reopened, (self.git_dir, self.ref, self._bare, self._sha256)

    def tip(self) -> CommitId | None:
        """The newest commit; None before the first."""
        found = next(self._reader.ids([self.ref], "commit"))
        return None if found is None else CommitId(found)

    def resolve(self, revision: str) -> CommitId:
        """The commit that a revision names; raises SnapshotNotFoundError."""
        if not re.search(r"[\x00-\x1f\x7f]", revision):
            (found,) = self._reader.ids([f"{revision}^{{commit}}"], "commit")
            if found is not None:
                return CommitId(found)
        raise SnapshotNotFoundError(f"expected a date or a revision of {self.git_dir}, got {revision!r}")

    def stamps(self, tip: CommitId, *, after: CommitId | None = None) -> list[Stamp]:
        """The commits up to ``tip`` along first parents, oldest first; only those that follow ``after``."""
        span = [tip, f"^{after}"] if after else [tip]
        out = commands.run(
            self.git_dir, "log", "--first-parent", "--reverse", "--format=%H %at %ct", "--no-notes", *span, "--"
        )
        rows = (line.split(" ") for line in out.decode().splitlines())
        try:
            return [Stamp(CommitId(row[0]), int(row[1]), int(row[2])) for row in rows]
        except (IndexError, ValueError) as problem:
            raise CorruptError(f"expected every commit of {self.git_dir} to have its dates: run git fsck") from problem

    def touched(
        self, tip: CommitId, paths: Sequence[str] = (), *, only: Sequence[CommitId] | None = None
    ) -> Iterator[tuple[CommitId, list[Difference]]]:
        """The commits up to ``tip`` (or ``only`` these) that changed one of the paths or folders, oldest first."""
        walk = ("--no-walk=unsorted", "--stdin") if only is not None else ("--reverse", "--stdin")
        process = commands.Process(self.git_dir, "--literal-pathspecs", *_LOG, *_PLAIN, "--first-parent", *_MERGES, *walk)
        lines = [*(only if only is not None else [tip]), "--", *paths]
        with contextlib.suppress(BrokenPipeError):  # finish() raises what git said
            process.stdin.write("".join(f"{line}\n" for line in lines).encode())
            process.stdin.close()
        yield from _commits_and_differences(_tokens(process))

    def commits(self, ids: Iterable[CommitId]) -> Iterator[Commit]:
        """What each of the commits says of itself."""
        wanted = list(ids)
        for commit, found in zip(wanted, self._reader.contents(wanted), strict=True):
            if found is None or found.type != "commit":
                raise CorruptError(f"expected commit {commit} in {self.git_dir}", file=str(self.git_dir))
            yield _parsed(commit, found.data)

    def differences(self, before: CommitId, after: CommitId) -> list[Difference]:
        """The files that differ between two commits, by path."""
        out = commands.run(self.git_dir, "diff-tree", "-r", "-z", "--raw", "--no-abbrev", *_PLAIN, before, after)
        return list(_differences(iter(out.decode(errors="surrogateescape").split("\0"))))

    def entries(self, commit: CommitId, folder: str) -> dict[str, BlobId]:
        """All files of a folder at a commit, by path."""
        out = commands.run(self.git_dir, "ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{folder}/")
        found = {}
        for row in out.decode(errors="surrogateescape").split("\0")[:-1]:
            meta, path = row.split("\t", 1)
            mode, _, blob = meta.split(" ")
            if mode in _FILES:
                found[path] = BlobId(blob)
        return found

    def find(self, commit: CommitId, paths: Iterable[str]) -> dict[str, BlobId]:
        """Those of the paths that are files at a commit."""
        wanted = list(dict.fromkeys(paths))
        if len(wanted) > _FEW:
            folders = {path.partition("/")[0] for path in wanted}
            listed = {path: blob for folder in folders for path, blob in self.entries(commit, folder).items()}
            return {path: listed[path] for path in wanted if path in listed}
        found = self._reader.ids((f"{commit}:{path}" for path in wanted), "blob")
        return {path: BlobId(blob) for path, blob in zip(wanted, found, strict=True) if blob is not None}

    def read(self, blobs: Iterable[BlobId]) -> Iterator[bytes]:
        """The bytes of each blob, checked against their hash; raises CorruptError."""
        wanted = list(blobs)
        for blob, found in zip(wanted, self._reader.contents(wanted), strict=True):
            if found is None or found.type != "blob":
                raise CorruptError(f"expected blob {blob} in {self.git_dir}", file=str(self.git_dir))
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

    def verify(self) -> list[str]:
        """What is wrong with the repository itself, a sentence each."""
        try:
            commands.run(self.git_dir, "fsck", "--strict", "--full", "--no-dangling", "--no-progress", "--no-reflogs")
        except StoreError as problem:
            return [line.strip() for line in str(problem).splitlines() if line.strip()]
        return []

    def close(self) -> None:
        """Gives back what reading took; the store can be read again afterwards."""
        self._reader.close()


_MERGES = ("--diff-merges=first-parent",)


def _reopened(git_dir: Path, ref: str, bare: bool, sha256: bool) -> GitStore:
    return GitStore(git_dir, ref, bare=bare, sha256=sha256)


def _git_dir(path: Path) -> Path:
    for candidate in (path, path / ".git"):
        if (candidate / "HEAD").is_file() and (candidate / "objects").is_dir():
            return candidate
    if not path.exists():
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
        if key.startswith(("include.", "includeif.")) or key in ("extensions.worktreeconfig", "extensions.partialclone"):
            raise NotALogError(f"expected {config} without {key}: it leads out of the repository", file=str(git_dir))
    return values


def _is_ref(ref: str) -> bool:
    """The rules of git-check-ref-format(1), a little stricter."""
    parts = ref.split("/")
    return (
        ref.startswith("refs/heads/")
        and len(ref) <= 250
        and not re.search(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{", ref)
        and all(part and not part.startswith((".", "-")) and not part.endswith((".", ".lock")) for part in parts)
    )


def _tokens(process: commands.Process) -> Iterator[str]:
    """What a ``-z`` output holds between its NULs, as it comes."""
    rest = b""
    while chunk := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]  # a BufferedReader
        *tokens, rest = (rest + chunk).split(b"\0")
        for token in tokens:
            yield token.decode(errors="surrogateescape")
    process.finish()
    if rest.strip():
        yield rest.decode(errors="surrogateescape")


def _commits_and_differences(tokens: Iterator[str]) -> Iterator[tuple[CommitId, list[Difference]]]:
    commit: str | None = None
    found: list[Difference] = []
    for token in tokens:
        token = token.lstrip("\n")
        if token.startswith(":"):
            found.extend(_differences(iter((token, next(tokens)))))
        elif token:
            if commit is not None:
                yield CommitId(commit), found
            commit, found = token, []
    if commit is not None:
        yield CommitId(commit), found


def _differences(tokens: Iterator[str]) -> Iterator[Difference]:
    """``:mode mode blob blob status`` and the path, again and again."""
    for meta in tokens:
        if not meta.startswith(":"):
            continue
        path = next(tokens)
        modes_and_blobs = meta[1:].split(" ")
        before, after = (
            BlobId(blob) if mode in _FILES else None
            for mode, blob in zip(modes_and_blobs[:2], modes_and_blobs[2:4], strict=True)
        )
        if before != after:
            yield Difference(path, before, after)


_HEADER = re.compile(rb"^(?P<name>[^\n<]*) ?<(?P<mail>[^\n>]*)>[^\n]*? (?P<time>-?\d+) [+-]\d+$")


def _parsed(commit: CommitId, data: bytes) -> Commit:
    head, _, message = data.partition(b"\n\n")
    fields: dict[bytes, bytes] = {}
    for line in head.split(b"\n"):
        name, _, value = line.partition(b" ")
        fields.setdefault(name, value)
    author, committer = (_HEADER.match(fields.get(name, b"")) for name in (b"author", b"committer"))
    if author is None or committer is None:
        raise CorruptError(f"expected commit {commit} to say who made it, and when")
    who = f"{author['name'].decode(errors='replace').strip()} <{author['mail'].decode(errors='replace')}>"
    parent = fields.get(b"parent")
    return Commit(
        id=commit,
        parent=CommitId(parent.decode()) if parent else None,
        author=who,
        taken=int(author["time"]),
        recorded=int(committer["time"]),
        message=message.decode(errors="replace").rstrip("\n"),
    )
