"""Annotators, and the records that mentions and claims of many documents point to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.model.annotation import NO_ATTRIBUTES, Value


@dataclass(frozen=True, slots=True)
class Annotator:
    """The person (or program) whose work it is; the name is unique in a project."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """One entity or one claim across documents: the person behind all mentions."""

    id: str
    kind: Literal["entity", "claim"]
    name: str
    tag: str | None = None
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    attributes: Mapping[str, Value] = field(default_factory=lambda: NO_ATTRIBUTES)
    note: str = ""
