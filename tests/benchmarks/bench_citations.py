"""Citation templates a second, from parameters to sources, against wikiciteparser where it is installed.

Run it with ``python tests/benchmarks/bench_citations.py``; the templates are those of ``../shared/articles/cites``.
"""

from __future__ import annotations

import contextlib
import importlib
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from material import templates

from factlog.articles.citations import dates, from_template

ROUNDS = 5
LIMIT = 5000


def per_second(read: Callable[[], int]) -> float:
    """The median of a few rounds, in the time of this process: other work on the machine does not count."""
    found = []
    for _ in range(ROUNDS):
        dates.read.cache_clear()
        start = time.process_time()
        count = read()
        found.append(count / (time.process_time() - start))
    return statistics.median(found)


def peer(rows: list[tuple[str, str, dict[str, str]]]) -> Callable[[], int] | None:
    """Wikiciteparser on the English templates, of which it knows the most."""
    try:
        mwparserfromhell: Any = importlib.import_module("mwparserfromhell")
        parser: Any = importlib.import_module("wikiciteparser.parser")
    except ImportError:
        return None
    some = [(name, parameters) for language, name, parameters in rows if language == "en"][:200]
    parsed: list[Any] = []
    for name, parameters in some:
        inside = "".join(f"|{key}={value}" for key, value in parameters.items())
        parsed += mwparserfromhell.parse("{{" + name + inside + "}}").filter_templates(recursive=False)[:1]

    def read() -> int:
        read_well = 0
        for template in parsed:
            # it fails on what its Lua modules call with an argument more than it knows
            with contextlib.suppress(Exception):
                parser.parse_citation_template(template)
                read_well += 1
        return max(read_well, 1)

    print(f"wikiciteparser reads {read()} of {len(parsed)} templates")
    return read


def main() -> int:
    """Prints the figures; 1 where a limit is not met."""
    rows = list(templates())

    def ours() -> int:
        for language, name, parameters in rows:
            from_template(name, parameters, language=language)
        return len(rows)

    rate = per_second(ours)
    print(f"citation templates: {rate:,.0f}/s, at least {LIMIT:,} wanted")
    theirs = peer(rows)
    if theirs is None:
        print("wikiciteparser is not installed")
    else:
        other = per_second(theirs)
        print(f"wikiciteparser: {other:,.0f}/s; ratio {rate / other:,.0f}")
    return 0 if rate >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
