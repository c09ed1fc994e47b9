"""Who says what in one English sentence: said, told, according to, “…,” said Rubio, was criticised by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import attrs

from factlog.articles.speech.english import sources
from factlog.articles.speech.english.clauses import Clauses
from factlog.articles.speech.english.constructions import Constructions, Found
from factlog.articles.speech.english.line import Line, Part
from factlog.articles.speech.english.nouns import TITLES
from factlog.articles.speech.english.phrases import Phrases
from factlog.articles.speech.english.quoted import Quoted
from factlog.articles.speech.english.reported import Kind
from factlog.articles.speech.english.verbs import THIRDS, WORDS, Form
from factlog.articles.speech.telling import MAX_VERBS, Masked, Telling, Who, asides

_TELLING = WORDS.keys() | sources.WORDS
_PLACED = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4}")


def tellings(sentence: Masked) -> tuple[Telling, ...]:
    """The tellings of a sentence, in the order of their verbs."""
    beside = (aside for aside in asides(sentence) if not _TELLING.isdisjoint(aside.text.lower().split()))
    within = (attrs.evolve(telling, depth=telling.depth + 1) for aside in beside for telling in _told(Line(aside)))
    return tuple(sorted(chain(_told(Line(sentence)), within), key=lambda telling: telling.place))


def subject(sentence: Masked) -> Who:
    """Who or what a sentence begins with, where that is a name."""
    return Clauses(Phrases(Line(sentence))).first()


def actors(sentence: Masked) -> tuple[str, ...]:
    """The names in a sentence behind which a verb stands: who does something in it."""
    line = Line(sentence)
    found = []
    for place in range(len(line)):
        if line.part(place) is Part.NAME and line.part(place + 1) is not Part.NAME and _acts(line, place + 1):
            begin = place
            while line.part(begin - 1) is Part.NAME and line.low(begin - 1) not in TITLES:
                begin -= 1
            found.append(sentence.at(line.tokens[begin].start, line.tokens[place].end))
    return tuple(found)


def _acts(line: Line, place: int) -> bool:
    """Whether a verb stands there, behind adverbs."""
    while line.part(place) is Part.ADVERB:
        place += 1
    low, part = line.low(place), line.part(place)
    past = part is Part.PARTICIPLE and not low.endswith("ing")
    return past or part in (Part.AUXILIARY, Part.VERB) or low in THIRDS or (low in WORDS and WORDS[low].form is Form.FINITE)


def _told(line: Line) -> Iterator[Telling]:
    if len(line) > MAX_VERBS and sum(token.low in WORDS for token in line.tokens) > MAX_VERBS:
        return
    found = Constructions(line).run()
    if not found:
        return
    quoted = Quoted(line, found)
    for number, quotations in enumerate(quoted.given()):
        yield _telling(line, found, number, quoted, quotations)


def _telling(line: Line, all_found: list[Found], number: int, quoted: Quoted, quotations: list[int]) -> Telling:
    found = all_found[number]
    source = found.reported.kind is not Kind.SOURCE and any(
        other.reported.kind is Kind.SOURCE and quoted.in_scope(other, found.verb) for other in all_found
    )
    return Telling(
        found.who,
        found.written,
        line.tokens[found.verb].start,
        tuple(quotations),
        indirect=not quotations or not quoted.all_quoted(found),
        depth=int(found.inner) + int(source),
        carried=found.carried,
        dated=_dated(line, found),
    )


def _dated(line: Line, found: Found) -> tuple[int, int] | None:
    """Where a day stands at the beginning of the sentence, or between the verb and what it reports."""
    text = line.sentence.text
    if (begins := re.match(r"On (?=[\dA-Z])", text)) and (day := _PLACED.match(text, begins.end())) and found.verb < 25:
        return day.span()
    if found.reported.kind in (Kind.THAT, Kind.QUOTE, Kind.BARE):
        behind = line.tokens[found.verb].end
        until = line.tokens[found.reported.at].start if found.reported.at < len(line) else len(text)
        for day in _PLACED.finditer(text, behind, until):
            return day.span() if text[behind : day.start()].rstrip().endswith(" on") else None
    return None
