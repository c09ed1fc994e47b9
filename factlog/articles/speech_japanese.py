"""Who says what in one Japanese sentence: 「…」と述べた, …によれば, …は…と主張した.

The sentence is cut at its verbs of saying. Each takes the quotations that と, や or a comma lead to it, and its subject: the
topic (は, も) or subject (が) that stands before them in the same stretch, else the one of the verb before. Where two could
be meant, nobody is named. Grammar: the quotative particle と and its verbs, as in any reference grammar of Japanese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import attrs

from factlog.articles.names_japanese import HAN, KATAKANA, LATIN, agency, parts
from factlog.articles.telling import ASIDE, HIDDEN, NOBODY, UNCLEAR, Masked, Named, Telling, Who

# Nouns that する makes verbs of saying of
SAYING_NOUNS = (
    "発言|主張|表明|指摘|強調|批判|コメント|反論|説明|警告|宣言|発表|約束|確約|公約|否定|要求|言明|明言|断言|断定|証言|公言|恫喝|回答|応答|返答|述懐|釈明|弁明|弁解|謝罪|非難"
    "|糾弾|酷評|称賛|賞賛|絶賛|評価|質問|提案|提言|提唱|予測|予想|予言|推測|推計|報告|報道|投稿|ツイート|記述|通告|通知|要請|勧告|示唆|確認|反発|抗議|懸念|宣告|告白|告発|力説"
    "|論評|分析|回想|回顧|吐露|形容|表現|演説|言及|結論|認定|判断|主唱|訴え|呼び掛け|呼びかけ|誓約|断罪|豪語|激怒|嘆願|歓迎|注意喚起|付言|補足|自負|自認|自称|公表|叱責|激励|危惧|憂慮|規定|明記|定義"
)
SAYING_STEMS = (
    "述べ|語[っりる]|話[しす]|答え|訴え|伝え|報[じず]|認め|呼び[か掛]け|求め|告げ|嘆[いき]|叫[んび]|書[いき]|記[しす]|綴[っり]|言[っいわ]|論[じず]|唱え|説[いき]|評[しす]"
    "|明らかにし|誓[っい]|尋ね|問[いうわ]|つぶや[いき]|漏らし|こぼし|打ち明け|言い放[っち]|言い切[っり]|切り捨て|締めくく[っり]|付け加え|振り返[っり]|述べ立て|応[じえ]|反駁し|宣[べう]"
)
# Nouns of saying that と, との lead to, and that another verb utters: との見解を示した
SAYING_OBJECTS = "(?<=の)意|支持|反対|賛成|同意|不快感|憤り|怒り|難色|理解|関心|回答|返答|反応|評価|答え|見解|考え|認識|意向|方針|立場|懸念|意見|声明|談話|コメント|姿勢|見方|見通し|意思|決意|発言|主張|批判|警告|メッセージ|報告|結論|感想|演説|注意|期待|疑問|不満"
_UTTER = r"示[しすさ]|発表|表明|述べ|出[しすさ]|発[しす]|行[いっうわ]|し(?=[たてま、])|明らかにし|呼[びん]|投げ掛け|投げかけ|寄せ|公表|表[しす]"
_PIECE = rf"{KATAKANA}{HAN}{LATIN}0-9０-９{HIDDEN}{ASIDE}"
_VERB = re.compile(
    rf"(?P<object>(?:{SAYING_OBJECTS})(?:など)?を[^、。{HIDDEN}]{{0,8}}?(?:{_UTTER}))"
    rf"|(?P<noun>(?:{SAYING_NOUNS})(?:を(?:し|行[いっう])|し(?=[、。たてつまよ]|なが)|する|せず|(?=[。、]|$)|さ(?P<suffered>れ)))"
    rf"|(?P<stem>(?:{SAYING_STEMS})(?P<passive>られ|れ)?)"
    r"|(?<=と)(?P<weak>し(?=た|、|てい|てお)|する(?=[。、]|$))"
)
_INFLECTED = re.compile(r"(?:て|で|い)?(?:いる|いた|おり|います|いました|た|だ|る|ます|ました|する|した|して|し)?")
_BETWEEN = re.compile(
    rf"、?(?:して、?)?(?:[^、ぁ-ん]{{1,3}}[いな])?(?:(?:[{_PIECE}]|の(?!で)|や|など){{0,20}}(?:に対し?て?|に向けて?|に|で|へ|の|として|は|が|も|から|とともに|とも)、?|も|は|[^、ぁ-ん{HIDDEN}]{{0,6}}|[強厳激高重固鋭]く|改めて|繰り返し|重ねて)?"
)
_OBJECT_LINK = re.compile(rf"{HIDDEN}(?:など|等|の必要性|の立場)?を(?:[^、。{HIDDEN}]{{0,8}}(?:に|で|く))?$")
_TAKES_OBJECT = re.compile("訴え|唱え|主張|要求|求め|強調|約束|提案|提唱|宣言|呼び")
_CALLED = re.compile(rf"{HIDDEN}(?:など|等)?と(?P<verb>呼(?:んだ|び(?=[、。])|んで(?!い)))")

_SUBJECT = re.compile(
    rf"(?<![{_PIECE}の])(?P<np>[{_PIECE}](?:[{_PIECE} ]*[{_PIECE}])?(?:[のや](?:一部の)?[{_PIECE}](?:[{_PIECE} ]*[{_PIECE}])?)*)"
    r"(?P<tail>の多く|ら|たち|さん|さま| )?(?:など)?"
    rf"(?:(?P<source>(?:に|で?の(?:公式)?(?:話|説明|報告|発表|証言|報道|主張|談話|声明|発言|見解)に)(?:よれば|よると|よりますと|拠れば)|に(?:言|い)わせれば)|(?P<topic>は|も)|(?P<where>では)|(?P<subject>が)|(?P<by>によ(?:って|り)|から(?=[、「{HIDDEN}])))"
)
_NOT_TOPIC = re.compile("(?:も|は)(?:なお|ちろん|と(?!なお|も)|う|っと|の|し(?=くは|も))")
_DATE = re.compile(
    r"(?P<day>(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日)|(?P<same>同日|同じ日)|(?:\d{2,4}年|同年|翌年)?(?:\d{1,2}月|同月|翌月)?(?:\d{1,2}日|翌日|前日|末|上旬|中旬|下旬)?"
)
_LEADING = re.compile(
    rf"(?:(?:[西紀]暦)?\d{{2,4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?|\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}日|同年|同日|同月|翌日|翌年|前日|今日|現在|当時|当時の|その後|一方|以来|後に|末|[{ASIDE}])+(?:の)?"
)
_FINISHED = re.compile(
    r"(?:[いきしちひみりえけせてべめれげぜったずなく]|んで|いで|が|後|際に?|ところ|ものの|のに対し)、|一方、"
)
_NO_FINISH = (
    "として、", "ついて、", "対して、", "よって、", "おいて、", "関して、", "とって、", "もって、", "通じて、", "初めて、", "より、", "とき、", "あたって、", "つき、", "めぐって、",
    "巡って、", "べく、", "改めて、", "とともに、", "向けて、",
)  # fmt: skip
_DOCUMENT = re.compile(
    "(?:憲法|条約|法律|規約|宣言|声明|報告書|報告|白書|記事|論文|サイト|百科事典|発表|調査|統計|推計|情報|社説|教書|演説|書簡)$"
)
_CARRIED = re.compile(
    r"(?:また|さらに|更に|続けて|加えて|その上で|そのうえで|同時に|なお|しかも|そして|最後に|一方で|他方で|ほかにも|他にも)"
)
_PLAIN = re.compile("[るただいうくすつぬむぐぶんよねかとなず]$")
_WITHOUT_PLAIN = re.compile("語|話|言|書|記|説|伝え|呼び|認め|応")
_NAME_LIKE_AFTER = re.compile(
    rf"[{HAN}{KATAKANA}A-Za-z]|という|と(?:いう|呼|名|題|訳|称|記|表記|される|も呼|も言|言われ|いわれ|いえば|の(?!見解|考え|声|認識|意向|立場|懸念|意見|発言|主張|批判|警告))|の(?!は|が|も|を)"
)
_NAME_LIKE_BEFORE = re.compile(rf"[{HAN}{KATAKANA}A-Za-z0-9]$")


def _finished(text: str, start: int, end: int) -> bool:
    """Whether a clause ends between two places, at a comma behind its verb."""
    return any(not text.endswith(_NO_FINISH, start, match.end()) for match in _FINISHED.finditer(text, start, end))


class _Np(NamedTuple):
    """A phrase that a particle marks: where it begins and ends, how it is marked, and how well it may speak."""

    start: int
    end: int
    after: int
    mark: str
    who: Who
    agency: int
    where: bool = False


@attrs.frozen
class _Verb:
    """A verb of saying: where it stands, what links words to it, whether it is passive."""

    start: int
    end: int
    link: int
    how: str
    written: str
    passive: bool
    weak: bool


def tellings(sentence: Masked) -> tuple[Telling, ...]:
    """The tellings of a sentence, in the order of their verbs."""
    return tuple(_Reading(sentence).run())


class _Reading:
    """One sentence: its phrases, its verbs, and which quotations are taken so far."""

    def __init__(self, sentence: Masked) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.phrases = [phrase for match in _SUBJECT.finditer(self.text) if (phrase := self._phrase(match))]
        self.outermost = [number for number, quotation in enumerate(sentence.quotations) if quotation.depth == 0]
        self.taken: set[int] = set()
        self.found: list[Telling] = []

    def run(self) -> list[Telling]:
        sources = [phrase for phrase in self.phrases if phrase.mark == "source"]
        begin, last = 0, NOBODY
        for verb in self._verbs():
            if verb.start < begin:
                continue
            last = self._tell(verb, begin, last, sources)
            begin = verb.end
        for source in sources:
            self._source(source, told=bool(self.found))
        self._asides()
        return sorted(self.found, key=lambda telling: telling.place)

    # Verbs

    def _verbs(self) -> Iterator[_Verb]:
        for match in sorted((*_VERB.finditer(self.text), *_CALLED.finditer(self.text)), key=re.Match.start):
            if match.re is _CALLED:
                yield _Verb(
                    match.start("verb"), match.end(), match.start() + 1, "呼", match["verb"], passive=False, weak=False
                )
                continue
            end = match.end() + (
                inflected.end() - match.end() if (inflected := _INFLECTED.match(self.text, match.end())) else 0
            )
            written = self.text[match.start() : end].rstrip("、")
            if self._attributive(end) or re.match(
                "言っ(?:て|ても)(?:いい|良い|よい|過言|も)", self.text[match.start() : match.start() + 8]
            ):
                continue
            passive = bool(match["suffered"] or match["passive"])
            if match["weak"]:
                link = match.start() - 1
                if not self._says_so(link) or not self._closes(end):
                    continue
                yield _Verb(match.start(), end, link, "と", written, passive=False, weak=True)
                continue
            window = max(0, match.start() - 40)
            if linked := self._linked(window, match):
                yield _Verb(match.start(), end, linked[0], linked[1], written, passive, weak=False)

    def _says_so(self, link: int) -> bool:
        """Whether と before する follows words that may be said: 目標とした, ものとする say nothing."""
        before = self.text[max(0, link - 2) : link]
        if before.endswith(HIDDEN):
            return True
        return _PLAIN.search(before) is not None and not before.endswith(
            ("もの", "こ", "も", "っ", "り", "よう", "ため", "の")
        )

    def _attributive(self, end: int) -> bool:
        """Whether a verb describes the noun behind it, which then is its subject: …と述べた首相は."""
        if (
            not re.match(rf"[{HAN}{KATAKANA}A-Za-z{HIDDEN}]", self.text[end : end + 1])
            or self.text[end - 1] not in "ただるう"
        ):
            return False
        return re.match("後|際|上で|時|結果|直後|一方|通り|以上|最中|点|旨", self.text[end : end + 2]) is None

    def _closes(self, end: int) -> bool:
        """Whether a clause ends after a と…した: what goes on as …した政策 says nothing."""
        return self.text[end : end + 1] in ("、", "。", "", "が") or self.text[end - 1 : end] in ("し", "て")

    def _linked(self, window: int, match: re.Match[str]) -> tuple[int, str] | None:
        """Where the words end that a verb utters, and the particle that says so."""
        text = self.text[window : match.start()]
        last: tuple[int, str] | None = None
        for link in re.finditer(r"とも|とは|との|って|と|こと(?:を|も)|旨を?", text):
            between = text[link.end() :]
            if _BETWEEN.fullmatch(between) and self._utters(window + link.start(), link[0], match):
                last = window + link.start(), link[0]
        if last is None and _OBJECT_LINK.search(text) and _TAKES_OBJECT.match(match[0]):
            return window + text.rindex(HIDDEN) + 1, "を"
        return last

    def _utters(self, place: int, how: str, match: re.Match[str]) -> bool:
        """Whether と stands after words that may be uttered: a quotation, or a clause in the plain form."""
        before = self.text[max(0, place - 2) : place]
        if not before or before.endswith(("、", "。")):
            return False
        if how.startswith(("こと", "旨")):
            return (
                match["object"] is None
                and not _WITHOUT_PLAIN.match(match[0])
                or how.startswith("旨")
                or match[0].startswith(("認め", "伝え"))
            )
        if before.endswith(HIDDEN) or before.endswith(("など", "等")):
            return True
        if how == "と" and before.endswith(("こ", "も", "っ", "り", "すっ", "ちょっ", "やっ")):
            return False
        if _PLAIN.search(before):
            return not before.endswith(("こと", "ひと"))
        return not _WITHOUT_PLAIN.match(match[0]) and match["object"] is None and how == "と" and bool(match["noun"])

    # Phrases

    def _phrase(self, match: re.Match[str]) -> _Np | None:
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
        if match["topic"] and _NOT_TOPIC.match(self.text, match.start("topic")):
            return None
        start, end = match.span("np")
        if leading := _LEADING.match(self.text, start, end):
            start = leading.end()
        written = self.sentence.at(start, end) + (match["tail"] or "").strip()
        if mark != "source" and set(self.text[start:end]) <= {HIDDEN, ASIDE}:
            return None  # a quotation as a topic is not somebody
        if set(self.text[start:end]) <= {HIDDEN, ASIDE}:
            written = next(
                (
                    self.sentence.quotations[n].text
                    for n in range(len(self.sentence.quotations))
                    if self.sentence.quotations[n].start == start
                ),
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
        return _Np(start, match.end("np"), match.end(), mark, who, weight, where=bool(match["where"]))

    # Tellings

    def _tell(self, verb: _Verb, begin: int, last: Who, sources: list[_Np]) -> Who:
        direct = self._linked_quotations(verb, begin)
        start = self.sentence.quotations[direct[0]].start if direct else verb.link
        if verb.how == "呼" and not direct:
            return last
        who, where = self._who(verb, begin, start, bool(direct), last)
        if who.named is Named.NOBODY and not direct and not self.found and (verb.weak or verb.passive):
            return last
        if (verb.weak or verb.how == "呼") and who.named in (Named.NOBODY, Named.UNCLEAR):
            return last
        if (
            verb.passive
            and who.named in (Named.NOBODY, Named.UNCLEAR)
            and not verb.written.startswith(("述べ", "語", "発言", "主張", "報"))
        ):
            return last
        partial = [] if verb.how in ("呼", "を") else self._partial(where, verb.link)
        quoted = tuple(sorted({*direct, *partial} - self.taken))
        self.taken.update(quoted)
        within = [source for source in sources if source.start < verb.start]
        if within and who.named is Named.NAME and self._unsettled(within[-1], who, start):
            who = UNCLEAR
        if (
            within
            and not quoted
            and (who.named in (Named.NOBODY, Named.UNCLEAR) or where == begin or self._mark(who) != "topic")
        ):
            return last
        self.found.append(
            Telling(
                who,
                verb.written,
                verb.start,
                quoted,
                indirect=not direct or verb.link > self.sentence.quotations[direct[-1]].end + 4,
                depth=1 if within else 0,
                carried=_CARRIED.match(self.text) is not None,
                dated=self._dated(begin, who, start),
            )
        )
        return who

    def _mark(self, who: Who) -> str:
        return next((phrase.mark for phrase in self.phrases if phrase.who.span == who.span), "")

    def _unsettled(self, source: _Np, who: Who, start: int) -> bool:
        """Whether, after …によれば, a clause ends between a subject and the words: who utters them is then open."""
        return who.span is not None and who.span[0] > source.start and _finished(self.text, who.span[1], start)

    def _linked_quotations(self, verb: _Verb, begin: int) -> list[int]:
        """The quotation that stands right before the link, and those that commas, や and と join to it."""
        found: list[int] = []
        edge = verb.link
        for number in reversed(self.outermost):
            quotation = self.sentence.quotations[number]
            if quotation.start < begin or number in self.taken:
                break
            if quotation.end > edge:
                continue
            between = self.text[quotation.end : edge]
            if found and not re.fullmatch(
                "[、や・]|と|および|及び|また、?|、(?:また|さらに|そして|かつ)、?|(?:など|等)?", between
            ):
                break
            if not found and not re.fullmatch("など|等|だ|だけ|である|ではない|であり|だっ?た|", between):
                break
            found.append(number)
            edge = quotation.start
        return sorted(found)

    def _partial(self, after: int, before: int) -> list[int]:
        """Quotations within the uttered clause that are words of it, not names of things."""
        found = []
        for number in self.outermost:
            quotation = self.sentence.quotations[number]
            if not (after <= quotation.start and quotation.end <= before) or self.sentence.plain[quotation.start] == "『":
                continue
            if _NAME_LIKE_AFTER.match(self.text, quotation.end) and quotation.end < before:
                continue
            if _NAME_LIKE_BEFORE.search(self.text[max(0, quotation.start - 1) : quotation.start]):
                continue
            found.append(number)
        return found

    def _who(self, verb: _Verb, begin: int, start: int, direct: bool, last: Who) -> tuple[Who, int]:
        """Who utters what is linked to a verb, and from where on words are that person's."""
        if verb.passive:
            by = [
                phrase
                for phrase in self.phrases
                if (phrase.mark == "by" or phrase.where) and begin <= phrase.start < verb.start and phrase.agency == 3
            ]
            return (by[-1].who, by[-1].after) if len(by) == 1 else (UNCLEAR if by else NOBODY, verb.link)
        inside = [
            phrase
            for phrase in self.phrases
            if begin <= phrase.start and phrase.end <= start and phrase.mark in ("topic", "subject")
        ]
        topics = [phrase for phrase in inside if phrase.mark == "topic" and phrase.agency]
        subjects = [phrase for phrase in inside if phrase.mark == "subject" and phrase.agency >= (2 if direct else 3)]
        if last is not NOBODY and all(topic.agency == 1 for topic in topics):
            topics = []
        if topics:
            chosen = self._topic(topics, start, direct)
        else:
            behind = [
                phrase
                for phrase in self.phrases
                if verb.link < phrase.start < verb.start and phrase.mark in ("topic", "subject")
            ]
            if direct and len(behind) == 1 and behind[0].agency:
                return behind[0].who, behind[0].after
            chosen = self._subject(subjects, start, direct, last)
            if chosen is None and last is not NOBODY and (not subjects or not direct):
                return last, begin
        if chosen is None:
            return (UNCLEAR if topics or subjects else NOBODY), begin
        if chosen.agency < 2 and (verb.weak or verb.how == "呼"):
            return NOBODY, begin
        who = attrs.evolve(chosen.who, named=Named.POSSIBLE) if chosen.agency == 1 else chosen.who
        return who, chosen.after

    def _topic(self, topics: list[_Np], start: int, direct: bool) -> _Np | None:
        """The topic that speaks: the last one where a clause has ended before it, else the only one that may well speak."""
        topics = [topic for topic in topics if topic.agency >= 2] or topics
        if len(topics) == 1:
            return topics[0]
        first, final = topics[0], topics[-1]
        if not direct and self.text[final.after : final.after + 1] == "、" != self.text[first.after : first.after + 1]:
            return final if final.agency >= 2 and _finished(self.text, first.after, final.start) else None
        opened = _finished(self.text, first.after, final.start) and self.text[final.start - 1] in ("、", ASIDE)
        if opened:
            return final if direct and final.agency >= 2 else None
        if first.agency >= 2 and (
            not direct or first.after >= start - 1 or self.text[first.after : first.after + 1] == "、"
        ):
            return first
        able = [topic for topic in topics if topic.agency == 3]
        return able[0] if len(able) == 1 else None

    def _subject(self, subjects: list[_Np], start: int, direct: bool, last: Who) -> _Np | None:
        """The subject that speaks: the nearest one that no subordinate clause has closed; of reported words the first of two."""
        if not subjects:
            return None
        if direct:
            nearest = subjects[-1]
            return nearest if not _finished(self.text, nearest.after, start) else None
        first = subjects[0]
        if last is not NOBODY:
            return None
        second = next(
            (phrase for phrase in self.phrases if phrase.mark == "subject" and first.start < phrase.start < start), None
        )
        many = second is not None and not _finished(self.text, first.after, second.start)
        return first if many or self.text[first.after : first.after + 1] == "、" else None

    def _dated(self, begin: int, who: Who, start: int) -> tuple[int, int] | None:
        """Where a day stands at the beginning of the stretch, or right after the topic: the day of the utterance."""
        places = [begin, *([who.span[1]] if who.span else [])]
        for place in places:
            for match in re.finditer(r"\d{4}年\d{1,2}月\d{1,2}日|同日", self.text[place : min(start, place + 40)]):
                at = place + match.start()
                lead = self.text[place:at]
                if re.fullmatch("(?:[、はがも]|しかし|また|その後|さらに|一方|翌)*", lead) and not self.text.startswith(
                    ("から", "まで", "以降", "以来", "に行", "に開", "に起"), at + len(match[0])
                ):
                    return at, at + len(match[0])
        return None

    def _source(self, source: _Np, *, told: bool) -> None:
        """Adds what …によれば tells; its quotations where nobody else is told to utter them."""
        quoted: tuple[int, ...] = ()
        if source.agency == 3 and not told:
            quoted = tuple(number for number in self._partial(source.after, len(self.text)) if number not in self.taken)
            self.taken.update(quoted)
        verb = self.sentence.plain[source.end : source.after]
        self.found.append(Telling(source.who, verb, source.end, quoted, dated=self._dated(0, source.who, source.start)))

    def _asides(self) -> None:
        """Quotations within brackets behind words about what somebody says: （「…」を批判するなど）."""
        for number in self.outermost:
            quotation = self.sentence.quotations[number]
            if number in self.taken or self.text[quotation.start] != ASIDE:
                continue
            opening = self.text.rfind(self.text[quotation.start], 0, quotation.start + 1)
            while opening > 0 and self.text[opening - 1] == ASIDE:
                opening -= 1
            inside = self.sentence.plain[quotation.end : quotation.end + 20]
            uttered = re.match(rf"(?:など|等)?(?:と|を)(?P<verb>{SAYING_NOUNS}|述べ|語)", inside)
            topics = [
                phrase for phrase in self.phrases if phrase.mark == "topic" and phrase.agency and phrase.end <= opening
            ]
            if (
                uttered
                and topics
                and topics[-1].agency == 3
                and re.search("発言|批判|演説|主張|述べ", self.text[topics[-1].after : opening])
            ):
                self.taken.add(number)
                self.found.append(Telling(topics[-1].who, uttered["verb"], opening, (number,), indirect=False))
