"""SQL over the index reads, and does nothing else, in bounded time and memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from log.logs import cited, claim

import factlog
from factlog import FactLog, InvalidError


@pytest.fixture
def log(tmp_path: Path) -> Iterator[FactLog]:
    """A log of two claims."""
    with factlog.init(tmp_path / "log.git") as made:
        made.record([cited("a", text={"en": "The sky is blue"}), claim("b", "grey", claimant="X")], taken="2025-02-20")
        yield made


def test_select(log: FactLog) -> None:
    """A SELECT gives rows with named columns, its parameters bound."""
    found = log.sql('SELECT id, "values" FROM claims WHERE claimant IS :name ORDER BY id', name="X")
    assert found.columns == ("id", "values")
    assert list(found) == [{"id": "b", "values": '["grey"]'}]
    assert found[0] == {"id": "b", "values": '["grey"]'}
    assert len(log.sql("SELECT id FROM versions ORDER BY id")[1:]) == 1


def test_lists(log: FactLog) -> None:
    """Lists are JSON, which SQLite's functions take apart."""
    kinds = log.sql("SELECT changes.id, value AS kind FROM changes, json_each(kinds) ORDER BY 1")
    assert [tuple(row.values()) for row in kinds] == [("a", "added"), ("b", "added")]
    assert log.sql(
        "SELECT json_tree.value FROM claims, json_tree(document) WHERE claims.id = 'b' AND path = '$.values'"
    ).rows


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO claim (id) VALUES ('x')",
        "UPDATE version SET taken = 0",
        "DELETE FROM claim",
        "DROP TABLE claim",
        "DROP VIEW claims",
        "CREATE TABLE x (a)",
        "CREATE TEMP TABLE x (a)",
        "CREATE VIEW x AS SELECT 1",
        "ALTER TABLE claim ADD COLUMN x",
        "REPLACE INTO claim (id) VALUES ('x')",
        "WITH x AS (SELECT 1) DELETE FROM claim",
        "INSERT INTO words (words) VALUES ('delete-all')",
        "INSERT INTO words (words, rank) VALUES ('rebuild', 1)",
        "ATTACH DATABASE '{file}' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO '{file}'",
        "REINDEX",
        "ANALYZE",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "PRAGMA user_version",
        "SELECT * FROM pragma_table_info('claim')",
        "SELECT * FROM pragma_database_list",
        "SELECT load_extension('{file}')",
        "SELECT writefile('{file}', 'x')",
        "SELECT readfile('{file}')",
        "SELECT fts3_tokenizer('simple')",
        "CREATE VIRTUAL TABLE temp.x USING fts5(a)",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT x",
        "SELECT 1; DELETE FROM claim",
        "SELECT 1; SELECT 2",
        "",
        " ",
        "-- nothing",
        ";",
        "SELEC 1",
        "SELECT * FROM nowhere",
        "SELECT nothing FROM claims",
        "SELECT :missing",
        "SELECT ?",
        "SELECT 1\x00",
        "SELECT '\ud800'",
        "SELECT * FROM claims WHERE text MATCH 'x'",
        "SELECT * FROM words WHERE words MATCH '\"'",
        "SELECT " + "(" * 500 + "1" + ")" * 500,
        "SELECT " + "+".join(["1"] * 5000),
        "SELECT " + ",".join(["1"] * 5000),
        "SELECT abs(-9223372036854775808)",
        "SELECT json_extract('{{', '$.x')",
        "SELECT CAST(x'ff' AS TEXT)",
        "SELECT 1 AS a" + " " * (17 << 20),
    ],
)
def test_refused(log: FactLog, tmp_path: Path, query: str) -> None:
    """What writes, attaches, loads, changes settings or is no SELECT is refused, and nothing has changed."""
    before = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*.sqlite"))}
    with pytest.raises(InvalidError):
        log.sql(query.replace("{file}", str(tmp_path / "made")))
    assert not (tmp_path / "made").exists()
    assert log.claims.where(predicate="colour").count() == 2
    after = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*.sqlite"))}
    assert all(after[path] == data for path, data in before.items())


_FOREVER = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT {} FROM n"
_BIG = "hex(zeroblob(200000))"


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), "2", None, True])
def test_a_time_limit_that_is_none(log: FactLog, seconds: Any) -> None:
    """A time limit is a number above zero."""
    with pytest.raises(InvalidError, match="expected seconds above zero"):
        log.sql("SELECT 1", seconds=seconds)


@pytest.mark.parametrize(
    "query",
    [
        _FOREVER.format("count(*)"),
        _FOREVER.format("x") + " WHERE x < 0",
        _FOREVER.format("max(x)") + " ORDER BY 1",
        "SELECT count(*) FROM snapshots a, "
        + ", ".join(f"json_each('[{'0,' * 200}0]') AS j{number}" for number in range(8)),
    ],
)
def test_endless(log: FactLog, query: str) -> None:
    """What does not end is ended, and said to take too long."""
    with pytest.raises(InvalidError, match=r"takes more than 0\.2 seconds"):
        log.sql(query, seconds=0.2)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT instr({_BIG}, substr({_BIG}, 1, 200000) || 'x')",
        f"SELECT {_BIG} LIKE '%{'0%' * 20}x'",
        f"SELECT {_BIG} LIKE '%{'0' * 900}x%'",
        f"SELECT {_BIG} GLOB '*{'0*' * 20}x'",
        f"SELECT replace({_BIG}, substr({_BIG}, 1, 200000) || 'x', 'y')",
        f"SELECT trim({_BIG}, {_BIG})",
        "SELECT group_concat(x) FROM (" + _FOREVER.format("printf('%.1000c', 'x') AS x") + " LIMIT 100000)",
        _FOREVER.format("zeroblob(1000000)") + " LIMIT 100000",
        _FOREVER.format("hex(zeroblob(500000))") + " LIMIT 100000",
        "SELECT zeroblob(1000000000)",
        "SELECT printf('%.*c', 1000000000, 'x')",
        "SELECT replace(hex(zeroblob(500000)), '00', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')",
        "SELECT randomblob(1 << 40)",
    ],
)
def test_huge(log: FactLog, query: str) -> None:
    """Nor can one step of it take long, or hold much: texts, rows and all of them together have their size."""
    try:
        found = log.sql(query, seconds=1.0)
    except InvalidError:
        return
    assert sum(len(cell) for row in found.rows for cell in row if isinstance(cell, str | bytes)) < 300 << 20


@pytest.mark.parametrize("given", [10**30, object(), [1], {"a": 1}, "\ud800", time])
def test_parameters(log: FactLog, given: Any) -> None:
    """A parameter is what SQLite can hold."""
    with pytest.raises(InvalidError):
        log.sql("SELECT :given", given=given)


def test_injection(log: FactLog) -> None:
    """A parameter is a value, whatever it looks like."""
    hostile = "x'; DROP TABLE claim; --"
    assert log.sql("SELECT :given AS given", given=hostile)[0] == {"given": hostile}
    assert not log.sql("SELECT id FROM claims WHERE claimant = :name", name="' OR 1 = 1 --")


def test_the_views_are_what_is_documented(log: FactLog) -> None:
    """Other programs read the file as it is: no view needs a function of factlog's."""
    with sqlite3.connect(f"{log.index().as_uri()}?mode=ro", uri=True) as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        for view in views:
            connection.execute(f"SELECT * FROM {view}").fetchall()
    connection.close()
    assert {"claims", "versions", "changes", "sources", "citations", "snapshots"} <= set(views)
