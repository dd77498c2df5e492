"""GATE XML, both ways: one document a file, the work of each annotator in an annotation set of that name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

import orjson

from annotator.formats.file_names import file_name
from annotator.formats.format import Writing
from annotator.formats.gate_reading import CLASSES, OWN, PART, SETS, read_files
from annotator.formats.kept import MARKS, kept_of, of_format, without
from annotator.formats.mapping import Mapping as TagMapping
from annotator.formats.output import Folder
from annotator.formats.xml_safely import Fitting, escaped, quoted
from annotator.model.annotation import Annotation, Relation, Value
from annotator.model.document import AnnotatedDocument
from annotator.model.text import Utf16Map

__all__ = ["read_files", "write"]

_CLASSES: Mapping[type, str] = {
    str: "java.lang.String",
    bool: "java.lang.Boolean",
    int: "java.lang.Long",
    float: "java.lang.Double",
}


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write a file for each document."""
    for each in documents:
        with folder.open(file_name(each.document, ".xml")) as file:
            file.write(_Written(each, writing).whole().encode())


_Piece = tuple[str, int, int, dict[str, Value], dict[str, list[str]]]


def _pieces(kept: object, length: int) -> dict[str, list[_Piece]]:
    """Return what is *kept* of the sets of a file and fits a text of *length*; metadata may be edited by anybody."""
    found: dict[str, list[_Piece]] = {}
    for name, rows in cast(dict[str, object], kept if isinstance(kept, dict) else {}).items():
        for row in cast(list[object], rows if isinstance(rows, list) else []):
            if not isinstance(row, list) or len(cast(list[object], row)) != 5:
                continue
            type_, start, end, features, classes = cast(list[object], row)
            placed = type(start) is int and type(end) is int and 0 <= start <= end <= length
            if placed and isinstance(type_, str) and isinstance(features, dict) and isinstance(classes, dict):
                found.setdefault(name, []).append(cast(_Piece, tuple(cast(list[object], row))))
    return found


class _Written:
    def __init__(self, each: AnnotatedDocument, writing: Writing) -> None:
        self._each = each
        self._fit = Fitting(each, writing.ledger)
        self._mapping = writing.mapping or TagMapping("")
        self._units = Utf16Map(each.document.text)
        self._numbers = {mark.id: number for number, mark in enumerate(each.annotations, start=1)}
        self._kept = of_format(each.document.metadata, "gate")
        self._pieces = _pieces(self._kept.get(SETS), len(each.document.text))
        # parts and relations are numbered on
        self._next = len(each.annotations) + 1

    def whole(self) -> str:
        annotators = sorted({mark.annotator for mark in self._each.annotations})
        return "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                '<GateDocument version="3">',
                "<GateDocumentFeatures>",
                *self._about(),
                "</GateDocumentFeatures>",
                f"<TextWithNodes>{self._text()}</TextWithNodes>",
                "<AnnotationSet>",
                *self._set_pieces(""),
                "</AnnotationSet>",
                *(line for name in annotators for line in self._set(name)),
                *(line for name in self._pieces if name not in ("", *annotators) for line in self._set(name)),
                *(line for name in annotators for line in self._relations(name)),
                "</GateDocument>",
                "",
            ]
        )

    def _about(self) -> Iterator[str]:
        document, fit = self._each.document, self._fit
        features: object = self._kept.get("features")
        for name, value in cast(dict[str, Value], features if isinstance(features, dict) else {}).items():
            yield self._feature(name, value, None)
        if document.source:
            yield self._feature("gate.SourceURL", document.source.uri, None)
        yield self._feature("title", document.title, None)
        known: dict[str, Value] = {"id": document.id, "status": document.status}
        known |= {"date": document.date, "language": document.language, "split": document.split}
        # sets stand as annotations in the file
        if metadata := without(document.metadata, "gate", SETS):
            known["metadata"] = fit(orjson.dumps(metadata).decode(), "metadata")
        if source := document.source:
            about = {"uri": source.uri, "media_type": source.media_type, "sha256": source.sha256}
            known["source"] = orjson.dumps(about).decode()
        for name, value in known.items():
            if value is not None:
                yield self._feature(f"{OWN}{name}", value, None)

    def _text(self) -> str:
        text = self._fit(self._each.document.text, "exact text")
        edges = {0, len(text)} | {edge for mark in self._each.annotations for span in mark.spans for edge in span}
        edges |= {edge for pieces in self._pieces.values() for piece in pieces for edge in piece[1:3]}
        parts: list[str] = []
        before = 0
        for edge in sorted(edges):
            parts += [escaped(text[before:edge]), f'<Node id="{self._units.to_units(edge)}"/>']
            before = edge
        return "".join(parts)

    def _set(self, annotator: str) -> Iterator[str]:
        name = self._fit(annotator, "annotators")
        yield f"<AnnotationSet Name={quoted(name)}>"
        for mark in self._each.annotations:
            if mark.annotator == annotator:
                yield from self._annotation(mark)
        yield from self._set_pieces(annotator)
        yield "</AnnotationSet>"

    def _set_pieces(self, name: str) -> Iterator[str]:
        """Yield what a file of GATE had in a set that is no mark: tokens, sentences, original markup."""
        units = self._units.to_units
        for type_, start, end, features, classes in self._pieces.get(name, ()):
            about = f'Type={quoted(self._fit(type_, "metadata"))} StartNode="{units(start)}" EndNode="{units(end)}"'
            yield f'<Annotation Id="{self._number()}" {about}>'
            for feature, value in features.items():
                yield self._feature(feature, value, None, classes.get(feature))
            yield "</Annotation>"

    def _annotation(self, mark: Annotation) -> Iterator[str]:
        units = self._units.to_units
        number = self._numbers[mark.id]
        spans = mark.spans or ((0, len(self._each.document.text)),)
        start, end = spans[0]
        type_ = quoted(self._fit(self._type_of(mark), "claims", mark))
        yield f'<Annotation Id="{number}" Type={type_} StartNode="{units(start)}" EndNode="{units(end)}">'
        known: dict[str, Value] = {"id": mark.id, "kind": mark.kind, "tag": mark.tag}
        known |= {"created": mark.created, "modified": mark.modified}
        if not mark.spans:
            known["whole"] = True
        if mark.origin != "manual":
            known["origin"] = mark.origin
        if mark.state != "accepted":
            known["state"] = mark.state
        known |= {"confidence": mark.confidence, "record": mark.record, "note": mark.note or None}
        for name, value in known.items():
            if value is not None:
                yield self._feature(f"{OWN}{name}", value, mark)
        yield from self._attributes(mark.attributes, mark, kept_of(self._kept, MARKS, mark.id).get(CLASSES))
        yield "</Annotation>"
        for start, end in spans[1:]:
            yield f'<Annotation Id="{self._number()}" Type="{PART}" StartNode="{units(start)}" EndNode="{units(end)}">'
            yield self._feature(f"{OWN}of", number, mark)
            yield "</Annotation>"

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _type_of(self, mark: Annotation) -> str:
        if mark.kind == "claim":
            frame = next((each for each in self._mapping.frames if each.tag == mark.tag), None)
            return frame.name if frame else mark.tag
        return self._mapping.type_of(mark.kind, mark.tag)

    def _attributes(
        self, attributes: Mapping[str, Value], mark: Annotation | None, kept: object = None
    ) -> Iterator[str]:
        classes = cast(dict[str, list[str]], kept) if isinstance(kept, dict) else {}
        for name, value in attributes.items():
            if value is not None:
                yield self._feature(name, value, mark, classes.get(name))
        if nothing := [name for name, value in attributes.items() if value is None]:
            yield self._feature(f"{OWN}null", "\n".join(nothing), mark)

    def _feature(self, name: str, value: Value, mark: Annotation | None, class_: list[str] | None = None) -> str:
        said = str(value).lower() if isinstance(value, bool) else str(value)
        key = escaped(self._fit(name, "attributes", mark))
        said = escaped(self._fit(said, "notes" if name == f"{OWN}note" else "attributes", mark))
        java = f'className="{_CLASSES.get(type(value), "java.lang.String")}"'
        if class_ and isinstance(value, str):
            # a list or set, as the file had it
            java = f"className={quoted(class_[0])}" + (f" itemClassName={quoted(class_[1])}" if class_[1] else "")
        return f'<Feature><Name className="java.lang.String">{key}</Name><Value {java}>{said}</Value></Feature>'

    def _relations(self, annotator: str) -> Iterator[str]:
        marks = {mark.id: mark for mark in self._each.annotations if mark.annotator == annotator}
        own = [relation for relation in self._each.relations if relation.source in marks]
        if not own:
            return
        yield f"<RelationSet Name={quoted(self._fit(annotator, 'annotators'))}>"
        for relation in own:
            yield from self._relation(relation, marks[relation.source])
        yield "</RelationSet>"

    def _relation(self, relation: Relation, mark: Annotation) -> Iterator[str]:
        target = self._numbers.get(relation.target)
        type_ = quoted(self._fit(self._mapping.relation_type(relation.type), "relations", mark))
        members = f"{self._numbers[relation.source]}" + (f";{target}" if target else "")
        yield f'<Relation Id="{self._number()}" Type={type_} Members="{members}">'
        yield self._feature(f"{OWN}id", relation.id, mark)
        yield self._feature(f"{OWN}type", relation.type, mark)
        if target is None:
            yield self._feature(f"{OWN}target", relation.target, mark)
        yield from self._attributes(relation.attributes, mark)
        yield "</Relation>"
