"""What changed between two revisions of an article: in what is claimed, and on what sources.

A sentence gets the most specific kinds that apply. What happened to a source itself, to the day on which it was retrieved or
to a heading is told once, with the sentences that it concerns. Renumbered notes, names of refs, targets of links, templates,
white space and other markup are not part of a :class:`Revision`'s sentences, and so give nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any

import attrs

from factlog.articles.comparison import sourcing, wording
from factlog.articles.comparison.align import Alignment, Group, align
from factlog.articles.comparison.kinds import ArticleKind, Flag
from factlog.articles.comparison.sourcing import Sourcing
from factlog.articles.comparison.words import content, opcodes, says
from factlog.articles.revision import Revision, Sentence, expect_revision
from factlog.claims.changes import Kind
from factlog.errors import InvalidError


@attrs.frozen
class Detail:
    """What a change is about: the source, the field, and the pieces before and after; None where it does not apply."""

    source: str | None = None
    field: str | None = None
    old: str | None = None
    new: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """Plain JSON, with what applies."""
        told = attrs.asdict(self)
        paired = self.old is not None or self.new is not None
        return {name: value for name, value in told.items() if value is not None or (paired and name in ("old", "new"))}


@attrs.frozen
class ArticleChange:
    """One change: its kind, the sentences before and after, the heading that they stand under, and what it is about."""

    kind: ArticleKind
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    section: str | None = None
    detail: Detail = Detail()
    flags: frozenset[Flag] = frozenset()

    @property
    def refines(self) -> Kind | None:
        """The kind that a log gives to the claim; None where the change is the article's only."""
        return self.kind.refines

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: kind, before, after, section, detail, and flags where there are some."""
        told: dict[str, Any] = {
            "kind": self.kind.value,
            "before": list(self.before),
            "after": list(self.after),
            "section": self.section,
            "detail": self.detail.to_dict(),
        }
        return told | ({"flags": sorted(flag.value for flag in self.flags)} if self.flags else {})


@attrs.frozen
class ArticleDiff:
    """The changes from one revision to another, in the order of the later one, and the alignment that they rest on."""

    old: Revision = attrs.field(repr=False)
    new: Revision = attrs.field(repr=False)
    changes: tuple[ArticleChange, ...]
    alignment: Alignment = attrs.field(repr=False)

    def __iter__(self) -> Iterator[ArticleChange]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def of(self, *kinds: ArticleKind | str) -> tuple[ArticleChange, ...]:
        """The changes of these kinds; raises InvalidError for what is none."""
        known = [kind.value for kind in ArticleKind]
        if unknown := [kind for kind in kinds if kind not in known]:
            raise InvalidError(f"expected kinds of changes ({', '.join(known)}), got {unknown[0]!r}", field="kind")
        return tuple(change for change in self.changes if change.kind.value in kinds)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Plain JSON."""
        return [change.to_dict() for change in self.changes]

    def to_html(self) -> str:
        """One HTML page, without scripts and without anything from elsewhere."""
        from factlog.articles.render import diff_html  # which stands on changes

        return diff_html(self)

    def __str__(self) -> str:
        """Lines of text; words that went as ``[-…-]``, words that came as ``{+…+}``."""
        from factlog.articles.render import diff_lines

        return "\n".join(line.plain for line in diff_lines(self))


def diff(old: Revision, new: Revision) -> ArticleDiff:
    """What changed from one revision to another.

    >>> texts = ("The talks began in Riyadh on Tuesday.", "Thirty people came."), ("The talks began in Riyadh on Monday.",)
    >>> old, new = (Revision("Talks", "en", tuple(map(Sentence, side)), ()) for side in texts)
    >>> for change in diff(old, new):
    ...     print(change.kind, change.before)
    reworded ('The talks began in Riyadh on Tuesday.',)
    removed ('Thirty people came.',)
    """
    expect_revision(old)
    expect_revision(new)
    alignment = align(old.sentences, new.sentences)
    work = _Work(old, new, alignment)
    return ArticleDiff(old, new, tuple(work.run()), alignment)


Path = tuple[str, ...]  # of headings


class _Work:
    """The changes of one pair of revisions, each with the place at which it is told."""

    def __init__(self, old: Revision, new: Revision, alignment: Alignment):
        self.old, self.new, self.alignment = old, new, alignment
        self.compared = sourcing.compare(old, new)  # None where the notes are the same
        self.told: list[tuple[float, ArticleChange]] = []
        self.touched = tuple(self._touched())
        self.relabelled: set[tuple[int, int]] = set()
        self.there: Counter[Path] = Counter()
        self.here: Counter[Path] = Counter()

    def run(self) -> list[ArticleChange]:
        renamed = self._sections()
        place = 0.0
        for group in self.touched:
            place = float(group.new[0]) if group.new else place + 1e-6
            self._group(group, place, renamed)
        if self.compared:
            self._edited(self.compared)
            self._uncited(self.compared)
        return [change for _, change in sorted(self.told, key=lambda row: row[0])]

    @cached_property
    def sources(self) -> Sourcing:
        """What became of the sources; where the notes are the same, worked out for the first marker that is not."""
        return self.compared or sourcing.numbered(self.old, self.new)

    def _touched(self) -> Iterator[Group]:
        """The groups that need a look: not the pairs of equal texts under equal labels and headings, on equal sources."""
        alignment = self.alignment
        tail = range(-alignment.tail, 0)
        for place, other in self._unlike(zip(range(alignment.head), range(alignment.head), strict=True)):
            yield Group((place,), (other,))
        singles = [(one.old[0], one.new[0]) for one in alignment.groups if _is_pair(one)]
        unlike = set(self._unlike(singles))
        for group in alignment.groups:
            if not _is_pair(group) or (group.old[0], group.new[0]) in unlike:
                yield group
        counts = len(self.old.sentences), len(self.new.sentences)
        for place, other in self._unlike(zip(tail, tail, strict=True)):
            yield Group((counts[0] + place,), (counts[1] + other,))

    def _unlike(self, pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Of pairs of sentences, by position, those that are not alike in text, label, heading and sources."""
        olds, news, sources = self.old.sentences, self.new.sentences, self.compared
        steady = sources is None or sources.old_notes == sources.new_notes
        for pair in pairs:
            one, other = olds[pair[0]], news[pair[1]]
            if one is other and (steady or not one.notes):
                continue
            same = one.notes == other.notes if sources is None else sources.alike(one.notes, other.notes)
            if not (same and one.text == other.text and one.label == other.label and one.section == other.section):
                yield pair

    def _tell(
        self, place: float, kind: ArticleKind, olds: Iterable[Sentence], news: Iterable[Sentence], **more: Any
    ) -> None:
        before, after = list(olds), list(news)
        section = more.pop("section", None) or _heading((after or before)[:1])
        texts = [tuple(one.text for one in side) for side in (before, after)]
        self.told.append((place, ArticleChange(kind, texts[0], texts[1], section, **more)))

    def _group(self, group: Group, place: float, renamed: dict[Path, Path]) -> None:
        olds = [self.old.sentences[position] for position in group.old]
        news = [self.new.sentences[position] for position in group.new]
        if not olds or not news:
            if not any(says(one.text) for one in (*olds, *news)):
                return
            section = _heading_of(_renamed(olds[0].section, renamed)) if olds else None
            self._tell(place, ArticleKind.REMOVED if olds else ArticleKind.ADDED, olds, news, section=section)
            return
        if len(olds) == len(news):
            self._compared(place, olds, news)
        elif (pieces := wording.recut(olds[0], news) if len(news) > 1 else wording.recut(news[0], olds)) is None:
            self._tell(place, ArticleKind.MERGED if len(olds) > 1 else ArticleKind.SPLIT, olds, news)
        else:
            self._compared(place, *((pieces, news) if len(news) > 1 else (olds, pieces)))
        if group.moved or self._elsewhere(olds[0].section, news[0].section, renamed):
            sections = {"old": _heading(olds[:1]), "new": _heading(news[:1])}
            detail = Detail(field="section", **sections) if sections["old"] != sections["new"] else Detail()
            self._tell(place, ArticleKind.MOVED, olds, news, detail=detail)
        if self.compared or _cited(olds) != _cited(news):
            self._resourced(place, olds, news)

    def _compared(self, place: float, olds: list[Sentence], news: list[Sentence]) -> None:
        """Tells how the wordings of sentences differ, pair by pair."""
        for old, new in zip(olds, news, strict=True):
            for told in self._reworded(old, new):
                self._tell(place, told.kind, [old], [new], detail=Detail(old=told.old, new=told.new), flags=told.flags)

    def _reworded(self, old: Sentence, new: Sentence) -> Sequence[wording.Told]:
        """What happened to a sentence; another label of a block is told of its first sentence only."""
        told = wording.compare(old, new, self.new.language or self.old.language)
        if told and told[0].kind is ArticleKind.REWORDED and told[0].old is not None:  # the label, not the text
            if (old.block, new.block) in self.relabelled:
                return []
            self.relabelled.add((old.block, new.block))
        return told

    # Sources of a sentence

    def _resourced(self, place: float, olds: list[Sentence], news: list[Sentence]) -> None:
        """Tells of sources, and of explanatory notes, that came to a sentence or left it."""
        sources = self.sources
        before, after = _numbers(olds, sources.old_notes), _numbers(news, sources.new_notes)
        lost = [sources.old[number] for number in before if number not in after]
        won = [sources.new[number] for number in after if number not in before]
        for used in (one for one in lost if not one.explains):
            self._tell(place, ArticleKind.SOURCE_DROPPED, olds, news, detail=Detail(source=used.name))
        for used in (one for one in won if not one.explains):
            self._tell(place, ArticleKind.SOURCE_ADDED, olds, news, detail=Detail(source=used.name))
        explained = ([one.raw for one in side if one.explains] for side in (lost, won))
        for old, new in zip_longest(*explained):
            self._tell(place, ArticleKind.REWORDED, olds, news, detail=Detail(field="note", old=old, new=new))

    def _edited(self, sources: Sourcing) -> None:
        """Tells what happened to a source itself, once, with the sentences that cite it."""
        if not sources.edits:
            return
        asked = {edit.source for edit in sources.edits}
        citing = [
            _citing(side.sentences, notes, asked)
            for side, notes in ((self.old, sources.old_notes), (self.new, sources.new_notes))
        ]
        for edit in sources.edits:
            olds, news = (side.get(edit.source, []) for side in citing)
            place = float((news or olds or [len(self.new.sentences)])[0])
            used = sources.new[edit.source]
            detail = Detail(None if used.explains else used.name, edit.field, edit.old, edit.new)
            before = [self.old.sentences[position] for position in olds]
            after = [self.new.sentences[position] for position in news]
            self._tell(place, edit.kind, before, after, detail=detail)

    def _uncited(self, sources: Sourcing) -> None:
        """Tells of sources that came or went without any sentence that cites them: in an infobox, or in a list only."""
        end = float(len(self.new.sentences))
        for side, mine, theirs, notes, kind in (
            (self.old, sources.old, sources.new, sources.old_notes, ArticleKind.SOURCE_DROPPED),
            (self.new, sources.new, sources.old, sources.new_notes, ArticleKind.SOURCE_ADDED),
        ):
            asked = {number for number in mine.keys() - theirs.keys() if not mine[number].explains}
            cited = _citing(side.sentences, notes, asked) if asked else {}
            for number in sorted(asked - cited.keys()):
                self._tell(end, kind, (), (), detail=Detail(source=mine[number].name))

    # Sections

    def _sections(self) -> dict[Path, Path]:
        """Tells of renamed headings; gives their paths, the old by the new."""
        votes: Counter[tuple[Path, Path]] = Counter()
        first: dict[tuple[Path, Path], int] = {}
        for group in self.touched:
            if group.old and group.new and not group.moved:
                one, other = self.old.sentences[group.old[0]].section, self.new.sentences[group.new[0]].section
                for pair in _levels(one, other) if one != other else ():
                    votes[pair] += 1
                    first.setdefault(pair, group.new[0])
        if not votes and self.old.sections == self.new.sections:
            return {}
        self.there, self.here = there, here = _paths(self.old), _paths(self.new)
        renamed: dict[Path, Path] = {}
        for (one, other), count in sorted(votes.items(), key=lambda vote: (-vote[1], first[vote[0]])):
            stands = one in here or other in there or one in renamed or other in renamed.values()
            if one and other and not stands and 2 * count >= there[one]:
                renamed[one] = other
                self._tell_renamed(first[one, other] - 0.5, one, other)
        for one, other in _replaced(self.old, self.new, there, here):
            empty = not there[one] and not here[other]
            known = one in renamed or other in renamed.values()
            if known or not (empty or votes[one, other] or content(one[-1]) == content(other[-1])):
                continue
            renamed[one] = other
            place = next((place for place, found in enumerate(self.new.sentences) if found.section == other), None)
            self._tell_renamed(len(self.new.sentences) if place is None else place - 0.5, one, other)
        return renamed

    def _tell_renamed(self, place: float, one: Path, other: Path) -> None:
        if not wording.same_but_for_blanks(one[-1], other[-1]):
            detail = Detail(field="section", old=one[-1], new=other[-1])
            self.told.append((place, ArticleChange(ArticleKind.SECTION_RENAMED, section=other[-1], detail=detail)))

    def _elsewhere(self, one: Path, other: Path, renamed: dict[Path, Path]) -> bool:
        """Whether a sentence went from one section to another, both of which stand in both revisions."""
        if one == other or renamed.get(one) == other:
            return False
        stands = one in renamed or one in self.here
        return stands and (other in renamed.values() or other in self.there)


def _is_pair(group: Group) -> bool:
    """Whether it is one sentence and one, in its place."""
    return len(group.old) == 1 == len(group.new) and not group.moved


def _heading(sentences: list[Sentence]) -> str | None:
    return _heading_of(sentences[0].section) if sentences else None


def _heading_of(section: Path) -> str | None:
    return section[-1] if section else None


def _renamed(section: Path, renamed: dict[Path, Path]) -> Path:
    """A section by its name in the later revision."""
    return renamed.get(section, section)


def _cited(sentences: list[Sentence]) -> set[int]:
    """The notes that sentences cite, by position."""
    return {note for one in sentences for note in one.notes}


def _numbers(sentences: Iterable[Sentence], notes: list[tuple[int, ...]]) -> dict[int, None]:
    """The sources of sentences by number, in the order of their markers."""
    return dict.fromkeys(number for one in sentences for note in one.notes if note < len(notes) for number in notes[note])


def _citing(sentences: Iterable[Sentence], notes: list[tuple[int, ...]], asked: set[int]) -> dict[int, list[int]]:
    """The positions of the sentences that cite the sources asked for."""
    found: dict[int, list[int]] = defaultdict(list)
    naming = {place for place, numbers in enumerate(notes) if not asked.isdisjoint(numbers)}
    for place, one in enumerate(sentences):
        if one.notes and not naming.isdisjoint(one.notes):
            for number in _numbers([one], notes).keys() & asked:
                found[number].append(place)
    return found


def _levels(one: Path, other: Path) -> Iterator[tuple[Path, Path]]:
    """The pairs of paths that two sections vote for: their own, and those of the headings above them at each depth."""
    if len(one) != len(other):
        yield one, other
        return
    for depth in range(1, len(one) + 1):
        if one[:depth] != other[:depth]:
            yield one[:depth], other[:depth]


def _replaced(old: Revision, new: Revision, there: Counter[Path], here: Counter[Path]) -> Iterator[tuple[Path, Path]]:
    """The headings that stand instead of others: between headings that both have, as many in the one as in the other."""
    ones, others = ([section.path for section in revision.sections] for revision in (old, new))
    lost: list[Path] = []
    won: list[Path] = []
    for tag, start, end, first, last in (*opcodes(ones, others), ("equal", 0, 0, 0, 0)):
        if tag != "equal":
            lost += [path for path in ones[start:end] if path not in here]
            won += [path for path in others[first:last] if path not in there]
            continue
        if len(lost) == len(won):
            yield from ((one, other) for one, other in zip(lost, won, strict=True) if len(one) == len(other))
        lost, won = [], []


def _paths(revision: Revision) -> Counter[Path]:
    """How many sentences stand under each heading, those below its own included; the lead is the empty path."""
    direct = Counter(one.section for one in revision.sentences)
    found: Counter[Path] = Counter({section.path: 0 for section in revision.sections})
    found[()] = direct[()]
    for path, count in direct.items():
        for depth in range(1, len(path) + 1):
            found[path[:depth]] += count
    return found
