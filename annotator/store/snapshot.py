"""Reading through a project as it is at one moment, while others go on writing."""

import sqlite3
from types import TracebackType

_CACHE = 1024
"""KiB of the file's pages that are kept at most: whoever reads through all of a project reads each page once."""


class Snapshot:
    """A read transaction in a ``with`` block."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._before = 0

    def __enter__(self) -> None:
        (self._before,) = self._connection.execute("PRAGMA cache_size").fetchone()
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._connection.execute("BEGIN")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.execute("ROLLBACK")
        self._connection.execute(f"PRAGMA cache_size = {self._before}")
