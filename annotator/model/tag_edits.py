"""Changes of the tags of a project that already has work, as a person decides them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.errors import UsageError
from annotator.model.annotation import Kind
from annotator.model.change import Alter, Change, Operation, Put, Remove, Retag
from annotator.model.constraint import Constraint, stands, with_name
from annotator.model.ids import new_id
from annotator.model.tag import Attribute, Tag, TagSet
from annotator.words import counted


def add_tag(tag_set: TagSet, kind: Kind, name: str, colour: str, *, parent: str | None = None) -> tuple[Change, Tag]:
    """Return the change that adds a tag behind all others, and the tag: it has what all tags of its kind have.

    Raises UsageError for an empty name, or one that another tag of the kind has.
    """
    name = _free_name(tag_set, kind, name)
    place = max((tag.position for tag in tag_set.tags), default=-1) + 1
    tag = Tag(new_id(), kind, name, colour, parent=parent, attributes=shared_attributes(tag_set, kind), position=place)
    return Change(f"add tag {name}", [Put(tag)]), tag


def shared_attributes(tag_set: TagSet, kind: Kind) -> tuple[Attribute, ...]:
    """Return the attributes that all tags of *kind*, two or more, have alike."""
    tags = list(tag_set.of_kind(kind))
    if len(tags) < 2:
        return ()
    return tuple(each for each in tags[0].attributes if all(each in tag.attributes for tag in tags))


def alter_tag(tag: Tag, what: str, values: Mapping[str, object]) -> Change:
    """Return the change that gives fields of *tag* other *values*; *what* says them in the label."""
    return Change(f"change {what} of {tag.name}", [Alter(Tag, tag.id, values)])


def merge_tags(tag_set: TagSet, tag: Tag, into: Tag) -> Change:
    """Return the change by which all annotations of *tag* become ones of *into*, and *tag* goes.

    What *tag* has below it goes below *into*, which also gets the attributes that it lacks, so that nothing
    said of an annotation is unknown; constraints follow. Raises UsageError for tags of different kinds, or one and
    the same.
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
    operations += _following(tag_set, tag, into.name)
    return Change(f"merge {tag.name} into {into.name}", [*operations, Retag(tag.id, into.id), Remove(Tag, tag.id)])


def rename_tag(tag_set: TagSet, tag: Tag, name: str) -> Change:
    """Return the change that gives *tag* another *name*; annotations, constraints and what is below it follow.

    Raises UsageError for an empty name, or one that another tag of the kind has.
    """
    name = _free_name(tag_set, tag.kind, name, tag)
    below = [Alter(Tag, each.id, {"parent": name}) for each in _children(tag_set, tag)]
    rules = _following(tag_set, tag, name)
    return Change(f"rename {tag.name} to {name}", [Alter(Tag, tag.id, {"name": name}), *below, *rules])


def retire_tag(tag: Tag, *, retired: bool = True) -> Change:
    """Return the change after which *tag* is kept for old work and offered no more, or is offered again."""
    return Change(f"{'retire' if retired else 'bring back'} {tag.name}", [Alter(Tag, tag.id, {"retired": retired})])


def remove_tag(tag_set: TagSet, tag: Tag, annotations: int) -> Change:
    """Return the change that removes *tag*, which no annotation may have; what is below it goes up.

    *annotations* is how many have it: with any, UsageError says what can be done instead.
    """
    if annotations:
        many = counted(annotations, "annotation")
        raise UsageError(f"{tag.name} has {many}; retire it, or merge it into another tag")
    above = [Alter(Tag, each.id, {"parent": tag.parent}) for each in _children(tag_set, tag)]
    return Change(f"remove tag {tag.name}", [*above, *_following(tag_set, tag, None), Remove(Tag, tag.id)])


def move_tag(tag_set: TagSet, tag: Tag, before: Tag | None, parent: str | None) -> Change | None:
    """Return the change that puts *tag* before another of its kind (None: behind all), below *parent*.

    None if it is there already; UsageError for a parent that is the tag itself or below it, or of another kind.
    """
    if parent is not None:
        if tag_set.find(parent, tag.kind) is None:
            raise UsageError(f"there is no {tag.kind} tag “{parent}” to put {tag.name} under")
        if parent in {tag.name, *names_below(tag_set, tag)}:
            raise UsageError(f"{tag.name} cannot be put under itself, or under what is below it")
    order = [each for each in tag_set.tags if each.id != tag.id]
    if before is not None and before.id != tag.id:
        order.insert(order.index(before), tag)
    elif before is None:
        places = [place for place, each in enumerate(order) if each.kind == tag.kind]
        order.insert(places[-1] + 1 if places else len(order), tag)
    else:
        order = list(tag_set.tags)
    operations: list[Operation] = []
    for place, each in enumerate(order):
        values: dict[str, object] = {} if each.position == place else {"position": place}
        if each.id == tag.id and tag.parent != parent:
            values["parent"] = parent
        if values:
            operations.append(Alter(Tag, each.id, values))
    same_order = [each.id for each in order] == [each.id for each in tag_set.tags]
    if same_order and tag.parent == parent:
        return None
    if tag.parent != parent:
        return Change(f"put {tag.name} under {parent}" if parent else f"put {tag.name} on its own", operations)
    return Change(f"move {tag.name}", operations)


def names_below(tag_set: TagSet, tag: Tag) -> set[str]:
    """Return the names of all tags below *tag*, at any depth."""
    found: set[str] = set()
    pending = [tag.name]
    while pending:
        above = pending.pop()
        for each in tag_set.tags:
            if each.kind == tag.kind and each.parent == above and each.name not in found:
                found.add(each.name)
                pending.append(each.name)
    return found


def holder_of(tag_set: TagSet, key: str, besides: Tag) -> Tag | None:
    """Return the tag that holds the *key*, other than *besides*; retired tags hold none."""
    return next((each for each in tag_set.tags if key in each.key and not each.retired and each.id != besides.id), None)


def give_key(tag_set: TagSet, tag: Tag, keys: str, *, swap: bool = False) -> Change:
    """Return the change that gives *tag* those *keys*, each one character.

    A key that another tag holds is taken from it with *swap*, and it gets a key that *tag* gives up, if there is
    one; without, UsageError says who holds it.
    """
    keys = "".join(dict.fromkeys(keys))
    if not all(each.isprintable() and not each.isspace() for each in keys):
        raise UsageError("a key is a character that one can type and see")
    free = [each for each in tag.key if each not in keys]
    taken: dict[str, Tag] = {}
    for key in keys:
        holder = holder_of(tag_set, key, tag)
        if holder is not None and not tag.retired:
            if not swap:
                raise UsageError(f"the key “{key}” gives {holder.name}")
            taken.setdefault(holder.id, holder)
    operations: list[Operation] = []
    for holder in taken.values():
        left = "".join(each for each in holder.key if each not in keys)
        operations.append(Alter(Tag, holder.id, {"key": left or (free.pop(0) if free else "")}))
    operations.append(Alter(Tag, tag.id, {"key": keys}))
    names = " and ".join(each.name for each in taken.values())
    label = f"swap keys of {tag.name} and {names}" if names else f"change key of {tag.name}"
    return Change(label, operations)


def set_attribute(
    tags: Sequence[Tag], before: Attribute | None, after: Attribute | None, said: Mapping[str, Mapping[str, object]]
) -> Change:
    """Return the change that adds, alters or removes an attribute in each of *tags*.

    Where it gets another name, the annotations of *said* (id to attributes) follow. UsageError for a name that one
    of the tags has already, or a choice without choices.
    """
    if after is not None:
        _check_attribute(tags, before, after)
    operations: list[Operation] = []
    for tag in tags:
        if before is None:
            changed = tag.attributes if after is None else (*tag.attributes, after)
        else:
            kept = (after if each.name == before.name else each for each in tag.attributes)
            changed = tuple(each for each in kept if each is not None)
        operations.append(Alter(Tag, tag.id, {"attributes": changed}))
    if before is not None and after is not None and before.name != after.name:
        from annotator.model.annotation import Annotation

        for annotation, values in said.items():
            renamed = {after.name if name == before.name else name: value for name, value in values.items()}
            operations.append(Alter(Annotation, annotation, {"attributes": renamed}))
    what = after or before
    act = "add" if before is None else "remove" if after is None else "change"
    return Change(f"{act} attribute {what.name if what else ''}", operations)


def move_attribute(tag: Tag, name: str, by: int) -> Change | None:
    """Return the change that moves an attribute of *tag* by so many places; None where it cannot go."""
    order = list(tag.attributes)
    place = next((number for number, each in enumerate(order) if each.name == name), -1)
    if place < 0 or not 0 <= place + by < len(order):
        return None
    order.insert(place + by, order.pop(place))
    return Change(f"move attribute {name} of {tag.name}", [Alter(Tag, tag.id, {"attributes": tuple(order)})])


def _check_attribute(tags: Sequence[Tag], before: Attribute | None, after: Attribute) -> None:
    if not after.name.strip():
        raise UsageError("an attribute needs a name")
    if after.type == "choice" and not after.choices:
        raise UsageError(f"{after.name} is a choice; write what can be chosen, one a line")
    if before is None or before.name != after.name:
        for tag in tags:
            if any(each.name == after.name for each in tag.attributes):
                raise UsageError(f"{tag.name} has an attribute “{after.name}” already")


def _free_name(tag_set: TagSet, kind: Kind, name: str, tag: Tag | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise UsageError("a tag needs a name")
    taken = next((each for each in tag_set.tags if each.kind == kind and each.name == name), None)
    if taken is not None and (tag is None or taken.id != tag.id):
        instead = "merge the two instead" if tag is not None else "choose another name"
        raise UsageError(f"there is {'an' if kind == 'entity' else 'a'} {kind} tag “{name}” already; {instead}")
    return name


def _children(tag_set: TagSet, tag: Tag) -> Sequence[Tag]:
    return [each for each in tag_set.tags if each.kind == tag.kind and each.parent == tag.name]


def _following(tag_set: TagSet, tag: Tag, name: str | None) -> list[Operation]:
    """Return what becomes of the constraints that speak of *tag*, now called *name* or gone."""
    found: list[Operation] = []
    for each in tag_set.constraints:
        values = with_name(each, tag.kind, tag.name, name)
        if values:
            keeps = stands(replace(each, **values))  # pyright: ignore[reportArgumentType]
            found.append(Alter(Constraint, each.id, values) if keeps else Remove(Constraint, each.id))
    return found
