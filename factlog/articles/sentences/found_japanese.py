"""Values in Japanese text (digits already narrow): dates with eras, durations, counts, quantities."""

from __future__ import annotations

import re

from factlog.articles.revision import FoundValue
from factlog.articles.sentences import numerals
from factlog.articles.sentences.numerals import Number

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}

START = r"紀元前|明治|大正|昭和|平成|令和|半年|[〇一二三四五六七八九十百千]+"
"""Where a value may begin, beside digits."""

_ONES = "〇一二三四五六七八九"
_ALL = f"{_ONES}十百千万億"
_NUMERAL = (
    rf"(?<![0-9.,{_ALL}兆数第何幾])"
    rf"(?P<number>[0-9][0-9,]{{0,18}}(?:\.[0-9]{{1,9}})?(?:[万億兆千百][0-9{_ALL},]{{0,18}})?|[{_ONES}十百千][{_ALL}兆]{{0,18}})"
)
_DATE = re.compile(
    r"(?P<bc>紀元前)?(?:(?P<era>明治|大正|昭和|平成|令和)(?P<era_year>元|[0-9]{1,2})|"
    r"(?<![0-9.,])(?P<year>[0-9]{3,4}|(?<=紀元前)[0-9]{1,2})|"
    rf"(?<![{_ONES}十])(?P<kanji>[一二][{_ONES}]{{3}}))"
    r"(?:(?P<decade>年代)|年(?!間|前|後|以上|以内|目|生)"
    rf"(?:(?P<month>1[0-2]|[1-9]|十[一二]?|[{_ONES}])月(?!間)"
    rf"(?:(?P<day>3[01]|[12][0-9]|[1-9]|[{_ONES}十]{{1,3}})日(?!間))?)?)"
)
_YEARLESS = re.compile(
    r"(?<![0-9.,年〇一二三四五六七八九十])(?P<month>1[0-2]|[1-9])月(?!間)(?:(?P<day>3[01]|[12][0-9]|[1-9])日(?!間))?"
)
_CENTURY = re.compile(r"(?P<bc>紀元前)?(?<![0-9])(?P<century>[1-9]|1[0-9]|2[01])世紀")
_DURATION = re.compile(
    rf"{_NUMERAL}(?P<unit>年間|年(?=前|後|以上|以内|ぶり|余り|足らず|半|も経|近く|の歳月)|[かカヶヵケ箇]月(?:間)?|週間|"
    r"日間|日(?=後|以内|以上|ぶり|前|連続|余り|足らず|も経)|時間|分間|分|秒間|秒)"
    rf"(?P<half>半)?(?!目|の[0-9{_ONES}])"
)
_LONG_DAYS = re.compile(r"(?<![0-9.,月〇一二三四五六七八九十])(?P<number>3[2-9]|[4-9][0-9]|[1-9][0-9]{2,4})日")
_HALF_YEAR = re.compile("半年(?:間)?")
_UNITS = {"年": "P{}Y", "月": "P{}M", "週間": "P{}W", "日": "P{}D", "時間": "PT{}H", "分": "PT{}M", "秒": "PT{}S"}

_COUNTERS = (
    "[かカヶヵケ箇][国所条]|[人名社件回個台隻機両棟戸校冊本枚匹頭羽発票歳つ基丁艘着曲話巻勝敗点州]|"
    "世帯|議席|種類|試合|市?町村|都市"
)
_COUNT = re.compile(_NUMERAL + rf"(?P<unit>{_COUNTERS})(?!目|[ァ-ヴー]|番)")
_PLAIN_COUNTERS = frozenset("人名社件回個台隻機棟戸校冊枚匹頭羽票つ歳")
"""Counters that a Chinese numeral may stand before without being part of another word."""

_MEASURES = {
    "%": "%", "パーセント": "%", "平方キロメートル": "km²", "平方キロ": "km²", "km2": "km²", "km²": "km²",
    "平方メートル": "m²", "m2": "m²", "m²": "m²", "キロメートル": "km", "km": "km", "センチメートル": "cm",
    "cm": "cm", "ミリメートル": "mm", "mm": "mm", "メートル": "m", "m": "m", "キログラム": "kg", "kg": "kg",
    "グラム": "g", "トン": "t", "t": "t", "リットル": "L", "ヘクタール": "ha", "ha": "ha", "マイル": "mi", "フィート": "ft",
    "バレル": "bbl", "メガワット": "MW", "MW": "MW", "キロワット": "kW", "kW": "kW", "ノット": "kn", "米ドル": "USD",
    "ドル": "dollar", "ユーロ": "EUR", "円": "JPY", "ポンド": "pound", "ルーブル": "RUB", "人民元": "CNY",
    "フリヴニャ": "UAH", "ウォン": "KRW", "°C": "°C", "℃": "°C", "キロ": "km",
}  # fmt: skip
_MEASURE = "|".join(re.escape(unit) for unit in sorted(_MEASURES, key=len, reverse=True))
_QUANTITY = re.compile(_NUMERAL + rf" ?(?P<unit>{_MEASURE})(?![A-Za-z]|台)")
_NO_DURATION = frozenset(("十分", "一分", "百分", "千分", "三分", "四分", "五分"))
_UNCERTAIN_BEFORE = re.compile(r"[0-9一二三四五六七八九][、〜～~-]$")


def japanese(text: str, start: int) -> FoundValue | None:
    """The value that begins there: a date, a century, a duration, a quantity, a count, in this order of preference.

    >>> text = "令和7年2月、数千人が3年間、5か国で12.5%を失った"
    >>> [japanese(text, text.index(number)).value for number in ("令", "3", "5か", "12")]
    ['2025-02', 'P3Y', 5, 12.5]
    """
    for read in (_date_at, _duration_at, _amount_at):
        if (value := read(text, start)) is not None:
            return value
    return None


def _date_at(text: str, start: int) -> FoundValue | None:
    if (found := _DATE.match(text, start)) and (written := _date(found)) is not None:
        return FoundValue(found[0], written, "date", *found.span())
    if (found := _CENTURY.match(text, start)) and not found["bc"]:
        return FoundValue(found[0], f"{int(found['century']) - 1:02}XX", "date", *found.span())
    if found := _YEARLESS.match(text, start):
        day = f"-{int(found['day']):02}" if found["day"] else ""
        return FoundValue(found[0], f"XXXX-{int(found['month']):02}{day}", "date", *found.span())
    return None


def _duration_at(text: str, start: int) -> FoundValue | None:
    if (found := _DURATION.match(text, start)) and (written := _duration(text, found)) is not None:
        return FoundValue(found[0], written, "duration", *found.span())
    if found := _LONG_DAYS.match(text, start):
        return FoundValue(found[0], f"P{found['number']}D", "duration", *found.span())
    if (found := _HALF_YEAR.match(text, start)) and text[start - 1 : start] not in ("上", "下", "前", "後", "1", "一"):
        return FoundValue(found[0], "P6M", "duration", *found.span())
    return None


def _amount_at(text: str, start: int) -> FoundValue | None:
    if (found := _QUANTITY.match(text, start)) and (number := _number(text, found)) is not None:
        unit = _MEASURES[found["unit"]]
        if text[max(0, start - 2) : start] in ("時速", "毎時"):
            unit += "/h"
        return FoundValue(found[0], number, "quantity", *found.span(), unit)
    found = _COUNT.match(text, start)
    if found is None or not (found["number"][0].isdecimal() or found["unit"] in _PLAIN_COUNTERS):
        return None
    number = _number(text, found)
    return None if number is None else FoundValue(found[0], number, "count", *found.span(), found["unit"])


def _number(text: str, found: re.Match[str]) -> Number | None:
    """The number of a match; None where the words before it make it uncertain (``二、三人``)."""
    start = found.start()
    if _UNCERTAIN_BEFORE.search(text, max(0, start - 2), start):
        return None
    return numerals.japanese(found["number"].rstrip(","))


def _date(found: re.Match[str]) -> str | None:
    year = _year(found)
    if year is None:
        return None
    if found["bc"]:
        return None if found["month"] or found["decade"] or year == 1 else f"-{year - 1:04}"
    if found["decade"]:
        return f"{year:04}"[:3] + "X" if year % 10 == 0 else None
    written = f"{year:04}"
    for part, highest in ((found["month"], 12), (found["day"], 31)):
        if part is not None:
            number = numerals.japanese(part)
            if not isinstance(number, int) or not 1 <= number <= highest:
                return None
            written += f"-{number:02}"
    return written


def _year(found: re.Match[str]) -> int | None:
    if found["era"]:
        return ERAS[found["era"]] + (1 if found["era_year"] == "元" else int(found["era_year"]))
    number = numerals.japanese(found["year"] or found["kanji"])
    return number if isinstance(number, int) else None


def _duration(text: str, found: re.Match[str]) -> str | None:
    number = _number(text, found)
    if (
        number is None
        or found["number"] + found["unit"] in _NO_DURATION
        or text[found.start() - 1 : found.start()] in ("時", "月")
    ):
        return None
    unit = next(key for key in _UNITS if key in found["unit"].replace("ヶ月間", "月"))
    if not found["half"]:
        return _UNITS[unit].format(number)
    if not isinstance(number, int):
        return None
    halves = {"年": f"P{number}Y6M", "時間": f"PT{number}H30M", "月": f"P{number}M15D", "分": f"PT{number}M30S"}
    return halves.get(unit)
