"""Our own data set: JSONL, one document a line, as docs/formats.md fixes it.

Offsets are code points, half-open. The writer is deterministic: the same document gives the
same bytes on every machine. The reader takes files made by other hands too, and says what
it had to mend.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain
from typing import Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats.registry import Remark
from annotator.formats.text import title_of
from annotator.model.annotation import (
    KINDS,
    NO_ATTRIBUTES,
    STATES,
    Annotation,
    Relation,
    Span,
    reading_order,
    span_fault,
    swiftly_made,
)
from annotator.model.document import STATUSES, AnnotatedDocument, Document, Source
from annotator.model.ids import new_id
from annotator.model.text import lone_surrogate, normalise_line_ends
from annotator.model.times import is_date, is_moment, now

# JSON as it comes; each shape is checked before it is used
Json = dict[str, Any]

_SEPARATORS = ((b"\xc2\x85", b"\\u0085"), (b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"))
_KEYS = frozenset("id title date language source metadata status split text text_sha256 annotations relations".split())
_ANNOTATION_KEYS = frozenset(
    "id kind tag spans attributes record annotator origin state confidence note created modified".split()
)
_WHOLE = 1 << 28
"""Bytes at most of a file that is one JSON value over several lines."""


# --- writing


def encode(each: AnnotatedDocument) -> bytes:
    """Return the line of *each*, with its end. U+0085, U+2028 and U+2029 are escaped."""
    document = each.document
    text = document.text
    source = document.source
    marks: list[Json] = []
    for annotation in each.annotations:
        spans = annotation.spans
        if len(spans) == 1:
            start, end = spans[0]
            places = [{"start": start, "end": end, "text": text[start:end]}]
        else:
            places = [{"start": start, "end": end, "text": text[start:end]} for start, end in spans]
        marks.append(
            {
                "id": annotation.id,
                "kind": annotation.kind,
                "tag": annotation.tag,
                "spans": places,
                "attributes": annotation.attributes or {},
                "record": annotation.record,
                "annotator": annotation.annotator,
                "origin": annotation.origin,
                "state": annotation.state,
                "confidence": annotation.confidence,
                "note": annotation.note,
                "created": annotation.created,
                "modified": annotation.modified,
            }
        )
    value = {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "language": document.language,
        "source": source and {"uri": source.uri, "media_type": source.media_type, "sha256": source.sha256},
        "metadata": document.metadata or {},
        "status": document.status,
        "split": document.split,
        "text": text,
        "text_sha256": document.text_sha256,
        "annotations": marks,
        "relations": [
            {
                "id": relation.id,
                "type": relation.type,
                "from": relation.source,
                "to": relation.target,
                "attributes": relation.attributes or {},
            }
            for relation in each.relations
        ],
    }
    line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
    for raw, escaped in _SEPARATORS:
        if raw in line:
            line = line.replace(raw, escaped)
    return line


# --- reading


def read_stream(lines: Iterable[bytes], name: str, annotator: str) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a file, and a remark for each line that cannot be taken or was mended.

    *name* is the file's, *annotator* is named where a line names none. A file that is one
    JSON value over several lines (an object, or a list of them) is read as well.
    """
    numbered = enumerate(lines, start=1)
    for number, line in numbered:
        if number == 1 and line.startswith(b"\xef\xbb\xbf"):
            line = line[3:]
        stripped = line.strip()
        if not stripped:
            continue
        try:
            value = orjson.loads(stripped)
        except orjson.JSONDecodeError as error:
            if number == 1 or stripped in (b"{", b"["):
                yield from _read_whole(chain([line], (rest for _, rest in numbered)), annotator, error)
                return
            yield Remark(f"line {number}: {_json_fault(stripped, error)}")
            continue
        if isinstance(value, list):
            for place, item in enumerate(cast(list[object], value), start=1):
                yield from _read_value(item, f"line {number}, item {place}", annotator)
        else:
            yield from _read_value(value, f"line {number}", annotator)


def _read_whole(
    lines: Iterable[bytes], annotator: str, first: orjson.JSONDecodeError
) -> Iterator[AnnotatedDocument | Remark]:
    kept: list[bytes] = []
    size = 0
    for line in lines:
        kept.append(line)
        size += len(line)
        if size > _WHOLE:
            yield Remark("it is one JSON value of more than 256 MiB; write it as JSONL, one document a line")
            return
    try:
        value = orjson.loads(b"".join(kept))
    except orjson.JSONDecodeError:
        yield from _line_by_line(kept, annotator, first)
        return
    items = cast(list[object], value) if isinstance(value, list) else [value]
    for place, item in enumerate(items, start=1):
        yield from _read_value(item, f"item {place}", annotator)


def _line_by_line(
    lines: list[bytes], annotator: str, first: orjson.JSONDecodeError
) -> Iterator[AnnotatedDocument | Remark]:
    for number, line in enumerate(lines, start=1):
        if number == 1:
            yield Remark(f"line 1: {_json_fault(line.strip(), first)}")
        elif line.strip():
            try:
                value = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                yield Remark(f"line {number}: {_json_fault(line.strip(), error)}")
            else:
                yield from _read_value(value, f"line {number}", annotator)


def _json_fault(line: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return f"it is not JSON ({error.msg} at character {error.pos}); mend or remove the line"
    text = value.get("text") if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if isinstance(text, str) and (place := lone_surrogate(text)) is not None:
        return (
            f"the text has a lone surrogate (U+{ord(text[place]):04X}) at {place}, which is half of a character; "
            "replace it by the character that was meant or by U+FFFD"
        )
    return f"it holds something that JSON does not allow ({error.msg}); mend or remove the line"


def _read_value(value: object, where: str, annotator: str) -> Iterator[AnnotatedDocument | Remark]:
    remarks: list[str] = []
    try:
        if not isinstance(value, dict):
            raise InputError(f"a document is an object, this is {_named(value)}")
        document = _Parser(cast(Json, value), annotator, remarks).parse()
    except InputError as error:
        yield Remark(f"{where}: {error}")
        return
    for text in remarks:
        yield Remark(f"{where}: {text}", document.document.id)
    yield document


class _Parser:
    """One document out of one JSON object."""

    def __init__(self, value: Json, annotator: str, remarks: list[str]) -> None:
        self._value = value
        self._annotator = annotator
        self._remarks = remarks
        self._now = now()
        self._crlf: list[int] | None = None

    def parse(self) -> AnnotatedDocument:
        """Return the document; InputError says the first thing that is wrong."""
        value = self._value
        text = value.get("text")
        if not isinstance(text, str):
            raise InputError("the key “text” is missing" if text is None else f"“text” is {_named(text)}, not text")
        digest = sha256(text.encode()).hexdigest()
        given = value.get("text_sha256")
        if given is not None and given != digest:
            raise InputError("“text_sha256” does not match the text; the text was changed after it was computed")
        original = text
        if "\r" in text:
            text = normalise_line_ends(text)
            digest = sha256(text.encode()).hexdigest()
            self._crlf = _crlf_places(original)
            self._remarks.append("line ends became “\\n”, and the spans moved with them")
        id_ = self._text("id") or new_id()
        annotations = self._annotations(id_, original, text)
        return AnnotatedDocument(self._document(id_, text, digest), annotations, self._relations())

    def _document(self, id_: str, text: str, digest: str) -> Document:
        value = self._value
        metadata = self._object(value.get("metadata"), "metadata")
        date = self._text("date")
        if date is not None and not is_date(date):
            metadata = {**metadata, "date_as_given": date}
            self._remarks.append(f"“{date}” is no date such as 1917, 1917-11 or 1917-11-07; it is kept in the metadata")
            date = None
        if not value.keys() <= _KEYS:
            unknown = {key: value[key] for key in value if key not in _KEYS and key not in metadata}
            metadata = {**metadata, **unknown}
            self._remarks.append(f"unknown keys are kept in the metadata: {', '.join(unknown)}")
        status = value.get("status", "new")
        if status not in STATUSES:
            raise InputError(f"“status” is {status!r}; it can be {', '.join(STATUSES)}")
        title = self._text("title", empty=True)
        return Document(
            id=id_,
            title=title_of(text, id_) if title is None else title,
            text=text,
            text_sha256=digest,
            created=self._now,
            date=date,
            language=self._text("language"),
            source=self._source(),
            metadata=metadata,
            status=status,
            split=self._text("split"),
        )

    def _source(self) -> Source | None:
        source = self._value.get("source")
        if source is None:
            return None
        source = self._object(source, "source")
        uri, media_type, digest = source.get("uri"), source.get("media_type", "text/plain"), source.get("sha256")
        if not isinstance(uri, str) or not isinstance(media_type, str) or not isinstance(digest, str):
            raise InputError("“source” needs “uri”, “media_type” and “sha256”, each a text")
        if len(digest) != 64:
            raise InputError("the “sha256” of “source” must have 64 hexadecimal digits")
        return Source(new_id(), uri, media_type, digest)

    def _text(self, key: str, *, empty: bool = False) -> str | None:
        found = self._value.get(key)
        if found is None:
            return None
        if not isinstance(found, str):
            raise InputError(f"“{key}” is {_named(found)}, not text")
        return found if found or empty else None

    def _object(self, value: object, name: str) -> Json:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise InputError(f"“{name}” is {_named(value)}, not an object")
        return cast(Json, value)

    def _list(self, key: str) -> list[Json]:
        found = self._value.get(key)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in cast(list[object], found)):
            raise InputError(f"“{key}” must be a list of objects")
        return cast(list[Json], found)

    def _annotations(self, document: str, original: str, text: str) -> tuple[Annotation, ...]:
        made: list[Annotation] = []
        seen: set[str] = set()
        moments: set[str] = set()
        length = len(text)
        ordered = True
        before = (-2, 0, "")
        for value in self._list("annotations"):
            get = value.get
            id_ = get("id") or new_id()
            kind, tag, state = get("kind"), get("tag"), get("state", "accepted")
            created = get("created") or self._now
            modified = get("modified") or created
            attributes: Any = get("attributes") or NO_ATTRIBUTES
            record, confidence = get("record"), get("confidence")
            annotator = get("annotator") or self._annotator
            origin, note = get("origin", "import"), get("note") or ""
            if (
                type(id_) is not str
                or id_ in seen
                or kind not in KINDS
                or type(tag) is not str
                or not tag
                or state not in STATES
                or type(annotator) is not str
                or type(origin) is not str
                or type(note) is not str
                or (record is not None and type(record) is not str)
                or (confidence is not None and (type(confidence) not in (int, float) or not 0 <= confidence <= 1))
                or (attributes is not NO_ATTRIBUTES and type(attributes) is not dict)
            ):
                raise InputError(_annotation_fault(value, seen))
            for moment in (created, modified):
                if moment not in moments:
                    if type(moment) is not str or not is_moment(moment):
                        raise InputError(f"annotation {id_}: {moment!r} is no moment such as 2026-01-31T09:00:00Z")
                    moments.add(moment)
            seen.add(id_)
            spans = self._spans(value, id_, original, length)
            annotation = swiftly_made(
                id_, document, kind, tag, spans, annotator, created, modified, attributes, record, origin, state,
                confidence, note,
            )  # fmt: skip
            if not value.keys() <= _ANNOTATION_KEYS:
                unknown = ", ".join(key for key in value if key not in _ANNOTATION_KEYS)
                self._remarks.append(f"annotation {id_}: unknown keys were left out: {unknown}")
            place = reading_order(annotation)
            ordered = ordered and place >= before
            before = place
            made.append(annotation)
        if not ordered:
            made.sort(key=reading_order)
        return tuple(made)

    def _spans(self, value: Json, annotation: str, original: str, length: int) -> tuple[Span, ...]:
        found: Any = value.get("spans")
        if type(found) is list and len(cast(list[object], found)) == 1 and self._crlf is None:
            # the common case, without a detour
            one = found[0]  # pyright: ignore[reportUnknownVariableType]
            if type(one) is dict:  # pyright: ignore[reportUnknownArgumentType]
                start, end = cast(Json, one).get("start"), cast(Json, one).get("end")
                if (
                    type(start) is int
                    and type(end) is int
                    and 0 <= start < end <= length
                    and cast(Json, one).get("text") == original[start:end]
                ):
                    return (Span(start, end),)
        return self._any_spans(cast(object, found), annotation, original, length)

    def _any_spans(self, found: object, annotation: str, original: str, length: int) -> tuple[Span, ...]:
        if found is None:
            return ()
        if not isinstance(found, list):
            raise InputError(f"annotation {annotation}: “spans” is {_named(found)}, not a list")
        spans: list[Span] = []
        for each in cast(list[Json], found):
            start, end = (each.get("start"), each.get("end")) if isinstance(each, dict) else (None, None)  # pyright: ignore[reportUnnecessaryIsInstance]
            if type(start) is not int or type(end) is not int:
                raise InputError(f"annotation {annotation}: a span needs “start” and “end”, each a whole number")
            if fault := span_fault((Span(start, end),), len(original)):
                raise InputError(f"annotation {annotation}: {fault}")
            words = each.get("text")
            if words is not None and words != original[start:end]:
                raise InputError(
                    f"annotation {annotation}: the span {start}-{end} says {words!r}, but the text there is "
                    f"{original[start:end]!r}; offsets count code points"
                )
            spans.append(Span(self._moved(start), self._moved(end)))
        spans.sort()
        if fault := span_fault(tuple(spans), length):
            raise InputError(f"annotation {annotation}: {fault}")
        return tuple(spans)

    def _moved(self, offset: int) -> int:
        return offset if self._crlf is None else offset - bisect_left(self._crlf, offset - 1)

    def _relations(self) -> tuple[Relation, ...]:
        made: list[Relation] = []
        for value in self._list("relations"):
            id_ = value.get("id") or new_id()
            kind, source, target = value.get("type"), value.get("from"), value.get("to")
            for name, each in (("id", id_), ("type", kind), ("from", source), ("to", target)):
                if not isinstance(each, str) or not each:
                    raise InputError(f"relation {id_}: “{name}” is {_named(each)}, not text")
            attributes = self._object(value.get("attributes"), "attributes") or NO_ATTRIBUTES
            made.append(Relation(cast(str, id_), cast(str, kind), cast(str, source), cast(str, target), attributes))
        return tuple(made)


def _annotation_fault(value: Json, seen: set[str]) -> str:
    id_ = value.get("id")
    who = f"annotation {id_}"
    if id_ in seen:
        return f"{who}: the id stands twice in this document"
    if value.get("kind") not in KINDS:
        return f"{who}: “kind” is {value.get('kind')!r}; it can be {', '.join(KINDS)}"
    if value.get("state", "accepted") not in STATES:
        return f"{who}: “state” is {value.get('state')!r}; it can be {', '.join(STATES)}"
    confidence = value.get("confidence")
    if confidence is not None and (type(confidence) not in (int, float) or not 0 <= confidence <= 1):
        return f"{who}: “confidence” is {confidence!r}; it is a number from 0 to 1, or null"
    if not isinstance(value.get("attributes") or {}, dict):
        return f"{who}: “attributes” is {_named(value['attributes'])}, not an object"
    for key in ("id", "tag", "annotator", "origin", "note", "record"):
        if key in value and value[key] is not None and not isinstance(value[key], str):
            return f"{who}: “{key}” is {_named(value[key])}, not text"
    return f"{who}: the key “tag” is missing"


def _named(value: object) -> str:
    names: dict[type[object], str] = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "true or false",
        type(None): "null",
    }
    return names.get(type(value), "a number")  # pyright: ignore[reportUnknownArgumentType]


def _crlf_places(text: str) -> list[int]:
    places: list[int] = []
    place = text.find("\r\n")
    while place >= 0:
        places.append(place)
        place = text.find("\r\n", place + 2)
    return places
