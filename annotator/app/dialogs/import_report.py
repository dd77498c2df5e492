"""What an import brought: how many, which came twice, and each record skipped or altered by file, line and reason."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QTreeView, QWidget

from annotator.app.forms import FramedDialog, quiet_label
from annotator.app.lists_out import copy_rows, save_rows
from annotator.exchange.report import ImportReport
from annotator.words import counted

_Index = QModelIndex | QPersistentModelIndex
_HAPPENED = "What happened"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReportLine(NamedTuple):
    """One thing that an import tells: where, and in which line, something was left out or altered."""

    where: str
    text: str
    line: int | None = None


def report_text(imported: int, duplicates: int, failed: int, *, updated: int = 0, cancelled: bool = False) -> str:
    """Say in one or two sentences what an import brought."""
    parts = [f"{counted(imported, 'article')} imported"]
    if updated:
        parts.append(f"{updated:,} brought up to date")
    if duplicates:
        parts.append(f"{duplicates:,} already there")
    if failed:
        parts.append(f"{failed:,} could not be read")
    text = ", ".join(parts) + "."
    return text + (" You stopped the import; what came in stays." if cancelled else "")


def report_lines(report: ImportReport) -> list[ReportLine]:
    """Return what was left out, then what was altered; the number of a line stands by itself, not in the sentence."""
    lines = [ReportLine(each.path, each.reason, each.line) for each in report.failed]
    lines += [ReportLine(each.path, each.text, each.line) for each in report.noted]
    return [each._replace(text=each.text.removeprefix(f"line {each.line}: ")) for each in lines]


def common_folder(places: Sequence[str]) -> str:
    """Return the folder, with a stroke at its end, that all *places* are in and need not repeat; else nothing."""
    if not places or not all(each.startswith(os.sep) for each in places):
        return ""
    # whatever first and last share in the order of letters, those between them share too
    common = os.path.commonpath([Path(each).parent for each in (min(places), max(places))])
    return "" if common == os.sep else common.rstrip(os.sep) + os.sep


class ReportModel(QAbstractTableModel):
    """The lines of a report as rows: of *what* each tells, in which line of it if that is known, and what happened."""

    def __init__(self, lines: Sequence[ReportLine], what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = lines
        self._hidden = len(common_folder([each.where for each in lines]))
        self.numbered = any(each.line is not None for each in lines)
        self.headings = (what, "Line", _HAPPENED)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """A row a line."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Where, line, what happened."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the text of a cell; of a place what sets it apart from the others, and all of it in the tooltip."""
        each = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            number = "" if each.line is None else f"{each.line:,}"
            return (each.where[self._hidden :], number, each.text)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return each.text if index.column() == 2 else each.where
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return _RIGHT
        return None


class ImportReportDialog(FramedDialog):
    """Names each file that could not be imported, or that was imported with a remark, and says why.

    *what* is what the lines begin with: a file, or a row of one.
    """

    def __init__(
        self, summary: str, lines: Sequence[ReportLine], parent: QWidget | None = None, *, what: str = "File"
    ) -> None:
        super().__init__("Import report", parent)
        said = QLabel(summary, self)
        said.setWordWrap(True)
        self.model = ReportModel(lines, what, self)
        self.list = QTreeView(self)
        self.list.setModel(self.model)
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName(f"{what}s")
        header = self.list.header()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.list.setColumnWidth(0, 240)
        self.list.setColumnWidth(1, 64)
        self.list.setColumnHidden(1, not self.model.numbered)
        self.whole = quiet_label("", self, wraps=True)
        # room for two lines, so that the list does not move as one goes through it
        self.whole.setMinimumHeight(2 * self.whole.fontMetrics().lineSpacing())
        self.whole.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.stack(said)
        self.stack(self.list, stretch=1)
        self.stack(self.whole)
        self.end_with_close()
        self.add_button("Copy list", self.copy)
        self.save = self.add_button("Save list…", self.save_as)
        self.resize(780, 480)
        if lines:
            self.list.setCurrentIndex(self.model.index(0, 0))

    def copy(self) -> None:
        """Put the list on the clipboard, a line each, with tabs between file, line and what happened."""
        copy_rows(self._rows())

    def save_as(self) -> None:
        """Ask for a place and write the list there, as a table that a spreadsheet opens."""
        said = save_rows(self, "Save import report", "import report.csv", [self.model.headings, *self._rows()])
        self.whole.setText(said or self.whole.text())

    def _rows(self) -> list[tuple[str, str, str]]:
        return [
            (each.where, "" if each.line is None else str(each.line), " ".join(each.text.split()))
            for each in self.model.lines
        ]

    def _tell(self, index: QModelIndex) -> None:
        """Say the whole of the line that is chosen, which the list may cut."""
        each = self.model.lines[index.row()]
        line = "" if each.line is None else f", line {each.line:,}"
        self.whole.setText(f"{each.where}{line}: {each.text}")
