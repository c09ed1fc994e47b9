"""``factlog article``: what a revision of an article says and cites, what changed between two, and articles in a log."""

from __future__ import annotations

import contextlib
import json as jsonlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from factlog.errors import InvalidError, NotFoundError

if TYPE_CHECKING:
    from rich.text import Text

    from factlog import FactLog
    from factlog.articles import ArticleLog
    from factlog.articles.revision import Revision

Json = Annotated[bool, Parameter(name="--json", negative="")]

article = App(name="article", help="Read a revision of an article, tell what changed between two, follow one in a log.")


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
    from factlog.articles import render
    from factlog.articles.comparison import changes

    if json and html is not None:
        raise InvalidError("expected --json or --html, got both")
    found = changes.diff(_read(old), _read(new))
    if json:
        _say_json(found.to_dicts())
    elif html is not None:
        _write(html, found.to_html())
    else:
        _show(render.diff_lines(found))


@article.command
def statements(file: Path, *, subject: str | None = None, json: Json = False) -> None:
    """Offer the sentences with a certain speaker as claims, for an editor to complete.

    Parameters
    ----------
    file
        Plain text, wikitext, HTML, an answer of MediaWiki's API or an export.
    subject
        What the claims are about; the article's title by default.
    json
        Print a snapshot document, to be edited and recorded with factlog record.
    """
    from factlog.articles import render
    from factlog.articles.speech.statements import document
    from factlog.formats import documents

    revision = _read(file)
    claims = revision.statements(subject=subject)
    if json:
        sys.stdout.write(documents.dumps(document(revision, claims)).decode("utf-8"))
    else:
        _show(render.statement_lines(claims))


@article.command
def record(log: Path, id: str, *files: Path, json: Json = False) -> None:  # noqa: A002  # the article's
    """Record revisions of an article in a log, the oldest first.

    Parameters
    ----------
    log
        The log; made where there is none.
    id
        The article's id in the log, such as enwiki/12.
    files
        A revision each: plain text, wikitext, HTML, an answer of MediaWiki's API or an export.
    json
        Print the article's id, and how many revisions the log holds of it now.
    """
    if not files:
        raise InvalidError("expected the file of a revision to record, got none")
    revisions = [_read(file) for file in files]
    if all(revision.taken for revision in revisions):
        revisions.sort(key=lambda revision: revision.taken.earliest if revision.taken else 0)
    with _logged(log) as opened:
        from factlog.articles import ArticleLog

        followed = ArticleLog(opened, id)
        followed.replay(revisions)
        _say_followed([followed], json)


@article.command(name="import")
def import_(log: Path, dump: Path, *, title: str | None = None, json: Json = False) -> int:
    """Record all revisions of an export or of an answer of MediaWiki's API, each page as an article.

    What is recorded already is passed over, so that an import that was ended can be run again. The exit status is 1 where
    something could not be recorded.

    Parameters
    ----------
    log
        The log; made where there is none.
    dump
        Export XML, also packed with gzip, bzip2 or xz, or JSON.
    title
        The only page to record.
    json
        Print a list of articles: their ids, and how many revisions the log holds of them now.
    """
    from factlog.articles import revisions
    from factlog.articles.history.importing import import_pages
    from factlog.articles.revision import Anomaly

    problems: list[Anomaly] = []

    def report(problem: Anomaly) -> None:
        problems.append(problem)
        print(f"factlog: {problem.code}: {problem.detail}", file=sys.stderr)

    _check(dump)
    with _logged(log) as opened, _progress() as progress:
        read = revisions(dump, on_problem=report)
        found = import_pages(opened, read, title=title, progress=progress, on_problem=report)
        count = _say_followed(found, json)
    if not count:
        raise NotFoundError(f"expected a page {title!r} in {dump}, found none" if title else f"expected a page in {dump}")
    return 1 if problems else 0


@article.command
def history(log: Path, id: str, *, json: Json = False) -> None:  # noqa: A002  # the article's
    """List the revisions of an article, oldest first, and which of them bring an earlier text back.

    Parameters
    ----------
    log
        The log.
    id
        The article's id.
    json
        Print a list of revisions.
    """
    from factlog.articles import render_log

    with _followed(log, id) as followed:
        revisions = followed.revisions()
        if json:
            _say_json([revision.to_dict() for revision in revisions])
        else:
            _show(render_log.history_lines(revisions))


@article.command
def blame(log: Path, id: str, *, json: Json = False) -> None:  # noqa: A002  # the article's
    """Tell for every sentence and source which revision brought it, changed it last, how often it went and came back.

    Parameters
    ----------
    log
        The log.
    id
        The article's id.
    json
        Print sentences and sources.
    """
    from factlog.articles import render_log

    with _followed(log, id) as followed:
        found = followed.blame()
        if json:
            _say_json(found.to_dict())
        else:
            _show(render_log.blame_lines(found))


@contextlib.contextmanager
def _logged(log: Path) -> Iterator[FactLog]:
    """The log, made where there is none."""
    import factlog

    with factlog.open(log) if os.path.exists(log) else factlog.init(log) as opened:
        yield opened


@contextlib.contextmanager
def _followed(log: Path, id: str) -> Iterator[ArticleLog]:  # noqa: A002  # the article's
    """An article that the log holds."""
    import factlog

    with factlog.open(log) as opened:
        from factlog.articles import ArticleLog

        followed = ArticleLog(opened, id)
        if not followed.revisions():
            raise NotFoundError(f"expected the id of an article in {log}, got {id!r}", file=str(log))
        yield followed


def _say_followed(articles: Iterable[ArticleLog], json: bool) -> int:
    """Says of each article, as soon as it is recorded, how many revisions the log holds of it; gives their number."""
    told = []
    for article in articles:
        count = len(article.revisions())
        told.append({"id": article.id, "revisions": count})
        if not json:
            print(f"{article.id}: {count} revision{'' if count == 1 else 's'}", flush=True)
    if json:
        _say_json(told)
    return len(told)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[Revision], None] | None]:
    """Shows which revision is being recorded, on a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("Recording") as status:
        yield lambda revision: status.update(f"Recording {revision.title}, {revision.taken}")


def _read(file: Path) -> Revision:
    _check(file)
    from factlog.articles import read as read_revision

    return read_revision(file)


def _check(file: Path) -> None:
    if not os.path.isfile(file):  # unlike the method of a Path, this never raises
        raise NotFoundError(f"expected an article's file, found none at {file}", file=str(file))


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
