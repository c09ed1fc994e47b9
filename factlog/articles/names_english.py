"""How English names who speaks: the name and the role in a phrase such as US secretary of state Marco Rubio."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from factlog.articles.telling import ASIDE, HIDDEN, Named

TITLES = frozenset(
    "president premier chancellor minister secretary senator sen. representative rep. congressman congresswoman governor gov. mayor ambassador general gen. colonel col. major captain"
    " capt. lieutenant lt. sergeant admiral commander marshal king queen prince princess emperor empress duke duchess lord lady sir dame baron baroness count countess pope cardinal"
    " archbishop bishop father sister brother reverend rev. rabbi imam sheikh ayatollah sultan emir professor prof. dr. doctor mr. mrs. ms. miss mr mrs ms dr judge justice speaker chairman chairwoman"
    " chair director ceo cto cfo spokesman spokeswoman spokesperson commissioner attorney congressperson mp msp councillor councilor leader economist historian author".split()
)
ROLES = frozenset(
    "president premier chancellor minister secretary senator governor mayor ambassador general colonel captain king queen prince princess emperor pope bishop archbishop professor doctor"
    " judge speaker chairman chairwoman chair director spokesman spokeswoman spokesperson commissioner attorney leader company firm corporation band group party government ministry agency"
    " organization organisation university author authors man woman singer writer actor actress drummer guitarist player coach manager lawyer plaintiff's defendant's couple duo team"
    " delegation delegate official officials editor journalist critic scientist scholar philosopher economist historian officer ceo member candidate council board department office"
    " bank club magazine newspaper network studio institute producer director".split()
)
_INSTITUTION_WORDS = (
    "University College School Institute Ministry Department Court Council Committee Commission Agency Association Society Academy Union Federation Party Church Board Organization"
    " Organisation Network Center Centre Bureau Office Bank House Chamber Foundation Administration Authority Service Services Company Corporation Group Times Post News Journal"
    " Magazine Press Review Guardian Telegraph Parliament Congress Senate Assembly Government Kingdom States Nations Embassy Museum Library Studios Records Trust League Alliance"
    " Coalition Forum Fund Program Programme Initiative Project Team Army Navy Force Police Secretariat Registry Laboratory International Inc Ltd Report Studies Republic Act Revolution War Movement Street River Road"
    " Park Valley Mountain Island Islands Sea Ocean City Town County Province District Avenue Square Airport Station Bridge Festival Award Awards Prize Cup Series Season Treaty"
    " Agreement Convention Declaration Constitution Church Channel Records Album"
)
INSTITUTIONS = frozenset(_INSTITUTION_WORDS.split())
TIME = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday"
    " saturday sunday spring summer autumn fall winter year years month months day days week weeks decade century morning evening afternoon night early late mid the same that this next"
    " following previous last later earlier first second start end beginning middle of".split()
)
STARTERS = frozenset(
    "However Additionally Moreover Furthermore Later Then Also Similarly Indeed Yet And But So Thus Therefore Meanwhile Nevertheless Nonetheless Still Instead Consequently"
    " Likewise Finally Afterwards Subsequently Previously Initially Originally Recently Eventually Today Now Again Hence Although Though While When After Before Since If Because"
    " As Unlike Like Despite During In On At By For From With Under Over Within According To Until Once Here There Where What Which Who How Why Besides Among Between Against"
    " Following Given Not No Yes Even Only Just Both Either Neither Some Many Most Several Other Others Another Each All Any Few Such One Two Three Four Five Six The A An This"
    " That These Those His Her Its Their Our My Your He She It They We I You Upon Through Throughout Regarding Concerning Notably Perhaps Often Sometimes".split()
)
PERSONAL = frozenset({"he", "she"})
PRONOUNS = PERSONAL | {"they", "it"}
VAGUE = frozenset(
    "it they we i you this that these those some others many most several one who which what there everyone somebody someone nobody anyone people both all few another each such former latter"
    " him her them himself herself itself".split()
)
OWNED = frozenset("his her its their our my your".split())
DETERMINERS = frozenset(
    "the a an this that these those some many several most other another any each every all both no such one two three four five six seven eight nine ten various numerous certain"
    " few".split()
)
PARTICLES = frozenset("de van von der den la le du da di del della bin ibn al el ter ten dos das y e zu".split())
_BRIDGES = frozenset("of for and & the on in".split())
_CUTS = frozenset(
    "based released led conducted published called named known headed funded commissioned obtained issued written held made produced prepared cited quoted using involving"
    " working speaking including consisting entitled titled chaired signed run owned created founded sponsored organized organised working writing dated performed carried".split()
)


class Token(NamedTuple):
    """A word, a number, a mark or a whole quotation (then ``quotation`` is its position)."""

    text: str
    start: int
    end: int
    low: str
    quotation: int = -1

    @property
    def capital(self) -> bool:
        """Whether it is written as a name is."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum() or self.text == "&"


_TOKEN = re.compile(
    rf"(?P<quote>{HIDDEN}+)|(?P<aside>{ASIDE}+)|(?P<word>(?:[^\W\d_]\.){{2,}}|[A-Z]\.(?= [A-Z])|(?:Dr|Mr|Mrs|Ms|Sen|Rep|Gov|Gen|Prof|St|Jr|Sr|Rev|Col|Lt|Capt)\."
    r"|&|[^\W\d_][\w]*(?:[-'’‐.][\w]+)*['’]?|\d[\w.,:–-]*\w|\d)|(?P<mark>[^\w\s])"
)


def tokens(text: str, starts: dict[int, int]) -> list[Token]:
    """The tokens of a masked sentence, without what is in brackets; ``starts`` has the quotations by their places."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match["aside"]:
            continue
        start, end = match.span()
        if not match["quote"]:
            found.append(Token(match[0], start, end, match[0].lower().replace("’", "'")))
            continue
        places = sorted(place for place in starts if start <= place < end)
        for place, following in zip(places, [*places[1:], end], strict=True):
            found.append(Token(HIDDEN, place, following, HIDDEN, starts[place]))
    return found


class Phrase(NamedTuple):
    """How a phrase names somebody: the name, the role, and where the phrase begins and ends."""

    named: Named
    name: str | None
    role: str | None
    start: int
    end: int
    head: str = ""


def phrase(words: Sequence[Token], text: str) -> Phrase | None:
    """What a run of words names; None where it names nobody."""
    words = _trimmed(words)
    if words and words[-1].low in ("both", "all", "each") and len(words) > 1:
        words = words[:-1]
    if words and words[0].low == "both" and len(words) > 1:
        words = words[1:]
    if not words or all(word.text[0].isdigit() for word in words):
        return None
    first = words[0]
    if len(words) == 1 and first.low in PRONOUNS:
        return Phrase(Named.PRONOUN, None, None, first.start, first.end, first.low)
    if first.low in VAGUE and (len(words) == 1 or first.low in ("it", "they", "we", "i", "you", "he", "she", "who")):
        return Phrase(Named.UNCLEAR, None, None, first.start, first.end, first.low)
    definite = first.low in ("the", "this", "that")
    if first.low in OWNED:
        return Phrase(Named.UNCLEAR, None, _joined(words[1:], text), first.start, words[-1].end)
    while words and words[0].low in ("the", "a", "an", "this", "that"):
        words = words[1:]
    if not words:
        return None
    found = _split(words, text)
    if found.named is Named.NAME and definite and found.role is None and _bare_role(words):
        return found._replace(named=Named.ROLE, role=found.name)
    return found


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
    dated = any(word.text[0].isdigit() or word.low in _DATES for word in words[begin:at])
    if dated and begin:
        # the determiner of what follows was taken for one of the time: In 2007 the company
        while at > begin and words[at - 1].low in ("the", "that", "this"):
            at -= 1
        return words[at:]
    if dated and not begin and at < len(words) and words[at - 1].low in ("year", "month", "day", "week", "later", "decade"):
        return words[at:]
    return words


_ADVERBS = frozenset(
    "However Additionally Moreover Furthermore Later Then Also Similarly Indeed Yet And But So Thus Therefore Meanwhile Nevertheless Nonetheless Still Instead Consequently"
    " Likewise Finally Afterwards Subsequently Previously Initially Originally Recently Eventually Today Now Again Hence Notably Interestingly".split()
)
_DATES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday year month day week decade".split()
)


def _joined(words: Sequence[Token], text: str) -> str | None:
    if not words:
        return None
    return re.sub(rf"\s+|{ASIDE}+", " ", text[words[0].start : words[-1].end]).strip().removesuffix("'s").removesuffix("’s")


def _name_part(word: Token) -> bool:
    return word.capital or word.low in PARTICLES


def _split(words: Sequence[Token], text: str) -> Phrase:
    """The name, and the role before it; the whole phrase where no part of it is a name by itself."""
    words = _cut(words)
    owner = max((place for place, word in enumerate(words[:-1]) if word.low.endswith("'s") and word.capital), default=-1)
    if owner >= 0 and all(map(_name_part, words[owner + 1 :])) and words[-1].low not in TITLES:
        found = _titled(
            words[owner + 1 :], text, Phrase(Named.NAME, None, None, words[0].start, words[-1].end, words[-1].low)
        )
        name = _joined(words[owner + 1 :], text) if found.name is None else found.name
        return found._replace(named=Named.NAME, name=name)
    begin, end = words[0].start, words[-1].end
    last_lower = max(
        (place for place, word in enumerate(words) if not _name_part(word) and not _bridge(words, place)), default=-1
    )
    tail = words[last_lower + 1 :]
    whole = Phrase(Named.NAME, _joined(words, text), None, begin, end, words[-1].low)
    if not tail:
        return whole
    if last_lower >= 0:
        before = words[last_lower]
        if before.low in _PREPOSITIONS or before.low.endswith("'s") or before.text[0].isdigit() or not before.word:
            return whole
        return Phrase(Named.NAME, _joined(tail, text), _joined(words[: last_lower + 1], text), begin, end, tail[-1].low)
    return _titled(words, text, whole)


def _cut(words: Sequence[Token]) -> Sequence[Token]:
    """Without what only describes the head: based on, released in; of a group called X, the name; of a person, where from."""
    for place, word in enumerate(words):
        if place and word.low in _CUTS:
            if word.low in ("called", "named", "titled", "entitled") and place + 1 < len(words) and words[-1].capital:
                rest = words[place + 1 :]
                return rest[1:] if rest[0].low == "the" and len(rest) > 1 else rest
            return words[:place]
        if place and word.low in ("of", "from", "at", "for", "in", "with", "on") and _person(words[:place]):
            return words[:place]
        named = all(_name_part(other) or other.low in _BRIDGES for other in words[:place])
        if place and word.low in ("from", "at", "for", "in", "with", "on") and named and not words[-1].capital:
            return words[:place]
        if (
            place
            and word.low in ("on", "in", "with", "to", "at", "from", "by")
            and not words[0].capital
            and place > 1
            and words[place - 1].low in _DOCUMENTARY
        ):
            return words[:place]
    return words


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


_PREPOSITIONS = frozenset(
    "of for in on at to from with by about against among between into over under during after before as through within without near behind since until toward towards upon".split()
)


def _titled(words: Sequence[Token], text: str, whole: Phrase) -> Phrase:
    """A run of capitals, cut behind the last title in it: United States President Donald Trump."""
    for place in range(len(words) - 1, -1, -1):
        if words[place].low not in TITLES:
            continue
        cut = place + 1
        if cut + 1 < len(words) and words[cut].low == "of":
            cut += 2 + (words[cut + 1].low == "the")
            while cut < len(words) and words[cut].low in ("and", "&", "affairs"):
                cut += 1 if words[cut].low == "affairs" else 2
        if cut < len(words) and words[cut].low == "general":
            cut += 1
        rest = words[cut:]
        if rest and all(map(_name_part, rest)) and len(rest) <= 5:
            role = (
                None
                if words[place].low.rstrip(".") in ("mr", "mrs", "ms", "miss") and place == 0
                else _joined(words[:cut], text)
            )
            return Phrase(Named.NAME, _joined(rest, text), role, whole.start, whole.end, rest[-1].low)
        if not rest and len(words) <= 2:
            return whole._replace(named=Named.ROLE, role=whole.name)
        return whole._replace(role=whole.name)
    return whole


def _owns(words: Sequence[str], place: int) -> bool:
    return place + 1 < len(words) and words[place].endswith(("'s", "’s"))


_OFFICE_OF = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Pp]resident|[Cc]hief|[Cc]hair|[Dd]irector|[Hh]ead) (?:of|for) (?:the )?$"
)


def _before_name(word: str) -> bool:
    """Whether a capitalised word stands before a name and is none of it: a title, a calling, the first word of a sentence."""
    low = word.lower()
    return low in TITLES or low in ROLES or word in STARTERS or (low.endswith("ist") and len(low) > 6)


_CAPITALS = re.compile(
    r"(?<![\w.’'-])(?:[A-ZÀ-ÞŠŽ][\w’'-]*[\w]|[A-Z]\.)(?: (?:(?:de|van|von|der|den|bin|al|la|del|da|di|du|ibn) ){0,2}(?:[A-ZÀ-ÞŠŽ][\w’'-]*[\w]|[A-Z]\.(?= [A-Z]))){1,5}"
)


def fuller(text: str) -> tuple[str, ...]:
    """The names in a text that are full ones: two to five capitalised words, without a title or a word that begins a sentence.

    >>> fuller("When US President Donald Trump met J. D. Vance, Marco Rubio left the White House.")
    ('Donald Trump', 'J. D. Vance', 'Marco Rubio', 'White House')
    """
    found = []
    for match in _CAPITALS.finditer(text):
        words = match[0].split()
        if _OFFICE_OF.search(text, max(0, match.start() - 40), match.start()):
            words = words[words.index("Affairs") + 1 if "Affairs" in words else 1 :]  # Secretary of State Ann Lee
        cut = max((place + 1 for place, word in enumerate(words) if _before_name(word) or _owns(words, place)), default=0)
        words = [word.removesuffix("'s").removesuffix("’s") for word in words[cut:]]
        if len(words) >= 2 and not any(word.lower() in _DATES for word in words):
            found.append(" ".join(words))
    return tuple(found)


def is_person(name: str) -> bool:
    """Whether a name looks like a person's: one to four capitalised words, none of which an institution has.

    >>> is_person("Marco Rubio"), is_person("Court of Appeals"), is_person("AAAS")
    (True, False, False)
    """
    words = name.split()
    if len(words) > 5 or not INSTITUTIONS.isdisjoint(words):
        return False
    return all(word in PARTICLES or (word[0].isupper() and not _acronym(word, place)) for place, word in enumerate(words))


def _acronym(word: str, place: int) -> bool:
    """Whether a word is one, not initials (JD Vance) and not a number behind a name (Mendelson III)."""
    return (
        word.isupper()
        and len(word) > 1
        and "." not in word
        and not (len(word) == 2 and place == 0)
        and not set(word) <= set("IVX")
    )
