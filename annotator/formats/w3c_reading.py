"""Reads W3C Web Annotations: single ones, lists, collections and pages, on texts that lie beside the file.

A file is held whole, since its annotations come in any order; ours are of one document each.
Nothing is fetched: a text or page that is elsewhere is named.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from urllib.parse import unquote

from annotator.errors import InputError
from annotator.formats import own_keys
from annotator.formats.decoding import decode
from annotator.formats.drafts import Draft, object_at
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.json_items import whole_value
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.kept import Kept, unknown
from annotator.formats.labels import Labels
from annotator.formats.w3c_values import (
    annotations_in,
    as_note,
    foreign_context,
    found_place,
    is_whole,
    kept_of_body,
    kept_of_target,
    listed,
    place_in,
    plain,
    source_of,
    tags_and_notes,
    targets_of,
)
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id
from annotator.model.times import is_moment

Json = dict[str, Any]
NAME = "w3c"
URN = "urn:annotator:"
"""Begins the ids of what is ours."""
_BOM = "\ufeff"
_KNOWN = frozenset((
    "@context", "id", "@id", "type", "@type", "motivation", "motivatedBy", "creator", "annotatedBy", "created",
    "modified", "body", "hasBody", "bodyValue", "target", "hasTarget", "selector", own_keys.NAME,
))  # fmt: skip
"""What an annotation says that is taken; a target that stands for one has its source, too."""


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield a document for each text that is annotated, and remarks on what could not be taken or placed."""
    value: object = whole_value(given)
    ours = object_at(cast(Json, value), own_keys.NAME) if isinstance(value, dict) else {}
    context = foreign_context(cast(object, value))
    labels = Labels(reading.mapping, reading.tag_set)
    reader = DocumentReader(reading.annotator)
    by_source: dict[str, list[Json]] = {}
    links: list[Json] = []
    source_of_id: dict[str, str] = {}
    for found in annotations_in(cast(object, value)):
        if isinstance(found, str):
            yield Remark(f"the page {found} of the collection is not in the file; nothing is fetched")
        elif _is_link(found):
            links.append(found)
        else:
            source = next(iter(source_of(each) for each in targets_of(found)[0]), "")
            by_source.setdefault(source, []).append(found)
            source_of_id[str(found.get("id", found.get("@id")))] = source
    if not by_source and ours.get("text"):
        by_source[str(ours["text"])] = []
    if not by_source:
        raise InputError("it has no annotation with a target")
    linked: dict[str, list[Json]] = {}
    for each in links:
        first = listed(each.get("target"))[0]
        linked.setdefault(source_of_id.get(str(first), next(iter(by_source))), []).append(each)
    for source, annotations in by_source.items():
        text = _text(given, source)
        if text is None:
            where = f"the text {source}" if source else "its text"
            yield Remark(f"{where} is not beside the file, put it there as .txt; annotations on it: {len(annotations)}")
            continue
        one = _Text(text, source, annotations, linked.get(source, []), reading, labels)
        yield from one.read(reader, ours if len(by_source) == 1 else {}, context)


def _is_link(annotation: Json) -> bool:
    motivations = {plain(each) for each in listed(annotation.get("motivation"))}
    targets = listed(annotation.get("target"))
    return "linking" in motivations and len(targets) == 2 and all(isinstance(each, str) for each in targets)


def _text(given: Given, source: str) -> str | None:
    """Return the text that a source names, of the files beside; None if there is none."""
    stem = posixpath.splitext(posixpath.basename(given.member or given.name))[0]
    path = unquote(source.partition("#")[0].partition("?")[0])
    base = posixpath.basename(path.rstrip("/"))
    names = [path] if path and "://" not in path else []
    names += [base, f"{base}.txt", f"{posixpath.splitext(base)[0]}.txt"] if base else []
    for name in (*names, f"{stem}.txt"):
        if name.startswith(("/", "urn:")) or not name.endswith((".txt", ".text", ".md")):
            continue
        data = given.beside(name)
        if data is not None:
            try:
                return data.decode().removeprefix(_BOM)
            except UnicodeDecodeError:
                return decode(data).text
    return None


class _Text:
    """One text and the annotations on it."""

    def __init__(
        self, text: str, source: str, annotations: list[Json], links: list[Json], reading: Reading, labels: Labels
    ) -> None:
        self._text = text
        self._source = source
        self._annotations = annotations
        self._links = links
        self._labels = labels
        places = [place_in(target) for each in annotations for target in targets_of(each)[0]]
        raws = [(start, end, quotation.get("exact")) for start, end, quotation in filter(None, places)]
        trusts = "quote" if reading.options.get("trust") != "offsets" else reading.anchor
        self._draft = Draft(text, 0, trusts, raws)
        self._made: dict[str, str] = {}
        self._ids: set[str] = set()
        self._unknown = Kept()

    def read(self, reader: DocumentReader, ours: Json, context: list[object]) -> Iterator[AnnotatedDocument | Remark]:
        """Yield the document, and remarks; *ours* is what we wrote of it, *context* what foreign keys mean."""
        if "id" in ours:
            document = str(ours["id"])
        else:
            document = self._draft.identify(NAME, self._text, self._annotations, self._links)
            base = posixpath.basename(self._source)
            if base:
                self._draft.value["metadata"] = {"source_as_given": self._source}
        self._draft.value.update({key: ours[key] for key in own_keys.DOCUMENT_KEYS if key in ours})
        for number, each in enumerate(self._annotations, start=1):
            self._take(each, number, document)
        for each in self._links:
            self._take_link(each)
        if kept := {**self._unknown.all, **({"context": context} if context else {})}:
            metadata = object_at(self._draft.value, "metadata")
            self._draft.value["metadata"] = {**metadata, NAME: {**object_at(metadata, NAME), **kept}}
        for found in self._draft.finish(reader):
            yield replace(found, line=None) if isinstance(found, Remark) else found

    def _take(self, each: Json, number: int, document: str) -> None:
        own = object_at(each, own_keys.NAME)
        given = each.get("id", each.get("@id"))
        who = f"the annotation {given}" if given else f"the annotation number {number}"
        tags, notes, attributes = tags_and_notes(each)
        targets, joined = targets_of(each)
        joined = joined or "parts" in own
        spans: list[Json] = []
        unplaced: list[object] = []
        whole = False
        for target in targets:
            if is_whole(target):
                whole = True
            elif span := self._span(target, who):
                spans.append(span)
            else:
                unplaced.append(target)
        fields: Json = {"note": "\n".join(notes), "attributes": {**attributes, **object_at(own, "attributes")}}
        fields.update(_who_and_when(each))
        fields.update({key: own[key] for key in own_keys.ANNOTATION_KEYS if key in own})
        groups: list[list[Json]] = [spans] if joined and spans else [[span] for span in spans]
        if whole or (unplaced and not spans):
            groups.append([])
        if unplaced:
            places = "\n".join(as_note(target) for target in unplaced)
            fields["note"] = "\n".join(filter(None, (fields["note"], f"Place as given: {places}")))
            self._draft.note(f"{who} could not be placed in the text; its place is kept as a note")
        id_ = _id_of(given)
        kept = unknown(each, _KNOWN)
        if body := kept_of_body(each):
            kept["body"] = body
        if len(spans) == len(targets) == 1 and (target := kept_of_target(targets[0])):
            kept["target"] = target
        for group in groups:
            for tag in tags:
                kind, tag = (own["kind"], tag) if "kind" in own else self._labels.tag_of(tag)
                if not group and "kind" not in own:
                    kind = "document"
                made = id_ if id_ and id_ not in self._ids else derived_id(document, who, tag, str(group))
                self._ids.add(self._made.setdefault(str(given), made))
                self._unknown.mark(made, kept)
                self._draft.mark(kind, tag, group, id=made, **fields)

    def _span(self, target: object, who: str) -> Json | None:
        place = place_in(target)
        if place is None:
            return None
        start, end, quotation = place
        words = quotation.get("exact")
        if start is None:
            found = found_place(self._text, quotation, None) if quotation else None
            if found is None:
                return None
            return {"start": found[0], "end": found[1], "text": self._text[found[0] : found[1]]}
        return self._draft.span(start, end, words, who)

    def _take_link(self, each: Json) -> None:
        source, target = (str(one) for one in listed(each.get("target")))
        tags, _, _ = tags_and_notes(each)
        type_ = tags[0] if tags[0] != "linking" else "related"
        first = self._made.get(source)
        if first is None:
            self._draft.note(f"a relation “{type_}” was left out, since {source} is not in the file", skipped=True)
            return
        own = object_at(each, own_keys.NAME)
        id_ = _id_of(each.get("id"))
        rest = {**({"id": id_} if id_ else {}), **{key: own[key] for key in ("attributes",) if key in own}}
        if kept := unknown(each, _KNOWN):
            # kept by its id
            rest.setdefault("id", derived_id(NAME, source, target, type_))
            self._unknown.link(str(rest["id"]), kept)
        second = self._made.get(target) or _id_of(target) or target
        self._draft.relate(self._labels.relation_of(type_), first, second, **rest)


def _id_of(given: object) -> str | None:
    if not isinstance(given, str) or not given:
        return None
    return unquote(given.removeprefix(URN)) if given.startswith(URN) else given


def _who_and_when(each: Json) -> Json:
    found: Json = {}
    creator = next(iter(listed(each.get("creator", each.get("annotatedBy")))), None)
    if isinstance(creator, dict):
        person = cast(Json, creator)
        creator = person.get("name") or person.get("nickname") or person.get("id")
    if isinstance(creator, str) and creator:
        found["annotator"] = creator
    for key in ("created", "modified"):
        if isinstance(each.get(key), str) and is_moment(each[key]):
            found[key] = each[key]
    return found
