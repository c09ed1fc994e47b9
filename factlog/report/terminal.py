"""Claims and changes on a terminal: lines of Rich text, which are plain text where the output is not a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import attrs
from rich.text import Text

from factlog.claims.changes import Axis, Change
from factlog.claims.claim import Citation, Claim, all_citations
from factlog.claims.describe import describe, held
from factlog.claims.diff import Diff
from factlog.claims.source import Source
from factlog.formats.documents import taken_text
from factlog.snapshot import Snapshot
from factlog.version import Origin, Version

_STYLES = {Axis.SPEAKER: "bold magenta", Axis.WORLD: "cyan", Axis.RECORD: "green", Axis.UNSURE: "yellow"}
_LISTED = ("values", "text", "citations", "assessments", "links", "tags", "qualifiers")


def change_line(change: Change) -> Text:
    """``id  kinds  before → after``, the kinds in the colour of their axis."""
    return Text("  ").join([Text(change.id, "bold"), kinds_text(change), Text(describe(change.before, change.after))])


def kinds_text(change: Change) -> Text:
    """The kinds of a change, each in the colour of its axis."""
    return Text(", ").join(Text(kind.value, _STYLES[kind.axis]) for kind in change.ordered_kinds)


def diff_lines(diff: Diff) -> Iterator[Text]:
    """The changes of claims, then those of sources."""
    yield from map(change_line, diff)
    yield from (Text(str(change), "dim") for change in diff.sources)
    if not diff and not diff.sources:
        yield Text("nothing changed", "dim")


def claim_lines(claim: Claim) -> Iterator[Text]:
    """A claim with its sources, a field a line."""
    yield Text(claim.id, "bold")
    for field in attrs.fields(type(claim))[1:]:
        value = getattr(claim, field.name)
        if field.name in _LISTED or value == field.default or value is None:
            continue
        if field.name != "exclusive" or claim.exclusive != claim.exclusive_by_default:
            yield _row(field.name, str(value))
        if field.name == "predicate" and claim.values:
            yield _row("value", held(claim))
    for language, wording in claim.text.items():
        yield _row(f"text ({language})", wording)
    for name, value in claim.qualifiers.items():
        yield _row(name, str(value))
    if claim.tags:
        yield _row("tags", ", ".join(claim.tags))
    for link in claim.links:
        yield _row(link.type, link.target)
    for assessment in claim.assessments:
        when = f", {assessment.decided}" if assessment.decided else ""
        yield _row("assessed", f"{assessment.outcome} ({assessment.assessor}{when})")
    yield from (_row("source", citation_text(citation)) for citation in all_citations(claim))


def citation_text(citation: Citation) -> str:
    """The source in one line, and when it was retrieved."""
    source = citation.source
    told = source_text(source) if isinstance(source, Source) else source
    notes = [f"retrieved {citation.retrieved}" if citation.retrieved else "not dated"]
    notes += [str(citation.stance)] if citation.stance else []
    notes += [f'"{citation.quote}"'] if citation.quote else []
    return f"{told} [{'; '.join(notes)}]"


def source_text(source: Source) -> str:
    """Authors, title, site and day of issue in one line."""
    authors = ", ".join(map(str, source.author))
    title = f"“{source.title}”" if source.title else source.id
    site = source.container_title or source.publisher
    parts = [authors, title, site, f"issued {source.issued}" if source.issued else None]
    return ", ".join(part for part in parts if part)


def version_lines(versions: Iterable[Version], changes: Iterable[Change]) -> Iterator[Text]:
    """The versions of one claim, oldest first, each with the change that it is."""
    for version, change in zip(versions, changes, strict=True):
        line = Text("  ").join([Text(_moment(version.taken), "bold"), change_line(change)])
        line.append(f"  {version.commit[:10]} {version.author}", "dim")
        yield line


def snapshot_lines(snapshots: Iterable[Snapshot]) -> Iterator[Text]:
    """The snapshots of a log, oldest first: taken, recorded, commit, author, message."""
    for snapshot in snapshots:
        if snapshot.taken and snapshot.recorded and snapshot.commit:
            first, *_ = (snapshot.message or "").splitlines() or [""]
            line = Text(_moment(snapshot.taken), "bold")
            line.append(f"  {first}")
            line.append(f"  {snapshot.commit[:10]} {snapshot.author}, recorded {_moment(snapshot.recorded)}", "dim")
            yield line


def blame_lines(origins: Mapping[str, Origin]) -> Iterator[Text]:
    """For each field, the snapshot, the author and the citations that brought its present value."""
    for origin in origins.values():
        line = Text(f"{origin.field:<12}", "bold")
        line.append(f"{_moment(origin.taken)}  {origin.version.commit[:10]}  {origin.author}")
        sources = ", ".join(citation.source_id for citation in origin.citations)
        line.append(f"  {sources}" if sources else "", "dim")
        yield line


def _row(name: str, value: str) -> Text:
    return Text.assemble((f"  {name:<12}", "dim"), value)


def _moment(when: datetime) -> str:
    return taken_text(when)
