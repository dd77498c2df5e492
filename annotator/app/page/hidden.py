"""Characters that take no room or look like a space, made visible on demand: where they are and what they are called.

Nothing is put into the text for it, so that letters go on joining and lines go on breaking as they do.
"""

import re
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from annotator.app.page.piece import PieceLayout
from annotator.app.theme import Theme

NAMES = {
    "\t": "tab", "\x0b": "vt", "\x0c": "page", "\x85": "nel", "\xa0": "nbsp", "\xad": "shy", "\u034f": "cgj",
    "\u061c": "alm", "\u115f": "hcf", "\u1160": "hjf", "\u180e": "mvs", "\u2000": "nquad", "\u2001": "mquad",
    "\u2002": "ensp", "\u2003": "emsp", "\u2004": "3/msp", "\u2005": "4/msp", "\u2006": "6/msp", "\u2007": "fsp",
    "\u2008": "psp", "\u2009": "thsp", "\u200a": "hsp", "\u200b": "zwsp", "\u200c": "zwnj", "\u200d": "zwj",
    "\u200e": "lrm", "\u200f": "rlm", "\u2028": "lsep", "\u2029": "psep", "\u202a": "lre", "\u202b": "rle",
    "\u202c": "pdf", "\u202d": "lro", "\u202e": "rlo", "\u202f": "nnbsp", "\u205f": "mmsp", "\u2060": "wj",
    "\u2061": "f()", "\u2062": "×", "\u2063": ",", "\u2064": "+", "\u2066": "lri", "\u2067": "rli", "\u2068": "fsi",
    "\u2069": "pdi", "\u3000": "idsp", "\ufeff": "bom", "\ufff9": "iaa", "\ufffa": "ias", "\ufffb": "iat",
}  # fmt: skip
"""Short names of what is not seen, most of them those of the Unicode charts."""
_HIDDEN = re.compile("[" + "".join(map(re.escape, NAMES)) + "]")


class Sign(NamedTuple):
    """A hidden character: its name, and the x, top and base line of its place in the piece, in pixels."""

    name: str
    x: float
    top: float
    baseline: float


def signs(layout: PieceLayout, text: str) -> list[Sign]:
    """Return the hidden characters of a piece, whose words are *text*, in order."""
    found: list[Sign] = []
    for match in _HIDDEN.finditer(text):
        offset = layout.piece.start + match.start()
        row = layout.rows[layout.row_of(offset)]
        x = layout.caret(offset).center().x()
        found.append(Sign(NAMES[match[0]], x, row.line.y(), row.baseline))
    return found


def draw_signs(painter: QPainter, found: list[Sign], font: QFont, theme: Theme) -> None:
    """Draw a stroke where each hidden character is, with its name at the top; the origin is the piece's corner."""
    if not found:
        return
    metrics = QFontMetricsF(font)
    ground = QColor(theme.page)
    ground.setAlphaF(0.85)
    painter.setFont(font)
    before: dict[tuple[float, float], int] = {}
    for sign in found:
        # several in one place stand one over the other
        place = (round(sign.x), sign.top)
        level = before[place] = before.get(place, -1) + 1
        painter.setPen(QPen(QColor(theme.accent), 1.0))
        painter.drawLine(QPointF(sign.x, sign.top + 1), QPointF(sign.x, sign.baseline + 2))
        top = sign.top - metrics.height() * 0.35 + level * metrics.height() * 0.8
        room = QRectF(sign.x + 1.5, top, metrics.horizontalAdvance(sign.name) + 2, metrics.height() * 0.9)
        painter.fillRect(room, ground)
        painter.setPen(QColor(theme.accent))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), sign.name)
