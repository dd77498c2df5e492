"""Where the characters of one laid-out line stand, left to right, whatever their direction.

Places are UTF-16 units of the laid-out text, edges pixels of the layout.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtGui import QTextLine

_TOUCH = 0.6
"""Pixels by which two edges that are one may differ."""


class Cell(NamedTuple):
    """The room of one unit: nothing for a combining mark; *rtl* if it is read from right to left."""

    left: float
    right: float
    rtl: bool


class Run(NamedTuple):
    """Words side by side on a line; *begins* and *ends* are the edges of the first and last unit, if in it."""

    left: float
    right: float
    begins: float | None
    ends: float | None


def line_x(line: QTextLine, units: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    """Return the x of a place in *line*."""
    # PySide gives x and the place, its stubs say object
    found: Any = line.cursorToX(units, edge)
    return float(found[0])


def cells(line: QTextLine, units: str, *, rtl: bool) -> list[Cell]:
    """Return the cell of each unit of *line*.

    *units* has one character for each unit, *rtl* is the direction of the paragraph. Qt puts the place
    before the first character of a stretch that runs against the paragraph at the end of the stretch
    before it, so that this character seems to have no width: it has the gap that is left beside the
    character after it.
    """
    start = line.textStart()
    edges = [(line_x(line, at), line_x(line, at, QTextLine.Edge.Trailing)) for at in range(start, start + len(units))]
    found: list[Cell] = []
    for lead, trail in edges:
        found.append(Cell(min(lead, trail), max(lead, trail), trail < lead if lead != trail else rtl))
    whole = line.naturalTextRect()
    gaps = _gaps(found, whole.left(), whole.right())
    for at, cell in enumerate(found):
        if not gaps:
            break
        if cell.right - cell.left > 0.01 or unicodedata.category(units[at])[0] in "MC":
            continue
        after = next((each for each in found[at + 1 : at + 8] if each.right - each.left > 0.01), None)
        gap = _beside(gaps, after, cell.left)
        if gap is not None:
            gaps.remove(gap)
            found[at] = Cell(gap[0], gap[1], not rtl)
    return found


def _gaps(placed: Sequence[Cell], left: float, right: float) -> list[tuple[float, float]]:
    gaps: list[tuple[float, float]] = []
    reached = left
    for cell in sorted(placed, key=lambda each: each.left):
        if cell.left - reached > _TOUCH:
            gaps.append((reached, cell.left))
        reached = max(reached, cell.right)
    if right - reached > _TOUCH:
        gaps.append((reached, right))
    return gaps


def _beside(gaps: Sequence[tuple[float, float]], after: Cell | None, at: float) -> tuple[float, float] | None:
    if after is not None:
        side, edge = (0, after.right) if after.rtl else (1, after.left)
        for gap in gaps:
            if abs(gap[side] - edge) < _TOUCH:
                return gap
    return next((gap for gap in gaps if min(abs(gap[0] - at), abs(gap[1] - at)) < _TOUCH), None)


def runs(placed: Sequence[Cell], begin: int, end: int) -> list[Run]:
    """Return the runs of the units ``[begin, end)`` of a line, which its first unit begins, left to right."""
    chosen = [(placed[at], at) for at in range(begin, end)]
    wide = [each for each in chosen if each[0].right - each[0].left > 0.01]
    if not wide:
        x = placed[begin].left
        return [Run(x, x + 1.0, x, x + 1.0)]
    first, last = wide[0][1], wide[-1][1]
    found: list[Run] = []
    for cell, at in sorted(wide, key=lambda each: each[0].left):
        begins = (cell.right if cell.rtl else cell.left) if at == first else None
        ends = (cell.left if cell.rtl else cell.right) if at == last else None
        if found and cell.left - found[-1].right < _TOUCH:
            before = found.pop()
            begins = before.begins if before.begins is not None else begins
            ends = before.ends if before.ends is not None else ends
            found.append(Run(before.left, max(before.right, cell.right), begins, ends))
        else:
            found.append(Run(cell.left, cell.right, begins, ends))
    return found
