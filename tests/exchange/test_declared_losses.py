"""The ledger says all that is lost: whatever a project holds, each difference of its round trip was declared."""

import json
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator.exchange.exporting import ExportRequest
from annotator.exchange.importing import import_paths
from annotator.exchange.roundtrip import RoundTrip, round_trip
from annotator.formats.features import Feature
from annotator.formats.jsonl import encode
from annotator.formats.mapping import load
from annotator.formats.registry import FORMATS, named_format
from annotator.formats.tagset_toml import write_tag_set
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from annotator.store import Project
from tests.formats.documents import NEWS, RECORDS, TIME, documents

BOTH_WAYS = [each.name for each in FORMATS if each.reads and each.writes]
TEXT = "The mayor said that bread is dear."


def mark(number: int, kind, tag: str, *span: int) -> Annotation:
    return Annotation(f"p{number}", "plain", kind, tag, (Span(*span),), "Zoë", TIME, TIME)


# a project without any mark or word has files in which there is nothing
PLAIN = AnnotatedDocument(
    Document("plain", "Plain", TEXT, text_sha256(TEXT), TIME),
    (mark(1, "entity", "Person", 0, 9), mark(2, "cue", "Cue", 10, 14), mark(3, "claim", "Statement", 20, 33)),
    (Relation("r1", "claimant", "p3", "p1"), Relation("r2", "cue", "p3", "p2")),
)
PROJECTS = st.tuples(*(documents(document_id=f"d-{number}") for number in range(5)))


def project_of(folder: Path, *each: AnnotatedDocument) -> Path:
    release = folder / "release"
    release.mkdir()
    (release / "tags.toml").write_text(write_tag_set(NEWS), "utf-8")
    (release / "documents.jsonl").write_bytes(b"".join(map(encode, each)))
    with (release / "records.jsonl").open("w", encoding="utf-8") as file:
        for record in RECORDS.values():
            fields = ("id", "kind", "name", "tag", "identifiers")
            file.write(json.dumps({name: getattr(record, name) for name in fields}) + "\n")
    path = folder / "p.annotator"
    Project.create(path, NEWS).close()
    assert import_paths(path, [release], annotator="Zoë", format="dataset").failed == []
    return path


def undeclared(found: RoundTrip, name: str) -> tuple[list[object], dict[Feature, tuple[int, int]]]:
    """Return the differences that nothing declares, and where there are more than the ledger counts."""
    format = named_format(name)
    said: Counter[Feature] = Counter()
    for loss in found.ledger:
        said[loss.feature] += loss.count
    held = format.comes_back(format.again)
    more = {each: (n, said[each]) for each, n in found.counts.items() if each in held and n > said[each]}
    return [each for each in found.differences if not each.declared], more


# an example is a run of a second: there is no time to make the one that fails smaller, nor for others each time
@settings(
    max_examples=2, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
)
@given(each=PROJECTS)
@pytest.mark.parametrize("name", BOTH_WAYS)
def test_every_difference_of_a_round_trip_is_declared_and_counted(name, each):
    with tempfile.TemporaryDirectory() as folder:
        found = round_trip(project_of(Path(folder), *each, PLAIN), ExportRequest(name))

    assert found.failed == []
    assert undeclared(found, name) == ([], {})


POLNEAR = {
    "text/a.txt": "The mayor said bread was short.\nKursk, he said, would come that week.\n",
    # one and the same work of two people, of which each has its own source and cue
    "attributions/a_4b22.ann": (
        "T1\tSource 0 9\tThe mayor\nT2\tCue 10 14\tsaid\nT3\tContent 15 30\tbread was short\n"
        "T4\tAttribution 10 14\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
        "T5\tDiscuss 32 37\tKursk\nT6\tDiscard 59 68\tthat week\n"
    ),
    "attributions/a_ef2d.ann": (
        "T1\tCue 10 14\tsaid\nT2\tContent 15 30\tbread was short\nT3\tSource 0 9\tThe mayor\n"
        "T4\tAttribution 10 14\tsaid\nE1\tAttribution:T4 Content:T2 Cue:T1 Source:T3\n"
        "T5\tContent 32 37;48 58\tKursk would come\nT6\tCue 42 46\tsaid\nT7\tSource 39 41\the\n"
        "T8\tAttribution 42 46\tsaid\nE2\tAttribution:T8 Source:T7 Cue:T6 Content:T5\n"
    ),
}


@pytest.fixture
def polnear(tmp_path: Path) -> Path:
    for name, text in POLNEAR.items():
        path = tmp_path / "polnear" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    project = tmp_path / "p.annotator"
    Project.create(project, NEWS).close()
    report = import_paths(project, [tmp_path / "polnear"], annotator="Zoë", format="brat", mapping=load("polnear"))
    assert report.imported == 1
    return project


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_a_corpus_of_the_layout_of_polnear_loses_nothing_that_is_not_declared(polnear, name):
    found = round_trip(polnear, ExportRequest(name))

    assert undeclared(found, name) == ([], {})


def test_what_the_layout_of_polnear_has_no_place_for_is_declared(polnear):
    found = round_trip(polnear, ExportRequest("brat", mapping=load("polnear")))

    assert undeclared(found, "brat") == ([], {})
    lost = {each.before: each.feature for each in found.differences if each.what == "missing"}
    assert (lost["Discuss 32-37"], lost["Discard 59-68"]) == ("annotations", "annotations")
