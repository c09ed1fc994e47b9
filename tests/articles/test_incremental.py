"""Revisions read one after the other cost what changed; what comes out is what reading each of them alone gives."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from material import material

from factlog.articles import Revision, read
from factlog.articles.dumps import revisions
from factlog.articles.memo import forget
from factlog.articles.wikitext.parts import parts

SECTIONS = (
    "It rained in Paris.<ref name=a>Doe, J. (2025). “Rain”. CNN. Retrieved 2 May 2025.</ref> “No,” he said.",
    "== War ==\n{|\n! a\n|-\n| b<ref>c</ref>\n|}\nThey left.<ref name=a />",
    "=== Talks ===\n* One<ref>Doe 2025</ref>\n* Two<ref>Doe 2025</ref>",
    "==Notes==\n{{reflist|refs=<ref name=b>{{cite web|url=http://a.example|title=A|last=Doe|year=2004}}</ref>}}",
    "== Open ==\n{{quote|It goes\n\non",
    "== Shut ==\nand ends.}} Then {{sfn|Doe|2004|p=5}} 3 people came.",
    "== Hidden ==\n<!-- == Not here ==\nNothing. --> Something.<ref name=b />",
    "= x\n{|\n| never closed",
    "== Links == \n[[a|b\n\nc]] [[d]]",
    "=== {{lang|en|Deep}}<ref>e</ref> ===\n<nowiki>== f ==</nowiki>\n: g",
    "==== Raw ====\n<nowiki>\n== h ==\n</nowiki>\n<ref>i\n== j ==\nk</ref>",
)
articles = st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=8)


def cold(text: str) -> Revision:
    forget()
    return read(text, format="wikitext", language="en")


@settings(deadline=None)
@given(st.lists(articles, min_size=2, max_size=4))
def test_a_run_of_revisions_is_read_as_each_of_them_alone(drafts: list[list[str]]) -> None:
    """Whatever sections come, go and move, what the reader remembers of them changes nothing."""
    texts = ["\n".join(sections) for sections in drafts]
    forget()
    run = [read(text, format="wikitext", language="en") for text in texts]
    for text, revision in zip(texts, run, strict=True):
        alone = cold(text)
        assert revision == alone
        assert revision.anomalies == alone.anomalies


@settings(deadline=None)
@given(
    articles, st.lists(st.tuples(st.integers(0, 400), st.sampled_from(("", "{{", "}}", "\n== k ==\n", "<ref>", "x", "\n"))))
)
def test_small_edits_are_read_as_the_text_alone(sections: list[str], edits: list[tuple[int, str]]) -> None:
    """Characters that come and go, those that open and close markup too, are read as if nothing had stood there before."""
    text = "\n".join(sections)
    forget()
    for place, put in edits:
        text = text[:place] + put + text[place + 1 :]
        read(text, format="wikitext", language="en")
    assert read(text, format="wikitext", language="en") == cold(text)


@pytest.mark.parametrize("name", ["anarchism_2006-05_200rev.xml.xz", "anarchism_every150_2001-2008.xml.xz"])
def test_real_revisions_in_a_row_are_read_as_each_alone(name: str) -> None:
    """Every tenth revision of a real article, read after its predecessors, is what it is when read first."""
    texts = [revision.text for revision in revisions(material("dumps") / name) if revision.text]
    forget()
    run = [read(text, format="wikitext", language="en") for text in texts]
    for text, revision in list(zip(texts, run, strict=True))[::10]:
        alone = cold(text)
        assert revision == alone
        assert revision.anomalies == alone.anomalies


def test_what_an_edit_leaves_alone_is_the_very_same() -> None:
    """Sentences of a section before the edit, and notes with their sources, are not made again."""
    old = cold("\n".join(SECTIONS[:3]))
    new = read("\n".join(SECTIONS[:3]) + "\nMore.", format="wikitext", language="en")
    assert all(one is other for one, other in zip(old.sentences[:3], new.sentences[:3], strict=True))
    assert all(one is other for one, other in zip(old.notes, new.notes, strict=True))


def test_parts_are_cut_at_headings_that_stand_alone() -> None:
    """A heading within a template, a reference or a raw text parts nothing."""
    assert [len(parts(text)) for text in ("a\n== b ==\nc\n=== d ===", "{{a|\n== b ==\n}}", "a\n=b", "a\n= =")] == [
        3,
        1,
        1,
        1,
    ]


def test_what_is_worked_out_later_is_part_of_the_value() -> None:
    """Sentences, notes and revisions are equal, hashed, copied and pickled with what nobody has asked them for yet."""
    text = "\n".join(SECTIONS[:4])
    one, other = cold(text), cold(text)
    assert hash(one.sentences) == hash(other.sentences)
    assert one == other
    assert one.sentences[1] != attrs.evolve(one.sentences[1], quotations=())
    for changed in (copy.copy(cold(text)), copy.deepcopy(cold(text)), pickle.loads(pickle.dumps(cold(text)))):
        assert changed == one
        assert hash(changed.notes) == hash(one.notes)
        assert (changed.sentences[1].quotations, changed.anomalies) == (one.sentences[1].quotations, one.anomalies)
    assert one.sentences[1].quotations[0].text == "No,"
    assert one.notes[0].cited[0].citation.retrieved == "2025-05-02"


def test_nothing_that_is_returned_can_be_changed() -> None:
    """What is worked out later is as frozen as the rest."""
    revision = cold(SECTIONS[0])
    for thing, name in ((revision.sentences[0], "values"), (revision.notes[0], "cited"), (revision, "anomalies")):
        with pytest.raises(AttributeError):
            setattr(thing, name, ())
