"""What an export tells of people and of judgements."""

import json
import shlex

import pytest

from annotator.cli import main
from annotator.exchange.disclosing import Disclosure
from annotator.exchange.exporting import ExportRequest, export, trial
from annotator.exchange.samples import make_samples
from annotator.model import edits
from annotator.model.annotation import Annotation, Span
from annotator.model.change import Alter, Change, Put
from annotator.store import Project
from annotator.store.scan import Selection


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.annotator"
    make_samples(path)
    return path


def marks(samples, tmp_path, disclosure):
    export(samples, ExportRequest("jsonl", disclosure=disclosure), tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").split("\n")
    return [mark for line in lines if line for mark in json.loads(line)["annotations"]]


def test_everything_goes_out_unless_said(samples, tmp_path):
    found = marks(samples, tmp_path, Disclosure())

    assert {mark["annotator"] for mark in found} == {"Sample"}
    assert any("checkworthy" in mark["attributes"] for mark in found)


def test_judgements_can_stay_at_home(samples, tmp_path):
    found = marks(samples, tmp_path, Disclosure(judgements=False))

    said = {name for mark in found for name in mark["attributes"]}
    assert said.isdisjoint({"normalised", "checkworthy", "verdict", "verdict_by", "verdict_date"})
    assert "quotation" in said


def test_a_person_has_the_same_code_in_each_export_of_a_project(samples, tmp_path):
    first = {mark["annotator"] for mark in marks(samples, tmp_path, Disclosure("codes"))}
    again = {mark["annotator"] for mark in marks(samples, tmp_path, Disclosure("codes"))}

    assert first == again
    assert all(name.startswith("annotator-") for name in first)


def test_codes_of_another_project_are_others(samples, tmp_path):
    other = tmp_path / "other.annotator"
    make_samples(other)

    ours = {mark["annotator"] for mark in marks(samples, tmp_path, Disclosure("codes"))}
    theirs = {mark["annotator"] for mark in marks(other, tmp_path, Disclosure("codes"))}

    assert ours.isdisjoint(theirs)


def test_nobody_is_named_if_so_wished(samples, tmp_path):
    assert {mark["annotator"] for mark in marks(samples, tmp_path, Disclosure("none"))} == {"annotator"}


def test_a_trial_writes_nothing_and_tells_how_much_there_is(samples, tmp_path):
    before = set(tmp_path.iterdir())

    report = trial(samples, ExportRequest("jsonl"))

    assert report.documents == 12
    assert list(report.ledger) == []
    assert set(tmp_path.iterdir()) == before


@pytest.fixture
def checked(samples):
    """The samples, in which Quilla Vex marked a person, gave a verdict, and said things that no tag knows."""
    with Project.open(samples) as store:
        document = next(each for each in store.scan() if any(mark.kind == "claim" for mark in each.annotations))
        claim = next(mark for mark in document.annotations if mark.kind == "claim")
        person = store.tag_set().find("Person", "entity")
        verdict = {"verdict": "false", "verdict_by": "Quilla Vex", "verdict_date": "1999-09-19"}
        mark = edits.new_annotation(document.document.id, person, (Span(0, 3),), "Quilla Vex")
        # such as another program, or an older tag set, left it
        foreign = {"verdict": "mixed", "checked with": "Quilla Vex"}
        change = [
            Alter(Annotation, claim.id, {"attributes": {**claim.attributes, **verdict}}),
            Put(mark),
            Alter(Annotation, mark.id, {"attributes": foreign}),
        ]
        store.do(Change("check", change), "Quilla Vex")
    return samples


@pytest.mark.parametrize("people", ["codes", "none"])
def test_who_gave_a_verdict_is_named_no_more_than_who_marked(checked, tmp_path, people):
    found = marks(checked, tmp_path, Disclosure(people))

    assert "Quilla" not in json.dumps(found)
    verdicts = [mark for mark in found if mark["attributes"].get("verdict") == "false"]
    coded = {mark["annotator"] for mark in found} - {mark["annotator"] for mark in verdicts}
    assert [mark["attributes"].get("verdict_by") for mark in verdicts] == ([*coded] if people == "codes" else [None])


def test_a_judgement_that_its_tag_does_not_know_stays_at_home_as_well(checked, tmp_path):
    found = marks(checked, tmp_path, Disclosure(judgements=False))

    assert all("verdict" not in mark["attributes"] for mark in found)
    assert [mark["attributes"] for mark in found if mark["annotator"] == "Quilla Vex"] == [
        {"checked with": "Quilla Vex"}
    ]


@pytest.mark.parametrize("people", ["codes", "none"])
def test_the_command_in_a_card_that_names_nobody_makes_the_same_release(checked, tmp_path, people):
    request = ExportRequest("dataset", Selection(annotator="Quilla Vex"), disclosure=Disclosure(people))
    export(checked, request, tmp_path / "one")
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    command = next(line for line in card.splitlines() if line.startswith("annotator export "))
    places = {"PROJECT": str(checked), "OUTPUT": str(tmp_path / "two")}

    with pytest.raises(SystemExit) as ending:
        main([places.get(word, word) for word in shlex.split(command)[1:]])

    assert ending.value.code == 0
    assert "Quilla" not in card
    for name in ("SHA256SUMS", "documents.jsonl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
