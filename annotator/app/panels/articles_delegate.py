"""How one article is painted in the list: a dot for its status, its title, and a quiet second line."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.app.chrome import Look, look_of
from annotator.app.direction import elided
from annotator.app.panels.articles_model import SUMMARY_ROLE, second_line
from annotator.app.theme import Theme
from annotator.model.document import DocumentSummary

Index = QModelIndex | QPersistentModelIndex

PADDING = 10
DOT = 4.0
INDENT = 26
MARGIN = 8


class ArticleDelegate(QStyledItemDelegate):
    """Paints summaries; the article that is open is shown in bold on a tint."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look_of(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of *theme* from now on."""
        self._look = look_of(theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text and the room around them, in pixels."""
        small = QFontMetrics(_small(option.font))
        return QSize(120, option.fontMetrics.height() + small.height() + 2 * PADDING + 6)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        summary = index.data(SUMMARY_ROLE)
        if not isinstance(summary, DocumentSummary):
            return
        look = self._look
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(MARGIN, 1, -MARGIN, -1)
        if chosen or hovered:
            focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(
                QPen(look.ring, look.ring_width) if focused else look.chosen if chosen else Qt.PenStyle.NoPen
            )
            painter.setBrush(look.selected if chosen else look.hover)
            painter.drawRoundedRect(box, 3, 3)
        title_font = QFont(option.font)
        title_font.setBold(chosen)
        metrics = QFontMetrics(title_font)
        small_font = _small(option.font)
        small = QFontMetrics(small_font)
        line = QRect(box.left() + INDENT, box.top() + PADDING - 1, box.width() - INDENT - PADDING, metrics.height())
        paint_status(painter, QPointF(box.left() + 13.5, line.center().y() + 1.0), look, summary.status)
        painter.setFont(title_font)
        painter.setPen(look.text)
        title = summary.title or summary.uri or "Untitled"
        # the list stays aligned to the left also for titles in right-to-left scripts
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(line, flags, elided(metrics, title, line.width()))
        below = QRect(line.left(), line.bottom() + 5, line.width(), small.height())
        painter.setFont(small_font)
        painter.setPen(look.muted)
        painter.drawText(below, flags, elided(small, second_line(summary), below.width()))
        painter.restore()


def status_colour(look: Look, status: str) -> QColor:
    """Return the colour of the dot: grey for new, amber for open, green for done."""
    return {"open": look.open, "done": look.done}.get(status, look.new)


def paint_status(painter: QPainter, at: QPointF, look: Look, status: str) -> None:
    """Draw the dot of a status around *at*: a ring for new, half full for open, full for done."""
    colour = status_colour(look, status)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(colour if status == "done" else Qt.BrushStyle.NoBrush)
    dot = QRectF(at.x() - DOT + 0.5, at.y() - DOT + 0.5, 2 * DOT - 1, 2 * DOT - 1)
    painter.drawEllipse(dot)
    if status == "open":
        painter.setBrush(colour)
        painter.drawChord(dot, 90 * 16, 180 * 16)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.88)
    return small
