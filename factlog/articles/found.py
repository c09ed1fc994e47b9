"""Dates, durations, counts, quantities and numbers in a sentence, in Japanese and English; numbers in any language.

Only what is certain: ``数千人`` and ``several years`` have no value, and a date without a year keeps its year open
(``XXXX-02-22``, EDTF level 2). What is written where nothing was said about it stays out: list numbers, ordinals, times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from factlog.articles.found_english import english
from factlog.articles.found_japanese import japanese
from factlog.articles.numerals import FULL_WIDTH, plain
from factlog.articles.revision import FoundValue
from factlog.claims.when import When
from factlog.errors import InvalidDateError

Finder = Callable[[str], Iterator[FoundValue]]
MAX_DIGITS = 15
"""Longer runs of digits are codes, not numbers."""

_HAS_NUMBER = re.compile(r"[0-9０-９〇一二三四五六七八九十百千半]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty|hundred)\b", re.I)
_CJK = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_NUMBER = re.compile(r"(?<![\w.,/:\-–−#№])(?:\d{1,3}(?:[.,]\d{3}){1,4}(?:[.,]\d{1,9})?|\d{1,15}(?:[.,]\d{1,9})?)(?P<unit> ?[%％])?(?![\w:/\-–]|[.,]\d)")
_ISO = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])")
_DECIMAL_COMMA = frozenset("de fr es it pt nl ru uk be bg pl cs sk sl hr sr da nb nn no sv fi is hu ro tr id vi el ca eu gl et lv lt".split())
_DECIMAL_POINT = frozenset(("en", "ja", "zh", "ko", "th", "he", "hi", "mr"))


def values(text: str, language: str | None = None) -> tuple[FoundValue, ...]:
    """The values of a sentence, in their order.

    >>> [(value.raw, value.value) for value in values("2025年2月18日、3人が24時間以内に1万2000円を払った。", "ja")]
    [('2025年2月18日', '2025-02-18'), ('3人', 3), ('24時間', 'PT24H'), ('1万2000円', 12000)]
    >>> [(value.raw, value.value) for value in values("On 18 February 2025, 55 percent left within three years.", "en")]
    [('18 February 2025', '2025-02-18'), ('55 percent', 55), ('three years', 'P3Y')]
    """
    if not _HAS_NUMBER.search(text):
        return ()
    language = (language or "en").lower().partition("-")[0]
    narrow = text if text.isascii() else text.translate(FULL_WIDTH)
    finders: list[Finder] = [_iso]
    if language in ("ja", "zh") or _CJK.search(narrow):
        finders.append(japanese)
    if language == "en" or (language == "ja" and re.search("[a-z]{3}", narrow)):
        finders.append(english)
    finders.append(_numbers(language))
    return _without_overlaps(text, narrow, finders)


def _without_overlaps(text: str, narrow: str, finders: list[Finder]) -> tuple[FoundValue, ...]:
    taken = bytearray(len(text))
    found: list[FoundValue] = []
    for finder in finders:
        for value in finder(narrow):
            if taken.find(1, value.start, value.end) < 0 and _possible(value):
                taken[value.start : value.end] = b"\1" * (value.end - value.start)
                raw = text[value.start : value.end]
                found.append(value if raw == value.raw else FoundValue(raw, value.value, value.kind, value.start, value.end, value.unit))
    return tuple(sorted(found, key=lambda value: value.start))


def _possible(value: FoundValue) -> bool:
    """Whether a date is in the calendar; what has no year cannot be asked."""
    if value.kind != "date" or str(value.value).startswith("XXXX"):
        return True
    try:
        When(str(value.value))
    except InvalidDateError:
        return False
    return True


def _iso(text: str) -> Iterator[FoundValue]:
    for found in _ISO.finditer(text):
        yield FoundValue(found[0], found[0], "date", found.start(), found.end())


def _numbers(language: str) -> Finder:
    """Numbers with nothing that says what they count; of languages whose decimal mark is unknown, only whole ones."""
    comma, point = language in _DECIMAL_COMMA, language in _DECIMAL_POINT

    def find(text: str) -> Iterator[FoundValue]:
        for found in _NUMBER.finditer(text):
            written = found[0].rstrip(" %％")
            if not (comma or point) and not written.isdigit():
                continue
            if not _well_grouped(written, comma=comma):
                continue
            unit = "%" if found["unit"] else None
            yield FoundValue(found[0], plain(written, comma=comma), "quantity" if unit else "number", *found.span(), unit)

    return find


def _well_grouped(written: str, *, comma: bool) -> bool:
    group, decimal = (".", ",") if comma else (",", ".")
    whole, _, fraction = written.partition(decimal)
    head, *groups = whole.split(group)
    return group not in fraction and decimal not in fraction and all(len(part) == 3 for part in groups) and (not groups or len(head) < 4)
