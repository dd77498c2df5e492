"""INCEpTION's project archive, read: its documents with the work of every annotator and of the curation, and its tags.

The archive is that of the project's export page, with annotations as XMI, JSON or WebAnno TSV 3. What INCEpTION keeps
for itself (``annotation_ser``, Java's serialised objects) is not read. Memory is bounded by one document with the
work of all its annotators.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats.cas_reading import read_json, read_xmi
from annotator.formats.decoding import decode
from annotator.formats.files import Files, Given, ZipFiles, whole
from annotator.formats.format import Reading, Remark
from annotator.formats.inception_tags import tags_of
from annotator.formats.mapping import load
from annotator.formats.webanno_reading import read_files as read_tsv
from annotator.model.annotation import Annotation, Relation, reading_order
from annotator.model.document import AnnotatedDocument, Document, Status
from annotator.model.ids import derived_id
from annotator.model.tag import TagSet
from annotator.model.text import text_sha256

_PROJECT = re.compile(r"(.*/)?exportedproject[^/]*\.json", re.IGNORECASE)
_INITIAL = "INITIAL_CAS"
_CURATOR = "CURATION_USER"
CURATION = "Curation"
"""Who is named for what was curated: the archive does not say who did it."""
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
    archive = _Archive(files, names, posixpath.dirname(found))
    listed = [each for each in _list(project, "source_documents") if isinstance(each.get("name"), str)]
    if not listed:
        raise InputError("the project has no documents")
    for each in listed:
        yield from _document(archive, each, str(project.get("name", given.name)), reading)


@dataclass(frozen=True, slots=True)
class _Work:
    """The work of one person on one document: a file of the archive, perhaps an archive itself."""

    name: str
    user: str


class _Archive:
    """The files of a project by document."""

    def __init__(self, files: Files, names: Iterable[str], root: str) -> None:
        self.files = files
        self.root = f"{root}/" if root else ""
        self._of: dict[tuple[str, str], list[str]] = {}
        for name in names:
            if not name.startswith(self.root):
                continue
            kind, _, rest = name[len(self.root) :].partition("/")
            document, slash, file = rest.rpartition("/")
            if slash and kind in ("annotation", "curation"):
                self._of.setdefault((kind, document), []).append(file)

    def work(self, document: str, wanted: str) -> list[_Work]:
        """Return who worked on a document: *wanted* is ``all``, ``annotators`` or ``curation``."""
        found: list[_Work] = []
        for kind in ("annotation", "curation"):
            if wanted not in ("all", {"annotation": "annotators", "curation": "curation"}[kind]):
                continue
            for file in self._of.get((kind, document), ()):
                stem, _, ending = file.rpartition(".")
                if ending.lower() not in ("zip", "json", "xmi", "tsv") or not stem:
                    continue
                user = CURATION if kind == "curation" or stem == _CURATOR else stem
                found.append(_Work(f"{self.root}{kind}/{document}/{file}", user))
        real = [each for each in found if each.user != _INITIAL]
        # the text as it was before anybody marked anything stands there, too
        return real or found

    def has_own_objects(self, document: str) -> bool:
        """Tell whether there is work that only INCEpTION itself can read."""
        return any(
            self.files.has(f"{self.root}{kind}/{document}/{_INITIAL}.ser")
            for kind in ("annotation_ser", "curation_ser")
        )


def _document(archive: _Archive, listed: Json, project: str, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    name = str(listed["name"])
    works = archive.work(name, reading.options.get("work") or "all")
    if not works:
        why = (
            "its annotations are only there as Java's own objects; "
            "in INCEpTION, export the project anew and choose UIMA CAS XMI or JSON as its secondary format"
            if archive.has_own_objects(name)
            else "the archive has no annotations of it"
        )
        yield Remark(f"{name} was left out: {why}", file=name)
        return
    by_text: dict[str, list[AnnotatedDocument]] = {}
    remarks: list[Remark] = []
    for work in works:
        try:
            for each in _read(archive.files, work, replace(reading, annotator=work.user)):
                if isinstance(each, Remark):
                    remarks.append(replace(each, file=each.file or work.name))
                else:
                    by_text.setdefault(each.document.text, []).append(each)
        except InputError as error:
            # the work of others is not lost by it
            remarks.append(Remark(f"{error}", "", file=work.name, skipped=True))
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


def _kept(listed: Json, project: str) -> Json:
    """Return what the project says of a document and we have no place for."""
    return {"project": project, **{key: listed[key] for key in ("name", "format", "state") if listed.get(key)}}


def _read(files: Files, work: _Work, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
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
    by_text: dict[str, list[AnnotatedDocument]], archive: _Archive, name: str
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
