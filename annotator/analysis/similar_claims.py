"""Which claims say much the same as some words: by the words they share, whatever their order. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.analysis.record_candidates import normalised

SIMILAR = 55.0
"""Percent of similarity from which on wording is called similar."""


class Similar(NamedTuple):
    """A claim, by its id, and how similar its words are, 0 to 100."""

    claim: str
    score: float


def ranked(words: str, claims: Iterable[tuple[str, str]], *, limit: int, at_least: float = SIMILAR) -> list[Similar]:
    """Return the most similar of *claims*, given by id and words, the most similar first.

    Similarity is that of the words both have and of those that one has more, without regard to case, accents and
    punctuation; of long words in scripts without spaces it is that of the letters.
    """
    from rapidfuzz import fuzz, process

    wanted = normalised(words)
    if not wanted:
        return []
    choices = {claim: normalised(each) for claim, each in claims}

    def similarity(one: str, other: str) -> float:
        return (fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 2

    first = process.extract(wanted, choices, scorer=fuzz.token_set_ratio, limit=8 * limit, score_cutoff=at_least)
    found = [Similar(key, similarity(wanted, text)) for text, _, key in first]
    best = sorted((each for each in found if each.score >= at_least), key=lambda each: (-each.score, each.claim))
    return best[:limit]
