"""Label Studio's JSON: files as it writes them, what goes out and comes back, and the labelling configuration."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from annotator.formats import own_keys
from annotator.formats.features import EVERYTHING, WHOLE_DOCUMENTS
from annotator.formats.registry import named_format
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import TIME, content, documents
from tests.formats.tools import documents_in, found_in, marks_in, one_in, said_in, written

NAME = "label-studio"
TEXT = "The mayor 😀 of Kursk said so."


def region(id_, start, end, label, words=None, **values):
    return {
        "id": id_,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "text": TEXT[start:end] if words is None else words, "labels": [label]},
        **values,
    }


def task(*results, text=TEXT, **values):
    return {
        "id": 7,
        "data": {"text": text},
        "annotations": [{"id": 1, "completed_by": 3, "result": [*results]}],
        **values,
    }


# --- there and back


@settings(max_examples=70, deadline=None)
@given(documents())
def test_everything_comes_back(each):
    files, ledger = written(NAME, [each])

    found = found_in(NAME, files["tasks.json"], beside={"config.xml": files["config.xml"]})

    assert len(ledger) == 0
    (back,) = documents_in(found)
    assert not said_in(found)
    assert content(back, EVERYTHING) == content(each, EVERYTHING)
    assert back.document.id == each.document.id
    assert {mark.id for mark in back.annotations} == {mark.id for mark in each.annotations}
    assert written(NAME, [back])[0] == files


def test_an_empty_project_is_an_empty_list():
    files, _ = written(NAME, [])

    assert json.loads(files["tasks.json"]) == []


def test_values_of_all_types_come_back():
    values = {"sure": True, "not": False, "n": 3, "x": 0.5, "none": None, "words": "a; b\nc", "empty": ""}
    mark = Annotation("a", "d", "entity", "Person", (Span(4, 9),), "Anna", TIME, TIME, values)
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)

    files, _ = written(NAME, [AnnotatedDocument(document, (mark,))])

    assert dict(one_in(NAME, files["tasks.json"]).annotations[0].attributes) == values


def test_tags_that_the_mapping_would_change_come_back():
    marks = tuple(
        Annotation(tag, "d", kind, tag, (Span(4, 9),), "Anna", TIME, TIME)
        for kind, tag in [("claim", "Claim"), ("entity", "Statement"), ("claim", "Rumour")]
    )
    links = (Relation("r", "Source", "Claim", "Statement"), Relation("s", "part", "Rumour", "Statement"))
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)

    files, _ = written(NAME, [AnnotatedDocument(document, marks, links)])

    back = one_in(NAME, files["tasks.json"])
    assert {(each.kind, each.tag) for each in back.annotations} == {(each.kind, each.tag) for each in marks}
    assert {(each.type, each.source, each.target) for each in back.relations} == {
        ("Source", "Claim", "Statement"),
        ("part", "Rumour", "Statement"),
    }


def test_suggestions_are_predictions_and_what_was_rejected_is_not_shown():
    marks = tuple(
        Annotation(state, "d", "entity", "Person", (Span(4, 9),), "Anna", TIME, TIME, state=state, confidence=0.5)
        for state in ("accepted", "suggested", "rejected")
    )
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)

    files, _ = written(NAME, [AnnotatedDocument(document, marks)])

    (made,) = json.loads(files["tasks.json"])
    assert [each["id"] for each in made["annotations"][0]["result"]] == ["accepted"]
    assert made["predictions"][0]["model_version"] == "Anna"
    assert made["predictions"][0]["result"][0]["score"] == 0.5
    assert made["meta"]["annotator"]["annotations"][0]["id"] == "rejected"


def test_the_configuration_names_every_control_that_the_tasks_use():
    attributes = {"certainty": "possible", "topic": "Kursk", "n": 3}
    marks = (
        Annotation("a", "d", "claim", "Statement", (Span(4, 9), Span(15, 20)), "Anna", TIME, TIME, attributes),
        Annotation("b", "d", "entity", "Vessel & <crew>", (Span(4, 9),), "Anna", TIME, TIME),
        Annotation("c", "d", "document", "Genre", (), "Anna", TIME, TIME, {"value": "letter"}),
    )
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)

    files, _ = written(NAME, [AnnotatedDocument(document, marks, (Relation("r", "claimant", "a", "b"),))])

    root = ElementTree.fromstring(files["config.xml"])
    offered = {each.get("name"): {one.get("value") for one in each} for each in root if each.get("name")}
    types = {each.get("value") for each in root.iter("Relation")}
    assert "possible" in offered["certainty"]
    for result in json.loads(files["tasks.json"])[0]["annotations"][0]["result"]:
        if result["type"] == "relation":
            assert set(result["labels"]) <= types
        else:
            assert result["from_name"] in offered
            assert set(result["value"].get("labels", [])) <= offered[result["from_name"]]
    assert "Vessel & <crew>" in offered["entity"]
    assert offered["Genre"] == {"letter"}


# --- files of Label Studio


def test_one_task_with_regions_and_a_relation():
    value = task(
        region("x1", 4, 9, "Source"),
        region("x2", 13, 28, "Claim", "of Kursk said so"[:15]),
        {"type": "relation", "from_id": "x2", "to_id": "x1", "direction": "right", "labels": ["Source"]},
    )

    found = found_in(NAME, [value])

    (each,) = documents_in(found)
    assert ("claim", "Statement") in {(mark.kind, mark.tag) for mark in each.annotations}
    assert [(link.type, link.source, link.target) for link in each.relations] == [("claimant", "x2", "x1")]
    assert {mark.annotator for mark in each.annotations} == {"annotator 3"}
    assert not each.id_given


def test_a_relation_to_the_left_leads_the_other_way():
    link = {"type": "relation", "from_id": "x1", "to_id": "x2", "direction": "left", "labels": ["about"]}

    each = one_in(NAME, [task(region("x1", 4, 9, "A"), region("x2", 15, 20, "B"), link)])

    assert [(link.source, link.target) for link in each.relations] == [("x2", "x1")]


def test_offsets_of_a_browser_are_told_by_the_words():
    start = TEXT.index("Kursk")

    points = one_in(NAME, [task(region("x", start, start + 5, "Location", "Kursk"))])
    units = one_in(NAME, [task(region("x", start + 1, start + 6, "Location", "Kursk"))])

    assert points.annotations[0].spans == units.annotations[0].spans == (Span(start, start + 5),)


def test_a_text_with_other_line_ends_keeps_words_in_place():
    text = "One\r\nTwo 😀\r\nThree"
    value = task(region("x", 12, 17, "L", "Three"), text=text)

    (each,) = documents_in(found_in(NAME, [value]))

    assert marks_in(each) == [("entity", "L", "Three")]


def test_words_that_stand_elsewhere_are_reported_and_the_anchor_decides():
    value = [task(region("x", 0, 5, "L", "Kursk"))]

    offsets = found_in(NAME, value)
    quote = found_in(NAME, value, anchor="quote")

    assert marks_in(documents_in(offsets)[0]) == [("entity", "L", "The m")]
    assert marks_in(documents_in(quote)[0]) == [("entity", "L", "Kursk")]
    assert said_in(offsets) == ["the region x at 0-5 says “Kursk”, but there stands “The m”"]
    assert said_in(quote) == [
        "the region x at 0-5 was put where its words “Kursk” stand, at 15-20; at its offsets stands “The m”"
    ]


def test_all_parts_but_the_first_of_a_mark_say_only_whose_they_are():
    text = "bread, they said, is dear now"
    spans = (Span(0, 5), Span(18, 25), Span(26, 29))
    mark = Annotation("m", "d", "claim", "Statement", spans, "Zoë", TIME, TIME, note="who?")
    each = AnnotatedDocument(Document("d", "D", text, text_sha256(text), TIME), (mark,))

    files, _ = written("label-studio", [each])
    results = json.loads(files["tasks.json"])[0]["annotations"][0]["result"]

    first, *others = [one["meta"] for one in results if one["type"] == "labels"]
    assert first["text"] == ["who?"]
    assert others == [{own_keys.NAME: {"by": "Zoë"}}] * 2


def test_parts_joined_by_relations_are_one_annotation():
    results = [
        region("a", 4, 9, "Claim"),
        region("b", 15, 20, "Claim"),
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right", "labels": ["part"]},
    ]

    assert marks_in(one_in(NAME, [task(*results)])) == [("claim", "Statement", "mayor|Kursk")]


def test_several_labels_are_several_tags_and_two_people_may_have_the_same_ids():
    both = region("x", 4, 9, "A")
    both["value"]["labels"] = ["A", "B"]
    value = task(both)
    value["annotations"].append(
        {"id": 2, "completed_by": {"id": 9, "email": "a@b.c"}, "result": [region("x", 4, 9, "A")]}
    )

    each = one_in(NAME, [value])
    named = one_in(NAME, [value], options={"people": "names"})

    assert sorted((mark.tag, mark.annotator) for mark in each.annotations) == [
        ("A", "annotator 3"),
        ("A", "annotator 9"),
        ("B", "annotator 3"),
    ]
    assert len({mark.id for mark in each.annotations}) == 3
    assert "a@b.c" not in repr(each)
    assert "a@b.c" in {mark.annotator for mark in named.annotations}


def test_predictions_are_suggestions_with_their_score():
    value = {
        "data": {"text": TEXT},
        "predictions": [{"model_version": "ner-2", "score": 0.7, "result": [region("x", 4, 9, "Person")]}],
    }

    (mark,) = one_in(NAME, [value]).annotations

    assert (mark.state, mark.origin, mark.annotator, mark.confidence) == ("suggested", "model", "ner-2", 0.7)


def test_answers_about_the_whole_document_and_about_a_region():
    results = [
        region("x", 4, 9, "Person"),
        {"id": "x", "from_name": "sure", "type": "choices", "value": {"start": 4, "end": 9, "choices": ["yes"]}},
        {"id": "y", "from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": ["sad"]}},
        {"id": "z", "from_name": "summary", "to_name": "text", "type": "textarea", "value": {"text": ["Short."]}},
        {"id": "w", "from_name": "stars", "to_name": "text", "type": "rating", "value": {"rating": 4}},
    ]

    each = one_in(NAME, [task(*results)])

    assert {mark.tag: (mark.kind, dict(mark.attributes)) for mark in each.annotations} == {
        "stars": ("document", {"value": 4}),
        "sentiment": ("document", {"value": "sad"}),
        "summary": ("document", {"value": "Short."}),
        "Person": ("entity", {"sure": "yes"}),
    }


def test_old_files_say_completions_and_write_offsets_as_text():
    old = region("x", 4, 9, "Person")
    old["value"].update(start="4", end="9")
    value = {"data": {"text": TEXT}, "completions": [{"id": 1, "result": [old], "was_cancelled": False}]}

    assert marks_in(one_in(NAME, [value])) == [("entity", "Person", "mayor")]


def test_the_short_export_is_read_too():
    value = {
        "text": TEXT,
        "id": 4,
        "label": [{"start": 4, "end": 9, "text": "mayor", "labels": ["Person"]}],
        "annotator": 1,
        "annotation_id": 2,
    }

    each = one_in(NAME, [value])

    assert marks_in(each) == [("entity", "Person", "mayor")]
    assert each.annotations[0].annotator == "annotator 1"


PAGE = "<html><body><h1>News</h1><p>The <b>mayor</b> 😀 said<br>so.</p><p>Twice</p></body></html>"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"start": "/h1[1]/text()[1]", "end": "/h1[1]/text()[1]", "globalOffsets": {"start": 0, "end": 4}}, "News"),
        ({"start": "x", "end": "x", "globalOffsets": {"start": 8, "end": 13}}, "mayor"),
        ({"start": "x", "end": "x", "globalOffsets": {"start": 21, "end": 24}, "text": "so."}, "so."),
        ({"start": "x", "end": "x", "globalOffsets": {"start": 22, "end": 25}, "text": "so."}, "so."),
        (
            {"start": "/html/body/p[1]/b/text()", "end": "/html/body/p[1]/b/text()", "startOffset": 0, "endOffset": 5},
            "mayor",
        ),
        (
            {
                "start": "/html[1]/body[1]/p[1]/text()[1]",
                "end": "/html[1]/body[1]/p[1]/b[1]/text()[1]",
                "startOffset": 0,
                "endOffset": 5,
            },
            "The mayor",
        ),
    ],
)
def test_places_in_a_web_page_are_found(value, words):
    result = {"id": "x", "from_name": "l", "to_name": "html", "type": "hypertextlabels"}
    task = {
        "data": {"html": PAGE},
        "annotations": [{"result": [{**result, "value": {**value, "hypertextlabels": ["Tag"]}}]}],
    }

    each = one_in(NAME, [task])

    assert each.document.text == "News\nThe mayor 😀 said\nso.\nTwice\n"
    assert marks_in(each) == [("entity", "Tag", words)]
    assert each.document.metadata[NAME]["data"]["html"] == PAGE


def test_offsets_in_a_dialogue_count_in_its_paragraphs():
    value = {
        "data": {"dialogue": [{"author": "A", "text": "Good day"}, {"author": "B", "text": "Hello you"}]},
        "annotations": [
            {
                "result": [
                    {
                        "id": "x",
                        "from_name": "l",
                        "to_name": "dialogue",
                        "type": "paragraphlabels",
                        "value": {"start": "1", "end": "1", "startOffset": 6, "endOffset": 9, "paragraphlabels": ["P"]},
                    }
                ]
            }
        ],
    }

    each = one_in(NAME, [value])

    assert each.document.text == "A: Good day\nB: Hello you\n"
    assert marks_in(each) == [("entity", "P", "you")]


def test_the_configuration_beside_says_which_key_holds_the_text():
    config = b'<View><Labels name="label" toName="t"/><Text name="t" value="$story"/></View>'
    result = region("x", 0, 3, "A", "One")
    result["to_name"] = "t"
    value = [{"data": {"text": "Something else entirely", "story": "One"}, "annotations": [{"result": [result]}]}]

    each = one_in(NAME, value, beside={"config.xml": config})

    assert each.document.text == "One"
    back = json.loads(written(NAME, [each])[0]["tasks.json"])[0]
    assert back["data"]["text"] == "One"


def test_what_is_no_mark_of_the_text_is_kept_and_goes_back_out():
    box = {"id": "b", "type": "rectanglelabels", "value": {"x": 1, "rectanglelabels": ["Car"]}}
    value = {**task(box), "file_upload": "a.csv"}
    value["data"]["page"] = 3

    found = found_in(NAME, [value])

    (each,) = documents_in(found)
    assert said_in(found) == ["a result of type “rectanglelabels” is no mark of the text; it is kept in the metadata"]
    (back,) = json.loads(written(NAME, [each])[0]["tasks.json"])
    assert back["annotations"][0]["result"] == [box]
    assert back["data"]["page"] == 3
    assert back["file_upload"] == "a.csv"


def test_cancelled_annotations_and_texts_at_addresses_are_left_out_and_said():
    cancelled = task(region("x", 4, 9, "A"))
    cancelled["annotations"][0]["was_cancelled"] = True
    elsewhere = {"data": {"article": "https://example.org/a.txt"}, "annotations": []}

    found = found_in(NAME, [cancelled, elsewhere])

    assert [len(each.annotations) for each in documents_in(found)] == [0]
    assert said_in(found) == [
        "annotation 1 was cancelled; its 1 result left out",
        "the task was left out: its text is at an address (https://example.org/a.txt); nothing is fetched",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('[{"data": {"text": "a"}, "annotations": []},\n {"data": {"text": }}]', "it is not JSON (Expecting value)"),
        ('[{"data": {"text": "a"}, "annotations": []},', "the list has no end: the file is cut off"),
        ('[{"data": {"text": "a"}, "annotations": []}, {"data": {"te', "it is not JSON"),
        ('[{"data": {"text": "a"}, "annotations": []}, 7]', "it is no object"),
        ('[{"data": {"text": "a"}, "annotations": []}, {"data": {"n": 1}}]', "it has no text to mark"),
        ('[{"data": {"text": "a"}, "annotations": []}, {"data": {"text": NaN}}]', "NaN is no number in JSON"),
        ('[{"data": {"text": "a"}, "annotations": []}, {"data": {"text": "\\ud800"}}]', "lone surrogate"),
    ],
)
def test_what_is_broken_is_named_and_what_came_before_is_taken(data, sentence):
    found = found_in(NAME, data)

    assert [each.document.text for each in documents_in(found)] == ["a"]
    assert any(sentence in each for each in said_in(found))


def test_a_list_on_one_line_is_read_item_by_item():
    tasks = [task(region("x", 4, 9, "A"), text=TEXT + str(number) + "x" * 1000) for number in range(2000)]

    found = found_in(NAME, json.dumps(tasks))

    assert len(documents_in(found)) == 2000


def test_the_format_holds_everything():
    assert named_format(NAME).holds == WHOLE_DOCUMENTS


def test_labels_of_a_relation_that_are_no_list_are_none():
    link = {"type": "relation", "from_id": "a", "to_id": "b", "labels": True}

    each = one_in(NAME, [task(region("a", 4, 9, "Person"), region("b", 15, 20, "City"), link)])

    assert [relation.type for relation in each.relations] == ["related"]
