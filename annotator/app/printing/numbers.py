"""The numbers of claims beside their brackets, one inscription for each line of text on which claims begin. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from annotator.app.page.brackets import Bracket
from annotator.model.annotation import Annotation

MOST_LANES = 3
"""The number of the last lane: what stands further out is drawn in it."""
HEIGHT = 14.0
"""Pixels of a number; claims that begin closer together than half of it begin on one line."""
_ABOVE = 4.0


class LineNumbers(NamedTuple):
    """The *claims* that begin on a line, and *text*, their numbers; *y* is the top of these.

    They stand beyond the bracket of *lane*, on the side from which the line is read: the right if *rtl*.
    """

    text: str
    claims: Sequence[Annotation]
    y: float
    lane: int
    rtl: bool


def line_numbers(brackets: Sequence[Bracket], numbers: Mapping[str, int]) -> list[LineNumbers]:
    """Return what is written beside *brackets*; *numbers* has the number of each claim by its id."""
    opening = sorted((each for each in brackets if each.stretch.opens), key=lambda each: each.stretch[1:3])
    lines: list[list[Bracket]] = []
    for each in opening:
        first = lines[-1][0].stretch if lines else None
        if first is not None and first.rtl == each.stretch.rtl and each.stretch.top - first.top < HEIGHT / 2:
            lines[-1].append(each)
        else:
            lines.append([each])
    found: list[LineNumbers] = []
    for line in lines:
        _, rtl, top, *_ = line[0].stretch
        y = top - _ABOVE
        beside = [
            each.lane
            for each in brackets
            if each.stretch.rtl == rtl and each.stretch.top < y + HEIGHT and each.stretch.bottom > y
        ]
        claims = [each.stretch.claim for each in line]
        text = _ranges(sorted(numbers[each.id] for each in claims))
        found.append(LineNumbers(text, claims, y, min(max(beside), MOST_LANES), rtl))
    return found


def _ranges(numbers: Iterable[int]) -> str:
    """Return numbers in order as a reader writes them: ``3, 5–7``."""
    runs: list[list[int]] = []
    for each in numbers:
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
