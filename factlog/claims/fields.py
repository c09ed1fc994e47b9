"""What the model's classes have in common: fields that say where they are wrong, and mappings that stay as they are."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import attrs

from factlog.claims.text import kind
from factlog.errors import FactlogError, InvalidError

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")

MAX_ITEMS = 1000
"""The longest list or mapping within one claim or source."""


class FrozenDict(Mapping[K, V]):
    """A mapping that does not change, keeps its order, and can be hashed and pickled.

    >>> FrozenDict(en="Kyiv")["en"]
    'Kyiv'
    """

    __slots__ = ("_items",)
    _items: dict[K, V]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        object.__setattr__(self, "_items", dict(*args, **kwargs))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} does not change")

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # Mapping has these as well, at several times the cost.

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __eq__(self, other: object) -> bool:
        return self._items == (other._items if isinstance(other, FrozenDict) else other)

    def items(self) -> ItemsView[K, V]:
        """The keys with their values."""
        return self._items.items()

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._items,)


def frozen_json(given: Any) -> Any:
    """Plain JSON that does not change: tuples for lists, mappings sorted by key for objects."""
    if isinstance(given, Mapping):
        return FrozenDict({key: frozen_json(given[key]) for key in sorted(given)})
    return tuple(frozen_json(item) for item in given) if isinstance(given, list | tuple) else given


def thawed(frozen: Any) -> Any:
    """The same as plain JSON."""
    if isinstance(frozen, Mapping):
        return {key: thawed(value) for key, value in frozen.items()}
    return [thawed(item) for item in frozen] if isinstance(frozen, tuple) else frozen


def placed(_: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """A field transformer: what a converter refuses is raised again with the names of the object and of the field.

    A default stays as it is: it must be what the converter would make of it.
    """

    def converter(field: attrs.Attribute[Any]) -> Any:
        convert: Any = field.converter
        name, default = field.name, field.default

        def converted(value: Any, instance: Any) -> Any:
            if value is default:  # most fields of most objects
                return value
            try:
                return convert(value)
            except FactlogError as problem:
                raise _placed(problem, instance, name) from problem.__cause__

        return attrs.Converter(converted, takes_self=True)

    return [
        field.evolve(converter=converter(field), metadata={"convert": field.converter}) if field.converter else field
        for field in fields
    ]


def with_checked(instance: T, **changes: Any) -> T:
    """A copy of an attrs object with fields replaced by what needs no check, as it comes from another such object."""
    cls: Any = type(instance)
    return amended(filled(cls, _values(cls)(instance)), **changes)  # type: ignore[no-any-return]  # of the same class


def amended(instance: T, **changes: Any) -> T:
    """The attrs object itself with fields replaced likewise: only for one that nobody else has seen yet."""
    for name, value in changes.items():
        object.__setattr__(instance, name, value)
    return instance


def filled(cls: type[T], values: Iterable[Any]) -> T:
    """An object with these fields, in their order, of a class whose own way to make one would check them again."""
    unfrozen, fill = _filling(cls)  # type: ignore[arg-type]  # a class can be hashed
    made: Any = object.__new__(unfrozen)
    fill(made, *values)
    made.__class__ = cls
    return made  # type: ignore[no-any-return]  # it is one now


@cache
def _filling(cls: type[Any]) -> tuple[type[Any], Callable[..., None]]:
    """The class without its lock, and what fills its objects: by assignment, at a fifth of ``object.__setattr__``'s cost."""
    twin: Any = attrs.make_class(cls.__name__, [field.name for field in attrs.fields(cls)], eq=False, repr=False)
    unlocked = {"__slots__": (), "__setattr__": object.__setattr__, "__delattr__": object.__delattr__}
    return type(cls.__name__, (cls,), unlocked), twin.__init__


@cache
def _values(cls: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in attrs.fields(cls)))


def refuse(instance: Any, field: str, message: str) -> InvalidError:
    """The error for a field whose fault shows only beside the others."""
    error = _placed(InvalidError(message), instance, field)
    assert isinstance(error, InvalidError)
    return error


def each(convert: Callable[[Any], T], *, many: str, limit: int | None = MAX_ITEMS) -> Callable[[Any], tuple[T, ...]]:
    """A converter of a list or tuple of what ``convert`` takes, of at most ``limit`` items."""

    def converted(value: Any) -> tuple[T, ...]:
        if not isinstance(value, (list, tuple)):
            raise InvalidError(f"expected a list of {many}, got {kind(value)}")
        if limit is not None and len(value) > limit:
            raise InvalidError(f"expected at most {limit:,} {many}, got {len(value):,}")
        return tuple([convert(item) for item in value])

    return converted


def instance(cls: type[T]) -> Callable[[Any], T]:
    """A converter that takes an instance of the class and nothing else."""

    def converted(value: Any) -> T:
        if not isinstance(value, cls):
            raise InvalidError(f"expected a {cls.__name__}, got {kind(value)}")
        return value

    return converted


def boolean(value: bool) -> bool:
    """True or False, and no number in their place."""
    if not isinstance(value, bool):
        raise InvalidError(f"expected true or false, got {kind(value)}")
    return value


def mapping(key: Callable[[Any], K], convert: Callable[[Any], V]) -> Callable[[Any], FrozenDict[K, V]]:
    """A converter of a mapping, sorted by its keys."""

    def converted(value: Any) -> FrozenDict[K, V]:
        if not isinstance(value, (dict, Mapping)):  # the first is found at once
            raise InvalidError(f"expected a mapping, got {kind(value)}")
        if len(value) > MAX_ITEMS:
            raise InvalidError(f"expected a mapping of at most {MAX_ITEMS:,} keys, got {len(value):,}")
        pairs = [(key(name), convert(item)) for name, item in value.items()]
        if len(pairs) < 2:  # nothing to put in order
            return FrozenDict(pairs)
        if len(result := dict(sorted(pairs, key=lambda pair: str(pair[0])))) != len(pairs):
            raise InvalidError("expected each key once: two of them are the same in Unicode's normal form")
        return FrozenDict(result)

    return converted


def _placed(problem: FactlogError, instance: Any, field: str) -> FactlogError:
    label = getattr(instance, "_label", type(instance).__name__.lower())
    owner = getattr(instance, "id", None)
    return type(problem)(f"{label}, field {field}: {problem}", claim=owner, field=field)
