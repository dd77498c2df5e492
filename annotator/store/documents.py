"""Documents in the history are whole: put, removed and restored with all that is marked in them.

So the history of an import is one id a document, and `put` is the hot path of every import.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annotator.errors import ConflictError, InputError
from annotator.model.annotation import Annotation, Kind, Relation, span_fault
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import RelationType, Tag
from annotator.store.rows import (
    COLUMNS,
    Row,
    insert_statement,
    record_row,
    relation_type_row,
    spans_of,
    tag_row,
    to_json,
)

if TYPE_CHECKING:
    from annotator.store.writer import Writer

_INSERT_DOCUMENT = (
    "INSERT INTO documents (key, id, title, date, language, status, split, source, text, revision, created, "
    "metadata, change, entities, claims, cues, suggestions, marked_under) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
_COLOURS: tuple[str, ...] = (
    "#2f6fde",
    "#8e4ec6",
    "#a4492b",
    "#1a9a6c",
    "#64748b",
    "#d0437f",
    "#0e87a0",
    "#b7791f",
    "#74871c",
    "#8a5a2b",
)


NOUNS = {
    "documents": "the article",
    "annotations": "an annotation",
    "relations": "a relation",
    "tags": "the tag",
    "relation_types": "the relation type",
    "constraints": "the constraint",
    "records": "the record",
}
"""What a sentence calls the rows of a table."""

_PARENTS = {
    "annotations": (("documents", "document"), ("tags", "tag"), ("records", "record")),
    "relations": (("relation_types", "type"), ("annotations", "source"), ("annotations", "target")),
}


class DocumentRows:
    """Whole documents, done through the `Writer` of a change."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._connection = writer.connection

    def put(self, documents: Sequence[AnnotatedDocument]) -> list[tuple[str, Relation]]:
        """Put *documents*; return the relations whose other end is not in the project (yet).

        Tags, relation types and records that the project does not know are added. Raises
        InputError for a span outside its text, ConflictError for an id that is taken.
        """
        writer = self._writer
        names = writer.names
        root = writer.root
        first = key = writer.next_key("documents")
        annotation_key = writer.next_key("annotations")
        annotators: dict[str, int] = {}
        tags: dict[tuple[str, str], int] = {}
        keys: dict[str, tuple[int, int]] = {}
        records: dict[str, int] = {}
        document_rows: list[tuple[Any, ...]] = []
        revision_rows: list[tuple[Any, ...]] = []
        annotation_rows: list[tuple[Any, ...]] = []
        part_rows: list[tuple[int, int, int, int]] = []
        for each in documents:
            document = each.document
            length = len(document.text)
            text_key = writer.text_key(document)
            counts = {"entity": 0, "claim": 0, "cue": 0, "document": 0, "suggested": 0}
            for annotation in each.annotations:
                spans = annotation.spans
                parts = len(spans)
                if parts == 1:
                    start, end = spans[0]
                    if not 0 <= start < end <= length:
                        raise InputError(f"{document.id}: {span_fault(spans, length)}")
                elif parts == 0:
                    start = end = None
                else:
                    start, end = spans[0][0], spans[-1][1]
                    if fault := span_fault(spans, length):
                        raise InputError(f"{document.id}: {fault}")
                    part_rows.extend((annotation_key, part, begin, stop) for part, (begin, stop) in enumerate(spans))
                kind = annotation.kind
                try:
                    tag = tags[kind, annotation.tag]
                except KeyError:
                    tag = tags[kind, annotation.tag] = self._tag_key(kind, annotation.tag)
                try:
                    annotator = annotators[annotation.annotator]
                except KeyError:
                    annotator = annotators[annotation.annotator] = names.annotator(annotation.annotator)
                record = annotation.record
                state = annotation.state
                if state == "accepted":
                    counts[kind] += 1
                elif state == "suggested":
                    counts["suggested"] += 1
                attributes = annotation.attributes
                annotation_rows.append(
                    (
                        annotation_key,
                        annotation.id,
                        key,
                        tag,
                        start,
                        end,
                        parts,
                        annotator,
                        annotation.origin,
                        state,
                        annotation.confidence,
                        None if record is None else self._record_key(record, annotation, document.text, records),
                        annotation.created,
                        annotation.modified,
                        to_json(attributes) if attributes else "{}",
                        annotation.note,
                        root,
                    )
                )
                if each.relations:
                    keys[annotation.id] = (annotation_key, key)
                annotation_key += 1
            document_rows.append(
                (
                    key,
                    document.id,
                    document.title,
                    document.date,
                    document.language,
                    document.status,
                    document.split,
                    writer.source_key(document),
                    text_key,
                    document.revision,
                    document.created,
                    to_json(document.metadata),
                    root,
                    counts["entity"],
                    counts["claim"],
                    counts["cue"],
                    counts["suggested"],
                    bool(each.annotations),
                )
            )
            revision_rows.append((document.id, document.revision, text_key, root))
            writer.tally.status(document.status, 1)
            writer.touch_listing(key, document.id)
            key += 1
        # only now are the tags known that came with the marks
        version = writer.tag_set_version()
        document_rows = [(*row[:-1], version if row[-1] else None) for row in document_rows]
        self._insert(document_rows, revision_rows, annotation_rows, part_rows)
        pending = self._put_relations(documents, first, keys)
        # after the tags and types that they need, so that an undo takes the documents out first
        writer.recorder.put("documents", [each.document.id for each in documents])
        return pending

    def _insert(
        self,
        documents: list[tuple[Any, ...]],
        revisions: list[tuple[Any, ...]],
        annotations: list[tuple[Any, ...]],
        parts: list[tuple[int, int, int, int]],
    ) -> None:
        import sqlite3

        insert = self._connection.executemany
        try:
            insert(_INSERT_DOCUMENT, documents)
            insert("INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?)", revisions)
            insert(insert_statement("annotations"), annotations)
            insert("INSERT INTO parts VALUES (?, ?, ?, ?)", parts)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise ConflictError(
                    "the id of the document or of one of its annotations is already taken in this project"
                ) from error
            raise ConflictError(f"the document does not keep the rules of the project file ({error})") from error

    def _tag_key(self, kind: Kind, name: str) -> int:
        key = self._writer.names.tag(kind, name)
        if key is None:
            count: int = self._connection.execute("SELECT count(*) FROM tags").fetchone()[0]
            tag = Tag(new_id(), kind, name, _COLOURS[count % len(_COLOURS)], position=count)
            self._writer.insert("tags", [tag_row(tag)])
            key = self._writer.tag_key(kind, name)
        return key

    def type_key(self, name: str) -> int:
        """Return the key of a relation type, which is added if it is unknown."""
        key = self._writer.names.relation_type(name)
        if key is None:
            (count,) = self._connection.execute("SELECT count(*) FROM relation_types").fetchone()
            self._writer.insert("relation_types", [relation_type_row(RelationType(new_id(), name, position=count))])
            key = self._writer.names.relation_type(name)
            assert key is not None
        return key

    def _record_key(self, record: str, annotation: Annotation, text: str, known: dict[str, int]) -> int:
        if record not in known:
            found = self._connection.execute("SELECT key FROM records WHERE id = ?", (record,)).fetchone()
            if found is None:
                name = text[annotation.start : annotation.end] or record
                kind = "claim" if annotation.kind == "claim" else "entity"
                self._writer.insert("records", [record_row(Record(record, kind, name, annotation.tag))])
                found = self._connection.execute("SELECT key FROM records WHERE id = ?", (record,)).fetchone()
            known[record] = found[0]
        return known[record]

    def _put_relations(
        self, documents: Sequence[AnnotatedDocument], key: int, keys: dict[str, tuple[int, int]]
    ) -> list[tuple[str, Relation]]:
        import sqlite3

        pending: list[tuple[str, Relation]] = []
        rows: list[tuple[Any, ...]] = []
        relation_key = self._writer.next_key("relations")
        for document_key, each in enumerate(documents, start=key):
            for relation in each.relations:
                source = keys.get(relation.source) or self._find(relation.source)
                target = keys.get(relation.target) or self._find(relation.target)
                if source is None or target is None or source[1] != document_key:
                    pending.append((each.document.id, relation))
                    continue
                type_key = self.type_key(relation.type)
                attributes = to_json(relation.attributes)
                rows.append(
                    (
                        relation_key,
                        relation.id,
                        type_key,
                        document_key,
                        source[0],
                        target[0],
                        attributes,
                        self._writer.root,
                    )
                )
                relation_key += 1
        try:
            self._connection.executemany(insert_statement("relations"), rows)
        except sqlite3.IntegrityError as error:
            raise ConflictError("the id of one of its relations is already taken in this project") from error
        return pending

    def _find(self, annotation: str) -> tuple[int, int] | None:
        return self._connection.execute("SELECT key, document FROM annotations WHERE id = ?", (annotation,)).fetchone()

    # --- out and in again

    def remove(self, document: Row) -> list[tuple[str, Row]]:
        """Remove the document of that image with all it holds, recorded as one operation.

        Relations from other documents go first, each by itself: returned are the ids of the
        annotations they led to, and their images.
        """
        writer = self._writer
        key = document["key"]
        annotations = writer.rows("annotations", "document", [key])
        relations = writer.rows("relations", "document", [key])
        guests = [
            row
            for row in writer.rows("relations", "target", [row["key"] for row in annotations])
            if row["document"] != key
        ]
        writer.delete("relations", guests)
        revisions = self._connection.execute(
            "SELECT document, number, text, change FROM revisions WHERE document = ?", (document["id"],)
        ).fetchall()
        execute = self._connection.execute
        execute("DELETE FROM relations WHERE document = ?", (key,))
        execute("DELETE FROM annotations WHERE document = ?", (key,))
        execute("DELETE FROM revisions WHERE document = ?", (document["id"],))
        execute("DELETE FROM documents WHERE key = ?", (key,))
        image = {
            "document": document,
            "revisions": [list(row) for row in revisions],
            "annotations": [_packed(row) for row in annotations],
            "relations": [_packed(row) for row in relations],
        }
        writer.tally.forget(key)
        writer.tally.status(document["status"], -1)
        writer.touch_listing(key, document["id"])
        writer.recorder.removed("documents", image, 600 + 250 * len(annotations))
        ids: dict[int, str] = {row["key"]: row["id"] for row in annotations}
        return [(ids[row["target"]], row) for row in guests]

    def replace(self, document: Row, by: AnnotatedDocument) -> list[tuple[str, Relation]]:
        """Put *by* in place of the document of that image; else as `put`.

        What other documents' relations led to is found again by its id.
        """
        guests = self.remove(document)
        pending = self.put([by])
        found = [(self._find(target), row) for target, row in guests]
        rows = [{**row, "target": target[0], "change": self._writer.root} for target, row in found if target]
        self._writer.insert("relations", rows)
        return pending

    def restore(self, image: Row) -> None:
        """Put back the document that `remove` took out, every key and id as it was."""
        writer = self._writer
        document: Row = image["document"]
        columns = COLUMNS["documents"]
        self._connection.execute(insert_statement("documents"), [document.get(column) for column in columns])
        self._connection.executemany("INSERT INTO revisions VALUES (?, ?, ?, ?)", image["revisions"])
        annotations = self.standing("annotations", image["annotations"])
        self._insert_images("annotations", annotations)
        for row in annotations:
            for part, (start, end) in enumerate(spans_of(row)):
                self._connection.execute("INSERT INTO parts VALUES (?, ?, ?, ?)", (row["key"], part, start, end))
            kind = writer.names.tag_name(row["tag"])[0]
            writer.tally.annotation(document["key"], kind, row["state"], 1)
        relations = self.standing("relations", image["relations"])
        self._insert_images("relations", relations)
        writer.tally.status(document["status"], 1)
        writer.touch_listing(document["key"], document["id"])
        marks = {row["change"] for row in (document, *annotations, *relations)}
        if marks == {writer.root}:
            writer.recorder.put("documents", [document["id"]])
        else:
            writer.recorder.put_back("documents", document["id"], sorted(marks))

    def _insert_images(self, table: str, rows: Sequence[Row]) -> None:
        columns = COLUMNS[table]
        self._connection.executemany(insert_statement(table), [[row.get(column) for column in columns] for row in rows])

    def standing(self, table: str, rows: Sequence[Row]) -> list[Row]:
        """Return those of *rows* that have all they point to; the others are said to be left."""
        standing = list(rows)
        for parent, column in _PARENTS.get(table, ()):
            missing = self._missing(parent, {row[column] for row in standing if row.get(column) is not None})
            if missing:
                self._writer.left.extend(
                    f"{NOUNS[table]} cannot be put back, since {NOUNS[parent]} that it needs is gone"
                    for row in standing
                    if row.get(column) in missing
                )
                standing = [row for row in standing if row.get(column) not in missing]
        return standing

    def _missing(self, table: str, keys: set[int]) -> set[int]:
        found = self._connection.execute(
            f"SELECT key FROM {table} WHERE key IN (SELECT value FROM json_each(?))", (to_json(sorted(keys)),)
        )
        return keys - {row[0] for row in found}

    def changed_since(self, key: int, root: int, marks: Sequence[int] | None) -> int | None:
        """Return a change that left its mark in the document since it was put, or None.

        It was put by the change *root*, or put back with the *marks* of older ones.
        """
        if marks is None:
            newer, value = "> ?", str(root)
        else:
            newer, value = "NOT IN (SELECT value FROM json_each(?))", to_json(marks)
        for statement in (
            "SELECT change FROM documents WHERE key = ? AND change",
            "SELECT change FROM annotations WHERE document = ? AND change",
            "SELECT change FROM relations WHERE document = ? AND change",
            "SELECT r.change FROM annotations AS a JOIN relations AS r ON r.target = a.key "
            "WHERE a.document = ? AND r.change",
        ):
            found = self._connection.execute(f"{statement} {newer}", (key, value)).fetchone()
            if found:
                return found[0]
        return None


def _packed(row: Row) -> Row:
    return {column: value for column, value in row.items() if value is not None}
