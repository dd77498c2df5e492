"""Reading the whole project in order, for exports: one pass over each table, bounded memory.

This is a hot path: plain cursors and tuples, no query per document.
"""

import sqlite3
from array import array
from bisect import bisect
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from annotator.model.annotation import Relation, State
from annotator.model.document import AnnotatedDocument, Status
from annotator.store.names import Names
from annotator.store.queries import make_document
from annotator.store.rows import read_attributes, to_json
from annotator.store.scan_marks import Asked, MarksReader
from annotator.store.search import texts_found
from annotator.store.snapshot import Ahead

_PAGE = 200
"""Documents of a page at most."""
_FIRST_PAGE = 20
"""Documents of the first page at most: until it is there, nothing can be done."""
_HELD = 1 << 22
"""How much a page of several documents is at most: characters, and annotations hundredfold."""
_DOCUMENTS = (
    "SELECT d.key, 100 * (d.entities + d.claims + d.cues), d.id, d.title, d.date, d.language, d.status, d.split, "
    "d.metadata, d.created, d.revision, t.text, t.sha256, s.id, s.uri, s.media_type, s.sha256 "
    "FROM documents AS d JOIN texts AS t ON t.key = d.text LEFT JOIN sources AS s ON s.key = d.source "
)
_WEIGHT, _ID, _TEXT = 1, 2, 11


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents, and which of their annotations, a scan yields; None means all.

    *annotator*, *tag* and *state* choose annotations; a document without a chosen one is left
    out when *tag* is given. *where* is a full text query.
    """

    status: Status | None = None
    split: str | None = None
    annotator: str | None = None
    tag: str | None = None
    where: str | None = None
    state: State | None = None

    @property
    def chooses_annotations(self) -> bool:
        """Whether some annotations of a chosen document may be left out."""
        return not (self.annotator is None and self.tag is None and self.state is None)


def count(connection: sqlite3.Connection, names: Names, selection: Selection) -> int:
    """Return how many documents `scan` yields."""
    condition, values = _condition(names, selection)
    return connection.execute(f"SELECT count(*) FROM documents AS d WHERE {condition}", values).fetchone()[0]


def scan(
    connection: sqlite3.Connection, names: Names, selection: Selection, ahead: Ahead | None = None
) -> Iterator[AnnotatedDocument]:
    """Yield the documents of *selection* in the order they came into the project; *ahead* reads the next marks."""
    reader = MarksReader(connection, names, ahead)
    chosen, chosen_values = _marks_chosen(names, selection)
    last: tuple[list[Any], Asked] | None = None
    for rows in _pages(connection, names, selection):
        keys = [row[0] for row in rows]
        dense = keys[-1] - keys[0] < 2 * len(keys)
        place, values = _place("document", keys, dense)
        asked = reader.ask(place + chosen, [*values, *chosen_values])
        if last is not None:
            yield from _page(connection, names, selection, *last)
        last = rows, asked
    if last is not None:
        yield from _page(connection, names, selection, *last)


def linked_records(
    connection: sqlite3.Connection, names: Names, selection: Selection
) -> Iterator[tuple[str, str, str]]:
    """Yield the records that chosen annotations lead to, each with a document and an annotation that does, by id."""
    condition, values = _condition(names, selection)
    chosen, chosen_values = _marks_chosen(names, selection, "a.")
    for number, value in enumerate(chosen_values):
        chosen = chosen.replace("?", f":chosen{number}", 1)
        values[f"chosen{number}"] = value
    # of a minimum SQLite gives the other columns of the same row
    for record, document, annotation, _ in connection.execute(
        "SELECT r.id, d.id, a.id, min(a.key) FROM annotations AS a JOIN records AS r ON r.key = a.record "
        f"JOIN documents AS d ON d.key = a.document WHERE a.record IS NOT NULL AND {condition}{chosen} "
        "GROUP BY a.record",
        values,
    ):
        yield record, document, annotation


def _page(
    connection: sqlite3.Connection, names: Names, selection: Selection, rows: list[Any], asked: Asked
) -> Iterator[AnnotatedDocument]:
    relations = _relations(connection, names, [row[0] for row in rows], selection)
    annotations = asked({row[0]: row[_ID] for row in rows})
    for row in rows:
        key = row[0]
        yield AnnotatedDocument(make_document(row[_ID:]), annotations.get(key, ()), tuple(relations.get(key, ())))


def _pages(connection: sqlite3.Connection, names: Names, selection: Selection) -> Iterator[list[Any]]:
    """Yield the rows of the chosen documents, page by page: none is empty, or large but for one document."""
    condition, values = _condition(names, selection)
    if selection.tag is not None or selection.where is not None:
        # to ask anew for each page which documents have the tag or the words would cost their number squared
        found = connection.execute(f"SELECT d.key FROM documents AS d WHERE {condition} ORDER BY d.key", values)
        keys = array("q", (key for (key,) in found))
        statement = _DOCUMENTS + "WHERE d.key IN (SELECT value FROM json_each(?)) ORDER BY d.key"
        begin = 0
        while begin < len(keys):
            some = keys[begin : begin + _PAGE]
            rows = _fitting(connection.execute(statement, (to_json(list(some)),)))
            if rows:
                yield rows
            # who was removed meanwhile is passed over
            begin = bisect(keys, rows[-1][0] if rows else some[-1], begin)
        return
    statement = f"{_DOCUMENTS}WHERE d.key > :after AND {condition} ORDER BY d.key LIMIT :most"
    after, most = 0, _FIRST_PAGE
    while rows := _fitting(connection.execute(statement, {**values, "after": after, "most": most})):
        yield rows
        after, most = rows[-1][0], _PAGE


def _fitting(cursor: sqlite3.Cursor) -> list[Any]:
    """Return the first rows of *cursor* that are not too much together, but one at least."""
    rows: list[Any] = []
    left = _HELD
    with closing(cursor):
        for row in cursor:
            left -= row[_WEIGHT] + len(row[_TEXT])
            if rows and left < 0:
                break
            rows.append(row)
    return rows


def _condition(names: Names, selection: Selection) -> tuple[str, dict[str, object]]:
    conditions = ["1"]
    values: dict[str, object] = {}
    if selection.status is not None:
        conditions.append("d.status = :status")
        values["status"] = selection.status
    if selection.split is not None:
        conditions.append("d.split = :split")
        values["split"] = selection.split
    if selection.tag is not None:
        conditions.append(
            "d.key IN (SELECT a.document FROM annotations AS a JOIN tags ON tags.key = a.tag WHERE tags.name = :tag)"
        )
        values["tag"] = selection.tag
    if selection.where is not None:
        condition, values["match"] = texts_found(selection.where)
        conditions.append(f"d.text IN ({condition})")
    return " AND ".join(conditions), values


def _place(column: str, keys: list[int], dense: bool) -> tuple[str, list[object]]:
    if dense:
        return f"{column} BETWEEN ? AND ?", [keys[0], keys[-1]]
    return f"{column} IN (SELECT value FROM json_each(?))", [to_json(keys)]


def _marks_chosen(names: Names, selection: Selection, of: str = "") -> tuple[str, list[object]]:
    """Return the condition for annotations, to follow another, and its values; *of* stands before their columns."""
    condition = ""
    values: list[object] = []
    if selection.annotator is not None:
        condition += f" AND {of}annotator = ?"
        values.append(names.known_annotator(selection.annotator))
    if selection.tag is not None:
        condition += f" AND {of}tag IN (SELECT key FROM tags WHERE name = ?)"
        values.append(selection.tag)
    if selection.state is not None:
        condition += f" AND {of}state = ?"
        values.append(selection.state)
    return condition, values


def _relations(
    connection: sqlite3.Connection, names: Names, keys: list[int], selection: Selection
) -> dict[int, list[Relation]]:
    """Return the relations of documents by their keys: those of which both ends are chosen, wherever they are."""
    where, values = _place("r.document", keys, dense=False)
    source_chosen, source_values = _marks_chosen(names, selection, "a.")
    target_chosen, target_values = _marks_chosen(names, selection, "b.")
    found: dict[int, list[Relation]] = {}
    for document, id_, kind, source, target, attributes in connection.execute(
        "SELECT r.document, r.id, r.type, a.id, b.id, r.attributes FROM relations AS r "
        "JOIN annotations AS a ON a.key = r.source JOIN annotations AS b ON b.key = r.target "
        f"WHERE {where}{source_chosen}{target_chosen} ORDER BY r.key",
        [*values, *source_values, *target_values],
    ):
        relation = Relation(id_, names.relation_type_name(kind), source, target, read_attributes(attributes))
        found.setdefault(document, []).append(relation)
    return found
