"""Running git: one place, through GitPython, in an environment that nothing inherited and nothing in a repository bends.

A repository's own configuration can run programs (fsmonitor, hooks, gpg, ssh) even on plain reads; command-scope
configuration outranks it. Inherited ``GIT_*`` variables are dropped: they could redirect every read and write.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from factlog.errors import DiskFullError, GitError, ReadOnlyError, StoreError

if TYPE_CHECKING:
    from git.cmd import Git

OLDEST_GIT = (2, 36)  # cat-file --batch-command and core.fsync

_CONFIG = {
    "core.alternateRefsCommand": "false",
    "core.attributesFile": os.devnull,
    "core.commitGraph": "true",
    "core.excludesFile": os.devnull,
    "core.filesRefLockTimeout": "2000",
    "core.fsmonitor": "false",
    "core.fsync": "all",
    "core.fsyncMethod": "fsync",
    "core.hooksPath": os.devnull,
    "core.logAllRefUpdates": "false",
    "core.packedRefsTimeout": "2000",
    "core.quotePath": "false",
    "core.sshCommand": "false",
    "diff.orderFile": os.devnull,
    "diff.renames": "false",
    "fastimport.unpackLimit": "0",
    "gc.auto": "0",
    "gpg.program": "false",
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "pack.compression": "1",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": str(len(_CONFIG)),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # glibc gives memory back after every object of a fast-import otherwise: a third of its time
    "MALLOC_TOP_PAD_": "16777216",
    "MALLOC_TRIM_THRESHOLD_": "268435456",
    **{f"GIT_CONFIG_KEY_{n}": key for n, key in enumerate(_CONFIG)},
    **{f"GIT_CONFIG_VALUE_{n}": value for n, value in enumerate(_CONFIG.values())},
}


def run(git_dir: Path | None, *arguments: str, inherit: int | None = None) -> bytes:
    """What a git command prints; ``inherit`` is a file descriptor that it keeps open.

    Raises GitError, or the StoreError that tells what the machine refused.
    """
    status, out, err = _git().execute(
        _command(*arguments),
        env=_environment(git_dir),
        with_extended_output=True,
        with_exceptions=False,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
        **_inherited(inherit),
    )
    if status != 0:
        raise failure(f"git {arguments[0]}", str(err), git_dir)
    assert isinstance(out, bytes)  # stdout_as_string=False
    return out


class Process:
    """A git command that is spoken to through pipes; it is ended when nobody holds it any more."""

    def __init__(self, git_dir: Path, *arguments: str, inherit: int | None = None) -> None:
        self._action = f"git {arguments[0]}"
        self._git_dir = git_dir
        self._process = _git().execute(
            _command(*arguments),
            istream=subprocess.PIPE,
            as_process=True,
            env=_environment(git_dir),
            **_inherited(inherit),
        )
        self.stdin: BinaryIO = self._process.stdin
        self.stdout: BinaryIO = self._process.stdout

    def finish(self) -> bytes:
        """Ends its input and gives the rest of what it prints; raises the StoreError for what went wrong."""
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        out = self.stdout.read()
        said = self._process.stderr.read().decode(errors="replace")
        self.stdout.close()
        self._process.stderr.close()
        if self._process.proc.wait() != 0:
            raise failure(self._action, said, self._git_dir)
        return out

    def kill(self) -> str:
        """Ends it at once and gives what it said on its error stream."""
        self._process.kill()
        said: str = self._process.stderr.read().decode(errors="replace")
        for stream in (self.stdin, self.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                stream.close()
        self._process.proc.wait()
        return said.strip()


def failure(action: str, message: str, git_dir: Path | None = None) -> StoreError:
    """The error for what git says on its standard error stream."""
    said = message.strip().removeprefix("fatal: ") or "it said nothing"
    where = {"file": str(git_dir)} if git_dir else {}
    if re.search(r"No space left on device|Disk quota exceeded|File too large", said):
        return DiskFullError(f"expected room on the disk for {git_dir}: {said}", **where)
    if re.search(r"Read-only file system|Permission denied|insufficient permission", said):
        return ReadOnlyError(f"expected to be allowed to write to {git_dir}: {said}", **where)
    return GitError(f"expected {action} to work on {git_dir}: {said}", **where)


def global_identity() -> tuple[str | None, str | None]:
    """The name and the address of the user's global git configuration, which is read for this alone."""
    command = ["git", "config", "--global", "--includes", "-z", "--get-regexp", r"^user\.(name|email)$"]
    _, out, _ = _git().execute(command, with_extended_output=True, with_exceptions=False, stdout_as_string=False)
    found = dict(row.split("\n", 1) for row in out.decode(errors="replace").split("\0") if "\n" in row)
    return found.get("user.name"), found.get("user.email")


@cache
def _git() -> Git:
    try:
        from git.cmd import Git
    except ImportError as problem:  # GitPython looks for git when it is imported
        raise GitError("expected git to be installed and on the PATH") from problem
    found = Git().version_info
    if found[:2] < OLDEST_GIT:
        raise GitError(f"expected git {OLDEST_GIT[0]}.{OLDEST_GIT[1]} or newer, found {'.'.join(map(str, found))}")
    return Git()


def _command(*arguments: str) -> list[str]:
    # GitPython passes the whole environment on; a variable cannot be unset through it.
    inherited = [name for name in os.environ if name.startswith("GIT_")]
    unset = ["env", *(f"--unset={name}" for name in inherited if name not in _ENVIRONMENT and name != "GIT_DIR")]
    return [*(unset if len(unset) > 1 else ()), "git", *arguments]


def _environment(git_dir: Path | None) -> dict[str, str]:
    return {**_ENVIRONMENT, "GIT_DIR": str(git_dir)} if git_dir else _ENVIRONMENT


def _inherited(descriptor: int | None) -> dict[str, Any]:
    return {} if descriptor is None else {"pass_fds": (descriptor,)}
