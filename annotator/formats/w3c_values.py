"""What W3C annotations say in their many shapes: one value or a list, a word or an object. Pure functions."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import unquote

from annotator.formats.drafts import object_at
from annotator.formats.quotations import places_of, stands_around

Json = dict[str, Any]
_CHARACTERS = re.compile(r"char=(\d{1,18}),(\d{1,18})")
_PLACE_KEYS = frozenset(("source", "hasSource", "selector", "type", "@type"))
_BODY_KEYS = frozenset(("type", "@type", "purpose", "role", "value", "chars"))
_TAGGING = ("tagging", "classifying", "identifying")


def listed(value: object) -> list[object]:
    """Return a value that may be one or a list as a list; null is none."""
    if value is None:
        return []
    return cast(list[object], value) if isinstance(value, list) else [value]


def plain(value: object) -> str:
    """Return a type or motivation without its prefix or namespace."""
    return re.split(r"[:#/]", str(value))[-1]


def types(value: Json) -> set[str]:
    """Return the types of an object."""
    return {plain(each) for each in listed(value.get("type", value.get("@type")))}


def annotations_in(value: object) -> Iterator[Json | str]:
    """Yield the annotations of a collection, page, graph or list, however nested; of a page elsewhere its address."""
    for each in listed(value):
        if not isinstance(each, dict):
            continue
        found = cast(Json, each)
        inner = [found[key] for key in ("@graph", "items", "first") if key in found]
        if inner:
            for one in inner:
                if isinstance(one, str):
                    yield one
                yield from annotations_in(one)
            # a page that is whole in the file leads to the next one
            if isinstance(found.get("next"), dict):
                yield from annotations_in(found["next"])
        elif "target" in found or "hasTarget" in found or "selector" in found:
            yield found


def source_of(target: object) -> str:
    """Return the address of what a target is in; nothing where it does not say."""
    if isinstance(target, str):
        return target.partition("#")[0]
    if isinstance(target, dict):
        found = cast(Json, target)
        source = found.get("source", found.get("hasSource", found.get("id", found.get("@id"))))
        return source_of(source) if source is not None else ""
    return ""


def targets_of(annotation: Json) -> tuple[list[object], bool]:
    """Return the targets of an annotation, and whether they are the parts of one."""
    if "selector" in annotation and "target" not in annotation:
        return [annotation], False
    found = listed(annotation.get("target", annotation.get("hasTarget")))
    if len(found) == 1 and isinstance(found[0], dict) and types(cast(Json, found[0])) & {"Composite", "List"}:
        return listed(cast(Json, found[0]).get("items")), True
    return found, False


def place_in(target: object) -> tuple[int | None, int | None, Json] | None:
    """Return start, end and quotation of a target (what of them is there), or None where it has no place in a text.

    Several selectors are alternatives. One that another selector narrows counts for nothing by itself.
    """
    start = end = None
    quotation: Json = {}
    selectors = listed(cast(Json, target).get("selector")) if isinstance(target, dict) else []
    if isinstance(target, str) and "#" in target:
        selectors = [{"type": "FragmentSelector", "value": target.partition("#")[2]}]
    for each in selectors:
        if not isinstance(each, dict) or "refinedBy" in each:
            continue
        selector = cast(Json, each)
        kinds = types(selector)
        if "TextPositionSelector" in kinds and type(selector.get("start")) is int and type(selector.get("end")) is int:
            start, end = selector["start"], selector["end"]
        elif "TextQuoteSelector" in kinds and isinstance(selector.get("exact"), str):
            quotation = selector
        elif "FragmentSelector" in kinds and (match := _CHARACTERS.match(str(selector.get("value")))):
            start, end = int(match[1]), int(match[2])
    if start is None and not quotation:
        return None
    return start, end, quotation


def is_whole(target: object) -> bool:
    """Tell whether a target is a whole document."""
    if isinstance(target, str):
        return "#" not in target
    return isinstance(target, dict) and not cast(Json, target).get("selector")


def found_place(text: str, quotation: Json, near: int | None) -> tuple[int, int] | None:
    """Return where a quotation stands in *text*, with what is around it: nearest to *near*, or the only place.

    None if there is none, or several and nothing tells which.
    """
    before, after = quotation.get("prefix"), quotation.get("suffix")
    before = before if isinstance(before, str) else ""
    after = after if isinstance(after, str) else ""
    places = places_of(quotation["exact"], text)
    if len(places) > 1 and (before or after):
        places = [place for place in places if stands_around(text, place, before, after)] or places
    if not places:
        return None
    if near is not None:
        return min(places, key=lambda place: abs(place[0] - near))
    return places[0] if len(places) == 1 else None


def tags_and_notes(annotation: Json) -> tuple[list[str], list[str], dict[str, str]]:
    """Return the tags, the comments, and other attributes that the bodies of an annotation say."""
    motivation = {plain(each) for each in listed(annotation.get("motivation", annotation.get("motivatedBy")))}
    tags: list[str] = []
    notes = [each for each in listed(annotation.get("bodyValue")) if isinstance(each, str)]
    attributes: dict[str, str] = {}
    for body in listed(annotation.get("body", annotation.get("hasBody"))):
        if isinstance(body, str):
            # a word alone is an address
            tags.append(_last(body))
            attributes["body"] = body
            continue
        if not isinstance(body, dict):
            continue
        one = cast(Json, body)
        purposes = {plain(each) for each in listed(one.get("purpose", one.get("role")))} or motivation
        value = one.get("value", one.get("chars"))
        address = one.get("source", one.get("id", one.get("@id")))
        if isinstance(address, dict):
            address = object_at(one, "source").get("id")
        if isinstance(value, str):
            (tags if purposes & set(_TAGGING) else notes).append(value)
        elif isinstance(address, str) and "identifying" in purposes:
            attributes["identifier"] = address
        elif isinstance(address, str):
            tags.append(_last(address))
            attributes["body"] = address
    return tags or [min(motivation, default="annotation")], notes, attributes


def _last(address: str) -> str:
    return unquote(re.split(r"[/#]", address.rstrip("/#"))[-1]) or address


def as_note(target: object) -> str:
    """Return a target that cannot be placed as text."""
    return json.dumps(target, ensure_ascii=False)


def kept_of_body(annotation: Json) -> Json:
    """Return what the one body that is a tag says beside it, such as its language; of several tags nothing."""
    bodies = [
        cast(Json, each) for each in listed(annotation.get("body", annotation.get("hasBody"))) if isinstance(each, dict)
    ]
    tags = [each for each in bodies if isinstance(each.get("value", each.get("chars")), str)]
    return (
        {key: each for key, each in tags[0].items() if key not in _BODY_KEYS} if len(tags) == len(bodies) == 1 else {}
    )


def kept_of_target(target: object) -> Json:
    """Return what a target says beside its place in the text: other keys, and further selectors."""
    if not isinstance(target, dict):
        return {}
    one = cast(Json, target)
    places = ("TextPositionSelector", "TextQuoteSelector", "FragmentSelector")
    others: list[object] = [
        cast(object, each)
        for each in listed(one.get("selector"))
        if not isinstance(each, dict) or "refinedBy" in each or not types(cast(Json, each)) & set(places)
    ]
    found = {key: each for key, each in one.items() if key not in _PLACE_KEYS}
    if others:
        found["selector"] = others
    return found


def foreign_context(value: object) -> list[object]:
    """Return what a file says that its own keys mean, beside the context of the recommendation."""
    first = next(iter(listed(value)), None)
    said = listed(cast(Json, first).get("@context")) if isinstance(first, dict) else []
    own = "urn:annotator:own"
    return [
        each
        for each in said
        if each != "http://www.w3.org/ns/anno.jsonld" and not (isinstance(each, dict) and own in json.dumps(each))
    ]
