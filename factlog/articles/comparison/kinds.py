"""The kinds of changes between two revisions of an article, and the kind of a claim's change that each refines."""

from __future__ import annotations

from enum import StrEnum

from factlog.claims.changes import Kind


class ArticleKind(StrEnum):
    """What a change of an article is."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    VALUE_CHANGED = "value-changed"
    QUOTE_CHANGED = "quote-changed"
    ATTRIBUTION_CHANGED = "attribution-changed"
    SOURCE_ADDED = "source-added"
    SOURCE_DROPPED = "source-dropped"
    SOURCE_EDITED = "source-edited"
    RETRIEVED_REFRESHED = "retrieved-refreshed"
    RETRIEVED_ADDED = "retrieved-added"
    RETRIEVED_REMOVED = "retrieved-removed"
    SECTION_RENAMED = "section-renamed"

    @property
    def refines(self) -> Kind | None:
        """The kind that a log gives to the sentence's claim; None where the change is the article's only.

        >>> ArticleKind.VALUE_CHANGED.refines.value
        'reworded'
        """
        return _REFINES.get(self)


class Flag(StrEnum):
    """What is worth knowing of a rewording."""

    CASE_ONLY = "case-only"
    SPELLING_VARIANT = "spelling-variant"
    POLARITY_FLIPPED = "polarity-flipped"


_REFINES = {
    ArticleKind.ADDED: Kind.ADDED,
    ArticleKind.REMOVED: Kind.REMOVED,
    ArticleKind.REWORDED: Kind.REWORDED,
    ArticleKind.VALUE_CHANGED: Kind.REWORDED,
    ArticleKind.QUOTE_CHANGED: Kind.REWORDED,
    ArticleKind.ATTRIBUTION_CHANGED: Kind.REATTRIBUTED,
    ArticleKind.SOURCE_ADDED: Kind.RE_SOURCED,
    ArticleKind.SOURCE_DROPPED: Kind.RE_SOURCED,
    ArticleKind.SOURCE_EDITED: Kind.RE_SOURCED,
    ArticleKind.RETRIEVED_REFRESHED: Kind.RE_RETRIEVED,
    ArticleKind.RETRIEVED_ADDED: Kind.RE_RETRIEVED,
    ArticleKind.RETRIEVED_REMOVED: Kind.RE_RETRIEVED,
}
