"""What became of a document on its way through a format: the difference, mark by mark. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Literal

from annotator.exchange.pairing import Places, paired
from annotator.formats.features import Feature
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.passages import is_passage
from annotator.model.people import Record

What = Literal["missing", "added", "altered"]
_WORDS = 80
_BEFORE = 20
"""Characters before the place where two texts part."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that did not come back as it was.

    *words* are the first of the annotation, or the title; *before* and *after* say the value.
    It is *declared* where the format says that it cannot hold *feature*.
    """

    document: str
    annotation: str | None
    words: str
    what: What
    feature: Feature
    before: str
    after: str
    declared: bool


def _no_record(_id: str) -> Record | None:
    return None


def differences(
    before: AnnotatedDocument,
    after: AnnotatedDocument,
    holds: Set[Feature],
    record_before: Callable[[str], Record | None] = _no_record,
    record_after: Callable[[str], Record | None] = _no_record,
    told: Set[Feature] = frozenset(),
) -> Iterator[Difference]:
    """Yield what differs between a document and what came back of it, in reading order.

    Annotations are the same one if they have the same id, where the format keeps ids, else
    the same kind, tag and spans; what is left over is paired if it has the same tag and
    overlaps. So are the records that *record_before* and *record_after* give by id, if they
    share their name or an identifier. Where the texts differ in white space alone, spans are compared by the characters
    that both have. *told* is what the writer said that it leaves out.
    """
    comparison = _Comparison(before, after, holds, record_before, record_after, told)
    yield from comparison.of_document()
    yield from comparison.of_annotations()
    yield from comparison.of_relations()


def missing(before: AnnotatedDocument, holds: Set[Feature]) -> Difference:
    """Return the difference that a whole document did not come back; a format that keeps no texts declares it."""
    document = before.document
    declared = "exact text" not in holds
    return Difference(document.id, None, document.title, "missing", "exact text", "the document", "", declared)


class _Comparison:
    def __init__(
        self,
        before: AnnotatedDocument,
        after: AnnotatedDocument,
        holds: Set[Feature],
        record_before: Callable[[str], Record | None],
        record_after: Callable[[str], Record | None],
        told: Set[Feature],
    ) -> None:
        self._record_before = record_before
        self._record_after = record_after
        self._before = before
        self._places = Places(before.annotations)
        self._holds = holds
        self._told = frozenset[Feature](told)
        self._text = before.document.text
        placed = _placed_in(self._text, after)
        self._text_after = after.document.text if placed is None else self._text
        self._after = after if placed is None else replace(after, annotations=placed)
        found = paired(before, self._after, by_id="annotation ids" in holds)
        self._pairs, self._lost, self._new = found.pairs, found.lost, found.new

    def of_document(self) -> Iterator[Difference]:
        """Yield what differs of the document itself."""
        one, other = self._before.document, self._after.document
        fields: tuple[tuple[Feature, bool, object, object], ...] = (
            ("exact text", one.text != other.text, *_first_difference(one.text, other.text)),
            ("ids", one.id != other.id, one.id, other.id),
            ("titles", one.title != other.title, one.title, other.title),
            ("dates", one.date != other.date, one.date, other.date),
            ("languages", one.language != other.language, one.language, other.language),
            ("sources", _source(one) != _source(other), _source(one), _source(other)),
            ("metadata", dict(one.metadata) != dict(other.metadata), *_entries(one.metadata, other.metadata)),
            ("statuses", one.status != other.status, one.status, other.status),
            ("splits", one.split != other.split, one.split, other.split),
        )
        for feature, differs, was, is_ in fields:
            if differs:
                yield self._difference(None, "altered", feature, _shown(was), _shown(is_))

    def of_annotations(self) -> Iterator[Difference]:
        """Yield the annotations that did not come back, came back otherwise, or came from nowhere."""
        for one, other in self._pairs:
            yield from self._altered(one, other)
        for one in self._lost:
            yield self._difference(one, "missing", self._why(one), _place(one), "")
        for other in self._new:
            yield self._difference(other, "added", self._whence(other), "", _place(other))

    def of_relations(self) -> Iterator[Difference]:
        """Yield the relations that did not come back, came back otherwise, or came from nowhere."""
        names = {one.id: other.id for one, other in self._pairs}
        there: dict[tuple[str, str, str], list[Relation]] = {}
        for each in self._after.relations:
            there.setdefault((each.type, each.source, each.target), []).append(each)
        marks = {each.id: each for each in self._before.annotations}
        lost = {each.id for each in self._lost}
        for each in self._before.relations:
            key = (each.type, names.get(each.source, each.source), names.get(each.target, each.target))
            if same := there.get(key):
                said = dict(each.attributes)
                other = next((one for one in same if dict(one.attributes) == said), same[0])
                same.remove(other)
                if said != (says := dict(other.attributes)):
                    mark = marks.get(each.source)
                    yield self._difference(mark, "altered", "attributes", *_entries(said, says))
            elif each.source not in lost and each.target not in lost:
                across = each.target not in marks
                feature: Feature = "relations across documents" if across else "relations"
                yield self._difference(marks.get(each.source), "missing", feature, self._link(each, marks), "")
        theirs = {each.id: each for each in self._after.annotations}
        new = {each.id for each in self._new}
        for each in (one for left in there.values() for one in left):
            if each.source not in new and each.target not in new:
                away: Feature = "relations" if each.target in theirs else "relations across documents"
                yield self._difference(theirs.get(each.source), "added", away, "", self._link(each, theirs))

    def _link(self, relation: Relation, marks: Mapping[str, Annotation]) -> str:
        target = marks.get(relation.target)
        words = self._text[target.start : target.end] if target is not None and target.spans else relation.target
        return f"{relation.type} to “{_short(words)}”"

    def _records_differ(self, one: Annotation, other: Annotation) -> bool:
        """Tell whether two annotations lead to other records; without ids they are known by their names."""
        if one.record == other.record or "annotation ids" in self._holds or not (one.record and other.record):
            return one.record != other.record
        ours, theirs = self._record_before(one.record), self._record_after(other.record)
        if ours is None or theirs is None:
            return True
        return ours.name != theirs.name and not set(ours.identifiers) & set(theirs.identifiers)

    def _altered(self, one: Annotation, other: Annotation) -> Iterator[Difference]:
        said, says = dict(one.attributes), dict(other.attributes)
        same_kind = (one.kind, one.tag) == (other.kind, other.tag)
        fields: tuple[tuple[Feature, bool, object, object], ...] = (
            ("claims", not same_kind, f"{one.kind} {one.tag}", f"{other.kind} {other.tag}"),
            (
                self._lacking(("discontinuous", "exact spans"), "discontinuous") if one.spans[1:] else "exact spans",
                one.spans != other.spans,
                _place(one),
                _place(other),
            ),
            ("attributes", said != says, *_entries(said, says)),
            ("notes", one.note != other.note, one.note, other.note),
            ("records", self._records_differ(one, other), one.record, other.record),
            ("annotators", one.annotator != other.annotator, one.annotator, other.annotator),
            ("origins", one.origin != other.origin, one.origin, other.origin),
            ("states", one.state != other.state, one.state, other.state),
            ("confidences", one.confidence != other.confidence, one.confidence, other.confidence),
            (
                "times",
                (one.created, one.modified) != (other.created, other.modified),
                _times(one),
                _times(other),
            ),
            ("annotation ids", one.id != other.id, one.id, other.id),
        )  # fmt: skip
        for feature, differs, was, is_ in fields:
            if differs:
                yield self._difference(one, "altered", feature, _shown(was), _shown(is_))

    def _why(self, lost: Annotation) -> Feature:
        """Return what of an annotation that did not come back the format cannot hold, if anything."""
        applies: list[Feature] = []
        if not lost.spans:
            applies.append("document annotations")
        if lost.state != "accepted":
            applies.append("states")
        if lost.kind in ("claim", "cue"):
            applies.append("claims")
        if is_passage(lost):
            # it is there for a relation and goes with it
            applies.append("relations")
        if len(lost.spans) > 1:
            applies.append("discontinuous")
        if any(each is not lost for each in self._places.over(lost.spans)):
            if lost.kind == "claim":
                applies.append("nested claims")
            applies.append("overlapping")
        # of a mark that was left out for another reason the ledger itself knows
        applies.extend(("exact spans", "annotations"))
        return self._lacking(applies, "exact spans")

    def _whence(self, new: Annotation) -> Feature:
        """Return what the format cannot hold of the annotation that another one was made of."""
        whole = [each for each in self._places.over(new.spans) if each.tag == new.tag]
        applies: list[Feature] = []
        if any(len(each.spans) > 1 for each in whole):
            applies.append("discontinuous")
        if whole:
            applies.append("exact spans")
        elif any(each.spans == new.spans for each in self._lost):
            # it came back with another tag
            applies.append("annotations")
        otherwise: Feature = "claims" if new.kind in ("claim", "cue") else "exact spans"
        return self._lacking(applies, otherwise)

    def _lacking(self, applies: Sequence[Feature], otherwise: Feature) -> Feature:
        """Return the first of the features that apply which the writer told, else is not held, or *otherwise*."""
        lost = self._told.intersection(applies) or frozenset(applies).difference(self._holds)
        for each in applies:
            if each in lost:
                return each
        return otherwise

    def _difference(
        self, annotation: Annotation | None, what: What, feature: Feature, before: str, after: str
    ) -> Difference:
        document = self._before.document
        words = document.title
        if annotation is not None and annotation.spans:
            text = self._text_after if what == "added" else self._text
            words = text[annotation.start : min(annotation.end, annotation.start + _WORDS)]
        id_ = annotation.id if annotation is not None and what != "added" else None
        return Difference(document.id, id_, words, what, feature, before, after, feature not in self._holds)


def _placed_in(text: str, after: AnnotatedDocument) -> tuple[Annotation, ...] | None:
    """Return the annotations of *after* where their characters stand in *text*; None if not only spaces differ."""
    other = after.document.text
    if text == other:
        return tuple(after.annotations)
    if "".join(text.split()) != "".join(other.split()):
        return None
    places = [place for place, character in enumerate(text) if not character.isspace()]
    before = list(accumulate((not character.isspace() for character in other), initial=0))

    def placed(span: Span) -> Span:
        first, last = before[span.start], before[span.end]
        return Span(places[first], places[last - 1] + 1) if first < last else span

    return tuple(replace(each, spans=tuple(map(placed, each.spans))) for each in after.annotations)


def _source(document: Document) -> str | None:
    return document.source and f"{document.source.uri} (SHA-256 {document.source.sha256})"


def _place(annotation: Annotation) -> str:
    if not annotation.spans:
        return f"{annotation.tag}, the whole document"
    return f"{annotation.tag} {', '.join(f'{start}-{end}' for start, end in annotation.spans)}"


def _times(annotation: Annotation) -> str:
    if annotation.created == annotation.modified:
        return annotation.created
    return f"{annotation.created}, altered {annotation.modified}"


def _entries(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, str]:
    """Return the entries that differ, as “name: value”, of both."""
    keys = [key for key in {**one, **other} if key not in one or key not in other or one[key] != other[key]]
    was, is_ = ("; ".join(f"{key}: {each[key]}" for key in keys if key in each) for each in (one, other))
    return was, is_


def _first_difference(one: str, other: str) -> tuple[str, str]:
    """Return the words around the place where two texts part; white space that differs is shown as it is written."""
    if one == other:
        return "", ""
    at = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    begin = max(0, at - _BEFORE)
    was, is_ = (repr(each[begin : begin + _WORDS])[1:-1] for each in (one, other))
    return f"at {at}: …{was}", f"at {at}: …{is_}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"


def _shown(value: object) -> str:
    return "" if value is None else str(value)
