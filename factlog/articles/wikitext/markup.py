"""Markup within a logical line: references become signs, links and templates what a reader sees of them.

Each pass is one sweep of a regular expression without nested repetition, run only where its characters occur; what nests
(templates, links) is read with a stack of our own. Beyond a depth of 40 templates are dropped and reported.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import attrs

from factlog.articles.characters import is_tidy
from factlog.articles.wikitext import templates
from factlog.articles.wikitext.links import link
from factlog.articles.wikitext.notes import (
    Reading,
    Template,
    Use,
    explains,
    key_of,
    targets_of,
    use_of_short,
    uses_by_name,
)
from factlog.articles.wikitext.signs import (
    DROPPED,
    PAGE,
    PIPE,
    QUOTE,
    QUOTE_END,
    SPLIT,
    digits,
    hidden,
    indices,
    neutral,
    restored,
)
from factlog.articles.wikitext.tags import NOTE, without_explanations, without_tags

MAX_DEPTH = 40
"""How deep templates and links are read within each other; MediaWiki stops there as well."""

_PLAIN_LINK = re.compile(r"\[\[(?:[^\[\]{}|<>\n:]*+\|)?([^\[\]{}|<>\n:]++)\]\]")
_LINK = re.compile(r"\[\[(?<!\[\[\[)([^\[\]{}<>\n]*)\]\](?!\])")
_TEMPLATE = re.compile(r"\{\{(?<!\{\{\{)([^{}\[\]<>\n]*)\}\}(?!\})")
_TOKEN = re.compile(r"(\{\{|\}\}|\[\[|\]\])")
_PARAMETERS = re.compile(r"\n[ \t]*\|")
_TRIPLE = re.compile(r"\{\{\{[^{}]*\}\}\}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
_SIGNS = re.compile(SPLIT.pattern[1:-1], re.DOTALL)
_OUTSIDE = re.compile(r"\[(?:(?:https?:|ftps?:|mailto:|irc:|news:|//)[^\s\[\]<>\"]*)\s*([^\[\]\n]*)\]", re.IGNORECASE)
_EMPHASIS = re.compile("''(?:'''|'|)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SWITCH = re.compile(r"__[A-Z]{3,24}__|__(?:目次|目次強制|目次非表示|節編集非表示|ОГЛАВЛЕНИЕ|無目錄)__")
_VARIANT = re.compile(r"-\{([^{}]*)\}-")
_BREAKS = {
    "br": " ",
    "li": "\n* ",
    "dd": "\n: ",
    "dt": "\n; ",
    **dict.fromkeys(("ul", "ol", "dl"), "\n"),
    **dict.fromkeys(("p", "div", "center", "hr", "table", "caption", "tr", "td", "th", "h2", "h3"), "\n\n"),
}

_TITLES = frozenset({"title", "タイトル", "書名", "заглавие", "название", "標題", "标题", "ชื่อหนังสือ", "शीर्षक"})
_MARKING = templates.NAMES["old-reference"] | templates.NAMES["by-name"] | templates.NAMES["short"]
_SPEAKING = _MARKING.union({"note", "note label"}, *(templates.NAMES[kind] for kind in ("page", "anchor", "note-list")))
"""Templates that speak of notes."""
_IN_TEXT = frozenset({"harvtxt", "harvcoltxt"})


def without_markup(lines: str) -> str:
    """Lines without emphasis, and with what a reader sees of links and templates; those that need a closer look are left.

    >>> without_markup("''Kyiv'' is the [[capital city|capital]] of {{lang|en|Ukraine}}.{{sfn|Doe|2025}}")
    'Kyiv is the capital of Ukraine.{{sfn|Doe|2025}}'
    """
    lines = "".join(_PLAIN_LINK.split(lines))  # its only group is what a reader sees
    if "[[" in lines:
        lines = _LINK.sub(_shown_link, lines)
    if "{{" in lines:
        lines = _TEMPLATE.sub(_shown_template, lines)
        if "[[" in lines:
            lines = _LINK.sub(_shown_link, lines)
    return _without_emphasis(lines)


def _shown_link(found: re.Match[str]) -> str:
    return link(found[1]).replace("|", PIPE)


def _shown_template(found: re.Match[str]) -> str:
    """What a reader sees of a template; the template itself where it speaks of notes, is a reference, or takes lines."""
    name, written, parameters = _called(_clean(found[1]))
    if name in _SPEAKING or NOTE.match(found[0]) is not None:
        return found[0]
    shown = templates.shown(name, written, parameters)
    if shown is None:
        shown = found[0] if _is_full(name, parameters) else DROPPED + hidden(found[1])
    return found[0] if "\n" in shown else shown.replace("|", PIPE)


def _called(inside: str) -> tuple[str, str, dict[str, str]]:
    """The name of a template, as it is looked up and as written, and its parameters."""
    written, *parts = inside.split("|")
    return templates.name_of(written), written, templates.parameters_of(parts)


def _is_full(name: str, parameters: Mapping[str, str]) -> bool:
    """Whether a template may be a reference in full."""
    return bool(parameters) and (name.startswith("cit") or not _TITLES.isdisjoint(parameters))


def _without_emphasis(text: str) -> str:
    return "".join(_EMPHASIS.split(text)) if "''" in text else text


def simple(line: str) -> str | None:
    """The text of a line where :func:`without_markup` left no markup but links to elsewhere and entities; None for any other.

    >>> simple("He [https://example.org/ said] so."), simple("{{a}}"), simple("a&ndash;b")
    ('He said so.', None, 'a–b')
    """
    if "{" in line or "<" in line or "}" in line or "__" in line or "[[" in line or "]]" in line:
        return None
    if "[" in line:
        line = "".join(_OUTSIDE.split(line))
    if "&" in line:
        line = _ENTITY.sub(_entity, line)
        # A blank at its head would say what kind of line it is.
        line = line.replace("\u00a0", " ") if line[:1] != "\u00a0" else line
        return line if is_tidy(line) else None
    return line


def expanded(text: str, reading: Reading) -> str:
    """The text with signs for its references, and its links and templates as a reader sees them."""
    if "<" in text:
        text = without_tags(text, reading)
    if "{{" in text:
        if "{{{" in text:
            text = _TRIPLE.sub("", text)
        text = without_explanations(text, reading)
    if "[[" in text:
        text = "".join(_PLAIN_LINK.split(text))
    if "-{" in text:
        text = _VARIANT.sub(_variant, text)
    if "{{" in text or "[[" in text or "}}" in text:
        text = _reduced(text, reading)
    return cleaned(text, reading)


def cleaned(text: str, reading: Reading) -> str:
    """The text without tags, bold and italic marks, entities and switches; in notes they are the citation reader's."""
    return text if reading.in_note else _clean(text)


def _clean(text: str) -> str:
    if "<" in text:
        text = _TAG.sub(_tag, text)
    text = _without_emphasis(text)
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


def _reduced(text: str, reading: Reading) -> str:
    """The text with each template and link replaced, the innermost first, by what a reader sees of it."""
    pieces = _TOKEN.split(text)
    current = [pieces[0]]
    stack: list[tuple[str, list[str]]] = []
    depth = {"{{": 0, "[[": 0}
    for index in range(1, len(pieces), 2):
        bracket, after = pieces[index], pieces[index + 1]
        if bracket in depth:
            stack.append((bracket, current))
            depth[bracket] += 1
            current = [after]
            continue
        opener = "{{" if bracket == "}}" else "[["
        if not depth[opener]:
            if bracket == "]]":  # may end a link to elsewhere
                current.append(bracket)
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
    shown = list(stack[0][1])
    for (kind, _), said in zip(stack, [*(part for _, part in stack[1:]), current], strict=True):
        inside = "".join(said)
        # with its parameters on lines it says no more than if it were closed
        if not (kind == "{{" and _PARAMETERS.search(inside)):
            shown.append(inside)
    return "".join(shown)


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
        reading.loose_uses += [reading.uses[index] for index in indices(inside)]
        return ""
    shown = _template(inside, reading) if opener == "{{" else link(inside)
    return shown.replace("|", PIPE) if "|" in shown else shown


def _template(inside: str, reading: Reading) -> str:
    name, written, parameters = _called(cleaned(inside, reading))
    if (shown := _reference(name, written, parameters, reading)) is not None:
        return shown
    if (shown := templates.shown(name, written, parameters)) is not None:
        return shown
    if (parameters and reading.in_note) or _is_full(name, parameters):
        given = {key: restored(plain(value)) for key, value in parameters.items()}
        reading.cites.append(Template(written.strip(), given))
    return DROPPED + hidden(inside)


def _reference(name: str, written: str, parameters: Mapping[str, str], reading: Reading) -> str | None:
    """What a template that speaks of references becomes; None for any other."""
    if name in templates.NAMES["page"]:
        given = (parameters.get(key) for key in ("1", "p", "pp", "page", "pages"))
        reading.pages.append(next((page for page in given if page), ""))
        return PAGE + digits(len(reading.pages) - 1)
    if name in _MARKING and not reading.has_room():
        return DROPPED
    if name in templates.NAMES["old-reference"]:
        label = parameters.get("1", "")
        return reading.mark(Use(f"note:{label}", f"note:{label}", explanatory=name != "ref")) if label else DROPPED
    if name in templates.NAMES["by-name"]:
        return "".join(reading.mark(use) for use in uses_by_name(parameters))
    if name in templates.NAMES["anchor"]:
        return "CITEREF" + "".join(value for key, value in parameters.items() if key.isdecimal())
    if name in templates.NAMES["short"]:
        return _short(name, written, parameters, reading)
    if name in templates.NAMES["note-list"]:
        group = (parameters.get("group") or parameters.get("グループ") or "").strip("\"'") or None
        for value in parameters.values():
            for index in indices(value):
                reading.definitions.append(_grouped(reading.uses[index], group))
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
    given = "|".join(
        (written.strip(), *(value if key.isdecimal() else f"{key}={value}" for key, value in parameters.items()))
    )
    mark = reading.mark(use_of_short(targets, parameters, f"{{{{{given}}}}}"))
    return f"{shown}{mark}" if name in _IN_TEXT else mark


def plain(text: str) -> str:
    """A parameter's value without signs, its white space folded."""
    return " ".join((text if text.isascii() else _SIGNS.sub("", text)).split())
