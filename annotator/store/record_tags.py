"""Records keep the name of a tag: where the tag gets another one, or is merged into another, they follow."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.store.writer import Writer

_AT_ONCE = 500


def records_follow(writer: "Writer", kind: str, old: str, new: str) -> None:
    """Give the records of *kind* that have the tag *old* the tag *new*, as a part of the change that is being done."""
    rows = writer.connection.execute("SELECT id FROM records WHERE kind = ? AND tag = ?", (kind, old)).fetchall()
    for first in range(0, len(rows), _AT_ONCE):
        writer.tell()
        for image in writer.rows("records", "id", [each for (each,) in rows[first : first + _AT_ONCE]]):
            writer.alter_row(
                "records", image, {"tag": old, "change": image["change"]}, {"tag": new, "change": writer.root}
            )


def merged_records_follow(writer: "Writer", tag: str, into: str) -> None:
    """Let the records of the tag with the id *tag* follow to that with the id *into*, of the same kind."""
    names = {
        name: (kind, text)
        for name, kind, text in writer.connection.execute(
            "SELECT id, kind, name FROM tags WHERE id IN (?, ?)", (tag, into)
        )
    }
    (kind, old), (_, new) = names[tag], names[into]
    records_follow(writer, kind, old, new)
