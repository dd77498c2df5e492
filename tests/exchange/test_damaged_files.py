"""Whatever becomes of a file, an import ends with a report: what is whole is taken, what is not is named and said."""

from pathlib import Path
from random import Random

import pytest

from annotator.exchange.importing import import_paths
from annotator.formats.registry import FORMATS
from annotator.formats.tagset_toml import load_default
from annotator.store import Project
from tests.exchange.damage import Files, damaged
from tests.exchange.everything import WORD, files_to_damage, put, witnesses

READ = [each.name for each in FORMATS if each.reads]
TRIES = 8
"""Files that are damaged, of each format; more of them are tried where somebody asks for more."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("everything")
    Project.create(folder / "empty.annotator", load_default()).close()
    return folder


@pytest.fixture(scope="module")
def sound(place: Path) -> dict[str, list[Files]]:
    return files_to_damage(place)


def test_every_format_that_is_read_is_tried(sound):
    assert set(sound) == set(READ)


@pytest.mark.parametrize("name", READ)
def test_what_is_damaged_is_said_and_what_is_whole_is_taken(name, place, sound, tmp_path):
    for number in range(TRIES):
        random = Random(f"{name} {number}")
        project = tmp_path / f"{number}.annotator"
        project.write_bytes((place / "empty.annotator").read_bytes())
        folder = tmp_path / str(number)
        put(damaged(random.choice(sound[name]), random), folder / "hurt")
        put(witnesses(place)[name], folder / "whole")

        report = import_paths(project, [folder], annotator="Anna", format=random.choice((name, None)))

        for each in report.failed:
            assert each.path.startswith(str(folder))
            assert len(each.reason.split()) > 2
            assert "Error" not in each.reason
        with Project.open(project) as opened:
            assert list(opened.check()) == []
            assert list(opened.search(WORD)), [str(each) for each in report.failed]
