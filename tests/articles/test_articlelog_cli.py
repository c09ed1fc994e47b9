"""``factlog article record, import, history, blame``: an article followed from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from articles.runs import ID, SENTENCES, ref
from articles.test_article_cli import run
from articles.test_articlelog_input import dump
from log.logs import git

import factlog
from factlog.errors import InvalidDocumentError, InvalidError, NotFoundError

OPENED, LIGHT, NETS, *_ = SENTENCES


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """An export of four revisions."""
    page = f"{OPENED}{ref('quays').replace('<', '&lt;').replace('>', '&gt;')} {LIGHT}"
    file = tmp_path / "export.xml"
    file.write_text(dump(page, "", page, NETS), encoding="utf-8")
    return file


def test_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``record`` makes the log where there is none, and takes a revision from each file."""
    one, two = tmp_path / "one.wikitext", tmp_path / "two.wikitext"
    one.write_text(OPENED, encoding="utf-8")
    two.write_text(f"{OPENED} {LIGHT}", encoding="utf-8")
    log = tmp_path / "log.git"
    assert not run("record", log, "harbour", one, two)
    assert capsys.readouterr().out == "harbour: 2 revisions\n"
    assert not run("record", log, "harbour", two)
    assert capsys.readouterr().out == "harbour: 2 revisions\n"
    with factlog.open(log) as opened:
        assert {claim.text["en"] for claim in opened.latest().claims} == {OPENED, LIGHT}


def test_record_sorts_files(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that tell their times are recorded in the order of these."""
    early = tmp_path / "early.xml"
    early.write_text(dump(OPENED), encoding="utf-8")
    assert not run("record", tmp_path / "log.git", ID, export, early)
    assert capsys.readouterr().out == f"{ID}: 2 revisions\n"


def test_import_history_and_blame(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``import`` names the article by wiki and page; ``history`` and ``blame`` tell of it, also as JSON."""
    log = tmp_path / "log.git"
    for _ in range(2):
        assert not run("import", log, export, "--title", "Harbour")
        assert capsys.readouterr().out == f"{ID}: 4 revisions\n"
    assert not run("import", log, export, "--json")
    assert json.loads(capsys.readouterr().out) == [{"id": ID, "revisions": 4}]
    run("history", log, ID)
    assert capsys.readouterr().out.splitlines()[2] == "3  2024-05-03T12:00:00Z  Ann  2 sentences, reverts to 1"
    run("history", log, ID, "--json")
    assert [one["reverts"] for one in json.loads(capsys.readouterr().out)] == [None, None, "1", None]
    run("blame", log, ID)
    assert capsys.readouterr().out.splitlines()[1] == f"  {NETS}"
    run("blame", log, ID, "--json")
    told = json.loads(capsys.readouterr().out)
    assert [(one["text"], one["brought"]["revision_id"], one["removed"]) for one in told["sentences"]] == [(NETS, "4", 0)]
    assert told["sources"] == []


def test_import_of_a_broken_dump(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is whole of a dump is recorded; what is not is reported, and the exit status is 1."""
    whole, log = export.read_text(encoding="utf-8"), tmp_path / "log.git"
    export.write_text(whole.replace("2024-05-03", "2024-04-03"), encoding="utf-8")
    assert run("import", log, export) == 1
    printed = capsys.readouterr()
    assert printed.out == f"{ID}: 3 revisions\n"
    assert "factlog: older-than-predecessor: " in printed.err
    export.write_text(whole[: whole.index(NETS)], encoding="utf-8")
    with pytest.raises(InvalidDocumentError, match="end too early"):
        run("import", tmp_path / "other.git", export)
    run("history", tmp_path / "other.git", ID)
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_import_of_an_answer_with_the_newest_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer of the API in its own order, the newest first, is recorded as one with the oldest first is."""
    made = [
        {"revid": number, "user": "Ann", "timestamp": f"2024-05-{day:02}T00:00:00Z", "slots": {"main": {"content": text}}}
        for number, day, text in ((1, 1, OPENED), (2, 2, f"{OPENED} {NETS}"), (3, 2, NETS), (4, 3, f"{OPENED} {NETS}"))
    ]
    told = []
    for name, revisions in (("old", made), ("new", made[::-1])):
        answer, log = tmp_path / f"{name}.json", tmp_path / f"{name}.git"
        page = {"pageid": 7, "ns": 0, "title": "Harbour of Lindau", "revisions": revisions}
        answer.write_text(json.dumps({"query": {"pages": [page]}}), encoding="utf-8")
        assert not run("import", log, answer)
        run("import", log, answer)
        capsys.readouterr()
        run("history", log, "harbour-of-lindau")
        told.append((capsys.readouterr().out, git(log, "ls-tree", "-r", "main")))
    assert told[0] == told[1]
    assert len(told[0][0].splitlines()) == 4


def test_hostile_names_are_shown_for_what_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a contributor calls himself cannot steer a terminal."""
    file = tmp_path / "page.json"
    name = {
        "title": "Harbour",
        "revisions": [{"revid": 1, "user": "Ann\u001b[2J\nLee", "comment": "\u202e!", "content": OPENED}],
    }
    file.write_text(json.dumps({"query": {"pages": [name]}}), encoding="utf-8")
    assert not run("import", tmp_path / "log.git", file)
    assert capsys.readouterr().out == "harbour: 1 revision\n"
    run("history", tmp_path / "log.git", "harbour")
    assert "Ann<U+001B>[2J Lee" in (printed := capsys.readouterr().out)
    assert "\u202e" not in printed


def test_wrong_use(export: Path, tmp_path: Path) -> None:
    """What is not there is named."""
    log = tmp_path / "log.git"
    with pytest.raises(NotFoundError, match="expected a page 'Port' in"):
        run("import", log, export, "--title", "Port")
    with pytest.raises(NotFoundError, match=r"expected the id of an article in .*, got 'harbour'"):
        run("blame", log, "harbour")
    with pytest.raises(InvalidError, match="expected the file of a revision"):
        run("record", log, "harbour")
    with pytest.raises(NotFoundError, match="expected an article's file"):
        run("import", log, tmp_path / "none.xml")
    with pytest.raises(NotFoundError, match="expected a log at"):
        run("history", tmp_path / "none.git", "harbour")
