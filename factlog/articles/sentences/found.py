"""Dates, durations, counts, quantities and numbers in a sentence, in Japanese and English; numbers in any language.

Only what is certain: ``数千人`` and ``several years`` have no value, and a date without a year keeps its year open
(``XXXX-02-22``, EDTF level 2). What is written where nothing was said about it stays out: list numbers, ordinals, times.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from factlog.articles.revision import FoundValue
from factlog.articles.sentences import found_english, found_japanese
from factlog.articles.sentences.abbreviations import words
from factlog.articles.sentences.numerals import FULL_WIDTH, plain
from factlog.claims.when import When
from factlog.errors import InvalidDateError

Finder = Callable[[str, int], FoundValue | None]
_Known = tuple[re.Pattern[str], tuple[Finder, ...]]

_CJK = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_NUMBER = re.compile(
    r"(?<![\w.,/:\-–−#№])(?:\d{1,3}(?:[.,]\d{3}){1,4}(?:[.,]\d{1,9})?|\d{1,15}(?:[.,]\d{1,9})?)"
    r"(?P<unit> ?%)?(?![\w:/\-–〜～~]|[.,]\d)"
)
_SPACED = re.compile(
    r"(?<![\w.,/:\-–−#№])(?<!\d[ \u00a0\u202f])\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?:,\d{1,9})?"
    r"(?P<unit> ?%)?(?![\w:/\-–〜～~]|[.,]\d|[ \u00a0\u202f]\d)"
)
"""``12 345,6``: blanks part the groups of a number where its decimal mark is a comma."""
_BLANKS = re.compile("[ %\u00a0\u202f]")
_NAMED = re.compile(r"\b(?:Nos?|Vols?|pp?|Ch|Art|Fig)\. $|\w,? [A-Z][a-z]+ $")
"""What stands before a number that is a name: ``No. 5``, ``the Boeing 747``."""
_ISO = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
_DECIMAL_COMMA = words(
    """
        de fr es it pt nl ru uk be bg pl cs sk sl hr sr da nb nn no sv fi is hu ro tr id vi el ca eu gl et lv lt
        """
)
_DECIMAL_POINT = frozenset(("en", "ja", "zh", "ko", "th", "he", "hi", "mr"))


def values(text: str, language: str | None = None) -> tuple[FoundValue, ...]:
    """The values of a sentence, in their order.

    >>> [(value.raw, value.value) for value in values("2025年2月18日、3人が24時間以内に1万2000円を払った。", "ja")]
    [('2025年2月18日', '2025-02-18'), ('3人', 3), ('24時間', 'PT24H'), ('1万2000円', 12000)]
    >>> [(value.raw, value.value) for value in values("On 18 February 2025, 55 percent left within three years.", "en")]
    [('18 February 2025', '2025-02-18'), ('55 percent', 55), ('three years', 'P3Y')]
    """
    if language is None:
        language = "ja" if _CJK.search(text) else "en"
    language, (starts, finders) = _known(language)
    if starts.search(text) is None:
        return ()
    narrow = text if text.isascii() else text.translate(FULL_WIDTH)
    found: list[FoundValue] = []
    end = 0
    while start := starts.search(narrow, end):
        end = start.end()
        value = _first(narrow, start.start(), finders, language)
        if value is not None:
            end = max(end, value.end)
            raw = text[value.start : value.end]
            found.append(
                value if raw == value.raw else FoundValue(raw, value.value, value.kind, value.start, value.end, value.unit)
            )
    return tuple(found)


@lru_cache(maxsize=64)
def _known(tag: str) -> tuple[str, _Known]:
    """The language that a tag names, and how values are found in it."""
    language = tag.lower().partition("-")[0]
    return language, _BY_LANGUAGE.get(language, _OTHERS)


def _first(text: str, start: int, finders: tuple[Finder, ...], language: str) -> FoundValue | None:
    for find in finders:
        value = find(text, start)
        if value is not None and _possible(value):
            return value
    return _number(text, start, language) if text[start].isdecimal() else None


def _possible(value: FoundValue) -> bool:
    """Whether a date is in the calendar; what has no year cannot be asked."""
    if value.kind != "date" or str(value.value).startswith("XXXX"):
        return True
    try:
        When(str(value.value))
    except InvalidDateError:
        return False
    return True


def _iso(text: str, start: int) -> FoundValue | None:
    found = _ISO.match(text, start)
    return FoundValue(found[0], found[0], "date", *found.span()) if found else None


def _number(text: str, start: int, language: str) -> FoundValue | None:
    """A number with nothing that says what it counts; where the decimal mark is unknown, only a whole one."""
    comma = language in _DECIMAL_COMMA
    found = (_SPACED.match(text, start) if comma else None) or _NUMBER.match(text, start)
    if found is None or (language == "en" and _is_name(text, start)):
        return None
    written = found[0]
    if not written.isdigit():
        written = _BLANKS.sub("", written)
        if not written.isdigit() and not ((comma or language in _DECIMAL_POINT) and _well_grouped(written, comma=comma)):
            return None
    unit = "%" if found["unit"] else None
    return FoundValue(found[0], plain(written, comma=comma), "quantity" if unit else "number", *found.span(), unit)


def _is_name(text: str, start: int) -> bool:
    """Whether what stands before a number makes it a name; most often the head or the end of the word tells that it does not."""
    before, window = text[max(0, start - 2) : start], max(0, start - 40)
    if before[1:] != " " or not (before[0] == "." or before[0].islower()):
        return False
    is_capital = "A" <= text[text.rfind(" ", window, start - 1) + 1] <= "Z"
    return (is_capital or before[0] == ".") and _NAMED.search(text, window, start) is not None


def _well_grouped(written: str, *, comma: bool) -> bool:
    group, decimal = (".", ",") if comma else (",", ".")
    whole, _, fraction = written.partition(decimal)
    head, *groups = whole.split(group)
    return (
        group not in fraction
        and decimal not in fraction
        and all(len(part) == 3 for part in groups)
        and (not groups or len(head) < 4)
    )


_JAPANESE = re.compile(f"[0-9０-９]+|{found_japanese.START}"), (_iso, found_japanese.japanese)
_OTHERS = re.compile("[0-9０-９]+"), (_iso,)
_BY_LANGUAGE: dict[str, _Known] = {
    "ja": _JAPANESE,
    "zh": _JAPANESE,
    "en": (re.compile(rf"[0-9](?<!\w[0-9])[0-9]*|{found_english.START}"), (_iso, found_english.english)),
}
