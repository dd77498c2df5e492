"""What the lines of a text are, for display only: headings, photo credits, body; and long ones cut.

Pure: offsets are code points of the text, nothing here knows Qt.
"""

import re
from typing import Literal, NamedTuple

Role = Literal["body", "heading", "dateline", "photo", "quote", "blank"]

PIECE = 2400
"""Code points of one piece at most: a longer paragraph is laid out in several."""
VERY_LONG = 100_000
"""Code points that a line goes on, beyond where one looks, from which on it is cut in several steps."""
_HEADING = 120
_MONTHS = (
    "jan|jän|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|fév|fev|avr|juin|juil|aoû|aou|déc|ene|abr|ago|dic|"
    "gen|mag|giu|lug|set|ott|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек"
)
_DATELINE = 70
_DATE = (
    rf"(?i:(?:\D{{2,48}},\s*)?(?:(?:den|le|the)\s+)?"
    rf"(?:\d{{1,2}}(?:\.|st|nd|rd|th|er)?\s+(?:de\s+)?(?:{_MONTHS})\w*\.?"
    rf"|(?:{_MONTHS})\w*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?:de\s+)?\d{4})?(?:\s+г)?\.?|\d{4}年\d{1,2}月\d{1,2}日)\s*"
)
_CAPITAL = r"[^a-zß-öø-ÿа-яё\W\d_]"
_PLACE = (
    rf"{_CAPITAL}(?:{_CAPITAL}|[ .'’-](?=\S)){{2,40}}"
    r"(?:, [^—–\n]{2,40}?)?(?: \([^)\n]{1,24}\))? ?(?:—|–|--)(?=\s|\w)"
)
# both take long to compile, and few texts need them
_ENDS = re.compile(r"[.,;:!?…。！？；：，、؟؛\"”»’)\]]\s*$")


class Piece(NamedTuple):
    """A stretch of one paragraph that is laid out as a whole: ``[start, end)``.

    *first* and *last* tell whether it begins and ends its paragraph; *gap* how many blank lines
    stood before it. *turns* tells that a page of the original ends before it: a form feed, as OCR leaves it.
    """

    start: int
    end: int
    role: Role
    first: bool = True
    last: bool = True
    gap: int = 0
    turns: bool = False


class _Long(NamedTuple):
    """A line that is cut into several pieces."""

    start: int
    end: int
    role: Role


class Cutter:
    """Cuts a text at its line ends, and long lines at white space; blank lines become gaps.

    It goes on from where it stopped, so that the beginning of a very long text can be read before its end is cut.
    """

    def __init__(self, text: str, very_long: int = VERY_LONG) -> None:
        self._text = text
        self._very_long = very_long
        self._gap = 0
        self._turns = False
        self._long: _Long | None = None
        self.pieces: list[Piece] = []
        self.place = 0
        """The code point up to which the text is cut: the beginning of a line or of a piece, or behind the text."""

    @property
    def done(self) -> bool:
        """Whether the whole text is cut."""
        return self.place > len(self._text)

    def cut(self, until: int) -> list[Piece]:
        """Go on to the end of the line, or of the piece, in which the code point *until* stands; return what is new.

        A text always has at least one piece.
        """
        text, found = self._text, self.pieces
        known = len(found)
        until = max(until, self.place)
        if self._long is not None:
            self._go_on(until)
        # going on may have ended the long line beyond *until*
        if self._long is None and not self.done and until >= self.place:
            stop = text.find("\n", until) if until < len(text) else -1
            stop = len(text) if stop < 0 else stop
            begin = text.rfind("\n", self.place, until) + 1 or self.place
            if stop - until > self._very_long and text.find("\f", begin, stop) < 0:
                if begin > self.place:
                    self._cut_lines(begin - 1)
                beginning = text[begin : begin + PIECE]
                role = _role(text, beginning, stop, alone=self._gap > 0 or not found)
                self._long = _Long(begin, stop, role)
                self._go_on(until)
            else:
                self._cut_lines(stop)
        if self.done and not found:
            found.append(Piece(0, len(text), "body"))
        return found[known:]

    def _cut_lines(self, stop: int) -> None:
        text, start, found = self._text, self.place, self.pieces
        gap, turns = self._gap, self._turns
        for line in (text if (start, stop) == (0, len(text)) else text[start:stop]).split("\n"):
            length = len(line)
            end = start + length
            if not length or (length <= _HEADING and line.isspace()):
                gap += 1
                turns = turns or "\f" in line
            elif "\f" in line:
                turns = _cut_pages(found, text, start, line, gap, turns=turns)
                gap = 0
            else:
                role = _role(text, line, end, alone=gap > 0 or not found)
                if length <= PIECE:
                    found.append(Piece(start, end, role, True, True, gap, turns))
                else:
                    _cut(found, text, _Long(start, end, role), gap, turns=turns)
                gap, turns = 0, False
            start = end + 1
        self._gap, self._turns, self.place = gap, turns, start

    def _go_on(self, until: int) -> None:
        """Cut the very long line as far as *until*."""
        assert self._long is not None
        self.place = _cut(
            self.pieces, self._text, self._long, self._gap, turns=self._turns, since=self.place, until=until
        )
        if self.place == self._long.end:
            self._long, self._gap, self._turns = None, 0, False
            self.place += 1


def pieces(text: str) -> list[Piece]:
    """Cut the whole of *text*."""
    cutter = Cutter(text)
    cutter.cut(len(text))
    return cutter.pieces


def opening(text: str, piece: Piece) -> str:
    """Return the beginning of the paragraph that *piece* is of: its first letters say which way all of it is read."""
    start = piece.start
    if not piece.first:
        line = text.rfind("\n", 0, start) + 1
        start = max(line, text.rfind("\f", line, start))
    return text[start : start + PIECE]


def dateline(line: str) -> int:
    """Return how many code points at a paragraph's beginning are its dateline: ``NORHAVEN, May 4 (AP) —``, or 0."""
    found = re.match(_PLACE, line) if line[:2].isupper() else None
    return found.end() if found is not None else 0


def _cut_pages(found: list[Piece], text: str, start: int, line: str, gap: int, *, turns: bool) -> bool:
    """Cut a line in which pages end; tell whether one ends with it."""
    first, *others = line.split("\f")
    for part in (first, *("\f" + each for each in others)):
        end = start + len(part)
        turns = turns or part.startswith("\f")
        if part and not part.isspace():
            _cut(found, text, _Long(start, end, _role(text, part, end, alone=gap > 0 or not found)), gap, turns=turns)
            gap, turns = 0, False
        start = end
    return turns


def _role(text: str, line: str, end: int, *, alone: bool) -> Role:
    if line[0] in "P> " and line.startswith(("Photo:", "> ", "    ")):
        return "photo" if line[0] == "P" else "quote"
    if len(line) <= _DATELINE and any(map(str.isdigit, line)) and re.fullmatch(_DATE, line):
        return "dateline"
    if alone and len(line) <= _HEADING and text.startswith("\n\n", end) and not _ENDS.search(line[-8:]):
        return "heading"
    return "body"


def _cut(
    found: list[Piece], text: str, line: _Long, gap: int, *, turns: bool, since: int = 0, until: int | None = None
) -> int:
    """Cut a line that is longer than a piece, from *since* as far as *until*; return the place that is reached."""
    start, end, role = line
    begin = max(start, since)
    while begin < end and (until is None or begin <= until):
        cut = end
        if end - begin > PIECE:
            half, whole = begin + PIECE // 2, begin + PIECE
            place = max(text.rfind(" ", half, whole), text.rfind("\t", half, whole))
            cut = place + 1 if place >= 0 else _between_clusters(text, whole)
        opens = begin == start
        found.append(Piece(begin, cut, role, opens, cut == end, gap if opens else 0, turns and opens))
        begin = cut
    return begin


def _between_clusters(text: str, place: int) -> int:
    """Return the nearest place before *place* that does not part a combining sequence."""
    import unicodedata

    for back in range(place, place - 40, -1):
        here, before = text[back], text[back - 1]
        if not unicodedata.combining(here) and here not in "\u200d\ufe0f" and before != "\u200d":
            return back
    return place
