"""The example of the design, as written, and the promise that another story changes nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from log.logs import claim

import factlog
from factlog import Axis, Citation, Claim, FactLog, Kind, Source

ID = "trump/who-started-the-war"


def record(path: Path) -> FactLog:
    """The first half of the example: what is recorded."""
    log = factlog.init(path)
    sky = Source("sky-2025-02-19", title="…", publisher="Sky News", issued="2025-02-19", language="en")
    started = Claim(
        "trump/who-started-the-war",
        subject="2022 Russian invasion of Ukraine",
        predicate="started by",
        value="Ukraine",
        claimant="Donald Trump",
        said="2025-02-18",
        text={"en": "You should have never started it."},
        citations=[Citation(sky, retrieved="2025-02-20")],
    )
    log.record([started], message="Trump blames Ukraine", taken="2025-02-20")

    reuters = Source("reuters-2025-02-21", title="…", publisher="Reuters", issued="2025-02-21", language="en")
    log.record(
        [
            started.revise(
                value="Russia",
                said="2025-02-21",
                text={"en": "Russia attacked, but …"},
                citations=[Citation(reuters, retrieved="2025-02-22")],
            )
        ],
        message="Trump reverses",
        taken="2025-02-22",
    )
    return log


@pytest.fixture
def example(path: Path) -> Iterator[FactLog]:
    """The log of the example."""
    with record(path) as log:
        yield log


def answers(log: FactLog) -> list[object]:
    """Everything that can be asked about the claim of the example."""
    return [
        [str(change) for change in log.diff("2025-02-20", "2025-02-22").about(ID)],
        [log.at(day)[ID] for day in ("2025-02-20", "2025-02-21", "2025-02-22", "2025-03-01", "2025")],
        [(version.taken, version.claim, version.message, version.commit) for version in log.history(ID)],
        log.blame(ID),
        [change for change in log.changes if change.id == ID],
    ]


def test_the_example(example: FactLog) -> None:
    """The example of the design gives what its comments say."""
    printed = [str(change) for change in example.diff("2025-02-20", "2025-02-22")]
    assert printed == ["trump/who-started-the-war  reversed  Ukraine → Russia"]
    assert example.at("2025-02-21")["trump/who-started-the-war"].value == "Ukraine"
    history = [(version.taken.isoformat(), version.claim and version.claim.value) for version in example.history(ID)]
    assert history == [("2025-02-20T00:00:00+00:00", "Ukraine"), ("2025-02-22T00:00:00+00:00", "Russia")]


def test_exactly_one_change(example: FactLog) -> None:
    """The two snapshots of the example differ by exactly one change: reversed, on the axis of the speaker."""
    (change,) = example.diff("2025-02-20", "2025-02-22")
    assert change.kinds == {Kind.REVERSED} == {"reversed"}
    assert change.axis is Axis.SPEAKER
    assert f"{change.axis}" == "speaker"
    assert change.before is not None
    assert change.after is not None
    assert (change.before.value, change.after.value) == ("Ukraine", "Russia")
    assert [citation.retrieved for citation in change.before.citations] == ["2025-02-20"]
    assert [citation.retrieved for citation in change.after.citations] == ["2025-02-22"]
    assert {("values", 0), ("said",), ("text", "en")} <= {edit.path for edit in change.edits}


def test_the_sources_of_the_example(example: FactLog) -> None:
    """The second snapshot brought one source; the first one's stays in the log."""
    sources = example.diff("2025-02-20", "2025-02-22").sources
    assert [source.id for source in sources.added] == ["reuters-2025-02-21"]
    assert (sources.removed, sources.edited) == ((), ())
    assert {source.id for source in example.sources} == {"sky-2025-02-19", "reuters-2025-02-21"}


@pytest.mark.parametrize("taken", ["2010-01-01", "2025-02-20", "2025-02-21", "2025-02-22", "2025-03-01"])
def test_a_backfill_of_another_story(example: FactLog, taken: str) -> None:
    """A backfill about another story, recorded later and taken at any time, changes no answer about this one."""
    before = answers(example)
    other = Source("other", title="Another story")
    example.record([claim("sky/colour", citations=[Citation(other, retrieved="2025-02-20")])], taken=taken)
    example.record([claim("sky/colour", "red")], taken=taken)
    assert answers(example) == before
    example.record([], remove=["sky/colour"], taken=taken)
    assert answers(example) == before


def test_the_claim_before_its_story_began(example: FactLog) -> None:
    """A backfill opens earlier moments, at which this story's claim is not there."""
    example.record([claim("sky/colour")], taken="2010-01-01")
    assert ID not in example.at("2015")
    assert ID not in example.at("2025-02-19")
    assert [change.kinds for change in example.diff("2015", "2025-02-20")] == [{Kind.ADDED}]
