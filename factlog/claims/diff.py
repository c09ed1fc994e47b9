"""Diffs: all changes of claims and sources between two states, as one value."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar, overload

import attrs

from factlog.claims.changes import Axis, Change, Kind, classify
from factlog.claims.claim import Claim
from factlog.claims.codec import to_document
from factlog.claims.fields import FrozenDict
from factlog.claims.ids import ClaimId, SourceId
from factlog.claims.source import Source
from factlog.errors import InvalidError

E = TypeVar("E", bound=StrEnum)


@attrs.frozen
class SourceChange:
    """Two states of one source side by side, None where there is none."""

    before: Source | None
    after: Source | None

    @property
    def id(self) -> SourceId:
        """The source's id."""
        source = self.after or self.before
        assert source is not None  # one side at least is there
        return source.id

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``edited``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "edited"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, in the order of the model."""
        old, new = (to_document(source) if source else {} for source in (self.before, self.after))
        names = [field.name for field in attrs.fields(Source)]
        return tuple(name for name in names if old.get(name) != new.get(name))

    def __str__(self) -> str:
        fields = f"  {', '.join(self.fields)}" if self.kind == "edited" else ""
        return f"{self.id}  source {self.kind}{fields}"


@attrs.frozen
class SourceDiff(Sequence[SourceChange]):
    """The changes of sources, by id."""

    changes: tuple[SourceChange, ...] = ()

    @overload
    def __getitem__(self, index: int) -> SourceChange: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[SourceChange]: ...
    def __getitem__(self, index: int | slice) -> SourceChange | Sequence[SourceChange]:
        return self.changes[index]

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def added(self) -> tuple[Source, ...]:
        """The sources that came."""
        return tuple(change.after for change in self.changes if change.after is not None and change.before is None)

    @property
    def removed(self) -> tuple[Source, ...]:
        """The sources that went."""
        return tuple(change.before for change in self.changes if change.before is not None and change.after is None)

    @property
    def edited(self) -> tuple[SourceChange, ...]:
        """The sources whose record changed, before and after."""
        return tuple(change for change in self.changes if change.kind == "edited")


@attrs.frozen
class Diff(Sequence[Change]):
    """The changes of claims between two states, by id; ``sources`` holds those of sources.

    ``of``, ``on`` and ``by`` narrow it, and can follow one another.

    >>> from factlog.claims.diff import diff
    >>> blue = Claim("sky/colour", subject="sky", predicate="colour", value="blue", claimant="Ann")
    >>> print(diff({blue.id: blue}, {}).by("Ann").of("removed"))
    sky/colour  removed  blue
    """

    changes: tuple[Change, ...] = ()
    sources: SourceDiff = SourceDiff()

    @overload
    def __getitem__(self, index: int) -> Change: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Change]: ...
    def __getitem__(self, index: int | slice) -> Change | Sequence[Change]:
        return self.changes[index]

    def __len__(self) -> int:
        return len(self.changes)

    def of(self, *kinds: Kind | str) -> Diff:
        """The changes of any of these kinds."""
        wanted = {_named(Kind, kind) for kind in kinds}
        return self._where(lambda change: bool(wanted & change.kinds))

    def on(self, axis: Axis | str) -> Diff:
        """The changes with any kind on this axis."""
        wanted = _named(Axis, axis)
        return self._where(lambda change: any(kind.axis is wanted for kind in change.kinds))

    def by(self, claimant: str | None) -> Diff:
        """The changes of claims that this claimant holds, before or after."""
        return self._where(lambda change: claimant in change.claimants)

    def about(self, claim: str) -> Diff:
        """The change of one claim, by its id."""
        return self._where(lambda change: change.id == claim)

    def group_by(self, field: str) -> Mapping[Any, Diff]:
        """The changes in groups: by ``kind`` or ``axis`` (a change of several stands in each), or by a claim's field."""
        groups: dict[Any, list[Change]] = {}
        for change in self.changes:
            for key in _keys(change, field):
                groups.setdefault(key, []).append(change)
        return FrozenDict({key: attrs.evolve(self, changes=tuple(changes)) for key, changes in groups.items()})

    def apply(self, claims: Mapping[ClaimId, Claim]) -> dict[ClaimId, Claim]:
        """The claims after these changes; raises ConflictError where the changes do not fit them."""
        result = dict(claims)
        for change in self.changes:
            claim = change.apply(result.pop(change.id, None))
            if claim is not None:
                result[claim.id] = claim
        return dict(sorted(result.items()))

    def invert(self) -> Diff:
        """The changes that undo these."""
        undone = tuple(SourceChange(change.after, change.before) for change in self.sources)
        return Diff(tuple(change.invert() for change in self.changes), SourceDiff(undone))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Plain JSON: a list of id, kinds, axis, before, after and edits."""
        return [change.to_dict() for change in self.changes]

    def to_json(self) -> str:
        """The same as text."""
        return json.dumps(self.to_dicts(), ensure_ascii=False, indent=2)

    def __str__(self) -> str:
        return "\n".join(map(str, self.changes))

    def _where(self, wanted: Callable[[Change], bool]) -> Diff:
        return attrs.evolve(self, changes=tuple(change for change in self.changes if wanted(change)))


def diff(before: Mapping[ClaimId, Claim], after: Mapping[ClaimId, Claim]) -> Diff:
    """What changed between two mappings of claims by id."""
    ids = sorted(before.keys() | after.keys())
    changes = (classify(before.get(claim), after.get(claim)) for claim in ids)
    return Diff(tuple(change for change in changes if change.kinds))


def _keys(change: Change, field: str) -> Iterator[Any]:
    if field == "kind":
        yield from change.ordered_kinds
    elif field == "axis":
        yield from dict.fromkeys(kind.axis for kind in change.ordered_kinds)
    elif field in {known.name for known in attrs.fields(Claim)}:
        yield getattr(change.after or change.before, field)
    else:
        raise InvalidError(f"expected kind, axis or a field of a claim to group by, got {field!r}", field=field)


def _named(names: type[E], given: str) -> E:
    from difflib import get_close_matches

    try:
        return names(given)
    except ValueError:
        known = [name.value for name in names]
        near = get_close_matches(str(given), known)
        hint = f": did you mean {' or '.join(near)}?" if near else f": there are {', '.join(known)}"
        raise InvalidError(f"expected a {names.__name__.lower()} of change, got {given!r}{hint}") from None
