"""A few lines of a form that lead somewhere and can be taken away: relations of a claim, evidence for a verdict."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget


class ShortList(QListWidget):
    """Lines of which one is chosen. *chosen* carries the row to go to, *removed* one to take away."""

    chosen = Signal(int)
    removed = Signal(int)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(lambda: self.chosen.emit(self.currentRow()))

    def height_of(self, rows: int) -> int:
        """Return how tall so many lines are, in pixels."""
        return rows * (self.fontMetrics().height() + 8) + 6

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to a line, Delete takes it away."""
        row = self.currentRow()
        if row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(row)
        else:
            super().keyPressEvent(event)
