"""Gathers what a reader finds of one document, and makes the document of it.

For readers of formats whose marks stand each for itself: one that cannot be taken is said
with its line, and the rest goes on. It is checked and completed as a line of JSONL is, so
that everything that reads says the same of the same fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats.format import Anchor, Reading, Remark
from annotator.formats.jsonl_checks import relations_in, whole_annotation
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.kept import renamed
from annotator.model.annotation import Kind, Span, Value, span_fault
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id
from annotator.model.times import is_moment, now

Part = tuple[int, int]
Parts = Iterable[Part]
_SHOWN = 60
_AROUND = 12
"""How many characters around a place are shown."""


class Gathering:
    r"""What is known of a document until now; *text* is as its file has it, which may have ``\r\n``.

    Offsets are code points of that text. *fields* are those of a document in JSONL that are
    set directly: ``id``, ``title``, ``date`` and so on; None is as if it were not there.
    *annotator* is named where a mark names none, *file* in remarks.
    """

    def __init__(self, text: str, reading: Reading, *, annotator: str = "", file: str = "") -> None:
        self.text = text
        self.fields: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self._annotator = annotator or reading.annotator
        self._file = file
        self._marks: list[dict[str, Any]] = []
        self._ids: set[str] = set()
        self._relations: list[dict[str, Any]] = []
        self._remarks: list[Remark] = []
        self._now = now()

    def __contains__(self, id_: str) -> bool:
        return id_ in self._ids

    def note(self, text: str, line: int | None = None) -> None:
        """Say something of what was taken."""
        self._remarks.append(Remark(text, "", line, self._file))

    def skip(self, text: str, line: int | None = None) -> None:
        """Say that something was not taken, and why."""
        self._remarks.append(Remark(text, "", line, self._file, skipped=True))

    def keep(self, name: str, what: Mapping[str, Any]) -> None:
        """Keep what has no place here in the metadata, for the format of that *name*."""
        if not what:
            return
        metadata = self.fields.get("metadata")
        holder: dict[str, Any] = cast(dict[str, Any], metadata) if isinstance(metadata, dict) else self.metadata
        before = holder.get(name)
        holder[name] = {**(cast(dict[str, Any], before) if isinstance(before, dict) else {}), **what}

    def json(self, text: str, what: str, line: int | None = None) -> Any:  # noqa: ANN401  # whatever JSON says
        """Return what a text in JSON says; None, and a remark that *what* was left out, if it is none."""
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            self.note(f"{what} cannot be read ({error}); it was left out", line)
            return None

    def mark(
        self,
        parts: Parts,
        kind: Kind,
        tag: str,
        *,
        line: int | None = None,
        words: str | None = None,
        anchor: Anchor = "offsets",
        **fields: object,
    ) -> str | None:
        """Take an annotation with those parts, and return its id, or what stands for it; None if it could not be taken.

        *fields* are the others of an annotation in JSONL. *words* are what the file says stands
        there: where they differ, the difference is said, and with *anchor* ``quote`` the
        nearest place of these words is taken.
        """
        spans = merged(parts)
        if words is not None and len(spans) == 1:
            spans = self._anchored(spans, words, anchor, line)
        given = {key: each for key, each in fields.items() if each is not None}
        for key in ("created", "modified"):
            if key in given and not is_moment(str(given[key])):
                given.pop(key)
        id_ = str(given.get("id", f"#{len(self._marks) + 1}"))
        if id_ in self._ids:
            self.skip(f"the id {id_} stands twice; only the first was taken", line)
            return None
        value: dict[str, Any] = {
            **given,
            "id": id_,
            "kind": kind,
            "tag": tag,
            "annotator": given.get("annotator") or self._annotator,
            "spans": [{"start": start, "end": end} for start, end in spans],
        }
        if len(spans) == 1 and spans[0][0] == spans[0][1] and 0 <= spans[0][0] <= len(self.text):
            self.skip(f"an annotation “{tag}” was left out: {self._no_characters(spans[0][0])}", line)
            return None
        try:
            if fault := span_fault(tuple(Span(*each) for each in spans), len(self.text)):
                raise InputError(fault)
            whole_annotation(value, len(self._marks) + 1, "", self._annotator, self._now)
        except InputError as error:
            self.skip(f"an annotation “{tag}” was left out: {error}", line)
            return None
        self._ids.add(id_)
        self._marks.append(value)
        return id_

    def relate(
        self,
        type_: str,
        source: str,
        target: str,
        *,
        line: int | None = None,
        attributes: Mapping[str, Value] | None = None,
        id: str | None = None,  # JSONL's own word
    ) -> None:
        """Take a relation between annotations by their ids; the *source* is one of this document."""
        value: dict[str, Any] = {"id": id, "type": type_, "from": source, "to": target, "attributes": attributes or {}}
        try:
            if source not in self._ids:
                raise InputError(f"there is no annotation {source} in this document")
            relations_in({"relations": [value]}, "")
        except InputError as error:
            self.skip(f"a relation “{type_}” was left out: {error}", line)
            return
        self._relations.append(value)

    def done(self) -> Iterator[AnnotatedDocument | Remark]:
        """Yield the document and what is to be said of it; InputError if it cannot be taken at all."""
        value: dict[str, Any] = {key: each for key, each in self.fields.items() if each is not None}
        value["text"] = self.text
        if self.metadata:
            value["metadata"] = {**self.metadata, **(value.get("metadata") or {})}
        id_ = value.get("id")
        if not id_:
            said = {**value, "annotations": self._marks, "relations": self._relations}
            id_ = value["id"] = derived_id("document", orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode())
            given = False
        else:
            given = True
        ids = {
            own: derived_id(str(id_), "annotation", own[1:]) if own.startswith("#") else own
            for own in (each["id"] for each in self._marks)
        }
        if isinstance(metadata := value.get("metadata"), dict):
            value["metadata"] = renamed(cast(dict[str, Any], metadata), ids, {})
        value["annotations"] = [{**each, "id": ids[each["id"]]} for each in self._marks]
        value["relations"] = [
            {**each, "from": ids.get(each["from"], each["from"]), "to": ids.get(each["to"], each["to"])}
            for each in self._relations
        ]
        document, notes = DocumentReader(self._annotator).read(value)
        yield document if given else replace(document, id_given=False)
        for note in notes:
            yield Remark(note, document.document.id, None, self._file)
        for each in self._remarks:
            yield replace(each, document=document.document.id)

    def _no_characters(self, place: int) -> str:
        before, after = self.text[max(0, place - _AROUND) : place], self.text[place : place + _AROUND]
        where = f"between “{_one_line(before)}” and “{_one_line(after)}”" if before and after else ""
        where = where or ("at the end of the text" if before else "at the beginning of the text")
        return f"it has no characters, it only points to a place, {where} ({place})"

    def _anchored(self, spans: list[Part], words: str, anchor: Anchor, line: int | None) -> list[Part]:
        [(start, end)] = spans
        there = self.text[start:end]
        if _squashed(there) == _squashed(words):
            return spans
        said = f"the file says “{_short(words)}” at {start}-{end}, but the text there is “{_short(there)}”"
        places = [match.start() for match in re.finditer(re.escape(words), self.text)] if anchor == "quote" else []
        if not places:
            self.note(f"{said}; the offsets were taken", line)
            return spans
        nearest = min(places, key=lambda place: abs(place - start))
        self.note(f"{said}; the words were taken where they stand, at {nearest}-{nearest + len(words)}", line)
        return [(nearest, nearest + len(words))]


def merged(parts: Parts) -> list[Part]:
    """Return *parts* in text order, those that overlap as one."""
    found: list[Part] = []
    for start, end in sorted(parts):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def kind_of(tag: str, reading: Reading) -> Kind:
    """Return the kind that *tag* has in the project; what is not known there is an entity."""
    found = reading.tag_set.find(tag)
    return found.kind if found else "entity"


def _one_line(text: str) -> str:
    return text.replace("\n", "⏎")


def _squashed(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
