"""The phrases of a Japanese sentence that particles mark as its topic, its subject, or where its words are from."""

from __future__ import annotations

import re
from typing import NamedTuple

from factlog.articles.speech.japanese.names import APPOSED, HAN, INTRODUCED, KATAKANA, LATIN, agency, parts
from factlog.articles.speech.telling import ASIDE, HIDDEN, Masked, Named, Who

PIECE = rf"{KATAKANA}{HAN}{LATIN}0-9０-９{HIDDEN}{ASIDE}"
_RUN = rf"[{PIECE}]++(?: [{PIECE}]++)*+"
_SUBJECT = re.compile(
    rf"(?<![{PIECE}-])(?<![{PIECE}][の ])(?P<np>{_RUN}(?:[のや](?!多く)(?:一部の)?{_RUN})*+)"
    r"(?P<tail>の多く|ら|たち|さん|さま| )?(?:など)?"
    rf"(?:(?P<source>(?:に|での(?:話|説明|報告|発表|証言|発言)に)(?:よれば|よると(?!ころ|も|の|考え|い|言|さ|み|思)|よりますと|拠れば)|に(?:言|い)わせれば)|(?P<where>では(?!な)|でも|において[はも]|には)|(?P<topic>(?P<standing>として)?は|も)|(?P<subject>が)|(?P<by>によ(?:って|り)|から(?:は|も)?(?=[、「{HIDDEN}]|受け|うけ|寄せ|出|上が)))"
)
_NOT_TOPIC = re.compile("(?:も|は)(?:なお|含め|交え|踏まえ|ちろん|と(?!なお|も)|う|っと|の|し(?=くは|も))")
_LEADING = re.compile(
    rf"(?:(?:[西紀]暦)?\d{{2,4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}日|同年|同日|同月|翌日|翌年|前日|今日|現在|当時|当時の|当の|その後|(?<=[そこ]の)[後頃]|一方|以来|後に|(?<=[年月紀代])末|(?:突然|結局|実際|最近|近年|今回)(?=[{KATAKANA}])|[{ASIDE}])+(?:の)?"
)
_DOCUMENT = re.compile(
    "(?:憲法|条約|条項|法律|規約|規格|規定|規則|基準|宣言|声明|報告書|報告|白書|記事|論文|サイト|[事辞]典|発表|調査|統計|推計|試算|情報|社説|教書|演説|書簡|(?<![方手用作技療])法|自伝|判決|決議|新聞|年鑑|資料|レポート|ガイドライン|メモランダム|コラム|ホームページ|リリース|パンフレット|[紙誌書記録伝巻号版章])$"
)
_KATAKANA = re.compile(rf"[{KATAKANA}]+")
_SELF = re.compile("(?<=[^の])(?:自身|本人)$")
_TOLD = re.compile("の(?:公式)?(?:話|説明|報告|調べ|発表|証言|報道|主張|談話|声明|発言|見解)$")


_LONGEST_NAME = 20


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
    start, end = _begin(sentence, match), match.end("np")
    if start is None:
        return None
    told = _TOLD.search(match["np"])
    if match["where"]:
        mark = "source" if told else "topic"
    else:
        mark = next(name for name in ("source", "topic", "subject", "by") if match[name])
    written = _quoted(sentence, start, end, named=mark == "source" or bool(match["where"]))
    if written is None:
        written = sentence.at(start, end) + (match["tail"] or "").strip()
        if told and mark == "source":
            written = _whose(written, told[0])
    if not written:
        return None
    alone = written.removesuffix("ら").removesuffix("たち")
    if written.endswith(("自身", "本人")):
        alone = written = _SELF.sub("", written)
    named, name, role = parts(alone)
    sure = match["where"] or named in (Named.PRONOUN, Named.ROLE) or sentence.text[start] == HIDDEN
    weight = 3 if sure else agency(alone, name, role)
    if 0 < weight < 3 and APPOSED.search(sentence.text, max(0, start - 20), start):
        weight = 3
    if match["standing"] and weight < 3:
        return None
    if alone != written and named is Named.NAME:
        name, role = written, None
    return Np(start, end, match.end(), mark, Who(named, (start, end), name, role), weight, where=bool(match["where"]))


def _begin(sentence: Masked, match: re.Match[str]) -> int | None:
    """Where a phrase begins behind the time that it stands with; None where it names nobody who may speak."""
    text = sentence.text
    begin, end = match.span("np")
    titled = match["where"] not in (None, "には") and text[end - 1] == HIDDEN and sentence.plain[end - 1] == "』"
    if match["where"] and not (titled or _DOCUMENT.search(match["np"])):
        return None
    if match["topic"] and _NOT_TOPIC.match(text, match.start("topic")):
        return None
    leading = _LEADING.match(text, begin, end)
    pointed = (leading or _KATAKANA.fullmatch(text, begin, end)) and text.endswith(("その", "この"), 0, begin)
    whole = pointed or match["source"] or INTRODUCED.search(text, begin, end)
    if text.endswith("の", 0, begin) and not whole:
        return None  # the end of a phrase of which the rest is not understood; of a source it is enough
    return leading.end() if leading else begin


def _whose(written: str, told: str) -> str:
    """Who made an announcement, where a phrase says it: 港湾局の発表."""
    rest = written.removesuffix(told)
    named, name, role = parts(rest)
    return rest if rest and (named is not Named.NAME or agency(rest, name, role) >= 2) else written


def _quoted(sentence: Masked, start: int, end: int, *, named: bool) -> str | None:
    """What a phrase quotes that is nothing but a quotation: the name of a source, or of a paper or an institution.

    Empty where it is somebody's words; None where the phrase is more than a quotation.
    """
    if not set(sentence.text[start:end]) <= {HIDDEN, ASIDE}:
        return None
    text = next((quotation.text for quotation in sentence.quotations if quotation.start == start), "")
    speaks = _DOCUMENT.search(text) or agency(text, None, None) == 3
    return text if named or (speaks and len(text) <= _LONGEST_NAME) else ""
