"""Lists of records: authority files as CSV, our own records as JSONL, and SKOS by way of `authority_rdf`.

A list comes as records and as faults: what could not be taken, where, and why. Nothing is fetched.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

import orjson

from annotator.errors import InputError, UsageError
from annotator.formats.decoding import decode
from annotator.model import record_edits
from annotator.model.annotation import Value
from annotator.model.ids import new_id
from annotator.model.people import Record

if TYPE_CHECKING:
    from annotator.model.record_edits import RecordKind

RDF = {".rdf": "xml", ".xml": "xml", ".owl": "xml", ".ttl": "turtle", ".n3": "turtle", ".nt": "nt"}
"""From the ending of a file to the form of RDF that it is read as."""
LONGEST_CELL = 1 << 20
COLUMNS = ("id", "kind", "name", "tag", "aliases", "identifiers", "note")
"""The columns of a CSV that we write."""

HEADERS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "key", "recordid", "nr", "no"),
    "kind": ("kind",),
    "name": ("name", "label", "preflabel", "preferredlabel", "preferredname", "heading", "title", "term"),
    "tag": ("tag", "type", "class", "category"),
    "aliases": ("alias", "aliases", "altlabel", "altlabels", "alternativenames", "variant", "variants", "alsoknownas",
                "alsocalled", "othernames", "synonyms", "hiddenlabel"),
    "identifiers": ("identifier", "identifiers", "uri", "uris", "url", "exactmatch", "sameas", "externalid"),
    "note": ("note", "notes", "description", "comment", "comments", "definition", "scopenote", "remark"),
}  # fmt: skip
"""The headers that each column is guessed from, without case, spaces and punctuation."""
SCHEMES = ("wikidata", "viaf", "gnd", "isni", "geonames", "lcnaf", "ulan", "tgn", "orcid", "bnf", "ndl")
"""Headers of columns whose values are identifiers of that scheme."""


class Fault(NamedTuple):
    """What was not taken as it stood: where it is ("line 7", or a URI), and why."""

    place: str
    reason: str


class Listed(NamedTuple):
    """What a list holds."""

    records: list[Record]
    faults: list[Fault]


def read_authority(data: bytes, name: str) -> Listed:
    """Read a list; *name*, that of its file, tells RDF, the content the rest.

    InputError if it is none at all, or if RDF is asked for and `rdflib` is not there.
    """
    ending = re.search(r"\.\w+$", name.casefold())
    form = RDF.get(ending[0]) if ending else None
    head = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if form is None and head.startswith((b"<?xml", b"<rdf:", b"@prefix", b"PREFIX ")):
        form = "xml" if head.startswith(b"<") else "turtle"
    if form is not None:
        from annotator.formats.authority_rdf import read_rdf

        return read_rdf(data, form, name)
    if head.startswith(b"{"):
        return read_jsonl(data)
    return read_csv(decode(data).text, name)


# --- CSV


def guessed(header: Sequence[str]) -> dict[int, str]:
    """Return what each column of *header* holds, by its number: a field of a record, or ``scheme:...``."""
    found: dict[int, str] = {}
    for number, title in enumerate(header):
        plain = re.sub(r"[\W_]+", "", title.casefold())
        field = next((field for field, titles in HEADERS.items() if plain in titles), None)
        scheme = next((each for each in SCHEMES if plain in (each, f"{each}id")), None)
        if scheme is not None:
            found[number] = f"scheme:{scheme}"
        elif field in ("aliases", "identifiers") or (field and field not in found.values()):
            found[number] = field
    return found


def read_csv(text: str, name: str) -> Listed:
    """Read a table with a header line; comma, semicolon and tab are told apart by it.

    Several aliases or identifiers of one cell stand between ``|``, or ``;`` where there is none.
    """
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    listed = Listed([], [])
    try:
        header: list[str] = next(rows, [""])
        columns = guessed(header)
        if "name" not in columns.values():
            raise InputError(
                f"{name} has no column for names; its first line must have a header such as name, label or prefLabel"
            )
        for row in rows:
            if any(cell.strip() for cell in row):
                _take_row(row, columns, f"line {rows.line_num}", listed)
    except csv.Error as error:
        listed.faults.append(Fault(f"line {rows.line_num}", f"it is no CSV ({error}); the rest was not read"))
    return listed


def _take_row(row: Sequence[str], columns: Mapping[int, str], place: str, listed: Listed) -> None:
    cells: dict[str, list[str]] = {}
    for number, cell in enumerate(row):
        field = columns.get(number, "")
        if field.startswith("scheme:"):
            cells.setdefault("identifiers", []).extend(_of_scheme(field[7:], each) for each in several(cell))
        elif field in ("aliases", "identifiers"):
            cells.setdefault(field, []).extend(several(cell))
        elif field:
            cells[field] = [cell.strip()]

    def one(field: str) -> str:
        return next(iter(cells.get(field, ())), "")

    listed_record(
        listed, place, id_=one("id"), kind=one("kind"), name=one("name"), tag=one("tag"),
        aliases=cells.get("aliases", ()), identifiers=cells.get("identifiers", ()), note=one("note"),
    )  # fmt: skip


def _of_scheme(scheme: str, value: str) -> str:
    return value if ":" in value else f"{scheme}:{value}"


def several(cell: str) -> list[str]:
    """Return the values of one cell."""
    return [each.strip() for each in cell.split("|" if "|" in cell else ";") if each.strip()]


def joined(values: Sequence[str]) -> str:
    """Return *values* as one cell, from which `several` gets them again."""
    # a single value with a semicolon would come apart
    return "|".join(values) + ("|" if len(values) == 1 and ";" in values[0] else "")


def listed_record(
    listed: Listed,
    place: str,
    *,
    id_: str,
    kind: str,
    name: str,
    tag: str,
    aliases: Iterable[str],
    identifiers: Iterable[str],
    note: str,
) -> None:
    """Add a record to *listed*, without what cannot be taken of it, or the fault that keeps all of it out."""
    if not record_edits.plain(name):
        listed.faults.append(Fault(place, "it has no name"))
        return
    if kind not in ("", *record_edits.KINDS):
        listed.faults.append(Fault(place, f"“{kind}” is no kind of record; write entity or claim"))
        return
    known: list[str] = []
    for each in identifiers:
        try:
            known.append(record_edits.identifier(each))
        except UsageError as error:
            listed.faults.append(Fault(place, f"taken without an identifier: {error}"))
    which: RecordKind = "claim" if kind == "claim" else "entity"
    made = record_edits.new_record(which, name, tag=tag or None, aliases=aliases, identifiers=known, note=note)
    listed.records.append(Record(id_ or new_id(), made.kind, made.name, made.tag, made.aliases, made.identifiers,
                                 note=made.note))  # fmt: skip


def write_csv(records: Iterable[Record]) -> Iterator[bytes]:
    """Yield the lines of a table of *records*; attributes are left out, for which there is JSONL."""
    for row in _rows(records):
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\n").writerow(row)
        yield line.getvalue().encode()


def _rows(records: Iterable[Record]) -> Iterator[Sequence[str]]:
    yield COLUMNS
    yield from map(_row, records)


def _row(record: Record) -> Sequence[str]:
    return (
        record.id, record.kind, record.name, record.tag or "", joined(record.aliases), joined(record.identifiers),
        record.note,
    )  # fmt: skip


# --- JSONL


def write_jsonl(records: Iterable[Record]) -> Iterator[bytes]:
    """Yield a line for each record, with everything it has."""
    for each in records:
        image = {
            "id": each.id,
            "kind": each.kind,
            "name": each.name,
            "tag": each.tag,
            "aliases": list(each.aliases),
            "identifiers": list(each.identifiers),
            "attributes": dict(each.attributes),
            "note": each.note,
        }
        line = orjson.dumps(image).decode()
        # many readers end a line at these
        for character in "\x85\u2028\u2029":
            line = line.replace(character, f"\\u{ord(character):04x}")
        yield line.encode() + b"\n"


def read_jsonl(data: bytes) -> Listed:
    """Read what `write_jsonl` writes."""
    listed = Listed([], [])
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            try:
                image = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                listed.faults.append(Fault(f"line {number}", f"it is not JSON ({error})"))
                continue
            _take_image(image, f"line {number}", listed)
    return listed


def _take_image(image: object, place: str, listed: Listed) -> None:
    if not isinstance(image, dict):
        listed.faults.append(Fault(place, "it is no JSON object"))
        return
    fields = cast(dict[str, object], image)
    try:
        texts = {name: _text(fields, name) for name in ("id", "kind", "name", "tag", "note")}
        lists = {name: _texts(fields, name) for name in ("aliases", "identifiers")}
        attributes = _attributes(fields)
    except InputError as error:
        listed.faults.append(Fault(place, str(error)))
        return
    before = len(listed.records)
    listed_record(
        listed, place, id_=texts["id"], kind=texts["kind"], name=texts["name"], tag=texts["tag"],
        aliases=lists["aliases"], identifiers=lists["identifiers"], note=texts["note"],
    )  # fmt: skip
    if attributes and len(listed.records) > before:
        listed.records[-1] = replace(listed.records[-1], attributes=attributes)


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    raise InputError(f"{name} holds something else than text")


def _texts(fields: Mapping[str, object], name: str) -> list[str]:
    value: object = fields.get(name) or []
    if isinstance(value, list):
        values = cast(list[object], value)
        texts = [each for each in values if isinstance(each, str)]
        if len(texts) == len(values):
            return texts
    raise InputError(f"{name} holds something else than a list of texts")


def _attributes(fields: Mapping[str, object]) -> dict[str, Value]:
    value: object = fields.get("attributes") or {}
    if isinstance(value, dict):
        values = cast(dict[str, object], value)
        plain = {name: each for name, each in values.items() if isinstance(each, str | int | float | bool | None)}
        if len(plain) == len(values):
            return plain
    raise InputError("attributes hold something else than plain values")
