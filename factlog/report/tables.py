"""Answers as tables for a reader: a few columns, one row for each claim, change or source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from factlog.claims.changes import Change
from factlog.claims.claim import Claim
from factlog.claims.describe import describe, held
from factlog.claims.source import Source
from factlog.formats.documents import taken_text
from factlog.report.terminal import kinds_text
from factlog.version import RecordedChange, Version

Grid = tuple[Sequence[str], list[Sequence[Text | str | None]]]
"""The names of the columns, and the rows."""


def claims_table(claims: Iterable[Claim]) -> Grid:
    """Each claim: its id, who holds it, said when, and what it says."""
    rows = [(_name(claim.id), claim.claimant, claim.said, _statement(claim)) for claim in claims]
    return ("id", "claimant", "said", "claim"), list(rows)


def versions_table(versions: Iterable[Version]) -> Grid:
    """Each version: taken when, of which claim, who holds it, and what it says."""
    held_versions = [(version, version.claim) for version in versions if version.claim is not None]
    rows = [
        (taken_text(version.taken), _name(version.id), claim.claimant, _statement(claim)) for version, claim in held_versions
    ]
    return ("taken", "id", "claimant", "claim"), list(rows)


def changes_table(changes: Iterable[RecordedChange]) -> Grid:
    """Each change: taken when, of which claim, of which kinds, and what became of what."""
    rows = [(taken_text(change.taken), _name(change.id), kinds_text(change), _became(change)) for change in changes]
    return ("taken", "id", "kinds", "change"), list(rows)


def timeline_table(changes: Iterable[RecordedChange]) -> Grid:
    """As :func:`changes_table`, and when each was said."""
    columns, rows = changes_table(found := list(changes))
    said = [
        (change.after.said if change.after else None) or (change.before.said if change.before else None) for change in found
    ]
    return ("said", *columns), [(when, *row) for when, row in zip(said, rows, strict=True)]


def sources_table(sources: Iterable[Source]) -> Grid:
    """Each source: its id, issued when, where, and its title."""
    rows = [
        (_name(source.id), source.issued, source.container_title or source.publisher, source.title) for source in sources
    ]
    return ("id", "issued", "in", "title"), list(rows)


def _name(name: str) -> Text:
    return Text(name, "bold")


def _statement(claim: Claim) -> str:
    return f"{claim.subject} {claim.predicate} {held(claim)}"


def _became(change: Change) -> str:
    return describe(change.before, change.after)
