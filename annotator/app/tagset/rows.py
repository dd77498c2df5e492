"""The list of the tag set's window: tags by kind, relation types, constraints, and how a row is painted."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.app.chrome import look_of
from annotator.app.records.list_model import paint_ground, small
from annotator.app.theme import Theme
from annotator.errors import UsageError
from annotator.model.annotation import Kind
from annotator.model.change import Change
from annotator.model.constraint import Constraint
from annotator.model.tag import RelationType, Tag, TagSet
from annotator.model.tag_edits import move_tag

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MIME = "application/x-annotator-tag"
KIND_HEADINGS: dict[Kind, str] = {"entity": "Entities", "claim": "Claims", "cue": "Cues", "document": "Article"}
RELATIONS, CONSTRAINTS = "relation", "constraint"
Item = Tag | RelationType | Constraint


class Row(NamedTuple):
    """A heading, or what stands below it: a tag, *depth* steps under its parents, a relation type, a constraint."""

    section: str
    heading: str = ""
    item: Item | None = None
    depth: int = 0


def rows_of(tag_set: TagSet, text: str = "") -> list[Row]:
    """Return the rows; with *text* those that have it in their name, key or description, without depth."""
    wanted = text.casefold().strip()
    rows: list[Row] = []
    for kind, heading in KIND_HEADINGS.items():
        tags = [tag for tag in tag_set.tags if tag.kind == kind]
        if wanted:
            found = [Row(kind, item=tag) for tag in tags if _fits(tag, wanted) or wanted == tag.key]
        else:
            found = _nested(kind, tags)
        rows += [Row(kind, heading), *found] if found or not wanted else []
    for section, heading, items in (
        (RELATIONS, "Relations", tag_set.relation_types),
        (CONSTRAINTS, "Constraints", tag_set.constraints),
    ):
        found = [Row(section, item=each) for each in items if not wanted or _fits(each, wanted)]
        rows += [Row(section, heading), *found] if found or not wanted else []
    return rows


def _fits(item: Item, wanted: str) -> bool:
    return wanted in item.name.casefold() or wanted in item.description.casefold()


def _nested(kind: Kind, tags: Sequence[Tag]) -> list[Row]:
    names = {tag.name for tag in tags}
    below: dict[str | None, list[Tag]] = {}
    for tag in tags:
        below.setdefault(tag.parent if tag.parent in names and tag.parent != tag.name else None, []).append(tag)
    rows: list[Row] = []
    pending = [(tag, 0) for tag in reversed(below.pop(None, []))]
    while pending:
        tag, depth = pending.pop()
        rows.append(Row(kind, item=tag, depth=depth))
        pending += [(each, depth + 1) for each in reversed(below.pop(tag.name, []))]
    return rows + [Row(kind, item=tag) for circle in below.values() for tag in circle]


class RowsModel(QAbstractListModel):
    """The rows. *dropped* carries the id of a tag, the row that it was dropped before, and whether onto it."""

    dropped = Signal(str, int, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def set_rows(self, rows: list[Row]) -> None:
        """Show *rows* from now on."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def row_of(self, item: str) -> int:
        """Return the row of the tag, relation type or constraint of that id, or -1."""
        return next((place for place, row in enumerate(self.rows) if row.item is not None and row.item.id == item), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a row, or what a screen reader says of it."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if row.item is None:
            return row.heading if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.item.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.item.description
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Tell that headings are only read, and that tags can be dragged onto one another."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        row = self.rows[index.row()]
        if row.item is None:
            return flag.NoItemFlags
        plain = flag.ItemIsEnabled | flag.ItemIsSelectable
        return plain | flag.ItemIsDragEnabled | flag.ItemIsDropEnabled if isinstance(row.item, Tag) else plain

    def supportedDropActions(self) -> Qt.DropAction:
        """Tell that rows move."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the type of what is dragged."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the id of the tag that is dragged."""
        data = QMimeData()
        item = self.rows[indexes[0].row()].item
        data.setData(MIME, item.id.encode() if item is not None else b"")
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Say where a tag was dropped; the change that it makes shows the rows anew."""
        tag = bytes(data.data(MIME).data()).decode()
        if not tag:
            return False
        if parent.isValid():
            self.dropped.emit(tag, parent.row(), True)
        else:
            self.dropped.emit(tag, row if row >= 0 else len(self.rows), False)
        # nothing is to be taken away here
        return False


def _spoken(row: Row) -> str:
    item = row.item
    if not isinstance(item, Tag):
        return item.name if item is not None else ""
    parts = [item.name]
    if item.key:
        parts.append(f"key {' or '.join(item.key)}")
    if item.parent:
        parts.append(f"under {item.parent}")
    if item.retired:
        parts.append("retired")
    return ", ".join(parts)


class RowDelegate(QStyledItemDelegate):
    """Paints headings and rows in the colours of the theme that *theme* gives."""

    def __init__(self, theme: Callable[[], Theme], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line; a heading has room above, in pixels."""
        row = index.data(ROW_ROLE)
        height = option.fontMetrics.height()
        return QSize(120, height + (16 if isinstance(row, Row) and row.item is None else 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        theme = self._theme()
        look = look_of(theme)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.item is None:
            font = option.font
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(look.muted)
            painter.drawText(option.rect.adjusted(8, 8, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.heading)
            painter.restore()
            return
        box = paint_ground(painter, option, theme)
        item = row.item
        left, middle = box.left() + 10.0 + row.depth * 16, box.center().y() + 1.0
        right = float(box.right() - 8)
        faint = isinstance(item, Tag) and item.retired
        painter.setOpacity(0.45 if faint else 1.0)
        _paint_sign(painter, theme, item, left, middle)
        painter.setOpacity(1.0)
        if isinstance(item, Tag):
            right = self._paint_end(painter, option, item, right, middle)
        painter.setFont(option.font)
        painter.setPen(look.muted if faint else look.text)
        words = QRectF(left + 22, box.top(), right - left - 28, box.height())
        name = option.fontMetrics.elidedText(item.name, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()

    def _paint_end(
        self, painter: QPainter, option: QStyleOptionViewItem, tag: Tag, right: float, middle: float
    ) -> float:
        look = look_of(self._theme())
        font = small(option.font)
        painter.setFont(font)
        if tag.retired:
            width = painter.fontMetrics().horizontalAdvance("retired")
            painter.setPen(look.muted)
            painter.drawText(QPointF(right - width, middle + painter.fontMetrics().capHeight() / 2), "retired")
            return right - width
        for key in reversed(tag.key):
            size = max(18.0, option.fontMetrics.height() + 1.0)
            cap = QRectF(right - size, middle - size * 0.45, size, size * 0.9)
            painter.setPen(QPen(look.border, 1))
            painter.setBrush(look.field)
            painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setPen(look.muted)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
            right -= size + 3
        return right


def _paint_sign(painter: QPainter, theme: Theme, item: Item, left: float, middle: float) -> None:
    look = look_of(theme)
    if not isinstance(item, Tag):
        painter.setPen(look.muted)
        sign = "↔" if isinstance(item, RelationType) and item.symmetric else "→"
        box = QRectF(left - 2, middle - 12, 16, 23)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign if isinstance(item, RelationType) else "§")
        return
    colour = QColor(theme.tag_line(item.colour))
    if item.kind == "claim":
        pen = QPen(colour, 2)
        pen.setDashPattern([1.6, 1.0])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(left - 1, middle), QPointF(left + 14, middle))
    elif item.kind == "cue":
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(left, middle - 5, 12, 10), 2.5, 2.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, middle - 6, 12, 12), 3, 3)


class RowList(QListView):
    """The list of the rows, in which tags are dragged."""

    def __init__(self, model: RowsModel, delegate: RowDelegate, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tagList")
        self.setAccessibleName("Tags, relations and constraints")
        self.setAccessibleDescription("Alt with arrow keys moves a tag and puts it under another")
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QListView.DragDropMode.InternalMove)


def dropped(tag_set: TagSet, rows: Sequence[Row], tag: Tag, row: int, *, onto: bool) -> Change | None:
    """Return the change that puts *tag* before the *row*, or under the tag in it; None where it cannot stand.

    UsageError for a tag of another kind.
    """
    other = rows[row].item if row < len(rows) else None
    if onto and isinstance(other, Tag):
        if other.kind != tag.kind:
            raise UsageError(f"{tag.name} is for {tag.kind}, {other.name} for {other.kind}")
        return move_tag(tag_set, tag, None, other.name)
    if isinstance(other, Tag) and other.kind == tag.kind:
        return move_tag(tag_set, tag, other, other.parent)
    # behind the last one of its kind
    return move_tag(tag_set, tag, None, None) if row > 0 and rows[row - 1].section == tag.kind else None
