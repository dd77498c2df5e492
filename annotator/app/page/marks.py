"""Which marks touch a stretch of text, and in which lane each draws its line. Pure.

Lanes are stable: a mark keeps its lane when a later one is added, for lanes are given in the
order of the ids, which grow with time.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from annotator.model.annotation import Annotation, Span


class Fragment(NamedTuple):
    """One part of an annotation: the *number* of the annotation in its list, and the range."""

    start: int
    end: int
    number: int


_FAN = 32
"""Children of one node of the tree."""


class IntervalIndex:
    """Answers which of many half-open ranges touch a stretch, in time proportional to the answer.

    A tree of the largest ends over the ranges sorted by start, so that a long range
    that began far above is found without looking at what lies between.
    """

    def __init__(self, annotations: Sequence[Annotation]) -> None:
        """Take the spans of *annotations*; document annotations have none."""
        # lists of numbers, not a list of ranges: a hundred thousand objects would wake the garbage collector
        spans = [annotation.spans for annotation in annotations]
        flat = list(chain.from_iterable(spans))
        starts = [span[0] for span in flat]
        ends = [span[1] for span in flat]
        numbers: Sequence[int] = range(len(spans))
        if len(starts) != len(spans) or not all(spans):
            numbers = [number for number, each in enumerate(spans) for _ in each]
        ordered = sorted(starts)
        # annotations come in reading order, which is all but sorted
        if ordered != starts:
            order = sorted(range(len(starts)), key=lambda place: (starts[place], -ends[place]))
            starts, ends = ordered, [ends[place] for place in order]
            numbers = [numbers[place] for place in order]
        self._starts, self._numbers = starts, numbers
        self._gone = set[int]()
        self._late = list[Fragment]()
        self._longest = 0
        self._levels = [ends]
        while len(self._levels[-1]) > _FAN:
            below = self._levels[-1]
            self._levels.append([max(below[low : low + _FAN]) for low in range(0, len(below), _FAN)])

    @property
    def changes(self) -> int:
        """How much was replaced since the tree was made: each costs every answer a little."""
        return len(self._gone) + len(self._late)

    def replace(self, gone: Iterable[int], made: Iterable[tuple[int, Annotation]]) -> None:
        """Leave out the annotations of the numbers *gone*, and take others under new numbers."""
        gone = set(gone)
        self._gone |= gone
        if any(each.number in gone for each in self._late):
            self._late = [each for each in self._late if each.number not in gone]
        for number, annotation in made:
            for start, end in annotation.spans:
                insort(self._late, Fragment(start, end, number))
                self._longest = max(self._longest, end - start)

    def touching(self, start: int, end: int) -> list[Fragment]:
        """Return the fragments that share at least one code point with ``[start, end)``, in order."""
        found = self._in_tree(start, end)
        if self._gone:
            found = [each for each in found if each.number not in self._gone]
        first, last = bisect_left(self._late, (start - self._longest,)), bisect_left(self._late, (end,))
        late = [each for each in self._late[first:last] if each.end > start]
        return sorted(found + late, key=_order) if late else found

    def beginning(self, start: int, end: int) -> Iterator[int]:
        """Yield the numbers of the annotations with a part that begins in ``[start, end)``."""
        for place in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            if self._numbers[place] not in self._gone:
                yield self._numbers[place]
        for each in self._late[bisect_left(self._late, (start,)) : bisect_left(self._late, (end,))]:
            yield each.number

    def _in_tree(self, start: int, end: int) -> list[Fragment]:
        last = bisect_left(self._starts, end)
        found: list[Fragment] = []
        top = len(self._levels) - 1
        size = _FAN**top
        pending = [(top, number) for number in range(min(len(self._levels[top]), -(-last // size)) - 1, -1, -1)]
        while pending:
            level, number = pending.pop()
            if self._levels[level][number] <= start:
                continue
            if level == 0:
                found.append(Fragment(self._starts[number], self._levels[0][number], self._numbers[number]))
                continue
            below = _FAN ** (level - 1)
            stop = min((number + 1) * _FAN, -(-last // below), len(self._levels[level - 1]))
            pending.extend((level - 1, child) for child in range(stop - 1, number * _FAN - 1, -1))
        return found


def _order(fragment: Fragment) -> tuple[int, int]:
    return fragment.start, -fragment.end


class Lanes:
    """Gives each annotation the first lane that no earlier-made annotation over the same words has.

    Cues have a frame and no line, so they take no lane from anyone.

    Computed when asked for and remembered, so a long document costs nothing until it is seen.
    """

    def __init__(self, annotations: Sequence[Annotation], index: IntervalIndex) -> None:
        self._annotations = annotations
        self._index = index
        self._lanes: dict[int, int] = {}

    def forget(self, gone: Iterable[int], changed: Iterable[Annotation]) -> list[Span]:
        """Give lanes anew where marks *changed*, as they were and as they are; *gone* are numbers that are no more.

        A lane may hang on a lane, which hangs on another: returns all ranges in which one may be new.
        """
        for number in gone:
            self._lanes.pop(number, None)
        found = list(changed)
        # the list grows while it is gone through; only what was made later stands aside
        for one in found:
            for start, end in one.spans:
                for each in self._index.touching(start, end):
                    other = self._annotations[each.number]
                    if other.id > one.id and self._lanes.pop(each.number, None) is not None:
                        found.append(other)
        return [span for each in found for span in each.spans]

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
