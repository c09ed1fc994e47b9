"""The published JSON Schema is that of the model, and takes what the codec writes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from strategies import claims

from factlog.claims.claim import Claim
from factlog.claims.codec import to_document
from factlog.claims.schema import json_schema

ROOT = Path(__file__).parent.parent
VALIDATOR = Draft202012Validator(json_schema())


def test_published() -> None:
    """The published schema is the one that the model gives (python -m factlog.claims.schema writes it)."""
    published = json.loads((ROOT / "docs" / "factlog-1.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema()
    Draft202012Validator.check_schema(published)


@given(claims())
def test_takes_every_claim(claim: Claim) -> None:
    """Every claim that the codec writes is valid by the schema."""
    VALIDATOR.validate({"format": 1, "claims": [to_document(claim)]})


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"format": 2},
        {"format": 1, "zork": 1},
        {"format": 1, "claims": [{"id": "a", "subject": "s"}]},
        {"format": 1, "claims": [{"id": "A", "subject": "s", "predicate": "p"}]},
        {"format": 1, "claims": [{"id": "a", "subject": "s", "predicate": "p", "rank": "best"}]},
        {"format": 1, "claims": [{"id": "a", "subject": "s", "predicate": "p", "values": [{"zork": 1}]}]},
    ],
    ids=str,
)
def test_refuses(document: object) -> None:
    """What the codec refuses for its shape, the schema refuses."""
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize("path", sorted((ROOT / "snapshots").rglob("*.json")), ids=lambda path: path.name)
def test_takes_the_records(path: Path) -> None:
    """The records that come with factlog are valid by the schema."""
    VALIDATOR.validate(json.loads(path.read_text(encoding="utf-8")))
