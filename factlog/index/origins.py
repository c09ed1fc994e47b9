"""What sources repeat, which decides how many of them are independent, and so whether a change corroborates."""

from __future__ import annotations

from collections.abc import Mapping

from factlog.claims.changes import Kind, compared
from factlog.claims.claim import Citation, Claim
from factlog.claims.fields import with_checked
from factlog.claims.source import Source


def kinds_of(before: Claim | None, after: Claim | None, origins: Mapping[str, str]) -> frozenset[Kind]:
    """The kinds of a change; ``origins`` has what each source repeats, by its id, where it repeats any."""
    return kinds_and_fields(before, after, origins)[0]


def kinds_and_fields(
    before: Claim | None, after: Claim | None, origins: Mapping[str, str]
) -> tuple[frozenset[Kind], frozenset[str]]:
    """The kinds of a change, and the fields that it touches; ``origins`` as in :func:`kinds_of`."""
    if before is None or after is None or before.citations == after.citations:
        return compared(before, after)
    return compared(_with_origins(before, origins), _with_origins(after, origins))


def _with_origins(claim: Claim, origins: Mapping[str, str]) -> Claim:
    """The claim with what its sources repeat, which decides how many of them are independent."""
    if not any(citation.source_id in origins for citation in claim.citations):
        return claim
    return with_checked(claim, citations=tuple(_with_origin(citation, origins) for citation in claim.citations))


def _with_origin(citation: Citation, origins: Mapping[str, str]) -> Citation:
    origin = origins.get(citation.source_id)
    source = Source(citation.source_id, derived_from=origin) if origin else citation.source
    return with_checked(citation, source=source)
