"""Who a Japanese verb of saying has for its subject."""

from __future__ import annotations

import re
from typing import NamedTuple

import attrs

from factlog.articles.speech.japanese.names import COUNTRIES, HAN, KATAKANA, parts
from factlog.articles.speech.japanese.phrases import PIECE, Np
from factlog.articles.speech.japanese.verbs import Verb
from factlog.articles.speech.telling import ASIDE, HIDDEN, NOBODY, UNCLEAR, Named, Who

_FINISHED = re.compile(
    rf"(?:[いきしちひみりえけせてべめれげぜったずなく]|んで|いで|が|後|際に?|ところ|ものの|のに対し|ため|ので|[こたるい][とだ]?から|を[{HAN}]{{2,4}})、|一方、"
)
_BROKEN = re.compile(r"(?:[たいるうだ]が|後|際に?|ところ|ものの|のに対し|ため|ので|[こたるい][とだ]?から|[たる])、|一方、")
"""What ends a clause that the next one does not go on from with the same subject."""
_NO_FINISH = (
    "として、",
    "に対し、", "ついて、", "対して、", "よって、", "おいて、", "関して、", "とって、", "もって、", "通じて、", "初めて、", "より、", "とき、", "あたって、", "つき、", "めぐって、",
    "巡って、", "べく、", "改めて、", "とともに、", "向けて、",
)  # fmt: skip
_RUN_BEFORE = re.compile(rf"(?:[{PIECE}]++の?)++$")
_ABOUT = re.compile("[うくすつぬむぐぶるたい]$")
_THING = re.compile(rf"[うくすつぬむぐぶるたいは][{KATAKANA}]+$")
"""A word in katakana that a clause describes, or that follows a topic, may well be no name: 水害を招くダム, 治水にはダム."""
_ABOUT_IT = re.compile("こと(?:に(?:対し|つい|よ)|から|を受け)")
"""What ends a clause about which somebody else speaks."""
_NOMINAL = re.compile("こと(?:に|を|は|が|も)")
"""What makes a clause a part of another one, and so its subject perhaps none of that one's."""
_HAPPENS = re.compile("(?:行わ|開か|始ま|終わ|あ[っりる]|起[きこ]|続)")
"""What something does that is no speaker: 発表が行われた."""
_EXISTS = re.compile("い[るたて]|多い|少な|存在|お[りら]")
"""What is said of somebody of whom only that much is said: …と主張する者もいる."""
_JUDGES = re.compile("評|酷評|絶賛|称賛|賞賛|形容|表現|批判|非難")
"""Verbs that tell of words about whom the subject within them is: 議員は局長が「…」と評した."""
_WRITING = re.compile("手紙|書簡|文書|文章|記事|声明|論文|電報|返事")
"""What is written by whom a sentence is about: リーは「…」と書いた手紙を送った."""
_CLAUSE_BEGINS = re.compile(rf"[、{ASIDE}](?:[そこ]の[^、は]{{1,9}}(?:について|に対して?|に関して))?$")
_SELF = frozenset(("自身", "自ら", "自分", "本人"))
_PERSONAL = re.compile("述べ|語|話|発言|コメント|答え")


class Stretch(NamedTuple):
    """The part of a sentence that belongs to one verb: where it begins, where the uttered words do, whether they are quoted.

    ``last`` is who spoke in the stretch before.
    """

    begin: int
    start: int
    direct: bool
    last: Who


def finished(text: str, start: int, end: int, ends: re.Pattern[str] = _FINISHED) -> bool:
    """Whether a clause ends between two places, at a comma behind its verb."""
    return any(
        not text.endswith(_NO_FINISH, start, match.end()) or text.endswith("のに対し、", start, match.end())
        for match in ends.finditer(text, start, end)
    )


class Subjects:
    """The phrases of a sentence, to find subjects among."""

    def __init__(self, text: str, phrases: list[Np]) -> None:
        self.text = text
        self.phrases = phrases

    def of(self, verb: Verb, stretch: Stretch) -> tuple[Who, int]:
        """Who utters what is linked to a verb, and from where on words are that person's."""
        if verb.passive:
            return self._agent(verb, stretch.begin)
        if verb.attributive and not _WRITING.match(self.text, verb.end):
            return self._of_clause(verb, stretch), verb.link
        if (behind := self._behind(verb, least=2 if stretch.direct else 1)) is not None:
            return behind
        return self._ahead(verb, stretch)

    def _ahead(self, verb: Verb, stretch: Stretch) -> tuple[Who, int]:
        """Who is named before the uttered words."""
        found = self._marked(stretch.begin, stretch.start)
        topics = self._topics(found, stretch)
        able = 2 if stretch.direct else 3
        subjects = [phrase for phrase in found if phrase.mark == "subject" and phrase.agency >= able]
        subjects = [subject for subject in subjects if not _HAPPENS.match(self.text, subject.after)]
        beside = bool(subjects) and subjects[-1].after == stretch.start and self.text[verb.link - 1] == HIDDEN
        if (
            topics
            and stretch.direct
            and beside
            and topics[-1].after < subjects[-1].start
            and not _JUDGES.match(verb.written)
        ):
            chosen = None  # 議員は局長が「…」と言った: whose words they are depends on how the sentence goes on
        elif subjects and self._governs(subjects[0], topics, stretch):
            chosen = subjects[0]
        elif topics:
            chosen = self._topic(topics, stretch)
        elif stretch.direct and (aside := self._beside(verb, stretch, found)) is not None:
            return aside
        else:
            chosen = self._subject(subjects, verb, stretch)
            if chosen is None and stretch.last is not NOBODY and not (subjects and stretch.direct):
                return stretch.last, stretch.begin
        if chosen is None:
            return (UNCLEAR if topics or subjects else NOBODY), stretch.begin
        if chosen.agency < 2 and (verb.weak or verb.how == "呼"):
            return NOBODY, stretch.begin
        if not stretch.direct and chosen.mark == "topic" and self._rival(chosen, subjects):
            return UNCLEAR, stretch.begin
        if any(other.start > chosen.after and "として、" in self.text[chosen.after : other.start] for other in subjects):
            return UNCLEAR, stretch.begin
        return self._certain(chosen, stretch), chosen.after

    def _agent(self, verb: Verb, begin: int) -> tuple[Who, int]:
        """By whom something is said, in the passive."""
        by = [
            phrase
            for phrase in self.phrases
            if phrase.where or (phrase.mark == "by" and not verb.weak)
            if begin <= phrase.start < verb.start and phrase.agency >= 2
        ]
        return (by[-1].who, by[-1].after) if len(by) == 1 else (UNCLEAR if by else NOBODY, verb.link)

    def _marked(self, begin: int, end: int) -> list[Np]:
        """The topics and subjects between two places."""
        return [
            phrase
            for phrase in self.phrases
            if begin <= phrase.start and phrase.end <= end and phrase.mark in ("topic", "subject")
        ]

    def _topics(self, found: list[Np], stretch: Stretch) -> list[Np]:
        """The topics that may speak: an unknown word only where nothing comes between it and what is quoted."""
        topics = [phrase for phrase in found if phrase.mark == "topic" and phrase.agency]
        if not stretch.direct:
            topics = [topic for topic in topics if not self._also(topic)]
        topics = topics[:1] + [topic for topic in topics[1:] if self.text[slice(*topic.who.span or (0, 0))] not in _SELF]
        if stretch.last is not NOBODY and all(topic.agency == 1 for topic in topics):
            return []
        if not stretch.direct:
            return topics
        return [topic for topic in topics if topic.agency > 1 or "、" not in self.text[topic.after + 1 : stretch.start]]

    def _governs(self, subject: Np, topics: list[Np], stretch: Stretch) -> bool:
        """Whether a subject at a comma stands before reported words about what speaks less well: 首相が、港は…と説明した."""
        apart = self.text[subject.after : subject.after + 1] == "、" or any(topic.start == subject.after for topic in topics)
        behind = not stretch.direct and subject.agency == 3 and apart
        return behind and all(topic.start > subject.start and topic.agency < 3 for topic in topics)

    def _rival(self, chosen: Np, subjects: list[Np]) -> bool:
        """Whether somebody with a role does something else, or speaks, behind a clause of the topic's: …し、外相が…."""
        return any(
            subject.who.role and subject.start > chosen.after and finished(self.text, chosen.after, subject.start)
            for subject in subjects
        )

    def _also(self, topic: Np) -> bool:
        """Whether a topic with も stands behind a clause about it, as one of the reported words: 話さない国民もいる."""
        return (
            self.text[topic.after - 1] == "も"
            and self.text[topic.after : topic.after + 1] != "、"
            and _ABOUT.search(self.text, max(0, topic.start - 1), topic.start) is not None
        )

    def _beside(self, verb: Verb, stretch: Stretch, found: list[Np]) -> tuple[Who, int] | None:
        """Who is named right before a quotation or behind it: ブッシュ大統領「…」と発言, 「…」とブッシュは述べた."""
        if not found and (before := self._right_before(stretch.start)):
            return before, stretch.start
        return self._behind(verb, least=1)

    def _behind(self, verb: Verb, least: int) -> tuple[Who, int] | None:
        """Who is named between the uttered words and the verb, if the phrase may speak well enough."""
        behind = self._marked(verb.link + 1, verb.end)
        return (behind[0].who, verb.link) if len(behind) == 1 and behind[0].agency >= least else None

    def _of_clause(self, verb: Verb, stretch: Stretch) -> Who:
        """Who speaks in a clause about a noun: its own subject, next to the words; else that noun, if it is who does something.

        首相が「…」と述べた演説; 「…」と述べた首相は.
        """
        own = [phrase for phrase in self.phrases if phrase.mark == "subject" and phrase.after == stretch.start]
        if stretch.direct and own and own[0].agency:
            return own[0].who
        head = [phrase for phrase in self.phrases if phrase.start == verb.end and phrase.mark in ("topic", "subject")]
        certain = head and head[0].agency == 3 and not own and not _EXISTS.match(self.text, head[0].after)
        return head[0].who if certain else UNCLEAR

    def _certain(self, chosen: Np, stretch: Stretch) -> Who:
        """A topic of reported words that may be one of those words is somebody only if the article knows the name."""
        doubtful = chosen.agency == 1 or (
            chosen.agency == 2
            and chosen.mark == "topic"
            and (stretch.last is not NOBODY or _THING.search(self.text[max(0, chosen.start - 1) : chosen.end]) is not None)
        )
        return attrs.evolve(chosen.who, named=Named.POSSIBLE) if doubtful and not stretch.direct else chosen.who

    def _right_before(self, start: int) -> Who | None:
        """Somebody with a role whose name stands right before a quotation: ブッシュ大統領「…」と発言."""
        found = _RUN_BEFORE.search(self.text[max(0, start - 60) : start])
        if found is None:
            return None
        named, name, role = parts(found[0])
        return Who(named, (start - len(found[0]), start), name, role) if named is Named.NAME and role else None

    def _topic(self, topics: list[Np], stretch: Stretch) -> Np | None:
        """The topic that speaks: the last one where a clause has ended before it, else the only one that may well speak."""
        if not topics[0].where:
            after = topics[0].after
            topics = [topic for topic in topics if not topic.where or finished(self.text, after, topic.start)]
        closing = topics[-1]
        if stretch.direct and closing.after == stretch.start and finished(self.text, topics[0].after, closing.start):
            return closing
        if len(topics) > 1 and topics[0].agency == 1 and self.text[topics[0].after : topics[0].after + 1] == "、":
            return None if stretch.direct else topics[0]  # who is spoken of before all others may well be somebody
        topics = [topic for topic in topics if topic.agency >= 2] or topics
        if len(topics) == 1:
            return topics[0]
        first, final = topics[0], topics[-1]
        direct, start = stretch.direct, stretch.start
        if not direct and self.text[final.after : final.after + 1] == "、" != self.text[first.after : first.after + 1]:
            return final if final.agency >= 2 and finished(self.text, first.after, final.start) else None
        opened = finished(self.text, first.after, final.start) and _CLAUSE_BEGINS.search(self.text, 0, final.start)
        if opened and not direct and first.agency == 3 > final.agency and self.text[first.after : first.after + 1] == "、":
            return first
        if opened:
            contrast = direct or self.text.endswith(("が、", "のに対し、"), 0, final.start)
            return final if contrast and final.agency >= 2 and (direct or final.who.name not in COUNTRIES) else None
        if first.where:
            return None  # whether a text says it, or somebody in it
        if first.agency >= 2 and (
            not direct or first.after >= start - 1 or self.text[first.after : first.after + 1] == "、"
        ):
            return first
        able = [topic for topic in topics if topic.agency == 3]
        return able[0] if len(able) == 1 else None

    def _subject(self, subjects: list[Np], verb: Verb, stretch: Stretch) -> Np | None:
        """The subject that speaks: the nearest one that no subordinate clause has closed; of reported words the first of two."""
        if not subjects:
            return None
        if stretch.direct:
            nearest = subjects[-1]
            broken = _BROKEN if nearest.agency == 3 and len(subjects) == 1 else _FINISHED
            closed = finished(self.text, nearest.after, stretch.start, broken) or _NOMINAL.search(
                self.text, nearest.after, stretch.start
            )
            return None if closed else nearest
        first = subjects[0]
        if stretch.last is not NOBODY or _ABOUT_IT.search(self.text, first.after, stretch.start):
            return None
        second = next(
            (phrase for phrase in self.phrases if phrase.mark == "subject" and first.start < phrase.start < stretch.start),
            None,
        )
        many = second is not None and not finished(self.text, first.after, second.start)
        person = first.who.role is not None and _PERSONAL.match(verb.written) is not None
        return first if many or person or self.text[first.after : first.after + 1] == "、" else None
