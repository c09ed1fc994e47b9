"""The past of an article: the revisions that a log holds of it, and what became of its sentences and sources in them."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Any

import attrs

from factlog.articles.revision import SUPPRESSED
from factlog.claims.ids import ArticleId, SourceId
from factlog.errors import CorruptError, StoreError
from factlog.layout import ARTICLES, CLAIMS, SOURCES, article_path, article_text_path, claim_of, source_of
from factlog.manifest import Manifest, manifest_from
from factlog.moments import moment
from factlog.store.port import BlobId, Commit, CommitId, Difference, Store
from factlog.store.tree import File

_AT_ONCE = 500  # commits


@attrs.frozen
class RecordedRevision:
    """A revision that a log holds.

    ``taken`` is its own time and ``recorded`` when it entered the log, both in UTC. ``reverts`` names the earlier revision
    whose text it brings back; None where its text is its own. ``suppressed``: the wiki does not show its text, and the
    sentences stand as before. ``sentences`` counts them.
    """

    revision_id: str | None
    taken: datetime
    recorded: datetime
    contributor: str | None
    comment: str | None
    commit: CommitId
    reverts: str | None = None
    suppressed: bool = False
    sentences: int = 0

    @property
    def name(self) -> str:
        """Its number, else the beginning of its commit's id."""
        return self.revision_id or self.commit[:10]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        times = {name: f"{getattr(self, name):%Y-%m-%dT%H:%M:%SZ}" for name in ("taken", "recorded")}
        return attrs.asdict(self) | times


@attrs.define
class Trace:
    """What became of one sentence or source.

    Revisions are told by their place among all, from 0. ``versions`` are its files, oldest first; ``left`` is the step in
    which it was removed, None while it is there.
    """

    brought: int
    changed: int
    versions: list[BlobId] = attrs.field(factory=list)
    removed: int = 0
    restored: int = 0
    left: int | None = None

    def come(self) -> None:
        """It is there, perhaps again."""
        if self.left is not None:
            self.left = None
            self.restored += 1

    def become(self, blob: BlobId, place: int | None) -> None:
        """It has this version, brought by a revision or by somebody's hand."""
        if blob in self.versions[-1:]:
            return
        if self.versions and place is not None:
            self.changed = place
        self.versions.append(blob)

    def go(self, step: int) -> None:
        """It is there no longer."""
        if self.left is None:
            self.left = step
            self.removed += 1


class Past:
    """Read once, and then only what is new. ``sentences`` go by the last segment of their ids.

    ``manifest`` is the last one, ``shown`` the last whose text is known, ``text`` this text, ``taken`` the latest second at
    which a revision or a sentence's claim was taken; ``title``, ``page`` and ``language`` are the article's, as far as its
    revisions told them.
    """

    def __init__(self, store: Store, article: ArticleId) -> None:
        self._store = store
        self._article = article
        self.tip: CommitId | None = None
        self.revisions: list[RecordedRevision] = []
        self.manifest = self.shown = Manifest()
        self.language: str | None = None
        self.title: str | None = None
        self.page: str | None = None
        self.taken: int | None = None
        self.text: BlobId | None = None
        self.moments: set[tuple[int, BlobId | None]] = set()
        self.sentences: dict[str, Trace] = {}
        self.sources: dict[SourceId, Trace] = {}
        self._texts: dict[BlobId, str] = {}
        self._steps = 0
        self._broken: File | None = None

    def follow(self, tip: CommitId | None) -> Past:
        """The past up to a tip: this one, brought up to it where it can be.

        Raises CorruptError where the last manifest cannot be read; one before it that somebody has mended since is passed
        over.
        """
        past = self._followed(tip)
        if past._broken is not None:
            manifest_from(past._broken)
        return past

    def _followed(self, tip: CommitId | None) -> Past:
        if tip is None or tip == self.tip:
            return self if tip == self.tip else Past(self._store, self._article)
        try:
            new = self._store.stamps(tip, after=self.tip)
            follows = self.tip is None or (bool(new) and self._store.commit(new[0].id).parent == self.tip)
        except StoreError:
            if self.tip is None:
                raise
            follows = False  # what was known is gone
        if not follows:
            return Past(self._store, self._article)._followed(tip)  # the branch was moved back, or elsewhere
        folders = [f"{CLAIMS}/{self._article}", f"{ARTICLES}/{self._article}", SOURCES]
        touched = self._store.touched(tip, folders, only=[stamp.id for stamp in new] if self.tip else None)
        while batch := list(islice(touched, _AT_ONCE)):
            self._take(batch)
        self.tip = tip
        return self

    def _take(self, batch: list[tuple[CommitId, list[Difference]]]) -> None:
        path, text = article_path(self._article), article_text_path(self._article)
        blobs = [row.after for _, rows in batch for row in rows if row.path == path and row.after]
        manifests = (File(path, data) for data in self._store.read(blobs))
        commits = self._store.commits(commit for commit, _ in batch)
        for commit, (_, rows) in zip(commits, batch, strict=True):
            self._steps += 1
            held = {row.path: row.after for row in rows}
            manifest = self._read(next(manifests)) if held.get(path) else self.manifest
            # A copy without a date may say the same of itself as the one before it: then its text alone is new
            by_revision = manifest is not None and (held.get(text) is not None or manifest != self.manifest)
            if manifest is not None and by_revision:
                self._revision(commit, manifest, held)
                self._sources(held)
            if self._sentences(held, len(self.revisions) - 1 if by_revision else None) or by_revision:
                self.taken = max(commit.taken, self.taken or 0)

    def _read(self, file: File) -> Manifest | None:
        """The manifest in a file; None where somebody has left none that can be read."""
        self._broken = None
        try:
            return manifest_from(file)
        except CorruptError:
            self._broken = file
            return None

    def _revision(self, commit: Commit, manifest: Manifest, held: dict[str, BlobId | None]) -> None:
        suppressed = any(code == SUPPRESSED for code, _ in manifest.anomalies)
        before, self.text = self.text, held.get(article_text_path(self._article)) or self.text
        name = manifest.revision or commit.id[:10]
        reverts = None
        if self.text is not None and not suppressed:
            reverts = self._texts.get(self.text) if self.text != before and manifest.runs else None
            self._texts[self.text] = name
        known = manifest.contributor, manifest.comment
        taken, recorded = moment(commit.taken), moment(commit.recorded)
        self.revisions.append(
            RecordedRevision(
                manifest.revision,
                taken,
                recorded,
                *known,
                commit.id,
                reverts,
                suppressed,
                sum(len(run.keys) for run in manifest.runs),
            )
        )
        self.moments.add((commit.taken, self.text))
        for source in set(self.manifest.sources) - set(manifest.sources):
            self.sources[SourceId(source)].go(self._steps)
        self.manifest = manifest
        if not suppressed:
            self.shown = manifest
        self.language = self.language or manifest.language
        self.title, self.page = manifest.title or self.title, manifest.page or self.page

    def _sources(self, held: dict[str, BlobId | None]) -> None:
        place = len(self.revisions) - 1
        for source in map(SourceId, self.manifest.sources):
            self.sources.setdefault(source, Trace(place, place)).come()
        for path, blob in held.items():
            cited = source_of(path)
            if cited in self.sources and blob is not None:
                self.sources[cited].become(blob, place)

    def _sentences(self, held: dict[str, BlobId | None], place: int | None) -> bool:
        """Takes note of what became of sentences; whether anything did."""
        found, last = False, max(len(self.revisions) - 1, 0)
        for path, blob in held.items():
            folder, _, key = (claim_of(path) or "").rpartition("/")
            if folder == self._article:
                found = True
                trace = self.sentences.setdefault(key, Trace(last, last))
                if blob is None:
                    trace.go(self._steps)
                else:
                    trace.come()
                    trace.become(blob, place)
        return found
