"""Answers as tables: the same columns whatever is found, and what Arrow makes of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import factlog
from factlog import Claim, FactLog, FactlogError, InvalidError, Source
from factlog.index.query import Query

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def riyadh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactLog]:
    """The Riyadh record as a log."""
    with factlog.init(tmp_path_factory.mktemp("tables") / "riyadh.git") as log:
        log.replay(ROOT / "snapshots" / "riyadh-2025")
        yield log


def queries(log: FactLog) -> list[Query[Any]]:
    """A query of each kind."""
    return [log.claims, log.changes, log.sources, log.sources.dependents("cbs-2025-02-18"), log.timeline()]


def test_a_row_is_its_document(riyadh: FactLog) -> None:
    """Each row of a table has what the result's document has, a list or an object as JSON text."""
    for query in (riyadh.claims, riyadh.changes, riyadh.sources):
        table = query.to_table()
        assert len(table) == query.count()
        for row, document in zip(table, query.to_dicts(), strict=True):
            cells = {
                name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
                for name, value in document.items()
            }
            assert cells.items() <= row.items()


def test_defaults_are_spelled_out(riyadh: FactLog) -> None:
    """A table of claims or versions says what documents leave out: force, polarity, rank, exclusive."""
    for query in (riyadh.claims, riyadh.sources.dependents("cbs-2025-02-18")):
        for row in query.to_table():
            assert None not in (row["force"], row["polarity"], row["rank"], row["exclusive"])
    forces = [claim.force.value for claim in riyadh.claims]
    assert [row["force"] for row in riyadh.claims.to_table()] == forces


def test_columns_do_not_depend_on_what_is_found(riyadh: FactLog) -> None:
    """Every query of a kind gives the same columns, also where nothing is found."""
    with_all = [query.to_table().columns for query in queries(riyadh)]
    with_none = [query.limit(0).to_table().columns for query in queries(riyadh)]
    assert with_all == with_none
    assert all(columns[0] == "id" for columns in with_all)


def test_arrow(riyadh: FactLog) -> None:
    """In Arrow booleans are booleans and everything else is text, dates too, with the cells of the table."""
    for query in queries(riyadh):
        table, arrow = query.to_table(), query.to_arrow()
        assert tuple(arrow.column_names) == table.columns
        assert [tuple(row.values()) for row in arrow.to_pylist()] == list(table.rows)
        for field in arrow.schema:
            assert field.type == (pa.bool_() if field.name == "exclusive" else pa.string()), field
        assert query.limit(0).to_arrow().num_rows == 0


def test_arrow_of_sql(riyadh: FactLog) -> None:
    """Numbers and bytes of SQL are numbers and bytes in Arrow; a column of several types is text."""
    found = riyadh.sql("SELECT 1 AS a, 1.5 AS b, x'00' AS c, 'x' AS d, NULL AS e UNION ALL SELECT NULL, 2, NULL, 3, NULL")
    arrow = found.to_arrow()
    assert [str(field.type) for field in arrow.schema] == ["int64", "double", "binary", "string", "string"]
    assert arrow.to_pylist() == [
        {"a": 1, "b": 1.5, "c": b"\0", "d": "x", "e": None},
        {"a": None, "b": 2.0, "c": None, "d": "3", "e": None},
    ]
    assert found.to_dicts()[1] == {"a": None, "b": 2, "c": None, "d": 3, "e": None}
    assert found[:1].to_arrow().num_rows == 1


def test_arrow_of_odd_fields(tmp_path: Path) -> None:
    """What some sources write as a number, others as text and one beyond every number, is kept as JSON text."""
    extra: list[dict[str, Any]] = [{"number": 12}, {"number": "12"}, {"number": 10**30}]
    with factlog.init(tmp_path / "log.git") as log:
        log.record([Source(f"s{place}", title="t", extra=given) for place, given in enumerate(extra)])
        assert [json.loads(text) for text in log.sources.to_arrow().column("extra").to_pylist()] == extra


def test_without_pyarrow(riyadh: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, what needs it says how to install it; tables and documents need nothing."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FactlogError, match=r"\.\[arrow\]"):
        riyadh.claims.to_arrow()
    assert len(riyadh.claims.to_table()) == len(riyadh.claims.to_dicts()) == 51


def test_an_answer_that_fills_the_memory(riyadh: FactLog) -> None:
    """SQL is refused where its rows are too many, or together too large."""
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    with pytest.raises(InvalidError, match="use LIMIT"):
        riyadh.sql(endless + "SELECT zeroblob(1000000) FROM n")
    with pytest.raises(InvalidError, match="use LIMIT"):
        riyadh.sql(endless + "SELECT x FROM n", seconds=600)


@pytest.mark.parametrize("given", ["false", "true", 0, 1, 1.0])
def test_exclusive_is_a_boolean(given: Any, riyadh: FactLog) -> None:
    """``exclusive`` is compared with True and False only: text would be taken for true."""
    with pytest.raises(InvalidError, match="expected true or false"):
        riyadh.claims.where(exclusive=given)


def test_views_tell_values_as_written(tmp_path: Path) -> None:
    """The view of values has type, value, number, unit and item of each, as the claim has them."""
    values: list[Any] = [
        "Blue",
        True,
        3,
        2.5,
        factlog.When("2025-02"),
        factlog.Item("Riyadh", "Q3692"),
        factlog.Item("Sudzha"),
    ]
    values += [factlog.Quantity(3, "Person"), factlog.Quantity(4), factlog.SOMEVALUE, factlog.NOVALUE]
    with factlog.init(tmp_path / "log.git") as log:
        log.record([Claim(f"c{place:02}", subject="s", predicate="p", value=value) for place, value in enumerate(values)])
        rows = log.sql("SELECT type, value, number, unit, item FROM claim_values ORDER BY id").rows
    assert rows == (
        ("text", "Blue", None, None, None),
        ("boolean", "true", None, None, None),
        ("number", "3", 3, None, None),
        ("number", "2.5", 2.5, None, None),
        ("date", "2025-02", None, None, None),
        ("item", "Riyadh", None, None, "Q3692"),
        ("item", "Sudzha", None, None, None),
        ("quantity", "3", 3, "Person", None),
        ("quantity", "4", 4, None, None),
        ("special", "somevalue", None, None, None),
        ("special", "novalue", None, None, None),
    )


def test_changes_of_hands_in_the_view(tmp_path: Path) -> None:
    """The view of changes tells whose claim it is after the change, and before a removal."""
    with factlog.init(tmp_path / "log.git") as log:
        mine = Claim("a", subject="s", predicate="p", claimant="Ann")
        log.record([mine], taken="2025-01-01")
        log.record([mine.revise(claimant=None, subject="t")], taken="2025-01-02")
        log.record((), remove=["a"], taken="2025-01-03")
        rows = log.sql("SELECT kinds, claimant, subject FROM changes ORDER BY taken").rows
    assert rows == (('["added"]', "Ann", "s"), ('["reattributed"]', None, "t"), ('["removed"]', None, "t"))
