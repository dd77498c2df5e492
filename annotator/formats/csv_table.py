"""Tables as CSV or TSV: a row for each annotation, or for each claim. Read and written as streams.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, and loses it when it is read.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from annotator.errors import InputError
from annotator.formats.decoding import decode
from annotator.formats.files import HEAD, Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.table import Cell, Rows, annotation_columns, claim_columns, guarded, unguarded
from annotator.formats.table_columns import columns_of
from annotator.formats.table_reading import TableReader
from annotator.model.document import AnnotatedDocument
from annotator.model.people import Record

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

SEPARATORS = {"comma": ",", "tab": "\t", "semicolon": ";"}
LONGEST_CELL = 1 << 28
"""Characters of one cell at most."""
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write a header line and the rows; with texts, a document without a row of its own gets one."""
    options = writing.options
    texts = options["texts"] == "yes"
    claims = options["rows"] == "claims"
    columns = (claim_columns if claims else annotation_columns)(writing.tag_set, texts=texts)
    rows = Rows(writing, texts=texts)
    made = rows.claims if claims else rows.annotations
    encoder = _Encoded(file)
    if options["mark"] == "yes":
        file.write(codecs.BOM_UTF8)
    lines = csv.writer(encoder, delimiter=SEPARATORS[options["separator"]], lineterminator="\n")
    lines.writerow(columns)
    place = {column: number for number, column in enumerate(columns)}
    empty: list[Cell] = [""] * len(columns)
    for each in documents:
        for row in made(each):
            cells = empty.copy()
            # most cells of a row are empty: only the others are looked at
            for column, cell in row.items():
                if (number := place.get(column)) is not None:
                    cells[number] = guarded(cell) if isinstance(cell, str) else cell
            lines.writerow(cells)


class _Encoded:
    """Takes the lines of a table as text."""

    def __init__(self, file: SupportsWrite[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write a line as UTF-8."""
        self._file.write(text.encode())


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Record | Remark]:
    """Yield the documents of a table; comma, semicolon and tab are told apart by its header line."""
    csv.field_size_limit(LONGEST_CELL)
    lines = _lines(given)
    first = next(lines, "")
    if not first.strip():
        raise InputError("it has no header line; the first line must name the columns")
    separator = max(",\t;", key=first.count)
    rows = csv.reader(_again(first, lines), delimiter=separator)
    try:
        header = next(rows)
        columns = columns_of(header, reading.options.get("columns", ""))
        reader = TableReader(reading, given.name, columns, header)
        yield from reader.documents(_rows(rows, columns))
    except csv.Error as error:
        raise InputError(f"it is no CSV ({error}); what came before was taken", rows.line_num) from error


def _rows(rows: Iterable[list[str]], columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in rows:
        if any(row):
            number: int = getattr(rows, "line_num", 0)
            yield number, {column: unguarded(cell) for column, cell in zip(columns, row, strict=False)}


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _lines(given: Given) -> Iterator[str]:
    r"""Yield the lines as text with their ends, as the csv module wants them; only UTF-8 is read as a stream."""
    raw = given.lines()
    head: list[bytes] = []
    size = 0
    for line in raw:
        head.append(line)
        size += len(line)
        if size > HEAD:
            break
    try:
        if head and head[0].startswith(_MARKS):
            raise UnicodeDecodeError("utf-16", b"", 0, 1, "two bytes a character")
        lines = [line.decode() for line in head]
    except UnicodeDecodeError:
        yield from io.StringIO(decode(b"".join([*head, *raw])).text, newline="")
        return
    if lines:
        lines[0] = lines[0].removeprefix("\ufeff")
    yield from lines
    for number, line in enumerate(raw, start=len(lines) + 1):
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            raise InputError(
                "it is not UTF-8, as those before it are; save the file as UTF-8 and import it again", number
            ) from error
