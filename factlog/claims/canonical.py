"""Canonical JSON: the same document always gives the same bytes, and nothing but such a document is read.

A document is UTF-8 in NFC, indented by two spaces, in the order of the model's fields, without defaults, with a newline
at its end. Numbers are written as Python's ``repr`` writes them, the shortest text that reads back as the same number.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any

from factlog.claims.text import shown
from factlog.errors import InvalidDocumentError, InvalidError

MAX_BYTES = 1 << 20
"""The largest file of one claim or source."""
MAX_DEPTH = 32
MAX_PROBLEMS = 20


def parse(data: bytes, *, file: str | None = None, limit: int = MAX_BYTES) -> Any:
    """Plain JSON, read strictly: UTF-8, no duplicate keys, no NaN, at most 32 deep and ``limit`` bytes long."""
    try:
        if len(data) > limit:
            raise InvalidError(f"expected at most {limit:,} bytes, got {len(data):,}")
        document = _read(data.decode())
        if data.count(b"[") + data.count(b"{") > MAX_DEPTH:  # with fewer brackets it cannot be deeper
            _check_depth(document, MAX_DEPTH)
    except UnicodeDecodeError as problem:
        raise refused([("", f"expected UTF-8: {problem.reason} at byte {problem.start}")], file) from problem
    except json.JSONDecodeError as problem:
        place = f"line {problem.lineno}, column {problem.colno}"
        raise refused([("", f"expected JSON: {problem.msg[0].lower()}{problem.msg[1:]} at {place}")], file) from problem
    except RecursionError as problem:
        raise refused([("", f"expected JSON at most {MAX_DEPTH} deep")], file) from problem
    except InvalidError as problem:
        raise refused([("", str(problem))], file) from problem
    return document


def _read(text: str) -> Any:
    if text.startswith("{"):  # as they all do, unless somebody else has written them
        document, end = _DECODER.raw_decode(text)
        if text[end:] == "\n":
            return document
    return _DECODER.decode(text)


def canonical(document: Any) -> bytes:
    """Plain JSON as canonical bytes; keys keep their order.

    Written here rather than by a library, since these bytes decide what has changed, for as long as a log is kept.
    """
    out: list[str] = []
    _write(document, "\n", out.append)
    out.append("\n")
    return "".join(out).encode()


def _write(node: Any, indent: str, put: Callable[[str], None]) -> None:
    if isinstance(node, str):
        put(encode_basestring(node))
    elif isinstance(node, dict) and node:
        inner = indent + "  "
        separator = "{" + inner
        for key, item in node.items():
            if type(item) is str:  # most are
                put(f"{separator}{encode_basestring(key)}: {encode_basestring(item)}")
            else:
                put(f"{separator}{encode_basestring(key)}: ")
                _write(item, inner, put)
            separator = "," + inner
        put(indent + "}")
    elif isinstance(node, list) and node:
        inner = indent + "  "
        separator = "[" + inner
        if set(map(type, node)) == {str}:
            put(separator + ("," + inner).join(map(encode_basestring, node)))
        else:
            for item in node:
                put(separator)
                _write(item, inner, put)
                separator = "," + inner
        put(indent + "]")
    elif isinstance(node, bool):
        put("true" if node else "false")
    else:
        put(json.dumps(node))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # adds on the way
        raise InvalidError(f"expected each key once in an object, got {shown(twice)} twice")
    return found


def _no_constant(name: str) -> None:
    raise InvalidError(f"expected a finite number, got {name}")


def _whole_number(digits: str) -> int | float:
    if len(digits) > 1001:
        raise InvalidError("expected a whole number of at most 1000 digits")
    return int(digits)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_whole_number)


def _check_depth(node: Any, depth: int) -> None:
    if not isinstance(node, dict | list):
        return
    if depth == 0:
        raise InvalidError(f"expected JSON at most {MAX_DEPTH} deep")
    for child in node.values() if isinstance(node, dict) else node:
        _check_depth(child, depth - 1)


def refused(problems: list[tuple[str, str]], file: str | None) -> InvalidDocumentError:
    """The error that tells every problem with its path."""
    lines = [f"{path}: {message}" if path else message for path, message in problems]
    shown_lines = lines[:MAX_PROBLEMS] + ([f"and {len(lines) - MAX_PROBLEMS} more"] if len(lines) > MAX_PROBLEMS else [])
    message = "\n".join(shown_lines) if len(lines) == 1 else f"{len(lines)} problems\n  " + "\n  ".join(shown_lines)
    return InvalidDocumentError(
        f"{file}: {message}" if file else message, problems=tuple(problems[:MAX_PROBLEMS]), file=file
    )
