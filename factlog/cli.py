"""The command line: every command is one call of the library. Exit status 0, 1 (problems found) or 2 (wrong use)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TypeVar

from cyclopts import App, Parameter
from cyclopts.exceptions import CycloptsError

import factlog
from factlog.errors import FactlogError, InvalidDocumentError, InvalidError, NotFoundError
from factlog.report.output import say, say_json, show_lines

T = TypeVar("T")
Json = Annotated[bool, Parameter(name="--json", negative="")]

app = App(
    name="factlog",
    help="What was claimed, by whom, on which sources, retrieved when, and how it changed.",
    version=lambda: _version(),
)


@app.command
def init(log: Path) -> None:
    """Make an empty log: a bare git repository.

    Parameters
    ----------
    log
        Where to make it, such as riyadh.git.
    """
    factlog.init(log).close()


@app.command
def record(log: Path, file: Path, *, message: str | None = None, taken: str | None = None) -> None:
    """Add or replace the claims and sources of a snapshot document.

    Parameters
    ----------
    log
        The log.
    file
        The document (see docs/documents.md).
    message
        Why; by default the document's message, else a summary.
    taken
        The moment that it describes; by default the document's, else now.
    """
    from factlog.formats import documents

    document = documents.read(file)
    with factlog.open(log) as opened:
        snapshot = opened.record(
            [*document.sources, *document.claims],
            message=document.message if message is None else message,
            taken=document.taken if taken is None else taken,
            author=document.author,
        )
    say(f"{snapshot.commit}")


@app.command
def remove(log: Path, *ids: str, message: str | None = None, taken: str | None = None) -> None:
    """Remove claims; their history stays.

    Parameters
    ----------
    log
        The log.
    ids
        The ids of the claims.
    message
        Why.
    taken
        The moment of the removal; by default now.
    """
    if not ids:
        raise InvalidError("expected the id of a claim to remove, got none")
    with factlog.open(log) as opened:
        snapshot = opened.record((), remove=ids, message=message, taken=taken)
    say(f"{snapshot.commit}")


@app.command
def show(log: Path, claim: str, *, at: str | None = None, json: Json = False) -> None:
    """Show a claim with its sources.

    Parameters
    ----------
    log
        The log.
    claim
        The claim's id.
    at
        The moment: a date, a time or a git revision; by default the latest snapshot.
    json
        Print the claim's document.
    """
    with factlog.open(log) as opened:
        found = (opened.latest() if at is None else opened.at(at))[claim]
    if json:
        from factlog.claims.codec import to_document

        say_json(to_document(found))
    else:
        from factlog.report.terminal import claim_lines

        show_lines(claim_lines(found))


@app.command
def history(log: Path, claim: str | None = None) -> None:
    """List the versions of a claim, or all snapshots, oldest first.

    Parameters
    ----------
    log
        The log.
    claim
        The claim's id; by default, all snapshots are listed.
    """
    from factlog.report.terminal import snapshot_lines, version_lines
    from factlog.version import changes_of

    with factlog.open(log) as opened:
        if claim is None:
            show_lines(snapshot_lines(opened.snapshots()))
        else:
            versions = opened.history(claim)
            show_lines(version_lines(versions, changes_of(versions)))


@app.command
def diff(log: Path, a: str, b: str, claim: str | None = None, *, json: Json = False) -> None:
    """Tell what changed between two moments.

    Parameters
    ----------
    log
        The log.
    a
        The earlier moment: a date, a time or a git revision.
    b
        The later moment.
    claim
        The id of the only claim to tell of.
    json
        Print a list of id, kinds, axis, before, after and edits.
    """
    with factlog.open(log) as opened:
        found = opened.diff(a, b)
        if claim is not None:
            found = factlog.Diff(found.about(claim).changes)
        if json:
            say_json(found.to_dicts())
        else:
            from factlog.report.terminal import diff_lines

            show_lines(diff_lines(found))


@app.command
def blame(log: Path, claim: str) -> None:
    """Tell for every field of a claim which snapshot, author and sources brought its value.

    Parameters
    ----------
    log
        The log.
    claim
        The claim's id.
    """
    from factlog.report.terminal import blame_lines

    with factlog.open(log) as opened:
        show_lines(blame_lines(opened.blame(claim)))


@app.command
def check(log: Path) -> int:
    """Check a log, file by file; the exit status is 1 where something is wrong.

    Parameters
    ----------
    log
        The log.
    """
    with factlog.open(log) as opened:
        problems = opened.check()
    for problem in problems:
        say(str(problem))
    return 1 if problems else 0


@app.command
def replay(folder: Path, log: Path) -> None:
    """Record a folder of snapshot documents, one snapshot for each.

    Parameters
    ----------
    folder
        The folder of documents (see docs/documents.md).
    log
        The log; made where there is none.
    """
    from factlog.formats import documents

    found = list(documents.paths(folder))
    with factlog.open(log) if os.path.exists(log) else factlog.init(log) as opened:
        snapshot = opened.replay(_progress(map(documents.read, found), len(found), "Replaying"))
    say(f"{snapshot.commit}")


@app.command
def export(log: Path, folder: Path, *, at: str | None = None) -> None:
    """Write a folder of snapshot documents, one for each moment at which a snapshot was taken.

    Parameters
    ----------
    log
        The log.
    folder
        The folder; made where there is none.
    at
        The only moment to write.
    """
    with factlog.open(log) as opened:
        for path in opened.export(folder, at=at):
            say(str(path))


@app.command
def demo(log: Path | None = None) -> None:
    """Replay the record of the Riyadh talks of February 2025 into a new log, and tell what it holds.

    Parameters
    ----------
    log
        Where to make it; by default riyadh.git, or riyadh-2.git and so on.
    """
    from factlog.demo import free_path, record_folder, story

    place = log or free_path()
    with factlog.init(place) as opened:
        opened.replay(record_folder())
        show_lines(story(opened, place))


# Imported when they are called; the list of commands says what they do before.
_QUESTIONS = {
    "claims": "Find claims.",
    "changes": "Find changes, in the order in which they were recorded.",
    "sources": "Find sources, or what rests on one.",
    "timeline": "Tell the story of a claimant, a subject or a claim: its changes in the order in which things were said.",
    "sql": "Run a SELECT on the views of the index, which docs/queries.md describes.",
    "index": "Print the path of the index's SQLite file, brought up to date, for other programs to read.",
}
for question, told in _QUESTIONS.items():
    app.command(f"factlog.questions.commands:{question}", name=question, help=told)
app.command(
    "factlog.articles.cli:article",
    name="article",
    help="Read a revision of an article, tell what changed between two, follow one in a log.",
)


def main(arguments: list[str] | None = None) -> None:
    """The entry point."""
    _open_output()
    try:
        status = app(arguments, exit_on_error=False, result_action="return_value")
        sys.stdout.flush()
    except CycloptsError:  # has been printed
        status = 2
    except FactlogError as problem:
        print(f"factlog: {problem}", file=sys.stderr)
        wrong_use = isinstance(problem, InvalidError | NotFoundError) and not isinstance(problem, InvalidDocumentError)
        status = 2 if wrong_use else 1
    except BrokenPipeError:  # the reader has seen enough
        _close_output()
        status = 0
    except OSError as problem:  # a full disk, say
        _close_output()
        print(f"factlog: expected to be able to print: {problem.strerror}", file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _open_output() -> None:
    """Makes standard output take whatever there is to tell.

    What goes to a file or a pipe is UTF-8, as the files of a log are, with paths as they are; a terminal shows escapes for
    what it does not know. Where output is closed, nothing is told.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open until the end
    elif not isinstance(sys.stdout, TextIOWrapper):  # somebody else's
        return
    elif sys.stdout.isatty():
        sys.stdout.reconfigure(errors="backslashreplace")
    else:
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")


def _close_output() -> None:
    """Lets go what cannot be printed any more, which Python would try to at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version() -> str:
    from importlib.metadata import version

    return version("factlog")


def _progress(items: Iterator[T], total: int, title: str) -> Iterator[T]:
    """The items, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, title, total, console=Console(stderr=True)))


if __name__ == "__main__":
    main()
