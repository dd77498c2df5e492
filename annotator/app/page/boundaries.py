"""Where characters and words begin and end, by Unicode's rules.

Offsets are code points. Only a window around the place is looked at, so that the length of
the text does not matter.
"""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QTextBoundaryFinder

from annotator.app.page.dictionary import word_around
from annotator.model.text import Utf16Map

if TYPE_CHECKING:
    import regex

_WINDOW = 256
_JOINING = "\u0300"
"""The first of all characters that may join another to one (UAX 29); texts have no carriage returns."""


def _window(text: str, offset: int) -> tuple[int, str]:
    low = max(0, offset - _WINDOW, text.rfind("\n", max(0, offset - _WINDOW), offset) + 1)
    high = text.find("\n", offset, offset + _WINDOW)
    return low, text[low : high if high >= 0 else offset + _WINDOW]


def _finder(kind: QTextBoundaryFinder.BoundaryType, part: str) -> QTextBoundaryFinder:
    return QTextBoundaryFinder(kind, part)


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Return start and end of the word around *offset*; an empty range where there is none.

    A place just behind a word belongs to it.
    """
    low, part = _window(text, offset)
    if not part:
        return offset, offset
    units = Utf16Map(part)
    finder = _finder(QTextBoundaryFinder.BoundaryType.Word, part)
    for place in (offset - low, offset - low - 1):
        if 0 <= place < len(part) and _is_word(part[place]):
            found = word_around(part, place)
            if found is not None:
                return low + found[0], low + found[1]
            finder.setPosition(units.to_units(place) + 1)
            start = max(0, finder.toPreviousBoundary())
            end = finder.toNextBoundary()
            return low + units.to_points(start), low + (units.to_points(end) if end >= 0 else len(part))
    return offset, offset


def _is_word(character: str) -> bool:
    return (
        character.isalnum()
        or character == "_"
        or (character > "\u0300" and not character.isspace() and character.isalpha())
    )


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return ``[start, end)`` grown to the edges of the words it cuts, less white space at its ends."""
    if start < end:
        first, last = word_at(text, start), word_at(text, end)
        if first[0] < start < first[1]:
            start = first[0]
        if last[0] < end < last[1]:
            end = last[1]
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            # a mark may be joined to a space
            start, end = character_at(text, start)[0], character_at(text, end - 1)[1]
    return start, end


def character_at(text: str, offset: int) -> tuple[int, int]:
    """Return start and end of the character (grapheme cluster) around *offset*, or of which it is the beginning."""
    if offset >= len(text):
        return len(text), len(text)
    if max(text[max(0, offset - 1) : offset + 2]) < _JOINING:
        # most letters of most texts
        return offset, offset + 1
    # Qt's own finder cuts emoji that stand beside Thai
    characters = _characters().finditer(text, pos=_sure_edge(text, offset), endpos=offset + _WINDOW)
    return next(match.span() for match in characters if match.end() > offset)


@cache
def _characters() -> "regex.Pattern[str]":
    # loaded with the first move of a caret, and not with the first picture
    import regex

    return regex.compile(r"\X")


def _sure_edge(text: str, offset: int) -> int:
    """Return a place at or before *offset* between two letters that nothing joins to what stands beside them."""
    low, floor = offset, max(0, offset - _WINDOW)
    while low > floor and not (text[low - 1] < _JOINING and text[low] < _JOINING):
        low -= 1
    return low


def next_character(text: str, offset: int) -> int:
    """Return the end of the character (grapheme cluster) around *offset*."""
    return character_at(text, offset)[1]


def previous_character(text: str, offset: int) -> int:
    """Return the start of the character (grapheme cluster) that ends at *offset*, or that it stands in."""
    return character_at(text, offset - 1)[0] if offset > 0 else 0


def next_word(text: str, offset: int) -> int:
    """Return where the next word begins, or the end of the text."""
    place = offset
    end = word_at(text, place)[1]
    if end > place:
        place = end
    while place < len(text) and not _is_word(text[place]):
        place += 1
    return place


def word_end(text: str, offset: int) -> int:
    """Return the end of the word at or after *offset*: what extending by a word takes."""
    place = offset
    while place < len(text) and not _is_word(text[place]):
        place += 1
    return max(word_at(text, place)[1], min(place + 1, len(text)))


def previous_word(text: str, offset: int) -> int:
    """Return where the word before *offset* begins, or 0."""
    place = offset
    while place > 0 and not _is_word(text[place - 1]):
        place -= 1
    return word_at(text, place - 1)[0] if place > 0 else 0
