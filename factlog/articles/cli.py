"""``factlog article``: what a revision of an article says and cites, and what changed between two of them."""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from factlog.errors import InvalidError, NotFoundError

if TYPE_CHECKING:
    from rich.text import Text

    from factlog.articles.revision import Revision

Json = Annotated[bool, Parameter(name="--json", negative="")]

article = App(name="article", help="Read a revision of an article, or tell what changed between two.")


@article.command
def read(file: Path, *, json: Json = False) -> None:
    """Show the sentences of an article and the notes that they cite.

    Parameters
    ----------
    file
        Plain text, wikitext, HTML, an answer of MediaWiki's API or an export.
    json
        Print title, language, taken, sentences, notes and anomalies.
    """
    from factlog.articles import render

    revision = _read(file)
    if json:
        _say_json(render.revision_document(revision))
    else:
        _show(render.revision_lines(revision))


@article.command
def diff(old: Path, new: Path, *, json: Json = False, html: Path | None = None) -> None:
    """Tell what changed from one revision to another, in what is claimed and on what sources.

    Parameters
    ----------
    old
        The earlier revision.
    new
        The later revision.
    json
        Print a list of kind, before, after, section and detail.
    html
        Write a page that shows the changes to this file.
    """
    from factlog.articles import changes, render

    if json and html is not None:
        raise InvalidError("expected --json or --html, got both")
    found = changes.diff(_read(old), _read(new))
    if json:
        _say_json(found.to_dicts())
    elif html is not None:
        _write(html, render.diff_html(found))
    else:
        _show(render.diff_lines(found))


def _read(file: Path) -> Revision:
    if not file.is_file():
        raise NotFoundError(f"expected an article's file, found none at {file}", file=str(file))
    from factlog.articles import read as read_revision

    return read_revision(file)


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as problem:
        raise InvalidError(
            f"expected a file that can be written, got {file}: {problem.strerror}", file=str(file)
        ) from problem


def _say_json(document: object) -> None:
    sys.stdout.write(jsonlib.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _show(lines: Iterable[Text]) -> None:
    if not sys.stdout.isatty():  # nobody sees colours there, and they take time
        sys.stdout.writelines(f"{line.plain}\n" for line in lines)
        return
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    for line in lines:
        console.print(line)
