"""Reading the whole project in order, for exports: one pass over each table, bounded memory.

This is a hot path: plain cursors and tuples, no query per document.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from annotator.model.annotation import (
    Annotation,
    Draft,
    Kind,
    Relation,
    Span,
    State,
    Value,
    reading_order,
)
from annotator.model.document import AnnotatedDocument, Status
from annotator.store.names import Names
from annotator.store.queries import STATEMENTS, make_document
from annotator.store.rows import COLUMNS, quoted, read_attributes, to_json
from annotator.store.search import texts_found

_PAGE = 200
_REMEMBERED = 5000
# a named tuple made by its own name takes twice as long
_made = cast("Callable[[type[Span], tuple[int, int]], Span]", tuple.__new__)  # pyright: ignore[reportUnknownMemberType]
_DOCUMENTS = (
    "SELECT d.key, d.id, d.title, d.date, d.language, d.status, d.split, d.metadata, d.created, d.revision, "
    "t.text, t.sha256, s.id, s.uri, s.media_type, s.sha256 "
    "FROM documents AS d JOIN texts AS t ON t.key = d.text LEFT JOIN sources AS s ON s.key = d.source "
)
_COLUMNS = quoted([column for column in COLUMNS["annotations"] if column != "change"])


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
    marks = _Marks(connection, names, selection)
    for rows in _pages(connection, names, selection):
        keys = [row[0] for row in rows]
        dense = keys[-1] - keys[0] < 2 * len(keys)
        annotations = marks.read(rows, keys, dense=dense)
        relations = _relations(connection, names, keys, annotations, selection)
        for row in rows:
            key = row[0]
            yield AnnotatedDocument(
                make_document(row[1:]), tuple(annotations.get(key, ())), tuple(relations.get(key, ()))
            )


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


class _Marks:
    """Reads the annotations of a page of documents; remembers names from page to page."""

    def __init__(self, connection: sqlite3.Connection, names: Names, selection: Selection) -> None:
        self._connection = connection
        self._names = names
        self._condition = ""
        self._values: list[object] = []
        if selection.annotator is not None:
            self._condition += " AND annotator = ?"
            self._values.append(names.known_annotator(selection.annotator))
        if selection.tag is not None:
            self._condition += " AND tag IN (SELECT key FROM tags WHERE name = ?)"
            self._values.append(selection.tag)
        if selection.state is not None:
            self._condition += " AND state = ?"
            self._values.append(selection.state)
        self._tags: dict[int, tuple[Kind, str]] = {}
        self._annotators: dict[int, str] = {}
        self._attributes: dict[str, Mapping[str, Value]] = {}
        self._records: dict[int, str] = {}

    def read(self, documents: Sequence[Any], keys: list[int], *, dense: bool) -> dict[int, list[Annotation]]:
        """Return the annotations by the key of their document, in reading order."""
        where, values = _place("document", keys, dense)
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM annotations WHERE {where}{self._condition} ORDER BY document, start",
            [*values, *self._values],
        )
        ids: dict[int, str] = {row[0]: row[1] for row in documents}
        found: dict[int, list[Annotation]] = {key: [] for key in keys}
        tags, annotators, attribute_sets = self._tags, self._annotators, self._attributes
        unordered: set[int] = set()
        last_document, last_start = 0, -1
        marks: list[Annotation] | None = None
        owner = ""
        for (
            key, id_, document, tag, start, end, parts, annotator, origin, state, confidence, record, created, modified,
            attributes, note,
        ) in rows:  # fmt: skip
            if document != last_document:
                marks = found.get(document)
                owner = ids.get(document, "")
                last_document, last_start = document, -1
            if marks is None:
                continue
            if start == last_start:
                # the index leaves the order of those that begin together open
                unordered.add(document)
            last_start = start
            if tag not in tags:
                tags[tag] = self._names.tag_name(tag)
            if annotator not in annotators:
                annotators[annotator] = self._names.annotator_name(annotator)
            if attributes not in attribute_sets:
                attribute_sets[attributes] = read_attributes(attributes)
            kind, name = tags[tag]
            # as `swiftly_made` does it: the call would take as long again
            mark: Any = Draft(
                id_,
                owner,
                kind,
                name,
                (_made(Span, (start, end)),) if parts == 1 else self._parts(key),
                annotators[annotator],
                created,
                modified,
                attribute_sets[attributes],
                None if record is None else self._record(record),
                origin,
                state,
                confidence,
                note,
            )
            mark.__class__ = Annotation
            marks.append(mark)
        for document in unordered:
            found[document].sort(key=reading_order)
        if len(attribute_sets) > _REMEMBERED:
            attribute_sets.clear()
        return found

    def _parts(self, annotation: int) -> tuple[Span, ...]:
        return tuple(Span(*each) for each in self._connection.execute(STATEMENTS["parts"], {"annotation": annotation}))

    def _record(self, key: int) -> str:
        if key not in self._records:
            found = self._connection.execute("SELECT id FROM records WHERE key = ?", (key,)).fetchone()
            self._records[key] = found[0]
        return self._records[key]


def _relations(
    connection: sqlite3.Connection,
    names: Names,
    keys: list[int],
    annotations: dict[int, list[Annotation]],
    selection: Selection,
) -> dict[int, list[Relation]]:
    where, values = _place("r.document", keys, dense=False)
    chosen: set[str] | None = None
    if selection.chooses_annotations:
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
