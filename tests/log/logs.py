"""Small claims, a plain git beside factlog, and what people do with it: clone, edit, commit, push."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from factlog import Citation, Claim, Source
from factlog.claims import ClaimId

SKY = Source("sky", title="Disappointed", publisher="Sky News", issued="2025-02-19", language="en")
REUTERS = Source("reuters", title="In reversal", publisher="Reuters", issued="2025-02-21", language="en")
COUNT = ClaimId("count")

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Hand",
    "GIT_AUTHOR_EMAIL": "hand@example.org",
    "GIT_COMMITTER_NAME": "Hand",
    "GIT_COMMITTER_EMAIL": "hand@example.org",
    "LC_ALL": "C",
}


def claim(name: str = "a", value: Any = "blue", **fields: Any) -> Claim:
    """A small claim about the sky."""
    return Claim(name, **{"subject": "sky", "predicate": "colour", "value": value, **fields})


def cited(name: str = "a", value: Any = "blue", source: Source | str = SKY, **fields: Any) -> Claim:
    """A small claim with one citation."""
    return claim(name, value, citations=[Citation(source, retrieved="2025-02-20")], **fields)


def git(folder: Path, *arguments: str, environment: Mapping[str, str] = {}) -> str:
    """What a plain git prints in a folder; raises CalledProcessError."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-c", "safe.directory=*", "-c", "protocol.file.allow=always", *arguments]
    done = subprocess.run(
        command, cwd=folder, env={**clean, **_ENVIRONMENT, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def tip(path: Path, branch: str = "main") -> str:
    """The commit that a branch of the log points to; empty before the first."""
    return git(path, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")


def refs(path: Path) -> str:
    """All branches and tags of the log, and where they point; factlog's own refs keep what an attempt that failed wrote."""
    return git(path, "for-each-ref", "refs/heads", "refs/tags")


def push(path: Path, files: Mapping[str, bytes | None], *, taken: str = "2025-02-21T00:00:00Z", again: bool = False) -> str:
    """Clones the log with a plain git, writes or removes files, commits and pushes; gives the new tip."""
    work = path.parent / f"work-of-{path.name}"
    if not work.exists():
        git(path.parent, "clone", "--quiet", str(path), str(work))
    elif again:
        git(work, "pull", "--quiet")
    for name, data in files.items():
        file = work / name
        if data is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message=By hand", environment={"GIT_AUTHOR_DATE": taken})
    git(work, "push", "--quiet", "origin", "HEAD")
    return tip(path)
