"""Draws the page: the column of text, and the margins beside it. All geometry was computed before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from annotator.app.page import paint
from annotator.app.page.flow import Flow
from annotator.app.page.header import Header
from annotator.app.page.piece import PieceLayout
from annotator.app.page.sheet import OVER, Sheet, Spot, unit

if TYPE_CHECKING:
    from annotator.app.page.curve_paint import Curve
    from annotator.app.page.view import PageView

_BESIDE = 14.0
"""Pixels beside the text into which what is drawn with it reaches: curves, and the frames of words."""


class Drawing:
    """What is on the screen of one page; the column of text is kept as a picture from frame to frame."""

    def __init__(self, page: PageView) -> None:
        self._page = page
        self._sheet = Sheet()
        self._curves: Sequence[Curve] = ()
        self._curves_of: object = None
        self._routings = 0

    def forget(self) -> None:
        """Draw everything anew, since colours are others."""
        self._sheet.forget()
        self._curves_of = None

    def draw(self, painter: QPainter, flow: Flow, header: Header, shown: range, clip: QRectF) -> None:
        """Draw the pieces *shown*, which are laid out, and what stands beside them, as far as in *clip*."""
        page = self._page
        emphasis = page.hovered or page.selected
        lit = frozenset(page.links.related(emphasis)) if emphasis else frozenset[str]()
        layouts = list(map(flow.layout, shown))
        scene = paint.Scene(
            page.theme, page.page_style, page.inks, paint.frame_inks(layouts, page.links, page.inks), lit,
            page.selected, page.selection, page.proposal, page.hits, page.focus_tag,
        )  # fmt: skip
        left = page.columns.text_left
        places = [QPointF(left, top) for top in page.tops(shown)]
        column = _Column(page, header, list(zip(places, layouts, strict=True)), scene)
        column.curves = self._routed(flow, shown, column)
        column.routing = self._routings if column.curves else 0
        self._draw_column(painter, column, clip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page.margin.draw(painter, flow, shown, lit, clip)

    def _draw_column(self, painter: QPainter, column: _Column, clip: QRectF) -> None:
        page, view = self._page, self._page.viewport()
        ground, ratio = QColor(page.theme.page), view.devicePixelRatioF()
        step, columns = unit(ratio), page.columns
        brought, left, right = False, 0, 0
        if step:
            # the names of curves may stand anywhere
            first, last = (0.0, view.width()) if column.curves else (columns.text_left, columns.text_right)
            left = max(0, math.floor((first - _BESIDE) / step) * step)
            right = math.ceil(min(view.width(), last + _BESIDE) / step) * step

            def draw(painter: QPainter, top: float, bottom: float) -> None:
                painter.fillRect(QRectF(0, top, right - left, bottom - top), ground)
                painter.translate(-left, 0)
                column.draw(painter, top, bottom)

            brought = self._sheet.bring(right - left, view.height(), ratio, column.look, column.spots, draw)
        if not brought:
            painter.fillRect(clip, ground)
            column.draw(painter, clip.top(), clip.bottom())
            return
        painter.fillRect(QRectF(0, 0, left, view.height()), ground)
        painter.fillRect(QRectF(right, 0, view.width() - right, view.height()), ground)
        self._sheet.paint(painter, left)

    def _routed(self, flow: Flow, shown: range, column: _Column) -> Sequence[Curve]:
        """Return the curves between what is in view; their ways are looked for when something moved or changed."""
        page = self._page
        # asking for none of them: the index of all by their ids is made when one is first wanted
        near = [page.links.by_id.get(each) for each in (page.hovered, page.selected) if each is not None]
        if page.relations_of == "none" and not any(each is not None and len(each.spans) > 1 for each in near):
            self._curves = ()
            return ()
        # needed by those who ask for it, and not by the first picture
        from annotator.app.page.curve_paint import curves

        wanted = (page.relations_of, page.hovered, page.selected) if page.relations_of != "all" else near
        of = (wanted, page.links, page.links.version, page.showing, column.look, column.places)
        if of != self._curves_of:
            self._curves, self._curves_of = curves(page, flow, shown, page.relations_of), of
            self._routings += 1
        return self._curves


class _Column:
    """What is to be drawn in the column: the header and the pieces in view."""

    curves: Sequence[Curve] = ()
    routing = 0
    """Which curves these are: a new one crosses pieces that did not change."""

    def __init__(
        self, page: PageView, header: Header, placed: Sequence[tuple[QPointF, PieceLayout]], scene: paint.Scene
    ) -> None:
        self._page = page
        self._header = header
        self._placed = placed
        self._scene = scene
        self._top = float(-page.verticalScrollBar().value())

    @property
    def places(self) -> Sequence[tuple[object, ...]]:
        """Which pieces, with which marks, stand where."""
        return [(layout, layout.version, origin.y()) for origin, layout in self._placed]

    @property
    def spots(self) -> list[Spot]:
        """What stands where, and how it looks."""
        header = Spot(self._header, self._top, self._header.height, None)
        return [header] + [
            Spot(layout, origin.y(), layout.height, self._scene.look_of(layout)) for origin, layout in self._placed
        ]

    @property
    def look(self) -> object:
        """What the look of all of it depends on."""
        page, scene = self._page, self._scene
        return scene.theme, scene.style, scene.focus, page.columns, page.shows_hidden, self.routing

    def draw(self, painter: QPainter, top: float, bottom: float) -> None:
        """Draw what is between two places; the painter's origin is the corner of the viewport."""
        page, left = self._page, self._page.columns.text_left
        if self._top + self._header.height > top:
            painter.translate(left, self._top)
            self._header.draw(painter, self._scene.theme)
            painter.translate(-left, -self._top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        near = [
            (origin, layout)
            for origin, layout in self._placed
            if origin.y() <= bottom + OVER and origin.y() + layout.height >= top - OVER
        ]
        for draw in (paint.draw_ground, paint.draw_words):
            for origin, layout in near:
                painter.translate(origin)
                draw(painter, layout, self._scene, (top - origin.y(), bottom - origin.y()))
                painter.translate(-origin)
            if draw is paint.draw_ground and self.curves:
                from annotator.app.page.curve_paint import draw_curves

                # over the marks and below the letters
                draw_curves(painter, self.curves, page)
        if page.shows_hidden:
            self._draw_hidden(painter, near)

    def _draw_hidden(self, painter: QPainter, near: Sequence[tuple[QPointF, PieceLayout]]) -> None:
        from annotator.app.page.hidden import draw_signs, signs

        page = self._page
        for origin, layout in near:
            painter.translate(origin)
            words = page.text[layout.piece.start : layout.piece.end]
            draw_signs(painter, signs(layout, words), self._scene.style.sign_font, self._scene.theme)
            painter.translate(-origin)
