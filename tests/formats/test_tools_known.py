"""Each tool's files are known as its own, and none takes files of ours, whatever stands in their texts and metadata."""

import pytest
from hypothesis import given, settings

from annotator.formats.declared_tools import TOOLS
from annotator.formats.jsonl import encode
from annotator.formats.registry import find_format
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import TIME, documents
from tests.formats.tools import documents_in, found_in, written

PAGES = {"label-studio": "tasks.json", "doccano": "file", "prodigy": "file", "w3c": "000001.jsonld"}


@settings(max_examples=20, deadline=None)
@given(documents())
def test_what_each_writes_is_known_as_its_own_even_without_a_name(each):
    for name, file in PAGES.items():
        head = written(name, [each])[0][file][:65536]
        assert find_format(head, "download").name == name


@pytest.mark.parametrize("name", PAGES)
def test_a_long_text_hides_nothing(name):
    text = "Words of a long text. " * 6000
    each = AnnotatedDocument(Document("d", "T", text, text_sha256(text), TIME))
    files, _ = written(name, [each])

    found = found_in(name, files[PAGES[name]], beside=files, file=PAGES[name].replace("file", "a.jsonl"))

    assert documents_in(found)[0].document.text == text


@pytest.mark.parametrize("format", TOOLS, ids=lambda each: each.name)
def test_our_data_set_stays_ours_whatever_it_holds(format):
    parts = (
        '{"data": {"text": "x"}, "annotations": [{"result": [], "completed_by": 1}]}',
        '{"text": "x", "label": [[0, 1, "A"]], "entities": [], "cats": []}',
        '{"_input_hash": 1, "answer": "accept", "spans": [{"start": 0, "label": "A"}]}',
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}',
        '{"d": {"s": {"claim_span": [1, 2], "has_claimer": true}}}',
    )
    kept = {
        format.name: {"data": {"text": "x"}, "label": [], "type": "Annotation", "answer": "accept"},
        "d": {"s": {"claim_span": [0, 1], "has_claimer": True, "completed_by": 3, "_input_hash": 4}},
    }
    text = "\n".join(parts)
    line = encode(AnnotatedDocument(Document("d", "T", text, text_sha256(text), TIME, metadata=kept)))

    assert find_format(line, "a.jsonl").name == "jsonl"
    assert find_format(b"[" + line.strip() + b"]", "a.json").name == "jsonl"
