"""What a record changes: from claims and sources as given, and the tip as it stands, to the files of the next commit."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from factlog.claims.changes import classify
from factlog.claims.claim import Claim, all_citations
from factlog.claims.codec import encode, to_document
from factlog.claims.ids import ClaimId, SourceId, claim_id
from factlog.claims.merge import Conflict, merge, refuse
from factlog.claims.source import Source
from factlog.claims.text import kind, text
from factlog.errors import (
    ClaimNotFoundError,
    CorruptError,
    DuplicateIdError,
    InvalidError,
    SourceChangedError,
    SourceNotFoundError,
)
from factlog.layout import FORMAT_BYTES, FORMAT_FILE, claim_from, claim_path, source_from, source_path
from factlog.store.port import BlobId
from factlog.store.tree import File, Tree

Record = TypeVar("Record", Claim, Source)
_TOLD = 3  # changes that a summary tells one by one


@attrs.frozen
class Given:
    """What somebody wants to record: claims, sources by themselves, and ids of claims to remove."""

    claims: dict[ClaimId, Claim]
    sources: dict[SourceId, Source]
    removed: tuple[ClaimId, ...] = ()

    @classmethod
    def of(cls, items: Iterable[Claim | Source] | Claim | Source, remove: Iterable[str] = ()) -> Given:
        """The items by id; raises DuplicateIdError where one stands twice."""
        claims: dict[ClaimId, Claim] = {}
        sources: dict[SourceId, Source] = {}
        for item in (items,) if isinstance(items, Claim | Source) else items:
            if isinstance(item, Claim):
                _put(claims, item.id, item, "claim")
            elif isinstance(item, Source):
                _put(sources, item.id, item, "source")
            else:
                raise InvalidError(f"expected claims and sources to record, got {kind(item)}")
        removed = tuple(map(claim_id, (remove,) if isinstance(remove, str) else remove))
        for claim in removed:
            if claim in claims or removed.count(claim) > 1:
                raise DuplicateIdError(f"expected {claim!r} once, to be recorded or to be removed", claim=claim)
        return cls(claims, sources, removed)


@attrs.frozen
class Plan:
    """The files to write (None: to remove) and the claims before and after, for the summary."""

    files: dict[str, bytes | None]
    before: dict[str, BlobId]

    @property
    def claim_paths(self) -> list[str]:
        """The files of claims among them."""
        return [path for path in self.files if path.startswith("claims/")]


def plan(given: Given, tip: Tree, base: Tree | None) -> Plan:
    """The files that differ from the tip; raises ConflictError where what changed since ``base`` cannot be kept as well."""
    claims: Mapping[ClaimId, Claim | None] = {**given.claims, **dict.fromkeys(given.removed)}
    sources: Mapping[SourceId, Source | None] = given.sources
    present = tip.find([*map(claim_path, claims), *map(source_path, sources)])
    for claim in given.removed:
        if claim_path(claim) not in present and (base is None or not base.find([claim_path(claim)])):
            raise ClaimNotFoundError(f"expected the id of a claim in the log to remove, got {claim!r}", claim=claim)
    if base is not None:
        claims, sources = _merged(claims, sources, tip, base)
    wanted: dict[str, Claim | Source | None] = {claim_path(claim): body for claim, body in claims.items()}
    wanted |= {source_path(source): body for source, body in _cited_too(given.claims.values(), sources, tip, base).items()}
    present = tip.find(wanted)
    files: dict[str, bytes | None] = {} if tip.commit else {FORMAT_FILE: FORMAT_BYTES}
    for path, body in wanted.items():
        data = encode(body) if body is not None else None
        blob = tip.store.blob_id(data) if data is not None else None
        if blob != present.get(path):
            files[path] = data
    if files.keys() <= {FORMAT_FILE}:
        files = {}
    return Plan(files, present)


def summary(planned: Plan, tip: Tree) -> str:
    """The message of a record that was given none: what changed, one by one where it is little."""
    paths = planned.claim_paths
    if not paths:
        count = len(planned.files.keys() - {FORMAT_FILE})
        return f"{count} source{'s' if count > 1 else ''} recorded"
    if len(paths) <= _TOLD:
        with contextlib.suppress(CorruptError):  # what is replaced or removed need not be readable
            known = tip.read({path: planned.before[path] for path in paths if path in planned.before})
            before = {file.path: claim_from(file) for file in known}
            after = {path: _decoded(planned.files[path], path) for path in paths}
            return "\n".join(str(classify(before.get(path), after[path])) for path in paths)
    added = sum(path not in planned.before for path in paths)
    removed = sum(planned.files[path] is None for path in paths)
    counts = {"added": added, "changed": len(paths) - added - removed, "removed": removed}
    return "Claims: " + ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def _decoded(data: bytes | None, path: str) -> Claim | None:
    return None if data is None else claim_from(File(path, data))


def _put(these: dict[ClaimId, Claim] | dict[SourceId, Source], key: str, item: Claim | Source, what: str) -> None:
    if key in these:
        raise DuplicateIdError(f"expected each {what} once in a record, got {key!r} twice", claim=key)
    these[key] = item  # type: ignore[index,assignment]  # the caller pairs claims with claims, sources with sources


def _cited_too(
    claims: Iterable[Claim], given: Mapping[SourceId, Source | None], tip: Tree, base: Tree | None
) -> dict[SourceId, Source | None]:
    """The sources to have after the record: those given by themselves, and those that citations bring or add to."""
    cited: dict[SourceId, dict[int, tuple[ClaimId, Source | None]]] = {}
    for claim in claims:
        for citation in all_citations(claim):
            use = citation.source if isinstance(citation.source, Source) else None
            cited.setdefault(citation.source_id, {}).setdefault(id(use), (claim.id, use))
    unknown = [source for source in cited if source not in given]
    recorded = _recorded(tip, unknown)
    read = _recorded(base, unknown) if base else {}  # a source as it was read is no edit
    result = dict(given)
    for source, uses in cited.items():
        known = stated = given.get(source) or recorded.get(source)
        for user, use in uses.values():
            if use is not None and (stated is None or use != read.get(source)):
                known = _extended(known, use, user, complete=stated is not None)
        if known is None:
            user = next(iter(uses.values()))[0]
            raise SourceNotFoundError(
                f"claim {user!r}, field citations: expected a source that the log holds, got the id {source!r}: "
                "give the Source itself",
                claim=user,
                field="citations",
            )
        if known is not stated:
            result[source] = known
    return result


def _recorded(tree: Tree, sources: Iterable[SourceId]) -> dict[SourceId, Source]:
    return {source.id: source for source in map(source_from, tree.read(tree.find(map(source_path, sources))))}


def _extended(known: Source | None, use: Source, claim: ClaimId, *, complete: bool) -> Source:
    """The source with what a citation adds to it; a citation may add to what is recorded, never change or clear it."""
    if known is None or known == use:
        return use
    old, new = to_document(known), to_document(use)
    for name, value in old.items():
        if name in new and new[name] != value:
            raise _changed(claim, use, name, "change", value, new[name])
        if name not in new and complete:
            raise _changed(claim, use, name, "clear", value, None)
    return attrs.evolve(known, **{name: getattr(use, name) for name in new if name not in old})


def _changed(claim: ClaimId, source: Source, name: str, verb: str, old: object, new: object) -> SourceChangedError:
    return SourceChangedError(
        f"claim {claim!r}, source {source.id!r}, field {name}: expected a citation not to {verb} what is recorded "
        f"({old!r}), got {new!r}: record the source by itself to replace it, or cite it by its id",
        claim=claim,
        field=name,
    )


def _merged(
    claims: Mapping[ClaimId, Claim | None], sources: Mapping[SourceId, Source | None], tip: Tree, base: Tree
) -> tuple[Mapping[ClaimId, Claim | None], Mapping[SourceId, Source | None]]:
    claim_paths = {claim_path(claim): claim for claim in claims}
    source_paths = {source_path(source): source for source in sources}
    paths = [*claim_paths, *source_paths]
    old, new = base.find(paths), tip.find(paths)
    moved = [path for path in paths if old.get(path) != new.get(path)]
    merged_claims, merged_sources = dict(claims), dict(sources)
    conflicts: list[Conflict] = []
    for path in moved:
        if path in claim_paths:
            one, other = (_only(map(claim_from, tree.read(tree.find([path])))) for tree in (base, tip))
            claim, found = merge(one, other, claims[claim_paths[path]])
            merged_claims[claim_paths[path]] = claim
        else:
            first, second = (_only(map(source_from, tree.read(tree.find([path])))) for tree in (base, tip))
            source, found = merge(first, second, sources[source_paths[path]])
            merged_sources[source_paths[path]] = source
        conflicts.extend(found)
    if conflicts:
        raise refuse(tuple(conflicts))
    return merged_claims, merged_sources


def _only(found: Iterator[Record]) -> Record | None:
    return next(found, None)


def signature(author: str) -> str:
    """``Name <address>``, or a name alone, as git keeps it; raises InvalidError for anything else."""
    found = re.fullmatch(r"([^<>\n\t]*[^<>\s])(?: <([^<>\s]*)>)?", text(author))
    if not found:
        raise InvalidError(f"expected an author such as 'Ann Example <ann@example.org>', got {author!r}", field="author")
    return f"{found[1].strip()} <{found[2] or ''}>"
