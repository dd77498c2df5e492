"""Which marks touch a stretch of text, and in which lane each draws its line. Pure.

Lanes are stable: a mark keeps its lane when a later one is added, for lanes are given in the
order of the ids, which grow with time.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model.annotation import Annotation


@dataclass(frozen=True, slots=True)
class Fragment:
    """One part of an annotation: the *number* of the annotation in its list, and the range."""

    start: int
    end: int
    number: int


class IntervalIndex:
    """Answers which of many half-open ranges touch a stretch, in time proportional to the answer.

    A balanced tree of the largest ends over the ranges sorted by start, so that a long range
    that began far above is found without looking at what lies between.
    """

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self.fragments = sorted(fragments, key=lambda each: (each.start, -each.end))
        self._starts = [each.start for each in self.fragments]
        size = 1
        while size < len(self.fragments):
            size *= 2
        self._size = size
        self._ends = [-1] * (2 * size)
        for place, each in enumerate(self.fragments):
            self._ends[size + place] = each.end
        for node in range(size - 1, 0, -1):
            self._ends[node] = max(self._ends[2 * node], self._ends[2 * node + 1])

    def touching(self, start: int, end: int) -> list[Fragment]:
        """Return the fragments that share at least one code point with ``[start, end)``, in order."""
        last = bisect_left(self._starts, end)
        found: list[Fragment] = []
        pending = [(1, 0, self._size)]
        while pending:
            node, low, high = pending.pop()
            if low >= last or self._ends[node] <= start:
                continue
            if high - low == 1:
                found.append(self.fragments[low])
                continue
            middle = (low + high) // 2
            pending.append((2 * node + 1, middle, high))
            pending.append((2 * node, low, middle))
        return found


class Lanes:
    """Gives each annotation the first lane that no earlier-made annotation over the same words has.

    Cues have a frame and no line, so they take no lane from anyone.

    Computed when asked for and remembered, so a long document costs nothing until it is seen.
    """

    def __init__(self, annotations: Sequence[Annotation], index: IntervalIndex) -> None:
        self._annotations = annotations
        self._index = index
        self._lanes: dict[int, int] = {}

    def lane(self, number: int) -> int:
        """Return the lane, from 0, of the annotation with that number."""
        pending = [number]
        while pending:
            current = pending[-1]
            if current in self._lanes:
                pending.pop()
                continue
            rivals = self._earlier(current)
            unknown = [rival for rival in rivals if rival not in self._lanes]
            if unknown:
                pending.extend(unknown)
                continue
            taken = {self._lanes[rival] for rival in rivals}
            # the first lane is kept for entities, so that a claim's line runs level below them
            lane = 1 if self._annotations[current].kind == "claim" else 0
            while lane in taken:
                lane += 1
            self._lanes[current] = lane
            pending.pop()
        return self._lanes[number]

    def _earlier(self, number: int) -> set[int]:
        mine = self._annotations[number]
        return {
            each.number
            for start, end in mine.spans
            for each in self._index.touching(start, end)
            if self._annotations[each.number].id < mine.id and self._annotations[each.number].kind != "cue"
        }


def fragments_of(annotations: Sequence[Annotation]) -> list[Fragment]:
    """Return the fragments of all spans of *annotations*; document annotations have none."""
    return [
        Fragment(start, end, number) for number, annotation in enumerate(annotations) for start, end in annotation.spans
    ]
