"""Labels of tools that know one flat list of them, and the kinds and tags that they are here.

A mapping names them first; then a kind before a colon (``claim:Statement``); then the project's
tags of that name; what is left is an entity.
"""

from collections.abc import Iterable

from annotator.formats.mapping import Mapping
from annotator.model.annotation import KINDS, Kind
from annotator.model.tag import TagSet

PART = "part"
"""The relation that joins the parts of one annotation, in formats whose marks have one part each."""
_RELATION = "relation"
_KINDS: dict[str, Kind] = {kind: kind for kind in KINDS}


class Labels:
    """The labels of one file."""

    def __init__(self, mapping: Mapping | None, tag_set: TagSet) -> None:
        self.mapping = mapping or Mapping("none")
        # kinds in their order: an entity wins over a claim of the same name
        self._there: dict[str, Kind] = {}
        for kind in reversed(KINDS):
            self._there.update((tag.name, kind) for tag in tag_set.tags if tag.kind == kind)
        self._read: dict[str, tuple[Kind, str]] = {}
        self._written: dict[tuple[Kind, str], str] = {}

    def tag_of(self, label: str, kind: Kind | None = None) -> tuple[Kind, str]:
        """Return the kind and tag that a *label* is; *kind*, if any, is what else in the file says."""
        if kind is not None:
            named = self.mapping.tags.get(label)
            return named if named and named[0] == kind else (kind, label)
        found = self._read.get(label)
        if found is None:
            found = self._read[label] = self._tag_of(label)
        return found

    def _tag_of(self, label: str) -> tuple[Kind, str]:
        if named := self.mapping.tags.get(label):
            return named
        if frame := self.mapping.frame(label):
            return "claim", label if frame.tag == "*" else frame.tag
        before, colon, tag = label.partition(":")
        if colon and tag.strip():
            kind = _KINDS.get(before)
            if kind is not None:
                return kind, tag
        return self._there.get(label, "entity"), label

    def label_of(self, kind: Kind, tag: str) -> str:
        """Return the label as which a tag is written, of which `tag_of` makes the same again in an empty project."""
        found = self._written.get((kind, tag))
        if found is None:
            found = self.mapping.type_of(kind, tag)
            if self._tag_of(found) != (kind, tag) or (kind != "entity" and found not in self.mapping.tags):
                found = f"{kind}:{tag}"
            self._written[kind, tag] = found
        return found

    def relation_of(self, label: str) -> str:
        """Return the relation type that a *label* is."""
        before, colon, type_ = label.partition(":")
        return type_ if colon and before == _RELATION and type_ else self.mapping.relation_of(label)

    def relation_label(self, type_: str) -> str:
        """Return the label as which a relation type is written, of which `relation_of` makes the same again."""
        label = self.mapping.relation_type(type_)
        return label if label != PART and self.relation_of(label) == type_ else f"{_RELATION}:{type_}"


def first_of(joined: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each mark that continues another the first of them; *joined* leads from one to the next."""
    before: dict[str, str] = {}

    def first(id_: str) -> str:
        while id_ in before:
            id_ = before[id_]
        return id_

    for source, target in joined:
        if source != target and target not in before and first(source) != target:
            before[target] = source
    return {each: first(each) for each in before}
