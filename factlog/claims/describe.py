"""Claims and their differences in a few words, for a line of text."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from factlog.claims.claim import Claim, Polarity

_TOLD = (
    *("polarity", "values", "force", "due", "modality", "until", "since", "said"),
    *("subject", "predicate", "claimant", "qualifiers", "rank", "tags", "criteria"),
)


def held(claim: Claim) -> str:
    """What the claim holds: its values, else its wording.

    >>> held(Claim("sky/colour", subject="sky", predicate="colour", value=["blue", "red"], polarity="denied"))
    'not blue, red'
    """
    values = ", ".join(map(str, claim.values)) or _short(next(iter(claim.text.values()), ""))
    return f"not {values}".strip() if claim.polarity is Polarity.DENIED else values


def describe(before: Claim | None, after: Claim | None) -> str:
    """What became of a claim: the field that tells most, before and after."""
    if before is None or after is None:
        claim = after or before
        return held(claim) if claim else ""
    if after.assessments[: len(before.assessments)] == before.assessments != after.assessments:
        latest = after.assessments[-1]
        return f"{latest.outcome} ({latest.assessor})"
    told = next((field for field in _TOLD if not _same(getattr(before, field), getattr(after, field))), None)
    if told in ("polarity", "values"):
        return f"{held(before)} → {held(after)}"
    if told is not None:
        return f"{told} {_plain(getattr(before, told))} → {_plain(getattr(after, told))}"
    if before.text != after.text:
        names = dict.fromkeys([*after.text, *before.text])
        name = next(name for name in names if before.text.get(name) != after.text.get(name))
        return _reworded(before.text.get(name, "nothing"), after.text.get(name, "nothing"))
    return _cited(before, after)


def _reworded(before: str, after: str) -> str:
    """Both wordings from their beginning, or from shortly before they part where that shows no difference."""
    parted = next((place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    if _short(before) == _short(after) and parted > 20:
        before, after = (f"…{text[parted - 20 :]}" for text in (before, after))
    return f"{_short(before)} → {_short(after)}"


def _cited(before: Claim, after: Claim) -> str:
    lost, won = (
        [citation for citation in these.citations if citation not in those.citations]
        for these, those in ((before, after), (after, before))
    )
    if len(lost) == len(won) == 1 and lost[0].source_id == won[0].source_id:
        names = [field.name for field in attrs.fields(type(won[0]))][1:]
        name = next(name for name in names if getattr(lost[0], name) != getattr(won[0], name))
        return f"{won[0].source_id} {name} {_plain(getattr(lost[0], name))} → {_plain(getattr(won[0], name))}"
    signs = [f"-{citation.source_id}" for citation in lost] + [f"+{citation.source_id}" for citation in won]
    return " ".join(signs)


def _same(one: object, other: object) -> bool:
    # 1, 1.0 and True are different values
    return one == other and repr(one) == repr(other)


def _plain(value: object) -> str:
    if value is None or value == () or value == {}:
        return "nothing"
    if isinstance(value, str):
        return _short(str(value))
    if isinstance(value, Iterable):
        return _short(", ".join(map(str, value)))
    return str(value)


def _short(text: str, limit: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
