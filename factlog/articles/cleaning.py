"""Text as claims take it: NFC, no characters that hide or reorder, white space folded; and what script a text is in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from factlog.articles.characters import visible
from factlog.articles.revision import Anomaly

_SPACES = re.compile(r"[\s\u00a0]{2,}|[^\S ]|\u00a0")
_SCRIPTS = {
    "ja": "\u3041-\u3096\u30a1-\u30fa",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
    "ru": "\u0400-\u045f",
    "th": "\u0e01-\u0e4e",
    "hi": "\u0900-\u0963\u0966-\u097f",
    "ko": "\uac00-\ud7a3",
    "ar": "\u0620-\u064a",
    "he": "\u05d0-\u05ea",
    "el": "\u0370-\u03ff",
    "hy": "\u0531-\u0587",
    "ka": "\u10d0-\u10ff",
    "en": "A-Za-z\u00c0-\u024f",
}
_LETTERS = {language: re.compile(f"[{ranges}]") for language, ranges in _SCRIPTS.items()}
_LOOKED_AT = 20_000
_MANY = 1000


class Cleaner:
    """Cleans the texts of one page, and remembers what it took out."""

    def __init__(self) -> None:
        self._problems: list[Anomaly] = []

    def line(self, text: str) -> str:
        r"""The text in NFC without what hides; white space as it was.

        >>> cleaner = Cleaner()
        >>> cleaner.line("Trans\u202eform"), [anomaly.detail for anomaly in cleaner.anomalies()]
        ('Transform', ['U+202E'])
        """
        if text.isascii() and text.isprintable():
            return text
        text = unicodedata.normalize("NFC", visible(text, self._problems))
        if len(self._problems) > _MANY:
            self._problems = list(dict.fromkeys(self._problems))
        return text

    def anomalies(self) -> tuple[Anomaly, ...]:
        """``control-characters`` with all of them, and ``combining-marks``."""
        controls = sorted({problem.detail for problem in self._problems if problem.code == "control-characters"})
        found = [Anomaly("control-characters", ", ".join(controls))] if controls else []
        if any(problem.code == "combining-marks" for problem in self._problems):
            found.append(Anomaly("combining-marks"))
        return tuple(found)


def folded(text: str) -> str:
    r"""The text with single blanks for white space, none around it.

    >>> folded(" a\n  b ")
    'a b'
    """
    return _SPACES.sub(" ", text).strip() if _SPACES.search(text) else text.strip()


def language_of(text: str) -> str | None:
    """The language that the script of a text suggests, ``en`` for Latin letters; None where there are no letters.

    >>> language_of("リヤドで会談した"), language_of("我们明天去"), language_of("Встреча в Эр-Рияде"), language_of("12")
    ('ja', 'zh', 'ru', None)
    """
    return _language_of(text[:_LOOKED_AT])


@lru_cache(maxsize=64)  # revisions of one article begin alike
def _language_of(sample: str) -> str | None:
    if sample.isascii():
        return "en" if _LETTERS["en"].search(sample) else None
    times = Counter(sample)
    characters = "".join(times)
    counts = {
        language: sum([times[letter] for letter in letters.findall(characters)]) for language, letters in _LETTERS.items()
    }
    # A Chinese text may hold a Japanese name; a Japanese one is never without kana
    if counts["ja"] * 20 > counts["zh"]:
        counts["ja"] += counts["zh"]
        counts["zh"] = 0
    # A word of Latin script is several letters, and an article in any script quotes many
    counts["en"] //= 4
    best = max(counts, key=lambda language: counts[language])
    if not any(counts.values()):
        return "en" if _LETTERS["en"].search(sample) else None
    return "uk" if best == "ru" and re.search("[іїєґ]", sample) and not re.search("[ыэъ]", sample) else best
