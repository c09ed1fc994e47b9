"""Wikitext without comments, and which of its lines belong together: whatever spans lines (templates, references, links).

Lines that belong together are one logical line, which can be read by itself, without knowing what stands around it. So what
is known of one revision's lines holds for the next one's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from factlog.articles.revision import Anomaly
from factlog.articles.wikitext.signs import neutral

# What a scanner must not look into: kept as it is, dropped, or made of file names.
_KEPT = frozenset({"nowiki", "pre", "math", "chem", "ce"})
_DROPPED = frozenset({"syntaxhighlight", "source", "timeline", "score", "imagemap", "mapframe", "maplink", "graph", "hiero"})
_DROPPED |= {"templatedata", "includeonly", "inputbox"}
_RAW = re.compile(
    r"<(?:(?P<comment>!--)|(?P<name>(?i:" + "|".join(sorted(_KEPT | _DROPPED)) + r"|gallery))(?=[\s/>])[^<>]*>)"
)
_ENDS = {name: re.compile(rf"</{name}\s{{0,9}}>", re.IGNORECASE) for name in (*_KEPT, *_DROPPED, "gallery")}

_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|<(/?)(ref(?:erences)?)(?=[\s/>])([^<>]*)>", re.IGNORECASE)
_REF = re.compile(r"<(/?)(ref(?:erences)?)(?=[\s/>])([^<>]*)>", re.IGNORECASE)
_NEUTRAL = r"[^<>{}\[\]\n]*"
CLOSED = re.compile(
    r"<ref(?=[\s/>])([^<>\n]*)>(?:(?<=/>)|"
    rf"({_NEUTRAL}(?:(?:\[{_NEUTRAL}\]|\[\[{_NEUTRAL}\]\]|\{{\{{{_NEUTRAL}\}}\}}){_NEUTRAL})*)</ref>)",
    re.IGNORECASE,
)
"""A reference that is closed on its line, as is all that is in it: its attributes, and what it says."""
_PARAMETER = re.compile(r"\s*\|(?![|}-])")  # and no row or end of a table
_CLOSES = {"}}": "{{", "]]": "[[", "/ref": "ref", "/references": "references"}


def without_comments(text: str) -> tuple[str, tuple[Anomaly, ...]]:
    r"""The text without comments, with the content of <nowiki> and the like made harmless; and what is wrong with it.

    >>> without_comments("a<!-- b -->c\nd<nowiki/>")
    ('ac\nd', ())
    """
    problems: list[Anomaly] = []
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _without_raw(text, problems), tuple(problems)


def _without_raw(text: str, problems: list[Anomaly]) -> str:
    if (found := _RAW.search(text)) is None:
        return text
    out: list[str] = []
    unclosed: set[str] = set()
    position = 0
    while found is not None:
        name = "!--" if found["comment"] else found["name"].lower()
        out.append(text[position : found.start()])
        position = found.end()
        if name == "!--":
            position = _after_comment(text, found.start(), out, problems)
        elif not found[0].endswith("/>") and name not in unclosed:
            # An end that is missing once is missing for good: it is not looked for again.
            if (end := _ENDS[name].search(text, position)) is None:
                unclosed.add(name)
                problems.append(Anomaly("unclosed-tag", name))
            else:
                out.append(_content(name, text[position : end.start()]))
                position = end.end()
        found = _RAW.search(text, position)
    out.append(text[position:])
    return "".join(out)


def _after_comment(text: str, start: int, out: list[str], problems: list[Anomaly]) -> int:
    end = text.find("-->", start + 4)
    if end < 0:  # MediaWiki lets it run to the end as well
        problems.append(Anomaly("unclosed-comment"))
        return len(text)
    end += 3
    # A comment alone on its lines takes its line with it, lest it look like a paragraph's end.
    alone = (not out[-1] and (len(out) == 1 or out[-2].endswith("\n"))) or out[-1].endswith("\n")
    if alone and text.startswith("\n", end):
        return end + 1
    return end


def _content(name: str, content: str) -> str:
    if name == "gallery":
        shown, *commented = content.split("<!--")
        shown += "".join(part.partition("-->")[2] for part in commented)
        return "\n" + "\n".join(map(_picture, shown.split("\n")))
    return neutral(content) if name in _KEPT else ""


def _picture(line: str) -> str:
    file, pipe, caption = line.strip().partition("|")
    return f"[[File:{file.rpartition(':')[2]}|thumb|{caption}]]" if pipe and file else ""


def loose_ends(line: str) -> tuple[str, ...]:
    """What opens in a line and does not close there, and what closes that did not open.

    >>> loose_ends("}} {{a}} {{b|<ref>c")
    ('}}', '{{', 'ref')
    """
    has_tags = "<" in line
    if has_tags:
        line = CLOSED.sub(" ", line)
    # Asked for one character first, which is fast: most lines have no templates.
    opened = line.count("{{") if "{" in line else 0
    linked = line.count("[[")
    if (
        opened == (line.count("}}") if "}" in line else 0)
        and linked == line.count("]]")
        and ("<" not in line or _REF.search(line) is None)
        # Equal numbers in the wrong order are told by the first and the last of them.
        and (not opened or (line.find("{{") < line.find("}}") and line.rfind("{{") < line.rfind("}}")))
        and (not has_tags or not linked or (line.find("[[") < line.find("]]") and line.rfind("[[") < line.rfind("]]")))
    ):
        return ()
    loose: list[str] = []
    opens: list[str] = []
    depth = dict.fromkeys(_CLOSES.values(), 0)
    for found in _TOKEN.finditer(line):
        token = found[0] if found[2] is None else f"{found[1]}{found[2].lower()}"
        if found[2] is not None and found[3].endswith("/"):
            continue
        if (wanted := _CLOSES.get(token)) is None:
            opens.append(token)
            depth[token] += 1
        elif depth[wanted]:
            depth[wanted] -= 1
            while (last := opens.pop()) != wanted:
                depth[last] -= 1
        else:
            loose += [*opens, token]
            opens = []
            depth = dict.fromkeys(depth, 0)
    return (*loose, *opens)


class Reach(NamedTuple):
    """How far what opens in some lines goes: for each line where something starts that ends on a later one, the last such.

    ``opened`` is what is still open when the next heading comes, ``closed`` what ended without having begun.
    """

    reached: dict[int, int]
    opened: frozenset[str]
    closed: frozenset[str]


_NOTHING = Reach({}, frozenset(), frozenset())


def reach(lines: Sequence[str], loose: Sequence[tuple[str, ...]]) -> Reach:
    """How far what is loose in each of the lines goes.

    >>> lines = ["{{a", "b}}", "]]"]
    >>> found = reach(lines, [loose_ends(line) for line in lines])
    >>> found.reached, set(found.opened), set(found.closed)
    ({0: 1}, set(), {'[['})
    """
    if not any(loose):
        return _NOTHING
    reached: dict[int, int] = {}
    closed: set[str] = set()
    stack: list[tuple[str, int]] = []
    depth = dict.fromkeys(_CLOSES.values(), 0)
    for index, ends in enumerate(loose):
        if not ends:
            if stack:
                _end_paragraph(lines[index], stack, depth)
            continue
        for token in ends:
            if (opener := _CLOSES.get(token)) is None:
                stack.append((token, index))
                depth[token] += 1
            elif not depth[opener]:
                closed.add(opener)
            elif (start := _popped(opener, stack, depth)) != index:
                reached[start] = index
    _end_paragraph("=", stack, depth)
    return Reach({**_with_parameters(lines, stack), **reached}, frozenset(kind for kind, _ in stack), frozenset(closed))


def _with_parameters(lines: Sequence[str], stack: list[tuple[str, int]]) -> dict[int, int]:
    """How far templates go that nothing closes: as far as lines of parameters follow."""
    ends: dict[int, int] = {}
    for start in (start for kind, start in reversed(stack) if kind == "{{"):
        end = start
        while end + 1 < len(lines) and _PARAMETER.match(lines[end + 1]):
            end = ends.get(end + 1, end + 1)  # from the last on, so that no line is asked twice
        ends[start] = end
    return {start: end for start, end in ends.items() if end > start}


def _popped(opener: str, stack: list[tuple[str, int]], depth: dict[str, int]) -> int:
    """The line where the innermost ``opener`` stands; what opened after it is given up."""
    while True:
        kind, start = stack.pop()
        depth[kind] -= 1
        if kind == opener:
            return start


def _end_paragraph(line: str, stack: list[tuple[str, int]], depth: dict[str, int]) -> None:
    """A paragraph's end ends a link, a heading also a reference: nobody meant them to go on."""
    is_heading = line[:1] == "="
    if is_heading or not line.strip():
        enders = ("[[", "ref") if is_heading else ("[[",)
        while stack and stack[-1][0] in enders:
            depth[stack.pop()[0]] -= 1
