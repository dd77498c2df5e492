"""The data set is held to its contract: the schema we ship, and bytes that come back equal."""

import json
from pathlib import Path

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.jsonl import encode, read_stream
from annotator.model.annotation import Annotation, Relation, Span, reading_order
from annotator.model.document import AnnotatedDocument, Document, Source
from annotator.model.text import text_sha256
from annotator.resources import resources

SCHEMA = jsonschema.Draft202012Validator(json.loads((resources() / "schema" / "jsonl.schema.json").read_text()))
HARD = "\"'“”„«»‹›「」’ \u0085\u2028\u2029\u200d\u200f\u202e\0\t\nÄe\u0301😀👨‍👩‍👧أ海"
TIME = "2026-01-31T09:00:00Z"


@st.composite
def annotated(draw: st.DrawFn) -> AnnotatedDocument:
    text = draw(
        st.text(st.sampled_from(HARD) | st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60)
    )
    annotations = []
    for number in range(draw(st.integers(0, 5)) if text else 0):
        places = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
        spans = tuple(Span(*pair) for pair in zip(places[::2], places[1::2], strict=False))
        kind = draw(st.sampled_from(["entity", "claim", "cue"]))
        values = {
            "certainty": draw(st.text(st.sampled_from(HARD), max_size=4)),
            "n": draw(st.integers(-(2**53), 2**53)),
        }
        annotations.append(Annotation(f"a{number}", "d", kind, "Tag", spans, "Zoë", TIME, TIME, values))
    annotations.append(Annotation("whole", "d", "document", "Genre", (), "Zoë", TIME, TIME, confidence=0.25))
    annotations.sort(key=reading_order)
    relations = tuple(Relation(f"r{each.id}", "about", each.id, "whole") for each in annotations[:2])
    date = draw(st.sampled_from([None, "1917", "1917-11"]))
    source = draw(st.sampled_from([None, Source("s", "a.txt", "text/plain", "0" * 64)]))
    metadata = {"x": [1, {"y": None}]}
    title = draw(st.text(max_size=9))
    document = Document("d", title, text, text_sha256(text), TIME, date, None, source, metadata, "open", "dev")
    return AnnotatedDocument(document, tuple(annotations), relations)


@settings(max_examples=70)
@given(annotated())
def test_what_is_written_is_valid_readable_line_by_line_and_comes_back_equal(each):
    line = encode(each)
    assert line.endswith(b"\n")
    assert len(line.decode().splitlines()) == 1
    value = json.loads(line)
    SCHEMA.validate(value)
    for annotation in value["annotations"]:
        for span in annotation["spans"]:
            assert value["text"][span["start"] : span["end"]] == span["text"]
    (back,) = read_stream([line], "x.jsonl", "somebody")
    assert encode(back) == line
    assert back.annotations == each.annotations
    assert back.relations == each.relations


def test_the_sample_articles_are_valid():
    with (resources() / "samples" / "annotated.jsonl").open("rb") as lines:
        for line in lines:
            SCHEMA.validate(json.loads(line))


def test_the_example_in_the_documents_keeps_the_contract():
    page = (Path(__file__).parents[2] / "docs" / "formats" / "jsonl.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    SCHEMA.validate(json.loads(example))

    (document,) = read_stream(example.encode().splitlines(keepends=True), "x.jsonl", "somebody")

    assert json.loads(encode(document)) == json.loads(example)
    assert list(json.loads(encode(document))) == list(json.loads(example))
