"""Revisions out of MediaWiki's export XML (https://www.mediawiki.org/wiki/Help:Export), any version of its schema, streaming."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from factlog.articles.revision import Anomaly
from factlog.claims.when import When


@attrs.frozen(kw_only=True)
class RawRevision:
    """One state of a page as MediaWiki keeps it, before anybody has read its text.

    ``text`` is None where it is suppressed, deleted, or not in the file (a stub); ``language`` is the wiki's own, if it says so.
    """

    title: str | None = None
    page_id: str | None = None
    namespace: int | None = None
    wiki: str | None = None
    language: str | None = None
    revision_id: str | None = None
    parent_id: str | None = None
    taken: When | None = None
    contributor: str | None = None
    comment: str | None = None
    minor: bool = False
    sha1: str | None = None
    model: str | None = None
    format: str | None = None
    redirect: str | None = None
    url: str | None = None
    text: str | None = attrs.field(default=None, repr=False)
    anomalies: tuple[Anomaly, ...] = ()


@attrs.frozen(kw_only=True)
class Limits:
    """What a reader of dumps takes: bytes of XML once unpacked, characters of one text, of one other element, depth."""

    total: int | None = None
    text: int = 20_000_000
    element: int = 100_000
    depth: int = 100


def revisions(
    path: str | Path, *, limits: Limits | None = None, on_problem: Callable[[Anomaly], None] | None = None
) -> Iterator[RawRevision]:
    """The revisions of an export file, in its order, each as soon as it is complete."""
    raise NotImplementedError
