"""GATE XML: everything of ours comes back, and what GATE writes is understood."""

import pytest
from hypothesis import given, settings
from lxml import etree

from annotator.errors import InputError
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.gate import read_files, write
from annotator.formats.mapping import load
from annotator.model.document import AnnotatedDocument
from tests.formats.documents import NEWS, RECORDS, content, documents
from tests.formats.test_cas import FORBIDDEN, Held, clean
from tests.formats.test_tokens import marked

MAPPING = load("gate")


def written(*given: AnnotatedDocument) -> tuple[dict[str, bytes], Writing]:
    folder = Held()
    writing = Writing(tag_set=NEWS, mapping=MAPPING, record=RECORDS.get)
    write(given, folder, writing)
    return folder.files, writing


def read(data: bytes, **options: str) -> tuple[list[AnnotatedDocument], list[Remark]]:
    reading = Reading("Anna", options, MAPPING, tag_set=NEWS)
    found = list(read_files(given_of(data, "papers/speech.xml_0001F.xml"), reading))
    return [each for each in found if isinstance(each, AnnotatedDocument)], [
        each for each in found if isinstance(each, Remark)
    ]


@settings(max_examples=50, deadline=None)
@given(documents())
def test_everything_comes_back_and_nodes_count_as_gate_does(each):
    files, writing = written(each)
    assert written(each)[0] == files
    ((_, data),) = files.items()
    text = ""
    for node in (whole := etree.fromstring(data).find("TextWithNodes")):
        text += (whole.text or "") if node is whole[0] else (node.getprevious().tail or "")
        assert int(node.get("id")) == len(text.encode("utf-16-le")) // 2
    (back,), remarks = read(data)
    assert remarks == []
    assert [mark.id for mark in back.annotations] == [mark.id for mark in each.annotations]
    assert clean(content(back)["annotations"]) == clean(content(each)["annotations"])
    lost = any(character in each.document.text for character in FORBIDDEN)
    assert lost == any(loss.feature == "exact text" for loss in writing.ledger)
    if not len(writing.ledger):
        assert content(back) == content(each)


ANNIE = """<?xml version='1.0' encoding='windows-1252'?>
<GateDocument version="3">
<!-- The document's features-->
<GateDocumentFeatures>
<Feature>
  <Name className="java.lang.String">MimeType</Name>
  <Value className="java.lang.String">text/plain</Value>
</Feature>
</GateDocumentFeatures>
<!-- The document content area with serialized nodes -->
<TextWithNodes><Node id="0"/>&#128512; <Node id="3"/>Zo\xeb<Node id="6"/> said &amp; <Node
id="14"/>wrote<Node id="19"/>.</TextWithNodes>
<!-- The default annotation set -->
<AnnotationSet>
<Annotation Id="7" Type="Token" StartNode="3" EndNode="6">
</Annotation>
<Annotation Id="8" Type="Person" StartNode="3" EndNode="6">
<Feature>
  <Name className="java.lang.String">matches</Name>
  <Value className="java.util.ArrayList" itemClassName="java.lang.Integer">8;9</Value>
</Feature>
<Feature>
  <Name className="java.lang.String">n</Name>
  <Value className="java.lang.Integer">3</Value>
</Feature>
</Annotation>
</AnnotationSet>
<AnnotationSet Name="Key" >
<Annotation Id="9" Type="Quotation" StartNode="14" EndNode="19">
<Feature>
  <Name className="java.lang.String">speaker</Name>
  <Value className="java.lang.Integer">8</Value>
</Feature>
</Annotation>
<Annotation Id="10" Type="Rumour" StartNode="14" EndNode="99">
</Annotation>
</AnnotationSet>
<AnnotationSet Name="Original markups" >
<Annotation Id="11" Type="p" StartNode="0" EndNode="19">
</Annotation>
</AnnotationSet>
<RelationSet Name="Key" >
<Relation Id="12" Type="coref" Members="8;9">
</Relation>
<Relation Id="13" Type="coref" Members="8;10">
</Relation>
</RelationSet>
</GateDocument>
"""


def test_what_gate_writes_becomes_marks_of_each_set():
    (each,), remarks = read(ANNIE.encode("cp1252"))
    text = each.document.text
    assert text == "😀 Zoë said & wrote."
    assert each.document.title == "speech.xml"
    assert each.document.metadata["gate"] == {
        "features": {"MimeType": "text/plain"},
        "sets": {"": [["Token", 2, 5, {}, {}]], "Original markups": [["p", 0, 18, {}, {}]]},
        "marks": {each.annotations[0].id: {"classes": {"matches": ["java.util.ArrayList", "java.lang.Integer"]}}},
    }
    assert [
        (mark.annotator, mark.kind, mark.tag, text[mark.start : mark.end], dict(mark.attributes))
        for mark in each.annotations
    ] == [
        ("Anna", "entity", "Person", "Zoë", {"matches": "8;9", "n": 3}),
        ("Key", "claim", "Statement", "wrote", {"speaker": 8}),
    ]
    assert [link.type for link in each.relations] == ["claimant", "same as"]
    assert [(remark.line, remark.skipped, remark.text.split(":")[0]) for remark in remarks] == [
        (35, True, "the annotation 10 (Rumour) was left out"),
        (45, True, "a relation “same as” was left out"),
        (None, False, "what cuts or formats the text is no mark; it is kept for gate"),
    ]
    (more,), _ = read(ANNIE.encode("cp1252"), sets="all")
    assert {mark.tag for mark in more.annotations} == {"Person", "Token", "Statement", "p"}
    assert b"MimeType" in next(iter(written(each)[0].values()))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<Gate/>", "it is no document of GATE"),
        (b"<GateDocument/>", "it has no text"),
        (b"<GateDocument>\n<x></GateDocument>", "line 2: it is no well-formed XML"),
    ],
)
def test_what_is_none_of_gates_is_refused(data, says):
    with pytest.raises(InputError, match=says):
        read(data)


def test_a_mark_of_ours_that_is_called_like_a_piece_of_a_pipeline_comes_back_as_a_mark():
    each = marked("Ann said so.", [(0, 3)], tag="Sentence")
    ((_, data),) = written(each)[0].items()
    (back,), remarks = read(data)
    assert remarks == []
    assert content(back)["annotations"] == content(each)["annotations"]
