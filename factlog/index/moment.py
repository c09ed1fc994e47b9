"""Which state of a log is asked for: a moment on each clock, made out as a commit and a second."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

import attrs

from factlog.claims.text import shown
from factlog.errors import CorruptError, InvalidError, SnapshotNotFoundError, StoreError
from factlog.index.condition import Context
from factlog.index.database import Index, damaged
from factlog.layout import claim_path, source_path
from factlog.moments import last_second
from factlog.store.port import CommitId, Store
from factlog.store.tree import Tree

T = TypeVar("T")


@attrs.frozen
class State:
    """A state of a log: known up to a commit, of what was taken up to a second (None: whenever).

    ``cited`` is the commit whose sources the citations show.
    """

    commit: CommitId | None
    taken: int | None
    cited: CommitId | None


class HasGround(Protocol):
    """A snapshot, as a moment."""

    @property
    def ground(self) -> Ground:
        """The state that it is, and of which log."""


Moment = str | date | HasGround
"""A date, a datetime, their ISO text, a snapshot, or any git revision."""


@attrs.frozen
class Ground:
    """What questions are asked of: a log, or one state of it where ``fixed`` is given.

    ``trees`` are then those of its claims, and of the sources that these cite.
    """

    store: Store
    index: Index = attrs.field(eq=False, repr=False)
    fixed: State | None = None
    trees: tuple[Tree, Tree] | None = None

    def whole(self, state: State | None) -> tuple[Tree, Tree] | None:
        """Where all claims of a state, and their sources, can be read without the index; None where they cannot."""
        if self.trees is not None:
            return self.trees
        if state is None or state.taken is not None:
            return None
        return Tree(self.store, state.commit), Tree(self.store, state.cited)

    def state(self, at: Moment | None, known_at: Moment | None) -> State | None:
        """The state at a moment on each clock, None: now; no state where the log held nothing then."""
        if self.fixed is not None:
            return self.fixed
        tip = self.store.tip()
        known = tip if known_at is None else self._known(tip, known_at)
        if tip is None or known is None:
            return None
        cited = tip if known_at is None else known
        if at is None:
            return State(known, None, cited)
        if not isinstance(at, str | date):
            held = self._state_of(at)
            if known_at is None:
                return held
            return State(known, held.taken if held.taken is not None else self._taken(held.commit), cited)
        second = last_second(at)
        if second is not None:
            return State(known, second, cited)
        commit = self.store.resolve(str(at))
        return State(commit, None, cited) if known_at is None else State(known, self._taken(commit), cited)

    def _state_of(self, when: Any) -> State:
        ground = getattr(when, "ground", None)
        if not isinstance(ground, Ground) or ground.fixed is None:
            raise InvalidError(f"expected a date, a snapshot or a git revision as the moment, got {shown(when)}")
        if ground.store != self.store:
            raise InvalidError(f"expected a snapshot of this log, got one of {ground.store}")
        return ground.fixed

    def _taken(self, commit: CommitId | None) -> int | None:
        return next(self.store.commits([commit])).taken if commit else None

    def _known(self, tip: CommitId | None, when: Moment) -> CommitId | None:
        """The last snapshot before the first that was recorded after a moment."""
        if not isinstance(when, str | date):
            held = self._state_of(when)
            if held.taken is not None:
                raise SnapshotNotFoundError("expected a snapshot that is a commit: this one was put together")
            return held.commit
        second = last_second(when)
        if second is None:
            return self.store.resolve(str(when))
        if tip is None:
            return None
        with self.index.reading(tip) as (connection, (place,)):
            found = connection.execute(
                """SELECT oid FROM snapshot WHERE place < coalesce(
                       (SELECT min(place) FROM snapshot WHERE recorded > ? AND place <= ?), ? + 1)
                   ORDER BY place DESC LIMIT 1""",
                (second, place, place),
            ).fetchone()
        return CommitId(found[0]) if found else None

    def read(self, state: State | None, run: Callable[[Context], T], empty: T) -> T:
        """What a function finds in a state; an index that turns out to be damaged is built anew, once."""
        if state is None or state.commit is None:
            return empty
        for last in (False, True):
            try:
                return self._found(state.commit, state, run)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
                if any(said in str(problem) for said in ("too large", "overflow", "too many")):
                    raise InvalidError(f"expected a question of fewer parts: {problem}") from problem
                if last or not damaged(problem):
                    raise StoreError(f"expected to read the index of {self.store}: {problem}") from problem
                self.index.rebuild(problem)
        raise AssertionError

    def _found(self, commit: CommitId, state: State, run: Callable[[Context], T]) -> T:
        commits = commit, state.cited or commit
        tip = self.store.tip() if self.fixed is None else None
        try:
            with self.index.reading(*commits, tip=tip) as (connection, (place, cited)):
                context = Context(connection, place, state.taken, cited)
                if not context.whole:
                    _check_readable(context)
                return run(context)
        except LookupError as problem:
            if problem.args != (commits,):
                raise
            raise InvalidError(
                f"expected a snapshot of the line that {self.store} reads, got {commit}: open its own branch"
            ) from problem


def _check_readable(context: Context) -> None:
    """Raises CorruptError where a claim or a source of this moment cannot be read: an answer would not be whole."""
    for table, owner, path in (("version", "claim", claim_path), ("source_version", "source", source_path)):
        found = context.execute(
            f"""SELECT {owner}.id FROM {table} AS v JOIN {owner} USING ({owner})
                WHERE v.state = 2 AND {context.visible(table=table, owner=owner)} LIMIT 1"""
        )
        if found:
            file = path(found[0][0])
            raise CorruptError(f"{file}: expected a {owner} that can be read: factlog check tells what is wrong", file=file)
