"""Which state of a log is asked for: a moment on each clock, made out as a commit and a second."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol, TypeVar

import attrs

from factlog.claims.text import shown
from factlog.errors import ConflictError, CorruptError, FactlogError, InvalidError, SnapshotNotFoundError, StoreError
from factlog.index.condition import Context
from factlog.index.database import Index, NotInLineError, damaged
from factlog.layout import claim_path, source_path
from factlog.moments import last_second
from factlog.store.port import CommitId, Store
from factlog.store.tree import Tree

T = TypeVar("T")
_KNOWN = """SELECT oid FROM snapshot WHERE place < coalesce(
        (SELECT min(place) FROM snapshot WHERE recorded > :second AND place <= :tip), :tip + 1)
    ORDER BY place DESC LIMIT 1"""


@attrs.frozen
class State:
    """A state of a log: known up to a commit, of what was taken up to a second (None: whenever).

    ``cited`` is the commit whose sources the citations show, ``tip`` the branch's own, where it had to be looked at.
    """

    commit: CommitId | None
    taken: int | None
    cited: CommitId | None
    tip: CommitId | None = attrs.field(default=None, eq=False)


class HasGround(Protocol):
    """A snapshot, as a moment."""

    @property
    def ground(self) -> Ground:
        """The state that it is, and of which log."""

    @property
    def commit(self) -> str | None:
        """The commit with exactly this state, if there is one."""


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
        asked = None if at is None else self._asked(at, tip)
        if tip is None or known is None:
            return None
        cited = tip if known_at is None else known
        if asked is None:
            return State(known, None, cited, tip)
        if asked.commit is None and asked.taken is not None:
            return State(known, asked.taken, cited, tip)
        if known_at is None:
            return attrs.evolve(asked, tip=tip)
        return State(known, asked.taken if asked.taken is not None else self._taken(asked.commit), cited, tip)

    def _asked(self, at: Moment, tip: CommitId | None) -> State:
        """What a moment names: the state of a snapshot, a commit, or a second alone."""
        if not isinstance(at, str | date):
            return self._state_of(at)
        second = last_second(at)
        return State(self.store.resolve(str(at)), None, tip) if second is None else State(None, second, None)

    def _state_of(self, when: Any) -> State:
        ground = getattr(when, "ground", None)
        if not isinstance(ground, Ground) or ground.fixed is None:
            raise InvalidError(f"expected a date, a snapshot or a git revision as the moment, got {shown(when)}")
        if ground.store != self.store:
            raise InvalidError(f"expected a snapshot of this log, got one of {ground.store}")
        return ground.fixed

    def _taken(self, commit: CommitId | None) -> int | None:
        return self.store.commit(commit).taken if commit else None

    def _known(self, tip: CommitId | None, when: Moment) -> CommitId | None:
        """The last snapshot before the first that was recorded after a moment."""
        if not isinstance(when, str | date):
            self._state_of(when)
            if when.commit is None:
                raise SnapshotNotFoundError("expected a snapshot that is a commit: this one was put together")
            return CommitId(when.commit)
        second = last_second(when)
        if second is None:
            return self.store.resolve(str(when))
        if tip is None:
            return None
        try:
            with self.index.reading(tip) as view:
                found = view.connection.execute(_KNOWN, {"second": second, "tip": view.places[0]}).fetchone()
        except NotInLineError as problem:
            raise ConflictError(f"expected the branch of {self.store} to stay: somebody moved it, ask again") from problem
        return CommitId(found[0]) if found else None

    def read(self, state: State | None, run: Callable[[Context], T], empty: T) -> T:
        """What a function finds in a state; an index that turns out to be damaged is built anew, once."""
        if state is None or state.commit is None:
            return empty
        for last in (False, True):
            try:
                return self._found(state.commit, state, run)
            except FactlogError:
                raise
            except (sqlite3.DatabaseError, KeyError, ValueError, RecursionError) as problem:
                if isinstance(problem, RecursionError) or _too_large(problem):
                    raise InvalidError(f"expected a question of fewer parts: {problem}") from problem
                if last or (isinstance(problem, sqlite3.DatabaseError) and not damaged(problem)):
                    raise StoreError(f"expected to read the index of {self.store}: {problem}") from problem
                self.index.rebuild(problem)
        raise AssertionError

    def _found(self, commit: CommitId, state: State, run: Callable[[Context], T]) -> T:
        commits = commit, state.cited or commit
        try:
            with self.index.reading(*commits, tip=state.tip) as view:
                place, cited = view.places
                memory = self.index.memory(commits[1])
                context = Context(view.connection, place, state.taken, cited, memory, newest=place == view.last)
                if not view.whole:
                    _check_readable(context)
                return run(context)
        except NotInLineError as problem:
            raise InvalidError(
                f"expected a snapshot of the line that {self.store} reads, got {commit}: open its own branch"
            ) from problem


def _too_large(problem: Exception) -> bool:
    return any(part in str(problem) for part in ("tree is too large", "stack overflow", "too many SQL variables"))


def _check_readable(context: Context) -> None:
    """Raises CorruptError where a claim or a source of this moment cannot be read: an answer would not be whole."""
    for table, owner, path, visible in (
        ("version", "claim", claim_path, context.visible()),
        ("source_version", "source", source_path, context.visible(table="source_version", owner="source")),
        ("source_version", "source", source_path, context.cited_source("v")),
    ):
        found = context.execute(
            f"SELECT {owner}.id FROM {table} AS v JOIN {owner} USING ({owner}) WHERE v.state = 2 AND {visible} LIMIT 1"
        )
        if found:
            file = path(found[0][0])
            raise CorruptError(f"{file}: expected a {owner} that can be read: factlog check tells what is wrong", file=file)
