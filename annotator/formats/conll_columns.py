"""Tells which columns of a file of tokens are what, by its first lines: what one line alone says may be an accident.

Pure functions of lines; what was asked for wins over what is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.errors import InputError
from annotator.formats.offsets import is_number
from annotator.formats.tokens import is_label

DOCSTART = "-DOCSTART-"
SURVEYED = 5000
"""Lines from which the columns are told."""
EMPTY = frozenset(("", "_", "-X-"))
"""Cells that say nothing."""
_OURS = re.compile(r"(words|whitespace|characters)/[0-9]+")
_CHUNKS = frozenset(
    ("NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "INTJ", "CONJP", "LST", "UCP", "NX", "PC", "NC", "VC")
)
"""Names of phrases: a column of them is that of chunks, which are no marks."""
_NAME = re.compile(r"[^\W\d_][\w.:&/+-]*")
_MOST_NAMES = 60


@dataclass(slots=True)
class Shape:
    """Which columns there are: how many, which has the token (from 0) and which the labels.

    *offsets* says that columns two and three are numbers; *plain* that labels are names without B or I;
    *chosen* what is to be said of the choice, if anything.
    """

    columns: int
    token: int
    labels: list[int]
    tabs: bool
    offsets: bool = False
    plain: bool = False
    chosen: str = ""


def shape_of(lines: Iterable[str], options: Mapping[str, str]) -> Shape | None:
    """Return the columns of a file that begins with *lines*; None if none of them holds labels.

    InputError for a column that was asked for and is not there.
    """
    ours = False
    rows: list[str] = []
    for line in lines:
        if line.startswith(DOCSTART):
            ours = ours or bool(_OURS.search(line))
        elif line.strip():
            rows.append(line)
    tabs = sum("\t" in line for line in rows) * 2 > len(rows)
    cells = [cells_of(line, tabs=tabs) for line in rows]
    counts = Counter(len(each) for each in cells if len(each) > 1)
    if not counts:
        return None
    width = counts.most_common(1)[0][0]
    table = [each for each in cells if len(each) == width and (not each[0].startswith("#") or is_label(each[-1]))]
    if not table:
        return None
    token = place_of(options.get("token", "") or "1", width, "token")
    first = table[0]
    if not options.get("token") and width > 2 and first[0] == "1" and not is_label(first[1]):
        # numbers of tokens stand first
        token = 1
    offsets = width > 3 and is_number(first[1]) and is_number(first[2])
    labelled = [place for place in range(1, width) if place != token and _has_labels(table, place)]
    asked = options.get("column", "")
    shape = Shape(width, token, labelled, tabs, offsets)
    if asked == "all":
        pass
    elif asked:
        shape.labels = [place_of(asked, width, "column")]
    elif ours:
        # ours have a column for each layer
        shape.labels = list(range(3, width))
    else:
        shape.labels = _layers(table, labelled)
        if len(shape.labels) > 1:
            columns = ", ".join(str(place + 1) for place in shape.labels)
            shape.chosen = f"columns {columns} have labels, and each was taken as a layer; --option column=N takes one"
    if asked not in ("", "all") or not shape.labels:
        place = shape.labels[0] if shape.labels else width - 1
        if place not in labelled and _is_plain(table, place):
            shape.labels, shape.plain = [place], True
            shape.chosen = (
                "its labels have no B or I, so words of one sentence beside each other with the same label are one mark"
            )
    return shape if shape.labels else None


def cells_of(line: str, *, tabs: bool) -> list[str]:
    """Return the cells of a line; empty ones at its end are none."""
    cells = line.split("\t") if tabs else line.split()
    while tabs and len(cells) > 2 and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def place_of(asked: str, columns: int, name: str) -> int:
    """Return the place, from 0, of a column that was asked for by its number; InputError where it is none."""
    try:
        number = int(asked)
    except ValueError:
        raise InputError(f"“{name}={asked}” is no number of a column; the first is 1, the last -1") from None
    place = number - 1 if number > 0 else columns + number
    if not 0 <= place < columns or number == 0:
        raise InputError(f"“{name}={asked}” is no column: there are {columns}; the first is 1, the last -1")
    return place


def _has_labels(table: Sequence[Sequence[str]], place: int) -> bool:
    """Tell whether a column is one of labels: most of its cells are, and not all are empty."""
    outside = empty = marks = 0
    for row in table:
        cell = row[place]
        outside += cell == "O"
        empty += cell in EMPTY
        marks += _marks(cell)
    others = len(table) - outside - empty - marks
    # names among O alone are labels without B and I
    return outside + marks > 0 and (marks > 0 or not others) and 2 * others < len(table)


def _layers(table: Sequence[Sequence[str]], labelled: Sequence[int]) -> list[int]:
    """Return the columns of labels at the end of the lines: one as a rule, several where marks are nested.

    Chunks before them are passed over, and so are layers without any mark beside one that has some.
    """
    found: list[int] = []
    for place in reversed(labelled):
        if found and place != found[-1] - 1:
            break
        found.append(place)
    found = found[::-1]
    marks = {place: Counter(row[place].partition("-")[2] for row in table if _marks(row[place])) for place in found}
    kept = [place for place in found if marks[place] and not _are_chunks(marks[place])]
    return kept or found[-1:]


def _marks(cell: str) -> bool:
    return cell != "O" and cell not in EMPTY and is_label(cell)


def _are_chunks(names: Counter[str]) -> bool:
    return 2 * sum(names[name] for name in names if name in _CHUNKS) > names.total()


def _is_plain(table: Sequence[Sequence[str]], place: int) -> bool:
    """Tell whether a column has names of tags as they are, and O for what has none."""
    names = Counter(row[place] for row in table if row[place] not in EMPTY)
    outside = names.pop("O", 0)
    return (
        outside > 0
        and 0 < len(names) <= _MOST_NAMES
        and not any(is_label(name) for name in names)
        and all(_NAME.fullmatch(name) for name in names)
    )
