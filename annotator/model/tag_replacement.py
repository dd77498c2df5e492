"""What makes one tag set of another, whole: for a project with nothing in it."""

from collections.abc import Sequence
from dataclasses import fields

from annotator.model.change import Alter, Operation, Put, Remove
from annotator.model.constraint import Constraint
from annotator.model.tag import RelationType, Tag, TagSet

_Named = Tag | RelationType | Constraint


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
            elif new := _differing(old, each):
                operations.append(Alter(type_, each.id, new))
    return operations


def _differing(before: _Named, after: _Named) -> dict[str, object]:
    names = (field.name for field in fields(after) if field.name != "id")
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
