"""Reads lists of sentences with labels, and claims with verdicts as JSON: a paragraph a row, or a document a row.

The quoting of a table can only be told from all of it, so a file is kept on the disk while it is read.
"""

from __future__ import annotations

import codecs
import io
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, cast

import orjson

from annotator.errors import InputError
from annotator.formats.check_labels import attribute_of
from annotator.formats.check_table import Lines, Table, read_table, roles
from annotator.formats.decoding import decode, start_of_text
from annotator.formats.files import HEAD, Given
from annotator.formats.format import Reading, Remark
from annotator.formats.json_items import items
from annotator.formats.zip_reading import FilePart
from annotator.model.annotation import Annotation, Span, Value
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import derived_id
from annotator.model.text import normalise_line_ends, text_sha256
from annotator.model.times import now

NAME = "check-worthiness"
TAG = "Statement"
"""The tag of claims where none is given."""
LONGEST = 2000
"""Rows of one document at most: a longer list becomes several."""
SPEAKER = "speaker"
LABEL = "label"
_STREAMED = ("utf-8", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    attributes: Mapping[str, Value] = field(default_factory=dict[str, Value])


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a list, and a remark for each row that is none."""
    start = start_of_text(given.head).lstrip()[:1]
    with tempfile.TemporaryFile(prefix="annotator-") as kept:
        digest = sha256()
        for chunk in given.bounded_chunks():
            digest.update(chunk)
            kept.write(chunk)
        made = _Documents(given.name, digest.hexdigest(), reading)
        if start in ("{", "["):
            kept.seek(0)
            rows, faults = _objects(_in_utf8(given.name, kept))
            form: dict[str, object] = {"form": "fever"}
        else:
            table = read_table(_lines_of(kept))
            rows, faults = _rows(table), table.faults
            form = {"columns": list(table.columns), "header": table.header, "separator": table.separator}
        yield from made.of(rows, form)
        for line, fault in faults:
            yield Remark(fault, line=line)


def _in_utf8(name: str, file: IO[bytes]) -> Given:
    """Return a file of JSON to be read; it is held whole only where it is UTF-16, as PowerShell writes it."""
    head = file.read(HEAD)
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Given(name, head, file)
    return Given(name, decode(head + file.read()).text.encode())


def _lines_of(file: IO[bytes]) -> Lines:
    """Return what gives the lines of *file*, which is held whole only where it is not UTF-8; InputError if no text."""
    file.seek(0)
    start = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        # what is no text shows in its beginning
        encoding = decode(start.decode(file.read(HEAD)).encode()).encoding
        if encoding in _STREAMED:
            while chunk := file.read(1 << 18):
                start.decode(chunk)
            start.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = ""
    if encoding not in _STREAMED:
        file.seek(0)
        text = decode(file.read()).text
        return lambda end: io.StringIO(text, newline=end)

    size = file.tell()

    def lines(end: str) -> Iterator[str]:
        # a place of its own in the file: a table is looked at while it is read
        part = cast("IO[bytes]", io.BufferedReader(FilePart(file, 0, size)))
        with io.TextIOWrapper(part, encoding=encoding, newline=end) as text:
            yield from text

    return lines


def _rows(table: Table) -> Iterator[_Row]:
    place = roles(table.columns)
    told = {place["text"], place.get("label"), place.get("speaker")}
    for _, row in table.rows:
        # a list may give each row an id of 19 digits: all of them stay text
        said: dict[str, Value] = {
            name: row[number] for number, name in enumerate(table.columns) if number not in told and row[number]
        }
        if (speaker := place.get("speaker")) is not None and row[speaker].strip():
            said[SPEAKER] = row[speaker]
        if (label := place.get("label")) is not None and row[label].strip():
            said |= labelled(row[label])
        yield _Row(row[place["text"]], said)


def labelled(label: str) -> dict[str, Value]:
    """Return the attributes that a label is; one that nobody knows, or that stands for less, is kept as it is."""
    known = attribute_of(label)
    if known is None:
        return {LABEL: label}
    return {known[0]: known[1], LABEL: label}


def _objects(given: Given) -> tuple[Iterator[_Row], list[tuple[int, str]]]:
    """Return the rows of JSON objects with a claim or a sentence each: a list of them, or one a line."""
    faults: list[tuple[int, str]] = []

    def rows() -> Iterator[_Row]:
        for line, value in items(given):
            if isinstance(value, Remark):
                faults.append((value.line or line, value.text))
                continue
            image = cast(dict[str, object], value) if isinstance(value, dict) else {}
            place = roles(tuple(image))
            names = list(image)
            words = "claim" if "claim" in image else names[place["text"]] if "text" in place else ""
            text = image.get(words)
            if not isinstance(text, str) or not text.strip():
                faults.append((line, "it has no “claim” or “text” with words; take it out"))
                continue
            said: dict[str, Value] = {}
            label = names[place["label"]] if "label" in place else ""
            if isinstance(image.get(label), str | int) and image[label] != "":
                said |= labelled(str(image[label]))
            for name, each in image.items():
                if name in (words, label) or each is None:
                    continue
                plain = isinstance(each, str | bool | float) or (isinstance(each, int) and name != "id")
                said[name] = cast(Value, each) if plain else orjson.dumps(each).decode()
            yield _Row(text, said)

    return rows(), faults


class _Documents:
    """Puts rows into documents."""

    def __init__(self, name: str, digest: str, reading: Reading) -> None:
        self._name = name
        self._digest = digest
        self._reading = reading
        self._time = now()
        self._single = reading.options.get("documents") == "row"
        self._tag = reading.options.get("tag") or TAG

    def of(self, rows: Iterator[_Row], form: Mapping[str, object]) -> Iterator[AnnotatedDocument]:
        """Yield documents of so many rows as belong into one."""
        batch: list[_Row] = []
        number = 0
        for row in rows:
            batch.append(row)
            if len(batch) == (1 if self._single else LONGEST):
                number += 1
                yield self._made(batch, number, form)
                batch = []
        if batch or not number:
            if not batch:
                raise InputError("it has no rows; there is nothing to read")
            yield self._made(batch, number + 1, form)

    def _made(self, rows: list[_Row], number: int, form: Mapping[str, object]) -> AnnotatedDocument:
        id_ = derived_id(NAME, self._digest, str(number))
        texts = [normalise_line_ends(row.text) for row in rows]
        text = "\n".join(texts)
        annotations: list[Annotation] = []
        place = 0
        for count, (row, words) in enumerate(zip(rows, texts, strict=True)):
            span = (Span(place, place + len(words)),) if words else ()
            place += len(words) + 1
            if span:
                annotations.append(self._annotation(id_, count, span, row))
        base = self._name.rsplit("/", 1)[-1]
        title = texts[0][:80] if self._single else base if number == 1 else f"{base}, part {number}"
        document = Document(
            id_, title or base, text, text_sha256(text), self._time, metadata={NAME: {**form, "part": number}}
        )
        return AnnotatedDocument(document, tuple(annotations), id_given=False)

    def _annotation(self, document: str, count: int, spans: tuple[Span, ...], row: _Row) -> Annotation:
        return Annotation(
            derived_id("row", document, str(count)),
            document,
            "claim",
            self._tag,
            spans,
            self._reading.annotator,
            self._time,
            self._time,
            row.attributes,
            origin="import",
        )
