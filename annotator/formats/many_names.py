"""Names of files, however many: some are held in memory, more in a temporary database, whose memory is bounded."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator

HELD = 2000
"""Names that are held in memory at most."""
HELD_BYTES = 1 << 20
"""Bytes given with names that are held in memory at most."""


class ManyNames(Collection[str]):
    """A set of names in their order, each with some bytes if it is given any."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        # those that are not in the database, which is made when they are too many
        self._held: dict[str, bytes] = {}
        self._bytes = 0
        self._database: sqlite3.Connection | None = None
        for name in names:
            self.add(name)

    def add(self, name: str, data: bytes = b"") -> None:
        """Add *name*; of one that is there the bytes are replaced."""
        self._held[name] = data
        self._bytes += len(data)
        if len(self._held) > HELD or self._bytes > HELD_BYTES:
            self._put_away()

    def get(self, name: str) -> bytes | None:
        """Return the bytes of *name*, or None if it is not there."""
        found = self._held.get(name)
        if found is None and self._database is not None:
            row = self._database.execute("SELECT data FROM names WHERE name = ?", (_encoded(name),)).fetchone()
            found = row[0] if row else None
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[str]:
        """Yield the names in the order of their code points; none may be added meanwhile."""
        if self._database is None:
            yield from sorted(self._held)
            return
        self._put_away()
        # UTF-8 has the order of code points
        for (name,) in self._database.execute("SELECT name FROM names ORDER BY name"):
            yield name.decode("utf-8", "surrogatepass")

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Yield the names with their bytes, in the order in which they were added; none may be added meanwhile."""
        if self._database is None:
            yield from self._held.items()
            return
        self._put_away()
        for name, data in self._database.execute("SELECT name, data FROM names ORDER BY rowid"):
            yield name.decode("utf-8", "surrogatepass"), data

    def __len__(self) -> int:
        if self._database is None:
            return len(self._held)
        self._put_away()
        return self._database.execute("SELECT count(*) FROM names").fetchone()[0]

    def _put_away(self) -> None:
        if not self._held:
            return
        if self._database is None:
            # a file without a name, which is gone when the connection is
            self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1024"):
                self._database.execute(f"PRAGMA {pragma}")
            self._database.execute("CREATE TABLE names (name BLOB PRIMARY KEY, data BLOB)")
        rows = ((_encoded(name), data) for name, data in self._held.items())
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO names VALUES (?, ?)", rows)
        self._database.execute("COMMIT")
        self._held.clear()
        self._bytes = 0


def _encoded(name: str) -> bytes:
    # names that are no Unicode are known by lone surrogates
    return name.encode("utf-8", "surrogatepass")
