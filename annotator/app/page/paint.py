"""Draws pieces and marks. All geometry was computed before; here it only gets its colours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.app.page.claim_card import Links
from annotator.app.page.found import Hits, draw_hits
from annotator.app.page.piece import EVERYWHERE, Box, PieceLayout
from annotator.app.page.showing import TagKey
from annotator.app.page.style import PageStyle
from annotator.app.theme import SELECTION_SHARE, Theme
from annotator.model.annotation import Annotation, Kind, Span

_DASHES = {
    (True, False): [2.0, 1.0],
    (True, True): [1.0, 1.5],
    (False, True): [4.0, 2.5],
}
"""Dash patterns by whether it is a claim, and whether it is only suggested."""


class Inks:
    """The colours of one tag in one theme; each is found when it is first asked for."""

    def __init__(self, theme: Theme, colour: str) -> None:
        self._theme = theme
        self._colour = colour

    @cached_property
    def tint(self) -> QColor:
        """What is behind the words."""
        return QColor(self._theme.tag_tint(self._colour))

    @cached_property
    def faint(self) -> QColor:
        """What is behind words that are only suggested."""
        return QColor(self._theme.tag_tint(self._colour, 0.4))

    @cached_property
    def strong(self) -> QColor:
        """What is behind words that are lit."""
        return QColor(self._theme.tag_tint(self._colour, 2.1))

    @cached_property
    def line(self) -> QColor:
        """The line below the words."""
        return QColor(self._theme.tag_line(self._colour))

    @cached_property
    def label(self) -> QColor:
        """The name below the line."""
        return QColor(self._theme.tag_label(self._colour))


class Scene(NamedTuple):
    """What colours and emphasis everything has while one frame is drawn."""

    theme: Theme
    style: PageStyle
    inks_of: Callable[[Kind, str], Inks]
    frame_inks: Mapping[str, Inks]
    lit: frozenset[str]
    selected: str | None
    selection: Sequence[Span]
    proposal: Sequence[tuple[Span, str]]
    hits: Hits
    focus: TagKey | None = None

    def faint(self, annotation: Annotation) -> bool:
        """Tell whether a mark stays in the background: another tag is to stand out, or it was rejected."""
        # asked for each mark of each frame, and mostly neither
        if self.focus is None and annotation.state != "rejected":
            return False
        if annotation.id in self.lit or annotation.id == self.selected:
            return False
        return annotation.state == "rejected" or self.focus != (annotation.kind, annotation.tag)

    def look_of(self, layout: PieceLayout) -> object:
        """Return what the look of one piece depends on, beside theme, style and focus: what is emphasised in it."""
        start, end = layout.piece.start, layout.piece.end
        return (
            layout.version,
            self.lit & layout.marks if self.lit else None,
            self.selected if self.selected is not None and self.selected in layout.marks else None,
            [span for span in self.selection if span.start < end and span.end > start],
            [each for each in self.proposal if each[0].start < end and each[0].end > start],
            [(self.hits.spans[each], each == self.hits.current) for each in self.hits.between(start, end)],
            [self.frame_inks.get(each) for each in layout.framed],
        )


def frame_inks(layouts: Iterable[PieceLayout], links: Links, inks_of: Callable[[Kind, str], Inks]) -> dict[str, Inks]:
    """Return the inks of framed words, which have the colour of the claim that they belong to, by annotation."""
    found: dict[str, Inks] = {}
    for words in {each for layout in layouts for each in layout.framed}:
        claims = links.claims_of(words)
        claim = links.by_id.get(claims[0]) if claims else None
        if claim is not None:
            found[words] = inks_of(claim.kind, claim.tag)
    return found


def draw_piece(painter: QPainter, layout: PieceLayout, scene: Scene) -> None:
    """Draw one piece with its marks; the painter's origin is the piece's top left corner."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_ground(painter, layout, scene)
    draw_words(painter, layout, scene)


def draw_words(painter: QPainter, layout: PieceLayout, scene: Scene, within: tuple[float, float] = EVERYWHERE) -> None:
    """Draw the words of one piece, over the lines, which would cut the tails of g and y, and the labels."""
    quiet = layout.piece.role in ("photo", "dateline")
    painter.setPen(QColor(scene.theme.credit if quiet else scene.theme.text))
    layout.draw_text(painter, within)
    for label in layout.within(*within)[1]:
        annotation = label.touch.annotation
        if scene.faint(annotation):
            continue
        painter.setPen(scene.inks_of(annotation.kind, annotation.tag).label)
        scene.style.label_layout(label.text).draw(painter, label.at)


def draw_ground(painter: QPainter, layout: PieceLayout, scene: Scene, within: tuple[float, float] = EVERYWHERE) -> None:
    """Draw what lies below the words of one piece; the painter's origin is the piece's top left corner.

    *within* a top and a bottom is what has to be drawn; what is beyond them may be.
    """
    boxes = layout.within(*within)[0]
    _draw_backgrounds(painter, layout, boxes, scene)
    for box in boxes:
        _draw_line(painter, box, scene)


def _draw_backgrounds(painter: QPainter, layout: PieceLayout, boxes: Iterable[Box], scene: Scene) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for box in boxes:
        annotation = box.touch.annotation
        lit = annotation.id in scene.lit
        if (annotation.kind == "entity" and not scene.faint(annotation)) or lit:
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
    draw_hits(painter, layout, scene.hits, scene.theme)
    piece = layout.piece
    selection = QColor(scene.theme.selection)
    selection.setAlphaF(SELECTION_SHARE)
    painter.setBrush(selection)
    if scene.theme.high and scene.selection:
        painter.setPen(QColor(scene.theme.accent))
    for start, end in scene.selection:
        if start < piece.end and end > piece.start:
            for rect in layout.range_rects(start, end):
                painter.drawRect(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    for (start, end), role in scene.proposal:
        if start < piece.end and end > piece.start:
            _draw_proposed(painter, layout.range_rects(start, end), role, scene.theme)


def _draw_proposed(painter: QPainter, rects: Sequence[QRectF], role: str, theme: Theme) -> None:
    """Draw a proposed part of a claim: a claimant filled, a cue framed, another candidate dotted."""
    accent, ground = QColor(theme.accent), QColor(theme.selection)
    ground.setAlphaF({"claimant": SELECTION_SHARE, "cue": SELECTION_SHARE / 3}.get(role, 0.0))
    painter.setBrush(ground)
    pen = QPen(accent, 1.2 if role == "candidate" else 1.5)
    if role != "claimant":
        pen.setDashPattern([3.0, 2.0] if role == "cue" else [1.5, 1.5])
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-1.5, -0.5, 1.5, 0.5), 3, 3)
    painter.setPen(Qt.PenStyle.NoPen)


def _draw_line(painter: QPainter, box: Box, scene: Scene) -> None:
    annotation = box.touch.annotation
    selected = annotation.id == scene.selected
    ink = scene.inks_of(annotation.kind, annotation.tag)
    if scene.faint(annotation):
        _draw_faint_line(painter, box, scene, ink)
        return
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
    elif annotation.id in scene.lit:
        # the tint of a long mark may lie below those in it, its outline does not
        painter.setPen(QPen(ink.line, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.rect.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)


def _draw_faint_line(painter: QPainter, box: Box, scene: Scene, ink: Inks) -> None:
    colour = QColor(ink.line)
    colour.setAlphaF(0.3 if box.touch.framed else 0.4)
    pen = QPen(colour, 1.0)
    if box.touch.framed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(_frame(box))
        return
    claim, suggested = box.touch.annotation.kind == "claim", box.touch.annotation.state == "suggested"
    if claim or suggested:
        pen.setDashPattern([each * 2 for each in _DASHES[claim, suggested]])
    painter.setPen(pen)
    painter.drawLine(QPointF(box.rect.left(), box.under + 0.5), QPointF(box.rect.right(), box.under + 0.5))


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
    painter: QPainter, x: float, top: float, bottom: float, colour: QColor, *,
    opens: bool, closes: bool, strong: bool, tick: float,
) -> None:  # fmt: skip
    """Draw the bracket of a claim at *x*, from *top* to *bottom*; the ends in view reach *tick* pixels to the right."""
    painter.setPen(QPen(colour, 2.6 if strong else 1.7))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    if opens:
        painter.drawLine(QPointF(x, top), QPointF(x + tick, top))
    if closes:
        painter.drawLine(QPointF(x, bottom), QPointF(x + tick, bottom))
