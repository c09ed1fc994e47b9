"""An empty log in a folder of its own, and one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store.memory import MemoryStore

import factlog
from factlog import FactLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log lies."""
    return tmp_path / "log.git"


@pytest.fixture
def log(path: Path) -> Iterator[FactLog]:
    """An empty log in git."""
    with factlog.init(path) as made:
        yield made


@pytest.fixture
def quick() -> FactLog:
    """An empty log in memory."""
    return FactLog(MemoryStore())
