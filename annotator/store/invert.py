"""Takes a recorded change back, operation by operation from the last to the first.

What somebody changed since is left alone and said; everything else is undone exactly.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotator.errors import ConflictError
from annotator.store.documents import NOUNS, DocumentRows
from annotator.store.log import LoggedOperation, count, read_backwards
from annotator.store.retagging import set_all_back
from annotator.store.rows import Row
from annotator.store.settings import set_setting_back
from annotator.store.writer import Writer


def invert(writer: Writer, change: int, told: Callable[[int], None] | None = None) -> None:
    """Do the inverse of *change* through *writer*, in bounded memory; *told* hears how many operations are done."""
    done = 0
    for run in read_backwards(writer.connection, change):
        if told is not None:
            told(done)
            done += count(run)
        action, table = run[0][:2]
        if action == "p":
            # where a row was put back, the mark that it then bore is told
            _take_out(writer, table, {each[2]: each[3] if len(each) > 3 else None for each in run})
        elif action == "a":
            images = writer.images(table, [each[2] for each in run])
            for each in run:
                # who was altered twice is read again
                _set_back(writer, each, images.pop(each[2], None) or writer.row(table, each[2]))
        elif action == "m":
            for each in run:
                set_all_back(writer, each)
        elif action == "s":
            for each in run:
                set_setting_back(writer, each)
        else:
            _put_back(writer, table, [each[2] for each in run])


def _take_out(writer: Writer, table: str, marks: Mapping[str, Any]) -> None:
    # a row still bears the mark it was put with, unless somebody changed it since. Changes that
    # are done again mark with their first key: which of two marks is newer says nothing
    rows = DocumentRows(writer)
    images = {image["id"]: image for image in writer.rows(table, "id", list(marks))}
    free: list[Row] = []
    for each, mark in marks.items():
        image = images.get(each)
        if image is None:
            writer.left.append(f"{NOUNS[table]} was removed since")
        elif table == "documents":
            if since := rows.changed_since(image["key"], writer.root, mark):
                writer.left.append(_since(writer, table, image, since))
            else:
                rows.remove(image)
        elif image["change"] != mark if mark is not None else image["change"] > writer.root:
            writer.left.append(_since(writer, table, image, image["change"]))
        else:
            free.append(image)
    if table == "annotations":
        free = _without_links(writer, free)
    elif table in ("tags", "relation_types", "records"):
        free = [image for image in free if not _in_use(writer, table, image)]
    writer.delete(table, free)


def _without_links(writer: Writer, images: list[Row]) -> list[Row]:
    # relations of the same change are gone by now: those that are left came later
    keys = [image["key"] for image in images]
    held = {row[end]: row["change"] for end in ("source", "target") for row in writer.rows("relations", end, keys)}
    writer.left.extend(
        _since(writer, "annotations", image, held[image["key"]]) for image in images if image["key"] in held
    )
    return [image for image in images if image["key"] not in held]


def _in_use(writer: Writer, table: str, image: Row) -> bool:
    users = {
        "tags": "annotations WHERE tag",
        "relation_types": "relations WHERE type",
        "records": "annotations WHERE record",
    }
    used = writer.connection.execute(f"SELECT 1 FROM {users[table]} = ? LIMIT 1", (image["key"],)).fetchone()
    if used:
        writer.left.append(f"{NOUNS[table]} “{image['name']}” is in use since")
    return bool(used)


def _set_back(writer: Writer, operation: LoggedOperation, before: Row | None) -> None:
    _, table, _, old, new = operation
    if before is None:
        writer.left.append(f"{NOUNS[table]} was removed since")
    elif before["change"] != new["change"]:
        writer.left.append(_since(writer, table, before, before["change"]))
    else:
        try:
            writer.alter_row(table, before, {column: before.get(column) for column in old}, old)
        except ConflictError:
            writer.left.append(
                f"{NOUNS[table]} cannot be set back, since a name is taken or something it needs is gone"
            )


def _put_back(writer: Writer, table: str, images: Sequence[Row]) -> None:
    rows = DocumentRows(writer)
    if table != "documents":
        images = rows.standing(table, images)
        try:
            _within_savepoint(writer, lambda: writer.insert(table, images))
            return
        except ConflictError:
            pass  # one of them stands in the way: find out which
    for image in images:
        try:
            if table == "documents":
                _within_savepoint(writer, lambda image=image: rows.restore(image))
            else:
                _within_savepoint(writer, lambda image=image: writer.insert(table, [image]))
        except ConflictError:
            writer.left.append(f"{NOUNS[table]} cannot be put back, since its name or id is taken now")


def _within_savepoint(writer: Writer, act: Callable[[], None]) -> None:
    writer.connection.execute("SAVEPOINT put_back")
    try:
        act()
    except (sqlite3.IntegrityError, ConflictError) as error:
        writer.connection.execute("ROLLBACK TO put_back")
        raise ConflictError(str(error)) from error
    finally:
        writer.connection.execute("RELEASE put_back")


def _since(writer: Writer, table: str, image: Row, change: int) -> str:
    found = writer.connection.execute(
        "SELECT annotators.name, label FROM changes JOIN annotators ON annotators.key = annotator "
        "WHERE changes.key = ?",
        (change,),
    ).fetchone()
    who, label = found or ("someone", "a change")
    title = f" “{image['title']}”" if table == "documents" else ""
    return f"{NOUNS[table]}{title} is left as it is, since {who} changed it in between ({label})"
