"""Declared mappings: which types, roles and attributes of a file are which tags, parts and attributes of ours.

A mapping is a TOML file that a person can see and change before an import; those that come
with the program stand in ``resources/mappings``. Pure but for `load`.
"""

import tomllib
from collections.abc import Collection
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from annotator.errors import InputError, UsageError
from annotator.model.annotation import KINDS, Kind
from annotator.resources import resources

CONTENT = "content"
"""The role whose spans are the claim's own."""
SAME = "*"
"""As a tag: the type's own name. As the name of a frame: every type that is a claim tag of the project."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A structure of a file that is a claim of ours: an event, a feature structure with slots, an element.

    *name* is its type in the file, *tag* the claim's tag ("*": the name itself). *anchor* says
    what the structure's own words are: ``content``, or a relation type such as ``cue``.
    *roles* lead from the names of its slots to ``content`` or a relation type; of the *optional*
    ones ("Content?") the content may be missing, and is then what the structure's own words are.
    """

    name: str
    tag: str = SAME
    anchor: str = CONTENT
    roles: Mapped[str, str] = field(default_factory=dict[str, str])
    optional: frozenset[str] = frozenset()

    def role_of(self, relation: str) -> str | None:
        """Return the role that *relation* (or ``content``) is written as, or None."""
        return next((role for role, is_ in self.roles.items() if is_ == relation), None)

    def relation_of(self, role: str) -> str | None:
        """Return the relation type, or ``content``, that a role is; a number at its end does not count."""
        return self.roles.get(role) or self.roles.get(role.rstrip("0123456789"))


@dataclass(frozen=True)
class Mapping:
    """Names in a file and what they are here; what is not named keeps its name and is an entity."""

    name: str
    description: str = ""
    tags: Mapped[str, tuple[Kind, str]] = field(default_factory=dict[str, tuple[Kind, str]])
    relations: Mapped[str, str] = field(default_factory=dict[str, str])
    attributes: Mapped[str, str] = field(default_factory=dict[str, str])
    frames: tuple[Frame, ...] = ()
    parts_only: bool = False
    """Only claims are written, with their parts named by their roles, and no two marks share a character."""

    def tag_of(self, type_: str, kind: Kind = "entity") -> tuple[Kind, str]:
        """Return the kind and tag of a type in the file; *kind* is that of types that are not named."""
        return self.tags.get(type_) or (kind, type_)

    def relation_of(self, type_: str) -> str:
        """Return the relation type of a type in the file."""
        return self.relations.get(type_, type_)

    def attribute_of(self, name: str) -> str:
        """Return the attribute of a name in the file."""
        return self.attributes.get(name, name)

    def frame(self, type_: str, *, is_claim: bool = False) -> Frame | None:
        """Return the frame that a type in the file is, or None; *is_claim*: the project has it as a claim tag."""
        own = next((each for each in self.frames if each.name == type_), None)
        if own is None and is_claim:
            return next((each for each in self.frames if each.name == SAME), None)
        return own

    # --- the other way, for writers

    def type_of(self, kind: Kind, tag: str) -> str:
        """Return the type in the file of a tag."""
        return self._types.get((kind, tag), tag)

    def relation_type(self, relation: str) -> str:
        """Return the type in the file of a relation type."""
        return self._relation_types.get(relation, relation)

    def attribute_name(self, attribute: str) -> str:
        """Return the name in the file of an attribute."""
        return self._attribute_names.get(attribute, attribute)

    def frame_for(self, tag: str) -> Frame | None:
        """Return the frame as which a claim with that tag is written: its own, else one for all, else the first."""
        own = next((each for each in self.frames if each.tag == tag), None)
        return own or next((each for each in self.frames if each.tag == SAME), None) or next(iter(self.frames), None)

    def frame_holding(self, tag: str, parts: Collection[str]) -> Frame | None:
        """Return, of the frames for a claim with that *tag*, the smallest that has a role for most of its *parts*.

        Parts are relation types. A file may have one type for claims with a claimant and one
        for those without.
        """
        fits = [each for each in self.frames if each.tag == tag] or [each for each in self.frames if each.tag == SAME]
        fits = fits or list(self.frames)

        def worth(frame: Frame) -> tuple[int, int]:
            held = {*frame.roles.values(), frame.anchor}
            return -sum(part in held for part in parts), len(frame.roles)

        return min(fits, key=worth, default=None)

    @cached_property
    def _types(self) -> dict[tuple[Kind, str], str]:
        return {tag: type_ for type_, tag in reversed(list(self.tags.items()))}

    @cached_property
    def _relation_types(self) -> dict[str, str]:
        return {relation: type_ for type_, relation in reversed(list(self.relations.items()))}

    @cached_property
    def _attribute_names(self) -> dict[str, str]:
        return {attribute: name for name, attribute in reversed(list(self.attributes.items()))}


def shipped() -> list[str]:
    """Return the names of the mappings that come with the program, sorted."""
    return sorted(each.stem for each in (resources() / "mappings").glob("*.toml"))


def source_of(name: str) -> str:
    """Return the TOML of the mapping of that name that comes with the program."""
    return (resources() / "mappings" / f"{name}.toml").read_text("utf-8")


def load(name: str) -> Mapping:
    """Return the mapping of that name that comes with the program, or of a TOML file.

    Raises UsageError if there is none, InputError with the key that is wrong.
    """
    folder = resources() / "mappings"
    path = Path(name)
    if not path.suffix and "/" not in name:
        path = folder / f"{name}.toml"
        if not path.is_file():
            raise UsageError(f"there is no mapping “{name}”; there are: {', '.join(shipped())}; or give a TOML file")
    try:
        return parse(path.read_text("utf-8"), path.stem)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from error
    except (UnicodeDecodeError, InputError) as error:
        raise InputError(f"{path}: {error}") from error


def parse(text: str, name: str) -> Mapping:
    """Return the mapping that a TOML text says; InputError with the line or key that is wrong."""
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"it is not TOML: {error}") from error
    unknown = value.keys() - {"name", "description", "parts_only", "tags", "relations", "attributes", "frame"}
    if unknown:
        raise InputError(
            f"unknown key “{min(unknown)}”; a mapping has tags, relations, attributes, frame and parts_only"
        )
    if not isinstance(value.get("parts_only", False), bool):
        raise InputError("“parts_only” must be true or false")
    tags: dict[str, tuple[Kind, str]] = {}
    for type_, is_ in _table(value, "tags").items():
        kind, _, tag = str(is_).partition(":")
        if kind not in KINDS:
            raise InputError(f"tags.{type_}: “{is_}” must begin with a kind and a colon, such as “entity:Person”")
        tags[type_] = (kind, tag.strip() or type_)
    frames = value.get("frame", [])
    if not isinstance(frames, list):
        raise InputError("“frame” must be a list of tables, each begun with [[frame]]")
    return Mapping(
        str(value.get("name", name)),
        str(value.get("description", "")),
        tags,
        {key: str(each) for key, each in _table(value, "relations").items()},
        {key: str(each) for key, each in _table(value, "attributes").items()},
        tuple(_frame(each, place) for place, each in enumerate(cast(list[object], frames), start=1)),
        bool(value.get("parts_only", False)),
    )


def _frame(value: object, place: int) -> Frame:
    if not isinstance(value, dict):
        raise InputError(f"frame {place} is no table")
    table = cast(dict[str, Any], value)
    unknown = table.keys() - {"name", "tag", "anchor", "roles"}
    if unknown:
        raise InputError(f"frame {place}: unknown key “{min(unknown)}”; a frame has name, tag, anchor and roles")
    name = table.get("name")
    if not isinstance(name, str) or not name:
        raise InputError(f"frame {place}: “name” is missing: the type in the file that is a claim")
    given = {key: str(each) for key, each in _table(table, "roles").items()}
    roles = {key.rstrip("?"): each for key, each in given.items()}
    optional = frozenset(key.rstrip("?") for key in given if key.endswith("?"))
    anchor = str(table.get("anchor", CONTENT))
    if anchor != CONTENT and CONTENT not in roles.values():
        raise InputError(f"frame {place} ({name}): no role is the content; say which: roles.Content = “content”")
    return Frame(name, str(table.get("tag", SAME)), anchor, roles, optional)


def _table(value: Mapped[str, Any], key: str) -> Mapped[str, object]:
    found = value.get(key, {})
    if not isinstance(found, dict):
        raise InputError(f"“{key}” must be a table")
    return cast(dict[str, object], found)
