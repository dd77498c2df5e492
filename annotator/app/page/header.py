"""The block above the text: the title, and a quiet line of date, source, language and fixity."""

import datetime
import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextLayout, QTextOption

from annotator.app.page.piece import align
from annotator.app.page.style import PageStyle
from annotator.app.theme import Theme
from annotator.model.document import Document

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "he": "Hebrew", "it": "Italian", "ja": "Japanese", "ko": "Korean", "la": "Latin", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip


def spoken_date(date: str) -> str:
    """Return a whole or partial date as a person writes it: 28 April 2025, April 2025, 1917."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        year, _, month = date.partition("-")
        if month.isdigit() and 1 <= int(month) <= 12:
            return f"{_MONTHS[int(month) - 1]} {year}"
        return date
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_BETWEEN = " · "


def facts(document: Document) -> list[str]:
    """Return what the quiet line below the title says, one after the other."""
    parts = [spoken_date(document.date)] if document.date else []
    if document.source is not None:
        # a name of another direction keeps its own order, and so does the line around it
        parts.append(f"imported from \u2068{document.source.uri.rsplit('/', 1)[-1]}\u2069")
    if document.language:
        parts.append(_LANGUAGES.get(document.language.split("-")[0], document.language))
    parts.append(f"SHA-256 {document.text_sha256[:4]}…{document.text_sha256[-2:]}")
    return parts


def rows_of(parts: Sequence[str], metrics: QFontMetricsF, width: float) -> list[str]:
    """Return *parts* in as many rows as they need in *width* pixels; one that is longer than a row loses its middle."""
    rows: list[str] = []
    for part in parts:
        longer = f"{rows[-1]}{_BETWEEN}{part}" if rows else ""
        if longer and metrics.horizontalAdvance(longer) <= width:
            rows[-1] = longer
        else:
            rows.append(metrics.elidedText(part, Qt.TextElideMode.ElideMiddle, width))
    return rows


class Header:
    """Title and facts, laid out in a width; coordinates from its top left corner."""

    def __init__(self, document: Document, style: PageStyle, width: float) -> None:
        self._style = style
        self._title = QTextLayout(document.title or "Untitled", style.title_font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        rtl = align(option, document.title)
        self._title.setTextOption(option)
        self._title.beginLayout()
        y = 24.0 * style.zoom
        while (line := self._title.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += line.height() * 1.06
        self._title.endLayout()
        metrics = QFontMetricsF(style.small_font)
        pitch = math.ceil(metrics.height() * 1.15)
        y += 7 * style.zoom + metrics.ascent()
        self._facts: list[tuple[QPointF, str]] = []
        for row in rows_of(facts(document), metrics, width):
            # the facts stand on the side where the title begins
            x = width - metrics.horizontalAdvance(row) if rtl else 0.0
            self._facts.append((QPointF(x, y + len(self._facts) * pitch), row))
        y = self._facts[-1][0].y()
        self.height = float(math.ceil(y + metrics.descent() + 20 * style.zoom))

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Draw it; the painter's origin is its top left corner."""
        painter.setPen(QColor(theme.text))
        self._title.draw(painter, QPointF(0, 0))
        painter.setFont(self._style.small_font)
        painter.setPen(QColor(theme.muted))
        for place, row in self._facts:
            painter.drawText(place, row)
