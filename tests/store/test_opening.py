"""A file that cannot be opened says so in a sentence, and stays as it is."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.errors import ProjectError
from annotator.formats.tagset_toml import load_default
from annotator.store import Project
from annotator.store import connection as connecting


def closed_project(path: Path) -> Path:
    Project.create(path, load_default()).close()
    return path


def refuse(path: Path, words: str) -> None:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ProjectError, match=words) as caught:
        Project.open(path)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_missing_file_is_named(path):
    refuse(path, "does not exist")


def test_a_folder_is_no_project(tmp_path):
    refuse(tmp_path, "is a folder")


@pytest.mark.parametrize("content", [b"", b"dear diary", b"\0" * 4096, b"%PDF-1.7"])
def test_another_file_is_no_project(path, content):
    path.write_bytes(content)
    refuse(path, "is not an Annotator project")


def test_a_pipe_is_not_waited_for(path):
    os.mkfifo(path)
    refuse(path, "a pipe or a device")


def test_a_database_of_another_program_is_no_project(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE birds (name)")
    connection.close()
    refuse(path, "of another program")


def test_a_project_of_a_newer_program_is_left_alone(path):
    closed_project(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    refuse(path, "newer Annotator")


def test_a_file_marked_read_only_is_respected_and_can_still_be_read(path):
    closed_project(path).chmod(0o444)
    refuse(path, "read-only")
    with Project.open(path, write=False) as project:
        assert project.statistics().documents == 0


def test_a_file_locked_by_another_process_is_named(path, monkeypatch):
    closed_project(path)
    monkeypatch.setattr(connecting, "WAIT", 0.2)
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA locking_mode = EXCLUSIVE'); c.execute('BEGIN EXCLUSIVE');"
        "c.execute('DELETE FROM settings'); print('locked', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout.readline() == b"locked\n"
        with pytest.raises(ProjectError, match="locked by another program"):
            Project.open(path)
    finally:
        other.communicate()
    Project.open(path).close()


def test_a_damaged_file_is_said_to_be(path):
    closed_project(path)
    data = bytearray(path.read_bytes())
    data[100:6000] = b"\xff" * 5900
    path.write_bytes(data)
    refuse(path, "damaged")


def test_a_file_cut_off_is_said_to_be_damaged(path):
    closed_project(path)
    path.write_bytes(path.read_bytes()[:9000])
    try:
        with Project.open(path) as project:
            said = next(project.check())
    except ProjectError as error:
        said = str(error)
    assert "damaged" in said


@pytest.mark.parametrize("name", ["with space", "a#b", "what?", "100%", "Ärchiv 档案", "50%20off"])
def test_any_name_of_a_file_works(tmp_path, name):
    path = tmp_path / f"{name}.annotator"
    closed_project(path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with Project.open(path) as project:
        assert project.setting("title") == name


def test_nothing_is_made_over_a_file_that_is_there(path):
    path.write_text("precious")
    with pytest.raises(ProjectError, match="already exists"):
        Project.create(path, load_default())
    assert path.read_text() == "precious"


def test_a_project_of_the_first_version_opens_for_ever(tmp_path):
    old = Path(__file__).parent / "data" / "v1.annotator"
    path = tmp_path / "old.annotator"
    path.write_bytes(old.read_bytes())
    with Project.open(path) as project:
        assert list(project.check()) == []
        assert project.statistics().annotations > 0
        assert project.undo() is not None
