"""Draws margin cards, in full or short where it is crowded, and the flags and leader lines that go with them.

A card is drawn once into a picture and painted from there until it looks different.
"""

import math
import unicodedata
from functools import lru_cache
from typing import NamedTuple, Self

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from annotator.app.direction import elided
from annotator.app.page.claim_card import ClaimCard, Field
from annotator.app.theme import Theme, blend, interface_font

_PAD, _SHORT_PAD, _RADIUS = 11.0, 6.0, 6.0
_SHADOW = 5
"""Pixels around a card into which its shadow reaches."""
_EDGE, _LOW = 20.0, 32.0
"""Pixels at top and bottom of a card's picture in which the edge is round; the height of a card with little more."""
_KEPT, _KEPT_GROUNDS = 96, 32
"""Pictures of cards, and of the grounds that cards of one width and colour share, that are kept."""
FULL, BRIEF, LINE = range(3)
"""The forms of a card: everything; type, and who by what word; one line."""


class CardStyle(NamedTuple):
    """The measures of cards at one zoom, in pixels."""

    title_font: QFont
    row_font: QFont
    title_height: float
    row_height: float
    label_width: float

    @staticmethod
    @lru_cache(maxsize=8)
    def at(zoom: float, scale: float = 1.0, family: str = "") -> "CardStyle":
        """Return the measures at *zoom*; cards grow less than the text does, but with the size of the interface."""
        small = (0.5 + zoom / 2) * scale
        row_font, title_font = interface_font(8.2 * small, family), interface_font(9.2 * small, family)
        title_font.setBold(True)
        rows, title = QFontMetricsF(row_font), QFontMetricsF(title_font)
        return CardStyle(
            title_font,
            row_font,
            float(math.ceil(title.height() + 2)),
            float(math.ceil(rows.height() + 1)),
            float(math.ceil(rows.horizontalAdvance("about") + 10)),
        )

    def heights(self, card: ClaimCard) -> tuple[float, float, float]:
        """Return the heights of *card* in its forms, the tallest first."""
        full = 2 * _PAD - 3 + self.title_height + self.row_height * (len(card.lines) + bool(card.tail))
        brief = 2 * _SHORT_PAD + self.title_height + self.row_height
        return full, min(full, brief), 2 * _SHORT_PAD - 2 + self.title_height


def fields_of(rect: QRectF, card: ClaimCard, style: CardStyle) -> list[tuple[Field, QRectF]]:
    """Return what the lines of *card* say of its claim, and where: *rect* is that of the card in full."""
    x, y = rect.left() + _PAD + 4, rect.top() + _PAD - 2
    width = rect.right() - _PAD - x
    found = [(Field("tag"), QRectF(x, y, width, style.title_height))]
    y += style.title_height
    for _, _, field in card.lines:
        if field is not None:
            found.append((field, QRectF(x, y, width, style.row_height)))
        y += style.row_height
    letters = QFontMetricsF(style.row_font)
    before = "suggested · " if card.suggested else ""
    leftwards = _reads_leftwards(card.tail)
    for name, value in card.said:
        left, wide = letters.horizontalAdvance(before), letters.horizontalAdvance(value)
        if left >= width:
            break
        place = QRectF(x + left, y, min(wide, width - left), style.row_height)
        if leftwards:
            place.moveRight(x + width - left)
        found.append((Field("attribute", name), place))
        before += f"{value} · "
    return found


def _reads_leftwards(words: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in words)
    return next((each for each in strong if each in ("L", "R", "AL")), "L") != "L"


class Ground(NamedTuple):
    """What the ground of a card tells before a word of it is read; *colour* is the tag's."""

    colour: str
    suggested: bool
    lit: bool
    selected: bool

    @classmethod
    def of(cls, card: ClaimCard, *, lit: bool = True, selected: bool = True) -> Self:
        """Return the ground of *card*."""
        return cls(card.colour, card.suggested, lit, selected)


class CardPainter:
    """Paints cards in one theme, and keeps their pictures, and those of the grounds that many cards share."""

    def __init__(self) -> None:
        self._pictures: dict[object, QPixmap] = {}
        self._grounds: dict[object, QPixmap] = {}

    def forget(self) -> None:
        """Draw every card anew, since theme or zoom changed."""
        self._pictures.clear()
        self._grounds.clear()

    def draw(
        self,
        painter: QPainter,
        rect: QRectF,
        card: ClaimCard,
        theme: Theme,
        style: CardStyle,
        *,
        form: int = FULL,
        lit: bool = False,
        selected: bool = False,
    ) -> None:
        """Paint *card* into *rect*, whose corner is at whole pixels."""
        ground = Ground.of(card, lit=lit, selected=selected)
        picture = self._picture(rect.size(), painter.device().devicePixelRatioF(), card, ground, theme, style, form)
        painter.drawPixmap(rect.topLeft() - QPointF(_SHADOW, _SHADOW), picture)

    def prepare(self, size: QSizeF, ratio: float, card: ClaimCard, theme: Theme, style: CardStyle) -> None:
        """Make the picture of *card* in full and at rest, which will be painted in that *size* and *ratio*."""
        self._picture(size, ratio, card, Ground.of(card, lit=False, selected=False), theme, style, FULL)

    def _picture(
        self, size: QSizeF, ratio: float, card: ClaimCard, look: Ground, theme: Theme, style: CardStyle, form: int
    ) -> QPixmap:
        """Return the picture of a card, drawn now if it is not kept."""
        key = (card, look, theme.name, size.width(), size.height(), form, ratio)
        picture = self._pictures.pop(key, None)
        if picture is None:
            picture = _blank(size, ratio)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(QPointF(_SHADOW, _SHADOW), size)
            self.lay_ground(painter, rect, look, theme)
            if form == FULL:
                _write_full(painter, rect, card, theme, style)
            else:
                _write_short(painter, rect, card, theme, style, form)
            painter.end()
            _make_room(self._pictures, _KEPT)
        self._pictures[key] = picture
        return picture

    def lay_ground(self, painter: QPainter, rect: QRectF, look: Ground, theme: Theme) -> None:
        """Draw the ground of a card in *rect* of its own picture: from that of a low one if it can be."""
        ratio = painter.device().devicePixelRatioF()
        whole = all(each.is_integer() for each in (rect.width() * ratio, rect.height() * ratio, _EDGE * ratio))
        if look.suggested or rect.height() <= _LOW or not whole:
            # dashes are nowhere the same
            draw_ground(painter, rect, look, theme)
            return
        key = (look, theme.name, rect.width(), ratio)
        low = self._grounds.pop(key, None)
        if low is None:
            low = _low_ground(rect.width(), ratio, look, theme)
            _make_room(self._grounds, _KEPT_GROUNDS)
        self._grounds[key] = low
        _stretch(painter, rect, low)


def _make_room(kept: dict[object, QPixmap], most: int) -> None:
    while len(kept) >= most:
        del kept[next(iter(kept))]


def _blank(size: QSizeF, ratio: float) -> QPixmap:
    """Return an empty picture for a card of that *size* and its shadow."""
    wide, high = size.width() + 2 * _SHADOW, size.height() + 2 * _SHADOW
    picture = QPixmap(math.ceil(wide * ratio), math.ceil(high * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _low_ground(width: float, ratio: float, look: Ground, theme: Theme) -> QPixmap:
    """Return the picture of the ground of a low card."""
    size = QSizeF(width, _LOW)
    picture = _blank(size, ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_ground(painter, QRectF(QPointF(_SHADOW, _SHADOW), size), look, theme)
    painter.end()
    return picture


def _stretch(painter: QPainter, rect: QRectF, low: QPixmap) -> None:
    """Draw the ground of a card in *rect* of its own picture, from that of a *low* one whose middle row it repeats."""
    wide, high, edge = low.width(), low.height(), _EDGE * low.devicePixelRatioF()
    width, bottom = rect.width() + 2 * _SHADOW, rect.bottom() + _SHADOW
    painter.drawPixmap(QRectF(0, 0, width, _EDGE), low, QRectF(0, 0, wide, edge))
    painter.drawPixmap(QRectF(0, _EDGE, width, bottom - 2 * _EDGE), low, QRectF(0, edge, wide, 1))
    painter.drawPixmap(QRectF(0, bottom - _EDGE, width, _EDGE), low, QRectF(0, high - edge, wide, edge))


def draw_ground(painter: QPainter, rect: QRectF, look: Ground, theme: Theme) -> None:
    """Draw the ground of a card with its edge in the tag's colour."""
    line = QColor(theme.tag_line(look.colour))
    bright = look.lit or look.selected
    if not theme.high:
        _draw_shadow(painter, rect, theme, strength=2 if bright else 1)
    shape = QPainterPath()
    shape.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.fillPath(shape, QColor(theme.lit_card(look.colour) if bright else theme.card))
    # the edge in the tag's colour, inside of the card's round corners
    painter.save()
    painter.setClipPath(shape)
    painter.fillRect(QRectF(rect.left(), rect.top(), 4.0, rect.height()), line)
    painter.restore()
    border = QColor(blend(theme.border, look.colour, 0.45 if look.lit else 0.0))
    pen = QPen(line if look.selected else border, 1.0)
    if theme.high:
        pen.setColor(QColor(theme.border))
    if look.selected:
        pen.setWidthF(2.4 if theme.high else 1.6)
    if look.suggested:
        pen.setColor(line)
        pen.setDashPattern([4.0, 3.0])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(shape)


def _draw_shadow(painter: QPainter, rect: QRectF, theme: Theme, *, strength: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for spread, alpha in ((1.0, 9), (2.0, 6), (3.5, 4)) if not theme.dark else ((1.5, 26), (3.0, 14)):
        painter.setBrush(QColor(0, 0, 0, alpha * strength))
        painter.drawRoundedRect(rect.adjusted(-spread * 0.4, 0.5, spread * 0.4, spread), _RADIUS + 1, _RADIUS + 1)


def _write_full(painter: QPainter, rect: QRectF, card: ClaimCard, theme: Theme, style: CardStyle) -> None:
    x, y = rect.left() + _PAD + 4, rect.top() + _PAD - 2
    width = rect.right() - _PAD - x
    write(painter, QRectF(x, y, width, style.title_height), card.title, style.title_font, _title_ink(card, theme))
    y += style.title_height
    letters = QFontMetricsF(style.row_font)
    for name, words, _ in card.lines:
        # the names of relations are longer than those of parts
        named = min(max(style.label_width, letters.horizontalAdvance(name) + 8), width / 2)
        write(painter, QRectF(x, y, named, style.row_height), name, style.row_font, theme.muted)
        room = QRectF(x + named, y, width - named, style.row_height)
        write(painter, room, words, style.row_font, theme.text)
        y += style.row_height
    if card.tail:
        write(painter, QRectF(x, y, width, style.row_height), card.tail, style.row_font, theme.muted)


def _write_short(painter: QPainter, rect: QRectF, card: ClaimCard, theme: Theme, style: CardStyle, form: int) -> None:
    x, y = rect.left() + _PAD + 4, rect.top() + _SHORT_PAD - 1
    width = rect.right() - _PAD - x
    write(painter, QRectF(x, y, width, style.title_height), card.title, style.title_font, _title_ink(card, theme))
    if form == BRIEF:
        place = QRectF(x, y + style.title_height, width, style.row_height)
    else:
        used = QFontMetricsF(style.title_font).horizontalAdvance(card.title) + 10
        place = QRectF(x + used, y, width - used, style.title_height)
    write(painter, place, card.summary, style.row_font, theme.text if form == BRIEF else theme.muted)


def _title_ink(card: ClaimCard, theme: Theme) -> str:
    return theme.tag_label(card.colour)


def write(painter: QPainter, rect: QRectF, words: str, font: QFont, colour: str) -> None:
    """Write *words* on one line, cut at the end where there is no more room."""
    if rect.width() < 12:
        return
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = elided(QFontMetricsF(font), words, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def draw_field(painter: QPainter, rect: QRectF, card: ClaimCard, theme: Theme) -> None:
    """Draw the frame that says that a click changes what is in *rect*."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.tag_line(card.colour)), 1.0))
    painter.drawRoundedRect(rect.adjusted(-4.5, 0.5, 3.5, -0.5), 3, 3)


def draw_leader(painter: QPainter, start: QPointF, end: QPointF, colour: QColor) -> None:
    """Draw the line that joins the end of a claim's first line to its card."""
    if abs(end.y() - start.y()) < 7:
        # a slight slope would look like a mistake
        end.setY(start.y())
    bend = min(28.0, max(8.0, (end.x() - start.x()) * 0.6))
    path = QPainterPath(start)
    path.lineTo(QPointF(end.x() - 2 * bend, start.y()) if end.x() - 2 * bend > start.x() else start)
    knee = path.currentPosition()
    path.cubicTo(QPointF(knee.x() + bend, start.y()), QPointF(end.x() - bend, end.y()), end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.4))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(start, 2.4, 2.4)


def draw_flag(painter: QPainter, rect: QRectF, card: ClaimCard, theme: Theme, *, lit: bool, opened: bool) -> None:
    """Draw the small flag, with the first letters of the tag, that stands for a card where there is no room for it."""
    line, label = theme.tag_line(card.colour), theme.tag_label(card.colour)
    font = interface_font(8.0)
    font.setPixelSize(max(8, round(rect.height() * 0.58)))
    font.setBold(True)
    painter.setFont(font)
    # filled with the colour while it is open, and else in its colour on the card's ground
    ground = QColor(label if opened else theme.lit_card(card.colour) if lit else theme.card)
    pen = QPen(QColor(line), 1.8 if lit or opened else 1.2)
    if card.suggested:
        pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QColor(theme.page if opened else label))
    words = card.title[:3].upper()
    shown = words if QFontMetricsF(font).horizontalAdvance(words) <= rect.width() - 4 else words[:1]
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, shown)
