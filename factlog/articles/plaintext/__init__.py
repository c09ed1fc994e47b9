"""Plain text copies of articles: a title, headings, paragraphs with markers such as ``[1]`` or ``[注 1]``, a list of notes.

Nothing in plain text says for certain what a line is. What this reader goes by: a heading is a short line without a full
stop (or is marked with ``=``, as in MediaWiki's extracts), a list of notes follows a heading such as ``脚注`` or
``References`` and its lines begin with ``^`` or are numbered, or are as many as the markers count; a line with tabs is a
row of a table.

Anomalies: ``uncited-note``, ``marker-without-note``, ``backlink-without-marker``, ``marker-without-backlink``,
``missing-retrieval-date``, ``empty-note``, ``too-many-notes``, ``note-number`` (a note whose number is not its position),
``note-group`` (a list of notes that several groups of markers may mean), ``site-footer``, ``no-notes``,
``control-characters``, ``combining-marks``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from factlog.articles.cleaning import Cleaner, folded, language_of
from factlog.articles.plaintext import notes as plainnotes
from factlog.articles.plaintext.notes import Marked, NoteList
from factlog.articles.revision import BLOCKS, Anomaly, BlockKind, Page
from factlog.claims.when import When

MAX_HEADING = 80
MAX_IN_A_ROW = 3
"""Headings right below each other, above a text."""
MAX_NOTES = 10_000
"""More lines of notes than any article has are not read."""
_LINES = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ATTRIBUTION = re.compile(
    r"(?:出典\s?[:：]\s?)?フリー百科事典|出典\s?[:：].{0,40}ウィキペディア|"
    r"from wikipedia, the free encyclopedia|维基百科，自由的百科全书",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"(\d{4})[/-](\d\d?)[/-](\d\d?) (\d\d):(\d\d)(?::\d\d)? ?\(?UTC")
_EDITED_EN = re.compile(r"last (?:edited|modified) on (\d{1,2}) (\w{3,9}) (\d{4}),? at (\d\d):(\d\d)", re.IGNORECASE)
_EDITED_JA = re.compile(r"最終更新 (\d{4})年(\d\d?)月(\d\d?)日.{0,8}? ?(\d\d):(\d\d)")
_FOOTER = re.compile(
    r"のページへのリンク$|^retrieved from \"|last (?:edited|modified) on \d|^text is available under the creative commons|"
    r"^最終更新 \d{4}年|クリエイティブ・コモンズ.{0,40}(?:ライセンス|利用できます)|^「https?://[^」]*」から取得$|"
    r"^this article is issued from wikipedia|^このページの最終更新|^カテゴリ[:：]|^categor(?:y|ies):",
    re.IGNORECASE,
)
_FOOTER_WORDS = re.compile(
    "へのリンク|retrieved from|last (?:edited|modified)|creative commons|issued from|categor|"
    "最終更新|クリエイティブ|から取得|カテゴリ",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:[-*•‣▪◦・]+|#+|\d{1,3}[.)])\s+(?=\S)|[•‣▪◦・](?=\S)")
_SIGN = re.compile(r"[(\[]?(?:\d{1,4}|[a-z])[.)\]]+")
_ENDS = frozenset("。｡．.!?！？…:：;；,、，」』।॥۔؟።։။")
_EDIT = re.compile(r"\s?\[(?:編集|edit)\]$")
_WIDE = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\U0010ffff]")
"""Scripts in which few characters say much, or no blank parts words."""
_NO_HEADING = re.compile(r"[\[|。：]|: ")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Heading = tuple[str, int]  # its text and depth


def page(text: str, *, title: str | None = None, language: str | None = None) -> Page:
    r"""The page that a plain text makes.

    >>> text = "和平会議\n\n背景\n会議は2日続いた[1]。\n脚注\n- ^ “Talks”. CNN (2025年2月1日). 2025年2月2日閲覧。"
    >>> read = page(text)
    >>> read.title, [(block.section, block.text, block.markers[0].offset) for block in read.blocks]
    ('和平会議', [(('背景',), '会議は2日続いた。', 8)])
    >>> read.notes[0].cited[0].citation.retrieved
    '2025-02-02'
    """
    return _Reader(text, title, language).page()


class _Line(NamedTuple):
    """A line that is text: what it is, where it stands."""

    text: str
    kind: BlockKind
    section: tuple[str, ...]


class _Reader:
    """Reads the lines of one text from the first to the last."""

    def __init__(self, text: str, title: str | None, language: str | None) -> None:
        cleaner = Cleaner()
        written = [cleaner.line(line).strip() for line in _LINES.split(text)]
        self.lines = [folded(line) for line in written]
        self.rows = {index: cells for index, line in enumerate(written) if "\t" in line and (cells := _cells(line))}
        self.equals = any(_equals(line) for line in self.lines[:2000])
        self.title = title
        self.language = language or language_of(text)
        self.taken: When | None = None
        self.section: tuple[str, ...] = ()
        self.sections: list[tuple[str, ...]] = []
        self.found: list[_Line] = []
        self.lists: list[NoteList] = []
        self.footers: list[Anomaly] = []
        self.notes = 0
        self.hidden = cleaner.anomalies()
        self.may_have_footer = _FOOTER_WORDS.search(text) is not None

    def page(self) -> Page:
        headings = self._headings()
        bare = self._bare_notes(headings)
        for index, line in enumerate(self.lines):
            if index in bare:
                self._add_note(plainnotes.Line(_without_sign(line), 0, arrow=False))
            elif index in self.rows and self.title is not None:
                self.found += (_Line(cell, BlockKind.CELL, self.section) for cell in self.rows[index])
            elif line:
                self._take(line, headings.get(index))
        lists = [one for one in self.lists if one.lines]
        highest = max((len(one.lines) for one in lists), default=0)
        letters = sum(one.heading != "" for one in lists) > 1
        marked = [plainnotes.without_markers(line.text, letters=letters, highest=max(99, highest)) for line in self.found]
        uses = _uses(marked)
        seen: dict[str | None, int] = {}
        for (group, _), count in uses.items():
            seen[group] = seen.get(group, 0) + count
        plainnotes.assign_groups(lists, seen)
        notes, problems = plainnotes.build_notes(lists, uses, self.language)
        known = {note.key for note in notes}
        blocks = [
            BLOCKS[marks.text.strip(), line.kind, line.section, None, plainnotes.markers(marks, known)]
            for line, marks in zip(self.found, marked, strict=True)
        ]
        if self.notes > MAX_NOTES:
            self.footers.append(Anomaly("too-many-notes", f"{self.notes:,}"))
        problems = [*self._about_lists(lists, seen), *problems, *self.footers, *self.hidden]
        kept = tuple(block for block in blocks if block.text)
        sections = tuple(self.sections)
        return Page(kept, tuple(notes), self.title or None, self.language, self.taken, None, tuple(problems), sections)

    def _about_lists(self, lists: list[NoteList], seen: dict[str | None, int]) -> list[Anomaly]:
        if not lists:
            return [Anomaly("no-notes")] if seen else []
        doubtful = sum(one.group is None for one in lists) > 1
        return [Anomaly("note-group", ", ".join(one.heading for one in lists))] if doubtful else []

    def _headings(self) -> dict[int, Heading]:
        """The lines that are headings."""
        found: dict[int, Heading] = {}
        run: list[tuple[int, Heading]] = []
        before = ""  # the text above the run
        written = [index for index, line in enumerate(self.lines) if line]
        for index in written[1:]:  # the first line is the title, or text
            line = self.lines[index]
            last = index == written[-1] and not plainnotes.is_notes(line)  # with nothing under it, it is text
            may_be = index not in self.rows and (self.equals or not last)
            heading = self._heading(line) if may_be else None
            is_notes = heading is not None and plainnotes.is_notes(heading[0])
            if run and (heading is None or is_notes or not self.lines[index - 1]):
                found.update(self._of_run(run, before, has_text=heading is None))
                run, before = [], ""
            if heading is None:
                before = line
            elif is_notes:
                found[index] = heading
            else:
                run.append((index, heading))
        found.update(self._of_run(run, before, has_text=False))
        return found

    def _bare_notes(self, headings: dict[int, Heading]) -> frozenset[int]:
        """The lines of a list of notes that some copies strip of arrows and numbers: as many as the markers count."""
        starts = [index for index, heading in headings.items() if plainnotes.is_notes(heading[0])]
        lists = [found for start in starts if (found := self._unsigned(start + 1, headings))]
        if not lists:
            return frozenset()
        uses = _uses([plainnotes.without_markers(line, letters=False, highest=999) for line in self.lines[: starts[0]]])
        numbers = {number for group, number in uses if group is None}
        return next((frozenset(found) for found in lists if numbers == set(range(1, len(found) + 1))), frozenset())

    def _unsigned(self, start: int, headings: dict[int, Heading]) -> list[int]:
        """The lines from one on, to the next heading; none where one of them has the sign of a note."""
        found: list[int] = []
        for index in range(start, len(self.lines)):
            line = self.lines[index]
            if index in headings:
                break
            if plainnotes.note_line(line) or len(found) > 999:
                return []
            if plainnotes.without_markers(line, letters=False, highest=0).text and not _FOOTER.search(line):
                found.append(index)
        return found

    def _of_run(self, run: list[tuple[int, Heading]], before: str, *, has_text: bool) -> list[tuple[int, Heading]]:
        """The headings among short lines in a row: all of a few above a text; else the first, and the others are a list."""
        if self.equals or (has_text and len(run) <= MAX_IN_A_ROW):
            return run
        if before.endswith((":", "：")) or (len(run) > 1 and not self.lines[run[0][0] - 1] and run[0][0] < 4):
            return []  # a list that was announced, or an infobox
        return [*run[:1], *(run[-1:] if has_text and len(run) > 1 else [])]

    def _take(self, line: str, heading: Heading | None) -> None:
        if self.title is None and not self.found:
            return self._take_title(line)
        if len(self.found) < 3 and not self.section and _ATTRIBUTION.search(line) and len(line) < 200:
            self.taken = self.taken or _taken(line)
        elif line == self.title and not self.found:
            pass
        elif self.may_have_footer and len(line) < 300 and _FOOTER.search(bare := _without_sign(line)):
            self.taken = self.taken or _taken(bare)
            self.footers.append(Anomaly("site-footer", bare))
        elif heading:
            self._enter(*heading)
        elif not self._take_note(line):
            self._take_text(line)
        return None

    def _take_title(self, line: str) -> None:
        """The first line is the title if it looks like one; else the text has none."""
        if marked := _equals(line):
            self.title = marked[0]
        elif len(line) <= MAX_HEADING * 2 and line[-1] not in _ENDS and not plainnotes.note_line(line):
            self.title = line
        else:
            self.title = ""
            self._take_text(line)

    def _heading(self, line: str) -> Heading | None:
        """The heading that a line may be: its text and depth."""
        if marked := _equals(line):
            return marked
        if self.equals or len(line) > MAX_HEADING or line[0] in "^↑":
            return None
        if line[-1] == "]":
            line = _EDIT.sub("", line)
        if line[-1:] in _ENDS:
            return None
        if plainnotes.is_notes(line):
            return line, 1
        if _NO_HEADING.search(line) or _ITEM.match(line) or plainnotes.note_line(line):
            return None
        is_short = len(line) <= MAX_HEADING // 2 or len(line) + len(_WIDE.findall(line)) <= MAX_HEADING
        return (line, 1) if is_short else None

    def _enter(self, heading: str, depth: int) -> None:
        self.section = (*self.section[: depth - 1], heading)
        self.sections.append(self.section)
        if plainnotes.is_notes(heading):
            self.lists.append(NoteList(heading))

    def _take_note(self, line: str) -> bool:
        """A line of the list of notes: with an arrow anywhere, with a number only under a heading for notes."""
        note = plainnotes.note_line(line)
        within = bool(self.lists) and self.lists[-1].heading == (self.section[-1] if self.section else "")
        if note is None or not (within or (note.arrow and line.lstrip("-*•・ ")[:1] in "^↑")):
            return False
        if not within and not self.lists:
            self.lists.append(NoteList(""))
        if not note.arrow and any(old.arrow for old in self.lists[-1].lines):
            return False
        self._add_note(note)
        return True

    def _add_note(self, note: plainnotes.Line) -> None:
        self.notes += 1
        if self.notes <= MAX_NOTES:
            self.lists[-1].lines.append(note)

    def _take_text(self, line: str) -> None:
        item = _ITEM.match(line)
        quote = line.startswith("> ")
        kind = BlockKind.ITEM if item else BlockKind.QUOTE if quote else BlockKind.PARAGRAPH
        text = line[item.end() :] if item else line[2:] if quote else line
        self.found.append(_Line(text, kind, self.section))


def _without_sign(line: str) -> str:
    item = _ITEM.match(line)
    return line[item.end() :] if item else line


def _cells(line: str) -> list[str]:
    """The cells of a row of a table, as browsers copy it; none where a tab only follows a list's sign.

    A cell that holds nothing but markers speaks of the one before it.
    """
    cells: list[list[str]] = []
    for part in map(folded, line.split("\t")):
        if cells and part[:1] == "[" and not plainnotes.without_markers(part, letters=False, highest=99).text:
            cells[-1].append(part)
        elif part:
            cells.append([part])
    first = cells[0][0]
    return ["".join(parts) for parts in cells] if any(map(str.isalnum, first)) and not _SIGN.fullmatch(first) else []


def _uses(lines: list[Marked]) -> dict[tuple[str | None, int], int]:
    """How often each note is marked, in the order of the first markers."""
    uses: dict[tuple[str | None, int], int] = {}
    for line in lines:
        for _, group, number, _ in line.marks:
            uses[group, number] = uses.get((group, number), 0) + 1
    return uses


def _equals(line: str) -> tuple[str, int] | None:
    """A heading of an extract: ``== Background ==``, its text and depth."""
    if not line.startswith("=") or not line.endswith("="):
        return None
    depth = min(len(line) - len(line.lstrip("=")), len(line) - len(line.rstrip("=")), 6)
    text = line[depth:-depth].strip()
    return (text, max(1, depth - 1)) if text else None


def _taken(line: str) -> When | None:
    """The time of the revision, where the site says it."""
    if found := _TAKEN.search(line) or _EDITED_JA.search(line):
        year, month, day, hour, minute = (int(part) for part in found.groups())
    elif (found := _EDITED_EN.search(line)) and found[2][:3].lower() in _MONTHS:
        day, year, hour, minute = int(found[1]), int(found[3]), int(found[4]), int(found[5])
        month = _MONTHS.index(found[2][:3].lower()) + 1
    else:
        return None
    try:
        return When(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}Z")
    except ValueError:
        return None
