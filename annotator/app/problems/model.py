"""The problems as Qt asks for them: lines of a table, filtered and sorted."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.analysis.problem_book import Line

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Problem", "Words", "Article")
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


def cells(line: Line) -> tuple[str, str, str]:
    """Return what the columns say of a problem."""
    return line.problem.short or line.problem.sentence, line.words, line.title


def fitting(lines: Sequence[Line], text: str, sort: tuple[str, str] | None) -> list[Line]:
    """Return those of *lines* that have *text* in a column, of the *sort* that a summary names, or of all."""
    wanted = text.casefold().strip()
    found = [each for each in lines if sort is None or each.problem.summary == sort]
    return [each for each in found if any(wanted in cell.casefold() for cell in cells(each))] if wanted else found


class ProblemsModel(QAbstractTableModel):
    """The lines that are shown; sorting them is stable, and the first order is that of the articles."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._order: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show *lines* from now on, in the order that is set."""
        self.beginResetModel()
        self.lines = self._sorted(lines)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the lines by a column; -1 keeps them as they came."""
        self._order = (column, order)
        self.show_lines(self.lines)

    def _sorted(self, lines: Sequence[Line]) -> list[Line]:
        column, order = self._order
        if column < 0:
            return list(lines)
        down = order == Qt.SortOrder.DescendingOrder
        return sorted(lines, key=lambda line: cells(line)[column].casefold(), reverse=down)

    def row_of(self, line: Line) -> int:
        """Return the row of a line, or -1."""
        return self.lines.index(line) if line in self.lines else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many problems are shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Problem, words and article."""
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell; the whole sentence, with the rule, as a tip."""
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(line)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.problem.sentence}\n{line.problem.rule}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None
