"""The versions of a project's tag set: a number that grows with every change of it, and who was marked under which.

A version is a row that names the change that made it; the first one, of change 0, is what the project began with.
Undoing a change of the tag set makes a further version: what people saw in between is not unsaid.
"""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

_NOW = "SELECT max(number) FROM tag_set_versions"
_OF_CHANGE = f"{_NOW} WHERE change <= ?"
_LATEST = f"{_NOW} WHERE change <= (SELECT max(change) FROM annotations WHERE document = documents.key)"
_KEPT = (
    "SELECT 1 FROM annotations WHERE document = documents.key "
    "AND change >= (SELECT change FROM tag_set_versions WHERE number = marked_under)"
)


class TagSetVersion(NamedTuple):
    """One state of the tag set: its *number*, and the change that made it; the first has none."""

    number: int
    label: str
    annotator: str
    time: str


def bump(connection: sqlite3.Connection, change: int) -> None:
    """Begin a version with the change of that key, once for a change."""
    connection.execute("INSERT OR IGNORE INTO tag_set_versions (change) VALUES (?)", (change,))


def begin_at(connection: sqlite3.Connection, change: int, number: int) -> None:
    """Let the versions of a project with nothing in it begin with *number*, made by the change of that key.

    That is what a data set says of its tag set; nothing was marked under the versions before.
    """
    connection.execute("DELETE FROM tag_set_versions")
    connection.execute("INSERT INTO tag_set_versions (number, change) VALUES (?, ?)", (number, change))


def current(connection: sqlite3.Connection) -> int:
    """Return the number of the version that holds now."""
    (number,) = connection.execute(_NOW).fetchone()
    return number or 1


def marked(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Note for documents, by key, that they were marked under the version that holds now."""
    number = current(connection)
    connection.executemany("UPDATE documents SET marked_under = ? WHERE key = ?", [(number, key) for key in documents])


def marked_again(connection: sqlite3.Connection, documents: Iterable[int], root: int) -> None:
    """Note for documents that marks came back which the change *root* had made."""
    (number,) = connection.execute(_OF_CHANGE, (root,)).fetchone()
    connection.executemany(
        "UPDATE documents SET marked_under = max(coalesce(marked_under, 0), ?) WHERE key = ?",
        [(number, key) for key in documents],
    )


def unmarked(connection: sqlite3.Connection, documents: Iterable[int]) -> None:
    """Set back for documents, some of whose marks an undo took back, under which version the others were made."""
    connection.executemany(
        f"UPDATE documents SET marked_under = ({_LATEST}) WHERE key = ? "
        f"AND (marked_under IS NULL OR NOT EXISTS ({_KEPT}))",
        [(key,) for key in documents],
    )


def versions(connection: sqlite3.Connection) -> list[TagSetVersion]:
    """Return all versions, oldest first."""
    rows = connection.execute(
        "SELECT number, coalesce(CASE c.kind WHEN 'do' THEN label ELSE c.kind || ' ' || label END, 'the beginning'), "
        "coalesce(annotators.name, ''), coalesce(c.time, (SELECT value FROM settings WHERE name = 'created'), '') "
        "FROM tag_set_versions LEFT JOIN changes AS c ON c.key = change "
        "LEFT JOIN annotators ON annotators.key = c.annotator ORDER BY number"
    )
    return [TagSetVersion(*row) for row in rows]


def documents_by_version(connection: sqlite3.Connection) -> dict[int, int]:
    """Return how many documents were marked last under which version; those without a mark are not counted."""
    return dict(
        connection.execute(
            "SELECT marked_under, count(*) FROM documents WHERE marked_under IS NOT NULL GROUP BY marked_under"
        )
    )
