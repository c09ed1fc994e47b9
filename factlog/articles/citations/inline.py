"""The wikitext of one parameter or note as plain text: links, emphasis, tags, comments and small templates taken away.

A linear scan; what nests deeper than a reader would write stays as it is.
"""

from __future__ import annotations

import html
import re

MAX_DEPTH = 20

_MARKUP = re.compile(r"[\[\]{<&]|''|\u200b|\xa0")
_TOKEN = re.compile(
    r"(?P<comment><!--)|(?P<nowiki><nowiki>)|(?P<ref><ref\b)|(?P<tag></?[A-Za-z][A-Za-z0-9]{0,15}(?=[\s/>]))"
    r"|(?P<open>\[\[|\{\{)|(?P<close>\]\]|\}\})|(?P<outer>\[)(?=(?:https?:|ftp:)?//)|(?P<bold>'{2,5})|(?P<end>\])"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ADDRESS = re.compile(r"[^\s\]<\[]*")
# Templates that show their first unnamed parameter, their last one, a sign; all others show nothing that is text
_FIRST = {
    "仮リンク",
    "ill",
    "interlanguage link",
    "ill2",
    "link-interwiki",
    "nowrap",
    "nobr",
    "small",
    "smaller",
    "nobold",
    "noitalic",
    "ruby",
}
_FIRST |= {
    "nihongo",
    "visible anchor",
    "翻訳者",
    "読み仮名",
    "ルビ",
    "tlit",
    "sic",
    "sc",
    "smallcaps",
    "proper name",
    "lower",
    "as written",
    "title",
}
_LAST = {"lang", "transl", "transliteration", "zh", "lang-zh", "langwithname", "color", "font color", "text", "nsmdns"}
_SIGNS = {
    "!": "|",
    "=": "=",
    "ndash": "–",
    "mdash": "—",
    "spaced ndash": " – ",
    "snd": " – ",
    "spnd": " – ",
    "·": " · ",
    "'": "'",
    "&": "&",
}
_SIGNS |= {
    "nbsp": " ",
    "'s": "'s",
    "bracket": "[",
    "!(": "[",
    ")!": "]",
    "dash": " – ",
    "pipe": "|",
    "en dash": "–",
    "em dash": "—",
}
_DATES = {"start date", "date", "dts", "birth date", "film date"}
_IDENTIFIERS = {"isbn", "issn", "doi", "pmid", "pmc"}
_HIDDEN_LINKS = ("file:", "image:", "category:", "ファイル:", "画像:", "カテゴリ:")


def plain(value: str) -> str:
    """The text that a reader sees, white space folded.

    >>> plain("[[HT Media|''HT'' Media]] &amp; {{lang|ja|共同}}<!-- sic -->")
    'HT Media & 共同'
    """
    if not _MARKUP.search(value):
        return " ".join(value.split())
    if "&" in value:
        value = _ENTITY.sub(_unescaped, value)
    return " ".join(_Scan(value).text().split())


def address(value: str) -> str:
    """As :func:`plain`, for the address of a page: ``&copy=`` is a part of it, no sign.

    >>> address("https://example.org/?a=1&amp;copy=2<!-- dead -->")
    'https://example.org/?a=1&copy=2'
    """
    value = value.replace("&amp;", "&").strip()
    if not ("<" in value or "{{" in value or "[" in value):
        return value
    return "".join(_Scan(value).text().split())


def _unescaped(found: re.Match[str]) -> str:
    return html.unescape(found[0])


class _Scan:
    """One pass over a value; ``stack`` has where in ``pieces`` each open link or template begins."""

    def __init__(self, value: str):
        self.value = value
        self.pieces: list[str] = []
        self.stack: list[tuple[str, int]] = []
        self.outer = 0

    def text(self) -> str:
        place = 0
        while found := _TOKEN.search(self.value, place):
            self.pieces.append(self.value[place : found.start()])
            place = getattr(self, f"_{found.lastgroup}")(found)
        self.pieces.append(self.value[place:])
        return "".join(self.pieces)

    def _comment(self, found: re.Match[str]) -> int:
        return self._past("-->", found.end())

    def _nowiki(self, found: re.Match[str]) -> int:
        end = self._past("</nowiki>", found.end())
        self.pieces.append(self.value[found.end() : end].removesuffix("</nowiki>"))
        return end

    def _past(self, mark: str, start: int) -> int:
        end = self.value.find(mark, start)
        return len(self.value) if end < 0 else end + len(mark)

    def _ref(self, found: re.Match[str]) -> int:
        opened = self._past(">", found.end())
        return opened if self.value[opened - 2 : opened] == "/>" else self._past("</ref>", opened)

    def _tag(self, found: re.Match[str]) -> int:
        if found[0].lower() in ("<br", "<p", "</p", "<hr"):
            self.pieces.append(" ")
        return self._past(">", found.end())

    def _bold(self, found: re.Match[str]) -> int:
        return found.end()

    def _open(self, found: re.Match[str]) -> int:
        if len(self.stack) < MAX_DEPTH:
            self.stack.append((found[0], len(self.pieces)))
        else:
            self.pieces.append(found[0])
        return found.end()

    def _outer(self, found: re.Match[str]) -> int:
        """``[https://… label]`` shows the label, else the address."""
        address = _ADDRESS.match(self.value, found.end())
        assert address is not None
        if self.value[address.end() : address.end() + 1] == "]":
            self.pieces.append(address[0])
            return address.end() + 1
        self.outer += 1
        return address.end()

    def _end(self, found: re.Match[str]) -> int:
        if self.outer:
            self.outer -= 1
        else:
            self.pieces.append("]")
        return found.start() + 1

    def _close(self, found: re.Match[str]) -> int:
        opening = "[[" if found[0] == "]]" else "{{"
        if not self.stack or self.stack[-1][0] != opening:
            if found[0] == "]]":
                return self._end(found)
            self.pieces.append(found[0])
            return found.end()
        _, start = self.stack.pop()
        inside = "".join(self.pieces[start:])
        self.pieces[start:] = [_link(inside) if opening == "[[" else _template(inside)]
        return found.end()


def _link(inside: str) -> str:
    target, bar, label = inside.partition("|")
    if target.lstrip().lower().startswith(_HIDDEN_LINKS):
        return ""
    return label if bar and label.strip() else target.strip().lstrip(":")


def _template(inside: str) -> str:
    name, *parameters = inside.split("|")
    name = name.strip().lower()
    unnamed = [value for value in parameters if "=" not in value.partition(" ")[0]]
    if name in _SIGNS:
        return _SIGNS[name]
    if name in _FIRST and unnamed:
        return unnamed[0]
    if (name in _LAST or name.startswith("lang-")) and unnamed:
        return unnamed[-1]
    if name in _IDENTIFIERS and unnamed:
        return f"{name.upper()} {unnamed[0].strip()}"
    if name in _DATES:
        return "-".join(part.strip() for part in unnamed if part.strip().isdecimal()) or (unnamed[0] if unnamed else "")
    return ""
