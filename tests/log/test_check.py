"""``check``: what people who edit by hand did wrong, file by file."""

from __future__ import annotations

from pathlib import Path

import pytest
from log.logs import SKY, cited, claim, git, push

import factlog
from factlog import FactLog
from factlog.claims.codec import encode

GOOD = encode(claim("b"))


def found(log: FactLog) -> dict[str | None, str]:
    """The problems' messages, by file."""
    return {problem.file: str(problem) for problem in log.check()}


def test_a_good_log(log: FactLog, path: Path) -> None:
    """Nothing is wrong with an empty log, with what factlog recorded, and with what was edited by hand as it should be."""
    assert log.check() == ()
    log.record([cited("x/y")], taken="2025-02-20")
    log.record([claim("old")], taken="2010-01-01")
    log.record([], remove=["x/y"], taken="2025-02-21")
    assert log.check() == ()
    push(path, {"claims/b.json": GOOD, "sources/s.json": encode(SKY.revise()).replace(b'"sky"', b'"s"')})
    assert log.check() == ()


@pytest.mark.parametrize(
    ("file", "content", "named"),
    [
        ("claims/b.json", b"{", "JSON"),
        ("claims/b.json", b"", "JSON"),
        ("claims/b.json", b"\xff\xfe", "UTF-8"),
        ("claims/b.json", GOOD.replace(b'"subject"', b'"subjekt"'), "subjekt"),
        ("claims/b.json", GOOD.replace(b'"sky"', b"1"), "subject"),
        ("claims/b.json", GOOD.replace(b'"sky"', b'"s\xe2\x80\xaey"'), "U+202E"),
        ("claims/b.json", b'{"id": "b"}', "subject"),
        ("claims/b.json", GOOD[:-1], "canonical"),
        ("claims/b.json", GOOD.replace(b"  ", b"    "), "canonical"),
        ("claims/b.json", GOOD.replace(b"{", b'{\n  "polarity": "affirmed",', 1), "canonical"),
        ("claims/b.json", GOOD.replace(b"\n", b"\r\n"), "canonical"),
        ("claims/b.json", GOOD.replace(b'"b"', b'"c"'), "'c'"),
        ("claims/x/b.json", GOOD, "'b'"),
        ("sources/s.json", encode(SKY), "'sky'"),
        ("sources/s.json", GOOD, "subject"),
        ("claims/b.txt", GOOD, "claims/<id>.json"),
        ("claims/B.json", GOOD, "claims/<id>.json"),
        ("claims/con.json", GOOD, "claims/<id>.json"),
        ("claims/1/2/3/4/5.json", GOOD, "claims/<id>.json"),
        ("sources/README", b"hello", "sources/<id>.json"),
        ("claims/b.json", encode(cited("b", source="nowhere")), "sources/nowhere.json"),
    ],
    ids=str,
)
def test_a_file(log: FactLog, path: Path, file: str, content: bytes, named: str) -> None:
    """A file that is not what it should be is found, and the problem names it and what was expected; the rest reads."""
    log.record([cited("a")], taken="2025-02-20")
    push(path, {file: content})
    problems = found(log)
    assert list(problems) == [file]
    assert named in problems[file]
    assert "expected" in problems[file]
    assert file in problems[file]
    assert log.latest()["a"] == cited("a")


def test_every_problem_at_once(log: FactLog, path: Path) -> None:
    """All files that are wrong are found at once, and none that is right."""
    log.record([cited("a"), claim("c")], taken="2025-02-20")
    push(
        path,
        {
            "claims/c.json": b"{",
            "claims/x.txt": b"",
            "claims/b.json": GOOD[:-1],
            "sources/sky.json": None,
            "LICENSE": b"MIT",
        },
    )
    assert sorted(filter(None, found(log))) == ["claims/a.json", "claims/b.json", "claims/c.json", "claims/x.txt"]


def test_a_missing_source(log: FactLog, path: Path) -> None:
    """A claim whose source was removed by hand is found; it still reads, with the source's id."""
    log.record([cited("a"), cited("b", source=SKY)], taken="2025-02-20")
    push(path, {"sources/sky.json": None})
    assert set(found(log)) == {"claims/a.json", "claims/b.json"}
    assert "sources/sky.json" in found(log)["claims/a.json"]
    assert log.latest()["a"].citations[0].source == "sky"


def test_taken_going_back(log: FactLog, path: Path) -> None:
    """A commit by hand that takes a claim back in time is found, and names the claim's file and the commit."""
    log.record([claim("a"), claim("b")], taken="2025-02-20")
    commit = push(path, {"claims/b.json": encode(claim("b", "red"))}, taken="2025-02-19T00:00:00Z")
    problems = found(log)
    assert list(problems) == ["claims/b.json"]
    assert commit[:10] in problems["claims/b.json"]
    assert "2025-02-19" in problems["claims/b.json"]


def test_another_story_by_hand(log: FactLog, path: Path) -> None:
    """A commit by hand about another claim, taken earlier, is no problem."""
    log.record([claim("a")], taken="2025-02-20")
    push(path, {"claims/b.json": GOOD}, taken="2010-01-01T00:00:00Z")
    assert log.check() == ()


def test_no_format(log: FactLog, path: Path) -> None:
    """A log whose factlog.json somebody removed is found."""
    log.record([claim("a")], taken="2025-02-20")
    push(path, {"factlog.json": None})
    (problem,) = log.check()
    assert "factlog.json" in str(problem)
    with pytest.raises(factlog.NotALogError, match=r"factlog\.json"):
        factlog.open(path)


def test_a_format_that_is_none(log: FactLog, path: Path) -> None:
    """A factlog.json that does not hold a format is found by its name."""
    log.record([claim("a")], taken="2025-02-20")
    push(path, {"factlog.json": b"{}\n"})
    assert "factlog.json" in found(log)


def test_a_link_in_the_place_of_a_file(log: FactLog, path: Path, tmp_path: Path) -> None:
    """A symbolic link below claims is found: a log holds files."""
    log.record([claim("a")], taken="2025-02-20")
    git(tmp_path, "clone", "--quiet", str(path), "work")
    (tmp_path / "work" / "claims" / "b.json").symlink_to("a.json")
    git(tmp_path / "work", "add", "--all")
    git(tmp_path / "work", "commit", "--quiet", "--message=Link")
    git(tmp_path / "work", "push", "--quiet", "origin", "HEAD")
    assert "claims/b.json" in found(log)
    assert list(log.latest()) == ["a"]


def test_a_damaged_repository(log: FactLog, path: Path) -> None:
    """What git itself finds wrong is a problem too, and check ends well."""
    log.record([claim("a")], taken="2025-02-20")
    git(path, "update-ref", "refs/heads/other", "main")
    (path / "refs" / "heads" / "other").write_text("1" * 40 + "\n")
    assert log.check()


def test_check_changes_nothing(log: FactLog, path: Path) -> None:
    """A check only reads."""
    log.record([claim("a")], taken="2025-02-20")
    before = push(path, {"claims/b.json": GOOD[:-1]})
    log.check()
    log.check()
    assert git(path, "rev-parse", "main") == before
