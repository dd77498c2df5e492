"""A release can be checked, cited, made again to the byte, and read back to an equal project."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.analysis.splitting import shares
from annotator.analysis.summary import Summary
from annotator.exchange.disclosing import Disclosure
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.exchange.report import ImportReport
from annotator.exchange.samples import make_samples
from annotator.exchange.splitting import do, plan
from annotator.formats.files import Given, given_of
from annotator.formats.format import Reading, Remark, Whole, Writing
from annotator.formats.jsonl import encode
from annotator.formats.registry import named_format
from annotator.formats.tagset_toml import load_default
from annotator.model import edits
from annotator.model.about import ABOUT, setting_of
from annotator.model.annotation import Span
from annotator.model.change import Alter, Change, Put, Remove
from annotator.model.document import AnnotatedDocument
from annotator.model.people import Record
from annotator.model.tag import Tag, TagSet
from annotator.store import Project
from annotator.store.scan import Selection
from tests.formats.documents import NEWS, RECORDS, documents

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sample articles, with a tag set of its own, records, rights and the work of a second annotator."""
    path = tmp_path / "p.annotator"
    make_samples(path)
    with Project.open(path) as store:
        tags = store.tag_set()
        person = tags.find("Person", "entity")
        store.do(
            Change(
                "own tags",
                [
                    Alter(Tag, person.id, {"description": "A human being | of any kind"}),
                    Remove(Tag, tags.find("Object", "entity").id),
                    Put(replace(person, id="own", name="Ship <i>", key="", position=50)),
                ],
            ),
            "AK",
        )
        document = next(each for each in store.scan() if any(mark.kind == "claim" for mark in each.annotations))
        first, second, *_ = (mark for mark in document.annotations if mark.tag == "Person")
        record = Record("r-1", "entity", " Kim  ", "Person", ("K.|J.", "a;b"), ("wikidata:Q1",), {"n": 1.5}, "“note”\n")
        store.do(Change("record", [Put(record), Put(Record("r-2", "claim", "Nobody said"))]), "AK")
        store.do(Change("link", [Alter(type(first), first.id, {"record": "r-1"})]), "AK")
        for span, name in ((second.spans, "Zoë Second"), ((Span(0, 3),), "Zoë Second")):
            annotation = edits.new_annotation(document.document.id, person, span, name)
            store.do(Change("mark", [Put(annotation)]), name)
        for name, value in (("licence", "CC-BY-4.0"), ("creators", "Kim, Anna (0000-0002-1825-0097)\nThe Archive")):
            store.set_setting(setting_of(name), value)
        store.set_setting("title", "Harbour “strike”: a set")
    return path


def released(project: Path, folder: Path, request: ExportRequest | None = None) -> Path:
    export(project, request or ExportRequest("dataset"), folder)
    return folder


def empty(path: Path) -> Path:
    Project.create(path, load_default()).close()
    return path


def taken(project: Path, release: Path, **options: str) -> ImportReport:
    format_name = "dataset" if options else None
    return import_paths(project, [release], annotator="Reader", format=format_name, options=options)


def read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def ordered(tags: TagSet) -> TagSet:
    """Return *tags* with their places counted anew: a tag that was removed leaves a gap."""
    return replace(tags, tags=tuple(replace(tag, position=place) for place, tag in enumerate(tags.tags)))


def test_a_release_has_its_files_and_every_line_keeps_to_the_schema_in_it(project, tmp_path):
    files = read(released(project, tmp_path / "r"))

    assert set(files) == {
        "documents.jsonl", "records.jsonl", "tags.toml", "schema.json", "README.md", "CITATION.cff", "release.json",
        "SHA256SUMS",
    }  # fmt: skip
    schema = jsonschema.Draft202012Validator(json.loads(files["schema.json"]))
    for line in files["documents.jsonl"].splitlines():
        schema.validate(json.loads(line))
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_read_back_it_is_an_equal_project_and_its_release_has_the_same_bytes(project, tmp_path):
    first = released(project, tmp_path / "r1")
    back = empty(tmp_path / "back.annotator")

    report = taken(back, first)

    assert (report.failed, report.noted) == ([], [])
    with Project.open(project) as old, Project.open(back) as new:
        assert ordered(new.tag_set()) == ordered(old.tag_set())
        assert list(new.records.all()) == list(old.records.all())
        for mine, theirs in zip(new.scan(), old.scan(), strict=True):
            assert mine.annotations == theirs.annotations
            assert mine.relations == theirs.relations
            assert mine.document.text == theirs.document.text
        assert new.setting("title") == "Harbour “strike”: a set"
        assert new.tag_set_version() == old.tag_set_version()
    assert read(released(back, tmp_path / "r2")) == read(first)


def test_who_publishes_the_verdicts_comes_back_with_a_release(project, tmp_path):
    with Project.open(project) as store:
        store.set_setting("reviewer", "The “Archive”")
        store.set_setting("reviewer_url", "https://example.org/checks")
    first = released(project, tmp_path / "r1")
    back = empty(tmp_path / "back.annotator")

    taken(back, first)

    with Project.open(back) as store:
        assert (store.setting("reviewer"), store.setting("reviewer_url")) == (
            "The “Archive”",
            "https://example.org/checks",
        )
    assert read(released(back, tmp_path / "r2")) == read(first)


@pytest.mark.parametrize("disclosure", [Disclosure("codes"), Disclosure("none"), Disclosure(judgements=False)])
def test_a_reviewer_who_is_not_to_be_told_stands_nowhere_in_a_release(project, tmp_path, disclosure):
    with Project.open(project) as store:
        store.set_setting("reviewer", "Zoë Second")
        store.set_setting("reviewer_url", "https://example.org/zoe")

    folder = released(project, tmp_path / "r", ExportRequest("dataset", disclosure=disclosure))

    assert b"example.org/zoe" not in b"".join(read(folder).values())


def test_how_splits_were_made_comes_back_with_a_release(project, tmp_path):
    with Project.open(project) as store:
        do(store, plan(store, "group", shares("train=1,test=1"), "seed"), "AK")
    first = released(project, tmp_path / "r1")
    back = empty(tmp_path / "back.annotator")

    taken(back, first)

    assert "splits PROJECT make --by group" in (first / "README.md").read_text()
    assert read(released(back, tmp_path / "r2")) == read(first)


def test_a_release_with_the_first_version_of_other_tags_is_released_with_the_same_bytes(tmp_path):
    path = tmp_path / "p.annotator"
    Project.create(path, replace(load_default(), tags=load_default().tags[:3], constraints=())).close()
    (tmp_path / "a.txt").write_text("A text.")
    import_paths(path, [tmp_path / "a.txt"], annotator="Anna")
    back = empty(tmp_path / "back.annotator")

    taken(back, released(path, tmp_path / "r1"))

    with Project.open(back) as store:
        assert store.tag_set_version() == 1
    assert read(released(back, tmp_path / "r2")) == read(tmp_path / "r1")


def test_taking_a_release_is_one_change_and_undo_leaves_the_tags_that_were_there(project, tmp_path):
    back = empty(tmp_path / "back.annotator")

    taken(back, released(project, tmp_path / "r"))

    with Project.open(back) as store:
        assert store.undo().label == "import 12 articles"
        assert store.documents() == []
        now = {(tag.kind, tag.name): tag.description for tag in store.tag_set().tags}
        assert now == {(tag.kind, tag.name): tag.description for tag in load_default().tags}
        assert store.records.total() == 0


def test_a_project_with_work_in_it_keeps_its_own_tags_and_gets_those_that_it_lacks(project, tmp_path):
    back = empty(tmp_path / "back.annotator")
    (tmp_path / "a.txt").write_text("A text.")
    taken(back, tmp_path / "a.txt")

    report = taken(back, released(project, tmp_path / "r"))

    assert report.imported == 12
    assert "its own tags, title and rights stay" in report.noted[0].text
    with Project.open(back) as store:
        tags = store.tag_set()
        assert tags.find("Ship <i>", "entity")
        assert tags.find("Object", "entity")
        assert tags.find("Person", "entity").description == load_default().find("Person").description
        assert store.setting("title") == "back"


_SCRIPT = """
import locale, sys
from pathlib import Path
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
from annotator.exchange.samples import make_samples
from annotator.cli.main import main
folder = Path(sys.argv[1])
make_samples(folder / "samples.annotator")
main(["export", str(folder / "samples.annotator"), "--format", "dataset", "--output", str(folder / "release"),
      "--option", "licence=CC0-1.0"])
"""


@pytest.mark.parametrize("form", ["folder", "archive"])
def test_releases_of_two_machines_in_other_zones_and_languages_have_equal_checksums(tmp_path, form):
    found: list[dict[str, bytes]] = []
    for number, zone, language in ((1, "Pacific/Kiritimati", "C"), (2, "America/St_Johns", "tr_TR.UTF-8")):
        folder = tmp_path / f"machine {number}"
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": str(number), "TZ": zone, "LC_ALL": language, "LANG": language}
        script = _SCRIPT if form == "folder" else _SCRIPT.replace('"release")', '"release.zip")')
        subprocess.run([sys.executable, "-c", script, str(folder)], env=environment, check=True, cwd=ROOT)
        if form == "folder":
            found.append(read(folder / "release"))
        else:
            found.append({"release.zip": (folder / "release.zip").read_bytes()})

    assert found[0] == found[1]


def test_it_is_read_from_an_archive_and_from_a_folder_in_one(project, tmp_path):
    folder = released(project, tmp_path / "r")
    export(project, ExportRequest("dataset"), tmp_path / "plain.zip")
    with zipfile.ZipFile(tmp_path / "wrapped.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"harbour-1.0/{path.name}")

    for name in ("plain", "wrapped"):
        back = empty(tmp_path / f"{name}.annotator")
        report = taken(back, tmp_path / f"{name}.zip")
        assert (report.imported, report.failed) == (12, [])
        with Project.open(back) as store:
            assert store.records.total() == 2


def test_data_that_are_not_those_of_the_release_are_refused_by_name_and_read_when_asked_to(project, tmp_path):
    folder = released(project, tmp_path / "r")
    lines = (folder / "documents.jsonl").read_bytes()
    (folder / "documents.jsonl").write_bytes(lines.replace(b'"status":"done"', b'"status":"open"'))
    back = empty(tmp_path / "back.annotator")

    report = taken(back, folder)

    assert report.imported == 0
    assert any(each.path.endswith("r!documents.jsonl") and "SHA-256" in each.reason for each in report.failed)
    assert any("--option checksums=report" in each.reason for each in report.failed)
    again = taken(back, folder, checksums="report")
    assert again.imported == 12
    assert [each.path.rpartition("!")[2] for each in again.failed] == ["documents.jsonl"]


def test_a_card_that_somebody_edited_is_named_and_the_data_are_read(project, tmp_path):
    folder = released(project, tmp_path / "r")
    (folder / "README.md").write_text("mine")
    (folder / "CITATION.cff").unlink()

    report = taken(empty(tmp_path / "back.annotator"), folder)

    assert report.imported == 12
    assert sorted(each.path.rpartition("!")[2] for each in report.failed) == ["CITATION.cff", "README.md"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("SHA256SUMS", "nonsense\n", "SHA256SUMS, line 1"),
        ("tags.toml", "[[tag]\n", "tags.toml is not valid TOML"),
        ("tags.toml", b"\xff", "tags.toml is not UTF-8 at byte 0"),
        ("release.json", "{", "release.json is not JSON"),
        ("records.jsonl", "{\n", "line 1: it is not JSON"),
        ("records.jsonl", '{"id": "x", "name": ""}\n', "line 1: a record needs “id” and “name”"),
        ("records.jsonl", '{"id": "x", "name": "n", "kind": "ship"}\n', "“ship” is no kind of record"),
        ("records.jsonl", '{"id": "x", "name": "n", "aliases": [1]}\n', "“aliases” must be a list of texts"),
        ("records.jsonl", '{"id": "x", "name": "n", "attributes": [1]}\n', "“attributes” must be an object"),
        ("documents.jsonl", "{}\n", "line 1"),
    ],
)
def test_what_is_broken_in_a_release_is_named(project, tmp_path, name, content, expected):
    folder = released(project, tmp_path / "r")
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    report = taken(empty(tmp_path / "back.annotator"), folder, checksums="report")

    assert any(expected in each.reason for each in report.failed), report.failed


def test_without_sums_it_is_read_as_its_parts_unless_the_format_is_named(project, tmp_path):
    folder = released(project, tmp_path / "r")
    (folder / "SHA256SUMS").unlink()
    shutil.rmtree(tmp_path / "none", ignore_errors=True)

    report = import_paths(empty(tmp_path / "b.annotator"), [folder / "documents.jsonl"], annotator="R")

    assert report.imported == 12


def test_the_card_counts_what_is_written_and_names_what_was_asked(project, tmp_path):
    request = ExportRequest("dataset", Selection(status="done"), {"licence": "CC0-1.0", "version": "2.0"})
    folder = released(project, tmp_path / "r", request)

    card = (folder / "README.md").read_text()
    head = yaml.safe_load(card.split("---")[1])
    release = json.loads((folder / "release.json").read_text())
    lines = (folder / "documents.jsonl").read_bytes().splitlines()

    assert head["pretty_name"] == "Harbour “strike”: a set"
    assert head["license"] == "cc0-1.0"
    assert head["language"] == ["en"]
    assert release["summary"]["documents"] == len(lines) == 1
    assert "| Documents | 1 |" in card
    assert "A human being \\| of any kind" in card or "A human being | of any kind" in card
    assert "### Ship \\<i\\>" in card
    assert "Rights in the texts: not stated." in card
    assert "annotator export PROJECT --format dataset --output OUTPUT --status done --option licence=CC0-1.0" in card
    assert "Kim, Anna" in card


def test_agreement_is_stated_for_two_annotators_of_one_document(project, tmp_path):
    folder = released(project, tmp_path / "r")

    release = json.loads((folder / "release.json").read_text())
    (line,) = release["summary"]["agreement"][:1]

    assert line["annotators"] == ["Sample", "Zoë Second"]
    assert (line["documents"], line["equal"], line["marks"][1]) == (1, 1, 2)
    assert line["f1"] == round(2 / (line["marks"][0] + 2), 4)
    assert "| Sample and Zoë Second | entity | 1 | 1 |" in (folder / "README.md").read_text()


def test_names_that_are_not_to_be_told_stand_nowhere_in_a_release(project, tmp_path):
    request = ExportRequest("dataset", disclosure=Disclosure("codes", judgements=False))
    folder = released(project, tmp_path / "r", request)

    for data in read(folder).values():
        assert "Zoë Second".encode() not in data
        assert b'"Sample"' not in data
    assert "--names codes --no-judgements" in (folder / "README.md").read_text()


def test_a_part_of_the_project_takes_only_the_records_that_it_points_to(project, tmp_path):
    folder = released(project, tmp_path / "r", ExportRequest("dataset", Selection(tag="Person")))

    (line,) = (folder / "records.jsonl").read_text().splitlines()
    assert json.loads(line)["id"] == "r-1"


def test_the_citation_names_creators_by_family_name_and_bodies_whole(project, tmp_path):
    request = ExportRequest(
        "dataset",
        options={"date": "2026-01-31", "doi": "https://doi.org/10.5281/zenodo.1", "keywords": "strike, harbour"},
    )

    citation = yaml.safe_load((released(project, tmp_path / "r", request) / "CITATION.cff").read_text())

    assert citation["type"] == "dataset"
    assert citation["authors"] == [
        {"family-names": "Kim", "given-names": "Anna", "orcid": "https://orcid.org/0000-0002-1825-0097"},
        {"name": "The Archive"},
    ]
    assert citation["doi"] == "10.5281/zenodo.1"
    assert str(citation["date-released"]) == "2026-01-31"
    assert citation["license"] == "CC-BY-4.0"
    assert citation["keywords"] == ["strike", "harbour"]


class Held:
    """A folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @contextmanager
    def open(self, name: str):
        file = io.BytesIO()
        yield file
        self.files[name] = file.getvalue()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), unique=True, max_size=3).flatmap(
    lambda numbers: st.tuples(*(documents(document_id=f"d-{number}") for number in numbers))
))  # fmt: skip
def test_whatever_is_marked_in_hard_texts_comes_back_from_a_release(given_):
    format = named_format("dataset")
    summary = Summary()
    about = {each.name: "" for each in ABOUT}
    facts = {
        "about": about, "tag_set_version": 3, "program": "annotator 0", "command": "x", "all_documents": True,
        "splits": "",
    }  # fmt: skip
    writing = Writing(
        tag_set=NEWS, options=format.chosen({}, "writing"), facts=facts, records=RECORDS.values, summary=summary.as_json
    )
    folder = Held()
    format.folder_writer()(summary.watch(given_), folder, writing)
    container = Given("release", files=given_of(b"", "", folder.files.items()).files)

    whole, *found = format.files_reader()(container, Reading("R", format.chosen({}, "reading")))

    assert isinstance(whole, Whole)
    assert (whole.tag_set, whole.version) == (NEWS, 3)
    assert [each for each in found if isinstance(each, Record)] == list(RECORDS.values())
    back = [each for each in found if isinstance(each, AnnotatedDocument)]
    assert [encode(each) for each in back] == [encode(each) for each in given_]
    assert not [each for each in found if isinstance(each, Remark)]
