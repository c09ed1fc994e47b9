"""Snapshot documents: one JSON file of all claims and sources at one moment; a folder of them is a history."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import claims, sources, texts

from factlog.claims import Citation, Claim, Source, When
from factlog.errors import InvalidDocumentError, InvalidError, NotFoundError
from factlog.formats.documents import Document, dumps, file_name, loads, read, read_folder, taken_text

CLAIM: dict[str, Any] = {"id": "a", "subject": "s", "predicate": "p"}
PLAIN: dict[str, Any] = {"format": 1, "taken": "2025-02-20"}

FULL = Document(
    taken=When("2025-02-20"),
    message="Trump blames Ukraine",
    author="Ada <ada@example.org>",
    sources=(Source("sky", title="会談"),),
    claims=(
        Claim("a/b", subject="s", predicate="p", value="Ukraine", citations=Citation("sky", retrieved=When("2025-02-20"))),
    ),
)

GOLDEN = """{
  "format": 1,
  "taken": "2025-02-20",
  "message": "Trump blames Ukraine",
  "author": "Ada <ada@example.org>",
  "sources": [
    {
      "id": "sky",
      "title": "会談"
    }
  ],
  "claims": [
    {
      "id": "a/b",
      "subject": "s",
      "predicate": "p",
      "values": [
        "Ukraine"
      ],
      "citations": [
        {
          "source": "sky",
          "retrieved": "2025-02-20"
        }
      ]
    }
  ]
}
"""


def test_golden() -> None:
    """A document has the same bytes for ever, and comes back as it was."""
    assert dumps(FULL).decode() == GOLDEN
    assert loads(GOLDEN.encode()) == FULL
    assert dumps(loads(dumps(FULL))) == dumps(FULL)


@given(
    st.builds(
        Document,
        taken=st.sampled_from([None, When("2025-02-20"), When("2025-02-20T09:30:00Z")]),
        message=st.one_of(st.none(), texts),
        author=st.one_of(st.none(), texts),
        sources=st.lists(sources, max_size=2),
        claims=st.lists(claims(), max_size=2),
    )
)
@settings(max_examples=100, deadline=None)
def test_documents_come_back(document: Document) -> None:
    """What was written reads back the same, and is written again as the same bytes."""
    data = dumps(document)
    assert loads(data) == document
    assert dumps(loads(data)) == data
    assert pickle.loads(pickle.dumps(document)) == document


def test_what_may_be_left_out() -> None:
    """Only the format is needed of a document to be recorded."""
    assert loads(b'{"format": 1}') == Document()
    assert dumps(Document()) == b'{\n  "format": 1\n}\n'


def refused(document: Any) -> InvalidDocumentError:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(InvalidDocumentError) as caught:
        loads(data, file="x.json")
    assert str(caught.value).startswith("x.json: ")
    assert caught.value.file == "x.json"
    return caught.value


@pytest.mark.parametrize("version", [0, 2, 99, -1, "1", 1.0, True, None, [1]])
def test_another_format(version: Any) -> None:
    """A document of no format, or of one that is newer, is refused with the format that is expected."""
    problem = refused({"format": version, "taken": "2025-02-20"})
    assert problem.problems[0][0] == "format"
    assert "format 1" in str(problem)


def test_no_format() -> None:
    """A document that does not tell its format is refused."""
    assert refused({"taken": "2025-02-20"}).problems[0][0] == "format"


PLACES: list[tuple[dict[str, Any], list[str]]] = [
    ({"taken": "yesterday"}, ["taken"]),
    ({"taken": 2025}, ["taken"]),
    ({"message": ""}, ["message"]),
    ({"author": 1}, ["author"]),
    ({"claims": {}}, ["claims"]),
    ({"claims": "x"}, ["claims"]),
    ({"claims": None}, ["claims"]),
    ({"sources": {"sky": {}}}, ["sources"]),
    ({"claims": [CLAIM, "x"]}, ["claims[1]"]),
    ({"claims": [CLAIM, CLAIM | {"said": "soon"}]}, ["claims[1].said"]),
    ({"claims": [CLAIM | {"citations": [{"source": "sky", "retrieved": 1}]}]}, ["claims[0].citations[0].retrieved"]),
    ({"claims": [CLAIM | {"values": [None]}], "sources": [{"id": "A"}]}, ["claims[0].values[0]", "sources[0].id"]),
    ({"claims": [{"subject": "s", "predicate": "p"}]}, ["claims[0]"]),
    ({"note": 1}, [""]),
    ({"claims": [CLAIM | {"note": 1}]}, ["claims[0]"]),
    ({"sources": [{"id": "s", "title": ""}, {"id": "t", "issued": "soon"}]}, ["sources[0].title", "sources[1].issued"]),
]


@pytest.mark.parametrize(
    ("fields", "paths"), PLACES, ids=[",".join(paths) + str(place) for place, (_, paths) in enumerate(PLACES)]
)
def test_problems_say_where_they_are(fields: dict[str, Any], paths: list[str]) -> None:
    """All problems are told at once, each with its path."""
    found = [path for path, _ in refused(PLAIN | fields).problems]
    assert len(found) == len(paths)
    for path, expected in zip(sorted(found), sorted(paths), strict=True):
        assert path.startswith(expected)


def test_at_most_twenty_problems() -> None:
    """Beyond twenty, the problems are counted."""
    problem = refused(PLAIN | {"claims": [CLAIM | {"said": "soon"}] * 25})
    assert [path for path, _ in problem.problems] == [f"claims[{n}].said" for n in range(20)]
    assert "5 more" in str(problem)


def test_the_claim_is_placed() -> None:
    """What shows only beside other fields is told with the path of its claim and the field."""
    problem = refused(PLAIN | {"claims": [CLAIM, CLAIM | {"id": "x/y", "values": ["a", "b"], "exclusive": True}]})
    assert problem.problems[0][0] == "claims[1].exclusive"


@pytest.mark.parametrize(
    "data",
    [
        *(
            b"",
            b"x",
            b"[]",
            b"1",
            b"null",
            b'"x"',
            b"[{}]",
            b"{",
            b'{"format": 1',
            b'{"format": 1}}',
            b"\xef\xbb\xbf{}",
            b"\xff",
        ),
        *(b'{"format": 1, "format": 1}', b'{"format": NaN}', b'{"format": 1, "claims": [' + b"[" * 50_000),
        *(
            b'{"format": 1, "message": "\\ud800"}',
            b'{"format": 1, "message": "a\\u0000"}',
            b'{"format": 1, "taken": "2025", "taken": "2026"}',
        ),
    ],
    ids=lambda data: repr(data)[:30],
)
def test_not_a_document(data: bytes) -> None:
    """What is not JSON, is truncated or is something else is refused, and the file named."""
    assert "expected" in str(refused(data))


def test_truncated() -> None:
    """A document that ends anywhere before its end is refused."""
    for end in range(0, len(GOLDEN.strip()), 5):
        refused(GOLDEN.encode()[:end])


def test_without_a_file_name() -> None:
    """Bytes without a file name are refused with a message of their own."""
    with pytest.raises(InvalidDocumentError, match=r"^expected a snapshot document, got a list") as caught:
        loads(b"[]")
    assert caught.value.file is None


@pytest.mark.parametrize(
    "fields", [{"claims": ["x"]}, {"claims": None}, {"sources": [1]}, {"taken": "soon"}, {"message": ""}, {"author": 1}]
)
def test_documents_check_their_fields(fields: dict[str, Any]) -> None:
    """A document is checked when it is made, and the error names the field."""
    with pytest.raises(InvalidError, match=rf"field {next(iter(fields))}: expected"):
        Document(**fields)


def test_large_documents() -> None:
    """A document may be much larger than one claim."""
    many = Document(claims=tuple(Claim(f"c/{n}", subject="s" * 500, predicate="p") for n in range(3000)))
    data = dumps(many)
    assert len(data) > 1 << 20
    assert loads(data) == many


# Files


def test_read(tmp_path: Path) -> None:
    """A document is read from a file, given as a path or as text."""
    file = tmp_path / "a.json"
    file.write_bytes(dumps(FULL))
    assert read(file) == read(str(file)) == FULL


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there, or is none, is not found, by its name."""
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(NotFoundError, match="expected a readable file") as caught:
            read(path)
        assert caught.value.file == str(path)


def test_a_wrong_file(tmp_path: Path) -> None:
    """A file that holds no document is refused by its name."""
    file = tmp_path / "wrong.json"
    file.write_text("{")
    with pytest.raises(InvalidDocumentError, match=r"wrong\.json: expected JSON"):
        read(file)


def write(folder: Path, name: str, taken: str | None, message: str) -> None:
    (folder / name).write_bytes(dumps(Document(taken=None if taken is None else When(taken), message=message)))


def test_folders_are_read_in_the_order_of_taken(tmp_path: Path) -> None:
    """The documents of a folder come in the order of taken, then of their names; other files are left alone."""
    write(tmp_path, "z.json", "2025-02-19", "first")
    write(tmp_path, "m.json", "2025-02-20", "second")
    write(tmp_path, "n.json", "2025-02-20", "third")
    write(tmp_path, "2025-02-20T09-30-00Z.json", "2025-02-20T09:30:00Z", "fourth")
    write(tmp_path, "b.json", "2025-02-21T08:00:00+09:00", "fifth")
    write(tmp_path, "a.json", "2025-03-21", "last")
    (tmp_path / "README.md").write_text("not a document")
    (tmp_path / "sub.json").mkdir()
    assert [document.message for document in read_folder(tmp_path)] == [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "last",
    ]
    assert next(iter(read_folder(str(tmp_path)))).message == "first"


def test_an_empty_folder(tmp_path: Path) -> None:
    """A folder without documents, or none at all, is not found."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(NotFoundError, match="expected a folder of snapshot documents"):
            list(read_folder(folder))


def test_a_folder_needs_taken(tmp_path: Path) -> None:
    """In a folder, every document says when it was taken."""
    write(tmp_path, "a.json", "2025-02-19", "dated")
    write(tmp_path, "b.json", None, "undated")
    with pytest.raises(InvalidDocumentError, match=r"b\.json: expected taken") as caught:
        list(read_folder(tmp_path))
    assert caught.value.problems[0][0] == "taken"


def test_a_folder_with_a_wrong_document(tmp_path: Path) -> None:
    """One wrong document is told by its name before any is given."""
    write(tmp_path, "a.json", "2025-02-19", "dated")
    (tmp_path / "b.json").write_text("[]")
    with pytest.raises(InvalidDocumentError, match=r"b\.json"):
        next(iter(read_folder(tmp_path)))


# Names of files


@pytest.mark.parametrize(
    ("taken", "text", "name"),
    [
        (datetime(2025, 2, 20, tzinfo=UTC), "2025-02-20", "2025-02-20.json"),
        (datetime(2025, 2, 20, 9, 30, tzinfo=UTC), "2025-02-20T09:30:00Z", "2025-02-20T09-30-00Z.json"),
        (datetime(2025, 2, 20, 0, 0, 1, tzinfo=UTC), "2025-02-20T00:00:01Z", "2025-02-20T00-00-01Z.json"),
        (datetime(2025, 2, 20, 9, tzinfo=timezone(timedelta(hours=9))), "2025-02-20", "2025-02-20.json"),
        (datetime(2025, 2, 20, 8, tzinfo=timezone(timedelta(hours=9))), "2025-02-19T23:00:00Z", "2025-02-19T23-00-00Z.json"),
    ],
)
def test_file_names(taken: datetime, text: str, name: str) -> None:
    """A file is named by the day or the second at which its snapshot was taken, in UTC, without a colon."""
    assert taken_text(taken) == text
    assert file_name(taken) == name


@given(st.integers(0, 253_370_764_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
@settings(max_examples=100)
def test_taken_comes_back(taken: datetime) -> None:
    """The text of a moment is a date that begins at that very second."""
    assert When(taken_text(taken)).earliest == taken.timestamp()


@given(
    st.dictionaries(
        st.sampled_from(["format", "taken", "claims", "sources", "x"]),
        st.one_of(st.just(1), texts, st.lists(st.just(CLAIM), max_size=2)),
    )
)
@settings(max_examples=100, deadline=None)
def test_any_json_is_read_or_refused(document: dict[str, Any]) -> None:
    """Whatever JSON comes in, it is a document that comes back the same, or an error of our own."""
    try:
        found = loads(json.dumps(document).encode())
    except InvalidDocumentError:
        return
    assert loads(dumps(found)) == found
