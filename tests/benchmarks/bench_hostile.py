"""What hostile documents of a megabyte cost: seconds against 2, and memory against 256 MB, the worst first.

Run it with ``python tests/benchmarks/bench_hostile.py [WORDS…]``: all documents of ``tests/hostile.py``, or those with these
words in their names. Each is read in a process of its own, with all that is worked out later: anomalies, sources,
quotations, values. Then articles that are expensive to compare, for their numbers, names or repetitions, are compared with
themselves after every 23rd word was changed, and their statements are told; and two articles of 1,000 sentences, of which
every second one was replaced, are compared.
"""

from __future__ import annotations

import itertools
import multiprocessing
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from hostile import Document, documents

from factlog.articles import diff, read, revisions
from factlog.articles.render import revision_document
from factlog.articles.revision import Revision, Sentence
from factlog.errors import FactlogError

SIZE = 1_000_000
SECONDS, MEGABYTES = 2.0, 256.0
DIFF_SECONDS = 0.25


def everything(document: Document) -> str:
    """Reads a document, and all that it says; gives what came of it."""
    try:
        if document.format == "dump" or isinstance(document.content, bytes):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / ("a.bz2" if document.content[:3] == b"BZh" else "a.txt")
                content = document.content
                path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
                if document.format == "dump":
                    return f"{sum(1 for _ in revisions(path))} revisions"
                revision = read(path, format=document.format)
        else:
            revision = read(document.content, format=document.format)
        revision_document(revision)
    except FactlogError as problem:
        return type(problem).__name__
    return f"{len(revision.sentences)} sentences, {len(revision.notes)} notes"


def _measured(document: Document, answer: Any) -> None:
    begun = time.process_time()
    outcome = everything(document)
    seconds = time.process_time() - begun
    # Not getrusage: on Linux its maximum outlives exec, so that a child starts with its parent's.
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    answer.send((seconds, int(status.partition("VmHWM:")[2].split()[0]) / 1024, outcome))


def cost(document: Document) -> tuple[float, float, str]:
    """Seconds and megabytes that reading takes in a process of its own, and what came of it."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(document, sender))
    process.start()
    sender.close()
    try:
        return receiver.recv()  # type: ignore[no-any-return]
    except EOFError:
        return float("inf"), float("inf"), "the process died"
    finally:
        process.join()


def _expensive() -> Iterator[tuple[str, str]]:
    """Articles of about a megabyte, and what is expensive in them."""
    dice = random.Random(11)
    yield "an enumeration", "1. a 2. b " * (SIZE // 10)
    lines = (" ".join(str(dice.randrange(10 ** dice.randrange(1, 6))) for _ in range(40)) for _ in range(SIZE // 150))
    yield "numbers", "".join(f"{line}.\n\n" for line in lines)
    yield "names", "".join(f"{chr(65 + n % 26)}nn {_name(n)} said that it rained. " for n in range(SIZE // 35))
    yield "names of paragraphs", "".join(f"Mr {_name(n)} told reporters, “we stay”.\n\n" for n in range(SIZE // 35))
    yield "a statement again and again", "Ann Lee said that it rained.\n\n" * (SIZE // 30)


def _name(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number)).capitalize()


def compared(text: str) -> tuple[float, float]:
    """Seconds for the diff of an article and itself cut at the head, every 23rd word changed; and for its statements."""
    count = itertools.count(1)
    changed = re.sub(r"[^\W_]+", lambda word: word[0] if next(count) % 23 else f"{word[0]}x", text)[len(text) // 50 :]
    old, new = (read(each, format="wikitext", language="en") for each in (text, changed))
    begun = time.process_time()
    diff(old, new).to_dicts()
    between = time.process_time()
    old.statements(subject="A")
    return between - begun, time.process_time() - between


def half_replaced(count: int) -> float:
    """Seconds for the diff of two articles of so many sentences, every second of which was replaced; the best of five."""
    words, dice = [f"word{n}" for n in range(2000)], random.Random(5)

    def article(kept: list[str]) -> Revision:
        texts = [kept[n] if n % 2 else " ".join(dice.choices(words, k=15)).capitalize() + "." for n in range(count)]
        return Revision("A", "en", tuple(map(Sentence, texts)), ())

    kept = [" ".join(dice.choices(words, k=15)).capitalize() + "." for _ in range(count)]
    found = []
    for _ in range(5):
        old, new = article(kept), article(kept)  # other words each time: nothing is remembered
        begun = time.process_time()
        diff(old, new)
        found.append(time.process_time() - begun)
    return min(found)


def main(words: list[str]) -> int:
    """Prints the figures, the slowest first; 1 where a limit is not met."""
    asked = (document for document in documents(SIZE) if all(word in document.name for word in words))
    rows = [(*cost(document), document.name) for document in asked]
    for seconds, megabytes, outcome, name in sorted(rows, reverse=True):
        print(f"{seconds / SECONDS:5.2f} of 2 s, {megabytes / MEGABYTES:5.2f} of 256 MB  {name} [{outcome}]")
    for name, text in _expensive():
        changes, statements = compared(text)
        print(f"{changes:.1f} s for the diff, {statements:.1f} s for the statements of {len(text) / 1e6:.1f} MB: {name}")
    replaced = half_replaced(1000)
    print(f"{replaced / DIFF_SECONDS:5.2f} of {DIFF_SECONDS} s  diff of 1,000 sentences, half of them replaced")
    met = all(seconds <= SECONDS and megabytes <= MEGABYTES for seconds, megabytes, *_ in rows)
    return 0 if met and replaced <= DIFF_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
