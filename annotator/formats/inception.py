"""INCEpTION's project archive, read: its documents with the work of every annotator and of the curation, and its tags.

The archive is that of the project's export page, with annotations as XMI, JSON or WebAnno TSV 3. What INCEpTION keeps
for itself (``annotation_ser``, Java's serialised objects) is not read. Memory is bounded by one document with the
work of all its annotators, and by the project's list of documents while that is parsed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats.cas_reading import read_json, read_xmi
from annotator.formats.decoding import decode
from annotator.formats.files import Files, Given, ZipFiles, whole
from annotator.formats.format import Reading, Remark
from annotator.formats.gathering import Gathering
from annotator.formats.inception_archive import IMPORTED, Archive, Work, add_to
from annotator.formats.inception_tags import tags_of
from annotator.formats.many_names import ManyNames
from annotator.formats.mapping import load
from annotator.formats.webanno_reading import read_files as read_tsv
from annotator.model.annotation import Annotation, Relation, reading_order
from annotator.model.document import AnnotatedDocument, Document, Status
from annotator.model.ids import derived_id
from annotator.model.tag import TagSet
from annotator.model.text import text_sha256

_PROJECT = re.compile(r"(.*/)?exportedproject[^/]*\.json", re.IGNORECASE)
_TEXTS = ("text", "textlines", "textsegmented")
"""What INCEpTION calls a source of words alone."""
_OBJECTS = (
    "only there as Java's own objects; "
    "in INCEpTION, export the project anew and choose UIMA CAS XMI or JSON as its secondary format"
)
_KEPT = ("name", "format", "state")
_STATUSES: dict[str, Status] = {
    "NEW": "new",
    "ANNOTATION_FINISHED": "done",
    "CURATION_FINISHED": "done",
}

Json = dict[str, Any]
# asked for with the work of each annotator
_shipped = cache(load)


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark | TagSet]:
    """Yield the tags of a project, then its documents in its order; InputError if it is none."""
    files = given.files
    names = files.names()
    found = next((name for name in names if _PROJECT.fullmatch(name)), None)
    if found is None:
        raise InputError("it is no project of INCEpTION: it has no exportedproject.json")
    project = _json(files, found)
    tags = tags_of(project, reading)
    if tags.tags:
        yield tags
    people, sources = ManyNames(), ManyNames()
    for each in _list(project, "annotation_documents"):
        add_to(people, str(each.get("name")), str(each.get("user")))
    for number, each in enumerate(_list(project, "source_documents")):
        if isinstance(each.get("name"), str):
            sources.add(str(number), orjson.dumps({key: each[key] for key in _KEPT if key in each}))
    called = str(project.get("name", given.name))
    # it lists every document, and who worked on each
    del project
    if not sources:
        raise InputError("the project has no documents")
    archive = Archive(files, names, posixpath.dirname(found), people)
    for _, kept in sources.items():
        yield from _document(archive, orjson.loads(kept), called, reading)


def _document(archive: Archive, listed: Json, project: str, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    name = str(listed["name"])
    wanted = reading.options.get("work") or "all"
    works = archive.work(name, wanted)
    hidden = archive.only_as_objects(name, wanted, works)
    by_text: dict[str, list[AnnotatedDocument]] = {}
    remarks = [
        Remark(f"the work of {user} on {name} was left out: it is {_OBJECTS}", "", file=name, skipped=True)
        for user in hidden
    ]
    for work in works:
        _gather(by_text, remarks, work.name, _read(archive.files, work, replace(reading, annotator=work.user)))
    if not works and wanted != "curation":
        source = archive.source(name)
        found = _of_source(archive, source, str(listed.get("format") or ""), reading) if source else None
        if source and found is not None:
            _gather(by_text, remarks, source, found)
        else:
            why = (
                f"the archive has it only as it was imported ({listed.get('format')}); import source/{name} by itself"
                if source
                else "the archive has no annotations of it, and no text"
            )
            remarks.append(Remark(f"{name} was left out: {why}", file=name))
    elif not works and not hidden:
        remarks.append(Remark(f"{name} was left out: it was not curated", file=name))
    by_text = _with_source_text(by_text, archive, name)
    for number, (text, several) in enumerate(by_text.items()):
        state = str(listed.get("state") or "")
        document = Document(
            derived_id("inception", project, name, str(number), text),
            several[0].document.title if number == 0 and several[0].id_given else name,
            text,
            text_sha256(text),
            several[0].document.created,
            several[0].document.date,
            several[0].document.language,
            several[0].document.source,
            {**several[0].document.metadata, "inception": _kept(listed, project)},
            _STATUSES.get(state, "open"),
            several[0].document.split,
        )
        yield _together(document, several)
        for each in remarks:
            yield replace(each, document=document.id)
        remarks = []
        if number:
            yield Remark(f"{name} has another text for some annotators; it became a document of its own", document.id)
    for each in remarks:
        yield replace(each, document=None)


def _gather(
    by_text: dict[str, list[AnnotatedDocument]],
    remarks: list[Remark],
    name: str,
    found: Iterator[AnnotatedDocument | Remark],
) -> None:
    """Put what is *found* in the file *name* to the others that have the same text."""
    try:
        for each in found:
            if isinstance(each, Remark):
                remarks.append(replace(each, file=each.file or name))
            else:
                by_text.setdefault(each.document.text, []).append(each)
    except InputError as error:
        # the work of others is not lost by it
        remarks.append(Remark(f"{error}", "", file=name, skipped=True))


def _of_source(
    archive: Archive, name: str, format: str, reading: Reading
) -> Iterator[AnnotatedDocument | Remark] | None:
    """Return what can be read of a source that nobody has opened; None if it cannot be read here."""
    data = whole(archive.files, name)
    own = replace(reading, annotator=IMPORTED)
    if data.startswith(b"#FORMAT=WebAnno TSV 3"):
        return _read_one(data, "source.tsv", lambda: None, own)
    if format.startswith("xmi") or format == "jsoncas":
        ending = "json" if format == "jsoncas" else "xmi"
        folder = posixpath.dirname(name)
        types = partial(_types, archive.files, folder if ending == "json" else archive.root.rstrip("/"))
        return _read_one(data, f"source.{ending}", types, own)
    if format in _TEXTS or name.lower().endswith(".txt"):
        text = decode(data).text.replace("\r\n", "\n")
        found = Gathering(text, own)
        found.fields["title"] = posixpath.basename(name)
        return found.done()
    return None


def _kept(listed: Json, project: str) -> Json:
    """Return what the project says of a document and we have no place for."""
    return {"project": project, **{key: listed[key] for key in _KEPT if listed.get(key)}}


def _read(files: Files, work: Work, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    data, folder = whole(files, work.name), posixpath.dirname(work.name)
    if not work.name.lower().endswith(".zip"):
        yield from _read_one(data, work.name, lambda: _types(files, folder), reading)
        return
    inner = ZipFiles.of(data)
    members = [name for name in inner.names() if name.lower().endswith((".xmi", ".json", ".tsv"))]
    if not members:
        endings = ", ".join(sorted({posixpath.splitext(name)[1] for name in inner.names()}))
        raise InputError(
            f"it holds no XMI, no JSON and no TSV ({endings or 'nothing'}); export with annotations as UIMA CAS XMI"
        )
    for name in members:
        types = partial(_types, inner, posixpath.dirname(name))
        yield from _read_one(whole(inner, name), name, types, reading)


def _read_one(
    data: bytes, name: str, types: Callable[[], bytes | None], reading: Reading
) -> Iterator[AnnotatedDocument | Remark]:
    ending = posixpath.splitext(name)[1].lower()
    if ending == ".json":
        yield from read_json(data, name, reading)
    elif ending == ".tsv":
        # layers have other names there, unless a person has said what they are
        said = reading.mapping if reading.mapping not in (None, _shipped("inception")) else _shipped("webanno")
        for each in read_tsv(Given(name, data), replace(reading, mapping=said)):
            if isinstance(each, AnnotatedDocument | Remark):
                yield each
    else:
        yield from read_xmi(data, types(), name, reading)


def _with_source_text(
    by_text: dict[str, list[AnnotatedDocument]], archive: Archive, name: str
) -> dict[str, list[AnnotatedDocument]]:
    """Put the text of the source in the place of one that differs in white space alone, which TSV does not write."""
    path = f"{archive.root}source/{name}"
    if not name.lower().endswith(".txt") or not archive.files.has(path):
        return by_text
    source = decode(whole(archive.files, path)).text.replace("\r\n", "\n")
    found: dict[str, list[AnnotatedDocument]] = {}
    for text, several in by_text.items():
        same = len(text) == len(source) and all(
            one == other or (one.isspace() and other.isspace()) for one, other in zip(text, source, strict=True)
        )
        found.setdefault(source if same else text, []).extend(several)
    return found


def _types(files: Files, folder: str) -> bytes | None:
    for name in (posixpath.join(folder, "TypeSystem.xml"), "TypeSystem.xml", "typesystem.xml"):
        if files.has(name):
            return whole(files, name)
    return None


def _together(document: Document, several: list[AnnotatedDocument]) -> AnnotatedDocument:
    """Return the work of several people on one text as one document; the same id twice is made anew for the second."""
    seen: set[str] = set()
    annotations: list[Annotation] = []
    relations: list[Relation] = []
    for place, each in enumerate(several):
        new = {mark.id: _free(mark.id, place, document.id, seen) for mark in each.annotations}
        seen.update(new.values())
        annotations += [replace(mark, id=new[mark.id], document=document.id) for mark in each.annotations]
        for link in each.relations:
            id_ = _free(link.id, place, document.id, seen)
            seen.add(id_)
            source, target = new.get(link.source, link.source), new.get(link.target, link.target)
            relations.append(replace(link, id=id_, source=source, target=target))
    annotations.sort(key=reading_order)
    return AnnotatedDocument(document, tuple(annotations), tuple(relations), id_given=False)


def _free(id_: str, place: int, document: str, seen: set[str]) -> str:
    return derived_id(document, str(place), id_) if id_ in seen else id_


def _json(files: Files, name: str) -> Json:
    try:
        value: object = orjson.loads(whole(files, name))
    except orjson.JSONDecodeError as error:
        raise InputError(f"{name} is no JSON ({error}); export the project anew") from error
    if not isinstance(value, dict):
        raise InputError(f"{name} is no project; export it anew")
    return cast(Json, value)


def _list(value: Json, key: str) -> list[Json]:
    found = value.get(key)
    items = cast(list[object], found) if isinstance(found, list) else []
    return [cast(Json, each) for each in items if isinstance(each, dict)]
