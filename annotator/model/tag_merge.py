"""What a tag set from outside brings to the one that a project has, as operations of a change."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from dataclasses import fields as fields_of

from annotator.model.change import Alter, Operation, Put, Remove
from annotator.model.constraint import Constraint
from annotator.model.ids import new_id
from annotator.model.tag import RelationType, Tag, TagSet

_Named = Tag | RelationType | Constraint
_TAG_FIELDS = ("colour", "key", "description", "good", "bad", "parent", "attributes", "retired")
_RELATION_FIELDS = ("from_kinds", "to_kinds", "symmetric", "description")


@dataclass(slots=True)
class TagMerge:
    """The *operations* that bring a tag set in; the names of what they add and alter, and what to know of it.

    *altered* goes from a name to the fields that change.
    """

    operations: list[Operation] = field(default_factory=list[Operation])
    added: list[str] = field(default_factory=list[str])
    altered: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    notes: list[str] = field(default_factory=list[str])


def merge(now: TagSet, wanted: TagSet) -> TagMerge:
    """Return what brings *wanted* into *now*: what is new is added, what differs altered, nothing removed.

    A key that another tag of *now* has stays with that tag: one key gives one tag.
    """
    found = TagMerge()
    _merge_tags(now, wanted, found)
    _merge_relation_types(now, wanted, found)
    return found


def replacing(now: TagSet, wanted: TagSet) -> list[Operation]:
    """Return what makes of the tag set *now* one that is equal to *wanted*, ids and order too; name and version apart.

    For a project with nothing in it: tags that *wanted* has not are removed.
    """
    operations: list[Operation] = []
    pairs: tuple[tuple[type[Tag] | type[RelationType] | type[Constraint], Sequence[_Named], Sequence[_Named]], ...] = (
        (Constraint, now.constraints, wanted.constraints),
        (RelationType, now.relation_types, wanted.relation_types),
        (Tag, now.tags, wanted.tags),
    )
    for type_, before, after in pairs:
        coming = {each.id for each in after}
        operations += [Remove(type_, each.id) for each in before if each.id not in coming]
    for type_, before, after in reversed(pairs):
        there = {each.id: each for each in before}
        for each in after:
            old = there.get(each.id)
            if old is None:
                operations.append(Put(each))
            elif new := _differing(old, each, tuple(name.name for name in fields_of(type_) if name.name != "id")):
                operations.append(Alter(type_, each.id, new))
    return operations


def _merge_tags(now: TagSet, wanted: TagSet, found: TagMerge) -> None:
    known = {(tag.kind, tag.name): tag for tag in now.tags}
    coming = {(tag.kind, tag.name) for tag in wanted.tags}
    held = {key: tag.name for tag in now.tags if (tag.kind, tag.name) not in coming for key in tag.key}
    position = max((tag.position for tag in now.tags), default=-1) + 1
    for each in wanted.tags:
        taken = [key for key in each.key if key in held]
        for key in taken:
            found.notes.append(f"the key “{key}” stays with {held[key]}; {each.name} comes without it")
        tag = replace(each, key="".join(key for key in each.key if key not in taken))
        before = known.get((tag.kind, tag.name))
        if before is None:
            found.operations.append(Put(replace(tag, id=new_id(), position=position)))
            found.added.append(tag.name)
            position += 1
        elif new := _differing(before, tag, _TAG_FIELDS):
            found.operations.append(Alter(Tag, before.id, new))
            found.altered[tag.name] = tuple(new)


def _merge_relation_types(now: TagSet, wanted: TagSet, found: TagMerge) -> None:
    known = {each.name: each for each in now.relation_types}
    position = max((each.position for each in now.relation_types), default=-1) + 1
    for each in wanted.relation_types:
        before = known.get(each.name)
        if before is None:
            found.operations.append(Put(replace(each, id=new_id(), position=position)))
            found.added.append(each.name)
            position += 1
        elif new := _differing(before, each, _RELATION_FIELDS):
            found.operations.append(Alter(RelationType, before.id, new))
            found.altered[each.name] = tuple(new)


def _differing(before: object, after: object, fields: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(after, name) for name in fields if getattr(after, name) != getattr(before, name)}
