"""Articles: revisions read, cited, aligned and compared."""

from factlog.articles.comparison.changes import ArticleChange, ArticleDiff, diff
from factlog.articles.comparison.kinds import ArticleKind
from factlog.articles.history.articlelog import ArticleLog
from factlog.articles.history.blame import ArticleBlame, SentenceOrigin, SourceOrigin
from factlog.articles.history.past import RecordedRevision
from factlog.articles.reading import Format, read, revisions
from factlog.articles.revision import Anomaly, Note, Quotation, Revision, Section, Sentence

__all__ = [
    "Anomaly",
    "ArticleBlame",
    "ArticleChange",
    "ArticleDiff",
    "ArticleKind",
    "ArticleLog",
    "Format",
    "Note",
    "Quotation",
    "RecordedRevision",
    "Revision",
    "Section",
    "Sentence",
    "SentenceOrigin",
    "SourceOrigin",
    "diff",
    "read",
    "revisions",
]
