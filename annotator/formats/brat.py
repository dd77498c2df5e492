"""brat standoff: a text beside its annotations, or a whole collection with its configuration.

Memory is bounded by the largest document (and the names of the files of a collection).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.errors import InputError
from annotator.formats.brat_conf import read_conf
from annotator.formats.brat_files import ANNOTATIONS, TEXT, Collection, Group, collection, is_about
from annotator.formats.brat_lines import is_foreign, parse
from annotator.formats.brat_names import Names
from annotator.formats.brat_places import Places
from annotator.formats.brat_reading import FileReading, Taken
from annotator.formats.brat_writing import write
from annotator.formats.decoding import decode
from annotator.formats.files import Files, Given, given_of, whole
from annotator.formats.format import Reading, Remark
from annotator.formats.mapping import Mapping
from annotator.formats.tagset_toml import read_tag_set
from annotator.formats.text import title_of
from annotator.model.annotation import reading_order
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.ids import derived_id, new_id
from annotator.model.tag import TagSet
from annotator.model.text import text_sha256
from annotator.model.times import now

if TYPE_CHECKING:
    from annotator.formats.format import Found

__all__ = ["read_files", "write"]

_CONF, _VISUAL, _TAGS = "annotation.conf", "visual.conf", "tags.toml"
_CONFIGURATION = (_CONF, _VISUAL, _TAGS, "tools.conf", "kb_shortcuts.conf", ".stats_cache")
_NO_MAPPING = Mapping("none")
_NO_PART = "it is no part of a brat collection; import it by itself"


def read_files(given: Given, reading: Reading) -> Iterator[Found]:
    """Yield the tag set, and the document of an annotation file, or all documents of a collection.

    InputError where the text is missing: the annotations alone say nothing.
    """
    contained = given.member.endswith(ANNOTATIONS)
    if not given.member and not given.files.names():
        # from a pipe: there is nothing beside it
        raise InputError("brat’s annotations need the text beside them; import the folder that holds both")
    files = given.files
    if not contained and given.member and files.has(given.member):
        # another name than brat gives: then it is one file with the text beside it
        data = given.read()
        stem = given.member.rpartition(".")[0]
        if given.member.endswith(TEXT) or is_about(given.member) or not files.has(stem + TEXT):
            groups = collection(files, reading.options.get("annotators", "together"))
            if groups.has_annotations:
                yield from _beside_annotations(given, reading, groups)
                return
        if not files.has(stem + TEXT):
            raise InputError(f"its text {stem}{TEXT} is not beside it; put it there")
        text = whole(files, stem + TEXT)
        files = given_of(b"", "", [("a.txt", text), ("a.ann", data)]).files
        yield from _Job(files, reading, "").documents(Group("a.txt", [("a.ann", "")]), stem.rpartition("/")[2] + TEXT)
        return
    folder = given.member if not contained else given.member.rpartition("/")[0]
    job = _Job(files, reading, folder)
    if job.brought is not None:
        yield job.brought
    groups = collection(files, reading.options.get("annotators", "together"))
    if contained:
        given.read()
        group = groups.group(given.member)
        if group is not None:
            yield from job.documents(group)
        return
    yield from _all(groups, files, job, given.member)


def _all(groups: Collection, files: Files, job: _Job, folder: str) -> Iterator[Found]:
    within = f"{folder}/" if folder else ""
    for name in files.names():
        if not name.startswith(within):
            continue
        if not name.endswith((ANNOTATIONS, TEXT)):
            if not _belongs(name):
                yield _left_out(name, groups, name)
            continue
        if name.endswith(TEXT) and is_about(name) and not groups.is_text(name):
            yield _left_out(name, groups, name)
            continue
        group = groups.group(name)
        if group is None:
            continue
        try:
            yield from job.documents(group)
        except InputError as error:
            yield Remark(error.text, None, error.line, name)


def _beside_annotations(given: Given, reading: Reading, groups: Collection) -> Iterator[Found]:
    """Yield what is to be had of a file that is no annotation file, in a folder that has such."""
    name = given.member
    if _belongs(name) or groups.is_text(name):
        return
    if name.endswith(TEXT) and not is_about(name):
        yield from _Job(given.files, reading, name.rpartition("/")[0]).documents(Group(name))
    else:
        yield _left_out(name, groups, "")


def _belongs(name: str) -> bool:
    """Tell whether a file is part of every collection, and no document of it."""
    tail = name.rpartition("/")[2]
    return tail in _CONFIGURATION or tail.startswith(".")


def _left_out(name: str, groups: Collection, file: str) -> Remark:
    """Return what is said of a file that is not read: a note if it is plainly no document, else that it failed."""
    if is_about(name) or groups.is_made_of_text(name):
        return Remark("it was passed over: it is no annotation file of brat, and no text of one", "", None, file)
    return Remark(_NO_PART, None, None, file)


class _Job:
    """What is the same for all documents of one run over *files*; *folder* is where the configuration is looked for."""

    def __init__(self, files: Files, reading: Reading, folder: str) -> None:
        self._files = files
        self._reading = reading
        self._mapping = reading.mapping or _NO_MAPPING
        self._records: dict[str, None] = {}
        self._time = now()
        conf = self._configuration(folder, _CONF)
        visual = self._configuration(folder, _VISUAL)
        tags = self._configuration(folder, _TAGS)
        self.brought, self._names = _names(conf, visual, tags, _Key(self._mapping, reading.tag_set))

    def _configuration(self, folder: str, name: str) -> bytes | None:
        """Return a file of the configuration, from *folder* or the nearest above it."""
        while True:
            place = f"{folder}/{name}" if folder else name
            if self._files.has(place):
                return whole(self._files, place)
            if not folder:
                return None
            folder = folder.rpartition("/")[0]

    def documents(self, group: Group, name: str = "") -> Iterator[Found]:
        """Yield the records, document and remarks of a group; *name* names its text where that is not its own."""
        if not group.text:
            own = group.annotations[0][0].removesuffix(ANNOTATIONS) + TEXT
            raise InputError(f"its text {own} is not beside it; put it there")
        text_bytes = whole(self._files, group.text)
        decoded = decode(text_bytes)
        places = Places(decoded)
        given = [(file, annotator, whole(self._files, file)) for file, annotator in group.annotations]
        if given and all(is_foreign(_text_of(data)) for _, _, data in given):
            raise InputError(
                "none of its lines is a record of brat, such as “T1⇥Person 4 9⇥mayor” (⇥ is a tab); nothing of it was "
                f"taken, and its text {group.text} can be imported by itself"
            )
        name = name or group.text
        tail = name.rpartition("/")[2]
        digest = text_sha256(places.text)
        marked = hashlib.sha256(b"\0".join(data for _, _, data in given)).hexdigest()
        id_ = derived_id("brat", tail, digest, marked)
        taken = Taken()
        time = self._time
        for file, annotator, data in given:
            lines = parse(_text_of(data))
            spans, remarks = places.of(lines, self._reading.anchor)
            prefix = f"{id_}:{annotator}:" if len(given) > 1 else f"{id_}:"
            before = len(taken.remarks)
            FileReading(taken, lines, spans, self._names, self._mapping, prefix).take(
                id_, annotator or self._reading.annotator, time
            )
            taken.remarks[before:] = [*remarks, *taken.remarks[before:]]
            if file != group.annotations[0][0]:
                taken.remarks[before:] = [replace(each, file=file) for each in taken.remarks[before:]]
        for record in taken.records:
            if record.id not in self._records:
                self._records[record.id] = None
                yield record
        metadata = {**decoded.metadata(), **({"brat": taken.kept} if taken.kept else {})}
        source = Source(new_id(), name, "text/plain", hashlib.sha256(text_bytes).hexdigest())
        title = title_of(places.text, tail)
        document = Document(id_, title, places.text, digest, time, source=source, metadata=metadata)
        taken.annotations.sort(key=reading_order)
        yield AnnotatedDocument(document, tuple(taken.annotations), tuple(taken.relations), id_given=False)
        for each in taken.remarks:
            yield replace(each, document=id_)


def _text_of(data: bytes) -> str:
    """Return the text of an annotation file, which is UTF-8 but for the odd one out."""
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return decode(data).text


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """What names depend on, as a key: the same only as itself."""

    mapping: Mapping
    project: TagSet

    def __hash__(self) -> int:
        return hash((id(self.mapping), id(self.project)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.mapping is self.mapping and other.project is self.project


@lru_cache(maxsize=8)
def _names(conf: bytes | None, visual: bytes | None, tags: bytes | None, key: _Key) -> tuple[TagSet | None, Names]:
    """Return the tag set that a collection brings, if any, and the tables of names."""
    brought = read_tag_set(decode(tags).text, _TAGS) if tags else None
    known = brought or key.project
    if conf:
        more = read_conf(decode(conf).text, decode(visual).text if visual else "", key.mapping, known)
        there = {(tag.kind, tag.name) for tag in known.tags}
        types = {each.name for each in known.relation_types}
        fresh = tuple(tag for tag in more.tags if (tag.kind, tag.name) not in there)
        links = tuple(each for each in more.relation_types if each.name not in types)
        if brought is None:
            brought = more
        else:
            brought = replace(brought, tags=brought.tags + fresh, relation_types=brought.relation_types + links)
        known = replace(known, tags=known.tags + fresh, relation_types=known.relation_types + links)
    return brought, Names(known, key.mapping)
