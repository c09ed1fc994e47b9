"""The wikitext reader beside mwparserfromhell, on real articles; skipped where these are not at hand."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from material import SHARED

from factlog.articles.wikitext import page

oracle: Any = pytest.importorskip("mwparserfromhell")
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real articles are not at hand")

# What the oracle does not see as references, or does not tell from those that are used.
_OTHER = re.compile(
    r"\{\{\s*(?:r|ref|note|efn|refn|refnest|sfn\w*|harv\w*|#tag:ref|注釈|notetag|ref label|note label)\s*[|}]"
    r"|<references[^>/]*>\s*<ref|refs\s*=|<gallery|follow\s*=",
    re.IGNORECASE,
)


def japanese() -> Iterator[str]:
    path = SHARED / "ja" / "jawiki_206_country_articles_2014-10.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def edited() -> Iterator[str]:
    for path in sorted((SHARED / "pairs").glob("*.json.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for pair in json.load(file):
                yield pair[0]


@pytest.fixture(scope="module")
def articles() -> list[str]:
    return [*list(japanese())[::5], *list(edited())[::5]]


def expected(wikitext: str) -> Counter[str]:
    """The references that the oracle finds, by name or by what they say."""
    found: Counter[str] = Counter()
    for tag in oracle.parse(wikitext).ifilter_tags(matches=lambda tag: str(tag.tag).strip().lower() == "ref"):
        names = [" ".join(str(a.value).split()) for a in tag.attributes if str(a.name).strip().lower() == "name"]
        body = "" if tag.self_closing or tag.contents is None else str(tag.contents)
        body = re.sub(r"<!--.*?-->|</?nowiki>", "", body, flags=re.DOTALL).strip()
        if key := (names[0] if names else body):
            found[key] += 1
    return found


def test_references_are_those_that_the_oracle_finds(articles: list[str]) -> None:
    compared = 0
    for wikitext in articles:
        if _OTHER.search(wikitext):
            continue
        found: Counter[str] = Counter()
        for note in page(wikitext).notes:
            found[note.key.partition(":")[2] if "#" not in note.key.partition(":")[0] else note.raw] += note.backlinks
        assert found == expected(wikitext)
        compared += 1
    assert compared > 30


def test_hardly_a_sentence_of_the_oracle_is_missing(articles: list[str]) -> None:
    """Its text has no templates at all, so a few sentences differ by what a template shows."""
    total = missing = 0
    for wikitext in articles[::2]:
        code = oracle.parse(wikitext)
        for kind in ("ref", "table", "references", "gallery", "timeline"):
            for tag in code.filter_tags(matches=lambda tag, kind=kind: str(tag.tag).strip().lower() == kind):
                if code.contains(tag):
                    code.remove(tag)
        ours = "".join(block.text for block in page(wikitext).blocks).replace(" ", "")
        for sentence in re.split(r"[。．.\n!?|]", code.strip_code()):
            letters = "".join(sentence.split()).lstrip("*#:;")
            if len(letters) > 25 and "：" not in letters and ":" not in letters:
                total += 1
                missing += letters not in ours
    assert total > 1_000
    assert missing < total * 0.12


def test_no_markup_is_left_in_the_text_of_real_articles(articles: list[str]) -> None:
    left = [
        block.text
        for wikitext in articles
        for block in page(wikitext).blocks
        if re.search(r"\{\{|\[\[|''|</?(?:ref|br|small|div|span)\b", block.text)
    ]
    assert left == []
