"""Pointing at marks or words on the page while a list asks for them: the press is the list's, and selects nothing."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from annotator.app.page.boundaries import snapped
from annotator.app.page.view import PageView
from annotator.model.annotation import Span

_SLACK = 4
"""Pixels that a hand moves in a click."""


class Pointing(QObject):
    """Takes the left button on the text for as long as it lives.

    *pointed* carries the ids of the marks under a click, the shortest first, and whether it adds (Ctrl);
    *drawn* the words that were drawn over, and the same; *missed* is sent for a click on nothing. With *cards* a click
    on a claim's card points at the claim, too.
    """

    pointed = Signal(object, bool)
    drawn = Signal(object, bool)
    missed = Signal()

    def __init__(self, page: PageView, *, cards: bool = False) -> None:
        super().__init__(page)
        self._page = page
        self._cards = cards
        self._from: QPointF | None = None
        page.viewport().installEventFilter(self)

    def end(self) -> None:
        """Give the page its mouse again."""
        self._page.viewport().removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take press, drag and release of the left button on the text."""
        if not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        point, kind = event.position(), event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            card = self._page.card_at(point)
            if event.button() != Qt.MouseButton.LeftButton or (card is not None and not self._cards):
                return False
            if card is not None:
                self.pointed.emit([card], bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
            self._from = point
            return True
        if self._from is None:
            return False
        span = self._span(point, event.modifiers())
        if kind == QEvent.Type.MouseMove:
            self._page.set_selection((span,) if span is not None else ())
            return True
        if kind != QEvent.Type.MouseButtonRelease:
            return False
        self._from = None
        self._page.set_selection(())
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        marks = self._page.marks_at(point)
        if span is not None:
            self.drawn.emit(span, adds)
        elif marks:
            self.pointed.emit(marks, adds)
        else:
            self.missed.emit()
        return True

    def _span(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> Span | None:
        """Return the words between press and *point*, or None while it is a click."""
        assert self._from is not None
        if (point - self._from).manhattanLength() <= _SLACK:
            return None
        page = self._page
        start, end = sorted((page.offset_at(self._from, past_end=True), page.offset_at(point, past_end=True)))
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            start, end = snapped(page.text, start, end)
        return Span(start, end) if start < end else None
