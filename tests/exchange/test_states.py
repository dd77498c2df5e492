"""Marks that somebody rejected, and suggestions that nobody looked at, in formats that cannot tell them from others."""

import pytest

from annotator.exchange.exporting import ExportRequest, export, trial
from annotator.exchange.importing import import_paths
from annotator.exchange.roundtrip import round_trip
from annotator.formats.registry import FORMATS
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Change, Put
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from annotator.store import Project
from annotator.store.scan import Selection

TEXT = "Kim met Lee and Zoe in Kursk."
NAMES = [each.name for each in FORMATS if each.reads and each.writes and "states" not in each.holds]
REJECTED = "1 suggestion or rejection left out: rejected marks are no data"


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "p.annotator"
    time = "2026-01-31T09:00:00Z"
    marks = tuple(
        Annotation(
            words, "d", "entity", tag, (Span(at := TEXT.index(words), at + len(words)),), "AK", time, time, **more
        )
        for words, tag, more in (
            ("Kim", "Person", {}),
            ("Lee", "Person", {"state": "suggested"}),
            ("Zoe", "Person", {"state": "rejected"}),
        )
    )
    with Project.create(path, load_default()) as made:
        document = Document("d", "Kursk", TEXT, text_sha256(TEXT), time, language="en")
        links = (Relation("r", "same as", "Kim", "Zoe"),)
        made.do(Change("import", [Put(AnnotatedDocument(document, marks, links))]), "AK")
    return path


def words_in(project, request, tmp_path):
    """Export, import again, and return the words that are marked, with what the export said of states."""
    report = export(project, request, tmp_path / "out")
    Project.create(tmp_path / "back", load_default()).close()
    assert not import_paths(tmp_path / "back", [tmp_path / "out"], annotator="B", format=request.format).failed
    with Project.open(tmp_path / "back", write=False) as back:
        words = [
            each.document.text[mark.start : mark.end]
            for each in back.scan(Selection())
            for mark in each.annotations
            if mark.tag != "Passage"
        ]
    return words, [each.sentence for each in report.ledger if each.feature == "states"]


@pytest.mark.parametrize("name", sorted({*NAMES} - {"newsclaims", "check-worthiness", "doccano"}))
def test_what_was_rejected_is_in_no_data_and_that_the_rest_is_no_suggestion_any_more_is_told(name, project, tmp_path):
    words, said = words_in(project, ExportRequest(name), tmp_path)

    assert words == ["Kim", "Lee"]
    assert said == ["1 suggestion or rejection written as if accepted", REJECTED]
    assert [each.sentence for each in trial(project, ExportRequest(name)).ledger if each.feature == "states"] == said


def test_doccano_takes_no_suggestions_either(project, tmp_path):
    words, said = words_in(project, ExportRequest("doccano"), tmp_path)

    assert (words, said) == (["Kim"], ["1 suggestion or rejection left out", REJECTED])


def test_who_asks_for_what_was_rejected_gets_it(project, tmp_path):
    words, said = words_in(project, ExportRequest("conll", selection=Selection(state="rejected")), tmp_path)

    assert (words, said) == (["Zoe"], ["1 suggestion or rejection left out"])


@pytest.mark.parametrize("name", NAMES)
def test_a_round_trip_misses_what_was_rejected_only_as_declared(name, project):
    assert round_trip(project, ExportRequest(name)).undeclared == 0
