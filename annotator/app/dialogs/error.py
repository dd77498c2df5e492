"""Tells that something unexpected happened: what, where it is written down, and that the work is safe."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget


class ErrorDialog(QDialog):
    """One unexpected error, with its details and a button that copies them."""

    def __init__(self, summary: str, details: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something unexpected happened")
        self._report = f"{details.rstrip()}\n"
        heading = QLabel("Something unexpected happened", self)
        heading.setProperty("title", True)
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
        place = QLabel(f"It is also written in {log}", self)
        place.setProperty("quiet", True)
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(self)
        self.copy_button = buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self.copy)
        self.copy_button.setAutoDefault(False)
        go_on = buttons.addButton("Go on", QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(12)
        for widget in (heading, said, short, text, place, buttons):
            layout.addWidget(widget)
        self.resize(620, 420)
        go_on.setFocus()

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)
        self.copy_button.setText("Copied")
