"""The cells of check-worthiness lists: with or without header, with the quotes of CSV or literal ones. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.errors import InputError

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "sentence", "tweettext", "statement", "claimtext"),
    "label": ("classlabel", "label", "checkworthiness", "verdict", "claimworthiness", "checkworthy", "ourrating"),
    "id": ("sentenceid", "tweetid", "linenumber", "id", "number"),
    "speaker": ("speaker", "author", "claimant"),
}
"""What we take of a list, and the headers of it, the best first; without case, spaces and punctuation."""
DEBATE = ("line_number", "speaker", "text", "label")
"""The columns of lists without a header, as CheckThat! had them in its first years; of three, the label is missing."""


class Table(NamedTuple):
    """A list: its *columns*, whether they stand in a *header*, its *rows* with their lines, and faults of others."""

    columns: tuple[str, ...]
    header: bool
    separator: str
    rows: list[tuple[int, list[str]]]
    faults: list[tuple[int, str]]


def read_table(text: str) -> Table:
    """Return the list in *text*; InputError if it is none."""
    first = text.split("\n", 1)[0]
    separator = "\t" if "\t" in first else ";" if first.count(";") > first.count(",") else ","
    rows = _quoted(text, separator) if separator != "\t" or _is_quoted(text) else _literal(text)
    rows = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise InputError("it is empty; there is nothing to read")
    head = rows[0][1]
    if roles(head).get("text") is not None:
        columns, rows, header = tuple(cell.strip() for cell in head), rows[1:], True
    elif len(head) in (3, 4) and re.fullmatch(r"\d+", head[0].strip()):
        columns, header = DEBATE[: len(head)], False
    else:
        raise InputError(
            "it has no column for the sentences; its first line must have a header such as text or sentence, or be a "
            "number, a speaker, a sentence and a label"
        )
    width = len(columns)
    faults = [(line, f"it has {len(row)} cells, not {width}; mend it") for line, row in rows if len(row) != width]
    return Table(columns, header, separator, [each for each in rows if len(each[1]) == width], faults)


def roles(columns: Sequence[str]) -> dict[str, int]:
    """Return the place of each of `COLUMNS` that a header has."""
    plain = [re.sub(r"[\W_]+", "", name.casefold()) for name in columns]
    found: dict[str, int] = {}
    for role, names in COLUMNS.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            found[role] = place
    return found


def _is_quoted(text: str) -> bool:
    """Tell whether quotes that begin cells are those of CSV: each ends its cell, and those inside are doubled."""
    any_ = False
    for line in text.split("\n"):
        for cell in line.rstrip("\r").split("\t"):
            if cell.startswith('"'):
                any_ = True
                if len(cell) < 2 or not cell.endswith('"') or '"' in cell[1:-1].replace('""', ""):
                    return False
    return any_


def _literal(text: str) -> list[tuple[int, list[str]]]:
    lines = enumerate(text.split("\n"), start=1)
    return [(number, line.rstrip("\r").split("\t")) for number, line in lines if line.strip()]


def _quoted(text: str, separator: str) -> list[tuple[int, list[str]]]:
    csv.field_size_limit(1 << 28)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            found.append((reader.line_num, row))
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: it is no CSV ({error}); mend it") from error
    return found
