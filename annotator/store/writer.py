"""Applies operations to the file, within one transaction, and records each in the history.

`Writer` does and records; `invert.py` takes a recorded change back with the same means.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from annotator.errors import ConflictError, UsageError
from annotator.model.annotation import Annotation, Relation, Span, span_fault
from annotator.model.change import Alter, ChangeKind, Operation, Put, PutSetting, Remove, Retag, Touched
from annotator.model.constraint import Constraint
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.people import Record
from annotator.model.tag import RelationType, Tag
from annotator.store import tag_versions
from annotator.store.connection import refused
from annotator.store.content import put_source, put_text
from annotator.store.documents import DocumentRows
from annotator.store.log import Recorder
from annotator.store.names import Names
from annotator.store.putting import put_documents, relation_type_key
from annotator.store.record_tags import merged_records_follow, records_follow
from annotator.store.retagging import retag_all
from annotator.store.rows import (
    COLUMNS,
    TABLES,
    Row,
    altered,
    columns_of,
    constraint_row,
    insert_rows,
    quoted,
    record_row,
    relation_type_row,
    span_columns,
    spans_of,
    tag_row,
    to_json,
)
from annotator.store.settings import put_setting
from annotator.store.tally import Tally
from annotator.store.touching import Touching, touched_json

_BATCH = 500
_TAG_SET = ("tags", "relation_types", "constraints")
_MADE: dict[type, Callable[[Any], Row]] = {
    Tag: tag_row,
    RelationType: relation_type_row,
    Constraint: constraint_row,
    Record: record_row,
}


class Writer(Touching):
    """Does the operations of one change in the transaction that is open."""

    def __init__(self, connection: sqlite3.Connection, names: Names, change: int, root: int, time: str) -> None:
        super().__init__(connection)
        self.names = names
        self.change = change
        self.root = root
        self.time = time
        self.recorder = Recorder(connection, change)
        self.tally = Tally(connection)
        self.left: list[str] = []
        self._waiting: list[Relation] = []
        self._told: Callable[[int], None] | None = None
        self._done = 0

    def finish(self, label: str, kind: ChangeKind) -> Touched:
        """Write counts and the rest of the history; say what was touched."""
        for key in self.tally.counted():
            self.touch(key)
        self._note_version(kind)
        self.tally.apply()
        self.recorder.flush()
        touched = self.touched(self.change, label, kind, self.left)
        self.connection.execute(
            "UPDATE changes SET operations = operations + ?, touched = ? WHERE key = ?",
            (self.recorder.count, touched_json(touched), self.change),
        )
        return touched

    def tag_set_version(self) -> int:
        """Return the version of the tag set as this change leaves it so far."""
        if self.tag_set_touched:
            tag_versions.bump(self.connection, self.change)
        return tag_versions.current(self.connection)

    def _note_version(self, kind: ChangeKind) -> None:
        if self.tag_set_touched:
            tag_versions.bump(self.connection, self.change)
        marked = self.tally.marked()
        if kind == "do":
            tag_versions.marked(self.connection, marked)
        elif kind == "redo":
            tag_versions.marked_again(self.connection, marked, self.root)
        else:
            tag_versions.unmarked(self.connection, marked)

    # --- doing

    def do(self, operations: Iterable[Operation], told: Callable[[int], None] | None = None) -> None:
        """Do *operations* in order; runs of one kind are done together. *told* hears how many are done."""
        self._told = told
        for (action, row_type), run in groupby(operations, key=_run_key):
            while batch := list(islice(run, _BATCH)):
                self.tell()
                self._do_batch(action, row_type, batch)
                self._done += len(batch)
        self.link(self._waiting)

    def tell(self) -> None:
        """Tell who waits how many operations are done; called within one of very many rows, it can be stopped there."""
        if self._told is not None:
            self._told(self._done)

    def _do_batch(self, action: type, row_type: type, batch: Sequence[Any]) -> None:
        if action is Put:
            self._put([each.row for each in batch], row_type)
        elif action is Alter:
            table = TABLES[row_type]
            images = self.images(table, [each.id for each in batch])
            for each in batch:
                # who is altered twice is read again
                before = images.pop(each.id, None) or self.row(table, each.id)
                self._alter(table, each.id, before, each.values)
        elif action is Retag:
            for each in batch:
                retag_all(self, each.tag, each.into)
                merged_records_follow(self, each.tag, each.into)
        elif action is PutSetting:
            for each in batch:
                put_setting(self, each.name, each.value)
        elif row_type is Annotation:
            self.remove_annotations([each.id for each in batch])
        elif row_type is Document:
            for each in batch:
                self.remove_document(each.id)
        else:
            for each in batch:
                self._remove(TABLES[row_type], each.id)

    def _put(self, rows: Sequence[Any], row_type: type) -> None:
        if row_type is AnnotatedDocument:
            self.put_documents(rows)
        elif row_type is Annotation:
            self._put_annotations(rows)
        elif row_type is Relation:
            self._put_relations(rows)
        else:
            self.insert(TABLES[row_type], [_MADE[row_type](row) for row in rows])

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Insert *rows*, as images (with key and change) or new, and record them as put."""
        columns = COLUMNS[table]
        values = [
            [self.root if column == "change" and column not in row else row.get(column) for column in columns]
            for row in rows
        ]
        try:
            insert_rows(self.connection, table, values)
        except sqlite3.IntegrityError as error:
            raise ConflictError(refused(table, error)) from error
        if table in _TAG_SET:
            self.touch_tag_set()
            self.names.clear()
        if table == "annotations":
            self.connection.executemany(
                "INSERT INTO parts VALUES (?, ?, ?, ?)",
                [(row["key"], part, start, end) for row in rows for part, (start, end) in enumerate(spans_of(row))],
            )
            for row in rows:
                self.tally.annotation(row["document"], self.names.tag_name(row["tag"])[0], row["state"], 1)
                self.touch(row["document"], row["id"])
        elif table == "relations":
            self._touch_relations(rows)
        elif table == "records":
            self.touch_records(row["id"] for row in rows)
        self.recorder.put(table, [row["id"] for row in rows if row.get("change", self.root) == self.root])
        for row in rows:
            if row.get("change", self.root) != self.root:
                self.recorder.put_back(table, row["id"], row["change"])

    def _touch_relations(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.touch(row["document"])
            for end in ("source", "target"):
                found = self.connection.execute(
                    "SELECT document, id FROM annotations WHERE key = ?", (row[end],)
                ).fetchone()
                if found:
                    self.touch(*found)

    def _put_annotations(self, annotations: Sequence[Annotation]) -> None:
        place = {
            key: (document, characters)
            for document, key, characters in self.connection.execute(
                "SELECT d.key, d.id, characters FROM documents AS d JOIN texts ON texts.key = d.text "
                "WHERE d.id IN (SELECT value FROM json_each(?))",
                (to_json(list({each.document for each in annotations})),),
            )
        }
        next_key = self.next_key("annotations")
        rows: list[Row] = []
        for number, each in enumerate(annotations):
            if each.document not in place:
                raise UsageError(f"there is no document {each.document}; it may have been removed")
            document, characters = place[each.document]
            if fault := span_fault(each.spans, characters):
                raise UsageError(f"{each.tag} cannot be marked: {fault}")
            start, end, parts = span_columns(each.spans)
            rows.append(
                {
                    "key": next_key + number,
                    "id": each.id,
                    "document": document,
                    "tag": self.tag_key(each.kind, each.tag),
                    "start": start,
                    "end": end,
                    "parts": parts,
                    "annotator": self.names.annotator(each.annotator),
                    "origin": each.origin,
                    "state": each.state,
                    "confidence": each.confidence,
                    "record": self.record_key(each.record),
                    "created": each.created,
                    "modified": each.modified,
                    "attributes": to_json(each.attributes),
                    "note": each.note,
                    "spans": each.spans if parts > 1 else None,
                }
            )
        self.insert("annotations", rows)

    def _put_relations(self, relations: Sequence[Relation]) -> None:
        self.insert("relations", [self._relation_row(each) for each in relations])

    def _relation_row(self, relation: Relation) -> Row:
        source = self._annotation_key(relation.source)
        target = self._annotation_key(relation.target)
        kind = self.names.relation_type(relation.type)
        if kind is None:
            raise UsageError(f"there is no relation type “{relation.type}” in this project; add it to the tag set")
        return {
            "id": relation.id,
            "type": kind,
            "document": source[1],
            "source": source[0],
            "target": target[0],
            "attributes": to_json(relation.attributes),
        }

    def _annotation_key(self, annotation: str) -> tuple[int, int]:
        found = self.connection.execute("SELECT key, document FROM annotations WHERE id = ?", (annotation,)).fetchone()
        if found is None:
            raise UsageError(f"there is no annotation {annotation}; it may have been removed")
        return found

    def next_key(self, table: str) -> int:
        """Return the first key of *table* that was never used."""
        found = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return found[0] + 1 if found else 1

    def tag_key(self, kind: str, name: str) -> int:
        """Return the key of a tag; UsageError if the project has none of that name."""
        key = self.names.tag(kind, name)
        if key is None:
            raise UsageError(f"there is no {kind} tag “{name}” in this project; see: annotator tags PROJECT show")
        return key

    def record_key(self, record: str | None) -> int | None:
        """Return the key of a record, or None for none; UsageError if it does not exist."""
        if record is None:
            return None
        found = self.connection.execute("SELECT key FROM records WHERE id = ?", (record,)).fetchone()
        if found is None:
            raise UsageError(f"there is no record {record}; it may have been removed")
        return found[0]

    def put_documents(self, documents: Sequence[AnnotatedDocument]) -> None:
        """Put documents with all that is marked in them, adding tags that are not known yet.

        A relation whose other end has not come yet waits for the end of the change.
        """
        self._waiting.extend(relation for _, relation in put_documents(self, documents))

    def link(self, relations: Sequence[Relation]) -> None:
        """Put relations that waited for their other end, adding types that are not known yet."""
        for name in {each.type for each in relations}:
            relation_type_key(self, name)
        self._put_relations(relations)

    # --- altering

    def _alter(self, table: str, row_id: str, before: Row | None, values: Mapping[str, object]) -> None:
        if before is None:
            raise ConflictError(f"there is no {table[:-1]} {row_id} any more; it may have been removed")
        new = self._columns(table, before, values)
        new = {column: value for column, value in new.items() if before.get(column) != value}
        if not new:
            return
        if table == "annotations":
            new.setdefault("modified", self.time)
        new["change"] = self.root
        old = {column: before.get(column) for column in new}
        self.alter_row(table, before, old, new)
        if table == "tags" and "name" in new:
            records_follow(self, before["kind"], before["name"], new["name"])

    def _columns(self, table: str, before: Row, values: Mapping[str, object]) -> Row:
        rest = dict(values)
        new: Row = {}
        if table == "annotations":
            if "tag" in rest:
                kind = str(rest.pop("kind", self.names.tag_name(before["tag"])[0]))
                new["tag"] = self.tag_key(kind, str(rest.pop("tag")))
            if "annotator" in rest:
                new["annotator"] = self.names.annotator(str(rest.pop("annotator")))
            if "record" in rest:
                record = rest.pop("record")
                new["record"] = self.record_key(None if record is None else str(record))
            if "spans" in rest:
                spans: Any = rest.pop("spans")
                self._check_spans(before["document"], spans)
                new["start"], new["end"], new["parts"] = span_columns(spans)
                new["spans"] = [list(span) for span in spans] if len(spans) > 1 else None
        return {**new, **altered(table, rest)}

    def _check_spans(self, document: int, spans: tuple[Span, ...]) -> None:
        (characters,) = self.connection.execute(
            "SELECT characters FROM texts JOIN documents ON documents.text = texts.key WHERE documents.key = ?",
            (document,),
        ).fetchone()
        if fault := span_fault(spans, characters):
            raise UsageError(f"the annotation cannot be moved: {fault}")

    def alter_row(self, table: str, before: Row, old: Row, new: Row) -> None:
        """Write the columns *new* into the row that is *before* now, count and record it."""
        columns = [column for column in new if column != "spans"]
        assignments = ", ".join(f"{quoted([column])} = ?" for column in columns)
        try:
            self.connection.execute(
                f"UPDATE {table} SET {assignments} WHERE key = ?",
                [*(new[column] for column in columns), before["key"]],
            )
        except sqlite3.IntegrityError as error:
            raise ConflictError(refused(table, error)) from error
        if table == "annotations":
            if "spans" in new:
                self.connection.execute("DELETE FROM parts WHERE annotation = ?", (before["key"],))
                self.connection.executemany(
                    "INSERT INTO parts VALUES (?, ?, ?, ?)",
                    [(before["key"], part, start, end) for part, (start, end) in enumerate(spans_of(new))],
                )
            after = {**before, **new}
            self.tally.annotation(before["document"], self.names.tag_name(before["tag"])[0], before["state"], -1)
            self.tally.annotation(after["document"], self.names.tag_name(after["tag"])[0], after["state"], 1)
            self.touch(before["document"], before["id"])
        elif table == "documents":
            if "status" in new:
                self.tally.status(before["status"], -1)
                self.tally.status(new["status"], 1)
            self.touch(before["key"])
        elif table == "relations":
            self._touch_relations([before])
        elif table == "records":
            self.touch_records([before["id"]])
        elif table in _TAG_SET:
            self.touch_tag_set()
            self.names.clear()
            if "kind" in new:
                self._recount(before["key"], before["kind"], new["kind"])
        self.recorder.altered(table, before["id"], old, new)

    def _recount(self, tag: int, before: str, after: str) -> None:
        for document, state, count in self.connection.execute(
            "SELECT document, state, count(*) FROM annotations WHERE tag = ? GROUP BY document, state", (tag,)
        ):
            self.tally.annotation(document, before, state, -count)
            self.tally.annotation(document, after, state, count)

    # --- removing

    def row(self, table: str, row_id: str) -> Row | None:
        """Return the image of a row, or None if there is none."""
        return next(iter(self.rows(table, "id", [row_id])), None)

    def images(self, table: str, ids: Sequence[str]) -> dict[str, Row]:
        """Return the images of those rows with *ids* that there are, by id."""
        return {image["id"]: image for image in self.rows(table, "id", ids)}

    def rows(self, table: str, column: str, values: Sequence[object]) -> list[Row]:
        """Return the images of the rows whose *column* is one of *values*."""
        columns = COLUMNS[table]
        found = self.connection.execute(
            f"SELECT {columns_of(table)} FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",
            (to_json(values),),
        )
        images = [dict(zip(columns, row, strict=True)) for row in found]
        if table == "annotations":
            for image in images:
                if image["parts"] > 1:
                    image["spans"] = [
                        list(span)
                        for span in self.connection.execute(
                            'SELECT start, "end" FROM parts WHERE annotation = ? ORDER BY part',
                            (image["key"],),
                        )
                    ]
                else:
                    image["spans"] = None
        return images

    def remove_annotations(self, ids: Sequence[str]) -> None:
        """Remove annotations with the relations that begin or end at them."""
        images = self.rows("annotations", "id", ids)
        if len(images) < len(set(ids)):
            raise ConflictError("an annotation to remove is not there any more; it may have been removed already")
        keys = [image["key"] for image in images]
        relations = {
            image["key"]: image for column in ("source", "target") for image in self.rows("relations", column, keys)
        }
        self.delete("relations", list(relations.values()))
        self.delete("annotations", images)

    def delete(self, table: str, images: Sequence[Row]) -> None:
        """Delete the rows of *images*, count and record them."""
        if table == "relations":
            self._touch_relations(images)
        try:
            self.connection.executemany(f"DELETE FROM {table} WHERE key = ?", [(image["key"],) for image in images])
        except sqlite3.IntegrityError as error:
            raise ConflictError(refused(table, error, removing=True)) from error
        for image in images:
            if table == "annotations":
                self.tally.annotation(image["document"], self.names.tag_name(image["tag"])[0], image["state"], -1)
                self.touch(image["document"], image["id"])
            self.recorder.removed(table, {column: value for column, value in image.items() if value is not None})
        if table in _TAG_SET:
            self.touch_tag_set()
            self.names.clear()
        elif table == "records":
            self.touch_records(image["id"] for image in images)

    def remove_document(self, document: str) -> None:
        """Remove a document with all that is marked in it, and relations from elsewhere to it."""
        image = self.row("documents", document)
        if image is None:
            raise ConflictError(f"there is no document {document} any more; it may have been removed")
        DocumentRows(self).remove(image)

    def replace_document(self, document: AnnotatedDocument) -> list[tuple[str, Relation]]:
        """Put *document* in place of the one with its id; return the relations whose other end is missing."""
        image = self.row("documents", document.document.id)
        if image is None:
            raise ConflictError(f"there is no document {document.document.id} any more; it may have been removed")
        return DocumentRows(self).replace(image, document)

    def _remove(self, table: str, row_id: str) -> None:
        image = self.row(table, row_id)
        if image is None:
            raise ConflictError(f"there is no {table[:-1]} {row_id} any more; it may have been removed")
        self.delete(table, [image])

    # --- content

    def source_key(self, document: Document) -> int | None:
        """Return the key of a document's source, stored if it is new."""
        return None if document.source is None else put_source(self.connection, document.source)

    def text_key(self, document: Document) -> int:
        """Return the key of a document's text, stored if it is new."""
        return put_text(self.connection, document.text, document.text_sha256)


def _run_key(operation: Operation) -> tuple[type, type]:
    if isinstance(operation, Put):
        return Put, type(operation.row)
    if isinstance(operation, Retag | PutSetting):
        return type(operation), Annotation
    return (Alter if isinstance(operation, Alter) else Remove), operation.type
