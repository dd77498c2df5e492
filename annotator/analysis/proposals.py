"""Proposes cue and claimant for a claim just tagged, and tells direct from indirect speech.

Rules over the sentence of the claim and its neighbours; the words are data. What is proposed
is never forced: a person accepts it or chooses otherwise.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.analysis.lexicon import Lexicon, guessed_language, lexicon
from annotator.model.annotation import Annotation, Span
from annotator.model.segments import sentence_at

_WEIGHTS = {"Person": 3.0, "Organization": 2.6, "Role": 2.0, "Group": 2.2, "Location": 0.8, "Work": 1.2}
# guillemets open in one language as they close in another
_OPENING = '"“„«»‹›‘‚「『〝'
_CLOSING = '"”“»«›‹’‘」』〞'
_QUOTE = re.compile(r"[\"“”„«»‹›「」『』]")
_NAME = re.compile(
    r"(?<!\w)(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁ][\w’'.-]*\w|[A-Z]\.)"
    r"(?:\s+(?:(?:van|von|de|der|den|di|da|del|du|la|le|of|the|al|bin|ibn|und|and)\s+)*"
    r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁ][\w’'-]*|[A-Z]\.))*"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span proposed as a part; *annotation* is the id of the one that has it already.

    *tag* is the tag that a new annotation would have. *score* orders candidates.
    """

    span: Span
    annotation: str | None
    score: float
    tag: str


@dataclass(frozen=True, slots=True)
class ClaimProposal:
    """Candidates, the best first, and what the quotation marks say of the content."""

    cues: tuple[Candidate, ...]
    claimants: tuple[Candidate, ...]
    quotation: str


def propose(
    text: str, content: tuple[Span, ...], annotations: Sequence[Annotation], language: str | None
) -> ClaimProposal:
    """Return the parts proposed for a claim with that *content* (code points of *text*).

    Looks at the sentences of the content, the one before and the one after, so that the
    length of the text does not matter. *annotations* are those of the document. Without a
    *language* (BCP 47) it is guessed from the text around.
    """
    quotation = quotation_of(text, content)
    own, around = _windows(text, content)
    words = lexicon(language or guessed_language(text[max(0, around.start - 1000) : around.end]))
    near = [each for each in annotations if each.spans and each.spans[0].start < around.end and each.end > around.start]
    cues = _cues(text, content, own, around, near, words)
    claimants = _claimants(text, content, own, around, near, words, cues[0] if cues else None)
    if quotation == "none" and cues:
        quotation = "indirect"
    return ClaimProposal(tuple(cues), tuple(claimants), quotation)


def quotation_of(text: str, content: tuple[Span, ...]) -> str:
    """Return ``direct`` where the content is quoted whole, ``mixed`` in part, else ``none``."""
    start, end = content[0].start, content[-1].end
    before = text[max(0, start - 3) : start].rstrip()
    opens = text[start] in _OPENING or bool(before and before[-1] in _OPENING)
    after = text[end : end + 4].lstrip(".,;:!?…")
    closes = (
        text[end - 1] in _CLOSING or text[end - 2 : end - 1] in tuple(_CLOSING) or bool(after and after[0] in _CLOSING)
    )
    if opens and closes:
        # a few words in marks within a sentence that goes on are quoted only in part
        sentence = sentence_at(text, start)
        whole = start - sentence.start <= 3 or text[max(0, start - 4) : start].rstrip(_OPENING + " ").endswith(
            (":", ",")
        )
        return "direct" if whole or end - start > 60 else "mixed"
    if _QUOTE.search(text, start, end):
        return "mixed"
    line = text.rfind("\n", 0, start) + 1
    inside = sum(text.count(mark, line, start) for mark in "“„«「") - sum(
        text.count(mark, line, start) for mark in "”»」"
    )
    straight = text.count('"', line, start) % 2
    return "direct" if inside > 0 or straight else "none"


def _windows(text: str, content: tuple[Span, ...]) -> tuple[Span, Span]:
    """Return the sentences of the content, and those with the ones beside them in the paragraph."""
    first, last = sentence_at(text, content[0].start), sentence_at(text, max(0, content[-1].end - 1))
    own = Span(min(first.start, content[0].start), max(last.end, content[-1].end))
    line_start = text.rfind("\n", 0, own.start) + 1
    line_end = text.find("\n", own.end)
    line_end = len(text) if line_end < 0 else line_end
    before = sentence_at(text, own.start - 2) if own.start - 2 > line_start else own
    after = sentence_at(text, own.end + 2) if own.end + 2 < line_end else own
    return own, Span(min(before.start, own.start), max(after.end, own.end))


def _outside(start: int, end: int, content: tuple[Span, ...]) -> bool:
    return all(end <= span.start or start >= span.end for span in content)


def _cues(
    text: str, content: tuple[Span, ...], own: Span, around: Span, near: Sequence[Annotation], words: Lexicon
) -> list[Candidate]:
    existing = {(each.start, each.end): each.id for each in near if each.kind == "cue"}
    found: dict[Span, Candidate] = {}
    for pattern, bonus in ((words.phrase, 0.6), (words.cue, 0.0)):
        for match in pattern.finditer(text, around.start, around.end):
            start, end = match.span("cue")
            if not _outside(start, end, content) or _quoted_away(text, own, start):
                continue
            score = bonus - _distance(start, end, content) / 40
            if not own.start <= start < own.end:
                score -= 2.5 if start < own.start else 2.0
            if start < content[0].start and content[0].start - end <= 3:
                score += 1.2
            span = Span(start, end)
            found[span] = Candidate(span, existing.get(span), score, "Cue")
    for (start, end), annotation in existing.items():
        if _outside(start, end, content):
            overlapping = [span for span in found if span.start < end and span.end > start]
            score = max((found[span].score for span in overlapping), default=-_distance(start, end, content) / 40)
            for span in overlapping:
                del found[span]
            found[Span(start, end)] = Candidate(Span(start, end), annotation, score + 0.5, "Cue")
    return sorted(found.values(), key=lambda each: (-each.score, each.span))[:6]


def _quoted_away(text: str, own: Span, place: int) -> bool:
    """Tell whether *place* is inside somebody's quoted words in the content's own sentence."""
    if not own.start <= place < own.end:
        return False
    opened = sum(text.count(mark, own.start, place) for mark in "“„«「")
    closed = sum(text.count(mark, own.start, place) for mark in "”»」")
    return opened > closed or text.count('"', own.start, place) % 2 == 1


def _distance(start: int, end: int, content: tuple[Span, ...]) -> int:
    return min(max(0, span.start - end, start - span.end) for span in content)


def _claimants(
    text: str,
    content: tuple[Span, ...],
    own: Span,
    around: Span,
    near: Sequence[Annotation],
    words: Lexicon,
    cue: Candidate | None,
) -> list[Candidate]:
    found: list[Candidate] = []
    taken: list[Span] = []
    for each in near:
        if each.kind != "entity" or each.tag not in _WEIGHTS or not _outside(each.start, each.end, content):
            continue
        span = Span(each.start, each.end)
        taken.append(span)
        score = _WEIGHTS[each.tag] + _place_score(text, span, own, content, words, cue)
        found.append(Candidate(span, each.id, score, each.tag))
    for span, weight in _unmarked(text, around, words):
        overlaps = any(span.start < other.end and span.end > other.start for other in taken)
        in_cue = cue is not None and span.start < cue.span.end and span.end > cue.span.start
        if not overlaps and not in_cue and _outside(span.start, span.end, content):
            score = weight + _place_score(text, span, own, content, words, cue)
            found.append(Candidate(span, None, score, "Person"))
    return sorted(found, key=lambda each: (-each.score, each.span))[:8]


def _place_score(
    text: str, span: Span, own: Span, content: tuple[Span, ...], words: Lexicon, cue: Candidate | None
) -> float:
    if cue is None:
        score = -_distance(span.start, span.end, content) / 50
    else:
        before = span.end <= cue.span.start
        gap = cue.span.start - span.end if before else span.start - cue.span.end
        score = -abs(gap) / 30
        is_phrase = words.phrase.match(text, cue.span.start) is not None
        content_first = content[0].start < cue.span.start
        if is_phrase:
            # who stands right behind “according to”
            score += 1.6 if not before and gap <= 60 else -1.5
        elif before:
            score += 1.0
        elif content_first and gap <= 40:
            # “…,” said Gerasimov
            score += 1.1
        else:
            score -= 1.2
        sentence = sentence_at(text, cue.span.start)
        if not sentence.start <= span.start < sentence.end:
            score -= 1.8
    if not own.start <= span.start < own.end:
        score -= 0.6
    return score


def _unmarked(text: str, around: Span, words: Lexicon) -> list[tuple[Span, float]]:
    found: list[tuple[Span, float]] = []
    for match in words.pronoun.finditer(text, around.start, around.end):
        found.append((Span(*match.span()), 1.7))
    for match in _NAME.finditer(text, around.start, around.end):
        start, end = match.span()
        first = match[0].split(maxsplit=1)
        while first and first[0] in words.stop:
            start = end - len(first[1]) if len(first) > 1 else end
            first = first[1].split(maxsplit=1) if len(first) > 1 else []
        if end - start > 2:
            several = " " in text[start:end]
            found.append((Span(start, end), 2.0 if several else 1.3))
    return found
