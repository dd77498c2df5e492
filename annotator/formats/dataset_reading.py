"""Reads a release: checks its sums, then gives its tag set, records and documents. Each file is a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats.checksums import NAME, mismatches
from annotator.formats.files import Files, Given, whole
from annotator.formats.format import Reading, Remark, Whole
from annotator.formats.jsonl import read_stream
from annotator.formats.tagset_toml import read_tag_set
from annotator.model.about import ABOUT, RECIPE, REVIEW, setting_of
from annotator.model.annotation import Value
from annotator.model.document import AnnotatedDocument
from annotator.model.people import Record

if TYPE_CHECKING:
    from annotator.formats.format import Found

DATA = ("documents.jsonl", "records.jsonl", "tags.toml")
"""The files that are read; what is wrong with any other keeps nothing out."""


def read_files(given: Given, reading: Reading) -> Iterator[Found]:
    """Yield what the project was, then the records and documents.

    A file that is not what SHA256SUMS says is named. If it is one of the `DATA`, nothing is read (InputError), unless
    the option ``checksums`` is ``report``.
    """
    files = given.files
    folder = _folder(given)
    strict = reading.options.get("checksums", "refuse") != "report"
    damaged: list[str] = []
    if files.has(folder + NAME):
        for name, sentence in mismatches(files, folder):
            if name in DATA:
                damaged.append(sentence)
            yield Remark(sentence, file=name)
    else:
        yield Remark(f"there is no {NAME}: whether the files are whole cannot be told", document="")
    if damaged and strict:
        raise InputError(
            "nothing was read, for the data are not those of the release; to read them all the same: "
            "--format dataset --option checksums=report"
        )
    try:
        tag_set = read_tag_set(whole(files, f"{folder}tags.toml").decode(), "tags.toml")
    except UnicodeDecodeError as error:
        raise InputError(f"tags.toml is not UTF-8 at byte {error.start}; take a whole copy of the release") from error
    yield _whole(files, folder, Whole(tag_set))
    if files.has(f"{folder}records.jsonl"):
        yield from _records(files, f"{folder}records.jsonl")
    with files.open(f"{folder}documents.jsonl") as stream:
        for each in read_stream(stream, "documents.jsonl", reading.annotator):
            yield each if isinstance(each, AnnotatedDocument) else replace(each, file="documents.jsonl")


def _folder(given: Given) -> str:
    """Return where in the folder or archive the release stands, with a slash at its end."""
    found = [name for name in given.files.names() if name.rpartition("/")[2] == "documents.jsonl"]
    if not found:
        raise InputError("there is no documents.jsonl in it; a release of Annotator has one")
    name = min(found, key=lambda each: (each.count("/"), each))
    return name.removesuffix("documents.jsonl")


def _whole(files: Files, folder: str, found: Whole) -> Whole:
    """Return *found* with what release.json says, if it is there and says it."""
    name = f"{folder}release.json"
    if not files.has(name):
        return found
    try:
        value = orjson.loads(whole(files, name))
    except orjson.JSONDecodeError as error:
        raise InputError(f"release.json is not JSON ({error}); take a whole copy of the release") from error
    image = cast(dict[str, Any], value) if isinstance(value, dict) else {}
    settings: dict[str, str] = {}
    for key, fields in (("about", ABOUT), ("review", REVIEW)):
        given = image.get(key)
        said = cast(dict[str, object], given) if isinstance(given, dict) else {}
        settings |= {
            setting_of(each.name): text for each in fields if isinstance(text := said.get(each.name), str) and text
        }
    # it goes into a card again
    if isinstance(made := image.get("splits"), str) and re.fullmatch(r"--by [^`\r\n]{1,1000}", made):
        settings[RECIPE] = made
    version = image.get("tag_set_version")
    return replace(found, settings=settings, version=version if isinstance(version, int) else 0)


def _records(files: Files, name: str) -> Iterator[Record | Remark]:
    with files.open(name) as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                yield _record(orjson.loads(line))
            except orjson.JSONDecodeError as error:
                yield Remark(f"it is not JSON ({error}); mend it or take it out", line=number, file="records.jsonl")
            except InputError as error:
                yield Remark(str(error), line=number, file="records.jsonl")


def _record(value: object) -> Record:
    """Return the record of a line, exactly as it was; InputError if it is none."""
    if not isinstance(value, dict):
        raise InputError("it is no JSON object")
    image = cast(dict[str, object], value)
    id_, name = image.get("id"), image.get("name")
    if not (isinstance(id_, str) and id_ and isinstance(name, str) and name):
        raise InputError("a record needs “id” and “name”, both texts")
    kind = image.get("kind", "entity")
    if kind not in ("entity", "claim"):
        raise InputError(f"“{kind}” is no kind of record; write entity or claim")
    tag, note = image.get("tag"), image.get("note") or ""
    if not (tag is None or isinstance(tag, str)) or not isinstance(note, str):
        raise InputError("“tag” and “note” must be texts")
    return Record(
        id_,
        "claim" if kind == "claim" else "entity",
        name,
        tag,
        _texts(image, "aliases"),
        _texts(image, "identifiers"),
        _attributes(image),
        note,
    )


def _texts(image: Mapping[str, object], key: str) -> tuple[str, ...]:
    value: object = image.get(key) or []
    listed = cast(list[object], value) if isinstance(value, list) else [None]
    texts = tuple(each for each in listed if isinstance(each, str))
    if len(texts) != len(listed):
        raise InputError(f"“{key}” must be a list of texts")
    return texts


def _attributes(image: Mapping[str, object]) -> dict[str, Value]:
    value: object = image.get("attributes") or {}
    if isinstance(value, dict):
        values = cast(dict[str, object], value)
        plain = {key: each for key, each in values.items() if isinstance(each, str | int | float | bool | None)}
        if len(plain) == len(values):
            return plain
    raise InputError("“attributes” must be an object of plain values")
