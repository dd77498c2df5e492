"""Annotations and the relations between them."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from annotator.words import counted

Kind = Literal["entity", "claim", "cue", "document"]
Origin = Literal["manual", "rule", "model", "import"]
State = Literal["accepted", "suggested", "rejected"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ORIGINS: tuple[Origin, ...] = get_args(Origin)
STATES: tuple[State, ...] = get_args(State)

Value = str | int | float | bool | None
NO_ATTRIBUTES: Mapping[str, Value] = MappingProxyType({})


class Span(NamedTuple):
    """A half-open range ``[start, end)`` in code points of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A tag on spans of one document.

    No span means the whole document, several mean a discontinuous annotation; they are in
    text order and do not touch. *tag* is the name of a tag of that *kind*, *annotator* a
    name, *record* the id of a record. Moments are UTC, as `times.now` writes them.
    """

    id: str
    document: str
    kind: Kind
    tag: str
    spans: tuple[Span, ...]
    annotator: str
    created: str
    modified: str
    attributes: Mapping[str, Value] = field(default_factory=lambda: NO_ATTRIBUTES)
    record: str | None = None
    origin: Origin = "manual"
    state: State = "accepted"
    confidence: float | None = None
    note: str = ""

    @property
    def start(self) -> int:
        """The first code point, or 0 for a document annotation."""
        return self.spans[0].start if self.spans else 0

    @property
    def end(self) -> int:
        """One past the last code point, or 0 for a document annotation."""
        return self.spans[-1].end if self.spans else 0


class Draft:
    """An annotation being made: the same slots, but not frozen yet; for `swiftly_made`."""

    __slots__ = (
        "annotator", "attributes", "confidence", "created", "document", "id", "kind", "modified", "note", "origin",
        "record", "spans", "state", "tag",
    )  # fmt: skip

    def __init__(
        self,
        id: str,
        document: str,
        kind: Kind,
        tag: str,
        spans: tuple[Span, ...],
        annotator: str,
        created: str,
        modified: str,
        attributes: Mapping[str, Value],
        record: str | None,
        origin: Origin,
        state: State,
        confidence: float | None,
        note: str,
    ) -> None:
        self.id = id
        self.document = document
        self.kind = kind
        self.tag = tag
        self.spans = spans
        self.annotator = annotator
        self.created = created
        self.modified = modified
        self.attributes = attributes
        self.record = record
        self.origin = origin
        self.state = state
        self.confidence = confidence
        self.note = note


def swiftly_made(*fields: Any) -> Annotation:  # noqa: ANN401  # those of Annotation, in its order
    """Return ``Annotation(*fields)``, all of them given, in a quarter of the time.

    For imports and exports, which make millions: a frozen dataclass sets each field by a
    call of its own, so the fields are set on a draft with the same slots that becomes one.
    """
    draft: Any = Draft(*fields)
    draft.__class__ = Annotation
    return draft


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed, directed link between two annotations; it belongs to the document of its source.

    *source* and *target* are annotation ids; *type* is the name of a relation type.
    """

    id: str
    type: str
    source: str
    target: str
    attributes: Mapping[str, Value] = field(default_factory=lambda: NO_ATTRIBUTES)


def reading_order(annotation: Annotation) -> tuple[int, int, str]:
    """Sort key: by first start, then the longest, then id. Document annotations come first."""
    if not annotation.spans:
        return place_in_order(None, 0, annotation.id)
    return place_in_order(annotation.spans[0].start, annotation.spans[-1].end, annotation.id)


def place_in_order(start: int | None, end: int, id_: str) -> tuple[int, int, str]:
    """Return the key of `reading_order` for who has no annotation yet; *start* is None for the whole document."""
    return (-1, 0, id_) if start is None else (start, -end, id_)


def beginning_with(annotations: Sequence[Annotation], spans: tuple[Span, ...]) -> Iterator[Annotation]:
    """Yield the annotations, of many in reading order, that begin where *spans* do; document annotations for none."""
    start = spans[0].start if spans else -1
    for number in range(bisect_left(annotations, (start,), key=reading_order), len(annotations)):
        found = annotations[number]
        if reading_order(found)[0] != start:
            return
        yield found


def span_fault(spans: tuple[Span, ...], length: int) -> str | None:
    """Say what is wrong with *spans* in a text of *length* code points, or return None."""
    before = -1
    for start, end in spans:
        if not 0 <= start < end:
            return f"span {start}-{end} must begin at 0 or later and end after its start"
        if end > length:
            return f"span {start}-{end} ends outside the text, which has {counted(length, 'character')}"
        if start < before:
            return f"span {start}-{end} overlaps or precedes the part before it"
        before = end
    return None
