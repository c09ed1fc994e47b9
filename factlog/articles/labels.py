"""Labels: what stands before a colon at the head of several items or paragraphs of a section, such as a country's name."""

from __future__ import annotations

import re

from factlog.articles.memo import ById
from factlog.articles.revision import Block, BlockKind

COMPANY = 2
"""How many blocks of a section must have a label, so that one is not just a colon in a sentence."""
MAX_WORDS = 4
MAX_HEAD = 44  # characters within which a label ends

_LABEL = re.compile(r"([^:：。．!?！？「」『』“”\"\[\]（）()、,;]{1,40}?)\s?(?:：\s*|:\s+)(?=\S)")
_NO_LABEL = re.compile(
    r"(?:[たるいとはがて]|\b(?:said|says|wrote|writes|told|asked|asks|replied|added|stated|declared|that|as|are|is|were|was|"
    r"include|includes|including|following))$"
)
"""How words end that introduce what follows the colon."""


def labelled(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the labels of those that have company taken out of their text.

    >>> blocks = [Block(text, BlockKind.ITEM) for text in ("Latvia: It agreed.", "Estonia: It hoped.", "Nobody else came.")]
    >>> [(block.label, block.text) for block in labelled(tuple(blocks))]
    [('Latvia', 'It agreed.'), ('Estonia', 'It hoped.'), (None, 'Nobody else came.')]
    """
    found: set[int] = set()
    company: dict[tuple[BlockKind, tuple[str, ...]], int] = {}
    for place, block in enumerate(blocks):
        head = block.text[:MAX_HEAD]  # looked at in every block of every revision: the quick questions come first
        if ":" not in head and "：" not in head and block.label is None:
            continue
        if block.kind is not BlockKind.ITEM and block.kind is not BlockKind.PARAGRAPH:
            continue
        if block.label is None:
            match = _LABEL.match(block.text)
            if match is None or len(match[1].split()) > MAX_WORDS or _NO_LABEL.search(match[1]):
                continue
            found.add(place)
        company[block.kind, block.section] = company.get((block.kind, block.section), 0) + 1
    found = {place for place in found if company[blocks[place].kind, blocks[place].section] >= COMPANY}
    if not found:
        return blocks
    return tuple(_UNLABELLED[block] if place in found else block for place, block in enumerate(blocks))


def _cut(block: Block) -> Block:
    """The block without its label; a marker at the label stands at the head of the text."""
    match = _LABEL.match(block.text)
    assert match is not None
    cut = match.end()
    markers = tuple(marker._replace(offset=max(0, marker.offset - cut)) for marker in block.markers)
    return Block(block.text[cut:], block.kind, block.section, match[1].strip(), markers)


_UNLABELLED: ById[Block, Block] = ById(_cut, size=2_000)
"""The next revision gets the same blocks."""
