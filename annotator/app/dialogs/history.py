"""The history: who changed what and when, newest first."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from annotator.app.forms import FramedDialog, quiet_label
from annotator.app.panels.annotation_form import moment
from annotator.app.session import Session
from annotator.model.change import HistoryEntry

Index = QModelIndex | QPersistentModelIndex

PAGE = 200
COLUMNS = ("When", "Who", "What", "Operations", "Tag set")


class HistoryModel(QAbstractTableModel):
    """The changes of a project, fetched a page at a time."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[HistoryEntry] = []
        self._complete = False
        self.load()

    def load(self) -> None:
        """Fetch the newest page anew."""
        self.beginResetModel()
        self._rows = list(self._session.project.history(limit=max(PAGE, len(self._rows))))
        self._complete = len(self._rows) < PAGE
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many changes have been fetched."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """When, who, what, how much, and which version of the tag set began with it."""
        return len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell; what was taken back is struck out."""
        entry = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(entry, index.column())
        if role == Qt.ItemDataRole.FontRole and entry.undone and index.column() == 2:
            font = QFont()
            font.setStrikeOut(True)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 3:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a column."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there are older changes."""
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        """Fetch older changes."""
        before = self._rows[-1].key if self._rows else None
        older = list(self._session.project.history(limit=PAGE, before=before))
        self._complete = len(older) < PAGE
        if older:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(older) - 1)
            self._rows += older
            self.endInsertRows()

    @staticmethod
    def _cell(entry: HistoryEntry, column: int) -> str:
        label = entry.label if entry.kind == "do" else f"{entry.kind}: {entry.label}"
        version = f"version {entry.tag_set}" if entry.tag_set is not None else ""
        return (moment(entry.time), entry.annotator, label, f"{entry.operations:,}", version)[column]


class HistoryDialog(FramedDialog):
    """Shows every change; it stays open and up to date while the person works."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("History", parent, spacing=10)
        self.said = quiet_label(_said(session), self)
        self.model = HistoryModel(session, self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setAlternatingRowColors(True)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(0, 150)
        self.table.setColumnWidth(1, 120)
        self.table.setColumnWidth(3, 90)
        self.table.setColumnWidth(4, 90)
        self.table.setAccessibleName("Changes")
        self.stack(self.said, self.table)
        self.end_with_close()
        self.resize(760, 520)
        self._session = session
        session.changed.connect(self._renew)

    def _renew(self) -> None:
        self.model.load()
        self.said.setText(_said(self._session))


def _said(session: Session) -> str:
    return (
        f"Every change is kept, also what was taken back. The tag set is at version {session.project.tags.version()}."
    )
