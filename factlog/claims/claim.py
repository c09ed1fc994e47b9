"""Claims: what one claimant holds about one subject and predicate, on which sources, retrieved when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from operator import lt
from typing import Any, TypedDict, TypeVar, Unpack

import attrs

from factlog.claims.fields import FrozenDict, boolean, each, instance, mapping, placed, refuse
from factlog.claims.ids import ClaimId, SourceId, claim_id, source_id
from factlog.claims.source import Source
from factlog.claims.text import kind, optional_text, shown, text
from factlog.claims.values import GivenValue, Value, exact, value, values
from factlog.claims.when import When, optional_when
from factlog.errors import InvalidError

E = TypeVar("E", bound=StrEnum)


class Polarity(StrEnum):
    """Whether the values are held to be so, or not to be so."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Force(StrEnum):
    """What the speaker does with the words (speech act)."""

    ASSERTION = "assertion"
    DENIAL = "denial"
    PROMISE = "promise"
    PREDICTION = "prediction"
    OPINION = "opinion"
    QUESTION = "question"


class Modality(StrEnum):
    """How sure the claimant is, from the surest to the least sure."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"


class Rank(StrEnum):
    """The record's own preference among claims, as in Wikidata."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


class Stance(StrEnum):
    """What a source does for a claim; unset counts as support."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    MENTIONS = "mentions"


class LinkType(StrEnum):
    """What a claim does to another, or to its own earlier self."""

    SUPERSEDES = "supersedes"
    CONTRADICTS = "contradicts"
    RESTATES = "restates"
    RETRACTS = "retracts"
    REINTERPRETS = "reinterprets"
    DEPENDS_ON = "depends-on"


def _one_of(names: type[E], given: E | str) -> E:
    try:
        return names(given)
    except ValueError:
        raise InvalidError(f"expected one of {', '.join(names)}, got {shown(given)}") from None


def _polarity(given: Polarity | str) -> Polarity:
    return _one_of(Polarity, given)


def _force(given: Force | str) -> Force:
    return _one_of(Force, given)


def _modality(given: Modality | str | None) -> Modality | None:
    return None if given is None else _one_of(Modality, given)


def _rank(given: Rank | str) -> Rank:
    return _one_of(Rank, given)


def _stance(given: Stance | str | None) -> Stance | None:
    return None if given is None else _one_of(Stance, given)


def _link_type(given: LinkType | str) -> LinkType:
    return _one_of(LinkType, given)


_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # RFC 5646: subtags of one to eight letters or digits


def _language(given: str) -> str:
    if not isinstance(given, str) or not _LANGUAGE.fullmatch(given):
        raise InvalidError(f"expected a language tag such as 'en' or 'ja', got {shown(given)}")
    return given


def _capture(given: str | None) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or not re.fullmatch(r"[0-9a-f]{64}", given):
        raise InvalidError(f"expected a SHA-256 in lower-case hexadecimal, got {shown(given)}")
    return given


def _source(given: Source | str) -> Source | SourceId:
    if isinstance(given, Source):
        return given
    if isinstance(given, str):
        return source_id(given)
    raise InvalidError(f"expected a Source or a source's id, got {kind(given)}")


def _id_of(source: Source | SourceId) -> SourceId:
    return source.id if isinstance(source, Source) else source


@attrs.frozen(field_transformer=placed)
class Citation:
    """A claim's use of a source: retrieved when, which quote, for or against.

    ``retrieved`` and ``archived`` are EDTF dates, ``capture`` is the SHA-256 of what was retrieved. From a log, ``source``
    is the Source as last recorded; one may give a source's id where the log already holds it. Equality is by source id.

    >>> Citation("sky-2025-02-19", retrieved="2025-02-20").source_id
    'sky-2025-02-19'
    """

    source: Source | SourceId = attrs.field(converter=_source, eq=_id_of)
    retrieved: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    quote: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    locator: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    stance: Stance | None = attrs.field(default=None, kw_only=True, converter=_stance)
    archive_url: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    archived: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    capture: str | None = attrs.field(default=None, kw_only=True, converter=_capture)

    @property
    def source_id(self) -> SourceId:
        """The id of the source, whether the source is at hand or not."""
        return _id_of(self.source)

    @property
    def origin(self) -> str:
        """What its source is grouped by where independence counts."""
        return self.source.origin if isinstance(self.source, Source) else self.source

    @property
    def supports(self) -> bool:
        """Whether it counts as support: it says so, or says nothing."""
        return self.stance in (None, Stance.SUPPORTS)

    @property
    def _label(self) -> str:
        return f"citation of {self.source_id!r}" if hasattr(self, "source") else "citation"

    def _order(self) -> tuple[str, ...]:
        rest = (self.retrieved, self.quote, self.locator, self.stance, self.archive_url, self.archived, self.capture)
        return (self.source_id, *(value or "" for value in rest))


def _citations(given: Citation | Sequence[Citation]) -> tuple[Citation, ...]:
    """In canonical order, each once."""
    found = _many_citations((given,) if isinstance(given, Citation) else given)
    ids = [citation.source_id for citation in found]
    if all(map(lt, ids, ids[1:])):  # as most are
        return found
    return tuple(sorted(dict.fromkeys(found), key=Citation._order))


_many_citations = each(instance(Citation), many="citations")


@attrs.frozen(field_transformer=placed)
class Link:
    """A relation to another claim, or to the claim's own earlier version, by id."""

    type: LinkType = attrs.field(converter=_link_type)
    target: ClaimId = attrs.field(converter=claim_id)


@attrs.frozen(field_transformer=placed)
class Assessment:
    """What somebody found a claim to be worth: a verdict, a promise kept or not, a prediction that came true.

    ``scheme`` is the scale of the outcome (a fact-checker's ratings, say); ``decided`` an EDTF date.
    """

    assessor: str = attrs.field(converter=text)
    outcome: str = attrs.field(converter=text)
    scheme: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    decided: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    citations: tuple[Citation, ...] = attrs.field(default=(), kw_only=True, converter=_citations)


@attrs.frozen(field_transformer=placed)
class Extractor:
    """The program that made a claim."""

    name: str = attrs.field(converter=text)
    version: str | None = attrs.field(default=None, converter=optional_text)


def _exclusive(given: bool | None) -> bool:
    # Left out, __attrs_post_init__ derives it from the number of values.
    return given if given is None else boolean(given)  # type: ignore[return-value]  # never None once initialised


def _extractor(given: Extractor | None) -> Extractor | None:
    return None if given is None else instance(Extractor)(given)


def _text_by_language(given: Mapping[str, str] | None) -> FrozenDict[str, str]:
    return _texts({} if given is None else given)


def _qualifiers(given: Mapping[str, GivenValue] | None) -> FrozenDict[str, Value]:
    return _values_by_name({} if given is None else given)


def _links(given: Link | Sequence[Link]) -> tuple[Link, ...]:
    found = _many_links((given,) if isinstance(given, Link) else given)
    return tuple(sorted(dict.fromkeys(found), key=lambda link: (link.type, link.target)))


def _tags(given: Sequence[str]) -> tuple[str, ...]:
    found = _many_tags(sorted(given) if isinstance(given, set | frozenset) else given)
    return tuple(sorted(set(found))) if len(found) > 1 else found


def _assessments(given: Assessment | Sequence[Assessment]) -> tuple[Assessment, ...]:
    return _many_assessments((given,) if isinstance(given, Assessment) else given)


_texts = mapping(_language, text)
_values_by_name = mapping(text, value)
_many_links = each(instance(Link), many="links")
_many_tags = each(text, many="tags")
_many_assessments = each(instance(Assessment), many="assessments")


def _exact_items(given: FrozenDict[str, Value]) -> Any:
    return tuple((name, exact(item)) for name, item in given.items())


class ClaimFields(TypedDict, total=False):
    """What :meth:`Claim.revise` takes."""

    subject: str
    predicate: str
    value: GivenValue | Sequence[GivenValue] | None
    polarity: Polarity | str
    text: Mapping[str, str] | None
    qualifiers: Mapping[str, GivenValue] | None
    claimant: str | None
    said: str | date | None
    force: Force | str
    modality: Modality | str | None
    since: str | date | None
    until: str | date | None
    due: str | date | None
    criteria: str | None
    exclusive: bool | None
    rank: Rank | str
    rank_reason: str | None
    citations: Citation | Sequence[Citation]
    links: Link | Sequence[Link]
    assessments: Assessment | Sequence[Assessment]
    tags: Sequence[str]
    extractor: Extractor | None


@attrs.frozen(field_transformer=placed)
class Claim:
    """What one claimant holds about one subject and predicate. It has a stable id and, in a log, many versions.

    ``claimant`` is None where the record itself asserts it. ``value`` takes one value or several and is kept as
    ``values``. ``said``, ``since``, ``until`` and ``due`` are EDTF dates: when it was uttered, from when until when it is
    true in the world, and the date of what is promised or predicted. ``exclusive`` says that only one value can hold at a
    time; it is so by default unless several are given. Two claims are equal if and only if their canonical bytes are.

    >>> claim = Claim("sky/colour", subject="sky", predicate="colour", value="blue")
    >>> claim.value, claim.exclusive, claim.polarity
    ('blue', True, <Polarity.AFFIRMED: 'affirmed'>)
    >>> Claim("sky/colour", subject="sky", predicate="colour", said="yesterday")
    Traceback (most recent call last):
        ...
    factlog.errors.InvalidDateError: claim 'sky/colour', field said: expected a date such as 2025, 2025-02, ...

    Raises InvalidError, which names the claim and the field.
    """

    id: ClaimId = attrs.field(converter=claim_id)
    subject: str = attrs.field(kw_only=True, converter=text)
    predicate: str = attrs.field(kw_only=True, converter=text)
    values: tuple[Value, ...] = attrs.field(default=(), kw_only=True, alias="value", converter=values, eq=exact)
    polarity: Polarity = attrs.field(default=Polarity.AFFIRMED, kw_only=True, converter=_polarity)
    text: FrozenDict[str, str] = attrs.field(default=FrozenDict(), kw_only=True, converter=_text_by_language)
    qualifiers: FrozenDict[str, Value] = attrs.field(
        default=FrozenDict(), kw_only=True, converter=_qualifiers, eq=_exact_items
    )
    claimant: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    said: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    force: Force = attrs.field(default=Force.ASSERTION, kw_only=True, converter=_force)
    modality: Modality | None = attrs.field(default=None, kw_only=True, converter=_modality)
    since: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    until: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    due: When | None = attrs.field(default=None, kw_only=True, converter=optional_when)
    criteria: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    exclusive: bool = attrs.field(default=None, kw_only=True, converter=_exclusive)
    rank: Rank = attrs.field(default=Rank.NORMAL, kw_only=True, converter=_rank)
    rank_reason: str | None = attrs.field(default=None, kw_only=True, converter=optional_text)
    citations: tuple[Citation, ...] = attrs.field(default=(), kw_only=True, converter=_citations)
    links: tuple[Link, ...] = attrs.field(default=(), kw_only=True, converter=_links)
    assessments: tuple[Assessment, ...] = attrs.field(default=(), kw_only=True, converter=_assessments)
    tags: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_tags)
    extractor: Extractor | None = attrs.field(default=None, kw_only=True, converter=_extractor)

    def __attrs_post_init__(self) -> None:
        if self.exclusive is None:
            object.__setattr__(self, "exclusive", self.exclusive_by_default)
        if self.exclusive and len(self.values) > 1:
            raise refuse(self, "exclusive", f"expected one value of an exclusive claim, got {len(self.values)}")
        if self.since and self.until and self.since.earliest > self.until.latest:
            raise refuse(self, "until", f"expected a date not before since ({self.since}), got {self.until}")

    @property
    def value(self) -> Value | None:
        """The only value, None where there is none; raises InvalidError where there are several."""
        if len(self.values) > 1:
            raise refuse(self, "value", f"expected one value, there are {len(self.values)}: ask for .values")
        return self.values[0] if self.values else None

    @property
    def exclusive_by_default(self) -> bool:
        """What ``exclusive`` is where nobody says: true for at most one value."""
        return len(self.values) <= 1

    def revise(self, **changes: Unpack[ClaimFields]) -> Claim:
        """The claim's next version: a copy with these fields changed, under the same id.

        A claim that was not exclusive stays so; one that was by default takes several values.

        >>> sky = Claim("sky/colour", subject="sky", predicate="colour", value="blue")
        >>> sky.revise(value=["red", "gold"]).exclusive
        False
        """
        if "id" in changes:
            raise refuse(self, "id", "expected other fields: a claim keeps its id, another id is another claim")
        if unknown := sorted(changes.keys() - ClaimFields.__optional_keys__):
            raise refuse(self, unknown[0], f"expected one of {', '.join(sorted(ClaimFields.__optional_keys__))}")
        if "value" in changes and self.exclusive and self.exclusive_by_default:
            changes.setdefault("exclusive", None)
        return attrs.evolve(self, **changes)

    def cite(self, citation: Citation) -> Claim:
        """The claim with one more citation; one of the same source, quote and locator takes the place of the older.

        >>> sky = Claim("sky/colour", subject="sky", predicate="colour", citations=Citation("bbc", retrieved="2025"))
        >>> [str(citation.retrieved) for citation in sky.cite(Citation("bbc", retrieved="2026")).citations]
        ['2026']
        """

        def same_use(other: Citation) -> bool:
            use = other.source_id, other.quote, other.locator
            return use == (citation.source_id, citation.quote, citation.locator)

        citation = instance(Citation)(citation)
        return self.revise(citations=[*(other for other in self.citations if not same_use(other)), citation])

    def assess(self, assessment: Assessment) -> Claim:
        """The claim with one more assessment; earlier ones stay.

        >>> sky = Claim("sky/colour", subject="sky", predicate="colour", value="blue")
        >>> sky.assess(Assessment("a painter", "true")).assessments[0].outcome
        'true'
        """
        return self.revise(assessments=[*self.assessments, assessment])

    @property
    def _label(self) -> str:
        return f"claim {self.id!r}" if hasattr(self, "id") else "claim"


def all_citations(claim: Claim) -> Iterator[Citation]:
    """The citations of a claim and those of its assessments."""
    yield from claim.citations
    for assessment in claim.assessments:
        yield from assessment.citations
