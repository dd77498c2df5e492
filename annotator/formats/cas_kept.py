"""What analyses a CAS holds that are no marks (tokens, sentences, parts of speech ...): kept as JSON, and built again.

Offsets are code points of the text as the project holds it. What leads to marks is not kept: only what these
structures say themselves, and how they lead to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, cast

from annotator.formats.cas_types import ANNOTATION, ARRAY, NO_FEATURES, TOP, Structure, Types
from annotator.formats.offsets import SpanMap
from annotator.model.text import Utf16Map

Json = dict[str, Any]
# the library makes its classes while it runs: a checker cannot know them
FeatureStructure: TypeAlias = Any
ANALYSES, ABOUT = "analyses", "document"
"""Keys of what is kept for a format: these structures, and what else is said of the document as a whole."""
_SCALARS = (str, int, float, bool)


def kept_of(structures: Iterable[FeatureStructure], text: str) -> Json:
    """Return structures of a CAS as JSON: their types, and for each type, begin, end, values, and what it leads to."""
    places = SpanMap(text)
    listed = list(structures)
    number_of = {each.xmiID: number for number, each in enumerate(listed)}
    types: Json = {}
    found: list[list[object]] = []
    for each in listed:
        values: Json = {}
        leads: dict[str, int | list[int]] = {}
        _declare(types, each.type)
        for feature in each.type.all_features:
            name = feature.name
            value = getattr(each, name, None)
            if name in NO_FEATURES or value is None:
                continue
            if isinstance(value, _SCALARS):
                values[name] = value
            elif (end := number_of.get(getattr(value, "xmiID", -1))) is not None and hasattr(value, "type"):
                leads[name] = end
            elif ends := _elements(value, number_of):
                leads[name] = ends
            else:
                continue
            holder = types.get(feature.domainType.name)
            if holder is not None:
                holder["features"][name] = _range(feature, types)
        place = place_of(each)
        begin, end = places.moved(*place) if place else (None, None)
        found.append([each.type.name, begin, end, values, leads])
    return {"types": dict(sorted(types.items())), "structures": found} if found else {}


def place_of(each: FeatureStructure) -> tuple[int, int] | None:
    """Return begin and end of a structure, in code points of its text; None where it has none that are numbers."""
    begin, end = getattr(each, "begin", None), getattr(each, "end", None)
    return (begin, end) if type(begin) is int and type(end) is int else None


def _declare(types: Json, type_: FeatureStructure) -> None:
    """Put a type and those above it, but for UIMA's own, into *types*."""
    while type_ is not None and not type_.name.startswith("uima.") and type_.name not in types:
        above = type_.supertype
        types[type_.name] = {"parent": above.name if above is not None else TOP, "features": {}}
        type_ = above


def _range(feature: FeatureStructure, types: Json) -> str:
    name = feature.rangeType.name
    return name if name.startswith("uima.") or name in types else ANNOTATION


def _elements(value: FeatureStructure, number_of: Mapping[int, int]) -> list[int]:
    elements = getattr(value, "elements", None)
    if not isinstance(elements, list):
        return []
    ends = [number_of.get(getattr(one, "xmiID", -1)) for one in cast(list[object], elements)]
    return [end for end in ends if end is not None]


def built(kept: object, first: int, units: Utf16Map, length: int, types: Types) -> list[Structure]:
    """Return the structures that *kept* says, with ids from *first* on; none if one is beyond *length*.

    What cannot be understood is left out too: metadata may be edited by anybody.
    """
    analyses = cast(Json, kept) if isinstance(kept, dict) else {}
    known = cast(Json, analyses.get("types")) if isinstance(analyses.get("types"), dict) else {}
    listed = analyses.get("structures")
    rows = (
        [row for row in cast(list[object], listed) if _is_row(row, known, length)] if isinstance(listed, list) else []
    )
    if not isinstance(listed, list) or len(rows) != len(cast(list[object], listed)):
        return []
    for name, one in known.items():
        types.use(name, str(one.get("parent", TOP)))
    found: list[Structure] = []
    for number, row in enumerate(cast(list[tuple[str, int | None, int | None, Json, Json]], rows)):
        name, begin, end, values, leads = row
        each = Structure(name, first + number)
        if begin is not None and end is not None:
            each.begin, each.end = units.to_units(begin), units.to_units(end)
        for feature, value in values.items():
            each.values[feature] = value
        for feature, ends in leads.items():
            if isinstance(ends, list):
                each.lists[feature] = [first + one for one in cast(list[int], ends)]
            else:
                each.references[feature] = first + ends
        found.append(each)
    for name, one in known.items():
        for feature, range_ in cast(Json, one.get("features", {})).items():
            # a list says what it is a list of
            types.feature(name, feature, str(range_), TOP if range_ == ARRAY else "")
    return found


def _is_row(row: object, types: Json, length: int) -> bool:
    if not isinstance(row, list) or len(cast(list[object], row)) != 5:
        return False
    name, begin, end, values, leads = cast(list[Any], row)
    placed = begin is None or (type(begin) is int and type(end) is int and 0 <= begin <= end <= length)
    return name in types and placed and isinstance(values, dict) and isinstance(leads, dict)
