"""Names of ours as brat can have them, both ways: it allows letters, digits, ``-``, ``_`` and ``.`` only.

Two names never become one; reader and writer make the same table of the same tag set, so that
every name comes back.
"""

import re
from collections.abc import Iterable

from annotator.formats.mapping import Mapping
from annotator.formats.offsets import number_in
from annotator.model.annotation import Kind, Value
from annotator.model.tag import Attribute, TagSet

NOTES = "AnnotatorNotes"
"""The type of notes that are notes of ours; those of another type are attributes of that name."""
OWN_RECORD = "annotator:"
"""What stands before the id of a record of ours, where a reference names it by that."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_TEXT_KINDS: tuple[Kind, ...] = ("entity", "cue", "claim", "document")


def safe(name: str) -> str:
    """Return *name* with an underscore for whatever brat does not allow."""
    return _UNSAFE.sub("_", name) or "_"


class Table:
    """Names and what they are called in a file; one that is met for the first time gets the next free name."""

    __slots__ = ("_given", "_taken")

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._given: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        for name in names:
            self.given(name)

    def given(self, name: str) -> str:
        """Return what *name* is called in the file."""
        found = self._given.get(name)
        if found is None:
            found = plain = safe(name)
            number = 2
            while found in self._taken:
                found = f"{plain}_{number}"
                number += 1
            self._given[name] = found
            self._taken[found] = name
        return found

    def name(self, given: str) -> str | None:
        """Return the name that is called *given* in the file, or None."""
        return self._taken.get(given)

    def labels(self) -> list[tuple[str, str]]:
        """Return what is called otherwise than its name: the name in the file, and ours."""
        return [(given, name) for given, name in self._taken.items() if given != name]


class Names:
    """The tables of one tag set under one mapping: types, relation types, attributes, and values of choices."""

    def __init__(self, tag_set: TagSet, mapping: Mapping) -> None:
        self._mapping = mapping
        self._kinds: dict[str, tuple[Kind, str]] = {}
        self._types: dict[tuple[Kind, str], str] = {}
        self._table = Table()
        self.relations = Table()
        self.attributes = Table()
        self._choices: dict[tuple[Kind, str, str], Table | None] = {}
        self._known: dict[tuple[Kind, str, str], Attribute] = {}
        for kind in _TEXT_KINDS:
            for tag in tag_set.tags:
                if tag.kind == kind:
                    self.type_of(kind, tag.name)
                    for attribute in tag.attributes:
                        self._known[kind, tag.name, attribute.name] = attribute
                        self.attributes.given(mapping.attribute_name(attribute.name))
        for each in tag_set.relation_types:
            self.relations.given(mapping.relation_type(each.name))

    def type_of(self, kind: Kind, tag: str) -> str:
        """Return the type in the file of a tag."""
        found = self._types.get((kind, tag))
        if found is None:
            mapped = self._mapping.type_of(kind, tag)
            # a name of another kind is another name
            found = self._table.given(mapped if mapped not in self._kinds else f"{mapped}\0{kind}")
            self._types[kind, tag] = found
            self._kinds.setdefault(mapped, (kind, tag))
            self._kinds.setdefault(found, (kind, tag))
        return found

    def tag_of(self, type_: str) -> tuple[Kind, str]:
        """Return the kind and tag of a type in the file; what nobody knows is an entity."""
        return self._mapping.tags.get(type_) or self._kinds.get(type_) or ("entity", type_)

    def is_claim(self, type_: str) -> bool:
        """Tell whether a type in the file is a claim tag of the project."""
        return self._kinds.get(type_, ("", ""))[0] == "claim"

    def first_tag(self, kind: Kind) -> str:
        """Return the first tag of a *kind* that the mapping or the tag set names, for what has no type of its own."""
        found = next((tag for of, tag in self._mapping.tags.values() if of == kind), None)
        found = found or next((tag for of, tag in self._types if of == kind), None)
        return found or kind.capitalize()

    def relation_type(self, relation: str) -> str:
        """Return the type in the file of a relation type."""
        return self.relations.given(self._mapping.relation_type(relation))

    def relation_of(self, type_: str) -> str:
        """Return the relation type of a type in the file."""
        return self._mapping.relation_of(self.relations.name(type_) or type_)

    def attribute_name(self, attribute: str) -> str:
        """Return the name in the file of an attribute."""
        return self.attributes.given(self._mapping.attribute_name(attribute))

    def attribute_of(self, name: str) -> str:
        """Return the attribute of a name in the file."""
        return self._mapping.attribute_of(self.attributes.name(name) or name)

    def known(self, kind: Kind, tag: str, attribute: str) -> Attribute | None:
        """Return what the tag set says of an attribute of a tag."""
        return self._known.get((kind, tag, attribute))

    def typed(self, kind: Kind, tag: str, attribute: str, value: str) -> Value:
        """Return a value with the type that the tag set gives its attribute, as far as it can have that."""
        known = self.known(kind, tag, attribute)
        if known is not None and known.type == "flag" and value in ("true", "false"):
            return value == "true"
        if known is not None and known.type == "number":
            return number_in(value)
        return value

    def choices(self, kind: Kind, tag: str, attribute: str) -> Table | None:
        """Return the values of an attribute that is a choice, else None."""
        key = (kind, tag, attribute)
        if key not in self._choices:
            known = self._known.get(key)
            self._choices[key] = Table(known.choices) if known and known.type == "choice" else None
        return self._choices[key]
