"""Reads Label Studio's JSON: tasks with the annotations of several people, predictions, and relations.

Tasks are read one by one, so that memory is bounded by the largest. What has no place here is
kept in the document's metadata and goes back out.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

from annotator.formats import own_keys
from annotator.formats.drafts import Draft, items_of, object_at, objects
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.json_items import items
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.kept import Kept, unknown
from annotator.formats.label_studio_config import TEXT, Texts, texts_in
from annotator.formats.label_studio_results import (
    SPANS,
    Result,
    from_flat,
    moment_of,
    parts_in,
    value_of,
)
from annotator.formats.label_studio_texts import Dialogue, Html, Plain, TaskText, paragraphs_in
from annotator.formats.labels import PART, Labels
from annotator.model.annotation import KINDS, Kind
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id
from annotator.model.times import is_date
from annotator.words import counted

Json = dict[str, Any]
NAME = "label-studio"
_CONFIGS = ("config.xml", "label_config.xml", "labeling_config.xml")
_VALUES = ("choices", "textarea", "number", "rating", "taxonomy", "datetime")
_TASK_KEYS = frozenset(("data", "annotations", "completions", "predictions", "meta", "result"))
_SET_KEYS = frozenset(("result", "completed_by", "annotator", "model_version", "score"))
_RESULT_KEYS = frozenset(("id", "from_name", "to_name", "type", "value", "meta", "score"))
_VALUE_KEYS = frozenset(
    (
        "start",
        "end",
        "startOffset",
        "endOffset",
        "globalOffsets",
        "text",
        "labels",
        "hypertextlabels",
        "paragraphlabels",
    )
)
_META_KEYS = frozenset(("text", own_keys.NAME))
_LINK_KEYS = frozenset(("from_id", "to_id", "type", "direction", "labels", "meta"))
_OURS = ("title", "date", "language")
_ADDRESS = re.compile(r"(https?|s3|gs)://\S+|/data/\S+")


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield a document for each task, and remarks on what could not be taken or was altered."""
    config = next((data for name in _CONFIGS if (data := given.beside(name)) is not None), None)
    texts = texts_in(config) if config is not None else {}
    reader = DocumentReader(reading.annotator)
    labels = Labels(reading.mapping, reading.tag_set)
    for line, value in items(given):
        if isinstance(value, Remark):
            yield value
        elif not isinstance(value, dict):
            yield Remark("it is no object; a task has “data” and “annotations”", line=line)
        else:
            yield from _Task(cast(Json, value), line, reading, labels, texts).read(reader)


class _Set:
    """One person's annotation of a task, or a prediction, with its results."""

    def __init__(self, said: Json, *, predicted: bool) -> None:
        self.said = said
        self.predicted = predicted
        self.results = list(map(Result, objects(said.get("result"))))
        self.made: Json | None = None


class _Task:
    """One task on its way to a document."""

    def __init__(self, value: Json, line: int, reading: Reading, labels: Labels, texts: dict[str, Texts]) -> None:
        self._value = value if isinstance(value.get("data"), dict) else from_flat(value)
        self._line = line
        self._reading = reading
        self._labels = labels
        self._texts = texts
        self._ids: set[str] = set()
        self._kept: list[Json] = []
        self._unknown = Kept()
        self._said_of_sets: list[Json] = []

    def read(self, reader: DocumentReader) -> Iterator[AnnotatedDocument | Remark]:
        """Yield the document, and remarks."""
        data = object_at(self._value, "data")
        sets = [_Set(each, predicted=False) for each in self._sets("annotations") or self._sets("completions")]
        sets += [_Set(each, predicted=True) for each in self._sets("predictions")]
        results = [each for one in sets for each in one.results]
        object_name, key, text = self._text(data, results)
        if text is None:
            said = f"its text is at an address ({data[key]}); nothing is fetched" if key else "it has no text to mark"
            yield Remark(f"the task was left out: {said}", line=self._line)
            return
        raws = (text.raw(each.value) for each in results if each.is_place)
        self._draft = Draft(text.text, self._line, self._reading.anchor, raws)
        for place, one in enumerate(sets, start=1):
            self._take_set(one, place, text, object_name)
        self._describe(data, key, text)
        yield from self._draft.finish(reader)

    def _sets(self, key: str) -> list[Json]:
        return objects(self._value.get(key))

    # --- the text

    def _text(self, data: Json, results: list[Result]) -> tuple[str, str, TaskText | None]:
        """Return the name of the text, the key that holds it, and the text itself (None: only its address is there)."""
        counts: dict[str, int] = {}
        for each in results:
            if each.is_place:
                name = str(each.said.get("to_name"))
                counts[name] = counts.get(name, 0) + 1
        name = max(counts, key=lambda each: counts[each]) if counts else next(iter(self._texts), "")
        said = self._texts.get(name)
        keys = [said.key] if said else []
        keys += [name, TEXT, "html", "dialogue", "article", "body", "content"]
        strings = [each for each, words in data.items() if isinstance(words, str)]
        keys += sorted(strings, key=lambda each: -len(data[each]))
        for key in keys:
            found = data.get(key)
            dialogue = paragraphs_in(found)
            if dialogue is not None:
                paragraphs, name_key, text_key = dialogue
                if said and said.text_key:
                    name_key, text_key = said.name_key or name_key, said.text_key
                return name, key, Dialogue(paragraphs, name_key, text_key)
            if isinstance(found, str):
                if (said and said.is_address) or (_ADDRESS.fullmatch(found) and not counts and key != TEXT):
                    return name, key, None
                if _ADDRESS.fullmatch(found) and counts:
                    return name, key, None
                page = (said.sort if said else "") == "hypertext" or any(each.is_page for each in results)
                return name, key, Html(found) if page else Plain(found)
        return name, "", None

    # --- one person's annotation, or a prediction

    def _take_set(self, one: "_Set", place: int, text: TaskText, object_name: str) -> None:
        if one.said.get("was_cancelled") is True:
            if count := len(one.results):
                self._draft.note(
                    f"annotation {one.said.get('id', place)} was cancelled; its {counted(count, 'result')} left out",
                    skipped=True,
                )
            self._said_of_sets.append({**_without_person(one.said), "result": [each.said for each in one.results]})
            return
        self._said_of_sets += self._said_of_set(one)
        regions: dict[str, list[Result]] = {}
        links: list[Result] = []
        attributes: dict[str, Json] = {}
        whole: list[Result] = []
        for each in one.results:
            sort, id_ = each.sort, each.id
            if sort == "relation":
                links.append(each)
            elif sort in SPANS and each.is_place and each.said.get("to_name") in (object_name, None):
                regions.setdefault(str(id_ if id_ is not None else len(regions)), []).append(each)
            elif sort in _VALUES and each.is_place and isinstance(id_, str):
                name = self._labels.mapping.attribute_of(str(each.said.get("from_name")))
                attributes.setdefault(id_, {})[name] = value_of(each)
            elif sort in _VALUES and not each.is_place:
                whole.append(each)
            else:
                self._keep(each.said, f"a result of type “{sort}” is no mark of the text; it is kept in the metadata")
        made = self._regions(one, place, regions, attributes, links, text)
        for each in whole:
            self._take_whole(one, each)
        for each in links:
            self._take_link(each, made)

    def _keep(self, result: Json, why: str) -> None:
        self._kept.append(result)
        self._draft.note(why)

    def _regions(
        self,
        one: "_Set",
        place: int,
        regions: dict[str, list[Result]],
        attributes: dict[str, Json],
        links: list[Result],
        text: TaskText,
    ) -> dict[str, str]:
        """Make annotations of regions; return the annotation that each region is, or is part of."""
        first_of = parts_in(regions, links)
        spans: dict[str, list[Json]] = {}
        for id_, found in regions.items():
            if span := self._draft.span(*text.raw(found[0].value), who=f"the region {id_}"):
                spans.setdefault(first_of.get(id_, id_), []).append(span)
        made: dict[str, str] = {}
        for id_, parts in spans.items():
            own = attributes.get(id_, {})
            for each in regions[id_]:
                kind = each.kind
                for label in each.labels:
                    tag_kind, tag = self._tag_of(label, kind, each)
                    given = derived_id(NAME, str(one.said.get("id", place)), id_, tag) if id_ in self._ids else id_
                    self._ids.add(given)
                    self._draft.mark(tag_kind, tag, parts, id=given, attributes=own, **self._fields(one, each))
                    self._unknown.mark(given, _unknown_of(each))
                    made.setdefault(id_, given)
            if id_ not in made:
                self._draft.note(f"the region {id_} has no label; it was left out", skipped=True)
        for id_, first in first_of.items():
            if first in made:
                made[id_] = made[first]
        return made

    def _take_whole(self, one: "_Set", result: Result) -> None:
        """Take a result that is of the whole document."""
        meta, id_ = result.ours, result.id
        fields = self._fields(one, result)
        name = str(result.said.get("from_name"))
        id_ = id_ if isinstance(id_, str) and id_ and id_ not in self._ids else None
        choices = result.value.get("choices")
        if name == "document" and isinstance(choices, list):
            kind = meta.get("kind") if meta.get("kind") in KINDS else "document"
            for choice in cast(list[object], choices):
                tag = self._tag_of(str(choice), cast(Kind, kind), result)[1]
                self._draft.mark(str(kind), tag, [], id=id_, attributes=object_at(meta, "attributes"), **fields)
                self._ids.add(id_ or "")
                id_ = None
            return
        kind, tag = self._labels.mapping.tags.get(name, ("document", name))
        values = (
            [str(each) for each in cast(list[object], choices)] if isinstance(choices, list) else [value_of(result)]
        )
        for each in values:
            self._draft.mark(kind, tag, [], id=id_, attributes={"value": each}, **fields)
            self._ids.add(id_ or "")
            id_ = None

    def _take_link(self, result: Result, made: dict[str, str]) -> None:
        link, meta = result.said, result.ours
        source, target = made.get(str(link.get("from_id"))), made.get(str(link.get("to_id")))
        types = [str(each) for each in items_of(link.get("labels"))]
        if source is None or target is None:
            self._draft.note(
                f"a relation from {link.get('from_id')} to {link.get('to_id')} was left out, since one of its ends was",
                skipped=True,
            )
            return
        if link.get("direction") == "left":
            source, target = target, source
        fields = {key: meta[key] for key in ("id", "attributes") if key in meta}
        if rest := unknown(link, _LINK_KEYS):
            # kept by its id
            fields.setdefault("id", derived_id(NAME, source, target, *types))
            self._unknown.link(str(fields["id"]), rest)
        own = meta.get("type")
        for type_ in types or ["related"]:
            if type_ == PART and source == target:
                continue
            is_own = isinstance(own, str) and self._labels.mapping.relation_type(own) == type_
            found = str(own) if is_own else self._labels.mapping.relation_of(type_)
            self._draft.relate(found, source, target, **fields)
            fields = {}

    def _tag_of(self, label: str, kind: Kind | None, result: Result) -> tuple[Kind, str]:
        """Return the kind and tag of a label, by the mapping unless we wrote another tag under it."""
        ours = result.ours.get("tag")
        if isinstance(ours, str) and kind and self._labels.mapping.type_of(kind, ours) == label:
            return kind, ours
        return self._labels.tag_of(label, kind)

    def _fields(self, one: "_Set", result: Result) -> Json:
        """Return who made a result and when, and what else is to be said of it."""
        ours = result.ours
        notes = result.meta.get("text")
        found: Json = {}
        if isinstance(notes, list | str):
            found["note"] = notes if isinstance(notes, str) else "\n".join(map(str, cast(list[object], notes)))
        if "by" in ours:
            found.update({key: ours[key] for key in own_keys.ANNOTATION_KEYS if key in ours})
            found["annotator"] = ours["by"]
            return found
        found.update(self._made(one))
        if one.predicted:
            score = result.said.get("score", one.said.get("score"))
            if isinstance(score, int | float) and 0 <= score <= 1:
                found["confidence"] = float(score)
        return found

    def _made(self, one: "_Set") -> Json:
        """Return who made the results of an annotation or prediction, how and when: the same for all of them."""
        if one.made is None:
            one.made = {"annotator": self._maker(one)}
            if one.predicted:
                one.made |= {"state": "suggested", "origin": "model"}
            if created := moment_of(one.said.get("created_at")):
                one.made |= {"created": created, "modified": moment_of(one.said.get("updated_at")) or created}
        return one.made

    def _said_of_set(self, one: "_Set") -> list[Json]:
        """Return what is kept of an annotation or prediction as a whole, with whose marks it goes out again."""
        known = _without_person(one.said)
        rest = unknown(known, _SET_KEYS)
        if one.predicted and "score" in one.said:
            rest["score"] = one.said["score"]
        if not one.predicted and isinstance(by := known.get("completed_by"), int):
            rest["completed_by"] = by
        first = one.results[0].ours.get("by") if one.results else None
        by = first if isinstance(first, str) else self._maker(one)
        return [{"by": by, "predicted": one.predicted, "said": rest}] if rest else []

    def _maker(self, one: "_Set") -> str:
        """Return whose work it is: a number rather than an address, unless names are wanted."""
        if one.predicted:
            return str(one.said.get("model_version") or "") or "prediction"
        by = one.said.get("completed_by", one.said.get("annotator"))
        if isinstance(by, int) and not isinstance(by, bool):
            return f"annotator {by}"
        if isinstance(by, dict):
            person = cast(Json, by)
            if self._reading.options.get("people") == "names":
                names = (person.get("first_name"), person.get("last_name"))
                name = " ".join(str(each) for each in names if each)
                return name or str(person.get("email") or person.get("username") or person.get("id") or "")
            return f"annotator {person['id']}" if person.get("id") is not None else self._reading.annotator
        return self._reading.annotator

    # --- the document

    def _describe(self, data: Json, key: str, text: TaskText) -> None:
        value = self._draft.value
        meta = object_at(self._value, "meta")
        ours = object_at(meta, own_keys.NAME)
        rest = {each: found for each, found in data.items() if each != key or not isinstance(text, Plain)}
        for each in _OURS:
            found = rest.get(each)
            if isinstance(found, str) and each not in ours and (each != "date" or is_date(found)):
                value[each] = found
                del rest[each]
            elif found == ours.get(each) and found is not None:
                del rest[each]
        value.update({each: ours[each] for each in own_keys.DOCUMENT_KEYS if each in ours})
        if ours:
            self._draft.annotations += objects(ours.get("annotations"))
            self._draft.relations += objects(ours.get("relations"))
        task = {each: found for each, found in self._value.items() if each not in _TASK_KEYS}
        other = {each: found for each, found in meta.items() if each != own_keys.NAME}
        kept: Json = {"task": task, "data": rest, "meta": other, "results": self._kept, "sets": self._said_of_sets}
        kept |= self._unknown.all
        if key != TEXT and isinstance(text, Plain):
            kept["key"] = key
        if kept := {each: found for each, found in kept.items() if found}:
            value["metadata"] = {**object_at(ours, "metadata"), NAME: kept}


def _without_person(one: Json) -> Json:
    """Return an annotation with the number alone of whoever completed it: names and addresses go nowhere."""
    by: object = one.get("completed_by")
    if not isinstance(by, dict):
        return one
    number: object = cast(Json, by).get("id")
    return {**unknown(one, {"completed_by"}), **({"completed_by": number} if isinstance(number, int) else {})}


def _unknown_of(result: Result) -> Json:
    """Return what a region says that we have no place for: of itself, its value and its meta."""
    found = unknown(result.said, _RESULT_KEYS)
    if rest := unknown(result.value, _VALUE_KEYS):
        found["value"] = rest
    if rest := unknown(result.meta, _META_KEYS):
        found["meta"] = rest
    return found
