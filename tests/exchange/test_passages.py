"""Plain words that are evidence, or what a claim is about, in formats of which models learn what a name is."""

import pytest

from annotator.exchange.exporting import ExportRequest, export, trial
from annotator.exchange.roundtrip import round_trip
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.passages import passage_tag
from annotator.model.text import text_sha256
from annotator.store import Project
from annotator.store.scan import Selection

TEXT = "Mary Dunne said the pit was dry. Three pumps ran all night."
LEFT_OUT = "1 annotation left out: a Passage is evidence for a claim, or what it is about, and no entity"


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "p.annotator"
    tags = load_default()
    tag, _ = passage_tag(tags)
    time = "2026-01-31T09:00:00Z"
    marks = (
        Annotation("p", "d", "entity", "Person", (Span(0, 10),), "AK", time, time),
        Annotation("c", "d", "claim", "Statement", (Span(16, 31),), "AK", time, time),
        Annotation("e", "d", "entity", "Passage", (Span(33, 58),), "AK", time, time),
    )
    links = (Relation("1", "claimant", "c", "p"), Relation("2", "evidence", "c", "e"))
    with Project.create(path, tags) as made:
        made.do(Change("add", [Put(tag)]), "AK")
        document = Document("d", "The pit", TEXT, text_sha256(TEXT), time, language="en")
        made.do(Change("import", [Put(AnnotatedDocument(document, marks, links))]), "AK")
    return path


@pytest.mark.parametrize("name", ["conll", "conllu", "hipe", "argilla"])
def test_a_passage_is_no_entity_where_only_names_are_held_and_the_ledger_tells_it(project, tmp_path, name):
    report = export(project, ExportRequest(name), tmp_path / "out")

    assert LEFT_OUT in [each.sentence for each in report.ledger]
    written = b"".join(
        each.read_bytes() for each in [*tmp_path.rglob("out"), *tmp_path.glob("out/**/*")] if each.is_file()
    )
    assert b"Person" in written or b"pers" in written
    assert b"Passage" not in written
    assert [each.sentence for each in trial(project, ExportRequest(name)).ledger] == [
        each.sentence for each in report.ledger
    ]


@pytest.mark.parametrize("name", ["conll", "conllu", "hipe", "argilla"])
def test_passages_that_are_asked_for_by_their_tag_are_written(project, tmp_path, name):
    request = ExportRequest(name, selection=Selection(tag="Passage"))

    report = export(project, request, tmp_path / "out")

    assert LEFT_OUT not in [each.sentence for each in report.ledger]
    written = b"".join(
        each.read_bytes() for each in [*tmp_path.rglob("out"), *tmp_path.glob("out/**/*")] if each.is_file()
    )
    assert b"passage" in written.lower()


@pytest.mark.parametrize("name", ["jsonl", "brat", "tei", "csv", "webanno", "newsclaims", "label-studio", "gate"])
def test_a_passage_stays_where_its_relation_does(project, name):
    assert LEFT_OUT not in [each.sentence for each in trial(project, ExportRequest(name)).ledger]


def test_spacy_learns_no_passage_as_an_entity_and_keeps_it_among_the_spans(project, tmp_path):
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    export(project, ExportRequest("spacy"), tmp_path / "out.spacy")

    (doc,) = DocBin().from_disk(tmp_path / "out.spacy").get_docs(spacy.blank("en").vocab)
    assert [(each.text, each.label_) for each in doc.ents] == [("Mary Dunne", "Person")]
    assert [each.label_ for each in doc.spans["entities"]] == ["Person", "Passage"]


@pytest.mark.parametrize("name", ["conll", "conllu", "hipe", "spacy"])
def test_a_round_trip_misses_a_passage_only_as_declared(project, name):
    found = round_trip(project, ExportRequest(name))

    assert [each for each in found.differences if not each.declared] == []
