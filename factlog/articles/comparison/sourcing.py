"""What became of the sources of an article: which is which in two revisions, edited, retrieved again.

A source is itself by URL, DOI, ISBN, else title plus site or date, never by the number or name of a note. What is left over
by that is compared once more, since an edit may touch what a source is itself by: the same title on the same site, a title
mended, a link that moved. A note that names no source that a reader could tell counts as a source by its text. Explanatory
notes are no sources; what they say is compared beside them, by their text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter, eq, is_
from typing import Any

import attrs

from factlog.articles import citations
from factlog.articles.citations import inline
from factlog.articles.comparison.kinds import ArticleKind
from factlog.articles.comparison.similarity import similarity
from factlog.articles.comparison.words import content, unspaced
from factlog.articles.later import Later, settled
from factlog.articles.memo import ById
from factlog.articles.revision import Cited, Note, Revision
from factlog.claims.fields import thawed
from factlog.claims.source import Source
from factlog.claims.when import When

MAX_NAMESAKES = 12  # sources that share a title, a day or a pair of words, beyond which that says nothing
ALIKE = 0.6  # titles of one source, mended
_EMPTY = re.compile(r"(?:\s|\{\{[^{}|]*[|\s]*\}\})*")  # nothing, or templates that say nothing
_MARKUP = re.compile(r"'{2,5}|</?[A-Za-z][^<>]*>|\[\[(?:[^\[\]|]*\|)?|\]\]")
_NAMES = "title author container_title publisher issued url doi isbn issn volume issue page language derived_from"
_FIELDS = {name: attrgetter(name) for name in _NAMES.split()}
_CITATION_FIELDS = {name: attrgetter(name) for name in ("archive_url", "archived", "quote", "locator")}


@attrs.define
class Used:
    """A source as one revision cites it: the notes that name it (positions), and what each says."""

    key: str
    notes: list[int] = attrs.field(factory=list)
    cited: list[Cited] = attrs.field(factory=list)
    raw: str = ""
    explains: bool = False  # an explanatory note, no source

    @property
    def source(self) -> Source | None:
        """The source; None where the note names none that a reader could tell."""
        return self.cited[0].source if self.cited else None

    @property
    def name(self) -> str:
        """What a reader knows it by: title and address."""
        if self.source is None:
            return self.raw
        title, url = self.source.title, self.source.url
        return f"{title} — {url}" if title and url else title or url or self.key


@attrs.frozen
class Edited:
    """One field of a source that changed, or its date of retrieval."""

    kind: ArticleKind
    source: int
    field: str
    old: str | None
    new: str | None


@attrs.define
class Sourcing:
    """The sources of two revisions, numbered alike on both sides, and what became of them.

    ``old`` and ``new`` hold them by number; one that only one side knows has its number there alone. ``old_notes`` and
    ``new_notes`` tell the numbers of the sources of a note, by its position.
    """

    old: dict[int, Used]
    new: dict[int, Used]
    old_notes: list[tuple[int, ...]]
    new_notes: list[tuple[int, ...]]
    _edits: tuple[Edited, ...] | Later[tuple[Edited, ...]]

    @property
    def edits(self) -> tuple[Edited, ...]:
        """What changed within sources that both sides know, found when somebody asks."""
        return settled(self._edits)

    def alike(self, notes: tuple[int, ...], new_notes: tuple[int, ...]) -> bool:
        """Whether two lists of notes name the same sources, one by one."""
        if not notes and not new_notes:
            return True
        try:
            ones, others = map(self.old_notes.__getitem__, notes), map(self.new_notes.__getitem__, new_notes)
            return len(notes) == len(new_notes) and all(map(eq, ones, others))
        except IndexError:
            return False


def same_notes(old: Revision, new: Revision) -> bool:
    """Whether the notes are the same, one by one."""
    return len(old.notes) == len(new.notes) and all(map(_same_note, old.notes, new.notes))


def compare(old: Revision, new: Revision) -> Sourcing | None:
    """What became of the sources; None where the notes are the same, one by one."""
    return None if same_notes(old, new) else numbered(old, new)


def numbered(old: Revision, new: Revision) -> Sourcing:
    """The sources of both revisions, numbered alike, and what became of them, even where all notes are the same."""
    ones, others = _USED[old.notes], _USED[_as_before(old.notes, new.notes)]
    matches = dict.fromkeys(ones.keys() & others.keys())
    pairs = {key: key for key in matches} | _mended(
        {key: used for key, used in ones.items() if key not in matches},
        {key: used for key, used in others.items() if key not in matches},
    )
    numbers = {key: number for number, key in enumerate(ones)}
    numbers_new = {pairs[key]: number for key, number in numbers.items() if key in pairs}
    for key in others:
        numbers_new.setdefault(key, len(numbers) + len(numbers_new))

    def edits() -> tuple[Edited, ...]:
        found = (edit for key, other in pairs.items() for edit in _edits(numbers[key], ones[key], others[other]))
        return tuple(sorted(found, key=lambda edit: edit.source))

    return Sourcing(
        {numbers[key]: used for key, used in ones.items()},
        {numbers_new[key]: used for key, used in others.items()},
        _by_note(len(old.notes), ones, numbers),
        _by_note(len(new.notes), others, numbers_new),
        Later(edits),
    )


def _as_before(olds: tuple[Note, ...], news: tuple[Note, ...]) -> tuple[Note, ...]:
    """The later notes, each with the sources of the earlier one that says the same in other markup.

    Emphasis tells a reader of free text where a title stands: who adds it changes no source.
    """
    raws, later = ({note.raw for note in notes} for notes in (olds, news))
    if raws >= later or later >= raws:
        return news
    before = {_worded(note.raw): note for note in olds if note.raw not in later}
    kept = [None if note.raw in raws else before.get(_worded(note.raw)) for note in news]
    if not any(kept):
        return news
    return tuple([attrs.evolve(note, cited=one.cited) if one else note for note, one in zip(news, kept, strict=True)])


def _worded(raw: str) -> str:
    """What a note says, whatever its emphasis, its tags, its links within the wiki and its blanks."""
    return unspaced(" ".join(_MARKUP.sub("", raw).split()))


def _same_note(one: Note, other: Note) -> bool:
    if one is other:
        return True
    return one.raw == other.raw and one.cites_like(other)


def _used(notes: Sequence[Note]) -> dict[str, Used]:
    found: dict[str, Used] = {}
    for place, note in enumerate(notes):
        for cited in note.cited:
            key = _IDENTITIES[cited.source]
            used = found.get(key)
            if used is None:
                used = found[key] = Used(key)
            used.notes.append(place)
            used.cited.append(cited)
        if not note.cited and not (len(note.raw) < 300 and _EMPTY.fullmatch(note.raw)):
            # where a link leads is no part of what it says; a template that nobody knows may be all that it is
            raw = inline.plain(note.raw) or " ".join(note.raw.split())
            key = f"{'explanation' if note.explanatory else 'note'} {raw.casefold()}"
            found.setdefault(key, Used(key, raw=raw, explains=note.explanatory)).notes.append(place)
    return found


def _by_note(count: int, sources: Mapping[str, Used], numbers: Mapping[str, int]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()] * count
    for key, used in sources.items():
        for place in used.notes:
            found[place] += (numbers[key],)
    return found


# Readers keep the sources of unchanged notes, and a revision is compared with the one before it and the one after it.
_IDENTITIES: ById[Source, str] = ById(citations.identity, size=20_000)
_USED: ById[tuple[Note, ...], dict[str, Used]] = ById(_used, size=4)


# Sources whose identity was edited


def _mended(ones: Mapping[str, Used], others: Mapping[str, Used]) -> dict[str, str]:
    """Which source of the one is which of the other, of those that are not the same by identity; the likeliest first."""
    if not ones or not others:
        return {}
    holders: dict[object, list[str]] = defaultdict(list)
    for key, used in others.items():
        for trait in _traits(used):
            holders[trait].append(key)
    scored: set[tuple[float, str, str]] = set()
    for key, used in ones.items():
        for trait in _traits(used):
            if len(holders.get(trait, ())) <= MAX_NAMESAKES:
                scored.update((_likeness(used, others[other]), key, other) for other in holders.get(trait, ()))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for score, key, other in sorted(scored, key=lambda row: (-row[0], row[1:])):
        if score >= ALIKE and key not in found and other not in taken:
            found[key] = other
            taken.add(other)
    return found


def _traits(used: Used) -> set[object]:
    """What two records of one source are likely to share: at least one of these."""
    source = used.source
    words = content(used.raw if source is None else source.title or source.url or "")
    traits: set[object] = set(pairwise(words))
    if source is not None:
        site = source.container_title or source.publisher
        traits.update(("id", value) for value in (source.doi, source.isbn, _bare(source.url)) if value)
        traits.add(("title", _plain(source.title)))
        traits.add(("day", site, str(source.issued))) if site and source.issued else None
    return traits


def _bare(url: str | None) -> str | None:
    """An address without scheme, ``www`` and what an archive puts before it."""
    if url is None:
        return None
    bare = url.rpartition("://")[2].removeprefix("www.").rstrip("/")
    return bare.casefold() or None


def _likeness(one: Used, other: Used) -> float:
    """How likely two records are of one source."""
    old, new = one.source, other.source
    if one.explains != other.explains:
        return 0.0
    if old is None or new is None:
        texts = [used.raw if used.source is None else used.source.title or "" for used in (one, other)]
        return similarity(*texts) if all(texts) else 0.0
    if any(value and value == other_value for value, other_value in zip(_ids(old), _ids(new), strict=True)):
        return 2.0
    alike, apart = _shared(old, new)
    if not old.title or not new.title:
        bare = (_bare(old.url) or "", _bare(new.url) or "")
        return similarity(*bare) - 0.25 if all(bare) and _host(bare[0]) == _host(bare[1]) else 0.0
    same_title = _plain(old.title) == _plain(new.title)
    if same_title:
        telling = alike or len(content(old.title)) > (5 if apart else 2)
        return 1.5 + (alike - apart) / 10 if telling else 0.0
    if old.url and new.url:
        return 0.0  # another address and another title: another source
    return similarity(old.title, new.title) - (0 if alike > apart else 0.25)


def _ids(source: Source) -> tuple[str | None, ...]:
    return source.doi, source.isbn, _bare(source.url)


def _host(bare: str) -> str:
    return bare.partition("/")[0]


def _shared(old: Source, new: Source) -> tuple[int, int]:
    """How many of site, day and author both have alike, or of pages and host, and how many of the first differ."""
    sites = [set(map(_plain, _sites(source))) for source in (old, new)]
    votes = [bool(sites[0] & sites[1])] if all(sites) else []
    days = old.issued, new.issued
    votes += [_comparable(days[0]) == _comparable(days[1])] if all(days) else []
    votes += [_comparable(old.author) == _comparable(new.author)] if old.author and new.author else []
    if bool(old.author) is not bool(new.author):  # a reader of free text may take a name for a site's
        who = [{frozenset(content(str(name))) for name in (*source.author, *_sites(source))} for source in (old, new)]
        votes += [True] if who[0] & who[1] else []
    # other pages may be those of another passage, and another host that of an archive
    votes += [True] if old.page and old.page == new.page else []
    hosts = [_host(_bare(source.url) or "") for source in (old, new)]
    votes += [True] if hosts[0] and hosts[0] == hosts[1] else []
    return votes.count(True), votes.count(False)


def _sites(source: Source) -> list[str]:
    return [name for name in (source.container_title, source.publisher) if name]


def _plain(text: str | None) -> str:
    return " ".join(content(text or ""))


# What became of one source


def _edits(number: int, one: Used, other: Used) -> Iterator[Edited]:
    if one.key == other.key and len(one.cited) == len(other.cited) and all(map(is_, one.cited, other.cited)):
        return
    if one.source is None and other.source is None:
        if one.key != other.key and one.explains:
            yield Edited(ArticleKind.REWORDED, number, "note", one.raw, other.raw)
        elif one.key != other.key:
            yield Edited(ArticleKind.SOURCE_EDITED, number, "raw", one.raw, other.raw)
        return
    for field, values in _fields(one, other):
        change = _change(*values)
        if change:
            yield Edited(ArticleKind.SOURCE_EDITED, number, field, *change)
    change = _change([_retrieved(cited) for cited in one.cited], [_retrieved(cited) for cited in other.cited])
    if change:
        kind = ArticleKind.RETRIEVED_REFRESHED if all(change) else None
        kind = kind or (ArticleKind.RETRIEVED_REMOVED if change[0] else ArticleKind.RETRIEVED_ADDED)
        yield Edited(kind, number, "retrieved", *change)


_Values = tuple[list[Any], list[Any]]


def _fields(one: Used, other: Used) -> Iterator[tuple[str, _Values]]:
    """The fields of a source, as all its citations on each side give them; the rest is what else a note in free text says."""
    for field, get in _FIELDS.items():
        yield field, ([get(cited.source) for cited in one.cited], [get(cited.source) for cited in other.cited])
    for field, get in _CITATION_FIELDS.items():
        yield field, ([get(cited.citation) for cited in one.cited], [get(cited.citation) for cited in other.cited])
    yield "rest", tuple([cited.kept.get("rest") for cited in used.cited] for used in (one, other))  # type: ignore[misc]
    extras = [[cited.source.extra for cited in used.cited] for used in (one, other)]
    for field in sorted({name for extra in (*extras[0], *extras[1]) for name in extra}):
        yield field, tuple([_json(extra.get(field)) for extra in side] for side in extras)  # type: ignore[misc]


def _json(value: object) -> object:
    plain = thawed(value)
    return plain if plain is None or isinstance(plain, str) else str(plain)


def _retrieved(cited: Cited) -> object:
    return cited.citation.retrieved or (cited.retrieved.raw if cited.retrieved else None)


def _change(olds: list[Any], news: list[Any]) -> tuple[str | None, str | None] | None:
    """What one value became, where one did; a value that only fewer or more citations repeat is no change."""
    if olds == news:
        return None
    before, after = ({_comparable(value): value for value in side if value} for side in (olds, news))
    counts = [Counter(_comparable(value) for value in side if value) for side in (olds, news)]
    lost, won = [before[key] for key in counts[0] - counts[1]], [after[key] for key in counts[1] - counts[0]]
    if lost and won:
        return _text(lost[0]), _text(won[0])
    if lost and not after:
        return _text(lost[0]), None
    if won and not before:
        return None, _text(won[0])
    return None


def _comparable(value: Any) -> Any:
    """What two values are the same by: the span of a date, a text whatever its white space."""
    if isinstance(value, When):
        return value.earliest, value.latest
    if isinstance(value, tuple):  # authors, whichever part of a name comes first
        return tuple(tuple(sorted(content(str(name)))) for name in value)
    return " ".join(value.split()) if isinstance(value, str) else value


def _text(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
