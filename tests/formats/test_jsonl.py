"""Lines from other hands: what is taken, what is mended and said, and what is refused with its place."""

import json
import tracemalloc
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.jsonl import encode, read_stream
from annotator.formats.registry import Remark
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import normalise_line_ends, text_sha256

TIME = "2026-01-31T09:00:00Z"
TEXT = "The mayor 😀 of Kursk said so."
MARK = {"kind": "entity", "tag": "Person", "spans": [{"start": 4, "end": 9}]}


def results(data: bytes | str) -> list[AnnotatedDocument | Remark]:
    data = data.encode() if isinstance(data, str) else data
    return list(read_stream(data.splitlines(keepends=True), "a.jsonl", "Anna"))


def read(value: object) -> AnnotatedDocument:
    """Read a value that is taken as it is."""
    (document,) = results(json.dumps(value))
    assert isinstance(document, AnnotatedDocument), document
    return document


def mended(value: object) -> tuple[AnnotatedDocument, str]:
    """Read a value of which one thing is mended; return that, too."""
    document, remark = results(json.dumps(value))
    assert isinstance(document, AnnotatedDocument)
    assert isinstance(remark, Remark)
    assert remark.document == document.document.id
    return document, remark.sentence


def fault(value: object) -> str:
    """Read a value that is refused; return why."""
    (remark,) = results(value if isinstance(value, bytes | str) else json.dumps(value))
    assert isinstance(remark, Remark), remark
    assert remark.document is None
    return remark.sentence


def marked(**changes: object) -> dict[str, object]:
    return {"text": TEXT, "annotations": [{**MARK, **changes}]}


# --- what may be left out


def test_the_text_is_all_a_document_needs():
    document = read({"text": "A line\nand another"}).document

    assert document.id
    assert (document.title, document.status, document.source, document.date) == ("A line", "new", None, None)
    assert document.text_sha256 == sha256(b"A line\nand another").hexdigest()


def test_kind_tag_and_spans_are_all_an_annotation_needs():
    (annotation,) = read(marked()).annotations

    assert annotation.id
    assert annotation.spans == (Span(4, 9),)
    assert (annotation.annotator, annotation.origin, annotation.state) == ("Anna", "import", "accepted")
    assert (annotation.confidence, annotation.note, dict(annotation.attributes)) == (None, "", {})
    assert annotation.created == annotation.modified


def test_null_counts_as_left_out():
    value = dict.fromkeys(("id", "title", "date", "source", "metadata", "status", "split", "text_sha256", "relations"))
    mark = dict.fromkeys(
        ("id", "attributes", "record", "annotator", "origin", "state", "confidence", "note", "created")
    )

    document = read({**value, "text": TEXT, "annotations": [{**mark, **MARK}]})

    assert document.document.title == TEXT
    assert document.annotations[0].annotator == "Anna"


def test_what_is_modified_when_nobody_says_is_when_it_was_created():
    (annotation,) = read(marked(created=TIME)).annotations

    assert annotation.modified == TIME


def test_a_confidence_is_one_number_however_it_is_written():
    (annotation,) = read(marked(confidence=1)).annotations

    assert encode(read(marked(confidence=1.0))).count(b'"confidence":1.0') == 1
    assert repr(annotation.confidence) == "1.0"


def test_annotations_and_the_parts_of_one_come_into_text_order():
    parts = [{"start": 20, "end": 24}, {"start": 4, "end": 9}]
    document = read(
        {
            "text": TEXT,
            "annotations": [
                {**MARK, "id": "b", "spans": [{"start": 15, "end": 20}]},
                {**MARK, "id": "c", "spans": parts},
                {**MARK, "id": "d", "spans": []},
                {**MARK, "id": "a", "spans": [{"start": 4, "end": 9}]},
            ],
        }
    )

    assert [each.id for each in document.annotations] == ["d", "c", "a", "b"]
    assert document.annotations[1].spans == (Span(4, 9), Span(20, 24))


def test_a_relation_may_lead_to_another_document():
    relation = {"type": "evidence", "from": "a", "to": "somewhere else"}

    (made,) = read({"text": TEXT, "annotations": [{**MARK, "id": "a"}], "relations": [relation]}).relations

    assert (made.type, made.source, made.target) == ("evidence", "a", "somewhere else")


# --- what is mended and said


def test_unknown_keys_of_a_document_are_kept_in_its_metadata():
    document, said = mended({"text": TEXT, "url": "x", "metadata": {"a": 1}})

    assert document.document.metadata == {"a": 1, "url": "x"}
    assert said == "line 1: here, and wherever it is so again: unknown keys are kept in the metadata: url"


def test_an_unknown_key_does_not_replace_what_the_metadata_have():
    document, said = mended({"text": TEXT, "url": "x", "metadata": {"url": "y"}})

    assert document.document.metadata == {"url": "y"}
    assert "left out" in said


def test_unknown_keys_of_annotations_and_relations_become_attributes():
    document, said = mended(marked(colour="red"))

    assert document.annotations[0].attributes["colour"] == "red"
    assert "unknown keys of annotations became attributes: colour" in said

    document, said = mended({"text": TEXT, "relations": [{"type": "x", "from": "a", "to": "b", "colour": 1}]})

    assert document.relations[0].attributes == {"colour": 1}
    assert "unknown keys of relations became attributes: colour" in said


@pytest.mark.parametrize(
    "value",
    [
        marked(colour=["red"]),
        marked(colour="red", attributes={"colour": "blue"}),
        marked(spans=[{"start": 4, "end": 9, "colour": "red"}]),
        {"text": TEXT, "relations": [{"type": "x", "from": "a", "to": "b", "colour": {}}]},
        {"text": TEXT, "source": {"uri": "a", "sha256": "0" * 64, "colour": 1}},
    ],
)
def test_unknown_keys_elsewhere_are_named(value):
    _, said = mended(value)

    assert "were left out: colour" in said


def test_what_is_no_date_is_kept_in_the_metadata():
    document, said = mended({"text": TEXT, "date": "spring 1917"})

    assert document.document.date is None
    assert document.document.metadata == {"date_as_given": "spring 1917"}
    assert "spring 1917" in said


def test_a_year_may_be_a_number():
    assert read({"text": "a", "date": 1917}).document.date == "1917"
    assert mended({"text": "a", "date": 19171107})[0].document.metadata == {"date_as_given": "19171107"}


@pytest.mark.parametrize("source", ["The Gazette", {"uri": "a.txt", "page": 3}])
def test_a_source_without_a_hash_is_kept_in_the_metadata(source):
    found, note = mended({"text": "a", "source": source, "metadata": {"b": 1}})

    assert found.document.source is None
    assert found.document.metadata == {"b": 1, "source_as_given": source}
    assert "kept in the metadata" in note


def test_ids_may_be_numbers():
    marks = [{**MARK, "id": 1, "record": 5}, {**MARK, "id": 2}]

    found = read({"id": 7, "text": TEXT, "annotations": marks, "relations": [{"type": "about", "from": 1, "to": 2}]})

    assert found.document.id == "7"
    assert [(each.id, each.record) for each in found.annotations] == [("1", "5"), ("2", None)]
    assert (found.relations[0].source, found.relations[0].target) == ("1", "2")


def test_the_same_record_gets_the_same_ids():
    marks = [MARK, MARK]
    links = [{"type": "about", "from": "a", "to": "b"}] * 2
    value = {"text": TEXT, "annotations": marks, "relations": links}

    first, second = read(value), read(dict(reversed(value.items())))
    other = read({**value, "title": "Another"})

    assert ids_in(first) == ids_in(second)
    assert not first.id_given
    assert len({*ids_in(first), *ids_in(other)}) == 10


def ids_in(each: AnnotatedDocument) -> list[str]:
    return [each.document.id, *(found.id for found in (*each.annotations, *each.relations))]


def test_the_same_remark_is_made_once_a_file():
    found = results('{"text":"a","url":1}\n{"text":"b","url":2}\n{"text":"c","page":2}\n')

    assert [each.text.partition(":")[2] for each in found if isinstance(each, Remark)] == [
        " unknown keys are kept in the metadata: url",
        " unknown keys are kept in the metadata: page",
    ]
    assert sum(isinstance(each, AnnotatedDocument) for each in found) == 3


def test_line_ends_become_ours_and_spans_stay_on_their_words():
    text = "One\r\n\r\nTwo\r\n😀 three\r"
    spans = [{"start": 7, "end": 10, "text": "Two"}, {"start": 14, "end": 19, "text": "three"}]

    document, said = mended({"text": text, "text_sha256": text_sha256(text), "annotations": [{**MARK, "spans": spans}]})

    made = document.document.text
    assert made == "One\n\nTwo\n😀 three\n"
    assert [made[start:end] for start, end in document.annotations[0].spans] == ["Two", "three"]
    assert document.document.text_sha256 == text_sha256(made)
    assert "line ends" in said


@pytest.mark.parametrize("unit", ["utf-16", "UTF-16 code units", "utf16"])
def test_offsets_in_utf16_units_are_read_where_the_file_says_so(unit):
    start = TEXT.index("Kursk")
    span = {"start": start + 1, "end": start + 6, "text": "Kursk"}

    (annotation,) = read({**marked(spans=[span]), "offset_unit": unit}).annotations

    assert annotation.spans == (Span(start, start + 5),)


@settings(max_examples=70)
@given(st.text(st.sampled_from("\r\n\r\n ab😀"), min_size=1, max_size=30), st.data())
def test_any_span_of_a_text_with_other_line_ends_keeps_its_words(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = {"start": start, "end": end, "text": text[start:end]}

    document = results(json.dumps({"text": text, "annotations": [{**MARK, "spans": [span]}]}))[0]

    assert isinstance(document, AnnotatedDocument)
    (moved,) = document.annotations[0].spans
    assert document.document.text[moved.start : moved.end] == normalise_line_ends(text[start:end])


# --- what is refused


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ([1], "line 1: item 1: it is a number; a document is an object that has at least “text”"),
        ({}, "line 1: the key “text” is missing"),
        ({"text": 1}, "line 1: “text” is a number; it must be text"),
        ({"text": "a", "text_sha256": "0" * 64}, "“text_sha256” is not that of the text"),
        ({"text": "a", "text_sha256": 1}, "“text_sha256” is a number"),
        ({"text": "a", "id": ""}, "“id” is empty"),
        ({"text": "a", "id": 7.5}, "“id” is a number; it must be text"),
        ({"text": "a", "id": True}, "“id” is true or false; it must be text"),
        ({"text": "a", "status": "gone"}, '“status” is "gone"; it can be new, open, done'),
        ({"text": "a", "metadata": []}, "“metadata” is a list; it must be an object"),
        ({"text": "a", "language": {}}, "“language” is an object; it must be text"),
        ({"text": "a", "id": "a\0b"}, "NUL cannot stand in an id"),
        ({"text": "a", "source": 7}, "“source” is a number; it must be an object"),
        ({"text": "a", "source": {"uri": "a", "sha256": None}}, "“source”: the key “sha256” is missing"),
        ({"text": "a", "source": {"uri": "a", "sha256": "x"}}, "it must have 64 hexadecimal digits"),
        ({"text": "a", "annotations": {}}, "“annotations” is an object; it must be a list"),
        ({"text": "a", "annotations": [1]}, "annotation number 1: it is a number; it must be an object"),
        ({"text": "a", "offset_unit": "bytes"}, '“offset_unit” is "bytes"; it can be code points or utf-16'),
        (marked(kind="thing"), '“kind” is "thing"; it can be entity, claim, cue, document'),
        (marked(kind=None), "“kind” is null; it can be"),
        (marked(tag=""), "“tag” is empty"),
        (marked(spans=None), "the key “spans” is missing; [] stands for the whole document"),
        (marked(spans=[3]), "a span is a number"),
        (marked(spans=[{"start": "4", "end": 9}]), "needs “start” and “end”, each a whole number"),
        (marked(spans=[{"start": 4, "end": True}]), "needs “start” and “end”"),
        (marked(spans=[{"start": 4, "end": 99}]), "span 4-99 ends outside the text, which has 29 characters"),
        (marked(spans=[{"start": -1, "end": 2}]), "must begin at 0 or later"),
        (marked(spans=[{"start": 4, "end": 4}]), "end after its start"),
        (marked(spans=[{"start": 4, "end": 9}, {"start": 8, "end": 11}]), "overlaps"),
        (marked(spans=[{"start": 4, "end": 9, "text": "major"}]), 'says "major", but the text there is "mayor"'),
        (marked(spans=[{"start": 4, "end": 9, "text": "Kursk"}]), "these words stand at 15-20"),
        (marked(spans=[{"start": 16, "end": 21, "text": "Kursk"}]), "the offsets count UTF-16 units"),
        (marked(id="x", created="yesterday"), 'annotation x: “created” is "yesterday"; it must be a moment in UTC'),
        (marked(modified="2026-02-30T00:00:00Z"), "“modified” is"),
        (marked(confidence=2), "“confidence” is 2; it must be a number from 0 to 1, or null"),
        (marked(confidence=True), "“confidence” is true"),
        (marked(state="maybe"), '“state” is "maybe"; it can be accepted, suggested, rejected'),
        (marked(attributes={"a": [1]}), "the attribute “a” is a list"),
        (marked(note=3), "“note” is a number"),
        ({"text": "abc", "annotations": [{**MARK, "id": "x", "spans": []}] * 2}, "annotation x: the id stands twice"),
        ({"text": "a", "relations": [{"type": "x", "from": "a"}]}, "relation number 1: the key “to” is missing"),
        (
            {"text": "a", "relations": [{"id": "r", "type": "x", "from": "a", "to": "b"}] * 2},
            "relation r: the id stands twice",
        ),
    ],
)
def test_every_fault_is_a_sentence_with_its_line(value, sentence):
    said = fault(value)

    assert said.startswith("line 1")
    assert sentence in said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"{}}", "line 2: it is not JSON"),
        (b'{"text": "a",}', "line 2: it is not JSON"),
        (b'{"text": NaN}', "line 2: NaN is no number in JSON"),
        (b'{"text": "a", "metadata": {"x": [-Infinity]}}', "line 2: -Infinity is no number in JSON"),
        (b'{"text": "ab\\ud800c"}', "line 2: “text” has a lone surrogate (U+D800) at character 2"),
        (
            b'{"text": "a", "annotations": [{"note": "\\udc00"}]}',
            "line 2: “annotations[1].note” has a lone surrogate (U+DC00) at character 0",
        ),
        (b'{"text": "a", "\\ud800": 1}', "line 2: a key has a lone surrogate"),
        (b'{"text": "caf\xe9"}', "line 2: byte 13 of it is not UTF-8"),
        (
            b'{"text": "a", "metadata": ' + b'{"a":' * 300 + b"1" + b"}" * 301,
            "line 2: “metadata” are nested too deeply",
        ),
        (b'{"text": ' + b"[" * 5000 + b"]" * 5000 + b"}", "line 2: it is nested too deeply"),
    ],
    ids=str,
)
def test_what_is_no_json_is_named_and_the_rest_goes_on(line, sentence):
    first, remark, last = results(b'{"text":"first"}\n' + line + b'\n{"text":"last"}\n')

    assert isinstance(first, AnnotatedDocument)
    assert isinstance(last, AnnotatedDocument)
    assert isinstance(remark, Remark)
    assert remark.sentence.startswith(sentence)


def test_a_file_in_utf16_is_one_fault():
    assert "UTF-16" in fault('{"text":"a"}\n{"text":"b"}\n'.encode("utf-16"))


# --- how values may lie in a file


def texts(data: bytes | str) -> list[str]:
    found = results(data)
    return [each.document.text if isinstance(each, AnnotatedDocument) else f"! {each.sentence}" for each in found]


def pretty(*names: str, indent: int = 2) -> str:
    return "\n".join(json.dumps({"text": name, "annotations": []}, indent=indent) for name in names) + "\n"


def test_a_byte_order_mark_blank_lines_and_other_line_ends_are_taken():
    assert texts(b'\xef\xbb\xbf{"text":"a"}\r\n\r\n \n{"text":"b"}') == ["a", "b"]


def test_nothing_is_read_from_an_empty_file():
    assert texts("") == texts("\n \n") == []


def test_a_line_separator_inside_a_text_ends_no_line():
    assert texts('{"text":"a\u2028b\u0085c"}\n') == ["a\u2028b\u0085c"]


def test_one_document_over_many_lines_is_read():
    assert texts(pretty("a")) == ["a"]


@pytest.mark.parametrize("indent", [0, 2])
def test_a_list_over_many_lines_is_read(indent):
    assert texts(json.dumps([{"text": "a"}, {"text": "b"}], indent=indent)) == ["a", "b"]


def test_a_list_of_one_document_a_line_is_read():
    assert texts('[{"text":"a"},\n{"text":"b"}]\n') == texts('[\n{"text":"a"},\n{"text":"b"}\n]\n') == ["a", "b"]
    assert texts('[\n{"text":"a"}\n]\n') == ["a"]


def test_documents_over_many_lines_one_after_the_other_are_read():
    assert texts(pretty("a", "b", "c")) == ["a", "b", "c"]
    assert texts('{"text":"a"}\n' + pretty("b") + '{"text":"c"}\n') == ["a", "b", "c"]


def test_items_of_a_list_are_named_by_their_place():
    assert texts('[{"text":"a"},{"texts":"b"}]')[1].startswith("! line 1: item 2: the key “text” is missing")


def test_a_broken_first_line_is_named_and_the_rest_goes_on():
    found = texts('{"text":"a"\n{"text":"b"}\n{"text":"c"}\n')

    assert found[0].startswith("! line 1: it is not JSON")
    assert found[1:] == ["b", "c"]


def test_several_broken_lines_at_the_beginning_are_each_named():
    found = texts('{"text":"a"\n{"text":"b"\n\n{"text":"c"}\n')

    assert [each[:9] for each in found] == ["! line 1:", "! line 2:", "c"]


def test_a_broken_document_over_many_lines_is_one_fault_with_its_line():
    (said,) = texts('{\n  "id": "a",\n  "text": oops\n}\n')

    assert said.startswith("! line 3: it is not JSON")


def lines(number: int) -> Iterator[bytes]:
    for place in range(number):
        yield b'{"text":"%d %s"}\n' % (place, b"x" * 5000)


def test_memory_does_not_grow_with_the_file():
    def peak(number: int) -> int:
        tracemalloc.start()
        count = sum(1 for _ in read_stream(lines(number), "a", "b"))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == number
        return found

    peak(10)
    assert peak(3000) < peak(300) + 100_000


# --- writing


def document(text: str = TEXT, **values: object) -> Document:
    return Document("d", "T", text, text_sha256(text), TIME, **values)  # pyright: ignore


def test_keys_stand_in_the_order_of_the_contract():
    annotation = Annotation("a", "d", "entity", "Person", (Span(4, 9),), "Anna", TIME, TIME)

    value = json.loads(encode(AnnotatedDocument(document(), (annotation,))))

    assert list(value) == [
        "id", "title", "date", "language", "source", "metadata", "status", "split", "text", "text_sha256",
        "annotations", "relations",
    ]  # fmt: skip
    assert list(value["annotations"][0]) == [
        "id", "kind", "tag", "spans", "attributes", "record", "annotator", "origin", "state", "confidence", "note",
        "created", "modified",
    ]  # fmt: skip
    assert value["annotations"][0]["spans"] == [{"start": 4, "end": 9, "text": "mayor"}]
    assert value["source"] is None


def test_line_separators_are_escaped_wherever_they_stand():
    line = encode(AnnotatedDocument(document("a\u2028b", metadata={"\u2029": "\u0085", "é": 1})))

    assert not {"\u0085", "\u2028", "\u2029"} & set(line.decode())
    assert json.loads(line)["metadata"] == {"\u2029": "\u0085", "é": 1}
    assert "é".encode() in line


def test_annotations_that_came_unsorted_are_written_in_reading_order():
    marks = [("c", 5, 9), ("b", 4, 9), ("a", 4, 9), ("d", 4, 12)]
    annotations = tuple(
        Annotation(id, "d", "entity", "Person", (Span(start, end),), "Anna", TIME, TIME) for id, start, end in marks
    )

    value = json.loads(encode(AnnotatedDocument(document(), annotations)))

    assert [each["id"] for each in value["annotations"]] == ["d", "a", "b", "c"]


def test_metadata_keep_their_order():
    assert b'"metadata":{"b":1,"a":2}' in encode(AnnotatedDocument(document(metadata={"b": 1, "a": 2})))


@pytest.mark.parametrize("first", [b"no\n", b'{"id": bro ken}\n', b'{"id": 1,\n{"id": "x", "text": "W"}\n'])
def test_of_very_many_broken_lines_the_first_are_named_and_the_others_counted(first):
    found = [each.sentence for each in results(first + b'{"id": broken\n' * 3000) if isinstance(each, Remark)]

    assert 1001 <= len(found) <= 1003
    assert found[0].startswith("line 1: ")
    assert "more lines" in found[-1]
