"""Revisions out of the answers of MediaWiki's action API (https://www.mediawiki.org/wiki/API:Revisions)."""

from __future__ import annotations

from factlog.articles.dumps import RawRevision


def from_answer(answer: str | bytes) -> tuple[RawRevision, ...]:
    """The revisions in one JSON answer, of formatversion 1 or 2; raises InvalidDocumentError where it holds none."""
    raise NotImplementedError
