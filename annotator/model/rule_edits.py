"""Changes of the relation types and the constraints of a tag set, as a person decides them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from annotator.errors import UsageError
from annotator.model.change import Alter, Change, Operation, Put, Remove
from annotator.model.constraint import Constraint, Rule, stands, with_relation
from annotator.model.ids import new_id
from annotator.model.tag import RelationType, TagSet
from annotator.words import counted, plural

Ordered = TypeVar("Ordered", RelationType, Constraint)


def add_relation_type(tag_set: TagSet, name: str) -> tuple[Change, RelationType]:
    """Return the change that adds a relation type between anything, and the type; UsageError for a name in use."""
    name = _free_relation(tag_set, name)
    place = max((each.position for each in tag_set.relation_types), default=-1) + 1
    made = RelationType(new_id(), name, position=place)
    return Change(f"add relation type {name}", [Put(made)]), made


def alter_relation_type(tag_set: TagSet, each: RelationType, what: str, values: Mapping[str, object]) -> Change:
    """Return the change that gives fields of a relation type other *values*; constraints follow another name.

    UsageError for an empty name, or one that another type has.
    """
    if "name" not in values:
        return Change(f"change {what} of {each.name}", [Alter(RelationType, each.id, values)])
    name = _free_relation(tag_set, str(values["name"]), each)
    rules = _following(tag_set, each, name)
    return Change(f"rename {each.name} to {name}", [Alter(RelationType, each.id, {**values, "name": name}), *rules])


def remove_relation_type(tag_set: TagSet, each: RelationType, relations: int) -> Change:
    """Return the change that removes a type that none of *relations* is of; UsageError if any is."""
    if relations:
        many = counted(relations, "relation")
        raise UsageError(f"there {plural(relations, 'is', 'are')} {many} of {each.name}; take them away first")
    rules = _following(tag_set, each, None)
    return Change(f"remove relation type {each.name}", [*rules, Remove(RelationType, each.id)])


def move_relation_type(tag_set: TagSet, each: RelationType, by: int) -> Change | None:
    """Return the change that moves a relation type by so many places; None where it cannot go."""
    moved = _moved(tag_set.relation_types, each, by)
    return Change(f"move {each.name}", moved) if moved is not None else None


def add_constraint(tag_set: TagSet, rule: Rule) -> tuple[Change, Constraint]:
    """Return the change that adds a constraint of that *rule* that can stand, and the constraint."""
    place = max((each.position for each in tag_set.constraints), default=-1) + 1
    tags = tag_set.tags
    one = f"{tags[0].kind}:{tags[0].name}" if tags else "entity"
    other = f"{tags[-1].kind}:{tags[-1].name}" if tags else "claim"
    relation = tag_set.relation_types[0].name if tag_set.relation_types else ""
    if rule in ("needs", "joins") and not relation:
        raise UsageError("the tag set has no relation types yet; add one first")
    made = Constraint(
        new_id(),
        _free_constraint(tag_set, f"new rule: {rule}", number=True),
        rule,
        of=("claim",) if rule == "needs" else (one,),
        other=(other,) if rule in ("apart", "joins") else (),
        relations=(relation,) if rule in ("needs", "joins") else (),
        position=place,
    )
    return Change(f"add constraint {made.name}", [Put(made)]), made


def alter_constraint(tag_set: TagSet, each: Constraint, what: str, values: Mapping[str, object]) -> Change:
    """Return the change that gives fields of a constraint other *values*.

    UsageError for a name in use, or if it would say nothing any more.
    """
    if "name" in values:
        values = {**values, "name": _free_constraint(tag_set, str(values["name"]), each)}
    if not stands(replace(each, **values)):  # pyright: ignore[reportArgumentType]
        raise UsageError(f"“{each.name}” would say nothing any more; remove it instead")
    return Change(f"change {what} of “{each.name}”", [Alter(Constraint, each.id, values)])


def remove_constraint(each: Constraint) -> Change:
    """Return the change that removes a constraint."""
    return Change(f"remove constraint {each.name}", [Remove(Constraint, each.id)])


def _free_relation(tag_set: TagSet, name: str, each: RelationType | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise UsageError("a relation type needs a name")
    taken = tag_set.relation_type(name)
    if taken is not None and (each is None or taken.id != each.id):
        raise UsageError(f"there is a relation type “{name}” already")
    return name


def _free_constraint(tag_set: TagSet, name: str, each: Constraint | None = None, *, number: bool = False) -> str:
    name = " ".join(name.split())
    if not name:
        raise UsageError("a constraint needs a name")
    taken = {other.name for other in tag_set.constraints if each is None or other.id != each.id}
    if number:
        numbered = (name if place == 1 else f"{name} {place}" for place in range(1, len(taken) + 2))
        return next(other for other in numbered if other not in taken)
    if name in taken:
        raise UsageError(f"there is a constraint “{name}” already")
    return name


def _following(tag_set: TagSet, relation: RelationType, name: str | None) -> list[Operation]:
    found: list[Operation] = []
    for each in tag_set.constraints:
        values = with_relation(each, relation.name, name)
        if values:
            keeps = stands(replace(each, **values))  # pyright: ignore[reportArgumentType]
            found.append(Alter(Constraint, each.id, values) if keeps else Remove(Constraint, each.id))
    return found


def move_constraint(tag_set: TagSet, each: Constraint, by: int) -> Change | None:
    """Return the change that moves a constraint by so many places; None where it cannot go."""
    moved = _moved(tag_set.constraints, each, by)
    return Change(f"move constraint {each.name}", moved) if moved is not None else None


def _moved(listed: Sequence[Ordered], each: Ordered, by: int) -> list[Operation] | None:
    order = list(listed)
    place = order.index(each)
    if not 0 <= place + by < len(order):
        return None
    order.insert(place + by, order.pop(place))
    return [Alter(type(one), one.id, {"position": at}) for at, one in enumerate(order) if one.position != at]
