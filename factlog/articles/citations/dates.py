"""Dates as people write them in references, read into EDTF.

Only what is certain is read: a date that may be two days (``03/04/2015``), or whose words are not known, stays as written.
A text becomes a row of kinds (``20 February 2025``: number, month, year), which is looked up in a table of shapes; that is
why reading is linear and why a new way of writing is one line.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from factlog.claims.when import When
from factlog.errors import InvalidDateError

MAX_RAW = 80
"""Longer texts are no dates."""


class Reading(NamedTuple):
    """What a text means as a date; ``impossible`` where it is a date that no calendar has."""

    when: When | None
    impossible: bool = False


_NOTHING = Reading(None)

# One line a language, January to December; where a language has several forms, several lines.
_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
jan febr mar apr may jun jul aug sept oct nov dec
januar februar märz april mai juni juli august september oktober november dezember
jänner feber mär apr mai jun jul aug sept okt nov dez
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janv févr mars avr mai juin juil août sept oct nov déc
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago setiembre oct nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen feb mar apr mag giu lug ago set ott nov dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
jan fev mar abr mai jun jul ago set out nov dez
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
januar februar mars april mai juni juli august september oktober november desember
januari februari maret april mei juni juli agustus september oktober november desember
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
янв фев мар апр мая июн июл авг сен окт ноя дек
янв февр марта апр мая июня июля авг сент окт нояб дек
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา
जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्तूबर नवंबर दिसंबर
जनवरी फरवरी मार्च अप्रेल मई जून जुलाई अगस्त सितम्बर अक्टूबर नवम्बर दिसम्बर
"""
_SEASONS = """
spring summer autumn winter|spring summer fall winter|春 夏 秋 冬|春季 夏季 秋季 冬季|весна лето осень зима
frühling sommer herbst winter|frühjahr sommer herbst winter|printemps été automne hiver|primavera verano otoño invierno
"""
_THAI_SHORT = "มค กพ มีค เมย พค มิย กค สค กย ตค พย ธค"
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_ERA_LENGTHS = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31}
_BUDDHIST = 543
_DAY_FIRST = {"de", "es", "fr", "it", "nl", "pl", "pt", "ru", "uk"}
_NUMERAL_WORDS = "一 二 三 四 五 六 七 八 九 十 十一 十二"
_NUMERALS = {numeral: number for number, numeral in enumerate(_NUMERAL_WORDS.split(), 1)}
_ABOUT = {"c", "ca", "circa", "around", "about", "около", "ок", "約", "约", "頃", "ごろ", "vers", "um"}
_IGNORED_WORDS = (
    "st nd rd th de del of the г года год р року 号 號 付 版 刊 発行 出版 公開 更新 公開日 更新日 付け 配信 published "
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun วันที่ เดือน ปี को का "
    "по состоянию на от le les el am den der 公元 西元 西暦"
)
_IGNORED = set(_IGNORED_WORDS.split())


def _folded(raw: str) -> str:
    return unicodedata.normalize("NFKC", raw).casefold()


def _names() -> dict[str, int]:
    found: dict[str, int] = {}
    for line in _MONTHS.strip().splitlines():
        found |= {_folded(name): number for number, name in enumerate(line.split(), 1)}
    for row in _SEASONS.replace("\n", "|").strip("|").split("|"):
        found |= {_folded(name): number for number, name in enumerate(row.split(), 21)}
    return found | {_folded(name): number for number, name in enumerate(_THAI_SHORT.split(), 1)}


_NAMES = _names()
_THAI_NAMES = {name for name in _NAMES if "\u0e00" <= name[0] <= "\u0e7f"}

# n a number of one or two digits, y a year, M a month or a season by name, the rest stands for itself. The tuples are places
# of year, month and day among the numbers; two tuples are the ends of an interval.
_Ends = tuple[tuple[int, ...], ...]
_SHAPES: dict[str, _Ends] = {
    "y": ((0,),),
    "y年": ((0,),),
    "My": ((1, 0),),
    "yM": ((0, 1),),
    "y年M": ((0, 1),),
    "nMy": ((2, 1, 0),),
    "n-M-y": ((2, 1, 0),),
    "Mny": ((2, 0, 1),),
    "yMn": ((0, 1, 2),),
    "y-M-n": ((0, 1, 2),),
    "y-n-n": ((0, 1, 2),),
    "y/n/n": ((0, 1, 2),),
    "y.n.n": ((0, 1, 2),),
    "n.n.y": ((2, 1, 0),),
    "n.y": ((1, 0),),
    "n/y": ((1, 0),),
    "n-y": ((1, 0),),
    "y.n": ((0, 1),),
    "y年n月": ((0, 1),),
    "y年n月n日": ((0, 1, 2),),
    "y年n月n": ((0, 1, 2),),
    "ynn": ((0, 1, 2),),
    "My/y": ((1, 0),),
    "y-y": ((0,), (1,)),
    "y年-y年": ((0,), (1,)),
    "M-My": ((2, 0), (2, 1)),
    "M/My": ((2, 0), (2, 1)),
    "My-My": ((1, 0), (3, 2)),
    "n-nMy": ((3, 2, 0), (3, 2, 1)),
    "Mn-ny": ((3, 0, 1), (3, 0, 2)),
    "nM-nMy": ((4, 1, 0), (4, 3, 2)),
    "Mn-Mny": ((4, 0, 1), (4, 2, 3)),
    "nMy-nMy": ((2, 1, 0), (5, 4, 3)),
    "Mny-Mny": ((2, 0, 1), (5, 3, 4)),
    "y年n月-n月": ((0, 1), (0, 2)),
    "y年n月n日-n日": ((0, 1, 2), (0, 1, 3)),
    "y年n月n日-n月n日": ((0, 1, 2), (0, 3, 4)),
    "y年n月n日-y年n月n日": ((0, 1, 2), (3, 4, 5)),
}

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)", re.ASCII)
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_CLOCK = re.compile(
    r"[t ]?\b\d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,6})? ?(?:[ap]\.?m\.?)? ?\(?(?:utc|gmt|jst|est|edt|pst|pdt|bst|cet|z)?\)?"
    r"|\d{1,2}時\d{1,2}分(?:\d{1,2}秒)?"
)
_WEEKDAY = re.compile(r"[(\[][月火水木金土日](?:曜日?)?[)\]]|[月火水木金土日]曜日?")
_TOKEN = re.compile(
    "(?P<number>[0-9]+)|(?P<era>(?:明治|大正|昭和|平成|令和|民國|民国))(?P<first>元)?|(?P<numeral>十[一二]?|[一二三四五六七八九])月|(?P<dash>[-–—−〜~～‐‑])|(?P<mark>[年月日년월일/.,:()?'’\\[\\]])"
    "|(?P<word>[^\\s0-9\\-–—−〜~～‐‑年月日년월일/.,:()?'’\\[\\]明大昭平令民一二三四五六七八九十]+|[明大昭平令民一二三四五六七八九十])"
)
_KOREAN = {"년": "年", "월": "月", "일": "日"}


@lru_cache(maxsize=16_384)
def read(raw: str, language: str | None = None) -> Reading:
    """What the text means as a date.

    >>> read("20 February 2025").when, read("令和7年2月20日").when, read("20 กุมภาพันธ์ 2568", "th").when
    ('2025-02-20', '2025-02-20', '2025-02-20')
    >>> read("Spring 2020").when, read("c. 2005").when, read("2010–2012").when
    ('2020-21', '2005~', '2010/2012')
    >>> read("31 November 2010")
    Reading(when=None, impossible=True)
    >>> read("03/04/2015")
    Reading(when=None, impossible=False)
    """
    raw = raw.strip()
    if not raw or len(raw) > MAX_RAW:
        return _NOTHING
    if found := _ISO.fullmatch(raw):
        return _dated(((int(found[1]), int(found[2]), int(found[3])),), "")
    if _STAMP.fullmatch(raw):
        return _checked(raw)
    text = _WEEKDAY.sub(" ", _CLOCK.sub(" ", _decimal(_folded(raw))))
    row = _Row(language)
    for token in _TOKEN.finditer(text):
        row.add(token)
    return row.reading()


def _decimal(text: str) -> str:
    """The text with the digits of all scripts as those of ASCII."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


class _Row:
    """The kinds and the numbers of a date, as its words come in."""

    def __init__(self, language: str | None):
        self.shape = ""
        self.numbers: list[int] = []
        self.thai = language == "th"
        self.doubt = ""
        self.era: str | None = None
        self.long_dash = False
        self.word = ""
        self.padded = False
        self.eastern = language is not None and language[:2] in ("ja", "zh", "ko")
        self.day_first = language is not None and language[:2] in _DAY_FIRST

    def add(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if kind != "word" and not (self.word and token[0] == "."):
            self._close()
        if kind == "number":
            self._number(token[0])
        elif kind in ("era", "first"):
            self.era = token["era"]
            if token["first"]:
                self._number("1")
        elif kind == "numeral":
            self.shape += "M"
            self.numbers.append(_NUMERALS[token["numeral"]])
        elif kind == "dash":
            self.long_dash |= token[0] not in "-‐‑"
            self.shape += "-"
        elif kind == "word":
            if not self.word.endswith("."):  # "ก.พ." is one word
                self._close()
            self.word += token[0]
        elif token[0] == "." and self.word:
            self.word += "."
        else:
            self._mark(token[0])

    def _close(self) -> None:
        """Takes the word that has come to its end."""
        if not self.word:
            return
        word, self.word = self.word.replace(".", "").strip("\u200b*"), ""
        if (number := _NAMES.get(word)) is not None:
            self.shape += "M"
            self.numbers.append(number)
            self.thai |= word in _THAI_NAMES
        elif word in _ABOUT:
            self.doubt = "~"
        elif word == "พศ":
            self.thai = True
        elif word == "s" and self.shape == "y":
            self.shape = "d"
        elif len(word) == 1 and "a" <= word <= "z" and self.shape.endswith("y"):
            pass  # 2009b tells two works of one year apart
        elif word == "代":
            self.shape += "代"
        elif word not in _IGNORED and word != "คศ":
            self.shape += "!"

    def _number(self, digits: str) -> None:
        kind = {1: "n", 2: "n", 4: "y", 8: "i", 14: "i"}.get(len(digits), "!")
        number = int(digits[:8])
        if self.era is not None:
            kind = "y" if len(digits) <= 2 and 1 <= number <= _ERA_LENGTHS.get(self.era, 150) else "!"
            number += _ERAS[self.era]
            self.era = None
        self.padded = len(digits) == 2 and digits[0] == "0"
        self.shape += kind
        self.numbers.append(number)

    def _mark(self, mark: str) -> None:
        mark = _KOREAN.get(mark, mark)
        if mark == "?":
            self.doubt = "?"
        elif mark in "年月日/" or (mark == "." and self.shape.endswith(("n", "y"))):
            self.shape += mark
        elif mark in "()[]:":
            self.shape += "!"

    def reading(self) -> Reading:
        self._close()
        shape = self.shape if "." not in self.shape else _undotted(self.shape)
        if "!" in shape:
            return _NOTHING
        if shape == "i":
            year, rest = divmod(self.numbers[0], 10_000)
            dated = _dated(((year, *divmod(rest, 100)),), "")
            return dated if dated.when else _NOTHING
        numbers = [self._year(number) for number in self.numbers] if self.thai else self.numbers
        if shape in ("d", "y年代"):
            decade = numbers[0]
            return _NOTHING if decade % 10 else _checked(f"{decade // 10:03}X")
        ends = _SHAPES.get(shape) or self._ambiguous(shape, numbers)
        return _dated([tuple(numbers[place] for place in end) for end in ends], self.doubt) if ends else _NOTHING

    def _year(self, number: int) -> int:
        return number - _BUDDHIST if number >= 2400 else number

    def _ambiguous(self, shape: str, numbers: list[int]) -> _Ends | None:
        """The shapes that depend on their numbers: day or month first, a month or the end of a range."""
        if shape in ("n/n/y", "n-n-y"):
            first, second = numbers[0], numbers[1]
            if first == second or (second <= 12 and (self.day_first or first > 12)):
                return ((2, 1, 0),)
            return ((2, 0, 1),) if first <= 12 < second else None
        if shape not in ("y-n", "y/n"):
            return None
        year, number = numbers
        month = self.padded or self.eastern or (shape == "y-n" and number <= 12)
        if month and not self.long_dash:
            return ((0, 1),)
        if number > year % 100:
            numbers[1] = year - year % 100 + number
            return ((0,), (1,))
        return None


def _undotted(shape: str) -> str:
    """Dots stay where they part numbers; those after ``20.`` of ``20. Februar`` and at the end go."""
    kept = [
        mark
        for place, mark in enumerate(shape)
        if mark != "." or (shape[place - 1 : place] in ("n", "y") and shape[place + 1 : place + 2] in ("n", "y"))
    ]
    return "".join(kept)


def _dated(ends: list[tuple[int, ...]] | tuple[tuple[int, ...], ...], doubt: str) -> Reading:
    if any(end[0] == 0 for end in ends):
        return Reading(None, impossible=True)
    points = ["-".join((f"{end[0]:04}", *(f"{part:02}" for part in end[1:]))) + doubt for end in ends]
    return _checked("/".join(points))


def _checked(text: str) -> Reading:
    try:
        return Reading(When(text))
    except InvalidDateError:
        return Reading(None, impossible=True)
