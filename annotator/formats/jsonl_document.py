"""From the value of a JSONL line to a document.

A line that is complete and right, as our own are, is taken on a short way; the first doubt
hands an annotation to `jsonl_checks`, which completes it or says what is wrong. This is the
hot path of imports: a line costs little more than parsing its JSON.
"""

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import product
from operator import itemgetter
from typing import Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats.jsonl_checks import (
    ANNOTATION_KEYS,
    SCALARS,
    Json,
    Unknown,
    choice_in,
    id_in,
    list_in,
    named,
    needed_text_in,
    object_in,
    relations_in,
    shown,
    spans_in,
    text_in,
    unknown_in_spans,
    whole_annotation,
    whose,
    with_unknown,
)
from annotator.formats.offsets import SpanMap
from annotator.formats.text import title_of
from annotator.model.annotation import KINDS, NO_ATTRIBUTES, STATES, Annotation, Kind, Span, reading_order, swiftly_made
from annotator.model.document import NO_METADATA, STATUSES, AnnotatedDocument, Document, Source
from annotator.model.ids import derived_id, new_id
from annotator.model.times import is_date, now

_KEYS = frozenset((
    "id", "title", "date", "language", "source", "metadata", "status", "split", "text", "text_sha256", "annotations",
    "relations",
))  # fmt: skip
LINE_ENDS = "line ends became “\\n”, and the spans moved with them"
"""What is said of a text with other line ends than ours."""
_PLACES = (("start", "end"), ("begin", "end"), ("start_offset", "end_offset"))
"""What other programs call the offsets of a mark."""
_UNITS = {"code point": False, "codepoint": False, "character": False, "unicode": False, "utf16": True}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOMENTS = 100_000

Plain = tuple[str, Kind, str, int, int]
"""An annotation of one span of which only this is said: id, kind, tag, start and end."""

_fields = itemgetter(*ANNOTATION_KEYS)
_span_fields = itemgetter("start", "end", "text")
# a span is a pair: made of one without a call of its own
_new_span = cast(Callable[[type[Span], tuple[int, int]], Span], tuple.__new__)  # pyright: ignore[reportUnknownMemberType]
_WIDTH = len(ANNOTATION_KEYS)
_SHAPES = frozenset(
    (str, str, str, list, dict, record, str, str, str, confidence, str, str, str)
    for record, confidence in product((str, type(None)), (float, type(None)))
)
"""The types that the values of an annotation have, in the order of its keys."""
_KNOWN = frozenset(ANNOTATION_KEYS)
_ATTRIBUTES = ANNOTATION_KEYS.index("attributes")
_KINDS = frozenset(KINDS)
_STATES = frozenset(STATES)


class DocumentReader:
    """Makes documents of JSON values; *annotator* is named where a value names none."""

    def __init__(self, annotator: str) -> None:
        self._annotator = annotator
        self._now = now()
        # moments that were found right: people make many marks a second only in bulk
        self._moments = {self._now}
        self._usual: Json = {
            "attributes": {}, "record": None, "annotator": annotator, "origin": "import", "state": "accepted",
            "confidence": None, "note": "", "created": self._now,
        }  # fmt: skip

    def read(self, value: object, plain: Sequence[Plain] = ()) -> tuple[AnnotatedDocument, list[str]]:
        """Return the document and a sentence for each thing that was mended or left out.

        *plain* are annotations beside those in *value*, before them: whoever made them has looked that each is
        within the text, that has no line ends to mend. Raises InputError with the first thing that is wrong.
        """
        if not isinstance(value, dict):
            raise InputError(f"it is {named(value)}; a document is an object that has at least “text”")
        value = cast(Json, value)
        notes: list[str] = []
        given = value.get("text")
        if type(given) is not str:
            raise InputError(
                "the key “text” is missing; it is the one thing that each document needs"
                if given is None
                else f"“text” is {named(given)}; it must be text"
            )
        digest = sha256(given.encode()).hexdigest()
        if (expected := value.get("text_sha256")) != digest:
            _check_digest(expected, digest)
        places, text = None, given
        if "\r" in given or "offset_unit" in value:
            places = SpanMap(given, utf16=_counts_utf16(value))
            text = places.text
            if text != given:
                digest = sha256(text.encode()).hexdigest()
                notes.append(LINE_ENDS)
        given_id = id_in(value)
        id_ = given_id or _id_of(value)
        annotations = self._annotations(value, plain, id_, given, places, notes)
        relations: tuple[Any, ...] = ()
        if value.get("relations"):
            relations, unknown = relations_in(value, id_)
            notes += unknown.notes("relations")
        document = self._document(value, id_, text, digest, notes)
        return AnnotatedDocument(document, annotations, relations, given_id is not None), notes

    def _document(self, value: Json, id_: str, text: str, digest: str, notes: list[str]) -> Document:
        metadata = object_in(value, "metadata")
        date = _date_in(value)
        if date is not None and not is_date(date):
            metadata = {**metadata, "date_as_given": date}
            notes.append(f"{shown(date)} is no date such as 1917, 1917-11 or 1917-11-07; it is kept in the metadata")
            date = None
        if _names_source_only(value.get("source")):
            metadata = {**metadata, "source_as_given": value["source"]}
            notes.append("a source without the SHA-256 of its bytes is kept in the metadata")
            value = {**value, "source": None}
        if not value.keys() <= _KEYS:
            metadata = _with_unknown(value, metadata, notes)
        if metadata:
            _check_depth(metadata)
        title = text_in(value, "title", empty=True)
        return Document(
            id_,
            title_of(text, id_) if title is None else title,
            text,
            digest,
            self._now,
            date,
            text_in(value, "language"),
            _source(value, notes),
            metadata or NO_METADATA,
            choice_in(value, "status", STATUSES, "new"),
            text_in(value, "split"),
        )

    def _annotations(
        self,
        value: Json,
        plain: Sequence[Plain],
        document: str,
        text: str,
        places: SpanMap | None,
        notes: list[str],
    ) -> tuple[Annotation, ...]:
        values = list_in(value, "annotations")
        made: list[Annotation] = []
        seen: set[str] = set()
        unknown = Unknown()
        length = len(text)
        # made once, since it looks through the whole text
        moving = places
        ordered = True
        before = -2
        annotator, moment = self._annotator, self._now
        for id_, kind, tag, start, end in plain:
            if id_ in seen:
                raise _stands_twice(id_)
            seen.add(id_)
            ordered = ordered and start > before
            before = start
            # fmt: off
            made.append(
                swiftly_made(
                    id_, document, kind, tag, (_new_span(Span, (start, end)),), annotator, moment, moment,
                    NO_ATTRIBUTES, None, "import", "accepted", None, "",
                )
            )
            # fmt: on
        for number, each in enumerate(cast(list[Json], values), start=len(plain) + 1):
            fields = self._complete(each) or self._filled(each) or self._completed(each, number, document, unknown)
            # fmt: off
            (
                id_, kind, tag, spans, attributes, record, annotator, origin, state, confidence, note, created,
                modified,
            ) = fields
            # fmt: on
            if id_ in seen:
                raise _stands_twice(id_)
            seen.add(id_)
            found: tuple[Span, ...] | None = None
            if len(spans) == 1 and places is None:
                # one part, as nearly all have
                try:
                    start, end, words = _span_fields(spans[0])
                except (KeyError, TypeError):
                    start = end = words = None
                if (
                    type(start) is int
                    and type(end) is int
                    and 0 <= start < end <= length
                    and words == text[start:end]
                    and len(spans[0]) == 3
                ):
                    found = (_new_span(Span, (start, end)),)
            if found is None:
                moving = moving or SpanMap(text)
                found = spans_in(spans, text, moving, whose("annotation", each, number))
                unknown.left |= unknown_in_spans(spans)
            start = found[0][0] if found else -1
            if start <= before:
                ordered = False
            before = start
            # fmt: off
            made.append(
                swiftly_made(
                    id_, document, kind, tag, found, annotator, created, modified, attributes or NO_ATTRIBUTES, record,
                    origin, state, confidence, note,
                )
            )
            # fmt: on
        if not ordered:
            made.sort(key=reading_order)
        notes += unknown.notes("annotations")
        return tuple(made)

    def _complete(self, value: Json) -> tuple[Any, ...] | None:
        """Return the values of an annotation that is complete and right, in the order of its keys."""
        if type(value) is not dict or len(value) != _WIDTH:
            return None
        try:
            fields = _fields(value)
        except KeyError:
            return None
        if tuple(map(type, fields)) not in _SHAPES:
            return None
        id_, kind, tag, _, attributes, record, annotator, origin, state, confidence, _, created, modified = fields
        moments = self._moments
        if (
            kind in _KINDS
            and state in _STATES
            and created in moments
            and modified in moments
            and id_
            and tag
            and annotator
            and origin
            and record != ""
            and (confidence is None or 0 <= confidence <= 1)
            and (not attributes or SCALARS.issuperset(map(type, attributes.values())))
        ):
            return fields
        return None

    def _filled(self, value: object) -> tuple[Any, ...] | None:
        """Return the same of an annotation that only leaves out what is as usual, but not its id."""
        if not isinstance(value, dict):
            return None
        filled = {**self._usual, **cast(Json, value)}
        filled.setdefault("modified", filled["created"])
        return self._complete(filled)

    def _completed(self, value: object, number: int, document: str, unknown: Unknown) -> tuple[Any, ...]:
        """Return the values of an annotation as `whole_annotation` completes them."""
        fields = whole_annotation(value, number, document, self._annotator, self._now)
        if not _KNOWN.issuperset(cast(Json, value)):
            attributes = with_unknown(fields[_ATTRIBUTES], cast(Json, value), _KNOWN, unknown)
            made: list[Any] = list(fields)
            made[_ATTRIBUTES] = attributes
            fields = tuple(made)
        if len(self._moments) > _MOMENTS:
            self._moments.clear()
        self._moments.update(fields[-2:])
        return fields


def _stands_twice(id_: str) -> InputError:
    return InputError(f"annotation {id_}: the id stands twice in this document; each needs its own")


def _id_of(value: Json) -> str:
    """Return the id of a document that has none: the same wherever the same is said, in whatever order."""
    said = {key: each for key, each in value.items() if each is not None}
    try:
        return derived_id("document", orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode())
    except orjson.JSONEncodeError:
        # nested too deeply; where that matters it is refused later
        return new_id()


def _date_in(value: Json) -> str | None:
    found = value.get("date")
    # a year is often written as a number
    return str(found) if type(found) is int else text_in(value, "date")


def _names_source_only(source: object) -> bool:
    """Tell whether *source* is a name or more, but no bytes that could be told apart from others."""
    return bool(source) and (isinstance(source, str) or (isinstance(source, dict) and "sha256" not in source))


def _check_digest(expected: object, digest: str) -> None:
    if expected is None:
        return
    if not isinstance(expected, str):
        raise InputError(f"“text_sha256” is {named(expected)}; it must be text")
    if expected.lower() != digest:
        raise InputError(
            "“text_sha256” is not that of the text: one of them was changed; put the text right, or leave the key out"
        )


def _counts_utf16(value: Json) -> bool:
    unit = text_in(value, "offset_unit")
    if unit is None:
        return False
    name = unit.lower().replace("-", "").replace("_", " ").rstrip("s").removesuffix(" code unit").removesuffix(" unit")
    if name not in _UNITS:
        raise InputError(f"“offset_unit” is {shown(unit)}; it can be code points or utf-16")
    return _UNITS[name]


def _with_unknown(value: Json, metadata: Json, notes: list[str]) -> Json:
    """Return *metadata* with the keys of the document that have no meaning."""
    unknown = [key for key in value if key not in _KEYS and key != "offset_unit"]
    kept = [key for key in unknown if key not in metadata]
    lost = [key for key in unknown if key in metadata and metadata[key] != value[key]]
    if kept:
        notes.append(f"unknown keys are kept in the metadata: {', '.join(kept)}")
    if "annotations" not in value and (marked := [key for key in kept if _holds_places(value[key])]):
        named_ = ", ".join(f"“{key}”" for key in marked)
        notes.append(
            f"what {named_} says of places in the text was not made into annotations; if another program wrote the "
            "file, choose its format, or a format of “annotator formats” that it can write"
        )
    if lost:
        notes.append(f"unknown keys were left out, since the metadata have others of the same name: {', '.join(lost)}")
    return {**metadata, **{key: value[key] for key in kept}}


def _holds_places(value: object, depth: int = 4) -> bool:
    """Tell whether a value of another program has objects with offsets in it; the first of each list tells."""
    if isinstance(value, list):
        return depth > 0 and any(_holds_places(each, depth - 1) for each in cast(list[object], value)[:1])
    if not isinstance(value, dict):
        return False
    found = cast(Json, value)
    if any(type(found.get(one)) is int and type(found.get(other)) is int for one, other in _PLACES):
        return True
    return depth > 0 and any(_holds_places(each, depth - 1) for each in found.values())


def _check_depth(metadata: Json) -> None:
    if SCALARS.issuperset(map(type, metadata.values())):
        return
    try:
        # as deep as they will stand in a line
        orjson.dumps([[metadata]])
    except orjson.JSONEncodeError as error:
        raise InputError("“metadata” are nested too deeply; make them flatter") from error


def _source(value: Json, notes: list[str]) -> Source | None:
    source = object_in(value, "source")
    if not source:
        return None
    who = "“source”: "
    digest = needed_text_in(source, "sha256", who).lower()
    if not _SHA256.fullmatch(digest):
        raise InputError(f"{who}“sha256” is {shown(source['sha256'])}; it must have 64 hexadecimal digits")
    if unknown := source.keys() - {"uri", "media_type", "sha256"}:
        notes.append(f"unknown keys of the source were left out: {', '.join(sorted(unknown))}")
    media_type = text_in(source, "media_type", who) or "text/plain"
    return Source(new_id(), needed_text_in(source, "uri", who), media_type, digest)
