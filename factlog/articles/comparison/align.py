"""Alignment: which sentence of one revision is which of another.

In this order, each step on what the one before has left over:

1. The common beginning and the common end, by label and text.
2. What stands unchanged and in order between them (:mod:`factlog.articles.comparison.unchanged`).
3. The same text elsewhere, or the same two cells beside each other: an exact move.
4. Similarity: words in order, pairs of words, characters. Within a changed region every pair is a candidate; beyond it
   those that share pairs of words that are rare. The best pair first, one to one; less is asked of what is left over
   between the same neighbours.
5. Cells of a table that changed altogether, by position.
6. Splits and merges: a pair takes in a neighbour that is left over, where that makes up for what the pair lacks
   (:mod:`factlog.articles.comparison.splits`).
7. A sentence that still stands alone in the place of one, between the same neighbours, is it, if they share but little.

Moves are then the fewest sentences outside an increasing chain. The result does not depend on the direction: aligning the
revisions the other way round gives the same groups with their sides exchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import chain, groupby, pairwise
from operator import lt

import attrs

from factlog.articles.comparison.similarity import SURE, contained, rarities, same_head, similarity
from factlog.articles.comparison.splits import parts_of
from factlog.articles.comparison.unchanged import increasing, unchanged
from factlog.articles.comparison.words import content
from factlog.articles.revision import BlockKind, Sentence

MAX_REGION = 900  # pairs of sentences compared within a changed region without looking for shared words
MAX_SHARED = 12  # sentences beyond which a pair of words is not rare
FEWEST = 10  # of what is rare in a sentence, one in so many must be shared
MAX_CANDIDATES = 8  # for one sentence beyond its region
NEAR, FAR = 0.45, 0.6  # similarity asked within a region and beyond it
ALONE, ALONE_LISTED = 0.1, 0.38  # of one in the place of one, between the same neighbours: prose; items, cells, captions
ALIGNED, AMONG = 0.29, 0.3  # of prose that is left there: as many on both sides, in order; more on one, another heading

_WORD = re.compile(r"[^\W\d_]{2}")


@attrs.frozen
class Group:
    """Sentences that belong together, by position: one and one, one and several (split, merged), or one and none."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


Path = tuple[str, ...]  # of headings
Pair = tuple[tuple[int, ...], tuple[int, ...]]
"""The same, of the earlier and the later side."""


@attrs.frozen
class Alignment:
    """Which sentences belong together; every sentence of both sides stands in it exactly once.

    The first ``head`` and the last ``tail`` sentences are pairs of equal text; ``groups`` are what stands between them.
    """

    head: int
    tail: int
    groups: tuple[Group, ...]
    old_count: int
    new_count: int

    def pairs(self) -> Iterator[Group]:
        """All groups, those of the common beginning and end included."""
        for place in range(self.head):
            yield Group((place,), (place,))
        yield from self.groups
        for place in range(self.tail, 0, -1):
            yield Group((self.old_count - place,), (self.new_count - place,))

    def inverted(self) -> Alignment:
        """The same, seen from the other side."""
        groups = tuple(Group(group.new, group.old, group.moved) for group in self.groups)
        return Alignment(self.head, self.tail, _ordered(groups), self.new_count, self.old_count)


def align(old: Sequence[Sentence], new: Sequence[Sentence]) -> Alignment:
    """Which sentence of the one is which of the other.

    >>> texts = ["It rained.", "Nobody came to the talks in Riyadh."], ["Nobody came to the talks in Jeddah."]
    >>> align(*([Sentence(text) for text in side] for side in texts)).groups
    (Group(old=(0,), new=(), moved=False), Group(old=(1,), new=(0,), moved=False))
    """
    head, tail, turned, pairs = matched(old, new)
    groups = [Group(_shifted(ones, head), _shifted(others, head)) for ones, others in pairs]
    return Alignment(head, tail, _ordered(_with_moves(groups, turned)), len(old), len(new))


def _shifted(places: tuple[int, ...], head: int) -> tuple[int, ...]:
    return (places[0] + head,) if len(places) == 1 else tuple([place + head for place in places])


def matched(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[int, int, bool, list[Pair]]:
    """What an alignment rests on: how long the common beginning and end are, and which sentences between belong together.

    Between them positions count from the common beginning; the order of the pairs means nothing, and one side of a pair may
    be empty. The third is whether the steps were taken the other way round.
    """
    head = _common(old, new, min(len(old), len(new)))
    tail = _common(old[::-1], new[::-1], min(len(old), len(new)) - head)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if not middle_old or not middle_new:
        gone: list[Pair] = [((place,), ()) for place in range(len(middle_old))]
        return head, tail, False, gone + [((), (place,)) for place in range(len(middle_new))]
    # both directions take the same steps, so that a diff back is the diff turned round
    turned = middle_old[0].text > middle_new[0].text
    one, other, first, second = (new, old, middle_new, middle_old) if turned else (old, new, middle_old, middle_new)
    around = (
        (one[-tail].section, other[-tail].section) if tail else None,
        (one[head - 1].section, other[head - 1].section) if head else None,
    )
    pairs = _Work(first, second, around).run()
    return head, tail, turned, [(ones, others) for others, ones in pairs] if turned else pairs


def _common(old: Sequence[Sentence], new: Sequence[Sentence], limit: int) -> int:
    for place in range(limit):
        one, other = old[place], new[place]
        if one is not other and (one.text != other.text or one.label != other.label):
            return place
    return limit


def _ordered(groups: Sequence[Group]) -> tuple[Group, ...]:
    """In the order of the new side; what was removed stands behind what stood before it."""
    after = {group.old[0]: group.new[0] for group in groups if group.old and group.new and not group.moved}
    anchor, place = -1, {}
    for group in sorted((group for group in groups if group.old), key=lambda group: group.old[0]):
        anchor = max(anchor, after.get(group.old[0], anchor))
        place[group.old[0]] = anchor

    def key(group: Group) -> tuple[int, int, int]:
        return (group.new[0], 0, 0) if group.new else (place[group.old[0]], 1, group.old[0])

    return tuple(sorted(groups, key=key))


def _with_moves(groups: list[Group], turned: bool) -> list[Group]:
    """The groups, marked as moved where they stand outside the longest increasing chain."""

    def ends(group: Group) -> tuple[int, int]:
        return (group.new[0], group.old[0]) if turned else (group.old[0], group.new[0])

    paired = sorted([group for group in groups if group.old and group.new], key=ends)
    others = [ends(group)[1] for group in paired]
    if all(map(lt, others, others[1:])):
        return groups
    kept = increasing(others)
    moved = {id(group) for place, group in enumerate(paired) if place not in kept}
    return [attrs.evolve(group, moved=True) if id(group) in moved else group for group in groups]


_Around = tuple[tuple[Path, Path] | None, tuple[Path, Path] | None]
"""The headings of the pairs after and before some sentences."""
_Scored = tuple[float, bool, int, int, int]  # what the better pair is less by (it exceeds what is asked), then the positions


class _Work:
    """The steps from 2 on, over the sentences between the common beginning and the common end."""

    def __init__(self, old: Sequence[Sentence], new: Sequence[Sentence], around: _Around):
        self.old, self.new, self.around = old, new, around
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}
        self.regions: list[tuple[list[int], list[int]]] = []
        self.region_of_old: dict[int, int] = {}
        self.region_of_new: dict[int, int] = {}

    def run(self) -> list[Pair]:
        """The groups, as positions on both sides."""
        self._unchanged()
        self._elsewhere()
        self._similar()
        self._cells()
        grown = self._grown()
        groups: list[Pair] = [grown.get(one, ((one,), (other,))) for one, other in self.to_new.items()]
        groups += list(self._replaced(groups))
        taken_old = {place for ones, _ in groups for place in ones}
        taken_new = {place for _, others in groups for place in others}
        groups += [((place,), ()) for place in range(len(self.old)) if place not in taken_old]
        groups += [((), (place,)) for place in range(len(self.new)) if place not in taken_new]
        return groups

    def _pair(self, one: int, other: int) -> None:
        self.to_new[one], self.to_old[other] = other, one

    def _unchanged(self) -> None:
        apart = True  # an edit is written as a deletion beside an insertion: one region
        for tag, start, end, other_start, other_end in unchanged(self.old, self.new):
            if tag == "equal":
                for step in range(end - start):
                    self._pair(start + step, other_start + step)
            elif apart:
                self.regions.append((list(range(start, end)), list(range(other_start, other_end))))
            else:
                self.regions[-1][0].extend(range(start, end))
                self.regions[-1][1].extend(range(other_start, other_end))
            apart = tag == "equal"
        for number, (ones, others) in enumerate(self.regions):
            self.region_of_old.update(dict.fromkeys(ones, number))
            self.region_of_new.update(dict.fromkeys(others, number))

    def _left(self) -> tuple[list[int], list[int]]:
        ones = [place for place in range(len(self.old)) if place not in self.to_new]
        return ones, [place for place in range(len(self.new)) if place not in self.to_old]

    def _elsewhere(self) -> None:
        ones, others = self._left()
        waiting: dict[tuple[str | None, str], list[int]] = defaultdict(list)
        for place in reversed(others):
            waiting[self.new[place].label, self.new[place].text].append(place)
        for place in ones:
            found = waiting.get((self.old[place].label, self.old[place].text))
            if found and tells(self.old[place]):
                self._pair(place, found.pop())
        self._rows()

    def _rows(self) -> None:
        """Pairs neighbouring cells with the same texts elsewhere: together they say enough to be known again."""
        ones, others = self._left()
        waiting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, following in pairwise(reversed(others)):
            if pair := _neighbours(self.new, following, place):
                waiting[pair].append(following)
        for place, following in pairwise(ones):
            pair = _neighbours(self.old, place, following)
            if pair and (found := waiting.get(pair)):
                other = found.pop()
                for step in (0, 1):
                    if place + step not in self.to_new and other + step not in self.to_old:
                        self._pair(place + step, other + step)

    def _similar(self) -> None:
        near = self._scored(self._within_regions())
        self._best([row for row in near if row[0] <= NEAR - SURE])
        ones, others = self._left()
        far = self._scored(self._sharing(ones, others)) if ones and others else []
        self._best(sorted({*near, *far}))
        self._alone(ones)

    def _alone(self, left: Sequence[int]) -> None:
        """Pairs what is left over between the same neighbours: as many on both sides in order, then the most similar prose.

        An item with the same label, or the same head, says something else of the same thing, however little the two have in
        common.
        """
        ones = [one for one in left if one not in self.to_new]
        for _, run in groupby(ones, key=lambda one: one - bisect_left(ones, one)):
            places = list(run)
            before = self.to_new.get(places[0] - 1) if places[0] else -1
            after = self.to_new.get(places[-1] + 1) if places[-1] + 1 < len(self.old) else len(self.new)
            if before is None or after is None:
                continue
            others = [other for other in range(before + 1, after) if other not in self.to_old]
            if len(places) == len(others) == after - before - 1:
                beside = {self._sections(places[0] - 1, before), self._sections(places[-1] + 1, after)}
                pairs = zip(places, others, strict=True)
                self._best([row for pair in pairs for row in self._replacing(*pair, ALIGNED, beside)])
            if len(places) * len(others) <= MAX_REGION:
                self._best([row for one in places for other in others for row in self._rewritten(one, other)])

    def _sections(self, one: int, other: int) -> tuple[Path, Path] | None:
        """What a pair stands under; what stands before the first of these sentences, or after the last, counts too."""
        if one < 0 or one == len(self.old):
            return self.around[one < 0]
        return self.old[one].section, self.new[other].section

    def _replacing(self, one: int, other: int, asked: float, beside: Container[tuple[Path, Path] | None]) -> list[_Scored]:
        """The pair, if the later sentence may stand for the earlier one, in the place of which it stands.

        Of prose, so much similarity is asked. Another heading is that of a neighbour, renamed.
        """
        old, new = self.old[one], self.new[other]
        if old.section != new.section and (old.section, new.section) not in beside:
            return []
        prose = old.kind is new.kind is BlockKind.PARAGRAPH
        labelled = old.label is not None and old.label == new.label
        named = labelled or (not prose and same_head(old.text, new.text))
        asked = asked if prose else ALONE_LISTED
        alike = named or contained(old.text, new.text) or similarity(old.text, new.text) >= asked
        return [(0.0, False, 0, one, other)] if alike else []

    def _rewritten(self, one: int, other: int) -> list[_Scored]:
        """The pair, if both are prose and alike enough for one of several that stand between the same neighbours."""
        old, new = self.old[one], self.new[other]
        if not old.kind is new.kind is BlockKind.PARAGRAPH:
            return []
        score = similarity(old.text, new.text)
        return [(-score, False, abs(one - other), one, other)] if score >= AMONG else []

    def _replaced(self, groups: Sequence[Pair]) -> Iterator[Pair]:
        """The sentences that stand alone in the place of one another, between neighbours that belong together."""
        there = {one: others for ones, others in groups for one in ones} | {-1: (-1,), len(self.old): (len(self.new),)}
        taken = {other for _, others in groups for other in others}
        for one in range(len(self.old)):
            if one in there or one - 1 not in there or one + 1 not in there:
                continue
            before, after = max(there[one - 1]), min(there[one + 1])
            if after - before == 2 and before + 1 not in taken:
                beside = {self._sections(one - 1, before), self._sections(one + 1, after)}
                if self._replacing(one, before + 1, ALONE, beside):
                    yield (one,), (before + 1,)

    def _best(self, scored: list[_Scored]) -> None:
        """Pairs the most similar first, each sentence once."""
        for *_, one, other in sorted(scored):
            if one not in self.to_new and other not in self.to_old:
                self._pair(one, other)

    def _scored(self, candidates: Iterable[tuple[int, int]]) -> list[_Scored]:
        """The candidates that are similar enough, with what they are ordered by."""
        scored = []
        for one, other in candidates:
            region = self.region_of_old[one]
            near = region == self.region_of_new[other]
            asked = NEAR if near else FAR
            score = similarity(self.old[one].text, self.new[other].text)
            if score >= asked and (near or (tells(self.old[one]) and tells(self.new[other]))):
                scored.append((asked - score, not near, abs(one - other), one, other))
        return scored

    def _within_regions(self) -> Iterator[tuple[int, int]]:
        for olds, news in self.regions:
            if 0 < len(olds) * len(news) <= MAX_REGION:
                free = [place for place in news if place not in self.to_old]
                yield from ((one, other) for one in olds if one not in self.to_new for other in free)

    def _sharing(self, ones: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
        """For each sentence, those of the other side with which it shares most of what is rare."""
        holders: dict[str, list[int]] = defaultdict(list)
        for other in others:
            for feature in rarities(self.new[other].text):
                holders[feature].append(other)
        rare = {feature: places for feature, places in holders.items() if len(places) <= MAX_SHARED}
        for one in ones:
            features = rarities(self.old[one].text)
            votes = Counter(chain.from_iterable(filter(None, map(rare.get, features))))
            best = [other for other, count in votes.items() if FEWEST * count >= len(features)]
            if len(best) > MAX_CANDIDATES:
                best = nsmallest(MAX_CANDIDATES, best, key=lambda other: (-votes[other], other))
            yield from ((one, other) for other in best)

    def _cells(self) -> None:
        """Pairs what is left of the cells of a region where both sides have as many."""
        for olds, news in self.regions:
            ones = [place for place in olds if place not in self.to_new]
            others = [place for place in news if place not in self.to_old]
            cells = all(self.old[place].kind is BlockKind.CELL for place in ones)
            if len(ones) == len(others) and cells and all(self.new[place].kind is BlockKind.CELL for place in others):
                for one, other in zip(ones, others, strict=True):
                    self._pair(one, other)

    def _grown(self) -> dict[int, tuple[tuple[int, ...], tuple[int, ...]]]:
        """The pairs that took in neighbours, by their position on the old side."""
        grown: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        used_old, used_new = set(self.to_new), set(self.to_old)
        for one, other in sorted(self.to_new.items()):
            text, later = self.old[one].text, self.new[other].text
            if text == later:
                continue
            if len(later) < len(text):
                parts = parts_of(text, other, self.new, used_new)
                grown[one] = (one,), parts
            else:
                parts = parts_of(later, one, self.old, used_old)
                grown[one] = parts, (other,)
        return {one: group for one, group in grown.items() if len(group[0]) + len(group[1]) > 2}


def _neighbours(side: Sequence[Sentence], place: int, following: int) -> tuple[str, str] | None:
    """The texts of two cells beside each other, if one of them has a word in it."""
    cells = side[place], side[following]
    if following != place + 1 or any(cell.kind is not BlockKind.CELL for cell in cells):
        return None
    return (cells[0].text, cells[1].text) if any(_WORD.search(cell.text) for cell in cells) else None


def tells(sentence: Sentence) -> bool:
    """Whether it says enough to be known again elsewhere: ``0`` in a cell does not."""
    words = content(sentence.text)
    return len(words) > (5 if sentence.kind is BlockKind.CELL else 1) or len(sentence.text) > 30
