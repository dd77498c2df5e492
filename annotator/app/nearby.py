"""Marks that stand near a claim, and words cut to a line. Pure."""

from collections.abc import Sequence

from annotator.model.annotation import Annotation

CANDIDATES = 14
"""Annotations offered in the menu, the nearest to the claim first."""


def candidates(
    claim: Annotation, kinds: Sequence[str], annotations: Sequence[Annotation], limit: int = CANDIDATES
) -> list[Annotation]:
    """Return the annotations that could be a part of *claim*, the nearest first, at most *limit*."""

    def distance(other: Annotation) -> tuple[int, int]:
        gap = max(claim.start - other.end, other.start - claim.end, 0)
        return (gap, other.start)

    fits = [each for each in annotations if each.id != claim.id and each.spans and (not kinds or each.kind in kinds)]
    return sorted(fits, key=distance)[:limit]


def shorten(words: str, limit: int = 48) -> str:
    """Return *words* on one line, cut in the middle of nothing but spaces where possible."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
