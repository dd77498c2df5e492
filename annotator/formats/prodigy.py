"""Prodigy's JSONL: writes a task for each person's work on a text, with tokens, spans and relations.

What Prodigy has no key for stands under our name; it passes on keys that it does not know.
Offsets are code points. Reading is in `prodigy_reading`.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import orjson

from annotator.formats import own_keys
from annotator.formats.drafts import object_at, objects
from annotator.formats.format import Writing
from annotator.formats.kept import LINKS, MARKS, kept_of
from annotator.formats.labels import Labels
from annotator.formats.prodigy_reading import ANSWERS, GIVEN, MADE, NAME, read_files
from annotator.formats.prodigy_tokens import Tokens
from annotator.model.annotation import Annotation, Relation
from annotator.model.document import AnnotatedDocument

__all__ = ["read_files", "write"]

Json = dict[str, Any]
_ANSWER_OF = {state: answer for answer, state in ANSWERS.items() if answer != "ignore"}


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write a line for the work of each person on each document, and for what is accepted, rejected and open."""
    labels = Labels(writing.mapping, writing.tag_set)
    with_tokens = writing.options.get("tokens") != "no"
    for each in documents:
        for task in _tasks(each, labels, with_tokens=with_tokens):
            file.write(orjson.dumps(task, option=orjson.OPT_APPEND_NEWLINE))


def _tasks(each: AnnotatedDocument, labels: Labels, *, with_tokens: bool) -> Iterator[Json]:
    document = each.document
    metadata = dict(document.metadata)
    kept = object_at(metadata, NAME)
    metadata.pop(NAME, None)
    groups: dict[tuple[str, str], list[Annotation]] = {}
    for mark in each.annotations:
        groups.setdefault((mark.annotator, mark.state), []).append(mark)
    group_of = {mark.id: key for key, marks in groups.items() for mark in marks if mark.spans}
    within: dict[tuple[str, str], list[Relation]] = {}
    across: list[Relation] = []
    for link in each.relations:
        key = group_of.get(link.source)
        if key is not None and key == group_of.get(link.target):
            within.setdefault(key, []).append(link)
        else:
            across.append(link)
    ours = own_keys.of_document(document, metadata)
    if across:
        ours["relations"] = [own_keys.of_relation(link) for link in across]
    meta = {**object_at(kept, "meta"), "title": document.title}
    if document.date is not None:
        meta["date"] = document.date
    # the numbers stand first, so that the file is known however long the text is
    head: Json = {"_input_hash": _hash(document.text), "text": document.text, "meta": meta}
    task_kept = object_at(kept, "task")
    head.update(task_kept)
    if given := [key for key in MADE if key in task_kept]:
        ours[GIVEN] = given
    tokens = Tokens(document.text, objects(kept.get("tokens")))
    words = objects(kept.get("relations"))
    for key, marks in groups.items() or [(("", ""), [])]:
        task: Json = {**head, "tokens": tokens.written()} if with_tokens else dict(head)
        task.update(_marked(marks, within.get(key, ()), labels, tokens, kept))
        if key[0]:
            task["_annotator_id"] = key[0]
        if answer := _ANSWER_OF.get(key[1]):
            task["answer"] = answer
        whole = [mark for mark in marks if not mark.spans]
        if whole:
            names = [labels.label_of(mark.kind, mark.tag) for mark in whole]
            task["options"] = [{"id": name, "text": name} for name in dict.fromkeys(names)]
            task["accept"] = list(dict.fromkeys(names))
        task[own_keys.NAME] = {**ours, "annotations": [_as_ours(mark) for mark in whole]} if whole else ours
        # those that lead from word to word are no marks here
        task["relations"] += words
        words = []
        if "_task_hash" not in task:
            task["_task_hash"] = _hash(orjson.dumps([key, task["spans"], task["relations"]]).decode())
        yield task
        ours = {"id": document.id}


def _marked(marks: Sequence[Annotation], links: Iterable[Relation], labels: Labels, tokens: Tokens, kept: Json) -> Json:
    spans: list[Json] = []
    first: dict[str, Json] = {}
    for mark in marks:
        extra: Json = {"id": mark.id}
        if mark.attributes:
            extra["attributes"] = dict(mark.attributes)
        label = labels.label_of(mark.kind, mark.tag)
        # a person may give another label there: then ours says nothing more
        extra[own_keys.NAME] = {"label": label, "kind": mark.kind, "tag": mark.tag, **own_keys.of_annotation(mark)}
        rest = kept_of(kept, MARKS, mark.id)
        for span in mark.spans:
            place = {"start": span.start, "end": span.end, **tokens.touched(span), "label": label}
            first.setdefault(mark.id, place)
            spans.append({**rest, **place, **extra})
            rest = {}
            extra = {"id": mark.id}
    found: list[Json] = []
    for link in links:
        head, child = first[link.source], first[link.target]
        relation: Json = {
            "head": head.get("token_start", 0),
            "child": child.get("token_start", 0),
            "head_span": head,
            "child_span": child,
            "label": labels.relation_label(link.type),
            "id": link.id,
            "from": link.source,
            "to": link.target,
        }
        if link.attributes:
            relation["attributes"] = dict(link.attributes)
        found.append({**kept_of(kept, LINKS, link.id), **relation})
    return {"spans": spans, "relations": found}


def _as_ours(mark: Annotation) -> Json:
    return {
        "id": mark.id,
        "kind": mark.kind,
        "tag": mark.tag,
        "spans": [],
        "attributes": dict(mark.attributes),
        "annotator": mark.annotator,
        **own_keys.of_annotation(mark),
    }


def _hash(words: str) -> int:
    """Return a number of 31 bits that is the same wherever it is made of the same words."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big") >> 1
