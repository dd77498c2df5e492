"""A copy is whole and apart; no copy ever takes the place of something that is in use."""

import pytest

from annotator.errors import ProjectError
from annotator.formats.tagset_toml import load_default
from annotator.store import Project
from tests.store.conftest import annotation, jsonl, put


def test_a_backup_is_one_file_that_opens_reads_the_same_and_goes_on_by_itself(filled, first, tmp_path):
    put(filled, annotation(first, (0, 3)))
    copy = tmp_path / "Copies of mine #1" / "letters, 50%.annotator"
    copy.parent.mkdir()
    filled.backup(copy)
    assert [each.name for each in copy.parent.iterdir()] == [copy.name]
    with Project.open(copy) as opened:
        assert jsonl(opened) == jsonl(filled)
        assert opened.database.journal_mode == "wal"
        opened.undo()
        assert jsonl(opened) != jsonl(filled)
        assert list(opened.check()) == []


def test_a_backup_never_goes_over_the_project_itself(filled, first, path, tmp_path):
    link = tmp_path / "link.annotator"
    link.symlink_to(path)
    for target in (path, link, path.parent / "." / path.name):
        with pytest.raises(ProjectError, match="is the project itself"):
            filled.backup(target)
    put(filled, annotation(first, (0, 3)))
    filled.close()
    with Project.open(path) as again:
        assert again.statistics().annotations == 1


def test_a_backup_never_goes_over_a_project_that_is_in_use(filled, tmp_path):
    other = tmp_path / "other.annotator"
    with Project.create(other, load_default()) as used:
        put(used, label="nothing")
        with pytest.raises(ProjectError, match="in use"):
            filled.backup(other)
        assert used.statistics().documents == 0
    filled.backup(other)
    with Project.open(other) as replaced:
        assert replaced.statistics().documents == 2


def test_a_backup_that_cannot_be_written_leaves_what_was_there(filled, tmp_path):
    with pytest.raises(ProjectError, match="is not a folder"):
        filled.backup(tmp_path / "nowhere" / "copy.annotator")
    with pytest.raises(ProjectError, match="is a folder"):
        filled.backup(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} <= {
        "letters.annotator",
        "letters.annotator-wal",
        "letters.annotator-shm",
    }


def test_reading_a_project_leaves_nothing_beside_it(filled, path):
    filled.close()
    before = path.read_bytes()
    with Project.open(path, write=False) as opened:
        assert opened.statistics().documents == 2
        with pytest.raises(ProjectError, match="cannot be written"):
            put(opened, label="nothing")
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_project_marked_read_only_is_read_and_nothing_is_left_beside_it(filled, first, path):
    put(filled, annotation(first, (0, 3)))
    filled.close()
    path.chmod(0o444)
    with Project.open(path, write=False) as opened:
        assert opened.statistics().annotations == 1
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_who_only_reads_sees_what_another_writes(filled, first, path):
    with Project.open(path, write=False) as opened:
        assert not opened.changed_outside()
        put(filled, annotation(first, (0, 3)))
        assert opened.changed_outside()
        assert opened.statistics().annotations == 1
    put(filled, annotation(first, (4, 8)))
    assert filled.statistics().annotations == 2
