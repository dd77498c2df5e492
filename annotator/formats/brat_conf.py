"""brat's ``annotation.conf`` and ``visual.conf``, from and to a tag set."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.formats.brat_names import Names, safe
from annotator.formats.mapping import CONTENT, SAME, Mapping
from annotator.model.annotation import Kind
from annotator.model.ids import derived_id
from annotator.model.tag import Attribute, RelationType, Tag, TagSet

_GREY = "#6b7280"
_SECTION = re.compile(r"\[([^\]]+)\]\s*$")
_COLOUR = re.compile(r"bgColor:(#[0-9a-fA-F]{6})")
_ARG = re.compile(r"Arg:([^,\s]+)")
_VALUES = re.compile(r"Values?:([^,]+)")


def read_conf(annotation: str, visual: str, mapping: Mapping, known: TagSet) -> TagSet:
    """Return the tag set of the two files; *known* tells which events are claims.

    A label in ``visual.conf`` is the tag's name where brat merely could not have that name.
    """
    labels: dict[str, str] = {}
    colours: dict[str, str] = {}
    for section, _, line in _lines(visual):
        name, *more = [each.strip() for each in line.split("|")]
        if section == "labels" and more and re.fullmatch(re.escape(safe(more[0])) + r"(_\d+)?", name):
            labels[name] = more[0]
        elif section == "drawing" and (found := _COLOUR.search(line)):
            colours[line.split()[0]] = found[1].lower()
    names = Names(known, mapping)
    tags: dict[str, Tag] = {}
    relations: list[RelationType] = []
    attributes: list[tuple[Attribute, str]] = []
    above: list[tuple[int, str]] = []
    for section, depth, line in _lines(annotation):
        type_ = line.split()[0].lstrip("!")
        if type_.startswith("<"):
            continue
        if section == "attributes":
            attributes.append((_attribute(line, names), (_ARG.search(line) or ("", "<ANY>"))[1]))
        elif section == "relations":
            name = names.relation_of(labels.get(type_, type_))
            if all(each.name != name for each in relations):
                relations.append(RelationType(derived_id("relation type", name), name, position=len(relations)))
        elif section in ("entities", "events"):
            while above and above[-1][0] >= depth:
                above.pop()
            parent = tags.get(above[-1][1]) if above and section == "entities" else None
            above.append((depth, type_))
            tag = _tag(type_, section == "events", names, mapping, labels)
            if tag is not None:
                colour = colours.get(type_, _GREY)
                tags[type_] = replace(tag, colour=colour, position=len(tags), parent=parent.name if parent else None)
    found = [replace(tag, attributes=_of_tag(type_, tag, attributes)) for type_, tag in tags.items()]
    return TagSet("brat", tuple(found), tuple(relations))


def _lines(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield section, depth and text of each line that says something."""
    section = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.strip() or line.lstrip().startswith("#") or set(line.strip()) == {"-"}:
            continue
        if match := _SECTION.match(line.strip()):
            section = match[1].strip().lower()
        else:
            yield section, len(line) - len(line.lstrip()), line.strip()


def _tag(type_: str, event: bool, names: Names, mapping: Mapping, labels: dict[str, str]) -> Tag | None:
    kind, name = names.tag_of(type_)
    if event and (frame := mapping.frame(type_, is_claim=names.is_claim(type_))):
        kind = "claim"
        name = frame.tag if frame.tag != SAME else name
    if name == type_:
        name = labels.get(type_, type_)
    if type_ in {role for frame in mapping.frames for role, is_ in frame.roles.items() if is_ == CONTENT}:
        return None
    return Tag(derived_id("tag", kind, name), kind, name, _GREY)


def _attribute(line: str, names: Names) -> Attribute:
    name = names.attribute_of(line.split()[0])
    if match := _VALUES.search(line):
        return Attribute(name, "choice", tuple(each.strip() for each in match[1].split("|") if each.strip()))
    return Attribute(name, "flag")


def _of_tag(type_: str, tag: Tag, attributes: Iterable[tuple[Attribute, str]]) -> tuple[Attribute, ...]:
    fits = {"<ANY>", "<EVENT>" if tag.kind == "claim" else "<ENTITY>", type_}
    return tuple(attribute for attribute, of in attributes if fits & set(of.split("|")))


def annotation_conf(tag_set: TagSet, names: Names, mapping: Mapping) -> str:
    """Return the ``annotation.conf`` of *tag_set*."""
    parts = dict.fromkeys(role for frame in mapping.frames for role, is_ in frame.roles.items() if is_ == CONTENT)
    entities = [line for kind in ("entity", "cue") for line in _tree(tag_set, kind, names)]
    return "\n".join(
        (
            "[entities]",
            *entities,
            *(role for role in parts if role not in entities),
            "",
            "[relations]",
            *_relations(tag_set, names),
            "",
            "[events]",
            *_events(tag_set, names, mapping),
            "",
            "[attributes]",
            *_attributes(tag_set, names),
            "",
        )
    )


def _tree(tag_set: TagSet, kind: Kind, names: Names, parent: str | None = None, depth: int = 0) -> Iterator[str]:
    tags = [tag for tag in tag_set.tags if tag.kind == kind]
    there = {tag.name for tag in tags}
    for tag in tags:
        if tag.parent == parent or (parent is None and tag.parent not in there):
            yield "\t" * depth + names.type_of(kind, tag.name)
            if depth < len(tags):
                yield from _tree(tag_set, kind, names, tag.name, depth + 1)


def _relations(tag_set: TagSet, names: Names) -> Iterator[str]:
    yield "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
    for each in tag_set.relation_types:
        name = names.relation_type(each.name)
        ends = ", ".join(
            f"Arg{place}:{_kinds(kinds)}" for place, kinds in enumerate((each.from_kinds, each.to_kinds), start=1)
        )
        how = ", <REL-TYPE>:symmetric-transitive" if name == "Equiv" else ""
        how = how or (", <REL-TYPE>:symmetric" if each.symmetric else "")
        yield f"{name}\t{ends}{how}"


def _kinds(kinds: tuple[Kind, ...]) -> str:
    if not kinds:
        return "<ANY>"
    return "|".join(dict.fromkeys("<EVENT>" if kind == "claim" else "<ENTITY>" for kind in kinds))


def _events(tag_set: TagSet, names: Names, mapping: Mapping) -> Iterator[str]:
    done: set[str] = set()
    for tag in tag_set.tags:
        frames = [each for each in mapping.frames if each.tag in (tag.name, SAME)] or list(mapping.frames)
        for frame in frames if tag.kind == "claim" else ():
            type_ = names.type_of("claim", tag.name) if frame.name == SAME else safe(frame.name)
            if type_ in done:
                continue
            done.add(type_)
            roles = (
                f"{role}{'?' if role in frame.optional else ''}:{role}" if is_ == CONTENT else f"{role}*:<ANY>"
                for role, is_ in frame.roles.items()
            )
            yield f"{type_}\t{', '.join(roles)}"


def _attributes(tag_set: TagSet, names: Names) -> Iterator[str]:
    """Yield flags and choices; texts, numbers and dates are notes, since brat has no attributes for them."""
    of: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for tag in tag_set.tags:
        if tag.kind == "document":
            continue
        for each in tag.attributes:
            if each.type in ("flag", "choice"):
                choices = names.choices(tag.kind, tag.name, each.name)
                values = tuple(choices.given(value) for value in each.choices) if choices else ()
                of.setdefault((names.attribute_name(each.name), values), []).append(names.type_of(tag.kind, tag.name))
    for (name, values), types in of.items():
        yield f"{name}\tArg:{'|'.join(types)}" + (f", Value:{'|'.join(values)}" if values else "")


def visual_conf(tag_set: TagSet, names: Names) -> str:
    """Return the ``visual.conf`` of *tag_set*: names as they are written here, and colours."""
    tags = [(names.type_of(tag.kind, tag.name), tag) for tag in tag_set.tags if tag.kind != "document"]
    relations = [(names.relation_type(each.name), each.name) for each in tag_set.relation_types]
    labels = [(type_, tag.name) for type_, tag in tags] + relations
    return "\n".join(
        (
            "[labels]",
            *(f"{type_} | {name}" for type_, name in labels if "|" not in name and "\n" not in name),
            "",
            "[drawing]",
            "SPAN_DEFAULT\tfgColor:black, bgColor:lightgray, borderColor:darken",
            "ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5",
            *(f"{type_}\tbgColor:{tag.colour}" for type_, tag in tags),
            "",
        )
    )
