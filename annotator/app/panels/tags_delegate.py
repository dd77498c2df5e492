"""How one tag is painted in the panel: its colour as the page shows it, its name, its key."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.app.chrome import look_of
from annotator.app.theme import Theme
from annotator.model.tag import Tag

Index = QModelIndex | QPersistentModelIndex

LEFT = 12
CHIP = 12
GAP = 10
CAP = 20


class TagDelegate(QStyledItemDelegate):
    """Paints headings and tags; *sticky* is the tag that is pinned."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look_of(theme)
        self.sticky: Tag | None = None

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._theme = theme
        self._look = look_of(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line; a heading has room above, in pixels."""
        height = option.fontMetrics.height()
        return QSize(120, height + (9 if self._row(index)[0] else 3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        heading, tag, depth = self._row(index)
        look = self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect
        if tag is None:
            font = QFont(option.font)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(look.text)
            painter.drawText(area.adjusted(LEFT, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, heading)
            painter.restore()
            return
        self._paint_ground(painter, option, tag)
        left = area.left() + LEFT + depth * 14
        middle = area.top() + area.height() / 2
        self._paint_sample(painter, tag, left, middle)
        painter.setPen(look.text)
        font = QFont(option.font)
        font.setBold(self._is_sticky(tag))
        painter.setFont(font)
        size = max(CAP, option.fontMetrics.height() + 2)
        cap = QRectF(area.right() - size - 14, middle - size * 0.45, size, size * 0.9)
        words = QRectF(left + CHIP + GAP, area.top(), cap.left() - left - CHIP - GAP - 4, area.height())
        name = painter.fontMetrics().elidedText(tag.name, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        if tag.key:
            self._paint_cap(painter, option.font, cap, tag.key[0])
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, tag: Tag) -> None:
        box = option.rect.adjusted(5, 1, -5, -1)
        if self._is_sticky(tag):
            tint = QColor(self._colour(tag))
            tint.setAlphaF(0.18)
            painter.setBrush(tint)
            painter.setPen(QPen(self._colour(tag), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            return
        focused = option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus
        if focused or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(self._look.chosen if focused else Qt.PenStyle.NoPen)
            painter.setBrush(self._look.selected if focused else self._look.hover)
            painter.drawRoundedRect(box, 4, 4)

    def _paint_sample(self, painter: QPainter, tag: Tag, left: float, middle: float) -> None:
        colour = self._colour(tag)
        if tag.kind == "claim":
            pen = QPen(colour, 2)
            pen.setDashPattern([1.6, 1.0])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(int(left - 1), int(middle), int(left + CHIP + 3), int(middle))
        elif tag.kind == "cue":
            painter.setPen(QPen(colour, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(left, middle - 5, CHIP, 10), 2.5, 2.5)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(left, middle - CHIP / 2, CHIP, CHIP), 3, 3)

    def _paint_cap(self, painter: QPainter, font: QFont, cap: QRectF, key: str) -> None:
        painter.setPen(QPen(self._look.border, 1))
        painter.setBrush(self._look.field)
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(small)
        painter.setPen(self._look.muted)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)

    def _is_sticky(self, tag: Tag) -> bool:
        return self.sticky is not None and (tag.kind, tag.name) == (self.sticky.kind, self.sticky.name)

    def _colour(self, tag: Tag) -> QColor:
        return QColor(self._theme.tag_line(tag.colour))

    def _row(self, index: Index) -> tuple[str, Tag | None, int]:
        from annotator.app.panels.tags import TAG_ROLE, Row

        row = index.data(TAG_ROLE)
        return (row.heading, row.tag, row.depth) if isinstance(row, Row) else ("", None, 0)
