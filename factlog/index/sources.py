"""Queries on sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Self

import attrs

from factlog.claims.codec import to_document
from factlog.claims.fields import FrozenDict
from factlog.claims.ids import SourceId
from factlog.claims.source import Source
from factlog.claims.values import number
from factlog.claims.when import When
from factlog.errors import SourceNotFoundError
from factlog.index.claims import Versions
from factlog.index.condition import AnyOf, Condition, Context, Test, asked, known_name, limit
from factlog.index.query import Query, checked, decoded_source
from factlog.index.rows import real
from factlog.layout import SOURCES, source_from, source_of, source_path
from factlog.store.tree import Tree

_OWN = tuple(field.name for field in attrs.fields(Source) if field.name != "extra")
# https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables, less those that Source spells itself
_CSL = """abstract accessed annote archive archive-collection archive-place archive_collection archive_location authority
available-date call-number categories chair chapter-number citation-key citation-label citation-number collection-editor
collection-number collection-title compiler composer container-author container-title-short contributor curator custom
dimensions director division edition editor editor-translator editorial-director event event-date event-place event-title
executive-producer first-reference-note-number genre guest host illustrator interviewer journalAbbreviation jurisdiction
keyword locator medium narrator note number number-of-pages number-of-volumes organizer original-author original-date
original-publisher original-publisher-place original-title page-first part-number part-title performer PMCID PMID
printing-number producer publisher-place recipient references reviewed-author reviewed-genre reviewed-title scale
script-writer section series-creator shortTitle source status submitted supplement-number title-short translator version
volume-title volume-title-short year-suffix""".split()
# CSL writes container-title and URL, Python container_title and url: both are known.
_SPELT = {name.replace("_", "-").casefold(): name for name in (*_CSL, *_OWN)}
# The sources that claims of the moment cite.
_CITED = """SELECT citation.source FROM citation JOIN version AS c ON c.version = citation.version
    WHERE c.state = 1 AND {claims}"""
_PARTS = ("given", "dropping_particle", "non_dropping_particle", "family", "suffix")  # in which order str(Name) has them
_WRITTEN = " || ".join(f"coalesce(json_extract(value, '$.{part}') || ' ', '')" for part in _PARTS)
_NAMED = f"""json_extract(value, '$.literal') = {{}} OR json_extract(value, '$.family') = {{}}
    OR (json_extract(value, '$.literal') IS NULL AND rtrim({_WRITTEN}) = {{}})"""


@attrs.frozen
class _Cited:
    """A test with ``{claims}`` for the versions of claims that are held at the moment, under the alias ``c``."""

    template: str
    values: tuple[Any, ...] = ()

    def sql(self, context: Context) -> str:
        return self.template.format(*map(context.bind, self.values), claims=context.visible("c"))


@attrs.frozen(repr=False)
class Sources(Query[Source]):
    """The sources of a log or a snapshot, as they stood: all of them, or those that fulfil every condition."""

    _from = "source_version AS v JOIN source AS v_id USING (source)"
    _default_order = "v_id.id"
    _orders = FrozenDict(
        {"id": "v_id.id", "issued": "v.issued_low", "publisher": "v.publisher", "title": "json_extract(v.data, '$.title')"}
    )
    _what = "source"
    _columns = (*_OWN, "extra")

    def where(self, /, **fields: Any) -> Self:
        """With these fields of CSL equal to these values, in CSL's spelling or Python's; None: not set; a list: one of them.

        An author is found by its literal, its family name, or the whole name as it is written out.
        """
        return self._and(*(_field(name, given) for name, given in fields.items()))

    def stale(self, *, before: str | date) -> Self:
        """Cited, and not retrieved since: every retrieval that is known lies certainly before a date begins."""
        latest = "max(CASE WHEN retrieved IS NOT NULL THEN coalesce(retrieved_high, 9e999) END)"
        cited = f"{_CITED} GROUP BY citation.source HAVING {latest} < {{}}"
        return self._and(_Cited(f"v.source IN ({cited})", (limit("before", before).earliest,)))

    def uncited(self) -> Self:
        """Which no claim of the moment cites."""
        return self._and(_Cited(f"v.source NOT IN ({_CITED})"))

    def retrieved_differently(self) -> Self:
        """Which citations have retrieved on different dates."""
        cited = f"{_CITED} GROUP BY citation.source HAVING count(DISTINCT retrieved) > 1"
        return self._and(_Cited(f"v.source IN ({cited})"))

    def dependents(self, source: Source | str) -> Versions:
        """What rests on a source: the versions of claims, an article's sentences included, that cite it or ever did."""
        name = source.id if isinstance(source, Source) else asked(source, "source")
        cites = "v.version IN (SELECT version FROM citation WHERE source = (SELECT source FROM source WHERE id = {}))"
        return Versions(self._ground, conditions=(Test(cites, (name,)),), at=self._at, known_at=self._known_at)

    def __iter__(self) -> Iterator[Source]:
        tree = self._tree()
        if tree is None:
            return super().__iter__()
        entries = {path: blob for path, blob in tree.entries(SOURCES).items() if source_of(path)}
        return map(source_from, tree.read(entries))

    def count(self) -> int:
        """How many there are."""
        tree = self._tree()
        return sum(1 for path in tree.entries(SOURCES) if source_of(path)) if tree else super().count()

    def __getitem__(self, source: SourceId | str) -> Source:
        tree = self._tree()
        path = source_path(source) if isinstance(source, str) else ""
        if tree is not None and source_of(path):
            for file in tree.read(tree.find([path])):
                return source_from(file)
        raise SourceNotFoundError(f"expected a source that the snapshot holds, got {source!r}", claim=str(source))

    def __contains__(self, source: object) -> bool:
        try:
            return isinstance(source, str) and bool(self[source])
        except SourceNotFoundError:
            return False

    def _tree(self) -> Tree | None:
        plain = not self._conditions and not self._order and self._limit is None
        trees = self._ground.whole(self._state()) if plain else None
        return trees[0] if trees else None

    def _scope(self, context: Context) -> str:
        return f"v.state = 1 AND {context.visible(table='source_version', owner='source')}"

    def _load(self, context: Context, keys: list[Any]) -> Iterator[Source]:
        for key in keys:
            (stored,) = context.connection.execute("SELECT data, checksum FROM source_version WHERE version = ?", (key,))
            yield decoded_source(checked(*stored))

    def _document(self, item: Source) -> dict[str, Any]:
        return to_document(item)

    def _id(self, item: Source) -> str:
        return item.id

    def _groups(self, item: Source, field: str) -> Iterable[Any]:
        field = _spelt(field)
        if field == "author":
            return tuple(map(str, item.author)) or (None,)
        return (getattr(item, field) if field in _OWN else item.extra.get(field),)


def _spelt(name: str) -> str:
    """The name of a field as it is kept; raises InvalidError for one that CSL does not have."""
    if isinstance(name, str) and name not in _CSL:
        name = _SPELT.get(name.replace("_", "-").casefold(), name)
    return known_name(name, (*_OWN, *_CSL), "field")


def _field(name: str, given: Any) -> Condition:
    name = _spelt(name)
    if isinstance(given, list | tuple | set | frozenset):
        return AnyOf(tuple(_field(name, member) for member in given))
    if name == "id":
        return Test("v_id.id = {}", (asked(given, name),))
    path = f'$."{name}"' if name in _OWN else f'$.extra."{name}"'
    if given is None:
        return Test("json_extract(v.data, {}) IS NULL", (path,))
    if name == "issued" or isinstance(given, date):
        wanted: str | float = str(When(given))
    elif isinstance(given, str):
        wanted = asked(given, name) if given else given  # fields that are kept as found may be empty
    else:
        wanted = real(number(given))
    if name == "author":
        return Test(f"EXISTS (SELECT 1 FROM json_each(v.data, '$.author') WHERE {_NAMED})", (wanted,) * 3)
    return Test("json_extract(v.data, {}) = {}", (path, wanted))
