"""Revisions as they come: out of order, repeated, suppressed, blanked, of another article, cut off, by two at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from articles.runs import ID, SENTENCES, SUPPRESSED, Model, files, follow, keys, ref, revision, run
from log.logs import git, push
from store.memory import MemoryStore

import factlog
from factlog import Assessment, Claim, FactLog, InvalidError, Kind, TakenError, When
from factlog.articles import Anomaly, ArticleLog, Revision, diff, read, revisions
from factlog.claims.codec import encode
from factlog.errors import CorruptError, InvalidDocumentError, InvalidIdError
from factlog.layout import article_path, article_text_path, claim_path, source_path

OPENED, LIGHT, NETS, STEAMERS, *_ = SENTENCES


def numbers(article: ArticleLog) -> list[str]:
    """The numbers of the revisions that the log holds."""
    return [one.name for one in article.revisions()]


def test_what_is_no_revision(quick: FactLog) -> None:
    """The text of a revision, or the path of its file, is not a revision yet, and is refused in words."""
    given: Any
    for given in ("It rained.", Path("rain.txt"), None):
        for ask in (
            ArticleLog(quick, ID).record,
            lambda one: ArticleLog(quick, ID).replay([one]),
            lambda one: diff(one, one),
        ):
            with pytest.raises(InvalidError, match="expected a Revision, as"):
                ask(given)


# Order


def test_an_older_revision_is_refused(quick: FactLog) -> None:
    """A revision older than the article's newest is refused, by itself and in a run; what came before it is kept."""
    one, two, three = run([OPENED], [OPENED, LIGHT], [OPENED, NETS])
    article = ArticleLog(quick, ID)
    with pytest.raises(TakenError, match=r"expected revisions in the order of their times, got Revision 1 after one taken"):
        article.replay([two, one, three])
    assert numbers(article) == ["2"]
    with pytest.raises(TakenError, match=f"article '{ID}'"):
        article.record(one)
    article.record(three)
    assert numbers(article) == ["2", "3"]


def test_older_revisions_can_be_reported_instead(quick: FactLog) -> None:
    """With ``on_problem`` a revision out of order is reported, and the rest goes on."""
    one, two, three = run([OPENED], [OPENED, LIGHT], [OPENED, NETS])
    told: list[Anomaly] = []
    article = ArticleLog(quick, ID)
    article.replay([two, one, three], on_problem=told.append)
    assert numbers(article) == ["2", "3"]
    assert [anomaly.code for anomaly in told] == ["older-than-predecessor"]


def test_two_revisions_of_one_second(quick: FactLog) -> None:
    """Revisions of the same second are recorded in the order in which they come."""
    article = follow(quick, revision([OPENED], 1, day=1), revision([OPENED, LIGHT], 2, day=1))
    assert numbers(article) == ["1", "2"]
    assert article.at("2024-05-01").revision_id == "2"


def test_repeated_revisions(log: FactLog, path: Path) -> None:
    """A revision that the log holds is passed over, with or without a number."""
    given = run([OPENED], [OPENED, LIGHT])
    article = follow(log, *given, *given, given[1])
    assert numbers(article) == ["1", "2"]
    nameless = [attrs.evolve(one, revision_id=None) for one in run([OPENED], [OPENED, LIGHT], [OPENED])]
    other = ArticleLog(log, "nameless")
    other.replay([*nameless, *nameless])
    ArticleLog(log, "nameless").replay(nameless)
    assert len(other.revisions()) == 3
    assert git(path, "rev-list", "--count", "main") == "5"


def test_a_revision_without_a_time(quick: FactLog) -> None:
    """A revision whose wiki lost its time is taken with the one before it."""
    one, two, three = run([OPENED], [OPENED, LIGHT], [LIGHT])
    lost = attrs.evolve(two, taken=None, anomalies=(Anomaly("no-timestamp"),))
    article = follow(quick, one, lost, three)
    assert [told.taken.day for told in article.revisions()] == [1, 1, 3]
    assert article.at("2024-05-01") == lost


def test_copies_that_say_nothing_of_themselves(quick: FactLog) -> None:
    """Copies without date, number and contributor, of the same sentences but for a word, are revisions each."""
    texts = [
        "It rained in the bay. The ferry stayed.",
        "It rained in the bay. The old ferry stayed.",
        "It rained in the bay. The ferry stayed.",
    ]
    article = ArticleLog(quick, ID)
    for text in texts:
        article.record(read(text))
    told = ArticleLog(quick, ID).revisions()
    assert [one.reverts for one in told] == [None, None, told[0].name]
    assert [article.at(quick.at(one.commit)).text for one in told] == texts
    rain, ferry = article.blame().sentences
    assert (rain.changed.commit, ferry.changed.commit) == (told[0].commit, told[2].commit)


def test_a_first_revision_without_a_time(quick: FactLog) -> None:
    """A first revision with an impossible time is reported, and those that follow are recorded."""
    one, two, three = run([OPENED], [OPENED, LIGHT], [LIGHT])
    article, problems = ArticleLog(quick, ID), list[Anomaly]()
    lost = attrs.evolve(one, taken=None, anomalies=(Anomaly("impossible-date", "timestamp: 2024-02-30T00:00:00Z"),))
    article.replay([lost, two, attrs.evolve(lost, revision_id="9"), three], on_problem=problems.append)
    assert numbers(article) == ["2", "9", "3"]
    assert [(told.code, "got timestamp: 2024-02-30" in told.detail) for told in problems] == [("bad-revision", True)]
    with pytest.raises(InvalidError, match="expected the time of the article's first revision"):
        ArticleLog(quick, "other").record(lost)


def test_before_1970(quick: FactLog) -> None:
    """A revision from before 1970 is refused, since git cannot keep its time."""
    from factlog.claims.when import When

    with pytest.raises(TakenError, match="before 1970"):
        ArticleLog(quick, ID).record(attrs.evolve(revision([OPENED]), taken=When("1969-12-31")))
    assert quick.latest().commit is None


# Texts that are not there


def test_suppressed(quick: FactLog) -> None:
    """A suppressed revision is told as such; the sentences stand as before, and are not restored afterwards."""
    one, two, three = run([OPENED, LIGHT], "", [OPENED, LIGHT])
    hidden = attrs.evolve(two, contributor=None, comment=None, **SUPPRESSED)
    article = follow(quick, one, hidden, three)
    assert [told.suppressed for told in article.revisions()] == [False, True, False]
    assert article.revisions()[1].sentences == 2
    assert article.at("2024-05-02") == hidden
    assert [origin.removed for origin in article.blame().sentences] == [0, 0]
    assert quick.at("2024-05-02").author == "unknown <>"
    assert article.revisions()[2].reverts is None


def test_suppressed_at_first(quick: FactLog) -> None:
    """An article may begin with a suppressed revision."""
    hidden = attrs.evolve(revision("", 1), **SUPPRESSED)
    article = follow(quick, hidden, revision([OPENED], 2))
    assert article.at("2024-05-01") == hidden
    assert len(quick.latest()) == 1
    assert follow(quick, revision([OPENED, LIGHT], 3)).blame().sentences[0].brought.name == "2"
    assert not quick.check()


def test_empty_and_blanked(log: FactLog) -> None:
    """A blanked article loses its sentences, and finds them again: nothing is new but the revisions."""
    article = follow(log, *run("", [OPENED, LIGHT], "  ", [OPENED, LIGHT], "", [LIGHT]))
    assert [one.sentences for one in article.revisions()] == [0, 2, 0, 2, 0, 1]
    (light,) = article.blame().sentences
    assert (light.brought.name, light.removed, light.restored) == ("2", 2, 2)
    assert len({change.id for change in log.changes}) == 2
    assert not log.check()


def test_a_redirect(quick: FactLog) -> None:
    """An article that becomes a redirect has no sentences, and says so."""
    article = follow(quick, *run([OPENED], "#REDIRECT [[Port of Lindau]]"))
    assert article.blame().sentences == ()
    assert [anomaly.code for anomaly in article.at("2025").anomalies] == ["redirect"]


# Another article


def test_another_article(quick: FactLog) -> None:
    """A revision of another title is refused, naming both; what came before it is kept."""
    other = attrs.evolve(revision([NETS], 2), title="Harbour of Bregenz")
    article = ArticleLog(quick, ID)
    with pytest.raises(InvalidError, match="expected a revision of 'Harbour of Lindau', got one of 'Harbour of Bregenz'"):
        article.replay([revision([OPENED], 1), other])
    assert numbers(article) == ["1"]
    told: list[Anomaly] = []
    article.replay([other, revision([OPENED, NETS], 3)], on_problem=told.append)
    assert numbers(article) == ["1", "3"]
    assert [anomaly.code for anomaly in told] == ["bad-revision"]


def test_another_page(quick: FactLog) -> None:
    """Pages are told apart by wiki and number where both are known; then another title is a new name of the page."""
    one = attrs.evolve(revision([OPENED, LIGHT], 1), page="harbourwiki/7")
    article = follow(quick, one)
    with pytest.raises(InvalidError, match="expected a revision of 'harbourwiki/7', got one of 'harbourwiki/8'"):
        article.record(attrs.evolve(revision([OPENED], 2), page="harbourwiki/8"))
    article.record(attrs.evolve(revision([OPENED, LIGHT], 3), page="harbourwiki/7", title="Port of Lindau"))
    assert {claim.subject for claim in quick.latest().claims} == {"Port of Lindau"}
    assert article.at("2024-05-01").title == "Harbour of Lindau"
    assert ArticleLog(quick, ID).record(attrs.evolve(revision([OPENED, LIGHT], 4), page=None, title="Port of Lindau"))


@pytest.mark.parametrize("name", ["", "a/b/c/d", "a/text", "A", "../x", "a/article.json", "a" * 181])
def test_ids_that_are_none(quick: FactLog, name: str) -> None:
    """An article's id has at most three segments, and none that would lie in another article's way."""
    with pytest.raises(InvalidIdError):
        ArticleLog(quick, name)


def test_articles_side_by_side(log: FactLog) -> None:
    """Articles of one log do not touch each other, also where the id of one begins with that of another."""
    names = "a", "a/b", "a/b/c", "text/x"
    for day in (1, 2):
        for name in names:
            ArticleLog(log, name).record(revision([OPENED, f"This is the page {name}."][:day], day))
    for name in names:
        article = ArticleLog(log, name)
        assert [one.name for one in article.revisions()] == ["1", "2"]
        assert len(article.blame().sentences) == 2
    assert not log.check()


# People


@pytest.mark.parametrize(
    ("contributor", "author"),
    [
        ("Ann <ann@example.org>", "Ann ann@example.org <>"),
        ("A\x00n\x1bn\n\nB", "Ann B <>"),
        ("\u202eevil\u202c", "evil <>"),
        ("", "unknown <>"),
        (None, "unknown <>"),
        ("<>", "unknown <>"),
        (" . ", "unknown <>"),
        ("\ud800x", "x <>"),
        ("192.0.2.7", "192.0.2.7 <>"),
        ("湖の人", "湖の人 <>"),
        ("x" * 5000, "x" * 200 + " <>"),
    ],
)
def test_names_of_contributors(log: FactLog, contributor: str | None, author: str) -> None:
    """Any name makes an author that git takes; the log keeps the name itself beside it."""
    article = ArticleLog(log, ID)
    snapshot = article.record(attrs.evolve(revision([OPENED]), contributor=contributor))
    assert snapshot.author == author
    assert not log.check()
    assert article.revisions()[0].contributor == ((contributor or "").replace("\ud800", "?") or None)


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("a\x00b\x07c", "abc"),
        ("two\n\nlines\n", "two\n\nlines"),
        ("\u202egnihton", "gnihton"),
        ("\x00\x01", "Revision 1"),
        (None, "Revision 1"),
        ("  ", "Revision 1"),
        ("\udfffx", "x"),
        ("get-mark :1\ndone\n", "get-mark :1\ndone"),
    ],
)
def test_comments(log: FactLog, comment: str | None, message: str) -> None:
    """Any comment makes a message that git takes."""
    snapshot = ArticleLog(log, ID).record(attrs.evolve(revision([OPENED]), comment=comment))
    assert snapshot.message == message
    assert not log.check()


def test_hostile_text(log: FactLog) -> None:
    """Text with controls, half characters, piles of marks and sentences without end is recorded, whatever it is."""
    bad, pile = "Bad\x00 \u202echaracters\ud800 here.", "A" + "\u0301" * 500
    text = f"{bad} {pile} of marks. {'word ' * 40_000}end. {LIGHT}"
    given = attrs.evolve(revision([OPENED], 1), title="Har\u202ebour\x00", url="https://example.org/\ud800")
    article = ArticleLog(log, ID)
    article.record(given)
    article.record(attrs.evolve(revision(text, 2), title=given.title))
    assert article.at("2025").sentences == revision(text, 2).sentences
    assert len(ArticleLog(log, ID).blame().sentences) == len(revision(text, 2).sentences)
    assert not log.check()


def test_sentences_that_no_reader_made(quick: FactLog) -> None:
    """A revision put together by hand is recorded; its claims are its sentences, cleaned of what a claim does not take."""
    from factlog.articles import Sentence

    made = Revision("By hand", "en", tuple(map(Sentence, ("One\x00.", "\x00", OPENED, "é" * 200_000))), ())
    article = follow(quick, made)
    assert sorted(claim.text["en"][:40] for claim in quick.latest().claims) == sorted(
        ["One.", "\ufffd", OPENED[:40], "é" * 40]
    )
    follow(quick, attrs.evolve(made, sentences=made.sentences[2:]))
    assert len(article.blame().sentences) == 2


# Runs that end


DUMP = """<mediawiki xml:lang="en"><siteinfo><dbname>harbourwiki</dbname></siteinfo>
<page><title>Harbour</title><ns>0</ns><id>7</id>{}</page></mediawiki>"""
REVISION = """<revision><id>{0}</id><timestamp>2024-05-0{0}T12:00:00Z</timestamp>
<contributor><username>Ann</username></contributor><text>{1}</text></revision>"""


def dump(*pages: str) -> str:
    """An export of these texts."""
    return DUMP.format("".join(REVISION.format(number, text) for number, text in enumerate(pages, start=1)))


def test_a_dump_that_ends_in_the_middle(tmp_path: Path, log: FactLog) -> None:
    """Of a dump that is cut off, the whole revisions are recorded and the end is reported; a second run goes on."""
    whole = dump(OPENED, f"{OPENED} {LIGHT}", f"{OPENED} {NETS}")
    file = tmp_path / "dump.xml"
    file.write_text(whole[: whole.index(NETS) + 10])
    article = ArticleLog(log, ID)
    with pytest.raises(InvalidDocumentError, match="end too early"):
        article.replay(revisions(file))
    assert numbers(article) == ["1", "2"]
    file.write_text(whole)
    seen: list[Revision] = []
    ArticleLog(log, ID).replay(revisions(file), progress=seen.append)
    assert numbers(article) == ["1", "2", "3"]
    assert [one.revision_id for one in seen] == ["1", "2", "3"]
    assert article.at("2025").page == ID
    other = FactLog(MemoryStore())
    ArticleLog(other, ID).replay(revisions(file))
    assert files(log._store) == files(other._store)


def test_a_run_that_somebody_ends(log: FactLog) -> None:
    """What is not factlog's error ends a run at once: its batch is not recorded, and can be run again."""

    def broken() -> Iterator[Revision]:
        yield revision([OPENED], 1)
        raise KeyboardInterrupt

    article = ArticleLog(log, ID)
    with pytest.raises(KeyboardInterrupt):
        article.replay(broken())
    assert article.revisions() == ()
    article.replay(run([OPENED], [LIGHT]))
    assert numbers(article) == ["1", "2"]
    assert not log.check()


def test_runs_are_written_in_batches(log: FactLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run is written batch by batch; what one run leaves is what one batch would."""
    monkeypatch.setattr("factlog.articles.history.articlelog.BATCH", 2)
    given = run([OPENED], [OPENED, LIGHT], [LIGHT + ref("boats")], [], [NETS, LIGHT])
    follow(log, *given)
    monkeypatch.undo()
    other = FactLog(MemoryStore())
    follow(other, *given)
    assert files(log._store) == files(other._store)


def test_nothing_to_replay(quick: FactLog) -> None:
    """An empty run records nothing."""
    assert ArticleLog(quick, ID).replay([]).commit is None


# Others in the same log


def test_two_runs_at_once(path: Path, log: FactLog) -> None:
    """Of two runs on one article each revision is recorded once, whoever comes first."""
    given = [revision([*SENTENCES[: number % 5 + 1], f"Boat {number} came in."], number) for number in range(1, 25)]
    problems: list[Exception] = []
    follow(log, given[0])

    def work() -> None:
        try:
            with factlog.open(path) as opened:
                ArticleLog(opened, ID).replay(given)
        except Exception as problem:  # noqa: BLE001  # whatever it is
            problems.append(problem)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert numbers(ArticleLog(log, ID)) == [str(number) for number in range(1, 25)]
    alone = FactLog(MemoryStore())
    follow(alone, *given)
    assert files(log._store) == files(alone._store)


def test_two_writers_take_turns(log: FactLog, path: Path) -> None:
    """A writer that finds the article further than it left it goes on from there."""
    one, two, three, four = run([OPENED], [OPENED, LIGHT], [LIGHT], [LIGHT, NETS])
    mine, yours = ArticleLog(log, ID), ArticleLog(factlog.open(path), ID)
    mine.record(one)
    yours.record(two)
    mine.record(three)
    yours.record(four)
    assert numbers(mine) == numbers(yours) == ["1", "2", "3", "4"]
    light = mine.blame().sentences[0]
    assert (light.brought.name, light.removed) == ("2", 0)
    yours.log.close()


def test_another_story_in_between(log: FactLog) -> None:
    """Other claims of the log and an article leave each other alone; a story's replay does not touch the article."""
    article = ArticleLog(log, ID)
    article.record(revision([OPENED, LIGHT], 1))
    claim = Claim("sky/colour", subject="sky", predicate="colour", value="blue")
    log.record([claim], taken="2024-05-01")
    log.replay([log.at("2024-05-01")])
    article.record(revision([LIGHT], 2))
    assert set(log.latest()) == {"sky/colour", keys(article)[LIGHT]}
    assert article.at("2025").text == LIGHT
    assert not log.check()


def test_what_a_hand_added_is_kept(quick: FactLog) -> None:
    """What an editor adds to a sentence's claim stays while the article changes, goes and comes back."""
    article = follow(quick, *run([OPENED + ref("quays"), LIGHT]))
    opened = keys(article)[OPENED]
    claim = quick.latest()[opened]
    verdict = Assessment("a fact-checker", "true", decided="2024-05-01")
    quick.record(
        [claim.revise(value=1856, predicate="was opened in", tags=["ports"]).assess(verdict)], taken="2024-05-01T13:00"
    )
    reworded = OPENED.replace("1856", "1857")
    for number, texts in enumerate(([reworded + ref("boats"), LIGHT], [LIGHT], [reworded, LIGHT]), start=2):
        article.record(revision(texts, number))
    now = quick.latest()[opened]
    assert (now.value, now.predicate, now.tags, now.assessments) == (1856, "was opened in", ("ports",), (verdict,))
    assert now.text["en"] == reworded
    again = FactLog(quick._store)
    ArticleLog(again, ID).record(revision([reworded.replace("1857", "1858"), LIGHT], 5))
    assert again.latest()[opened].assessments == (verdict,)


def test_a_hand_knows_better_who_speaks(quick: FactLog) -> None:
    """A claimant that somebody set by hand is not overruled by an extractor."""
    said = "Ann Weir said that the quay would be closed."
    article = follow(quick, revision([said], 1), extractor=Model())
    (claim,) = quick.latest().claims
    quick.record([claim.revise(claimant="Anna Weir", extractor=None)], taken="2024-05-01T13:00")
    article.record(revision([said.replace("closed", "closed for repairs")], 2))
    (claim,) = quick.latest().claims
    assert (claim.claimant, claim.text["en"]) == ("Anna Weir", "Ann Weir said that the quay would be closed for repairs.")


def test_a_hand_that_comes_later(quick: FactLog) -> None:
    """A revision from before somebody's edit of a sentence's claim is refused: a claim does not go back in time."""
    article = follow(quick, revision([OPENED], 1))
    (claim,) = quick.latest().claims
    quick.record([claim.revise(tags=["x"])], taken="2024-05-20")
    with pytest.raises(TakenError, match="after one taken 2024-05-20"):
        article.record(revision([LIGHT], 2))
    article.record(revision([LIGHT], 21))
    assert not quick.check()


def test_another_version_of_the_extractor(quick: FactLog) -> None:
    """Another version of an extractor reads the newest revision again: re-extracted, and no speaker's change."""
    given = run([OPENED, "Ann Weir said that the quay would be closed."])
    follow(quick, *given, extractor=Model())
    before = quick.latest()
    follow(quick, *given, extractor=Model(version="2"))
    (change,) = quick.diff(before, quick.latest())
    assert change.kinds == {Kind.RE_EXTRACTED}
    assert "read again by model 2" in (quick.latest().message or "")
    assert len(ArticleLog(quick, ID).revisions()) == 1
    follow(quick, *given, extractor=Model(version="2"))
    assert len(list(quick.snapshots())) == 2


# Logs that are not as they should be


def test_pushed_in_between(log: FactLog, path: Path) -> None:
    """After a push by somebody else the next revision goes on top of it."""
    article = follow(log, *run([OPENED]))
    pushed = push(path, {"claims/sky.json": encode(Claim("sky", subject="sky", predicate="is", value="blue"))})
    article.record(revision([OPENED, LIGHT], 2))
    assert git(path, "rev-parse", "main~1") == pushed


def test_check_finds_what_is_wrong(log: FactLog, path: Path) -> None:
    """``check`` reports files that are no article's, manifests that do not parse, and what they name that is not there."""
    follow(log, *run([OPENED + ref("quays"), LIGHT]))
    manifest = git(path, "show", f"main:{article_path(ID)}")
    (claim, *_) = log.latest()
    (source,) = log.sources
    push(
        path,
        {
            "articles/notes.txt": b"?",
            "articles/b/article.json": b"{",
            "articles/c/text": b"text",
            f"articles/{ID}/text": None,
            article_path(ID): (manifest + " \n").encode(),
            f"claims/{claim}.json": None,
            f"sources/{source.id}.json": None,
        },
    )
    told = {(problem.file, problem.message.partition(": ")[2]) for problem in log.check()}
    assert ("articles/notes.txt", "expected articles/<id>/article.json or articles/<id>/text, and nothing else") in told
    assert ("articles/c/text", "expected a file articles/c/article.json beside it") in told
    assert {
        (article_path(ID), "expected canonical JSON"),
        (article_path(ID), f"expected a file claims/{claim}.json, of which it tells the place"),
        (article_path(ID), f"expected a file sources/{source.id}.json, which it cites"),
        (article_path(ID), f"expected a file articles/{ID}/text beside it"),
    } <= told
    assert any(file == "articles/b/article.json" and "expected an article's manifest" in message for file, message in told)


@pytest.mark.parametrize(
    "manifest",
    [
        *(b"", b"[]", b"[" * 100_000, b"\xff", b'{"x": 1}', b'{"title": 1}', b'{"taken": "yesterday"}'),
        *(b'{"sentences": [1]}', b'{"sentences": [{"ids": 1}]}', b'{"anomalies": [{}]}', b'{"sources": [1]}'),
    ],
)
def test_broken_manifests(log: FactLog, path: Path, manifest: bytes) -> None:
    """A manifest that does not parse is a CorruptError that names its file, whatever is asked."""
    article = follow(log, *run([OPENED]))
    push(path, {article_path(ID): manifest})
    for ask in (article.revisions, article.blame, lambda: article.at("HEAD"), lambda: article.record(revision([LIGHT], 2))):
        with pytest.raises(CorruptError, match=article_path(ID)):
            ask()
    assert log.check()


def later(sentences: list[str], number: int) -> Revision:
    """A revision that comes after what was pushed."""
    return attrs.evolve(revision(sentences, number), taken=When(f"2025-03-{number:02}"))


@pytest.mark.parametrize("manifest", [b"", b"[]", b'{"title": 1}'])
def test_a_manifest_that_was_mended(log: FactLog, path: Path, manifest: bytes) -> None:
    """A manifest that did not parse for a while hides no revision, tells none twice, and stops none once it is mended."""
    article = follow(log, *run([OPENED], [OPENED, LIGHT]))
    mended = git(path, "show", f"main:{article_path(ID)}").encode() + b"\n"
    push(path, {article_path(ID): manifest})
    with pytest.raises(CorruptError):
        article.revisions()
    push(path, {article_path(ID): mended})
    for one in (article, ArticleLog(log, ID)):
        assert numbers(one) == ["1", "2"]
        assert len(one.blame().sentences) == 2
    article.record(later([OPENED, NETS], 3))
    assert numbers(article) == numbers(ArticleLog(log, ID)) == ["1", "2", "3"]


_BROKEN = (
    *(b"", b"{", b"[]", b"3", b"{}", b"\xff", b"[" * 100_000, b'{"id": "a", "id": "b"}', b'{"subject": "s", "text": {}}'),
    *(b'{"text": ["x"]}', b'{"text": "x"}', b'{"text": {"en": 3}}', b'{"predicate": "states", "text": {"en": "x"}}'),
    b'{"predicate": "states", "subject": "s", "text": {"en": "x"}, "citations": ["x"]}',
)


@pytest.mark.parametrize("claim", _BROKEN)
def test_a_broken_claim_of_a_sentence(log: FactLog, path: Path, claim: bytes) -> None:
    """A sentence's claim that cannot be read is a CorruptError that names its file; once mended, the article goes on."""
    article = follow(log, *run([OPENED, LIGHT]))
    (name, *_) = log.latest()
    good = encode(log.latest()[name])
    push(path, {claim_path(name): claim})
    for one in (article, ArticleLog(log, ID)):
        with pytest.raises(CorruptError, match=claim_path(name)):
            one.record(later([OPENED, LIGHT, NETS], 2))
    push(path, {claim_path(name): good})
    ArticleLog(log, ID).record(later([LIGHT, NETS], 2))
    assert [one.text for one in ArticleLog(log, ID).blame().sentences] == [LIGHT, NETS]
    ArticleLog(log, ID).record(later([OPENED, LIGHT, NETS], 3))
    assert [(one.text, one.restored) for one in article.blame().sentences] == [(OPENED, 1), (LIGHT, 0), (NETS, 0)]


@pytest.mark.parametrize("claim", _BROKEN)
def test_a_broken_claim_of_a_sentence_that_left(log: FactLog, path: Path, claim: bytes) -> None:
    """A sentence that went as a file that cannot be read stops no later revision, and may come back."""
    article = follow(log, *run([OPENED, LIGHT]))
    (name,) = {one.claim.id for one in article.blame().sentences if one.text == OPENED}
    push(path, {claim_path(name): claim})
    push(path, {claim_path(name): None})
    ArticleLog(log, ID).record(later([LIGHT, NETS], 2))
    ArticleLog(log, ID).record(later([OPENED, LIGHT, NETS], 3))
    assert [one.text for one in article.blame().sentences] == [OPENED, LIGHT, NETS]
    assert log.check() == ()


def test_a_text_that_is_no_text(log: FactLog, path: Path) -> None:
    """A text that is not UTF-8 is a CorruptError that names its file, and a problem of the log, until it is mended."""
    article = follow(log, *run([OPENED]))
    push(path, {article_text_path(ID): "Café".encode("latin-1")})
    for ask in (
        lambda: article.at("HEAD"),
        lambda: article.diff("HEAD~1", "HEAD"),
        lambda: article.record(later([LIGHT], 2)),
        lambda: ArticleLog(log, ID).record(later([LIGHT], 2)),
    ):
        with pytest.raises(CorruptError, match=article_text_path(ID)):
            ask()
    assert [(problem.file, "UTF-8" in problem.message) for problem in log.check()] == [(article_text_path(ID), True)]
    push(path, {article_text_path(ID): b"Caf\xc3\xa9"})
    ArticleLog(log, ID).record(later([OPENED, LIGHT], 2))
    assert [one.text for one in article.blame().sentences] == [OPENED, LIGHT]


@pytest.mark.parametrize("source", [b"", b"[]", b'{"id": "another"}'])
def test_a_broken_source_of_an_article(log: FactLog, path: Path, source: bytes) -> None:
    """A source that cannot be read is a CorruptError that names its file; once mended, the article goes on."""
    article = follow(log, *run([OPENED + ref("quays")]))
    (held,) = log.sources
    push(path, {source_path(held.id): source})
    for one in (article, ArticleLog(log, ID)):
        with pytest.raises(CorruptError, match=source_path(held.id)):
            one.record(later([OPENED + ref("quays"), LIGHT], 2))
    push(path, {source_path(held.id): encode(held)})
    ArticleLog(log, ID).record(later([OPENED + ref("quays"), NETS], 2))
    assert [one.id for one in log.sources] == [held.id]
    assert log.check() == ()


@pytest.mark.parametrize("forgotten", [False, True])
def test_history_that_was_rewritten(log: FactLog, path: Path, forgotten: bool) -> None:
    """Where the branch was moved back, the article stands where the branch does, though git has forgotten the rest."""
    article = follow(log, *run([OPENED], [OPENED, LIGHT]))
    assert numbers(article) == ["1", "2"]
    git(path, "update-ref", "refs/heads/main", "main~1")
    if forgotten:
        git(path, "gc", "--quiet", "--prune=now")
        log.close()
    assert numbers(article) == ["1"]
    article.record(revision([OPENED, NETS], 3))
    assert numbers(article) == ["1", "3"]
