"""Blame of an article: for every sentence and source, which revision brought it, and which changed it last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import attrs

from factlog.articles.history.past import Past, RecordedRevision, Trace
from factlog.claims.claim import Citation, Claim
from factlog.claims.source import Source
from factlog.claims.when import When


@attrs.frozen
class SentenceOrigin:
    """Where a sentence comes from.

    ``brought`` is the revision that brought it, in whatever wording; ``changed`` the one that changed it last: its wording,
    its speaker or what it cites (``brought`` itself where none did). ``removed`` and ``restored`` count how often it went
    and came back.
    """

    claim: Claim
    brought: RecordedRevision
    changed: RecordedRevision
    removed: int
    restored: int

    @property
    def text(self) -> str:
        """Its present wording."""
        return next(iter(self.claim.text.values()))


@attrs.frozen
class SourceOrigin:
    """Where a source comes from: as :class:`SentenceOrigin`, and the days on which the article's sentences retrieved it."""

    source: Source
    brought: RecordedRevision
    changed: RecordedRevision
    removed: int
    restored: int
    retrieved: tuple[When, ...] = ()


@attrs.frozen
class ArticleBlame:
    """The sentences of an article in their order, and its sources in the order of their notes."""

    sentences: tuple[SentenceOrigin, ...]
    sources: tuple[SourceOrigin, ...]

    @classmethod
    def of(cls, past: Past, claims: Iterable[Claim], sources: Iterable[Source]) -> ArticleBlame:
        """The blame of the latest revision."""
        sentences = tuple(
            SentenceOrigin(claim, *_traced(past, past.sentences[claim.id.rpartition("/")[2]])) for claim in claims
        )
        retrieved: dict[str, set[When]] = defaultdict(set)
        for sentence in sentences:
            for citation in sentence.claim.citations:
                if citation.retrieved:
                    retrieved[citation.source_id].add(citation.retrieved)
        return cls(
            sentences,
            tuple(
                SourceOrigin(source, *_traced(past, past.sources[source.id]), retrieved=tuple(sorted(retrieved[source.id])))
                for source in sources
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: sentences with what they cite, and sources, each with the revisions that brought and changed it."""
        return {
            "sentences": [
                {"id": one.claim.id, "text": one.text, "claimant": one.claim.claimant}
                | {"citations": [_cited(citation) for citation in one.claim.citations]}
                | _told(one)
                for one in self.sentences
            ],
            "sources": [
                {"id": one.source.id, "title": one.source.title, "url": one.source.url}
                | {"retrieved": [str(when) for when in one.retrieved]}
                | _told(one)
                for one in self.sources
            ],
        }


def _traced(past: Past, trace: Trace) -> tuple[RecordedRevision, RecordedRevision, int, int]:
    return past.revisions[trace.brought], past.revisions[trace.changed], trace.removed, trace.restored


def _cited(citation: Citation) -> dict[str, str | None]:
    return {"source": citation.source_id, "retrieved": str(citation.retrieved) if citation.retrieved else None}


def _told(origin: SentenceOrigin | SourceOrigin) -> dict[str, Any]:
    return {
        "brought": origin.brought.to_dict(),
        "changed": origin.changed.to_dict(),
        "removed": origin.removed,
        "restored": origin.restored,
    }
