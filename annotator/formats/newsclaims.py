"""NewsClaims: claims by article and sentence in one JSON object, with the texts beside.

``claim_span`` counts code points of the article, its end is the last character, as the
evaluation script of the corpus counts. Reading is in `newsclaims_reading`.
"""

import json
import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.formats import own_keys
from annotator.formats.file_names import free_name
from annotator.formats.format import Writing
from annotator.formats.ledger import lose_relations
from annotator.formats.mapping import Mapping
from annotator.formats.newsclaims_reading import AUTHOR, OWN_WORDS, read_files
from annotator.formats.output import Folder
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument
from annotator.model.segments import sentences

__all__ = ["read_files", "write"]

Json = dict[str, Any]
_IN_MEMORY = 1 << 22


def write(documents: Iterable[AnnotatedDocument], folder: Folder, writing: Writing) -> None:
    """Write ``claims.json``, ``all_sents.json`` and each text as ``text/ID.txt``."""
    mapping = writing.mapping or Mapping("none")
    names: set[str] = set()
    with (
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as claims,
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as sents,
    ):
        before = b"{\n"
        for each in documents:
            name = _name_of(each.document.id, names)
            text = each.document.text
            with folder.open(f"text/{name}.txt") as file:
                # a reader takes one mark of the byte order away
                file.write(("\ufeff" + text if text.startswith("\ufeff") else text).encode())
            places = list(sentences(text))
            head = before + json.dumps(name).encode() + b": "
            claims.write(head + _json(dict(_claims(each, places, mapping, writing))))
            sents.write(head + _json({_segment(number): text[a:b] for number, (a, b) in enumerate(places)}))
            before = b",\n"
        for name, held in (("claims.json", claims), ("all_sents.json", sents)):
            held.write(b"{}\n" if before == b"{\n" else b"\n}\n")
            held.seek(0)
            with folder.open(name) as file:
                while chunk := held.read(1 << 20):
                    file.write(chunk)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _name_of(id_: str, taken: set[str]) -> str:
    """Return the name of a document's text: its id, where that can be a name."""
    return free_name(re.sub(r"[^\w.-]|^\.+", "_", id_, flags=re.ASCII)[:100] or "_", taken)


def _segment(number: int) -> str:
    return f"segment-{number}"


def _claims(
    each: AnnotatedDocument, places: list[Span], mapping: Mapping, writing: Writing
) -> Iterator[tuple[str, Json]]:
    """Yield the claims of a document with the names of their segments, and note what is no part of one."""
    marks = {mark.id: mark for mark in each.annotations if mark.state == "accepted"}
    links: dict[str, list[Relation]] = {}
    lost: list[Relation] = []
    used: set[str] = set()
    for link in each.relations:
        source, target = marks.get(link.source), marks.get(link.target)
        is_part = source and target and source.kind == "claim" and source.spans and target.kind != "claim"
        if is_part and target and target.spans and not link.attributes:
            links.setdefault(link.source, []).append(link)
            used.add(link.target)
        else:
            lost.append(link)
    lose_relations(each, lost, writing.ledger, "left out: only those to parts of claims are written")
    starts = [place.start for place in places]
    names: set[str] = set()
    for mark in each.annotations:
        if mark.id not in marks or not mark.spans:
            continue
        if mark.kind != "claim":
            if mark.id not in used:
                writing.ledger.lose("annotations", "left out: only parts of claims are written", each, mark)
            continue
        number = max(0, bisect_right(starts, mark.start) - 1)
        name = stem = _segment(number)
        count = 2
        while name in names:
            name = f"{stem}.{count}"
            count += 1
        names.add(name)
        sentence = places[number] if places else Span(mark.start, mark.end)
        parts = [(link.type, marks[link.target]) for link in links.get(mark.id, ())]
        yield name, _claim(mark, parts, sentence, each.document.text, mapping)


def _claim(mark: Annotation, parts: list[tuple[str, Annotation]], sentence: Span, text: str, mapping: Mapping) -> Json:
    frame = mapping.frame_for(mark.tag)
    found: Json = {"sentence": text[sentence.start : sentence.end]}
    for name in ("topic", "stance"):
        value = mark.attributes.get(mapping.attribute_of(name))
        if value is not None:
            found[name] = value
    found["claim_span"] = [mark.start, mark.end - 1]
    found["claim_text"] = text[mark.start : mark.end]
    claimant = next((part for type_, part in parts if _role(frame, type_) == "claimer"), None)
    found["has_claimer"] = claimant is not None
    if claimant is not None:
        found["claimer"] = _words(claimant, text)
        found["claimer_in_sentence"] = sentence.start <= claimant.start and claimant.end <= sentence.end
    elif mark.attributes.get("source_kind") == "author":
        found["claimer"] = AUTHOR
    about = next((part for type_, part in parts if _role(frame, type_) == "claim_object"), None)
    if about is not None:
        found["claim_object"] = _words(about, text)
    found[own_keys.NAME] = {
        "tag": mark.tag,
        "spans": [list(span) for span in mark.spans],
        "attributes": dict(mark.attributes),
        "parts": [
            {
                "type": type_,
                "kind": part.kind,
                "tag": part.tag,
                "id": part.id,
                "spans": [list(span) for span in part.spans],
                "attributes": dict(part.attributes),
            }
            for type_, part in parts
        ],
    }
    return found


def _role(frame: Any, relation: str) -> str | None:  # noqa: ANN401  # a Frame or None
    return frame.role_of(relation) if frame else OWN_WORDS.get(relation)


def _words(mark: Annotation, text: str) -> str:
    return " ".join(text[start:end] for start, end in mark.spans)
