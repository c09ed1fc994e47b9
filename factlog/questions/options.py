"""What the commands that ask have in common: conditions and moments as options, and how an answer is printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import attrs
from cyclopts import Parameter

from factlog.errors import InvalidError
from factlog.questions.equations import as_written, boolean, equation, readings
from factlog.report.output import say, say_csv, say_json, show_table

if TYPE_CHECKING:
    from factlog.index.claims import Claims
    from factlog.index.query import Query
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

    def print(self, query: Query[Any], grid: Callable[[Any], Grid]) -> None:
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
            table = query.to_table()
            say_csv(table.columns, table.rows)
        else:
            show_table(*grid(query.all()))


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
    """On a source that was certainly published before this date begins."""
    issued_after: str | None = None
    """On one that was published after it ends."""
    issued_on: str | None = None
    """On one that was published within it."""
    retrieved_before: str | None = None
    """On a source that was certainly read before this date begins."""
    retrieved_after: str | None = None
    """On one that was read after it ends."""
    retrieved_on: str | None = None
    """On one that was read within it."""
    due_before: str | None = None
    """Due certainly before this date begins."""
    due_after: str | None = None
    """Due certainly after it ends."""
    due_on: str | None = None
    """Due certainly within it."""
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
        for field, given in map(equation, self.where):
            read = {"value": readings, "exclusive": boolean}.get(field, as_written)
            claims = claims.where(**{field: read(given)})
        if (self.min_sources, self.max_sources) != (None, None):
            claims = claims.independent_sources(min=self.min_sources, max=self.max_sources)
        claims = claims.overdue() if self.overdue else claims
        return claims.contradicted() if self.contradicted else claims
