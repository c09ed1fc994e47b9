"""``python tests/benchmarks/bench_wikitext.py [FOLDER]``: the wikitext reader beside mwparserfromhell, in the same run.

FOLDER has the real articles (by default ../shared/articles). Cold reading takes turns with mwparserfromhell's parse on
the same texts; the reader forgets everything before each turn. Then the revisions of a dump are read one after the
other, and last an article of 82 KB with 190 references, of which one paragraph changes each time.
"""

from __future__ import annotations

import html
import json
import lzma
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import mwparserfromhell

from factlog.articles import wikitext
from factlog.articles.memo import forget

TURNS = 3


def japanese(folder: Path) -> list[str]:
    """The Japanese articles."""
    with lzma.open(next((folder / "ja").glob("*.jsonl.xz")), "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def dump(path: Path) -> list[str]:
    """The texts of a dump's revisions."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [html.unescape(text) for text in re.findall(r"<text[^>/]*>([^<]*)</text>", file.read())]


def article(changed: int) -> str:
    """An article of some 82 KB with 190 references, one paragraph of which says the number."""
    paragraphs = []
    for n in range(190):
        number = changed if n == 95 else n
        cite = f"{{{{cite news |url=https://example.org/{n} |title=Report {n} |date=2025-02-{n % 28 + 1:02d}}}}}"
        paragraphs.append(
            f"On day {number} the [[delegation]] of '''country {n}''' met in the [[city|old city]] and spoke of {number}"
            f" matters, among them [[trade]], [[energy]] and the return of prisoners; nothing was signed.<ref name=r{n}>"
            f"{cite}</ref> The other side said that it had not been asked, nor its neighbours, who would not have come"
            f" either; so one of its papers wrote on the day after.<ref name=r{n} />"
        )
        if n % 10 == 0:
            paragraphs.append(f"== Part {n} ==")
    return "\n\n".join(paragraphs)


def seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """The time that one pass over the texts takes."""
    begun = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begun


def cold(name: str, texts: Sequence[str]) -> None:
    """Prints how much faster than mwparserfromhell the reader is, on texts that it does not know."""
    ours, theirs = [], []
    for _ in range(TURNS):
        forget()
        ours.append(seconds(wikitext.page, texts))
        theirs.append(seconds(mwparserfromhell.parse, texts))
    size = sum(len(text.encode()) for text in texts) / 1e6
    mine, other = statistics.median(ours), statistics.median(theirs)
    ratio = f"{other / mine:.1f} x mwparserfromhell (at least 2.5)"
    print(f"{name}: {ratio}; {size / mine:.1f} and {size / other:.1f} MB/s, {size:.1f} MB")


def warm(name: str, texts: Sequence[str]) -> None:
    """Prints what a revision costs after its predecessor."""
    forget()
    wikitext.page(texts[0])
    times = []
    for text in texts[1:]:
        begun = time.process_time()
        wikitext.page(text)
        times.append(1000 * (time.process_time() - begun))
    size = sum(map(len, texts)) / len(texts) / 1000
    print(
        f"{name}: a revision of {size:.0f} K characters takes {statistics.median(times):.2f} ms, at most {max(times):.1f} ms"
    )


def main(folder: Path) -> None:
    """Runs all measures."""
    cold("ja", japanese(folder))
    for path in sorted((folder / "dumps").glob("*.xml.xz")):
        texts = dump(path)
        cold(f"{path.name}, every tenth", texts[::10])
        warm(path.name, texts)
    warm("one paragraph changes", [article(n) for n in range(50)])


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/articles"))
