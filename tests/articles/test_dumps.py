"""Export XML read in a stream."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import material

from factlog.articles.dumps import Limits, RawRevision, _Reader, revisions
from factlog.articles.revision import Anomaly
from factlog.errors import InvalidDocumentError

SITE = (
    "<siteinfo><dbname>xwiki</dbname><base>https://x.example/wiki/Main_Page</base>"
    "<namespaces><namespace key='0'/></namespaces></siteinfo>"
)


def revision(number: int, text: str = "text", more: str = "") -> str:
    return (
        f"<revision><id>{number}</id><parentid>{number - 1}</parentid>"
        f"<timestamp>2010-01-01T00:00:0{number % 10}Z</timestamp>"
        f"<contributor><username>Someone</username><id>7</id></contributor><minor/><comment>c</comment>{more}"
        f"<model>wikitext</model><format>text/x-wiki</format>"
        f"<text xml:space='preserve' bytes='4'>{text}</text><sha1>s</sha1></revision>"
    )


def page(title: str, *inside: str) -> str:
    return f"<page><title>{title}</title><ns>0</ns><id>12</id>{''.join(inside)}</page>"


def export(*pages: str, version: str = "0.11") -> str:
    head = f"<mediawiki xmlns='http://www.mediawiki.org/xml/export-{version}/' version='{version}' xml:lang='ja'>"
    return f"{head}{SITE}{''.join(pages)}</mediawiki>"


def read(folder: Path, content: str | bytes, **how: object) -> list[RawRevision]:
    path = folder / "export.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(revisions(path, **how))  # type: ignore[arg-type]


def test_what_a_revision_holds(tmp_path: Path) -> None:
    (found,) = read(tmp_path, export(page("A b", "<redirect title='C'/>", revision(5, "a &lt;b&gt; ü"))))
    assert found == RawRevision(
        title="A b",
        page_id="12",
        namespace=0,
        wiki="xwiki",
        language="ja",
        revision_id="5",
        parent_id="4",
        taken=found.taken,
        contributor="Someone",
        comment="c",
        minor=True,
        sha1="s",
        model="wikitext",
        format="text/x-wiki",
        redirect="C",
        url="https://x.example/wiki/A_b",
        text="a <b> ü",
    )
    assert found.taken == "2010-01-01T00:00:05Z"


@pytest.mark.parametrize("version", ["0.3", "0.5", "0.10", "0.11"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_every_version_and_packing(tmp_path: Path, version: str, pack: object) -> None:
    content = export(page("A", revision(1), revision(2)), page("B", revision(3)), version=version).encode()
    found = read(tmp_path, pack(content))  # type: ignore[operator]
    assert [(one.title, one.revision_id) for one in found] == [("A", "1"), ("A", "2"), ("B", "3")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_many_packed_streams_in_one_file(tmp_path: Path, pack: object) -> None:
    content = export(page("A", revision(1)), page("B", revision(2))).encode()
    packed = b"".join(pack(content[start : start + 100]) for start in range(0, len(content), 100))  # type: ignore[operator]
    assert len(read(tmp_path, packed)) == 2


def test_suppressed_empty_and_missing_texts(tmp_path: Path) -> None:
    texts = [
        "<text bytes='9' deleted='deleted' />",
        "<text bytes='0' />",
        "<text xml:space='preserve' />",
        "<text bytes='9' id='5' />",
        "",
    ]
    found = read(tmp_path, export(page("A", *(f"<revision><id>1</id>{text}</revision>" for text in texts))))
    assert [one.text for one in found] == [None, "", "", None, None]
    assert found[0].anomalies == (Anomaly("no-timestamp"),)


def test_hidden_contributors_and_other_slots(tmp_path: Path) -> None:
    more = "<content><role>x</role><model>y</model><format>z</format><text>other</text></content>"
    hidden = "<revision><id>1</id><contributor deleted='deleted' /><text>t</text></revision>"
    upload = "<upload><timestamp>2011-01-01T00:00:00Z</timestamp><comment>u</comment></upload>"
    found = read(tmp_path, export(page("A", hidden, revision(2, more=more), upload)))
    assert [(one.contributor, one.text, one.comment) for one in found] == [(None, "t", None), ("Someone", "text", "c")]


def test_impossible_time_stamps_are_reported(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path,
        export(page("A", "<revision><id>1</id><timestamp>2010-02-30T00:00:00Z</timestamp><text>t</text></revision>")),
    )
    assert found.taken is None
    assert found.anomalies == (Anomaly("impossible-date", "timestamp: 2010-02-30T00:00:00Z"),)


def test_one_bad_page_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    bad = [
        "<page><title>Bad</title><revision><text>a & b</text></revision></page>",
        page("Worse", "<revision><text>x"),
        "<page>\x01</page>",
    ]
    problems: list[Anomaly] = []
    content = export(
        page("A", revision(1)),
        bad[0],
        page("B", revision(2)),
        bad[1],
        page("C", revision(3)),
        bad[2],
        page("D", revision(4)),
    )
    found = read(tmp_path, content, on_problem=problems.append)
    assert [one.title for one in found] == ["A", "B", "C", "D"]
    assert [problem.code for problem in problems] == ["bad-page"] * 3
    assert "Bad" in problems[0].detail
    assert "byte" in problems[0].detail


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
def test_chunks_end_anywhere(size: int) -> None:
    content = export(
        page("A", revision(1)), "<page>&x;</page>", page("B", revision(2, "ü")), "<page></x>", page("C", revision(3))
    ).encode()
    problems: list[Anomaly] = []
    reader = _Reader("export", Limits(), problems.append)
    for start in range(0, len(content), size):
        reader.feed(content[start : start + size])
    reader.close()
    assert [(one.title, one.text) for one in reader.taken()] == [("A", "text"), ("B", "ü"), ("C", "text")]
    assert len(problems) == 2


def test_a_truncated_export_gives_what_was_complete(tmp_path: Path) -> None:
    content = export(page("A", revision(1), revision(2)), page("B", revision(3))).encode()
    path = tmp_path / "export.xml"
    for cut in (len(content) - 12, content.index(b"<title>B"), content.index(b"</revision>") + 20):
        path.write_bytes(content[:cut])
        found: list[str | None] = []
        with pytest.raises(InvalidDocumentError, match=rf"byte {cut:,}"):
            found.extend(one.revision_id for one in revisions(path))
        assert found == ["1", "2", "3"][: content[:cut].count(b"</revision>")]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_truncated_packed_export(tmp_path: Path, pack: object) -> None:
    packed = pack(export(page("A", revision(1))).encode())  # type: ignore[operator]
    with pytest.raises(InvalidDocumentError, match="packed"):
        read(tmp_path, packed[:-9])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "plain text",
        "<html><body/></html>",
        '<!DOCTYPE x [<!ENTITY a "b">]><mediawiki/>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><mediawiki><page><title>&b;</title></page></mediawiki>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><mediawiki/>',
        "<mediawiki><siteinfo></mediawiki>",
    ],
)
def test_what_is_no_export_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InvalidDocumentError):
        read(tmp_path, content)


def test_an_empty_export_has_no_revisions(tmp_path: Path) -> None:
    assert read(tmp_path, export()) == []
    assert read(tmp_path, export(page("A"))) == []


def test_pages_without_a_root_are_read(tmp_path: Path) -> None:
    assert [one.title for one in read(tmp_path, f"  {page('A', revision(1))}\n{page('B', revision(2))}\n")] == ["A", "B"]


def test_limits(tmp_path: Path) -> None:
    problems: list[Anomaly] = []
    content = export(page("A", revision(1, "x" * 5000), revision(2)))
    found = read(tmp_path, content, limits=Limits(text=4000), on_problem=problems.append)
    assert [one.revision_id for one in found] == ["2"]
    assert problems == [Anomaly("too-long", "A, revision 1: <text> of more than 4,000 characters")]
    with pytest.raises(InvalidDocumentError, match="more than 1,000 bytes"):
        read(tmp_path, content, limits=Limits(total=1000))
    with pytest.raises(InvalidDocumentError, match="more than 2 pages"):
        read(tmp_path, export(*["<page>&x;</page>"] * 9), limits=Limits(problems=2))


def test_deep_nesting_costs_its_page_only(tmp_path: Path) -> None:
    problems: list[Anomaly] = []
    deep = f"<page><title>Deep</title>{'<a>' * 10_000}{'</a>' * 10_000}</page>"
    assert [one.title for one in read(tmp_path, export(deep, page("A", revision(1))), on_problem=problems.append)] == ["A"]
    assert len(problems) == 1


@pytest.mark.parametrize("what", ["bomb", "attribute"])
def test_bombs_cost_little(tmp_path: Path, what: str) -> None:
    path = tmp_path / "export.xml.bz2"
    inside = {
        "bomb": b"<page><title>B</title><revision><text>" + b"x" * (100 << 20),
        "attribute": b'<page a="' + b"x" * (100 << 20),
    }
    path.write_bytes(bz2.compress(b"<mediawiki>" + inside[what]))
    tracemalloc.start()
    with pytest.raises(InvalidDocumentError):
        list(revisions(path, limits=Limits(text=1 << 20)))
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()


def test_memory_is_flat(tmp_path: Path) -> None:
    peaks = []
    for count in (20, 200):
        path = tmp_path / "export.xml"
        path.write_text(export(page("A", *(revision(number, "x" * 100_000) for number in range(count)))))
        tracemalloc.start()
        assert sum(1 for _ in revisions(path)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


@given(st.binary(max_size=300) | st.text(alphabet="<>/&;!page revision text title=\"'\x01ü", max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("dump")
    for whole in (content, b"<mediawiki><page>" + content, b"BZh9" + content):
        with contextlib.suppress(InvalidDocumentError):
            read(folder, whole)


def test_real_dumps() -> None:
    counts = {"anarchism_2006-05_200rev.xml.xz": 200, "anarchism_every150_2001-2008.xml.xz": 90}
    counts |= {"rio_grande_enwiki_2002-2007_247rev.xml.xz": 247, "mwcites_stub.xml": 4, "wikihadoop_page_sample.xml": 6}
    for name, count in counts.items():
        found = list(revisions(material("dumps") / name))
        assert len(found) == count
        assert all(one.title and one.taken and one.text is not None for one in found)
    problems: list[Anomaly] = []
    assert len(list(revisions(material("dumps") / "computer_cluster_8rev.xml", on_problem=problems.append))) == 7
    assert len(problems) == 1
