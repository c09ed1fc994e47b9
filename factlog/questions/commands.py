"""``factlog claims``, ``changes``, ``sources``, ``timeline``, ``sql`` and ``index``: each is a query of the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

import factlog
from factlog.errors import InvalidError
from factlog.questions.equations import equation, text_or_number
from factlog.questions.options import Answer, Conditions, Dates, Flag, Form, Texts
from factlog.report.output import plain, say, say_csv, say_json, show_table


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
    between: Annotated[tuple[str, str] | None, Parameter(negative="")] = None,
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
        That somebody recorded: a name, with the address or without.
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
        for field, given in map(equation, where):
            found = found.where(**{field: text_or_number(field, given)})
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
    form, parameters = form or Form(), dict(map(equation, param))
    if "seconds" in parameters:
        raise InvalidError("expected another name than seconds, which is an option, for a parameter")
    with factlog.open(log) as opened:
        table = opened.sql(query, seconds=seconds, **parameters)
    if form.json:
        say_json([{name: plain(value) for name, value in row.items()} for row in table])
    elif form.csv:
        say_csv(table.columns, table.rows)
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


def _shown(cell: Any) -> str:
    return "" if cell is None else str(plain(cell))
