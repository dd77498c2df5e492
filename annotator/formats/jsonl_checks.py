"""What can be wrong in a line of JSONL, each said in a sentence; and what a line may leave out.

These are the slow ways, for what `jsonl_document` does not find complete and right at once.
"""

import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from annotator.errors import InputError
from annotator.formats.offsets import SpanMap
from annotator.model.annotation import KINDS, STATES, Relation, Span, Value, span_fault
from annotator.model.ids import derived_id
from annotator.model.text import Utf16Map
from annotator.model.times import is_moment

# JSON as it comes; each shape is checked before it is used
Json = dict[str, Any]

ANNOTATION_KEYS = (
    "id", "kind", "tag", "spans", "attributes", "record", "annotator", "origin", "state", "confidence", "note",
    "created", "modified",
)  # fmt: skip
_SPAN_KEYS = frozenset(("start", "end", "text"))
_RELATION_KEYS = frozenset(("id", "type", "from", "to", "attributes"))
SCALARS = frozenset((str, int, float, bool, type(None)))
_NAMES: dict[type, str] = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}

T = TypeVar("T")


def named(value: object) -> str:
    """Return what sort of JSON value it is: "a list"."""
    return _NAMES.get(type(value), "a number")


def shown(value: object) -> str:
    """Return *value* as JSON, cut where it grows long."""
    found = json.dumps(value, ensure_ascii=False)
    return found if len(found) <= 60 else f"{found[:59]}…"


def text_in(value: Json, key: str, who: str = "", *, empty: bool = False) -> str | None:
    """Return the text at *key*, or None if it is absent, null or (unless *empty* is allowed) empty."""
    found = value.get(key)
    if found is None:
        return None
    if not isinstance(found, str):
        raise InputError(f"{who}“{key}” is {named(found)}; it must be text")
    return found if found or empty else None


def needed_text_in(value: Json, key: str, who: str = "") -> str:
    """Return the text at *key*; InputError if there is none."""
    found = text_in(value, key, who)
    if found is None:
        state = f"“{key}” is empty" if value.get(key) == "" else f"the key “{key}” is missing"
        raise InputError(f"{who}{state}; it must be text")
    return found


def id_in(value: Json, who: str = "", key: str = "id") -> str | None:
    """Return the id at *key*, or None where none is given. One that is a whole number becomes text."""
    found = value.get(key)
    if type(found) is int:
        return str(found)
    if found is None:
        return None
    if "\0" in (text := needed_text_in(value, key, who)):
        raise InputError(f"{who}“{key}” is {shown(text)}; NUL cannot stand in an id")
    return text


def needed_id_in(value: Json, key: str, who: str) -> str:
    """Return the id at *key*; InputError if there is none."""
    found = id_in(value, who, key)
    return needed_text_in(value, key, who) if found is None else found


def object_in(value: Json, key: str, who: str = "") -> Json:
    """Return the object at *key*, an empty one if it is absent or null."""
    found = value.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise InputError(f"{who}“{key}” is {named(found)}; it must be an object")
    return cast(Json, found)


def list_in(value: Json, key: str, who: str = "") -> list[object]:
    """Return the list at *key*, an empty one if it is absent or null."""
    found = value.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise InputError(f"{who}“{key}” is {named(found)}; it must be a list")
    return cast(list[object], found)


def choice_in(value: Json, key: str, choices: tuple[T, ...], default: T | None, who: str = "") -> T:
    """Return what stands at *key*, which must be one of *choices*; null and absent are the *default*."""
    found = value.get(key)
    if found is None and default is not None:
        return default
    if found not in choices:
        state = f"“{key}” is {shown(found)}" if key in value else f"the key “{key}” is missing"
        raise InputError(f"{who}{state}; it can be {', '.join(map(str, choices))}")
    return cast(T, found)


def attributes_in(value: Json, who: str) -> dict[str, Value]:
    """Return the attributes, each of which must be a single value."""
    found = object_in(value, "attributes", who)
    for name, each in found.items():
        if type(each) not in SCALARS:
            raise InputError(
                f"{who}the attribute “{name}” is {named(each)}; it must be text, a number, true, false or null"
            )
    return found


def whose(what: str, value: object, number: int) -> str:
    """Return the beginning of a sentence about the annotation or relation: "annotation 17: "."""
    id_ = cast(Json, value).get("id") if isinstance(value, dict) else None
    return f"{what} {id_}: " if (isinstance(id_, str) and id_) or type(id_) is int else f"{what} number {number}: "


def whole_annotation(value: object, number: int, document: str, annotator: str, moment: str) -> tuple[Any, ...]:
    """Return the values of an annotation in the order of `ANNOTATION_KEYS`, with what was left out.

    *number* counts from 1 in the *document* of that id, of which an id is made where none is
    given: the same file gives the same ids. *annotator* and *moment* stand in where none is
    given. InputError says the first thing that is wrong. Spans are given as they are.
    """
    who = whose("annotation", value, number)
    if not isinstance(value, dict):
        raise InputError(f"{who}it is {named(value)}; it must be an object")
    value = cast(Json, value)
    kind = choice_in(value, "kind", KINDS, None, who)
    if value.get("spans") is None and kind != "document":
        raise InputError(f"{who}the key “spans” is missing; [] stands for the whole document")
    created = _moment_in(value, "created", moment, who)
    return (
        id_in(value, who) or derived_id(document, "annotation", str(number)),
        kind,
        needed_text_in(value, "tag", who),
        list_in(value, "spans", who),
        attributes_in(value, who),
        id_in(value, who, "record") if value.get("record") != "" else None,
        text_in(value, "annotator", who) or annotator,
        text_in(value, "origin", who) or "import",
        choice_in(value, "state", STATES, "accepted", who),
        _confidence_in(value, who),
        text_in(value, "note", who) or "",
        created,
        _moment_in(value, "modified", created, who),
    )


def _moment_in(value: Json, key: str, default: str, who: str) -> str:
    found = text_in(value, key, who)
    if found is not None and not is_moment(found):
        raise InputError(f"{who}“{key}” is {shown(found)}; it must be a moment in UTC such as 2026-01-31T09:00:00Z")
    return found or default


def _confidence_in(value: Json, who: str) -> float | None:
    found = value.get("confidence")
    if found is None:
        return None
    if type(found) not in (int, float) or not 0 <= found <= 1:
        raise InputError(f"{who}“confidence” is {shown(found)}; it must be a number from 0 to 1, or null")
    return float(found)


def spans_in(values: list[object], text: str, places: SpanMap, who: str) -> tuple[Span, ...]:
    """Return the spans in text order, moved to our line ends; *text* is the text as given."""
    found: list[Span] = []
    for each in values:
        if not isinstance(each, dict):
            raise InputError(f"{who}a span is {named(each)}; it must be an object with “start” and “end”")
        span = cast(Json, each)
        start, end = span.get("start"), span.get("end")
        if type(start) is not int or type(end) is not int:
            raise InputError(f"{who}the span {shown(span)} needs “start” and “end”, each a whole number")
        inside = places.given(start, end)
        if fault := span_fault((Span(*inside),), len(text)):
            raise InputError(f"{who}{fault}")
        words = text_in(span, "text", f"{who}of the span {start}-{end}, ", empty=True)
        there = text[inside[0] : inside[1]]
        if words is not None and words != there:
            raise InputError(
                f"{who}the span {start}-{end} says {shown(words)}, but the text there is {shown(there)}; "
                f"{_advice(words, text, start, end)}"
            )
        found.append(places.moved(start, end))
    found.sort()
    if fault := span_fault(tuple(found), len(places.text)):
        raise InputError(f"{who}{fault}")
    return tuple(found)


def _advice(words: str, text: str, start: int, end: int) -> str:
    units = Utf16Map(text)
    if text[units.to_points(start) : units.to_points(end)] == words:
        return "the offsets count UTF-16 units: say so with “offset_unit”: “utf-16”, or count code points"
    if words and text.count(words) == 1:
        place = text.find(words)
        return f"these words stand at {place}-{place + len(words)}"
    return "offsets count code points from 0, and the end is the first one after"


def unknown_in_spans(values: list[object]) -> set[str]:
    """Return the keys of spans that have no meaning."""
    return {key for each in values if isinstance(each, dict) for key in cast(Json, each) if key not in _SPAN_KEYS}


@dataclass(slots=True)
class Unknown:
    """The keys that have no meaning: those that became attributes, and those that were left out."""

    taken: set[str] = field(default_factory=set[str])
    left: set[str] = field(default_factory=set[str])

    def notes(self, of: str) -> Iterator[str]:
        """Yield a sentence for each of both, where there are any."""
        if self.taken:
            yield f"unknown keys of {of} became attributes: {', '.join(sorted(self.taken))}"
        if self.left:
            yield f"unknown keys of {of} were left out: {', '.join(sorted(self.left))}"


def with_unknown(attributes: Mapping[str, Value], value: Json, known: Set[str], unknown: Unknown) -> dict[str, Value]:
    """Return *attributes* with the single values of *value* under keys that are not *known*; say which in *unknown*."""
    found = dict(attributes)
    for key, each in value.items():
        if key in known:
            continue
        if type(each) in SCALARS and key not in attributes:
            found[key] = each
            unknown.taken.add(key)
        else:
            unknown.left.add(key)
    return found


def relations_in(value: Json, document: str) -> tuple[tuple[Relation, ...], Unknown]:
    """Return the relations of the *document* of that id, and the keys in them that have no meaning."""
    made: dict[str, Relation] = {}
    unknown = Unknown()
    for number, each in enumerate(list_in(value, "relations"), start=1):
        who = whose("relation", each, number)
        if not isinstance(each, dict):
            raise InputError(f"{who}it is {named(each)}; it must be an object")
        found = cast(Json, each)
        id_ = id_in(found, who) or derived_id(document, "relation", str(number))
        if id_ in made:
            raise InputError(f"{who}the id stands twice in this document; each needs its own")
        made[id_] = Relation(
            id_,
            needed_text_in(found, "type", who),
            needed_id_in(found, "from", who),
            needed_id_in(found, "to", who),
            with_unknown(attributes_in(found, who), found, _RELATION_KEYS, unknown),
        )
    return tuple(made.values()), unknown
