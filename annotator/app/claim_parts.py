"""The acts on the parts of a claim, as changes: who says it, to whom, where, about what, and what speaks for it. Pure.

The card's form and the inspector build their changes here, so that both do the same. A claimant who is known, but has
no words in the text, is a mention without a span that is linked to a record; it goes with its last relation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from annotator.app.page.claim_card import UNNAMED
from annotator.app.proposing import CLAIMANT_KINDS
from annotator.model import edits
from annotator.model.annotation import Annotation, Relation, Value
from annotator.model.change import Alter, Change, Operation, Remove
from annotator.model.claim_edits import with_value
from annotator.model.document import AnnotatedDocument
from annotator.model.passages import PASSAGE, passage_tag
from annotator.model.people import Record
from annotator.model.tag import Tag, TagSet
from annotator.model.times import is_date

if TYPE_CHECKING:
    from annotator.app.part_candidates import Candidate


def set_part(
    opened: AnnotatedDocument, tag_set: TagSet, annotator: str, claim: Annotation, name: str, chosen: Candidate
) -> Change | None:
    """Return the change that lets *chosen* be the part of that *name*, instead of what there was."""
    before = _parts(opened, claim, name)
    if chosen.annotation is not None and [each.target for each in before] == [chosen.annotation.id]:
        return None
    return _join(opened, tag_set, annotator, claim, name, chosen, before)


def add_part(
    opened: AnnotatedDocument, tag_set: TagSet, annotator: str, claim: Annotation, name: str, chosen: Candidate
) -> Change | None:
    """Return the change that lets *chosen* be a part, too; one that is a part already is none any more."""
    target = chosen.annotation.id if chosen.annotation is not None else None
    same = [each for each in _parts(opened, claim, name) if each.target == target]
    if same:
        return remove_parts(opened, claim, name, same)
    if target is None and chosen.span is None and chosen.record is None:
        return set_part(opened, tag_set, annotator, claim, name, chosen)
    change = _join(opened, tag_set, annotator, claim, name, chosen, [])
    return Change(f"add {name} to {claim.tag}", change.operations) if change is not None else None


def remove_parts(opened: AnnotatedDocument, claim: Annotation, name: str, relations: Sequence[Relation]) -> Change:
    """Return the change that takes *relations* of *claim* away, with mentions that nothing else needs."""
    return Change(f"remove {name} of {claim.tag}", _without(opened, relations))


def _parts(opened: AnnotatedDocument, claim: Annotation, name: str) -> list[Relation]:
    return [each for each in opened.relations if each.source == claim.id and each.type == name]


def _without(opened: AnnotatedDocument, relations: Sequence[Relation], kept: Collection[str] = ()) -> list[Operation]:
    """Return what removes *relations*, and those mentions without words that no other relation leads to."""
    gone = {each.id for each in relations}
    needed = {end for each in opened.relations if each.id not in gone for end in (each.source, each.target)}
    unworded = {
        each.id
        for each in opened.annotations
        if each.kind == "entity" and not each.spans and each.id not in needed and each.id not in kept
    }
    ends = dict.fromkeys(each.target for each in relations if each.target in unworded)
    operations: list[Operation] = [Remove(Relation, each.id) for each in relations if each.target not in unworded]
    return [*operations, *(Remove(Annotation, each) for each in ends)]


def _join(
    opened: AnnotatedDocument,
    tag_set: TagSet,
    annotator: str,
    claim: Annotation,
    name: str,
    chosen: Candidate,
    replaced: Sequence[Relation],
) -> Change | None:
    part = chosen.annotation
    new: list[Annotation] = []
    first: list[Operation] = []
    tag = tag_set.find(chosen.tag)
    if tag is None and chosen.tag == PASSAGE:
        tag, first = passage_tag(tag_set)
    if part is None and chosen.span is not None and tag is not None:
        part = edits.new_annotation(opened.document.id, tag, (chosen.span,), annotator)
        new.append(part)
    if part is None and chosen.record is not None:
        part = _mention(opened, chosen.record)
        if part is None:
            tag = _tag_of(tag_set, chosen.record)
            if tag is None:
                return None
            made = edits.new_annotation(opened.document.id, tag, (), annotator)
            part = dataclasses.replace(made, record=chosen.record.id)
            new.append(part)
    attributes = dict(claim.attributes)
    if name == "claimant":
        kind = chosen.source_kind or CLAIMANT_KINDS.get(part.tag if part else "", "")
        attributes = _sourced(tag_set, claim, kind)
    elif name == "said on" and part is not None:
        attributes = _dated(tag_set, claim, part)
    if part is not None:
        if any(each.target == part.id for each in _parts(opened, claim, name) if each not in replaced):
            return None
        change = edits.join(opened.document, claim, {name: part}, new=new, attributes=attributes)
        return Change(change.label, [*first, *change.operations, *_without(opened, replaced, {part.id})])
    if replaced or attributes != dict(claim.attributes):
        said = "set" if chosen.source_kind else "remove"
        changed = [Alter(Annotation, claim.id, {"attributes": attributes})]
        return Change(f"{said} {name} of {claim.tag}", [*_without(opened, replaced), *changed])
    return None


def _mention(opened: AnnotatedDocument, record: Record) -> Annotation | None:
    """Return the mention without words that a document has of *record* already."""
    return next(
        (each for each in opened.annotations if each.record == record.id and each.kind == "entity" and not each.spans),
        None,
    )


def _tag_of(tag_set: TagSet, record: Record) -> Tag | None:
    tag = tag_set.find(record.tag, "entity") if record.tag else None
    return tag or next(iter(tag_set.of_kind("entity")), None)


def _dated(tag_set: TagSet, claim: Annotation, part: Annotation) -> dict[str, Value]:
    """Return the attributes of *claim*, with the date that *part* has as its value where none is written yet."""
    tag = tag_set.find(claim.tag, "claim")
    value = str(part.attributes.get("value") or "").strip()
    asked = tag is not None and any(each.name == "said_on" for each in tag.attributes)
    if not asked or claim.attributes.get("said_on") or not is_date(value):
        return dict(claim.attributes)
    return with_value(claim.attributes, "said_on", value)


def _sourced(tag_set: TagSet, claim: Annotation, kind: str) -> dict[str, Value]:
    """Return the attributes of *claim* with what its claimant says about the kind of source."""
    tag = tag_set.find(claim.tag, "claim")
    attribute = next((each for each in tag.attributes if each.name == "source_kind"), None) if tag is not None else None
    if attribute is None:
        return dict(claim.attributes)
    if kind in attribute.choices:
        return with_value(claim.attributes, "source_kind", kind)
    known = claim.attributes.get("source_kind")
    return with_value(claim.attributes, "source_kind", None if known in UNNAMED else known)
