"""Who is named as the speaker of a quotation or a report, as far as the words around it show: Japanese, Chinese, English.

Only the place of the name is found, to tell a change of speaker from a change of wording. Where the reader of the article
has found the speakers, theirs count.
"""

from __future__ import annotations

import re

from factlog.articles.revision import Sentence
from factlog.articles.words import content

HIDDEN = "\ue000"  # stands for what is inside a quotation

# Verbs of telling, as verbs: 批判 alone is what somebody else may have said, 批判された what was said of somebody
_DO_JA = "[しすせ]"
_SAY_JA = (
    rf"(?:述べ(?!られ)|語[っりる]|話[しす]|(?:発言|主張|表明|指摘|強調|批判|コメント|反論|説明|警告|宣言|発表|約束|否定|要求|評){_DO_JA}"
    "|訴え|答え|伝え(?!られ)|報じ(?!られ)|認め(?!られ)|呼びかけ|明らかにし|考えを示し|懸念を示し|誓[っい]|言[っいう])"
)
_END_JA = "[ぁ-ん]{0,8}(?:[、。（(]|$)"
"""A clause ends with its verb: one before a noun (``主張する勢力``) tells what that noun did."""
_DENY_JA = rf"(?:(?:否定|表明|発表|主張|批判|要求|約束){_DO_JA}|明らかにし|示し)"
_TELLS_JA = re.compile(
    rf"(?:と|旨を|よう(?:に)?)(?:も|は)?[^。、]{{0,12}}?{_SAY_JA}{_END_JA}"
    rf"|{HIDDEN}[」』”\"]?(?:と|など)[^。]{{0,16}}?{_SAY_JA}{_END_JA}|を{_DENY_JA}{_END_JA}"
)
_TOPIC_JA = re.compile(r"(?P<who>[^、。：:「」『』は]{2,80}?)(?:は|が|も)(?![ぁ-ん]?[、。]?$)")
_NOBODY_JA = re.compile(r"(?:現在|当時|今日|時点|以降|以後|[\d年月日前後]|ため|こと|もの|場合|[それあど]れ|ここ|そこ)$")
"""How a topic ends that speaks of a time or a thing."""
_BEFORE_NAME_JA = re.compile(r"で(?=.)|[るただい]と(?=.)|\d年代?(?:に|の)?|\d月(?:に|の)?|\d日(?:に|の)?")
"""What ends when and where, before the name."""
_SOURCE_JA = re.compile(r"(?P<who>[^、。：:「」『』は]{2,80}?)(?:によれば|によると|に拠れば)")
_SAY_ZH = "表示|说道?|說道?|声称|聲稱|称|稱|指出|认为|認為|宣布|强调|強調|回应|回應|写道|寫道|批评|批評|承认|承認|否认|否認"
_ZH = re.compile(rf"(?:^|[，。；、])(?:\d[\d年月日]*[，,]?)?(?P<who>[^，。；、「」“”『』]{{2,24}}?)(?:{_SAY_ZH})")
_SAY_EN = (
    "said|says|stated|states|told|claimed|claims|argued|argues|wrote|writes|added|announced|declared|replied|responded"
    "|insisted|denied|denies|warned|remarked|commented|noted|tweeted|acknowledged|admitted|promised|asked|reported"
)
_TELLS_EN = frozenset(("according", *_SAY_EN.split("|")))
_PART_EN = r"[A-Z][\w.’'-]*"
_NAME_EN = (
    rf"(?:{_PART_EN}|(?:[Tt]he|[Aa]n?) [a-z]+)"
    rf"(?: (?:{_PART_EN}|of|the|de|van|von|al|bin|minister|president|spokes\w+)){{0,7}}"
)
_ALSO_EN = "also|later|then|has|had|have|himself|herself|publicly"
_BEFORE_EN = re.compile(rf"(?P<who>{_NAME_EN}),?(?: (?:{_ALSO_EN})){{0,2}} (?:{_SAY_EN})\b(?! to (?:be|have)\b)")
_AFTER_EN = re.compile(rf"[{HIDDEN}\"”’,] ?(?:{_SAY_EN}) (?P<who>{_NAME_EN})")
_SOURCE_EN = re.compile(rf"\b[Aa]ccording to (?P<who>{_NAME_EN})")

_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u9fff]")
MAX_TEXT = 4_000  # of a sentence that is searched


def speakers(text: str) -> list[tuple[int, int]]:
    """Where a text names speakers; what is inside quotations should be hidden before.

    >>> text = "On Monday, Marco Rubio said that the talks had begun."
    >>> [text[start:end] for start, end in speakers(text)]
    ['Marco Rubio']
    >>> text = "18日、ペスコフ報道官は再度会談が行われると述べた。"
    >>> [text[start:end] for start, end in speakers(text)]
    ['ペスコフ報道官']
    """
    text = text[:MAX_TEXT]
    if _KANA.search(text):
        patterns = [_SOURCE_JA] + ([_TOPIC_JA] if _TELLS_JA.search(text) else [])
    elif _HAN.search(text):
        patterns = [_ZH]
    else:
        patterns = [] if _TELLS_EN.isdisjoint(content(text)) else [_BEFORE_EN, _AFTER_EN, _SOURCE_EN]
    found: list[tuple[int, int]] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            if pattern is _TOPIC_JA and _NOBODY_JA.search(match["who"]):
                continue
            span = _name(match) if pattern in (_TOPIC_JA, _SOURCE_JA) else match.span("who")
            if not any(start < span[1] and span[0] < end for start, end in found):
                found.append(span)
            if pattern is _TOPIC_JA:
                break  # only the first topic is the sentence's own
    return sorted(found)


def _name(match: re.Match[str]) -> tuple[int, int]:
    """Where a Japanese name stands, without what says when and where before it."""
    start, end = match.span("who")
    return start + max((before.end() for before in _BEFORE_NAME_JA.finditer(match["who"])), default=0), end


def named(sentence: Sentence) -> tuple[str, ...]:
    """The speakers that the reader of the article has found, in order."""
    return tuple(quotation.speaker for quotation in sentence.quotations if quotation.speaker)


def same_person(one: str, other: str) -> bool:
    """Whether two names may well be one person's: one is a part of the other, titles aside.

    >>> same_person("Marco Rubio", "Rubio"), same_person("Marco Rubio", "Sergey Lavrov")
    (True, False)
    """
    one, other = (re.sub(r"^(?:the|mr\.?|mrs\.?|ms\.?|dr\.?) ", "", name.casefold()).strip(" ,") for name in (one, other))
    return one in other or other in one
