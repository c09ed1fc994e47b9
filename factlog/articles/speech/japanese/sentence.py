"""Who says what in one Japanese sentence: 「…」と述べた, …によれば, …は…と主張した.

The sentence is cut at its verbs of saying. Each takes the quotations that と, や or a comma lead to it, and its subject: the
topic (は, も) or subject (が) that stands before them in the same stretch, else the one of the verb before. Where two could
be meant, nobody is named. Grammar: the quotative particle と and its verbs, as in any reference grammar of Japanese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factlog.articles.speech.japanese.names import HAN, KATAKANA, agency, parts
from factlog.articles.speech.japanese.phrases import PIECE, Np, phrases
from factlog.articles.speech.japanese.subjects import Stretch, Subjects, finished
from factlog.articles.speech.japanese.verbs import (
    ASKED,
    BELIEVED,
    CALLED,
    IMPERSONAL,
    INFLECTED,
    PLAIN,
    SAYING_NOUNS,
    STATED,
    TAKES_OBJECT,
    VERB,
    WHOSE,
    WITHOUT_PLAIN,
    Verb,
)
from factlog.articles.speech.telling import ASIDE, HIDDEN, MAX_VERBS, NOBODY, UNCLEAR, Masked, Named, Telling, Who

_BETWEEN = re.compile(
    rf"、?(?:して、?)?(?:[^、ぁ-ん]{{1,3}}[いな])?(?:(?:[そこ]の)?(?:[{PIECE}]|の(?!で)|や|など){{0,20}}(?:に対し?て?|に向けて?|に|で|へ|の|を|として|は|が|も|から|とともに|とも)、?|も|は|[^、ぁ-ん{HIDDEN}]{{0,6}}|[強厳激高重固鋭]く|改めて|繰り返し|重ねて|(?:ただ)?一言|何度も|よく|こう|しばしば|たびたび|はっきり|きっぱり)?"
)
_OBJECT_LINK = re.compile(rf"{HIDDEN}(?:など|等|の必要性|の立場)?を(?:[^、。{HIDDEN}]{{0,8}}(?:に|で|く))?$")

_LINK = re.compile(rf"とも|とは|との|(?<=[るだ{HIDDEN}])って|と|こと(?:を|も)|旨を?|よう(?:に|、)?")
"""What joins words to a verb that utters them."""
_CONTENT = re.compile(r"と(?:の|する|した|いう|いった)[^、。と]{0,16}$")
"""What joins words to a noun of saying: …とする新たな見解."""
_TRIED = tuple(f"{sound}う" for sound in "おこごそとのほぼもよろ")
"""What goes before とした of what one only tried: 開けようとした."""
_STATED = re.compile(STATED)
_THING = re.compile(rf"[{HAN}{KATAKANA}]を$")
_PREDICATE = re.compile(rf"が[^、をがと]{{1,30}}[{HAN}]、?$")
"""A clause that ends in a noun: …したのが原因."""
_NOT_SAID = re.compile("言っ(?:て|ても)(?:いい|良い|よい|過言|も)")
_SUPPOSED = re.compile("[るた]場合|る(?:とき|時は|者は|ものは)")
"""What stands behind a verb of what somebody might say: 認めるときは."""
_AS_TOLD = re.compile(
    rf"(?P<verb>(?:(?:{SAYING_NOUNS})(?:し|す)|述べ|語っ|伝え|報じ)(?:た|る|ている|ていた))(?:ところ|の)に(?:よれば|よると)"
)
_CARRIED = re.compile(
    r"(?:また|さらに|更に|続けて|加えて|その上で|そのうえで|同時に|なお|しかも|そして|最後に|一方で|他方で|ほかにも|他にも)"
)
_NAME_LIKE_AFTER = re.compile(
    rf"[{HAN}{KATAKANA}A-Za-z]|という|と(?:いう|呼|名|題|訳|称|記|表記|される|も呼|も言|言われ|いわれ|いえば|の(?!見解|考え|声|認識|意向|立場|懸念|意見|発言|主張|批判|警告))|の(?!は|が|も|を)"
)
_NAME_LIKE_BEFORE = re.compile(rf"[{HAN}{KATAKANA}A-Za-z0-9]$")


def tellings(sentence: Masked) -> tuple[Telling, ...]:
    """The tellings of a sentence, in the order of their verbs."""
    return tuple(_Reading(sentence).run())


class _Reading:
    """One sentence: its phrases, its verbs, and which quotations are taken so far."""

    def __init__(self, sentence: Masked) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.phrases = phrases(sentence)
        self.subjects = Subjects(self.text, self.phrases)
        self.outermost = [number for number, quotation in enumerate(sentence.quotations) if quotation.depth == 0]
        self.taken: set[int] = set()
        self.found: list[Telling] = []

    def run(self) -> list[Telling]:
        sources = [phrase for phrase in self.phrases if phrase.mark == "source"]
        begin, last = 0, NOBODY
        verbs = list(self._verbs())
        if len(verbs) > MAX_VERBS:
            return []
        for verb in verbs:
            if verb.start < begin:
                continue
            told = len(self.found)
            last = self._tell(verb, begin, last, sources)
            if len(self.found) > told or not self.text.startswith(("こと", "の"), verb.end):
                begin = verb.end
        for source in sources:
            self._source(source, told=bool(self.found))
        self._as_told()
        self._whose()
        self._asides()
        return sorted(self.found, key=lambda telling: telling.place)

    # Verbs

    def _verbs(self) -> Iterator[Verb]:
        for match in sorted((*VERB.finditer(self.text), *CALLED.finditer(self.text)), key=re.Match.start):
            if match.re is CALLED:
                yield Verb(
                    match.start("verb"), match.end(), match.start() + 1, "呼", match["verb"], passive=False, weak=False
                )
                continue
            end = match.end() + (
                inflected.end() - match.end() if (inflected := INFLECTED.match(self.text, match.end())) else 0
            )
            written = self.text[match.start() : end].rstrip("、")
            if (
                _NOT_SAID.match(self.text, match.start())
                or IMPERSONAL.match(self.text, match.start())
                or _SUPPOSED.match(self.text, end - 1)
            ):
                continue
            attributive = self._attributive(end)
            passive = bool(match["suffered"] or match["passive"] or match["received"] or match["held"])
            if match["weak"]:
                if attributive:
                    continue
                link = match.start() - 1
                if not self._says_so(link) or not self._closes(end):
                    continue
                yield Verb(match.start(), end, link, "と", f"と{written}", passive, weak=True)
                continue
            window = max(0, match.start() - 40)
            if linked := self._linked(window, match):
                if attributive and (BELIEVED.match(match[0]) or not self._content(linked[0])):
                    continue
                yield Verb(match.start(), end, *linked, written, passive, weak=False, attributive=attributive)

    def _says_so(self, link: int) -> bool:
        """Whether と before する follows words that may be said: 目標とした, ものとする say nothing."""
        before = self.text[max(0, link - 3) : link].removesuffix("、")[-2:]
        if before.endswith(HIDDEN):
            return True
        if _PREDICATE.search(self.text, max(0, link - 40), link):
            return True
        return PLAIN.search(before) is not None and not before.endswith(
            ("もの", "こ", "も", "っ", "り", "ため", "の", *_TRIED)
        )

    def _attributive(self, end: int) -> bool:
        """Whether a verb describes the noun behind it, which then is its subject: …と述べた首相は."""
        if (
            not re.match(rf"[{HAN}{KATAKANA}A-Za-z0-9{HIDDEN}]", self.text[end : end + 1])
            or self.text[end - 1] not in "ただるうすくぶつむ"
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
        if (match["object"] or match["received"] or "を" in (match["noun"] or "")) and (content := _CONTENT.search(text)):
            place = window + content.start()
            return (place, content[0][:2]) if self._content(place) else None
        for link in _LINK.finditer(text):
            between = text[link.end() :]
            if _BETWEEN.fullmatch(between) and self._utters(window + link.start(), link[0], match):
                last = window + link.start(), link[0]
        if last is None and _OBJECT_LINK.search(text) and TAKES_OBJECT.match(match[0]):
            return window + text.rindex(HIDDEN) + 1, "を"
        if last is None and _STATED.match(match[0]) and _THING.search(text):
            return match.start(), "を"
        return last

    def _content(self, link: int) -> bool:
        """Whether what a link such as との leads to a noun of saying may be said: a quotation, or a clause."""
        before = self.text[max(0, link - 2) : link]
        return before.endswith((HIDDEN, "など", "等", "から", "まで")) or PLAIN.search(before) is not None

    def _utters(self, place: int, how: str, match: re.Match[str]) -> bool:
        """Whether と stands after words that may be uttered: a quotation, or a clause in the plain form."""
        before = self.text[max(0, place - 3) : place].removesuffix("、")[-2:]
        if not before or before.endswith(("、", "。")) or (self.text[place - 1] == "、" and not PLAIN.search(before)):
            return False
        if how.startswith("よう"):
            return ASKED.match(match[0]) is not None and PLAIN.search(before) is not None
        if how.startswith(("こと", "旨")):
            return (
                (match["object"] is None and not WITHOUT_PLAIN.match(match[0]))
                or how.startswith("旨")
                or match[0].startswith(("認め", "伝え"))
            )
        if before.endswith((HIDDEN, "など", "等")):
            return True
        if how == "と" and not BELIEVED.match(match[0]) and before.endswith(("こ", "も", "っ", "り", "々", "然", "断固")):
            return False
        if PLAIN.search(before):
            return not before.endswith(("こと", "ひと"))
        named = bool(match["noun"]) or BELIEVED.match(match[0]) is not None
        return not WITHOUT_PLAIN.match(match[0]) and match["object"] is None and how == "と" and named

    # Tellings

    def _tell(self, verb: Verb, begin: int, last: Who, sources: list[Np]) -> Who:
        begin = max(begin, self.text.rfind("。", begin, verb.link) + 1)
        direct = self._linked_quotations(verb, begin)
        start = self.sentence.quotations[direct[0]].start if direct else verb.link
        if verb.how == "呼" and not direct:
            return last
        who, where = self.subjects.of(verb, Stretch(begin, start, bool(direct), last))
        if who.named is Named.NOBODY and not direct and not self.found and (verb.weak or verb.passive):
            return last
        if self._says_nothing(verb, who, direct, start):
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

    def _says_nothing(self, verb: Verb, who: Who, direct: list[int], start: int) -> bool:
        """Whether a verb tells of no speech without somebody who is named: とする, 呼ぶ, 批判する, and most passives."""
        if who.named not in (Named.NOBODY, Named.UNCLEAR):
            return False
        if verb.passive:
            return verb.weak or not verb.written.startswith(("述べ", "語", "発言", "主張", "報"))
        goes_on = verb.weak and bool(direct) and start == 0 and who.named is Named.NOBODY
        return not goes_on and (verb.weak or verb.how == "呼" or (verb.how == "を" and not direct))

    def _mark(self, who: Who) -> str:
        return next((phrase.mark for phrase in self.phrases if phrase.who.span == who.span), "")

    def _unsettled(self, source: Np, who: Who, start: int) -> bool:
        """Whether, after …によれば, a clause ends between a subject and the words: who utters them is then open."""
        return who.span is not None and who.span[0] > source.start and finished(self.text, who.span[1], start)

    def _linked_quotations(self, verb: Verb, begin: int) -> list[int]:
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

    def _source(self, source: Np, *, told: bool) -> None:
        """Adds what …によれば tells; its quotations where nobody else is told to utter them."""
        quoted: tuple[int, ...] = ()
        if source.agency == 3 and not told and not self.text.endswith("では", source.end, source.after):
            quoted = tuple(number for number in self._partial(source.after, len(self.text)) if number not in self.taken)
            self.taken.update(quoted)
        verb = self.sentence.plain[source.end : source.after]
        self.found.append(Telling(source.who, verb, source.end, quoted, dated=self._dated(0, source.who, source.start)))

    def _as_told(self) -> None:
        """Adds 記者が指摘しているところによると, whose subject is the nearest one before."""
        for match in _AS_TOLD.finditer(self.text):
            before = [phrase for phrase in self.phrases if phrase.mark == "subject" and phrase.end < match.start()]
            if before and before[-1].agency >= 2:
                self.found.append(Telling(before[-1].who, match["verb"], match.start()))

    def _whose(self) -> None:
        """Adds 「…」というリーの主張, where the words or the clause end at the link."""
        for match in WHOSE.finditer(self.text):
            named, name, role = parts(match["who"])
            if named is not Named.NAME or agency(match["who"], name, role) < 2 or not self._content(match.start()):
                continue
            quoted = tuple(number for number in self._ending(match.start()) if number not in self.taken)
            self.taken.update(quoted)
            who = Who(named, match.span("who"), name, role)
            depth = 1 if any(self._encloses(telling, match.start()) for telling in self.found) else 0
            self.found.append(Telling(who, match["verb"], match.start("verb"), quoted, indirect=not quoted, depth=depth))

    def _encloses(self, telling: Telling, place: int) -> bool:
        """Whether a place is among the words that a telling reports."""
        return telling.who.span is not None and telling.who.span[1] <= place < telling.place

    def _ending(self, place: int) -> list[int]:
        """The outermost quotation that ends at a place."""
        return [number for number in self.outermost if self.sentence.quotations[number].end == place]

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
