"""Text: fixity, line ends, and the one place where code points and UTF-16 units meet.

Everything of ours counts code points; Qt, browsers and UIMA count UTF-16 units.
"""

from bisect import bisect_right


def text_sha256(text: str) -> str:
    """Return the SHA-256 of *text* as UTF-8, in 64 lower-case hexadecimal digits."""
    import hashlib  # loads OpenSSL, which showing a text does not need

    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def normalise_line_ends(text: str) -> str:
    r"""Return *text* with ``\r\n`` and lone ``\r`` as ``\n``; nothing else changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def lone_surrogate(text: str) -> int | None:
    """Return the code point offset of the first lone surrogate in *text*, or None."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None


class Utf16Map:
    """Converts offsets in one text between code points and UTF-16 units.

    The map holds the code point offsets of the characters above U+FFFF only, so it costs
    nothing for most texts; both directions take O(log n) of those.
    """

    __slots__ = ("_astral", "_astral_units")

    def __init__(self, text: str) -> None:
        if text.isascii() or max(text) <= "\uffff":
            self._astral: list[int] = []
        else:
            self._astral = [i for i, character in enumerate(text) if character > "\uffff"]
        # the unit offset just after the high surrogate of each astral character
        self._astral_units = [offset + n + 1 for n, offset in enumerate(self._astral)]

    def to_units(self, offset: int) -> int:
        """Return the UTF-16 unit offset of code point *offset*."""
        if not self._astral:
            return offset
        return offset + bisect_right(self._astral, offset - 1)

    def to_points(self, units: int) -> int:
        """Return the code point offset of UTF-16 offset *units*.

        An offset between the two halves of a character counts as the start of it.
        """
        if not self._astral:
            return units
        return units - bisect_right(self._astral_units, units)
