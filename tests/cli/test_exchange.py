import io
import json
import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from annotator.store import Project
from tests.cli.conftest import ARTICLE, start


def lines(path) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def folder() -> Path:
    """Return a folder of two articles, one of them in another folder, and a picture."""
    path = Path("articles")
    (path / "more").mkdir(parents=True)
    (path / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (path / "more" / "two.txt").write_text("date 1926-05-05 Second day\n\nNo news.\n", encoding="utf-8")
    (path / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return path


def test_an_import_counts_what_it_took_and_names_what_it_could_not(run, folder):
    run("new", "a.annotator")

    ended = run("import", "a.annotator", folder, "none.txt", "--json")

    assert ended.status == 1
    report = ended.json
    assert (report["imported"], report["duplicates"]) == (2, 0)
    assert [each["path"] for each in report["failed"]] == ["articles/scan.png", "none.txt"]
    assert "PNG" in report["failed"][0]["reason"]
    assert len(set(report["documents"])) == 2
    assert [line.split(": ")[1] for line in ended.err.splitlines()] == ["articles/scan.png", "none.txt"]


def test_an_import_without_json_is_one_line_of_counts(run, folder):
    run("new", "a.annotator")
    (folder / "scan.png").unlink()

    assert run("import", "a.annotator", folder).out == "2 imported, 0 duplicates, 0 failed\n"
    again = run("import", "a.annotator", folder)
    assert (again.status, again.out) == (0, "0 imported, 2 duplicates, 0 failed\n")


def test_a_dash_is_standard_input_whose_format_is_found():
    assert start("new", "a.annotator").wait() == 0

    piped = start("import", "a.annotator", "-", stdin=subprocess.PIPE)
    out, err = piped.communicate(ARTICLE.encode())

    assert (piped.returncode, err.decode()) == (0, "")
    assert out == b"1 imported, 0 duplicates, 0 failed\n"
    with Project.open(Path("a.annotator"), write=False) as project:
        (document,) = project.documents()
    assert document.title == "Strike begins"


def test_an_option_is_for_the_format_that_is_found_and_one_that_it_does_not_have_is_refused(run, folder):
    run("new", "a.annotator")
    Path("a.tsv").write_text("sentence_id\ttext\tclass_label\n1\tIt rains.\tYes\n", encoding="utf-8")

    taken = run("import", "a.annotator", "a.tsv", "--option", "tag=Quantity claim")
    assert (taken.status, taken.out) == (0, "1 imported, 0 duplicates, 0 failed\n")
    assert run("stats", "a.annotator", "--json").json["by_tag"] == {"Quantity claim": 1}

    refused = run("import", "a.annotator", folder / "one.txt", "--option", "tag=X")
    assert refused.status == 2
    assert "the format article has no option “tag” for reading" in refused.err
    some = run("import", "a.annotator", folder, "--option", "tag=X", "--json")
    assert some.status == 1
    assert "the format article has no option “tag”" in some.json["failed"][0]["reason"]


def test_several_processes_import_the_same(run, folder):
    run("new", "a.annotator")

    report = run("import", "a.annotator", folder, "--workers", 2, "--json").json

    assert report["imported"] == 2
    assert run("check", "a.annotator").status == 0


def test_one_undo_takes_an_import_back(run, folder):
    run("new", "a.annotator")
    run("import", "a.annotator", folder)

    assert run("undo", "a.annotator").out == "undone: import 2 articles\n"
    assert run("stats", "a.annotator", "--json").json["documents"] == 0


def test_the_work_is_that_of_the_annotator_named(run, folder):
    run("new", "a.annotator")
    run("import", "a.annotator", folder, "--annotator", "Archive")

    assert run("history", "a.annotator", "--json").json[0]["annotator"] == "Archive"


def test_a_format_can_be_forced(run, project):
    Path("list.txt").write_text("date 1926-05-05 Second day\n\nNo news.\n", encoding="utf-8")
    run("import", project, "list.txt", "--format", "text")
    run("export", project, "--format", "jsonl", "--output", "a.jsonl")

    assert lines("a.jsonl")[1]["text"].startswith("date 1926-05-05")


def test_a_file_name_in_another_encoding_is_imported(run, project):
    name = os.fsdecode(b"caf\xe9.txt")
    Path(name).write_text("date 1926-05-05 Second day\n\nNo news.\n", encoding="utf-8")
    with tarfile.open("a.tar", "w") as archive:
        member = tarfile.TarInfo("th\udce9.txt")
        data = b"date 1926-05-06 Third day\n\nNone.\n"
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))

    assert run("import", project, name, "a.tar", "--json").json["imported"] == 2
    assert run("annotate", project, r"caf\xe9.txt", 0, 2, "Work").status == 0


def test_a_pipe_in_a_folder_is_named_and_not_waited_for(run, project, folder):
    os.mkfifo(folder / "pipe")

    failed = run("import", project, folder, "--json").json["failed"]

    assert failed[0]["path"] == "articles/pipe"


def test_a_data_set_read_into_an_empty_project_is_written_again_byte_for_byte(run, samples):
    assert run("export", samples, "--format", "jsonl", "--output", "a.jsonl").out == "12 documents written to a.jsonl\n"
    run("new", "b.annotator")

    assert run("import", "b.annotator", "a.jsonl", "--json").json["imported"] == 12
    run("export", "b.annotator", "--format", "jsonl", "-o", "b.jsonl")

    assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()
    assert run("import", "b.annotator", "a.jsonl", "--json").json["duplicates"] == 12


def test_other_content_under_a_known_id_is_reported_and_taken_with_update(run, project):
    run("export", project, "--format", "jsonl", "--output", "a.jsonl")
    changed = {**lines("a.jsonl")[0], "title": "Strike over"}
    Path("b.jsonl").write_text(json.dumps(changed) + "\n", encoding="utf-8")

    refused = run("import", project, "b.jsonl", "--json")
    assert (refused.status, refused.json["imported"]) == (1, 0)
    assert "--update" in refused.json["failed"][0]["reason"]

    taken = run("import", project, "b.jsonl", "--update")
    assert (taken.status, taken.out) == (0, "0 imported, 1 updated, 0 duplicates, 0 failed\n")
    run("export", project, "--format", "jsonl", "--output", "c.jsonl")
    assert lines("c.jsonl")[0]["title"] == "Strike over"


def test_an_export_to_stdout_is_the_file_and_nothing_else(run, samples):
    run("export", samples, "--format", "jsonl", "--output", "a.jsonl")

    ended = run("export", samples, "--format", "jsonl", "--output", "-")

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.encode() == Path("a.jsonl").read_bytes()


def has_person(each: dict) -> bool:
    return any(mark["tag"] == "Person" for mark in each["annotations"])


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (["--status", "done"], lambda each: each["status"] == "done"),
        (["--status", "open"], lambda each: each["status"] == "open"),
        (["--tag", "Person"], has_person),
        (["--tag", "person"], has_person),
        (["--where", "Pyongyang"], lambda each: "Pyongyang" in each["text"]),
        (["--where", "档案"], lambda each: "档案" in each["text"]),
        (["--annotator", "Sample"], lambda each: True),
        (["--status", "open", "--tag", "Person"], lambda each: each["status"] == "open" and has_person(each)),
    ],
)
def test_an_export_can_be_of_a_part(run, samples, options, chosen):
    run("export", samples, "--format", "jsonl", "--output", "all.jsonl")

    ended = run("export", samples, "--format", "jsonl", "--output", "a.jsonl", *options)

    assert ended.status == 0
    found = lines("a.jsonl")
    assert found
    assert [each["id"] for each in found] == [each["id"] for each in lines("all.jsonl") if chosen(each)]
    if "--tag" in options:
        assert {mark["tag"] for each in found for mark in each["annotations"]} == {"Person"}


def test_an_export_of_a_split_that_nothing_is_in_is_empty(run, samples):
    ended = run("export", samples, "--format", "jsonl", "--output", "a.jsonl", "--split", "train")

    assert ended.out == "0 documents written to a.jsonl\n"
    assert Path("a.jsonl").read_bytes() == b""


def test_a_search_and_an_export_find_the_same_documents(run, samples):
    for query in ("Kim", "har*", '"the harbour"', "的", "—", "Straße"):
        hits = {hit["document"] for hit in run("search", samples, query, "--json").json}
        run("export", samples, "--format", "jsonl", "--output", "a.jsonl", "--where", query)

        assert {each["id"] for each in lines("a.jsonl")} == hits, query


def test_an_export_that_fails_leaves_the_older_file(run, project):
    Path("a.jsonl").write_text("older", encoding="utf-8")
    project.write_bytes(project.read_bytes()[:20_000])

    ended = run("export", project, "--format", "jsonl", "--output", "a.jsonl")

    assert ended.status == 1
    assert "damaged" in ended.err
    assert Path("a.jsonl").read_text(encoding="utf-8") == "older"
    assert not [name for name in os.listdir() if name.endswith(".part")]


def test_formats_are_listed_with_what_they_keep_and_lose(run):
    found = {each["name"]: each for each in run("formats", "--json").json}

    assert {"article", "text", "jsonl"} <= set(found)
    assert found["jsonl"]["reads"]
    assert found["jsonl"]["writes"]
    assert all(each["keeps"] and each["loses"] for each in found.values())
    assert found["xmi"]["media_types"] == ["application/vnd.xmi+xml"]
    listed = run("formats").out
    for name in found:
        assert f"\n{name} " in f"\n{listed}"


def test_one_format_is_shown_with_what_it_cannot_hold(run):
    shown = run("formats", "brat").out

    assert shown.startswith("brat  reads and writes: ")
    assert "cannot hold annotations of whole documents" in shown
    assert "--option cueless=… (as the mapping says, on the content), when writing: " in shown
    assert "\nconll" not in shown
    assert [each["name"] for each in run("formats", "brat", "--json").json] == ["brat"]
    assert run("formats", "bart").status == 2


def test_a_split_that_no_document_is_in_is_said_to_be_empty(run, samples):
    run("splits", samples, "make", "--by", "hash", "--ratios", "train=1,test=1")

    ended = run("export", samples, "--format", "jsonl", "--output", "out.jsonl", "--split", "trian")

    assert (ended.status, ended.out) == (0, "0 documents written to out.jsonl\n")
    assert "“trian”; there are: test, train" in ended.err


def test_a_format_that_is_only_written_says_so_when_it_is_to_be_read(run, project, tmp_path):
    (tmp_path / "a.html").write_text("<p>Kim</p>")

    ended = run("import", project, tmp_path / "a.html", "--format", "html")

    assert ended.status == 2
    assert "the format html can be written but not read" in ended.err
