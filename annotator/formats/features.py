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
    "annotators",
    "origins",
    "states",
    "confidences",
    "times",
    "ids",
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
"""*exact spans*: edges stay where they are, inside a word too; *exact text*: every character comes back."""

FEATURES: tuple[Feature, ...] = get_args(Feature)
EVERYTHING: frozenset[Feature] = frozenset(FEATURES)

NOUNS: dict[Feature, tuple[str, str]] = {
    "annotations": ("annotation", "annotations"),
    "discontinuous": ("discontinuous span", "discontinuous spans"),
    "overlapping": ("overlapping annotation", "overlapping annotations"),
    "nested claims": ("nested claim", "nested claims"),
    "document annotations": ("annotation of a whole document", "annotations of whole documents"),
    "claims": ("claim", "claims"),
    "relations": ("relation", "relations"),
    "relations across documents": ("relation to another document", "relations to other documents"),
    "attributes": ("attribute", "attributes"),
    "notes": ("note", "notes"),
    "records": ("link to a record", "links to records"),
    "annotators": ("name of an annotator", "names of annotators"),
    "origins": ("origin other than by hand", "origins other than by hand"),
    "states": ("suggestion or rejection", "suggestions and rejections"),
    "confidences": ("confidence", "confidences"),
    "times": ("time of marking", "times of marking"),
    "ids": ("id", "ids"),
    "titles": ("title", "titles"),
    "dates": ("date", "dates"),
    "languages": ("language", "languages"),
    "sources": ("source", "sources"),
    "metadata": ("metadata entry", "metadata entries"),
    "statuses": ("status", "statuses"),
    "splits": ("split", "splits"),
    "exact spans": ("span", "spans"),
    "exact text": ("text", "texts"),
}
"""One and several of each, for a sentence with a count."""


def without(*features: Feature) -> frozenset[Feature]:
    """Return everything but *features*."""
    return EVERYTHING.difference(features)
