"""What stands in a free-text note beside authors, title and site, each in a form of its own.

Dates of retrieval and of archiving, identifiers, pages, volumes, addresses. Every pattern is bounded, so that looking
for it is linear.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_YEAR = r"(?:1[5-9]|2[0-5])\d\d"
_WORD_MONTH = r"[A-Za-zÀ-ÿА-Яа-яё]{3,10}\.?"
_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September"
    "|October|November|December"
    "|Spring|Summer|Autumn|Fall|Winter)"
)
DATE = (
    rf"(?:(?:(?:明治|大正|昭和|平成|令和)(?:\d{{1,2}}|元)|{_YEAR}) ?年(?: ?\d{{1,2}} ?月(?: ?\d{{1,2}} ?日)?)?"
    rf"(?:[（(][月火水木金土日](?:曜日?)?[）)])?"
    rf"|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)|{_YEAR}[-/](?:0[1-9]|1[0-2])(?!\d)"
    rf"|\d{{1,2}}\.? {_WORD_MONTH} {_YEAR}(?: г(?:ода|\.)?)?|{_WORD_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}|{_MONTH} {_YEAR})"
)
"""A date as notes write it, at least with its month in words, or with its year and 年."""

_VIA = r"(?:(?P<via>[^\s.。,、()（）“”\"『』「」]{2,40}(?: [^\s.。,、()（）“”\"『』「」]{1,30}){0,3})より)?"
_READ = r"(?:最終)?(?:閲覧|アクセス|参照|確認|取得|查閱|查阅|检索|檢索|访问|造訪)(?![者数])(?:済み)?"
_RETRIEVED = re.compile(
    rf"[（(\[]? ?{_VIA}(?P<date>{DATE})(?: ?\d{{1,2}}:\d\d)? ?(?:に|，)?{_READ} ?[）)\]]?[。.．]?"
    rf"|(?:最終)?(?:閲覧日|アクセス日|参照日)[:：]? ?(?P<date2>{DATE})[。.]?"
    rf"|[(\[]?\b(?:Last )?(?:[Rr]etrieved|[Aa]ccessed|[Aa]ccess date:?|[Vv]iewed|[Vv]isited|[Cc]onsulted)(?: online)?"
    rf"(?: on:?|:)? (?P<date3>{DATE})[)\]]?\.?"
    rf"|(?:Дата обращения:?|Проверено|Abgerufen am|Consulté le|Consultado el(?: día)?) (?P<date4>{DATE})\.?"
)
_ARCHIVED = re.compile(
    rf"[（(]?オリジナル(?:の|より|から)? ?[(（]?(?P<date>{DATE})?[)）]?(?:時点|に)?(?:における|で|の)?アーカイブ[。.）)]?"
    rf"|[（(]?(?P<date2>{DATE})(?:時点の|に)オリジナル(?:より|から)アーカイブ[。.）)]?"
    rf"|[(\[]?Archived(?: \(PDF\))?(?: from the original)?(?: \(PDF\))?(?: at [A-Za-z .]{{1,40}})?"
    rf"(?: on (?P<date3>{DATE}))?[)\]]?\.?"
    rf"|[（(]?(?:原始内容|原始內容)?(?: ?\(PDF\))?(?:存档于|存檔於) ?(?P<date4>{DATE})[）)]?[。.]?"
    rf"|Архивировано(?: из (?:перво)?источника| из оригинала)?(?: \(PDF\))? (?P<date5>{DATE})\.?"
)
_VIA_ENGLISH = re.compile(r"[ ,.]{0,4}[–—-] via (?P<via>[^.。()]{2,60}(?:\.(?:com|org|net))?)\.?")
_ISSN = re.compile(r"[e]?ISSN[:： ] ?(?P<value>\d{4}-\d{3}[\dXx])\.?")
_ISBN = re.compile(r"[〔(（]?ISBN(?:-1[03])?[:： ]{0,2}(?P<value>(?:97[89][- ]?)?\d[\d -]{7,14}[\dXx])[〕)）]?\.?")
_DOI = re.compile(
    r"(?:doi[:： ] ?|https?://(?:dx\.)?doi\.org/)(?P<value>10\.\d{3,9}/[^\s\"<>、。]{1,200}[^\s\"<>、。.,;)\]])\.?",
    re.IGNORECASE,
)
_PMID = re.compile(r"PMID[:： ] ?(?P<value>\d{1,9})\.?")
_PMC = re.compile(r"PMC[:： ] ?(?P<value>\d{1,9})\.?")
_PAGE = r"[A-Za-z]?\d{1,5}(?:[A-Za-z](?![A-Za-z]))?"
_PAGES = re.compile(
    rf"[:：,、]? ?\b[Pp]{{1,2}}\.? ?(?P<value>{_PAGE}(?: ?[-–—−~～,、] ?{_PAGE}){{0,20}})(?![\w])[。.]?"
    rf"|[,、：: ]? ?(?P<value2>{_PAGE}(?: ?[-–—−~～,、・] ?{_PAGE}){{0,20}}) ?(?:頁|ページ|页|面(?![^。、]))[。.]?"
    rf"|[,:]? ?(?:стр?\.|с\.|หน้า|पृष्ठ[- ]?|S\.) ?(?P<value4>{_PAGE}(?:[-–—]{_PAGE})?)(?!\w)\.?"
    rf"|[:,] (?P<value3>{_PAGE} ?[-–—] ?{_PAGE})(?![\w-])[。.]?"
)
_VOLUMES = re.compile(
    r",? ?\b[Vv]ol(?:ume|\.)? ?(?P<volume>\d{1,5})(?:,? ?(?:[Nn]o|[Ii]ss(?:ue)?|[Nn]umber)\.? ?(?P<issue>\d{1,5}))?"
    r"|[ ,、]?第? ?(?P<volume2>\d{1,5}) ?巻(?: ?第? ?(?P<issue2>\d{1,5}) ?号)?"
    r"|[ .] ?(?P<volume3>\d{1,5}) ?\((?P<issue3>\d{1,5})\)(?=[:. ,]|$)"
)
_LINK = re.compile(r"\[(?P<url>(?:https?:)?//[^\s\]<>]{3,2000})(?:\s{1,20}(?P<label>[^\]\n]{1,1000}))?\]")
_URL = re.compile(r"https?://[^\s<>\"“”「」『』（）、。\]]{3,2000}")

TITLE_START, TITLE_END = "\ue000", "\ue001"
"""What stands around the label of a link, which is the title, while a note is read."""


class Form(NamedTuple):
    """A piece by its form; where none of the ``hints`` stands in a text, it is not looked for."""

    name: str
    pattern: re.Pattern[str]
    hints: tuple[str, ...]


_EVERYWHERE = (
    Form("archived", _ARCHIVED, ("rchived", "オリジナル", "存档于", "存檔於", "Архивировано")),
    Form(
        "retrieved",
        _RETRIEVED,
        (
            *(
                "etrieved",
                "ccessed",
                "iewed",
                "isited",
                "onsulted",
                "ccess date",
                "閲覧",
                "アクセス",
                "参照",
                "確認",
                "取得",
            ),
            *("查閱", "查阅", "检索", "檢索", "访问", "造訪", "обращения", "Проверено", "Abgerufen", "Consult"),
        ),
    ),
    Form("via", _VIA_ENGLISH, (" via ",)),
)
_BEHIND_TITLE = (
    Form("issn", _ISSN, ("ISSN",)),
    Form("isbn", _ISBN, ("ISBN",)),
    Form("doi", _DOI, ("10.",)),
    Form("PMID", _PMID, ("PMID",)),
    Form("PMCID", _PMC, ("PMC",)),
    Form("volume", _VOLUMES, ("ol", "巻", "(")),
    Form("page", _PAGES, ("p", "P", "頁", "ページ", "页", "面", "стр", "с.", "หน้า", "पृष्ठ", "S.", ": ", ", ")),
)


class Pieces(NamedTuple):
    """What was found, by name, with the rest of the text."""

    rest: str
    found: dict[str, str]


def taken(text: str) -> Pieces:
    """The pieces of one reference, taken out of its text.

    >>> taken("Title. The Washington Post: pp. A1, A14. Retrieved 20 February 2025.")
    Pieces(rest='Title. The Washington Post', found={'retrieved': '20 February 2025', 'page': 'A1, A14'})
    """
    found: dict[str, str] = {}
    text = _addresses(text, found)
    for form in _EVERYWHERE:
        text = _cut(text, form, found)
    # a title may have "p. 5" or "ISBN 2" in it: these stand behind it
    head, behind = _behind_title(text)
    for form in _BEHIND_TITLE:
        behind = _cut(behind, form, found)
    return Pieces((head + behind).strip(), found)


def _addresses(text: str, found: dict[str, str]) -> str:
    """Links and bare addresses; the label of the first link stands where it stood."""

    def link(match: re.Match[str]) -> str:
        first = "url" not in found
        found.setdefault("url", match["url"])
        label = match["label"] or ""
        if label.startswith(("http://", "https://")):
            return ""
        return f"{TITLE_START}{label}{TITLE_END}" if first and label and TITLE_START not in text else label

    def bare(match: re.Match[str]) -> str:
        url = match[0].rstrip(".,;:!?'")
        while url.endswith((")", ".")) and (url[-1] == "." or url.count(")") > url.count("(")):
            url = url[:-1]
        if "doi.org/10." in url:
            return match[0]
        found.setdefault("url", url)
        return match[0][len(url) :]

    return _URL.sub(bare, _LINK.sub(link, text))


def _cut(text: str, form: Form, found: dict[str, str]) -> str:
    name, pattern, hints = form
    if not any(map(text.__contains__, hints)) or (match := pattern.search(text)) is None:
        return text
    for group, value in match.groupdict().items():
        if value:
            plain = group.rstrip("0123456789")
            found.setdefault(name if plain in ("date", "value") else plain, value.strip())
    if name == "archived":
        found.setdefault("archived", "")
    return f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}"


def _behind_title(text: str) -> tuple[str, str]:
    place = max(text.rfind(mark) for mark in ("”", "」", "』", TITLE_END, '"'))
    return text[: place + 1], text[place + 1 :]
