"""W3C Web Annotations in the shapes that tools give them, there and back."""

import json

import pytest
from hypothesis import given, settings

from annotator.errors import InputError
from annotator.formats.features import EVERYTHING
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import TIME, content, documents
from tests.formats.tools import documents_in, found_in, marks_in, one_in, said_in, written

NAME = "w3c"
TEXT = "The mayor 😀 of Kursk said so."
BESIDE = {"a.txt": TEXT.encode()}
POSITION = {"type": "TextPositionSelector", "start": 4, "end": 9}
QUOTE = {"type": "TextQuoteSelector", "exact": "mayor", "prefix": "The ", "suffix": " 😀"}


def annotation(selector, body=None, **values):
    body = {"type": "TextualBody", "purpose": "tagging", "value": "Person"} if body is None else body
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "http://example.org/1",
        "type": "Annotation",
        "body": body,
        "target": {"source": "http://example.org/a.txt", **({"selector": selector} if selector else {})},
        **values,
    }


def read(value, **values):
    return one_in(NAME, value, beside=BESIDE, file="a.jsonld", **values)


@settings(max_examples=70, deadline=None)
@given(documents())
def test_everything_comes_back(each):
    files, ledger = written(NAME, [each])

    found = found_in(NAME, files["000001.jsonld"], beside=files, file="000001.jsonld")

    assert len(ledger) == 0
    assert not said_in(found)
    (back,) = documents_in(found)
    assert content(back, EVERYTHING) == content(each, EVERYTHING)
    assert back.document.id == each.document.id
    assert {mark.id for mark in back.annotations} == {mark.id for mark in each.annotations}
    assert written(NAME, [back])[0] == files


def test_from_the_thousandth_document_on_files_are_in_folders():
    one = AnnotatedDocument(Document("d", "T", TEXT, text_sha256(TEXT), TIME))

    files, _ = written(NAME, [one] * 1001)

    assert {"000999.txt", "000999.jsonld", "001/001000.txt", "001/001001.jsonld"} <= files.keys()
    assert json.loads(files["001/001000.jsonld"])["annotator"]["text"] == "001000.txt"


def test_a_quotation_has_32_characters_around_it_and_several_targets_where_it_has_parts():
    text = "x" * 50 + "one" + "y" * 50 + "two"
    mark = Annotation("a b", "d", "claim", "Statement", (Span(50, 53), Span(103, 106)), "Anna", TIME, TIME)
    other = Annotation("c", "d", "entity", "Person", (Span(0, 1),), "Anna", TIME, TIME)
    document = Document("d", "T", text, text_sha256(text), TIME)

    files, _ = written(NAME, [AnnotatedDocument(document, (mark, other), (Relation("r", "claimant", "a b", "c"),))])

    first, second, link = json.loads(files["000001.jsonld"])["first"]["items"]
    assert first["id"] == "urn:annotator:a%20b"
    assert first["target"][0]["selector"] == [
        {"type": "TextPositionSelector", "start": 50, "end": 53},
        {"type": "TextQuoteSelector", "exact": "one", "prefix": "x" * 32, "suffix": "y" * 32},
    ]
    assert first["target"][1]["selector"][1]["suffix"] == ""
    assert second["target"]["source"] == "000001.txt"
    assert (link["motivation"], link["target"]) == ("linking", ["urn:annotator:a%20b", "urn:annotator:c"])


@pytest.mark.parametrize(
    "value",
    [
        annotation(POSITION),
        annotation(QUOTE),
        annotation([QUOTE, POSITION]),
        annotation({"type": ["TextQuoteSelector"], "exact": "mayor"}),
        annotation({"type": "FragmentSelector", "value": "char=4,9"}),
        [annotation(POSITION)],
        {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [annotation(POSITION)]}},
        {"type": "AnnotationPage", "items": [annotation(POSITION)]},
        {"@graph": [annotation(POSITION)]},
        annotation(POSITION, ["http://example.org/tags/Person"]),
        annotation(POSITION, {"type": "SpecificResource", "purpose": "tagging", "source": "http://example.org/tags#Person"}),
        annotation(POSITION, {"type": "TextualBody", "value": "Person"}, motivation="tagging"),
    ],
)  # fmt: skip
def test_a_mark_is_read_in_every_shape(value):
    assert marks_in(read(value)) == [("entity", "Person", "mayor")]


def test_a_selector_without_a_source_is_of_the_text_of_that_name():
    value = {"type": "Annotation", "body": "http://example.org/Person", "selector": POSITION}

    assert marks_in(read(value)) == [("entity", "Person", "mayor")]


def test_positions_of_browsers_are_told_by_the_quotations():
    start = TEXT.index("Kursk")
    selectors = [
        {"type": "TextPositionSelector", "start": start + 1, "end": start + 6},
        {"type": "TextQuoteSelector", "exact": "Kursk"},
    ]

    assert marks_in(read(annotation(selectors))) == [("entity", "Person", "Kursk")]


def test_where_position_and_quotation_disagree_the_quotation_is_trusted_unless_told_otherwise():
    shifted = [{"type": "TextPositionSelector", "start": 0, "end": 5}, QUOTE]

    quote = found_in(NAME, annotation(shifted), beside=BESIDE, file="a.jsonld")
    offsets = found_in(NAME, annotation(shifted), beside=BESIDE, file="a.jsonld", options={"trust": "offsets"})

    assert marks_in(documents_in(quote)[0]) == [("entity", "Person", "mayor")]
    assert marks_in(documents_in(offsets)[0]) == [("entity", "Person", "The m")]
    assert len(said_in(quote)) == len(said_in(offsets)) == 1


@pytest.mark.parametrize("position", [[], [{"type": "TextPositionSelector", "start": 2, "end": 17}]])
def test_a_quotation_from_a_page_is_found_whatever_white_space_the_text_has(position):
    text = "They said:\n   bread\n   is  short.\nBread is short, bread\nis short."
    quote = {"type": "TextQuoteSelector", "exact": "bread is short", "prefix": "said: ", "suffix": ". Bread"}
    value = annotation([quote, *position])

    (each,) = documents_in(found_in(NAME, value, beside={"a.txt": text.encode()}, file="a.jsonld"))

    assert marks_in(each) == [("entity", "Person", "bread\n   is  short")]


def test_a_quotation_that_stands_twice_is_told_by_what_is_around_it():
    text = "said here, said there"
    selector = {"type": "TextQuoteSelector", "exact": "said", "prefix": "here, "}

    (each,) = documents_in(found_in(NAME, annotation(selector), beside={"a.txt": text.encode()}, file="a.jsonld"))

    assert each.annotations[0].spans == (Span(11, 15),)


@pytest.mark.parametrize(
    "selector",
    [
        {"type": "RangeSelector", "startSelector": {"type": "XPathSelector", "value": "/p[1]"}},
        {"type": "FragmentSelector", "value": "xywh=1,2,3,4"},
        {"type": "CssSelector", "value": "p", "refinedBy": POSITION},
        {"type": "SvgSelector", "value": "<svg/>"},
        {"type": "TextQuoteSelector", "exact": "nowhere"},
    ],
)
def test_what_cannot_be_placed_is_kept_as_a_note_and_said(selector):
    found = found_in(NAME, annotation(selector), beside=BESIDE, file="a.jsonld")

    (each,) = documents_in(found)
    (mark,) = each.annotations
    assert (mark.kind, mark.tag, mark.spans) == ("document", "Person", ())
    assert selector["type"] in mark.note
    assert said_in(found) == [
        "the annotation http://example.org/1 could not be placed in the text; its place is kept as a note"
    ]


def test_comments_creators_and_times_are_taken():
    bodies = [
        {"type": "TextualBody", "value": "Person", "purpose": "tagging"},
        {"type": "TextualBody", "value": "Who?"},
    ]
    value = annotation(POSITION, bodies, creator={"type": "Person", "name": "Eva"}, created="2026-01-31T09:00:00Z")

    (mark,) = read(value).annotations

    assert (mark.note, mark.annotator, mark.created) == ("Who?", "Eva", "2026-01-31T09:00:00Z")


def test_several_targets_are_several_marks_unless_they_are_parts():
    targets = [{"source": "a.txt", "selector": POSITION}, {"source": "a.txt", "selector": {**POSITION, "start": 0}}]
    apart = annotation(None, target=targets)
    composite = annotation(None, target={"type": "Composite", "items": [
        {"source": "a.txt", "selector": POSITION},
        {"source": "a.txt", "selector": {"type": "TextQuoteSelector", "exact": "Kursk"}},
    ]})  # fmt: skip

    assert len(read(apart).annotations) == 2
    assert marks_in(read(composite)) == [("entity", "Person", "mayor|Kursk")]


def test_links_are_relations():
    one, two = annotation(POSITION), {**annotation(QUOTE), "id": "http://example.org/2"}
    body = {"type": "TextualBody", "value": "Speaker"}
    link = {"type": "Annotation", "motivation": "linking", "body": body, "target": [one["id"], two["id"]]}
    link["body"]["purpose"] = "tagging"

    each = read([one, two, link])

    assert [(found.type, found.source, found.target) for found in each.relations] == [
        ("claimant", "http://example.org/1", "http://example.org/2")
    ]


def test_a_text_that_is_not_there_and_pages_elsewhere_are_named():
    value = {"type": "AnnotationCollection", "first": "http://example.org/page1", "items": [annotation(POSITION)]}

    found = found_in(NAME, value, file="b.jsonld")

    assert said_in(found) == [
        "the page http://example.org/page1 of the collection is not in the file; nothing is fetched",
        "the text http://example.org/a.txt is not beside the file, put it there as .txt; annotations on it: 1",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",', "line 1: it is not JSON"),
        ('{"type": "Annotation" /* no */}', "line 1: it is not JSON"),
        ('{"type": "AnnotationPage", "items": []}', "it has no annotation with a target"),
    ],
)
def test_what_is_broken_is_said(data, sentence):
    with pytest.raises(InputError, match=sentence):
        found_in(NAME, data, file="a.jsonld")
