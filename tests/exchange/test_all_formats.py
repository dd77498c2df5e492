"""Every format brings the sample project back but for what it declares, and writes the same again."""

from pathlib import Path

import pytest

from annotator.exchange.exporting import ExportRequest, export, trial
from annotator.exchange.roundtrip import round_trip
from annotator.exchange.samples import make_samples
from annotator.formats.registry import FORMATS, Format

BOTH_WAYS = [each.name for each in FORMATS if each.reads and each.writes]
WRITTEN = [each for each in FORMATS if each.writes]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "samples.annotator"
    make_samples(path)
    return path


def request_for(format: Format) -> ExportRequest:
    # a fact check names where it is published
    needed = {"reviewer_url": "https://example.org"} if format.name == "claimreview" else {}
    return ExportRequest(format.name, options=needed)


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_what_comes_back_differs_only_in_what_is_declared(samples, name):
    found = round_trip(samples, ExportRequest(name))

    assert found.documents == 12
    assert found.failed == []
    assert [each for each in found.differences if not each.declared] == []


@pytest.mark.parametrize("format", WRITTEN, ids=lambda each: each.name)
def test_the_same_project_gives_the_same_bytes(samples, format, tmp_path):
    # a folder is compared as the archive that it can be as well
    suffix = ".zip" if format.shape == "folder" else ""
    request = request_for(format)
    for name in ("one", "two"):
        export(samples, request, tmp_path / f"{name}{suffix}")

    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


@pytest.mark.parametrize("format", WRITTEN, ids=lambda each: each.name)
def test_a_trial_tells_the_losses_of_the_real_export(samples, format, tmp_path):
    request = request_for(format)

    before = trial(samples, request).ledger
    after = export(samples, request, tmp_path / "out").ledger

    assert [each.sentence for each in before] == [each.sentence for each in after]
