"""Where marks begin and end in the lines of a text: pieces of a line, each with the marks over it. Pure.

Marks overlap, elements of HTML cannot: so a text is cut at every edge, and each piece is drawn with all its marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.model.annotation import Annotation, Span


class Piece(NamedTuple):
    """Some words of a line, with the *marks* over them by their places in the list.

    *begin* are those that begin with them.
    """

    start: int
    end: int
    marks: tuple[int, ...] = ()
    begin: frozenset[int] = frozenset()


class Line(NamedTuple):
    """One line that is not empty: whether a gap stands before it, and its pieces."""

    gap: bool
    pieces: tuple[Piece, ...]
    lanes: int


def lanes(annotations: Sequence[Annotation]) -> list[int]:
    """Return the lane of each annotation's line, from 0: those that overlap have lines of their own.

    *annotations* are in reading order. Cues, which are framed, and those without spans have none (-1).
    """
    busy: list[int] = []
    found: list[int] = []
    for each in annotations:
        if not each.spans or each.kind == "cue":
            found.append(-1)
            continue
        lane = next((number for number, end in enumerate(busy) if end <= each.start), len(busy))
        if lane == len(busy):
            busy.append(0)
        busy[lane] = each.end
        found.append(lane)
    return found


def lines(text: str, annotations: Sequence[Annotation], lane_of: Sequence[int]) -> Iterator[Line]:
    """Yield the lines of *text* that are not empty, cut at the edges of *annotations* (in reading order)."""
    parts = sorted((span, number) for number, each in enumerate(annotations) for span in each.spans)
    first = {number: each.spans[0].start for number, each in enumerate(annotations) if each.spans}
    waiting = 0
    over: list[tuple[Span, int]] = []
    start = 0
    gap = False
    for line in text.split("\n"):
        end = start + len(line)
        over = [part for part in over if part[0].end > start]
        while waiting < len(parts) and parts[waiting][0].start < end:
            over.append(parts[waiting])
            waiting += 1
        if line.strip():
            pieces = tuple(_pieces(start, end, over, first))
            deep = max((lane_of[number] for piece in pieces for number in piece.marks), default=-1)
            yield Line(gap, pieces, deep + 1)
        gap = not line.strip()
        start = end + 1


def _pieces(start: int, end: int, over: Sequence[tuple[Span, int]], first: dict[int, int]) -> Iterator[Piece]:
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for (begin, stop), number in over:
        begins.setdefault(max(begin, start), []).append(number)
        ends.setdefault(min(stop, end), []).append(number)
    now: set[int] = set()
    for one, other in pairwise(sorted({start, end, *begins, *ends})):
        # parts of one mark do not overlap: what ends here may begin again, but not before
        now.difference_update(ends.get(one, ()))
        now.update(begins.get(one, ()))
        marks = tuple(sorted(now))
        yield Piece(one, other, marks, frozenset(number for number in begins.get(one, ()) if first[number] == one))
