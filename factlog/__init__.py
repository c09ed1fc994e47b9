"""factlog: what was claimed, by whom, on which sources, retrieved when, and how it changed.

>>> import factlog
>>> log = factlog.init("sky.git")
>>> blue = factlog.Claim("sky/colour", subject="sky", predicate="colour", value="blue")
>>> log.record([blue], taken="2025-02-20").taken.year
2025
>>> log.close()
"""

import os

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
    NotALogError,
    NotFoundError,
    ReadOnlyError,
    SnapshotNotFoundError,
    SourceChangedError,
    SourceNotFoundError,
    StoreError,
    TakenError,
)
from factlog.log import FactLog
from factlog.snapshot import Snapshot, Version
from factlog.store.git import GitStore as _GitStore

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


def init(path: str | os.PathLike[str]) -> FactLog:
    """Makes an empty log: a bare git repository on branch ``main``, without a commit until the first record.

    Raises LogExistsError where there is something at the path already.
    """
    return FactLog(_GitStore.init(path))


def open(path: str | os.PathLike[str], branch: str | None = None) -> FactLog:  # noqa: A001  # factlog.open, as os.open
    """Opens a log for reading, and for recording on a branch (HEAD's by default) that no work tree has checked out.

    Raises LogNotFoundError, NotALogError, FormatError, BranchError or CorruptError.
    """
    return FactLog(_GitStore.open(path, branch))
