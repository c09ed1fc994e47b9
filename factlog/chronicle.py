"""The chronicle: which commits a log has along first parents, and which of them a moment means.

Commits are ordered by parenthood only. Their dates are what people say: clocks lie, and a backfill is taken long before
it is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from factlog.claims.ids import ClaimId
from factlog.errors import SnapshotNotFoundError, StoreError
from factlog.layout import CLAIMS, SOURCES, claim_of
from factlog.moments import moment
from factlog.snapshot import Snapshot
from factlog.store.port import BlobId, CommitId, Stamp, Store
from factlog.store.tree import Tree, differences

_KEPT = 4  # states at moments: what a commit tells of a moment never changes


class Chronicle:
    """The commits of a log, read once and then only what is new."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: list[Stamp] = []
        self._lately: dict[tuple[CommitId | None, int], Snapshot] = {}

    def stamps(self, tip: CommitId | None) -> list[Stamp]:
        """The commits up to a tip, oldest first."""
        if tip is None:
            return []
        known = self._known
        if known and known[-1].id == tip:
            return known
        if known:
            new = self._after(tip, known[-1].id)
            if new and self._store.commit(new[0].id).parent == known[-1].id:
                self._known = [*known, *new]
                return self._known
            for place, stamp in enumerate(known):
                if stamp.id == tip:
                    return known[: place + 1]
        self._known = self._store.stamps(tip)
        return self._known

    def _after(self, tip: CommitId, known: CommitId) -> list[Stamp]:
        try:
            return self._store.stamps(tip, after=known)
        except StoreError:  # history was rewritten, and what was known is gone
            return []

    def follow(self, parent: CommitId | None, new: CommitId) -> None:
        """Takes note of a commit that was just made on top of what is known, which saves asking git for it."""
        if self._known and self._known[-1].id == parent:
            commit = self._store.commit(new)
            self._known = [*self._known, Stamp(new, commit.taken, commit.recorded)]

    def known_at(self, tip: CommitId | None, second: int) -> CommitId:
        """The tip as it stood before the first commit that was recorded after a second."""
        stamps = self.stamps(tip)
        until = next((place for place, stamp in enumerate(stamps) if stamp.recorded > second), len(stamps))
        if until == 0:
            raise SnapshotNotFoundError(
                f"expected a moment not before the first snapshot was recorded{_first([stamp.recorded for stamp in stamps])}"
            )
        return stamps[until - 1].id

    def at(self, tip: CommitId | None, second: int) -> Snapshot:
        """For every claim its last version, along first parents, that was not taken after a second."""
        if (found := self._lately.get((tip, second))) is None:
            found = self._found_at(tip, second)
            if len(self._lately) >= _KEPT:
                self._lately.clear()
            self._lately[tip, second] = found
        return found

    def _found_at(self, tip: CommitId | None, second: int) -> Snapshot:
        stamps = self.stamps(tip)
        held = [place for place, stamp in enumerate(stamps) if stamp.taken <= second]
        if not held:
            raise SnapshotNotFoundError(
                f"expected a moment not before the first snapshot{_first([stamp.taken for stamp in stamps])}"
            )
        cited = Tree(self._store, tip)
        in_order = next((place for place, stamp in enumerate(stamps) if stamp.taken > second), len(stamps))
        newest = max((stamps[place] for place in held), key=lambda stamp: stamp.taken)
        if in_order > held[-1]:
            last = stamps[held[-1]].id
            found = Snapshot.of(Tree(self._store, last), cited, self._store.commit(last))
            return attrs.evolve(found, taken=moment(newest.taken))
        base = stamps[in_order - 1].id if in_order else None
        later = [stamps[place].id for place in held if place > in_order]
        overlay: dict[str, BlobId | None] = {}
        for _, rows in self._store.touched(later[-1], [CLAIMS, SOURCES], only=later):
            overlay |= {row.path: row.after for row in rows}
        tree = Tree(self._store, base, tuple(sorted(overlay.items(), key=lambda row: row[0])))
        if not differences(tree, cited):
            found = Snapshot.of(cited, cited, self._store.commit(stamps[-1].id))
            return attrs.evolve(found, taken=moment(newest.taken))
        return Snapshot.of(tree, cited, self._store.commit(newest.id), exact=False)

    def taken_later(self, tip: CommitId | None, paths: Iterable[str], second: int) -> dict[ClaimId, int]:
        """Those of the claims' files that changed in a snapshot taken after a second, and when it was taken."""
        wanted = list(paths)
        later = {stamp.id: stamp.taken for stamp in self.stamps(tip) if stamp.taken > second}
        found: dict[ClaimId, int] = {}
        if later and wanted and tip:
            for commit, rows in self._store.touched(tip, wanted, only=list(later)):
                for row in rows:
                    if claim := claim_of(row.path):
                        found[claim] = max(later[commit], found.get(claim, 0))
        return found

    def removed_before(self, tip: CommitId, paths: list[str], second: int | None) -> Iterator[str]:
        """Those of the paths that a commit up to a tip removed; of those taken not after a second, if given."""
        taken = {stamp.id: stamp.taken for stamp in self.stamps(tip)} if second is not None else {}
        for commit, rows in self._store.touched(tip, paths):
            if second is None or taken[commit] <= second:
                yield from (row.path for row in rows if row.after is None)


def _first(seconds: list[int]) -> str:
    """The earliest of the times, for a message."""
    return f" ({moment(min(seconds)):%Y-%m-%dT%H:%M:%SZ})" if seconds else ": the log is empty"
