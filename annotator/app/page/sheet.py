"""The column of text as it was painted last: moved where the text is scrolled, painted anew only where it differs.

It knows nothing of what it shows: things that stand one under the other, and draw themselves when asked. Places are
pixels of the viewport.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

OVER = 8.0
"""Pixels that a thing may reach beyond its top and bottom: the handles of a selected mark do."""
_LARGEST_UNIT = 20

Draw = Callable[[QPainter, float, float], None]
"""Draws all that is between a top and a bottom; the painter's origin is the corner of the column."""


class Spot(NamedTuple):
    """A thing that stands in the column from *y* on; it is painted anew if its *look* is another."""

    thing: object
    y: float
    height: float
    look: object


@lru_cache(maxsize=8)
def unit(ratio: float) -> int:
    """Return how many pixels of the page are the least that are whole pixels of a screen of that *ratio*.

    4 at 125 %, so that a picture moved by 4 stays as it is; 0 where there is no such number.
    """
    whole = (each for each in range(1, _LARGEST_UNIT) if abs(each * ratio - round(each * ratio)) < 1e-4)
    return next(whole, 0)


class Sheet:
    """The picture of the column, and what it shows.

    It is moved without touching a pixel: a row of it in the middle is the first of the view, and the rows above that
    one are the last.

    It is made when a second frame shows what the one before did: a frame that is wholly another, as while the page is
    resized, has nothing from it.
    """

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._first = 0
        self._holds = False
        self._look: object = None
        self._known: dict[object, Spot] = {}

    def forget(self) -> None:
        """Paint everything anew when it is asked for next."""
        self._known = {}

    def bring(self, width: int, height: int, ratio: float, look: object, spots: Sequence[Spot], draw: Draw) -> bool:
        """Bring the picture to *spots*; return False if the last frame showed nothing of them: draw them at once.

        *look* is what all of them depend on.
        """
        size = QSize(math.ceil(width * ratio), math.ceil(height * ratio))
        moves = self._moves(spots) if look == self._look else {}
        known, holds, picture = self._known, self._holds, self._picture
        self._look, self._known = look, {spot.thing: spot for spot in spots}
        # should drawing fail, what the picture shows is not known
        self._holds = False
        if not moves:
            return False
        if picture is None or picture.size() != size or picture.devicePixelRatioF() != ratio:
            self._picture = picture = QPixmap(size)
            picture.setDevicePixelRatio(ratio)
            holds, self._first = False, 0
        by, stale = _moved(spots, known, moves, float(height), ratio) if holds else (0.0, [(0.0, float(height))])
        self._first = (self._first - round(by * ratio)) % picture.height()
        for top, bottom in stale:
            for row, begin, end in self._halves(picture, ratio):
                upper, lower = max(top, begin), min(bottom, end)
                if upper < lower:
                    painter = QPainter(picture)
                    painter.translate(0, row / ratio - begin)
                    painter.setClipRect(QRectF(0, upper, width, lower - upper))
                    draw(painter, upper, lower)
                    painter.end()
        self._holds = True
        return True

    def paint(self, painter: QPainter, left: float) -> None:
        """Paint the picture that was brought with its corner *left* pixels from that of the view."""
        picture = self._picture
        if picture is None:
            return
        ratio, wide = picture.devicePixelRatioF(), picture.width()
        for row, begin, end in self._halves(picture, ratio):
            high = end - begin
            painter.drawPixmap(
                QRectF(left, begin, wide / ratio, high), picture, QRectF(0, row, wide, round(high * ratio))
            )

    def _halves(self, picture: QPixmap, ratio: float) -> list[tuple[int, float, float]]:
        """Return from which row on the picture has which part of the view, from top to bottom."""
        rows, first = picture.height(), self._first
        cut, end = (rows - first) / ratio, rows / ratio
        return [(first, 0.0, cut), (0, cut, end)] if first else [(0, 0.0, end)]

    def _moves(self, spots: Sequence[Spot]) -> dict[object, float]:
        """Return how far each thing is from where the last frame had it, of those that look the same."""
        known = self._known
        return {
            spot.thing: spot.y - old.y
            for spot in spots
            if (old := known.get(spot.thing)) is not None and (old.look, old.height) == (spot.look, spot.height)
        }


def _moved(
    spots: Sequence[Spot],
    known: Mapping[object, Spot],
    moves: Mapping[object, float],
    height: float,
    ratio: float,
) -> tuple[float, Iterable[tuple[float, float]]]:
    """Return how far most of what the picture shows moved, and what is to be painted, from top to bottom."""
    by = Counter(moves.values()).most_common(1)[0][0]
    pixels = by * ratio
    if abs(by) >= height or abs(pixels - round(pixels)) > 1e-4:
        return 0.0, [(0.0, height)]
    stale = [(0.0, by)] if by > 0 else [(height + by, height)] if by < 0 else []
    stale += [_reach(spot.y, spot.height) for spot in spots if moves.get(spot.thing) != by]
    stale += [_reach(old.y + by, old.height) for old in known.values() if moves.get(old.thing) != by]
    return by, _joined(stale, height)


def _reach(y: float, height: float) -> tuple[float, float]:
    return y - OVER, y + height + OVER


def _joined(ranges: Iterable[tuple[float, float]], height: float) -> Iterator[tuple[float, float]]:
    """Yield *ranges* in order as far as they are in view, those that touch as one."""
    last: tuple[float, float] | None = None
    for top, bottom in sorted((max(0.0, top), min(height, bottom)) for top, bottom in ranges):
        if top >= bottom:
            continue
        if last is not None and top <= last[1]:
            last = last[0], max(last[1], bottom)
            continue
        if last is not None:
            yield last
        last = top, bottom
    if last is not None:
        yield last
