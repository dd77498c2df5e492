"""What single results of Label Studio's tasks say: pure functions over their JSON."""

import re
from collections.abc import Container, Iterable
from typing import Any, cast

from annotator.formats import own_keys
from annotator.formats.drafts import object_at, objects, scalar
from annotator.formats.labels import PART, first_of
from annotator.model.annotation import KINDS, Kind
from annotator.model.times import is_moment

Json = dict[str, Any]
_KINDS: dict[str, Kind] = {kind: kind for kind in KINDS}
SPANS = ("labels", "hypertextlabels", "paragraphlabels")
"""The types of results that are marks of a text."""


class Result:
    """One result of a task, looked at once: what is asked of it again and again.

    *said* is the result as it stands, *id* and *sort* its id and type, *value* and *meta* these objects of it, *ours*
    what our own export has added; *is_place* tells whether it is of a place in the text.
    """

    __slots__ = ("id", "is_place", "meta", "ours", "said", "sort", "value")

    def __init__(self, said: Json) -> None:
        self.said = said
        self.id: object = said.get("id")
        self.sort: object = said.get("type")
        self.value = value = object_at(said, "value")
        self.meta = meta = object_at(said, "meta")
        self.ours = object_at(meta, own_keys.NAME) if meta else meta
        self.is_place = "start" in value or "globalOffsets" in value

    @property
    def is_page(self) -> bool:
        """Whether it is of a place in a web page."""
        value = self.value
        start: object = value.get("start")
        if isinstance(start, str) and start.startswith("/"):
            return True
        return self.sort == "hypertextlabels" or "globalOffsets" in value

    @property
    def kind(self) -> Kind | None:
        """The kind that our own configuration says by the name of its control."""
        name: object = self.said.get("from_name")
        return _KINDS.get(name) if isinstance(name, str) else None

    @property
    def labels(self) -> list[str]:
        """The labels of a region."""
        value = self.value
        found: object = value.get(self.sort) if isinstance(self.sort, str) else None
        if not isinstance(found, list):
            found = next((value[key] for key in SPANS if isinstance(value.get(key), list)), None)
        return list(map(str, cast(list[object], found or [])))


def parts_in(regions: Container[str], links: Iterable[Result]) -> dict[str, str]:
    """Return for each region that continues another the first of them; these relations are the parts of one mark."""
    joined: list[tuple[str, str]] = []
    for link in links:
        source, target = str(link.said.get("from_id")), str(link.said.get("to_id"))
        if link.said.get("labels") == [PART] and "type" not in link.ours and source in regions and target in regions:
            joined.append((source, target))
    return first_of(joined)


def value_of(result: Result) -> object:
    """Return what a control says, as one value."""
    value, is_, sort = result.value, result.ours.get("value"), str(result.sort)
    if is_ == "null":
        return None
    # beside a written answer stand the words of its region under the same key, unless it is a list
    for key in ("text",) if sort == "textarea" else (sort, "choices", "datetime"):
        found = value.get(key)
        if isinstance(found, list):
            listed = cast(list[Any], found)
            if len(listed) == 1 and isinstance(listed[0], str) and is_ is None:
                return listed[0]
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
