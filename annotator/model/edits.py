"""The acts of marking, as changes: what each puts, alters or removes, and what the menu calls it.

The window and the command line build their changes here, so that both do the same.
"""

from collections.abc import Mapping, Sequence

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


def move(annotation: Annotation, spans: tuple[Span, ...]) -> Change:
    """Return the change that gives *annotation* other spans."""
    return Change(f"move edges of {annotation.tag}", [Alter(Annotation, annotation.id, {"spans": spans})])


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
) -> Change:
    """Return the change that gives *claim* its *parts*, by relation type ("cue", "claimant" ...).

    *new* are those of the parts that are not in the project yet, *replaced* the relations
    that the new ones stand in for, *attributes* what becomes known of the claim by them.
    """
    operations: list[Operation] = [Put(each) for each in new]
    operations += [Remove(Relation, each.id) for each in replaced]
    operations += [Put(Relation(new_id(), type, claim.id, part.id)) for type, part in parts.items()]
    if attributes:
        operations.append(Alter(Annotation, claim.id, {"attributes": {**claim.attributes, **attributes}}))
    return Change(f"set {' and '.join(parts)} of {claim.tag}", operations + begun(document))
