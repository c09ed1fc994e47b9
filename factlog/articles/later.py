"""Values that are worked out when somebody asks for them: most sentences of a revision are never asked what they quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Later(Generic[T]):
    """What ``make`` gives for these arguments, worked out once, when it is asked for. Pickled, it is the value itself.

    >>> asked = Later(sorted, "cab")
    >>> asked.value, asked.value is asked.value
    (['a', 'b', 'c'], True)

    Two threads may both work it out, alike.
    """

    __slots__ = ("_given", "_make", "_value")

    def __init__(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> None:
        self._make: Callable[..., T] | None = make
        self._given: Any = args, kwargs

    @property
    def value(self) -> T:
        """The value."""
        if (make := self._make) is not None:
            args, kwargs = self._given
            self._value = make(*args, **kwargs)
            self._make = self._given = None
        return self._value

    def __reduce__(self) -> tuple[Any, ...]:
        return settled, (self.value,)


def settled(given: T | Later[T]) -> T:
    """The value, if need be worked out now.

    >>> settled(Later(len, "abc")), settled(3)
    (3, 3)
    """
    return given.value if isinstance(given, Later) else given
