"""Which formats there are, and which one a file is: by its content first, then by its name.

A new format is one entry in `FORMATS` and one module beside this one, which is not imported
before it is used. Entries stand in the order in which they are tried.
"""

import re

from annotator.errors import InputError, UsageError
from annotator.formats.decoding import start_of_text
from annotator.formats.format import Format, Remark
from annotator.formats.unreadable import what_is_it

__all__ = ["FORMATS", "Format", "Remark", "find_format", "formats", "named_format"]

FORMATS = (
    Format(
        name="article",
        title="Article with a header line “date YYYY-MM-DD TITLE”",
        module="article",
        suffixes=(".article",),
        media_types=("text/plain",),
        begins=r"\s*date[ \t]+-?[0-9]{4}(-[0-9]{2}){0,2}[ \t]+\S",
        keeps="text, title, date, photo credits; the original bytes",
        loses="nothing: the file itself is kept",
    ),
    Format(
        name="text",
        title="Plain text in any encoding",
        module="text",
        suffixes=(".txt", ".text", ".md", ".log"),
        media_types=("text/plain",),
        keeps="text, the first line as title, the encoding it was in; the original bytes",
        loses="nothing: the file itself is kept",
    ),
    Format(
        name="jsonl",
        title="Annotator's own data set, one document a line",
        module="jsonl",
        writes=True,
        streams=True,
        suffixes=(".jsonl", ".ndjson", ".json"),
        media_types=("application/jsonl", "application/x-ndjson", "application/json"),
        begins=r'\s*(\[\s*)?\{\s*"',
        contains='"text"',
        keeps="everything that belongs to a document: text, metadata, annotations, relations, ids",
        loses="history and original bytes",
    ),
)


def formats() -> tuple[Format, ...]:
    """Return all formats, in the order in which they are tried."""
    return FORMATS


def named_format(name: str) -> Format:
    """Return the format of that name; UsageError with the names there are."""
    for each in FORMATS:
        if each.name == name:
            return each
    names = ", ".join(each.name for each in FORMATS)
    raise UsageError(f"there is no format “{name}”; there are: {names}")


def find_format(head: bytes, name: str) -> Format:
    """Return the format of the file *name* whose first bytes (64 KiB are plenty) are *head*.

    The content decides; *name* only where it leaves the format open, and what neither tells
    is plain text. Raises InputError for an empty file and for what cannot be read as text.
    """
    if what := what_is_it(head):
        raise InputError(f"it is {what}; save what it says as plain text and import that")
    start = start_of_text(head)
    for each in FORMATS:
        if each.reads and each.begins and re.match(each.begins, start) and each.contains in start:
            return each
    tail = name.lower().rpartition("/")[2]
    for each in FORMATS:
        if each.reads and tail.endswith(each.suffixes):
            named = each
            break
    else:
        named = named_format("text")
    # nothing to read is a fault, but a data set of no documents is one
    if not start.strip() and not named.streams:
        raise InputError("it is empty; there is nothing to read")
    return named
