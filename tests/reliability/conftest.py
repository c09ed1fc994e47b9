"""What the tests of reliability share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import factlog
from factlog import FactLog


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """Where the log lies."""
    return tmp_path / "log.git"


@pytest.fixture
def log(where: Path) -> Iterator[FactLog]:
    """A log that holds one claim, ``a``."""
    with factlog.init(where) as made:
        made.record([factlog.Claim("a", subject="sky", predicate="colour", value="blue")], taken="2025-02-20")
        yield made
