"""The ground of a card is the same whether it is drawn, or stretched from that of a lower card."""

import math
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from annotator.app.page.card_paint import CardPainter, Ground, draw_ground
from annotator.app.theme import THEMES

SHADOW = 5
"""Pixels around the card in its picture."""


def picture(width: float, height: float, ratio: float, draw: Callable[[QPainter, QRectF], None]) -> QImage:
    found = QPixmap(math.ceil((width + 2 * SHADOW) * ratio), math.ceil((height + 2 * SHADOW) * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, QRectF(SHADOW, SHADOW, width, height))
    painter.end()
    return found.toImage()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("suggested", [False, True])
def test_a_ground_from_that_of_a_lower_card_is_the_same_in_every_pixel(qapp, theme, ratio, suggested):
    cards = CardPainter()
    for width, height in ((264, 96), (264, 31), (264, 33), (176, 240), (231, 97)):
        for lit, selected in ((False, False), (True, False), (True, True)):
            look = Ground("#d03050", suggested, lit, selected)
            # the second time it is stretched from one that is kept
            for _ in range(2):
                laid = picture(width, height, ratio, lambda *at, look=look: cards.lay_ground(*at, look, theme))
                drawn = picture(width, height, ratio, lambda *at, look=look: draw_ground(*at, look, theme))
                assert laid == drawn
