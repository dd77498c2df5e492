"""What a round trip showed: whether everything came back, and if not, the difference mark by mark."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from annotator.app.forms import FramedDialog, quiet_label
from annotator.exchange.comparing import Difference
from annotator.exchange.roundtrip import RoundTrip
from annotator.words import counted

COLUMNS = ("Words", "What", "Before", "After")
WIDTHS = (250, 150, 190)
_DIFFERENCE = Qt.ItemDataRole.UserRole
_SHOWN = 2000


def summary(found: RoundTrip, format_name: str) -> str:
    """Say in a sentence or two what a round trip showed."""
    what = f"{counted(found.documents, 'article')} with {counted(found.annotations, 'mark')} through {format_name}"
    if found.exact:
        return f"{what}: everything came back as it was."
    if not found.undeclared and not found.failed:
        return f"{what}: {counted(found.different, 'difference')}, all of them declared by the format."
    faults = found.undeclared + len(found.failed)
    return f"{what}: {counted(found.different, 'difference')}, {faults:,} that the format does not declare."


class Differences(QTreeWidget):
    """The differences, a line each. *place_chosen* carries one whose mark is to be shown."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setColumnCount(len(COLUMNS))
        self.setHeaderLabels(list(COLUMNS))
        self.setRootIsDecorated(False)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAccessibleName("Differences")
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.itemDoubleClicked.connect(self._choose)

    def add(self, each: Difference) -> None:
        """Add a line."""
        what = each.feature if each.declared else f"{each.feature}, not declared"
        after = "did not come back" if each.what == "missing" else each.after
        before = "was not there" if each.what == "added" else each.before
        line = QTreeWidgetItem([" ".join(each.words.split()), what, before, after])
        line.setData(0, _DIFFERENCE, each)
        for column in range(len(COLUMNS)):
            line.setToolTip(column, line.text(column))
        self.addTopLevelItem(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the mark."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
            return
        super().keyPressEvent(event)

    def _choose(self, item: QTreeWidgetItem) -> None:
        self.place_chosen.emit(item.data(0, _DIFFERENCE))


class RoundTripDialog(FramedDialog):
    """Shows what a round trip showed. *place_chosen* carries a difference whose mark is to be shown."""

    place_chosen = Signal(object)

    def __init__(self, found: RoundTrip, format_name: str, parent: QWidget | None = None) -> None:
        super().__init__("Round trip", parent, heading=f"Round trip through {format_name}")
        self._found = found
        self.said = QLabel(summary(found, format_name), self)
        self.said.setWordWrap(True)
        self.list = Differences(self)
        self.list.place_chosen.connect(self.place_chosen)
        self.declared = QCheckBox("Show what the format declares that it cannot hold", self)
        self.declared.setChecked(not found.undeclared)
        self.declared.toggled.connect(self.fill)
        self.more = quiet_label("", self)
        self.stack(self.said, self.declared)
        self.stack(self.list, stretch=1)
        self.stack(self.more)
        self.end_with_close()
        copy = self.add_button("Copy list", self.copy)
        for widget in (self.list, self.declared, self.more, copy):
            widget.setVisible(not found.exact)
        self.resize(860, 480 if not found.exact else 180)
        self.fill()

    def fill(self) -> None:
        """List what is to be shown."""
        self.list.clear()
        for failure in self._found.failed:
            self.list.addTopLevelItem(QTreeWidgetItem(["", "not read back", failure.reason, ""]))
        chosen = [each for each in self._found.differences if not each.declared or self.declared.isChecked()]
        for each in chosen[:_SHOWN]:
            self.list.add(each)
        hidden = self._found.different - min(len(chosen), _SHOWN)
        self.more.setText(f"{hidden:,} more are not shown." if hidden else "")

    def copy(self) -> None:
        """Put the list on the clipboard, a difference a line."""
        lines = [
            "\t".join((each.document, each.annotation or "", each.what, each.feature, each.before, each.after))
            for each in self._found.differences
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
