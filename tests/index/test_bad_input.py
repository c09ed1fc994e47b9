"""What nobody should ask is refused with an error of factlog's that says what was expected; nothing else comes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from operator import and_, or_
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from log.logs import cited, claim

import factlog
from factlog import (
    FactLog,
    FactlogError,
    InvalidDateError,
    InvalidError,
    Quantity,
    SnapshotNotFoundError,
    When,
)

HOSTILE = (
    *(
        "'",
        '"',
        "';--",
        "' OR 1=1 --",
        '" OR ""="',
        "%",
        "_",
        "*",
        "{}",
        "{0}",
        "{cited}",
        "\\",
        "a'); DROP TABLE claim; --",
    ),
    *(
        "$.x",
        '$."x',
        ":place",
        "?1",
        "\ue000\ue000",
        "\ue002\ue002\ue002",
        "\U0010ffff" * 2,
        "x\ud7ff",
        "nul\x00l",
        "\ud800",
        "a\n",
    ),
)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactLog]:
    """A log of two claims, which no test changes."""
    with factlog.init(tmp_path_factory.mktemp("bad") / "log.git") as made:
        made.record([cited("a", text={"en": "The sky is blue"}, tags=["sky"], said="2025-02-18")], taken="2025-02-20")
        made.record([claim("b", "grey", claimant="X")], taken="2025-02-21")
        yield made


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda log: log.claims.where(claimnt="X"), "did you mean claimant"),
        (lambda log: log.claims.where(xyzzy="X"), "known are id, subject, predicate"),
        (lambda log: log.claims.where(force="promis"), "did you mean promise"),
        (lambda log: log.claims.where(stance="support"), "did you mean supports"),
        (lambda log: log.claims.where(rank=5), "expected a rank, got 5"),
        (lambda log: log.claims.order_by("sayd"), "did you mean said"),
        (lambda log: log.claims.order_by("--said"), "did you mean said"),
        (lambda log: log.claims.order_by(3), "expected a field to order by, got 3"),
        (lambda log: log.claims.group_by("tagg"), "did you mean tag"),
        (lambda log: log.changes.of("reversd"), "did you mean reversed"),
        (lambda log: log.changes.of("added", "x y z"), "known are retracted, reinterpreted"),
        (lambda log: log.changes.on("speakr"), "expected an axis, got 'speakr': did you mean speaker"),
        (lambda log: log.changes.field("valu"), "did you mean value"),
        (lambda log: log.changes.order_by("subject"), "expected a field to order by"),
        (lambda log: log.changes.group_by("kinds"), "did you mean kind"),
        (lambda log: log.sources.where(publishr="X"), "did you mean publisher"),
        (lambda log: log.sources.where(**{"Publisher-Plase": "X"}), "did you mean publisher-place"),
        (lambda log: log.sources.order_by("isued"), "did you mean issued"),
        (lambda log: log.sources.group_by("titel"), "did you mean title"),
    ],
)
def test_unknown_names(log: FactLog, ask: Callable[[FactLog], Any], told: str) -> None:
    """For a field, a kind or an axis that is not there, the nearest names are told."""
    with pytest.raises(InvalidError, match=told):
        ask(log)


_BAD_DATES = ("2025-02-30", "2025-13", "yesterday", "", "18/02/2025", "2025-02-18T25:00Z", "9" * 100, "2025\ud800")


@pytest.mark.parametrize("clock", ["said", "due", "issued", "retrieved", "taken", "recorded"])
@pytest.mark.parametrize("limit", ["before", "after", "on"])
@pytest.mark.parametrize("given", [*_BAD_DATES, "2025~", "2025?", "2025-02%", 5, 2025.0, True, b"2025", ["2025"], time])
def test_impossible_dates(log: FactLog, clock: str, limit: str, given: Any) -> None:
    """A clock is compared with a date that there is, and that is certain."""
    with pytest.raises(InvalidDateError):
        getattr(log.claims, clock)(**{limit: given})


@pytest.mark.parametrize(
    "ask",
    [
        lambda log, when: log.claims.at(when),
        lambda log, when: log.changes.at(when),
        lambda log, when: log.sources.at(when),
        lambda log, when: log.claims.known_at(when),
        lambda log, when: log.changes.between(when, "2025"),
        lambda log, when: log.changes.between("2025", when),
        lambda log, when: log.claims.overdue(when),
        lambda log, when: log.claims.valid_at(when),
        lambda log, when: log.sources.stale(before=when),
    ],
)
@pytest.mark.parametrize("when", [*_BAD_DATES, "2025~", "../2025~", 5, b"2025", ("2025",), object()])
def test_impossible_moments(log: FactLog, ask: Callable[[FactLog, Any], Any], when: Any) -> None:
    """A moment is a date that there is, a snapshot or a revision of the log."""
    with pytest.raises((InvalidError, SnapshotNotFoundError)):
        ask(log, when)


@pytest.mark.parametrize("name", ["said", "since", "until", "due"])
@pytest.mark.parametrize("given", [when for when in _BAD_DATES if when])
def test_fields_that_are_dates(log: FactLog, name: str, given: str) -> None:
    """No claim can have an impossible date, so that nobody asks for one by a slip."""
    with pytest.raises(InvalidDateError):
        log.claims.where(**{name: given})


def test_dates_as_objects(log: FactLog) -> None:
    """A date field compares with a ``date`` or a ``datetime`` as it would be recorded."""
    log_claims = log.claims
    assert log_claims.where(said=date(2025, 2, 18)).ids() == ("a",)
    assert log_claims.where(said=When("2025-02-18")).ids() == ("a",)
    assert log_claims.where(said=datetime(2025, 2, 18, 1, tzinfo=UTC)).ids() == ()
    assert "2025-02-18T01:00:00Z" in repr(log_claims.where(said=datetime(2025, 2, 18, 1, tzinfo=UTC))._conditions)


def test_empty_limits(log: FactLog) -> None:
    """A clock, a range and a number of sources need one limit at least."""
    for ask in (log.claims.said, log.claims.issued, log.claims.value, log.claims.independent_sources):
        with pytest.raises(InvalidError):
            ask()


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("1", "2"),
        (True, None),
        (None, False),
        (1, Quantity(2)),
        (Quantity(1, "hour"), Quantity(2, "day")),
        (1, When("2025")),
        (When("2025~"), None),
        (None, When("2025?")),
        (float("nan"), None),
        (None, float("inf")),
        (10**1001, None),
        (object(), None),
    ],
)
def test_ranges_of_nothing(log: FactLog, low: Any, high: Any) -> None:
    """A range lies between two numbers, two quantities of one unit or two dates that are certain."""
    with pytest.raises(InvalidError):
        log.claims.value(min=low, max=high)


def test_contradictory_moments(log: FactLog) -> None:
    """A query has one moment on each clock, and a snapshot its own."""
    asked = log.claims.at("2025-02-20")
    for ask in (
        lambda: asked.at("2025-02-21"),
        lambda: log.claims.known_at("2025").known_at("2026"),
        lambda: log.latest().claims.at("2025"),
        lambda: log.latest().sources.known_at("2025"),
        lambda: asked & log.claims,
        lambda: asked | log.claims.at("2025-02-21"),
        lambda: log.claims | log.latest().claims,
    ):
        with pytest.raises(InvalidError):
            ask()
    assert asked.at("2025-02-20") == asked


def test_queries_that_do_not_combine(log: FactLog, tmp_path: Any) -> None:
    """Queries of two kinds, of two logs, with a limit, or with something else altogether do not combine."""
    with factlog.init(tmp_path / "other.git") as other:
        for one, two in (
            (log.claims, log.changes),
            (log.claims, other.claims),
            (log.claims.limit(1), log.claims),
            (log.claims, log.claims.limit(1)),
        ):
            for combine in (and_, or_):
                with pytest.raises(InvalidError):
                    combine(one, two)
        with pytest.raises(InvalidError):
            _ = ~log.claims.limit(1)
        with pytest.raises(InvalidError):
            log.claims.limit(1).by("X")
    for other_thing in (None, 5, "claims"):
        with pytest.raises((InvalidError, TypeError)):
            _ = log.claims & other_thing  # type: ignore[operator]  # that is what is tested


@pytest.mark.parametrize("count", [-1, 1.0, True, "1", None, 10**30])
def test_limits(log: FactLog, count: Any) -> None:
    """A limit is a whole number that SQLite knows."""
    with pytest.raises(InvalidError):
        log.claims.limit(count)


@pytest.mark.parametrize(
    "words", ["", " ", "\u3000", "x", "blue x", "a\x00b", "\ud800\ud800", "x" * 1001, "\u202eblue", 5, None, b"blue"]
)
def test_words(log: FactLog, words: Any) -> None:
    """Words to look for are text of two characters and more, and not a book."""
    with pytest.raises(InvalidError):
        log.claims.text(words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("blue AND sky", 0),
        ("blue OR grey", 0),
        ("NOT grey", 0),
        ('"blue"', 0),
        ("blue*", 0),
        ("en:blue", 0),
        ("NEAR(sky blue)", 0),
        ("bl ue", 1),
        ("SKY the", 1),
        ("(sky", 0),
        ('"', None),
        ("^the", 0),
        ("{text}", 0),
        (" ".join(["sky"] * 200), 1),
        ("ab" * 500, 0),
        (" ".join(f"{number:x}" for number in range(256, 500)), 0),
    ],
)
def test_signs_are_signs(log: FactLog, words: str, found: int | None) -> None:
    """No word and no sign of a query for text is an operator."""
    if found is None:
        with pytest.raises(InvalidError):
            log.claims.text(words)
    else:
        assert log.claims.text(words).count() == found
        assert len(log.claims.text(words).all()) == found
        assert (~log.claims.text(words)).count() == 2 - found


# Anything at all, in the place of each parameter

_ASKS: list[Callable[[FactLog, Any], Any]] = [
    *(
        lambda log, x, name=name: log.claims.where(**{name: x})
        for name in ("id", "subject", "claimant", "value", "force", "said")
    ),
    *(
        lambda log, x, name=name: log.claims.where(**{name: x})
        for name in ("criteria", "exclusive", "tag", "language", "source")
    ),
    *(
        lambda log, x, name=name: log.claims.where(**{name: x})
        for name in ("extractor", "publisher", "stance", "rank_reason")
    ),
    *(
        lambda log, x, name=name: getattr(log.claims, name)(x)
        for name in ("by", "about", "predicate", "under", "tagged", "text")
    ),
    *(
        lambda log, x, name=name: getattr(log.claims, name)(x)
        for name in ("citing", "valid_at", "overdue", "at", "known_at")
    ),
    *(lambda log, x, name=name: getattr(log.claims, name)(x) for name in ("group_by", "order_by", "limit")),
    *(
        lambda log, x, name=name: getattr(log.changes, name)(x)
        for name in ("of", "on", "by", "about", "claim", "field", "citing")
    ),
    *(lambda log, x, name=name: getattr(log.changes, name)(x) for name in ("author", "at", "group_by")),
    *(
        lambda log, x, name=name: log.sources.where(**{name: x})
        for name in ("id", "title", "author", "issued", "note", "doi")
    ),
    lambda log, x: log.sources.dependents(x),
    lambda log, x: log.sources.stale(before=x),
    lambda log, x: log.changes.between(x, x),
    lambda log, x: log.claims.value(min=x),
    lambda log, x: log.claims.value(max=x),
    lambda log, x: log.claims.independent_sources(min=x),
    lambda log, x: log.claims.independent_sources(max=x),
    lambda log, x: log.timeline(claimant=x),
    lambda log, x: log.timeline(subject=x),
    lambda log, x: log.timeline(id=x),
    lambda log, x: log.claims.where(**{x: "a"}) if isinstance(x, str) else (),
    lambda log, x: log.sources.where(**{x: "a"}) if isinstance(x, str) else (),
    lambda log, x: log.sql("SELECT :x", x=x),
    lambda log, x: log.sql(x),
]
_ODD: tuple[Any, ...] = (
    *HOSTILE,
    5,
    -1,
    10**30,
    -(10**30),
    10**5000,
    1.5,
    float("nan"),
    float("inf"),
    True,
    b"\x00",
    object(),
    [],
    {},
    (),
    {"a"},
    [[]],
    [None],
)
anything = st.one_of(
    st.sampled_from(_ODD),
    st.text(max_size=5),
    st.integers(),
    st.floats(),
    st.binary(max_size=3),
    st.lists(st.text(max_size=2), max_size=2),
)


@pytest.mark.parametrize("ask", _ASKS)
def test_odd_values(log: FactLog, ask: Callable[[FactLog, Any], Any]) -> None:
    """Whatever is given in the place of a parameter, an answer comes or an error of factlog's, and the log stays."""
    for odd in _ODD:
        harmless(log, ask, odd)


@settings(max_examples=300)
@given(st.sampled_from(_ASKS), anything)
def test_anything(log: FactLog, ask: Callable[[FactLog, Any], Any], given: Any) -> None:
    """The same of what Hypothesis thinks of."""
    harmless(log, ask, given)


def harmless(log: FactLog, ask: Callable[[FactLog, Any], Any], given: Any) -> None:
    """Asks, and looks whether everything is still there."""
    told = "nothing"
    try:
        found = ask(log, given)
        list(found)
    except OSError as problem:
        raise AssertionError("a slip of the one who asks is no fault of the machine") from problem
    except FactlogError as problem:
        told = str(problem)
    assert 0 < len(told) < 2000
    assert log.claims.where(predicate="colour").count() == 2
