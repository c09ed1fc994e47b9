"""Lineage: which sentence of a run of revisions is which, by keys that last.

A sentence is named by a short hash of its first wording. It keeps this key while it is reworded and moved; the most similar
part of a split keeps it, and so does the first sentence of a merge. A sentence that was removed and comes back in a wording
that it had before gets its key back, whatever else the alignment would make of it: the same words are better evidence than
similar ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from factlog.articles.characters import visible
from factlog.articles.comparison.align import Pair, matched, tells
from factlog.articles.comparison.similarity import similarity
from factlog.articles.revision import Sentence
from factlog.claims.text import MAX_TEXT


class Lineage:
    """The sentences of the last revision with their keys, and every wording that a sentence ever had.

    The first ``head`` and the last ``tail`` sentences are those of the revision before, by text.

    >>> lineage = Lineage()
    >>> rain, sun = (Sentence(text) for text in ("It rained for two days.", "Then the sun came out again."))
    >>> first = lineage.advance([rain, sun])
    >>> lineage.advance([sun]) == first[1:], lineage.advance([rain, sun]) == first
    (True, True)
    >>> lineage.advance([Sentence("It rained for three days."), sun]) == first
    True
    """

    def __init__(self) -> None:
        self.sentences: tuple[Sentence, ...] = ()
        self.keys: tuple[str, ...] = ()
        self.head = self.tail = 0
        self._worded: dict[str, list[str]] = {}
        self._last: dict[str, str] = {}
        self._left: dict[str, int] = {}
        self._steps = 0

    def resume(self, sentences: Sequence[Sentence], keys: Sequence[str]) -> None:
        """Takes up a run of revisions at its last one, once all that was there before has been remembered."""
        self.sentences, self.keys = tuple(sentences), tuple(keys)

    def remember(self, key: str, texts: Sequence[str], left: int | None = None) -> None:
        """What is known of a sentence: its wordings, oldest first, and the step in which it was removed, if it was."""
        for text in texts:
            self._word(key, digest(text))
        if left is not None:
            self._left[key] = left
            self._steps = max(self._steps, left)

    def advance(self, sentences: Sequence[Sentence]) -> tuple[str, ...]:
        """The keys of the next revision's sentences."""
        self._steps += 1
        head, self.tail, _, pairs = matched(self.sentences, sentences)
        self.head, end = head, len(self.keys) - self.tail
        found = self._aligned(pairs, sentences)
        if None in found:
            present = {*self.keys[:head], *found, *self.keys[end:]}
            for place, key in enumerate(found, head):
                if key is None:
                    found[place - head] = key = self._named(digest(sentences[place].text), present)
                    present.add(key)
        middle = [key for key in found if key is not None]
        for key in set(self.keys[head:end]).difference(middle):
            self._left[key] = self._steps
        self.sentences, self.keys = tuple(sentences), (*self.keys[:head], *middle, *self.keys[end:])
        return self.keys

    def _aligned(self, pairs: list[Pair], sentences: Sequence[Sentence]) -> list[str | None]:
        """The keys that alignment gives between the common ends; None where a sentence is new, or comes back."""
        new = sentences[self.head : len(sentences) - self.tail]
        old, keys = self.sentences[self.head :], self.keys[self.head :]
        found: list[str | None] = [None] * len(new)
        for ones, others in sorted(pairs, key=itemgetter(1)):  # in the order of the later side
            if ones and others:
                before, key = old[ones[0]].text, keys[ones[0]]
                place = _heir(before, others, new) if len(others) > 1 else others[0]
                if before != new[place].text:
                    worded = digest(new[place].text)
                    key = (self._back(worded) if tells(new[place]) else None) or key
                    self._word(key, worded)
                found[place] = key
        return found

    def _named(self, worded: str, present: set[str | None]) -> str:
        """The key of a sentence that no earlier one goes on as: its own old one, else a new one."""
        waiting = [key for key in self._worded.get(worded, ()) if key not in present]
        if waiting:
            key = min(waiting, key=lambda key: (self._last[key] != worded, -self._left.get(key, self._steps), len(key), key))
        else:
            key = self._fresh(worded)
        self._word(key, worded)
        return key

    def _back(self, worded: str) -> str | None:
        """A sentence that was removed with this wording as its last."""
        gone = [key for key in self._worded.get(worded, ()) if self._last[key] == worded and key in self._left]
        return min(gone, key=lambda key: (-self._left[key], len(key), key)) if gone else None

    def _fresh(self, worded: str) -> str:
        key, number = worded[:8], 1
        while key in self._last:
            number += 1
            key = f"{worded[:8]}-{number}"
        return key

    def _word(self, key: str, worded: str) -> None:
        self._left.pop(key, None)
        self._last[key] = worded
        keys = self._worded.setdefault(worded, [])
        if key not in keys:
            keys.append(key)


def _heir(before: str, places: Sequence[int], sentences: Sequence[Sentence]) -> int:
    """Which of several sentences of the later side goes on with an earlier one."""
    return max(places, key=lambda place: (similarity(before, sentences[place].text), -place))


def wording(text: str) -> str:
    """A sentence's text as a claim takes it."""
    return visible(text, [])[:MAX_TEXT].strip() or "\ufffd"


@lru_cache(maxsize=16_384)
def digest(text: str) -> str:
    """What stands for a wording."""
    return hashlib.sha256(wording(text).encode()).hexdigest()[:16]
