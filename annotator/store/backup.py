"""Copies of a project file: consistent while others work in it, and whole or not at all."""

import os
import sqlite3
from pathlib import Path

from annotator.errors import ProjectError


def spare_name(path: Path, version: int) -> Path:
    """Return where the copy of a project of that older *version* goes, before it is migrated."""
    return path.with_name(f"{path.stem}.version-{version}-backup{path.suffix}")


def copy_to(connection: sqlite3.Connection, path: Path) -> None:
    """Write the project of *connection* to *path*; ProjectError, sqlite3.Error or OSError if that cannot be done."""
    if not path.parent.is_dir():
        raise ProjectError(f"{path.parent} is not a folder; create it first or choose another place")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        copy = sqlite3.connect(temporary)
        try:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
