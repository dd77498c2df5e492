"""The acts of marking, as changes: what each puts, alters or removes, and what the menu calls it.

The window and the command line build their changes here, so that both do the same.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from annotator.errors import UsageError
from annotator.model.annotation import Annotation, Relation, Span, Value
from annotator.model.change import Alter, Change, Operation, Put, Remove
from annotator.model.document import Document, Status
from annotator.model.ids import new_id
from annotator.model.tag import Tag
from annotator.model.times import now


def defaults(tag: Tag) -> dict[str, Value]:
    """Return the attributes that an annotation of *tag* begins with."""
    return {attribute.name: attribute.default for attribute in tag.attributes if attribute.default is not None}


def new_annotation(
    document: str,
    tag: Tag,
    spans: tuple[Span, ...],
    annotator: str,
    *,
    attributes: Mapping[str, Value] | None = None,
) -> Annotation:
    """Return an annotation made by hand now; *attributes* stand beside the tag's defaults."""
    time = now()
    return Annotation(
        id=new_id(),
        document=document,
        kind=tag.kind,
        tag=tag.name,
        spans=() if tag.kind == "document" else spans,
        annotator=annotator,
        created=time,
        modified=time,
        attributes={**defaults(tag), **(attributes or {})},
    )


def begun(document: Document) -> list[Operation]:
    """Return what the first mark does to its document: a new one is open from then on."""
    return [Alter(Document, document.id, {"status": "open"})] if document.status == "new" else []


def mark(
    document: Document, annotations: Sequence[Annotation], relations: Sequence[Relation] = (), *, label: str = ""
) -> Change:
    """Return the change that adds *annotations* and the *relations* between them."""
    operations: list[Operation] = [Put(each) for each in annotations]
    operations += [Put(each) for each in relations]
    return Change(label or f"add {annotations[0].tag}", operations + begun(document))


def retag(annotation: Annotation, tag: Tag) -> Change:
    """Return the change that gives *annotation* another tag; attributes the tag knows are kept."""
    known = {attribute.name for attribute in tag.attributes}
    kept = {name: value for name, value in annotation.attributes.items() if name in known}
    values = {"kind": tag.kind, "tag": tag.name, "attributes": {**defaults(tag), **kept}}
    return Change(f"change {annotation.tag} to {tag.name}", [Alter(Annotation, annotation.id, values)])


def move(annotation: Annotation, spans: tuple[Span, ...], *, label: str = "") -> Change:
    """Return the change that gives *annotation* other spans."""
    return Change(label or f"move edges of {annotation.tag}", [Alter(Annotation, annotation.id, {"spans": spans})])


def merge(kept: Annotation, others: Sequence[Annotation], text: str, relations: Iterable[Relation]) -> Change:
    """Return the change that makes *others* part of *kept*, with their relations, and attributes that it lacks.

    Parts with nothing but white space of *text* between them become one.
    """
    gone = {each.id for each in others}
    spans: list[Span] = []
    for span in sorted(span for each in (kept, *others) for span in each.spans):
        if spans and (span.start <= spans[-1].end or text[spans[-1].end : span.start].isspace()):
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, span.end))
        else:
            spans.append(span)
    attributes = dict(kept.attributes)
    for each in others:
        attributes |= {name: value for name, value in each.attributes.items() if attributes.get(name) is None}
    note = "\n".join(each.note for each in (kept, *others) if each.note)
    values = {"spans": tuple(spans), "attributes": attributes, "note": note}
    relations = list(relations)
    known = {(each.type, each.source, each.target) for each in relations}
    operations: list[Operation] = []
    for each in relations:
        if each.source in gone or each.target in gone:
            source, target = (kept.id if end in gone else end for end in (each.source, each.target))
            operations.append(Remove(Relation, each.id))
            if source != target and (each.type, source, target) not in known:
                known.add((each.type, source, target))
                operations.append(Put(dataclasses.replace(each, id=new_id(), source=source, target=target)))
    operations += [Remove(Annotation, each.id) for each in others]
    operations.append(Alter(Annotation, kept.id, values))
    return Change(f"merge {len(others) + 1} of {kept.tag}", operations)


def split(annotation: Annotation, offset: int, text: str, relations: Iterable[Relation]) -> tuple[Change, Annotation]:
    """Return the change that cuts *annotation* in two at *offset*, and the second of them, which is new.

    Both have the attributes and the relations. Raises UsageError if *offset* is not inside of it.
    """
    head = _trimmed(text, [Span(span.start, min(span.end, offset)) for span in annotation.spans if span.start < offset])
    tail = _trimmed(text, [Span(max(span.start, offset), span.end) for span in annotation.spans if span.end > offset])
    if not head or not tail:
        raise UsageError("put the caret between two words of the mark to split it there")
    time = now()
    second = dataclasses.replace(annotation, id=new_id(), spans=tail, created=time, modified=time)
    operations: list[Operation] = [Alter(Annotation, annotation.id, {"spans": head}), Put(second)]
    for each in relations:
        if annotation.id in (each.source, each.target) and each.source != each.target:
            source, target = (second.id if end == annotation.id else end for end in (each.source, each.target))
            operations.append(Put(dataclasses.replace(each, id=new_id(), source=source, target=target)))
    return Change(f"split {annotation.tag}", operations), second


def _trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in spans:
        words = text[start:end]
        found.append(Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())))
    return tuple(each for each in found if each.start < each.end)


def remove(annotation: Annotation) -> Change:
    """Return the change that removes *annotation* and its relations."""
    return Change(f"remove {annotation.tag}", [Remove(Annotation, annotation.id)])


def set_status(document: Document, status: Status) -> Change:
    """Return the change that marks *document* as new, open or done."""
    return Change(f"mark as {status}", [Alter(Document, document.id, {"status": status})])


def join(
    document: Document,
    claim: Annotation,
    parts: Mapping[str, Annotation],
    *,
    new: Sequence[Annotation] = (),
    replaced: Sequence[Relation] = (),
    attributes: Mapping[str, Value] | None = None,
    also: Sequence[Relation] = (),
) -> Change:
    """Return the change that gives *claim* its *parts*, by relation type ("cue", "claimant" ...).

    *new* are those of the parts that are not in the project yet, *replaced* the relations
    that the new ones stand in for, *attributes* what becomes known of the claim by them, *also* relations between parts
    and others, such as that from a pronoun to the person meant.
    """
    operations: list[Operation] = [Put(each) for each in new]
    operations += [Remove(Relation, each.id) for each in replaced]
    operations += [Put(Relation(new_id(), type, claim.id, part.id)) for type, part in parts.items()]
    operations += [Put(each) for each in also]
    if attributes:
        operations.append(Alter(Annotation, claim.id, {"attributes": {**claim.attributes, **attributes}}))
    return Change(f"set {' and '.join(parts) or 'who is meant'} of {claim.tag}", operations + begun(document))
