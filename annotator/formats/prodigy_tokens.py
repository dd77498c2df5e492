"""The tokens of a task of Prodigy: by them its relations lead from word to word."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from annotator.model.annotation import Span

Json = dict[str, Any]
_TOKEN = re.compile(r"\w+|[^\w\s]")


class Tokens:
    """The words and signs of a text: those that a file *gave*, if they fit it, else our own."""

    def __init__(self, text: str, given: Sequence[Json] = ()) -> None:
        self._text = text
        self._given = given if _fit(given, len(text)) else ()
        self._places = [(each["start"], each["end"]) for each in self._given] or [
            match.span() for match in _TOKEN.finditer(text)
        ]
        self._starts = [start for start, _ in self._places]
        self._ends = [end for _, end in self._places]

    def written(self) -> list[Json]:
        """Return them as a task has them."""
        if self._given:
            return list(self._given)
        return [
            {
                "text": self._text[start:end],
                "start": start,
                "end": end,
                "id": number,
                "ws": self._text[end : end + 1].isspace(),
            }
            for number, (start, end) in enumerate(self._places)
        ]

    def touched(self, span: Span) -> Json:
        """Return the first and last token that a span touches; nothing where it touches none."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end) - 1
        return {"token_start": first, "token_end": last} if first <= last else {}


def are_ours(text: str, given: Sequence[Json]) -> bool:
    """Tell whether tokens are those that we would write for *text*, with nothing more to them."""
    return list(given) == Tokens(text).written()


def _fit(given: Sequence[Json], length: int) -> bool:
    """Tell whether tokens stand one after the other within a text of that *length*."""
    end = 0
    for each in given:
        start, stop = each.get("start"), each.get("end")
        if type(start) is not int or type(stop) is not int or not end <= start < stop <= length:
            return False
        end = stop
    return True
