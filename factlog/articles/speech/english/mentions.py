"""The full names that English texts mention, and which of them are persons'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factlog.articles.speech.english.names import FIRST_OF_TWO, STARTERS
from factlog.articles.speech.english.nouns import DATES, DEMONYMS, INSTITUTIONS, PARTICLES, ROLES, SILENT, SPEAKING, TITLES


def _owns(words: Sequence[str], place: int) -> bool:
    return place + 1 < len(words) and words[place].endswith(("'s", "’s"))


_OFFICE_OF = re.compile(
    r"\b(?:[Ss]ecretary|[Mm]inister|[Pp]resident|[Cc]hief|[Cc]hair|[Dd]irector|[Hh]ead|[Aa]mbassador|[Gg]overnor) (?:of|for|to) (?:the )?$"
)


def _before_name(word: str) -> bool:
    """Whether a capitalised word stands before a name and is none of it: a title, a calling, the first word of a sentence."""
    low = word.lower()
    return low in TITLES or low in ROLES or word in STARTERS or (low.endswith("ist") and len(low) > 6)


_CAPITALS = re.compile(
    r"(?<![\w.’'-])(?:[A-ZÀ-ÞŠŽ][\w’'-]*[\w]|[A-Z]\.)(?: (?:(?:de|van|von|der|den|bin|al|la|del|da|di|du|ibn) ){0,2}(?:[A-ZÀ-ÞŠŽ][\w’'-]*[\w]|[A-Z]\.(?= [A-Za-z]))){1,5}"
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
            office = 1 + (words[0].lower() in FIRST_OF_TWO)
            words = words[words.index("Affairs") + 1 if "Affairs" in words else office :]  # Secretary of State Ann Lee
        cut = max((place + 1 for place, word in enumerate(words) if _before_name(word) or _owns(words, place)), default=0)
        if cut < len(words) and words[cut] in DEMONYMS and 2 <= len(words) - cut - 1 <= 3 and INSTITUTIONS.isdisjoint(words):
            cut += 1  # the American Josiah Warren
        words = [word.removesuffix("'s").removesuffix("’s") for word in words[cut:]]
        if len(words) >= 2 and not any(word.lower() in DATES for word in words):
            found.append(" ".join(words))
    return tuple(found)


_NOUNS = re.compile("(?:s|ing|ed|ion|ment|ness|ity|ty|ism|ics|ance|ence|ship|hood|dom|logy|graphy|ure|age|ry|al|ly|th|ght)$")
"""What nouns and adverbs end with that may begin a sentence without an article."""


def may_be_noun(word: str) -> bool:
    """Whether a word with a capital may be a noun, or the like, that has it only at the head of a sentence.

    >>> may_be_noun("Parliament"), may_be_noun("Religion"), may_be_noun("Gershwin")
    (True, True, False)
    """
    low = word.lower()
    known = low in SPEAKING or low in SILENT or low in ROLES or low in TITLES or word in STARTERS or word in DEMONYMS
    return known or word in INSTITUTIONS or len(word) < 4 or _NOUNS.search(low) is not None


_PLACING = re.compile(r"\b(?:[Tt]he|[Ii]n|[Aa]t|near|[A-Z]\w+ of(?: the)?) $")
_NEAR = 60  # characters


def is_thing(name: str, text: str) -> bool:
    """Whether a name is a place's or a work's by what stands before it.

    >>> is_thing("Sea Cup", "They won the Sea Cup."), is_thing("Nova Scotia", "in Nova Scotia"), is_thing("Ann Lee", "of Ann Lee")
    (True, True, False)
    """
    at = text.find(name)
    while at >= 0:
        owns = text.startswith(("'s", "’s"), at + len(name))
        if not owns and _PLACING.search(text, max(0, at - _NEAR), at):
            return True
        at = text.find(name, at + 1)
    return False


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
