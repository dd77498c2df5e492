"""Whatever goes wrong: one line on stderr, the right status, nothing on stdout, no traceback."""

import errno
import os
import re
import signal
import time
from pathlib import Path

import pytest

from tests.cli.conftest import process, start

UNASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": None}


def assert_one_line(ended, status, *words):
    assert ended.status == status, ended.err
    assert ended.out == ""
    assert re.fullmatch(r"annotator: .+\n", ended.err), ended.err
    for word in words:
        assert word in ended.err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["exprot"], "did you mean “export”?"),
        (["nothing-like-it"], "annotator --help"),
        (["--nope"], "--nope"),
        (["stats"], "PROJECT"),
        (["stats", "P", "--nope"], "--nope"),
        (["stats", "P", "extra"], "extra"),
        (["stats", "missing.annotator"], "missing.annotator does not exist"),
        (["stats", "article.txt"], "not an Annotator project"),
        (["stats", "."], "is a folder"),
        (["stats", "folder/missing.annotator"], "does not exist"),
        (["new", "missing/a.annotator"], "missing is not a folder"),
        (["new", "a.annotator", "--tags", "none.toml"], "none.toml"),
        (["import", "P"], "PATH..."),
        (["import", "P", "article.txt", "--format", "word"], "jsonl"),
        (["import", "P", "article.txt", "--annotator", " "], "empty"),
        (["import", "P", "article.txt", "--workers", "0"], "--workers"),
        (["export", "P", "--format", "jsonl"], "--output"),
        (["export", "P", "--format", "word", "--output", "a"], "“word”"),
        (["export", "P", "--format", "article", "--output", "a"], "read but not written"),
        (["export", "P", "--format", "jsonl", "--output", "missing/a"], "no folder missing"),
        (["export", "P", "--format", "jsonl", "--output", "."], "is a folder"),
        (["export", "P", "--format", "jsonl", "--output", "a", "--status", "half"], "'new', 'open', 'done'"),
        (["export", "P", "--format", "jsonl", "--output", "a", "--tag", "Hat"], "“Hat”"),
        (["export", "P", "--format", "jsonl", "--output", "a", "--annotator", "Nobody"], "AK"),
        (["export", "P", "--format", "jsonl", "--output", "a", "--where", " "], "--where"),
        (["search", "P", " "], "nothing to search for"),
        (["search", "P", "crane", "--limit", "0"], "--limit"),
        (["annotate", "P", "nothing.txt", "4", "18", "Role"], "“nothing.txt”"),
        (["annotate", "P", "article.txt", "four", "18", "Role"], "'four'"),
        (["annotate", "P", "article.txt", "18", "4", "Role"], "18-4"),
        (["annotate", "P", "article.txt", "4", "4000", "Role"], "outside the text"),
        (["annotate", "P", "article.txt", "4", "18", "Hat"], "Person, Organization"),
        (["tags", "P", "show", "a.toml"], "takes no FILE"),
        (["tags", "P", "import"], "name the FILE"),
        (["tags", "P", "import", "none.toml"], "none.toml"),
        (["tags", "P", "polish"], "polish"),
        (["records", "P", "list", "a.csv"], "takes no FILE"),
        (["records", "P", "import"], "name the FILE"),
        (["records", "P", "import", "none.csv"], "none.csv"),
        (["records", "P", "export", "a.csv", "--kind", "claim"], "--kind"),
        (["backup", "P"], "--output"),
        (["backup", "P", "--output", "."], "is a folder"),
        (["screenshot", "P", "--output", "a.png", "--size", "big"], "1440x900"),
        (["screenshot", "P", "--output", "a.png", "--size", "1x1"], "300x200"),
        (["completion", "tcsh"], "tcsh"),
        (["article.txt"], "not an Annotator project"),
        (["missing.annotator"], "does not exist"),
        (["./missing"], "does not exist"),
    ],
)
def test_wrong_usage_ends_with_2_and_changes_nothing(run, project, arguments, word):
    before = run("history", project).out

    ended = run(*(project if each == "P" else each for each in arguments))

    assert_one_line(ended, 2, word)
    assert run("history", project).out == before
    assert not {"a", "a.annotator", "a.png"} & set(os.listdir())


@pytest.mark.parametrize("command", [["export", "--format", "jsonl"], ["screenshot"]])
def test_no_output_takes_the_place_of_a_project(run, project, samples, command):
    for output in (project, samples):
        ended = run(command[0], project, *command[1:], "--output", output)

        assert_one_line(ended, 2, "overwrite")
    assert_one_line(run("tags", project, "export", samples), 2, "overwrite")
    assert run("check", project).status == run("check", samples).status == 0


def test_what_is_not_utf8_is_said_to_be_so():
    process("new", "a.annotator")

    for arguments in (
        ["search", "a.annotator", b"caf\xe9"],
        ["annotate", "a.annotator", b"caf\xe9", "0", "1", "Person"],
        ["import", "a.annotator", "x", "--annotator", b"caf\xe9"],
    ):
        assert_one_line(process(*arguments), 2, "UTF-8")


def test_debug_shows_where_an_error_came_from_and_keeps_the_status(run):
    for arguments in (["--debug", "stats", "none.annotator"], ["stats", "none.annotator", "--debug"]):
        ended = run(*arguments)

        assert ended.status == 2
        assert ended.err.startswith("Traceback")
        assert ended.err.splitlines()[-1].startswith("annotator: none.annotator does not exist")


def test_debug_behind_a_double_dash_is_a_word_to_search_for(run, project):
    ended = run("search", project, "--", "--debug")

    assert (ended.status, ended.out) == (0, "")
    assert "“--debug”" in ended.err


def test_a_file_that_may_not_be_written_is_no_wrong_usage(run, project):
    project.chmod(0o444)

    assert_one_line(run("undo", project), 1, "read-only", "copy it")
    assert_one_line(run("import", project, "article.txt"), 1, "read-only")


def test_an_error_of_ours_is_one_line_too(run, project, monkeypatch):
    def broken(*arguments, **options):
        raise LookupError("no such\nluck")

    monkeypatch.setattr("annotator.store.project.Project.statistics", broken)

    assert_one_line(run("stats", project), 1, "LookupError", "no such luck", "--debug")


def test_a_reader_that_has_seen_enough_is_met_with_silence(samples):
    reading, writing = os.pipe()
    started = start("export", samples, "--format", "jsonl", "--output", "-", stdout=writing)
    os.close(writing)
    os.close(reading)

    _, err = started.communicate(timeout=60)

    assert (started.returncode, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_behind_stdout_is_an_error_in_a_sentence(samples):
    with open("/dev/full", "wb") as full:
        ended = process("stats", samples, stdout=full)

    assert_one_line(ended, 1, "No space left")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_picture_for_which_there_is_no_room_is_an_error_in_a_sentence(samples):
    ended = process("screenshot", samples, "--output", "/dev/full", env={"QT_QPA_PLATFORM": "offscreen"})

    assert_one_line(ended, 1, "there is no room left")


def test_texts_are_printed_whatever_the_locale_says(samples):
    ended = process("search", samples, "的", "--limit", "1", env=UNASCII)

    assert ended.status == 0
    assert "海明市档案馆" in ended.out


def test_files_are_taken_whatever_the_locale_says(project):
    Path("später.txt").write_text("Überschrift\n\nText\n", encoding="utf-8")

    ended = process("import", project, "später.txt", "--json", env=UNASCII)

    assert ended.json["imported"] == 1
    assert process("annotate", project, "später.txt", "0", "4", "Work", env=UNASCII).status == 0


def test_ctrl_c_ends_an_import_in_good_order(run, project):
    folder = Path("many")
    folder.mkdir()
    for number in range(200):
        (folder / f"{number}.txt").write_text(f"date 1920-01-01 Number {number}\n\nBody {number}.\n", encoding="utf-8")
    # the import comes to this pipe in the end, and waits there until somebody writes into it
    os.mkfifo("pipe")
    started = start("import", project, folder, "pipe", "--json", start_new_session=True)
    try:
        waited_for = opened_once_it_is_read("pipe", started)
        started.send_signal(signal.SIGINT)
        os.write(waited_for, b"never read to its end")
        os.close(waited_for)
        out, err = started.communicate(timeout=60)
    finally:
        started.kill()
        started.wait()

    assert started.returncode == 130
    assert err.startswith(b"annotator: stopped; ")
    assert err.count(b"\n") == 1
    assert b'"imported": 200' in out
    assert run("check", project).status == 0
    assert run("undo", project).status == 0
    assert run("stats", project, "--json").json["documents"] == 1


def opened_once_it_is_read(pipe, reader):
    """Open the end of *pipe* that is written to; fail, rather than wait for ever, if *reader* ends or hangs before."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
        if reader.poll() is not None:
            pytest.fail(f"the program ended with {reader.returncode} before it read the pipe: {reader.stderr.read()}")
        time.sleep(0.01)
    pytest.fail("the program did not come to the pipe within a minute")
