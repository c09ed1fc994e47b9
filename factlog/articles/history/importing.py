"""Importing: the revisions of an export go into a log, page by page, each page as an article of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, islice

import attrs

from factlog.articles.dumps import Report
from factlog.articles.history.articlelog import ArticleLog
from factlog.articles.history.lineage import wording
from factlog.articles.revision import LATE, Revision
from factlog.claims.ids import ArticleId, article_id, make_id
from factlog.errors import InvalidIdError
from factlog.log import FactLog

_MOST = 5_000  # revisions of a page that are held at once, to be turned round


def import_pages(
    log: FactLog,
    revisions: Iterable[Revision],
    *,
    title: str | None = None,
    progress: Callable[[Revision], None] | None = None,
    on_problem: Report | None = None,
) -> Iterator[ArticleLog]:
    """Follows each page of an export (or the one of a title), and gives the articles, each as soon as it is recorded.

    Pages are read one after the other, as exports have them, those that have the newest revision first (as the API does
    where nobody asks for another order) from their end; see :meth:`ArticleLog.replay` for the rest.
    """
    wanted = (one for one in revisions if title is None or one.title == title)
    for id_, run in groupby(wanted, key=id_of):
        article = ArticleLog(log, id_)
        article.replay(_oldest_first(run), progress=progress, on_problem=on_problem)
        yield article


def _oldest_first(run: Iterator[Revision]) -> Iterator[Revision]:
    """The revisions of a page, turned round where the newest comes first."""
    page = list(islice(run, 2))
    if _goes_back(page):
        page += islice(run, _MOST)
        if _goes_back(page):
            page = [attrs.evolve(one, anomalies=tuple(a for a in one.anomalies if a.code != LATE)) for one in page[::-1]]
    return chain(page, run)


def _goes_back(page: list[Revision]) -> bool:
    """Whether the last revision was made before the first."""
    first, last = (page[place].taken if page else None for place in (0, -1))
    return first is not None and last is not None and last.latest < first.earliest


def id_of(revision: Revision) -> ArticleId:
    """The id of the article that a revision is of: wiki and number of its page, else one made from its title.

    >>> id_of(Revision("Talks", "en", (), (), page="enwiki/12")), id_of(Revision("Talks in Riyadh", "en", (), ()))
    ('enwiki/12', 'talks-in-riyadh')
    """
    try:
        return article_id(revision.page or "")
    except InvalidIdError:
        names = revision.page.split("/") if revision.page else [revision.title or "untitled"]
        return article_id(make_id(*map(wording, names[:2])))
