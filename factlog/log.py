"""The log: claims in git, recorded, asked and compared."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import attrs

from factlog.checking import Problem, problems
from factlog.chronicle import Chronicle
from factlog.claims.changes import Change, Kind, classify
from factlog.claims.claim import Claim
from factlog.claims.codec import to_document
from factlog.claims.diff import Diff, SourceChange, SourceDiff
from factlog.claims.fields import FrozenDict, frozen_json
from factlog.claims.ids import ClaimId, claim_id
from factlog.claims.source import Source
from factlog.claims.text import text
from factlog.errors import (
    ClaimNotFoundError,
    ConflictError,
    CorruptError,
    FactlogError,
    GitError,
    InvalidError,
    SnapshotNotFoundError,
    TakenError,
)
from factlog.formats import documents
from factlog.index.changes import Changes
from factlog.index.claims import Claims
from factlog.index.database import Index
from factlog.index.moment import Ground, State
from factlog.index.sources import Sources
from factlog.index.table import Table, select
from factlog.layout import check_format, claim_from, claim_of, claim_path, source_from, source_of, sources_in, with_sources
from factlog.moments import first_second, last_second, moment
from factlog.recording import Given, plan, signature, summary
from factlog.replaying import Recordable, drafts
from factlog.snapshot import Snapshot
from factlog.store.lock import translated
from factlog.store.port import BlobId, CommitId, Difference, Draft, Store, TipMovedError
from factlog.store.tree import File, Tree, differences
from factlog.version import Origin, Version

Moment = str | date | Snapshot
"""A date, a datetime, their ISO text, a snapshot, or any git revision."""
_RACES = 30
_TRIES = 20


class FactLog:
    """A factlog repository, or one branch of it: all snapshots of its claims and sources.

    Made by :func:`factlog.init` and :func:`factlog.open`; a context manager. Usable from several threads.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._chronicle = Chronicle(store)
        self._index = Index(store)
        try:
            self._check_format(Tree(store, store.tip()))
        except FactlogError:
            store.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<FactLog in {self._store}>"

    def __reduce__(self) -> tuple[type[FactLog], tuple[Store]]:
        return FactLog, (self._store,)

    def close(self) -> None:
        """Ends what reading keeps open; the log can be used again afterwards."""
        self._index.close()
        self._store.close()

    # Recording

    def record(
        self,
        items: Iterable[Claim | Source] | Claim | Source,
        *,
        message: str | None = None,
        taken: str | date | None = None,
        remove: Iterable[str] = (),
        base: Moment | None = None,
        author: str | None = None,
    ) -> Snapshot:
        """Adds or replaces the claims and sources, removes the claims of these ids, and keeps the rest.

        ``taken`` is what the snapshot describes: a day (its first second, UTC) or a second; left out, it is now, or the
        last ``taken`` of these claims where that is later. ``author`` is ``Name <address>``, by default the user's global
        git identity. With ``base``, the snapshot that the changes were made from, what somebody else has changed since is
        kept as well, field by field; without it, the last writer of a claim wins. Where nothing changes there is no
        commit, and the present snapshot is returned. The snapshot is on the disk when it is returned.

        Raises ConflictError (with ``base``), DuplicateIdError, TakenError, SourceChangedError, SourceNotFoundError,
        ClaimNotFoundError (an id to remove), InvalidError and StoreError; the log is as it was then.
        """
        given = Given.of(items, remove)
        signed = signature(author) if author is not None else default_author()
        told = text(message) if message is not None else None
        since = self._tree(base) if base is not None else None
        second = first_second(taken) if taken is not None else None
        failed = 0
        for _ in range(_RACES):
            with self._store.writing() as writer:
                tip = Tree(self._store, writer.tip)
                self._check_format(tip)
                planned = plan(given, tip, since)
                if not planned.files:
                    return self._snapshot_of(writer.tip)
                when = self._taken(writer.tip, planned.claim_paths, second)
                draft = Draft(
                    author=signed,
                    committer=default_author(),
                    taken=when,
                    message=told or summary(planned, tip),
                    files=sorted(planned.files.items()),
                )
                try:
                    new = writer.write([draft])
                    self._chronicle.follow(tip.commit, new)
                    return self._snapshot_of(new)
                except TipMovedError:
                    continue  # a push, which does not wait for the lock: once more on the new tip
                except (GitError, CorruptError):  # most likely somebody's prune or repack, right under git's hands
                    failed += 1
                    if failed == _TRIES:
                        raise
            time.sleep(0.01 * failed)
        raise ConflictError(
            f"expected a moment to record in: somebody moved the branch {_RACES} times meanwhile, record again"
        )

    def replay(self, snapshots: Iterable[Recordable] | str | os.PathLike[str]) -> Snapshot:
        """Records snapshots one after the other, in one go: all of them or, where one is refused, none.

        Takes a folder of snapshot documents (see docs/documents.md), documents, or snapshots of another log. Each holds
        the whole state at its moment: a claim that the one before held and this one does not is removed; claims that
        none of them ever held, another story's, are left alone. Memory does not grow with their number.
        """
        source = documents.read_folder(snapshots) if isinstance(snapshots, str | os.PathLike) else snapshots
        with self._store.writing() as writer:
            tip = Tree(self._store, writer.tip)
            self._check_format(tip)
            stream = drafts(source, tip, self._chronicle, default_author())
            first = next(stream, None)
            if first is None:
                return self._snapshot_of(writer.tip)
            try:
                return self._snapshot_of(writer.write(_chain(first, stream)))
            except TipMovedError as problem:
                message = "expected the branch to stay: somebody moved it, so that nothing was recorded; replay again"
                raise ConflictError(message) from problem

    def export(self, folder: str | os.PathLike[str], *, at: Moment | None = None) -> tuple[Path, ...]:
        """Writes a snapshot document for each moment at which a snapshot was taken, or for one; gives their paths."""
        target = Path(folder)
        with translated(target):
            target.mkdir(parents=True, exist_ok=True)
        tip = self._store.tip()
        moments = sorted({stamp.taken for stamp in self._chronicle.stamps(tip)})
        snapshots = [self.at(at)] if at is not None else (self._chronicle.at(tip, second) for second in moments)
        written = []
        for snapshot in snapshots:
            if snapshot.taken is not None:
                path = target / documents.file_name(snapshot.taken)
                data = documents.dumps(documents.document_of(snapshot))
                with translated(path):
                    path.write_bytes(data)
                written.append(path)
        return tuple(written)

    # Asking

    def latest(self) -> Snapshot:
        """The state after the last record; of an empty log, an empty snapshot."""
        return self._snapshot_of(self._store.tip())

    def at(self, when: Moment, *, known_at: Moment | None = None) -> Snapshot:
        """What is held at a moment: for every claim its last version that was not taken after it.

        ``2025``, ``2025-02`` and ``2025-02-20`` mean the end of that period; a datetime without zone is UTC. A snapshot or
        a git revision stands for itself. With ``known_at``, as the log stood then. Raises SnapshotNotFoundError before the
        first snapshot, InvalidDateError for what is no moment.
        """
        tip = self._known(known_at) if known_at is not None else self._store.tip()
        if isinstance(when, Snapshot):
            self._check_own(when)
            if known_at is None:
                return when
            second: int | None = int(when.taken.timestamp()) if when.taken else None
        else:
            second = last_second(when)
        if second is None:
            commit = self._store.resolve(str(when))
            if known_at is None:
                return self._snapshot_of(commit, cited=tip)
            second = self._store.commit(commit).taken
        found = self._chronicle.at(tip, second)
        return attrs.evolve(found, index=self._index, state=State(tip, second, tip))

    def snapshots(self) -> Iterator[Snapshot]:
        """All snapshots in the order in which they were recorded; each is the log as it stood then."""
        for stamp in self._chronicle.stamps(self._store.tip()):
            yield self._snapshot_of(stamp.id)

    def known_at(self, when: Moment) -> Snapshot:
        """The log as it stood before the first snapshot that was recorded after a moment."""
        return self._snapshot_of(self._known(when))

    def diff(self, a: Moment, b: Moment) -> Diff:
        """What changed between two moments, claim by claim; raises SnapshotNotFoundError before the first snapshot."""
        before, after = self.at(a), self.at(b)
        rows = differences(before._tree, after._tree)
        changes = self._changes([row for row in rows if claim_of(row.path)])
        if any(change.kinds == {Kind.ADDED} for change in changes):
            changes = self._restored(changes, before)
        return Diff(tuple(changes), SourceDiff(tuple(self._source_changes(rows))))

    def history(self, claim: ClaimId | str) -> tuple[Version, ...]:
        """All versions of a claim, oldest first; a removal is a version whose claim is None."""
        path = claim_path(claim_id(claim))
        tip = self._store.tip()
        touched = list(self._store.touched(tip, [path])) if tip else []
        rows = [(commit, row.after) for commit, found in touched for row in found if row.path == path]
        if not rows:
            raise ClaimNotFoundError(f"expected the id of a claim that the log has held, got {claim!r}", claim=str(claim))
        commits = self._store.commits(commit for commit, _ in rows)
        states = self._claims(path, [blob for _, blob in rows])
        return tuple(Version.of(ClaimId(str(claim)), state, commit) for commit, state in zip(commits, states, strict=True))

    def blame(self, claim: ClaimId | str) -> Mapping[str, Origin]:
        """For every field of a claim, in the order of the model, the version that brought its present value.

        Raises ClaimNotFoundError where the log does not hold the claim now.
        """
        versions = self.history(claim)
        if versions[-1].claim is None:
            raise ClaimNotFoundError(f"expected a claim that the log holds, {claim!r} was removed", claim=str(claim))
        present = to_document(versions[-1].claim)
        origins: dict[str, Version] = {}
        for version in versions:
            state = to_document(version.claim) if version.claim else {}
            for field, value in present.items():
                if frozen_json(state.get(field)) != frozen_json(value) or repr(state.get(field)) != repr(value):
                    origins.pop(field, None)
                else:
                    origins.setdefault(field, version)
        return FrozenDict({field: Origin(field, frozen_json(value), origins[field]) for field, value in present.items()})

    @property
    def claims(self) -> Claims:
        """The claims of the latest snapshot, or of the moment that is asked for: all, or those that a query asks for."""
        return Claims(self._ground)

    @property
    def sources(self) -> Sources:
        """The sources of the latest snapshot, or of the moment that is asked for."""
        return Sources(self._ground)

    @property
    def changes(self) -> Changes:
        """All changes of all claims, in the order in which they were recorded, or those that a query asks for."""
        return Changes(self._ground)

    def timeline(self, *, claimant: str | None = None, subject: str | None = None, id: str | None = None) -> Changes:  # noqa: A002  # the field's name
        """The story of a claimant, a subject or a claim: its changes in the order in which things were said.

        What has no certain date of its own stands where its snapshot was taken.
        """
        found = self.changes
        for narrowed, given in ((Changes.by, claimant), (Changes.about, subject), (Changes.claim, id)):
            found = narrowed(found, given) if given is not None else found
        return found.order_by("story")

    def sql(self, query: str, /, *, seconds: float = 10.0, **parameters: object) -> Table:
        """What a SELECT finds in the views of the index (docs/queries.md), brought up to date.

        Parameters are written ``:name``. SQLite refuses whatever would write, attach or load. Raises InvalidError for that,
        for SQL that SQLite does not understand, and where it takes longer than ``seconds`` or gives too much.
        """
        return select(self._index, query, parameters, seconds)

    def index(self) -> Path:
        """The index's SQLite file, brought up to date: for reading with other programs."""
        return self._index.file()

    def check(self) -> tuple[Problem, ...]:
        """What is wrong with the log, file by file; nothing where all is well."""
        return tuple(problems(self._store, self._chronicle))

    # Within

    def _check_format(self, tip: Tree) -> None:
        if tip.commit is not None:
            check_format(tip, str(self._store))

    def _check_own(self, snapshot: Snapshot) -> None:
        if snapshot._tree.store != self._store:
            raise InvalidError(f"expected a snapshot of this log, got one of {snapshot._tree.store}")

    def _tree(self, when: Moment) -> Tree:
        return self.at(when)._tree

    @property
    def _ground(self) -> Ground:
        return Ground(self._store, self._index)

    def _snapshot_of(self, commit: CommitId | None, *, cited: CommitId | None = None) -> Snapshot:
        tree = Tree(self._store, commit)
        found = self._store.commit(commit) if commit else None
        snapshot = Snapshot.of(tree, Tree(self._store, cited) if cited else tree, found)
        return attrs.evolve(snapshot, index=self._index)

    def _known(self, when: Moment) -> CommitId:
        if isinstance(when, Snapshot):
            self._check_own(when)
            if when.commit is None:
                raise SnapshotNotFoundError("expected a snapshot that is a commit: this one was put together")
            return CommitId(when.commit)
        second = last_second(when)
        if second is None:
            return self._store.resolve(str(when))
        return self._chronicle.known_at(self._store.tip(), second)

    def _taken(self, tip: CommitId | None, paths: list[str], second: int | None) -> int:
        """The second at which the record is taken; a claim never goes back."""
        later = self._chronicle.taken_later(tip, paths, int(time.time()) if second is None else second)
        if second is None:
            return max([int(time.time()), *later.values()])
        for claim, last in later.items():
            raise TakenError(
                f"claim {claim!r}: expected taken not to go back before {moment(last):%Y-%m-%dT%H:%M:%SZ}, "
                f"when its last version was taken, got {moment(second):%Y-%m-%dT%H:%M:%SZ}",
                claim=claim,
                field="taken",
            )
        return second

    def _claims(self, path: str, blobs: list[BlobId | None]) -> list[Claim | None]:
        """The claims in the blobs, with their sources as last recorded."""
        return self._resolved([(path, blob) for blob in blobs])

    def _resolved(self, files: list[tuple[str, BlobId | None]]) -> list[Claim | None]:
        there = [(path, blob) for path, blob in files if blob is not None]
        data = self._store.read([blob for _, blob in there])
        read = [claim_from(File(path, body)) for (path, _), body in zip(there, data, strict=True)]
        claims = iter(with_sources(read, sources_in(Tree(self._store, self._store.tip()))))
        return [None if blob is None else next(claims) for _, blob in files]

    def _changes(self, rows: list[Difference]) -> list[Change]:
        files = [(row.path, blob) for row in rows for blob in (row.before, row.after)]
        claims = iter(self._resolved(files))
        pairs = [(next(claims), next(claims)) for _ in rows]
        return [change for before, after in pairs if (change := classify(before, after)).kinds]

    def _source_changes(self, rows: list[Difference]) -> Iterator[SourceChange]:
        for row in rows:
            if source_of(row.path):
                sides = (
                    source_from(File(row.path, next(self._store.read([blob])))) if blob else None
                    for blob in (row.before, row.after)
                )
                yield SourceChange(*sides)

    def _restored(self, changes: list[Change], before: Snapshot) -> list[Change]:
        """The changes, with ``restored`` for each claim that was there, and removed, before the first of two moments."""
        paths = [claim_path(change.id) for change in changes if change.kinds == {Kind.ADDED}]
        state = before.ground.fixed
        if state is None or state.commit is None:
            return changes
        removed = set(self._chronicle.removed_before(state.commit, paths, state.taken))
        return [
            attrs.evolve(change, kinds=frozenset({Kind.RESTORED})) if claim_path(change.id) in removed else change
            for change in changes
        ]


def _chain(first: Draft, rest: Iterator[Draft]) -> Iterator[Draft]:
    yield first
    yield from rest


@cache
def default_author() -> str:
    """The user's global git identity, read once, else login and host: ``Name <address>``."""
    import getpass

    from factlog.store.commands import global_identity

    name, mail = global_identity()
    try:
        login = getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        login = f"uid-{os.getuid()}"
    clean = [
        re.sub(r"[<>\x00-\x1f\x7f]", "", part).strip() for part in (name or login, mail or f"{login}@{os.uname().nodename}")
    ]
    return f"{clean[0] or login} <{clean[1]}>"
