"""Reading the whole project in order, for exports: one pass over each table, bounded memory.

This is a hot path: plain cursors and tuples, no query per document.
"""

import sqlite3
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotator.model.annotation import Relation, State
from annotator.model.document import AnnotatedDocument, Status
from annotator.store.names import Names
from annotator.store.queries import make_document
from annotator.store.rows import read_attributes, to_json
from annotator.store.scan_marks import MarksReader
from annotator.store.search import texts_found

_PAGE = 200
_DOCUMENTS = (
    "SELECT d.key, d.id, d.title, d.date, d.language, d.status, d.split, d.metadata, d.created, d.revision, "
    "t.text, t.sha256, s.id, s.uri, s.media_type, s.sha256 "
    "FROM documents AS d JOIN texts AS t ON t.key = d.text LEFT JOIN sources AS s ON s.key = d.source "
)


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


def scan(connection: sqlite3.Connection, names: Names, selection: Selection) -> Iterator[AnnotatedDocument]:
    """Yield the documents of *selection* in the order they came into the project."""
    reader = MarksReader(connection, names)
    chosen, chosen_values = _marks_chosen(names, selection)
    for rows in _pages(connection, names, selection):
        keys = [row[0] for row in rows]
        dense = keys[-1] - keys[0] < 2 * len(keys)
        place, values = _place("document", keys, dense)
        annotations = reader.read({row[0]: row[1] for row in rows}, place + chosen, [*values, *chosen_values])
        relations = _relations(connection, names, keys, selection)
        for row in rows:
            key = row[0]
            yield AnnotatedDocument(make_document(row[1:]), annotations.get(key, ()), tuple(relations.get(key, ())))


def _pages(connection: sqlite3.Connection, names: Names, selection: Selection) -> Iterator[list[Any]]:
    """Yield the rows of the chosen documents, a page at a time; no page is empty."""
    condition, values = _condition(names, selection)
    if selection.tag is not None or selection.where is not None:
        # to ask anew for each page which documents have the tag or the words would cost their number squared
        found = connection.execute(f"SELECT d.key FROM documents AS d WHERE {condition} ORDER BY d.key", values)
        keys = array("q", (key for (key,) in found))
        statement = _DOCUMENTS + "WHERE d.key IN (SELECT value FROM json_each(?)) ORDER BY d.key"
        for begin in range(0, len(keys), _PAGE):
            if rows := connection.execute(statement, (to_json(list(keys[begin : begin + _PAGE])),)).fetchall():
                yield rows
        return
    statement = f"{_DOCUMENTS}WHERE d.key > :after AND {condition} ORDER BY d.key LIMIT {_PAGE}"
    after = 0
    while rows := connection.execute(statement, {**values, "after": after}).fetchall():
        yield rows
        after = rows[-1][0]


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
