"""The table of claims: by keys and by mouse, sorted by a click on the names of its columns."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from annotator.app.claims.model import LINE_ROLE, ClaimsModel
from annotator.store.claims import ClaimLine

WIDTHS = (230, 112, 118, 92, 124, 104, 90)


class ClaimsTable(QTreeView):
    """The lines. *chosen* carries the claim whose place is to be shown, *left* says that the keys go back up."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, model: ClaimsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self._select_rows()
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("Claims")
        header = self.header()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        self.doubleClicked.connect(lambda: self.choose())

    def _select_rows(self) -> None:
        """Select whole rows."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAllColumnsShowFocus(True)

    def choose(self) -> None:
        """Show the place of the current claim, or open and close the current group."""
        index = self.currentIndex()
        line = index.data(LINE_ROLE) if index.isValid() else None
        if isinstance(line, ClaimLine):
            self.chosen.emit(line)
        elif index.isValid():
            self.setExpanded(index.siblingAtColumn(0), not self.isExpanded(index.siblingAtColumn(0)))

    def lines(self) -> list[ClaimLine]:
        """Return the selected claims from top to bottom."""
        found = sorted(self.selectionModel().selectedRows(), key=lambda index: (index.parent().row(), index.row()))
        lines = (index.data(LINE_ROLE) for index in found)
        return [each for each in lines if isinstance(each, ClaimLine)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the place; Up on the first line leads to the field above."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
            return
        if event.key() == Qt.Key.Key_Up and not self.indexAbove(self.currentIndex()).isValid():
            self.left.emit()
            return
        super().keyPressEvent(event)
