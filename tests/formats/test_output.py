"""Folders and archives appear whole or not at all, and the same files give the same bytes."""

import zipfile

import pytest

from annotator.errors import UsageError
from annotator.formats.output import writing_archive, writing_folder


def write(path, files, place=writing_folder):
    with place(path) as folder:
        for name, data in files.items():
            with folder.open(name) as file:
                file.write(data)


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_folder_appears_with_the_folders_in_it(tmp_path):
    write(tmp_path / "out", {"a.txt": b"a", "deep/b.txt": b"b"})

    assert names(tmp_path) == ["out/a.txt", "out/deep/b.txt"]


def test_a_folder_that_fails_half_way_leaves_nothing(tmp_path):
    with pytest.raises(TypeError):
        write(tmp_path / "out", {"a.txt": b"a", "b.txt": 1})

    assert list(tmp_path.iterdir()) == []


def test_an_export_that_is_made_again_takes_the_place_of_the_old_one(tmp_path):
    write(tmp_path / "out", {"a.txt": b"old", "b.txt": b"old"})

    write(tmp_path / "out", {"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"})

    assert names(tmp_path) == ["out/a.txt", "out/b.txt", "out/c.txt"]
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"new"


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_bytes(b"my work")

    with pytest.raises(UsageError, match=r"already holds something that this export does not write \(thesis\.doc\)"):
        write(tmp_path / "out", {"a.txt": b"a"})

    assert names(tmp_path) == ["out/thesis.doc"]


def test_a_file_is_not_taken_for_a_folder(tmp_path):
    (tmp_path / "out").write_bytes(b"a file")

    with pytest.raises(UsageError, match="is a file; this format writes a folder"):
        write(tmp_path / "out", {"a.txt": b"a"})


def test_the_same_files_give_the_same_archive(tmp_path):
    for name in ("one.zip", "two.zip"):
        write(tmp_path / name, {"a.txt": b"a" * 1000, "b/c.txt": b"c"}, writing_archive)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["a.txt", "b/c.txt"]
        assert archive.read("a.txt") == b"a" * 1000


@pytest.mark.parametrize("name", ["../out.txt", "/etc/x", "a/../../b"])
@pytest.mark.parametrize("place", [writing_folder, writing_archive])
def test_no_name_leads_out(tmp_path, name, place):
    with pytest.raises(ValueError, match="leads out"):
        write(tmp_path / "out", {name: b""}, place)
