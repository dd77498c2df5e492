"""The history's own encoding: the operations of a change, in compressed parts.

An operation is a list: ``["p", table, id]`` a row was put (the row itself is the image),
``["p", table, id, mark]`` it was put back and bears the mark of an older change (a document:
the list of the marks of its rows),
``["a", table, id, old, new]`` columns went from old to new, ``["r", table, image]`` a row
was removed and this is what it held,
``["m", table, tag, into, ids, change, modified, change, modified]`` rows of one tag got another:
ids of the tags and of the rows, then the columns before and after, each a list or the one value
that all have, ``["s", "settings", name, old, new]`` a setting went from old to new (empty: none).
A part is a JSON array of them, deflated.
"""

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import orjson

from annotator.errors import ProjectError

# what JSON gives back: the shapes are those named above
LoggedOperation = list[Any]

_PART = 4000
_PART_BYTES = 1 << 20


class Recorder:
    """Collects the operations of one change and writes them out in parts of bounded size."""

    def __init__(self, connection: sqlite3.Connection, change: int) -> None:
        self._connection = connection
        self._change = change
        self._pending: list[LoggedOperation] = []
        self._bytes = 0
        self.count = 0
        (self._part,) = connection.execute(
            "SELECT coalesce(max(part) + 1, 0) FROM operations WHERE change = ?", (change,)
        ).fetchone()

    def put(self, table: str, ids: Sequence[str]) -> None:
        """Record that rows were put, which bear the mark of this change."""
        self._pending.extend(["p", table, each] for each in ids)
        self.count += len(ids)
        if len(self._pending) >= _PART:
            self.flush()

    def put_back(self, table: str, row_id: str, mark: int | list[int]) -> None:
        """Record that a row was put which bears the *mark* of an older change; a document's rows bear several."""
        self._add(["p", table, row_id, mark], 60)

    def altered(self, table: str, row_id: str, old: dict[str, Any], new: dict[str, Any]) -> None:
        """Record that columns of a row went from *old* to *new*."""
        self._add(["a", table, row_id, old, new], 200)

    def removed(self, table: str, image: dict[str, Any], size: int = 600) -> None:
        """Record that a row was removed; *size* is a guess at the bytes of its *image*."""
        self._add(["r", table, image], size)

    def set(self, name: str, old: str, new: str) -> None:
        """Record that a setting of the project went from *old* to *new*."""
        self._add(["s", "settings", name, old, new], 100)

    def moved(self, table: str, tag: str, into: str, ids: list[str], columns: Sequence[object]) -> None:
        """Record that rows of one tag got another, with the columns that changed, before and after."""
        self._pending.append(["m", table, tag, into, ids, *columns])
        self._bytes += 100 * len(ids)
        self.count += len(ids)
        if self._bytes >= _PART_BYTES:
            self.flush()

    def _add(self, operation: LoggedOperation, size: int) -> None:
        self._pending.append(operation)
        self._bytes += size
        self.count += 1
        if len(self._pending) >= _PART or self._bytes >= _PART_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write out what is collected."""
        if not self._pending:
            return
        data = zlib.compress(orjson.dumps(self._pending), 1)
        self._connection.execute("INSERT INTO operations VALUES (?, ?, ?)", (self._change, self._part, data))
        self._part += 1
        self._pending.clear()
        self._bytes = 0


def count(operations: Sequence[LoggedOperation]) -> int:
    """Return how many rows *operations* are about."""
    return sum(len(each[4]) if each[0] == "m" else 1 for each in operations)


def read_backwards(connection: sqlite3.Connection, change: int) -> Iterator[list[LoggedOperation]]:
    """Yield the operations of *change* from the last to the first, as runs of one kind and table.

    At most one part is held in memory.
    """
    parts = [
        part
        for (part,) in connection.execute("SELECT part FROM operations WHERE change = ? ORDER BY part DESC", (change,))
    ]
    for part in parts:
        operations = read_part(connection, change, part)
        operations.reverse()
        yield from _runs(operations)
        del operations  # or it would stay until the next part is read


def read_part(connection: sqlite3.Connection, change: int, part: int) -> list[LoggedOperation]:
    """Return the operations of one part, in the order they were done; ProjectError if it cannot be read."""
    (data,) = connection.execute("SELECT data FROM operations WHERE change = ? AND part = ?", (change, part)).fetchone()
    try:
        return orjson.loads(zlib.decompress(data))
    except (zlib.error, ValueError) as error:
        raise ProjectError(
            f"the history of change {change} cannot be read, so that it cannot be undone; what is marked is whole"
        ) from error


def _runs(operations: list[LoggedOperation]) -> Iterator[list[LoggedOperation]]:
    if not operations:
        return
    begin = 0
    for index, (one, other) in enumerate(pairwise(operations), start=1):
        if one[:2] != other[:2] or index - begin >= 500:
            yield operations[begin:index]
            begin = index
    yield operations[begin:]
