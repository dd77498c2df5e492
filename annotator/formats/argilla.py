"""What Argilla loads from disk: settings, and records with spans as suggestions or one person's responses. Out only.

Offsets are code points. A question for each kind of annotation; what Argilla has no question
for is left out and counted.
"""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson

from annotator.errors import UsageError
from annotator.formats.format import Writing
from annotator.formats.ledger import lose_relations
from annotator.formats.output import Folder
from annotator.model.annotation import KINDS, Annotation, Kind
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

Json = dict[str, Any]
_TITLES: dict[Kind, str] = {
    "entity": "Who and what is named",
    "claim": "What is claimed",
    "cue": "By which words it is said",
    "document": "What is said of the whole text",
}
_ABOUT = ("title", "date", "language", "status", "split")
_NEW: Json = {"id": None, "inserted_at": None, "updated_at": None}


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write ``records.json``, ``.argilla/settings.json`` and ``.argilla/dataset.json``.

    Raises UsageError if the option *user* is no UUID.
    """
    user = _user(writing.options.get("user", ""))
    labels: dict[Kind, dict[str, None]] = {
        kind: {tag.name: None for tag in writing.tag_set.of_kind(kind)} for kind in KINDS
    }
    with folder.open("records.json") as file:
        before = b"[\n"
        for each in documents:
            file.write(before + orjson.dumps(_record(each, labels, user, writing)))
            before = b",\n"
        file.write(b"[]\n" if before == b"[\n" else b"\n]\n")
    guidelines = _guidelines(writing.tag_set)
    distribution = {"strategy": "overlap", "min_submitted": 1}
    settings: Json = {
        "guidelines": guidelines,
        "questions": _questions(labels),
        "fields": [
            {
                **_NEW,
                "name": "text",
                "settings": {"type": "text", "use_markdown": False},
                "title": "Text",
                "required": True,
                "description": None,
                "dataset_id": None,
                "type": "text",
            }
        ],
        "vectors": [],
        "metadata": [_property(name) for name in _ABOUT],
        "allow_extra_metadata": True,
        "distribution": distribution,
        "mapping": None,
    }
    dataset: Json = {
        **_NEW,
        "name": _name(str(writing.facts.get("title") or "")),
        "status": "draft",
        "guidelines": guidelines,
        "allow_extra_metadata": True,
        "distribution": distribution,
        "workspace_id": None,
        "last_activity_at": None,
    }
    for name, value in (("settings", settings), ("dataset", dataset)):
        with folder.open(f".argilla/{name}.json") as file:
            file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _user(given: str) -> str:
    if not given:
        return ""
    try:
        return str(UUID(given))
    except ValueError as error:
        raise UsageError(
            f"“{given}” is no user of Argilla: give the user's id, such as 8a7a5f1c-3c1e-4b0e-9a53-0c3f5a0e7a11"
        ) from error


def _name(title: str) -> str:
    """Return a title as Argilla takes names: letters, digits, blanks and a few signs."""
    return re.sub(r"[^\w -]+", " ", title).strip(" _-")[:200] or "Annotator"


def _record(each: AnnotatedDocument, labels: dict[Kind, dict[str, None]], user: str, writing: Writing) -> Json:
    document = each.document
    ledger = writing.ledger
    groups: dict[tuple[Kind, bool], list[Annotation]] = {}
    for mark in each.annotations:
        if mark.state == "rejected":
            ledger.lose("states", "left out: rejected", each, mark)
            continue
        if mark.kind != "document" and not mark.spans:
            ledger.lose("document annotations", "left out: Argilla has only those of the kind document", each, mark)
            continue
        if mark.kind == "document" and mark.spans:
            ledger.lose("exact spans", "said of the whole document", each, mark)
        elif len(mark.spans) > 1:
            ledger.lose("discontinuous", "one span for each part", each, mark)
        labels[mark.kind][mark.tag] = None
        # without somebody as whom to answer, all of it is suggested
        groups.setdefault((mark.kind, bool(user) and mark.state == "accepted"), []).append(mark)
    lose_relations(each, each.relations, ledger)
    suggestions: Json = {}
    responses: Json = {}
    for (kind, answered), marks in groups.items():
        value = _value(kind, marks)
        if answered:
            responses[kind] = [{"value": value, "user_id": user, "status": "submitted"}]
        else:
            suggestions[kind] = _suggestion(value, marks)
    metadata: Json = {name: value for name in _ABOUT if (value := getattr(document, name)) is not None}
    for name, value in document.metadata.items():
        if isinstance(value, str | int | float) and re.fullmatch(r"[a-z0-9_-]+", name) and name not in metadata:
            metadata[name] = value
        else:
            ledger.lose("metadata", "left out: Argilla takes short words and numbers by simple names", each)
    return {
        "id": document.id,
        "fields": {"text": document.text},
        "metadata": metadata,
        "suggestions": suggestions,
        "responses": responses,
        "vectors": {},
        "status": "completed" if responses else "pending",
        "_server_id": None,
    }


def _value(kind: Kind, marks: list[Annotation]) -> list[Any]:
    if kind == "document":
        return list(dict.fromkeys(mark.tag for mark in marks))
    # two people may have marked the same
    places = dict.fromkeys((start, end, mark.tag) for mark in marks for start, end in mark.spans)
    return [{"start": start, "end": end, "label": label} for start, end, label in places]


def _suggestion(value: list[Any], marks: list[Annotation]) -> Json:
    found: Json = {"value": value, "agent": ", ".join(dict.fromkeys(mark.annotator for mark in marks))}
    found["type"] = "human" if all(mark.origin == "manual" for mark in marks) else "model"
    sure = [mark.confidence for mark in marks if mark.confidence is not None]
    if len(sure) == len(marks) == len(value):
        found["score"] = sure
    return found


def _questions(labels: dict[Kind, dict[str, None]]) -> list[Json]:
    found: list[Json] = []
    for kind in KINDS:
        options = [{"value": label, "text": label} for label in labels[kind]]
        if not options:
            continue
        visible = len(options) if len(options) >= 3 else None
        if kind == "document":
            settings: Json = {"type": "multi_label_selection", "options": options, "visible_options": visible}
            settings["options_order"] = "natural"
        else:
            settings = {"type": "span", "allow_overlapping": True, "field": "text", "options": options}
            settings["visible_options"] = visible
        found.append(
            {
                **_NEW,
                "name": kind,
                "settings": settings,
                "title": _TITLES[kind],
                "description": None,
                # one of them must be
                "required": not found,
                "dataset_id": None,
                "type": settings["type"],
            }
        )
    return found or _questions({**labels, "entity": {"Entity": None}})


def _property(name: str) -> Json:
    return {
        **_NEW,
        "name": name,
        "settings": {"visible_for_annotators": True, "type": "terms", "values": None},
        "title": name.capitalize(),
        "visible_for_annotators": True,
        "dataset_id": None,
    }


def _guidelines(tag_set: TagSet) -> str | None:
    """Return the guidelines of the tags in Markdown, or None where there are no tags."""
    lines: list[str] = [f"# {tag_set.name}", tag_set.description] if tag_set.tags else []
    for tag in tag_set.tags:
        if not tag.retired:
            lines += [f"## {tag.name}", tag.description, tag.guideline]
            lines += [f"- right: {each}" for each in tag.good_examples]
            lines += [f"- wrong: {each}" for each in tag.bad_examples]
    return "\n\n".join(line for line in lines if line) or None
