"""The cells of check-worthiness lists: with or without header, with the quotes of CSV or literal ones.

Whether quotes are those of CSV, only the whole list tells: it is read once for that, and again for its rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from annotator.errors import InputError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "sentence", "tweettext", "statement", "claimtext"),
    "label": (
        "classlabel",
        "label",
        "checkworthiness",
        "verdict",
        "claimworthiness",
        "checkworthy",
        "ourrating",
        "claimlabel",
    ),
    "id": ("sentenceid", "tweetid", "linenumber", "id", "number"),
    "speaker": ("speaker", "author", "claimant"),
}
"""What we take of a list, and the headers of it, the best first; without case, spaces and punctuation."""
DEBATE = ("line_number", "speaker", "text", "label")
"""The columns of lists without a header, as CheckThat! had them in its first years; of three, the label is missing."""
CHECKED = ("line_number", "speaker", "text", "claim_number", "normalised", "label")
"""The columns of its lists of checked claims; what stands for nothing in them is in `_NOTHING`."""
_NOTHING = frozenset(("-", "N/A"))


Lines = Callable[[str], Iterable[str]]
"""Gives the lines of a text from its beginning, with their ends; told what ends one, as `open` is."""


class Table(NamedTuple):
    """A list: its *columns*, whether they stand in a *header*, and its *rows* with their lines.

    The *faults* of others are there when all rows were taken.
    """

    columns: tuple[str, ...]
    header: bool
    separator: str
    rows: Iterator[tuple[int, list[str]]]
    faults: list[tuple[int, str]]


def read_table(lines: Lines) -> Table:
    """Return the list in a text, whose rows are read when they are taken; InputError if it is none."""
    first = next(iter(lines("\n")), "")
    separator = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    quoted = separator != "\t" or _is_quoted(lines("\n"))
    rows = _quoted(lines(""), separator) if quoted else _literal(lines("\n"))
    rows = ((line, row) for line, row in rows if any(cell.strip() for cell in row))
    begin = next(rows, None)
    if begin is None:
        raise InputError("it is empty; there is nothing to read")
    head = begin[1]
    if roles(head).get("text") is not None:
        columns, header = tuple(cell.strip() for cell in head), True
    elif len(head) in (3, 4) and re.fullmatch(r"\d+", head[0].strip()):
        columns, header = DEBATE[: len(head)], False
    elif len(head) == len(CHECKED) and re.fullmatch(r"\d+", head[0].strip()):
        columns, header = CHECKED, False
        begin = _without_nothing(begin)
        rows = map(_without_nothing, rows)
    else:
        raise InputError(
            "it has no column for the sentences; its first line must have a header such as text or sentence, or be a "
            "number, a speaker, a sentence and a label"
        )
    faults: list[tuple[int, str]] = []
    return Table(
        columns, header, separator, _of_width(rows if header else chain([begin], rows), len(columns), faults), faults
    )


def _without_nothing(row: tuple[int, list[str]]) -> tuple[int, list[str]]:
    line, cells = row
    return line, cells[:3] + ["" if cell.strip() in _NOTHING else cell for cell in cells[3:]]


def _of_width(
    rows: Iterable[tuple[int, list[str]]], width: int, faults: list[tuple[int, str]]
) -> Iterator[tuple[int, list[str]]]:
    for line, row in rows:
        if len(row) == width:
            yield line, row
        else:
            faults.append((line, f"it has {len(row)} cells, not {width}; mend it"))


def roles(columns: Sequence[str]) -> dict[str, int]:
    """Return the place of each of `COLUMNS` that a header has."""
    plain = [re.sub(r"[\W_]+", "", name.casefold()) for name in columns]
    found: dict[str, int] = {}
    for role, names in COLUMNS.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            found[role] = place
    return found


def _is_quoted(lines: Iterable[str]) -> bool:
    """Tell whether quotes that begin cells are those of CSV: each ends its cell, and those inside are doubled.

    Such a cell may have tabs and line breaks in it; but lines that are each a whole row are none.
    """
    width = 0
    any_ = open_ = rows = False
    for line in lines:
        cells = line.removesuffix("\n").rstrip("\r").split("\t")
        width = width or len(cells)
        # whether the lines of a row that goes on are each one by itself
        rows = len(cells) >= width and (rows or not open_)
        begun = open_
        for cell in cells:
            if not open_ and not cell.startswith('"'):
                continue
            # a quote that is left when the doubled ones are gone ends the cell
            _, quote, behind = cell[not open_ :].replace('""', "").partition('"')
            if behind:
                return False
            any_, open_ = True, not quote
        if begun and not open_ and rows:
            return False
    return any_ and not open_


def _literal(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line.removesuffix("\n").rstrip("\r").split("\t")


def _quoted(lines: Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(1 << 28)
    reader = csv.reader(lines, delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"it is no CSV ({error}); mend it", reader.line_num) from error
