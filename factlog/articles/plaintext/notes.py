"""Notes in plain text: the markers in a line, the lines of a list of notes, and which belongs to which."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import attrs

from factlog.articles.revision import Anomaly, Cited, Marker, Note
from factlog.articles.sentences.abbreviations import words

NOTES = words(
    """
    脚注 脚註 注釈 註釈 注 註 注記 出典 参照 参照元 注釈・出典 注・出典 出典・脚注 引用 references notes footnotes
    citations sources explanatory-notes notes-and-references references-and-notes endnotes
    参考资料 參考資料 参考文献 注释 註釋
    примечания источники einzelnachweise anmerkungen références notes-et-références referencias notas note อ้างอิง เชิงอรรถ
    सन्दर्भ संदर्भ टिप्पणियाँ примітки джерела комментарии сноски коментарі fußnoten quellen belege fuentes
    notas-y-referencias note-e-riferimenti fontes 각주 내용주 참고주 출처 المراجع مراجع الهوامش ملاحظات پانویس منابع
    """
)
"""Headings of lists of notes, in lower case, with hyphens for blanks."""
EXPLANATORY = words(
    "注釈 註釈 注 註 注記 注释 註釋 notes explanatory-notes footnotes anmerkungen notas комментарии коментарі 내용주 ملاحظات"
)

_MARKER = re.compile(
    r"\s?[\[［〔](?:(?P<group>[^\W\d_]{1,12})[ \u00a0.]{0,2})?(?P<number>\d{1,3})[\]］〕]"
    r"(?::\s?(?P<locator>\d{1,5}(?:[–-]\d{1,5})?))?"
)
_LETTER = re.compile(r"\s?\[(?P<letter>[a-z])\]")
_FLAG = re.compile(
    r"\s?\[(?:要出典|要検証(?:[ –-]ノート)?|出典無効|リンク切れ|要説明|要ページ番号|いつ\?|誰\?|独自研究\?|信頼性要検証|"
    r"編集|脚注の使い方|citation needed|clarification needed|dubious(?: [–-] discuss)?|failed verification|better source needed|"
    r"unreliable source\?|page needed|according to whom\?|by whom\?|who\?|when\?|why\?|where\?|vague|edit|dead link|"
    r"permanent dead link|来源请求|來源請求)\]",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"[\^↑*•・\[jJ0-9-]|[a-z]\.")
_LINE = re.compile(
    r"(?:[-*•・]\s*)?(?:(?:\d{1,4}\.|\[\d{1,4}\]|[a-z]\.)\s*)?(?:[\^↑]|jump up(?: to)?:?)\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"(?:[-*•・]\s*)?(?:(?P<dotted>\d{1,4})\.\s+|\[(?P<bracketed>\d{1,4})\]\s*)(?P<rest>\S.*)", re.DOTALL)
_BACKLINKS = re.compile(
    r"(?:jump up to:\s*)?((?:[a-z]{1,2}|\d{1,3}(?:\.\d{1,3})?)(?:[\s,]+(?:[a-z]{1,2}|\d{1,3}(?:\.\d{1,3})?))+)"
    r"(?=\s|[“\"「『«]|$)\s*",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line of a list of notes: its text without number and backlinks, how many of these, and its number if it says one."""

    raw: str
    backlinks: int
    number: int | None = None
    arrow: bool = True


@lru_cache(maxsize=4096)
def is_notes(heading: str) -> bool:
    """Whether a heading is that of a list of notes.

    >>> is_notes("脚注"), is_notes("Notes and references"), is_notes("反応")
    (True, True, False)
    """
    return "-".join(heading.casefold().split()) in NOTES


def note_line(text: str) -> Line | None:
    """What a line of a list of notes says; None for a line that is none.

    >>> note_line("- ^ a b “Summit”. CNN.")
    Line(raw='“Summit”. CNN.', backlinks=2, number=None, arrow=True)
    """
    if _BEGINNING.match(text) is None:
        return None
    if found := _LINE.match(text):
        rest, backlinks = _without_backlinks(found["rest"].strip())
        return Line(rest, backlinks)
    if found := _NUMBERED.match(text):
        return Line(found["rest"].strip(), 0, int(found["dotted"] or found["bracketed"]), arrow=False)
    return None


def _without_backlinks(text: str) -> tuple[str, int]:
    """``a b c “Title”`` is three backlinks; letters that are no run from ``a`` (or 1.0, or 1) are text."""
    found = _BACKLINKS.match(text[:4000])
    if found is None:
        return text, 1
    count, end = 0, 0
    for token in re.finditer(r"[^\s,]+", found[1]):
        if token[0] not in (_letter(count), str(count + 1)) and not re.fullmatch(rf"\d{{1,3}}\.{count}", token[0]):
            break
        count += 1
        end = token.end()
    # One letter alone may be a word ("a"), a run of them may not
    return (text[found.start(1) + end :].lstrip(" ,\t"), count) if count > 1 else (text, 1)


def _letter(index: int) -> str:
    """a, b, …, z, aa, ab, … as MediaWiki letters its backlinks."""
    high, low = divmod(index, 26)
    return (chr(96 + high) if high else "") + chr(97 + low)


class Marked(NamedTuple):
    """A line without its markers, and where they stood: (offset, group, number, locator)."""

    text: str
    marks: tuple[tuple[int, str | None, int, str | None], ...]


def without_markers(text: str, *, letters: bool, highest: int) -> Marked:
    """A line without markers and flags. Numbers above ``highest`` in brackets are text, such as years.

    >>> without_markers("和平交渉[1][注 2]。", letters=False, highest=99)
    Marked(text='和平交渉。', marks=((4, None, 1, None), (4, '注', 2, None)))
    """
    if not (flagged := _found(text, letters=letters, highest=highest)):
        return Marked(text, ())
    parts: list[str] = []
    marks: list[tuple[int, str | None, int, str | None]] = []
    length = end = 0
    for found in flagged:
        parts.append(text[end : found.start()])
        length += found.start() - end
        end = found.end()
        if found.re is _LETTER:
            marks.append((length, "a", ord(found["letter"]) - 96, None))
        elif found.re is _MARKER:
            marks.append((length, found["group"], int(found["number"]), found["locator"]))
    parts.append(text[end:])
    return Marked("".join(parts), tuple(marks))


def _found(text: str, *, letters: bool, highest: int) -> list[re.Match[str]]:
    if "[" not in text and "［" not in text and "〔" not in text:
        return []
    found = [mark for mark in _MARKER.finditer(text) if mark["group"] or 0 < int(mark["number"]) <= highest]
    found += _FLAG.finditer(text)
    if letters:
        found += _LETTER.finditer(text)
    return sorted(found, key=lambda mark: mark.start())


@attrs.define
class NoteList:
    """The lines under one heading of notes, and the group that its markers name (None for references)."""

    heading: str
    lines: list[Line] = attrs.field(factory=list)
    group: str | None = None


def assign_groups(lists: list[NoteList], seen: dict[str | None, int]) -> None:
    """Gives each list the group of markers that it explains: those with a name, under a heading for explanations."""
    named = [group for group in seen if group is not None]
    for one in lists:
        explains = "-".join(one.heading.casefold().split()) in EXPLANATORY
        if named and explains and (len(lists) > 1 or None not in seen):
            one.group = named.pop(0)


def build_notes(
    lists: list[NoteList], uses: dict[tuple[str | None, int], int], language: str | None
) -> tuple[list[Note], list[Anomaly]]:
    """The notes, numbered by position in their group, and what is wrong between them and the markers."""
    from factlog.articles import citations

    notes: list[Note] = []
    problems: list[Anomaly] = []
    counts: dict[str | None, int] = {}
    for one in lists:
        for line in one.lines:
            number = counts[one.group] = counts.get(one.group, 0) + 1
            explains = one.group is not None
            cited = () if explains or not line.raw else citations.from_text(line.raw, language=language)
            note = Note(
                key(one.group, number), line.raw, cited, one.group, None, line.backlinks, explanatory=explains and not cited
            )
            notes.append(note)
            problems += _problems(note, line, number, uses.get((one.group, number), 0))
    for group, number in uses:
        if number > counts.get(group, 0):
            problems.append(Anomaly("marker-without-note", f"[{label(group, number)}]"))
    return notes, problems


def _problems(note: Note, line: Line, number: int, uses: int) -> list[Anomaly]:
    named = f"note {label(note.group, number)}"
    found: list[Anomaly] = []
    if not line.raw:
        found.append(Anomaly("empty-note", named))
    if line.number is not None and line.number != number:
        found.append(Anomaly("note-number", f"{named} says {line.number}"))
    if not uses:
        found.append(Anomaly("uncited-note", named))
    elif line.arrow and line.backlinks > uses:
        found.append(Anomaly("backlink-without-marker", f"{named}: {line.backlinks} backlinks, {uses} markers"))
    elif line.arrow and line.backlinks < uses:
        found.append(Anomaly("marker-without-backlink", f"{named}: {line.backlinks} backlinks, {uses} markers"))
    if any(_undated(cited) for cited in note.cited):
        found.append(Anomaly("missing-retrieval-date", named))
    return found


def _undated(cited: Cited) -> bool:
    return cited.citation.retrieved is None and cited.retrieved is None


def key(group: str | None, number: int) -> str:
    """The key of a note: its group and position."""
    return f"{group or ''}:{number}"


def label(group: str | None, number: int) -> str:
    """The note as its marker names it."""
    return f"{group} {number}" if group else str(number)


def markers(marked: Marked, known: set[str]) -> tuple[Marker, ...]:
    """The markers of a line whose notes exist."""
    if not marked.marks:
        return ()
    found = [Marker(offset, key(group, number), locator) for offset, group, number, locator in marked.marks]
    return tuple([marker for marker in found if marker.note in known])
