"""How English names who speaks: the name and the role in a phrase such as US secretary of state Marco Rubio."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from factlog.articles.speech.english.line import OWNED, PRONOUNS, VAGUE, Part, Token
from factlog.articles.speech.english.nouns import (
    BODIES,
    CALLINGS,
    DATES,
    DEMONYMS,
    INSTITUTIONS,
    PARTICLES,
    ROLES,
    SILENT,
    SPEAKING,
    SURNAMES,
    TIME,
    TITLES,
    is_role,
    is_somebody,
    may_be_role,
    singular,
)
from factlog.articles.speech.english.verbs import THIRDS
from factlog.articles.speech.telling import Masked, Named, Who

STARTERS = frozenset(
    "However Additionally Moreover Furthermore Later Then Also Similarly Indeed Yet And But So Thus Therefore Meanwhile Nevertheless Nonetheless Still Instead Consequently"
    " Likewise Finally Afterwards Subsequently Previously Initially Originally Recently Eventually Today Now Again Hence Although Though While When After Before Since If Because"
    " As Unlike Like Despite During In On At By For From With Under Over Within According To Until Once Here There Where What Which Who How Why Besides Among Between Against"
    " Following Given Not No Yes Even Only Just Both Either Neither Some Many Most Several Other Others Another Each All Any Few Such One Two Three Four Five Six The A An This"
    " That These Those His Her Its Their Our My Your He She It They We I You Said Cf See Note Source Example Upon Through Throughout Regarding Concerning Notably Perhaps Often Sometimes".split()
)
_BRIDGES = frozenset("of for to and & the on in v v. vs vs.".split())
FIRST_OF_TWO = frozenset("united new north south east west saudi sri costa el san hong foreign public home".split())
"""What the names of countries and offices of two words begin with."""
_BEHIND_NAMES = frozenset("mp mep msp qc kc obe cbe mbe phd md".split())
"""What is written behind a name and is none of it."""
_NAMED_SO = frozenset("called named titled entitled".split())


class Phrase(NamedTuple):
    """How a phrase names somebody: the name, the role, and where the phrase begins and ends."""

    named: Named
    name: str | None
    role: str | None
    start: int
    end: int


def phrase(words: Sequence[Token], sentence: Masked) -> Phrase | None:
    """What a run of words names; None where it names nobody."""
    words = _unadorned(_untimed(_trimmed(words)))
    if not words or all(word.part is Part.NUMBER for word in words):
        return None
    first, last = words[0], words[-1]
    if len(words) == 1 and first.low in PRONOUNS:
        return Phrase(Named.PRONOUN, None, None, first.start, first.end)
    vague = first.low in VAGUE and not first.acronym  # who, but not WHO
    if vague and (len(words) == 1 or first.part is Part.PRONOUN or first.low == "who"):
        return Phrase(Named.UNCLEAR, None, None, first.start, first.end)
    if len(words) > 2 and last.low == "others" and words[-2].low == "and":
        words, last = words[:-2], words[-3]  # missionaries and others
    definite = first.low in ("the", "this", "that")
    if first.low in OWNED:
        return _owned(words, sentence)
    while words and words[0].low in ("the", "a", "an", "this", "that"):
        words = words[1:]
    if (
        not words
        or (len(words) == 1 and words[0].low in VAGUE and not words[0].acronym)
        or last.low in ("others", "ones")
        or last.part in (Part.PREPOSITION, Part.CONJUNCTION, Part.DETERMINER, Part.ADVERB)
    ):
        return None
    found = _split(words, sentence, definite=definite)
    if found.named is Named.NAME and definite and found.role is None and _bare_role(words):
        return found._replace(named=Named.ROLE, role=found.name)
    return found


def _owned(words: Sequence[Token], sentence: Masked) -> Phrase:
    """Somebody of somebody's: his wife Ann Lee; without a name it is unclear who that is."""
    if len(words) > 2 and words[1].part is not Part.NAME:
        found = _split(words[1:], sentence)
        if found.role is not None and found.named is Named.NAME and found.name != found.role:
            return found
    return Phrase(Named.UNCLEAR, None, _joined(words[1:], sentence), words[0].start, words[-1].end)


def _bare_role(words: Sequence[Token]) -> bool:
    return all(not word.capital for word in words) and words[-1].low in ROLES and len(words) <= 2


def _trimmed(words: Sequence[Token]) -> Sequence[Token]:
    """Without adverbs that begin a sentence, and without a time that does: In late 2007 the company."""
    while words and (
        words[0].text in _ADVERBS
        or words[0].low in ("then", "later", "also", "however", "thus", "meanwhile", "only", "even")
    ):
        words = words[1:]
    if len(words) < 2:
        return words
    at = 1 if words[0].low in ("in", "on", "by", "at", "during", "since", "around", "throughout") else 0
    begin = at
    while at < len(words) and (words[at].low in TIME or words[at].text[0].isdigit()):
        at += 1
    dated = any(word.text[0].isdigit() or word.low in DATES for word in words[begin:at])
    if dated and begin:
        # the determiner of what follows was taken for one of the time: In 2007 the company
        while at > begin and words[at - 1].low in ("the", "that", "this"):
            at -= 1
        return words[at:]
    if dated and not begin and at < len(words) and words[at - 1].low in ("year", "month", "day", "week", "later", "decade"):
        return words[at:]
    return words


def _untimed(words: Sequence[Token]) -> Sequence[Token]:
    """Without a time that ends it: the court in 2001; The Times on Saturday; the company just this month."""
    at = len(words)
    while at > 1 and (
        words[at - 1].part is Part.NUMBER or words[at - 1].low in TIME or words[at - 1].part is Part.CONJUNCTION
    ):
        at -= 1
    if at == len(words) or at < 2:
        return words
    if words[at - 1].low in ("on", "in", "since", "during"):
        return words[: at - 1]
    heads = words[at + 1].low if words[at].low == "the" and at + 1 < len(words) else words[at].low
    this = heads in ("this", "last", "earlier", "later", "next", "following", "same") or heads in DATES
    return (
        words[: at - (words[at - 1].part is Part.ADVERB)]
        if this and at < len(words) and words[at - 1].part is not Part.PREPOSITION and words[at].low != "may"
        else words
    )


_ADVERBS = frozenset(
    "However Additionally Moreover Furthermore Later Then Also Similarly Indeed Yet And But So Thus Therefore Meanwhile Nevertheless Nonetheless Still Instead Consequently"
    " Likewise Finally Afterwards Subsequently Previously Initially Originally Recently Eventually Today Now Again Hence Notably Interestingly".split()
)


def _unadorned(words: Sequence[Token]) -> Sequence[Token]:
    """Without both and all around it, and without what is written behind a name: both Ann Lee MP and Bob Ray."""
    while len(words) > 2 and words[-1].low in _BEHIND_NAMES and words[-2].capital:
        words = words[:-1]
    if len(words) > 1 and words[-1].low in ("both", "all", "each"):
        words = words[:-1]
    return words[1:] if len(words) > 1 and words[0].low == "both" else words


def _joined(words: Sequence[Token], sentence: Masked) -> str | None:
    if not words:
        return None
    return " ".join(sentence.at(words[0].start, words[-1].end).split()).removesuffix("'s").removesuffix("’s")


def _name_part(word: Token) -> bool:
    return word.capital or word.low in PARTICLES or word.low in ("et", "al.")


def _split(words: Sequence[Token], sentence: Masked, *, definite: bool = False) -> Phrase:
    """The name, and the role before it; the whole phrase where no part of it is a name by itself."""
    words = _cut(words, definite=definite)
    begin, end = words[0].start, words[-1].end
    owner = max(
        (place for place, word in enumerate(words[:-1]) if word.low.endswith(("'s", "s'")) and word.capital), default=-1
    )
    owned = words[owner + 1 :]
    several = len(owned) == 1 and owned[0].low.endswith("s")  # Jehovah's Witnesses, the preamble to the IWW's Rules
    named = owner >= 0 and all(map(_name_part, owned)) and not several and not _headed(words[:owner])
    if named and words[-1].low not in TITLES:
        found = _titled(owned, sentence, Phrase(Named.NAME, None, None, begin, end))
        name = _joined(owned, sentence) if found.name is None else found.name
        return found._replace(named=Named.NAME, name=name)
    last_lower = max(
        (place for place, word in enumerate(words) if not _name_part(word) and not _bridge(words, place)), default=-1
    )
    tail = words[last_lower + 1 :]
    whole = Phrase(Named.NAME, _joined(words, sentence), None, begin, end)
    if not tail:
        return whole
    if last_lower < 0:
        return _titled(words, sentence, whole)
    before = words[last_lower]
    if before.part is Part.PARTICIPLE and before.low.endswith("ed") and last_lower < 2:
        return Phrase(Named.NAME, _joined(tail, sentence), None, tail[0].start, end)  # an extremely tired Ann Lee
    if before.part not in (Part.NOUN, Part.ADVERB) or before.low.endswith("'s") or not _one_role(words[: last_lower + 1]):
        return whole
    plain = last_lower < 3 and all(word.part in (Part.NOUN, Part.NAME) for word in words[:last_lower])
    if before.low in THIRDS and not may_be_role(before.low):
        return Phrase(Named.NAME, _joined(tail, sentence), None, tail[0].start, end)  # Cruz endorses Trump, who says
    placed = any(word.part is Part.PREPOSITION for word in words[:last_lower])
    if placed and not (is_somebody(before.low) and _person(tail)):
        return whole  # a study of Indians of northern California, an essay for the retrospective Down Every Road
    if not plain and not may_be_role(before.low):
        return whole._replace(named=Named.UNCLEAR)
    return Phrase(Named.NAME, _joined(tail, sentence), _joined(words[: last_lower + 1], sentence), begin, end)


def _headed(words: Sequence[Token]) -> bool:
    """Whether the head of a phrase stands among words, behind which others only tell more: preamble to the."""
    return any(word.part is Part.PREPOSITION for word in words)


def _one_role(words: Sequence[Token]) -> bool:
    """Whether words before a name are what its bearer is, all of them: author, journalist and activist; not Ann Lee and activist."""
    ends = [place - 1 for place, word in enumerate(words) if word.part in (Part.COMMA, Part.CONJUNCTION)]
    return all(not words[place].capital and not words[place].low.endswith("s") for place in ends if words[place].word)


def _cut(words: Sequence[Token], *, definite: bool) -> Sequence[Token]:
    """Without what only describes: based on, released in; of a group called X, the name; of a person, where from."""
    for place, word in enumerate(words):
        if not place:
            continue
        if word.low in _NAMED_SO and words[-1].capital and place + 1 < len(words):
            rest = words[place + 1 :]
            return rest[1:] if rest[0].low == "the" and len(rest) > 1 else rest
        if word.part is Part.PARTICIPLE and words[place - 1].part in (Part.NOUN, Part.NAME) and _describes(words, place):
            return words[:place]
        whole = definite and word.low == "of"  # The Oxford Dictionary of Politics
        following = words[place + 1] if place + 1 < len(words) else word
        whole = whole or (words[place - 1].text in INSTITUTIONS and following.capital)
        if word.part is Part.PREPOSITION and not whole and _placed(words[:place], word.low, words[-1]):
            return words[:place]
    return words


def _describes(words: Sequence[Token], place: int) -> bool:
    """Whether a participle stands behind what it describes: scientists working on rice; not a government-funded study."""
    before = words[place - 1].low
    return place + 1 == len(words) or words[place + 1].part is not Part.NOUN or before.endswith("s") or before in SPEAKING


def _placed(words: Sequence[Token], preposition: str, last: Token) -> bool:
    """Whether a preposition only says where somebody is from, or what a study is on."""
    if preposition in ("of", "from", "at", "for", "in", "with", "on") and _person(words):
        return True
    if preposition in ("from", "at", "for", "in", "with", "on") and not last.capital:
        return all(_name_part(other) or other.low in _BRIDGES for other in words)
    documentary = preposition in ("on", "in", "with", "to", "at", "from", "by") and words[-1].low in _DOCUMENTARY
    return documentary and not words[0].capital and len(words) > 1


_DOCUMENTARY = frozenset(
    "study studies review report survey paper poll article analysis meta-analysis research investigation".split()
)


def _person(words: Sequence[Token]) -> bool:
    """Whether a run looks like a person's name: two to four capitalised words, none of an institution; titles aside."""
    while len(words) > 2 and words[0].low in TITLES:
        words = words[1:]
    names = [word for word in words if word.capital]
    return (
        2 <= len(words) <= 5
        and all(map(_name_part, words))
        and len(names) >= 2
        and INSTITUTIONS.isdisjoint(word.text for word in names)
        and not any(word.text.isupper() and len(word.text) > 3 for word in names)
        and not any(word.low in TITLES for word in names)
    )


def _bridge(words: Sequence[Token], place: int) -> bool:
    """Whether of, and, the stand within a name: Ministry of Foreign Affairs, Food and Drug Administration."""
    word = words[place]
    if word.low not in _BRIDGES and word.text != ",":
        return False
    following = next((other for other in words[place + 1 :] if other.low not in _BRIDGES), None)
    return (
        place > 0
        and following is not None
        and following.capital
        and (words[place - 1].capital or words[place - 1].low in _BRIDGES)
    )


def _titled(words: Sequence[Token], sentence: Masked, whole: Phrase) -> Phrase:
    """A run of capitals, cut behind the last title in it: United States President Donald Trump."""
    for place in range(len(words) - 1, -1, -1):
        if not _is_title(words, place):
            continue
        if any(word.low == "and" for word in words[:place]):
            return whole  # Mr. Lee and Mr. Ray
        cut = _behind_office(words, place + 1)
        if cut < len(words) and words[cut].low == "general":
            cut += 1
        rest = words[cut:]
        if rest and all(map(_name_part, rest)) and len(rest) <= 5:
            role = (
                None
                if words[place].low.rstrip(".") in ("mr", "mrs", "ms", "miss") and place == 0
                else _joined(words[:cut], sentence)
            )
            return Phrase(Named.NAME, _joined(rest, sentence), role, whole.start, whole.end)
        if not rest and words[place].capital and words[place].low in CALLINGS:
            return whole  # The Economist
        if not rest and len(words) <= 2:
            return whole._replace(named=Named.ROLE, role=whole.name)
        return whole._replace(role=whole.name)
    return whole


def _behind_office(words: Sequence[Token], at: int) -> int:
    """The place behind what a title is one of: Secretary of State | Ann Lee, Ambassador to the United Nations | Bob Ray."""
    if at + 1 >= len(words) or words[at].low not in ("of", "to", "for"):
        return at
    at += 1 + (words[at + 1].low == "the")
    at += 1 + (at < len(words) and words[at].low in FIRST_OF_TWO)
    while at < len(words) and words[at].low in ("and", "&", "affairs"):
        at += 1 if words[at].low == "affairs" else 2
    return at


def _is_title(words: Sequence[Token], place: int) -> bool:
    """Whether a word among capitals is a title, or what its bearer is called by: the American Ann Lee; not Stephen King."""
    if words[place].low in TITLES and not (words[place].acronym and words[place].low in _ACRONYMS):
        return not (place and place == len(words) - 1 and words[place].low in SURNAMES and _given(words[place - 1]))
    if place or len(words) < 3:
        return False
    first = not words[0].start and (words[0].low.endswith("ist") or words[0].low in ROLES)
    return first or (words[0].text in DEMONYMS and _person(words[1:]))


_ACRONYMS = frozenset("dr ms mr st".split())
"""Titles that in capitals are none: the DR Congo."""
_RANKING = frozenset("crown former the lord vice high grand chief lady prime".split())


def _given(word: Token) -> bool:
    """Whether a word may be a first name, before what is a title or a family name: Stephen King, not Crown Prince."""
    low = word.low
    return word.capital and word.text not in DEMONYMS and low not in _RANKING


def is_proper(who: Who) -> bool:
    """Whether somebody is named by a name, all of whose words begin with capitals: Ann Lee, University of Naples."""
    words = (who.name or "").removesuffix(" et al.").removesuffix(" et al").split()
    if not words or who.role == who.name:
        return False
    return (
        words[0][0].isupper()
        and words[-1][0].isupper()
        and all(word[0].isupper() or word in PARTICLES or word in _BRIDGES for word in words)
    )


_COMMON = frozenset(
    "Force Service Services Times Post Act Records Studies Studios Trust House Project Channel State States".split()
)
"""What is a body only in its name: a service says nothing."""
_QUANTITY = re.compile(
    r"^(?:\w+ )?(?:\d[\d.]*%|most|many|some|several|number|majority|minority|variety|series|couple|handful|range|half|percent|plurality|one) of (?:the )?",
    re.IGNORECASE,
)
"""What only counts those whom it stands before: a number of critics."""


def _head(who: Who) -> str:
    """The word of a description that says what it is one of: critics of the plan."""
    name = _QUANTITY.sub("", who.name or "", 1)
    words = re.split(r" (?:of|in|on|for|from|by|about|with|at|such|who|to) |,", name)[0].split()
    head = words[-1] if words else ""
    return head.lower() if who.span is None or who.span[0] == 0 or head.endswith("ism") else head


def speaks(who: Who) -> bool:
    """Whether somebody finds things out or says them for certain: a person, a body, a study; not an image."""
    if who.named in (Named.PRONOUN, Named.ROLE):
        return True
    head = _head(who)
    return (
        (is_proper(who) and not is_silent(who))
        or head in SPEAKING
        or singular(head) in SPEAKING
        or _OWN_WORK.search(who.name or "") is not None
        or head.capitalize() in BODIES - _COMMON
        or head in BODIES
        or is_role(singular(head))
    )


_OWN_WORK = re.compile(r"^[A-Z].*['’]s (?:\w+ )?(?:work|works|findings|results|data|research|interpretation|argument)$")
"""What somebody found or wrote."""


def is_silent(who: Who) -> bool:
    """Whether what a phrase names is nobody, and no text: a theory, a tradition, socialism."""
    head = _head(who)
    if _OWN_WORK.search(who.name or ""):
        return False  # Ann Lee's work suggests
    return who.named is Named.NAME and (head in SILENT or (head.endswith("ism") and len(head) > 5))


def is_plural(who: Who) -> bool:
    """Whether a phrase names several: critics of the plan, Ann Lee and Bob Ray; a name without a plural may be that of a body."""
    head = _head(who)
    return (
        " and " in (who.name or "")
        or head in ("people", "police", "men", "women", "some", "those", "others", "many", "percent", "half", "majority")
        or (head.endswith("s") and not head.endswith(("ss", "us", "is")))
    )


def is_adjective(who: Who) -> bool:
    """Whether a single name is an adjective, behind which a noun is left out: according to the Julian."""
    return " " not in (who.name or " ") and (who.name or "").endswith(("ian", "ish", "ese", "ical"))
