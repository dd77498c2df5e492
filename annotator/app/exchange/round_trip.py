"""What a round trip showed: whether everything came back, and if not, the difference mark by mark."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTreeView,
    QWidget,
)

from annotator.app.forms import FramedDialog, name_choice, quiet_label
from annotator.app.lists_out import copy_rows, save_rows
from annotator.exchange.comparing import Difference
from annotator.exchange.report import Failure
from annotator.exchange.roundtrip import RoundTrip
from annotator.formats.features import NOUNS
from annotator.words import capital, counted, plural

COLUMNS = ("Words", "What", "Before", "After")
WIDTHS = (250, 150, 190)
Index = QModelIndex | QPersistentModelIndex


def summary(found: RoundTrip, format_name: str) -> str:
    """Say in a sentence or two what a round trip showed."""
    what = f"{counted(found.documents, 'article')} with {counted(found.annotations, 'mark')} through {format_name}"
    if found.exact:
        return f"{what}: everything came back as it was."
    said = f"{what}: {counted(found.different, 'difference')}" if found.different else what
    if found.undeclared:
        said += f", {found.undeclared:,} that the format does not declare"
    elif found.different:
        said += f", {plural(found.different, 'which the format declares', 'all of them declared by the format')}"
    if found.failed:
        said += f"; {counted(len(found.failed), 'record')} could not be read back"
    return f"{said}."


class DifferencesModel(QAbstractTableModel):
    """What was not read back, then the differences, as rows; cells are made where they are looked at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[Difference | Failure] = []

    def show(self, lines: list[Difference | Failure]) -> None:
        """Show *lines* and no others."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, index: Index) -> Difference | None:
        """Return the difference of a row, or None for what was not read back."""
        found = self._lines[index.row()] if index.isValid() else None
        return found if isinstance(found, Difference) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """A row a line."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Words, what, before, after."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the text of a cell, which its tooltip has whole."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _cells(self._lines[index.row()])[index.column()]
        return None


class Differences(QTreeView):
    """The differences, a line each. *place_chosen* carries one whose mark is to be shown."""

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = DifferencesModel(self)
        self.setModel(self.shown)
        self.setRootIsDecorated(False)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAccessibleName("Differences")
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.header().setHighlightSections(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the mark."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        self.place_chosen.emit(self.shown.line(index))


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
        self.what = QComboBox(self)
        name_choice(self.what, "Which differences")
        self.what.addItem(f"All differences ({found.different:,})", None)
        for feature, (one, _) in NOUNS.items():
            if count := found.counts[feature]:
                self.what.addItem(f"{capital(one)} ({count:,})", feature)
        self.what.currentIndexChanged.connect(lambda: self.fill())
        self.declared = QCheckBox("Show what the format declares that it cannot hold", self)
        self.declared.setChecked(not found.undeclared)
        self.declared.toggled.connect(lambda: self.fill())
        self.more = quiet_label("", self, wraps=True)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self.what)
        row.addWidget(self.declared)
        row.addStretch(1)
        self.stack(self.said, row)
        self.stack(self.list, stretch=1)
        self.stack(self.more)
        self.end_with_close()
        copy = self.add_button("Copy list", self.copy)
        self.save = self.add_button("Save list…", self.save_as)
        for widget in (self.list, self.what, self.declared, copy, self.save):
            widget.setVisible(not found.exact)
        self.resize(860, 480 if not found.exact else 180)
        self.fill()

    def fill(self) -> None:
        """List what is to be shown."""
        feature = self.what.currentData()
        chosen: list[Difference | Failure] = [*self._found.failed] if feature is None else []
        chosen += [
            each
            for each in self._found.differences
            if (feature is None or each.feature == feature) and (not each.declared or self.declared.isChecked())
        ]
        self.list.shown.show(chosen)
        every = self._found.different if feature is None else self._found.counts[feature]
        hidden = every - sum(isinstance(each, Difference) for each in chosen)
        self._say(f"{hidden:,} more {plural(hidden, 'is', 'are')} not shown." if hidden else "")

    def copy(self) -> None:
        """Put the list on the clipboard, a difference a line."""
        copy_rows(self._rows())

    def save_as(self) -> None:
        """Ask for a place and write the list there, as a table that a spreadsheet opens."""
        headings = ("Article", "Annotation", "Words", "What", "Declared", "Before", "After")
        said = save_rows(self, "Save round trip", "round trip.csv", [headings, *self._rows()])
        self._say(said or self.more.text())

    def _say(self, sentence: str) -> None:
        self.more.setText(sentence)
        self.more.setVisible(bool(sentence))

    def _rows(self) -> list[tuple[str, ...]]:
        rows = [("", "", "", "not read back", "no", failure.reason, "") for failure in self._found.failed]
        return rows + [
            (each.document, each.annotation or "", *_cells(each)[:1], each.feature,
             "yes" if each.declared else "no", *_cells(each)[2:])
            for each in self._found.differences
        ]  # fmt: skip


def _cells(each: Difference | Failure) -> tuple[str, str, str, str]:
    """Return what a line says, column by column."""
    if isinstance(each, Failure):
        return "", "not read back", each.reason, ""
    noun = NOUNS[each.feature][0]
    what = noun if each.declared else f"{noun}, not declared"
    after = "did not come back" if each.what == "missing" else each.after
    before = "was not there" if each.what == "added" else each.before
    return " ".join(each.words.split()), what, before, after
