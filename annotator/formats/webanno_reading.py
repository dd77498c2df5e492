"""Reads WebAnno TSV 3: one document, with stacked annotations, parts of tokens, relations and slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from annotator.errors import InputError
from annotator.formats.brat_names import Names
from annotator.formats.decoding import decode
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.mapping import Mapping
from annotator.formats.offsets import SpanMap, is_number
from annotator.formats.token_rows import Found, Link, Told, document_of
from annotator.formats.tokens import tokenise
from annotator.formats.webanno_cells import (
    NONE,
    NULL,
    Layer,
    Reference,
    escaped_text,
    layer,
    reference,
    several,
    stacked,
    unescaped,
)
from annotator.model.annotation import Kind, Span, Value
from annotator.model.text import Utf16Map

if TYPE_CHECKING:
    from annotator.formats.format import Found as Given_

KEPT = "webanno"
TAGS = ("tag", "value", "label", "category", "type")
"""Features that hold the tag, the first of them that a layer has."""
NOTE = "note"
SAME = "same as"
"""How those of one chain are joined."""
_UNIT = re.compile(r"[0-9]+-[0-9]+(\.[0-9]+)?$")
RELATION_TYPES = ("type", "value", "label", "tag")
"""Features that hold the type of a relation, the first of them that a layer has."""
_LINGUISTIC = re.compile(r"\.(lexmorph|segmentation|syntax|chunk|morph|transform)\b")
_CHAINED = re.compile(r"(.*?)->([0-9]{1,18})-([0-9]{1,18})$", re.DOTALL)


NO_CHAIN = (0, 0)


_SOURCES = (".txt", ".html", ".pdf", ".xml", ".tsv", ".xmi", ".conll", ".json")
"""How names of documents end in INCEpTION."""


@dataclass(slots=True)
class _Row:
    line: int
    unit: str
    start: int
    end: int
    words: str
    cells: list[str]


@dataclass(slots=True)
class _Mark:
    layer: Layer
    start: int
    end: int
    unit: str
    id: int
    values: dict[int, str] = field(default_factory=dict[int, str])
    line: int = 0
    key: str = ""
    chain: tuple[int, int] = NO_CHAIN


def _chained(values: dict[int, str]) -> tuple[int, int]:
    """Return the number of a chain, and the place in it, that one of *values* ends with; it is cut off there."""
    for column, value in values.items():
        if match := _CHAINED.match(value):
            values[column] = match[1]
            return int(match[2]), int(match[3])
    return NO_CHAIN


def read_files(given: Given, reading: Reading) -> Iterator[Given_]:
    """Yield the document of a file; InputError if it is none of WebAnno's TSV, version 3."""
    text = decode(given.read()).text
    job = _Job(given.name, reading)
    yield from job.document(text)


def _title_of(name: str) -> str:
    """Return the title of a document by the *name* of its file, which is all that the format says of it.

    In exports of INCEpTION that were unpacked, the document is the folder, and each file somebody's work on it.
    """
    folder, _, tail = name.rpartition("/")
    document = folder.rpartition("/")[2]
    if document.lower().endswith(_SOURCES):
        return document
    return tail.removesuffix(".tsv") or tail


class _Job:
    def __init__(self, name: str, reading: Reading) -> None:
        self._name = name
        self._reading = reading
        self._mapping = reading.mapping or Mapping("none")
        self._names = Names(reading.tag_set, self._mapping)
        self._layers: list[Layer] = []
        self._rows: list[_Row] = []
        self._sentences: list[tuple[list[str], int]] = []
        self._remarks: list[Remark] = []
        # the lines of a sentence whose tokens are to come
        self._pending: list[str] = []
        self._links: list[Link] = []

    def document(self, text: str) -> Iterator[Given_]:
        """Yield the document of a file's *text*, and what is to be said of it."""
        self._lines(text)
        if not self._rows and (self._remarks or self._pending):
            raise InputError("there is no token in it; lines have a number such as 1-1, offsets such as 0-4, and words")
        units, whole = self._text()
        places = SpanMap(whole, utf16=True)
        marks = self._marks()
        found = self._found(marks, places)
        self._relate(marks)
        told = Told(metadata=self._kept(places), title=_title_of(self._name))
        if units:
            self._remarks.append(
                Remark(f"{units} words are not where their offsets are; the text follows “#Text=”", "")
            )
        keys = {mark.key for mark in found}
        links = [link for link in self._links if link.source in keys and link.target in keys]
        each = document_of(self._reading, self._name, places.text, found, told, links)
        yield each
        for remark in self._remarks:
            yield Remark(remark.text, each.document.id, remark.line, skipped=remark.skipped)

    # --- lines

    def _lines(self, text: str) -> None:
        lines = text.split("\n")
        if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
            raise InputError("its first line is not “#FORMAT=WebAnno TSV 3”; export it from WebAnno or INCEpTION again")
        pending = self._pending
        for number, line in enumerate(lines[1:], start=2):
            line = line.rstrip("\r")
            if line.startswith("#Text="):
                pending.append(line[6:])
            elif line.startswith("#"):
                if declared := layer(line):
                    self._layers.append(declared)
            elif line:
                row = self._row(number, line)
                if row is None:
                    self._remarks.append(
                        Remark(f"“{line[:60]}” is no line of a token; it was left out", "", number, skipped=True)
                    )
                    continue
                if pending:
                    self._sentences.append((pending.copy(), len(self._rows)))
                    pending.clear()
                self._rows.append(row)

    def _row(self, number: int, line: str) -> _Row | None:
        cells = line.split("\t")
        if len(cells) < 3 or not _UNIT.match(cells[0]):
            return None
        start, _, end = cells[1].partition("-")
        if not (is_number(start) and is_number(end)):
            return None
        return _Row(number, cells[0], int(start), int(end), cells[2], cells[3:])

    # --- text

    def _text(self) -> tuple[int, str]:
        """Return how many tokens are not at their offsets, and the text."""
        best: tuple[int, str] | None = None
        for escapes in (True, False):
            text = self._put_together(escapes=escapes)
            units = Utf16Map(text)
            wrong = 0
            for row in self._rows:
                words = text[units.to_points(row.start) : units.to_points(row.end)]
                wrong += words not in (row.words, unescaped(row.words))
            if best is None or wrong < best[0]:
                best = wrong, text
            if not wrong:
                break
        assert best is not None
        return best

    def _put_together(self, *, escapes: bool) -> str:
        return put_together(
            [
                (
                    lines,
                    self._rows[first].start,
                    unescaped(self._rows[first].words) if escapes else self._rows[first].words,
                )
                for lines, first in self._sentences
            ],
            escapes=escapes,
        )

    # --- annotations

    def _is_ours(self, each: Layer) -> bool:
        """Tell whether a layer is read as annotations: not those of tokens and grammar, nor relations between these."""
        return not _LINGUISTIC.search(each.name) and not _LINGUISTIC.search(each.attached_type)

    def _marks(self) -> list[_Mark]:
        """Return the annotations of all layers, relations too, each once."""
        found: list[_Mark] = []
        going: dict[tuple[int, int | tuple[int, int]], _Mark] = {}
        for row in self._rows:
            place = 0
            for number, each in enumerate(self._layers):
                cells = row.cells[place : place + len(each.columns)]
                place += len(each.columns)
                if not cells or not self._is_ours(each) or all(cell in (NONE, "") for cell in cells):
                    continue
                # an id in the column of what slots lead to is that of what they lead to
                targets = {column + 1 for column in each.slots()}
                columns = [stacked(cell, ids=column not in targets) for column, cell in enumerate(cells)]
                for one in range(max(map(len, columns))):
                    values = {column: part[one].value for column, part in enumerate(columns) if one < len(part)}
                    id_ = max((part[one].id for part in columns if one < len(part)), default=0)
                    chain = _chained(values) if each.kind == "T_CH" else NO_CHAIN
                    same = (number, chain) if chain != NO_CHAIN else (number, id_)
                    before = going.get(same) if (id_ and each.kind == "T_SP") or chain != NO_CHAIN else None
                    if before is not None:
                        before.end = max(before.end, row.end)
                        continue
                    mark = _Mark(each, row.start, row.end, row.unit, id_, values, row.line, chain=chain)
                    found.append(mark)
                    if id_ or chain != NO_CHAIN:
                        going[same] = mark
        return found

    def _found(self, marks: list[_Mark], places: SpanMap) -> list[Found]:
        length = len(places.text)
        found: list[Found] = []
        for mark in marks:
            if mark.layer.kind == "T_RL":
                continue
            start, end = places.moved(mark.start, mark.end) if mark.start < mark.end else (0, 0)
            end = min(end, length)
            kind, tag, attributes, note = self._about(mark)
            if start >= end:
                shown = "" if tag == mark.layer.short else f"“{tag}” of "
                said = f"an annotation, {shown}{mark.layer.short}, has no characters; it was left out"
                self._remarks.append(Remark(said, "", mark.line, skipped=True))
                continue
            mark.key = f"w{len(found) + 1}"
            found.append(Found(kind, tag, (Span(start, end),), attributes, note, mark.key))
        return found

    def _about(self, mark: _Mark) -> tuple[Kind, str, dict[str, Value], str]:
        each = mark.layer
        slots = each.slots()
        skipped = {*slots, *(place + 1 for place in slots)}
        named = {column: place for place, column in enumerate(each.columns) if place not in skipped and column}
        place = next((named[name] for name in TAGS if name in named), None)
        given = "" if place is None else self._value(mark, place)
        kind, tag = self._tag(each, given)
        attributes: dict[str, Value] = {}
        note = ""
        for column, number in named.items():
            value = self._value(mark, number)
            if not value or number == place:
                continue
            if column == NOTE:
                note = value
                continue
            attribute = self._names.attribute_of(column)
            attributes[attribute] = self._names.typed(kind, tag, attribute, value)
        return kind, tag, attributes, note

    @staticmethod
    def _value(mark: _Mark, place: int) -> str:
        value = mark.values.get(place, NULL)
        return "" if value in (NULL, NONE) else unescaped(value)

    def _tag(self, each: Layer, given: str) -> tuple[Kind, str]:
        frame = self._mapping.frame(each.short) or self._mapping.frame(each.name)
        if each.kind == "T_CH":
            return "entity", each.short
        if frame is not None:
            return "claim", (given or each.short) if frame.tag == "*" else frame.tag
        if given in self._mapping.tags:
            return self._mapping.tags[given]
        known = self._reading.tag_set.find(given) if given else None
        kinds: dict[str, Kind] = {"Entity": "entity", "Cue": "cue", "NamedEntity": "entity"}
        kind = kinds.get(each.short) or (known.kind if known and known.kind != "document" else "entity")
        return kind, given or each.short

    # --- links

    def _relate(self, marks: list[_Mark]) -> None:
        spans = [mark for mark in marks if mark.layer.kind == "T_SP" and mark.key]
        by_id = {(mark.layer.name, mark.id): mark for mark in spans if mark.id}
        any_id: dict[int, _Mark] = {mark.id: mark for mark in reversed(spans) if mark.id}
        by_unit: dict[tuple[str, str], _Mark] = {}
        for mark in reversed(spans):
            if not mark.id:
                by_unit[mark.layer.name, mark.unit] = mark
                by_unit["", mark.unit] = mark

        def named(type_: str, unit: str, id_: int) -> _Mark | None:
            if id_:
                return by_id.get((type_, id_)) or any_id.get(id_)
            return by_unit.get((type_, unit)) or by_unit.get(("", unit))

        for mark in marks:
            attached = mark.layer.attached
            if mark.layer.kind == "T_RL" and attached is not None:
                self._relation(mark, attached, named)
            elif mark.key:
                self._slots(mark, named)
        self._chains(marks)

    def _chains(self, marks: list[_Mark]) -> None:
        """Join what stands in one chain, each to the next in it."""
        chained = [mark for mark in marks if mark.chain != NO_CHAIN and mark.key]
        chained.sort(key=lambda mark: (mark.layer.name, mark.chain))
        for one, other in pairwise(chained):
            if one.layer is other.layer and one.chain[0] == other.chain[0]:
                self._links.append(Link(self._mapping.relation_of(SAME), one.key, other.key))

    def _relation(self, mark: _Mark, attached: int, named: Any) -> None:  # noqa: ANN401
        type_ = mark.layer.columns[attached].removeprefix("BT_")
        other = reference(mark.values.get(attached, ""))
        source = named(type_, other.unit, other.source) if other else None
        target = named(type_, mark.unit, other.target) if other else None
        if source is None or target is None:
            said = f"a relation of {mark.layer.short} leads to where nothing was taken; it was left out"
            self._remarks.append(Remark(said, "", mark.line, skipped=True))
            return
        columns = {column: place for place, column in enumerate(mark.layer.columns) if place != attached and column}
        only = next(iter(columns.values())) if len(columns) == 1 else None
        place = next((columns[name] for name in RELATION_TYPES if name in columns), only)
        value = "" if place is None else self._value(mark, place)
        attributes: dict[str, Value] = {
            self._names.attribute_of(column): self._value(mark, number)
            for column, number in columns.items()
            if number != place and self._value(mark, number)
        }
        type_ = self._mapping.relation_of(value or mark.layer.short)
        self._links.append(Link(type_, source.key, target.key, attributes))

    def _slots(self, mark: _Mark, named: Any) -> None:  # noqa: ANN401
        frame = self._mapping.frame(mark.layer.short) or self._mapping.frame(mark.layer.name)
        for place, feature in mark.layer.slots().items():
            roles = several(mark.values.get(place, NULL))
            target_type = mark.layer.columns[place + 1]
            for role, value in zip(roles, several(mark.values.get(place + 1, NULL)), strict=False):
                if value in (NULL, NONE):
                    continue
                other: Reference | None = reference(value)
                target = named(target_type, other.unit, other.source) if other else None
                if target is None or not target.key:
                    said = f"the slot {feature} of a {mark.layer.short} leads to {value}, where nothing was taken"
                    self._remarks.append(Remark(f"{said}; it was left out", "", mark.line, skipped=True))
                    continue
                name = feature if role in (NULL, NONE, "") else unescaped(role)
                part = frame.relation_of(name) or frame.relation_of(feature) if frame else None
                self._links.append(Link(part or self._mapping.relation_of(name), mark.key, target.key))

    # --- kept

    def _kept(self, places: SpanMap) -> dict[str, Any]:
        """Return the layers that are no annotations of ours, and the tokens, if ours would be others."""
        whole = [row for row in self._rows if "." not in row.unit]
        spans = [places.moved(row.start, row.end) for row in whole]
        counts: dict[str, int] = {}
        for row in whole:
            number = row.unit.partition("-")[0]
            counts[number] = counts.get(number, 0) + 1
        layers: list[list[Any]] = []
        left: dict[str, int] = {}
        place = 0
        for each in self._layers:
            if not self._is_ours(each):
                width = len(each.columns)
                cells = {row.unit: row.cells[place : place + width] for row in whole}
                held = {unit: found for unit, found in cells.items() if set(found) - {NONE}}
                layers.append([each.line, held])
                if held:
                    left[each.short] = left.get(each.short, 0) + _counted(held.values())
            place += len(each.columns)
        if left:
            listed = ", ".join(f"{count:,} {name}" for name, count in sorted(left.items()))
            self._remarks.append(Remark(f"what analyses the text is no mark; it is kept for {KEPT}: {listed}", ""))
        kept: dict[str, Any] = {"layers": layers} if layers else {}
        made = tokenise(places.text)
        ours = [last - first for first, last in made.sentences]
        if layers or list(made.spans) != spans or ours != list(counts.values()):
            kept["tokens"] = [number for start, end in spans for number in (start, end - start)]
            kept["sentences"] = list(counts.values())
        return {KEPT: kept} if kept else {}


def _counted(held: Iterable[list[str]]) -> int:
    """Return how many annotations stand in cells of one layer; one of several rows has an id, and counts once."""
    count = 0
    seen: set[int] = set()
    for cells in held:
        parts = [stacked(cell) for cell in cells]
        for one in range(max(map(len, parts))):
            id_ = max((part[one].id for part in parts if one < len(part)), default=0)
            count += id_ not in seen
            seen.update((id_,) if id_ else ())
    return count


def put_together(sentences: list[tuple[list[str], int, str]], *, escapes: bool = True) -> str:
    """Return the text of *sentences*: their lines as written, and offset and words of the first token of each.

    What stands between sentences is not written: it becomes a space, or line breaks where it was longer.
    """
    pieces: list[str] = []
    length = 0
    for lines, start, words in sentences:
        text = "\n".join(unescaped(line) if escapes else line.replace(r"\t", "\t") for line in lines)
        gap = start - _units(text[: max(text.find(words), 0)]) - length
        if gap > 0:
            pieces.append(" " if gap == 1 and length else "\n" * gap)
            length += gap
        pieces.append(text)
        length += _units(text)
    return "".join(pieces)


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


__all__ = ["KEPT", "NOTE", "TAGS", "escaped_text", "read_files"]
