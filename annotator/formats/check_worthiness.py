"""Writes lists of sentences with labels (CheckThat!, ClaimBuster), and claims with verdicts as JSONL (FEVER).

A row is a claim, or a sentence, which is as check-worthy as the most check-worthy claim in it. Documents are streamed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property
from itertools import chain
from typing import IO, Any, cast

import orjson

from annotator.formats.check_labels import CHECKWORTHY, CLAIMBUSTER, FEVER, VERDICT, attribute_of, binary
from annotator.formats.check_table import roles
from annotator.formats.check_worthiness_reading import LABEL, NAME, SPEAKER, TAG, read_files
from annotator.formats.format import Writing
from annotator.formats.ledger import lose_relations
from annotator.formats.table import words_of
from annotator.model.annotation import Annotation, Relation, Span, Value
from annotator.model.claim_links import EVIDENCE
from annotator.model.document import AnnotatedDocument
from annotator.model.segments import sentences

__all__ = ["read_files", "write"]

_FORMS: Mapping[str, tuple[str, ...]] = {
    "checkthat": ("sentence_id", "text", "class_label"),
    "debate": ("line_number", "speaker", "text", "label"),
    "claimbuster": ("Sentence_id", "Text", "Speaker", "Speaker_title", "Speaker_party", "File_id", "Length",
                    "Line_number", "Sentiment", "Verdict"),
}  # fmt: skip
_ORDER = ("check-worthy", "unimportant", "not factual")
_NO_TAG = f"written without the tag, and read as {TAG} unless the option tag says otherwise"
_IN_FEVER = frozenset((VERDICT, "normalised", LABEL))


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write one list of all documents; if the first was read from such a list, it has the columns of that."""
    form = writing.options["form"]
    if form == "fever":
        for each in documents:
            _count_losses(each, writing, _of_fever(each), {EVIDENCE})
            around = _Around(each)
            for claim in _claims(each):
                file.write(_fever(each, around, claim, writing))
        return
    whole = iter(documents)
    first = next(whole, None)
    known = _form_of(first, form)
    columns = known.get("columns") or list(_FORMS[form])
    separator: str = known.get("separator") or ("," if form == "claimbuster" else "\t")
    lines = csv.writer(_Encoded(file), delimiter=separator, lineterminator="\n")
    if known.get("header", form != "debate"):
        lines.writerow(columns)
    rows = _Rows(columns, form, writing)
    for each in chain((first,) if first else (), whole):
        _count_losses(each, writing, rows.said, rows.parts, sentences=rows.of_sentences)
        for row in rows.of(each):
            lines.writerow(row)


class _Encoded:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write a line as UTF-8."""
        self._file.write(text.encode())


def _form_of(each: AnnotatedDocument | None, form: str) -> dict[str, Any]:
    """Return the columns of the list that a document was read from, if it has the chosen form."""
    found: object = each.document.metadata.get(NAME) if each else None
    if not isinstance(found, dict):
        return {}
    known = cast(dict[str, Any], found)
    columns: object = known.get("columns")
    if not isinstance(columns, list) or "text" not in roles(cast(list[str], columns)):
        return {}
    if "Sentiment" in columns:
        return known if form == "claimbuster" else {}
    return known if form == ("checkthat" if known.get("header") else "debate") else {}


def _claims(each: AnnotatedDocument) -> Iterator[Annotation]:
    return (mark for mark in each.annotations if mark.kind == "claim" and mark.spans and mark.state != "rejected")


class _Rows:
    """Makes the rows of documents; numbers count through the whole list."""

    def __init__(self, columns: Iterable[str], form: str, writing: Writing) -> None:
        self._columns = list(columns)
        self._places = {place: role for role, place in roles(self._columns).items()}
        self._form = form
        self._writing = writing
        self.of_sentences = writing.options["rows"] == "sentences"
        told = set(self._places.values())
        # whoever says it stands in the column of the speaker
        self.parts: Set[str] = {"claimant"} if SPEAKER in told else set()
        labels = (CHECKWORTHY, LABEL) if "label" in told else ()
        self.said: Set[str] = {*self._columns, *labels, *(told & {SPEAKER})}
        self._number = 0
        self._around: _Around

    def of(self, each: AnnotatedDocument) -> Iterator[list[str]]:
        """Yield the rows of one document."""
        text = each.document.text
        self._around = _Around(each)
        claims = list(_claims(each))
        if not self.of_sentences:
            for claim in claims:
                yield self._row(each, words_of(text, claim.spans), [claim])
            return
        waiting = 0
        over: list[Annotation] = []
        for sentence in sentences(text):
            # claims are in reading order: those that ended are not looked at again
            over = [claim for claim in over if claim.end > sentence.start]
            while waiting < len(claims) and claims[waiting].start < sentence.end:
                over.append(claims[waiting])
                waiting += 1
            words = text[sentence.start : sentence.end]
            if words.strip():
                yield self._row(each, words, [claim for claim in over if _meet(claim.spans, sentence)])

    def _row(self, each: AnnotatedDocument, words: str, claims: list[Annotation]) -> list[str]:
        self._number += 1
        said: dict[str, Value] = {name: value for claim in claims for name, value in claim.attributes.items()}
        row: list[str] = []
        for place, column in enumerate(self._columns):
            role = self._places.get(place)
            if role == "text":
                row.append(words)
            elif role == "label":
                row.append(self._label(each, claims))
            elif role == SPEAKER:
                row.append(", ".join(dict.fromkeys(filter(None, (self._around.speaker(claim) for claim in claims)))))
            elif column in said:
                row.append(str(said[column]))
            else:
                row.append(self._other(column, role, each, words))
        return row

    def _other(self, column: str, role: str | None, each: AnnotatedDocument, words: str) -> str:
        if role == "id" or column in ("Line_number", "line_number"):
            return str(self._number)
        return {"File_id": each.document.title, "Length": str(len(words.split()))}.get(column, "")

    def _label(self, each: AnnotatedDocument, claims: list[Annotation]) -> str:
        values = [str(value) for claim in claims if (value := claim.attributes.get(CHECKWORTHY))]
        if not values:
            # a list of verdicts has no labels of the other kind
            verdicts = [claim.attributes.get(LABEL) or _verdict(claim) for claim in claims]
            if any(verdicts):
                return str(next(filter(None, verdicts)))
            if claims or not self.of_sentences:
                return ""
            return CLAIMBUSTER["not factual"] if self._form == "claimbuster" else self._said(worthy=False)
        value = min(values, key=lambda each: _ORDER.index(each) if each in _ORDER else len(_ORDER))
        kept = next((claim.attributes[LABEL] for claim in claims if LABEL in claim.attributes), None)
        if kept is not None and attribute_of(str(kept)) == (CHECKWORTHY, value):
            return str(kept)
        if self._form == "claimbuster":
            return CLAIMBUSTER.get(value, value)
        if value == "not factual":
            self._writing.ledger.lose("attributes", "“not factual” is written as not check-worthy", each, claims[0])
        return self._said(worthy=binary(value))

    def _said(self, *, worthy: bool) -> str:
        if self._form == "checkthat":
            return "Yes" if worthy else "No"
        return "1" if worthy else "0"


def _verdict(claim: Annotation) -> str:
    """Return the verdict of a claim that somebody judged; empty for others."""
    verdict = str(claim.attributes.get(VERDICT) or "")
    return "" if verdict == "unchecked" else verdict


def _meet(spans: Iterable[Span], sentence: Span) -> bool:
    return any(start < sentence.end and sentence.start < end for start, end in spans)


class _Around:
    """The marks of a document by id, its relations by their source, and its sentences."""

    def __init__(self, each: AnnotatedDocument) -> None:
        self._each = each
        self.marks = {mark.id: mark for mark in each.annotations}
        self._links: dict[str, list[Relation]] = {}
        for link in each.relations:
            self._links.setdefault(link.source, []).append(link)

    def links(self, claim: Annotation, relation: str) -> list[Relation]:
        """Return the relations of a type from a claim."""
        return [link for link in self._links.get(claim.id, ()) if link.type == relation]

    def speaker(self, claim: Annotation) -> str:
        """Return the words of those who say a claim, else its attribute."""
        targets = [self.marks[link.target] for link in self.links(claim, "claimant") if link.target in self.marks]
        words = [words_of(self._each.document.text, mark.spans) for mark in targets]
        return ", ".join(filter(None, words)) or str(claim.attributes.get(SPEAKER) or "")

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of the text."""
        return list(sentences(self._each.document.text))


def _fever(each: AnnotatedDocument, around: _Around, claim: Annotation, writing: Writing) -> bytes:
    said = claim.attributes
    verdict = _verdict(claim)
    label = str(said.get(LABEL) or "") if attribute_of(str(said.get(LABEL) or "")) == (VERDICT, verdict) else ""
    label = label or FEVER.get(verdict, "")
    if verdict not in FEVER and verdict and not label:
        label = "NOT ENOUGH INFO"
        writing.ledger.lose("attributes", f"the verdict “{verdict}” is written as NOT ENOUGH INFO", each, claim)
    verifiable = {"": None, "NOT ENOUGH INFO": "NOT VERIFIABLE"}.get(label, "VERIFIABLE")
    value = {
        "id": _known(said.get("id")) or claim.id,
        "verifiable": said.get("verifiable") or verifiable,
        "label": label or None,
        "claim": str(said.get("normalised") or words_of(each.document.text, claim.spans)),
        "evidence": _known(said.get("evidence")) or _evidence(each, around, claim, writing),
    }
    extras = _of_fever(each) - _IN_FEVER
    for name, extra in said.items():
        if name not in value and name in extras:
            value[name] = _known(extra)
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _of_fever(each: AnnotatedDocument) -> frozenset[str]:
    """Return the attributes that a line of FEVER has: of one that was read, all."""
    if not _came(each):
        return _IN_FEVER
    return _IN_FEVER | {name for mark in each.annotations for name in mark.attributes if name != CHECKWORTHY}


def _came(each: AnnotatedDocument) -> bool:
    found = each.document.metadata.get(NAME)
    return isinstance(found, dict) and cast(dict[str, object], found).get("form") == "fever"


def _known(value: Value) -> object:
    """Return what a file had: JSON that was kept as text, else the value."""
    if isinstance(value, str) and value[:1] in "[{0123456789":
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _evidence(each: AnnotatedDocument, around: _Around, claim: Annotation, writing: Writing) -> list[object]:
    """Return the evidence in the same document: sets of [annotation, evidence, page, sentence]."""
    found: list[object] = []
    for link in around.links(claim, "evidence"):
        mark = around.marks.get(link.target)
        if mark is None:
            writing.ledger.lose("relations across documents", "left out", each, claim)
            continue
        at = next((number for number, one in enumerate(around.sentences) if _meet(mark.spans, one)), None)
        found.append([[link.id, mark.id, each.document.title, at]])
    return found


def _count_losses(
    each: AnnotatedDocument, writing: Writing, said: Set[str], parts: Set[str], *, sentences: bool = False
) -> None:
    """Note what has no place in the list, which has the attributes that are *said* and the *parts* of claims."""
    ledger = writing.ledger
    if not sentences and _stands_between(each):
        ledger.lose("exact text", "left out: only claims have rows", each)
    for mark in each.annotations:
        if mark.kind != "claim":
            if mark.spans:
                ledger.lose("annotations", "left out: only claims have rows", each, mark)
            continue
        if mark.state == "rejected":
            ledger.lose("states", "left out: rejected claims have no rows", each, mark)
            continue
        if mark.tag != TAG:
            ledger.lose("claims", _NO_TAG, each, mark)
        if len(mark.spans) > 1:
            ledger.lose("discontinuous", "one sentence, with an ellipsis for the gap", each, mark)
        lost = {name for name in mark.attributes if name not in said and (name != VERDICT or _verdict(mark))}
        if CHECKWORTHY in said and CHECKWORTHY not in mark.attributes:
            # it stands where the label would
            lost.discard(VERDICT)
        if lost:
            ledger.lose("attributes", "left out", each, mark, len(lost))
    lose_relations(each, [link for link in each.relations if link.type not in parts], ledger)


def _stands_between(each: AnnotatedDocument) -> bool:
    """Tell whether a text has words that are of no claim."""
    at = 0
    for claim in _claims(each):
        for start, end in claim.spans:
            if each.document.text[at:start].strip():
                return True
            at = max(at, end)
    return bool(each.document.text[at:].strip())
