"""What a change touches, collected while it is written, so that a view repaints only that."""

import sqlite3
from collections.abc import Iterable, Sequence

import orjson

from annotator.model.change import ChangeKind, Touched
from annotator.store.rows import to_json

_LISTED = 2000


class Touching:
    """Collects documents, annotations and records; beyond a number that a view can use it says: everything."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tag_set_touched = False
        self._documents: set[int] = set()
        self._annotations: set[str] = set()
        self._records: set[str] = set()
        self._document_ids: dict[int, str] = {}
        self._listing = False
        self._everything = False

    def touch(self, document: int, annotation: str | None = None) -> None:
        """Note that a document, by key, and an annotation of it were touched."""
        if len(self._documents) >= _LISTED or len(self._annotations) >= _LISTED:
            self._everything = True
            return
        self._documents.add(document)
        if annotation is not None:
            self._annotations.add(annotation)

    def touch_listing(self, key: int, document: str) -> None:
        """Note that a document came or went; its id may no longer be in the file."""
        self._listing = True
        self.touch(key)
        if not self._everything:
            self._document_ids[key] = document

    def touch_records(self, records: Iterable[str]) -> None:
        """Note that records, by id, came, went or were altered."""
        self._records.update(records)
        if len(self._records) > _LISTED:
            self._everything = True

    def touch_tag_set(self) -> None:
        """Note that a tag, relation type or constraint came, went or was altered."""
        self.tag_set_touched = True

    def touched(self, change: int, label: str, kind: ChangeKind, left: Sequence[str]) -> Touched:
        """Return what was touched by the change of that key; *left* are the sentences of an undo."""
        ids = {} if self._everything else self._ids_of(self._documents)
        return Touched(
            change=change,
            label=label,
            kind=kind,
            documents=frozenset(ids.values()),
            annotations=frozenset() if self._everything else frozenset(self._annotations),
            listing=self._listing,
            tags=self.tag_set_touched,
            everything=self._everything,
            left=tuple(left),
            records=frozenset() if self._everything else frozenset(self._records),
        )

    def _ids_of(self, keys: Iterable[int]) -> dict[int, str]:
        wanted = [key for key in keys if key not in self._document_ids]
        found = self.connection.execute(
            "SELECT key, id FROM documents WHERE key IN (SELECT value FROM json_each(?))", (to_json(wanted),)
        )
        return {**dict(found), **{key: self._document_ids[key] for key in keys if key in self._document_ids}}


def touched_json(touched: Touched) -> str:
    """Return *touched* as the history keeps it."""
    return orjson.dumps(
        {
            "documents": sorted(touched.documents),
            "annotations": sorted(touched.annotations),
            "listing": touched.listing,
            "tags": touched.tags,
            "everything": touched.everything,
            "records": sorted(touched.records),
        }
    ).decode()
