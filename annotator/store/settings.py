"""Settings of the project that are part of its work: put by a change, and set back by an undo."""

from typing import TYPE_CHECKING

from annotator.store.log import LoggedOperation

if TYPE_CHECKING:
    from annotator.store.writer import Writer


def put_setting(writer: "Writer", name: str, value: str) -> None:
    """Give a setting another value, and record it; an empty one is no setting."""
    old = _value(writer, name)
    if old == value:
        return
    if value:
        writer.connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))
    else:
        writer.connection.execute("DELETE FROM settings WHERE name = ?", (name,))
    writer.recorder.set(name, old, value)


def set_setting_back(writer: "Writer", operation: LoggedOperation) -> None:
    """Do the inverse of what `put_setting` recorded; a value that somebody changed in between stays, and it is said."""
    _, _, name, old, new = operation
    if _value(writer, name) == new:
        put_setting(writer, name, old)
    else:
        writer.left.append(f"the setting “{name.replace('_', ' ')}” was changed since, and is left as it is")


def _value(writer: "Writer", name: str) -> str:
    found = writer.connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return found[0] if found else ""
