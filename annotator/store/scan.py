"""Reading the whole project in order, for exports: one pass over each table, bounded memory.

This is a hot path: plain cursors and tuples, no query per document.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.annotation import Annotation, Kind, Relation, Span, reading_order
from annotator.model.document import AnnotatedDocument, Status
from annotator.store.names import Names
from annotator.store.queries import make_document
from annotator.store.rows import COLUMNS, quoted, read_attributes, to_json
from annotator.store.search import match_expression

_PAGE = 200
_COLUMNS = quoted([f"{column}" for column in COLUMNS["annotations"]])


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents, and which of their annotations, a scan yields; None means all.

    *annotator* and *tag* choose annotations; a document without a chosen one is left out
    when *tag* is given. *where* is a full text query.
    """

    status: Status | None = None
    split: str | None = None
    annotator: str | None = None
    tag: str | None = None
    where: str | None = None


def count(connection: sqlite3.Connection, names: Names, selection: Selection) -> int:
    """Return how many documents `scan` yields."""
    condition, values = _condition(names, selection)
    return connection.execute(f"SELECT count(*) FROM documents AS d WHERE {condition}", values).fetchone()[0]


def scan(connection: sqlite3.Connection, names: Names, selection: Selection) -> Iterator[AnnotatedDocument]:
    """Yield the documents of *selection* in the order they came into the project."""
    condition, values = _condition(names, selection)
    statement = (
        "SELECT d.key, d.id, d.title, d.date, d.language, d.status, d.split, d.metadata, d.created, d.revision, "
        "t.text, t.sha256, s.id, s.uri, s.media_type, s.sha256 "
        "FROM documents AS d JOIN texts AS t ON t.key = d.text LEFT JOIN sources AS s ON s.key = d.source "
        f"WHERE d.key > :after AND {condition} ORDER BY d.key LIMIT {_PAGE}"
    )
    after = 0
    while rows := connection.execute(statement, {**values, "after": after}).fetchall():
        keys = [row[0] for row in rows]
        dense = keys[-1] - keys[0] < 2 * len(keys)
        annotations = _annotations(connection, names, keys, dense, rows, selection)
        relations = _relations(connection, names, keys, annotations, selection)
        for row in rows:
            key = row[0]
            yield AnnotatedDocument(
                make_document(row[1:]), tuple(annotations.get(key, ())), tuple(relations.get(key, ()))
            )
        after = keys[-1]


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
        conditions.append("d.text IN (SELECT rowid FROM texts_search WHERE texts_search MATCH :match)")
        values["match"] = match_expression(selection.where)
    return " AND ".join(conditions), values


def _place(column: str, keys: list[int], dense: bool) -> tuple[str, list[object]]:
    if dense:
        return f"{column} BETWEEN ? AND ?", [keys[0], keys[-1]]
    return f"{column} IN (SELECT value FROM json_each(?))", [to_json(keys)]


def _annotations(
    connection: sqlite3.Connection,
    names: Names,
    keys: list[int],
    dense: bool,
    documents: Sequence[Any],
    selection: Selection,
) -> dict[int, list[Annotation]]:
    where, values = _place("document", keys, dense)
    if selection.annotator is not None:
        where += " AND annotator = ?"
        values.append(names.known_annotator(selection.annotator))
    if selection.tag is not None:
        where += " AND tag IN (SELECT key FROM tags WHERE name = ?)"
        values.append(selection.tag)
    ids: dict[int, str] = {row[0]: row[1] for row in documents}
    parts = _parts(connection, where, values)
    records = _records(connection, where, values)
    tag_name, annotator_name = names.tag_name, names.annotator_name
    tags: dict[int, tuple[Kind, str]] = {}
    annotators: dict[int, str] = {}
    found: dict[int, list[Annotation]] = {key: [] for key in keys}
    rows = connection.execute(f"SELECT {_COLUMNS} FROM annotations WHERE {where} ORDER BY document", values)
    for (
        key, id_, document, tag, start, end, count_, annotator, origin, state, confidence, record, created, modified,
        attributes, note, _,
    ) in rows:  # fmt: skip
        if document not in ids:
            continue
        try:
            kind, name = tags[tag]
        except KeyError:
            kind, name = tags[tag] = tag_name(tag)
        try:
            who = annotators[annotator]
        except KeyError:
            who = annotators[annotator] = annotator_name(annotator)
        spans = (Span(start, end),) if count_ == 1 else tuple(parts.get(key, ()))
        found[document].append(
            Annotation(
                id_,
                ids[document],
                kind,
                name,
                spans,
                who,
                created,
                modified,  # pyright: ignore[reportArgumentType]
                read_attributes(attributes),
                None if record is None else records[record],
                origin,
                state,
                confidence,
                note,
            )
        )
    for each in found.values():
        each.sort(key=reading_order)
    return found


def _parts(connection: sqlite3.Connection, where: str, values: list[object]) -> dict[int, list[Span]]:
    parts: dict[int, list[Span]] = {}
    rows = connection.execute(
        'SELECT p.annotation, p.start, p."end" FROM annotations AS a JOIN parts AS p ON p.annotation = a.key '
        f"WHERE a.parts > 1 AND {where} ORDER BY p.annotation, p.part",
        values,
    )
    for annotation, start, end in rows:
        parts.setdefault(annotation, []).append(Span(start, end))
    return parts


def _records(connection: sqlite3.Connection, where: str, values: list[object]) -> dict[int, str]:
    return dict(
        connection.execute(
            "SELECT key, id FROM records WHERE key IN "
            f"(SELECT record FROM annotations WHERE record IS NOT NULL AND {where})",
            values,
        )
    )


def _relations(
    connection: sqlite3.Connection,
    names: Names,
    keys: list[int],
    annotations: dict[int, list[Annotation]],
    selection: Selection,
) -> dict[int, list[Relation]]:
    where, values = _place("r.document", keys, dense=False)
    chosen: set[str] | None = None
    if selection.annotator is not None or selection.tag is not None:
        chosen = {annotation.id for each in annotations.values() for annotation in each}
    found: dict[int, list[Relation]] = {}
    for document, id_, kind, source, target, attributes in connection.execute(
        "SELECT r.document, r.id, r.type, a.id, b.id, r.attributes FROM relations AS r "
        "JOIN annotations AS a ON a.key = r.source JOIN annotations AS b ON b.key = r.target "
        f"WHERE {where} ORDER BY r.key",
        values,
    ):
        if chosen is None or (source in chosen and target in chosen):
            relation = Relation(id_, names.relation_type_name(kind), source, target, read_attributes(attributes))
            found.setdefault(document, []).append(relation)
    return found
