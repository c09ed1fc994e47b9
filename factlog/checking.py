"""Checking a log: git's own rules first, then factlog's, file by file. For people who edit by hand, and their CI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import attrs

from factlog.chronicle import Chronicle
from factlog.claims.claim import all_citations
from factlog.claims.codec import encode
from factlog.errors import CorruptError, StoreError
from factlog.layout import (
    ARTICLES,
    CLAIMS,
    SOURCES,
    article_of,
    article_path,
    article_text_from,
    article_text_path,
    check_format,
    claim_from,
    claim_of,
    claim_path,
    source_from,
    source_of,
    source_path,
)
from factlog.manifest import manifest_from
from factlog.moments import moment
from factlog.store.port import BlobId, CommitId, Store
from factlog.store.tree import File, Tree


@attrs.frozen
class Problem:
    """One thing that is wrong, and the file it is wrong in (None: the repository itself)."""

    file: str | None
    message: str

    def __str__(self) -> str:
        return self.message


def problems(store: Store, chronicle: Chronicle) -> Iterator[Problem]:
    """Everything that is wrong with a log, from the repository to the newest claim."""
    yield from (Problem(path, message) for path, message in store.verify())
    tip = store.tip()
    if tip is None:
        return
    tree = Tree(store, tip)
    try:
        check_format(tree, str(store))
        entries = {folder: tree.entries(folder) for folder in (CLAIMS, SOURCES, ARTICLES)}
    except StoreError as problem:
        yield Problem(problem.file, str(problem))
        return
    for folder in (CLAIMS, SOURCES):
        for path, blob in entries[folder].items():
            yield from _file_problems(tree, folder, path, blob, entries[SOURCES])
    for path in entries[ARTICLES]:
        yield from _article_problems(tree, path, entries)
    try:
        yield from _order_problems(store, chronicle, tip)
    except StoreError as problem:
        yield Problem(problem.file, str(problem))


def _file_problems(tree: Tree, folder: str, path: str, blob: BlobId, sources: dict[str, BlobId]) -> Iterator[Problem]:
    known = claim_of(path) if folder == CLAIMS else source_of(path)
    if known is None:
        yield Problem(path, f"{path}: expected {folder}/<id>.json, and nothing else below {folder}")
        return
    try:
        file = File(path, next(tree.store.read([blob])))
        if folder == SOURCES:
            canonical = encode(source_from(file))
        else:
            claim = claim_from(file)
            canonical = encode(claim)
            for missing in sorted({citation.source_id for citation in all_citations(claim)}):
                if source_path(missing) not in sources:
                    yield Problem(path, f"{path}: expected a file {source_path(missing)}, which it cites")
    except CorruptError as problem:
        yield Problem(path, str(problem))
        return
    if canonical != file.data:
        yield Problem(path, f"{path}: expected canonical JSON (record it again, or see docs/documents.md)")


def _article_problems(tree: Tree, path: str, entries: dict[str, dict[str, BlobId]]) -> Iterator[Problem]:
    """What is wrong with a file of an article, and what it names that is not there."""
    article = article_of(path)
    if article is None:
        yield Problem(path, f"{path}: expected articles/<id>/article.json or articles/<id>/text, and nothing else")
        return
    try:
        file = next(tree.read({path: entries[ARTICLES][path]}))
        if path != article_path(article):
            if article_path(article) not in entries[ARTICLES]:
                yield Problem(path, f"{path}: expected a file {article_path(article)} beside it")
            article_text_from(file)
            return
        manifest = manifest_from(file)
    except CorruptError as problem:
        yield Problem(path, str(problem))
        return
    if manifest.encode() != file.data:
        yield Problem(path, f"{path}: expected canonical JSON")
    named = [claim_path(f"{article}/{key}") for key in manifest.keys]
    for missing in (claim for claim in named if claim not in entries[CLAIMS]):
        yield Problem(path, f"{path}: expected a file {missing}, of which it tells the place")
    for repeated in (claim for claim, count in Counter(named).items() if count > 1):
        yield Problem(path, f"{path}: expected the place of {repeated} once")
    for missing in (source for source in map(source_path, manifest.sources) if source not in entries[SOURCES]):
        yield Problem(path, f"{path}: expected a file {missing}, which it cites")
    if manifest.runs and article_text_path(article) not in entries[ARTICLES]:
        yield Problem(path, f"{path}: expected a file {article_text_path(article)} beside it")


def _order_problems(store: Store, chronicle: Chronicle, tip: CommitId) -> Iterator[Problem]:
    """The claims whose ``taken`` goes back: a moment would then be answered with the later version."""
    taken = {stamp.id: stamp.taken for stamp in chronicle.stamps(tip)}
    in_order = sorted(taken.values()) == list(taken.values())
    last: dict[str, int] = {}
    for commit, rows in () if in_order else store.touched(tip, [CLAIMS]):
        for row in rows:
            if last.get(row.path, 0) > taken[commit]:
                yield Problem(
                    row.path,
                    f"{row.path}: expected taken not to go back, commit {commit[:10]} was taken "
                    f"{moment(taken[commit]):%Y-%m-%dT%H:%M:%SZ}, before the version that it replaces",
                )
            last[row.path] = max(taken[commit], last.get(row.path, 0))
