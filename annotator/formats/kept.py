"""What single marks and relations of a file say that nobody here knows: kept by id, and given back to the same format.

It stands in the document's metadata under the name of the format: ``marks`` and ``links`` lead from an id to what is
kept of that annotation or relation. Pure functions over JSON.
"""

from collections.abc import Mapping, Set
from typing import Any, cast

Json = dict[str, Any]
MARKS = "marks"
LINKS = "links"


def of_format(metadata: Mapping[str, Any], name: str) -> Json:
    """Return what *metadata* keep for the format of that *name*."""
    found: object = metadata.get(name)
    return cast(Json, found) if isinstance(found, dict) else {}


def without(metadata: Mapping[str, Any], name: str, *keys: str) -> Json:
    """Return *metadata* but for what they keep for a format under *keys*: that stands in its file as such."""
    found = dict(metadata)
    if kept := of_format(metadata, name):
        found[name] = {key: each for key, each in kept.items() if key not in keys}
        if not found[name]:
            del found[name]
    return found


def unknown(value: Mapping[str, Any], known: Set[str]) -> Json:
    """Return what *value* has beside the keys that are *known*."""
    if value.keys() <= known:
        return {}
    return {key: each for key, each in value.items() if key not in known}


class Kept:
    """Gathers while a record is read; `all` is what the metadata are to hold, nothing where nothing was unknown."""

    def __init__(self) -> None:
        self.all: dict[str, dict[str, Json]] = {}

    def mark(self, id_: str, what: Json) -> None:
        """Keep *what* is said of an annotation; nothing where that is empty."""
        if what:
            self.all.setdefault(MARKS, {})[id_] = what

    def link(self, id_: str, what: Json) -> None:
        """Keep *what* is said of a relation."""
        if what:
            self.all.setdefault(LINKS, {})[id_] = what


def kept_of(kept: Mapping[str, Any], which: str, id_: str) -> Json:
    """Return what is *kept* of the annotation (*which* is ``marks``) or relation (``links``) of that id."""
    found: object = kept.get(which)
    one: object = cast(Json, found).get(id_) if isinstance(found, dict) else None
    return cast(Json, one) if isinstance(one, dict) else {}


def renamed(metadata: Mapping[str, Any], marks: Mapping[str, str], links: Mapping[str, str]) -> Mapping[str, Any]:
    """Return *metadata* in which what is kept stands under other ids of *marks* and *links*, from old to new."""
    found = dict(metadata)
    for name, each in metadata.items():
        if not isinstance(each, dict):
            continue
        kept = cast(Json, each)
        for which, ids in ((MARKS, marks), (LINKS, links)):
            there: object = kept.get(which)
            if isinstance(there, dict) and not ids.keys().isdisjoint(cast(Json, there)):
                moved = {ids.get(id_, id_): value for id_, value in cast(Json, there).items()}
                found[name] = kept = {**kept, which: moved}
    return found
