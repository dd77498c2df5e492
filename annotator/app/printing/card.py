"""A claim's card on paper: nothing is cut off, for nobody can point at it."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.app.page.card_paint import CardStyle
from annotator.app.page.claim_card import ClaimCard
from annotator.app.theme import Theme, blend

_PAD, _EDGE, _RADIUS = 7.0, 3.0, 4.0
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class _Words(NamedTuple):
    """Words in a place of the card, in pixels from its corner."""

    rect: QRectF
    words: str
    font: QFont
    colour: str


class PrintedCard:
    """One card of a given *width*, with the *number* that its bracket has too; *height* is what it takes."""

    def __init__(self, card: ClaimCard, number: int, width: float, style: CardStyle, theme: Theme) -> None:
        self.width = width
        self._card = card
        self._theme = theme
        self._words: list[_Words] = []
        left, room = _EDGE + _PAD, width - _EDGE - 2 * _PAD
        title = f"{number}  {card.title}" + ("  (suggested)" if card.suggested else "")
        y = self._write(_PAD - 1, left, room, title, style.title_font, theme.tag_label(card.colour))
        tail = card.tail.removeprefix("suggested").removeprefix(" · ")
        for name, words in card.rows:
            self._write(y, left, style.label_width, name, style.row_font, theme.muted)
            y = self._write(y, left + style.label_width, room - style.label_width, words, style.row_font, theme.text)
        if tail:
            y = self._write(y, left, room, tail, style.row_font, theme.muted)
        self.height = float(round(y + _PAD - 2))

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its corner at *x*, *y*."""
        colour = self._card.colour
        rect = QRectF(x, y, self.width, self.height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(blend(self._theme.border, colour, 0.35)), 0.8)
        if self._card.suggested:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(QColor(self._theme.card))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tag_line(colour)))
        painter.drawRoundedRect(QRectF(x, y, _EDGE, self.height), 1.5, 1.5)
        for each in self._words:
            painter.setFont(each.font)
            painter.setPen(QColor(each.colour))
            painter.drawText(each.rect.translated(x, y), int(_WRAP), each.words)

    def _write(self, y: float, x: float, width: float, words: str, font: QFont, colour: str) -> float:
        found = QFontMetricsF(font).boundingRect(QRectF(0, 0, width, 10_000), int(_WRAP), words)
        self._words.append(_Words(QRectF(x, y, width, found.height() + 2), words, font, colour))
        return y + found.height() + 1
