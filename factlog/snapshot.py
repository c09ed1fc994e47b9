"""Snapshots and versions: what people hold in their hands. All of it is frozen, and reads from the log when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

import attrs

from factlog.claims.changes import Change, Kind, classify
from factlog.claims.claim import Citation, Claim
from factlog.claims.ids import ClaimId, SourceId
from factlog.claims.source import Source
from factlog.errors import ClaimNotFoundError, SourceNotFoundError
from factlog.layout import CLAIMS, SOURCES, Resolver, claim_from, claim_of, claim_path, source_from, source_of, source_path
from factlog.moments import moment
from factlog.store.port import BlobId, Commit, CommitId
from factlog.store.tree import Tree


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


@attrs.frozen(repr=False)
class Claims:
    """The claims of a snapshot: iteration gives them by id, read in bulk."""

    _snapshot: Snapshot

    def __iter__(self) -> Iterator[Claim]:
        return self._snapshot._all()

    def __len__(self) -> int:
        return len(self._snapshot)


@attrs.frozen(repr=False)
class Sources:
    """The sources of a snapshot, as they stood then: iteration gives them by id."""

    _tree: Tree

    def __iter__(self) -> Iterator[Source]:
        entries = self._tree.entries(SOURCES)
        return map(source_from, self._tree.read({path: blob for path, blob in entries.items() if source_of(path)}))

    def __len__(self) -> int:
        return sum(1 for path in self._tree.entries(SOURCES) if source_of(path))

    def __getitem__(self, source: SourceId | str) -> Source:
        for file in self._tree.read(self._tree.find([source_path(source)]) if _is_source(source) else {}):
            return source_from(file)
        raise SourceNotFoundError(f"expected a source that the snapshot holds, got {source!r}", claim=str(source))

    def __contains__(self, source: object) -> bool:
        return isinstance(source, str) and _is_source(source) and bool(self._tree.find([source_path(source)]))


@attrs.frozen(eq=False, repr=False)
class Snapshot(Mapping[ClaimId, Claim]):
    """The state of all claims and sources at one moment: a mapping from ids to claims.

    ``taken`` is what it describes and ``recorded`` when it entered the log (UTC; None for an empty log). ``commit`` is the
    commit with exactly this state, None where no single
    commit is known to have it, as where stories overlap in a log. A citation
    shows its source as last recorded, since a corrected title is right for the past too; ``sources`` are as they stood.
    """

    _tree: Tree
    _cited: Tree
    commit: CommitId | None = None
    taken: datetime | None = None
    recorded: datetime | None = None
    author: str | None = None
    message: str | None = None

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
        return isinstance(other, Snapshot) and self._state == other._state

    def __hash__(self) -> int:
        return hash(self._state)

    def __repr__(self) -> str:
        return f"<Snapshot taken {self.taken:%Y-%m-%dT%H:%M:%SZ}>" if self.taken else "<Snapshot of an empty log>"

    @property
    def claims(self) -> Claims:
        """The claims, by id."""
        return Claims(self)

    @property
    def sources(self) -> Sources:
        """The sources as they stood, by id."""
        return Sources(self._tree)

    @property
    def _state(self) -> tuple[Any, ...]:
        return self._tree, self._cited.commit, self.taken

    @cached_property
    def _entries(self) -> dict[ClaimId, BlobId]:
        found = ((claim_of(path), blob) for path, blob in self._tree.entries(CLAIMS).items())
        return dict(sorted((claim, blob) for claim, blob in found if claim))

    def _all(self, at_once: int = 1000) -> Iterator[Claim]:
        entries = iter({claim_path(claim): blob for claim, blob in self._entries.items()}.items())
        resolver = Resolver(self._cited)
        while chunk := dict(islice(entries, at_once)):
            yield from resolver.resolve(map(claim_from, self._tree.read(chunk)))

    def _read(self, entries: dict[str, BlobId]) -> Iterator[Claim]:
        return Resolver(self._cited).resolve(map(claim_from, self._tree.read(entries)))


def _is_claim(claim: str) -> bool:
    return isinstance(claim, str) and claim_of(claim_path(claim)) is not None


def _is_source(source: str) -> bool:
    return isinstance(source, str) and source_of(source_path(source)) is not None
