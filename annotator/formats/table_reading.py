"""From rows of a table to documents: our own tables, and those of others by the names of their columns.

Rows of one document follow each other. A table that has spans tells where words stand in a text, which is in the
column ``document_text`` of the first row; one without spans has a whole text in each row, and what is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.errors import InputError
from annotator.formats.format import Reading, Remark
from annotator.formats.offsets import SpanMap
from annotator.formats.table import ATTRIBUTE, BETWEEN, PARTS, words_of
from annotator.formats.table_cells import (
    are_spans,
    filled,
    json_list,
    json_object,
    number_in,
    plain_values,
    same_words,
    spans_in,
    typed,
)
from annotator.formats.table_columns import is_known
from annotator.formats.text import title_of
from annotator.model.annotation import (
    KINDS,
    ORIGINS,
    STATES,
    Annotation,
    Kind,
    Relation,
    Span,
    Value,
    reading_order,
    span_fault,
)
from annotator.model.document import STATUSES, AnnotatedDocument, Document, Source
from annotator.model.ids import derived_id
from annotator.model.people import Record
from annotator.model.text import text_sha256
from annotator.model.times import is_date, is_moment, now

_SHOWN = 60
Read = Mapping[str, str]
"""One row: its cells by column, our names for them; a column that is not there is missing."""


@dataclass(slots=True)
class _Open:
    """A document whose rows are being read."""

    key: str
    text: str
    document: Document
    given: SpanMap
    number: int
    id_given: bool
    others: Read = field(default_factory=dict[str, str])
    annotations: dict[str, Annotation] = field(default_factory=dict[str, Annotation])
    places: dict[tuple[str, str, tuple[Span, ...]], str] = field(
        default_factory=dict[tuple[str, str, tuple[Span, ...]], str]
    )
    relations: dict[str, Relation] = field(default_factory=dict[str, Relation])
    records: dict[str, Record] = field(default_factory=dict[str, Record])
    parts: list[tuple[int, Read, str]] = field(default_factory=list[tuple[int, Read, str]])
    line: int = 0
    said: dict[str, int] = field(default_factory=dict[str, int])

    def note(self, text: str) -> None:
        """Say something of the row that is being read, once."""
        self.said.setdefault(text, self.line)


class TableReader:
    """Makes documents of rows; *name* is the table's, *columns* those that it has, *header* what it calls them.

    *form* is the format of the table.
    """

    def __init__(
        self, reading: Reading, name: str, columns: Iterable[str], header: Iterable[str] = (), form: str = "csv"
    ) -> None:
        self._reading = reading
        self._name = name
        self._columns = set(columns)
        self._spanned = bool(self._columns & {"start", "spans"})
        self._time = now()
        self._done: set[str] = set()
        self._refused = ""
        self._records: set[str] = set()
        self._text = "document_text" if "document_text" in self._columns else "text"
        types = {each.name for each in reading.tag_set.relation_types}
        self._unknown = [each for each in columns if each and not is_known(each) and each not in types]
        if not self._columns & {"text", "document_text"}:
            raise InputError(
                f"it has no column with texts; name it with --format {form} --option columns=text=COLUMN, where COLUMN "
                f"is one of: {', '.join(filter(None, header)) or 'none'}"
            )
        if self._spanned and "document_text" not in self._columns:
            raise InputError(
                "it has places in texts but not the texts (no column “document_text”); export it with the option "
                f"texts=yes, name the column: --format {form} --option columns=document_text=COLUMN, or take each row "
                f"as a document: --format {form} --option columns=text=COLUMN"
            )

    def documents(self, rows: Iterable[tuple[int, Read]]) -> Iterator[AnnotatedDocument | Record | Remark]:
        """Yield the documents of *rows*, each with its line, the records before them, and what was not taken."""
        open_: _Open | None = None
        for line, row in rows:
            key = row.get("document", "")
            if open_ is None or self._begins(row, key, open_):
                if open_ is not None:
                    yield from self._closed(open_)
                    open_ = None
                if key and key == self._refused:
                    continue
                try:
                    open_ = self._begun(row, key, line)
                except InputError as error:
                    self._refused = key
                    yield Remark(str(error), line=line)
                    continue
            try:
                self._take(open_, row, line)
            except InputError as error:
                yield Remark(str(error), open_.document.id, line, skipped=True)
        if open_ is not None:
            yield from self._closed(open_)

    def _begins(self, row: Read, key: str, open_: _Open) -> bool:
        """Tell whether a row begins another document than the one before it."""
        if self._spanned and not key:
            return bool(row.get("document_text", ""))
        # many tables name the file or article that a sentence is from
        if key != open_.key or (not self._spanned and row.get(self._text, "") != open_.text):
            return True
        # the same words said again; but several labels of one text, or those of several people, belong together
        again = not row.get("tag") or not (key or "annotator" in self._columns)
        return again and self._others(row) != open_.others

    def _others(self, row: Read) -> dict[str, str]:
        """Return what a row has in columns that nobody knows; nothing where those are attributes anyway."""
        return {} if self._spanned else {each: row[each] for each in self._unknown if row.get(each)}

    def _begun(self, row: Read, key: str, line: int) -> _Open:
        if key in self._done and self._spanned:
            raise InputError(f"the rows of the document “{key}” stand in two places; sort the table by document")
        given = row.get(self._text, "")
        again = key in self._done
        if key:
            self._done.add(key)
        if not given and not self._spanned:
            raise InputError("it has no text; give it one, or take the row out")
        moved = SpanMap(given)
        text = moved.text
        metadata = json_object(row.get("metadata", ""), "metadata")
        if others := self._others(row):
            metadata = {**metadata, "csv": others}
        date = row.get("date", "") or None
        if date and not is_date(date):
            metadata, date = {**metadata, "date_as_given": date}, None
        status, uri = row.get("status") or "new", row.get("source", "")
        if status not in STATUSES:
            raise InputError(f"the status “{status}” is none; it can be {', '.join(STATUSES)}")
        sha256 = row.get("source_sha256", "")
        source = Source(derived_id("source", uri, sha256), uri, row.get("source_type") or "text/plain", sha256)
        # the same words in another row are another document, if the row says something else of them
        told = [row["tag"]] if row.get("tag") else []
        told += [f"{name}={cell}" for name, cell in sorted(others.items())]
        document = Document(
            id=key if key and not again else derived_id("table", key, row.get("title", ""), text, *told),
            title=row.get("title", "") if "title" in self._columns else title_of(text, self._name),
            text=text,
            text_sha256=text_sha256(text),
            created=self._time,
            date=date,
            language=row.get("language", "") or None,
            source=source if re.fullmatch("[0-9a-f]{64}", sha256) else None,
            metadata=metadata,
            status=status,
            split=row.get("split", "") or None,
        )
        found = _Open(key, given, document, moved, 0, bool(key) and not again, others, line=line)
        if units := filled(given):
            found.note(
                f"the text has exactly the {units:,} characters that a cell of a spreadsheet holds: "
                "its end may be cut off"
            )
        return found

    def _take(self, open_: _Open, row: Read, line: int) -> None:
        """Take what a row says of its document."""
        open_.line = line
        claim = "claim" in self._columns and "annotation" not in self._columns
        id_ = row.get("claim" if claim else "annotation", "")
        tag = row.get("tag", "")
        if not (id_ or tag):
            return
        if not tag:
            raise InputError(f"the annotation “{id_}” has no tag; give it one, or take the row out")
        spans = self._spans(open_, row)
        kind: str = "claim" if claim else row.get("kind", "") or self._kind(tag, spans)
        if kind not in KINDS:
            raise InputError(f"“{kind}” is no kind; it can be {', '.join(KINDS)}")
        open_.number += 1
        annotation = self._annotation(open_, row, id_, kind, tag, spans)
        if annotation.id in open_.annotations:
            raise InputError(f"the id “{annotation.id}” stands twice in its document")
        open_.annotations[annotation.id] = annotation
        name = row.get("record_name", "")
        if annotation.record and name and annotation.record not in self._records:
            self._records.add(annotation.record)
            which = "claim" if kind == "claim" else "entity"
            open_.records[annotation.record] = Record(annotation.record, which, name, tag)
        open_.places.setdefault((kind, tag, spans), annotation.id)
        if claim:
            open_.parts.append((line, row, annotation.id))
        for each in json_list(row.get("relations", ""), "relations"):
            self._relate(
                open_, annotation.id, str(each.get("type", "")), str(each.get("to", "")), str(each.get("id", "")),
                plain_values(each.get("attributes") or {}, "attributes"),
            )  # fmt: skip

    def _kind(self, tag: str, spans: tuple[Span, ...]) -> Kind:
        if not spans:
            return "document"
        known = self._reading.tag_set.find(tag)
        return known.kind if known is not None and known.kind != "document" else "entity"

    def _spans(self, open_: _Open, row: Read) -> tuple[Span, ...]:
        if not self._spanned:
            return ()
        cell = row.get("spans", "")
        # both say the same of one span; where a spreadsheet made a date of it, only the numbers are left
        if row.get("start", "") and not (cell and are_spans(cell)):
            cell = f"{row['start']}-{row.get('end', '')}"
        return self._placed(open_, cell, row.get("text", ""))

    def _placed(self, open_: _Open, cell: str, words: str) -> tuple[Span, ...]:
        """Return the spans of a *cell*, whose *words*, if there are any, are compared with the text's."""
        pairs = spans_in(cell)
        text = open_.document.text
        if fault := span_fault(pairs, len(open_.text)):
            raise InputError(f"{fault}; mend it, or take the row out")
        spans = tuple(open_.given.moved(start, end) for start, end in pairs)
        if not words or not spans or same_words(words_of(text, spans), words):
            if fault := span_fault(spans, len(text)):
                raise InputError(f"{fault}; mend it, or take the row out")
            return spans
        there = words_of(text, spans)
        if open_.text != text and same_words(words_of(text, pairs), words):
            # a program changed the line ends after the offsets were counted
            open_.note("the offsets count each line end once, though the text has two characters there")
            return pairs
        places = [match.start() for match in re.finditer(re.escape(words), text)]
        said = f"the text at {cell} is “{there[:_SHOWN]}”, but the row says “{words[:_SHOWN]}”"
        if places and self._reading.anchor == "quote":
            near = min(places, key=lambda at: abs(at - spans[0].start))
            open_.note(f"{said}; the words were taken where they stand, at {near}-{near + len(words)}")
            return (Span(near, near + len(words)),)
        if fault := span_fault(spans, len(text)):
            raise InputError(f"{fault}; mend it, or take the row out")
        near = places[0] if places else -1
        hint = f"; they stand at {near}-{near + len(words)}, and --anchor quote takes them there" if places else ""
        open_.note(f"{said}; the offsets were taken{hint}")
        return spans

    def _annotation(
        self, open_: _Open, row: Read, id_: str, kind: Kind, tag: str, spans: tuple[Span, ...]
    ) -> Annotation:
        state, origin = row.get("state") or "accepted", row.get("origin") or "import"
        if state not in STATES or origin not in ORIGINS:
            raise InputError(f"“{state}” or “{origin}” is no state or origin of an annotation; mend it")
        confidence = row.get("confidence", "")
        try:
            sure = number_in(confidence) if confidence else None
        except ValueError:
            raise InputError(f"the confidence “{confidence}” is no number; it is one from 0 to 1") from None
        created, modified = (row.get(name) or self._time for name in ("created", "modified"))
        if not is_moment(created) or not is_moment(modified):
            raise InputError(f"“{created}” or “{modified}” is no moment; write it like 2026-01-31T09:00:00Z")
        return Annotation(
            id=id_ or derived_id("row", open_.document.id, str(open_.number)),
            document=open_.document.id,
            kind=kind,
            tag=tag,
            spans=() if kind == "document" else spans,
            annotator=row.get("annotator") or self._reading.annotator,
            created=created,
            modified=modified,
            attributes={**self._differing(open_, row), **self._attributes(row, kind, tag)},
            record=row.get("record") or None,
            origin=origin,
            state=state,
            confidence=sure,
            note=row.get("note", ""),
        )

    def _differing(self, open_: _Open, row: Read) -> dict[str, Value]:
        """Return what a row has in columns that nobody knows where it is not what the document has."""
        return {name: cell for name, cell in self._others(row).items() if open_.others.get(name) != cell}

    def _attributes(self, row: Read, kind: Kind, tag: str) -> dict[str, Value]:
        known = self._reading.tag_set.find(tag, kind)
        types = {each.name: each.type for each in known.attributes} if known else {}
        found: dict[str, Value] = {}
        for column, cell in row.items():
            if column.startswith(ATTRIBUTE) and cell:
                name = column.removeprefix(ATTRIBUTE)
                found[name] = typed(cell, types.get(name, "text"))
        if self._spanned:
            found |= {each: row[each] for each in self._unknown if row.get(each)}
        return {**found, **plain_values(json_object(row.get("attributes", ""), "attributes"), "attributes")}

    def _take_parts(self, open_: _Open, row: Read, claim: str) -> None:
        types = {each.name for each in self._reading.tag_set.relation_types}
        for column, cell in row.items():
            if not cell:
                continue
            if column in PARTS:
                cells = [row.get(column + tail, "") for tail in ("_spans", "_tag", "_record")]
                self._take_part(open_, claim, column, cell, *cells)
            elif column in types:
                for target in cell.split(BETWEEN):
                    self._relate(open_, claim, column, target)

    def _take_part(
        self, open_: _Open, claim: str, relation: str, words: str, spans: str, tags: str, records: str
    ) -> None:
        """Take the annotations that are one part of a claim; where two claims share one, it is one."""
        places = spans.split(BETWEEN) if spans else []
        said = words.split(BETWEEN)
        if not places:
            raise InputError(
                f"the column {relation}_spans is empty, so where its words “{words[:60]}” stand is not known"
            )
        # words may hold what stands between parts: then they are not compared
        compared = said if len(said) == len(places) else [""] * len(places)
        named = tags.split(BETWEEN) if tags else []
        for number, place in enumerate(places):
            kind, _, tag = (named[number] if number < len(named) else "").partition(":")
            if kind not in KINDS or not tag:
                kind, tag = ("cue", "Cue") if relation == "cue" else ("entity", kind or relation.capitalize())
            found = self._placed(open_, self._readable(open_, place, compared[number]), compared[number])
            id_ = open_.places.get((kind, tag, found))
            if id_ is None:
                open_.number += 1
                id_ = derived_id("row", open_.document.id, kind, tag, place)
                mark = self._annotation(open_, {}, id_, kind, tag, found)
                open_.annotations[id_] = mark
                open_.places[kind, tag, found] = id_
            self._relate(open_, claim, relation, id_)

    def _readable(self, open_: _Open, cell: str, words: str) -> str:
        """Return *cell*, or, where a spreadsheet made a date of it, the span of its *words* if they stand once."""
        if are_spans(cell) or not words or open_.text.count(words) != 1:
            return cell
        start = open_.text.index(words)
        span = f"{start}-{start + len(words)}"
        open_.note(f"“{cell[:_SHOWN]}” is no span; “{words[:_SHOWN]}” was taken where it stands, at {span}")
        return span

    def _relate(
        self,
        open_: _Open,
        source: str,
        type_: str,
        target: str,
        id_: str = "",
        attributes: Mapping[str, Value] | None = None,
    ) -> None:
        if not type_ or not target:
            raise InputError(f"a relation from {source} has no type or leads nowhere; mend it, or take it out")
        id_ = id_ or derived_id("row", source, type_, target)
        open_.relations[id_] = Relation(id_, type_, source, target, attributes or {})

    def _closed(self, open_: _Open) -> Iterator[AnnotatedDocument | Record | Remark]:
        remarks: list[Remark] = []
        # a part may be a claim that has a row of its own, further down
        for line, row, claim in open_.parts:
            open_.line = line
            try:
                self._take_parts(open_, row, claim)
            except InputError as error:
                remarks.append(Remark(str(error), open_.document.id, line, skipped=True))
        yield from open_.records.values()
        annotations = tuple(sorted(open_.annotations.values(), key=reading_order))
        yield AnnotatedDocument(open_.document, annotations, tuple(open_.relations.values()), open_.id_given)
        for text, line in open_.said.items():
            yield Remark(text, open_.document.id, line)
        yield from remarks
