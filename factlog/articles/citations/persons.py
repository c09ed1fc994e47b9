"""Names of authors: persons in parts, organisations as they are, and those that a template has cut in two."""

from __future__ import annotations

import re

from factlog.claims.source import Name
from factlog.claims.text import folded

MAX_NAMES = 500
"""More authors than that are no list of authors."""

# Words that stand in names of organisations and in no person's. "Press", "Bank", "Church" and "House" are surnames too.
_ORGANISATION_WORDS = (
    "ministry department embassy consulate mission government parliament commission committee council agency bureau office "
    "authority university institute foundation association organization organisation federation secretariat "
    "ministerium auswärtiges bundesministerium ministère ministerio министерство посольство newsroom "
    "society corporation company inc llc ltd gmbh museum library observatory centre center network"
)
_ORGANISATION = frozenset(_ORGANISATION_WORDS.split())
# who stands in the place of a name where nobody in particular wrote
_STAFF = frozenset(
    (
        "staff",
        "editors",
        "editor",
        "reporter",
        "reporters",
        "correspondent",
        "desk",
        "team",
        "newsroom",
        "agencies",
        "news",
        "service",
    )
)
_OUTLET_NAMES = (
    "reuters|al jazeera|associated press|ap|bbc|bbc news|cnn|the guardian|guardian|bloomberg|politico|axios"
    "|npr|sky news|euronews|deutsche welle|rfe/rl|the new york times|nbc news|cbs news|abc news|fox news|the times|economist"
    "|independent|telegraph|agence france-presse|tass|interfax|the hill|time|forbes|kyiv independent|the kyiv independent"
)
_OUTLETS = frozenset(_OUTLET_NAMES.split("|"))
_INITIALS = re.compile(r"\b([A-Z])\. (?=[A-Z]\.)")
_VANCOUVER = re.compile(r"(?P<family>[^\d,]{1,60}?) (?P<given>[A-Z]{1,4})(?: (?P<suffix>Jr|Sr|2nd|3rd|II|III|IV))?")


def person(family: str, given: str | None, *, outlets: tuple[str | None, ...] = ()) -> tuple[Name, bool]:
    """The name, and whether it was an organisation cut in two, which is mended. ``outlets`` are the sites of the source.

    >>> person("Walsh", "Nick Paton")[0].given
    'Nick Paton'
    >>> str(person("Amt", "Auswärtiges")[0]), str(person("Staff", "Al Jazeera", outlets=("Al Jazeera",))[0])
    ('Auswärtiges Amt', 'Al Jazeera Staff')
    """
    if not given:
        return Name(literal=family), False
    if _is_organisation(family, given, outlets):
        whole = f"{given} {family}"
        return Name(literal=_INITIALS.sub(r"\1.", whole)), True
    return Name(family=family, given=given), False


def _is_organisation(family: str, given: str, outlets: tuple[str | None, ...]) -> bool:
    if not _ORGANISATION.isdisjoint(_words(family)) or not _ORGANISATION.isdisjoint(_words(given)):
        return True
    if family.lower() not in _STAFF:
        return False
    # Leopold Staff was a poet: only known outlets have a staff
    first = folded(given)
    known = {folded(outlet) for outlet in outlets if outlet} | _OUTLETS
    letters = given.replace(" ", "")
    return (
        first in known
        or first.removeprefix("the ") in known
        or (len(letters) > 1 and letters.isalpha() and letters.isupper())
    )


def _words(text: str) -> list[str]:
    return text.lower().replace(",", " ").replace(".", " ").split()


def vancouver(text: str) -> tuple[Name, ...]:
    """The names of a list in the style of Vancouver.

    >>> [str(name) for name in vancouver("Smith JA, ((World Health Organization)), et al.")]
    ['JA Smith', 'World Health Organization']
    """
    found = []
    for part in text.split(",")[:MAX_NAMES]:
        part = part.strip()
        if not part or part.lower().rstrip(".") in ("et al", "others"):
            continue
        if part.startswith("((") and part.endswith("))") and part[2:-2].strip():
            found.append(Name(literal=part[2:-2].strip()))
        elif cut := _VANCOUVER.fullmatch(part):
            found.append(Name(family=cut["family"], given=cut["given"], suffix=cut["suffix"]))
        else:
            found.append(Name(literal=part))
    return tuple(found)


def listed(text: str, *, outlets: tuple[str | None, ...] = ()) -> tuple[tuple[Name, ...], bool]:
    """The names of a list as references show them, ``Bose, Nandita; Holland, Steve``, and whether one was mended.

    >>> [name.family for name in listed("Bose, Nandita; Holland, Steve")[0]]
    ['Bose', 'Holland']
    >>> listed("TLDR Daily")[0][0].literal
    'TLDR Daily'
    """
    found, mended = [], False
    for part in re.split(r"[;；]", text)[:MAX_NAMES]:
        part = part.strip(" ,&").removeprefix("and ").strip()
        if not part or part.lower().rstrip(".") in ("et al", "ほか", "他"):
            continue
        family, comma, given = (piece.strip() for piece in part.partition(","))
        if comma and family and given and _one_person(family, given):
            name, was_mended = person(family, given, outlets=outlets)
            mended |= was_mended
            found.append(name)
        else:
            found.append(Name(literal=part))
    return tuple(found), mended


def _one_person(family: str, given: str) -> bool:
    """Whether ``family, given`` may be one name: two more commas or digits, or a legal form, make it something else."""
    if "," in given or any(letter.isdigit() for letter in family + given):
        return False
    return (
        len(family.split()) <= 4
        and len(given.split()) <= 5
        and given.lower().rstrip(".") not in ("inc", "ltd", "llc", "jr", "sr")
    )


def csl_name(name: Name) -> dict[str, str]:
    """The name as CSL-JSON has it, for fields that a source keeps as they are.

    >>> csl_name(Name(family="Doe", given="Jane"))
    {'family': 'Doe', 'given': 'Jane'}
    """
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix, "literal": name.literal}
    return {part: text for part, text in parts.items() if text}
