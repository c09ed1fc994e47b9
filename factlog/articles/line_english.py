"""One English sentence as a line of words, and what they show by themselves."""

from __future__ import annotations

import re

from factlog.articles.names_english import Token, tokens
from factlog.articles.telling import Masked

BE = frozenset("is are was were be been being 's 're".split())
HAVE = frozenset("has have had having".split())
MODAL = frozenset(
    "would could may might will must should can cannot shall ought to did does do didn't doesn't don't couldn't wouldn't won't can't if".split()
)
AUXILIARY = BE | HAVE | MODAL
NEGATION = frozenset("not never hasn't haven't hadn't isn't wasn't".split())
ADVERBS = frozenset(
    "also later then further once repeatedly often always still again already ever even just instead first famously himself herself themselves itself".split()
)
CLAUSE = frozenset(
    "that because although though while whereas when if as but so until unless whether where how why what since after before than or nor yet however"
    " once whenever wherever".split()
)
"""The words that begin a clause."""
RELATIVE = frozenset("who which".split())
PREPOSITIONS = frozenset(
    "in on at during for after before by from with under over within to of about through throughout against into upon via following since until".split()
)
_TITLE_WORDS = frozenset("a an the of and in on for to with from by at or as is".split())


class Line:
    """The words of a sentence; a place outside has none."""

    def __init__(self, sentence: Masked) -> None:
        self.sentence = sentence
        outermost = {quotation.start: number for number, quotation in enumerate(sentence.quotations) if quotation.depth == 0}
        self.tokens = tokens(sentence.text, outermost)

    def low(self, place: int) -> str:
        """The word in small letters."""
        return self.tokens[place].low if 0 <= place < len(self.tokens) else ""

    def quoted(self, place: int) -> bool:
        """Whether a quotation stands there."""
        return 0 <= place < len(self.tokens) and self.tokens[place].quotation >= 0

    def ends(self, place: int) -> bool:
        """Whether a stretch ends here: a mark, or nothing."""
        return not 0 <= place < len(self.tokens) or (not self.tokens[place].word and not self.quoted(place))

    def capital(self, place: int) -> bool:
        """Whether a word with a capital stands there."""
        return 0 <= place < len(self.tokens) and self.tokens[place].capital

    def marked(self, begin: int, end: int, marks: str) -> bool:
        """Whether one of these marks stands between two places."""
        return any(self.tokens[place].text in marks for place in range(begin, end))

    def skipped(self, left: int) -> tuple[int, set[str]]:
        """The place before the auxiliaries and adverbs of a verb, and which these are."""
        passed: set[str] = set()
        while left >= 0:
            low = self.tokens[left].low
            adverb = low in ADVERBS or (low.endswith("ly") and not self.tokens[left].capital and len(low) > 4)
            if not adverb and low not in AUXILIARY and low not in NEGATION:
                break
            passed.add(low)
            left -= 1
        return left, passed

    def plural(self, left: int) -> bool:
        """Whether a plain form is a verb here: behind a plural, not behind to, a modal or an adjective."""
        low = self.low(left)
        return low in ("they", "we", "who", "some", "others", "many", "scholars", "critics", "people") or (
            low.endswith("s") and not low.endswith(("ss", "'s", "us", "is")) and len(low) > 3
        )

    def title(self, token: Token) -> bool:
        """Whether a quotation looks like the title of a work or a name: all words of weight begin with capitals."""
        words = re.findall(r"[^\W\d_][\w'’-]*", self.sentence.quotations[token.quotation].text)
        weighty = [word for word in words if word.lower() not in _TITLE_WORDS]
        return len(words) >= 2 and bool(weighty) and all(word[0].isupper() for word in weighty)
