"""doccano's JSONL in all its shapes, there and back."""

import json

import pytest
from hypothesis import given, settings

from annotator.formats.registry import find_format, named_format
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.ids import derived_id
from annotator.model.text import text_sha256
from tests.formats.documents import TIME, content, documents
from tests.formats.tools import documents_in, found_in, marks_in, one_in, said_in, written

NAME = "doccano"
HOLDS = named_format(NAME).holds
TEXT = "The mayor 😀 of Kursk said so."
ENTITIES = [
    {"id": 11, "label": "Claim", "start_offset": 15, "end_offset": 28},
    {"id": 12, "label": "Person", "start_offset": 4, "end_offset": 9},
]


@settings(max_examples=70, deadline=None)
@given(documents(HOLDS))
def test_what_it_holds_comes_back(each):
    files, ledger = written(NAME, [each])

    found = found_in(NAME, files["file"])

    assert {loss.feature for loss in ledger} <= {"annotators", "origins", "times", "annotation ids"}
    assert not said_in(found)
    (back,) = documents_in(found)
    assert content(back, HOLDS) == content(each, HOLDS)
    assert back.document.id == each.document.id


@settings(max_examples=40, deadline=None)
@given(documents())
def test_what_it_does_not_hold_is_in_the_ledger(each):
    files, ledger = written(NAME, [each])

    lost = {loss.feature for loss in ledger}
    assert ("notes" in lost) == any(mark.note for mark in each.annotations)
    assert ("states" in lost) == any(mark.state != "accepted" for mark in each.annotations)
    (back,) = documents_in(found_in(NAME, files["file"]))
    assert len(back.annotations) == sum(mark.state == "accepted" for mark in each.annotations)
    assert len(back.relations) + sum(loss.count for loss in ledger if loss.feature == "relations") == len(
        each.relations
    )


@pytest.mark.parametrize("shape", ["relations", "spans"])
def test_every_record_has_the_same_keys_since_doccano_refuses_a_file_of_records_that_differ(shape):
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)
    whole = Annotation("a", "d", "document", "Genre", (), "Anna", TIME, TIME)
    files, _ = written(NAME, [AnnotatedDocument(document, (whole,)), AnnotatedDocument(document)], {"shape": shape})

    records = [json.loads(line) for line in files["file"].splitlines()]
    assert [each["cats"] for each in records] == [["Genre"], []]
    assert len({tuple(each) for each in records}) == 1


def test_triples_are_written_where_they_are_wanted_and_the_rest_is_counted():
    marks = (
        Annotation("a", "d", "claim", "Statement", (Span(4, 9), Span(15, 20)), "Anna", TIME, TIME),
        Annotation("b", "d", "claim", "Rumour", (Span(4, 9),), "Anna", TIME, TIME),
    )
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)

    files, ledger = written(
        NAME, [AnnotatedDocument(document, marks, (Relation("r", "supports", "a", "b"),))], {"shape": "spans"}
    )

    assert json.loads(files["file"])["label"] == [[4, 9, "Statement"], [15, 20, "Statement"], [4, 9, "claim:Rumour"]]
    assert {"1 discontinuous span: one span for each part", "1 relation left out"} <= {loss.sentence for loss in ledger}


@pytest.mark.parametrize(
    "value",
    [
        {"text": TEXT, "label": [[4, 9, "Person"]]},
        {"text": TEXT, "labels": [[4, 9, "Person"]]},
        {"text": TEXT, "entities": [[4, 9, "Person"]]},
        {"data": TEXT, "label": [[4, 9, "Person"]]},
        {"id": 3, "text": TEXT, "entities": [{"id": 1, "label": "Person", "start_offset": 4, "end_offset": 9}]},
        {"text": TEXT, "annotations": [{"label": "Person", "start_offset": 4, "end_offset": 9, "user": 1}]},
    ],
)
def test_spans_are_read_in_every_shape(value):
    assert marks_in(one_in(NAME, value)) == [("entity", "Person", "mayor")]


@pytest.mark.parametrize(
    "value",
    [
        {"text": TEXT, "label": ["sports"]},
        {"text": TEXT, "cats": ["sports"]},
        {"text": TEXT, "label": [], "cats": {"sports": 1.0, "news": 0.0}},
    ],
)
def test_labels_of_the_whole_text_are_document_annotations(value):
    assert marks_in(one_in(NAME, value)) == [("document", "sports", "")]


def test_the_work_of_several_people_in_old_exports_is_told_apart():
    spans = [{"label": 12, "start_offset": 4, "end_offset": 9, "user": user} for user in (1, 2)]
    lines = [
        {"id": 7, "text": TEXT, "annotations": spans, "meta": {}},
        {"text": TEXT, "annotations": [{"label": 3, "user": 2}]},
    ]
    lines.append({"text": "Bread is short.", "annotations": [{"text": "Le pain manque.", "user": 1}]})

    found = found_in(NAME, "".join(json.dumps(line) + "\n" for line in lines))

    assert not said_in(found)
    assert [[(mark.kind, mark.tag, mark.annotator) for mark in each.annotations] for each in documents_in(found)] == [
        [("entity", "12", "annotator 1"), ("entity", "12", "annotator 2")],
        [("document", "3", "annotator 2")],
        [("document", "Le pain manque.", "annotator 1")],
    ]


def test_pairs_of_text_and_marks_are_read_as_people_keep_them_for_spacy():
    pairs = [
        [TEXT, {"entities": [[4, 9, "Person"]], "cats": {"News": 1.0, "Letter": 0.0}}],
        [TEXT, {"spans": {"sc": [[18, 23, "Location"]]}}],
        ["Nobody came.", {"entities": []}],
    ]

    found = found_in(NAME, pairs)

    assert not said_in(found)
    assert [marks_in(each) for each in documents_in(found)] == [
        [("document", "News", ""), ("entity", "Person", "mayor")],
        [("entity", "Location", TEXT[18:23])],
        [],
    ]


def test_relations_make_claims():
    value = {"id": 1, "text": TEXT, "entities": ENTITIES, "relations": [
        {"id": 1, "from_id": 11, "to_id": 12, "type": "Speaker"}
    ]}  # fmt: skip

    each = one_in(NAME, value)

    kinds = {mark.id: mark.kind for mark in each.annotations}
    (link,) = each.relations
    assert (link.type, kinds[link.source], kinds[link.target]) == ("claimant", "claim", "entity")


def test_a_tag_of_the_project_is_of_its_kind():
    each = one_in(NAME, {"text": TEXT, "label": [[4, 9, "Cue"], [4, 9, "claim:Rumour"], [4, 9, "Ship"]]})

    assert {(mark.kind, mark.tag) for mark in each.annotations} == {
        ("cue", "Cue"),
        ("claim", "Rumour"),
        ("entity", "Ship"),
    }


def test_offsets_beyond_the_text_are_utf16_units_where_the_text_has_such():
    text = "😀😀 end"
    value = {"text": text, "label": [[5, 8, "A"]]}

    assert marks_in(one_in(NAME, value)) == [("entity", "A", "end")]
    said = one_in(NAME, {"text": text, "label": [[0, 4, "A"]]}, options={"unit": "utf-16"})
    assert marks_in(said) == [("entity", "A", "😀😀")]


def test_the_same_triple_twice_and_spans_outside_the_text_are_reported():
    value = {"text": TEXT, "label": [[4, 9, "A"], [4, 9, "A"], [4, 99, "B"], [4, 4, "C"], ["x", 3, "D"]]}

    found = found_in(NAME, value)

    assert marks_in(documents_in(found)[0]) == [("entity", "A", "mayor")]
    assert said_in(found) == [
        "the span 4-9 stands twice with the label “A”; it was taken once",
        "the span of “B” at 4-99 is outside the text, which has 29 characters; it was left out",
        "the span of “C” at 4-4 is empty; it was left out",
        "the span of “D” has no offsets that are whole numbers; it was left out",
    ]
    assert all(each.skipped for each in found[1:])


def test_records_without_text_and_broken_lines_are_named_and_the_rest_goes_on():
    data = '{"text": "a", "label": []}\n{"label": []}\n{"text": \n{"text": "b", "label": []}\n'

    found = found_in(NAME, data, file="a.jsonl")

    assert [each.document.text for each in documents_in(found)] == ["a", "b"]
    first, second = (each for each in found if not isinstance(each, AnnotatedDocument))
    assert (first.text, first.line) == ("the record has no “text”; it was left out", 2)
    assert (second.text.partition(" (")[0], second.line) == ("it is not JSON", 3)


def test_a_list_of_records_is_read_too():
    found = found_in(NAME, [{"text": "a", "label": []}, {"text": "b", "label": []}])

    assert [each.document.text for each in documents_in(found)] == ["a", "b"]


def test_the_same_record_has_the_same_ids_and_further_keys_are_kept():
    value = {"id": 4, "text": TEXT, "label": [[4, 9, "A"]], "page": 3, "title": "News", "date": "1917-11-07"}

    first, second = one_in(NAME, value), one_in(NAME, value)

    assert first.document.id == second.document.id
    assert [each.id for each in first.annotations] == [each.id for each in second.annotations]
    assert not first.id_given
    assert (first.document.title, first.document.date) == ("News", "1917-11-07")
    assert dict(first.document.metadata) == {"page": 3}


def test_comments_are_kept_and_go_back_out():
    each = one_in(NAME, {"id": 1, "text": TEXT, "label": [], "Comments": ["why?"]})

    assert json.loads(written(NAME, [each])[0]["file"])["Comments"] == ["why?"]


def test_that_nobody_commented_is_no_metadata():
    each = one_in(NAME, {"id": 1, "text": TEXT, "label": [], "Comments": []})

    assert dict(each.document.metadata) == {}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('{"id":"d","title":"T","date":null,"metadata":{"label":["x"]},"text":"a"}', "jsonl"),
        ('{"text":"a","annotations":[{"kind":"entity","tag":"label"}]}', "jsonl"),
    ],
)
def test_files_of_others_are_left_to_them(line, name):
    assert find_format(line.encode(), "a.jsonl").name == name


def test_a_span_without_whole_numbers_is_left_out_and_the_rest_taken():
    found = found_in(NAME, {"text": TEXT, "label": [[[1], 9, "Person"], [4, 9, "Person"], ["4", 9, "Person"]]})

    (document,) = documents_in(found)
    assert marks_in(document) == [("entity", "Person", "mayor")]
    assert said_in(found) == ["the span of “Person” has no offsets that are whole numbers; it was left out"] * 2


def test_a_part_that_stands_before_the_first_one_is_of_the_same_mark():
    links = [{"id": 1, "from_id": 11, "to_id": 12, "type": "part"}]

    (document,) = documents_in(found_in(NAME, {"text": TEXT, "entities": ENTITIES[::-1], "relations": links}))

    (mark,) = document.annotations
    assert mark.spans == (Span(4, 9), Span(15, 28))


def test_marks_of_one_span_get_the_ids_that_they_always_got():
    record = {"text": TEXT, "label": [[4, 9, "Person"]], "annotator": {"id": "d"}}

    for text in (TEXT, f"{TEXT}\r\n"):
        (document,) = documents_in(found_in(NAME, {**record, "text": text}))
        assert [mark.id for mark in document.annotations] == [derived_id("d", "entity", "#1")]
