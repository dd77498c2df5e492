"""What stands in the cells of a table: spans, typed values, JSON. InputError says which cell is wrong."""

from __future__ import annotations

import re
from typing import cast

import orjson

from annotator.errors import InputError
from annotator.model.annotation import Span, Value

_SPAN = re.compile(r"(\d{1,18})(?:\.0)?\s*[-–]\s*(\d{1,18})(?:\.0)?")
CELLS = (32_767, 65_535)
"""UTF-16 units, or with some libraries code points, at most of a cell in a workbook, and of one in LibreOffice."""


def are_spans(cell: str) -> bool:
    """Tell whether `spans_in` reads a cell; a spreadsheet takes the span ``4-9`` for a day of April."""
    return all(map(_SPAN.fullmatch, filter(None, (each.strip() for each in cell.split(";")))))


def spans_in(cell: str) -> tuple[Span, ...]:
    """Return the spans of a cell such as ``21-32;40-45``; InputError for what is none."""
    found: list[Span] = []
    for part in filter(None, (each.strip() for each in cell.split(";"))):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise InputError(f"“{part[:60]}” is no span; it is written like 21-32, and its parts like 21-32;40-45")
        found.append(Span(int(match[1]), int(match[2])))
    return tuple(found)


def filled(cell: str) -> int:
    """Return how many characters a spreadsheet's cell holds if *cell* has just as many, else 0."""
    if not CELLS[0] // 2 <= len(cell) <= CELLS[-1]:
        return 0
    units = len(cell) + sum(character > "\uffff" for character in cell)
    return next((size for size in (units, len(cell)) if size in CELLS), 0)


def number_in(cell: str) -> float:
    """Return the number in a cell, whose decimal sign may be a comma; ValueError for what is none."""
    return float(cell.replace(",", ".") if re.fullmatch(r"\d*,\d+", cell) else cell)


def same_words(stands: str, said: str) -> bool:
    """Tell whether words agree; white space does not count, and a program may have cut the end off."""
    one, other = " ".join(stands.split()), " ".join(said.split())
    return one == other or (other.endswith("…") and one.startswith(other[:-1].rstrip()))


def typed(cell: str, type_: str) -> Value:
    """Return the value of an attribute of that type, as a tag set calls it; what does not fit stays text."""
    if type_ == "flag" and cell.lower() in ("true", "yes", "1", "false", "no", "0"):
        return cell.lower() in ("true", "yes", "1")
    if type_ == "number":
        try:
            return int(cell) if re.fullmatch(r"[+-]?\d{1,15}", cell) else float(cell)
        except ValueError:
            return cell
    return cell


def _json(cell: str, column: str) -> object:
    try:
        return orjson.loads(cell)
    except orjson.JSONDecodeError as error:
        raise InputError(f"the column “{column}” holds no JSON ({error}); mend it, or empty it") from error


def json_object(cell: str, column: str) -> dict[str, object]:
    """Return the object in a cell; an empty one for an empty cell."""
    value: object = _json(cell, column) if cell else {}
    if not isinstance(value, dict):
        raise InputError(f"the column “{column}” must hold a JSON object")
    return cast(dict[str, object], value)


def json_list(cell: str, column: str) -> list[dict[str, object]]:
    """Return the list of objects in a cell; an empty one for an empty cell."""
    value: object = _json(cell, column) if cell else []
    listed = cast(list[object], value) if isinstance(value, list) else [None]
    if not all(isinstance(each, dict) for each in listed):
        raise InputError(f"the column “{column}” must hold a JSON list of objects")
    return cast(list[dict[str, object]], listed)


def plain_values(value: object, column: str) -> dict[str, Value]:
    """Return the attributes that *value*, an object, holds."""
    found = cast(dict[str, object], value) if isinstance(value, dict) else None
    if found is None or not all(each is None or isinstance(each, str | int | float | bool) for each in found.values()):
        raise InputError(f"“{column}” must hold plain values by name")
    return cast(dict[str, Value], found)
