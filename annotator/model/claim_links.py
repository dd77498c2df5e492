"""Relations between claims, and from claims to what speaks for them: how they are called from either end, and acts.

A relation belongs to the document of its source, wherever its target stands. Those of a symmetric type have no
direction: they are called the same from both ends, and there is one of them between two claims, not two.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotator.model.annotation import Annotation, Kind, Relation
from annotator.model.change import Change, Operation, Put, Remove
from annotator.model.ids import new_id
from annotator.model.tag import RelationType, TagSet

EVIDENCE = "evidence"
NOT_BETWEEN = frozenset(("claimant", "cue", "addressee", "about", "said at", "said on", "same as"))
"""Types that say what a claim is made of, or who is meant, and not how claims stand to each other."""

_FROM_BEHIND = {
    "supports": "supported by",
    "repeats": "repeated by",
    "corrects": "corrected by",
    EVIDENCE: "evidence for",
}


class Way(NamedTuple):
    """A relation as it is called from one end: its *type*, whether it begins here, and the words for it."""

    type: str
    begins_here: bool
    label: str


def label_of(type_name: str, *, begins_here: bool, symmetric: bool = False) -> str:
    """Return what a relation is called at the end where it begins, or where it ends: "supports", "supported by"."""
    if begins_here or symmetric:
        return type_name
    return _FROM_BEHIND.get(type_name, f"← {type_name}")


def ways(tag_set: TagSet, kind: Kind) -> list[Way]:
    """Return the ways in which an annotation of *kind* can be related to a claim, in the order of the tag set."""
    found: list[Way] = []
    for each in tag_set.relation_types:
        if each.name in NOT_BETWEEN:
            continue
        if _fits(each.from_kinds, kind) and _fits(each.to_kinds, "claim") and _joins_claims(each, kind):
            found.append(Way(each.name, True, "has as evidence" if each.name == EVIDENCE else each.name))
        if not each.symmetric and _fits(each.to_kinds, kind) and _fits(each.from_kinds, "claim"):
            found.append(Way(each.name, False, label_of(each.name, begins_here=False)))
    # what is said most often first
    return sorted(found, key=lambda way: (way.type == EVIDENCE, not way.begins_here))


def _fits(kinds: Sequence[Kind], kind: Kind) -> bool:
    return not kinds or kind in kinds


def _joins_claims(each: RelationType, kind: Kind) -> bool:
    return kind == "claim" or bool(each.to_kinds)


def related_by(
    relations: Iterable[Relation], mine: str, way: Way, other: str, *, symmetric: bool = False
) -> list[Relation]:
    """Return those of *relations* that say the same: that *mine* stands to *other* in that *way*."""
    ends = (mine, other) if way.begins_here else (other, mine)
    pairs = {ends, ends[::-1]} if symmetric else {ends}
    return [each for each in relations if each.type == way.type and (each.source, each.target) in pairs]


def relate(
    mine: Annotation, way: Way, others: Sequence[str], *, new: bool = False, first: Sequence[Operation] = ()
) -> Change:
    """Return the change that relates *mine*, which is *new* or in the project already, to the annotations *others*.

    *first* is done before, such as adding the tag of *mine*.
    """
    operations: list[Operation] = [*first, *([Put(mine)] if new else [])]
    for each in others:
        source, target = (mine.id, each) if way.begins_here else (each, mine.id)
        operations.append(Put(Relation(new_id(), way.type, source, target)))
    return Change(f"relate {mine.tag}: {way.label}", operations)


def unrelate(relations: Sequence[Relation], label: str) -> Change:
    """Return the change that takes *relations* away; *label* is what they are called."""
    return Change(f"take away “{label}”", [Remove(Relation, each.id) for each in relations])
