"""spaCy's DocBin, written: one file of any size, in memory that is bounded by one document.

The library's own writer holds every document until the end. A DocBin is a compressed map of a few long
lists, so each list grows in a file of its own while documents pass, and is put together when they are
through. What stands in each is what the library reads: words and spaces that give the text back to the
character, entities where they do not overlap, all spans by kind, and what else is known in `user_data`.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from importlib import import_module
from typing import IO, Any, cast

import regex

from annotator.formats.docbin_lists import Keys, Lists, binary
from annotator.formats.docbin_tokens import cut, with_spaces
from annotator.formats.format import Writing, needed
from annotator.formats.kept import of_format
from annotator.formats.tokens import TOKENIZERS
from annotator.model.annotation import Annotation, Kind, Relation
from annotator.model.document import AnnotatedDocument
from annotator.model.passages import is_passage

KEY = "annotator"
"""The key of `user_data` under which stands all that a Doc has no place for."""
GROUPS: Mapping[Kind, str] = {"entity": "entities", "claim": "claims", "cue": "cues"}
_BEGIN, _INSIDE, _OUTSIDE = 3, 1, 2
_SPAN = struct.Struct(">QQQllll")
_WORD = regex.compile(r"(\w+(?:[-'’]\w+)*|[^\w\s]|\s+)( ?)")


def write(documents: Iterable[AnnotatedDocument], file: IO[bytes], writing: Writing) -> None:
    """Write a DocBin. A span that ends inside a word is exact: the word is two tokens, unless *edges* says otherwise.

    Raises UsageError without the library, AnnotatorError where it grows past what spaCy can load.
    """
    try:
        # one for all: the library's `msgpack_dumps` looks through all that is installed whenever it is called
        packer = import_module("srsly.msgpack").Packer(use_bin_type=True)
        dumps = cast(Callable[[object], bytes], packer.pack)
        import_module("spacy")
    except ImportError as error:
        raise needed("spacy", "spaCy") from error
    tokenizer = writing.options.get("tokenizer", "plain")
    with ExitStack() as stack:
        lists = Lists(stack)
        for each in documents:
            words = _words_of_spacy(each.document.language) if tokenizer == "spacy" else _CUTTING[tokenizer]
            _add(lists, each, words, writing, dumps)
        lists.put_together(file)


def _plain(text: str) -> list[tuple[str, str]]:
    """Return the words of *text*, each with the one space after it, if there is one."""
    return _WORD.findall(text)


def _words(text: str) -> list[tuple[str, str]]:
    """Return the words of *text* as all token formats of ours cut it."""
    return with_spaces(text, TOKENIZERS["words"].tokens(text))


_CUTTING = {"plain": _plain, "words": _words}


def _words_of_spacy(language: str | None) -> Callable[[str], list[tuple[str, str]]]:
    """Return a function that cuts as ``spacy.blank(language)`` does, or, for a language it lacks, as that of any."""
    code = (language or "xx").split("-")[0].lower()
    found = _pipelines.get(code)
    if found is None:
        # spaCy's types are its own affair
        spacy: Any = import_module("spacy")
        try:
            found = spacy.blank(code)
        except ImportError:
            # no such language, or its dictionary is not installed
            found = spacy.blank("xx")
        _pipelines[code] = found

    def words(text: str) -> list[tuple[str, str]]:
        return [(token.text, token.whitespace_) for token in found.make_doc(text)]

    return words


_pipelines: dict[str, Any] = {}


def _add(
    lists: Lists,
    each: AnnotatedDocument,
    words: Callable[[str], list[tuple[str, str]]],
    writing: Writing,
    dumps: Callable[[object], bytes],
) -> None:
    text = each.document.text
    tokens = cut(text, words, () if writing.options.get("edges") == "widen" else each.annotations)
    key = lists.keys
    count = len(tokens.words)
    columns = array("Q", bytes(24 * count))
    columns[0::3] = array("Q", map(key.__getitem__, tokens.words))
    kinds: dict[str, list[bytes]] = {}
    written: dict[int, list[tuple[int, int]]] = {}
    cats: dict[str, float] = {}
    entities: list[tuple[int, int, int, int]] = []
    for number, annotation in enumerate(each.annotations):
        tag = annotation.tag
        if not annotation.spans:
            cats[tag] = 1.0
            cats.update((f"{tag}:{value}", 1.0) for value in annotation.attributes.values() if isinstance(value, str))
            continue
        group = kinds.setdefault(GROUPS.get(annotation.kind, annotation.kind), [])
        label = key[tag]
        own = key[str(number)]
        moved = False
        parts: list[tuple[int, int]] = []
        first = last = 0
        for start, end in annotation.spans:
            first, last, begin, close = tokens.covering(start, end)
            group.append(_SPAN.pack(own, 0, label, first, last, begin, close))
            parts.append((begin, close))
            moved = moved or (begin, close) != (start, end)
        if moved:
            written[number] = parts
        is_name = annotation.kind == "entity" and not is_passage(annotation)
        if is_name and len(annotation.spans) == 1 and annotation.state != "rejected":
            entities.append((parts[0][0] - parts[0][1], first, number, last))
    _mark_entities(columns, tokens.words, entities, each, key)
    columns_bytes = columns.tobytes()
    lists.tokens.add(columns_bytes)
    lists.spaces.add(bytes(map(bool, tokens.spaces)))
    lists.lengths.add(struct.pack("<i", count))
    lists.cats.add(dumps(cats))
    lists.flags.add(_FLAGS)
    groups = {dumps({"name": name, "attrs": {}, "spans": spans}): [name] for name, spans in kinds.items()}
    lists.span_groups.add(binary(dumps(groups) if groups else b"\x90"))
    lists.user_data.add(binary(dumps({**_foreign(each), KEY: _known(each, written)})))
    lists.keys.rest()


_FLAGS = b"\x81\xb2has_unknown_spaces\xc2"


def _mark_entities(
    columns: array[int],
    words: Sequence[str],
    entities: list[tuple[int, int, int, int]],
    each: AnnotatedDocument,
    key: Keys,
) -> None:
    """Give tokens their entity, the longest first: a token has one at most.

    White space at its ends is left out: spaCy calls such entities invalid and does not learn from them.
    *entities* are, of each, minus its length, its first token, its number, and one past its last token.
    """
    count = len(words)
    columns[1::3] = array("Q", [_OUTSIDE]) * count
    taken = bytearray(count)
    for _, first, number, last in sorted(entities):
        while last > first and words[last - 1].isspace():
            last -= 1
        while first < last and words[first].isspace():
            first += 1
        if first == last or any(taken[first:last]):
            continue
        taken[first:last] = b"\1" * (last - first)
        label = key[each.annotations[number].tag]
        for place in range(first, last):
            columns[3 * place + 1] = _INSIDE
            columns[3 * place + 2] = label
        columns[3 * first + 1] = _BEGIN


def _known(each: AnnotatedDocument, written: dict[int, list[tuple[int, int]]]) -> dict[str, Any]:
    """Return what is known of a document beside its text, with the names that JSONL has for it.

    *written* are the spans of those annotations that had to be widened, by their number.
    """
    document = each.document
    known: dict[str, Any] = {"id": document.id, "title": document.title}
    if source := document.source:
        known["source"] = {"uri": source.uri, "media_type": source.media_type, "sha256": source.sha256}
    known.update(
        (name, value)
        for name, value in (
            ("date", document.date),
            ("language", document.language),
            ("status", document.status),
            ("split", document.split),
            ("metadata", dict(document.metadata)),
        )
        if value
    )
    known["annotations"] = [_annotation(one, written.get(place)) for place, one in enumerate(each.annotations)]
    known["relations"] = [_relation(one) for one in each.relations]
    return known


def _annotation(one: Annotation, written: list[tuple[int, int]] | None) -> dict[str, Any]:
    known: dict[str, Any] = {
        "id": one.id,
        "kind": one.kind,
        "tag": one.tag,
        "spans": one.spans,
        "annotator": one.annotator,
        "origin": one.origin,
        "state": one.state,
        "created": one.created,
        "modified": one.modified,
    }
    if one.attributes:
        known["attributes"] = dict(one.attributes)
    if one.record is not None:
        known["record"] = one.record
    if one.confidence is not None:
        known["confidence"] = one.confidence
    if one.note:
        known["note"] = one.note
    if written:
        known["written"] = written
    return known


def _relation(one: Relation) -> dict[str, Any]:
    known: dict[str, Any] = {"id": one.id, "type": one.type, "from": one.source, "to": one.target}
    if one.attributes:
        known["attributes"] = dict(one.attributes)
    return known


def _foreign(each: AnnotatedDocument) -> dict[Any, Any]:
    """Return the `user_data` that came with a document from another program."""
    pairs: object = of_format(each.document.metadata, "spacy").get("user_data")
    if not isinstance(pairs, list):
        return {}
    found: dict[Any, Any] = {}
    for pair in cast(list[Any], pairs):
        if isinstance(pair, list) and len(cast(list[Any], pair)) == 2:
            name, value = cast(list[Any], pair)
            found[tuple(cast(list[Any], name)) if isinstance(name, list) else name] = value
    return found
