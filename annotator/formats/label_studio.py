"""Label Studio's JSON: writes tasks with the annotations of each person, and the labelling configuration for them.

Offsets are code points, as its present versions count. What it has no place for stands under
our name in ``meta``, which it passes on. Reading is in `label_studio_reading`.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import IO, Any

import orjson

from annotator.formats import own_keys
from annotator.formats.drafts import object_at, objects
from annotator.formats.format import Writing
from annotator.formats.kept import LINKS, MARKS, kept_of
from annotator.formats.label_studio_config import TEXT, Controls, Used, written
from annotator.formats.label_studio_reading import NAME, read_files
from annotator.formats.labels import PART, Labels
from annotator.formats.output import Folder
from annotator.model.annotation import Annotation, Kind, Relation, Span, Value
from annotator.model.document import AnnotatedDocument

__all__ = ["read_files", "write"]

Json = dict[str, Any]
_REMEMBERED = 5000


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write ``tasks.json``, a list of tasks one a line, and ``config.xml``, their labelling configuration."""
    writer = _Writer(writing)
    with folder.open("tasks.json") as file:
        writer.write(documents, file)
    with folder.open("config.xml") as file:
        file.write(writer.configuration().encode())


class _Writer:
    def __init__(self, writing: Writing) -> None:
        self._labels = Labels(writing.mapping, writing.tag_set)
        self._controls = Controls(writing.tag_set)
        self._used = Used()
        self._tags: dict[tuple[str, str], tuple[Kind, str]] = {}
        # what each mark asks again: of a tag its label and whether that says all of it, of an attribute how it is said
        self._known: dict[tuple[Kind, str], tuple[str, bool]] = {}
        self._said = lru_cache(_REMEMBERED)(self._say)
        # an empty list of labels says nothing: what can be marked is what the tag set has
        for tag in writing.tag_set.tags:
            if not tag.retired:
                self._label(tag.kind, tag.name)
        for each in writing.tag_set.relation_types:
            self._used.relations[self._labels.mapping.relation_type(each.name)] = None

    def write(self, documents: Iterable[AnnotatedDocument], file: IO[bytes]) -> None:
        """Write the list, and remember what it uses."""
        before = b"[\n"
        for each in documents:
            file.write(before + orjson.dumps(self._task(each)))
            before = b",\n"
        file.write(b"[]\n" if before == b"[\n" else b"\n]\n")

    def configuration(self) -> str:
        """Return the configuration for what was written."""
        return written(self._used, self._controls, self._tags)

    def _task(self, each: AnnotatedDocument) -> Json:
        document = each.document
        metadata = dict(document.metadata)
        kept = object_at(metadata, NAME)
        metadata.pop(NAME, None)
        data: Json = {**object_at(kept, "data"), TEXT: document.text, "title": document.title}
        ours = own_keys.of_document(document, metadata)
        for key in ("title", "date", "language"):
            if key in ours:
                data[key] = ours[key]
        groups: dict[tuple[bool, str], list[Annotation]] = {}
        apart: list[Annotation] = []
        for mark in each.annotations:
            if mark.state == "rejected":
                # it would look like any other there
                apart.append(mark)
            else:
                groups.setdefault((mark.state == "suggested", mark.annotator), []).append(mark)
        links: dict[tuple[bool, str], list[Relation]] = {}
        across: list[Relation] = []
        if each.relations:
            group_of = {mark.id: key for key, marks in groups.items() for mark in marks}
            regions = {mark.id for mark in each.annotations if mark.spans}
            for link in each.relations:
                key = group_of.get(link.source)
                if key is not None and key == group_of.get(link.target) and {link.source, link.target} <= regions:
                    links.setdefault(key, []).append(link)
                else:
                    across.append(link)
        if apart:
            ours["annotations"] = [_as_ours(mark, document.text) for mark in apart]
        if across:
            ours["relations"] = [own_keys.of_relation(link) for link in across]
        found: list[Json] = []
        predictions: list[Json] = []
        sets = objects(kept.get("sets"))
        for key, marks in groups.items():
            result = list(self._results(marks, links.get(key, ()), document.text, kept))
            if key[0]:
                predictions.append({"model_version": key[1], "result": result, **_said_of(sets, key)})
            else:
                found.append({"result": result, **_said_of(sets, key)})
        # whoever found nothing has looked all the same; what was cancelled stays so
        for one in sets:
            if "result" in one:
                found.append(one)
            elif "said" in one:
                (predictions if one.get("predicted") else found).append({"result": [], **object_at(one, "said")})
        if results := objects(kept.get("results")):
            if not found:
                found.append({"result": []})
            found[0]["result"] += results
        return {
            **object_at(kept, "task"),
            "data": data,
            "meta": {**object_at(kept, "meta"), own_keys.NAME: ours},
            "annotations": found,
            "predictions": predictions,
        }

    def _results(self, marks: Iterable[Annotation], links: Iterable[Relation], text: str, kept: Json) -> Iterator[Json]:
        joined: list[Json] = []
        has_rest = MARKS in kept
        for mark in marks:
            ours = own_keys.of_annotation(mark, by=mark.annotator)
            meta: Json = {own_keys.NAME: ours}
            if mark.note:
                # where its own notes on regions stand
                meta["text"] = [ours.pop("note")]
            label, says_all = self._known.get((mark.kind, mark.tag)) or self._known_label(mark.kind, mark.tag)
            if not says_all:
                ours["tag"] = mark.tag
            if not mark.spans:
                yield self._whole(mark, label, meta)
                continue
            rest = kept_of(kept, MARKS, mark.id) if has_rest else {}
            if rest:
                meta = {**object_at(rest, "meta"), **meta}
            places = [_place(span, text) for span in mark.spans]
            before = ""
            for number, place in enumerate(places, start=1):
                id_ = f"{mark.id}#{number}" if before else mark.id
                if before:
                    # the others belong to the first, which has said all
                    meta, rest = {own_keys.NAME: {"by": mark.annotator}}, {}
                yield _region(mark, id_, place, label, rest, meta)
                if before:
                    joined.append(_link(before, id_, PART))
                before = id_
            for name, value in mark.attributes.items():
                yield self._attribute(mark.id, places[0], name, value)
        if joined:
            self._used.relations[PART] = None
        yield from joined
        for link in links:
            yield {**kept_of(kept, LINKS, link.id), **self._relation(link)}

    def _whole(self, mark: Annotation, label: str, meta: Json) -> Json:
        """Return the result for an annotation of the whole document."""
        value = mark.attributes.get("value")
        if mark.kind == "document" and list(mark.attributes) == ["value"] and isinstance(value, str):
            # a question of theirs and its answer
            self._used.asked.setdefault(mark.tag, {})[value] = None
            head: Json = {"id": mark.id, "from_name": mark.tag, "to_name": TEXT, "type": "choices"}
            return {**head, "value": {"choices": [value]}, "meta": meta}
        self._used.documents[label] = None
        if mark.kind != "document":
            meta[own_keys.NAME]["kind"] = mark.kind
        if mark.attributes:
            meta[own_keys.NAME]["attributes"] = dict(mark.attributes)
        return {
            "id": mark.id,
            "from_name": "document",
            "to_name": TEXT,
            "type": "choices",
            "value": {"choices": [label]},
            "meta": meta,
        }

    def _attribute(self, id_: str, place: Json, name: str, value: Value) -> Json:
        """Return the result that says an attribute of a region."""
        there, sort, said, is_ = (self._said if isinstance(value, str) else self._say)(name, value)
        found: Json = {"id": id_, "from_name": there, "to_name": TEXT, "type": sort, "value": {**place, **said}}
        if is_:
            found["meta"] = is_
        return found

    def _say(self, name: str, value: Value) -> tuple[str, str, Json, Json]:
        """Return name and type of the control that says *value*, how it says it, and what it does not."""
        is_: Json = {}
        if value is None or isinstance(value, bool):
            is_ = {own_keys.NAME: {"value": "null" if value is None else "flag"}}
            sort, said = "choices", {"choices": [] if value is None else [str(value).lower()]}
        elif isinstance(value, int | float):
            sort, said = "number", {"number": value}
        elif value in (self._controls.choices(name) or ()):
            sort, said = "choices", {"choices": [value]}
        else:
            sort, said = "textarea", {"text": [value]}
        there = self._labels.mapping.attribute_name(name)
        self._used.attributes[there] = None
        return there, sort, said, is_

    def _relation(self, link: Relation) -> Json:
        type_ = self._labels.mapping.relation_type(link.type)
        self._used.relations[type_] = None
        ours: Json = {"id": link.id}
        if link.attributes:
            ours["attributes"] = dict(link.attributes)
        if self._labels.mapping.relation_of(type_) != link.type or type_ == PART:
            ours["type"] = link.type
        return {**_link(link.source, link.target, type_), "meta": {own_keys.NAME: ours}}

    def _known_label(self, kind: Kind, tag: str) -> tuple[str, bool]:
        """Return the label of a tag, and whether it would be read as that tag; both are remembered."""
        label = self._label(kind, tag)
        found = self._known[kind, tag] = label, self._labels.tag_of(label, kind)[1] == tag
        return found

    def _label(self, kind: Kind, tag: str) -> str:
        # the control says the kind, so that the name alone will do
        label = self._labels.mapping.type_of(kind, tag)
        if kind != "document":
            self._used.labels.setdefault(kind, {})[label] = None
        else:
            self._used.documents[label] = None
        self._tags[kind, label] = (kind, tag)
        return label


def _region(mark: Annotation, id_: str, place: Json, label: str, rest: Json, meta: Json) -> Json:
    """Return the result for one part of a mark; *rest* is what a file had of it that nobody here knows."""
    value = {**place, "labels": [label]}
    found: Json = {"id": id_, "from_name": mark.kind, "to_name": TEXT, "type": "labels", "value": value, "meta": meta}
    if rest:
        found["value"] = {**object_at(rest, "value"), **value}
        found = {**rest, **found}
    if mark.confidence is not None:
        found["score"] = mark.confidence
    return found


def _place(span: Span, text: str) -> Json:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _link(source: str, target: str, type_: str) -> Json:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [type_]}


def _as_ours(mark: Annotation, text: str) -> Json:
    return {
        "id": mark.id,
        "kind": mark.kind,
        "tag": mark.tag,
        "spans": [_place(span, text) for span in mark.spans],
        "attributes": dict(mark.attributes),
        "annotator": mark.annotator,
        **own_keys.of_annotation(mark),
    }


def _said_of(sets: list[Json], key: tuple[bool, str]) -> Json:
    """Return what is kept of the first annotation, or prediction, of that person, and take it out of *sets*."""
    for place, one in enumerate(sets):
        if "said" in one and (one.get("predicted"), one.get("by")) == key:
            return object_at(sets.pop(place), "said")
    return {}
