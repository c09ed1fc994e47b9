"""What an HTML document says of itself: where its content is, its language, title, address, revision and time."""

from __future__ import annotations

import re
from typing import Any

from factlog.articles.cleaning import folded, language_of
from factlog.articles.html import notes as htmlnotes
from factlog.claims.when import When
from factlog.errors import InvalidDateError

_REVISION = re.compile(r'"wgRevisionId":\s*(\d{1,12})')
_LAST_EDITED = re.compile(
    r"(\d{1,2}) (\w{3,9}) (\d{4}),? at (\d\d):(\d\d)|(\d{4})年(\d\d?)月(\d\d?)日.{0,8}? ?(\d\d):(\d\d)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def content(root: Any) -> Any:
    """The article itself within the document."""
    inside = None
    for element in root.iter("div", "main", "article", "body"):
        classes = (element.get("class") or "").split()
        if "mw-parser-output" in classes and len(element):
            return element
        if element.get("id") == "mw-content-text":
            inside = element
    if inside is not None:
        return inside
    body = root.find(".//body")
    return root if body is None else body


def language(content: Any) -> str | None:
    """The language that the content or what holds it declares, else that of its script."""
    element = content
    while element is not None:
        if lang := element.get("lang"):
            return str(lang)
        element = element.getparent()
    return language_of("".join(content.itertext())[:20_000])


def title(root: Any) -> str | None:
    """The first heading, else the title of the document without the site's name."""
    for heading in root.iter("h1"):
        if text := folded(htmlnotes.shown(heading)):
            return text
    named = root.find(".//head/title")
    text = folded(named.text or "") if named is not None else ""
    return re.sub(r" [-–—] (?:Wikipedia|ウィキペディア|Википедия|维基百科).{0,60}$", "", text) or None


def url(head: Any) -> str | None:
    """The address of the page, where its head says it."""
    if head is not None:
        for link in head.iter("link"):
            if link.get("rel") in ("canonical", "dc:isVersionOf") and (link.get("href") or "").startswith(("http", "//")):
                href = str(link.get("href"))
                return f"https:{href}" if href.startswith("//") else href
    return None


def revision(root: Any, text: str) -> str | None:
    """The number of the revision: Parsoid says it at the root, a rendered page in a script."""
    about = root.get("about") or ""
    if "Special:Redirect/revision/" in about and (number := about.rpartition("/")[2]).isdigit():
        return str(number)
    found = _REVISION.search(text, 0, 200_000)
    return found[1] if found and found[1] != "0" else None


def taken(root: Any) -> When | None:
    """When the revision was made: Parsoid says it in the head, a rendered page in its footer."""
    for meta in root.iter("meta"):
        if meta.get("property") == "dc:modified" and (written := meta.get("content")):
            try:
                return When(re.sub(r"\.\d+(?=Z|$)", "", written))
            except InvalidDateError:
                return None
    for item in root.iter("li"):
        if item.get("id") == "footer-info-lastmod" and (found := _LAST_EDITED.search(folded(htmlnotes.shown(item)))):
            return _moment(found)
    return None


def _moment(found: re.Match[str]) -> When | None:
    if found[1]:
        if found[2][:3].lower() not in _MONTHS:
            return None
        parts = found[3], _MONTHS.index(found[2][:3].lower()) + 1, found[1], found[4], found[5]
    else:
        parts = found[6], int(found[7]), found[8], found[9], found[10]
    try:
        return When(f"{int(parts[0]):04}-{parts[1]:02}-{int(parts[2]):02}T{parts[3]}:{parts[4]}Z")
    except InvalidDateError:
        return None
