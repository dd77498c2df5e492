"""Workbooks of spreadsheets: the sheets annotations, claims and documents. Written and read as streams.

A cell holds 32,767 UTF-16 units at most: a text or its metadata goes on in the next rows of the sheet documents. What
XML cannot hold is written as spreadsheets write it, ``_x0001_``. No cell is a formula.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from annotator.errors import InputError
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark, Writing, needed
from annotator.formats.output import zipped
from annotator.formats.table import Row, Rows, annotation_columns, claim_columns, json_text
from annotator.formats.table_columns import columns_of
from annotator.formats.table_reading import Read, TableReader
from annotator.model.document import AnnotatedDocument
from annotator.model.people import Record

if TYPE_CHECKING:
    from openpyxl import Workbook

LONGEST = 32_000
"""Characters of one cell at most, as written; the format's own limit counts UTF-16 units."""
DOCUMENTS = ("document", "title", "date", "language", "status", "split", "source", "source_type", "source_sha256",
             "annotations", "claims", "part", "metadata", "text")  # fmt: skip
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WIDTHS = {"text": 60, "title": 40, "tag": 16, "note": 30, "claimant": 24, "cue": 20, "about": 30}
_MADE = b"2000-01-01T00:00:00Z"
"""A moment that says nothing, in place of that of the writing."""


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write the three sheets; UsageError where openpyxl is not there."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise needed("xlsx", "openpyxl") from error
    book = Workbook(write_only=True)
    columns = {
        "annotations": annotation_columns(writing.tag_set, texts=False),
        "claims": claim_columns(writing.tag_set, texts=False),
        "documents": list(DOCUMENTS),
    }
    sheets = {name: _Sheet(book, name, each) for name, each in columns.items()}
    # what stands in the sheet of claims stands in that of annotations, too: it loses nothing
    rows, again = Rows(writing, texts=True), Rows(Writing(tag_set=writing.tag_set, record=writing.record), texts=False)
    for each in documents:
        claims = sum(mark.kind == "claim" for mark in each.annotations)
        for row in _of_document(rows, each, claims):
            sheets["documents"].add(row)
        for row in rows.annotations(each):
            if "annotation" in row and sheets["annotations"].add(row):
                writing.ledger.lose("notes", f"what is longer than {LONGEST:,} characters is cut", each)
        for row in again.claims(each) if claims else ():
            sheets["claims"].add(row)
    _save(book, file)


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


class _Sheet:
    def __init__(self, book: Workbook, name: str, columns: Sequence[str]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        # openpyxl's stubs leave its sheets open
        self._sheet: Any = book.create_sheet(name)
        self._columns = columns
        self._place = {column: number for number, column in enumerate(columns)}
        self._cell: Any = WriteOnlyCell
        self._sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, 14)
        head: list[Any] = []
        for column in columns:
            cell = self._text(column)
            cell.font = Font(bold=True)
            head.append(cell)
        self._sheet.append(head)

    def add(self, row: Row) -> bool:
        """Add a row; tell whether something had to be cut."""
        cut = False
        cells: list[object] = [None] * len(self._columns)
        for column, value in row.items():
            number = self._place.get(column)
            if number is None or value == "":
                continue
            if not isinstance(value, str):
                cells[number] = value
                continue
            kept = value if len(value) <= LONGEST // 2 else (_pieces(value) or [""])[0]
            if len(kept) < len(value):
                cut = True
                kept = kept[:-1] + "…"
            text = escaped(kept)
            # what could be taken for a formula or an error needs a cell that says it is text: that takes its time
            cells[number] = self._text(text) if text[0] in "=#" else text
        self._sheet.append(cells)
        return cut

    def _text(self, text: str) -> Any:  # noqa: ANN401  # a cell of openpyxl, which has no types
        cell = self._cell(self._sheet, value=text)
        # else what begins with "=" would be a formula, and "#N/A" an error
        cell.data_type = "s"
        return cell


def escaped(text: str) -> str:
    """Return *text* with what XML cannot hold written as ``_x0001_``; a text that says so itself is escaped, too."""
    return _FORBIDDEN.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Return the text that `escaped` was given."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _save(book: Workbook, file: IO[bytes]) -> None:
    """Save the workbook without the moment of its making, in the archive and in its properties."""
    with tempfile.TemporaryFile() as temporary:
        book.save(temporary)
        with zipfile.ZipFile(temporary) as made, zipped(file) as archive:
            for name in sorted(made.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
                with made.open(name) as source, archive.open(name) as target:
                    if name == "docProps/core.xml":
                        target.write(re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _MADE, source.read()))
                        continue
                    while piece := source.read(1 << 20):
                        target.write(piece)


# --- reading


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Record | Remark]:
    """Yield the documents of a workbook: of our sheets, else of its first sheet, read as a table."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise needed("xlsx", "openpyxl") from error
    try:
        book: Any = load_workbook(io.BytesIO(given.read()), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError(f"it is no workbook that can be read ({error}); save it again as .xlsx") from error
    try:
        names: list[str] = book.sheetnames
        if {"documents", "annotations"} <= set(names):
            rows, columns = _joined(_table(book["documents"], ""), _table(book["annotations"], ""))
        elif names:
            columns, rows = _table(book[names[0]], reading.options.get("columns", ""))
        else:
            raise InputError("it has no sheet; save it again as .xlsx")
        yield from TableReader(reading, given.name, columns).documents(rows)
    finally:
        book.close()


def _table(sheet: Any, declared: str) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:  # noqa: ANN401
    """Return the columns of a sheet, and its rows with their numbers."""
    rows: Iterator[Sequence[object]] = sheet.iter_rows(values_only=True)
    header = [_text(each) for each in next(rows, ())]
    if not any(header):
        raise InputError(f"the sheet {sheet.title} has no header; its first row must name the columns")
    columns = columns_of(header, declared)

    def found() -> Iterator[tuple[int, dict[str, str]]]:
        for number, row in enumerate(rows, start=2):
            cells = {column: text for column, each in zip(columns, row, strict=False) if (text := _text(each))}
            if cells:
                yield number, cells

    return columns, found()


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
