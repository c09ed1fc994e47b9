"""How often speech is right, on real articles: labelled by hand, sentence by sentence, before the rules were run on them.

``speech_labels.json`` has the SHA-256 of each sentence (its first half) with those who speak in it, ``|`` between forms that
are right alike; ``also`` are those whom one may name besides. The texts themselves stay where they are.
"""

from __future__ import annotations

import html
import itertools
import json
import lzma
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from material import material

from factlog import articles
from factlog.articles.revision import Revision
from factlog.articles.speech import RULES, by_sentence

LABELS: dict[str, dict[str, dict[str, list[str]]]] = json.loads(
    Path(__file__).with_name("speech_labels.json").read_text(encoding="utf-8")
)

TRUMP, RUBIO, ZELENSKYY, STARMER = "ドナルド・トランプ", "マルコ・ルビオ", "ウォロディミル・ゼレンスキー", "キア・スターマー"
# Who speaks in the twenty outermost quotations of the article that started the project, in order. Nobody does in the fourth;
# of the eleventh the sentence leaves open whether its source or its subject does.
QUOTED = [
    *("J・D・ヴァンス", RUBIO, TRUMP, None, TRUMP, TRUMP, "セルゲイ・ラブロフ", RUBIO, TRUMP, ZELENSKYY, None),
    *(STARMER, STARMER, STARMER, "エリナ・ヴァルトネン", "マティ・レイドマ", "マティ・レイドマ"),
    *("アンナレーナ・ベアボック", "アンナレーナ・ベアボック", "ダイガ・ミエリニャ"),
]
REPORTED = [TRUMP, TRUMP, TRUMP, RUBIO, TRUMP, TRUMP, "ドミトリー・ペスコフ", ZELENSKYY, RUBIO]


def test_the_riyadh_article() -> None:
    """Every quotation of the article has its speaker, none a wrong one, and so has every report."""
    revision = articles.read(material("riyadh-2025-ja-weblio.txt"))
    speeches = list(RULES.speeches(revision))
    told = {(speech.sentence, speech.quotation): speech.speaker for speech in speeches if speech.direct}
    outermost = [
        told.get((place, number))
        for place, sentence in enumerate(revision.sentences)
        for number, quotation in enumerate(sentence.quotations)
        if quotation.depth == 0
    ]
    assert outermost == QUOTED
    assert [speech.speaker for speech in speeches if not speech.direct] == REPORTED


def english() -> Iterator[Revision]:
    yield articles.read(material("en") / "2025_us_russia_meeting_en_excerpt.txt")
    yield articles.read(material("en") / "gmo_controversies_wikidiff2bench.wikitext")
    anarchism = (material("pairs") / "en_anarchism_later_wtf.wikitext").read_text(encoding="utf-8")
    yield articles.read(html.unescape(anarchism), format="wikitext", language="en")
    for path in sorted(material("html").glob("*.xz")):
        yield articles.read(path)
    for name in ("anarchism_every150_2001-2008.xml.xz", "wikihadoop_page_sample.xml"):
        yield from articles.revisions(material("dumps") / name)
    for name in ("anarchism_2006-05_200rev", "rio_grande_enwiki_2002-2007_247rev"):
        yield from itertools.islice(articles.revisions(material("dumps") / f"{name}.xml.xz"), 0, None, 40)
    yield articles.read(material("segmentation") / "sentencex_en.txt", format="plain", language="en")
    pairs: list[list[str]] = json.loads(lzma.decompress((material("pairs") / "recentchanges_en_25.json.xz").read_bytes()))
    for _, new in pairs:
        yield articles.read(new, format="wikitext", language="en")


def japanese() -> Iterator[Revision]:
    with lzma.open(material("ja") / "jawiki_206_country_articles_2014-10.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            yield articles.read(row["text"], format="wikitext", language="ja")


def verdict(label: dict[str, list[str]], named: set[str]) -> str:
    """Right where all labelled speakers are named and nobody else; wrong where somebody else is; else unsure."""

    def fits(alternatives: str, name: str) -> bool:
        return any(form in name for form in alternatives.split("|"))

    allowed = label["speakers"] + label.get("also", [])
    if any(not any(fits(alternatives, name) for alternatives in allowed) for name in named):
        return "wrong"
    complete = all(any(fits(alternatives, name) for name in named) for alternatives in label["speakers"])
    return "right" if complete else "unsure"


@pytest.mark.parametrize(("language", "revisions"), [("en", english), ("ja", japanese)])
def test_reporting_sentences(language: str, revisions: Callable[[], Iterator[Revision]]) -> None:
    """Of the labelled sentences in which somebody speaks, nine in ten are right, and hardly one is wrong."""
    labels = LABELS[language]
    found: dict[str, str] = {}
    for revision in revisions():
        digests = {sha256(sentence.text.encode()).hexdigest()[:32]: n for n, sentence in enumerate(revision.sentences)}
        known = digests.keys() & labels.keys() - found.keys()
        speeches = by_sentence(revision) if known else {}
        for digest in known:
            named = {speech.speaker for speech in speeches.get(digests[digest], ()) if speech.speaker}
            found[digest] = verdict(labels[digest], named)
    assert len(found) == len(labels)
    spoken = Counter(found[digest] for digest, label in labels.items() if label["speakers"])
    silent = Counter(found[digest] for digest, label in labels.items() if not label["speakers"])
    assert spoken["right"] >= 0.9 * spoken.total()
    assert spoken["wrong"] <= 0.02 * spoken.total()
    assert silent["wrong"] <= 0.03 * silent.total()
