"""The history: which changes there are, and which one an undo or redo takes next."""

import sqlite3
from collections.abc import Iterator

import orjson

from annotator.model.change import ChangeKind, HistoryEntry, Touched, UndoState

_PAGE = 200
_ENTRIES = (
    "SELECT c.key, c.id, c.kind, c.label, annotators.name, c.time, c.operations, inverted.id, "
    "c.inverted_by IS NOT NULL, versions.number FROM changes AS c JOIN annotators ON annotators.key = c.annotator "
    "LEFT JOIN changes AS inverted ON inverted.key = c.inverts "
    "LEFT JOIN tag_set_versions AS versions ON versions.change = c.key WHERE c.key < ? ORDER BY c.key DESC LIMIT ?"
)


def begin(
    connection: sqlite3.Connection,
    *,
    change_id: str,
    kind: ChangeKind,
    label: str,
    annotator: int,
    time: str,
    inverts: int | None = None,
) -> tuple[int, int]:
    """Add a change to the history; return its key and the key of the change it goes back to."""
    root = None
    if inverts is not None:
        (root,) = connection.execute("SELECT root FROM changes WHERE key = ?", (inverts,)).fetchone()
    key = connection.execute(
        "INSERT INTO changes (id, kind, label, annotator, time, inverts, root) "
        "VALUES (?, ?, ?, ?, ?, ?, coalesce(?, 0))",
        (change_id, kind, label, annotator, time, inverts, root),
    ).lastrowid
    assert key is not None
    if root is None:
        connection.execute("UPDATE changes SET root = key WHERE key = ?", (key,))
    else:
        connection.execute("UPDATE changes SET inverted_by = ? WHERE key = ?", (key, inverts))
    return key, root or key


def to_undo(connection: sqlite3.Connection, annotator: int | None) -> tuple[int, str, int] | None:
    """Return key, label and number of operations of what undo takes next: of *annotator*, or of anyone for None."""
    who = "" if annotator is None else "annotator = :annotator AND"
    return connection.execute(
        f"SELECT key, label, operations FROM changes WHERE {who} kind <> 'undo' AND inverted_by IS NULL "
        "ORDER BY key DESC LIMIT 1",
        {"annotator": annotator},
    ).fetchone()


def to_redo(connection: sqlite3.Connection, annotator: int | None) -> tuple[int, str, int] | None:
    """Return key, label and number of operations of what redo takes next: the last undo that no new change followed."""
    who = "" if annotator is None else "annotator = :annotator AND"
    return connection.execute(
        f"SELECT key, label, operations FROM changes WHERE {who} kind = 'undo' AND inverted_by IS NULL AND key > "
        f"(SELECT coalesce(max(key), 0) FROM changes WHERE {who} kind = 'do') ORDER BY key DESC LIMIT 1",
        {"annotator": annotator},
    ).fetchone()


def undo_state(connection: sqlite3.Connection, annotator: int | None) -> UndoState:
    """Return what undo and redo would take."""
    undo, redo = to_undo(connection, annotator), to_redo(connection, annotator)
    return UndoState(undo and undo[1], redo and redo[1], undo[2] if undo else 0, redo[2] if redo else 0)


def entries(connection: sqlite3.Connection, *, limit: int | None, before: int | None) -> Iterator[HistoryEntry]:
    """Yield the history, newest first, from the change before the key *before* on.

    It is read in pages, and between two of them nobody's writing is hindered.
    """
    place = before if before is not None else 1 << 62
    left = limit if limit is not None else 1 << 62
    while left > 0:
        page = connection.execute(_ENTRIES, (place, min(left, _PAGE))).fetchall()
        for row in page:
            yield HistoryEntry(*row[:8], undone=bool(row[8]), tag_set=row[9])
        if len(page) < _PAGE:
            return
        place = page[-1][0]
        left -= len(page)


def last(connection: sqlite3.Connection) -> int:
    """Return the key of the newest change, 0 for none."""
    (key,) = connection.execute("SELECT coalesce(max(key), 0) FROM changes").fetchone()
    return key


def touched_since(connection: sqlite3.Connection, change: int) -> Touched | None:
    """Return what the changes after the one with that key touched, or None if there are none."""
    rows = connection.execute(
        "SELECT key, label, kind, touched FROM changes WHERE key > ? ORDER BY key LIMIT 101", (change,)
    ).fetchall()
    if not rows:
        return None
    seen = [orjson.loads(row[3]) for row in rows if row[3]]
    return Touched(
        change=rows[-1][0],
        label=rows[-1][1],
        kind=rows[-1][2],
        documents=frozenset(each for one in seen for each in one["documents"]),
        annotations=frozenset(each for one in seen for each in one["annotations"]),
        listing=any(one["listing"] for one in seen),
        tags=any(one["tags"] for one in seen),
        records=frozenset(each for one in seen for each in one.get("records", ())),
        everything=len(rows) > 100 or len(seen) < len(rows) or any(one["everything"] for one in seen),
    )
