"""What the REFI-QDA standard calls things: namespaces, GUIDs, and the details that stand in a memo as TOML. Pure."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, cast

from annotator.model.annotation import Kind, Value
from annotator.model.ids import derived_id

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Annotator"
"""Who wrote a project, as its root element says."""
DETAILS = "Details"
"""The name of a memo that says of a coding what the standard has no place for."""
CONTINUES = "continues"
"""The name of a link from a part of a discontinuous annotation to the next one."""
ROOTS: Mapping[Kind, str] = {"entity": "Entities", "claim": "Claims", "cue": "Cues", "document": "Whole articles"}
"""The codes that nobody codes with, under which the tags of a kind stand."""
OURS = "known to Annotator"
"""The table in a memo with what is no attribute."""
VARIABLES = ("id", "date", "language", "status", "split", "source", "metadata")
"""What is said of a source by variables."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def is_uuid(id_: str) -> bool:
    """Tell whether an id is a UUID as we write them: such a one is its own GUID."""
    return _UUID.fullmatch(id_) is not None


def guid_of(id_: str) -> str:
    """Return the GUID for an id of ours: the same wherever it is the same."""
    return (id_ if is_uuid(id_) else derived_id("refi", id_)).upper()


def guid(*parts: str) -> str:
    """Return a GUID that is made of *parts*."""
    return derived_id("refi", *parts).upper()


def details(attributes: Mapping[str, Value], ours: Mapping[str, Value]) -> str:
    """Return attributes, and what else is known, as TOML that a person can read; empty if there is nothing."""
    lines = [f"{_key(name)} = {_written(value)}" for name, value in attributes.items() if value is not None]
    known = {name: value for name, value in ours.items() if value is not None}
    nothing = [name for name, value in attributes.items() if value is None]
    if known or nothing:
        lines += [
            f"[{_string(OURS)}]",
            *(f"{name} = {_written(value)}" for name, value in known.items()),
        ]
        if nothing:
            lines.append(f"empty = [{', '.join(map(_string, nothing))}]")
    return "\n".join(lines)


def read_details(text: str) -> tuple[dict[str, Value], dict[str, Any]] | None:
    """Return attributes and what else is known, of a memo; None if it is not one of ours."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    ours = found.pop(OURS, {})
    if not isinstance(ours, dict) or not all(isinstance(each, (str, int, float, bool)) for each in found.values()):
        return None
    known = cast(dict[str, Any], ours)
    attributes: dict[str, Value] = {**found, **dict.fromkeys(cast(list[str], known.pop("empty", [])))}
    return attributes, known


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    # what JSON leaves as it is and TOML does not
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            said = repr(value)
            return said.replace("e", ".0e") if "e" in said and "." not in said else said
        case _:
            return _string(str(value))
