"""The index: building it, keeping it up to date, and asking it, against git-history and CozoDB in the same run.

Run it with ``python tests/benchmarks/bench_index.py [CLAIMS [VERSIONS]]``, by default 100,000 claims of 10 versions each:
that takes some ten minutes and some gigabytes of temporary space. The peers are ``git-history`` and ``cozo-embedded``,
where they are installed.
"""

from __future__ import annotations

import importlib.util
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import count as counter
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import attrs
from peers import git, interleaved, seconds_of
from stories import AUTHOR, State, moment

import factlog
from factlog import Citation, Claim, Source

ITEMS, COMMITS, CHANGED = 1_000, 300, 5
HELD = 100  # claims of one claimant
RARE = "zelensky"
_random = random.Random(20250221)
_WORDS = ["".join(_random.choices("aeioukstnrmlpdv", k=_random.randint(2, 9))) for _ in range(5_000)]
_SOURCES = [Source(f"paper-{n}", title=f"Report {n}", publisher=f"Publisher {n % 50}") for n in range(2_000)]


def wording() -> str:
    """Some words; one wording in fifty has a rare one."""
    words = _random.choices(_WORDS, k=22)
    return " ".join([*words, RARE] if _random.random() < 0.02 else words)


def claim(n: int) -> Claim:
    """A new claim."""
    return Claim(
        f"f{n % 1000:03}/claim-{n}",
        subject=f"Subject {n % 5_000}",
        predicate=f"predicate {n % 40}",
        value=_random.choice(["Ukraine", "Russia"]),
        claimant=f"Speaker {n // HELD}",
        said="2025-01-01",
        text={"en": wording()},
        citations=[Citation(_SOURCES[n * k % len(_SOURCES)].id, retrieved="2025-01-02") for k in (1, 3)],
        tags=[f"t{n % 7}"],
    )


def revised(claim: Claim, version: int) -> Claim:
    """The claim's next version: said a day later, with another value and another wording."""
    said = f"2025-{1 + version % 12:02}-{1 + version // 12:02}"
    return claim.revise(value=_random.choice(["Ukraine", "Russia"]), said=said, text={"en": wording()})


def large(folder: Path, count: int, versions: int) -> Path:
    """A log of so many claims, each of so many versions, a day apart."""
    path = folder / "large.git"
    present = [claim(n) for n in range(count)]
    with factlog.init(path) as log:
        log.record([*_SOURCES, *present], taken=moment(0), author=AUTHOR, message="All of them")
        for version in range(1, versions):
            present = [revised(claim, version) for claim in present]
            log.record(present, taken=moment(86_400 * version), author=AUTHOR, message=f"Version {version}")
    return path


def built(path: Path) -> tuple[float, int, int, int, float]:
    """How long this process takes to build the index; versions, their bytes, the index's, and the peak of memory in MB."""
    with factlog.open(path) as log:
        seconds = seconds_of(log.index)
        file = log.index()
        ((versions, size),) = log.sql("SELECT count(*), sum(length(document)) FROM versions").rows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    status = Path("/proc/self/status")
    if status.exists():  # on Linux the maximum outlives exec, so that a child starts with its parent's
        peak = int(status.read_text(encoding="ascii", errors="replace").partition("VmHWM:")[2].split()[0]) / 1024
    return seconds, versions, size, file.stat().st_size, peak


def building(path: Path) -> Iterator[str]:
    """The index built at once."""
    for older in path.glob("factlog-*.sqlite*"):
        older.unlink()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        seconds, versions, size, index, peak = fresh.submit(built, path).result()
    yield f"built: {versions / seconds:,.0f} versions/s of {versions:,}, text and changes included (at least 6,000 wanted)"
    yield f"size of the index / canonical bytes of the versions: {index / size:.2f} (limit 3)"
    yield f"peak memory of the build: {peak:,.0f} MB (limit 300)"


def updating(path: Path) -> Iterator[str]:
    """The index brought up to date after a record of one claim."""
    times = []
    with factlog.open(path) as log:
        for number in range(41):
            found = log.claims.where(id=f"f{number:03}/claim-{number}").one()
            log.record([found.revise(text={"en": f"{wording()} {time.time_ns()}"})], author=AUTHOR, message="One claim")
            times.append(seconds_of(log.index))
    times.sort()
    median, worst = times[20] * 1000, times[-1] * 1000
    yield f"brought up to date after a one-claim record: {median:.1f} ms, at worst {worst:.1f} ms (limit 10)"


def words(path: Path) -> Iterator[str]:
    """Full text over all versions."""
    with factlog.open(path) as log:
        claims = log.claims
        known = log.sql("SELECT count(*) FROM versions WHERE instr(text, :word)", word=RARE, seconds=60).rows[0][0]
        first, counted, short = interleaved(
            9,
            lambda: claims.text(RARE).limit(20).all(),
            lambda: claims.text(RARE).count(),
            lambda: claims.text(RARE[:2]).count(),
        )
        then = interleaved(9, lambda: claims.at(moment(86_400)).text(RARE).count())[0]
    found = f"the best 20 {first * 1000:.0f} ms, counted {counted * 1000:.0f} ms"
    yield f"text that {known:,} versions match: {found} (limit 100)"
    yield f"the same as of the second day {then * 1000:.0f} ms; two characters of it, counted {short * 1000:.0f} ms"


ENGINES = ("mem", "sqlite", "rocksdb")
"""Where CozoDB keeps what it holds: in memory, or on the disk, as the index does."""


def cozo(engine: str, folder: Path, count: int, versions: int) -> Callable[[str], Any]:
    """The same claims and versions in CozoDB: a function that runs a query."""
    module: Any = importlib.import_module("cozo_embedded")
    database = module.CozoDbPy(engine, "" if engine == "mem" else str(folder / engine), "{}")
    database.run_script(":create claim {id: String, at: Validity => claimant: String, value: String}", {}, False)
    for version in range(versions):
        at = f"{moment(86_400 * version):%Y-%m-%dT%H:%M:%SZ}"
        for start in range(0, count, 20_000):
            rows = [[f"claim-{n}", at, f"Speaker {n // HELD}", "Ukraine"] for n in range(start, min(start + 20_000, count))]
            script = "?[id, at, claimant, value] <- $rows :put claim {id, at => claimant, value}"
            database.run_script(script, {"rows": rows}, False)
    return lambda query: database.run_script(query, {}, True)["rows"]


def warm(file: Path) -> None:
    """Reads a file, so that the system need not fetch it from the disk later."""
    with file.open("rb") as opened:
        while opened.read(1 << 20):
            pass


def time_travel(path: Path, count: int, versions: int) -> Iterator[str]:
    """One claim, and the claims of one claimant, as of a moment, against CozoDB."""
    if importlib.util.find_spec("cozo_embedded") is None:
        yield "cozo-embedded is not installed"
        return
    then = moment(86_400 * (versions // 2) + 3_600)
    at = f"{then:%Y-%m-%dT%H:%M:%SZ}"
    for engine in ENGINES:
        peer = cozo(engine, path.parent, count, versions)
        with factlog.open(path) as log:
            asked = log.claims.at(then)
            warm(log.index())  # the system has what the peer has just written at hand, too

            def one(some: Iterator[int]) -> None:
                for n in islice(some, 50):
                    assert asked.where(id=f"f{n % 1000:03}/claim-{n}").first() is not None  # noqa: B023  # run in this turn

            def theirs_one(some: Iterator[int]) -> None:
                for n in islice(some, 50):
                    assert len(peer(f"?[value] := *claim{{id: 'claim-{n}', value @ '{at}'}}")) == 1  # noqa: B023

            for what, order in (("the same 50 claims", lambda n: n % 50), ("other claims each time", lambda n: n)):
                sides = [(n * 7919 % count for n in map(order, counter())) for _ in range(2)]
                ours, theirs = interleaved(15, partial(one, sides[0]), partial(theirs_one, sides[1]))
                name = f"as-of read of one claim ({what}) / CozoDB's of one key ({engine})"
                yield told(name, ours / 50, theirs / 50, "at most 1")

            def held() -> None:
                assert len(asked.by("Speaker 3").all()) == HELD  # noqa: B023

            def theirs_held() -> None:
                query = f"?[id, value] := *claim{{id, claimant, value @ '{at}'}}, claimant = 'Speaker 3'"
                assert len(peer(query)) == HELD  # noqa: B023

            ours, theirs = interleaved(7, held, theirs_held)
        yield told(f"CozoDB's as-of filter for a claimant with {HELD} claims ({engine}) / ours", theirs, ours, "at least 10")


def git_history(folder: Path) -> Iterator[str]:
    """The index of a small log, against git-history on the same items in one JSON file."""
    states = list(changing())
    path, plain = folder / "small.git", folder / "plain"
    with factlog.init(path) as log:
        log.replay(states)
    plain.mkdir()
    subprocess.run(["git", "init", "--quiet", str(plain)], check=True)
    for number, state in enumerate(states):
        items = [{"id": claim.id, "value": claim.value, "said": claim.said, **claim.text} for claim in state.claims]
        (plain / "items.json").write_text(json.dumps(items), encoding="utf-8")
        git(plain / ".git", f"--work-tree={plain}", "add", "items.json")
        date = f"{int(state.taken.timestamp())} +0000"
        settings = ("-c", "user.name=Bench", "-c", "user.email=bench@example.org")
        git(plain / ".git", f"--work-tree={plain}", *settings, "commit", "--quiet", "-m", f"{number}", f"--date={date}")

    def ours() -> float:
        for older in path.glob("factlog-*.sqlite*"):
            older.unlink()
        with factlog.open(path) as log:
            return seconds_of(log.index)

    def theirs() -> float:
        (folder / "history.db").unlink(missing_ok=True)
        command = [sys.executable, "-c", "from git_history.cli import cli; cli()", "file", str(folder / "history.db")]
        begun = time.perf_counter()
        ran = subprocess.run(
            [*command, "items.json", "--id", "id", "--repo", str(plain), "--branch", "HEAD", "--silent"],
            check=False,
            capture_output=True,
            cwd=plain,
        )
        if ran.returncode != 0:
            raise RuntimeError(ran.stderr.decode(errors="replace")[-500:])
        return time.perf_counter() - begun

    if importlib.util.find_spec("git_history") is None:
        yield "git-history is not installed"
        return
    ours_median, theirs_median = interleaved(5, ours, theirs)
    with sqlite3.connect(folder / "history.db") as connection:
        known = connection.execute("SELECT count(*) FROM item_version").fetchone()[0] if _has(connection) else 0
    yield f"git-history found {known:,} versions"
    yield told(f"git-history on {COMMITS} commits of {ITEMS:,} items / our index", theirs_median, ours_median, "at least 50")


def _has(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'item_version'").fetchone())


def changing() -> Iterator[State]:
    """Snapshots of some claims, of which a few change from one to the next."""
    present = [attrs.evolve(claim(n), citations=()) for n in range(ITEMS)]
    for number in range(COMMITS):
        for place in range(CHANGED if number else 0):
            n = (number * CHANGED + place) % ITEMS
            present[n] = revised(present[n], number % 300)
        yield State(tuple(present), (), moment(60 * number), f"Snapshot {number}")


def told(name: str, ours: float, theirs: float, wanted: str) -> str:
    """A ratio in one line."""
    return f"{name}: {ours / theirs:.2f} ({wanted} wanted)  [{ours * 1000:,.2f} ms / {theirs * 1000:,.2f} ms]"


def main(arguments: list[str]) -> int:
    """Prints the figures."""
    count, versions = (*map(int, arguments), *(100_000, 10)[len(arguments) :])
    with tempfile.TemporaryDirectory(prefix="factlog-bench-") as name:
        folder = Path(name)
        for line in git_history(folder):
            print(line, flush=True)
        path = large(folder, count, versions)
        for lines in (building(path), updating(path), words(path), time_travel(path, count, versions)):
            for line in lines:
                print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
