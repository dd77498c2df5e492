"""What single results of Label Studio's tasks say: pure functions over their JSON."""

import re
from collections.abc import Iterable
from typing import Any, cast

from annotator.formats import own_keys
from annotator.formats.drafts import object_at, objects, scalar
from annotator.formats.labels import PART, first_of
from annotator.model.annotation import KINDS, Kind
from annotator.model.times import is_moment

Json = dict[str, Any]
SPANS = ("labels", "hypertextlabels", "paragraphlabels")
"""The types of results that are marks of a text."""


def parts_in(regions: dict[str, list[Json]], links: Iterable[Json]) -> dict[str, str]:
    """Return for each region that continues another the first of them; these relations are the parts of one mark."""
    joined: list[tuple[str, str]] = []
    for link in links:
        source, target = str(link.get("from_id")), str(link.get("to_id"))
        ours = object_at(object_at(link, "meta"), own_keys.NAME)
        if link.get("labels") == [PART] and "type" not in ours and {source, target} <= regions.keys():
            joined.append((source, target))
    return first_of(joined)


def is_place(result: Json) -> bool:
    """Tell whether a result is of a place in the text."""
    value = object_at(result, "value")
    return "start" in value or "globalOffsets" in value


def is_page(result: Json) -> bool:
    """Tell whether a result is of a place in a web page."""
    value = object_at(result, "value")
    return result.get("type") == "hypertextlabels" or (
        "globalOffsets" in value or (isinstance(value.get("start"), str) and str(value["start"]).startswith("/"))
    )


def kind_of(result: Json) -> Kind | None:
    """Return the kind that our own configuration says by the name of its control."""
    name = result.get("from_name")
    return next((kind for kind in KINDS if kind == name), None)


def labels_in(value: Json, sort: str) -> list[str]:
    """Return the labels of a region's *value*, whose result has the type *sort*."""
    for key in (sort, *SPANS):
        found = value.get(key)
        if isinstance(found, list):
            return [str(each) for each in cast(list[object], found)]
    return []


def value_of(result: Json) -> object:
    """Return what a control says, as one value."""
    value = object_at(result, "value")
    is_ = object_at(object_at(result, "meta"), own_keys.NAME).get("value")
    if is_ == "null":
        return None
    sort = str(result.get("type"))
    # beside a written answer stand the words of its region under the same key, unless it is a list
    for key in ("text",) if sort == "textarea" else (sort, "choices", "datetime"):
        found = value.get(key)
        if isinstance(found, list):
            listed = cast(list[Any], found)
            words = [
                " > ".join(map(str, cast(list[object], each))) if isinstance(each, list) else each for each in listed
            ]
            if is_ == "flag" and words in (["true"], ["false"]):
                return words == ["true"]
            return ("\n" if key == "text" else "; ").join(str(each) for each in words)
        if found is not None and scalar(found):
            return found
    return ""


def moment_of(value: object) -> str | None:
    """Return a moment as ours, of one in UTC as Label Studio writes it."""
    if not isinstance(value, str):
        return None
    found = re.sub(r"\+00:?00$", "Z", value)
    return found if is_moment(found) else None


def from_flat(value: Json) -> Json:
    """Return the task of a record of the export JSON-MIN, in which results stand beside the data."""
    known = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")
    results: list[Json] = []
    data: Json = {}
    for key, each in value.items():
        if key in known:
            continue
        places = [one for one in objects(each) if "start" in one and any(sort in one for sort in SPANS)]
        for one in places:
            sort = next(sort for sort in SPANS if sort in one)
            results.append({"id": f"{key}-{len(results)}", "from_name": key, "type": sort, "value": one})
        if not places:
            data[key] = each
    one = {key: value[key] for key in ("created_at", "updated_at") if key in value}
    return {
        "id": value.get("id"),
        "data": data,
        "annotations": [{**one, "completed_by": value.get("annotator"), "result": results}],
    }
