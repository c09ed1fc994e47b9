"""What the index answers is what a plain scan of every commit finds: over a thousand histories, at any moment."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from index import questions
from index.histories import FIRST, History, histories, written, written_by_hand
from index.questions import Question
from index.scan import Changed, Held, Moment, Scan
from store.memory import MemoryStore

from factlog import CorruptError, FactLog, SnapshotNotFoundError, When
from factlog.claims import Claim
from factlog.moments import moment as utc
from factlog.store.git import GitStore
from factlog.store.port import Store

_DATES = [
    *("2024", "2024-12-31", "2025-01-01", "2025-01-01T00:00:01Z", "2025-01-02", "2025-01-02T12:00:00Z", "2025-01-03"),
    *("2025-01-04", "2025-01", "2026"),
]
_revisions = st.integers(0, 2).map("HEAD~{}".format)
ats = st.one_of(st.none(), st.sampled_from(_DATES), _revisions)
moments = st.tuples(ats, ats)


@contextlib.contextmanager
def asked(store: Store) -> Iterator[tuple[FactLog, Scan]]:
    """A log and the scan of it."""
    with FactLog(store) as log:
        yield log, Scan(store)


def stands(scan: Scan, when: tuple[str | None, str | None]) -> bool:
    """Whether the revisions among the moments are there."""
    return all(not (text or "").startswith("HEAD~") or len(scan.line) > int(str(text)[5:]) for text in when)


def at(query: Any, when: tuple[str | None, str | None]) -> Any:
    """The query at a moment on each clock."""
    query = query.at(when[0]) if when[0] is not None else query
    return query.known_at(when[1]) if when[1] is not None else query


def told(change: Any) -> tuple[Any, ...]:
    """A recorded change, to be compared."""
    commit = change.commit, change.taken, change.recorded, change.author, change.message
    return (sourced(change.before), sourced(change.after), change.kinds, *commit)


def expected_change(row: Changed) -> tuple[Any, ...]:
    """The same of what the scan has found."""
    said = row.commit
    commit = said.id, utc(said.taken), utc(said.recorded), said.author, said.message
    return (sourced(row.change.before), sourced(row.change.after), row.change.kinds, *commit)


def sourced(claim: Claim | None) -> Any:
    """A claim with what its citations' sources say, which equality of claims leaves out."""
    return claim and (claim, tuple(citation.source for citation in claim.citations))


def same(found: Any, rows: list[Any], key: Callable[[Any], Any] = sourced) -> None:
    """Whether a query gives these rows, by every way of asking it."""
    expected = [row.thing for row in rows]
    everything = found.all()
    assert list(map(key, everything)) == list(map(key, expected))
    assert list(map(key, found)) == list(map(key, expected))
    assert (found.count(), len(found), found.exists(), bool(found)) == (len(rows), len(rows), bool(rows), bool(rows))
    assert found.ids() == tuple(dict.fromkeys(each.id for each in expected))
    assert found.first() == (expected[0] if expected else None)
    assert list(found.limit(2)) == expected[:2]
    assert found.limit(2).count() == len(expected[:2])


@settings(max_examples=250)
@given(histories(), moments, st.lists(questions.of_claims, min_size=1, max_size=6))
def test_claims(history: History, when: tuple[str | None, str | None], asks: list[Question]) -> None:
    """Claims that fulfil conditions, at a moment on each clock, are those that the scan finds."""
    with asked(written(history)) as (log, scan):
        if not stands(scan, when):
            when = (None, None)
        held = scan.claims(scan.moment(*when))
        same(at(log.claims, when), held)
        for question in asks:
            same(by_id(question.ask(at(log.claims, when))), [row for row in held if question.holds(row)])


def by_id(query: Any) -> Any:
    """In the order of ids: a query for words has the best first."""
    return query.order_by("id")
