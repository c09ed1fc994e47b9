"""The Riyadh record: what its six documents hold, and how each differs from the one before."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from factlog.claims import Change, Citation, Claim, Source, classify
from factlog.formats.documents import Document, dumps, loads, read, read_folder

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "snapshots" / "riyadh-2025"
ARTICLE = ROOT.parent / "shared" / "articles" / "riyadh-2025-ja-weblio.txt"
DAYS = ("2025-02-19", "2025-02-20", "2025-02-21", "2025-02-22", "2025-02-23", "2025-03-21")
LAST = DAYS[-1]


@cache
def documents() -> dict[str, Document]:
    return {str(document.taken): document for document in read_folder(RECORD)}


def claims(day: str) -> dict[str, Claim]:
    return {claim.id: claim for claim in documents()[day].claims}


def sources(day: str) -> dict[str, Source]:
    return {source.id: source for source in documents()[day].sources}


def joins(citation: Citation) -> str:
    """The day from which a citation may stand in a document."""
    return str(citation.retrieved or LAST)


def changes(before: str, after: str) -> list[Change]:
    old, new = claims(before), claims(after)
    found = [classify(old.get(id_), new.get(id_)) for id_ in sorted(old.keys() | new.keys())]
    return [change for change in found if change.kinds]


def kinds(before: str, after: str) -> dict[str, set[str]]:
    """The kinds of each change but of mere additions, by claim."""
    return {
        change.id: {str(kind) for kind in change.kinds} for change in changes(before, after) if change.before is not None
    }


def test_days() -> None:
    """There is one document for each of the six days, named after it."""
    assert tuple(documents()) == DAYS
    assert sorted(path.name for path in RECORD.iterdir()) == [f"{day}.json" for day in DAYS]
    assert all(str(read(RECORD / f"{day}.json").taken) == day for day in DAYS)


@pytest.mark.parametrize("day", DAYS)
def test_canonical(day: str) -> None:
    """Each file is the canonical bytes of what it holds, sorted by id, with a message."""
    path = RECORD / f"{day}.json"
    document = read(path)
    assert dumps(document) == path.read_bytes()
    assert document.message
    for things in ([claim.id for claim in document.claims], [source.id for source in document.sources]):
        assert things == sorted(set(things))


def test_size() -> None:
    """The last document holds at least thirty claims."""
    assert len(claims(LAST)) >= 30


@pytest.mark.parametrize("day", DAYS)
def test_languages(day: str) -> None:
    """Every claim is worded in English and in Japanese."""
    for claim in claims(day).values():
        assert set(claim.text) == {"en", "ja"}, claim.id
        assert claim.text["en"].isascii() or "ņ" in claim.text["en"], claim.id
        assert re.search("[ぁ-ん]", claim.text["ja"]), claim.id


@pytest.mark.parametrize("day", DAYS)
def test_sources_at_hand(day: str) -> None:
    """Each document holds the sources that its claims and assessments cite, and each source is cited by then."""
    cited = set()
    for earlier in DAYS[: DAYS.index(day) + 1]:
        for claim in claims(earlier).values():
            cited |= {citation.source_id for citation in claim.citations}
            cited |= {citation.source_id for assessment in claim.assessments for citation in assessment.citations}
    assert cited == set(sources(day))


@pytest.mark.parametrize(("before", "after"), list(pairwise(DAYS)))
def test_full(before: str, after: str) -> None:
    """Each document is full: no claim and no source of the one before is missing, and no source changes."""
    assert claims(before).keys() <= claims(after).keys()
    assert sources(before).items() <= sources(after).items()


def test_claims_enter_with_their_earliest_retrieval() -> None:
    """A claim first stands in the document of the earliest retrieval among its sources, without any in the last."""
    for id_ in claims(LAST):
        versions = {day: claims(day)[id_] for day in DAYS if id_ in claims(day)}
        retrievals = [joins(citation) for claim in versions.values() for citation in claim.citations]
        assert min(versions) == min(retrievals), id_


@pytest.mark.parametrize("day", DAYS)
def test_citations_join_when_retrieved(day: str) -> None:
    """No document holds a citation retrieved later, and only the last one holds those without a retrieval."""
    for claim in claims(day).values():
        assert claim.citations, claim.id
        assert all(joins(citation) <= day for citation in claim.citations), claim.id


def test_nothing_is_said_after_its_sources() -> None:
    """Of what somebody said on a known day, no cited source was issued before."""
    widened = "trump/who-could-have-prevented-it"  # its earlier sources stay, since its earlier value does
    for day in DAYS:
        for claim in claims(day).values():
            for citation in claim.citations:
                issued = sources(day)[citation.source_id].issued
                if claim.claimant and claim.said and issued and claim.id != widened:
                    assert not claim.said.begins_after(issued), (claim.id, citation.source_id)


def test_who_started_the_war_is_reversed() -> None:
    """On the 22nd, Trump has reversed himself on who started the war: Ukraine, then Russia."""
    before, after = (claims(day)["trump/who-started-the-war"] for day in ("2025-02-21", "2025-02-22"))
    assert (before.subject, before.predicate) == ("2022 Russian invasion of Ukraine", "started by")
    assert (before.claimant, before.value, before.said) == ("Donald Trump", "Ukraine", "2025-02-18")
    assert ("sky-2025-02-19", "2025-02-20") in {(citation.source_id, citation.retrieved) for citation in before.citations}
    assert (after.claimant, after.value, after.said) == ("Donald Trump", "Russia", "2025-02-21")
    assert [(citation.source_id, citation.retrieved) for citation in after.citations] == [
        ("reuters-2025-02-21", "2025-02-22")
    ]
    assert kinds("2025-02-21", "2025-02-22")["trump/who-started-the-war"] == {"reversed"}


def test_who_could_have_prevented_it_is_widened() -> None:
    """On the 22nd, Trump adds the United States to those who could have prevented the war; he takes nothing back."""
    before, after = (claims(day)["trump/who-could-have-prevented-it"] for day in ("2025-02-21", "2025-02-22"))
    assert not before.exclusive
    assert not after.exclusive
    assert (before.values, after.values) == (("Ukraine",), ("Ukraine", "United States"))
    assert kinds("2025-02-21", "2025-02-22")["trump/who-could-have-prevented-it"] == {"widened"}


def test_the_promise_is_deferred() -> None:
    """On the 21st, the promise to end the war within 24 hours is deferred to 100 days."""
    before, after = (claims(day)["trump/end-the-war"] for day in ("2025-02-20", "2025-02-21"))
    assert before.force == after.force == "promise"
    assert (before.said, before.due) == ("../2024-11-05", "2025-01-21")
    assert (after.said, after.due) == ("2025-01", "2025-04-30")
    assert kinds("2025-02-20", "2025-02-21")["trump/end-the-war"] == {"deferred"}


def test_the_prediction_is_resolved() -> None:
    """In the last document, Peskov's prediction of another meeting is found not to have come true."""
    before, after = (claims(day)["peskov/next-meeting"] for day in ("2025-02-23", LAST))
    assert (before.force, before.due, before.assessments) == ("prediction", "2025-02-28", ())
    assert [assessment.outcome for assessment in after.assessments] == ["did not take place"]
    assert kinds("2025-02-23", LAST)["peskov/next-meeting"] == {"resolved"}


def test_all_changes() -> None:
    """Beside additions, nothing changes between the documents but what a reader would call a change."""
    corroborated = {"corroborated"}
    assert [kinds(before, after) for before, after in pairwise(DAYS)] == [
        {"meeting/heads-of-delegation": corroborated, "meeting/who-was-left-out": corroborated},
        {"meeting/embassy-staff": corroborated, "trump/end-the-war": {"deferred"}},
        {"trump/who-could-have-prevented-it": {"widened"}, "trump/who-started-the-war": {"reversed"}},
        {"front/sudzha": corroborated, "meeting/place": corroborated, "paris/date": corroborated},
        {"peskov/next-meeting": {"resolved"}},
    ]


def test_nothing_else_is_reversed() -> None:
    """Between any two documents, in order, one claim is reversed at most, and none is unsure."""
    for place, before in enumerate(DAYS):
        for after in DAYS[place + 1 :]:
            found = kinds(before, after)
            reversals = {id_ for id_, these in found.items() if "reversed" in these}
            spans = before in ("2025-02-20", "2025-02-21") and after > "2025-02-21"
            assert reversals == ({"trump/who-started-the-war"} if spans else set())
            assert not [id_ for id_, these in found.items() if "unsure" in these]


def test_documented_example() -> None:
    """The example in the documentation is a canonical document."""
    page = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0].encode()
    assert dumps(loads(example)) == example


def test_documented_counts() -> None:
    """The documentation counts the claims and sources of each document right."""
    page = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
    counted = re.findall(r"^\| `(\d{4}-\d\d-\d\d)\.json` \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    assert counted == [(day, str(len(claims(day))), str(len(sources(day)))) for day in DAYS]


def notes() -> list[str]:
    if not ARTICLE.exists():
        pytest.skip(f"the article is not at hand: {ARTICLE}")
    return [line for line in ARTICLE.read_text(encoding="utf-8").splitlines() if line.startswith("- ^")]


def day(pattern: str, line: str) -> str | None:
    """The Japanese date that the pattern finds in a note, in ISO form."""
    found = re.search(pattern.replace("DATE", r"(\d{4})年(\d+)月(\d+)日"), line)
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else None


def test_every_note_is_a_source() -> None:
    """Each of the thirty notes is a source with the title, site, day of issue, ISSN, pages and retrieval that it gives."""
    lines = notes()
    by_title = {source.title: source for source in sources(LAST).values()}
    assert len(lines) == 30
    for line in lines:
        quoted = re.search("“(.*)”", line)
        title = quoted[1] if quoted else "US-Russia Talks on Ukraine Begin"
        source = by_title[title]
        issued = "2025-02-18" if "18 February 2025)" in line else day(r"\(DATE\)", line)
        retrieved = day("DATE閲覧", line)
        issn = re.search(r"ISSN (\S+)", line)
        pages = re.search(r"pp\. (.+)", line)
        assert source.issued == issued, title
        assert source.issn == (issn[1] if issn else None), title
        assert source.page == (pages[1].strip() if pages else None), title
        assert source.language == "en"
        assert source.url is None
        assert source.container_title is not None
        assert source.container_title in line.replace(title, "", int(source.container_title != title)), title
        cited = {
            citation.retrieved
            for taken in DAYS
            for claim in claims(taken).values()
            for citation in claim.citations
            if citation.source_id == source.id
        }
        assert cited == {retrieved}, title


def test_authors_are_those_of_the_notes() -> None:
    """Persons stand as persons, and organisations that the article splits like persons are mended to one name."""
    lines = notes()
    written = {str(name): name for source in sources(LAST).values() for name in source.author}
    assert {name for name, parts in written.items() if parts.literal} == {
        "Al Jazeera Staff",
        "Auswärtiges Amt",
        "TLDR Daily",
        "U.S. Mission Russia",
    }
    for line in lines:
        head = re.match(r"- \^ (?:[a-z] )*([^“(]*,[^“(]*)", line)
        for name in head[1].strip().split("; ") if head else ():
            family, given = name.split(", ")
            if family not in ("Russia", "Staff", "Amt"):
                assert (written[f"{given} {family}"].family, written[f"{given} {family}"].given) == (family, given)


def test_own_words() -> None:
    """No wording repeats more of the article than a name or a short quotation."""
    assert notes()
    article = ARTICLE.read_text(encoding="utf-8")
    for taken in DAYS:
        for claim in claims(taken).values():
            text = claim.text["ja"]
            runs = (text[start : start + 16] for start in range(len(text) - 15))
            assert not [run for run in runs if run in article], claim.id
