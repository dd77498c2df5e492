"""What a document or annotation has that another program has no place for, as one JSON object under our name.

Programs that pass on what they do not know bring it back; values that are as they would be anyway are left out.
"""

from collections.abc import Mapping
from typing import Any

from annotator.model.annotation import Annotation, Relation
from annotator.model.document import Document

NAME = "annotator"
"""The key under which it stands."""
Json = dict[str, Any]
DOCUMENT_KEYS = ("id", "title", "date", "language", "source", "metadata", "status", "split")
ANNOTATION_KEYS = ("record", "origin", "state", "confidence", "note", "created", "modified")


def of_document(document: Document, metadata: Mapping[str, Any] | None = None) -> Json:
    """Return what is to be said of a document beside its text; *metadata* in place of its own."""
    found: Json = {"id": document.id, "title": document.title}
    kept = document.metadata if metadata is None else metadata
    if document.date is not None:
        found["date"] = document.date
    if document.language is not None:
        found["language"] = document.language
    if (source := document.source) is not None:
        found["source"] = {"uri": source.uri, "media_type": source.media_type, "sha256": source.sha256}
    if kept:
        found["metadata"] = dict(kept)
    if document.status != "new":
        found["status"] = document.status
    if document.split is not None:
        found["split"] = document.split
    return found


def of_annotation(annotation: Annotation, **found: object) -> Json:
    """Return what is to be said of an annotation beside its id, kind, tag, spans and attributes, after *found*."""
    if annotation.record is not None:
        found["record"] = annotation.record
    if annotation.origin != "import":
        found["origin"] = annotation.origin
    if annotation.state != "accepted":
        found["state"] = annotation.state
    if annotation.confidence is not None:
        found["confidence"] = annotation.confidence
    if annotation.note:
        found["note"] = annotation.note
    found["created"] = annotation.created
    if annotation.modified != annotation.created:
        found["modified"] = annotation.modified
    return found


def of_relation(relation: Relation) -> Json:
    """Return a relation as our own data set has it."""
    return {
        "id": relation.id,
        "type": relation.type,
        "from": relation.source,
        "to": relation.target,
        "attributes": dict(relation.attributes),
    }
