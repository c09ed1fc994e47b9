"""Moments: a date, a datetime, their ISO text, a snapshot, or any git revision; and what is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from log.logs import claim, git

import factlog
from factlog import FactLog, InvalidDateError, InvalidError, NotFoundError, SnapshotNotFoundError

TOKYO = timezone(timedelta(hours=9))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FactLog, Path]]:
    """A log with a snapshot for each of the last seconds before, and the first ones of, a day, a month and a year.

    The claim's value is the number of the snapshot.
    """
    path = tmp_path_factory.mktemp("moments") / "log.git"
    with factlog.init(path) as log:
        for number, taken in enumerate(TAKEN):
            log.record([claim("a", number)], taken=taken)
        git(path, "branch", "side", "main~5")
        git(path, "tag", "first", "main~6")
        git(path, "tag", "2025-02-20", "main~6")
        git(path, "tag", "--annotate", "--message=Annotated", "annotated", "main~4")
        git(path, "branch", "2025", "main~6")
        yield log, path


TAKEN = (
    "2025-02-19",
    "2025-02-20T09:30:00Z",
    "2025-02-20T09:30:59Z",
    "2025-02-20T23:59:59Z",
    "2025-02-21",
    "2025-02-28T23:59:59Z",
    "2025-12-31T23:59:59Z",
)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # text of each precision: the end of that period
        ("2025", 6),
        ("2025-02", 5),
        ("2025-11", 5),
        ("2025-02-19", 0),
        ("2025-02-20", 3),
        ("2025-02-21", 4),
        ("2025-02-20T09:29:59Z", 0),
        ("2025-02-20T09:30:00Z", 1),
        ("2025-02-20T09:30Z", 2),
        ("2025-02-20T09:30:58Z", 1),
        ("2025-02-20T09:30:59Z", 2),
        ("2025-02-20T23:59:58Z", 2),
        ("2025-02-20T23:59:59Z", 3),
        ("2025-02-20T09:30:00", 1),
        ("2025-02-20T18:30:00+09:00", 1),
        ("2025-02-20T18:29:59+09:00", 0),
        ("2025-02-20T04:30:00-05:00", 1),
        ("2026", 6),
        ("9999", 6),
        # dates and datetimes
        (date(2025, 2, 20), 3),
        (date(2025, 2, 19), 0),
        (datetime(2025, 2, 20, tzinfo=UTC), 0),
        (datetime(2025, 2, 20, 9, 30, tzinfo=UTC), 1),
        (datetime(2025, 2, 20, 9, 30), 1),  # noqa: DTZ001  # naive is UTC
        (datetime(2025, 2, 20, 9, 29, 59), 0),  # noqa: DTZ001
        (datetime(2025, 2, 20, 18, 30, tzinfo=TOKYO), 1),
        (datetime(2025, 2, 20, 18, 29, 59, tzinfo=TOKYO), 0),
        (datetime(2025, 2, 20, 9, 29, 59, 999_999, tzinfo=UTC), 0),
        # revisions
        ("HEAD", 6),
        ("HEAD~1", 5),
        ("main~2", 4),
        ("main^^^", 3),
        ("main", 6),
        ("side", 1),
        ("refs/heads/side", 1),
        ("first", 0),
        ("annotated", 2),
        ("refs/tags/2025-02-20", 0),
        ("tags/2025-02-20", 0),
        ("refs/heads/2025", 0),
    ],
    ids=str,
)
def test_moment(shared: tuple[FactLog, Path], moment: str | date, expected: int) -> None:
    """A moment means the end of the period that it names, in UTC, or the commit that a revision names."""
    log, _ = shared
    assert log.at(moment)["a"].value == expected


@pytest.mark.parametrize("number", range(len(TAKEN)))
def test_commits_and_snapshots(shared: tuple[FactLog, Path], number: int) -> None:
    """A commit's name, whole or short, and a snapshot are moments that stand for themselves."""
    log, path = shared
    revision = f"main~{len(TAKEN) - 1 - number}"
    whole, short = git(path, "rev-parse", revision), git(path, "rev-parse", "--short", revision)
    for moment in (whole, short, whole[:12], log.at(whole), log.at(TAKEN[number] if "T" in TAKEN[number] else whole)):
        assert log.at(moment)["a"].value == number
        assert log.at(moment).commit == whole
        assert log.known_at(moment).commit == whole


def test_moments_mix(shared: tuple[FactLog, Path]) -> None:
    """The two moments of a diff may be of different sorts."""
    log, _ = shared
    assert [str(change) for change in log.diff("first", date(2025, 2, 20))] == ["a  corrected  0 → 3"]
    assert [str(change) for change in log.diff(log.at("first"), "HEAD~1")] == ["a  corrected  0 → 5"]
    assert list(log.diff("2025-02", log.at("2025-02"))) == []


@pytest.mark.parametrize(
    "moment",
    [
        "2025-02-30",
        "2025-13",
        "2025-00",
        "2025-02-00",
        "2025-02-29",
        "2025-02-20T24:00:00Z",
        "2025-02-20T09:60:00Z",
        "2025-02-20T09:30:00+25:00",
        "2025-02-20T",
        # no single moment
        "2025-02-20/2025-02-21",
        "2025/2026",
        "../2025-02-20",
        "2025-02-20/..",
        "2025-02-20/",
        "/2025-02-20",
        "2025~",
        "2025?",
        "2025-02~",
        "2025-02?",
        "2025-02-20~",
        "2025-02-20?",
        "2025-02-20%",
        # nothing that could be one
        None,
        20250220,
        1740000000.0,
        b"2025-02-20",
        ("2025-02-20",),
        timedelta(days=1),
    ],
    ids=repr,
)
def test_refused_as_a_date(shared: tuple[FactLog, Path], moment: Any) -> None:
    """Intervals, doubtful and impossible dates, and what is neither date nor text, are refused as moments."""
    log, _ = shared
    for ask in (log.at, log.known_at, lambda moment: log.diff(moment, "2025"), lambda moment: log.diff("2025", moment)):
        with pytest.raises(InvalidDateError, match="expected"):
            ask(moment)
    if moment is not None:
        with pytest.raises(InvalidDateError, match="expected"):
            log.record([claim("b")], base=moment)


@pytest.mark.parametrize(
    "moment",
    [
        "",
        " ",
        "nowhere",
        "refs/tags/nowhere",
        "main~100",
        "HEAD\nmain",
        "main\n",
        "\nmain",
        "main\x00",
        "main\rmain",
        "HEAD^{tree}",
        "main:claims/a.json",
        "main..side",
        "^main",
        "--all",
        "-1",
        "0" * 40,
        "f" * 40,
        "@{-1}",
        "main side",
        "2025-02-20 main",
        "yesterday",
        "20250220",
        "x" * 10_000,
        "ゼレンスキー",
    ],
    ids=lambda moment: repr(moment[:20]),
)
def test_refused_as_a_revision(shared: tuple[FactLog, Path], moment: str) -> None:
    """Text that names no commit is refused, whatever it would do to git's input; the log answers on."""
    log, _ = shared
    for ask in (log.at, log.known_at, lambda moment: log.diff(moment, "2025")):
        with pytest.raises((SnapshotNotFoundError, InvalidDateError), match="expected"):
            ask(moment)
    assert log.at("main")["a"].value == 6
    assert log.at("first")["a"].value == 0


def test_a_snapshot_of_another_log(shared: tuple[FactLog, Path], log: FactLog) -> None:
    """A snapshot of another log is no moment of this one: the error blames what was given, not the log."""
    mine, _ = shared
    other = log.record([claim()], taken="2025-02-20")
    asked: list[Callable[[], object]] = [
        lambda: mine.at(other),
        lambda: mine.known_at(other),
        lambda: mine.at("2025", known_at=other),
        lambda: mine.diff(other, "2025"),
        lambda: mine.diff("2025", other),
    ]
    for ask in asked:
        with pytest.raises((InvalidError, NotFoundError), match="expected"):
            ask()


def test_an_empty_snapshot_as_a_moment(log: FactLog) -> None:
    """The empty snapshot of an empty log is before the first snapshot, and compares as empty once there is one."""
    empty = log.latest()
    with pytest.raises(SnapshotNotFoundError):
        log.known_at(empty)
    log.record([claim()], taken="2025-02-20")
    assert [change.kinds for change in log.diff(empty, log.latest())] == [{"added"}]


def test_a_year_before_the_first_snapshot(shared: tuple[FactLog, Path]) -> None:
    """A date before the first snapshot, even before 1970, is a moment at which there was none."""
    log, _ = shared
    for moment in ("2024", "1969", "1000-01-01", "0001", date(1900, 1, 1)):
        with pytest.raises(SnapshotNotFoundError):
            log.at(moment)


def test_a_year_may_be_a_branch(shared: tuple[FactLog, Path]) -> None:
    """Text that reads as an ISO date is a date, though a branch or tag has that name."""
    log, _ = shared
    assert log.at("2025")["a"].value == 6
    assert log.at("2025-02-20")["a"].value == 3
