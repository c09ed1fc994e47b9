"""A second revision of the article on the Riyadh talks: sixteen edits and renumbered notes, made at run time.

Nothing of the article is kept here: sentences are found by their place, and what is put in is our own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import attrs
from material import SHARED

ARTICLE = SHARED / "riyadh-2025-ja-weblio.txt"
EXPECTED = (
    *("value-changed", "quote-changed", "attribution-changed", "reworded", "reworded", "added", "removed", "moved", "split"),
    *(
        "merged",
        "source-added",
        "source-dropped",
        "source-edited",
        "retrieved-refreshed",
        "retrieved-removed",
        "section-renamed",
    ),
)
_SENTENCE = re.compile(r"(?:「(?:[^「」]|「[^」]*」|『[^』]*』)*」|[^。「])+。(?:\[\d+\])*")
_MARKER = re.compile(r"\[(\d+)\]")


@attrs.define
class Draft:
    """An article as headings, paragraphs of sentences (markers behind them, before the full stop), and notes."""

    title: str
    paragraphs: list[tuple[str | None, list[str]]]
    """A heading, or None, and the sentences."""
    notes: list[str]

    def find(self, pattern: str) -> tuple[int, int]:
        """The first sentence that matches, by paragraph and place."""
        for row, (_, sentences) in enumerate(self.paragraphs):
            for place, sentence in enumerate(sentences):
                if re.search(pattern, sentence):
                    return row, place
        raise LookupError(pattern)

    def edit(self, pattern: str, change: Callable[[str], str]) -> None:
        """Changes that sentence; the change may not leave it as it was."""
        row, place = self.find(pattern)
        sentences = self.paragraphs[row][1]
        changed = change(sentences[place])
        assert changed != sentences[place], pattern
        sentences[place] = changed


def draft() -> Draft:
    """The article as it is."""
    lines = ARTICLE.read_text(encoding="utf-8").splitlines()
    split = next(number for number, line in enumerate(lines) if line.startswith("- ^"))
    notes = [re.sub(r"^- \^(?: [a-z]\b)*\s*", "", line) for line in lines[split:] if line.startswith("- ^")]
    paragraphs: list[tuple[str | None, list[str]]] = []
    heading: str | None = None
    for line in lines[2 : split - 1]:
        if "。" in line:
            paragraphs.append((heading, _SENTENCE.findall(line)))
            heading = None
        elif line.strip():
            heading = line.strip()
    return Draft(lines[0], paragraphs, notes)


def edited(given: Draft) -> Draft:
    """With sixteen edits, and every note one number further."""
    made = Draft(given.title, [(heading, list(sentences)) for heading, sentences in given.paragraphs], list(given.notes))
    made.edit(r"電話会談を行い、.*\[5\]", lambda text: re.sub(r"(\d+)日", lambda day: f"{int(day[1]) + 1}日", text, count=1))
    made.edit(r"と述べた\[27\]", lambda text: re.sub(r"「[^」]*?。", "「春まで待つほかはない。", text, count=1))
    made.edit("団長は、「", lambda text: re.sub("[^()]*?団長は", "在外公館のカスク参事官は", text, count=1))
    made.edit(r"参加できなかった\[1\]", lambda text: text.replace("できなかった", "できた"))
    made.edit(r"と述べた\[10\]", lambda text: text.replace("撤回", "取り下げ"))
    row, place = made.find(r"出席したが|が出席し")
    del made.paragraphs[row][1][place]  # what it cites, others cite as well
    row, place = made.find(r"\[7\]")
    moved = made.paragraphs[row][1].pop(place)
    made.paragraphs[-1][1].append(moved)
    made.edit(r"話し合った\[1\]", lambda text: re.sub(r"会談し、", "会談した。", text, count=1))
    row, place = made.find(r"開催された\[16\]")
    sentences = made.paragraphs[row][1]
    sentences[place : place + 2] = [sentences[place].replace("。", "、") + sentences[place + 1]]
    made.edit(r"懸念していた|懸念し", lambda text: text.replace("。", "[2]。"))
    made.edit(r"\[8\]\[9\]", lambda text: text.replace("[9]", ""))
    made.notes[29] = made.notes[29].replace("Saeima", "The Saeima")
    made.notes[13] = made.notes[13].replace("20日閲覧", "28日閲覧")
    made.notes[21] = re.sub(r"\d{4}年\d+月\d+日閲覧。?", "", made.notes[21])
    last = max(number for number, (heading, _) in enumerate(made.paragraphs) if heading)
    made.paragraphs[last] = ("各国の反応", made.paragraphs[last][1])
    return _with_new_first_note(made)


def _with_new_first_note(made: Draft) -> Draft:
    """With a sentence of our own in front, whose note takes the first number."""
    shifted = [
        (heading, [_MARKER.sub(lambda marker: f"[{int(marker[1]) + 1}]", sentence) for sentence in sentences])
        for heading, sentences in made.paragraphs
    ]
    shifted[0][1].append("港では同じ日に三隻の船が荷を下ろしていた[1]。")
    note = "“Three boats in the harbour” (英語). Harbour Gazette (2025年2月18日). 2025年2月20日閲覧。"
    return Draft(made.title, shifted, [note, *made.notes])


def as_text(given: Draft) -> str:
    """As the copying site writes it."""
    lines = [given.title, "出典: フリー百科事典『ウィキペディア(Wikipedia)』 (2025/04/01 12:00 UTC 版)", ""]
    for heading, sentences in given.paragraphs:
        lines += [heading, "".join(sentences)] if heading else ["".join(sentences)]
    return "\n".join([*lines, "脚注", *(f"- ^ {note}" for note in given.notes)]) + "\n"


def as_wikitext(given: Draft) -> str:
    """As wikitext; a note is written out where it is first cited."""
    defined: set[str] = set()

    def ref(marker: re.Match[str]) -> str:
        name = f"note{marker[1]}"
        if name in defined:
            return f'<ref name="{name}" />'
        defined.add(name)
        return f'<ref name="{name}">{given.notes[int(marker[1]) - 1]}</ref>'

    parts = []
    for heading, sentences in given.paragraphs:
        parts += [f"== {heading} =="] if heading else []
        parts.append(_MARKER.sub(ref, "".join(sentences)))
    return "\n\n".join([*parts, "== 脚注 ==\n<references />"]) + "\n"


def as_html(given: Draft) -> str:
    """As MediaWiki renders it."""

    def sup(marker: re.Match[str]) -> str:
        return f'<sup class="reference"><a href="#cite_note-{marker[1]}">[{marker[1]}]</a></sup>'

    parts = []
    for heading, sentences in given.paragraphs:
        parts += [f"<h2>{html.escape(heading)}</h2>"] if heading else []
        parts.append(f"<p>{_MARKER.sub(sup, html.escape(''.join(sentences)))}</p>")
    back, text = '<a href="#cite_ref-{0}">^</a>', '<span class="reference-text">{1}</span>'
    item = f'<li id="cite_note-{{0}}">{back} {text}</li>'
    notes = "".join(item.format(number, html.escape(note)) for number, note in enumerate(given.notes, start=1))
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html><html lang="ja"><head><title>{html.escape(given.title)}</title></head><body>'
        f'<div class="mw-parser-output">{body}<h2>脚注</h2><ol class="references">{notes}</ol></div></body></html>'
    )
