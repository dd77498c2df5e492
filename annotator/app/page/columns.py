"""How the page divides its width: text, and cards beside it or folded into flags. Pure."""

from typing import NamedTuple

FOLD = 640
"""Pixels of width below which cards fold into flags."""
FLAG = 30.0
"""Pixels of width that a flag has at zoom 1."""


class Columns(NamedTuple):
    """Left edges and widths, in pixels of the viewport."""

    text_left: float
    text_width: float
    card_left: float
    card_width: float
    folded: bool
    flag: float = FLAG

    @property
    def text_right(self) -> float:
        """The right edge of the text."""
        return self.text_left + self.text_width


def columns(width: float, measure: float, zoom: float, least: float = 0.0) -> Columns:
    """Divide *width* between a text of *measure* pixels at most and its margin cards.

    Cards fold where they would leave the text less than *least* pixels. The room for cards is kept where there is
    none yet, so that the first claim moves nothing.
    """
    left = min(46.0 * max(zoom, 0.8), width * 0.08 + 14)
    card = max(176.0, min(280.0 * min(zoom, 1.3), width * 0.3))
    gap = 26.0
    if width < FOLD or width - left - gap - card - 16 < min(least, measure):
        flag = float(round(FLAG * max(0.9, min(zoom, 1.6))))
        text = max(120.0, min(measure, width - left - flag - 18))
        # the open card leaves the flags to be seen
        card = min(280.0 * max(1.0, min(zoom, 1.5)), width - flag - 26)
        place = width - flag - 14 - card
        return Columns(float(round(left)), float(int(text)), float(int(place)), float(int(card)), True, flag)
    text = max(200.0, min(measure, width - left - gap - card - 16))
    spare = width - (left + text + gap + card + 16)
    left += max(0.0, spare * 0.42)
    left, text = float(round(left)), float(round(text))
    return Columns(left, text, left + text + gap, float(int(card)), folded=False)
