"""What became of one sentence: the most specific kinds for the difference between two wordings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise

import attrs

from factlog.articles.comparison.figures import figures, plain, unparted_differ, words_differ
from factlog.articles.comparison.kinds import ArticleKind, Flag
from factlog.articles.comparison.similarity import similarity
from factlog.articles.comparison.variants import polarity_flipped, same_but_for_spelling
from factlog.articles.comparison.words import content, opcodes, tokens, unspaced
from factlog.articles.memo import Memo
from factlog.articles.revision import FoundValue, Said, Sentence
from factlog.articles.speech.attribution import named, same_person, speakers
from factlog.articles.speech.telling import HIDDEN

_Value = tuple[tuple[int, int], tuple[str, str]]  # where it stands; as written and what it means
SAME = 0.6  # similarity of a piece of a sentence to the sentence that it became
MAX_STOPS = 4  # that are looked at for one cut

_STOP = re.compile(r"""(?:[।。！？]|[.!?…](?=["'”’»)」』\]]*(?:\s|[^\W\d_])))["'”’»)」』\]]*\s*""")
_GROUPED = re.compile("(?<=\\d)[ \u00a0\u202f](?=\\d{3}(?!\\d))")
_MARKED = re.compile(rf"[^\w\s]{{0,3}}{HIDDEN}[^\w\s]{{0,3}}")  # what is inside a quotation, with its marks
_VALUE, _SPEAKER = "\ue001", "\ue002"
_CONVERTED = re.compile(rf"{_VALUE} ?\({_VALUE}\)")  # a quantity in two units


@attrs.frozen
class Told:
    """One kind that applies to a pair of sentences, and the old and new piece that it is about."""

    kind: ArticleKind
    old: str | None = None
    new: str | None = None
    flags: frozenset[Flag] = frozenset()


def compare(old: Sentence, new: Sentence, language: str | None = None) -> Sequence[Told]:
    """The kinds for the difference between two wordings of a sentence; none where the text and the label are the same.

    >>> [(str(told.kind), told.old, told.new) for told in compare(Sentence("30 died."), Sentence("35 died."))]
    [('value-changed', '30', '35')]
    """
    if old.text == new.text and old.label == new.label:
        return ()
    return _COMPARED[old.said, new.said, language]


def _compared(pair: tuple[Said, Said, str | None]) -> Sequence[Told]:
    old, new = (Sentence(text, label=label, quotations=quoted, values=values) for text, label, quoted, values in pair[:2])
    language = pair[2]
    if same_but_for_blanks(old.text, new.text):
        renamed = old.label != new.label and old.label and new.label
        return [Told(ArticleKind.REWORDED, old.label, new.label)] if renamed else []
    if (old.label is None) is not (new.label is None) and _unlabelled(old) == _unlabelled(new):
        return []  # whether words are a label depends on their markup and on the items around
    if old.text.casefold() == new.text.casefold():
        return [Told(ArticleKind.REWORDED, flags=frozenset({Flag.CASE_ONLY}))]
    told: list[Told] = []
    outside = _quotes(old, new, told, language)
    if outside is None:
        return [Told(ArticleKind.REWORDED, flags=_flags(old.text, new.text, language))]
    before, after = outside
    before, after = _attribution((old, before), (new, after), told)
    if _MARKED.sub(HIDDEN, before.text) != _MARKED.sub(HIDDEN, after.text):
        _rest((old, before), (new, after), told, language)
    return told or [Told(ArticleKind.REWORDED, flags=_flags(old.text, new.text, language))]


_COMPARED: Memo[tuple[Said, Said, str | None], Sequence[Told]] = Memo(
    _compared, weigh=lambda pair: len(pair[0].text) + len(pair[1].text) + 1_000, room=2_000_000
)
"""What was told of two wordings before: an edit that is undone is often made again."""


def _unlabelled(sentence: Sentence) -> tuple[str, ...]:
    """The words of a sentence with those of its label."""
    return content(f"{sentence.label or ''} {sentence.text}")


def recut(whole: Sentence, parts: Sequence[Sentence]) -> list[Sentence] | None:
    """The sentence cut where its parts end, if stops stand there that a reader took for none; None if one sentence was split.

    >>> [piece.text for piece in recut(Sentence("It rained. nobody came."), [Sentence("It rained."), Sentence("Nobody came.")])]
    ['It rained.', 'nobody came.']
    >>> recut(Sentence("It rained and nobody came."), [Sentence("It rained."), Sentence("Nobody came.")])
    """
    cuts = [0]
    for part in parts[:-1]:
        cut = _cut(whole.text, cuts[-1], part.text)
        if cut is None:
            return None
        cuts.append(cut)
    pieces = [whole.part(*span) for span in pairwise([*cuts, len(whole.text)])]
    alike = all(similarity(piece.text, part.text) >= SAME for piece, part in zip(pieces, parts, strict=True))
    return pieces if alike else None


def _cut(text: str, start: int, part: str) -> int | None:
    """The stop behind which the stretch from ``start`` is most like the part."""
    ends = [found.end() for found in _STOP.finditer(text, start + 1)]
    # rain.It fell, but neither example.org nor the ค.ศ. of Thai years
    ends = [end for end in ends if end < len(text) and not _inner(text[end - 1], text[end])]
    near = nsmallest(MAX_STOPS, ends, key=lambda end: abs(end - start - len(part)))
    return max(near, key=lambda end: similarity(text[start:end].strip(), part), default=None)


def _inner(mark: str, following: str) -> bool:
    """Whether a mark, with what follows it without a blank, may stand within a sentence."""
    return not following.isupper() if mark == "." else mark in "!?…" and following.islower()


def same_but_for_blanks(old: str, new: str) -> bool:
    """Whether two texts differ at most in white space that parts no words, and no numbers (``12 345``).

    >>> same_but_for_blanks("12 345 ships ( all )", "12345 ships (all)"), same_but_for_blanks("A nother", "Another")
    (True, False)
    """
    if old == new or "".join(old.split()) != "".join(new.split()):
        return old == new
    old, new = (_GROUPED.sub("", text) for text in (old, new))
    return content(old) == content(new) and unspaced(old) == unspaced(new)


@attrs.frozen
class _Masked:
    """A text in which spans were replaced by one sign each, and where each of its characters stood in the sentence."""

    text: str
    origin: Sequence[int]

    @classmethod
    def of(cls, sentence: Sentence) -> _Masked:
        """A sentence of which nothing is hidden yet."""
        return cls(sentence.text, range(len(sentence.text)))

    def hide(self, spans: Sequence[tuple[int, int]], sign: str) -> _Masked:
        """The text with these spans (of itself) replaced."""
        if not spans:
            return self
        parts: list[str] = []
        origin: list[int] = []
        last = 0
        for start, end in spans:
            parts += [self.text[last:start], sign]
            origin += [*self.origin[last:start], -1]
            last = end
        return _Masked("".join([*parts, self.text[last:]]), [*origin, *self.origin[last:]])

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a span of the sentence stands now; None where it, or a part of it, is hidden."""
        if isinstance(self.origin, range):
            return start, end
        first, last = self._places.get(start), self._places.get(end - 1)
        return None if first is None or last is None or last - first != end - 1 - start else (first, last + 1)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {place: number for number, place in enumerate(self.origin)}


def _inside(sentence: Sentence) -> list[tuple[int, int]]:
    """The insides of the outermost quotations."""
    found: list[tuple[int, int]] = []
    for quotation in sentence.quotations:
        if quotation.depth == 0 and quotation.text:
            start = sentence.text.find(quotation.text, quotation.start, quotation.end)
            if start >= 0 and (not found or start >= found[-1][1]):
                found.append((start, start + len(quotation.text)))
    return found


def _quotes(old: Sentence, new: Sentence, told: list[Told], language: str | None) -> tuple[_Masked, _Masked] | None:
    """Adds quote-changed; gives both texts without what is inside quotations, or None where those do not correspond."""
    ones, others = _inside(old), _inside(new)
    if not ones and not others:
        return _Masked.of(old), _Masked.of(new)
    if len(ones) != len(others):
        return None
    pairs = [(old.text[slice(*one)], new.text[slice(*other)]) for one, other in zip(ones, others, strict=True)]
    # the comma in “No,” she said, is the sentence's
    changed = [pair for pair in pairs if content(pair[0]) != content(pair[1])]
    before, after = _Masked.of(old).hide(ones, HIDDEN), _Masked.of(new).hide(others, HIDDEN)
    if changed and before.text != after.text and not _in_place(before.text, after.text):
        return None
    if changed:
        flags = {flag for pair in changed for flag in _flags(*pair, language)} & {Flag.POLARITY_FLIPPED}
        lost, won = (", ".join(side) for side in zip(*changed, strict=True))
        told.append(Told(ArticleKind.QUOTE_CHANGED, lost, won, frozenset(flags)))
    return before, after


def _in_place(before: str, after: str) -> bool:
    """Whether every hidden quotation stands where one stood, among the words that both texts have."""
    one, other = tokens(before), tokens(after)
    kept = (token for tag, start, end, *_ in opcodes(one, other) if tag == "equal" for token in one[start:end])
    return sum(token == HIDDEN for token in kept) == one.count(HIDDEN)


def _attribution(
    one: tuple[Sentence, _Masked], other: tuple[Sentence, _Masked], told: list[Told]
) -> tuple[_Masked, _Masked]:
    """Adds attribution-changed; gives both texts without the names of speakers that changed."""
    (old, before), (new, after) = one, other
    if before.text == after.text and named(old) == named(new):
        return before, after
    if known := list(zip(named(old), named(new), strict=False)) if len(named(old)) == len(named(new)) else []:
        changed = [pair for pair in known if not same_person(*pair)]
        masked = _without(before, {pair[0] for pair in changed}), _without(after, {pair[1] for pair in changed})
    else:
        olds = speakers(before.text)
        news = speakers(after.text) if olds else []
        pairs = zip(olds, news, strict=True) if len(olds) == len(news) else ()
        names = [(before.text[slice(*span)], after.text[slice(*span_after)]) for span, span_after in pairs]
        changed = [pair for pair in names if pair[0] != pair[1] and not same_person(*pair)]
        masked = (before.hide(olds, _SPEAKER), after.hide(news, _SPEAKER)) if changed else (before, after)
    if not changed or not _elsewhere_alike(*masked):
        return before, after
    told.append(Told(ArticleKind.ATTRIBUTION_CHANGED, *changed[0]))
    return masked


def _without(masked: _Masked, names: set[str]) -> _Masked:
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return masked.hide([match.span() for match in re.finditer(pattern, masked.text)], _SPEAKER) if pattern else masked


def _elsewhere_alike(before: _Masked, after: _Masked) -> bool:
    """Whether the texts around the speakers are near enough for the speakers to be of one and the same statement."""
    return before.text == after.text or similarity(before.text, after.text) >= 0.6


def _rest(one: tuple[Sentence, _Masked], other: tuple[Sentence, _Masked], told: list[Told], language: str | None) -> None:
    """Adds value-changed and reworded for what differs outside quotations and names of speakers."""
    (old, before), (new, after) = one, other
    words = words_differ(before.text, after.text)
    written = [figures(side.text, words=words) for side in (before, after)]
    olds, news = _values(before, old.values, written[0]), _values(after, new.values, written[1])
    # by numbers alone, too: the reader may know a value by its words on one side only
    tried = [(olds, news), (_values(before, (), written[0]), _values(after, (), written[1]))]
    if unparted_differ(before.text, after.text):
        written = [figures(side.text, words=words, unparted=True) for side in (before, after)]
        tried.append((_values(before, (), written[0]), _values(after, (), written[1])))
    readings = [(pair, _lacking(*pair), _lacking(*pair[::-1])) for pair in tried]

    def alone(pair: tuple[list[_Value], list[_Value]], *, converted: bool = False) -> bool:
        masked = [text.hide(_spans(values), _VALUE).text for text, values in zip((before, after), pair, strict=True)]
        return len({_CONVERTED.sub(_VALUE, text) if converted else text for text in masked}) == 1

    changed = next(
        (
            (lost, won)
            for pair, lost, won in readings
            if (lost or won) and (alone(pair) or (lost and won and alone(pair, converted=True)))
        ),
        None,
    )
    # another reading may find the same values in other marks
    if changed and not any(alone(pair) for pair, lost, won in readings if not (lost or won)):
        told.append(Told(ArticleKind.VALUE_CHANGED, _join(changed[0]), _join(changed[1])))
        return
    _, lost, won = readings[0]
    if not changed and lost and len(lost) == len(won) and len(olds) == len(news):
        told.append(Told(ArticleKind.VALUE_CHANGED, _join(lost), _join(won)))
    told.append(Told(ArticleKind.REWORDED, flags=_flags(before.text, after.text, language)))


def _spans(values: list[_Value]) -> list[tuple[int, int]]:
    return [span for span, _ in values]


def _join(values: list[tuple[str, str]]) -> str:
    return ", ".join(raw for raw, _ in values)


def _values(masked: _Masked, read: Sequence[FoundValue], written: Sequence[tuple[int, int]]) -> list[_Value]:
    """The values in a masked text: those that the reader found, and what is written as a number elsewhere in it."""
    if not read:
        return [(span, (raw := masked.text[slice(*span)], plain(raw))) for span in written]
    found: list[_Value] = []
    for value in sorted(read, key=lambda value: (value.start, -value.end)):
        span = masked.find(value.start, value.end)
        if span and value.raw and not (found and span[0] < found[-1][0][1]):
            found.append((span, (value.raw, f"{value.kind} {value.value} {value.unit or ''}")))
    ends = [end for (_, end), _ in found]
    starts = [start for (start, _), _ in found]
    for start, end in written:
        after = bisect_right(ends, start)  # the first of the found values that does not end before
        if after == len(starts) or starts[after] >= end:
            raw = masked.text[start:end]
            found.append(((start, end), (raw, plain(raw))))
    return sorted(found)


def _lacking(these: list[_Value], those: list[_Value]) -> list[tuple[str, str]]:
    """The values of these that those lack: neither as written (a reader may know it in one place only) nor by meaning."""
    lacking, others = [value for _, value in these], [value for _, value in those]
    if lacking == others:
        return []
    for part in (0, 1):
        there = Counter(value[part] for value in others)
        here = Counter(value[part] for value in lacking)
        lacking, others = _more(lacking, there, part), _more(others, here, part)
    return lacking


def _more(values: list[tuple[str, str]], than: Counter[str], part: int) -> list[tuple[str, str]]:
    """The values that stand here more often than there."""
    more = []
    for value in values:
        if than[value[part]]:
            than[value[part]] -= 1
        else:
            more.append(value)
    return more


def _flags(before: str, after: str, language: str | None) -> frozenset[Flag]:
    flags = set()
    if before.casefold() == after.casefold():
        flags.add(Flag.CASE_ONLY)
    elif same_but_for_spelling(before, after):
        flags.add(Flag.SPELLING_VARIANT)
    elif polarity_flipped(before, after, language):
        flags.add(Flag.POLARITY_FLIPPED)
    return frozenset(flags)
