"""Values that are worked out when somebody asks for them: most sentences of a revision are never asked what they quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Later(Generic[T]):
    """What ``make`` gives for these arguments, worked out once, when it is asked for. Pickled, it is the value itself.

    >>> asked = Later(sorted, "cab")
    >>> asked.value, asked.value is asked.value
    (['a', 'b', 'c'], True)

    Two threads may both work it out, alike.
    """

    __slots__ = ("_value", "_work")

    def __init__(self, make: Callable[[*Ts], T], *given: *Ts) -> None:
        self._work: tuple[Any, ...] | None = (make, *given)

    @property
    def value(self) -> T:
        """The value."""
        if (work := self._work) is not None:
            make, *given = work
            self._value: T = make(*given)
            self._work = None
        return self._value

    def __reduce__(self) -> tuple[Any, ...]:
        return settled, (self.value,)


def settled(given: T | Later[T]) -> T:
    """The value, if need be worked out now.

    >>> settled(Later(len, "abc")), settled(3)
    (3, 3)
    """
    return given.value if isinstance(given, Later) else given
