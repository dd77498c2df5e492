"""Documents in the history are whole: removed and restored with all that is marked in them.

So the history of an import is one id a document; how they are put stands in `putting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.model.annotation import Relation
from annotator.model.document import AnnotatedDocument
from annotator.store.putting import place_of, put_documents
from annotator.store.rows import COLUMNS, Row, insert_rows, spans_of, to_json

if TYPE_CHECKING:
    from annotator.store.writer import Writer

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
    """Whole documents, out and in again, done through the `Writer` of a change."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._connection = writer.connection

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
        """Put *by* in place of the document of that image; else as `put_documents`.

        What other documents' relations led to is found again by its id.
        """
        guests = self.remove(document)
        pending = put_documents(self._writer, [by])
        found = [(place_of(self._connection, target), row) for target, row in guests]
        rows = [{**row, "target": target[0], "change": self._writer.root} for target, row in found if target]
        self._writer.insert("relations", rows)
        return pending

    def restore(self, image: Row) -> None:
        """Put back the document that `remove` took out, every key and id as it was."""
        writer = self._writer
        document: Row = image["document"]
        columns = COLUMNS["documents"]
        insert_rows(self._connection, "documents", [[document.get(column) for column in columns]])
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
        insert_rows(self._connection, table, [[row.get(column) for column in columns] for row in rows])

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
