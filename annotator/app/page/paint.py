"""Draws pieces, marks and cards. All geometry was computed before; here it only gets its colours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from annotator.app.page.claim_card import ClaimCard
from annotator.app.page.piece import Box, PieceLayout
from annotator.app.page.style import PageStyle
from annotator.app.theme import Theme, blend, interface_font
from annotator.model.annotation import Span

CARD_PAD = 11.0
_DASHES = {
    (True, False): [2.0, 1.0],
    (True, True): [1.0, 1.5],
    (False, True): [4.0, 2.5],
}
"""Dash patterns by whether it is a claim, and whether it is only suggested."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of one tag in one theme."""

    tint: QColor
    faint: QColor
    strong: QColor
    line: QColor
    label: QColor


def inks(theme: Theme, colour: str) -> Inks:
    """Return the colours that a tag of that *colour* has in *theme*."""
    return Inks(
        QColor(theme.tag_tint(colour)),
        QColor(blend(theme.page, colour, theme.tint * 0.4)),
        QColor(blend(theme.page, colour, theme.tint * 2.1)),
        QColor(theme.tag_line(colour)),
        QColor(theme.tag_label(colour)),
    )


@dataclass(slots=True)
class Scene:
    """What colours and emphasis everything has while one frame is drawn."""

    theme: Theme
    style: PageStyle
    inks_of: Callable[[str, str], Inks]
    frame_inks: Mapping[str, Inks]
    lit: frozenset[str]
    selected: str | None
    selection: Sequence[Span]
    proposal: Sequence[tuple[Span, str]]


def draw_piece(painter: QPainter, layout: PieceLayout, scene: Scene) -> None:
    """Draw one piece with its marks; the painter's origin is the piece's top left corner."""
    _draw_backgrounds(painter, layout, scene)
    quiet = layout.piece.role == "photo"
    painter.setPen(QColor(scene.theme.muted if quiet else scene.theme.text))
    layout.layout.draw(painter, QPointF(0, 0))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box in layout.boxes:
        _draw_line(painter, box, scene)
    painter.setFont(scene.style.label_font)
    for label in layout.labels:
        annotation = label.touch.annotation
        painter.setPen(scene.inks_of(annotation.kind, annotation.tag).label)
        painter.drawText(label.at, label.text)


def _draw_backgrounds(painter: QPainter, layout: PieceLayout, scene: Scene) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for box in layout.boxes:
        annotation = box.touch.annotation
        lit = annotation.id in scene.lit
        if annotation.kind == "entity" or lit:
            ink = scene.inks_of(annotation.kind, annotation.tag)
            if annotation.kind != "entity" and annotation.kind != "cue":
                colour = QColor(ink.tint)
                colour.setAlphaF(0.55)
            else:
                ink = scene.frame_inks.get(annotation.id, ink)
                colour = ink.strong if lit and annotation.kind == "entity" else ink.tint
                if annotation.state == "suggested" and not lit:
                    colour = ink.faint
            painter.setBrush(colour)
            painter.drawRect(box.rect)
    piece = layout.piece
    selection = QColor(scene.theme.selection)
    selection.setAlphaF(0.75)
    painter.setBrush(selection)
    for start, end in scene.selection:
        if start < piece.end and end > piece.start:
            for rect in layout.range_rects(start, end):
                painter.drawRect(rect)
    accent = QColor(scene.theme.accent)
    for (start, end), role in scene.proposal:
        if start < piece.end and end > piece.start:
            colour = QColor(accent)
            colour.setAlphaF(0.10 if role == "candidate" else 0.28)
            painter.setBrush(colour)
            for rect in layout.range_rects(start, end):
                painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), 3, 3)


def _draw_line(painter: QPainter, box: Box, scene: Scene) -> None:
    annotation = box.touch.annotation
    selected = annotation.id == scene.selected
    ink = scene.inks_of(annotation.kind, annotation.tag)
    if box.touch.framed:
        ink = scene.frame_inks.get(annotation.id, ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink.line, 2.0 if selected or annotation.id in scene.lit else 1.2))
        painter.drawPath(_frame(box))
        return
    width = scene.style.line + (1.0 if selected else 0.0)
    top = box.under - scene.style.line // 2
    claim, suggested = annotation.kind == "claim", annotation.state == "suggested"
    if claim or suggested:
        pen = QPen(ink.line, width)
        pen.setDashPattern(_DASHES[claim, suggested])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(box.rect.left(), top + width / 2), QPointF(box.rect.right(), top + width / 2))
    else:
        painter.fillRect(QRectF(box.rect.left(), top, box.rect.width(), width), ink.line)
    if selected:
        _draw_selected(painter, box, scene, ink.line)


def _draw_selected(painter: QPainter, box: Box, scene: Scene, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.rect.adjusted(-0.5, -0.5, 0.5, 0.5))
    # a bar with a knob, as on the edges of a selection under a finger
    for x, y in ((box.begins, box.rect.top() - 1), (box.ends, box.rect.bottom() + 1)):
        if x is not None:
            painter.fillRect(QRectF(x - 1.0, box.rect.top() - 1, 2.0, box.rect.height() + 2), colour)
            painter.setPen(QPen(QColor(scene.theme.page), 1.2))
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x, y), 4.4, 4.4)


def _frame(box: Box) -> QPainterPath:
    rect = box.rect.adjusted(-2.0, 0.5, 2.0, 1.0)
    path = QPainterPath()
    radius = 3.0
    closed_left, closed_right = box.closed
    if closed_left and closed_right:
        path.addRoundedRect(rect, radius, radius)
        return path
    # open where the words go on in the next line
    left, right, top, bottom = rect.left(), rect.right(), rect.top(), rect.bottom()
    path.moveTo(right, top)
    path.lineTo(left, top)
    if closed_left:
        path.lineTo(left, bottom)
    else:
        path.moveTo(left, bottom)
    path.lineTo(right, bottom)
    if closed_right:
        path.lineTo(right, top)
    return path


def draw_bracket(
    painter: QPainter, x: float, top: float, bottom: float, colour: QColor, *, opens: bool, closes: bool, strong: bool
) -> None:
    """Draw the bracket of a claim at *x*, from *top* to *bottom*, with the ends that are in view."""
    painter.setPen(QPen(colour, 2.6 if strong else 1.7))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    if opens:
        painter.drawLine(QPointF(x, top), QPointF(x + 6, top))
    if closes:
        painter.drawLine(QPointF(x, bottom), QPointF(x + 6, bottom))


@dataclass(frozen=True, slots=True)
class CardStyle:
    """The measures of cards at one zoom, in pixels."""

    title_height: float
    row_height: float
    label_width: float
    zoom: float

    @staticmethod
    def at(zoom: float) -> "CardStyle":
        """Return the measures at *zoom*; cards grow less than the text does."""
        small = 0.5 + zoom / 2
        rows = QFontMetricsF(interface_font(8.2 * small))
        title = QFontMetricsF(interface_font(9.2 * small))
        return CardStyle(title.height() + 2, rows.height() + 1, rows.horizontalAdvance("about") + 10, small)

    def height(self, card: ClaimCard) -> float:
        """Return the height of *card*."""
        return 2 * CARD_PAD - 3 + self.title_height + self.row_height * (len(card.rows) + bool(card.tail))


def draw_card(
    painter: QPainter, rect: QRectF, card: ClaimCard, theme: Theme, style: CardStyle, *, lit: bool, selected: bool
) -> None:
    """Draw a margin card into *rect*."""
    line = QColor(theme.tag_line(card.colour))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for spread, alpha in ((3.0, 8), (1.5, 12)) if not theme.dark else ((2.5, 40),):
        painter.setBrush(QColor(0, 0, 0, alpha + (10 if lit or selected else 0)))
        painter.drawRoundedRect(rect.adjusted(-0.5, 0.5, 0.5, spread), 7, 7)
    painter.setBrush(QColor(blend(theme.card, card.colour, 0.06) if lit or selected else theme.card))
    pen = QPen(line if selected else QColor(theme.border), 1.6 if selected else 1.0)
    if card.suggested:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawRoundedRect(rect, 6, 6)
    # the edge in the tag's colour, clipped to the card's round corners
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(rect, 6, 6)
    painter.setClipPath(clip)
    painter.fillRect(QRectF(rect.left(), rect.top(), 4.0, rect.height()), line)
    painter.restore()
    _write_card(painter, rect, card, theme, style)


def _write_card(painter: QPainter, rect: QRectF, card: ClaimCard, theme: Theme, style: CardStyle) -> None:
    x, y = rect.left() + CARD_PAD + 4, rect.top() + CARD_PAD - 2
    width = rect.right() - CARD_PAD - x
    font = interface_font(9.2 * style.zoom)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(theme.tag_label(card.colour)))
    painter.drawText(QRectF(x, y, width, style.title_height), Qt.AlignmentFlag.AlignVCenter, card.title)
    y += style.title_height
    font = interface_font(8.2 * style.zoom)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    for name, words in card.rows:
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(x, y, style.label_width, style.row_height), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(QColor(theme.text))
        room = width - style.label_width
        painter.drawText(
            QRectF(x + style.label_width, y, room, style.row_height),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room)),
        )
        y += style.row_height
    if card.tail:
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            QRectF(x, y, width, style.row_height),
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(card.tail, Qt.TextElideMode.ElideRight, int(width)),
        )


def draw_leader(painter: QPainter, start: QPointF, end: QPointF, colour: QColor) -> None:
    """Draw the line that joins the end of a claim's first line to its card."""
    path = QPainterPath(start)
    middle = (start.x() + end.x()) / 2
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.4))
    painter.drawPath(path)


def draw_flag(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """Draw the small flag that stands for a card where there is no room for it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, 3, 3)
    painter.setPen(QPen(QColor("#ffffff"), 1.6))
    x = rect.left() + 4
    for y in (0.36, 0.64):
        painter.drawLine(
            QPointF(x, rect.top() + rect.height() * y), QPointF(rect.right() - 4, rect.top() + rect.height() * y)
        )
