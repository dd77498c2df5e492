"""A text cut into words and spaces that give it back, with cuts wherever a span begins or ends. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from annotator.model.annotation import Annotation, Span

Words = Callable[[str], list[tuple[str, str]]]
"""Cuts a text into words, each with the one space after it or an empty text; together they are the text."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The *words* of a text, the *spaces* after them, and where each of them begins, in code points."""

    words: Sequence[str]
    spaces: Sequence[str]
    starts: Sequence[int]

    def covering(self, start: int, end: int) -> tuple[int, int, int, int]:
        """Return the words that cover a span: the first, one past the last, and where they begin and end.

        A span of nothing but the space after a word takes that word.
        """
        first = max(bisect_right(self.starts, start) - 1, 0)
        # a span that begins in the space after a word begins with the next one
        if first + 1 < len(self.words) and start >= self.starts[first] + len(self.words[first]):
            first += 1
        last = max(bisect_left(self.starts, end), first + 1)
        if last - first > 1 and self.starts[last - 1] >= end:
            last -= 1
        return first, last, self.starts[first], self.starts[last - 1] + len(self.words[last - 1])


def with_spaces(text: str, spans: Iterable[Span]) -> list[tuple[str, str]]:
    """Return the words that *spans* are, and what is between them as words too, each with the one space after it."""
    found: list[tuple[str, str]] = []
    place = 0

    def between(end: int) -> None:
        gap = text[place:end]
        if gap and gap[0] == " " and found and not found[-1][1]:
            found[-1] = (found[-1][0], " ")
            gap = gap[1:]
        if gap:
            found.append((gap, ""))

    for start, end in spans:
        between(start)
        found.append((text[start:end], ""))
        place = end
    between(len(text))
    return found


def cut(text: str, words: Words, annotations: Iterable[Annotation]) -> Cut:
    """Cut *text* into *words*, and these wherever an annotation begins or ends.

    A single space after a word is not a word, unless a span begins with it or ends behind it.
    """
    begins = {start for each in annotations for start, _ in each.spans}
    ends = {end for each in annotations for _, end in each.spans}
    found: list[str] = []
    spaces: list[str] = []
    before = 0
    for edge in sorted(begins | ends | {len(text)}):
        if edge == before:
            continue
        part = text[before:edge]
        if part[0] == " " and found and not spaces[-1] and before not in begins and (len(part) > 1 or edge not in ends):
            # the space after the last word
            spaces[-1] = " "
            part = part[1:]
        lone = bool(part) and part[-1] == " " and edge in ends
        if lone:
            part = part[:-1]
        if part:
            pairs = words(part)
            found += [word for word, _ in pairs]
            spaces += [space for _, space in pairs]
        if lone:
            found.append(" ")
            spaces.append("")
        before = edge
    starts: list[int] = []
    place = 0
    for word, space in zip(found, spaces, strict=True):
        starts.append(place)
        place += len(word) + len(space)
    return Cut(found, spaces, starts)
