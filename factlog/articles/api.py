"""Revisions out of the answers of MediaWiki's action API, and of its REST API.

Both versions of the format (https://www.mediawiki.org/wiki/API:Revisions) are read, with and without slots, and the output
of ``action=parse``, whose text is HTML where no wikitext was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from factlog.articles.dumps import RawRevision, moment
from factlog.articles.revision import Anomaly
from factlog.errors import InvalidDocumentError

MAX_ANSWER = 64 << 20
"""Bytes or characters of an answer; the API itself gives at most 12 MB."""


def from_answer(answer: str | bytes, *, limit: int = MAX_ANSWER) -> tuple[RawRevision, ...]:
    """The revisions in one JSON answer; a list of answers, or of pages, is read as well.

    >>> page = '{"title": "A", "ns": 0, "revisions": [{"revid": 5, "slots": {"main": {"content": "a"}}}]}'
    >>> from_answer('{"query": {"pages": [' + page + "]}}")[0].text
    'a'

    Raises InvalidDocumentError for what is no answer, for one that reports an error, and for one that holds no page. A
    page that is missing, or without revisions, gives none.
    """
    if len(answer) > limit:
        raise InvalidDocumentError(f"expected an answer of at most {limit:,} bytes, got {len(answer):,}")
    try:
        decoded = json.loads(answer)
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise InvalidDocumentError(
            f"expected an answer of MediaWiki's API in JSON, got {problem.msg} at {where}"
        ) from problem
    except (UnicodeDecodeError, RecursionError, ValueError) as problem:
        raise InvalidDocumentError(f"expected an answer of MediaWiki's API in JSON, got {problem}") from problem
    answers = decoded if isinstance(decoded, list) else [decoded]
    if not answers or not all(_is_answer(item) for item in answers):
        raise InvalidDocumentError("expected an answer of MediaWiki's API (query.pages, or parse), got other JSON")
    return tuple(revision for item in answers for revision in _revisions(item))


def _is_answer(item: Any) -> bool:
    """Whether this is an answer, or a page; one that reports an error is refused here."""
    if not isinstance(item, dict):
        return False
    if isinstance(error := item.get("error"), dict):
        raise InvalidDocumentError(f"expected revisions, got the API's error {str(error.get('code'))[:80]!r}")
    if isinstance(item.get("query"), dict):
        return isinstance(item["query"].get("pages"), dict | list)
    return isinstance(item.get("parse"), dict) or "revisions" in item or ("title" in item and "source" in item)


def _revisions(item: dict[str, Any]) -> Iterator[RawRevision]:
    query = item.get("query")
    if isinstance(query, dict):
        site = query["general"] if isinstance(query.get("general"), dict) else {}
        pages = query["pages"].values() if isinstance(query["pages"], dict) else query["pages"]
        for page in pages:
            if isinstance(page, dict):
                yield from _of_page(page, site)
    elif isinstance(item.get("parse"), dict):
        yield _parsed(item["parse"])
    elif "revisions" in item:
        yield from _of_page(item, {})
    else:
        yield _rest(item)


def _of_page(page: Mapping[str, Any], site: Mapping[str, Any]) -> Iterator[RawRevision]:
    revisions = page.get("revisions")
    for revision in revisions if isinstance(revisions, list) else ():
        if isinstance(revision, dict):
            yield _revision(page, site, revision)


def _revision(page: Mapping[str, Any], site: Mapping[str, Any], revision: Mapping[str, Any]) -> RawRevision:
    slots = revision.get("slots")
    main = slots.get("main") if isinstance(slots, dict) else None
    main = main if isinstance(main, dict) else revision
    hidden = any(_set(part, mark) for part in (main, revision) for mark in ("texthidden", "suppressed", "textmissing"))
    text, anomalies = _sound(None if hidden else _text(main.get("content", main.get("*"))))
    taken, wrong = moment(_text(revision.get("timestamp")))
    return RawRevision(
        title=_text(page.get("title")),
        page_id=_number(page.get("pageid")),
        namespace=page["ns"] if type(page.get("ns")) is int else None,
        wiki=_text(site.get("wikiid")),
        language=_text(page.get("pagelanguage")) or _text(site.get("lang")),
        revision_id=_number(revision.get("revid")),
        parent_id=_number(revision.get("parentid")) if revision.get("parentid") else None,
        taken=taken,
        contributor=None if _set(revision, "userhidden") else _text(revision.get("user")),
        comment=None if _set(revision, "commenthidden") else _text(revision.get("comment")) or None,
        minor=_set(revision, "minor"),
        sha1=_text(main.get("sha1")) or _text(revision.get("sha1")),
        model=_text(main.get("contentmodel")),
        format=_text(main.get("contentformat")),
        url=_text(page.get("canonicalurl")) or _text(page.get("fullurl")),
        text=text,
        anomalies=wrong + anomalies,
    )


def _parsed(parse: Mapping[str, Any]) -> RawRevision:
    """What ``action=parse`` gives: wikitext where it is there, else HTML."""
    wikitext, html = (_starred(parse.get(part)) for part in ("wikitext", "text"))
    text, anomalies = _sound(wikitext if wikitext is not None else html)
    return RawRevision(
        title=_text(parse.get("title")),
        page_id=_number(parse.get("pageid")),
        revision_id=_number(parse.get("revid")),
        model="wikitext",
        format="text/x-wiki" if wikitext is not None else "text/html",
        text=text,
        anomalies=anomalies,
    )


def _rest(page: Mapping[str, Any]) -> RawRevision:
    """A page of the REST API (``/v1/page/{title}``)."""
    latest = page["latest"] if isinstance(page.get("latest"), dict) else {}
    text, anomalies = _sound(_text(page.get("source")))
    taken, wrong = moment(_text(latest.get("timestamp")))
    return RawRevision(
        title=_text(page.get("title")),
        page_id=_number(page.get("id")),
        revision_id=_number(latest.get("id")),
        taken=taken,
        model=_text(page.get("content_model")),
        text=text,
        anomalies=wrong + anomalies,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _starred(value: Any) -> str | None:
    """Text, which version 1 of the format wraps as ``{"*": text}``."""
    return _text(value.get("*")) if isinstance(value, dict) else _text(value)


def _number(value: Any) -> str | None:
    return str(value) if type(value) is int and value >= 0 else _text(value)


def _set(holder: Mapping[str, Any], mark: str) -> bool:
    """Whether a mark is set: version 1 of the format writes an empty text, version 2 true."""
    return holder.get(mark, False) is not False


def _sound(text: str | None) -> tuple[str | None, tuple[Anomaly, ...]]:
    """The text without halves of characters, which JSON can hold and UTF-8 cannot."""
    if text is None:
        return None, ()
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), (Anomaly("lone-surrogates"),)
    return text, ()
