"""The loss ledger on the screen: a line for each kind of loss, and below it the first places."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from annotator.formats.ledger import Ledger, Loss, Place

_PLACE = Qt.ItemDataRole.UserRole


class LossTree(QTreeWidget):
    """What an export loses. *place_chosen* carries a place that is to be shown."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setAccessibleName("What gets lost")
        self.itemDoubleClicked.connect(self._choose)

    def show_ledger(self, ledger: Ledger) -> None:
        """Show the losses of *ledger*, in its order."""
        self.clear()
        for loss in ledger:
            self.addTopLevelItem(_line(loss))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows a place, or opens and closes a line."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
            return
        super().keyPressEvent(event)

    def _choose(self, item: QTreeWidgetItem) -> None:
        place = item.data(0, _PLACE)
        if isinstance(place, Place):
            self.place_chosen.emit(place)
        else:
            item.setExpanded(not item.isExpanded())


def _line(loss: Loss) -> QTreeWidgetItem:
    line = QTreeWidgetItem([loss.sentence])
    line.setToolTip(0, loss.sentence)
    for place in loss.places:
        if place.annotation:
            child = QTreeWidgetItem([" ".join(place.words.split()) or "the whole article"])
            child.setData(0, _PLACE, place)
            line.addChild(child)
    return line
