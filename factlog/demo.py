"""The demonstration: the record of the Riyadh talks of 18 February 2025, replayed into a new log and told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from shutil import which

from rich.text import Text

from factlog.claims.changes import Change, Kind
from factlog.claims.claim import Claim
from factlog.claims.describe import held
from factlog.errors import NotFoundError
from factlog.formats.documents import taken_text
from factlog.log import FactLog
from factlog.report.terminal import change_line, citation_text

_HERE = Path(__file__).parent
_PLACES = (_HERE / "snapshots", _HERE.parent / "snapshots")  # of an installed wheel, of a checkout


def record_folder(name: str = "riyadh-2025") -> Path:
    """The folder of a record that comes with factlog."""
    for place in _PLACES:
        if (place / name).is_dir():
            return place / name
    raise NotFoundError(f"expected the record {name} in {_PLACES[0]} or {_PLACES[1]}")


def free_path(name: str = "riyadh") -> Path:
    """``riyadh.git``, or the first of ``riyadh-2.git`` and so on that is not there yet."""
    names = (f"{name}.git" if number == 1 else f"{name}-{number}.git" for number in count(1))
    return next(path for path in map(Path, names) if not path.exists())


def story(log: FactLog, place: Path) -> Iterator[Text]:
    """The timeline of the record, then what became of three of its claims."""
    snapshots = list(log.snapshots())
    yield Text(f"{len(log.claims)} claims and {len(log.sources)} sources in {place}\n", "bold")
    notable: dict[Kind, Change] = {}
    for before, after in zip([None, *snapshots], snapshots, strict=False):
        assert after.taken is not None  # it is a commit
        yield Text.assemble((taken_text(after.taken), "bold"), f"  {after.message}")
        changes = log.diff(before, after) if before else ()
        if added := sum(change.kinds == {Kind.ADDED} for change in changes) if before else len(after):
            yield Text(f"            {added} claim{'s' if added > 1 else ''} added", "dim")
        for change in changes:
            if change.kinds != {Kind.ADDED}:
                yield Text("            ").append_text(change_line(change))
                notable |= dict.fromkeys(change.kinds, change)
    for kind, title in _CHAPTERS:
        if kind in notable:
            yield Text(f"\n{title}", "bold")
            yield from _told(notable[kind])
    yield Text("\nGo on with", "bold")
    program = "factlog" if which("factlog") else sys.argv[0]
    yield from (Text(f"  {program} {command}") for command in _commands(place))


_CHAPTERS = (
    (Kind.DEFERRED, "Deferred: when the war would end"),
    (Kind.RESOLVED, "Resolved: another meeting by the end of February"),
    (Kind.REVERSED, "Reversed: who started the war"),
)


def _told(change: Change) -> Iterator[Text]:
    before, after = change.before, change.after
    assert before is not None  # the chapters are about claims that were there before
    assert after is not None
    yield from _version(before)
    if (after.said, after.text) != (before.said, before.text):
        yield from _version(after)
    for assessment in after.assessments:
        yield Text.assemble((f"  {assessment.assessor}, {assessment.decided}: ", "dim"), (assessment.outcome, "bold"))
    yield Text("  ").append_text(change_line(change))


def _version(claim: Claim) -> Iterator[Text]:
    due = f", due {claim.due}" if claim.due else ""
    yield Text.assemble((f"  {claim.claimant}, said {claim.said}{due}: ", "dim"), (held(claim), "bold"))
    yield from (Text(f"    {wording}") for wording in claim.text.values())
    yield from (Text(f"    {citation_text(citation)}", "dim") for citation in claim.citations)


def _commands(place: Path) -> Iterator[str]:
    claim = "trump/who-started-the-war"
    yield f"history {place} {claim}"
    yield f"show {place} {claim} --at 2025-02-20"
    yield f"diff {place} 2025-02-20 2025-02-22"
    yield f"blame {place} {claim}"
