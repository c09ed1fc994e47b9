"""What a log holds of an article, as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from factlog.articles.history.blame import ArticleBlame, SentenceOrigin, SourceOrigin
from factlog.articles.history.past import RecordedRevision
from factlog.articles.render import visible
from factlog.claims.claim import Citation
from factlog.claims.source import Source
from factlog.formats.documents import taken_text


def history_lines(revisions: Iterable[RecordedRevision]) -> Iterator[Text]:
    """The revisions, oldest first: name, time, contributor, what is to be known of it, comment."""
    for revision in revisions:
        line = _named(revision)
        count = f"{revision.sentences} sentence{'' if revision.sentences == 1 else 's'}"
        notes = ["suppressed"] if revision.suppressed else [count]
        notes += [f"reverts to {visible(revision.reverts)}"] if revision.reverts else []
        line.append(f"  {', '.join(notes)}", "dim" if not revision.reverts else "yellow")
        comment = " ".join(visible(revision.comment or "").split())
        line.append(f"  {comment}" if comment else "")
        yield line


def blame_lines(blame: ArticleBlame) -> Iterator[Text]:
    """The sentences with their origins, what they cite and when that was retrieved, then the sources."""
    for sentence in blame.sentences:
        yield _origin(sentence.claim.id, sentence)
        speaker = f"{visible(sentence.claim.claimant)}: " if sentence.claim.claimant else ""
        yield Text(f"  {speaker}{visible(sentence.text)}")
        yield from (Text(f"    {_cited(citation)}", "dim") for citation in sentence.claim.citations)
    for source in blame.sources:
        yield _origin(source.source.id, source)
        yield Text(f"  {_source(source.source)}", "dim")


def _origin(name: str, origin: SentenceOrigin | SourceOrigin) -> Text:
    line = Text(name, "bold").append("  brought ").append_text(_named(origin.brought))
    if origin.changed != origin.brought:
        line.append("; changed ").append_text(_named(origin.changed))
    for verb, count in (("removed", origin.removed), ("restored", origin.restored)):
        line.append(f"; {verb} {count}×" if count else "", "yellow")
    return line


def _named(revision: RecordedRevision) -> Text:
    contributor = " ".join(visible(revision.contributor or "unknown").split())
    return Text(f"{visible(revision.name)}  {taken_text(revision.taken)}  {contributor}")


def _cited(citation: Citation) -> str:
    source = citation.source
    told = _source(source) if isinstance(source, Source) else source
    return f"{told} [{f'retrieved {citation.retrieved}' if citation.retrieved else 'not dated'}]"


def _source(source: Source) -> str:
    return " — ".join(visible(part) for part in (source.title, source.url) if part) or source.id
