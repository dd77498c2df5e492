"""Which marks touch a stretch of text, and in which lane each draws its line. Pure.

Lanes are stable: while a document is open, a mark keeps the lane that it was seen in, whatever is added
beside it, taken away or hidden. Those not seen yet get theirs in the order of the ids, which grow with time.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from annotator.model.annotation import Annotation, Kind, Span


class Fragment(NamedTuple):
    """One part of an annotation: the *number* of the annotation in its list, and the range."""

    start: int
    end: int
    number: int


class Near(NamedTuple):
    """All fragments that touch the stretch from *start* to *end*."""

    start: int
    end: int
    fragments: Sequence[Fragment]


Shows = Callable[[Annotation], bool]
"""Tells whether a mark is to be seen."""
_FAN = 32
"""Children of one node of the tree."""


class IntervalIndex:
    """Answers which of many half-open ranges touch a stretch, in time proportional to the answer.

    A tree of the largest ends over the ranges sorted by start, so that a long range
    that began far above is found without looking at what lies between.
    """

    def __init__(self, annotations: Sequence[Annotation] = ()) -> None:
        """Take the spans of *annotations*; document annotations have none."""
        # lists of numbers, not a list of ranges: a hundred thousand objects would wake the garbage collector
        self._starts = list[int]()
        self._numbers: Sequence[int] = range(0)
        self._levels = [list[int]()]
        self.taken = 0
        """How many annotations were taken."""
        self._gone = set[int]()
        self._late = list[Fragment]()
        self._longest = 0
        self.take(annotations)
        self.finish()

    def take(self, annotations: Sequence[Annotation]) -> None:
        """Take more annotations, numbered on from the last; they are found after `finish`."""
        spans = [annotation.spans for annotation in annotations]
        flat = list(chain.from_iterable(spans))
        if isinstance(self._numbers, range) and len(flat) == len(spans) and all(spans):
            self._numbers = range(self.taken + len(spans))
        else:
            before = self._numbers if isinstance(self._numbers, list) else list(self._numbers)
            before += [number for number, each in enumerate(spans, start=self.taken) for _ in each]
            self._numbers = before
        self._starts += [span[0] for span in flat]
        self._levels[0] += [span[1] for span in flat]
        self.taken += len(spans)

    def finish(self) -> None:
        """Make what was taken ready to be asked for."""
        starts, ends = self._starts, self._levels[0]
        ordered = sorted(starts)
        # annotations come in reading order, which is all but sorted
        if ordered != starts:
            order = sorted(range(len(starts)), key=lambda place: (starts[place], -ends[place]))
            ends = [ends[place] for place in order]
            self._starts = ordered
            self._numbers = [self._numbers[place] for place in order]
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
        top = len(self._levels) - 1
        nodes: Iterable[int] = range(min(len(self._levels[top]), -(-last // _FAN**top)))
        for level in range(top, 0, -1):
            largest, below = self._levels[level], self._levels[level - 1]
            limit = min(len(below), -(-last // _FAN ** (level - 1)))
            nodes = [
                child
                for node in nodes
                if largest[node] > start
                for child in range(node * _FAN, min(node * _FAN + _FAN, limit))
            ]
        starts, ends, numbers = self._starts, self._levels[0], self._numbers
        return [Fragment(starts[place], ends[place], numbers[place]) for place in nodes if ends[place] > start]


def _order(fragment: Fragment) -> tuple[int, int]:
    return fragment.start, -fragment.end


class Kept:
    """The lanes that the marks of an open document were seen in, by annotation id.

    A mark that goes, or moves, gives its lane free, and has it again if it comes back and no other took it.
    """

    def __init__(self) -> None:
        self.lanes: dict[str, int] = {}
        self._marks: dict[str, Annotation] = {}
        self._left: dict[str, int] = {}

    def __copy__(self) -> "Kept":
        made = Kept()
        made.lanes, made._marks, made._left = self.lanes.copy(), self._marks.copy(), self._left.copy()
        return made

    def give(self, annotation: Annotation, lane: int) -> None:
        """Keep that *annotation* has that lane."""
        self.lanes[annotation.id] = lane
        self._marks[annotation.id] = annotation

    def left(self, annotation: str) -> int | None:
        """Return the lane that an annotation had before it went or moved, or None."""
        return self._left.get(annotation)

    def change(self, changed: Mapping[str, Annotation | None]) -> None:
        """Take what some annotations, by id, are now; None for those that are gone."""
        for key, annotation in changed.items():
            lane = self.lanes.get(key)
            if lane is None:
                continue
            if annotation is None or _shape(self._marks[key]) != _shape(annotation):
                self._left[key] = lane
                del self.lanes[key], self._marks[key]
            else:
                self._marks[key] = annotation

    def keep_only(self, annotations: Iterable[Annotation]) -> None:
        """Let all go that are not among *annotations* as they were."""
        if self.lanes:
            now = {each.id: each for each in annotations if each.id in self.lanes}
            self.change({key: now.get(key) for key in self.lanes.copy()})

    def keep_shown(self, shows: Shows | None) -> None:
        """Let those go that are hidden."""
        if shows is not None:
            self.change({key: None for key, mark in self._marks.items() if not shows(mark)})


def _shape(annotation: Annotation) -> tuple[Kind, tuple[Span, ...]]:
    return annotation.kind, annotation.spans


class Lanes:
    """Gives each annotation a lane that no other over the same words has, and the same one as long as it stands.

    An annotation not seen yet gets the first lane that none has which was seen, or made, before. Cues have a
    frame and no line, so they take no lane from anyone.

    Those that are hidden take none. Computed when asked for and kept in *kept*, so a long document costs nothing until
    it is seen.
    """

    def __init__(
        self,
        annotations: Sequence[Annotation],
        index: IntervalIndex,
        kept: Kept | None = None,
        shows: Shows | None = None,
    ) -> None:
        self._shows = shows
        self._annotations = annotations
        self._index = index
        self._kept = Kept() if kept is None else kept

    def lane(self, number: int, near: Near | None = None) -> int:
        """Return the lane, from 0, of the annotation with that number; *near* saves looking for its neighbours."""
        annotations, kept = self._annotations, self._kept
        if annotations[number].kind == "cue":
            return 0
        pending = [number]
        while pending:
            mine = annotations[pending[-1]]
            if mine.id in kept.lanes:
                pending.pop()
                continue
            rivals = self._rivals(pending[-1], near)
            unknown = [
                each for each in rivals if annotations[each].id < mine.id and annotations[each].id not in kept.lanes
            ]
            if unknown:
                pending.extend(unknown)
                continue
            taken = {kept.lanes.get(annotations[each].id) for each in rivals}
            # the first lane is kept for entities, so that a claim's line runs level below them
            lane = 1 if mine.kind == "claim" else 0
            before = kept.left(mine.id)
            if before is not None and before > lane and before not in taken:
                lane = before
            while lane in taken:
                lane += 1
            kept.give(mine, lane)
            pending.pop()
        return kept.lanes[annotations[number].id]

    def _rivals(self, number: int, near: Near | None) -> set[int]:
        annotations, shows = self._annotations, self._shows
        numbers: set[int] = set()
        for start, end in annotations[number].spans:
            if near is not None and near.start <= start and end <= near.end:
                numbers.update(each for begin, stop, each in near.fragments if begin < end and stop > start)
            else:
                numbers.update(each.number for each in self._index.touching(start, end))
        numbers.discard(number)
        return {
            each for each in numbers if (rival := annotations[each]).kind != "cue" and (shows is None or shows(rival))
        }
