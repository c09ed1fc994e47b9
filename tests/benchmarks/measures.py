"""The measures: each gives lines with a ratio found in this run, what it is measured against, and its limit."""

from __future__ import annotations

import itertools
import re
import shutil
import statistics
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from peers import files, git, init, interleaved, python, seconds_of, stream
from stories import AUTHOR, State, claims, moment, revised, states

import factlog
from factlog import Claim, FactLog
from factlog.claims.codec import encode
from factlog.layout import claim_path

MANY = 100_000
RECORDS = 2_000


class Bench:
    """A folder to work in, and the big log that several measures share, made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count()

    @cached_property
    def claims(self) -> list[Claim]:
        """The claims of the big log."""
        return claims(MANY)

    @cached_property
    def big(self) -> Path:
        """A log of all of them, never written to again."""
        path = self.new("big")
        with factlog.init(path) as log:
            log.record(self.claims, taken=moment(0), author=AUTHOR, message="All of them")
        return path

    @property
    def compiled(self) -> Path:
        """Where fresh interpreters keep their compiled modules."""
        return self.folder / "compiled"

    def new(self, name: str) -> Path:
        """A path where nothing is."""
        return self.folder / f"{name}-{next(self._numbers)}.git"

    def copy(self) -> Path:
        """A copy of the big log."""
        return Path(shutil.copytree(self.big, self.new("copy")))

    def revisions(self) -> Iterator[tuple[int, Claim]]:
        """Revised claims of the big log, each with the seconds at which it is taken."""
        for number in range(1, MANY):
            yield number, revised(self.claims[number * 37 % MANY])


def recorder(log: FactLog, revisions: Iterator[tuple[int, Claim]]) -> Callable[[], float]:
    """Records the next revision at each call, and gives the time that it took."""

    def record() -> float:
        number, claim = next(revisions)
        return seconds_of(lambda: log.record([claim], taken=moment(number), author=AUTHOR, message="One claim"))

    return record


def one_claim(bench: Bench) -> Iterator[str]:
    """One claim recorded on many, against a bare fast-import of the same blob."""
    bare, path = bench.copy(), bench.copy()
    ours_next, theirs_next = itertools.tee(bench.revisions())

    def alone() -> float:
        number, claim = next(theirs_next)
        ready = stream({claim_path(claim.id): encode(claim)}, seconds=number)
        return seconds_of(lambda: git(bare, "fast-import", "--quiet", stdin=ready))

    with factlog.open(path) as log:
        ours, theirs = interleaved(61, recorder(log, ours_next), alone)
    yield told("one-claim record on 100,000 claims", ours, "bare git fast-import of the same blob", theirs, 2.5)


def many_records(bench: Bench) -> Iterator[str]:
    """The 2,000th record of one claim against the 20th of a younger copy, which is recorded in the same minute."""
    with factlog.open(bench.copy()) as old, factlog.open(bench.copy()) as young:
        record_old, record_young = recorder(old, bench.revisions()), recorder(young, bench.revisions())
        times = [record_old() for _ in range(RECORDS - 10)]
        for _ in range(9):
            record_young()
        late, early = interleaved(21, record_old, record_young)
    yield told("2,000th one-claim record on 100,000 claims", late, "20th", early, 1.5)
    first, last = statistics.fmean(times[:900]), statistics.fmean(times[-900:])
    yield told("mean of the last 900 of 1,990 records, upkeep included", last, "mean of the first 900", first)
    ordered = sorted(times)
    yield f"slowest of 1,990 records: {ordered[-1] * 1000:.0f} ms; 99 in 100 below {ordered[-20] * 1000:.0f} ms"


def all_at_once(bench: Bench) -> Iterator[str]:
    """All claims in one record, against stock fast-import fed the ready-made stream from a file."""
    ready = bench.folder / "ready"
    ready.write_bytes(stream(files(bench.claims), follow=False))

    def ours() -> float:
        with factlog.init(bench.new("whole")) as log:
            return seconds_of(lambda: log.record(bench.claims, taken=moment(0), author=AUTHOR, message="All of them"))

    def theirs() -> float:
        target = init(bench.new("stock"))
        with ready.open("rb") as given:
            return seconds_of(lambda: git(target, "fast-import", "--quiet", stdin=given))

    yield told("100,000 claims in one record", *around("stock git fast-import of the ready stream", 3, ours, theirs), 1.5)


def difference(bench: Bench) -> Iterator[str]:
    """The diff of two big snapshots with ten changes, against diff-tree of the same commits and a millisecond a change."""
    path = bench.copy()
    with factlog.open(path) as log:
        before = log.latest()
        after = log.record([revised(claim) for claim in bench.claims[5::10_000]], taken=moment(172_800), author=AUTHOR)
        assert len(list(log.diff("2025-02-20", "2025-02-22"))) == 10

        def theirs() -> bytes:
            return git(path, "diff-tree", "-r", str(before.commit), str(after.commit))

        ours, tree, held = interleaved(
            61, lambda: log.diff("2025-02-20", "2025-02-22"), theirs, lambda: log.diff(before, after)
        )
    yield told("diff of 100,000 claims with 10 changes, less 10 ms", ours - 0.010, "git diff-tree -r", tree, 3)
    yield told("the same diff in full", ours, "git diff-tree -r", tree)
    yield told("the same diff in full, snapshots at hand", held, "git diff-tree -r", tree)


def imports(bench: Bench) -> Iterator[str]:
    """The import of factlog against that of attrs and cattrs, less the interpreter's own start."""
    ours, theirs, bare = interleaved(
        25,
        lambda: python(bench.compiled, "-c", "import factlog"),
        lambda: python(bench.compiled, "-c", "import attrs, cattrs"),
        lambda: python(bench.compiled, "-c", "pass"),
    )
    yield told("import factlog", ours - bare, "import of attrs and cattrs", theirs - bare, 1.3)


def command_line(bench: Bench) -> Iterator[str]:
    """What ``factlog --help`` imports, and how long it takes."""
    tried = python(bench.compiled, "-X", "importtime", "-m", "factlog.cli", "--help")
    if tried.returncode != 0 or not tried.stdout:
        yield "factlog --help does not work: " + tried.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        return
    imported = set(re.findall(r"\|\s*([\w.]+)$", tried.stderr.decode(), re.MULTILINE))
    for name in ("git", "deepdiff", "cattrs"):
        limit = " (limit no)" if name != "cattrs" else ""
        yield f"factlog --help imports {name}: {'yes' if name in imported else 'no'}{limit}"
    ours, theirs = interleaved(
        15,
        lambda: python(bench.compiled, "-m", "factlog.cli", "--help"),
        lambda: python(bench.compiled, "-c", "import cyclopts, rich"),
    )
    yield told("factlog --help", ours, "an interpreter that imports cyclopts and rich", theirs)


def replay(bench: Bench) -> Iterator[str]:
    """Snapshots of which ten claims changed, through ``log.replay``, against the same commits through stock fast-import."""
    snapshots = list(states(RECORDS))
    ready = bench.folder / "replay"
    ready.write_bytes(b"".join(_commits(snapshots)))

    def ours() -> float:
        with factlog.init(bench.new("replayed")) as log:
            return seconds_of(lambda: log.replay(snapshots))

    def theirs() -> float:
        target = init(bench.new("stock"))
        with ready.open("rb") as given:
            return seconds_of(lambda: git(target, "fast-import", "--quiet", stdin=given))

    name = f"replay of {RECORDS:,} snapshots of 100 claims, 10 changed"
    found = around("stock git fast-import of the ready stream", 5, ours, theirs)
    yield told(name, *found)
    yield f"{name}: {RECORDS / found[0]:,.0f} commits/s"
    if Path("/proc/self/status").exists():
        few, many = (_peak(bench.new("lean"), count) for count in (20, RECORDS))
        yield told("peak memory of that replay", many, "peak memory with 20 snapshots", few, unit="MB")


def reading(bench: Bench) -> Iterator[str]:
    """All claims of a big snapshot, against git reading their blobs alone."""
    names = git(bench.big, "ls-tree", "-r", "--format=%(objectname)", "main", "claims/")
    with factlog.open(bench.big) as log:
        ours, theirs = interleaved(
            3,
            lambda: sum(1 for _ in log.latest().claims),
            lambda: git(bench.big, "cat-file", "--batch", "--buffer", stdin=names),
        )
        one, ids = interleaved(21, lambda: log.latest()["f500/claim-500"], lambda: git(bench.big, "rev-parse", "main"))
        names_only, listing = interleaved(5, lambda: len(log.latest()), lambda: git(bench.big, "ls-tree", "-r", "main"))
    yield told("all claims of 100,000", ours, "git cat-file --batch --buffer of their blobs", theirs)
    yield f"all claims of 100,000: {MANY / ours:,.0f} claims/s"
    yield told("the ids of 100,000 claims", names_only, "git ls-tree -r", listing)
    yield told("one claim of 100,000", one, "a git rev-parse", ids)


def asking(bench: Bench) -> Iterator[str]:
    """Questions to a log of 2,000 snapshots, against the git log that walks it."""
    path = bench.new("long")
    with factlog.init(path) as log:
        log.replay(states(RECORDS))
    half = moment(60 * RECORDS // 2)

    def opened() -> None:
        with factlog.open(path) as log:
            log.at(half)

    def walk() -> bytes:
        return git(path, "log", "--first-parent", "--format=%H %at %ct", "main")

    def path_walk() -> bytes:
        return git(path, "log", "--first-parent", "--raw", "main", "--", "claims/f007/claim-7.json")

    with factlog.open(path) as log:
        cold, warm, walked = interleaved(21, opened, lambda: log.at(half), walk)
        history, logged = interleaved(11, lambda: log.history("f007/claim-7"), path_walk)
    yield told("at() on 2,000 snapshots, the log just opened", cold, "git log of them", walked)
    yield told("at() on 2,000 snapshots, asked again", warm, "git log of them", walked)
    yield told("history of a claim with 200 versions", history, "git log --raw of its path", logged)


MEASURES: dict[str, Callable[[Bench], Iterator[str]]] = {
    "one-claim": one_claim,
    "many-records": many_records,
    "all-at-once": all_at_once,
    "diff": difference,
    "import": imports,
    "help": command_line,
    "replay": replay,
    "reading": reading,
    "asking": asking,
}


def around(peer: str, runs: int, ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, str, float]:
    """Our median time, the peer's name and the peer's median time."""
    one, other = interleaved(runs, ours, theirs)
    return one, peer, other


def told(name: str, ours: float, peer: str, theirs: float, limit: float | None = None, *, unit: str = "ms") -> str:
    """A measure in one line."""
    scale = 1000 if unit == "ms" else 1
    bound = f" (limit {limit:g})" if limit is not None else ""
    return f"{name} / {peer}: {ours / theirs:.2f}{bound}  [{ours * scale:,.1f} {unit} / {theirs * scale:,.1f} {unit}]"


def _commits(snapshots: list[State]) -> Iterator[bytes]:
    present: dict[str, bytes] = {}
    for number, state in enumerate(snapshots):
        wanted = files([*state.sources, *state.claims])
        changed = {path: data for path, data in wanted.items() if present.get(path) != data}
        yield stream(changed, seconds=60 * number, follow=False)
        present |= changed


def _peak(path: Path, count: int) -> float:
    """The most memory, in megabytes, that a fresh process has while it replays so many snapshots."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(_replayed, path, count).result()


def _replayed(path: Path, count: int) -> float:
    with factlog.init(path) as log:
        log.replay(states(count))
    # Not getrusage: on Linux its maximum outlives exec, so that a child starts with its parent's.
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
