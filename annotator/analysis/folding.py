"""A text made comparable: one form for letters that count as the same, with the way back to the original places.

Offsets are code points, of the text as it was given or of its folded form.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

_SYLLABLE = "[\u1100-\u1112\uac00-\ud7a3][\u1161-\u11c2]+"
"""Hangul written in parts."""
_CONTROLS = ("Cc", "Cf", "Zl", "Zp")


class Folded(NamedTuple):
    """A text after one step of folding, and the step before.

    For each stretch that was replaced, *ends* holds its end in *text*, *was* its end before, *widths* its length in
    *text*; they are in order. All else kept its length.
    """

    text: str
    ends: Sequence[int] = ()
    was: Sequence[int] = ()
    widths: Sequence[int] = ()
    before: "Folded | None" = None

    def origin(self, place: int) -> int | None:
        """Return where *place* is in the text as it was given, None if it is inside of what was replaced as a whole.

        What was left out at *place* (accents) is before it.
        """
        number = bisect_right(self.ends, place)
        if number < len(self.ends) and self.ends[number] - self.widths[number] < place:
            return None
        found = place - self.ends[number - 1] + self.was[number - 1] if number else place
        return found if self.before is None else self.before.origin(found)


def fold(text: str, *, match_case: bool, ignore_accents: bool) -> Folded:
    """Return *text* in the form in which equal letters are equal characters.

    Canonically equal spellings (NFC and NFD) become one; capital and small letters, and letters with and without
    accents, unless they are told apart.
    """
    composed = _composed(text)
    if match_case and not ignore_accents:
        return composed
    folded = _by_character(composed.text, match_case, ignore_accents)
    return folded._replace(before=composed) if composed.ends else folded


@lru_cache(maxsize=1)
def fold_cached(text: str, match_case: bool, ignore_accents: bool) -> Folded:
    """Return the same for a text that is asked for again with the next letter typed."""
    return fold(text, match_case=match_case, ignore_accents=ignore_accents)


def _composed(text: str) -> Folded:
    if unicodedata.is_normalized("NFC", text):
        return Folded(text)
    characters = set(text)
    marks = re.escape("".join(each for each in characters if unicodedata.category(each)[0] == "M"))
    single = re.escape("".join(each for each in characters if unicodedata.normalize("NFC", each) != each))
    stretches = [f"{_SYLLABLE}[{marks}]*" if marks else _SYLLABLE]
    if marks:
        # a line end or another control bears no marks: those behind it stand alone
        bare = re.escape("".join(each for each in characters if unicodedata.category(each) in _CONTROLS))
        stretches.append(f"[^{marks}{bare}]?[{marks}]+")
    if single:
        stretches.append(f"[{single}]")
    return _replaced(text, "|".join(stretches), lambda each: unicodedata.normalize("NFC", each))


def _by_character(text: str, match_case: bool, ignore_accents: bool) -> Folded:
    if text.isascii():
        return Folded(text if match_case else text.lower())
    table = {each: _letter(each, match_case, ignore_accents) for each in set(text)}
    other = "".join(sorted(each for each, to in table.items() if len(to) != 1))
    same = str.maketrans({each: to for each, to in table.items() if len(to) == 1 and to != each})
    if not other:
        return Folded(text.translate(same))
    found = _replaced(text, f"[{re.escape(other)}]", table.__getitem__)
    return found._replace(text=found.text.translate(same))


def _letter(character: str, match_case: bool, ignore_accents: bool) -> str:
    found = _bare(character) if ignore_accents else character
    if match_case:
        return found
    found = found.casefold()
    return _bare(found) if ignore_accents else found


def _bare(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(each for each in parts if not _is_accent(each)))


def _is_accent(character: str) -> bool:
    # accents above and below letters, and the points of Hebrew, Arabic and Syriac; signs that make another letter
    # (of kana, of Indian and Thai scripts) are none
    place = unicodedata.combining(character)
    return place >= 200 or 10 <= place <= 36


def _replaced(text: str, pattern: str, to: Callable[[str], str]) -> Folded:
    parts: list[str] = []
    ends: list[int] = []
    was: list[int] = []
    widths: list[int] = []
    last = shift = 0
    for match in re.finditer(pattern, text):
        begin, end = match.span()
        made = to(match[0])
        if made == match[0]:
            continue
        parts.append(text[last:begin])
        parts.append(made)
        last = end
        if len(made) != end - begin or len(made) > 1:
            shift += len(made) - (end - begin)
            ends.append(end + shift)
            was.append(end)
            widths.append(len(made))
    parts.append(text[last:])
    return Folded("".join(parts), ends, was, widths)
