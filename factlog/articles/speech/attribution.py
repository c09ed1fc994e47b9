"""Who is named as the speaker of a quotation or a report, as far as the words around it show: Japanese, Chinese, English.

Only the place of the name is found, to tell a change of speaker from a change of wording, by the same rules that find
speech. Where the reader of the article has found the speakers, theirs count.
"""

from __future__ import annotations

import re

from factlog.articles.revision import Sentence
from factlog.articles.speech.speakers import TELLINGS
from factlog.articles.speech.telling import MAX_TEXT

_SAY_ZH = "表示|说道?|說道?|声称|聲稱|称|稱|指出|认为|認為|宣布|强调|強調|回应|回應|写道|寫道|批评|批評|承认|承認|否认|否認"
_NOT_SAID_ZH = "来來据據听聽小话話所名简簡对對"  # 来说, 小说, 名称: these tell of nobody's words
_ZH = re.compile(
    r"(?:^|[，。；、])(?:\d[\d年月日]*[，,]?)?(?:并且|並且|而且|但是|因此|所以|直到|如果|因为|因為|虽然|雖然|然而|同时|同時)*+"
    rf"(?P<who>[^，。；、「」“”『』]{{2,24}}?)(?<![{_NOT_SAID_ZH}])(?:{_SAY_ZH})(?![明法服为為呼])"
)
_BESIDES = re.compile(
    r"^(?:(?:the|mr\.?|mrs\.?|ms\.?|dr\.?|most|many|some|several|few|all|(?:vast |great |overwhelming )?majority of) )*+"
)
"""What stands before a name and names nobody."""
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u9fff]")


def speakers(text: str) -> list[tuple[int, int]]:
    """Where a text names speakers; what is inside quotations should be hidden before.

    >>> text = "On Monday, Marco Rubio said that the talks had begun."
    >>> [text[start:end] for start, end in speakers(text)]
    ['Marco Rubio']
    >>> text = "18日、ペスコフ報道官は再度会談が行われると述べた。"
    >>> [text[start:end] for start, end in speakers(text)]
    ['ペスコフ報道官']
    """
    if _HAN.search(text) and not _KANA.search(text):
        return [match.span("who") for match in _ZH.finditer(text[:MAX_TEXT])]
    found: list[tuple[int, int]] = []
    for span in sorted({telling.who.span for telling in TELLINGS[text] if telling.who.span is not None}):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def named(sentence: Sentence) -> tuple[str, ...]:
    """The speakers that the reader of the article has found, in order."""
    return tuple(quotation.speaker for quotation in sentence.quotations if quotation.speaker)


def same_person(one: str, other: str) -> bool:
    """Whether two names may well be one person's: one is a part of the other, titles and how many there are aside.

    >>> same_person("Marco Rubio", "Rubio"), same_person("Marco Rubio", "Sergey Lavrov")
    (True, False)
    >>> same_person("Most sailors", "The vast majority of sailors")
    True
    """
    one, other = (_BESIDES.sub("", name.casefold(), count=1).strip(" ,") for name in (one, other))
    return one in other or other in one
