"""Markup within a logical line: references become signs, links and templates what a reader sees of them.

Each pass is one sweep of a regular expression without nested repetition, run only where its characters occur; what nests
(templates, links) is read with a stack of our own. Beyond :data:`MAX_DEPTH` templates are dropped and reported.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import attrs

from factlog.articles import templates
from factlog.articles.revision import Anomaly
from factlog.articles.wikilinks import link
from factlog.articles.wikinotes import (
    Target,
    Use,
    attributes,
    explains,
    key_of,
    targets_of,
    use_of_note,
    use_of_short,
    use_of_tag,
    uses_by_name,
)
from factlog.articles.wikisigns import (
    DROPPED,
    HIDDEN,
    MARK,
    MARKS,
    PAGE,
    PIPE,
    QUOTE,
    QUOTE_END,
    USES,
    digits,
    hidden,
    neutral,
    number,
    restored,
)

MAX_DEPTH = 40
"""How deep templates and links are read within each other; MediaWiki stops there as well."""

_REF = re.compile(r"<(/?)(ref(?:erences)?)(?=[\s/>])([^<>]*)>", re.IGNORECASE)
_PLAIN_LINK = re.compile(r"\[\[(?:[^\[\]{}|<>\n:]*\|)?([^\[\]{}|<>\n:]+)\]\]")
_TOKEN = re.compile(r"(\{\{|\}\}|\[\[|\]\])")
_BRACES = re.compile(r"\{\{|\}\}")
_TRIPLE = re.compile(r"\{\{\{[^{}]*\}\}\}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_QUOTES = re.compile("'''''|'''|''")
_OUTSIDE = re.compile(r"\[(?:(?:https?:|ftps?:|mailto:|irc:|news:|//)[^\s\[\]<>\"]*)\s*([^\[\]\n]*)\]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SWITCH = re.compile(r"__[A-Z]{3,24}__|__(?:目次|目次強制|目次非表示|節編集非表示|ОГЛАВЛЕНИЕ|無目錄)__")
_VARIANT = re.compile(r"-\{([^{}]*)\}-")
_NOTES = "efn|efn-ua|efn-lr|efn-la|efn-ur|efn2|notetag|note tag|refn|refnest|#tag:ref|注釈|注释|註釋|脚注2|примечание|комм|comment note"
_NOTE = re.compile(r"\{\{\s*(?:" + _NOTES + r")\s*[|}]", re.IGNORECASE)
_GROUPS = {"efn": "lower-alpha", "efn2": "lower-alpha", "efn-ua": "upper-alpha", "efn-lr": "lower-roman", "efn-ur": "upper-roman",
           "efn-la": "lower-alpha", "notetag": "note", "note tag": "note", "注釈": "注釈", "комм": "комм"}  # fmt: skip

_BREAKS = {
    "br": " ", "hr": "\n\n", "li": "\n* ", "dd": "\n: ", "dt": "\n; ", "tr": "\n\n", "td": "\n\n", "th": "\n\n", "table": "\n\n",
    "caption": "\n\n", "p": "\n\n", "div": "\n\n", "center": "\n\n", "ul": "\n", "ol": "\n", "dl": "\n", "h2": "\n\n", "h3": "\n\n",
}  # fmt: skip

_SHORT = frozenset("sfn sfnp sfnm sfnmp sfnref-cite harv harvnb harvp harvs harvtxt harvcol harvcolnb harvcoltxt harvmnb harvm".split())
_IN_TEXT = frozenset({"harvtxt", "harvcoltxt"})
_ANCHOR = frozenset({"sfnref", "harvid", "sfnref2"})
_BY_NAME = frozenset({"r", "refname", "refby"})
_OLD = frozenset({"ref", "ref label", "ref2"})  # before <ref> there was {{ref}} with {{note}}
_PAGES = frozenset({"rp", "page needed rp", "rpa"})
_LISTS = frozenset(
    "reflist|references|notelist|notelist-ua|notelist-lr|notelist2|脚注リスト|reflist2|脚注|примечания|список примечаний|รายการอ้างอิง"
    "|टिप्पणीसूची|refs|notefoot|notelist-ur|参考资料|參考資料|参考文献列表|註腳".split("|")
)


class Reading:
    """What is gathered while a piece of wikitext is read."""

    __slots__ = ("cites", "definitions", "in_note", "loose_uses", "pages", "problems", "targets", "uses")

    def __init__(self, *, in_note: bool = False) -> None:
        self.in_note = in_note
        self.uses: list[Use] = []
        self.definitions: list[Use] = []
        self.loose_uses: list[Use] = []  # in something too deep to be read
        self.pages: list[str] = []
        self.cites: list[tuple[str, dict[str, str]]] = []
        self.targets: list[Target] = []
        self.problems: list[Anomaly] = []

    def mark(self, use: Use) -> str:
        """The sign of a use."""
        self.uses.append(use)
        return MARK + digits(len(self.uses) - 1)

    def problem(self, code: str, detail: str = "") -> None:
        """Takes note of an anomaly."""
        self.problems.append(Anomaly(code, detail))


def expanded(text: str, reading: Reading) -> str:
    """The text with signs for its references, and its links and templates as a reader sees them."""
    if "<" in text:
        text = _without_refs(text, reading)
    if "{{" in text:
        if "{{{" in text:
            text = _TRIPLE.sub("", text)
        if _NOTE.search(text):
            text = _without_notes(text, reading)
    if "[[" in text:
        text = "".join(_PLAIN_LINK.split(text))  # its only group is what a reader sees
    if "-{" in text:
        text = _VARIANT.sub(_variant, text)
    if "{{" in text or "[[" in text or "}}" in text:
        text = _reduced(text, reading)
    return cleaned(text, reading)


def cleaned(text: str, reading: Reading) -> str:
    """The text without tags, bold and italic marks, entities and switches; in notes they are the citation reader's."""
    if reading.in_note:
        return text
    if "<" in text:
        text = _TAG.sub(_tag, text)
    if "''" in text:
        text = _QUOTES.sub("", text)
    if "[" in text:
        text = "".join(_OUTSIDE.split(text))
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if "__" in text:
        text = _SWITCH.sub("", text)
    return text


def _tag(found: re.Match[str]) -> str:
    name = found[2].lower()
    if name == "blockquote":
        return f"\n\n{QUOTE_END if found[1] else QUOTE}\n\n"
    if found[1] and name in ("li", "dd", "dt"):
        return "\n"
    return _BREAKS.get(name, "")


def _entity(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    return "" if "\ue000" <= character <= "\uf8ff" else neutral(character)


def _variant(found: re.Match[str]) -> str:
    """What -{…}- shows: text, or the first of several writings."""
    flags, bar, rest = found[1].rpartition("|")
    if bar and set(flags.strip()) & set("HTD-N"):
        return ""
    first = rest.split(";")[0]
    code, colon, writing = first.partition(":")
    return writing.strip() if colon and code.strip().startswith("zh") else first


# --- References -------------------------------------------------------------------------------------------------------


def _matched(tags: list[re.Match[str]]) -> dict[int, int]:
    """For each opening tag that is closed: the index of the tag that closes it."""
    matched: dict[int, int] = {}
    opened: list[int] = []
    depth = {"ref": 0, "references": 0}
    for index, tag in enumerate(tags):
        kind = tag[2].lower()
        if tag[3].endswith("/"):
            continue
        if not tag[1]:
            opened.append(index)
            depth[kind] += 1
        elif depth[kind]:
            while True:
                last = opened.pop()
                depth[tags[last][2].lower()] -= 1
                if tags[last][2].lower() == kind:
                    break
            matched[last] = index
    return matched


def _without_refs(text: str, reading: Reading) -> str:
    if not (tags := list(_REF.finditer(text))):
        return text
    matched = _matched(tags)
    out: list[str] = []
    position = index = 0
    listing_until, group = -1, None
    while index < len(tags):
        tag = tags[index]
        if listing_until < 0:
            out.append(text[position : tag.start()])
        position = tag.end()
        if index == listing_until:
            listing_until = -1
        elif tag[2].lower() == "references":
            out.append(DROPPED)
            if index in matched:
                listing_until, group = matched[index], attributes(tag[3]).get("group")
        elif not tag[1]:
            end = matched.get(index, index)
            use = _use(text, tag, tags[end] if end != index else None, reading, group if listing_until >= 0 else None)
            position, index = tags[end].end(), end
            if use is not None and listing_until >= 0:
                reading.definitions.append(use)
            elif use is not None:
                out.append(reading.mark(use))
        index += 1
    out.append(text[position:])
    return "".join(out)


def _use(text: str, tag: re.Match[str], end: re.Match[str] | None, reading: Reading, group: str | None) -> Use | None:
    if end is not None:
        return use_of_tag(tag[3], text[tag.end() : end.start()], text[tag.start() : end.end()], group)
    use = use_of_tag(tag[3], None, tag[0], group)
    if not tag[3].endswith("/"):
        reading.problem("unclosed-ref", use.name or "")
    # A name is all that a tag without content can say; `<ref name="a">` for `<ref name="a"/>` is a common slip.
    return use if use.name else None


def _without_notes(text: str, reading: Reading) -> str:
    """The text with signs for its explanatory notes ({{efn}} and the like)."""
    out: list[str] = []
    position = 0
    for start, end in _note_spans(text):
        out.append(text[position:start])
        # Cut into parameters with signs in it: an equals sign within a reference names no parameter.
        name, *parts = templates.split(text[start + 2 : end - 2])
        name = templates.name_of(name)
        parameters = {key: _as_written(value, reading) for key, value in templates.parameters_of(parts).items()}
        out.append(reading.mark(use_of_note(parameters, _GROUPS.get(name), _as_written(text[start:end], reading))))
        position = end
    out.append(text[position:])
    return "".join(out)


def _as_written(text: str, reading: Reading) -> str:
    return MARKS.sub(lambda found: reading.uses[number(found[0][1:])].source, text) if MARK in text else text


def _note_spans(text: str) -> list[tuple[int, int]]:
    """Where the outermost explanatory templates stand."""
    spans: list[tuple[int, int]] = []
    opened: list[tuple[int, bool]] = []
    inside = 0
    for found in _BRACES.finditer(text):
        if found[0] == "{{":
            is_note = _NOTE.match(text, found.start()) is not None
            opened.append((found.start(), is_note))
            inside += is_note
        elif opened:
            start, is_note = opened.pop()
            inside -= is_note
            if is_note:
                while spans and spans[-1][0] > start:
                    spans.pop()
                spans.append((start, found.end()))
    return spans


# --- Templates and links ----------------------------------------------------------------------------------------------


def _reduced(text: str, reading: Reading) -> str:
    """The text with each template and link replaced, the innermost first, by what a reader sees of it."""
    pieces = _TOKEN.split(text)
    current = [pieces[0]]
    stack: list[tuple[str, list[str]]] = []
    depth = {"{{": 0, "[[": 0}
    for index in range(1, len(pieces), 2):
        token, after = pieces[index], pieces[index + 1]
        if token in depth:
            stack.append((token, current))
            depth[token] += 1
            current = [after]
            continue
        opener = "{{" if token == "}}" else "[["
        if not depth[opener]:
            if token == "]]":  # may end a link to elsewhere
                current.append(token)
            current.append(after)
            continue
        inner = current
        kind, current = stack.pop()
        depth[kind] -= 1
        if kind != opener:
            inner, current = _unclosed(inner, kind, current, stack, depth, opener, reading)
        current.append(_replaced(opener, "".join(inner), len(stack), reading))
        current.append(after)
    if not stack:
        return "".join(current)
    for kind, _ in stack[:50]:
        reading.problem("unclosed-template" if kind == "{{" else "unclosed-link")
    return "".join("".join(part) for part in (*(part for _, part in stack), current))


def _unclosed(
    inner: list[str],
    kind: str,
    current: list[str],
    stack: list[tuple[str, list[str]]],
    depth: dict[str, int],
    opener: str,
    reading: Reading,
) -> tuple[list[str], list[str]]:
    """What stands in the innermost ``opener``, where others that opened in it are not closed; and what stands before it."""
    parts = [inner]
    while kind != opener:
        reading.problem("unclosed-template" if kind == "{{" else "unclosed-link")
        parts.append(current)
        kind, current = stack.pop()
        depth[kind] -= 1
    return [piece for part in reversed(parts) for piece in part], current


def _replaced(opener: str, inside: str, depth: int, reading: Reading) -> str:
    if depth >= MAX_DEPTH:
        reading.problem("nested-too-deep")
        reading.loose_uses += [reading.uses[number(index)] for _, index in USES.findall(inside)]
        return ""
    shown = _template(inside, reading) if opener == "{{" else link(inside)
    return shown.replace("|", PIPE) if "|" in shown else shown


def _template(inside: str, reading: Reading) -> str:
    written, *parts = cleaned(inside, reading).split("|")
    name = templates.name_of(written)
    parameters = templates.parameters_of(parts)
    if (shown := _reference(name, written, parameters, reading)) is not None:
        return shown
    if (shown := templates.shown(name, written, parameters)) is not None:
        return shown
    if parameters and (reading.in_note or "title" in parameters or name.startswith("cit")):
        reading.cites.append((written.strip(), {key: restored(plain(value)) for key, value in parameters.items()}))
    return DROPPED + hidden(inside)


def _reference(name: str, written: str, parameters: Mapping[str, str], reading: Reading) -> str | None:
    """What a template that speaks of references becomes; None for any other."""
    if name in _PAGES:
        reading.pages.append(parameters.get("1") or parameters.get("p") or parameters.get("page") or parameters.get("pages") or "")
        return PAGE + digits(len(reading.pages) - 1)
    if name in _OLD:
        label = parameters.get("1", "")
        return reading.mark(Use(f"note:{label}", f"note:{label}", explanatory=name != "ref")) if label else DROPPED
    if name in _BY_NAME:
        return "".join(reading.mark(use) for use in uses_by_name(parameters))
    if name in _ANCHOR:
        return "CITEREF" + "".join(value for key, value in parameters.items() if key.isdecimal())
    if name in _SHORT:
        return _short(name, written, parameters, reading)
    if name in _LISTS:
        group = parameters.get("group") or parameters.get("グループ") or None
        for value in parameters.values():
            for _, index in USES.findall(value):
                reading.definitions.append(_grouped(reading.uses[number(index)], group))
        return DROPPED
    return None


def _grouped(use: Use, group: str | None) -> Use:
    if use.group or not group:
        return use
    return attrs.evolve(use, group=group, key=key_of(use.name, group, use.body), explanatory=explains(group))


def _short(name: str, written: str, parameters: Mapping[str, str], reading: Reading) -> str:
    targets = targets_of(name, parameters)
    shown = "; ".join(f"{' & '.join(t.names)} {t.year}" + (f", p. {t.locator}" if t.locator else "") for t in targets)
    if reading.in_note:
        reading.targets += targets
        return shown
    given = "|".join([written.strip(), *(f"{key}={value}" if not key.isdecimal() else value for key, value in parameters.items())])
    mark = reading.mark(use_of_short(targets, parameters, f"{{{{{given}}}}}"))
    return f"{shown}{mark}" if name in _IN_TEXT else mark


def plain(text: str) -> str:
    """A parameter's value without signs, its white space folded."""
    return " ".join((_strip_signs(text) if not text.isascii() else text).split())


_SIGNS = re.compile(f"[{MARK}{HIDDEN}{PAGE}]..|[\ue000-\ue01f]", re.DOTALL)


def _strip_signs(text: str) -> str:
    return _SIGNS.sub("", text)
