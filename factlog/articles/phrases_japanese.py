"""The phrases of a Japanese sentence that particles mark as its topic, its subject, or where its words are from."""

from __future__ import annotations

import re
from typing import NamedTuple

from factlog.articles.names_japanese import HAN, KATAKANA, LATIN, agency, parts
from factlog.articles.telling import ASIDE, HIDDEN, Masked, Named, Who

PIECE = rf"{KATAKANA}{HAN}{LATIN}0-9０-９{HIDDEN}{ASIDE}"
_RUN = rf"[{PIECE}]++(?: [{PIECE}]++)*+"
_SUBJECT = re.compile(
    rf"(?<![{PIECE}の])(?<![{PIECE}] )(?P<np>{_RUN}(?:[のや](?!多く)(?:一部の)?{_RUN})*+)"
    r"(?P<tail>の多く|ら|たち|さん|さま| )?(?:など)?"
    rf"(?:(?P<source>(?:に|で?の(?:公式)?(?:話|説明|報告|発表|証言|報道|主張|談話|声明|発言|見解)に)(?:よれば|よると|よりますと|拠れば)|に(?:言|い)わせれば)|(?P<topic>は|も)|(?P<where>では)|(?P<subject>が)|(?P<by>によ(?:って|り)|から(?=[、「{HIDDEN}])))"
)
_NOT_TOPIC = re.compile("(?:も|は)(?:なお|ちろん|と(?!なお|も)|う|っと|の|し(?=くは|も))")
_LEADING = re.compile(
    rf"(?:(?:[西紀]暦)?\d{{2,4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}日|同年|同日|同月|翌日|翌年|前日|今日|現在|当時|当時の|その後|一方|以来|後に|末|[{ASIDE}])+(?:の)?"
)
_DOCUMENT = re.compile(
    "(?:憲法|条約|法律|規約|宣言|声明|報告書|報告|白書|記事|論文|サイト|百科事典|発表|調査|統計|推計|情報|社説|教書|演説|書簡)$"
)


class Np(NamedTuple):
    """A phrase that a particle marks: where it begins and ends, how it is marked, and how well it may speak."""

    start: int
    end: int
    after: int
    mark: str
    who: Who
    agency: int
    where: bool = False


def phrases(sentence: Masked) -> list[Np]:
    """The phrases that may name who speaks, in their order."""
    return [found for match in _SUBJECT.finditer(sentence.text) if (found := _phrase(sentence, match))]


def _phrase(sentence: Masked, match: re.Match[str]) -> Np | None:
    if match["where"] and not _DOCUMENT.search(match["np"]):
        return None
    mark = (
        "source"
        if match["source"]
        else "topic"
        if match["where"] or match["topic"]
        else "subject"
        if match["subject"]
        else "by"
    )
    if match["topic"] and _NOT_TOPIC.match(sentence.text, match.start("topic")):
        return None
    start, end = match.span("np")
    if leading := _LEADING.match(sentence.text, start, end):
        start = leading.end()
    written = sentence.at(start, end) + (match["tail"] or "").strip()
    if mark != "source" and set(sentence.text[start:end]) <= {HIDDEN, ASIDE}:
        return None  # a quotation as a topic is not somebody
    if set(sentence.text[start:end]) <= {HIDDEN, ASIDE}:
        written = next(
            (sentence.quotations[n].text for n in range(len(sentence.quotations)) if sentence.quotations[n].start == start),
            written,
        )
    if not written:
        return None
    alone = re.sub("(?:ら|たち)$", "", written)
    named, name, role = parts(alone)
    if alone != written and named is Named.NAME:
        name, role = written, None
    who = Who(named, (start, match.end("np")), name, role)
    weight = 3 if named in (Named.PRONOUN, Named.ROLE) else agency(alone, *parts(alone)[1:])
    return Np(start, match.end("np"), match.end(), mark, who, weight, where=bool(match["where"]))
