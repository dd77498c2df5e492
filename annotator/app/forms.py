"""Labels, forms and the frame of a dialog: what panels, windows and dialogs have in common to look at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

MARGINS = 24, 22, 24, 18
"""Pixels around what a dialog holds."""
TITLE_BAR = 40
"""Pixels that the title bar of a window may take."""
Leave = QDialogButtonBox.StandardButton


def quiet_label(text: str, parent: QWidget, *, wraps: bool = False) -> QLabel:
    """Return a label in the quiet colour."""
    label = QLabel(text, parent)
    label.setProperty("quiet", True)
    label.setWordWrap(wraps)
    return label


def form_layout(across: int = 10, down: int = 5) -> QFormLayout:
    """Return a layout with labels at left and fields that fill the rest, *across* and *down* pixels apart."""
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(across)
    form.setVerticalSpacing(down)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return form


def add_row(form: QFormLayout, text: str, field: QWidget, *, says: str = "") -> QLabel:
    """Put *field* below what *form* has, beside a quiet label of *text* that tells assistive technology what it is.

    What cannot be set has no such need: only a field with choices is named by its label alone. *says* is the tooltip.
    """
    # a label that belongs to a field takes the sign for that of a key
    label = QLabel(text.replace("&", "&&"), field.parentWidget())
    label.setProperty("quiet", True)
    label.setBuddy(field)
    label.setToolTip(says)
    form.addRow(label, field)
    return label


def name_choice(field: QComboBox, name: str) -> None:
    """Give a field with choices a *name* where no label is seen beside it.

    Where its name is what is chosen, as on Linux, a label alone tells assistive technology what the choice is about.
    """
    field.setAccessibleName(name)
    label = QLabel(name, field.parentWidget())
    label.setBuddy(field)
    label.hide()


class OnScreenDialog(QDialog):
    """A dialog that is no larger than the screen has room for: at 200 %, buttons would be out of reach."""

    def showEvent(self, event: QShowEvent) -> None:
        """Take no more room than there is."""
        room = self.screen().availableSize() - QSize(0, TITLE_BAR)
        if self.isWindow() and self.size() != self.size().boundedTo(room):
            self.resize(self.size().boundedTo(room))
        super().showEvent(event)


class FramedDialog(OnScreenDialog):
    """A dialog whose parts stand below each other, *spacing* pixels apart, under its title and above its buttons.

    *heading* stands at the top where it is to say more than *title*, which the window has; empty for none.
    """

    def __init__(self, title: str, parent: QWidget | None, *, heading: str | None = None, spacing: int = 12) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*MARGINS)
        self._column.setSpacing(spacing)
        text = title if heading is None else heading
        if text:
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("title", True)
            self._column.addWidget(label)

    def stack(self, *parts: QWidget | QLayout, stretch: int = 0) -> None:
        """Put *parts* below what is there."""
        for part in parts:
            if isinstance(part, QWidget):
                self._column.addWidget(part, stretch)
            else:
                self._column.addLayout(part, stretch)

    def end_with(self, text: str, do: Callable[[], object], leave: Leave = Leave.Cancel) -> QPushButton:
        """Put the buttons below all else: *leave*, and one that Enter presses, too, and that does what is asked."""
        self._put_buttons(leave)
        self._buttons.accepted.connect(do)
        button = self._buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
        button.setDefault(True)
        return button

    def end_with_close(self) -> None:
        """Put a button that closes below all else."""
        self._put_buttons(Leave.Close)

    def add_button(
        self,
        text: str,
        do: Callable[[], object],
        role: QDialogButtonBox.ButtonRole = QDialogButtonBox.ButtonRole.ActionRole,
    ) -> QPushButton:
        """Put a button that Enter does not press beside the others."""
        button = self._buttons.addButton(text, role)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: do())
        return button

    def _put_buttons(self, leave: Leave) -> None:
        self._buttons = QDialogButtonBox(leave, self)
        self._buttons.rejected.connect(self.reject)
        self._column.addWidget(self._buttons)
