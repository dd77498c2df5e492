"""Prodigy's JSONL: tasks as it writes them, there and back."""

import json

import pytest
from hypothesis import given, settings

from annotator.formats.features import EVERYTHING
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import TIME, content, documents
from tests.formats.tools import documents_in, found_in, marks_in, one_in, said_in, written

NAME = "prodigy"
TEXT = "The mayor 😀 of Kursk said so."
MAYOR = {"start": 4, "end": 9, "token_start": 1, "token_end": 1, "label": "Person"}
KURSK = {"start": 15, "end": 20, "token_start": 4, "token_end": 4, "label": "Location"}


def lines(*tasks):
    return "".join(json.dumps(task, ensure_ascii=False) + "\n" for task in tasks)


@settings(max_examples=70, deadline=None)
@given(documents())
def test_everything_comes_back(each):
    files, ledger = written(NAME, [each])

    found = found_in(NAME, files["file"], file="a.jsonl")

    assert len(ledger) == 0
    assert not said_in(found)
    (back,) = documents_in(found)
    assert content(back, EVERYTHING) == content(each, EVERYTHING)
    assert back.document.id == each.document.id
    assert {mark.id for mark in back.annotations} == {mark.id for mark in each.annotations}
    assert written(NAME, [back])[0] == files


@settings(max_examples=40, deadline=None)
@given(documents())
def test_tokens_are_those_that_spans_touch(each):
    for line in written(NAME, [each])[0]["file"].splitlines():
        task = json.loads(line)
        tokens = task["tokens"]
        assert all(task["text"][token["start"] : token["end"]] == token["text"] for token in tokens)
        for span in task["spans"]:
            if "token_start" in span:
                touched = tokens[span["token_start"] : span["token_end"] + 1]
                assert touched
                assert all(token["end"] > span["start"] and token["start"] < span["end"] for token in touched)
            else:
                assert all(token["end"] <= span["start"] or token["start"] >= span["end"] for token in tokens)


def test_answers_say_the_state_and_lines_of_one_text_are_one_document():
    base = {"text": TEXT, "_input_hash": 5}
    data = lines(
        {**base, "spans": [MAYOR], "answer": "accept", "_annotator_id": "news-anna"},
        {**base, "spans": [KURSK], "answer": "reject", "_annotator_id": "news-ben"},
        {**base, "spans": [KURSK], "answer": "ignore", "_annotator_id": "news-eva"},
        {"text": "Another.", "_input_hash": 6, "spans": [], "answer": "accept"},
    )

    first, second = documents_in(found_in(NAME, data, file="a.jsonl"))

    assert {(mark.annotator, mark.tag, mark.state) for mark in first.annotations} == {
        ("news-anna", "Person", "accepted"),
        ("news-ben", "Location", "rejected"),
        ("news-eva", "Location", "suggested"),
    }
    assert second.document.text == "Another."


def test_what_is_written_has_an_answer_for_each_state():
    marks = tuple(
        Annotation(state, "d", "entity", "Person", (Span(4, 9),), "Anna", TIME, TIME, state=state)
        for state in ("accepted", "suggested", "rejected")
    )
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)

    data = written(NAME, [AnnotatedDocument(document, marks)], {"tokens": "no"})[0]["file"]

    assert [json.loads(line).get("answer") for line in data.splitlines()] == ["accept", None, "reject"]
    assert len({json.loads(line)["_input_hash"] for line in data.splitlines()}) == 1
    assert b'"tokens"' not in data


def test_relations_are_found_by_the_spans_at_their_ends():
    relation = {"head": 1, "child": 4, "head_span": MAYOR, "child_span": KURSK, "label": "located in"}

    each = one_in(NAME, {"text": TEXT, "spans": [MAYOR, KURSK], "relations": [relation], "answer": "accept"})

    tags = {mark.id: mark.tag for mark in each.annotations}
    assert [(link.type, tags[link.source], tags[link.target]) for link in each.relations] == [
        ("located in", "Person", "Location")
    ]


def test_a_relation_that_was_drawn_twice_is_taken_once_and_said():
    drawn = {"head": 1, "child": 4, "head_span": MAYOR, "child_span": KURSK, "label": "located in", "color": "#ffd882"}
    data = lines({"text": TEXT, "_input_hash": 5, "spans": [MAYOR, KURSK], "relations": [drawn, drawn]})

    found = found_in(NAME, data)

    (each,) = documents_in(found)
    assert [relation.type for relation in each.relations] == ["located in"]
    assert said_in(found) == ["the relation “located in” stands twice between the same marks; it was taken once"]


def test_relations_between_words_are_kept_and_said():
    relation = {"head": 0, "child": 1, "label": "det", "head_span": {"start": 0, "end": 3, "label": None}}

    found = found_in(NAME, {"text": TEXT, "spans": [MAYOR], "relations": [relation], "answer": "accept"})

    assert said_in(found) == ["a relation “det” between words that are no spans is kept in the metadata"]
    assert found[0].document.metadata[NAME]["relations"] == [relation]


@pytest.mark.parametrize(
    "task",
    [
        {"text": TEXT, "options": [{"id": "sports", "text": "Sports"}], "accept": ["sports"], "answer": "accept"},
        {"text": TEXT, "label": "sports", "answer": "accept"},
    ],
)
def test_choices_are_annotations_of_the_whole_document(task):
    assert marks_in(one_in(NAME, task)) == [("document", "sports", "")]


def test_what_prodigy_says_beside_is_kept_and_goes_back_out():
    task = {
        "text": TEXT,
        "meta": {"source": "a.txt", "score": 0.5},
        "_input_hash": -7,
        "_task_hash": 8,
        "answer": "accept",
    }

    each = one_in(NAME, task)
    back = json.loads(written(NAME, [each])[0]["file"])

    assert back["_input_hash"] == -7
    assert back["_task_hash"] == 8
    assert back["meta"] == {"source": "a.txt", "score": 0.5, "title": TEXT}


def test_a_label_that_was_changed_there_counts():
    mark = Annotation("a", "d", "entity", "Person", (Span(4, 9),), "Anna", TIME, TIME, note="Kept")
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME)
    task = json.loads(written(NAME, [AnnotatedDocument(document, (mark,))])[0]["file"])
    task["spans"][0]["label"] = "Prediction"

    (found,) = one_in(NAME, task).annotations

    assert (found.kind, found.tag, found.note, found.id) == ("claim", "Prediction", "Kept", "a")


def test_tasks_without_text_and_broken_lines_are_named_and_the_rest_goes_on():
    last = lines({"text": "b", "spans": [{"start": 0, "end": 9, "label": "A"}]})
    data = lines({"text": "a", "answer": "accept"}, {"image": "x.png", "answer": "accept"}) + '{"text":\n' + last

    found = found_in(NAME, data, file="a.jsonl")

    assert [each.document.text for each in documents_in(found)] == ["a", "b"]
    assert [each.split(" (")[0] for each in said_in(found)] == [
        "the task has no “text”; it was left out",
        "it is not JSON",
        "the span 1 at 0-9 is outside the text, which has 1 character; it was left out",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"spans": [MAYOR, {**KURSK, "label": ["Location"]}]},
        {"spans": [MAYOR], "relations": [{"head_span": {"start": [4]}, "child_span": MAYOR, "label": "x"}]},
        {"spans": [MAYOR, {**KURSK, "id": ""}]},
        {"spans": [MAYOR], "accept": 5},
        {"spans": [MAYOR], "accept": ["Genre"], "annotator": {"annotations": [{"kind": [], "tag": "Genre"}]}},
        {"spans": [MAYOR], "accept": ["document:Genre"], "annotator": {"annotations": [{"tag": "Genre"}]}},
    ],
)
def test_a_value_of_the_wrong_type_does_not_stop_the_rest(broken):
    found = found_in(NAME, lines({"text": TEXT, "answer": "accept", **broken}, {"text": "Next."}), file="a.jsonl")

    first, second = documents_in(found)
    assert ("entity", "Person", "mayor") in marks_in(first)
    assert second.document.text == "Next."


@pytest.mark.parametrize("spans", [[], [{"start": 4, "end": 9, "label": "Person"}]])
def test_hashes_that_a_task_came_with_go_out_and_come_back(spans):
    task = {"text": "The mayor said so.", "_input_hash": 7, "_task_hash": 8, "_annotator_id": "anna", "spans": spans}
    (first,) = documents_in(found_in(NAME, task))

    files, _ = written(NAME, [first])
    (back,) = documents_in(found_in(NAME, files["file"]))

    assert {key: json.loads(files["file"])[key] for key in ("_input_hash", "_task_hash")} == {
        "_input_hash": 7,
        "_task_hash": 8,
    }
    assert back.document.metadata == first.document.metadata == {NAME: {"task": {"_input_hash": 7, "_task_hash": 8}}}
