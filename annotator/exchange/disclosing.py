"""What an export tells of people and of judgements: names kept, replaced by stable codes or left out."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from annotator.model.annotation import Annotation, Kind
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

Naming = Literal["names", "codes", "none"]
NOBODY = "annotator"
"""Stands for every annotator where none is named."""
_CODE = 8


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What of the people and of their judgements goes out; by default all of it.

    Codes are made of the name and the *salt* (the project's own), so that one person has one
    code in all exports of a project and nobody can try names against it without the salt.
    """

    annotators: Naming = "names"
    judgements: bool = True
    salt: str = ""


def code_of(name: str, salt: str) -> str:
    """Return the code that stands for an annotator's name."""
    digest = hashlib.sha256("\0".join((salt, name)).encode()).hexdigest()
    return f"annotator-{digest[:_CODE]}"


def discloser(disclosure: Disclosure, tag_set: TagSet) -> Callable[[AnnotatedDocument], AnnotatedDocument] | None:
    """Return what makes of a document the one that may go out, or None where everything may."""
    if disclosure.annotators == "names" and disclosure.judgements:
        return None
    judged: Mapping[tuple[Kind, str], frozenset[str]] = (
        {}
        if disclosure.judgements
        else {
            (tag.kind, tag.name): frozenset(each.name for each in tag.attributes if each.layer == "judgement")
            for tag in tag_set.tags
        }
    )
    codes: dict[str, str] = {}

    def name_of(name: str) -> str:
        if disclosure.annotators == "none":
            return NOBODY
        return codes.setdefault(name, code_of(name, disclosure.salt))

    def disclosed(annotation: Annotation) -> Annotation:
        attributes = annotation.attributes
        hidden = judged.get((annotation.kind, annotation.tag))
        if hidden and not hidden.isdisjoint(attributes):
            attributes = {name: value for name, value in attributes.items() if name not in hidden}
        # a judgement names who made it, and so may an attribute of text; names stand in one field only
        annotator = annotation.annotator if disclosure.annotators == "names" else name_of(annotation.annotator)
        return replace(annotation, attributes=attributes, annotator=annotator)

    return lambda each: replace(each, annotations=tuple(disclosed(mark) for mark in each.annotations))
