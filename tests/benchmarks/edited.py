"""An article of some 82 KB with 190 references, and 300 revisions of it: the same in every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

PARAGRAPHS, SECTIONS, REVISIONS = 95, 20, 300

_SUBJECTS = "the delegation|the ministry|a spokesman|the mayor|its neighbour|the union|the river authority|the port".split(
    "|"
)
_VERBS = "met|refused to sign|announced|postponed|reported on|paid for|rebuilt|left".split("|")
_OBJECTS = "the treaty|a new bridge|the census|the harvest|the railway|its debts|the old town|the dam".split("|")
_ENDS = "in spring|before the vote|for the third time|without a word|near the border|at some cost|for years".split("|")


class Editors:
    """Whoever edits the article; everything that they do is drawn from one seed."""

    def __init__(self, seed: int = 82) -> None:
        self.dice = random.Random(seed)
        self.references = 0
        self.paragraphs = [self.paragraph(number) for number in range(PARAGRAPHS)]
        self.before = list(self.paragraphs)

    def sentence(self) -> str:
        """A sentence, with a link in one of three."""
        one, other = self.dice.sample(_SUBJECTS, 2)
        words = f"{one} {self.dice.choice(_VERBS)} {self.dice.choice(_OBJECTS)} {self.dice.choice(_ENDS)}"
        more = f", and [[{other}]] lost {self.dice.randint(2, 9000):,} of its {self.dice.randint(2, 90)} seats"
        return f"{words[0].upper()}{words[1:]}{more if self.dice.random() < 0.4 else ''}."

    def reference(self) -> str:
        """A reference to a page, named in one of four."""
        self.references += 1
        number, day = self.references, self.dice.randint(1, 28)
        cite = (
            f"{{{{cite news |last=Doe{number % 40} |first=Jane |title=Report {number}: {self.dice.choice(_OBJECTS)} "
            f"|url=https://paper{number % 30}.example/2024/{number} |work=Paper {number % 30} |date={day} May 2024 "
            f"|access-date=2024-06-{day:02d}}}}}"
        )
        return f"<ref name=r{number}>{cite}</ref>" if number % 4 == 0 else f"<ref>{cite}</ref>"

    def paragraph(self, number: int) -> str:
        """Some sentences with two references, under a heading now and then."""
        sentences = [self.sentence() for _ in range(8)]
        sentences[1] += self.reference()
        sentences[3] += self.reference()
        heading = f"== Part {number} ==\n" if number % (PARAGRAPHS // SECTIONS) == 1 else ""
        return heading + " ".join(sentences)

    def text(self) -> str:
        """The article as it stands."""
        return "\n\n".join(self.paragraphs)

    def edit(self) -> None:
        """One edit: most are small, some take a page apart or put it back."""
        kind: Callable[[int], None] = self.dice.choices(
            [self.word, self.add, self.drop, self.cite, self.refresh, self.insert, self.move, self.blank, self.revert],
            [30, 18, 12, 10, 10, 4, 4, 4, 8],
        )[0]
        if len(self.paragraphs) < PARAGRAPHS - 10:
            kind = self.revert  # nobody leaves a vandal's work
        before = list(self.paragraphs)
        kind(self.dice.randrange(len(self.paragraphs)))
        self.before = before

    def word(self, place: int) -> None:
        """A word becomes another one."""
        self.paragraphs[place] = self.paragraphs[place].replace(
            " the ", f" the {self.dice.choice(['old', 'new', 'other'])} ", 1
        )

    def add(self, place: int) -> None:
        """A sentence is added, half of the time with its source."""
        self.paragraphs[place] += f" {self.sentence()}{self.reference() if self.dice.random() < 0.5 else ''}"

    def drop(self, place: int) -> None:
        """The last sentence goes."""
        kept, dot, _ = self.paragraphs[place].rstrip(".").rpartition(". ")
        self.paragraphs[place] = f"{kept}." if dot else self.paragraphs[place]

    def cite(self, place: int) -> None:
        """A source is added."""
        self.paragraphs[place] += self.reference()

    def refresh(self, place: int) -> None:
        """Sources are retrieved again."""
        self.paragraphs[place] = self.paragraphs[place].replace("access-date=2024-06", "access-date=2025-01")

    def insert(self, place: int) -> None:
        """A paragraph comes in."""
        self.paragraphs.insert(place, self.paragraph(0))

    def move(self, place: int) -> None:
        """A paragraph goes elsewhere."""
        self.paragraphs.insert(self.dice.randrange(len(self.paragraphs)), self.paragraphs.pop(place))

    def blank(self, place: int) -> None:
        """A vandal takes a part of the article away."""
        del self.paragraphs[place : place + 12]

    def revert(self, place: int) -> None:  # noqa: ARG002  # it does not matter where
        """Somebody takes the last edit back."""
        self.paragraphs = self.before


def revisions() -> Iterator[str]:
    """The article, and what its editors made of it."""
    editors = Editors()
    yield editors.text()
    for _ in range(REVISIONS - 1):
        editors.edit()
        yield editors.text()
