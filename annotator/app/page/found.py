"""The hits of a search on the page: which are lit, and how."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.app.page.piece import PieceLayout
from annotator.app.theme import HIT_SHARE, Theme
from annotator.model.annotation import Span


class Hits(NamedTuple):
    """Spans in text order that do not overlap, and the number of the current one, -1 for none."""

    spans: Sequence[Span] = ()
    current: int = -1

    def between(self, start: int, end: int) -> Iterator[int]:
        """Return the numbers of the hits that touch ``[start, end)``."""
        number = bisect_right(self.spans, (start, start))
        if number and self.spans[number - 1].end > start:
            number -= 1
        while number < len(self.spans) and self.spans[number].start < end:
            yield number
            number += 1

    def weight(self, start: int, end: int) -> int:
        """Return 0 if no hit begins in ``[start, end)``, 1 if one does, 2 if the current one does."""
        if 0 <= self.current < len(self.spans) and start <= self.spans[self.current].start < end:
            return 2
        number = bisect_left(self.spans, (start, start))
        return int(number < len(self.spans) and self.spans[number].start < end)


NO_HITS = Hits()


def hit_ink(theme: Theme) -> QColor:
    """Return the colour of lines that stand for hits."""
    return QColor(theme.hit_edge)


def draw_hits(painter: QPainter, layout: PieceLayout, hits: Hits, theme: Theme) -> None:
    """Light up the hits of one piece; the painter's origin is the piece's top left corner."""
    if not hits.spans:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in hits.between(layout.piece.start, layout.piece.end):
        is_current = number == hits.current
        colour = QColor(theme.current_hit if is_current else theme.hit)
        colour.setAlphaF(HIT_SHARE)
        painter.setBrush(colour)
        edge = QPen(QColor(theme.hit_edge), 2.2 if is_current and theme.high else 1.2)
        painter.setPen(edge if is_current or theme.high else Qt.PenStyle.NoPen)
        for rect in layout.range_rects(*hits.spans[number]):
            painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 0), 3, 3)
    painter.restore()
