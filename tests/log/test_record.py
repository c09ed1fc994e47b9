"""``record``: what is added, replaced and kept, when it is taken, by whom, with which sources, and against which base."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from log.logs import REUTERS, SKY, cited, claim, git, refs, tip

import factlog
from factlog import Assessment, Citation, Claim, ConflictError, FactLog, Snapshot, Source
from factlog.claims import ClaimId
from factlog.claims.codec import encode

FIRST = "2025-02-20"
A = ClaimId("a")


def count(path: Path) -> int:
    """The number of commits of the log."""
    return int(git(path, "rev-list", "--count", "main")) if tip(path) else 0


# What a record does


def test_init_has_no_commit(log: FactLog, path: Path) -> None:
    """A new log is a bare repository on branch main without a commit; factlog.json comes with the first record."""
    assert git(path, "rev-parse", "--is-bare-repository") == "true"
    assert (path / "HEAD").read_text() == "ref: refs/heads/main\n"
    assert refs(path) == ""
    log.record([claim()], taken=FIRST)
    assert git(path, "ls-tree", "-r", "--name-only", "main").split("\n") == ["claims/a.json", "factlog.json"]
    assert git(path, "show", "main:factlog.json") == '{\n  "format": 1\n}'
    assert refs(path).count("\n") == 0


def test_adds_replaces_and_keeps(log: FactLog) -> None:
    """A record adds or replaces the claims that it names and keeps the rest."""
    log.record([claim("a"), claim("b")], taken=FIRST)
    snapshot = log.record([claim("b", "red"), claim("c")], taken="2025-02-21")
    assert {str(name): held.value for name, held in snapshot.items()} == {"a": "blue", "b": "red", "c": "blue"}
    assert snapshot == log.latest()


def test_one_claim_or_source_without_a_list(log: FactLog) -> None:
    """A claim or a source can be given by itself, and claims and sources from any iterable."""
    assert list(log.record(claim(), taken=FIRST)) == ["a"]
    assert list(log.record(SKY, taken=FIRST).sources) == [SKY]
    assert len(log.record((claim(f"x{number}") for number in range(3)), taken=FIRST)) == 4


def test_remove(log: FactLog, path: Path) -> None:
    """A removal takes the claim's file away, with others recorded in the same snapshot; its sources stay."""
    log.record([cited("a"), claim("b")], taken=FIRST)
    snapshot = log.record([claim("b", "red")], remove=["a"], taken="2025-02-21")
    assert dict(snapshot) == {"b": claim("b", "red")}
    assert list(snapshot.sources) == [SKY]
    assert "claims/a.json" not in git(path, "ls-tree", "-r", "--name-only", "main")


def test_nothing_changed(log: FactLog, path: Path) -> None:
    """Where nothing changes there is no commit, and the present snapshot is returned, whatever else was given."""
    first = log.record([cited()], taken=FIRST, message="One")
    again = log.record([cited()], taken="2025-02-25", message="Two", author="Ann <ann@example.org>")
    assert again == first == log.latest()
    assert (again.commit, again.taken, again.message) == (first.commit, first.taken, "One")
    assert log.record([SKY]).commit == first.commit
    assert log.record([]).commit == first.commit
    assert count(path) == 1


def test_nothing_recorded_in_an_empty_log(log: FactLog, path: Path) -> None:
    """A record of nothing leaves an empty log empty."""
    assert log.record([]) == log.latest()
    assert log.record([]).commit is None
    assert refs(path) == ""


def test_files_are_canonical(log: FactLog, path: Path) -> None:
    """A claim's file holds its canonical bytes, and the log passes git's own strict check."""
    log.record([cited("trump/who-started-the-war", "Ukraine", text={"ja": "ウクライナ"})], taken=FIRST)
    shown = git(path, "show", "main:claims/trump/who-started-the-war.json") + "\n"
    assert shown.encode() == encode(log.latest()["trump/who-started-the-war"])
    git(path, "fsck", "--strict")


# Message and author


def test_message(log: FactLog) -> None:
    """A message is kept as given; left out, it is a computed summary that names the claim and what became of it."""
    assert log.record([claim()], taken=FIRST, message="Sky\n\nLooked up.").message == "Sky\n\nLooked up."
    computed = log.record([claim(value="red")], taken="2025-02-21").message
    assert computed is not None
    assert all(word in computed for word in ("a", "corrected", "blue", "red"))
    removed = log.record([], remove=["a"], taken="2025-02-22").message
    assert removed is not None
    assert "removed" in removed
    many = log.record([claim(f"x{number}") for number in range(50)], taken=FIRST).message
    assert many is not None
    assert "50" in many
    sources = log.record([SKY], taken="2025-02-25").message
    assert sources is not None
    assert "source" in sources


def test_author_given(log: FactLog, path: Path) -> None:
    """An author is ``Name <address>``, or a name alone."""
    assert (
        log.record([claim()], taken=FIRST, author="Ann Example <ann@example.org>").author == "Ann Example <ann@example.org>"
    )
    assert git(path, "log", "-1", "--format=%an|%ae", "main") == "Ann Example|ann@example.org"
    log.record([claim("b")], taken=FIRST, author="ゼレンスキー")
    assert git(path, "log", "-1", "--format=%an|%ae", "main") == "ゼレンスキー|"


def test_author_by_default(log: FactLog, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an author it is the user's global git identity, or login@host: never what a variable of git's says."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Mallory")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Mallory")
    snapshot = log.record([claim()], taken=FIRST)
    written = git(path, "log", "-1", "--format=%an <%ae>|%cn <%ce>", "main")
    assert written == f"{snapshot.author}|{snapshot.author}"
    assert "Mallory" not in written
    assert "@" in written


# Taken and recorded


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ("2025-02-20", datetime(2025, 2, 20, tzinfo=UTC)),
        (date(2025, 2, 20), datetime(2025, 2, 20, tzinfo=UTC)),
        ("2025-02-20T09:30:15Z", datetime(2025, 2, 20, 9, 30, 15, tzinfo=UTC)),
        ("2025-02-20T09:30Z", datetime(2025, 2, 20, 9, 30, tzinfo=UTC)),
        ("2025-02-20T09:30:15+09:00", datetime(2025, 2, 20, 0, 30, 15, tzinfo=UTC)),
        ("2025-02-20T09:30:15", datetime(2025, 2, 20, 9, 30, 15, tzinfo=UTC)),
        (datetime(2025, 2, 20, 9, 30, 15), datetime(2025, 2, 20, 9, 30, 15, tzinfo=UTC)),  # noqa: DTZ001  # naive is UTC
        (
            datetime(2025, 2, 20, 9, 30, 15, 999, tzinfo=timezone(timedelta(hours=9))),
            datetime(2025, 2, 20, 0, 30, 15, tzinfo=UTC),
        ),
        ("1970-01-01", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
    ids=str,
)
def test_taken(log: FactLog, path: Path, taken: str | date, expected: datetime) -> None:
    """``taken`` is kept in UTC seconds as git's author date, a bare date as its first second."""
    before = int(time.time())
    snapshot = log.record([claim()], taken=taken)
    assert snapshot.taken == expected
    assert snapshot.taken is not None
    assert snapshot.taken.utcoffset() == timedelta(0)
    author, committer = map(int, git(path, "log", "-1", "--format=%at %ct", "main").split())
    assert author == int(expected.timestamp())
    assert before <= committer <= time.time()
    assert snapshot.recorded is not None
    assert snapshot.recorded.timestamp() == committer


@pytest.mark.parametrize(
    "taken",
    ["1969-12-31", "1969-12-31T23:59:59Z", date(1969, 12, 31), "1970-01-01T08:00:00+09:00"],
    ids=str,
)
def test_taken_before_1970(log: FactLog, path: Path, taken: str | date) -> None:
    """Before 1970 ``taken`` is refused."""
    with pytest.raises(factlog.TakenError):
        log.record([claim()], taken=taken)
    assert tip(path) == ""


@pytest.mark.parametrize(
    "taken", ["2025", "2025-02", "2025-02-20~", "2025-02-20?", "2025-02-20/2025-02-21", "", "today", "2025-02-30", 20250220]
)
def test_taken_that_is_no_day_or_second(log: FactLog, path: Path, taken: str) -> None:
    """``taken`` is one day or second that exists; everything else is refused."""
    with pytest.raises(factlog.InvalidDateError):
        log.record([claim()], taken=taken)
    assert tip(path) == ""


def test_taken_goes_back_for_no_claim(log: FactLog, path: Path) -> None:
    """One claim's ``taken`` never goes back, by replacement or removal; other claims do not matter."""
    log.record([claim("a")], taken=FIRST)
    log.record([claim("b")], taken="2025-02-10")
    before = tip(path)
    for number, refused in enumerate(("2025-02-19", "2025-02-19T23:59:59Z")):
        with pytest.raises(factlog.TakenError) as raised:
            log.record([claim("a", number), claim("c")], taken=refused)
        assert (raised.value.claim, raised.value.field) == ("a", "taken")
    with pytest.raises(factlog.TakenError):
        log.record([], remove=["a"], taken="2025-02-19")
    assert tip(path) == before
    log.record([claim("b", "red"), claim("c")], taken="2025-02-11")
    assert log.record([claim("a", "red")], taken=FIRST)[A].value == "red"


def test_taken_of_a_removed_claim(log: FactLog) -> None:
    """A removal is a version: a claim cannot come back before it was removed."""
    log.record([claim()], taken=FIRST)
    log.record([], remove=["a"], taken="2025-02-25")
    with pytest.raises(factlog.TakenError):
        log.record([claim()], taken="2025-02-24")
    assert list(log.record([claim()], taken="2025-02-25")) == ["a"]


def test_taken_left_out(log: FactLog) -> None:
    """Left out, ``taken`` is now; or the claim's last one if that is later; another claim's does not matter."""
    before = int(time.time())
    now = log.record([claim()]).taken
    assert now is not None
    assert before <= now.timestamp() <= time.time()
    log.record([claim("future")], taken="2100-01-01")
    again = log.record([claim("future", "red")]).taken
    assert again == datetime(2100, 1, 1, tzinfo=UTC)
    other = log.record([claim("a", "red")]).taken
    assert other is not None
    assert other.timestamp() <= time.time()
    removed = log.record([], remove=["future"]).taken
    assert removed == datetime(2100, 1, 1, tzinfo=UTC)


def test_taken_of_sources_alone(log: FactLog) -> None:
    """A record of sources alone may be taken before any claim's last version: no claim goes back; left out, it is now."""
    log.record([claim()], taken="2100-01-01")
    assert log.record([SKY], taken=FIRST).taken == datetime(2025, 2, 20, tzinfo=UTC)
    now = log.record([REUTERS]).taken
    assert now is not None
    assert now.timestamp() <= time.time()


# Sources


def test_source_inside_a_claim(log: FactLog) -> None:
    """A Source inside a claim is recorded with it, once, and the citation reads back whole."""
    snapshot = log.record([cited("a"), cited("b")], taken=FIRST)
    assert list(snapshot.sources) == [SKY]
    assert snapshot[A].citations == (Citation(SKY, retrieved=FIRST),)
    assert snapshot[A].citations[0].source == SKY


def test_source_inside_an_assessment(log: FactLog) -> None:
    """A Source inside an assessment is recorded too."""
    assessed = claim().assess(Assessment("PolitiFact", "false", citations=[Citation(REUTERS)]))
    assert log.record([assessed], taken=FIRST)[A].assessments[0].citations[0].source == REUTERS
    assert list(log.sources) == [REUTERS]


def test_source_by_id(log: FactLog, path: Path) -> None:
    """A source that the log holds, or that the same record brings, can be cited by its id; an unknown one is refused."""
    log.record([SKY], taken=FIRST)
    assert log.record([cited(source="sky")], taken=FIRST)[A].citations[0].source == SKY
    assert log.record([cited("b", source="reuters"), REUTERS], taken=FIRST)["b"].citations[0].source == REUTERS
    before = tip(path)
    with pytest.raises(factlog.SourceNotFoundError) as raised:
        log.record([cited("c", source="bbc")], taken=FIRST)
    assert raised.value.claim == "c"
    assert tip(path) == before


def test_a_citation_adds_to_a_source(log: FactLog) -> None:
    """A Source inside a claim may add fields to the recorded one."""
    log.record([Source("sky", title="Disappointed")], taken=FIRST)
    fuller = Source("sky", title="Disappointed", publisher="Sky News", url="https://news.sky.com/1")
    snapshot = log.record([cited(source=fuller)], taken=FIRST)
    assert snapshot.sources["sky"] == fuller
    assert snapshot[A].citations[0].source == fuller


def test_two_citations_add_to_one_source(log: FactLog, path: Path) -> None:
    """Two claims of one record may each add to a source; where they contradict each other they are refused."""
    one, other = Source("s", title="T", publisher="P"), Source("s", title="T", language="en")
    log.record([cited("a", source=one), cited("b", source=other)], taken=FIRST)
    assert log.sources["s"] == Source("s", title="T", publisher="P", language="en")
    before = tip(path)
    with pytest.raises(factlog.SourceChangedError):
        log.record([cited("c", source=Source("t", title="T")), cited("d", source=Source("t", title="U"))], taken=FIRST)
    assert tip(path) == before


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (SKY.revise(title="Content"), "title"),
        (SKY.revise(publisher=None), "publisher"),
        (SKY.revise(issued="2025-02-20"), "issued"),
        (SKY.revise(language=None, url="https://news.sky.com/1"), "language"),
    ],
    ids=["changed", "cleared", "redated", "cleared and added to"],
)
def test_a_citation_does_not_change_a_source(log: FactLog, path: Path, other: Source, field: str) -> None:
    """Changing or clearing a field of a recorded source inside a claim is an error, and the log is as it was."""
    log.record([SKY], taken=FIRST)
    before = tip(path)
    with pytest.raises(factlog.SourceChangedError) as raised:
        log.record([cited(source=other)], taken=FIRST)
    assert (raised.value.claim, raised.value.field) == ("a", field)
    assert tip(path) == before
    assert dict(log.latest()) == {}


def test_a_source_recorded_by_itself_replaces(log: FactLog) -> None:
    """A source recorded by itself replaces the recorded one, also where it clears a field."""
    log.record([cited()], taken=FIRST)
    plain = Source("sky", title="Content")
    snapshot = log.record([plain], taken="2025-02-21")
    assert snapshot.sources["sky"] == plain
    assert snapshot[A].citations[0].source == plain
    assert log.at(FIRST).sources["sky"] == SKY


def test_a_claim_read_and_recorded_again_changes_nothing(log: FactLog, path: Path) -> None:
    """A claim as read from a log, with its sources, records as no change."""
    log.record([cited()], taken=FIRST)
    before = tip(path)
    log.record([log.latest()[A]])
    assert tip(path) == before


@pytest.mark.parametrize(
    ("items", "remove"),
    [
        ([claim("a", "red"), claim("a", "green")], []),
        ([claim("b"), claim("b")], []),
        ([SKY, SKY], []),
        ([claim("a", "red")], ["a"]),
        ([], ["a", "a"]),
    ],
    ids=["two versions", "twice the same", "source", "recorded and removed", "removed twice"],
)
def test_duplicates(log: FactLog, path: Path, items: list[Claim | Source], remove: list[str]) -> None:
    """An id that stands twice in one record is refused."""
    log.record([claim()], taken=FIRST)
    before = tip(path)
    with pytest.raises(factlog.DuplicateIdError):
        log.record(items, remove=remove)
    assert tip(path) == before


def test_a_claim_and_a_source_of_one_id(log: FactLog) -> None:
    """A claim and a source may have the same id: they are different things."""
    snapshot = log.record([claim("sky"), SKY], taken=FIRST)
    assert (list(snapshot), [source.id for source in snapshot.sources]) == (["sky"], ["sky"])


# Base


def test_without_base_the_last_writer_wins(log: FactLog) -> None:
    """Without ``base`` the last writer of a claim wins."""
    log.record([claim(tags=["day"])], taken=FIRST)
    log.record([claim(tags=["night"])], taken=FIRST)
    assert log.latest()[A].tags == ("night",)


def test_base_merges_by_field(log: FactLog) -> None:
    """With ``base``, whatever changed since is merged by field: each side's fields, and what both added to lists."""
    base = log.record([claim(tags=["day"], text={"en": "Blue."})], taken=FIRST)
    mine = base[A]
    log.record([mine.revise(value="red", tags=["day", "theirs"], text={"en": "Blue.", "de": "Blau."})], taken=FIRST)
    merged = log.record(
        [mine.revise(said="2025-02-19", tags=["day", "yours"], text={"en": "Blue.", "ja": "青"})], base=base, taken=FIRST
    )[A]
    assert (merged.value, merged.said) == ("red", "2025-02-19")
    assert merged.tags == ("day", "theirs", "yours")
    assert dict(merged.text) == {"en": "Blue.", "de": "Blau.", "ja": "青"}


def test_base_merges_assessments(log: FactLog) -> None:
    """Assessments are append-only: those of both sides are kept."""
    base = log.record([claim()], taken=FIRST)
    mine = base[A]
    log.record([mine.assess(Assessment("AFP", "false"))], taken=FIRST)
    merged = log.record([mine.assess(Assessment("PolitiFact", "true"))], base=base, taken=FIRST)[A]
    assert {assessment.assessor for assessment in merged.assessments} == {"AFP", "PolitiFact"}


def test_base_with_nothing_changed_since(log: FactLog) -> None:
    """With the present snapshot as ``base``, a record is as without."""
    base = log.record([claim()], taken=FIRST)
    assert log.record([claim(value="red")], base=base, taken=FIRST)[A].value == "red"


def test_base_given_as_a_moment(log: FactLog) -> None:
    """The base may be any moment: a snapshot, a revision or a date."""
    base = log.record([claim()], taken=FIRST)
    log.record([claim(rank="preferred")], taken="2025-02-21")
    moments: list[Snapshot | str] = [base, str(base.commit), FIRST]
    for number, moment in enumerate(moments):
        merged = log.record([claim(tags=[f"t{number}"])], base=moment, taken="2025-02-21")[A]
        assert (merged.rank, f"t{number}" in merged.tags) == ("preferred", True)


def test_conflict(log: FactLog, path: Path) -> None:
    """Where both changed one field, ConflictError says the claim, the field, and what it was, is theirs and is yours."""
    base = log.record([claim(), claim("b")], taken=FIRST)
    log.record([claim(value="red", claimant="Ann"), claim("b", "red")], taken=FIRST)
    before = tip(path)
    with pytest.raises(ConflictError) as raised:
        log.record([claim(value="green", claimant="Bob"), claim("b", said="2025")], base=base, taken=FIRST)
    rows = {(row.id, row.field): (row.base, row.theirs, row.yours) for row in raised.value.conflicts}
    assert {key: tuple(map(str, row)) for key, row in rows.items()} == {
        ("a", "values"): ("('blue',)", "('red',)", "('green',)"),
        ("a", "claimant"): ("None", "Ann", "Bob"),
    }
    assert raised.value.claim == "a"
    for word in ("a", "values", "claimant", "blue", "red", "green", "Ann", "Bob"):
        assert word in str(raised.value)
    assert tip(path) == before


def test_same_change_on_both_sides(log: FactLog) -> None:
    """Where both made the same change there is no conflict."""
    base = log.record([claim()], taken=FIRST)
    log.record([claim(value="red")], taken=FIRST)
    assert log.record([claim(value="red", tags=["x"])], base=base, taken=FIRST)[A] == claim(value="red", tags=["x"])


def test_removal_against_change(log: FactLog, path: Path) -> None:
    """A claim that one side removed and the other changed is a conflict, in both directions."""
    base = log.record([claim("a"), claim("b")], taken=FIRST)
    log.record([claim("a", "red")], remove=["b"], taken=FIRST)
    before = tip(path)
    with pytest.raises(ConflictError) as raised:
        log.record([], remove=["a"], base=base, taken=FIRST)
    assert [(row.id, row.yours) for row in raised.value.conflicts] == [("a", None)]
    with pytest.raises(ConflictError) as raised:
        log.record([claim("b", "red")], base=base, taken=FIRST)
    assert [(row.id, row.theirs) for row in raised.value.conflicts] == [("b", None)]
    assert tip(path) == before


def test_removal_on_both_sides(log: FactLog, path: Path) -> None:
    """A claim that both sides removed is removed, and what one side removed and the other left stays removed."""
    base = log.record([claim("a"), claim("b")], taken=FIRST)
    after = log.record([], remove=["a"], taken=FIRST)
    assert log.record([], remove=["a"], base=base, taken=FIRST).commit == after.commit
    assert list(log.record([claim("a")], base=base, taken=FIRST)) == ["b"]
    assert tip(path) == after.commit


def test_added_on_both_sides(log: FactLog) -> None:
    """A claim that both sides added merges where the fields agree, and conflicts where they do not."""
    base = log.record([claim("a")], taken=FIRST)
    log.record([claim("b", tags=["theirs"])], taken=FIRST)
    merged = log.record([claim("b", tags=["yours"])], base=base, taken=FIRST)["b"]
    assert merged.tags == ("theirs", "yours")
    with pytest.raises(ConflictError):
        log.record([claim("b", "red")], base=base, taken=FIRST)


def test_base_for_sources(log: FactLog) -> None:
    """Sources recorded by themselves merge by field as well."""
    base = log.record([Source("s", title="T")], taken=FIRST)
    log.record([Source("s", title="T", publisher="P")], taken=FIRST)
    assert log.record([Source("s", title="T", language="en")], base=base, taken=FIRST).sources["s"] == Source(
        "s", title="T", publisher="P", language="en"
    )
    with pytest.raises(ConflictError) as raised:
        log.record([Source("s", title="T", publisher="Q")], base=base, taken=FIRST)
    assert [(row.id, row.field) for row in raised.value.conflicts] == [("s", "publisher")]


def test_base_and_a_citation_of_a_source_that_changed_since(log: FactLog) -> None:
    """With ``base``, a claim read from it records although its source was corrected since, and the correction stays."""
    base = log.record([cited()], taken=FIRST)
    mine = base[A]
    mended = SKY.revise(title="Disappointed by the reaction")
    log.record([mended], taken=FIRST)
    merged = log.record([mine.revise(tags=["war"])], base=base, taken=FIRST)
    assert merged[A].tags == ("war",)
    assert merged.sources["sky"] == mended


def test_base_of_another_log(log: FactLog, path: Path, tmp_path: Path) -> None:
    """A snapshot of another log is no base."""
    log.record([claim()], taken=FIRST)
    with factlog.init(tmp_path / "other.git") as other:
        base = other.record([claim()], taken=FIRST)
        before = tip(path)
        with pytest.raises(factlog.FactlogError):
            log.record([claim(value="red")], base=base, taken=FIRST)
    assert tip(path) == before


# The log itself


def test_open_again(log: FactLog, path: Path) -> None:
    """A log that is opened again, by text or path, gives the same snapshot and records on."""
    snapshot = log.record([cited()], taken=FIRST)
    for given in (path, str(path)):
        with factlog.open(given) as again:
            assert again.latest() == snapshot
    with factlog.open(path) as again:
        again.record([claim("b")], taken=FIRST)
    assert set(log.latest()) == {"a", "b"}


def test_open_a_branch(log: FactLog, path: Path) -> None:
    """A branch of a log can be opened by name and recorded on; the others stay."""
    log.record([claim()], taken=FIRST)
    git(path, "branch", "draft")
    before = tip(path)
    with factlog.open(path, branch="draft") as draft:
        draft.record([claim("b")], taken=FIRST)
        assert set(draft.latest()) == {"a", "b"}
    assert tip(path) == before
    assert set(log.latest()) == {"a"}
    assert set(log.at("draft")) == {"a", "b"}


def test_a_plain_clone_reads_well(log: FactLog, path: Path) -> None:
    """A plain git clone and ``git log -p`` show a claim's history to somebody without factlog."""
    log.record([claim()], taken=FIRST, message="Blue")
    log.record([claim(value="red")], taken="2025-02-21", message="Red")
    git(path.parent, "clone", "--quiet", str(path), "clone")
    shown = git(path.parent / "clone", "log", "-p", "--format=%s", "--", "claims/a.json")
    for line in ("Red", '-    "blue"', '+    "red"', "Blue"):
        assert line in shown.split("\n")
