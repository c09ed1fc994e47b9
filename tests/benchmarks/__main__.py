"""``python tests/benchmarks [NAME…]``: how factlog compares with git itself, as ratios of one run; all measures or some.

One line a measure: the ratio of two medians of runs that took turns, what it is measured against, the limit that it is
meant to keep, and both times. Nothing fails: machines differ, and a reader judges.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # for `python -m tests.benchmarks`

from measures import MEASURES, Bench


def main(names: list[str]) -> int:
    """Runs the measures of these names, or all."""
    if unknown := [name for name in names if name not in MEASURES]:
        print(f"expected some of {', '.join(MEASURES)}; got {', '.join(unknown)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="factlog-bench-") as folder:
        bench = Bench(Path(folder))
        for name in names or MEASURES:
            begun = time.perf_counter()
            for line in MEASURES[name](bench):
                print(f"{name}: {line}", flush=True)
            print(f"{name}: took {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
