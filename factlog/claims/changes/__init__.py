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

from functools import cached_property
from operator import attrgetter
from typing import Any

import attrs

from factlog.claims.changes.kinds import PRECEDENCE, Axis, Kind
from factlog.claims.changes.record import add_record_kinds
from factlog.claims.changes.speaker import add_speaker_kinds
from factlog.claims.changes.utterance import Utterance, utterance
from factlog.claims.changes.world import add_world_kinds
from factlog.claims.claim import Claim
from factlog.claims.codec import from_document, to_document
from factlog.claims.describe import describe
from factlog.claims.edits import Edit, apply, edits
from factlog.claims.ids import ClaimId
from factlog.errors import ConflictError

__all__ = ["Axis", "Change", "Kind", "classify", "compared"]


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
        return tuple(sorted(self.kinds, key=PRECEDENCE.__getitem__))

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


def _kinds(before: Claim, after: Claim, differing: set[str]) -> frozenset[Kind]:
    if before.claimant != after.claimant:
        return frozenset({Kind.REATTRIBUTED})
    case = utterance(before, after)
    kinds: set[Kind] = set()
    named = add_world_kinds(before, after, differing, case, kinds)
    if case is not Utterance.SAME and differing & {"subject", "predicate"}:
        return frozenset(kinds | {Kind.UNSURE})
    if case is Utterance.NEW:
        add_speaker_kinds(before, after, differing, named & differing, kinds)
    elif case is Utterance.SAME:
        add_record_kinds(before, after, differing - named, kinds)
    else:
        kinds.add(Kind.REDATED if differing - named == {"said"} else Kind.UNSURE)
    return frozenset(kinds)


def _differing_fields(before: Claim, after: Claim) -> set[str]:
    pairs = zip(_FIELDS, _get_all(before), _get_all(after), strict=True)
    found = {name for (name, key, _), old, new in pairs if old is not new and (key(old) != key(new) if key else old != new)}
    if before.exclusive == before.exclusive_by_default and after.exclusive == after.exclusive_by_default:
        found.discard("exclusive")  # it only follows the number of values
    return found


def _set_fields(claim: Claim) -> frozenset[str]:
    pairs = zip(_FIELDS, _get_all(claim), strict=True)
    found = {name for (name, _, default), value in pairs if value is not default and value != default}
    return frozenset(found - {"exclusive"} if claim.exclusive == claim.exclusive_by_default else found)


# The key under which two values of a field compare, if it is not the values themselves; the stubs of attrs leave it out.
_FIELDS = tuple((field.name, getattr(field, "eq_key", None), field.default) for field in attrs.fields(Claim))
_get_all = attrgetter(*(name for name, _, _ in _FIELDS))
