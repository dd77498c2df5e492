"""What is asked about splits: which documents there are, and what joins them: equal texts, records, relations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from annotator.store.asking import asking, asking_for_each

_PAGE = 500


class Part(NamedTuple):
    """One document: where it belongs, and whether its text is that of another (*text* is its key)."""

    id: str
    title: str
    date: str | None
    split: str | None
    text: int


class Shared(NamedTuple):
    """A record that a document mentions."""

    record: str
    name: str
    kind: str
    document: str


class Link(NamedTuple):
    """A relation from one document to another."""

    id: str
    type: str
    document: str
    other: str


class Partition:
    """The splits of one project."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @asking
    def counts(self) -> dict[str | None, int]:
        """Return how many documents each split has; None stands for those in none."""
        return dict(
            self._connection.execute("SELECT split, count(*) FROM documents GROUP BY split ORDER BY split NULLS LAST")
        )

    @asking
    def documents(self) -> list[Part]:
        """Return all documents, in the order in which they came in."""
        return [
            Part(*row)
            for row in self._connection.execute("SELECT id, title, date, split, text FROM documents ORDER BY key")
        ]

    @asking_for_each
    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield each text once, with the id of the first document that has it."""
        key = 0
        while rows := self._connection.execute(
            "SELECT t.key, (SELECT id FROM documents AS d WHERE d.text = t.key ORDER BY d.key LIMIT 1), t.text "
            "FROM texts AS t WHERE t.key > ? ORDER BY t.key LIMIT ?",
            (key, _PAGE),
        ).fetchall():
            # the texts of older revisions belong to no document any more
            yield from ((id_, text) for _, id_, text in rows if id_ is not None)
            key = rows[-1][0]

    @asking
    def text(self, document: str) -> str:
        """Return the text of a document; empty if there is none."""
        found = self._connection.execute(
            "SELECT t.text FROM documents AS d JOIN texts AS t ON t.key = d.text WHERE d.id = ?", (document,)
        ).fetchone()
        return found[0] if found else ""

    @asking_for_each
    def records(self) -> Iterator[Shared]:
        """Yield each record with each document that mentions it; what was rejected does not count."""
        rows = self._connection.execute(
            "SELECT DISTINCT r.id, r.name, r.kind, d.id FROM annotations AS a JOIN records AS r ON r.key = a.record "
            "JOIN documents AS d ON d.key = a.document WHERE a.record IS NOT NULL AND a.state <> 'rejected' "
            "ORDER BY r.key, d.key"
        )
        yield from (Shared(*row) for row in rows)

    @asking_for_each
    def links(self) -> Iterator[Link]:
        """Yield the relations that lead from one document to another."""
        rows = self._connection.execute(
            "SELECT r.id, t.name, d.id, e.id FROM relations AS r JOIN relation_types AS t ON t.key = r.type "
            "JOIN annotations AS b ON b.key = r.target JOIN documents AS d ON d.key = r.document "
            "JOIN documents AS e ON e.key = b.document WHERE b.document <> r.document ORDER BY r.key"
        )
        yield from (Link(*row) for row in rows)
