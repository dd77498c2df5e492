"""The ways that the curves of relations take from mark to mark. Pure.

A way runs along the gaps between the lines of text, where it hides no letter, and crosses a line only straight
up or down. Places are pixels of the viewport, y grows downwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

FAR = 3
"""Lines between two marks from which on a way goes around the text and not across it."""
_INSET = 10.0
_STUB = 7.0
"""Pixels between the two feet of a way that begins in the mark that it ends in."""
_STRAIGHT = 0.01
"""Pixels that a straight way may be off."""


class Point(NamedTuple):
    """A corner of a way."""

    x: float
    y: float


class End(NamedTuple):
    """A mark on one line: where a way may touch it, and the gaps *above* and *below* its line.

    *row* numbers the lines of the text that are in view; *under* is the part of its width that has no label below.
    """

    row: int
    left: float
    right: float
    top: float
    bottom: float
    above: float
    below: float
    under: tuple[float, float] | None = None

    def moved(self, x: float, y: float) -> "End":
        """Return the same mark *x* further right and *y* lower."""
        return End(
            self.row,
            self.left + x,
            self.right + x,
            self.top + y,
            self.bottom + y,
            self.above + y,
            self.below + y,
            (self.under[0] + x, self.under[1] + x) if self.under is not None else None,
        )

    def shifted(self, by: float) -> "End":
        """Return the same mark with both gaps *by* pixels lower."""
        return self._replace(above=self.above + by, below=self.below + by)


class Sides(NamedTuple):
    """The x of the free strips at both sides of the text, in which ways go up and down."""

    left: float
    right: float


def nearest(sources: Sequence[End], targets: Sequence[End]) -> tuple[End, End]:
    """Return the lines on which two marks are nearest; of a long one only the first and the last can be far."""
    pairs = [(source, target) for source in sources for target in (targets[0], targets[-1])]
    pairs += [(source, target) for source in (sources[0], sources[-1]) for target in targets]
    return min(pairs, key=lambda pair: (abs(pair[0].row - pair[1].row), _gap(*pair), *pair))


def _gap(one: End, other: End) -> float:
    return max(0.0, one.left - other.right, other.left - one.right)


def way(source: End, target: End, sides: Sides) -> tuple[Point, ...]:
    """Return the corners of the way from a mark to another, each straight above, below or beside the one before."""
    down, same = source.row < target.row, source.row == target.row
    from_x, to_x = _feet(source, target, down=down, up=not down and not same)
    if same:
        return _corners((from_x, source.top), (from_x, source.above), (to_x, source.above), (to_x, target.top))
    leaves, gap = (source.bottom, source.below) if down else (source.top, source.above)
    arrives, before = (target.top, target.above) if down else (target.bottom, target.below)
    if abs(source.row - target.row) - 1 < FAR:
        return _corners((from_x, leaves), (from_x, gap), (to_x, gap), (to_x, arrives))
    side = min(sides, key=lambda x: (abs(x - from_x) + abs(x - to_x), x))
    return _corners((from_x, leaves), (from_x, gap), (side, gap), (side, before), (to_x, before), (to_x, arrives))


def way_out(end: End, edge: float, sides: Sides) -> tuple[Point, ...]:
    """Return the corners of the way from a mark to *edge*, the y at which the view ends above or below it."""
    up = edge < end.top
    x = _within(end, (end.left + end.right) / 2, under=not up)
    leaves, gap = (end.top, end.above) if up else (end.bottom, end.below)
    # the last line in view may have its gap outside
    gap = max(gap, edge) if up else min(gap, edge)
    side = min(sides, key=lambda each: (abs(each - x), each))
    return _corners((x, leaves), (x, gap), (side, gap), (side, edge))


def _feet(source: End, target: End, *, down: bool, up: bool) -> tuple[float, float]:
    """Return the x at which a way leaves and that at which it arrives: near each other, where that says enough."""
    to_x = _within(target, (source.left + source.right) / 2, under=up)
    from_x = _within(source, to_x, under=down)
    if source.row == target.row and abs(from_x - to_x) < _STUB:
        # one lies in the other: from the beginning of the words
        inset = min(_INSET, (source.right - source.left) / 2)
        to_x = (target.left + target.right) / 2
        feet = (source.left + inset, source.right - inset)
        from_x = max(feet, key=lambda x: (abs(x - to_x) >= _STUB, -abs(x - to_x), -x))
    return from_x, to_x


def _within(end: End, x: float, *, under: bool) -> float:
    left, right = (end.under or (end.left, end.right)) if under else (end.left, end.right)
    inset = min(_INSET, (right - left) / 2)
    return max(left + inset, min(x, right - inset))


def _corners(*points: tuple[float, float]) -> tuple[Point, ...]:
    found: list[Point] = []
    for x, y in points:
        if found:
            # what is all but straight is straight
            before = found[-1]
            x, y = (old if abs(old - new) <= _STRAIGHT else new for old, new in ((before.x, x), (before.y, y)))
        if not found or (x, y) != found[-1]:
            found.append(Point(x, y))
    return tuple(found)


class Tracks:
    """Keeps ways that begin at different marks apart where they run along the same gap."""

    def __init__(self, step: float) -> None:
        self._shifts = (0.0, -step, step)
        self._taken: dict[int, list[tuple[float, float, str, float]]] = {}

    def shift(self, points: Sequence[Point], owner: str) -> float:
        """Return how many pixels lower the way of *owner* is to run, so that it covers no other; 0 if all are full."""
        runs = [(round(a.y), min(a.x, b.x), max(a.x, b.x)) for a, b in _flat(points)]
        for shift in self._shifts:
            if not any(
                taken == shift and left < end and start < right and owner != other
                for y, left, right in runs
                for start, end, other, taken in self._taken.get(y, ())
            ):
                break
        else:
            shift = 0.0
        for y, left, right in runs:
            self._taken.setdefault(y, []).append((left - 2, right + 2, owner, shift))
        return shift


def _flat(points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    for one, other in pairwise(points):
        if one.y == other.y:
            yield one, other


class Names:
    """Finds places for names along ways, none over another."""

    def __init__(self, height: float) -> None:
        self._height = height
        self._taken: list[tuple[float, float, float]] = []

    def place(self, points: Sequence[Point], width: float) -> Point | None:
        """Return the middle of a name of that *width*: at the middle of the way, or near it; None if all is full."""
        for spot in _spots(points, width):
            if not any(
                abs(y - spot.y) < self._height and left < spot.x + width / 2 and spot.x - width / 2 < right
                for left, right, y in self._taken
            ):
                self._taken.append((spot.x - width / 2 - 3, spot.x + width / 2 + 3, spot.y))
                return spot
        return None


def _spots(points: Sequence[Point], width: float) -> Iterable[Point]:
    runs = sorted(_flat(points), key=lambda run: -abs(run[0].x - run[1].x))
    if not runs:
        # straight up or down: beside it, in the gap that it goes through
        x, y = points[1 if len(points) > 2 else 0]
        return [Point(x + width / 2 + 5, y), Point(x - width / 2 - 5, y)]
    one, other = runs[0]
    length = other.x - one.x
    if abs(length) > width + 2 * _STUB:
        return [Point(one.x + length * share, one.y) for share in (0.5, 0.72, 0.28, 0.9, 0.1)]
    # a name as long as the way would hide it, so it stands beside
    left, right = sorted((one.x, other.x))
    return [Point(right + width / 2 + 4, one.y), Point(left - width / 2 - 4, one.y), Point((left + right) / 2, one.y)]
