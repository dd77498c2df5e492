"""The list of articles as Qt asks for it: pages are fetched from the store by key, never by offset."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.model.change import Touched
from annotator.model.document import DocumentSummary, Status
from annotator.store import Project
from annotator.words import counted

Index = QModelIndex | QPersistentModelIndex

PAGE = 200
"""Articles in one fetch: more than any screen shows."""

SUMMARY_ROLE = int(Qt.ItemDataRole.UserRole) + 1


def second_line(summary: DocumentSummary) -> str:
    """Say in one line when an article is from and what is marked in it."""
    parts = [summary.date] if summary.date else []
    if summary.entities or summary.claims:
        parts += [counted(summary.entities, "entity", "entities"), counted(summary.claims, "claim")]
    elif summary.suggestions:
        parts.append(counted(summary.suggestions, "suggestion"))
    else:
        parts.append(summary.status)
    return " · ".join(parts)


def difference(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many items at the start, and how many of the rest at the end, are the same."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return head, tail


class ArticlesModel(QAbstractListModel):
    """The articles that fit a text and a status, in the order they came into the project."""

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._rows: list[DocumentSummary] = []
        self._row_of: dict[str, int] = {}
        self._text = ""
        self._status: Status | None = None
        self._complete = False
        self._fetch(PAGE)

    @property
    def text(self) -> str:
        """What titles and texts are searched for."""
        return self._text

    @property
    def status(self) -> Status | None:
        """The status that is shown; None for all."""
        return self._status

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many articles have been fetched."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, the two lines for a screen reader, or the summary itself."""
        if not index.isValid():
            return None
        summary = self._rows[index.row()]
        if role == SUMMARY_ROLE:
            return summary
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return summary.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{summary.title}, {summary.status}, {second_line(summary)}"
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether the store may have more."""
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page."""
        self._fetch(PAGE)

    def summary(self, row: int) -> DocumentSummary | None:
        """Return the article in *row*, or None."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row(self, document: str) -> int:
        """Return the row of a document among those fetched, or -1."""
        return self._row_of.get(document, -1)

    def reach(self, summary: DocumentSummary) -> int:
        """Fetch until the article of *summary* is there; return its row, or -1 if the filter leaves it out."""
        while not self._complete and (not self._rows or self._rows[-1].key < summary.key):
            self._fetch(PAGE * 10)
        return self.row(summary.id)

    def set_filter(self, text: str, status: Status | None) -> None:
        """Show only what fits *text* and *status*."""
        if (text, status) == (self._text, self._status):
            return
        self._text, self._status = text, status
        self.beginResetModel()
        self._rows = self._query(0, PAGE)
        self._complete = len(self._rows) < PAGE
        self._renumber(0)
        self.endResetModel()

    def take(self, touched: Touched, keep: str | None) -> None:
        """Bring the rows that *touched* names up to date, and no other.

        *keep* is a document that stays in the list although it no longer fits the status.
        """
        if touched.everything or touched.listing:
            self._reload()
            return
        for document in touched.documents:
            row = self.row(document)
            if row < 0:
                continue
            fresh = self._project.summary(document)
            if self._status is not None and fresh.status != self._status and document != keep:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._rows[row]
                del self._row_of[document]
                self._renumber(row)
                self.endRemoveRows()
            else:
                self._replace(row, fresh)

    def _replace(self, row: int, fresh: DocumentSummary) -> None:
        if self._rows[row] != fresh:
            self._rows[row] = fresh
            self.dataChanged.emit(self.index(row), self.index(row))

    def _reload(self) -> None:
        """Fetch anew what is there, changing only the rows that differ, so that nothing jumps."""
        wanted = max(PAGE, len(self._rows))
        fresh = self._query(0, wanted)
        complete = len(fresh) < wanted
        head, tail = difference([each.id for each in self._rows], [each.id for each in fresh])
        gone = len(self._rows) - head - tail
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            for each in self._rows[head : head + gone]:
                del self._row_of[each.id]
            del self._rows[head : head + gone]
            self._renumber(head)
            self.endRemoveRows()
        added = fresh[head : len(fresh) - tail]
        if added:
            self.beginInsertRows(QModelIndex(), head, head + len(added) - 1)
            self._rows[head:head] = added
            self._renumber(head)
            self.endInsertRows()
        for row, summary in enumerate(fresh):
            self._replace(row, summary)
        self._complete = complete

    def _fetch(self, limit: int) -> None:
        after = self._rows[-1].key if self._rows else 0
        found = self._query(after, limit)
        self._complete = len(found) < limit
        if found:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(found) - 1)
            self._rows += found
            self._renumber(first)
            self.endInsertRows()

    def _query(self, after: int, limit: int) -> list[DocumentSummary]:
        return self._project.documents(after=after, limit=limit, text=self._text, status=self._status)

    def _renumber(self, first: int) -> None:
        if first == 0:
            self._row_of = {}
        for row in range(first, len(self._rows)):
            self._row_of[self._rows[row].id] = row
