"""Structural differences between two documents, from DeepDiff; the only module that speaks to it.

DeepDiff takes 1 and True, or one instant in two zones, for equal, and lists by position. So it is given nested mappings
of text and nothing else: each leaf is its JSON, each list is keyed by what its items are (see :mod:`factlog.claims.edits`).
"""

from __future__ import annotations

from typing import Any

Path = tuple[str | int, ...]


def differences(before: dict[Any, Any], after: dict[Any, Any]) -> list[tuple[Path, Any, Any]]:
    """``(path, before, after)`` for each difference, sorted by path; a side that lacks the path has None."""
    from deepdiff import DeepDiff
    from deepdiff.helper import notpresent

    tree = DeepDiff(before, after, view="tree", threshold_to_diff_deeper=0, ignore_private_variables=False)
    found: list[tuple[Path, Any, Any]] = []
    for levels in tree.values():
        for level in levels:
            before_side, after_side = (None if side is notpresent else side for side in (level.t1, level.t2))
            found.append((tuple(level.path(output_format="list")), before_side, after_side))
    return sorted(found, key=lambda row: tuple(map(str, row[0])))
