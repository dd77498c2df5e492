"""Fonts and distances of the page at one zoom, in pixels."""

import math
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.app.page.paragraphs import Piece, Role
from annotator.app.theme import interface_font, reading_font

MEASURE = 76
"""Characters of a full line, about."""
_SCALE: dict[Role, float] = {"body": 1.0, "heading": 1.1, "photo": 0.82, "quote": 1.0, "blank": 1.0}


@dataclass(frozen=True)
class PageStyle:
    """Everything that depends on font, size and zoom; *points* is the body's size."""

    family: str = ""
    points: float = 11.0
    zoom: float = 1.0

    @cached_property
    def fonts(self) -> dict[Role, QFont]:
        """The font of each role."""
        fonts: dict[Role, QFont] = {}
        for role, scale in _SCALE.items():
            font = reading_font(self.family, self.points * self.zoom * scale)
            font.setBold(role == "heading")
            font.setItalic(role == "quote")
            fonts[role] = font
        return fonts

    @cached_property
    def title_font(self) -> QFont:
        """The font of the article's title."""
        font = reading_font(self.family, self.points * self.zoom * 1.5)
        font.setBold(True)
        return font

    @cached_property
    def small_font(self) -> QFont:
        """The font of the line below the title."""
        return interface_font(8.6 * self.zoom)

    @cached_property
    def label_font(self) -> QFont:
        """The font of the small tag names below marks."""
        font = interface_font(5.6 * self.zoom)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
        return font

    @cached_property
    def label_metrics(self) -> QFontMetricsF:
        """The measures of the label font."""
        return QFontMetricsF(self.label_font)

    @cached_property
    def character(self) -> float:
        """The average width of a character of the body."""
        return QFontMetricsF(self.fonts["body"]).averageCharWidth()

    @cached_property
    def line_height(self) -> float:
        """The distance of two lines of the body without marks."""
        metrics = QFontMetricsF(self.fonts["body"])
        return float(math.ceil(self.pitch(metrics.ascent(), metrics.descent())))

    def under(self, descent: float) -> float:
        """Return how far below the base line the first lane is."""
        return max(3.0, descent * 0.8)

    def pitch(self, ascent: float, descent: float) -> float:
        """Return the height of a line that has room for a mark and its label, marked or not.

        So lines keep an even distance until marks overlap.
        """
        return ascent + self.under(descent) + self.lane + self.label_height

    @cached_property
    def label_height(self) -> float:
        """The room that a row of labels takes: capitals have no descent."""
        return self.label_metrics.ascent() + 3.0 * self.zoom

    @cached_property
    def measure(self) -> float:
        """The width of a full line."""
        return self.character * MEASURE

    @cached_property
    def lane(self) -> float:
        """The distance of two lanes."""
        return max(self.line + 2.0, float(round(4.2 * self.zoom)))

    @cached_property
    def line(self) -> float:
        """The thickness of a mark's line."""
        return max(2.0, float(round(2.0 * self.zoom)))

    def gap(self, piece: Piece) -> float:
        """Return the space above *piece*."""
        if not piece.first or piece.start == 0:
            return 0.0
        base = self.line_height
        if piece.turns:
            return float(round(base * 1.5))
        if piece.role == "heading":
            return float(round(base * 0.6))
        return float(round(base * (0.34 if piece.gap else 0.0) + base * 0.35 * max(0, min(piece.gap, 3) - 1)))
