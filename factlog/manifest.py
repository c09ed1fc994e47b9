"""Manifests: what ``articles/<id>/article.json`` holds: what a revision says of itself, and the order of its sentences.

The order is told by the last segments of the sentences' ids, in runs that stand under one heading and one label. What is
not known is left out. The file is canonical JSON; docs/articles.md describes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import attrs

from factlog.claims.canonical import canonical
from factlog.claims.text import kind
from factlog.claims.when import When, optional_when
from factlog.errors import CorruptError, InvalidError
from factlog.store.tree import File


@attrs.frozen
class Run:
    """Sentences that follow each other under one heading (its path; empty for the lead) and one label.

    ``keys`` are the last segments of their ids.
    """

    keys: tuple[str, ...]
    section: tuple[str, ...] = ()
    label: str | None = None

    @cached_property
    def written(self) -> str:
        """Its canonical JSON, as it stands in a manifest."""
        document = {"section": list(self.section), "label": self.label, "ids": list(self.keys)}
        text = canonical({name: value for name, value in document.items() if value}).decode()
        return text.rstrip("\n").replace("\n", "\n    ")


@attrs.frozen(kw_only=True)
class Manifest:
    """A revision as the log holds it beside its text and its claims.

    ``page`` is the wiki and the page's number there, ``format`` what the text is written in, ``taken`` the revision's own
    time as EDTF text, ``anomalies`` pairs of code and detail, ``sources`` the ids of what it cites, in order.
    """

    title: str | None = None
    language: str | None = None
    page: str | None = None
    url: str | None = None
    format: str | None = None
    revision: str | None = None
    taken: When | None = None
    contributor: str | None = None
    comment: str | None = None
    anomalies: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The last segments of the sentences' ids, in order."""
        return tuple(key for run in self.runs for key in run.keys)

    def encode(self) -> bytes:
        """The canonical bytes.

        >>> print(Manifest(title="Talks", runs=(Run(("5f2a01c4",), ("Outcome",)),)).encode().decode(), end="")
        {
          "title": "Talks",
          "sentences": [
            {
              "section": [
                "Outcome"
              ],
              "ids": [
                "5f2a01c4"
              ]
            }
          ]
        }
        """
        written = {name: _written(str(held)) for name in _NAMES if (held := getattr(self, name))}
        if self.anomalies:
            written["anomalies"] = _anomalies(self.anomalies)
        if self.sources:
            written["sources"] = _sources(self.sources)
        if self.runs:
            runs = ",\n    ".join([run.written for run in self.runs])
            written["sentences"] = f"[\n    {runs}\n  ]"
        rows = ",\n  ".join([f'"{name}": {text}' for name, text in written.items()])
        return f"{{\n  {rows}\n}}\n".encode() if rows else canonical({})


def _written(value: Any) -> str:
    """Canonical JSON as it stands in an object."""
    return canonical(value).decode().rstrip("\n").replace("\n", "\n  ")


# Most of these are those of the revision before, as the runs are.


@lru_cache(maxsize=4)
def _anomalies(pairs: tuple[tuple[str, str], ...]) -> str:
    return _written([{"code": code, "detail": detail} if detail else {"code": code} for code, detail in pairs])


@lru_cache(maxsize=4)
def _sources(ids: tuple[str, ...]) -> str:
    return _written(list(ids))


_NAMES = ("title", "language", "page", "url", "format", "revision", "taken", "contributor", "comment")


def manifest_from(file: File) -> Manifest:
    """The manifest in a file; raises CorruptError, which names the file, the field and what was expected."""
    try:
        document = _checked(json.loads(file.data), dict, "", {*_NAMES, "anomalies", "sources", "sentences"})
        texts = {name: _checked(document[name], str, name) for name in _NAMES if name in document}
        texts["taken"] = optional_when(texts.get("taken"))
        anomalies = [_checked(one, dict, "anomalies", {"code", "detail"}) for one in _list(document, "anomalies")]
        runs = [_checked(one, dict, "sentences", {"section", "label", "ids"}) for one in _list(document, "sentences")]
        return Manifest(
            **texts,
            anomalies=tuple((_text(one, "code"), _text(one, "detail", "")) for one in anomalies),
            sources=_texts(document, "sources"),
            runs=tuple(
                Run(_texts(one, "ids"), _texts(one, "section"), _text(one, "label") if "label" in one else None)
                for one in runs
            ),
        )
    except (ValueError, RecursionError) as problem:
        raise CorruptError(f"{file.path}: expected an article's manifest: {problem}", file=file.path) from problem


def _checked(value: Any, wanted: type[Any], where: str, names: set[str] | None = None) -> Any:
    if not isinstance(value, wanted):
        raise InvalidError(f"{where or 'the document'}: expected {kind(wanted())}, got {kind(value)}")
    if names is not None and not set(value) <= names:
        raise InvalidError(f"{where or 'the document'}: expected no other fields than {', '.join(sorted(names))}")
    return value


def _list(document: Mapping[str, Any], name: str) -> list[Any]:
    found: list[Any] = _checked(document.get(name, []), list, name)
    return found


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = _list(document, name)
    if not set(map(type, found)) <= {str}:
        raise InvalidError(f"{name}: expected a list of text")
    return tuple(found)


def _text(document: Mapping[str, Any], name: str, default: str | None = None) -> str:
    found: str = _checked(document.get(name, default), str, name)
    return found
