"""Conditions: parts of a question, which combine, and become SQL when it is asked.

A part may come out as SQL's NULL, for what is unknown; that counts as not fulfilled, of its negation too.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from sqlite3 import Connection
from typing import Any, Protocol

import attrs

from factlog.claims.codec import decode_claim
from factlog.claims.contradictions import contradictory
from factlog.claims.text import folded, shown, text
from factlog.claims.values import Item, Quantity, Value, value
from factlog.claims.when import When
from factlog.errors import InvalidDateError, InvalidError
from factlog.index.database import Memory
from factlog.index.rows import held

SHORTEST = 2
"""The characters that a word of a full-text query has at least."""
LONGEST = 1_000
"""The characters that a full-text query has at most."""


class Context:
    """What a question is asked of: a connection, and the moment: the last snapshot's place and the last second, if any.

    ``cited`` is the place of the snapshot whose sources are cited, and ``memory`` holds what was read with these before;
    ``newest`` tells that no snapshot comes after ``place``. Conditions leave their parameters here.
    """

    def __init__(
        self,
        connection: Connection,
        place: int,
        taken: int | None,
        cited: int,
        memory: Memory,
        *,
        newest: bool,
    ) -> None:
        self.connection = connection
        self.memory = memory
        self.place, self.taken, self.cited = place, taken, cited
        self.parameters: dict[str, Any] = {"place": place, "taken": taken, "cited": cited}
        self._newest = newest and taken is None

    def bind(self, given: Any) -> str:
        """The name of a parameter with this value."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = str(given) if isinstance(given, str) else given
        return f":{name}"

    def visible(self, alias: str = "v", table: str = "version", owner: str = "claim") -> str:
        """That a version, or a removal, is the last one at the moment."""
        if self._newest:
            return f"{alias}.next_place IS NULL"
        if self.taken is None:
            return f"{alias}.place <= :place AND ({alias}.next_place IS NULL OR {alias}.next_place > :place)"
        return _visible(alias, table, owner)

    @staticmethod
    def cited_source(alias: str = "s") -> str:
        """That a version of a source is the last recorded one, as citations show it."""
        return f"{alias}.place <= :cited AND ({alias}.next_place IS NULL OR {alias}.next_place > :cited)"

    @cached_property
    def kinds(self) -> str:
        """The kinds of a change ``v``, as its sources were known."""
        told_anew = self.execute("SELECT EXISTS (SELECT 1 FROM former WHERE until > :cited)")[0][0]
        before = "(SELECT kinds FROM former WHERE former.version = v.version AND until > :cited ORDER BY until LIMIT 1)"
        return f"coalesce({before}, v.kinds)" if told_anew else "v.kinds"

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows that a statement gives with the parameters so far."""
        return self.connection.execute(statement, self.parameters).fetchall()


@cache
def _visible(alias: str, table: str, owner: str) -> str:
    return f"""{alias}.place <= :place AND {alias}.taken <= :taken
        AND ({alias}.next_place IS NULL OR {alias}.next_place > :place OR {alias}.next_taken > :taken)
        AND ({alias}.disordered = 0 OR NOT EXISTS (
            SELECT 1 FROM {table} AS later WHERE later.{owner} = {alias}.{owner} AND later.place > {alias}.place
            AND later.place <= :place AND later.taken <= :taken))"""


class Condition(Protocol):
    """A part of a question."""

    def sql(self, context: Context) -> str:
        """The part as SQL about a version ``v``."""


@attrs.frozen
class Test:
    """A piece of SQL with ``{}`` for each of the values.

    ``{cited}`` stands for the last recorded version of a source ``s``, ``{kinds}`` for the kinds of a change ``v``.
    """

    template: str
    values: tuple[Any, ...] = ()

    def sql(self, context: Context) -> str:
        """The piece, with parameters in the places of the values."""
        named = {}
        if "{cited}" in self.template:
            named["cited"] = context.cited_source()
        if "{kinds}" in self.template:
            named["kinds"] = context.kinds
        return self.template.format(*map(context.bind, self.values), **named)


def joined(operator: str, parts: list[str]) -> str:
    """The parts as a tree of little depth: SQLite limits that, and not their number."""
    if len(parts) < 3:
        return f" {operator} ".join(f"({part})" for part in parts)
    half = len(parts) // 2
    return f"({joined(operator, parts[:half])}) {operator} ({joined(operator, parts[half:])})"


@attrs.frozen
class AllOf:
    """Every one of the parts."""

    parts: tuple[Condition, ...]

    def sql(self, context: Context) -> str:
        """The parts, joined by AND."""
        return joined("AND", [part.sql(context) for part in self.parts]) or "TRUE"


@attrs.frozen
class AnyOf:
    """One of the parts at least."""

    parts: tuple[Condition, ...]

    @classmethod
    def of(cls, *parts: Condition) -> AnyOf:
        """One of these, or of the parts of those that are such conditions themselves."""
        return cls(tuple(each for part in parts for each in (part.parts if isinstance(part, AnyOf) else (part,))))

    def sql(self, context: Context) -> str:
        """The parts, joined by OR."""
        return joined("OR", [part.sql(context) for part in self.parts]) or "FALSE"


@attrs.frozen
class Not:
    """Not this part."""

    part: Condition

    def sql(self, context: Context) -> str:
        """The negation, in which NULL counts as not fulfilled."""
        return f"({self.part.sql(context)}) IS NOT TRUE"


@attrs.frozen
class Words:
    """Each of the words occurs in the wording, in one of its languages or another, as a part of a word too."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, given: str) -> Words:
        """The words of a query; signs are signs, and no operators. Raises InvalidError where a word is too short."""
        wanted = asked(given, "text")
        if len(wanted) > LONGEST:
            raise InvalidError(f"expected at most {LONGEST:,} characters to look for, got {len(wanted):,}", field="text")
        words = tuple(dict.fromkeys(folded(wanted).split()))
        if short := [word for word in words if len(word) < SHORTEST]:
            raise InvalidError(
                f"expected words of {SHORTEST} characters and more to look for, got {shown(short[0])}", field="text"
            )
        return cls(words)

    def sql(self, context: Context) -> str:
        """The part, where the order of what is found does not matter."""
        return f"v.wording IN (SELECT rowid FROM words WHERE words MATCH {self.match(context)})"

    def match(self, context: Context) -> str:
        """The parameter for ``MATCH``. A word of less than three characters is looked for as any that begins with it."""
        return context.bind(" AND ".join(self._expression(context, word) for word in self.words))

    def _expression(self, context: Context, word: str) -> str:
        if len(word) >= 3:  # the tokens are trigrams
            return _quoted(word)
        found = context.connection.execute(
            "SELECT term FROM words_term WHERE term >= ? AND term <= ?", (word, f"{word}\U0010ffff")
        )
        return f"({' OR '.join(_quoted(term) for (term,) in found) or _quoted(NOWHERE)})"


NOWHERE = "\x03\x03\x03"
"""Is in no wording's trigrams: text cannot hold it."""


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


@attrs.frozen
class Overdue:
    """The due date has certainly passed by a second, by default that of the query, else now; nobody has assessed it."""

    second: int | None

    def sql(self, context: Context) -> str:
        """The part; now is the time at which somebody asks."""
        seconds = (self.second, context.taken, int(time.time()))
        return f"v.due_high < {context.bind(next(second for second in seconds if second is not None))} AND v.assessed = 0"


@attrs.frozen
class Contradicted:
    """Another claimant holds otherwise at the same time, or a link says that it is contradicted."""

    def sql(self, context: Context) -> str:
        """The part; works out first which versions are meant."""
        found = context.bind("[" + ",".join(map(str, sorted(_contradicted(context)))) + "]")
        return f"v.version IN (SELECT value FROM json_each({found}))"


def _contradicted(context: Context) -> set[int]:
    visible = context.visible()
    rivals = context.execute(
        f"""SELECT claim.id, v.version, d.data FROM version AS v JOIN document AS d USING (version) JOIN claim USING (claim)
            JOIN (SELECT subject, predicate FROM version AS v WHERE {visible} AND state = 1 AND exclusive = 1
                  GROUP BY subject, predicate HAVING count(DISTINCT coalesce(claimant, 0)) > 1) AS pair
                ON pair.subject = v.subject AND pair.predicate = v.predicate
            WHERE {visible} AND v.state = 1 AND v.exclusive = 1"""
    )
    versions = {claim: version for claim, version, _ in rivals}
    found = {versions[claim.id] for pair in contradictory(decode_claim(row[2]) for row in rivals) for claim in pair}
    for pair in context.execute(
        f"""SELECT v.version, w.version FROM link JOIN version AS v USING (version)
            JOIN claim ON claim.id = link.target JOIN version AS w ON w.claim = claim.claim
            WHERE link.type = 'contradicts' AND {visible} AND {context.visible("w")} AND w.state = 1"""
    ):
        found |= set(pair)
    return found


# What values and dates are asked for


def is_value(given: Any) -> Condition:
    """That one of a claim's values is the same, as values compare (see :func:`factlog.claims.values.compare`)."""
    if given is None:
        return Test("v.version NOT IN (SELECT version FROM held)")
    wanted = value(given)
    kind, key, label, unit, *_ = held(wanted)
    if isinstance(wanted, Item):
        same = "(key = {} AND key <> '') OR (label = {} AND (key = '' OR {} = ''))"
        return Test(f"v.version IN (SELECT version FROM held WHERE type = 'item' AND ({same}))", (key, label, key))
    if isinstance(wanted, Quantity):
        return Test("v.version IN (SELECT version FROM held WHERE key = {} AND type = {} AND unit = {})", (key, kind, unit))
    return Test("v.version IN (SELECT version FROM held WHERE key = {} AND type = {})", (key, kind))


def value_range(low: Value | date | None, high: Value | date | None) -> Condition:
    """That one of a claim's values lies between two numbers, two quantities of one unit, or two dates, both included."""
    ends = [value(end) for end in (low, high) if end is not None]
    for when in ends:
        if isinstance(when, When):
            limit("value", when)
    rows = [held(end) for end in ends]
    if len({(row[0], row[3]) for row in rows}) != 1 or rows[0][0] not in ("number", "quantity", "date"):
        raise InvalidError(
            "expected two numbers, two quantities of one unit or two dates as the ends of a range (When for a date), "
            f"got {' and '.join(map(shown, ends)) or 'none'}",
            field="value",
        )
    kind, unit = rows[0][0], rows[0][3]
    parts, values = ["type = {}"], [kind]
    if kind == "quantity":
        parts.append("unit = {}")
        values.append(unit)
    for end, row, sign, column in ((low, rows[0], ">", 5), (high, rows[-1], "<", 6)):
        if end is None:
            continue
        if kind == "date":
            parts.append(f"{'low' if column == 5 else 'high'} {sign}= {{}}")
            values.append(row[column])
        else:  # where floating point cannot tell two numbers apart, their digits do
            parts.append(f"number {sign} {{}} OR (number = {{}} AND compared(key, {{}}) {sign}= 0)")
            values += [row[4], row[4], row[1]]
    return Test(f"v.version IN (SELECT version FROM held WHERE ({') AND ('.join(parts)}))", tuple(values))


def clock(template: str, low: str, high: str, **limits: str | date | None) -> Condition:
    """That a date is certainly before another begins, after it ends, or within it; ``template`` has ``{}`` for that."""
    parts: list[str] = []
    values: list[Any] = []
    for name, given in limits.items():
        if given is None:
            continue
        when = limit(name, given)
        if name == "before":
            parts.append(f"{high} < {{}}")
            values.append(when.earliest)
        elif name == "after":
            parts.append(f"{low} > {{}}")
            values.append(when.latest)
        else:
            parts.append(f"{low} >= {{}} AND {high} <= {{}}")
            values += [when.earliest, when.latest]
    if not parts:
        raise InvalidError(f"expected one of {', '.join(limits)} with a date, got none")
    return Test(template.replace("{}", " AND ".join(parts)), tuple(values))


def limit(name: str, given: str | date) -> When:
    """A date that others are compared with; raises InvalidDateError where it is not certain itself."""
    when = When(given)
    if not when.certain:
        raise InvalidDateError(f"expected a date without ~, ? or % to compare with, got {shown(given)}", field=name)
    return when


def valid_at(given: str | date) -> Condition:
    """That a claim's window, from ``since`` to ``until``, is not certainly over before a date, nor begins after it."""
    when = limit("valid_at", given)
    return Test(
        "(v.since_low IS NULL OR v.since_low <= {}) AND (v.until_high IS NULL OR v.until_high >= {})",
        (when.latest, when.earliest),
    )


def asked(given: str, what: str) -> str:
    """Text that is asked for, in the form in which a log keeps it; raises InvalidError for what no log can hold."""
    try:
        return text(given)
    except InvalidError as problem:
        raise InvalidError(f"{what}: {problem}", field=what) from problem


def whole(given: int, what: str) -> int:
    """A whole number, not below zero, that SQLite knows; raises InvalidError."""
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 1 << 63:
        raise InvalidError(f"expected a whole number for {what}, got {shown(given)}", field=what)
    return given


def known_name(name: str, names: Collection[str], what: str) -> str:
    """The name, if it is one of these; raises InvalidError, which tells the nearest."""
    if isinstance(name, str) and name in names:
        return str(name)
    near = get_close_matches(name, names) if isinstance(name, str) else []
    told = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(names)}"
    article = "an" if what[0] in "aeiou" else "a"
    raise InvalidError(f"expected {article} {what}, got {shown(name)}: {told}", field=what)
