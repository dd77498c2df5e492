"""W3C Web Annotations in JSON-LD: writes for each document its text and a collection of annotations on it.

Positions are code points, as the recommendation counts; each has its quotation beside it, with
32 characters before and after. Reading is in `w3c_reading`.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import orjson

from annotator.formats import own_keys
from annotator.formats.drafts import object_at, objects
from annotator.formats.format import Writing
from annotator.formats.kept import LINKS, MARKS, kept_of
from annotator.formats.labels import Labels
from annotator.formats.output import Folder
from annotator.formats.w3c_reading import NAME, URN, read_files
from annotator.formats.w3c_values import listed
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument

__all__ = ["read_files", "write"]

Json = dict[str, Any]
AROUND = 32
"""Characters that are written before and after a quotation."""
_IN_FOLDER = 1000
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {own_keys.NAME: {"@id": f"{URN}own", "@type": "@json"}}]


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write ``000001.txt`` and ``000001.jsonld`` and so on, two files a document; from the thousandth on in folders."""
    labels = Labels(writing.mapping, writing.tag_set)
    for number, each in enumerate(documents, start=1):
        stem = f"{number:06}"
        # so that no folder has more than two thousand files
        name = stem if number < _IN_FOLDER else f"{number // _IN_FOLDER:03}/{stem}"
        text = each.document.text
        with folder.open(f"{name}.txt") as file:
            # a reader takes one mark of the byte order away
            file.write(("\ufeff" + text if text.startswith("\ufeff") else text).encode())
        with folder.open(f"{name}.jsonld") as file:
            value = _collection(each, f"{stem}.txt", labels)
            file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _collection(each: AnnotatedDocument, source: str, labels: Labels) -> Json:
    document = each.document
    metadata = dict(document.metadata)
    kept = object_at(metadata, NAME)
    metadata.pop(NAME, None)
    items = [_annotation(mark, document.text, source, kept_of(kept, MARKS, mark.id)) for mark in each.annotations]
    items += [{**kept_of(kept, LINKS, link.id), **_link(link, labels)} for link in each.relations]
    items += objects(kept.get("annotations"))
    return {
        "@context": [*_CONTEXT, *listed(kept.get("context"))],
        "id": _iri(document.id),
        "type": "AnnotationCollection",
        "label": document.title,
        "total": len(items),
        own_keys.NAME: {**own_keys.of_document(document, metadata), "text": source},
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _iri(id_: str) -> str:
    """Return an id as an IRI; one that is an IRI already stays."""
    return id_ if id_.startswith(("http://", "https://")) else f"{URN}{quote(id_, safe='')}"


def _annotation(mark: Annotation, text: str, source: str, kept: Json) -> Json:
    ours = {"kind": mark.kind, **own_keys.of_annotation(mark)}
    if mark.attributes:
        ours["attributes"] = dict(mark.attributes)
    if len(mark.spans) > 1:
        # several targets else mean that each of them has the tag
        ours["parts"] = len(mark.spans)
    bodies: list[Json] = [
        {
            **object_at(kept, "body"),
            "type": "TextualBody",
            "purpose": "tagging" if mark.spans else "classifying",
            "value": mark.tag,
        }
    ]
    if mark.note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": ours.pop("note")})
    targets = [_target(span, text, source) for span in mark.spans]
    if len(targets) == 1 and (more := object_at(kept, "target")):
        selectors = [*targets[0]["selector"], *listed(more.get("selector"))]
        targets = [{**more, **targets[0], "selector": selectors}]
    return {
        **kept,
        "id": _iri(mark.id),
        "type": "Annotation",
        "motivation": "tagging" if mark.spans else "classifying",
        "creator": {"type": "Person", "name": mark.annotator},
        "created": ours.pop("created"),
        "modified": ours.pop("modified", mark.modified),
        "body": bodies,
        "target": (targets[0] if len(targets) == 1 else targets) if targets else {"source": source},
        own_keys.NAME: ours,
    }


def _target(span: Span, text: str, source: str) -> Json:
    start, end = span
    return {
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }


def _link(link: Relation, labels: Labels) -> Json:
    found: Json = {
        "id": _iri(link.id),
        "type": "Annotation",
        "motivation": "linking",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": labels.relation_label(link.type)},
        "target": [_iri(link.source), _iri(link.target)],
    }
    return {**found, own_keys.NAME: {"attributes": dict(link.attributes)}} if link.attributes else found
