"""The merge of one claim or source that two people changed at once, field by field."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import attrs

from factlog.claims.claim import Claim
from factlog.claims.codec import from_document, to_document
from factlog.claims.fields import frozen_json, thawed
from factlog.claims.source import Source
from factlog.errors import ConflictError, InvalidError

Record = TypeVar("Record", Claim, Source)


@attrs.frozen
class Conflict:
    """One field that both changed, each as plain JSON; None where a side has no such field, or no such claim.

    ``field`` is None where one side removed the whole of it.
    """

    id: str
    field: str | None
    base: Any
    theirs: Any
    yours: Any

    def __str__(self) -> str:
        place = f"{self.id}, field {self.field}" if self.field else self.id
        return f"{place}: it was {_shown(self.base)}, they made it {_shown(self.theirs)}, you made it {_shown(self.yours)}"


def merge(base: Record | None, theirs: Record | None, yours: Record | None) -> tuple[Record | None, tuple[Conflict, ...]]:
    """What both changes together make of ``base``, and the fields in which they cannot be had together.

    Tags, links, citations and assessments that each side added are all kept.

    >>> base = Claim("sky/colour", subject="sky", predicate="colour", value="blue")
    >>> merged, conflicts = merge(base, base.revise(tags=["day"]), base.revise(value="red"))
    >>> merged.value, merged.tags, conflicts
    ('red', ('day',), ())
    """
    if theirs in (base, yours):
        return yours, ()
    if yours == base:
        return theirs, ()
    sides = [to_document(side) if side else None for side in (base, theirs, yours)]
    if theirs is None or yours is None:
        one = theirs or yours
        assert one is not None  # they differ
        return None, (Conflict(one.id, None, *map(frozen_json, sides)),)
    merged, clashes = _merge_fields(*(side or {} for side in sides))
    if clashes:
        old, their, your = (frozen_json(side or {}) for side in sides)
        return None, tuple(Conflict(yours.id, name, old.get(name), their.get(name), your.get(name)) for name in clashes)
    try:
        return from_document(type(yours), merged), ()
    except InvalidError:  # each side is valid, both together are not: an exclusive claim of two values, say
        return None, (Conflict(yours.id, None, *map(frozen_json, sides)),)


def refuse(conflicts: tuple[Conflict, ...]) -> ConflictError:
    """The error that tells of the conflicts."""
    first = conflicts[0]
    lines = "\n  ".join(map(str, conflicts))
    return ConflictError(
        f"expected no change of the same fields since the base\n  {lines}\n"
        "Read the present version, decide, and record again.",
        conflicts=conflicts,
        claim=first.id,
        field=first.field,
    )


def _merge_fields(base: dict[str, Any], theirs: dict[str, Any], yours: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The merged fields, and the names of those that clash."""
    merged: dict[str, Any] = {}
    clashes = []
    for name in dict.fromkeys([*yours, *theirs, *base]):
        sides = [side.get(name, _ABSENT) for side in (base, theirs, yours)]
        try:
            value = _merge_items(name, *sides) if name in _ITEMS else _merge_values(*sides)
        except _ClashError:
            clashes.append(name)
        else:
            if value is not _ABSENT:
                merged[name] = value
    return merged, clashes


class _ClashError(Exception):
    """Both sides changed one thing in different ways."""


_ABSENT: Any = object()
_ITEMS = frozenset({"text", "qualifiers", "extra", "tags", "links", "citations", "assessments"})


def _merge_values(base: Any, theirs: Any, yours: Any) -> Any:
    """The value that both sides' changes make."""
    old, their, your = (_text(side) for side in (base, theirs, yours))
    if their in (old, your):
        return yours
    if your == old:
        return theirs
    raise _ClashError


def _merge_items(name: str, base: Any, theirs: Any, yours: Any) -> Any:
    """A field merged item by item, each item known by its key."""
    known = len(base) if name == "assessments" and base is not _ABSENT else 0
    mappings = [_by_key(name, side, known) for side in (base, theirs, yours)]
    keys = dict.fromkeys(key for mapping in mappings for key in mapping)
    merged = {key: _merge_values(*(mapping.get(key, _ABSENT) for mapping in mappings)) for key in keys}
    present = {key: value for key, value in merged.items() if value is not _ABSENT}
    if not present:
        return _ABSENT
    return present if isinstance(yours if theirs is _ABSENT else theirs, dict) else list(present.values())


def _by_key(name: str, items: Any, known: int) -> dict[Any, Any]:
    if items is _ABSENT or isinstance(items, dict):
        return {} if items is _ABSENT else items
    if name == "assessments":  # append-only: the first ones are those of the base
        return {place if place < known else _text(item): item for place, item in enumerate(items)}
    if name != "citations":
        return {_text(item): item for item in items}
    keyed: dict[Any, Any] = {}
    for item in items:
        use = item["source"], item.get("quote"), item.get("locator")
        keyed[use if use not in keyed else _text(item)] = item
    return keyed


def _text(value: Any) -> str:
    return "" if value is _ABSENT else json.dumps(value, sort_keys=True)


def _shown(value: Any) -> str:
    text = "absent" if value is None else json.dumps(thawed(value), ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"
