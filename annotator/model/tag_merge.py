"""What a tag set from outside brings to the one that a project has, thing by thing, as operations of a change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from annotator.model.change import Alter, Operation, Put
from annotator.model.constraint import Constraint, stands
from annotator.model.ids import new_id
from annotator.model.tag import RelationType, Tag, TagSet

Act = Literal["added", "renamed", "altered", "same", "kept"]
Sort = Literal["tag", "relation", "constraint"]
_TAG_FIELDS = ("colour", "key", "description", "guideline", "good", "bad", "parent", "attributes", "retired")
_RELATION_FIELDS = ("from_kinds", "to_kinds", "symmetric", "description")
_CONSTRAINT_FIELDS = ("rule", "of", "other", "relations", "attributes", "unless", "most", "description")


@dataclass(frozen=True, slots=True)
class MergeItem:
    """What becomes of one tag, relation type or constraint.

    *fields* are those that change; *was* is the name before a rename. ``kept`` is what only the project has.
    """

    sort: Sort
    name: str
    act: Act
    kind: str = ""
    fields: tuple[str, ...] = ()
    was: str = ""

    @property
    def key(self) -> str:
        """A text by which it is chosen: ``tag entity Person``."""
        return f"{self.sort} {self.kind} {self.name}"


@dataclass(slots=True)
class TagMerge:
    """The *operations* that bring a tag set in; what becomes of each thing, and what to know of it."""

    operations: list[Operation] = field(default_factory=list[Operation])
    items: list[MergeItem] = field(default_factory=list[MergeItem])
    notes: list[str] = field(default_factory=list[str])

    @property
    def added(self) -> list[str]:
        """The names of what is added."""
        return [each.name for each in self.items if each.act == "added"]

    @property
    def altered(self) -> dict[str, tuple[str, ...]]:
        """From the names of what changes to the fields that do; a rename counts as one."""
        return {each.name: each.fields for each in self.items if each.act in ("altered", "renamed")}


def merge(now: TagSet, wanted: TagSet, without: Collection[str] = ()) -> TagMerge:
    """Return what brings *wanted* into *now*: what is new is added, what differs altered, nothing removed.

    A tag is the same if it has the same kind and name, or else the same id: then it is renamed. A key that another tag
    of *now* has stays with that tag. *without* are the keys of items that are to stay as they are in *now*.
    """
    found = TagMerge()
    _merge_tags(now, wanted, without, found)
    _merge_relation_types(now, wanted, without, found)
    _merge_constraints(now, wanted, without, found)
    return found


def _merge_tags(now: TagSet, wanted: TagSet, without: Collection[str], found: TagMerge) -> None:
    known = {(tag.kind, tag.name): tag for tag in now.tags}
    by_id = {tag.id: tag for tag in now.tags}
    chosen: list[tuple[Tag, Tag | None]] = []
    for each in wanted.tags:
        before = known.get((each.kind, each.name))
        if before is None and (each.id in by_id and by_id[each.id].kind == each.kind):
            before = by_id[each.id]
        chosen.append((each, before))
    taken_in = {before.id for _, before in chosen if before is not None}
    skipped = {f"tag {each.kind} {each.name}" for each, _ in chosen} & set(without)
    coming = {before.id for each, before in chosen if before and f"tag {each.kind} {each.name}" not in skipped}
    held = {key: tag.name for tag in now.tags if tag.id not in coming and not tag.retired for key in tag.key}
    there = {(tag.kind, tag.name) for tag in now.tags}
    there |= {(each.kind, each.name) for each, _ in chosen if f"tag {each.kind} {each.name}" not in skipped}
    position = max((tag.position for tag in now.tags), default=-1) + 1
    for each, before in chosen:
        keys = [key for key in each.key if key in held]
        tag = replace(each, key="".join(key for key in each.key if key not in keys))
        if tag.parent is not None and (tag.kind, tag.parent) not in there:
            tag = replace(tag, parent=None)
        new = _differing(before, tag, _TAG_FIELDS) if before is not None else {}
        renamed = before is not None and before.name != tag.name
        act: Act = "added" if before is None else "renamed" if renamed else "altered" if new else "same"
        fields = ("name", *new) if renamed else tuple(new)
        item = MergeItem("tag", tag.name, act, tag.kind, fields, before.name if before and renamed else "")
        found.items.append(item)
        if item.key in skipped or act == "same":
            continue
        for key in keys:
            found.notes.append(f"the key “{key}” stays with {held[key]}; {each.name} comes without it")
        if before is None:
            found.operations.append(Put(replace(tag, id=new_id(), position=position)))
            position += 1
        else:
            values = {**new, "name": tag.name} if renamed else new
            found.operations.append(Alter(Tag, before.id, values))
            if renamed:
                found.operations += _children_follow(now, chosen, before, tag.name)
    found.items += [MergeItem("tag", tag.name, "kept", tag.kind) for tag in now.tags if tag.id not in taken_in]


def _children_follow(now: TagSet, chosen: Iterable[tuple[Tag, Tag | None]], tag: Tag, name: str) -> list[Operation]:
    named = {before.id for _, before in chosen if before is not None}
    return [
        Alter(Tag, each.id, {"parent": name})
        for each in now.tags
        if each.kind == tag.kind and each.parent == tag.name and each.id not in named
    ]


def _merge_relation_types(now: TagSet, wanted: TagSet, without: Collection[str], found: TagMerge) -> None:
    known = {each.name: each for each in now.relation_types}
    position = max((each.position for each in now.relation_types), default=-1) + 1
    for each in wanted.relation_types:
        position = _bring("relation", known.get(each.name), each, _RELATION_FIELDS, position, without, found)
    names = {each.name for each in wanted.relation_types}
    found.items += [MergeItem("relation", each.name, "kept") for each in now.relation_types if each.name not in names]


def _merge_constraints(now: TagSet, wanted: TagSet, without: Collection[str], found: TagMerge) -> None:
    known = {each.name: each for each in now.constraints}
    position = max((each.position for each in now.constraints), default=-1) + 1
    names = {each.name for each in now.relation_types}
    names |= {each.name for each in wanted.relation_types if f"relation  {each.name}" not in without}
    tags = {f"{each.kind}:{each.name}" for each in now.tags}
    tags |= {f"{each.kind}:{each.name}" for each in wanted.tags if f"tag {each.kind} {each.name}" not in without}
    for each in wanted.constraints:
        rule = replace(
            each,
            of=tuple(one for one in each.of if ":" not in one or one in tags),
            other=tuple(one for one in each.other if ":" not in one or one in tags),
            relations=tuple(one for one in each.relations if one in names),
        )
        if not stands(rule):
            found.notes.append(f"the constraint “{each.name}” is left out: what it speaks of does not come in")
            continue
        position = _bring("constraint", known.get(each.name), rule, _CONSTRAINT_FIELDS, position, without, found)
    coming = {each.name for each in wanted.constraints}
    found.items += [MergeItem("constraint", each.name, "kept") for each in now.constraints if each.name not in coming]


def _bring(
    sort: Sort,
    before: RelationType | Constraint | None,
    wanted: RelationType | Constraint,
    fields: tuple[str, ...],
    position: int,
    without: Collection[str],
    found: TagMerge,
) -> int:
    """Add *wanted* at *position*, or alter what was there *before*; return the position of the next that is added."""
    new = _differing(before, wanted, fields) if before is not None else {}
    item = MergeItem(sort, wanted.name, _act(before, new), fields=tuple(new))
    found.items.append(item)
    if item.key in without:
        return position
    if before is None:
        found.operations.append(Put(replace(wanted, id=new_id(), position=position)))
        return position + 1
    if new:
        found.operations.append(Alter(type(wanted), before.id, new))
    return position


def _act(before: object | None, new: dict[str, object]) -> Act:
    return "added" if before is None else "altered" if new else "same"


def _differing(before: object, after: object, fields: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(after, name) for name in fields if getattr(after, name) != getattr(before, name)}
