"""Snapshots: what people hold in their hands. A snapshot is frozen, and reads from the log when asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

import attrs

from factlog.claims.claim import Claim
from factlog.claims.ids import ClaimId
from factlog.errors import ClaimNotFoundError
from factlog.index.claims import Claims
from factlog.index.database import Index
from factlog.index.moment import Ground, State
from factlog.index.sources import Sources
from factlog.layout import CLAIMS, claim_from, claim_of, claim_path, sources_in, with_sources
from factlog.moments import moment
from factlog.store.port import BlobId, Commit, CommitId
from factlog.store.tree import Tree


@attrs.frozen(eq=False, repr=False)
class Snapshot(Mapping[ClaimId, Claim]):
    """The state of all claims and sources at one moment: a mapping from ids to claims.

    ``taken`` is what it describes and ``recorded`` when it entered the log (UTC; None for an empty log). ``commit`` is the
    commit with exactly this state, None where no single commit is known to have it, as where stories overlap in a log.
    A citation shows its source as last recorded, since a corrected title is right for the past too; ``sources`` are as they
    stood.
    """

    _tree: Tree
    _cited: Tree
    commit: CommitId | None = None
    taken: datetime | None = None
    recorded: datetime | None = None
    author: str | None = None
    message: str | None = None

    _index: Index | None = None
    _state: State | None = None

    @classmethod
    def of(cls, tree: Tree, cited: Tree, commit: Commit | None, *, exact: bool = True) -> Snapshot:
        """The snapshot of a tree; ``exact`` where the tree is that of the commit."""
        if commit is None:
            return cls(tree, cited)
        taken, recorded = moment(commit.taken), moment(commit.recorded)
        return cls(tree, cited, commit.id if exact else None, taken, recorded, commit.author, commit.message)

    def __getitem__(self, claim: ClaimId | str) -> Claim:
        entries = self._tree.find([claim_path(claim)]) if _is_claim(claim) else {}
        for found in self._read(entries):
            return found
        raise ClaimNotFoundError(f"expected the id of a claim in the snapshot, got {claim!r}", claim=str(claim))

    def __contains__(self, claim: object) -> bool:
        return isinstance(claim, str) and _is_claim(claim) and bool(self._tree.find([claim_path(claim)]))

    def __iter__(self) -> Iterator[ClaimId]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Snapshot) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    def __repr__(self) -> str:
        return f"<Snapshot taken {self.taken:%Y-%m-%dT%H:%M:%SZ}>" if self.taken else "<Snapshot of an empty log>"

    @property
    def claims(self) -> Claims:
        """The claims: all of them by id, or those that a query asks for."""
        return Claims(self.ground)

    @property
    def sources(self) -> Sources:
        """The sources as they stood: all of them by id, or those that a query asks for."""
        return Sources(self.ground)

    @property
    def ground(self) -> Ground:
        """What queries on this snapshot are asked of."""
        store = self._tree.store
        state = self._state or State(self._tree.commit, None, self._cited.commit)
        return Ground(store, self._index or Index(store), state, (self._tree, self._cited))

    @property
    def _identity(self) -> tuple[Any, ...]:
        return self._tree, self._cited.commit, self.taken

    @cached_property
    def _entries(self) -> dict[ClaimId, BlobId]:
        found = ((claim_of(path), blob) for path, blob in self._tree.entries(CLAIMS).items())
        return dict(sorted((claim, blob) for claim, blob in found if claim))

    def _read(self, entries: dict[str, BlobId]) -> list[Claim]:
        return with_sources(map(claim_from, self._tree.read(entries)), sources_in(self._cited))


def _is_claim(claim: str) -> bool:
    return isinstance(claim, str) and claim_of(claim_path(claim)) is not None
