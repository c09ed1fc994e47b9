"""What people do to a repository with git alone: commits made by hand, pushes past factlog's lock, damage on the disk."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Hand",
    "GIT_AUTHOR_EMAIL": "hand@example.org",
    "GIT_COMMITTER_NAME": "Hand",
    "GIT_COMMITTER_EMAIL": "hand@example.org",
    "LC_ALL": "C",
}


class Entry(NamedTuple):
    """A row of a tree that is no plain file: a symlink's target, or the commit of a submodule."""

    mode: str
    data: bytes


Files = Mapping[Any, bytes | Entry | None]
"""Files by path, which is text or bytes; None where one is removed."""


def environment() -> dict[str, str]:
    """The environment of somebody who works with git: nothing of git's inherited, nothing of the machine's configuration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ENVIRONMENT


def git(folder: Path, *arguments: str, said: bytes = b"", index: Path | None = None) -> bytes:
    """What a git command prints, run in a folder; raises CalledProcessError."""
    extra = {"GIT_INDEX_FILE": str(index)} if index else {}
    command = ["git", "-c", "safe.directory=*", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(command, cwd=folder, input=said, capture_output=True, env=environment() | extra, check=False)
    if done.returncode != 0:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return done.stdout


def line(folder: Path, *arguments: str, said: bytes = b"", index: Path | None = None) -> str:
    """The one line that a git command prints."""
    return git(folder, *arguments, said=said, index=index).decode().strip()


def blob(repository: Path, data: bytes) -> str:
    """Writes a loose blob, and gives its id."""
    whole = f"blob {len(data)}\0".encode() + data
    oid = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    path = loose(repository, oid)
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(whole))
    return oid


def tree(repository: Path, files: Files, base: str | None = None) -> str:
    """A tree with these files laid over those of a commit; None removes."""
    index = repository / "handmade.index"
    index.unlink(missing_ok=True)
    try:
        if base:
            git(repository, "read-tree", base, index=index)
        rows = []
        for path, body in files.items():
            name = path if isinstance(path, bytes) else path.encode()
            if body is None:
                rows.append(b"0 " + b"0" * 40 + b"\t" + name + b"\0")
                continue
            mode, data = body if isinstance(body, Entry) else ("100644", body)
            written = data.decode() if mode == "160000" else blob(repository, data)
            rows.append(f"{mode} {written}\t".encode() + name + b"\0")
        git(repository, "update-index", "-z", "--index-info", said=b"".join(rows), index=index)
        return line(repository, "write-tree", "--missing-ok", index=index)
    finally:
        index.unlink(missing_ok=True)


def commit(
    repository: Path,
    files: Files,
    parents: Sequence[str] = (),
    *,
    author: bytes = b"Hand <hand@example.org> 1740000000 +0000",
    committer: bytes = b"Hand <hand@example.org> 1740000000 +0000",
    message: bytes = b"by hand\n",
    extra: bytes = b"",
) -> str:
    """A commit of these files laid over those of its first parent, its header written as given; no branch moves."""
    head = [f"tree {tree(repository, files, parents[0] if parents else None)}", *(f"parent {parent}" for parent in parents)]
    raw = "\n".join(head).encode() + b"\nauthor " + author + b"\ncommitter " + committer + b"\n" + extra + b"\n" + message
    return line(repository, "hash-object", "-w", "-t", "commit", "--literally", "--stdin", said=raw)


def push(repository: Path, files: Files, ref: str = "refs/heads/main", **header: bytes) -> str:
    """A commit of these files on top of a branch, which moves past factlog's lock."""
    tip = git(repository, "for-each-ref", "--format=%(objectname)", ref).decode().strip()
    new = commit(repository, files, [tip] if tip else [], **header)
    git(repository, "update-ref", ref, new)
    return new


def loosen(repository: Path) -> None:
    """Unpacks all packs into loose objects."""
    packs = repository / "objects" / "pack"
    away = repository / "away"
    away.mkdir()
    for file in sorted(packs.iterdir()):
        file.rename(away / file.name)
    for file in sorted(away.iterdir()):
        if file.suffix == ".pack":
            git(repository, "unpack-objects", "-q", said=file.read_bytes())
        file.unlink()
    away.rmdir()
    for loose in (repository / "objects").glob("??/*"):
        loose.chmod(0o644)


def loose(repository: Path, oid: str) -> Path:
    """Where an object lies that is not in a pack."""
    return repository / "objects" / oid[:2] / oid[2:]


def counterfeit(repository: Path, oid: str, kind: str, data: bytes) -> None:
    """Puts other bytes in the place of a loose object, whole and well-formed, but not what its id says."""
    loose(repository, oid).write_bytes(zlib.compress(f"{kind} {len(data)}\0".encode() + data))


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
