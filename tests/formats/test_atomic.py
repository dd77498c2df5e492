"""A file we write appears whole or not at all, and a refusal says what to do."""

import errno
import os
import stat
import threading
from pathlib import Path
from typing import IO

import pytest

from annotator.errors import AnnotatorError, UsageError
from annotator.formats.atomic import writing

needs_a_plain_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever may do everything is refused nothing"
)


def test_the_file_is_there_when_the_block_ends_and_not_before(tmp_path):
    path = tmp_path / "out.jsonl"

    with writing(path) as file:
        file.write(b"whole")
        assert not path.exists()

    assert path.read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_an_error_in_the_block_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old")

    def fail(file: IO[bytes]) -> None:
        file.write(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), writing(path) as file:
        fail(file)

    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_other_errors_of_the_block_are_not_taken_for_ours(tmp_path):
    with pytest.raises(FileNotFoundError), writing(tmp_path / "out"):
        (tmp_path / "another").read_bytes()


def test_a_new_file_gets_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "any").touch()
    with writing(tmp_path / "ours") as file:
        file.write(b"x")

    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "any").stat().st_mode


def test_a_file_that_is_there_keeps_its_permissions_while_it_is_written_too(tmp_path):
    path = tmp_path / "secret"
    path.touch(0o600)

    with writing(path) as file:
        modes = [stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()]
        file.write(b"x")

    assert modes == [0o600, 0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "a"
    target.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(target)

    with writing(link) as file:
        file.write(b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_written_as_it_comes(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()

    with writing(pipe) as file:
        file.write(b"through")
    reader.join()

    assert got == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UsageError, match="is a folder; name a file in it"), writing(tmp_path):
        pass


@pytest.mark.parametrize("name", ["missing/out", "file/out"])
def test_a_missing_folder_is_named(tmp_path, name):
    (tmp_path / "file").touch()

    with pytest.raises(UsageError, match=r"there is no folder .*make it first"), writing(tmp_path / name):
        pass


@needs_a_plain_user
def test_a_folder_that_may_not_be_written_is_said_so(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(AnnotatorError, match="you may not write to"), writing(tmp_path / "out"):
            pass
    finally:
        tmp_path.chmod(0o700)


def test_a_name_that_is_too_long_is_said_so(tmp_path):
    with pytest.raises(AnnotatorError, match="too long"), writing(tmp_path / ("x" * 300)) as file:
        file.write(b"x")

    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_is_said_so():
    with pytest.raises(AnnotatorError, match="no room left"), writing(Path("/dev/full")) as file:
        file.write(b"x" * 1_000_000)


def test_no_room_in_the_middle_leaves_nothing(tmp_path):
    def fail(file: IO[bytes]) -> None:
        file.write(b"x")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(AnnotatorError, match="no room left"), writing(tmp_path / "out") as file:
        fail(file)

    assert os.listdir(tmp_path) == []
