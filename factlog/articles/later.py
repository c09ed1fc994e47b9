"""Tuples that are worked out when somebody looks: most sentences of a revision are never asked what they quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, cast, overload

T = TypeVar("T")


class _Later(Sequence[T], Generic[T]):
    """Behaves as the tuple that ``make`` gives, and becomes it when pickled. Two threads may both work it out, alike."""

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[], tuple[T, ...]]) -> None:
        self._make: Callable[[], tuple[T, ...]] | None = make
        self._found: tuple[T, ...] = ()

    def _tuple(self) -> tuple[T, ...]:
        if (make := self._make) is not None:
            self._found = make()
            self._make = None
        return self._found

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._tuple()[index]

    def __len__(self) -> int:
        return len(self._tuple())

    def __iter__(self) -> Iterator[T]:
        return iter(self._tuple())

    def __add__(self, other: tuple[T, ...]) -> tuple[T, ...]:
        return (*self, *other)

    def __radd__(self, other: tuple[T, ...]) -> tuple[T, ...]:
        return (*other, *self)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, tuple | _Later) and self._tuple() == tuple(other))

    def __hash__(self) -> int:
        return hash(self._tuple())

    def __repr__(self) -> str:
        return repr(self._tuple())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._tuple(),)


def later(make: Callable[[], tuple[T, ...]]) -> tuple[T, ...]:
    """The tuple that ``make`` gives, not worked out before somebody looks at it.

    >>> found = later(lambda: (1, 2))
    >>> found == (1, 2), found[0], list(found), hash(found) == hash((1, 2))
    (True, 1, [1, 2], True)
    """
    # A tuple in all that matters; the type checker has no name for that
    return cast("tuple[T, ...]", _Later(make))
