"""What an export tells of people and of judgements: names kept, replaced by stable codes or left out."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from annotator.model.annotation import Annotation, Kind, Value
from annotator.model.claim_edits import BY, CITATION, DATE, JUSTIFICATION, VERDICT
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

Naming = Literal["names", "codes", "none"]
NOBODY = "annotator"
"""Stands for every annotator where none is named."""
_CODE = 8
_OURS = frozenset((VERDICT, BY, DATE, JUSTIFICATION, CITATION))


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


def discloser(
    disclosure: Disclosure, tag_set: TagSet, people: frozenset[str] = frozenset()
) -> Callable[[AnnotatedDocument], AnnotatedDocument] | None:
    """Return what makes of a document the one that may go out, or None where everything may.

    *people* are the annotators of the project: an attribute whose value is the name of one goes as the name does.
    """
    if disclosure.annotators == "names" and disclosure.judgements:
        return None
    named = disclosure.annotators == "names"
    hidden_of = _judged(tag_set) if not disclosure.judgements else None
    codes: dict[str, str] = {}

    def name_of(name: str) -> str:
        if disclosure.annotators == "none":
            return NOBODY
        return codes.setdefault(name, code_of(name, disclosure.salt))

    def unnamed(attributes: Mapping[str, Value]) -> Mapping[str, Value]:
        telling = {name for name, value in attributes.items() if name == BY or value in people}
        if not telling:
            return attributes
        if disclosure.annotators == "none":
            return {key: value for key, value in attributes.items() if key not in telling}
        return {key: name_of(str(value)) if key in telling else value for key, value in attributes.items()}

    def disclosed(annotation: Annotation) -> Annotation:
        attributes = annotation.attributes
        if hidden_of is not None and attributes:
            hidden = hidden_of(annotation.kind, annotation.tag)
            if not hidden.isdisjoint(attributes):
                attributes = {name: value for name, value in attributes.items() if name not in hidden}
        if named:
            return replace(annotation, attributes=attributes)
        return replace(annotation, attributes=unnamed(attributes), annotator=name_of(annotation.annotator))

    return lambda each: replace(each, annotations=tuple(disclosed(mark) for mark in each.annotations))


def _judged(tag_set: TagSet) -> Callable[[Kind, str], frozenset[str]]:
    """Return what tells which attributes of a tag are judgements.

    One that the tag does not declare is one if it is anywhere else, or bears a name of ours: work that came from
    elsewhere, or is older than its tag, is hidden as well.
    """
    tags = tag_set.tags
    all_judged = _OURS.union(each.name for tag in tags for each in tag.attributes if each.layer == "judgement")
    found = {
        (tag.kind, tag.name): all_judged - {each.name for each in tag.attributes if each.layer != "judgement"}
        for tag in tags
    }
    return lambda kind, tag: found.get((kind, tag), all_judged)
