"""Where the real material is: beside the repository, or where FACTLOG_SHARED says. Tests skip where it is not."""

from __future__ import annotations

import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("FACTLOG_SHARED", Path(__file__).parents[2] / "shared")) / "articles"


def material(name: str) -> Path:
    """The file or folder of that name."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no {name} in {SHARED}")
    return path


def templates() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Language, name and parameters of every template on which two parsers agree."""
    for path in sorted(material("cites").glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row: dict[str, Any] = json.loads(line)
                yield path.name.removesuffix(".jsonl.xz")[-2:], row["template"], row["params"]
