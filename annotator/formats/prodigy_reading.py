"""Reads Prodigy's JSONL: texts with spans, relations, answers and choices; several lines of one text are one document.

Only lines that follow each other are put together, so that memory is bounded by the largest document.
"""

from collections.abc import Iterator
from typing import Any, cast

from annotator.formats import own_keys
from annotator.formats.drafts import Draft, items_of, object_at, objects
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.json_items import items
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.kept import Kept, unknown
from annotator.formats.labels import Labels
from annotator.formats.prodigy_tokens import are_ours
from annotator.model.annotation import KINDS, State
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id
from annotator.model.times import is_date

Json = dict[str, Any]
NAME = "prodigy"
ANSWERS: dict[str, State] = {"accept": "accepted", "reject": "rejected", "ignore": "suggested"}
"""The state of marks by the answer that their task was given."""
_KNOWN = frozenset(
    ("text", "meta", "tokens", "spans", "relations", "answer", "options", "accept", "label", own_keys.NAME)
)
_SPAN_KEYS = frozenset(("id", "start", "end", "token_start", "token_end", "label", "text", "attributes", own_keys.NAME))
_LINK_KEYS = frozenset(
    ("id", "head", "child", "head_span", "child_span", "label", "from", "to", "attributes", own_keys.NAME)
)
_PEOPLE = ("_annotator_id", "_session_id")
"""Keys that name who did a task: its marks say it, and metadata must not, since names can be left out."""
MADE = ("_input_hash", "_task_hash")
"""Keys that the writer makes where a task had none: those that one had are named under `GIVEN`."""
GIVEN = "given"


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield a document for each text, and remarks on what could not be taken or was altered."""
    reader = DocumentReader(reading.annotator)
    labels = Labels(reading.mapping, reading.tag_set)
    pending: list[tuple[int, Json]] = []
    for line, value in items(given):
        if isinstance(value, Remark):
            yield value
        elif not isinstance(value, dict) or not isinstance(cast(Json, value).get("text"), str):
            what = "the task has no “text”; it was left out" if isinstance(value, dict) else "it is no task with “text”"
            yield Remark(what, line=line)
        else:
            task = cast(Json, value)
            if pending and _said_of(pending[0][1]) != _said_of(task):
                yield from _Text(pending, reading, labels).read(reader)
                pending = []
            pending.append((line, task))
    if pending:
        yield from _Text(pending, reading, labels).read(reader)


def _said_of(task: Json) -> tuple[object, object, object]:
    """Return what tells whether two lines are about one document."""
    return object_at(task, own_keys.NAME).get("id"), task.get("_input_hash"), task["text"]


def _place(span: Json) -> str:
    """Return what tells spans apart for relations, which name their ends by where these stand."""
    return str([span.get(key) for key in ("start", "end", "label")])


class _Text:
    """The tasks that are about one text."""

    def __init__(self, tasks: list[tuple[int, Json]], reading: Reading, labels: Labels) -> None:
        self._tasks = [task for _, task in tasks]
        self._reading = reading
        self._labels = labels
        raws = [
            (span.get("start"), span.get("end"), span.get("text"))
            for task in self._tasks
            for span in objects(task.get("spans"))
        ]
        self._draft = Draft(self._tasks[0]["text"], tasks[0][0], reading.anchor, raws)
        self._ids: set[str] = set()
        self._lost: list[Json] = []
        self._unknown = Kept()

    def read(self, reader: DocumentReader) -> Iterator[AnnotatedDocument | Remark]:
        """Yield the document, and remarks."""
        ours = object_at(self._tasks[0], own_keys.NAME)
        document = str(ours["id"]) if "id" in ours else self._draft.identify(NAME, self._tasks)
        for number, task in enumerate(self._tasks, start=1):
            self._take(task, f"{document}/{number}")
        self._describe(ours)
        yield from self._draft.finish(reader)

    def _take(self, task: Json, made_of: str) -> None:
        who = next((str(task[key]) for key in _PEOPLE if task.get(key)), None)
        fields: Json = {"annotator": who, "state": ANSWERS.get(str(task.get("answer")), "accepted")}
        if fields["state"] == "accepted":
            del fields["state"]
        made: dict[str, Json] = {}
        place_of: dict[str, str] = {}
        for number, span in enumerate(objects(task.get("spans")), start=1):
            given = span.get("id")
            key = str(given) if isinstance(given, str | int) else f"#{number}"
            place = self._draft.span(span.get("start"), span.get("end"), span.get("text"), f"the span {number}")
            if place is None:
                continue
            place_of[_place(span)] = key
            if key in made:
                # the parts of one mark have one id
                made[key]["spans"] = self._draft.apart([*made[key]["spans"], place])
                continue
            own = object_at(span, own_keys.NAME)
            known = own.get("label") == span.get("label") and "kind" in own and "tag" in own
            kind, tag = (own["kind"], own["tag"]) if known else self._labels.tag_of(str(span.get("label") or "span"))
            rest = {each: own[each] for each in own_keys.ANNOTATION_KEYS if each in own}
            id_ = key if given and isinstance(given, str) and key not in self._ids else derived_id(made_of, "span", key)
            self._ids.add(id_)
            attributes = object_at(span, "attributes")
            self._unknown.mark(id_, unknown(span, _SPAN_KEYS))
            made[key] = self._draft.mark(kind, tag, [place], id=id_, attributes=attributes, **{**fields, **rest})
        self._relate(task, made, place_of)
        self._take_whole(task, fields)

    def _relate(self, task: Json, made: dict[str, Json], place_of: dict[str, str]) -> None:
        def end(link: Json, own: str, key: str) -> str | None:
            if isinstance(link.get(own), str) and link[own] in made:
                return str(link[own])
            return place_of.get(_place(object_at(link, key)))

        for link in objects(task.get("relations")):
            source, target = end(link, "from", "head_span"), end(link, "to", "child_span")
            label = str(link.get("label", "related"))
            if source is None or target is None:
                self._lost.append(link)
                self._draft.note(f"a relation “{label}” between words that are no spans is kept in the metadata")
                continue
            rest = {key: link[key] for key in ("id", "attributes") if key in link and "from" in link}
            if kept := unknown(link, _LINK_KEYS):
                # kept by its id
                rest.setdefault("id", derived_id(NAME, made[source]["id"], made[target]["id"], label))
                self._unknown.link(str(rest["id"]), kept)
            self._draft.relate(self._labels.relation_of(label), made[source]["id"], made[target]["id"], **rest)

    def _take_whole(self, task: Json, fields: Json) -> None:
        """Take what is said of the whole text: choices, or the one label that was asked about."""
        chosen = [str(each) for each in items_of(task.get("accept"))]
        for mark in objects(object_at(task, own_keys.NAME).get("annotations")):
            kind, tag = mark.get("kind", "document"), str(mark.get("tag"))
            if kind in KINDS and self._labels.label_of(kind, tag) in chosen:
                self._draft.annotations.append({**mark, "kind": kind, "spans": []})
        known = {
            self._labels.label_of(each["kind"], each["tag"]) for each in self._draft.annotations if not each["spans"]
        }
        if isinstance(task.get("label"), str) and not task.get("spans"):
            chosen.append(task["label"])
        for label in chosen:
            if label not in known:
                named = self._labels.mapping.tags.get(label)
                kind, tag = named if named and named[0] == "document" else ("document", label)
                self._draft.mark(kind, tag, [], **fields)

    def _describe(self, ours: Json) -> None:
        value = self._draft.value
        task = {key: each for key, each in self._tasks[0].items() if key not in _KNOWN and key not in _PEOPLE}
        meta = dict(object_at(self._tasks[0], "meta"))
        for key in ("title", "date"):
            if isinstance(meta.get(key), str) and (key != "date" or is_date(meta[key])):
                found = meta.pop(key)
                value[key] = found
        value.update({key: ours[key] for key in own_keys.DOCUMENT_KEYS if key in ours})
        self._draft.relations += objects(ours.get("relations"))
        if ours:
            # what we made of the text and the marks is made again
            given = items_of(ours.get(GIVEN))
            task = {key: each for key, each in task.items() if key in given or key not in MADE}
        elif len(self._tasks) > 1:
            task.pop("_task_hash", None)
        kept: Json = {"task": task, "meta": meta, "relations": self._lost, **self._unknown.all}
        tokens = objects(self._tasks[0].get("tokens"))
        if not are_ours(self._tasks[0]["text"], tokens):
            kept["tokens"] = tokens
        if kept := {key: each for key, each in kept.items() if each}:
            value["metadata"] = {**object_at(ours, "metadata"), NAME: kept}
