"""What the index answers is what a plain scan of every commit finds: over a thousand histories, at any moment."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index import questions
from index.histories import AUTHORS, DAY, FIRST, History, Step, histories, written, written_by_hand
from index.questions import Question
from index.scan import Changed, Held, Moment, Scan

from factlog import Citation, CorruptError, FactLog, SnapshotNotFoundError, Source, When
from factlog.claims import Claim
from factlog.claims.codec import encode
from factlog.layout import FORMAT_BYTES
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


@settings(max_examples=200)
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


@settings(max_examples=100)
@given(histories(), moments)
def test_contradicted(history: History, when: tuple[str | None, str | None]) -> None:
    """Contradicted claims are those that a look at every pair of them, and at their links, finds."""
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        held = scan.claims(scan.moment(*when))
        ids = questions.contradicted(held)
        same(at(log.claims, when).contradicted(), [row for row in held if row.thing.id in ids])
        same(~at(log.claims, when).contradicted(), [row for row in held if row.thing.id not in ids])


@settings(max_examples=100)
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


@settings(max_examples=200)
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


@settings(max_examples=60)
@given(histories(), st.sampled_from(["Trump", "trump"]))
def test_timeline(history: History, claimant: str) -> None:
    """A timeline has the changes in the order in which things were said or, where that is unknown, taken."""
    with asked(written(history)) as (log, scan):
        changes = scan.changes(scan.moment())

        def said(row: Changed) -> float:
            when = row.change.after.said if row.change.after else None
            return when.earliest if when is not None and when.certain else row.commit.taken

        story = sorted(changes, key=said)
        assert list(map(told, log.timeline())) == list(map(expected_change, story))
        mine = [row for row in story if claimant in row.change.claimants]
        assert list(map(told, log.timeline(claimant=claimant))) == list(map(expected_change, mine))
        one = [row for row in story if row.change.id == "a"]
        assert list(map(told, log.timeline(id="a"))) == list(map(expected_change, one))
        assert log.timeline(id="a", claimant=claimant).count() == len([row for row in one if row in mine])


_CLAIM_ORDERS: dict[str, Callable[[Held], Any]] = {
    "id": lambda row: row.thing.id,
    "said": lambda row: _low(row.thing.said),
    "since": lambda row: _low(row.thing.since),
    "due": lambda row: _low(row.thing.due),
    "until": lambda row: _high(row.thing.until),
    "taken": lambda row: row.commit.taken,
    "recorded": lambda row: row.commit.recorded,
    "subject": lambda row: row.thing.subject,
    "predicate": lambda row: row.thing.predicate,
    "claimant": lambda row: row.thing.claimant,
}


def _low(when: When | None) -> float | None:
    return when.earliest if when is not None and when.certain else None


def _high(when: When | None) -> float | None:
    return when.latest if when is not None and when.certain else None


def in_order(rows: list[Held], fields: list[str]) -> list[Held]:
    """The rows in the order of fields, ``-`` for the other way round, what is unknown last."""
    for field in reversed(fields):
        key = _CLAIM_ORDERS[field.removeprefix("-")]
        known = sorted((row for row in rows if key(row) is not None), key=key, reverse=field.startswith("-"))
        rows = known + [row for row in rows if key(row) is None]
    return rows


@settings(max_examples=100)
@given(
    histories(),
    moments,
    st.lists(st.sampled_from([sign + name for name in _CLAIM_ORDERS for sign in ("", "-")]), max_size=3),
    st.integers(0, 4),
)
def test_order_and_groups(history: History, when: tuple[str | None, str | None], fields: list[str], limit: int) -> None:
    """Claims come in the order asked for, what is unknown last; groups hold what has their value, in that order."""
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        rows = in_order(scan.claims(scan.moment(*when)), fields)
        query = at(log.claims, when).order_by(*fields)
        same(query, rows)
        same(query.limit(limit), rows[:limit])
        grouped: dict[Any, list[Claim]] = {}
        for row in rows:
            for tag in row.thing.tags or (None,):
                grouped.setdefault(tag, []).append(row.thing)
        found = query.group_by("tag")
        assert {name: list(claims) for name, claims in found.items()} == grouped
        assert list(found) == list(grouped)
        by_publisher = query.group_by("publisher")
        for publisher, claims in by_publisher.items():
            if publisher is not None:
                assert list(claims) == [row.thing for row in rows if publisher in questions.publishers(row.thing)]


@settings(max_examples=80)
@given(histories(), st.sampled_from(_DATES), ats, st.lists(questions.of_claims, min_size=2, max_size=4))
def test_snapshots(history: History, date: str, known_at: str | None, asks: list[Question]) -> None:
    """A snapshot, and the log asked at it, answer what is held at its moment, however the moment is told."""
    with asked(written(history)) as (log, scan):
        if known_at is not None and not stands(scan, (None, known_at)):
            known_at = None
        moment = scan.moment(date, known_at)
        held = scan.claims(moment)
        try:
            snapshot = log.at(date, known_at=known_at)
        except SnapshotNotFoundError:
            assert not held
            assert not at(log.claims, (date, known_at)).exists()
            return
        assert list(map(sourced, snapshot.values())) == [sourced(row.thing) for row in held]
        same(snapshot.claims, held)
        same(log.claims.at(snapshot), held)
        same(snapshot.sources, scan.sources(moment), repr)
        for question in asks:
            expected = [row for row in held if question.holds(row)]
            same(by_id(question.ask(snapshot.claims)), expected)
            same(by_id(question.ask(log.claims.at(snapshot))), expected)


@settings(max_examples=50)
@given(histories(), st.integers(0, 6), st.lists(questions.of_claims, min_size=2, max_size=4))
def test_snapshots_in_a_row(history: History, place: int, asks: list[Question]) -> None:
    """Each of the log's snapshots answers as the log stood then, its citations showing the sources of then."""
    with asked(written(history)) as (log, scan):
        snapshots = list(log.snapshots())
        assert [snapshot.commit for snapshot in snapshots] == [commit.id for commit in scan.line]
        place = min(place, len(snapshots) - 1)
        held = scan.claims(Moment(place, None, place))
        same(snapshots[place].claims, held)
        same(log.known_at(snapshots[place]).claims, held)
        same(log.claims.known_at(snapshots[place]), held)
        for question in asks:
            same(by_id(question.ask(snapshots[place].claims)), [row for row in held if question.holds(row)])


@settings(max_examples=100)
@given(histories(broken=True), moments, questions.of_claims, questions.of_changes)
def test_files_that_cannot_be_read(
    history: History, when: tuple[str | None, str | None], ask: Question, of_changes: Question
) -> None:
    """Where the scan meets a file that it cannot read, a query says so as well; elsewhere it answers the same."""
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        moment = scan.moment(*when)
        try:
            held = scan.claims(moment)
            changes = [row for row in scan.changes(moment) if of_changes.holds(row)]
        except CorruptError:
            for query in (ask.ask(at(log.claims, when)), of_changes.ask(at(log.changes, when))):
                with pytest.raises(CorruptError, match=r"claims/|sources/"):
                    query.all()
            return
        same(by_id(ask.ask(at(log.claims, when))), [row for row in held if ask.holds(row)])
        assert list(map(told, of_changes.ask(at(log.changes, when)))) == list(map(expected_change, changes))


@settings(max_examples=25)
@given(histories(broken=True, most=5), moments, st.lists(questions.of_claims, min_size=4, max_size=8), questions.of_changes)
def test_git(
    tmp_path_factory: pytest.TempPathFactory,
    history: History,
    when: tuple[str | None, str | None],
    asks: list[Question],
    of_changes: Question,
) -> None:
    """The same holds where git keeps the history, merges and commits by hand included."""
    store = written_by_hand(history, GitStore.init(tmp_path_factory.mktemp("git") / "log.git"))
    with asked(store) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        moment = scan.moment(*when)
        try:
            held, changes = scan.claims(moment), scan.changes(moment)
        except CorruptError:
            with pytest.raises(CorruptError, match=r"claims/|sources/"):
                asks[0].ask(at(log.claims, when)).all()
            return
        same(at(log.claims, when), held)
        for ask in asks:
            same(by_id(ask.ask(at(log.claims, when))), [row for row in held if ask.holds(row)])
        assert list(map(told, at(log.changes, when))) == list(map(expected_change, changes))
        expected = [expected_change(row) for row in changes if of_changes.holds(row)]
        assert list(map(told, of_changes.ask(at(log.changes, when)))) == expected


@settings(max_examples=60)
@given(histories(), moments)
def test_receipts(history: History, when: tuple[str | None, str | None]) -> None:
    """A receipt names the last known commit and the moment, and counts versions beyond it and those recorded late."""
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        moment = scan.moment(*when)
        receipt = at(log.claims, when).receipt()
        assert receipt == at(log.claims, when).all().receipt
        if moment is None:
            assert receipt.commit is None
            return
        known = scan.line[moment.place]
        assert (receipt.commit, receipt.recorded) == (known.id, utc(known.recorded))
        assert receipt.taken == (utc(moment.taken) if moment.taken is not None else None)
        places = [place for path in scan.paths() if path.startswith("claims/") for place, _ in scan.versions(path)]
        seen = [scan.line[place] for place in places if scan.within(place, moment)]
        assert receipt.hidden == len(places) - len(seen)
        assert receipt.backfilled == sum(commit.recorded > commit.taken for commit in seen)


def test_a_source_that_cannot_be_read_any_more() -> None:
    """A claim shows its sources as last recorded, so that a moment before one was damaged has no whole answer either."""
    claim = encode(Claim("a", subject="war", predicate="started by", value="Ukraine", citations=[Citation("sky")]))
    good = (("claims/a.json", claim), ("factlog.json", FORMAT_BYTES), ("sources/sky.json", encode(Source("sky"))))
    steps = (
        Step(good, FIRST, FIRST, AUTHORS[0]),
        Step((("sources/sky.json", b"{"),), FIRST + DAY, FIRST + DAY, AUTHORS[0]),
    )
    with FactLog(written(steps)) as log:
        for query in (log.claims.at("2025-01-01").about("war"), log.changes.at("2025-01-01")):
            with pytest.raises(CorruptError, match=r"sources/sky\.json"):
                query.all()
        assert log.claims.known_at("2025-01-01").about("war").count() == 1


@settings(max_examples=25)
@given(histories(), moments)
def test_arrow(history: History, when: tuple[str | None, str | None]) -> None:
    """Whatever is found becomes a table with a row for each, and plain JSON."""
    pytest.importorskip("pyarrow", reason="the extra arrow is not installed")
    with asked(written(history)) as (log, scan):
        when = when if stands(scan, when) else (None, None)
        for query in (log.claims, log.changes, log.sources, log.sources.dependents("sky")):
            found = at(query, when)
            assert found.to_arrow().num_rows == len(found.to_dicts()) == len(found.all())
            json.dumps(found.to_dicts())
