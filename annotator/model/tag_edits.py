"""Changes of the tags of a project that already has work, as a person decides them."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.errors import UsageError
from annotator.model.change import Alter, Change, Operation, Remove, Retag
from annotator.model.tag import Tag, TagSet


def merge_tags(tag_set: TagSet, tag: Tag, into: Tag) -> Change:
    """Return the change by which all annotations of *tag* become ones of *into*, and *tag* goes.

    What *tag* has below it goes below *into*, which also gets the attributes that it lacks, so that nothing
    said of an annotation is unknown. Raises UsageError for tags of different kinds, or one and the same.
    """
    if tag.kind != into.kind:
        raise UsageError(
            f"{tag.name} is for {tag.kind}, {into.name} for {into.kind}: only tags of one kind can be merged"
        )
    if tag.id == into.id:
        raise UsageError(f"{tag.name} cannot be merged with itself")
    operations: list[Operation] = []
    if into.parent == tag.name:
        # what is below takes the place of what was above
        operations.append(Alter(Tag, into.id, {"parent": tag.parent}))
    for each in _children(tag_set, tag):
        if each.id != into.id:
            operations.append(Alter(Tag, each.id, {"parent": into.name}))
    known = {each.name for each in into.attributes}
    lacking = tuple(replace(each, required=False) for each in tag.attributes if each.name not in known)
    if lacking:
        operations.append(Alter(Tag, into.id, {"attributes": (*into.attributes, *lacking)}))
    return Change(f"merge {tag.name} into {into.name}", [*operations, Retag(tag.id, into.id), Remove(Tag, tag.id)])


def rename_tag(tag_set: TagSet, tag: Tag, name: str) -> Change:
    """Return the change that gives *tag* another *name*; its annotations and what is below it follow.

    Raises UsageError for an empty name, or one that another tag of the kind has.
    """
    name = " ".join(name.split())
    if not name:
        raise UsageError("a tag needs a name")
    taken = next((each for each in tag_set.tags if each.kind == tag.kind and each.name == name), None)
    if taken is not None and taken.id != tag.id:
        raise UsageError(f"there is a {tag.kind} tag “{name}” already; merge the two instead")
    below = [Alter(Tag, each.id, {"parent": name}) for each in _children(tag_set, tag)]
    return Change(f"rename {tag.name} to {name}", [Alter(Tag, tag.id, {"name": name}), *below])


def retire_tag(tag: Tag, *, retired: bool = True) -> Change:
    """Return the change after which *tag* is kept for old work and offered no more, or is offered again."""
    return Change(f"{'retire' if retired else 'bring back'} {tag.name}", [Alter(Tag, tag.id, {"retired": retired})])


def _children(tag_set: TagSet, tag: Tag) -> Sequence[Tag]:
    return [each for each in tag_set.tags if each.kind == tag.kind and each.parent == tag.name]
