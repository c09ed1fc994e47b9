"""Versions of claims and the changes between them, with the snapshots that brought them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import attrs

from factlog.claims.changes import Change, Kind, classify
from factlog.claims.claim import Citation, Claim
from factlog.claims.ids import ClaimId
from factlog.moments import moment
from factlog.store.port import Commit, CommitId


@attrs.frozen
class Version:
    """One state of one claim, with the snapshot that brought it. ``claim`` is None where the claim was removed.

    ``taken`` is what the snapshot describes, ``recorded`` when it entered the log, both in UTC.
    """

    id: ClaimId
    claim: Claim | None
    commit: CommitId
    taken: datetime
    recorded: datetime
    author: str
    message: str

    @classmethod
    def of(cls, claim_id: ClaimId, claim: Claim | None, commit: Commit) -> Version:
        """The version that a commit brought."""
        taken, recorded = moment(commit.taken), moment(commit.recorded)
        return cls(claim_id, claim, commit.id, taken, recorded, commit.author, commit.message)


@attrs.frozen
class RecordedChange(Change):
    """A change, with the snapshot that brought it: when it was taken and recorded (UTC), by whom, and why."""

    commit: CommitId
    taken: datetime
    recorded: datetime
    author: str
    message: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: what a change has, and commit, taken, recorded, author, message."""
        return super().to_dict() | {
            "commit": self.commit,
            "taken": f"{self.taken:%Y-%m-%dT%H:%M:%SZ}",
            "recorded": f"{self.recorded:%Y-%m-%dT%H:%M:%SZ}",
            "author": self.author,
            "message": self.message,
        }


def changes_of(versions: Iterable[Version]) -> Iterator[Change]:
    """The change that each version of one claim is to the one before; a removed claim that comes back is ``restored``."""
    before: Version | None = None
    for version in versions:
        change = classify(before.claim if before else None, version.claim)
        if before is not None and before.claim is None:
            change = attrs.evolve(change, kinds=frozenset({Kind.RESTORED}))
        yield change
        before = version


@attrs.frozen
class Origin:
    """Where the present value of one field comes from: the version that brought it, with its author and citations."""

    field: str
    value: Any
    version: Version

    @property
    def author(self) -> str:
        """Who recorded it, ``Name <address>``."""
        return self.version.author

    @property
    def taken(self) -> datetime:
        """What the snapshot that brought it describes."""
        return self.version.taken

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the version that brought it."""
        return self.version.claim.citations if self.version.claim else ()
