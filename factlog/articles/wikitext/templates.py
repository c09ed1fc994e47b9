"""Templates that stand for text: which of their parameters a reader sees, in the languages of the articles read.

A template that is not listed here is no text (an infobox, a navigation bar, a maintenance tag) and is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.resources import files

from factlog.articles.wikitext.signs import DROPPED, FLAG, MARKS, QUOTE, QUOTE_END

Parameters = Mapping[str, str]

MAX_PARAMETERS = 3_000
"""How many parameters of one template are read."""

_SPLIT = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|")


def split(raw: str) -> list[str]:
    """The parts of a template's inside, cut at the bars that are its own.

    >>> split("efn|a [[b|c]]|name=d")
    ['efn', 'a [[b|c]]', 'name=d']
    """
    parts: list[str] = []
    depth = begin = 0
    for found in _SPLIT.finditer(raw):
        if found[0] != "|":
            depth = depth + 1 if found[0] in ("{{", "[[") else max(depth - 1, 0)
        elif not depth:
            parts.append(raw[begin : found.start()])
            begin = found.end()
    parts.append(raw[begin:])
    return parts


def parameters_of(parts: list[str]) -> dict[str, str]:
    """The parameters by name; positional ones are called ``1``, ``2`` and so on.

    >>> parameters_of(["a", " title = b=c ", "d"])
    {'1': 'a', 'title': 'b=c', '2': 'd'}
    """
    parameters: dict[str, str] = {}
    position = 0
    for part in parts[:MAX_PARAMETERS]:
        name, equals, value = part.partition("=")
        if equals and "{{" not in name and "[[" not in name:
            parameters[name.strip()] = value.strip()
        else:
            position += 1
            parameters[str(position)] = part.strip()
    return parameters


def name_of(written: str) -> str:
    """The name by which a template is looked up.

    >>> name_of(" Cite_web ")
    'cite web'
    """
    name = " ".join(written.replace("_", " ").split()).casefold()
    return name.removeprefix("template:")


def _listed_names() -> dict[str, frozenset[str]]:
    """The names in templates.txt, by kind."""
    text = files(__package__).joinpath("templates.txt").read_text(encoding="utf-8")
    kinds: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, _, names = line.partition(": ")
            kinds.setdefault(kind, set()).update(name.strip() for name in names.split(" | "))
    return {kind: frozenset(names) for kind, names in kinds.items()}


NAMES = _listed_names()
"""The names of templates, by what they are."""
_ARGUMENT = {name: position for position in ("1", "2", "3") for name in NAMES[position]}

_CONSTANT = {
    "!": "|",
    "=": "=",
    "'": "'",
    '"': '"',
    "'s": "'s",
    "nbsp": " ",
    "space": " ",
    "snd": " – ",
    "spnd": " – ",
    "spaced ndash": " – ",
    "ndash": "–",
    "endash": "–",
    "–": "–",
    "mdash": "—",
    "emdash": "—",
    "—": "—",
    "spaced mdash": " — ",
    "dash": " — ",
    "·": " · ",
    "•": " • ",
    "dot": " · ",
    "bull": " • ",
    "bullet": " • ",
    "middot": "·",
    "*": " • ",
    "\\": " / ",
    "/": " / ",
    "okina": "ʻ",
    "ʻ": "ʻ",
    "pi": "π",
    "times": "×",
    "minus": "−",
    "hyphen": "-",
    "ellipsis": "…",
    "...": "…",
    "circa": "c. ",
    "circa.": "c. ",
    "ca": "c. ",
    "(": "{",
    ")": "}",
    "0": "",
    "spaces": " ",
    "pad": " ",
    "zwsp": "",
    "shy": "",
    "wbr": "",
    "br": " ",
    "break": " ",
    "-'": "'",
    "'-": "'",
    "''": "''",
    "crlf": " ",
    "crlf2": " ",
    "n/a": "N/A",
    "na": "N/A",
    "tba": "TBA",
    "tbd": "TBD",
}

_QUOTED = ("text", "quote", "quotation", "content", "本文", "引用文", "цитата", "текст", "1")


def shown(name: str, written: str, parameters: Parameters) -> str | None:
    """What a reader sees of the template; None where it is not known to stand for text.

    >>> shown("lang", "lang", {"1": "ru", "2": "Россия"})
    'Россия'
    """
    if (constant := _CONSTANT.get(name)) is not None:
        return constant
    if len(name) <= 4 and written.strip() in NAMES["country"]:
        return FLAG + written.strip()
    if (position := _ARGUMENT.get(name)) is not None:
        return parameters.get("label") or parameters.get("lt") or parameters.get("text") or parameters.get(position) or ""
    if (show := _SHOWN.get(name)) is not None:
        return show(parameters)
    if name.startswith(("lang-", "link-", "ipa-")) or name.endswith("範囲"):
        return parameters.get("1", "")
    if name in NAMES["result"]:
        return parameters.get("1") or written.strip().capitalize()
    if ":" in name:
        return _computed(name)
    return None


def _computed(name: str) -> str | None:
    function, _, value = name.partition(":")
    return value.strip() if function in ("formatnum", "lc", "uc", "lcfirst", "ucfirst", "nowrap") else None


def _quote(parameters: Parameters) -> str:
    key = next((key for key in _QUOTED if parameters.get(key)), None)
    if key is None:
        return DROPPED
    # The notes of whoever is named as its author belong to the quotation.
    others = "".join(mark for other, value in parameters.items() if other != key for mark in MARKS.findall(value))
    return f"\n\n{QUOTE}\n{parameters[key]}{others}\n{QUOTE_END}\n\n"


def _date(parameters: Parameters) -> str:
    """A date in ISO's form.

    >>> _date({"1": "2025", "2": "2", "3": "18"})
    '2025-02-18'
    """
    given = [value for key, value in parameters.items() if key.isdecimal() and value]
    if not given or not all(value.isdecimal() and len(value) <= 4 for value in given[:3]):
        return " ".join(given[:3])
    parts = [int(value) for value in given[:3]]
    if parts[0] <= 31 and len(parts) == 3 and len(given[2]) == 4:
        parts.reverse()
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:])])


def _convert(parameters: Parameters) -> str:
    """A quantity in the unit that it was given in.

    >>> _convert({"1": "5", "2": "to", "3": "6", "4": "km", "5": "mi"})
    '5 to 6 km'
    """
    first, second, third, fourth = (parameters.get(str(n), "") for n in range(1, 5))
    if second in ("to", "-", "–", "and", "or", "x", "by", "×", "+/-", "to(-)", "and(-)"):
        between = "–" if second in ("-", "–") else f" {second} "
        return f"{first}{between}{third} {fourth}"
    return f"{first} {second}".strip()


def _nihongo(parameters: Parameters) -> str:
    english, japanese, reading = (parameters.get(key, "") for key in "123")
    extra = ", ".join(part for part in (japanese, reading, parameters.get("extra") or parameters.get("4") or "") if part)
    return f"{english} ({extra})" if english and extra else english or extra


def _reading(parameters: Parameters) -> str:
    base, reading = parameters.get("1", ""), parameters.get("2", "")
    return f"{base}({reading})" if reading else base


def _listed(parameters: Parameters) -> str:
    return "\n" + "\n".join(f"* {value}" for key, value in parameters.items() if key.isdecimal() and value) + "\n"


def _flag(parameters: Parameters) -> str:
    return FLAG + (parameters.get("name") or parameters.get("1", ""))


def _sorted(parameters: Parameters) -> str:
    return parameters.get("2") or parameters.get("1", "")


def _person(parameters: Parameters) -> str:
    return f"{parameters.get('1', '')} {parameters.get('2', '')}".strip()


def _fraction(parameters: Parameters) -> str:
    parts = [value for key, value in parameters.items() if key.isdecimal()]
    return {1: "1/{0}", 2: "{0}/{1}", 3: "{0} {1}/{2}"}.get(len(parts), "").format(*parts)


def _identifier(label: str) -> Callable[[Parameters], str]:
    return lambda parameters: f"{label}{parameters.get('1', '')}"


def _joined(parameters: Parameters) -> str:
    return "".join(value for key, value in parameters.items() if key.isdecimal())


_SHOWN: dict[str, Callable[[Parameters], str]] = {
    **dict.fromkeys(NAMES["quote"], _quote),
    **dict.fromkeys(NAMES["date"], _date),
    **dict.fromkeys(NAMES["list"], _listed),
    **dict.fromkeys(NAMES["convert"], _convert),
    **dict.fromkeys(NAMES["reading"], _reading),
    **dict.fromkeys(NAMES["flag"], _flag),
    **dict.fromkeys(NAMES["icon"], lambda _: FLAG),
    **dict.fromkeys(("nihongo", "nihongo2", "nihongo3", "nihongo krt", "nihongo foot"), _nihongo),
    "sort": _sorted,
    "sortname": _person,
    **dict.fromkeys(("frac", "fraction", "sfrac"), _fraction),
    **dict.fromkeys(("isbn", "isbn2", "isbnt"), _identifier("ISBN ")),
    "oclc": _identifier("OCLC "),
    "issn": _identifier("ISSN "),
    "doi": _identifier("doi:"),
    **dict.fromkeys(("us$", "usd"), _identifier("US$")),
    "val": _joined,
    "gaps": _joined,
    "chem": _joined,
    "chem2": _joined,
    "zh": lambda parameters: next((value for value in parameters.values() if value), ""),
    "bd": lambda parameters: "({}{} - {}{})".format(*(parameters.get(key, "") for key in "1234")),
}
