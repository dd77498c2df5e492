"""What the signs on a printed page mean: each tag as it is drawn, with how often it was given."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.app.page.paint import Inks
from annotator.app.page.style import PageStyle
from annotator.app.theme import Theme
from annotator.model.annotation import KINDS, Annotation, Kind
from annotator.model.tag import TagSet

_SIGN, _AIR, _BETWEEN = 20.0, 5.0, 16.0


class _Entry(NamedTuple):
    """A tag in the legend, and the corner of its sign."""

    kind: Kind
    tag: str
    words: str
    at: QPointF


class Legend:
    """The tags that are given in one article, in the order of the tag set, in rows of a *width*."""

    def __init__(self, annotations: Sequence[Annotation], tag_set: TagSet, style: PageStyle, width: float) -> None:
        self._style = style
        metrics = QFontMetricsF(style.small_font)
        counts = Counter[tuple[Kind, str]]((each.kind, each.tag) for each in annotations)
        order = {(tag.kind, tag.name): number for number, tag in enumerate(tag_set.tags)}
        self._entries: list[_Entry] = []
        x = y = 0.0
        row = metrics.height() + 5
        for kind, tag in sorted(counts, key=lambda each: (KINDS.index(each[0]), order.get(each, len(order)), each[1])):
            words = f"{tag} {counts[kind, tag]}"
            taken = _SIGN + _AIR + metrics.horizontalAdvance(words)
            if x and x + taken > width:
                x, y = 0.0, y + row
            self._entries.append(_Entry(kind, tag, words, QPointF(x, y)))
            x += taken + _BETWEEN
        self.height = y + row + 12 if self._entries else 0.0

    def draw(self, painter: QPainter, theme: Theme, inks: dict[tuple[str, str], Inks]) -> None:
        """Draw it; the painter's origin is its top left corner."""
        metrics = QFontMetricsF(self._style.small_font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for each in self._entries:
            ink = inks[each.kind, each.tag]
            sign = QRectF(each.at.x(), each.at.y() + 1, _SIGN, metrics.height() - 1)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if each.kind == "entity":
                painter.fillRect(sign, ink.tint)
                painter.fillRect(QRectF(sign.left(), sign.bottom() - 2, sign.width(), 2), ink.line)
            elif each.kind == "claim":
                pen = QPen(ink.line, 2.0)
                pen.setDashPattern([2.0, 1.0])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(QPointF(sign.left(), sign.bottom() - 1), QPointF(sign.right(), sign.bottom() - 1))
            elif each.kind == "cue":
                painter.setPen(QPen(ink.line, 1.2))
                painter.drawRoundedRect(sign.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(ink.line)
                painter.drawEllipse(sign.center(), 4.0, 4.0)
            painter.setFont(self._style.small_font)
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(sign.right() + _AIR, each.at.y() + metrics.ascent()), each.words)
