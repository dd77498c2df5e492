"""A structure of a CAS, and its types and features, gathered while documents are written: UIMA needs them to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.formats.xml_safely import escaped, storable
from annotator.model.annotation import Value

STRING = "uima.cas.String"
TOP = "uima.cas.TOP"
ANNOTATION = "uima.tcas.Annotation"
ARRAY = "uima.cas.FSArray"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
DOCUMENT = "annotator.Document"
"""What is known of a document that DKPro's metadata have no place for."""
PART = "annotator.Part"
"""A further part of an annotation that is discontinuous."""
VALUE = "@value"
"""In a mapping: the name stands in the feature ``value``."""
OWN = "annotator_"
"""With this begin the features for what every annotation of ours has: id, name of the annotator and so on."""

NO_FEATURES = frozenset(("begin", "end", "sofa", "xmiID", "type", "self"))
"""What a structure says of itself that is not to be taken for one of its values."""

_NO_NAME = re.compile(r"\W+", re.ASCII)
_RESERVED = frozenset(
    ("begin", "end", "sofa", "value", "self", "type", "xmiID", "Governor", "Dependent", "role", "target")
)


@dataclass(slots=True)
class Structure:
    """One feature structure: its texts, other values, what it leads to, and lists of what it leads to, by id.

    *begin* and *end* are UTF-16 units; None for what is no annotation. One that is not *indexed* is found
    only through others.
    """

    type: str
    id: int
    begin: int | None = None
    end: int | None = None
    texts: dict[str, str] = field(default_factory=dict[str, str])
    references: dict[str, int] = field(default_factory=dict[str, int])
    lists: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    values: dict[str, Value] = field(default_factory=dict[str, Value])
    indexed: bool = True


@dataclass(slots=True)
class FeatureType:
    """One feature: its range, that of its elements if it is a list, and a *description*."""

    range: str = STRING
    elements: str = ""
    description: str = ""


@dataclass(slots=True)
class _Type:
    parent: str
    features: dict[str, FeatureType] = field(default_factory=dict[str, FeatureType])


class Types:
    """The types that are used, with their features; sorted in the end, so that bytes are the same each time."""

    def __init__(self) -> None:
        self._types: dict[str, _Type] = {}

    def use(self, type_: str, parent: str, features: Iterable[str] = ()) -> None:
        """Note that a type is used, with features that hold text."""
        known = self._types.get(type_)
        if known is None:
            known = self._types[type_] = _Type(parent)
        for name in features:
            if name not in known.features:
                known.features[name] = FeatureType()

    def feature(self, type_: str, name: str, range_: str, elements: str = "", description: str = "") -> None:
        """Note that a type has a feature that is no text, or whose name is not its own."""
        if name not in self._types[type_].features:
            self._types[type_].features[name] = FeatureType(range_, elements, description)

    def items(self) -> Iterable[tuple[str, str, Mapping[str, FeatureType]]]:
        """Return each type with its parent and features, sorted."""
        return [(name, self._types[name].parent, self._types[name].features) for name in sorted(self._types)]

    def add(self, other: Types) -> None:
        """Take what *other* has and this one lacks."""
        for name, parent, features in other.items():
            self.use(name, parent)
            for feature_name, each in features.items():
                self.feature(name, feature_name, each.range, each.elements, each.description)

    def as_xml(self) -> bytes:
        """Return the type system description as UIMA reads it."""
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">',
            "  <types>",
        ]
        for name, parent, features in self.items():
            lines += ["    <typeDescription>", f"      <name>{escaped(name)}</name>", "      <description/>"]
            lines += [f"      <supertypeName>{parent}</supertypeName>", "      <features>"]
            for feature_name, each in sorted(features.items()):
                said = escaped(storable(each.description))
                lines += [
                    "        <featureDescription>",
                    f"          <name>{feature_name}</name>",
                    f"          <description>{said}</description>" if said else "          <description/>",
                    f"          <rangeTypeName>{each.range}</rangeTypeName>",
                ]
                if each.elements:
                    lines.append(f"          <elementType>{each.elements}</elementType>")
                lines.append("        </featureDescription>")
            lines += ["      </features>", "    </typeDescription>"]
        lines += ["  </types>", "</typeSystemDescription>", ""]
        return "\n".join(lines).encode()

    def as_json(self) -> dict[str, dict[str, object]]:
        """Return the types as JSON-CAS has them."""
        found: dict[str, dict[str, object]] = {}
        for name, parent, features in self.items():
            value: dict[str, object] = {"%NAME": name, "%SUPER_TYPE": parent}
            for feature_name, each in sorted(features.items()):
                one = {"%NAME": feature_name, "%RANGE": f"{each.elements}[]" if each.elements else each.range}
                if each.description:
                    one["%DESCRIPTION"] = each.description
                value[feature_name] = one
            found[name] = value
        return found


def feature_name(attribute: str) -> str:
    """Return the name of the feature for an attribute: letters, digits and “_”, as Java has it."""
    name = _NO_NAME.sub("_", attribute).strip("_") or "attribute"
    if name[0].isdigit() or name in _RESERVED or name.startswith(OWN):
        name = f"a_{name}"
    return name
