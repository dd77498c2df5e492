"""How one tag is painted in the panel: its colour as the page shows it, its name, its key, and whether it is hidden."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.app.chrome import look_of
from annotator.app.icons import pixmap
from annotator.app.page.showing import Showing, TagKey
from annotator.app.theme import Theme
from annotator.model.tag import Tag

if TYPE_CHECKING:
    from annotator.app.panels.tags import Row

Index = QModelIndex | QPersistentModelIndex

LEFT = 12
CHIP = 12
GAP = 10
CAP = 20
EYE = 15


def cap_size(line: float) -> float:
    """Return the width of a key beside letters whose *line* is so high, in pixels."""
    return max(float(CAP), line + 2)


def eye_of(area: QRect, line: float) -> QRectF:
    """Return where a click on the eye of the row in *area* counts; *line* is the height of its letters, in pixels."""
    return QRectF(area.right() - cap_size(line) - 14 - EYE - 9, area.top(), EYE + 8, area.height())


class TagDelegate(QStyledItemDelegate):
    """Paints headings and tags; *sticky* is the tag that is pinned."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look_of(theme)
        self.sticky: Tag | None = None
        self.focus: TagKey | None = None
        self._showing = Showing()
        self._hidden: Mapping[TagKey, int] = {}

    def show_hidden(self, showing: Showing, hidden: Mapping[TagKey, int], focus: TagKey | None) -> None:
        """Paint what is hidden, with the number of marks, and which tag alone stands out."""
        self._showing, self._hidden, self.focus = showing, hidden, focus

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._theme = theme
        self._look = look_of(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line; a heading has room above, in pixels."""
        height = option.fontMetrics.height()
        return QSize(120, height + (9 if self._row(index).heading else 3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row = self._row(index)
        tag, look, area = row.tag, self._look, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if tag is None:
            self._paint_heading(painter, option, row)
            painter.restore()
            return
        key = (tag.kind, tag.name)
        shown = self._showing.shows_tag(key)
        faint = not shown or self.focus not in (None, key)
        self._paint_ground(painter, option, tag)
        left = area.left() + LEFT + row.depth * 14
        middle = area.top() + area.height() / 2
        if faint:
            painter.setOpacity(0.4)
        self._paint_sample(painter, tag, left, middle)
        painter.setOpacity(1.0)
        font = QFont(option.font)
        font.setBold(self._is_sticky(tag) or self.focus == key)
        painter.setFont(font)
        size = cap_size(option.fontMetrics.height())
        cap = QRectF(area.right() - size - 14, middle - size * 0.45, size, size * 0.9)
        left_of_name = left + CHIP + GAP
        needed = left_of_name + painter.fontMetrics().horizontalAdvance(tag.name)
        right = cap.left() - 4
        if row.has_eye:
            right = self._paint_eye(painter, option, shown, self._hidden.get(key, 0), needed)
        painter.setPen(look.muted if faint else look.text)
        painter.setFont(font)
        words = QRectF(left_of_name, area.top(), right - left_of_name, area.height())
        name = painter.fontMetrics().elidedText(tag.name, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        if tag.key:
            self._paint_cap(painter, option.font, cap, tag.key[0])
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: "Row") -> None:
        font = QFont(option.font)
        font.setBold(True)
        painter.setFont(font)
        shown = any(kind not in self._showing.kinds for kind in row.kinds)
        painter.setPen(self._look.text if shown else self._look.muted)
        painter.drawText(option.rect.adjusted(LEFT, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.heading)
        if row.has_eye:
            self._paint_eye(painter, option, shown, 0, 0.0)

    def _paint_eye(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: bool, hidden: int, needed: float
    ) -> float:
        """Paint the eye, and how many marks it hides; return where the room left of them ends.

        *needed* is where the name ends: beside a long one only the number is said.
        """
        place = eye_of(option.rect, option.fontMetrics.height())
        state = QStyle.StateFlag
        focused = option.state & state.State_Selected and option.state & state.State_HasFocus
        if shown and not hidden and not focused and not option.state & state.State_MouseOver:
            return place.right() - 4
        ratio = painter.device().devicePixelRatioF()
        picture = pixmap("eye" if shown else "eye-off", self._look.muted.name(), EYE, ratio)
        # the words of a heading stand a little below the middle
        middle = place.center().y() + (0 if needed else 2)
        painter.drawPixmap(QPointF(place.left() + 4, round(middle - EYE / 2)), picture)
        if not hidden:
            return place.left()
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.88)
        painter.setFont(small)
        painter.setPen(self._look.muted)
        words = f"{hidden:,} hidden"
        left = place.left() - painter.fontMetrics().horizontalAdvance(words)
        if left - 6 < needed:
            words = f"{hidden:,}"
            left = place.left() - painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(QPointF(left, place.center().y() + painter.fontMetrics().capHeight() / 2), words)
        return left - 6

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, tag: Tag) -> None:
        box = option.rect.adjusted(5, 1, -5, -1)
        focused = option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus
        ring = QPen(self._look.ring, self._look.ring_width)
        if self._is_sticky(tag):
            tint = QColor(self._colour(tag))
            tint.setAlphaF(0.18)
            painter.setBrush(tint)
            painter.setPen(ring if focused else QPen(self._colour(tag), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            return
        if focused or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(ring if focused else Qt.PenStyle.NoPen)
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

    def _row(self, index: Index) -> "Row":
        from annotator.app.panels.tags import TAG_ROLE, Row

        row = index.data(TAG_ROLE)
        return row if isinstance(row, Row) else Row()
