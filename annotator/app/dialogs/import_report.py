"""What an import brought: how many, which came twice, and each failure by name and reason."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.app.forms import FramedDialog
from annotator.app.words import counted


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


class ImportReportDialog(FramedDialog):
    """Names each file that could not be imported, or that was imported with a remark, and says why.

    *what* is what the lines begin with: a file, or a row of one.
    """

    def __init__(
        self, summary: str, lines: Sequence[tuple[str, str]], parent: QWidget | None = None, *, what: str = "File"
    ) -> None:
        super().__init__("Import report", parent)
        said = QLabel(summary, self)
        said.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([what, "What happened"])
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(f"{what}s")
        self._lines = list(lines)
        for path, reason in self._lines:
            item = QTreeWidgetItem([path, reason])
            item.setToolTip(0, path)
            item.setToolTip(1, reason)
            self.list.addTopLevelItem(item)
        self.list.setColumnWidth(0, 300)
        self.stack(said, self.list)
        self.end_with_close()
        self.add_button("Copy list", self.copy)
        self.resize(720, 440)

    def copy(self) -> None:
        """Put the list on the clipboard, a file a line."""
        QGuiApplication.clipboard().setText("".join(f"{path}\t{reason}\n" for path, reason in self._lines))
