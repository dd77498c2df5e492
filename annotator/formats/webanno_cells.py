"""The cells of WebAnno TSV 3: what is escaped in them, and how several annotations stand in one. Pure."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_RESERVED = re.compile(r"->|[\\\[\]|_;*\t\n\r]")
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_BACK = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_BARS = re.compile(r"(?:\\.|[^|\\])*", re.DOTALL)
_SEMICOLONS = re.compile(r"(?:\\.|[^;\\])*", re.DOTALL)
# a bracket is escaped by what stands before it, unless that is escaped itself
_ID = re.compile(r"((?:\\.|[^\\])*?)(?:\[([0-9]{1,18})\])?$", re.DOTALL)
_REFERENCE = re.compile(r"([0-9]+-[0-9]+(?:\.[0-9]+)?)(?:\[([0-9]{1,18})(?:_([0-9]{1,18}))?\])?")
NONE, NULL = "_", "*"


def escaped(value: str) -> str:
    """Return *value* as it stands in a cell."""
    return _RESERVED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\{match[0]}", value)


def unescaped(cell: str) -> str:
    """Return what a cell means."""
    return _ESCAPED.sub(lambda match: _BACK.get(match[1], match[1]), cell) if "\\" in cell else cell


def escaped_text(text: str) -> str:
    """Return a line of a sentence's text as it stands behind ``#Text=``."""
    return text.replace("\\", "\\\\").replace("\t", r"\t").replace("\r", r"\r")


class Stacked(NamedTuple):
    """One annotation's part of a cell: its *value* as written, and its *id*, 0 if it has none."""

    value: str
    id: int


def stacked(cell: str, *, ids: bool = True) -> list[Stacked]:
    """Return the annotations that a cell holds, with values as they are written.

    Without *ids* what stands in brackets at an end is part of the value.
    """
    if cell in ("", NONE):
        return []
    found: list[Stacked] = []
    for part in _split(_BARS, cell, "|"):
        match = _ID.match(part) if ids else None
        if match and match[2]:
            found.append(Stacked(match[1], int(match[2])))
        else:
            found.append(Stacked(part, 0))
    return found


def several(value: str) -> list[str]:
    """Return the values between semicolons, as they are written."""
    return _split(_SEMICOLONS, value, ";")


def _split(pattern: re.Pattern[str], text: str, mark: str) -> list[str]:
    found: list[str] = []
    place = 0
    while True:
        match = pattern.match(text, place)
        end = match.end() if match else place
        found.append(text[place:end])
        if end >= len(text) or text[end] != mark:
            return found
        place = end + 1


class Reference(NamedTuple):
    """The other end of a link: a *unit* (a token or part of one), and ids, 0 where there is none."""

    unit: str
    source: int
    target: int


def reference(value: str) -> Reference | None:
    """Return the reference that a value is, or None."""
    match = _REFERENCE.match(value)
    return Reference(match[1], int(match[2] or 0), int(match[3] or 0)) if match else None


@dataclass(slots=True)
class Layer:
    """A layer as the header declares it; *columns* are its features, or one without a name."""

    line: str
    kind: str
    name: str
    columns: list[str] = field(default_factory=list[str])

    @property
    def short(self) -> str:
        """The last part of its name."""
        return self.name.rpartition(".")[2]

    @property
    def attached(self) -> int | None:
        """The column with the other end of a relation, if there is one."""
        return next((place for place, column in enumerate(self.columns) if column.startswith("BT_")), None)

    @property
    def attached_type(self) -> str:
        """The type of what a relation joins; empty if it is none."""
        return "" if self.attached is None else self.columns[self.attached].removeprefix("BT_")

    def slots(self) -> dict[int, str]:
        """Return the columns with roles, each with the name of its feature; targets stand in the next one."""
        return {
            place: column.partition(":")[2].partition("_")[0]
            for place, column in enumerate(self.columns)
            if column.startswith("ROLE_")
        }


def layer(line: str) -> Layer | None:
    """Return the layer that a line of the header declares, or None."""
    match = re.match(r"#(T_SP|T_RL|T_CH)=(.*)$", line)
    if match is None:
        return None
    name, *columns = match[2].rstrip().split("|")
    return Layer(line, match[1], name, columns if any(columns) else [""])
