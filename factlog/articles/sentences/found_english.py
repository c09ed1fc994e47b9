"""Values in English text: dates, durations, counts, quantities."""

from __future__ import annotations

import re

from factlog.articles.revision import FoundValue
from factlog.articles.sentences import numerals
from factlog.articles.sentences.abbreviations import words

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_DAY_FIRST = re.compile(rf"(?<![\w.,-]){_DAY}(?: of)? {_MONTH}(?![a-z])(?:,? {_YEAR}(?![\w-]))?")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} {_DAY}(?![\w:.,]\d|\d|st|nd|rd|th)(?:,? {_YEAR}(?![\w-]))?(?!\w)")
_DAYS = re.compile(
    rf"(?<![\w.,-])(?:{_DAY} ?[–-] ?(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)? {_MONTH}(?![a-z]),? {_YEAR}(?![\w-]))"
)
_DAYS_BEHIND = re.compile(rf"\b{_MONTH} {_DAY} ?[–-] ?(?P<last>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,? {_YEAR}(?![\w-])")
"""From one day of a month to another: ``3–5 May 2021``, ``May 3–5, 2021``."""
_MONTH_YEAR = re.compile(rf"\b{_MONTH},? {_YEAR}(?![\w-])")
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|to|of|during|after|before|around|early|late|mid|summer|winter|spring|autumn|fall|and|"
    r"between|through|year|circa)|\bc\.)[ -]$",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(
    r"(?:1\d{3}|20\d{2})(?![\w%–-]|[.,:]\d| "
    r"(?:people|men|women|soldiers|troops|percent|per cent|km|miles|dollars|feet|ft|kg|tons|tonnes))"
)
_NAMED_YEAR = re.compile(r"(?<![\w.,:/$€£–-])(?P<year>19\d\d|20\d\d)(?= [A-Z][a-z])")
"""The year of what has a name: ``the 2021 Geneva summit``."""
_THE_YEAR = re.compile(r"(?<=[Tt]he )(?:19|20)\d\d(?= [a-z])")
"""The year of a thing: ``the 2011 elections``."""
_DECADE = re.compile(r"(?<![\w-])(?P<decade>1\d|20)(?P<ten>\d)0s\b")
_CENTURY = re.compile(r"\b(?P<century>1?\d|2[01])(?:st|nd|rd|th)[ -]century\b")

_WORDS = "|".join((*numerals.TENS, *sorted(numerals.WORDS, key=len, reverse=True)))
_DIGITS = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
_AMOUNT = (
    rf"(?<![\w.,/–-])(?P<number>(?:{_DIGITS}|(?i:{_WORDS})(?:-(?i:{_WORDS}))?)"
    r"(?:[ -](?i:hundred|thousand|million|billion|trillion|bn)\b){0,2})"
)
_INITIALS = "".join(sorted({word[0] for word in _WORDS.split("|")} | set("JFMASOND")))  # so that few words are looked at
START = (
    rf"\b(?=(?i:[{_INITIALS}]))(?:(?i:{_WORDS})\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]*(?=[ ,]))"
    r"|[$€£¥](?=\d)|US ?[$€£¥](?=\d)"
)
"""Where a value may begin, beside digits."""
_DURATION = re.compile(_AMOUNT + r"[ -](?P<unit>year|month|week|day|hour|minute|second)s?\b", re.IGNORECASE)
_UNITS = {
    "year": "P{}Y",
    "month": "P{}M",
    "week": "P{}W",
    "day": "P{}D",
    "hour": "PT{}H",
    "minute": "PT{}M",
    "second": "PT{}S",
}
_MEASURES = {
    "%": "%", "percent": "%", "per cent": "%", "square kilometres": "km²", "square kilometers": "km²", "km2": "km²",
    "km²": "km²", "square miles": "mi²", "square metres": "m²", "square meters": "m²", "m2": "m²", "m²": "m²",
    "kilometres": "km", "kilometers": "km", "kilometre": "km", "kilometer": "km", "km": "km", "metres": "m",
    "meters": "m", "metre": "m", "meter": "m", "m": "m", "centimetres": "cm", "centimeters": "cm", "cm": "cm",
    "mm": "mm", "miles": "mi", "mile": "mi", "mi": "mi", "feet": "ft", "foot": "ft", "ft": "ft", "inches": "in",
    "inch": "in", "kilograms": "kg", "kg": "kg", "grams": "g", "tonnes": "t", "tonne": "t", "tons": "ton",
    "ton": "ton", "lb": "lb", "lbs": "lb", "hectares": "ha", "ha": "ha", "acres": "acre", "acre": "acre",
    "litres": "L", "liters": "L", "barrels": "bbl", "MW": "MW", "GW": "GW", "kW": "kW", "mph": "mph", "km/h": "km/h",
    "knots": "kn", "°C": "°C", "°F": "°F", "US dollars": "USD", "U.S. dollars": "USD", "dollars": "dollar",
    "dollar": "dollar", "euros": "EUR", "euro": "EUR", "pounds": "pound", "pound": "pound", "yen": "JPY",
    "rubles": "RUB", "roubles": "RUB", "yuan": "CNY", "hryvnia": "UAH", "rupees": "rupee",
    "crore rupees": "crore rupee",
}  # fmt: skip
_MEASURE = "|".join(re.escape(unit) for unit in sorted(_MEASURES, key=len, reverse=True))
_QUANTITY = re.compile(_AMOUNT + rf"[ \u00a0-]?(?P<unit>{_MEASURE})(?![\w²])")
_MONEY = re.compile(
    rf"(?P<unit>US ?\$|\$|€|£|¥)(?P<number>(?:{_DIGITS})(?:[ -]?(?:thousand|million|billion|trillion|bn)\b)?)(?![\w,.]*\d)"
)
_CURRENCIES = {"US$": "USD", "$": "dollar", "€": "EUR", "£": "GBP", "¥": "JPY"}
_COUNT = re.compile(
    _AMOUNT + r" (?:(?!(?:and|or|of|in|to|at|on|by|as|was|is|has|for|from|than|with|the|other)\b)[A-Za-z]{2,20} )?"
    r"(?P<unit>people|men|women|children|police|troops|[a-z]{3,20}s)\b"
)
_NO_NOUN = words("was has does as across towards yes always perhaps besides series species news")
_NO_PLURAL = ("ss", "us", "is")
"""How nouns end that are no plurals, with ``is``, ``this``, ``less``, ``various``."""
_PERSONS = words("people men women children police troops soldiers")
_BEFORE_YEAR_OF = re.compile(r"\b(?:the|and|of|in|its|their|his|her|early|late|after|before|since|from|'s) $", re.IGNORECASE)
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d$")
_HEAD = re.compile(r"(?P<year>(?:1\d|20)\d\d(?!\d))|\d{1,2} ?[A-Za-z–-]")
"""How a date in digits may begin: with a year, or with a day or the number of a century and what must follow these."""
_MULTIPLE = re.compile(_AMOUNT + r"(?P<unit>[ \u00a0-]?[^\W\d_]|[ \u00a0-]?[%°])?")
"""An amount, and how what it is an amount of begins: most numbers in a text are of nothing."""


def english(text: str, start: int) -> FoundValue | None:
    """The value that begins there: a date, a duration, money, a quantity, a count, in this order of preference.

    >>> text = "In 2022, three delegates spent $2.5 million in 24 hours."
    >>> [english(text, text.index(number)).value for number in ("2022", "three", "$", "24")]
    ['2022', 3, 2500000, 'PT24H']
    """
    if (date := _date_at(text, start)) is not None:
        return date
    if (amount := _MULTIPLE.match(text, start)) is None:
        return _money_at(text, start)
    if not amount["unit"]:
        return _multiplied(amount)
    return _duration_at(text, start) or _quantity_at(text, start) or _count_at(text, start) or _multiplied(amount)


def _duration_at(text: str, start: int) -> FoundValue | None:
    if (found := _DURATION.match(text, start)) and (number := numerals.english(found["number"])) is not None:
        return FoundValue(found[0], _UNITS[found["unit"].lower()].format(number), "duration", *found.span())
    return None


def _money_at(text: str, start: int) -> FoundValue | None:
    if (found := _MONEY.match(text, start)) and (number := numerals.english(_spaced(found["number"]))) is not None:
        return FoundValue(found[0], number, "quantity", *found.span(), _CURRENCIES[found["unit"].replace(" ", "")])
    return None


def _quantity_at(text: str, start: int) -> FoundValue | None:
    if (found := _QUANTITY.match(text, start)) and (number := numerals.english(found["number"])) is not None:
        return FoundValue(found[0], number, "quantity", *found.span(), _MEASURES[found["unit"]])
    return None


def _count_at(text: str, start: int) -> FoundValue | None:
    found = _COUNT.match(text, start)
    if found and _counts(found) and (number := numerals.english(found["number"])) is not None:
        return FoundValue(found[0], number, "count", *found.span(), found["unit"])
    return None


def _multiplied(amount: re.Match[str]) -> FoundValue | None:
    """``5 million`` of nothing that is said."""
    if not amount["number"][0].isdecimal() or amount["number"][-1].isdecimal():
        return None
    number = numerals.english(amount["number"])
    return None if number is None else FoundValue(amount["number"], number, "number", *amount.span("number"))


def _counts(found: re.Match[str]) -> bool:
    """Whether what follows a number is what it counts: a plural, and not what happened in a year (``2011 elections``)."""
    unit = found["unit"]
    if unit in _NO_NOUN or unit.endswith(_NO_PLURAL):
        return False
    return (
        unit in _PERSONS
        or not _YEAR_LIKE.match(found["number"])
        or not _BEFORE_YEAR_OF.search(found.string, max(0, found.start() - 8), found.start())
    )


def _spaced(amount: str) -> str:
    return re.sub(r"(\d)[ -]?([a-z])", r"\1 \2", amount)


def _date_at(text: str, start: int) -> FoundValue | None:
    return _date_in_digits(text, start) if text[start].isdecimal() else _date_in_words(text, start)


def _date_in_words(text: str, start: int) -> FoundValue | None:
    """A date that begins with its month."""
    if found := _DAYS_BEHIND.match(text, start):
        return _days(found)
    if found := _MONTH_FIRST.match(text, start):
        return _day(found)
    if found := _MONTH_YEAR.match(text, start):
        return FoundValue(found[0], f"{found['year']}-{_month(found)}", "date", *found.span())
    return None


def _date_in_digits(text: str, start: int) -> FoundValue | None:
    """A date that begins with its day, its year, or the number of its century."""
    if (head := _HEAD.match(text, start)) is None:
        return None
    if head["year"]:
        return _year_at(text, start)
    if found := _DAYS.match(text, start):
        return _days(found)
    if found := _DAY_FIRST.match(text, start):
        return _day(found)
    if (found := _CENTURY.match(text, start)) and found["century"] != "0":
        return FoundValue(found[0], f"{int(found['century']) - 1:02}XX", "date", *found.span())
    return None


def _year_at(text: str, start: int) -> FoundValue | None:
    """A year, or a decade, that nothing but the words around it makes one."""
    if found := _DECADE.match(text, start):
        return FoundValue(found[0], f"{found['decade']}{found['ten']}X", "date", *found.span())
    if found := _NAMED_YEAR.match(text, start) or _THE_YEAR.match(text, start):
        return FoundValue(found[0], found[0], "date", *found.span())
    if (found := _BARE_YEAR.match(text, start)) and _BEFORE_YEAR.search(text, max(0, start - 10), start):
        return FoundValue(found[0], found[0], "date", *found.span())
    return None


def _days(found: re.Match[str]) -> FoundValue | None:
    month, first, last = f"{found['year']}-{_month(found)}", int(found["day"]), int(found["last"])
    return FoundValue(found[0], f"{month}-{first:02}/{month}-{last:02}", "date", *found.span()) if first < last else None


def _day(found: re.Match[str]) -> FoundValue:
    return FoundValue(found[0], f"{found['year'] or 'XXXX'}-{_month(found)}-{int(found['day']):02}", "date", *found.span())


def _month(found: re.Match[str]) -> str:
    return f"{_MONTHS.index(found['month'][:3].lower()) + 1:02}"
