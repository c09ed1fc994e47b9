"""The article that started the project, read whole. Labelled by hand from its text; the text itself stays where it is."""

from __future__ import annotations

import pytest
from material import material

from factlog.articles import read
from factlog.articles.revision import Revision

# For each sentence, in order: the numbers of its notes, and how many quotations it holds (outermost, all).
LEAD = [([1], 0, 0), ([1, 2], 0, 0), ([], 0, 0), ([3], 0, 0), ([4], 0, 0)]
BACKGROUND = [
    ([5, 6], 0, 0),
    ([7], 0, 0),
    ([8, 9], 0, 0),
    ([10], 0, 0),
    ([], 0, 0),
    ([11, 12], 1, 1),
    ([], 1, 1),
    ([13], 1, 1),
]
TALKS = [
    *[([], 1, 1), ([3, 6, 14], 2, 2), ([15], 0, 0), ([16], 0, 0), ([1, 17], 0, 0), ([17], 0, 0)],
    *[([3, 18], 0, 0), ([3], 1, 1), ([4, 19], 0, 0), ([19, 20], 0, 0), ([21], 1, 1)],
]
REACTIONS = [
    *[([2], 0, 0), ([22], 0, 0), ([23], 2, 2)],
    *[([21], 1, 3)],
    *[([], 1, 1), ([24], 1, 1), ([25], 1, 1)],
    *[([27], 1, 1), ([28], 2, 2), ([29], 2, 2)],
    *[([], 1, 1), ([30], 0, 0)],
]
LABELLED = [3, 1, 3, 1, 1, 1, 2]
BACKLINKS = {1: 4, 2: 2, 3: 4, 4: 2, 6: 2, 17: 2, 19: 2, 21: 2}


@pytest.fixture(scope="module")
def revision() -> Revision:
    return read(material("riyadh-2025-ja-weblio.txt"))


def test_every_sentence_with_its_notes_and_quotations(revision: Revision) -> None:
    numbers = [
        (
            [revision.notes[place].number for place in sentence.notes],
            sum(quotation.depth == 0 for quotation in sentence.quotations),
            len(sentence.quotations),
        )
        for sentence in revision.sentences
    ]
    assert numbers == [*LEAD, *BACKGROUND, *TALKS, *REACTIONS]
    assert len(numbers) == 36
    assert sum(len(notes) for notes, _, _ in numbers) == 40
    assert sum(outermost for _, outermost, _ in numbers) == 20


def test_sections_and_labels(revision: Revision) -> None:
    sections = list(dict.fromkeys(sentence.section for sentence in revision.sentences))
    assert [sum(sentence.section == section for sentence in revision.sentences) for section in sections] == [5, 8, 11, 12]
    assert [section.path for section in revision.sections] == sections[1:]
    labels = [sentence.label for sentence in revision.sentences if sentence.label is not None]
    assert [labels.count(label) for label in dict.fromkeys(labels)] == LABELLED


def test_every_note(revision: Revision) -> None:
    assert [note.number for note in revision.notes] == list(range(1, 31))
    assert {note.number: note.backlinks for note in revision.notes if note.backlinks != 1} == BACKLINKS
    assert all(len(note.cited) == 1 and note.cited[0].source.title for note in revision.notes)
    assert (revision.language, revision.taken) == ("ja", "2025-03-21T04:39Z")


def test_its_anomalies(revision: Revision) -> None:
    named = [(anomaly.code, anomaly.detail) for anomaly in revision.anomalies]
    for expected in [
        ("backlink-without-marker", "note 1: 4 backlinks, 3 markers"),
        ("missing-retrieval-date", "note 21"),
        ("missing-retrieval-date", "note 23"),
        ("uncited-note", "note 26"),
    ]:
        assert expected in named
    assert [code for code, _ in named].count("site-footer") == 1


def test_values(revision: Revision) -> None:
    found = {(value.value, value.kind) for sentence in revision.sentences for value in sentence.values}
    dates = {"2025-02-18", "2022-02", "2025-02-12", "2025-02-16", "2025-02-19", "2025-02-21"}
    assert {(date, "date") for date in dates} <= found
    assert {("PT24H", "duration"), ("P100D", "duration"), ("P3Y", "duration"), (3, "count"), (2, "count")} <= found
