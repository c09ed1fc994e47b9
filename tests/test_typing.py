"""The types of the public face, as a user's type checker sees them."""

import pytest
from mypy import api

GOOD = """
from datetime import date
import factlog
from factlog import Claim, Citation, Source, Kind, Snapshot, Version

def recorded(log: factlog.FactLog) -> Snapshot:
    source = Source("a", title="A", author=["Ann", {"family": "B"}], issued=date(2025, 2, 18))
    claim = Claim("a/b", subject="s", predicate="p", value=["x", 1], said="2025", force="promise", tags=["t"],
                  citations=[Citation(source, retrieved="2025-02-20")], text={"en": "x"})
    revised: Claim = claim.revise(value="y", due=date(2025, 4, 30)).cite(Citation("b"))
    with log:
        snapshot: Snapshot = log.record([revised, source], taken=date(2025, 2, 20), base=log.latest())
    versions: tuple[Version, ...] = log.history("a/b")
    for change in log.diff("2025-02-20", snapshot).of("reversed", Kind.DENIED).by("Ann"):
        names: list[str] = [kind.value for kind in change.kinds]
    held: Claim = snapshot[versions[0].id]
    by_ann: list[Claim] = list(log.claims.by("Ann").said(before=date(2025, 2, 18)).at(snapshot))
    reversals: dict[str, int] = {name: len(found) for name, found in log.changes.of("reversed").group_by("claimant").items()}
    first: Source | None = (log.sources.uncited() | log.sources.stale(before="2025")).first()
    hidden: int = log.claims.text("x").all().receipt.hidden
    ids: list[str] = [row["id"] for row in log.sql("SELECT id FROM claims")]
    return snapshot
"""
BAD = {
    'Claim("a", subject="s")': "Missing named argument",
    'Claim("a", subject="s", predicate=1)': "incompatible type",
    'Claim("a", subject="s", predicate="p").revise(zork=1)': "Unexpected keyword argument",
    'Claim("a", subject="s", predicate="p").revise(said=1.5)': "incompatible type",
    'Claim("a", subject="s", predicate="p").subject = "t"': "read-only",
    'Citation(retrieved="2025")': "Missing positional argument",
    'factlog.open("a").record("text", taken=1)': "incompatible type",
}


def _checked(code: str) -> str:
    out, errors, _ = api.run(["--strict", "--config-file=", "--cache-dir=.mypy_cache/users", "-c", code])
    return out + errors


def test_users_code_is_typed() -> None:
    """A user's program is checked strictly, without an annotation of ours in the way."""
    assert _checked(GOOD).startswith("Success"), _checked(GOOD)


def test_users_mistakes_are_found() -> None:
    """A type checker finds a user's mistakes, each in its line."""
    lines = ["import factlog", "from factlog import Claim, Citation", *BAD]
    found = _checked("\n".join(lines)).splitlines()
    for number, message in enumerate(BAD.values(), start=3):
        assert any(f":{number}: error" in line and message in line for line in found), (number, message, found)


@pytest.mark.parametrize("module", ["factlog.claims", "factlog.store", "factlog.formats"])
def test_marked_as_typed(module: str) -> None:
    """The package says that it is typed (PEP 561), so that a checker reads its annotations."""
    assert _checked(f"import {module}").startswith("Success")
