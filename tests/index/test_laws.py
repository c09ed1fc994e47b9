"""What holds of every query and every index: equality, hashes, copies, and one content however it was come by."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from index.histories import History, histories, written
from index.scan import Scan
from index.test_equality import at, expected_change, same, told
from store.memory import MemoryStore

from factlog import FactLog

VIEWS = ("snapshots", "versions", "claims", "changes", "claim_values", "citations", "links", "source_versions", "sources")


def content(log: FactLog) -> dict[str, list[Any]]:
    """All rows of all views, in an order of their own."""
    return {view: sorted(map(repr, log.sql(f"SELECT * FROM {view}"))) for view in VIEWS}


def found_words(log: FactLog) -> list[tuple[str, ...]]:
    """The claims that some words find, best first."""
    return [log.claims.text(words).ids() for words in ("ta", "キー", "sta", "and")]


@settings(max_examples=150)
@given(histories(broken=True), st.sets(st.integers(0, 6)))
def test_step_by_step(history: History, stops: set[int]) -> None:
    """An index that was brought up to date now and then holds what one holds that is built at once."""
    store = MemoryStore()
    with FactLog(store) as log:
        log.index()
        for number, step in enumerate(history):
            written((step,), store)
            if number in stops:
                log.index()
        with FactLog(store) as other:
            assert content(log) == content(other)


@settings(max_examples=60)
@given(histories(), histories(), st.integers(0, 6))
def test_rewritten(history: History, other: History, kept: int) -> None:
    """Where history was rewritten, the index holds what one holds that never saw the other history."""
    store = written(history)
    with FactLog(store) as log:
        log.index()
        move_back(store, kept)
        written(other, store)
        with FactLog(store) as fresh:
            assert content(log) == content(fresh)


def move_back(store: MemoryStore, kept: int) -> None:
    """Moves the branch back to one of the first commits."""
    tip = store.tip()
    assert tip
    line = [stamp.id for stamp in store.stamps(tip)]
    store.swap(tip, line[min(kept, len(line) - 1)])


@settings(max_examples=100)
@given(histories(), st.integers(0, 5), st.sampled_from([None, "2025-01-02", "2025-01-03"]))
def test_moved_back(history: History, kept: int, date: str | None) -> None:
    """Where a branch was moved back, what it held afterwards is not heard of any more."""
    store = written(history)
    with FactLog(store) as log:
        log.index()
        move_back(store, kept)
        scan = Scan(store)
        moment = scan.moment(date)
        when = (date, None)
        same(at(log.claims, when), scan.claims(moment))
        assert list(map(told, at(log.changes, when))) == list(map(expected_change, scan.changes(moment)))
        with FactLog(store) as fresh:
            assert log.claims.receipt() == fresh.claims.receipt()
            assert content(log) == content(fresh)
