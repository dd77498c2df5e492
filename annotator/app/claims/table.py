"""The table of claims: several can be selected, and what is grouped opens and closes."""

from PySide6.QtWidgets import QAbstractItemView, QWidget

from annotator.app.claims.model import LINE_ROLE, ClaimsModel
from annotator.app.lines_table import LinesTable
from annotator.store.claims import ClaimLine

WIDTHS = (230, 112, 118, 92, 124, 104, 90)


class ClaimsTable(LinesTable):
    """The lines of the claims, or of groups of them."""

    def __init__(self, model: ClaimsModel, parent: QWidget) -> None:
        super().__init__(model, "Claims", WIDTHS, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

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
