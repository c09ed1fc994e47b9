"""What holds of every run of revisions that a log follows."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from articles.runs import ID, SUPPRESSED, Model, files, runs, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from store.memory import MemoryStore

import factlog
from factlog import FactLog
from factlog.articles import ArticleLog, Revision


def logs() -> tuple[FactLog, ArticleLog]:
    """An empty log in memory, and an article in it."""
    log = FactLog(MemoryStore())
    return log, ArticleLog(log, ID, extractor=Model())


@given(runs())
def test_every_revision_comes_back(revisions: list[Revision]) -> None:
    """The snapshot of a revision gives the revision back, with all that it says and all that it was read from."""
    log, article = logs()
    snapshots = [article.record(revision) for revision in revisions]
    assert [article.at(snapshot) for snapshot in snapshots] == revisions
    assert len(article.revisions()) == len(revisions)
    assert not log.check()


@given(runs())
def test_claims_are_the_sentences(revisions: list[Revision]) -> None:
    """After each revision the log holds a claim for every sentence of it, in the article's order, and no others.

    Where a revision's text is suppressed, they stand as before.
    """
    _, article = logs()
    shown: list[str] = []
    for revision in revisions:
        snapshot = article.record(revision)
        blame = article.blame()
        shown = shown if revision.anomalies == SUPPRESSED["anomalies"] else texts(revision)
        assert [origin.text for origin in blame.sentences] == shown
        assert {origin.claim.id for origin in blame.sentences} == set(snapshot)


@given(runs())
def test_replay_is_recording_one_by_one(revisions: list[Revision]) -> None:
    """A replay leaves the same snapshots, byte by byte, as recording revision by revision, with whichever object."""
    (log, article), (other, _) = logs(), logs()
    article.replay(revisions)
    for revision in revisions:
        ArticleLog(other, ID, extractor=Model()).record(revision)
    assert files(log._store) == files(other._store)


@given(runs(), st.data())
def test_a_run_can_be_taken_up_anywhere(revisions: list[Revision], data: st.DataObject) -> None:
    """A replay that was ended after any revision and is begun anew leaves what one in one go leaves."""
    (log, article), (other, _) = logs(), logs()
    article.replay(revisions)
    ended = data.draw(st.integers(0, len(revisions)))
    ArticleLog(other, ID, extractor=Model()).replay(revisions[:ended])
    ArticleLog(other, ID, extractor=Model()).replay(revisions)
    assert files(log._store) == files(other._store)


@given(runs(), st.data())
def test_hands_and_other_stories_in_between(revisions: list[Revision], data: st.DataObject) -> None:
    """What somebody adds to a claim by hand at any time stays with the sentence as long as the article has it."""
    log, article = logs()
    tagged: set[str] = set()
    for revision in revisions:
        snapshot = article.record(revision)
        assert {claim.id for claim in snapshot.claims if claim.tags} == tagged & set(snapshot)
        if snapshot and data.draw(st.booleans()):
            claim = snapshot[data.draw(st.sampled_from(sorted(snapshot)))]
            log.record([claim.revise(tags=["seen"])], taken=snapshot.taken)
            tagged.add(claim.id)
    assert not log.check()


@given(runs())
def test_a_text_that_comes_back_finds_its_sentences(revisions: list[Revision]) -> None:
    """A revision with the text of an earlier one in the same language has that one's claims, under the same ids.

    A language, once it is told, is that of the article. Copies of one wording may exchange their ids: nothing tells which of
    them went when there is one less.
    """
    _, article = logs()
    revisions = [revision for revision in revisions if revision.anomalies != SUPPRESSED["anomalies"]]
    snapshots = [{key: claim.text for key, claim in article.record(revision).items()} for revision in revisions]
    copied = {text for snapshot in snapshots for text, count in Counter(snapshot.values()).items() if count > 1}
    told: list[tuple[str, str | None]] = []
    language = None
    for revision in revisions:
        language = language or revision.language
        told.append((revision.text, language))
    for place, same in enumerate(told):
        first = told.index(same)
        now, before = (Counter(snapshots[each].values()) for each in (place, first))
        assert now == before
        now_ids, before_ids = (
            {key: text for key, text in snapshots[each].items() if text not in copied} for each in (place, first)
        )
        assert now_ids == before_ids


@given(runs())
def test_what_did_not_change_is_not_touched(revisions: list[Revision]) -> None:
    """A revision writes no claim anew that it leaves as it was, and its snapshot differs in the claims that changed only."""
    log, article = logs()
    snapshots = [article.record(revision) for revision in revisions]
    for one, other in pairwise(snapshots):
        changed = {change.id for change in log.diff(one, other)}
        before, after = dict(one), dict(other)
        assert changed == {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


@settings(max_examples=10)
@given(revisions=runs(3))
def test_git_holds_the_same(revisions: list[Revision], tmp_path_factory: pytest.TempPathFactory) -> None:
    """A log in git holds what the store in memory holds."""
    log, article = logs()
    article.replay(revisions)
    with factlog.init(tmp_path_factory.mktemp("log") / "log.git") as other:
        ArticleLog(other, ID, extractor=Model()).replay(revisions)
        assert files(log._store) == files(other._store)
        assert not other.check()
