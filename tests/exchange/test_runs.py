"""Files in, data set out: what is taken, what is refused and said, and that nothing bends on the way."""

import io
import json
import os
import resource
import tarfile
import threading
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.exchange.samples import make_samples
from annotator.formats.tagset_toml import load_default
from annotator.model import edits
from annotator.model.annotation import Annotation, Span
from annotator.store import Project
from annotator.store.importer import Importer
from annotator.store.scan import Selection

ARTICLE = " date 1917-11 Bread is short\n\nThe mayor said that bread is short.\nPhoto: the archive\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.annotator"
    Project.create(path, load_default()).close()
    return path


def exported(project: Path, output: Path, **selection: str) -> bytes:
    export(project, ExportRequest("jsonl", Selection(**selection)), output)  # pyright: ignore
    return output.read_bytes()


def titles(project: Path) -> list[str]:
    with Project.open(project, write=False) as opened:
        return [each.title for each in opened.documents()]


def test_a_folder_is_taken_with_the_folders_in_it_and_failures_are_named(project, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "deep" / "b.txt").write_text("Plain words.\nMore.", encoding="utf-16")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / ".hidden.txt").write_text("no")
    report = import_paths(project, [folder, tmp_path / "missing.txt"], annotator="Anna")
    assert (report.imported, report.duplicates) == (2, 0)
    assert {Path(each.path).name for each in report.failed} == {"picture.txt", "missing.txt"}
    assert all(each.reason for each in report.failed)
    with Project.open(project) as opened:
        first, second = (opened.document(each).document for each in report.documents)
        assert (first.title, first.date, first.metadata["photo_credit"]) == ("Bread is short", "1917-11", "the archive")
        assert first.text.startswith("The mayor")
        assert (second.source.uri, second.metadata["encoding"]) == ("deep/b.txt", "utf-16")
        assert opened.original(first.source.id) == ARTICLE.encode()
        assert opened.undo("Anna").label == "import 2 articles"
        assert opened.documents() == []


def test_the_same_bytes_are_a_duplicate_and_the_same_text_is_noted(project, tmp_path):
    (tmp_path / "one.txt").write_text("Same words.\n")
    (tmp_path / "two.txt").write_text("Same words.\n")
    (tmp_path / "crlf.txt").write_bytes(b"Same words.\r\n")
    paths = [tmp_path / name for name in ("one.txt", "two.txt", "crlf.txt")]
    report = import_paths(project, paths, annotator="Anna")
    assert (report.imported, report.duplicates) == (2, 1)
    assert "same text" in report.noted[0].text
    again = import_paths(project, paths, annotator="Anna")
    assert (again.imported, again.duplicates, again.failed) == (0, 3, [])


def test_two_imports_at_once_make_one_document_of_the_same_bytes(project, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"Number {number}.")
    (folder / "7.jsonl").write_text('{"id": "d", "text": "one"}\n')
    others = []

    def meanwhile(done: int, total: int | None, text: str) -> None:
        if done == 5:
            others.append(import_paths(project, [folder], annotator="Ben"))

    report = import_paths(project, [folder], annotator="Anna", progress=meanwhile)
    assert [each.imported for each in others] == [7]
    assert (report.imported, report.duplicates, report.failed) == (0, 7, [])


def test_a_document_that_came_since_we_looked_is_a_duplicate(project, tmp_path, monkeypatch):
    mark = '{"id": "%s", "kind": "entity", "tag": "Person", "spans": [{"start": 0, "end": 3}]}'
    (tmp_path / "a.jsonl").write_text(
        f'{{"id": "d", "text": "one", "annotations": [{mark % "a"}]}}\n'
        f'{{"id": "e", "text": "two", "annotations": [{mark % "b"}]}}\n'
    )
    import_paths(project, [tmp_path / "a.jsonl"], annotator="Anna")
    known = Importer.known
    looked: list[int] = []

    def too_early(importer: Importer, ids: Iterable[str]) -> set[str]:
        looked.append(1)
        return known(importer, ids) if len(looked) > 1 else set()

    monkeypatch.setattr(Importer, "known", too_early)
    report = import_paths(project, [tmp_path / "a.jsonl"], annotator="Anna")
    assert (report.imported, report.duplicates, report.failed, report.noted) == (0, 2, [], [])


def test_a_pipe_is_read_from_its_first_byte_on(project, tmp_path):
    whole = "".join(f"{number}\n" for number in range(30_000))
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe").write_text(whole))
    writer.start()
    report = import_paths(project, [tmp_path / "pipe"], annotator="Anna")
    writer.join()
    with Project.open(project, write=False) as opened:
        assert opened.document(report.documents[0]).document.text == whole


def test_a_path_that_cannot_be_looked_at_is_named_and_the_rest_goes_on(project, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE)
    (tmp_path / "in" / "b.txt").symlink_to("nowhere")
    report = import_paths(project, [tmp_path / ("x" * 5000), tmp_path / "in"], annotator="Anna")
    assert report.imported == 1
    assert [each.reason for each in report.failed] == [
        "it cannot be read (File name too long); check who may read it",
        "it cannot be read (No such file or directory); check who may read it",
    ]


def test_archives_are_read_and_hostile_names_refused(project, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/a.txt", ARTICLE)
        archive.writestr("../out.txt", "escaped")
        archive.writestr("bomb.txt", b"0" * (8 << 20), zipfile.ZIP_DEFLATED)
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as archive:
        for name, words in (("b.txt", b"In a tar."), ("/etc/b.txt", b"escaped")):
            info = tarfile.TarInfo(name)
            info.size = len(words)
            archive.addfile(info, io.BytesIO(words))
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    report = import_paths(
        project, [tmp_path / name for name in ("a.zip", "b.tar.gz", "broken.zip")], annotator="Anna"
    )  # fmt: skip
    assert titles(project) == ["Bread is short", "In a tar."]
    assert len(report.failed) == 4
    assert not (tmp_path.parent / "out.txt").exists()


@pytest.mark.parametrize("good", [("a.txt",), ("a.txt", "a.ann")])
def test_a_member_of_a_tar_that_leads_out_of_it_is_named(project, tmp_path, good):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name in (*good, "../out.txt", "in/../../out.txt"):
            words = b"" if name.endswith(".ann") else b"Words of it."
            info = tarfile.TarInfo(name)
            info.size = len(words)
            archive.addfile(info, io.BytesIO(words))

    report = import_paths(project, [tmp_path / "a.tar"], annotator="Anna")

    assert report.imported == 1
    assert [each.path.rpartition("!")[2] for each in report.failed] == ["../out.txt", "in/../../out.txt"]
    assert all("leads out of" in each.reason for each in report.failed)


def packed(folder, path, mode="w:gz", prefix="./"):
    """Pack what is in *folder* into a TAR archive, as ``tar -C folder .`` does."""
    with tarfile.open(path, mode) as archive:
        # what belongs to a file may stand behind it
        for file in sorted(folder.rglob("*"), reverse=True):
            archive.add(file, prefix + file.relative_to(folder).as_posix(), recursive=False)
    return path


@pytest.mark.parametrize(
    ("name", "mode", "prefix"),
    [
        ("r.tar", "w", "./"),
        ("r.tar.gz", "w:gz", "release-1/"),
        ("r.tgz", "w:gz", ""),
        ("r.tar.bz2", "w:bz2", "./r/"),
        ("r.txz", "w:xz", "r/"),
    ],
)
def test_a_release_in_a_tar_is_read_as_the_folder_that_it_was(project, tmp_path, name, mode, prefix):
    samples = tmp_path / "samples.annotator"
    make_samples(samples)
    export(samples, ExportRequest("dataset"), tmp_path / "release")
    archive = packed(tmp_path / "release", tmp_path / name, mode, prefix)

    report = import_paths(project, [archive], annotator="Anna")

    assert (report.imported, report.failed, report.noted) == (12, [], [])
    export(project, ExportRequest("dataset"), tmp_path / "again")
    sums = [(tmp_path / folder / "SHA256SUMS").read_bytes() for folder in ("release", "again")]
    assert sums[0] == sums[1]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_files_of_a_tar_that_belong_together_are_read_together(project, tmp_path, mode):
    samples = tmp_path / "samples.annotator"
    make_samples(samples)
    export(samples, ExportRequest("brat"), tmp_path / "brat")
    archive = packed(tmp_path / "brat", tmp_path / "brat.tar", mode)

    report = import_paths(project, [archive], annotator="Anna")

    assert (report.imported, report.failed) == (12, [])
    with Project.open(project, write=False) as opened:
        assert opened.statistics().annotations > 150


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("format", ["dataset", "brat", "jsonl"])
def test_of_a_damaged_tar_it_is_said_and_nothing_worse_happens(project, tmp_path, mode, format):
    samples = tmp_path / "samples.annotator"
    make_samples(samples)
    folder = tmp_path / "out"
    folder.mkdir()
    export(samples, ExportRequest(format), folder / ("a.jsonl" if format == "jsonl" else "a"))
    whole = packed(folder, tmp_path / "whole.tar", mode).read_bytes()
    places = [len(whole) * part // 10 for part in range(1, 10)]
    for number, place in enumerate(places):
        (tmp_path / f"short-{number}.tar").write_bytes(whole[:place])
        garbled = whole[:place] + bytes(255 - each for each in whole[place : place + 300]) + whole[place + 300 :]
        (tmp_path / f"garbled-{number}.tar").write_bytes(garbled)

    report = import_paths(project, sorted(tmp_path.glob("*-*.tar")), annotator="Anna")

    assert report.failed
    assert all(len(each.reason.splitlines()) == 1 for each in report.failed)
    with Project.open(project, write=False) as opened:
        assert list(opened.check()) == []


def test_a_tar_that_unpacks_to_very_much_is_not_unpacked(project, tmp_path):
    with tarfile.open(tmp_path / "bomb.tar.gz", "w:gz") as archive:
        for name, size in (("a.ann", 3), ("a.txt", 300 << 20)):
            info = tarfile.TarInfo(name)
            info.size = size
            archive.addfile(info, io.BytesIO(bytes(size)))

    report = import_paths(project, [tmp_path / "bomb.tar.gz"], annotator="Anna")

    assert report.imported == 0
    assert "in good faith" in report.failed[0].reason


def test_other_processes_parse_alike(project, tmp_path):
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"Letter {number}\nwords")
    report = import_paths(project, sorted(tmp_path.glob("*.txt")), annotator="Anna", workers=2)
    assert report.imported == 12
    assert titles(project) == [f"Letter {number}" for number in range(12)]


def test_a_cancelled_import_keeps_whole_what_came_in(project, tmp_path):
    for number in range(60):
        (tmp_path / f"{number:02}.txt").write_text(f"Letter {number}")
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 35

    report = import_paths(project, sorted(tmp_path.glob("*.txt")), annotator="Anna", cancelled=cancelled)
    assert report.cancelled
    assert 0 < report.imported < 60
    with Project.open(project, write=False) as opened:
        assert opened.statistics().documents == report.imported
        assert list(opened.check()) == []


def test_a_data_set_goes_out_comes_in_elsewhere_and_goes_out_equal(project, tmp_path):
    samples = tmp_path / "samples.annotator"
    make_samples(samples)
    written = exported(samples, tmp_path / "one.jsonl")
    report = import_paths(project, [tmp_path / "one.jsonl"], annotator="Anna")
    assert (report.imported, report.failed, report.noted) == (12, [], [])
    assert exported(project, tmp_path / "two.jsonl") == written
    again = import_paths(project, [tmp_path / "one.jsonl"], annotator="Anna")
    assert (again.imported, again.duplicates, again.failed) == (0, 12, [])
    with Project.open(project, write=False) as opened:
        assert list(opened.check()) == []


def test_other_content_under_a_known_id_is_refused_unless_update_takes_it(project, tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"id": "d1", "text": "one"}\n')
    import_paths(project, [lines], annotator="Anna")
    lines.write_text('{"id": "d1", "text": "two"}\n')
    report = import_paths(project, [lines], annotator="Anna")
    assert "--update" in report.failed[0].reason
    report = import_paths(project, [lines], annotator="Anna", update=True)
    assert (report.updated, report.failed) == (1, [])
    with Project.open(project) as opened:
        assert opened.document("d1").document.text == "two"
        assert opened.undo("Anna").label == "update 1 article"
        assert opened.document("d1").document.text == "one"


def test_a_relation_waits_for_a_document_that_comes_later_and_one_without_is_named(project, tmp_path):
    mark = '{"id": "%s", "kind": "claim", "tag": "Statement", "spans": [{"start": 0, "end": 3, "text": "one"}]}'
    link = '{"id": "%s", "type": "evidence", "from": "a1", "to": "%s"}'
    (tmp_path / "a.jsonl").write_text(
        f'{{"id": "d1", "text": "one", "annotations": [{mark % "a1"}], '
        f'"relations": [{link % ("r1", "a2")}, {link % ("r2", "nobody")}]}}\n'
        f'{{"id": "d2", "text": "one more", "annotations": [{mark % "a2"}]}}\n'
    )
    report = import_paths(project, [tmp_path / "a.jsonl"], annotator="Anna")
    assert report.imported == 2
    assert len(report.failed) == 1
    assert "r2" in report.failed[0].reason
    assert report.failed[0].path == str(tmp_path / "a.jsonl")
    with Project.open(project) as opened:
        assert [each.target for each in opened.document("d1").relations] == ["a2"]


def test_a_damaged_line_is_named_and_the_rest_goes_on(project, tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"id": "d1", "text": "one"}\n{"id": "d2", text}\n{"id": "d3", "text": "three"}\n'
    )
    report = import_paths(project, [tmp_path / "a.jsonl"], annotator="Anna")
    assert report.imported == 2
    assert "line 2" in report.failed[0].reason


def test_exports_are_chosen_by_status_tag_annotator_and_search(tmp_path):
    samples = tmp_path / "samples.annotator"
    make_samples(samples)
    output = tmp_path / "out.jsonl"
    assert exported(samples, output, status="done").count(b"\n") == 1
    assert exported(samples, output, where="strike").count(b"\n") >= 1
    assert b'"annotations":[{' not in exported(samples, output, annotator="Nobody")
    claims = exported(samples, output, tag="Intention")
    assert claims.count(b"\n") == 3
    assert b'"kind":"entity"' not in claims


def test_an_export_that_fails_leaves_the_old_file(tmp_path):
    samples = tmp_path / "samples.annotator"
    make_samples(samples)
    output = tmp_path / "out.jsonl"
    output.write_text("precious")
    with pytest.raises(Exception, match="cancelled"):
        export(samples, ExportRequest("jsonl"), output, cancelled=lambda: True, progress=lambda *_: None)
    assert output.read_text() == "precious"
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []


# --- data sets made by hand


def test_a_line_without_an_id_is_a_duplicate_when_it_comes_again_whatever_was_added_since(project, tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"text": "one"}\n{"text": "two", "title": "T"}\n{"text": "one", "id": null}\n')
    report = import_paths(project, [lines], annotator="Anna")
    assert (report.imported, report.duplicates, report.failed) == (2, 1, [])
    with Project.open(project) as opened:
        document = opened.document(report.documents[0]).document
        opened.do(edits.mark(document, [annotation_of(opened, document.id)]), "Anna")
    # keys in another order say the same
    lines.write_text('{"text": "one"}\n{"title": "T", "text": "two"}\n')
    again = import_paths(project, [lines], annotator="Ben", update=True)
    assert (again.imported, again.updated, again.duplicates, again.failed) == (0, 0, 2, [])
    exported(project, tmp_path / "out.jsonl")
    with Project.open(project) as opened:
        opened.undo("Anna")
    # with an id it is no longer what the file without one says, but that content under that id
    assert "--update" in import_paths(project, [tmp_path / "out.jsonl"], annotator="Anna").failed[0].reason


def annotation_of(project: Project, document: str) -> Annotation:
    tag = project.tag_set().find("Person")
    assert tag is not None
    return edits.new_annotation(document, tag, (Span(0, 3),), "Anna")


def test_annotations_without_ids_and_moments_are_equal_when_they_come_again(project, tmp_path, monkeypatch):
    mark = '{"kind": "entity", "tag": "Person", "spans": [{"start": 0, "end": 3}], "note": "%s"}'
    lines = tmp_path / "a.jsonl"
    lines.write_text(f'{{"id": "d1", "text": "one", "annotations": [{mark % ""}, {mark % ""}]}}\n')
    import_paths(project, [lines], annotator="Anna")
    monkeypatch.setattr("annotator.formats.jsonl_document.now", lambda: "2030-01-01T00:00:00Z")
    again = import_paths(project, [lines], annotator="Anna")
    assert (again.duplicates, again.failed) == (1, [])
    lines.write_text(f'{{"id": "d1", "text": "one", "annotations": [{mark % "new"}, {mark % ""}]}}\n')
    assert len(import_paths(project, [lines], annotator="Anna").failed) == 1
    assert import_paths(project, [lines], annotator="Anna", update=True).updated == 1
    with Project.open(project, write=False) as opened:
        assert sorted(each.note for each in opened.document("d1").annotations) == ["", "new"]
        assert all(each.created < "2030" for each in opened.document("d1").annotations)


def test_annotations_counted_anew_in_each_document_are_told_apart(project, tmp_path):
    mark = '{"id": %d, "kind": "claim", "tag": "Statement", "spans": [{"start": %d, "end": 3}]}'
    link = '{"id": 1, "type": "evidence", "from": 1, "to": 2}'
    line = f'{{"id": "d%d", "text": "one", "annotations": [{mark % (1, 0)}, {mark % (2, 1)}], "relations": [{link}]}}\n'
    lines = tmp_path / "a.jsonl"
    lines.write_text("".join(line % number for number in range(30)))
    report = import_paths(project, [lines], annotator="Anna")
    assert (report.imported, report.failed) == (30, [])
    assert ["made anew" in each.text for each in report.noted] == [True]
    with Project.open(project, write=False) as opened:
        assert [each.id for each in opened.document("d0").annotations] == ["1", "2"]
        last = opened.document("d29")
        ids = [each.id for each in last.annotations]
        assert not {"1", "2"} & set(ids)
        assert [(each.source, each.target) for each in last.relations] == [tuple(ids)]
        assert list(opened.check()) == []
    again = import_paths(project, [lines], annotator="Anna")
    assert (again.duplicates, again.failed) == (30, [])
    out = exported(project, tmp_path / "out.jsonl")
    assert import_paths(project, [tmp_path / "out.jsonl"], annotator="Anna").duplicates == 30
    Project.create(tmp_path / "q.annotator", load_default()).close()
    import_paths(tmp_path / "q.annotator", [tmp_path / "out.jsonl"], annotator="Anna")
    assert exported(tmp_path / "q.annotator", tmp_path / "two.jsonl") == out


def test_an_update_whose_annotation_another_document_has_goes_on_to_its_end(project, tmp_path):
    marks = '"annotations": [{"id": "1", "kind": "entity", "tag": "Person", "spans": [{"start": 0, "end": 3}]}]'
    lines = tmp_path / "a.jsonl"
    lines.write_text(f'{{"id": "d1", "text": "one", {marks}}}\n{{"id": "d2", "text": "two"}}\n')
    import_paths(project, [lines], annotator="Anna")
    lines.write_text(f'{{"id": "d2", "text": "two", {marks}}}\n{{"id": "d3", "text": "three"}}\n')
    report = import_paths(project, [lines], annotator="Anna", update=True)
    assert (report.imported, report.updated, report.failed) == (1, 1, [])
    with Project.open(project, write=False) as opened:
        assert [len(opened.document(each).annotations) for each in ("d1", "d2", "d3")] == [1, 1, 0]


def lines_of(count: int) -> bytes:
    return b"".join(b'{"text": "Words of article %d."}\n' % number for number in range(count))


def test_an_import_of_one_file_tells_how_many_documents_came(project, tmp_path):
    told: list[tuple[int, int | None]] = []
    (tmp_path / "a.jsonl").write_bytes(lines_of(300))

    import_paths(
        project, [tmp_path / "a.jsonl"], annotator="Anna", progress=lambda done, total, _: told.append((done, total))
    )

    rising = [done for done, total in told if total is None]
    assert rising == sorted(set(rising))
    assert len(rising) > 3
    assert rising[-1] == 300


def test_a_collection_that_is_read_as_one_tells_how_many_documents_came(project, tmp_path):
    told: list[tuple[int, int | None]] = []
    folder = tmp_path / "collection"
    folder.mkdir()
    (folder / "annotation.conf").write_text("[entities]\nPerson\n[relations]\n[events]\n[attributes]\n")
    for number in range(60):
        (folder / f"{number}.txt").write_text(f"Anna {number}")
        (folder / f"{number}.ann").write_text("T1\tPerson 0 4\tAnna\n")

    import_paths(project, [folder], annotator="Anna", progress=lambda done, total, _: told.append((done, total)))

    assert [done for done, total in told if total is None][-1] == 60


def test_a_file_of_which_nothing_can_be_taken_is_left_soon_after_stop(project, tmp_path):
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    (tmp_path / "a.jsonl").write_bytes(b'{"text": 1}\n' * 100_000)

    report = import_paths(project, [tmp_path / "a.jsonl"], annotator="Anna", format="jsonl", cancelled=cancelled)

    assert report.cancelled
    assert len(report.failed) < 20_000


def test_a_disk_that_is_full_is_named_once_and_the_import_stops(project, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"Title {number}\n\n" + f"Words of {number}. " * 20_000)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # no file may grow beyond that: the project's own can take a few of them
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, hard))
    try:
        report = import_paths(project, [folder], annotator="Anna")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    (failure,) = report.failed
    assert failure.path == str(project)
    assert failure.reason.startswith(f"the import stopped after {report.imported} document")
    assert report.imported < 40
    assert len(titles(project)) == report.imported


def test_each_line_that_was_not_taken_is_told_by_its_number(project, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n{"text": 3}\nno JSON\n')
    report = import_paths(project, [tmp_path / "a.jsonl"], annotator="Anna")
    assert report.imported == 1
    assert [(each.line, each.reason.split(":")[0]) for each in report.failed] == [(2, "line 2"), (3, "line 3")]


def test_other_line_ends_are_said_once_with_how_many_texts_had_them(project, tmp_path):
    tasks = [json.dumps({"text": f"Kim\r\ncame {number}", "spans": [], "answer": "accept"}) for number in range(12)]
    (tmp_path / "a.jsonl").write_text("\n".join(tasks))

    report = import_paths(project, [tmp_path / "a.jsonl"], annotator="Anna", format="prodigy")

    assert report.imported == 12
    assert [each.text for each in report.noted] == ["in 12 texts line ends became “\\n”, and the spans moved with them"]


def test_failures_have_the_number_of_their_line_whatever_the_sentence_begins_with(project, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "Kim came."}\n{"text": 1}\n')
    (tmp_path / "b.jsonl").write_text('[{"text": "Lee went."},\n{"text": "line 7"}, {"id": ""}]')
    (tmp_path / "c.tei").write_text("<TEI>\n<text>")

    report = import_paths(project, [tmp_path], annotator="Anna")

    assert [(Path(each.path).name, each.line) for each in report.failed] == [
        ("a.jsonl", 2),
        ("b.jsonl", 1),
        ("c.tei", 2),
    ]
