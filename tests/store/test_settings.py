"""Settings that are part of the work are put by a change, told by the history, and undone across restarts."""

from pathlib import Path

import pytest

from annotator.formats.tagset_toml import load_default
from annotator.model.change import Change, PutSetting
from annotator.store import Project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.annotator"
    Project.create(made, load_default()).close()
    return made


def test_a_setting_is_undone_and_done_again_after_a_restart(path: Path):
    with Project.open(path) as project:
        project.do(Change("set reviewer", [PutSetting("reviewer", "Port Checks")]), "AK")
        assert project.setting("reviewer") == "Port Checks"
    with Project.open(path) as project:
        project.undo("AK")
        assert project.setting("reviewer") == ""
        project.redo("AK")
        assert project.setting("reviewer") == "Port Checks"
        assert [each.label for each in project.history()][:1] == ["set reviewer"]


def test_what_a_colleague_said_since_is_left_and_told(path: Path):
    with Project.open(path) as project:
        project.do(Change("set reviewer", [PutSetting("reviewer_url", "https://a.example")]), "AK")
        project.do(Change("set reviewer", [PutSetting("reviewer_url", "https://b.example")]), "BM")
        touched = project.undo("AK")
        assert touched is not None
        assert touched.left == ("the setting “reviewer url” was changed since, and is left as it is",)
        assert project.setting("reviewer_url") == "https://b.example"


def test_one_change_puts_several(path: Path):
    with Project.open(path) as project:
        project.do(Change("set reviewer", [PutSetting("reviewer", "A"), PutSetting("reviewer_url", "https://a")]), "AK")
        project.undo()
        assert (project.setting("reviewer"), project.setting("reviewer_url")) == ("", "")
