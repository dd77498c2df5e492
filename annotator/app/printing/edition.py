"""One annotated article, divided into sheets and drawn on them.

Everything is measured in pixels of the screen's resolution, and painted on a device of the same, so that
lines break on paper as they were measured. No widget and no pixmap is used: this may run off the window's thread.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from annotator.app.direction import elided
from annotator.app.page import paint
from annotator.app.page.brackets import Stretch, brackets
from annotator.app.page.card_paint import CardStyle
from annotator.app.page.claim_card import Links
from annotator.app.page.flow import Flow
from annotator.app.page.found import Hits
from annotator.app.page.header import Header
from annotator.app.page.piece import has_rtl
from annotator.app.page.style import PageStyle
from annotator.app.printing.card import PrintedCard
from annotator.app.printing.legend import Legend
from annotator.app.printing.numbers import HEIGHT, MOST_LANES, line_numbers
from annotator.app.printing.pages import Card, Strip, break_pages, place_on_pages, tops_of
from annotator.app.theme import THEMES, interface_font
from annotator.model.annotation import Annotation
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

_LEFT, _BETWEEN, _CARD_SHARE = 30.0, 20.0, 0.30
_BETWEEN_BRACKETS = 46.0
"""Pixels between text and cards where brackets and their numbers stand there: the words are read from the right."""
_BEYOND = 30.0
"""Pixels of the margin at the left into which numbers may reach."""
_FOOT = 34.0
"""Pixels at the bottom of a page for its number."""
_GAP = 7.0
_PLAIN = "#6b7280"
_HEADER_SPACE = 24.0
"""Pixels that the header keeps free above the title, which a sheet's margin does already."""


class _Place(NamedTuple):
    """A strip's row in a piece."""

    piece: int
    row: int


class Edition:
    """The sheets of *opened*, each of *size*; *pages* is how many. Marks that were rejected are left out."""

    def __init__(self, opened: AnnotatedDocument, tag_set: TagSet, style: PageStyle, size: QSizeF) -> None:
        self._theme, self._style, self._size = THEMES["light"], style, size
        marks = [each for each in opened.annotations if each.state != "rejected"]
        colours = {(tag.kind, tag.name): tag.colour for tag in tag_set.tags}
        self._inks = {
            key: paint.Inks(self._theme, colours.get(key, _PLAIN)) for key in {(each.kind, each.tag) for each in marks}
        }
        self._title = opened.document.title or "Untitled"
        self._number_font = interface_font(7.0)
        self._number_font.setBold(True)
        self._links = Links(marks, opened.relations, opened.document.text)
        self._claims = [each for each in marks if each.kind == "claim" and each.spans]
        self._numbers = {claim.id: number for number, claim in enumerate(self._claims, start=1)}
        card_width = round(size.width() * _CARD_SHARE) if self._claims else 0.0
        between = _BETWEEN_BRACKETS if has_rtl(opened.document.text) else _BETWEEN
        self._width = min(style.measure, size.width() - _LEFT - (between + card_width if card_width else 0.0))
        self._card_left = size.width() - card_width
        self._flow = Flow(opened.document.text, marks, _describe, style, self._width)
        head_width = size.width() - _LEFT if card_width else self._width
        self._header = Header(opened.document, style, head_width)
        self._legend = Legend(marks, tag_set, style, head_width)
        self._top = self._header.height - _HEADER_SPACE * style.zoom + self._legend.height
        strips = self._cut()
        room = size.height() - _FOOT
        self._sheets = break_pages(strips, room - self._top, room)
        self._tops = {
            place: y for sheet in self._sheets for place, y in zip(sheet, tops_of(strips, sheet), strict=True)
        }
        self._cards, self._placed = self._make_cards(card_width, colours, room)

    @property
    def pages(self) -> int:
        """How many sheets there are: more than the text needs, if its cards do."""
        return len(self._placed)

    def draw(self, painter: QPainter, number: int) -> None:
        """Draw the sheet of that *number*, from 0; the painter's origin is the corner of its printed area."""
        above = 0.0
        if number == 0:
            above = self._top
            self._draw_head(painter)
        if number < len(self._sheets) and self._sheets[number]:
            self._draw_text(painter, self._sheets[number], above)
        for card in self._placed[number]:
            self._cards[card.number].draw(painter, self._card_left, card.y)
        self._draw_foot(painter, number)

    # --- making

    def _cut(self) -> list[Strip]:
        strips: list[Strip] = []
        self._places: list[_Place] = []
        self._first: dict[int, int] = {}
        for number in range(len(self._flow.pieces)):
            layout = self._flow.layout(number)
            piece, rows = layout.piece, layout.rows
            self._first[number] = len(strips)
            for row, each in enumerate(rows):
                opens, closes = piece.first and row == 0, piece.last and row == len(rows) - 2
                keep = piece.role == "heading" or (len(rows) > 1 and (opens or closes))
                gap = each.top if row == 0 else 0.0
                strips.append(Strip(each.bottom - each.top, gap, keep))
                self._places.append(_Place(number, row))
            self._flow.forget_far(number, number + 1)
        return strips

    def _make_cards(
        self, width: float, colours: dict[tuple[str, str], str], room: float
    ) -> tuple[list[PrintedCard], list[list[Card]]]:
        style = CardStyle.at(self._style.zoom)
        made: list[PrintedCard] = []
        wanted: list[list[Card]] = [[] for _ in self._sheets]
        sheet_of = {place: number for number, sheet in enumerate(self._sheets) for place in sheet}
        for number, claim in enumerate(self._claims):
            card = self._links.card(claim, colours.get(("claim", claim.tag), _PLAIN))
            made.append(PrintedCard(card, number + 1, width, style, self._theme))
            piece = self._flow.piece_of(claim.start)
            place = self._first[piece] + self._flow.layout(piece).row_of(claim.start)
            sheet = sheet_of[place]
            y = self._tops[place] + (self._top if sheet == 0 else 0.0)
            wanted[sheet].append(Card(number, y, made[-1].height))
            self._flow.forget_far(piece, piece + 1)
        return made, place_on_pages(wanted, [(self._top, room), (0.0, room)], _GAP)

    # --- drawing

    def _draw_head(self, painter: QPainter) -> None:
        painter.save()
        painter.translate(_LEFT, -_HEADER_SPACE * self._style.zoom)
        self._header.draw(painter, self._theme)
        painter.translate(0, self._header.height)
        self._legend.draw(painter, self._theme, self._inks)
        painter.restore()

    def _draw_text(self, painter: QPainter, sheet: range, above: float) -> None:
        stretches: list[Stretch] = []
        start, end = self._reach(sheet)
        for number in range(self._places[sheet.start].piece, self._places[sheet.stop - 1].piece + 1):
            layout = self._flow.layout(number)
            first = max(sheet.start, self._first[number])
            last = min(sheet.stop, self._first[number] + len(layout.rows))
            part = layout.part(first - self._first[number], last - self._first[number])
            frames = paint.frame_inks([part], self._links, self._ink)
            scene = paint.Scene(
                self._theme, self._style, self._ink, frames, frozenset(), None, (), (), Hits(),
            )  # fmt: skip
            y = above + self._tops[first] - part.rows[0].top
            painter.save()
            painter.translate(_LEFT, y)
            paint.draw_piece(painter, part, scene)
            painter.restore()
            for claim, top, bottom in part.claims:
                piece = part.piece
                opens = max(start, piece.start) <= claim.start
                closes = claim.spans[-1].end <= min(end, piece.end)
                stretches.append(Stretch(claim, part.rtl, y + top, y + bottom, opens, closes))
            self._flow.forget_far(number, number + 1)
        self._draw_brackets(painter, stretches)

    def _draw_brackets(self, painter: QPainter, stretches: list[Stretch]) -> None:
        found = brackets(stretches)
        for bracket in found:
            claim, rtl, top, bottom, opens, closes = bracket.stretch
            colour = self._ink("claim", claim.tag).line
            x = self._bracket_x(bracket.lane, rtl=rtl)
            paint.draw_bracket(
                painter, x, top, bottom, colour, opens=opens, closes=closes, strong=False, tick=bracket.tick
            )
        painter.setFont(self._number_font)
        metrics = QFontMetricsF(self._number_font)
        for text, claims, y, lane, rtl in line_numbers(found, self._numbers):
            tags = {claim.tag for claim in claims}
            painter.setPen(self._ink("claim", tags.pop()).label if len(tags) == 1 else QColor(self._theme.text))
            x = self._bracket_x(lane, rtl=rtl)
            left, right = (x + 3, self._card_left - 2) if rtl else (-_BEYOND, x - 3)
            shown = text if metrics.horizontalAdvance(text) <= right - left else f"{self._numbers[claims[0].id]}…"
            side = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(left, y, right - left, HEIGHT), int(side | Qt.AlignmentFlag.AlignTop), shown)

    def _bracket_x(self, lane: int, *, rtl: bool) -> float:
        away = 5.0 * min(lane, MOST_LANES)
        return _LEFT + self._width + 7 + away if rtl else _LEFT - 11 - away

    def _reach(self, sheet: range) -> tuple[int, int]:
        """Return the first and the last code point of the text on a sheet."""
        first, last = self._places[sheet.start], self._places[sheet.stop - 1]
        return (
            self._flow.layout(first.piece).row_range(first.row)[0],
            self._flow.layout(last.piece).row_range(last.row)[1] + 1,
        )

    def _draw_foot(self, painter: QPainter, number: int) -> None:
        font = self._style.small_font
        metrics = QFontMetricsF(font)
        y = self._size.height() - metrics.descent() - 2
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        page = f"{number + 1} / {self.pages}"
        taken = metrics.horizontalAdvance(page)
        painter.drawText(QPointF(self._size.width() - taken, y), page)
        room = self._size.width() - _LEFT - taken - 24
        painter.drawText(QPointF(_LEFT, y), elided(metrics, self._title, room))

    def _ink(self, kind: str, tag: str) -> paint.Inks:
        return self._inks[kind, tag]


def _describe(annotation: Annotation) -> tuple[str, bool]:
    if annotation.kind == "cue":
        return "", True
    return ("" if annotation.kind == "claim" else annotation.tag), False
