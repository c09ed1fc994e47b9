"""What holds of every query and every index: equality, hashes, copies, and one content however it was come by."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index.histories import History, histories, written
from index.scan import Scan
from index.test_equality import at, expected_change, same, told
from store.memory import MemoryStore

import factlog
from factlog import Citation, Claim, FactLog, InvalidError, Source, When
from factlog.claims import SOMEVALUE, Item, Quantity

VIEWS = ("snapshots", "versions", "claims", "changes", "claim_values", "citations", "links", "source_versions", "sources")


def content(log: FactLog) -> dict[str, list[Any]]:
    """All rows of all views, in an order of their own."""
    return {view: sorted(map(repr, log.sql(f"SELECT * FROM {view}"))) for view in VIEWS}


def found_words(log: FactLog) -> list[tuple[str, ...]]:
    """The claims that some words find, best first."""
    return [log.claims.text(words).ids() for words in ("ta", "キー", "sta", "and")]


@settings(max_examples=100)
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


@settings(max_examples=40)
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


@settings(max_examples=60)
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


# Queries as values


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactLog]:
    """A log of two versions of a claim and one of another, which no test changes."""
    sky = Source("sky", title="Disappointed", publisher="Sky News", issued="2025-02-19", author=["Ann"])
    first = Claim(
        "trump/war",
        subject="war",
        predicate="started by",
        value=["Ukraine", 1, 1.0, True],
        exclusive=False,
        claimant="Donald Trump",
        said="2025-02-18",
        due="2025-03",
        text={"en": "You should have never started it.", "ja": "始めるべきではなかった"},
        tags=["war"],
        citations=[Citation(sky, retrieved="2025-02-20")],
    )
    other = Claim("who", subject="war", predicate="started by", value=Item("Russia", "Q159"))
    with factlog.init(tmp_path_factory.mktemp("laws") / "log.git") as made:
        made.record([first], taken="2025-02-20")
        made.record([first.revise(value=Quantity(2, "day"), said="2025-02-21"), other], taken="2025-02-22")
        yield made


def queries(log: FactLog) -> list[Any]:
    """A query of each kind, with every condition that there is."""
    claims, changes, sources = log.claims, log.changes, log.sources
    found: list[Any] = [
        claims,
        claims.by("Donald Trump"),
        claims.by(None),
        claims.about("war").predicate("started by").under("trump/").tagged("war"),
        claims.where(value=SOMEVALUE, subject=["war", "peace"], exclusive=True, extractor=None, publisher="Sky News"),
        claims.where(value=[Quantity(2, "day"), Item("Russia", "Q159"), 1, True, 1.0, None, When("2025")]),
        claims.value(min=1, max=3).independent_sources(min=0, max=4).citing("sky"),
        claims.said(before="2026").issued(after="2020").retrieved(on="2025").due(on="2025-03").taken(before="2026"),
        claims.recorded(after="2020").valid_at("2025").overdue("2026"),
        claims.text("never 始め"),
        claims.contradicted(),
        claims.order_by("-said", "id").limit(1),
        claims.at("2025-02-21"),
        claims.at(log.latest()),
        claims.at("HEAD~1").known_at("2035"),
        ~claims.by("Donald Trump") | claims.about("peace"),
        log.latest().claims.by("Donald Trump"),
        log.at("2025-02-20").claims,
        changes.of("revised", "added").on("speaker").by("Donald Trump").about("war").field("value"),
        changes.claim("who").citing("sky") | changes.author("x") | changes.between("2025-01", log.latest()),
        log.timeline(claimant="Donald Trump"),
        sources.where(publisher="Sky News", author="Ann", note=None).stale(before="2030"),
        ~sources.uncited() & sources.retrieved_differently(),
        sources.dependents("sky"),
    ]
    return [*found, *(~query for query in found if query._limit is None)]


def test_copies(log: FactLog) -> None:
    """A query that was pickled or copied is equal, has the same hash, and finds the same in another process's log."""
    for query in queries(log):
        for made in (pickle.loads(pickle.dumps(query)), copy.deepcopy(query), copy.copy(query)):
            assert made == query
            assert hash(made) == hash(query)
            assert made.all() == query.all()
    for first, second in zip(queries(log), queries(log), strict=True):
        assert first == second
        assert hash(first) == hash(second)


def test_different_queries(log: FactLog) -> None:
    """Queries that ask for different things are different, and a set tells them apart."""
    found = queries(log)
    assert len(set(found)) == len(found)


def test_frozen(log: FactLog) -> None:
    """A query does not change: narrowing gives another one."""
    for query in queries(log):
        before = pickle.dumps(query)
        query.order_by()
        _ = query.limit(0) if query._limit is None else query
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            query._limit = 5
        assert pickle.dumps(query) == before


def test_results(log: FactLog) -> None:
    """A result is a tuple with a receipt, before and after it was pickled; groups are results too."""
    for query in queries(log):
        found: Any = query.all()
        assert isinstance(found, tuple)
        again: Any = pickle.loads(pickle.dumps(found))
        assert again == found
        assert again.receipt == query.all().receipt == query.receipt()
        hash(found)
    groups: Any = log.claims.group_by("claimant")
    for group in groups.values():
        assert group.receipt == log.claims.receipt()


def test_lazy(tmp_path: Path) -> None:
    """Nothing is read when a query is made: it answers for the time at which it is asked."""
    with factlog.init(tmp_path / "log.git") as made:
        query, empty = made.claims.where(predicate="colour"), made.claims.at("2025-02-20")
        assert not query
        assert query.all().receipt.commit is None
        made.record([Claim("a", subject="sky", predicate="colour", value="blue")], taken="2025-02-20")
        assert query.ids() == ("a",)
        assert empty.ids() == ("a",)


def test_what_it_was_made_with(log: FactLog) -> None:
    """A claim is found by what it was made with, in whatever form of Unicode that was."""
    name = "Mierin\u0327a e\u0301"
    for query in (log.claims, log.changes):
        assert query.by(name) == query.by("Mieriņa é")
        assert query.about(name) == query.about("Mieriņa é")
    assert log.claims.where(tag=name, criteria=name) == log.claims.where(tag="Mieriņa é", criteria="Mieriņa é")
    assert log.sources.where(title=name, author=name) == log.sources.where(title="Mieriņa é", author="Mieriņa é")


def test_fields_in_either_spelling() -> None:
    """A field of a source is asked for, and grouped by, as CSL spells it and as Python does."""
    spelt = {"container-title": "container_title", "URL": "url", "ISSN": "issn", "publisher-place": "publisher_place"}
    source = Source(
        "s", container_title="The Hour", url="https://a.example", issn="1234-5679", extra={"publisher-place": "Kobe"}
    )
    with FactLog(MemoryStore()) as log:
        log.record([source])
        for csl, python in spelt.items():
            wanted = source.extra.get(csl) or getattr(source, python)
            assert log.sources.where(**{csl: wanted}).ids() == log.sources.where(**{python: wanted}).ids() == ("s",)
            assert log.sources.group_by(csl).keys() == log.sources.group_by(python).keys() == {wanted}


def test_many_parts(log: FactLog) -> None:
    """Thousands of names in a list, or one after the other by ``|`` and ``&``, are no trouble."""
    names = [f"nobody {number}" for number in range(3000)]
    assert log.claims.where(claimant=[*names, "Donald Trump"]).ids() == ("trump/war",)
    assert log.sources.where(id=[*names, "sky"]).ids() == ("sky",)
    either, every, neither = log.claims.by("Donald Trump"), log.claims, log.claims
    for name in names[:400]:
        either |= log.claims.by(name)
        every &= ~log.claims.by(name)
        neither = neither.where(subject=["war", name])
    assert either.ids() == ("trump/war",)
    assert every.count() == neither.count() == 2


def test_too_deep(log: FactLog) -> None:
    """A query that is nested deeper than SQLite can go is refused as such."""
    query = log.claims.by("Donald Trump")
    for number in range(300):
        query = ~query & log.claims.about(f"x {number}") | log.claims.by("x")
    with pytest.raises(InvalidError, match="fewer parts"):
        query.count()


def test_arrow(log: FactLog) -> None:
    """Every query's rows become an Arrow table, one row each, and plain JSON."""
    pytest.importorskip("pyarrow")
    for query in queries(log):
        table = query.to_arrow()
        assert table.num_rows == query.count() == len(query.to_dicts())


def test_kinds_as_they_were_known(tmp_path: Path) -> None:
    """Two sources are independent until one is known to repeat the other: each moment has the kinds of its own sources."""
    first = Claim("a", subject="war", predicate="started by", value="Ukraine", citations=[Citation(Source("ap-1"))])
    with factlog.init(tmp_path / "log.git") as log:
        log.record([first], taken="2025-01-01")
        log.record([first.cite(Citation(Source("ap-2")))], taken="2025-01-02")
        agency, none = ([Source(name, derived_from=origin) for name in ("ap-1", "ap-2")] for origin in ("AP", None))
        expected = []
        for sources in ([], agency, none, agency):
            if sources:
                log.record(sources, taken="2025-01-03")
            expected.append(["corroborated"] if sources in ([], none) else ["re-sourced"])
        for asked in (log, factlog.open(tmp_path / "log.git")):
            for place, kinds in enumerate(expected):
                changes = asked.changes.known_at(f"HEAD~{len(expected) - 1 - place}").claim("a")
                assert [sorted(change.kinds) for change in changes] == [["added"], kinds]
                assert changes.of("corroborated").exists() == (kinds == ["corroborated"])
            asked.close()
            asked.index().unlink()


def test_conditions_in_any_order(log: FactLog) -> None:
    """What is overdue by default is so by the moment of the query, whether that was told before or afterwards."""
    early, late = "2025-02-21", "2025-05-01"
    assert log.claims.overdue().at(early).ids() == log.claims.at(early).overdue().ids() == ()
    assert log.claims.overdue().at(late).ids() == log.claims.at(late).overdue().ids() == ("trump/war",)
    assert log.at(early).claims.overdue().ids() == ()
    assert log.at(late).claims.overdue().ids() == ("trump/war",)
    assert log.claims.overdue().ids() == ("trump/war",)


def test_known_at_a_snapshot(log: FactLog) -> None:
    """A snapshot that is a commit stands for the log as it stood then, however it was come by."""
    for snapshot in (log.at("2025-02-20"), log.at("HEAD~1"), next(iter(log.snapshots()))):
        assert log.claims.known_at(snapshot).ids() == tuple(log.known_at(snapshot)) == ("trump/war",)


@pytest.mark.parametrize("when", ["nothing", "2025-02-30", "2025~", 5])
def test_an_empty_log_is_asked_properly_too(tmp_path: Path, when: Any) -> None:
    """What is no moment is none in an empty log either; a date before everything finds nothing."""
    with factlog.init(tmp_path / "log.git") as empty:
        for ask in (empty.claims.at, empty.changes.known_at, empty.sources.at):
            assert not ask("2025-02-20").all()
            with pytest.raises((InvalidError, factlog.SnapshotNotFoundError)):
                ask(when)
