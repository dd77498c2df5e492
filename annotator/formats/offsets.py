r"""Offsets in a text as a file has it, moved to the text as we hold it, with ``\n`` line ends.

Files count code points or UTF-16 units, and may have ``\r\n``; we do neither.
"""

from bisect import bisect_left
from math import isfinite

from annotator.model.annotation import Span
from annotator.model.text import Utf16Map, normalise_line_ends

_DIGITS = 18
"""Digits of a number at most: more are beyond 64 bits, and no place in a text."""


def is_number(text: str) -> bool:
    """Tell whether *text* is a whole number as offsets and ids are."""
    return text.isdecimal() and len(text) <= _DIGITS


def number_in(text: str) -> int | float | str:
    """Return the number that is written in *text*; what is none, or none that can be kept, stays text."""
    try:
        number = int(text) if len(text) <= _DIGITS and not set(text) & set(".eEnN") else float(text)
    except ValueError:
        return text
    return number if isfinite(number) else text


class SpanMap:
    """Moves spans of one text, as given, to its text with our line ends, which is `text`.

    With *utf16* the spans to move count UTF-16 units, else code points.
    """

    __slots__ = ("_lost", "_units", "text")

    def __init__(self, given: str, *, utf16: bool = False) -> None:
        self.text = normalise_line_ends(given)
        self._units = Utf16Map(given) if utf16 else None
        # where a character of the given text is left out: at each "\r" of a "\r\n"
        self._lost: list[int] = []
        place = given.find("\r\n")
        while place >= 0:
            self._lost.append(place)
            place = given.find("\r\n", place + 2)

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in code points of the text as given."""
        if self._units is None:
            return start, end
        return self._units.to_points(start), self._units.to_points(end)

    def moved(self, start: int, end: int) -> Span:
        """Return the span in `text`. One that holds half of a line end holds the whole of it."""
        start, end = self.given(start, end)
        return Span(start - bisect_left(self._lost, start), end - bisect_left(self._lost, end - 1))
