"""UIMA CAS as XMI and as JSON: what dkpro-cassis loads of ours, what we read of INCEpTION's, and the law between."""

import io
import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO

import cassis
import pytest
from hypothesis import given, settings

from annotator.errors import InputError
from annotator.formats import cas_json, xmi
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.mapping import load
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, RECORDS, TIME, content, documents

MAPPING = load("inception")
READING = Reading("Anna", mapping=MAPPING, tag_set=NEWS)
FORBIDDEN = "".join(map(chr, {*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13}))


class Held:
    """A folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @contextmanager
    def open(self, name: str) -> Generator[IO[bytes]]:
        file = io.BytesIO()
        yield file
        self.files[name] = file.getvalue()


def written(module, *documents: AnnotatedDocument) -> tuple[dict[str, bytes], Writing]:
    folder = Held()
    writing = Writing(tag_set=NEWS, mapping=MAPPING, record=RECORDS.get)
    module.write(documents, folder, writing)
    return folder.files, writing


def read(module, files: dict[str, bytes], reading: Reading = READING) -> tuple[list[AnnotatedDocument], list[Remark]]:
    found = []
    for name, data in files.items():
        if name != "TypeSystem.xml":
            found += module.read_files(given_of(data, name, files.items()), reading)
    return [each for each in found if isinstance(each, AnnotatedDocument)], [
        each for each in found if isinstance(each, Remark)
    ]


def clean(marks: list[object]) -> list[str]:
    """Return marks with what XML cannot hold replaced, as they are to come back."""
    found = list(map(repr, marks))
    for character in FORBIDDEN:
        found = [each.replace(repr(character)[1:-1], "\ufffd") for each in found]
    return sorted(found)


@pytest.mark.parametrize("module", [xmi, cas_json])
@settings(max_examples=50, deadline=None)
@given(documents())
def test_everything_comes_back(module, each):
    files, writing = written(module, each)
    assert written(module, each)[0] == files
    back, remarks = read(module, files)
    assert remarks == []
    assert [mark.id for mark in back[0].annotations] == [mark.id for mark in each.annotations]
    if module is cas_json:
        assert len(writing.ledger) == 0
        assert content(back[0]) == content(each)
        assert back[0].annotations == each.annotations
    else:
        assert clean(content(back[0])["annotations"]) == clean(content(each)["annotations"])
        lost = any(loss.feature == "exact text" for loss in writing.ledger)
        assert lost == any(character in each.document.text for character in FORBIDDEN)
        assert (back[0].document.text == each.document.text) == (not lost)
        if not len(writing.ledger):
            assert content(back[0]) == content(each)


@settings(max_examples=40, deadline=None)
@given(documents())
def test_the_library_sees_the_words_of_every_mark(each):
    files, _ = written(xmi, each)
    (name,) = set(files) - {"TypeSystem.xml"}
    types = cassis.load_typesystem(io.BytesIO(files["TypeSystem.xml"]))
    cas = cassis.load_cas_from_xmi(io.BytesIO(files[name]), typesystem=types)
    (text,) = [view.sofa.sofaString for view in cas.views]
    assert len(text) == len(each.document.text)
    claims = [mark for mark in each.annotations if mark.kind == "claim"]
    theirs = list(cas.select("webanno.custom.Claim")) if claims else []
    assert sorted(one.get_covered_text() for one in theirs) == sorted(text[slice(*mark.spans[0])] for mark in claims)
    for relation in each.relations:
        if relation.type == "claimant" and relation.source in {mark.id for mark in claims}:
            claim = next(one for one in theirs if one.annotator_id == relation.source)
            assert relation.target in [link.target.annotator_id for link in claim.claimant.elements]
    # and once more out of the library's own hands
    (back,), remarks = read(xmi, {"a.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()})
    assert remarks == []
    assert clean(content(back)["annotations"]) == clean(content(each)["annotations"])
    (back,), remarks = read(cas_json, {"a.json": cas.to_json().encode()})
    assert remarks == []
    assert clean(content(back)["annotations"]) == clean(content(each)["annotations"])


def inception() -> tuple[cassis.Cas, cassis.TypeSystem]:
    """Make a CAS as INCEpTION writes it: tokens, named entities, a custom layer with slots, relations, a chain."""
    types = cassis.load_dkpro_core_typesystem()
    claim = types.create_type("webanno.custom.Claim")
    link = types.create_type("webanno.custom.ClaimClaimantLink", supertypeName="uima.cas.TOP")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", "uima.tcas.Annotation")
    types.create_feature(claim, "value", "uima.cas.String")
    types.create_feature(claim, "certain", "uima.cas.Boolean")
    types.create_feature(claim, "claimant", "uima.cas.FSArray", elementType=link)
    near = types.create_type("webanno.custom.Near")
    for name in ("Governor", "Dependent"):
        types.create_feature(near, name, "uima.tcas.Annotation")
    types.create_feature(near, "label", "uima.cas.String")
    types.create_type("webanno.custom.Rumour")
    cas = cassis.Cas(types)
    cas.sofa_string = "😀 Kim Jong Un said so in Kursk."
    cas.sofa_mime = "text/plain"
    named = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    token = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
    kim, kursk = (
        named(begin=2, end=13, value="PER", identifier="http://www.wikidata.org/entity/Q56226"),
        named(begin=25, end=30, value="LOC"),
    )
    said = claim(begin=14, end=30, value="Statement", certain=True)
    said.claimant = types.get_type("uima.cas.FSArray")(elements=[link(role="claimant", target=kim)])
    rumour = types.get_type("webanno.custom.Rumour")(begin=19, end=21)
    cas.add_all([kim, kursk, said, rumour, token(begin=2, end=5), token(begin=6, end=10)])
    cas.add(near(begin=25, end=30, Governor=kim, Dependent=kursk, label="visits"))
    return cas, types


def test_what_inception_writes_becomes_entities_claims_and_relations():
    cas, types = inception()
    files = {"speech.txt.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()}
    (each,), remarks = read(xmi, files)
    text = each.document.text
    assert each.document.title == "speech.txt"
    assert not each.id_given
    assert [(mark.kind, mark.tag, text[mark.start : mark.end], dict(mark.attributes)) for mark in each.annotations] == [
        ("entity", "PER", "Kim Jong Un", {"identifier": "http://www.wikidata.org/entity/Q56226"}),
        ("claim", "Statement", "said so in Kursk", {"certain": True}),
        ("entity", "Rumour", "so", {}),
        ("entity", "LOC", "Kursk", {}),
    ]
    words = {mark.id: text[mark.start : mark.end] for mark in each.annotations}
    assert [(link.type, words[link.source], words[link.target]) for link in each.relations] == [
        ("claimant", "said so in Kursk", "Kim Jong Un"),
        ("visits", "Kim Jong Un", "Kursk"),
    ]
    assert [remark.text for remark in remarks] == [
        "what cuts or analyses the text is no mark; it is kept for xmi: 2 Token"
    ]
    # a type that the mapping does not know goes out as what it was
    files, _ = written(xmi, each)
    assert b"<name>webanno.custom.Rumour</name>" in files["TypeSystem.xml"]


def test_types_in_a_folder_above_are_found():
    cas, types = inception()
    files = {"in/a.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()}
    (each,), _ = read(xmi, files)
    assert len(each.annotations) == 4


def test_several_texts_of_one_cas_become_several_documents():
    cas, types = inception()
    other = cas.create_view("translation")
    other.sofa_string = "In Kursk."
    named = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    other.add(named(begin=3, end=8, value="LOC"))
    back, _ = read(xmi, {"a.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()})
    assert [(each.document.title, each.document.text[:8], len(each.annotations)) for each in back] == [
        ("a (_InitialView)", "😀 Kim Jo", 4),
        ("a (translation)", "In Kursk", 1),
    ]


def xmi_of(body: str) -> bytes:
    return (
        '<?xml version="1.0"?><xmi:XMI xmi:version="2.0" xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore">' + body + "</xmi:XMI>"
    ).encode()


SOFA = '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString="Kursk"/>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (xmi_of(""), "it has no text to mark"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + xmi_of(SOFA)[21:], "declarations of its own"),
        (xmi_of(SOFA)[:-4], "line 1: it is no well-formed XML"),
        (xmi_of(SOFA + '<cas:View sofa="1" members="7"/>'), "it is no CAS, or is damaged"),
    ],
)
def test_damaged_files_are_refused_in_a_sentence(data, says):
    _, types = inception()
    with pytest.raises(InputError, match=says):
        read(xmi, {"a.xmi": data, "TypeSystem.xml": types.to_xml().encode()})


def test_without_its_types_a_file_cannot_be_read():
    with pytest.raises(InputError, match=r"put TypeSystem\.xml, which was exported with it, beside it"):
        read(xmi, {"a.xmi": xmi_of(SOFA)})


def test_a_mark_outside_the_text_and_a_type_nobody_knows_are_told_and_the_rest_is_taken():
    _, types = inception()
    body = (
        SOFA + '<custom:Claim xmi:id="2" sofa="1" begin="0" end="5" value="Statement"/>'
        '<custom:Claim xmi:id="3" sofa="1" begin="2" end="50" value="Statement"/>'
        '<custom:Unheard xmi:id="4" sofa="1" begin="0" end="5"/><cas:View sofa="1" members="2 3 4"/>'
    )
    (each,), remarks = read(xmi, {"a.xmi": xmi_of(body), "TypeSystem.xml": types.to_xml().encode()})
    assert [mark.spans for mark in each.annotations] == [((0, 5),)]
    assert any("ends outside the text" in remark.text and remark.skipped for remark in remarks)
    assert any("webanno.custom.Unheard" in remark.text for remark in remarks)


@pytest.mark.parametrize("data", [b"[]", b"{", b"{}", b'{"%TYPES": {}, "%FEATURE_STRUCTURES": [1], "%VIEWS": {}}'])
def test_json_that_is_no_cas_is_refused(data):
    with pytest.raises(InputError, match="it is no"):
        read(cas_json, {"a.json": data})


@pytest.mark.parametrize(
    ("part", "instead", "expected"),
    [
        ("<supertypeName>uima.tcas.Annotation</supertypeName>", "", "a type in it is incomplete"),
        ("<name>t.A</name>", "", "a type in it is incomplete"),
        ("uima.tcas.Annotation<", "gone.X<", "it names the type gone.X, which it does not describe"),
        ("</typeDescription>", "", "line 1: it is no well-formed XML"),
    ],
)
def test_a_damaged_type_system_is_named_and_what_is_wrong_with_it_is_said_in_words(part, instead, expected):
    types = (
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>'
        "<name>t.A</name><supertypeName>uima.tcas.Annotation</supertypeName></typeDescription></types>"
        "</typeSystemDescription>"
    )
    assert part in types
    data = b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmi:version="2.0"/>'

    with pytest.raises(InputError) as caught:
        read(xmi, {"a.xmi": data, "TypeSystem.xml": types.replace(part, instead, 1).encode()})

    assert "TypeSystem.xml beside it" in str(caught.value)
    assert expected in str(caught.value)
    assert "Error" not in str(caught.value)


_COREFERENCE = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.Coreference"


def chained(*places: tuple[int, int]) -> dict[str, bytes]:
    """Return a file with one chain over these places, as WebAnno makes it."""
    types = cassis.TypeSystem(add_document_annotation_type=False)
    link = types.create_type(f"{_COREFERENCE}Link", "uima.tcas.Annotation")
    chain = types.create_type(f"{_COREFERENCE}Chain", "uima.cas.AnnotationBase")
    types.create_feature(link, "next", link)
    types.create_feature(link, "referenceType", "uima.cas.String")
    types.create_feature(chain, "first", link)
    cas = cassis.Cas(types)
    cas.sofa_string = "The mayor said he would come."
    following = None
    for begin, end in reversed(places):
        following = link(begin=begin, end=end, next=following, referenceType="nam")
        cas.add(following)
    cas.add(chain(first=following))
    return {"a.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()}


def test_those_of_a_chain_are_the_same_as_the_next_and_the_chain_itself_is_no_mark():
    (each,), remarks = read(xmi, chained((0, 9), (15, 17)))
    text = each.document.text
    assert remarks == []
    assert [(mark.tag, text[mark.start : mark.end], dict(mark.attributes)) for mark in each.annotations] == [
        ("CoreferenceLink", "The mayor", {"referenceType": "nam"}),
        ("CoreferenceLink", "he", {"referenceType": "nam"}),
    ]
    assert [link.type for link in each.relations] == ["same as"]


def test_a_chain_goes_on_behind_a_link_without_characters_which_is_told_with_its_place():
    (each,), remarks = read(xmi, chained((0, 9), (14, 14), (15, 17)))
    first, second = each.annotations
    assert [(link.source, link.type, link.target) for link in each.relations] == [(first.id, "same as", second.id)]
    assert [remark.text for remark in remarks] == [
        "an annotation “CoreferenceLink” was left out: it has no characters, it only points to a place, "
        "between “e mayor said” and “ he would co” (14)"
    ]


def semantic() -> tuple[cassis.Cas, cassis.TypeSystem]:
    """Return a CAS with frames of DKPro, lists of numbers, a slot that leads to a token, and a plain annotation."""
    types = cassis.TypeSystem(add_document_annotation_type=False)
    token = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token", "uima.tcas.Annotation")
    frame = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemPred", "uima.tcas.Annotation")
    argument = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArg", "uima.tcas.Annotation")
    link = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemArgLink", "uima.cas.TOP")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", "uima.tcas.Annotation")
    types.create_feature(frame, "category", "uima.cas.String")
    types.create_feature(frame, "arguments", "uima.cas.FSArray", elementType=link)
    types.create_feature(frame, "scores", "uima.cas.DoubleArray")
    types.create_feature(argument, "arguments", "uima.cas.FSArray", elementType=link)
    cas = cassis.Cas(types)
    cas.sofa_string = "He said so."
    array = types.get_type("uima.cas.FSArray")
    one = token(begin=8, end=10)
    he = argument(begin=0, end=2, arguments=array(elements=[]))
    ends = [link(role="Speaker", target=he), link(role="Message", target=one)]
    scores = types.get_type("uima.cas.DoubleArray")(elements=[0.5, 1.0])
    said = frame(begin=3, end=7, category="Statement", arguments=array(elements=ends), scores=scores)
    cas.add_all([one, he, said, types.get_type("uima.tcas.Annotation")(begin=0, end=7)])
    return cas, types


def test_frames_lists_of_numbers_and_plain_annotations_are_taken_and_slots_to_tokens_are_told():
    cas, types = semantic()
    (each,), remarks = read(xmi, {"a.xmi": cas.to_xmi().encode(), "TypeSystem.xml": types.to_xml().encode()})
    text = each.document.text
    assert [(mark.tag, text[mark.start : mark.end], dict(mark.attributes)) for mark in each.annotations] == [
        ("Annotation", "He said", {}),
        ("SemArg", "He", {}),
        ("SemPred", "said", {"category": "Statement", "scores": "0.5; 1.0"}),
    ]
    assert [link.type for link in each.relations] == ["Speaker"]
    assert [remark.text for remark in remarks] == [
        "slots that lead to what is no mark, or to nothing, were left out: 1 SemPred.arguments",
        "what cuts or analyses the text is no mark; it is kept for xmi: 1 Token",
    ]


def test_what_the_types_do_not_describe_is_counted_and_says_what_to_put_beside():
    cas, types = semantic()
    described = types.to_xml()
    files = {
        "a.xmi": cas.to_xmi().encode(),
        "TypeSystem.xml": described.replace("SemPred<", "More<").encode(),
    }
    _, remarks = read(xmi, files)
    assert remarks[0].text == (
        "its types are not all described, and what is of the others was left out: "
        "1 de.tudarmstadt.ukp.dkpro.core.api.semantics.type.SemPred; "
        "put the TypeSystem.xml that was exported with it beside it"
    )
    assert remarks[0].skipped
    without = described.replace("<name>category</name>", "<name>kind</name>")
    with pytest.raises(InputError, match="its types do not describe the feature “category” of SemPred; put the"):
        read(xmi, {**files, "TypeSystem.xml": without.encode()})
    # what others lead to
    without = described.replace("SemArgLink<", "Other<")
    with pytest.raises(InputError, match=r"its types do not describe [a-z.]*SemArgLink; put the TypeSystem\.xml"):
        read(xmi, {**files, "TypeSystem.xml": without.encode()})


@pytest.mark.parametrize(
    ("feature", "wrong", "says"),
    [
        ("begin", "4", "it has no begin or no end"),
        ("annotator_confidence", "half", '“confidence” is "half"; it must be a number'),
    ],
)
def test_a_value_of_the_wrong_type_costs_the_mark_it_is_of_and_no_more(feature, wrong, says):
    marks = (
        Annotation("a", "d", "entity", "Person", (Span(4, 9), Span(16, 18)), "Anna", TIME, TIME, confidence=0.5),
        Annotation("b", "d", "cue", "Cue", (Span(10, 15),), "Anna", TIME, TIME),
    )
    text = "The mayor spoke so."
    files, _ = written(cas_json, AnnotatedDocument(Document("d", "D", text, text_sha256(text), TIME), marks))
    (name,) = files
    value = json.loads(files[name])
    (hurt,) = (each for each in value["%FEATURE_STRUCTURES"] if each.get("annotator_id") == "a")
    hurt[feature] = wrong

    (each,), remarks = read(cas_json, {name: json.dumps(value).encode()})

    assert [mark.id for mark in each.annotations] == ["b"]
    assert any(says in remark.text and remark.skipped for remark in remarks)


def test_a_number_beyond_64_bits_is_taken_as_a_near_one():
    cas, _ = inception()
    data = cas.to_json().encode().replace(b'"certain": true', b'"certain": 100000000000000000000')
    assert b"100000000000000000000" in data

    (each,), _ = read(cas_json, {"a.json": data})

    assert {"certain": 1e20} in [dict(mark.attributes) for mark in each.annotations]
