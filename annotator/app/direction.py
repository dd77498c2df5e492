"""Which way a line of mixed words is read, for lines that begin in the middle of a sentence."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF

_RIGHT_TO_LEFT_MARK = "\u200f"


def reads_leftwards(text: str) -> bool:
    """Tell whether most letters of *text* belong to a script that is written from right to left.

    The first letter, which decides for a whole paragraph, may be of a foreign name in a line that was cut out of one.
    """
    if text.isascii():
        return False
    import unicodedata

    sorts = [unicodedata.bidirectional(letter) for letter in text]
    return sum(sort in ("R", "AL") for sort in sorts) > sorts.count("L")


def elided(metrics: QFontMetrics | QFontMetricsF, text: str, room: float) -> str:
    """Return as much of the beginning of *text* as *room* pixels hold, with an ellipsis where it is read to its end.

    Without a mark behind it, the ellipsis of a line that is read from right to left would stand before its first word.
    """
    cut = Qt.TextElideMode.ElideRight
    exact = isinstance(metrics, QFontMetricsF)
    shown = metrics.elidedText(text, cut, room) if exact else metrics.elidedText(text, cut, int(room))
    return shown + _RIGHT_TO_LEFT_MARK if shown != text and reads_leftwards(shown) else shown


def isolated(text: str) -> str:
    """Return *text* so that it keeps its own direction in a line of another one, and stirs nothing beside it."""
    if text.isascii():
        return text
    return ("\u2067" if reads_leftwards(text) else "\u2068") + text + "\u2069"
