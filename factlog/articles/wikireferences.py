"""The notes of a wikitext page: what they say, read once for each wording, and which sources they name."""

from __future__ import annotations

import attrs

from factlog.articles.characters import wanted
from factlog.articles.memo import Memo
from factlog.articles.revision import Anomaly, Cited, Note
from factlog.articles.wikiblocks import Line
from factlog.articles.wikimarkup import expanded, plain
from factlog.articles.wikinotes import Reading, Target, Use, anchors_of, same_author
from factlog.articles.wikisigns import USES, number, restored

MAX_NESTED = 8
"""How deep notes are read within notes."""

MAX_NOTES = 10_000
"""How many notes of one page are read; the others are kept as written."""

Template = tuple[str, dict[str, str]]


@attrs.frozen(eq=False)
class Body:
    """What the text of one note says."""

    cited: tuple[Cited, ...] = ()
    templates: tuple[Template, ...] = ()
    targets: tuple[Target, ...] = ()
    uses: tuple[Use, ...] = ()
    problems: tuple[Anomaly, ...] = ()


def _body(key: tuple[str, bool, str | None]) -> Body:
    raw, explanatory, language = key
    from factlog.articles import citations

    reading = Reading(in_note=True)
    text = expanded(wanted(raw, []), reading)
    found = [(template, citations.from_template(*template, language=language)) for template in reading.cites]
    cited = tuple(source for _, source in found if source is not None)
    if not cited and not explanatory and not reading.targets and (words := restored(plain(text))):
        cited = citations.from_text(words, language=language)
    uses = tuple(reading.uses[number(index)] for _, index in USES.findall(text)) if reading.uses else ()
    templates = tuple(template for template, source in found if source is not None)
    return Body(cited, templates, tuple(reading.targets), uses, tuple(dict.fromkeys(reading.problems)))


_BODIES: Memo[tuple[str, bool, str | None], Body] = Memo(_body, weigh=lambda key: len(key[0]) + 500, room=4_000_000)


class _Entry:
    """What is known of one note so far."""

    __slots__ = ("body", "count", "is_contradicted", "said", "use")

    def __init__(self, use: Use) -> None:
        self.use = use
        self.body = use.body
        self.is_contradicted = False
        self.count = 0
        self.said: Body | None = None

    def say(self, body: str | None) -> None:
        """Takes what another definition of it says."""
        if self.body is None:
            self.body = body
        elif body is not None and body != self.body:
            self.is_contradicted = True


class References:
    """Gathers the notes of one page, in the order of their first markers."""

    def __init__(self, language: str | None) -> None:
        self._language = language
        self._entries: dict[str, _Entry] = {}
        self._defined: dict[str, list[Use]] = {}
        self._follow: list[Use] = []
        self._nameless: dict[str, int] = {}
        self._read = 0
        self._cites: list[Template] = []
        self._anchors: dict[str, tuple[Cited, ...]] | None = None
        self._full: list[tuple[dict[str, str], Cited]] = []
        self.problems: list[Anomaly] = []

    def take(self, line: Line) -> dict[Use, str] | None:
        """Takes a line's references; returns the keys of those that had to be told apart from the same words elsewhere."""
        renamed = self._used(line.uses) if line.uses else None
        for use in line.definitions:
            self._defined.setdefault(use.key, []).append(use)
        if line.cites:
            self._cites += line.cites
        return renamed

    def _used(self, uses: tuple[Use, ...]) -> dict[Use, str] | None:
        entries = self._entries
        renamed: dict[Use, str] | None = None
        for use in uses:
            if use.follow is not None:
                self._follow.append(use)
                continue
            key = use.key
            entry = entries.get(key)
            if entry is not None and use.name is None and not use.targets:
                # The same words without a name are another note each time.
                count = self._nameless[key] = self._nameless.get(key, 1) + 1
                key = f"{key}-{count}"
                renamed = renamed or {}
                renamed[use] = key
                entry = None
            if entry is None:
                entry = entries[key] = _Entry(use)
            else:
                entry.say(use.body)
            entry.count += 1
        return renamed

    def notes(self) -> tuple[Note, ...]:
        """The notes, in the order of their first markers; those that nothing cites come last."""
        self._define()
        self._nested()
        self._continue()
        return tuple(self._note(key, entry) for key, entry in self._entries.items())

    def _define(self) -> None:
        for key, uses in self._defined.items():
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry(uses[0])
                self.problems.append(Anomaly("uncited-note", uses[0].name or (uses[0].body or "")[:80]))
            for use in uses:
                entry.say(use.body)

    def _nested(self) -> None:
        """Takes the references that stand in notes."""
        done = 0
        for _ in range(MAX_NESTED):
            fresh = list(self._entries.values())[done:]
            done += len(fresh)
            uses = [use for entry in fresh for use in self._body(entry).uses]
            if not uses:
                return
            self._used(tuple(uses))

    def _body(self, entry: _Entry) -> Body:
        """What a note says, read when first asked for."""
        if entry.said is None:
            if not entry.body:
                return _NOTHING
            self._read += 1
            if self._read == MAX_NOTES + 1:
                self.problems.append(Anomaly("too-many-notes", f"more than {MAX_NOTES:,}: the others are not read"))
            said = _BODIES[entry.body, entry.use.explanatory, self._language] if self._read <= MAX_NOTES else _NOTHING
            entry.said = said
        return entry.said

    def _continue(self) -> None:
        """Adds what follows on a note to it."""
        more: dict[str, list[str]] = {}
        for use in self._follow:
            name = f"{use.group or ''}:{use.follow}"
            if name not in self._entries:
                self.problems.append(Anomaly("unknown-ref-name", use.follow or ""))
            elif use.body:
                more.setdefault(name, []).append(use.body)
        for name, bodies in more.items():
            entry = self._entries[name]
            entry.said = None
            entry.body = " ".join([entry.body, *bodies] if entry.body else bodies)

    def _note(self, key: str, entry: _Entry) -> Note:
        use, body = entry.use, self._body(entry)
        raw = entry.body or (use.source if use.targets else "")
        if entry.is_contradicted:
            self.problems.append(Anomaly("duplicate-ref-name", use.name or key))
        cited = body.cited
        if use.targets or body.targets:
            cited += self._resolved(use.targets + body.targets)
        elif use.extends is not None:
            cited = self._extended(use, raw) or cited
        elif not entry.body:
            self.problems.append(Anomaly("unknown-ref-name", use.name or key))
        self.problems += body.problems
        for source in cited:
            self.problems += source.problems
        return Note(key, raw, cited, use.group, None, entry.count, use.explanatory)

    def _extended(self, use: Use, raw: str) -> tuple[Cited, ...]:
        """The sources of the note that this one gives details of."""
        parent = self._entries.get(f"{use.group or ''}:{use.extends}")
        if parent is None:
            self.problems.append(Anomaly("unknown-ref-name", use.extends or ""))
            return ()
        return tuple(_located(cited, raw) for cited in self._body(parent).cited)

    def _resolved(self, targets: tuple[Target, ...]) -> tuple[Cited, ...]:
        """The sources that short references name."""
        if self._anchors is None:
            self._anchors = self._known_anchors()
        found: list[Cited] = []
        for target in targets:
            match = self._anchors.get(target.anchor) or self._anchors.get(f"CITEREF{''.join(target.names[:4])}{target.year}")
            if not match:
                alike = [cited for parameters, cited in self._full if same_author(target, parameters)]
                match = tuple(alike) if len({cited.source.id for cited in alike}) == 1 else ()
            if match:
                found.append(_located(match[0], target.locator))
            else:
                self.problems.append(Anomaly("unknown-short-reference", f"{' & '.join(target.names)} {target.year}".strip()))
        return tuple(found)

    def _known_anchors(self) -> dict[str, tuple[Cited, ...]]:
        from factlog.articles import citations

        for entry in self._entries.values():
            body = self._body(entry)
            self._full += [(template[1], cited) for template, cited in zip(body.templates, body.cited, strict=False)]
        for name, parameters in self._cites:
            if (source := citations.from_template(name, parameters, language=self._language)) is not None:
                self._full.append((parameters, source))
        anchors: dict[str, tuple[Cited, ...]] = {}
        for parameters, source in self._full:
            for anchor in anchors_of(parameters):
                anchors.setdefault(anchor, (source,))
        return anchors


_NOTHING = Body()


def _located(cited: Cited, locator: str | None) -> Cited:
    """The same source, at a page."""
    locator = restored(plain(locator or ""))
    return attrs.evolve(cited, citation=attrs.evolve(cited.citation, locator=locator)) if locator else cited
