"""What is under a point: marks, and the edges of the selected one. Pure, but for Qt's rectangles."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from annotator.app.page.piece import Box

REACH = 5.0
"""Pixels around an edge in which it can be taken."""


class Edge(NamedTuple):
    """One edge of a mark: of which *part*, whether the first one in reading order, and where."""

    part: int
    is_start: bool
    x: float
    top: float
    bottom: float


def marks_under(boxes: Iterable[Box], point: QPointF) -> list[str]:
    """Return the ids of the marks under *point*, the one of the fewest characters first.

    The line of a mark belongs to it, and a pixel around its words.
    """
    found: dict[str, int] = {}
    for box in boxes:
        below = max(4.0, box.under - box.rect.bottom() + 3)
        if box.rect.adjusted(-1, -1, 1, below).contains(point):
            annotation = box.touch.annotation
            found[annotation.id] = sum(end - start for start, end in annotation.spans)
    return sorted(found, key=lambda each: found[each])


def edges_of(boxes: Iterable[Box], parts: dict[int, int], annotation: str) -> list[Edge]:
    """Return the edges of *annotation* that *boxes* show; *parts* is from a part's start to its number."""
    found: list[Edge] = []
    for box in boxes:
        if box.touch.annotation.id == annotation and box.touch.start in parts:
            rect, part = box.rect, parts[box.touch.start]
            if box.begins is not None:
                found.append(Edge(part, True, box.begins, rect.top(), rect.bottom()))
            if box.ends is not None:
                found.append(Edge(part, False, box.ends, rect.top(), rect.bottom()))
    return found


def edge_under(edges: Iterable[Edge], point: QPointF) -> Edge | None:
    """Return the edge nearest to *point* that can be taken there, or None."""
    near = [
        each
        for each in edges
        if QRectF(each.x, each.top, 0.0, each.bottom - each.top).adjusted(-REACH, -REACH, REACH, REACH).contains(point)
    ]
    return min(near, key=lambda each: abs(each.x - point.x()), default=None)
