"""An article replayed into a log, against ``articles.diff`` over the same run and plain git with the same texts.

Run it with ``python tests/benchmarks/bench_articlelog.py``. All ratios are of one run; times are the best of some that took
turns. Reading the dump is part of both sides. The processes are fresh each time, since readers remember what they read:
what is imported and compiled on first use counts, and weighs much in a run of a second. So the speed is told once more of
processes that had another, short run before the clock started.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import attrs
from material import material

import factlog
from factlog.articles import ArticleLog, Revision, read, revisions
from factlog.claims.when import When

RUN = "anarchism_2006-05_200rev.xml.xz"
SHORT_RUN = "computer_cluster_8rev.xml"
ROUNDS = 3
FASTER, LARGER, BLAME = 0.7, 1.5, 100  # of the speed of articles.diff; of the room of plain git; milliseconds

_DIFF = """
import sys, time
from itertools import pairwise
from factlog.articles import diff, revisions
def compare(dump):
    for old, new in pairwise(revisions(dump)):
        diff(old, new)
for dump in sys.argv[3:]:
    compare(dump)
begun, cpu = time.perf_counter(), time.process_time()
compare(sys.argv[1])
print(time.perf_counter() - begun, time.process_time() - cpu)
"""
_REPLAY = """
import resource, sys, time
import factlog
from factlog.articles import ArticleLog, revisions
for dump in sys.argv[3:]:
    ArticleLog(factlog.init(sys.argv[2] + "-before"), "before").replay(revisions(dump))
log = factlog.init(sys.argv[2])
begun, cpu = time.perf_counter(), time.process_time()
ArticleLog(log, "replayed").replay(one for _ in range(1) for one in revisions(sys.argv[1]))
print(time.perf_counter() - begun, time.process_time() - cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measured(program: str, *arguments: object) -> list[float]:
    """What a program prints, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, check=True)
    return [float(number) for number in done.stdout.split()]


def speed(folder: Path) -> bool:
    """Replay against diff: wall time and this side's processor time, the best of some rounds."""
    dumps = material("dumps")
    found = []
    for name, before in (("first", []), ("after a short run", [dumps / SHORT_RUN])):
        diffs, replays = [], []
        for turn in range(ROUNDS):
            log = folder / f"log-{turn}-{len(before)}.git"
            diffs.append(measured(_DIFF, dumps / RUN, log, *before))
            replays.append(measured(_REPLAY, dumps / RUN, log, *before))
        (wall, cpu, *_), (replayed, busy, *_) = (map(min, zip(*rows, strict=True)) for rows in (diffs, replays))
        found.append(wall / replayed)
        print(f"replay, {name}: {wall / replayed:.2f} × the speed of diff ({wall:.2f} s, {replayed:.2f} s)", end="")
        print(f"; processor {cpu / busy:.2f} ×")
    return bool(found[0] >= FASTER)


def room(folder: Path) -> bool:
    """The log against plain git that holds the same texts and was repacked: packs with their indexes, and all objects."""
    plain = folder / "plain.git"
    git = ["git", "--git-dir", str(plain)]
    subprocess.run(["git", "init", "--quiet", "--bare", str(plain)], check=True)
    stream = subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert stream.stdin is not None
    for one in revisions(material("dumps") / RUN):
        assert one.taken is not None
        text, comment = one.text.encode(), (one.comment or "").encode()
        name = (one.contributor or "unknown").translate({ord(sign): None for sign in "<>\n"})
        head = f"commit refs/heads/main\nauthor {name} <> {int(one.taken.earliest)} +0000\n"
        head += f"committer Ann Example <ann@example.org> {int(time.time())} +0000\n"
        stream.stdin.write(head.encode() + b"data %d\n%b\n" % (len(comment), comment))
        stream.stdin.write(b"M 100644 inline article.txt\ndata %d\n%b\n" % (len(text), text))
    stream.stdin.close()
    stream.wait()
    subprocess.run([*git, "repack", "-adfq"], check=True)
    sizes = []
    for place in (folder / "log-0-0.git", plain):
        packs = sum(
            file.stat().st_size for file in (place / "objects" / "pack").iterdir() if file.suffix in (".pack", ".idx")
        )
        sizes.append((packs, sum(file.stat().st_size for file in (place / "objects").rglob("*") if file.is_file())))
    (packs, objects), (plain_packs, plain_objects) = sizes
    print(f"room: packs {packs / plain_packs:.2f} × plain git ({packs:,} bytes), objects {objects / plain_objects:.2f} ×")
    return objects <= LARGER * plain_objects


def memory(folder: Path) -> None:
    """How much more memory a run takes that is four times as long."""
    dump = material("dumps") / RUN
    longer = _REPLAY.replace("range(1)", "range(4)").replace("one for _", "again(one, _) for _")
    longer = (
        "import attrs\ndef again(one, turn): return attrs.evolve(one, taken=None, revision_id=f'{turn}-{one.revision_id}')\n"
        + longer
    )
    once, four = (measured(text, dump, folder / f"memory-{number}.git")[2] for number, text in enumerate((_REPLAY, longer)))
    print(f"memory: {four / once:.2f} × for four times as many revisions ({once / 1024:.0f} MB)")


def grown(turn: int, count: int) -> Iterator[Revision]:
    """The first revisions of the run, some years later and with an appendix, to 82 KB."""
    appendix = "\n\n== Appendix ==\n" + " ".join(f"Item {number} of the appendix came by hand." for number in range(300))
    for one in islice(revisions(material("dumps") / RUN), count):
        assert one.taken is not None
        yield attrs.evolve(
            read(one.text + appendix, format="wikitext", language="en"),
            title=one.title,
            taken=When(f"{2006 + turn}{one.taken[4:]}"),
            revision_id=f"{turn}-{one.revision_id}",
        )


def blame(folder: Path) -> bool:
    """Blame of an article of 82 KB over 300 revisions, asked once more, and at first."""
    seconds = []
    with factlog.init(folder / "blame.git") as log:
        ArticleLog(log, "blamed").replay(chain(grown(0, 200), grown(1, 100)))
        article = ArticleLog(log, "blamed")
        for _ in range(6):
            begun = time.perf_counter()
            found = article.blame()
            seconds.append(time.perf_counter() - begun)
        size, count = len(article.at("2030").text.encode()), len(article.revisions())
    first, warm = (1e3 * one for one in (seconds[0], min(seconds[1:])))
    print(f"blame: {warm:.0f} ms warm, {first:.0f} ms at first", end="")
    print(f" ({len(found.sentences)} sentences, {size:,} bytes, {count} revisions)")
    return warm <= BLAME


def main() -> int:
    """Prints the figures; 1 where a limit is not met."""
    with tempfile.TemporaryDirectory(prefix="factlog-bench-") as name:
        folder = Path(name)
        met = [speed(folder), room(folder), blame(folder)]
        memory(folder)
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main())
