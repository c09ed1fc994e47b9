"""``FIELD=VALUE``, as people write it on the command line, and what the value may stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from factlog.claims.values import NOVALUE, SOMEVALUE, Item, Quantity, Value
from factlog.claims.when import When
from factlog.errors import InvalidError

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def equation(given: str) -> tuple[str, str | None]:
    """The field and the value of FIELD=VALUE; None where there is no value, for what is not set."""
    field, sign, wanted = given.partition("=")
    if not field or not sign:
        raise InvalidError(f"expected FIELD=VALUE, got {given!r}")
    return field, wanted or None


def as_written(given: str | None) -> str | None:
    """The text itself."""
    return given


def boolean(given: str | None) -> bool:
    """True or False, written in small letters as in JSON."""
    if given not in ("true", "false"):
        raise InvalidError(f"expected true or false, got {given!r}")
    return given == "true"


def text_or_number(field: str, given: str | None) -> Any:
    """What a field of CSL may hold that is written so: some applications write 12, others "12"; an id or a date is text."""
    found: list[Any] = [given]
    if given is not None and field not in ("id", "issued"):
        with suppress(ValueError):
            found.append(_number(given))
    return found


def readings(given: str | None) -> Sequence[Value | None]:
    """The values that are written so: text, the label of an item, a number, a quantity, a date, a boolean, no value."""
    if given is None:
        return [None]
    amount, _, unit = given.partition(" ")
    named: dict[str, Value] = {"true": True, "false": False, str(SOMEVALUE): SOMEVALUE, str(NOVALUE): NOVALUE}
    found: list[Value] = [given, Item(given), *(value for name, value in named.items() if name == given)]
    for read in (_number, When, lambda _: Quantity(_number(amount), unit or None)):
        with suppress(ValueError):
            found.append(read(given))
    return found


def _number(given: str) -> float:
    if not _NUMBER.fullmatch(given):
        raise ValueError(given)
    return int(given) if given.lstrip("-").isdigit() else float(given)
