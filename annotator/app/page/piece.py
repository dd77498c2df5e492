"""One piece of text, laid out: its lines, and the geometry of every mark in it, computed once.

Coordinates are pixels from the piece's top left corner. Offsets outside are code points of
the whole text, inside UTF-16 units of the piece; they meet here by `Utf16Map`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextLayout, QTextLine, QTextOption

from annotator.app.page.paragraphs import Piece
from annotator.app.page.style import PageStyle
from annotator.model.annotation import Annotation
from annotator.model.text import Utf16Map

_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_LABEL_AIR = 3.0


@dataclass(frozen=True, slots=True)
class Touch:
    """A mark as far as it stands in this piece: the range in code points, its lane and label."""

    number: int
    annotation: Annotation
    start: int
    end: int
    lane: int
    label: str = ""
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One mark on one line: the words' rectangle and where its line goes (*under*, a y)."""

    touch: Touch
    rect: QRectF
    under: float
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A tag's name below a mark; *at* is the left end of its base line."""

    touch: Touch
    at: QPointF
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of text: its top and bottom, lanes included, and the base line."""

    line: QTextLine
    top: float
    bottom: float
    baseline: float


class PieceLayout:
    """The laid-out piece. *height* includes the gap above it."""

    def __init__(self, text: str, piece: Piece, touches: Sequence[Touch], style: PageStyle, width: float) -> None:
        self.piece = piece
        self.touches = tuple(touches)
        self._text = text[piece.start : piece.end]
        self._map = Utf16Map(self._text)
        self._rtl = _has_rtl(self._text)
        self.rows: list[Row] = []
        self.boxes: list[Box] = []
        self.labels: list[Label] = []
        # a NUL or a form feed would be drawn as a box; a control picture has the same length
        self.layout = QTextLayout(_shown(self._text), style.fonts[piece.role])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        align(option, self._text)
        option.setTabStopDistance(style.character * 4)
        self.layout.setTextOption(option)
        self.layout.setCacheEnabled(True)
        self._make_lines(style, width)
        self.height = self._place_lines(style)

    def _make_lines(self, style: PageStyle, width: float) -> None:
        self._lines: list[QTextLine] = []
        self.layout.beginLayout()
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(width)
            self._lines.append(line)
        self.layout.endLayout()

    def _place_lines(self, style: PageStyle) -> float:
        y = style.gap(self.piece)
        for line in self._lines:
            start, length = line.textStart(), line.textLength()
            ascent, descent = line.ascent(), line.descent()
            here = [
                (touch, begin, end)
                for touch in self.touches
                for begin, end in (self._units(touch),)
                if begin < start + length and end > start
            ]
            lanes = max((touch.lane + 1 for touch, _, _ in here if not touch.framed), default=0)
            baseline = y + ascent
            line.setPosition(QPointF(0, y))
            under = baseline + style.under(descent)
            for touch, begin, end in here:
                self._add_boxes(touch, line, max(begin, start), min(end, start + length), begin, end, under, style)
            label_top = under + lanes * style.lane
            labelled = self._add_labels(line, here, label_top, style)
            needed = label_top - y + (style.label_height if labelled else style.lane * 0.5)
            height = max(style.pitch(ascent, descent), needed)
            self.rows.append(Row(line, y, y + height, baseline))
            y += height
        return y

    def _add_boxes(
        self, touch: Touch, line: QTextLine, begin: int, end: int, first: int, last: int, under: float, style: PageStyle
    ) -> None:
        top = line.y() + line.ascent() * 0.06
        bottom = line.y() + line.ascent() + style.under(line.descent())
        shown_end = end
        while shown_end > begin + 1 and shown_end == line.textStart() + line.textLength() and self._is_space(shown_end):
            # the space at which the line was broken is not drawn
            shown_end -= 1
        runs = self._runs(line, begin, shown_end)
        for place, (left, right) in enumerate(runs):
            self.boxes.append(
                Box(
                    touch,
                    QRectF(left, top, right - left, bottom - top),
                    under + touch.lane * style.lane,
                    begin == first and place == 0,
                    end == last and place == len(runs) - 1,
                )
            )

    def _is_space(self, units: int) -> bool:
        return self._text[self._map.to_points(units) - 1].isspace()

    def _add_labels(
        self, line: QTextLine, here: Sequence[tuple[Touch, int, int]], top: float, style: PageStyle
    ) -> bool:
        metrics = style.label_metrics
        taken: list[tuple[float, float]] = []
        start = line.textStart()
        for touch, begin, _ in sorted(here, key=lambda each: each[1]):
            if not touch.label or begin < start:
                continue
            box = next(each for each in self.boxes if each.touch is touch and each.rect.top() >= line.y() - 1)
            room = box.rect.width() + 2
            left = box.rect.left()
            if any(left < right and left + 6 > other for other, right in taken):
                continue
            text = metrics.elidedText(touch.label, Qt.TextElideMode.ElideNone, 1000)
            width = metrics.horizontalAdvance(text)
            if width > room:
                # "LOC" says more than "LOCA…"
                text = touch.label[:3]
                width = metrics.horizontalAdvance(text)
                if width > room + 4:
                    continue
            taken.append((left, left + width + _LABEL_AIR))
            self.labels.append(Label(touch, QPointF(left, top + metrics.ascent()), text))
        return bool(taken)

    def _units(self, touch: Touch) -> tuple[int, int]:
        start = self.piece.start
        begin = self._map.to_units(max(touch.start, start) - start)
        return begin, self._map.to_units(min(touch.end, self.piece.end) - start)

    def _runs(self, line: QTextLine, begin: int, end: int) -> list[tuple[float, float]]:
        """Return the visual runs of a logical range of one line: several where directions mix."""
        if not self._rtl:
            left, right = line_x(line, begin), line_x(line, end)
            return [(left, right)] if right > left else [(left, left + 1.0)]
        runs: list[tuple[float, float]] = []
        for place in range(begin, end):
            one = line_x(line, place, QTextLine.Edge.Leading)
            other = line_x(line, place, QTextLine.Edge.Trailing)
            left, right = min(one, other), max(one, other)
            if right - left < 0.01:
                continue
            if runs and abs(runs[-1][1] - left) < 0.6:
                runs[-1] = (runs[-1][0], right)
            elif runs and abs(right - runs[-1][0]) < 0.6:
                runs[-1] = (left, runs[-1][1])
            else:
                runs.append((left, right))
        return runs or [(line_x(line, begin), line_x(line, begin) + 1.0)]

    # --- from places to offsets and back

    def row_at(self, y: float) -> int:
        """Return the number of the row at *y*, or of the nearest one."""
        for number, row in enumerate(self.rows):
            if y < row.bottom:
                return number
        return len(self.rows) - 1

    def offset_at(self, x: float, y: float) -> int:
        """Return the code point offset between characters that is nearest to a point."""
        line = self.rows[self.row_at(y)].line
        units = line.xToCursor(x)
        last = line.textStart() + line.textLength()
        if units >= last and last < self._map.to_units(len(self._text)):
            # the end of a wrapped line is the same place as the beginning of the next
            units = self.layout.previousCursorPosition(last)
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
                for left, right in self._runs(row.line, max(begin, first), min(finish, last)):
                    rects.append(QRectF(left, row.line.y(), right - left, row.line.height()))
        return rects


def _has_rtl(text: str) -> bool:
    # most texts have none, and the pattern takes long to compile
    return bool(text) and max(text) >= "\u0590" and re.search(_RTL, text) is not None


def align(option: QTextOption, text: str) -> None:
    """Give *option* the direction of *text*, by its first letter (UAX 9, rules P2 and P3)."""
    first = next((character for character in text if character.isalpha()), "")
    if _has_rtl(first):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)


def line_x(line: QTextLine, units: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    """Return the x of a place in *line*, which counts UTF-16 units."""
    # PySide gives x and the place, its stubs say object
    found: Any = line.cursorToX(units, edge)
    return float(found[0])


_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x2028: 0x20, 0x2029: 0x20}


def _shown(text: str) -> str:
    if text.isprintable():
        return text
    return text.translate(_CONTROLS)
