"""Reads NewsClaims: claims by article and sentence, on texts that lie beside or in the sentences of the corpus.

A file is one JSON object, which is read article by article; the sentences stand in another one, which is read
along with it. Where that has the articles in another order, those that are passed over are kept on the disk.
"""

import os
import posixpath
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, cast

import orjson

from annotator.errors import InputError
from annotator.formats import own_keys
from annotator.formats.decoding import decode
from annotator.formats.drafts import Draft, items_of, object_at, objects, scalar
from annotator.formats.files import Given, whole
from annotator.formats.format import Reading, Remark
from annotator.formats.json_items import entries, whole_value
from annotator.formats.jsonl_document import DocumentReader
from annotator.formats.mapping import Frame, Mapping
from annotator.model.annotation import KINDS
from annotator.model.document import AnnotatedDocument
from annotator.model.ids import derived_id

Json = dict[str, Any]
NAME = "newsclaims"
AUTHOR = "<AUTHOR>"
"""Stands for the claimer where it is whoever wrote the article."""
OWN_WORDS = {"claimant": "claimer", "about": "claim_object"}
"""The fields of parts, where no mapping says them."""
_FIELDS = frozenset((
    "topic", "stance", "claim_object", "claim_span", "claim_text", "claim", "sentence", "has_claimer", "claimer",
    "claimer_in_sentence", own_keys.NAME,
))  # fmt: skip
_SENTENCES = "all_sents.json"
_BEGINNING = 1 << 10
"""Bytes in which a file of articles begins as an object."""
_IN_MEMORY = 1 << 20
_BOM = "\ufeff"


def read_files(given: Given, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    """Yield a document for each article, and remarks on what could not be taken or found in its text."""
    if given.head:
        if not _begins_object(given.head):
            whole_value(given)
            raise InputError("it is no object of articles; NewsClaims has claims by article and sentence")
        yield from _read(given, given, posixpath.dirname(given.member), reading)
        return
    # a folder of the corpus: all files of claims in it
    for name in given.files.names():
        if name.endswith(".json") and posixpath.basename(name) != _SENTENCES:
            with given.files.open(name) as stream:
                if not _begins_object(stream.read(_BEGINNING)):
                    yield Remark("it is no JSON object of articles; it was left out", file=name)
                    continue
            with given.files.open(name) as stream:
                try:
                    for found in _read(given.other(name, stream), given, posixpath.dirname(name), reading):
                        yield replace(found, file=name) if isinstance(found, Remark) else found
                except InputError as error:
                    yield Remark(error.text, line=error.line, file=name)


def _begins_object(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _read(file: Given, given: Given, folder: str, reading: Reading) -> Iterator[AnnotatedDocument | Remark]:
    with _Sentences(given, folder) as sents:
        yield from _articles(file, given, folder, reading, sents)


def _articles(
    file: Given, given: Given, folder: str, reading: Reading, sents: "_Sentences"
) -> Iterator[AnnotatedDocument | Remark]:
    mapping = reading.mapping or Mapping("none")
    reader = DocumentReader(reading.annotator)
    fault: Remark | None = None
    any_came = False
    for _, name, claims in entries(file):
        if isinstance(claims, Remark):
            if fault:
                yield fault
            fault = claims
            continue
        any_came = True
        if not isinstance(claims, dict):
            yield Remark(f"the article {name} has no claims by sentence; it was left out")
            continue
        segments = sents.of(name)
        text = _text(given, folder, name, segments, cast(Json, claims))
        if text is None:
            yield Remark(f"the text of {name} is not beside the file; put it there as text/{name}.txt")
            continue
        yield from _Article(name, text, segments, cast(Json, claims), reading, mapping).read(reader)
    if fault and not any_came:
        raise InputError(fault.text, fault.line)
    if fault:
        yield fault


def _beside(given: Given, folder: str, name: str) -> bytes | None:
    place = posixpath.normpath(posixpath.join(folder, name))
    if place.startswith(("..", "/")) or not given.files.has(place):
        return None
    return whole(given.files, place)


class _Sentences:
    """The sentences of articles by name, read on as far as somebody asks."""

    def __init__(self, given: Given, folder: str) -> None:
        self._open = ExitStack()
        self._found: Iterator[tuple[int, str, object]] = iter(())
        self._passed: dict[str, tuple[int, int]] = {}
        # closed with the others, when all are read
        self._kept = self._open.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
        place = posixpath.normpath(posixpath.join(folder, _SENTENCES))
        if place.startswith(("..", "/")) or not given.files.has(place):
            return
        with given.files.open(place) as stream:
            if not _begins_object(stream.read(_BEGINNING)):
                return
        self._found = entries(given.other(place, self._open.enter_context(given.files.open(place))))

    def __enter__(self) -> "_Sentences":
        return self

    def __exit__(self, *fault: object) -> None:
        self._open.close()

    def of(self, wanted: str) -> Json:
        """Return the sentences of an article by their segments; none, if the file has none of that name."""
        if place := self._passed.get(wanted):
            self._kept.seek(place[0])
            return cast(Json, orjson.loads(self._kept.read(place[1])))
        for _, name, found in self._found:
            segments = cast(Json, found) if isinstance(found, dict) else {}
            if name == wanted:
                return segments
            if segments:
                data = orjson.dumps(segments)
                self._passed[name] = (self._kept.seek(0, os.SEEK_END), len(data))
                self._kept.write(data)
        return {}


def _text(given: Given, folder: str, name: str, segments: Json, claims: Json) -> str | None:
    for place in (f"text/{name}.txt", f"text/{name}", f"{name}.txt", f"text/{name}.rsd.txt", f"texts/{name}.txt"):
        data = _beside(given, folder, place)
        if data is not None:
            try:
                return data.decode().removeprefix(_BOM)
            except UnicodeDecodeError:
                return decode(data).text
    lines = [each for each in segments.values() if isinstance(each, str)]
    if not lines:
        found = (object_at(claims, key).get("sentence") for key in claims)
        lines = list(dict.fromkeys(each for each in found if isinstance(each, str)))
    return "\n".join(lines) + "\n" if lines else None


def _as_counted(text: str, segments: Json, claims: Json) -> str:
    r"""Return *text* with ``\n`` line ends if offsets count these: a program may have made others since."""
    if "\r\n" not in text:
        return text
    plain = text.replace("\r\n", "\n")
    found = objects(list(claims.values()))
    # ours never had others
    ours = any(own_keys.NAME in each for each in found)
    better = ours or _fitting(plain, segments, claims) > _fitting(text, segments, claims)
    return plain if better else text


def _fitting(text: str, segments: Json, claims: Json) -> int:
    """Return how many claims have offsets that lie in their sentence."""
    count = 0
    for segment, claim in claims.items():
        one = cast(Json, claim) if isinstance(claim, dict) else {}
        words, span = one.get("sentence", segments.get(segment)), one.get("claim_span")
        place = text.find(words) if isinstance(words, str) and words else -1
        if place >= 0 and isinstance(span, list) and len(cast(list[object], span)) == 2:
            start, end = cast(list[object], span)
            if type(start) is int and type(end) is int:
                count += place <= start and end < place + len(str(words))
    return count


class _Article:
    """One article and its claims."""

    def __init__(self, name: str, text: str, segments: Json, claims: Json, reading: Reading, mapping: Mapping) -> None:
        self._name = name
        self._text = _as_counted(text, segments, claims)
        self._segments = segments
        self._claims = claims
        self._mapping = mapping
        self._frame = mapping.frame("claim") or Frame("claim", "Statement", roles={v: k for k, v in OWN_WORDS.items()})
        self._draft = Draft(self._text, 0, reading.anchor)
        if self._text != text:
            self._draft.note("the offsets count each line end once, though the text has two characters there")
        self._parts: dict[tuple[object, ...], str] = {}

    def read(self, reader: DocumentReader) -> Iterator[AnnotatedDocument | Remark]:
        """Yield the document, and remarks."""
        self._document = self._draft.identify(NAME, self._name, self._text, self._claims)
        metadata: Json = {"document": self._name}
        self._draft.value["metadata"] = metadata
        unknown: Json = {}
        for segment, claim in self._claims.items():
            if not isinstance(claim, dict):
                self._draft.note(f"the claim {segment} is no object; it was left out", skipped=True)
                continue
            found = cast(Json, claim)
            self._take(segment, found)
            if rest := {key: each for key, each in found.items() if key not in _FIELDS and not scalar(each)}:
                unknown[segment] = rest
        if unknown:
            metadata[NAME] = unknown
        yield from self._draft.finish(reader)

    def _take(self, segment: str, claim: Json) -> None:
        own = object_at(claim, own_keys.NAME)
        id_ = derived_id(self._document, "claim", segment)
        frame = self._frame
        if own:
            spans = self._own_spans(own)
            if spans:
                attributes = object_at(own, "attributes")
                self._draft.mark("claim", str(own.get("tag", frame.tag)), spans, id=id_, attributes=attributes)
                for part in objects(own.get("parts")):
                    self._own_part(id_, part)
            return
        span = self._content(segment, claim)
        if span is None:
            self._draft.note(
                f"the claim {segment} has no span and no sentence in the text; it was left out", skipped=True
            )
            return
        attributes = {
            self._mapping.attribute_of(key): each
            for key, each in claim.items()
            if (key in ("topic", "stance") or key not in _FIELDS) and scalar(each) and each is not None
        }
        claimer = claim.get("claimer")
        if claim.get("has_claimer") is False or claimer == AUTHOR:
            attributes["source_kind"] = "author"
            claimer = None
        self._draft.mark("claim", "Statement" if frame.tag == "*" else frame.tag, [span], id=id_, attributes=attributes)
        sentence = self._sentence(segment, claim)
        for field, words in (("claimer", claimer), ("claim_object", claim.get("claim_object"))):
            if isinstance(words, str) and words.strip():
                self._part(id_, field, words.strip(), span, sentence, segment)

    # --- the content

    def _sentence(self, segment: str, claim: Json) -> tuple[int, int] | None:
        """Return where the claim's sentence stands in the text."""
        words = claim.get("sentence", self._segments.get(segment))
        place = self._text.find(words) if isinstance(words, str) and words else -1
        return (place, place + len(str(words))) if place >= 0 else None

    def _content(self, segment: str, claim: Json) -> Json | None:
        """Return the span of the content; its offsets count in the article or the sentence, and the end is inside.

        What the words of the claim say decides between these; without words, whether the sentence holds it.
        """
        sentence = self._sentence(segment, claim)
        given = claim.get("claim_span")
        words = claim.get("claim_text", claim.get("claim"))
        if not isinstance(given, list) or len(cast(list[object], given)) != 2:
            return self._draft.span(*sentence) if sentence else None
        start, end = cast(list[object], given)
        if type(start) is not int or type(end) is not int:
            return None
        bases = [0, *([sentence[0]] if sentence else [])]
        if isinstance(words, str) and words:
            for base in bases:
                for past in (1, 0):
                    if self._text[base + start : base + end + past] == words:
                        return self._draft.span(base + start, base + end + past)
            return self._draft.span(start, end + 1, words, f"the claim {segment}")
        if sentence and not (sentence[0] <= start and end < sentence[1]) and end < sentence[1] - sentence[0]:
            start, end = start + sentence[0], end + sentence[0]
        return self._draft.span(start, end + 1, None, f"the claim {segment}")

    # --- the parts

    def _part(
        self, claim: str, field: str, words: str, content: Json, sentence: tuple[int, int] | None, segment: str
    ) -> None:
        """Add the words of a part where they stand: in the sentence if they do, else nearest to the claim."""
        place = self._text.find(words, *sentence) if sentence else -1
        if place < 0:
            before = self._text.rfind(words, 0, content["end"])
            after = self._text.find(words, content["start"])
            near = [each for each in (before, after) if each >= 0]
            place = min(near, key=lambda each: abs(each - content["start"])) if near else -1
        if place < 0:
            self._draft.note(
                f"the {field} “{words}” of the claim {segment} is not in the text; it was left out", skipped=True
            )
            return
        kind, tag = self._mapping.tag_of(field)
        span = {"start": place, "end": place + len(words), "text": words}
        self._relate(claim, self._frame.relation_of(field) or field, kind, tag, [span], {}, "")

    def _own_spans(self, own: Json) -> list[Json]:
        pairs = map(items_of, items_of(own.get("spans")))
        found = [self._draft.span(*pair, who="a part of a claim") for pair in pairs if len(pair) == 2]
        return [each for each in found if each]

    def _own_part(self, claim: str, part: Json) -> None:
        kind, tag = part.get("kind"), part.get("tag")
        spans = self._own_spans(part)
        if kind in KINDS and isinstance(tag, str) and spans:
            attributes = object_at(part, "attributes")
            self._relate(claim, str(part.get("type")), str(kind), tag, spans, attributes, str(part.get("id", "")))

    def _relate(
        self, claim: str, type_: str, kind: str, tag: str, spans: list[Json], attributes: Json, given: str
    ) -> None:
        """Relate a claim to a part, which is made if it is not there yet."""
        key = (given, kind, tag, str([(each["start"], each["end"]) for each in spans]))
        if key not in self._parts:
            self._parts[key] = derived_id(self._document, "part", *key)
            self._draft.mark(kind, tag, spans, id=self._parts[key], attributes=attributes)
        self._draft.relate(type_, claim, self._parts[key])
