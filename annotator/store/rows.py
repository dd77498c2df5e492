"""Between model objects and rows: which columns a table has and what stands in them.

A row is a dict from column to what SQLite stores. The image of an annotation also has
``spans``, where it has more than one part.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, count, repeat
from operator import is_
from typing import Any, cast

import orjson

from annotator.errors import UsageError
from annotator.model.annotation import NO_ATTRIBUTES, Annotation, Relation, Span, Value
from annotator.model.constraint import Constraint
from annotator.model.document import Document
from annotator.model.people import Record
from annotator.model.tag import Attribute, RelationType, Tag
from annotator.store.connection import HALF_A_CHARACTER

# a row as it comes from or goes to SQLite: text, numbers, None, and lists of spans
Row = dict[str, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    "tags": (
        "key", "id", "kind", "name", "colour", "shortcut", "description", "good", "bad", "parent",
        "attributes", "retired", "position", "guideline", "change",
    ),
    "constraints": (
        "key", "id", "name", "rule", "of", "other", "relations", "attributes", "unless", "most", "description",
        "position", "change",
    ),
    "relation_types": (
        "key", "id", "name", "from_kinds", "to_kinds", "symmetric", "description", "position", "change",
    ),
    "records": (
        "key", "id", "kind", "name", "tag", "aliases", "identifiers", "attributes", "note", "change",
    ),
    "documents": (
        "key", "id", "title", "date", "language", "status", "split", "source", "text", "revision",
        "created", "metadata", "change",
    ),
    "annotations": (
        "key", "id", "document", "tag", "start", "end", "parts", "annotator", "origin", "state",
        "confidence", "record", "created", "modified", "attributes", "note", "change",
    ),
    "relations": ("key", "id", "type", "document", "source", "target", "attributes", "change"),
}  # fmt: skip

TABLES: dict[type, str] = {
    Tag: "tags",
    RelationType: "relation_types",
    Constraint: "constraints",
    Record: "records",
    Document: "documents",
    Annotation: "annotations",
    Relation: "relations",
}

_VARIABLES = 900
"""How many values one statement is given at most; SQLite takes 999, however it was built."""
_MANY = 16
"""Rows that are worth a statement of their own."""


def quoted(columns: Sequence[str]) -> str:
    """Return *columns* as a list for SQL; ``end`` is a word of the language."""
    return ", ".join('"end"' if column == "end" else column for column in columns)


@cache
def columns_of(table: str) -> str:
    """Return all columns of *table*, in the order of `COLUMNS`, as a list for SQL."""
    return quoted(COLUMNS[table])


def insert_rows(
    connection: sqlite3.Connection,
    table: str,
    rows: Sequence[Sequence[object]],
    columns: tuple[str, ...] | None = None,
) -> None:
    """Insert *rows* of *table*, their values in the order of *columns*: whole ones, as `COLUMNS` has them, if None.

    Many go in by one statement, to which a value that all have is given once: SQLite opens table and indexes once for
    each statement, and copies each value it is given, which together is most of its time.
    """
    columns = columns or COLUMNS[table]
    whole = 0
    if len(rows) >= _MANY:
        given = list(zip(*rows, strict=True))
        # the same object, since what is equal may be stored otherwise: 1 and 1.0; keys are never the same
        shared = (False, *(all(map(is_, each, repeat(each[0]))) for each in given[1:]))
        once = [each[0] for each, is_shared in zip(given, shared, strict=True) if is_shared]
        others = list(zip(*(each for each, is_shared in zip(given, shared, strict=True) if not is_shared), strict=True))
        many = (_VARIABLES - len(once)) // (len(columns) - len(once))
        for whole in range(many, len(rows) + 1, many):
            values = chain.from_iterable(others[whole - many : whole])
            connection.execute(_insert(table, columns, shared, many), [*once, *values])
    connection.executemany(_insert(table, columns, (False,) * len(columns), 1), rows[whole:])


@lru_cache(maxsize=32)
def _insert(table: str, columns: tuple[str, ...], shared: tuple[bool, ...], rows: int) -> str:
    """Return the INSERT of some *rows* with *columns*; values of those that are *shared* are given first, and once."""
    numbers = count(1)
    once = [f"?{next(numbers)}" if is_shared else "" for is_shared in shared]
    made = (f"({', '.join(each or f'?{next(numbers)}' for each in once)})" for _ in range(rows))
    return f"INSERT INTO {table} ({quoted(columns)}) VALUES {', '.join(made)}"


def to_json(value: object) -> str:
    """Return *value* as compact JSON text; a read-only mapping counts as an object.

    UsageError for what JSON cannot hold: half of a character, a number beyond 64 bits.
    """
    if value is NO_ATTRIBUTES or value == {}:
        return "{}"
    try:
        return orjson.dumps(value, default=_plain).decode()
    except TypeError as error:
        if "surrogates" in str(error):
            raise UsageError(HALF_A_CHARACTER) from error
        raise UsageError(f"a value cannot be kept ({error}); nothing was changed") from error


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(cast(Mapping[str, object], value))
    raise TypeError(f"a {type(value).__name__} cannot be stored")


def read_attributes(text: str) -> Mapping[str, Value]:
    """Return the attributes that a column holds."""
    return NO_ATTRIBUTES if text == "{}" else orjson.loads(text)


def tag_row(tag: Tag) -> Row:
    """Return the row of a tag, without key and change."""
    return {
        "id": tag.id,
        "kind": tag.kind,
        "name": tag.name,
        "colour": tag.colour.lower(),
        "shortcut": tag.key,
        "description": tag.description,
        "good": tag.good,
        "bad": tag.bad,
        "parent": tag.parent,
        "attributes": orjson.dumps(tag.attributes).decode(),
        "retired": int(tag.retired),
        "position": tag.position,
        "guideline": tag.guideline or None,
    }


def read_tag(row: Row) -> Tag:
    """Return the tag that a row holds."""
    return Tag(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        colour=row["colour"],
        key=row["shortcut"],
        description=row["description"],
        good=row["good"],
        bad=row["bad"],
        parent=row["parent"],
        attributes=tuple(_attribute(each) for each in orjson.loads(row["attributes"])),
        retired=bool(row["retired"]),
        position=row["position"],
        guideline=row["guideline"] or "",
    )


def _attribute(image: Row) -> Attribute:
    choices: list[str] = image["choices"]
    return Attribute(**{**image, "choices": tuple(choices)})  # pyright: ignore[reportArgumentType]


def relation_type_row(each: RelationType) -> Row:
    """Return the row of a relation type, without key and change."""
    return {
        "id": each.id,
        "name": each.name,
        "from_kinds": to_json(each.from_kinds),
        "to_kinds": to_json(each.to_kinds),
        "symmetric": int(each.symmetric),
        "description": each.description,
        "position": each.position,
    }


def read_relation_type(row: Row) -> RelationType:
    """Return the relation type that a row holds."""
    return RelationType(
        id=row["id"],
        name=row["name"],
        from_kinds=tuple(orjson.loads(row["from_kinds"])),
        to_kinds=tuple(orjson.loads(row["to_kinds"])),
        symmetric=bool(row["symmetric"]),
        description=row["description"],
        position=row["position"],
    )


def constraint_row(each: Constraint) -> Row:
    """Return the row of a constraint, without key and change."""
    return {
        "id": each.id,
        "name": each.name,
        "rule": each.rule,
        "of": to_json(each.of),
        "other": to_json(each.other),
        "relations": to_json(each.relations),
        "attributes": to_json(each.attributes),
        "unless": to_json(each.unless),
        "most": each.most,
        "description": each.description,
        "position": each.position,
    }


def read_constraint(row: Row) -> Constraint:
    """Return the constraint that a row holds."""
    unless: dict[str, list[str]] = orjson.loads(row["unless"])
    return Constraint(
        id=row["id"],
        name=row["name"],
        rule=row["rule"],
        of=tuple(orjson.loads(row["of"])),
        other=tuple(orjson.loads(row["other"])),
        relations=tuple(orjson.loads(row["relations"])),
        attributes=tuple(orjson.loads(row["attributes"])),
        unless={name: tuple(values) for name, values in unless.items()},
        most=row["most"],
        description=row["description"],
        position=row["position"],
    )


def record_row(record: Record) -> Row:
    """Return the row of a record, without key and change."""
    return {
        "id": record.id,
        "kind": record.kind,
        "name": record.name,
        "tag": record.tag,
        "aliases": to_json(record.aliases),
        "identifiers": to_json(record.identifiers),
        "attributes": to_json(record.attributes),
        "note": record.note,
    }


def read_record(row: Row) -> Record:
    """Return the record that a row holds."""
    return Record(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        tag=row["tag"],
        aliases=tuple(orjson.loads(row["aliases"])),
        identifiers=tuple(orjson.loads(row["identifiers"])),
        attributes=read_attributes(row["attributes"]),
        note=row["note"],
    )


_PLAIN_FIELDS: dict[str, dict[str, str]] = {
    "tags": {
        "name": "name", "colour": "colour", "key": "shortcut", "description": "description", "good": "good",
        "bad": "bad", "parent": "parent", "position": "position", "kind": "kind", "guideline": "guideline",
    },
    "constraints": {
        "name": "name", "rule": "rule", "most": "most", "description": "description", "position": "position",
    },
    "relation_types": {"name": "name", "description": "description", "position": "position"},
    "records": {"name": "name", "tag": "tag", "note": "note"},
    "documents": {"title": "title", "date": "date", "language": "language", "status": "status", "split": "split"},
    "annotations": {
        "origin": "origin", "state": "state", "confidence": "confidence", "note": "note", "modified": "modified",
    },
    "relations": {},
}  # fmt: skip

_JSON_FIELDS: dict[str, tuple[str, ...]] = {
    "tags": ("attributes",),
    "relation_types": ("from_kinds", "to_kinds"),
    "constraints": ("of", "other", "relations", "attributes", "unless"),
    "records": ("aliases", "identifiers", "attributes"),
    "documents": ("metadata",),
    "annotations": ("attributes",),
    "relations": ("attributes",),
}

_FLAG_FIELDS: dict[str, tuple[str, ...]] = {"tags": ("retired",), "relation_types": ("symmetric",)}


def altered(table: str, values: Mapping[str, object]) -> Row:
    """Return the columns that new *values* of a model object's fields stand in.

    Fields that point to other rows (an annotation's tag and so on) are left to the caller;
    UsageError for a field that cannot be altered.
    """
    row: Row = {}
    for field, value in values.items():
        if field in _PLAIN_FIELDS[table]:
            row[_PLAIN_FIELDS[table][field]] = value.lower() if field == "colour" and isinstance(value, str) else value
        elif field in _JSON_FIELDS[table]:
            row[field] = to_json(value)
        elif field in _FLAG_FIELDS.get(table, ()):
            row[field] = int(bool(value))
        else:
            raise UsageError(f"the field {field} of {table} cannot be altered")
    return row


def spans_of(row: Row) -> list[tuple[int, int]]:
    """Return the parts of a discontinuous annotation's image; of others, nothing."""
    return row.get("spans") or []


def span_columns(spans: Sequence[Span]) -> tuple[int | None, int | None, int]:
    """Return start, end and number of parts of *spans*."""
    if not spans:
        return None, None, 0
    return spans[0][0], spans[-1][1], len(spans)
