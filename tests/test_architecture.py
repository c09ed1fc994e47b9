"""The house stands as drawn: layers, and one room for each library that is spoken to."""

import subprocess
import sys
from pathlib import Path


def test_imports_point_one_way() -> None:
    """Every contract of import-linter in pyproject.toml is kept."""
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter], cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
