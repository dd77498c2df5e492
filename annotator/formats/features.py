"""What documents and marks can have that a format may not hold, each with its noun for a person."""

from typing import Literal, get_args

Feature = Literal[
    "annotations",
    "discontinuous",
    "overlapping",
    "nested claims",
    "document annotations",
    "claims",
    "relations",
    "relations across documents",
    "attributes",
    "notes",
    "records",
    "record contents",
    "annotators",
    "origins",
    "states",
    "confidences",
    "times",
    "ids",
    "annotation ids",
    "titles",
    "dates",
    "languages",
    "sources",
    "metadata",
    "statuses",
    "splits",
    "exact spans",
    "exact text",
]
"""*records*: which record an annotation leads to; *record contents*: names, aliases, identifiers and notes of these.
*exact spans*: edges stay where they are, inside a word too; *exact text*: every character comes back."""

FEATURES: tuple[Feature, ...] = get_args(Feature)
EVERYTHING: frozenset[Feature] = frozenset(FEATURES)

NOUNS: dict[Feature, tuple[str, str]] = {
    "annotations": ("annotation", "annotations"),
    "claims": ("claim", "claims"),
    "nested claims": ("nested claim", "nested claims"),
    "discontinuous": ("discontinuous span", "discontinuous spans"),
    "overlapping": ("overlapping annotation", "overlapping annotations"),
    "document annotations": ("annotation of a whole document", "annotations of whole documents"),
    "exact spans": ("span", "spans"),
    "exact text": ("text", "texts"),
    "relations": ("relation", "relations"),
    "relations across documents": ("relation to another document", "relations to other documents"),
    "attributes": ("attribute", "attributes"),
    "notes": ("note", "notes"),
    "records": ("link to a record", "links to records"),
    "record contents": ("record", "records"),
    "states": ("suggestion or rejection", "suggestions and rejections"),
    "titles": ("title", "titles"),
    "dates": ("date", "dates"),
    "languages": ("language", "languages"),
    "metadata": ("metadata entry", "metadata entries"),
    "splits": ("split", "splits"),
    "statuses": ("status", "statuses"),
    "annotators": ("name of an annotator", "names of annotators"),
    "confidences": ("confidence", "confidences"),
    "origins": ("origin other than by hand", "origins other than by hand"),
    "times": ("time of marking", "times of marking"),
    "sources": ("source", "sources"),
    "ids": ("id of a document", "ids of documents"),
    "annotation ids": ("id of an annotation", "ids of annotations"),
}
"""One and several of each, for a sentence with a count; what weighs most comes first."""


def without(*features: Feature) -> frozenset[Feature]:
    """Return everything but *features*."""
    return EVERYTHING.difference(features)


WHOLE_DOCUMENTS: frozenset[Feature] = without("record contents")
"""All that stands in documents, but not what the project knows of the records that they lead to."""
