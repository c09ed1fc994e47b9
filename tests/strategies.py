"""Hypothesis strategies for whatever a log can hold: ids, dates, text in many scripts, values, sources, claims."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from factlog.claims import (
    NOVALUE,
    SOMEVALUE,
    Assessment,
    Citation,
    Claim,
    Extractor,
    Item,
    Link,
    Name,
    Quantity,
    Source,
    When,
)

# A claim takes long to draw on a busy machine; that says nothing about what is tested.
# Where nobody looks at what is found, the same examples are tried each time.
settings.register_profile(
    "factlog", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("factlog")

WINDOWS_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def nfc(text: str) -> str:
    """The text as a log keeps it."""
    return unicodedata.normalize("NFC", text)


def is_safe(segment: str) -> bool:
    """Whether no system reserves the segment."""
    return not segment.endswith((".", ".lock", ".json")) and segment.partition(".")[0] not in WINDOWS_DEVICES


segments = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}", fullmatch=True).filter(is_safe)
ids = st.lists(segments, min_size=1, max_size=4).map("/".join)
few_ids = st.sampled_from(["a", "a/b", "trump/who-started-the-war", "x.y_z-0/9"])

# Text: what a reader can trust, in many scripts, normalised or not.

_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_letters = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters=_BIDI)
_TRICKY = (
    "aAéZ0 \n\tキーウ会談ゼﾊﾞが\u304b\u3099e\u0301\u0327\u0323ñ한\u1112\u1161\u11abم\u0650🇺🇦👩🏽\u200d",
    "#._-[]'\"\\/{}",
)
texts = st.text(st.one_of(st.sampled_from("".join(_TRICKY)), _letters), min_size=1, max_size=12).filter(str.strip)
names = st.one_of(st.sampled_from(["Donald Trump", "ゼレンスキー", "Baiba Braže", "__proto__", "x"]), texts)
languages = st.sampled_from(["en", "ja", "lv", "zh-Hant", "pt-BR", "de-1996"])

# Dates


@st.composite
def days(draw: st.DrawFn, first: int = 0, last: int = 9999) -> str:
    """A day that exists, as ISO text."""
    year, month = draw(st.integers(first, last)), draw(st.integers(1, 12))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = 29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    return f"{year:04}-{month:02}-{draw(st.integers(1, length)):02}"


_years = st.integers(0, 9999).map("{:04}".format)
_months = st.builds("{}-{:02}".format, _years, st.integers(1, 12))
_doubt = st.sampled_from(["", "", "", "?", "~", "%"])
plain_dates = st.one_of(_years, _months, days())
points = st.one_of(
    st.builds("{}{}".format, plain_dates, _doubt),
    st.builds("-{}".format, plain_dates.filter(lambda text: not text.startswith("0000"))),
    st.builds("{}{}".format, st.integers(0, 999).map("{:03}X".format), _doubt),
    st.builds("{}{}".format, st.integers(0, 99).map("{:02}XX".format), _doubt),
    st.builds("{}-XX{}".format, _months, _doubt),
    st.builds("{}-XX{}".format, _years, _doubt),
    st.builds("{}-XX-XX{}".format, _years, _doubt),
    st.builds("{}-{}".format, _years, st.integers(21, 24)),
    st.builds("Y{}{}".format, st.sampled_from(["", "-"]), st.integers(10_000, 999_999_999)),
)
clock_times = st.builds(
    "{}T{:02}:{:02}{}{}".format,
    days(1, 9998),
    st.integers(0, 23),
    st.integers(0, 59),
    st.one_of(st.just(""), st.integers(0, 59).map(":{:02}".format)),
    st.sampled_from(["", "Z", "+00:00", "+09:00", "-05:00", "+05:30", "-08"]),
)


def _interval(one: str, other: str) -> str:
    return "/".join(sorted((one, other), key=lambda text: When(text).earliest))


intervals = st.one_of(
    st.builds(_interval, plain_dates, plain_dates),
    st.builds("{}/..".format, plain_dates),
    st.builds("../{}".format, plain_dates),
    st.builds("{}/".format, plain_dates),
    st.builds("/{}".format, plain_dates),
)
dates = st.one_of(points, clock_times, intervals)
recent_days = st.builds("2025-{:02}-{:02}".format, st.integers(1, 4), st.integers(1, 28))
recent = st.one_of(recent_days, st.sampled_from(["2025", "2025-02", "2025-02~", "../2024-11-05", "2025-02-18T04:39Z"]))

# Values

numbers = st.one_of(st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False))
items = st.builds(Item, texts, st.one_of(st.none(), st.integers(1, 999).map("Q{}".format)))
quantities = st.builds(Quantity, numbers, st.one_of(st.none(), st.sampled_from(["hour", "EUR", "人"])))
few_values: st.SearchStrategy[Any] = st.sampled_from(
    [
        *("Ukraine", "Russia", "UKRAINE", "1", "true", "2025", 1, 1.0, True, False, 0, 0.5, SOMEVALUE, NOVALUE),
        *(Item("Ukraine", "Q212"), Item("ウクライナ", "Q212"), Item("Russia", "Q159"), Item("Ukraine")),
        *(Quantity(24, "hour"), Quantity(24.0, "hour"), Quantity(100, "day"), Quantity(1), When("2025"), When("2025-02-18")),
    ]
)
values: st.SearchStrategy[Any] = st.one_of(few_values, texts, numbers, st.booleans(), items, quantities, dates.map(When))


def exact(value: Any) -> Any:
    """A key under which values differ as they do in the file."""
    if isinstance(value, Quantity):
        return "quantity", exact(value.amount), value.unit
    if isinstance(value, str) and not isinstance(value, When):
        return "str", nfc(value)
    return type(value).__name__, repr(value)


value_lists = st.one_of(st.lists(few_values, max_size=3, unique_by=exact), st.lists(values, max_size=3, unique_by=exact))

# Sources and citations

person_names = st.one_of(
    st.builds(Name, literal=names),
    st.builds(Name, family=names, given=st.one_of(st.none(), names), suffix=st.one_of(st.none(), st.just("Jr."))),
)
csl_extra = st.dictionaries(
    st.sampled_from(["note", "original-date", "keyword", "custom", "部"]),
    st.recursive(
        st.one_of(st.none(), st.booleans(), numbers, texts, st.just("")),
        lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(texts.map(nfc), inner, max_size=2)),
        max_leaves=4,
    ),
    max_size=2,
)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What the strategy gives, or None."""
    return st.one_of(st.none(), strategy)


sources = st.builds(
    Source,
    few_ids,
    type=optional(st.just("article-newspaper")),
    title=optional(texts),
    author=st.lists(person_names, max_size=2),
    container_title=optional(texts),
    publisher=optional(texts),
    issued=optional(dates),
    url=optional(st.just("https://example.org/会談?q=1")),
    doi=optional(st.just("10.1000/182")),
    isbn=optional(st.just("978-3-16-148410-0")),
    issn=optional(st.just("0362-4331")),
    volume=optional(texts),
    issue=optional(texts),
    page=optional(st.just("12–14")),
    language=optional(languages),
    derived_from=optional(st.sampled_from(["AP", "AFP"])),
    extra=csl_extra,
)
citing = st.one_of(
    st.sampled_from(["sky", "reuters", "bbc"]),
    st.builds(Source, st.sampled_from(["ap-1", "ap-2"]), derived_from=st.just("AP")),
)
citations = st.builds(
    Citation,
    citing,
    retrieved=optional(recent),
    quote=optional(st.sampled_from(["You should have never started it.", "引用"])),
    locator=optional(st.just("p. 3")),
    stance=optional(st.sampled_from(["supports", "refutes", "mentions"])),
    archive_url=optional(st.just("https://web.archive.org/web/1")),
    archived=optional(recent),
    capture=optional(st.sampled_from(["0" * 64, "ab" * 32])),
)

# Claims

assessments = st.builds(
    Assessment,
    st.sampled_from(["PolitiFact", "AFP"]),
    st.sampled_from(["false", "promise kept", "外れ"]),
    scheme=optional(st.just("Truth-O-Meter")),
    decided=optional(recent),
    citations=st.lists(citations, max_size=1),
)


def links_of(claim_id: str) -> st.SearchStrategy[Link]:
    """Links of the claim to itself and to another."""
    types = st.sampled_from(["supersedes", "contradicts", "restates", "retracts", "reinterprets", "depends-on"])
    return st.builds(Link, types, st.sampled_from([claim_id, "other/claim"]))


def fields_of(claim_id: str) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for each field of a claim but those that depend on another."""
    return {
        "subject": st.one_of(st.just("2022 Russian invasion of Ukraine"), texts),
        "predicate": st.one_of(st.just("started by"), texts),
        "value": value_lists,
        "polarity": st.sampled_from(["affirmed", "affirmed", "denied"]),
        "text": st.dictionaries(languages, st.one_of(st.sampled_from(["A.", "B."]), texts), max_size=2),
        "qualifiers": st.dictionaries(st.sampled_from(["place", "__class__", "数", "a.b['c']"]), few_values, max_size=2),
        "claimant": st.one_of(st.none(), st.just("Donald Trump"), names),
        "said": optional(recent),
        "force": st.sampled_from(["assertion", "assertion", "denial", "promise", "prediction", "opinion", "question"]),
        "modality": optional(st.sampled_from(["certain", "probable", "possible", "doubtful"])),
        "since": optional(st.sampled_from(["2020", "2022-02-24", "2024-01"])),
        "until": optional(st.sampled_from(["2025", "2025-06-30", "2026~"])),
        "due": optional(st.sampled_from(["2025-01-21", "2025-04-30", "2025", "2026"])),
        "criteria": optional(texts),
        "exclusive": st.sampled_from([None, None, False]),
        "rank": st.sampled_from(["preferred", "normal", "deprecated"]),
        "rank_reason": optional(texts),
        "citations": st.lists(citations, max_size=3),
        "links": st.lists(links_of(claim_id), max_size=2),
        "assessments": st.lists(assessments, max_size=2),
        "tags": st.lists(st.one_of(st.sampled_from(["war", "停戦"]), texts), max_size=3),
        "extractor": optional(st.builds(Extractor, st.just("reader"), st.sampled_from(["1", "2"]))),
    }


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """A claim with any of its fields given."""
    claim_id = draw(few_ids)
    fields = fields_of(claim_id)
    chosen = draw(st.sets(st.sampled_from(sorted(fields)))) | {"subject", "predicate"}
    return Claim(claim_id, **{name: draw(fields[name]) for name in fields if name in chosen})


def _appended(draw: st.DrawFn, claim: Claim, name: str, more: Any) -> Any:
    """What is drawn, or that added to what the claim has, as people do."""
    present = getattr(claim, name)
    if not present or not draw(st.booleans()):
        return more
    return {**present, **more} if isinstance(more, Mapping) else [*present, *more]


@st.composite
def revisions(draw: st.DrawFn, claim: Claim) -> Claim:
    """A later version of the claim: a few fields changed, and mostly said anew."""
    fields = fields_of(claim.id)
    chosen = draw(st.sets(st.sampled_from(sorted(fields.keys() - {"exclusive"})), max_size=4))
    changes: dict[str, Any] = {name: draw(fields[name]) for name in fields if name in chosen}
    for name in ("text", "qualifiers", "citations", "links", "assessments", "tags"):
        if name in changes:
            changes[name] = _appended(draw, claim, name, changes[name])
    if draw(st.booleans()):
        changes |= {"said": draw(recent_days.map(lambda day: day.replace("2025", "2026"))), "text": {"en": draw(texts)}}
    return claim.revise(**changes)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Claim, Claim]:
    """A claim and a later version of it."""
    claim = draw(claims())
    return claim, draw(revisions(claim))


@st.composite
def forks(draw: st.DrawFn) -> tuple[Claim, Claim, Claim]:
    """A claim and two versions of it made at once."""
    claim = draw(claims())
    return claim, draw(revisions(claim)), draw(revisions(claim))
