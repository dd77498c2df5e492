"""The rows of documents put by plain sqlite3 into the tables of a project: what an import cannot do without."""

import sqlite3
from pathlib import Path
from typing import Any

_DOCUMENT = (
    "INSERT INTO documents (key, id, title, date, language, status, split, source, text, revision, entities, claims, "
    f"cues, suggestions, created, metadata, change) VALUES ({', '.join('?' * 17)})"
)
_ANNOTATION = (
    'INSERT INTO annotations (id, document, tag, start, "end", parts, annotator, origin, state, confidence, record, '
    f"created, modified, attributes, note, change) VALUES ({', '.join('?' * 16)})"
)


class PlainRows:
    """Gathers the rows of documents and puts them, in one transaction, into the empty project at *path*."""

    def __init__(self, path: Path) -> None:
        self._connection = connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "cache_size = -32768", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        self.tags: dict[tuple[str, str], int] = {
            (kind, name): key for key, kind, name in connection.execute("SELECT key, kind, name FROM tags")
        }
        self.annotations: list[Any] = []
        self._texts: list[Any] = []
        self._sources: list[Any] = []
        self._documents: list[Any] = []
        self._revisions: list[Any] = []
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO annotators VALUES (1, 'a', 'Bench')")
        connection.execute(
            "INSERT INTO changes (key, id, kind, label, annotator, time, root) VALUES (1, 'c', 'do', 'x', 1, 'x', 1)"
        )

    def document(
        self,
        id_: str,
        about: tuple[Any, ...],
        text: str,
        digest: str,
        source: tuple[Any, ...],
        marks: int,
        metadata: str,
    ) -> None:
        """Add a document: *about* are title, date, language, status, split; *source* are address, type and SHA-256."""
        key = len(self._documents) + 1
        self._texts.append((key, digest, len(text), text))
        self._sources.append((key, f"s{key}", *source, None, None, None))
        self._documents.append((key, id_, *about, key, key, 1, marks, 0, 0, 0, "x", metadata, 1))
        self._revisions.append((id_, 1, key, 1))

    def put(self) -> None:
        """Put everything, and close."""
        many = self._connection.executemany
        many("INSERT INTO texts VALUES (?, ?, ?, ?)", self._texts)
        many("INSERT INTO texts_search (rowid, text) VALUES (?, ?)", ((row[0], row[3]) for row in self._texts))
        many("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._sources)
        many(_DOCUMENT, self._documents)
        many("INSERT INTO revisions VALUES (?, ?, ?, ?)", self._revisions)
        many(_ANNOTATION, self.annotations)
        self._connection.execute("UPDATE status_counts SET documents = ? WHERE status = 'new'", (len(self._documents),))
        self._connection.execute("COMMIT")
        self._connection.close()
