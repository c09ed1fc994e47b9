"""Where a text writes numbers, amounts and dates, in figures or in words, in any language, and what number they plainly are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from factlog.articles.comparison.words import content, tokens
from factlog.articles.sentences import numerals

# without those for one and first, which are often articles and pronouns, and say when
_UNITS = {
    2: "two zwei deux dos два две двух दो",
    3: "three third drei trois tres три трёх трех तीन",
    4: "four fourth vier quatre cuatro четыре четырёх четырех चार",
    5: "five fifth fünf cinq cinco пять пяти पाँच पांच",
    6: "six sixth sechs seis шесть шести छः छह",
    7: "seven seventh sieben sept siete семь семи सात",
    8: "eight eighth acht huit ocho восемь восьми आठ",
    9: "nine ninth neun neuf nueve девять девяти नौ",
    10: "ten tenth zehn dix diez десять десяти दस",
    11: "eleven ग्यारह",
    12: "twelve zwölf douze doce बारह",
    20: "twenty zwanzig vingt veinte двадцать двадцати बीस",
    30: "thirty dreißig trente тридцать тридцати तीस",
    40: "forty сорок сорока चालीस",
    50: "fifty пятьдесят пятидесяти पचास",
    60: "sixty шестьдесят шестидесяти साठ",
    70: "seventy семьдесят семидесяти",
    80: "eighty восемьдесят восьмидесяти",
    90: "ninety девяносто",
}
_PARTS = """
thirteen fourteen fifteen sixteen seventeen eighteen nineteen hundred thousand million billion trillion dozen
hundert tausend millionen milliarden cent mille millions milliards cien mil millones
сто ста двести триста тысяча тысячи тысяч тыс миллион миллиона миллионов млн миллиард миллиарда миллиардов млрд
तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस सौ हज़ार हजार लाख करोड़ अरब
"""
_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
januar februar märz mai juni juli oktober dezember
janvier février mars avril juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
जनवरी फरवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर सितंबर अक्टूबर नवम्बर नवंबर दिसम्बर दिसंबर
"""
_NUMBERS = {word: number for number, words in _UNITS.items() for word in words.split()}
_WORDS = frozenset((*_NUMBERS, *_PARTS.split(), *_MONTHS.split()))
_THAI = {word: number for number, word in enumerate("สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ".split(), start=2)}
_PARTING = re.compile("[, \u00a0\u202f٬]")
_SHORT = 32  # characters: most numbers are, and come again
_HAN = "〇零一二三四五六七八九十百千万萬亿億兆两兩"
_UNPARTED = re.compile(
    f"[{_HAN}]+"
    f"|(?:หนึ่ง|{'|'.join(_THAI)}|ร้อย|พัน|หมื่น|แสน|ล้าน)+"
    "|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|\b[IVX]+(?=[ \u00a0](?:век|вв?\.|ст\.|столет))"
)
"""Han and Thai, where they may be a part of any other word (一般), and the centuries of Cyrillic."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b|-(?:й|е|я|го|му|м|ю|х|ми|ая|ое|ый|ой|ые|ых)\b")
_CURRENCIES = "$€£¥฿₹₽₩₪₴"
_NUMBER = re.compile(
    rf"\d(?P<before>(?<=[{_CURRENCIES}]\d)|(?<=[{_CURRENCIES}]\s\d))?\d*(?:[.,٫٬ \u00a0\u202f]\d+)*"
    rf"(?P<behind>(?=\s?[{_CURRENCIES}]|{_ORDINAL.pattern}))?"
)
"""A number, and whether a sign of a currency, or what makes it an ordinal, stands beside it."""
_JOINING = frozenset(("", " ", "-", "\u00a0"))


def words_differ(one: str, other: str) -> bool:
    """Whether two texts differ in words for numbers or months.

    >>> words_differ("Three came in May.", "Four came in May."), words_differ("Three came.", "Three left.")
    (True, False)
    """
    return not _WORDS.isdisjoint(set(content(one)) ^ set(content(other)))


def unparted_differ(one: str, other: str) -> bool:
    """The same of those that no blank parts from other words, as far as their signs show.

    >>> unparted_differ("三人来了。", "四人来了。")
    True
    """
    return not (one.isascii() and other.isascii()) and _UNPARTED.findall(one) != _UNPARTED.findall(other)


def figures(text: str, *, words: bool = False, unparted: bool = False) -> list[tuple[int, int]]:
    """Where numbers stand, with the signs of their currency; those in words, and months, where they are asked for.

    >>> text = "In May, the 3rd of twenty-two paid $5."
    >>> [text[start:end] for start, end in figures(text)]
    ['3rd', '$5']
    >>> [text[start:end] for start, end in figures(text, words=True)]
    ['May', '3rd', 'twenty-two', '$5']
    """
    found = [_widened(text, *match.span()) if match.lastindex else match.span() for match in _NUMBER.finditer(text)]
    if not words and not unparted:
        return found
    if words:
        found += _in_words(text)
    if unparted:
        found += [match.span() for match in _UNPARTED.finditer(text)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and (start < joined[-1][1] or text[joined[-1][1] : start] in _JOINING):
            start, last = joined.pop()
            end = max(end, last)
        joined.append((start, end))
    return joined


def plain(raw: str) -> str:
    """A number in digits from 0 to 9, without what people part them by, if it is known; else as written.

    >>> plain("12 345"), plain("१६६"), plain("4th"), plain("fourth"), plain("twenty-two"), plain("三十")
    ('12345', '166', '4', '4', '22', '30')
    """
    return _known(raw) if len(raw) <= _SHORT else _plain(raw)


def _plain(raw: str) -> str:
    written = unicodedata.normalize("NFKC", raw).casefold()
    if (number := _in_letters(written)) is not None:
        return str(number)
    bare = _PARTING.sub("", _ORDINAL.sub("", written))
    return bare if bare.isascii() else "".join(map(_digit, bare))


_known = lru_cache(maxsize=4096)(_plain)


def _in_letters(written: str) -> numerals.Number | None:
    if any(map(str.isdecimal, written)):
        return None
    if (number := _NUMBERS.get(written, _THAI.get(written))) is not None:
        return number
    return numerals.english(written) if written.isascii() else numerals.japanese(written)


def _in_words(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for token in tokens(text):
        if token.casefold() in _WORDS:
            yield start, start + len(token)
        start += len(token)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A number with the sign of its currency, at either end, with or without a blank, or with what makes it an ordinal."""
    if ordinal := _ORDINAL.match(text, end):
        return start, ordinal.end()
    for width in (1, 2):
        if (found := text[max(0, start - width) : start].rstrip()) and found in _CURRENCIES:
            return max(0, start - width), end
        if (found := text[end : end + width].lstrip()) and found in _CURRENCIES:
            return start, end + width
    return start, end


def _digit(character: str) -> str:
    number = unicodedata.digit(character, None)
    return character if number is None else str(number)
