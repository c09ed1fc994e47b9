"""``factlog article``: two short revisions of our own, read and compared."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from factlog.articles import read
from factlog.articles.cli import article
from factlog.articles.comparison.words import distance
from factlog.errors import InvalidError, MissingExtraError, NotFoundError

OLD = """The '''harbour talks''' began on 3 May 2024.<ref name=a>{{cite web |url=https://example.org/a |title=Talks begin
|work=Gazette |date=4 May 2024 |access-date=5 May 2024}}</ref> Thirty boats came.

== Outcome ==
The mayor said that the harbour would stay open.<ref name=a />
"""
NEW = """The '''harbour talks''' began on 4 May 2024.<ref>{{cite web |url=https://example.org/a |title=Talks begin
|work=Gazette |date=4 May 2024 |access-date=9 May 2024}}</ref> Thirty boats came.

== Outcome ==
The mayor said that the harbour would stay open. A strike followed.
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in (("old.wikitext", OLD), ("new.wikitext", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "old.wikitext", tmp_path / "new.wikitext"


def run(*arguments: object) -> int | None:
    status: int | None = article(
        [str(argument) for argument in arguments], exit_on_error=False, result_action="return_value"
    )
    return status


def test_read(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert not run("read", files[0])
    printed = capsys.readouterr().out
    assert "  Thirty boats came." in printed
    assert "harbour talks began on 3 May 2024.[1]" in printed


def test_read_as_json(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert not run("read", files[0], "--json")
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["title", "language", "taken", "sentences", "notes", "anomalies"]
    assert [sentence["section"] for sentence in document["sentences"]] == [None, None, "Outcome"]
    assert document["notes"][0]["title"] == "Talks begin"
    assert document["notes"][0]["retrieved"] == "2024-05-05"
    assert document["notes"][0]["backlinks"] == 2


def test_diff(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert not run("diff", *files)
    printed = capsys.readouterr().out
    assert "value-changed        The harbour talks began on [-3-]{+4+} May 2024." in printed
    assert "added                {+A strike followed.+}" in printed


def test_diff_as_json(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert not run("diff", *files, "--json")
    changes = json.loads(capsys.readouterr().out)
    assert [change["kind"] for change in changes] == ["value-changed", "retrieved-refreshed", "source-dropped", "added"]
    assert changes[1]["detail"] == {
        "source": "Talks begin — https://example.org/a",
        "field": "retrieved",
        "old": "2024-05-05",
        "new": "2024-05-09",
    }
    assert all(set(change) <= {"kind", "before", "after", "section", "detail", "flags"} for change in changes)


def test_diff_as_a_page(files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "diff.html"
    assert not run("diff", *files, "--html", page)
    assert capsys.readouterr().out == ""
    assert "<ins>4</ins>" in page.read_text(encoding="utf-8")


def test_a_file_against_itself(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert not run("diff", files[0], files[0])
    assert capsys.readouterr().out == "nothing changed\n"
    assert not run("diff", files[0], files[0], "--json")
    assert json.loads(capsys.readouterr().out) == []


def test_wrong_use(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="expected an article's file"):
        run("read", tmp_path / "none")
    with pytest.raises(NotFoundError, match="expected an article's file"):
        run("read", tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotFoundError, match="expected an article's file"):
        run("diff", tmp_path / "pipe", tmp_path / "pipe")
    with pytest.raises(InvalidError, match="expected --json or --html, got both"):
        run("diff", *files, "--json", "--html", tmp_path / "page.html")
    with pytest.raises(InvalidError, match="expected a file that can be written"):
        run("diff", *files, "--html", tmp_path / "none" / "page.html")


def test_a_missing_extra_is_named(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra, the package and how to install it; whatever form the article has."""
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    distance.cache_clear()
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[articles\]'") as told:
        run("diff", *files)
    assert (told.value.extra, told.value.package) == ("articles", "rapidfuzz")
    monkeypatch.undo()
    distance.cache_clear()
    monkeypatch.delitem(sys.modules, "factlog.articles.html", raising=False)
    monkeypatch.delattr("factlog.articles.html", raising=False)
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(MissingExtraError, match="articles need lxml"):
        read("<p>It rained.</p>")
