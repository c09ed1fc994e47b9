"""What factlog is measured against: git itself, run plainly with its stock settings; and how both are timed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from stories import AUTHOR, START

from factlog import Claim, Source
from factlog.claims.codec import encode
from factlog.layout import claim_path, source_path

_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(repository: Path, *arguments: str, stdin: bytes | BinaryIO = b"") -> bytes:
    """What a git command prints, in a repository, with stock settings; ``stdin`` is bytes or an open file."""
    command = ["git", f"--git-dir={repository}", *arguments]
    if isinstance(stdin, bytes):
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=_ENVIRONMENT, input=stdin).stdout
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=_ENVIRONMENT, stdin=stdin).stdout


def init(repository: Path) -> Path:
    """An empty bare repository."""
    git(repository, "init", "--quiet", "--bare", "--initial-branch=main")
    return repository


def files(items: Iterable[Claim | Source]) -> dict[str, bytes]:
    """The files that hold the claims, those that hold the sources, and those of the sources that the claims cite."""
    found: dict[str, bytes] = {}
    for item in items:
        if isinstance(item, Source):
            found[source_path(item.id)] = encode(item)
            continue
        found[claim_path(item.id)] = encode(item)
        for citation in item.citations:
            if isinstance(citation.source, Source) and source_path(citation.source.id) not in found:
                found[source_path(citation.source.id)] = encode(citation.source)
    return found


def stream(written: Mapping[str, bytes], *, seconds: int = 0, follow: bool = True) -> bytes:
    """A commit in the language of fast-import; it follows the branch as it stands on the disk, or starts the stream."""
    message = b"Recorded by git alone\n"
    stamp = f"{AUTHOR} {START + seconds} +0000"
    head = f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\ndata {len(message)}\n".encode() + message
    parent = b"from refs/heads/main^0\n" if follow else b""
    body = [b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data) for path, data in written.items()]
    return b"".join((head, parent, *body))


def seconds_of(action: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def interleaved(runs: int, *actions: Callable[[], object]) -> tuple[float, ...]:
    """The median time of each action: A B A B …, so that what else the machine does meets all of them.

    An action may return its own time, as a float, where not all that it does is to be counted.
    """
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(runs):
        for action, taken in zip(actions, times, strict=True):
            begun = time.perf_counter()
            own = action()
            whole = time.perf_counter() - begun
            taken.append(own if isinstance(own, float) else whole)
    return tuple(statistics.median(taken) for taken in times)


def python(cache: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """A fresh interpreter, run to its end; modules are compiled into ``cache``, so that later runs find them there."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(cache)
    return subprocess.run([sys.executable, "-P", *arguments], check=False, capture_output=True, env=environment)
