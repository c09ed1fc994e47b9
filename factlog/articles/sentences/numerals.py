"""Numbers as people write them: ``1,234.5``, ``１万2000``, ``三億五千万``, ``twenty-four``, ``2.5 million``."""

from __future__ import annotations

Number = int | float

FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９，．％－", "0123456789,.%-", strict=True)}
"""For ``str.translate``: it keeps every position."""

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_UNITS = """
zero one two three four five six seven eight nine ten
eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
WORDS = {word: value for value, word in enumerate(_UNITS.split())}
TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
MULTIPLIERS = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9}


def plain(written: str, *, comma: bool = False) -> Number:
    """Digits with separators; with ``comma``, the decimal mark is a comma.

    >>> plain("1,234.5"), plain("1.234,5", comma=True), plain("2000")
    (1234.5, 1234.5, 2000)
    """
    if written.isdecimal():
        return int(written)
    bare = written.replace(".", "").replace(",", ".") if comma else written.replace(",", "")
    bare = bare.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    return float(bare) if "." in bare else int(bare)


def japanese(written: str) -> Number | None:
    """Digits and Chinese numerals, mixed as in newspapers; None where they make no number.

    >>> [japanese(text) for text in ("1万2000", "三億五千万", "二〇二五", "1.5億", "十七", "2千", "万一")]
    [12000, 350000000, 2025, 150000000, 17, 2000, None]
    """
    total: Number = 0
    start = 0
    last = 10**16
    for index, character in enumerate(written):
        if (factor := _LARGE.get(character)) is None:
            continue
        part = _small(written[start:index])
        if part is None or factor >= last:
            return None
        total += part * factor
        start, last = index + 1, factor
    if start < len(written):
        part = _small(written[start:])
        if part is None or part >= last:
            return None
        total += part
    return int(total) if total == int(total) else total


def _small(written: str) -> Number | None:
    """Below 10,000 where it uses 十百千; any digits otherwise."""
    if not written:
        return None
    if written[0].isdecimal() and not any(character in _SMALL or character in _DIGITS for character in written):
        return plain(written)
    if all(character in _DIGITS for character in written):
        return int("".join(str(_DIGITS[character]) for character in written)) if len(written) < 16 else None
    return _with_units(written)


def _with_units(written: str) -> int | None:
    total, current, last = 0, "", 10_000
    for character in written:
        if (factor := _SMALL.get(character)) is not None:
            if factor >= last:
                return None
            total, current, last = total + int(current or 1) * factor, "", factor
        elif character.isdecimal() or character in _DIGITS:
            current += str(_DIGITS.get(character, character))
        else:
            return None
    if current and int(current) >= last:
        return None
    return total + int(current or 0)


def english(words: str) -> Number | None:
    """A number in words or in digits with a multiplier; None where it is none.

    >>> [english(text) for text in ("twenty-four", "2.5 million", "one hundred", "three", "few")]
    [24, 2500000, 100, 3, None]
    """
    total: Number = 0
    current: Number | None = None
    for word in words.lower().replace("-", " ").split():
        if word in WORDS or word in TENS:
            current = (current or 0) + WORDS.get(word, TENS.get(word, 0))
        elif word in MULTIPLIERS:
            current = (1 if current is None else current) * MULTIPLIERS[word]
        elif word[0].isdecimal() and current is None:
            current = plain(word)
        elif word != "and":
            return None
    if current is None:
        return None
    total += current
    return int(total) if total == int(total) else total
