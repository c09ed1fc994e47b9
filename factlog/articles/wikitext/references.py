"""The notes of a wikitext page: what they say, read once for each wording, and which sources they name.

What a note cites is worked out when somebody asks for it: most notes of a revision are those of the one before, and nobody
looks at them again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from factlog.articles import citations
from factlog.articles.characters import wanted
from factlog.articles.later import Later
from factlog.articles.memo import Memo
from factlog.articles.revision import Anomaly, Cited, Note
from factlog.articles.wikitext.markup import expanded, plain
from factlog.articles.wikitext.notes import Reading, Target, Template, Use, anchors_of, author_of
from factlog.articles.wikitext.parts import Part
from factlog.articles.wikitext.signs import indices, restored
from factlog.articles.wikitext.tags import EXPLANATIONS
from factlog.articles.wikitext.templates import NAMES

MAX_NESTED = 8
"""How deep notes are read within notes."""

MAX_NOTES = 10_000
"""How many notes a page has; the others are dropped and reported."""

_REFERRING = "|".join(
    re.escape(name).replace(r"\ ", r"[\s_]+")
    for kind in ("by-name", "old-reference", "short")
    for name in sorted(NAMES[kind])
)
_REFERS = re.compile(rf"\{{\{{[\s_]*(?:template:)?(?:{_REFERRING}|{EXPLANATIONS})[\s_]*[|}}]", re.IGNORECASE)
_TAG = re.compile("<ref", re.IGNORECASE)

Renamed = tuple[tuple[int, Use, str], ...]
"""Uses whose notes are not those of their wording: the line's position in its part, the use, the note's key."""


@attrs.frozen(eq=False)
class Said:
    """What the text of one note says."""

    cited: tuple[Cited, ...] = ()
    templates: tuple[Template, ...] = ()
    targets: tuple[Target, ...] = ()
    uses: tuple[Use, ...] = ()
    problems: tuple[Anomaly, ...] = ()


def _full(key: tuple[Template, str | None]) -> Cited | None:
    template, language = key
    return citations.from_template(template.name, template.parameters, language=language)


def _anchors(template: Template) -> tuple[str, ...]:
    return tuple(anchors_of(template.parameters))


# Of the references in full that stand in no note; short references find them on every page.
_FULL: Memo[tuple[Template, str | None], Cited | None] = Memo(_full, weigh=lambda _: 1_000, room=2_000_000)
_ANCHORS: Memo[Template, tuple[str, ...]] = Memo(_anchors, weigh=lambda _: 200, room=1_000_000)


def _said(raw: str, explanatory: bool, language: str | None) -> Said:
    reading = Reading(in_note=True)
    text = expanded(wanted(raw, []), reading)
    found = [(template, _full((template, language))) for template in reading.cites]
    cited = tuple(source for _, source in found if source is not None)
    if not cited and not explanatory and not reading.targets and (words := restored(plain(text))):
        cited = citations.from_text(words, language=language)
    uses = tuple([reading.uses[index] for index in indices(text)])
    templates = tuple(template for template, source in found if source is not None)
    return Said(cited, templates, tuple(reading.targets), uses, tuple(dict.fromkeys(reading.problems)))


def _cited(said: Later[Said]) -> tuple[Cited, ...]:
    return said.value.cited


@attrs.frozen(eq=False)
class Body:
    """The text of a note, and what it says and cites.

    ``refers`` tells whether it may speak of other notes; most do not, and need not be read to know that.
    """

    raw: str
    said: Later[Said]
    cited: Later[tuple[Cited, ...]]
    refers: bool


def _body(key: tuple[str, bool, str | None]) -> Body:
    said = Later(_said, *key)
    refers = _REFERS.search(key[0]) is not None or ("<" in key[0] and _TAG.search(key[0]) is not None)
    return Body(key[0], said, Later(_cited, said), refers)


_BODIES: Memo[tuple[str, bool, str | None], Body] = Memo(_body, weigh=lambda key: len(key[0]) + 500, room=4_000_000)
_NOTHING = _body(("", True, None))


def _alone(key: tuple[Body, str, str | None, int, int, bool]) -> Note:
    """A note that speaks of no other one."""
    body, name, group, place, count, explanatory = key
    return Note(name, body.raw, body.cited, group, place, count, explanatory)


_NOTES: Memo[tuple[Body, str, str | None, int, int, bool], Note] = Memo(_alone, weigh=lambda _: 300, room=4_000_000)


class _Entry:
    """What is known of one note so far."""

    __slots__ = ("body", "cited", "count", "is_contradicted", "problems", "said", "use")

    def __init__(self, use: Use) -> None:
        self.use = use
        self.body = use.body
        self.is_contradicted = False
        self.count = 0
        self.said: Body | None = None
        self.cited = _NOTHING.cited
        self.problems: tuple[Anomaly, ...] = ()  # of what it cites by other notes, once that was looked up

    def say(self, body: str | None) -> None:
        """Takes what another definition of it says."""
        if self.body is None:
            self.body = body
        elif body is not None and body != self.body:
            self.is_contradicted = True


class _Authors:
    """The full references of a page by year and first author, for short ones whose ids differ from theirs.

    The names of a year stand on lines of one text, where a part of a name is found quickly, however many there are.
    """

    def __init__(self, full: Iterable[tuple[Template, Cited]]) -> None:
        self._by_year: dict[str, dict[str, dict[str, Cited]]] = {}
        for template, cited in full:
            name, year = author_of(template.parameters)
            if name:
                self._by_year.setdefault(year, {}).setdefault(name, {}).setdefault(cited.source.id, cited)
        self._names = {year: "\n".join(names) for year, names in self._by_year.items()}
        self._found: dict[tuple[str, str], tuple[Cited, ...]] = {}

    def alike(self, target: Target) -> tuple[Cited, ...]:
        """The source of the year whose author has the first name that is cited in it, where there is only one."""
        if not target.names or target.year not in self._names:
            return ()
        asked = target.names[0].casefold(), target.year
        if asked not in self._found:
            self._found[asked] = self._one(*asked)
        return self._found[asked]

    def _one(self, name: str, year: str) -> tuple[Cited, ...]:
        names = self._names[year]
        found: dict[str, Cited] = {}
        end = -1
        while len(found) < 2 and (place := names.find(name, end + 1)) >= 0:
            start, end = names.rfind("\n", 0, place) + 1, names.find("\n", place)
            found |= self._by_year[year][names[start:] if end < 0 else names[start:end]]
            if end < 0:
                break
        return tuple(found.values()) if len(found) == 1 else ()


class References:
    """Gathers the notes of one page, in the order of their first markers."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._entries: dict[str, _Entry] = {}
        self._defined: dict[str, list[Use]] = {}
        self._follow: list[Use] = []
        self._nameless: dict[str, int] = {}
        self._cites: list[Template] = []
        self._anchors: dict[str, tuple[Cited, ...]] | None = None
        self._full: list[tuple[Template, Cited]] = []
        self._authors = _Authors([])
        self._problems: list[Anomaly] = []

    def take(self, part: Part) -> Renamed:
        """Takes a part's references; returns those that had to be told apart from the same words elsewhere."""
        renamed: list[tuple[int, Use, str]] = []
        for place, line in part.noted:
            for use, key in self._used(line.uses):
                renamed.append((place, use, key))
            for use in line.definitions:
                self._defined.setdefault(use.key, []).append(use)
            if line.cites:
                self._cites += line.cites
        return tuple(renamed)

    def _used(self, uses: tuple[Use, ...]) -> list[tuple[Use, str]]:
        entries = self._entries
        renamed: list[tuple[Use, str]] = []
        for use in uses:
            if use.follow is not None:
                self._follow.append(use)
                continue
            key = use.key
            entry = entries.get(key)
            is_full = len(entries) >= MAX_NOTES
            if entry is not None and use.name is None and not use.targets and not is_full:
                # The same words without a name are another note each time.
                count = self._nameless[key] = self._nameless.get(key, 1) + 1
                key = f"{key}-{count}"
                renamed.append((use, key))
                entry = None
            if entry is None:
                if is_full:
                    self._too_many()
                    continue
                entry = entries[key] = _Entry(use)
            elif use.body is not None:
                entry.say(use.body)
            entry.count += 1
        return renamed

    def _too_many(self) -> None:
        if not any(problem.code == "too-many-notes" for problem in self._problems[-1:]):
            self._problems.append(Anomaly("too-many-notes", f"more than {MAX_NOTES:,}: the others are not read"))

    def notes(self) -> tuple[Note, ...]:
        """The notes, in the order of their first markers; those that nothing cites come last."""
        self._define()
        self._nested()
        self._continue()
        counts: dict[str | None, int] = {}
        notes: list[Note] = []
        for key, entry in self._entries.items():
            group = entry.use.group
            counts[group] = place = counts.get(group, 0) + 1
            notes.append(self._note(key, entry, place))
        return tuple(notes)

    def _define(self) -> None:
        for key, uses in self._defined.items():
            entry = self._entries.get(key)
            if entry is None:
                if len(self._entries) == MAX_NOTES:
                    self._too_many()
                    break
                entry = self._entries[key] = _Entry(uses[0])
                self._problems.append(Anomaly("uncited-note", uses[0].name or (uses[0].body or "")[:80]))
            for use in uses:
                entry.say(use.body)

    def _nested(self) -> None:
        """Takes the references that stand in notes."""
        done = 0
        for _ in range(MAX_NESTED):
            fresh = list(self._entries.values())[done:]
            done += len(fresh)
            uses = [use for entry in fresh for use in self._uses(entry)]
            if not uses:
                return
            self._used(tuple(uses))

    def _uses(self, entry: _Entry) -> tuple[Use, ...]:
        body = self._body(entry)
        return body.said.value.uses if body.refers else ()

    def _body(self, entry: _Entry) -> Body:
        if entry.said is None:
            if not entry.body:
                return _NOTHING
            entry.said = _BODIES[entry.body, entry.use.explanatory, self._language]
        return entry.said

    def _continue(self) -> None:
        """Adds what follows on a note to it."""
        more: dict[str, list[str]] = {}
        for use in self._follow:
            name = f"{use.group or ''}:{use.follow}"
            if name not in self._entries:
                self._problems.append(Anomaly("unknown-ref-name", use.follow or ""))
            elif use.body:
                more.setdefault(name, []).append(use.body)
        for name, bodies in more.items():
            entry = self._entries[name]
            entry.said = None
            entry.body = " ".join([entry.body, *bodies] if entry.body else bodies)

    def _note(self, key: str, entry: _Entry, place: int) -> Note:
        use, body = entry.use, self._body(entry)
        if use.targets or use.extends is not None or (body.refers and body.said.value.targets):
            entry.cited = Later(self._cited_elsewhere, entry)
            raw = entry.body or (use.source if use.targets else "")
            return Note(key, raw, entry.cited, use.group, place, entry.count, use.explanatory)
        entry.cited = body.cited
        return _NOTES[body, key, use.group, place, entry.count, use.explanatory]

    def anomalies(self) -> tuple[Anomaly, ...]:
        """What is wrong with the notes."""
        found = list(self._problems)
        for key, entry in self._entries.items():
            use = entry.use
            if entry.is_contradicted:
                found.append(Anomaly("duplicate-ref-name", use.name or key))
            _ = entry.cited.value  # finds the problems of what it refers to
            found += entry.problems
            said = self._body(entry).said.value
            if not entry.body and not use.targets and use.extends is None:
                found.append(Anomaly("unknown-ref-name", use.name or key))
            found += said.problems
        return tuple(found)

    def _cited_elsewhere(self, entry: _Entry) -> tuple[Cited, ...]:
        """What a note cites that names other notes, or full references."""
        use, said = entry.use, self._body(entry).said.value
        if use.targets or said.targets:
            found, entry.problems = self._resolved(use.targets + said.targets)
            return said.cited + found
        parent = self._entries.get(f"{use.group or ''}:{use.extends}")
        if parent is None:
            entry.problems = (Anomaly("unknown-ref-name", use.extends or ""),)
            return said.cited
        raw = entry.body or ""
        return tuple(_LOCATED[cited, raw] for cited in self._body(parent).cited.value) or said.cited

    def _resolved(self, targets: tuple[Target, ...]) -> tuple[tuple[Cited, ...], tuple[Anomaly, ...]]:
        """The sources that short references name, and which references name none."""
        if self._anchors is None:
            self._anchors = self._known_anchors()
            self._authors = _Authors(self._full)
        found: list[Cited] = []
        problems: list[Anomaly] = []
        for target in targets:
            match = self._anchors.get(target.anchor) or self._anchors.get(f"CITEREF{''.join(target.names[:4])}{target.year}")
            if not match:
                match = self._authors.alike(target)
            if match:
                found.append(_LOCATED[match[0], target.locator or ""])
            else:
                problems.append(Anomaly("unknown-short-reference", f"{' & '.join(target.names)} {target.year}".strip()))
        return tuple(found), tuple(problems)

    def _known_anchors(self) -> dict[str, tuple[Cited, ...]]:
        for entry in self._entries.values():
            said = self._body(entry).said.value
            self._full += zip(said.templates, said.cited, strict=False)
        for template in self._cites:
            if (source := _FULL[template, self._language]) is not None:
                self._full.append((template, source))
        anchors: dict[str, tuple[Cited, ...]] = {}
        for template, source in self._full:
            for anchor in _ANCHORS[template]:
                anchors.setdefault(anchor, (source,))
        return anchors


def _located(key: tuple[Cited, str]) -> Cited:
    """The same source, at a page."""
    cited, written = key
    locator = restored(plain(written))
    return attrs.evolve(cited, citation=attrs.evolve(cited.citation, locator=locator)) if locator else cited


_LOCATED: Memo[tuple[Cited, str], Cited] = Memo(_located, weigh=lambda _: 500, room=1_000_000)
