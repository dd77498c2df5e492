"""Tables of a TOML file that a person typed: values by shape, faults with the line they are in.

The TOML reader of the standard library keeps no places, so the line of a key is looked up
among the lines again, and only when there is a fault to report.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from annotator.errors import InputError

# TOML as it comes: anything may be anything until it was looked at
Table = dict[str, Any]

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]")


@dataclass(frozen=True, slots=True)
class Block:
    """One table of the file. *what* names it in a fault, *where* names the file.

    *header* is what stands in brackets above it and *number* which of the tables with that
    header it is, from 0; the top of the file has none. A table written in one line, inside
    another one, stands at the *key* of that one.
    """

    where: str
    lines: list[str]
    table: Table
    what: str
    header: str = ""
    number: int = 0
    key: str = ""

    def fault(self, what: str, key: str = "") -> InputError:
        """Return the error that says *what*, with the line where *key* of this table stands."""
        line = self._line(self.key or key)
        return InputError(f"{self.where}, line {line}: {what}" if line else f"{self.where}: {what}")

    def _line(self, key: str) -> int:
        """Return the line, from 1, of *key*, else of the table's header, else 0."""
        wanted = re.compile(rf"""\s*(?:attributes\.)?["']?{re.escape(key)}["']?\s*[=.]""") if key else None
        begin, seen = 0, -1
        inside = not self.header
        within_text = False
        for number, line in enumerate(self.lines, 1):
            was_within, within_text = within_text, within_text ^ bool(line.count('"""') % 2)
            if was_within:
                continue
            header = _HEADER.match(line)
            if header:
                if inside:
                    break
                seen += header[1] == self.header
                inside = seen == self.number
                begin = number if inside else 0
            elif inside and wanted and wanted.match(line):
                return number
        return begin

    def only(self, known: tuple[str, ...]) -> None:
        """Raise InputError if the table has a key that is not *known*."""
        for key in self.table:
            if key not in known:
                raise self.fault(f"{self.what} has an unknown key “{key}”; known are {', '.join(known)}", key)

    def text(self, key: str) -> str:
        """Return the text at *key*, empty if there is none."""
        value = self.table.get(key, "")
        if not isinstance(value, str):
            raise self.fault(f"“{key}” of {self.what} must be a text in quotation marks", key)
        return value

    def flag(self, key: str) -> bool:
        """Return the true or false at *key*, false if there is none."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.fault(f"“{key}” of {self.what} must be true or false", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts at *key*, empty if there is none."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in cast(list[object], value)):
            raise self.fault(f"“{key}” of {self.what} must be a list of texts", key)
        return tuple(cast(list[str], value))

    def inner(self, key: str, what: str) -> "Block":
        """Return the table at *key* whose keys stand in this one as ``key.name``, or under ``[key]``."""
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.fault(f"“{key}” of {self.what} must be a table", key)
        return Block(self.where, self.lines, cast(Table, value), what, self.header, self.number, self.key)

    def under(self, header: str, what: str) -> "Block":
        """Return this table as it stands below a ``[header]`` of its own."""
        return Block(self.where, self.lines, self.table, what, header)

    def in_line(self, key: str, what: str) -> "Block":
        """Return the table at *key*, written in one line."""
        value = self.table[key]
        if not isinstance(value, dict):
            raise self.fault(f'{what} must be a table such as {{ type = "text" }}', key)
        return Block(self.where, self.lines, cast(Table, value), what, self.header, self.number, key)

    def each(self, header: str) -> Iterator["Block"]:
        """Yield the tables ``[[header]]``, each of which must have a name."""
        values = self.table.get(header, [])
        if not isinstance(values, list) or not all(isinstance(each, dict) for each in cast(list[object], values)):
            raise self.fault(f"“{header}” must be written as [[{header}]]", header)
        for number, table in enumerate(cast(list[Table], values)):
            nameless = Block(self.where, self.lines, table, f"{header} {number + 1}", header, number)
            name = nameless.text("name")
            if not name.strip():
                raise nameless.fault(f"{header} {number + 1} has no name")
            yield Block(self.where, self.lines, table, f"the {header} “{name}”", header, number)


def text_list(values: Iterable[str]) -> str:
    """Return *values* as a list of TOML."""
    return f"[{', '.join(map(toml_text, values))}]"


def toml_text(text: str) -> str:
    """Return *text* as a TOML string in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for raw, name in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        escaped = escaped.replace(raw, name)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'


def long_text(text: str) -> str:
    """Return *text* as a TOML string over as many lines as it has, or in one line where it has one."""
    if "\n" not in text:
        return toml_text(text)
    body = "\n".join(toml_text(line)[1:-1] for line in text.split("\n"))
    return f'"""\n{body}"""'
