"""The commands that ask: ``factlog claims``, ``changes``, ``sources``, ``timeline``, ``sql`` and ``index``."""

from __future__ import annotations

import json as jsonlib
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import attrs
from cyclopts import Parameter

import factlog
from factlog.claims.values import NOVALUE, SOMEVALUE, Item, Quantity, Value
from factlog.claims.when import When
from factlog.errors import InvalidError
from factlog.report.output import plain, say, say_csv, say_json, show_table

if TYPE_CHECKING:
    from factlog.index.claims import Claims
    from factlog.index.query import Query
    from factlog.index.table import Table
    from factlog.report.tables import Grid

    AnyQuery = TypeVar("AnyQuery", bound=Query[Any])

_CLOCKS = ("said", "issued", "retrieved", "due")
_LIMITS = ("before", "after", "on")
Flag = Annotated[bool, Parameter(negative="", show_default=False)]
Texts = Annotated[tuple[str, ...], Parameter(negative="", show_default=False)]


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Form:
    """How a table is printed."""

    json: Flag = False
    """Print a list of objects."""
    csv: Flag = False
    """Print CSV; structured fields are JSON text."""

    def __attrs_post_init__(self) -> None:
        asked = [field.name for field in attrs.fields(type(self)) if getattr(self, field.name) is True]
        if len(asked) > 1:
            raise InvalidError(f"expected one of {' and '.join(f'--{name}' for name in asked)}, got both")


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Answer(Form):
    """At which moments something is asked, and how the answer is printed."""

    at: str | None = None
    """As things stood at a moment: a date, a time or a git revision."""
    known_at: str | None = None
    """As the log stood at a moment: nothing counts that was recorded later."""
    order_by: Annotated[tuple[str, ...], Parameter(negative="", show_default=False, allow_leading_hyphen=True)] = ()
    """A field to order by, -FIELD for the other way round; may be repeated."""
    limit: int | None = None
    """The number of results at most."""
    ids: Flag = False
    """Print ids only."""
    count: Flag = False
    """Print the number of results."""
    receipt: Flag = False
    """Print what the answer is computed on: the last commit, both moments, how many versions they hide."""

    def moments(self, query: AnyQuery) -> AnyQuery:
        """The query at the moments that are asked for."""
        query = query.at(self.at) if self.at is not None else query
        return query.known_at(self.known_at) if self.known_at is not None else query

    def print(self, query: Query[Any], table: Callable[[Any], Grid]) -> None:
        """Prints what a query finds."""
        query = query.order_by(*self.order_by) if self.order_by else query
        query = query.limit(self.limit) if self.limit is not None else query
        if self.count:
            say(str(query.count()))
        elif self.ids:
            for name in query.ids():
                say(name)
        elif self.receipt:
            say_json(query.receipt().to_dict())
        elif self.json:
            say_json(query.to_dicts())
        elif self.csv:
            _say_csv(query.to_table())
        else:
            show_table(*table(query.all()))


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Dates:
    """Conditions on a claim's clocks. What has no certain date fulfils none."""

    said_before: str | None = None
    """Said certainly before this date begins."""
    said_after: str | None = None
    """Said certainly after it ends."""
    said_on: str | None = None
    """Said certainly within it."""
    issued_before: str | None = None
    """On a source that was published before this date (issued-after, issued-on as above)."""
    issued_after: str | None = None
    issued_on: str | None = None
    retrieved_before: str | None = None
    """On a source that was read before this date."""
    retrieved_after: str | None = None
    retrieved_on: str | None = None
    due_before: str | None = None
    """A promise or a prediction that was due before this date."""
    due_after: str | None = None
    due_on: str | None = None
    valid_at: str | None = None
    """True in the world at this date, as far as since and until tell."""

    def narrow(self, claims: Claims) -> Claims:
        """The claims that fulfil them."""
        for clock in _CLOCKS:
            limits = {limit: given for limit in _LIMITS if (given := getattr(self, f"{clock}_{limit}")) is not None}
            claims = getattr(claims, clock)(**limits) if limits else claims
        return claims.valid_at(self.valid_at) if self.valid_at is not None else claims


@Parameter(name="*")
@attrs.frozen(kw_only=True)
class Conditions:
    """Conditions on a claim. All that are given must hold."""

    by: str | None = None
    """Held by this claimant."""
    about: str | None = None
    """About this subject."""
    predicate: str | None = None
    """With this predicate."""
    text: str | None = None
    """With these words in its wording, in one language or another."""
    citing: Texts = ()
    """Citing a source of this id; may be repeated."""
    tag: Texts = ()
    """With this tag; may be repeated."""
    where: Texts = ()
    """FIELD=VALUE: with this field equal to this value; FIELD= where it is not set; may be repeated."""
    under: str | None = None
    """With an id that begins so, such as trump/."""
    min_sources: int | None = None
    """Which so many independent sources support at least."""
    max_sources: int | None = None
    """Which so many independent sources support at most."""
    overdue: Flag = False
    """Promises and predictions that are past due and that nobody has assessed."""
    contradicted: Flag = False
    """Which a claim of another claimant contradicts."""

    def narrow(self, claims: Claims) -> Claims:
        """The claims that fulfil them."""
        for condition in ("by", "about", "predicate", "text", "under"):
            given = getattr(self, condition)
            claims = getattr(claims, condition)(given) if given is not None else claims
        for source in self.citing:
            claims = claims.citing(source)
        for tag in self.tag:
            claims = claims.tagged(tag)
        for field, given in map(_equation, self.where):
            read = {"value": _readings, "exclusive": _boolean}.get(field, _as_written)
            claims = claims.where(**{field: read(given)})
        if (self.min_sources, self.max_sources) != (None, None):
            claims = claims.independent_sources(min=self.min_sources, max=self.max_sources)
        claims = claims.overdue() if self.overdue else claims
        return claims.contradicted() if self.contradicted else claims


def claims(
    log: Path, *, conditions: Conditions | None = None, dates: Dates | None = None, answer: Answer | None = None
) -> None:
    """Find claims.

    Parameters
    ----------
    log
        The log.
    """
    from factlog.report.tables import claims_table

    answer = answer or Answer()
    with factlog.open(log) as opened:
        found = (conditions or Conditions()).narrow(answer.moments(opened.claims))
        answer.print((dates or Dates()).narrow(found), claims_table)


def changes(
    log: Path,
    *,
    of: Texts = (),
    on: str | None = None,
    by: str | None = None,
    about: str | None = None,
    claim: str | None = None,
    field: str | None = None,
    citing: str | None = None,
    author: str | None = None,
    between: tuple[str, str] | None = None,
    answer: Answer | None = None,
) -> None:
    """Find changes, in the order in which they were recorded.

    Parameters
    ----------
    log
        The log.
    of
        Of this kind, such as reversed; where it is repeated, of one of them.
    on
        With a kind on this axis: speaker, world, record or unsure.
    by
        Of claims that this claimant held before or holds after.
    about
        Of claims about this subject.
    claim
        Of the claim of this id.
    field
        That touch this field, such as due.
    citing
        Of claims that cite a source of this id, before or after.
    author
        That somebody recorded: NAME, or "NAME <ADDRESS>".
    between
        In snapshots taken from the start of one date to the end of another.
    """
    from factlog.report.tables import changes_table

    answer = answer or Answer()
    with factlog.open(log) as opened:
        found = answer.moments(opened.changes)
        found = found.of(*of) if of else found
        found = found.between(*between) if between else found
        given = {"on": on, "by": by, "about": about, "claim": claim, "field": field, "citing": citing, "author": author}
        for condition, wanted in given.items():
            found = getattr(found, condition)(wanted) if wanted is not None else found
        answer.print(found, changes_table)


def sources(
    log: Path,
    *,
    where: Texts = (),
    stale_before: str | None = None,
    uncited: Flag = False,
    retrieved_differently: Flag = False,
    dependents: str | None = None,
    answer: Answer | None = None,
) -> None:
    """Find sources, or what rests on one.

    Parameters
    ----------
    log
        The log.
    where
        FIELD=VALUE: with this field of CSL equal to this value; FIELD= where it is not set; may be repeated.
    stale_before
        Cited, and not retrieved again since this date began.
    uncited
        Which no claim cites.
    retrieved_differently
        Which citations have retrieved on different dates.
    dependents
        Print instead what rests on the source of this id: the versions of claims that cite it, or ever did.
    """
    from factlog.report.tables import sources_table, versions_table

    answer = answer or Answer()
    with factlog.open(log) as opened:
        found = answer.moments(opened.sources)
        if dependents is not None:
            if where or stale_before or uncited or retrieved_differently:
                raise InvalidError(
                    "expected --dependents without other conditions: they are about sources, this is about claims"
                )
            answer.print(found.dependents(dependents), versions_table)
            return
        for field, given in map(_equation, where):
            found = found.where(**{field: _text_or_number(given)})
        found = found.stale(before=stale_before) if stale_before is not None else found
        found = found.uncited() if uncited else found
        answer.print(found.retrieved_differently() if retrieved_differently else found, sources_table)


def timeline(
    log: Path,
    *,
    claimant: str | None = None,
    subject: str | None = None,
    id: str | None = None,  # noqa: A002  # the field's name
    answer: Answer | None = None,
) -> None:
    """Tell the story of a claimant, a subject or a claim: its changes in the order in which things were said.

    Parameters
    ----------
    log
        The log.
    claimant
        Whose story.
    subject
        The story of what.
    id
        The id of a claim.
    """
    from factlog.report.tables import timeline_table

    answer = answer or Answer()
    with factlog.open(log) as opened:
        answer.print(answer.moments(opened.timeline(claimant=claimant, subject=subject, id=id)), timeline_table)


def sql(log: Path, query: str, *, param: Texts = (), seconds: float = 10.0, form: Form | None = None) -> None:
    """Run a SELECT on the views of the index, which docs/queries.md describes.

    Parameters
    ----------
    log
        The log.
    query
        The statement. Whatever would write, attach or load is refused.
    param
        NAME=VALUE: the text that stands for :NAME in the query; may be repeated.
    seconds
        How long it may take.
    """
    form, parameters = form or Form(), dict(map(_equation, param))
    if "seconds" in parameters:
        raise InvalidError("expected another name than seconds, which is an option, for a parameter")
    with factlog.open(log) as opened:
        table = opened.sql(query, seconds=seconds, **parameters)
    if form.json:
        say_json([{name: plain(value) for name, value in row.items()} for row in table])
    elif form.csv:
        _say_csv(table)
    else:
        show_table(table.columns, ([_shown(cell) for cell in row] for row in table.rows))


def index(log: Path) -> None:
    """Print the path of the index's SQLite file, brought up to date, for other programs to read.

    Parameters
    ----------
    log
        The log.
    """
    with factlog.open(log) as opened:
        say(str(opened.index()))


def _say_csv(table: Table) -> None:
    say_csv(table.columns, table.rows)


def _shown(cell: Any) -> str:
    return "" if cell is None else str(plain(cell))


def _equation(given: str) -> tuple[str, str | None]:
    """The field and the value of FIELD=VALUE; None where there is no value, for what is not set."""
    field, sign, wanted = given.partition("=")
    if not field or not sign:
        raise InvalidError(f"expected FIELD=VALUE, got {given!r}")
    return field, wanted or None


def _as_written(given: str | None) -> str | None:
    return given


def _boolean(given: str | None) -> bool:
    if given not in ("true", "false"):
        raise InvalidError(f"expected true or false, got {given!r}")
    return given == "true"


def _text_or_number(given: str | None) -> Any:
    """What a field of CSL may hold that is written so: some applications write 12, others "12"."""
    readings: list[Any] = [given]
    if given is not None:
        with suppress(ValueError):
            readings.append(_number(given))
    return readings


def _readings(given: str | None) -> Sequence[Value | None]:
    """The values that are written so: text, the label of an item, a number, a quantity, a date, a boolean, no value."""
    if given is None:
        return [None]
    amount, _, unit = given.partition(" ")
    named: dict[str, Value] = {"true": True, "false": False, str(SOMEVALUE): SOMEVALUE, str(NOVALUE): NOVALUE}
    readings: list[Value] = [given, Item(given), *(value for name, value in named.items() if name == given)]
    for read in (_number, When, lambda _: Quantity(_number(amount), unit or None)):
        with suppress(ValueError):
            readings.append(read(given))
    return readings


def _number(given: str) -> float:
    number = jsonlib.loads(given)
    if type(number) not in (int, float) or not math.isfinite(number):
        raise ValueError(given)
    return number  # type: ignore[no-any-return]  # its type has been looked at
