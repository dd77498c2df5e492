"""Constraints: what the work with a tag set must keep to, beyond what each mark says of itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

from annotator.model.annotation import Kind

Rule = Literal["needs", "apart", "at most", "joins", "one sentence"]
RULES: tuple[Rule, ...] = get_args(Rule)
NO_EXCEPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Constraint:
    """One rule for the marks of a document.

    *of* and *other* choose annotations, by kind (``claim``) or by kind and tag (``entity:Date``); see `chooses`.

    - ``needs``: each of *of* has a relation of one of the types *relations*, or says one of *attributes*, unless
      an attribute has one of the values that *unless* gives for it
    - ``apart``: no span of *of* overlaps one of *other*
    - ``at most``: a document has no more than *most* of *of*
    - ``joins``: *relations* lead from *of* to *other* only; where one of the two is empty, from or to anything
    - ``one sentence``: each of *of* stays within one sentence
    """

    id: str
    name: str
    rule: Rule
    of: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_EXCEPTIONS)
    most: int = 1
    description: str = ""
    position: int = 0


def chosen(kind: Kind, tag: str = "") -> str:
    """Return what stands in a constraint for the annotations of *kind*, or those of one tag of it."""
    return f"{kind}:{tag}" if tag else kind


def chooses(choice: Iterable[str], kind: str, tag: str) -> bool:
    """Tell whether an annotation of that *kind* and *tag* is among what *choice* names."""
    return any(each in (kind, f"{kind}:{tag}") for each in choice)


def spoken(choice: Iterable[str]) -> str:
    """Return *choice* in words: ``claim``, ``Date or Person``."""
    return " or ".join(each.partition(":")[2] or each for each in choice)


def with_name(constraint: Constraint, kind: str, old: str, new: str | None) -> dict[str, object]:
    """Return the fields of *constraint* that change once the tag *old* of *kind* is called *new*, or is gone (None)."""
    was = f"{kind}:{old}"
    found: dict[str, object] = {}
    for name, choice in (("of", constraint.of), ("other", constraint.other)):
        if was in choice:
            named = [each if each != was else f"{kind}:{new}" for each in choice if each != was or new is not None]
            found[name] = tuple(dict.fromkeys(named))
    return found


def with_relation(constraint: Constraint, old: str, new: str | None) -> dict[str, object]:
    """Return the fields that change once the relation type *old* is called *new*, or is gone (None)."""
    if old not in constraint.relations:
        return {}
    named = [each if each != old else new or "" for each in constraint.relations if each != old or new is not None]
    return {"relations": tuple(dict.fromkeys(named))}


def stands(constraint: Constraint) -> bool:
    """Tell whether *constraint* still says something: it does not once all that it speaks of is gone."""
    if constraint.rule == "joins":
        return bool(constraint.relations and (constraint.of or constraint.other))
    if not constraint.of:
        return False
    if constraint.rule == "apart":
        return bool(constraint.other)
    return constraint.rule != "needs" or bool(constraint.relations or constraint.attributes)
