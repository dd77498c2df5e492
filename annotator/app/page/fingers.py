"""Fingers on the page: one is what the mouse is, and the hand knows it for a finger; two scroll and zoom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QNativeGestureEvent, QPointingDevice, QTouchEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from annotator.app.page.view import PageView

_SPREAD = 24.0
"""Pixels by which two fingers that scroll may come closer or part."""
_STEP = 0.04
"""The share by which the letters grow or shrink at a time, at least: each time lines are broken anew."""
_MOUSE = {
    QEvent.Type.TouchBegin: QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchUpdate: QEvent.Type.MouseMove,
    QEvent.Type.TouchEnd: QEvent.Type.MouseButtonRelease,
}


class Fingers(QObject):
    """Takes what is done on the viewport of one page by fingers, on a screen or on a touchpad."""

    def __init__(self, page: PageView) -> None:
        super().__init__(page)
        self._page = page
        # a mouse event of the touch screen itself would take its points away from the touch
        self._finger = QPointingDevice(
            "finger",
            0,
            QInputDevice.DeviceType.TouchScreen,
            QPointingDevice.PointerType.Finger,
            QInputDevice.Capability.Position,
            1,
            1,
        )
        self._down: dict[int, QPointF] = {}
        self._several = False
        self._middle = QPointF()
        self._apart = 0.0
        self._zooms = False
        self._zoom = 1.0
        self._between = 0
        # Qt scrolls by two fingers, too, and would do it once more
        page.viewport().ungrabGesture(Qt.GestureType.PanGesture)
        page.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        page.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take touches, and pinches of a touchpad."""
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            page = self._page
            page.set_zoom(page.zoom * (1 + event.value()), page.offset_at(event.position()))
            return True
        return False

    def _touch(self, event: QTouchEvent) -> bool:
        kind, points = event.type(), event.points()
        if kind == QEvent.Type.TouchCancel:
            self._end()
            return True
        if kind == QEvent.Type.TouchBegin:
            self._end()
            if self._page.viewport().childAt(points[0].position().toPoint()) is not None:
                # a field that lies on the page takes a finger for a mouse
                event.ignore()
                return True
        self._follow(points)
        if len(self._down) > 1:
            one, other, *_ = (self._down[each] for each in sorted(self._down))
            self._move_both(one, other)
        elif self._several:
            # a finger that stays behind the other one does nothing any more
            self._several = bool(self._down)
        else:
            self._as_mouse(event, points[0])
        event.accept()
        return True

    def _follow(self, points: Sequence[QEventPoint]) -> None:
        """Know where each finger is; one that rests need not say it."""
        for each in points:
            if each.state() == QEventPoint.State.Released:
                self._down.pop(each.id(), None)
            elif each.state() != QEventPoint.State.Stationary:
                self._down[each.id()] = each.position()

    def _end(self) -> None:
        self._several = False
        self._down = {}
        self._page.hand.reset()

    def _as_mouse(self, event: QTouchEvent, point: QEventPoint) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        kind = _MOUSE[event.type()]
        sent = QMouseEvent(
            kind,
            point.position(),
            point.globalPosition(),
            none if kind == QEvent.Type.MouseMove else left,
            none if kind == QEvent.Type.MouseButtonRelease else left,
            event.modifiers(),
            self._finger,
        )
        QApplication.sendEvent(self._page.viewport(), sent)

    def _move_both(self, one: QPointF, other: QPointF) -> None:
        page = self._page
        middle, apart = (one + other) / 2, (one - other).manhattanLength()
        if not self._several:
            # what the first finger began is over
            page.hand.reset()
            self._several, self._zooms, self._apart, self._zoom = True, False, max(apart, 1.0), page.zoom
            self._between = page.offset_at(middle)
        else:
            bar = page.verticalScrollBar()
            bar.setValue(bar.value() - round(middle.y() - self._middle.y()))
        self._middle = middle
        self._zooms = self._zooms or abs(apart - self._apart) > _SPREAD
        wanted = self._zoom * apart / self._apart
        if self._zooms and abs(wanted / page.zoom - 1) > _STEP:
            page.set_zoom(wanted, self._between)
