"""The JSON Schema of snapshot documents, claims and sources, generated from the model (draft 2020-12).

It tells shapes, types and names; what needs more than one field (``until`` before ``since``) and the calendar is checked
by factlog alone. Published as docs/factlog-1.schema.json: ``python -m factlog.claims.schema > docs/factlog-1.schema.json``.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

import attrs

from factlog.claims.claim import Assessment, Citation, Claim, Extractor, Link
from factlog.claims.codec import FORMAT
from factlog.claims.ids import MAX_ID, ClaimId, SourceId
from factlog.claims.source import Name, Source
from factlog.claims.text import MAX_TEXT
from factlog.claims.values import Value
from factlog.claims.when import When

_ID = {
    "type": "string",
    "maxLength": MAX_ID,
    "pattern": "^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*){0,3}$",
}
_TEXT = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}
_DATE = {"type": "string", "minLength": 4, "maxLength": 80, "description": "EDTF, level 1"}
_VALUE: dict[str, Any] = {
    "anyOf": [
        {"$ref": "#/$defs/text"},
        {"type": ["number", "boolean"]},
        *(
            {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
            for properties, required in (
                ({"date": {"$ref": "#/$defs/date"}}, ["date"]),
                ({"item": {"$ref": "#/$defs/text"}, "id": {"$ref": "#/$defs/text"}}, ["item"]),
                ({"amount": {"type": "number"}, "unit": {"$ref": "#/$defs/text"}}, ["amount"]),
                ({"snaktype": {"enum": ["somevalue", "novalue"]}}, ["snaktype"]),
            )
        ),
    ]
}


def json_schema() -> dict[str, Any]:
    """The schema as plain JSON.

    >>> sorted(json_schema()["$defs"]["claim"]["required"])
    ['id', 'predicate', 'subject']
    """
    classes = (Claim, Source, Citation, Link, Assessment, Extractor, Name)
    listed = {name: {"type": "array", "items": {"$ref": f"#/$defs/{name[:-1]}"}} for name in ("sources", "claims")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A factlog snapshot document",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "taken": {"$ref": "#/$defs/date"},
            "message": {"$ref": "#/$defs/text"},
            "author": {"$ref": "#/$defs/text"},
            **listed,
        },
        "required": ["format"],
        "additionalProperties": False,
        "$defs": {
            "id": _ID,
            "text": _TEXT,
            "date": _DATE,
            "value": _VALUE,
            **{cls.__name__.lower(): _object(cls) for cls in classes},
        },
    }


def _object(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    fields = attrs.fields(cls)
    first_line = (cls.__doc__ or "").partition("\n")[0]
    required = [field.name for field in fields if field.default is attrs.NOTHING or field.name == "id"]
    return {
        "description": first_line,
        "type": "object",
        "properties": {field.name: _schema(hints[field.name]) for field in fields},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _schema(hint: Any) -> dict[str, Any]:
    """The schema of an annotation of the model."""
    if hint == Value:
        return {"$ref": "#/$defs/value"}
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        meant = [part for part in typing.get_args(hint) if part not in (type(None), Source)]
        return {"type": "number"} if set(meant) == {int, float} else _schema(meant[0])
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _schema(typing.get_args(hint)[0])}
    if isinstance(origin := typing.get_origin(hint), type) and issubclass(origin, Mapping):
        inner = typing.get_args(hint)[1]
        return {"type": "object", **({} if inner is Any else {"additionalProperties": _schema(inner)})}
    if attrs.has(hint):
        return {"$ref": f"#/$defs/{hint.__name__.lower()}"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    named = {ClaimId: "id", SourceId: "id", str: "text", When: "date"}
    return {"type": "boolean"} if hint is bool else {"$ref": f"#/$defs/{named[hint]}"}


if __name__ == "__main__":
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
