"""Claims and sources as documents: the same object always gives the same bytes, and only what is meant comes back in.

Fields come in the order of the model, defaults are left out. Values that JSON has no type for are objects:
``{"date": …}``, ``{"item": …, "id": …}``, ``{"amount": …, "unit": …}`` and ``{"snaktype": "somevalue" | "novalue"}``.

This is the only module that uses cattrs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache, partial
from itertools import islice
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from factlog.claims.canonical import MAX_BYTES, canonical, parse, refused
from factlog.claims.claim import Citation, Claim, Force, LinkType, Modality, Polarity, Rank, Stance
from factlog.claims.fields import MAX_ITEMS, boolean, filled, thawed
from factlog.claims.ids import ClaimId, SourceId, claim_id, source_id
from factlog.claims.source import Source
from factlog.claims.text import kind, shown, text
from factlog.claims.values import Item, Quantity, Special, Value, number, value
from factlog.claims.when import When
from factlog.errors import FactlogError, InvalidError

if TYPE_CHECKING:
    from cattrs import Converter

FORMAT = 1
"""The version of the format of logs and documents."""
_REMEMBERED = 20_000

T = TypeVar("T")


def encode(thing: Claim | Source) -> bytes:
    """The canonical bytes of a claim or a source.

    >>> print(encode(Claim("sky/colour", subject="sky", predicate="colour", value="blue")).decode(), end="")
    {
      "id": "sky/colour",
      "subject": "sky",
      "predicate": "colour",
      "values": [
        "blue"
      ]
    }

    Raises InvalidError where they would take more than a mebibyte.
    """
    data = canonical(to_document(thing))
    if len(data) > MAX_BYTES:
        raise InvalidError(f"expected at most {MAX_BYTES:,} bytes for {thing.id!r}, got {len(data):,}", claim=thing.id)
    return data


def decode_claim(data: bytes, *, file: str | None = None, sharing: bool = False) -> Claim:
    """The claim that the bytes hold; raises InvalidDocumentError with every problem and its path.

    With ``sharing``, claims that cite alike may hold one and the same citation: many are read faster so.
    """
    return from_document(Claim, parse(data, file=file), file=file, sharing=sharing)


def decode_source(data: bytes, *, file: str | None = None) -> Source:
    """The source that the bytes hold; raises InvalidDocumentError with every problem and its path."""
    return from_document(Source, parse(data, file=file), file=file)


def to_document(thing: Any) -> dict[str, Any]:
    """The object as plain JSON, defaults left out. Citations name their source by its id."""
    return _converter().unstructure(thing)  # type: ignore[no-any-return]  # the hook of an attrs class gives a dict


def from_document(cls: type[T], document: Any, *, file: str | None = None, sharing: bool = False) -> T:
    """The object that plain JSON holds; raises InvalidDocumentError with up to twenty problems and their paths."""
    try:
        return (_converter(sharing=True) if sharing else _converter()).structure(document, cls)
    except Exception as problem:  # noqa: BLE001  # cattrs raises groups of whatever its hooks raise
        raise refused(_all_problems(cls, document) or list(_problems(problem, "")), file) from None


class _ItemsError(Exception):
    """What is wrong with the items of a list or a mapping: pairs of a path's end and an error."""

    def __init__(self, problems: list[tuple[str, Exception]]) -> None:
        super().__init__(problems)
        self.problems = problems


def _all_problems(cls: type, document: Any) -> list[tuple[str, str]]:
    """Reads once more, slowly: what the fields' own converters refuse is told as well, not only the first of it."""
    try:
        _converter(thorough=True).structure(document, cls)
    except Exception as problem:  # noqa: BLE001  # as above
        return list(islice(_problems(problem, ""), MAX_ITEMS))
    return []


def _problems(problem: BaseException, path: str) -> Iterator[tuple[str, str]]:
    """The path and the message of each thing that is wrong."""
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError

    if isinstance(problem, _ItemsError):
        for end, inner in problem.problems:
            yield from _problems(inner, f"{path}{end}")
    elif isinstance(problem, ClassValidationError):
        within, others = problem.group_exceptions()
        for inner, note in within:
            yield from _problems(inner, f"{path}.{note.name}" if path else note.name)
        for inner in others:
            yield from _problems(inner, path)
    elif isinstance(problem, ForbiddenExtraKeysError):
        known = ", ".join(field.name for field in attrs.fields(problem.cl))
        unknown = sorted(problem.extra_fields)
        names = ", ".join(map(shown, unknown[:5])) + (f" and {len(unknown) - 5} more" if len(unknown) > 5 else "")
        yield path, f"expected no other fields than {known}; got {names}"
    elif isinstance(problem, FactlogError) and problem.field:
        inner_path = f"{path}.{problem.field}" if path else problem.field
        yield inner_path, str(problem).replace(f", field {problem.field}: ", ": ", 1)
    elif isinstance(problem, KeyError) and not isinstance(problem, FactlogError):
        yield path, "expected a value, got none"  # the path ends with the field that is not there
    else:
        yield path, str(problem)


_CHECKS: dict[Any, Callable[[Any], Any]] = {
    str: text,
    ClaimId: claim_id,
    SourceId: source_id,
    When: lambda given: When(text(given)),
    int | float: number,
    Source | SourceId: source_id,
}


def _as_given(given: Any, _: Any) -> Any:
    return given


def _checked(given: Any, _: Any, *, check: Callable[[Any], Any]) -> Any:
    return check(given)


@cache
def _converter(*, thorough: bool = False, sharing: bool = False) -> Converter:
    """The converter: strict on the way in, free of defaults on the way out.

    Text, dates and ids are left to the fields' own converters, which check them when the object is made. A thorough
    converter checks all of them before, so that everything that is wrong is heard.
    """
    from cattrs import Converter
    from cattrs.cols import is_mapping

    converter = Converter(forbid_extra_keys=True, omit_if_default=True)
    for kept, check in _CHECKS.items():
        converter.register_structure_hook(kept, partial(_checked, check=check) if thorough else _as_given)
    converter.register_structure_hook(bool, lambda given, _: boolean(given))
    converter.register_structure_hook(Value, lambda given, _: value(_value(given)) if thorough else _value(given))
    for names in (Polarity, Force, Modality, Rank, Stance, LinkType):
        converter.register_structure_hook(names, _enum)
    converter.register_structure_hook_factory(is_mapping, _mapping_hook)
    converter.register_structure_hook_factory(_is_tuple, _list_hook)
    converter.register_structure_hook_factory(attrs.has, _thorough_hook if thorough else _object_hook)
    if sharing:
        converter.register_structure_hook(Citation, _remembered(_object_hook(Citation, converter)))

    converter.register_unstructure_hook(When, str)
    converter.register_unstructure_hook(Value, _plain_value)
    converter.register_unstructure_hook(Source | SourceId, lambda source: getattr(source, "id", source))
    converter.register_unstructure_hook_factory(_is_tuple, _plain_list_hook)
    converter.register_unstructure_hook_factory(is_mapping, _plain_mapping_hook)
    converter.register_unstructure_hook_factory(attrs.has, _plain_object_hook)
    converter.register_unstructure_hook(Claim, _plain_claim_hook(converter))
    return converter


def _is_tuple(cls: Any) -> bool:
    return getattr(cls, "__origin__", None) is tuple


def _enum(given: Any, cls: type[Enum]) -> Enum:
    try:
        return cls(given)
    except ValueError:
        raise InvalidError(f"expected one of {', '.join(member.value for member in cls)}, got {shown(given)}") from None


def _object_hook(cls: type[T], converter: Converter) -> Callable[[Any, Any], T]:
    """Makes the object that ``cls`` would make, of the fields that are there, each of them checked once.

    What is wrong is raised as it comes: the thorough converter has the words for it.
    """
    fields: Any = attrs.fields(attrs.resolve_types(cls))  # type: ignore[type-var,arg-type]  # attrs.has(cls)
    readers = {field.name: _reader(field, converter) for field in fields}
    defaults = {field.name: field.default for field in fields}
    required = [field.name for field in fields if field.default is attrs.NOTHING]
    finish = getattr(cls, "__attrs_post_init__", None)

    def hook(given: Any, _: Any) -> T:
        found = defaults.copy()
        for name in required:
            if name not in given:
                raise InvalidError(f"expected {name}")
        for name, item in given.items():
            found[name] = readers[name](item)
        made = filled(cls, found.values())
        if finish:
            finish(made)
        return made

    return hook


def _reader(field: attrs.Attribute[Any], converter: Converter) -> Callable[[Any], Any]:
    """Makes a field's value of plain JSON."""
    convert: Callable[[Any], Any] = field.metadata.get("convert", lambda value: value)
    types = set(field.type.__args__) - {NoneType} if isinstance(field.type, UnionType) else {field.type}
    if types <= _CHECKS.keys() and field.metadata:
        return convert  # which checks it all
    structure = converter.get_structure_hook(field.type)
    return convert if structure is _as_given else lambda item: convert(structure(item, field.type))


def _thorough_hook(cls: type[T], converter: Converter) -> Callable[[Any, Any], T]:
    from cattrs.gen import make_dict_structure_fn, override

    fields: Any = attrs.fields(attrs.resolve_types(cls))  # type: ignore[type-var,arg-type]  # attrs.has(cls)
    overrides: dict[str, Any] = {field.name: override(struct_hook=_heard(field, converter)) for field in fields}
    structure = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **overrides)

    def hook(given: Any, cls: Any) -> T:
        if not isinstance(given, dict):
            raise InvalidError(f"expected an object, got {kind(given)}")
        return structure(given, cls)

    return hook


def _remembered(structure: Callable[[Any, Any], T]) -> Callable[[Any, Any], T]:
    """The same, without making again what was made lately: most versions of a claim cite as the one before did."""
    known: dict[tuple[Any, ...], T] = {}

    def hook(given: Any, cls: Any) -> T:
        try:
            key = tuple(given.items())
            found = known.get(key)
            if found is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                found = known[key] = structure(given, cls)
        except (AttributeError, TypeError, KeyError):  # no object, or one that holds others
            return structure(given, cls)
        return found

    return hook


def _heard(field: attrs.Attribute[Any], converter: Converter) -> Callable[[Any, Any], Any]:
    convert = field.metadata.get("convert", lambda value: value)

    def hook(given: Any, _: Any) -> Any:
        assert field.type is not None  # resolved by the caller
        return convert(converter.structure(given, field.type))

    return hook


def _list_hook(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    inner = cls.__args__[0]
    structure = converter.get_structure_hook(inner)
    limit = None if inner in (Claim, Source) else MAX_ITEMS

    def hook(given: Any, _: Any) -> Any:
        if not isinstance(given, list):
            raise InvalidError(f"expected a list, got {kind(given)}")
        if limit and len(given) > limit:
            raise InvalidError(f"expected a list of at most {limit:,} items, got {len(given):,}")
        if structure is _as_given:
            return given
        try:
            return tuple([structure(item, inner) for item in given])
        except Exception:  # noqa: BLE001  # once more, to hear all that is wrong
            return tuple(_each_item(((f"[{place}]", item) for place, item in enumerate(given)), structure, inner))

    return hook


def _mapping_hook(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    inner = cls.__args__[1]
    structure = converter.get_structure_hook(inner) if inner is not Any else _as_given

    def hook(given: Any, _: Any) -> Any:
        if not isinstance(given, dict):
            raise InvalidError(f"expected an object, got {kind(given)}")
        if structure is _as_given:
            return given
        if len(given) > MAX_ITEMS:
            raise InvalidError(f"expected an object of at most {MAX_ITEMS:,} keys, got {len(given):,}")
        try:
            return {key: structure(item, inner) for key, item in given.items()}
        except Exception:  # noqa: BLE001  # as above
            items = _each_item(((f"[{shown(key)}]", item) for key, item in given.items()), structure, inner)
            return dict(zip(given, items, strict=True))

    return hook


def _each_item(items: Iterable[tuple[str, Any]], structure: Callable[[Any, Any], T], cls: Any) -> list[T]:
    """The items, structured; gives up where too many are bad."""
    found: list[T] = []
    problems: list[tuple[str, Exception]] = []
    for end, item in items:
        try:
            found.append(structure(item, cls))
        except Exception as problem:  # noqa: BLE001  # collected for the message
            problems.append((end, problem))
            if len(problems) > MAX_ITEMS:
                break
    if problems:
        raise _ItemsError(problems)
    return found


def _plain_list_hook(cls: Any, converter: Converter) -> Callable[[Any], list[Any]]:
    unstructure = converter.get_unstructure_hook(cls.__args__[0])
    return lambda items: [unstructure(item) for item in items]


def _plain_mapping_hook(cls: Any, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    inner = cls.__args__[1]
    if inner is Any:
        return lambda mapping: {key: thawed(item) for key, item in mapping.items()}
    unstructure = converter.get_unstructure_hook(inner)
    return lambda mapping: {key: unstructure(item) for key, item in mapping.items()}


def _plain_object_hook(cls: type[T], converter: Converter) -> Callable[[T], dict[str, Any]]:
    """Writes the fields that are not as they are by default; cattrs alone would run each field's converter for that."""
    from cattrs.gen import make_dict_unstructure_fn_from_attrs

    known: Any = attrs.fields(attrs.resolve_types(cls))  # type: ignore[type-var,arg-type]  # attrs.has(cls)
    fields = [field.evolve(converter=None, default=_default(field)) for field in known]
    return make_dict_unstructure_fn_from_attrs(fields, cls, converter, _cattrs_omit_if_default=True)


def _default(field: attrs.Attribute[Any]) -> Any:
    factory = getattr(field.default, "factory", None)
    return factory() if factory else field.default


def _plain_claim_hook(converter: Converter) -> Callable[[Claim], dict[str, Any]]:
    unstructure = _plain_object_hook(Claim, converter)

    def hook(claim: Claim) -> dict[str, Any]:
        document = unstructure(claim)
        if claim.exclusive == claim.exclusive_by_default:
            del document["exclusive"]
        return document

    return hook


def _plain_value(value: Value) -> Any:
    if isinstance(value, When):
        return {"date": str(value)}
    if isinstance(value, Item):
        return {"item": value.label} | ({"id": value.id} if value.id else {})
    if isinstance(value, Quantity):
        return {"amount": value.amount} | ({"unit": value.unit} if value.unit else {})
    return {"snaktype": value.value} if isinstance(value, Special) else value


def _value(given: Any) -> Value:
    if not isinstance(given, dict):
        return given  # type: ignore[no-any-return]  # the field's own converter checks it
    match given:
        case {"date": date, **rest} if not rest:
            return When(text(date))
        case {"item": label, **rest} if rest.keys() <= {"id"}:
            return Item(label, rest.get("id"))
        case {"amount": amount, **rest} if rest.keys() <= {"unit"}:
            return Quantity(amount, rest.get("unit"))
        case {"snaktype": snaktype, **rest} if not rest:
            return _enum(snaktype, Special)  # type: ignore[return-value]  # a member of the class it was given
    raise InvalidError(
        'expected {"date": …}, {"item": …, "id": …}, {"amount": …, "unit": …} or {"snaktype": …}, '
        f"got {shown(', '.join(sorted(given)))}"
    )
