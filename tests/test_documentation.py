"""What the documentation shows is what happens: every example in README, docs and docstrings runs."""

import shlex
import subprocess
import sys
from doctest import ELLIPSIS
from pathlib import Path

import pytest
from sybil import Document, Example
from sybil.document import PythonDocStringDocument
from sybil.evaluators.doctest import NUMBER
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

import factlog

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted((ROOT / "factlog").rglob("*.py"))


def _parsed(path: Path) -> list[Example]:
    if path.suffix == ".py":
        document = PythonDocStringDocument.parse(str(path), DocTestParser(optionflags=ELLIPSIS | NUMBER))
    else:
        console = CodeBlockParser("console", evaluator=_run_commands)
        document = Document.parse(str(path), PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), console)
    return list(document.examples())


def _run_commands(example: Example) -> str | None:
    """Runs a block of ``$ factlog …`` lines, each followed by what it prints; a line of ``…`` ends what is compared."""
    wanted: list[tuple[str, list[str]]] = []
    for line in example.parsed.splitlines():
        if line.startswith("$ "):
            wanted.append((line[2:], []))
        else:
            wanted[-1][1].append(line)
    for command, expected in wanted:
        program, *arguments = shlex.split(command)
        assert program == "factlog", command
        run = [sys.executable, "-m", "factlog.cli", *arguments]
        done = subprocess.run(run, capture_output=True, text=True, encoding="utf-8", check=False)
        printed = done.stdout.splitlines()
        if expected and expected[-1].strip() == "…":
            expected = expected[:-1]
            printed = printed[: len(expected)]
        if expected and printed != expected:
            return f"{command}\nexpected: {expected}\ngot: {printed} {done.stderr}"
        if done.returncode != 0:
            return f"{command}\n{done.stderr}"
    return None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of a page of the documentation runs, and prints what the page says."""
    monkeypatch.chdir(tmp_path)
    for folder in ("snapshots", "docs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for example in _parsed(path):
        example.evaluate()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_docstrings(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example in the docstrings of a module runs, and gives what it says."""
    monkeypatch.chdir(tmp_path)
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    names = vars(sys.modules[name]) if name in sys.modules else {}
    for example in _parsed(path):
        example.namespace.update({**vars(factlog), **names, **example.namespace})
        example.evaluate()


def test_readme_is_short_enough_to_promise() -> None:
    """The first screen of the README holds name, promise, install line, session and five bullets."""
    screen = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")[0]
    assert screen.startswith("# factlog\n")
    assert screen.count("\n- **") == 5
    assert len(screen.splitlines()) <= 40
