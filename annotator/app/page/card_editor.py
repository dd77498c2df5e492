"""The card that is being edited: a claim's margin card as a small form in its place over the page.

It shows lines and says what the person wants changed; what there is to choose comes from outside.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLineEdit, QScrollArea, QToolTip, QVBoxLayout, QWidget

from annotator.app.calls import call
from annotator.app.page.card_paint import CardStyle, Ground, draw_ground, write
from annotator.app.page.claim_card import NOTHING, ClaimCard, Field
from annotator.app.page.options import Option, Options, is_typing
from annotator.app.theme import Theme

_SHADOW, _PAD, _INSET = 5, 9, 6
_FEW_OPTIONS = 6
"""Lines of a list that are to be seen below the line it belongs to; with less room it opens above."""
_KEY = Qt.Key


class Line(NamedTuple):
    """What one line of the card says: the *words* of a *field*, with its name and what it is about."""

    field: Field
    label: str
    words: str
    about: str = ""


class Look(NamedTuple):
    """The colours and measures in which the form is drawn."""

    theme: Theme
    style: CardStyle


class _Row(QAbstractButton):
    """One line that can have the focus."""

    def __init__(
        self,
        line: Line | None,
        look: Look,
        card: ClaimCard,
        label_width: float,
        keys: Callable[[QKeyEvent], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self.line = line
        self._look = look
        self._card = card
        self._label_width = label_width
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        title = line is not None and line.field.kind == "tag"
        self.setFixedHeight(round(look.style.title_height + 1 if title else look.style.row_height + 3))
        self.say(line)

    def say(self, line: Line | None) -> None:
        """Show what the line says now."""
        self.line = line
        self.setText(line.label if line is not None else "more")
        self.setAccessibleName(
            f"{line.label}: {line.words or 'not said'}" if line is not None else "More of this claim"
        )
        self.setToolTip(line.about if line is not None else "")
        self.update()

    @property
    def value_place(self) -> QRect:
        """Where the words stand."""
        left = round(_INSET + self._label_width)
        return QRect(left, 1, self.width() - left - 2, self.height() - 2)

    def sizeHint(self) -> QSize:
        return QSize(60, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # the scroll area between would take the arrow keys
        self._keys(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, style = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            painter.setPen(
                QPen(QColor(theme.accent), 2.0 if theme.high else 1.4) if self.hasFocus() else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(theme.page if self.hasFocus() else theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 0.5, -1, -0.5), 4, 4)
        whole = QRectF(self.rect()).adjusted(_INSET, 0, -_INSET, 0)
        line = self.line
        if line is None:
            write(painter, whole, "more …", style.row_font, theme.muted)
        elif line.field.kind == "tag":
            write(painter, whole, line.words, style.title_font, theme.tag_label(self._card.colour))
        else:
            wide = self._label_width
            name = QRectF(whole.left(), whole.top(), wide - 6, whole.height())
            words = QRectF(whole.left() + wide, whole.top(), whole.width() - wide, whole.height())
            write(painter, name, line.label, style.row_font, theme.muted)
            write(painter, words, line.words or NOTHING, style.row_font, theme.text if line.words else theme.muted)
        painter.end()


class CardEditor(QFrame):
    """The form over one card.

    *asked* carries the field that is to be changed and what was typed on its line, *cleared* one that
    is to say nothing; *wanted_more* asks for all fields; *left* is sent when the person is done.
    """

    asked = Signal(object, str)
    cleared = Signal(object)
    wanted_more = Signal()
    field_left = Signal()
    left = Signal()

    def __init__(self, card: ClaimCard, look: Look, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.card = card
        self.look = look
        self._rows: list[_Row] = []
        self.options: Options | None = None
        self.writing: QLineEdit | None = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"Card of {card.title}")
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidgetResizable(True)
        self._area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._area.viewport().setAutoFillBackground(False)

    # --- its lines

    @property
    def fields(self) -> list[Field]:
        """The fields that have a line."""
        return [row.line.field for row in self._rows if row.line is not None]

    @property
    def current(self) -> Field | None:
        """The field whose line has the focus, or that is being changed."""
        row = self._current_row()
        return row.line.field if row is not None and row.line is not None else None

    def words(self, field: Field) -> str:
        """Return what the line of *field* says."""
        return next((row.line.words for row in self._rows if row.line is not None and row.line.field == field), "")

    def show_lines(self, card: ClaimCard, lines: Sequence[Line], *, more: bool) -> None:
        """Show *lines*, and with *more* one that asks for all; what is being changed stays so if it can."""
        self.card = card
        shown = [row.line.field for row in self._rows if row.line is not None]
        if shown == [line.field for line in lines] and more == (self._rows[-1].line is None):
            for row, line in zip(self._rows, lines, strict=False):
                row.say(line)
            self.update()
            return
        current, had_focus = self.current, self.holds(self.focusWidget()) and self._current_row() is not None
        self.close_field()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        letters = QFontMetricsF(self.look.style.row_font)
        names = [letters.horizontalAdvance(line.label) + 10 for line in lines if line.field.kind != "tag"]
        every: list[Line | None] = [*lines, None] if more else list(lines)
        self._rows = [_Row(line, self.look, card, max(names, default=0.0), self.keyPressEvent, box) for line in every]
        for row in self._rows:
            row.clicked.connect(call(self._press, row))
            column.addWidget(row)
        column.addStretch(1)
        self._area.setWidget(box)
        if had_focus:
            (self.row(current) or self._rows[0]).setFocus()

    def enter(self, field: Field | None = None) -> None:
        """Give the line of *field*, or else the first one, the focus."""
        row = self.row(field) or self._rows[0]
        row.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(row, 0, 2)

    @property
    def wanted_height(self) -> int:
        """Pixels that all lines need, without the shadow."""
        return sum(row.height() for row in self._rows) + 2 * _PAD - 2

    def place(self, card: QRectF) -> None:
        """Stand over the card whose place in the viewport that is, and be seen in full if there is room."""
        area = self._viewport.rect()
        tall = min(max(self.wanted_height, round(card.height())), area.height() - 8)
        top = max(4, min(round(card.top()), area.height() - tall - 4))
        place = QRect(round(card.left()), top, round(card.width()), tall)
        place.adjust(-_SHADOW, -_SHADOW, _SHADOW, _SHADOW)
        if place != self.geometry():
            self.setGeometry(place)
            inner = self.rect().adjusted(_SHADOW + 9, _SHADOW + _PAD - 1, -_SHADOW - 5, -_SHADOW - 4)
            self._area.setGeometry(inner)
            self._place_options()

    def holds(self, widget: QWidget | None) -> bool:
        """Tell whether *widget* is a part of this form."""
        if widget is None:
            return False
        options = self.options
        mine = widget is self or self.isAncestorOf(widget)
        return mine or (options is not None and (widget is options or options.isAncestorOf(widget)))

    def row(self, field: Field | None) -> _Row | None:
        """Return the line of *field*, or None."""
        return next((row for row in self._rows if row.line is not None and row.line.field == field), None)

    def _current_row(self) -> _Row | None:
        if self.options is not None or self.writing is not None:
            return self._open_row
        return next((row for row in self._rows if row.hasFocus()), None)

    _open_row: _Row | None = None

    # --- changing one

    def offer(self, field: Field, options: Sequence[Option], *, several: bool = False) -> Options | None:
        """Open a list of *options* at the line of *field*, and return it."""
        self.close_field()
        row = self.row(field)
        if row is None:
            return None
        self._open_row = row
        self._area.ensureWidgetVisible(row, 0, 2)
        self.options = made = Options(
            options, self.look.theme, self.look.style.row_font, self._viewport, several=several
        )
        made.setAccessibleName(row.accessibleName())
        made.left.connect(self.close_field)
        made.stepped.connect(self._step_on)
        self._place_options()
        made.show()
        made.raise_()
        made.setFocus()
        return made

    def write_in(self, field: Field, make: Callable[[QWidget], QLineEdit], typed: str = "") -> None:
        """Open the field that *make* returns over the words of the line of *field*; *typed* replaces them."""
        self.close_field()
        row = self.row(field)
        if row is None:
            return
        self._open_row = row
        self.writing = line = make(row)
        line.setFont(self.look.style.row_font)
        line.setAccessibleName(row.accessibleName())
        theme = self.look.theme
        line.setStyleSheet(
            f"QLineEdit {{ background: {theme.page}; color: {theme.text}; border: 1px solid {theme.accent};"
            " border-radius: 3px; padding: 0 2px; margin: 0; min-height: 0; }"
            f'QLineEdit[faulty="true"] {{ border: 1px solid {theme.ink("#d02030")}; }}'
        )
        line.setMinimumHeight(0)
        line.setGeometry(row.value_place.adjusted(-4, -1, 0, 1))
        line.installEventFilter(self)
        line.show()
        line.setFocus()
        line.selectAll()
        if typed:
            line.insert(typed)

    def close_field(self) -> None:
        """Put the list or field away; its line has the focus again if they had."""
        options, writing, row = self.options, self.writing, self._open_row
        had_focus = any(each is not None and each.hasFocus() for each in (options, writing))
        if row is not None and had_focus:
            row.setFocus()
        self.options = self.writing = self._open_row = None
        for each in (options, writing):
            if each is not None:
                each.hide()
                each.deleteLater()
        if options is not None:
            self.field_left.emit()

    def _place_options(self) -> None:
        if self.options is None or self._open_row is None:
            return
        area = self._viewport.rect().adjusted(4, 4, -4, -4)
        at = self._open_row.mapTo(self._viewport, QPoint(0, 0))
        row = QRect(at, self._open_row.size())
        size = self.options.sizeHint()
        wide = min(max(size.width(), row.width()), area.width(), max(row.width(), 300))
        below, above = area.bottom() - row.bottom(), row.top() - area.top()
        fits_below = below >= min(size.height(), _FEW_OPTIONS * row.height()) or below >= above
        tall = min(size.height(), below if fits_below else above)
        x = max(area.left(), min(row.left(), area.right() - wide))
        self.options.setGeometry(x, row.bottom() + 2 if fits_below else row.top() - tall - 1, wide, tall)

    # --- the hand and the keys

    def _press(self, row: _Row, typed: str = "") -> None:
        if row.line is None:
            self.wanted_more.emit()
        else:
            self.asked.emit(row.line.field, typed)

    def _step_on(self, forward: bool) -> None:
        self.step(1 if forward else -1)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) line; after the last comes the first."""
        row = self._current_row()
        place = self._rows.index(row) + step if row is not None else 0
        self.close_field()
        chosen = self._rows[place % len(self._rows)]
        chosen.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(chosen, 0, 2)

    def is_faulty(self) -> bool:
        """Tell whether what is being written cannot be taken."""
        return self.writing is not None and bool(self.writing.property("faulty"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes what is written, Esc leaves what was there."""
        line = self.writing
        if (
            watched is line
            and line is not None
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            if event.key() in (_KEY.Key_Return, _KEY.Key_Enter):
                if self.is_faulty():
                    QToolTip.showText(line.mapToGlobal(QPoint(0, line.height())), line.toolTip(), line)
                else:
                    # leaving the field is what takes it
                    self.close_field()
                return True
            if event.key() == _KEY.Key_Escape:
                line.setModified(False)
                self.close_field()
                return True
        return super().eventFilter(watched, event)

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        """Tab stays in the card; Esc leaves it."""
        if not self.is_faulty():
            self.step(1 if next else -1)
        return True

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the page out while a line has the focus."""
        if is_typing(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key says to the line that has the focus."""
        row, key, typed = self._current_row(), event.key(), event.text()
        if key == _KEY.Key_Escape:
            self.left.emit()
        elif row is None or self.is_faulty():
            pass
        elif key in (_KEY.Key_Down, _KEY.Key_Right):
            self.step(1)
        elif key in (_KEY.Key_Up, _KEY.Key_Left):
            self.step(-1)
        elif self.writing is not None:
            pass
        elif key in (_KEY.Key_Home, _KEY.Key_End):
            self._rows[0 if key == _KEY.Key_Home else -1].setFocus()
        elif key in (_KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_F2, _KEY.Key_Space):
            self._press(row)
        elif key in (_KEY.Key_Delete, _KEY.Key_Backspace):
            if row.line is not None:
                self.cleared.emit(row.line.field)
        elif typed.isprintable() and typed and row.line is not None:
            self._press(row, typed)
        # nothing that is typed here is a tag's key
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep it from the page."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep it from the page."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card's ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        draw_ground(painter, place, Ground.of(self.card), self.look.theme)
        painter.end()
