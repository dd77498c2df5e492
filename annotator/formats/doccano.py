"""doccano's JSONL: reads all its shapes, of spans, relations and labels of whole texts; writes spans with relations.

Offsets are code points; files in which they lie outside the text are read as UTF-16 units.
Records are read one by one.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any, cast

import orjson

from annotator.formats import own_keys
from annotator.formats.drafts import Draft, object_at, objects, scalar
from annotator.formats.files import Given
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.json_items import items
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.kept import LINKS, MARKS, Kept, kept_of, unknown
from annotator.formats.labels import PART, Labels, first_of
from annotator.formats.ledger import lose_relations
from annotator.model.annotation import Annotation
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id, derived_ids
from annotator.model.times import is_date

Json = dict[str, Any]
NAME = "doccano"
_LABELS = ("label", "labels", "entities", "annotations", "spans")
_KNOWN = frozenset((*_LABELS, "text", "data", "relations", "cats", "id", "meta", own_keys.NAME))
_STARTS = ("start_offset", "start", "startOffset")
_ENDS = ("end_offset", "end", "endOffset")
_TAGS = ("label", "tag", "type", "entity")
_ABOUT = ("title", "date", "language")
_ENTITY_KEYS = frozenset(("id", *_STARTS, *_ENDS, *_TAGS))
_LINK_KEYS = frozenset(("id", "from_id", "to_id", "type"))


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield a document for each record, and remarks on what could not be taken or was altered."""
    reader = DocumentReader(reading.annotator)
    labels = Labels(reading.mapping, reading.tag_set)
    for line, value in items(given):
        if isinstance(value, Remark):
            yield value
        elif _is_pair(value):
            # spaCy's lists for training: a text, and what is said of it
            text, said = cast(list[Any], value)
            yield from _read({**said, "text": text}, line, reading, labels, reader)
        elif not isinstance(value, dict):
            yield Remark("it is no object; a record has “text” and “label”", line=line)
        else:
            yield from _read(cast(Json, value), line, reading, labels, reader)


def _is_pair(value: object) -> bool:
    """Tell whether a value is a text and an object beside it."""
    if not isinstance(value, list) or len(pair := cast(list[object], value)) != 2:
        return False
    return isinstance(pair[0], str) and isinstance(pair[1], dict)


def _read(
    value: Json, line: int, reading: Reading, labels: Labels, reader: DocumentReader
) -> Iterator[AnnotatedDocument | Remark]:
    text = value.get("text", value.get("data"))
    if not isinstance(text, str):
        yield Remark("the record has no “text”; it was left out", line=line)
        return
    spans, whole, users = _labels_in(value)
    unit = reading.options.get("unit")
    utf16 = {"utf-16": True, "code points": False}.get(unit or "")
    draft = Draft(text, line, reading.anchor, ((start, end, None) for _, start, end, _ in spans), utf16=utf16)
    ours = object_at(value, own_keys.NAME)
    document = str(ours["id"]) if "id" in ours else draft.identify(NAME, value)
    unknown_keys = Kept()
    _mark(draft, spans, value, labels, document, unknown_keys, users)
    for label, user in whole:
        kind, tag = labels.tag_of(label)
        is_named = label in labels.mapping.tags or label == f"{kind}:{tag}"
        draft.mark(kind if is_named else "document", tag if is_named else label, [], annotator=user)
    _describe(draft.value, value, ours, unknown_keys.all)
    yield from draft.finish(reader)


def _labels_in(
    value: Json,
) -> tuple[list[tuple[str | None, object, object, str]], list[tuple[str, str | None]], dict[int, str]]:
    """Return the spans of a record (its id if it has one, start, end, label), and the labels of the whole text.

    Labels come with who gave them, if that is said; of spans that is told by their places in the list.
    """
    spans: list[tuple[str | None, object, object, str]] = []
    whole: list[tuple[str, str | None]] = []
    users: dict[int, str] = {}
    for key in _LABELS:
        found = value.get(key)
        if isinstance(found, str):
            whole.append((found, None))
        if isinstance(found, dict):
            # spaCy has groups of spans
            groups = (cast(list[Any], each) for each in cast(Json, found).values() if isinstance(each, list))
            found = list(chain.from_iterable(groups))
        listed = cast(list[Any], found) if isinstance(found, list) else []
        if {*map(type, listed)} == {list} and min(map(len, listed)) >= 3:
            # as nearly all files have them
            spans += [(None, each[0], each[1], str(each[2])) for each in listed]
            continue
        for each in listed:
            if isinstance(each, str):
                whole.append((each, None))
            elif isinstance(each, list) and len(triple := cast(list[Any], each)) >= 3:
                spans.append((None, triple[0], triple[1], str(triple[2])))
            elif isinstance(each, dict):
                one = cast(Json, each)
                start, end = _first(one, _STARTS), _first(one, _ENDS)
                # what was written as an answer is the label of its text
                label = _first(one, (*_TAGS, "text"))
                user = f"annotator {one['user']}" if scalar(one.get("user")) and one.get("user") else None
                if start is None and end is None:
                    whole += [(str(label), user)] if label is not None else []
                    continue
                if user:
                    users[len(spans)] = user
                spans.append(
                    (str(one["id"]) if "id" in one else None, start, end, "span" if label is None else str(label))
                )
    cats = value.get("cats")
    if isinstance(cats, list):
        whole += [(str(each), None) for each in cast(list[object], cats)]
    elif isinstance(cats, dict):
        # as spaCy has them: a share for each label
        shares = cast(Json, cats).items()
        whole += [(label, None) for label, share in shares if isinstance(share, int | float) and share >= 0.5]
    return spans, whole, users


def _first(value: Json, keys: Iterable[str]) -> object:
    return next((value[key] for key in keys if value.get(key) is not None), None)


def _mark(
    draft: Draft,
    spans: list[tuple[str | None, object, object, str]],
    value: Json,
    labels: Labels,
    document: str,
    unknown_keys: Kept,
    users: dict[int, str],
) -> None:
    """Add the annotations that are spans, and the relations between them."""
    links = objects(value.get("relations"))
    ends = [(str(link.get("from_id")), str(link.get("to_id")), str(link.get("type", "related"))) for link in links]
    known = {id_ for id_, _, _, _ in spans if id_ is not None}
    joined = [(source, target) for source, target, type_ in ends if type_ == PART and {source, target} <= known]
    first = first_of(joined)
    wholes = frozenset(first.values())
    made: dict[str, str] = {}
    parts: dict[str, Json] = {}
    seen: set[tuple[object, ...]] = set()
    entity_id = derived_ids(document, "entity")
    for number, (id_, start, end, label) in enumerate(spans, start=1):
        key = id_ or f"#{number}"
        kind, tag = labels.tag_of(label)
        if id_ is None and type(start) is int and type(end) is int:
            if (one := (start, end, label, users.get(number - 1))) in seen:
                draft.note(
                    f"the span {start}-{end} stands twice with the label “{label}”; it was taken once", skipped=True
                )
                continue
            seen.add(one)
        if not joined and not users and draft.mark_plainly(found := entity_id(key), kind, tag, start, end):
            made[key] = found
            continue
        span = draft.span(start, end, who=f"the span of “{label}”")
        if span is None:
            continue
        of = first.get(key, key)
        if of in parts and of in wholes:
            parts[of]["spans"] = draft.apart([*parts[of]["spans"], span])
            continue
        made[of] = entity_id(of)
        parts[of] = draft.mark(kind, tag, [span], id=made[of], annotator=users.get(number - 1))
    for key in _LABELS:
        for one in objects(value.get(key)):
            if str(one.get("id")) in made:
                unknown_keys.mark(made[str(one["id"])], unknown(one, _ENTITY_KEYS))
    for link, (source, target, type_) in zip(links, ends, strict=True):
        if type_ == PART and first.get(target) == first.get(source, source):
            continue
        source, target = first.get(source, source), first.get(target, target)
        if source in made and target in made:
            fields: Json = {}
            if rest := unknown(link, _LINK_KEYS):
                # kept by its id
                fields["id"] = derived_id(document, "relation", str(link.get("id")), source, target, type_)
                unknown_keys.link(fields["id"], rest)
            draft.relate(labels.relation_of(type_), made[source], made[target], **fields)
        else:
            draft.note(f"a relation “{type_}” was left out, since one of its ends was", skipped=True)


def _describe(found: Json, value: Json, ours: Json, of_marks: Json) -> None:
    """Say what a record says beside its text and marks; what is not known is kept."""
    # doccano writes that there are no comments, too
    kept = {key: each for key, each in value.items() if key not in _KNOWN and (key != "Comments" or each)}
    kept.update(object_at(value, "meta"))
    for key in _ABOUT:
        if isinstance(kept.get(key), str) and key not in ours and (key != "date" or is_date(kept[key])):
            found[key] = kept.pop(key)
    found.update({key: ours[key] for key in own_keys.DOCUMENT_KEYS if key in ours})
    kept |= of_marks
    if kept and all(scalar(each) for each in kept.values()):
        found["metadata"] = {**object_at(ours, "metadata"), **kept}
    elif kept:
        found["metadata"] = {**object_at(ours, "metadata"), NAME: kept}


# --- writing


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write one record a line: the text, its spans, relations and labels of the whole, and what is said of it.

    All have the same keys: doccano takes a record that lacks one of another's for damaged, and the file with it.
    """
    labels = Labels(writing.mapping, writing.tag_set)
    for number, each in enumerate(documents, start=1):
        metadata = dict(each.document.metadata)
        kept = object_at(metadata, NAME)
        metadata.pop(NAME, None)
        if writing.options.get("shape") == "spans":
            record = _spans_only(each, writing, labels)
        else:
            record = {"id": number, **_with_relations(each, writing, labels, kept)}
        record.update({key: found for key, found in kept.items() if key not in record and key not in (MARKS, LINKS)})
        record[own_keys.NAME] = own_keys.of_document(each.document, metadata)
        file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))


def _written(each: AnnotatedDocument) -> list[Annotation]:
    """Return the annotations that are accepted: doccano knows no others."""
    return [mark for mark in each.annotations if mark.state == "accepted"]


def _spans_only(each: AnnotatedDocument, writing: Writing, labels: Labels) -> Json:
    found: list[list[object]] = []
    whole: list[str] = []
    for mark in _written(each):
        label = labels.label_of(mark.kind, mark.tag)
        if not mark.spans:
            whole.append(label)
        if len(mark.spans) > 1:
            writing.ledger.lose("discontinuous", "one span for each part", each, mark)
        for start, end in mark.spans:
            found.append([start, end, label])
    lose_relations(each, each.relations, writing.ledger)
    return {"label": found, "text": each.document.text, "cats": whole}


def _with_relations(each: AnnotatedDocument, writing: Writing, labels: Labels, kept: Json) -> Json:
    entities: list[Json] = []
    links: list[Json] = []
    whole: list[str] = []
    number_of: dict[str, int] = {}

    def link(source: int, target: int, type_: str, rest: Json) -> None:
        links.append({**rest, "id": len(links) + 1, "from_id": source, "to_id": target, "type": type_})

    for mark in _written(each):
        label = labels.label_of(mark.kind, mark.tag)
        if not mark.spans:
            whole.append(label)
            continue
        for part, (start, end) in enumerate(mark.spans):
            number = len(entities) + 1
            entity = {"id": number, "label": label, "start_offset": start, "end_offset": end}
            if part:
                entities.append(entity)
                link(number - 1, number, PART, {})
            else:
                entities.append({**kept_of(kept, MARKS, mark.id), **entity})
                number_of[mark.id] = number
    for relation in each.relations:
        source, target = number_of.get(relation.source), number_of.get(relation.target)
        if source is not None and target is not None:
            link(source, target, labels.relation_label(relation.type), kept_of(kept, LINKS, relation.id))
            if relation.attributes:
                writing.ledger.lose("attributes", "left out of relations", each, count=len(relation.attributes))
        elif any(relation.target == mark.id for mark in each.annotations):
            writing.ledger.lose("relations", "left out with the annotation at one end", each)
        else:
            writing.ledger.lose("relations across documents", "left out", each)
    # the text stands behind the marks, so that the file is known however long it is
    return {"entities": entities, "relations": links, "text": each.document.text, "cats": whole}
