"""What a reader may look at: its own file, and those beside it, within bounds."""

import io
import zipfile

import pytest

from annotator.errors import InputError
from annotator.formats.files import FolderFiles, Given, NamedFiles, ZipFiles, given_of, whole


def packed(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_lines_end_at_line_feeds_only():
    given = Given("a", b"one\r\ntwo\x0cstill two\n", io.BytesIO(b"three\x85\nfour"))

    assert list(given.lines()) == [b"one\r\n", b"two\x0cstill two\n", b"three\x85\n", b"four"]


def test_of_files_that_were_named_only_those_are_listed_but_others_can_be_opened(tmp_path):
    for name in ("b.ann", "a.ann", "a.txt"):
        (tmp_path / name).write_text(name)
    files = NamedFiles(tmp_path, ["b.ann", "a.ann"])

    assert list(files.names()) == ["a.ann", "b.ann"]
    assert whole(files, "a.txt") == b"a.txt"


def test_a_line_that_begins_in_the_head_goes_on_in_the_stream():
    assert list(Given("a", b"hal", io.BytesIO(b"f\nnext")).lines()) == [b"half\n", b"next"]
    assert Given("a", b"hal", io.BytesIO(b"f")).read() == b"half"


def test_a_file_beside_another_is_found_in_its_own_folder(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_bytes(b"words")
    given = Given("x", b"", None, FolderFiles(tmp_path), "deep/a.ann")

    assert given.beside("a.txt") == b"words"
    assert given.beside("b.txt") is None
    assert given.beside("../../etc/passwd") is None


def test_a_member_of_an_archive_is_found_beside_another():
    files = ZipFiles.of(packed({"in/a.txt": b"words", "in/a.ann": b"T1"}))

    assert list(files.names()) == ["in/a.ann", "in/a.txt"]
    assert Given("x", b"", None, files, "in/a.ann").beside("a.txt") == b"words"


def test_a_bomb_in_an_archive_is_not_opened():
    files = ZipFiles.of(packed({"bomb.txt": bytes(50 << 20)}))

    with pytest.raises(InputError, match="unpacks to more than it can hold"):
        whole(files, "bomb.txt")


def test_what_is_no_archive_is_said():
    with pytest.raises(InputError, match="the archive cannot be read"):
        ZipFiles.of(b"PK\x03\x04 and nothing more")


def test_files_can_be_held_in_memory():
    given = given_of(b"T1", "a.ann", [("a.txt", b"words")])

    assert given.read() == b"T1"
    assert given.beside("a.txt") == b"words"
