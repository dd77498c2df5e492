"""The mouse on the page: selecting, choosing marks, dragging their edges, hovering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QMouseEvent, QPointingDevice

from annotator.app.page.boundaries import snapped, word_at
from annotator.app.page.hits import Edge
from annotator.model.annotation import Span
from annotator.model.segments import sentence_at

if TYPE_CHECKING:
    from annotator.app.page.view import PageView

Doing = Literal["nothing", "pressed", "selecting", "edge", "touched", "held", "panning"]
_SLACK = 4
"""Pixels that the mouse may move in a click."""
HOLD = 500
"""Milliseconds that a finger rests on a word until it takes it."""
_FINGER = 12
"""Pixels that a finger may move in a tap."""


class Hand(QObject):
    """What the mouse is doing on one page. *field_pressed* carries a claim and what was pressed in its open card."""

    field_pressed = Signal(str, object)

    def __init__(self, page: PageView) -> None:
        super().__init__(page)
        self._page = page
        self._doing: Doing = "nothing"
        self._from = 0
        self._point = QPointF()
        self._clicks = 0
        self._edge: Edge | None = None
        self._kept: tuple[Span, ...] = ()
        self._grows: str | None = None
        self._last_click = QPointF(-100, -100)
        self._since_click = QTimer(self)
        self._since_click.setSingleShot(True)
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD)
        self._hold.timeout.connect(self._held)
        self._scroller = QTimer(self)
        self._scroller.setInterval(30)
        self._scroller.timeout.connect(self._scroll_on)

    def reset(self) -> None:
        """Forget what was begun."""
        self._doing, self._edge, self._grows, self._kept = "nothing", None, None, ()
        self._hold.stop()
        self._scroller.stop()

    def press(self, event: QMouseEvent, *, double: bool = False) -> None:
        """Take a mouse press on the viewport."""
        page, point = self._page, event.position()
        if event.button() == Qt.MouseButton.RightButton:
            self._ask_for_menu(event)
            return
        if event.button() == Qt.MouseButton.BackButton:
            page.back_requested.emit()
        elif event.button() == Qt.MouseButton.ForwardButton:
            page.forward_requested.emit()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.reset()
        if _is_finger(event):
            # a finger moves the page, as everywhere; a tap chooses, a long one takes the word
            self._doing, self._point = "touched", point
            self._hold.start()
            return
        if self._press_card(point):
            return
        near = (point - self._last_click).manhattanLength() < 3 * _SLACK
        self._clicks = self._clicks + 1 if near and self._since_click.isActive() else 2 if double else 1
        self._since_click.start(QGuiApplication.styleHints().mouseDoubleClickInterval())
        self._last_click = self._point = point
        offset = page.offset_at(point)
        self._edge = page.edge_at(point) if self._clicks == 1 else None
        self._doing = "pressed"
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._doing, self._from, self._kept = "selecting", page.fixed_end, page.kept
            page.select_annotation(None)
            self._select(point, event.modifiers())
            return
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        mark = page.annotation(page.selected or "") if adds and not page.selection else None
        if mark is not None and mark.spans and self._clicks == 1:
            self._grows, self._kept = mark.id, mark.spans
        else:
            page.keep_selection(adds)
            self._kept = page.kept
        self._from = page.offset_at(point, past_end=True)
        if self._clicks == 2:
            self._take(Span(*word_at(page.text, offset)))
        elif self._clicks >= 3:
            start, end = sentence_at(page.text, offset)
            self._take(Span(*snapped(page.text, start, end)))

    def _press_card(self, point: QPointF) -> bool:
        """Press the card at a point, or what is written in it; tell whether there is one."""
        page = self._page
        card = page.card_at(point)
        if card is None:
            return False
        field = page.margin.field_at(point) if card == page.selected else None
        if field is None:
            page.press_card(card, point)
        else:
            self.field_pressed.emit(card, field)
        return True

    def _take(self, span: Span) -> None:
        self.reset()
        if span.start < span.end:
            self._page.select_annotation(None)
            self._page.set_caret(span.end, reveal=False)
            self._page.set_selection((span,))

    def move(self, event: QMouseEvent) -> None:
        """Take a mouse move, with or without a button down."""
        page, point = self._page, event.position()
        if self._doing == "touched" and (point - self._point).manhattanLength() > _FINGER:
            self._hold.stop()
            self._doing = "panning"
        if self._doing == "panning":
            bar = page.verticalScrollBar()
            bar.setValue(bar.value() - round(point.y() - self._point.y()))
            self._point = point
            return
        if self._doing == "held" and (point - self._point).manhattanLength() > _FINGER:
            # a finger that goes on after it took a word takes more of them
            self._doing = "selecting"
            self._from = page.selection[0].start if page.offset_at(point) >= self._from else page.selection[0].end
        if self._doing == "pressed" and (point - self._point).manhattanLength() > _SLACK:
            # a drag is no click that a second one could follow
            self._since_click.stop()
            self._doing = "selecting" if self._edge is None else "edge"
            if self._edge is None:
                page.select_annotation(None)
        if self._doing == "selecting":
            self._select(point, event.modifiers())
            self._scroll_if_outside(point)
        elif self._doing == "edge":
            self._drag_edge(point, event.modifiers())
            self._scroll_if_outside(point)
        elif not event.buttons():
            marks = page.marks_at(point)
            card = page.card_at(point)
            page.set_hovered(card or (marks[0] if marks else None), card=card is not None)
            page.margin.light_field(page.margin.field_at(point))
            self._show_cursor(point)

    def _show_cursor(self, point: QPointF) -> None:
        page = self._page
        if page.card_at(point) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif page.edge_at(point) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif page.is_sticky():
            return
        else:
            shape = Qt.CursorShape.IBeamCursor
        if page.viewport().cursor().shape() != shape and not page.is_sticky():
            page.viewport().setCursor(QCursor(shape))

    def release(self, event: QMouseEvent) -> None:
        """Take the release of the left button."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        page, doing, grows = self._page, self._doing, self._grows
        self.reset()
        if doing == "panning":
            return
        if doing == "held":
            return
        if doing == "touched" and self._press_card(event.position()):
            return
        if doing in ("pressed", "touched"):
            self._click(event.position())
        elif doing == "edge":
            page.finish_edge()
        elif page.selection and grows is not None:
            spans = page.selection
            page.set_selection(())
            page.spans_edited.emit(grows, spans)
            page.select_annotation(grows)
        elif page.selection:
            _offer_to_paste(page)
            page.selection_finished.emit(event.globalPosition().toPoint())

    def _held(self) -> None:
        page = self._page
        if page.card_at(self._point) is not None:
            return
        offset = page.offset_at(self._point)
        self._take(Span(*word_at(page.text, offset)))
        if page.selection:
            self._doing, self._from = "held", offset
            page.selection_finished.emit(page.viewport().mapToGlobal(self._point.toPoint()))

    def _click(self, point: QPointF) -> None:
        page = self._page
        page.set_selection(())
        page.set_caret(page.offset_at(point), reveal=False)
        marks = page.marks_at(point)
        if not marks:
            page.select_annotation(None)
        elif page.selected in marks:
            page.select_annotation(marks[(marks.index(page.selected) + 1) % len(marks)])
        else:
            page.select_annotation(marks[0])

    def _select(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        page = self._page
        offset = page.offset_at(point, past_end=True)
        start, end = sorted((self._from, offset))
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            start, end = snapped(page.text, start, end)
        first, last = (start, end) if offset >= self._from else (end, start)
        page.set_caret(last, reveal=False)
        page.set_selection(merged(self._kept, Span(start, end)), first)

    def _drag_edge(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        page = self._page
        edge = self._edge
        if edge is None or page.selected is None:
            self.reset()
            return
        offset = page.offset_at(point, past_end=True)
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            first, last = word_at(page.text, offset)
            if first < offset < last:
                offset = first if offset - first < last - offset else last
        page.preview_edge(edge.part, offset, is_start=edge.is_start)

    def ask_for_menu(self) -> None:
        """Ask for the menu at the selected words or mark, or at the caret, by keys."""
        page = self._page
        mark = page.annotation(page.selected or "") if not page.selection else None
        spans = page.selection or (mark.spans if mark is not None else ())
        near = next((span for span in spans if span.start <= page.caret <= span.end), spans[-1] if spans else None)
        offset = page.caret if near is None or near.start <= page.caret < near.end else near.start
        page.reveal(offset)
        place = page.rect_of(near) if near is not None else page.rect_of_caret(offset).toAlignedRect()
        view = page.viewport()
        point = place.intersected(view.rect()).bottomLeft()
        page.context_requested.emit(view.mapToGlobal(point), offset)

    def _ask_for_menu(self, event: QMouseEvent) -> None:
        page, point = self._page, event.position()
        offset = page.offset_at(point)
        inside = any(start <= offset <= end for start, end in page.selection)
        marks = page.marks_at(point)
        if not inside:
            page.set_selection(())
            card = page.card_at(point)
            if card is not None:
                page.select_annotation(card)
            else:
                page.set_caret(offset, reveal=False)
                if page.selected not in marks:
                    page.select_annotation(marks[0] if marks else None)
        page.context_requested.emit(event.globalPosition().toPoint(), offset)

    def _scroll_if_outside(self, point: QPointF) -> None:
        outside = point.y() < 12 or point.y() > self._page.viewport().height() - 12
        if outside and not self._scroller.isActive():
            self._scroller.start()
        elif not outside:
            self._scroller.stop()

    def _scroll_on(self) -> None:
        page = self._page
        point = QPointF(page.viewport().mapFromGlobal(QCursor.pos()))
        height = page.viewport().height()
        step = point.y() - 12 if point.y() < 12 else point.y() - height + 12
        bar = page.verticalScrollBar()
        bar.setValue(bar.value() + round(max(-60.0, min(60.0, step))))
        inside = QPointF(point.x(), max(2.0, min(point.y(), height - 2.0)))
        modifiers = QGuiApplication.keyboardModifiers()
        if self._doing == "selecting":
            self._select(inside, modifiers)
        elif self._doing == "edge":
            self._drag_edge(inside, modifiers)


def _is_finger(event: QMouseEvent) -> bool:
    return event.pointingDevice().pointerType() == QPointingDevice.PointerType.Finger


def _offer_to_paste(page: PageView) -> None:
    """Let a middle click elsewhere paste the selected words, where that is the custom."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.supportsSelection():
        words = " … ".join(page.text[start:end] for start, end in page.selection)
        clipboard.setText(words, clipboard.Mode.Selection)


def merged(kept: tuple[Span, ...], new: Span) -> tuple[Span, ...]:
    """Return the spans of *kept* and *new* in order, those that touch made one."""
    spans: list[Span] = []
    for span in sorted((*kept, new)):
        if span.start >= span.end:
            continue
        if spans and span.start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return tuple(spans)
