"""Notes in free text read into sources: what stands on a page where a citation template, or an author, wrote a reference.

The order is that of the templates as they are shown, which people follow by hand as well: authors (date). “title”
(language). site (date). publisher. pages, dates. In Japanese by hand: authors「title」『book』publisher、date、pages.
First what has a form of its own is taken out (:mod:`factlog.articles.citations.pieces`), then the title parts what is before it
from what is behind it. Prose that only explains gives no source.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from factlog.articles import languages
from factlog.articles.citations import dates
from factlog.articles.citations.identities import archived_page, made
from factlog.articles.citations.inline import plain
from factlog.articles.citations.persons import csl_name, listed
from factlog.articles.citations.pieces import DATE, TITLE_END, TITLE_START, taken
from factlog.articles.revision import Anomaly, Cited, Dated
from factlog.articles.safety import safe
from factlog.claims.claim import Citation
from factlog.claims.fields import FrozenDict
from factlog.claims.source import Name

MAX_NOTE = 20_000
"""What is longer is no reference; its first characters are read."""
MAX_SOURCES = 50
"""The most sources that one note gives."""

MAX_SEGMENTS = 8
"""The most parts that are looked for behind a title; what follows stays together."""

_REFERENCE_ENDS = re.compile(rf"閲覧[）)]?。|\b(?:Retrieved|Accessed)(?: on)? {DATE}\.")
_REFERENCE_BEGINS = re.compile(r"[“「『]|https?://|閲覧|Retrieved")
_BACKLINKS = re.compile(r"\s{0,9}[-*•]?\s{0,9}[\^↑](?: ?Jump up to: ?)?(?:\s{0,3}[a-z]{1,2}(?=\s)){0,200}\s{0,9}")
_MARKS = re.compile("[\ue000-\ue003]")
_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“", TITLE_START: TITLE_END}
_AUTHORS_AND_DATE = re.compile(
    rf"(?P<authors>.*?) ?[（(](?P<date>{DATE}|(?:c\. )?[12]\d{{3}}[a-z]?|n\.d\.)[）)][.,:、]? ?", re.DOTALL
)
_PAREN_DATE = re.compile(rf"[（(](?P<date>{DATE}|(?:1[5-9]|20)\d\d)(?:付|付け|発行|発売|放送|更新|発表)?[）)][.。]?")
_YEAR = re.compile(r"\d{4}|年")
_DATE = re.compile(
    rf"(?P<date>{DATE})(?:付け?|発行|発売|放送|更新|発表|配信)?(?: ?\d{{1,2}}:\d\d配信)?"
    r"|(?:(?<=[\s,、（(])|^)(?P<year>(?:1[5-9]|20)\d\d)年?(?=[\s,.、。）)]|$)"
)
_SPOKEN = re.compile(r" ?[（(](?:in )?(?P<language>[^()（）]{2,30})[）)]")
_EDITED = re.compile(r"(.{2,300}?),? [(\[]?[Ee]ds?\.?[)\]]?")
_ROLES = re.compile(r"(?P<name>.+?)[ 　]?(?P<role>編著|共著|著|編集|編|監修|監訳|訳|写真|執筆)$")
_EDITORS = {"編著": "author", "共著": "author", "著": "author", "執筆": "author", "訳": "translator", "監訳": "translator"}
# what follows a quotation in prose: a particle, a verb
_PROSE = re.compile(r"[とはがをにのもでや]|という|など|から|より|への|さん|氏|[a-z]")
_PROSE_END = (
    "ある。",
    "いる。",
    "れる。",
    "った。",
    "れた。",
    "する。",
    "した。",
    "ない。",
    "なる。",
    "きる。",
    "参照。",
    "である",
    "参照",
)
_KANJI_NAME = re.compile(r"[々〆\u3041-\u3096\u4e00-\u9fff]{2,8}(?: [々\u4e00-\u9fff\u3041-\u3096]{1,5})?")


class _Parts(NamedTuple):
    """A note cut at its title."""

    before: str
    title: str | None
    mark: str
    behind: str


def read(raw: str, *, language: str | None = None) -> tuple[Cited, ...]:
    """The sources that a free-text note names; none where it names none that a reader can tell."""
    text = raw[:MAX_NOTE]
    if backlinks := _BACKLINKS.match(text):
        text = text[backlinks.end() :]
    found: list[Cited] = []
    for line in text.splitlines():
        while line.strip(" *•#-") and len(found) < MAX_SOURCES:
            line, later = _first(line)
            if cited := _cited(line, language):
                found.append(cited)
            line = later
    return tuple(found)


def _first(line: str) -> tuple[str, str]:
    """The line up to the end of its first reference, and what follows where that is one as well."""
    if "閲覧" not in line and "Retrieved" not in line and "Accessed" not in line:
        return line, ""
    for end in _REFERENCE_ENDS.finditer(line):
        later = line[end.end() :]
        if _REFERENCE_BEGINS.search(later):
            return line[: end.end()], later
    return line, ""


_IMPRINT = re.compile(r"[\s.,(]{0,4}[A-Z][\w .&-]{1,30}: [A-Z]")
"""The place and the publisher of a book, ``London: Ford``, right behind its title."""


def _cited(line: str, language: str | None) -> Cited | None:
    text = safe(_plain(_MARKS.sub("", line)))
    if text is None:
        return None
    problems = [Anomaly("hidden-characters", "note")] if text.changed else []
    rest, found = taken(text.text)
    parts = _parted(rest)
    fields: dict[str, Any] = {"extra": {}, "title": parts.title}
    reading = _Reading(fields, found, problems, language)
    if "retrieved" not in found and _is_prose(parts):
        reading.rest = f"{parts.before} … {parts.behind}".strip(" …")
    else:
        italic_book = parts.mark == TITLE_START and _IMPRINT.match(parts.behind) is not None
        reading.behind(parts.behind, book=italic_book or parts.mark in ("『", ""))
        reading.before(parts.before)
    return reading.cited(line.strip()) if _is_reference(parts, fields, found) else None


def _plain(line: str) -> str:
    """The line without markup; links to pages outside stay, since they have the address and the title."""
    if not any(mark in line for mark in ("''", "[[", "{{", "<", "&")):
        return line.strip(" *•\t")
    # the brackets of links would be taken for markup of links
    held = line
    if not any(mark in line for mark in (*_PAIRS, '"', "[http", "[//")):
        held = re.sub(r"(?<!')''++([^'\n]{2,300})''++", rf"{TITLE_START}\1{TITLE_END}", held, count=1)
    held = re.sub(r"\[(?=(?:https?:)?//)", "\ue002", held)
    held = re.sub(r"(\ue002[^\]\n]{0,3000})\](?!\])", "\\1\ue003", held)
    return plain(held).replace("\ue002", "[").replace("\ue003", "]").strip(" *•")


def _parted(text: str) -> _Parts:
    """The text cut at its title: the first one in quotation marks, else what follows authors and a date."""
    openings = [place for mark in _PAIRS if (place := text.find(mark)) >= 0]
    if openings:
        start = min(openings)
        mark = text[start]
        if (end := _closing(text, start, mark, _PAIRS[mark])) is not None:
            title = text[start + 1 : end].strip()
            if (
                mark == TITLE_START
                and title[:1] in _PAIRS
                and _closing(title, 0, title[0], _PAIRS[title[0]]) == len(title) - 1
            ):
                title = title[1:-1]
            return _Parts(text[:start], _tidy(title), mark, text[end + 1 :])
    if cut := re.search(r'(?:^|(?<=[\s(]))"(?P<title>[^"]{2,500}(?:"[^".,(]{1,100}"[^"]{0,300})?)[.,]?"(?=[\s.,(]|$)', text):
        return _Parts(text[: cut.start()], _tidy(cut["title"]), '"', text[cut.end() :])
    head = _AUTHORS_AND_DATE.match(text[:400])
    if head and head["authors"].strip() and not _PROSE.match(text[head.end() :]):
        title, behind = _sentence(text[head.end() :])
        return _Parts(text[: head.end()], _tidy(title), "", behind)
    return _Parts("", None, "", text)


def _closing(text: str, start: int, opening: str, closing: str) -> int | None:
    depth = 0
    for place in range(start, min(len(text), start + 2000)):
        if text[place] == opening:
            depth += 1
        elif text[place] == closing:
            depth -= 1
            if not depth:
                return place
    return None


def _tidy(title: str | None) -> str | None:
    title = title.strip().strip(TITLE_START + TITLE_END).strip() if title else None
    if title and title.count('"') % 2:
        title = title.strip('"')
    return title.removesuffix(",").strip() or None if title else None


def _sentence(text: str) -> tuple[str, str]:
    """The text up to the first full stop that is not one of an abbreviation."""
    for stop in re.finditer(r"[.。](?=\s|$)", text):
        word = text[max(0, stop.start() - 30) : stop.start()].rpartition(" ")[2]
        if len(word) > 1 and "." not in word and word not in ("Mr", "Mrs", "Dr", "St", "vs", "No", "Jr", "Sr", "Inc", "Vol"):
            return text[: stop.start()], text[stop.end() :].strip()
    return text.rstrip(". 。"), ""


def _is_reference(parts: _Parts, fields: dict[str, Any], found: dict[str, str]) -> bool:
    if any(name in found for name in ("url", "isbn", "doi", "PMID")):
        return True
    if parts.title is None:
        return "retrieved" in found and bool(fields.get("container_title"))
    if "retrieved" in found or "issn" in found:
        return True
    more = ("container_title", "publisher", "issued", "author")
    return "page" in found or any(fields.get(name) for name in more)


def _is_prose(parts: _Parts) -> bool:
    """Whether the title is a quotation, or a link, in a sentence that explains something."""
    if parts.title is None or not parts.mark:
        return False
    behind = parts.behind.strip()
    particle = _PROSE.match(behind) is not None and not behind.startswith("による")
    return particle or behind.endswith(_PROSE_END) or len(parts.before.rpartition("。")[2]) > 120


class _Reading:
    """One reference: its fields as they are found before and behind its title."""

    def __init__(self, fields: dict[str, Any], found: dict[str, str], problems: list[Anomaly], language: str | None):
        self.fields = fields
        self.found = found
        self.problems = problems
        self.language = language
        self.issued: str | None = None
        self.rest = ""

    def behind(self, text: str, *, book: bool) -> None:
        """What follows the title: language, site, date, publisher."""
        if (spoken := _SPOKEN.match(text)) and (tag := languages.tag(spoken["language"])):
            self.fields["language"] = tag
            text = text[spoken.end() :]
        text = self._container(text.lstrip(" .,。、，:：-–—/"), book=book)
        if _YEAR.search(text) is None:
            pass  # and so no date
        elif dated := _PAREN_DATE.search(text):
            self.issued = dated["date"]
            text = f"{text[: dated.start()].rstrip()} {text[dated.end() :].lstrip()}"
        elif dated := _DATE.search(text):
            self.issued = dated["date"] or dated["year"]
            text = f"{text[: dated.start()].rstrip()} {text[dated.end() :].lstrip()}"
        self._places([part for part in _segments(text) if part], book=book)

    def _container(self, text: str, *, book: bool) -> str:
        """The text without a book or journal in 『』, which holds what 「」 named."""
        start = text.find("『")
        end = _closing(text, start, "『", "』") if start >= 0 and not book else None
        if end is None:
            return text
        self.fields["container_title"] = _tidy(text[start + 1 : end])
        self._eastern(text[:start].strip(" /、（("), whole=True)
        return text[end + 1 :].lstrip(" .,。、:：")

    def _places(self, segments: list[str], *, book: bool) -> None:
        """Site and publisher, in this order; of a book the publisher and its place."""
        while segments and (book or self.fields.get("container_title")):
            cut = _ROLES.fullmatch(segments[0])
            if cut is None or len(cut["name"]) > 12:
                break
            self._eastern(segments.pop(0), whole=not book)
        names = ["container_title", "publisher"]
        if (book and not self.found.get("retrieved")) or self.fields.get("container_title"):
            names = ["publisher", "publisher-place"]
        for name, segment in zip(names, segments, strict=False):
            if name == "publisher-place":
                if len(segment) > 20:
                    break
                self.fields["extra"][name] = segment
            elif name == "publisher" and book and ": " in segment:
                self.fields["extra"]["publisher-place"], _, self.fields[name] = segment.partition(": ")
            else:
                self.fields[name] = segment
        self.rest = ". ".join(segments[len(names) :])

    def before(self, text: str) -> None:
        """What stands before the title: authors, and the date of a reference that begins with them."""
        text = text.strip()
        if (head := _AUTHORS_AND_DATE.match(text)) and not text[head.end() :].strip(" .,:、"):
            self.issued = head["date"]
            text = head["authors"]
        text = re.split(r"[。（]", text)[-1].strip(" ,、，:：/　")
        if text.endswith(".") and not re.search(r"(?:^|[\s.])[A-Z]\.$", text):
            text = text[:-1].rstrip()
        if not text:
            return
        if len(text) > 300:
            self.rest = f"{text} {self.rest}".strip()
            return
        if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text):
            self._eastern(text)
        else:
            outlets = (self.fields.get("container_title"), self.fields.get("publisher"))
            editors = _EDITED.fullmatch(text)
            names, mended = listed(editors[1] if editors else text, outlets=outlets)
            if editors:
                self.fields["extra"]["editor"] = [csl_name(name) for name in names]
            else:
                self.fields["author"] = (*self.fields.get("author", ()), *names)
            if mended:
                self.problems.append(Anomaly("organisation-as-person", text[:200]))

    def _eastern(self, text: str, *, whole: bool = False) -> None:
        """Names as Japanese notes list them, each group with what it did (著, 編, 訳)."""
        text = re.split(r"[。（(]", text)[-1]
        for group in re.split(r"[、,;；/／]", text):
            cut = _ROLES.fullmatch(group.strip())
            role = _EDITORS.get(cut["role"], "editor") if cut else "author"
            if whole and role == "author":
                role = "editor" if cut and cut["role"] == "編著" else "container-author"
            name = (cut["name"] if cut else group).strip(" ：:")
            pieces = re.split(r"[・･]", name)
            names = pieces if all(_KANJI_NAME.fullmatch(piece.strip()) for piece in pieces) else [name]
            literals = [name.strip() for name in names if name.strip()]
            if not literals:
                continue
            if role == "author":
                self.fields["author"] = (*self.fields.get("author", ()), *(Name(literal=name) for name in literals))
            else:
                self.fields["extra"].setdefault(role, []).extend({"literal": name} for name in literals)

    def cited(self, raw: str) -> Cited:
        fields, found = self.fields, self.found
        issued = self._date("issued", self.issued)
        retrieved = self._date("retrieved", found.get("retrieved"))
        archived = self._date("archived", found.get("archived") or None)
        archive_url = None
        fields |= {name: found[name] for name in ("url", "issn", "isbn", "doi", "volume", "issue", "page") if name in found}
        fields["extra"] |= {name: found[name] for name in ("via", "PMID", "PMCID") if name in found}
        if page := archived_page(fields.get("url") or ""):
            archive_url, fields["url"] = fields["url"], page.url
            archived = archived or (Dated(page.stamp, page.taken) if page.taken else None)
        fields["issued"] = issued.when if issued else None
        source, identified = made(fields, raw)
        if not identified:
            self.problems.append(Anomaly("unidentified-source", raw[:200]))
        citation = Citation(
            source,
            retrieved=retrieved.when if retrieved else None,
            archive_url=archive_url,
            archived=archived.when if archived else None,
        )
        kept: FrozenDict[str, str] = FrozenDict({"rest": self.rest} if self.rest else {})
        return Cited(source, citation, issued, retrieved, archived, kept, tuple(self.problems))

    def _date(self, name: str, raw: str | None) -> Dated | None:
        if raw is None:
            return None
        when, impossible = dates.read(raw, self.language)
        if impossible:
            self.problems.append(Anomaly("impossible-date", f"{name}: {raw}"))
        return Dated(raw, when)


def _segments(text: str) -> list[str]:
    """The parts of what follows a title, at Japanese commas, else at full stops."""
    found = []
    if re.search(r"[、。，]", text):
        found = re.split(r"[、。，]", text, maxsplit=MAX_SEGMENTS)
    else:
        while text and len(found) < MAX_SEGMENTS:
            part, text = _sentence(text)
            found.append(part)
        found.append(text)
    tidy = [part.strip(' .,、。:：()（）-–—　「」"').removeprefix("号").strip() for part in found]
    return [part for part in tidy if part and not re.match(r"(?:による|を?参照|より引用|朝刊$|夕刊$)", part)]
