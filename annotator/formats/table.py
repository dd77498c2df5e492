"""Annotations and claims as rows of a table: what csv and xlsx have in common. Offsets are code points, half-open.

A row is a mapping from column to text or number. Several parts of one cell stand between `` | ``; spans are written
``21-32``, the parts of a discontinuous one with ``;`` between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import orjson

from annotator.formats.format import Writing
from annotator.model.annotation import Annotation, Kind, Span, Value
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import Attribute, TagSet

Cell = str | int | float
Row = dict[str, Cell]

BETWEEN = " | "
GAP = " … "
PARTS = ("claimant", "cue", "addressee", "about", "evidence")
"""The relations whose other end is told by its words; all others by the id of the annotation."""
ATTRIBUTE = "attribute."
DOCUMENT = ("document", "title", "date", "language", "status", "split", "source")
WHOLE = ("source_type", "source_sha256", "metadata", "document_text")
"""What only a table with texts has; metadata and text stand in the first row of each document."""
_PLACE = ("start", "end", "spans", "text")
_SAID = ("attributes", "record", "record_name", "annotator", "origin", "state", "confidence", "note", "created",
         "modified", "relations")  # fmt: skip


def annotation_columns(tag_set: TagSet, *, texts: bool) -> list[str]:
    """Return the columns of a table with a row for each annotation."""
    whole = WHOLE if texts else ()
    return [*DOCUMENT, "annotation", "kind", "tag", *_PLACE, *_attribute_columns(tag_set), *_SAID, *whole]


def claim_columns(tag_set: TagSet, *, texts: bool) -> list[str]:
    """Return the columns of a table with a row for each claim."""
    parts = [f"{part}{what}" for part in PARTS for what in ("", "_tag", "_spans", "_record")]
    others = [each.name for each in tag_set.relation_types if leads_to_claims(each.name)]
    whole = WHOLE if texts else ()
    attributes = _attribute_columns(tag_set, "claim")
    return [*DOCUMENT, "claim", "tag", *_PLACE, *parts, *others, *attributes, *_SAID[:-1], *whole]


def leads_to_claims(relation: str) -> bool:
    """Tell whether a relation from a claim has a column that names the ids of other annotations."""
    return relation not in PARTS


def _attribute_columns(tag_set: TagSet, kind: Kind | None = None) -> list[str]:
    tags = (tag for tag in tag_set.tags if kind in (None, tag.kind))
    return list(dict.fromkeys(ATTRIBUTE + each.name for tag in tags for each in tag.attributes))


def spans_text(spans: Iterable[Span]) -> str:
    """Return spans as they stand in a cell."""
    return ";".join(f"{start}-{end}" for start, end in spans)


def words_of(text: str, spans: Iterable[Span]) -> str:
    """Return the words of spans; an ellipsis stands for what is left out between parts."""
    return GAP.join(text[start:end] for start, end in spans)


class Rows:
    """Makes rows of documents for one run; *texts* says whether the first row of each holds its text."""

    def __init__(self, writing: Writing, *, texts: bool) -> None:
        self._writing = writing
        self._texts = texts
        self._types: dict[tuple[str, str], Mapping[str, Attribute]] = {
            (tag.kind, tag.name): {each.name: each for each in tag.attributes} for tag in writing.tag_set.tags
        }

    def annotations(self, each: AnnotatedDocument) -> Iterator[Row]:
        """Yield a row for each annotation, and, of a table with texts, one for a document without any."""
        relations: dict[str, list[dict[str, object]]] = {}
        for link in each.relations:
            found: dict[str, object] = {"id": link.id, "type": link.type, "to": link.target}
            if link.attributes:
                found["attributes"] = dict(link.attributes)
            relations.setdefault(link.source, []).append(found)
        about = self.about(each)
        whole = self._whole(each)
        for annotation in each.annotations:
            row = {**about, "annotation": annotation.id, "kind": annotation.kind, **self._said(each, annotation)}
            if annotation.id in relations:
                row["relations"] = json_text(relations[annotation.id])
            yield {**row, **whole}
            whole = {}
        if whole:
            yield {**about, **whole}

    def claims(self, each: AnnotatedDocument) -> Iterator[Row]:
        """Yield a row for each claim, with its parts; all that is no part of a claim is left out, and noted so."""
        marks = {mark.id: mark for mark in each.annotations}
        of_claim: dict[str, dict[str, list[str]]] = {}
        told: set[str] = set()
        for link in each.relations:
            source = marks.get(link.source)
            if source is not None and source.kind == "claim":
                of_claim.setdefault(source.id, {}).setdefault(link.type, []).append(link.target)
                told.add(link.target)
        about, whole = self.about(each), self._whole(each)
        for claim in each.annotations:
            if claim.kind != "claim":
                if claim.id not in told:
                    self._writing.ledger.lose("annotations", _NO_PART, each, claim)
                continue
            row = {**about, "claim": claim.id, **self._said(each, claim)}
            for relation, targets in of_claim.get(claim.id, {}).items():
                if leads_to_claims(relation):
                    row[relation] = BETWEEN.join(targets)
                else:
                    row |= self._part(each, relation, [marks[target] for target in targets if target in marks])
                    if away := sum(target not in marks for target in targets):
                        self._writing.ledger.lose("relations across documents", "left out", each, claim, away)
            yield {**row, **whole}
            whole = {}
        if whole:
            yield {**about, **whole}
        if lost := sum(marks[link.source].kind != "claim" for link in each.relations if link.source in marks):
            self._writing.ledger.lose("relations", "left out: only those of claims are written", each, count=lost)

    def _part(self, each: AnnotatedDocument, relation: str, found: Sequence[Annotation]) -> Row:
        """Return the cells of one part of a claim: words, tags, spans, and the names of records."""
        text = each.document.text
        row: Row = {
            relation: BETWEEN.join(words_of(text, mark.spans) for mark in found),
            f"{relation}_tag": BETWEEN.join(f"{mark.kind}:{mark.tag}" for mark in found),
            f"{relation}_spans": BETWEEN.join(spans_text(mark.spans) for mark in found),
        }
        records = [self._record_name(mark.record) for mark in found]
        if any(records):
            row[f"{relation}_record"] = BETWEEN.join(records)
        for mark in found:
            if mark.note or mark.attributes:
                self._writing.ledger.lose("attributes", "left out of the parts of claims", each, mark)
        return row

    def about(self, each: AnnotatedDocument) -> Row:
        """Return the cells that say which document it is."""
        document = each.document
        source = document.source
        return {
            "document": document.id,
            "title": document.title,
            "date": document.date or "",
            "language": document.language or "",
            "status": document.status,
            "split": document.split or "",
            "source": source.uri if source else "",
        }

    def _whole(self, each: AnnotatedDocument) -> Row:
        document = each.document
        if not self._texts:
            self._writing.ledger.lose("exact text", "left out; kept with the option texts=yes", each)
            if document.metadata:
                self._writing.ledger.lose(
                    "metadata", "left out; kept with the option texts=yes", each, count=len(document.metadata)
                )
            return {}
        row: Row = {
            "document_text": document.text,
            "metadata": json_text(document.metadata) if document.metadata else "",
        }
        if document.source:
            row |= {"source_type": document.source.media_type, "source_sha256": document.source.sha256}
        return row

    def _said(self, each: AnnotatedDocument, annotation: Annotation) -> Row:
        """Return the cells of one annotation but its id and kind."""
        spans = annotation.spans
        row: Row = {"tag": annotation.tag}
        if spans:
            row |= {"start": spans[0].start, "end": spans[-1].end, "spans": spans_text(spans)}
            row["text"] = words_of(each.document.text, spans)
        types = self._types.get((annotation.kind, annotation.tag), {})
        others: dict[str, Value] = {}
        for name, value in annotation.attributes.items():
            cell = _plain(value, types.get(name))
            if cell is None:
                others[name] = value
            else:
                row[ATTRIBUTE + name] = cell
        if others:
            row["attributes"] = json_text(others)
        row |= {"annotator": annotation.annotator, "origin": annotation.origin, "state": annotation.state}
        if annotation.record is not None:
            row |= {"record": annotation.record, "record_name": self._record_name(annotation.record)}
        if annotation.confidence is not None:
            row["confidence"] = annotation.confidence
        row |= {"note": annotation.note, "created": annotation.created, "modified": annotation.modified}
        return row

    def _record_name(self, record: str | None) -> str:
        found = self._writing.record(record) if record is not None else None
        return found.name if found else ""


_NO_PART = "left out: only parts of claims are written"


def _plain(value: Value, attribute: Attribute | None) -> Cell | None:
    """Return the cell of a value that its attribute's type tells how to read again; None where JSON must say it."""
    if attribute is None or value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower() if attribute.type == "flag" else None
    if isinstance(value, int | float):
        return value if attribute.type == "number" else None
    return value if attribute.type in ("choice", "text", "date") else None


def json_text(value: object) -> str:
    """Return *value* as JSON on one line."""
    return orjson.dumps(value, default=_as_dict).decode()


def _as_dict(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


# --- what a spreadsheet would run

_RUNS = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_BEGINS = frozenset("'=+-@\t\r＝＋－＠")
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def guarded(text: str) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula: an apostrophe before what begins like one."""
    return f"'{text}" if text[:1] in _BEGINS and _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text
