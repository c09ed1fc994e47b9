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
@given(histories(), moments, st.lists(questions.of_claims, min_size=4, max_size=10))
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


@settings(max_examples=150)
@given(histories(), moments)
def test_contradicted(history: History, when: tuple[str | None, str | None]) -> None:
    """Contradicted claims are those that a look at every pair of them, and at their links, finds."""
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        held = scan.claims(scan.moment(*when))
        ids = questions.contradicted(held)
        same(at(log.claims, when).contradicted(), [row for row in held if row.thing.id in ids])
        same(~at(log.claims, when).contradicted(), [row for row in held if row.thing.id not in ids])


@settings(max_examples=150)
@given(histories(), moments, st.lists(questions.of_sources, min_size=4, max_size=10), questions.of_versions)
def test_sources(history: History, when: tuple[str | None, str | None], asks: list[Question], versions: Question) -> None:
    """Sources that fulfil conditions, how they are cited and what rests on them are what the scan finds."""
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        moment = scan.moment(*when)
        sources, claims = scan.sources(moment), scan.claims(moment)
        same(at(log.sources, when), sources, repr)
        for question in asks:
            same(question.ask(at(log.sources, when)), [row for row in sources if question.holds(row)], repr)
        uses = {row.thing.id: questions.uses(row.thing.id, claims) for row in sources}
        same(at(log.sources, when).uncited(), [row for row in sources if not uses[row.thing.id]], repr)
        dates = {name: {use.retrieved for use in found} - {None} for name, found in uses.items()}
        same(at(log.sources, when).retrieved_differently(), [row for row in sources if len(dates[row.thing.id]) > 1], repr)
        for limit in ("2025-01-03", "2025-01"):
            stale = [row for row in sources if questions.stale(dates[row.thing.id], limit)]
            same(at(log.sources, when).stale(before=limit), stale, repr)
        for source in ("sky", "gone", "nothing"):
            resting = [row for row in scan.all_versions(moment) if questions.cites(row.thing, source)]
            found = at(log.sources, when).dependents(source)
            assert [version_told(version) for version in found] == list(map(expected_version, resting))
            assert found.count() == len(resting)
            narrowed = versions.ask(found).order_by("taken").all()
            wanted = sorted(filter(versions.holds, resting), key=lambda row: row.commit.taken)
            assert [version_told(version) for version in narrowed] == list(map(expected_version, wanted))


def version_told(version: Any) -> tuple[Any, ...]:
    """A version, to be compared."""
    return sourced(version.claim), version.commit, version.taken, version.recorded, version.author, version.message


def expected_version(row: Held) -> tuple[Any, ...]:
    """The same of what the scan has found."""
    said = row.commit
    return sourced(row.thing), said.id, utc(said.taken), utc(said.recorded), said.author, said.message


@settings(max_examples=250)
@given(histories(), moments, st.lists(questions.of_changes, min_size=4, max_size=10))
def test_changes(history: History, when: tuple[str | None, str | None], asks: list[Question]) -> None:
    """Changes that fulfil conditions are those that classifying each version and the one before it finds."""
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        changes = scan.changes(scan.moment(*when))
        query = at(log.changes, when)
        assert list(map(told, query)) == list(map(expected_change, changes))
        assert query.ids() == tuple(dict.fromkeys(row.change.id for row in changes))
        for question in asks:
            found, expected = question.ask(query), [row for row in changes if question.holds(row)]
            assert list(map(told, found.all())) == list(map(expected_change, expected))
            assert (found.count(), found.exists(), len(found.limit(1).all())) == (
                len(expected),
                bool(expected),
                len(expected[:1]),
            )
