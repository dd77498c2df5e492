"""UIMA CAS as JSON (JSON-CAS 0.4), both ways: one file a document, each with the types it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from annotator.formats.cas_reading import read_json
from annotator.formats.cas_structures import Structures, structures_of
from annotator.formats.cas_types import Structure
from annotator.formats.features import Feature
from annotator.formats.file_names import file_name
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.output import Folder
from annotator.model.annotation import Annotation
from annotator.model.document import AnnotatedDocument


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write a file for each document."""
    for each in documents:
        found = structures_of(each, writing, _as_it_is, "cas-json")
        with folder.open(file_name(each.document, ".json")) as file:
            file.write(cas_json(found))


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a file: one for each view that has a text."""
    return read_json(given.read(), given.name, reading)


def _as_it_is(text: str, _feature: Feature, _annotation: Annotation | None) -> str:
    return text


def cas_json(found: Structures) -> bytes:
    """Return the file of a document."""
    sofa: dict[str, object] = {
        "%ID": 1,
        "%TYPE": "uima.cas.Sofa",
        "sofaNum": 1,
        "sofaID": "_InitialView",
        "mimeType": "text/plain",
        "sofaString": found.text,
    }
    structures: list[dict[str, object]] = [sofa]
    more: list[dict[str, object]] = []
    free = len(found.all) + 2
    for each in found.all:
        value = _structure(each)
        for name, ids in each.lists.items():
            # a list is a structure of its own
            value[f"@{name}"] = free + len(more)
            more.append({"%ID": free + len(more), "%TYPE": "uima.cas.FSArray", "%ELEMENTS": ids})
        structures.append(value)
    whole = {
        "%TYPES": found.types.as_json(),
        "%FEATURE_STRUCTURES": structures + more,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [each.id for each in found.all if each.indexed]}},
    }
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _structure(each: Structure) -> dict[str, object]:
    value: dict[str, object] = {"%ID": each.id, "%TYPE": each.type}
    if each.begin is not None:
        value |= {"@sofa": 1, "begin": each.begin, "end": each.end}
    elif each.indexed and each.type.startswith("webanno."):
        value["@sofa"] = 1
    value.update(each.texts)
    value.update(each.values)
    value.update((f"@{name}", id_) for name, id_ in each.references.items())
    return value
