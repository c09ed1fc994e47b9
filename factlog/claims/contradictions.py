"""Contradictions: claims of different claimants that cannot both be so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from factlog.claims.claim import Claim, Force, Polarity
from factlog.claims.values import SOMEVALUE, Comparison, compare, exact


def contradict(one: Claim, other: Claim) -> bool:
    """Whether two exclusive claims of different claimants, about the same and under equal qualifiers, rule each other out.

    Either both are affirmed and each value of the one can be compared with, and differs from, each of the other; or the
    values are the same, affirmed by one and denied by the other. Their windows in the world overlap: an end that is not
    given is open. A question affirms nothing, and an unknown value rules out none.

    >>> one = Claim("a", subject="war", predicate="started by", value="Ukraine", claimant="X")
    >>> contradict(one, Claim("b", subject="war", predicate="started by", value="Russia", claimant="Y"))
    True
    """
    return _comparable(one, other) and _rule_out(one, other) and _meet(one, other)


def contradictory(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """For each of the claims that is contradicted by another one, a pair that shows it."""
    groups: dict[Any, dict[Any, list[Claim]]] = {}
    for claim in claims:
        if claim.exclusive and claim.values:
            stand = exact(claim.values), affirms(claim)
            groups.setdefault(_about(claim), {}).setdefault(stand, []).append(claim)
    for stands in groups.values():
        if len({claim.claimant for held in stands.values() for claim in held}) > 1:
            for held in stands.values():
                yield from _shown(held, stands.values())


def _shown(stand: list[Claim], stands: Iterable[list[Claim]]) -> Iterator[tuple[Claim, Claim]]:
    """A pair for each claim of one stand that a claim of another contradicts; looks no further than it must."""
    waiting = stand
    for rivals in stands:
        if not waiting:
            return
        if _rule_out(stand[0], rivals[0]):
            pairs = [(claim, _rival(claim, rivals)) for claim in waiting]
            yield from ((claim, rival) for claim, rival in pairs if rival is not None)
            waiting = [claim for claim, rival in pairs if rival is None]


def _rival(claim: Claim, rivals: list[Claim]) -> Claim | None:
    return next((rival for rival in rivals if _comparable(claim, rival) and _meet(claim, rival)), None)


def affirms(claim: Claim) -> bool | None:
    """Whether a claim affirms its values (True), denies them (False) or does neither, as a question does (None)."""
    if claim.force is Force.QUESTION:
        return None
    return (claim.polarity is Polarity.AFFIRMED) is not (claim.force is Force.DENIAL)


def _comparable(one: Claim, other: Claim) -> bool:
    return one.claimant != other.claimant and one.exclusive and other.exclusive and _about(one) == _about(other)


def _about(claim: Claim) -> Any:
    return claim.subject, claim.predicate, exact(tuple(claim.qualifiers.items()))


def _rule_out(one: Claim, other: Claim) -> bool:
    if not one.values or not other.values or SOMEVALUE in (*one.values, *other.values):
        return False
    verdicts = {compare(this, that) for this in one.values for that in other.values}
    if verdicts == {Comparison.DIFFERENT}:
        return affirms(one) is affirms(other) is True
    return verdicts == {Comparison.SAME} and {affirms(one), affirms(other)} == {True, False}


def _meet(one: Claim, other: Claim) -> bool:
    return not any(
        first.until and second.since and second.since.earliest > first.until.latest
        for first, second in ((one, other), (other, one))
    )
