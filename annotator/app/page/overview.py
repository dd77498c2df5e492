"""The scroll bar that shows the whole text: where marks, claims, notes and hits are, and where the reader is.

Each two pixels of its height stand for a stretch of the text and show what begins there: the first entity
and the first claim as ticks side by side, in the colour of their tags; a note as a dot at the right; a hit of a search
as a thin line across, the current one as a thick one. It is drawn anew a moment after something changed, and costs
the same for a text of any length.
"""

import math
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from annotator.app.page.flow import Flow
from annotator.app.page.found import NO_HITS, Hits, hit_ink
from annotator.app.theme import Theme
from annotator.model.annotation import Annotation

WIDTH = 18
TICK = 2
"""Pixels of height that one stretch of the text has."""
PAUSE = 120
"""Milliseconds without a change before the marks are drawn anew."""
SLICE = 0.008
"""Seconds at a time in which the text is looked through for them."""
_LEAST_HANDLE = 28.0
_HANDLES = 16
"""Pictures of the handle that are kept: scrolling meets the same eighths of a pixel again and again."""
_ENTITIES, _CLAIMS, _NOTES = QRectF(3, 0, 4, TICK), QRectF(8, 0, 4, TICK), QPointF(14.75, 1)
_DOT = 1.9


class Landmarks(NamedTuple):
    """What begins in one stretch: the colour of the first entity and of the first claim, or None.

    *note* tells whether there is a note, *hits* how thick a line hits of the search have, 0 for none.
    """

    entity: QColor | None
    claim: QColor | None
    note: bool = False
    hits: int = 0


Survey = Callable[[int], Iterable[Landmarks]]
"""Divides the whole height into that many stretches and says what begins in each."""


def survey(
    flow: Flow,
    above: float,
    whole: float,
    count: int,
    colour_of: Callable[[Annotation], QColor],
    noted: Sequence[int] = (),
    hits: Hits = NO_HITS,
) -> Iterator[Landmarks]:
    """Yield what begins in each of *count* stretches of *whole* pixels, of which *above* are the header's.

    *noted* has the sorted beginnings of annotations with a note.
    """
    before = flow.offset_near(-above)
    for number in range(1, count + 1):
        after = flow.offset_near(whole * number / count - above)
        entity, claim = (
            flow.first_beginning(before, after, kind) if after > before else None for kind in ("entity", "claim")
        )
        yield Landmarks(
            colour_of(entity) if entity is not None else None,
            colour_of(claim) if claim is not None else None,
            _any_in(noted, before, after),
            hits.weight(before, after),
        )
        before = after


def _any_in(places: Sequence[int], start: int, end: int) -> bool:
    place = bisect_left(places, start)
    return place < len(places) and places[place] < end


class Overview(QScrollBar):
    """A vertical scroll bar; a click anywhere goes there."""

    def __init__(self, survey: Survey, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._survey = survey
        self._theme = theme
        self._picture: QPixmap | None = None
        self._handles: dict[object, QPixmap] = {}
        self._grip: float | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._draw_anew)
        self._stretches: list[Landmarks] = []
        self._looking: Iterator[Landmarks] = iter(())
        self._slices = QTimer(self)
        self._slices.timeout.connect(self._look)
        self.setAccessibleName("Place in the article")
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """Return a bar wide enough for two rows of ticks, and the dots of notes."""
        return QSize(WIDTH, 100)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of *theme*."""
        self._theme = theme
        self._draw_anew()

    def marks_changed(self) -> None:
        """Draw the marks anew, soon."""
        self._slices.stop()
        self._timer.start()

    def finish(self) -> None:
        """Draw the marks now, if they are to be drawn soon."""
        if self._timer.isActive():
            self._draw_anew()
        if self._slices.isActive():
            self._slices.stop()
            self._draw([*self._stretches, *self._looking])

    def handle(self) -> QRectF:
        """Return the rectangle that stands for what is in view."""
        whole = self.maximum() - self.minimum() + self.pageStep()
        if whole <= 0:
            return QRectF()
        height = max(_LEAST_HANDLE, self.height() * self.pageStep() / whole)
        steps = max(1, self.maximum() - self.minimum())
        top = (self.height() - height) * (self.value() - self.minimum()) / steps
        return QRectF(1.5, top, self.width() - 3, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks, and over them the handle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.page))
        if self._picture is not None:
            painter.drawPixmap(0, 0, self._picture)
        if self.maximum() > self.minimum():
            handle = self.handle()
            whole = int(handle.top())
            painter.drawPixmap(0, whole, self._handle_picture(handle.height(), handle.top() - whole))
        painter.end()

    def _handle_picture(self, height: float, shift: float) -> QPixmap:
        """Return the picture of a handle that begins *shift* pixels below a whole one: drawn once for many frames."""
        held = self._grip is not None or self.underMouse()
        # an eighth of a pixel is not seen
        look = (round(height * 8), round(shift * 8), held, self._theme, self.devicePixelRatioF())
        picture = self._handles.get(look)
        if picture is None:
            if len(self._handles) >= _HANDLES:
                self._handles.clear()
            picture = self._handles[look] = self._blank(math.ceil(height) + 2)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = QColor(self._theme.text)
            colour.setAlphaF(0.26 if held else 0.14)
            painter.setBrush(colour)
            painter.setPen(QColor(self._theme.border) if self._theme.high else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(1.5, shift + 1, self.width() - 3, height - 2), 4, 4)
            painter.end()
        return picture

    def _blank(self, height: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the marks for the new height."""
        super().resizeEvent(event)
        self._picture = None
        self.marks_changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place; with the handle, take hold of it."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        handle, y = self.handle(), event.position().y()
        self._grip = y - handle.top() if handle.top() <= y <= handle.bottom() else handle.height() / 2
        self._go(y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the handle is held."""
        if self._grip is not None:
            self._go(event.position().y())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self.update()

    def _go(self, y: float) -> None:
        room = self.height() - self.handle().height()
        if self._grip is not None and room > 0:
            share = max(0.0, min(1.0, (y - self._grip) / room))
            self.setValue(self.minimum() + round(share * (self.maximum() - self.minimum())))

    def _draw_anew(self) -> None:
        """Begin to look through the text, in slices that keep nobody waiting."""
        self._timer.stop()
        self._slices.stop()
        self._stretches = []
        if not self.isVisible():
            self._picture = None
            return
        self._looking = iter(self._survey(max(1, self.height() // TICK)))
        self._slices.start()

    def _look(self) -> None:
        end = time.perf_counter() + SLICE
        for found in self._looking:
            self._stretches.append(found)
            if time.perf_counter() > end:
                return
        self._slices.stop()
        self._draw(self._stretches)

    def _draw(self, stretches: Sequence[Landmarks]) -> None:
        picture = self._blank(self.height())
        painter = QPainter(picture)
        line = hit_ink(self._theme)
        for number, found in enumerate(stretches):
            if found.hits:
                painter.fillRect(QRectF(0, number * TICK, WIDTH, found.hits), line)
        for number, found in enumerate(stretches):
            for colour, place in ((found.entity, _ENTITIES), (found.claim, _CLAIMS)):
                if colour is not None:
                    painter.fillRect(place.translated(0, number * TICK), colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.text))
        for number, found in enumerate(stretches):
            if found.note:
                painter.drawEllipse(_NOTES + QPointF(0, number * TICK), _DOT, _DOT)
        painter.end()
        self._picture = picture
        self.update()

    def showEvent(self, event: object) -> None:
        """Draw the marks once there is something to scroll."""
        self.marks_changed()
