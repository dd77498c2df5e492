"""Opening a project file safely, and the turn-taking of its writers.

WAL mode with ``synchronous=FULL``: a committed change survives a crash of the program and a
power failure, at the price of one fsync a change.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path

from annotator.errors import ConflictError, ProjectError, UsageError
from annotator.store.schema import APPLICATION_ID, VERSION

WAIT = 20.0
"""Seconds for which a writer waits for another one before it gives up."""

_POLL = 0.002
Fault = sqlite3.Error | JSONDecodeError
"""What damage raises: of the file, or of a value in it that is no JSON any more, though SQLite finds nothing wrong."""
FAULTS = (sqlite3.Error, JSONDecodeError)

HALF_A_CHARACTER = "a value holds half of a character (a lone surrogate), which no file can hold; nothing was changed"


class Turnstile:
    """Lets the writers of one process in, first come, first served.

    SQLite's own lock is not fair: an import that commits and begins again at once would
    starve the window's key presses.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._next = 0
        self._serving = 0

    def enter(self) -> None:
        """Wait for our turn."""
        with self._condition:
            ticket = self._next
            self._next += 1
            while self._serving != ticket:
                self._condition.wait()

    def leave(self) -> None:
        """Let the next one in."""
        with self._condition:
            self._serving += 1
            self._condition.notify_all()


_turnstiles: dict[str, Turnstile] = {}
_turnstiles_lock = threading.Lock()


def turnstile(path: Path) -> Turnstile:
    """Return the turnstile that all connections of this process to *path* share."""
    with _turnstiles_lock:
        return _turnstiles.setdefault(os.path.realpath(path), Turnstile())


def _uri(path: Path, options: str) -> str:
    return f"{path.absolute().as_uri()}?{options}"


def _connect(path: Path, *, write: bool, create: bool = False, check_same_thread: bool = True) -> sqlite3.Connection:
    mode = "mode=rwc" if create else "mode=rw" if write else _mode_to_read(path)
    connection = sqlite3.connect(
        _uri(path, mode), uri=True, isolation_level=None, timeout=WAIT, check_same_thread=check_same_thread
    )
    if not write:
        connection.execute("PRAGMA query_only = ON")
    return _prepared(connection)


def connect_beside(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection | None:
    """Return another connection to the file of *connection*, for any thread to read; None where that cannot be had."""
    (_, _, file) = connection.execute("PRAGMA database_list").fetchone()
    if not file or connection.in_transaction:
        return None
    try:
        return _connect(path, write=False, check_same_thread=False)
    except (sqlite3.Error, OSError):
        return None


def in_memory() -> sqlite3.Connection:
    """Return a connection to an empty database that lies nowhere, for what may only be read and is to be altered."""
    return _prepared(sqlite3.connect(":memory:", isolation_level=None))


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -8192")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.create_function("folded", 1, folded, deterministic=True)
    return connection


def _mode_to_read(path: Path) -> str:
    place = os.access(path.parent, os.W_OK)
    if not _wal_of(path).exists() and not (place and _may_change(path)):
        # nobody writes to it now: without a place for its shared memory SQLite reads a WAL file only like this
        return "mode=ro&immutable=1"
    # who may write also clears away what SQLite lays beside the file
    return "mode=rw" if place and _may_change(path) else "mode=ro"


def _may_change(path: Path) -> bool:
    """Tell whether the file is not marked read-only: someone who does that means it, whoever runs the program."""
    return bool(path.stat().st_mode & 0o222)


def folded(text: str) -> str:
    """Return *text* without the difference of case, for comparing titles; SQLite's own LIKE knows only A to Z."""
    return text.casefold()


def create(path: Path) -> sqlite3.Connection:
    """Create an empty file at *path* and connect to it; ProjectError if that cannot be done."""
    if path.exists():
        raise ProjectError(f"{path} already exists; choose another name or open it")
    if not path.parent.is_dir():
        raise ProjectError(f"{path.parent} is not a folder; create it first or choose another place")
    try:
        connection = _connect(path, write=True, create=True)
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        raise ProjectError(f"{path} cannot be created ({error}); choose a place you may write to") from error
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def check_file(path: Path, *, write: bool) -> None:
    """Raise ProjectError, in a sentence, if there is no project at *path* or it cannot be written."""
    if not path.exists():
        raise ProjectError(f"{path} does not exist; check the name, or make it with: annotator new {path}")
    if path.is_dir():
        raise ProjectError(f"{path} is a folder, not a project; name a file that ends in .annotator")
    if not path.is_file():
        # a pipe that nobody writes to would be waited for
        raise ProjectError(f"{path} is not an Annotator project, but a pipe or a device; name a file")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectError(f"{path} cannot be read ({reason}); ask its owner for access") from error
    if not head.startswith(b"SQLite format 3\0"):
        raise ProjectError(f"{path} is not an Annotator project; to bring texts in, use: annotator import")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID and not _wal_of(path).exists():
        raise ProjectError(f"{path} is a database of another program, not an Annotator project")
    if write and not (os.access(path, os.W_OK) and _may_change(path)):
        raise ProjectError(f"{path} is read-only; copy it to a place you may write to and open the copy")
    if write and not os.access(path.parent, os.W_OK):
        raise ProjectError(
            f"{path} lies in a folder that is read-only; copy it to a place you may write to and open the copy"
        )


def _wal_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def connect(path: Path, *, write: bool) -> tuple[sqlite3.Connection, int]:
    """Connect to the project at *path*; return the connection and its schema version.

    Raises ProjectError, in a sentence, for a file that is missing, no project, newer than
    this program, read-only (when *write*), locked by another program or damaged.
    """
    check_file(path, write=write)
    try:
        connection = _connect(path, write=write)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION_ID:
                raise ProjectError(f"{path} is a database of another program, not an Annotator project")
            if version > VERSION:
                raise ProjectError(
                    f"{path} was made by a newer Annotator (its format is {version}, this program knows {VERSION}); "
                    "install the newer program to open it"
                )
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if write:
                # a backup, copied whole into one file, comes without
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return connection, version


def explained(error: Fault, path: Path) -> ProjectError:
    """Say what a failure of SQLite means for the person who works on the project at *path*."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ProjectError(f"{path} is locked by another program; close that program and try again")
    if isinstance(error, JSONDecodeError) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ProjectError(
            f"{path} is damaged ({error}); nothing was changed: open your last backup, or a copy of this file"
        )
    if code == sqlite3.SQLITE_FULL:
        return ProjectError(f"the disk that holds {path} is full; nothing was changed: make room and try again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return ProjectError(f"{path} cannot be written ({error}); nothing was changed: check who may write there")
    if code == sqlite3.SQLITE_IOERR:
        return ProjectError(f"{path} could not be read or written ({error}); check the disk and the connection to it")
    return ProjectError(f"{path}: the database reports: {error}")


def damaged(what: str) -> ProjectError:
    """Say that a value in a project is damaged, which SQLite does not notice: *what* is wrong."""
    return ProjectError(f"the project is damaged: {what}; open your last backup, or a copy of this file")


@contextmanager
def explaining(path: Path) -> Generator[None]:
    """Turn what SQLite reports in the block of the project at *path* into a ProjectError in a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error


def is_of_damage(error: ProjectError) -> bool:
    """Tell whether it is that the file is damaged, or no database at all."""
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def refused(table: str, error: sqlite3.IntegrityError, *, removing: bool = False) -> str:
    """Say why a row of *table* was not taken, or (when *removing*) not given up."""
    what = table.replace("_", " ")
    if removing:
        return f"this cannot be removed from the {what}, since something else still uses it"
    if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
        return f"one of the {what} to add has an id or a name that is already taken in this project"
    return f"one of the {what} does not keep the rules of the project file ({error})"


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Generator[None]:
    """Run the block as one transaction: committed whole, or rolled back on any exception.

    Waits its turn, within this process and among others, for at most `WAIT` seconds. What
    SQLite refuses is raised as ConflictError, UsageError or ProjectError.
    """
    gate = turnstile(path)
    gate.enter()
    try:
        _begin(connection, path)
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except sqlite3.IntegrityError as error:
        raise ConflictError(
            "this cannot be done, since something that it needs is gone; nothing was changed"
        ) from error
    except FAULTS as error:
        raise explained(error, path) from error
    except UnicodeEncodeError as error:
        raise UsageError(HALF_A_CHARACTER) from error
    finally:
        gate.leave()


def _begin(connection: sqlite3.Connection, path: Path) -> None:
    # SQLite's own waiting sleeps up to 100 ms at a time, in which a busy importer takes
    # the lock again and again: ask often instead
    deadline = time.monotonic() + WAIT
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise explained(error, path) from error
                if time.monotonic() > deadline:
                    raise explained(error, path) from error
            time.sleep(_POLL)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(WAIT * 1000)}")
