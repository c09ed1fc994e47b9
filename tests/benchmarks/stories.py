"""What the benchmarks record: claims of about a kilobyte, in 1,000 folders, citing some sources; the same in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import attrs

from factlog import Citation, Claim, Source

AUTHOR = "Bench Mark <bench@example.org>"
START = int(datetime(2025, 2, 20, tzinfo=UTC).timestamp())
FOLDERS = 1_000

_random = random.Random(20250220)
_WORDS = ["".join(_random.choices("abcdefghijklmnopqrstuvwxyz", k=_random.randint(2, 10))) for _ in range(3_000)]
_SOURCES = [
    Source(f"paper-{n}", title=f"Report {n}", publisher="The Paper", issued="2025-02-19", language="en") for n in range(200)
]


@attrs.frozen
class State:
    """A snapshot to replay."""

    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    taken: datetime
    message: str
    author: str = AUTHOR


def moment(seconds: int) -> datetime:
    """The moment so many seconds after the first snapshot was taken."""
    return datetime.fromtimestamp(START + seconds, UTC)


def prose(words: int) -> str:
    """Some words, other ones each time."""
    return " ".join(_random.choices(_WORDS, k=words))


def claims(count: int) -> list[Claim]:
    """New claims, spread over the folders."""
    return [
        Claim(
            f"f{n % FOLDERS:03}/claim-{n}",
            subject=f"Subject {n}",
            predicate="stated",
            value=prose(3),
            claimant=f"Speaker {n % 500}",
            said="2025-02-18",
            text={"en": prose(95)},
            citations=[Citation(_SOURCES[n % len(_SOURCES)], retrieved="2025-02-20", quote=prose(12))],
            tags=["bench", f"t{n % 20}"],
        )
        for n in range(count)
    ]


def revised(claim: Claim) -> Claim:
    """The claim with another value and another wording."""
    return claim.revise(value=prose(3), text={"en": prose(95)})


def states(count: int, *, size: int = 100, changed: int = 10) -> Iterator[State]:
    """Snapshots of ``size`` claims, of which ``changed`` differ from one to the next, a minute apart."""
    present = claims(size)
    for number in range(count):
        if number:
            for place in range(changed):
                n = (number * changed + place) % size
                present[n] = revised(present[n])
        yield State(tuple(present), tuple(_SOURCES[:size]), moment(60 * number), f"Snapshot {number}")
