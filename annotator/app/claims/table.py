"""The table of claims: several can be selected, what is grouped opens and closes, and more is fetched at both ends."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from annotator.app.claims.model import LINE_ROLE, ClaimsModel
from annotator.app.lines_table import LinesTable
from annotator.store.claims import ClaimLine

_NEAR = 10
"""Lines from the first or last one fetched at which more are fetched."""
WIDTHS = (230, 112, 118, 92, 124, 104, 90)


class ClaimsTable(LinesTable):
    """The lines of the claims, or of groups of them. *end_wanted* asks for the last line of all, or for the first."""

    end_wanted = Signal(bool)

    def __init__(self, model: ClaimsModel, parent: QWidget) -> None:
        super().__init__(model, "Claims", WIDTHS, parent)
        self._claims = model
        self._above: QPersistentModelIndex | None = None
        self._top = 0
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._near = QTimer(self, singleShot=True, interval=0)
        self._near.timeout.connect(self._fetch_around)
        self.verticalScrollBar().valueChanged.connect(lambda: self._near.start())
        model.rowsAboutToBeInserted.connect(self._keep_place)
        model.rowsInserted.connect(lambda: self._stay())

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
        """Home and End go to the first and last line of all, whether they have been fetched or not."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.end_wanted.emit(event.key() == Qt.Key.Key_End)
        elif event.key() == Qt.Key.Key_Up and self._claims.can_fetch_before(QModelIndex()) and not self._has_above():
            self._claims.fetch_before(QModelIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current line in view where the table becomes lower: the details beside it come a moment later."""
        place = self.visualRect(self.currentIndex())
        was_in_view = 0 <= place.top() <= event.oldSize().height()
        super().resizeEvent(event)
        if was_in_view:
            self.scrollTo(self.currentIndex())

    def _has_above(self) -> bool:
        return self.indexAbove(self.currentIndex()).isValid()

    def _fetch_around(self) -> None:
        """Fetch what stands ahead of the first line in view, and behind the last one in view of a group."""
        model = self._claims
        first = self.indexAt(QPoint(1, 1))
        if first.isValid() and first.row() < _NEAR and self._is_line(first) and model.can_fetch_before(first.parent()):
            model.fetch_before(first.parent())
        last = self.indexAt(QPoint(1, self.viewport().height() - 2))
        group = last.parent()
        if group.isValid() and last.row() >= model.rowCount(group) - _NEAR and model.canFetchMore(group):
            model.fetchMore(group)

    def _is_line(self, index: QModelIndex) -> bool:
        return isinstance(index.data(LINE_ROLE), ClaimLine)

    def _keep_place(self, parent: QModelIndex, first: int, _last: int) -> None:
        """Remember which line is at the top, if lines are inserted ahead of it."""
        top = self.indexAt(QPoint(1, 1))
        is_ahead = top.isValid() and top.parent() == parent and first <= top.row()
        self._above = QPersistentModelIndex(top) if is_ahead else None
        self._top = self.visualRect(top).top() if is_ahead else 0

    def _stay(self) -> None:
        above, self._above = self._above, None
        if above is not None and above.isValid():
            self.executeDelayedItemsLayout()
            index = self._claims.index(above.row(), 0, QModelIndex(above.parent()))
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(index).top() - self._top)
