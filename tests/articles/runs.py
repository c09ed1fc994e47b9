"""Runs of revisions of an article of our own, and logs that follow it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import strategies  # noqa: F401  # its profile: a run takes long to record on a busy machine
from hypothesis import strategies as st

from factlog import FactLog
from factlog.articles import Anomaly, ArticleLog, Revision, read
from factlog.articles.speech import Speech
from factlog.store.port import Store

ID = "harbourwiki/7"
SENTENCES = (
    "The harbour of Lindau was opened in 1856.",
    "Its lighthouse is 33 metres high and was lit by oil at first.",
    "Every spring the fishermen mend their nets on the eastern quay.",
    "Steamers called there until the winter of 1932.",
    "A flood carried off the old customs house and two warehouses.",
    "The town bought the quays back after nine years of talks.",
    "Nobody has counted the gulls since the war.",
    "Tickets for the night ferry are sold aboard.",
)
SUPPRESSED: dict[str, Any] = {"anomalies": (Anomaly("no-text"),), "title": None}


def source(name: str, *, retrieved: str = "2024-05-05", **fields: str) -> str:
    """A citation template."""
    given = {"url": f"https://example.org/{name}", "title": f"On {name}", "work": "Gazette", "access-date": retrieved}
    return "{{cite web |" + " |".join(f"{key}={value}" for key, value in (given | fields).items()) + "}}"


def ref(name: str, **fields: str) -> str:
    """A reference to it."""
    return f"<ref>{source(name, **fields)}</ref>"


def revision(text: str | Iterable[str], number: int | None = 1, day: int | None = None, **more: Any) -> Revision:
    """A revision of a wikitext, or of sentences, by its number; it was made on that day of May 2024."""
    wikitext = text if isinstance(text, str) else " ".join(text)
    made = {
        "title": "Harbour of Lindau",
        "taken": read_when(day if day is not None else number),
        "revision_id": None if number is None else str(number),
        "contributor": f"Ann {number}",
        "comment": f"edit {number}",
    }
    return attrs.evolve(read(wikitext, format="wikitext", language="en"), **made | more)


def read_when(day: int | None) -> Any:
    """A day of May 2024 at noon, as a revision tells it."""
    from factlog.claims.when import When

    return None if day is None else When(f"2024-05-{day:02}T12:00:00Z")


def run(*texts: str | Iterable[str]) -> list[Revision]:
    """Revisions of these texts, from number 1 on."""
    return [revision(text, number) for number, text in enumerate(texts, start=1)]


def follow(log: FactLog, *revisions: Revision, **more: Any) -> ArticleLog:
    """A log of these revisions."""
    article = ArticleLog(log, ID, **more)
    article.replay(revisions)
    return article


def texts(revision: Revision) -> list[str]:
    """The wordings of its sentences."""
    return [sentence.text for sentence in revision.sentences]


def keys(article: ArticleLog) -> dict[str, str]:
    """The ids of the sentences of the latest revision, by their wordings."""
    return {origin.text: origin.claim.id for origin in article.blame().sentences}


def files(store: Store) -> list[tuple[int, str, str, dict[str, bytes]]]:
    """Everything that a log holds, snapshot by snapshot: taken, author, message, files."""
    found = []
    tip = store.tip()
    for stamp in store.stamps(tip) if tip else []:
        (commit,) = store.commits([stamp.id])
        held: dict[str, Any] = {}
        for folder in ("articles", "claims", "sources"):
            held |= store.entries(stamp.id, folder)
        contents = dict(zip(held, store.read(held.values()), strict=True))
        found.append((commit.taken, commit.author, commit.message, contents))
    return found


@attrs.frozen
class Model:
    """An extractor of a user's own: whoever stands before ``said`` has spoken."""

    name: str = "model"
    version: str = "1"
    suffix: str = ""

    def speeches(self, revision: Revision) -> list[Speech]:
        """The reports of a revision."""
        return [
            Speech(place, speaker=sentence.text.partition(" said ")[0] + self.suffix)
            for place, sentence in enumerate(revision.sentences)
            if " said " in sentence.text
        ]


def runs(count: int = 6) -> st.SearchStrategy[list[Revision]]:
    """Runs of revisions that reorder, drop, repeat, reword, cite and blank."""
    names = st.sampled_from(("a", "b", "c"))
    reference = st.builds(
        ref, names, retrieved=st.sampled_from(("2024-05-05", "2024-05-06")), title=st.sampled_from(("Nets", "Quays"))
    )
    named = names.map(lambda name: f"<ref name={name} />")
    wording = st.sampled_from(
        [*SENTENCES, *(sentence.replace("the ", "the very ") for sentence in SENTENCES), "Yes.", "No."]
    )
    sentence = st.builds(lambda text, cited: text + cited, wording, st.just("") | reference | named)
    paragraph = st.lists(sentence, max_size=5).map(" ".join)
    section = st.builds(lambda heading, text: f"\n\n== {heading} ==\n{text}", st.sampled_from(("Trade", "Boats")), paragraph)
    defined = st.builds(lambda name, note: note.replace("<ref>", f"<ref name={name}>"), names, reference)
    notes = st.lists(defined, max_size=3).map(
        lambda found: f"\n\n<references>{''.join(found)}</references>" if found else ""
    )
    page = st.builds(lambda lead, parts, end: lead + "".join(parts) + end, paragraph, st.lists(section, max_size=2), notes)
    return st.lists(page, min_size=1, max_size=count).flatmap(_numbered)


def _numbered(pages: Sequence[str]) -> st.SearchStrategy[list[Revision]]:
    """The pages as revisions, on days that do not go back; not all of them tell their title and language."""
    days = st.lists(st.integers(1, 9), min_size=len(pages), max_size=len(pages)).map(sorted)
    known = st.sampled_from(({}, {}, {}, {"title": None}, {"language": None}, SUPPRESSED))
    told = st.lists(known, min_size=len(pages), max_size=len(pages))
    return st.builds(
        lambda days, told: [
            revision("" if more is SUPPRESSED else page, number, day, **more)
            for number, (page, day, more) in enumerate(zip(pages, days, told, strict=True), 1)
        ],
        days,
        told,
    )
