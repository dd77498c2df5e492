"""All annotations of one tag get another: many rows at once, with what it takes to set each back exactly."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.errors import ConflictError, UsageError
from annotator.store.log import LoggedOperation
from annotator.store.rows import to_json

if TYPE_CHECKING:
    from annotator.store.writer import Writer

_AT_ONCE = 2000
# id, change and time of the last modification
_Row = tuple[str, object, object]


def retag_all(writer: "Writer", tag: str, into: str) -> None:
    """Give the tag with the id *into* to all annotations that have *tag*; both are of one kind, so no count changes.

    Raises ConflictError if one of the tags is gone, UsageError if they are of different kinds.
    """
    connection = writer.connection
    found = {
        name: (key, kind)
        for name, key, kind in connection.execute("SELECT id, key, kind FROM tags WHERE id IN (?, ?)", (tag, into))
    }
    if tag not in found or into not in found:
        raise ConflictError("one of the two tags is not there any more; it may have been removed")
    (old, old_kind), (new, new_kind) = found[tag], found[into]
    if old_kind != new_kind:
        raise UsageError(f"{old_kind} tags and {new_kind} tags cannot be merged")
    rows = connection.execute("SELECT id, change, modified, document FROM annotations WHERE tag = ?", (old,))
    while part := rows.fetchmany(_AT_ONCE):
        writer.tell()
        for name, _, _, document in part:
            writer.touch(document, name)
        before = [(name, change, modified) for name, change, modified, _ in part]
        after = [(name, writer.root, writer.time) for name, _, _ in before]
        _record(writer, tag, into, before, after)
    connection.execute(
        "UPDATE annotations SET tag = ?, change = ?, modified = ? WHERE tag = ?", (new, writer.root, writer.time, old)
    )


def set_all_back(writer: "Writer", operation: LoggedOperation) -> None:
    """Do the inverse of what `retag_all` recorded; who was changed in between is left alone, and said."""
    _, _, tag, into, names, old_changes, old_times, new_changes, new_times = operation
    keys = dict(writer.connection.execute("SELECT id, key FROM tags WHERE id IN (?, ?)", (tag, into)))
    if tag not in keys or into not in keys:
        writer.left.append("annotations keep their tag, since the one that they had is gone")
        return
    many = len(names)
    before = list(zip(names, _each(old_changes, many), _each(old_times, many), strict=True))
    after = list(zip(names, _each(new_changes, many), _each(new_times, many), strict=True))
    now = {
        name: (change, key, document)
        for name, change, key, document in writer.connection.execute(
            "SELECT id, change, tag, document FROM annotations WHERE id IN (SELECT value FROM json_each(?))",
            (to_json(names),),
        )
    }
    same = [
        place for place, (name, change, _) in enumerate(after) if name in now and now[name][:2] == (change, keys[into])
    ]
    if len(same) < many:
        writer.left.append(f"{many - len(same):,} annotations were changed or removed since, and are left as they are")
        before, after = [before[place] for place in same], [after[place] for place in same]
    for name, _, _ in before:
        writer.touch(now[name][2], name)
    writer.connection.executemany(
        "UPDATE annotations SET tag = ?, change = ?, modified = ? WHERE id = ?",
        [(keys[tag], change, modified, name) for name, change, modified in before],
    )
    _record(writer, into, tag, after, before)


def _record(writer: "Writer", tag: str, into: str, before: Sequence[_Row], after: Sequence[_Row]) -> None:
    if before:
        columns = [_short([row[column] for row in rows]) for rows in (before, after) for column in (1, 2)]
        writer.recorder.moved("annotations", tag, into, [name for name, _, _ in before], columns)


def _short(values: Sequence[object]) -> object:
    """Return one value where all are the same, else the list."""
    return values[0] if len(set(values)) == 1 else values


def _each(values: object, many: int) -> list[object]:
    return values if isinstance(values, list) else [values] * many  # pyright: ignore[reportUnknownVariableType]
