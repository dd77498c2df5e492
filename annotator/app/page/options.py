"""A small list over the page to choose one line from, or several. It knows nothing of what the lines mean."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsDropShadowEffect,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.app.page.card_paint import write
from annotator.app.theme import Theme

MOST_SHOWN = 12
_CHIP, _PAD = 8.0, 8.0


class Option(NamedTuple):
    """One line: its *words*, a quiet *note* at the right, the *keys* that take it at once, a colour or none.

    *is_set* tells that it is what is said now.
    """

    words: str
    note: str = ""
    keys: str = ""
    colour: str = ""
    is_set: bool = False


def is_typing(event: QEvent) -> bool:
    """Tell whether *event* asks if a key is typed here that would be a shortcut elsewhere: Delete, a letter, F2."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain and (event.key() == Qt.Key.Key_F2 or not Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35)


class _Painter(QStyledItemDelegate):
    """Draws the lines of one list."""

    def __init__(self, options: Sequence[Option], theme: Theme, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self._options = options
        self._theme = theme
        self._font = font

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        letters = QFontMetricsF(self._font)
        line = self._options[index.row()]
        note = letters.horizontalAdvance(line.note) + 14 if line.note else 0.0
        wide = letters.horizontalAdvance(line.words) + note + self._room_before(letters)
        return QSize(round(wide + 2 * _PAD), round(letters.height() + 7))

    def _room_before(self, letters: QFontMetricsF) -> float:
        chip = _CHIP + 6 if any(each.colour for each in self._options) else 0.0
        return letters.horizontalAdvance("✓") + 5 + chip

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, line, letters = self._theme, self._options[index.row()], QFontMetricsF(self._font)
        place = QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]
        state = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(theme.selected))
            painter.drawRoundedRect(place.adjusted(1, 0, -1, 0), 4, 4)
        x = place.left() + _PAD
        sign = letters.horizontalAdvance("✓") + 5
        if line.is_set:
            write(painter, QRectF(x, place.top(), sign + 4, place.height()), "✓", self._font, theme.text)
        if line.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tag_line(line.colour)))
            painter.drawRoundedRect(QRectF(x + sign, place.center().y() - _CHIP / 2, _CHIP, _CHIP), 2, 2)
        x += self._room_before(letters)
        note = letters.horizontalAdvance(line.note) + 4 if line.note else 0.0
        right = place.right() - _PAD
        gap = 12 if note else 0
        write(
            painter, QRectF(x, place.top(), right - note - gap - x, place.height()), line.words, self._font, theme.text
        )
        write(
            painter, QRectF(right - note, place.top(), note + _PAD, place.height()), line.note, self._font, theme.muted
        )


class Options(QListWidget):
    """The list. *taken* carries the number of the line that is chosen, *added* that of one to add or take away.

    *lit* carries the number of the line that the keys or the pointer are on; *left* is sent when nothing is
    chosen, *stepped* when it is to go on to what comes next (True) or before.
    """

    taken = Signal(int)
    added = Signal(int)
    lit = Signal(int)
    left = Signal()
    stepped = Signal(bool)

    def __init__(
        self, options: Sequence[Option], theme: Theme, font: QFont, parent: QWidget, *, several: bool = False
    ) -> None:
        super().__init__(parent)
        self._options = options
        self._several = several
        self.setObjectName("Options")
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painter(options, theme, font, self))
        self.setStyleSheet(
            f"#Options {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: 6px;"
            " padding: 3px 1px; outline: none; }"
        )
        for each in options:
            item = QListWidgetItem(each.words, self)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, "; ".join(filter(None, (each.note, each.keys))))
        self._first = next((row for row, each in enumerate(options) if each.is_set), 0)
        self.setCurrentRow(self._first)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 3)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        self.currentRowChanged.connect(self.lit)

    def sizeHint(self) -> QSize:
        """As wide as the longest line and as tall as all of them, up to a dozen."""
        rows = range(self.count())
        wide = max(
            (self.sizeHintForRow(row), self.sizeHintForIndex(self.model().index(row, 0)).width()) for row in rows
        )
        height = sum(self.sizeHintForRow(row) for row in rows[:MOST_SHOWN])
        return QSize(wide[1] + 18, height + 8)

    def is_moved(self) -> bool:
        """Tell whether another line than the first one is chosen."""
        return self.currentRow() != self._first

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the page out."""
        if is_typing(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, Esc leaves, Space adds; a line's own key takes it at once."""
        key, typed = event.key(), event.text()
        row = next((row for row, each in enumerate(self._options) if typed and typed in each.keys), None)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(self.currentRow())
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Space:
            (self.added if self._several else self.taken).emit(self.currentRow())
        elif row is not None:
            self.taken.emit(row)
        else:
            super().keyPressEvent(event)
        # nothing that is typed here is a tag's key
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # Qt's own name
        """Tab takes another line that was chosen, and goes on."""
        if self.is_moved():
            self.taken.emit(self.currentRow())
        self.stepped.emit(next)
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the line under the pointer."""
        item = self.itemAt(event.position().toPoint())
        if item is not None:
            self.setCurrentItem(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click takes; with Ctrl it adds or takes away."""
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            adds = self._several and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.added if adds else self.taken).emit(self.row(item))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the list, never the page."""
        super().wheelEvent(event)
        event.accept()
