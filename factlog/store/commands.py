"""Running git: one place, through GitPython, in an environment that nothing inherited and nothing in a repository bends.

A repository's own configuration can run programs (fsmonitor, hooks, gpg, ssh) even on plain reads; command-scope
configuration outranks it. Inherited ``GIT_*`` variables are dropped: they could redirect every read and write.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import resource
import signal
import subprocess
import threading
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from factlog.errors import CorruptError, DiskFullError, GitError, ReadOnlyError, StoreError

if TYPE_CHECKING:
    from git.cmd import Git

_DAMAGE = re.compile(
    r"unable to read|[Cc]ould not read|corrupt|cannot simplify|bad (object|tree)|too-short tree|malformed"
    r"|missing \w+ [0-9a-f]{40}"
)
_MOST_SAID = 1 << 16
OLDEST_GIT = (2, 36)  # cat-file --batch-command and core.fsync

_CONFIG = {
    "advice.graftFileDeprecated": "false",
    "core.alternateRefsCommand": "false",
    "core.bigFileThreshold": "512m",
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
    "pack.packSizeLimit": "0",
    "repack.writeBitmaps": "false",
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
_IMPORTING = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_PYTHON_REFRESH": "quiet"}


def run(git_dir: Path | None, *arguments: str, inherit: Collection[int] = ()) -> bytes:
    """What a git command prints; ``inherit`` are file descriptors that it keeps open.

    Raises GitError, or the StoreError that tells what the machine refused.
    """
    with _found():
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
        said = out.decode(errors="replace") if isinstance(out, bytes) else ""
        raise failure(_action(arguments), f"{err}\n{said}", git_dir)
    assert isinstance(out, bytes)  # stdout_as_string=False
    return out


def _action(arguments: tuple[str, ...]) -> str:
    return "git " + next(
        (
            word
            for word in arguments
            if word.isalpha()
            or word
            in ("fast-import", "pack-objects", "update-ref", "commit-graph", "rev-parse", "for-each-ref", "symbolic-ref")
        ),
        "",
    )


_WIDE = 1 << 20  # bytes


def _widen(pipe: int) -> None:
    """Lets a pipe hold more, so that this side and git can work at the same time; only Linux can."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # more than this user may have
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _WIDE)


_MOST_MEMORY = 2 << 30  # bytes


def _bound(pid: int) -> None:
    """Lets a git take so much memory at most: a few objects may stand for billions of files. Only Linux can."""
    if hasattr(resource, "prlimit"):
        with contextlib.suppress(OSError):  # it has ended
            soft, hard = resource.prlimit(pid, resource.RLIMIT_DATA)
            if soft == resource.RLIM_INFINITY or soft > _MOST_MEMORY:
                resource.prlimit(pid, resource.RLIMIT_DATA, (_MOST_MEMORY, hard))


class Process:
    """A git command that is spoken to through pipes; it is ended with its context, or when nobody holds it any more."""

    def __init__(self, git_dir: Path, *arguments: str, inherit: Collection[int] = ()) -> None:
        self._action = _action(arguments)
        self._git_dir = git_dir
        with _found():
            self._process = _git().execute(
                _command(*arguments),
                istream=subprocess.PIPE,
                as_process=True,
                env=_environment(git_dir),
                **_inherited(inherit),
            )
        self.stdin: BinaryIO = self._process.stdin
        self.stdout: BinaryIO = self._process.stdout
        for pipe in (self.stdin, self.stdout):
            _widen(pipe.fileno())
        _bound(self._process.proc.pid)
        self._said = bytearray()
        # A git that warns a lot would wait for somebody to listen.
        self._listener = threading.Thread(target=_listen, args=(self._process.stderr, self._said), daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.proc.terminate()  # a git that is told to end takes its lock files with it
        with contextlib.suppress(OSError):
            self.stdin.close()
        self._process.proc.wait()
        self._end()

    def tell(self, given: bytes) -> bytes:
        """Gives it its input, and returns what it prints; raises the StoreError for what went wrong."""
        with contextlib.suppress(BrokenPipeError):  # finish() raises what git said
            self.stdin.write(given)
            self.stdin.flush()
        return self.finish()

    def finish(self) -> bytes:
        """Ends its input and gives the rest of what it prints; raises the StoreError for what went wrong."""
        with contextlib.suppress(BrokenPipeError):
            self.stdin.close()
        out = self.stdout.read()
        status = self._process.proc.wait()
        said = self._end()
        if status == -signal.SIGXFSZ:
            said = "File too large"  # a limit of the user's, by which git was killed
        if status != 0:
            raise failure(self._action, said, self._git_dir)
        return out

    @property
    def said(self) -> str:
        """What it has said on its error stream."""
        return self._said.decode(errors="replace")

    def kill(self) -> str:
        """Ends it at once and gives what it said on its error stream."""
        self._process.kill()
        self._process.proc.wait()
        return self._end().strip()

    def _end(self) -> str:
        self._listener.join()
        for stream in (self.stdin, self.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                stream.close()
        return self.said


def _listen(stream: BinaryIO, said: bytearray) -> None:
    """Takes in what is said, and keeps the first of it."""
    with contextlib.suppress(OSError, ValueError):  # closed meanwhile
        while chunk := os.read(stream.fileno(), 1 << 16):
            said += chunk[: max(0, _MOST_SAID - len(said))]


def failure(action: str, message: str, git_dir: Path | None = None) -> StoreError:
    """The error for what git says on its standard error stream."""
    said = message.strip().removeprefix("fatal: ") or "it said nothing"
    where = {"file": str(git_dir)} if git_dir else {}
    full = re.search(r"No space left on device|Out of diskspace|Disk quota exceeded|File too large", said)
    if full or (re.search("(unable to|couldn't|could not) write|write error", said) and git_dir and _is_full(git_dir)):
        return DiskFullError(f"expected room on the disk for {git_dir}: {said}", **where)
    if re.search(r"Read-only file system|Permission denied|insufficient permission", said):
        return ReadOnlyError(f"expected to be allowed to write to {git_dir}: {said}", **where)
    if _DAMAGE.search(said):
        return CorruptError(f"expected {action} to find {git_dir} whole: {said}", **where)
    return GitError(f"expected {action} to work on {git_dir}: {said}", **where)


def _is_full(folder: Path) -> bool:
    """Whether there is no room for a few files more; git does not always say why it could not write."""
    try:
        left = os.statvfs(folder)
    except OSError:
        return False
    return left.f_bavail * left.f_frsize < 1 << 16 or left.f_favail == 0 < left.f_files


def global_identity() -> tuple[str | None, str | None]:
    """The name and the address of the user's global git configuration, which is read for this alone."""
    command = _command("config", "--global", "--includes", "-z", "--get-regexp", r"^user\.(name|email)$", own=False)
    with _found():
        _, out, _ = _git().execute(command, with_extended_output=True, with_exceptions=False, stdout_as_string=False)
    assert isinstance(out, bytes)  # stdout_as_string=False
    found = dict(row.split("\n", 1) for row in out.decode(errors="replace").split("\0") if "\n" in row)
    return found.get("user.name"), found.get("user.email")


def check_version() -> None:
    """Raises GitError where git is too old for what factlog asks of it, or is not there."""
    _check_version()


@cache
def _check_version() -> None:
    said = run(None, "version").decode(errors="replace")
    found = re.search(r"(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < OLDEST_GIT:
        raise GitError(f"expected git {OLDEST_GIT[0]}.{OLDEST_GIT[1]} or newer, found {said.strip()!r}")


@cache
def _git() -> Git:
    # Importing GitPython runs git in the inherited environment, and raises where that fails, as for a broken configuration.
    inherited = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GIT_")}
    os.environ.update(_IMPORTING)
    try:
        from git.cmd import Git
    except ImportError as problem:
        raise GitError(f"expected to be able to run git: {problem}") from problem
    finally:
        for name in _IMPORTING:
            del os.environ[name]
        os.environ.update(inherited)
    return Git()


@contextlib.contextmanager
def _found() -> Iterator[None]:
    _git()  # imports GitPython in its own way
    from git.exc import GitCommandNotFound

    try:
        yield
    except GitCommandNotFound as problem:
        raise GitError("expected git to be installed and on the PATH") from problem
    except OSError as problem:
        raise GitError(f"expected to be able to run git: {problem.strerror}") from problem


def _command(*arguments: str, own: bool = True) -> list[str]:
    """The command without inherited variables of git's; with ``own``, ``_environment`` says what holds in their place."""
    # GitPython passes the whole environment on; a variable cannot be unset through it.
    kept = {*_ENVIRONMENT, "GIT_DIR"} if own else {"GIT_CONFIG_GLOBAL"}
    inherited = [name for name in os.environ if name.startswith("GIT_") and name not in kept]
    unset = [part for name in inherited for part in ("-u", name)]
    return [*(("env", *unset) if unset else ()), "git", *arguments]


def _environment(git_dir: Path | None) -> dict[str, str]:
    return {**_ENVIRONMENT, "GIT_DIR": str(git_dir)} if git_dir else _ENVIRONMENT


def _inherited(descriptors: Collection[int]) -> dict[str, Any]:
    return {"pass_fds": tuple(descriptors)}
