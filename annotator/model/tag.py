"""Tags, their attributes, relation types, and the tag set that holds them all with its constraints."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from annotator.model.annotation import Kind, Value
from annotator.model.constraint import Constraint

AttributeType = Literal["choice", "flag", "text", "number", "date"]
ATTRIBUTE_TYPES: tuple[AttributeType, ...] = get_args(AttributeType)
Layer = Literal["text", "judgement"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be said of an annotation beside its tag.

    *layer* ``judgement`` marks what we think of a claim, as against what the text does; it
    can be hidden from annotators and left out of an export.
    """

    name: str
    type: AttributeType
    choices: tuple[str, ...] = ()
    required: bool = False
    default: Value = None
    layer: Layer = "text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A type that a person can give; its name is unique among the tags of its kind.

    *colour* is ``#rrggbb``. *key* is the one character that gives the tag while the page has
    the focus, or empty; *keys* beyond the first stand in the same string ("1c": 1 or c).
    *parent* is the name of a tag of the same kind. *description* says in two or three lines when to give it,
    *guideline* at length, in Markdown. *good* and *bad* hold examples, one a line.
    """

    id: str
    kind: Kind
    name: str
    colour: str
    key: str = ""
    description: str = ""
    good: str = ""
    bad: str = ""
    parent: str | None = None
    attributes: tuple[Attribute, ...] = ()
    retired: bool = False
    position: int = 0
    guideline: str = ""

    @property
    def good_examples(self) -> tuple[str, ...]:
        """The examples of what is rightly marked; the marked words stand in square brackets."""
        return tuple(filter(str.strip, self.good.split("\n")))

    @property
    def bad_examples(self) -> tuple[str, ...]:
        """The examples of tempting mistakes."""
        return tuple(filter(str.strip, self.bad.split("\n")))


@dataclass(frozen=True, slots=True)
class RelationType:
    """What may join two annotations; empty kinds mean any kind."""

    id: str
    name: str
    from_kinds: tuple[Kind, ...] = ()
    to_kinds: tuple[Kind, ...] = ()
    symmetric: bool = False
    description: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class TagSet:
    """All tags, relation types and constraints of a project, in the order they are shown."""

    name: str
    tags: tuple[Tag, ...] = ()
    relation_types: tuple[RelationType, ...] = ()
    description: str = ""
    version: str = ""
    constraints: tuple[Constraint, ...] = ()

    def of_kind(self, kind: Kind) -> Iterator[Tag]:
        """Yield the tags of *kind* that are offered, in order."""
        return (tag for tag in self.tags if tag.kind == kind and not tag.retired)

    def find(self, name: str, kind: Kind | None = None) -> Tag | None:
        """Return the tag of that name: exact first, else ignoring case if only one fits."""
        fits = [tag for tag in self.tags if kind is None or tag.kind == kind]
        exact = [tag for tag in fits if tag.name == name]
        if exact:
            return exact[0]
        loose = [tag for tag in fits if tag.name.casefold() == name.casefold()]
        return loose[0] if len(loose) == 1 else None

    def by_key(self, key: str) -> Tag | None:
        """Return the tag that *key*, one character, gives, or None."""
        return next((tag for tag in self.tags if key in tag.key and not tag.retired), None)

    def relation_type(self, name: str) -> RelationType | None:
        """Return the relation type of that name, or None."""
        return next((each for each in self.relation_types if each.name == name), None)
