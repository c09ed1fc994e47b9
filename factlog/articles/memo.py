"""A bounded memory of what was worked out before, so that a revision costs what changed in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from itertools import compress, count
from operator import is_not
from typing import Any, Generic, TypeVar, cast
from weakref import WeakSet

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
V = TypeVar("V")

BASE = 50
"""What it costs to keep anything at all."""


_ALL: WeakSet[Memo[Any, Any] | ById[Any, Any] | Latest[Any]] = WeakSet()


def forget() -> None:
    """Empties all memories: what is read next is read as if for the first time."""
    for memo in list(_ALL):
        memo.clear()


class Memo(Generic[K, V]):
    """What ``make`` gave for a key, kept while it is asked for; ``weigh`` says what keeping it costs.

    ``make_all`` makes several at once, where that is quicker.

    Two generations: when the young one is full it becomes the old one, and what nobody asked for since is forgotten. So it
    is bounded by twice ``room``, and keeps what the last revisions had in common. A thread that loses a race works twice.

    >>> squares = Memo(lambda n: n * n, weigh=lambda n: 1, room=102)
    >>> [squares[n] for n in (2, 3, 4, 2)]
    [4, 9, 16, 4]
    """

    __slots__ = ("__weakref__", "_make", "_make_all", "_old", "_room", "_used", "_weigh", "_young")

    def __init__(
        self,
        make: Callable[[K], V],
        *,
        weigh: Callable[[K], int],
        room: int,
        make_all: Callable[[list[K]], Iterable[V]] | None = None,
    ) -> None:
        self._make = make
        self._make_all = make_all or partial(map, make)
        self._weigh = weigh
        self._room = room
        self._used = 0
        self._young: dict[K, V] = {}
        self._old: dict[K, V] = {}
        _ALL.add(self)

    def __getitem__(self, key: K) -> V:
        found = self._young.get(key)
        if found is not None:
            return found
        found = self._old.get(key)
        if found is None:
            found = self._make(key)
        self._take(self._weigh(key) + BASE)
        self._young[key] = found
        return found

    def many(self, keys: Sequence[K]) -> list[V]:
        """The values of all these, as quickly as may be; those that nobody knows are made in one go, by ``make_all``.

        >>> Memo(str.upper, weigh=len, room=100).many(["a", "b", "a"])
        ['A', 'B', 'A']
        """
        found = list(map(self._young.get, keys))
        if None in found:
            unknown = [key for key in dict.fromkeys(keys) if key not in self._young and key not in self._old]
            cost = sum(map(self._weigh, unknown)) + BASE * len(unknown)
            if cost > self._room and len(keys) > 1:  # what does not fit is made by halves
                half = len(keys) // 2
                return self.many(keys[:half]) + self.many(keys[half:])
            if unknown:
                self._take(cost)
                self._young.update(zip(unknown, self._make_all(unknown), strict=True))
                found = list(map(self._young.get, keys))
            if None in found:
                found = [self[key] if value is None else value for key, value in zip(keys, found, strict=True)]
        return cast("list[V]", found)

    def _take(self, cost: int) -> None:
        """Makes room."""
        self._used += cost
        if self._used > self._room:
            self._old, self._young, self._used = self._young, {}, cost

    def clear(self) -> None:
        """Forgets everything."""
        self._young, self._old, self._used = {}, {}, 0


class ById(Generic[T, V]):
    """What ``make`` gave for this very object, whatever it equals; ``size`` objects are kept, then all are forgotten.

    >>> lengths = ById(len, size=2)
    >>> lengths[(1, 2)]
    2
    """

    __slots__ = ("__weakref__", "_known", "_make", "_size")

    def __init__(self, make: Callable[[T], V], *, size: int) -> None:
        self._make = make
        self._size = size
        self._known: dict[int, tuple[T, V]] = {}
        _ALL.add(self)

    def __getitem__(self, thing: T) -> V:
        known = self._known.get(id(thing))
        if known is not None:
            return known[1]
        if len(self._known) >= self._size:
            self._known.clear()
        found = self._make(thing)
        self._known[id(thing)] = thing, found  # the object is held, so that its id stays its own
        return found

    def clear(self) -> None:
        """Forgets everything."""
        self._known.clear()


class Latest(Generic[V]):
    """The value that was worked out last, which the next one may go on from.

    >>> latest = Latest()
    >>> latest.value = 3
    >>> latest.value
    3
    """

    __slots__ = ("__weakref__", "value")

    def __init__(self) -> None:
        self.value: V | None = None
        _ALL.add(self)

    def clear(self) -> None:
        """Forgets it."""
        self.value = None


def shared(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many things two rows have in common at the beginning, and how many of the others at the end: the very same ones.

    >>> shared("abcab", "abab"), shared("ab", "ab"), shared("", "a")
    ((2, 2), (2, 0), (0, 0))
    """
    shorter = min(len(old), len(new))
    head = alike(old, new, shorter)
    return head, alike(reversed(old), reversed(new), shorter - head)


def alike(old: Iterable[object], new: Iterable[object], most: int) -> int:
    """How many things at the beginning of two rows are the very same, so many at most."""
    return min(most, next(compress(count(), map(is_not, old, new)), most))
