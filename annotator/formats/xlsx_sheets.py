"""Writes the sheets of a workbook as streams: each grows in a file of its own and is packed when all are through.

Only what our tables need: a row of bold names that stays in view, texts, numbers and truth values. Texts stand in
their cells as such, so that none is ever run as a formula.
"""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from annotator.errors import AnnotatorError
from annotator.formats.output import zipped

ROWS = 1_048_576
"""Rows at most of a sheet: what spreadsheets can open."""
_PIECE = 1 << 20
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_SPECIAL = re.compile("[&<>]")


class Sheet:
    """One sheet that grows, with the *columns* that it has and the width of each in characters."""

    def __init__(self, file: IO[bytes], columns: Sequence[str], widths: Sequence[int]) -> None:
        self._file = file
        self._letters = [_letters(number) for number in range(len(columns))]
        self._row = 1
        cols = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
            for number, width in enumerate(widths, start=1)
        )
        names = "".join(
            f'<c r="{letters}1" s="1" t="inlineStr"><is><t xml:space="preserve">{escape(name)}</t></is></c>'
            for letters, name in zip(self._letters, columns, strict=True)
        )
        self._head = (
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
            'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols><sheetData><row r="1">{names}</row>'
        )

    def add(self, cells: Iterable[tuple[int, object]]) -> None:
        """Add a row of *cells*, each with the number of its column, in their order; texts are as XML can hold them."""
        self._row += 1
        row = self._row
        if row > ROWS:
            raise AnnotatorError(
                f"the workbook was not written: a sheet holds {ROWS:,} rows at most; export a part of the project, by "
                "split, status or search, or as csv"
            )
        letters = self._letters
        found: list[str] = []
        for number, value in cells:
            if isinstance(value, str):
                text = escape(value) if _SPECIAL.search(value) else value
                kind, content = ' t="inlineStr"', f'<is><t xml:space="preserve">{text}</t></is>'
            elif isinstance(value, bool):
                kind, content = ' t="b"', f"<v>{value:d}</v>"
            elif isinstance(value, float) and not math.isfinite(value):
                kind, content = ' t="inlineStr"', f"<is><t>{value}</t></is>"
            else:
                kind, content = "", f"<v>{value}</v>"
            found.append(f'<c r="{letters[number]}{row}"{kind}>{content}</c>')
        self._file.write(f'<row r="{row}">{"".join(found)}</row>'.encode())

    def pieces(self) -> Iterator[bytes]:
        """Yield the whole sheet, which says first how large it is: readers would look for it to the end."""
        size = f'<dimension ref="A1:{self._letters[-1]}{self._row}"/>'
        yield f'{_XML}<worksheet xmlns="{_MAIN}">{size}{self._head}'.encode()
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece
        yield b"</sheetData></worksheet>"


class Book:
    """A workbook of several sheets, by name; a ``with`` block lets go of what they wait in."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._sheets: dict[str, Sheet] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def sheet(self, name: str, columns: Sequence[str], widths: Sequence[int]) -> Sheet:
        """Make a sheet, which stands behind those that were made before."""
        # the stack closes it
        file = self._stack.enter_context(tempfile.TemporaryFile(prefix="annotator-"))  # noqa: SIM115
        found = self._sheets[name] = Sheet(file, columns, widths)
        return found

    def save(self, file: IO[bytes]) -> None:
        """Write the workbook; the same rows give the same bytes."""
        with zipped(file) as archive:
            for place, text in _around(list(self._sheets)).items():
                with archive.open(place) as target:
                    target.write(text.encode())
            for number, sheet in enumerate(self._sheets.values(), start=1):
                with archive.open(f"xl/worksheets/sheet{number}.xml") as target:
                    for piece in sheet.pieces():
                        target.write(piece)


def _around(names: Sequence[str]) -> Mapping[str, str]:
    """Return the files of a workbook that say which sheets it has, and how its cells look."""
    numbered = list(enumerate(names, start=1))
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number, _ in numbered]
    types = "".join(f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in numbered
    )
    links = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number, _ in numbered]
    links.append((f"rId{len(names) + 1}", "styles", "styles.xml"))
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": _relationships([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(links),
        "xl/styles.xml": _STYLES,
    }


def _relationships(links: Iterable[tuple[str, str, str]]) -> str:
    found = "".join(f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for id_, kind, to in links)
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _letters(number: int) -> str:
    """Return what a spreadsheet calls the column of that number, counted from 0: A, B … Z, AA."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
