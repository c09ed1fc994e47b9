"""Links of wikitext: what a reader sees of them, in the languages of the articles read."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from factlog.articles.wikitext.signs import CAPTION, CAPTION_END, DROPPED, hidden

_FILES = frozenset({"file", "image", "ファイル", "画像", "файл", "изображение", "文件", "档案", "檔案"})
_FILES |= {"圖像", "图像", "चित्र", "ไฟล์", "ภาพ", "datei", "bild", "fichier", "archivo"}
_FILES |= {"imagen", "immagine", "bestand", "plik", "파일", "ملف", "پرونده", "קובץ", "tập tin"}
_FILES |= {"media"}
_CATEGORIES = frozenset({"category", "カテゴリ", "категория", "分类", "分類", "श्रेणी", "หมวดหมู่", "kategorie", "catégorie"})
_CATEGORIES |= {"categoría", "categoria", "kategoria", "categorie", "분류", "تصنيف", "רده", "thể loại", "kategori"}
_CATEGORIES |= {"категорія"}
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{2,8}){0,2}|simple|be-x-old|zh-min-nan|zh-classical|map-bms|cbk-zam|roa-rup|fiu-vro|bat-smg"
)
_LONGEST = 24
"""No name of these is longer."""
_NOT_LANGUAGES = frozenset({"wp", "wt", "voy", "doi", "rfc", "mw"})
_SHOWN = re.compile(
    r"thumb|thumbnail|frame|framed|サムネイル|サムネール|フレーム|мини|миниатюра|обрамить|缩略图|縮圖|有框|अंगूठाकार|अंगूठा|फ्रेम|ธัมบ์|ธัมบ์เนล"
    r"|mini|miniatur|vignette|miniatura|miniaturadeimagen|vignetta|กรอบ|gerahmt|cadre",
    re.IGNORECASE,
)
_OPTION = re.compile(
    r"(?:thumb|thumbnail|frame|framed|frameless|border|left|right|center|centre|none|baseline|sub|super|sup|top|text-top|middle|bottom"
    r"|text-bottom|\d{0,5}x?\d{1,5}\s?(?:px|пкс|pxl|پیکسل)(?:px)?|upright(?:[ =].{0,20})?"
    r"|右|左|中央|中|なし|無し|境界|代替文=.*|リンク=.*"
    r"|справа|слева|центр|без|\d{1,5}пкс|ขวา|ซ้าย|กลาง|ไม่มี|दाएँ|बाएँ|केंद्र|无框|居中|置中|(?:alt|link|page|lang|class|start|end|thumbtime)\s?=.*)",
    re.IGNORECASE | re.DOTALL,
)


class _Space(Enum):
    """What stands before the colon of a link's target, where it is not the beginning of a title."""

    NOTHING = 0
    FILE = 1
    CATEGORY = 2
    ADDRESS = 3
    LANGUAGE = 4


@lru_cache(maxsize=1024)
def _space(written: str) -> _Space | None:
    name = written.lower()
    if not name:
        return _Space.NOTHING
    if name in _FILES:
        return _Space.FILE
    if name in _CATEGORIES:
        return _Space.CATEGORY
    if name in ("http", "https", "ftp"):
        return _Space.ADDRESS
    return _Space.LANGUAGE if _LANGUAGE.fullmatch(written) and name not in _NOT_LANGUAGES else None


def link(inside: str) -> str:
    """What a reader sees of ``[[inside]]``; a picture's caption stands between signs.

    >>> link("Kyiv|the capital"), link(":Category:War")
    ('the capital', 'Category:War')
    """
    target, bar, text = inside.partition("|")
    written, colon, rest = target.partition(":")
    if colon and len(written := written.strip()) <= _LONGEST and (space := _space(written)) is not None:
        if space is _Space.NOTHING:
            return text if bar and text else target.strip()[1:]
        if space is _Space.FILE:
            return _picture(text)
        if space is _Space.ADDRESS:
            return inside.partition(" ")[2] or text
        if space is _Space.CATEGORY or not rest.startswith(" "):
            return DROPPED + hidden(inside)
    if not bar:
        return target.strip()
    if text:
        return text
    # The pipe trick, in case it was never saved.
    return target.rpartition(":")[2].partition("(")[0].strip()


def _picture(options: str) -> str:
    shown, caption = False, ""
    for option in options.split("|"):
        bare = option.strip()
        if _SHOWN.fullmatch(bare):
            shown = True
        elif not _OPTION.fullmatch(bare):
            caption = option
    if shown and caption.strip():
        return CAPTION + caption + CAPTION_END
    return DROPPED + hidden(options)
