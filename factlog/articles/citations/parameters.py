"""The parameters of citation templates and what they mean: CS1, its Japanese and Chinese aliases, and a few relatives.

``parameters.txt`` beside this module has them, one line a role with every name under which it goes. Roles are the
reader's (:mod:`factlog.articles.citations.cs1`); those that begin with ``=`` are fields of CSL that
:class:`~factlog.claims.source.Source` keeps in ``extra``; ``kept`` are known parameters that CSL has no field for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from factlog.articles import extra

# "cite" in their names, but no reference of their own
_NOT = frozenset(f"cite {word}" for word in ("q", "check", "id", "quote", "doi", "pmid", "needed", "section", "sources"))


class Template(NamedTuple):
    """A citation template: its dialect of parameter names, its CSL type, whether its parameters are CS1's own."""

    dialect: str
    type: str | None
    strict: bool


class Role(NamedTuple):
    """What a parameter means, and the number in its name (1 where it has none)."""

    name: str
    number: int = 1


@lru_cache(maxsize=4096)
def template(name: str) -> Template | None:
    """The citation template of this name, in any case; None where it is none.

    >>> template("Cite_news")
    Template(dialect='cs1', type='article-newspaper', strict=True)
    >>> template("sfn") is None
    True
    """
    name = " ".join(name.replace("_", " ").split()).casefold()
    name = name.removeprefix("template:").removeprefix("テンプレート:").removesuffix("/lua")
    if name in _NOT:
        return None
    if found := _NAMED.get(name):
        dialect, _, kind = found.partition(" ")
        return Template(dialect, kind or None, strict=dialect == "cs1")
    if not name.startswith("cite "):
        return None
    known = _TYPES.get(name)
    return Template("cs1", known, strict=known is not None)


def _sections() -> dict[str, dict[str, str]]:
    """The tables of ``parameters.txt``: for each section what a name stands for."""
    found: dict[str, dict[str, str]] = {}
    for line in (resources.files(__package__) / "parameters.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line[1:-1], {})
        elif line and not line.startswith("#"):
            meaning, _, names = line.partition(": ")
            section |= dict.fromkeys(names.split(", "), meaning)
    return found


_SECTIONS = _sections()
_TYPES, _NAMED = _SECTIONS.pop("types"), _SECTIONS.pop("templates")
_ROLES = {dialect: _SECTIONS["cs1"] | table for dialect, table in _SECTIONS.items()}
_NUMBER = re.compile(r"(\D+)(\d{1,4})(\D*)")


@lru_cache(maxsize=16_384)
def role(name: str, dialect: str = "cs1") -> Role | None:
    """What the parameter means; None where nobody knows it.

    >>> role("editor2-last"), role("姓2"), role("acess-date")
    (Role(name='editor-last', number=2), Role(name='last', number=2), None)
    """
    roles = _ROLES[dialect]
    if dialect != "cs1":
        name = name.lower()
    if found := roles.get(name) or roles.get(name + "#"):
        return Role(found)
    if (numbered := _NUMBER.fullmatch(name)) and (found := roles.get(f"{numbered[1]}#{numbered[3]}")):
        return Role(found, int(numbered[2]))
    return None


@lru_cache(maxsize=4096)
def nearest(name: str, dialect: str = "cs1") -> str | None:
    """The known parameter that a misspelled one must mean; None where none is near.

    >>> nearest("acess-date"), nearest("ttle"), nearest("zzzz")
    ('access-date', 'title', None)
    """
    if not 3 <= len(name) <= 24:
        return None
    try:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA
    except ModuleNotFoundError as problem:
        raise extra.missing(problem) from problem

    if (plain := name.lower().replace("_", "-").replace(" ", "-")) in _ROLES[dialect]:
        return plain
    known = [other.replace("#", "") for other in _ROLES[dialect] if len(other) > 3]
    cutoff = 1 if len(name) < 5 else 2
    best = process.extractOne(name.lower(), known, scorer=OSA.distance, score_cutoff=cutoff)
    return None if best is None else best[0]
