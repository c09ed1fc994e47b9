"""What became of one sentence: the most specific kinds for the difference between two wordings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import attrs

from factlog.articles.align import similarity
from factlog.articles.attribution import HIDDEN, named, same_person, speakers
from factlog.articles.kinds import ArticleKind, Flag
from factlog.articles.revision import Sentence
from factlog.articles.words import content

_VALUE, _SPEAKER = "\ue001", "\ue002"
_NUMBER = re.compile(r"\d+(?:[.,٫٬ \u00a0\u202f]\d+)*")
_MONTH = re.compile(
    r"\b(?:jan(?:uary|uar|vier|\.)|feb(?:ruary|ruar|\.)|f[ée]vrier|mar(?:ch|s|\.)|märz|a[pv]ril|may|mai|june?|juni|juin|jul[yi]|juillet"
    r"|august|ao[uû]t|sept?(?:ember|embre|\.)|o[ck]tober|octobre|nov(?:ember|embre|\.)|de[cz](?:ember|\.)|d[ée]cembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|январ[яь]|феврал[яь]|марта?|апрел[яь]|мая|июн[яь]|июл[яь]|августа?|сентябр[яь]|октябр[яь]|ноябр[яь]|декабр[яь]"
    r"|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)(?!\w)"
    r"|जनवरी|फ़?फरवरी|मार्च|अप्रैल|जुलाई|अगस्त|सितम्बर|सितंबर|अक्टूबर|नवम्बर|नवंबर|दिसम्बर|दिसंबर"
    r"|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม",
    re.IGNORECASE,
)
_NEGATION_JA = re.compile("ない|なかっ|なく|なけれ|なし|ません|ませんでした|ずに|ず(?=[、。]|$)|ぬ(?=[、。]|$)|否定|拒否|拒[んみむ]")
_NEGATION_ZH = re.compile("[不没沒未無无非否]|拒绝|拒絕")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|denied|denies|\w+n['’]t"
    r"|не|нет|никогда|нікоды|ні|nicht|kein\w*|nie|pas|jamais|nunca|não|non)\b|नहीं|ไม่",
    re.IGNORECASE,
)


@attrs.frozen
class Told:
    """One kind that applies to a pair of sentences, and the old and new piece that it is about."""

    kind: ArticleKind
    old: str | None = None
    new: str | None = None
    flags: frozenset[Flag] = frozenset()


def compare(old: Sentence, new: Sentence, language: str | None = None) -> list[Told]:
    """The kinds for the difference between two wordings of a sentence; none where the text and the label are the same.

    >>> [(str(told.kind), told.old, told.new) for told in compare(Sentence("30 died."), Sentence("35 died."))]
    [('value-changed', '30', '35')]
    """
    if old.text == new.text:
        renamed = old.label != new.label and old.label and new.label
        return [Told(ArticleKind.REWORDED, old.label, new.label)] if renamed else []
    if old.text.casefold() == new.text.casefold():
        return [Told(ArticleKind.REWORDED, flags=frozenset({Flag.CASE_ONLY}))]
    told: list[Told] = []
    outside = _quotes(old, new, told, language)
    if outside is None:
        return [Told(ArticleKind.REWORDED, flags=_flags(old.text, new.text, language))]
    before, after = outside
    before, after = _attribution((old, before), (new, after), told)
    if before.text != after.text:
        _rest((old, before), (new, after), told, language)
    return told


@attrs.frozen
class _Masked:
    """A text in which spans were replaced by one character each, and what stood there with its place in the original."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def hide(self, spans: Sequence[tuple[int, int]], sign: str) -> str:
        """The text with these spans (of itself) replaced."""
        parts, last = [], 0
        for start, end in spans:
            parts += [self.text[last:start], sign]
            last = end
        return "".join([*parts, self.text[last:]])


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
        return _Masked(old.text), _Masked(new.text)
    if len(ones) != len(others):
        return None
    for (start, end), (other_start, other_end) in zip(ones, others, strict=True):
        before, after = old.text[start:end], new.text[other_start:other_end]
        if before != after:
            flags = _flags(before, after, language) & {Flag.POLARITY_FLIPPED}
            told.append(Told(ArticleKind.QUOTE_CHANGED, before, after, flags))
    return _Masked(_Masked(old.text).hide(ones, HIDDEN)), _Masked(_Masked(new.text).hide(others, HIDDEN))


def _attribution(
    one: tuple[Sentence, _Masked], other: tuple[Sentence, _Masked], told: list[Told]
) -> tuple[_Masked, _Masked]:
    """Adds attribution-changed; gives both texts without the names of speakers that changed."""
    (old, before), (new, after) = one, other
    if before.text == after.text and named(old) == named(new):
        return before, after
    olds, news = speakers(before.text), speakers(after.text)
    pairs = zip(olds, news, strict=True) if len(olds) == len(news) else ()
    names = [(before.text[slice(*span)], after.text[slice(*span_after)]) for span, span_after in pairs]
    changed = [pair for pair in names if pair[0] != pair[1] and not same_person(*pair)]
    known = list(zip(named(old), named(new), strict=False)) if len(named(old)) == len(named(new)) else []
    if known:
        changed = [pair for pair in known if not same_person(*pair)]
        masked = _Masked(_without(before.text, known, 0)), _Masked(_without(after.text, known, 1))
    else:
        masked = _Masked(before.hide(olds, _SPEAKER)), _Masked(after.hide(news, _SPEAKER))
    if not changed or not _elsewhere_alike(*masked):
        return before, after
    told.append(Told(ArticleKind.ATTRIBUTION_CHANGED, *changed[0]))
    return masked


def _without(text: str, pairs: list[tuple[str, str]], side: int) -> str:
    for pair in pairs:
        if not same_person(*pair):
            text = text.replace(pair[side], _SPEAKER)
    return text


def _elsewhere_alike(before: _Masked, after: _Masked) -> bool:
    """Whether the texts around the speakers are near enough for the speakers to be of one and the same statement."""
    return before.text == after.text or similarity(before.text, after.text) >= 0.6


def _rest(one: tuple[Sentence, _Masked], other: tuple[Sentence, _Masked], told: list[Told], language: str | None) -> None:
    """Adds value-changed and reworded for what differs outside quotations and names of speakers."""
    (old, before), (new, after) = one, other
    olds, news = _values(before.text, old), _values(after.text, new)
    lost, won = _lacking(olds, news), _lacking(news, olds)
    alone = before.hide([span for span, _ in olds], _VALUE) == after.hide([span for span, _ in news], _VALUE)
    if alone and (lost or won):
        told.append(Told(ArticleKind.VALUE_CHANGED, _join(lost), _join(won)))
        return
    if lost and len(lost) == len(won) and len(olds) == len(news):
        told.append(Told(ArticleKind.VALUE_CHANGED, _join(lost), _join(won)))
    told.append(Told(ArticleKind.REWORDED, flags=_flags(before.text, after.text, language)))


def _join(values: list[tuple[str, str]]) -> str:
    return ", ".join(raw for raw, _ in values)


_Value = tuple[tuple[int, int], tuple[str, str]]  # where it stands; as written and what it means


def _values(text: str, sentence: Sentence) -> list[_Value]:
    """The values in a masked text: those that the reader found, and all other numbers and names of months."""
    found: list[_Value] = []
    place = 0
    for value in sorted(sentence.values, key=lambda value: (value.start, -value.end)):
        start = text.find(value.raw, place) if value.raw else -1
        if start >= 0:  # else it is inside a quotation or within another value
            place = start + len(value.raw)
            found.append(((start, place), (value.raw, f"{value.kind} {value.value} {value.unit or ''}")))
    spans = [span for span, _ in found]
    for pattern in (_NUMBER, _MONTH):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in spans):
                plain = re.sub(r"[,  \u00a0\u202f٬]", "", unicodedata.normalize("NFKC", match[0]))
                found.append((match.span(), (match[0], "".join(map(_digit, plain.casefold())))))
    return sorted(found)


def _digit(character: str) -> str:
    number = unicodedata.digit(character, None)
    return character if number is None else str(number)


def _lacking(these: list[_Value], those: list[_Value]) -> list[tuple[str, str]]:
    """The values of these that those lack, by meaning."""
    there = Counter(value[1] for _, value in those)
    lacking = []
    for _, value in these:
        if there[value[1]]:
            there[value[1]] -= 1
        else:
            lacking.append(value)
    return lacking


def _flags(before: str, after: str, language: str | None) -> frozenset[Flag]:
    flags = set()
    if before.casefold() == after.casefold():
        flags.add(Flag.CASE_ONLY)
    elif folded(before) == folded(after):
        flags.add(Flag.SPELLING_VARIANT)
    if (_negations(before, language) - _negations(after, language)) % 2 and similarity(before, after) >= 0.6:
        flags.add(Flag.POLARITY_FLIPPED)
    return frozenset(flags)


def _negations(text: str, language: str | None) -> int:
    """How many negations a text has; the language is told from its script where nobody says it."""
    main = (language or "").partition("-")[0].lower()
    if main == "ja" or (not main and re.search("[\u3041-\u30ff]", text)):
        pattern = _NEGATION_JA
    elif main == "zh" or (not main and re.search("[\u3400-\u9fff]", text)):
        pattern = _NEGATION_ZH
    else:
        pattern = _NEGATION
    return sum(1 for _ in pattern.finditer(text))


_VARIANTS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=\w{3})is(?=e[ds]?\b|ing\b|ation)", "iz"),
        (r"(?<=\w{2})ys(?=e[ds]?\b|ing\b)", "yz"),
        (r"(?<=\w{2})our(?=\b|s\b|ed\b|ing\b|able\b|ite|ful|hood)", "or"),
        (r"(?<=\w{2}[bt])re\b", "er"),
        (r"ll(?=ed\b|ing\b|er\b)", "l"),
        (r"(?<=\w)ogue\b", "og"),
        (r"enc(?=e\b)", "ens"),
        (r"[ao]e", "e"),
        (r"(?<=\w{3})e?ment\b", "ment"),
        ("ヴァ", "バ"),
        ("ヴィ", "ビ"),
        ("ヴェ", "ベ"),
        ("ヴォ", "ボ"),
        ("ヴ", "ブ"),
        ("[ーヶケヵ・]", ""),
        ("(?<=[\u4e00-\u9fff])[ぁ-ゖ](?=[ぁ-ゖ])", ""),  # okurigana: 行なう, 行う
    )
]


@lru_cache(maxsize=1_024)
def folded(text: str) -> str:
    """A text without what spellings of the same words differ in: width, points, hyphens, quotation marks, regional habits.

    >>> folded("The organisation’s colour") == folded("The organization's color")
    True
    >>> folded("サーバーの彈巢") == folded("サーバの弹巢")
    True
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = unicodedata.normalize("NFC", plain)
    for pattern, replacement in _VARIANTS:
        plain = pattern.sub(replacement, plain)
    return " ".join("".join(map(_sound, word)) for word in content(plain))


def _sound(character: str) -> str:
    """A Han character by its sound: 彈 and 弹 are one character in two scripts, and homophones are slips of one."""
    if not "\u3400" <= character <= "\u9fff":
        return character
    from anyascii import anyascii

    return anyascii(character)
