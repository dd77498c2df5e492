"""What the window and the commands ask of a project. Lists page by key, never by OFFSET.

Each query stands here as a named statement, so that a test can ask SQLite for its plan.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import orjson

from annotator.errors import UsageError
from annotator.model.annotation import Annotation, Relation, Span, reading_order
from annotator.model.change import Statistics
from annotator.model.document import NO_METADATA, AnnotatedDocument, Document, DocumentSummary, Source, Status
from annotator.model.tag import TagSet
from annotator.store.connection import folded
from annotator.store.names import Names
from annotator.store.rows import (
    COLUMNS,
    columns_of,
    read_attributes,
    read_constraint,
    read_relation_type,
    read_tag,
    to_json,
)

_SUMMARY = (
    "SELECT d.key, d.id, d.title, d.date, d.language, d.status, d.split, coalesce(s.uri, ''), t.characters, "
    "d.entities, d.claims, d.cues, d.suggestions, d.marked_under "
    "FROM documents AS d JOIN texts AS t ON t.key = d.text LEFT JOIN sources AS s ON s.key = d.source "
)
_MATCHES = (
    "(instr(folded(d.title), :title) > 0 OR d.text IN (SELECT rowid FROM texts_search WHERE texts_search MATCH :match) "
    "OR (:unspaced IS NOT NULL AND instr(t.text, :unspaced) > 0))"
)

STATEMENTS = {
    "list": _SUMMARY + "WHERE d.key > :after ORDER BY d.key LIMIT :limit",
    "list of a status": _SUMMARY + "WHERE d.status = :status AND d.key > :after ORDER BY d.key LIMIT :limit",
    "list that matches": _SUMMARY + f"WHERE d.key > :after AND {_MATCHES} ORDER BY d.key LIMIT :limit",
    "list of a status that matches": (
        _SUMMARY + f"WHERE d.status = :status AND d.key > :after AND {_MATCHES} ORDER BY d.key LIMIT :limit"
    ),
    "summary": _SUMMARY + "WHERE d.id = :id",
    "summaries": _SUMMARY + "WHERE d.id IN (SELECT value FROM json_each(:ids))",
    "document": (
        "SELECT d.key, d.id, d.title, d.date, d.language, d.status, d.split, d.metadata, d.created, d.revision, "
        "t.text, t.sha256, s.id, s.uri, s.media_type, s.sha256 "
        "FROM documents AS d JOIN texts AS t ON t.key = d.text LEFT JOIN sources AS s ON s.key = d.source "
        "WHERE d.id = :id"
    ),
    "annotations of a document": (
        f"SELECT {columns_of('annotations')} FROM annotations WHERE document = :document ORDER BY start"
    ),
    "annotations by id": (
        f"SELECT {columns_of('annotations')} FROM annotations "
        "WHERE id IN (SELECT value FROM json_each(:ids)) AND +document = :document"
    ),
    "relations of annotations": (
        "SELECT r.id, r.type, a.id, b.id, r.attributes, r.key FROM annotations AS a JOIN relations AS r "
        "ON r.source = a.key JOIN annotations AS b ON b.key = r.target "
        "WHERE a.id IN (SELECT value FROM json_each(:ids)) AND r.document = :document "
        "UNION SELECT r.id, r.type, a.id, b.id, r.attributes, r.key FROM annotations AS b JOIN relations AS r "
        "ON r.target = b.key JOIN annotations AS a ON a.key = r.source "
        "WHERE b.id IN (SELECT value FROM json_each(:ids)) AND r.document = :document ORDER BY r.key"
    ),
    "relations of a document": (
        "SELECT r.id, r.type, a.id, b.id, r.attributes FROM relations AS r JOIN annotations AS a ON a.key = r.source "
        "JOIN annotations AS b ON b.key = r.target WHERE r.document = :document ORDER BY r.key"
    ),
    "relations into a document": (
        "SELECT r.id, r.type, a.id, b.id, r.attributes FROM annotations AS b JOIN relations AS r ON r.target = b.key "
        "JOIN annotations AS a ON a.key = r.source WHERE b.document = :document AND r.document <> :document"
    ),
    "parts": 'SELECT start, "end" FROM parts WHERE annotation = :annotation ORDER BY part',
    "status counts": "SELECT status, documents FROM status_counts",
    "undo": (
        "SELECT key, label FROM changes WHERE annotator = :annotator AND kind <> 'undo' AND inverted_by IS NULL "
        "ORDER BY key DESC LIMIT 1"
    ),
}
"""Every query that the window makes while a person works, by name."""


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _filter(text: str, status: Status | None) -> tuple[str, dict[str, object]]:
    name = "list"
    values: dict[str, object] = {}
    if status:
        name += " of a status"
        values["status"] = status
    if text.strip():
        from annotator.store.search import is_unspaced, match_expression, typed

        text = typed(text)
        name += " that matches"
        values["title"] = folded(text)
        values["match"] = match_expression(text, prefix=True)
        values["unspaced"] = text if is_unspaced(text) else None
    return name, values


def documents(
    connection: sqlite3.Connection, *, after: int, limit: int, text: str, status: Status | None
) -> list[DocumentSummary]:
    """Return at most *limit* summaries of documents whose key is above *after*, in key order."""
    name, values = _filter(text, status)
    rows = connection.execute(STATEMENTS[name], {**values, "after": after, "limit": limit})
    return [DocumentSummary(*row) for row in rows]


def count_documents(connection: sqlite3.Connection, *, text: str, status: Status | None) -> int:
    """Return how many documents a list with that filter shows."""
    if not text.strip():
        counts = dict(connection.execute(STATEMENTS["status counts"]))
        return counts.get(status, 0) if status else sum(counts.values())
    name, values = _filter(text, status)
    statement = STATEMENTS[name].replace("ORDER BY d.key LIMIT :limit", "")
    (count,) = connection.execute(f"SELECT count(*) FROM ({statement})", {**values, "after": 0}).fetchone()
    return count


def summaries(connection: sqlite3.Connection, ids: Iterable[str]) -> list[DocumentSummary]:
    """Return the summaries of the documents with those ids that exist."""
    return [DocumentSummary(*row) for row in connection.execute(STATEMENTS["summaries"], {"ids": to_json(list(ids))})]


def find_document(connection: sqlite3.Connection, name: str) -> str:
    """Return the id of the document that *name* fits: its id, else its title or source name.

    UsageError if none or several fit.
    """
    if connection.execute("SELECT 1 FROM documents WHERE id = ?", (name,)).fetchone():
        return name
    found = {
        row[0]
        for row in connection.execute(
            "SELECT id FROM documents WHERE title = :name UNION SELECT d.id FROM sources AS s "
            "JOIN documents AS d ON d.source = s.key WHERE s.uri = :name OR s.uri LIKE :tail ESCAPE '\\' LIMIT 3",
            {"name": name, "tail": "%/" + _like(name)[1:-1]},
        )
    }
    if len(found) == 1:
        return found.pop()
    if found:
        ids = ", ".join(sorted(found))
        raise UsageError(f"more than one document is called “{name}”; give an id, such as: {ids}")
    raise UsageError(
        f"no document has the id, title or source name “{name}”; ids are shown by: annotator search PROJECT WORD --json"
    )


def document_key(connection: sqlite3.Connection, document: str) -> int:
    """Return the key of the document with that id; UsageError if there is none."""
    found = connection.execute("SELECT key FROM documents WHERE id = ?", (document,)).fetchone()
    if found is None:
        raise UsageError(_gone(document))
    return found[0]


def _gone(document: str) -> str:
    return f"there is no document {document}; it may have been removed"


def load(connection: sqlite3.Connection, names: Names, document: str) -> AnnotatedDocument:
    """Return a document with all that is marked in it; UsageError if there is none."""
    row = connection.execute(STATEMENTS["document"], {"id": document}).fetchone()
    if row is None:
        raise UsageError(_gone(document))
    key = row[0]
    return AnnotatedDocument(
        make_document(row[1:]),
        annotations_of(connection, names, key, document),
        relations_of(connection, names, key),
    )


def make_document(row: Sequence[Any]) -> Document:
    """Return the document of a row as the statement ``document`` gives it, without its key."""
    (id_, title, date, language, status, split, metadata, created, revision, text, sha256, *source) = row
    return Document(
        id=id_,
        title=title,
        text=text,
        text_sha256=sha256,
        created=created,
        date=date,
        language=language,
        source=Source(*source) if source[0] is not None else None,
        metadata=NO_METADATA if metadata == "{}" else orjson.loads(metadata),
        status=status,
        split=split,
        revision=revision,
    )


def annotations_of(connection: sqlite3.Connection, names: Names, key: int, document: str) -> tuple[Annotation, ...]:
    """Return the annotations of the document with that *key*, in reading order."""
    rows = connection.execute(STATEMENTS["annotations of a document"], {"document": key}).fetchall()
    return tuple(sorted((make_annotation(connection, names, row, document) for row in rows), key=reading_order))


def make_annotation(connection: sqlite3.Connection, names: Names, row: Sequence[Any], document: str) -> Annotation:
    """Return the annotation of a row whose columns are those of the table."""
    (key, id_, _, tag, start, end, parts, annotator, origin, state, confidence, record, created, modified, attributes,
     note, _) = row  # fmt: skip
    if parts == 1:
        spans = (Span(start, end),)
    elif parts == 0:
        spans = ()
    else:
        spans = tuple(Span(*each) for each in connection.execute(STATEMENTS["parts"], {"annotation": key}))
    if record is not None:
        (record,) = connection.execute("SELECT id FROM records WHERE key = ?", (record,)).fetchone()
    kind, name = names.tag_name(tag)
    return Annotation(
        id_, document, kind, name, spans, names.annotator_name(annotator), created, modified,
        read_attributes(attributes), record, origin, state, confidence, note,
    )  # fmt: skip


def relations_of(connection: sqlite3.Connection, names: Names, key: int) -> tuple[Relation, ...]:
    """Return the relations that begin in the document with that *key*, in the order they were made."""
    return tuple(
        Relation(id_, names.relation_type_name(kind), source, target, read_attributes(attributes))
        for id_, kind, source, target, attributes in connection.execute(
            STATEMENTS["relations of a document"], {"document": key}
        )
    )


def annotations_by_id(
    connection: sqlite3.Connection, names: Names, key: int, document: str, ids: Collection[str]
) -> tuple[tuple[Annotation, ...], tuple[Relation, ...]]:
    """Return those annotations of a document that have one of *ids*, and every relation that they are an end of."""
    values = {"document": key, "ids": to_json(list(ids))}
    rows = connection.execute(STATEMENTS["annotations by id"], values).fetchall()
    return (
        tuple(sorted((make_annotation(connection, names, row, document) for row in rows), key=reading_order)),
        tuple(
            Relation(id_, names.relation_type_name(kind), source, target, read_attributes(attributes))
            for id_, kind, source, target, attributes, _ in connection.execute(
                STATEMENTS["relations of annotations"], values
            )
        ),
    )


def annotation(connection: sqlite3.Connection, names: Names, annotation_id: str) -> Annotation:
    """Return one annotation; UsageError if there is none."""
    row = connection.execute(
        f"SELECT {columns_of('annotations')} FROM annotations WHERE id = ?", (annotation_id,)
    ).fetchone()
    if row is None:
        raise UsageError(f"there is no annotation {annotation_id}; it may have been removed")
    (document,) = connection.execute("SELECT id FROM documents WHERE key = ?", (row[2],)).fetchone()
    return make_annotation(connection, names, row, document)


def tag_set(connection: sqlite3.Connection) -> TagSet:
    """Return the tags, relation types and constraints of the project."""
    settings = dict(connection.execute("SELECT name, value FROM settings WHERE name LIKE 'tag_set_%'"))

    def read(table: str) -> list[dict[str, object]]:
        columns = COLUMNS[table]
        rows = connection.execute(f"SELECT {columns_of(table)} FROM {table} ORDER BY position, key")
        return [dict(zip(columns, row, strict=True)) for row in rows]

    return TagSet(
        name=settings.get("tag_set_name", ""),
        tags=tuple(read_tag(row) for row in read("tags")),
        relation_types=tuple(read_relation_type(row) for row in read("relation_types")),
        description=settings.get("tag_set_description", ""),
        version=settings.get("tag_set_version", ""),
        constraints=tuple(read_constraint(row) for row in read("constraints")),
    )


def splits(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the splits that documents are in, sorted."""
    statement = "SELECT DISTINCT split FROM documents WHERE split IS NOT NULL ORDER BY split"
    return [row[0] for row in connection.execute(statement)]


def statistics(connection: sqlite3.Connection) -> Statistics:
    """Count the whole project; names in each mapping are in the order of the tag set, or sorted."""

    def one(statement: str) -> int:
        return connection.execute(statement).fetchone()[0]

    by_tag = connection.execute(
        "SELECT tags.kind, tags.name, n FROM tags JOIN (SELECT tag, count(*) AS n FROM annotations GROUP BY tag) "
        "ON tag = tags.key ORDER BY tags.position, tags.key"
    ).fetchall()
    by_kind: dict[str, int] = {}
    tags: dict[str, int] = {}
    for kind, name, count in by_tag:
        by_kind[kind] = by_kind.get(kind, 0) + count
        tags[name] = tags.get(name, 0) + count
    return Statistics(
        documents=one("SELECT count(*) FROM documents"),
        characters=one("SELECT coalesce(sum(characters), 0) FROM documents AS d JOIN texts AS t ON t.key = d.text"),
        annotations=one("SELECT count(*) FROM annotations"),
        relations=one("SELECT count(*) FROM relations"),
        by_kind=by_kind,
        by_tag=tags,
        by_status={status: count for status, count in connection.execute(STATEMENTS["status counts"]) if count},
        by_annotator=dict(
            connection.execute(
                "SELECT name, count(*) FROM annotations JOIN annotators ON annotators.key = annotator "
                "GROUP BY annotator ORDER BY name"
            )
        ),
    )
