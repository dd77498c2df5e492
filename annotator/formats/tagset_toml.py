"""Tag sets as TOML files: read with errors that name what is wrong and where, written to be read by people.

Attributes that all tags of a kind share stand once, under ``[attributes.KIND]``; a tag's own
come after them. Every shape is checked by hand, for a person has typed it.
"""

import re
import tomllib
import uuid
from collections.abc import Iterable
from typing import cast

from annotator.errors import InputError
from annotator.formats.tagset_constraints import constraint_lines, read_constraints
from annotator.formats.toml_block import Block, Table, long_text, text_list, toml_text
from annotator.model.annotation import KINDS, Kind, Value
from annotator.model.tag import ATTRIBUTE_TYPES, Attribute, RelationType, Tag, TagSet
from annotator.resources import resources

_NAMESPACE = uuid.UUID("6f4a3c0e-6f0e-5c53-9d5b-0a3f9a2d7c11")
_GREY = "#6b7280"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TOP = ("name", "version", "description", "attributes", "tag", "relation", "constraint")
_TAG = (
    "id", "kind", "name", "key", "colour", "description", "guideline", "good", "bad", "parent", "retired", "attributes",
)  # fmt: skip
_RELATION = ("id", "name", "from", "to", "symmetric", "description")
_ATTRIBUTE = ("type", "choices", "default", "required", "layer", "description")


def load_default() -> TagSet:
    """Return the tag set that a new project begins with."""
    return read_tag_set((resources() / "tagsets" / "news.toml").read_text("utf-8"), "news.toml")


def read_tag_set(text: str, where: str) -> TagSet:
    """Return the tag set that the TOML *text* holds; *where* names the file in errors.

    A tag or relation type without ``id`` gets one made of its kind and name, so that the same
    file gives the same ids everywhere. Raises InputError, which names the line, for the first fault.
    """
    try:
        top: Table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where} is not valid TOML: {error}") from error
    block = Block(where, text.split("\n"), top, "the tag set")
    block.only(_TOP)
    shared = _shared(block)
    tags = [_tag(each, place, shared) for place, each in enumerate(block.each("tag"))]
    relation_types = [_relation_type(each, place) for place, each in enumerate(block.each("relation"))]
    _check_tags(tags, list(block.each("tag")))
    _check_relation_types(relation_types, list(block.each("relation")))
    return TagSet(
        name=block.text("name") or "tags",
        tags=tuple(tags),
        relation_types=tuple(relation_types),
        description=block.text("description"),
        version=block.text("version"),
        constraints=read_constraints(block, tags, relation_types),
    )


def _shared(block: Block) -> dict[Kind, tuple[Attribute, ...]]:
    by_kind = block.inner("attributes", "“attributes”")
    shared: dict[Kind, tuple[Attribute, ...]] = {}
    for name in by_kind.table:
        of_kind = by_kind.inner(name, f"attributes.{name}")
        shared[_kind(of_kind, name, "")] = _attributes(of_kind.under(f"attributes.{name}", of_kind.what))
    return shared


def _kind(block: Block, value: object, key: str) -> Kind:
    if value not in KINDS:
        said = "has no kind" if value is None else f"has the kind {value!r}"
        raise block.fault(f"{block.what} {said}; it can be {', '.join(KINDS)}", key)
    return value


def _tag(block: Block, place: int, shared: dict[Kind, tuple[Attribute, ...]]) -> Tag:
    block.only(_TAG)
    kind = _kind(block, block.table.get("kind"), "kind")
    name = block.text("name")
    colour = block.text("colour") or _GREY
    if not _COLOUR.fullmatch(colour):
        raise block.fault(f"the colour of {block.what} is “{colour}”; it is written like #2f6fde", "colour")
    key = block.text("key")
    if not all(each.isprintable() and not each.isspace() for each in key):
        raise block.fault(f"the key of {block.what} must be characters that one can type and see", "key")
    own = _attributes(block.inner("attributes", block.what))
    own_names = {attribute.name for attribute in own}
    return Tag(
        id=block.text("id") or str(uuid.uuid5(_NAMESPACE, f"{kind}:{name}")),
        kind=kind,
        name=name,
        colour=colour.lower(),
        key=key,
        description=block.text("description"),
        good=_examples(block, "good"),
        bad=_examples(block, "bad"),
        parent=block.text("parent") or None,
        attributes=(*(each for each in shared.get(kind, ()) if each.name not in own_names), *own),
        retired=block.flag("retired"),
        position=place,
        guideline=block.text("guideline"),
    )


def _examples(block: Block, key: str) -> str:
    """Return one example, or a list of them, as text with one a line."""
    if isinstance(block.table.get(key), list):
        return "\n".join(each.replace("\n", " ") for each in block.texts(key))
    return block.text(key)


def _attributes(block: Block) -> tuple[Attribute, ...]:
    return tuple(
        _attribute(name, block.in_line(name, f"the attribute “{name}” of {block.what}")) for name in block.table
    )


def _attribute(name: str, block: Block) -> Attribute:
    block.only(_ATTRIBUTE)
    kind, layer, choices = block.text("type") or "text", block.text("layer") or "text", block.texts("choices")
    default = block.table.get("default")
    if kind not in ATTRIBUTE_TYPES:
        raise block.fault(f"the type of {block.what} is “{kind}”; it can be {', '.join(ATTRIBUTE_TYPES)}")
    if (kind == "choice") != bool(choices):
        raise block.fault(f"{block.what} needs “choices” if its type is choice, and only then")
    if len(set(choices)) < len(choices):
        raise block.fault(f"{block.what} has a choice twice")
    if layer not in ("text", "judgement"):
        raise block.fault(f"the layer of {block.what} is “{layer}”; it can be text or judgement")
    if default is not None and not _fits(default, kind, choices):
        raise block.fault(f"the default {default!r} of {block.what} is no value that it can have")
    return Attribute(
        name, kind, choices, block.flag("required"), cast(Value, default), layer, block.text("description")
    )


def _fits(value: object, kind: str, choices: tuple[str, ...]) -> bool:
    if kind == "choice":
        return value in choices
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _relation_type(block: Block, place: int) -> RelationType:
    block.only(_RELATION)
    name = block.text("name")
    return RelationType(
        id=block.text("id") or str(uuid.uuid5(_NAMESPACE, f"relation:{name}")),
        name=name,
        from_kinds=tuple(_kind(block, each, "from") for each in block.texts("from")),
        to_kinds=tuple(_kind(block, each, "to") for each in block.texts("to")),
        symmetric=block.flag("symmetric"),
        description=block.text("description"),
        position=place,
    )


def _check_tags(tags: list[Tag], blocks: list[Block]) -> None:
    names: set[tuple[str, str]] = set()
    keys: dict[str, str] = {}
    ids: set[str] = set()
    for tag, block in zip(tags, blocks, strict=True):
        if (tag.kind, tag.name) in names:
            raise block.fault(f"the {tag.kind} tag “{tag.name}” stands twice", "name")
        names.add((tag.kind, tag.name))
        if tag.id in ids:
            raise block.fault(f"the id “{tag.id}” stands twice", "id")
        ids.add(tag.id)
        # a retired tag is not offered, so it holds no key
        for key in "" if tag.retired else tag.key:
            if key in keys:
                raise block.fault(f"the key “{key}” is given to both “{keys[key]}” and “{tag.name}”", "key")
            keys[key] = tag.name
    parents = {(tag.kind, tag.name): tag.parent for tag in tags}
    for tag, block in zip(tags, blocks, strict=True):
        above, steps = tag.parent, 0
        while above is not None:
            steps += 1
            if (tag.kind, above) not in names:
                raise block.fault(f"the parent “{above}” of “{tag.name}” is no {tag.kind} tag", "parent")
            if steps > len(tags):
                raise block.fault(f"the parents of “{tag.name}” go round in a circle", "parent")
            above = parents[tag.kind, above]


def _check_relation_types(types: list[RelationType], blocks: list[Block]) -> None:
    seen: set[str] = set()
    for each, block in zip(types, blocks, strict=True):
        for value, key in ((each.name, "name"), (each.id, "id")):
            if f"{key} {value}" in seen:
                raise block.fault(f"the {key} “{value}” of a relation stands twice", key)
            seen.add(f"{key} {value}")


def write_tag_set(tag_set: TagSet) -> str:
    """Return *tag_set* as TOML that `read_tag_set` reads back to an equal one.

    Order in the file stands for position, so positions are those of the tuple.
    """
    lines = [f"name = {toml_text(tag_set.name)}"]
    lines += _filled(("version", tag_set.version), ("description", tag_set.description))
    shared = _shared_attributes(tag_set.tags)
    for kind, attributes in shared.items():
        lines += ["", f"[attributes.{kind}]", *map(_attribute_line, attributes)]
    for tag in tag_set.tags:
        lines += ["", "[[tag]]", *_filled(("id", tag.id), ("kind", tag.kind), ("name", tag.name), ("key", tag.key))]
        lines += _filled(("colour", tag.colour), ("description", tag.description))
        if tag.guideline:
            lines.append(f"guideline = {long_text(tag.guideline)}")
        lines += [f"{key} = {_listed(text)}" for key, text in (("good", tag.good), ("bad", tag.bad)) if text]
        lines += _filled(("parent", tag.parent or ""))
        if tag.retired:
            lines.append("retired = true")
        own = tag.attributes[len(shared.get(tag.kind, ())) :]
        lines += [f"attributes.{_attribute_line(each)}" for each in own]
    for relation in tag_set.relation_types:
        lines += ["", "[[relation]]", *_filled(("id", relation.id), ("name", relation.name))]
        for key, kinds in (("from", relation.from_kinds), ("to", relation.to_kinds)):
            if kinds:
                lines.append(f"{key} = {text_list(kinds)}")
        if relation.symmetric:
            lines.append("symmetric = true")
        lines += _filled(("description", relation.description))
    for each in tag_set.constraints:
        lines += constraint_lines(each)
    return "\n".join(lines) + "\n"


def _listed(examples: str) -> str:
    each = examples.split("\n")
    if len(each) == 1:
        return toml_text(examples)
    lines = "".join(f"  {toml_text(example)},\n" for example in each)
    return f"[\n{lines}]"


def _shared_attributes(tags: Iterable[Tag]) -> dict[Kind, tuple[Attribute, ...]]:
    """Return by kind the attributes that all its tags, two or more, begin with."""
    shared: dict[Kind, tuple[Attribute, ...]] = {}
    several: set[Kind] = set()
    for tag in tags:
        if tag.kind in shared:
            several.add(tag.kind)
            shared[tag.kind] = _common_start(shared[tag.kind], tag.attributes)
        else:
            shared[tag.kind] = tag.attributes
    return {kind: attributes for kind, attributes in shared.items() if attributes and kind in several}


def _common_start(one: tuple[Attribute, ...], other: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    same = (a == b for a, b in zip(one, other, strict=False))
    return one[: next((place for place, equal in enumerate(same) if not equal), min(len(one), len(other)))]


def _filled(*pairs: tuple[str, str]) -> list[str]:
    return [f"{key} = {toml_text(value)}" for key, value in pairs if value]


def _attribute_line(attribute: Attribute) -> str:
    parts = [f"type = {toml_text(attribute.type)}"]
    if attribute.choices:
        parts.append(f"choices = {text_list(attribute.choices)}")
    if attribute.default is not None:
        parts.append(f"default = {_value(attribute.default)}")
    if attribute.required:
        parts.append("required = true")
    if attribute.layer != "text":
        parts.append(f"layer = {toml_text(attribute.layer)}")
    parts += _filled(("description", attribute.description))
    name = attribute.name if _BARE.fullmatch(attribute.name) else toml_text(attribute.name)
    return f"{name} = {{ {', '.join(parts)} }}"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return toml_text(value) if isinstance(value, str) else repr(value)
