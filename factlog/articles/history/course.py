"""The course of an article: how far a log has followed it, and the files that the next revision changes.

A sentence is a claim: the article's title ``states`` it, its text is the wording, its speaker, where the sentence says who
speaks, is the claimant, and its notes are the citations. What somebody has put into such a claim by hand (a value, a subject
of its own, another claimant, tags, assessments, citations of sources that the article has never cited) is kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, count
from operator import attrgetter, is_not, ne
from typing import Any, NamedTuple

import attrs

from factlog.articles.history.bibliography import Bibliography, Held
from factlog.articles.history.lineage import Lineage, wording
from factlog.articles.history.past import Past
from factlog.articles.memo import Memo
from factlog.articles.reading import format_of
from factlog.articles.revision import SUPPRESSED, Revision, Sentence
from factlog.articles.speech import Extractor, claimants
from factlog.claims.canonical import parse
from factlog.claims.claim import Citation, Claim, ClaimFields
from factlog.claims.claim import Extractor as Mark
from factlog.claims.codec import decode_claim, encode, to_document
from factlog.claims.fields import MAX_ITEMS
from factlog.claims.ids import ArticleId
from factlog.claims.source import Source
from factlog.claims.text import folded
from factlog.errors import CorruptError, InvalidDocumentError, InvalidError
from factlog.layout import article_path, article_text_path, claim_from, claim_path, source_from, source_path
from factlog.manifest import Manifest, Run
from factlog.store.port import BlobId
from factlog.store.tree import File

Read = Callable[[Iterable[BlobId]], Iterator[bytes]]
Files = dict[str, bytes | None]
View = tuple[str, tuple[Citation, ...], str | None]
"""What the article says of a sentence: its wording, what it cites, who holds it."""
_PREDICATE = "states"
_UNKNOWN = "und"  # the language that nobody knows (BCP 47)
_OF_ARTICLE = frozenset(("id", "subject", "predicate", "text", "claimant", "exclusive", "citations", "extractor"))
_MADE = 8_000_000  # characters of claims that are remembered, should a sentence come back; of runs as well


class _Sentence(NamedTuple):
    """A sentence as the article has it, nobody's hand on it."""

    claim: str
    subject: str
    language: str
    view: View
    mark: Mark


def _made(one: _Sentence) -> tuple[Claim, bytes]:
    text, citations, claimant = one.view
    claim = Claim(
        one.claim,
        subject=one.subject,
        predicate=_PREDICATE,
        text={one.language: wording(text)},
        exclusive=False,
        claimant=wording(claimant) if claimant else None,
        citations=citations,
        extractor=one.mark if claimant else None,
    )
    return claim, encode(claim)


_CLAIMS: Memo[_Sentence, tuple[Claim, bytes]] = Memo(_made, weigh=lambda one: len(one.view[0]) + 800, room=_MADE)

_notes = attrgetter("notes")


@attrs.frozen
class _Seen:
    """The sentences of a revision with their keys and speakers, and what each note cites."""

    sentences: tuple[Sentence, ...] = ()
    keys: tuple[str, ...] = ()
    speakers: tuple[str | None, ...] = ()
    citations: tuple[tuple[Citation, ...], ...] = ()

    def views(self, places: Iterable[int]) -> Iterator[tuple[str, View]]:
        """What the article says of the sentences at these places, by their keys."""
        cited: dict[Any, tuple[Citation, ...]] = {((), ()): ()}
        for place in places:
            sentence = self.sentences[place]
            uses = sentence.notes, sentence.pages
            if uses not in cited:
                found = (sentence.citing(note, citation) for note in sentence.notes for citation in self.citations[note])
                cited[uses] = tuple(dict.fromkeys(found))[:MAX_ITEMS]
            yield self.keys[place], (sentence.text, cited[uses], self.speakers[place])

    def unlike(self, last: _Seen, head: int, tail: int) -> list[int]:
        """The places of the sentences of which the article may say something else than in its last revision.

        The first and the last ones, so many, have the keys and the texts that they had there.
        """
        end = len(last.keys) - tail
        fresh = (None,) * (len(self.keys) - head - tail)
        before = (*last.sentences[:head], *fresh, *last.sentences[end:])
        spoke = (*last.speakers[:head], *fresh, *last.speakers[end:])
        resourced = self.citations is not last.citations
        touched = {
            *compress(count(), map(is_not, self.sentences, before)),
            *compress(count(), map(ne, self.speakers, spoke)),
            *(compress(count(), map(_notes, self.sentences)) if resourced else ()),
        }
        return [
            place
            for place in sorted(touched)
            if (other := before[place]) is None
            or self.speakers[place] != spoke[place]
            or self.sentences[place].notes
            or other.notes
        ]


class Course:
    """An article as far as a log has followed it."""

    def __init__(self, article: ArticleId, extractor: Extractor) -> None:
        self._article = article
        self._extractor = extractor
        self._mark = Mark(extractor.name, extractor.version)
        self._lineage = Lineage()
        self._bibliography = Bibliography()
        self._last = _Seen()
        self._said: dict[str, tuple[View, bytes]] = {}
        self._edited: dict[str, Claim] = {}
        self._stale: set[str] = set()
        self._manifest = Manifest()
        self._text: str | None = None
        self._title: str | None = None
        self._page: str | None = None
        self._language: str | None = None

    @property
    def stale(self) -> bool:
        """Whether another extractor, or reader, made what the log holds of the last revision."""
        return bool(self._stale)

    def advance(self, revision: Revision, held: Held) -> Files:
        """The files that a revision writes (None: removes); raises InvalidError for one of another article.

        ``held`` gives those of some sources that the log holds.
        """
        self._check_own(revision)
        self._name(revision)
        if is_suppressed(revision):
            return self._told(_manifest(revision, self._manifest.runs, self._manifest.sources))
        speakers = claimants(revision, self._extractor)
        keys = self._lineage.advance(revision.sentences)
        sources = self._bibliography.advance(revision, held)
        files: Files = {source_path(source): encode(body) for source, body in sources.items()}
        seen = _Seen(revision.sentences, keys, speakers, self._bibliography.citations)
        self._state(seen, files)
        if revision.text != self._text:
            files[article_text_path(self._article)] = revision.text.encode("utf-8", "surrogatepass")
            self._text = revision.text
        return files | self._told(_manifest(revision, _runs(revision.sentences, keys), self._bibliography.order))

    def cited(self, source: str | None) -> bool:
        """Whether the article cites a source, or did so once."""
        return source in self._bibliography

    def resume(self, last: Revision, past: Past, held: Held, read: Read) -> None:
        """Takes up the article where a log stands: its last revision whose text is known, and all that was before.

        ``read`` gives the bytes of files by their blobs.
        """
        self._manifest, self._text = past.manifest, last.text if past.text is not None else None
        self._title, self._page, self._language = past.title, past.page, past.language
        keys = past.manifest.keys
        present: dict[str, bytes] = {}
        left: list[tuple[str, bytes]] = []
        for key, trace in past.sentences.items():
            files = list(read(trace.versions))
            self._lineage.remember(key, [_wording(data, self._language) for data in files], trace.left)
            if trace.left is None and files:
                present[key] = files[-1]
            elif files:
                left.append((key, files[-1]))
        texts = [_wording(present[key], self._language) if key in present else "" for key in keys]
        if [wording(sentence.text) for sentence in last.sentences] != texts:  # another factlog read it otherwise
            last = attrs.evolve(last, sentences=tuple(map(Sentence, texts)))
        self._lineage.resume(last.sentences, keys)
        self._bibliography.resume(_versions(past, read), held(past.sources).values(), last, past.shown.sources)
        self._edited = {key: claim for key, data in left if (claim := _claim(data)) and self._by_hand(to_document(claim))}
        self._last = _Seen(last.sentences, keys, claimants(last, self._extractor), self._bibliography.citations)
        for key, view in self._last.views(range(len(keys))):
            plain, data = self._plain(key, view)
            self._said[key] = view, data
            if present.get(key) != data:
                self._compare(key, plain, present.get(key))

    # Within

    def _by_hand(self, document: Mapping[str, Any]) -> bool:
        """Whether somebody has put into a sentence's claim what no article says."""
        ours = document.keys() <= _OF_ARTICLE and document["predicate"] == _PREDICATE and len(document.get("text", ())) == 1
        marked = "claimant" not in document or "extractor" in document
        cited = (citation["source"] for citation in document.get("citations", ()))
        return not (ours and marked and all(source in self._bibliography for source in cited))

    def _compare(self, key: str, plain: Claim, data: bytes | None) -> None:
        """Finds out why a claim is not what the article says: a hand, or another extractor or reader than these."""
        claim = claim_from(File(claim_path(plain.id), data)) if data is not None else None
        if claim is not None and (self._by_hand(to_document(claim)) or claim.subject != plain.subject):
            self._edited[key] = claim
            if claim.extractor is None or claim.extractor == self._mark:
                return
        self._stale.add(key)

    def _check_own(self, revision: Revision) -> None:
        ours, theirs = (self._page, revision.page) if self._page and revision.page else (self._title, revision.title)
        if ours and theirs and folded(ours) != folded(theirs):
            raise InvalidError(
                f"article {self._article!r}: expected a revision of {ours!r}, got one of {theirs!r}", field="title"
            )

    def _name(self, revision: Revision) -> None:
        """Takes title and language; where they were other, or not known, every claim is told anew."""
        self._page = revision.page or self._page
        named = revision.title or self._title, self._language or revision.language
        if named != (self._title, self._language):
            self._stale.update(self._said)
            self._title, self._language = named

    def _state(self, seen: _Seen, files: Files) -> None:
        """Adds the files of the claims that change; sentences that stand as before, and where they did, need no look."""
        last, said, edited, stale = self._last, self._said, self._edited, self._stale
        head, tail = self._lineage.head, self._lineage.tail
        for key, view in seen.views(range(len(seen.keys)) if stale else seen.unlike(last, head, tail)):
            old = said.get(key)
            if old is not None and old[0] == view and key not in stale:
                continue
            plain, data = self._plain(key, view)
            said[key] = view, data
            if key in edited:
                edited[key] = claim = self._revised(edited[key], plain)
                data = encode(claim)
            if old is None or old[1] != data or key in stale:
                files[claim_path(plain.id)] = data
        for key in set(last.keys[head : len(last.keys) - tail]).difference(seen.keys[head : len(seen.keys) - tail]):
            del said[key]
            files[claim_path(f"{self._article}/{key}")] = None
        stale.clear()
        self._last = seen

    def _plain(self, key: str, view: View) -> tuple[Claim, bytes]:
        subject = wording(self._title or self._article)
        return _CLAIMS[_Sentence(f"{self._article}/{key}", subject, self._language or _UNKNOWN, view, self._mark)]

    def _revised(self, claim: Claim, plain: Claim) -> Claim:
        """A claim that somebody edited, with what the article says of the sentence now."""
        own = (citation for citation in claim.citations if citation.source_id not in self._bibliography)
        changes: ClaimFields = {
            "text": {**claim.text, **plain.text},
            "citations": [*own, *plain.citations][:MAX_ITEMS],
        }
        if claim.claimant is None or claim.extractor is not None:  # else somebody knew better than an extractor
            changes |= {"claimant": plain.claimant, "extractor": plain.extractor}
        return claim.revise(**changes)

    def _told(self, manifest: Manifest) -> Files:
        """The manifest's file, where it differs from the last."""
        known, self._manifest = self._manifest, manifest
        return {} if manifest == known else {article_path(self._article): manifest.encode()}


def _versions(past: Past, read: Read) -> Iterator[Source]:
    """All versions that the article gave to the sources it ever cited, as far as they can be read."""
    versions = [(source, blob) for source, trace in past.sources.items() for blob in trace.versions]
    for (source, _), data in zip(versions, read([blob for _, blob in versions]), strict=True):
        with contextlib.suppress(CorruptError):  # by somebody's hand; where it stands so, whoever reads it is told
            yield source_from(File(source_path(source), data))


def _wording(data: bytes, language: str | None) -> str:
    """The wording in the file of a sentence's claim; empty where somebody's hand has left none that can be read."""
    try:
        document = parse(data)
    except InvalidDocumentError:
        return ""
    match document:
        case {"text": dict(texts)} if texts:
            found = texts.get(language or _UNKNOWN) or next(iter(texts.values()))
            return found if isinstance(found, str) else ""
    return ""


def _claim(data: bytes) -> Claim | None:
    """The claim in a file; None where there is none that can be read."""
    try:
        return decode_claim(data)
    except InvalidDocumentError:
        return None


def is_suppressed(revision: Revision) -> bool:
    """Whether the wiki does not show the revision's text; that removes nothing."""
    return any(anomaly.code == SUPPRESSED for anomaly in revision.anomalies)


def _runs(sentences: Sequence[Sentence], keys: Sequence[str]) -> tuple[Run, ...]:
    found: list[Run] = []
    start = 0
    section: tuple[str, ...] = ()
    label: str | None = None
    for place, sentence in enumerate(sentences):
        if sentence.section != section or sentence.label != label:
            if start < place:
                found.append(_RUNS[tuple(keys[start:place]), section, label])
            start, section, label = place, sentence.section, sentence.label
    return (*found, _RUNS[tuple(keys[start:]), section, label]) if sentences else ()


def _run(run: tuple[tuple[str, ...], tuple[str, ...], str | None]) -> Run:
    keys, section, label = run
    return Run(keys, tuple(_sound(heading) or "" for heading in section), _sound(label))


_RUNS: Memo[tuple[tuple[str, ...], tuple[str, ...], str | None], Run] = Memo(
    _run, weigh=lambda run: 10 * len(run[0]) + 200, room=_MADE
)


def _manifest(revision: Revision, runs: tuple[Run, ...], sources: Sequence[str]) -> Manifest:
    return Manifest(
        title=_sound(revision.title),
        language=revision.language,
        page=revision.page,
        url=_sound(revision.url),
        format=revision.format or format_of(revision.text),
        revision=_sound(revision.revision_id),
        taken=revision.taken,
        contributor=_sound(revision.contributor),
        comment=_sound(revision.comment),
        anomalies=tuple((anomaly.code, _sound(anomaly.detail) or "") for anomaly in revision.anomalies),
        sources=tuple(sources),
        runs=runs,
    )


def _sound(text: str | None) -> str | None:
    """The text as UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode() if text else None
