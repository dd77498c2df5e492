"""What the lines of a text are, for display only: headings, photo credits, body; and long ones cut.

Pure: offsets are code points of the text, nothing here knows Qt.
"""

import re
from typing import Literal, NamedTuple

Role = Literal["body", "heading", "photo", "quote", "blank"]

PIECE = 2400
"""Code points of one piece at most: a longer paragraph is laid out in several."""
_HEADING = 120
_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.,;:!?…。！？；：，、؟؛\"”»’)\]]\s*$")


class Piece(NamedTuple):
    """A stretch of one paragraph that is laid out as a whole: ``[start, end)``.

    *first* and *last* tell whether it begins and ends its paragraph; *gap* how many blank lines
    stood before it.
    """

    start: int
    end: int
    role: Role
    first: bool = True
    last: bool = True
    gap: int = 0


def pieces(text: str) -> list[Piece]:
    """Cut *text* at its line ends, and long lines at white space; blank lines become gaps.

    A text always has at least one piece.
    """
    found: list[Piece] = []
    gap, before = 0, -1
    for match in _LINE.finditer(text):
        start, end = match.span()
        gap += start - before - 1
        before = end
        if end - start <= _HEADING and match[0].isspace():
            gap += 1
            continue
        role = _role(text, start, end, alone=gap > 0 or not found)
        if end - start <= PIECE:
            found.append(Piece(start, end, role, True, True, gap))
        else:
            _cut(found, text, start, end, role, gap)
        gap = 0
    return found or [Piece(0, len(text), "body")]


def _role(text: str, start: int, end: int, *, alone: bool) -> Role:
    if text.startswith("Photo:", start):
        return "photo"
    stands_alone = alone and end - start <= _HEADING and text.startswith("\n\n", end)
    if stands_alone and not _ENDS.search(text, max(start, end - 8), end):
        return "heading"
    return "quote" if text.startswith(("> ", "    "), start) else "body"


def _cut(found: list[Piece], text: str, start: int, end: int, role: Role, gap: int) -> None:
    begin = start
    while end - begin > PIECE:
        place = max(
            text.rfind(" ", begin + PIECE // 2, begin + PIECE), text.rfind("\t", begin + PIECE // 2, begin + PIECE)
        )
        cut = place + 1 if place >= 0 else _between_clusters(text, begin + PIECE)
        found.append(Piece(begin, cut, role, begin == start, False, gap if begin == start else 0))
        begin = cut
    found.append(Piece(begin, end, role, begin == start, True, gap if begin == start else 0))


def _between_clusters(text: str, place: int) -> int:
    """Return the nearest place before *place* that does not part a combining sequence."""
    import unicodedata

    for back in range(place, place - 40, -1):
        here, before = text[back], text[back - 1]
        if not unicodedata.combining(here) and here not in "\u200d\ufe0f" and before != "\u200d":
            return back
    return place
