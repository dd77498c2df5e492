"""Where quoted words stand in a text, whatever white space is between them, as a page shows other than its source."""

import re


def places_of(words: str, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return where *words* begin and end in a part of *text*: as they are, else but for white space."""
    end = len(text) if end is None else end
    if not words.strip():
        return []
    found: list[tuple[int, int]] = []
    place = text.find(words, start, end)
    while place >= 0:
        found.append((place, place + len(words)))
        place = text.find(words, place + 1, end)
    if found or len(parts := words.split()) < 2:
        return found
    loose = re.compile(r"\s+".join(map(re.escape, parts)))
    return [match.span() for match in loose.finditer(text, start, end)]


def stands_around(text: str, place: tuple[int, int], before: str, after: str) -> bool:
    """Tell whether *before* and *after* are what stands around a place, but for white space."""
    start, end = place
    left = _squashed(text[max(0, start - 4 * len(before) - 8) : start])
    right = _squashed(text[end : end + 4 * len(after) + 8])
    return left.endswith(_squashed(before)) and right.startswith(_squashed(after))


def _squashed(words: str) -> str:
    return "".join(words.split())
