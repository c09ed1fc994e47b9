"""A draft in every form that the readers know: plain text, wikitext, HTML, answers of the API, an export."""

# ruff: noqa: E501  # markup as MediaWiki writes it

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from drafts import Draft, Reference, Statement

NOTES = {
    "en": "References",
    "ja": "脚注",
    "zh": "参考资料",
    "ru": "Примечания",
    "hi": "सन्दर्भ",
    "th": "อ้างอิง",
}

_MONTHS = "January February March April May June July August September October November December".split()


def _day(given: date, language: str) -> str:
    if language in ("ja", "zh"):
        return f"{given.year}年{given.month}月{given.day}日"
    return f"{given.day} {_MONTHS[given.month - 1]} {given.year}"


def note_text(given: Reference, language: str) -> str:
    """A note in words, as a copied page shows it."""
    author = f"{given.author[0]}, {given.author[1]} " if given.author else ""
    day, read = _day(given.issued, language), given.retrieved and _day(given.retrieved, language)
    if language == "ja":
        named = author.strip() and f"{author.strip()} "
        return f"{named}({day}). “{given.title}” (英語). {given.site}." + (f" {read}閲覧。" if read else "")
    head = f"{author}({day}). “{given.title}”. {given.site}." if author else f"“{given.title}”. {given.site}. {day}."
    return head + (f" Retrieved {_day(given.retrieved, 'en')}." if given.retrieved else "")


def _marked(one: Statement, markers: str) -> str:
    """The sentence with its markers: before a Japanese full stop, behind any other."""
    text = one.text
    if markers and text.endswith("。"):
        return f"{text[:-1]}{markers}。"
    return text + markers


def _gap(language: str) -> str:
    return "" if language in ("ja", "zh") else " "


def as_text(given: Draft) -> str:
    """A copy in plain text, its notes without addresses."""
    numbers = {key: number for number, key in enumerate(given.cited(), start=1)}
    uses = Counter(key for _, found in given.sections for one in found for key in one.cites)
    lines = [given.title, ""]
    for heading, found in given.sections:
        lines += [heading] if heading else []
        marked = [_marked(one, "".join(f"[{numbers[key]}]" for key in one.cites)) for one in found]
        # Thai has no mark between sentences: each stands on its own line
        lines += marked if given.language == "th" else [_gap(given.language).join(marked)]
        lines.append("")
    lines.append(NOTES[given.language])
    for key in numbers:
        letters = "".join(f"{chr(97 + use)} " for use in range(uses[key])) if uses[key] > 1 else ""
        lines.append(f"^ {letters}{note_text(given.references[key], given.language)}")
    return "\n".join(lines) + "\n"


def template(given: Reference) -> str:
    """The source as a citation template."""
    fields = [("url", given.url), ("title", given.title), ("website", given.site), ("date", given.issued.isoformat())]
    if given.author:
        fields += [("last", given.author[0]), ("first", given.author[1])]
    if given.retrieved:
        fields.append(("access-date", given.retrieved.isoformat()))
    return "{{cite web|" + " |".join(f"{name}={value}" for name, value in fields) + "}}"


def as_wikitext(given: Draft, name: Callable[[str], str] = str) -> str:
    """Wikitext in which a note is written out where it is first cited; ``name`` gives refs their names."""
    defined: set[str] = set()

    def ref(key: str) -> str:
        if key in defined:
            return f'<ref name="{name(key)}" />'
        defined.add(key)
        return f'<ref name="{name(key)}">{template(given.references[key])}</ref>'

    parts: list[str] = []
    for heading, found in given.sections:
        parts += [f"== {heading} =="] if heading else []
        marked = [_marked(one, "".join(map(ref, one.cites))) for one in found]
        parts.append(("\n\n" if given.language == "th" else _gap(given.language)).join(marked))
    return "\n\n".join([*parts, f"== {NOTES[given.language]} ==\n{{{{reflist}}}}"]) + "\n"


def as_list_defined(given: Draft) -> str:
    """Wikitext with links and emphasis, whose notes are defined in the list."""
    parts: list[str] = []
    for heading, found in given.sections:
        parts += [f"== {heading} =="] if heading else []
        marked = [
            _marked(
                one.put("p", f"[[{one.slots['p']} (port)|{one.slots['p']}]]") if one.has("p") else one,
                "".join(f"{{{{r|{key}}}}}" for key in one.cites),
            )
            for one in found
        ]
        parts.append(("\n\n" if given.language == "th" else _gap(given.language)).join(marked))
    notes = "\n".join(f'<ref name="{key}">{template(given.references[key])}</ref>' for key in given.cited())
    return "\n\n".join([*parts, f"== {NOTES[given.language]} ==\n{{{{reflist|refs=\n{notes}\n}}}}"]) + "\n"


def _coins(given: Reference) -> str:
    fields = [
        ("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rft.genre", "unknown"),
        ("rft.jtitle", given.site), ("rft.atitle", given.title), ("rft.date", given.issued.isoformat()),
    ]  # fmt: skip
    if given.author:
        fields += [
            ("rft.aulast", given.author[0]),
            ("rft.aufirst", given.author[1]),
            ("rft.au", f"{given.author[0]}, {given.author[1]}"),
        ]
    return urlencode([*fields, ("rft_id", given.url)])


def _cite(given: Reference) -> str:
    day = _day(given.issued, "en")
    author = f"{given.author[0]}, {given.author[1]} ({day}). " if given.author else ""
    link = f'<a rel="nofollow" class="external text" href="{html.escape(given.url)}">"{html.escape(given.title)}"</a>'
    read = (
        f'<span class="reference-accessdate">. Retrieved <span class="nowrap">{_day(given.retrieved, "en")}</span></span>'
        if given.retrieved
        else ""
    )
    shown = f"{author}{link}. <i>{given.site}</i>{'' if author else '. ' + day}{read}."
    coins = f'<span title="{html.escape(_coins(given))}" class="Z3988"></span>'
    return f'<cite class="citation web cs1">{shown}</cite>{coins}'


def as_rendered(given: Draft) -> str:
    """HTML as MediaWiki renders it."""
    numbers = {key: number for number, key in enumerate(given.cited(), start=1)}
    uses: dict[str, int] = {}
    parts: list[str] = []

    def sup(key: str) -> str:
        uses[key] = uses.get(key, 0) + 1
        anchor = f"cite_ref-{key}_{numbers[key]}-{uses[key] - 1}"
        link = f'<a href="#cite_note-{key}-{numbers[key]}"><span class="cite-bracket">&#91;</span>{numbers[key]}]</a>'
        return f'<sup id="{anchor}" class="reference">{link}</sup>'

    for heading, found in given.sections:
        if heading:
            edit = '<span class="mw-editsection">[<a href="/edit">edit</a>]</span>'
            parts.append(f'<div class="mw-heading mw-heading2"><h2 id="h">{heading}</h2>{edit}</div>')
        marks = [_marked(one, "".join(map(sup, one.cites))) for one in found]
        parts += [f"<p>{text}\n</p>" for text in (marks if given.language == "th" else [_gap(given.language).join(marks)])]
    items = [
        _item(f"{key}-{number}", f"{key}_{number}", uses[key], _cite(given.references[key]))
        for key, number in numbers.items()
    ]
    parts.append(f'<h2>{NOTES[given.language]}</h2><div class="reflist"><ol class="references">{"".join(items)}</ol></div>')
    return _page(given, "".join(parts))


def _item(note: str, anchor: str, uses: int, body: str) -> str:
    if uses == 1:
        back = f'<b><a href="#cite_ref-{anchor}-0" aria-label="Jump up">^</a></b>'
    else:
        letters = " ".join(
            f'<a href="#cite_ref-{anchor}-{n}"><sup><i><b>{chr(97 + n)}</b></i></sup></a>' for n in range(uses)
        )
        back = f"^ {letters}"
    return (
        f'<li id="cite_note-{note}"><span class="mw-cite-backlink">{back}</span> '
        f'<span class="reference-text">{body}</span>\n</li>'
    )


def _page(given: Draft, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{given.language}"><head><meta charset="UTF-8"><title>{given.title} - Wikipedia</title></head>'
        f'<body><h1 id="firstHeading">{given.title}</h1><div id="mw-content-text"><div class="mw-content-ltr mw-parser-output" '
        f'lang="{given.language}">{body}</div></div></body></html>'
    )


def as_parsoid(given: Draft) -> str:
    """HTML as Parsoid writes it: sections, ``mw:`` types, notes in ``span.mw-reference-text``."""
    numbers = {key: number for number, key in enumerate(given.cited(), start=1)}
    uses: dict[str, int] = {}

    def sup(key: str) -> str:
        uses[key] = uses.get(key, 0) + 1
        number = numbers[key]
        data = html.escape(json.dumps({"name": "ref", "attrs": {"name": key}}))
        return (
            f'<sup about="#mwt{number}" class="mw-ref reference" id="cite_ref-{key}_{number}-{uses[key] - 1}" '
            f'rel="dc:references" typeof="mw:Extension/ref" data-mw="{data}"><a href="./{given.title}#cite_note-{key}-{number}">'
            f'<span class="mw-reflink-text"><span class="cite-bracket">[</span>{number}<span class="cite-bracket">]</span></span></a></sup>'
        )

    parts: list[str] = []
    for section, (heading, found) in enumerate(given.sections):
        top = f'<h2 id="h{section}">{heading}</h2>' if heading else ""
        marks = [_marked(one, "".join(map(sup, one.cites))) for one in found]
        texts = marks if given.language == "th" else [_gap(given.language).join(marks)]
        body = "\n".join(f'<p id="mw{section:02}{place}">{text}</p>' for place, text in enumerate(texts))
        parts.append(f'<section data-mw-section-id="{section}">{top}{body}</section>')
    items = []
    for key, number in numbers.items():
        links = " ".join(
            f'<a href="./{given.title}#cite_ref-{key}_{number}-{n}"><span class="mw-linkback-text">{n + 1} </span></a>'
            for n in range(uses[key])
        )
        items.append(
            f'<li about="#cite_note-{key}-{number}" id="cite_note-{key}-{number}"><span rel="mw:referencedBy" '
            f'class="mw-cite-backlink">{links}</span> <span id="mw-reference-text-cite_note-{key}-{number}" '
            f'class="mw-reference-text reference-text">{_cite(given.references[key])}</span></li>'
        )
    parts.append(
        f'<section data-mw-section-id="9"><h2>{NOTES[given.language]}</h2><div class="mw-references-wrap">'
        f'<ol class="mw-references references" typeof="mw:Extension/references">{"".join(items)}</ol></div></section>'
    )
    return (
        f'<!DOCTYPE html>\n<html prefix="dc: http://purl.org/dc/terms/ mw: http://mediawiki.org/rdf/" '
        f'about="https://xx.wikipedia.org/wiki/Special:Redirect/revision/77"><head><meta charset="utf-8"/>'
        f'<meta property="dc:modified" content="2025-01-02T03:04:05.000Z"/><title>{given.title}</title></head>'
        f'<body lang="{given.language}" class="mw-content-ltr mw-body-content parsoid-body mediawiki mw-parser-output">'
        f"{''.join(parts)}</body></html>"
    )


def as_answer(given: Draft) -> str:
    """An answer of the action API, formatversion 2."""
    revision = {
        "revid": 77,
        "user": "Somebody",
        "timestamp": "2025-01-02T03:04:05Z",
        "comment": "",
        "slots": {"main": {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": as_wikitext(given)}},
    }
    page = {"pageid": 5, "ns": 0, "title": given.title, "pagelanguage": given.language, "revisions": [revision]}
    return json.dumps({"batchcomplete": True, "query": {"pages": [page]}}, ensure_ascii=False)


def as_parsed(given: Draft) -> str:
    """An answer of ``action=parse``, formatversion 1."""
    page = as_rendered(given)
    body = page[page.index('<div class="mw-content-ltr') : page.index("</div></body>")]
    return json.dumps({"parse": {"title": given.title, "pageid": 5, "revid": 77, "text": {"*": body}}}, ensure_ascii=False)


def as_dump(given: Draft) -> str:
    """An export of one page."""
    text = html.escape(as_wikitext(given), quote=False)
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="{given.language}">'
        f"<page><title>{given.title}</title><ns>0</ns><id>5</id><revision><id>77</id><timestamp>2025-01-02T03:04:05Z</timestamp>"
        f"<contributor><username>Somebody</username><id>3</id></contributor><model>wikitext</model><format>text/x-wiki</format>"
        f'<text bytes="{len(text)}" xml:space="preserve">{text}</text></revision></page></mediawiki>'
    )


FORMS: dict[str, Callable[[Draft], str]] = {
    "text": as_text,
    "wikitext": as_wikitext,
    "renamed": lambda given: as_wikitext(given, lambda key: f"auto {key}"),
    "list-defined": as_list_defined,
    "rendered": as_rendered,
    "parsoid": as_parsoid,
    "answer": as_answer,
    "parsed": as_parsed,
    "dump": as_dump,
}
