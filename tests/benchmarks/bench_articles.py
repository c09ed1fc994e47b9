"""Revisions read and compared, against mwedittypes' simple mode and WikiWho on the same revisions in the same run.

Run it with ``python tests/benchmarks/bench_articles.py``. Ours reads every revision and tells every change of sentences and
sources; mwedittypes counts changes by type; WikiWho tells who wrote which word. A peer that is not installed is left out.
"""

from __future__ import annotations

import gc
import importlib
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from material import material

from factlog.articles import diff, read
from factlog.articles.dumps import revisions

CONSECUTIVE, FAR = "anarchism_2006-05_200rev.xml.xz", "anarchism_every150_2001-2008.xml.xz"
FASTER = 25  # times, asked of both
WORST = 0.250  # seconds for the worst pair of far-apart revisions, read and compared
SAMPLE = 20  # pairs that mwedittypes is given: it needs a fifth of a second for each


def texts(name: str) -> list[str]:
    """The texts of an export's revisions."""
    return [revision.text for revision in revisions(material("dumps") / name) if revision.text]


def ours(given: Sequence[str]) -> tuple[float, list[float], list[float]]:
    """Seconds for all, for each diff, and for each pair (the later revision read, then the diff)."""
    gc.collect()
    old = None
    diffs, pairs = [], []
    begun = time.process_time()
    for text in given:
        start = time.process_time()
        new = read(text, format="wikitext", language="en")
        between = time.process_time()
        if old is not None:
            diff(old, new)
            end = time.process_time()
            diffs.append(end - between)
            pairs.append(end - start)
        old = new
    return time.process_time() - begun, diffs, pairs


def mwedittypes(given: Sequence[str]) -> float | None:
    """Revisions a second of mwedittypes' simple mode."""
    try:
        peer: Any = importlib.import_module("mwedittypes").SimpleEditTypes
    except ImportError:
        return None
    sample = list(pairwise(given))[:SAMPLE]
    begun = time.process_time()
    for old, new in sample:
        peer(content_type="wikitext", prev_content=old, curr_content=new, lang="en").get_diff()
    return len(sample) / (time.process_time() - begun)


def wikiwho(given: Sequence[str]) -> float | None:
    """Revisions a second of WikiWho."""
    try:
        peer: Any = importlib.import_module("WikiWho.wikiwho").Wikiwho("Anarchism")
    except ImportError:
        return None
    page = [
        {"revid": number, "*": text, "timestamp": "2006-05-01T00:00:00Z", "user": "x", "userid": 1}
        for number, text in enumerate(given, 1)
    ]
    begun = time.process_time()
    peer.analyse_article(page)
    return len(given) / (time.process_time() - begun)


def measured(name: str, given: Sequence[str], peers: dict[str, Callable[[Sequence[str]], float | None]]) -> bool:
    """Prints one measure; False where a limit is not met."""
    total, diffs, pairs = ours(given)
    rate = len(given) / total
    print(
        f"{name}: {len(given)} revisions, {rate:.0f} a second; the diff alone: median {statistics.median(diffs) * 1e3:.2f} ms,",
        end=" ",
    )
    print(
        f"mean {statistics.mean(diffs) * 1e3:.2f}, worst {max(diffs) * 1e3:.0f}; worst pair with reading {max(pairs) * 1e3:.0f} ms"
    )
    met = True
    for peer, measure in peers.items():
        theirs = measure(given)
        print(
            f"{name}: {peer} is not installed"
            if theirs is None
            else f"{name}: {rate / theirs:.1f} × {peer} ({theirs:.1f} a second)"
        )
        met = met and (theirs is None or rate >= FASTER * theirs)
    return met and (name != "far apart" or max(pairs) < WORST)


def main() -> int:
    """Prints the figures; 1 where a limit is not met."""
    met = measured("consecutive", texts(CONSECUTIVE), {"mwedittypes": mwedittypes})
    return 0 if measured("far apart", texts(FAR), {"WikiWho": wikiwho}) and met else 1


if __name__ == "__main__":
    raise SystemExit(main())
