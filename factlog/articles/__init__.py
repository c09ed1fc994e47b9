"""Articles: revisions read, cited, aligned and compared."""

from factlog.articles.articlelog import ArticleLog
from factlog.articles.changes import ArticleChange, ArticleDiff, diff
from factlog.articles.kinds import ArticleKind
from factlog.articles.reading import Format, read, revisions
from factlog.articles.revision import Anomaly, Note, Quotation, Revision, Section, Sentence

__all__ = [
    "Anomaly",
    "ArticleChange",
    "ArticleDiff",
    "ArticleKind",
    "ArticleLog",
    "Format",
    "Note",
    "Quotation",
    "Revision",
    "Section",
    "Sentence",
    "diff",
    "read",
    "revisions",
]
