"""Pointers of our own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from annotator.app.theme import Theme
from annotator.model.tag import Tag


def pen_cursor(theme: Theme, tag: Tag) -> QCursor:
    """Return the pointer that says that dragging gives *tag*: a text cursor with a chip of its colour."""
    pixmap = QPixmap(24, 24)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.text), 1.4))
    painter.drawLine(8, 3, 8, 17)
    painter.drawLine(5, 3, 11, 3)
    painter.drawLine(5, 17, 11, 17)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.tag_line(tag.colour)))
    painter.drawRoundedRect(13, 13, 9, 9, 3, 3)
    painter.end()
    return QCursor(pixmap, 8, 10)
