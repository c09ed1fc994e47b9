"""Fuzzing of ``articles.read``, in every format, and of ``articles.diff``, guided by coverage.

Run it with ``pip install atheris`` (no part of any extra: it is large, and only fuzzing needs it) and then

    python tests/fuzz/fuzz_articles.py -max_total_time=900 -timeout=10 -rss_limit_mb=1024

The options are those of libFuzzer; a folder as last argument keeps the inputs that found something new. It stops at the
first input that breaks a law: an error that is no FactlogError, a sentence that holds what no claim may, a revision that
differs from itself, a second reading that differs from the first. ``tests/articles/test_hostile.py`` checks the same laws on
inputs that Hypothesis makes.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

atheris: Any = importlib.import_module("atheris")
sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["factlog.articles"]):
    from hostile import check, pieces

FORMATS = (None, "wikitext", "wikitext", "plain", "html", "api", "dump")
PIECES = pieces()


def text_of(data: Any) -> str:
    """Text as it comes, or made of pieces of markup, of which each byte names one."""
    if data.ConsumeBool():
        text: str = data.ConsumeUnicode(data.ConsumeIntInRange(0, 4000))
        return text
    names = data.ConsumeBytes(data.ConsumeIntInRange(0, 400))
    return "".join(PIECES[name % len(PIECES)] for name in names)


def one_input(given: bytes) -> None:
    """Reads one text, or bytes, and what an edit made of it, and compares the two."""
    data = atheris.FuzzedDataProvider(given)
    chosen = FORMATS[data.ConsumeIntInRange(0, len(FORMATS) - 1)]
    language = data.PickValueInList([None, "en", "ja", "de"])
    if data.ConsumeIntInRange(0, 9) == 0:
        check(data.ConsumeBytes(4000), None, chosen, language)
        return
    old = text_of(data)
    start = data.ConsumeIntInRange(0, len(old))
    end = data.ConsumeIntInRange(start, len(old))
    check(old, old[:start] + text_of(data) + old[end:], chosen, language)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
