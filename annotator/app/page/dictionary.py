"""Words in scripts that put no space between them, by ICU's dictionaries, where those are installed.

Unicode's rules alone make every Chinese character a word; Chinese, Japanese, Thai, Lao, Khmer and Burmese need a
dictionary. It comes with the package ``icu4py``, which the extra ``annotator[icu]`` installs; without it, words
are those of Qt.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from annotator.model.text import Utf16Map

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

Segments = Callable[[str], Iterable[tuple[int, int]]]
"""From a text to its words and what is between them, as UTF-16 units."""


@cache
def _segments() -> Segments | None:
    try:
        from icu4py.breakers import WordBreaker
    except ImportError:
        return None
    return lambda text: WordBreaker(text, "en").segments()


def forget() -> None:
    """Look anew for the dictionaries, which may have been installed since."""
    _segments.cache_clear()


def word_around(part: str, place: int) -> tuple[int, int] | None:
    """Return start and end, as code points of *part*, of the word at *place*.

    None if its script has spaces between words, or there is no dictionary.
    """
    if not _UNSPACED.match(part, place):
        return None
    segments = _segments()
    if segments is None:
        return None
    units = Utf16Map(part)
    wanted = units.to_units(place)
    for start, end in segments(part):
        if start <= wanted < end:
            return units.to_points(start), units.to_points(end)
    return None
