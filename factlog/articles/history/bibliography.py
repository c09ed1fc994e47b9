"""The bibliography of an article as its revisions go by: which source is which, and what each revision edits in it.

A source is itself by its identity (URL, DOI, ISBN, else title plus site or date), and keeps the id that it had first, also
where a revision edits what it is itself by. Where two notes of one revision give a field of one source differently, the
value of the revision before stands as long as one of them gives it, else the first note's.

A revision changes of a source what it gives otherwise than the revision before. Of a source that the log holds from
elsewhere the first citation adds what is missing, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import is_
from typing import Any

import attrs

from factlog.articles.citations import identity
from factlog.articles.comparison.sourcing import Sourcing, Used, compare
from factlog.articles.revision import Cited, Revision
from factlog.claims.claim import Citation
from factlog.claims.fields import FrozenDict
from factlog.claims.ids import SourceId
from factlog.claims.source import Source

Held = Callable[[Iterable[str]], dict[str, Source]]
"""Gives those of the sources that the log holds."""
_FIELDS = tuple(field.name for field in attrs.fields(Source) if field.name not in ("id", "extra"))
_NOTHING = Revision(None, None, (), ())
_KEPT = 20_000  # citations that are remembered


class Bibliography:
    """The sources of the last revision, and the ids of all that the article ever cited.

    ``order`` are the ids of the last revision's sources, ``citations`` what each of its notes cites, by position.
    """

    def __init__(self) -> None:
        self.order: tuple[SourceId, ...] = ()
        self.citations: tuple[tuple[Citation, ...], ...] = ()
        self._last = _NOTHING
        self._ids: dict[str, SourceId] = {}
        self._owners: dict[SourceId, str] = {}
        self._known: dict[SourceId, Source] = {}
        self._views: dict[SourceId, Source] = {}
        self._given: dict[SourceId, tuple[Source, ...]] = {}
        self._cited: dict[tuple[int, SourceId], tuple[Cited, Citation]] = {}

    def __contains__(self, source: object) -> bool:
        return source in self._known

    def resume(self, versions: Iterable[Source], held: Iterable[Source], last: Revision, order: Sequence[str]) -> None:
        """Takes up a run of revisions: its last one, and the ids of what that one cites.

        ``versions`` are those, oldest first, that the article gave to the sources it ever cited, ``held`` are these sources as
        they stand: what they are itself by may have been edited elsewhere.
        """
        for source in versions:
            key = identity(source)
            self._ids[key] = source.id
            self._owners.setdefault(source.id, key)
            self._known[source.id] = source
        for source in held:
            self._ids.setdefault(identity(source), source.id)
            self._known[source.id] = source
        self._look(last, order)

    def advance(self, revision: Revision, held: Held) -> dict[SourceId, Source]:
        """Takes the next revision; gives the sources that it brings or edits, as the log is to hold them."""
        before = self._views
        if not self._look(revision) and self._known.keys() >= before.keys():
            return {}
        unknown = [source for source in self.order if source not in self._known]
        there = held(unknown) if unknown else {}
        changed: dict[SourceId, Source] = {}
        for source, view in self._views.items():
            if before.get(source) is view and source in self._known:
                continue
            known = self._known.get(source) or there.get(source)
            new = _next(known, before.get(source), view, ours=source in self._known)
            if new != known:
                changed[source] = new
            self._known[source] = new
        return changed

    def _look(self, revision: Revision, order: Sequence[str] = ()) -> bool:
        """Reads the notes; whether they differ from those before. ``order`` has the ids of what they cite, where known."""
        sourcing = compare(self._last, revision)
        self._last = revision
        if sourcing is None:
            return False
        used = {number: one for number, one in sourcing.new.items() if one.source is not None}
        if len(order) == len(used):  # else another reader saw other notes
            for one, source in zip(used.values(), map(SourceId, order), strict=True):
                self._ids[one.key] = source
                self._owners.setdefault(source, one.key)
        ids = self._identified(used, sourcing)
        citations: list[list[Citation]] = [[] for _ in revision.notes]
        views: dict[SourceId, Source] = {}
        for number, one in used.items():
            source = ids[number]
            views[source] = self._view(source, tuple(cited.source for cited in one.cited))
            for place, cited in zip(one.notes, one.cited, strict=True):
                citations[place].append(self._citation(cited, source))
        self._views = views
        self.order = tuple(views)
        self.citations = tuple(map(tuple, citations))
        return True

    def _identified(self, used: dict[int, Used], sourcing: Sourcing) -> dict[int, SourceId]:
        """The id of each source by its number; those that go by the identity that they came with choose first."""
        own = {
            number: self._ids[one.key]
            for number, one in used.items()
            if one.key in self._ids and self._owners.get(self._ids[one.key]) == one.key
        }
        taken = set(own.values())
        found: dict[int, SourceId] = {}
        for number, one in used.items():
            source = own.get(number)
            if source is None:
                before = sourcing.old.get(number)
                source = self._ids.get(one.key) or (self._ids.get(before.key) if before else None)
                if source is None or source in taken:
                    assert one.source is not None  # its caller chose those
                    source = self._fresh(one.source.id, taken)
                taken.add(source)
            self._ids[one.key] = source
            self._owners.setdefault(source, one.key)
            found[number] = source
        return found

    def _fresh(self, wanted: SourceId, taken: set[SourceId]) -> SourceId:
        """An id that is not another source's."""
        source, number = wanted, 1
        while source in taken or source in self._owners:
            number += 1
            source = SourceId(f"{wanted[:190]}-{number}")
        return source

    def _view(self, source: SourceId, given: tuple[Source, ...]) -> Source:
        """The source as a revision gives it."""
        before = self._given.get(source, ())
        self._given[source] = given
        last = self._views.get(source)
        if last is not None and len(before) == len(given) and all(map(is_, before, given)):
            return last
        return _merged(source, given, last or self._known.get(source))

    def _citation(self, cited: Cited, source: SourceId) -> Citation:
        """The citation by the source's id; readers keep what unchanged notes say, and so does this."""
        known = self._cited.get((id(cited), source))
        if known is None:
            if len(self._cited) >= _KEPT:
                self._cited.clear()
            known = cited, attrs.evolve(cited.citation, source=source)
            self._cited[id(cited), source] = known
        return known[1]


def _merged(source: SourceId, given: Sequence[Source], before: Source | None) -> Source:
    """One source of several records: each field as it was before where one of them still gives it, else as the first does."""
    first, *others = given
    if not any(other != first for other in others):
        return attrs.evolve(first, id=source) if first.id != source else first
    fields = {name: _chosen([getattr(one, name) for one in given], getattr(before, name, None)) for name in _FIELDS}
    extras = [one.extra for one in given]
    names = dict.fromkeys(name for extra in extras for name in extra)
    kept = before.extra if before else FrozenDict[str, Any]()
    extra = {name: _chosen([extra.get(name) for extra in extras], kept.get(name)) for name in names}
    return attrs.evolve(first, id=source, extra=extra, **{name: value for name, value in fields.items() if value})


def _chosen(values: list[Any], before: Any) -> Any:
    there = [value for value in values if value]
    return before if before in there else there[0] if there else None


def _next(known: Source | None, before: Source | None, view: Source, *, ours: bool) -> Source:
    """The source as the log is to hold it, from what it holds, what the revision before gave, and what this one gives."""
    if known is None or known == before:
        return view
    changes: dict[str, Any] = {}
    for name in _FIELDS:
        old, new = getattr(before, name, None), getattr(view, name)
        changed = old != new if before is not None else new and (ours or not getattr(known, name))
        if changed:
            changes[name] = new
    extra = dict(known.extra)
    for name in {*view.extra, *(before.extra if before else ())}:
        old, new = before.extra.get(name) if before else None, view.extra.get(name)
        if (old != new) if before is not None else (ours or name not in known.extra):
            extra.pop(name, None)
            if new is not None:
                extra[name] = new
    return attrs.evolve(known, **changes, extra=extra)
