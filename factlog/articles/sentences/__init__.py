"""Sentences of a block of text, as spans.

Japanese and Chinese end at ``。！？`` outside brackets; other languages at a full stop that the words around it do not
explain otherwise (:mod:`factlog.articles.sentences.stops`). In both, a bracket or a quotation that is closed hides what it encloses,
and one that is not closed hides nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from factlog.articles.sentences import brackets, stops

WITHOUT_SPACES = frozenset(("ja", "zh", "yue", "wuu", "gan", "hak", "lzh", "nan", "cdo"))
"""Languages (the first subtag) whose sentences end at an ideographic full stop."""

MAX_PARAGRAPH = 30_000
"""No paragraph is longer: what is gets cut at full stops a thousand characters apart, without a look at brackets."""

# Asked of every text that is not in ASCII: one range first, which is fast.
_CJK = re.compile("[\u3041-\U0003ffff](?<=[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
_REFERENCE = r"\[(?:[^\W\d_]{1,12}[ .]{0,2})?\d{1,4}(?:[–,-]\d{1,4})*\]"
_END = re.compile(rf"[。！？｡．.!?‼⁇⁈⁉][。！？｡．.!?‼⁇⁈⁉]*(?:[」』｣）)\]”’》〉】]*)(?:{_REFERENCE})*")
_JAPANESE_GOES_ON = frozenset("とっはがをにのも、。，,・」』）)—―…")
"""What follows a question or exclamation mark that ends no sentence: particles (``！と述べた``), punctuation."""
_ANY_END = re.compile(r"[。！？｡।۔።]|[.!?](?=\s)|\n")
_BREAK = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]*(?:[*•⁃‣▪◦]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]{1,2})\s)")


def split(text: str, language: str | None) -> list[tuple[int, int]]:
    """The sentences of a text: where each begins and ends, without the blanks around it.

    >>> text = "「行く。」と述べた。帰った。"
    >>> [text[start:end] for start, end in split(text, "ja")]
    ['「行く。」と述べた。', '帰った。']
    >>> text = "Dr. Watson has $1.20. He left at 5 p.m. with Mr. Holmes."
    >>> [text[start:end] for start, end in split(text, "en")]
    ['Dr. Watson has $1.20.', 'He left at 5 p.m. with Mr. Holmes.']

    Takes time in proportion to the text.
    """
    if text.isalnum():  # a word or a number, as in most cells of tables: it has no mark that ends anything
        return [(0, len(text))]
    language = _spoken(language) if language else _language(text)
    if "\n" not in text:
        return _spans(text, _ends(text, language))
    spans: list[tuple[int, int]] = []
    for begin, finish in _paragraphs(text):
        part = text[begin:finish]
        spans += [(begin + first, begin + last) for first, last in _spans(part, _ends(part, language))]
    return spans


@lru_cache(maxsize=64)
def _spoken(tag: str) -> str:
    return tag.lower().partition("-")[0]


def _ends(text: str, language: str) -> list[int]:
    """Where the sentences of a paragraph end."""
    if len(text) > MAX_PARAGRAPH:
        return _coarse(text)
    if not text.isascii() and _CJK.search(text) and (language in WITHOUT_SPACES or _is_mostly_cjk(text)):
        return _ideographic(text, language)
    return stops.ends(text, language)


def _spans(text: str, ends: list[int]) -> list[tuple[int, int]]:
    """What stands between the ends, without the blanks around it."""
    if not ends and text and not text[0].isspace() and not text[-1].isspace():
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*ends, len(text)):
        if piece := text[start:end].lstrip():
            first = end - len(piece)
            last = first + len(piece := piece.rstrip())
            # signs alone are no sentence: they belong to the one before
            is_more = last - first < 9 and start and not any(map(str.isalnum, piece))
            spans.append((spans.pop()[0], last) if is_more else (first, last))
        start = end
    return spans


def _is_mostly_cjk(text: str) -> bool:
    """Whether a text is Japanese or Chinese, whatever the article's language: a quotation, a table cell."""
    return 2 * len(_CJK.findall(text)) > sum(map(str.isalpha, text))


def _language(text: str) -> str:
    return "ja" if _CJK.search(text, 0, 2000) else "en"


def _paragraphs(text: str) -> list[tuple[int, int]]:
    cuts = [found.end() for found in _BREAK.finditer(text)]
    return list(zip([0, *cuts], [*cuts, len(text)], strict=True))


def _coarse(text: str) -> list[int]:
    ends: list[int] = []
    at = 1000
    while found := _ANY_END.search(text, at):
        ends.append(found.end())
        at = found.end() + 1000
    return ends


def _ideographic(text: str, language: str) -> list[int]:
    """Where the sentences end, by brackets."""
    if not (marks := list(_END.finditer(text))):
        return []
    spans = _outermost(brackets.match(text).pairs)
    ends: list[int] = []
    begin, at = 0, 0
    for found in marks:
        while at < len(spans) and spans[at].end <= found.start():
            at += 1
        if at < len(spans) and spans[at].start < found.start():
            if found.end() >= spans[at].end and _closing_ends(text, spans[at], begin, language):
                begin = found.end()
                ends.append(begin)
        elif _ends_here(text, found):
            begin = found.end()
            ends.append(begin)
    return ends


def _outermost(pairs: list[brackets.Pair]) -> list[brackets.Pair]:
    """Those that no other one encloses; angle brackets are no brackets here."""
    kept: list[brackets.Pair] = []
    for pair in pairs:
        if pair.mark != "<" and (not kept or pair.start >= kept[-1].end):
            kept.append(pair)
    return kept


def _closing_ends(text: str, pair: brackets.Pair, begin: int, language: str) -> bool:
    """Whether the sentence ends with a pair in which a sentence ends: （…。） that is a sentence of its own, or ：“…。”."""
    following = text[pair.end : pair.end + 1]
    if not pair.quotes:
        return not text[begin : pair.start].strip() and following not in _JAPANESE_GOES_ON
    introduced = text[begin : pair.start].rstrip()[-1:] in ("：", ":")
    return introduced and bool(_CJK.match(following)) and (language != "ja" or not "ぁ" <= following <= "ん")


def _ends_here(text: str, found: re.Match[str]) -> bool:
    following, before = text[found.end() : found.end() + 1], text[found.start() - 1 : found.start()]
    stop = found[0]
    if "。" in stop or "｡" in stop:
        return following != "を"  # モーニング娘。を: no sentence begins with the object's particle
    if not following:
        return True
    if stop[0] in ".．":
        return bool(_CJK.match(before)) and (
            following.isspace() or (stop[0] == "．" and not following.isalnum()) or _cjk(following)
        )
    if "！" in stop or "？" in stop or stop[0] in "‼⁇⁈⁉":
        return following not in _JAPANESE_GOES_ON
    return following.isspace() or following in "「『（(“"


def _cjk(character: str) -> bool:
    return bool(_CJK.match(character))
