"""Claims within claims: which one a claim is part of, and how far the card of the outer one reaches. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.model.annotation import Annotation

DEEPEST = 5
"""Levels that are set in from one another; what lies deeper stands under the last."""


def holds(outer: Annotation, inner: Annotation) -> bool:
    """Tell whether *inner* is part of *outer*: all its spans lie in those of the other, and are not the same."""
    if outer.id == inner.id or outer.spans == inner.spans or not inner.spans:
        return False
    return all(any(a.start <= b.start and b.end <= a.end for a in outer.spans) for b in inner.spans)


def enclosing(claim: Annotation, others: Iterable[Annotation]) -> Annotation | None:
    """Return the smallest claim among *others* that *claim* is part of, or None."""
    found = [each for each in others if each.kind == "claim" and holds(each, claim)]
    return min(found, key=lambda each: (_length(each), each.id), default=None)


def _length(claim: Annotation) -> int:
    return sum(span.end - span.start for span in claim.spans)


def depths(order: Sequence[str], within: Mapping[str, str]) -> dict[str, int]:
    """Return how many claims each of *order* lies in, of those that are there too; *within* has its next outer one."""
    found: dict[str, int] = {}
    for claim in order:
        outer = within.get(claim, "")
        found[claim] = found[outer] + 1 if outer in found else 0
    return found


def reaches(order: Sequence[str], within: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Return the last card in *order* that belongs into the card of each outer claim, and the levels below that one.

    Cards that belong into one follow it without a gap in the order; one behind a stranger stands alone.
    """
    found: dict[str, tuple[str, int]] = {}
    open_now: list[str] = []
    for claim in order:
        while open_now and within.get(claim, "") != open_now[-1]:
            open_now.pop()
        for level, outer in enumerate(reversed(open_now), start=1):
            found[outer] = (claim, max(level, found.get(outer, ("", 0))[1]))
        open_now.append(claim)
    return found
