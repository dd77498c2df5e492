"""Workbooks of spreadsheets: the sheets annotations, claims and documents. Written and read as streams.

A cell holds 32,767 UTF-16 units at most: a text or its metadata goes on in the next rows of the sheet documents. What
XML cannot hold is written as spreadsheets write it, ``_x0001_``. No cell is a formula.
"""

from __future__ import annotations

import re
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import IO, Any

from annotator.errors import InputError
from annotator.formats.files import Given, spooled
from annotator.formats.format import Reading, Remark, Writing, needed
from annotator.formats.table import Row, Rows, annotation_columns, claim_columns, json_text, unguarded
from annotator.formats.table_columns import columns_of, is_ours
from annotator.formats.table_reading import Read, TableReader
from annotator.formats.unreadable import in_brackets
from annotator.formats.xlsx_sheets import Book
from annotator.model.document import AnnotatedDocument
from annotator.model.people import Record

LONGEST = 32_000
"""Characters of one cell at most, as written; the format's own limit counts UTF-16 units."""
DOCUMENTS = ("document", "title", "date", "language", "status", "split", "source", "source_type", "source_sha256",
             "annotations", "claims", "part", "metadata", "text")  # fmt: skip
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
)
"""What a damaged workbook raises in openpyxl; a parser's error of XML is a SyntaxError."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WIDTHS = {"text": 60, "title": 40, "tag": 16, "note": 30, "claimant": 24, "cue": 20, "about": 30}


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write the three sheets; AnnotatorError where one would have more rows than spreadsheets open."""
    columns = {
        "annotations": annotation_columns(writing.tag_set, texts=False),
        "claims": claim_columns(writing.tag_set, texts=False),
        "documents": list(DOCUMENTS),
    }
    # what stands in the sheet of claims stands in that of annotations, too: it loses nothing
    rows, again = Rows(writing, texts=True), Rows(Writing(tag_set=writing.tag_set, record=writing.record), texts=False)
    with Book() as book:
        sheets = {name: _Table(book, name, each) for name, each in columns.items()}
        for each in documents:
            claims = sum(mark.kind == "claim" for mark in each.annotations)
            for row in _of_document(rows, each, claims):
                sheets["documents"].add(row)
            for row in rows.annotations(each):
                if "annotation" in row and sheets["annotations"].add(row):
                    writing.ledger.lose("notes", f"what is longer than {LONGEST:,} characters is cut", each)
            for row in again.claims(each) if claims else ():
                sheets["claims"].add(row)
        book.save(file)


def _of_document(rows: Rows, each: AnnotatedDocument, claims: int) -> Iterator[Row]:
    """Yield the row of a document, and those in which its text and metadata go on."""
    document = each.document
    about = rows.about(each)
    first: Row = {**about, "annotations": len(each.annotations), "claims": claims}
    if document.source:
        first |= {"source_type": document.source.media_type, "source_sha256": document.source.sha256}
    texts = _pieces(document.text)
    metadata = _pieces(json_text(document.metadata)) if document.metadata else []
    for number in range(max(len(texts), len(metadata), 1)):
        row: Row = first if number == 0 else {"document": document.id}
        row["part"] = number + 1
        row["text"] = texts[number] if number < len(texts) else ""
        row["metadata"] = metadata[number] if number < len(metadata) else ""
        yield row


def _pieces(text: str) -> list[str]:
    """Return *text* in pieces that fit into cells, whatever is escaped in them."""
    found: list[str] = []
    start = 0
    while start < len(text):
        end = min(start + LONGEST, len(text))
        while _units(escaped(text[start:end])) > LONGEST:
            end = start + (end - start) // 2
        found.append(text[start:end])
        start = end
    return found


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


class _Table:
    """A sheet whose rows are mappings from column to value."""

    def __init__(self, book: Book, name: str, columns: Sequence[str]) -> None:
        self._place = {column: number for number, column in enumerate(columns)}
        widths = [_WIDTHS.get(column, 14) for column in columns]
        self._sheet = book.sheet(name, [escaped(column) for column in columns], widths)

    def add(self, row: Row) -> bool:
        """Add a row; tell whether something had to be cut."""
        cut = False
        cells: list[tuple[int, object]] = []
        for column, value in row.items():
            number = self._place.get(column)
            if number is None or value == "":
                continue
            if isinstance(value, str):
                kept = value if len(value) <= LONGEST // 2 else (_pieces(value) or [""])[0]
                if len(kept) < len(value):
                    cut = True
                    kept = kept[:-1] + "…"
                value = escaped(kept)
            cells.append((number, value))
        cells.sort(key=itemgetter(0))
        self._sheet.add(cells)
        return cut


def escaped(text: str) -> str:
    """Return *text* with what XML cannot hold written as ``_x0001_``; a text that says so itself is escaped, too."""
    return _FORBIDDEN.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Return the text that `escaped` was given."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


# --- reading


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Record | Remark]:
    """Yield the documents of a workbook: of our sheets, else of its first sheet, read as a table."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise needed("xlsx", "openpyxl") from error
    # a workbook is read from its end: it is kept in a file, so that only rows and shared texts are in memory
    with tempfile.TemporaryFile(prefix="annotator-") as kept:
        spooled(given, kept)
        kept.seek(0)
        with _said():
            book: Any = load_workbook(kept, read_only=True, data_only=True)
        try:
            yield from _documents(book, given.name, reading)
        finally:
            book.close()


def _documents(book: Any, name: str, reading: Reading) -> Iterator[AnnotatedDocument | Record | Remark]:  # noqa: ANN401
    names: list[str] = book.sheetnames
    if {"documents", "annotations"} <= set(names):
        rows, columns = _joined(_table(book["documents"], "")[1:], _table(book["annotations"], "")[1:])
        header = columns
    elif names:
        header, columns, rows = _table(book[names[0]], reading.options.get("columns", ""))
    else:
        raise InputError("it has no sheet; save it again as .xlsx")
    yield from TableReader(reading, name, columns, header, "xlsx").documents(rows)


@contextmanager
def _said() -> Generator[None]:
    """Turn what openpyxl raises of a workbook that is none, or damaged, into an InputError in a sentence."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # what it passes over is no part of a table
            warnings.simplefilter("ignore")
            yield
    except (InvalidFileException, *_DAMAGE) as error:
        # openpyxl puts several lines of advice around the parser's own
        why = in_brackets(error.__cause__ if isinstance(error.__cause__, Exception) else error)
        raise InputError(f"it is no workbook that can be read{why}; save it again as .xlsx") from error


def _rows_of(sheet: Any) -> Iterator[Sequence[object]]:  # noqa: ANN401
    """Yield the rows of a sheet; InputError where it is damaged."""
    with _said():
        yield from sheet.iter_rows(values_only=True)


def _table(sheet: Any, declared: str) -> tuple[list[str], list[str], Iterator[tuple[int, dict[str, str]]]]:  # noqa: ANN401
    """Return the header of a sheet, its columns, and its rows with their numbers."""
    rows = _rows_of(sheet)
    header = [_text(each) for each in next(rows, ())]
    if not any(header):
        raise InputError(f"the sheet {sheet.title} has no header; its first row must name the columns")
    columns = columns_of(header, declared)
    # the apostrophe of our csv is a letter to the spreadsheet that saved it as a workbook
    said = unguarded if is_ours(header) else str

    def found() -> Iterator[tuple[int, dict[str, str]]]:
        for number, row in enumerate(rows, start=2):
            cells = {column: said(text) for column, each in zip(columns, row, strict=False) if (text := _text(each))}
            if cells:
                yield number, cells

    return header, columns, found()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str):
        return unescaped(value)
    # dates and times of a spreadsheet
    return str(value).removesuffix(" 00:00:00")


def _joined(
    documents: tuple[list[str], Iterator[tuple[int, dict[str, str]]]],
    annotations: tuple[list[str], Iterator[tuple[int, dict[str, str]]]],
) -> tuple[Iterator[tuple[int, Read]], list[str]]:
    """Return the rows of annotations, each document's first with its text; both sheets have the same order."""
    columns = [*annotations[0], *(each for each in ("document_text", "metadata", "source_type", "source_sha256"))]

    def found() -> Iterator[tuple[int, Read]]:
        waiting = next(annotations[1], None)
        for first in _whole(documents[1]):
            id_ = first.get("document", "")
            any_ = False
            while waiting is not None and waiting[1].get("document", "") == id_:
                yield waiting[0], waiting[1] if any_ else {**waiting[1], **first}
                any_ = True
                waiting = next(annotations[1], None)
            if not any_:
                yield 0, first
        if waiting is not None:
            raise InputError(
                f"row {waiting[0]} of the sheet annotations has a document that the sheet documents lacks, or has in "
                "another order; sort both sheets alike"
            )

    return found(), columns


def _whole(rows: Iterator[tuple[int, dict[str, str]]]) -> Iterator[Mapping[str, str]]:
    """Yield the documents of their sheet, each with its text and metadata put together."""
    current: dict[str, str] = {}
    for _, row in rows:
        if current and row.get("document", "") == current.get("document", "") and row.get("part", "1") != "1":
            current["document_text"] += row.get("text", "")
            current["metadata"] += row.get("metadata", "")
            continue
        if current:
            yield current
        about = {key: cell for key, cell in row.items() if key not in ("text", "annotations", "claims", "part", "tag")}
        current = {**about, "document_text": row.get("text", ""), "metadata": row.get("metadata", "")}
    if current:
        yield current
