"""Reading through a project as it is at one moment, while others go on writing."""

import sqlite3
from pathlib import Path
from types import TracebackType

from annotator.store.connection import connect_beside

_CACHE = 1024
"""KiB of the file's pages that are kept at most: whoever reads through all of a project reads each page once."""


class Snapshot:
    """A read transaction in a ``with`` block.

    *beside* is another connection that sees the same, for a thread that reads ahead; None if there is none.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.beside: sqlite3.Connection | None = None
        self._connection = connection
        self._path = path
        self._before = 0

    def __enter__(self) -> None:
        (self._before,) = self._connection.execute("PRAGMA cache_size").fetchone()
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        self.beside = self._opened_beside()
        if self.beside is None:
            _begin(self._connection)

    def _opened_beside(self) -> sqlite3.Connection | None:
        """Begin on both connections, so that both see the same; return the other one, None if that cannot be had."""
        beside = connect_beside(self._connection, self._path)
        if beside is None:
            return None
        try:
            beside.execute(f"PRAGMA cache_size = -{_CACHE}")
            # it differs if anybody wrote between the two, and so between the two beginnings
            before = _version(beside)
            last = _begin(self._connection)
            if _begin(beside) == last and _version(beside) == before:
                return beside
        except sqlite3.Error:
            # one connection will do, and it says what is wrong
            pass
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        beside.close()
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.beside is not None:
            self.beside.close()
            self.beside = None
        self._connection.execute("ROLLBACK")
        self._connection.execute(f"PRAGMA cache_size = {self._before}")


def _begin(connection: sqlite3.Connection) -> str | None:
    """Begin to read, from now on what is there now; return the id of the last change."""
    connection.execute("BEGIN")
    found = connection.execute("SELECT id FROM changes ORDER BY key DESC LIMIT 1").fetchone()
    return found and found[0]


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA data_version").fetchone()[0]
