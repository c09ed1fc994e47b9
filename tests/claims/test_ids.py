"""Ids: safe paths on every file system, made from names in any script."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import ids, names, nfc

from factlog.claims import Claim, Link, Source, make_id
from factlog.errors import InvalidError, InvalidIdError


def named(id_: str) -> str:
    return Claim(id_, subject="s", predicate="p").id


@pytest.mark.parametrize(
    "id_",
    [
        *(
            "a",
            "0",
            "a/b",
            "a/b/c",
            "a/b/c/d",
            "trump/who-started-the-war",
            "x.y",
            "x_y-z",
            "0.1",
            "a..b",
            "a-",
            "a_",
            "a.lock.b",
        ),
        *(
            "lock",
            "json",
            "lockx",
            "a.jsonl",
            "ajson",
            "a.json5",
            "console",
            "con-1",
            "xcon",
            "com",
            "com10",
            "lpt",
            "null",
            "aux1",
            "com1a",
        ),
        *("a.con", "a" * 200, "/".join(["a" * 49] * 4)),
    ],
)
def test_ids(id_: str) -> None:
    """One to four segments of lower-case letters, digits, dots, underscores and hyphens are an id, of claims and sources."""
    assert [named(id_), Source(id_).id, Link("restates", id_).target] == [id_] * 3


@pytest.mark.parametrize(
    "id_",
    [
        *("", "/", "a/", "/a", "a//b", "a/b/c/d/e", "a" * 201, "/".join(["a" * 50] * 4)),
        *(
            "A",
            "Trump",
            "a/B",
            "a b",
            "a:b",
            "a\\b",
            "a*",
            "a?b",
            "ä",
            "会談",
            "а",
            "a\n",
            "a\x00",
            "\ud800",
            "a/../b",
            "..",
            ".",
        ),
        *(".a", "-a", "_a", "a/.b", "a/-b", ".git", "a/.git/config", "~", "a~1", "a@{0}", "@"),
        *("a.", "a./b", "a.lock", "a.lock/b", "b/a.lock", "a.json", "a.json/b", "b/c/a.json", "a..", ".json", "x.lock.lock"),
        *(
            "con",
            "prn",
            "aux",
            "nul",
            "com1",
            "com9",
            "lpt1",
            "lpt9",
            "con.txt",
            "nul.tar.gz",
            "a/con",
            "aux/a",
            "a/com1.b/c",
        ),
        *(None, 1, b"a", ["a"], ("a", "b")),
    ],
)
def test_refused(id_: object) -> None:
    """What some system cannot keep as a path, or keeps for itself, is not an id."""
    with pytest.raises(InvalidIdError, match="expected an id") as caught:
        named(id_)  # type: ignore[arg-type]
    assert caught.value.field == "id"
    str(caught.value).encode()
    with pytest.raises(InvalidIdError):
        Link("restates", id_)  # type: ignore[arg-type]


@given(ids)
@settings(max_examples=100)
def test_generated_ids(id_: str) -> None:
    """Every id that the rules allow is kept as it is."""
    assert named(id_) == id_


@pytest.mark.parametrize(
    ("given_", "id_"),
    [
        (["Donald Trump"], "donald-trump"),
        (["Donald Trump", "Who started the war?"], "donald-trump/who-started-the-war"),
        (["  A -- b!! "], "a-b"),
        (["a.b_c"], "a-b-c"),
        (["2025-02-18"], "2025-02-18"),
    ],
)
def test_make_id(given_: list[str], id_: str) -> None:
    """An ASCII name gives its words, one segment for each name."""
    assert make_id(*given_) == id_


@pytest.mark.parametrize(
    "name",
    [
        *(
            "ゼレンスキー",
            "習近平",
            "Путін",
            "Зеленський",
            "محمد بن سلمان",
            "Ελλάδα",
            "हिन्दी",
            "ไทย",
            "한국",
            "עברית",
            "Baiba Braže",
        ),
        *(
            "👩🏽‍🚀",
            "!!!",
            "—",
            "con",
            "NUL",
            "com1",
            "lock",
            ".json",
            "a" * 500,
            "会" * 500,
            "-",
            "...",
            "\u0301",
            "ﷺ",
            "𝔘𝔫𝔦",
        ),
    ],
)
def test_names_in_any_script(name: str) -> None:
    """A name in any script, or of no letters at all, gives an id that is always the same."""
    assert make_id(name) == make_id(name)
    assert named(make_id(name)) == make_id(name)
    assert named(make_id(name, name, name, name))


@pytest.mark.parametrize("given_", [[], [""], [" "], ["a", ""], ["a"] * 5, [None], [1], ["\x00"], ["\ud800"]])
def test_make_id_refuses(given_: list[str]) -> None:
    """No name, an empty one, one that is not text, or more than four are refused."""
    with pytest.raises(InvalidError, match="expected"):
        make_id(*given_)


def test_the_writing_of_one_name_does_not_matter() -> None:
    """Case, Unicode form and width make no other id."""
    assert make_id("ZELENSKY") == make_id("Zelensky") == make_id("Ｚｅｌｅｎｓｋｙ")
    assert make_id("Mierin\u0327a") == make_id("Mieri\u0146a")
    assert make_id("ｾﾞﾚﾝｽｷｰ") == make_id("ゼレンスキー")


def test_transliteration_does_not_collide() -> None:
    """Names that read alike once transliterated keep ids of their own."""
    assert len({make_id(name) for name in ("Braže", "Braze", "Бразе", "Bražé", "ブラゼ")}) == 5
    assert len({make_id(name) for name in ("会談", "会谈", "會談")}) == 3
    assert len({make_id("x" * 48 + end) for end in "abc"}) == 3


def words(name: str) -> str:
    """What of a name tells it apart: all of it, but for case, and in ASCII but for punctuation."""
    import unicodedata

    folded = unicodedata.normalize("NFKC", nfc(name)).casefold()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") if folded.isascii() else folded


@given(st.lists(names, min_size=2, max_size=20))
@settings(max_examples=150, deadline=None)
def test_distinct_names_never_collide(given_: list[str]) -> None:
    """Distinct names have distinct ids, each of which a log can keep."""
    distinct = {words(name): name for name in given_ if words(name)}
    assume(len(distinct) > 1)
    made = [make_id(name) for name in distinct.values()]
    assert len(set(made)) == len(made)
    assert [named(id_) for id_ in made] == made
