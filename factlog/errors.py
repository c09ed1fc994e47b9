"""Every error that a user of factlog can cause, grouped by what a caller would do about it.

::

    FactlogError
    ├── InvalidError (ValueError)             mend what was given
    │   ├── InvalidIdError                    an id that is not one
    │   ├── InvalidDateError                  a date that EDTF does not know, an impossible one, an unusable moment
    │   ├── InvalidDocumentError              JSON that is not a claim, a source or a snapshot document
    │   ├── DuplicateIdError                  one id given twice in one record
    │   ├── TakenError                        a snapshot taken before the claim's last one, or before 1970
    │   └── SourceChangedError                a citation that changes or clears a recorded source
    ├── NotFoundError (LookupError)           ask for something else
    │   ├── ClaimNotFoundError (KeyError)
    │   ├── SourceNotFoundError (KeyError)
    │   ├── SnapshotNotFoundError             no such moment, or one before the first snapshot
    │   └── LogNotFoundError                  no repository there
    ├── ConflictError                         read again, decide, record again
    ├── MissingExtraError (ImportError)       install what is missing
    └── StoreError (OSError)                  mend the repository or the machine
        ├── NotALogError                      a repository, but not factlog's
        ├── LogExistsError                    ``init`` on something that is already there
        ├── FormatError                       a log of a newer format
        ├── CorruptError                      what git holds is damaged or does not parse
        ├── BranchError                       a branch that cannot be recorded on
        ├── ReadOnlyError
        ├── DiskFullError
        └── GitError                          git is missing, too old, or failed

Each message is a sentence that says what was expected; ``file``, ``claim`` and ``field`` name the place, where there is one.
"""

from __future__ import annotations

from typing import Any


class FactlogError(Exception):
    """Something that a caller can do something about.

    ``file``, ``claim`` (or the id of a source) and ``field`` say where; each is None where it does not apply.
    """

    def __init__(self, message: str, *, file: str | None = None, claim: str | None = None, field: str | None = None):
        super().__init__(message)
        self.file = file
        self.claim = claim
        self.field = field

    def __str__(self) -> str:
        # Not KeyError's, which shows the repr of a sentence.
        return str(self.args[0])


class InvalidError(FactlogError, ValueError):
    """What was given is not a claim, a source or an argument that factlog can keep."""


class InvalidIdError(InvalidError):
    """An id that breaks the rules of ids (see :mod:`factlog.claims.ids`)."""


class InvalidDateError(InvalidError):
    """Not a date in EDTF level 1, an impossible one, or one that cannot serve as a moment."""


class InvalidDocumentError(InvalidError):
    """A JSON document that does not hold what it should.

    ``problems`` has up to twenty ``(path, message)`` pairs, such as ``("claims[3].said", "expected …")``.
    """

    def __init__(self, message: str, *, problems: tuple[tuple[str, str], ...] = (), **where: Any):
        super().__init__(message, **where)
        self.problems = problems


class DuplicateIdError(InvalidError):
    """One id stands twice in what should be recorded at once."""


class TakenError(InvalidError):
    """A snapshot would take a claim back in time, or is dated before 1970."""


class SourceChangedError(InvalidError):
    """A source given inside a citation changes or clears what the log has recorded of it."""


class NotFoundError(FactlogError, LookupError):
    """What was asked for is not there."""


class ClaimNotFoundError(NotFoundError, KeyError):
    """The log, or the snapshot, holds no claim of that id."""


class SourceNotFoundError(NotFoundError, KeyError):
    """The log holds no source of that id."""


class SnapshotNotFoundError(NotFoundError):
    """No snapshot at that moment: before the first one, or an unknown revision."""


class LogNotFoundError(NotFoundError):
    """No git repository at that path."""


class ConflictError(FactlogError):
    """Somebody else changed the same fields since the snapshot that a change was based on.

    ``conflicts`` holds a :class:`factlog.claims.merge.Conflict` for each field: claim, field, base, theirs, yours.
    """

    def __init__(self, message: str, *, conflicts: tuple[Any, ...] = (), **where: Any):
        super().__init__(message, **where)
        self.conflicts = conflicts


class MissingExtraError(FactlogError, ImportError):
    """A package of an optional extra is not installed: ``extra`` names the extra, ``package`` the package."""

    def __init__(self, message: str, *, extra: str, package: str, **where: Any):
        super().__init__(message, **where)
        self.extra = extra
        self.package = package


class StoreError(FactlogError, OSError):
    """The repository or the machine does not let factlog read or write."""


class NotALogError(StoreError):
    """A git repository that is not a factlog log."""


class LogExistsError(StoreError):
    """There is something already where a log should be made."""


class FormatError(StoreError):
    """The log was written by a newer factlog."""


class CorruptError(StoreError):
    """Something in the log is damaged: bytes that do not match their hash, a file that does not parse."""


class BranchError(StoreError):
    """The branch cannot be recorded on: it is checked out somewhere, or HEAD names none."""


class ReadOnlyError(StoreError):
    """The log cannot be written to."""


class DiskFullError(StoreError):
    """The disk, or the quota, is full."""


class GitError(StoreError):
    """git is missing, too old, or failed for a reason of its own."""
