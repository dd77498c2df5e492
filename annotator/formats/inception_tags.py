"""The layers and tag sets of an INCEpTION project as a tag set of ours. Pure."""

from __future__ import annotations

from typing import Any, cast

from annotator.formats.cas_types import VALUE
from annotator.formats.format import Reading
from annotator.formats.gathering import kind_of
from annotator.formats.mapping import Mapping as TagMapping
from annotator.model.annotation import Kind
from annotator.model.ids import derived_id
from annotator.model.tag import Attribute, Tag, TagSet

Json = dict[str, Any]
_GREY = "#6b7280"
_BUILT_IN = "de.tudarmstadt.ukp.dkpro.core.api."
_NAMES = "de.tudarmstadt.ukp.dkpro.core.api.ner."
_TYPES = {
    "uima.cas.Boolean": "flag",
    "uima.cas.Integer": "number",
    "uima.cas.Float": "number",
    "uima.cas.Double": "number",
}


def tags_of(project: Json, reading: Reading) -> TagSet:
    """Return the tags that the span layers of a project offer, with their other features as attributes."""
    mapping = reading.mapping or TagMapping("")
    tags: dict[tuple[Kind, str], Tag] = {}
    for layer in _objects(project.get("layers")):
        name = layer.get("name")
        if not isinstance(name, str) or layer.get("type") not in ("span", "document-metadata"):
            continue
        if name.startswith(_BUILT_IN) and not name.startswith(_NAMES):
            continue
        features = _objects(layer.get("features"))
        kind, fixed = _kind(name, mapping, reading)
        choices = [choice for each in features if each.get("name") == "value" for choice in _choices(each)]
        if fixed != VALUE:
            choices = [(fixed, str(layer.get("description") or ""))]
        skip = {"value", "identifier"} if fixed == VALUE else set[str]()
        frame = mapping.frame(name)
        attributes = tuple(
            attribute
            for each in features
            if str(each.get("name")) not in skip
            and not (frame and frame.relation_of(str(each.get("name"))))
            and (attribute := _attribute(each, mapping)) is not None
        )
        for tag, description in choices:
            tags.setdefault(
                (kind, tag),
                Tag(derived_id("tag", kind, tag), kind, tag, _GREY, description=description, attributes=attributes,
                    position=len(tags)),
            )  # fmt: skip
    return TagSet(str(project.get("name") or "INCEpTION"), tuple(tags.values()))


def _kind(type_: str, mapping: TagMapping, reading: Reading) -> tuple[Kind, str]:
    """Return the kind of a layer's annotations and their tag, or `VALUE` where the feature of that name says it."""
    if frame := mapping.frame(type_):
        return "claim", type_.rpartition(".")[2] if frame.tag == "*" else frame.tag
    if type_ in mapping.tags:
        return mapping.tags[type_]
    local = type_.rpartition(".")[2]
    return kind_of(local, reading), local


def _attribute(feature: Json, mapping: TagMapping) -> Attribute | None:
    name, type_ = feature.get("name"), str(feature.get("type") or "")
    if not isinstance(name, str) or not name or name.startswith("annotator_"):
        return None
    choices = tuple(choice for choice, _ in _choices(feature))
    if type_ not in _TYPES and not type_.startswith(("uima.cas.String", "kb:")):
        # a slot, or a list
        return None
    kind = "choice" if choices else _TYPES.get(type_, "text")
    description = str(feature.get("description") or "")
    return Attribute(mapping.attribute_of(name), cast(Any, kind), choices, description=description)


def _choices(feature: Json) -> list[tuple[str, str]]:
    """Return the values that the tag set of a feature offers, with what is said of each."""
    found = feature.get("tag_set")
    if not isinstance(found, dict):
        return []
    return [
        (str(each.get("tag_name")), str(each.get("tag_description") or ""))
        for each in _objects(cast(Json, found).get("tags"))
        if each.get("tag_name")
    ]


def _objects(value: object) -> list[Json]:
    items = cast(list[object], value) if isinstance(value, list) else []
    return [cast(Json, each) for each in items if isinstance(each, dict)]
