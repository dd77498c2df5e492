"""Reading through a project as it is at one moment, while others go on writing."""

import sqlite3
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from annotator.store.connection import connect_beside

_CACHE = 1024
"""KiB of the file's pages that are kept at most: whoever reads through all of a project reads each page once."""


class Ahead:
    """A thread that reads ahead, with a connection of its own that sees the same moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pool = ThreadPoolExecutor(1)

    def ask(self, statement: str, values: Sequence[object]) -> Future[Any]:
        """Ask for one row, which comes later; of several it would need Python's lock for each."""
        return self._pool.submit(lambda: self._connection.execute(statement, values).fetchone())

    def close(self) -> None:
        """Wait for what is being read; what was asked and not begun is dropped."""
        self._pool.shutdown(cancel_futures=True)
        self._connection.close()


class Snapshot:
    """A read transaction in a ``with`` block; *ahead* reads within it at the same time, if that can be had."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.ahead: Ahead | None = None
        self._connection = connection
        self._path = path
        self._before = 0

    def __enter__(self) -> None:
        (self._before,) = self._connection.execute("PRAGMA cache_size").fetchone()
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        self.ahead = self._begun_with_another()
        if self.ahead is None:
            _begin(self._connection)

    def _begun_with_another(self) -> Ahead | None:
        """Begin on two connections, so that both see the same; None, with nothing begun, if that cannot be had."""
        beside = connect_beside(self._connection, self._path)
        if beside is None:
            return None
        try:
            beside.execute(f"PRAGMA cache_size = -{_CACHE}")
            # it differs if anybody wrote between the two, and so between the two beginnings
            before = _version(beside)
            last = _begin(self._connection)
            if _begin(beside) == last and _version(beside) == before:
                return Ahead(beside)
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
        if self.ahead is not None:
            self.ahead.close()
            self.ahead = None
        self._connection.execute("ROLLBACK")
        self._connection.execute(f"PRAGMA cache_size = {self._before}")


def _begin(connection: sqlite3.Connection) -> str | None:
    """Begin to read, from now on what is there now; return the id of the last change."""
    connection.execute("BEGIN")
    found = connection.execute("SELECT id FROM changes ORDER BY key DESC LIMIT 1").fetchone()
    return found and found[0]


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA data_version").fetchone()[0]
