"""Articles followed through a log: a run of revisions becomes snapshots in which every sentence and source has a history."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import attrs

from factlog.articles.characters import visible
from factlog.articles.comparison.changes import ArticleDiff, diff
from factlog.articles.dumps import Report, is_timestamp
from factlog.articles.history.blame import ArticleBlame
from factlog.articles.history.course import Course
from factlog.articles.history.past import Past, RecordedRevision
from factlog.articles.reading import reread
from factlog.articles.revision import LATE, SUPPRESSED, Anomaly, Revision, expect_revision
from factlog.articles.speech import RULES, Extractor
from factlog.claims.ids import ClaimId, article_id, claim_id
from factlog.errors import (
    ClaimNotFoundError,
    ConflictError,
    FactlogError,
    InvalidError,
    SnapshotNotFoundError,
    StoreError,
    TakenError,
)
from factlog.layout import (
    ARTICLES,
    CLAIMS,
    FORMAT_BYTES,
    FORMAT_FILE,
    article_path,
    article_text_from,
    article_text_path,
    claim_from,
    claim_path,
    source_of,
    sources_in,
    with_sources,
)
from factlog.log import FactLog, Moment, default_author
from factlog.manifest import Manifest, manifest_from
from factlog.moments import first_second, last_second, moment
from factlog.snapshot import Snapshot
from factlog.store.port import BlobId, CommitId, Draft, TipMovedError
from factlog.store.tree import File, Tree
from factlog.version import Version

BATCH = 250
"""How many revisions :meth:`ArticleLog.replay` writes at once: what a killed run loses at most."""
_RACES = 20
_NAMELESS = "unknown"  # a contributor whose name nobody may see
_LONGEST_NAME = 200
_CRUD = " .,:;\"\\'"  # of which alone git takes no name


class ArticleLog:
    """One article in a log: its revisions, and the histories of its sentences and sources.

    ``id`` is the article's: ``enwiki/12``, say. Its sentences are claims below that id, and join whatever one asks the log.
    Another ``extractor`` finds speakers in its own way. Not to be shared between threads; several may follow one article.
    """

    def __init__(self, log: FactLog, id: str, *, extractor: Extractor = RULES) -> None:  # noqa: A002  # the article's
        self.log = log
        self.id = article_id(id)
        self._extractor = extractor
        self._store = log._store
        self._known = Past(self._store, self.id)
        self._standing: _Standing | None = None

    def __repr__(self) -> str:
        return f"<ArticleLog of {self.id} in {self.log}>"

    # Recording

    def record(self, revision: Revision) -> Snapshot:
        """Records a revision as a snapshot taken at its time, by its contributor, with its comment as message.

        A revision that tells no time is taken now, one whose wiki lost it with the one before. One that the log holds already
        changes nothing, except where it is the newest and another extractor reads it. Raises TakenError for one that is older
        than the newest, InvalidError for one of another article and for a first one with an impossible time, and what
        :meth:`factlog.FactLog.record` raises of the store; the log is as it was then.
        """
        for _ in range(_RACES):
            stream = _Stream([revision], None, long=False)
            try:
                snapshot = self._write(stream, None)
            except TipMovedError:
                continue  # a push, which does not wait for the lock: once more on the new tip
            if stream.problem:
                raise stream.problem
            return snapshot
        raise ConflictError(f"expected a moment to record in: somebody moved the branch {_RACES} times, record again")

    def replay(
        self,
        revisions: Iterable[Revision],
        *,
        progress: Callable[[Revision], None] | None = None,
        on_problem: Report | None = None,
    ) -> Snapshot:
        """Records revisions one after the other, as they come, and gives the snapshot of the last.

        They are written in batches of 250, and memory does not grow with their number. Revisions that the log holds are
        passed over, so that a second run goes on where the first was ended. ``progress`` is told of each that is taken up.
        Where a revision cannot be recorded (it is older than the one before, or another article's), or the revisions
        themselves raise an error, what came before is recorded, then the error is raised; ``on_problem`` is told of the
        revision instead, and the rest goes on.
        """
        stream = _Stream(revisions, progress, long=True)
        while True:
            try:
                snapshot = self._write(stream, on_problem)
            except TipMovedError as problem:
                raise ConflictError("expected the branch to stay: somebody moved it; replay again to go on") from problem
            if stream.problem is not None:
                if on_problem is None or stream.ended:
                    raise stream.problem
                on_problem(Anomaly("bad-revision", str(stream.problem)[:300]))
                stream.problem = None
            elif stream.ended:
                return snapshot

    # Asking

    def revisions(self) -> tuple[RecordedRevision, ...]:
        """The revisions that the log holds, oldest first."""
        return tuple(self._past().revisions)

    def at(self, when: Moment) -> Revision:
        """The revision that stood at a moment, read from the text that the log keeps.

        Moments are those of :meth:`factlog.FactLog.at`. Raises SnapshotNotFoundError before the first revision.
        """
        if isinstance(when, Snapshot):
            self.log._check_own(when)
            second = int(when.taken.timestamp()) if when.taken else None
            commit = CommitId(when.commit) if when.commit else None
        else:
            second = last_second(when)
            commit = self._store.resolve(str(when)) if second is None else None
        if commit is None and second is not None:
            before = (one.commit for one in reversed(self._past().revisions) if one.taken <= moment(second))
            commit = next(before, None)
        found = self._files(Tree(self._store, commit)) if commit else {}
        if article_path(self.id) not in found:
            raise SnapshotNotFoundError(f"expected a moment not before the first revision of {self.id!r}, got {when!r}")
        text = found.get(article_text_path(self.id))
        return _kept(manifest_from(found[article_path(self.id)]), text)

    def diff(self, a: Moment, b: Moment) -> ArticleDiff:
        """What changed in the article between two moments, in what is claimed and on what sources."""
        return diff(self.at(a), self.at(b))

    def blame(self) -> ArticleBlame:
        """For every sentence and source of the latest revision, which revisions brought it and changed it last."""
        past = self._past()
        tree = Tree(self._store, past.tip)
        paths = [claim_path(f"{self.id}/{key}") for key in past.manifest.keys]
        claims = with_sources(map(claim_from, tree.read(tree.find(paths))), sources_in(tree))
        return ArticleBlame.of(past, claims, sources_in(tree)(past.manifest.sources).values())

    def sentence(self, id: str) -> LoggedSentence:  # noqa: A002  # the sentence's
        """A sentence that the article has or had, by its claim's id or the last segment of it."""
        whole = id if id.startswith(f"{self.id}/") else f"{self.id}/{id}"
        key = whole.removeprefix(f"{self.id}/")
        if key not in self._past().sentences:
            raise ClaimNotFoundError(f"article {self.id!r}: expected the id of one of its sentences, got {id!r}", claim=id)
        return LoggedSentence(claim_id(whole), self.log)

    # Within

    def _past(self) -> Past:
        return self._follow(self._store.tip())

    def _follow(self, tip: CommitId | None) -> Past:
        known, self._known = self._known, Past(self._store, self.id)  # until all is well
        self._known = known.follow(tip)
        return self._known

    def _write(self, stream: _Stream, on_problem: Report | None) -> Snapshot:
        """Writes a batch; what goes wrong with a revision is the stream's problem, once all before it is written."""
        with self._store.writing() as writer:
            tip = Tree(self._store, writer.tip)
            self.log._check_format(tip)
            standing = self._stand(tip)
            self._standing = None  # until all is well
            drafts = self._drafts(stream, standing, tip, on_problem)
            first = next(drafts, None)
            if first is not None:
                standing.tip = writer.write(chain([first], drafts), dense=stream.long)
            if stream.problem is None or stream.ended:
                self._standing = standing
            return self.log._snapshot_of(standing.tip)

    def _drafts(self, stream: _Stream, standing: _Standing, tip: Tree, on_problem: Report | None) -> Iterator[Draft]:
        for revision in stream:
            try:
                if (draft := self._draft(revision, standing, tip)) is None:
                    continue
            except TakenError as problem:
                if on_problem is None:
                    stream.problem = problem
                    return
                on_problem(Anomaly(LATE, str(problem)[:300]))
                continue
            except FactlogError as problem:
                stream.problem = problem
                return
            yield draft
            if standing.written == BATCH:
                return

    def _draft(self, revision: Revision, standing: _Standing, tip: Tree) -> Draft | None:
        """The commit that a revision makes; None where it changes nothing."""
        expect_revision(revision)
        second = _second(revision, standing.taken)
        name: _Name | None = revision.revision_id
        if name is None and revision.taken:
            name = second, self._store.blob_id(_encoded(revision.text))
        again = name is not None and name == standing.newest
        if name in standing.known and not (again and standing.course.stale):
            return None
        if second < (standing.taken or 0) and not again:
            raise TakenError(
                f"article {self.id!r}: expected revisions in the order of their times, got {_told(revision, second)} "
                f"after one taken {moment(standing.taken or 0):%Y-%m-%dT%H:%M:%SZ}",
                field="taken",
            )
        files = standing.course.advance(revision, sources_in(tip))
        standing.known |= {name} if name else set()
        standing.newest = name
        standing.taken = max(second, standing.taken or 0)
        if not files:
            return None
        if tip.commit is None and not standing.written:
            files[FORMAT_FILE] = FORMAT_BYTES
        standing.written += 1
        own = default_author()
        author, message = _author(revision.contributor), _message(revision, second)
        if again:
            author = own
            message = f"{_told(revision, second)} read again by {self._extractor.name} {self._extractor.version}"
        return Draft(author=author, committer=own, taken=standing.taken, message=message, files=sorted(files.items()))

    def _stand(self, tip: Tree) -> _Standing:
        """Where the article stands at a tip; read anew only where somebody else touched it."""
        standing = self._standing
        if standing is not None and self._untouched(standing, tip.commit):
            standing.tip, standing.written = tip.commit, 0
            return standing
        past = self._follow(tip.commit)
        course = Course(self.id, self._extractor)
        if past.revisions:
            text = self._files(tip).get(article_text_path(self.id))
            shown = _kept(past.shown, text)
            course.resume(shown, past, sources_in(tip), self._store.read)
        known: set[_Name] = {one.revision_id for one in past.revisions if one.revision_id}
        newest: _Name | None = None
        if past.revisions:
            last = past.revisions[-1]
            newest = last.revision_id or (int(last.taken.timestamp()), past.text)
        return _Standing(tip.commit, course, known | past.moments, newest, past.taken)

    def _untouched(self, standing: _Standing, now: CommitId | None) -> bool:
        """Whether nobody changed since what the article stands on: its own files, and the sources that it knows."""
        if standing.tip == now:
            return True
        if standing.tip is None or now is None:
            return False
        own = (f"{CLAIMS}/{self.id}/", f"{ARTICLES}/{self.id}/")
        try:
            rows = self._store.differences(standing.tip, now)
        except StoreError:  # history was rewritten, and what was known is gone
            return False
        return not any(row.path.startswith(own) or standing.course.cited(source_of(row.path)) for row in rows)

    def _files(self, tree: Tree) -> dict[str, File]:
        """The article's own files."""
        return {file.path: file for file in tree.read(tree.find([article_path(self.id), article_text_path(self.id)]))}


_Name = str | tuple[int, BlobId | None]  # what a revision is known by: its number, else its time and text


@attrs.define
class _Standing:
    """Where a writer stands with an article: what the log holds of it at a tip."""

    tip: CommitId | None
    course: Course
    known: set[_Name]
    newest: _Name | None
    taken: int | None
    written: int = 0


class _Stream:
    """Revisions as they come; an error of theirs ends them, and is kept until what came before is written."""

    def __init__(self, revisions: Iterable[Revision], progress: Callable[[Revision], None] | None, *, long: bool) -> None:
        self._revisions = iter(revisions)
        self._progress = progress
        self.long = long
        self.problem: FactlogError | None = None
        self.ended = False

    def __iter__(self) -> Iterator[Revision]:
        return self

    def __next__(self) -> Revision:
        try:
            revision = next(self._revisions)
        except StopIteration:
            self.ended = True
            raise
        except FactlogError as problem:
            self.problem, self.ended = problem, True
            raise StopIteration from problem
        if self._progress is not None:
            self._progress(revision)
        return revision


@attrs.frozen
class LoggedSentence:
    """A sentence of an article as a claim of the log."""

    id: ClaimId
    _log: FactLog = attrs.field(repr=False)

    def history(self) -> tuple[Version, ...]:
        """Its versions, oldest first; a removal is a version whose claim is None."""
        return self._log.history(self.id)


def _kept(manifest: Manifest, file: File | None) -> Revision:
    """The revision that a manifest and the file of its text make."""
    anomalies = tuple(Anomaly(code, detail) for code, detail in manifest.anomalies)
    suppressed = any(anomaly.code == SUPPRESSED for anomaly in anomalies)
    revision = Revision(
        manifest.title,
        manifest.language,
        (),
        (),
        anomalies=anomalies,
        taken=manifest.taken,
        revision_id=manifest.revision,
        contributor=manifest.contributor,
        comment=manifest.comment,
        url=manifest.url,
        text="" if suppressed or file is None else article_text_from(file),
        format=manifest.format,
        page=manifest.page,
    )
    return revision if suppressed else reread(revision)


def _second(revision: Revision, before: int | None) -> int:
    """When a revision is taken: as it says, else now; where its wiki lost its time, with the one before."""
    if revision.taken:
        return first_second(revision.taken)
    odd = next((anomaly for anomaly in revision.anomalies if is_timestamp(anomaly)), None)
    if before is None and odd is not None:  # now would be later than all revisions that follow
        raise InvalidError(f"expected the time of the article's first revision, got {odd.detail}", field="taken")
    if before is None or (odd is None and all(anomaly.code != "no-timestamp" for anomaly in revision.anomalies)):
        return max(int(time.time()), before or 0)
    return before


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _author(contributor: str | None) -> str:
    """The contributor as git keeps an author: without what would end the name, or steer a terminal."""
    name = re.sub(r"[<>\s]+", " ", visible(contributor or "", []))[:_LONGEST_NAME].strip()
    return f"{name if name.strip(_CRUD) else _NAMELESS} <>"


def _message(revision: Revision, second: int) -> str:
    comment = visible(revision.comment or "", []).strip()
    return comment or _told(revision, second)


def _told(revision: Revision, second: int) -> str:
    if revision.revision_id:
        return f"Revision {visible(revision.revision_id, [])}"
    return f"Revision of {moment(second):%Y-%m-%dT%H:%M:%SZ}"
