"""Revisions read and compared, against mwedittypes' simple mode and WikiWho on the same revisions in the same run.

The revisions are consecutive ones of an export, of which little is kept from one to the next in quiet times and much undone
in others; far-apart ones of another export; and those of an article with 190 references that a program edits (edited.py).

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

import edited
from material import material

from factlog.articles import diff, read
from factlog.articles.dumps import revisions
from factlog.articles.memo import forget

CONSECUTIVE, FAR = "anarchism_2006-05_200rev.xml.xz", "anarchism_every150_2001-2008.xml.xz"
FASTER = 25  # times, asked of both
WORST = 0.250  # seconds for the worst pair of far-apart revisions, read and compared


def texts(name: str) -> list[str]:
    """The texts of an export's revisions."""
    return [revision.text for revision in revisions(material("dumps") / name) if revision.text]


def ours(given: Sequence[str]) -> tuple[float, list[float], list[float]]:
    """Seconds for all, for each diff, and for each pair (the later revision read, then the diff)."""
    forget()
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
    sample = list(pairwise(given))
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
    known = {"timestamp": "2006-05-01T00:00:00Z", "user": "x", "userid": 1}
    page = [{"revid": number, "*": text} | known for number, text in enumerate(given, start=1)]
    begun = time.process_time()
    peer.analyse_article(page)
    return len(given) / (time.process_time() - begun)


def measured(name: str, given: Sequence[str], peers: dict[str, Callable[[Sequence[str]], float | None]]) -> bool:
    """Prints one measure; False where a limit is not met."""
    total, diffs, pairs = ours(given)
    rate = len(given) / total
    median, mean, worst = (1e3 * function(diffs) for function in (statistics.median, statistics.mean, max))
    print(f"{name}: {len(given)} revisions, {rate:.0f} a second; worst pair with reading {1e3 * max(pairs):.0f} ms")
    print(f"{name}: the diff alone: median {median:.2f} ms, mean {mean:.2f} ms, worst {worst:.0f} ms")
    met = True
    for peer, measure in peers.items():
        theirs = measure(given)
        if theirs is None:
            print(f"{name}: {peer} is not installed")
        else:
            print(f"{name}: {rate / theirs:.1f} × {peer} ({theirs:.1f} a second)")
            met = met and rate >= FASTER * theirs
    return met and (name != "far apart" or max(pairs) < WORST)


def main() -> int:
    """Prints the figures; 1 where a limit is not met."""
    diff(read("It rained."), read("It snowed."))  # what is imported at first use is no part of it, as with the peers
    met = [
        measured("consecutive", texts(CONSECUTIVE), {"mwedittypes": mwedittypes}),
        measured("190 references", list(edited.revisions()), {"mwedittypes": mwedittypes}),
        measured("far apart", texts(FAR), {"WikiWho": wikiwho}),
    ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
