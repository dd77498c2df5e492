"""Proposes cue and claimant for a claim just tagged, and tells direct from indirect speech.

Rules over the sentence of the claim and its neighbours; the words are data. What is proposed
is never forced: a person accepts it or chooses otherwise.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from annotator.analysis.claimants import find_claimants
from annotator.analysis.guesses import guessed_cue
from annotator.analysis.lexicon import Lexicon, guessed_language, lexicon
from annotator.analysis.quoting import inside, quotation_of, quoted
from annotator.analysis.window import Window
from annotator.model.annotation import Annotation, Span
from annotator.model.segments import sentence_at

_MOST_CUES = 6
_MOST_CLAIMANTS = 8
_GUESSED = -0.9
"""What a cue that is known by its place alone is worth beside others, as much as a weak word."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span proposed as a part; *annotation* is the id of the one that has it already.

    *tag* is the tag that a new annotation would have. *score* orders candidates; it has no unit.
    """

    span: Span
    annotation: str | None
    score: float
    tag: str


@dataclass(frozen=True, slots=True)
class ClaimProposal:
    """Candidates, the best first, and how the content is quoted: direct, indirect, mixed or none."""

    cues: tuple[Candidate, ...]
    claimants: tuple[Candidate, ...]
    quotation: str


def propose(
    text: str, content: tuple[Span, ...], annotations: Sequence[Annotation], language: str | None
) -> ClaimProposal:
    """Return the parts proposed for a claim with that *content*, code points of *text*.

    Looks at the sentences of the content, or of the quotation that it is in, and at the ones
    before and after, so that the length of the text does not matter. *annotations* are those
    of the document. Without a *language* (BCP 47) it is guessed from the text around.
    """
    if not content:
        return ClaimProposal((), (), "none")
    window = _window(text, content, annotations)
    words = lexicon(language or guessed_language(text[max(0, window.around.start - 1000) : window.around.end]))
    cues = _cues(window, words)
    cue = cues[0] if cues else None
    claimants = [
        Candidate(each.span, each.annotation, each.score, each.tag)
        for each in find_claimants(window, words, cue.span if cue else None)
    ]
    quotation = quotation_of(text, content)
    # far away in another sentence, a cue is a guess: it does not make the claim reported speech
    if quotation == "none" and cue is not None and window.own.start <= cue.span.start < window.own.end:
        quotation = "indirect"
    return ClaimProposal(tuple(cues[:_MOST_CUES]), tuple(claimants[:_MOST_CLAIMANTS]), quotation)


def _window(text: str, content: tuple[Span, ...], annotations: Sequence[Annotation]) -> Window:
    start, end = content[0].start, content[-1].end
    quote = inside(quoted(text, start, end), start)
    if quote is not None and quote.end - quote.start < 3_000:
        # who speaks is often said only at the end of a quotation of many sentences
        start, end = min(start, quote.start), max(end, min(quote.end + 1, len(text)))
    own = Span(min(sentence_at(text, start).start, start), max(sentence_at(text, end - 1).end, end))
    line_start = text.rfind("\n", 0, own.start) + 1
    line_end = text.find("\n", own.end)
    line_end = len(text) if line_end < 0 else line_end
    around_start, around_end = own
    if text[line_start : own.start].strip():
        around_start = sentence_at(text, own.start - 2).start
    elif text[: max(0, line_start - 1)][-40:].rstrip().endswith((":", "：")):
        # He wrote: and then, in a paragraph of its own, what he wrote
        colon = len(text[:line_start].rstrip()) - 1
        around_start = sentence_at(text, colon).start
    if text[own.end : line_end].strip():
        around_end = max(around_end, sentence_at(text, own.end + 2).end)
    around = Span(around_start, around_end)
    near = [each for each in annotations if each.spans and each.start < around.end and each.end > around.start]
    return Window(text, content, own, around, quoted(text, around.start, around.end), near)


def _cues(window: Window, words: Lexicon) -> list[Candidate]:
    marked = {Span(each.start, each.end): each.id for each in window.near if each.kind == "cue"}
    found: dict[Span, float] = {}
    for pattern, bonus in ((words.phrase, 0.8), (words.postposition, 0.8), (words.verb, 0.0)):
        for match in pattern.finditer(window.text, window.around.start, window.around.end):
            span = Span(*match.span("cue"))
            is_free = window.is_outside(span) and window.same_voice(span.start) and not window.in_entity(span)
            if is_free and _is_tied(window, words, span):
                score = bonus + _cue_score(window, words, span)
                if match.re is words.verb:
                    score += _word_score(window, span, weak=bool(match["weak"]), tail=bool(match["tail"]))
                found[span] = max(score, found.get(span, score))
    if not words.spaced:
        _prefer_phrases(window, words, found)
    _prefer_verbs(window, words, found)
    _guess(window, words, found, marked)
    for span in marked:
        if window.is_outside(span):
            overlapping = [other for other in found if other.start < span.end and other.end > span.start]
            best = max((found.pop(other) for other in overlapping), default=_cue_score(window, words, span))
            found[span] = best + 0.5
    candidates = [Candidate(span, marked.get(span), score, "Cue") for span, score in found.items()]
    return sorted(candidates, key=lambda each: (-each.score, each.span))


def _prefer_verbs(window: Window, words: Lexicon, found: dict[Span, float]) -> None:
    """Lower what says whose words somebody else gives again: citing a diplomat, the paper wrote."""
    verbs = [span for span in found if window.own.start <= span.start < window.own.end]
    for span in list(found):
        if words.via.fullmatch(window.text, *span) and any(
            not words.via.fullmatch(window.text, *each) for each in verbs
        ):
            found[span] -= 2.0


def _guess(window: Window, words: Lexicon, found: dict[Span, float], marked: Container[Span]) -> None:
    """Take a verb that is known by its place alone, if none is known by its word, or it has more of the same one."""
    guess = guessed_cue(window, words)
    if guess is None or guess in found or guess in marked or window.in_entity(guess):
        return
    own = [span for span in found if window.own.start <= span.start < window.own.end]
    within = [span for span in own if guess.start <= span.start and span.end <= guess.end]
    if within:
        # refused to accept that, appealed for
        found[guess] = max(found.pop(span) for span in within)
    elif not own:
        found[guess] = _cue_score(window, words, guess) + _GUESSED


def _word_score(window: Window, span: Span, *, weak: bool, tail: bool) -> float:
    """Return what the words of a verb group say: *weak* for an uncertain one, *tail* for one with its “that”."""
    in_own = window.own.start <= span.start < window.own.end
    if tail:
        # beside a quotation, “he said that” has a content of its own
        return 0.0 if in_own else -1.5
    if weak:
        return -0.9 if in_own else -1.8
    return 0.0


def _is_tied(window: Window, words: Lexicon, span: Span) -> bool:
    """Tell whether a cue can reach the content: from its own sentences, or from those beside a quotation.

    Beside plain words a cue of another sentence attributes that sentence, unless it points
    back: the bridge stays shut. That is what the office said.
    """
    if window.own.start <= span.start < window.own.end or window.is_quoted:
        return True
    if span.start < window.own.start:
        return window.text[span.end : window.own.start].strip() in (":", "：")
    behind = window.text[window.own.end : span.end].lstrip().casefold()
    return any(behind.startswith(word) for word in words.back)


def _prefer_phrases(window: Window, words: Lexicon, found: dict[Span, float]) -> None:
    """Lower the verbs that only close a phrase: 据《海明日报》报道."""
    for phrase in [span for span in found if words.phrase.fullmatch(window.text, *span)]:
        for span in found:
            clause = window.text[phrase.end : span.start]
            if phrase.end <= span.start and len(clause) <= 20 and not any(mark in clause for mark in "，。；："):
                found[span] -= 1.5


def _cue_score(window: Window, words: Lexicon, span: Span) -> float:
    text, content = window.text, window.content
    score = -window.distance(span) / 40
    if span.start < window.own.start:
        score -= 2.5
    elif span.start >= window.own.end:
        score -= 2.0
    else:
        between = window.between(span)
        if len(between.strip(' ,:：，"“„«「『»‚‘—–-\u00a0\u202f')) <= 1:
            # said that [...], [...], he said
            score += 1.2
        if any(mark in between for mark in ";；"):
            score -= 1.0
        # “X said that A and Y denied B”: what stands ahead of the content governs it
        if span.end <= content[0].start:
            score += 0.3
    ahead = text[max(0, span.start - 20) : span.start].split()
    if ahead and words.article.fullmatch(ahead[-1]) and not text[span.start : span.end].endswith(("that", "que")):
        # the report, his claim: a noun
        score -= 1.2
    return score
