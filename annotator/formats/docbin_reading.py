"""spaCy's DocBin, read with the library: ours with all that is known, others' by entities, spans and categories.

A DocBin is one block: it is held whole while its documents pass. What stands in a Doc's spans counts; the list
in `user_data` adds to it, so that what somebody changed with spaCy since is taken as changed.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any, TypeAlias, cast

from annotator.errors import InputError
from annotator.formats.docbin_writing import GROUPS, KEY
from annotator.formats.files import MAX_FILE, Given
from annotator.formats.format import Reading, Remark, needed
from annotator.formats.gathering import Gathering, kind_of
from annotator.formats.offsets import is_number
from annotator.formats.unreadable import in_brackets
from annotator.model.annotation import Kind
from annotator.model.document import AnnotatedDocument

# spaCy has no types for a strict checker
Doc: TypeAlias = Any
DocSpan: TypeAlias = Any
_OURS: dict[str, Kind] = {group: kind for kind, group in GROUPS.items()}
_FIELDS = ("id", "annotator", "origin", "state", "created", "modified", "attributes", "record", "confidence", "note")
_ENTITIES = "ents"
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError)
"""What spaCy raises of what it did not write."""
_SURE = 0.5
"""A category below that is one the document does not belong to."""


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield the documents of a DocBin; InputError if it is none, UsageError without the library."""
    try:
        binary: Any = import_module("spacy.tokens").DocBin
        vocab: Any = import_module("spacy.vocab").Vocab()
    except ImportError as error:
        raise needed("spacy", "spaCy") from error
    data = given.read()
    _check_size(data)
    try:
        held = binary().from_bytes(data)
    except _DAMAGE as error:
        raise InputError(
            f"it is no DocBin, or is damaged{in_brackets(error)}; write it anew with DocBin.to_disk"
        ) from error
    said = False
    docs = held.get_docs(vocab)
    number = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                doc = next(docs, None)
        except _DAMAGE as error:
            what = f"document {number + 1} cannot be read, nor what comes after it{in_brackets(error)}"
            yield Remark(f"{what}; write it anew with DocBin.to_disk")
            return
        if doc is None:
            return
        number += 1
        try:
            found = list(_document(doc, reading))
        except InputError as error:
            yield Remark(f"document {number} was left out: {error}")
            continue
        except _DAMAGE as error:
            # the library looks at a span when it is asked for
            yield Remark(f"document {number} was left out, since it is damaged{in_brackets(error)}; write it anew")
            continue
        yield from found
        if not said and len(doc) and any(map(doc.has_annotation, ("TAG", "POS", "LEMMA", "DEP", "MORPH"))):
            said = True
            yield Remark("the tags, lemmas and dependencies of tokens were left out", "")


def _check_size(data: bytes) -> None:
    """Raise InputError for what is no compressed block, or unpacks to more than can be held."""
    unpacking = zlib.decompressobj()
    size = 0
    try:
        while data and not unpacking.eof:
            size += len(unpacking.decompress(data, 1 << 24))
            data = unpacking.unconsumed_tail
            if size > MAX_FILE:
                raise InputError(f"it unpacks to more than {MAX_FILE >> 20} MiB; export it in several files")
    except zlib.error as error:
        raise InputError(f"it is no DocBin, or is damaged ({error}); write it anew with DocBin.to_disk") from error
    if not unpacking.eof:
        raise InputError("it is cut off; write it anew with DocBin.to_disk")


def _document(doc: Doc, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    known = doc.user_data.get(KEY)
    found = Gathering(doc.text, reading)
    if isinstance(known, dict):
        _ours(doc, cast(dict[str, Any], known), found, reading)
    else:
        _theirs(doc, found, reading)
    yield from found.done()


def _ours(doc: Doc, known: dict[str, Any], found: Gathering, reading: Reading) -> None:
    """Take a document of our own, as it is now."""
    for name in ("id", "title", "date", "language", "status", "split", "source", "metadata"):
        if known.get(name) is not None:
            found.fields[name] = _plain(known[name])
    there: dict[int, list[tuple[int, int, str]]] = {}
    new: list[tuple[str, DocSpan]] = []
    marks = [cast(dict[str, Any], each) for each in known.get("annotations", ()) if isinstance(each, dict)]
    for group, span in _spans(doc):
        number = _number(doc, span)
        if group in _OURS and number is not None and number < len(marks):
            there.setdefault(number, []).append((span.start_char, span.end_char, span.label_))
        else:
            new.append((group, span))
    # the library joins it of the tokens anew each time
    text = doc.text
    was = {
        (*_trimmed(text, start, end), each.get("tag"))
        for each in marks
        for start, end in each.get("written") or each.get("spans", ())
    }
    for number, mark in enumerate(marks):
        # whatever else stands there is looked at as it is taken
        fields: dict[str, Any] = {key: _plain(mark[key]) for key in _FIELDS if key in mark}
        spans = [(start, end) for start, end in mark.get("spans", ())]
        tag = str(mark.get("tag", ""))
        if spans:
            written = sorted((start, end) for start, end in mark.get("written") or spans)
            now = there.get(number)
            if now is None:
                found.note(f"the annotation {mark.get('id')} ({tag}) is in the spans no more; it was left out")
                continue
            if sorted((start, end) for start, end, _ in now) != written:
                spans = [(start, end) for start, end, _ in now]
                found.note(f"the annotation {mark.get('id')} ({tag}) was moved since it was exported")
            tag = now[0][2]
        found.mark(spans, mark.get("kind", "entity"), tag, **fields)
    for group, span in new:
        if group == _ENTITIES and (*_trimmed(text, span.start_char, span.end_char), span.label_) in was:
            # what was moved or taken out of the groups may still stand there
            continue
        found.mark([(span.start_char, span.end_char)], _OURS.get(group) or kind_of(span.label_, reading), span.label_)
    for each in known.get("relations", ()):
        if isinstance(each, dict):
            link = cast(dict[str, Any], each)
            attributes = cast(dict[str, Any], _plain(link.get("attributes") or {}))
            found.relate(
                str(link.get("type")),
                str(link.get("from")),
                str(link.get("to")),
                id=link.get("id"),
                attributes=attributes,
            )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a place without the white space at its ends, as entities for training stand in a Doc."""
    if type(start) is not int or type(end) is not int:
        # a damaged place is told when it is taken
        return start, end
    words = text[start:end]
    begin = end - len(words.lstrip())
    return begin, max(begin, start + len(words.rstrip()))


def _theirs(doc: Doc, found: Gathering, reading: Reading) -> None:
    """Take a document that another program made."""
    seen: set[tuple[int, int, str]] = set()
    for group, span in _spans(doc):
        tag = span.label_ or group
        place = (span.start_char, span.end_char, tag)
        if place in seen or span.start_char >= span.end_char:
            continue
        seen.add(place)
        attributes = {
            key: value for key, value in (("kb_id", span.kb_id_), ("group", group)) if value and value != _ENTITIES
        }
        found.mark([place[:2]], _OURS.get(group) or kind_of(tag, reading), tag, attributes=attributes)
    kept: dict[str, Any] = {}
    for label, value in doc.cats.items():
        sure = float(value)
        if _SURE <= sure <= 1:
            found.mark([], "document", str(label), confidence=None if sure == 1 else sure)
        else:
            kept.setdefault("cats", {})[str(label)] = sure
    pairs = [[_plain(key), plain] for key, value in doc.user_data.items() if _is_plain(plain := _plain(value))]
    if pairs:
        kept["user_data"] = pairs
    if lost := len(doc.user_data) - len(pairs):
        found.note(f"{lost} values of user_data that are no JSON were left out")
    if kept:
        found.metadata["spacy"] = kept


def _spans(doc: Doc) -> Iterator[tuple[str, DocSpan]]:
    """Yield each span with the name of its group; those of the entities that are in a group of ours do not count."""
    for group, spans in doc.spans.items():
        for span in spans:
            yield group, span
    held = {(span.start, span.end, span.label) for group in _OURS for span in doc.spans.get(group, ())}
    for span in doc.ents:
        if (span.start, span.end, span.label) not in held:
            yield _ENTITIES, span


def _number(doc: Doc, span: DocSpan) -> int | None:
    """Return the place of a span's annotation in the list of all, or None if it has none."""
    if not span.id or span.id not in doc.vocab.strings:
        return None
    return int(span.id_) if is_number(span.id_) else None


def _plain(value: object) -> object:
    """Return a value of msgpack as JSON has it: tuples are lists."""
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in cast(list[object], value)]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in cast(dict[object, object], value).items()}
    return value


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, cast(list[object], value)))
    if isinstance(value, dict):
        return all(map(_is_plain, cast(dict[str, object], value).values()))
    return value is None or isinstance(value, (str, int, float, bool))
