"""Histories that Hypothesis makes up: commits of claims and sources, in order and in disorder, put into a store.

Small pools of names, dates and values, so that things meet: the same subject, the same source, the same second.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

import attrs
from hypothesis import strategies as st
from store import handmade
from store.memory import MemoryStore
from strategies import settings  # the profile, which is loaded with it

from factlog.claims import (
    NOVALUE,
    SOMEVALUE,
    Assessment,
    Citation,
    Claim,
    Extractor,
    Item,
    Link,
    Quantity,
    Source,
    When,
)
from factlog.claims.codec import encode
from factlog.layout import FORMAT_BYTES, FORMAT_FILE, claim_path, source_path
from factlog.store.git import GitStore
from factlog.store.port import Commit, CommitId

__all__ = ["DAY", "FIRST", "History", "Step", "histories", "settings", "written", "written_by_hand"]

DAY = 86_400
FIRST = 1_735_689_600
"""The first second of 2025, the first at which anything is taken or recorded."""
CLAIMS = ("a", "b", "b/c", "trump/war")
SOURCES = ("ap-1", "ap-2", "sky")
AUTHORS = ("Ann <ann@example.org>", "Ann B <b@example.org>")
CLAIMANTS = ("Trump", "Zelensky", "trump")
DATES = (
    *("2025", "2025-01", "2025-01-02", "2025-01-03", "2025-01-03T12:00:00Z", "2025-01-03T21:00+09:00", "2024~", "2025-01?"),
    *("2025-01-02/2025-01-04", "../2025-01-02", "2025-01-03/..", "/2025-01-03"),
)
_REVISED: Mapping[str, tuple[Any, ...]] = {
    "subject": ("war", "War", "peace", "Mieriņa"),
    "predicate": ("started by", "states"),
    "value": (
        *("Ukraine", "UKRAINE", "Russia", "ﾛｼｱ", "1", 1, 1.0, 2, -3, True, False, 0.5, 2**53, 2**53 + 1, 10**18, 10**400),
        *(SOMEVALUE, NOVALUE, Item("Ukraine", "Q212"), Item("ウクライナ", "Q212"), Item("Russia", "Q159"), Item("ukraine")),
        *(Quantity(24, "hour"), Quantity(24.0, "HOUR"), Quantity(100, "day"), Quantity(7)),
        *(When("2025-01-02"), When("2025-01"), When("2025-01-03T12:00Z"), When("2025-01-03T21:00+09:00"), When("2024~")),
        *((), ("Ukraine", "Russia"), (1, 1.0, True)),
    ),
    "polarity": ("affirmed", "denied"),
    "text": (
        {},
        {"en": "You should have never started it."},
        {"en": "Russia attacked"},
        {"ja": "会談はキーウで行われた"},
        {"en": "in Kyiv", "ja": "ｷｰｳ"},
        {"en": 'say "AND" (or) * NEAR x', "de": "Straße"},
        {"en": "\ue000\ue001\ue002 e\u0301"},
    ),
    "qualifiers": ({}, {"place": "Kyiv"}, {"place": 1}, {"place": True}, {"n": 1, "place": "Kyiv"}),
    "claimant": (None, *CLAIMANTS),
    "said": (None, *DATES),
    "force": ("assertion", "denial", "promise", "prediction", "opinion", "question"),
    "modality": (None, "certain", "doubtful"),
    "window": ((None, None), ("2025-01-02", None), (None, "2025-01-02"), ("2025-01-03", "2025-01~"), ("2024~", "2025-01-03")),
    "due": (None, *DATES),
    "criteria": (None, "when it's over", "é"),
    "exclusive": (None, False),
    "rank": ("preferred", "normal", "deprecated"),
    "rank_reason": (None, "é", "old"),
    "citations": (
        (),
        (Citation("ap-1", retrieved="2025-01-02"),),
        (Citation("ap-1"), Citation("ap-2", retrieved="2025-01")),
        (Citation("ap-1", retrieved="2025-01-03", stance="refutes"), Citation("sky", stance="mentions")),
        (Citation("ap-2", retrieved="2024~"), Citation("sky", retrieved="2025-01-04", quote="never")),
        (Citation("gone", stance="supports"), Citation("sky", retrieved="2025-01-02")),
    ),
    "links": ((), (Link("contradicts", "a"),), (Link("contradicts", "b/c"), Link("retracts", "b"))),
    "assessments": (
        (),
        (Assessment("AFP", "false"),),
        (Assessment("AFP", "false", citations=[Citation("ap-1", retrieved="2025-01-05")]), Assessment("DPA", "true")),
    ),
    "tags": ((), ("war",), ("war", "停戦")),
    "extractor": (None, Extractor("reader", "1"), Extractor("é")),
}
_SOURCE: Mapping[str, tuple[Any, ...]] = {
    "title": (None, "Disappointed", "In reversal", "é"),
    "author": ((), ("Ann",), ({"family": "Braže", "given": "Baiba"}, "AP"), ({"given": "Baiba"},)),
    "container_title": (None, "Sky News"),
    "publisher": (None, "Sky News", "Reuters"),
    "issued": (None, *DATES),
    "url": (None, "https://example.org/1"),
    "issn": (None, "0362-4331"),
    "language": (None, "en", "ja"),
    "derived_from": (None, "AP", "sky"),
    "extra": ({}, {"note": "x", "number": 3}, {"note": None, "number": 3.5}, {"note": "é", "custom": {"a": [1]}}),
}
_CLAIM_FIELDS = [(name, value) for name, values in _REVISED.items() for value in values]
_SOURCE_FIELDS = [(name, value) for name, values in _SOURCE.items() for value in values]


@attrs.frozen
class Step:
    """A commit: the files that it writes (None: removes), its two times, its author, and whether it merges another line."""

    files: tuple[tuple[str, bytes | None], ...]
    taken: int
    recorded: int
    author: str
    merge: bool = False


History = tuple[Step, ...]


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(values)
    found["since"], found["until"] = found.pop("window", (None, None))
    return found


@functools.lru_cache(maxsize=4096)
def _encoded(thing: Claim | Source) -> bytes:
    return encode(thing)


def _by_hand(data: bytes) -> bytes:
    """The same document as somebody's editor has written it: another order, another form of accents, escapes."""
    document = json.loads(data)
    turned = json.dumps(dict(reversed(document.items())), ensure_ascii=False, indent=4)
    return unicodedata.normalize("NFD", turned).replace("w", "\\u0077").encode()


_BROKEN = (b"", b"{", b'{"id": "z", "subject": "s", "predicate": "p"}', b'{"id": "a"}', b"\xff", b"[" * 9999)


@st.composite
def histories(draw: st.DrawFn, *, ordered: bool = False, broken: bool = False, most: int = 7) -> History:
    """A history of up to so many commits; ``ordered`` where no time goes back, ``broken`` with files that cannot be read."""
    fields: dict[str, dict[str, Any]] = {}
    steps: list[Step] = []
    edits = st.lists(st.sampled_from(_CLAIM_FIELDS), max_size=5)
    source_edits = st.lists(st.sampled_from(_SOURCE_FIELDS), max_size=3)
    paths = [*map(claim_path, CLAIMS), *map(source_path, SOURCES), "README"]
    taken = recorded = FIRST
    for number in range(draw(st.integers(1, most))):
        files: dict[str, bytes | None] = {} if number else {FORMAT_FILE: FORMAT_BYTES}
        for path in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=4, unique=True)):
            kind, name = path.partition("/")[0], path.partition("/")[2].removesuffix(".json")
            present = fields.setdefault(path, {})
            if kind == "README":
                files[path] = str(number).encode()
                continue
            hand = draw(st.integers(0, 9))
            if hand == 9 and present:
                files[path] = None
                present.clear()
            elif hand == 8 and broken:
                files[path] = draw(st.sampled_from(_BROKEN))
            elif kind == "claims":
                present.update({"subject": "war", "predicate": "started by"} | present)
                present.update(draw(edits))
                data = _encoded(Claim(name, **_fields(present)))
                files[path] = _by_hand(data) if hand == 7 else data
            else:
                present.update(draw(source_edits), type="article")
                data = _encoded(Source(name, **present))
                files[path] = _by_hand(data) if hand == 7 else data
        day = st.sampled_from([0, 0, 1, DAY // 2, DAY, 2 * DAY])
        taken = (taken if ordered else FIRST + DAY) + draw(day)
        recorded = (recorded if ordered else FIRST + DAY) + draw(day)
        merge = number > 1 and draw(st.integers(0, 5)) == 5
        steps.append(Step(tuple(sorted(files.items())), taken, recorded, draw(st.sampled_from(AUTHORS)), merge))
    return tuple(steps)


def written(history: History, store: MemoryStore | None = None) -> MemoryStore:
    """A store in memory that holds a history, on top of what it held."""
    store = store or MemoryStore()
    for number, step in enumerate(history):
        tip = store.tip()
        parents = [tip] if tip else []
        if step.merge and tip:
            parents.append(store.keep({"claims/other.json": b"of another line"}, [tip]))
        said = Commit(CommitId(""), None, step.author, step.taken, step.recorded, f"step {number}")
        store.swap(tip, store.keep(dict(step.files), parents, said))
    return store


def written_by_hand(history: History, store: GitStore) -> GitStore:
    """The same in git, by git's own commands."""
    for number, step in enumerate(history):
        folder, tip = store.git_dir, store.tip()
        parents: list[str] = [tip] if tip else []
        if step.merge and tip:
            parents.append(handmade.commit(folder, {"claims/other.json": b"of another line"}, parents))
        author, committer = (f"{step.author} {second} +0000".encode() for second in (step.taken, step.recorded))
        message = f"step {number}\n".encode()
        new = handmade.commit(folder, dict(step.files), parents, author=author, committer=committer, message=message)
        handmade.git(folder, "update-ref", store.ref, new)
    return store
