"""The page: the widget on which an article is read and marked.

It shows what it is given and says what the person did; it never writes data. Offsets in its
interface are code points of the document's text.
"""

import math
from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from annotator.app.page import hits
from annotator.app.page.caret import Blink
from annotator.app.page.claim_card import Links
from annotator.app.page.cursors import pen_cursor
from annotator.app.page.drawing import Drawing
from annotator.app.page.fingers import Fingers
from annotator.app.page.hand import Hand
from annotator.app.page.keys import handle_key
from annotator.app.page.margin import Margin
from annotator.app.page.marked import MarkedColumn
from annotator.app.page.sheet import unit
from annotator.app.page.units import with_edge
from annotator.app.readying import Readying, page_steps
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import Tag

WhichRelations = Literal["none", "some", "all"]
_TURN = 30
"""Eighths of a degree that the wheel turns until the zoom takes a step."""


class PageView(MarkedColumn):
    """One annotated document, or nothing."""

    document_shown = Signal()
    caret_moved = Signal(int)
    selection_changed = Signal()
    selection_finished = Signal(QPoint)
    annotation_selected = Signal(object)
    key_typed = Signal(str)
    spans_edited = Signal(str, object)
    remove_requested = Signal(str)
    accept_requested = Signal()
    next_candidate_requested = Signal(int)
    left = Signal()
    back_requested = Signal()
    forward_requested = Signal()
    context_requested = Signal(QPoint, int)
    painted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(320)
        self.setAccessibleName("Page")
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._caret = 0
        self._selection: tuple[Span, ...] = ()
        self._selected: str | None = None
        self._hovered: str | None = None
        self._on_card = False
        self._relations_of: WhichRelations = "none"
        self._fixed_end = 0
        self._kept: tuple[Span, ...] = ()
        self._shows_hidden = False
        self._turned = 0
        self._edge_spans: tuple[Span, ...] | None = None
        self._sticky: Tag | None = None
        self._proposal: Sequence[tuple[Span, str]] = ()
        self._readying: Readying | None = None
        self._margin = Margin(self)
        self._drawing = Drawing(self)
        self.hand = Hand(self)
        self._fingers = Fingers(self)
        self._blink = Blink(self)
        self._blink.turned.connect(self._update_caret)

    # --- what it shows

    @property
    def hovered(self) -> str | None:
        """The id of the annotation under the pointer."""
        return self._hovered

    def take_focus(self) -> None:
        """Take the keys."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_document(self, content: AnnotatedDocument | None, anchor: int = 0) -> None:
        """Show *content* with the code point *anchor* at the top, or an empty page."""
        self._content = content
        self._selection, self._selected, self._hovered, self._proposal = (), None, None, ()
        self._caret = anchor
        self._flow = self._header = self._held = None
        self.hand.reset()
        if content is None:
            self._all, self._shown, self._noted = (), None, None
            self._hidden.count((), self.showing)
            self.links = Links((), (), "", self.around)
            self.setAccessibleDescription("")
        else:
            self._take_marks(content.annotations, content.relations)
            self.setAccessibleDescription(content.document.title)
        self._reshape()
        self.verticalScrollBar().setValue(0)
        if anchor:
            self._scroll_to_offset(anchor)
        self.selection_changed.emit()
        self.annotation_selected.emit(None)
        self.viewport().update()
        self.document_shown.emit()

    def _let_go_of_gone(self) -> None:
        if self._selected is not None and not self.is_shown(self._selected):
            self.select_annotation(None)
        if self._hovered is not None and not self.is_shown(self._hovered):
            self._hovered = None
        self.viewport().update()

    # --- selection and caret

    @property
    def caret(self) -> int:
        """The place of the caret."""
        return self._caret

    def set_caret(self, offset: int, *, reveal: bool = True) -> None:
        """Put the caret before the code point *offset*."""
        self._caret = max(0, min(offset, len(self.text)))
        self._blink.on = True
        if reveal:
            self.reveal(self._caret)
        self.viewport().update()
        self.caret_moved.emit(self._caret)

    @property
    def selection(self) -> tuple[Span, ...]:
        """The selected words."""
        return self._selection

    def set_selection(self, spans: Sequence[Span], fixed_end: int | None = None) -> None:
        """Select words, or nothing; *fixed_end* is the end that Shift leaves in place, the last one's start if None."""
        chosen = tuple(Span(*span) for span in spans if span[0] < span[1])
        self._fixed_end = fixed_end if fixed_end is not None else chosen[-1].start if chosen else self._caret
        if not chosen:
            self._kept = ()
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit()
            self.viewport().update()

    @property
    def kept(self) -> tuple[Span, ...]:
        """Selected words that stay so while others are selected beside them."""
        return self._kept

    def keep_selection(self, keeps: bool = True) -> None:
        """Keep the selected words while others are selected beside them, or do so no longer."""
        self._kept = self._selection if keeps else ()

    @property
    def selected(self) -> str | None:
        """The id of the selected annotation."""
        return self._selected

    def select_annotation(self, annotation: str | None, reveal: bool = False) -> None:
        """Select an annotation by id, or none; *reveal* scrolls to it. A hidden one is shown again."""
        chosen = self.links.by_id.get(annotation) if annotation is not None else None
        if chosen is None:
            annotation = None
        elif not self.showing.shows(chosen):
            self.set_showing(self.showing.with_mark(chosen, self._colours))
        if annotation != self._selected:
            self._selected = annotation
            self.annotation_selected.emit(annotation)
            self.viewport().update()
        if reveal and annotation is not None:
            self.reveal(self.links.by_id[annotation].start)

    def set_sticky(self, tag: Tag | None) -> None:
        """Show by the pointer that dragging gives *tag*."""
        self._sticky = tag
        self.viewport().setCursor(pen_cursor(self._theme, tag) if tag else QCursor(Qt.CursorShape.IBeamCursor))

    @property
    def proposal(self) -> Sequence[tuple[Span, str]]:
        """The spans that are lit up, with their roles."""
        return self._proposal

    def set_proposal(self, lit: Sequence[tuple[Span, str]]) -> None:
        """Light up spans in the roles ``cue``, ``claimant`` and ``candidate``."""
        self._proposal = tuple(lit)
        self.viewport().update()

    def is_sticky(self) -> bool:
        """Tell whether dragging gives a tag."""
        return self._sticky is not None

    @property
    def fixed_end(self) -> int:
        """The end of the selection that stays while Shift and a key or a click move the other one."""
        return self._caret if self._selection == self._kept else self._fixed_end

    def preview_edge(self, part: int, offset: int, *, is_start: bool) -> None:
        """Show the selected annotation with one edge of one *part* at *offset*."""
        annotation = self.links.by_id.get(self._selected or "")
        if annotation is None:
            return
        self._edge_spans = with_edge(self.text, annotation.spans, part, offset, is_start=is_start)
        self.set_selection(self._edge_spans)

    def finish_edge(self) -> None:
        """Say that the edge was let go where it is."""
        spans, self._edge_spans = self._edge_spans, None
        self.set_selection(())
        annotation = self.links.by_id.get(self._selected or "")
        if annotation is not None and spans is not None and spans != annotation.spans:
            self.spans_edited.emit(annotation.id, spans)

    def step_annotation(self, step: int, wanted: Callable[[Annotation], bool] = lambda _: True) -> bool:
        """Select the next (1) or previous (-1) annotation that is *wanted*, from the selected one or the caret on.

        Returns whether there is one.
        """
        marks = [each for each in self.annotations if each.spans and (each.id == self._selected or wanted(each))]
        ids = [each.id for each in marks]
        if self._selected in ids:
            place = ids.index(self._selected) + step
        else:
            after = next((n for n, each in enumerate(marks) if each.start >= self._caret), len(marks))
            place = after if step > 0 else after - 1
        if not marks or not wanted(marks[place % len(marks)]):
            return False
        self.set_selection(())
        chosen = marks[place % len(marks)]
        self.set_caret(chosen.start)
        self.select_annotation(chosen.id, reveal=True)
        return True

    def marks_at(self, point: QPointF) -> list[str]:
        """Return the ids of the annotations under a point, the shortest first."""
        if self._flow is None or self._header is None:
            return []
        y = point.y() + self.verticalScrollBar().value() - self._header.height
        if y < 0 or y > self._flow.height:
            return []
        number = self._flow.piece_at(y)
        place = QPointF(point.x() - self.columns.text_left, y - self._flow.top_of(number))
        return hits.marks_under(self._flow.layout(number).boxes, place)

    def edge_at(self, point: QPointF) -> hits.Edge | None:
        """Return the edge of the selected annotation that can be taken at a point of the viewport."""
        annotation = self.links.by_id.get(self._selected or "")
        if annotation is None or self._flow is None or self._header is None:
            return None
        y = point.y() + self.verticalScrollBar().value() - self._header.height
        parts = {span.start: number for number, span in enumerate(annotation.spans)}
        found: list[hits.Edge] = []
        # a handle may reach over from the piece above or below
        for number in range(self._flow.piece_at(y - hits.REACH), self._flow.piece_at(y + hits.REACH) + 1):
            place = QPointF(point.x() - self.columns.text_left, y - self._flow.top_of(number))
            edges = hits.edges_of(self._flow.layout(number).boxes, parts, annotation.id)
            edge = hits.edge_under(edges, place)
            if edge is not None:
                found.append(edge)
        return found[0] if found else None

    def annotation(self, annotation: str) -> Annotation | None:
        """Return a shown annotation by its id."""
        return self.links.by_id.get(annotation)

    @property
    def relations_of(self) -> WhichRelations:
        """Of which marks relations are drawn: none, the selected one and that under the pointer, all in view."""
        return self._relations_of

    def show_relations(self, which: WhichRelations) -> None:
        """Draw the relations of other marks from now on."""
        if which != self._relations_of:
            self._relations_of = which
            self.viewport().update()
            self.showing_changed.emit()

    @property
    def pointed_at_card(self) -> bool:
        """Tell whether it is the card or flag, and not the words, of a claim that the pointer is on."""
        return self._on_card

    def set_hovered(self, annotation: str | None, *, card: bool = False) -> None:
        """Light up an annotation with what belongs to it; *card* says that the pointer is on its card or flag."""
        if (annotation, card) != (self._hovered, self._on_card):
            if annotation != self._hovered:
                self._margin.shut(None)
            self._hovered, self._on_card = annotation, card
            self.viewport().update()

    def press_card(self, claim: str, point: QPointF) -> None:
        """Select the claim of a card that is pressed; a flag that is open is shut again."""
        flag = self._margin.card_rect(claim)
        opened = self.columns.folded and claim == self._selected and flag is not None and flag.contains(point)
        self._margin.shut(claim if opened else None)
        self.set_selection(())
        self.select_annotation(None if opened else claim)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view."""
        painter = QPainter(self.viewport())
        if self._flow is None or self._header is None:
            painter.fillRect(event.rect(), QColor(self._theme.page))
            painter.end()
            self.painted.emit()
            self._make_ready()
            return
        shown = self._prepare()
        self._drawing.draw(painter, self._flow, self._header, shown, QRectF(event.rect()))
        self._draw_caret(painter, shown)
        painter.end()
        # goes on when nothing else is to be done
        self._ahead.start()
        self.painted.emit()

    def _make_ready(self) -> None:
        """Load what an article needs, while there is none on the screen."""
        if self._readying is None:
            self._readying = Readying(page_steps(self._style, self._theme), lambda: self._flow is None, self)

    @property
    def shows_hidden(self) -> bool:
        """Whether characters that take no room are drawn."""
        return self._shows_hidden

    def show_hidden(self, shows: bool) -> None:
        """Draw characters that take no room or look like a space, or leave them unseen."""
        if shows != self._shows_hidden:
            self._shows_hidden = shows
            self.viewport().update()

    def _draw_caret(self, painter: QPainter, shown: range) -> None:
        if self._flow is None or not self.hasFocus() or not self._blink.on or self._selection:
            return
        number = self._flow.piece_of(self._caret)
        if number in shown:
            rect = self._flow.layout(number).caret(self._caret).translated(self.origin(number))
            painter.fillRect(rect, QColor(self._theme.text))

    # --- events: the mouse is in `hand.py`, the keys in `keys.py`

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out in the new width; the line that is read stays where it is."""
        if event.oldSize().width() > 0:
            self._keep_place(self._reshape)
        else:
            self._reshape()

    def _place_read(self) -> int | None:
        """Return the caret while it is in view and the page has the keys."""
        if self._flow is None or self._header is None or not self.hasFocus():
            return None
        top, height = self.verticalScrollBar().value() - self._header.height, self.viewport().height()
        if not self._flow.piece_at(top) <= self._flow.piece_of(self._caret) <= self._flow.piece_at(top + height):
            # it is not laid out for this, which would move what stands below it
            return None
        rect = self.rect_of_caret(self._caret)
        return self._caret if rect.top() >= 0 and rect.bottom() <= height else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # a touchpad sends many small turns
            self._turned += event.angleDelta().y()
            steps, self._turned = int(self._turned / _TURN), int(math.fmod(self._turned, _TURN))
            if steps:
                self.set_zoom(self.zoom * 1.1 ** (steps * _TURN / 120), self.offset_at(event.position()))
            event.accept()
            return
        turned = event.angleDelta().y() / 120 * 3 * self._style.line_height
        # by whole pixels of the screen what is there is moved, and not drawn again
        step = unit(self.devicePixelRatioF()) or 1
        pixels = event.pixelDelta().y() or round(turned / step) * step or round(turned)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - pixels)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give it to the hand."""
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Give it to the hand."""
        self.hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give it to the hand."""
        self.hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give it to the hand."""
        self.hand.press(event, double=True)

    def leaveEvent(self, event: object) -> None:
        """Light nothing up."""
        self.set_hovered(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key says."""
        if not handle_key(self, event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu where a system asks for it by a key; the mouse asks by its button."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.hand.ask_for_menu()

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        """Let Tab choose among candidates while something is proposed."""
        # Tab chooses among candidates while something is proposed, and leaves the page otherwise
        if self._proposal:
            self.next_candidate_requested.emit(1 if next else -1)
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self._blink.start()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self._blink.stop()
        self.viewport().update()

    def _update_caret(self) -> None:
        if self._flow is not None:
            number = self._flow.piece_of(self._caret)
            rect = self._flow.layout(number).caret(self._caret).translated(self.origin(number))
            self.viewport().update(rect.toAlignedRect().adjusted(-2, -2, 2, 2))

    def sizeHint(self) -> QSize:
        """Return a size with room for cards."""
        return QSize(880, 800)
