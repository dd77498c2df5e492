"""Small fields that each edit one value and say so only when the person has finished."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from annotator.model.annotation import Value
from annotator.model.tag import Attribute
from annotator.model.times import is_date

LEAST_WIDTH = 40


class ChoiceEditor(QComboBox):
    """One of several words; the empty first line means "not said"."""

    edited = Signal(object)

    def __init__(self, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = list(choices)
        self._fill(None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(2)
        self.activated.connect(lambda: self.edited.emit(self.currentData()))

    def set_value(self, value: Value) -> None:
        """Show *value*; one that is no longer offered is shown all the same."""
        text = None if value is None else str(value)
        if self.currentData() == text:
            return
        if self.findData(text) < 0:
            self._fill(text)
        self.setCurrentIndex(self.findData(text))

    def set_choices(self, choices: Sequence[str]) -> None:
        """Offer other words; what is shown stays."""
        if list(choices) != self._choices:
            value = self.currentData()
            self._choices = list(choices)
            self._fill(None)
            self.set_value(value)

    def _fill(self, extra: str | None) -> None:
        self.clear()
        self.addItem("—", None)
        for choice in self._choices:
            self.addItem(choice, choice)
        if extra is not None:
            self.addItem(extra, extra)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: scrolling past a field must not change it."""
        event.ignore()


class FlagEditor(QCheckBox):
    """Yes or no."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(self._tell)

    def set_value(self, value: Value) -> None:
        """Show *value*."""
        self.setChecked(bool(value))

    def _tell(self) -> None:
        self.edited.emit(self.isChecked())


class LineEditor(QLineEdit):
    """One line of text. Enter or leaving the field finishes, Esc takes back."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Value = None
        # a panel that is dragged narrow shows less of it, and cuts nothing off
        self.setMinimumWidth(LEAST_WIDTH)
        self.editingFinished.connect(self._finish)
        self.textEdited.connect(lambda: self._mark())

    def set_value(self, value: Value) -> None:
        """Show *value*, unless the person is just typing another."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def fault(self, text: str) -> str:
        """Say in a sentence why *text* cannot be taken, or return an empty string."""
        return ""

    def read(self, text: str) -> Value:
        """Return what *text* means."""
        return text or None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc shows again what was there before."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        self.setText("" if self._value is None else str(self._value))
        self.setModified(False)
        self.setCursorPosition(0)
        self._mark()

    def _mark(self) -> None:
        text = self.text().strip()
        fault = self.fault(text) if text else ""
        if bool(self.property("faulty")) != bool(fault):
            self.setProperty("faulty", bool(fault))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(fault)

    def _finish(self) -> None:
        if not self.isModified():
            return
        text = self.text().strip()
        if text and self.fault(text):
            return
        self.setModified(False)
        value = self.read(text)
        if value != self._value:
            self._value = value
            self.edited.emit(value)


class NumberEditor(LineEditor):
    """A number; whole numbers stay whole."""

    def fault(self, text: str) -> str:
        """Say what is no number."""
        try:
            fits = math.isfinite(float(text))
        except ValueError:
            fits = False
        return "" if fits else "Write a number, such as 12 or 0.5."

    def read(self, text: str) -> Value:
        """Return the number."""
        if not text:
            return None
        number = float(text)
        return int(number) if number.is_integer() and "." not in text else number


class DateEditor(LineEditor):
    """A date, whole or partial."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("1917-11-07, 1917-11 or 1917")

    def fault(self, text: str) -> str:
        """Say what is no date."""
        return "" if is_date(text) else "Write a date as 1917-11-07, 1917-11 or 1917."


class NoteEditor(QPlainTextEdit):
    """A few lines of text. Leaving the field or Ctrl+Enter finishes."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = ""
        self.setTabChangesFocus(True)
        self.setPlaceholderText("Note")

    def sizeHint(self) -> QSize:
        """Three lines."""
        return QSize(120, self.fontMetrics().lineSpacing() * 3 + 14)

    def minimumSizeHint(self) -> QSize:
        """Three lines."""
        return self.sizeHint()

    def set_value(self, value: Value) -> None:
        """Show *value*, unless the person is just typing another."""
        self._value = str(value or "")
        if not (self.hasFocus() and self.document().isModified()) and self.toPlainText() != self._value:
            self.setPlainText(self._value)
            self.document().setModified(False)

    def finish(self) -> None:
        """Take what is written, if it is new."""
        text = self.toPlainText().strip()
        self.document().setModified(False)
        if text != self._value:
            self._value = text
            self.edited.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter finishes."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving finishes."""
        super().focusOutEvent(event)
        self.finish()


Editor = ChoiceEditor | FlagEditor | LineEditor | NoteEditor


def editor_for(attribute: Attribute, parent: QWidget) -> Editor:
    """Return the field that edits *attribute*."""
    if attribute.type == "choice":
        return ChoiceEditor(attribute.choices, parent)
    if attribute.type == "flag":
        return FlagEditor(parent)
    if attribute.type == "number":
        return NumberEditor(parent)
    if attribute.type == "date":
        return DateEditor(parent)
    return LineEditor(parent)
