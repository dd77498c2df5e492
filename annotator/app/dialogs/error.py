"""Tells that something unexpected happened: what, where it is written down, and that the work is safe."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from annotator.app.forms import FramedDialog, Leave, quiet_label


class ErrorDialog(FramedDialog):
    """One unexpected error, with its details and a button that copies them."""

    def __init__(self, summary: str, details: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__("Something unexpected happened", parent)
        self._report = f"{details.rstrip()}\n"
        said = QLabel(
            "What you were just doing may not have been done. Everything before it is saved, and you can go on "
            "working. If it happens again, please send the details to whoever looks after the program.",
            self,
        )
        said.setWordWrap(True)
        short = QLabel(summary, self)
        short.setWordWrap(True)
        short.setTextFormat(Qt.TextFormat.PlainText)
        short.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        short.setProperty("quotation", True)
        text = QPlainTextEdit(details, self)
        text.setReadOnly(True)
        text.setAccessibleName("Details")
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        place = quiet_label(f"It is also written in {log}", self, wraps=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.stack(said, short, text, place)
        go_on = self.end_with("Go on", self.accept, Leave.NoButton)
        self.copy_button = self.add_button("Copy details", self.copy)
        self.resize(620, 420)
        go_on.setFocus()

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
        self.copy_button.setText("Copied")
