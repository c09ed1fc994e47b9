"""Replaying: a stream of whole snapshots becomes a stream of commits, each with what differs from the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from factlog.chronicle import Chronicle
from factlog.claims.claim import Claim, all_citations
from factlog.claims.codec import encode
from factlog.claims.ids import ClaimId, SourceId
from factlog.claims.source import Source
from factlog.errors import InvalidError, SourceNotFoundError, TakenError
from factlog.layout import CLAIMS, FORMAT_BYTES, FORMAT_FILE, SOURCES, claim_of, claim_path, source_path
from factlog.moments import first_second, moment
from factlog.recording import Given, signature
from factlog.store.port import Draft
from factlog.store.tree import Tree


class Recordable(Protocol):
    """What can be replayed: a snapshot of a log, or a document that holds one."""

    @property
    def claims(self) -> Iterable[Claim]:
        """All claims of that moment."""

    @property
    def sources(self) -> Iterable[Source]:
        """All sources of that moment."""

    @property
    def taken(self) -> str | date | None:
        """The moment: a day or a second."""

    @property
    def message(self) -> str | None:
        """Why it was recorded."""

    @property
    def author(self) -> str | None:
        """Who recorded it, ``Name <address>``."""


def drafts(snapshots: Iterable[Recordable], tip: Tree, chronicle: Chronicle, committer: str) -> Iterator[Draft]:
    """A commit for each snapshot that differs from the state before it."""
    state = _State(tip, chronicle)
    for snapshot in snapshots:
        if snapshot.taken is None:
            raise InvalidError("expected taken in every snapshot to replay, got none", field="taken")
        taken = first_second(snapshot.taken)
        if files := state.advance(snapshot, taken):
            yield Draft(
                author=signature(snapshot.author) if snapshot.author else committer,
                committer=committer,
                taken=taken,
                message=snapshot.message or f"Snapshot taken {moment(taken):%Y-%m-%d}",
                files=files,
            )


class _State:
    """The files as they stand after the commits so far, by their blobs; the bytes are not kept."""

    def __init__(self, tip: Tree, chronicle: Chronicle) -> None:
        self._tip = tip
        self._chronicle = chronicle
        self._blobs = {**tip.entries(CLAIMS), **tip.entries(SOURCES)}
        self._formatted = tip.commit is not None
        self._held: set[ClaimId] = set()
        self._last: dict[str, Claim | Source] = {}  # the same objects need not be written out again
        self._taken: dict[ClaimId, int] = {}
        self._taken_since: int | None = None

    def advance(self, snapshot: Recordable, taken: int) -> list[tuple[str, bytes | None]]:
        """The files that the snapshot writes, or removes."""
        given = Given.of([*snapshot.sources, *snapshot.claims])
        items: dict[str, Claim | Source] = {source_path(source): body for source, body in self._sources(given).items()}
        items |= {claim_path(claim): body for claim, body in given.claims.items()}
        wanted = {path: encode(body) for path, body in items.items() if self._last.get(path) is not body}
        self._last = items
        blobs = {path: self._tip.store.blob_id(data) for path, data in wanted.items()}
        files: list[tuple[str, bytes | None]] = [] if self._formatted else [(FORMAT_FILE, FORMAT_BYTES)]
        files += [(path, data) for path, data in wanted.items() if blobs[path] != self._blobs.get(path)]
        gone = [claim_path(claim) for claim in sorted(self._held - given.claims.keys())]
        files += [(path, None) for path in gone if path in self._blobs]
        self._check_taken(files, taken)
        self._blobs |= blobs
        for path in gone:
            self._blobs.pop(path, None)
        self._held = set(given.claims)
        if not self._formatted and len(files) == 1:
            return []
        self._formatted = True
        return files

    def _sources(self, given: Given) -> dict[SourceId, Source]:
        """The snapshot's sources, and those that only its citations bring."""
        sources = dict(given.sources)
        for claim in given.claims.values():
            for citation in all_citations(claim):
                if citation.source_id in sources or source_path(citation.source_id) in self._blobs:
                    continue
                if not isinstance(citation.source, Source):
                    raise SourceNotFoundError(
                        f"claim {claim.id!r}, field citations: expected a source that the snapshot or the log holds, "
                        f"got the id {citation.source!r}",
                        claim=claim.id,
                        field="citations",
                    )
                sources[citation.source_id] = citation.source
        return sources

    def _check_taken(self, files: list[tuple[str, bytes | None]], taken: int) -> None:
        """Raises TakenError where a claim would go back; what the log held before counts as well."""
        if self._taken_since is None or taken < self._taken_since:
            earlier = self._chronicle.taken_later(self._tip.commit, [CLAIMS], taken)
            self._taken = earlier | self._taken
            self._taken_since = taken
        for path, _ in files:
            claim = claim_of(path)
            if claim is None:
                continue
            if (last := self._taken.get(claim, taken)) > taken:
                raise TakenError(
                    f"claim {claim!r}: expected snapshots in the order in which they were taken, got one taken "
                    f"{moment(taken):%Y-%m-%dT%H:%M:%SZ} after one taken {moment(last):%Y-%m-%dT%H:%M:%SZ}",
                    claim=claim,
                    field="taken",
                )
            self._taken[claim] = taken
