"""What "Where else?" asks: which texts have rare words, what stands in them, and what of it is marked already.

Texts are asked for in ranges of their keys, so that a long answer comes in pieces and none is found by OFFSET.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import Kind
from annotator.store.asking import asking, asking_for_each
from annotator.store.rows import to_json

_EXPRESSION = '"{}"'

STATEMENTS = {
    "last text": "SELECT coalesce(max(key), 0) FROM texts",
    "how many": (
        "SELECT count(*) FROM (SELECT 1 FROM texts_search WHERE texts_search MATCH :match "
        "AND rowid > :after AND rowid <= :last LIMIT :limit)"
    ),
    "texts with": (
        "SELECT rowid FROM texts_search WHERE texts_search MATCH :match "
        "AND rowid > :after AND rowid <= :last LIMIT :limit"
    ),
    "texts as they stand": (
        "SELECT key FROM texts WHERE key > :after AND key <= :last AND instr(text, :words) > 0 "
        "ORDER BY key LIMIT :limit"
    ),
    "a text": "SELECT text FROM texts WHERE key = :key",
    "texts": "SELECT key, text FROM texts WHERE key > :after AND key <= :last ORDER BY key",
    "articles": (
        "SELECT d.text, d.key, d.id, d.title, d.date, d.status FROM documents AS d "
        "WHERE d.text IN (SELECT value FROM json_each(:texts)) ORDER BY d.key"
    ),
    "keys": "SELECT key, id FROM documents WHERE id IN (SELECT value FROM json_each(:ids))",
    "marks": (
        'SELECT a.document, a.id, a.start, a."end", g.name, w.name, r.id, r.name '
        "FROM annotations AS a JOIN tags AS g ON g.key = a.tag JOIN annotators AS w ON w.key = a.annotator "
        "LEFT JOIN records AS r ON r.key = a.record "
        "WHERE a.document IN (SELECT value FROM json_each(:documents)) AND g.kind = :kind AND a.state <> 'rejected' "
        "AND a.parts > 0 ORDER BY a.document, a.start"
    ),
}  # fmt: skip
"""Every query, by name."""


class Article(NamedTuple):
    """A document by its keys in the file, with what a line says of it."""

    text: int
    key: int
    id: str
    title: str
    date: str | None
    status: str


class Marked(NamedTuple):
    """A mark that is there already: offsets in code points, whose it is, and the record it is linked to, if any."""

    id: str
    start: int
    end: int
    tag: str
    annotator: str
    record: str | None
    record_name: str | None


def word(text: str, *, begins: bool = False) -> str:
    """Return *text*, one word or several in a row, as an FTS5 expression; *begins*: or what begins so."""
    return _EXPRESSION.format(text.replace('"', " ").replace("\0", " ")) + ("*" if begins else "")


class Passages:
    """The texts of one project, and the marks in them."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @asking
    def last_text(self) -> int:
        """Return the greatest key of a text, 0 if there is none."""
        return self._connection.execute(STATEMENTS["last text"]).fetchone()[0]

    @asking
    def how_many(self, expression: str, after: int, last: int, limit: int) -> int:
        """Return how many of the texts behind *after* and up to *last* fit an FTS5 *expression*, *limit* at most."""
        values = {"match": expression, "after": after, "last": last, "limit": limit}
        return self._connection.execute(STATEMENTS["how many"], values).fetchone()[0]

    @asking
    def texts_with(self, expression: str, after: int, last: int, limit: int = -1) -> list[int]:
        """Return the keys of those texts, in order."""
        values = {"match": expression, "after": after, "last": last, "limit": limit}
        return [row[0] for row in self._connection.execute(STATEMENTS["texts with"], values)]

    @asking
    def texts_as_they_stand(self, words: str, after: int, last: int, limit: int = -1) -> list[int]:
        """Return the keys of the texts in that range that have *words* character by character, in order."""
        values = {"words": words, "after": after, "last": last, "limit": limit}
        return [row[0] for row in self._connection.execute(STATEMENTS["texts as they stand"], values)]

    @asking_for_each
    def texts(self, after: int, last: int) -> Iterator[tuple[int, str]]:
        """Yield the texts in that range with their keys."""
        yield from self._connection.execute(STATEMENTS["texts"], {"after": after, "last": last}).fetchall()

    @asking
    def text(self, key: int) -> str:
        """Return one text, which is there."""
        return self._connection.execute(STATEMENTS["a text"], {"key": key}).fetchone()[0]

    @asking
    def articles(self, texts: Collection[int]) -> list[Article]:
        """Return the documents that have one of *texts*."""
        values = {"texts": to_json(list(texts))}
        return [Article(*row) for row in self._connection.execute(STATEMENTS["articles"], values)]

    @asking
    def marks(self, documents: Collection[int], kind: Kind) -> dict[int, list[Marked]]:
        """Return the marks of a *kind*, but for rejected ones, by the key of their document, in order of place."""
        found: dict[int, list[Marked]] = {}
        values = {"documents": to_json(list(documents)), "kind": kind}
        for document, *rest in self._connection.execute(STATEMENTS["marks"], values):
            found.setdefault(document, []).append(Marked(*rest))
        return found

    @asking
    def marks_in(self, documents: Collection[str], kind: Kind) -> dict[str, list[Marked]]:
        """Return the same for documents that are known by their ids."""
        rows = self._connection.execute(STATEMENTS["keys"], {"ids": to_json(list(documents))})
        ids = dict(rows.fetchall())
        return {ids[key]: marks for key, marks in self.marks(ids.keys(), kind).items()}

    @asking
    def vocabulary(self) -> list[str]:
        """Return every word that full text search knows, folded, in order; the whole index is read for it."""
        connection = self._connection
        (locked,) = connection.execute("PRAGMA query_only").fetchone()
        # a view of the index in the temporary database of this connection: the file itself stays as it is
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, texts_search, 'row')"
            )
            return [row[0] for row in connection.execute("SELECT term FROM temp.vocabulary")]
        finally:
            connection.execute("DROP TABLE IF EXISTS temp.vocabulary")
            connection.execute(f"PRAGMA query_only = {int(locked)}")


def ranges(last: int, width: int) -> Sequence[tuple[int, int]]:
    """Return the ranges of keys, behind the first number and up to the second, that cover 1 to *last*."""
    return [(begin, min(begin + width, last)) for begin in range(0, last, width)]
