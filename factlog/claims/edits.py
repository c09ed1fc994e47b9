"""Edits: the structural differences between two versions, as plain paths and values.

In a path, a citation goes by its source's id (``#2`` and so on where the source is cited again), a link by its type and
target, a tag by itself, a value and an assessment by its position.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import attrs

from factlog.claims._deepdiff import Path, differences
from factlog.claims.fields import frozen_json, thawed
from factlog.errors import ConflictError

_LISTS = frozenset({"values", "citations", "links", "assessments", "tags"})


class Operation(StrEnum):
    """What an edit does at its path."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@attrs.frozen
class Edit:
    """One structural difference: plain JSON ``before`` and ``after``, None on the side that lacks the path."""

    operation: Operation
    path: Path
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: {_shown(self.before)} → {_shown(self.after)}"

    def invert(self) -> Edit:
        """The edit that undoes this one."""
        inverse = {Operation.ADDED: Operation.REMOVED, Operation.REMOVED: Operation.ADDED}
        return Edit(inverse.get(self.operation, self.operation), self.path, self.after, self.before)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: operation, path, and the sides that there are."""
        document: dict[str, Any] = {"operation": self.operation.value, "path": list(self.path)}
        if self.operation is not Operation.ADDED:
            document["before"] = thawed(self.before)
        if self.operation is not Operation.REMOVED:
            document["after"] = thawed(self.after)
        return document


def edits(before: dict[str, Any], after: dict[str, Any]) -> tuple[Edit, ...]:
    """The edits that turn one document into the other, sorted by path.

    >>> [str(edit) for edit in edits({"id": "a", "tags": ["x"]}, {"id": "a", "tags": ["x", "y"]})]
    ['tags.y: nothing → y']
    """
    return tuple(_edit(*row) for row in differences(_keyed(before), _keyed(after)))


def apply(document: dict[str, Any], edits: Iterable[Edit]) -> dict[str, Any]:
    """The document after the edits; raises ConflictError where it does not hold what an edit starts from."""
    root = _keyed(document)
    for edit in edits:
        node = root
        for key in edit.path[:-1]:
            node = node.get(key, {}) if isinstance(node, dict) else {}
        last = edit.path[-1]
        expected = None if edit.operation is Operation.ADDED else _key(edit.path, thawed(edit.before))
        if not isinstance(node, dict) or node.get(last) != expected:
            place = ".".join(map(str, edit.path))
            raise ConflictError(f"expected {_shown(edit.before)} at {place}: the edits were made for another version")
        if edit.operation is Operation.REMOVED:
            del node[last]
        else:
            node[last] = _key(edit.path, thawed(edit.after))
    plain = _plain(root, ())
    assert isinstance(plain, dict)
    return plain


def _edit(path: Path, before: Any, after: Any) -> Edit:
    operation = Operation.ADDED if before is None else Operation.REMOVED if after is None else Operation.CHANGED
    sides = (None if side is None else frozen_json(_plain(side, path)) for side in (before, after))
    return Edit(operation, path, *sides)


def _is_list(path: Path) -> bool:
    """Whether the path is that of a list whose items have keys; other lists are leaves."""
    if len(path) == 3:
        return path[0] == "assessments" and path[2] == "citations"
    return len(path) == 1 and path[0] in _LISTS


def _keyed(document: dict[str, Any]) -> dict[Any, Any]:
    keyed = _key((), document)
    assert isinstance(keyed, dict)
    return keyed


def _key(path: Path, node: Any) -> Any:
    """The node with its lists as mappings and its leaves as JSON text."""
    if isinstance(node, dict) and (node or not path):
        return {key: _key((*path, key), item) for key, item in node.items()}
    if isinstance(node, list) and node and _is_list(path):
        return {key: _key((*path, key), item) for key, item in _items(path[-1], node)}
    return json.dumps(node, ensure_ascii=False, sort_keys=True)


def _items(name: str | int, items: list[Any]) -> list[tuple[str | int, Any]]:
    if name == "tags":
        return [(tag, tag) for tag in items]
    if name == "links":
        return [(f"{link['type']} {link['target']}", link) for link in items]
    if name == "citations":
        seen: dict[str, int] = {}
        keys = []
        for citation in items:
            count = seen[citation["source"]] = seen.get(citation["source"], 0) + 1
            keys.append(citation["source"] if count == 1 else f"{citation['source']}#{count}")
        return list(zip(keys, items, strict=True))
    return list(enumerate(items))


def _plain(node: Any, path: Path) -> Any:
    """The inverse of :func:`_key`."""
    if not isinstance(node, dict):
        return json.loads(node)
    items = [(key, _plain(item, (*path, key))) for key, item in node.items()]
    if not _is_list(path):
        return dict(items)
    return [item for _, item in (sorted(items) if path[-1] in ("values", "assessments") else items)]


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(thawed(value), ensure_ascii=False)
