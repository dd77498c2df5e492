"""Annotators, and the records that mentions and claims of many documents point to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from annotator.model.annotation import NO_ATTRIBUTES, Value

RecordField = Literal["name", "aliases", "identifiers", "note", "attributes"]
RECORD_FIELDS: tuple[RecordField, ...] = get_args(RecordField)
"""What a record says of the person or statement that it stands for."""


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
