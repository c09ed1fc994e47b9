"""The plain scan: what a log holds, read from the files of every commit, by rules written down once more and no index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from factlog.claims import Change, Citation, Claim, Kind, Source, classify
from factlog.errors import CorruptError
from factlog.layout import claim_from, claim_of, source_from, source_of
from factlog.moments import last_second
from factlog.store.port import Commit, CommitId, Store
from factlog.store.tree import File

Files = dict[str, bytes]


@attrs.frozen(eq=False)
class Held:
    """A claim or a source with the commit that brought it."""

    thing: Any
    commit: Commit


@attrs.frozen(eq=False)
class Changed:
    """A change with the commit that brought it."""

    change: Change
    commit: Commit


@attrs.frozen(eq=False)
class Moment:
    """A state of the line: up to which place it is known, up to which second things were taken, whose sources are cited."""

    place: int
    taken: int | None
    cited: int


class Scan:
    """All files of all commits of a line, by place."""

    def __init__(self, store: Store) -> None:
        tip = store.tip()
        self.line: list[Commit] = list(store.commits(stamp.id for stamp in store.stamps(tip))) if tip else []
        self.files: list[Files] = []
        for commit in self.line:
            entries = store.entries(commit.id, "claims") | store.entries(commit.id, "sources")
            self.files.append(dict(zip(entries, store.read(entries.values()), strict=True)))

    # Moments

    def moment(self, at: str | None = None, known_at: str | None = None) -> Moment | None:
        """The state at dates or revisions; None where the log held nothing then."""
        place: int | None = len(self.line) - 1
        if known_at is not None:
            second = last_second(known_at)
            place = self.place(known_at) if second is None else self._known(second)
        if place is None or place < 0:
            return None
        cited = place
        if at is None:
            return Moment(place, None, cited)
        second = last_second(at)
        if second is not None:
            return Moment(place, second, cited)
        named = self.place(at)
        if known_at is None:
            return Moment(named, None, cited)
        return Moment(place, self.line[named].taken, cited)

    def place(self, revision: str) -> int:
        """The place of ``HEAD~n`` or of a commit's id."""
        if revision.startswith("HEAD~"):
            return len(self.line) - 1 - int(revision[5:])
        return [commit.id for commit in self.line].index(CommitId(revision))

    def _known(self, second: int) -> int | None:
        later = next((place for place, commit in enumerate(self.line) if commit.recorded > second), len(self.line))
        return later - 1 if later else None

    # What is held

    def paths(self) -> list[str]:
        """The paths of all claims and sources that there ever were."""
        return sorted({path for files in self.files for path in files if claim_of(path) or source_of(path)})

    def versions(self, path: str) -> list[tuple[int, bytes | None]]:
        """The states of a file, each with the place of the commit that brought it; None where it was removed."""
        found: list[tuple[int, bytes | None]] = []
        before = None
        for place, files in enumerate(self.files):
            data = files.get(path)
            if data != before:
                found.append((place, data))
            before = data
        return found

    def state(self, path: str, moment: Moment) -> tuple[int, bytes] | None:
        """What a file holds at a moment, and where it comes from."""
        states = [row for row in self.versions(path) if self.within(row[0], moment)]
        if not states or states[-1][1] is None:
            return None
        return states[-1][0], states[-1][1]

    def within(self, place: int, moment: Moment) -> bool:
        """Whether a commit was recorded and taken not after a moment."""
        return place <= moment.place and (moment.taken is None or self.line[place].taken <= moment.taken)

    def claims(self, moment: Moment | None) -> list[Held]:
        """The claims that are held, by id; raises CorruptError where a claim or a source cannot be read."""
        if moment is None:
            return []
        self.sources(moment)
        for path, data in self.files[moment.cited].items():
            if source_of(path):
                source_from(File(path, data))
        return [held for path in self.paths() if claim_of(path) for held in self._held(path, moment)]

    def sources(self, moment: Moment | None) -> list[Held]:
        """The sources that are held, by id."""
        if moment is None:
            return []
        found = [held for path in self.paths() if source_of(path) for held in self._held(path, moment)]
        return sorted(found, key=lambda held: held.thing.id)

    def _held(self, path: str, moment: Moment) -> Iterator[Held]:
        found = self.state(path, moment)
        if found is not None:
            place, data = found
            thing: Claim | Source
            thing = self.resolved(claim_from(File(path, data)), moment) if claim_of(path) else source_from(File(path, data))
            yield Held(thing, self.line[place])

    def resolved(self, claim: Claim, moment: Moment) -> Claim:
        """The claim with its sources as last recorded."""
        files = self.files[moment.cited]

        def cited(citations: Iterable[Citation]) -> tuple[Citation, ...]:
            known = ((citation, f"sources/{citation.source_id}.json") for citation in citations)
            return tuple(
                attrs.evolve(citation, source=source_from(File(path, files[path]))) if path in files else citation
                for citation, path in known
            )

        assessments = [attrs.evolve(each, citations=cited(each.citations)) for each in claim.assessments]
        return claim.revise(citations=cited(claim.citations), assessments=assessments)

    def all_versions(self, moment: Moment | None) -> list[Held]:
        """The versions of claims up to a moment, removals left out, in the order in which they were recorded."""
        found = [
            (place, path, Held(self.resolved(claim_from(File(path, data)), moment), self.line[place]))
            for path in self.paths()
            if moment and claim_of(path)
            for place, data in self.versions(path)
            if data is not None and self.within(place, moment)
        ]
        return [held for *_, held in sorted(found, key=lambda row: row[:2])]

    def changes(self, moment: Moment | None) -> list[Changed]:
        """The changes up to a moment, in the order in which they were recorded."""
        found = []
        for path in self.paths():
            if moment and claim_of(path):
                for place, change in self._changes(path, moment):
                    found.append((place, path, Changed(change, self.line[place])))
        return [changed for *_, changed in sorted(found, key=lambda row: row[:2])]

    def _changes(self, path: str, moment: Moment) -> Iterator[tuple[int, Change]]:
        before: Claim | None = None
        broken = removed = False
        for place, data in self.versions(path):
            after, breaks = None, False
            try:
                after = self.resolved(claim_from(File(path, data)), moment) if data is not None else None
            except CorruptError:
                breaks = True
            if not (broken or breaks) and (before or after) and self.within(place, moment):
                change = classify(before, after)
                if removed and after:
                    change = attrs.evolve(change, kinds=frozenset({Kind.RESTORED}))
                if change.kinds:
                    yield place, change
            before, broken, removed = after, breaks, data is None
