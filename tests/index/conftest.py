"""A log with an index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import factlog
from factlog import FactLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log lies."""
    return tmp_path / "log.git"


@pytest.fixture
def log(path: Path) -> Iterator[FactLog]:
    """An empty log."""
    with factlog.init(path) as made:
        yield made
