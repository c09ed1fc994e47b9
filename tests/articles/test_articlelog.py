"""An article followed through a log: what its revisions become, and what one can ask of them."""

from __future__ import annotations

from datetime import UTC, datetime

import attrs
import pytest
from articles.runs import ID, SENTENCES, Model, follow, keys, ref, revision, run, texts

from factlog import ClaimNotFoundError, FactLog, Kind, SnapshotNotFoundError
from factlog.articles import ArticleLog
from factlog.claims.claim import Extractor

OPENED, LIGHT, NETS, STEAMERS, FLOOD, *_ = SENTENCES


def kinds(log: FactLog, before: int, after: int) -> dict[str, set[str]]:
    """The kinds of change of each claim between two days of May 2024."""
    found = log.diff(f"2024-05-{before:02}", f"2024-05-{after:02}")
    return {str(change.id): {kind.value for kind in change.kinds} for change in found}


# What a revision becomes


def test_a_revision_is_a_snapshot(log: FactLog) -> None:
    """A revision is a snapshot taken at its time by its contributor, with its comment as message."""
    snapshot = ArticleLog(log, ID).record(revision([OPENED, LIGHT], 4))
    assert snapshot.taken == datetime(2024, 5, 4, 12, tzinfo=UTC)
    assert (snapshot.author, snapshot.message) == ("Ann 4 <>", "edit 4")
    assert len(snapshot) == 2
    assert log.latest() == snapshot
    assert not log.check()


def test_a_sentence_is_a_claim(quick: FactLog) -> None:
    """A sentence is a claim: the title states it, in the article's language, on the sources of its notes."""
    article = follow(quick, revision(OPENED + ref("quays", retrieved="2024-05-03")), extractor=Model())
    (claim,) = quick.latest().claims
    assert (claim.subject, claim.predicate, claim.values, claim.exclusive) == ("Harbour of Lindau", "states", (), False)
    assert claim.text == {"en": OPENED}
    assert claim.id.startswith(f"{ID}/")
    assert len(claim.id.rpartition("/")[2]) == 8
    assert (claim.claimant, claim.extractor, claim.said) == (None, None, None)
    (citation,) = claim.citations
    assert str(citation.retrieved) == "2024-05-03"
    assert quick.sources[citation.source_id].title == "On quays"
    assert article.at("2024-05-02").revision_id == "1"


def test_a_speaker_is_a_claimant(quick: FactLog) -> None:
    """Who speaks in a sentence is its claimant, and the extractor that found it is named."""
    follow(quick, revision("Ann Weir said that the quay would be closed for repairs."), extractor=Model())
    (claim,) = quick.latest().claims
    assert (claim.claimant, claim.extractor) == ("Ann Weir", Extractor("model", "1"))


def test_an_article_without_title_language_or_time(quick: FactLog) -> None:
    """A text that tells neither title nor time is taken now, and its claims are about the article's id."""
    given = attrs.evolve(revision(OPENED, None), title=None, contributor=None, comment=None, language=None)
    snapshot = ArticleLog(quick, ID).record(given)
    (claim,) = snapshot.claims
    assert (claim.subject, list(claim.text)) == (ID, ["und"])
    assert snapshot.author == "unknown <>"
    assert snapshot.taken is not None
    assert (datetime.now(UTC) - snapshot.taken).total_seconds() < 3600
    assert ArticleLog(quick, ID).record(given) == snapshot


def test_only_what_changed_is_written(log: FactLog) -> None:
    """A revision that changes one sentence writes one claim."""
    article = ArticleLog(log, ID)
    first = article.record(revision([OPENED, LIGHT, NETS], 1))
    second = article.record(revision([OPENED, LIGHT.replace("33", "35"), NETS], 2))
    assert [change.edits for change in log.diff(first, second)] != []
    assert len(log.diff(first, second)) == 1


# Which sentence is which


def test_rewording_and_moving_keep_the_id(quick: FactLog) -> None:
    """A sentence that is reworded, or moved, keeps its id: the log says reworded, or nothing."""
    article = follow(quick, *run([OPENED, LIGHT, NETS], [OPENED, LIGHT.replace("33", "35"), NETS], [NETS, OPENED, LIGHT]))
    (light,) = kinds(quick, 1, 2)
    assert kinds(quick, 1, 2)[light] == {"reworded"}
    assert kinds(quick, 2, 3) == {light: {"reworded"}}
    assert keys(article)[LIGHT] == light
    assert [change.kind.value for change in article.diff("2024-05-02", "2024-05-03")] == ["moved", "value-changed"]


def test_splits_and_merges(quick: FactLog) -> None:
    """The most similar part of a split keeps the id, and so does the first sentence of a merge."""
    whole = "Every spring the fishermen mend their nets on the eastern quay, and the mayor pays for the tar."
    parts = "Every spring the fishermen mend their nets on the eastern quay.", "The mayor pays for the tar."
    article = ArticleLog(quick, ID)
    (before,) = article.record(revision([whole], 1))
    article.record(revision(parts, 2))
    assert keys(article)[parts[0]] == before
    assert article.diff("2024-05-01", "2024-05-02").of("split")
    article.record(revision([whole], 3))
    assert keys(article) == {whole: before}


def test_removal_and_restoration(quick: FactLog) -> None:
    """The same wording that comes back is the same claim, restored, however long it was gone."""
    article = follow(quick, *run([OPENED, LIGHT], [OPENED], [OPENED, NETS], [OPENED, NETS, LIGHT]))
    (light,) = kinds(quick, 1, 2)
    assert kinds(quick, 1, 2) == {light: {"removed"}}
    assert kinds(quick, 3, 4) == {light: {"restored"}}
    versions = article.sentence(light).history()
    assert [version.claim and version.claim.text["en"] for version in versions] == [LIGHT, None, LIGHT]
    assert [version.author for version in versions] == ["Ann 1 <>", "Ann 2 <>", "Ann 4 <>"]
    assert {change.kinds for change in quick.changes if change.id == light} >= {frozenset({Kind.RESTORED})}


def test_same_words_are_better_than_similar_ones(quick: FactLog) -> None:
    """A sentence that comes back word by word is itself, also beside one that is similar to it."""
    almost = LIGHT.replace("33 metres", "thirty-three metres")
    article = follow(quick, *run([OPENED, LIGHT], [OPENED, FLOOD, STEAMERS], [OPENED, LIGHT, almost]))
    assert len({*keys(article).values()}) == 3
    assert article.blame().sentences[1].brought.name == "1"
    assert article.blame().sentences[2].brought.name == "3"


def test_equal_sentences_have_ids_of_their_own(quick: FactLog) -> None:
    """Sentences of one wording are claims of their own: the second one's id has a number."""
    article = follow(quick, revision("{|\n| Yes\n| No\n| Yes\n|}"))
    ids = [origin.claim.id.rpartition("/")[2] for origin in article.blame().sentences]
    assert len(set(ids)) == 3
    assert ids[2] == f"{ids[0]}-2"


# Sources


def test_what_a_revision_edits_of_a_source(quick: FactLog) -> None:
    """A field that a revision edits, the address included, is an edit of the source, which keeps its id."""
    article = follow(
        quick,
        *run(
            OPENED + ref("quays"),
            OPENED + ref("quays", work="Lindau Gazette"),
            OPENED + ref("quays", work="Lindau Gazette", url="https://archive.example/quays-2"),
        ),
    )
    (before,) = quick.at("2024-05-01").sources
    (after,) = quick.sources
    assert before.id == after.id
    assert (before.container_title, after.container_title) == ("Gazette", "Lindau Gazette")
    assert after.url == "https://archive.example/quays-2"
    (source,) = article.blame().sources
    assert (source.brought.name, source.changed.name) == ("1", "3")
    assert kinds(quick, 1, 3) == {}


def test_one_source_however_it_is_written(quick: FactLog) -> None:
    """A source has one id, whether its address is written with www, https and tracking, or without."""
    plain = ref("quays", url="https://example.org/quays")
    other = ref("quays", url="http://www.example.org/quays/?utm_source=x")
    follow(quick, *run(OPENED + plain, OPENED + other, OPENED + plain + " " + LIGHT + other))
    assert len(quick.sources) == 1


def test_notes_that_contradict_each_other(quick: FactLog) -> None:
    """Where notes of one revision differ on a source, what stood before stands while one says it, else the first counts."""
    ours, theirs = ref("quays", work="Gazette"), ref("quays", work="Herald")
    article = ArticleLog(quick, ID)
    for number, (one, other) in enumerate([(theirs, ours), (ours, theirs), (ours, ours), (ours, theirs)], start=1):
        article.record(revision(OPENED + one + " " + LIGHT + other, number))
    sites = [next(iter(quick.at(f"2024-05-{day:02}").sources)).container_title for day in (1, 2, 3, 4)]
    assert sites == ["Herald", "Herald", "Gazette", "Gazette"]


def test_a_source_that_the_log_knows_from_elsewhere(quick: FactLog) -> None:
    """The first citation of a source that another story recorded adds to it, and changes nothing."""
    from factlog import Source

    known = Source(url="https://example.org/quays", title="The quays of Lindau", derived_from="an agency")
    quick.record([known], taken="2024-04-01")
    follow(quick, revision(OPENED + ref("quays")))
    (held,) = quick.sources
    assert (held.id, held.title, held.derived_from) == (known.id, "The quays of Lindau", "an agency")
    assert held.container_title == "Gazette"
    follow(quick, revision(OPENED + ref("quays", title="Quays"), 2))
    assert next(iter(quick.sources)).title == "Quays"


def test_a_source_whose_address_is_edited_elsewhere(quick: FactLog) -> None:
    """A source keeps its id where another story mends its address, whoever follows the article then, and is not lost."""
    from factlog import Source

    first = revision(OPENED + ref("quays"))
    known = first.sources[0]
    quick.record([known], taken="2024-04-01")
    follow(quick, first)
    quick.record([Source(known.id, title="Quays", url="https://example.org/moved")], taken="2024-05-01")
    moved = ref("quays", url="https://example.org/moved")
    texts = OPENED + ref("quays") + " " + LIGHT, LIGHT, OPENED + ref("quays"), OPENED + moved
    for number, text in enumerate(texts, start=2):
        follow(quick, revision(text, number))
        assert [held.id for held in quick.sources] == [known.id]
        assert quick.check() == ()
    assert [citation.source_id for claim in quick.claims for citation in claim.citations] == [known.id]


def test_retrieval_dates(quick: FactLog) -> None:
    """A new day of retrieval is told of the claims that cite the source, as re-retrieved."""
    article = follow(quick, *run(OPENED + ref("quays"), OPENED + ref("quays", retrieved="2024-05-30")))
    assert list(kinds(quick, 1, 2).values()) == [{"re-retrieved"}]
    (source,) = article.blame().sources
    assert [str(when) for when in source.retrieved] == ["2024-05-30"]


def test_a_note_that_is_defined_elsewhere(quick: FactLog) -> None:
    """What a definition at the end of the page says anew is told of the sentences that cite it, which did not change."""
    notes = (ref("quays", retrieved=f"2024-05-{day}").replace("<ref>", "<ref name=q>") for day in ("05", "30"))
    texts = (f"{OPENED}<ref name=q />\n\n{LIGHT}\n\n<references>{note}</references>" for note in notes)
    article = follow(quick, *run(*texts))
    assert kinds(quick, 1, 2) == {keys(article)[OPENED]: {"re-retrieved"}}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('<ref name="q" />{{rp|23}}', '<ref name="q" />{{rp|45–47}}<ref name="q" />{{rp|50}}'),
        ("{{r|q|p=23}}", "{{r|q|p=45–47}}{{r|q|p=50}}"),
    ],
)
def test_the_pages_that_markers_name(quick: FactLog, first: str, second: str) -> None:
    """The page that a marker names is where its sentence's claim, and no other's, cites the source."""
    defined = ref("quays").replace("<ref>", '<ref name="q">')
    text = f"{OPENED}{first} {LIGHT}{second} {NETS}{defined}"
    follow(quick, revision(text))
    found = {claim.text["en"]: [citation.locator for citation in claim.citations] for claim in quick.latest().claims}
    assert found == {OPENED: ["23"], LIGHT: ["45–47, 50"], NETS: [None]}


def test_a_speaker_whom_another_paragraph_names(quick: FactLog) -> None:
    """A sentence is told by the full name of its speaker as long as another paragraph gives it."""
    said = "Weir said that the quay would be closed."
    article = follow(quick, *run(said, f"{said}\n\nAnn Weir left early.", said))
    claims = [version.claim for version in article.sentence(keys(article)[said]).history()]
    assert [claim.claimant for claim in claims if claim] == ["Weir", "Ann Weir", "Weir"]


# Asking


def test_revisions(quick: FactLog) -> None:
    """``revisions`` tells number, time, contributor, comment and, of a text that came before, which one it brings back."""
    article = follow(quick, *run([OPENED, LIGHT], "", [OPENED, LIGHT], [OPENED, LIGHT], [OPENED]))
    told = article.revisions()
    assert [one.revision_id for one in told] == ["1", "2", "3", "4", "5"]
    assert [one.reverts for one in told] == [None, None, "1", None, None]
    assert [one.sentences for one in told] == [2, 0, 2, 2, 1]
    assert (told[0].contributor, told[0].comment, told[0].name) == ("Ann 1", "edit 1", "1")
    assert told[0].taken == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert quick.at(told[2].commit) == quick.at("2024-05-03")


def test_at(quick: FactLog) -> None:
    """``at`` gives the revision that stood at a moment, whole; it knows dates, snapshots and git revisions."""
    first, second = given = run([OPENED + ref("quays")], [OPENED, LIGHT])
    article = ArticleLog(quick, ID)
    snapshots = [article.record(one) for one in given]
    assert article.at("2024-05-01") == article.at("2024-05-02T11:59:59Z") == first
    assert article.at(snapshots[0]) == article.at("HEAD~1") == first
    assert article.at("2025") == second
    assert article.at("2024-05-01").notes == first.notes
    for when in ("2024-04-30", "2023"):
        with pytest.raises(SnapshotNotFoundError, match="before the first revision of 'harbourwiki/7'"):
            article.at(when)
    with pytest.raises(SnapshotNotFoundError):
        ArticleLog(quick, "another").at("2025")


def test_blame(quick: FactLog) -> None:
    """``blame`` tells of every sentence which revision brought it, changed it last, and how often it went and came back."""
    high, low = LIGHT.replace("33", "35"), LIGHT.replace("33", "30")
    article = follow(
        quick, *run([OPENED, LIGHT], [OPENED, high + ref("quays")], "", [OPENED, high], [OPENED], [low, OPENED])
    )
    opened, light = sorted(article.blame().sentences, key=lambda origin: origin.text != OPENED)
    assert (opened.brought.name, opened.changed.name, opened.removed, opened.restored) == ("1", "1", 1, 1)
    assert (light.brought.name, light.changed.name, light.removed, light.restored) == ("6", "6", 0, 0)
    article = follow(quick, revision([high, OPENED], 7))
    light = article.blame().sentences[0]
    assert (light.text, light.brought.name, light.removed, light.restored) == (high, "1", 2, 2)


def test_blame_of_sources(quick: FactLog) -> None:
    """``blame`` tells the same of every source that the latest revision cites."""
    quays, boats = ref("quays"), ref("boats")
    article = follow(quick, *run(OPENED + quays, OPENED, OPENED + boats, OPENED + boats + quays))
    assert [
        (origin.source.title, origin.brought.name, origin.changed.name, origin.removed, origin.restored)
        for origin in article.blame().sources
    ] == [("On boats", "3", "3", 0, 0), ("On quays", "1", "1", 1, 1)]


def test_an_article_that_the_log_does_not_hold(quick: FactLog) -> None:
    """Of an article without revisions there is nothing to tell."""
    article = ArticleLog(quick, ID)
    assert article.revisions() == ()
    assert not article.blame().sentences
    assert not article.blame().sources
    with pytest.raises(ClaimNotFoundError, match="expected the id of one of its sentences"):
        article.sentence("5f2a01c4")


def test_sentences_by_either_id(quick: FactLog) -> None:
    """A sentence is found by its claim's id, and by the last segment of it."""
    article = follow(quick, revision([OPENED]))
    (whole,) = quick.latest()
    assert article.sentence(whole).history() == article.sentence(whole.rpartition("/")[2]).history()
    assert article.sentence(whole).id == whole


def test_texts_are_what_was_read(quick: FactLog) -> None:
    """Sentences under headings, with labels, in cells come back as they were read."""
    text = f"'''Lindau''': {OPENED}\n\n== Trade ==\n* Boats: {FLOOD}\n{{|\n| Yes\n|}}\n=== Nets ===\n{NETS}"
    given = revision(text)
    article = follow(quick, given)
    assert article.at("2024-06") == given
    assert texts(given)
