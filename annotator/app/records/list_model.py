"""The list of records as Qt asks for it: pages are fetched from the store by name and key, never by offset."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.app.chrome import look_of
from annotator.app.direction import elided
from annotator.app.session import Session
from annotator.app.theme import Theme
from annotator.model.people import Record
from annotator.model.record_edits import RecordKind
from annotator.store.records import RecordSummary
from annotator.words import counted

Index = QModelIndex | QPersistentModelIndex

PAGE = 200
KEPT = 2_000
"""Rows that are fetched again after a change; what is further down comes when it is scrolled to."""
SUMMARY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PADDING, MARGIN = 7, 6


class RecordsModel(QAbstractListModel):
    """The records of one kind that fit a text, by name."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._records = session.project.records
        self._rows: list[RecordSummary] = []
        self._kind: RecordKind = "entity"
        self._text = ""
        self._complete = False
        self.reload()

    @property
    def kind(self) -> RecordKind:
        """The kind that is shown."""
        return self._kind

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._text

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many records have been fetched."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, the line for a screen reader, or the summary itself."""
        if not index.isValid():
            return None
        summary = self._rows[index.row()]
        if role == SUMMARY_ROLE:
            return summary
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return summary.record.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{summary.record.name}, {second_line(summary)}"
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether the store may have more."""
        return not parent.isValid() and not self._complete

    def fetchMore(self, parent: Index) -> None:
        """Fetch the next page."""
        last = self._rows[-1] if self._rows else None
        found = self._query((last.record.name, last.key) if last is not None else ("", 0), PAGE)
        self._complete = len(found) < PAGE
        if found:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(found) - 1)
            self._rows += found
            self.endInsertRows()

    def set_filter(self, kind: RecordKind, text: str) -> None:
        """Show only records of *kind* that fit *text*."""
        if (kind, text) != (self._kind, self._text):
            self._kind, self._text = kind, text
            self._rows = []
            self.reload()

    def reload(self) -> None:
        """Fetch anew what is there; unless rows came or went, they stay what they are."""
        wanted = max(PAGE, min(len(self._rows), KEPT))
        fresh = self._query(("", 0), wanted)
        complete = len(fresh) < wanted
        if [each.key for each in fresh] == [each.key for each in self._rows]:
            self._rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
        else:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
        self._complete = complete

    def record(self, row: int) -> Record | None:
        """Return the record in *row*, or None."""
        return self._rows[row].record if 0 <= row < len(self._rows) else None

    def row(self, record: str) -> int:
        """Return the row of a record among those fetched, or -1."""
        return next((number for number, each in enumerate(self._rows) if each.record.id == record), -1)

    def records(self, rows: Sequence[int]) -> list[Record]:
        """Return the records in those rows, in order."""
        return [self._rows[row].record for row in sorted(rows)]

    def _query(self, after: tuple[str, int], limit: int) -> list[RecordSummary]:
        return self._records.page(self._kind, after=after, limit=limit, text=self._text)


def second_line(summary: RecordSummary) -> str:
    """Say in one line what a record is."""
    parts = [summary.record.tag] if summary.record.tag else []
    return " · ".join([*parts, counted(summary.mentions, "mention")])


class RecordDelegate(QStyledItemDelegate):
    """Paints a record: a chip in the colour of its tag, its name, and a quiet second line."""

    def __init__(self, session: Session, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text and the room around them, in pixels."""
        return QSize(120, option.fontMetrics.height() + QFontMetrics(small(option.font)).height() + 2 * PADDING + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        summary = index.data(SUMMARY_ROLE)
        if not isinstance(summary, RecordSummary):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = paint_ground(painter, option, self._theme)
        look = look_of(self._theme)
        record = summary.record
        tag = self._session.tag_set.find(record.tag, record.kind) if record.tag else None
        metrics, font = option.fontMetrics, small(option.font)
        line = QRect(box.left() + 26, box.top() + PADDING - 1, box.width() - 34, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tag_line(tag.colour)) if tag is not None else look.border)
        painter.drawRoundedRect(QRect(box.left() + 9, line.center().y() - 4, 10, 10), 3, 3)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.setPen(look.text)
        painter.drawText(line, flags, elided(metrics, record.name, line.width()))
        painter.setFont(font)
        painter.setPen(look.muted)
        metrics = QFontMetrics(font)
        below = QRect(line.left(), line.bottom() + 3, line.width(), metrics.height())
        words = metrics.elidedText(second_line(summary), Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, flags, words)
        painter.restore()


def small(font: QFont) -> QFont:
    """Return *font* as second lines have it."""
    found = QFont(font)
    found.setPointSizeF(max(6.0, font.pointSizeF() * 0.88))
    return found


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> QRect:
    """Paint what is behind a row that is chosen, has the keys or is under the pointer; return where the row is."""
    look = look_of(theme)
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    box = option.rect.adjusted(MARGIN, 1, -MARGIN, -1)
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    if chosen or focused or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(QPen(look.ring, look.ring_width) if focused else look.chosen if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(look.selected if chosen else look.hover)
        painter.drawRoundedRect(box, 3, 3)
    return box
