"""Whom a pronoun means that makes a claim: persons and bodies named before it, the likeliest first.

Rules over the sentences before; the words are data. What is proposed is never forced. Pure.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from annotator.analysis.claimants import names_in
from annotator.analysis.lexicon import Lexicon, guessed_language, lexicon
from annotator.analysis.proposals import Candidate
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.segments import sentence_at

REACH = 1_500
"""Code points before the pronoun that are looked at, however long the text is."""
_MOST = 6
_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "masculine": {"Person": 3.0, "Role": 2.0},
    "feminine": {"Person": 3.0, "Role": 2.0},
    "neuter": {"Organization": 3.0, "Work": 2.0, "Group": 1.5, "Location": 1.0},
    "several": {"Group": 3.0, "Organization": 2.4, "Person": 1.2, "Role": 1.0},
}
_BODY = 1.4
_UNMARKED = 0.8
"""What speaks against a name that nobody has marked, where others are."""
_LETTERS = re.compile(r"[\w’'-]+")
_NEXT_TO = re.compile(r"[\s,]{0,3}")
_APPOSED = re.compile(r"[\s,]*|,\s(?:[\w’'-]+\s){0,3}")
_POSSESSIVE = re.compile(r"[’']s?\b")


def sorts_of(words: str, language: Lexicon) -> frozenset[str]:
    """Return what a pronoun may mean: masculine, feminine, neuter, several; nothing for other words."""
    said = words.casefold()
    return frozenset(sort for sort, pronouns in language.meant.items() if said in pronouns)


def antecedents(
    text: str,
    pronoun: Span,
    annotations: Sequence[Annotation],
    relations: Iterable[Relation],
    language: str | None,
) -> tuple[Candidate, ...]:
    """Return whom the *pronoun* of *text* may mean, the likeliest first; nothing if it is no pronoun, or known.

    *annotations* and *relations* are those of the document. Names that are not marked are proposed behind marks, but
    for full names that stand nearer. Without a *language* (BCP 47) it is guessed from the text around.
    """
    low = max(0, pronoun.start - REACH)
    words = lexicon(language or guessed_language(text[max(0, low - 500) : pronoun.end + 500]))
    sorts = sorts_of(text[pronoun.start : pronoun.end], words)
    if not sorts:
        return ()
    relations = list(relations)
    own = {each.id for each in annotations if each.spans == (pronoun,)}
    if any(each.type == "same as" and each.source in own for each in relations):
        return ()
    near = [each for each in annotations if each.kind == "entity" and each.spans and low <= each.start < pronoun.start]
    place = _Place(text, pronoun, near, relations, words)
    found = [each for each in near if each.end <= pronoun.start]
    scored = _best_of_each(text, [(place.meant(each), place.score(each, sorts)) for each in found])
    any_marked = any(each.tag == "Person" for each in near)
    taken = [span for each in near for span in each.spans]
    for span, tag in names_in(text, low, pronoun.start, words):
        name = text[span.start : span.end]
        if any(span.start < end and start < span.end for start, end in taken) or (any_marked and " " not in name):
            continue
        score = place.score_name(span, tag, sorts) - (_UNMARKED if any_marked else 0.0)
        if name.casefold() not in scored or scored[name.casefold()].score < score:
            scored[name.casefold()] = Candidate(span, None, score, tag)
    best = sorted(scored.values(), key=lambda each: (-each.score, -each.span.start))
    return tuple(each for each in best if each.score > 0)[:_MOST]


def _best_of_each(text: str, scored: Iterable[tuple[Annotation, float]]) -> dict[str, Candidate]:
    """Return the best mention of each name; one that cannot be meant is left out."""
    found: dict[str, Candidate] = {}
    for each, score in scored:
        name = text[each.start : each.end].casefold()
        known = found.get(name)
        if score > 0 and (known is None or score >= known.score):
            found[name] = Candidate(Span(each.start, each.end), each.id, score, each.tag)
    return found


class _Place:
    """What speaks for or against a mention before the pronoun."""

    def __init__(
        self, text: str, pronoun: Span, near: Sequence[Annotation], relations: Sequence[Relation], words: Lexicon
    ) -> None:
        self._text = text
        self._words = words
        self._by_id = {each.id: each for each in near}
        self._starts = {each.start: each for each in near if each.tag == "Person"}
        self._persons = [each for each in near if each.tag == "Person"]
        self._meant = {each.source: each.target for each in relations if each.type == "same as"}
        claimants = [each.target for each in relations if each.type == "claimant" and each.target in self._by_id]
        self._claimants = set(claimants) | {self._meant[each] for each in claimants if each in self._meant}
        self._pronouns: dict[str, set[str]] = {}
        for source, target in self._meant.items():
            mark = self._by_id.get(source)
            if mark is not None:
                self._pronouns.setdefault(target, set()).update(sorts_of(self._said(mark), words))
        self._sentences = self._sentences_before(pronoun)

    def _said(self, mark: Annotation) -> str:
        return self._text[mark.start : mark.end]

    def _sentences_before(self, pronoun: Span) -> list[Span]:
        found = [sentence_at(self._text, pronoun.start)]
        while found[-1].start > max(0, pronoun.start - REACH):
            before = sentence_at(self._text, found[-1].start - 1)
            if before.start >= found[-1].start:
                break
            found.append(before)
        return found

    def meant(self, mark: Annotation) -> Annotation:
        """Return the mention that a pronoun stands for, or the mention itself."""
        return self._by_id.get(self._meant.get(mark.id, ""), mark)

    def score(self, mark: Annotation, sorts: frozenset[str]) -> float:
        """Return how likely a mark is meant; 0 or less if it cannot be."""
        name = self.meant(mark)
        if name is mark and sorts_of(self._said(mark), self._words):
            # a pronoun of which nobody has said whom it means
            return 0.0
        if mark.tag == "Role" and self._stands_beside_a_name(mark):
            return 0.0
        known = self._pronouns.get(name.id, set[str]())
        if known and not known & sorts:
            return 0.0
        score = self._by_tag(name.tag, sorts) + (1.0 if known & sorts else 0.0)
        if score <= 0 or not self._fits(Span(name.start, name.end), name.tag, sorts):
            return 0.0
        if mark.id in self._claimants or name.id in self._claimants:
            score += 1.0
        return max(0.01, score + self._by_place(Span(mark.start, mark.end)))

    def score_name(self, span: Span, tag: str, sorts: frozenset[str]) -> float:
        """Return the same for a name that is not marked."""
        score = self._by_tag(tag, sorts)
        if score <= 0 or not self._fits(span, tag, sorts):
            return 0.0
        several = 0.4 if " " in self._text[span.start : span.end] else 0.0
        return max(0.01, score + several + self._by_place(span))

    def _by_tag(self, tag: str, sorts: frozenset[str]) -> float:
        weights = [_WEIGHTS[sort].get(tag, 0.0) for sort in sorts if sort in _WEIGHTS]
        if self._words.bodies_too and tag in ("Organization", "Group"):
            weights.append(_BODY)
        return max(weights, default=0.0)

    def _by_place(self, span: Span) -> float:
        number = next((n for n, each in enumerate(self._sentences) if each.start <= span.start < each.end), 12)
        score = -0.7 * number
        sentence = self._sentences[min(number, len(self._sentences) - 1)]
        ahead = self._text[sentence.start : span.start]
        score += 0.8 if len(ahead.split()) <= 4 else 0.0
        before = ahead.casefold().split()
        if before and before[-1] in self._words.inside:
            score -= 0.9
        if _POSSESSIVE.match(self._text, span.end):
            score -= 0.8
        return score

    def _stands_beside_a_name(self, mark: Annotation) -> bool:
        behind = _NEXT_TO.match(self._text, mark.end)
        if behind is not None and behind.end() in self._starts:
            return True
        before = (each.end for each in self._persons if each.end <= mark.start)
        # Marta Lindqvist, the union's secretary
        return any(_APPOSED.fullmatch(self._text, end, mark.start) for end in before if mark.start - end <= 40)

    def _fits(self, span: Span, tag: str, sorts: frozenset[str]) -> bool:
        """Tell whether nothing beside a name, or in it, says that the pronoun cannot mean it."""
        if tag not in ("Person", "Role"):
            return True
        said = self._sexes(span)
        wanted = sorts & {"masculine", "feminine"}
        return not said or not wanted or bool(said & wanted) or "several" in sorts

    def _sexes(self, span: Span) -> set[str]:
        text, signs = self._text, self._words.signs
        name = _LETTERS.findall(text[span.start : span.end].casefold())
        around = [*_LETTERS.findall(text[max(0, span.start - 30) : span.start].casefold())[-2:], *name]
        apposition = re.match(r",\s+(?:[\w’'-]+\s+){0,3}[\w’'-]+", text[span.end : span.end + 60])
        if apposition is not None:
            around += _LETTERS.findall(apposition[0].casefold())
        sexes = ("masculine", "feminine")
        if name:
            # a woman may bear an office that is called by a word for men, and has her name all the same
            by_name = {sex for sex in sexes if name[-1].endswith(tuple(signs.get(f"{sex}_names", ())))}
            if by_name:
                return by_name
        return {
            sex
            for sex in sexes
            for word in around
            if word in signs.get(sex, ()) or word.endswith(tuple(signs.get(f"{sex}_endings", ())))
        }
