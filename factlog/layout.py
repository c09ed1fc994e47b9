"""Where things lie in a log: the only place that knows both ids and paths.

``claims/<id>.json``, ``sources/<id>.json``, ``articles/<id>/article.json`` and ``articles/<id>/text``, and
``factlog.json``, which holds the version of the format. The sentences of an article are claims below its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from factlog.claims.canonical import canonical, parse
from factlog.claims.claim import Citation, Claim, all_citations
from factlog.claims.codec import FORMAT, decode_claim, decode_source
from factlog.claims.fields import with_checked
from factlog.claims.ids import ArticleId, ClaimId, SourceId, article_id, claim_id, source_id
from factlog.claims.source import Source
from factlog.claims.text import shown
from factlog.errors import CorruptError, FormatError, InvalidDocumentError, InvalidIdError, NotALogError
from factlog.store.port import BlobId
from factlog.store.tree import File, Tree

K = TypeVar("K")
V = TypeVar("V")

CLAIMS = "claims"
SOURCES = "sources"
ARTICLES = "articles"
FORMAT_FILE = "factlog.json"
FORMAT_BYTES = canonical({"format": FORMAT})
_KEPT = 2048  # claims, or sources, that are kept at hand


def claim_path(claim: str) -> str:
    """The path of a claim's file."""
    return f"{CLAIMS}/{claim}.json"


def source_path(source: str) -> str:
    """The path of a source's file."""
    return f"{SOURCES}/{source}.json"


def claim_of(path: str) -> ClaimId | None:
    """The id of the claim whose file lies there; None where no claim's does."""
    found = _id_of(path, CLAIMS)
    return ClaimId(found) if found else None


def source_of(path: str) -> SourceId | None:
    """The id of the source whose file lies there; None where no source's does."""
    found = _id_of(path, SOURCES)
    return SourceId(found) if found else None


def article_path(article: str) -> str:
    """The path of the file that holds the order of an article's sentences, and what its last revision says of itself."""
    return f"{ARTICLES}/{article}/article.json"


def article_text_path(article: str) -> str:
    """The path of the text that an article's last revision was read from."""
    return f"{ARTICLES}/{article}/text"


def article_of(path: str) -> ArticleId | None:
    """The id of the article of which a file of those two lies there; None where no article's does."""
    folder, _, name = path.removeprefix(f"{ARTICLES}/").rpartition("/")
    if not path.startswith(f"{ARTICLES}/") or name not in ("article.json", "text"):
        return None
    try:
        return article_id(folder)
    except InvalidIdError:
        return None


def check_format(tree: Tree, place: str) -> None:
    """Raises NotALogError or FormatError where the tree is not one that this factlog reads."""
    found = list(tree.read(tree.find([FORMAT_FILE])))
    if not found:
        raise NotALogError(f"expected a factlog log at {place}: its branch has no {FORMAT_FILE}", file=place)
    try:
        document = parse(found[0].data, file=FORMAT_FILE)
        version = document["format"]
    except (InvalidDocumentError, KeyError, TypeError) as problem:
        raise CorruptError(f'expected {FORMAT_FILE} of {place} to hold {{"format": 1}}', file=FORMAT_FILE) from problem
    if type(version) is not int or version < 1:
        raise CorruptError(f"expected {FORMAT_FILE} of {place} to hold a format, got {shown(version)}", file=FORMAT_FILE)
    if version > FORMAT:
        raise FormatError(
            f"expected a log of format {FORMAT}, {place} has format {version}: a newer factlog reads it", file=place
        )


def claim_from(file: File) -> Claim:
    """The claim in a file; raises CorruptError, which names the file, the field and what was expected."""
    try:
        claim = decode_claim(file.data, file=file.path)
    except InvalidDocumentError as problem:
        raise CorruptError(f"expected a claim in {problem}", file=file.path, claim=_id_of(file.path, CLAIMS)) from problem
    if claim_path(claim.id) != file.path:
        raise CorruptError(f"expected {file.path} to hold the claim of that id, got {claim.id!r}", file=file.path)
    return claim


def source_from(file: File) -> Source:
    """The source in a file; raises CorruptError, which names the file, the field and what was expected."""
    try:
        source = decode_source(file.data, file=file.path)
    except InvalidDocumentError as problem:
        raise CorruptError(f"expected a source in {problem}", file=file.path) from problem
    if source_path(source.id) != file.path:
        raise CorruptError(f"expected {file.path} to hold the source of that id, got {source.id!r}", file=file.path)
    return source


def article_text_from(file: File) -> str:
    """The text in a file of an article; raises CorruptError, which names the file and what was expected."""
    try:
        return file.data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as problem:
        message = f"{file.path}: expected UTF-8: {problem.reason} at byte {problem.start}"
        raise CorruptError(message, file=file.path) from problem


def sources_in(tree: Tree) -> Callable[[Iterable[str]], dict[str, Source]]:
    """Looks up sources by id, as a tree holds them."""

    def read(files: list[tuple[str, BlobId]]) -> dict[tuple[str, BlobId], Source]:
        return dict(zip(files, map(source_from, tree.read(dict(files))), strict=True))

    def lookup(ids: Iterable[str]) -> dict[str, Source]:
        files = list(tree.find(map(source_path, ids)).items())
        return {source.id: source for source in remembered(_SOURCES, files, read).values()}

    return lookup


_SOURCES: dict[tuple[str, BlobId], Source] = {}
"""Those read lately, by their files: claim after claim cites the same ones."""


def remembered(memory: dict[K, V], keys: list[K], find: Callable[[list[K]], dict[K, V]]) -> dict[K, V]:
    """What the keys stand for: as the memory has it, else found, and kept there. Other threads may empty it meanwhile."""
    known = {key: value for key in keys if (value := memory.get(key)) is not None}
    if len(known) < len(keys) and (missing := [key for key in dict.fromkeys(keys) if key not in known]):
        found = find(missing)
        known |= found
        if len(memory) > _KEPT:
            memory.clear()
        memory.update(islice(found.items(), _KEPT))
    return known


def claims_in(tree: Tree, cited: Tree, at_once: int = 1000) -> Iterator[Claim]:
    """All claims of a tree, by id, with their sources as another tree holds them."""
    entries = ((claim_of(path), path, blob) for path, blob in tree.entries(CLAIMS).items())
    remaining = iter(sorted((claim, path, blob) for claim, path, blob in entries if claim))
    resolver = Resolver(sources_in(cited))
    while chunk := {path: blob for _, path, blob in islice(remaining, at_once)}:
        yield from resolver.resolve(map(claim_from, tree.read(chunk)))


class Resolver:
    """Puts sources in the place of their ids. A source that cannot be looked up stays an id."""

    def __init__(self, lookup: Callable[[Iterable[str]], Mapping[str, Source]]) -> None:
        self._lookup = lookup
        self._known: dict[str, Source | None] = {}

    def resolve(self, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims with their sources."""
        waiting = list(claims)
        ids = {citation.source_id for claim in waiting for citation in all_citations(claim)} - self._known.keys()
        if ids:
            found = self._lookup(ids)
            self._known |= {source: found.get(source) for source in ids}
        return map(self._resolved, waiting)

    def _resolved(self, claim: Claim) -> Claim:
        if not claim.citations and not claim.assessments:
            return claim
        assessments = tuple(
            with_checked(assessment, citations=self._citations(assessment.citations)) for assessment in claim.assessments
        )
        return with_checked(claim, citations=self._citations(claim.citations), assessments=assessments)

    def _citations(self, citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        return tuple(
            with_checked(citation, source=self._known[citation.source_id] or citation.source_id) for citation in citations
        )


def _id_of(path: str, folder: str) -> str | None:
    if not (path.startswith(f"{folder}/") and path.endswith(".json")):
        return None
    candidate = path[len(folder) + 1 : -len(".json")]
    try:
        return claim_id(candidate) if folder == CLAIMS else source_id(candidate)
    except InvalidIdError:
        return None
