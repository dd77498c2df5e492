"""WebAnno TSV 3, a file for each document: stacked annotations, parts of tokens, relations, slots. Written here.

Offsets are UTF-16 units. Tokens and sentences stand in the file; how they were made is in ``tokenisation.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from annotator.formats.brat_names import Names
from annotator.formats.file_names import plain_name
from annotator.formats.format import Writing
from annotator.formats.kept import of_format
from annotator.formats.mapping import Mapping
from annotator.formats.offsets import is_number
from annotator.formats.token_rows import tokens_kept
from annotator.formats.tokens import TOKENIZERS, Placed, placed, tokenise
from annotator.formats.webanno_cells import NONE, NULL, escaped, escaped_text
from annotator.formats.webanno_reading import KEPT, NOTE, read_files
from annotator.model.annotation import Annotation, Kind, Relation, Span, Value
from annotator.model.document import AnnotatedDocument
from annotator.model.text import Utf16Map

if TYPE_CHECKING:
    from annotator.formats.output import Folder

__all__ = ["read_files", "write"]

_LAYERS: dict[Kind, str] = {
    "entity": "webanno.custom.Entity",
    "claim": "webanno.custom.Claim",
    "cue": "webanno.custom.Cue",
}
_RELATION = "Relation"
_ANY = "uima.tcas.Annotation"
_SLOTS = "parts"
_TAKEN = ("tag", NOTE, _SLOTS)


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write a ``.tsv`` file for each of *documents*, and how their tokens were made."""
    mapping = writing.mapping or Mapping("none")
    names = Names(writing.tag_set, mapping)
    taken: set[str] = set()
    for each in documents:
        lines = _Document(each, names, mapping, writing).lines()
        with folder.open(f"{plain_name(each.document, taken)}.tsv") as file:
            file.write("".join(lines).encode("utf-8"))
    tokenizer = TOKENIZERS[writing.options.get("tokenizer", "words")]
    how = {"tokenizer": tokenizer.label, "sentences": writing.options.get("sentences", "rules")}
    with folder.open("tokenisation.json") as file:
        file.write(orjson.dumps(how, option=orjson.OPT_INDENT_2) + b"\n")


@dataclass(slots=True)
class _Unit:
    """A token, or a part of one, with the cells of each layer."""

    name: str
    span: Span
    cells: dict[str, list[list[str]]] = field(default_factory=dict[str, list[list[str]]])


@dataclass(slots=True)
class _Mark:
    """A part of an annotation with its place: the *units* that it holds and its *id* in the file."""

    part: Placed
    id: int
    units: list[_Unit] = field(default_factory=list[_Unit])


class _Document:
    def __init__(self, each: AnnotatedDocument, names: Names, mapping: Mapping, writing: Writing) -> None:
        self._each = each
        self._names = names
        self._mapping = mapping
        self._writing = writing
        # what the file had that is no annotation, if it came from here
        self._kept = of_format(each.document.metadata, KEPT)
        how = writing.options
        own = tokens_kept(self._kept, each.document.text)
        self._tokens = own or tokenise(each.document.text, how.get("tokenizer", "words"), how.get("sentences", "rules"))
        self._layers: list[list[Any]] = self._kept.get("layers") or [] if own else []
        self._units: list[_Unit] = []
        self._inside: dict[int, list[_Unit]] = {}
        self._marks: list[_Mark] = []
        self._firsts: dict[str, _Mark] = {}
        for sentence, (first, last) in enumerate(self._tokens.sentences, start=1):
            for number in range(first, last):
                self._units.append(_Unit(f"{sentence}-{number - first + 1}", self._tokens.spans[number]))

    def lines(self) -> Iterator[str]:
        """Yield all lines, each with its end."""
        self._place()
        columns: dict[Kind, list[str] | None] = {kind: self._columns(kind) for kind in _LAYERS}
        links = self._sorted_links()
        header, relations = self._header(columns, links)
        for mark in self._marks:
            self._span_cells(mark, columns, links)
        for link in links[1]:
            self._relation_cells(link)
        yield "#FORMAT=WebAnno TSV 3.3\n"
        yield from (f"{line}\n" for line in header)
        yield "\n"
        order = [(name, width) for name, width in self._order(columns, relations)]
        text = self._each.document.text
        units = Utf16Map(text)
        # white space belongs to the sentence before it, so that all of it is written
        starts = [0, *(self._tokens.spans[first].start for first, _ in self._tokens.sentences[1:]), len(text)]
        for place, (first, last) in enumerate(self._tokens.sentences):
            start, end = starts[place], starts[place + 1]
            shown = [escaped_text(line) for line in text[start:end].split("\n")]
            yield "\n"
            yield from (f"#Text={line}\n" for line in shown)
            for number in range(first, last):
                for unit in (self._units[number], *self._inside.get(number, ())):
                    yield self._row(unit, units, order, whole=unit is self._units[number])
        if text and not self._tokens.sentences:
            self._writing.ledger.lose("exact text", "left out: no token inside", self._each)

    # --- places

    def _place(self) -> None:
        """Find the tokens and parts of tokens that each annotation holds."""
        each, ledger = self._each, self._writing.ledger
        marks = [mark for mark in each.annotations if mark.spans and mark.kind in _LAYERS]
        for number, part in enumerate(placed(each, marks, self._tokens, ledger, snaps=False), start=1):
            mark = _Mark(part, number)
            first = self._firsts.get(part.annotation.id)
            if first is None or part.span < first.part.span:
                self._firsts[part.annotation.id] = mark
            for token in range(part.first, part.last):
                start, end = self._tokens.spans[token]
                cut = Span(max(start, part.span.start), min(end, part.span.end))
                mark.units.append(self._units[token] if cut == (start, end) else self._part_of(token, cut))
            self._marks.append(mark)
        for token, parts in self._inside.items():
            parts.sort(key=lambda unit: unit.span)
            for number, unit in enumerate(parts, start=1):
                unit.name = f"{self._units[token].name}.{number}"

    def _part_of(self, token: int, cut: Span) -> _Unit:
        parts = self._inside.setdefault(token, [])
        found = next((unit for unit in parts if unit.span == cut), None)
        if found is None:
            found = _Unit("", cut)
            parts.append(found)
        return found

    # --- columns

    def _columns(self, kind: Kind) -> list[str] | None:
        """Return the attributes that annotations of a kind have, and perhaps the note; None if there is none of it."""
        marks = [mark.part.annotation for mark in self._marks if mark.part.annotation.kind == kind]
        if not marks:
            return None
        found = sorted({name for mark in marks for name, value in mark.attributes.items() if self._said(value)})
        return [*found, *([NOTE] if any(mark.note for mark in marks) else [])]

    @staticmethod
    def _said(value: Value) -> bool:
        return value is not None and value != ""

    def _column_name(self, attribute: str) -> str:
        given = self._names.attribute_name(attribute)
        return f"attribute_{given}" if given in _TAKEN else given

    def _sorted_links(self) -> tuple[dict[str, list[Relation]], list[Relation]]:
        """Return the relations that are slots, by their source, and those between marks of one layer."""
        slots: dict[str, list[Relation]] = {}
        relations: list[Relation] = []
        kinds = {mark.id: mark.kind for mark in self._each.annotations}
        for link in self._each.relations:
            if link.source not in self._firsts or link.target not in self._firsts:
                if link.target not in kinds:
                    self._writing.ledger.lose("relations across documents", "left out", self._each)
                else:
                    self._writing.ledger.lose("relations", "left out: no token at one end", self._each)
                continue
            if link.attributes:
                effect = "left out: relations have no attributes there"
                self._writing.ledger.lose("attributes", effect, self._each, count=len(link.attributes))
            frame = self._mapping.frame("Claim") if kinds[link.source] == "claim" else None
            if kinds[link.source] != kinds[link.target] or (frame and frame.role_of(link.type)):
                slots.setdefault(link.source, []).append(link)
            else:
                relations.append(link)
        return slots, relations

    def _header(
        self, columns: dict[Kind, list[str] | None], links: tuple[dict[str, list[Relation]], list[Relation]]
    ) -> tuple[list[str], list[Kind]]:
        kinds = {mark.part.annotation.id: mark.part.annotation.kind for mark in self._marks}
        with_slots = {kinds[source] for source in links[0]}
        related = {kinds[link.source] for link in links[1]}
        lines: list[str] = []
        for kind, layer in _LAYERS.items():
            found = columns[kind]
            if found is None:
                continue
            names = ["tag", *(name if name == NOTE else self._column_name(name) for name in found)]
            if kind in with_slots:
                short = layer.rpartition(".")[2]
                names += [f"ROLE_{layer}:{_SLOTS}_webanno.custom.{short}PartsLink", _ANY]
                found.append(_SLOTS)
            lines.append(f"#T_SP={'|'.join((layer, *names))}")
        spans = [line for line, _ in self._layers if line.startswith("#T_SP")]
        others = [line for line, _ in self._layers if not line.startswith("#T_SP")]
        relations = [f"#T_RL={_LAYERS[kind]}{_RELATION}|type|BT_{_LAYERS[kind]}" for kind in _LAYERS if kind in related]
        return [*lines, *spans, *relations, *others], [kind for kind in _LAYERS if kind in related]

    def _order(self, columns: dict[Kind, list[str] | None], related: list[Kind]) -> Iterator[tuple[str, int]]:
        """Yield the layers in the order of the header, each with how many columns it has."""
        for kind, found in columns.items():
            if found is not None:
                yield kind, 1 + len(found) + (_SLOTS in found[-1:])
        kept = [(f"{place}", line) for place, (line, _) in enumerate(self._layers)]
        for name, line in kept:
            if line.startswith("#T_SP"):
                yield name, self._width(line)
        for kind in related:
            yield f"{kind}{_RELATION}", 2
        for name, line in kept:
            if not line.startswith("#T_SP"):
                yield name, self._width(line)

    @staticmethod
    def _width(line: str) -> int:
        return max(line.rstrip("|").count("|"), 1)

    # --- cells

    def _span_cells(
        self,
        mark: _Mark,
        columns: dict[Kind, list[str] | None],
        links: tuple[dict[str, list[Relation]], list[Relation]],
    ) -> None:
        annotation = mark.part.annotation
        first = mark is self._firsts[annotation.id]
        cells = [escaped(self._names_tag(annotation))]
        for name in columns[annotation.kind] or ():
            if name == _SLOTS:
                cells += self._slot_cells(links[0].get(annotation.id, ()) if first else ())
            elif name == NOTE:
                cells.append(escaped(annotation.note) if annotation.note else NULL)
            else:
                cells.append(self._value(annotation, name))
        for value in annotation.attributes.values():
            if first and not self._said(value):
                effect = "left out: without a value"
                self._writing.ledger.lose("attributes", effect, self._each, annotation)
        # an id behind what a slot leads to would be read as that of what it leads to
        targets = len(cells) - 1 if _SLOTS in (columns[annotation.kind] or ()) else -1
        shown = [cell if place == targets else f"{cell}[{mark.id}]" for place, cell in enumerate(cells)]
        for unit in mark.units:
            unit.cells.setdefault(annotation.kind, []).append(shown)

    def _names_tag(self, annotation: Annotation) -> str:
        return self._mapping.type_of(annotation.kind, annotation.tag)

    def _value(self, annotation: Annotation, name: str) -> str:
        value = annotation.attributes.get(name)
        if not self._said(value):
            return NULL
        known = self._names.known(annotation.kind, annotation.tag, name)
        if not isinstance(value, str) and (known is None or known.type not in ("number", "flag")):
            effect = "numbers become texts: the tag set does not say that they are numbers"
            self._writing.ledger.lose("attributes", effect, self._each, annotation)
        return escaped(str(value).lower() if isinstance(value, bool) else str(value))

    def _slot_cells(self, links: Iterable[Relation]) -> tuple[str, str]:
        frame = self._mapping.frame("Claim")
        roles: list[str] = []
        targets: list[str] = []
        for link in links:
            role = frame.role_of(link.type) if frame else None
            roles.append(escaped(role or self._mapping.relation_type(link.type)))
            other = self._firsts[link.target]
            targets.append(f"{other.units[0].name}[{other.id}]")
        return (";".join(roles), ";".join(targets)) if roles else (NONE, NULL)

    def _relation_cells(self, link: Relation) -> None:
        source, target = self._firsts[link.source], self._firsts[link.target]
        cells = [
            escaped(self._mapping.relation_type(link.type)),
            f"{source.units[0].name}[{source.id}_{target.id}]",
        ]
        kind = source.part.annotation.kind
        target.units[0].cells.setdefault(f"{kind}{_RELATION}", []).append(cells)

    def _row(self, unit: _Unit, units: Utf16Map, order: list[tuple[str, int]], *, whole: bool) -> str:
        start, end = unit.span
        cells: list[str] = []
        for name, width in order:
            if is_number(name):
                kept: dict[str, list[str]] = self._layers[int(name)][1]
                own = kept.get(unit.name) if whole else None
                cells += own or ["_"] * width
            elif found := unit.cells.get(name):
                cells += ["|".join(column) for column in zip(*found, strict=True)]
            else:
                cells += ["_"] * width
        words = escaped_text(self._tokens.text[start:end])
        places = f"{units.to_units(start)}-{units.to_units(end)}"
        return "\t".join((unit.name, places, words, *cells)) + "\t\n"
