"""Where things lie in a log: the only place that knows both ids and paths.

``claims/<id>.json``, ``sources/<id>.json``, ``articles/<id>/article.json`` and ``articles/<id>/text``, and
``factlog.json``, which holds the version of the format. The sentences of an article are claims below its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from factlog.claims.canonical import canonical, parse
from factlog.claims.claim import Claim, all_citations
from factlog.claims.codec import FORMAT, decode_claim, decode_source
from factlog.claims.fields import amended
from factlog.claims.ids import ArticleId, ClaimId, SourceId, article_id, claim_id, source_id
from factlog.claims.source import Source
from factlog.claims.text import shown
from factlog.errors import CorruptError, FormatError, InvalidDocumentError, InvalidIdError, NotALogError
from factlog.store.port import BlobId
from factlog.store.tree import File, Tree

K = TypeVar("K")
T = TypeVar("T")
V = TypeVar("V")

CLAIMS = "claims"
SOURCES = "sources"
ARTICLES = "articles"
FORMAT_FILE = "factlog.json"
FORMAT_BYTES = canonical({"format": FORMAT})
ROOM = 1 << 23
"""The bytes of documents that are turned into claims at once, whoever wrote them."""


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


def claim_from(file: File, *, sharing: bool = False) -> Claim:
    """The claim in a file; raises CorruptError, which names the file, the field and what was expected.

    ``sharing`` is as in :func:`factlog.claims.codec.decode_claim`.
    """
    try:
        claim = decode_claim(file.data, file=file.path, sharing=sharing)
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

    def read(files: list[tuple[str, BlobId]]) -> Iterator[tuple[tuple[str, BlobId], Source, int]]:
        for key, file in zip(files, tree.read(dict(files)), strict=True):
            yield key, source_from(file), len(file.data)

    def lookup(ids: Iterable[str]) -> dict[str, Source]:
        files = list(tree.find(map(source_path, ids)).items())
        return {source.id: source for source in _SOURCES.of(files, read).values()}

    return lookup


class Lately(Generic[K, V]):
    """What was read lately, by whatever names it; of documents that together take so many bytes at most."""

    def __init__(self, room: int) -> None:
        self._room, self._used = room, 0
        self._known: dict[K, V] = {}

    def of(self, keys: list[K], find: Callable[[list[K]], Iterable[tuple[K, V, int]]]) -> dict[K, V]:
        """What the keys stand for; what is not known is found, each with the bytes that it takes, and kept.

        Other threads may empty it meanwhile.
        """
        known = {key: value for key in keys if (value := self._known.get(key)) is not None}
        if len(known) < len(keys) and (missing := [key for key in dict.fromkeys(keys) if key not in known]):
            for key, value, size in find(missing):
                known[key] = value
                self._used += size
                if self._used > self._room:
                    self._known.clear()
                    self._used = size
                if size <= self._room:
                    self._known[key] = value
        return known


_SOURCES: Lately[tuple[str, BlobId], Source] = Lately(1 << 24)
"""By their files: claim after claim cites the same ones."""


def claims_in(tree: Tree, cited: Tree) -> Iterator[Claim]:
    """All claims of a tree, by id, with their sources as another tree holds them."""
    entries = ((claim_of(path), path, blob) for path, blob in tree.entries(CLAIMS).items())
    files = tree.read({path: blob for _, path, blob in sorted(entry for entry in entries if entry[0])})
    for some in portions(files, 1000, ROOM, lambda file: len(file.data)):
        yield from with_sources(map(claim_from, some), sources_in(cited))


def portions(items: Iterable[T], count: int, room: int, size: Callable[[T], int]) -> Iterator[list[T]]:
    """The items in lists of at most so many, each of which ends once its items take that much room.

    >>> list(portions([1, 1, 5, 2, 9], 3, 6, lambda n: n))
    [[1, 1, 5], [2, 9]]
    """
    some: list[T] = []
    taken = 0
    for item in items:
        some.append(item)
        taken += size(item)
        if len(some) == count or taken >= room:
            yield some
            some, taken = [], 0
    if some:
        yield some


def with_sources(claims: Iterable[Claim], lookup: Callable[[Iterable[str]], Mapping[str, Source]]) -> list[Claim]:
    """The claims, which nobody else has seen yet, with their sources; one that cannot be looked up stays an id."""
    read = list(claims)
    citations = [citation for claim in read for citation in all_citations(claim)]
    sources = lookup({citation.source_id for citation in citations}) if citations else {}
    for citation in citations:
        source = sources.get(citation.source_id)
        if source:
            amended(citation, source=source)
    return read


def _id_of(path: str, folder: str) -> str | None:
    if not (path.startswith(f"{folder}/") and path.endswith(".json")):
        return None
    candidate = path[len(folder) + 1 : -len(".json")]
    try:
        return claim_id(candidate) if folder == CLAIMS else source_id(candidate)
    except InvalidIdError:
        return None
