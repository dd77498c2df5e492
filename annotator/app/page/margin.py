"""The margins of the page: brackets where the lines of claims begin, cards or flags at their right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from annotator.app.page import paint
from annotator.app.page.brackets import MOST, RIGHT, Stretch, brackets, lanes_at_the_right
from annotator.app.page.card_paint import (
    FULL,
    CardPainter,
    CardStyle,
    Ground,
    draw_field,
    draw_flag,
    draw_ground,
    draw_leader,
    fields_of,
)
from annotator.app.page.cards import Settled, Want, Wish, place_cards, settle, shortened, wishes_of
from annotator.app.page.claim_card import ClaimCard, Field
from annotator.app.page.flow import Flow
from annotator.app.page.nesting import DEEPEST, depths, enclosing, reaches
from annotator.model.annotation import Annotation, Span

if TYPE_CHECKING:
    from annotator.app.page.view import PageView

CARDS_ABOVE = 8
"""Pieces above the view, at most, whose cards may reach into it."""
CARDS_REACH = 480.0
"""Pixels above the view within which cards are looked for: more than one is tall, and than crowded ones drift."""
FAINT = 0.32
"""The opacity of what stands back while one tag stands out."""
_GAP, _FLAG_GAP = 8.0, 4.0
_INSET, _RIM = 9.0, 3.0
"""Pixels by which an inner card is set into the outer one from the left, and from the right and below."""
_KEPT = 200
"""Cards of which the heights are kept."""
_SLACK = 44.0
"""Pixels that a card may be pushed from its claim before cards take shorter forms."""


class Margin:
    """Draws what stands beside the text of one page, and knows what is where."""

    def __init__(self, page: PageView) -> None:
        self._page = page
        self._rects: list[tuple[QRectF, ClaimCard]] = []
        self._open: tuple[QRectF, ClaimCard] | None = None
        self._lit_field: Field | None = None
        self._aside: str | None = None
        self._aside_height = 0.0
        self._made: dict[str, ClaimCard] = {}
        self._tall: dict[str, tuple[ClaimCard, CardStyle, tuple[float, float, float]]] = {}
        self._clip = QRectF()
        self._settled: dict[str, Settled] = {}
        self._shut: str | None = None
        self._painter = CardPainter()

    def forget_claims(self) -> None:
        """Let go of all cards, since the claims are others."""
        self._made.clear()
        self._rects.clear()
        self._settled = {}
        self._open = None

    def change_claims(self, changed: Mapping[str, Annotation | None]) -> None:
        """Take what some annotations, by id, are now (None: they are gone)."""
        # a card may show the words of what changed, and of what that is joined to
        links = self._page.links
        touched = {end for each in changed for link in links.relations_of(each) for end in (link.source, link.target)}
        touched.update(changed)
        self._made = {
            claim: card for claim, card in self._made.items() if claim not in touched and touched.isdisjoint(card.parts)
        }
        for each, annotation in changed.items():
            if annotation is not None and annotation.kind == "claim":
                # others may stand in it
                self._made.clear()
            if (annotation is not None and annotation.kind == "claim") != (each in self._settled):
                self._made.clear()
                self._rects.clear()
                self._settled = {}
                return

    def forget_cards(self) -> None:
        """Make every card anew, since colours or relations changed."""
        self._made.clear()
        self._painter.forget()

    def settle_anew(self) -> None:
        """Let all cards find their places again, since the lines of the text moved."""
        self._settled = {}

    def card_at(self, point: QPointF) -> str | None:
        """Return the id of the claim whose card or flag is under a point of the viewport."""
        return next((card.id for rect, card in reversed(self._rects) if rect.contains(point)), None)

    def card_rect(self, claim: str) -> QRectF | None:
        """Return where the card of *claim* was drawn last, or None."""
        return next((rect for rect, card in self._rects if card.id == claim), None)

    @property
    def open_card(self) -> tuple[QRectF, ClaimCard] | None:
        """The card of the selected claim, and where it was drawn last, if it was."""
        return self._open

    def field_at(self, point: QPointF) -> Field | None:
        """Return what the line of the selected claim's card says that is under a point of the viewport."""
        if self._open is None or self.card_at(point) != self._open[1].id:
            return None
        rect, card = self._open
        return next((field for field, place in fields_of(rect, card, self.style) if place.contains(point)), None)

    def light_field(self, field: Field | None) -> None:
        """Frame what would be changed by a click on the selected claim's card."""
        if field != self._lit_field:
            self._lit_field = field
            self._page.viewport().update()

    def lay_aside(self, claim: str | None, height: float = 0.0) -> None:
        """Leave the place of the card of *claim* empty, *height* pixels, for a form; None ends it."""
        if (claim, height) != (self._aside, self._aside_height):
            self._aside, self._aside_height = claim, height
            self._page.viewport().update()

    def _with_form(self, wish: Wish) -> Wish:
        """Return what a card wishes that a form stands for: its whole height in view, and that neighbours give way."""
        if wish.id != self._aside or not self._aside_height:
            return wish
        height = max(wish.height, self._aside_height)
        most = self._page.viewport().height() - height - 4.0
        return Wish(wish.id, max(4.0, min(wish.y, most)), height)

    def cards(self) -> list[str]:
        """Return the ids of the claims whose cards were drawn last and are in view, from the top."""
        view = QRectF(self._page.viewport().rect())
        return list(dict.fromkeys(card.id for rect, card in self._rects if rect.intersects(view)))

    def shut(self, claim: str | None) -> None:
        """Keep the folded card of *claim* shut while the pointer stays on its flag; None lets it open again."""
        self._shut = claim

    def draw(self, painter: QPainter, flow: Flow, shown: range, lit: frozenset[str], clip: QRectF) -> None:
        """Draw brackets and cards for the pieces *shown*, as far as in *clip*; ids in *lit* are emphasised."""
        self._clip = clip.adjusted(-8, -8, 8, 8)
        self._draw_brackets(painter, flow, shown, lit)
        self._draw_cards(painter, flow, shown, lit)

    def _draw_brackets(self, painter: QPainter, flow: Flow, shown: range, lit: frozenset[str]) -> None:
        page = self._page
        columns = page.columns
        beside = page.viewport().width() - columns.flag - 7 if columns.folded else columns.card_left
        most = {False: MOST, True: lanes_at_the_right(beside - columns.text_right)}
        for bracket in brackets(self._stretches(flow, shown)):
            claim, rtl, top, bottom, opens, closes = bracket.stretch
            last = most[rtl] - 1
            if bracket.lane > last and claim.id not in lit:
                continue
            paint.draw_bracket(
                painter,
                bracket._replace(lane=min(bracket.lane, last)).x(columns.text_left, columns.text_right),
                top,
                bottom,
                self._line_colour(claim.tag, claim.id, lit),
                opens=opens,
                closes=closes,
                strong=claim.id in lit,
                tick=bracket.tick,
            )

    def _stretches(self, flow: Flow, shown: range) -> Iterator[Stretch]:
        for number, y in zip(shown, self._page.tops(shown), strict=True):
            layout, piece = flow.layout(number), flow.piece(number)
            for claim, top, bottom in layout.claims:
                opens, closes = claim.start >= piece.start, claim.end <= piece.end
                yield Stretch(claim, layout.rtl, y + top, y + bottom, opens, closes)

    def _draw_cards(self, painter: QPainter, flow: Flow, shown: range, lit: frozenset[str]) -> None:
        page = self._page
        self._rects = []
        self._open = None
        style = self.style
        cards, wants = self._wants(flow, shown, style)
        if not cards:
            return
        chosen = page.selected if page.selected in cards else None
        if page.columns.folded:
            self._draw_flags(painter, cards, wants, lit)
            self._draw_open_card(painter, cards, style)
            self._draw_field(painter, style)
            return
        self._settled = settle(wants, self._settled, gap=_GAP, slack=_SLACK * max(1.0, page.zoom))
        room = page.room_for_cards()
        settled = shortened(wants, self._settled, room, gap=_GAP, selected=chosen)
        wishes = [self._with_form(each) for each in wishes_of(wants, settled, chosen)]
        tops = place_cards(wishes, gap=_GAP, selected=chosen, room=room)
        nest = _Nest([wish.id for wish in wishes], cards)
        on_top: tuple[QRectF, ClaimCard] | None = None
        for wish in wishes:
            card = cards[wish.id]
            form = FULL if wish.id == chosen else settled[wish.id].form
            left, right = nest.insets(wish.id)
            width = page.columns.card_width - left - right
            rect = QRectF(page.columns.card_left + left, tops[wish.id], width, wish.height)
            self._rects.append((rect, card))
            if wish.id == chosen:
                self._open = rect, card
            whole = nest.whole(wish, rect, tops, wishes)
            if not whole.intersects(self._clip):
                continue
            if card.id in (page.hovered, page.selected):
                self._draw_leader(painter, flow, card, rect)
            if card.id == page.hovered and form != FULL:
                on_top = QRectF(rect.topLeft(), QSizeF(rect.width(), style.heights(card)[FULL])), card
                continue
            if card.id == self._aside:
                if whole.height() > rect.height():
                    draw_ground(painter, whole, Ground.of(card), page.theme)
                continue
            is_selected = card.id == page.selected
            painter.setOpacity(FAINT if self._is_faint(card.title, card.id, lit) else 1.0)
            self._painter.draw(
                painter, whole, card, page.theme, style, form=form, lit=card.id in lit, selected=is_selected
            )
            painter.setOpacity(1.0)
        if on_top is not None:
            # a short card says everything while the pointer is on it, and moves no other
            rect, card = on_top
            rect.moveTop(max(2.0, min(rect.top(), page.viewport().height() - rect.height() - 4)))
            self._rects.append((rect, card))
            self._painter.draw(painter, rect, card, page.theme, style, lit=True)
        self._draw_field(painter, style)

    @property
    def style(self) -> CardStyle:
        """The measures of the cards."""
        page = self._page
        return CardStyle.at(page.zoom, page.page_style.interface_scale, page.page_style.interface_family)

    def _draw_field(self, painter: QPainter, style: CardStyle) -> None:
        if self._open is not None and self._lit_field is not None and self._page.pointed_at_card and not self._aside:
            place = dict(fields_of(*self._open, style)).get(self._lit_field)
            if place is not None:
                draw_field(painter, place, self._open[1], self._page.theme)

    def _is_faint(self, tag: str, claim: str, lit: frozenset[str]) -> bool:
        return self._page.focus_tag not in (None, ("claim", tag)) and claim not in lit

    def _line_colour(self, tag: str, claim: str, lit: frozenset[str]) -> QColor:
        colour = self._page.inks("claim", tag).line
        if self._is_faint(tag, claim, lit):
            colour = QColor(colour)
            colour.setAlphaF(FAINT)
        return colour

    def _draw_leader(self, painter: QPainter, flow: Flow, card: ClaimCard, rect: QRectF) -> None:
        number = flow.piece_of(card.start)
        layout = flow.layout(number)
        line = layout.rows[layout.row_of(card.start)].line
        text, origin = line.naturalTextRect(), self._page.origin(number)
        # on the bracket, where that stands at the right
        start = QPointF(
            origin.x() + text.right() + (RIGHT if layout.rtl else 8.0), origin.y() + line.y() + line.height() * 0.55
        )
        y = max(rect.top() + 6, min(rect.top() + 18.0, rect.bottom() - 6))
        draw_leader(painter, start, QPointF(rect.left(), y), self._page.inks("claim", card.title).line)

    def _draw_flags(
        self, painter: QPainter, cards: dict[str, ClaimCard], wants: Sequence[Want], lit: frozenset[str]
    ) -> None:
        page = self._page
        width = page.columns.flag
        height = float(round(width * 0.58))
        flags = [Wish(want.id, want.y + 5, height) for want in wants]
        tops = place_cards(flags, gap=_FLAG_GAP, room=page.room_for_cards())
        for want in wants:
            card = cards[want.id]
            rect = QRectF(page.viewport().width() - width - 7, tops[want.id], width, height)
            self._rects.append((rect, card))
            painter.setOpacity(FAINT if self._is_faint(card.title, card.id, lit) else 1.0)
            draw_flag(painter, rect, card, page.theme, lit=want.id in lit, opened=want.id == page.selected)
            painter.setOpacity(1.0)

    def _wants(self, flow: Flow, shown: range, style: CardStyle) -> tuple[dict[str, ClaimCard], list[Want]]:
        page = self._page
        tops: dict[str, float] = {}
        cards: dict[str, ClaimCard] = {}
        numbers = range(page.reach_above(shown.start), shown.stop)
        for number, y in zip(numbers, page.tops(numbers), strict=True):
            for claim in flow.claims_beginning(number):
                layout = flow.layout(number)
                line = layout.rows[layout.row_of(claim.start)].line
                card = self.card_of(claim)
                if card.within in cards and not page.columns.folded:
                    # its place in the outer card says it
                    card = card._replace(outer="")
                cards[claim.id] = card
                tops[claim.id] = float(round(y + line.y() - 6))
        wants = [Want(claim, top, self._heights(cards[claim], style)) for claim, top in tops.items()]
        return cards, sorted(wants, key=lambda want: want.y)

    def _heights(self, card: ClaimCard, style: CardStyle) -> tuple[float, float, float]:
        """Return the heights of a card in its forms; asked for in every frame, they are kept."""
        found = self._tall.get(card.id)
        if found is None or found[0] is not card or found[1] is not style:
            if len(self._tall) >= _KEPT:
                self._tall.clear()
            found = self._tall[card.id] = card, style, style.heights(card)
        return found[2]

    def prepare(self, claims: Iterable[Annotation]) -> None:
        """Make the cards of claims that may come into view soon, in full."""
        page, style = self._page, self.style
        if page.columns.folded:
            return
        ratio = page.devicePixelRatioF()
        for claim in claims:
            card = self.card_of(claim)
            size = QSizeF(page.columns.card_width, style.heights(card)[FULL])
            self._painter.prepare(size, ratio, card, page.theme, style)

    def card_of(self, claim: Annotation) -> ClaimCard:
        """Return what the card of *claim* says."""
        found = self._made.get(claim.id)
        if found is None:
            page = self._page
            outer = enclosing(claim, page.marks_around(claim.start))
            found = self._made[claim.id] = page.links.card(claim, page.colour_of("claim", claim.tag), outer)
        return found

    def _draw_open_card(self, painter: QPainter, cards: dict[str, ClaimCard], style: CardStyle) -> None:
        page = self._page
        pointed = page.hovered if page.pointed_at_card and page.hovered != self._shut else None
        card = cards.get(pointed or "") or cards.get(page.selected or "")
        claim = page.annotation(card.id) if card else None
        if card is None or claim is None:
            return
        height = style.heights(card)[FULL]
        below = page.rect_of(Span(claim.end - 1, claim.end)).bottom() + 16.0
        above = page.rect_of(Span(claim.start, claim.start + 1)).top() - height - 8.0
        most = page.viewport().height() - height - 4.0
        # its own words stay to be read, if they can
        top = float(round(below if below <= most else above if above >= 4 else max(4.0, most)))
        rect = QRectF(page.columns.card_left, top, page.columns.card_width, height)
        if card.id == page.selected:
            self._rects.append((rect, card))
            self._open = rect, card
        if card.id == self._aside:
            return
        self._painter.draw(painter, rect, card, page.theme, style, lit=True, selected=card.id == page.selected)


class _Nest:
    """How cards in view stand in each other."""

    def __init__(self, order: Sequence[str], cards: Mapping[str, ClaimCard]) -> None:
        within = {claim: cards[claim].within for claim in order if cards[claim].within in cards}
        self._depths = depths(order, within) if within else {}
        self._reaches = reaches(order, within) if within else {}

    def insets(self, claim: str) -> tuple[float, float]:
        """Return by how many pixels a card is set in from the left and from the right."""
        depth = min(DEEPEST, self._depths.get(claim, 0))
        return _INSET * depth, _RIM * depth

    def whole(self, wish: Wish, rect: QRectF, tops: Mapping[str, float], wishes: Sequence[Wish]) -> QRectF:
        """Return *rect* down to below the last card that stands in it."""
        last, levels = self._reaches.get(wish.id, ("", 0))
        if not last:
            return rect
        height = next(each.height for each in wishes if each.id == last)
        bottom = tops[last] + height + min(_GAP - 2, _RIM * levels)
        return QRectF(rect.left(), rect.top(), rect.width(), max(rect.height(), bottom - rect.top()))
