"""A record's time line: when it is mentioned, with dates that may be partial, drawn small."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.app.assistive import announce
from annotator.app.theme import Theme
from annotator.store.records import Day
from annotator.words import counted

_DATE = re.compile(r"(-?\d{1,3}X|-?\d{2}XX|-?\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]*")
_STEPS = tuple(step * 10**power for power in range(6) for step in (1, 2, 5))
EDGE = 12.0
"""Pixels on either side of the axis."""
LEAST_YEARS = 1.0
"""The shortest stretch of time that fills the width."""


class Stretch(NamedTuple):
    """A stretch of time in years: 1917.5 is the middle of 1917."""

    begin: float
    end: float


def stretch(date: str) -> Stretch | None:
    """Return the time that an EDTF *date* may mean, whole or partial, or an interval; None if it cannot be read."""
    begin, _, end = date.partition("/")
    first = _one(begin.strip())
    last = _one(end.strip()) if end.strip() not in ("", "..") else first
    if first is None or last is None:
        return None
    return Stretch(min(first.begin, last.begin), max(first.end, last.end))


def _one(date: str) -> Stretch | None:
    found = _DATE.fullmatch(date)
    if found is None:
        return None
    digits, month, day = found.groups()
    unknown = 10 ** digits.count("X")
    year = int(digits.rstrip("X")) * unknown
    if unknown > 1 or month is None:
        return Stretch(year, year + unknown)
    try:
        # the length of a year is near enough for a drawing, the calendar decides what is a date
        place = datetime.date(max(1, abs(year)), int(month), int(day or 1)).timetuple().tm_yday - 1
    except ValueError:
        return None
    width = 1 if day else 30.4
    return Stretch(year + place / 366, year + min(366, place + width) / 366)


class Scale(NamedTuple):
    """From years to pixels, and the years that are written on the axis."""

    begin: float
    end: float
    left: float
    width: float
    ticks: Sequence[int]

    def x(self, year: float) -> float:
        """Return where *year* is."""
        return self.left + (year - self.begin) / (self.end - self.begin) * self.width


def scale(stretches: Sequence[Stretch], left: float, width: float, label: float) -> Scale:
    """Return the scale on which all *stretches* are in view, its labels *label* pixels wide and never too close."""
    begin = min((each.begin for each in stretches), default=0.0)
    end = max((each.end for each in stretches), default=1.0)
    spare = max(LEAST_YEARS - (end - begin), 0.0) / 2
    margin = (end - begin + 2 * spare) * 0.03
    begin, end = begin - spare - margin, end + spare + margin
    room = max(1.0, width / (label * 1.8))
    step = next((each for each in _STEPS if (end - begin) / each <= room), _STEPS[-1])
    first = math.ceil(begin / step) * step
    return Scale(begin, end, left, max(1.0, width), range(first, math.floor(end) + 1, step))


def said(day: Day) -> str:
    """Say a date and what is there."""
    return f"{day.date or 'no date'}: {counted(day.mentions, 'mention')} in {counted(day.documents, 'article')}"


class TimeLine(QWidget):
    """Draws the dates: a day as a dot, larger for more mentions, a month or year as a bar over all that it may mean.

    The arrow keys go from date to date, Enter and a click emit *day_chosen* with the date.
    """

    day_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._days: list[tuple[Day, Stretch]] = []
        self._undated = 0
        self._at = 0
        self._cached: tuple[int, Scale] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Time line")

    @property
    def days(self) -> Sequence[Day]:
        """The dates that are drawn, in order."""
        return [day for day, _ in self._days]

    @property
    def current(self) -> Day | None:
        """The date that the keys are at."""
        return self._days[self._at][0] if self._days else None

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of *theme*."""
        self._theme = theme
        self.update()

    def show_days(self, days: Sequence[Day]) -> None:
        """Draw these dates; what has none, or one that cannot be read, is counted beside them."""
        before = self.current
        placed = [(each, stretch(each.date)) for each in days if each.date]
        self._days = sorted(
            ((day, where) for day, where in placed if where is not None), key=lambda each: (each[1], each[0].date or "")
        )
        self._undated = sum(each.mentions for each in days) - sum(day.mentions for day, _ in self._days)
        dates = [day.date for day, _ in self._days]
        self._at = dates.index(before.date) if before is not None and before.date in dates else 0
        self._cached = None
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """A line of dots and one of years."""
        return QSize(200, math.ceil(self.words_area().bottom()))

    def minimumSizeHint(self) -> QSize:
        """As high as always."""
        return QSize(80, self.sizeHint().height())

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from date to date."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in steps and self._days:
            self._go(max(0, min(len(self._days) - 1, self._at + steps[Qt.Key(event.key())])))
        elif event.key() == Qt.Key.Key_Home:
            self._go(0)
        elif event.key() == Qt.Key.Key_End:
            self._go(len(self._days) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.day_chosen.emit(self.current.date)
        else:
            super().keyPressEvent(event)

    def _go(self, at: int) -> None:
        if self._days:
            self._at = max(0, at)
            self._describe()
            announce(self, said(self._days[self._at][0]))
            self.update()

    def _describe(self) -> None:
        if not self._days:
            self.setAccessibleDescription("no dates")
            return
        first, last = self._days[0][0].date, self._days[-1][0].date
        self.setAccessibleDescription(
            f"{counted(len(self._days), 'date')} from {first} to {last}; now at {said(self._days[self._at][0])}"
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the date under the pointer."""
        at = self._day_at(event.position().toPoint())
        if at is not None:
            self._go(at)
            date = self._days[at][0].date
            self.day_chosen.emit(date)

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what is on the date under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._day_at(event.pos())
            if at is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), said(self._days[at][0]), self)
            return True
        return super().event(event)

    def _day_at(self, point: QPoint) -> int | None:
        found = [
            (self._box(number).width(), number)
            for number in range(len(self._days))
            if self._box(number).adjusted(-3, -4, 3, 4).contains(QPointF(point))
        ]
        return min(found)[1] if found else None

    # --- drawing

    def _scale(self) -> Scale:
        if self._cached is None or self._cached[0] != self.width():
            label = QFontMetricsF(self._small()).horizontalAdvance("-0000")
            stretches = [each for _, each in self._days]
            self._cached = (self.width(), scale(stretches, EDGE, self.width() - 2 * EDGE, label))
        return self._cached[1]

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(6.0, font.pointSizeF() * 0.88))
        return font

    def _box(self, number: int) -> QRectF:
        """Return where a date is drawn."""
        day, where = self._days[number]
        at = self._scale()
        middle = self._axis() - 11.0
        if len(day.date or "") >= 10 and "/" not in (day.date or ""):
            radius = min(7.0, 3.0 + math.log2(day.mentions))
            x = (at.x(where.begin) + at.x(where.end)) / 2
            return QRectF(x - radius, middle - radius, 2 * radius, 2 * radius)
        return QRectF(at.x(where.begin), middle - 3.0, max(6.0, at.x(where.end) - at.x(where.begin)), 6.0)

    def _axis(self) -> float:
        return 26.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the axis, the dates, and a ring around the one that the keys are at."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setFont(self._small())
        metrics = QFontMetricsF(self._small())
        muted = QColor(theme.muted)
        if not self._days:
            painter.setPen(muted)
            painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, "No article with a date mentions it.")
            return
        at, axis = self._scale(), self._axis()
        line = QColor(theme.border if not theme.high else theme.text)
        painter.setPen(QPen(line, 1))
        painter.drawLine(QPointF(at.left, axis), QPointF(at.left + at.width, axis))
        for year in at.ticks:
            x = at.x(year)
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(x, axis), QPointF(x, axis + 4))
            painter.setPen(muted)
            text = str(year)
            painter.drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, axis + 5 + metrics.ascent()), text)
        accent = QColor(theme.accent)
        soft = QColor(theme.accent)
        soft.setAlphaF(0.35)
        for number, (day, _) in sorted(enumerate(self._days), key=lambda each: -self._box(each[0]).width()):
            box = self._box(number)
            painter.setPen(QPen(accent, 1))
            painter.setBrush(accent if box.width() == box.height() and len(day.date or "") >= 10 else soft)
            radius = min(box.width(), box.height()) / 2
            painter.drawRoundedRect(box, radius, radius)
        self._draw_words(painter, muted)
        painter.end()

    def words_area(self) -> QRectF:
        """Return where it stands in words what is drawn: below the years."""
        height = QFontMetricsF(self._small()).height()
        return QRectF(12, self._axis() + 6 + height, self.width() - 24, height + 2)

    def _draw_words(self, painter: QPainter, muted: QColor) -> None:
        day = self._days[self._at][0]
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.text), 2 if self._theme.high else 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box(self._at).adjusted(-3, -3, 3, 3), 6, 6)
        parts = [said(day)] if self.hasFocus() else []
        parts += [f"{counted(self._undated, 'mention')} without a date"] if self._undated else []
        painter.setPen(muted)
        painter.drawText(self.words_area(), Qt.AlignmentFlag.AlignLeft, " · ".join(parts))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()
