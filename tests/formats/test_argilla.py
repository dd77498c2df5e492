"""What Argilla loads from disk: records with spans, and the settings of its questions."""

import json

import pytest
from hypothesis import given, settings

from annotator.errors import UsageError
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.tag import TagSet
from annotator.model.text import text_sha256
from tests.formats.documents import TIME, documents
from tests.formats.tools import written

NAME = "argilla"
TEXT = "The mayor 😀 of Kursk said so."
USER = "8a7a5f1c-3c1e-4b0e-9a53-0c3f5a0e7a11"


def mark(id_, start, end, **values):
    values = {"kind": "entity", "tag": "Person", "annotator": "Anna", **values}
    return Annotation(
        id_,
        "d",
        values.pop("kind"),
        values.pop("tag"),
        (Span(start, end),),
        values.pop("annotator"),
        TIME,
        TIME,
        **values,
    )


def exported(*marks, relations=(), options=None, **changes):
    document = Document("d", "T", TEXT, text_sha256(TEXT), TIME, **changes)
    files, ledger = written(NAME, [AnnotatedDocument(document, marks, relations)], options)
    (record,) = json.loads(files["records.json"])
    return record, json.loads(files[".argilla/settings.json"]), [loss.sentence for loss in ledger]


@settings(max_examples=70, deadline=None)
@given(documents())
def test_every_span_is_there_with_its_label_and_every_label_is_offered(each):
    files, ledger = written(NAME, [each])

    (record,) = json.loads(files["records.json"])
    offered = {
        question["name"]: {option["value"] for option in question["settings"]["options"]}
        for question in json.loads(files[".argilla/settings.json"])["questions"]
    }
    assert record["fields"] == {"text": each.document.text}
    for found in each.annotations:
        if found.state == "rejected":
            continue
        value = record["suggestions"][found.kind]["value"]
        assert found.tag in offered[found.kind]
        if found.kind == "document":
            assert found.tag in value
        for span in found.spans:
            assert {"start": span.start, "end": span.end, "label": found.tag} in value
    lost = {loss.feature: loss.count for loss in ledger if loss.effect != "left out" or loss.feature == "relations"}
    assert lost.get("relations", 0) == len(each.relations)
    assert lost.get("states", 0) == sum(found.state == "rejected" for found in each.annotations)
    assert written(NAME, [each])[0] == files


def test_accepted_marks_are_suggestions_or_the_responses_of_a_user():
    marks = (mark("a", 4, 9), mark("b", 15, 20, tag="Location", state="suggested", confidence=0.5, origin="model"))

    suggested, _, _ = exported(*marks)
    answered, _, _ = exported(*marks, options={"user": USER})

    assert suggested["responses"] == {}
    assert suggested["suggestions"]["entity"]["value"] == [
        {"start": 4, "end": 9, "label": "Person"},
        {"start": 15, "end": 20, "label": "Location"},
    ]
    assert answered["responses"]["entity"] == [
        {"value": [{"start": 4, "end": 9, "label": "Person"}], "user_id": USER, "status": "submitted"}
    ]
    assert answered["suggestions"]["entity"] == {
        "value": [{"start": 15, "end": 20, "label": "Location"}],
        "agent": "Anna",
        "type": "model",
        "score": [0.5],
    }
    assert (suggested["status"], answered["status"]) == ("pending", "completed")


def test_a_user_that_is_none_is_refused():
    with pytest.raises(UsageError, match="“anna” is no user of Argilla"):
        exported(options={"user": "anna"})


def test_what_argilla_has_no_place_for_is_counted():
    parts = Annotation("c", "d", "claim", "Statement", (Span(4, 9), Span(15, 20)), "Anna", TIME, TIME)

    record, _, said = exported(
        parts, mark("a", 4, 9), relations=(Relation("r", "claimant", "c", "a"),), metadata={"page": 3, "Long name": [1]}
    )

    assert record["metadata"] == {"title": "T", "status": "new", "page": 3}
    assert "1 discontinuous span: one span for each part" in said
    assert "1 relation left out" in said
    assert "1 metadata entry left out: Argilla takes short words and numbers by simple names" in said


def test_one_question_must_be_answered_and_there_is_always_one():
    _, settings, _ = exported(mark("a", 4, 9))
    files, _ = written(NAME, [], tag_set=TagSet(""))

    assert [each["required"] for each in settings["questions"]] == [True, False, False, False]
    (only,) = json.loads(files[".argilla/settings.json"])["questions"]
    assert only["settings"]["options"] == [{"value": "Entity", "text": "Entity"}]
    assert json.loads(files["records.json"]) == []


def test_the_guidelines_are_those_of_the_tags():
    _, settings, _ = exported()

    assert "## Person" in settings["guidelines"]
