"""Which formats there are, and which one a file is: by its content first, then by its name.

A format is one line here and one module beside this one; the module is imported when used.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from annotator.errors import InputError, UsageError
from annotator.model.document import AnnotatedDocument


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of one record of a file; without a *document* the record was not taken."""

    text: str
    document: str | None = None


Reader = Callable[[bytes, str], AnnotatedDocument]
"""From the bytes of a file and its name to its document; raises InputError."""
StreamReader = Callable[[Iterable[bytes], str, str], Iterator[AnnotatedDocument | Remark]]
"""From the lines of a file, its name and the annotator to name where the file names none."""
Writer = Callable[[AnnotatedDocument], bytes]
"""From one document to its bytes in the file."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called, where its code is, and what it can hold.

    A format that *streams* is read record by record; of the others a file is one document.
    """

    name: str
    title: str
    module: str
    reads: bool
    writes: bool
    suffixes: tuple[str, ...]
    keeps: str
    loses: str
    streams: bool = False

    def reader(self) -> Reader:
        """Return the function that reads a file as one document."""
        return cast(Reader, import_module(self.module).read)

    def stream_reader(self) -> StreamReader:
        """Return the function that reads a file record by record."""
        return cast(StreamReader, import_module(self.module).read_stream)

    def writer(self) -> Writer:
        """Return the function that writes a document; UsageError if the format is only read."""
        if not self.writes:
            names = ", ".join(each.name for each in FORMATS if each.writes)
            raise UsageError(f"the format {self.name} can be read but not written; these can be written: {names}")
        return cast(Writer, import_module(self.module).encode)


FORMATS = (
    Format(
        name="article",
        title="Article with a header line “date YYYY-MM-DD TITLE”",
        module="annotator.formats.article",
        reads=True,
        writes=False,
        suffixes=(".txt", ".article"),
        keeps="text, title, date, photo credits; the original bytes",
        loses="nothing: the file itself is kept",
    ),
    Format(
        name="text",
        title="Plain text in any encoding",
        module="annotator.formats.text",
        reads=True,
        writes=False,
        suffixes=(".txt", ".text", ".md", ".log"),
        keeps="text, the first line as title, the encoding it was in; the original bytes",
        loses="nothing: the file itself is kept",
    ),
    Format(
        name="jsonl",
        title="Annotator's own data set, one document a line",
        module="annotator.formats.jsonl",
        reads=True,
        writes=True,
        suffixes=(".jsonl", ".ndjson"),
        keeps="everything that belongs to a document: text, metadata, annotations, relations, ids",
        loses="history and original bytes",
        streams=True,
    ),
)

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"RIFF", "a sound or film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
)
_JSON_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*[\[{]\s*(?:\{\s*)?"')
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s*date\s+-?\d{4}(?:-\d\d){0,2}\s+\S")


def named_format(name: str) -> Format:
    """Return the format of that name; UsageError with the names there are."""
    for each in FORMATS:
        if each.name == name:
            return each
    names = ", ".join(each.name for each in FORMATS)
    raise UsageError(f"there is no format “{name}”; there are: {names}")


def find_format(head: bytes, name: str) -> Format:
    """Return the format of a file whose first bytes are *head*; InputError if there is none.

    *name* decides only where the content leaves it open.
    """
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise InputError(f"it is {what}, which cannot be read as text; save it as plain text first")
    if name.lower().endswith((".jsonl", ".ndjson")):
        return named_format("jsonl")
    if _JSON_OBJECT.match(head) and b'"text"' in head:
        return named_format("jsonl")
    from annotator.formats.decoding import plain_start

    if _HEADER.match(plain_start(head)):
        return named_format("article")
    return named_format("text")
