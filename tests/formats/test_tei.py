"""TEI: our editions come back whole, those of others by their names and quotations, and their text by one rule."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from annotator.errors import InputError
from annotator.formats.files import given_of
from annotator.formats.format import Reading, Remark, Writing
from annotator.formats.mapping import load
from annotator.formats.tei import read_files, write
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, RECORDS, TIME, content, documents
from tests.formats.test_cas import FORBIDDEN, Held, clean

MAPPING = load("tei")
READING = Reading("Anna", mapping=MAPPING, tag_set=NEWS)
DATA = Path(__file__).parent / "data"
SCHEMA = etree.RelaxNG(etree.parse(DATA / "tei_written.rng"))


def written(*given: AnnotatedDocument, **options: str) -> tuple[dict[str, bytes], Writing]:
    folder = Held()
    writing = Writing(tag_set=NEWS, mapping=MAPPING, options=options, record=RECORDS.get)
    write(given, folder, writing)
    return folder.files, writing


def read(data: bytes, **options: str) -> tuple[list[AnnotatedDocument], list[Remark]]:
    found = list(read_files(given_of(data, "papers/a.xml"), Reading("Anna", options, MAPPING, tag_set=NEWS)))
    return [each for each in found if isinstance(each, AnnotatedDocument)], [
        each for each in found if isinstance(each, Remark)
    ]


@settings(max_examples=50, deadline=None)
@given(documents(), st.sampled_from(["standoff", "inline"]))
def test_everything_comes_back_and_is_valid_tei(each, layout):
    files, writing = written(each, layout=layout)
    assert written(each, layout=layout)[0] == files
    ((_, data),) = files.items()
    SCHEMA.assertValid(etree.fromstring(data))
    (back,), remarks = read(data)
    assert remarks == []
    assert [mark.id for mark in back.annotations] == [mark.id for mark in each.annotations]
    assert clean(content(back)["annotations"]) == clean(content(each)["annotations"])
    lost = any(character in each.document.text for character in FORBIDDEN)
    assert lost == any(loss.feature == "exact text" for loss in writing.ledger)
    if not len(writing.ledger):
        assert content(back) == content(each)


EDITION = (DATA / "edition.xml").read_text("utf-8")


def test_an_article_without_marks_has_no_empty_stand_off_which_tei_does_not_allow():
    text = "Nothing is marked."
    files, _ = written(AnnotatedDocument(Document("d", "T", text, text_sha256(text), TIME)))

    (data,) = files.values()
    assert b"standOff" not in data
    (back,), remarks = read(data)
    assert (back.document.text, remarks) == (text, [])


def test_an_edition_of_others_comes_with_its_text_its_names_and_what_is_said():
    (each,), remarks = read(EDITION.encode())
    text = each.document.text
    assert text == (
        "News from the front\n\nMarshal Kim Jong went to Kursk on Thursday.\n\n"
        "He added: “we win, he said, and soon”; no.[…]\n\nOne\ntwo"
    )
    assert (each.document.title, each.document.date, each.document.language) == (
        "The Kursk dispatch",
        "1917-11-07",
        "en",
    )
    kept = each.document.metadata["tei"]
    assert (kept["author"], kept["publisher"]) == (["A. Writer"], "The Press")
    assert set(kept["header"]) == {"publicationStmt", "sourceDesc", "profileDesc"}
    marks = {
        " … ".join(text[start:end] for start, end in mark.spans): (mark.kind, mark.tag, dict(mark.attributes))
        for mark in each.annotations
    }
    assert marks == {
        "Kim Jong": ("entity", "Person", {"ref": "#x"}),
        "Kursk": ("entity", "Location", {}),
        "Thursday": ("entity", "Date", {"value": "1917-11-01"}),
        "“we win, … and soon”": ("claim", "Statement", {"direct": "true"}),
        "no": ("claim", "Statement", {"who": "The Tsar"}),
    }
    words = {mark.id: text[mark.start : mark.end] for mark in each.annotations}
    assert [(link.type, words[link.source], words[link.target]) for link in each.relations] == [
        ("claimant", "“we win, he said, and soon”", "Kim Jong")
    ]
    assert [remark.text for remark in remarks] == [
        "these are no part of the text and were left out: 1 fw, 1 note",
        "the text of these elements was taken, but they are no marks and are not kept: 1 corr, 1 pb",
    ]
    ((_, data),) = written(each)[0].items()
    assert b"<publisher>The Press</publisher>" in data
    (back,), _ = read(data)
    assert back.document.metadata == each.document.metadata
    (source,), _ = read(EDITION.encode(), choice="source", notes="keep")
    assert "Thursdey" in source.document.text
    assert "Sic." in source.document.text
    assert b"<author>A. Writer</author>" in next(iter(written(each)[0].values()))


def test_stand_off_spans_of_others_lead_to_words_and_anchors():
    data = (DATA / "edition_standoff.xml").read_text("utf-8")
    (each,), remarks = read(data.encode())
    text = each.document.text
    assert [(mark.kind, mark.tag, text[mark.start : mark.end]) for mark in each.annotations] == [
        ("entity", "Person", "Kim Jong"),
        ("claim", "Statement", "spoke here"),
    ]
    assert [link.type for link in each.relations] == ["claimant"]
    assert each.document.title == "a"
    assert [(remark.skipped, remark.line, remark.text.split(",")[0]) for remark in remarks] == [
        (True, 4, "a span leads to “#nowhere”"),
        (True, 5, "a relation “about” was left out: one of its ends is no mark"),
    ]


def test_a_corpus_is_many_documents_and_one_that_lacks_its_text_does_not_stop_the_rest():
    one = "<TEI><teiHeader/><text><body><p>{}</p></body></text></TEI>"
    inner = f"{one.format('a')}\n<TEI><teiHeader/></TEI>{one.format('b')}"
    data = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{inner}</teiCorpus>'
    back, remarks = read(data.encode())
    assert [each.document.text for each in back] == ["a", "b"]
    assert [(remark.line, remark.document) for remark in remarks] == [(2, None)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html/>", "it is no TEI"),
        (b"<TEI>", "line 1: it is no well-formed XML"),
        (b'<!DOCTYPE TEI [<!ENTITY a "b">]><TEI/>', "declarations of its own"),
    ],
)
def test_what_is_no_tei_is_refused(data, says):
    with pytest.raises(InputError, match=says):
        read(data)


def test_who_says_it_is_known_of_elements_without_an_id_too_and_of_several_who_say_it():
    head = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><listPerson>'
    head += b'<person xml:id="k"><persName>Keller</persName></person></listPerson></teiHeader><text><body>'
    (each,), remarks = read(
        head + b'<p><persName xml:id="s">Solberg</persName> wrote: <said who="#s #k #gone">it is open</said>; '
        b'<seg xml:id="m">the list</seg> has <said who="#m">none</said>, <q who="Anna B">no</q>.</p>'
        b"</body></text></TEI>"
    )
    text = each.document.text
    words = {mark.id: text[mark.start : mark.end] for mark in each.annotations}
    assert {(link.type, words[link.source], words[link.target]) for link in each.relations} == {
        ("claimant", "it is open", "Solberg")
    }
    said = {words[mark.id]: mark.attributes.get("who") for mark in each.annotations if mark.kind == "claim"}
    assert said == {"it is open": "Keller, #gone", "none": "the list", "no": "Anna B"}
    assert remarks == []


def test_words_that_are_elements_stand_apart_unless_join_says_that_they_do_not():
    body = """<p><s>
      <rs type="per"><w lemma="Ann" pos="PROPN" join="right">Ann</w>
      </rs>
      <pc pos="PUNCT">,</pc>
      <w lemma="he">he</w>
      <w>said</w> <pc join="both">-</pc> <w>so</w>
      <pc join="left">.</pc></s>
      <s><w join="right">Yes</w><lb/><w>indeed</w></s></p>"""
    (each,), remarks = read(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>{body}</body></text></TEI>'.encode()
    )
    assert each.document.text == "Ann, he said-so. Yes\nindeed"
    assert [each.document.text[mark.start : mark.end] for mark in each.annotations] == ["Ann"]
    assert [remark.text for remark in remarks] == [
        "the text of these elements was taken, but they are no marks and are not kept: 1 pc, 2 w"
    ]
