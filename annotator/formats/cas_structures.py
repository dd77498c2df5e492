"""A document as feature structures of a CAS: what XMI and JSON-CAS then write each in its way. Pure.

Offsets become UTF-16 units here, and nowhere else. Claims become what the mapping says, with slots for
their parts; attributes become features; what an annotation of ours has and a layer has not, stands in
features that begin with ``annotator_``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import orjson

from annotator.formats.cas_kept import ABOUT, ANALYSES, built
from annotator.formats.cas_types import (
    ANNOTATION,
    ARRAY,
    DOCUMENT,
    METADATA,
    OWN,
    PART,
    STRING,
    TOP,
    VALUE,
    Structure,
    Types,
    feature_name,
)
from annotator.formats.features import Feature
from annotator.formats.format import Writing
from annotator.formats.kept import of_format, without
from annotator.formats.mapping import Mapping as TagMapping
from annotator.model.annotation import Annotation, Relation, Value
from annotator.model.document import AnnotatedDocument
from annotator.model.text import Utf16Map

Fit = Callable[[str, Feature, Annotation | None], str]
"""Makes a string fit for the file, and says what it loses."""
_RELATION = "webanno.custom.Relation"
_BASE = "uima.cas.AnnotationBase"


@dataclass(slots=True)
class Structures:
    """All structures of one document, its text as it goes out, and the types that they are of."""

    text: str
    all: list[Structure]
    types: Types


def structures_of(each: AnnotatedDocument, writing: Writing, fit: Fit, name: str) -> Structures:
    """Return a document as feature structures; id 1 is that of the text. *name* is that of the format."""
    return _Builder(each, writing, fit, name).built()


class _Builder:
    def __init__(self, each: AnnotatedDocument, writing: Writing, fit: Fit, name: str) -> None:
        self._each = each
        self._fit = fit
        self._mapping = writing.mapping or TagMapping("")
        self._writing = writing
        self._units = Utf16Map(each.document.text)
        self._types = Types()
        self._all: list[Structure] = []
        self._name = name
        self._of_format = of_format(each.document.metadata, name)
        # the types that a file of another program had, by their tags here
        types: object = self._of_format.get("types")
        self._kept = cast(dict[str, str], types) if isinstance(types, dict) else {}

    def built(self) -> Structures:
        each = self._each
        text = self._fit(each.document.text, "exact text", None)
        self._about(self._units.to_units(len(text)))
        own = {annotation.id: (annotation, self._annotation(annotation)) for annotation in each.annotations}
        for relation in each.relations:
            self._relation(relation, own)
        kept = built(
            self._of_format.get(ANALYSES), len(self._all) + 2, self._units, len(each.document.text), self._types
        )
        for one in kept:
            one.values = {
                name: self._fit(value, "metadata", None) if isinstance(value, str) else value
                for name, value in one.values.items()
            }
        self._all += kept
        return Structures(text, self._all, self._types)

    def _new(self, type_: str, parent: str, *, begin: int | None = None, end: int | None = None) -> Structure:
        self._types.use(type_, parent)
        found = Structure(type_, len(self._all) + 2, begin, end)
        self._all.append(found)
        return found

    def _put(self, structure: Structure, parent: str, texts: Mapping[str, str]) -> None:
        self._types.use(structure.type, parent, texts)
        structure.texts.update(texts)

    def _about(self, length: int) -> None:
        document = self._each.document
        fit = self._fit
        metadata = self._new(METADATA, "uima.tcas.DocumentAnnotation", begin=0, end=length)
        # a feature that UIMA itself knows
        metadata.texts["language"] = document.language or "x-unspecified"
        texts = {"documentTitle": fit(document.title, "titles", None), "documentId": document.id}
        if document.source:
            texts["documentUri"] = fit(document.source.uri, "sources", None)
        about: object = self._of_format.get(ABOUT)
        for name, value in cast(dict[str, str], about if isinstance(about, dict) else {}).items():
            texts.setdefault(name, fit(str(value), "metadata", None))
        self._put(metadata, "uima.tcas.DocumentAnnotation", texts)
        known = {
            "id": document.id,
            "title": fit(document.title, "titles", None),
            "date": document.date,
            "language": document.language,
            "status": document.status,
            "split": document.split,
        }
        # analyses, and what is said of the document, stand as such in the file
        metadata = without(document.metadata, self._name, ANALYSES, ABOUT)
        if metadata:
            known["metadata"] = fit(orjson.dumps(metadata).decode(), "metadata", None)
        if source := document.source:
            known["source_uri"] = fit(source.uri, "sources", None)
            known["source_type"] = source.media_type
            known["source_sha256"] = source.sha256
        self._put(self._new(DOCUMENT, TOP), TOP, {name: value for name, value in known.items() if value})

    def _annotation(self, annotation: Annotation) -> Structure:
        type_, tag = self._type_of(annotation)
        units = self._units.to_units
        parent = ANNOTATION
        if annotation.spans:
            start, end = annotation.spans[0]
            # the type for whole documents has no place for a span
            type_ = f"{type_}Span" if annotation.kind == "document" else type_
            found = self._new(type_, parent, begin=units(start), end=units(end))
        elif annotation.kind == "document":
            parent = _BASE
            found = self._new(type_, parent)
        else:
            found = self._new(type_, parent, begin=0, end=0)
        fit = self._fit
        texts = {"value": fit(tag, "claims", annotation)} if tag is not None else {}
        texts[f"{OWN}id"] = annotation.id
        texts[f"{OWN}name"] = fit(annotation.annotator, "annotators", annotation)
        texts[f"{OWN}created"] = annotation.created
        texts[f"{OWN}modified"] = annotation.modified
        if annotation.origin != "manual":
            texts[f"{OWN}origin"] = annotation.origin
        if annotation.state != "accepted":
            texts[f"{OWN}state"] = annotation.state
        if annotation.confidence is not None:
            texts[f"{OWN}confidence"] = repr(annotation.confidence)
        if annotation.note:
            texts[f"{OWN}note"] = fit(annotation.note, "notes", annotation)
        if annotation.record is not None:
            texts[f"{OWN}record"] = annotation.record
            record = self._writing.record(annotation.record)
            if record and record.identifiers and type_ not in self._kept.values():
                texts["identifier"] = fit(record.identifiers[0], "records", annotation)
        self._put(found, parent, texts)
        self._attributes(found, annotation.attributes, annotation)
        for start, end in annotation.spans[1:]:
            part = self._new(PART, ANNOTATION, begin=units(start), end=units(end))
            self._types.feature(PART, "of", ANNOTATION)
            part.references["of"] = found.id
        return found

    def _type_of(self, annotation: Annotation) -> tuple[str, str | None]:
        """Return the type that an annotation is written as, and its value, if the type does not say the tag."""
        mapping, kind, tag = self._mapping, annotation.kind, annotation.tag
        if kept := self._kept.get(tag):
            return kept, None
        if kind == "claim" and (frame := mapping.frame_for(tag)) is not None:
            return frame.name, None if frame.tag == tag else tag
        exact = mapping.type_of(kind, tag)
        if mapping.tags.get(exact) == (kind, tag):
            return exact, None
        general = mapping.type_of(kind, VALUE)
        return (general if general != VALUE else f"webanno.custom.{kind.capitalize()}"), tag

    def _attributes(self, structure: Structure, attributes: Mapping[str, Value], annotation: Annotation) -> None:
        """Put attributes as features; those that are no text as JSON, and say which these are."""
        no_text: list[str] = []
        for name, value in attributes.items():
            feature = feature_name(self._mapping.attribute_name(name))
            while feature in structure.texts or feature == f"{OWN}types":
                feature += "_"
            if not isinstance(value, str):
                no_text.append(feature)
                value = orjson.dumps(value).decode()
            structure.texts[feature] = self._fit(value, "attributes", annotation)
            self._types.feature(structure.type, feature, STRING, description="" if feature == name else name)
        if no_text:
            self._types.feature(structure.type, f"{OWN}types", STRING)
            structure.texts[f"{OWN}types"] = " ".join(no_text)

    def _relation(self, relation: Relation, own: dict[str, tuple[Annotation, Structure]]) -> None:
        if relation.source not in own:
            return
        annotation, source = own[relation.source]
        target = own[relation.target][1] if relation.target in own else None
        frame = self._mapping.frame_for(annotation.tag) if annotation.kind == "claim" else None
        role = frame.role_of(relation.type) if frame else None
        if frame and role and target is not None and target.begin is not None:
            link_type = f"{frame.name}{role[:1].upper()}{role[1:]}Link"
            link = self._new(link_type, TOP)
            link.indexed = False
            self._put(link, TOP, {"role": role, f"{OWN}id": relation.id})
            self._types.feature(link_type, "target", ANNOTATION)
            self._types.feature(source.type, role, ARRAY, link_type)
            link.references["target"] = target.id
            source.lists.setdefault(role, []).append(link.id)
            self._attributes(link, relation.attributes, annotation)
            return
        type_, value = self._relation_type(relation.type)
        found = self._new(type_, ANNOTATION, begin=(target or source).begin or 0, end=(target or source).end or 0)
        texts = {f"{OWN}id": relation.id}
        if value is not None:
            texts["value"] = self._fit(value, "relations", annotation)
        self._types.use(type_, ANNOTATION)
        for end_, name in ((source, "Governor"), (target, "Dependent")):
            # a type without both is no relation, though one end may stand in another document
            self._types.feature(type_, name, _BASE)
            if end_ is not None:
                found.references[name] = end_.id
        if target is None:
            texts[f"{OWN}target"] = relation.target
        self._put(found, ANNOTATION, texts)
        self._attributes(found, relation.attributes, annotation)

    def _relation_type(self, relation: str) -> tuple[str, str | None]:
        mapping = self._mapping
        for type_, is_ in mapping.relations.items():
            # a type; a feature has no package
            if is_ == relation and "." in type_:
                return type_, None
        for type_, is_ in mapping.relations.items():
            if is_ == VALUE:
                return type_, relation
        return _RELATION, relation
