"""Fonts and distances of the page at one zoom, in pixels."""

import math
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from annotator.app.page.paragraphs import Piece, Role
from annotator.app.theme import INTERFACE_POINTS, interface_font, reading_font

MEASURE = 76
"""Characters of a full line, about, where the person has set nothing."""
_LEAST = 26
"""Characters that a line has beside cards; where there is room for fewer, cards fold."""
_WIDE = 1e6
"""Pixels that no name needs."""
_MOST = 1.5
"""How much larger than usual the names of tags become in the text, where those in the panels are larger still."""
_SCALE: dict[Role, float] = {"body": 1.0, "heading": 1.1, "dateline": 0.9, "photo": 0.82, "quote": 1.0, "blank": 1.0}


@dataclass(frozen=True)
class PageStyle:
    """Everything that depends on fonts, sizes and zoom.

    *points* is the body's size, *characters* the length of a full line; *leading* and *spacing* are factors to the
    height of a line and the space between paragraphs.
    """

    family: str = ""
    points: float = 11.0
    zoom: float = 1.0
    characters: int = MEASURE
    leading: float = 1.0
    spacing: float = 1.0
    interface_family: str = ""
    interface_points: float = INTERFACE_POINTS

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
        return interface_font(8.6 * self.zoom * min(self.interface_scale, _MOST), self.interface_family)

    @property
    def interface_scale(self) -> float:
        """How much larger what is written beside the text is than the program's own size."""
        return self.interface_points / INTERFACE_POINTS

    @cached_property
    def label_font(self) -> QFont:
        """The font of the small tag names below marks."""
        font = interface_font(5.6 * self.zoom * min(self.interface_scale, _MOST), self.interface_family)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
        return font

    @cached_property
    def sign_font(self) -> QFont:
        """The font of the names of characters that are not seen."""
        return interface_font(5.6 * self.zoom * min(self.interface_scale, _MOST), self.interface_family)

    @cached_property
    def label_metrics(self) -> QFontMetricsF:
        """The measures of the label font."""
        return QFontMetricsF(self.label_font)

    @cached_property
    def label_ascent(self) -> float:
        """How high a name in the label font is."""
        return self.label_metrics.ascent()

    def label_width(self, name: str) -> float:
        """Return how wide a name is in the label font; there are few of them, and they come again and again."""
        found = self._label_widths.get(name)
        if found is None:
            found = self._label_widths[name] = self.label_metrics.horizontalAdvance(name)
        return found

    def label_layout(self, name: str) -> QTextLayout:
        """Return a name in the label font, laid out from the left end of its base line on."""
        found = self._label_layouts.get(name)
        if found is None:
            found = self._label_layouts[name] = QTextLayout(name, self.label_font)
            option = QTextOption()
            option.setTextDirection(Qt.LayoutDirection.LeftToRight)
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            found.setTextOption(option)
            found.setCacheEnabled(True)
            found.beginLayout()
            line = found.createLine()
            line.setLineWidth(_WIDE)
            line.setPosition(QPointF(0.0, -line.ascent()))
            found.endLayout()
        return found

    @cached_property
    def _label_layouts(self) -> dict[str, QTextLayout]:
        return {}

    @cached_property
    def _label_widths(self) -> dict[str, float]:
        return {}

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
        return (ascent + self.under(descent) + self.lane + self.label_height) * self.leading

    def credit_pitch(self, ascent: float, descent: float) -> float:
        """Return the height of a line of a credit: it is seldom marked, so it keeps no room for marks until it is."""
        return (ascent + descent) * 1.2 * self.leading

    def room(self, ascent: float, descent: float, *, credit: bool) -> tuple[float, float]:
        """Return the height of a line, and how far below its base line its first lane is; few lines have others."""
        key = (ascent, descent, credit)
        found = self._rooms.get(key)
        if found is None:
            height = (self.credit_pitch if credit else self.pitch)(ascent, descent)
            found = self._rooms[key] = height, self.under(descent)
        return found

    @cached_property
    def _rooms(self) -> dict[tuple[float, float, bool], tuple[float, float]]:
        return {}

    @cached_property
    def label_height(self) -> float:
        """The room that a row of labels takes: capitals have no descent."""
        return self.label_ascent + 3.0 * self.zoom

    @cached_property
    def measure(self) -> float:
        """The width of a full line."""
        return self.character * self.characters

    @cached_property
    def least_measure(self) -> float:
        """The width of a line under which cards make room for the text."""
        return self.character * _LEAST

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
        natural = self.line_height / self.leading
        if piece.turns:
            return float(round(natural * 1.5))
        base = natural * self.spacing
        if piece.role == "heading":
            return float(round(base * 0.6))
        return float(round(base * (0.34 if piece.gap else 0.0) + base * 0.35 * max(0, min(piece.gap, 3) - 1)))
