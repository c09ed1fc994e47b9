"""Who holds a sentence, by what any extractor finds."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from factlog.articles.revision import Quotation, Revision, Sentence
from factlog.articles.speech import Speech, claimants

NESTED = Sentence(
    "Ann said “‘no’ means no”.", quotations=(Quotation("‘no’ means no", 9, 24), Quotation("no", 10, 14, depth=1))
)


@attrs.frozen
class Given:
    """An extractor that finds what it was given."""

    found: tuple[Speech, ...]
    name: str = "given"
    version: str = "1"

    def speeches(self, revision: Revision) -> Iterable[Speech]:
        del revision
        return self.found


def held(*speeches: Speech, sentences: tuple[Sentence, ...] = (NESTED, Sentence("It rained."))) -> tuple[str | None, ...]:
    return claimants(Revision("T", "en", sentences, ()), Given(speeches))


def test_the_speaker_of_a_sentence_holds_it() -> None:
    """The one certain speaker of a sentence is its claimant; a sentence in which nobody speaks has none."""
    assert held(Speech(0, 0, "Ann")) == ("Ann", None)
    assert held(Speech(0, 0, "Ann"), Speech(0, None, "Ann")) == ("Ann", None)


def test_several_speakers_and_uncertain_ones_hold_nothing() -> None:
    """Two speakers of one sentence, or one that is not certain, give no claimant."""
    assert held(Speech(0, 0, "Ann"), Speech(0, None, "Bob")) == (None, None)
    assert held(Speech(0, 0, "Ann"), Speech(0, None)) == (None, None)
    assert held(Speech(1)) == (None, None)


def test_only_the_outermost_speech_counts() -> None:
    """What is quoted within a quotation, or told within somebody's speech, is held by who tells it."""
    assert held(Speech(0, 0, "Ann"), Speech(0, 1, "Bob")) == ("Ann", None)
    assert held(Speech(0, 0, "Ann"), Speech(0, None, "Bob", depth=1)) == ("Ann", None)
