"""GATE XML, read: text with nodes, annotation sets with features, relations between annotations."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from annotator.errors import InputError
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark
from annotator.formats.gathering import Gathering, kind_of
from annotator.formats.kept import Kept
from annotator.formats.mapping import Mapping as TagMapping
from annotator.formats.offsets import SpanMap, number_in
from annotator.formats.xml_safely import Node, children, local, parse
from annotator.model.annotation import KINDS, Kind, Value
from annotator.model.document import AnnotatedDocument

OWN = "annotator."
"""With this begin the features for what every annotation of ours has: id, kind, note and so on."""
SETS = "sets"
"""In what is kept: by name of the set the annotations that are no marks, as type, start, end, features, classes."""
CLASSES = "classes"
PART = "annotator.Part"
"""The type of a further part of an annotation that is discontinuous."""
_MARKUP = "Original markups"
_PIECES = frozenset(
    ("Token", "SpaceToken", "Sentence", "Split", "Lookup", "DEFAULT_TOKEN", "POS", "paragraph", "Temp", "Unknown")
)
"""What a pipeline cuts a text into, or keeps for itself."""
_FIELDS = ("created", "modified", "origin", "state", "confidence", "record", "note")
_INTEGERS = frozenset(("java.lang.Integer", "java.lang.Long", "java.lang.Short"))
_FLOATS = frozenset(("java.lang.Double", "java.lang.Float"))
_PLAIN = frozenset(("java.lang.String", "java.lang.Boolean", *_INTEGERS, *_FLOATS))
_NUMBERED = re.compile(r"_[0-9A-F]{5}$")
"""What GATE adds to the name of a file when it saves a corpus."""


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the document of a file; InputError if it is none of GATE's."""
    root = parse(given.read())
    if local(root.tag) != "GateDocument":
        raise InputError("it is no document of GATE: its element is not “GateDocument”")
    yield from _Document(root, given.name, reading).all()


class _Document:
    def __init__(self, root: Node, name: str, reading: Reading) -> None:
        self._root = root
        self._name = name
        self._reading = reading
        self._mapping = reading.mapping or TagMapping("")
        self._nodes: dict[str, int] = {}
        self._taken: dict[str, str] = {}
        self._sets: dict[str, list[list[object]]] = {}
        self._unknown = Kept()

    def all(self) -> Iterator[AnnotatedDocument | Remark]:
        texts = [each for each in children(self._root) if local(each.tag) == "TextWithNodes"]
        if not texts:
            raise InputError("it has no text: “TextWithNodes” is missing")
        found = Gathering(self._text(texts[0]), self._reading)
        for each in children(self._root):
            if local(each.tag) == "GateDocumentFeatures":
                self._about(found, _features(each))
        if found.fields.get("title") is None:
            stem = posixpath.basename(self._name).removesuffix(".xml")
            found.fields["title"] = _NUMBERED.sub("", stem) or stem
        left: Counter[str] = Counter()
        self._places = SpanMap(found.text)
        sets = [each for each in children(self._root) if local(each.tag) == "AnnotationSet"]
        for each in sets:
            self._set(found, each, left)
        for each in sets:
            self._slots(found, each)
        for each in self._root.iter():
            if local(each.tag) == "Relation":
                self._relation(found, cast(Node, each))
        if left:
            listed = ", ".join(f"{count:,} {type_}" for type_, count in sorted(left.items()))
            found.note(f"what cuts or formats the text is no mark; it is kept for gate: {listed}")
        found.keep("gate", {**({SETS: self._sets} if self._sets else {}), **self._unknown.all})
        yield from found.done()

    def _text(self, node: Node) -> str:
        parts = [node.text or ""]
        length = len(parts[0])
        for each in children(node):
            if (id_ := each.get("id")) is not None:
                self._nodes[id_] = length
            parts.append(each.tail or "")
            length += len(parts[-1])
        return "".join(parts)

    def _about(self, found: Gathering, features: dict[str, Value]) -> None:
        ours = features.get(f"{OWN}id") is not None
        fields = found.fields
        title = features.pop("title", None)
        if isinstance(title, str):
            fields["title"] = title
        if not ours:
            if features:
                found.metadata["gate"] = {"features": features}
            return
        for name in ("id", "date", "language", "status", "split"):
            if (value := features.get(f"{OWN}{name}")) is not None:
                fields[name] = value
        for name in ("metadata", "source"):
            if isinstance(value := features.get(f"{OWN}{name}"), str):
                fields[name] = found.json(value, f"the feature “{OWN}{name}”")

    def _set(self, found: Gathering, node: Node, left: Counter[str]) -> None:
        name = node.get("Name") or ""
        everything = self._reading.options.get("sets") == "all"
        parts: dict[str, list[tuple[int, int]]] = {}
        marks: list[tuple[Node, dict[str, Value]]] = []
        for each in children(node):
            if local(each.tag) != "Annotation":
                continue
            type_ = each.get("Type") or ""
            features = _features(each)
            # a person's mark may be called so, too, and is known by what we wrote with it
            is_piece = type_ in _PIECES and f"{OWN}kind" not in features
            if not everything and (name == _MARKUP or is_piece):
                left[type_ if name != _MARKUP else f"{type_} of the original markup"] += 1
                if (edges := self._edges(found, each)) is not None:
                    kept = self._sets.setdefault(name, [])
                    kept.append([type_, *self._places.moved(*edges), features, _classes(each)])
                continue
            if type_ == PART:
                if (edges := self._edges(found, each)) is not None:
                    parts.setdefault(str(features.get(f"{OWN}of")), []).append(edges)
                continue
            marks.append((each, features))
        for each, features in marks:
            self._annotation(found, each, features, name, parts.get(each.get("Id") or "", []))

    def _edges(self, found: Gathering, node: Node) -> tuple[int, int] | None:
        start, end = (self._nodes.get(node.get(name) or "") for name in ("StartNode", "EndNode"))
        if start is None or end is None:
            found.skip(
                f"the annotation {node.get('Id')} ({node.get('Type')}) was left out: its nodes "
                f"{node.get('StartNode')} and {node.get('EndNode')} do not stand in the text",
                node.line,
            )
            return None
        return start, end

    def _annotation(
        self, found: Gathering, node: Node, features: dict[str, Value], annotator: str, parts: list[tuple[int, int]]
    ) -> None:
        edges = self._edges(found, node)
        if edges is None:
            return
        fields: dict[str, Any] = {name: features.get(f"{OWN}{name}") for name in ("id", *_FIELDS)}
        kind, tag = self._tag(node, features)
        if fields["id"] is not None:
            fields["origin"] = fields["origin"] or "manual"
        spans = [] if features.get(f"{OWN}whole") else [edges, *parts]
        taken = found.mark(
            spans,
            kind,
            tag,
            line=node.line,
            annotator=annotator or None,
            attributes=self._attributes(features),
            **fields,
        )
        if taken is not None and (number := node.get("Id")):
            self._taken[number] = taken
        if taken is not None and (classes := _classes(node)):
            self._unknown.mark(taken, {CLASSES: classes})

    def _tag(self, node: Node, features: dict[str, Value]) -> tuple[Kind, str]:
        kind, tag = features.get(f"{OWN}kind"), features.get(f"{OWN}tag")
        if kind in KINDS and isinstance(tag, str) and tag:
            return kind, tag
        type_ = node.get("Type") or "annotation"
        if frame := self._mapping.frame(type_):
            return "claim", type_ if frame.tag == "*" else frame.tag
        return self._mapping.tags.get(type_) or (kind_of(type_, self._reading), type_)

    def _attributes(self, features: dict[str, Value]) -> dict[str, Value]:
        found = {
            self._mapping.attribute_of(name): value for name, value in features.items() if not name.startswith(OWN)
        }
        if isinstance(nothing := features.get(f"{OWN}null"), str):
            found |= dict.fromkeys(nothing.split("\n"))
        return found

    def _slots(self, found: Gathering, node: Node) -> None:
        """Take the features of frames that hold the Ids of other annotations as relations."""
        for each in children(node):
            frame = self._mapping.frame(each.get("Type") or "")
            source = self._taken.get(each.get("Id") or "")
            if frame is None or source is None:
                continue
            features = _features(each)
            if f"{OWN}id" in features:
                continue
            for role in frame.roles:
                relation = frame.relation_of(role)
                for number in re.split(r"[;,\s\[\]]+", str(features.get(role) or "")):
                    if relation and number in self._taken:
                        found.relate(relation, source, self._taken[number], line=each.line)

    def _relation(self, found: Gathering, node: Node) -> None:
        features = _features(node)
        type_ = features.get(f"{OWN}type")
        if not isinstance(type_, str):
            type_ = self._mapping.relation_of(node.get("Type") or "relation")
        members = [self._taken.get(each) for each in re.split(r"[;,\s]+", node.get("Members") or "") if each]
        if isinstance(elsewhere := features.get(f"{OWN}target"), str):
            members.append(elsewhere)
        if len(members) < 2 or None in members:
            found.skip(
                f"a relation “{type_}” was left out: its members are not all annotations that were taken", node.line
            )
            return
        id_ = features.get(f"{OWN}id")
        source, *others = cast(list[str], members)
        for number, target in enumerate(others):
            # one with more than two members leads from the first to each of the others
            found.relate(
                type_, source, target, line=node.line, attributes=self._attributes(features),
                id=id_ if isinstance(id_, str) and not number else None,
            )  # fmt: skip


def _features(node: Node) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for each in children(node):
        if local(each.tag) != "Feature":
            continue
        pair = {local(inner.tag): inner for inner in children(each)}
        if "Name" in pair and "Value" in pair:
            found["".join(pair["Name"].itertext())] = _value(pair["Value"])
    return found


def _classes(node: Node) -> dict[str, list[str]]:
    """Return the Java classes of the features that are no text, number or truth value, with that of their items."""
    found: dict[str, list[str]] = {}
    for each in children(node):
        pair = {local(inner.tag): inner for inner in children(each)} if local(each.tag) == "Feature" else {}
        if "Name" in pair and "Value" in pair:
            class_ = pair["Value"].get("className") or ""
            if class_ and class_ not in _PLAIN:
                found["".join(pair["Name"].itertext())] = [class_, pair["Value"].get("itemClassName") or ""]
    return found


def _value(node: Node) -> Value:
    """Return a value as its Java class says; what is no number after all stays text."""
    said = "".join(node.itertext())
    class_ = node.get("className") or ""
    try:
        if class_ in _INTEGERS:
            found = number_in(said)
            return found if isinstance(found, int) else said
        if class_ in _FLOATS:
            number = float(said)
            return number if number - number == 0 else said
    except ValueError:
        return said
    if class_ == "java.lang.Boolean":
        return said.strip().lower() == "true"
    return said
