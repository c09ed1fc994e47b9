"""Questions: conditions, each asked of a query and answered once more in plain Python about one claim, version or source."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from typing import Any

import attrs
from hypothesis import strategies as st
from index.histories import AUTHORS, CLAIMANTS, CLAIMS, DATES, SOURCES
from index.scan import Changed, Held

from factlog.claims import NOVALUE, SOMEVALUE, Axis, Citation, Claim, Item, Kind, Quantity, Source, When
from factlog.claims.claim import Force, Modality, Polarity, Rank, Stance, all_citations
from factlog.claims.codec import to_document
from factlog.claims.contradictions import contradict
from factlog.claims.text import folded
from factlog.claims.values import Comparison, compare
from factlog.moments import last_second

Ask = Callable[[Any], Any]
Holds = Callable[[Any], bool]


@attrs.frozen(eq=False)
class Question:
    """A condition: how a query is asked it, and whether it holds for what the scan has found."""

    told: str
    ask: Ask
    holds: Holds

    def __repr__(self) -> str:
        return self.told


def both(one: Question, other: Question) -> Question:
    """``&``."""
    told = f"({one.told} & {other.told})"
    return Question(told, lambda query: one.ask(query) & other.ask(query), lambda row: one.holds(row) and other.holds(row))


def chained(one: Question, other: Question) -> Question:
    """One condition after the other."""
    return Question(
        f"{one.told}{other.told}",
        lambda query: other.ask(one.ask(query)),
        lambda row: one.holds(row) and other.holds(row),
    )


def either(one: Question, other: Question) -> Question:
    """``|``."""
    told = f"({one.told} | {other.told})"
    return Question(told, lambda query: one.ask(query) | other.ask(query), lambda row: one.holds(row) or other.holds(row))


def neither(one: Question) -> Question:
    """``~``."""
    return Question(f"~{one.told}", lambda query: ~one.ask(query), lambda row: not one.holds(row))


def combined(leaves: st.SearchStrategy[Question]) -> st.SearchStrategy[Question]:
    """Conditions, alone and combined."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(both, inner, inner),
            st.builds(chained, inner, leaves),  # a negation there would be that of the whole
            st.builds(either, inner, inner),
            st.builds(neither, inner),
        ),
        max_leaves=4,
    )


def _leaf(told: str, ask: Ask, holds: Holds) -> Question:
    return Question(told, ask, holds)


def _where(name: str, given: Any, holds: Callable[[Any], bool]) -> Question:
    return Question(f".where({name}={given!r})", lambda query: query.where(**{name: given}), lambda row: holds(row.thing))


# Dates


def in_time(when: When | None, **limits: str | date | None) -> bool:
    """Whether a date is certainly before another begins, after it ends, or within it."""
    if when is None or not when.certain:
        return False
    return _seconds(when.earliest, when.latest, **limits)


def _seconds(low: float, high: float, **limits: str | date | None) -> bool:
    for name, given in limits.items():
        if given is not None:
            limit = When(given)
            fits = {
                "before": high < limit.earliest,
                "after": low > limit.latest,
                "on": low >= limit.earliest and high <= limit.latest,
            }
            if not fits[name]:
                return False
    return True


_certain: st.SearchStrategy[Any] = st.sampled_from(
    [*(text for text in DATES if When(text).certain), "2024", date(2025, 1, 3), datetime(2025, 1, 3, 12, tzinfo=UTC)]
)
limits = st.fixed_dictionaries({}, optional={"before": _certain, "after": _certain, "on": _certain}).filter(bool)


def _clock(name: str, found: Callable[[Any, Any], bool]) -> st.SearchStrategy[Question]:
    def question(given: dict[str, Any]) -> Question:
        return _leaf(f".{name}({given})", lambda query: getattr(query, name)(**given), lambda row: found(row, given))

    return limits.map(question)


def _issued(claim: Claim, given: Any) -> bool:
    return any(isinstance(each.source, Source) and in_time(each.source.issued, **given) for each in claim.citations)


# Claims and versions

_SUBJECTS = ("war", "War", "peace", "Mieriņa", "nothing")
_VALUES: tuple[Any, ...] = (
    *("ukraine", "Russia", "ロシア", "1", 1, 1.0, 2, True, False, 0, 0.5, 2**53, 2**53 + 1, 10**400, SOMEVALUE, NOVALUE),
    *(Item("Ukraine", "Q212"), Item("UKRAINE"), Item("Russland", "Q159"), Quantity(24, "hour"), Quantity(24.0, "hour")),
    *(Quantity(7), When("2025-01-03T12:00:00Z"), When("2025-01"), When("2024~"), date(2025, 1, 2)),
)
_NUMBERS = (-3, 0, 0.5, 1, 1.0, 2, 2**53, float(2**53), 2**53 + 1, 10**18, 10**399, 10**400)
WORDS = (
    *(
        "you",
        "HAVE",
        "started it",
        "ta",
        "d.",
        "it.",
        "キーウ",
        "会談",
        "ｷｰｳ",
        "で行",
        "kyiv",
        "in",
        '"and"',
        "(or)",
        "straße",
        "SS",
    ),
    *("xe\u0301", " e\u0301n", "\ue000\ue000", "\ue000\ue001", "\ue001\ue002", "\ue002\ue002\ue002", "t.\ue000"),
    *(
        "never\tstarted",
        "nothing",
        "russia kyiv",
        "ed\ue000\ue000",
        "zz",
        "z\ud7ff",
        "z\U0010ffff",
        "OR",
        "* NOT"[2:],
        "-x",
        "en:",
    ),
)


def _words(given: str) -> Question:
    words = folded(given).split()
    assert min(map(len, words)) > 1

    def holds(row: Held) -> bool:
        texts = [folded(text) for text in row.thing.text.values()]
        return bool(texts) and all(any(word in text for text in texts) for word in words)

    return _leaf(f".text({given!r})", lambda query: query.text(given), holds)


def _is_value(claim: Claim, given: Any) -> bool:
    if given is None:
        return not claim.values
    if isinstance(given, list):
        return any(_is_value(claim, each) for each in given)
    wanted = When(given) if isinstance(given, date) else given
    return any(compare(value, wanted) is Comparison.SAME for value in claim.values)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _in_range(claim: Claim, low: Any, high: Any) -> bool:
    def inside(value: Any) -> bool:
        end = high if low is None else low
        if _number(end):
            return _number(value) and (low is None or value >= low) and (high is None or value <= high)
        if isinstance(end, Quantity):
            return (
                isinstance(value, Quantity)
                and folded(value.unit or "") == folded(end.unit or "")
                and (low is None or value.amount >= low.amount)
                and (high is None or value.amount <= high.amount)
            )
        return (
            isinstance(value, When)
            and value.certain
            and (low is None or value.earliest >= low.earliest)
            and (high is None or value.latest <= high.latest)
        )

    return any(map(inside, claim.values))


_ranges = st.one_of(
    st.tuples(st.sampled_from([None, *_NUMBERS]), st.sampled_from([None, *_NUMBERS])),
    st.sampled_from([(Quantity(7), None), (Quantity(10, "Hour"), Quantity(30, "hour")), (None, Quantity(101, "day"))]),
    st.sampled_from([(When("2025"), When("2025")), (When("2025-01-02"), None), (None, When("2025-01-03T12:00Z"))]),
).filter(lambda ends: ends != (None, None))


def _valid_at(claim: Claim, when: When) -> bool:
    over = claim.until is not None and claim.until.certain and claim.until.latest < when.earliest
    ahead = claim.since is not None and claim.since.certain and claim.since.earliest > when.latest
    return not over and not ahead


def _overdue(claim: Claim, second: int) -> bool:
    return claim.due is not None and claim.due.certain and claim.due.latest < second and not claim.assessments


def independent(claim: Claim) -> int:
    """How many independent sources support a claim."""
    return len({citation.origin for citation in claim.citations if citation.supports})


def _members(name: str, holds: Callable[[Any], Collection[Any]], names: Collection[Any]) -> st.SearchStrategy[Question]:
    """A field with these members: each of them, none, and lists of them."""

    def question(given: Any) -> Question:
        def found(claim: Claim) -> bool:
            present = holds(claim)
            wanted = given if isinstance(given, list) else [given]
            return any((each is None and not present) or each in present for each in wanted)

        return _where(name, given, found)

    return st.one_of(st.sampled_from(list(names)), st.lists(st.sampled_from(list(names)), max_size=2)).map(question)


def _one(value: Any) -> list[Any]:
    return [] if value is None else [value]


def _field(name: str) -> Callable[[Any], list[Any]]:
    return lambda thing: _one(getattr(thing, name))


def _named(method: str, field: str, names: Collection[Any]) -> st.SearchStrategy[Question]:
    def question(name: Any) -> Question:
        return _leaf(
            f".{method}({name!r})", lambda query: getattr(query, method)(name), lambda row: getattr(row.thing, field) == name
        )

    return st.sampled_from(list(names)).map(question)


def publishers(claim: Claim) -> list[str]:
    """The publishers of the sources that a claim cites."""
    sources = [each.source for each in claim.citations if isinstance(each.source, Source)]
    return [source.publisher for source in sources if source.publisher]


_OF_CLAIMS = [
    _named("by", "claimant", (None, *CLAIMANTS)),
    _named("about", "subject", _SUBJECTS),
    _named("predicate", "predicate", ("states", "started by", "x")),
    st.sampled_from(["", "b", "b/", "a", "trump/war", "x", "B", "%", "b/c/d"]).map(
        lambda prefix: _leaf(
            f".under({prefix!r})", lambda query: query.under(prefix), lambda row: row.thing.id.startswith(prefix)
        )
    ),
    st.sampled_from(["war", "停戦", "nothing"]).map(
        lambda tag: _leaf(f".tagged({tag!r})", lambda query: query.tagged(tag), lambda row: tag in row.thing.tags)
    ),
    st.sampled_from([*SOURCES, "gone"]).map(
        lambda name: _leaf(
            f".citing({name!r})",
            lambda query: query.citing(name),
            lambda row: name in [each.source_id for each in row.thing.citations],
        )
    ),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda words: _words(" ".join(words))),
    st.one_of(st.none(), st.sampled_from(_VALUES), st.lists(st.sampled_from(_VALUES), max_size=2)).map(
        lambda given: _where("value", given, lambda claim: _is_value(claim, given))
    ),
    _ranges.map(
        lambda ends: _leaf(
            f".value{ends}",
            lambda query: query.value(min=ends[0], max=ends[1]),
            lambda row: _in_range(row.thing, *ends),
        )
    ),
    _members("id", lambda claim: [claim.id], CLAIMS),
    _members("subject", lambda claim: [claim.subject], _SUBJECTS),
    _members("claimant", lambda claim: _one(claim.claimant), (None, *CLAIMANTS)),
    _members("polarity", lambda claim: [claim.polarity], [*Polarity]),
    _members("force", lambda claim: [claim.force], [*Force, "question"]),
    _members("modality", lambda claim: _one(claim.modality), [None, *Modality]),
    _members("rank", lambda claim: [claim.rank], [*Rank]),
    *(_members(name, _field(name), (None, *DATES)) for name in ("said", "since", "until", "due")),
    _members("criteria", lambda claim: _one(claim.criteria), (None, "when it's over", "é")),
    _members("rank_reason", lambda claim: _one(claim.rank_reason), (None, "é", "old")),
    _members("extractor", lambda claim: _one(claim.extractor and claim.extractor.name), (None, "reader", "é")),
    _members("exclusive", lambda claim: [claim.exclusive], (True, False)),
    _members("tag", lambda claim: claim.tags, (None, "war", "停戦")),
    _members("language", lambda claim: claim.text, (None, "en", "ja", "de")),
    _members("source", lambda claim: [each.source_id for each in claim.citations], (None, *SOURCES, "gone")),
    _members("publisher", publishers, ("Sky News", "Reuters", "x")),
    _members("stance", lambda claim: [each.stance or "supports" for each in claim.citations], [*Stance]),
    st.fixed_dictionaries({}, optional={"min": st.integers(0, 3), "max": st.integers(0, 2)})
    .filter(bool)
    .map(
        lambda given: _leaf(
            f".independent_sources({given})",
            lambda query: query.independent_sources(**given),
            lambda row: given.get("min", 0) <= independent(row.thing) <= given.get("max", 99),
        )
    ),
    _clock("said", lambda row, given: in_time(row.thing.said, **given)),
    _clock("due", lambda row, given: in_time(row.thing.due, **given)),
    _clock("issued", lambda row, given: _issued(row.thing, given)),
    _clock("retrieved", lambda row, given: any(in_time(each.retrieved, **given) for each in row.thing.citations)),
    _clock("taken", lambda row, given: _seconds(row.commit.taken, row.commit.taken, **given)),
    _clock("recorded", lambda row, given: _seconds(row.commit.recorded, row.commit.recorded, **given)),
    _certain.map(
        lambda when: _leaf(
            f".valid_at({when!r})", lambda query: query.valid_at(when), lambda row: _valid_at(row.thing, When(when))
        )
    ),
]
_OVERDUE = st.sampled_from(["2025-01-02", "2025-01-03T12:00Z", "2025", "2030"]).map(
    lambda when: _leaf(
        f".overdue({when!r})", lambda query: query.overdue(when), lambda row: _overdue(row.thing, last_second(when) or 0)
    )
)
of_versions = st.one_of(_OF_CLAIMS)
of_claims = combined(st.one_of(*_OF_CLAIMS, _OVERDUE))


def contradicted(rows: list[Held]) -> set[str]:
    """The ids of the claims that another one of these contradicts, every pair looked at."""
    claims = [row.thing for row in rows]
    found = {one.id for one in claims for other in claims if contradict(one, other)}
    for claim in claims:
        for link in claim.links:
            if link.type == "contradicts" and any(link.target == other.id for other in claims):
                found |= {claim.id, link.target}
    return found


# Sources


def _authors(source: Source) -> list[str]:
    found = []
    for name in source.author:
        found += [part for part in (name.family, str(name)) if part]
    return found


def _same_number(one: Any, other: Any) -> bool:
    return bool(one == other)


of_sources = combined(
    st.one_of(
        _members("id", lambda source: [source.id], [*SOURCES, "x"]),
        *(
            _members(name, _field(name), names)
            for name, names in (
                ("type", (None, "article", "book")),
                ("title", (None, "Disappointed", "é", "x")),
                ("container_title", (None, "Sky News")),
                ("publisher", (None, "Sky News", "Reuters")),
                ("issued", (None, *DATES)),
                ("url", (None, "https://example.org/1")),
                ("issn", (None, "0362-4331")),
                ("language", (None, "en", "ja")),
                ("derived_from", (None, "AP", "sky")),
            )
        ),
        _members("note", lambda source: _one(source.extra.get("note")), (None, "x", "é")),
        _members("number", lambda source: _one(source.extra.get("number")), (None, 3, 3.5, 4)),
        _members("author", _authors, (None, "Ann", "AP", "Braže", "Baiba Braže", "Baiba")),
    )
)


# Changes


def _claimants(row: Changed) -> set[str | None]:
    return {claim.claimant for claim in (row.change.before, row.change.after) if claim}


def _cited(row: Changed) -> set[str]:
    return {each.source_id for claim in (row.change.before, row.change.after) if claim for each in claim.citations} | {
        each.source_id
        for claim in (row.change.before, row.change.after)
        if claim
        for assessment in claim.assessments
        for each in assessment.citations
    }


def _fields(row: Changed) -> set[str]:
    old, new = (
        {name: repr(value) for name, value in to_document(claim).items()} if claim else {}
        for claim in (row.change.before, row.change.after)
    )
    return {name for name in {**old, **new} if old.get(name) != new.get(name)}


def _between(row: Changed, start: str, end: str) -> bool:
    return When(start).earliest <= row.commit.taken <= When(end).latest


of_changes = combined(
    st.one_of(
        st.lists(st.sampled_from([*Kind, "added", "removed", "restored", "reversed"]), max_size=3).map(
            lambda kinds: _leaf(
                f".of({kinds})", lambda query: query.of(*kinds), lambda row: bool(row.change.kinds & set(kinds))
            )
        ),
        st.sampled_from([*Axis, "speaker"]).map(
            lambda axis: _leaf(
                f".on({axis})", lambda query: query.on(axis), lambda row: axis in {kind.axis for kind in row.change.kinds}
            )
        ),
        st.sampled_from([None, *CLAIMANTS, "x"]).map(
            lambda name: _leaf(f".by({name!r})", lambda query: query.by(name), lambda row: name in _claimants(row))
        ),
        st.sampled_from(_SUBJECTS).map(
            lambda name: _leaf(
                f".about({name!r})",
                lambda query: query.about(name),
                lambda row: name in [claim.subject for claim in (row.change.before, row.change.after) if claim],
            )
        ),
        st.sampled_from([*CLAIMS, "x"]).map(
            lambda name: _leaf(f".claim({name!r})", lambda query: query.claim(name), lambda row: row.change.id == name)
        ),
        st.sampled_from(["id", "value", "values", "said", "text", "citations", "tags", "exclusive", "claimant"]).map(
            lambda name: _leaf(
                f".field({name!r})",
                lambda query: query.field(name),
                lambda row: ("values" if name == "value" else name) in _fields(row),
            )
        ),
        st.sampled_from([*SOURCES, "gone", "x"]).map(
            lambda name: _leaf(f".citing({name!r})", lambda query: query.citing(name), lambda row: name in _cited(row))
        ),
        st.sampled_from(["Ann", "Ann B", *AUTHORS, "An", "Ann <"]).map(
            lambda name: _leaf(
                f".author({name!r})",
                lambda query: query.author(name),
                lambda row: row.commit.author == name or row.commit.author.startswith(f"{name} <"),
            )
        ),
        st.tuples(*[st.sampled_from(["2025-01-01", "2025-01-02", "2025-01-02T12:00:00Z", "2025-01-05"])] * 2)
        .filter(lambda ends: ends[0] <= ends[1])
        .map(lambda ends: _leaf(f".between{ends}", lambda query: query.between(*ends), lambda row: _between(row, *ends))),
    )
)


def cites(claim: Claim, source: str) -> bool:
    """Whether a claim, or an assessment of it, cites a source."""
    return source in [citation.source_id for citation in all_citations(claim)]


def uses(source: str, rows: list[Held]) -> list[Citation]:
    """How claims, and their assessments, cite a source."""
    return [citation for row in rows for citation in all_citations(row.thing) if citation.source_id == source]


def stale(dates: set[When | None], limit: str) -> bool:
    """Whether all the dates, of which there are some, lie certainly before another."""
    return bool(dates) and all(in_time(when, before=limit) for when in dates)
