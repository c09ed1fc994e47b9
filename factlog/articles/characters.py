"""Characters that no reader wants in a text: what is invisible, what reorders, and marks piled on each other."""

from __future__ import annotations

import re
import unicodedata

from factlog.articles.revision import Anomaly
from factlog.claims.text import MAX_MARKS

# Controls, what is invisible, what reorders, lone surrogates, and what this reader uses for its own signs.
_CONTROLS = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff"
)
# Joiners shape letters in Arabic, Indic and related scripts, and make one picture of several; elsewhere they hide.
_JOINING = (
    "\u0620-\u064a\u064b-\u065f\u066e-\u06ff\u0710-\u074f\u0750-\u077f\u07ca-\u07ea\u08a0-\u08ff\u0900-\u0dff\u0f40-\u0fbc"
    "\u1000-\u109f\u1780-\u17d3\u1820-\u18aa"
)
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"  # after these a joiner may end a word
_PICTURES = "\ufe0f\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_LOOSE = (
    f"(?<![{_JOINING}{_PICTURES}])[\u200c\u200d]|(?<=[{_JOINING}])(?<![{_VIRAMAS}])[\u200c\u200d](?![{_JOINING}])"
    f"|(?<=[{_PICTURES}])(?:\u200c|\u200d(?![{_PICTURES}]))"
)
_UNWANTED = re.compile(f"[{_CONTROLS}\ue000-\uf8ff]|[\U000e0000-\U000e007f]|{_LOOSE}")
_TAGS = re.compile("[\U000e0000-\U000e007f]")
_OWN = re.compile("[\ue000-\uf8ff]")
# Where combining marks live, roughly: to rule out most lines in one quick sweep.
_MAY_STACK = re.compile(
    "[^\x00-\u02ff\u2000-\u20cf\u2100-\u3029\u3030-\u3098\u309b-\ua66e\uac00-\ufb1d\ufb1f-\ufe1f\ufe30-\uffff]"
)
_CONTROL = re.compile(f"[{_CONTROLS}]|{_LOOSE}")
_MARKS_RUN = re.compile(rf"[^\w\x00-\x7f]{{{MAX_MARKS + 1},}}")
_NO_CONTROL = b"\n" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))


def has_controls(text: str) -> bool:
    r"""Whether a text has controls of ASCII beside the ends of lines; three times as fast as asking str.

    >>> has_controls("Kyiv.\n"), has_controls("Ky\u200biv"), has_controls("Ky\tiv")
    (False, False, True)
    """
    return bool(text.encode("utf-8", "surrogatepass").translate(None, _NO_CONTROL))


def is_tidy(text: str) -> bool:
    r"""Whether a text has nothing that :func:`wanted` would take out, and no white space but blanks and the ends of lines.

    >>> is_tidy("Kyiv.\n"), is_tidy("Київ"), is_tidy("Ky\u200biv"), is_tidy("Ky\tiv")
    (True, True, False, False)
    """
    if text.isascii():
        return not has_controls(text)
    line = text.replace("\n", "") if "\n" in text else text
    return line.isprintable() and not (_MAY_STACK.search(line) and _MARKS_RUN.search(line))


def wanted(text: str, problems: list[Anomaly]) -> str:
    """The text without the characters that no reader wants, and those that are signs of this one."""
    if not text.isprintable() and _UNWANTED.search(text):
        text = _OWN.sub("", _without_controls(text, problems))
    return _with_few_marks(text, problems)


def visible(text: str, problems: list[Anomaly]) -> str:
    r"""The text without controls and the like, and with few marks on a character; what was removed goes to the problems.

    >>> problems = []
    >>> visible("Ky\u200biv", problems), problems[0].detail
    ('Kyiv', 'U+200B')
    >>> visible("می\u200cرود", problems) == "می\u200cرود", visible("Ky\u200civ", problems)
    (True, 'Kyiv')
    """
    return _with_few_marks(_without_controls(text, problems), problems)


def _without_controls(text: str, problems: list[Anomaly]) -> str:
    if text.isprintable() or not (found := {*_CONTROL.findall(text), *_TAGS.findall(text)}):
        return text
    problems.extend(Anomaly("control-characters", f"U+{ord(character):04X}") for character in sorted(found))
    return _TAGS.sub("", _CONTROL.sub("", text))


def _with_few_marks(text: str, problems: list[Anomaly]) -> str:
    """The text with at most fifteen combining marks on a character: more hide it, and are slow to normalise."""
    if not (_MAY_STACK.search(text) and _MARKS_RUN.search(text)):
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MAX_MARKS:
            kept.append(character)
    if len(kept) < len(text):
        problems.append(Anomaly("combining-marks"))
    return "".join(kept)
