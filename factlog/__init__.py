"""factlog: what was claimed, by whom, on which sources, retrieved when, and how it changed.

>>> import factlog
>>> log = factlog.init("sky.git")
>>> blue = factlog.Claim("sky/colour", subject="sky", predicate="colour", value="blue")
>>> log.record([blue], taken="2025-02-20").taken.year
2025
>>> log.close()
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from factlog.claims.changes import Axis, Change, Kind
from factlog.claims.claim import Assessment, Citation, Claim, Link
from factlog.claims.diff import Diff
from factlog.claims.source import Source
from factlog.claims.values import NOVALUE, SOMEVALUE, Item, Quantity
from factlog.claims.when import When
from factlog.errors import (
    BranchError,
    ClaimNotFoundError,
    ConflictError,
    CorruptError,
    DiskFullError,
    DuplicateIdError,
    FactlogError,
    FormatError,
    GitError,
    InvalidDateError,
    InvalidDocumentError,
    InvalidError,
    InvalidIdError,
    LogExistsError,
    LogNotFoundError,
    MissingExtraError,
    NotALogError,
    NotFoundError,
    ReadOnlyError,
    SnapshotNotFoundError,
    SourceChangedError,
    SourceNotFoundError,
    StoreError,
    TakenError,
)

if TYPE_CHECKING:
    from factlog.log import FactLog
    from factlog.snapshot import Snapshot
    from factlog.version import Version

__all__ = [
    "NOVALUE",
    "SOMEVALUE",
    "Assessment",
    "Axis",
    "BranchError",
    "Change",
    "Citation",
    "Claim",
    "ClaimNotFoundError",
    "ConflictError",
    "CorruptError",
    "Diff",
    "DiskFullError",
    "DuplicateIdError",
    "FactLog",
    "FactlogError",
    "FormatError",
    "GitError",
    "InvalidDateError",
    "InvalidDocumentError",
    "InvalidError",
    "InvalidIdError",
    "Item",
    "Kind",
    "Link",
    "LogExistsError",
    "LogNotFoundError",
    "MissingExtraError",
    "NotALogError",
    "NotFoundError",
    "Quantity",
    "ReadOnlyError",
    "Snapshot",
    "SnapshotNotFoundError",
    "Source",
    "SourceChangedError",
    "SourceNotFoundError",
    "StoreError",
    "TakenError",
    "Version",
    "When",
    "init",
    "open",
]


_FACE = {"FactLog": "factlog.log", "Snapshot": "factlog.snapshot", "Version": "factlog.version"}


def __getattr__(name: str) -> Any:
    # The log is imported when somebody opens one: a program that only makes claims starts in half the time.
    if name not in _FACE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_FACE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_FACE})


def init(path: str | os.PathLike[str]) -> FactLog:
    """Makes an empty log: a bare git repository on branch ``main``, without a commit until the first record.

    Raises LogExistsError where there is something at the path already.
    """
    from factlog.log import FactLog
    from factlog.store.git import GitStore

    return FactLog(GitStore.init(path))


def open(path: str | os.PathLike[str], branch: str | None = None) -> FactLog:  # noqa: A001  # factlog.open, as os.open
    """Opens a log for reading, and for recording on a branch (HEAD's by default) that no work tree has checked out.

    Raises LogNotFoundError, NotALogError, FormatError, BranchError or CorruptError.
    """
    from factlog.log import FactLog
    from factlog.store.git import GitStore

    return FactLog(GitStore.open(path, branch))
