"""What git prints, read: logs, commits and the differences between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factlog.errors import CorruptError
from factlog.store import commands
from factlog.store.port import BlobId, Commit, CommitId, Difference, Stamp

FILE_MODES = ("100644", "100755")
_MANY = 1 << 17  # changes in one commit from which on they are looked at
_COPIES = 20
_HEADER = re.compile(rb"^(?P<name>[^\n<]*) ?<(?P<mail>[^\n>]*)>[^\n]*? (?P<time>-?\d+) [+-]\d+$")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def commits_and_differences(process: commands.Process) -> Iterator[tuple[CommitId, list[Difference]]]:
    """What ``git log -z --raw --format=%H`` prints: each commit, and the files that it changed."""
    tokens = _tokens(process)
    commit: str | None = None
    found: list[Difference] = []
    for token in tokens:
        token = token.lstrip("\n")
        if token.startswith(":"):
            row = _difference(token, next(tokens))
            if row.before != row.after:
                found.append(row)
            if len(found) & (len(found) - 1) == 0 and len(found) >= _MANY:
                _check_distinct(found)
        elif token:
            if commit is not None:
                yield CommitId(commit), found
            commit, found = token, []
    if commit is not None:
        yield CommitId(commit), found


def _check_distinct(found: list[Difference]) -> None:
    """Raises CorruptError for a few files in many places, each of which would be billions if it were there."""
    if len({row[1:] for row in found}) * _COPIES < len(found):
        path = found[-1].path
        raise CorruptError(f"expected files that differ, found the same again and again, as {path}", file=path)


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


def _difference(meta: str, path: str) -> Difference:
    """What ``:mode mode blob blob status`` says of a path."""
    old_mode, new_mode, old, new, *_ = meta[1:].split(" ")
    before = BlobId(old) if old_mode in FILE_MODES else None
    return Difference(path, before, BlobId(new) if new_mode in FILE_MODES else None)


def commit_from(commit: CommitId, data: bytes) -> Commit:
    """The commit that an object holds; raises CorruptError where it does not say who made it, and when."""
    head, _, message = data.partition(b"\n\n")
    fields: dict[bytes, bytes] = {}
    for line in head.split(b"\n"):
        name, _, value = line.partition(b" ")
        fields.setdefault(name, value)
    author, committer = (_HEADER.match(fields.get(name, b"")) for name in (b"author", b"committer"))
    if author is None or committer is None:
        raise CorruptError(f"expected commit {commit} to say who made it, and when")
    encoding = fields.get(b"encoding", b"utf-8").decode(errors="replace")
    parent = fields.get(b"parent")
    return Commit(
        id=commit,
        parent=CommitId(parent.decode()) if parent else None,
        author=f"{_text(author['name'], encoding).strip()} <{_text(author['mail'], encoding)}>",
        taken=int(author["time"]),
        recorded=int(committer["time"]),
        message=_text(message, encoding).rstrip("\n"),
    )


def _text(data: bytes, encoding: str) -> str:
    """Somebody else's text: decoded as it says, without what would steer a terminal."""
    try:
        decoded = data.decode(encoding)
    except (LookupError, ValueError):
        decoded = data.decode(errors="replace")
    return _CONTROLS.sub("\ufffd", decoded)


def stamp_from(line: str) -> Stamp:
    """A commit and its times, of ``%H %at %ct``; raises CorruptError where it does not say when it was made."""
    commit, _, times = line.partition(" ")
    try:
        taken, recorded = map(int, times.split(" "))
    except ValueError as problem:
        raise CorruptError(f"expected commit {commit} to say when it was made: run git fsck") from problem
    return Stamp(CommitId(commit), taken, recorded)
