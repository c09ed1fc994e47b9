"""Statements: the sentences of an article in which somebody certain speaks, as claims for an editor to complete.

What the article does not say is left empty: the value, and of subject and predicate what a person would put there. They
hold the article's title and ``states``, as for every sentence of an article, until somebody writes what is stated of what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from factlog.articles.revision import Revision, Sentence
from factlog.articles.speech import RULES, Extractor, Speech, by_sentence, claimant
from factlog.articles.speech.english.verbs import WORDS
from factlog.claims.claim import Citation, Claim, Force
from factlog.claims.claim import Extractor as Made
from factlog.claims.ids import ClaimId, claim_id, slug
from factlog.claims.when import When
from factlog.errors import InvalidError
from factlog.formats.documents import Document, taken_text

PREDICATE = "states"
"""What a sentence is to its article."""
UNDETERMINED = "und"
"""The language of a text of which nobody knows it (BCP 47)."""

_FORCES_EN = {
    "deny": Force.DENIAL,
    **dict.fromkeys(("promise", "vow", "pledge", "swear"), Force.PROMISE),
    **dict.fromkeys(("predict", "forecast"), Force.PREDICTION),
    **dict.fromkeys(("ask", "wonder"), Force.QUESTION),
    **dict.fromkeys(("believe", "think", "feel", "opine"), Force.OPINION),
}
_FORCES_JA = {
    Force.DENIAL: ("否定",),
    Force.PROMISE: ("約束", "確約", "公約", "誓"),
    Force.PREDICTION: ("予測", "予想", "予言"),
    Force.QUESTION: ("尋ね", "質問", "問い", "問う", "問わ"),
}


def statements(revision: Revision, *, subject: str | None = None, extractor: Extractor = RULES) -> tuple[Claim, ...]:
    r"""The claims that a revision's sentences offer, in their order: those with one certain speaker.

    Each has the speaker as ``claimant``, the sentence in the article's language as ``text``, what it cites with the days of
    retrieval as ``citations``, ``said`` where the sentence dates the utterance, ``force`` where the verb leaves no doubt
    (promised, denied, predicted, asked, believed), and the extractor that found the speaker. ``subject`` is the article's
    title unless given; ``value`` is for an editor to fill in. The same sentence always has the same id.

    >>> from factlog import articles
    >>> revision = articles.read("Rain\n\nOn 2 May 2025, Ann Lee denied that it would rain. It rained.", format="plain")
    >>> [(claim.claimant, claim.said, str(claim.force)) for claim in statements(revision, subject="Rain")]
    [('Ann Lee', '2025-05-02', 'denial')]

    Raises InvalidError where the article has no title and no subject is given.
    """
    about = subject or revision.title
    if not about:
        raise InvalidError("expected an article with a title, got one without: name the subject of its statements")
    made = Made(extractor.name, extractor.version)
    language = revision.language or UNDETERMINED
    found: list[Claim] = []
    ids: Counter[str] = Counter()
    for place, speeches in by_sentence(revision, extractor).items():
        who = claimant(revision.sentences[place], speeches)
        if who is None:
            continue
        sentence = revision.sentences[place]
        outermost = [speech for speech in speeches if speech.depth == 0]
        found.append(
            Claim(
                _id(about, who, sentence.text, ids),
                subject=about,
                predicate=PREDICATE,
                claimant=who,
                said=_said(outermost),
                text={language: sentence.text},
                force=_force(outermost),
                citations=_citations(revision, sentence),
                extractor=made,
            )
        )
    return tuple(found)


def document(revision: Revision, claims: Iterable[Claim]) -> Document:
    """A snapshot document of a revision's statements, taken at the revision's time where that is known to the second."""
    taken = revision.taken
    known = taken is not None and taken.certain and not taken.coarse
    moment = taken_text(datetime.fromtimestamp(taken.earliest, UTC)) if taken is not None and known else None
    return Document(taken=moment, claims=tuple(sorted(claims, key=lambda claim: claim.id)))


def _id(about: str, who: str, text: str, ids: Counter[str]) -> ClaimId:
    """The article, the speaker, and a short hash of the sentence; of the same sentence again, with a number."""
    stem = f"{slug(about)}/{slug(who)}/{sha256(text.encode()).hexdigest()[:8]}"
    ids[stem] += 1
    return claim_id(stem if ids[stem] == 1 else f"{stem}-{ids[stem]}")


def _said(speeches: list[Speech]) -> When | None:
    days = {speech.said for speech in speeches}
    return days.pop() if len(days) == 1 else None


def _force(speeches: list[Speech]) -> Force:
    """What the verbs do with the words, where they agree; an assertion is what is left."""
    forces = {_force_of(speech.verb or "") for speech in speeches}
    return forces.pop() if len(forces) == 1 else Force.ASSERTION


def _force_of(verb: str) -> Force:
    if word := WORDS.get(verb.lower()):
        return _FORCES_EN.get(word.lemma, Force.ASSERTION)
    return next((force for force, stems in _FORCES_JA.items() if verb.startswith(stems)), Force.ASSERTION)


def _citations(revision: Revision, sentence: Sentence) -> list[Citation]:
    notes = ((place, revision.notes[place]) for place in sentence.notes if place < len(revision.notes))
    return [sentence.citing(place, cited.citation) for place, note in notes for cited in note.cited]
