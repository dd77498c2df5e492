"""Reads HIPE-2022 TSV (and that of 2020): texts from tokens and flags, layers as marks, the rest kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.errors import InputError
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.token_rows import Builder, Found, Told, document_of, lines_of, said_of_encoding, space_in
from annotator.formats.tokens import Chains, Labels, is_label, tokenise
from annotator.model.annotation import Kind, Span, Value
from annotator.model.times import is_date
from annotator.words import counted

if TYPE_CHECKING:
    from annotator.formats.format import Found as Given_

KEPT = "hipe"
COLUMNS = (
    "TOKEN", "NE-COARSE-LIT", "NE-COARSE-METO", "NE-FINE-LIT", "NE-FINE-METO", "NE-FINE-COMP", "NE-NESTED",
    "NEL-LIT", "NEL-METO", "MISC",
)  # fmt: skip
METONYMIC, LINK, LINK_METONYMIC = "metonymic", "link", "link_metonymic"
SAME_SPAN = {METONYMIC: "NE-COARSE-METO", "fine": "NE-FINE-LIT", "fine_metonymic": "NE-FINE-METO"}
"""Attributes of a mark whose words another column has, too, each with that column."""
LAYERS = {
    METONYMIC: "NE-COARSE-METO",
    "fine": "NE-FINE-LIT",
    "fine_metonymic": "NE-FINE-METO",
    "component": "NE-FINE-COMP",
    "nested": "NE-NESTED",
}
"""Values of the attribute ``layer`` of marks that are in no other column, each with their own."""
_PARTIAL = re.compile(r"Partial-([0-9]{1,18}):([0-9]{1,18})$")
_ABOUT = re.compile(r"#\s*(?:hipe2022:)?([\w-]+)\s*=\s*(.*?)\s*$")
_OURS = ("document_id", "date", "language", "title", "tokenizer")


@dataclass(slots=True)
class _Document:
    builder: Builder = field(default_factory=Builder)
    told: Told = field(default_factory=Told)
    cells: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    partial: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])
    ends: list[int] = field(default_factory=list[int])
    comments: list[str] = field(default_factory=list[str])
    segments: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    pending: list[str] = field(default_factory=list[str])
    flags: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    remarks: list[Remark] = field(default_factory=list[Remark])
    space: str = ""
    more: bool = False
    """Whether the white space behind the last token is said, and not only that there is a space between tokens."""
    begun: bool = False


def read_files(given: Given, reading: Reading) -> Iterator[Given_]:
    """Yield the documents of a file, one at a time; InputError if it has no header line."""
    stray: list[int] = []
    lines = lines_of(given, stray)
    header = next((line for line in lines if line.strip()), "").split("\t")
    if header[0].strip() != "TOKEN":
        raise InputError("its first line does not name columns, the first of them TOKEN")
    job = _Job(given.name, reading, [each.strip() for each in header], stray)
    for number, line in enumerate(lines, start=2):
        yield from job.take(number, line)
    yield from job.done()


class _Job:
    def __init__(self, name: str, reading: Reading, columns: list[str], stray: list[int]) -> None:
        self._name = name
        self._reading = reading
        self._columns = columns
        self._stray = stray
        self._labels = Labels(reading.tag_set)
        self._open = _Document()
        self._count = 0

    def take(self, number: int, line: str) -> Iterator[Given_]:
        """Take a line; yield the document that it ends."""
        if not line.strip():
            return
        if line.startswith("#") and "\t" not in line:
            match = _ABOUT.match(line)
            key, value = match.groups() if match else ("", "")
            if key == "document_id":
                yield from self.done()
                self._open.begun = True
            self._comment(line, key, value)
            return
        self._row(number, line)

    def _comment(self, line: str, key: str, value: str) -> None:
        document = self._open
        told = document.told
        if key == "document_id":
            told.id = value
        elif key == "title":
            told.title = value
        elif key == "language":
            told.language = value or None
        elif key == "date" and is_date(value):
            told.date = value
        elif key != "tokenizer":
            if len(document.builder):
                document.pending.append(line)
            else:
                document.comments.append(line)

    def _row(self, number: int, line: str) -> None:
        document = self._open
        builder = document.builder
        cells = line.split("\t")
        token = cells[0].strip() or "\ufffd"
        if len(cells) != len(self._columns):
            columns = counted(len(cells), "column")
            said = f"the line has {columns}, not {len(self._columns)}; what is missing was taken as empty"
            document.remarks.append(Remark(said, "", number))
            cells += ["_"] * (len(self._columns) - len(cells))
        row = dict(zip(self._columns, cells, strict=False))
        flags = [flag for flag in row.get("MISC", "_").strip().split("|") if flag not in ("", "_")]
        said = dict(flag.split("=", 1) for flag in flags if flag.startswith(("SpacesAfter=", "SpacesBefore=")))
        before = document.space if len(builder) else space_in(said.get("SpacesBefore", ""))
        if before:
            builder.space(before)
        place = len(builder)
        builder.token(token)
        start = str(builder.spans[place].start)
        if document.pending:
            document.segments[start] = document.pending
            document.pending = []
        for column in (*COLUMNS[1:9],):
            document.cells.setdefault(column, []).append(self._cell(row.get(column, "_").strip(), column, number))
        document.space = "\n" if "EndOfLine" in flags else "" if "NoSpaceAfter" in flags else " "
        if "SpacesAfter" in said:
            document.space = space_in(said["SpacesAfter"])
        document.more = "SpacesAfter" in said or document.space == "\n"
        if "EndOfSentence" in flags:
            document.ends.append(place + 1)
        rest: list[str] = []
        for flag in flags:
            if match := _PARTIAL.match(flag):
                document.partial[place] = int(match[1]), int(match[2])
            elif (
                flag not in ("EndOfLine", "EndOfSentence")
                and flag.partition("=")[0] not in said
                and (flag != "NoSpaceAfter" or "EndOfLine" in flags)
            ):
                rest.append(flag)
        if rest:
            document.flags[start] = rest

    def _cell(self, cell: str, column: str, line: int) -> str:
        if column.startswith("NEL") or cell in ("", "_", "O") or is_label(cell):
            return cell or "_"
        self._open.remarks.append(Remark(f"“{cell}” in {column} is no label; it was taken as O", "", line))
        return "O"

    # --- documents

    def done(self) -> Iterator[Given_]:
        """Yield the document that is open."""
        document, self._open = self._open, _Document()
        if not len(document.builder) and not document.begun:
            self._open.comments = document.comments
            return
        if document.more:
            document.builder.space(document.space)
        self._count += 1
        types: dict[str, str] = {}
        found = self._found(document, types)
        kept = self._kept(document, types)
        if kept:
            document.told.metadata[KEPT] = kept
        each = document_of(self._reading, self._name, document.builder.text, found, document.told, (), self._count)
        yield each
        yield from said_of_encoding(self._stray, each.document.id)
        for remark in document.remarks:
            yield Remark(remark.text, each.document.id, remark.line)

    def _kept(self, document: _Document, types: dict[str, str]) -> dict[str, Any]:
        """Return what we do not know, and what we would make otherwise: the tokens above all."""
        builder = document.builder
        made = tokenise(builder.text)
        ends = sorted({*document.ends, len(builder)} - {0})
        kept: dict[str, Any] = {}
        if list(made.spans) != builder.spans or [last for _, last in made.sentences] != ends:
            kept["tokens"] = [number for start, end in builder.spans for number in (start, end - start)]
            kept["sentences"] = [last - first for first, last in zip([0, *ends], ends, strict=False)]
        mapping = self._reading.mapping
        other = {tag: type_ for tag, type_ in types.items() if not mapping or mapping.type_of("entity", tag) != type_}
        pairs = (
            ("comments", document.comments),
            ("segments", document.segments),
            ("flags", document.flags),
            ("types", other),
        )
        return {**kept, **{name: value for name, value in pairs if value}}

    def _found(self, document: _Document, types: dict[str, str]) -> list[Found]:
        ranges: dict[str, list[tuple[int, int, str]]] = {}
        for column in COLUMNS[1:7]:
            chains = Chains()
            for number, cell in enumerate(document.cells.get(column, ())):
                chains.take(number, cell)
            chains.end(len(document.builder))
            ranges[column] = sorted(chains.found)
        found: list[Found] = []
        at: dict[tuple[int, int], dict[str, Value]] = {}
        for first, last, name in ranges["NE-COARSE-LIT"]:
            attributes: dict[str, Value] = {}
            for attribute, column in ((LINK, "NEL-LIT"), (LINK_METONYMIC, "NEL-METO")):
                link = document.cells[column][first]
                if link not in ("_", "O", "-"):
                    attributes[attribute] = link
            at[first, last] = attributes
            kind, tag = self._tag(name, types)
            found.append(Found(kind, tag, (self._span(document, first, last),), attributes))
        for layer, column in LAYERS.items():
            for first, last, name in ranges[column]:
                if column in SAME_SPAN.values() and (first, last) in at:
                    at[first, last][layer] = name
                    continue
                kind, tag = self._tag(name, types)
                spans = document.builder.range(first, last)
                of = {} if layer == "nested" else {"layer": layer}
                found.append(Found(kind, tag, spans, of))
        return found

    def _tag(self, name: str, types: dict[str, str]) -> tuple[Kind, str]:
        mapping = self._reading.mapping
        kind, tag = (mapping.tags.get(name) if mapping else None) or self._labels.tag(name)
        if tag != name:
            types.setdefault(tag, name)
        return ("entity" if kind == "document" else kind), tag

    @staticmethod
    def _span(document: _Document, first: int, last: int) -> Span:
        """Return the span of a range of tokens, less what the flag Partial leaves out."""
        spans = document.builder.spans
        start, end = spans[first].start, spans[last - 1].end
        if first in document.partial:
            start += min(document.partial[first][0], spans[first].end - spans[first].start - 1)
        if last - 1 in document.partial:
            end = min(end, spans[last - 1].start + document.partial[last - 1][1])
        return Span(start, end) if start < end else Span(spans[first].start, spans[last - 1].end)
