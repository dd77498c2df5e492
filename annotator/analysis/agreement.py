"""How far annotators who marked the same documents agree: the F1 of each two of them, on exact spans. Pure.

Two annotators marked the same document if each has an accepted mark in it; who looked and found nothing
left no trace, so the figure is about documents in which both found something. Marks agree if kind, tag and
all spans are equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from annotator.model.annotation import KINDS, Annotation, Kind, Span

_Mark = tuple[str, tuple[Span, ...]]


class Agreement:
    """Counts over documents, one after the other; memory grows with the pairs of annotators only."""

    def __init__(self) -> None:
        # by the pair, then by kind: documents, marks of the first, of the second, and of both
        self._pairs: dict[tuple[str, str], dict[Kind, list[int]]] = {}

    def add(self, annotations: Iterable[Annotation]) -> None:
        """Count the marks of one document."""
        marks: dict[str, dict[Kind, set[_Mark]]] = {}
        for each in annotations:
            if each.state == "accepted":
                marks.setdefault(each.annotator, {}).setdefault(each.kind, set()).add((each.tag, each.spans))
        if len(marks) < 2:
            return
        for first, second in combinations(sorted(marks), 2):
            of_pair = self._pairs.setdefault((first, second), {})
            for kind in marks[first].keys() | marks[second].keys():
                one, other = marks[first].get(kind, set()), marks[second].get(kind, set())
                counts = of_pair.setdefault(kind, [0, 0, 0, 0])
                for place, count in enumerate((1, len(one), len(other), len(one & other))):
                    counts[place] += count

    def as_json(self) -> list[dict[str, object]]:
        """Return a line for each pair and kind, in a fixed order: how many documents and marks, and the F1 (0 to 1)."""
        return [
            {
                "annotators": list(pair),
                "kind": kind,
                "documents": counts[0],
                "marks": [counts[1], counts[2]],
                "equal": counts[3],
                "f1": round(2 * counts[3] / (counts[1] + counts[2]), 4),
            }
            for pair, of_pair in sorted(self._pairs.items())
            for kind in KINDS
            if (counts := of_pair.get(kind))
        ]
