"""Notes in rendered HTML: the items of ``ol.references``, their backlinks, and what their ``cite`` elements say.

Citation templates leave structured metadata beside what they show (COinS, https://en.wikipedia.org/wiki/Wikipedia:COinS): it
is read as the template's parameters. What it leaves out (when the source was read, its archive) is taken from the text.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, unquote

import attrs

from factlog.articles import languages
from factlog.articles.cleaning import Cleaner, folded
from factlog.articles.revision import Cited, Note
from factlog.claims.source import Source
from factlog.errors import InvalidError

_NOTE_LINK = re.compile(r"#cite_note-")
_BACK_LINK = re.compile(r"#cite_ref-")
_SHORT_LINK = re.compile(r"#CITEREF")
_PAGE = re.compile(
    r"[,:]? ?(?:pp?\. ?|[сСsS]\. ?|第? ?)?([\dxvil][\w–—-]{0,11}(?:, ?[\d–—-]{1,12}){0,9})(?: ?[頁页])?(?=[.;。,\s]|$)"
)
_RETRIEVED = re.compile(
    r"^\W*(?:retrieved|accessed|abgerufen(?: am)?|consulté le|consultado(?: el)?|проверено)?\s*", re.IGNORECASE
)
_ARCHIVED = re.compile(
    r"archived(?: \(?pdf\)?)? (?:from the original(?: \(?pdf\)?)? )?on (?P<date>[\w ,-]{6,25}?)(?=[.;]|$)", re.IGNORECASE
)
_LANGUAGE = re.compile(r"\((?:in )?([A-Z][a-z]{3,15}|[\u4e00-\u9fff\u30a0-\u30ff]{1,8}語)\)")
_ARCHIVES = (
    "//web.archive.org/web/",
    "//archive.today/",
    "//archive.is/",
    "//archive.ph/",
    "//www.webcitation.org/",
    "//archive.org/web/",
)
_GENRES = {
    "article": "cite journal",
    "book": "cite book",
    "bookitem": "cite book",
    "proceeding": "cite conference",
    "report": "cite report",
}
_FIELDS = {
    "rft.issue": "issue", "rft.volume": "volume", "rft.pages": "pages", "rft.issn": "issn", "rft.isbn": "isbn",
    "rft.date": "date", "rft.pub": "publisher", "rft.place": "location", "rft.edition": "edition",
    "rft.series": "series",
}  # fmt: skip
MAX_AUTHORS = 100
MAX_SOURCES = 50
"""References that are read in one note."""


def note_links(element: Any) -> list[str]:
    """The keys of the notes that the links within an element point to."""
    return [key for link in element.iter("a") if (key := _fragment(link.get("href", ""), _NOTE_LINK))]


def _fragment(href: str, pattern: re.Pattern[str]) -> str | None:
    found = pattern.search(href)
    return unquote(href[found.start() + 1 :]) if found else None


class FullReferences:
    """The full references of a document, by the anchor that short ones link to; each is read once."""

    def __init__(self, content: Any, language: str | None) -> None:
        self._language = language
        self._cites = {cite.get("id"): cite for cite in content.iter("cite") if cite.get("id", "").startswith("CITEREF")}
        self._read: dict[str, Cited | None] = {}

    def get(self, anchor: str) -> Cited | None:
        """What the reference with this anchor says; None where there is none."""
        if anchor not in self._read:
            cite = self._cites.get(anchor)
            self._read[anchor] = None if cite is None else _of_cite(cite, self._language)
        return self._read[anchor]


def note(item: Any, group: str | None, language: str | None, cleaner: Cleaner, full: FullReferences) -> Note:
    """The note that an item of a list of references is; ``full`` has what short references link to."""
    backlinks = sum(1 for link in item.iter("a") if _BACK_LINK.search(link.get("href", "")))
    body = next((one for one in item.iter("span") if _has(one, "reference-text", "mw-reference-text")), item)
    raw = folded(cleaner.line(shown(body)))
    if body is item:
        raw = raw.lstrip("^↑ ")
    cited = _cited(body, raw, language) or _short(body, full)
    return Note(unquote(item.get("id", "")), raw, cited, group, None, backlinks, explanatory=group is not None and not cited)


def _cited(body: Any, raw: str, language: str | None) -> tuple[Cited, ...]:
    from factlog.articles import citations

    cites = islice((one for one in body.iter("cite") if not _inside_cite(one, body)), MAX_SOURCES)
    if found := [read for cite in cites if (read := _of_cite(cite, language)) is not None]:
        return tuple(found)
    if not raw or any(_SHORT_LINK.search(link.get("href", "")) for link in body.iter("a")):
        return ()
    if texts := citations.from_text(folded(shown(body, marked=True)), language=language):
        return texts
    return _linked(body, language)


def _of_cite(cite: Any, language: str | None) -> Cited | None:
    """What a ``cite`` element says: by its metadata, else by its text."""
    from factlog.articles import citations

    text = folded(shown(cite))
    if coins := _metadata(cite):
        name, parameters = _template(cite, coins)
        if "access-date" not in parameters and (texts := citations.from_text(text, language=language)):
            parameters = _shown(texts[0], parameters, name) | parameters
        if read := citations.from_template(name, parameters, language=language):
            return _addressed(read, cite)
    texts = citations.from_text(text, language=language)
    return _addressed(texts[0], cite) if texts else None


def _shown(read: Cited, known: dict[str, str], name: str) -> dict[str, str]:
    """What many templates show and their metadata leaves out, as their text says it: when it was read, the site, the pages."""
    told = {
        "access-date": read.retrieved and read.retrieved.raw,
        "archive-date": read.archived and read.archived.raw,
        "work": read.source.container_title if name in ("cite web", "cite news") and "publisher" not in known else None,
        "pages": read.source.page,
    }
    return {parameter: found for parameter, found in told.items() if found}


def _short(body: Any, full: FullReferences) -> tuple[Cited, ...]:
    """The sources that short references link to (``Doe 2025, p. 12``), at their pages."""
    found: list[Cited] = []
    for link in body.iter("a"):
        anchor = _fragment(link.get("href", ""), _SHORT_LINK)
        if anchor and (read := full.get(anchor)) is not None and len(found) < MAX_SOURCES:
            page = _PAGE.match(folded(link.tail or ""))
            found.append(attrs.evolve(read, citation=attrs.evolve(read.citation, locator=page[1])) if page else read)
    return tuple(found)


def _linked(body: Any, language: str | None) -> tuple[Cited, ...]:
    """A note that is hardly more than a link: its words are the title."""
    from factlog.articles import citations

    links = [link for link in body.iter("a") if _has(link, "external") and _address(link)]
    words = folded(shown(links[0])) if len(links) == 1 else ""
    if not words or len(words) * 2 < len(folded(shown(body))):
        return ()
    read = citations.from_template("cite web", {"url": _address(links[0]), "title": words}, language=language)
    return (read,) if read is not None else ()


def _inside_cite(element: Any, body: Any) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not body:
        if parent.tag == "cite":
            return True
        parent = parent.getparent()
    return False


def _metadata(cite: Any) -> dict[str, list[str]]:
    """The fields of the COinS span in a ``cite`` or right after it."""
    following = cite.getnext()
    inner = next((one for one in cite.iter("span") if _has(one, "Z3988")), None)
    span = inner if inner is not None else following if following is not None and _has(following, "Z3988") else None
    title = "" if span is None else span.get("title", "")
    return parse_qs(title, max_num_fields=500) if title.count("&") < 500 else {}


def _template(cite: Any, coins: dict[str, list[str]]) -> tuple[str, dict[str, str]]:
    """The citation as the template that made it, by name and parameters."""
    classes = (cite.get("class") or "").split()
    kinds = [name for name in classes if name.isalpha() and name not in ("citation", "cs", "Z")]
    genre = coins.get("rft.genre", ["unknown"])[0]
    name = f"cite {kinds[0].lower()}" if kinds else _GENRES.get(genre, "cite web")
    one = {key: values[0] for key, values in coins.items()}
    parameters = {ours: one[theirs] for theirs, ours in _FIELDS.items() if theirs in one}
    if "rft.atitle" in one:
        chapter = name in ("cite book", "cite encyclopedia") and "rft.btitle" in one
        parameters["chapter" if chapter else "title"] = one["rft.atitle"]
        parameters["title" if chapter else "work"] = one.get("rft.btitle" if chapter else "rft.jtitle", "")
    else:
        parameters["title"] = one.get("rft.btitle") or one.get("rft.title") or one.get("rft.jtitle", "")
    parameters |= _people(coins, one) | _identifiers(coins) | _from_text(cite)
    return name, {key: value for key, value in parameters.items() if value}


def _people(coins: dict[str, list[str]], one: dict[str, str]) -> dict[str, str]:
    people: dict[str, str] = {}
    first = {
        key: one[f"rft.{source}"] for key, source in (("last1", "aulast"), ("first1", "aufirst")) if f"rft.{source}" in one
    }
    authors = [name for name in coins.get("rft.au", []) if name != f"{first.get('last1')}, {first.get('first1')}"]
    for index, name in enumerate(authors[:MAX_AUTHORS], start=2 if first else 1):
        family, comma, given = name.partition(", ")
        people |= {f"last{index}": family, f"first{index}": given} if comma else {f"author{index}": name}
    return first | people


def _identifiers(coins: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for written in coins.get("rft_id", []):
        scheme, _, value = written.removeprefix("info:").partition("/")
        if written.startswith(("http:", "https:", "//")):
            found.setdefault("url", written if ":" in written[:6] else f"https:{written}")
        elif written.startswith("info:") and scheme in ("doi", "pmid", "oclcnum"):
            found.setdefault({"oclcnum": "oclc"}.get(scheme, scheme), unquote(value))
    return found


def _from_text(cite: Any) -> dict[str, str]:
    """What only the shown text says: when it was read, its archive, its language."""
    found: dict[str, str] = {}
    for span in cite.iter("span"):
        if _has(span, "reference-accessdate"):
            found["access-date"] = _RETRIEVED.sub("", folded(shown(span))).rstrip(".。閲覧に ")
    for link in cite.iter("a"):
        href = link.get("href", "")
        if any(site in href for site in _ARCHIVES):
            found.setdefault("archive-url", href if ":" in href[:6] else f"https:{href}")
    text = folded(shown(cite))[:5000]
    if "archive-url" in found and (archived := _ARCHIVED.search(text)):
        found["archive-date"] = archived["date"]
    if named := next((named for named in _LANGUAGE.findall(text) if languages.tag(named)), None):
        found["language"] = named
    return found


def _addressed(cited: Cited, element: Any) -> Cited:
    """The citation with the address of the first external link, where its text gave none."""
    if cited.source.url:
        return cited
    address = next((_address(link) for link in element.iter("a") if _has(link, "external") and _address(link)), "")
    if not address:
        return cited
    fields = {one.name: getattr(cited.source, one.name) for one in attrs.fields(Source) if one.name != "id"}
    try:
        source = Source(**fields | {"url": address})
        return attrs.evolve(cited, source=source, citation=attrs.evolve(cited.citation, source=source))
    except InvalidError:
        return cited


def _address(link: Any) -> str:
    """Where a link leads, if that is on the web."""
    href: str = link.get("href", "")
    return href if href.startswith(("http://", "https://")) else f"https:{href}" if href.startswith("//") else ""


def _has(element: Any, *names: str) -> bool:
    given = element.get("class")
    return given is not None and any(name in given.split() for name in names)


def shown(element: Any, *, marked: bool = False) -> str:
    """The text of an element without what is not shown: metadata, styles, maintenance messages, backlinks, markers in it.

    If ``marked``, links to elsewhere and italics are written as in wikitext, as free-text notes are read.
    """
    parts: list[str] = []
    skipped = 0
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        one, leaving = stack.pop()
        is_hidden = one is not element and _is_hidden(one)
        before, after = _marks(one) if marked and not (skipped or is_hidden) else ("", "")
        if leaving:
            parts.append(after)
            skipped -= is_hidden
            if one is not element and one.tail and not skipped:
                parts.append(one.tail)
            continue
        stack.append((one, True))
        if isinstance(one.tag, str):
            skipped += is_hidden
            parts.append(before)
            if not skipped:
                parts.append(" " if one.tag == "br" else one.text or "")
                stack.extend((child, False) for child in reversed(one))
    return "".join(parts)


def _marks(element: Any) -> tuple[str, str]:
    """What stands around an element in wikitext."""
    if element.tag == "i":
        return "''", "''"
    if element.tag == "a" and _has(element, "external") and (address := _address(element)):
        return f"[{address} ", "]"
    return "", ""


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("style", "script", "math", "noscript"):
        return True
    style = element.get("style")
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    return (element.tag == "sup" and _has(element, "reference", "mw-ref")) or _has(
        element,
        "mw-cite-backlink",
        "Z3988",
        "noprint",
        "mw-editsection",
        "cs1-maint",
        "cs1-hidden-error",
        "shield-container",
        "sortkey",
    )
