"""The margins of the page: brackets at the left of claims, cards or flags at their right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from annotator.app.page import paint
from annotator.app.page.cards import Wish, place_cards
from annotator.app.page.claim_card import ClaimCard
from annotator.app.page.columns import FLAG
from annotator.app.page.flow import Flow
from annotator.app.page.marks import IntervalIndex, fragments_of
from annotator.model.annotation import Annotation, Span

if TYPE_CHECKING:
    from annotator.app.page.view import PageView

CARDS_ABOVE = 8
"""Pieces above the view whose cards may reach into it."""
_GAP, _FLAG_GAP = 9.0, 4.0


class Margin:
    """Draws what stands beside the text of one page, and knows what is where."""

    def __init__(self, page: PageView) -> None:
        self._page = page
        self._rects: list[tuple[QRectF, ClaimCard]] = []
        self._made: dict[str, ClaimCard] = {}
        self.set_claims(())

    def set_claims(self, annotations: Sequence[Annotation]) -> None:
        """Take the claims among *annotations*."""
        self._claims = [each for each in annotations if each.kind == "claim" and each.spans]
        self._index = IntervalIndex(fragments_of(self._claims))
        self._made.clear()
        self._rects.clear()

    def forget_cards(self) -> None:
        """Make every card anew, since colours or relations changed."""
        self._made.clear()

    def card_at(self, point: QPointF) -> str | None:
        """Return the id of the claim whose card or flag is under a point of the viewport."""
        return next((card.id for rect, card in reversed(self._rects) if rect.contains(point)), None)

    def card_rect(self, claim: str) -> QRectF | None:
        """Return where the card of *claim* was drawn last, or None."""
        return next((rect for rect, card in self._rects if card.id == claim), None)

    def draw(self, painter: QPainter, flow: Flow, shown: range, lit: frozenset[str]) -> None:
        """Draw brackets and cards for the pieces *shown*; ids in *lit* are emphasised."""
        self._draw_brackets(painter, flow, shown, lit)
        self._draw_cards(painter, flow, shown, lit)

    def _draw_brackets(self, painter: QPainter, flow: Flow, shown: range, lit: frozenset[str]) -> None:
        page = self._page
        extents: dict[str, list[float]] = {}
        claims: dict[str, Annotation] = {}
        for number in shown:
            y = page.origin(number).y()
            for box in flow.layout(number).boxes:
                claim = box.touch.annotation
                if claim.kind == "claim":
                    claims[claim.id] = claim
                    extent = extents.setdefault(claim.id, [y + box.rect.top(), y + box.under])
                    extent[0], extent[1] = min(extent[0], y + box.rect.top()), max(extent[1], y + box.under)
        first, last = flow.pieces[shown.start], flow.pieces[shown.stop - 1]
        ends: list[float] = []
        for mark, (top, bottom) in sorted(extents.items(), key=lambda each: each[1]):
            claim = claims[mark]
            lane = next((lane for lane, end in enumerate(ends) if end < top), len(ends))
            ends[lane : lane + 1] = [bottom]
            paint.draw_bracket(
                painter,
                page.columns.text_left - 13 - 6 * min(lane, 4),
                top,
                bottom,
                page.inks("claim", claim.tag).line,
                opens=claim.start >= first.start,
                closes=claim.end <= last.end,
                strong=claim.id in lit,
            )

    def _draw_cards(self, painter: QPainter, flow: Flow, shown: range, lit: frozenset[str]) -> None:
        page = self._page
        self._rects = []
        if not self._claims:
            return
        style = paint.CardStyle.at(page.zoom)
        cards, wishes = self._wishes(flow, shown, style)
        chosen = page.selected if page.selected in cards else None
        folded = page.columns.folded
        tops = place_cards(wishes, gap=_FLAG_GAP if folded else _GAP, selected=chosen)
        for wish in wishes:
            card, top = cards[wish.id], tops[wish.id]
            if folded:
                rect = QRectF(page.viewport().width() - FLAG - 8, top, FLAG, FLAG)
                self._rects.append((rect, card))
                paint.draw_flag(painter, rect, page.inks("claim", card.title).line)
                continue
            rect = QRectF(page.columns.card_left, top, page.columns.card_width, wish.height)
            self._rects.append((rect, card))
            if rect.bottom() < 0 or rect.top() > page.viewport().height():
                continue
            if card.id in (page.hovered, page.selected):
                start = QPointF(page.columns.text_left + page.columns.text_width + 6, wish.y + 16)
                paint.draw_leader(painter, start, QPointF(rect.left(), top + 16), page.inks("claim", card.title).line)
            is_selected = card.id == page.selected
            paint.draw_card(painter, rect, card, page.theme, style, lit=card.id in lit, selected=is_selected)
        if folded:
            self._draw_open_card(painter, cards, style)

    def _wishes(self, flow: Flow, shown: range, style: paint.CardStyle) -> tuple[dict[str, ClaimCard], list[Wish]]:
        page = self._page
        cards: dict[str, ClaimCard] = {}
        wishes: list[Wish] = []
        low = flow.pieces[max(0, shown.start - CARDS_ABOVE)].start
        for each in self._index.touching(low, flow.pieces[shown.stop - 1].end):
            claim = self._claims[each.number]
            if claim.start < low or claim.id in cards:
                continue
            number = flow.piece_of(claim.start)
            layout = flow.layout(number)
            row = layout.rows[layout.row_of(claim.start)]
            cards[claim.id] = card = self._card(claim)
            height = float(FLAG) if page.columns.folded else style.height(card)
            wishes.append(Wish(claim.id, page.origin(number).y() + row.line.y() - 4, height))
        return cards, sorted(wishes, key=lambda wish: wish.y)

    def _card(self, claim: Annotation) -> ClaimCard:
        found = self._made.get(claim.id)
        if found is None:
            found = self._made[claim.id] = self._page.links.card(claim, self._page.colour_of("claim", claim.tag))
        return found

    def _draw_open_card(self, painter: QPainter, cards: dict[str, ClaimCard], style: paint.CardStyle) -> None:
        page = self._page
        card = cards.get(page.hovered or "") or cards.get(page.selected or "")
        claim = page.annotation(card.id) if card else None
        if card is None or claim is None:
            return
        height = style.height(card)
        below = page.rect_of(Span(claim.end - 1, claim.end)).bottom() + 16.0
        top = max(4.0, min(below, page.viewport().height() - height - 4))
        rect = QRectF(page.columns.card_left, top, page.columns.card_width, height)
        paint.draw_card(painter, rect, card, page.theme, style, lit=True, selected=card.id == page.selected)
