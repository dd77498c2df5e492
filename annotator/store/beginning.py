"""What stands in a new project before anybody works in it: the schema, its settings, its tag set."""

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from annotator.errors import ConflictError
from annotator.model.tag import TagSet
from annotator.model.times import now
from annotator.store.connection import refused, writing
from annotator.store.rows import COLUMNS, Row, constraint_row, insert_rows, relation_type_row, tag_row
from annotator.store.schema import migrate


def begin(connection: sqlite3.Connection, path: Path, tag_set: TagSet, title: str) -> None:
    """Fill the empty file at *path*; ConflictError for a tag set that breaks the rules of the schema."""
    migrate(Database(connection))
    settings = {
        "title": title,
        "created": now(),
        "tag_set_name": tag_set.name,
        "tag_set_description": tag_set.description,
        "tag_set_version": tag_set.version,
    }
    with writing(connection, path):
        connection.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())
        _insert(connection, "tags", [tag_row(tag) for tag in tag_set.tags])
        _insert(connection, "relation_types", [relation_type_row(each) for each in tag_set.relation_types])
        _insert(connection, "constraints", [constraint_row(each) for each in tag_set.constraints])


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    # the tags a project begins with are no change of anyone's: nothing to undo
    values = [[{**row, "change": 0}.get(column) for column in COLUMNS[table]] for row in rows]
    try:
        insert_rows(connection, table, values)
    except sqlite3.IntegrityError as error:
        raise ConflictError(refused(table, error)) from error
