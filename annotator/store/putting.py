"""Whole documents become rows, and go in by a few statements: the hot path of every import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.errors import ConflictError, InputError
from annotator.model.annotation import Annotation, Kind, Relation, span_fault
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.model.tag import RelationType, Tag
from annotator.store.rows import insert_rows, record_row, relation_type_row, tag_row, to_json

if TYPE_CHECKING:
    import sqlite3

    from annotator.store.writer import Writer

_DOCUMENT = (
    "key", "id", "title", "date", "language", "status", "split", "source", "text", "revision", "created", "metadata",
    "change", "entities", "claims", "cues", "suggestions", "marked_under",
)  # fmt: skip
_COLOURS = (
    "#2f6fde", "#8e4ec6", "#a4492b", "#1a9a6c", "#64748b", "#d0437f", "#0e87a0", "#b7791f", "#74871c", "#8a5a2b",
)  # fmt: skip
Place = tuple[int, int]
"""The keys of an annotation and of its document."""


def put_documents(writer: Writer, documents: Sequence[AnnotatedDocument]) -> list[tuple[str, Relation]]:
    """Put *documents*; return the relations whose other end is not in the project (yet).

    Tags, relation types and records that the project does not know are added. Raises
    InputError for a span outside its text, ConflictError for an id that is taken.
    """
    first = writer.next_key("documents")
    rows = _Rows(writer, first)
    for each in documents:
        rows.take(each)
    rows.insert()
    pending = _put_relations(writer, documents, first, rows.places)
    # after the tags and types that they need, so that an undo takes the documents out first
    writer.recorder.put("documents", [each.document.id for each in documents])
    return pending


def place_of(connection: sqlite3.Connection, annotation: str) -> Place | None:
    """Return where the annotation of that id is, or None."""
    return connection.execute("SELECT key, document FROM annotations WHERE id = ?", (annotation,)).fetchone()


def relation_type_key(writer: Writer, name: str) -> int:
    """Return the key of a relation type, which is added if it is unknown."""
    key = writer.names.relation_type(name)
    if key is None:
        (count,) = writer.connection.execute("SELECT count(*) FROM relation_types").fetchone()
        writer.insert("relation_types", [relation_type_row(RelationType(new_id(), name, position=count))])
        key = writer.names.relation_type(name)
        assert key is not None
    return key


class _Rows:
    """The rows of some documents, the first of which gets the key *first*."""

    def __init__(self, writer: Writer, first: int) -> None:
        self._writer = writer
        self._key = first
        self._annotation_key = writer.next_key("annotations")
        self._documents: list[tuple[object, ...]] = []
        self._revisions: list[tuple[object, ...]] = []
        self._annotations: list[tuple[object, ...]] = []
        self._parts: list[tuple[int, int, int, int]] = []
        self._annotators: dict[str, int] = {}
        self._tags: dict[tuple[str, str], int] = {}
        self._records: dict[str, int] = {}
        self.places: dict[str, Place] = {}
        """Where the annotations are whose documents have relations."""

    def take(self, each: AnnotatedDocument) -> None:
        """Take one more document."""
        writer, document = self._writer, each.document
        text_key = writer.text_key(document)
        counts = self._take_annotations(each)
        self._documents.append(
            (
                self._key, document.id, document.title, document.date, document.language, document.status,
                document.split, writer.source_key(document), text_key, document.revision, document.created,
                to_json(document.metadata), writer.root, counts["entity"], counts["claim"], counts["cue"],
                counts["suggested"], bool(each.annotations),
            )
        )  # fmt: skip
        self._revisions.append((document.id, document.revision, text_key, writer.root))
        writer.tally.status(document.status, 1)
        writer.touch_listing(self._key, document.id)
        self._key += 1

    def _take_annotations(self, each: AnnotatedDocument) -> dict[str, int]:
        """Take the annotations of *each*, and return how many there are of each kind."""
        document, document_key, root = each.document, self._key, self._writer.root
        key, tags, annotators, add = self._annotation_key, self._tags, self._annotators, self._annotations.append
        length, has_relations = len(document.text), bool(each.relations)
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
                self._parts.extend((key, part, begin, stop) for part, (begin, stop) in enumerate(spans))
            kind = annotation.kind
            try:
                tag = tags[kind, annotation.tag]
            except KeyError:
                tag = tags[kind, annotation.tag] = self._tag_key(kind, annotation.tag)
            try:
                annotator = annotators[annotation.annotator]
            except KeyError:
                annotator = annotators[annotation.annotator] = self._writer.names.annotator(annotation.annotator)
            state, attributes, record = annotation.state, annotation.attributes, annotation.record
            if state == "accepted":
                counts[kind] += 1
            elif state == "suggested":
                counts["suggested"] += 1
            add(
                (
                    key, annotation.id, document_key, tag, start, end, parts, annotator, annotation.origin, state,
                    annotation.confidence,
                    None if record is None else self._record_key(record, annotation, document.text),
                    annotation.created, annotation.modified, to_json(attributes) if attributes else "{}",
                    annotation.note, root,
                )
            )  # fmt: skip
            if has_relations:
                self.places[annotation.id] = (key, document_key)
            key += 1
        self._annotation_key = key
        return counts

    def insert(self) -> None:
        """Write all rows."""
        import sqlite3

        # only now are the tags known that came with the marks
        version = self._writer.tag_set_version()
        documents = [(*row[:-1], version if row[-1] else None) for row in self._documents]
        connection = self._writer.connection
        try:
            insert_rows(connection, "documents", documents, _DOCUMENT)
            connection.executemany("INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?)", self._revisions)
            insert_rows(connection, "annotations", self._annotations)
            connection.executemany("INSERT INTO parts VALUES (?, ?, ?, ?)", self._parts)
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
                raise ConflictError(
                    "the id of the document or of one of its annotations is already taken in this project"
                ) from error
            raise ConflictError(f"the document does not keep the rules of the project file ({error})") from error

    def _tag_key(self, kind: Kind, name: str) -> int:
        key = self._writer.names.tag(kind, name)
        if key is None:
            count: int = self._writer.connection.execute("SELECT count(*) FROM tags").fetchone()[0]
            tag = Tag(new_id(), kind, name, _COLOURS[count % len(_COLOURS)], position=count)
            self._writer.insert("tags", [tag_row(tag)])
            key = self._writer.tag_key(kind, name)
        return key

    def _record_key(self, record: str, annotation: Annotation, text: str) -> int:
        if record not in self._records:
            statement = "SELECT key FROM records WHERE id = ?"
            found = self._writer.connection.execute(statement, (record,)).fetchone()
            if found is None:
                name = text[annotation.start : annotation.end] or record
                kind = "claim" if annotation.kind == "claim" else "entity"
                self._writer.insert("records", [record_row(Record(record, kind, name, annotation.tag))])
                found = self._writer.connection.execute(statement, (record,)).fetchone()
            self._records[record] = found[0]
        return self._records[record]


def _put_relations(
    writer: Writer, documents: Sequence[AnnotatedDocument], first: int, places: dict[str, Place]
) -> list[tuple[str, Relation]]:
    import sqlite3

    pending: list[tuple[str, Relation]] = []
    rows: list[tuple[object, ...]] = []
    key = writer.next_key("relations")
    for document_key, each in enumerate(documents, start=first):
        for relation in each.relations:
            source = places.get(relation.source) or place_of(writer.connection, relation.source)
            target = places.get(relation.target) or place_of(writer.connection, relation.target)
            if source is None or target is None or source[1] != document_key:
                pending.append((each.document.id, relation))
                continue
            type_key, attributes = relation_type_key(writer, relation.type), to_json(relation.attributes)
            rows.append((key, relation.id, type_key, document_key, source[0], target[0], attributes, writer.root))
            key += 1
    try:
        insert_rows(writer.connection, "relations", rows)
    except sqlite3.IntegrityError as error:
        raise ConflictError("the id of one of its relations is already taken in this project") from error
    return pending
