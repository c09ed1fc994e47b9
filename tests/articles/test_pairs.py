"""Real edits: those of the shared folder, labelled blind, and sixteen planted ones; skipped where the folder is absent."""

from __future__ import annotations

import json
import lzma
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import planted
import pytest
from material import SHARED

from factlog import articles
from factlog.articles.comparison.changes import ArticleDiff, diff

PAIRS = SHARED / "pairs"
LABELS: dict[str, list[str]] = json.loads(Path(__file__).with_name("pairs_labels.json").read_text(encoding="utf-8"))
DUMPS = SHARED / "dumps"
EXPORTS = (
    "anarchism_2006-05_200rev.xml.xz",
    "rio_grande_enwiki_2002-2007_247rev.xml.xz",
    "computer_cluster_8rev.xml",
    "wikihadoop_page_sample.xml",
)
REVISIONS: dict[str, list[str]] = json.loads(Path(__file__).with_name("revisions_labels.json").read_text(encoding="utf-8"))
"""By the SHA-256 of the two texts with a NUL between them."""
GOAL = 0.93
MISREAD = {"zh-4", "zh-7", "7c386c545cf03f55d488b43ebb4e0052a4d345eb13f9aed6b63c1fbc65ed5848"}
"""Edits labelled as touching markup only that do not, on a second look: a template shows the name of another station, and
a picture gets a frame, under which the words are shown that were not before."""


def test_forty_edits_are_labelled() -> None:
    assert len(LABELS) >= 40


def told(name: str, cache: dict[str, Any]) -> ArticleDiff:
    """The changes of one labelled edit, such as ``en-3``."""
    language, _, number = name.partition("-")
    if language not in cache:
        cache[language] = json.loads(lzma.decompress((PAIRS / f"recentchanges_{language}_25.json.xz").read_bytes()))
    old, new = cache[language][int(number)][:2]
    return diff(*(articles.read(text, format="wikitext", language=language) for text in (old, new)))


def agrees(found: ArticleDiff, label: list[str]) -> bool:
    """Whether the kinds are those of the label, as often; ``added+`` is one or more."""
    kinds = Counter(change.kind.value for change in found)
    several = {kind[:-1] for kind in label if kind.endswith("+")}
    counted = Counter(kind for kind in label if not kind.endswith("+"))
    return all(kinds[kind] for kind in several) and counted == Counter(
        {kind: n for kind, n in kinds.items() if kind not in several}
    )


@pytest.mark.skipif(not PAIRS.is_dir(), reason="the shared folder is absent")
def test_real_edits_get_the_kinds_of_their_labels() -> None:
    cache: dict[str, Any] = {}
    found = {name: told(name, cache) for name in LABELS}
    wrong = {
        name: [change.kind.value for change in found[name]]
        for name, label in LABELS.items()
        if not agrees(found[name], label)
    }
    share = 1 - len(wrong) / len(LABELS)
    print(f"{len(LABELS) - len(wrong)} of {len(LABELS)} labelled edits agree ({share:.1%}); others: {wrong}")
    assert share >= GOAL
    assert not [name for name in wrong.keys() - MISREAD if not LABELS[name]], (
        "spurious changes of edits that touch markup only"
    )


@pytest.mark.skipif(not DUMPS.is_dir(), reason="the shared folder is absent")
def test_edits_of_consecutive_revisions_get_the_kinds_of_their_labels() -> None:
    """Drawn at random, labelled by reading the differences of their wikitext, before any was compared here."""
    found: dict[str, ArticleDiff] = {}
    for name in EXPORTS:
        for old, new in pairwise(articles.revisions(DUMPS / name)):
            if (key := sha256(f"{old.text}\0{new.text}".encode()).hexdigest()) in REVISIONS:
                found[key] = diff(old, new)
    wrong = [key for key, label in REVISIONS.items() if not agrees(found[key], label)]
    share = 1 - len(wrong) / len(REVISIONS)
    print(f"{len(REVISIONS) - len(wrong)} of {len(REVISIONS)} labelled edits agree ({share:.1%})")
    assert share >= GOAL
    assert not [key for key in wrong if not REVISIONS[key] and key not in MISREAD]


FORMS: list[Callable[[planted.Draft], str]] = [planted.as_text, planted.as_wikitext, planted.as_html]


@pytest.mark.skipif(not planted.ARTICLE.is_file(), reason="the shared folder is absent")
@pytest.mark.parametrize("form", FORMS, ids=[form.__name__ for form in FORMS])
def test_sixteen_planted_edits_are_found_and_nothing_else(form: Callable[[planted.Draft], str]) -> None:
    before, after = planted.draft(), planted.edited(planted.draft())
    old, new = (articles.read(form(draft), language="ja") for draft in (before, after))
    found = diff(old, new)
    assert Counter(change.kind.value for change in found) == Counter(planted.EXPECTED)
    assert [change.flags for change in found.of("reworded") if change.flags] == [{"polarity-flipped"}]
    assert not diff(new, articles.read(form(after), language="ja")).changes
