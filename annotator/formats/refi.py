"""REFI-QDA, both ways: projects (.qdpx) for ATLAS.ti, MAXQDA, NVivo and others, and codebooks (.qdc)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import IO

import orjson

from annotator.formats.drafts import object_at
from annotator.formats.features import Feature
from annotator.formats.format import Writing
from annotator.formats.kept import of_format, without
from annotator.formats.output import zipped
from annotator.formats.refi_codes import codes_of
from annotator.formats.refi_names import (
    CODEBOOK,
    CONTINUES,
    DETAILS,
    ORIGIN,
    PROJECT,
    VARIABLES,
    details,
    guid,
    guid_of,
    is_uuid,
)
from annotator.formats.refi_reading import read_files
from annotator.formats.xml_safely import Fitting, escaped, quoted, storable
from annotator.model.annotation import Annotation, Kind, Relation, Value
from annotator.model.document import AnnotatedDocument

__all__ = ["read_files", "write"]

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAME = 80
"""Characters at most of a selection's words that become its name."""
_PART = 1 << 20
_AWAY = "written with a GUID made of the id at the other end"
_NO_ID = "written as a GUID that is made of it"
_FEATURES: Mapping[str, Feature] = {
    "state": "states",
    "origin": "origins",
    "confidence": "confidences",
    "record": "records",
    "id": "annotation ids",
}


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write a project, or, if that is asked for, the codebook alone."""
    if writing.options.get("what") == "codebook":
        for each in documents:
            writing.ledger.lose("exact text", "left out: a codebook has the tags alone", each)
        book = codes_of(writing.tag_set, (), storable)
        file.write(f'{_HEAD}<CodeBook xmlns="{CODEBOOK}" origin="{ORIGIN}">\n{book}</CodeBook>\n'.encode())
        return
    with ExitStack() as stack:
        project = _Project(stack, writing)
        with zipped(file) as folder:
            for each in documents:
                text = project.add(each)
                with folder.open(f"sources/{guid_of(each.document.id)}.txt") as source:
                    source.write(text)
            with folder.open("project.qde") as target:
                for part in project.whole():
                    target.write(part)


NAME = "refi-qda"


class _Project:
    """The parts of ``project.qde``, each in a file of its own until all documents have passed."""

    def __init__(self, stack: ExitStack, writing: Writing) -> None:
        # the stack closes them
        self._sources = stack.enter_context(tempfile.TemporaryFile(prefix="annotator-"))  # noqa: SIM115
        self._notes = stack.enter_context(tempfile.TemporaryFile(prefix="annotator-"))  # noqa: SIM115
        self._links = stack.enter_context(tempfile.TemporaryFile(prefix="annotator-"))  # noqa: SIM115
        self._writing = writing
        self._users: dict[str, str] = {}
        self._variables: set[str] = set()
        self._tags: dict[tuple[Kind, str], None] = {}

    def add(self, each: AnnotatedDocument) -> bytes:
        """Take a document and return the bytes of its source."""
        written = _Document(each, self._writing)
        self._sources.write(written.source().encode())
        self._notes.write("".join(written.notes).encode())
        self._links.write("".join(written.links).encode())
        self._users.update(written.users)
        self._variables.update(written.variables)
        self._tags.update(dict.fromkeys((mark.kind, mark.tag) for mark in each.annotations))
        return each.document.text.encode()

    def whole(self) -> Iterator[bytes]:
        name = storable(str(self._writing.facts.get("title") or "Annotator"))
        yield f'{_HEAD}<Project xmlns="{PROJECT}" name={quoted(name)} origin="{ORIGIN}">\n'.encode()
        users = sorted(self._users.items())
        if users:
            named = "".join(f"<User guid={quoted(id_)} name={quoted(user)}/>\n" for user, id_ in users)
            yield f"<Users>\n{named}</Users>\n".encode()
        book = codes_of(self._writing.tag_set, self._tags, storable)
        yield f"<CodeBook>\n{book}</CodeBook>\n".encode()
        yield b"<Variables>\n"
        for variable in (*VARIABLES, *sorted(self._variables)):
            called = f'guid="{guid("variable", variable)}" name={quoted(storable(variable))}'
            yield f'<Variable {called} typeOfVariable="Text"/>\n'.encode()
        yield b"</Variables>\n"
        for element, held in (("Sources", self._sources), ("Notes", self._notes), ("Links", self._links)):
            if not held.tell():
                continue
            yield f"<{element}>\n".encode()
            held.seek(0)
            while part := held.read(_PART):
                yield part
            yield f"</{element}>\n".encode()
        yield b"</Project>\n"


class _Document:
    """One source with its selections, and what stands of it in other parts of the project."""

    def __init__(self, each: AnnotatedDocument, writing: Writing) -> None:
        self._each = each
        self._fit = Fitting(each, writing.ledger)
        self._keeps = writing.options.get("details") != "leave"
        self._ledger = writing.ledger
        self._marks = {mark.id: mark for mark in each.annotations}
        self.notes: list[str] = []
        self.links: list[str] = []
        self.users: dict[str, str] = {}
        kept = of_format(each.document.metadata, NAME)
        self._description = kept.get("description")
        self.variables = {
            name: value
            for name, value in object_at(kept, "variables").items()
            if isinstance(value, str) and name not in VARIABLES
        }

    def source(self) -> str:
        document = self._each.document
        id_ = guid_of(document.id)
        title = quoted(self._fit(document.title, "titles"))
        selections: list[str] = []
        codings: list[str] = []
        for mark in self._each.annotations:
            if mark.spans:
                selections += self._selections(mark)
            else:
                codings.append(self._coding(mark))
        for relation in self._each.relations:
            self._relation(relation)
        return (
            f'<TextSource guid="{id_}" name={title} plainTextPath="internal://{id_}.txt">\n'
            f"{self._described()}{''.join(selections)}{''.join(codings)}{''.join(self._values())}</TextSource>\n"
        )

    def _described(self) -> str:
        said = self._description
        return f"<Description>{escaped(self._fit(said, 'metadata'))}</Description>\n" if isinstance(said, str) else ""

    def _values(self) -> Iterator[str]:
        document = self._each.document
        source = document.source
        metadata = without(document.metadata, NAME, "variables", "description")
        about = {"uri": source.uri, "media_type": source.media_type, "sha256": source.sha256} if source else None
        values: Mapping[str, str | None] = {
            "id": None if is_uuid(document.id) else document.id,
            "date": document.date,
            "language": document.language,
            "status": document.status,
            "split": document.split,
            "source": orjson.dumps(about).decode() if about else None,
            "metadata": orjson.dumps(metadata).decode() if metadata else None,
            **self.variables,
        }
        for name in (*VARIABLES, *self.variables):
            if (value := values[name]) is not None:
                fit = escaped(self._fit(value, "metadata"))
                yield (
                    f'<VariableValue><VariableRef targetGUID="{guid("variable", name)}"/>'
                    f"<TextValue>{fit}</TextValue></VariableValue>\n"
                )

    def _selections(self, mark: Annotation) -> Iterator[str]:
        text = self._each.document.text
        own = guid_of(mark.id)
        before = ""
        for number, (start, end) in enumerate(mark.spans):
            id_ = guid(mark.id, "part", str(number)) if number else own
            name = storable(" ".join(text[start : min(end, start + _NAME)].split()))
            user = self._user(mark)
            yield (
                f'<PlainTextSelection guid="{id_}" name={quoted(name)} startPosition="{start}" endPosition="{end}" '
                f'creatingUser="{user}" creationDateTime="{mark.created}" modifyingUser="{user}" '
                f'modifiedDateTime="{mark.modified}">{"" if number else self._note_of(mark)}'
                f"{self._coding(mark, number)}</PlainTextSelection>\n"
            )
            if before:
                self.links.append(
                    f'<Link guid="{guid(mark.id, "link", str(number))}" name="{CONTINUES}" direction="OneWay" '
                    f'originGUID="{before}" targetGUID="{id_}"/>\n'
                )
            before = id_

    def _note_of(self, mark: Annotation) -> str:
        """Return the note of a selection: its description, where QualCoder and MAXQDA have the memo of a coding."""
        return f"<Description>{escaped(self._fit(mark.note, 'notes', mark))}</Description>" if mark.note else ""

    def _user(self, mark: Annotation) -> str:
        name = self._fit(mark.annotator, "annotators", mark)
        return self.users.setdefault(name, guid("user", name))

    def _coding(self, mark: Annotation, number: int = 0) -> str:
        id_ = guid(mark.id, "coding", str(number)) if mark.spans else guid_of(mark.id)
        memos = "" if number else "".join(self._memos(mark))
        return (
            f'<Coding guid="{id_}" creatingUser="{self._user(mark)}" creationDateTime="{mark.created}">'
            f'<CodeRef targetGUID="{guid("code", mark.kind, mark.tag)}"/>{memos}</Coding>'
        )

    def _memos(self, mark: Annotation) -> Iterator[str]:
        """Put the memos of a coding among the notes, and yield what leads to them."""
        if mark.note and not mark.spans:
            yield self._note(guid(mark.id, "note"), "Note", self._fit(mark.note, "notes", mark), mark)
        ours: dict[str, Value] = {}
        if not is_uuid(mark.id):
            ours["id"] = mark.id
        if not mark.spans and mark.modified != mark.created:
            ours["modified"] = mark.modified
        if mark.origin != "manual":
            ours["origin"] = mark.origin
        if mark.state != "accepted":
            ours["state"] = mark.state
        ours |= {"confidence": mark.confidence, "record": mark.record}
        ours = {name: value for name, value in ours.items() if value is not None}
        if self._keeps and (said := details(mark.attributes, ours)):
            yield self._note(guid(mark.id, "details"), DETAILS, self._fit(said, "attributes", mark), mark)
        elif not self._keeps:
            if mark.attributes:
                self._ledger.lose("attributes", "left out", self._each, mark, len(mark.attributes))
            for name in _FEATURES.keys() & ours.keys():
                effect = _NO_ID if name == "id" else "left out"
                self._ledger.lose(_FEATURES[name], effect, self._each, mark)

    def _note(self, id_: str, name: str, text: str, mark: Annotation) -> str:
        user = self._user(mark)
        self.notes.append(
            f'<Note guid="{id_}" name="{name}" creatingUser="{user}" creationDateTime="{mark.created}">'
            f"<PlainTextContent>{escaped(text)}</PlainTextContent></Note>\n"
        )
        return f'<NoteRef targetGUID="{id_}"/>'

    def _relation(self, relation: Relation) -> None:
        mark = self._marks.get(relation.source)
        if mark is None:
            return
        name = quoted(self._fit(relation.type, "relations", mark))
        memo = ""
        ours: dict[str, Value] = {} if is_uuid(relation.id) else {"id": relation.id}
        if relation.target not in self._marks and not is_uuid(relation.target):
            ours["target"] = relation.target
        if not self._keeps and "target" in ours:
            self._ledger.lose("relations across documents", _AWAY, self._each)
        if self._keeps and (said := details(relation.attributes, ours)):
            memo = self._note(guid(relation.id, "link"), DETAILS, self._fit(said, "attributes", mark), mark)
        self.links.append(
            f'<Link guid="{guid_of(relation.id)}" name={name} direction="OneWay" '
            f'originGUID="{guid_of(relation.source)}" targetGUID="{guid_of(relation.target)}">{memo}</Link>\n'
        )
