"""The commands that ask: they find what the library finds, and print it as a table, as JSON or as CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factlog
from factlog import NOVALUE, SOMEVALUE, Citation, Claim, FactLog, Item, Quantity, Source, When
from factlog.claims.text import visible
from factlog.cli import main
from factlog.index.query import Query
from factlog.report.output import say_csv

ROOT = Path(__file__).parent.parent
CLAIM = "trump/who-started-the-war"

Ask = Callable[..., str]


@pytest.fixture(scope="module")
def riyadh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactLog]:
    """The Riyadh record as a log."""
    place = tmp_path_factory.mktemp("queries") / "riyadh.git"
    with factlog.init(place) as log:
        log.replay(ROOT / "snapshots" / "riyadh-2025")
    with factlog.open(place) as log:
        yield log


@pytest.fixture(scope="module")
def place(riyadh: FactLog) -> Path:
    """Where the log of the Riyadh record lies."""
    return riyadh.index().parent


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """What a command prints that succeeds."""

    def run(*arguments: str | Path) -> str:
        with pytest.raises(SystemExit) as ended:
            main(list(map(str, arguments)))
        printed = capsys.readouterr()
        assert (ended.value.code or 0, printed.err) == (0, "")
        return printed.out

    return run


CLAIMS: list[tuple[list[str], Callable[[FactLog], Query[Any]]]] = [
    (["--by", "Donald Trump"], lambda log: log.claims.by("Donald Trump")),
    (["--about", "Ukraine"], lambda log: log.claims.about("Ukraine")),
    (["--predicate", "is"], lambda log: log.claims.predicate("is")),
    (["--text", "会談"], lambda log: log.claims.text("会談")),
    (["--citing", "sky-2025-02-19"], lambda log: log.claims.citing("sky-2025-02-19")),
    (
        ["--citing", "sky-2025-02-19", "--citing", "reuters-2025-02-21"],
        lambda log: log.claims.citing("sky-2025-02-19").citing("reuters-2025-02-21"),
    ),
    (["--tag", "meeting", "--tag", "delegations"], lambda log: log.claims.tagged("meeting").tagged("delegations")),
    (["--where", "force=promise"], lambda log: log.claims.where(force="promise")),
    (["--where", "claimant=", "--where", "said="], lambda log: log.claims.where(claimant=None, said=None)),
    (["--where", "exclusive=false"], lambda log: log.claims.where(exclusive=False)),
    (["--where", "value=Riyadh"], lambda log: log.claims.where(value=Item("Riyadh", "Q3692"))),
    (["--under", "trump/"], lambda log: log.claims.under("trump/")),
    (["--said-before", "2025-02-18"], lambda log: log.claims.said(before="2025-02-18")),
    (["--said-after", "2025-02-18"], lambda log: log.claims.said(after="2025-02-18")),
    (
        ["--said-on", "2025-02", "--said-after", "2025-02-18"],
        lambda log: log.claims.said(on="2025-02", after="2025-02-18"),
    ),
    (["--issued-after", "2025-02-20"], lambda log: log.claims.issued(after="2025-02-20")),
    (["--retrieved-before", "2025-02-20"], lambda log: log.claims.retrieved(before="2025-02-20")),
    (["--retrieved-on", "2025-02-22"], lambda log: log.claims.retrieved(on="2025-02-22")),
    (["--due-before", "2025-03"], lambda log: log.claims.due(before="2025-03")),
    (["--valid-at", "2025", "--tag", "front"], lambda log: log.claims.valid_at("2025").tagged("front")),
    (["--overdue", "--at", "2025-03-01"], lambda log: log.claims.at("2025-03-01").overdue()),
    (["--overdue"], lambda log: log.claims.overdue()),
    (["--min-sources", "2", "--max-sources", "2"], lambda log: log.claims.independent_sources(min=2, max=2)),
    (["--at", "2025-02-20"], lambda log: log.claims.at("2025-02-20")),
    (["--order-by", "-said", "--limit", "3"], lambda log: log.claims.order_by("-said").limit(3)),
]
CHANGES: list[tuple[list[str], Callable[[FactLog], Query[Any]]]] = [
    (["--of", "reversed", "--of", "deferred"], lambda log: log.changes.of("reversed", "deferred")),
    (["--on", "speaker"], lambda log: log.changes.on("speaker")),
    (["--by", "Dmitry Peskov"], lambda log: log.changes.by("Dmitry Peskov")),
    (["--about", "Ukraine"], lambda log: log.changes.about("Ukraine")),
    (["--claim", CLAIM], lambda log: log.changes.claim(CLAIM)),
    (["--field", "due", "--of", "deferred"], lambda log: log.changes.field("due").of("deferred")),
    (["--citing", "reuters-2025-02-21"], lambda log: log.changes.citing("reuters-2025-02-21")),
    (["--between", "2025-02-21", "2025-02-22"], lambda log: log.changes.between("2025-02-21", "2025-02-22")),
    (["--at", "2025-02-20", "--limit", "9"], lambda log: log.changes.at("2025-02-20").limit(9)),
]
SOURCES: list[tuple[list[str], Callable[[FactLog], Query[Any]]]] = [
    (["--where", "publisher=BBC"], lambda log: log.sources.where(publisher="BBC")),
    (["--where", "author=Bose"], lambda log: log.sources.where(author="Bose")),
    (["--where", "container-title=Sky News"], lambda log: log.sources.where(container_title="Sky News")),
    (["--where", "issued=", "--where", "language=en"], lambda log: log.sources.where(issued=None, language="en")),
    (["--stale-before", "2025-02-20"], lambda log: log.sources.stale(before="2025-02-20")),
    (["--dependents", "sky-2025-02-19"], lambda log: log.sources.dependents("sky-2025-02-19")),
    (
        ["--dependents", "sky-2025-02-19", "--at", "2025-02-21"],
        lambda log: log.sources.at("2025-02-21").dependents("sky-2025-02-19"),
    ),
]
TIMELINES: list[tuple[list[str], Callable[[FactLog], Query[Any]]]] = [
    (["--claimant", "Donald Trump"], lambda log: log.timeline(claimant="Donald Trump")),
    (["--subject", "Ukraine"], lambda log: log.timeline(subject="Ukraine")),
    (["--id", CLAIM, "--claimant", "Donald Trump"], lambda log: log.timeline(id=CLAIM, claimant="Donald Trump")),
]
QUERIES = [
    (command, arguments, query)
    for command, cases in {"claims": CLAIMS, "changes": CHANGES, "sources": SOURCES, "timeline": TIMELINES}.items()
    for arguments, query in cases
]


@pytest.mark.parametrize(
    ("command", "arguments", "query"), QUERIES, ids=[" ".join([command, *rest]) for command, rest, _ in QUERIES]
)
def test_a_command_is_a_query(
    command: str, arguments: list[str], query: Callable[[FactLog], Query[Any]], riyadh: FactLog, place: Path, ask: Ask
) -> None:
    """Each option of a command narrows as the method of its name does."""
    expected = query(riyadh)
    every: Query[Any] = getattr(riyadh, command) if command != "timeline" else riyadh.timeline()
    assert 0 < expected.count() < every.count()
    assert json.loads(ask(command, place, *arguments, "--json")) == expected.to_dicts()


def test_known_at(place: Path, riyadh: FactLog, ask: Ask) -> None:
    """``--at`` and ``--known-at`` set both moments; what was recorded later is not counted."""
    first = next(riyadh.snapshots()).commit
    assert ask("claims", place, "--at", "2025-02-20", "--known-at", first or "", "--count") == "7\n"
    assert ask("claims", place, "--known-at", "2024", "--count") == "0\n"


def test_contradicted_uncited_and_retrieved_differently(tmp_path: Path, ask: Ask) -> None:
    """``--contradicted``, ``--uncited`` and ``--retrieved-differently`` find what the Riyadh record has none of."""
    place = tmp_path / "log.git"
    with factlog.init(place) as log:
        twice = Source("twice", title="Read twice")
        one, other = (
            Claim(name, subject="bridge", predicate="paid by", value=name, claimant=name).cite(
                Citation(twice, retrieved=day)
            )
            for name, day in (("ann", "2024-03-01"), ("bob", "2024-03-02"))
        )
        log.record([one, other, Claim("calm", subject="sea", predicate="state", value="calm"), Source("never", title="N")])
    assert ask("claims", place, "--contradicted", "--ids").split() == ["ann", "bob"]
    assert ask("sources", place, "--uncited", "--ids").split() == ["never"]
    assert ask("sources", place, "--retrieved-differently", "--ids").split() == ["twice"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("blue", "value=blue"),
        ("a=b", "value=a=b"),
        (Item("Riyadh", "Q3692"), "value=Riyadh"),
        (3, "value=3"),
        (2.5, "value=2.5"),
        (Quantity(3, "person"), "value=3 person"),
        (Quantity(4), "value=4"),
        (When("2025-02"), "value=2025-02"),
        (True, "value=true"),
        (SOMEVALUE, "value=some value"),
        (NOVALUE, "value=no value"),
        (None, "value="),
    ],
    ids=str,
)
def test_values_as_they_are_written(value: Any, written: str, tmp_path: Path, ask: Ask) -> None:
    """A value of any type is found as it is printed; no value is found by an empty one."""
    held = {} if value is None else {"value": value}
    with factlog.init(tmp_path / "log.git") as log:
        log.record([Claim("a", subject="s", predicate="p", **held), Claim("b", subject="s", predicate="p", value="else")])
    assert ask("claims", tmp_path / "log.git", "--where", written, "--ids") == "a\n"


def test_numbers_of_csl(tmp_path: Path, ask: Ask) -> None:
    """A field of a source is found as it is written, be it a number or text there."""
    with factlog.init(tmp_path / "log.git") as log:
        extra: list[Any] = [{"number": 12}, {"number": "12"}, {"number": 13}]
        log.record([Source(f"s{place}", title="t", extra=given) for place, given in enumerate(extra)])
    assert ask("sources", tmp_path / "log.git", "--where", "number=12", "--ids").split() == ["s0", "s1"]


def test_years_of_csl(tmp_path: Path, ask: Ask) -> None:
    """A date or an id that is a year is text, and no number."""
    with factlog.init(tmp_path / "log.git") as log:
        log.record([Source("2025", title="t", issued="2025"), Source("2024", title="t", issued="2025-02")])
    for wanted in ("issued=2025", "id=2025"):
        assert ask("sources", tmp_path / "log.git", "--where", wanted, "--ids").split() == ["2025"]


def test_a_table(place: Path, ask: Ask) -> None:
    """Without a form, the answer is an aligned table of few columns under their names."""
    assert ask("claims", place, "--where", "predicate=started by", "--at", "2025-02-20").splitlines() == [
        "id                         claimant      said        claim",
        "trump/who-started-the-war  Donald Trump  2025-02-18  2022 Russian invasion of Ukraine started by Ukraine",
    ]
    assert ask("changes", place, "--of", "reversed").splitlines() == [
        "taken       id                         kinds     change",
        "2025-02-22  trump/who-started-the-war  reversed  Ukraine → Russia",
    ]
    assert ask("sources", place, "--dependents", "dw-2025-02-22").splitlines()[1].split("  ")[:2] == [
        "2025-03-21",
        "rubio/test-russia",
    ]
    assert ask("claims", place, "--by", "Nobody") == "nothing found\n"


def test_wide_characters_are_aligned(place: Path, ask: Ask) -> None:
    """Columns stand under one another where characters are two cells wide."""
    query = "SELECT container_title AS site, id FROM sources WHERE id LIKE 'w%ja%' OR id LIKE 'dw%' ORDER BY id"
    assert ask("sql", place, query).splitlines() == [
        "site            id",
        "Deutsche Welle  dw-2025-02-22",
        "ウィキペディア  wikipedia-ja-2025-03-21",
    ]


def test_csv(place: Path, riyadh: FactLog, ask: Ask) -> None:
    """``--csv`` is RFC 4180: lines end in CR LF, quotes are doubled, and every row has the columns of the first line."""
    printed = ask("claims", place, "--csv")
    assert printed.count("\r\n") == len(riyadh.claims) + 1
    header, *rows = csv.reader(io.StringIO(printed, newline=""), strict=True)
    table = riyadh.claims.to_table()
    assert tuple(header) == table.columns
    assert {len(row) for row in rows} == {len(header)}
    texts = [row["text"] for row in table]
    assert [row[header.index("text")] for row in rows] == texts
    assert {row[header.index("exclusive")] for row in rows} == {"true", "false"}
    assert ask("claims", place, "--csv", "--by", "Nobody") == ",".join(header) + "\r\n"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://example.org")'])
def test_csv_holds_no_formula(cell: str, place: Path, ask: Ask) -> None:
    """A text that a spreadsheet would run has an apostrophe before it; a negative number has none."""
    printed = ask(
        "sql", place, "SELECT :cell AS cell, -1 AS number, 'a\nb, \"c\"' AS lines", "--param", f"cell={cell}", "--csv"
    )
    assert list(csv.reader(io.StringIO(printed, newline=""))) == [
        ["cell", "number", "lines"],
        [f"'{cell}", "-1", 'a\nb, "c"'],
    ]


CELLS = st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])).map(visible)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_csv_keeps_every_cell(rows: list[tuple[Any, ...]]) -> None:
    """What a reader of CSV gets back is what was there, save an apostrophe before what looks like a formula."""
    with redirect_stdout(io.StringIO(newline="")) as printed:
        say_csv(["a", "b", "c"], rows)
    printed.seek(0)
    header, *found = csv.reader(printed, strict=True)
    assert header == ["a", "b", "c"]
    for row, cells in zip(rows, found, strict=True):
        for given_cell, cell in zip(row, cells, strict=True):
            written = "" if given_cell is None else str(given_cell)
            formula = isinstance(given_cell, str) and written.lstrip().startswith(("=", "+", "-", "@"))
            assert cell == ("'" + written if formula else written)


def test_forms_of_an_answer(place: Path, ask: Ask) -> None:
    """``--ids``, ``--count`` and ``--receipt`` print ids, a number, and what the answer is computed on."""
    trump = ["claims", place, "--by", "Donald Trump", "--at", "2025-02-20"]
    assert ask(*trump, "--ids").split() == [
        "trump/disappointed-by-ukraine",
        "trump/end-the-war",
        "trump/who-could-have-prevented-it",
        CLAIM,
    ]
    assert ask(*trump, "--count") == "4\n"
    receipt = json.loads(ask(*trump, "--receipt"))
    assert receipt["taken"] == "2025-02-20T23:59:59Z"
    assert (receipt["hidden"], receipt["backfilled"]) == (34, 27)
    assert ask("changes", place, "--of", "reversed", "--ids") == f"{CLAIM}\n"


def test_an_empty_log(tmp_path: Path, ask: Ask) -> None:
    """Of an empty log every question has an empty answer."""
    place = tmp_path / "log.git"
    factlog.init(place).close()
    for command in ("claims", "changes", "sources", "timeline"):
        assert ask(command, place) == "nothing found\n"
        assert ask(command, place, "--json") == "[]\n"
    assert ask("sql", place, "SELECT * FROM claims", "--json") == "[]\n"


def test_sql(place: Path, ask: Ask) -> None:
    """``sql`` runs a SELECT with parameters; as JSON, what JSON does not know is text."""
    query = "SELECT id, said FROM claims WHERE claimant = :who AND said = :said"
    assert json.loads(
        ask("sql", place, query, "--param", "who=Dmitry Peskov", "--param", "said=2025-02-18/2025-02-19", "--json")
    ) == [{"id": "peskov/next-meeting", "said": "2025-02-18/2025-02-19"}]
    odd = "SELECT x'00ff' AS bytes, 9e999 AS endless, NULL AS empty, 1.5 AS number"
    assert json.loads(ask("sql", place, odd, "--json")) == [
        {"bytes": "00ff", "endless": "inf", "empty": None, "number": 1.5}
    ]
    assert ask("sql", place, "SELECT char(27) || '[2J' AS x, 'a' || char(10) || 'b' AS y").splitlines() == [
        "x     y",
        "\ufffd[2J  a b",
    ]
    assert ask("sql", place, "SELECT :nothing IS NULL AS x", "--param", "nothing=").split() == ["x", "1"]
    assert ask("sql", place, "SELECT 1 AS id, 2 AS id").split() == ["id", "id", "1", "2"]


def test_index(place: Path, ask: Ask) -> None:
    """``index`` prints the path of a SQLite file, up to date, in which every view can be read without factlog."""
    file = Path(ask("index", place).strip())
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        counts = {view: connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] for view in views}
    assert counts == {
        "snapshots": 6,
        "versions": 61,
        "claims": 51,
        "changes": 61,
        "claim_values": counts["claim_values"],
        "citations": counts["citations"],
        "links": 0,
        "source_versions": 31,
        "sources": 31,
    }
    assert counts["claim_values"] > 61
    assert counts["citations"] > 61


def test_the_documentation_tells_every_view_and_column(riyadh: FactLog) -> None:
    """docs/queries.md has a row for each view of the index, which names its columns, all of them and no other."""
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8").split("## The views")[1]
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| `")]
    other = re.compile("those of `text`|`somevalue`|`novalue`")
    told = {view.strip("`"): re.findall(r"`(\w+)`", other.sub("", columns)) for view, _, columns in rows}
    assert told.pop("claims") == ["versions"]
    assert told.pop("sources") == ["source_versions"]
    told |= {"claims": told["versions"], "sources": told["source_versions"]}
    with closing(sqlite3.connect(riyadh.index())) as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        columns = {view: [row[1] for row in connection.execute(f"PRAGMA table_info({view})")] for view in views}
    assert {view: sorted(names) for view, names in told.items()} == {view: sorted(names) for view, names in columns.items()}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claims", "LOG", "--where", "zork"], "expected FIELD=VALUE"),
        (["claims", "LOG", "--where", "=x"], "expected FIELD=VALUE"),
        (["claims", "LOG", "--where", "claimnt=x"], "did you mean claimant"),
        (["claims", "LOG", "--where", "self=x"], "expected a field, got 'self'"),
        (["sources", "LOG", "--where", "self=x"], "expected a field, got 'self'"),
        (["sql", "LOG", "SELECT 1 AS id, 2 AS id", "--json"], "expected a name of its own for each column, got 'id' twice"),
        (["claims", "LOG", "--where", "exclusive=perhaps"], "expected true or false"),
        (["claims", "LOG", "--where", "force=promis"], "did you mean promise"),
        (["claims", "LOG", "--text", "x"], "2 characters"),
        (["claims", "LOG", "--said-on", "2025-02-30"], "2025-02-30"),
        (["claims", "LOG", "--said-on", "2025?"], "expected a date without"),
        (["claims", "LOG", "--limit", "-1"], "expected a whole number"),
        (["claims", "LOG", "--limit", "many"], "many"),
        (["claims", "LOG", "--order-by", "zork"], "field to order by"),
        (["claims", "LOG", "--at", "no-such-revision"], "no-such-revision"),
        (["claims", "LOG", "--json", "--csv"], "expected one of --json and --csv"),
        (["claims", "LOG", "--ids", "--count"], "expected one of --ids and --count"),
        (["claims", "nowhere.git"], "expected a log"),
        (["changes", "LOG", "--of", "revers"], "did you mean reversed"),
        (["changes", "LOG", "--on", "speakr"], "did you mean speaker"),
        (["changes", "LOG", "--between", "2025-03", "2025-02"], "begins before it ends"),
        (["changes", "LOG", "--between", "2025-03"], "--between"),
        (["sources", "LOG", "--where", "titel=x"], "did you mean title"),
        (["sources", "LOG", "--dependents", "x", "--uncited"], "without other conditions"),
        (["sql", "LOG", "DELETE FROM claim"], "not authorized"),
        (["sql", "LOG", "ATTACH ':memory:' AS other"], "expected a SELECT"),
        (["sql", "LOG", "SELECT 1", "--param", "zork"], "expected FIELD=VALUE"),
        (["sql", "LOG", "SELECT :seconds", "--param", "seconds=1"], "expected another name than seconds"),
        (["sql", "LOG"], "--query"),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, list) else "",
)
def test_wrong_use(
    arguments: list[str],
    told: str,
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wrong use has status 2 and a message on the error stream that says what was expected."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([str(place) if argument == "LOG" else argument for argument in arguments])
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert told in printed.err


def test_on_a_terminal(place: Path) -> None:
    """On a terminal a table keeps to its width, with folded cells, and harmless characters only."""
    query = "SELECT id, predicate, char(27) || '[2J' AS harm FROM claims WHERE id LIKE 'trump/%'"
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "40", "TERM": "xterm", "NO_COLOR": "1"}
    command = [sys.executable, "-W", "error", "-m", "factlog.cli", "sql", str(place), query]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        printed = b""
        while chunk := _read(ours):
            printed += chunk
    os.close(ours)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", printed.decode()).splitlines()
    assert process.returncode == 0
    assert max(map(len, lines)) <= 40
    assert lines[0].split() == ["id", "predicate", "harm"]
    assert "\ufffd[2J" in lines[1]
    assert "\x1b" not in "".join(lines)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # Linux says so when the other end is closed
        return b""
