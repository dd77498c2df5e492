"""What an export tells of people and of judgements."""

import json

import pytest

from annotator.exchange.disclosing import Disclosure
from annotator.exchange.exporting import ExportRequest, export, trial
from annotator.exchange.samples import make_samples


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
