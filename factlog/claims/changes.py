"""Changes: two versions of one claim side by side, classified by rules that a reader can follow.

A speaker who changes his mind, a world that moves on and a clerk who fixes a typo are three different things, so there
are three axes. The rules, in order:

1. Another claimant: ``reattributed``, alone. Another subject or predicate: no speaker kinds; ``corrected`` on the same
   utterance, else ``unsure``.
2. The utterance is *new* if both ``said`` are known and certain, the later begins after the earlier ends, and wording and
   citations are not both the same. It is *the same* if ``said`` is equal (both absent included) and, where it is coarser
   than a day, the wording or the citations are the same. Another run of an extractor over the same captures reads the
   same utterance again. Everything else is *unclear*.
3. New: speaker kinds. What no kind names is ``revised``; wording, languages and citations belong to the utterance and
   need no name.
4. The same: record kinds. What no kind names is ``corrected``.
5. Unclear: ``redated`` if only ``said`` differs, else ``unsure``.
6. World kinds come in addition. Nobody utters a claim without claimant, so another value of it is no speaker's: from a
   later ``since`` it is ``succeeded``; on other citations, with no later ``since``, ``unsure``; else ``corrected``.

Values are compared as sets and under equal qualifiers only (else ``unsure``). A denial or a question affirms nothing:
another value after or before one is ``revised``, never ``reversed``.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Any

import attrs

from factlog.claims.claim import Citation, Claim, Force, Link, LinkType, Modality, Polarity, Stance
from factlog.claims.codec import from_document, to_document
from factlog.claims.describe import describe
from factlog.claims.edits import Edit, apply, edits
from factlog.claims.ids import ClaimId
from factlog.claims.values import Comparison, Special, Value, compare, exact, scale
from factlog.claims.when import When
from factlog.errors import ConflictError


class Axis(StrEnum):
    """Who or what changed."""

    SPEAKER = "speaker"
    WORLD = "world"
    RECORD = "record"
    UNSURE = "unsure"


class Kind(StrEnum):
    """What a change is, in the order of precedence."""

    RETRACTED = "retracted"
    REINTERPRETED = "reinterpreted"
    DENIED = "denied"
    REVERSED = "reversed"
    REVISED = "revised"
    WIDENED = "widened"
    NARROWED = "narrowed"
    HEDGED = "hedged"
    STRENGTHENED = "strengthened"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    ADVANCED = "advanced"
    DEFERRED = "deferred"
    DEADLINE_SET = "deadline-set"
    DEADLINE_DROPPED = "deadline-dropped"
    REITERATED = "reiterated"
    SUCCEEDED = "succeeded"
    ENDED = "ended"
    RESOLVED = "resolved"
    RE_RESOLVED = "re-resolved"
    CORROBORATED = "corroborated"
    WEAKENED = "weakened"
    RE_RETRIEVED = "re-retrieved"
    CONTESTED = "contested"
    ADDED = "added"
    REMOVED = "removed"
    RESTORED = "restored"
    REWORDED = "reworded"
    TRANSLATED = "translated"
    CORRECTED = "corrected"
    REDATED = "redated"
    REATTRIBUTED = "reattributed"
    RE_RANKED = "re-ranked"
    RETAGGED = "retagged"
    RE_SOURCED = "re-sourced"
    RE_EXTRACTED = "re-extracted"
    UNSURE = "unsure"

    @property
    def axis(self) -> Axis:
        """The axis that the kind lies on."""
        if self is Kind.UNSURE:
            return Axis.UNSURE
        if _ORDER[self] <= _ORDER[Kind.REITERATED]:
            return Axis.SPEAKER
        return Axis.WORLD if _ORDER[self] <= _ORDER[Kind.CONTESTED] else Axis.RECORD


_ORDER = {kind: place for place, kind in enumerate(Kind)}


@attrs.frozen
class Change:
    """Two versions of one claim, None where there is none, and what sets them apart.

    ``kinds`` is empty if and only if both versions are equal. ``edits`` are computed when asked for.
    """

    before: Claim | None
    after: Claim | None
    kinds: frozenset[Kind]

    @property
    def id(self) -> ClaimId:
        """The claim's id."""
        claim = self.after or self.before
        assert claim is not None  # classify() refuses two Nones
        return claim.id

    @property
    def axis(self) -> Axis | None:
        """The axis of the first kind, in the order of :class:`Kind`; None where nothing changed."""
        return self.ordered_kinds[0].axis if self.kinds else None

    @property
    def ordered_kinds(self) -> tuple[Kind, ...]:
        """The kinds in their order of precedence."""
        return tuple(sorted(self.kinds, key=_ORDER.__getitem__))

    @property
    def claimants(self) -> frozenset[str | None]:
        """Who held the claim before and who holds it after."""
        return frozenset(claim.claimant for claim in (self.before, self.after) if claim is not None)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The structural differences, sorted by path."""
        before, after = (to_document(claim) if claim else {} for claim in (self.before, self.after))
        return edits(before, after)

    def apply(self, claim: Claim | None) -> Claim | None:
        """What the claim becomes by this change; raises ConflictError where the change does not fit it."""
        if (claim is None) != (self.before is None):
            expected = "a claim" if self.before else "no claim"
            raise ConflictError(f"expected {expected} to apply the change of {self.id!r} to", claim=self.id)
        document = apply(to_document(claim) if claim else {}, self.edits)
        return from_document(Claim, document) if self.after else None

    def invert(self) -> Change:
        """The change that undoes this one."""
        return classify(self.after, self.before)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: id, kinds, axis, before, after, edits."""
        return {
            "id": self.id,
            "kinds": [kind.value for kind in self.ordered_kinds],
            "axis": self.axis.value if self.axis else None,
            "before": to_document(self.before) if self.before else None,
            "after": to_document(self.after) if self.after else None,
            "edits": [edit.to_dict() for edit in self.edits],
        }

    def __str__(self) -> str:
        parts = (self.id, ", ".join(self.ordered_kinds), describe(self.before, self.after))
        return "  ".join(part for part in parts if part)


def classify(before: Claim | None, after: Claim | None) -> Change:
    """The change from one version of a claim to another; None stands for absence.

    >>> old = Claim("x/y", subject="war", predicate="started by", value="Ukraine", claimant="X", said="2025-02-18")
    >>> new = old.revise(value="Russia", said="2025-02-21", text={"en": "Russia attacked."})
    >>> print(classify(old, new))
    x/y  reversed  Ukraine → Russia
    >>> print(classify(old, old.revise(value="Russia")))
    x/y  corrected  Ukraine → Russia
    """
    return Change(before, after, compared(before, after)[0])


def compared(before: Claim | None, after: Claim | None) -> tuple[frozenset[Kind], frozenset[str]]:
    """The kinds of a change, and the fields that it touches: of what comes or goes, all that are set."""
    if before is None or after is None:
        claim = after or before
        if claim is None:
            raise ValueError("expected a version of the claim on one side at least")
        return frozenset({Kind.REMOVED if after is None else Kind.ADDED}), _set_fields(claim)
    if before.id != after.id:
        raise ValueError(f"expected two versions of one claim, got {before.id!r} and {after.id!r}")
    differing = _differing_fields(before, after)
    return _kinds(before, after, differing) if differing else frozenset(), frozenset(differing)


class Utterance(Enum):
    """How the utterance of one version stands to that of another."""

    NEW = "new"
    SAME = "the same"
    UNCLEAR = "unclear"


def utterance(before: Claim, after: Claim) -> Utterance:
    """Rule 2: whether two versions report one utterance or two."""
    if _same_said(before.said, after.said):
        coarse = before.said is not None and before.said.coarse
        known = not coarse or before.text == after.text or before.citations == after.citations
        return Utterance.SAME if known else Utterance.UNCLEAR
    if _read_again(before, after):
        return Utterance.SAME
    same_report = before.text == after.text and before.citations == after.citations
    if before.said and after.said and after.said.begins_after(before.said) and not same_report:
        return Utterance.NEW
    return Utterance.UNCLEAR


def _same_said(before: When | None, after: When | None) -> bool:
    if before is None or after is None:
        return before is after
    return before.same_span(after)


def _read_again(before: Claim, after: Claim) -> bool:
    """Whether another run of an extractor read the same evidence."""
    if before.extractor is None or after.extractor is None or before.extractor == after.extractor:
        return False
    captured = any(citation.capture for citation in before.citations)
    return captured and _evidence(before) == _evidence(after)


def _evidence(claim: Claim) -> frozenset[tuple[str, str | None]]:
    return frozenset((citation.source_id, citation.capture) for citation in claim.citations)


def _kinds(before: Claim, after: Claim, differing: set[str]) -> frozenset[Kind]:
    if before.claimant != after.claimant:
        return frozenset({Kind.REATTRIBUTED})
    case = utterance(before, after)
    kinds: set[Kind] = set()
    named = _world(before, after, differing, case, kinds)
    if case is not Utterance.SAME and differing & {"subject", "predicate"}:
        return frozenset(kinds | {Kind.UNSURE})
    if case is Utterance.NEW:
        _speaker(before, after, differing, named & differing, kinds)
    elif case is Utterance.SAME:
        _record(before, after, differing - named, kinds)
    else:
        kinds.add(Kind.REDATED if differing - named == {"said"} else Kind.UNSURE)
    return frozenset(kinds)


def _differing_fields(before: Claim, after: Claim) -> set[str]:
    pairs = zip(_FIELDS, _get_all(before), _get_all(after), strict=True)
    found = {name for (name, key, _), old, new in pairs if old is not new and (key(old) != key(new) if key else old != new)}
    if all(claim.exclusive_by_default == claim.exclusive for claim in (before, after)):
        found.discard("exclusive")  # it only follows the number of values
    return found


def _set_fields(claim: Claim) -> frozenset[str]:
    pairs = zip(_FIELDS, _get_all(claim), strict=True)
    found = {name for (name, _, default), value in pairs if value is not default and value != default}
    return frozenset(found - {"exclusive"} if claim.exclusive == claim.exclusive_by_default else found)


# The key under which two values of a field compare, if it is not the values themselves; the stubs of attrs leave it out.
_FIELDS = tuple((field.name, getattr(field, "eq_key", None), field.default) for field in attrs.fields(Claim))
_get_all = attrgetter(*(name for name, _, _ in _FIELDS))


# Rule 3: speaker kinds


def _speaker(before: Claim, after: Claim, differing: set[str], named: set[str], kinds: set[Kind]) -> None:
    """Adds the kinds of a new utterance; world kinds have ``named`` some of the fields that differ."""
    unnamed = differing - named - {"said", "text", "citations"}
    spoken: set[Kind] = set()
    if "links" in differing:
        unnamed -= _link_kinds(before, after, spoken)
    if before.claimant is not None:  # else rule 6 has named it
        unnamed -= _stance_kinds(before, after, differing, spoken)
    for field, kinds_of in (("modality", _modality_kinds), ("qualifiers", _qualifier_kinds), ("due", _due_kinds)):
        if field in differing:
            unnamed -= kinds_of(before, after, spoken)
    if unnamed:
        spoken.add(Kind.REVISED)
    if not spoken and not named:
        spoken.add(Kind.REITERATED)
    kinds |= spoken


def _link_kinds(before: Claim, after: Claim, kinds: set[Kind]) -> set[str]:
    """Adds what links to the claim itself say of its earlier version."""
    for link_type, kind in ((LinkType.RETRACTS, Kind.RETRACTED), (LinkType.REINTERPRETS, Kind.REINTERPRETED)):
        if _links_to_itself(after, link_type) and not _links_to_itself(before, link_type):
            kinds.add(kind)
    told = {Link(link_type, after.id) for link_type in (LinkType.RETRACTS, LinkType.REINTERPRETS)}
    kept = set(before.links) <= set(after.links)
    return {"links"} if kept and set(after.links) - set(before.links) <= told else set()


def _stance_kinds(before: Claim, after: Claim, differing: set[str], kinds: set[Kind]) -> set[str]:
    """Adds what became of values, polarity and denial; gives the fields whose difference is told by that."""
    held = {"values", "polarity", "exclusive"}
    denial = "force" in differing and after.force is Force.DENIAL
    relation = _relation(before, after)
    if relation is _Relation.SAME and before.polarity is after.polarity and not denial:
        return {"values"}
    if "qualifiers" in differing or relation is _Relation.UNCOMPARABLE:
        kinds.add(Kind.UNSURE)
        return held | {"force"} if denial else held
    if denial and relation is _Relation.SAME:
        kinds.add(Kind.DENIED)
        return held | {"force"}
    if _reverses(before, after, relation) and not _windows_meet(before, after):
        kinds.add(Kind.UNSURE)
        return held | {"since", "until"}
    if _reverses(before, after, relation):
        kinds.add(Kind.REVERSED)
    elif before.polarity is after.polarity and relation in (_Relation.WIDER, _Relation.NARROWER):
        kinds.add(Kind.WIDENED if relation is _Relation.WIDER else Kind.NARROWED)
    else:
        kinds.add(Kind.REVISED)
    return held


class _Relation(Enum):
    """How one set of values stands to another."""

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"
    UNCOMPARABLE = "uncomparable"


def _relation(before: Claim, after: Claim) -> _Relation:
    dropped = _lacking(before.values, after.values)
    gained = _lacking(after.values, before.values)
    if not dropped or not gained:
        grown = (_Relation.WIDER, _Relation.SAME)[not gained]
        return _Relation.NARROWER if dropped else grown
    scales = {scale(value) for value in (*dropped, *gained) if not isinstance(value, Special)}
    verdicts = {compare(one, other) for one in dropped for other in gained}
    if len(scales) > 1 or Comparison.UNCOMPARABLE in verdicts:
        return _Relation.UNCOMPARABLE
    return _Relation.OTHER


def _lacking(these: Iterable[Value], those: tuple[Value, ...]) -> list[Value]:
    """The values of these that are not among those."""
    return [one for one in these if not any(compare(one, other) is Comparison.SAME for other in those)]


def _reverses(before: Claim, after: Claim, relation: _Relation) -> bool:
    """Whether the later version rules the earlier one out, windows aside."""
    if relation is _Relation.SAME:
        return before.polarity is not after.polarity
    if relation is not _Relation.OTHER or not (before.exclusive and after.exclusive):
        return False
    if {before.polarity, after.polarity} != {Polarity.AFFIRMED}:
        return False
    if {before.force, after.force} & {Force.DENIAL, Force.QUESTION}:
        return False
    old, new = before.values[0], after.values[0]
    if old is Special.SOMEVALUE:
        return False
    return Special.NOVALUE in (old, new) or (new is not Special.SOMEVALUE and scale(new) in ("str", "item", "boolean"))


def _windows_meet(before: Claim, after: Claim) -> bool:
    """Whether both speak of the same time in the world: neither has a window, or the windows overlap."""
    windows = [(claim.since, claim.until) for claim in (before, after)]
    if (None, None) in windows:
        return windows[0] == windows[1]
    (old_start, old_end), (new_start, new_end) = (
        (since.earliest if since else -float("inf"), until.latest if until else float("inf")) for since, until in windows
    )
    return old_start <= new_end and new_start <= old_end


_SURENESS = {modality: -place for place, modality in enumerate(Modality)}


def _modality_kinds(before: Claim, after: Claim, kinds: set[Kind]) -> set[str]:
    if before.modality is None or after.modality is None or before.modality is after.modality:
        return set()
    surer = _SURENESS[after.modality] > _SURENESS[before.modality]
    kinds.add(Kind.STRENGTHENED if surer else Kind.HEDGED)
    return {"modality"}


def _qualifier_kinds(before: Claim, after: Claim, kinds: set[Kind]) -> set[str]:
    old, new = ({(name, exact(value)) for name, value in claim.qualifiers.items()} for claim in (before, after))
    if old == new:
        return set()
    if new - old:
        kinds.add(Kind.QUALIFIED)
    if old - new:
        kinds.add(Kind.UNQUALIFIED)
    return {"qualifiers"}


def _due_kinds(before: Claim, after: Claim, kinds: set[Kind]) -> set[str]:
    old, new = before.due, after.due
    if old == new:
        return set()
    if old is None or new is None:
        kinds.add(Kind.DEADLINE_SET if old is None else Kind.DEADLINE_DROPPED)
    elif old.overlaps(new):
        return set()
    else:
        kinds.add(Kind.DEFERRED if new.earliest > old.latest else Kind.ADVANCED)
    return {"due"}


def _links_to_itself(claim: Claim, link_type: LinkType) -> bool:
    return any(link.type is link_type and link.target == claim.id for link in claim.links)


# Rule 4: record kinds


def _record(before: Claim, after: Claim, differing: set[str], kinds: set[Kind]) -> None:
    """Adds the kinds of a mended record; ``differing`` are the fields that differ and that no world kind names."""
    unnamed = set(differing)
    if "text" in differing:
        shared = before.text.keys() & after.text.keys()
        if any(before.text[language] != after.text[language] for language in shared):
            kinds.add(Kind.REWORDED)
        if before.text.keys() != after.text.keys():
            kinds.add(Kind.TRANSLATED)
        unnamed.discard("text")
    for kind, fields in _RECORD_FIELDS:
        if fields & differing:
            kinds.add(kind)
            unnamed -= fields
    if _resourced(before, after):
        unnamed.discard("citations")
        if not kinds & {Kind.CORROBORATED, Kind.WEAKENED}:
            kinds.add(Kind.RE_SOURCED)
    if "extractor" in differing and _rerun(before, after):
        kinds.add(Kind.RE_EXTRACTED)
        unnamed.discard("extractor")
    if unnamed:
        kinds.add(Kind.CORRECTED)


_RECORD_FIELDS = (
    (Kind.RE_RANKED, {"rank", "rank_reason"}),
    (Kind.RETAGGED, {"tags"}),
    (Kind.REDATED, {"said"}),
)


def _rerun(before: Claim, after: Claim) -> bool:
    """Whether another extractor, or another version of it, read the same captures."""
    captures = [{citation.capture for citation in claim.citations} for claim in (before, after)]
    return None not in (before.extractor, after.extractor) and captures[0] == captures[1]


def _resourced(before: Claim, after: Claim) -> bool:
    """Whether there are other citations, or another quote or locator in one."""

    def uses(claim: Claim) -> set[tuple[str, str | None, str | None]]:
        return {(citation.source_id, citation.quote, citation.locator) for citation in claim.citations}

    return uses(before) != uses(after)


# Rule 6: world kinds


def _world(before: Claim, after: Claim, differing: set[str], case: Utterance, kinds: set[Kind]) -> set[str]:
    """Adds the kinds of a world that moved on; gives the fields whose difference they tell."""
    named: set[str] = set()
    if before.claimant is None and not differing & {"subject", "predicate"}:
        named |= _succession(before, after, differing, kinds)
    if "assessments" in differing:
        named |= _assessment_kinds(before, after, kinds)
    if "citations" in differing and case is not Utterance.NEW:
        named |= _support_kinds(before, after, case, kinds)
    if not differing & {"links", "citations"}:
        return named
    contradicting = [{link for link in claim.links if link.type is LinkType.CONTRADICTS} for claim in (before, after)]
    refuted = [any(citation.stance is Stance.REFUTES for citation in claim.citations) for claim in (before, after)]
    if (contradicting[1] or refuted[1]) and not (contradicting[0] or refuted[0]):
        kinds.add(Kind.CONTESTED)
        if set(before.links) | contradicting[1] == set(after.links):
            named.add("links")
    return named


def _succession(before: Claim, after: Claim, differing: set[str], kinds: set[Kind]) -> set[str]:
    """What became of a claim that the record itself asserts."""
    named: set[str] = set()
    if before.until is None and after.until is not None:
        kinds.add(Kind.ENDED)
        named.add("until")
    relation = _relation(before, after)
    if relation is _Relation.SAME and before.polarity is after.polarity:
        return named
    if "qualifiers" in differing:
        kinds.add(Kind.UNSURE)
    elif before.since and after.since and after.since.begins_after(before.since):
        kinds.add(Kind.SUCCEEDED)
        named.add("since")
    elif "citations" in differing:
        kinds.add(Kind.UNSURE)
    else:
        kinds.add(Kind.CORRECTED)
    return named | {"values", "polarity", "exclusive"}


def _assessment_kinds(before: Claim, after: Claim, kinds: set[Kind]) -> set[str]:
    known = len(before.assessments)
    if after.assessments[:known] != before.assessments:
        return set()  # they are append-only: this is a correction
    earlier = {(assessment.assessor, assessment.scheme) for assessment in before.assessments}
    for assessment in after.assessments[known:]:
        stood = (assessment.assessor, assessment.scheme) in earlier
        kinds.add(Kind.RE_RESOLVED if stood else Kind.RESOLVED)
        earlier.add((assessment.assessor, assessment.scheme))
    return {"assessments"}


def _support_kinds(before: Claim, after: Claim, case: Utterance, kinds: set[Kind]) -> set[str]:
    """Adds corroborated, weakened and re-retrieved."""
    found = set()
    old, new = (len(independent(claim.citations)) for claim in (before, after))
    if case is Utterance.SAME and old != new:
        found.add(Kind.CORROBORATED if new > old else Kind.WEAKENED)
    if _read_later(before, after):
        found.add(Kind.RE_RETRIEVED)
    kinds |= found
    return {"citations"} if found else set()


def independent(citations: Iterable[Citation]) -> frozenset[str]:
    """The independent origins that support: sources that repeat one agency or release count once."""
    return frozenset(citation.origin for citation in citations if citation.supports)


def _read_later(before: Claim, after: Claim) -> bool:
    """Whether a citation of the same source, quote and locator carries a later retrieval."""
    earlier: dict[Any, list[When]] = {}
    for citation in before.citations:
        if citation.retrieved:
            key = citation.source_id, citation.quote, citation.locator
            earlier.setdefault(key, []).append(citation.retrieved)
    return any(
        citation.retrieved.begins_after(max(known, key=lambda when: when.latest))
        for citation in after.citations
        if citation.retrieved
        and (known := earlier.get((citation.source_id, citation.quote, citation.locator)))
        and citation not in before.citations
    )
