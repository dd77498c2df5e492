"""Draws relations as curves, and thin lines between the parts of one mark, for what is in view and no more."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from annotator.app.page.curves import End, Names, Point, Sides, Tracks, nearest, way, way_out
from annotator.app.page.flow import Flow
from annotator.app.page.piece import Box, PieceLayout
from annotator.app.theme import interface_font
from annotator.model.annotation import Annotation, Relation

if TYPE_CHECKING:
    from annotator.app.page.view import PageView, WhichRelations

_ARROW_ROOM = 8.0
_EDGE = 3.0
"""Pixels from the edge of the view at which a curve to what is beyond it ends."""


class Curve(NamedTuple):
    """One line to draw: its corners, whether an arrow is at the end, and the name with its middle, if it has room.

    A *joint* between the parts of one mark is thinner than a relation, and dashed.

    *shift* is how far it runs beside the middle of a gap, in which its name stands.
    """

    points: tuple[Point, ...]
    colour: QColor
    arrow: bool
    name: str = ""
    at: Point | None = None
    shift: float = 0.0
    joint: bool = False


class Sight:
    """The marks in view, as ways between them see them."""

    def __init__(self, page: PageView, flow: Flow, shown: range) -> None:
        self._page = page
        self._flow = flow
        self._shown = shown
        self.height = float(page.viewport().height())
        columns, zoom = page.columns, page.zoom
        self.sides = Sides(columns.text_left - 6.0, columns.text_left + columns.text_width + 7.0)
        self._bite = 4.0 * zoom
        self._line = page.page_style.line
        self._gap = 1.0 * zoom
        self._ends: dict[str, list[tuple[Box, End]]] = {}
        self._labels: dict[str, tuple[float, float]] = {}
        self._count = 0
        for number in shown:
            self._take(number)

    def _take(self, number: int) -> None:
        layout, origin = self._flow.layout(number), self._page.origin(number)
        tops = [row.top for row in layout.rows]
        metrics = self._page.page_style.label_metrics
        for label in layout.labels:
            left = label.at.x()
            self._labels[label.touch.annotation.id] = (left, left + metrics.horizontalAdvance(label.text))
        for box in layout.boxes:
            middle = box.rect.center().y()
            if 0 <= origin.y() + middle <= self.height:
                row = max(0, bisect_right(tops, middle) - 1)
                end = self._end(box, layout, row).moved(origin.x(), origin.y())
                self._ends.setdefault(box.touch.annotation.id, []).append((box, end))
        self._count += len(tops)

    def _end(self, box: Box, layout: PieceLayout, row: int) -> End:
        rect, free = box.rect, None
        label = self._labels.get(box.touch.annotation.id)
        if label is not None and box.begins is not None:
            # under the label's end, or, where that is at the right, before it
            free = (label[1], rect.right()) if box.begins == rect.left() else (rect.left(), label[0])
            if free[1] - free[0] < _ARROW_ROOM:
                free = None
        return End(
            self._count + row,
            rect.left(),
            rect.right(),
            rect.top() + self._bite,
            rect.bottom() if box.touch.framed else box.under + self._line,
            math.floor(layout.rows[row].top - self._gap) + 0.5,
            math.floor(layout.rows[row].bottom - self._gap) + 0.5,
            free,
        )

    @property
    def ids(self) -> Iterable[str]:
        """The annotations in view."""
        return self._ends.keys()

    def ends(self, annotation: str) -> list[End]:
        """Return the lines in view that an annotation stands on."""
        return [end for _, end in self._ends.get(annotation, ())]

    def part(self, annotation: str, start: int) -> list[tuple[Box, End]]:
        """Return the lines in view of the part of an annotation that begins at *start*."""
        return [each for each in self._ends.get(annotation, ()) if each[0].touch.start == start]

    def edge(self, offset: int) -> float:
        """Return the y of the edge beyond which the code point *offset* is."""
        first = self._flow.piece(self._shown.start)
        above = offset < first.start
        if not above and offset < self._flow.piece(self._shown.stop - 1).end:
            above = self._page.rect_of_caret(offset).center().y() < self.height / 2
        return _EDGE if above else self.height - _EDGE


def curves(page: PageView, flow: Flow, shown: range, which: WhichRelations) -> list[Curve]:
    """Return what is to be drawn between the marks of the pieces *shown*: relations, and parts of what is lit."""
    near = [each for each in (page.hovered, page.selected) if each is not None]
    divided = [each for each in near if (mark := page.annotation(each)) is not None and len(mark.spans) > 1]
    if which == "none" and not divided:
        return []
    sight = Sight(page, flow, shown)
    found = [each for mark in dict.fromkeys(divided) for each in _joints(page, sight, page.links.by_id[mark])]
    if which != "none":
        found += _related(page, sight, sight.ids if which == "all" else near)
    return found


def _joints(page: PageView, sight: Sight, mark: Annotation) -> Iterator[Curve]:
    colour = page.inks(mark.kind, mark.tag).line
    for before, after in pairwise(mark.spans):
        one, other = sight.part(mark.id, before.start), sight.part(mark.id, after.start)
        if one and other:
            (_, source), (_, target) = one[-1], other[0]
            if source.row == target.row:
                left, right = sorted((source, target), key=lambda end: end.left)
                y = math.floor(source.bottom - page.page_style.line / 2) + 0.5
                yield Curve((Point(left.right, y), Point(right.left, y)), colour, arrow=False, joint=True)
            else:
                yield Curve(way(source, target, sight.sides), colour, arrow=False, joint=True)
        elif one:
            yield Curve(way_out(one[-1][1], sight.edge(after.start), sight.sides), colour, arrow=False, joint=True)
        elif other:
            yield Curve(way_out(other[0][1], sight.edge(before.end - 1), sight.sides), colour, arrow=False, joint=True)


def _related(page: PageView, sight: Sight, near: Iterable[str]) -> list[Curve]:
    relations = {each.id: each for mark in near for each in page.links.relations_of(mark)}
    zoom = page.zoom
    tracks, names = Tracks(2.0 * zoom), Names(8.0 * zoom)
    found: list[tuple[Relation, Curve]] = []
    for relation in relations.values():
        points = _way_of(page, sight, relation)
        if points is None:
            continue
        shift = tracks.shift(points, relation.source)
        if shift:
            points = _way_of(page, sight, relation, shift) or points
        source = page.links.by_id[relation.source]
        colour, arrow = page.inks(source.kind, source.tag).label, relation.type not in page.around.symmetric
        found.append((relation, Curve(points, colour, arrow, shift=shift)))
    metrics = QFontMetricsF(_name_font(zoom))
    # short ways have least choice where their name can be
    found.sort(key=lambda each: (_length(each[1].points), each[0].id))
    return [
        curve._replace(
            name=relation.type, at=names.place(curve.points, metrics.horizontalAdvance(relation.type))
        )
        for relation, curve in found
    ]  # fmt: skip


def _way_of(page: PageView, sight: Sight, relation: Relation, shift: float = 0.0) -> tuple[Point, ...] | None:
    sources, targets = sight.ends(relation.source), sight.ends(relation.target)
    if sources and targets:
        source, target = nearest(sources, targets)
        return way(source.shifted(shift), target.shifted(shift), sight.sides)
    beyond = page.annotation(relation.source if targets else relation.target)
    if not (sources or targets) or beyond is None or not beyond.spans or not page.is_shown(beyond.id):
        return None
    edge = sight.edge(beyond.start)
    here = sources or targets
    out = way_out((here[0] if edge < sight.height / 2 else here[-1]).shifted(shift), edge, sight.sides)
    return out if sources else out[::-1]


def _length(points: Sequence[Point]) -> float:
    return sum(abs(b.x - a.x) + abs(b.y - a.y) for a, b in pairwise(points))


@lru_cache(maxsize=8)
def _name_font(zoom: float) -> QFont:
    return interface_font(6.0 * zoom)


def draw_curves(painter: QPainter, found: Iterable[Curve], page: PageView) -> None:
    """Draw curves; the letters of the text are to be drawn over them."""
    zoom = page.zoom
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(_name_font(zoom))
    named: list[Curve] = []
    for curve in found:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(curve.colour, 1.0 if curve.joint else 1.3 * max(1.0, zoom))
        if curve.joint:
            pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        painter.drawPath(_path(curve.points, 4.5 * zoom))
        if curve.arrow:
            _draw_arrow(painter, curve, 4.2 * max(1.0, zoom))
        if curve.at is not None:
            named.append(curve)
    metrics = painter.fontMetrics()
    for curve in named:
        assert curve.at is not None
        width = metrics.horizontalAdvance(curve.name)
        at = QPointF(curve.at.x - width / 2, curve.at.y - curve.shift + 1.5 * zoom + metrics.xHeight() / 2)
        letters = QPainterPath()
        letters.addText(at, painter.font(), curve.name)
        # the line makes room for its name
        ground = QPen(QColor(page.theme.page), 3.0 * max(1.0, zoom))
        painter.strokePath(letters, ground)
        painter.setPen(ground)
        painter.drawLine(QPointF(at.x(), curve.at.y), QPointF(at.x() + width, curve.at.y))
        painter.setPen(curve.colour)
        painter.drawText(at, curve.name)
    painter.restore()


def _path(points: Sequence[Point], radius: float) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, before, radius))
        path.quadTo(QPointF(*corner), _towards(corner, after, radius))
    path.lineTo(QPointF(*points[-1]))
    return path


def _towards(corner: Point, other: Point, radius: float) -> QPointF:
    length = math.hypot(other.x - corner.x, other.y - corner.y)
    share = min(radius, length / 2) / length
    return QPointF(corner.x + (other.x - corner.x) * share, corner.y + (other.y - corner.y) * share)


def _draw_arrow(painter: QPainter, curve: Curve, size: float) -> None:
    tip, before = curve.points[-1], curve.points[-2]
    length = math.hypot(tip.x - before.x, tip.y - before.y)
    x, y = (tip.x - before.x) / length, (tip.y - before.y) / length
    head = QPainterPath(QPointF(*tip))
    head.lineTo(tip.x - x * size - y * size * 0.7, tip.y - y * size + x * size * 0.7)
    head.lineTo(tip.x - x * size + y * size * 0.7, tip.y - y * size - x * size * 0.7)
    head.closeSubpath()
    painter.fillPath(head, curve.colour)
