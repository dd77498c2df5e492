"""One piece of text, laid out: its lines, and the geometry of every mark in it, computed once.

Coordinates are pixels from the piece's top left corner. Offsets outside are code points of
the whole text, inside UTF-16 units of the piece; they meet here by `Utf16Map`.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QTextLayout, QTextLine, QTextOption

from annotator.app.page.paragraphs import Piece, dateline, opening
from annotator.app.page.runs import Cell, Run, cells, line_x, runs
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Annotation
from annotator.model.text import Utf16Map

_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_LABEL_AIR = 3.0
_OPENING = 120
"""Code points within which a dateline ends."""
_REACH = 16.0
"""Pixels beyond a line into which its letters and marks may reach."""
EVERYWHERE = -1e9, 1e9
"""The top and the bottom of all there is."""


class Touch(NamedTuple):
    """A mark as far as it stands in this piece: the range in code points, its lane and label."""

    annotation: Annotation
    start: int
    end: int
    lane: int
    label: str = ""
    framed: bool = False


class Box(NamedTuple):
    """One mark on one line: the words' rectangle and where its line goes (*under*, a y).

    *begins* and *ends* are the x of the mark's edges, if they are here; the beginning of words
    that are read from right to left is at the right.
    """

    touch: Touch
    rect: QRectF
    under: float
    begins: float | None
    ends: float | None

    @property
    def closed(self) -> tuple[bool, bool]:
        """Whether the mark ends at the left and at the right of the rectangle, or goes on elsewhere."""
        here = [each for each in (self.begins, self.ends) if each is not None]
        left, right = self.rect.left(), self.rect.right()
        return any(abs(each - left) < 0.6 for each in here), any(abs(each - right) < 0.6 for each in here)


class Label(NamedTuple):
    """A tag's name below a mark; *at* is the left end of its base line."""

    touch: Touch
    at: QPointF
    text: str


class Row(NamedTuple):
    """One line of text: its top and bottom, lanes included, and the base line."""

    line: QTextLine
    top: float
    bottom: float
    baseline: float


class _Line(NamedTuple):
    """A line of Qt's, with what is asked of it again and again: its units ``[start, end)``, and its measures."""

    line: QTextLine
    start: int
    end: int
    ascent: float
    descent: float


class _Part(NamedTuple):
    """A touch and its UTF-16 units in the piece."""

    touch: Touch
    begin: int
    end: int


class _Placed(NamedTuple):
    """A line, what is marked in it, and what is drawn for that."""

    here: list[_Part]
    row: Row
    boxes: list[Box]
    labels: list[Label]


def _top_of(placed: _Placed) -> float:
    return placed.row.top


def _bottom_of(placed: _Placed) -> float:
    return placed.row.bottom


class PieceLayout:
    """The laid-out piece. *height* includes the gap above it."""

    def __init__(self, text: str, piece: Piece, touches: Sequence[Touch], style: PageStyle, width: float) -> None:
        self.piece = piece
        self.touches = tuple(touches)
        self._text = text[piece.start : piece.end]
        self._map = Utf16Map(self._text)
        self._cells: dict[int, list[Cell]] = {}
        self.rtl = False
        self._is_part = False
        self._width = width
        self.rows: list[Row] = []
        self.boxes: list[Box] = []
        self.labels: list[Label] = []
        self.version = 0
        # a NUL or a form feed would be drawn as a box; a control picture has the same length
        self.layout = QTextLayout(_shown(self._text), style.fonts[piece.role])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.rtl = align(option, self._text if piece.first else opening(text, piece))
        # words of the other direction are one run in a paragraph that is read to the left
        self._mixed = self.rtl or has_rtl(self._text)
        option.setTabStopDistance(style.character * 4)
        if piece.first and piece.role == "body" and (length := dateline(self._text[:_OPENING])):
            self.layout.setFormats([_opening(self._map.to_units(length))])
        self.layout.setTextOption(option)
        self.layout.setCacheEnabled(True)
        self._make_lines(width)
        self._placed: list[_Placed] = []
        self.height = self._place_lines(style)

    def set_touches(self, touches: Sequence[Touch], style: PageStyle) -> None:
        """Take other marks; the lines stay broken as they are, and what did not change stays in place."""
        self.touches = tuple(touches)
        self.version += 1
        for name in ("marks", "framed", "claims"):
            self.__dict__.pop(name, None)
        self.height = self._place_lines(style)

    def set_width(self, width: float, style: PageStyle) -> None:
        """Break the lines anew for another width; words, marks and style are the same."""
        self._width = width
        self.version += 1
        self.__dict__.pop("claims", None)
        self._cells = {}
        self._placed = []
        self._make_lines(width)
        self.height = self._place_lines(style)

    @cached_property
    def marks(self) -> frozenset[str]:
        """The ids of what is marked here."""
        return frozenset(touch.annotation.id for touch in self.touches)

    @cached_property
    def framed(self) -> Sequence[str]:
        """The ids of the words with a frame."""
        return tuple(dict.fromkeys(touch.annotation.id for touch in self.touches if touch.framed))

    @cached_property
    def claims(self) -> Sequence[tuple[Annotation, float, float]]:
        """The claims, each with the top of its first line here and the y below its last one."""
        found: dict[str, tuple[Annotation, float, float]] = {}
        for box in self.boxes:
            claim, top, bottom = box.touch.annotation, box.rect.top(), box.under
            if claim.kind == "claim":
                _, first, last = found.get(claim.id, (claim, top, bottom))
                found[claim.id] = claim, min(first, top), max(last, bottom)
        return tuple(found.values())

    def within(self, top: float, bottom: float) -> tuple[Sequence[Box], Sequence[Label]]:
        """Return at least those boxes and labels that reach between two places, in order."""
        placed = self._placed
        if self._is_part or (top <= self.rows[0].top and bottom >= self.height):
            return self.boxes, self.labels
        first = bisect_left(placed, top - _REACH, key=_bottom_of)
        last = bisect_right(placed, bottom + _REACH, key=_top_of)
        here = placed[first:last]
        return [box for each in here for box in each.boxes], [label for each in here for label in each.labels]

    def part(self, first: int, last: int) -> "PieceLayout":
        """Return this layout with the rows ``[first, last)`` alone, where they are: a page may break between rows."""
        found = copy(self)
        found.__dict__.pop("claims", None)
        found.rows = self.rows[first:last]
        top, bottom = found.rows[0].top, found.rows[-1].bottom
        found.boxes = [box for box in self.boxes if top <= box.rect.center().y() < bottom]
        found.labels = [label for label in self.labels if top <= label.at.y() <= bottom]
        found._is_part = True
        return found

    def draw_text(self, painter: QPainter, within: tuple[float, float] = EVERYWHERE) -> None:
        """Draw the letters with the painter's pen, at least those *within* a top and a bottom.

        The painter's origin is the piece's top left corner.
        """
        if self.piece.turns and self.rows[0].top > 0:
            self._draw_turn(painter)
        if not self._is_part:
            top, bottom = max(within[0], 0.0) - _REACH, min(within[1], self.height) + _REACH
            # letters may be higher than their line says
            self.layout.draw(painter, QPointF(0, 0), [], QRectF(0, top, self._width, bottom - top))
            return
        for row in self.rows:
            row.line.draw(painter, QPointF(0, 0))

    def _draw_turn(self, painter: QPainter) -> None:
        """Draw the line at which the original's page ended."""
        letters = painter.pen()
        colour = letters.color()
        colour.setAlphaF(0.45)
        pen = QPen(colour, 1.0)
        pen.setDashPattern([6.0, 5.0])
        painter.setPen(pen)
        y = float(int(self.rows[0].top * 0.5)) + 0.5
        painter.drawLine(QPointF(0, y), QPointF(self._width, y))
        painter.setPen(letters)

    def _make_lines(self, width: float) -> None:
        self._lines: list[_Line] = []
        self.layout.beginLayout()
        start = 0
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(width)
            end = start + line.textLength()
            self._lines.append(_Line(line, start, end, line.ascent(), line.descent()))
            start = end
        self.layout.endLayout()
        self._starts = [each.start for each in self._lines]

    def _place_lines(self, style: PageStyle) -> float:
        # whole pixels: letters and lines stay crisp wherever the page is scrolled to
        y = float(round(style.gap(self.piece)))
        before = self._placed
        self._placed = placed = list[_Placed]()
        for number, (line, here) in enumerate(zip(self._lines, self._touches_by_line(), strict=True)):
            now = before[number] if number < len(before) else None
            if now is None or now.row.top != y or now.here != here:
                now = self._place_line(line, here, y, style)
            placed.append(now)
            y = now.row.bottom
        self.rows = [each.row for each in placed]
        self.boxes = [box for each in placed for box in each.boxes]
        self.labels = [label for each in placed for label in each.labels]
        return y

    def _place_line(self, line: _Line, here: list[_Part], y: float, style: PageStyle) -> _Placed:
        ascent = line.ascent
        height, below = style.room(ascent, line.descent, credit=self.piece.role == "photo")
        baseline = float(round(y + ascent))
        line.line.setPosition(QPointF(0, baseline - ascent))
        under = float(round(baseline + below))
        boxes: list[Box] = []
        labels: list[Label] = []
        if here:
            lanes = max((part.touch.lane + 1 for part in here if not part.touch.framed), default=0)
            top = float(round(baseline - ascent * 0.94))
            named: list[tuple[int, Box]] = []
            for part in here:
                made = self._boxes(part, line, top, under, style.lane)
                boxes += made
                if part.touch.label and part.begin >= line.start:
                    named.append((part.begin, next(each for each in made if each.begins is not None)))
            label_top = under + lanes * style.lane
            if named:
                labels = _labels(named, label_top, line.line.width(), style)
            height = max(height, label_top - y + (style.label_height if labels else style.lane * 0.5))
        else:
            height = max(height, under - y + style.lane * 0.5)
        row = Row(line.line, y, y + math.ceil(height), baseline)
        return _Placed(here, row, boxes, labels)

    def _touches_by_line(self) -> list[list[_Part]]:
        # marks and lines may both be thousands in a text without paragraphs
        starts = self._starts
        found: list[list[_Part]] = [[] for _ in starts]
        for touch in self.touches:
            part = _Part(touch, *self._units(touch))
            for number in range(max(bisect_right(starts, part.begin) - 1, 0), len(starts)):
                if starts[number] >= part.end:
                    break
                found[number].append(part)
        return found

    def _boxes(self, part: _Part, line: _Line, top: float, under: float, lane: float) -> list[Box]:
        touch = part.touch
        begin, end = max(part.begin, line.start), min(part.end, line.end)
        shown_end = end
        while shown_end > begin + 1 and shown_end == line.end and self._is_space(shown_end):
            # the space at which the line was broken is not drawn
            shown_end -= 1
        is_begin, is_end, lane_under = begin == part.begin, end == part.end, under + touch.lane * lane
        return [
            Box(
                touch,
                QRectF(left, top, right - left, under - top),
                lane_under,
                begins if is_begin else None,
                ends if is_end else None,
            )
            for left, right, begins, ends in self._runs(line.line, begin, shown_end)
        ]

    def _is_space(self, units: int) -> bool:
        return self._text[self._map.to_points(units) - 1].isspace()

    def _units(self, touch: Touch) -> tuple[int, int]:
        start = self.piece.start
        begin = self._map.to_units(max(touch.start, start) - start)
        return begin, self._map.to_units(min(touch.end, self.piece.end) - start)

    def _runs(self, line: QTextLine, begin: int, end: int) -> list[Run]:
        """Return the visual runs of a logical range of one line: several where directions mix."""
        if not self._mixed:
            left, right = line_x(line, begin), line_x(line, end)
            right = max(right, left + 1.0)
            return [Run(left, right, left, right)]
        start = line.textStart()
        placed = self._cells.get(start)
        if placed is None:
            units = utf16_units(self._text)[start : start + line.textLength()]
            placed = self._cells[start] = cells(line, units, rtl=self.rtl)
        return runs(placed, begin - start, end - start)

    # --- from places to offsets and back

    def row_at(self, y: float) -> int:
        """Return the number of the row at *y*, or of the nearest one."""
        for number, row in enumerate(self.rows):
            if y < row.bottom:
                return number
        return len(self.rows) - 1

    def offset_at(self, x: float, y: float, *, past_end: bool = False) -> int:
        """Return the code point offset between characters that is nearest to a point.

        *past_end* may give the end of a line broken without white space, which is also the
        beginning of the next: right for the end of a selection, wrong for a caret.
        """
        line = self.rows[self.row_at(y)].line
        units = line.xToCursor(x)
        last = line.textStart() + line.textLength()
        before = self.layout.previousCursorPosition(last)
        if units >= before and last < self._map.to_units(len(self._text)):
            # the end of a broken line is the same place as the beginning of the next
            lead, trail = line_x(line, before), line_x(line, before, QTextLine.Edge.Trailing)
            beyond = abs(x - trail) < abs(x - lead)
            units = last if past_end and beyond and not self._is_space(last) else before
        return self.piece.start + self._map.to_points(units)

    def row_of(self, offset: int) -> int:
        """Return the number of the row that *offset* stands in."""
        units = self._map.to_units(offset - self.piece.start)
        for number, row in enumerate(self.rows):
            if units < row.line.textStart() + row.line.textLength():
                return number
        return len(self.rows) - 1

    def row_range(self, number: int) -> tuple[int, int]:
        """Return the first and the last caret place of a row, as code points."""
        line = self.rows[number].line
        first = line.textStart()
        last = first + line.textLength()
        if number + 1 < len(self.rows):
            last = self.layout.previousCursorPosition(last)
        start = self.piece.start
        return start + self._map.to_points(first), start + self._map.to_points(last)

    def caret(self, offset: int) -> QRectF:
        """Return the caret's rectangle before the code point *offset*."""
        row = self.rows[self.row_of(offset)]
        x = line_x(row.line, self._map.to_units(offset - self.piece.start))
        return QRectF(x - 0.75, row.line.y(), 1.5, row.line.ascent() + row.line.descent())

    def range_rects(self, start: int, end: int) -> list[QRectF]:
        """Return the rectangles of the code points ``[start, end)`` as far as they stand here."""
        begin = self._map.to_units(max(start, self.piece.start) - self.piece.start)
        finish = self._map.to_units(min(end, self.piece.end) - self.piece.start)
        rects: list[QRectF] = []
        for row in self.rows:
            first, last = row.line.textStart(), row.line.textStart() + row.line.textLength()
            if begin < last and finish > first:
                for run in self._runs(row.line, max(begin, first), min(finish, last)):
                    rects.append(QRectF(run.left, row.line.y(), run.right - run.left, row.line.height()))
        return rects


def _labels(named: list[tuple[int, Box]], top: float, room: float, style: PageStyle) -> list[Label]:
    """Return the names below the marks that begin on a line of *room* pixels: their first units and boxes."""
    width_of, ascent = style.label_width, style.label_ascent
    labels: list[Label] = []
    taken: list[tuple[float, float]] = []
    hidden: dict[int, int] = {}
    if len(named) > 1:
        named.sort(key=_first)
    for _, box in named:
        text = box.touch.label
        width, first, last = width_of(text), box.rect.left(), box.rect.right()
        if width > last - first + 2:
            # "LOC" says more than "LOCA…"
            text = text[:3]
            width = width_of(text)
            if width > last - first + 6:
                continue
        # under the beginning of the words, which may be at the right
        left = first if box.begins == first else last - width
        behind = next((n for n, (other, right) in enumerate(taken) if left < right and left + width > other), None)
        if behind is not None:
            hidden[behind] = hidden.get(behind, 0) + 1
            continue
        taken.append((left, left + width + _LABEL_AIR))
        labels.append(Label(box.touch, QPointF(left, top + ascent), text))
    for number, count in hidden.items():
        # words under which there is room for one name say how many more there are
        text = f"{labels[number].text} +{count}"
        left, right = taken[number][0], taken[number][0] + width_of(text)
        others = [each for each in taken if each[0] > left]
        if right <= room and all(right <= other for other, _ in others):
            labels[number] = labels[number]._replace(text=text)
    return labels


def _first(named: tuple[int, Box]) -> int:
    return named[0]


def _opening(units: int) -> QTextLayout.FormatRange:
    """Return the format of a dateline, the first *units* of a paragraph."""
    found = QTextLayout.FormatRange()
    found.start, found.length = 0, units
    found.format.setFontWeight(QFont.Weight.DemiBold)
    return found


def has_rtl(text: str) -> bool:
    """Tell whether *text* has letters that are read from right to left."""
    # most texts have none, and the pattern takes long to compile
    return not text.isascii() and max(text) >= "\u0590" and re.search(_RTL, text) is not None


def align(option: QTextOption, text: str) -> bool:
    """Give *option* the direction of *text*, by its first letter (UAX 9, rules P2 and P3); True if to the left."""
    first = next((character for character in text if character.isalpha()), "")
    if has_rtl(first):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        return True
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    return False


def utf16_units(text: str) -> str:
    """Return *text* with a second character after each one that takes two UTF-16 units."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    # a combining mark: it takes no room of its own
    return "".join(each if each <= "\uffff" else each + "\u0301" for each in text)


# the end of a page is drawn as a line, so its sign takes no room
_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {
    0x0C: 0x200B,
    0x2028: 0x20,
    0x2029: 0x20,
}


def _shown(text: str) -> str:
    if text.isprintable():
        return text
    return text.translate(_CONTROLS)
