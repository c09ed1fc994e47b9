"""Text as claims take it: NFC, no characters that hide or reorder, white space folded; and what script a text is in."""

from __future__ import annotations

import re
import unicodedata

from factlog.articles.revision import Anomaly
from factlog.claims.text import MAX_MARKS

# Controls, what is invisible, what reorders, lone surrogates, tags. Joiners stay where scripts need them (Persian, Hindi).
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]|(?<![\u0600-\u0dff])[\u200c\u200d]"
)
_SPACES = re.compile(r"[\s\u00a0]{2,}|[^\S ]|\u00a0")
_MAY_STACK = re.compile(rf"[^\w\x00-\x7f]{{{MAX_MARKS + 1}}}")
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
_LETTERS = {language: re.compile(f"[{ranges}]+") for language, ranges in _SCRIPTS.items()}
_LOOKED_AT = 20_000


class Cleaner:
    """Cleans the texts of one page, and remembers what it took out."""

    def __init__(self) -> None:
        self._characters: set[str] = set()
        self._stacked = False

    def line(self, text: str) -> str:
        r"""The text without what hides; white space as it was.

        >>> cleaner = Cleaner()
        >>> cleaner.line("Trans\u202eform"), [anomaly.detail for anomaly in cleaner.anomalies()]
        ('Transform', ['U+202E'])
        """
        if text.isascii() and text.isprintable():
            return text
        if found := _HIDDEN.findall(text):
            self._characters.update(found)
            text = _HIDDEN.sub("", text)
        if _MAY_STACK.search(text):
            text = self._limited(text)
        return unicodedata.normalize("NFC", text)

    def _limited(self, text: str) -> str:
        """At most fifteen combining marks on a character: more hide it, and are slow to normalise."""
        kept: list[str] = []
        run = 0
        for character in text:
            run = run + 1 if unicodedata.combining(character) else 0
            if run <= MAX_MARKS:
                kept.append(character)
        self._stacked = self._stacked or len(kept) < len(text)
        return "".join(kept)

    def anomalies(self) -> tuple[Anomaly, ...]:
        """``control-characters`` and ``combining-marks``, each once."""
        found = []
        if self._characters:
            found.append(Anomaly("control-characters", ", ".join(sorted({f"U+{ord(one):04X}" for one in self._characters}))))
        if self._stacked:
            found.append(Anomaly("combining-marks"))
        return tuple(found)


def folded(text: str) -> str:
    """The text with single blanks for white space, none around it.

    >>> folded(" a\\n  b ")
    'a b'
    """
    return _SPACES.sub(" ", text).strip() if _SPACES.search(text) else text.strip()


def language_of(text: str) -> str | None:
    """The language that the script of a text suggests, ``en`` for Latin letters; None where there are no letters.

    >>> language_of("リヤドで会談した"), language_of("我们明天去"), language_of("Встреча в Эр-Рияде"), language_of("12")
    ('ja', 'zh', 'ru', None)
    """
    sample = text[:_LOOKED_AT]
    counts = {language: sum(map(len, letters.findall(sample))) for language, letters in _LETTERS.items()}
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
