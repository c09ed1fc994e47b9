"""Splits and merges: which neighbours of a sentence make up, together with it, the one that it was paired with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from factlog.articles.comparison.similarity import MAX_WORDS, rarities
from factlog.articles.comparison.words import content, distance
from factlog.articles.revision import Sentence

GROWTH = 0.6  # of a neighbour's words that a split or merge explains
FEWEST_LEFT = 14  # letters of the words that a neighbour has of what a pair leaves of the whole: a word or two say nothing
LONG = 4  # letters of words that tell something whatever their order
STEM = 5  # letters that the forms of one word share
MAX_PARTS = 3


def parts_of(whole: str, part: int, side: Sequence[Sentence], used: set[int]) -> tuple[int, ...]:
    """The part and those of its free neighbours that together make up the whole; they are marked as used.

    A neighbour belongs to it if the whole says most of what it says, or if it says most of what the part leaves of the whole.
    """
    if not any(0 <= place < len(side) and place not in used for place in (part - 1, part + 1)):
        return (part,)
    words, features = content(whole)[:MAX_WORDS], rarities(whole)
    left = features - rarities(side[part].text)
    parts = [part]
    covered = distance().LCSseq.similarity(words, content(side[part].text)[:MAX_WORDS])
    for step in (1, 1, -1, -1):
        place = (parts[-1] if step > 0 else parts[0]) + step
        if len(parts) == MAX_PARTS or not 0 <= place < len(side) or place in used:
            continue
        tried = [*parts, place] if step > 0 else [place, *parts]
        joined = [word for position in tried for word in content(side[position].text)[:MAX_WORDS]]
        gain = distance().LCSseq.similarity(words, joined) - covered
        own, rare = content(side[place].text)[:MAX_WORDS], rarities(side[place].text)
        said = len(own) >= 2 and gain >= GROWTH * len(own) and len(rare & features) >= GROWTH * GROWTH * len(rare)
        fills = 0 < len(words) - covered <= 2 * gain and gain * _weight(words) >= FEWEST_LEFT
        fills = len(rare & left) >= 2 and (fills or _recast(words, joined, own))
        if said or fills:
            parts, covered = tried, covered + gain
            used.add(place)
    return tuple(parts)


def _recast(words: Sequence[str], joined: Sequence[str], own: Sequence[str]) -> bool:
    """Whether the last of the joined parts has most of what the others leave of the long words of the whole, in any order."""
    whole, parts, last = (Counter(word[:STEM] for word in side if len(word) >= LONG) for side in (words, joined, own))
    left = whole - (parts - last)
    kept = sum(map(len, (left & last).elements()))
    return kept >= FEWEST_LEFT and 2 * kept >= sum(map(len, left.elements()))


def _weight(words: Sequence[str]) -> float:
    """How many letters a word has on average; a character that is half a word counts for two."""
    return sum(2 if letter >= "\u2e80" else 1 for word in words for letter in word if letter.isalnum()) / len(words)
