"""A field for several lines of text."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from annotator.app.panels.editors import NoteEditor


class LinesEditor(NoteEditor):
    """Several lines of text, with room for *lines* of them; what nobody has touched stays to the letter."""

    def __init__(self, lines: int, placeholder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setPlaceholderText(placeholder)

    def sizeHint(self) -> QSize:
        """Room for the lines."""
        return QSize(200, self.fontMetrics().lineSpacing() * self._lines + 14)

    def finish(self) -> None:
        """Take what is written, if somebody wrote; white space at the ends alone is no reason for a change."""
        if self.document().isModified():
            super().finish()
