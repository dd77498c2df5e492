"""Tag sets as TOML files: read with errors that name what is wrong where, written to be read again.

Attributes that all tags of a kind share stand once, under ``[attributes.KIND]``; a tag's own
come after them.
"""

import re
import tomllib
import uuid
from typing import Any, cast

from annotator.errors import InputError
from annotator.model.annotation import KINDS, Kind, Value
from annotator.model.tag import ATTRIBUTE_TYPES, Attribute, RelationType, Tag, TagSet
from annotator.resources import resources

# TOML as it comes; each shape is checked before it is used
Table = dict[str, Any]

_NAMESPACE = uuid.UUID("6f4a3c0e-6f0e-5c53-9d5b-0a3f9a2d7c11")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TOP = {"name", "version", "description", "attributes", "tag", "relation"}
_TAG = {"id", "kind", "name", "key", "colour", "description", "good", "bad", "parent", "retired", "attributes"}
_RELATION = {"id", "name", "from", "to", "symmetric", "description"}
_ATTRIBUTE = {"type", "choices", "default", "required", "layer", "description"}


def load_default() -> TagSet:
    """Return the tag set that a new project begins with."""
    return read_tag_set((resources() / "tagsets" / "news.toml").read_text("utf-8"), "news.toml")


def read_tag_set(text: str, where: str) -> TagSet:
    """Return the tag set that the TOML *text* holds; *where* names the file.

    Raises InputError with the line or the tag, and the key, of the first fault.
    """
    try:
        top: Table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where} is not valid TOML: {error}") from error
    return _Reader(text, where).tag_set(top)


class _Reader:
    def __init__(self, text: str, where: str) -> None:
        self._lines = text.splitlines()
        self._where = where

    def _fault(self, what: str, near: str = "") -> InputError:
        """Return the error; *near* is a string whose first line in the file is named."""
        line = next((number for number, line in enumerate(self._lines, 1) if near and near in line), None)
        place = f"{self._where}, line {line}" if line else self._where
        return InputError(f"{place}: {what}")

    def tag_set(self, top: Table) -> TagSet:
        self._only(top, _TOP, "the tag set", "")
        shared = {
            kind: self._attributes(attributes, f"attributes.{kind}")
            for kind, attributes in self._table(top.get("attributes", {}), "attributes").items()
            if self._kind(kind, f"attributes.{kind}")
        }
        tags: list[Tag] = []
        for place, each in enumerate(self._tables(top, "tag")):
            tags.append(self._tag(each, place, shared))
        self._check_tags(tags)
        relations = [self._relation(each, place) for place, each in enumerate(self._tables(top, "relation"))]
        names = [each.name for each in relations]
        for name in names:
            if names.count(name) > 1:
                raise self._fault(f"the relation “{name}” stands twice", f'"{name}"')
        return TagSet(
            name=self._text(top, "name", "the tag set") or "tags",
            tags=tuple(tags),
            relation_types=tuple(relations),
            description=self._text(top, "description", "the tag set"),
            version=self._text(top, "version", "the tag set"),
        )

    def _tag(self, value: Table, place: int, shared: dict[str, tuple[Attribute, ...]]) -> Tag:
        name = self._text(value, "name", f"tag {place + 1}")
        if not name:
            raise self._fault(f"tag {place + 1} has no name")
        what = f"the tag “{name}”"
        self._only(value, _TAG, what, f'"{name}"')
        kind = self._kind(value.get("kind"), what)
        colour = value.get("colour", "#6b7280")
        if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
            raise self._fault(f"the colour of {what} is {colour!r}; it is written as #2f6fde", str(colour))
        own = self._attributes(value.get("attributes", {}), what)
        own_names = {attribute.name for attribute in own}
        retired = value.get("retired", False)
        if not isinstance(retired, bool):
            raise self._fault(f"“retired” of {what} is true or false", "retired")
        return Tag(
            id=self._text(value, "id", what) or str(uuid.uuid5(_NAMESPACE, f"{kind}:{name}")),
            kind=kind,
            name=name,
            colour=colour.lower(),
            key=self._text(value, "key", what),
            description=self._text(value, "description", what),
            good=self._text(value, "good", what),
            bad=self._text(value, "bad", what),
            parent=self._text(value, "parent", what) or None,
            attributes=(*(each for each in shared.get(kind, ()) if each.name not in own_names), *own),
            retired=retired,
            position=place,
        )

    def _check_tags(self, tags: list[Tag]) -> None:
        names: set[tuple[str, str]] = set()
        keys: dict[str, str] = {}
        for tag in tags:
            if (tag.kind, tag.name) in names:
                raise self._fault(f"the {tag.kind} tag “{tag.name}” stands twice", f'"{tag.name}"')
            names.add((tag.kind, tag.name))
            for key in tag.key:
                if key in keys:
                    raise self._fault(
                        f"the key “{key}” is given to both “{keys[key]}” and “{tag.name}”", f'"{tag.name}"'
                    )
                keys[key] = tag.name
        for tag in tags:
            if tag.parent is not None and (tag.kind, tag.parent) not in names:
                raise self._fault(f"the parent “{tag.parent}” of “{tag.name}” is no {tag.kind} tag", f'"{tag.parent}"')

    def _relation(self, value: Table, place: int) -> RelationType:
        name = self._text(value, "name", f"relation {place + 1}")
        if not name:
            raise self._fault(f"relation {place + 1} has no name")
        what = f"the relation “{name}”"
        self._only(value, _RELATION, what, f'"{name}"')
        symmetric = value.get("symmetric", False)
        if not isinstance(symmetric, bool):
            raise self._fault(f"“symmetric” of {what} is true or false", "symmetric")
        return RelationType(
            id=self._text(value, "id", what) or str(uuid.uuid5(_NAMESPACE, f"relation:{name}")),
            name=name,
            from_kinds=tuple(self._kind(each, what) for each in self._list(value, "from", what)),
            to_kinds=tuple(self._kind(each, what) for each in self._list(value, "to", what)),
            symmetric=symmetric,
            description=self._text(value, "description", what),
            position=place,
        )

    def _attributes(self, value: object, what: str) -> tuple[Attribute, ...]:
        return tuple(self._attribute(name, each, what) for name, each in self._table(value, what).items())

    def _attribute(self, name: str, value: object, owner: str) -> Attribute:
        what = f"the attribute “{name}” of {owner}"
        table = self._table(value, what)
        self._only(table, _ATTRIBUTE, what, name)
        kind = table.get("type", "text")
        if kind not in ATTRIBUTE_TYPES:
            raise self._fault(f"the type of {what} is {kind!r}; it can be {', '.join(ATTRIBUTE_TYPES)}", name)
        choices = tuple(str(each) for each in self._list(table, "choices", what))
        if (kind == "choice") != bool(choices):
            raise self._fault(f"{what} needs “choices” if its type is choice, and only then", name)
        layer = table.get("layer", "text")
        if layer not in ("text", "judgement"):
            raise self._fault(f"the layer of {what} is text or judgement, not {layer!r}", name)
        default = table.get("default")
        if default is not None and not _fits(default, kind, choices):
            raise self._fault(f"the default {default!r} of {what} is no value that it can have", name)
        return Attribute(
            name=name,
            type=kind,
            choices=choices,
            required=bool(table.get("required", False)),
            default=cast(Value, default),
            layer=layer,
            description=self._text(table, "description", what),
        )

    def _kind(self, value: object, what: str) -> Kind:
        if value not in KINDS:
            raise self._fault(f"the kind {value!r} of {what} is not one of {', '.join(KINDS)}", str(value))
        return value

    def _only(self, table: Table, known: set[str], what: str, near: str) -> None:
        for key in table:
            if key not in known:
                raise self._fault(f"the key “{key}” of {what} is unknown; known are {', '.join(sorted(known))}", key)

    def _text(self, table: Table, key: str, what: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self._fault(f"“{key}” of {what} must be a text in quotation marks", key)
        return value

    def _table(self, value: object, what: str) -> Table:
        if not isinstance(value, dict):
            raise self._fault(f"{what} must be a table", what.split(".")[-1])
        return cast(Table, value)

    def _list(self, table: Table, key: str, what: str) -> list[object]:
        value = table.get(key, [])
        if not isinstance(value, list):
            raise self._fault(f"“{key}” of {what} must be a list", key)
        return cast(list[object], value)

    def _tables(self, top: Table, key: str) -> list[Table]:
        return [self._table(each, f"each “{key}”") for each in self._list(top, key, "the tag set")]


def _fits(value: object, kind: str, choices: tuple[str, ...]) -> bool:
    if kind == "choice":
        return value in choices
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def write_tag_set(tag_set: TagSet) -> str:
    """Return *tag_set* as TOML that `read_tag_set` reads back to an equal one."""
    lines = [f"name = {_quoted(tag_set.name)}"]
    for key, value in (("version", tag_set.version), ("description", tag_set.description)):
        if value:
            lines.append(f"{key} = {_quoted(value)}")
    for tag in tag_set.tags:
        lines += [
            "",
            "[[tag]]",
            f"id = {_quoted(tag.id)}",
            f"kind = {_quoted(tag.kind)}",
            f"name = {_quoted(tag.name)}",
        ]
        for key in ("key", "colour", "description", "good", "bad", "parent"):
            value = getattr(tag, key)
            if value:
                lines.append(f"{key} = {_quoted(value)}")
        if tag.retired:
            lines.append("retired = true")
        lines += [f"attributes.{_quoted(each.name)} = {_attribute_table(each)}" for each in tag.attributes]
    for relation in tag_set.relation_types:
        lines += ["", "[[relation]]", f"id = {_quoted(relation.id)}", f"name = {_quoted(relation.name)}"]
        for key, kinds in (("from", relation.from_kinds), ("to", relation.to_kinds)):
            if kinds:
                lines.append(f"{key} = [{', '.join(map(_quoted, kinds))}]")
        if relation.symmetric:
            lines.append("symmetric = true")
        if relation.description:
            lines.append(f"description = {_quoted(relation.description)}")
    return "\n".join(lines) + "\n"


def _attribute_table(attribute: Attribute) -> str:
    parts = [f"type = {_quoted(attribute.type)}"]
    if attribute.choices:
        parts.append(f"choices = [{', '.join(map(_quoted, attribute.choices))}]")
    if attribute.default is not None:
        parts.append(f"default = {_value(attribute.default)}")
    if attribute.required:
        parts.append("required = true")
    if attribute.layer != "text":
        parts.append(f"layer = {_quoted(attribute.layer)}")
    if attribute.description:
        parts.append(f"description = {_quoted(attribute.description)}")
    return "{ " + ", ".join(parts) + " }"


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for raw, name in (("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"), ("\f", "\\f"), ("\b", "\\b")):
        escaped = escaped.replace(raw, name)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'
