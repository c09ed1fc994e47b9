"""Bytes a second of an export streamed, against mwxml and bare expat in the same run.

Run it with ``python tests/benchmarks/bench_dumps.py``; the export is one of ``../shared/articles/dumps``, unpacked first.
"""

from __future__ import annotations

import importlib
import lzma
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.parsers import expat

sys.path.insert(0, str(Path(__file__).parents[1]))

from material import material

from factlog.articles.dumps import revisions

ROUNDS = 7
LIMIT = 1.3
TIMES = 4  # the export is small: its pages several times over


def ours(path: Path) -> int:
    """Every revision with its text."""
    return sum(1 for revision in revisions(path) if revision.text is not None)


def bare(path: Path) -> int:
    """Expat alone, without handlers."""
    parser = expat.ParserCreate()
    with path.open("rb") as file:
        parser.ParseFile(file)
    return 0


def mwxml_peer() -> Callable[[Path], int] | None:
    """The same with mwxml."""
    try:
        mwxml: Any = importlib.import_module("mwxml")
    except ImportError:
        return None

    def read(path: Path) -> int:
        with path.open(encoding="utf-8") as file:
            return sum(1 for page in mwxml.Dump.from_file(file) for revision in page if revision.text is not None)

    return read


def main() -> int:
    """Prints the figures; 1 where the limit is not met."""
    whole = lzma.decompress((material("dumps") / "anarchism_2006-05_200rev.xml.xz").read_bytes())
    begin, end = whole.index(b"<page>"), whole.rindex(b"</mediawiki>")
    readers: dict[str, Callable[[Path], int]] = {"factlog": ours, "expat alone": bare}
    if peer := mwxml_peer():
        readers["mwxml"] = peer
    rates: dict[str, list[float]] = {name: [] for name in readers}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xml"
        path.write_bytes(whole[:begin] + whole[begin:end] * TIMES + whole[end:])
        for _ in range(ROUNDS):
            for name, read in readers.items():
                start = time.process_time()
                read(path)
                rates[name].append(path.stat().st_size / (time.process_time() - start) / 1e6)
    for name, found in rates.items():
        print(f"{name}: {statistics.median(found):,.0f} MB/s")
    if peer is None:
        print("mwxml is not installed")
        return 0
    ratio = statistics.median(one / other for one, other in zip(rates["factlog"], rates["mwxml"], strict=True))
    print(f"ratio to mwxml: {ratio:.2f}, at least {LIMIT} wanted")
    return 0 if ratio >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
