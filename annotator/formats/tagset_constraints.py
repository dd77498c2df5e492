"""The constraints of a tag set in its TOML file: ``[[constraint]]``, read with errors that name what is wrong."""

import uuid
from collections.abc import Sequence

from annotator.formats.toml_block import Block, text_list, toml_text
from annotator.model.annotation import KINDS
from annotator.model.constraint import RULES, Constraint, Rule
from annotator.model.tag import RelationType, Tag

_NAMESPACE = uuid.UUID("0d0d6d53-7c3e-5d0f-9c43-51c0a8f5b6de")
_KNOWN = ("id", "name", "rule", "of", "other", "relations", "attributes", "unless", "most", "description")
_TAKES: dict[Rule, tuple[str, ...]] = {
    "needs": ("of", "relations", "attributes", "unless"),
    "apart": ("of", "other"),
    "at most": ("of", "most"),
    "joins": ("of", "other", "relations"),
    "one sentence": ("of",),
}
_ALWAYS = ("id", "name", "rule", "description")


def read_constraints(top: Block, tags: Sequence[Tag], relation_types: Sequence[RelationType]) -> tuple[Constraint, ...]:
    """Return the constraints below *top*, all of whose names must be in the tag set; InputError for the first fault."""
    found: list[Constraint] = []
    seen: set[str] = set()
    for place, block in enumerate(top.each("constraint")):
        each = _constraint(block, place, tags, relation_types)
        for key, value in (("name", each.name), ("id", each.id)):
            if f"{key} {value}" in seen:
                raise block.fault(f"the {key} “{value}” of a constraint stands twice", key)
            seen.add(f"{key} {value}")
        found.append(each)
    return tuple(found)


def _constraint(block: Block, place: int, tags: Sequence[Tag], relation_types: Sequence[RelationType]) -> Constraint:
    block.only(_KNOWN)
    rule = block.text("rule")
    if rule not in RULES:
        raise block.fault(f"the rule of {block.what} is “{rule}”; it can be {', '.join(RULES)}", "rule")
    for key in block.table:
        if key not in (*_TAKES[rule], *_ALWAYS):
            raise block.fault(f"{block.what}: the rule “{rule}” takes no “{key}”", key)
    name = block.text("name")
    relations = block.texts("relations")
    for each in relations:
        if all(each != known.name for known in relation_types):
            raise block.fault(f"{block.what} names the relation “{each}”, which is not in the tag set", "relations")
    made = Constraint(
        id=block.text("id") or str(uuid.uuid5(_NAMESPACE, name)),
        name=name,
        rule=rule,
        of=_choice(block, "of", tags),
        other=_choice(block, "other", tags),
        relations=relations,
        attributes=_attributes(block, tags),
        unless=_unless(block),
        most=_most(block),
        description=block.text("description"),
        position=place,
    )
    if fault := _lacks(made):
        raise block.fault(f"{block.what} {fault}", "rule")
    return made


def _lacks(made: Constraint) -> str:
    if made.rule == "joins":
        if not made.relations:
            return "needs “relations”: the types that it is about"
        return "" if made.of or made.other else "needs “of” or “other”: what the relations may join"
    if not made.of:
        return "needs “of”: kinds, or tags, that it is about"
    if made.rule == "apart" and not made.other:
        return "needs “other”: kinds, or tags, that must not overlap"
    if made.rule == "needs" and not (made.relations or made.attributes):
        return "needs “relations” or “attributes”: what must not be missing"
    return ""


def _choice(block: Block, key: str, tags: Sequence[Tag]) -> tuple[str, ...]:
    """Return kinds as they are, and names of tags with their kind before them."""
    found: list[str] = []
    for each in block.texts(key):
        kind, colon, name = each.partition(":")
        if each in KINDS or (colon and any(tag.kind == kind and tag.name == name for tag in tags)):
            found.append(each)
        else:
            fits = [tag for tag in tags if tag.name == each]
            if len(fits) != 1:
                why = "is no kind and no tag" if not fits else f"stands for several kinds; write {fits[0].kind}:{each}"
                raise block.fault(f"“{each}” in “{key}” of {block.what} {why}", key)
            found.append(f"{fits[0].kind}:{each}")
    return tuple(found)


def _attributes(block: Block, tags: Sequence[Tag]) -> tuple[str, ...]:
    names = block.texts("attributes")
    known = {attribute.name for tag in tags for attribute in tag.attributes}
    for each in names:
        if each not in known:
            raise block.fault(f"{block.what} names the attribute “{each}”, which no tag has", "attributes")
    return names


def _unless(block: Block) -> dict[str, tuple[str, ...]]:
    inner = block.inner("unless", f"“unless” of {block.what}")
    # a table that is written in one line stands where its key does
    there = Block(inner.where, inner.lines, inner.table, inner.what, inner.header, inner.number, "unless")
    return {name: there.texts(name) for name in there.table}


def _most(block: Block) -> int:
    most = block.table.get("most", 1)
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        raise block.fault(f"“most” of {block.what} must be a whole number such as 1", "most")
    return most


def constraint_lines(each: Constraint) -> list[str]:
    """Return the lines of one constraint, which `read_constraints` reads back to an equal one."""
    lines = ["", "[[constraint]]"]
    for key, text in (("id", each.id), ("name", each.name), ("rule", each.rule)):
        lines.append(f"{key} = {toml_text(text)}")
    for key, names in (("of", each.of), ("other", each.other), ("relations", each.relations)):
        if names:
            lines.append(f"{key} = {text_list(names)}")
    if each.attributes:
        lines.append(f"attributes = {text_list(each.attributes)}")
    if each.unless:
        inner = ", ".join(f"{toml_text(name)} = {text_list(values)}" for name, values in each.unless.items())
        lines.append(f"unless = {{ {inner} }}")
    if each.rule == "at most":
        lines.append(f"most = {each.most}")
    if each.description:
        lines.append(f"description = {toml_text(each.description)}")
    return lines
