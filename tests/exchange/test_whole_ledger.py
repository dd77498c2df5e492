"""What a project of everything loses on its way through a format, the ledger said before."""

from pathlib import Path

import pytest

from annotator.exchange.exporting import ExportRequest, trial
from annotator.exchange.roundtrip import round_trip
from annotator.formats.mapping import load
from annotator.formats.registry import FORMATS
from annotator.model.people import Record
from annotator.model.record_edits import link
from annotator.store import Project
from annotator.store.scan import Selection
from tests.exchange.everything import EVERYTHING, OTHER, WITNESS, project_of

BOTH_WAYS = [each.name for each in FORMATS if each.reads and each.writes]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_of(tmp_path_factory.mktemp("whole") / "whole.annotator", EVERYTHING, OTHER)


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_what_does_not_come_back_is_declared_and_was_told_before(project, name):
    found = round_trip(project, ExportRequest(name))

    assert found.failed == []
    assert [each for each in found.differences if not each.declared] == []
    told = {loss.feature for loss in found.ledger}
    if "exact text" in told:
        # places in another text
        told.add("exact spans")
    # a document that came from nowhere has a source now: nothing is lost by that
    assert {each.feature for each in found.differences if each.before or each.what != "altered"} <= told


def test_what_is_known_of_a_record_is_told_as_lost_and_shown_where_only_its_id_is_written(project):
    found = round_trip(project, ExportRequest("jsonl"))

    assert [loss.sentence for loss in found.ledger] == ["1 record: only the id is written"]
    assert [(place.annotation, place.words) for loss in found.ledger for place in loss.places] == [
        ("a1", "Kim Jong Un")
    ]
    (lost,) = found.differences
    assert (lost.feature, lost.annotation, lost.words, lost.declared) == ("record contents", "a1", "Kim Jong Un", True)
    assert "wikidata:Q56226" in lost.before
    assert "wikidata:Q56226" not in lost.after


@pytest.mark.parametrize(
    ("name", "options", "mapping"),
    [("refi-qda", {"details": "leave"}, ""), ("brat", {}, "polnear"), ("brat", {"annotators": "names"}, "")],
)
def test_options_and_mappings_lose_nothing_that_was_not_told(project, name, options, mapping):
    found = round_trip(project, ExportRequest(name, options=options, mapping=load(mapping) if mapping else None))

    assert [each for each in found.differences if not each.declared] == []


def test_a_release_keeps_records_whole(project):
    assert round_trip(project, ExportRequest("dataset")).exact


def test_only_the_records_of_what_was_chosen_are_told(project):
    without = ExportRequest("jsonl", selection=Selection(tag="Cue"))

    assert len(round_trip(project, without).ledger) == 0


def test_a_record_without_identifiers_keeps_its_id_in_brat(tmp_path):
    project = project_of(tmp_path / "a.annotator", WITNESS)
    with Project.open(project) as store:
        person = next(each for each in store.annotations("w-1")[0] if each.id == "w1")
        store.do(link([person], Record("rec-2", "entity", "Kim, the second", "Person"), new=True), "Anna")

    found = round_trip(project, ExportRequest("brat"))

    assert not {"records", "record contents"} & {each.feature for each in found.differences}


def test_a_fact_check_tells_all_that_is_in_no_review(project):
    options = {"reviewer_url": "https://example.org"}

    said = [loss.sentence for loss in trial(project, ExportRequest("claimreview", options=options)).ledger]

    assert "2 texts left out: only the words of claims and evidence are written" in said
    assert "4 claims left out: without a verdict" in said
    assert "7 annotations left out: no part of a claim with a verdict" in said
    # attributes go with their marks
    assert not any("attribute" in sentence for sentence in said)
