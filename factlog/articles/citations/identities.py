"""What a source is itself by, so that two references to one page are one source however they are written."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from factlog.articles.citations.dates import read
from factlog.claims.source import Source
from factlog.claims.text import folded
from factlog.claims.when import When
from factlog.errors import InvalidError

_ARCHIVE = re.compile(
    r"(?:https?:)?//(?:(?:www\.|web\.|wayback\.|liveweb\.)?archive\.org/(?:web/)?"
    r"|(?:www\.)?archive\.(?:today|is|ph|fo|li|md|vn)/|(?:www\.)?webarchive\.loc\.gov/all/|arquivo\.pt/wayback/"
    r"|(?:www\.)?webarchive\.org\.uk/wayback/(?:[a-z-]{1,20}/)?|webarchive\.nationalarchives\.gov\.uk/(?:ukgwa/)?)"
    r"(?P<stamp>\d{4,14})(?:[a-z]{2}_|\*)?/(?P<url>(?:https?:/{1,2}|ftp://)?.+)",
    re.ASCII | re.IGNORECASE,
)
# https://en.wikipedia.org/wiki/UTM_parameters and what sites add to tell from where a reader came
_TRACKING = re.compile(
    r"(?:utm_\w*|fbclid|gclid|gclsrc|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|ref_src|ref_url|smid|smtyp|ocid|at_\w*|xtor)",
    re.IGNORECASE,
)
_WWW = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")


class ArchivedPage(NamedTuple):
    """What the address of an archive says: the page that it holds, and when it was taken."""

    url: str
    stamp: str
    taken: When | None


def archived_page(url: str) -> ArchivedPage | None:
    """The page in an archive's address; None for other addresses.

    >>> archived_page("https://web.archive.org/web/20150227031841/http://example.org/a").taken
    '2015-02-27'
    """
    found = _ARCHIVE.fullmatch(url) if "arc" in url else None
    if found is None or "." not in found["url"]:
        return None
    original = re.sub(r"^(https?:)/+", r"\1//", found["url"])
    if "//" not in original[:9]:
        original = f"http://{original}"
    taken = read(found["stamp"][:8]).when if len(found["stamp"]) >= 8 else None
    return ArchivedPage(original, found["stamp"], taken)


def identity(source: Source) -> str:
    """What a source is itself by, as text to compare: URL, DOI, ISBN, else title plus site or date, else its id.

    >>> identity(Source(url="https://www.Example.org/a/?utm_source=x#top"))
    'url:example.org/a'
    >>> identity(Source(isbn="4-00-310101-4")) == identity(Source(isbn="978-4-00-310101-8"))
    True
    """
    if source.url and (page := _page(source.url)):
        return f"url:{page}"
    if source.doi:
        return f"doi:{source.doi.lower()}"
    if source.isbn and (isbn := isbn13(source.isbn)):
        return f"isbn:{isbn}"
    place = source.container_title or source.publisher or source.issued
    if source.title and place:
        return f"title:{_bare(source.title)}|{_bare(place)}"
    return f"id:{source.id}"


@lru_cache(maxsize=16_384)
def _page(url: str) -> str | None:
    """The address without what does not tell pages apart: scheme, www, archive, tracking, fragment, trailing slash."""
    for _ in range(3):
        page = archived_page(url)
        if page is None:
            break
        url = page.url
    try:
        parts = urlsplit(url if "//" in url[:9] else f"//{url}")
        host = (parts.hostname or "").rstrip(".")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return folded(url)
    if host in ("doi.org", "dx.doi.org"):
        return f"doi.org/{unquote(parts.path).strip('/').lower()}"
    kept = sorted(item for item in parts.query.split("&") if item and not _TRACKING.fullmatch(item.partition("=")[0]))
    query = f"?{'&'.join(kept)}" if kept else ""
    # "#!/page" and "#/page" are pages of their own
    fragment = f"#{parts.fragment}" if parts.fragment[:1] in ("!", "/") else ""
    path = re.sub(r"/(?:index\.(?:html?|php|aspx?)|default\.aspx?)?$", "", unquote(parts.path))
    return f"{_WWW.sub('', host, count=1)}{port}{path}{query}{fragment}"


def isbn13(isbn: str) -> str | None:
    """The ISBN in thirteen digits, its checksum right; None where it is none.

    >>> isbn13("ISBN 4-00-310101-4"), isbn13("123")
    ('9784003101018', None)
    """
    digits = re.sub(r"[^0-9X]", "", isbn.upper()[:40])
    if len(digits) == 10:
        if "X" in digits[:9] or sum((10 - place) * _digit(sign) for place, sign in enumerate(digits)) % 11:
            return None
        digits = f"978{digits[:9]}"
        return digits + str(-_weighted(digits) % 10)
    if len(digits) != 13 or "X" in digits or _weighted(digits) % 10:
        return None
    return digits


def _digit(sign: str) -> int:
    return 10 if sign == "X" else int(sign)


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


def _bare(text: str) -> str:
    """Letters and digits only: quotation marks and dashes are set in many ways."""
    return "".join(letter for letter in folded(text) if letter.isalnum())


def made(fields: dict[str, Any], raw: str) -> tuple[Source, bool]:
    """The source of these fields, and whether anything identifies it; else its id is made of what it says."""
    try:
        if fields.get("isbn") and not (fields.get("url") or fields.get("doi")) and isbn13(fields["isbn"]) is None:
            raise InvalidError("no ISBN to derive an id from")
        return Source(**fields), True
    except (InvalidError, ValueError):
        pass
    telling = [str(fields.get(field) or "") for field in ("title", "container_title", "publisher", "issued", "url", "isbn")]
    telling += [str(name) for name in fields.get("author", ())]
    key = "\n".join(telling) if any(telling) else raw
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    identified = bool(fields.get("url") or (fields.get("title") and any(telling[1:4])))
    return Source(f"unidentified-{digest}" if not identified else f"source-{digest}", **fields), identified
